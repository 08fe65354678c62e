#!/bin/sh
# `homeward locate --calibration`: beliefs as they stood before what was verified later; the picture; nothing from after.
program=$1
source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
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
exits() { # CODE COMMAND...
	want=$1
	shift
	"$@" >/dev/null 2>&1
	[ $? -eq "$want" ]
}
says() { # PATTERN COMMAND...
	pattern=$1
	shift
	"$@" 2>&1 | grep -q -e "$pattern"
}
calibration() { "$program" locate --calibration --json | jq -S "$1"; }

# A small caseload, in which every ninth of ours comes home on one of two days.
"$program" example --out "$folder/ex" --persons 240 --seed 3 >/dev/null 2>&1 || exit 1
awk -F, 'NR == 1 { print $0 ",returned"; next }
	$2 == "ours" && ++n % 9 == 0 { print $0 "," (n % 18 == 0 ? "2024-11-05" : "2024-12-20"); next }
	{ print $0 "," }' "$folder/ex/persons.csv" >"$folder/persons.csv"
mv "$folder/persons.csv" "$folder/ex/persons.csv"
grep -E ',2024-(11-05|12-20)$' "$folder/ex/persons.csv" | cut -d, -f1,13 >"$folder/home"
home=$(wc -l <"$folder/home")
sh "$source/examples/founding/load.sh" "$program" "$folder/ex" >"$folder/out" 2>&1 || { cat "$folder/out"; exit 1; }

calibration . >"$folder/c.json"
check "all who came home are cases" test "$(jq .calibration.home "$folder/c.json")" -eq "$home"
check "there are some" test "$home" -gt 5
check "four horizons, none with more forecasts than cases" jq -e '.calibration.series[0].horizons
	| (map(.days) == [1, 7, 30, 90]) and all(.forecasts + .not_missing_yet == '"$home"')' "$folder/c.json"
check "a Brier score between 0 and 1 where there are forecasts" jq -e '.calibration.series[0].horizons[]
	| select(.forecasts > 0) | .brier >= 0 and .brier <= 1 and .log_score >= 0' "$folder/c.json"
check "the bins hold all forecasts" jq -e '.calibration.series[0].horizons | all((.bins | map(.count) | add) == .forecasts)' "$folder/c.json"
check "each class stands by itself" jq -e '.calibration.series[0].horizons[2].strata | length >= 2' "$folder/c.json"
check "the selection is told" says 'no random sample' "$program" locate --calibration
check "what nothing tests is told" says 'Nobody was found dead' "$program" locate --calibration
check "in Ukrainian" says 'прогнози' "$program" locate --calibration --lang uk
check "the same with one thread" sh -c "'$program' locate --calibration --json --threads 1 | jq -S . | cmp - '$folder/c.json'"

check "a picture" "$program" locate --calibration --svg "$folder/c.svg"
check "which is SVG" grep -q '<svg xmlns="http://www.w3.org/2000/svg"' "$folder/c.svg"
check "which says that it is training, and on what it rests" grep -q "TRAINING.*2[0-9-]*, seed 1, data [0-9a-f]*, homeward" "$folder/c.svg"
check "seed and version" sh -c "'$program' locate --json | jq -e '.seed == 1 and .version'"
check "the last line says them" sh -c "'$program' locate --calibration | tail -1 | grep -q 'seed 1, data .*, homeward'"
check "warnings in Ukrainian" says "не випадкова вибірка" "$program" locate --calibration --lang uk
check "and ends" test "$(tail -n 1 "$folder/c.svg")" = "</svg>"
check "with a frame a horizon and series" test "$(grep -c 'stroke-dasharray' "$folder/c.svg")" -eq 8
check "with a title for who cannot see it" grep -q '<title id="title">' "$folder/c.svg"
check "no person in it" sh -c "! grep -q 'A[0-9]\{4\}' '$folder/c.svg'"

# What comes in later must not change what was believed before: a source writes, too late, that all were dead at once.
{
	echo "id,person,source,happened,received,status"
	awk -F, -v source="$(awk -F, 'NR == 2 { print $1 }' "$folder/ex/sources.csv")" \
		'$2 != "" { print "Z" NR "," $1 "," source "," $2 ",2025-02-01,dead" }' "$folder/home"
} >"$folder/reports.csv"
check "later reports come in" "$program" import reports "$folder/reports.csv"
check "and change nothing that was believed before" test "$(calibration '.calibration.series[0]')" = \
	"$(jq -S '.calibration.series[0]' "$folder/c.json")"

# A source that verifies names two places of two regions on one day; a third report repeats the first.
who=$(awk -F, 'NR > 1 && $2 == "ours" && $13 ~ /^202[23]-/ && $NF == "" { print $1; exit }' "$folder/ex/persons.csv")
one=$(awk -F, 'NR > 1 && $10 > most { most = $10; best = $1 } END { print best }' "$folder/ex/places.csv")
region=$(grep "^$one," "$folder/ex/places.csv" | cut -d, -f4)
other=$(awk -F, -v region="$region" 'NR > 1 && $4 != region && $10 > most { most = $10; best = $1 } END { print best }' \
	"$folder/ex/places.csv")
good=XV
better=XV
printf 'id,name,kind,grade\nXV,own visits,verified,A\n' >"$folder/sources.csv"
check "a source that verifies" "$program" import sources "$folder/sources.csv"
cat >"$folder/clash.csv" <<END
id,person,source,happened,received,place,credibility,copies,copy
K1,$who,$good,2024-12-01,2024-12-02,$one,1,,
K2,$who,$better,2024-12-01,2024-12-03,$other,1,,
K3,$who,$good,2024-12-01,2024-12-04,$one,,K1,0.9
END
check "two that clash come in" "$program" import reports "$folder/clash.csv"
"$program" locate --person "$who" --json >"$folder/p.json"
check "the pair is named" jq -e '.persons[0].conflicts | any(.one == "K1" and .other == "K2" and .factor < 0.1)' "$folder/p.json"
check "the chain is weighed as one" jq -e '.persons[0].chains | any(.root == "K1" and .reports == 2)' "$folder/p.json"
check "all reports left out at once" jq -e '.persons[0].without_all.reports >= 3 and (.persons[0].without_all.without | type == "number")' "$folder/p.json"
check "what would tell most" jq -e '.persons[0].next | length > 1 and .[0].bits >= .[1].bits and .[0].low < .[0].high' "$folder/p.json"
check "in words" says 'do not go together' "$program" locate --person "$who"
check "and in Ukrainian" says 'не узгоджуються' "$program" locate --person "$who" --lang uk
check "no source is named" sh -c "! jq -c .persons '$folder/p.json' | grep -q '\"source\"'"

check "--svg alone: usage" exits 2 "$program" locate --svg "$folder/x.svg"
check "with a person: usage" exits 2 "$program" locate --calibration --person A1
check "a picture that cannot be written: storage" exits 5 "$program" locate --calibration --svg /proc/nowhere/c.svg
exit $failed
