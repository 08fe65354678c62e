/* tables_int.h - the tables that a lawyer edits: data/keeping/NAME.txt, embedded. */
#ifndef HW_BUREAU_TABLES_INT_H
#define HW_BUREAU_TABLES_INT_H

#include "bureau/bureau_int.h"

hw_text keeping_data_find(const char *name); /* an embedded file of data/keeping */

/* A block begins at the left edge ("use tracing"); fields follow, one tab in ("\tkey: value"); "#" begins a remark. */
enum { TABLE_FIELDS = 16, TABLE_BLOCKS = 32 };
typedef struct table_block {
	hw_text name;
	hw_text keys[TABLE_FIELDS], values[TABLE_FIELDS]; /* slices of the text */
	size_t count;
	unsigned line;
} table_block;
typedef struct table {
	const char *file, *word;
	table_block blocks[TABLE_BLOCKS];
	size_t count;
} table;
/* Reads blocks of one word, each with all of the fields `needed` (ends with NULL) and no other; HW_BAD_INPUT names file and
 * line. */
HW_MUST_CHECK hw_status table_read(hw_text text, const char *file, const char *word, const char *const *needed,
				   table *result, hw_error *error);
hw_text table_field(const table_block *block, const char *key); /* empty: there is none */
/* "KEY en" or "KEY uk"; with an empty key "en" or "uk". */
hw_text table_told(const table_block *block, const char *key, bool uk);
const table_block *table_find(const table *of, hw_text name);
/* HW_BAD_INPUT at a block: what is wrong with its field. */
hw_status table_wrong(const table *of, const table_block *block, const char *key, const char *remedy, hw_error *error);

#endif
