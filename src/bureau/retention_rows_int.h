/* retention_rows_int.h - what two people decided, done to rows; everything inside the caller's transaction. */
#ifndef HW_BUREAU_RETENTION_ROWS_INT_H
#define HW_BUREAU_RETENTION_ROWS_INT_H

#include "bureau/retention_int.h"
#include "io/io.h"

HW_MUST_CHECK hw_status retention_seal_person(store_connection *store, hw_arena *arena, hw_text step, hw_text person,
					      hw_error *error);
/* Every row of the step as its newest record has it, those that came later too. */
HW_MUST_CHECK hw_status retention_open_step(store_connection *store, hw_arena *arena, hw_text step, hw_error *error);
/* Out of the inquiry and out of every version of it that was received.  There is no way back. */
HW_MUST_CHECK hw_status retention_delete_contact(store_connection *store, hw_arena *arena, hw_text inquiry,
						 hw_error *error);
/* Values of an inquiry without them; true when there were any. */
bool retention_blank_contact(const io_kind *kind, io_value *values);

#endif
