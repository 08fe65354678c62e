#!/bin/sh
# Do not transmit: whatever goes out asks the gate; one person withholds, two lift; nobody outside learns that, or why.
# usage: withhold_test.sh PROGRAM SOURCE_DIR
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
has() { grep -qF -- "$1" "$folder/out" "$folder/err"; }
lacks() { ! grep -qF -- "$1" "$folder/out" "$folder/err"; }
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\nM,Mediator,neutral,mediator,,\n' | load parties
printf 'id,name,axis,sensitive\nk1,wanted,recruitment,no\nc1,guards,service,no\n' | load categories
cat <<'END' | load persons
id,side,family,given,patronymic,born,categories,holder,register,missing_since,party,wills,interviewed
A1,ours,Шевченко,Микола,Іванович,1987-06-25,c1,S,captive,2023-01-10,,,
B1,theirs,Петров,Олег,,1980,k1,U,,,S,yes,2025-01-10
B2,theirs,Сидоров,Иван,,1991,k1,U,,,S,yes,2025-01-10
B3,theirs,Козлов,Егор,,1993,k1,U,,,S,yes,2025-01-10
B4,theirs,Быков,Фома,,1994,k1,U,,,S,yes,2025-01-10
B5,theirs,Быков,Лука,,1995,k1,U,,,S,yes,2025-01-10
END
printf 'film\n' >"$folder/film.mp4"
"$program" --as legal-officer evidence add "$folder/film.mp4" --id E1 --kind video --title "a yard" --persons B1 >/dev/null || exit 1
"$program" round new N1 --date 2025-02-27 --venue "a crossing" --parties "U;S" >/dev/null || exit 1
printf 'id\nB1\nB2\n' >"$folder/list.csv"

ok "nothing is withheld at first" runs 0 "nothing is withheld" withhold list
ok "a card goes out" runs 0 "Capture card" --as case-officer card B1

# ---- withholding
ok "a reason is needed" runs 2 "--reason" --as case-officer withhold B1 --to S
ok "and from whom" runs 2 "--to" --as case-officer withhold B1 --reason "his family is there"
ok "a party that there is" runs 3 "no party" --as case-officer withhold B1 --to X --reason x
ok "a day that is one" runs 3 "31" --as case-officer withhold B1 --to S --reason x --until 2025-02-31
ok "none that is over" runs 3 "from now on" --as case-officer withhold B1 --to S --reason x --until 2024-01-01
ok "a negotiator withholds nothing" runs 4 "may not" --as negotiator withhold B1 --to S --reason x
ok "family liaison may" runs 0 "not transmitted" --as family-liaison withhold B1 --to S --reason "his family is in their hands"
ok "the list has it" runs 0 "B1" --as case-officer person B1
runs 0 "" --as case-officer withhold list
ok "with the reason for who may know" has "his family is in their hands"
ok "without it for another" sh -c '"$1" --as family-liaison withhold list | grep -q restricted && ! "$1" --as family-liaison withhold list | grep -q "in their hands"' sh "$program"

# ---- whatever goes out asks the gate
ok "no card" runs 4 "nothing of this person goes out" --as case-officer card B1
ok "no notice" runs 4 "goes out" --as case-officer card B1 --notice
ok "no list to that party" runs 3 "not available" --as negotiator round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
ok "which says no more than that" lacks "family"
ok "nor that it is withheld" lacks "withh"
printf 'person,outcome,direction\nB1,delivered,given\n' >"$folder/came.csv"
ok "nobody of them is written down as handed over" runs 3 "not available" --as negotiator round deliver N1 "$folder/came.csv" --date 2025-02-27
ok "persuasion does not name him" sh -c '! "$1" --as negotiator dossier S --people 2>/dev/null | grep -q "B1"' sh "$program"
ok "of others nothing changes" runs 0 "Capture card" --as case-officer card B2
"$program" --as case-officer withhold B1 --to "*" --reason "threatened" >/dev/null
ok "from everybody: no bundle that shows him" runs 4 "may not go out" --as legal-officer evidence bundle E1 --order "court, no. 7" --to "a court" --purpose "case 1" --out "$folder/bag"
ok "and no word for whose sake" lacks "B1"

# ---- lifting
id=$("$program" --as case-officer withhold list --json | sed -n 's/.*"id": "\(t-[^"]*\)".*/\1/p' | head -1)
other=$("$program" --as case-officer withhold list --json | sed -n 's/.*"id": "\(t-[^"]*\)".*/\1/p' | tail -1)
ok "one lifts nothing" runs 0 "pending" --as case-officer withhold lift "$id" --reason "they came out"
ok "not the same one" runs 4 "another user" --as case-officer confirm "$(pending)"
ok "meanwhile it holds" runs 4 "goes out" --as case-officer card B1
ok "another lifts it" runs 0 "confirmed" --as legal-officer confirm "$(pending)"
ok "the other one holds still" runs 4 "goes out" --as case-officer card B1
"$program" --as case-officer withhold lift "$other" --reason "it is over" >/dev/null
"$program" --as legal-officer confirm "$(pending)" >/dev/null
ok "with both lifted a card goes out" runs 0 "Capture card" --as case-officer card B1
ok "twice lifted is not there" runs 3 "nothing is withheld under" --as case-officer withhold lift "$id" --reason x

# ---- from one party only; through a merge; until a day
"$program" --as case-officer withhold B1 --to S --reason "from them" >/dev/null
ok "from one party: no bundle either, for nobody knows where it ends" runs 4 "may not go out" --as legal-officer evidence bundle E1 --order "court, no. 7" --to "a court" --purpose "case 1" --out "$folder/bag"
"$program" --as case-officer withhold B3 --to agency --reason "he asked for it" >/dev/null
ok "from the Agency: no notice" runs 4 "goes out" --as case-officer card B3 --notice
"$program" --as case-officer withhold B2 --to "*" --reason x --until 2025-03-05 >/dev/null
ok "until its day it holds" runs 4 "goes out" --as case-officer card B2
ok "whatever earlier day is asked about" runs 4 "goes out" --as case-officer --as-of 2025-02-27 card B2
ok "or later one: paper leaves today" runs 4 "goes out" --as case-officer --as-of 2025-03-06 card B2
"$program" --as case-officer setting as_of 2025-03-06 >"$folder/out" 2>&1 || "$program" --as administrator setting as_of 2025-03-06 >"$folder/out" 2>&1
ok "when that day is over it goes out" runs 0 "Capture card" --as case-officer card B2
ok "and no day in the past brings it back or undoes it" runs 0 "Capture card" --as case-officer --as-of 2025-02-27 card B2
"$program" --as tracing-analyst review accept B1 B2 --reason "the same man" --besides "a photo" >"$folder/out" 2>&1
"$program" --as case-officer confirm "$(pending)" >>"$folder/out" 2>&1
ok "two become one" grep -q "confirmed" "$folder/out"
ok "joined with another he stays withheld, under either id" runs 4 "goes out" --as case-officer card B2
ok "and as himself" runs 4 "goes out" --as case-officer card B1
# what was withheld while two were one holds for both when they part: nobody knows any more who was meant
"$program" --as tracing-analyst review accept B4 B5 --reason "the same man" --besides "a photo" >"$folder/out" 2>&1
"$program" --as case-officer confirm "$(pending)" >>"$folder/out" 2>&1
ok "joined, then withheld" runs 0 "not transmitted" --as case-officer withhold B5 --to S --reason x
ok "parted again" runs 0 "" --as tracing-analyst review undo B4 B5 --reason "two men"
ok "both stay back" runs 4 "goes out" --as case-officer card B4
ok "the other as well" runs 4 "goes out" --as case-officer card B5
# ---- whose data did a lost account touch?
ok "an auditor asks whom an account looked at" runs 0 "What it looked at" --as auditor breach-report --user case-officer
ok "by id" sh -c 'grep -q "person  *p-" "$1"' sh "$folder/out"
ok "without a name" lacks "Петров"
ok "and what it did" has "withhold"
ok "no officer asks that" runs 4 "may not" --as case-officer breach-report --user case-officer
ok "of an account that there is" runs 3 "nobody acted" --as auditor breach-report --user nobody
ok "before it looked it had seen nothing" runs 0 "it looked at nothing" --as auditor breach-report --user case-officer --to 1999-01-01
ok "a list that went astray is one that there is" runs 3 "no list" --as auditor breach-report --list L9
ok "one of the two is asked" runs 2 "breach-report --user" --as auditor breach-report
ok "the whole bureau verifies" runs 0 "" --as auditor verify
exit $failed
