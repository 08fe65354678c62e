#!/bin/sh
# Files and problems that nobody should send: what they hold is refused or kept as data, never obeyed.
# usage: hostile_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
source=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
result() { # result CODE TEXT
	if [ "$1" = 0 ]; then echo "ok $2"; else
		echo "not ok $2"
		head -5 out err 2>/dev/null | cut -c1-300 | sed 's/^/#   /'
		failed=1
	fi
}
# ends CODE WORDS COMMAND...: the exit code, the words on stderr, nothing that looks like a crash
ends() {
	code=$1 words=$2
	shift 2
	timeout 100 "$program" "$@" >out 2>err
	got=$?
	[ $got = "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" err; } && ! grep -qE 'Sanitizer|runtime error:|Segmentation|ssertion' err
}
sanitized=no
nm "$program" 2>/dev/null | grep -q __asan_init && sanitized=yes
# bounded COMMAND...: in 900 MB of address space where that can be asked for
bounded() { if [ $sanitized = yes ]; then "$@"; else (ulimit -v 900000; "$@"); fi; }
"$program" init --training >/dev/null || exit 1
printf 'id,name,side,reservation,softness\nA,Alpha,ours,,\nB,Beta,theirs,5,8\n' | "$program" import parties - >/dev/null 2>&1
refused() { # refused TEXT WORDS (the file comes from standard input)
	cat >file.csv
	ends 3 "$2" import persons file.csv
	result $? "$1"
}
printf 'id,name\nR,Region\n' | "$program" import regions - >/dev/null 2>&1
before=$(sha256sum <bureau.db)

# ---- tables
printf 'id,side,family\nX,ours\n' | refused "a field too few" 'file.csv:2: '
printf 'id,side,family\nX,ours,a,b\n' | refused "a field too many" 'file.csv:2: '
printf 'id,side,family,family\nX,ours,a,b\n' | refused "the same column twice" 'family'
printf 'id,side,family\nX,ours,"open\n' | refused "a quote that is never closed" 'file.csv:2: a quote begins here'
printf 'id,side,family\nX,ours,"a"b\n' | refused "text behind a quote" 'file.csv:2: '
printf 'id,side,family\nX,ours,A\nY,ours,B\nX,ours,C\n' | refused "an id twice names the other row" 'file.csv:4: id: "X" stands in line 2 already'
printf 'id,side,family\n,ours,A\n' | refused "an empty id" 'must not be empty'
printf 'id,side,family\n"a\nb",ours,A\n' | refused "an id of two lines" 'control character'
printf 'id,side,family\n\342\200\256X,ours,A\n' | refused "an id that turns the letters around" 'control character'
printf 'id,side,family\n%s,ours,A\n' "$(head -c 100000 /dev/zero | tr '\0' x)" | refused "an id of 100,000 letters" 'over the limit of 128'
printf 'id,side,family\nX,ours,A\000B\n' | refused "a NUL byte" 'file.csv:2: '
printf 'id,side,family\nX,ours,\300\257\320\207\320\266\320\260\320\272\n' | refused "UTF-8 in an overlong form" 'file.csv:2: '
printf '\377\376i' | refused "half a UTF-16 unit" 'file.csv:1: '
printf '\377\376\000\330,\000' | refused "half a pair of UTF-16" 'file.csv:1: '
printf ',,\n,,\n' | refused "a header of nothing" 'has no column id'
printf '\n\n\n' | refused "empty lines alone" 'file'
awk 'BEGIN { printf "id,side,family"; for (i = 0; i < 100000; i++) printf ",c%d", i; print ""; printf "X,ours,A"; for (i = 0; i < 100000; i++) printf ","; print "" }' |
	refused "a header of 100,000 columns" 'file.csv:1: more than 4096 columns'
for day in 31.02.1990 29.02.2023 00.00.0000 1990-13-01 12/31/1990 '1990-01-01 OR 1=1' 99999999999-01-01 NaN; do
	printf 'id,side,family,born\nX,ours,A,%s\n' "$day" | refused "born $day" "file.csv:2: born: \"$day\" is not a date"
done
printf 'id,side,family,wounded\nX,ours,A,dead\n' | refused "a word that is not in the list" 'file.csv:2: wounded: '
printf 'id,source,received,region,person\nR1,S9,2024-01-01,R,P9\n' >reports.csv
ends 3 'source: there is no source "S9"' import reports reports.csv; result $? "references to what is not there"
printf 'id,source,received,region,person\nR1,S9,2024-01-01,R,P9\n' | timeout 60 "$program" import reports - 2>err >out
grep -q 'homeward: import: standard input:2: ' err; result $? "and standard input has a name"
printf 'id,side,family\nX,ours,"open\n' | timeout 60 "$program" import persons - 2>err >out
grep -q 'homeward: import: standard input:2: ' err; result $? "also where the form is broken"
for path in /proc/self/mem nowhere "$folder" file.csv/below; do
	ends 3 "homeward: import: $path: " import persons $path; result $? "$path is told"
done
ends 3 "" import persons /dev/null; result $? "an empty file is told"

# ---- JSON Lines
json() { cat >file.jsonl; ends 3 "$2" import persons file.jsonl; result $? "$1"; }
printf '{"id":"D","id":"E","side":"ours","family":"A"}\n' | json "a key twice" 'file.jsonl:1: '
printf '{"id":"D","side":"ours","family":"A"}\n{"id":"D","side":"ours","family":"B"}\n' | json "an id in two lines" 'file.jsonl:2: id: "D" stands in line 1 already'
awk 'BEGIN { printf "{\"id\":"; for (i = 0; i < 100000; i++) printf "["; print "" }' | json "100,000 brackets" 'nested over 64 deep'
printf '{"id":"D","side":"ours"\n' | json "half an object" 'file.jsonl:1: '
printf '{"id":"D","side":"ours","family":"A"} x\n' | json "something behind the object" 'file.jsonl:1: '
printf '{"id":"a\\u0000b","side":"ours","family":"A"}\n' | json "an escaped NUL" 'file.jsonl:1: '
printf '{"id":"a\\ud800b","side":"ours","family":"A"}\n' | json "half a surrogate" 'file.jsonl:1: '
printf '{"id":1e400,"side":"ours","family":"A"}\n' | json "a number without end" 'file.jsonl:1: '
printf '{"id":{"a":1},"side":"ours","family":"A"}\n' | json "an object for an id" 'file.jsonl:1: '

# ---- very long lines: refused without reading on, in bounded memory
long() { head -c 1000000000 /dev/zero | tr '\0' x; }
for line in "import persons -" "import persons /dev/stdin" "names romanize" "names lemma"; do
	long 2>/dev/null | bounded ends 3 "over" $line; result $? "a line of 1 GB: $line"
done
long 2>/dev/null | bounded ends 3 "over" belief /dev/stdin; result $? "a problem of 1 GB: belief"
long 2>/dev/null | bounded ends 3 "over" plan --problem -; result $? "a problem of 1 GB: plan"
long 2>/dev/null | bounded ends 3 "" names compare --pairs /dev/stdin --columns a,b; result $? "a line of 1 GB: names compare"
[ "$(sha256sum <bureau.db)" = "$before" ]; result $? "not a byte of the bureau has changed"

# ---- kept as data, and not obeyed
printf 'id,side,family,given\nF1,ours,=cmd(),+1\nF2,ours,"@SUM(1)",-2\nF3,ours,"Robert'"'"'); DROP TABLE person;--",x\nF4,ours,<script>alert(1)</script>,x\nE1,ours,"A\033[2J\033]0;title\007B",\302\233C\nE2,ours,\327\220\327\221\342\200\256abc,\342\201\246x\n' >data.csv
ends 0 "" import persons data.csv && grep -q 'new 6, ' out; result $? "formulas, SQL, HTML, escapes and letters from right to left are taken in"
ends 0 "" person F1 && grep -qF '=cmd()' out; result $? "as they are"
ends 0 "" person E1 && ! grep -q "$(printf '[\033\007]')" out && ! grep -qF "$(printf '\302\233')" out; result $? "but no escape reaches the terminal"
ends 0 "" search "A title B" && ! grep -q "$(printf '[\033\007]')" out; result $? "nor by a search"
ends 0 "" person E2 && ! grep -qF "$(printf '\342\200\256')" out && grep -qF "$(printf '\327\220\327\221')" out
result $? "nor what would turn the line around, while the letters stay"
ends 0 "" person E1 --json && grep -qiF '\u001b' out; result $? "JSON tells it exactly"
printf 'id,side,family,\033[31mred\nH1,ours,A,x\n' >head.csv
ends 0 "" import persons head.csv --dry-run && ! grep -q "$(printf '\033')" err; result $? "nor from a header"
ends 0 "" brief --html - && ! grep -q '<script>alert' out; result $? "the page does not run it"
ends 1 "" search "'; DROP TABLE person; --" || [ $got = 0 ]; result $? "a query that is SQL finds people or nobody"
ends 0 "" search "$(head -c 50000 /dev/zero | tr '\0' x)" || [ $got = 1 ] || [ $got = 3 ]; result $? "a query of 50,000 letters"
ends 0 "" verify; result $? "the bureau verifies"

# ---- problems of exchange
plan() { cat >p.json; ends "$2" "$3" plan --problem p.json; result $? "plan: $1"; }
head='"format":"homeward-exchange/1","us":"U","parties":[{"id":"S","reservation":5,"softness":8}]'
gives='"theirs":[{"class":"t","count":10,"interest":{"S":2}}]'
printf '' | plan "nothing" 3 p.json
printf '[]' | plan "a list" 3 "not an object"
printf '{"format":"homeward-exchange/9"}' | plan "another format" 3 p.json
for number in NaN Infinity -Infinity 1e999 -5 0.5 1e18 '"5"' '[]' null true; do
	printf '{%s,"ours":[{"class":"o","count":%s,"holder":"S","reluctance":1}],%s}' "$head" "$number" "$gives" | plan "a count of $number" 3 "p.json:"
done
for number in NaN 1e999 1e308 '"1"' '{"draws":[]}' '{"mean":1,"sd":-1}'; do
	printf '{%s,"ours":[{"class":"o","count":5,"holder":"S","reluctance":%s}],%s}' "$head" "$number" "$gives" | plan "a reluctance of $number" 3 "p.json:"
done
printf '{%s,"ours":[{"class":"o","count":5,"holder":"X","reluctance":1}],%s}' "$head" "$gives" | plan "an unknown holder" 3 '"X"'
printf '{%s,"ours":[{"class":"o","count":5,"holder":"S","reluctance":1},{"class":"o","count":5,"holder":"S","reluctance":1}],%s}' "$head" "$gives" | plan "a class twice" 3 ours
printf '{%s,"ours":[{"class":"o","count":5,"holder":"S","reluctance":1}],%s,"oops":1}' "$head" "$gives" | plan "an unknown key" 3 oops
printf '{%s,"ours":[{"class":"o","count":5,"holder":"S","reluctance":1}],%s,"acceptance":[1.5]}' "$head" "$gives" | plan "a probability over 1" 3 acceptance
printf '{%s,"ours":[{"class":"o","count":1000000,"holder":"S","reluctance":1}],"theirs":[{"class":"t","count":1000000,"interest":{"S":2}}],"given":[1000000],"acceptance":[0.9]}' "$head" |
	plan "a million people on either side" 0 ""
awk -v head="$head" -v gives="$gives" 'BEGIN { printf "{%s,\"ours\":[", head; for (i = 0; i < 100000; i++) printf "%s{\"class\":\"o%d\",\"count\":1,\"holder\":\"S\",\"reluctance\":1}", i ? "," : "", i; printf "],%s,\"given\":[5],\"acceptance\":[0.9]}", gives }' >p.json
timeout 100 "$program" plan --problem p.json >out 2>err
code=$?
{ [ $code = 0 ] || [ $code = 1 ] || [ $code = 3 ]; } && ! grep -q Sanitizer err; result $? "plan: 100,000 classes (exit $code)"
awk 'BEGIN { printf "{\"format\":\"homeward-exchange/1\",\"parties\":"; for (i = 0; i < 200000; i++) printf "[" }' | plan "200,000 brackets" 3 "nested over 64 deep"

# ---- problems of belief
belief() { cat >b.json; ends "$2" "$3" belief b.json; result $? "belief: $1"; }
world='"format":"homeward-belief/1","regions":{"R":1},"sites":[{"id":"s","region":"R","share":1}],"rates":{"within":0.01,"anywhere":0.01,"death":0.001,"release":0.001}'
person='{"id":"P","since":0,"prior":{"captive":0.8,"dead":0.1,"free":0.1},"reports":[]}'
asks='"query":{"at":10}'
printf '' | belief "nothing" 3 b.json
printf '{%s,"sources":[],"persons":[%s],%s}' "$world" "$person" "$asks" | belief "one person without reports" 0 ""
printf '{%s,"sources":[],"persons":[%s,%s],%s}' "$world" "$person" "$person" "$asks" | belief "a person twice" 3 P
for number in NaN 1e999 -1 '"x"' null; do
	printf '{%s,"sources":[],"persons":[%s],%s}' "$(printf '%s' "$world" | sed "s/\"within\":0.01/\"within\":$number/")" "$person" "$asks" | belief "a rate of $number" 3 b.json
	printf '{%s,"sources":[],"persons":[%s],%s}' "$(printf '%s' "$world" | sed "s/\"share\":1/\"share\":$number/")" "$person" "$asks" | belief "a share of $number" 3 b.json
done
report() { printf '{%s,"sources":[{"id":"S","reliability":0.7}],"persons":[{"id":"P","since":0,"prior":{"captive":0.8,"dead":0.1,"free":0.1},"reports":[%s]}],%s}' "$world" "$1" "$asks"; }
report '{"id":"a","source":"S","at":1,"claim":{"site":"s"},"copies":"b","copy":0.5},{"id":"b","source":"S","at":1,"claim":{"site":"s"},"copies":"a","copy":0.5}' | belief "two reports that copy one another" 3 b.json
report '{"id":"a","source":"S","at":1,"claim":{"site":"s"},"copies":"a","copy":0.5}' | belief "a report that copies itself" 3 b.json
report '{"id":"a","source":"S","at":1,"claim":{"site":"s"},"copies":"zz","copy":0.5}' | belief "a copy of nothing" 3 zz
report '{"id":"a","source":"none","at":1,"claim":{"site":"s"}}' | belief "an unknown source" 3 none
report '{"id":"a","source":"S","at":1,"claim":{"site":"nowhere"}}' | belief "an unknown site" 3 nowhere
report '{"id":"a","source":"S","at":"2024-02-31","claim":{"site":"s"}}' | belief "the 31st of February" 3 b.json
report '{"id":"a","source":"S","at":1e300,"claim":{"site":"s"}}' | belief "a day far away" 3 b.json
report '{"id":"a","source":"S","at":1,"claim":{"near":{"lat":91,"lon":0,"km":1}}}' | belief "a latitude of 91" 3 b.json
report '{"id":"a","source":"S","at":1,"claim":{}}' | belief "a claim of nothing" 3 b.json
printf '{%s,"sources":[],"persons":[{"id":"P","since":0,"prior":{"captive":0,"dead":0,"free":0},"reports":[]}],%s}' "$world" "$asks" | belief "a prior of nothing" 3 b.json
printf '{%s,"sources":[],"persons":[{"id":"P","since":0,"prior":{"captive":2,"dead":-1,"free":0},"reports":[]}],%s}' "$world" "$asks" | belief "a negative prior" 3 b.json
awk -v world="$world" 'BEGIN { printf "{%s,\"sources\":[],\"persons\":[", world; for (i = 0; i < 20000; i++) printf "%s{\"id\":\"P%d\",\"since\":0,\"prior\":{\"captive\":0.8,\"dead\":0.1,\"free\":0.1},\"reports\":[]}", i ? "," : "", i; print "],\"query\":{\"at\":10,\"sets\":[{\"id\":\"R\",\"regions\":[\"R\"]}]}}" }' >b.json
ends 0 "" belief b.json --json && grep -q P19999 out; result $? "belief: 20,000 persons"

# ---- linking
link() { ends "$2" "$3" link l.csv; result $? "link: $1"; }
printf 'id,family,born\n1,A,1990\n1,B,1991\n' >l.csv; link "an id twice is said" 0 'stand more than once (the first is "1")'
printf 'id,family,born\n1,A\n' >l.csv; link "a field too few" 3 l.csv:2
printf 'id,family,born\n1,\000A,1990\n' >l.csv; link "a NUL byte" 3 l.csv
printf 'id,family,born\n1,,\n2,,\n3,,\n' >l.csv; link "nothing but ids" 0 "nothing was compared"
awk 'BEGIN { print "id,family,born"; for (i = 0; i < 3000; i++) printf "%d,Same,1990-01-01\n", i }' >same.csv
ends 0 "" link same.csv --clusters clusters.csv || [ $got = 3 ]; result $? "link: 3,000 records that are all the same (exit $got)"
long 2>/dev/null | bounded ends 3 "" link /dev/stdin; result $? "a line of 1 GB: link"
exit $failed
