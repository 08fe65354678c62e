/* fair.c - equal shares of our groups, by leximin.
 *
 * The share of a group is (home + returned) / (home + held).  The smallest share is made as large as it
 * can be, the groups that cannot rise are held there, and so on with the others, among packages that lose
 * at most `fair_loss` of the best value (the switch of McElfresh & Dickerson 2018, its price shown). */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct equal {
	exchange_plan *plan;
	const hw_progress *progress;
	exchange_bounds bounds;
	size_t count;
	double home[EXCHANGE_RULES_MOST], all[EXCHANGE_RULES_MOST];
	int64_t most[EXCHANGE_RULES_MOST]; /* who may be returned */
	int64_t least[EXCHANGE_RULES_MOST];
	int64_t level[EXCHANGE_RULES_MOST]; /* of the groups that are held */
	bool held[EXCHANGE_RULES_MOST];
	bool certain;
	unsigned tries; /* ties still to be followed */
} equal;

static void count_groups(equal *e)
{
	const exchange_problem *p = e->plan->problem;

	e->count = e->plan->group_count;
	for (size_t g = 0; g < e->count; g++) {
		for (size_t i = 0; i < p->group_count; i++)
			if (hw_text_equal(p->groups[i].name, e->plan->group_names[g]))
				e->home[g] = (double)p->groups[i].home;
		e->all[g] = e->home[g];
		for (size_t i = 0; i < p->ours_count; i++) {
			if (!hw_text_equal(p->ours[i].group, e->plan->group_names[g]))
				continue;
			e->all[g] += (double)p->ours[i].count;
			if (e->plan->why[EXCHANGE_RETURNED][i] == EXCHANGE_AVAILABLE)
				e->most[g] += p->ours[i].count;
		}
	}
}

/* People of g who must return for a share of at least t. */
static int64_t needed(const equal *e, size_t g, double t)
{
	double n = ceil(t * e->all[g] - e->home[g] - 1e-9);

	return n > 0 ? (int64_t)n : 0;
}

/* Can all groups that are not held reach t (and `rising` more than t), the others keeping their level? */
static hw_status reaches(equal *e, double t, size_t rising, bool *result, hw_error *error)
{
	bool known;

	*result = false;
	for (size_t g = 0; g < e->count; g++) {
		e->least[g] = e->held[g] ? e->level[g] : needed(e, g, t);
		if (g == rising)
			e->least[g]++;
		if (e->least[g] > e->most[g])
			return HW_OK;
	}
	HW_TRY(exchange_feasible(e->plan, &e->bounds, e->progress, result, &known, NULL, error));
	e->certain = e->certain && known;
	return HW_OK;
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The greatest of the shares that groups can have at all which everybody not held reaches. */
static hw_status raise_level(equal *e, double *shares, size_t count, double *level, hw_error *error)
{
	size_t low = 0, high = count; /* shares[low] is reached, shares[high] is not */

	*level = 0;
	if (!count)
		return HW_OK;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		bool fits;

		HW_TRY(reaches(e, shares[middle], SIZE_MAX, &fits, error));
		if (fits)
			low = middle;
		else
			high = middle;
	}
	*level = shares[low];
	return HW_OK;
}

static size_t list_shares(const equal *e, double *shares)
{
	size_t count = 0, kept = 0;

	shares[count++] = 0;
	for (size_t g = 0; g < e->count; g++)
		for (int64_t n = 0; !e->held[g] && n <= e->most[g] && n <= 20000; n++)
			shares[count++] = e->all[g] > 0 ? (e->home[g] + (double)n) / e->all[g] : 0;
	qsort(shares, count, sizeof(*shares), compare_numbers);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || shares[i] > shares[kept - 1] + 1e-12)
			shares[kept++] = shares[i];
	return kept;
}

static hw_status leximin(equal *e, double *shares, hw_error *error);

/* Holds the groups that cannot rise above the level, whatever the others do; how many. */
static hw_status hold_stuck(equal *e, double level, size_t *count, hw_error *error)
{
	*count = 0;
	for (size_t g = 0; g < e->count; g++) {
		bool rises = false;

		if (e->held[g])
			continue;
		if (needed(e, g, level) < e->most[g])
			HW_TRY(reaches(e, level, g, &rises, error));
		if (rises)
			continue;
		e->held[g] = true;
		e->level[g] = needed(e, g, level);
		(*count)++;
	}
	return HW_OK;
}

/* Shares of the levels, smallest first. */
static void sort_levels(const equal *e, double *sorted)
{
	for (size_t g = 0; g < e->count; g++)
		sorted[g] = e->all[g] > 0 ? (e->home[g] + (double)e->level[g]) / e->all[g] : 0;
	qsort(sorted, e->count, sizeof(*sorted), compare_numbers);
}

/* Is a more equal than b: greater where they first differ? */
static bool more_equal(const equal *a, const equal *b)
{
	double x[EXCHANGE_RULES_MOST], y[EXCHANGE_RULES_MOST];

	sort_levels(a, x);
	sort_levels(b, y);
	for (size_t g = 0; g < a->count; g++)
		if (fabs(x[g] - y[g]) > 1e-9)
			return x[g] > y[g];
	return false;
}

/* Each could rise alone but not all: one stays.  The greatest level that the others reach decides; where several are
 * equal in that, each is followed to its end as long as `tries` lasts. */
static hw_status hold_one(equal *e, double level, double *shares, hw_error *error)
{
	double reached[EXCHANGE_RULES_MOST], most = -1;
	equal best = *e;
	bool any = false;

	for (size_t g = 0; g < e->count; g++) {
		if (e->held[g])
			continue;
		e->held[g] = true;
		e->level[g] = needed(e, g, level);
		HW_TRY(raise_level(e, shares, list_shares(e, shares), &reached[g], error));
		e->held[g] = false;
		most = fmax(most, reached[g]);
	}
	for (size_t g = 0; g < e->count; g++) {
		equal tried = *e;

		if (e->held[g] || reached[g] < most - 1e-12 || (any && e->tries == 0))
			continue;
		tried.held[g] = true;
		tried.level[g] = needed(e, g, level);
		tried.bounds.least_of_group = tried.least;
		e->tries -= e->tries > 0;
		tried.tries = e->tries;
		HW_TRY(leximin(&tried, shares, error));
		e->tries = tried.tries;
		if (!any || more_equal(&tried, &best))
			best = tried;
		any = true;
	}
	best.tries = e->tries;
	*e = best;
	e->bounds.least_of_group = e->least;
	return HW_OK;
}

static hw_status leximin(equal *e, double *shares, hw_error *error)
{
	for (;;) {
		double level;
		size_t held, left = 0;

		for (size_t g = 0; g < e->count; g++)
			left += !e->held[g];
		if (left == 0)
			break;
		HW_TRY(raise_level(e, shares, list_shares(e, shares), &level, error));
		HW_TRY(hold_stuck(e, level, &held, error));
		if (held == 0)
			HW_TRY(hold_one(e, level, shares, error)); /* to the end */
	}
	memcpy(e->least, e->level, sizeof(e->least));
	return HW_OK;
}

static void share_ends(const equal *e, const int64_t *take, double *least, double *most)
{
	const exchange_problem *p = e->plan->problem;

	*least = 1;
	*most = 0;
	for (size_t g = 0; g < e->count; g++) {
		double people = e->home[g], share;

		for (size_t i = 0; i < p->ours_count; i++)
			if (hw_text_equal(p->ours[i].group, e->plan->group_names[g]))
				people += (double)take[i];
		share = e->all[g] > 0 ? people / e->all[g] : 0;
		*least = fmin(*least, share);
		*most = fmax(*most, share);
	}
}

hw_status exchange_fair_cell(exchange_plan *plan, hw_arena *arena, const hw_progress *progress, exchange_cell *cell,
			     hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 2);
	bool points = plan->options.objective == EXCHANGE_POINTS;
	equal e = {.plan = plan, .progress = progress, .certain = cell->proven, .tries = 64};
	exchange_fairness f = {.best = points ? cell->points : (double)cell->returned};
	double keep = (1 - plan->options.fair_loss) * f.best, *shares;
	exchange_cell fair;
	size_t places = 2;

	count_groups(&e);
	if (e.count == 0)
		return HW_OK;
	for (size_t g = 0; g < e.count; g++)
		places += (size_t)(e.most[g] < 20000 ? e.most[g] : 20000) + 1;
	shares = scratch ? HW_NEW(scratch, double, places) : NULL;
	if (!shares)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the shares of %zu groups", e.count);
	share_ends(&e, cell->take, &f.least_before, &f.most);
	e.bounds = exchange_bounds_of(plan, cell->acceptance, cell->max_given);
	e.bounds.least_of_group = e.least;
	if (points)
		e.bounds.min_points = keep;
	else
		e.bounds.min_returned = (int64_t)fmax(1, ceil(keep - 1e-9));
	HW_TRY(leximin(&e, shares, error));
	HW_TRY(exchange_solve_bounds(plan, arena, &e.bounds, true, false, progress, &fair, error));
	if (!fair.feasible) /* only when the effort did not suffice: the package as it was stands */
		return HW_OK;
	share_ends(&e, fair.take, &f.least, &f.most);
	f.proven = e.certain && fair.proven;
	memcpy(fair.alone, cell->alone, sizeof(fair.alone));
	*cell = fair;
	cell->has_fairness = true;
	cell->fairness = f;
	return HW_OK;
}
