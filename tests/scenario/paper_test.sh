#!/bin/sh
# The paper for a day without machines: forms in both languages, what is due without a name, names for a purpose alone, and filled
# forms that come back in.
# usage: paper_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
ok() { text=$1; shift; if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi; }
load() { cat >"$folder/$1.csv"; "$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }; }
run() { "$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null; }
says() { grep -qF -- "$1" "$folder/out"; }
"$program" init --training >/dev/null || exit 1
for lang in en uk; do
	"$program" --lang $lang paper --pdf "$folder/$lang.pdf" >"$folder/$lang.said"; ok "$lang: printed" test $? = 0
	ok "$lang: on paper, not on the screen as well" test ! -s "$folder/$lang.said"
	"$program" --lang $lang paper >"$folder/$lang.txt"; ok "$lang: as text" test $? = 0
	ok "$lang: a PDF" sh -c 'head -c 5 "$1" | grep -q "%PDF-"' sh "$folder/$lang.pdf"
	ok "$lang: six parts" test "$(grep -cE '^[1-6]\. ' "$folder/$lang.txt")" = 6
	"$program" --lang $lang paper --json | grep -c '"kind"' >"$folder/$lang.count"
	"$program" --lang $lang paper --json | sed -n 's/.*"columns": //p' >"$folder/$lang.columns"
done
ok "the call-back phrase" grep -q "Call-back phrase" "$folder/en.txt"
ok "both languages have the same lines" cmp "$folder/en.count" "$folder/uk.count"
ok "and type them into the same columns" cmp "$folder/en.columns" "$folder/uk.columns"
run paper now; ok "nothing else is printed" test $? = 2
run paper acts forms; ok "one at a time" test $? = 2
run paper acts --days 0; ok "no days" test $? = 2
run paper acts --days 400; ok "not more than a year" test $? = 2

# ---- what is due
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\n' | load parties
printf 'id,name,party\nR,Northland,S\n' | load regions
printf 'id,name,kind,grade\nREC,a report,intelligence,B\n' | load sources
printf 'id,name,axis,sensitive\nk1,wanted,recruitment,no\n' | load categories
cat <<'END' | load persons
id,side,family,given,born,categories,holder,register,captured,missing_since,party,wills,interviewed,confirmed
A1,ours,Шевченко,Микола,1987-06-25,,S,captive,2025-02-20,2025-02-20,,,,2025-02-20
A2,ours,Коваль,Петро,1988-06-25,,S,dead,,2025-02-20,,,,
B1,theirs,Петров,Олег,1980,k1,U,,2024-01-01,,S,yes,2025-01-10,
B2,theirs,Сидоров,Иван,1991,k1,U,,2024-01-01,,S,yes,2025-01-10,
B3,theirs,Орлов,Пётр,1992,k1,U,,2024-01-01,,S,no,2025-01-10,
END
printf 'id,person,name,source,happened,received,status\nR1,A1,Шевченко Микола,REC,2025-02-20,2025-02-21,captive\n' | load reports
cat <<'END' | load inquiries
id,person,name,relative,relation,contact,authorised,opened,next,due,phrase
Q1,A1,,Шевченко Олена,mother,+380 44 000 00 00,yes,2025-02-22,call Олена about Микола,2025-03-03,blue gate
Q2,A1,,Шевченко Ігор,brother,+380 44 000 00 01,no,2025-02-22,nothing,2025-06-01,red gate
Q3,A2,,Коваль Ніна,wife,+380 44 000 00 02,yes,2025-02-22,visit,2025-03-02,old well
END
"$program" round new N1 --date 2025-03-02 --venue "a crossing" --parties "U;S" >/dev/null
"$program" round new N2 --date 2025-04-02 --venue "a crossing" --parties "U;S" >/dev/null
"$program" round minute N1 --kind promised --words "Шевченко comes home" --party S --due 2025-02-25 >/dev/null
printf 'person,direction\nB1,given\nB2,given\n' >"$folder/agreed.csv"
"$program" --as negotiator round agree N1 "$folder/agreed.csv" --party S >/dev/null || failed=1
"$program" --as case-officer withhold A1 --to family --reason x --until 2025-03-04 >/dev/null
"$program" --as legal-officer hold B1 --reason "case 7" >/dev/null
run paper acts; ok "what is due" test $? = 0
for line in "2025-03-02  *N1 " "2025-02-25  *late .*N1, " "2025-03-03 .*Q1" "2025-03-04 .*withholding" "h-.*person"; do ok "due: $line" grep -qE "$line" "$folder/out"; done
for word in N2 Q2; do ok "not due: $word" sh -c '! grep -q "$2" "$1"' sh "$folder/out" "$word"; done
run paper acts --days 60; ok "with more days" says N2
run paper acts --days 13; ok "a clock that runs out: the card" grep -qE "2025-03-13 .*GC III 70 " "$folder/out"
run paper acts --days 12; ok "a clock that runs on is not there yet" sh -c '! grep -q "GC III 70 " "$1"' sh "$folder/out"
unnamed() { ! grep -qE "Шевченко|Коваль|Петров|Сидоров|Орлов|Олена|Ніна|blue gate|old well|380|comes home|case 7" "$folder/all"; }
for lang in en uk; do for form in "" --json; do run --lang $lang paper --days 60 $form; cp "$folder/out" "$folder/all"; ok "$lang $form: no name, no number, no phrase, nobody's words" unnamed; done; done
run --as negotiator paper acts; ok "what a role does not see is not there" sh -c '! grep -q "Q1" "$1"' sh "$folder/out"
ok "and said" grep -q "Not for this role: .*inquiries" "$folder/out"
run --as family-liaison paper acts; ok "his own part is" says Q1
ok "the rounds are not" sh -c '! grep -q "N1" "$1"' sh "$folder/out"

# ---- names for a purpose
run paper --round N1; ok "no names without a purpose" test $? = 2
run paper --round N1 --purpose " "; ok "nor for a blank one" test $? = 2
run paper --callbacks; ok "no relatives either" test $? = 2
run paper --phrases; ok "nor phrases" test $? = 2
run paper --callbacks --phrases --purpose x; ok "never both on one paper" test $? = 2
run paper acts --round N1 --purpose x; ok "names and acts are two papers" test $? = 2
run paper --round N9 --purpose x; ok "no such round" test $? != 0
run --as debriefer paper --round N1 --purpose x; ok "a role without rounds" test $? = 4
run --as case-officer paper --callbacks --purpose x; ok "relatives are for who speaks with them" test $? = 4
run --as case-officer paper --phrases --purpose x; ok "phrases too" test $? = 4
run --as case-officer paper --round N1 --purpose "to bring them"; ok "who is called" says "Петров Олег"
ok "and nobody else" sh -c '! grep -qE "Орлов|Шевченко" "$1"' sh "$folder/out"
run --as case-officer paper --round N1 --purpose x --pdf "$folder/calls.pdf"; ok "on paper" sh -c 'head -c 5 "$1" | grep -q "%PDF-"' sh "$folder/calls.pdf"
if command -v pdftotext >/dev/null; then
	pdftotext "$folder/calls.pdf" "$folder/calls.txt"
	ok "a classification, a page number, a day, who printed it" sh -c 'grep -q "Restricted" "$1" && grep -q "page 1 of" "$1" && grep -q "as of 2025-02-28" "$1" && grep -q "case-officer" "$1"' sh "$folder/calls.txt"
fi
"$program" --as case-officer withhold B1 --to S --reason x >/dev/null
run --as case-officer paper --round N1 --purpose "to bring them"; ok "withheld in the meantime: not called" sh -c '! grep -q "Петров" "$1" && grep -q "Сидоров" "$1"' sh "$folder/out"
run --as family-liaison paper --callbacks --days 7 --purpose "calls of today"; ok "relatives who wait" says "Шевченко Олена"
ok "no phrase beside" sh -c '! grep -q "blue gate" "$1"' sh "$folder/out"
ok "told in person: not on a list of calls" sh -c '! grep -qE "Ніна|Q3" "$1"' sh "$folder/out"
ok "withheld from the family: the register's name is not there" sh -c '! grep -q "Шевченко Микола" "$1"' sh "$folder/out"
run --as family-liaison paper --phrases --days 7 --purpose "calls of today"; ok "phrases by number" says "blue gate"
ok "without relative, without telephone" sh -c '! grep -qE "Олена|380|Шевченко|Q3" "$1"' sh "$folder/out"

# ---- whose data a lost paper touched
"$program" --as case-officer search "Сидоров Иван" >/dev/null
person=$("$program" person B2 --json | sed -n 's/.*"id": "\(p-[^"]*\)".*/\1/p' | head -1)
run --as auditor breach-report --user case-officer; ok "each on a printed call list is touched" says "$person"
ok "not what was typed into a search" sh -c '! grep -q "Сидоров" "$1"' sh "$folder/out"
ok "and that is said" says "what was typed into a search"
run --as auditor breach-report --user family-liaison; ok "and each relative" says "Q1"
# ---- filled forms come back
for form in report:reports inquiry:inquiries transfer:deliveries; do
	"$program" paper entry "${form%:*}" >"$folder/head.csv" 2>"$folder/how"; ok "entry ${form%:*}" test $? = 0
	"$program" import "${form#*:}" --columns | sed -n 's/^\([a-z_]*\)[*]\{0,1\} (.*/\1/p' >"$folder/known"
	tr ',' '\n' <"$folder/head.csv" | sort | uniq -d >"$folder/twice"; ok "no header twice" test ! -s "$folder/twice"
	tr ',' '\n' <"$folder/head.csv" | grep -vxF -f "$folder/known" >"$folder/unknown"; ok "every header is a column of ${form#*:}" test ! -s "$folder/unknown"
done
typed() { # typed FORM FILE "column=value" ...: a row under the headers of the form
	"$program" paper entry "$1" 2>/dev/null >"$2"; form=$1 file=$2; shift 2
	for column in $(head -1 "$file" | tr ',' ' '); do
		value=
		for pair; do [ "${pair%%=*}" = "$column" ] && value=${pair#*=}; done
		printf '%s"%s"' "${row-}" "$value"; row=,
	done >>"$file"
	unset row; echo >>"$file"
}
typed report "$folder/report.csv" id=paper-0001 "note=written by the officer on duty, 14:10" source=REC first_hand=так "name=Шевченко Микола" born=1987 happened=2025-02-27 received=2025-02-28 credibility=2 status=captive "text=He is alive."
run import reports "$folder/report.csv"; ok "a report" says "new 1"
typed inquiry "$folder/inquiry.csv" id=paper-0002 opened=2025-02-28 "relative=Бойко Ганна" relation=mother contact=letter "name=Бойко Іван" "phrase=green door" authorised=так conflict=ні next=call due=2025-03-05
run import inquiries "$folder/inquiry.csv"; ok "an inquiry" says "new 1"
typed transfer "$folder/came.csv" person=B2 outcome=delivered
run --as negotiator round deliver N1 "$folder/came.csv" --date 2025-02-28; ok "a handover" test $? = 0
run paper entry gate; ok "an act is typed as an act" test $? != 0
ok "and the forms are named" grep -q "report, inquiry, transfer" "$folder/err"
exit $failed
