#!/bin/sh
# Renews the documents that quote the program: docs/interview.md, docs/formats.md, docs/law.md, the briefing in README.md.
# usage: docs.sh [PROGRAM [OUT_DIR]]   (defaults: build/homeward, the repository itself)
set -eu
cd "$(dirname "$0")/.."
program=${1:-}
out=${2:-.}
[ -n "$program" ] || { sh scripts/build.sh; program=build/homeward; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
HOMEWARD_DB=$folder/bureau.db; export HOMEWARD_DB
sh examples/founding/load.sh "$program" examples/founding >/dev/null 2>&1
mkdir -p "$out/docs"
"$program" tour --markdown >"$out/docs/interview.md"
"$program" import --formats >"$out/docs/formats.md"
"$program" check --document >"$out/docs/law.md"
"$program" brief | awk '/^4\. /{on = 1} /^6\. /{on = 0} on' >"$folder/brief.txt"
awk -v brief="$folder/brief.txt" '
/^<!-- briefing/ { print; print "```"; while ((getline line < brief) > 0) print line; print "```"; skip = 1; next }
/^<!-- end of the briefing/ { skip = 0 }
!skip { print }' README.md >"$folder/README.md"
cp "$folder/README.md" "$out/README.md"
