/* withhold_int.h - whose data may not go out, and to whom: the gate that every outward path asks. */
#ifndef HW_BUREAU_WITHHOLD_INT_H
#define HW_BUREAU_WITHHOLD_INT_H

#include "bureau/bureau_int.h"

/* May anything of this person (of the bureau's ids; what was withheld under a former id counts) go to the party ("" = anyone
 * outside)?  Asked of the bureau's own day, never of the day in --as-of: paper leaves the house today. */
HW_MUST_CHECK hw_status withhold_allows(bureau *b, hw_text person, hw_text party, bool *allowed, hw_error *error);
/* Is nothing of him withheld from anybody?  For what goes to somebody who is on no record. */
HW_MUST_CHECK hw_status withhold_allows_anyone(bureau *b, hw_text person, bool *allowed, hw_error *error);
/* For forms that go to his Power, the Agency and those between the sides: HW_NOT_PERMITTED, in words that tell neither why nor
 * since when. */
HW_MUST_CHECK hw_status withhold_require_card(bureau *b, hw_text person, hw_text power, hw_error *error);
/* Performs "lift withholding" when it is confirmed (pending.c). */
hw_status withhold_perform_lift(bureau *b, hw_text kind, hw_text withholding, const hw_json *payload, hw_text by,
				hw_error *error);

#endif
