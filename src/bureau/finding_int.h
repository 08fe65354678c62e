/* finding_int.h - findings: how they are kept, how they move, what is written of them. */
#ifndef HW_BUREAU_FINDING_INT_H
#define HW_BUREAU_FINDING_INT_H

#include "bureau/bureau_int.h"
#include "store/store.h"

typedef struct finding {
	hw_text id, rule, article, subject_kind, subject, party, state, rebut, justification, reply, deadline, phase,
		outcome, facts_sha256, decided_sha256, clock, closed_reason;
	int64_t severity, subjects, affected_lower, affected_upper; /* -1: not computed */
	bool own, standing, exported, alert;
} finding;
/* HW_NOT_FOUND with the remedy. */
HW_MUST_CHECK hw_status finding_read(bureau *b, hw_arena *arena, hw_text id, finding *result, hw_error *error);
/* Does what is told of it still hold as it was when a person decided? */
bool finding_unchanged(const finding *f);

/* ---- the state machine (finding_moves.c) ---- */
/* May this be done in this phase?  HW_BAD_INPUT names what can be done instead; `to` gets the next phase. */
HW_MUST_CHECK hw_status finding_may(const finding *f, const char *act, const char **to, hw_error *error);
/* Inside an act: writes the phase, the deadline, who, when, why. */
HW_MUST_CHECK hw_status finding_write_move(bureau *b, const finding *f, const char *to, hw_text deadline, hw_text note,
					   hw_text letter_sha256, hw_error *error);
HW_MUST_CHECK hw_status finding_write_step(bureau *b, hw_text id, const char *state, hw_text note,
					   hw_text letter_sha256, hw_error *error);
/* The day so many days (a setting) after as-of. */
HW_MUST_CHECK hw_status finding_deadline(bureau *b, const char *setting, char day[11], hw_error *error);

/* ---- the rule behind it, in words (check.c) ---- */
typedef struct bureau_law_rule {
	hw_text title, duty, rebut, reply, note;
} bureau_law_rule;
/* Empty texts when the rule file has it no more.  `said`: the English reply, of which the one in the language of the run. */
HW_MUST_CHECK hw_status bureau_law_of(bureau *b, hw_arena *arena, const bureau_run *run, hw_text rule, hw_text said,
				      bureau_law_rule *result, hw_error *error);

/* ---- letters (finding_letter.c) ---- */
/* What may stand in a letter to this addressee, from facts without what came in confidence; appends to `out`.
 * HW_NOT_PERMITTED when nothing is left without it. */
HW_MUST_CHECK hw_status finding_compose(bureau *b, hw_arena *arena, const bureau_run *run, const finding *f,
					const char *addressee, hw_buffer *out, hw_error *error);
hw_status finding_perform_notify(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
				 hw_error *error);

/* ---- threats (findings.c) ---- */
/* In the transaction of an import of statements: a threat opens its finding at once, whoever imports. */
HW_MUST_CHECK hw_status finding_open_threats(store_connection *store, int32_t as_of, int64_t at, hw_text user,
					     hw_error *error);

#endif
