#!/bin/sh
# trace, review and lists that came in, as reviewers use them, on a small invented register.
# usage: tracing_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
cd "$folder" || exit 1
failed=0
ok() { # ok TEXT COMMAND...: the command must succeed
	text=$1; shift
	if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi
}
runs() { # runs CODE WORDS ARGUMENTS...: exit code, and the words in stdout or stderr
	code=$1; words=$2; shift 2
	"$program" "$@" >out 2>err </dev/null; got=$?
	[ "$got" = "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" out err; } && return 0
	echo "# $*: exit $got instead of $code, or without \"$words\":"; head -20 out err | sed 's/^/#   /'; return 1
}
has() { grep -qF -- "$1" out; }
lacks() { ! grep -qF -- "$1" out; }
person_of() { "$program" person "$1" --json 2>/dev/null | sed -n 's/^ *"id": "\(p-[^"]*\)".*/\1/p' | head -1; }

"$program" init --training >/dev/null || exit 1
"$program" setting as_of 2025-02-01 >/dev/null
"$program" setting trace.keep 0.01 >/dev/null # in a small register a name is worth little
cat >parties.csv <<'E'
id,name,side,kind
U,Us,ours,state
S,Them,theirs,state
E
cat >sources.csv <<'E'
id,kind,grade
V,video,C
E
cat >persons.csv <<'E'
id,side,family,given,patronymic,born,unit,register,returned,civilian,callsign
A1,ours,Шевченко,Микола,Іванович,1990-05-01,u1,missing,,,Вовк
A2,ours,Шевченко,Микола,Петрович,1971-11-20,u2,missing,,,
A3,ours,Бондар,Олег,Ігорович,1988-02-03,u1,captive,,,
A4,ours,Гайдук,Іван,Степанович,1995-07-07,u3,returned,2024-12-01,,
A5,ours,Лисенко,Петро,Олегович,1980-01-15,u3,dead,,,
A6,ours,Мельник,Ганна,Юріївна,1979-03-12,,captive,,yes,
A7,ours,Бондарь,Олег,Игоревич,1988-02-03,u1,missing,,,
B1,theirs,Петров,Пётр,Петрович,1999-09-09,,,,,
E
# people around them, so that names and days of birth have frequencies
awk 'BEGIN {
	split("Кравченко Поліщук Савченко Ткачук Руденко Мороз Павленко Гончар Левченко Кушнір", family, " ")
	split("Андрій Сергій Юрій Віктор Роман Тарас", given, " ")
	for (i = 1; i <= 180; i++)
		printf "N%03d,ours,%s,%s,,%d-%02d-%02d,u%d,missing,,,\n", i, family[i % 10 + 1], given[i % 6 + 1],
			1970 + i * 7 % 35, i * 5 % 12 + 1, i * 11 % 28 + 1, i % 9 + 4
}' >>persons.csv
cat >reports.csv <<'E'
id,name,born,source,happened,received,status,callsign
R1,Shevchenko Mykola,1990-05-01,V,2025-01-02,2025-01-03,captive,
R2,Шевченко Микола,,V,2025-01-02,2025-01-03,captive,
R3,Bondar Oleh,1988-02-03,V,2025-01-05,2025-01-06,captive,
R4,Невідомий Богдан,1960-01-01,V,2025-01-05,2025-01-06,captive,
R5,Гайдук Іван Степанович,,V,2025-01-05,2025-01-06,captive,
E
awk -F, 'NR > 9 && NR % 4 == 0 { printf "Q%03d,%s %s,%s,V,2025-01-02,2025-01-03,captive,\n", NR, $3, $4, $6 }' persons.csv >>reports.csv
for kind in parties sources persons reports; do
	"$program" import $kind $kind.csv >/dev/null 2>err || { sed 's/^/# /' err; echo "not ok import $kind"; exit 1; }
done

# ---- trace proposes, with reasons; a name alone is never likely
ok "trace proposes and joins nobody" runs 0 "proposals" trace
ok "the queue shows pairs with reasons" runs 0 "born" review --most 1000
ok "R1 with A1" has "R1  A1"
ok "a name alone is told as such" has "nothing but the name agrees: that confirms nobody"
"$program" review --most 1000 --json >queue.json 2>/dev/null
ok "and is under 0.75" sh -c 'awk "/\"left\": \"R5\"/ { of = 1 } of && /probability/ { gsub(/[^0-9.]/, \"\"); if (\$0 >= 0.75) bad = 1; of = 0 } END { exit bad }" queue.json'
ok "no belief before a judgement" sh -c '! "$1" person A1 2>/dev/null | grep -q "R1"' - "$program"

# ---- what is the same is not compared again, and what would come of it is what stands
proposals() { # DB: every open proposal with its probability and reasons
	"$program" --db "$1" review --most 100000 --json 2>/dev/null | sed 's/"clock": "[^"]*"//; s/"head": "[^"]*"//'
}
ok "nothing has changed: nothing is compared" runs 0 "nothing was compared" trace
ok "with the same figures" sh -c '"$1" trace --json 2>/dev/null >first; "$1" trace --again --json 2>/dev/null >second; sed "/compared/d" first >f; sed "/compared/d" second >s; cmp f s && grep -q "\"compared\": \"nothing\"" first && grep -q "\"compared\": \"everything\"" second' - "$program"
proposals "$HOMEWARD_DB" >stand.json
"$program" trace --again >/dev/null 2>&1
proposals "$HOMEWARD_DB" >anew.json
ok "the proposals that stand are those of a comparison of everything" cmp stand.json anew.json
ok "they are some" sh -c 'test "$(grep -c probability stand.json)" -gt 5'
cp "$HOMEWARD_DB" more.db
printf 'id,name,born,source,happened,received,status,callsign\nR8,Lysenko Petro,1980-01-15,V,2025-01-02,2025-01-03,captive,\n' >r8.csv
"$program" --db more.db import reports r8.csv >/dev/null 2>&1
ok "a report more: it alone is compared" runs 0 "1 new, changed or judged records" --db more.db trace
ok "and proposed" sh -c '"$1" --db more.db review --most 1000 2>/dev/null | grep -q "R8  A5"' - "$program"
ok "then nothing" runs 0 "nothing was compared" --db more.db trace
ok "a judgement: what was judged is compared" sh -c '"$1" --db more.db review reject R8 A5 --reason no >/dev/null 2>&1; "$1" --db more.db trace 2>/dev/null | grep -q "1 new, changed or judged"' - "$program"
ok "and the pair is not proposed again" sh -c '! "$1" --db more.db review --most 1000 2>/dev/null | grep -q "R8  A5"' - "$program"
ok "a changed setting: compared" sh -c '"$1" --db more.db setting trace.keep 0.02 >/dev/null 2>&1; "$1" --db more.db trace 2>/dev/null | grep -q "Everything was compared"' - "$program"
ok "another place alone: nothing" sh -c 'printf "id,name,side\nZ1,Zone,theirs\n" >zone.csv; "$1" --db more.db import regions zone.csv >/dev/null 2>&1; "$1" --db more.db trace 2>/dev/null | grep -q "nothing was compared"' - "$program"

# ---- what is new is held against the register by what was learnt: as if all had been compared, and one by one as together
cp "$HOMEWARD_DB" one.db
cp "$HOMEWARD_DB" together.db
cat >late.csv <<'E'
id,name,born,source,happened,received,status,callsign
L1,Шевченка Миколу Івановича,1990-05-01,V,2025-01-02,2025-01-03,captive,
L2,Bondar Oleh,1988-02-03,V,2025-01-02,2025-01-03,captive,
L3,Гайдук І. С.,1995-07-07,V,2025-01-02,2025-01-03,captive,
L4,Вовк,1990-05-01,V,2025-01-02,2025-01-03,captive,Вовк
L5,Нікому Невідомий,,V,2025-01-02,2025-01-03,captive,
E
pairs() { # DB: left, right and probability of the queue, in order
	"$program" --db "$1" review --most 100000 --json 2>/dev/null | sed -n 's/^ *"\(left\|right\|probability\)": //p' | paste - - - | sort
}
for row in 2 3 4 5 6; do
	sed -n "1p;${row}p" late.csv >single.csv
	"$program" --db one.db import reports single.csv >/dev/null 2>&1
	"$program" --db one.db trace --json 2>/dev/null | grep -q '"compared": "new"' || echo "not ok row $row alone"
done
"$program" --db together.db import reports late.csv >/dev/null 2>&1
ok "five more: they alone" sh -c '"$1" --db together.db trace --json 2>/dev/null | grep -q "\"placed\": 5"' - "$program"
pairs one.db >one.txt
pairs together.db >together.txt
ok "one by one as together" cmp one.txt together.txt
ok "they are proposed" sh -c 'test "$(grep -c "L[1-4]" together.txt)" -ge 3'
"$program" --db together.db trace --again >/dev/null 2>&1
pairs together.db >again.txt
ok "a comparison of everything proposes the same pairs of the likely ones" sh -c '
	for f in together again; do awk -F"\t" "/L[1-5]/ && \$3 + 0 >= 0.5 { print \$1, \$2 }" $f.txt >$f.likely; done; cmp together.likely again.likely && test -s again.likely'
awk 'BEGIN { print "id,name,born,source,happened,received,status,callsign"
	for (i = 0; i < 60000; i++) long = long "Мельник "
	print "X1," long ",,V,2025-01-02,2025-01-03,captive,"
	print "X2,محمد علي,,V,2025-01-02,2025-01-03,captive,"
	print "X3,І. І.,,V,2025-01-02,2025-01-03,captive,"
	print "X4,\342\200\256ивокуж,,V,2025-01-02,2025-01-03,captive,"
	print "X5,-,,V,2025-01-02,2025-01-03,captive," }' >odd.csv
"$program" --db together.db import reports odd.csv >/dev/null 2>&1
ok "a name of 800 kilobytes, one from right to left, initials alone: placed" sh -c 'timeout 60 "$1" --db together.db trace --json 2>/dev/null | grep -q "\"compared\": \"new\""' - "$program"
sed 's/^L2,Bondar Oleh/L2,Kravchenko Ivan/' late.csv >late2.csv
"$program" --db one.db import reports late2.csv >/dev/null 2>&1
"$program" --db one.db trace >/dev/null 2>&1
ok "a report that was changed loses its proposals" sh -c '! "$1" --db one.db review --most 1000 2>/dev/null | grep -q "^\(L2  A3\|A3  L2\) "' - "$program"
sed 's/^A6,/A9,/' persons.csv >persons2.csv
"$program" --db one.db import persons persons2.csv >/dev/null 2>&1
ok "another register: everything" runs 0 "Everything was compared" --db one.db trace

# ---- a person who stands on the register twice
twice() { # is the pair in the queue?
	"$program" review --most 1000 2>/dev/null | grep -qE "^(A3  A7|A7  A3) "
}
ok "two rows of the register that may be one person are proposed" twice
ok "people of two sides are not" sh -c '! "$1" review --most 1000 2>/dev/null | grep -qE "^(B1  [AN]|[AN][0-9]*  B1) "' - "$program"
ok "trace says how many" sh -c '"$1" trace --json 2>/dev/null | grep -qE "\"doubles\": [1-9]"' - "$program"
ok "judged to be two" runs 0 "different" review reject A3 A7 --reason "two brothers"
"$program" trace >/dev/null 2>&1
ok "they are not proposed again" sh -c '! "$1" review --most 1000 2>/dev/null | grep -qE "^(A3  A7|A7  A3) "' - "$program"
ok "until the judgement is taken back" runs 0 "taken back" review undo A3 A7 --reason "not sure"
ok "then they are" twice

# ---- judgements need grounds
ok "accept without a reason: exit 2" runs 2 "needs a reason" review accept R1 A1
ok "accept on a name alone is refused" runs 3 "a name alone confirms nobody" review accept R2 A1 --reason "looks like him"
ok "with the way out" grep -qF -- "--besides" err
ok "nothing was changed" sh -c '! "$1" person A1 2>/dev/null | grep -q "R2"' - "$program"
ok "accept what agrees in the birth" runs 0 "R1 and A1: same" review accept R1 A1 --reason "same birth, seen on the video"
ok "the person has the report" sh -c '"$1" person A1 2>/dev/null | grep -q "R1"' - "$program"
ok "what else is known makes a name enough" runs 0 "same" review accept R5 A4 --reason "his mother" --besides "voice known to the mother"
ok "it stands with the judgement" sh -c '"$1" person A4 2>/dev/null | grep -q "R5"' - "$program"
ok "an unknown id: exit 3" runs 3 "there is no report and no person" review accept R9 A1 --reason x
ok "a record against itself: exit 3" runs 3 "" review reject R1 R1 --reason x

# ---- undo: the retraction of a judgement
ok "undo needs a reason" runs 2 "reason" review undo R5 A4
ok "undo parts what was joined" runs 0 "taken back" review undo R5 A4 --reason "the mother was wrong"
ok "the report is gone from the person" sh -c '! "$1" person A4 2>/dev/null | grep -q "R5"' - "$program"
ok "its pair is open again" runs 0 "R5  A4" review --most 1000
ok "undo twice: nothing stands" runs 3 "no judgement" review undo R5 A4 --reason again

# ---- rejected pairs stay rejected until one side has new facts
ok "reject" runs 0 "different" review reject R3 A3 --reason "another voice"
ok "unsure" runs 0 "unsure" review unsure R2 A2 --reason "too little"
"$program" trace >/dev/null 2>&1
ok "trace does not ask again about R3 and A3" sh -c '"$1" review --most 1000 2>/dev/null >out; ! grep -q "R3  A3" out' - "$program"
ok "nor about what was unsure" lacks "R2  A2"
ok "once more" sh -c '"$1" trace >/dev/null 2>&1; "$1" review --most 1000 2>/dev/null >out; ! grep -q "R3  A3" out' - "$program"
sed 's/^R3,.*/R3,Bondar Oleh Ihorovych,1988-02-03,V,2025-01-05,2025-01-06,captive,/' reports.csv >reports2.csv
"$program" import reports reports2.csv >/dev/null 2>&1
"$program" trace >/dev/null 2>&1
ok "new facts on one side: it is asked again" runs 0 "R3  A3" review --most 1000
ok "and says that it was judged before" has "judged different by"

# ---- two people of the register: a second person, former ids, undo
first=$(person_of A3); second=$(person_of A7)
ok "merging two people waits for a second person" runs 0 "second person" --as tracing-analyst review accept A3 A7 --reason "same man twice"
id=$(sed -n 's/.*confirm \([^ ]*\)$/\1/p' out | tail -1)
ok "nor may a report join them in two steps" sh -c '
	cp "$HOMEWARD_DB" detour.db; rm -f detour.db-wal detour.db-shm
	"$1" --db detour.db --as tracing-analyst review accept R2 A3 --reason "his report" --besides "his cellmate" >/dev/null 2>&1
	"$1" --db detour.db --as tracing-analyst review accept R2 A7 --reason "his report" --besides "his cellmate" >out2 2>&1
	grep -q "second person" out2' - "$program"
ok "nobody is merged yet" test "$(person_of A3)" != "$(person_of A7)"
ok "the same user may not confirm" runs 4 "another user" --as tracing-analyst confirm "$id"
ok "another may" runs 0 "" --as case-officer confirm "$id"
ok "now they are one" test "$(person_of A3)" = "$(person_of A7)"
ok "every old id resolves" sh -c '"$1" person "$2" >/dev/null 2>&1 && "$1" person "$3" >/dev/null 2>&1' - "$program" "$first" "$second"

# ---- contradictions are shown, not broken
ok "A7 is R3, says one" runs 0 "same" review accept R3 A7 --reason "same birth and unit"
ok "R3 is not A3, says another" runs 0 "different" review reject R3 A3 --reason "another voice"
ok "which contradicts" has "contradict"
ok "nothing was broken" test "$(person_of A3)" = "$(person_of A7)"
ok "the list of contradictions" runs 0 "and yet" review conflicts
ok "shows the chain" has "persons A7"
ok "as JSON" sh -c '"$1" review conflicts --json 2>/dev/null | grep -q "\"chain\": \".* = .* = "' - "$program"
ok "unmerge is a retraction" runs 0 "taken back" review undo A3 A7 --reason "two men after all"
ok "the two are two again" test "$(person_of A3)" != "$(person_of A7)"
ok "with the ids they had" test "$(person_of A3) $(person_of A7)" = "$first $second"
ok "no contradiction is left" runs 0 "No judgement contradicts" review conflicts

# ---- lists that came in
cat >lists.csv <<'E'
id,direction,kind,party,received
L1,in,held,S,2025-01-20
L2,out,wanted,S,2025-01-21
E
cat >entries.csv <<'E'
id,list,row,name,born
E1,L1,1,Шевченко Николай Иванович,1990-05-01
E2,L1,2,Gaiduk Ivan,1995-07-07
E3,L1,3,Лысенко Пётр Олегович,1980-01-15
E4,L1,4,Szewczenko Mykoła,1990-05-01
E5,L1,5,Мельник Анна Юрьевна,1979-03-12
E6,L1,6,Зозуля Тарас,1991-01-01
E7,L1,7,Петров Петр Петрович,1999-09-09
E8,L1,8,Gaiduk Ivan,
E
"$program" import lists lists.csv >/dev/null 2>&1
ok "import of names answers each of them" runs 0 "already home" import entries entries.csv
"$program" trace --list L1 --csv >answers.csv 2>/dev/null
answer() { grep ",$1," answers.csv | grep -qF -- ",$2,"; }
ok "held" answer E1 held
ok "already home" answer E2 already_home
ok "dead" answer E3 dead
ok "duplicate of an earlier row" answer E4 duplicate
ok "civilian" answer E5 civilian
ok "unknown" answer E6 unknown
ok "not ours" answer E7 not_ours
ok "a name alone takes nobody off a list: unknown" answer E8 unknown
ok "with the likeliest person beside" sh -c 'grep ",E8," answers.csv | grep -q ",unknown,A[0-9]"'
ok "with the reasons" grep -q "E2.*came home on 2024-12-01" answers.csv
ok "and the certainty" grep -q "E1.*likely" answers.csv
ok "a list that went out is not answered" runs 3 "went out" trace --list L2
ok "no such list: exit 3" runs 3 "there is no list" trace --list L9
ok "no list named: exit 2 with the remedy" runs 2 "trace --list ID" trace --list ""
ok "an administrator sees no answers" runs 4 "" --as administrator trace --list L1
ok "names on lists are proposed for review too" sh -c '"$1" trace 2>/dev/null | grep -q "names on lists"' - "$program"
ok "their pairs stand in the queue" runs 0 "E1  A1" review --most 1000
ok "the ledger verifies" runs 0 "" verify

exit $failed
