#!/bin/sh
# Installs what is missing, builds with warnings as errors, runs every test, then the
# same under AddressSanitizer and UBSan.  The last line is summed from the runners' own output.
#   make test              everything
#   sh scripts/test.sh dev only the first half (what `make check-in` speed wants)
set -u
cd "$(dirname "$0")/.."
sh scripts/install.sh test || exit 2
presets=${1:-dev asan}
mkdir -p build
LC_ALL=C; export LC_ALL # nothing may depend on the locale
# AddressSanitizer and ThreadSanitizer need a fixed address layout on some kernels.
fixed=
if command -v setarch >/dev/null 2>&1 && setarch "$(uname -m)" -R true 2>/dev/null; then fixed="setarch $(uname -m) -R"; fi
ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:allocator_may_return_null=1; export ASAN_OPTIONS
LSAN_OPTIONS=suppressions=$PWD/scripts/leaks.txt:print_suppressions=0; export LSAN_OPTIONS
# LeakSanitizer cannot work where ptrace is forbidden.
UBSAN_OPTIONS=print_stacktrace=1; export UBSAN_OPTIONS
total=0; wrong=0; skipped=0
for preset in $presets; do
	echo "== $preset: build"
	cmake --preset "$preset" >"build/$preset-configure.log" 2>&1 || { cat "build/$preset-configure.log"; wrong=$((wrong + 1)); continue; }
	cmake --build --preset "$preset" -- --quiet || { echo "not ok build $preset"; wrong=$((wrong + 1)); continue; }
	echo "== $preset: tests"
	rm -f "build/$preset/Testing/Temporary/LastTest.log"
	$fixed ctest --test-dir "build/$preset" -j 2 --output-on-failure --timeout 1200 || true
	counted=$(sh scripts/count_tests.sh "build/$preset/Testing/Temporary/LastTest.log")
	set -- $counted
	echo "== $preset: $1 passed, $2 failed, $3 skipped"
	total=$((total + $1)); wrong=$((wrong + $2)); skipped=$((skipped + $3))
	[ "$1" -gt 0 ] || wrong=$((wrong + 1))
done
if [ "$skipped" -gt 0 ]; then echo "$total passed, $wrong failed, $skipped skipped"; else echo "$total passed, $wrong failed"; fi
[ "$wrong" -eq 0 ]
