/* tracing_int.h - records held against the persons of the register, for jobs that store no proposals. */
#ifndef HW_BUREAU_TRACING_INT_H
#define HW_BUREAU_TRACING_INT_H

#include "bureau/bureau.h"
#include "store/store.h"

/* Whom nothing but a name speaks for is never likely (0.75). */
#define TRACING_NAME_ALONE 0.74

typedef struct tracing_match {
	hw_text person, record; /* ids of records: of the register, and of what was held against it */
	double probability;
	hw_text because; /* "name: same; born: same" */
} tracing_match;
/* Columns of the statement: record, name, born, callsign, unit, kind.  Pairs at or above the setting trace.keep, the most
 * probable first; pairs that were judged otherwise are left out. */
HW_MUST_CHECK hw_status tracing_match_records(bureau *b, hw_arena *arena, const bureau_run *run, const char *statement,
					      const store_value *values, size_t count, tracing_match **matches,
					      size_t *match_count, hw_error *error);

#endif
