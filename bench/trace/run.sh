#!/bin/sh
# Tracing beside Splink and recordlinkage, in one run: bench/trace/README.md and docs/trace_bench.svg are made of it.
# usage: bench/trace/run.sh [DATA] [arguments of bench.py]     DATA: folder of open data sets (default ../shared/data)
set -eu
cd "$(dirname "$0")/../.."
data=${1:-${DATA:-../shared/data}}
[ $# -gt 0 ] && shift
[ -x /usr/bin/time ] || { echo "bench-trace needs GNU time: apt-get install time" >&2; exit 1; }
sh scripts/build.sh
venv=build/bench-trace/venv
if [ ! -x "$venv/bin/python" ]; then
	python3 -m venv "$venv"
	"$venv/bin/pip" install -q splink==5.0.0 recordlinkage==0.16
fi
"$venv/bin/python" bench/trace/bench.py build/homeward "$data" build/bench-trace/run "$@"
"$venv/bin/python" bench/trace/table.py build/bench-trace/run/results.json bench/trace/README.md docs/trace_bench.svg
