#!/bin/sh
# Many users at once on the loaded example, under ThreadSanitizer: lists, persons, searches, reviews, places, packages, the ledger, and
# what they change meanwhile.  Says something only of a program built with -fsanitize=thread:
#   cmake --preset tsan && ninja -C build/tsan homeward && setarch -R sh tests/scenario/web_threads_test.sh $PWD/build/tsan/homeward $PWD
# usage: web_threads_test.sh PROGRAM SOURCE_DIR     LOADER: another build of the program, that loads the example in a tenth of the time
#        SECONDS_AT_WORK (20)  USERS (24)
set -u
program=$1
source=$2
case $program in *tsan*) ;; *) echo "ok # skip only a program under ThreadSanitizer can say it"; exit 0 ;; esac
command -v python3 >/dev/null 2>&1 || { echo "ok # skip python3 asks the questions"; exit 0; }
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
folder=$(mktemp -d) || exit 1
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
HOMEWARD_DB=$folder/bureau.db; export HOMEWARD_DB
sh "$source/examples/founding/load.sh" "${LOADER:-$program}" "$source/examples/founding" >"$folder/load.log" 2>&1 || { cat "$folder/load.log"; exit 1; }
TSAN_OPTIONS="exitcode=66 halt_on_error=0 second_deadlock_stack=1 log_path=$folder/tsan ${TSAN_OPTIONS:-}" "$program" serve --port 0 >"$folder/served" 2>&1 &
server=$!
port=
for i in $(seq 600); do port=$(sed -n 's|.*serving http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$folder/served"); [ -z "$port" ] || break; sleep 0.1; done
[ -n "$port" ] || { cat "$folder/served"; echo "not ok it serves"; exit 1; }
python3 "$source/tests/scenario/web_threads.py" "$port" "${USERS:-24}" "${SECONDS_AT_WORK:-20}"
asked=$?
kill "$server"; wait "$server"; ended=$?; server=
wrong=0
tell() { if [ "$2" = 0 ]; then echo "ok $1"; else echo "not ok $1"; wrong=1; fi; }
tell "every question was answered" $asked
reports=$(cat "$folder"/tsan* 2>/dev/null | grep -c '^WARNING: ThreadSanitizer')
[ "$reports" = 0 ] || cat "$folder"/tsan* >&2
tell "ThreadSanitizer has nothing to report ($reports reports)" "$reports"
tell "the server ends cleanly ($ended)" "$ended"
[ $wrong = 0 ]
