#!/bin/sh
# Consent per use, and the wall between the search and prosecution or intelligence: without his yes or a named order, and
# without a second person, nothing of a person goes there.
# usage: disclose_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
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
has() { grep -qE -- "$1" "$folder/out"; }
lacks() { ! grep -qE -- "$1" "$folder/out"; }
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\nM,Mediator,neutral,mediator,,\n' | load parties
cat <<'EOF' | load persons
id,side,family,given,patronymic,born,holder,register,missing_since,returned
A1,ours,Шевченко,Микола,Іванович,1987-06-25,S,captive,2023-01-10,2025-01-10
A2,ours,Бондар,Олег,,1990-02-03,S,missing,2023-02-10,
EOF
allowed() { # allowed PERSON USE: true or false, as the sheet says
	"$program" --json consent "$1" | tr -d '\n ' | grep -oE "\"use\":\"$2\",\"allowed\":(true|false)" | sed 's/.*://'
}

# ---- consent
ok "the uses and their bases" runs 0 "legal basis" consent
ok "the wall is in the table" has 'prosecution .*consent or order|prosecution'
ok "tracing is open until he objects" [ "$(allowed A1 tracing)" = true ]
ok "prosecution is not open without his yes" [ "$(allowed A1 prosecution)" = false ]
ok "a yes needs how it was said" runs 2 "--how" --as family-liaison consent A1 --use prosecution --given yes
ok "and a use that there is" runs 2 "no use" --as family-liaison consent A1 --use gossip --given yes --how x
ok "yes or no" runs 2 "neither yes nor no" --as family-liaison consent A1 --use prosecution --given maybe --how x
ok "no day to come" runs 3 "up to today" --as family-liaison consent A1 --use prosecution --given yes --how x --on 2025-03-01
ok "a day that there is" runs 3 "no day" --as family-liaison consent A1 --use prosecution --given yes --how x --on 2025-02-31
ok "a party that there is" runs 3 "Q" --as family-liaison consent A1 --use prosecution --given yes --how x --to Q
ok "a negotiator records none" runs 4 "may not" --as negotiator consent A1 --use prosecution --given yes --how x
ok "nor the auditor" runs 4 "may not" --as auditor consent A1 --use prosecution --given yes --how x
ok "an unknown person" runs 3 "no person" --as family-liaison consent A9 --use prosecution --given yes --how x
ok "his yes is written down" runs 0 "signed form" --as family-liaison consent A1 --use prosecution --given yes --on 2025-02-01 --how "signed form" --language uk
ok "and opens this use" [ "$(allowed A1 prosecution)" = true ]
ok "and no other" [ "$(allowed A1 intelligence)" = false ]
ok "and nobody else's data" [ "$(allowed A2 prosecution)" = false ]
ok "a withdrawal" runs 0 "" --as case-officer consent A1 --use prosecution --given no --on 2025-02-20 --how "by telephone, call-back phrase given"
ok "holds at once" [ "$(allowed A1 prosecution)" = false ]
ok "an older yes that comes late does not undo it" runs 0 "" --as case-officer consent A1 --use prosecution --given yes --on 2025-02-10 --how "an old form"
ok "it stays closed" [ "$(allowed A1 prosecution)" = false ]
ok "of one day the no counts" runs 0 "" --as case-officer consent A1 --use prosecution --given yes --on 2025-02-20 --how "form"
ok "still closed" [ "$(allowed A1 prosecution)" = false ]
ok "a later yes opens it" runs 0 "" --as case-officer consent A1 --use prosecution --given yes --on 2025-02-21 --how "form"
ok "open again" [ "$(allowed A1 prosecution)" = true ]
ok "a yes can have an end" runs 0 "ended" --as case-officer consent A1 --use publication --given yes --on 2025-01-02 --until 2025-02-27 --how form
ok "after which it is none" [ "$(allowed A1 publication)" = false ]
ok "a no to tracing" runs 0 "" --as case-officer consent A2 --use tracing --given no --how "by letter"
ok "is heeded" [ "$(allowed A2 tracing)" = false ]
ok "a duty does not rest on it" runs 0 "" --as case-officer consent A2 --use notice --given no --how "by letter"
ok "and goes on" [ "$(allowed A2 notice)" = true ]
ok "in Ukrainian" runs 0 "лише за його згодою" --lang uk consent A1
printf 'id,person,use,given,said,how,party\nK1,A2,intelligence,yes,2025-02-02,form,M\n' | load consents
ok "a file of consents; a yes to one party is none to others" [ "$(allowed A2 intelligence)" = false ]
printf 'id,person,use,given,said,how\nK2,A2,gossip,yes,2025-02-02,form\n' >"$folder/bad.csv"
ok "a file with a use that there is not" runs 3 "bad.csv:2" import consents "$folder/bad.csv"

# ---- the wall
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
ask() { who=$1 code=$2 words=$3; shift 3; runs "$code" "$words" --as "$who" disclose "$@" --reference "form 7" --purpose "case 12, ill-treatment"; }
ok "nothing was released yet" runs 0 "none was released" --as legal-officer disclose list
ok "no intelligence without his yes; the rule is named" ask legal-officer 4 "consent for this use, or a legal order" A1 --to intelligence --basis consent
ok "nobody but those who may" ask negotiator 4 "may not" A1 --to prosecutor --basis consent
ok "not the service's own liaison" ask intelligence-liaison 4 "may not" A1 --to intelligence --basis order
ok "an order needs its number" runs 2 "--reference" --as legal-officer disclose A1 --to prosecutor --basis order --purpose x
ok "and a purpose" runs 2 "--purpose" --as legal-officer disclose A1 --to prosecutor --basis order --reference x
ok "only these two" ask legal-officer 2 "neither" A1 --to newspaper --basis consent
ok "only these grounds" ask legal-officer 2 "neither" A1 --to prosecutor --basis wish
ok "a person that there is" ask legal-officer 3 "no person" A9 --to prosecutor --basis consent
ok "by his yes it is asked for" ask legal-officer 0 "pending" A1 --to prosecutor --basis consent
ok "and nothing goes yet" runs 3 "no extract" --as legal-officer disclose print 1
first=$(pending)
ok "nobody confirms his own" runs 4 "another user must decide" --as legal-officer confirm "$first"
ok "he withdraws meanwhile" runs 0 "" --as case-officer consent A1 --use prosecution --given no --on 2025-02-27 --how "by telephone"
ok "and the second person cannot open it" runs 4 "his yes for this very use does not stand" --as case-officer confirm "$first"
ok "still nothing" runs 3 "no extract" --as legal-officer disclose print 1
ok "he agrees again" runs 0 "" --as case-officer consent A1 --use prosecution --given yes --on 2025-02-28 --how "form 8"
ok "the second person confirms" runs 0 "" --as case-officer confirm "$first"
ok "the extract has its number and its ground" runs 0 "Extract no. 1 for: prosecutor" --as legal-officer disclose print 1
ok "and the claims" has "Шевченко"
ok "and says what it is" has "not to be passed on"
ok "an auditor reads the list" runs 0 "form 7" --as auditor disclose list
ok "but no extract" runs 4 "may not" --as auditor disclose print 1
ok "on paper" runs 0 "" --as legal-officer disclose print 1 --pdf "$folder/extract.pdf"
ok "which is a PDF" sh -c 'head -c 5 "$1" | grep -q "%PDF-"' sh "$folder/extract.pdf"
ok "in Ukrainian" runs 0 "Витяг № 1 для: прокурор" --lang uk --as legal-officer disclose print 1
ok "each print is an entry" [ "$("$program" --as auditor breach-report --user legal-officer --csv 2>/dev/null | grep -c 'print extract')" -ge 3 ]
printf 'id,person,use,given,said,how\nK9,A1,prosecution,no,2025-02-28,letter\n' | load consents
ok "and no more is printed" runs 4 "does not stand" --as legal-officer disclose print 1
ok "an order opens it for one who was never asked" ask legal-officer 0 "pending" A2 --to intelligence --basis order
ok "by two" runs 0 "" --as case-officer confirm "$(pending)"
ok "as number 2" runs 0 "Extract no. 2" --as legal-officer disclose print 2
ok "whoever is withheld stays back" runs 0 "" --as case-officer withhold A2 --to M --reason x
ok "even from an order, until two lift it" runs 4 "goes out there" --as legal-officer disclose print 2
ok "the ledger verifies" runs 0 "good" verify
exit $failed
