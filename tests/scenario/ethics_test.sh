#!/bin/sh
# What the planner, the talks and the mediator must refuse, each with an attempt to get around it; and what may not leak.
# usage: ethics_test.sh PROGRAM SOURCE_DIR
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
	echo "# $*: exit $got instead of $code, or without \"$words\":"; head -30 "$folder/out" "$folder/err" | sed 's/^/#   /'; return 1
}
has() { grep -qF -- "$1" "$folder/out"; }
lacks() { ! grep -qF -- "$1" "$folder/out" "$folder/err"; }
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
problem() { # problem THEIRS [MORE]
	cat >"$folder/problem.json" <<END
{"format": "homeward-exchange/1", "us": "U", "parties": [{"id": "S", "reservation": 1, "softness": 1}],
 "ours": [{"class": "o1", "count": 50, "holder": "S", "reluctance": 1, "points": 1}],
 "theirs": [$1], "acceptance": [0.8], "given": [40]${2:-}}
END
}

# ---- the engine: by a problem file
problem '{"class": "t1", "count": 10, "interest": {"S": 4}}, {"class": "due", "count": 10, "interest": {"S": 50}, "wounded": true}'
ok "whoever is due is in no package, whatever he is worth to them" runs 0 "unconditional" plan --problem "$folder/problem.json" --json
ok "nobody of them is given" sh -c '! grep -q "\"due\": [1-9]" "$1"' - "$folder/out"
printf '{"given": {"due": 5}, "returned": {"o1": 5}}\n' >"$folder/package.json"
ok "nor by writing the package by hand" runs 1 "due" plan --problem "$folder/problem.json" --evaluate "$folder/package.json" --json
ok "it is told as broken" sh -c 'tr -d "\n " <"$1" | grep -q "\"broken\":\[\".\|\"breaches\":\[.\|\"rules_broken\":\[."' - "$folder/out"
for key in probability surplus parties home tranches; do ok "no \"$key\" is put on it" lacks "\"$key\""; done
ok "nor crossings" runs 1 "BROKEN RULE: due: due without any exchange" plan --problem "$folder/problem.json" --evaluate "$folder/package.json" --tranches 45
ok "nor a word of acceptance" lacks "accepts"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}, "wills": false}, {"class": "t2", "count": 10, "interest": {"S": 4}, "court": true}'
ok "nobody goes against his will: no package is left" runs 1 "" plan --problem "$folder/problem.json" --json
ok "and that is never 0 people" sh -c '! tr -d "\n " <"$1" | grep -q "\"feasible\":true"' - "$folder/out"
ok "will and court read alike" lacks "court"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}}, {"class": "child", "count": 9, "interest": {"S": 9}, "civilian": true}'
ok "civilians are no counter-value" runs 0 "" plan --problem "$folder/problem.json" --json
printf '{"given": {"t1": 5, "child": 2}, "returned": {"o1": 5}}\n' >"$folder/package.json"
ok "nor by hand" runs 1 "child: civilian" plan --problem "$folder/problem.json" --evaluate "$folder/package.json" --json
ok "and no number is put on it" lacks '"probability"'
"$program" plan --problem "$folder/problem.json" --json >"$folder/out"
ok "none is given" sh -c '! sed -n "/\"compose\"/,/}/p" "$1" | grep -q child' - "$folder/out"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}}' ', "ceased": true'
ok "after the end of hostilities nothing is planned" runs 4 "" plan --problem "$folder/problem.json"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}, "price": 1000}'
ok "there is no field for money" runs 3 "price" plan --problem "$folder/problem.json"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}}' ', "money": 5'
ok "nor for a sum" runs 3 "money" plan --problem "$folder/problem.json"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}}' ', "rules": [{"name": "rations", "side": "given", "treatment": "worse", "max": 3}]'
ok "treatment is no lever" runs 3 "treatment" plan --problem "$folder/problem.json"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}, "hold_until": "2026-01-01"}'
ok "nobody is held back for later" runs 3 "hold_until" plan --problem "$folder/problem.json"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}}' ', "rules": [{"name": "art. 118", "side": "given", "class": "t1", "max": 0, "law": true}]'
ok "a rule of law is not offered for relaxation" runs 1 "" plan --problem "$folder/problem.json" --require o1:5 --json
ok "in no repair" sh -c '! sed -n "/\"repairs\"/,/]/p" "$1" | grep -q "art. 118"' - "$folder/out"
problem '{"class": "t1", "count": 10, "interest": {"S": 4}}, {"class": "t9", "count": 7, "interest": {"S": 0}}'
ok "people nobody asked for come with every package" runs 0 "persuasion" plan --problem "$folder/problem.json" --json
ok "all of them" sh -c 'tr -d "\n " <"$1" | grep -q "\"class\":\"t9\",\"count\":7"' - "$folder/out"

# ---- a bureau
"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\n' | load parties
printf 'id,name,kind,party,acquires,reservation,softness\nF,Formation,formation,S,yes,3,4\n' | load holders
printf 'id,name,axis,sensitive\nk1,wanted,recruitment,no\nk6,a small people,origin,yes\nk9,the wounded,health,yes\nc1,guards,service,no\nc6,marines,service,no\n' | load categories
{
	echo "id,side,family,given,born,categories,holder,register,missing_since,wounded,wills,court,interviewed"
	i=1; while [ $i -le 40 ]; do
		holder=S; [ $((i % 4)) = 0 ] && holder=F
		category=c1; [ $((i % 3)) = 0 ] && category=c6
		echo "A$i,ours,Ім'я$i,Іван,19$((60 + i % 40)),$category,$holder,captive,2023-0$((1 + i % 9))-01,,,,"; i=$((i + 1))
	done
	i=1; while [ $i -le 30 ]; do
		case $((i % 10)) in
		1) row="k1,U,,,,yes,,2025-01-01" ;; 2) row="k1,U,,,,no,,2025-01-01" ;; 3) row="k1,U,,,,yes,yes,2025-01-01" ;;
		4) row="k6;k9,U,,,grave,yes,,2025-01-01" ;; 5) row="k6,U,,,,yes,,2025-01-01" ;; 6) row="k6,U,,,,no,,2025-01-01" ;;
		7) row="k6,U,,,,,," ;; *) row="k1,U,,,,yes,,2025-01-01" ;;
		esac
		echo "B$i,theirs,Фамилия$i,Олег,19$((60 + i)),$row"; i=$((i + 1))
	done
} | load persons
printf 'party,side,category,word,strength,reason\nS,theirs,k1,asks_for,4.5,\nS,theirs,k6,no_interest,0.1,not its people\nS,theirs,k9,refuses_to_take,,no place\nS,ours,c1,gives,1,\nS,ours,c6,refuses_to_give,4,\nF,theirs,k1,asks_for,4,\nF,ours,c1,gives,1,\nF,ours,c6,gives,1.5,\n' | load interests
{
	echo "id,party,happened,given,returned,answer"
	i=1; while [ $i -le 24 ]; do
		answer=accepted; [ $((i % 2)) = 0 ] && answer=refused
		echo "K$i,S,2024-0$((1 + i % 9))-10,k1:$((5 + i));k6:2,c1:$((10 + 5 * (i % 5))),$answer"; i=$((i + 1))
	done
	echo "K90,S,2025-01-01,k1:9,c1:9,open"; echo "K91,S,2025-01-02,k1:9,c1:9,no_answer"
} | load packages

ok "a formation that acquires captives: the package says so" runs 0 "rewards a formation" plan --parties S,F --given 10 --acceptance 0.5
ok "the claim against the Power" has "art. 12"
ok "the flag that a person decides" has "75(2)(c)"
ok "the Power alone at the same number stands beside it" runs 0 "frontier_joint" plan --json --given 10 --acceptance 0.5
ok "what is promised is not what is forecast" sh -c 'tr -d "\n " <"$1" | grep -q "\"home\":{\"mean\""' - "$folder/out"
ok "plan, to a negotiator" runs 0 "" --as negotiator plan --json
for word in court unwilling wills refuses grave wounded; do ok "it does not say \"$word\"" lacks "\"$word"; done
ok "personal reasons are one count" sh -c '[ "$(sed -n "/\"excluded\"/,/]/p" "$1" | grep -c "not available")" -le 2 ]' - "$folder/out"
ok "the same in text" runs 0 "" --as negotiator plan
ok "no will" lacks "unwilling"
# ---- reasons do not come out by the names of classes
evaluate() { # evaluate CODE WORDS PACKAGE [OPTION...]
	code=$1; words=$2; printf '%s\n' "$3" >"$folder/package.json"; shift 3
	runs "$code" "$words" --as negotiator plan --evaluate "$folder/package.json" "$@"
}
ok "as many as are available" evaluate 0 '"evaluated": true' '{"given": {"k1": 12}, "returned": {"c1": 5}}' --json
ok "by name all of the one class" has '"k1": 12'
for format in "" --json; do
	ok "one more: one sentence with the total $format" evaluate 1 "k1: more asked for than are available (12)" '{"given": {"k1": 13}, "returned": {"c1": 5}}' $format
	ok "nothing of those who are not $format" lacks "(not available)"
	ok "far more: the same $format" evaluate 1 "k1: more asked for than are available (12)" '{"given": {"k1": 5000}, "returned": {"c1": 5}}' $format
	ok "nor that any is due $format" evaluate 1 "k6: more asked for than are available (6)" '{"given": {"k6": 5000}, "returned": {"c1": 5}}' $format
	ok "by no word $format" sh -c '! grep -qE "\((due|not available)\)|there are [0-9]|5000" "$1"' - "$folder/out"
	for class in "k1 (not available)" "k6 (due)" "k9 (due)" "k6 (not available)" k9 "k3 (due)"; do
		ok "\"$class\" does not exist $format" evaluate 3 "there is no class \"$class\" in theirs" "{\"given\": {\"$class\": 1}, \"returned\": {\"c1\": 5}}" $format
	done
	for class in "k1 (not available)" "k6 (due)" "k3 (due)" k9; do
		for option in --only --without --require; do
			ok "nor for $option $format" runs 2 "there is no class \"$class\"" --as negotiator plan $option "$class" $format
		done
		ok "nor for --why $format" runs 2 "there is no \"$class\" in the problem" --as negotiator plan --why "$class" $format
	done
	ok "a request tells no reason $format" runs 1 "" --as negotiator plan --require k1:13 $format
	ok "of anybody $format" sh -c '! grep -qE "k1: (not available|due)|k1 \(" "$1"' - "$folder/out"
done
ok "a package with the formation, by hand" evaluate 0 "75(2)(c)" '{"given": {"k1": 9}, "returned": {"c1 at F": 2, "c1 at S": 3}}' --parties S,F
ok "has the Power alone at the same number beside it" sh -c 'grep -qE "The Power alone, for at most 9 given .*: ([0-9]+ returned|none)" "$1"' - "$folder/out"
ok "in --json" evaluate 0 '"alone"' '{"given": {"k1": 9}, "returned": {"c1 at F": 2, "c1 at S": 3}}' --parties S,F --json
ok "as the plan with the Power alone says" sh -c '
	least=$(tr -d "\n " <"$2" | sed "s/.*\"state_alone\":\[{\"acceptance\":\([0-9.e-]*\).*/\1/")
	got=$(tr -d "\n " <"$2" | sed "s/.*\"alone\":{\"S\":\([0-9null]*\)}.*/\1/")
	want=$("$1" plan --given 9 --acceptance "$least" --csv | sed -n 2p | cut -d, -f5)
	[ -n "$want" ] && [ "$got" = "$want" ]' - "$program" "$folder/out"
ok "with the formation alone, too" runs 0 "The Power alone, for at most 10 given" plan --parties F --given 10 --acceptance 0.5
ok "the joint row beside the plan carries the flag" runs 0 "75(2)(c)" plan --given 10 --acceptance 0.8
ok "stated and learned stand apart" sh -c 'grep -qE "stated [a-z ]+\([<>0-9 %]+\); on its answers [a-z ]+\([<>0-9 %]+\) \[[0-9]+-[0-9]+\]" "$1"' - "$folder/out"
ok "the heading says on what the rows are planned" has "planned on what the counterpart states"
ok "classes have names" has "k1 = wanted"
ok "of nobody who is kept out" lacks "k9 ="
ok "the joint frontier is judged on every holder's answer" runs 0 "" --as negotiator plan --given 10 --acceptance 0.8 --json
tr -d '\n ' <"$folder/out" | sed 's/.*"frontier_joint"//' | grep -o '"learned":{[^}]*}' | head -1 >"$folder/one"
"$program" plan --parties '*' --given 10 --acceptance 0.8 --json | tr -d '\n ' | grep -o '"learned":{[^}]*}' | head -1 >"$folder/two"
ok "as the package with all of them by itself" sh -c '[ -s "$1" ] && cmp "$1" "$2"' - "$folder/one" "$folder/two"
ok "learning is for those who plan" runs 4 "may not plan" --as legal-officer interest learn
ok "it is shown" runs 0 "90 % from" --as negotiator interest learn
ok "silence is no refusal" sh -c '"$1" interest learn --json | tr -d "\n " | grep -q "\"packages\":24,\"accepted\":12,\"silent\":2"' - "$program"
ok "weights are not exported" runs 4 "not exported" --csv interest learn
ok "a learned band stands beside the stated probability" runs 0 '"learned"' plan --json --given 10 --acceptance 0.8
ok "the list of requests" runs 0 "Names to ask for" request list --count 10
"$program" request list --count 10 >"$folder/one"; "$program" request list --count 10 >"$folder/two"
ok "is the same for the same day and seed" cmp -s "$folder/one" "$folder/two"
"$program" --as-of 2025-03-01 request list --count 10 >"$folder/two"
ok "and another on another day" sh -c '! sed 1d "$1" | cmp -s - "$2"' - "$folder/one" "$folder/two"
ok "no group stays unasked" sh -c '"$1" request list --count 10 --json | tr -d "\n " | grep -q "\"groups\":\[.*\"floor\":[1-9].*\"floor\":[1-9]"' - "$program"
printf 'id,party,happened,person,answer\n' >"$folder/requests"
"$program" request list --count 10 --json | sed -n 's/.*"id": "\(A[0-9]*\)".*/\1/p' >"$folder/asked"
while read -r who; do echo "Q$who,S,2025-02-20,$who,refused" >>"$folder/requests"; done <"$folder/asked"
load requests <"$folder/requests"
"$program" request list --count 10 --json | sed -n 's/.*"id": "\(A[0-9]*\)".*/\1/p' >"$folder/again"
ok "who was refused lately waits" sh -c '! grep -qxFf "$1" "$2"' - "$folder/asked" "$folder/again"
"$program" --as-of 2025-06-01 request list --count 40 --json | sed -n 's/.*"id": "\(A[0-9]*\)".*/\1/p' >"$folder/again"
ok "and comes back" grep -qxFf "$folder/asked" "$folder/again"
ok "a family liaison does not ask" runs 4 "" --as family-liaison request list

# ---- persuasion
ok "those owed a return stand apart" runs 0 "Due under GC III 109-110" dossier S
ok "with the alternative" has "neutral country"
ok "person by person, only who wants to go" runs 0 "Фамилия5" dossier S --people
ok "nobody against his will" lacks "Фамилия6"
ok "nobody unasked" lacks "Фамилия7"
ok "nobody who is owed his return" lacks "Фамилия4 "
ok "nobody whom they ask for" lacks "Фамилия1 "
ok "outward: names and births" runs 0 "names" dossier S --outward "$folder/outward.csv"
ok "and nothing else" sh -c '[ "$(head -1 "$1")" = "id,name,born" ] && ! grep -q "k6\|not its people" "$1"' - "$folder/outward.csv"
ok "an auditor takes none out" runs 4 "" --as auditor dossier S --outward "$folder/none.csv"
ok "nothing was written" test ! -e "$folder/none.csv"
"$program" setting export_limit 1 >/dev/null
ok "beyond the limit it needs a second person" runs 4 "second person" dossier S --outward "$folder/none.csv"

# ---- origin is nobody's weight: changing it changes nothing on our side
"$program" request list --count 12 --json | grep '"id"' >"$folder/one"
sed 's/^\(A[0-9]*,.*\),c1,/\1,c1;k6,/' "$folder/persons.csv" | grep -v '^B' >"$folder/changed"
load persons <"$folder/changed"
"$program" request list --count 12 --json | grep '"id"' >"$folder/two"
ok "a claim of origin changes no list of ours" cmp -s "$folder/one" "$folder/two"

# ---- disparity
ok "disparity of those we hold" runs 0 "offers to all" disparity
ok "an alarm, or why there is none" sh -c 'grep -qiE "within|outside" "$1"' - "$folder/out"
ok "of our own" runs 0 "marines" disparity --side ours
ok "an auditor sees the sensitive groups" runs 0 "a small people" --as auditor disparity
ok "a negotiator does not see their numbers" runs 0 "restricted" --as negotiator disparity
ok "a case officer reads it" runs 0 "offers to all" --as case-officer disparity
ok "a legal officer too" runs 0 "offers to all" --as legal-officer disparity
ok "an administrator reads no cases" runs 4 "" --as administrator disparity
ok "no such side: exit 2" runs 2 "" disparity --side both
ok "intervals stand around the ratio" sh -c '"$1" disparity --side ours --json | tr -d "\n " | grep -q "\"ratio\":[0-9.]*,\"ratio_low\":[0-9.]*,\"ratio_high\""' - "$program"

# ---- a mediator's bureau
HOMEWARD_DB=$folder/mediator.db
"$program" init --training >/dev/null || exit 1
printf 'id,name,side,kind\nX,One,theirs,state\nY,Two,theirs,state\n' | load parties
printf 'id,direction,kind,party,happened\nLX,in,wanted,X,2025-01-01\nLY,in,held,Y,2025-01-02\nLZ,in,held,X,2025-01-02\n' | load lists
printf 'id,list,row,name,born,place,status\nX1,LX,1,Шевченко Микола,1987-06-25,,\nX2,LX,2,Секретний Петро,1980,,\nY1,LY,1,Shevchenko Mykola,1987-06-25,,captive\nY2,LY,2,Hidden Person,1970,,captive\n' | load entries
"$program" setting mediator 1 >/dev/null
ok "a mediator has no us: no plan" runs 4 "no side of its own" plan
ok "no request" runs 4 "no side of its own" request list
ok "no dossier" runs 4 "no side of its own" dossier X
ok "without release there is no answer" runs 4 "not both sides" match LX LY
ok "a side does not release the other's list" runs 4 "only the side" match release LY existence,name --by X
ok "one side releases" runs 0 "" match release LX existence,name,born --by X
ok "one alone is not enough" runs 4 "not both sides" match LX LY
ok "the other releases that there is a match" runs 0 "" match release LY existence --by Y
ok "the match" runs 0 '"matches": 1' match LX LY --json
ok "no key stands twice" sh -c '[ "$(grep -c "\"matches\":" "$1")" = 1 ]' - "$folder/out"
ok "no name: only one side released it" lacks "Шевченко"
ok "nor in the other writing" lacks "Shevchenko"
ok "nobody who is on one list alone" lacks "Секретний"
ok "on neither" lacks "Hidden"
ok "now both release the name" runs 0 "" match release LY name,status --by Y
ok "it is shown" runs 0 "Шевченко" match LX LY
ok "status was released by one alone" lacks "captive"
ok "released is taken back" runs 0 "" match withdraw LY existence --by Y
ok "and there is no answer" runs 4 "not both sides" match LX LY
ok "lists of one side are not matched" runs 3 "same side" match LX LZ
ok "an unknown field: exit 2" runs 2 "cannot be released" match release LX everything --by X
exit $failed
