#!/bin/sh
# The program in the hands of an unlucky or a hostile user: wrong lines, wrong files for a bureau, streams
# that are full or closed, Ctrl-C, two writers, roles that may not.  usage: faults_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
source=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset HOMEWARD_DB HOMEWARD_TOKEN HOMEWARD_CLOCK
failed=0
result() { # result CODE TEXT
	if [ "$1" = 0 ]; then echo "ok $2"; else
		echo "not ok $2"
		[ -s why ] && sed 's/^/#   /' why | head -8
		failed=1
	fi
	: >why
}
# What no user may ever meet, whatever he did.
sound() { # sound CODE FILE
	case $1 in 0 | 1 | 2 | 3 | 4 | 5 | 130) ;; *) return 1 ;; esac
	! grep -qE 'Sanitizer|runtime error:|Segmentation|core dumped|[Aa]ssertion' "$2"
}
# fails CODE WORDS COMMAND ARGUMENTS...: exit code, nothing on stdout, and on stderr one line
# "homeward: COMMAND: ... WORDS ..."
fails() {
	code=$1 words=$2
	shift 2
	timeout 60 "$program" "$@" >out 2>err </dev/null
	got=$?
	[ $got = "$code" ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] && grep -q "^homeward: " err && grep -qF -- "$words" err &&
		sound $got err && return 0
	{ echo "$*: exit $got, expected $code with \"$words\""; cat out err; } >>why
	return 1
}
each() { # each TEXT FUNCTION WORDS...: the function succeeds with every word
	text=$1 function=$2
	shift 2
	bad=0
	for word in "$@"; do $function $word || bad=1; done
	result $bad "$text ($#)"
}

commands=$("$program" help | awk '/^  [a-z]/ {print $1} /^Options/ {exit}')
[ "$(echo "$commands" | wc -l)" -ge 25 ]
result $? "the help lists the commands"
# Those that need a bureau, with what each needs to be a right line otherwise.
bureau_commands="setting status import brief people interest person search locate places check protect statement dossier
	custody evidence round confirm user verify backup"
line_of() {
	case $1 in
	import) echo "import list" ;;
	person) echo "person P1" ;;
	search) echo "search Koval" ;;
	dossier) echo "dossier T" ;;
	user) echo "user list" ;;
	backup) echo "backup copy.bak" ;;
	*) echo "$1" ;;
	esac
}

# ---- lines that are wrong
unknown_option() { fails 2 "homeward: $1: $1 has no option \"--nonsense\"" "$1" --nonsense; }
each "an unknown option is wrong usage for every command" unknown_option $commands
no_value() { fails 2 "needs a value" "$1" --db; }
each "so is an option without its value" no_value $commands
flag_value() { fails 2 "takes no value" "$1" --json=yes; }
each "and a value where none goes" flag_value $commands
bad_number() { fails 2 "--seed takes a number" "$1" --seed 1e; }
each "and a seed that is no number" bad_number $commands
own_values() { # every option of the command that takes a value, without it
	"$program" help "$1" | awk '/^Options$/ {on = 1; next} /^Options of every/ {exit} on && $1 ~ /^--/ && $0 ~ /^  --[a-z-]+ [^ ]/ {print $1}' >own
	while read -r option; do fails 2 "$option needs a value" "$1" "$option" || return 1; done <own
}
each "and every option of a command that needs a value" own_values $commands
too_many() { fails 2 "homeward: $1: " --db none.db "$1" a b c d e f; }
# (names, search and import take any number of words.)
each "and arguments too many" too_many $(echo "$commands" | grep -vE '^(names|search|import|help|link)$')
fails 2 'there is no command "frobnicate"' frobnicate; result $? "an unknown command"
fails 2 'a command is needed' ; result $? "no command"
fails 2 'there is no command ""' ""; result $? "an empty word"
fails 2 'no option "--frobnicate"' --frobnicate status; result $? "an unknown option before the command"
fails 2 '--threads is' --threads 100000 status; result $? "threads without number"
fails 2 '--lang is' --lang tlh status; result $? "a language that is not there"
fails 2 'there is no command' help frobnicate; result $? "help for an unknown command"
long=$(head -c 100000 /dev/zero | tr '\0' x)
fails 2 "there is no command" "$long"; result $? "a word of 100,000 letters"
fails 5 "" --db "$long" status; result $? "a path of 100,000 letters"
fails 5 "there is no bureau" --db "$(printf 'a\nb\033[2Jc')" status; result $? "a path with line ends and escapes is told in one line"
! grep -q "$(printf '\033')" err; result $? "without the escapes"

# ---- what stands where a bureau should be
mkdir folder.db
printf 'not a database, but long enough for the head of one: %100s\n' x >text.db
: >empty.db
"$program" --db good.db init --training >/dev/null || { echo "not ok a bureau is made"; exit 1; }
head -c 5000 good.db >cut.db
{ head -c 100 good.db; head -c 60000 /dev/zero; } >zeros.db
sum=$(cat text.db cut.db zeros.db | sha256sum)
for db in none.db folder.db text.db empty.db cut.db zeros.db good.db/below.db /dev/null /proc/none.db; do
	on_it() { fails 5 "homeward: $1: $db: " --db $db $(line_of $1); }
	each "$db is a storage failure for every command" on_it $bureau_commands
done
[ "$sum" = "$(cat text.db cut.db zeros.db | sha256sum)" ] && [ ! -s empty.db ] && [ ! -e none.db ] && [ ! -e copy.bak ]
result $? "and nothing was written"
for db in folder.db text.db empty.db good.db good.db/below.db /proc/none.db; do
	fails 5 "" --db $db init; result $? "init does not write over or into $db"
done
fails 5 "" --db good.db backup good.db; result $? "a backup onto itself is refused"
fails 5 "" --db good.db backup good.db/x; result $? "a backup below a file is refused"
fails 5 "" --db good.db backup /proc/x; result $? "a backup where nobody can write is refused"

# ---- a bureau to work on
home=$folder/home.db
HOMEWARD_DB=$home sh -c 'sed "/trace/d" "$1/examples/founding/load.sh" >load.sh; sh load.sh "$0" "$1/examples/founding"' "$program" "$source" >loaded 2>&1 || { cat loaded >why; }
result $([ -s why ]; echo $((1 - $?))) "the founding example is loaded"
rm -f load.sh
person=$(sed -n 2p "$source/examples/founding/persons_ours.csv" | cut -d, -f1)
party=$(sed -n '/,theirs/{s/,.*//p;q}' "$source/examples/founding/parties.csv"); : "${party:=S}"
HOMEWARD_DB=$home
export HOMEWARD_DB

# ---- streams: a full disk, a closed one, a reader that has left, nothing to read
streams() {
	for form in "" --json --csv; do
		timeout 60 "$program" "$@" $form >/dev/full 2>err </dev/null
		code=$?
		# a page has no table: that is told before anything is written
		[ $code = 2 ] && [ -n "$form" ] && grep -q -- "--csv" err && continue
		# a table without rows is no bytes: nothing was to be written
		[ $code = 0 ] && [ "$form" = --csv ] && [ -z "$("$program" "$@" --csv 2>/dev/null </dev/null)" ] && continue
		[ $code = 5 ] && grep -q "^homeward: .*could not be written" err && sound 5 err || { echo "$* $form, full: $(cat err)" >>why; return 1; }
	done
	timeout 60 "$program" "$@" >&- 2>err </dev/null
	[ $? = 5 ] && sound 5 err || { echo "$*, closed: $(cat err)" >>why; return 1; }
	{ timeout 60 "$program" "$@" 2>err </dev/null; echo $? >code; } | true
	case $(cat code) in 0) sound 0 err ;; 141) [ ! -s err ] || [ -z "$(grep "^homeward: .*written" err)" ] ;; *) false ;; esac || { echo "$*, reader gone: $(cat code err)" >>why; return 1; }
	timeout 60 "$program" "$@" >out 2>&- <&-
	[ $? = 0 ] && [ -s out ] || { echo "$*, stdin and stderr closed" >>why; return 1; }
}
for line in help "help import" "plan --problem $source/tests/data/exchange/state.json" "names romanize Шевченко" setting status \
	people interest "person $person" places statement custody evidence round confirm "user list" "import list" \
	"import persons --columns" "import --formats"; do
	streams $line; result $? "$line: full, closed and broken streams"
done
timeout 60 "$program" brief >/dev/full 2>err; [ $? = 5 ] && sound 5 err; result $? "the briefing onto a full disk is exit 5"
timeout 60 "$program" --version >/dev/full 2>err; [ $? = 5 ]; result $? "so is --version"
printf 'id,side,family,born\nQ1,ours,A,31.02.1990\n' >one.csv
timeout 60 "$program" import persons one.csv --refused refused.csv >out 2>&- <&-
[ $? = 0 ] && head -1 refused.csv | grep -q "reason" && ! grep -q homeward: refused.csv
result $? "what goes to a closed stderr does not go into a file"
timeout 60 "$program" verify >out 2>err; result $? "after all this the bureau verifies"

# ---- Ctrl-C
interrupt() { # interrupt SECONDS ARGUMENTS...: 130, or 0 when it was done before
	pause=$1
	shift
	sh -c 'trap - INT; exec "$@"' - "$program" "$@" >out 2>err </dev/null &
	child=$!
	sleep "$pause"
	kill -INT $child 2>/dev/null
	wait $child
	code=$?
	[ $code = 130 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] && grep -q "stopped on request" err && { stopped=$((stopped + 1)); return 0; }
	[ $code = 0 ] && [ -s out ] && [ ! -s err ] && return 0
	{ echo "$*: exit $code"; head -3 out err; } >>why
	return 1
}
awk 'BEGIN { print "id,side,family,given,born"; for (i = 0; i < 60000; i++) printf "C%d,ours,Family%d,Given%d,19%02d-01-01\n", i, i % 9000, i % 77, 10 + i % 90 }' >many.csv
stopped=0
before=$("$program" status --json | grep '"records"')
for line in "import persons many.csv" brief locate check verify "example --out folder --persons 300000"; do
	interrupt 0.2 $line; result $? "Ctrl-C during $line"
done
[ $stopped -ge 3 ]; result $? "stopped $stopped of 6 in time"
[ "$("$program" status --json | grep '"records"')" = "$before" ] || stopped=0
[ $stopped -gt 0 ] && "$program" verify >why 2>&1; result $? "nothing of the import is there, and the bureau verifies"
mkfifo silent
# Whoever waits is stopped by the first or a later Ctrl-C (one that comes before the program has begun is lost).
stop_it() {
	for try in 1 2 3 4 5 6 7 8 9 10; do
		sleep 0.3
		kill -INT $1 2>/dev/null || return 0
	done
	kill -9 $1 2>/dev/null
}
for line in "names romanize" "names lemma" "import persons -"; do
	sh -c 'trap - INT; exec "$@"' - "$program" $line <>silent >out 2>err &
	child=$!
	stop_it $child
	wait $child
	code=$?
	[ $code = 130 ]; result $? "Ctrl-C ends the waiting of $line (exit $code)"
done

# ---- two writers, and readers meanwhile
awk 'NR <= 8001' many.csv >left.csv
sed '2,$s/^C/D/' left.csv >right.csv
"$program" --db two.db init --training >/dev/null
"$program" --db two.db import persons left.csv >o1 2>e1 & first=$!
"$program" --db two.db import persons right.csv >o2 2>e2 & second=$!
reads=0
for i in 1 2 3 4 5; do "$program" --db two.db status >/dev/null 2>>why && reads=$((reads + 1)); done
wait $first; a=$?
wait $second; b=$?
[ $reads = 5 ]; result $? "readers are not held up by writers"
[ $a = 0 ] || [ $b = 0 ]; result $? "two at once: one is taken in at least ($a, $b)"
for side in "$a 1 left.csv" "$b 2 right.csv"; do
	set -- $side
	[ "$1" = 0 ] || { [ "$1" = 5 ] && grep -q '^homeward: import: ' "e$2" && "$program" --db two.db import persons "$3" >/dev/null 2>&1; }
	result $? "the one of $3 is taken in, or told to try again and then taken in"
done
[ "$("$program" --db two.db status --json | sed -n 's/.*"records": \([0-9]*\).*/\1/p')" = 16000 ]; result $? "then all rows of both are there, once"
"$program" --db two.db verify >why 2>&1; result $? "and the bureau verifies"

# ---- roles that may not
denied() { # denied ROLE LINE...
	role=$1
	shift
	bad=0
	for line in "$@"; do fails 4 "may not" --as "$role" $line || bad=1; done
	result $bad "$role: $# lines are refused"
}
denied administrator "person $person" "search Koval" brief locate people places check protect statement "dossier $party" custody \
	evidence interest round "import list" "import persons one.csv" "confirm captive $person --reason x" \
	"protect --at 48,38 --within 5 --purpose x" "locate --person $person" "evidence show E01" "plan"
denied negotiator verify "user list" "user add petro --role administrator" "setting as_of 2025-01-01" "backup b.bak" \
	"confirm dead $person --reason x" "protect --at 48,38 --within 5 --purpose x"
denied mediator "person $person" brief locate places "search Koval" "dossier $party" "custody $person" verify
denied auditor "person $person" "search Koval" "dossier $party" "custody $person" "locate --person $person" "import list" "backup b.bak" "user list"
denied intelligence-liaison "person $person" "search Koval" brief round "dossier $party" "confirm captive $person --reason x"
denied family-liaison "dossier $party" "round" "protect --at 48,38 --within 5 --purpose x" "import list"
fails 4 "there is no user" --as "'; drop table user_account; --" status; result $? "a user name that is a piece of SQL"
[ ! -e b.bak ]; result $? "and nothing was written for any of them"
# The same user does not confirm his own act.
source_id=$(sed -n 2p "$source/examples/founding/sources.csv" | cut -d, -f1)
"$program" --as case-officer confirm captive "$person" --reason "seen on a video" --source "$source_id" --date 2025-01-05 --json >asked 2>why
id=$("$program" --as case-officer confirm --json | sed -n 's/.*"id": "\([^"]*\)".*/\1/p' | head -1)
[ -n "$id" ]; result $? "a grave act waits"
fails 4 "" --as case-officer confirm "$id"; result $? "who asked for it does not confirm it"
fails 4 "" --as administrator confirm "$id"; result $? "nor who may not"
fails 3 "" --as legal-officer confirm nothing-such; result $? "nor anybody what is not there"
"$program" --as legal-officer confirm "$id" >out 2>why; result $? "another user does"
fails 3 "" --as tracing-analyst confirm "$id"; result $? "once"

# ---- questions about what is not there
for line in "person nobody" "locate --person nobody" "locate --region nowhere" "places --region nowhere" "custody nobody" "evidence show nothing" \
	"round show nothing" "statement show nothing" "dossier nobody" "interest nobody" "people --party nobody" "setting nothing" "import undo nothing"; do
	timeout 60 "$program" $line >out 2>err
	code=$?
	{ [ $code = 3 ] || [ $code = 1 ]; } && [ "$(grep -c '^homeward: ' err)" = 1 ] && sound $code err
	ok=$?
	[ $ok = 0 ] || { echo "exit $code"; cat err; } >why
	result $ok "$line: is told (exit $code)"
done
for line in "--at 91,0 --within 5 --purpose x" "--at 48;38 --within 5 --purpose x" "--at nan,nan --within 5 --purpose x" "--at 48,38 --within -5 --purpose x" \
	"--at 48,38 --within inf --purpose x" "--at 48,38 --within 5" "--at 48,38 --purpose x" "--within 5 --purpose x"; do
	timeout 60 "$program" protect $line >out 2>err
	code=$?
	[ $code = 2 ] && [ "$(wc -l <err)" = 1 ] && sound $code err
	ok=$?
	[ $ok = 0 ] || { echo "exit $code"; cat out err; } >why
	result $ok "protect $line: is wrong usage"
done
for option in db as as-of; do fails 2 "--$option is empty" status --$option ""; result $? "an empty --$option is refused"; done
for day in 31.02.2025 2025-02-30 0000-00-00 99999-01-01 yesterday; do
	fails 2 "" status --as-of "$day"; result $? "as of \"$day\" is refused"
done
for address in 0.0.0.0 192.168.1.1 ::  nonsense; do
	timeout 20 "$program" serve --address $address >out 2>err
	code=$?
	[ $code = 2 ] || [ $code = 4 ]; result $? "serve does not listen on $address (exit $code)"
done
for port in -1 65536 99999999999; do fails 2 "" serve --port $port; result $? "serve refuses port $port"; done

# ---- surroundings: no home, odd locales, no temporary folder, few files, little memory
plain=$(env LC_ALL=C "$program" people)
for set in LC_ALL=tr_TR.UTF-8 LC_ALL=nonsense LANG=uk_UA.KOI8-U LC_NUMERIC=de_DE.UTF-8; do
	[ "$(env $set "$program" people)" = "$plain" ]; result $? "$set gives the same"
done
[ "$(env -i HOMEWARD_DB="$home" "$program" people)" = "$plain" ]; result $? "an empty environment gives the same"
(TMPDIR=/proc; export TMPDIR; fails 5 "" import persons -); result $? "no place for what comes through a pipe is told"
if nm "$program" 2>/dev/null | grep -q __asan_init; then
	echo "ok no files left to open is told # skip the sanitizer's own libraries need files to load"
else
	# With very few the system's loader itself refuses (127, its own words); from there on the program must tell it.
	for files in 3 4 5 6 7; do
		(exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-; ulimit -n $files; exec "$program" status) >out 2>err; code=$?
		case $code in
		127) grep -q "error while loading shared libraries" err ;;
		0 | 5) sound $code err ;;
		*) false ;;
		esac
		result $? "no more than $files files to open: done or told (exit $code)"
	done
fi
if nm "$program" 2>/dev/null | grep -q __asan_init; then
	echo "ok little memory # skip an address sanitizer takes it all"
else
	for size in 20000 40000 60000 100000; do
		(ulimit -v $size; timeout 60 "$program" brief >out 2>err); code=$?
		case $code in 0 | 5 | 127) sound 5 err ;; *) false ;; esac || cat err >why
		result $([ -s why ]; echo $((1 - $?))) "with $size KB of memory: done or told (exit $code)"
	done
fi

# ---- full disks: a limit on the size of files, and a small file system where that is allowed
size=$((($(wc -c <"$home") + 20000) / 512))
full() { (trap '' XFSZ; ulimit -f $size; exec timeout 60 "$program" "$@") >out 2>err </dev/null; code=$?; [ $code = 5 ] && sound 5 err || { echo "exit $code" >>why; cat err >>why; return 1; }; }
before=$("$program" status --json | grep -E '"records"|head')
full import persons many.csv; result $? "an import onto a full disk is exit 5"
[ "$("$program" status --json | grep -E '"records"|head')" = "$before" ]; result $? "and changes nothing"
size=100
full backup full.bak; result $? "a backup onto a full disk is exit 5"
[ ! -e full.bak ]; result $? "and leaves no half file"
size=16
(trap '' XFSZ; ulimit -f 16; exec "$program" --db small.db init --training) >out 2>err; code=$?
[ $code = 5 ] && sound 5 err; result $? "a bureau that does not fit is exit 5 (was $code)"
[ ! -e small.db ]; result $? "and leaves no half bureau"
(trap '' XFSZ; ulimit -f 20; exec timeout 60 "$program" example --out half --persons 2000) >out 2>err; code=$?
[ $code = 5 ] && sound 5 err; result $? "an example that does not fit is exit 5 (was $code)"
(trap '' XFSZ; ulimit -f 1; exec timeout 60 "$program" brief --html page.html) >out 2>err; code=$?
[ $code = 5 ] && [ ! -e page.html ]; result $? "a page that does not fit is exit 5 (was $code), and no half page is left"
# ---- results never go over what a command reads, nor over the bureau; a device stays a device
timeout 60 "$program" backup kept.db >out 2>err
printf 'id,side,family\nK1,ours,Kept\n,wrong,Refused\n' >kept.csv
cp kept.csv kept.copy
for line in "--db kept.db brief --html kept.db" "--db kept.db brief --pdf ./kept.db" "--db kept.db import persons kept.csv --refused ./kept.csv" \
	"link kept.csv --pairs kept.csv" "link kept.csv --report=$PWD/kept.csv"; do
	# shellcheck disable=SC2086 # words are meant
	timeout 60 "$program" $line >out 2>err; code=$?
	[ $code = 2 ] && cmp -s kept.csv kept.copy && "$program" --db kept.db verify >/dev/null; result $? "not over its own input: $line (exit $code)"
done
ln -s kept.csv link.csv
timeout 60 "$program" link kept.csv --pairs link.csv >out 2>err; [ $? = 2 ] && cmp -s kept.csv kept.copy; result $? "nor through a link"
mkfifo pipe.out
(cat pipe.out >piped) &
timeout 60 "$program" link kept.csv --all --pairs pipe.out >out 2>err; code=$?
wait
[ $code = 0 ] && [ -p pipe.out ] && grep -q left piped; result $? "a pipe is written in place (exit $code)"
timeout 60 "$program" link kept.csv --pairs /dev/full >out 2>err; [ $? = 5 ] && [ -c /dev/full ]; result $? "a full device is exit 5 and stays a device"
[ -z "$(ls -a | grep -E '\.part|restore-|homeward-')" ]; result $? "no temporary file is left"
mkdir tiny
if mount -t tmpfs -o size=2500k none tiny 2>/dev/null; then
	"$program" --db tiny/b.db init --training >/dev/null && "$program" --db tiny/b.db import persons many.csv >out 2>err
	code=$?
	"$program" --db tiny/b.db verify >out 2>>err; good=$?
	umount tiny
	[ $code = 5 ] && [ $good = 0 ]; result $? "a file system of 2.5 MB: exit 5 (was $code), and the bureau verifies"
else
	echo "ok a small file system # skip mounting is not allowed here"
fi
"$program" verify >why 2>&1; result $? "at the end the bureau verifies"
exit $failed
