#!/bin/sh
# What users of other tools expect: tables as CSV, a pipe that closes, reasons for what is not there, make run twice.
# usage: habits_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
source=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset HOMEWARD_DB HOMEWARD_TOKEN HOMEWARD_CLOCK
failed=0
ok() { # ok TEXT COMMAND...: the command must succeed
	text=$1; shift
	if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi
}
runs() { # runs CODE WORDS ARGUMENTS...: exit code, and the words in stdout or stderr
	code=$1; words=$2; shift 2
	"$program" "$@" >out 2>err </dev/null; got=$?
	[ "$got" = "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" out err; } && return 0
	echo "# $*: exit $got instead of $code, or without \"$words\":"; sed 's/^/#   /' out err; return 1
}

# ---- a bureau small enough to be made in no time
mkdir -p example run
printf 'name,value\nas_of,2025-02-28\n' >example/settings.csv
printf 'id,name,name_uk,side,kind,reservation,softness\nA,Alpha,Альфа,ours,state,,\nB,Beta,Бета,theirs,state,1,2\n' >example/parties.csv
printf 'id,name,kind,grade\nS1,A video,video,B\n' >example/sources.csv
printf 'id,name,sensitive\nc1,sailors,no\n' >example/categories.csv
printf 'id,name,prior\nNorth,North,1\n' >example/regions.csv
printf 'id,name,kind,region,source\nL1,"Camp, first",camp,North,S1\n' >example/places.csv
printf 'id,side,family,given,born,categories,party\nP1,ours,Шевченко,Микола,1987-06-25,c1,A\nP2,theirs,Ткач,Олег,1990,c1,B\n' >example/persons.csv
printf 'id,person,source,received,place,status\nR1,P1,S1,2024-05-01,L1,captive\n' >example/reports.csv
make_run() { (cd "$source" && PROGRAM=$program RUN=$folder/run EXAMPLE=$folder/example SERVE=0 sh scripts/run.sh) >out 2>err; }

# ---- make run, and again
ok "make run makes a bureau" make_run
ok "and prints the briefing" grep -q "TRAINING" out
ok "again, when nobody acted, it is made anew" make_run
ok "which needs no word" sh -c "! grep -q kept err"
ok "an officer acts" runs 0 "200" --db run/bureau.db setting protect_days 200
ok "again, make run" make_run
ok "says that the bureau is kept, and how to begin anew" grep -q "make run FRESH=1" err
ok "and keeps the act" runs 0 "protect_days = 200" --db run/bureau.db setting protect_days
FRESH=1; export FRESH
ok "FRESH=1 begins anew" make_run
unset FRESH
ok "says where the one before is" grep -q "kept as .*bureau-1.db" err
ok "which holds the act" runs 0 "protect_days = 200" --db run/bureau-1.db setting protect_days
ok "and the new one does not" runs 0 "protect_days = 180" --db run/bureau.db setting protect_days
printf 'not a bureau' >run/bureau.db
ok "what is no bureau is set aside, too" make_run
ok "not deleted" grep -q "not a bureau" run/bureau-2.db
: >run/loading.db
ok "what an interrupted load left is passed over" make_run

# ---- the bureau is found
ok "without a bureau here the one of make run is named" runs 5 "--db run/bureau.db" status
ok "also by serve" runs 5 "--db run/bureau.db" serve --port 0
ok "another missing bureau is told as before" runs 5 "homeward init" --db none.db status
HOMEWARD_DB=$folder/run/bureau.db; export HOMEWARD_DB

# ---- every table as CSV
table() { # table COMMAND HEADER...: CSV with these columns, and rows as wide as the header
	"$program" $1 --csv >out 2>err || { echo "# $1 --csv: exit $?"; sed 's/^/#   /' err; return 1; }
	for column in $2; do
		head -1 out | tr ',' '\n' | grep -qx "$column" || { echo "# $1: no column $column in: $(head -1 out)"; return 1; }
	done
	[ "$(wc -l <out)" -ge 2 ] && grep -q "TRAINING - invented people. as of 2025-02-28" err
}
ok "places" table places "kind region count grade"
ok "people" table people "list category count"
ok "people of both sides stand apart" sh -c "grep -q '^held_by_us,c1,' out && grep -q '^ours,c1,' out"
ok "locate" table locate "region lower95 upper95 basis"
ok "locate --person" table "locate --person P1" "of id probability"
ok "check, where nothing is indicated" sh -c "[ -z \"\$('$program' check --csv 2>/dev/null)\" ]"
ok "import list" table "import list" "id kind file new same"
ok "setting" table setting "name value from"
ok "status, as one row" table status "file schema records"
ok "verify, as one row" table verify "good entries"
ok "user list" table "user list" "id name roles"
ok "person, its longest list" table "person P1" "source"
ok "a cell with a comma is quoted" sh -c "'$program' evidence --csv >/dev/null && '$program' places --region North --csv >/dev/null"
ok "numbers are exact, not in words" sh -c "'$program' locate --person P1 --csv 2>/dev/null | grep -q '^state,captive,0\\.[0-9]'"
ok "a list without rows is empty" sh -c "[ -z \"\$('$program' review --csv 2>/dev/null)\" ]"
ok "brief has no CSV, with the reason" runs 2 "page of many tables" brief --csv
ok "tour neither" runs 2 "page" tour --csv
ok "init neither" runs 2 "token" init --csv
ok "a page of rules neither" runs 2 "page" check --document --csv
ok "nor a manual of columns" runs 2 "page" import persons --columns --csv
ok "one form at a time" runs 2 "exclude" places --json --csv
ok "lines of names are no table" runs 2 "compare --pairs" names lemma Шевченка --csv

# ---- a reader that goes away
ok "brief | head ends by the signal of the pipe, without a word" sh -c "
	{ '$program' check --document; echo \$? >code; } 2>err | head -1 >/dev/null; [ \"\$(cat code)\" = 141 ] && [ ! -s err ]"
ok "a full disk is told as before" sh -c "'$program' brief >/dev/full 2>err; [ \$? = 5 ] && grep -q 'could not be written' err"
if command -v script >/dev/null 2>&1; then
	: >typed
	timeout -s INT 60 script -qefc "$program serve --port 0" typed </dev/null >shown 2>&1 &
	typing=$!
	for _ in $(seq 150); do grep -q 'http://127.0.0.1' typed && break; sleep 0.2; done
	sleep 2 # longer than a progress line waits before it is drawn
	kill -INT $typing 2>/dev/null
	wait $typing 2>/dev/null || true
	ok "serve on a terminal does not count" sh -c "grep -q 'http://127.0.0.1' typed && ! grep -q 'serving: 0' typed"
fi

# ---- what is not there yet says so, and is not in the help
later() { # later REASON ARGUMENTS...
	reason=$1; shift
	runs 2 "not before" "$@" && grep -qF -- "$reason" err
}
ok "export" later "recipients" export
ok "PostgreSQL" later "several offices" --db postgresql://office/bureau status
printf 'PK\003\004rest' >book.xlsx
ok "a workbook" later "save the sheet as CSV" import persons book.xlsx
printf '<?xml version="1.0"?><pfif:pfif/>' >people.xml
ok "PFIF" later "PFIF" import persons people.xml
ok "export is not in the help" sh -c "! '$program' help | grep -q '^  export'"
ok "brief --html prints the page" sh -c "'$program' brief --html | grep -q '</html>'"
ok "brief --html FILE writes it" sh -c "'$program' brief --html page.html && grep -q '</html>' page.html"
ok "-h is help" sh -c "'$program' -h | grep -q COMMAND && '$program' places -h | grep -q 'homeward places'"

exit $failed
