#!/bin/sh
# `homeward belief` as an analyst calls it: text, --json, --csv, exit codes.
program=$1
data=$2/tests/data/belief
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
belief() { "$program" belief "$@"; }
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
silent() { # PATTERN COMMAND... : the pattern does not appear, and something does
	pattern=$1
	shift
	"$@" >"$folder/text" 2>&1
	[ -s "$folder/text" ] && ! grep -q -i -E -e "$pattern" "$folder/text"
}
near() { # FILTER WANT : within 1e-6 of the answer in $folder/answer
	jq -e --argjson want "$2" "($1) as \$got | (\$got - \$want) < 1e-6 and (\$want - \$got) < 1e-6" "$folder/answer"
}
example=$data/example.json
check "no draws" exits 2 belief "$example" --draws 0
sed 's/"learn": false/"learn": "source"/' "$example" >"$folder/learned.json"

check "the example answers" belief "$example"
check "a person in words" says '^P1 *very likely (>95 %) *very likely (90 %) *G1 65 %, G2 15 %, Gx 10 %$' belief "$example"
check "what would change" says 'P1 r3: without it: .*Grozny 80 % instead of 90 %' belief "$example"
check "a report that is wrong" says 'P1 r1: is probably wrong' belief "$example"
check "a report that repeats" says 'P1 r5: mostly repeats' belief "$example"
check "a report against the others" says 'P3 b2: .*contradicts the others' belief "$example"
check "the total with what it rests on" says '2-5, mean 3.3, if their whereabouts are independent' belief "$folder/learned.json"
check "presence in a word" says 'depot: evidence of presence' belief "$example"
check "never clear" silent 'clear|empty|safe' belief "$example"
check "one person" silent '^P2' belief "$example" --person P1
check "with his reports" says 'P1 r3' belief "$example" --person P1
check "in Ukrainian words" says 'дуже ймовірно' belief "$example" --lang uk

belief "$folder/learned.json" --json >"$folder/answer"
check "P(Grozny) of the first" near '.persons[0].sets.Grozny' 0.914189
check "of the last" near '.persons[5].sets.Grozny' 0.159260
check "the worst source" near '.sources[] | select(.id == "TG") | .reliability' 0.274594
check "the mean of the total" near '.totals[] | select(.basis == "independent") | .mean' 3.250602
check "its distribution has 7 places" jq -e '.totals[0].pmf | length == 7' "$folder/answer"
check "14 rounds" jq -e '.learning.rounds == 14 and (.learning.objective | length) == 14' "$folder/answer"
check "which only climb" jq -e '.learning.objective | . == sort or (.[-1] - max) < 1e-9' "$folder/answer"
check "at least one near the depot" near '.near[0].independent' 0.941853
check "states sum to 1" jq -e 'all(.persons[]; (.states | add) > 0.999999 and (.states | add) < 1.000001)' "$folder/answer"
check "no group, two bases" jq -e '[.totals[].basis] == ["independent", "sources"]' "$folder/answer"
check "a group, four bases" sh -c '"$1" belief "$2/everything.json" --json | jq -e "[.totals[].basis] | unique | length == 4"' - "$program" "$data"
check "days as the problem writes them" sh -c '"$1" belief "$2/everything.json" --json | jq -e ".persons[0].at == \"2024-07-18\" and (.persons[0].history | length) == 2"' - "$program" "$data"
check "one line a person in --csv" test "$(belief "$example" --csv | wc -l)" -eq 7
check "with its heading" says '^id,captive,dead,free,Grozny,most_likely,probability$' belief "$example" --csv

check "the same bytes for any threads and locale" sh -c '"$1" belief "$2" --json --threads 1 >"$3/a" && LC_ALL=C TZ=Asia/Tokyo "$1" belief "$2" --json --threads 7 >"$3/b" && cmp "$3/a" "$3/b"' - "$program" "$data/everything.json" "$folder"
check "from standard input" sh -c '"$1" belief - --json <"$2" >"$3/c" && cmp "$3/a" "$3/c"' - "$program" "$data/everything.json" "$folder"
check "another seed, other draws" sh -c '"$1" belief "$2" --json --seed 2 >"$3/d"; ! cmp -s "$3/a" "$3/d"' - "$program" "$data/everything.json" "$folder"
check "what was believed earlier" says 'From what had been received by day 60' belief "$example" --as-of 60
check "a report not yet received" says 'P1 r3: had not been received by then' belief "$example" --as-of 60

check "no file is wrong usage" exits 2 "$program" belief
check "two files are wrong usage" exits 2 belief "$example" "$example"
check "draws below 0 are wrong usage" exits 2 belief "$example" --draws -1
check "a date among day numbers is wrong usage" exits 2 belief "$example" --as-of 2024-01-01
check "a missing file is bad input" exits 3 belief "$folder/nothing.json"
check "a folder is bad input" exits 3 belief "$folder"
check "a person that is not there" exits 3 belief "$example" --person P9
printf '{"format": "homeward-belief/1"' >"$folder/cut.json"
check "half a file is bad input" exits 3 belief "$folder/cut.json"
sed 's/"at": 10,/"at": -10,/' "$example" >"$folder/bad.json"
check "a report before he was missing is bad input" exits 3 belief "$folder/bad.json"
check "with file and place" says 'bad.json: persons\[0\]\.reports\[0\]: at: -10 is before since, 0' belief "$folder/bad.json"
sed 's/"reports": \[/"facts": [{"id": "f1", "at": 20, "state": "DEAD"}, {"id": "f2", "at": 30, "state": "FREE"}], "reports": [/' "$example" >"$folder/clash.json"
check "facts that clash are bad input" exits 3 belief "$folder/clash.json"
check "both are named" says 'fact "f2" and fact "f1"' belief "$folder/clash.json"
check "nothing is printed then" sh -c '[ -z "$("$1" belief "$2" --json 2>/dev/null)" ]' - "$program" "$folder/clash.json"
# ---- a listed site without position: not near, not far, and said
near() { sed 's/"query": {.*/"query": {"at": 20, "near": [{"id": "depot", "lat": 42.1, "lon": 38.2, "km": 4'"$1"'}]}}/' "$folder/near.json" >"$folder/ask.json"; }
cat >"$folder/near.json" <<'J'
{"format": "homeward-belief/1", "regions": {"A": 1}, "rates": {"within": 0, "anywhere": 0, "death": 0, "release": 0},
 "sites": [{"id": "G1", "region": "A", "share": 0.5, "lat": 42.1, "lon": 38.2}, {"id": "G2", "region": "A", "share": 0.25},
           {"id": "G3", "region": "A", "share": 0.25, "area_km2": 100.53096491487338}],
 "sources": [], "persons": [{"id": "P1", "since": 0, "prior": {"captive": 1}}],
 "query": {}}
J
near ""
check "one without a position is not counted" sh -c '"$1" belief "$2" --json | jq -e ".near[0].high | . > 0.6249 and . < 0.6251"' - "$program" "$folder/ask.json"
check "and said" sh -c '"$1" belief "$2" --json | jq -e "[.notes[] | select(test(\"depot: listed sites without lat and lon.*: 1 .G2.\"))] | length == 1"' - "$program" "$folder/ask.json"
near ', "distance_km": {"G2": 0, "G3": 900}'
check "with a distance it counts" sh -c '"$1" belief "$2" --json | jq -e ".near[0].high | . > 0.7499 and . < 0.7501"' - "$program" "$folder/ask.json"
jq '.persons |= map(.reports = []) | del(.groups)' "$example" >"$folder/unheard.json"
check "near without any report: said so" says 'before any report' belief "$folder/unheard.json"
exit $failed
