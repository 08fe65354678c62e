#!/bin/sh
# Search side by side in one run: homeward, SQLite FTS5 trigram, PostgreSQL pg_trgm, rapidfuzz.
# usage: sh bench/search/run.sh [small|large|all]     DATA=folder of the open test sets (default ../shared/data)
#        HOMEWARD=program (default build/homeward)
set -eu
cd "$(dirname "$0")/../.."
size=${1:-all}
data=${DATA:-../shared/data}
program=${HOMEWARD:-build/homeward}
work=build/bench-search
mkdir -p "$work"
[ -x "$program" ] || { echo "build first: make build" >&2; exit 2; }
if [ ! -x "$work/venv/bin/python" ]; then
	python3 -m venv "$work/venv"
	"$work/venv/bin/pip" install --quiet rapidfuzz || echo "rapidfuzz cannot be installed: left out" >&2
fi

# PostgreSQL: a server of our own on loopback, in a temporary folder, by a user without rights, stopped at the end
tools=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
folder=""
stop() {
	if [ -n "$folder" ]; then
		as_server "$tools/pg_ctl" -D "$folder/data" -m fast stop >/dev/null 2>&1 || true
		rm -rf "$folder"
	fi
}
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
trap stop EXIT INT TERM
PGPORT=""
if [ -n "$tools" ] && { [ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1; }; then
	folder=$(mktemp -d /tmp/bench-pg.XXXXXX)
	if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; fi
	PGPORT=$((20000 + $$ % 20000))
	if ! (cd "$folder" && as_server "$tools/initdb" -D "$folder/data" -A trust -U bench --locale=C.UTF-8 -E UTF8 >/dev/null 2>&1 &&
		as_server "$tools/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
			-o "-p $PGPORT -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c shared_buffers=256MB -c maintenance_work_mem=256MB" start >/dev/null); then
		echo "PostgreSQL does not start: left out" >&2
		PGPORT=""
	fi
else
	echo "PostgreSQL is not installed: left out" >&2
fi
export PGPORT

"$work/venv/bin/python" bench/search/bench.py "$size" "$data" "$program" "$work"
