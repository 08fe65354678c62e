/* debrief_int.h - one debrief as it stands. */
#ifndef HW_BUREAU_DEBRIEF_INT_H
#define HW_BUREAU_DEBRIEF_INT_H

#include "bureau/bureau_int.h"

/* Columns of debrief_one; those up to DEBRIEF_NOTE are the columns of the import kind, in its order. */
enum {
	DEBRIEF_ID,
	DEBRIEF_PERSON,
	DEBRIEF_SOURCE,
	DEBRIEF_HAPPENED,
	DEBRIEF_BY,
	DEBRIEF_LANGUAGE,
	DEBRIEF_CONSENT,
	DEBRIEF_PLACES,
	DEBRIEF_MENTIONS,
	DEBRIEF_TEXT,
	DEBRIEF_NOTE,
	DEBRIEF_PERSON_ID,
	DEBRIEF_MAY_ASK,
	DEBRIEF_REFERRAL,
	DEBRIEF_BEFORE,
	DEBRIEF_COLUMNS
};
typedef struct debrief {
	hw_text cells[DEBRIEF_COLUMNS]; /* consent, may_ask as yes, no or empty */
} debrief;

/* *found false: there is none, and its cells are empty. */
HW_MUST_CHECK hw_status debrief_find(bureau *b, hw_arena *arena, hw_text id, debrief *d, bool *found, hw_error *error);
/* HW_NOT_FOUND, with the remedy. */
hw_status debrief_not_there(bureau *b, hw_text id, hw_error *error);

#endif
