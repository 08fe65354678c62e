#!/bin/sh
# Takes docs/briefing.png: one part of the briefing on the founding example as a browser shows it.
# usage: picture.sh [PROGRAM [OUT.png]]     (needs chromium: scripts/install.sh does not bring it)
set -eu
program=${1:-build/homeward}
out=${2:-docs/briefing.png}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v chromium >/dev/null || {
	echo "chromium is not installed: apt-get install chromium" >&2
	exit 2
}
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
sh examples/founding/load.sh "$program" examples/founding >/dev/null
"$program" brief --html "$folder/brief.html"
# The part alone: the others are not shown.
sed 's|</head>|<style>section:not(#held),nav{display:none}</style></head>|' "$folder/brief.html" >"$folder/part.html"
# Chromium refuses its sandbox to root.
sandbox=
[ "$(id -u)" = 0 ] && sandbox=--no-sandbox
chromium $sandbox --headless=new --disable-gpu --disable-dev-shm-usage --hide-scrollbars --window-size=1000,1000 \
	--screenshot="$folder/part.png" "file://$folder/part.html" >/dev/null 2>&1
mv "$folder/part.png" "$out"
echo "$out"
