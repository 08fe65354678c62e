/* study_int.h - what the files of a study share: one table by all methods, many put together, the verdict. */
#ifndef HW_CENSUS_STUDY_INT_H
#define HW_CENSUS_STUDY_INT_H

#include "census/census_int.h"

enum { STUDY_SOME_DRAWS = 8 };

/* All methods of `methods` on one table; units[CENSUS_METHOD_COUNT], of which those not asked for stay impossible.  `deltas`:
 * the decomposable average also for the three deltas. */
HW_MUST_CHECK hw_status census_units(const reduced *r, unsigned methods, bool deltas, const census_options *options,
				     const census_run *run, hw_arena *arena, census_estimate *units, hw_error *error);
/* Puts units[(draw * strata + stratum) * CENSUS_METHOD_COUNT + method] together. */
HW_MUST_CHECK hw_status census_combine(const census_estimate *units, size_t draws, size_t strata, census_method method,
				       const census_run *run, hw_arena *arena, census_estimate *result,
				       hw_error *error);

typedef struct judging {
	census_study *study;
	unsigned methods, wanted; /* asked for; all that fit */
	size_t room;
} judging;
void census_add_reason(judging *j, census_reason reason);
/* Adds what the estimates give reason for, and decides. */
void census_judge(judging *j);
const census_estimate *census_find(const census_study *s, census_method method);

#endif
