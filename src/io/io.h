/* io.h - the files of a bureau: which kinds there are, which columns they have,
 * and how their rows are read and written.
 *
 * One static table (io_kind_at) describes every kind of file.  It alone drives the
 * mapping of headers, the checks of values, the manual (docs/formats.md), the tables
 * of the store and the binding of rows to them, so these cannot drift apart.  To add
 * a column: one line in kinds_*.c, `make docs`, and a numbered schema file.
 *
 * Nothing here knows the store or an engine: rows come out as typed values, and
 * whether a reference points to something is asked of the caller.
 */
#ifndef HW_IO_H
#define HW_IO_H

#include "base/base.h"

/* ---- kinds -------------------------------------------------------------------- */
typedef enum io_type {
	IO_TEXT,      /* any text */
	IO_ID,        /* a name of a thing: no white space at the ends, no control characters, at most 128 bytes */
	IO_DATE,      /* a date with precision (EDTF), base.h */
	IO_INTEGER,   /* limits "low..high" */
	IO_NUMBER,    /* limits "low..high" */
	IO_YES_NO,    /* yes no true false 1 0 y n так ні; stored as yes or no */
	IO_WORD,      /* one of the words in limits: "word:other spelling,other|word|..." */
	IO_REFERENCE, /* the id of a thing of the kinds in limits: "places", "parties|holders" */
	IO_LIST,      /* ids or words separated by ";"; with limits: references to these kinds */
	IO_COUNTS,    /* "class:number;class:number" */
	IO_LATITUDE,  /* degrees, -90..90 */
	IO_LONGITUDE  /* degrees, -180..180 */
} io_type;
enum {
	IO_REQUIRED = 1,   /* a row without it is refused, a file without its column likewise */
	IO_KEY = 2,        /* part of what tells two rows of this kind apart */
	IO_SEALED = 4,     /* names a source: readable only with the protection key, never kept in the clear */
	IO_RESTRICTED = 8, /* health, will, origin, relatives: shown by role only */
	IO_DIGITS = 16     /* a text that is often only digits: in JSON Lines a whole number is read, too */
};
typedef struct io_column {
	const char *name; /* of the column in the file and in the table of the store */
	io_type type;
	unsigned flags;
	const char *limits;   /* see io_type; NULL = none */
	const char *synonyms; /* "|"-separated other headers, English and Ukrainian; NULL = none */
	const char *meaning;  /* one line */
} io_column;
typedef struct io_kind {
	const char *name; /* "persons": the word after `import` and the name of the table */
	const char *one;  /* "person" */
	const char *meaning;
	const io_column *columns;
	size_t count;
	const char *any_of[2]; /* "family|given|callsign": a row needs one of these; NULL = no such rule */
} io_kind;

/* In an order in which files can be imported: what is referred to comes first. */
const io_kind *io_kind_at(size_t index);       /* NULL at the end */
const io_kind *io_kind_find(const char *name); /* NULL when there is no such kind */
#define IO_NONE ((size_t)-1)
size_t io_column_find(const io_kind *kind, const char *name); /* IO_NONE when there is none */
/* The column "a_kind" beside the reference "a" that may point to several kinds; IO_NONE when there is none. */
size_t io_kind_column(const io_kind *kind, size_t column);
const char *io_type_words(io_type type); /* "date", "one of a list", for people */
/* Is `word` one of the "|"-separated words of `list` (the part before ":")?  NULL list: false. */
bool io_list_has(const char *list, hw_text word);

enum { IO_ID_BYTES = 129 }; /* an id with its NUL */

/* ---- values --------------------------------------------------------------------- */
typedef struct io_value {
	hw_text text;  /* in the form that is stored; empty: nothing was said */
	double number; /* integers, numbers, degrees; yes is 1, no is 0 */
	hw_date date;  /* IO_DATE */
} io_value;
/* Reads what stands in one cell.  Empty text is no value, whatever the type.  Numbers may have a
 * decimal comma; words and yes/no are read without regard to case, spaces, "_" and "-" and in any
 * of their spellings.  Refusals have what = the column.  The value lives in the arena, or where the cell does. */
HW_MUST_CHECK hw_status io_value_read(const io_column *column, hw_arena *arena, hw_text cell, io_value *value,
				      hw_error *error);

/* ---- rows ------------------------------------------------------------------------ */
typedef struct io_row {
	uint64_t line;    /* of the file, 1 = first */
	uint64_t row;     /* 1 = first row after the header */
	io_value *values; /* kind->count, in the order of the columns; the caller may set more */
	hw_text key;      /* of the key columns, joined by U+001F; empty when the row is refused for them */
	hw_text raw_json; /* the row as received, by the file's own headers; sealed columns as "[sealed]" */
	hw_status status; /* HW_OK or HW_BAD_INPUT: this row is refused, the file goes on */
	hw_error reason;  /* of the first fault: where "persons.csv:17", what "born" */
	hw_text reasons;  /* of all faults: "born: ...; wounded: ..." */
} io_row;

/* Reads CSV (base.h: separator and encoding are found) or JSON Lines (one object a line, when the
 * first sign is "{").  Holds one row, at most 1 MiB.  Whatever makes the rest of the file
 * unreadable (NUL, broken UTF-8, a row over the limit, an open quote) fails the whole file. */
typedef struct io_reader io_reader;
typedef struct io_header {
	hw_text text;     /* as it stands in the file */
	size_t column;    /* of the kind; IO_NONE: kept only as received */
	bool passed_over; /* the reason of an earlier refusal: neither read nor kept */
} io_header;
/* `name` stands in messages.  Each of `maps` is "their header=our column" (or "their header=" to
 * leave it out); a wrong one is HW_USAGE.  A CSV file without a required column, or with two
 * headers for one column, is HW_BAD_INPUT with the remedy. */
HW_MUST_CHECK hw_status io_open(const io_kind *kind, const char *path, const char *name, const char *const *maps,
				size_t map_count, io_reader **result, hw_error *error);
void io_close(io_reader *reader); /* NULL allowed */
/* Next row; *row is NULL at the end.  Lives until the next call. */
HW_MUST_CHECK hw_status io_next(io_reader *reader, io_row **row, hw_error *error);
const io_kind *io_reader_kind(const io_reader *reader);
/* Headers in the order of the file (JSON Lines: members met so far); NULL at the end. */
const io_header *io_header_at(const io_reader *reader, size_t index);
const char *io_encoding(const io_reader *reader); /* "UTF-8", ...; hw_csv_encoding */
char io_separator(const io_reader *reader);       /* '{' for JSON Lines */
double io_done(const io_reader *reader);          /* share read, 0..1 */
/* What refused rows are told in: `tell` turns the reason and the remedy of each fault; NULL leaves them as they are. */
void io_tell(io_reader *reader, void (*tell)(hw_error *reason));
/* Refuses the present row for a reason that only the caller knows. */
void io_refuse(io_reader *reader, const hw_error *reason);

/* Refused rows go out as they came, with the reason: as CSV in UTF-8 with one more column
 * (`reason`, or `refused_reason` when the kind itself has a column `reason`), or as JSON Lines with
 * that member.  Such a file can be imported after repair; the extra column is passed over. */
void io_write_refused_header(const io_reader *reader, hw_buffer *out);
void io_write_refused(const io_reader *reader, hw_buffer *out);

/* The fields as understood, as canonical JSON by column name; sealed columns only when `sealed`
 * (the caller has sealed them). */
void io_write_parsed(const io_kind *kind, const io_value *values, bool sealed, hw_buffer *out);
/* And back: values[0..kind->count-1] from what io_write_parsed wrote; they live in the arena. */
HW_MUST_CHECK hw_status io_read_parsed(const io_kind *kind, hw_text parsed_json, hw_arena *arena, io_value *values,
				       hw_error *error);

/* ---- the manual -------------------------------------------------------------------- */
void io_write_columns(const io_kind *kind, hw_buffer *out); /* `import KIND --columns`: one line a column */
void io_write_formats(hw_buffer *out);                      /* docs/formats.md whole */

/* ---- PDF: paper for people ---------------------------------------------------------
 * A document of headings, paragraphs and tables on A4, laid out by Pango, drawn by Cairo.  Each page has the title and
 * the classification at its head, the day and "page 2 of 5" at its foot, and the watermark pale across it.  The
 * file's own date is the day `as_of`: the same input gives the same bytes.  Text is UTF-8 and copied. */
/* ---- JSON Lines as they lie: one object a line, at most 1 MiB, one line held at a time ---------------------- */
typedef struct io_lines io_lines;
/* `name` is what refusals call the file. */
HW_MUST_CHECK hw_status io_lines_open(const char *path, const char *name, io_lines **result, hw_error *error);
void io_lines_close(io_lines *lines); /* NULL allowed */
/* The next line that is not blank, valid until the next call, and its number; *found false at the end. */
HW_MUST_CHECK hw_status io_lines_next(io_lines *lines, hw_text *line, uint64_t *number, bool *found, hw_error *error);

typedef struct io_pdf io_pdf;
typedef struct io_pdf_style {
	const char *title;          /* of the file and at the head of each page */
	const char *as_of;          /* "2025-02-28"; also the date that the file carries */
	const char *classification; /* at the head, right; NULL: none */
	const char *watermark;      /* NULL: none */
	const char *page_words;     /* with two %d: "page %d of %d", "сторінка %d з %d" */
	const char *as_of_words;    /* "as of" */
} io_pdf_style;
typedef enum io_pdf_tone {
	IO_PDF_PLAIN,
	IO_PDF_BOLD,
	IO_PDF_NOTE,   /* smaller, grey */
	IO_PDF_WARNING /* a bar at its left */
} io_pdf_tone;
/* Missing memory is told by io_pdf_write; what was added meanwhile is lost. */
HW_MUST_CHECK hw_status io_pdf_new(const io_pdf_style *style, io_pdf **result, hw_error *error);
void io_pdf_free(io_pdf *pdf);                                      /* NULL allowed */
void io_pdf_heading(io_pdf *pdf, unsigned level, hw_text text);     /* level 1..3; never the last line of a page */
void io_pdf_paragraph(io_pdf *pdf, io_pdf_tone tone, hw_text text); /* line ends stay */
/* A table: `columns` titles (empty ones allowed; all empty: no head), then cells row by row.  `right`: bit c set,
 * column c is aligned to the right.  Columns are as wide as they need while the page is wide enough; else the widest give
 * way.  The head stands again on each page. */
enum { IO_PDF_COLUMNS = 12 };
void io_pdf_table(io_pdf *pdf, size_t columns, const hw_text *titles, unsigned right);
void io_pdf_row(io_pdf *pdf, const hw_text *cells); /* of the table begun last */
/* Paper to write on.  The table begun last gets lines around every cell, the width of the page, and rows of at least `height`
 * points; what its blank columns do not need for their titles is shared among them. */
void io_pdf_ruled(io_pdf *pdf, double height);
/* A label with `lines` (1..20) lines below it to write on; label and lines stay on one page. */
void io_pdf_field(io_pdf *pdf, hw_text label, int lines);
void io_pdf_break(io_pdf *pdf); /* what follows begins on a new page */
/* The whole file.  *pages (may be NULL) gets their number. */
HW_MUST_CHECK hw_status io_pdf_write(io_pdf *pdf, hw_buffer *out, int *pages, hw_error *error);

#endif
