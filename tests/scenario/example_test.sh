#!/bin/sh
# The command example as a user calls it.
program=$1
source=$2
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
exits() { # CODE COMMAND...
	want=$1
	shift
	"$@"
	[ $? -eq "$want" ]
}
describe=$source/examples/founding/caseload.json

check "a synthetic caseload is written" "$program" example --out "$folder/a" --persons 300 --seed 5
check "it has exactly so many people" test "$(wc -l <"$folder/a/persons.csv")" -eq 301
check "truth.csv tells of every person and report" test \
	"$(($(wc -l <"$folder/a/persons.csv") + $(wc -l <"$folder/a/reports.csv") - 1))" -eq "$(wc -l <"$folder/a/truth.csv")"
check "once more, with another locale" env LC_ALL=C TZ=Asia/Tokyo "$program" example --out "$folder/b" --persons 300 --seed 5
check "the bytes are the same" diff -r "$folder/a" "$folder/b"
check "another seed" "$program" example --out "$folder/c" --persons 300 --seed 6
check "gives other people" exits 1 cmp -s "$folder/a/persons.csv" "$folder/c/persons.csv"
check "the founding example is made anew" "$program" example --founding-from "$describe" --out "$folder/f"
check "and is the one in the repository" diff -r -x README.md -x load.sh -x caseload.json "$folder/f" "$source/examples/founding"
check "with the truth beside it" "$program" example --founding-from "$describe" --out "$folder/t" --truth
check "which the repository does not hold" test -f "$folder/t/truth.csv" -a ! -f "$source/examples/founding/truth.csv"
check "exchange two ids" "$program" example --founding-from "$describe" --out "$folder/s" --swap U=S
check "and twice is as if never" sh -c "for f in '$folder'/s/persons_*.csv; do
	sed 's/,S,/,X,/g;s/,U,/,S,/g;s/,X,/,U,/g' \"\$f\" | cmp - '$folder/f/'\$(basename \"\$f\") || exit 1; done"
check "no folder: usage" exits 2 "$program" example
check "no people at all: usage" exits 2 "$program" example --out "$folder/x" --persons -1
check "an id exchanged with nothing: usage" exits 2 "$program" example --out "$folder/x" --swap U
check "no description: bad input" exits 3 "$program" example --out "$folder/x" --founding-from "$folder/nothing.json"
echo '{"format": "homeward-caseload/1"}' >"$folder/half.json"
check "half a description: bad input" exits 3 "$program" example --out "$folder/x" --founding-from "$folder/half.json"
check "nothing was written for any of these" test ! -e "$folder/x"
check "a folder that cannot be made: storage" exits 5 "$program" example --out /proc/nowhere
check "every file is under 2 MB together" test "$(cat "$folder"/f/*.csv "$describe" | wc -c)" -lt 2000000
exit $failed
