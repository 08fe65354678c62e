#!/bin/sh
# Legal hold: placed by one, at once; lifted by two; for those who keep the records alone.
# usage: hold_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
ok() { text=$1; shift; if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi; }
runs() { # runs CODE WORDS ARGUMENTS...
	code=$1; words=$2; shift 2
	"$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null; got=$?
	[ "$got" = "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" "$folder/out" "$folder/err"; } && return 0
	echo "# $*: exit $got instead of $code, or without \"$words\":"; head -40 "$folder/out" "$folder/err" | sed 's/^/#   /'; return 1
}
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\n' | load parties
printf 'id,name,party\nR,Northland,S\n' | load regions
printf 'id,name,region,kind,party,lat,lon\nPL,Camp nine,R,camp,S,50.1,40.1\n' | load places
printf 'id,side,family,given,born,holder,register,missing_since\nA1,ours,Шевченко,Микола,1987-06-25,S,captive,2023-01-10\nA2,ours,Бондар,Олег,1990-02-03,S,missing,2023-02-10\n' | load persons
printf 'id,name,kind,grade\nREC,a report,intelligence,B\n' | load sources
printf 'id,person,name,source,happened,received,status,place\nR1,A1,Шевченко Микола,REC,2024-11-01,2024-11-02,captive,PL\nR2,A2,Бондар Олег,REC,2024-11-01,2024-11-02,captive,PL\n' | load reports
printf 'film\n' >"$folder/film.mp4"
"$program" --as legal-officer evidence add "$folder/film.mp4" --id E1 --kind video --title "a yard" --persons A1 >/dev/null || exit 1
"$program" check --record >/dev/null || exit 1
finding=$("$program" finding list --csv 2>/dev/null | grep ',gc3-122-notice$' | head -1 | cut -d, -f1)
ok "nothing is held at first" runs 0 "nothing is held" --as legal-officer hold list
ok "a hold says why" runs 2 "--reason" --as legal-officer hold A1
ok "and of what" runs 3 "no person" --as legal-officer hold A9 --reason x
ok "a negotiator places none" runs 4 "may not" --as negotiator hold A1 --reason x
ok "nor reads them" runs 4 "may not" --as negotiator hold list
ok "a person is held at once" runs 0 "held: h-" --as legal-officer hold A1 --reason "case 7, a court"
ok "an item of evidence too" runs 0 "held" --as case-officer hold E1 --reason "case 7, a court"
ok "and a finding" runs 0 "held" --as legal-officer hold "$finding" --reason "case 7, a court" --json
ok "the list has them" runs 0 "case 7, a court" --as auditor hold
ok "but the reason not for who sees no case" sh -c '! "$1" --as administrator hold | grep -q "a court"' sh "$program"
ok "each by its kind" sh -c '[ "$("$1" --json hold | grep -cE "\"kind\": \"(person|evidence|finding)\"")" = 3 ]' sh "$program"
ok "in Ukrainian" runs 0 "висновок" --lang uk --as auditor hold
id=$("$program" --json hold | tr -d '\n ' | grep -oE '"id":"h-[^"]*","kind":"person"' | cut -d'"' -f4)
ok "what is not held is not lifted" runs 3 "nothing is held under" --as legal-officer hold lift h-1 --reason x
ok "lifting needs a reason" runs 3 "needs a reason" --as legal-officer hold lift "$id"
ok "one lifts nothing" runs 0 "pending" --as legal-officer hold lift "$id" --reason "the case is closed"
ok "not the same one" runs 4 "another user" --as legal-officer confirm "$(pending)"
ok "meanwhile it stands" runs 0 "$id" --as legal-officer hold
ok "another lifts it" runs 0 "confirmed" --as case-officer confirm "$(pending)"
ok "then it is gone" sh -c '! "$1" hold | grep -q "$2"' sh "$program" "$id"
ok "and not lifted twice" runs 3 "nothing is held under" --as legal-officer hold lift "$id" --reason x
ok "held again it has another name" runs 0 "held: h-" --as legal-officer hold A1 --reason "case 8"
ok "three words are too many" runs 2 "hold lift ID" hold lift x y
ok "the ledger stands" runs 0 "good" verify
exit $failed
