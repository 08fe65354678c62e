#!/bin/sh
# The whole program held to the founding example: what must come out of it, by the data and not by a constant.
# usage: founding_test.sh PROGRAM SOURCE_DIR
# Under AddressSanitizer the reloads are left out: they are the same code, and ten times slower.
program=$1
source=$2
example=$source/examples/founding
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
sanitized=${HOMEWARD_SANITIZED:-}
if nm "$program" 2>/dev/null | grep -q __asan_init; then sanitized=1; fi

tell() { # "ok"|"not ok" TEXT
	echo "$1 $2"
	[ "$1" = ok ] || failed=1
}
check() { # TEXT COMMAND...
	text=$1
	shift
	if "$@" >"$folder/out" 2>&1; then
		tell ok "$text"
	else
		tell "not ok" "$text"
		sed 's/^/# /' "$folder/out" | head -5
	fi
}
says() { # TEXT FILE JQ: the expression is true of the file, $j
	check "$1" jq -e -n --slurpfile base "$2" '$base[0] as $j | '"$3"
}
compares() { # TEXT BEFORE AFTER JQ: with $a and $b
	check "$1" jq -e -n --slurpfile before "$2" --slurpfile after "$3" '$before[0] as $a | $after[0] as $b | '"$4"
}
silent() { # TEXT FILE PATTERN: no line of the file has it, and the file is not empty
	if [ -s "$2" ] && ! grep -n -i -E -e "$3" "$2" >"$folder/found"; then
		tell ok "$1"
	else
		tell "not ok" "$1"
		head -3 "$folder/found" | cut -c1-200 | sed 's/^/# /'
	fi
}
exits() { # CODE COMMAND...
	want=$1
	shift
	"$@" >/dev/null 2>&1
	[ $? -eq "$want" ]
}
db() { # NAME: the bureau's file; each stands in a folder of its own, as originals stand beside it
	echo "$folder/$1/bureau.db"
}
in_bureau() { # NAME ARGUMENTS...
	where=$(db "$1")
	shift
	"$program" --db "$where" "$@"
}
load() { # NAME FOLDER
	mkdir -p "$folder/$1"
	HOMEWARD_DB=$(db "$1") sh "$example/load.sh" "$program" "$2" >"$folder/$1/log" 2>&1
	echo $? >"$folder/$1/code"
}
loaded() { # NAME: everything came in (a program without `trace` ends there, with everything in)
	[ "$(cat "$folder/$1/code")" = 0 ] || grep -q 'there is no command "trace"' "$folder/$1/log" || {
		tail -3 "$folder/$1/log"
		return 1
	}
}

# ---- loading -------------------------------------------------------------------------------
load base "$example"
check "the founding example loads" loaded base
check "verify passes after it" in_bureau base verify
mkdir "$folder/json" "$folder/text"
ask() { # FILE ARGUMENTS...: keeps the --json and the text of a command; the code must be 0 or 1
	file=$1
	shift
	in_bureau base "$@" >"$folder/text/$file" 2>"$folder/err" &
	in_bureau base "$@" --json >"$folder/json/$file" 2>"$folder/err_json" || [ $? -eq 1 ] || tell "not ok" "$* --json: $(head -1 "$folder/err_json")"
	wait $! || [ $? -eq 1 ] || tell "not ok" "$*: $(head -1 "$folder/err")"
}
brief=$folder/json/brief
ask brief brief
ask locate locate
ask plan plan
ask unrequested plan --offer unrequested
ask joint plan --parties '*'
ask separate plan --separate --acceptance 0.9
ask check check
ask own check --own
ask protect protect
ask statements statement
ask ST01 statement show ST01
ask places places
ask interest interest S
ask people people --party S --by category
ask custody custody
ask rounds round
ask round round show N1
ask evidence evidence
ask video evidence show E01
ask dossier dossier S
ask status status
ask setting setting

# ---- 1: how many are where -------------------------------------------------------------------
region='[$j.held[] | select(.only_missing >= 30)][0]'
says "one region holds those who are only missing" "$brief" "[\$j.held[] | select(.only_missing >= 30)] | length == 1"
says "its headline interval lies above 150" "$brief" "$region | .lower95 > 150 and .upper95 < 250 and .lower95 < .upper95"
says "the headline rests on sources and groups" "$brief" "$region | .basis == \"sources and groups\" and .basis == .bases[-1].basis and .lower95 == .bases[-1].lower95"
says "the speaker's \"more than 150\" agrees with it" "$brief" "$region | .claims | any(.bound == \">\" and .quantity == 150 and .verdict == \"agrees\")"
says "the other side's \"none\" conflicts with it" "$brief" "$region | .claims | any(.bound == \"=\" and .quantity == 0 and .verdict == \"conflicts\")"
says "36 of them are officially only missing, each there with more than .9" "$brief" "$region | .only_missing == 36 and .only_missing_p_min > 0.9"
says "none of them is confirmed through the Agency" "$brief" "$region | .agency_confirmed == 0"
says "locate tells the same" "$folder/json/locate" "$region | .lower95 > 150 and .only_missing == 36"
says "the reports behind it are counted, and those not reviewed" "$brief" "($region | .reports > 100 and .sources > 5) and \$j.unreviewed > 500"
says "the briefing is dated and marked" "$brief" '$j.as_of == "2025-02-28" and $j.training'
held=$(jq -r '[.held[] | select(.only_missing >= 30)][0].region' "$brief")

# ---- 2: packages -------------------------------------------------------------------------------
cell='[$j.frontier[] | select(.acceptance == 0.9 and .max_given == 40)][0]'
echo '{"given": {"k1": 40}, "returned": {"c1": 150}}' >"$folder/forty.json"
ask evaluation plan --evaluate "$folder/forty.json"
says "40 for 150 is accepted with .958" "$folder/json/evaluation" '$j.given == 40 and $j.returned == 150 and $j.probability >= 0.9575 and $j.probability < 0.9585'
says "plan says so of itself" "$folder/json/plan" '$j.ratio | .given == 40 and .returned == 150 and .probability > 0.957 and .probability < 0.959'
says "the Power alone returns 157 for 40 at .9" "$folder/json/plan" "$cell | .returned == 157 and (.parties | keys) == [\"S\"]"
compares "the briefing has the same frontier" "$brief" "$folder/json/plan" \
	'[$a.frontier[] | select(.max_given <= 100)] | length > 3 and all(. as $c | $b.frontier | any(.acceptance == $c.acceptance and .max_given == $c.max_given and .returned == $c.returned))'
says "nobody wanted: 38 for 144 to 150 at .8" "$folder/json/unrequested" '[$j.frontier[] | select(.acceptance == 0.8 and .max_given == 150)][0] | .returned == 38 and .given >= 144 and .given <= 150 and .probability >= 0.8'
says "and only people nobody asked for are given then" "$folder/json/unrequested" '[$j.frontier[].compose?.given // {} | keys[]] | length > 0 and all(test("^k[679]( |$)"))'
compares "one package with every holder returns more than separate deals" "$folder/json/joint" "$folder/json/separate" \
	'[$a.frontier[], $b.frontier[] | select(.acceptance == 0.9 and .max_given == 40)] as $c | $c[0].returned > $c[1].returned and $c[0].returned > $c[0].alone.S and ($c[0].parties | length) == 2'
says "and carries its warning" "$folder/json/joint" '$j.notes | any(test("rewards a formation")) and any(test("hostage-taking"))'
check "in the text as well" grep -q "rewards a formation" "$folder/text/joint"
says "beside the plan with the Power alone stands the joint one" "$folder/json/plan" "(\$j.frontier_joint | length) == (\$j.frontier | length) and (\$j.notes | any(test(\"rewards a formation\")))"
says "the persuasion list is attached, with counts and grounds" "$folder/json/plan" '([$j.persuasion[].count] | add) == 670 and ($j.persuasion | all(.ground | length > 10))'
says "in the briefing too, with what was offered" "$brief" '([$j.persuasion[].count] | add) == 670 and ($j.persuasion | any(.offered > 0) and all(.ground | length > 10))'
says "the gravely wounded stand outside every package" "$folder/json/plan" '[$j.unconditional[] | select(.side == "theirs")] | length == 1 and .[0].count == 26'
check "the least given for 150 at .9 is 39" test "$(in_bureau base plan --least-given 150 --acceptance 0.9 --json | jq '.frontier[0].given')" = 39
check "a category alone can be named" test "$(in_bureau base plan --only k2 --given 40 --acceptance 0.9 --json | jq '.frontier[0].returned')" = 145
# Health, will and everything else personal read the same, byte for byte.
grave=$(awk -F, '$0 ~ /,grave,/ { print $1; exit }' "$example/persons_theirs.csv")
unwilling=$(awk -F, '$0 ~ /,U,,no,/ { print $1; exit }' "$example/persons_theirs.csv")
for id in "$grave" "$unwilling"; do
	in_bureau base plan --given 40 --acceptance .8 --why "$id" --json | sed "s/$id/ID/" >"$folder/why_$id"
done
check "one who is gravely wounded and one who does not wish are explained alike" cmp "$folder/why_$grave" "$folder/why_$unwilling"
check "as not available" grep -q '"reason": "not available"' "$folder/why_$grave"
check "nothing feasible is a no" exits 1 in_bureau base plan --given 1 --acceptance 0.99 --only k7
check "a counterpart that is none is wrong usage" exits 2 in_bureau base plan --parties Q

# ---- 3: law ----------------------------------------------------------------------------------------
rule() { # ARTICLE OUTCOME
	says "$2 under art. $1" "$folder/json/check" "[\$j.indications[] | select(.outcome == \"$2\" and (.article | test(\"GC III ($1)([^0-9]|\$)\")))] | length > 0"
}
for article in 12 21-22 23 57 70 122 126; do rule "$article" indication; done
rule 56 flag
rule 13 flag
says "each with facts, sources and what would rebut it" "$folder/json/check" '$j.indications | length > 10 and all((.facts | length) > 0 and (.sources | length) > 0 and (.rebut | length) > 0)'
says "\"military ruse\" stands beside its reply" "$folder/json/check" '[$j.indications[] | select(.justification)] | length > 1 and all((.justification | test("ruse")) and (.reply | test("23\\(1\\)")))'
says "148 people are kept by a formation" "$folder/json/check" '$j.indications | any(.article == "GC III 12(1)" and .subject_kind == "person" and .subjects == 148)'
says "the same rules run on our own places" "$folder/json/own" '[$j.indications[] // $j.own_indications[]] | length > 1 and all(.own)'
says "and what they find stands in the briefing" "$brief" '($j.own_indications | length) > 1 and ($j.indications | length) > 10'

# ---- 4: presence ---------------------------------------------------------------------------------------
says "evidence of presence near each oil depot" "$folder/json/protect" '[$j.protected[] | select(.object_kind | test("depot"))] | length == 2 and all(.word == "evidence of presence" and .low > 0 and .low < .independent and .independent <= .high)'
says "elsewhere nothing is claimed" "$folder/json/protect" '[$j.protected[] | select(.high < 0.05)] | length > 2 and all(.word == "not observed" or .word == "no evidence either way")'

# ---- 5: statements ---------------------------------------------------------------------------------------
says "\"conscripts do not fight\" is contradicted, by count" "$folder/json/ST01" '$j.statement.verdict == "contradicted" and ($j.statement.why | test("count [0-9]{2,}")) and ($j.statement.evidence | any(.kind == "count"))'
silent "and shows no person" "$folder/json/ST01" '"[AB][0-9]{4}"'
says "at least one of ours is contradicted and one not verifiable" "$folder/json/statements" '[$j.statements[] | select(.party == "U").verdict] | (index("contradicted") != null) and (index("not verifiable") != null)'
says "the dossier lists for whom no interest was shown, with grounds" "$folder/json/dossier" '$j.dossier.ignored | length >= 5 and all(.ground | length > 10) and any(.answer == "refused") and any(.answer == "accepted")'
says "interest is told in words, with reason and source" "$folder/json/interest" '[$j.interest[].word] | (index("asks for") and index("no interest shown") and index("refuses to give")) and ($j.interest | all(.reason and .source))'
says "people of a party by overlapping category" "$folder/json/people" '$j.held_by_us_persons == 3060 and ([$j.held_by_us[].count] | add) > 3060 and ([$j.held_by_us[].disowned] | add) > 100'
says "places: factories and converted buildings, with the grade of who knows of them" "$folder/json/places" '[$j.places[] | select((.kind | test("factory|converted")) and .notified == 0)] | length > 1 and all(.grade | test("^[A-F]$"))'
says "who acquired people from whom" "$folder/json/custody" '$j.custody | any(.act == "acquisition" and .persons > 50 and (.consideration | test("fuel")))'
says "the video: hash and chain" "$folder/json/video" '($j.evidence.sha256 | test("^[0-9a-f]{64}$")) and ($j.evidence.chain | length) > 0'

# ---- 6: rounds ---------------------------------------------------------------------------------------------
says "three rounds, each delivered otherwise than agreed" "$folder/json/rounds" '$j.rounds | length == 3 and all(.absent > 0 and .substituted > 0 and .delivered < .agreed)'
says "an occupied area, Belarus and Russia" "$folder/json/rounds" '[$j.rounds[].venue] | join(" ") | test("occupied") and test("Belarus") and test("Russia")'
ask reconcile round reconcile
says "two people on a counterpart's list are home already" "$folder/json/reconcile" '$j.reconciliation.already_home | length == 2 and all(.home_since < "2025-02-28")'
says "each round is reconciled by name" "$folder/json/reconcile" '[$j.reconciliation.handover[] | select(.direction == "returned")] | length == 3 and all(.agreed == .delivered + .absent and .substituted == .not_agreed)'

# ---- the same bytes -------------------------------------------------------------------------------------------
LC_ALL=C in_bureau base brief --json --threads 1 >"$folder/brief.1" &
LC_ALL=C.UTF-8 TZ=Asia/Tokyo in_bureau base brief --json --threads 2 >"$folder/brief.2" &
in_bureau base brief --json --as-of 2024-06-30 >"$folder/brief.earlier" &
in_bureau base brief --lang uk >"$folder/text/uk"
wait
check "one thread and two, any locale and time zone: the same bytes" cmp "$folder/brief.1" "$folder/brief.2"
check "and without saying how many" cmp "$folder/brief.1" "$brief"
compares "an earlier day knows fewer reports" "$brief" "$folder/brief.earlier" '([$b.held[].reports] | add) < ([$a.held[].reports] | add) and $b.as_of == "2024-06-30" and $b.unreviewed <= $a.unreviewed'
compares "and fewer rounds, statements, people in our hands" "$brief" "$folder/brief.earlier" '([$b.rounds[] | .delivered] | add) < ([$a.rounds[] | .delivered] | add) and ($b.statements | length) < ($a.statements | length) and ([$b.held_by_us[].count] | add) < ([$a.held_by_us[].count] | add)'
# A day before anybody was missing: nobody is counted, and nothing reads as "nobody is there".
in_bureau base brief --json --as-of 1990-01-01 >"$folder/brief.before"
says "before the war nobody is held, and no speaker is contradicted" "$folder/brief.before" '([$j.held_by_us[].count] | add // 0) == 0 and ([$j.held[] | .mean] | add) == 0 and ([$j.held[].claims[]] | length) == 0 and $j.unreviewed == 0'
in_bureau base brief --as-of 1990-01-01 >"$folder/text/before"
check "and the text says that nothing is known" sh -c 'grep -q "that is no evidence that nobody was" "$1" && ! grep -q " 0-0 " "$1"' - "$folder/text/before"
check "the briefing in Ukrainian has its headings" sh -c 'grep -q "^1\. Кого утримуємо ми" "$1" && grep -q "Заяви проти свідчень" "$1" && ! grep -q "Statements against" "$1"' - "$folder/text/uk"

# ---- on paper -------------------------------------------------------------------------------------------------
in_bureau base --lang uk brief --pdf "$folder/text/pdf.1"
TZ=Asia/Tokyo in_bureau base --lang uk brief --pdf "$folder/text/pdf.2"
check "the briefing on paper: the same bytes twice" cmp "$folder/text/pdf.1" "$folder/text/pdf.2"
pdftotext -layout "$folder/text/pdf.1" "$folder/text/paper"
check "with its headings, the day and the number of pages" sh -c 'grep -q "Кого утримуємо ми" "$1" && grep -q "станом на 2025-02-28" "$1" && grep -q "сторінка 1 з [2-9]" "$1" && grep -q "НАВЧАННЯ" "$1"' - "$folder/text/paper"

# ---- the page ---------------------------------------------------------------------------------------------------
in_bureau base brief --html "$folder/text/html"
balanced() { # every tag that opens closes, in order
	awk 'BEGIN { split("area base br col hr img input link meta wbr", v); for (i in v) void[v[i]] = 1 }
	{ page = page $0 "\n" }
	END {
		while (match(page, /<[^>]*>/)) {
			tag = substr(page, RSTART + 1, RLENGTH - 2); page = substr(page, RSTART + RLENGTH)
			if (tag ~ /^!/ || tag ~ /\/$/) continue
			closing = sub(/^\//, "", tag); sub(/[ \t\n].*/, "", tag); name = tolower(tag)
			if (name in void) continue
			if (!closing) { stack[++depth] = name; seen++ }
			else if (depth < 1 || stack[depth--] != name) { print "</" name "> closes nothing"; exit 1 }
		}
		if (depth || seen < 100) { print "left open: " stack[depth] ", seen " seen; exit 1 }
		if (page ~ /</) { print "a stray <"; exit 1 }
	}' "$1"
}
check "every tag of the page closes" balanced "$folder/text/html"

# ---- what must not leave ------------------------------------------------------------------------------------------
person_due=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "wounded") w = i; next } $w == "grave" { print $1; exit }' "$example/persons_theirs.csv")
person_stays=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "wills") w = i; next } $w == "no" { print $1; exit }' "$example/persons_theirs.csv")
asked_for=$(awk -F, 'NR == 2 { print $2 }' "$example/inquiries.csv")
for person in "$person_due" "$person_stays" "$asked_for"; do
	ask "person_$person" --as negotiator person "$person"
	ask "custody_$person" --as negotiator custody "$person"
done
ask located locate --person "$asked_for"
ask search --as negotiator search Бондар
ask near protect --at -48.05,-123.05 --within 5 --purpose test
ask tour tour
ask uk_plan plan --lang uk
cat "$folder/text/"* "$folder/json/"* >"$folder/everything"
silent "the word clear never appears" "$folder/everything" '(^|[^a-z])clear([^a-z]|$)'
awk -F'"' 'NR > 1 && NF > 1 { print $2 } NR > 1 && NF == 1 { split($0, f, ","); print f[2] }' "$example/sources.csv" | sort -u >"$folder/names"
if grep -v "^regional newspaper\|^letters carried by counsel" "$folder/names" | grep -F -f - "$folder/everything" >"$folder/found"; then
	tell "not ok" "no source is named: $(head -1 "$folder/found" | cut -c1-120)"
else
	tell ok "no source is named, only its id and grade ($(wc -l <"$folder/names") names sought)"
fi
silent "no relative, no way to reach one, no phrase agreed with one" "$folder/everything" 'blue gate|red bridge|old well|by telephone|(mother|father|wife) of the missing'
for person in "$person_due" "$person_stays"; do
	silent "the negotiator learns neither will nor health nor court of $person" "$folder/text/person_$person" 'does not want|wants to return|grave|wounded|109-110|trial|sentence'
	silent "nor from --json" "$folder/json/person_$person" 'does not want|wants to return|grave|wounded|109-110|trial|sentence'
done
cat "$folder/text/brief" "$brief" "$folder/text/uk" "$folder/text/html" "$folder/json/check" "$folder/json/own" "$folder/text/check" "$folder/text/own" "$folder/json/plan" "$folder/json/statements" >"$folder/pages"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i == "wills") w = i; if ($i == "wounded") g = i } next } $w == "no" || $g == "grave" { print $1 }' \
	"$example/persons_theirs.csv" >"$folder/personal"
if grep -w -F -f "$folder/personal" "$folder/pages" >"$folder/found"; then
	tell "not ok" "a page names who is wounded or stays: $(head -1 "$folder/found" | cut -c1-120)"
else
	tell ok "no page names who is wounded or stays ($(wc -l <"$folder/personal") people sought)"
fi
says "personal reasons are one number a side, none under 5" "$folder/json/plan" '[$j.excluded[], $j.unconditional[]] | length > 1 and all(.count >= 5) and ([.[] | select(.rule == "not available") | .class] == ["several"])'
silent "and no class tells why" "$folder/json/plan" '\((court|stays|due|will)'
says "the briefing has no number for interest" "$brief" '[$j.interest[], $j.persuasion[] | keys[]] | unique | all(test("strength|weight|reluctance|points|value|probability|sd") | not)'
says "and no cell says of which category it is made" "$brief" '[$j.frontier[], $j.frontier_unrequested[], $j.frontier_joint[] | has("compose")] | any | not'
awk '/^2\. /{on=1} /^3\. /{on=0} on' "$folder/text/brief" | sed 's/\[[A-Z0-9]*\]//g; s/^2\. //; /^ *[0-9]* interests stated, sources [0-9]*\.$/d' >"$folder/section"
silent "no figure stands beside a category's interest in the text" "$folder/section" '[0-9]'
silent "no reluctance in the page" "$folder/text/html" 'reluctan|strength|willingness'
sed 's/<section/\n<section/g' "$folder/text/html" | grep 'id="interest' | sed 's/<[^>]*>/ /g; s/\[[A-Z0-9]*\]//g; s/ST[0-9][0-9]\|VF\|M1//g; s/ 2 / /' >"$folder/section"
silent "no figure stands beside an ethnic name in the page's interests" "$folder/section" '[0-9]'

# ---- the same twice, another file, changed data --------------------------------------------------------------------
again() {
	in_bureau base import persons "$example/persons_ours.csv" >"$folder/out" 2>&1 && grep -q "new 0, same 6231, changed 0\|new 0, same [0-9]*, changed 0" "$folder/out"
}
check "the same file once more changes nothing" again
in_bureau base locate --json >"$folder/locate.again"
check "and every figure stays as it was" cmp "$folder/json/locate" "$folder/locate.again"

if [ -n "$sanitized" ]; then
	[ "$failed" -eq 0 ]
	exit
fi

# Twenty people of the region, none of them bought, moved to another one: all that was said of them there is said of
# the other region.
other=$(jq -r --arg r "$held" '[.held[] | select(.region != $r and .mean > 100)][0].region' "$brief")
cp -r "$example" "$folder/moved"
awk -F, -v OFS=, -v region="$held" -v other="$other" -v example="$example" '
	BEGIN {
		while ((getline line < (example "/places.csv")) > 0) {
			quoted = line; gsub(/"[^"]*"/, "x", quoted); split(quoted, f, ",")
			if (f[4] == region) there[f[1]] = 1
			if (f[4] == other && !elsewhere) elsewhere = f[1]
		}
		while ((getline line < (example "/custody.csv")) > 0) { split(line, f, ","); bought[f[2]] = 1 }
		while ((getline line < (example "/judgements.csv")) > 0) { split(line, f, ","); if (f[3] == "same") of[f[1]] = f[2] }
		while ((getline line < (example "/reports.csv")) > 0) {
			split(line, f, ","); who = of[f[1]]
			if (who != "" && !(who in bought) && (f[8] in there || f[9] == region) && ++said[who] == 3 && ++count <= 20) chosen[who] = 1
		}
	}
	(of[$1] in chosen) { if ($8 in there) $8 = elsewhere; if ($9 == region) $9 = other; changed++ }
	{ print }
	END { if (changed < 60) exit 1 }' "$example/reports.csv" >"$folder/moved/reports.csv" || tell "not ok" "20 people are found to be moved"
# One source and everything that it said taken away.
cp -r "$example" "$folder/less"
gone=D4
grep -v "^$gone," "$example/sources.csv" >"$folder/less/sources.csv"
awk -F, -v gone=$gone '$4 == gone { print $1 }' "$example/reports.csv" >"$folder/withdrawn"
awk -F, -v gone=$gone 'NR == FNR { w[$1] = 1; next } !($1 in w) { OFS = ","; if ($12 in w) $12 = $13 = ""; print }' "$folder/withdrawn" "$example/reports.csv" >"$folder/less/reports.csv"
awk -F, 'NR == FNR { w[$1] = 1; next } !($1 in w)' "$folder/withdrawn" "$example/judgements.csv" >"$folder/less/judgements.csv"
grep -v ",$gone," "$example/relations.csv" >"$folder/less/relations.csv"
for file in custody evidence places; do sed "s/,$gone\(,\|\$\)/,\1/" "$example/$file.csv" >"$folder/less/$file.csv"; done
grep -v ",$gone," "$example/debriefs.csv" >"$folder/less/debriefs.csv"
# One interest lowered.
cp -r "$example" "$folder/cooler"
sed 's/^S,theirs,k1,asks_for,4.5,/S,theirs,k1,asks_for,1,/' "$example/interests.csv" >"$folder/cooler/interests.csv"
# The parties' names exchanged.
"$program" example --founding-from "$example/caseload.json" --out "$folder/swapped" --swap U=S --swap Ukraine=Russia --swap Україна=Росія >/dev/null
check "the example is made with its parties exchanged" test -s "$folder/swapped/parties.csv"
(
	load second "$example"
	load moved_ "$folder/moved"
	load cooler_ "$folder/cooler"
) &
load less_ "$folder/less"
load swapped_ "$folder/swapped"
wait
for name in second moved_ less_ cooler_ swapped_; do
	check "${name%_}: loads" loaded "$name"
done
census=$folder/census
in_bureau base census --sweeps 200 --json >"$census"
check "the bureau's own census: lists, the same at .5, a verdict" jq -e '.population.threshold == 0.9 and (.lists | length) >= 3
	and (.at_half.seen >= .seen) and (.verdict.publish == false) and (.verdict.reasons | length) >= 1' "$census"
check "Agency and official lists are no list of it" jq -e '[.lists[] | select(test("agency|official"))] | length == 0' "$census"
(
	in_bureau second brief --json >"$folder/brief.second"
	in_bureau moved_ brief --json >"$folder/brief.moved_"
	in_bureau cooler_ brief --json >"$folder/brief.cooler_"
) &
in_bureau less_ brief --json >"$folder/brief.less_"
in_bureau swapped_ brief --json >"$folder/brief.swapped_"
wait
check "a second file of the same data: the same bytes" cmp "$folder/brief.1" "$folder/brief.second"
here="(\$r.held[] | select(.region == \"$held\"))"
compares "20 people moved: the region loses about so many" "$brief" "$folder/brief.moved_" \
	"(\$a as \$r | $here) as \$x | (\$b as \$r | $here) as \$y | \$x.mean - \$y.mean > 14 and \$x.mean - \$y.mean < 21 and \$y.lower95 < \$x.lower95 and \$y.upper95 < \$x.upper95"
compares "and the other one gains them" "$brief" "$folder/brief.moved_" \
	"([\$b.held[] | select(.region == \"$other\")][0].mean - [\$a.held[] | select(.region == \"$other\")][0].mean) as \$d | \$d > 14 and \$d < 21"
compares "packages do not change by it" "$brief" "$folder/brief.moved_" '$a.frontier == $b.frontier and $a.rounds == $b.rounds'
compares "one source gone: fewer sources and reports" "$brief" "$folder/brief.less_" \
	"(\$a as \$r | $here) as \$x | (\$b as \$r | $here) as \$y | \$y.sources == \$x.sources - 1 and \$y.reports < \$x.reports and \$y.mean < \$x.mean and \$y.bases[-1].sd > \$x.bases[-1].sd"
compares "and nobody is cited by it any more" "$brief" "$folder/brief.less_" \
	"([\$a.indications[].sources[]] | index(\"$gone\")) != null and ([\$b.indications[].sources[]] | index(\"$gone\")) == null"
compares "packages do not change by it either" "$brief" "$folder/brief.less_" '$a.frontier == $b.frontier'
compares "one interest lowered: fewer come back for as many" "$brief" "$folder/brief.cooler_" \
	'[$a.frontier, $b.frontier | map(select(.acceptance == 0.9 and .max_given == 40))[0].returned] | .[1] < .[0] and .[1] > 100'
compares "40 for 150 becomes less likely" "$brief" "$folder/brief.cooler_" '$b.ratio.probability < $a.ratio.probability'
compares "and where people are does not change by it" "$brief" "$folder/brief.cooler_" '$a.held == $b.held and $a.frontier_unrequested == $b.frontier_unrequested and $a.indications == $b.indications'
compares "parties exchanged: the same briefing with the names exchanged" "$brief" "$folder/brief.swapped_" \
	'def swap: if . == "U" then "S" elif . == "S" then "U" elif . == "Ukraine" then "Russia" elif . == "Russia" then "Ukraine" else . end;
	 def differs($x; $y): if ([$x, $y] | map(type)) == ["number", "number"] then ($x - $y | fabs) > 0.00001 else $x != $y end;
	 ($b | walk(if type == "string" then swap else . end)) as $c | $a as $d |
	 [$d | paths(scalars) as $p | select(differs(getpath($p); $c | getpath($p))) | $p] |
	 if length == 0 then [$c | paths] == [$d | paths] else (tostring | halt_error(1)) end'
[ "$failed" -eq 0 ]
