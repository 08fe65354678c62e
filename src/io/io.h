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
	IO_LONGITUDE, /* degrees, -180..180 */
	IO_JSON       /* a JSON value; stored as canonical JSON */
} io_type;
enum {
	IO_REQUIRED = 1,  /* a row without it is refused, a file without its column likewise */
	IO_KEY = 2,       /* part of what tells two rows of this kind apart */
	IO_SEALED = 4,    /* names a source or a relative: never shown without the right; see 05 Trust */
	IO_RESTRICTED = 8 /* health, will, origin: shown by role only */
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
const char *io_type_words(io_type type);                      /* "date", "one of a list", for people */
/* Is `word` one of the "|"-separated words of `list` (the part before ":")?  NULL list: false. */
bool io_list_has(const char *list, hw_text word);

#endif
