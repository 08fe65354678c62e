#!/bin/sh
# The whole work of the bureau on the founding example: build, load, trace, brief, serve.
# A bureau in run/ in which somebody acted after the load is kept; FRESH=1 sets it aside and begins anew.
set -eu
cd "$(dirname "$0")/.."
[ -n "${PROGRAM:-}" ] || sh scripts/build.sh
program=${PROGRAM:-build/homeward}
run=${RUN:-run}
bureau=$run/bureau.db
mkdir -p "$run"

head_of() { "$program" --db "$1" status --json 2>/dev/null | sed -n 's/.*"head": "\([0-9a-f]*\)".*/\1/p'; }
move() { # FROM TO: with what SQLite keeps beside
	for end in "" -wal -shm; do
		[ ! -e "$1$end" ] || mv "$1$end" "$2$end"
	done
}
set_aside() {
	number=1
	while [ -e "$run/bureau-$number.db" ]; do number=$((number + 1)); done
	move "$bureau" "$run/bureau-$number.db"
	echo "The bureau that stood in $bureau is kept as $run/bureau-$number.db." >&2
}
load() { # beside first, so that an interrupted load leaves nothing half done in its place
	rm -f "$run/loading.db" "$run/loading.db-wal" "$run/loading.db-shm"
	HOMEWARD_DB=$run/loading.db sh examples/founding/load.sh "$program" "${EXAMPLE:-examples/founding}"
	rm -f "$bureau" "$bureau-wal" "$bureau-shm"
	move "$run/loading.db" "$bureau"
	head_of "$bureau" >"$run/loaded"
}

if [ ! -e "$bureau" ]; then
	load
else
	head=$(head_of "$bureau") || head=
	if [ -n "$head" ] && [ -e "$run/loaded" ] && [ "$head" = "$(cat "$run/loaded")" ]; then
		load # nobody acted in it: the same again, with this program
	elif [ -z "$head" ] || [ "${FRESH:-0}" = 1 ]; then
		set_aside
		load
	else
		echo "$bureau holds acts beyond the load of the example (judgements, imports, settings): it is kept as it is." >&2
		echo "To begin anew, and set this one aside: make run FRESH=1" >&2
	fi
fi
HOMEWARD_DB=$bureau; export HOMEWARD_DB
echo
"$program" brief
if [ "${SERVE:-1}" = 0 ] || [ ! -t 1 ]; then
	echo
	echo "To read this in a browser: build/homeward --db $bureau serve   (http://127.0.0.1:8122/)"
	exit 0
fi
exec "$program" serve
