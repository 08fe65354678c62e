/* check_int.h - the facts of the bureau as the law engine takes them, and how results are told. */
#ifndef HW_BUREAU_CHECK_INT_H
#define HW_BUREAU_CHECK_INT_H

#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "law/law.h"
#include "store/store.h"

typedef struct check_subject {
	hw_text id; /* first: indexed by it */
	hw_text label;
	uint32_t kind;
	size_t order; /* as loaded */
} check_subject;

typedef struct check_fact {
	size_t subject, order;
	law_fact fact;
} check_fact;

typedef struct check_claim {
	hw_text record, source; /* "place P07", "S03"; source empty when it is our own register or estimate */
} check_claim;

typedef struct checking {
	bureau *bureau;
	hw_arena *arena;
	const bureau_run *run;
	law_rules *rules;
	law_language language;
	bool own;
	bool tellable;        /* without what came in confidence: what may stand in a letter */
	const uint32_t *only; /* these rules alone; NULL: all */
	size_t only_count;
	uint32_t estimate_claim; /* number of the claim of our estimate; UINT32_MAX: none */
	hw_text *confidential;
	size_t confidential_count;
	const located *located;
	check_subject *subjects;
	size_t subject_count, subject_capacity;
	check_fact *facts;
	size_t fact_count, fact_capacity;
	check_claim *claims;
	size_t claim_count, claim_capacity;
	bureau_index index; /* of the subjects by id */
	law_request request;
	hw_error *error;
} checking;

/* Loads the facts and evaluates every rule; `bureau`, `arena`, `run`, `own`, `tellable`, `error` are set. */
HW_MUST_CHECK hw_status bureau_check_run(checking *g, law_report *report);
/* After bureau_check_run: what the same facts would raise `days` later, if nothing happens till then. */
HW_MUST_CHECK hw_status bureau_check_later(checking *g, int32_t days, law_report *report);
/* One fact in words: health, court and will are only said to be on file. */
hw_text bureau_check_fact(checking *g, const law_fact *fact);
bool bureau_check_personal(const law_term *term);
hw_text bureau_check_clock(checking *g, const law_clock *clock);
/* Did this source speak in confidence?  Known with `tellable` only. */
bool bureau_check_withheld(const checking *g, hw_text source);
/* A fact that was written down in English ("term name", "meaning: value"), in the language; as it stands when it is not known any
 * more. */
hw_text bureau_fact_retold(bureau *b, hw_arena *arena, const char *lang, hw_text name, hw_text said);
/* Does this result rest on our estimate that the person is held, and on nothing else for that? */
bool bureau_check_by_estimate(const checking *g, const law_result *result);
/* People at these places, as belief has it: false when none of them is known to it. */
HW_MUST_CHECK hw_status bureau_check_people_at(checking *g, const size_t *subjects, size_t count, bool *known,
					       int64_t *lower, int64_t *upper);
/* Groups the results by rule and outcome and puts them into words (check_tell.c). */
HW_MUST_CHECK hw_status bureau_check_tell(checking *g, const law_report *report, bureau_indications *result);

#endif
