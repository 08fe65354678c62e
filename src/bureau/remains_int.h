/* remains_int.h - what pending.c needs of remains.c. */
#ifndef HW_BUREAU_REMAINS_INT_H
#define HW_BUREAU_REMAINS_INT_H

#include "bureau/bureau_int.h"

/* Performs "identify remains" when another confirms it. */
hw_status remains_perform_identify(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
				   hw_error *error);

#endif
