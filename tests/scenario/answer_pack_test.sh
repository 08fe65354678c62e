#!/bin/sh
# The answer to a person who asks what is held of him, and the extract for a prosecutor: whole, and without any source, relative,
# other person, place of others, word of the Agency or compartment.  Everything that must not be read carries the mark МАРКЕР.
# usage: answer_pack_test.sh PROGRAM SOURCE_DIR
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
	echo "# $*: exit $got instead of $code, or without \"$words\":"; head -60 "$folder/out" "$folder/err" | sed 's/^/#   /'; return 1
}
has() { grep -qE -- "$1" "$folder/out" || { echo "# lacks $1"; return 1; }; }
load() {
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
"$program" setting protection_key 0900000000000000000000000000000000000000000000000000000000000000 >/dev/null || exit 1
printf 'id,name,side,kind,reservation,softness\nU,Own,ours,state,,\nS,Other,theirs,state,5,8\nM,Mediator,neutral,mediator,,\n' | load parties
printf 'id,name\nNR,North\n' | load regions
printf 'id,name,kind,region\nPL1,МАРКЕРМІСЦЕ,private_factory,NR\n' | load places
printf 'id,name,kind,grade,confidential,identity,note\nSRC1,МАРКЕРДЖЕРЕЛО,returned prisoner,B,,МАРКЕРОСОБА,МАРКЕРНОТАТКА\nAG,МАРКЕРАГЕНТСТВО,agency,A,yes,,\n' | sed 's/returned prisoner/returned_prisoner/' | load sources
cat <<'EOF' | load persons
id,side,family,given,patronymic,born,holder,register,missing_since,returned,mother,family_group,place,note,wounded,source,capture_group
A1,ours,Шевченко,Микола,Іванович,1987-06-25,S,captive,2023-01-10,,МАРКЕРМАТИ,FG1,PL1,МАРКЕРНОТАТКА,grave,SRC1,
A2,ours,МАРКЕРІНШИЙ,Олег,,1990-02-03,S,missing,2023-02-10,,,FG1,,,,,
A3,ours,Бондар,Іван,,1991-02-03,S,captive,2023-02-10,2024-12-01,,,PL1,,,SRC1,
EOF
cat <<'EOF' | load reports
id,person,source,happened,received,status,place,region,first_hand,credibility,text,note
R1,A1,SRC1,2024-03-17,2024-04-19,captive,PL1,,yes,2,його бачив МАРКЕРІНШИЙ,МАРКЕРНОТАТКА
R2,A1,AG,2024-05-17,2024-05-19,captive,,NR,,1,МАРКЕРАГЕНТСТВО,
R3,A3,SRC1,2024-03-17,2024-04-19,captive,PL1,,yes,2,його бачив МАРКЕРІНШИЙ,
EOF
cat <<'EOF' | load claims
id,subject,axis,value,party,since,source,credibility,learned,note
C1,A1,nationality,Ukrainian,S,2024-01-02,SRC1,2,2024-02-11,МАРКЕРНОТАТКА
C2,A1,health,wound of the leg,,2024-01-02,SRC1,2,2024-02-11,
C3,A1,captivity,markeragency,,2024-01-02,AG,2,2024-02-11,
C4,A1,last_seen_with,МАРКЕРІНШИЙ Олег,,2024-01-02,SRC1,2,2024-02-11,
C5,A1,exchange,МАРКЕРОБМІН,S,2024-01-02,SRC1,2,2024-02-11,
EOF
printf 'id,person,kind,from_holder,to_holder,to_place,happened,consideration,source,note\nX1,A1,acquisition,S,S,PL1,2024-06-07,МАРКЕРЦІНА,SRC1,МАРКЕРНОТАТКА\n' | load custody
printf 'id,person,relative,relation,contact,authorised,opened,told,phrase,note\nI1,A1,МАРКЕРРОДИЧ,brother,МАРКЕРТЕЛЕФОН,yes,2024-01-01,МАРКЕРВІДПОВІДЬ,МАРКЕРФРАЗА,МАРКЕРНОТАТКА\n' | load inquiries
printf 'id,person,source,happened,by,language,consent,text,note\nD1,A3,SRC1,2024-12-03,МАРКЕРОФІЦЕР,uk,yes,МАРКЕРСЛОВА,МАРКЕРНОТАТКА\n' | load debriefs
printf 'id,kind,title,happened,source,identifiable,persons,places,note\nE1,video,МАРКЕРНАЗВА,2024-07-08,SRC1,yes,A1;A2,PL1,МАРКЕРНОТАТКА\nE2,photo,МАРКЕРНАЗВА,2024-07-08,AG,yes,A1,,\n' | load evidence
printf 'id,kind,direction,person,party,sent,text\nN1,inquiry,out,A1,M,2024-08-09,МАРКЕРЛИСТ\nN2,letter,out,A3,M,2024-08-09,МАРКЕРЛИСТ\n' | load notices
printf 'id,direction,kind,party,happened,note\nL1,out,wanted,S,2024-09-10,МАРКЕРНОТАТКА\nL2,out,wanted,S,2024-09-11,\n' | load lists
printf 'id,list,person,name\nN1,L1,A1,Шевченко\nN2,L1,A2,МАРКЕРІНШИЙ\nN3,L2,A3,Бондар\n' | load entries
printf 'id,party,happened,person,answer,reason\nQ1,S,2024-10-11,A1,refused,МАРКЕРПРИЧИНА\n' | load requests
"$program" --as case-officer withhold A1 --to S --reason "МАРКЕРНЕБЕЗПЕКА" >/dev/null || exit 1
"$program" --as family-liaison consent A1 --use publication --given no --how "МАРКЕРЯК" >/dev/null || exit 1

ok "a negotiator answers nobody" runs 4 "may not" --as negotiator answer-pack A1
ok "an unknown person" runs 3 "no person" --as case-officer answer-pack A9
ok "a draft has no number" runs 0 "A draft for the bureau" --as case-officer answer-pack A1
ok "his own name" has "Шевченко"
ok "his own health" has "grave"
ok "the claim, with the grade of its source" has "nationality.*Ukrainian.*B"
ok "the report, to the month and the region" has "2024-03 +2024-04 +B +captive +North"
ok "who got it" has "inquiry +2024-08-09"
ok "who looked" has "case officer +answer-pack"
"$program" --as case-officer --json answer-pack A1 | tr -d '\n' | sed 's/  */ /g' >"$folder/out"
ok "what he said" has '"use": "publication"[^}]*"word": "no"'
ok "relatives are counted, with the ground" has '"what": "relatives", "count": 2, "why": "it names other people'
ok "the list while he is not home" has '"what": "lists that went out", "count": 1, "why": "while an exchange'
ok "the Agency's word" has '"what": "claims", "count": 1, "why": "told in confidence by the Central Agency"'
ok "a file needs to know that it is he" runs 2 "--verified" --as case-officer answer-pack A1 --out "$folder/a.json"
ok "given, it has a number" runs 0 "number" --as case-officer answer-pack A1 --verified "passport, at the desk" --out "$folder/a.json"
ok "the next has the next" runs 0 "" --as legal-officer answer-pack A1 --verified "passport" --lang uk --json
ok "number 2" has '"number": 2'
if command -v openssl >/dev/null; then
	ok "a stranger checks its signature" sh -c 'openssl pkeyutl -verify -pubin -inkey "$1.pem" -rawin -in "$1" -sigfile "$1.sig" >/dev/null' sh "$folder/a.json"
fi
ok "for one who is home, the list is told" runs 0 "list of names" --as case-officer answer-pack A3
ok "and that he was asked" has "debrief +2024-12-03 +uk +agreed to tracing"

# ---- leaks: in every form, of both papers, in both languages
"$program" --as legal-officer withhold list >/dev/null
lift=$("$program" --as legal-officer withhold list --json | sed -n 's/.*"id": "\(t-[^"]*\)".*/\1/p' | head -1)
"$program" --as legal-officer withhold lift "$lift" --reason over >/dev/null && "$program" --as case-officer confirm "$(pending)" >/dev/null || echo "not ok lift"
"$program" --as legal-officer disclose A1 --to prosecutor --basis order --reference "court, 1" --purpose "case 1" >/dev/null && "$program" --as case-officer confirm "$(pending)" >/dev/null || echo "not ok disclose"
if command -v sqlite3 >/dev/null; then # no command writes into a compartment yet: the row stands in a copy that is not verified
	cp "$folder/bureau.db" "$folder/c.db"
	person=$(sqlite3 "$folder/c.db" "select person_id from person_record r join persons p on p.record_id = r.record_id where p.id = 'A1'")
	sqlite3 "$folder/c.db" "insert into claim (id, subject_kind, subject_id, axis, value, learned_at, compartment) values ('c-x', 'person', '$person', 'health', 'markercompartment', 0, 'sexual violence')"
	HOMEWARD_DB=$folder/c.db
	ok "what stands in a compartment is counted" runs 0 "kept apart for his own protection" --as case-officer answer-pack A1
fi
clean() { # clean FILE: nothing that carries the mark, no id of another, no id of a source
	! grep -iE 'маркер|marker' "$1" && ! grep -qwE 'A2|SRC1|AG|FG1|PL1|R1|I1|Q1|L1' "$1"
}
for lang in en uk; do
	for form in "" --json --csv; do
		runs 0 "" --lang $lang $form --as case-officer answer-pack A1; cp "$folder/out" "$folder/said"
		ok "no leak: answer, $lang${form:+, $form}" clean "$folder/said"
		runs 0 "" --lang $lang $form --as case-officer answer-pack A3; cp "$folder/out" "$folder/said"
		ok "no leak: answer of one who is home, $lang${form:+, $form}" clean "$folder/said"
		runs 0 "" --lang $lang $form --as legal-officer disclose print 1; cp "$folder/out" "$folder/said"
		ok "no leak: extract, $lang${form:+, $form}" clean "$folder/said"
	done
	"$program" --lang $lang --as case-officer answer-pack A1 --pdf "$folder/a.$lang.pdf" >/dev/null 2>&1
	"$program" --lang $lang --as legal-officer disclose print 1 --pdf "$folder/x.$lang.pdf" >/dev/null 2>&1
	if command -v pdftotext >/dev/null; then
		for paper in a x; do
			pdftotext "$folder/$paper.$lang.pdf" "$folder/said" && ok "no leak: $paper.$lang.pdf" clean "$folder/said"
		done
	fi
done
runs 0 "" --as legal-officer disclose print 1
ok "the extract holds no health, will or origin" sh -c '! grep -qE "grave|wound|wants to return" "$1"' sh "$folder/out"
ok "and what he is" has "Шевченко"
HOMEWARD_DB=$folder/bureau.db
ok "the ledger verifies" runs 0 "good" verify
exit $failed
