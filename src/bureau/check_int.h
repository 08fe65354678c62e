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

/* Groups the results by rule and outcome and puts them into words (check_tell.c). */
HW_MUST_CHECK hw_status bureau_check_tell(checking *g, const law_report *report, bureau_indications *result);

#endif
