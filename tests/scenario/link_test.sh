#!/bin/sh
# homeward link as its users call it.  usage: link_test.sh PROGRAM SOURCE_DIR
program=$1
registry=$2/tests/data/link_registry.csv
reports=$2/tests/data/link_reports.csv
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
check() { # TEXT COMMAND...
	text=$1
	shift
	if "$@" >"$folder/out" 2>&1; then
		echo "ok $text"
	else
		echo "not ok $text"
		sed 's/^/# /' "$folder/out" | head -5
		failed=1
	fi
}
refuses() { # CODE TEXT COMMAND...
	code=$1 words=$2
	shift 2
	"$@" >"$folder/said" 2>"$folder/err"
	[ $? -eq "$code" ] && grep -qF -- "$words" "$folder/err" && [ ! -s "$folder/said" ]
}
at_least() { # KEY LEAST: a number of the report
	value=$(sed -n "s/.*\"$1\": \([-0-9.e]*\).*/\1/p" "$folder/report.json" | head -1)
	awk -v v="$value" -v least="$2" 'BEGIN { exit !(v + 0 >= least + 0) }' || { echo "$1 is $value"; return 1; }
}
unset LANG
export LC_ALL=C

check "two files are linked" "$program" link "$registry" "$reports" --truth person --pairs "$folder/pairs.csv" \
	--clusters "$folder/clusters.csv" --report "$folder/report.json"
check "the guess of the kinds is printed" sh -c "'$program' link '$registry' '$reports' 2>&1 >/dev/null | grep -q 'прізвище=family.*дата народження=date'"
check "blocking reaches 97 of 100 true pairs" at_least blocking_recall 0.97
check "F1 at the threshold is 0.95 or more" at_least f1 0.95
check "B-cubed too" at_least b_cubed_f1 0.95
check "pairs are in their order" sh -c "head -1 '$folder/pairs.csv' | grep -qx left,right,probability && tail -n +2 '$folder/pairs.csv' | cut -d, -f3 | sort -c -g -r"
check "none is under the threshold" sh -c "awk -F, 'NR > 1 && \$3 < 0.5 { exit 1 }' '$folder/pairs.csv'"
check "clusters name every record" test "$(wc -l <"$folder/clusters.csv")" -eq "$(($(wc -l <"$registry") + $(wc -l <"$reports") - 1))"

"$program" link "$registry" "$reports" --pairs "$folder/one.csv" --all --threads 1 2>/dev/null
"$program" link "$registry" "$reports" --pairs "$folder/five.csv" --all --threads 5 2>/dev/null
cp "$folder/one.csv" "$folder/one_all.csv"
check "one thread and five give the same bytes" cmp "$folder/one.csv" "$folder/five.csv"
check "--all holds what is under the threshold too" sh -c "[ \$(wc -l <'$folder/one.csv') -gt \$(wc -l <'$folder/pairs.csv') ]"
cut -d, -f1-6 "$registry" >"$folder/a.csv"
cut -d, -f1-6 "$reports" >"$folder/b.csv"
"$program" link "$folder/a.csv" "$folder/b.csv" --pairs "$folder/blind.csv" 2>/dev/null
check "the truth column changes nothing" cmp "$folder/blind.csv" "$folder/pairs.csv"

check "one to one" "$program" link "$registry" "$reports" --one-to-one --truth person --pairs "$folder/one.csv"
check "no record stands twice" sh -c "for c in 1 2; do [ -z \"\$(cut -d, -f\$c '$folder/one.csv' | sort | uniq -d)\" ] || exit 1; done"
check "a report is of one person" "$program" link "$registry" "$reports" --one-person --all --pairs "$folder/shared.csv"
check "its candidates share one probability" sh -c "awk -F, 'NR > 1 { sum[\$2] += \$3 } END { for (r in sum) if (sum[r] > 1.00001) exit 1 }' '$folder/shared.csv'"
check "one-person and one-to-one: usage" refuses 2 "take one of them" "$program" link "$registry" "$reports" --one-person --one-to-one
check "one-person within a file: usage" refuses 2 "two files" "$program" link "$registry" --one-person
check "duplicates within one file" "$program" link "$reports" --truth person --report "$folder/report.json"
check "F1 of them is 0.9 or more" at_least f1 0.9
pair=$(sed -n 2p "$folder/pairs.csv" | cut -d, -f1,2)
check "why two are linked" sh -c "'$program' link '$registry' '$reports' --explain $pair 2>/dev/null | grep -q 'before looking: 1 pair in'"
check "as JSON" sh -c "'$program' link '$registry' '$reports' --explain $pair --json 2>/dev/null | grep -q '\"reached_by_blocking\": true'"
check "fields named by the user" "$program" link "$registry" "$reports" --field прізвище=family --field "ім’я=given" \
	--field "дата народження=date" --threshold 0.9 --pairs "$folder/strict.csv"
check "a file without ids takes row numbers" sh -c "cut -d, -f2-6 '$reports' >'$folder/c.csv'; '$program' link '$folder/c.csv' 2>/dev/null | sed -n 2p | grep -q '^[0-9]*,[0-9]*,[01]\\.[09]'"

check "no such file" refuses 3 nowhere.csv "$program" link "$folder/nowhere.csv"
: >"$folder/empty.csv"
check "an empty file" refuses 3 "the file is empty" "$program" link "$folder/empty.csv"
echo "id,family" >"$folder/head.csv"
check "a header alone" refuses 3 "no rows below the header" "$program" link "$folder/head.csv" --field family=family
check "a folder" refuses 3 "$folder" "$program" link "$folder"
check "no such column, and which there are" refuses 3 "the file has id, family" "$program" link "$folder/head.csv" --field surname=family
check "no such id column" refuses 3 'no column "key"' "$program" link "$registry" --id key
check "no such kind, and which there are" refuses 2 "given family patronymic" "$program" link "$registry" --field "місце=colour"
check "half a field" refuses 2 "COLUMN=KIND" "$program" link "$registry" --field "місце"
check "a truth that is not there" refuses 3 'no column "who"' "$program" link "$registry" --truth who
printf 'id,family,born\n1,Вовк,1990-01-02\n2,Жук\n' >"$folder/short.csv"
check "a short row: file and row" refuses 3 "short.csv:3" "$program" link "$folder/short.csv"
printf 'id,family,born\n1,Вовк,31.02.1990\n2,Жук,1991-05-06\n3,Рись,1992-07-08\n' >"$folder/day.csv"
check "a day that does not exist is a note, not a stop" sh -c "'$program' link '$folder/day.csv' 2>&1 >/dev/null | grep -q 'born: 1 values could not be read as date'"
check "one-to-one within a file: usage" refuses 2 "two files" "$program" link "$registry" --one-to-one
check "a threshold that is no probability: usage" refuses 2 threshold "$program" link "$registry" --threshold 1.5
check "an unknown record in --explain" refuses 3 'no record has the id "P999"' "$program" link "$registry" "$reports" --explain P999,R001
# reviewed pairs: every third linked pair said the same, and pairs under the threshold said different
{ echo left,right,same; sed -n '2,$p' "$folder/pairs.csv" | awk -F, 'NR % 3 == 0 { print $1 "," $2 ",1" }'
	awk -F, 'NR > 1 && $3 < 0.4 && ++n <= 40 { print $1 "," $2 ",no" }' "$folder/one_all.csv"; } >"$folder/labels.csv"
check "reviewed pairs calibrate" sh -c "'$program' link '$registry' '$reports' --labels '$folder/labels.csv' --report '$folder/labels.json' 2>&1 >/dev/null | grep -q 'reviewed pairs: [0-9]* the same, 40 different; bits = '"
check "and the report says how" grep -q '"brier_after"' "$folder/labels.json"
check "and so does the explanation" sh -c "'$program' link '$registry' '$reports' --labels '$folder/labels.csv' --explain $pair 2>/dev/null | grep -q 'reviewed pairs: '"
printf 'left,right,same\n%s,yes\n' "$pair" >"$folder/few.csv"
check "one reviewed pair is too few: said" sh -c "'$program' link '$registry' '$reports' --truth person --labels '$folder/few.csv' --pairs '$folder/few_pairs.csv' 2>&1 | grep -q 'too few to calibrate'"
check "and changes nothing" cmp "$folder/few_pairs.csv" "$folder/pairs.csv"
printf 'left,right,same\nP999,R001,yes\n' >"$folder/bad.csv"
check "a reviewed pair of an unknown record: file, line, id" refuses 3 'bad.csv:2: left: no record has the id "P999"' "$program" link "$registry" "$reports" --labels "$folder/bad.csv"
printf 'left,right,same\n%s,perhaps\n' "$pair" >"$folder/bad.csv"
printf 'id,name,born\n7,Гайдук Остап,1990-05-01\n,Гайдук Остапко,1990-05-01\n9,Лис Олег,1988-01-01\n,Лис Олег,1988-01-01\n' >"$folder/bare.csv"
printf 'left,right,same\n7,2,yes\n9,row 4,no\n' >"$folder/rows.csv"
check "a row without an id is called by its number" sh -c "'$program' link '$folder/bare.csv' --labels '$folder/rows.csv' 2>&1 | grep -q '1 pairs judged the same and 1 judged different'"
check "and is told apart from ids" sh -c "'$program' link '$folder/bare.csv' 2>/dev/null | grep -q '^7,row 2,'"
check "and explained by it" sh -c "'$program' link '$folder/bare.csv' --explain 7,2 2>/dev/null | grep -q '^7 and row 2: probability'"
printf 'left,right,same\n7,3,yes\n' >"$folder/rows.csv"
check "the number of a row that has an id is no id" refuses 3 'right: no record has the id "3"' "$program" link "$folder/bare.csv" --labels "$folder/rows.csv"
check "an answer that is not yes or no" refuses 3 '"perhaps" is not yes or no' "$program" link "$registry" "$reports" --labels "$folder/bad.csv"
printf 'a,b\n1,2\n' >"$folder/bad.csv"
check "a table that is none of reviewed pairs" refuses 3 'no column "left"' "$program" link "$registry" "$reports" --labels "$folder/bad.csv"
check "how complete blocking is: said beside the result" sh -c "'$program' link '$reports' 2>&1 >/dev/null | grep -q 'blocking is estimated to reach'"
check "how much of a pair could be compared: said beside its score" sh -c "'$program' link '$registry' '$reports' --explain $pair 2>/dev/null | grep -q 'fields could be compared'"
printf 'id,family,given,patronymic,born\n1,Вовк,Ярема,Ігорович,1990-01-02\n2,Вовк,Ярема,Ігорович,1990-01-02\n3,Жук,Назар,Олегович,1980-05-05\n' >"$folder/three.csv"
check "few records: every pair is compared, the same row twice is found" sh -c "'$program' link '$folder/three.csv' 2>/dev/null | grep -q '^1,2,0.9'"
check "and nobody else" sh -c "[ \$('$program' link '$folder/three.csv' 2>/dev/null | wc -l) = 2 ]"
# ---- two files that call things differently
sed "1s/дата народження/born/" "$reports" >"$folder/renamed.csv"
check "a birth under another header is compared" sh -c "'$program' link '$registry' '$folder/renamed.csv' --truth person 2>&1 >/dev/null | grep -q 'дата народження|born=date'"
check "and as much is found as under the same" sh -c "'$program' link '$registry' '$folder/renamed.csv' --pairs '$folder/r.csv' 2>/dev/null >/dev/null; '$program' link '$registry' '$reports' --pairs '$folder/s.csv' >/dev/null 2>&1; cut -d, -f1,2 '$folder/r.csv' | sort >'$folder/r'; cut -d, -f1,2 '$folder/s.csv' | sort | cmp - '$folder/r'"
sed "1s/дата народження/seen/" "$reports" >"$folder/seen.csv"
check "another date is not taken for it, and is said to be left out" sh -c "'$program' link '$registry' '$folder/seen.csv' 2>&1 >/dev/null | grep -q 'not compared, for only .*seen.csv has it:.* seen'"
check "the columns can be named" sh -c "'$program' link '$registry' '$folder/seen.csv' --field 'прізвище=family' --field 'дата народження|seen=date' --pairs '$folder/n.csv' >/dev/null 2>&1 && [ \$(wc -l <'$folder/n.csv') -gt 2 ]"
check "one that neither has is refused" refuses 3 'no column "nowhere"' "$program" link "$registry" "$folder/seen.csv" --field 'дата народження|nowhere=date'
check "no file: usage" refuses 2 "one file or two" "$program" link
check "a place that cannot be written: storage" refuses 5 nowhere "$program" link "$reports" --pairs /nowhere/x.csv
exit $failed
