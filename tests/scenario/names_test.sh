#!/bin/sh
# homeward names as its users call it.  usage: names_test.sh PROGRAM SOURCE_DIR
program=$1
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
	"$@" >"$folder/said" 2>"$folder/err"
	[ $? -eq "$want" ]
}
says() { # TEXT COMMAND...: the output holds the text
	words=$1
	shift
	"$@" >"$folder/said" 2>&1 && grep -qF -- "$words" "$folder/said"
}
refuses() { # CODE TEXT COMMAND...: the exit code, and the text on stderr
	code=$1 words=$2
	shift 2
	"$@" >"$folder/said" 2>"$folder/err"
	[ $? -eq "$code" ] && grep -qF -- "$words" "$folder/err" && [ ! -s "$folder/said" ]
}
unset LC_ALL LANG
export LC_ALL=C

printf 'Згорани\nРозгон\n' >"$folder/lines"
check "romanize reads lines" sh -c "'$program' names romanize --scheme kmu2010 <'$folder/lines' | tr '\n' ' ' | grep -qx 'Zghorany Rozghon '"
check "romanize by ICAO finds the orthography of a line" says "Sergei Grigorev" "$program" names romanize --scheme icao9303 "Сергей Григорьев"
check "and of a Ukrainian line" says "Serhii Hryhorenko" "$program" names romanize --scheme icao9303 "Сергій Григоренко"
check "an undecided line as the user says" says "Pavel Grigorev" "$program" names romanize --scheme icao9303 --spelling ru "Павел Григорьев"
check "letters outside the scheme are said" sh -c "'$program' names romanize 'Эльза' 2>&1 >/dev/null | grep -q '1 letters are not in this scheme'"
check "an unknown scheme: usage, with the four" refuses 2 "kmu2010, icao9303, bgn-pcgn, iso9" "$program" names romanize --scheme gost "Іван"
check "broken UTF-8: bad input with the line" sh -c "printf 'Іван\n\\377\n' | '$program' names romanize 2>'$folder/err'; [ \$? -eq 3 ] && grep -q 'line 2' '$folder/err'"

check "compare says why" says "Mykola = Nikolai: same name" "$program" names compare "Lysenko Mykola" "Lysenko Nikolai"
check "compare as JSON" sh -c "'$program' names compare --json 'Ткач Іван' 'Ткачук Іван' | grep -q '\"likeness\": 0\\.[0-4]'"
check "look-alike letters are noted" says "look-alike letters" "$program" names compare "Гайдук Іван" "Гайдук Iвaн"
check "one name alone: usage" refuses 2 "two names" "$program" names compare "Іван"
printf 'a,b,same\nЛисенко Микола,Lysenko Nikolai,true\nТкач,Ткачук,false\n"Бойко, Олег",Oleh Boiko,1\n' >"$folder/pairs.csv"
check "compare --pairs keeps the columns and adds the likeness" sh -c "'$program' names compare --pairs '$folder/pairs.csv' --columns a,b | head -1 | grep -qx 'a,b,same,likeness'"
check "with a truth the quality goes to stderr" sh -c "'$program' names compare --pairs '$folder/pairs.csv' --columns a,b --truth same 2>&1 >/dev/null | grep -q 'F1 1.0000'"
check "no such column: bad input with the columns" refuses 3 "the file has a, b, same" "$program" names compare --pairs "$folder/pairs.csv" --columns a,c
check "no such file: bad input" refuses 3 "nowhere.csv" "$program" names compare --pairs "$folder/nowhere.csv" --columns a,b
check "one column: usage" refuses 2 "two columns" "$program" names compare --pairs "$folder/pairs.csv" --columns a
: >"$folder/empty.csv"
check "an empty file: bad input" refuses 3 "empty" "$program" names compare --pairs "$folder/empty.csv" --columns a,b
printf 'a,b,same\nx,y,perhaps\n' >"$folder/wrong.csv"
check "a truth that is none: file, row and value" refuses 3 'wrong.csv:2: same: "perhaps"' "$program" names compare --pairs "$folder/wrong.csv" --columns a,b --truth same

check "back reads Latin letters as Ukrainian" sh -c "'$program' names back Yevhen | cut -f1 | grep -qx 'Євген'"
check "and as Russian, from standard input" sh -c "printf 'Sergey\nIlya\n' | '$program' names back --spelling ru | cut -f1 | tr '\n' ' ' | grep -qx 'Сергей Илья '"
check "a wrong encoding is noted" says "a wrong encoding was undone" "$program" names compare "Р“РѕРЅС‡Р°СЂ Р†РІР°РЅ" "Гончар Іван"
check "a wrong layout is noted" says "wrong layout of the keyboard" "$program" names compare "Itdxtyrj" "Шевченко"
check "lemma gives the nominative first" sh -c "'$program' names lemma 'Шевчука Миколу' | cut -f1 | grep -qx 'Шевчук Микола'"
check "and the text as it is among the readings" says "Шевчука Миколу" "$program" names lemma "Шевчука Миколу"
check "parse takes rank, initials and year off" sh -c "'$program' names parse 'ст. солдат Шевчук М.І. 1990 г.р.' | tr '\n' ';' | grep -q 'rank: ст. солдат;family: Шевчук;given initial: М;patronymic initial: І;born: 1990;'"
check "a short form of several names says which" says "given may be: Віктор, Віталій" "$program" names parse "Коваль Вітя"
check "and that it may be" says "may be the same name; the short form stands for 2" "$program" names compare "Коваль Вітя" "Коваль Віталій"
check "a family name in brackets is another one of the person" says "other family: Петренко" "$program" names parse "Іваненко (Петренко) Оксана"
check "parse as JSON" says '"patronymic":"Іванович"' "$program" names parse --json "Шевчук Микола Іванович"
check "nothing to do: usage" exits 2 "$program" names
check "an unknown word: usage" refuses 2 'no "translate"' "$program" names translate
exit $failed
