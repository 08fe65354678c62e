#!/bin/sh
# Belief measured: seconds against the promises of README.md, and how good its statements are where the truth is known.
# usage: sh bench/estimation/belief.sh [speed|simulate]...     both without arguments
# CASELOADS is the number of simulated caseloads (default 200; about half a minute of processor).
set -eu
cd "$(dirname "$0")/../.."
sh scripts/build.sh >&2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for program in belief_speed belief_simulation; do
	cc -O2 -std=gnu17 -D_GNU_SOURCE -ffp-contract=off -Isrc "bench/estimation/$program.c" -o "$folder/$program" \
		build/release/libhomeward_belief.a build/release/libhomeward_base.a $(pkg-config --libs jansson libsodium icu-uc icu-i18n) -lpthread -lm
done
[ $# -gt 0 ] || set -- speed simulate
echo "# load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for part; do
	echo "== $part"
	case $part in
	speed) "$folder/belief_speed" ;;
	simulate) "$folder/belief_simulation" "${CASELOADS:-200}" ;;
	*) echo "no part \"$part\"" >&2; exit 2 ;;
	esac
done
