#!/bin/sh
# The paper for a day without machines: every form in both languages, as text, JSON and PDF.
# usage: paper_test.sh PROGRAM SOURCE_DIR
set -u
program=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset HOMEWARD_TOKEN HOMEWARD_CLOCK
HOMEWARD_DB=$folder/bureau.db
export HOMEWARD_DB
failed=0
ok() { text=$1; shift; if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi; }
"$program" init --training >/dev/null || exit 1
for lang in en uk; do
	"$program" --lang $lang paper --pdf "$folder/$lang.pdf" >"$folder/$lang.said"; ok "$lang: printed" test $? = 0
	ok "$lang: on paper, not on the screen as well" test ! -s "$folder/$lang.said"
	"$program" --lang $lang paper >"$folder/$lang.txt"; ok "$lang: as text" test $? = 0
	ok "$lang: a PDF" sh -c 'head -c 5 "$1" | grep -q "%PDF-"' sh "$folder/$lang.pdf"
	ok "$lang: six parts" test "$(grep -cE '^[1-6]\. ' "$folder/$lang.txt")" = 6
	"$program" --lang $lang paper --json | grep -c '"kind"' >"$folder/$lang.count"
done
ok "the call-back phrase" grep -q "Call-back phrase" "$folder/en.txt"
ok "both languages have the same lines" cmp "$folder/en.count" "$folder/uk.count"
"$program" paper now >/dev/null 2>&1; ok "no arguments" test $? = 2
exit $failed
