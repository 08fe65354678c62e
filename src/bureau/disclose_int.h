/* disclose_int.h - what pending.c performs of disclosure. */
#ifndef HW_BUREAU_DISCLOSE_INT_H
#define HW_BUREAU_DISCLOSE_INT_H

#include "bureau/bureau_int.h"

/* Performs "disclose" when it is confirmed (pending.c): asks everything again and gives the extract its number. */
hw_status disclose_perform(bureau *b, hw_text kind, hw_text person, const hw_json *payload, hw_text by,
			   hw_error *error);

#endif
