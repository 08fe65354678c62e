#!/bin/sh
# Findings: every move allowed and refused, two persons, letters that must not leak, threats at intake.
# usage: finding_test.sh PROGRAM SOURCE_DIR
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
id_of() { # id_of RULE [SUBJECT WORDS]
	"$program" finding list --csv 2>/dev/null | grep ",$1\$" | grep -F -- "${2:-}" | head -1 | cut -d, -f1
}
entries() { "$program" --as auditor verify --json | sed -n 's/.*"entries": \([0-9]*\).*/\1/p' | head -1; }
phase() { "$program" finding show "$1" --json | sed -n 's/^    "phase": "\(.*\)",*$/\1/p' | head -1; }

"$program" init --training >/dev/null || exit 1
printf 'key,value\nas_of,2025-02-28\nus,U\n' | load settings
printf 'id,name,side,kind\nU,Own,ours,state\nS,Other,theirs,state\n' | load parties
printf 'id,name,kind,party\nHS,Other state,state,S\nHF,A formation,formation,S\n' | load holders
printf 'id,name,kind,grade,confidential\nREC1,a report,intelligence,B,\nREC2,a report,intelligence,C,\nAGY1,the Agency,agency,A,yes\n' | load sources
printf 'id,name,party\nNORD,Northland,S\n' | load regions
printf 'id,name,region,kind,party,holder,lat,lon\nPLQ,Quarry hall,NORD,hangar,S,HF,40.1,30.1\nPLA,Harbour hall,NORD,hangar,S,HF,40.2,30.2\nPLU,Our camp,NORD,camp,U,,,\n' | load places
printf 'id,name,kind,region,lat,lon\nOBQ,Depot nine,oil_depot,NORD,40.1,30.1\nOBA,Depot ten,oil_depot,NORD,40.2,30.2\n' | load objects
printf 'place,object,relation,source\nPLQ,OBQ,inside,REC1\nPLA,OBA,inside,REC2\n' | load relations
{
	echo 'id,side,family,given,born,register,missing_since,captured'
	for i in 1 2 3 4 5 6; do echo "PN$i,ours,Шевченко$i,Микола,198$i,captive,2024-01-0$i,2024-01-0$i"; done
	for i in 7 8; do echo "PN$i,ours,Шевченко$i,Микола,198$i,missing,2024-01-0$i,"; done
	echo 'PT1,theirs,Petrov,Ivan,1990,captive,,2024-05-01'
} | load persons
{
	echo 'id,person,source,happened,received,status,place'
	for i in 1 2 3 4 5 6; do echo "R$i,PN$i,REC1,2024-03-1$i,2024-04-01,captive,PLQ"; done
	for i in 7 8; do echo "R$i,PN$i,AGY1,2024-03-1$i,2024-04-01,captive,PLA"; done
} | load reports

# ---- recording
ok "an auditor does not record" runs 4 "may not" --as auditor check --record
ok "what is raised is written down" runs 0 "findings opened" --as legal-officer check --record
before=$(entries)
ok "the same facts change nothing" runs 0 "findings opened: 0, changed: 0" --as legal-officer check --record
ok "not even the ledger" test "$before" = "$(entries)"
ok "our own side is recorded apart" runs 0 "findings opened" --as legal-officer check --own --record
ok "the list has them" runs 0 "GC III 23(1)" --as legal-officer finding list
ok "no person is named in it" lacks "Шевченко"
ok "a negotiator sees none" runs 4 "may not" --as negotiator finding list
ok "--json has them" runs 0 '"findings"' finding list --json
ok "a rule that was not checked became none" sh -c '! "$1" finding list --csv 2>/dev/null | grep -q "gc3-39-officer\|gc4-76-place\|ap1-51-shield"' sh "$program"
shield=$(id_of gc3-23-1-object "Quarry")
secret=$(id_of gc3-23-1-object "Harbour")
many=$(id_of gc3-122-notice)
ok "one finding a place" test -n "$shield" -a -n "$secret" -a "$shield" != "$secret"
ok "one finding for all persons" test -n "$many"

# ---- the state machine: every act in every phase
acts="take confirm reject review answer close reopen"
try_all() { # try_all PHASE ALLOWED...: what is not allowed is refused and changes nothing
	now=$1; shift
	for act in $acts; do
		case " $* " in *" $act "*) continue ;; esac
		"$program" finding "$act" "$shield" --reason r --says s --to power >"$folder/out" 2>"$folder/err"
		[ $? = 3 ] && grep -q "now it can:" "$folder/err" && [ "$(phase "$shield")" = "$now" ] || { echo "# $act when $now"; return 1; }
	done
}
letter_refused() { for act in draft notify; do "$program" finding $act "$shield" --to power --reason r >/dev/null 2>&1; [ $? = 3 ] || return 1; done; }
ok "observed: only take" try_all observed take
ok "observed: no letter" letter_refused
ok "no such finding" runs 3 "there is no finding" finding take f-nothing
ok "no such act" runs 2 "finding has list" finding burn "$shield"
ok "taken" runs 0 "under review" --as legal-officer finding take "$shield"
ok "under review: only confirm and reject" try_all "under review" confirm reject
ok "under review: no letter" letter_refused
ok "confirm needs its reason" runs 2 "--reason" finding confirm "$shield"
ok "reject needs its reason" runs 2 "--reason" finding reject "$shield"
ok "rejected" runs 0 "rejected" finding reject "$shield" --reason "the position was wrong"
ok "rejected: only reopen" try_all rejected reopen
ok "rejected: no letter" letter_refused
ok "it stays rejected when recorded again" runs 0 "opened: 0" check --record
ok "so" test "$(phase "$shield")" = rejected
ok "reopened" runs 0 "under review" finding reopen "$shield" --reason "a better position"
ok "confirmed" runs 0 "confirmed" --as legal-officer finding confirm "$shield" --reason "two images agree"
ok "confirmed: only review (and draft)" try_all confirmed review
ok "confirmed: not notified without a letter" runs 3 "cannot be" finding notify "$shield" --to power --reason r

# ---- letters
ok "an unknown addressee" runs 2 "agency" finding draft "$shield" --to press
ok "no authority of ours" runs 2 "another addressee" finding draft "$shield" --to authority
ok "drafted to the Power" runs 0 "GC III 23(1)" --as legal-officer finding draft "$shield" --to power
for word in PLQ OBQ Quarry "Depot nine" 40.1 30.1 REC1 PN1 Шевченко R1 2024-03-1 legal-officer; do ok "it does not tell $word" lacks "$word"; done
ok "it tells the region" has "Northland"
ok "it calls itself an indication" has "not a finding that the law was broken"
ok "drafted to the Agency in Ukrainian" runs 0 "Центральному агентству" --lang uk finding draft "$shield" --to agency
english=$(sed 's/National Information Bureau//; s/f-[a-z0-9]*//g; s/TRAINING//; s/Northland//' "$folder/out" | grep -c '[A-Za-z]\{4,\}')
ok "with no English left in it" test "$english" = 0
ok "--json holds the text and its hash" runs 0 '"sha256"' finding letter "$shield" --to power --json
ok "a letter that was not drafted" runs 3 "there is no letter" finding letter "$shield" --to "protecting-power"
ok "on paper" runs 0 "" finding letter "$shield" --to power --pdf "$folder/letter.pdf"
if command -v pdftotext >/dev/null; then
	pdftotext "$folder/letter.pdf" "$folder/out"; : >"$folder/err"
	for word in PLQ Quarry "Depot nine" 40.1 REC1 PN1 Шевченко; do ok "the paper does not tell $word" lacks "$word"; done
	ok "the paper says draft" has "A draft"
fi
ok "drafted: only review" try_all drafted review
runs 0 "" finding take "$many"; runs 0 "" finding confirm "$many" --reason x
ok "a letter on many persons" runs 0 "people concerned: 6" finding draft "$many" --to protecting-power
ok "names nobody" lacks "Шевченко"
ok "tells no day of the first" lacks "2024-01"

runs 0 "" person PN1
ok "who is withheld is counted in no letter" runs 0 "" withhold PN1 --to "*" --reason "he was threatened"
ok "so" runs 0 "people concerned: 5" finding draft "$many" --to protecting-power

# ---- home, then captured again (art. 117)
printf 'id,side,family,given,born,register,returned,captured\nPAG,theirs,Sidorov,Pyotr,1991,returned,2024-06-01,2023-01-05\nPAW,theirs,Fomin,Pyotr,1992,returned,2024-06-01,2023-01-05\nPAH,theirs,Zotov,Pyotr,1993,returned,2024-06-01,2023-01-05\n' | load persons
printf 'id,person,kind,happened,to_holder\nCA1,PAG,capture,2024-11-05,\nCA2,PAW,capture,2024-11-06,\nCA3,PAH,capture,2023-01-05,\n' | load custody
printf 'id,subject,axis,value,source\nCL1,PAG,return_ground,exchange,REC1\nCL2,PAW,return_ground,wounded_or_sick,REC1\n' | load claims
ok "who is home and captured again is found" runs 0 "opened: 2" check --record
scope=$(id_of gc3-117-scope); service=$(id_of gc3-117-service)
ok "after a return of the wounded: an indication" test -n "$service"
ok "after an exchange: a flag, scope disputed" runs 0 "flag" finding show "$scope"
runs 0 "" finding take "$scope"; runs 0 "" finding confirm "$scope" --reason x
ok "which never leaves the bureau" runs 4 "never leaves" finding draft "$scope" --to power
ok "not even when the Agency asks" runs 4 "never leaves" finding draft "$scope" --to agency

# ---- what came in confidence
runs 0 "" finding take "$secret"; runs 0 "" finding confirm "$secret" --reason x
ok "what rests on what the Agency told is in no letter" runs 4 "in confidence" finding draft "$secret" --to power
ok "nor to the Agency itself" runs 4 "in confidence" finding draft "$secret" --to agency
ok "nothing was drafted" test "$(phase "$secret")" = confirmed

# ---- two persons
ok "notify needs a reason" runs 2 "--reason" finding notify "$shield" --to power
ok "notify waits" runs 0 "pending" --as legal-officer finding notify "$shield" --to power --reason "third month"
wait=$(pending)
ok "whoever asked does not release it" runs 4 "another user" --as legal-officer confirm "$wait"
ok "nor does an auditor" runs 4 "may not" --as auditor confirm "$wait"
ok "it is not notified yet" test "$(phase "$shield")" = drafted
ok "another releases it" runs 0 "confirmed" --as case-officer confirm "$wait"
ok "notified, with a deadline for the answer" runs 0 "2025-03-30" finding show "$shield"
ok "notified: answer and close" try_all notified answer close
ok "not twice" runs 3 "before" finding notify "$shield" --to power --reason r
ok "an answer of somebody who was not written to" runs 3 "waits for an answer" finding answer "$shield" --to agency --says no
ok "an answer" runs 0 "answered" finding answer "$shield" --to power --says "it is no depot" --date 2025-02-28
ok "answered: answer and close" try_all answered answer close
ok "closed" runs 0 "closed" finding close "$shield" --reason "moved away"
ok "closed: only reopen" try_all closed reopen
ok "closed: no letter" letter_refused

# ---- facts that change
runs 0 "" finding reopen "$shield" --reason again; runs 0 "" finding confirm "$shield" --reason again
printf 'place,object,relation,source\nPLQ,OBQ,beside,REC2\n' | load relations
ok "changed facts are seen" runs 0 "changed: 1" check --record
ok "and said" runs 0 "the facts changed since it was decided" finding show "$shield"
ok "no letter on what a person did not see" runs 3 "facts changed" finding draft "$shield" --to power
ok "he looks again" runs 0 "under review" finding review "$shield" --reason "the relation changed"

# ---- the Power that is ours
own=$("$program" finding list --csv 2>/dev/null | grep "our own side" | head -1 | cut -d, -f1)
runs 0 "" finding take "$own"; runs 0 "" finding confirm "$own" --reason x
ok "what is ours goes to our own authority" runs 4 "own authority" finding draft "$own" --to agency
ok "in a letter" runs 0 "authority of ours" finding draft "$own" --to authority

# ---- threats
printf 'id,speaker,party,happened,kind,words,threatens\nSTT,a commander,S,2025-02-20,threat,"they will sit on the depot",yes\nSTX,a commander,S,2025-02-21,threat,"they will see",\nSTY,a commander,S,2025-02-22,claim,"all is well",\nSTJ,a commander,S,2025-02-23,justification,"a military ruse",\n' | load statements
ok "a threat opens its findings at intake" runs 0 "STT" finding list --alerts
ok "under 23" has "gc3-23-1-threat"
ok "and under 13" has "gc3-13-threat"
ok "a threat of which nobody said what it threatens too" has "gc3-23-1-threat-unclear"
ok "a claim does not" lacks "STY"
ok "the legal officer is told where he looks" runs 0 "findings wait for the legal officer" --as legal-officer check
ok "and where what waits is listed" runs 0 "findings wait for the legal officer" --as legal-officer confirm
ok "not whoever has no right to them" sh -c '! "$1" --as tracing-analyst confirm | grep -q "legal officer:"' sh "$program"
threat=$(id_of gc3-23-1-threat STT)
ok "in the state threatened" test "$(phase "$threat")" = threatened
ok "and that it is no evidence" runs 0 "no evidence that it was carried out" finding show "$threat"
ok "recorded again it is the same" runs 0 "opened" check --record
ok "so" test "$(phase "$threat")" = threatened
ok "taken, the alert ends" runs 0 "under review" --as legal-officer finding take "$threat"
ok "so" sh -c '! "$1" finding list --alerts --csv 2>/dev/null | grep -q "gc3-23-1-threat$"' sh "$program"
ok "the ledger holds all of it" runs 0 "" --as auditor verify
exit $failed
