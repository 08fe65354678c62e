/* plan_read_int.h - what the readers of an exchange problem share (plan_read.c, plan_rules.c). */
#ifndef HW_BUREAU_PLAN_READ_INT_H
#define HW_BUREAU_PLAN_READ_INT_H

#include "bureau/plan_json_int.h"

typedef struct plan_reader {
	hw_arena *arena;
	plan_input *in;
	exchange_party *parties;
	size_t draw_count; /* of the first weight with draws */
	bool delivery_missing;
	hw_error *error;
} plan_reader;

/* HW_BAD_INPUT at WHERE.KEY, with its remedy (may be NULL). */
hw_status plan_read_bad(hw_error *error, const char *where, const char *key, const char *why, const char *remedy);
/* A whole number of people, 0 to `most`. */
HW_MUST_CHECK hw_status plan_read_whole(const hw_json *value, const char *where, const char *key, int64_t most,
					int64_t *result, hw_error *error);
HW_MUST_CHECK hw_status plan_read_finite(const hw_json *value, const char *where, const char *key, double *result,
					 hw_error *error);
bool plan_find_party(const exchange_problem *p, hw_text id, uint32_t *party);

HW_MUST_CHECK hw_status plan_read_rules(plan_reader *r, const hw_json *list);
HW_MUST_CHECK hw_status plan_read_shock(plan_reader *r, const hw_json *value);
HW_MUST_CHECK hw_status plan_read_arcs(plan_reader *r, const hw_json *list);
HW_MUST_CHECK hw_status plan_read_home(plan_reader *r, const hw_json *home);

#endif
