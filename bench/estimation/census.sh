#!/bin/sh
# The census measured: seconds, figures beside recorded runs of R's packages, coverage by simulation.
# usage: sh bench/estimation/census.sh [speed|figures|simulate]...     all three without arguments
# DATA names the folder that holds mse/ with the public tables (default ../shared/data); speed and figures need it.
set -eu
cd "$(dirname "$0")/../.."
sh scripts/build.sh >&2
program=build/homeward
data=${DATA:-../shared/data}/mse
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cc -O2 -std=gnu17 -D_GNU_SOURCE -ffp-contract=off -Isrc bench/estimation/census_bench.c -o "$folder/census_bench" \
	build/release/libhomeward_census.a build/release/libhomeward_base.a $(pkg-config --libs jansson libsodium icu-uc icu-i18n) -lpthread -lm
[ $# -gt 0 ] || set -- speed figures simulate
echo "# load $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"

figures() {
	# TABLE, then the recorded medians and intervals of dga 2.0.2 (delta 2^-p, no complete graph) and means of LCMCR 0.4.14
	while read -r table median lower upper lcmcr_low lcmcr_high; do
		"$program" census "$data/$table.csv" --json >"$folder/answer"
		jq -r --arg t "$table" --arg r "dga $median [$lower, $upper], LCMCR means $lcmcr_low-$lcmcr_high" '
			def of($m): [.estimates[] | select(.method == $m)];
			"\($t): seen \(.seen); " + ([.estimates[] | "\(.method)\(if .settings.model then " [" + .settings.model + "]" else "" end) "
			+ "\(.median // 0 | round) (mean \(.mean // 0 | round)) [\(.lower // 0 | round), \(.upper // 0 | round)]"
			+ (if .rhat then " R-hat \(.rhat * 1000 | round / 1000) ESS \(.ess | round)" else "" end)] | join("; "))
			+ "; R: " + $r + "; publish \(.verdict.publish)" + (.verdict.reasons | map("\n    - " + .) | join(""))' "$folder/answer"
	done <<-END
		Kosovo 12595 9827 16544 10681 10908
		UKdat_5 22990 10387 33510 - -
		UKdat 12315 10233 26195 19800 23600
		Ned_5 50383 41666 203389 56600 145700
		NewOrl_5 869 511 1762 - -
		Western 2133 1343 3871 1897 1936
		Rcapture_HIV 11220 9404 14095 10932 11006
		MadiganYork_spina3 731 694 786 - -
		MadiganYork_anomaly5 618 590 656 - -
	END
}

for part; do
	echo "== $part"
	case $part in
	speed) "$folder/census_bench" speed "$data/Kosovo.csv" "$data/UKdat_5.csv" "$data/NewOrl_5.csv" "$data/Ned_5.csv" "$data/UKdat.csv" ;;
	figures) figures ;;
	simulate) "$folder/census_bench" simulate 200 30 ;;
	*) echo "no part \"$part\"" >&2; exit 2 ;;
	esac
done
