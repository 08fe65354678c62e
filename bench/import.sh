#!/bin/sh
# Importing 100,000 people into a new bureau: seconds, memory, bytes; the same file again; the undoing.
# usage: bench/import.sh [PROGRAM] [PEOPLE]     (a generated file; invented people)
set -eu
program=${1:-build/homeward}
people=${2:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
# Names are drawn so that some are frequent and most are not; mulberry-like steps keep awk's integers exact.
LC_ALL=C awk -v people="$people" '
function draw(n) { seed = (seed * 69069 + 12345) % 4294967296; return int(seed / 4294967296 * n) }
function name(length_, i, t) { t = ""; for (i = 0; i < length_; i++) t = t syllables[draw(20)]; return t }
BEGIN {
	seed = 1
	split("ба ве ги до жу за ки лю ма не пи ро су та фе ха ци чо шу щи", list, " ")
	for (i in list) syllables[i - 1] = list[i]
	for (i = 0; i < 20000; i++) family[i] = "К" name(2 + draw(2)) "енко"
	split("Микола Олександр Іван Петро Сергій Андрій Юрій Дмитро Олег Ігор Віктор Роман Тарас Павло Василь", given, " ")
	print "id,side,family,given,patronymic,born,sex,categories,unit,rank,holder,register,missing_since,wounded,wills,family_group"
	for (i = 0; i < people; i++)
		printf "P%06d,ours,%s,%s,%sович,%d-%02d-%02d,m,c%d;d%d,%d обр,солдат,,missing,2023-%02d-%02d,none,,\n", i,
			family[int(20000 * (draw(1000) / 1000) ^ 2)], given[1 + draw(15)], given[1 + draw(15)],
			1965 + draw(40), 1 + draw(12), 1 + draw(28), draw(7), draw(5), 1 + draw(200), 1 + draw(12), 1 + draw(28)
}' >"$folder/persons.csv"
measure() { # TEXT COMMAND...
	text=$1
	shift
	if [ -x /usr/bin/time ]; then
		/usr/bin/time -f "%e s, %M KiB at most" -o "$folder/time" "$@" >"$folder/out" 2>/dev/null
		echo "$text: $(cat "$folder/time")"
	else
		begin=$(date +%s%N)
		"$@" >"$folder/out" 2>/dev/null
		echo "$text: $((($(date +%s%N) - begin) / 1000000)) ms"
	fi
	sed "s|$folder/||; s/^/  /" "$folder/out"
}
"$program" init --training >/dev/null
echo "$people rows, $(wc -c <"$folder/persons.csv") bytes of CSV"
measure "import" "$program" import persons "$folder/persons.csv"
echo "  $(wc -c <"$HOMEWARD_DB") bytes of bureau"
batch=$("$program" import list | awk '$3 == "persons" { print $1 }')
measure "the same file again" "$program" import persons "$folder/persons.csv"
printf '\n' >>"$folder/persons.csv"
measure "the same rows in another file" "$program" import persons "$folder/persons.csv"
measure "a dry run into a new bureau" sh -c "'$program' --db '$folder/new.db' init --training >/dev/null &&
	'$program' --db '$folder/new.db' import persons '$folder/persons.csv' --dry-run"
measure "undo" "$program" import undo "$batch"
