/* withhold_int.h - whose data may not go out, and to whom: the gate that every outward path asks. */
#ifndef HW_BUREAU_WITHHOLD_INT_H
#define HW_BUREAU_WITHHOLD_INT_H

#include "bureau/bureau_int.h"

/* May anything of this person (of the bureau's ids) go to the party ("" = anyone outside) on the as-of day? */
HW_MUST_CHECK hw_status withhold_allows(bureau *b, hw_text person, hw_text party, bool *allowed, hw_error *error);
/* HW_NOT_PERMITTED, in words that tell neither why nor since when. */
HW_MUST_CHECK hw_status withhold_require(bureau *b, hw_text person, hw_text party, hw_error *error);
/* Performs "lift withholding" when it is confirmed (pending.c). */
hw_status withhold_perform_lift(bureau *b, hw_text kind, hw_text withholding, const hw_json *payload, hw_text by,
				hw_error *error);

#endif
