/* hold_int.h - what pending.c performs of legal holds. */
#ifndef HW_BUREAU_HOLD_INT_H
#define HW_BUREAU_HOLD_INT_H

#include "bureau/bureau_int.h"

/* Performs "lift hold" when it is confirmed (pending.c). */
hw_status hold_perform_lift(bureau *b, hw_text kind, hw_text hold, const hw_json *payload, hw_text by, hw_error *error);

#endif
