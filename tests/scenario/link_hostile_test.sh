#!/bin/sh
# Rows that nobody should send to `link`: bounded time and memory, a clear note, no crash.  usage: link_hostile_test.sh PROGRAM SOURCE_DIR
program=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
sanitized=no
nm "$program" 2>/dev/null | grep -q __asan_init && sanitized=yes
# links TEXT WORDS LIMIT_MB FILE...: done in 60 s (more with a sanitizer) under the limit, the words on stderr
links() {
	text=$1 words=$2 limit=$3
	shift 3
	timeout 240 "$program" link "$@" --pairs "$folder/pairs.csv" --clusters "$folder/clusters.csv" --report "$folder/report.json" \
		>"$folder/out" 2>"$folder/err"
	code=$?
	peak=$(sed -n 's/.*"peak_bytes": \([0-9]*\).*/\1/p' "$folder/report.json" | head -1)
	seconds=$(sed -n 's/.*"total": \([0-9.]*\).*/\1/p' "$folder/report.json" | head -1)
	good=1
	[ $code = 0 ] || good=0
	[ -z "$words" ] || grep -qF -- "$words" "$folder/err" || good=0
	grep -qE 'Sanitizer|runtime error:' "$folder/err" && good=0
	if [ $sanitized = no ]; then
		awk -v s="$seconds" -v p="$peak" -v l="$limit" 'BEGIN { exit !(s < 60 && p < l * 1048576) }' || good=0
	fi
	if [ $good = 1 ]; then echo "ok $text"; else
		echo "not ok $text"
		{ echo "exit $code, $seconds s, $peak bytes"; head -5 "$folder/err" | cut -c1-200; } | sed 's/^/# /'
		failed=1
	fi
}
check() { if sh -c "$2"; then echo "ok $1"; else echo "not ok $1"; failed=1; fi; }
head="id,family,given,born,place"

# 10,000 rows that are all the same
awk -v h="$head" 'BEGIN { print h; for (i = 1; i <= 10000; i++) print i ",Мельник,Іван,1990-05-07,Суми" }' >"$folder/same.csv"
links "10,000 rows that are all the same" "10000 records have exactly the same values" 120 "$folder/same.csv"
check "and no more than 40 pairs a record are compared" "awk -F'[:,]' '/\"candidates_per_record\"/ { exit !(\$2 <= 41) }' '$folder/report.json'"

# 10,000 empty names among some people
awk -v h="$head" 'BEGIN { print h; for (i = 1; i <= 10000; i++) print i ",,,," ; for (i = 1; i <= 200; i++) print "p" i ",Бойко" i % 90 ",Іван,19" 60 + i % 39 "-05-0" 1 + i % 9 ",Суми" }' >"$folder/empty.csv"
links "10,000 rows without any value" "" 120 "$folder/empty.csv"
check "none of them is linked to anything" "! awk -F, 'NR > 1 && (\$1 !~ /^p/ || \$2 !~ /^p/) { found = 1 } END { exit !found }' '$folder/pairs.csv'"

# one name of a megabyte
awk -v h="$head" 'BEGIN { print h; s = "Щ"; while (length(s) < 500000) s = s s; print "1," s ",Іван,1990-05-07,Суми"; print "2," s ",Іван,1990-05-07,Суми"
	for (i = 3; i <= 200; i++) print i ",Бойко" i % 90 ",Олег,19" 60 + i % 39 "-05-0" 1 + i % 9 ",Суми" }' >"$folder/huge.csv"
links "a name of a megabyte, twice" "" 150 "$folder/huge.csv"
check "the two are found to be the same" "grep -q '^1,2,' '$folder/pairs.csv'"

# right to left, direction signs, letters without rules, and signs alone
awk -v h="$head" 'BEGIN { print h
	for (i = 1; i <= 300; i++) { print "a" i ",\xd7\x90\xd7\x91\xd7\xa8\xd7\x94\xd7\x9d,\xd8\xb9\xd9\x84\xd9\x8a,19" 60 + i % 39 "-05-0" 1 + i % 9 ",\xe2\x80\xae\xd8\xad\xd9\x84\xd8\xa8\xe2\x80\xac"
		print "b" i ",....,????,99.99.9999,,,"; print "c" i ",\xe2\x80\x8f\xe2\x80\x8f,\xe5\xb1\xb1\xe7\x94\xb0,31.02.1990,!" } }' | sed 's/,99.99.9999,,,/,99.99.9999,/' >"$folder/signs.csv"
links "right to left, direction signs, signs alone" "could not be read as date" 120 "$folder/signs.csv"

# only initials
awk -v h="$head" 'BEGIN { split("А Б В Г Д Е Ж З І К", l, " "); print h; for (i = 1; i <= 5000; i++) print i "," l[1 + i % 10] ".," l[1 + i % 7] ".,," }' >"$folder/initials.csv"
links "5,000 rows of initials alone" "" 120 "$folder/initials.csv"
check "initials alone confirm nobody" "[ \$(wc -l <'$folder/pairs.csv') -eq 1 ]"

# whole names of many words, and one person in 3,000 spellings of the case
awk 'BEGIN { print "id,name"; for (i = 1; i <= 300; i++) { s = ""; for (k = 0; k < 200; k++) s = s " слово" (i * k) % 977; print i "," s } }' >"$folder/words.csv"
links "names of two hundred words" "" 150 "$folder/words.csv"
printf 'id,family\n1,Вовк\n' >"$folder/one.csv"
links "a single row" "" 100 "$folder/one.csv"
exit $failed
