/* consent_int.h - uses and the words of those whose data they are. */
#ifndef HW_BUREAU_CONSENT_INT_H
#define HW_BUREAU_CONSENT_INT_H

#include "bureau/tables_int.h"

typedef enum consent_mode { CONSENT_DUTY, CONSENT_OBJECTION, CONSENT_NEEDED, CONSENT_OR_ORDER } consent_mode;
/* The table of uses, checked. */
HW_MUST_CHECK hw_status consent_uses(table *uses, hw_error *error);
consent_mode consent_mode_of(const table_block *use);

/* His word on a use towards a party ("": nobody in particular) on the bureau's own day. */
typedef enum consent_word { CONSENT_NO_WORD, CONSENT_YES, CONSENT_NO, CONSENT_ENDED } consent_word;
typedef struct consent_state {
	consent_word word;
	char said[16]; /* the day of it; "" without a word */
} consent_state;
HW_MUST_CHECK hw_status consent_state_of(bureau *b, hw_text person, hw_text use, hw_text party, consent_state *state,
					 hw_error *error);
const char *consent_word_name(consent_word word); /* "yes", "no", "ended", "" */
/* The id in the registry of a person of the bureau; HW_BAD_INPUT when he has none. */
HW_MUST_CHECK hw_status consent_registry_id(bureau *b, hw_arena *arena, hw_text person, hw_text *id, hw_error *error);

#endif
