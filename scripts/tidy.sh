#!/bin/sh
# clang-tidy over the sources given, two at a time, each in a process of its own (the analyzer
# of clang 14 loses va_start from the second file on).  usage: tidy.sh BUILD_DIR FILE...
set -eu
build=$1; shift
printf '%s\n' "$@" | xargs -P 2 -n 1 clang-tidy -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option --warnings-as-errors='*' 2>/dev/null
