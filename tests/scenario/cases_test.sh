#!/bin/sh
# person, search, locate --person, custody, evidence, round, statement show, dossier on the founding example, as their
# users call them.
# usage: cases_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
source=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
ok() { # ok TEXT COMMAND...: the command must succeed
	text=$1; shift
	if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi
}
runs() { # runs CODE WORDS ARGUMENTS...: exit code, and the words in stdout or stderr
	code=$1; words=$2; shift 2
	"$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null; got=$?
	[ "$got" = "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" "$folder/out" "$folder/err"; } && return 0
	echo "# $*: exit $got instead of $code, or without \"$words\":"; head -40 "$folder/out" "$folder/err" | sed 's/^/#   /'; return 1
}
lacks() { # lacks WORDS: the last output does not have them
	! grep -qF -- "$1" "$folder/out"
}
has() { grep -qF -- "$1" "$folder/out"; }

"$program" init --training >/dev/null || exit 1
for kind in settings parties sources holders categories circumstances regions places objects relations visits groups persons \
	reports debriefs inquiries claims custody evidence notices statements aggregates interests rounds minutes packages \
	requests lists entries answers deliveries judgements; do
	for file in "$source/examples/founding/$kind.csv" "$source/examples/founding/${kind}_"*.csv; do
		[ -f "$file" ] || continue
		"$program" import "$kind" "$file" >/dev/null 2>"$folder/err" || { sed 's/^/# /' "$folder/err"; echo "not ok import $kind"; exit 1; }
	done
done
bought=$(sed -n 's/^[^,]*,\([^,]*\),acquisition,.*/\1/p' "$source/examples/founding/custody.csv" | head -1)
disowned=$(sed -n 's/^CL03,\([^,:]*:\)\{0,1\}\([^,]*\),.*/\2/p' "$source/examples/founding/claims.csv" | head -1)
missing=$(sed -n 's/^H01,\([^,]*\),.*/\1/p' "$source/examples/founding/inquiries.csv")

# ---- person
ok "person shows nationality as each party claims it" runs 0 "not its citizen" person "$disowned"
ok "and what the other party claims beside it" has "its own citizen"
ok "and the sentence that decides nothing" has "side by side"
ok "person says TRAINING" has "TRAINING"
ok "person --json is one object" runs 0 '"belonging"' person "$disowned" --json
ok "a missing man: official status" runs 0 "missing" person "$missing"
ok "his relatives are counted" has "inquiries of relatives"
ok "and not named" lacks "mother of the missing man"
ok "reports show grades" has "grade"
ok "no source of a report is named" runs 0 "" person "$missing" --json
ok "not in --json either" sh -c '! sed -n "/\"reports\": \[/,/\]/p" "$1" | grep -q "\"source\""' - "$folder/out"
ok "a negotiator does not see will and health" runs 0 "restricted" --as negotiator person "$disowned"
ok "an administrator sees no person" runs 4 "may not see persons" --as administrator person "$disowned"
ok "a mediator sees no person" runs 4 "" --as mediator person "$disowned"
ok "an unknown person: exit 3 with remedy" runs 3 "homeward search" person nobody-at-all
ok "person without id: exit 2" runs 2 "" person
ok "every view is in the ledger" sh -c 'command -v sqlite3 >/dev/null || exit 0; [ "$(sqlite3 "$1" "select count(*) from access_log where subject_kind = '"'person'"'")" -ge 5 ]' - "$HOMEWARD_DB"

# ---- locate --person
ok "locate --person tells the estimate" runs 0 "our estimate" locate --person "$missing"
ok "beside the official status" has "official status: missing"
ok "with the reports behind it" has "Why: each report"
ok "and what would change it" has "What would change it"
"$program" locate --person "$missing" --json >"$folder/one" 2>/dev/null
"$program" locate --person "$missing" --json --threads 3 >"$folder/two" 2>/dev/null
ok "the same bytes on any number of threads" cmp -s "$folder/one" "$folder/two"
ok "its --json has the form of belief" grep -q '"sets"' "$folder/one"
ok "a group: what is stated of it, and what is believed of him" runs 0 "stated to stay together: 80 %); that he himself is still on its path" locate --person A0139
together() { "$program" locate --person "$1" --json 2>/dev/null | jq -e "$2" >/dev/null; }
ok "of whom nothing else is known, what is stated is believed" together A0715 '.persons[0] | .together == .together_stated and (.reports | map(select(.of_group | not)) | length) == 0'
ok "reports that contradict his group speak against it" together A1104 '.persons[0] | .together < .together_stated - .2'
ok "reports that agree with it speak for it" together A0438 '.persons[0] | .together > .together_stated + .05'
ok "one report more, supposed" runs 0 "Supposed only" locate --person A0139 --if place=P15 --from V2
ok "by a source that there is" runs 3 "no source" locate --person A0139 --if place=P15 --from V99
ok "of a place that there is" runs 3 "no place" locate --person A0139 --if place=P99 --from V2
ok "which says something" runs 2 "suppose place=" locate --person A0139 --if rank=major --from V2
ok "and of somebody" runs 2 "--person" locate --if place=P15 --from V2
"$program" locate --person A0139 --if place=P15 --from V2 --json 2>/dev/null | jq '[.supposed.places[] | select(.what | test("P15"))][0].p_then' >"$folder/supposed"
"$program" locate --person A0139 --json 2>/dev/null | jq '.persons[0].places.P15' >"$folder/before"
cp "$HOMEWARD_DB" "$folder/other.db"
printf 'id,person,source,happened,received,place\nZZ1,A0139,V2,2025-02-28,2025-02-28,P15\n' >"$folder/zz.csv"
"$program" --db "$folder/other.db" import reports "$folder/zz.csv" >/dev/null 2>"$folder/err" || cat "$folder/err"
"$program" --db "$folder/other.db" locate --person A0139 --json 2>/dev/null | jq '.persons[0].places.P15' >"$folder/after"
ok "what was supposed comes true when the report comes in" sh -c 'jq -n --argjson s "$(cat "$1/supposed")" --argjson a "$(cat "$1/after")" --argjson b "$(cat "$1/before")" -e "((\$s - \$a) | fabs) < .002 and \$a > \$b + .3" >/dev/null' sh "$folder"
ok "whom we hold is not estimated" runs 3 "held by us" locate --person "$disowned"

# ---- search
ok "search in Latin finds Cyrillic" runs 0 "likeness" search "Shevchenko Mykola"
ok "the name that is there" has "Шевченко Микола"
ok "search by the id of the register finds its person" runs 0 "an id of this person" search A0001
person=$("$program" search --json A0001 2>/dev/null | sed -n 's/.*"person": *"\([^"]*\)".*/\1/p' | head -1)
ok "search by the id of the person too" runs 0 "A0001" search "$person"
ok "with one row of the register" test "$("$program" search --csv "$person" 2>/dev/null | grep -c A0001)" -eq 1
ok "search finds nobody: exit 1" runs 1 "nobody" search "Zzyzx Qwertyuiop"
ok "search without a name: exit 2" runs 2 "" search
ok "search for signs only: exit 2" runs 2 "there is no name" search "..."

# ---- custody
ok "custody alone is the summary" runs 0 "money" custody
ok "custody of one: the chain" runs 0 "acquisition" custody "$bought"
ok "with article 12" has "GC III 12"
ok "custody of nobody: exit 3" runs 3 "homeward search" custody nobody-at-all

# ---- evidence
ok "evidence list" runs 0 "video" evidence list
ok "evidence show: the hash" runs 0 "SHA-256 at intake" evidence show E01
ok "what it bears on" has "ST03"
ok "and article 13" has "GC III 13"
ok "evidence verify with the files" runs 0 "unchanged" evidence verify --folder "$source/examples/founding"
ok "none is missing there" lacks "missing   1"
ok "beside the bureau they are missing, and that is said" runs 1 "were looked for in" evidence verify
ok "with the remedy" runs 1 "bring the folder beside" evidence verify
ok "the whole bureau verifies, and says so" runs 0 "of the files are missing" verify
mkdir "$folder/evidence" && cp "$source/examples/founding/evidence/"*.txt "$folder/evidence/"
ok "files beside the bureau are found" runs 0 "unchanged" evidence verify
printf 'x' >>"$folder/evidence/E02.txt"
ok "a changed file: exit 1" runs 1 "DIFFERS" evidence verify
ok "the bureau does not verify then" runs 1 "evidence E02: its file evidence/E02.txt was altered" verify
rm "$folder/evidence/E02.txt"
ok "a missing file: exit 1" runs 1 "1 file is missing" evidence verify
ok "the bureau says which" runs 0 "evidence E02: its file evidence/E02.txt is missing" verify
ok "status counts what was imported" sh -c "'$program' status | grep -q 'claims  *11 standing' && '$program' status | grep -q 'evidence  *10 items'"
ok "check --own reads right for our own prisoners" runs 0 "alive and in the hands of the side that holds him now" check --own
ok "and a yes has no ground of a no beside it" lacks "(no: our register holds no notice): yes"
ok "an id that nobody has is told once" runs 3 'there is no report and no person "NOPE"' review accept NOPE P1 --reason x
ok "evidence show nothing: exit 3" runs 3 "evidence list" evidence show E99

# ---- rounds
for round in N1 N2 N3; do
	ok "round show $round" runs 0 "guarantees" round show $round
done
ok "round show --json has the object of the briefing" runs 0 '"substituted"' round show N1 --json
ok "round reconcile" runs 0 "another came instead" round reconcile N1
ok "two of a counterpart's list are home" runs 0 "joined to this record" round reconcile
ok "exactly two" sh -c '[ "$(grep -c "joined to this record" "$1")" = 2 ]' - "$folder/out"
ok "who stayed by his own will is not told" lacks "withdrew"
ok "a mediator sees no names" runs 0 "restricted" --as mediator round reconcile
ok "round show nothing: exit 3" runs 3 "round list" round show N9

# ---- statements, dossier
ok "a denial is contradicted by count" runs 0 "contradicted" statement show ST01
ok "by the count of captured conscripts" has "we count"
ok "a threat opens a finding" runs 0 "threatened" statement show ST03
ok "a ruse has its reply" runs 0 "it is therefore no ruse" statement show ST04
ok "statement --json has the object of the briefing" runs 0 '"against"' statement show ST01 --json
ok "statement show nothing: exit 3" runs 3 "statement list" statement show ST99
ok "dossier: whom it ignores" runs 0 "no interest shown" dossier S
ok "with a ground" has "GC III"
ok "and what was answered" has "last answer"
"$program" dossier S --json >"$folder/out" 2>/dev/null
ok "no strength of interest is in it" sh -c '! grep -qE "strength|reluctance|: -?0\.[0-9]" "$1"' - "$folder/out"
ok "a case officer may not read it" runs 4 "may not" --as case-officer dossier S
ok "a dossier of nobody: exit 3" runs 3 "" dossier Z
ok "a dossier of our own side: exit 3" runs 3 "our own side" dossier U
ok "the ledger still verifies" runs 0 "good:" verify
exit $failed
