#!/bin/sh
# The figures of bench/names/README.md on this machine: how well names are compared on public sets, peers in the same run.
# usage: bench/names/run.sh [DATA]     DATA: the folder of the public sets (default ../shared/data/linkage)
# rapidfuzz comes into a virtual environment under build/; needs python3 with venv.  About three minutes.
set -eu
cd "$(dirname "$0")/../.."
data=${1:-${DATA:-../shared/data/linkage}}
[ -d "$data/nomenklatura_name_bench" ] || { echo "names bench: no public sets in $data: give their folder as DATA" >&2; exit 2; }
sh scripts/build.sh
flags="$(pkg-config --libs jansson libsodium icu-uc icu-i18n sqlite3) -lpthread -lm"
cc -O2 -std=gnu17 -D_GNU_SOURCE -Isrc bench/names/names_bench.c -o build/names_bench -Wl,--start-group build/release/libhomeward_names.a \
	build/release/libhomeward_base.a -Wl,--end-group $flags
echo "== homeward ($(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg))"
build/names_bench "$data"
venv=build/names-venv
[ -x "$venv/bin/python" ] || { python3 -m venv "$venv" && "$venv/bin/pip" -q install 'rapidfuzz==3.14.*' || "$venv/bin/pip" -q install rapidfuzz; }
echo "== peers and homeward on the same pairs"
"$venv/bin/python" bench/names/peers.py build/homeward "$data"
