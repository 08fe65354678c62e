#!/bin/sh
# The measurements of bench/README.md, on this machine: builds the release, times whole commands and the engines.
# usage: bench/run.sh     (about two minutes; writes to standard output)
set -eu
cd "$(dirname "$0")/.."
sh scripts/build.sh
program=build/homeward
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
flags="$(pkg-config --libs jansson libsodium icu-uc icu-i18n sqlite3 pangocairo) -lpthread -lm"

# Seconds and peak memory of one command, from the kernel's own accounting.
measure() {
	label=$1; shift
	if command -v /usr/bin/time >/dev/null 2>&1; then
		/usr/bin/time -f "%e %M" -o "$folder/time" "$@" >/dev/null 2>"$folder/err" || { cat "$folder/err" >&2; exit 1; }
		awk -v label="$label" '{ printf "%-46s %8.2f s %8.1f MB\n", label, $1, $2 / 1024 }' "$folder/time"
	else
		began=$(date +%s%N); "$@" >/dev/null 2>&1; ended=$(date +%s%N)
		awk -v label="$label" -v n=$((ended - began)) 'BEGIN { printf "%-46s %8.2f s\n", label, n / 1e9 }'
	fi
}

echo "== whole commands ($(nproc) cores)"
HOMEWARD_DB=$folder/bureau.db; export HOMEWARD_DB
measure "load the founding example (33 imports, trace)" sh examples/founding/load.sh "$program" examples/founding
for command in brief locate "plan" check protect tour verify; do
	measure "homeward $command" "$program" $command
done
measure "homeward brief, one thread" "$program" brief --threads 1
echo "bureau file: $(wc -c <"$HOMEWARD_DB") bytes"

echo "== importing 100,000 people"
sh bench/import.sh "$program"

for bench in bench/*.c bench/law/*.c; do
	name=$(basename "$bench" .c)
	echo "== $name"
	cc -O2 -std=gnu17 -D_GNU_SOURCE -Isrc "$bench" -o "$folder/$name" -Wl,--start-group build/release/libhomeward_*.a -Wl,--end-group \
		$flags $(pkg-config --libs libmicrohttpd) 2>"$folder/cc" || { cat "$folder/cc"; continue; }
	case $name in
	store_bench) mkdir -p "$folder/store"; "$folder/$name" "$folder/store" ;;
	*) "$folder/$name" ;;
	esac
done
