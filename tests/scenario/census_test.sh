#!/bin/sh
# `homeward census` as an analyst calls it: tables, records, draws of a linkage, a bureau; refusals; exit codes.
program=$1
root=$2
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
census() { "$program" census "$@"; }
exits() { # CODE COMMAND...
	want=$1
	shift
	"$@" >/dev/null 2>&1
	[ $? -eq "$want" ]
}
says() { # PATTERN COMMAND...
	pattern=$1
	shift
	"$@" >"$folder/said" 2>&1
	grep -q -e "$pattern" "$folder/said"
}
refused() { # PATTERN TEXT : a table that exits 3 and says why
	printf '%b' "$2" >"$folder/bad.csv"
	"$program" census "$folder/bad.csv" >"$folder/said" 2>&1
	[ $? -eq 3 ] && grep -q -e "$1" "$folder/said"
}
near() { # FILTER WANT SHARE
	jq -e --argjson want "$2" --argjson share "$3" \
		"($1) as \$got | ((\$got - \$want) | fabs) <= \$share * \$want" "$folder/answer"
}

# the four lists of Ball et al. 2002
cat >"$folder/war4.csv" <<END
A,B,C,D,count
1,0,0,0,1131
0,1,0,0,845
0,0,1,0,936
0,0,0,1,306
1,1,0,0,177
1,0,1,0,228
1,0,0,1,106
0,1,1,0,217
0,1,0,1,31
0,0,1,1,123
1,1,1,0,181
1,1,0,1,18
1,0,1,1,42
0,1,1,1,32
1,1,1,1,27
END
census "$folder/war4.csv" --sweeps 500 --json >"$folder/answer"
check "decomposable" near '.estimates[] | select(.method == "decomposable") | .median' 12595 0.0001
check "its settings" jq -e '.estimates[] | select(.method == "decomposable") | .settings
	| .complete_graph == false and .delta == 0.0625 and (.deltas | length) == 3' "$folder/answer"
check "the bound" near '.estimates[] | select(.method == "chao-mth") | .median' 8586.07 0.00001
check "the best log-linear model" near '[.estimates[] | select(.settings.model)][0].upper' 12110.4 0.0001
check "latent classes tell whether they mixed" jq -e '.estimates[] | select(.method == "latent-class")
	| .rhat > 0 and .ess > 0 and .settings.cap == 20' "$folder/answer"
check "the sweep" near '.sweep[] | select(.xi == 4) | .total' 54568 0.0001
check "consistency" jq -e '.consistency.checked == 4 and .consistency.missed == 1' "$folder/answer"
check "so few sweeps publish nothing" jq -e '.verdict.publish == false and (.verdict.reasons | length) >= 1' "$folder/answer"
check "the figures that stand on every answer" jq -e '.seen == 4400 and .seed == 1 and (.data | length) == 64 and .version
	and .lists == ["A", "B", "C", "D"]' "$folder/answer"
check "exit 0 although nothing is published" exits 0 census "$folder/war4.csv" --sweeps 500
census "$folder/war4.csv" --method loglinear --model 123,14,34 --json >"$folder/answer"
check "one model" near '.estimates[0].median' 10356.5 0.00001
check "its profile" near '.estimates[0].lower' 8994.3 0.00001
check "one method is no figure" jq -e '.verdict.publish == false' "$folder/answer"
census "$folder/war4.csv" --method chao --json >"$folder/answer"
check "chao by that name" jq -e '.estimates[0].method == "chao" and (.estimates | length) == 1' "$folder/answer"
check "chapman of every pair" says 'A, B: if the two' census "$folder/war4.csv" --method chapman
census "$folder/war4.csv" --sweeps 300 --json --threads 1 >"$folder/one"
census "$folder/war4.csv" --sweeps 300 --json --threads 4 >"$folder/four"
check "any number of threads gives the same bytes" cmp "$folder/one" "$folder/four"
check "the complete graph lets nobody win" sh -c '"$1" census "$2" --method decomposable --delta 1 --complete-graph --json |
	jq -e ".estimates[0].median < 5000"' sh "$program" "$folder/war4.csv"
check "words: refused" says 'carry no figure' census "$folder/war4.csv" --sweeps 300
check "words: the assumption" says 'no source could reach' census "$folder/war4.csv" --sweeps 300
check "words in Ukrainian" says 'не дають числа' census "$folder/war4.csv" --sweeps 300 --lang uk
check "csv" says '^decomposable,12595,' census "$folder/war4.csv" --method decomposable --csv

# independent lists that the methods agree on: a figure may be published
cat >"$folder/good.csv" <<END
A,B,C,D,count
1,0,0,0,215
0,1,0,0,176
0,0,1,0,143
0,0,0,1,115
1,1,0,0,176
1,0,1,0,143
0,1,1,0,117
1,0,0,1,115
0,1,0,1,95
0,0,1,1,77
1,1,1,0,117
1,1,0,1,95
1,0,1,1,77
0,1,1,1,63
1,1,1,1,63
END
census "$folder/good.csv" --json >"$folder/answer"
check "a figure is published" jq -e '.verdict.publish and (.verdict.sentence | test("^Lists A, B, C, D suggest at least"))' "$folder/answer"
check "never a bare number held" sh -c '! grep -q -i -E "are held|clear|0 hidden" "$1"' sh "$folder/answer"
check "Ukrainian sentence" says 'щонайменше ще' census "$folder/good.csv" --lang uk

check "an empty file" refused 'empty' ''
check "no count" refused 'column "count"' 'A,B\n1,0\n'
check "a fraction" refused '2: count: "2.5" is a fraction' 'A,B,count\n1,0,2.5\n'
check "negative" refused '"-3" is not a number' 'A,B,count\n1,0,-3\n'
check "nan" refused '"NaN" is not a number' 'A,B,count\n1,0,NaN\n'
check "a pattern twice names both lines" refused ':4: .*line 2 already' 'A,B,count\n1,0,3\n0,1,3\n1,0,4\n'
check "an empty list" refused 'B: nobody is on this list' 'A,B,C,count\n1,0,0,3\n0,0,1,3\n1,0,1,2\n'
check "people on no list" refused 'on no list were counted' 'A,B,count\n0,0,9\n1,0,3\n'
check "neither 0 nor 1" refused 'B: "x" is neither' 'A,B,count\n1,x,9\n'
check "two lists of one name" refused 'two lists have this name' 'A,A,count\n1,0,9\n'
check "one list" refused 'two at least' 'A,count\n1,9\n'
check "twenty lists" refused '20 lists' "$(for i in $(seq 20); do printf 'L%d,' "$i"; done)count\n"
check "no such method" exits 2 census "$folder/war4.csv" --method mse
check "no such model" exits 2 census "$folder/war4.csv" --model 159
check "no such file" exits 3 census "$folder/none.csv"
check "records without columns" exits 2 census --records "$folder/war4.csv"

# strata
sed 's/^A,B,C,D,/A,B,C,D,stratum,/; /^[01]/s/^\([01],[01],[01],[01]\),/\1,north,/' "$folder/good.csv" >"$folder/strata.csv"
sed -n '/^[01]/s/^\([01],[01],[01],[01]\),/\1,south,/p' "$folder/good.csv" >>"$folder/strata.csv"
census "$folder/strata.csv" --sweeps 300 --json >"$folder/answer"
check "strata are added" jq -e '.seen == 3574 and .strata == ["north", "south"]' "$folder/answer"

# fits that do not exist, lists that share nobody, values out of range
cat >"$folder/thin.csv" <<END
A,B,C,D,count
1,1,0,0,60
1,0,1,0,40
0,1,1,0,1
1,1,1,0,30
1,1,0,1,12
1,0,0,1,9
1,1,1,1,8
END
census "$folder/thin.csv" --json >"$folder/answer"
check "log-linear models that run off give no figure" jq -e '[.estimates[] | select(.method == "loglinear")]
	| length == 2 and all(.possible == false and .upper == null and (has("density") | not))' "$folder/answer"
check "they are counted, and said" jq -e '[.verdict.notes[] | select(test("of 113 log-linear models were left out"))] | length == 1' "$folder/answer"
check "no figure over 20 times the listed" jq -e '[.estimates[] | select(.method != "chao-mh" and .method != "chao-mth")
	| .upper // 0] | max <= 21 * 160' "$folder/answer"
printf 'A,B,C,count\n1,0,0,100\n0,1,0,60\n0,0,1,50\n' >"$folder/apart.csv"
check "lists that share nobody: the true figure" says '^210 people on the lists' census "$folder/apart.csv"
check "and the reason" says 'no list shares anybody with another (210' census "$folder/apart.csv"
check "no chains" exits 2 census "$folder/war4.csv" --chains 0
check "no sweeps" exits 2 census "$folder/war4.csv" --sweeps 0
check "no cap" exits 2 census "$folder/war4.csv" --cap 0
check "a small cap is printed as it is" says 'cap 0.1 n' census "$folder/war4.csv" --method latent-class --sweeps 300 --cap 0.1
check "true, found, missed" says 'A true [0-9]*, found' census "$folder/war4.csv" --sweeps 300
sed 's/,D,count/,D,stratum,count/; /^[01]/s/,\([0-9]*\)$/,north,\1/' "$folder/war4.csv" >"$folder/uneven.csv"
printf '1,0,0,0,south,40\n0,1,0,0,south,30\n0,0,1,0,south,20\n1,1,0,0,south,12\n1,0,1,0,south,9\n0,1,1,0,south,8\n1,1,1,0,south,5\n0,0,0,1,south,7\n' >>"$folder/uneven.csv"
census "$folder/uneven.csv" --sweeps 300 --json >"$folder/answer"
check "a list left out of one stratum is said, with its people" jq -e '[.verdict.notes[] | select(test("south: the list D shares nobody .* its 7 people"))]
	| length == 1' "$folder/answer"
check "strata: the delta of the estimate has its very figures" jq -e '.estimates[] | select(.method == "decomposable")
	| . as $e | .settings.deltas[0] | .median == $e.median and .lower == $e.lower and .upper == $e.upper' "$folder/answer"
census "$folder/uneven.csv" --method decomposable --delta 0.5 --json >"$folder/half"
check "and each delta those it has as the estimate" jq -e --slurpfile half "$folder/half" '.estimates[]
	| select(.method == "decomposable") | .settings.deltas[1]
	| . as $d | $half[0].estimates[0] | .median == $d.median and .upper == $d.upper' "$folder/answer"
sed 's/,south,[0-9]*$/&/; /,1,south/d' "$folder/uneven.csv" >"$folder/empty.csv"
check "a list that is empty in one stratum is said" says 'south: nobody is on the list D' census "$folder/empty.csv" --sweeps 300

# records, and links in doubt
{
	echo "id,list,family,given,born"
	awk 'BEGIN { srand(4); n = 0
		for (i = 1; i <= 400; i++) for (j = 1; j <= 3; j++) if (rand() < 0.45)
			printf "r%d,L%d,Family%d,Given%d,19%02d-0%d-1%d\n", ++n, j, i, i % 7, i % 60 + 40, i % 9 + 1, i % 10 }'
} >"$folder/records.csv"
check "records without links overlap nowhere: no figure" says 'carry no figure' census --records "$folder/records.csv" --id id --lists list
check "draws of a linkage" "$program" link "$folder/records.csv" --id id --field family=family --field given=given --field born=date \
	--field list=skip --draws 4 "$folder/draws.csv"
check "every record in every draw" sh -c '[ "$(wc -l <"$1")" -eq $((4 * ($(wc -l <"$2") - 1) + 1)) ]' sh "$folder/draws.csv" "$folder/records.csv"
census --records "$folder/records.csv" --id id --lists list --draws "$folder/draws.csv" --sweeps 300 --json >"$folder/answer"
check "the doubt is carried" jq -e '.draws == 4 and .seen_least <= .seen_most and .seen_most < 420' "$folder/answer"
check "the number comes near the truth" near '.estimates[] | select(.method == "decomposable") | .median' 400 0.15
echo "1,nobody,x" >>"$folder/draws.csv"
check "a record that is not there" exits 3 census --records "$folder/records.csv" --id id --lists list --draws "$folder/draws.csv"
check "a file to be linked is not written over" exits 2 "$program" link "$folder/records.csv" --draws 4 "$folder/good.csv"
check "draws need one file" exits 2 "$program" link "$folder/records.csv" --draws 4

# a bureau's own
export HOMEWARD_CLOCK=2025-01-01
db=$folder/bureau.db
"$program" --db "$db" init --training >/dev/null 2>&1
check "a bureau without regions says what is missing" exits 3 "$program" --db "$db" census
exit $failed
