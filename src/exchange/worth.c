/* worth.c - what one person more or fewer changes, and why somebody is not in the package.
 *
 * Both are answered by the same solver with one column held: no estimate stands in for a difference
 * that can be computed.  Only where there are too many kinds of people to solve for each are the prices
 * of the relaxation given instead; they are upper bounds of what may be gained and are marked so. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { KINDS_MOST = 400 };

static double value_of(const exchange_plan *plan, const exchange_cell *cell)
{
	return plan->options.objective == EXCHANGE_POINTS ? cell->points : (double)cell->returned;
}

/* The side and first entry of a column. */
static const exchange_part *first_part(const exchange_plan *plan, size_t j)
{
	return &plan->units[plan->columns[j].first_unit].parts[0];
}

/* People of the column in the package: its units' first entries, each counted once. */
static int64_t people_of(const exchange_plan *plan, const exchange_cell *cell, size_t j)
{
	const exchange_column *c = &plan->columns[j];
	int64_t people = 0;

	for (uint32_t u = 0; u < c->unit_count; u++) {
		const exchange_part *part = &plan->units[c->first_unit + u].parts[0];

		people += (part->side == EXCHANGE_RETURNED ? cell->take : cell->give)[part->entry] / part->people;
	}
	return people;
}

/* The best value with column j within least..most units. */
static hw_status value_with(exchange_plan *plan, const exchange_bounds *cell_bounds, size_t j, int64_t least,
			    int64_t most, const hw_progress *progress, bool *possible, bool *proven, double *value,
			    hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 2);
	exchange_bounds bounds = *cell_bounds;
	exchange_cell cell;

	if (!scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a difference");
	bounds.forced = j;
	bounds.forced_least = least;
	bounds.forced_most = most;
	HW_TRY(exchange_solve_bounds(plan, scratch, &bounds, false, false, progress, &cell, error));
	*possible = cell.feasible;
	*proven = *proven && cell.proven;
	*value = cell.feasible ? value_of(plan, &cell) : 0;
	return HW_OK;
}

/* Prices of the relaxation of the package's own parties: what one more unit of each column may add. */
static hw_status prices(exchange_plan *plan, hw_arena *arena, const exchange_bounds *bounds, uint32_t used,
			double **result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 2);
	exchange_model *m;
	exchange_found found;
	const double *price;

	*result = HW_NEW(arena, double, plan->column_count + 1);
	if (!scratch || !*result)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the prices");
	HW_TRY(exchange_model_new(plan, scratch, used, bounds, &m, error));
	HW_TRY(exchange_model_prices(m, &found, error));
	price = exchange_lp_prices(m->lp);
	for (size_t k = 0; k < m->n; k++)
		(*result)[m->column[k]] = price[k];
	return HW_OK;
}

static hw_status one_marginal(exchange_plan *plan, const exchange_bounds *bounds, const exchange_cell *base, size_t j,
			      const hw_progress *progress, exchange_marginal *item, hw_error *error)
{
	double value = value_of(plan, base), with;
	bool proven = base->proven;

	if (item->people < item->available) {
		HW_TRY(value_with(plan, bounds, j, item->people + 1, INT64_MAX, progress, &item->more_possible, &proven,
				  &with, error));
		item->more = item->more_possible ? with - value : 0;
	}
	if (item->people > 0) {
		HW_TRY(value_with(plan, bounds, j, 0, item->people - 1, progress, &item->fewer_possible, &proven, &with,
				  error));
		item->fewer = item->fewer_possible ? with - value : 0;
	}
	item->exact = proven;
	return HW_OK;
}

hw_status exchange_marginals(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t max_given,
			     const hw_progress *progress, exchange_cell *base, exchange_marginal **items, size_t *count,
			     hw_error *error)
{
	exchange_bounds bounds = exchange_bounds_of(plan, acceptance, max_given);
	bool solve_each = plan->column_count <= KINDS_MOST;
	exchange_cell cell;
	double *price;

	*items = HW_NEW(arena, exchange_marginal, plan->column_count + 1);
	if (!*items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the differences");
	*count = 0;
	HW_TRY(exchange_solve_bounds(plan, arena, &bounds, true, true, progress, &cell, error));
	*base = cell;
	if (!cell.feasible)
		return HW_OK;
	HW_TRY(prices(plan, arena, &bounds, cell.used, &price, error));
	for (size_t j = 0; j < plan->column_count; j++) {
		const exchange_part *part = first_part(plan, j);
		exchange_marginal *item = &(*items)[*count];

		if (plan->columns[j].arc >= 0 || plan->columns[j].credit > 0)
			continue; /* other routes and credits of people who have a column already */
		*item = (exchange_marginal){.side = part->side,
					    .entry = part->entry,
					    .people = people_of(plan, &cell, j),
					    .available = plan->columns[j].limit,
					    .bound = fmin(0, price[j])};
		item->more_possible = !solve_each && item->people < item->available;
		item->more = item->more_possible ? item->bound : 0;
		if (solve_each)
			HW_TRY(one_marginal(plan, &bounds, &cell, j, progress, item, error));
		(*count)++;
	}
	return HW_OK;
}

/* ---- why not? ---- */
static size_t column_of_entry(const exchange_plan *plan, exchange_side side, size_t entry)
{
	for (size_t j = 0; j < plan->column_count; j++)
		for (uint32_t u = 0; u < plan->columns[j].unit_count && plan->columns[j].arc < 0; u++) {
			const exchange_unit *unit = &plan->units[plan->columns[j].first_unit + u];

			for (size_t i = 0; i < unit->part_count; i++)
				if (unit->parts[i].side == side && unit->parts[i].entry == entry)
					return j;
		}
	return SIZE_MAX;
}

/* Interest that his holder lacks for releasing one more of the column on top of the package. */
static double missing_interest(const exchange_plan *plan, const exchange_cell *cell, const exchange_column *c)
{
	double surplus[PARTIES], low = 0, high = 1;
	uint32_t used = cell->used | c->holders;
	size_t holder = (size_t)__builtin_ctz(c->holders);

	for (size_t p = 0; p < plan->problem->party_count; p++)
		surplus[p] = cell->surplus[p] + c->interest[p] - c->reluctance[p];
	if (exchange_met(plan, used, surplus, cell->acceptance))
		return 0;
	for (int i = 0;; i++) {
		bool enough;

		surplus[holder] += high;
		enough = exchange_met(plan, used, surplus, cell->acceptance);
		if (enough)
			break;
		surplus[holder] -= high;
		if (i == 60)
			return HUGE_VAL;
		high *= 2;
	}
	surplus[holder] -= high;
	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		surplus[holder] += middle;
		if (exchange_met(plan, used, surplus, cell->acceptance))
			high = middle;
		else
			low = middle;
		surplus[holder] -= middle;
	}
	return high;
}

static hw_status differences(const exchange_plan *plan, hw_arena *arena, exchange_reason *r, hw_error *error)
{
	const exchange_problem *p = plan->problem;

	r->give_change = HW_NEW(arena, int64_t, p->theirs_count + 1);
	r->take_change = HW_NEW(arena, int64_t, p->ours_count + 1);
	if (!r->give_change || !r->take_change)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the differences");
	for (size_t i = 0; i < p->theirs_count; i++)
		r->give_change[i] = r->with.give[i] - r->base.give[i];
	for (size_t i = 0; i < p->ours_count; i++)
		r->take_change[i] = r->with.take[i] - r->base.take[i];
	return HW_OK;
}

hw_status exchange_explain(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t max_given,
			   exchange_side side, size_t entry, const hw_progress *progress, exchange_reason *result,
			   hw_error *error)
{
	exchange_bounds bounds = exchange_bounds_of(plan, acceptance, max_given);
	exchange_reason r = {0};
	size_t j;

	if (entry >= exchange_count_of(plan->problem, side))
		return hw_fail(error, HW_USAGE, "there is no such entry");
	r.why = plan->why[side][entry];
	j = r.why == EXCHANGE_AVAILABLE ? column_of_entry(plan, side, entry) : SIZE_MAX;
	if (j == SIZE_MAX) {
		*result = r;
		return HW_OK;
	}
	HW_TRY(exchange_solve_bounds(plan, arena, &bounds, true, true, progress, &r.base, error));
	if (r.base.feasible) {
		int64_t of_kind = people_of(plan, &r.base, j);

		r.people = (side == EXCHANGE_RETURNED ? r.base.take : r.base.give)[entry];
		r.count = exchange_entry_of(plan->problem, side, entry)->count;
		/* Others of the same kind are in: he could stand for one of them, and nothing else would change. */
		r.same = r.people < r.count && of_kind > r.people;
		bounds.forced = j;
		bounds.forced_least = (r.same ? of_kind : r.people) + (r.same || r.people == r.count ? 0 : 1);
		if (side == EXCHANGE_RETURNED && plan->columns[j].holders)
			r.missing = missing_interest(plan, &r.base, &plan->columns[j]);
	} else {
		bounds.forced = j;
		bounds.forced_least = 1;
	}
	HW_TRY(exchange_solve_bounds(plan, arena, &bounds, true, true, progress, &r.with, error));
	r.possible = r.with.feasible;
	if (r.possible && r.base.feasible) {
		r.change = value_of(plan, &r.with) - value_of(plan, &r.base);
		HW_TRY(differences(plan, arena, &r, error));
	}
	*result = r;
	return HW_OK;
}
