#!/bin/sh
# The form of the code and what the analyzers say of it: clang-format, clang-tidy, cppcheck.
# Installs them; ends with 1 when there is a finding.
set -u
cd "$(dirname "$0")/.."
sh scripts/install.sh check || exit 2
mkdir -p build
cmake --preset dev >build/check-configure.log 2>&1 || { cat build/check-configure.log; exit 1; }
wrong=0
for target in format-check cppcheck tidy; do
	if cmake --build build/dev --target $target >build/check-$target.log 2>&1; then
		echo "ok $target"
	else
		grep -E 'error:|warning:' build/check-$target.log | sort -u | head -50
		echo "not ok $target (build/check-$target.log)"
		wrong=1
	fi
done
exit $wrong
