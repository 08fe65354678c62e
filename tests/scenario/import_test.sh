#!/bin/sh
# The command import as a clerk calls it: encodings, refusals, repair, undo, kills, full disks.
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
judge() { # TEXT CODE
	if [ "$2" -eq 0 ]; then
		echo "ok $1"
	else
		echo "not ok $1"
		sed 's/^/# /' "$folder/out" "$folder/err" | head -5
		failed=1
	fi
}
# What a command says is kept in out and err, for the checks that follow it.
run() { # TEXT COMMAND...
	text=$1
	shift
	"$@" >"$folder/out" 2>"$folder/err"
	judge "$text" $?
}
check() { # TEXT COMMAND...
	text=$1
	shift
	"$@" >/dev/null 2>&1
	judge "$text" $?
}
exits() { # CODE COMMAND...
	want=$1
	shift
	"$@"
	[ $? -eq "$want" ]
}
# The line of counts on standard output begins so.
counts() { grep -q "new $1, same $2, changed $3, possible duplicate $4, refused $5" "$folder/out"; }
says() { grep -qF -- "$1" "$folder/err"; }
same_file() { [ "$(sha256sum <bureau.db)" = "$before" ]; }

"$program" init --training >/dev/null || exit 1
printf 'id,name,side\nA,Alpha,ours\nB,Beta,theirs\n' >parties.csv
printf 'id,kind,grade\nS1,video,B\n' >sources.csv
printf 'id,side,family,given,born\nP1,ours,Шевченко,Микола,1987-06-25\nP2,ours,Ткач,Олег,\n' >persons.csv
run "parties" "$program" import parties parties.csv
run "sources" "$program" import sources sources.csv
run "persons" "$program" import persons persons.csv
check "are counted" counts 2 0 0 0 0
check "and the encoding is said" says "persons.csv: UTF-8, separated by \",\""

# ---- the same again
before=$(sha256sum <bureau.db)
run "the same file again" "$program" import persons persons.csv
check "is all the same" counts 0 2 0 0 0
check "and changes no byte" same_file

# ---- encodings and forms
printf 'id;Сторона;Прізвище;Дата народження;Зріст\r\nP3;наші;Їжак;25.06.1990;180\r\n' >uk.csv
iconv -f UTF-8 -t CP1251 uk.csv >cp1251.csv
iconv -f UTF-8 -t UTF-16LE uk.csv >body && { printf '\377\376'; cat body; } >utf16.csv
{ printf '\357\273\277'; tr ';' '\t' <uk.csv; } >bom.csv
run "Windows-1251 is read" "$program" import persons cp1251.csv
check "and said" says 'Windows-1251, separated by ";"'
check "with the new person" counts 1 0 0 0 0
check "a column that is not known is named" says 'column "Зріст" is not known'
run "UTF-16 is read" "$program" import persons utf16.csv
check "as the same row" counts 0 1 0 0 0
run "tabs and a mark are read" "$program" import persons bom.csv
check "as the same row, too" counts 0 1 0 0 0
check "and said" says "UTF-8 with BOM, separated by tabs"
printf '{"id":"P3","side":"ours","family":"Їжак","born":"1990-06-25","colour":1}\n' >lines.jsonl
run "JSON Lines are read" "$program" import persons lines.jsonl
check "as the same row" counts 0 1 0 0 0
run "from standard input" sh -c "'$program' import persons - <uk.csv"
check "as the same row" counts 0 1 0 0 0
mkfifo pipe
cat uk.csv >pipe &
run "from a pipe with a name" "$program" import persons pipe
run "their header is mapped" sh -c "printf 'no,side,surname\nP4,ours,Коваль\n' | '$program' import persons --map no=id -"
run "the answer as JSON" sh -c "printf 'id,side,family\nP5,ours,Лис\n' | '$program' import persons - --json | tr -d ' \n' |
	grep -q '\"stored\":true.*\"new\":1,\"same\":0,\"changed\":0,\"possible_duplicate\":0,\"refused\":0'"
check "columns of a kind" sh -c "'$program' import reports --columns | grep -q '^source\* (id of sources)'"
run "the manual of formats is the one in the repository" sh -c "'$program' import --formats | cmp - '$2/docs/formats.md'"

# ---- refusals
before=$(sha256sum <bureau.db)
awk 'BEGIN { print "id,side,family,born"; for (i = 0; i < 20; i++) print "X" i ",ours,A,31.02.1990" }' >bad.csv
run "bad rows are refused" exits 3 "$program" import persons bad.csv
check "with file, row, column, value and reason" says \
	'homeward: import: bad.csv:2: born: "31.02.1990" is not a date (day 31 does not exist in month 2)'
check "the tenth is shown" says "bad.csv:11:"
check "the eleventh is only counted" sh -c "! grep -q bad.csv:12: err && grep -q 'and 10 more rows' err"
run "in Ukrainian, too" exits 3 "$program" --lang uk import persons bad.csv
check "the value as it was written, the reason and the remedy told" says \
	'bad.csv:2: born: «31.02.1990» - не дата (дня 31 у місяці 2 не буває); напишіть'
printf 'id,side,family\nX1,ours,A\nX2,ours,B\nX1,ours,C\n' >twice.csv
run "an id twice" exits 3 "$program" import persons twice.csv
check "names both rows" says 'twice.csv:4: id: "X1" stands in line 2 already'
printf 'id,source,received,region,person\nR1,S9,2024,GRO,P99\n' >loose.csv
run "references to nothing" exits 3 "$program" import reports loose.csv
check "are named" sh -c "grep -q 'source: there is no source \"S9\"' err"
run "an empty file" exits 3 "$program" import persons /dev/null
run "a missing column" exits 3 sh -c "printf 'id,family\nX,A\n' | '$program' import persons -"
check "is named with the remedy" says 'the file has no column side; add it, or say which one it is with --map "their header=side"'
run "a missing file" exits 3 "$program" import persons nowhere.csv
run "a directory" exits 3 "$program" import persons "$folder"
run "a NUL byte" exits 3 sh -c "printf 'id,side,family\nX,ours,A\000B\n' | '$program' import persons -"
run "broken UTF-8" exits 3 sh -c "printf 'id,side,family\nX,ours,\320\207\320\266\320\260\320\272\377\n' | '$program' import persons -"
run "a line without end" exits 3 sh -c "head -c 1000000000 /dev/zero | tr '\000' x | '$program' import persons -"
run "an unknown kind" exits 2 "$program" import people persons.csv
run "no file" exits 2 "$program" import persons
run "a wrong map" exits 2 "$program" import persons persons.csv --map nothing=id
run "another bureau" exits 5 "$program" --db nowhere.db import persons persons.csv
run "a file that is no bureau" exits 5 "$program" --db persons.csv import persons persons.csv
check "after all this not a byte has changed" same_file


# ---- JSON Lines: a value of another type is refused, never turned into text
before=$(sha256sum <bureau.db)
line() { # TEXT COLUMN-AND-REASON MEMBERS
	printf '{"id":"J1","side":"ours",%s}\n' "$3" >typed.jsonl
	run "$1 is refused" exits 3 "$program" import persons typed.jsonl
	check "with line, column and value" says "typed.jsonl:1: $2"
}
line "an object for a name" 'family: {"x":1} is an object where a text belongs; correct it or leave it empty' '"family":{"x":1}'
line "true for a name" 'family: true is a yes or no where a text belongs' '"family":true'
line "a number for a name" 'given: 5 is a number where a text belongs' '"family":"A","given":5'
line "a list for a name" 'family: ["A","B"] is a list where a text belongs' '"family":["A","B"]'
line "true for a date" 'born: true is a yes or no where a date (a text like "1987-06-25") belongs' '"family":"A","born":true'
line "half an id" 'holder: 1.5 is a number where an id (a text, or a whole number) belongs' '"family":"A","holder":1.5'
line "an object for a list" 'categories: {"a":1} is an object where a list ["A", "B"] or a text "A;B" belongs' '"family":"A","categories":{"a":1}'
line "a list within a list" 'aliases: ["B"] is a list where' '"family":"A","aliases":[["B"]]'
line "a number for yes or no" 'wills: "2" is not one of yes or no' '"family":"A","wills":2'
line "false for a word" 'wounded: false is a yes or no where a text belongs' '"family":"A","wounded":false'
printf '{"id":"J1","side":"ours","family":{},"given":false}\n' >typed.jsonl
run "two such values" exits 3 "$program" import persons typed.jsonl
check "are both told" says 'family: {} is an object where a text belongs; given: false is a yes or no where a text belongs'
check "and nothing else" sh -c "! grep -q needs err"
printf '{"id":"A1","party":"A","happened":"2024-01-01","given":["t1:4"],"returned":"t2:4","answer":"refused"}\n' >typed.jsonl
run "a list for counts" exits 3 "$program" import packages typed.jsonl
check "is refused, too" says 'given: ["t1:4"] is a list where an object {"class": 40} or a text "class:40" belongs; correct'
printf '{"id":71,"side":"ours","family":"Ясен","born":1987,"unit":3017,"wills":true,"aliases":["Ясінь",7],"note":null}\n' >typed.jsonl
run "numbers where digits are an id, a year or a unit are read" "$program" import persons typed.jsonl --dry-run
check "as a row" counts 1 0 0 0 0

# ---- dates: what is not known, births to come and births long ago
printf 'id,side,family,born\nB1,ours,Верес,?\nB2,ours,Вільха,1987-06-2X\nB3,ours,Тополя,1987/1989\n' >unknown.csv
run "a date of ? is one that is not known" "$program" import persons unknown.csv --dry-run
check "and no refusal" counts 3 0 0 0 0
printf 'id,side,family,born\nB1,ours,Верес,1987-13\n' >unknown.csv
run "a month that is none" exits 3 "$program" import persons unknown.csv
check "with the forms that are read" says 'write 1987-06-25, 25.06.1987, 1987-06, 06.1987, 1987, 1987-06-2X, 198X, 1987?, 1987/1989, or leave it empty'
printf 'id,side,family,born\nB1,ours,Верес,2024-06-02\n' >unknown.csv
run "a birth after the as-of date" exits 3 "$program" import persons unknown.csv --as-of 2024-06-01
check "is refused" says 'unknown.csv:2: born: "2024-06-02" is after the as-of date 2024-06-01'
run "one on that day is not" "$program" import persons unknown.csv --as-of 2024-06-02 --dry-run
printf 'id,side,family,born\nB1,ours,Верес,1887\nB2,ours,Вільха,1920\n' >unknown.csv
run "a birth 137 years ago is taken in" "$program" import persons unknown.csv --as-of 2024-06-01 --dry-run
check "and said" says 'look again: unknown.csv:2: born: "1887" is more than 110 years before the as-of date'
check "one 104 years ago is not" sh -c "! grep -q unknown.csv:3 err"
check "after all this not a byte has changed" same_file
printf '№;сторона;прізвище\nN71;наш;Ясен\n' >number.csv
run "№ is the id" "$program" import persons number.csv --dry-run
check "of a row" counts 1 0 0 0 0

# ---- repair
printf 'id,side,family,born,note\nN1,ours,A,1990,"=1+1"\nN2,ours,B,31.02.1990,"two\nlines"\nN3,mine,C,,\n' >mixed.csv
run "a dry run" exits 3 "$program" import persons mixed.csv --dry-run
check "tells what would be" counts 1 0 0 0 2
run "a dry run with --refused" "$program" import persons mixed.csv --dry-run --refused refused.csv
check "writes neither file" sh -c "[ ! -e refused.csv ] && [ \"\$(sha256sum <bureau.db)\" = '$before' ]"
run "the good rows are taken in" "$program" import persons mixed.csv --refused refused.csv
check "and the others counted" counts 1 0 0 0 2
check "the refused rows come as they were, with the reason" sh -c "sed -n '2,3p' refused.csv | grep -q '^lines\",\"born: '"
run "they are refused again as they are" exits 3 "$program" import persons refused.csv
sed 's/31.02.1990/28.02.1990/; s/^N3,mine/N3,ours/' refused.csv >repaired.csv
run "repaired, they are taken in" "$program" import persons repaired.csv
check "both" counts 2 0 0 0 0
check "what looks like a formula is kept as text" sh -c "grep -qa '=1+1' bureau.db"

# ---- versions and undo
printf 'id,side,family\nP1,ours,Шевченко\nP9,ours,Новий\n' >second.csv
run "a changed row" "$program" import persons second.csv
check "is counted" counts 1 0 1 0 0
batch=$(sed -n 's/.*batch \(b-[a-z0-9]*\)$/\1/p' out)
run "is undone" "$program" import undo "$batch" --reason "the wrong file"
run "once" exits 3 "$program" import undo "$batch"
check "the list tells" sh -c "'$program' import list | grep '$batch' | grep -q 'second.csv (undone)'"
run "and the first version is in force: the first file is the same" sh -c "printf '\n' >>persons.csv; '$program' import persons persons.csv"
check "in both rows" counts 0 2 0 0 0
first=$("$program" import list | awk '$3 == "sources" { print $1 }')
printf 'id,source,received,region\nR1,S1,2024,GRO\n' >reports.csv
run "a report" "$program" import reports reports.csv
later=$("$program" import list | awk '$3 == "reports" { print $1 }')
run "what later batches build on is not undone" exits 3 "$program" import undo "$first"
check "and they are named" says "$later"
run "a batch that is not there" exits 3 "$program" import undo b-nothing
run "the ledger verifies" "$program" verify

# ---- killed at any moment: the whole batch or nothing
awk 'BEGIN { print "id,side,family,given,born"
	for (i = 0; i < 10000; i++) printf "K%05d,ours,Прізвище%d,Ім%d,%d-%02d-%02d\n", i, i % 5000, i % 97, 1960 + i % 45, 1 + i % 12, 1 + i % 28 }' >many.csv
cp bureau.db clean.db
start=$(date +%s%N)
"$program" import persons many.csv >/dev/null 2>&1
whole=$((($(date +%s%N) - start) / 1000000))
moments=8
good=0
torn=0
taken=0
for moment in $(seq 1 $moments); do
	rm -f bureau.db bureau.db-wal bureau.db-shm
	cp clean.db bureau.db
	"$program" import persons many.csv >/dev/null 2>&1 &
	victim=$!
	sleep "$(awk "BEGIN { print $whole * ($moment - 0.5) / ($moments - 1) / 1000 }")"
	kill -9 $victim 2>/dev/null
	wait $victim 2>/dev/null
	"$program" verify >/dev/null 2>&1 && good=$((good + 1))
	"$program" import persons many.csv --dry-run >out 2>/dev/null
	if grep -q "new 0, same 10000" out; then
		taken=$((taken + 1))
	elif ! grep -q "new 10000, same 0" out; then
		torn=$((torn + 1))
	fi
done
check "killed at $moments moments ($taken of them too late), the bureau verifies each time" test $good -eq $moments
check "and never holds half a batch" test $torn -eq 0
check "some kills came in time" test $taken -lt $moments

# ---- stopped, and a disk that is full
fresh() {
	rm -f bureau.db bureau.db-wal bureau.db-shm
	cp clean.db bureau.db
}
fresh
before=$(sha256sum <bureau.db)
{ cat many.csv; for part in L M N O P Q R S T; do sed "1d; s/^K/$part/" many.csv; done; } >long.csv
sh -c "trap - INT; exec '$program' import persons long.csv" >/dev/null 2>&1 &
victim=$!
sleep 0.8 # of several seconds
kill -INT $victim 2>/dev/null
wait $victim
code=$?
check "Ctrl-C ends with 130" test $code -eq 130
check "and leaves the file as it was" same_file
mkfifo idle
sh -c "trap - INT; exec '$program' import persons idle" >/dev/null 2>&1 &
victim=$!
exec 9<>idle # nobody ever writes; opened both ways, since that never waits for a reader
sleep 0.3
kill -INT $victim 2>/dev/null
wait $victim
code=$?
exec 9>&-
check "Ctrl-C ends the waiting for a pipe" test $code -eq 130
fresh
small=$((($(wc -c <bureau.db) + 200000) / 512))
run "a full disk is a storage failure" exits 5 sh -c "trap '' XFSZ; ulimit -f $small; exec '$program' import persons many.csv"
check "after which the bureau verifies" "$program" verify
check "and holds nothing of the batch" sh -c "'$program' import persons many.csv --dry-run | grep -q 'new 10000, same 0'"
run "with room again it is taken in" "$program" import persons many.csv
check "whole" counts 10000 0 0 0 0

exit $failed
