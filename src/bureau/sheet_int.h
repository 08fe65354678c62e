/* sheet_int.h - filling a sheet: fields and lists of what is known of one thing.
 *
 * A builder remembers the first failed allocation, so that callers check once at sheet_end.  Texts that are passed in
 * must live as long as the sheet (arena or constants); those read from rows are copied. */
#ifndef HW_BUREAU_SHEET_INT_H
#define HW_BUREAU_SHEET_INT_H

#include "bureau/bureau_int.h"
#include "store/store.h"

enum { SHEET_COLUMNS = 16 }; /* of a list at most */

typedef struct sheet {
	bureau *b;
	store_connection *store;
	hw_arena *arena;
	const bureau_run *run;
	bureau_sheet *out;
	int32_t day; /* as of */
	bool uk;     /* labels in Ukrainian */
	bool failed;
	bureau_value spare[SHEET_COLUMNS]; /* where a row goes that does not fit into memory */
	hw_error *error;
} sheet;

sheet sheet_begin(bureau *b, hw_arena *arena, const bureau_run *run, const char *kind, bureau_sheet *out,
		  hw_error *error);
/* HW_NO_MEMORY when anything did not fit. */
HW_MUST_CHECK hw_status sheet_end(sheet *s);

bureau_value sheet_value_text(hw_text t); /* empty = unknown */
bureau_value sheet_value_word(const char *word);
bureau_value sheet_value_count(int64_t n);
bureau_value sheet_value_number(double x);  /* NAN = unknown */
bureau_value sheet_value_flag(int64_t yes); /* below 0 = unknown */
bureau_value sheet_value_restricted(void);

void sheet_field(sheet *s, const char *key, const char *heading, bureau_value_kind kind, bureau_value value);
/* `empty`: what is said when there is no row; NULL: nothing. */
bureau_list *sheet_list(sheet *s, const char *key, const char *heading, const char *empty, const bureau_column *columns,
			size_t count);
/* The cells of a new row, all unknown; never NULL (a spare row when memory is out). */
bureau_value *sheet_row(sheet *s, bureau_list *list);
void sheet_note(sheet *s, const char *format, ...) HW_PRINTF(2, 3);
/* What was made up in English, told in the language of the run where its pattern is known (words_plan.c); notes are told so
 * of themselves. */
hw_text sheet_told(sheet *s, hw_text english);
/* A fixed text in the language of the run: as a note, or as a value. */
void sheet_say(sheet *s, const char *english);
hw_text sheet_words(const sheet *s, const char *english);
hw_text sheet_format(sheet *s, const char *format, ...) HW_PRINTF(2, 3);

/* A column of a row as a value of the kind. */
bureau_value sheet_column(sheet *s, const store_rows *rows, size_t column, bureau_value_kind kind);
/* One row of the list for each row of the statement: column c of it is cell c.  `keep` (may be NULL) sees each row
 * before it is kept and may change cells or say no. */
typedef bool (*sheet_keep)(sheet *s, const store_rows *rows, bureau_value *cells, void *context);
HW_MUST_CHECK hw_status sheet_query(sheet *s, bureau_list *list, const char *statement, const store_value *values,
				    size_t count, sheet_keep keep, void *context);
/* False when the date in the column is known and after the day asked about. */
bool sheet_known_by(const sheet *s, const store_rows *rows, size_t column);
/* The first and last day of a date; false when there is none. */
bool sheet_day(hw_text date, int32_t *first, int32_t *last);
bool sheet_in_list(hw_text list, hw_text item);
hw_text sheet_file(hw_text path); /* the name of the file alone */

/* "Cement works, Grozny (P03)": the label of a row of a kind by its id; the id itself when there is none.  `kind` is
 * "places", "holders" (parties as well), "categories", "regions", "objects", "parties". */
hw_text sheet_label(sheet *s, const char *kind, hw_text id);
/* Ids of a list with their labels, separated by "; ". */
hw_text sheet_labels(sheet *s, const char *kind, hw_text ids);

/* The person behind an id of the bureau, a former one, or one of the register; HW_NOT_PERMITTED when he is sealed. */
HW_MUST_CHECK hw_status case_resolve(bureau *b, hw_arena *arena, hw_text id, hw_text *person, hw_error *error);
/* The same, and whether he is sealed: for what is done to his record without showing it. */
HW_MUST_CHECK hw_status case_resolve_any(bureau *b, hw_arena *arena, hw_text id, hw_text *person, bool *sealed,
					 hw_error *error);
/* Asks for the right to see persons, finds the person, writes the view down. */
HW_MUST_CHECK hw_status case_enter(bureau *b, hw_arena *arena, hw_text id, hw_text *person, hw_error *error);
/* What a report says, in words; places by the right of the user. */
hw_text case_says(sheet *s, hw_text status, hw_text place, hw_text region, hw_text searched);
/* The chain of custody as a list, with its gaps in words (custody_chain.c). */
HW_MUST_CHECK hw_status case_custody(sheet *s, hw_text person);

#endif
