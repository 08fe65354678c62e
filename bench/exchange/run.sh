#!/bin/sh
# What planning packages costs: the exact core, large problems side by side with cbc, GLPK and HiGHS, published optima of
# kidney exchange through the adapter.  Builds the release first.
# usage: bench/exchange/run.sh [SEEDS] [LIMIT]      DATA=folder with the published instances (default ../shared/data)
set -eu
cd "$(dirname "$0")/../.."
seeds=${1:-5}
limit=${2:-60}
data=${DATA:-../shared/data}
sh scripts/build.sh >/dev/null
work=build/bench-exchange
mkdir -p "$work"
for program in core scale kidney; do
	cc -O2 -std=gnu17 -D_GNU_SOURCE -Isrc "bench/exchange/$program.c" -o "$work/$program" -Wl,--start-group \
		build/release/libhomeward_*.a -Wl,--end-group $(pkg-config --libs jansson libsodium icu-uc sqlite3) -lpthread -lm
done
echo "== load: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
"$work/core"
python=python3
if [ ! -x "$work/venv/bin/python" ]; then
	python3 -m venv "$work/venv" >/dev/null 2>&1 && "$work/venv/bin/pip" install --quiet highspy >/dev/null 2>&1 || true
fi
[ -x "$work/venv/bin/python" ] && python=$work/venv/bin/python
"$python" bench/exchange/peers.py "$work/scale" "$work" "$seeds" "$limit"
if [ -d "$data/exchange/preflib_kidney" ] && command -v cbc >/dev/null; then
	echo "== published optima (expected: K=3 4 83 85 28, K=4 4 86 90 36; MD-00001-00000100 K=4 39)"
	for cycle in 3 4; do
		for name in MD-00001-00000001 MD-00001-00000120 heterogeneous_128_0_1 sparse_128_0_1; do
			"$work/kidney" "$data/exchange/preflib_kidney/$name.wmd" $cycle
		done
	done
	"$work/kidney" "$data/exchange/kidney_solver_fixtures/MD-00001-00000100.input" 4
else
	echo "no published instances in $data/exchange or no cbc: left out"
fi
