#!/bin/sh
# homeward search: names of a file and of the register.   sh search_test.sh PROGRAM SOURCE
program=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1
failed=0
check() { # TEXT COMMAND...
	text=$1
	shift
	if "$@"; then echo "ok $text"; else
		echo "not ok $text"
		failed=1
	fi
}
exits() { # CODE COMMAND...
	code=$1
	shift
	"$@" >out 2>err
	[ $? -eq "$code" ]
}
export HOMEWARD_DB="$work/bureau.db"

cat >names.csv <<'E'
id,name,born
1,Шевченко Микола Іванович,1990-05-01
1,Шевченко Коля,1990-05-01
2,Шевчук Микола,1985
3,Ткаченко Олег,
4,Джеймс Уайт,
5,"Яворська, Олена",31.02.1990
E
cat >queries.csv <<'E'
who
Mykola Shevchenko
James White
Яворскую Елену
nobody at all
E
search="$program search --in names.csv --id id --name name"

$search --queries queries.csv --query who --top 2 --out hits.csv 2>figures
check "a file of queries gives a file of hits" grep -q '^query_row,rank,id,name,likeness$' hits.csv
check "across scripts" grep -q '^1,1,1,Шевченко' hits.csv
check "by sound" grep -q '^2,1,4,Джеймс Уайт' hits.csv
check "from an oblique case and another spelling" grep -q '^3,1,5,' hits.csv
check "one id is one hit" test "$(grep -c '^1,.,1,' hits.csv)" -eq 1
check "build time, p50, p99 and bytes are told" sh -c \
	'grep -q "built in .* s; .* bytes" figures && grep -q "p50 .* ms, p99 .* ms" figures'
for threads in 1 2 5; do
	$search --queries queries.csv --query who --top 2 --threads $threads --out hits.$threads 2>/dev/null
done
check "the same hits for any number of threads" sh -c 'cmp hits.csv hits.1 && cmp hits.1 hits.2 && cmp hits.2 hits.5'
$search "Шевченка Миколу" >one 2>/dev/null
check "one query is answered with reasons" grep -q 'read as an oblique case' one
check "as JSON too" sh -c "$search --json 'Шевченко' 2>/dev/null | grep -q '\"reasons\": \\['"
check "a year of birth counts" sh -c "$search --born born 'Шевченко Микола 1950' 2>err | grep -q '^  1  0.[0-6]'"
check "a date that is none is told" grep -q '1 dates of birth are no dates' err
check "a word that is not whole" sh -c "$search --prefix 'Ткач' 2>/dev/null | grep -q 'begins so'"
check "nobody: exit 1" exits 1 $search "42"
check "no column of that name: exit 3, the columns are told" exits 3 "$program" search --in names.csv --name title x
check "... the columns" grep -q 'the file has id, name, born' err
check "no file: exit 3 or 5" sh -c "! $program search --in nothing.csv --name name x 2>/dev/null"
check "--in without --name: exit 2" exits 2 "$program" search --in names.csv x
check "a query and a file of queries: exit 2" exits 2 $search --queries queries.csv --query who x
check "--out without --in: exit 2" exits 2 "$program" search --out hits.csv x
printf 'id,name\n' >empty.csv
check "a file without rows: exit 3" exits 3 "$program" search --in empty.csv --name name x
printf 'id,name\n1,\n2,"..."\n3,x\n' >odd.csv
check "names without letters do no harm" exits 1 "$program" search --in odd.csv --name name Шевченко

# ---- the beginning of a family name that is a form of address or a rank by itself
export HOMEWARD_DB="$work/beginnings.db"
"$program" init --training >/dev/null
printf 'id,side,family,given,born\nA1,ours,Панченко,Олег,1990\nA2,ours,Майоров,Іван,1991\n' >people.csv
"$program" import persons people.csv >/dev/null 2>&1
check "who types the beginning of Панченко finds him" sh -c '"$1" search Пан | grep -q "A1.*Панченко"' sh "$program"
check "so of Майоров" sh -c '"$1" search Майор | grep -q "A2.*Майоров"' sh "$program"
check "what has no letters is still no name" exits 2 "$program" search "!!!"
exit $failed
