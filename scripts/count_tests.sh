#!/bin/sh
# Sums what the runners printed: cmocka's own lines and "ok"/"not ok" lines of scripts.
# A program that ended badly without counting a failure counts as one.  usage: count_tests.sh LastTest.log
# prints "PASSED FAILED SKIPPED"
awk '
/^Command: /                          { bad = 0; good = 0; seen = 0 }
/^\[       OK \] /                    { passed++; good++ }
/^\[  FAILED  \] [^ ]+$/ && !summary  { failed++; bad++ }
/^\[  SKIPPED \] [^ ]+$/ && !summary  { skipped++ }
/^\[==========\] .*test\(s\) run/     { summary = 1 }
/^ok /                                { if ($0 ~ /# skip/) skipped++; else { passed++; good++ } }
/^not ok /                            { failed++; bad++ }
/^Test Failed\.|^Test Timeout|\*\*\*Exception|^Test time = / { if ($0 !~ /^Test time/ && !bad) { failed++; bad++ } summary = 0 }
END { print passed + 0, failed + 0, skipped + 0 }' "$1"
