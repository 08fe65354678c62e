#!/bin/sh
# Retention: what is due and why, what stops it, sealing and deleting by two, opening again; that no name of a sealed person leaves,
# that nothing held is touched, that the figures stay, that no import or undo brings a sealed person back.
# usage: retention_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
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
lacks() { # lacks WORDS ARGUMENTS...: whatever the exit code
	words=$1; shift
	"$program" "$@" >"$folder/out" 2>"$folder/err" </dev/null
	grep -qF -- "$words" "$folder/out" "$folder/err" || return 0
	echo "# $* tells \"$words\":"; grep -F -- "$words" "$folder/out" "$folder/err" | head -5 | sed 's/^/#   /'; return 1
}
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
due() { "$program" --csv retention list "$@" 2>/dev/null; }
both() { runs 0 pending --as legal-officer "$@" && runs 0 confirmed --as case-officer confirm "$(pending)"; }
copy() { cp "$folder/$1.db" "$folder/$2.db"; [ ! -d "$folder/$1.db.evidence" ] || cp -r "$folder/$1.db.evidence" "$folder/$2.db.evidence"; HOMEWARD_DB=$folder/$2.db; }

"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2030-01-05\nus,U\n' | load settings
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\n' | load parties
printf 'id,name,axis,sensitive\nc1,guards,service,no\n' | load categories
printf 'id,name,party\nR,Northland,S\n' | load regions
printf 'id,name,region,kind,party,lat,lon\nPL,Camp nine,R,camp,S,50.1,40.1\n' | load places
cat <<'END' | load persons
id,side,family,given,patronymic,born,holder,register,missing_since,captured,returned,callsign,categories,place
A1,ours,Шевченко,Микола,Іванович,1987-06-25,S,returned,2023-01-10,2023-01-10,2024-06-12,Явір,c1,
A2,ours,Бондаренко,Олег,,1990-02-03,S,returned,2023-02-10,2023-02-10,2024-06-12,,c1,
A3,ours,Мельничук,Ігор,,1990-02-04,S,returned,2023-02-10,2023-02-10,2024-06-12,,c1,
A4,ours,Лисенко,Яків,,1990-02-05,S,captive,2023-02-10,2023-02-10,,,c1,PL
A5,ours,Гончаренко,Петро,,1990-02-06,S,returned,2023-02-10,2025-01-01,2024-06-12,,c1,
A6,ours,Ткаченко,Іван,,1990-02-07,S,returned,2023-02-10,2023-02-10,2034,,c1,
A7,ours,Захарчук,Лев,,1990-02-08,S,missing,2023-02-10,2023-02-10,,,c1,
END
printf 'id,name,kind,grade\nREC,a report,intelligence,B\n' | load sources
cat <<'END' | load reports
id,person,name,source,happened,received,status,place,text
R1,A1,Шевченко Микола,REC,2023-11-01,2023-11-02,captive,PL,Шевченко was seen
R2,A2,Бондаренко Олег,REC,2023-11-01,2023-11-02,captive,PL,
R3,A3,Мельничук Ігор,REC,2023-11-01,2023-11-02,captive,PL,
R4,A4,Лисенко Яків,REC,2024-11-01,2024-11-02,captive,PL,
R7,A7,Захарчук Лев,REC,2024-11-01,2024-11-02,dead,PL,
END
printf 'id,kind,person,direction,party,sent,text\nN1,notice,A1,out,S,2023-03-01,for Шевченко\nN7,certificate,A7,out,U,2030-05-05,\n' | load notices
printf 'id,subject,axis,value,source\nC1,A1,health,Шевченко has a cough,REC\n' | load claims
printf 'id,person,kind,from_holder,to_holder,happened,note\nK1,A1,capture,,S,2023-01-10,Шевченко alone\n' | load custody
printf 'id,happened,venue,parties\nRO,2024-06-10,a bridge,U;S\n' | load rounds
printf 'id,party,direction,kind,happened\nLU,S,out,wanted,2024-01-01\nLS,S,in,held,2024-01-02\n' | load lists
printf 'id,list,row,person,name,born\nU1,LU,1,A1,Шевченко Микола,1987-06-25\nS1,LS,1,A1,Шевченко Николай,1987-06-25\nS2,LS,2,,Нечай Тарас,1991-01-01\n' | load entries
printf 'id,round,person,party,answer,direction,happened,reason\nX1,RO,A1,S,agreed,returned,2024-06-10,Шевченко is well\n' | load answers
printf 'id,round,person,name,direction,outcome,happened\nD1,RO,A1,Шевченко Микола,returned,delivered,2024-06-12\n' | load deliveries
printf 'id,party,happened,person,answer,note\nQ1,S,2024-01-01,A1,agreed,Шевченко first\n' | load requests
printf 'id,person,source,happened,consent,text,places\nDB1,A1,REC,2024-07-01,yes,Шевченко tells of a yard,PL\n' | load debriefs
cat <<'END' | load inquiries
id,person,name,relative,relation,contact,authorised,opened,phrase
I1,A1,,Олена Шевченко,mother,+380501112233,yes,2023-05-01,blue gate
I2,A2,,Ганна,mother,+380504445566,yes,2023-05-01,red bridge
I4,A4,,Надія,wife,+380507778899,yes,2023-05-01,old well
I8,,Нечай Тарас,Дарина,sister,+380509990011,yes,2023-05-01,white stone
END
cp "$folder/inquiries.csv" "$folder/again.csv"
for case in I1 I8; do "$program" --as family-liaison inquiry close "$case" --reason "home" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok close $case"; exit 1; }; done
"$program" --as case-officer confirm dead A7 --date 2029-01-01 --source REC --reason "two witnesses" >/dev/null || exit 1
"$program" --as legal-officer confirm "$(pending)" >/dev/null || exit 1
printf 'film\n' >"$folder/film.mp4"
"$program" --as legal-officer evidence add "$folder/film.mp4" --id E1 --kind video --title "a yard" --persons "A3" >/dev/null || exit 1

cp "$folder/persons.csv" "$folder/first.csv"
printf 'id,side,family,given,born,holder,register,missing_since,captured,categories\nA8,ours,Савченко,Юрій,1990-02-09,S,captive,2023-02-10,2023-02-10,c1\n' | load persons
printf 'id\nA8\n' >"$folder/list.csv"
"$program" --as negotiator round send RO "$folder/list.csv" --list L8 --party S --kind wanted >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok send"; exit 1; }
"$program" --as case-officer confirm "$(pending)" >/dev/null 2>"$folder/err" || "$program" confirm "$(pending)" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok sent"; exit 1; }
printf 'id,side,family,given,born,holder,register,missing_since,captured,categories,returned\nA8,ours,Савченко,Юрій,1990-02-09,S,returned,2023-02-10,2023-02-10,c1,2024-06-12\n' | load persons
cp "$folder/first.csv" "$folder/persons.csv"
"$program" setting as_of 2036-02-28 >/dev/null || exit 1

# ---- the rules, the list
ok "the rules are told with their grounds" runs 0 "GC III 122" retention rules
ok "in Ukrainian too" runs 0 "запис того, хто вже вдома" --lang uk retention rules
ok "a rule that is none" runs 2 "no rule" retention --rule x
ok "a word that is none" runs 2 "retention [list]" retention everything
ok "a negotiator does not read it" runs 4 "may not" --as negotiator retention
ok "the administrator sees numbers of the register, no name" lacks "Шевченко" --as administrator retention
ok "and applies nothing" runs 4 "may not" --as administrator retention apply --reason x
ok "the auditor does" runs 0 "Due" --as auditor retention
ok "and applies nothing" runs 4 "may not" --as auditor retention apply --reason x
ok "who is home ten years is due" sh -c 'due=$1; echo "$due" | grep -q "^person_home,seal the record,person,p-.*,A1,home,2024-06-12,2034-06-12,,"' sh "$(due)"
ok "a captive is not" sh -c '! echo "$1" | grep -q ",A4,"' sh "$(due)"
ok "nor who was captured again" sh -c '! echo "$1" | grep -q ",A5,"' sh "$(due)"
ok "nor who came home two years ago" sh -c '! echo "$1" | grep -q ",A6,"' sh "$(due)"
ok "a date without a day counts from its last" sh -c 'echo "$1" | grep -q ",A6,home,2034-12-31,2044-12-31"' sh "$(due --as-of 2045-01-01)"
ok "a later day is a trial" runs 0 "A trial as of 2045-01-01" --as-of 2045-01-01 retention
ok "a death counts from its certificate" sh -c 'echo "$1" | grep -q "^person_death.*,A7,death transmitted,.*-..-..,20"' sh "$(due --as-of 2070-01-01)"
ok "a closed case, also of nobody on the register" sh -c 'echo "$1" | grep -q "^contact_closed,delete the contact,inquiry,I8,I8,case closed,2030-01-05,2032-01-05,,"' sh "$(due)"
ok "one listing of an inquiry, by the first rule" sh -c '[ "$(echo "$1" | grep -c ",inquiry,I1,")" = 1 ] && echo "$1" | grep -q "^contact_home.*,I1,"' sh "$(due)"
ok "an open inquiry stops its contact" sh -c 'echo "$1" | grep -q ",inquiry,I2,I2,home,.*,open inquiry,I2"' sh "$(due)"
ok "and its person" sh -c 'echo "$1" | grep -q ",A2,home,.*,open inquiry,I2"' sh "$(due)"
ok "whoever is searched for keeps everything" sh -c '! echo "$1" | grep -q I4' sh "$(due)"
ok "as JSON" runs 0 '"stopped_by"' --json retention
ok "in the other language" runs 0 "що настало" --lang uk retention

# ---- holds
copy bureau held
hold() { "$program" --as legal-officer hold "$1" --reason "a court" >"$folder/out" 2>&1 || sed 's/^/# /' "$folder/out"; }
stopped() { echo "$(due)" | grep -q ",$1,home,.*,legal hold,h-"; }
hold A1
ok "a held person is stopped" stopped A1
ok "and how his relatives are reached" sh -c 'echo "$1" | grep -q ",inquiry,I1,I1,.*,legal hold,h-"' sh "$(due)"
hold E1
ok "so is whoever a held file shows" stopped A3
ok "what is left is applied" both retention apply --reason "the officer, 2036-02-28"
ok "the held stays as it was" runs 0 "Шевченко" person A1
ok "with its contact" runs 0 "+380501112233" --as family-liaison inquiry reach I1 --purpose x
ok "and a file's person" runs 0 "Мельничук" person A3
ok "the rest was done" sh -c '! "$1" --as family-liaison inquiry reach I8 --purpose x | grep -q 0509990011' sh "$program"
ok "all is stopped now" runs 3 "all that is due is stopped" --as legal-officer retention apply --reason x
ok "the ledger stands" runs 0 "good" verify
copy bureau between
ok "asked for first" runs 0 "Nothing brings back" --as legal-officer retention apply --reason "the officer, 2036-02-28"
act=$(pending)
hold I1
ok "a hold that comes between stops the whole act" runs 3 "is stopped since it was asked for" --as case-officer confirm "$act"
ok "nothing of it was done" sh -c '"$1" person A3 >/dev/null && "$1" --as family-liaison inquiry reach I8 --purpose x | grep -q 0509990011' sh "$program"
ok "the ledger stands still" runs 0 "good" verify
copy bureau alias
printf 'id,side,family,given,born,register,missing_since,returned\nA1b,ours,Шевченко,Микола,1987-06-25,returned,2023-01-10,2024-06-12\n' | load persons
hold A1b
printf 'a,a_kind,b,b_kind,verdict,reason\nA1b,persons,A1,persons,same,one man\n' | load judgements
ok "a merge carries the hold" stopped A1
"$program" import undo "$("$program" --json import list | tr -d '\n ' | grep -oE '"id":"b-[^"]*","kind":"judgements"' | cut -d'"' -f4)" --reason "two men" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok undo"; exit 1; }
ok "after a split it is on the one" stopped A1b
ok "and on the other" stopped A1
copy bureau parts
printf 'id,side,family,given,born,register,missing_since,returned\nA1b,ours,Шевченко,Микола,1987-06-25,returned,2023-01-10,2024-06-12\n' | load persons
printf 'a,a_kind,b,b_kind,verdict,reason\nA1b,persons,A1,persons,same,one man\n' | load judgements
ok "both rows of one person are sealed" both retention apply --reason "the officer, 2036-02-28"
ok "one is" runs 4 sealed person A1
ok "so is the other" runs 4 sealed person A1b
"$program" import undo "$("$program" --json import list | tr -d '\n ' | grep -oE '"id":"b-[^"]*","kind":"judgements"' | cut -d'"' -f4)" --reason "two men" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok undo"; exit 1; }
ok "apart they stay so" runs 4 sealed person A1b
ok "the first too" runs 4 sealed person A1
ok "one is opened with the step that sealed both" both retention open A1b --reason "two men"
ok "and is there" runs 0 "Шевченко" person A1b
copy bureau killed
"$program" --as legal-officer retention apply --reason "the officer, 2036-02-28" >/dev/null
act=$(pending); sealed=0
for wait in 0 0.005 0.01 0.015 0.02 0.03 0.05 0.1; do # killed anywhere, it is done whole or not at all
	"$program" --as case-officer confirm "$act" >/dev/null 2>&1 &
	sleep $wait; kill -9 $! 2>/dev/null; wait $! 2>/dev/null
	"$program" person A1 >/dev/null 2>&1; one=$?; "$program" person A3 >/dev/null 2>&1; two=$?
	reached=$("$program" --as family-liaison inquiry reach I8 --purpose x | grep -c 0509990011)
	case $one$two$reached in 001 | 440) ;; *) sealed="$one $two $reached after $wait" ;; esac
	"$program" verify >/dev/null || sealed="not good after $wait"
done
ok "a kill leaves all of it or nothing" test "$sealed" = 0
copy bureau finding
"$program" check --record >/dev/null
ok "A1 waits for nothing yet" sh -c '! echo "$1" | grep -q ",A1,home,.*,\(open finding\|legal hold\),"' sh "$(due)"
finding=$(sqlite3 "$HOMEWARD_DB" "select id from finding limit 1")
a1=$(sqlite3 "$HOMEWARD_DB" "select r.person_id from person_record r join record e on e.id = r.record_id where e.kind = 'persons' and e.row_key = 'A1'")
# Nobody of the due stands on a finding of this small bureau: A1 is put on one beside the program.
sqlite3 "$HOMEWARD_DB" "insert into finding_member (finding_id, subject_id, standing) values ('$finding', '$a1', 1)" 2>"$folder/err" || cat "$folder/err"
sqlite3 "$HOMEWARD_DB" "update finding_case set phase = 'observed', standing = 1 where finding_id = '$finding'"
ok "somebody on an open finding waits for it" sh -c 'echo "$1" | grep -q ",A1,home,.*,open finding,'"$finding"'"' sh "$(due)"
sqlite3 "$HOMEWARD_DB" "update finding_case set phase = 'closed' where finding_id = '$finding'"
ok "when it is closed, he does not" sh -c '! echo "$1" | grep -q ",A1,home,.*,open finding,"' sh "$(due)"
hold "$finding"
ok "a held finding, closed or not, holds everybody on it" stopped A1

# ---- applying
copy bureau sealed
"$program" --json brief >"$folder/brief.before" 2>/dev/null
"$program" --json locate >"$folder/locate.before" 2>/dev/null
"$program" --json people >"$folder/people.before" 2>/dev/null
ok "a reason is needed" runs 2 "--reason" --as legal-officer retention apply
ok "one rule alone" runs 0 "contacts to be deleted for good: 1" --as legal-officer retention apply --rule contact_home --reason x
"$program" --as case-officer confirm "$(pending)" --refuse --reason "all at once" >/dev/null 2>&1
ok "asked for: what has no way back is said" runs 0 "Nothing brings back" --as legal-officer retention apply --reason "the officer, 2036-02-28"
act=$(pending)
ok "one alone does nothing" runs 4 "another user" --as legal-officer confirm "$act"
ok "until then he is there" runs 0 "Шевченко" person A1
ok "another does it" runs 0 "confirmed" --as case-officer confirm "$act"
ok "not twice" runs 3 "it was confirmed before" --as case-officer confirm "$act"
ok "nothing more is due" runs 3 "" --as legal-officer retention apply --reason x
ok "nor by asking about a later day" runs 3 "" --as legal-officer --as-of 2045-01-01 retention apply --reason x
ok "the ledger stands after it" runs 0 "good" verify
ok "what was done is listed" runs 0 "contact deleted" --as auditor retention sealed
ok "a person says sealed" runs 4 "sealed" person A1
ok "by every id" sh -c 'id=$("$1" --csv retention sealed | grep person_home | head -1 | cut -d, -f4); "$1" person "$id" 2>&1 | grep -q sealed' sh "$program"
for words in "search A1" "custody A1" "card A1" "consent A1" "locate --person A1" "answer-pack A1" "disclose A1 --to prosecutor --basis order --reference x --purpose y" "withhold A1 --to S --reason x" "confirm captive A1 --date 2024-01-01 --source REC --reason x" "inquiry new I9 --person A1 --relative x --relation mother"; do
	# shellcheck disable=SC2086
	ok "sealed to: $words" runs 4 "sealed" $words
done
ok "so do his relative's inquiry" runs 4 "sealed" --as family-liaison inquiry show I1
ok "and his debrief" runs 4 "sealed" debrief show DB1
ok "a file that shows him goes out on no order" runs 4 "may not go out" --as legal-officer evidence bundle E1 --to "a court" --purpose x --order "o 1" --out "$folder/bag"
ok "a search by name tells that sealed people are not searched" sh -c '"$1" search "Шевченко Микола" 2>&1 | grep -q "sealed, with this name: 1"' sh "$program"
all="brief|people|people --side ours|locate|locate --calibration|places|check|finding list|plan|request S|disparity|round list|round show RO|transmission|inquiry list|debrief list|census|statement list|protect --list|status|withhold|remains|trace|review|import list|dossier S|custody|confirm|evidence list|evidence E1|retention|retention sealed|search Шевченко|search Явір|breach-report --list LS|breach-report --user legal-officer|factsheet|match LU LS|interest S|place PL"
for way in --csv --json ""; do
	echo "$all" | tr '|' '\n' | while read -r words; do
		# shellcheck disable=SC2086
		"$program" $way $words >"$folder/out" 2>"$folder/err" </dev/null
		grep -v '"query"\|^ *query\|^Шевченко$\|^ *"title"' "$folder/out" | grep -qE "Шевченк|Савченк|Мельничук|Бондаренк.*A1|0501112233|blue gate" && { echo "$way $words"; grep -E "Шевченк|Савченк|Мельничук|0501112233|blue gate" "$folder/out" | head -3; }
	done
done >"$folder/leaks"
ok "a frozen list is as it was sent" sh -c '"$1" --as negotiator round show RO | grep -q "as sent" && ! "$1" --as negotiator round show RO | grep -q DIFFERS' sh "$program"
ok "no view tells a name" sh -c '[ ! -s "$1" ] || { sed "s/^/#   /" "$1"; false; }' sh "$folder/leaks"

"$program" --json brief >"$folder/brief.after" 2>/dev/null
"$program" --json locate >"$folder/locate.after" 2>/dev/null
"$program" --json people >"$folder/people.after" 2>/dev/null
for view in brief locate people; do
	grep -v '"fingerprint"\|"entries"\|"head"\|"elapsed' "$folder/$view.before" >"$folder/a"; grep -v '"fingerprint"\|"entries"\|"head"\|"elapsed' "$folder/$view.after" >"$folder/b"
	ok "the figures stay: $view" sh -c 'diff "$1" "$2" >"$3" || { head -20 "$3" | sed "s/^/#   /"; false; }' sh "$folder/a" "$folder/b" "$folder/d"
done
ok "how a relative is reached is in no byte of the file" sh -c '! grep -qa "380501112233\|blue gate" "$1" "$1"-wal 2>/dev/null' sh "$HOMEWARD_DB"
ok "what is not due is there" sh -c 'grep -qa "380507778899" "$1"' sh "$HOMEWARD_DB"


# ---- sealed and opened, he is as he was
copy sealed opened
HOMEWARD_DB=$folder/bureau.db; for view in "person A1" "custody A1" "round show RO" "debrief show DB1" "breach-report --list LS"; do "$program" --json $view; done >"$folder/a" 2>&1
HOMEWARD_DB=$folder/opened.db
ok "opened for a purpose" both retention open A1 --reason "a court asks, number 9"
for view in "person A1" "custody A1" "round show RO" "debrief show DB1" "breach-report --list LS"; do "$program" --json $view; done >"$folder/b" 2>&1
ok "everything is as it was" sh -c 'diff "$1" "$2" >"$3" || { head -20 "$3" | sed "s/^/#   /"; false; }' sh "$folder/a" "$folder/b" "$folder/d"
ok "the ledger stands when he is opened" runs 0 "good" verify
HOMEWARD_DB=$folder/sealed.db

# ---- nothing comes back by itself
ok "the same file changes nothing" runs 0 "same" import persons "$folder/persons.csv"
ok "a changed row of his waits" sh -c 'printf "id,side,family,given,born,register,missing_since,returned\nA1,ours,Шевченко,Микола,1987-06-26,returned,2023-01-10,2024-06-12\n" >"$2/n.csv"; "$1" import persons "$2/n.csv" | grep -q "sealed: 1 row waits for a person to decide"' sh "$program" "$folder"
ok "so does a report of him" sh -c 'printf "id,person,name,source,happened,received,status,place\nR9,A1,Шевченко Микола,REC,2024-05-01,2036-02-02,captive,PL\n" >"$2/n.csv"; "$1" import reports "$2/n.csv" | grep -q "sealed: 1 row waits"' sh "$program" "$folder"
ok "he stays sealed" runs 4 "sealed" person A1
ok "the list tells of them" runs 0 "2 rows came to sealed people" retention
ok "nobody is merged with him" runs 4 "sealed" --as case-officer review accept persons:A1 persons:A4 --reason x
printf 'a,a_kind,b,b_kind,verdict,reason\nA1,persons,A4,persons,same,one man\n' >"$folder/j.csv"
ok "not by a file either" runs 4 "sealed" import judgements "$folder/j.csv"
batch=$("$program" import list --csv | grep ',persons.csv' | head -1 | cut -d, -f1)
[ -n "$batch" ] || batch=$("$program" import list --json | tr -d '\n ' | grep -oE '"id":"b-[^"]*","kind":"persons"' | head -1 | cut -d'"' -f4)
ok "the batch that brought him is not undone" runs 4 "sealed" import undo "$batch" --reason x
ok "a contact does not come back by a file" sh -c 'sed "s/blue gate/blue gates/" "$2/again.csv" >"$2/n.csv"; "$1" import inquiries "$2/n.csv" | grep -q "left out of"; ! grep -qa "380501112233\|blue gates" "$HOMEWARD_DB" "$HOMEWARD_DB-wal" 2>/dev/null' sh "$program" "$folder"
ok "a hold on somebody sealed" runs 0 held --as legal-officer hold A1 --reason "a court"
ok "a backup is made" runs 0 "sha256" backup "$folder/copy.db"
cp -r "$HOMEWARD_DB.evidence" "$folder/copy.db.evidence"; was=$HOMEWARD_DB; HOMEWARD_DB=$folder/copy.db
ok "it is whole" runs 0 "good" verify
ok "and he is sealed in it" runs 4 "sealed" person A1
HOMEWARD_DB=$folder/restored.db
ok "put in place it is whole" runs 0 "" restore "$folder/copy.db"
ok "he is sealed there as well" runs 4 "sealed" person A1
ok "nor is a contact in it" sh -c '! grep -qa "380501112233" "$1"' sh "$folder/restored.db"
HOMEWARD_DB=$was

# ---- opened again
ok "who is not sealed is not opened" runs 3 "not sealed" --as legal-officer retention open A4 --reason x
ok "opening says for what" runs 2 "--reason" --as legal-officer retention open A1
ok "one opens nobody" runs 0 pending --as legal-officer retention open A1 --reason "he asks for his own record"
ok "he is sealed meanwhile" runs 4 "sealed" person A1
ok "another opens him" runs 0 confirmed --as case-officer confirm "$(pending)"
ok "all of him is back" runs 0 "Шевченко" person A1
ok "the newest row of his counts" runs 0 "1987-06-26" person A1
ok "the purpose stands in the list" runs 0 "he asks for his own record" retention sealed
ok "but not to who sees no case" lacks "he asks for his own record" --as administrator retention sealed
ok "his relative is not reachable any more" sh -c '! "$1" --as family-liaison inquiry reach I1 --purpose x | grep -q 0501112233' sh "$program"
ok "the ledger stands at the end" runs 0 "good" verify
exit $failed
