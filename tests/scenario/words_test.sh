#!/bin/sh
# Every text that the briefing and its sections print has its Ukrainian in src/bureau/words*.c.
# usage: words_test.sh PROGRAM SOURCE_DIR
set -eu
cd "$2"
perl -0777 -ne '
	s/"\s*\n\s*"//g; # a text split over lines is one text
	while (/\b(?:cli_say|say|words|note)\(\s*(?:&?p|&desk->page),\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\b(?:cli_heading|cli_write_cells|write_cells|write_surface|write_list)\(\s*&?\w+(?:->page)?,\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bopen_section\(\s*p,\s*"[^"]*",\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\b(?:paper_say|paper_heading)\(\s*&?p,\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bsay\(\s*&?p,\s*IO_PDF_\w+,\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bline_of\(\s*c,\s*"[^"]*",\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bsay\(\s*c,\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bsheet_(?:say|words)\(\s*&?s,\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bsheet_field\(\s*s,\s*"[^"]*",\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bcli_say\(\s*&desk(?:\.|->)page,\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/\bbureau_word\(\s*lang,\s*"((?:[^"\\]|\\.)*)"/g) { print "$1\n" }
	while (/titles\[\] = \{([^}]*)\}/gs) { my $t = $1; while ($t =~ /"#?([^"]*)"/g) { print "$1\n" if length $1 } }
' src/cli/sections.c src/cli/brief_text.c src/web/brief_page.c src/bureau/brief_paper.c src/bureau/paper.c \
	src/bureau/finding_compose.c src/bureau/finding_letter.c src/bureau/finding_sheet.c src/bureau/protect_list.c src/cli/cmd_finding.c \
	src/cli/cmd_check.c src/cli/cmd_protect.c | grep -v "^, $" | sort -u >/tmp/words.$$
perl -0777 -ne 's/"\s*\n\s*"//g; while (/\{\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\}/g) { print "$1\n" }' src/bureau/words*.c | sort -u >/tmp/known.$$
missing=$(comm -23 /tmp/words.$$ /tmp/known.$$)
count=$(wc -l </tmp/words.$$)
rm -f /tmp/words.$$ /tmp/known.$$
if [ -n "$missing" ]; then
	printf '%s\n' "$missing" | sed 's/^/not ok no Ukrainian for: /'
	exit 1
fi
[ "$count" -gt 80 ] || { echo "not ok only $count texts found: has the way of printing changed?"; exit 1; }
echo "ok $count texts have their Ukrainian"
