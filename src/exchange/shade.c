/* shade.c - packages planned against uncertain weights, so that the stated probability holds.
 *
 * With weights known only by draws the counterpart accepts with the mean probability over the draws, and
 * a package planned at the means promises too much.  The weights are moved to the safe side by z
 * deviations each (interest down, reluctance and reservation up) and z is halved in on until the mean
 * probability of the package planned there reaches the bound.  The mean itself is exact over the draws;
 * the package is the best one at its z, while the best at the means stays a bound for all. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { HALVINGS = 12, DOUBLINGS = 5 };

typedef struct shading {
	exchange_plan *plan;
	hw_arena *arena, *scratch; /* deviations; one trial */
	const hw_progress *progress;
	double *ours, *theirs;                          /* deviations: [ours_count], [theirs_count * party_count] */
	double reservation[PARTIES], softness[PARTIES]; /* deviations */
	exchange_cell cell;                             /* of the last trial, in scratch */
} shading;

static double deviation(const exchange_weight *w, size_t draws)
{
	double mean = 0, sum = 0;

	if (!w->draws)
		return w->sd;
	for (size_t m = 0; m < draws; m++)
		mean += w->draws[m] / (double)draws;
	for (size_t m = 0; m < draws; m++)
		sum += (w->draws[m] - mean) * (w->draws[m] - mean);
	return draws > 1 ? sqrt(sum / (double)(draws - 1)) : 0;
}

static hw_status measure(shading *s, hw_error *error)
{
	const exchange_problem *p = s->plan->problem;
	size_t parties = p->party_count;

	s->ours = HW_NEW(s->arena, double, p->ours_count + 1);
	s->theirs = HW_NEW(s->arena, double, p->theirs_count *parties + 1);
	if (!s->ours || !s->theirs)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the deviations");
	for (size_t i = 0; i < p->ours_count; i++)
		s->ours[i] = deviation(&p->ours[i].reluctance, p->draw_count);
	for (size_t i = 0; i < p->theirs_count; i++)
		for (size_t k = 0; k < parties && p->theirs[i].interest; k++)
			s->theirs[i * parties + k] = deviation(&p->theirs[i].interest[k], p->draw_count);
	for (size_t k = 0; k < parties; k++) {
		s->reservation[k] = deviation(&p->parties[k].reservation, p->draw_count);
		s->softness[k] = deviation(&p->parties[k].softness, p->draw_count);
	}
	return HW_OK;
}

static exchange_weight moved(const exchange_weight *w, double by, bool signed_weight)
{
	double value = w->value + by;

	return (exchange_weight){.value = signed_weight ? value : fmax(0, value)};
}

/* The problem with every weight z deviations on the safe side, all of them known. */
static hw_status shaded_problem(shading *s, double z, double acceptance, exchange_problem *result, hw_error *error)
{
	const exchange_problem *p = s->plan->problem;
	size_t parties = p->party_count;
	exchange_party *party = HW_NEW(s->scratch, exchange_party, parties);
	exchange_entry *ours = HW_NEW(s->scratch, exchange_entry, p->ours_count + 1),
		       *theirs = HW_NEW(s->scratch, exchange_entry, p->theirs_count + 1);
	exchange_weight *interest = HW_NEW(s->scratch, exchange_weight, p->theirs_count * parties + 1);

	if (!party || !ours || !theirs || !interest)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a shaded problem");
	for (size_t k = 0; k < parties; k++) {
		party[k] = p->parties[k];
		party[k].reservation = moved(&p->parties[k].reservation, z * s->reservation[k], true);
		/* A softer party is less sure of what it likes and surer of what it does not. */
		party[k].softness = moved(&p->parties[k].softness, (acceptance > 0.5 ? z : -z) * s->softness[k], false);
	}
	for (size_t i = 0; i < p->ours_count; i++) {
		ours[i] = p->ours[i];
		ours[i].reluctance = moved(&p->ours[i].reluctance, z * s->ours[i], false);
	}
	for (size_t i = 0; i < p->theirs_count; i++) {
		theirs[i] = p->theirs[i];
		if (!theirs[i].interest)
			continue;
		for (size_t k = 0; k < parties; k++)
			interest[i * parties + k] =
				moved(&p->theirs[i].interest[k], -z * s->theirs[i * parties + k], true);
		theirs[i].interest = interest + i * parties;
	}
	*result = *p;
	result->parties = party;
	result->ours = ours;
	result->theirs = theirs;
	result->draw_count = 0;
	return HW_OK;
}

/* The package planned at z, judged by the draws: s->cell. */
static hw_status try_at(shading *s, double z, double acceptance, int64_t max_given, hw_error *error)
{
	exchange_problem problem;
	exchange_options options = s->plan->options;
	exchange_plan *plan = NULL;
	hw_status status;

	hw_arena_reset(s->scratch);
	s->cell = (exchange_cell){0};
	HW_TRY(shaded_problem(s, z, acceptance, &problem, error));
	options.at_means = true;
	HW_TRY(exchange_plan_new(&problem, &options, &plan, error));
	status = exchange_frontier(plan, s->scratch, &acceptance, 1, &max_given, 1, s->progress, &s->cell, error);
	exchange_plan_free(plan);
	if (status == HW_OK && s->cell.feasible)
		status = exchange_report(s->plan, s->scratch, s->cell.credited, &s->cell, error);
	return status;
}

static void *copy(hw_arena *arena, const void *from, size_t bytes)
{
	void *to = from ? HW_NEW(arena, char, bytes + 8) : NULL;

	if (to)
		memcpy(to, from, bytes);
	return to;
}

/* Keeps the trial as the answer; what it points to moves to the arena of the answer. */
static hw_status keep(shading *s, hw_arena *arena, double z, exchange_cell *cell, hw_error *error)
{
	const exchange_problem *p = s->plan->problem;
	double acceptance = cell->acceptance, bound = cell->bound;
	int64_t max_given = cell->max_given;
	exchange_cell c = s->cell;

	c.give = copy(arena, c.give, p->theirs_count * sizeof(*c.give));
	c.take = copy(arena, c.take, p->ours_count * sizeof(*c.take));
	c.credited = copy(arena, c.credited, p->theirs_count * p->party_count * sizeof(*c.credited));
	c.routes = copy(arena, c.routes, c.route_count * sizeof(*c.routes));
	if (!c.give || !c.take)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a cell");
	c.acceptance = acceptance;
	c.max_given = max_given;
	c.bound = bound;
	c.shading = z;
	c.proven = s->plan->options.objective == EXCHANGE_POINTS ? c.points >= bound - 1e-9 * fmax(1, bound)
								 : (double)c.returned >= bound - 1e-9;
	c.ties_proven = false;
	*cell = c;
	return HW_OK;
}

static hw_status halve(shading *s, hw_arena *arena, exchange_cell *cell, hw_error *error)
{
	double low = 0, high = 0, acceptance = cell->acceptance;
	int64_t max_given = cell->max_given;
	bool found = false;

	for (int i = 0; i < DOUBLINGS && !found; i++) {
		double z = high > 0 ? 2 * high : 0.5;

		HW_TRY(try_at(s, z, acceptance, max_given, error));
		high = z;
		found = s->cell.feasible && s->cell.predictive >= acceptance;
		if (!s->cell.feasible)
			break;
		if (!found)
			low = z;
	}
	if (found)
		HW_TRY(keep(s, arena, high, cell, error));
	for (int i = 0; i < HALVINGS; i++) {
		double z = (low + high) / 2;

		HW_TRY(try_at(s, z, acceptance, max_given, error));
		if (s->cell.feasible && s->cell.predictive < acceptance) {
			low = z;
			continue;
		}
		high = z;
		if (s->cell.feasible) {
			found = true;
			HW_TRY(keep(s, arena, z, cell, error));
		}
	}
	if (found)
		return HW_OK;
	/* No package keeps the promise: the acceptance clashes with the rules of the nearest trial that had none. */
	HW_TRY(try_at(s, high, acceptance, max_given, error));
	*cell = (exchange_cell){.acceptance = acceptance,
				.max_given = max_given,
				.bound = cell->bound,
				.clash = copy(arena, s->cell.clash, s->cell.clash_count * sizeof(*s->cell.clash)),
				.clash_count = s->cell.clash_count};
	return HW_OK;
}

hw_status exchange_shade(exchange_plan *plan, hw_arena *arena, const hw_progress *progress, exchange_cell *cell,
			 hw_error *error)
{
	HW_ARENA_GUARD hw_arena *mine = NULL, *scratch = NULL;
	shading s = {.plan = plan, .progress = progress};

	if (!cell->feasible || cell->predictive >= cell->acceptance - 1e-12)
		return HW_OK;
	mine = hw_arena_new(SIZE_MAX / 2);
	scratch = hw_arena_new(SIZE_MAX / 2);
	if (!mine || !scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory to plan");
	s.arena = mine;
	s.scratch = scratch;
	HW_TRY(measure(&s, error));
	return halve(&s, arena, cell, error);
}
