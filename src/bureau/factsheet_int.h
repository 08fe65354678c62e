/* factsheet_int.h - what may be said in public. */
#ifndef HW_BUREAU_FACTSHEET_INT_H
#define HW_BUREAU_FACTSHEET_INT_H

#include "bureau/bureau_int.h"

/* To 5 below 100, to 10 below 1,000, to 50 from there on; direction -1 down, 1 up, 0 to the nearest. */
int64_t factsheet_round(int64_t n, int direction);
/* HW_FAULT-free last look at a text for everybody: HW_NOT_PERMITTED, with the words, when it names a person of the register
 * (family and given name side by side) or a place of detention. */
HW_MUST_CHECK hw_status factsheet_check(bureau *b, hw_arena *arena, const bureau_sheet *sheet, hw_error *error);

/* The same of persons alone, for another text that names nobody: `where` "the title", `remedy` what to do. */
HW_MUST_CHECK hw_status factsheet_names_nobody(bureau *b, hw_arena *arena, hw_text text, const char *where,
					       const char *remedy, hw_error *error);

/* Have two people released the statement for the public, and has nobody taken it back since?  Default: no. */
HW_MUST_CHECK hw_status statement_is_released(bureau *b, hw_text statement, bool *released, hw_error *error);
/* Has everybody whom it touches agreed to be spoken of in public? */
HW_MUST_CHECK hw_status statement_is_open(bureau *b, hw_arena *arena, hw_text statement, bool *open, hw_error *error);
/* Performs "publish statement" when it is confirmed (pending.c). */
hw_status statement_perform_release(bureau *b, hw_text kind, hw_text statement, const hw_json *payload, hw_text by,
				    hw_error *error);

#endif
