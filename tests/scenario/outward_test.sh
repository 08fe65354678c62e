#!/bin/sh
# Every way out of the bureau, tried with somebody who may not go out on it: first that he stands on it; then, withheld from one
# formation of the counterpart, that he does not; then, withheld from nobody but by his own word on the use that the way is (no;
# where the use needs his yes, also without a word), that he does not either, and reads the same.  A way that this test does not
# know fails it.
# usage: outward_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/base.db
export HOMEWARD_DB
failed=0
ok() { text=$1; shift; if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi; }
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
run() { "$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null; } # run ARGUMENTS...: its exit code
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
must() { run "$@" || { echo "not ok $*"; sed 's/^/# /' "$folder/err"; exit 1; }; }

must init --training
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\nM,Mediator,neutral,mediator,,\n' | load parties
printf 'id,name,kind,party\nF,a formation,formation,S\n' | load holders
printf 'id,name,axis,sensitive\nk1,wanted,recruitment,no\nk2,asked for by nobody,recruitment,no\nk3,wanted too,recruitment,no\nc1,guards,service,no\n' | load categories
printf 'party,side,category,word,strength,since\nS,theirs,k1,asks_for,4,2024-01-01\nS,theirs,k3,asks_for,6,2024-01-01\nS,ours,c1,gives,1,2024-01-01\n' | load interests
printf 'id,name,party\nR,Northland,S\n' | load regions
printf 'id,name,region,kind,party,holder,lat,lon\nPL,Camp nine,R,camp,S,F,50.1,40.1\n' | load places
printf 'id,name,kind,region,lat,lon\nOB,Depot nine,oil_depot,R,50.1,40.1\n' | load objects
printf 'id,name,kind,grade,confidential\nREC,a report,intelligence,B,\n' | load sources
printf 'place,object,relation,source\nPL,OB,inside,REC\n' | load relations
cat <<'END' | load persons
id,side,family,given,patronymic,born,categories,holder,register,captured,missing_since,party,wills,interviewed
A1,ours,Шевченко,Микола,Іванович,1987-06-25,c1,S,captive,2023-01-10,2023-01-10,,,
A2,ours,Бойко,Іван,,1990-01-01,c1,S,captive,2023-02-01,2023-02-01,,,
A3,ours,Мельник,Олег,,1990-01-02,c1,S,captive,2023-02-01,2023-02-01,,,
A4,ours,Лис,Яків,,1990-01-03,c1,S,captive,2023-02-01,2023-02-01,,,
A5,ours,Гончар,Петро,,1990-01-04,c1,S,captive,2023-02-01,2023-02-01,,,
B1,theirs,Петров,Олег,,1980,k3,U,,,,S,yes,2025-01-10
B2,theirs,Сидоров,Иван,,1991,k1,U,,,,S,yes,2025-01-10
B3,theirs,Орлов,Пётр,,1992,k2,U,,,,S,yes,2025-01-10
END
printf 'id,person,name,source,happened,received,status,place\nR1,A1,Шевченко Микола,REC,2024-11-01,2024-11-02,captive,PL\nR2,A2,Бойко Іван,REC,2024-11-01,2024-11-02,captive,PL\nR3,A3,Мельник Олег,REC,2024-11-01,2024-11-02,captive,PL\nR4,A4,Лис Яків,REC,2024-11-01,2024-11-02,captive,PL\nR5,A5,Гончар Петро,REC,2024-11-01,2024-11-02,captive,PL\n' | load reports
printf 'film\n' >"$folder/film.mp4"
must --as legal-officer evidence add "$folder/film.mp4" --id E1 --kind video --title "a yard" --persons B1
must round new N1 --date 2025-02-27 --venue "a crossing" --parties "U;S;M"
printf 'id\nB1\n' >"$folder/b1.csv"
printf 'person,direction\nB1,given\nA1,returned\n' >"$folder/agreed.csv"
printf 'person,outcome,direction\nB1,delivered,given\n' >"$folder/came.csv"
printf 'id,party,direction,kind,happened\nLU,U,in,held,2025-01-01\nLS,S,in,held,2025-01-01\n' | load lists
printf 'id,list,row,person,name,born\nU1,LU,1,A1,Шевченко Микола,1987-06-25\nS1,LS,1,,Шевченко Николай,1987-06-25\n' | load entries
for list in LU:U LS:S; do must match release "${list%:*}" existence,name --by "${list#*:}"; done
printf 'id,speaker,party,happened,kind,words,touches\nST1,a spokesman,S,2025-01-05,claim,nobody is held,A1\nST2,a spokesman,S,2025-01-06,claim,Шевченко Микола is not held,\nST3,a spokesman,S,2025-01-06,claim,Camp nine is empty,\n' | load statements
must check --record
must round agree N1 "$folder/agreed.csv" --party S
must --as family-liaison inquiry new Q1 --person A1 --relative "a mother" --relation mother --authorised
copy() { # copy FROM TO: the bureau and what lies beside it
	cp "$folder/$1.db" "$folder/$2.db"; rm -rf "$folder/$2".db.*
	for beside in "$folder/$1".db.*; do [ -e "$beside" ] && cp -r "$beside" "$folder/$2.db.${beside##*.db.}"; done
}
word() { must --as case-officer consent "$1" --use "$2" --given "$3" --on "$4" --how "signed form"; }
copy base kept; copy base silent
# Uses that need his yes: base has it, "silent" is without a word.
for use in publication prosecution intelligence; do for person in A1 B1; do word "$person" "$use" yes 2025-02-01; done; done
copy base no; copy base ended
HOMEWARD_DB=$folder/no.db # to every use: of the counterpart's one formation where it may be said so, else to everybody
for use in tracing family_reply notice exchange finding statistics publication prosecution intelligence; do for person in A1 B1 B3; do
	word "$person" "$use" no 2025-02-20
done; done
HOMEWARD_DB=$folder/ended.db
for use in publication prosecution intelligence; do for person in A1 B1; do
	must --as case-officer consent "$person" --use "$use" --given yes --on 2025-02-10 --until 2025-02-20 --how "signed form"
done; done

# ---- withheld from one formation under the counterpart
HOMEWARD_DB=$folder/kept.db
for use in publication prosecution intelligence; do for person in A1 B1; do word "$person" "$use" yes 2025-02-01; done; done
for person in A1 B1 B3; do must --as case-officer withhold "$person" --to F --reason "he came from there"; done
must --as case-officer withhold A1 --to family --reason "he came from there"
HOMEWARD_DB=$folder/base.db

# Each: does he stand on it?  0 he does, 1 he does not (or the way is closed because of him), 2 something else went wrong.
stands() { grep -qF -- "$1" "$folder/out" && return 0; return 1; }
refused() { [ "$1" = 0 ] && return 0; grep -q "goes out there\|may not go out\|not available\|is not open" "$folder/err" && return 1; cat "$folder/err"; return 2; }
way_card() { run --as case-officer card B1; refused $?; }
way_notice() { run --as case-officer card B1 --notice; refused $?; }
way_list() { run --as negotiator round send N1 "$folder/b1.csv" --list L1 --party S --kind exchange; refused $?; }
way_agreed() { run --as negotiator round agree N1 "$folder/agreed.csv" --party S; code=$?; [ $code = 0 ] || grep -q "already" "$folder/err" && return 0; refused $code; }
way_handover() { run --as negotiator round deliver N1 "$folder/came.csv" --date 2025-02-27; refused $?; }
way_manifest() { run --as negotiator round manifest N1 && stands "Петров"; }
way_calls() { run --as negotiator paper --round N1 --purpose "to bring them" && stands "Петров"; }
way_request() { run --as negotiator request list && stands "A1"; }
way_persuasion() { run --as negotiator dossier S --people && stands "Орлов"; }
way_plan() { run --as negotiator plan --json && jq -e '[.frontier[].compose?.given? // {} | keys[]] | any(. == "k3")' "$folder/out" >/dev/null; }
way_match() { cp "$HOMEWARD_DB" "$folder/m.db"; "$program" --db "$folder/m.db" setting mediator 1 >/dev/null 2>&1; run --db "$folder/m.db" match LU LS && stands "Шевченко"; }
way_letter() {
	id=$("$program" finding list --csv 2>/dev/null | grep ',gc3-122-notice$' | head -1 | cut -d, -f1)
	run finding take "$id"; run finding confirm "$id" --reason x; run finding draft "$id" --to protecting-power && stands "people concerned: 5" 
}
way_bundle() { run --as legal-officer evidence bundle E1 --to "a court" --purpose "case 1" --out "$folder/bag.$1"; refused $?; }
way_paper() { run --as case-officer transmission sent --kind letter --person A1 --party S; refused $?; }
way_reply() { run --as family-liaison inquiry reply Q1 && stands "prisoner of war"; }
way_extract() { run --as family-liaison inquiry extract Q1 && stands "captive"; }
way_disclosure() { disclosed prosecutor; }
way_service() { disclosed intelligence; }
disclosed() {
	run --as legal-officer disclose B1 --to "$1" --basis consent --reference "form 1" --purpose "case 1" || { refused $?; return; }
	"$program" --as case-officer confirm "$(pending)" >/dev/null && run --as legal-officer disclose print 1 && stands "Петров"
}
# These name nobody: they are tried with a text that does.
way_statement() { # one that touches a person without naming him
	run --as legal-officer statement release ST1 --reason x; code=$?
	[ $code = 0 ] || { refused $code; return; }
	"$program" --as case-officer confirm "$(pending)" >/dev/null 2>&1; run brief --public; stands "nobody is held"
}
# These name nobody: they are tried with a text that does, and with one that names a place of detention.
way_public() {
	for id in ST2 ST3; do run --as legal-officer statement release $id --reason x && "$program" --as case-officer confirm "$(pending)" >/dev/null 2>&1; done
	run brief --public; stands "Шевченко" || stands "Петров" || stands "Camp nine"
}
way_areas() { run --as intelligence-liaison protect --export "$folder/a.$1.geojson" --to "air command" --purpose "to spare them" && "$program" --as legal-officer confirm "$(pending)" >/dev/null && run --as intelligence-liaison protect --export "$folder/a.$1.geojson" --to "air command" --purpose "to spare them"; cp "$folder/a.$1.geojson" "$folder/out" || return 2; stands "FeatureCollection" || return 2; stands "Camp nine" || stands "Шевченко" || stands "PL"; }

"$program" withhold ways --json >"$folder/ways"
jq -r '.outward.ways[] | .way + " " + (.kept | if test("searched") then "nobody" else "person" end) + " " + (.consent | gsub(" "; "_"))' "$folder/ways" >"$folder/rows"
ok "the table is not empty" test "$(wc -l <"$folder/rows")" -ge 15
ok "every way says which use it is" sh -c '! jq -e "[.outward.ways[].use] | any(. == null or . == \"\")" "$1" >/dev/null' sh "$folder/ways"
try() { # try WAY STATE: in a copy of that bureau
	copy "$2" try; HOMEWARD_DB=$folder/try.db
	"way_$1" "$2"; got=$?
	HOMEWARD_DB=$folder/base.db
}
quiet() { ! grep -qiE "withh|he came from there|objection|said no" "$folder/out" "$folder/err"; }
while read -r way whom mode <&3; do
	command -v "way_$way" >/dev/null || { ok "the way \"$way\" is known to this test" false; continue; }
	if [ "$whom" = nobody ]; then
		"way_$way" base; ok "$way: names nobody, whoever is withheld or not" test $? = 1
		continue
	fi
	try "$way" base; ok "$way: he stands on it" test $got = 0
	try "$way" kept; ok "$way: withheld from a formation, he does not" test $got = 1
	ok "$way: and nobody reads that he is withheld" quiet
	cat "$folder/out" "$folder/err" >"$folder/kept.said"
	try "$way" no
	case $mode in
	duty) ok "$way: a duty, his word does not stop it" test $got = 0; continue ;;
	*) ok "$way: he said no to this use, he does not" test $got = 1 ;;
	esac
	case $way in # only the legal officer, who writes words down, reads the rule
	disclosure | service) ok "$way: the rule is named" grep -q "is not open" "$folder/err" ;;
	*) ok "$way: which reads as withheld does" quiet
		case $way in match | paper | card | notice | bundle | statement | reply | extract | manifest | calls | list | agreed | handover)
			cat "$folder/out" "$folder/err" | grep -v "data [0-9a-f]" >"$folder/no.said"; grep -v "data [0-9a-f]" "$folder/kept.said" >"$folder/kept.lines"
			ok "$way: to the letter" cmp "$folder/no.said" "$folder/kept.lines" ;;
		esac ;;
	esac
	case $mode in consent*)
		try "$way" silent; ok "$way: without his yes he does not" test $got = 1
		try "$way" ended; ok "$way: nor when its time has passed" test $got = 1 ;;
	esac
done 3<"$folder/rows"

# ---- a legal order opens what the table lets an order open, and no withholding
by_order() { copy "$1" try; HOMEWARD_DB=$folder/try.db; run --as legal-officer evidence bundle E1 --to "a court" --purpose "case 1" --order "court, no. 7" --out "$folder/bag.order"; got=$?; HOMEWARD_DB=$folder/base.db; }
by_order silent; ok "by an order that is named, evidence that shows him waits for a second person" test $got = 0
by_order no; ok "an order does not ask him" test $got = 0
by_order kept; ok "whoever is withheld stays back by order too" test $got = 4
# ---- towards whom
HOMEWARD_DB=$folder/try.db
copy base try; must --as case-officer consent B1 --use exchange --given no --to F --how form
way_list; ok "a no towards a formation holds towards its Power" test $? = 1
copy base try; must --as case-officer consent B1 --use exchange --given no --to M --how form
way_list; ok "a no towards another does not" test $? = 0
copy base try; must --as case-officer consent B1 --use exchange --given no --on 2025-02-01 --how form
must --as case-officer consent B1 --use exchange --given yes --on 2025-02-02 --how form
way_list; ok "his last word counts" test $? = 0
copy base try; must --as case-officer consent B1 --use exchange --given no --how form
run --as-of 2025-01-05 --as negotiator round send N1 "$folder/b1.csv" --list L1 --party S --kind exchange; refused $?
ok "his no holds on whatever day is looked at" test $? = 1
# ---- a yes that is taken back takes the statement off the public text
copy base try; way_statement; ok "a statement that touches him is public by his yes" test $? = 0
word A1 publication no 2025-02-27; run brief --public
ok "and no more when he takes it back" sh -c '! grep -q "nobody is held" "$1"' sh "$folder/out"
exit $failed
