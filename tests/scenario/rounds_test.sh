#!/bin/sh
# A round from its plan to the reconciliation, and attempts to get around what must hold: who may leave, two people, frozen
# lists, silence, promises against deliveries.
# usage: rounds_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
ok() { text=$1; shift; if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi; }
runs() { # runs CODE WORDS ARGUMENTS...
	code=$1; words=$2; shift 2
	"$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null; got=$?
	[ "$got" = "$code" ] && { [ -z "$words" ] || grep -qF -- "$words" "$folder/out" "$folder/err"; } && return 0
	echo "# $*: exit $got instead of $code, or without \"$words\":"; head -40 "$folder/out" "$folder/err" | sed 's/^/#   /'; return 1
}
has() { grep -qF -- "$1" "$folder/out"; }
lacks() { ! grep -qF -- "$1" "$folder/out" "$folder/err"; }
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
load() { # load KIND: rows on standard input
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}

"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\nM,Mediator,neutral,mediator,,\n' | load parties
printf 'id,name,axis,sensitive\nk1,wanted,recruitment,no\nk6,a small people,origin,yes\nk9,wounded of theirs,health,yes\nc9,wounded of ours,health,yes\nc1,guards,service,no\nc6,marines,service,no\n' | load categories
cat <<'END' | load persons
id,side,family,given,patronymic,born,categories,holder,register,missing_since,wounded,wills,court,civilian,interviewed
A1,ours,Шевченко,Микола,Іванович,1987-06-25,c1,S,captive,2023-01-10,,,,,
A2,ours,Бойко,Іван,,1990-01-01,c1,S,captive,2023-02-01,,,,,
A3,ours,Коваленко,Петро,,1995-03-04,c6,S,captive,2023-03-01,,,,,
A4,ours,Мельник,Олег,,1996-03-04,c6,S,captive,2023-03-01,,,,,
A5,ours,Ткачук,Юрій,,1996-04-04,c1,S,captive,2023-03-01,,,,,
A6,ours,Гончар,Іван,,1991-01-01,c1,S,captive,2024-02-01,,,,,
A7,ours,Гончар,Іван,,1991-01-01,c1,S,captive,2024-02-01,,,,,
A8,ours,Лис,Яків,,1991-05-05,c1,S,captive,2024-02-01,grave,,,,
B1,theirs,Петров,Олег,,1980,k1,U,,,,yes,,,2025-01-10
B2,theirs,Сидоров,Иван,,1991,k1,U,,,,no,,,2025-01-10
B3,theirs,Орлов,Пётр,,1992,k1,U,,,,yes,yes,,2025-01-10
B4,theirs,Белов,Семён,,1993,k1,U,,,grave,yes,,,2025-01-10
B5,theirs,Лапин,Юрий,,1994,k6,U,,,,,,,
B6,theirs,Гусев,Артур,,1994,k6,U,,,,yes,,yes,2025-01-10
B7,theirs,Зуев,Марк,,1994,k6,U,,,,yes,,,
B8,theirs,Котов,Лев,,1995,k6,U,,,,yes,,,2025-01-11
END
names() { printf 'id\n'; for n; do printf '%s\n' "$n"; done; }

# ---- what he wants counts when he was asked in private
cp "$HOMEWARD_DB" "$folder/asked.db"
asked() { "$program" --db "$folder/asked.db" plan --json 2>/dev/null | grep -o '[0-9]* of the people who could be given have not been asked' | cut -d' ' -f1; }
printf 'party,side,category,word,strength,since\nS,theirs,k1,asks_for,4,2024-01-01\nS,theirs,k6,asks_for,2,2024-01-01\nS,ours,c1,gives,1,2024-01-01\nS,ours,c6,gives,1,2024-01-01\n' >"$folder/i.csv"
"$program" --db "$folder/asked.db" import interests "$folder/i.csv" >/dev/null 2>"$folder/err" || cat "$folder/err"
ok "whose wish was written down without a private interview is not asked yet" test "$(asked)" = 2
printf 'id,side,family,given,born,categories,holder,wills,interviewed\nB7,theirs,Зуев,Марк,1994,k6,U,yes,2025-02-20\n' >"$folder/b7.csv"
"$program" --db "$folder/asked.db" import persons "$folder/b7.csv" >/dev/null 2>"$folder/err" || cat "$folder/err"
ok "after the interview he is" test "$(asked)" = 1
ok "before its day he is not" test "$("$program" --db "$folder/asked.db" --as-of 2025-02-19 plan --json 2>/dev/null | grep -o '[0-9]* of the people who could be given have not been asked' | cut -d' ' -f1)" = 2

# ---- a round is planned
ok "a round needs a day" runs 2 "--date" round new N1 --venue "a crossing"
ok "a round is planned" runs 0 "N1 new" round new N1 --date 2025-02-27 --venue "a crossing" --venue-kind occupied \
	--guarantees "white flags" --parties "U;S" --participants "head of ours;head of theirs"
ok "and shown with venue and guarantees" runs 0 "white flags" round show N1
ok "a day that is none: exit 3" runs 3 "31" round new N2 --date 2025-02-31 --venue x
ok "nothing of it is there" runs 3 "no round" round show N2
ok "an auditor may not write" runs 4 "may not" --as auditor round new N3 --date 2025-02-27 --venue x
ok "who offered what" runs 0 "N1-M1" round minute N1 --party S --speaker "head of theirs" --kind promised --words "All marines in March." \
	--condition "if it is quiet" --due 2025-03-20
ok "kept or broken is written later" runs 0 "" round minute N1 --minute N1-M1 --kept no
"$program" round new N1 --status held >/dev/null
ok "a round that was held is one that took place" runs 0 "проведено" --lang uk round show N1
"$program" round new N1 --status planned >/dev/null
ok "words stay as they were" runs 3 "stays as it was" round minute N1 --minute N1-M1 --words "Some marines."
ok "the minute stands with its condition" runs 0 "if it is quiet" round show N1

# ---- nobody goes on a guess, against his will, or as a price for what he is owed
names B1 B5 >"$folder/list.csv"
ok "send refuses without a private interview" runs 3 "B5: no private interview is recorded" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
names B1 B7 >"$folder/list.csv"
ok "a word on his will is no interview" runs 3 "B7: no private interview" round send N1 "$folder/list.csv" --list L1 --party S --kind offered
for who in B2 B3 B4 B6; do
	names B1 "$who" >"$folder/list.csv"
	runs 3 "$who: not available" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
	sed "s/$who/WHO/g" "$folder/err" >"$folder/told.$who"
done
ok "will, court, wound and civilian read alike" sh -c 'cmp -s "$1.B2" "$1.B3" && cmp -s "$1.B2" "$1.B4" && cmp -s "$1.B2" "$1.B6"' - "$folder/told"
ok "nothing waits after a refusal" sh -c '! "$1" confirm --json | grep -q w-' - "$program"
names A1 >"$folder/list.csv"
ok "ours are not handed over" runs 3 "not in our hands" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
names B1 B1 >"$folder/list.csv"
ok "nobody twice" runs 3 "list.csv:3" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
names NOBODY >"$folder/list.csv"
ok "nobody unknown" runs 3 "not in the registry" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange

# ---- two people; frozen
names B1 B8 >"$folder/list.csv"
runs 0 "" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
names B1 B8 >"$folder/list.csv"
ok "a list waits" runs 0 "second person" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
first=$(pending)
ok "whoever asked cannot confirm" runs 4 "" confirm "$first"
ok "nothing was sent meanwhile" sh -c '! "$1" round show N1 | grep -q "as sent"' - "$program"
ok "another confirms" runs 0 "" --as negotiator confirm "$first"
ok "another proposal of it waits no more" sh -c '! "$1" confirm --json | grep -q "\"id\": \"w-"' - "$program"
ok "the list is sent and hashed" runs 0 "as sent" round show N1
ok "the same id again is refused" runs 3 "frozen" round send N1 "$folder/list.csv" --list L1 --party S --kind exchange
printf 'id,list,person,name\nL1-000009,L1,B5,Лапин\n' >"$folder/more.csv"
ok "no name is added to it by import" runs 3 "was sent and is frozen" import entries "$folder/more.csv"
printf 'id,list,person,name\nL1-000001,L1,B5,Лапин\n' >"$folder/more.csv"
ok "no name is changed in it by import" runs 3 "was sent and is frozen" import entries "$folder/more.csv"
printf 'id,direction,kind,party\nL1,out,held,S\n' >"$folder/more.csv"
ok "nor the list itself" runs 3 "was sent and is frozen" import lists "$folder/more.csv"
ok "the ledger is whole" runs 0 "" verify

# ---- a withdrawal up to the line
names B8 >"$folder/list.csv"
ok "another list waits" runs 0 "" round send N1 "$folder/list.csv" --list L2 --party S --kind offered
second=$(pending)
printf 'id,side,family,given,born,categories,holder,wills,interviewed\nB8,theirs,Котов,Лев,1995,k6,U,no,2025-02-20\n' | load persons
ok "he withdrew before it was confirmed: it is not sent" runs 3 "not available" --as negotiator confirm "$second"
ok "what cannot be confirmed is refused with a reason" runs 0 "" --as negotiator confirm "$second" --refuse --reason "one withdrew"
ok "no such list is there" sh -c '! "$1" round show N1 | grep -q "L2"' - "$program"
printf 'id,side,family,given,born,categories,holder,wills,interviewed\nB8,theirs,Котов,Лев,1995,k6,U,yes,2025-02-21\n' | load persons

# ---- what we ask for, and answers by name
names A1 A2 A3 A4 A6 A7 >"$folder/list.csv"
ok "a list of wanted names" runs 0 "" round send N1 "$folder/list.csv" --list L3 --party S --kind wanted
ok "is confirmed" runs 0 "" --as negotiator confirm "$(pending)"
printf 'name,born,answer,reason\nМиколай Шевченко,1987-06-25,agreed,\nBoiko Ivan,1990-01-01,refused,unknown\n' >"$folder/answers.csv"
ok "answers by name, in another script" runs 0 "2 names" round answer N1 "$folder/answers.csv" --list L3 --party S
printf 'name,born,answer\nГончар Іван,1991-01-01,agreed\n' >"$folder/answers.csv"
ok "two namesakes are not guessed between" runs 3 "more than one" round answer N1 "$folder/answers.csv" --list L3 --party S
printf 'name,born,answer\nНіхто Такий,1970-01-01,agreed\n' >"$folder/answers.csv"
ok "a name we did not ask for is refused with its line" runs 3 "answers.csv:2" round answer N1 "$folder/answers.csv" --list L3 --party S
printf 'person,answer\nA3,\n' >"$folder/answers.csv"
ok "silence is no refusal" runs 3 "silence is no refusal" round answer N1 "$folder/answers.csv" --party S
printf 'name,born,status\nЛапин Юрий,1994,captive\nЧужий Хтось,1990,captive\n' >"$folder/theirs.csv"
ok "their list comes in" runs 0 "2 names" round receive N1 "$folder/theirs.csv" --list L4 --party S --kind wanted

# ---- agreed
printf 'person,direction,tranche\nA1,returned,1\nA2,returned,1\nA3,returned,2\nA4,returned,2\nA5,returned,2\nB1,given,1\nB8,given,2\n' >"$folder/agreed.csv"
ok "a package is agreed with its people" runs 0 "7 names" round agree N1 "$folder/agreed.csv" --party S --given "k1:1;k6:1" --returned "c1:3;c6:2"
printf 'person\nB5\n' >"$folder/more.csv"
ok "nobody is agreed on without an interview" runs 3 "no private interview" round agree N1 "$folder/more.csv" --party S
for who in B2 B3 B4 B6; do
	printf 'person\n%s\n' "$who" >"$folder/more.csv"
	ok "$who is agreed on by nobody" runs 3 "$who: not available" round agree N1 "$folder/more.csv" --party S
done
printf 'person,direction\nA6,given\n' >"$folder/more.csv"
ok "whom we do not hold we do not give" runs 3 "do not hold" round agree N1 "$folder/more.csv" --party S
ok "the manifest" runs 0 "" round manifest N1 --out "$folder/manifest.html"
ok "holds the names of each crossing" sh -c 'grep -q "Шевченко" "$1" && grep -q "Crossing 2" "$1" && grep -q "SHA-256" "$1"' - "$folder/manifest.html"
ok "and needs neither network nor program" sh -c '! grep -qiE "<script|http:|https:|src=|@import" "$1"' - "$folder/manifest.html"
ok "in Ukrainian" sh -c '"$1" --lang uk round manifest N1 | grep -q "Перехід 1"' - "$program"
ok "a mediator does not print it" runs 4 "" --as mediator round manifest N1

# ---- one person, one promise
"$program" round manifest N1 | grep -o '[0-9]* people' >"$folder/people"
ok "seven are on it: who was answered and agreed is one" grep -qx "7 people" "$folder/people"
ok "agreed again" runs 0 "7 names" round agree N1 "$folder/agreed.csv" --party S
"$program" round manifest N1 | grep -o '[0-9]* people' | cmp -s - "$folder/people"
ok "are the same people" [ $? = 0 ]
ok "and the same promises" sh -c '"$1" round reconcile N1 --json | tr -d "\n " | grep -q "\"direction\":\"returned\",\"agreed\":5,"' - "$program"
printf 'person,tranche\nA1,1\nA1,2\n' >"$folder/more.csv"
ok "nobody stands in two tranches" runs 3 "line 2 already" round agree N1 "$folder/more.csv" --party S
ok "the second row is named" sh -c 'grep -q "more.csv:3" "$1"' - "$folder/err"
printf 'id,round,person,party,answer,direction\nZ1,N1,A1,S,agreed,returned\n' | load answers
"$program" round manifest N1 | grep -o '[0-9]* people' | cmp -s - "$folder/people"
ok "a file of answers makes nobody two" [ $? = 0 ]

# ---- no price but people by category, and nobody who is owed a return
for given in 'money:5000' 'k10:5;nonsense:3' 'k1:1;money:1' 'k1+money:2'; do
	ok "no package for $given" runs 3 "no category" round agree N1 --party S --given "$given" --returned "c1:1"
done
ok "nor with one owed a return" runs 3 "109-110" round agree N1 --party S --given "k9:5" --returned "c1:1"
ok "on either side" runs 3 "109-110" round agree N1 --party S --given "k1:5" --returned "c9:1"
printf 'id,party,happened,given,returned,answer\nK7,S,2025-01-01,rubles:1000000,c1:3,accepted\n' >"$folder/more.csv"
ok "nor by a file" runs 3 "no category" import packages "$folder/more.csv"
printf 'person,direction\nA8,returned\nB1,given\n' >"$folder/more.csv"
ok "the gravely wounded have no price" runs 3 "A8: not available" round agree N1 "$folder/more.csv" --party S
printf 'person\nA8\n' >"$folder/more.csv"
ok "with classes neither" runs 3 "A8: not available" round agree N1 "$folder/more.csv" --party S --given "k1:1" --returned "c1:1"

# ---- withdrawn after it was agreed
ok "he is on the manifest" sh -c '"$1" round manifest N1 | grep -q "Котов"' - "$program"
for what in 'wills,no' 'court,yes' 'wounded,grave' 'civilian,yes'; do
	printf 'id,side,family,given,born,categories,holder,interviewed,%s\nB8,theirs,Котов,Лев,1995,k6,U,2025-02-25,%s\n' "${what%,*}" "${what#*,}" | load persons
	ok "off it by ${what%,*} recorded later" sh -c '! "$1" round manifest N1 | grep -q "Котов"' - "$program"
	"$program" round manifest N1 >"$folder/told.${what%,*}"
done
ok "and nobody reads why" sh -c 'cmp -s "$1.wills" "$1.court" && cmp -s "$1.wills" "$1.wounded" && cmp -s "$1.wills" "$1.civilian" && grep -q "not available" "$1.wills"' - "$folder/told"
printf 'id,side,family,given,born,categories,holder,wills,interviewed\nB8,theirs,Котов,Лев,1995,k6,U,no,2025-02-25\n' | load persons
printf 'person,outcome,direction\nB8,delivered,given\n' >"$folder/more.csv"
ok "nor is he written down as handed over" runs 3 "B8: not available" round deliver N1 "$folder/more.csv"

# ---- the line
cat >"$folder/came.csv" <<'END'
person,outcome,instead_of,direction,cause,verified
A1,delivered,,returned,,2025-02-27
A2,absent,,returned,not ready,
A6,substitute,A2,returned,,2025-02-27
A3,other_identity,,returned,,2025-02-27
A4,dead,,returned,said by the holder,
B8,withdrew,,given,,
B1,delivered,,given,,2025-02-27
END
ok "who came" runs 0 "7 names" round deliver N1 "$folder/came.csv" --date 2025-02-27
printf 'person,outcome\nA1,\n' >"$folder/more.csv"
ok "an outcome is said" runs 3 "outcome" round deliver N1 "$folder/more.csv"
ok "whoever withdrew is not on the manifest" sh -c '! "$1" round manifest N1 | grep -q "Котов"' - "$program"
ok "agreed against delivered" runs 0 "absent, another came instead" round reconcile N1
ok "another identity keeps the claim open" has "his claim stays open"
ok "dead is to be confirmed" has "said to be dead"
ok "whoever stayed is on it like every other who did not come" has "Котов"
ok "as absent" sh -c 'grep "B8" "$1" | grep -q "absent"' - "$folder/out"
ok "nor by word" lacks "withdrew"
runs 0 "" round reconcile N1
ok "what is not recorded is named so, not as unavailable" lacks "not available"
runs 0 "" --as negotiator round reconcile N1 --json
ok "a negotiator finds everybody who did not come" sh -c 'for who in A2 A3 A4 B8; do grep -q "\"$who\"" "$1" || exit 1; done' - "$folder/out"
ok "and nothing of why" lacks "withdr"
ok "a substitute is not somebody delivered" runs 0 '"substituted": 1' round reconcile N1 --json
# ---- lists row by row
row() { # row LIST ROW WORDS: the row of the list has them
	tr -d '\n' <"$folder/out" | sed 's/} *, *{/}\n{/g' | grep "\"list\": \"$1\", *\"direction\": \"[a-z]*\", *\"row\": \"$2\"" | grep -qF -- "$3" || { echo "# $1 $2: no $3"; return 1; }
}
runs 0 "" round names N1 --json
ok "who was delivered is home already" row L3 1 '"state": "already home"'
ok "who was agreed and did not come is held, it says" row L3 4 '"answer": "agreed"'
ok "and is nobody delivered" row L3 4 '"state": "is held"'
ok "silence is no answer: unknown" row L3 6 '"state": "unknown"'
ok "a name of theirs that nobody judged is matched to nobody" row L4 2 '"matched": "matched to nobody"'
ok "and is not held because they ask for him" row L4 2 '"state": "unknown"'
ok "one list alone" sh -c '! "$1" round names N1 L4 --json | grep -q "\"list\": \"L3\""' - "$program"
ok "a list that is not there: exit 3" runs 3 "there is no list" round names N1 L99
ok "an auditor reads the rows" runs 0 "" --as auditor round names N1 --json
ok "whoever sees no people sees no name" lacks "Шевченко"
ok "nor whom we take a row for, nor what our register says of him" sh -c '! grep -q "is held\|already home\|matched to nobody\|judged the same" "$1"' - "$folder/out"
runs 0 "" --as mediator round names N1 --json
ok "a mediator neither" sh -c '! grep -q "is held\|already home\|matched to nobody\|judged the same" "$1"' - "$folder/out"
ok "but what was answered" has '"answer": "agreed"'
ok "a list beside itself" runs 0 "the two lists say the same" round difference L3 L3
runs 0 "" round difference L1 L3 --json
ok "who left and who joined" sh -c 'grep -q "\"removed\": 2" "$1" && grep -q "\"added\": 6" "$1"' - "$folder/out"
ok "the balance runs" runs 0 "claims open" round balance S
ok "our count" runs 0 "" round claim N1 --party U --returned 3 --given 1 --speaker "our headquarters"
ok "their count" runs 0 "" round claim N1 --party S --returned 5 --given 2
ok "both stand side by side" sh -c '"$1" round show N1 --json | tr -d "\n " | grep -q "\"returned\":5.*\"returned\":3\|\"returned\":3.*\"returned\":5"' - "$program"
ok "a count that is none: exit 2" runs 2 "no number" round claim N1 --party S --returned many

# ---- after the end of hostilities
"$program" setting ceased 1 >/dev/null
ok "no list of exchange" runs 4 "without counter-value" round send N1 "$folder/list.csv" --list L8 --party S --kind exchange
ok "no package" runs 4 "without counter-value" round agree N1 --party S --given "k1:1" --returned "c1:1"
ok "no plan" runs 4 "plan --repatriation" plan
ok "but one of repatriation" runs 0 "the longest held first" plan --repatriation
ok "whose order begins with the gravely wounded" sh -c 'grep -n "gravely wounded" "$1" | head -1 | grep -q .' - "$folder/out"
ok "and tells no number of which fewer than five could be taken" sh -c 'grep -q "who leaves *4$" "$1" && ! grep -q " 7$" "$1"' - "$folder/out"
ok "who leaves nobody out for a reason that he can read" lacks "court"
ok "in which the other side owes ours" has "owed without counter-value"
ok "on paper as well" runs 0 "" plan --repatriation --pdf "$folder/home.pdf"
ok "in Ukrainian" runs 0 "Репатріація" --lang uk plan --repatriation
ok "a case officer does not plan it" runs 4 "may not" --as case-officer plan --repatriation
ok "no request by name" runs 4 "" request list
"$program" setting ceased "" >/dev/null
ok "the ledger is whole at the end" runs 0 "" verify
exit $failed
