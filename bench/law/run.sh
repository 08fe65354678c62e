#!/bin/sh
# What checking the law costs: builds the release and measures five times.
# usage: bench/law/run.sh [FACTS [RULES [EACH]]]     (seconds; one JSON line a measurement on standard output)
set -eu
cd "$(dirname "$0")/../.."
sh scripts/build.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc -O2 -std=gnu17 -D_GNU_SOURCE -Isrc bench/law/law_bench.c -o "$folder/law_bench" \
	-Wl,--start-group build/release/libhomeward_law.a build/release/libhomeward_base.a -Wl,--end-group \
	$(pkg-config --libs jansson libsodium icu-uc icu-i18n) -lpthread -lm
for run in 1 2 3 4 5; do
	"$folder/law_bench" "$@"
	uptime | sed 's/.*load average/load average/'
done
