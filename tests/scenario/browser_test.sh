#!/bin/sh
# The application in a real browser on the founding example: every screen in both languages (console, policy, axe), and one way
# a role from signing in to the result; the main screens against the pictures of them that are kept (ui/e2e/kept).
# usage: browser_test.sh PROGRAM SOURCE_DIR [FOLDER FOR PICTURES]
#        HOMEWARD_WRITE=1 only renews what is kept (make ui-pictures)
set -u
program=$1
source=$2
pictures=${3:-}
case $program in *asan*|*tsan*) echo "ok # skip the browser walks on a program without sanitizers"; exit 0 ;; esac
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
[ -n "$CHROMIUM" ] || { echo "ok # skip no chromium here"; exit 0; }
export CHROMIUM
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db; export HOMEWARD_DB
node=$(sh "$source/scripts/ui.sh" --node 2>"$folder/node.log" | tail -1)
[ -x "$node" ] || { cat "$folder/node.log"; echo "not ok node and the packages of ui/"; exit 1; }
# One clock for the kept pictures, from the loading on: what is shown of dates is the same on any day.
clock=2025-03-05T09:30:00Z
load() { sh "$source/examples/founding/load.sh" "$program" "$source/examples/founding" >"$folder/load.log" 2>&1 || { cat "$folder/load.log"; exit 1; }; }
KEPT=$source/ui/e2e/kept SEEN=${program%/*}/pictures; export KEPT SEEN
failed=0
walks() { # BUREAU WALK...
	place=$folder/$2; mkdir "$place"; bureau=$1; shift
	HOMEWARD_DB=$bureau "$program" serve --port 0 >"$place/served" 2>&1 &
	echo $! >"$place/server"
	site=
	for i in $(seq 100); do
		site=$(sed -n 's|.*serving \(http://[^ ]*\)/ .*|\1|p' "$place/served" 2>/dev/null); [ -z "$site" ] || break; sleep 0.1
	done
	for one; do "$node" "$source/ui/e2e/$one.mjs" "$site" $pictures >>"$place/said" 2>&1 || : >"$place/failed"; done
	kill "$(cat "$place/server")"
}
trap 'kill $(cat "$folder"/*/server 2>/dev/null) 2>/dev/null; rm -rf "$folder"' EXIT
look() { HOMEWARD_CLOCK=$clock; mkdir "$folder/kept"; HOMEWARD_DB=$folder/kept/bureau.db; export HOMEWARD_CLOCK HOMEWARD_DB; load; walks "$HOMEWARD_DB" pictures; }
if [ "${HOMEWARD_WRITE:-}" = 1 ]; then
	look
	cat "$folder/pictures/said" && [ ! -e "$folder/pictures/failed" ]; exit
fi
load
cp "$HOMEWARD_DB" "$folder/fresh.db"
cp "$HOMEWARD_DB" "$folder/third.db"
{ walks "$folder/fresh.db" work; look; } &
walks "$folder/third.db" exchange &
walks "$HOMEWARD_DB" screens flows evidence
wait
for one in screens work exchange pictures; do cat "$folder/$one/said" || failed=1; [ ! -e "$folder/$one/failed" ] || failed=1; done
[ $failed = 0 ]
