/* withhold_int.h - what pending.c needs of withhold.c; the gate itself is outward_int.h. */
#ifndef HW_BUREAU_WITHHOLD_INT_H
#define HW_BUREAU_WITHHOLD_INT_H

#include "bureau/bureau_int.h"

/* Performs "lift withholding" when it is confirmed (pending.c). */
hw_status withhold_perform_lift(bureau *b, hw_text kind, hw_text withholding, const hw_json *payload, hw_text by,
				hw_error *error);

#endif
