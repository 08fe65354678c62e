/* search_int.h - the register's names as an index (search_index.c). */
#ifndef HW_BUREAU_SEARCH_INT_H
#define HW_BUREAU_SEARCH_INT_H

#include "bureau/sheet_int.h"
#include "trace/trace.h"

typedef struct search_person {
	hw_text id, person, name, born, side; /* id: of the register; valid as long as the index */
} search_person;
typedef struct search_index search_index;
/* Kept by the bureau and brought up to date with its ledger; valid until the next call. */
HW_MUST_CHECK hw_status search_index_of(bureau *b, search_index **result, hw_error *error);
void search_index_free(search_index *index); /* NULL allowed */
const trace_search *search_index_engine(const search_index *index);
const names_tables *search_index_names(const search_index *index);
search_person search_index_person(const search_index *index, uint32_t owner);
size_t search_index_count(const search_index *index);
search_person search_index_at(const search_index *index, size_t i); /* in the order of their ids */

#endif
