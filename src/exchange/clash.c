/* clash.c - why there is no package: a smallest set of rules that cannot hold together, and the
 * least change of one rule that would do.
 *
 * Smallest set by hitting sets (as Ignatiev et al. 2015 for formulas): every set of rules whose
 * removal makes a package possible must be met by the answer; take a smallest set that meets all
 * seen so far; if it clashes, it is an answer of least size, else grow it to a largest set that does
 * not clash and remember what was left out. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MOST = 300 };

typedef struct question {
	exchange_plan *plan;
	const exchange_bounds *bounds;
	const hw_progress *progress;
	exchange_cause causes[EXCHANGE_RULES_MOST + 3];
	size_t count;
	uint64_t left_out[ROUNDS_MOST]; /* each must be met */
	size_t sets;
} question;

static exchange_bounds bounds_with(const question *q, uint64_t active)
{
	exchange_bounds b = *q->bounds;

	b.accept = false;
	b.max_given = -1;
	b.rules = 0;
	b.min_returned = 1;
	for (size_t i = 0; i < q->count; i++) {
		if (!(active >> i & 1))
			continue;
		switch (q->causes[i].kind) {
		case EXCHANGE_CAUSE_ACCEPTANCE:
			b.accept = true;
			break;
		case EXCHANGE_CAUSE_MAX_GIVEN:
			b.max_given = q->bounds->max_given;
			break;
		case EXCHANGE_CAUSE_RETURNED:
			b.min_returned = q->bounds->min_returned;
			break;
		case EXCHANGE_CAUSE_RULE:
			b.rules |= UINT64_C(1) << q->causes[i].rule;
			break;
		case EXCHANGE_CAUSE_NOBODY:
			break;
		}
	}
	return b;
}

/* Unknown counts as possible: a clash is only said when it is certain. */
static hw_status possible(const question *q, uint64_t active, bool *result, hw_error *error)
{
	exchange_bounds b = bounds_with(q, active);
	bool feasible, known;

	HW_TRY(exchange_feasible(q->plan, &b, q->progress, &feasible, &known, NULL, error));
	*result = feasible || !known;
	return HW_OK;
}

/* A set of at most `room` causes that meets every remembered set; false when there is none. */
static bool meets(const question *q, uint64_t chosen, unsigned room, uint64_t *result)
{
	for (size_t s = 0; s < q->sets; s++) {
		if (q->left_out[s] & chosen)
			continue;
		for (size_t i = 0; room > 0 && i < q->count; i++)
			if ((q->left_out[s] >> i & 1) && meets(q, chosen | UINT64_C(1) << i, room - 1, result))
				return true;
		return false;
	}
	*result = chosen;
	return true;
}

static hw_status grow(question *q, uint64_t active, hw_error *error)
{
	uint64_t all = (UINT64_C(1) << q->count) - 1;

	for (size_t i = 0; i < q->count; i++) {
		bool fits;

		if (active >> i & 1)
			continue;
		HW_TRY(possible(q, active | UINT64_C(1) << i, &fits, error));
		if (fits)
			active |= UINT64_C(1) << i;
	}
	q->left_out[q->sets++] = all & ~active;
	return HW_OK;
}

static void gather(question *q)
{
	const exchange_problem *p = q->plan->problem;

	/* Rules of law first: growing keeps them in, so that what is left out can be changed by people. */
	for (int law = 1; law >= 0; law--)
		for (size_t r = 0; r < p->rule_count; r++)
			if (exchange_rule_on(q->bounds, r) && p->rules[r].law == (law == 1))
				q->causes[q->count++] = (exchange_cause){EXCHANGE_CAUSE_RULE, r};
	if (q->bounds->min_returned > 1)
		q->causes[q->count++] = (exchange_cause){EXCHANGE_CAUSE_RETURNED, 0};
	if (q->bounds->max_given >= 0)
		q->causes[q->count++] = (exchange_cause){EXCHANGE_CAUSE_MAX_GIVEN, 0};
	if (q->bounds->accept)
		q->causes[q->count++] = (exchange_cause){EXCHANGE_CAUSE_ACCEPTANCE, 0};
}

/* The smallest clash as bits of q->causes; 0 when there is none that is certain or it took too long. */
static hw_status smallest(question *q, uint64_t *core, hw_error *error)
{
	uint64_t all = (UINT64_C(1) << q->count) - 1, chosen = 0;
	unsigned size = 0;
	bool fits;

	*core = 0;
	HW_TRY(possible(q, all, &fits, error));
	if (fits)
		return HW_OK;
	while (q->sets < ROUNDS_MOST) {
		while (!meets(q, 0, size, &chosen))
			size++;
		HW_TRY(possible(q, chosen, &fits, error));
		if (!fits) {
			*core = chosen;
			return HW_OK;
		}
		HW_TRY(grow(q, chosen, error));
	}
	for (size_t i = 0; i < q->count; i++) { /* too many rounds: a minimal one, by leaving out one at a time */
		HW_TRY(possible(q, all & ~(UINT64_C(1) << i), &fits, error));
		if (!fits)
			all &= ~(UINT64_C(1) << i);
	}
	*core = all;
	return HW_OK;
}

hw_status exchange_clash(exchange_plan *plan, hw_arena *arena, const exchange_bounds *bounds,
			 const hw_progress *progress, exchange_cell *cell, hw_error *error)
{
	question q = {.plan = plan, .bounds = bounds, .progress = progress};
	uint64_t core = 0;
	bool anybody = false;

	gather(&q);
	cell->clash = HW_NEW(arena, exchange_cause, q.count + 1);
	if (!cell->clash)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the reasons");
	HW_TRY(possible(&q, 0, &anybody, error));
	if (!anybody) {
		cell->clash[cell->clash_count++] = (exchange_cause){EXCHANGE_CAUSE_NOBODY, 0};
		return HW_OK;
	}
	HW_TRY(smallest(&q, &core, error));
	for (size_t i = q.count; i-- > 0;) /* acceptance, number given, then the rules */
		if ((core >> i & 1) && q.causes[i].kind != EXCHANGE_CAUSE_RULE)
			cell->clash[cell->clash_count++] = q.causes[i];
	for (size_t r = 0; r < plan->problem->rule_count; r++)
		for (size_t i = 0; i < q.count; i++)
			if ((core >> i & 1) && q.causes[i].kind == EXCHANGE_CAUSE_RULE && q.causes[i].rule == r)
				cell->clash[cell->clash_count++] = q.causes[i];
	return HW_OK;
}

/* ---- repairs ---- */
typedef struct repair_search {
	exchange_plan *plan;
	const hw_progress *progress;
	exchange_bounds bounds;
	exchange_repair *items;
	size_t count;
} repair_search;

static hw_status works(const repair_search *s, const exchange_bounds *b, bool *result, double *probability,
		       hw_error *error)
{
	bool known;

	return exchange_feasible(s->plan, b, s->progress, result, &known, probability, error);
}

/* The bound with one number of people in it changed. */
static exchange_bounds with_number(const repair_search *s, exchange_cause cause, const char *field, int64_t number)
{
	exchange_bounds b = s->bounds;

	if (cause.kind == EXCHANGE_CAUSE_MAX_GIVEN) {
		b.max_given = number;
	} else if (cause.kind == EXCHANGE_CAUSE_RETURNED) {
		b.min_returned = number;
	} else {
		b.moved = cause.rule;
		b.moved_to = s->plan->problem->rules[cause.rule];
		if (!strcmp(field, "min"))
			b.moved_to.min = number;
		else
			b.moved_to.max = number;
	}
	return b;
}

/* From `now` (which fails) towards `far`; the nearest whole number that works, if `far` does. */
static hw_status move_number(repair_search *s, exchange_cause cause, const char *field, int64_t now, int64_t far,
			     hw_error *error)
{
	int64_t bad = now, good = far;
	exchange_bounds b = with_number(s, cause, field, far);
	bool fits;

	if (now == far)
		return HW_OK;
	HW_TRY(works(s, &b, &fits, NULL, error));
	if (!fits)
		return HW_OK;
	while (llabs(good - bad) > 1) {
		int64_t middle = bad + (good - bad) / 2;

		b = with_number(s, cause, field, middle);
		HW_TRY(works(s, &b, &fits, NULL, error));
		if (fits)
			good = middle;
		else
			bad = middle;
	}
	s->items[s->count++] = (exchange_repair){cause, field, (double)now, (double)good};
	return HW_OK;
}

static hw_status move_acceptance(repair_search *s, exchange_cause cause, hw_error *error)
{
	double good = 0, bad = s->bounds.acceptance;
	exchange_bounds b = s->bounds;
	bool fits;

	b.acceptance = fmin(1e-6, bad / 2);
	HW_TRY(works(s, &b, &fits, &good, error));
	if (!fits)
		return HW_OK;
	while (bad - good > 1e-4) {
		double reached = 0;

		b.acceptance = (good + bad) / 2;
		HW_TRY(works(s, &b, &fits, &reached, error));
		if (fits)
			good = fmax(b.acceptance, reached);
		else
			bad = b.acceptance;
	}
	s->items[s->count++] = (exchange_repair){cause, "acceptance", s->bounds.acceptance, good};
	return HW_OK;
}

static hw_status move_share(repair_search *s, exchange_cause cause, hw_error *error)
{
	double now = s->plan->problem->rules[cause.rule].share_min, good = 0, bad = now;
	exchange_bounds b = s->bounds;
	bool fits;

	b.moved = cause.rule;
	b.moved_to = s->plan->problem->rules[cause.rule];
	b.moved_to.share_min = 0;
	HW_TRY(works(s, &b, &fits, NULL, error));
	if (!fits)
		return HW_OK;
	while (bad - good > 1e-4) {
		b.moved_to.share_min = (good + bad) / 2;
		HW_TRY(works(s, &b, &fits, NULL, error));
		if (fits)
			good = b.moved_to.share_min;
		else
			bad = b.moved_to.share_min;
	}
	s->items[s->count++] = (exchange_repair){cause, "share_min", now, good};
	return HW_OK;
}

static hw_status repair(repair_search *s, exchange_cause cause, hw_error *error)
{
	const exchange_rule *rule;

	switch (cause.kind) {
	case EXCHANGE_CAUSE_ACCEPTANCE:
		return move_acceptance(s, cause, error);
	case EXCHANGE_CAUSE_MAX_GIVEN:
		return move_number(s, cause, "max_given", s->bounds.max_given,
				   s->plan->people[EXCHANGE_GIVEN] > s->bounds.max_given
					   ? s->plan->people[EXCHANGE_GIVEN]
					   : s->bounds.max_given,
				   error);
	case EXCHANGE_CAUSE_RETURNED:
		return move_number(s, cause, "returned", s->bounds.min_returned, 1, error);
	case EXCHANGE_CAUSE_NOBODY:
		return HW_OK;
	case EXCHANGE_CAUSE_RULE:
		break;
	}
	rule = &s->plan->problem->rules[cause.rule];
	if (rule->law)
		return HW_OK; /* a rule of law is never offered for relaxation */
	if (rule->min > 0)
		HW_TRY(move_number(s, cause, "min", rule->min, 0, error));
	if (rule->max >= 0 && rule->max < s->plan->people[rule->side])
		HW_TRY(move_number(s, cause, "max", rule->max, s->plan->people[rule->side], error));
	return rule->share_min > 0 ? move_share(s, cause, error) : HW_OK;
}

hw_status exchange_repairs(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t max_given,
			   const hw_progress *progress, exchange_repair **repairs, size_t *count, hw_error *error)
{
	repair_search s = {
		.plan = plan, .progress = progress, .bounds = exchange_bounds_of(plan, acceptance, max_given)};
	exchange_cell cell = {0};

	s.items = HW_NEW(arena, exchange_repair, 3 * (size_t)EXCHANGE_RULES_MOST + 4);
	if (!s.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the repairs");
	/* One change that suffices meets every clash, so it stands in the smallest one. */
	HW_TRY(exchange_clash(plan, arena, &s.bounds, progress, &cell, error));
	for (size_t i = 0; i < cell.clash_count; i++)
		HW_TRY(repair(&s, cell.clash[i], error));
	*repairs = s.items;
	*count = s.count;
	return HW_OK;
}
