#!/bin/sh
# clang-tidy over the sources given, two at a time.  usage: tidy.sh BUILD_DIR FILE...
set -eu
build=$1; shift
printf '%s\n' "$@" | xargs -P 2 -n 4 clang-tidy -p "$build" --quiet --warnings-as-errors='*' 2>/dev/null
