#!/bin/sh
# What may be said in public: rounded, no small numbers, no person, no place of detention, nothing given in confidence, no
# statement that two people have not released; and attempts to get something out of it.
# usage: public_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
example=$2/examples/founding
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
sh "$2/examples/founding/load.sh" "$program" "$example" >"$folder/out" 2>&1 || { cat "$folder/out"; echo "not ok the example loads"; exit 1; }

# ---- what is in it
ok "a factsheet for everybody" runs 0 "factsheet" brief --public
ok "numbers are rounded" sh -c '! grep -oE "approximately [0-9]+" "$1" | cut -d" " -f2 | grep -qE "[^05]$"' sh "$folder/out"
ok "no number under five" sh -c '! grep -oE "approximately [0-9]+" "$1" | grep -qE " [1-4]$"' sh "$folder/out"
ok "small counts are held back" has "fewer than 5"
ok "our own places are held to the same rules" has "The same rules held to our own places"
ok "no statement, for none is released" lacks "What was said in public"
ok "the interval of a region is wider than the estimate" sh -c '
	"$1" brief --public --json | jq -e --slurpfile l "$2" ".factsheet.held[] | select(.region == \"Chechnya\") | .from <= 185 and .to >= 209" >/dev/null' sh "$program" /dev/null
ok "HXL tags stand under the names of columns" runs 0 "#adm1+name,#affected+captive+min" brief --public --csv
ok "with each region's interval" has "Chechnya,180,210"
ok "on paper" runs 0 "" brief --public --pdf "$folder/f.pdf"
if command -v pdftotext >/dev/null; then
	pdftotext "$folder/f.pdf" "$folder/pdf"
	ok "marked for the public" grep -q "For the public" "$folder/pdf"
	ok "and for nobody's name" sh -c '! grep -q "Printed for" "$1"' sh "$folder/pdf"
fi
ok "in Ukrainian" runs 0 "довідка" --lang uk brief --public
ok "as a page it is refused" runs 2 "--public is" brief --public --html
ok "the plain briefing has no table" runs 2 "--csv" brief --csv

# ---- what may not leak
{
	"$program" brief --public
	"$program" --lang uk brief --public
	"$program" brief --public --json
	"$program" brief --public --csv
} >"$folder/everything" 2>/dev/null
awk -F, 'NR > 1 { print $3 " " $4; print $4 " " $3 }' "$example/persons_ours.csv" "$example/persons_theirs.csv" | sort -u >"$folder/names"
ok "no person of the register ($(wc -l <"$folder/names") names sought)" sh -c '! grep -qF -f "$1" "$2"' sh "$folder/names" "$folder/everything"
sed -n '2,$p' "$example/places.csv" | sed 's/^[^,]*,"\{0,1\}\([^",]*\).*/\1/' | sort -u >"$folder/places"
ok "no place of detention ($(wc -l <"$folder/places") sought)" sh -c '! grep -qF -f "$1" "$2"' sh "$folder/places" "$folder/everything"
ok "no id of a person, a place or a source" sh -c '! grep -qE "(^|[^A-Za-z])([AB][0-9]{4}|P[0-9]{2}|V[0-9]|AG)([^A-Za-z0-9]|$)" "$1"' sh "$folder/everything"
ok "nothing that the Agency confirmed" sh -c '! grep -qi "agency\|confirmed by" "$1"' sh "$folder/everything"
ok "nobody's interest, reluctance or price" sh -c '! grep -qiE "interest|reluct|package|accept" "$1"' sh "$folder/everything"
ok "no category of people" sh -c '! grep -qiE "chechens|conscript|small ethnic|marine" "$1"' sh "$folder/everything"

# ---- what the Agency told serves tracing and families: nothing that is said outside moves by it
cp "$HOMEWARD_DB" "$folder/told.db"
awk -F, 'NR > 1 && NR < 200 { printf "RAG%d,%s,AG,2025-01-10,2025-01-20,captive,P07\n", NR, $1 }' "$example/persons_ours.csv" | sed '1i id,person,source,happened,received,status,place' >"$folder/told.csv"
"$program" --db "$folder/told.db" import reports "$folder/told.csv" >/dev/null 2>&1
"$program" brief --public >"$folder/before"; "$program" --db "$folder/told.db" brief --public >"$folder/after"
ok "two hundred confirmations change nothing that the public reads" cmp -s "$folder/before" "$folder/after"
"$program" locate --json >"$folder/before" 2>/dev/null; "$program" --db "$folder/told.db" locate --json >"$folder/after" 2>/dev/null
ok "inside they count" sh -c '! cmp -s "$1" "$2"' sh "$folder/before" "$folder/after"
at="--at 43.32,45.68 --within 20 --purpose drill"
"$program" protect $at --json >"$folder/before" 2>/dev/null; "$program" --db "$folder/told.db" protect $at --json >"$folder/after" 2>/dev/null
ok "nor what is answered about a point" sh -c 'test -s "$1" && cmp -s "$1" "$2"' sh "$folder/before" "$folder/after"

# ---- forms that the Convention asks for
ok "a capture card is filled from what is on record" runs 0 "5. Date of birth" --as case-officer card B0265
ok "what is not there is a line" has "____"
ok "the kin is never filled for him" sh -c 'grep "next of kin" "$1" | grep -q "____"' sh "$folder/out"
ok "a notice has the rest of art. 122" runs 0 "maiden name of mother" --as case-officer card B0265 --notice
ok "on paper" runs 0 "" --as case-officer card B0265 --pdf "$folder/card.pdf"
ok "in Ukrainian" runs 0 "Картка полону" --as case-officer --lang uk card B0265
ok "of ours the holder fills it" runs 3 "nobody whom we hold" --as case-officer card A0001
ok "a negotiator prints none" runs 4 "may not" --as negotiator card B0265
ok "who may not see health does not" runs 0 "restricted" --as tracing-analyst card B0265

# ---- statements
ok "a statement is released by two" runs 0 "pending" --as legal-officer statement release ST01 --reason "it was said in public"
id=$(pending)
ok "not by one" runs 4 "another user" --as legal-officer confirm "$id"
ok "until then it is not told" runs 0 "" brief --public
ok "so" lacks "Conscripts do not take part"
ok "the second person releases it" runs 0 "confirmed" --as case-officer confirm "$id"
ok "then it is told, with the verdict" runs 0 "contradicted" brief --public
ok "by its words" has "Conscripts do not take part"
ok "its sheet says so" runs 0 "released for the public" statement show ST01
ok "an earlier day does not know it" sh -c '"$1" brief --public --as-of 2024-01-01 2>/dev/null | grep -q "Conscripts" && exit 1 || exit 0' sh "$program"
ok "one person withholds it" runs 0 "withheld" --as legal-officer statement withhold ST01 --reason "the translation is disputed"
ok "then it is gone" runs 0 "" brief --public
ok "so" lacks "Conscripts do not take part"
ok "a second time there is nothing to withhold" runs 3 "not released" --as legal-officer statement withhold ST01 --reason x
name=$(awk -F, 'NR == 2 { print $3 " " $4 }' "$example/persons_ours.csv")
ok "a statement is written down" runs 0 "written down" --as legal-officer statement add ST90 --speaker "a deputy" --kind claim --date 2025-02-20 \
	--words "We hold $name in the camp." --touches A0001
ok "what was said stays" runs 3 "there already" --as legal-officer statement add ST90 --speaker "a deputy" --kind claim --words "no"
ok "whom it touches is for those who may see persons" runs 0 "restricted" --as auditor statement show ST90
ok "a statement that names a prisoner is not released" runs 4 "names a person of the register" --as legal-officer statement release ST90 --reason x
latin=$(printf '%s\n' "$name" | "$program" names romanize --scheme kmu2010)
"$program" --as legal-officer statement add ST93 --speaker "a deputy" --kind claim --date 2025-02-20 --words "We hold $latin in the camp." >/dev/null
ok "nor in Latin letters: $latin" runs 4 "names a person of the register" --as legal-officer statement release ST93 --reason x
place=$(awk 'NR == 1 { print; exit }' "$folder/places")
ok "nor one that names a place" sh -c '"$1" --as legal-officer statement add ST91 --speaker "a deputy" --kind claim --words "They are in $2." >/dev/null; "$1" --as legal-officer statement release ST91 --reason x >"$3" 2>&1; [ $? = 4 ] && grep -q "place of detention" "$3"' sh "$program" "$place" "$folder/out"
ok "a negotiator releases nothing" runs 4 "may not" --as negotiator statement release ST02 --reason x
# A name that comes into the register after the release is found at the next print.
"$program" --as legal-officer statement add ST92 --speaker "a deputy" --kind claim --words "Zorian Neznamko is well." >/dev/null
"$program" --as legal-officer statement release ST92 --reason "a public man" >/dev/null
"$program" --as case-officer confirm "$(pending)" >/dev/null
ok "a name that nobody looks for passes" runs 0 "Neznamko" brief --public
printf 'id,side,family,given,born\nZ1,ours,Neznamko,Zorian,1990\n' >"$folder/z.csv"
"$program" import persons "$folder/z.csv" >/dev/null 2>&1
ok "once he is looked for it does not" runs 4 "names a person of the register" brief --public
ok "the whole bureau verifies" runs 0 "" --as auditor verify
exit $failed
