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
	left=$(sed 's/p-[a-z0-9]*//g' "$folder/said" | grep -oE '[A-Za-z_-]{3,}' | grep -vE '^-+$' | sort -u | grep -vxF -f "$folder/terms" | { if [ "$allowed" = terms ]; then cat; else grep -vxF -f "$folder/$allowed"; fi; } |
		tr '\n' ' ')
	[ "$allowed" != names ] || left=$(printf '%s' "$left" | tr ' ' '\n' | grep -vE '^[A-Z][a-z]+$' | tr '\n' ' ')
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
cat "$2/examples/founding/inquiries.csv" | grep -oE '[A-Za-z]{3,}' | sort -u >"$folder/asked"

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
speaks "inquiry show" asked inquiry show H01
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
exit $failed
