#!/bin/sh
# Builds the release and leaves the program at build/homeward.
set -eu
cd "$(dirname "$0")/.."
sh scripts/install.sh run
mkdir -p build
cmake --preset release >build/configure.log 2>&1 || { cat build/configure.log >&2; exit 1; }
cmake --build --preset release -- --quiet
cp -f build/release/homeward build/homeward.new
mv -f build/homeward.new build/homeward
