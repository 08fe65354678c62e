#!/bin/sh
# The outward list of protected areas and questions about a point: what must never be in it, two persons, no removals, a
# stranger's check, no oracle.
# usage: protect_test.sh PROGRAM SOURCE_DIR
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
lacks_in() { ! grep -qF -- "$2" "$1"; }
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
load() { # load KIND: rows on standard input
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; failed=1; }
}
export_list() { # export_list FILE OPTIONS...: asked by one, released by another, written
	file=$1; shift
	"$program" "$@" --as intelligence-liaison protect --export "$file" --to "air command" --purpose "to spare them" >/dev/null 2>&1
	"$program" --as legal-officer confirm "$(pending)" >/dev/null 2>&1
	runs 0 "written" "$@" --as intelligence-liaison protect --export "$file" --to "air command" --purpose "to spare them"
}
areas() { grep -c '"type": "Feature"' "$1"; }

"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind\nU,Own,ours,state\nS,Other,theirs,state\n' | load parties
printf 'id,name,kind,party\nHF,A formation,formation,S\n' | load holders
printf 'id,name,kind,grade\nREC1,a report,intelligence,A\n' | load sources
printf 'id,name,party,unlisted_share,unlisted_area_km2\nNORD,Northland,S,0,\nSUED,Southland,S,0.3,5000\n' | load regions
cat >"$folder/p" <<'E2'
id,name,region,kind,party,holder,lat,lon,sigma_km
PLQ,Quarry hall,NORD,hangar,S,HF,40.1234,30.1234,0.5
PLX,Quarry shed,NORD,hangar,S,HF,40.1232,30.1231,0.5
PLE,Empty hall,NORD,hangar,S,,44.1,33.1,0.5
PLS,Southern mill,SUED,private_factory,S,,38.0,31.0,0.5
PLN,Nowhere hall,SUED,hangar,S,,,,
PLU,Our camp,NORD,camp,U,,41.5,30.5,0.5
E2
load places <"$folder/p"
printf 'id,name,kind,region,lat,lon\nOBQ,Depot nine,oil_depot,NORD,40.12,30.12\nOBS,Depot ten,oil_depot,SUED,38.5,31.5\nOBN,Depot eleven,oil_depot,NORD,43.0,32.0\n' | load objects
printf 'place,object,relation,source\nPLQ,OBQ,inside,REC1\n' | load relations
{
	echo 'id,side,family,given,born,register,missing_since'
	for i in 1 2 3 4 5 6; do echo "PN$i,ours,Шевченко,Микола,198$i,missing,2024-01-0$i"; done
} | load persons
{
	echo 'id,person,source,happened,received,status,place,region'
	for i in 1 2 3; do echo "R$i,PN$i,REC1,2025-01-1$i,2025-02-01,captive,PLQ,"; done
	for i in 4 5 6; do echo "R$i,PN$i,REC1,2025-01-1$i,2025-02-01,captive,,SUED"; done
} | load reports

# ---- who may, and how
ok "a list needs a recipient" runs 2 "--to" protect --export "$folder/l.geojson" --purpose x
ok "and a purpose" runs 2 "--purpose" protect --export "$folder/l.geojson" --to x
ok "and a kind of file" runs 2 ".kml" protect --export "$folder/l.txt" --to x --purpose x
ok "a negotiator may not" runs 4 "may not" --as negotiator protect --export "$folder/l.geojson" --to x --purpose x
ok "a case officer may not" runs 4 "may not" --as case-officer protect --export "$folder/l.geojson" --to x --purpose x
ok "it waits for a second person" runs 0 "pending" --as intelligence-liaison protect --export "$folder/l.geojson" --to "air command" --purpose "to spare them"
ok "nothing is written until then" test ! -e "$folder/l.geojson"
ok "whoever asked does not release it" runs 4 "another user" --as intelligence-liaison confirm "$(pending)"
ok "another does" runs 0 "confirmed" --as legal-officer confirm "$(pending)"
ok "then it is written" runs 0 "list 1" --as intelligence-liaison protect --export "$folder/l.geojson" --to "air command" --purpose "to spare them"
ok "it says what absence means" grep -q "nothing is known of it" "$folder/out"
ok "and whose the duties are" grep -q "stay with the commander" "$folder/out"
ok "the same as KML is the same list" runs 0 "list 1" --as intelligence-liaison protect --export "$folder/l.kml" --to "air command" --purpose "to spare them"
ok "for another recipient it waits anew" runs 0 "pending" --as intelligence-liaison protect --export "$folder/m.geojson" --to "somebody else" --purpose "to spare them"
ok "refused, it stays refused" runs 0 "refused" --as legal-officer confirm "$(pending)" --refuse --reason "who is that"
ok "with the reason" runs 4 "who is that" --as intelligence-liaison protect --export "$folder/m.geojson" --to "somebody else" --purpose "to spare them"
ok "recipients are written down" runs 0 "air command" protect --lists
ok "by whom released" grep -q "legal-officer" "$folder/out"
ok "the ledger has it" runs 0 "" --as auditor verify

# ---- what is in it
for name in l.geojson l.kml; do
	for word in PLQ PLX PLS PLN Quarry mill Depot OBQ PN1 Шевченко REC1 R1 40.12 30.12 2025-01 2025-02-01 officer liaison command inside hangar oil; do
		[ "$word" = command ] && continue
		ok "$name does not tell $word" lacks_in "$folder/$name" "$word"
	done
	ok "$name tells that absence means nothing" grep -q "nothing is known of it" "$folder/$name"
	ok "$name tells it in Ukrainian" grep -q "нічого не відомо" "$folder/$name"
	ok "$name has a review date" grep -q "2025-03-30" "$folder/$name"
	ok "$name has a confidence" grep -q "very likely" "$folder/$name"
done
ok "two halls in the same cells are one area" test "$(areas "$folder/l.geojson")" = 5
ok "every candidate of a region with unlisted places is possible" test "$(grep -c '"possible"' "$folder/l.geojson")" -ge 2
ok "among them a depot, as one is used" grep -q "38.4" "$folder/l.geojson"
ok "not one of another region" lacks_in "$folder/l.geojson" "43.0"
ok "a place of unknown position is told by its region" grep -q '"somewhere_in_region": "SUED"' "$folder/l.geojson"
ok "our own camp is not on it" lacks_in "$folder/l.geojson" "41.5"
ok "no point in it" lacks_in "$folder/l.geojson" '"Point"'

# ---- a stranger
if command -v openssl >/dev/null; then
	check() { openssl pkeyutl -verify -pubin -inkey "$1.pem" -rawin -in "$1" -sigfile "$1.sig" >/dev/null 2>&1; }
	ok "a stranger's openssl agrees" check "$folder/l.geojson"
	ok "with the KML too" check "$folder/l.kml"
	cp "$folder/l.geojson" "$folder/x.geojson"; cp "$folder/l.geojson.sig" "$folder/x.geojson.sig"; cp "$folder/l.geojson.pem" "$folder/x.geojson.pem"
	sed -i 's/very likely/possible/' "$folder/x.geojson"
	ok "and finds a change" sh -c '! openssl pkeyutl -verify -pubin -inkey "$1.pem" -rawin -in "$1" -sigfile "$1.sig" >/dev/null 2>&1' sh "$folder/x.geojson"
else
	echo "skip openssl is not installed"
fi

# ---- no removals
before=$(areas "$folder/l.geojson")
batch=$("$program" import list --csv 2>/dev/null | grep ',reports,' | head -1 | cut -d, -f1)
ok "the reports are undone" runs 0 "" import undo "$batch" --reason "all wrong"
batch=$("$program" import list --csv 2>/dev/null | grep ',persons,' | head -1 | cut -d, -f1)
ok "and the persons" runs 0 "" import undo "$batch" --reason "all wrong"
ok "without any evidence the list is released again" export_list "$folder/n.geojson"
ok "and no area is off it" test "$(areas "$folder/n.geojson")" -ge "$before"
ok "what has no evidence is not recently observed" grep -q "not recently observed" "$folder/n.geojson"
ok "and nothing more than possible" lacks_in "$folder/n.geojson" "very likely"
ok "after 150 days" export_list "$folder/o.geojson" --as-of 2025-07-28
ok "all are there still" test "$(areas "$folder/o.geojson")" -ge "$before"
ok "after 181 days" export_list "$folder/q.geojson" --as-of 2025-08-29
ok "they may go" test "$(areas "$folder/q.geojson")" -lt "$before"

# ---- threats
printf 'id,speaker,party,happened,kind,words,threatens,objects\nSTT,a commander,S,2025-02-20,threat,"they will sit on the depot",yes,OBN\n' | load statements
ok "a threat puts what it names under protection" export_list "$folder/t.geojson"
ok "as possible" sh -c 'tr -d " \n" <"$1" | grep -q "\[32,43\]\|32,42\|31.95,42"' sh "$folder/t.geojson"

# ---- questions
ok "a question needs its purpose" runs 2 "--purpose" protect --at 40.1,30.1 --within 5
ok "in training it has numbers" runs 0 "within 5 km" protect --at 40.12,30.12 --within 5 --purpose drill
printf '{"type":"Polygon","coordinates":[[[30.0,40.0],[30.3,40.0],[30.3,40.3],[30.0,40.3],[30.0,40.0]]]}' >"$folder/poly.geojson"
ok "a polygon is asked about" runs 0 "within 21 km" protect --polygon "$folder/poly.geojson" --purpose drill
printf '{"type":"Polygon","coordinates":[[["x",40.0],[30.3,40.0],[30.3,40.3],[30.0,40.3]]]}' >"$folder/bad.geojson"
ok "a polygon that is none: exit 3" runs 3 "longitude" protect --polygon "$folder/bad.geojson" --purpose drill
printf '{"type":"Point","coordinates":[30.0,40.0]}' >"$folder/bad.geojson"
ok "a point is no polygon" runs 3 "Polygon" protect --polygon "$folder/bad.geojson" --purpose drill
printf '[' >"$folder/bad.geojson"
ok "broken JSON: exit 3" runs 3 "bad.geojson" protect --polygon "$folder/bad.geojson" --purpose drill
ok "a polygon over the whole earth: exit 3" sh -c 'printf "{\"type\":\"Polygon\",\"coordinates\":[[[-90,-40],[90,-40],[90,40],[-90,-40]]]}" >"$2"; "$1" protect --polygon "$2" --purpose drill >/dev/null 2>&1; [ $? = 3 ]' sh "$program" "$folder/bad.geojson"

# ---- outside training: words, a grid, a limit, a sealed position
HOMEWARD_DB=$folder/real.db
token=$("$program" init 2>/dev/null | grep -o '[0-9a-z]\{5\}-[0-9a-z]\{5\}-[0-9a-z]\{5\}-[0-9a-z]\{5\}' | head -1)
HOMEWARD_TOKEN=$token; export HOMEWARD_TOKEN
liaison=$("$program" --as admin user add liaison --name "A liaison" --role "intelligence liaison" 2>/dev/null | grep -o '[0-9a-z]\{5\}-[0-9a-z]\{5\}-[0-9a-z]\{5\}-[0-9a-z]\{5\}' | head -1)
ok "a bureau outside training" test -n "$token" -a -n "$liaison"
"$program" --as admin setting protect.questions 3 >/dev/null 2>&1
HOMEWARD_TOKEN=$liaison
ok "without a protection key no question is answered" runs 4 "protection key" --as liaison protect --at 40.1,30.1 --within 5 --purpose "a question"
HOMEWARD_TOKEN=$token
"$program" --as admin setting protection_key 2fe57da347cd62431528daac5fbb290730fff684afc4cfc2ed90995f58cb3b74 >/dev/null 2>&1
HOMEWARD_TOKEN=$liaison
real() { "$program" --as liaison import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; failed=1; }; }
for kind in parties holders sources regions places objects relations persons reports; do real $kind; done
ok "with one it is" runs 0 "evidence" --as liaison protect --at 40.11,30.11 --within 5 --purpose "a question" --json
cp "$folder/out" "$folder/one"
ok "in words alone" sh -c '! grep -q "\"high\": [0-9]" "$1"' sh "$folder/one"
ok "a little aside it is the same answer" runs 0 "" --as liaison protect --at 40.12,30.12 --within 5.5 --purpose "a question" --json
ok "of another circle" runs 0 "" --as liaison protect --at 40.11,30.12 --within 4 --purpose "a question" --json
ok "so" cmp -s "$folder/one" "$folder/out"
ok "then the day's questions are over" runs 4 "the limit" --as liaison protect --at 40.1,30.1 --within 5 --purpose "a question"
ok "another as-of does not bring them back" runs 4 "the limit" --as liaison --as-of 2031-01-01 protect --at 40.1,30.1 --within 5 --purpose "a question"
ok "the file does not tell where was asked" sh -c '! strings "$1" 2>/dev/null | grep -q "40\.11\|30\.11"' sh "$folder/real.db"
exit $failed
