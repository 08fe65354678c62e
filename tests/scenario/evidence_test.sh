#!/bin/sh
# Evidence from intake to a bundle that a stranger checks with standard tools; and attempts to change, double or leak it.
# usage: evidence_test.sh PROGRAM SOURCE_DIR
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
has() { grep -qF -- "$1" "$folder/out"; }
lacks() { ! grep -qF -- "$1" "$folder/out" "$folder/err"; }
pending() { "$program" confirm --json | sed -n 's/.*"id": "\(w-[^"]*\)".*/\1/p' | tail -1; }
load() { # load KIND: rows on standard input
	cat >"$folder/$1.csv"
	"$program" import "$1" "$folder/$1.csv" >/dev/null 2>"$folder/err" || { cat "$folder/err"; echo "not ok import $1"; exit 1; }
}
entries() { "$program" --as auditor verify --json | sed -n 's/.*"entries": \([0-9]*\).*/\1/p' | head -1; }

"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind\nU,Own,ours,state\nS,Other,theirs,state\n' | load parties
printf 'id,name,kind,grade,confidential\nV1,a channel,video,C,\nA1,the Agency,agency,A,yes\n' | load sources
printf 'id,side,family,given,born\nA1,ours,Шевченко,Микола,1987\n' | load persons
printf 'first words of a video\n' >"$folder/one.mp4"
printf 'told in confidence\n' >"$folder/two.txt"
printf 'a forged photograph\n' >"$folder/three.jpg"
hash=$(sha256sum "$folder/one.mp4" | cut -d' ' -f1)

# ---- intake
ok "a file is needed" runs 2 "write" evidence add
ok "an id is needed" runs 2 "--id" evidence add "$folder/one.mp4" --kind video --title x
ok "no such file: exit 3" runs 3 "nothing.mp4" evidence add "$folder/nothing.mp4" --id E1 --kind video --title x
ok "a folder is no file" runs 3 "is not a file" evidence add "$folder" --id E1 --kind video --title x
ok "a kind that is none: exit 3" runs 3 "kind" evidence add "$folder/one.mp4" --id E1 --kind film --title x
ok "nothing of it is left" runs 3 "no item" evidence show E1
ok "a file is kept by its hash" runs 0 "$hash" --as legal-officer evidence add "$folder/one.mp4" --id E1 --kind video --title "a yard" \
	--source V1 --captured-from https://example.org/v/1 --captured 2025-02-01T10:00:00Z --captured-with "tool 1.2" --custodian "legal officer" --identifiable --graphic \
	--persons A1
ok "an auditor may not" runs 4 "may not" --as auditor evidence add "$folder/one.mp4" --id E9 --kind video --title x
stored=$folder/bureau.db.evidence/$(printf '%.2s' "$hash")/$hash
ok "it stands beside the bureau, closed to writing" sh -c 'cmp -s "$1" "$2" && [ "$(stat -c %a "$2")" = 400 ]' sh "$folder/one.mp4" "$stored"
ok "the same bytes are one item" runs 3 "is item E1" evidence add "$folder/one.mp4" --id E2 --kind video --title "again"
ok "the same file again changes nothing" runs 0 "$hash" evidence add "$folder/one.mp4" --id E1 --kind video --title "a yard"
ok "an original is never replaced" runs 3 "never replaced" evidence add "$folder/two.txt" --id E1 --kind video --title "a yard"
ok "a working copy points to it" runs 0 "" evidence add "$folder/three.jpg" --id E3 --kind photo --title "a still" --copy-of E1
ok "of nothing there is no copy" runs 3 "no item" evidence add "$folder/two.txt" --id E4 --kind other --title x --copy-of E77
ok "the sheet says where it was taken from" runs 0 "https://example.org/v/1" evidence show E1
ok "and that it is hard to look at" has "hard to look at"
ok "and its working copies" has "a still"
ok "who may not keep evidence does not learn where from" runs 0 "restricted" --as family-liaison evidence show E1
ok "so" lacks "example.org"
ok "material of the Agency is taken in" runs 0 "" evidence add "$folder/two.txt" --id E5 --kind letter --title "a letter" --source A1

# ---- custody
ok "handing on needs a reason" runs 2 "--reason" evidence hand E1 --to "an expert"
ok "and is written down" runs 0 "" evidence hand E1 --to "an expert" --reason "examination" --seal 17 --copy "$folder/copy.mp4"
ok "the copy is the same" cmp -s "$folder/one.mp4" "$folder/copy.mp4"
ok "a copy goes over nothing" runs 5 "copy.mp4" evidence hand E1 --to "an expert" --reason "examination" --copy "$folder/copy.mp4"
ok "the chain has both steps" runs 0 "examination" evidence show E1
ok "with the seal" has 17

# ---- leads
ok "a lead says what was seen" runs 2 "--says" evidence lead E3 --kind forged
ok "a lead waits" runs 0 "pending" --as legal-officer evidence lead E3 --kind forged --says "shadows fall two ways"
id=$(pending)
ok "whoever noted it does not verify it" runs 4 "another user" --as legal-officer confirm "$id"
ok "until then it is a lead" runs 0 "waits" evidence show E3
printf 'id,speaker,kind,words,evidence_against\nT1,a minister,denial,"no yard",E3\nT2,a minister,denial,"no letter",E1\n' | load statements
ok "and counts as it did" runs 0 "contradicted" statement show T1
ok "another looks and verifies" runs 0 "confirmed" --as tracing-analyst confirm "$id"
ok "a forgery is evidence of nothing" runs 0 "unsupported" statement show T1
ok "and the sheet says so" runs 0 "found to be forged" evidence show E3
ok "a face is a lead on somebody" runs 0 "pending" --as legal-officer evidence lead E1 --kind face --says "tool 3, .91" --person A1
ok "verified it is still a lead" runs 0 "confirmed" --as tracing-analyst confirm "$(pending)"
ok "nothing is claimed of him" runs 0 "" person A1
ok "so" lacks ".91"

# ---- bundle
ok "a bundle needs a recipient" runs 2 "--to" evidence bundle E1 --purpose x --out "$folder/bag"
ok "what came in confidence is in none" runs 4 "in confidence" evidence bundle E1 E5 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag"
ok "nor what was forged" runs 3 "forged" evidence bundle E3 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag"
ok "whoever it shows has said yes to it, or an order is named" runs 4 "--order" --as legal-officer evidence bundle E1 --to "a court" --purpose "case 7" --out "$folder/bag"
ok "an order has a name" runs 2 "name the order" --as legal-officer evidence bundle E1 --order " " --to "a court" --purpose "case 7" --out "$folder/bag"
ok "a bundle waits for a second person" runs 0 "pending" --as legal-officer evidence bundle E1 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag"
ok "and writes nothing until then" test ! -e "$folder/bag"
ok "asked again it still waits" runs 0 "pending" --as legal-officer evidence bundle E1 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag"
ok "the asker cannot release it" runs 4 "another user" --as legal-officer confirm "$(pending)"
ok "another releases it" runs 0 "confirmed" --as tracing-analyst confirm "$(pending)"
ok "then it is written" runs 0 "written" --as legal-officer evidence bundle E1 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag"
ok "for another recipient it waits anew" runs 0 "pending" --as legal-officer evidence bundle E1 --to "a paper" --order "court, no. 7" --purpose "case 7" --out "$folder/bag2"
ok "which the second person refuses" runs 0 "refused" --as tracing-analyst confirm "$(pending)" --refuse --reason "a paper shows faces"
ok "and then it is refused, with the reason" runs 4 "a paper shows faces" --as legal-officer evidence bundle E1 --to "a paper" --order "court, no. 7" --purpose "case 7" --out "$folder/bag2"
ok "over a folder that is there it is not written" runs 2 "there already" --as legal-officer evidence bundle E1 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag"
check_bag() { (cd "$1" && sha256sum --quiet -c manifest-sha256.txt && sha256sum --quiet -c tagmanifest-sha256.txt) >/dev/null 2>&1; }
check_signature() {
	openssl pkeyutl -verify -pubin -inkey "$1/bureau.pem" -rawin -in "$1/tagmanifest-sha256.txt" -sigfile "$1/tagmanifest-sha256.sig" >/dev/null 2>&1
}
ok "a stranger's sha256sum agrees" check_bag "$folder/bag"
if command -v openssl >/dev/null; then
	ok "a stranger's openssl agrees" check_signature "$folder/bag"
	cp -r "$folder/bag" "$folder/bad"
	echo >>"$folder/bad/tagmanifest-sha256.txt"
	ok "and finds a changed manifest" sh -c '! openssl pkeyutl -verify -pubin -inkey "$1/bureau.pem" -rawin -in "$1/tagmanifest-sha256.txt" -sigfile "$1/tagmanifest-sha256.sig" >/dev/null 2>&1' sh "$folder/bad"
else
	echo "skip openssl is not installed"
fi
cat "$folder/bag"/*.txt "$folder/bag/data/items.json" >"$folder/out"; : >"$folder/err"
ok "no captive is named in it" lacks "Шевченко"
ok "nor his id" lacks '"A1"'
ok "nor the source" lacks '"V1"'
ok "nor an officer" lacks "legal-officer"
ok "an address on the net is told" has "https://example.org/v/1"

printf 'a letter\n' >"$folder/Shevchenko_Mykola.txt"
ok "a title that names a captive: exit 4" runs 4 "names a person of the register" --as legal-officer evidence add "$folder/Shevchenko_Mykola.txt" --id E90 --kind letter --title "a letter of Шевченко Микола"
ok "nor in Latin letters" runs 4 "names a person of the register" --as legal-officer evidence add "$folder/Shevchenko_Mykola.txt" --id E90 --kind letter --title "letter of Mykola Shevchenko, 2024"
ok "a title that names nobody" runs 0 "" --as legal-officer evidence add "$folder/Shevchenko_Mykola.txt" --id E90 --kind letter --title "a letter" --source V1
ok "waits" runs 0 "pending" --as legal-officer evidence bundle E90 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag90"
"$program" --as tracing-analyst confirm "$(pending)" >/dev/null
ok "and is written" runs 0 "" --as legal-officer evidence bundle E90 --to "a court" --order "court, no. 7" --purpose "case 7" --out "$folder/bag90"
ok "the file is called after the item, not after what it was called" test -f "$folder/bag90/data/E90/E90.txt"
find "$folder/bag90" >"$folder/out"; cat "$folder/bag90"/*.txt "$folder/bag90/data/items.json" >>"$folder/out"; : >"$folder/err"
ok "so no name is in it" lacks "Mykola"
ok "nor an officer who noted it" lacks "legal-officer"

# ---- the key
ok "the key is readable by its owner only" sh -c '[ "$(stat -c %a "$1")" = 600 ]' sh "$folder/bureau.db.key"
ok "it is not in the bureau" sh -c '! grep -q "$(head -c 64 "$1.key")" "$1"' sh "$folder/bureau.db"
mv "$folder/bureau.db.key" "$folder/away"
"$program" --as legal-officer evidence bundle E1 --to "b court" --order "court, no. 7" --purpose "case 8" --out "$folder/bag3" >/dev/null
"$program" --as tracing-analyst confirm "$(pending)" >/dev/null
ok "without the key nothing is signed" runs 5 "key" --as legal-officer evidence bundle E1 --to "b court" --order "court, no. 7" --purpose "case 8" --out "$folder/bag3"
ok "and nothing is left" sh -c '[ ! -e "$1/bag3" ] && [ -z "$(ls -d "$1"/bag3.part* 2>/dev/null)" ]' sh "$folder"
mv "$folder/away" "$folder/bureau.db.key"

# ---- what was altered is found
ok "all files are what they were" runs 0 "unchanged" evidence verify
ok "the whole bureau verifies" runs 0 "" --as auditor verify
chmod u+w "$stored"; echo changed >>"$stored"
ok "an altered file is found" runs 1 "DIFFERS" evidence verify
ok "by the verification of the bureau as well" runs 1 "altered" --as auditor verify
ok "handing it on says so, and is written down" runs 1 "not what was recorded" evidence hand E1 --to "a court" --reason "hearing"
ok "it is in no bundle" runs 5 "altered" --as legal-officer evidence bundle E1 --to "b court" --order "court, no. 7" --purpose "case 8" --out "$folder/bag4"
ok "the ledger is whole" test "$(entries)" -gt 20
exit $failed
