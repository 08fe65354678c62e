#!/bin/sh
# In Ukrainian nothing of the program's own is English: what is left in Latin letters is data, or a term of art.
# Each command below is run on the founding example; a word of Latin letters that is neither in the data's own names nor
# in the short list of terms fails.
# usage: language_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
example=$2/examples/founding
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
sh "$2/examples/founding/load.sh" "$program" "$example" >"$folder/out" 2>&1 || { cat "$folder/out"; echo "not ok the example loads"; exit 1; }

# What the data call things: names of places, parties, speakers, and what was said, in whichever language it came.
for file in places parties holders sources aggregates statements evidence; do sed 's/,\(video\|imagery\|count\|document\|testimony\|letter\|photo\),/,/' "$example/$file.csv"; done |
	grep -oE '[A-Za-z_-]{3,}' | sort -u >"$folder/data"
# What people wrote down in their own words, and the names of officers and places beside: notes, minutes, reasons.
cat "$folder/data" - >"$folder/notes" <<END
$(cat "$example"/rounds.csv "$example"/minutes.csv "$example"/interests.csv "$example"/claims.csv "$example"/lists.csv "$example"/deliveries.csv | grep -oE '[A-Za-z_-]{3,}' | sort -u)
END
# Names of people as they are written in outward lists.
cat "$folder/notes" "$example/entries.csv" "$example/requests.csv" "$example/persons_ours.csv" "$example/reports.csv" | grep -oE '[A-Za-z_-]{3,}' | sort -u >"$folder/names"
# Terms of art and names of methods, which have no other.
cat >"$folder/terms" <<'END'
BIC
Brier
ECE
ESS
Grozny
M_h
M_th
R-hat
cap
chao-mh
chao-mth
decomposable
delta
depot
distance_km
homeward
latent-class
send
lat
lon
loglinear
trace
two
accept
reject
review
undo
unsure
END
speaks() { # speaks TEXT ALLOWED ARGUMENTS...: in Ukrainian, and only so
	text=$1 allowed=$2
	shift 2
	"$program" --lang uk "$@" >"$folder/said" 2>"$folder/err" </dev/null
	if ! grep -qE 'ів|ня|ка|по|на' "$folder/said"; then
		echo "not ok $text: nothing Ukrainian in it"
		failed=1
		return
	fi
	left=$(sed -E 's/homeward( -{0,2}[a-z-]+)+//g; s/\b[a-z]-[a-z0-9]{10,}//g; s/trainee//g' "$folder/said" | grep -oE '[A-Za-z_-]{3,}' | grep -vE '^-+$' | sort -u | grep -vxF -f "$folder/terms" | { if [ "$allowed" = terms ]; then cat; else grep -vxF -f "$folder/$allowed"; fi; } |
		tr '\n' ' ')
	[ "$allowed" != names ] || left=$(printf '%s' "$left" | tr ' ' '\n' | grep -vE '^[A-Z][a-z]+(-[A-Z][a-z]+)?$' | tr '\n' ' ')
	# hashes are hexadecimal; capital letters are ids
	left=$(printf '%s' "$left" | tr ' ' '\n' | grep '[a-z]' | grep -vE '^[a-f]{3,}$|^--' | tr '\n' ' ')
	if [ -n "${left% }" ]; then
		echo "not ok $text: $left"
		failed=1
	else
		echo "ok $text"
	fi
}
points() { # the decimal sign is the point, as in every file that the program reads and writes
	if grep -qE '(^|[^0-9,])[0-9]{1,2},[0-9]{1,2}([^0-9,]|$)' "$folder/said"; then
		echo "not ok no decimal comma: $(grep -E '[0-9],[0-9]' "$folder/said" | head -1)"
		failed=1
	else
		echo "ok the decimal sign is the point"
	fi
}

"$program" withhold ways --csv 2>/dev/null | cut -d, -f1,2 | grep -oE '[A-Za-z-]{3,}' | sort -u >"$folder/ways"
# What relatives and officers wrote; not who asks, for "mother" is said in the language of the reader.
grep -oE '[A-Za-z]{3,}' "$example/inquiries.csv" | grep -vxE 'mother|father|wife|brother|sister|daughter' | sort -u >"$folder/asked"

{ cat "$folder/asked"; printf '%s\n' mother father wife brother sister daughter; } >"$folder/relatives" # who asks, in his own words

speaks "belief" terms belief "$2/tests/data/belief/example.json"
speaks "belief, all that a problem may have" data belief "$2/tests/data/belief/everything.json"
points
speaks "locate" data locate
speaks "locate --person" data locate --person A0139
points
speaks "locate --person --if" data locate --person A0139 --if place=P15 --from V2
speaks "locate --calibration" data locate --calibration
points
speaks "census" terms census
speaks "evidence list" data evidence list
speaks "plan" data plan --why c1 --marginal
points
speaks "plan, what cannot be met" data plan --require c1:5000
printf '{"given": {"k1": 20, "k2": 10}, "returned": {"c1": 90}}' >"$folder/package.json"
speaks "plan, one package in crossings" data plan --evaluate "$folder/package.json" --tranches 60
speaks "plan, equal shares" data plan --fair .05 --given 40 --acceptance .8
speaks "plan, problem file" data plan --problem "$2/tests/data/exchange/state_and_formation.json"
speaks "interest" notes interest
speaks "interest learn" notes interest learn
speaks "request list" names request list
speaks "withhold ways" ways withhold ways
speaks "inquiry list" asked inquiry list
speaks "inquiry show" relatives inquiry show H01
speaks "inquiry reply" terms inquiry reply H01
speaks "inquiry extract" asked inquiry extract H01
speaks "debrief list" notes debrief list
speaks "debrief show" notes debrief show DB1
printf "debrief\nfile\njsonl\n" >"$folder/commands"
speaks "debrief form" commands debrief form
speaks "transmission list" notes transmission list
speaks "remains list" terms remains list
speaks "round list" notes round list
speaks "round show" notes round show N1
"$program" trace >/dev/null 2>&1 # the queue below needs its proposals
speaks "trace" names trace
speaks "review" names review --most 60
speaks "review conflicts" names review conflicts
speaks "search" names search "Микола Шевченко"
speaks "round reconcile" names round reconcile
speaks "disparity" notes disparity
speaks "dossier" notes dossier S
speaks "factsheet" data brief --public
speaks "capture card" data card B0265
speaks "notice" data card B0265 --notice
# ---- the law, evidence, voice, families, data rights
cat "$folder/notes" "$example/persons_ours.csv" "$example/persons_theirs.csv" "$example/custody.csv" "$example/objects.csv" "$example/visits.csv" | grep -oE '[A-Za-z_-]{3,}' | sort -u >"$folder/cases"
{ cat "$folder/cases" "$example/groups.csv"; printf '%s\n' csv persons_ours; } | grep -oE '[A-Za-z_-]{3,}' >"$folder/file" # where it came from
{ cat "$folder/cases"; printf '%s\n' GDPR SHA; "$program" help | sed -n 's/^  \([a-z-]*\) .*/\1/p'; } | sort -u >"$folder/rights" # commands, and a term of art
{ cat "$folder/cases"; "$program" help | sed -n 's/^  \([a-z-]*\) .*/\1/p'; } | sort -u >"$folder/commands"
finding() { "$program" finding list --csv 2>/dev/null | grep "$1" | head -1 | cut -d, -f1; }
speaks "check" cases check
speaks "check --own" cases check --own
speaks "check --record" cases check --record
{ cat "$folder/cases"; grep -hoE '^rule [a-z0-9-]+' "$2"/rules/*.rules | cut -c6- | tr -d '0-9' ; grep -hoE '^rule [a-z0-9-]+' "$2"/rules/*.rules | grep -oE '[A-Za-z_-]{3,}'; } | sort -u >"$folder/ids" # names of rules
speaks "finding list" ids finding list
for rule in gc3-23-1-threat gc3-23-1-object gc3-122-notice; do
	speaks "finding show, $rule" ids finding show "$(finding $rule)"
done
threat=$(finding gc3-23-1-threat)
speaks "finding take" ids finding take "$threat"
speaks "finding confirm" ids finding confirm "$threat" --reason "слова є на відео"
for to in agency protecting-power power; do
	speaks "finding draft, $to" cases finding draft "$threat" --to $to
done
speaks "finding notify" ids finding notify "$threat" --to agency --reason "надіслати"
speaks "confirm: what waits" ids confirm
speaks "finding show, with letters" ids finding show "$threat"
speaks "protect" cases protect
speaks "protect --at" cases protect --at 43.3,45.7 --within 5 --purpose "запитання"
speaks "statement list" cases statement list
for id in ST01 ST03 ST04 ST09; do speaks "statement show $id" ids statement show $id; done
speaks "custody" cases custody
speaks "custody of one" cases custody A0139
speaks "custody, passed on" cases custody A0074
for id in E01 E05 E10; do speaks "evidence show $id" cases evidence show $id; done
speaks "evidence verify" cases evidence verify
speaks "dossier --people" names dossier S --people
{ cat "$folder/cases"; printf '%s\n' plan unrequested check; } >"$folder/brief" # what to ask next
speaks "brief" brief brief
speaks "person" file person A0139
speaks "people" cases people
for id in H02 H03 H07; do speaks "inquiry show $id" relatives inquiry show $id; [ $id = H02 ] || speaks "inquiry extract $id" terms inquiry extract $id; done
speaks "inquiry reach" relatives inquiry reach H01 --purpose "дзвінок"
speaks "debrief show, another" cases debrief show DB3
speaks "remains" cases remains
"$program" withhold A0139 --to F --reason x --until 2025-06-01 >/dev/null
speaks "withhold list" cases withhold list
speaks "consent of one" cases consent A0139 --use publication --given no --how лист
speaks "consent of one, shown" rights consent A0139
printf 'data\nkeeping\nuses\n' >>"$folder/commands"
speaks "consent" commands consent
"$program" hold A0139 --reason x >/dev/null
speaks "hold list" cases hold list
speaks "disclose list" cases disclose list
speaks "answer-pack, ours" rights answer-pack A0139
speaks "answer-pack, theirs" rights answer-pack B0001
speaks "breach-report, an account" rights breach-report --user trainee
speaks "breach-report, a list" names breach-report --list L1
{ cat "$folder/cases"; printf '%s\n' csv came confirm free report inquiry; for form in report inquiry transfer; do "$program" paper entry $form 2>/dev/null | tr ',' '\n'; done; } >"$folder/sheet" # columns of files
speaks "paper" sheet paper
speaks "paper acts" cases paper acts --days 30
speaks "paper --callbacks" relatives paper --callbacks --days 30 --purpose "дзвінки"
speaks "paper --phrases" asked paper --phrases --days 30 --purpose "дзвінки"
speaks "paper --round" names paper --round N3 --purpose "передача"
# ---- refusals: the program's own words are Ukrainian; commands, options and what was typed stay
refuses() { # refuses ARGUMENTS...
	"$program" --lang uk "$@" >"$folder/out" 2>"$folder/err" </dev/null && { echo "not ok refused: $*"; failed=1; return; }
	left=$(sed -E 's/^homeward: [a-z-]+: //; s/«[^»]*»//g; s/homeward( -{0,2}[A-Za-z-]+)+//g; s/-{2}[a-z-]+( [A-Z]+)?//g' "$folder/err" | grep -oE '[A-Za-z_]{3,}' | grep '[a-z]' |
		grep -vxE 'negotiator|auditor|tracing|family_reply|finding|statistics|publication|prosecution|intelligence|agency|power|authority|take|report|inquiry|transfer' | tr '\n' ' ')
	if grep -qE 'о|і|и|а|е' "$folder/err" && [ -z "$left" ]; then echo "ok refused: $*"; else echo "not ok refused: $*: ${left:-no Ukrainian}"; failed=1; fi
}
refuses withhold lift nope --reason x
refuses inquiry show H99
refuses inquiry extract H02
refuses debrief new D91 --person A0485 --ask
refuses transmission sent --kind letter --party S
refuses transmission acknowledged TR90
refuses remains show R9
refuses hold A0139
refuses disclose A0139 --to prosecutor --basis consent --reference x --purpose y
refuses evidence show E99
refuses statement show ST99
refuses finding show f-x
refuses finding draft "$threat" --to x
refuses card A0001
refuses dossier Z
refuses consent A0139 --use x --given yes --how y
refuses breach-report --user nobody
refuses paper entry x
refuses paper --round N1
refuses paper --round N99 --purpose x
refuses confirm w-x
refuses --as negotiator inquiry list
refuses --as auditor finding list
exit $failed
