#!/bin/sh
# How well learning keeps what it promises: simulated histories, 200 of each kind, seed 1 (fixed before the first run).
# usage: bench/exchange/learn.sh [HISTORIES]     about ten minutes on one core
set -eu
cd "$(dirname "$0")/../.."
histories=${1:-200}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
[ -f build/release/libhomeward_exchange.a ] || sh scripts/build.sh
cc -O2 -std=gnu17 -D_GNU_SOURCE -Isrc bench/exchange/learn_bench.c -o "$folder/learn_bench" -Wl,--start-group build/release/libhomeward_exchange.a \
	build/release/libhomeward_base.a -Wl,--end-group $(pkg-config --libs jansson libsodium icu-uc) -lpthread -lm
for offers in 15 30 60 120 1000; do
	"$folder/learn_bench" packages $offers "$histories"
done
"$folder/learn_bench" names 1500 1 0 "$histories"
"$folder/learn_bench" names 600 8 1.5 "$histories"
"$folder/learn_bench" names-ignored 600 8 1.5 "$histories"
"$folder/learn_bench" doubt "$histories"
"$folder/learn_bench" rolling "$histories"
