/* draws.c - what doubt about the weights does to the probability of a package.
 *
 * World m takes draw m of every weight.  Weights given by mean and deviation are drawn here, each
 * from its own stream of the seed, so that adding an entry changes no other draw. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>

enum { DRAWS_MADE = 200 };

static bool uncertain(const exchange_weight *w)
{
	return w->draws != NULL || w->sd > 0;
}

void exchange_draws_count(exchange_plan *plan)
{
	const exchange_problem *p = plan->problem;
	bool any = false;

	for (size_t k = 0; k < p->party_count; k++)
		any = any || uncertain(&p->parties[k].reservation) || uncertain(&p->parties[k].softness);
	for (size_t i = 0; i < p->ours_count && !any; i++)
		any = uncertain(&p->ours[i].reluctance);
	for (size_t i = 0; i < p->theirs_count && !any; i++)
		for (size_t k = 0; k < p->party_count && p->theirs[i].interest; k++)
			any = any || uncertain(&p->theirs[i].interest[k]);
	plan->draw_count = !any ? 0 : p->draw_count ? p->draw_count : DRAWS_MADE;
}

/* sum[m] += times * draw m of the weight. */
static void add_draws(const exchange_plan *plan, const exchange_weight *w, uint64_t stream, double times,
		      bool signed_weight, double *sum)
{
	hw_random random = hw_random_new(plan->options.seed, stream);

	for (size_t m = 0; m < plan->draw_count; m++) {
		double value = w->value;

		if (w->draws)
			value = w->draws[m];
		else if (w->sd > 0)
			value += w->sd * hw_random_normal(&random);
		if (!signed_weight && value < 0)
			value = 0;
		sum[m] += times * value;
	}
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double quantile(const double *sorted, size_t count, double q)
{
	double place = q * (double)(count - 1), below = floor(place);
	size_t i = (size_t)below;

	return i + 1 < count ? sorted[i] + (place - below) * (sorted[i + 1] - sorted[i]) : sorted[count - 1];
}

/* Multiplies joint[m] by the probability that party k accepts in world m. */
static void party_draws(const exchange_plan *plan, const int64_t *credited, const exchange_cell *cell, size_t k,
			double *surplus, double *softness, double *joint)
{
	const exchange_problem *p = plan->problem;
	uint64_t stream = 2 * PARTIES;

	for (size_t m = 0; m < plan->draw_count; m++)
		surplus[m] = softness[m] = 0;
	add_draws(plan, &p->parties[k].reservation, 2 * k, -1, true, surplus);
	add_draws(plan, &p->parties[k].softness, 2 * k + 1, 1, false, softness);
	for (size_t i = 0; i < p->theirs_count; i++) {
		int64_t counts = credited ? credited[k * p->theirs_count + i] : cell->give[i];

		if (counts && p->theirs[i].interest)
			add_draws(plan, &p->theirs[i].interest[k], stream + i * PARTIES + k, (double)counts, true,
				  surplus);
	}
	stream += (uint64_t)EXCHANGE_ENTRIES_MOST * PARTIES;
	for (size_t i = 0; i < p->ours_count; i++)
		if (cell->take[i] && p->ours[i].holder_count == 1 && p->ours[i].holders[0] == k && !p->ours[i].refused)
			add_draws(plan, &p->ours[i].reluctance, stream + i, -(double)cell->take[i], false, surplus);
	for (size_t r = 0; r < cell->route_count; r++) { /* the same worlds as above */
		const exchange_route *route = &cell->routes[r];
		const exchange_arc *arc = &p->arcs[route->arc];
		const exchange_weight *reluctance = &p->ours[route->entry].reluctance;
		double people = (double)route->people;

		if (arc->from == k)
			add_draws(plan, reluctance, stream + route->entry, people, false, surplus);
		if (arc->to != k)
			continue;
		add_draws(plan, reluctance, stream + route->entry, -arc->share * people, false, surplus);
		for (size_t m = 0; m < plan->draw_count; m++)
			surplus[m] -= arc->base * people;
	}
	for (size_t m = 0; m < plan->draw_count; m++)
		joint[m] *= exchange_probability(surplus[m], softness[m]);
}

hw_status exchange_band(const exchange_plan *plan, hw_arena *arena, const int64_t *credited, exchange_cell *cell,
			hw_error *error)
{
	size_t count = plan->draw_count;
	double *numbers, *joint;

	if (count == 0)
		return HW_OK;
	numbers = HW_NEW(arena, double, 3 * count);
	if (!numbers)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu draws", count);
	joint = numbers + 2 * count;
	for (size_t m = 0; m < count; m++)
		joint[m] = 1;
	for (size_t k = 0; k < plan->problem->party_count; k++)
		if (cell->used >> k & 1)
			party_draws(plan, credited, cell, k, numbers, numbers + count, joint);
	cell->predictive = 0;
	for (size_t m = 0; m < count; m++)
		cell->predictive += joint[m] / (double)count;
	qsort(joint, count, sizeof(*joint), compare_numbers);
	cell->band[0] = quantile(joint, count, 0.025);
	cell->band[1] = quantile(joint, count, 0.975);
	cell->has_band = true;
	return HW_OK;
}
