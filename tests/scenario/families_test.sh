#!/bin/sh
# Relatives, debriefs, papers, remains: a day's work in each, and attempts to learn what is not for everybody.
# usage: families_test.sh PROGRAM SOURCE_DIR
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
has() { grep -qF -- "$1" "$folder/out" "$folder/err"; }
lacks() { ! grep -qF -- "$1" "$folder/out" "$folder/err"; }
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind\nU,Own,ours,state\nS,Other,theirs,state\n' | load parties
printf 'id,name,party\nR,Northland,S\n' | load regions
printf 'id,name,region,kind,party\nPL,Camp nine,R,camp,S\n' | load places
printf 'id,name,kind,grade,confidential\nDEB,debriefs,returned,B,\nAG,Agency,agency,A,yes\n' | load sources
cat <<'END' | load persons
id,side,family,given,patronymic,born,register,missing_since,confirmed,returned,holder
A1,ours,Шевченко,Микола,Іванович,1987-06-25,missing,2023-01-10,,,
A2,ours,Бойко,Іван,,1990-01-01,captive,2023-02-01,,,S
A3,ours,Мельник,Олег,,1990-01-02,captive,2023-02-01,2024-05-06,,S
A4,ours,Лис,Яків,,1990-01-03,returned,2023-02-01,,2025-01-15,
A5,ours,Гончар,Петро,,1990-01-04,missing,2023-02-01,,,
B1,theirs,Петров,Олег,,1980,,,,,U
END
printf 'id,person,source,happened,received,status,place\nR1,A1,DEB,2024-11-01,2024-11-02,captive,PL\n' | load reports
liaison="--as family-liaison"

# ---- an inquiry from its opening to its end
ok "taken up" runs 0 "Inquiry Q1" $liaison inquiry new Q1 --person A1 --relative "Шевченко Ганна" --relation mother --contact "+38 000 111" --phrase "blue gate" --authorised --do "call" --by 2025-03-01
ok "twice is refused" runs 3 "already" $liaison inquiry new Q1 --person A1 --relative x --relation mother
ok "who asks is needed" runs 2 "--relative" $liaison inquiry new Q9 --person A1
ok "about whom is needed" runs 2 "whom" $liaison inquiry new Q9 --relative x --relation mother
ok "of nobody there is" runs 3 "" $liaison inquiry new Q9 --person X9 --relative x --relation mother
ok "one relative is told" runs 3 "is told already" --as case-officer inquiry new Q2 --person A1 --relative "a wife" --relation wife --authorised
ok "another may ask" runs 0 "Others who ask" --as case-officer inquiry new Q2 --person A1 --relative "a wife" --relation wife
ok "what was told is written down" runs 0 "spoke of the search" $liaison inquiry told Q1 --words "spoke of the search" --met --do "call again" --by 2025-02-27
ok "never of a day to come" runs 3 "no day up to" $liaison inquiry told Q1 --words x --date 2025-03-05
ok "what is due" runs 0 "Q1" $liaison inquiry list --due
ok "and no other" lacks "Q2"
ok "a disagreement is noted" runs 0 "relatives disagree" $liaison inquiry conflict Q2 --reason "she is named by him"
ok "a negotiator reads none" runs 4 "may not" --as negotiator inquiry list
ok "an auditor reads none" runs 4 "may not" --as auditor inquiry show Q1

# ---- how a relative is reached, and the phrase
ok "stands on no sheet" runs 0 "restricted" $liaison inquiry show Q1
ok "not even for the liaison" lacks "blue gate"
ok "nor in --json" sh -c '! "$1" --as family-liaison inquiry show Q1 --json | grep -q "blue gate\|000 111"' sh "$program"
ok "a case officer does not learn it" runs 4 "may not" --as case-officer inquiry reach Q1 --purpose call
ok "a purpose is needed" runs 2 "--purpose" $liaison inquiry reach Q1
ok "the liaison does, with a purpose" runs 0 "blue gate" $liaison inquiry reach Q1 --purpose "the monthly call"
ok "never on paper" runs 2 "no paper" $liaison inquiry reach Q1 --purpose call --pdf "$folder/r.pdf"
ok "the view is written down" sh -c '"$1" --as auditor breach-report --user family-liaison | grep -q "relative"' sh "$program"
ok "a case officer reads no relative's name" runs 0 "restricted" --as case-officer inquiry show Q1
ok "nowhere" lacks "Ганна"

# ---- the answer: by what is known, without place, list, estimate
ok "missing: the search goes on" runs 0 "goes on" $liaison inquiry reply Q1
for word in "Camp nine" Northland "%" PL R1 "blue gate" "captiv" "list"; do ok "the answer does not tell $word" lacks "$word"; done
ok "in Ukrainian" runs 0 "розшук триває" --lang uk $liaison inquiry reply Q1
ok "on paper" runs 0 "" $liaison inquiry reply Q1 --pdf "$folder/reply.pdf"
if command -v pdftotext >/dev/null; then
	pdftotext "$folder/reply.pdf" "$folder/out"; : >"$folder/err"
	ok "the paper is for the relative" has "To the relative concerned"
	ok "and tells no phrase" lacks "blue gate"
fi
ok "where relatives disagree nothing is decided on paper" runs 0 "do not agree" $liaison inquiry reply Q2
runs 0 "" $liaison inquiry conflict Q2 --no --reason "settled"
ok "who is not told reads where to turn" runs 0 "he or the law has named" $liaison inquiry reply Q2
runs 0 "" $liaison inquiry new Q3 --person A2 --relative x --relation wife --authorised
ok "captive by the register" runs 0 "has not confirmed it" $liaison inquiry reply Q3
runs 0 "" $liaison inquiry new Q4 --person A3 --relative x --relation wife --authorised
ok "confirmed through the Agency" runs 0 "2024-05-06" $liaison inquiry reply Q4
ok "before that day it was not" runs 0 "has not confirmed it" $liaison --as-of 2024-05-05 inquiry reply Q4
runs 0 "" $liaison inquiry new Q5 --person A4 --relative x --relation wife --authorised
ok "come home" runs 0 "He has returned" $liaison inquiry reply Q5
runs 0 "" $liaison inquiry new Q6 --name "Ткач Семен" --born 1991 --relative x --relation wife --authorised
ok "not on the register yet" runs 0 "not yet found him" $liaison inquiry reply Q6
ok "the extract is of one's own case" runs 0 "missing" $liaison inquiry extract Q1
for word in "Camp nine" Northland "%" "call again" "blue gate" DEB; do ok "the extract does not tell $word" lacks "$word"; done
ok "no extract for who is not told" runs 4 "who is told" $liaison inquiry extract Q2

# ---- the dead
officer="--as case-officer"
ok "a part came" runs 0 "label (a claim)" $officer remains add M1 --kind part --label "Гончар" --date 2025-02-01 --from "an office" --place "a field near Camp nine"
ok "a body came" runs 0 "" $officer remains add M2 --kind body --date 2025-02-01
ok "no other kind" runs 2 "--kind body" $officer remains add M3 --kind letter
ok "a label is a claim" runs 0 "claimed" $officer remains link M1 A5 --state claimed --basis "the label"
ok "one part may be of several" runs 0 "proposed" $officer remains link M1 A1 --state proposed --basis "DNA, partial"
ok "one person may have several" runs 0 "" $officer remains link M2 A5 --state proposed --basis "clothes"
ok "nobody is identified by one" runs 2 "two people identify" $officer remains link M1 A5 --state identified --basis x
ok "who is not linked is not identified" runs 3 "not linked" $officer remains identify M2 A1 --basis x
ok "identified by two" runs 0 "pending" $officer remains identify M2 A5 --basis "DNA, 16 loci"
ok "not the same one" runs 4 "another user" $officer confirm "$(pending)"
ok "the second one" runs 0 "confirmed" --as legal-officer confirm "$(pending)"
ok "it stands with both" runs 0 "legal-officer" $officer remains show M2
ok "a body is of one" sh -c '"$1" --as case-officer remains link M2 A1 --state proposed --basis x >/dev/null && ! "$1" --as case-officer remains identify M2 A1 --basis x 2>/dev/null' sh "$program"
ok "a liaison reads no remains" runs 4 "may not" $liaison remains list
runs 0 "" $liaison inquiry new Q7 --person A5 --relative x --relation mother --authorised
ok "a death is told in person, never on paper" runs 4 "in person" $liaison inquiry reply Q7
ok "nor as an extract" runs 4 "in person" $liaison inquiry extract Q7
ok "the person is not dead by it" sh -c '"$1" --as case-officer person A5 --json | grep -q "\"missing\""' sh "$program"

# ---- the end of an inquiry
ok "closed with a reason" runs 0 "closed" $liaison inquiry close Q5 --reason "he is home"
ok "then nothing is told" runs 3 "closed" $liaison inquiry told Q5 --words x
ok "opened again" runs 0 "open" $liaison inquiry open Q5 --reason "they ask again"

# ---- a debrief: first the gate
deb="--as debriefer"
ok "help is offered first" runs 2 "--referral" $deb debrief new D1 --person A4 --source DEB --ask
ok "may he be asked?" runs 2 "--do-not-ask" $deb debrief new D1 --person A4 --source DEB --referral x
ok "the gate" runs 0 "asked before by" $deb debrief new D1 --person A4 --source DEB --ask --referral "a physician, later" --asked-before "the hospital"
ok "who was asked before is asked what is missing" has "only what is missing"
ok "nothing is written down that he has not allowed" runs 4 "not allowed tracing" $deb debrief say D1 --about "Шевченко" --first-hand
ok "use by use" runs 0 "publication" $deb debrief allow D1 --allows tracing --refuses publication
ok "of a use that there is" runs 3 "no use" $deb debrief allow D1 --allows everything
ok "of whom?" runs 2 "--callsign" $deb debrief say D1 --first-hand --place PL
ok "how does he know?" runs 2 "--hearsay" $deb debrief say D1 --about "Шевченко"
ok "an observation" runs 0 "D1-R001" $deb debrief say D1 --about "Шевченко" --callsign "Грім" --place PL --cell 14 --from 2024-12-01 --date 2025-01-05 --certainty 2 --first-hand --status captive
ok "of a place that there is" runs 3 "no place" $deb debrief say D1 --about x --place P99 --hearsay
ok "it is a report of its own" sh -c '"$1" trace >/dev/null 2>&1; "$1" --as tracing-analyst review --json --most 200 | grep -q "D1-R001"' sh "$program"
runs 0 "" $deb debrief new D2 --source DEB --do-not-ask --referral "taken home"
ok "who is not to be asked is not" runs 4 "not to be asked" $deb debrief say D2 --about x --first-hand
ok "a case officer reads no debrief" runs 4 "may not" --as case-officer debrief list

# ---- sealed: nobody but a named reader learns that there is anything
"$program" status --json >"$folder/before" 2>/dev/null; "$program" $deb debrief show D1 --json >"$folder/show.before"
entries() { "$program" --as auditor verify --json | sed -n 's/.*"entries": \([0-9]*\).*/\1/p' | head -1; }
ok "sealed words" runs 0 "" $deb debrief say D1 --compartment "own harm" --words "unspeakable thing"
ok "he who wrote them does not read them again" lacks "unspeakable"
"$program" $deb debrief show D1 --json >"$folder/show.after"
ok "the debrief reads as before" cmp -s "$folder/show.before" "$folder/show.after"
ok "no list, count or search tells" sh -c 'for c in "status" "person A4" "people" "debrief list" "brief" "check" "confirm" "person A4 --json"; do "$1" $c 2>/dev/null; done | grep -qi "unspeakable\|own harm" && exit 1; exit 0' sh "$program"
ok "the log names no compartment" sh -c '! "$1" --as auditor breach-report --user debriefer | grep -qi "own harm\|seal"' sh "$program"
ok "an administrator names a reader" runs 0 "own harm" --as administrator user grant legal-officer --compartment "own harm" --until 2025-06-01 --reason "her case"
ok "until a day" runs 2 "--until" --as administrator user grant legal-officer --compartment "own harm" --reason x
ok "nobody else does" runs 4 "may not" --as case-officer user grant case-officer --compartment "own harm" --until 2025-06-01 --reason x
"$program" --as administrator user grant debriefer --compartment "own harm" --until 2025-06-01 --reason "her case" >/dev/null
ok "the named reader reads them" runs 0 "unspeakable thing" $deb debrief show D1
grant=$("$program" --as administrator user grants --json | jq -r '.grants.grants[] | select(.user == "debriefer") | .grant // .id')
ok "taken back" runs 0 "" --as administrator user revoke "$grant"
ok "it is closed again" sh -c '! "$1" --as debriefer debrief show D1 | grep -q unspeakable' sh "$program"

# ---- a file filled without network: whole or not at all
cat >"$folder/d.jsonl" <<'END'
{"act":"new","id":"D7","source":"DEB","ask":"yes","referral":"rest"}
{"act":"allow","id":"D7","allows":"tracing"}
{"act":"say","id":"D7","about":"Бойко","place":"PL","first_hand":"yes","date":"2025-01-02"}
{"act":"say","id":"D7","callsign":"Кіт","region":"R","first_hand":"no"}
END
sed 's/"PL"/"P99"/' "$folder/d.jsonl" >"$folder/bad.jsonl"
ok "a bad line takes nothing in" runs 3 "P99" $deb debrief file "$folder/bad.jsonl"
ok "nothing at all" runs 3 "no debrief" $deb debrief show D7
ok "a good file is taken in" runs 0 "lines taken in: 4" $deb debrief file "$folder/d.jsonl"
ok "with both observations" runs 0 "D7-R002" $deb debrief show D7
ok "not twice" runs 3 "already" $deb debrief file "$folder/d.jsonl"
printf '{"act":"say","id":"D7"\n' >"$folder/worse.jsonl"
ok "no JSON is named by its line" runs 3 "worse.jsonl:1" $deb debrief file "$folder/worse.jsonl"
ok "a form for paper" runs 0 "Does he want to be asked" $deb debrief form
ok "as a page" runs 0 "" --lang uk $deb debrief form --pdf "$folder/form.pdf"

# ---- papers
ok "a notice is sent" runs 0 "T000001" $officer transmission sent --kind notice --person B1 --party S --date 2025-01-02
ok "it is late" runs 0 "T000001" $officer transmission list --due
ok "acknowledged" runs 0 "acknowledged" $officer transmission acknowledged T000001 --date 2025-02-01
ok "once" runs 3 "already" $officer transmission acknowledged T000001
ok "then it is not late" runs 0 "nothing is late" $officer transmission list --due
ok "answered" runs 0 "answered" $officer transmission answered T000001 --text "received"
ok "of papers that there are" runs 3 "no card" $officer transmission answered T99
ok "the person shows it" runs 0 "2025-02-01" $officer person B1
ok "never of a day to come" runs 3 "no day up to" $officer transmission sent --kind letter --person B1 --party S --date 2026-01-01
runs 0 "" $officer withhold B1 --to S --reason "his family"
ok "of whom nothing goes out nothing is sent" runs 4 "goes out" $officer transmission sent --kind letter --person B1 --party S
ok "what came in is written down" runs 0 "" $officer transmission sent --in --kind letter --person B1 --party S
ok "the whole bureau verifies" runs 0 "" --as auditor verify
exit $failed
