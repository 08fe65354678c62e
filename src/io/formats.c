/* formats.c - the manual of the files, written from the table of kinds. */
#include <string.h>

#include "io/io_int.h"

/* "one of ours, theirs", "reference to holders or parties", "number 0..1". */
static void write_type(const io_column *column, hw_buffer *out)
{
	hw_text rest = hw_text_of(column->limits), piece, word;
	bool references = column->type == IO_REFERENCE || (column->type == IO_LIST && column->limits);

	if (column->type == IO_WORD) {
		hw_buffer_adds(out, "one of ");
	} else if (references) {
		hw_buffer_adds(out, column->type == IO_LIST ? "list of " : "id of ");
	} else {
		hw_buffer_adds(out, io_type_words(column->type));
		if (column->limits)
			hw_buffer_addf(out, " %s", column->limits);
		return;
	}
	for (bool first = true; hw_text_split(&rest, '|', &piece); first = false) {
		if (!hw_text_split(&piece, ':', &word))
			continue;
		hw_buffer_adds(out, first ? "" : references ? " or " : ", ");
		hw_buffer_add(out, word);
	}
}

static const char *mark_of(const io_column *column)
{
	if (column->flags & IO_KEY)
		return "key";
	return column->flags & IO_REQUIRED ? "yes" : "";
}

void io_write_columns(const io_kind *kind, hw_buffer *out)
{
	hw_buffer_addf(out, "%s: %s\n", kind->name, kind->meaning);
	for (size_t c = 0; c < kind->count; c++) {
		const io_column *column = &kind->columns[c];
		hw_buffer_addf(out, "%s%s (", column->name, column->flags & IO_REQUIRED ? "*" : "");
		write_type(column, out);
		hw_buffer_addf(out, "): %s\n", column->meaning);
	}
	for (size_t r = 0; r < HW_COUNT(kind->any_of); r++)
		if (kind->any_of[r])
			hw_buffer_addf(out, "A row needs one of: %s\n", kind->any_of[r]);
	hw_buffer_adds(out, "* required\n");
}

/* In a table of Markdown a bar ends the cell. */
static void write_cell(hw_buffer *out, hw_text text)
{
	for (size_t i = 0; i < text.length; i++)
		hw_buffer_add(out, text.bytes[i] == '|' ? HW_TEXT(", ") : (hw_text){text.bytes + i, 1});
}

static void write_spellings(const io_column *column, hw_buffer *out)
{
	hw_text rest = hw_text_of(column->type == IO_WORD ? column->limits : NULL), piece, word;

	write_cell(out, hw_text_of(column->synonyms));
	while (hw_text_split(&rest, '|', &piece)) {
		hw_text others = piece;
		if (!hw_text_split(&others, ':', &word) || !others.length)
			continue;
		hw_buffer_addf(out, "; *%.*s*: ", HW_TEXT_ARG(word));
		write_cell(out, others);
	}
}

static void write_kind(const io_kind *kind, hw_buffer *out)
{
	hw_buffer_addf(out, "\n## %s\n%s", kind->name, kind->meaning);
	for (size_t r = 0; r < HW_COUNT(kind->any_of); r++) {
		if (!kind->any_of[r])
			continue;
		hw_buffer_adds(out, " A row needs one of ");
		write_cell(out, hw_text_of(kind->any_of[r]));
		hw_buffer_adds(out, ".");
	}
	hw_buffer_adds(out, "\n\n| column | needed | holds | meaning | also read as |\n|---|---|---|---|---|\n");
	for (size_t c = 0; c < kind->count; c++) {
		const io_column *column = &kind->columns[c];
		hw_buffer_addf(out, "| `%s` | %s | ", column->name, mark_of(column));
		write_type(column, out);
		hw_buffer_addf(out, " | %s%s | ", column->meaning,
			       column->flags & IO_SEALED       ? "; sealed"
			       : column->flags & IO_RESTRICTED ? "; restricted"
							       : "");
		write_spellings(column, out);
		hw_buffer_adds(out, " |\n");
	}
}

static const char introduction[] =
	"# Import files\n\n"
	"Made by `homeward import --formats` from the table in `src/io/`; do not edit it here.\n\n"
	"`homeward import KIND FILE...` reads CSV and JSON Lines. The same columns, words and checks hold for both.\n\n"
	"- **CSV**: RFC 4180, the first line names the columns. Separator `,`, `;` or tab; UTF-8 with or without BOM, "
	"UTF-16 with\n"
	"  BOM, or Windows-1251: found from the file and said. A row is at most 1 MiB.\n"
	"- **JSON Lines**: one object a line. A text or a date is a text in quotes, a number a number, yes and no are "
	"`true` "
	"and `false`, a\n"
	"  list may be an array, counts may be an object (`{\"class\": 40}`); anything may be written as the text that "
	"CSV "
	"holds, `null` is empty.\n"
	"  A whole number is read as an id, as a year, and in the columns `unit`, `callsign`, `service_number`, "
	"`article` "
	"and `value`. A value of\n"
	"  another type (an object for a name, `true` for a date, a number for a name) is refused, never turned into "
	"text.\n"
	"- **Headers** are read without regard to case, spaces, `_`, `-`, `.` and apostrophes, by the names below or "
	"the other spellings.\n"
	"  `--map \"their header=our column\"` says it outright, `--map \"their header=\"` leaves a column out. "
	"Columns that are not known\n"
	"  are kept with the record as received, and named in the answer.\n"
	"- **Empty** means that nothing is known; it is never no, none or 0.\n"
	"- **Dates** have the precision that is known: `1987`, `1987-06`, `1987-06-25`, `1987-06-2X`, `198X`, "
	"`1987-06?`,\n"
	"  `1987/1989`, `1987-06-01/1987-06-20`; `25.06.1987` and `06.1987` are read, too. `?` alone is empty: not "
	"known. A "
	"birth after the\n"
	"  as-of date of the bureau is refused, one more than 110 years before it is taken in and named in the "
	"answer.\n"
	"- **Numbers** are written with a point; a decimal comma is read. **Lists** are separated by `;`. **Counts** "
	"are `class:number;class:number`.\n"
	"- **yes or no**: `yes no true false 1 0 y n так ні`.\n"
	"- **Ids** are at most 128 bytes. What an id refers to must be in the bureau already, or in the same file when "
	"it is of the\n"
	"  same kind; so import in the order of this page. Parties and holders share one set of ids.\n"
	"- A row with the key of an earlier row, and other content, is a new version of it; the old one is kept. Two "
	"rows of one\n"
	"  file with one key: the second is refused.\n"
	"- `--refused OUT.csv` takes the good rows in and writes the bad ones out with a column `reason` "
	"(`refused_reason` where the kind\n"
	"  has a column `reason`); repaired, that file can be imported as it is.\n\n"
	"*needed*: **key** tells rows apart (rows with the same key are versions of one thing); **yes** must not be "
	"empty.\n"
	"*restricted*: shown by role only. *sealed*: readable only with the protection key.\n";

void io_write_formats(hw_buffer *out)
{
	const io_kind *kind;

	hw_buffer_adds(out, introduction);
	hw_buffer_adds(out, "\nKinds, in an order in which they can be imported:");
	for (size_t i = 0; (kind = io_kind_at(i)); i++)
		hw_buffer_addf(out, "%s [%s](#%s)", i ? "," : "", kind->name, kind->name);
	hw_buffer_adds(out, ".\n");
	for (size_t i = 0; (kind = io_kind_at(i)); i++)
		write_kind(kind, out);
}
