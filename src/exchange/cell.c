/* cell.c - a cell of the frontier: the best package over the sets of parties that could be used,
 * and what is reported of it. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the plan ---- */
static uint32_t all_parties(const exchange_problem *problem)
{
	return (uint32_t)((UINT64_C(1) << problem->party_count) - 1);
}

hw_status exchange_plan_new(const exchange_problem *problem, const exchange_options *options, exchange_plan **result,
			    hw_error *error)
{
	hw_arena *arena;
	exchange_plan *plan;
	hw_status status;

	HW_TRY(exchange_check(problem, options, error));
	arena = hw_arena_new(SIZE_MAX / 2);
	plan = arena ? HW_NEW(arena, exchange_plan, 1) : NULL;
	if (!plan) {
		hw_arena_free(arena);
		return hw_fail(error, HW_NO_MEMORY, "no memory for a plan");
	}
	plan->arena = arena;
	plan->problem = problem;
	plan->options = *options;
	if (options->separate && !options->named) { /* one deal each: all of them must be accepted */
		plan->options.named = true;
		plan->options.names = all_parties(problem);
	}
	status = exchange_filter(plan, error);
	if (status == HW_OK)
		status = exchange_columns(plan, error);
	if (status != HW_OK) {
		exchange_plan_free(plan);
		return status;
	}
	exchange_draws_count(plan);
	*result = plan;
	return HW_OK;
}

void exchange_plan_free(exchange_plan *plan)
{
	if (plan)
		hw_arena_free(plan->arena);
}

void exchange_party_sets(const exchange_plan *plan, exchange_sets *sets)
{
	sets->count = 0;
	if (plan->options.named) {
		sets->items[sets->count++] = plan->options.names;
		return;
	}
	for (int size = 1; size <= PARTIES; size++)
		for (uint32_t set = 1; set <= all_parties(plan->problem); set++)
			if ((set & ~plan->returning) == 0 && __builtin_popcount(set) == size)
				sets->items[sets->count++] = set;
}

/* ---- solving ---- */
typedef struct solver {
	exchange_plan *plan;
	hw_arena *lasting; /* sorted parties: for all acceptances */
	hw_arena *scratch; /* models: for one acceptance */
	exchange_sets sets;
	exchange_sorted *sorted[PARTIES];
	exchange_model *model[1 << PARTIES]; /* by set of parties; NULL = not made yet */
	exchange_bounds bounds;
	exchange_answer best, tried;
	const hw_progress *progress;
} solver;

static hw_status solver_open(solver *s, exchange_plan *plan, const exchange_bounds *bounds, double least_acceptance,
			     int64_t most_given, bool ties, const hw_progress *progress, hw_error *error)
{
	*s = (solver){.plan = plan, .bounds = *bounds, .progress = progress};
	s->lasting = hw_arena_new(SIZE_MAX / 2);
	s->scratch = hw_arena_new(SIZE_MAX / 2);
	if (!s->lasting || !s->scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory to plan");
	s->best.units = HW_NEW(s->lasting, int64_t, plan->column_count + 1);
	s->tried.units = HW_NEW(s->lasting, int64_t, plan->column_count + 1);
	if (!s->best.units || !s->tried.units)
		return hw_fail(error, HW_NO_MEMORY, "no memory to plan");
	exchange_party_sets(plan, &s->sets);
	for (size_t p = 0; p < plan->problem->party_count; p++)
		if (plan->returning >> p & 1)
			HW_TRY(exchange_sorted_new(plan, s->lasting, p, most_given, least_acceptance, ties,
						   &s->sorted[p], error));
	return HW_OK;
}

static void solver_close(solver *s)
{
	hw_arena_free(s->scratch);
	hw_arena_free(s->lasting);
}

/* Models belong to one acceptance. */
static void solver_acceptance(solver *s, double acceptance)
{
	hw_arena_reset(s->scratch);
	memset(s->model, 0, sizeof(s->model));
	s->bounds.acceptance = acceptance;
}

static hw_status solve_set(solver *s, uint32_t set, double at_least, exchange_answer *answer, hw_error *error)
{
	size_t party = (size_t)__builtin_ctz(set);

	if ((set & (set - 1)) == 0 && s->sorted[party] && exchange_sorted_solve(s->sorted[party], &s->bounds, answer))
		return HW_OK;
	if (!s->model[set])
		HW_TRY(exchange_model_new(s->plan, s->scratch, set, &s->bounds, &s->model[set], error));
	exchange_model_reset(s->model[set], s->bounds.max_given);
	return exchange_model_solve(s->model[set], at_least, s->progress, answer, error);
}

static void swap_answers(exchange_answer *a, exchange_answer *b)
{
	exchange_answer other = *a;

	*a = *b;
	*b = other;
}

/* Tries one set; keeps the better package and the greater bound. */
static hw_status try_set(solver *s, uint32_t set, bool counts, double *bound, bool *certain, int64_t *alone,
			 hw_error *error)
{
	double at_least = s->best.found && !alone ? exchange_value(s->plan, &s->best) : -HUGE_VAL;

	HW_TRY(solve_set(s, set, at_least, &s->tried, error));
	if (alone)
		*alone = s->tried.found ? s->tried.returned : -1;
	if (!counts)
		return HW_OK;
	if (s->tried.found || !s->tried.proven)
		*bound = fmax(*bound, s->tried.bound);
	*certain = *certain && (s->tried.proven || s->tried.found);
	if (exchange_better(s->plan, &s->tried, &s->best))
		swap_answers(&s->tried, &s->best);
	return HW_OK;
}

static hw_status solve(solver *s, int64_t max_given, int64_t alone[PARTIES], hw_error *error)
{
	double bound = -HUGE_VAL, value;
	bool certain = true;

	s->bounds.max_given = max_given;
	s->best.found = false;
	for (size_t p = 0; p < s->plan->problem->party_count; p++) {
		alone[p] = -1;
		if ((s->plan->returning >> p & 1) && !s->plan->options.first_only)
			HW_TRY(try_set(s, 1u << p, !s->plan->options.named || s->plan->options.names == 1u << p, &bound,
				       &certain, &alone[p], error));
	}
	for (size_t i = 0; i < s->sets.count; i++) {
		uint32_t set = s->sets.items[i];

		if ((set & (set - 1)) == 0 && (set & s->plan->returning) && !s->plan->options.first_only)
			continue; /* tried above */
		HW_TRY(try_set(s, set, true, &bound, &certain, NULL, error));
	}
	value = s->best.found ? exchange_value(s->plan, &s->best) : 0;
	s->best.proven =
		s->best.found ? bound <= value + (1e-9 + s->plan->options.gap) * fmax(1, fabs(value)) : certain;
	s->best.bound = s->best.proven && s->plan->options.gap == 0 ? value : bound;
	s->best.ties_proven = s->best.ties_proven && s->best.proven;
	return HW_OK;
}

/* ---- reporting ---- */
static void add_route(exchange_route *routes, size_t *count, size_t entry, int arc, int64_t people)
{
	if (routes && arc >= 0 && people)
		routes[(*count)++] = (exchange_route){entry, (size_t)arc, people};
}

void exchange_expand(const exchange_plan *plan, const int64_t *units, int64_t *give, int64_t *take, int64_t *credited,
		     exchange_route *routes, size_t *route_count)
{
	uint32_t link = UINT32_MAX;
	int64_t passed = 0; /* units of the link given to columns before */

	for (size_t j = 0; j < plan->column_count; j++) {
		const exchange_column *c = &plan->columns[j];
		int64_t skip, left = units[j];

		/* Columns of one link stand side by side and share their units. */
		if (c->link == UINT32_MAX || c->link != link)
			passed = 0;
		link = c->link;
		skip = passed;
		passed += left;
		for (uint32_t u = 0; u < c->unit_count && left > 0; u++) {
			const exchange_unit *unit = &plan->units[c->first_unit + u];
			int64_t here = unit->limit > skip ? unit->limit - skip : 0;

			skip = unit->limit > skip ? 0 : skip - unit->limit;
			if (here > left)
				here = left;
			left -= here;
			for (size_t i = 0; i < unit->part_count; i++) {
				const exchange_part *part = &unit->parts[i];

				if (part->side == EXCHANGE_RETURNED) {
					take[part->entry] += here * part->people;
					add_route(routes, route_count, part->entry, c->arc, here * part->people);
				} else {
					give[part->entry] += here * part->people;
				}
				if (part->side == EXCHANGE_GIVEN && credited)
					for (size_t p = 0; p < plan->problem->party_count; p++)
						if (c->credit < 0 || c->credit == (int)p)
							credited[p * plan->problem->theirs_count + part->entry] +=
								here * part->people;
			}
		}
	}
}

static void report_sums(const exchange_plan *plan, const int64_t *credited, exchange_cell *cell)
{
	const exchange_problem *p = plan->problem;

	cell->given = cell->returned = cell->provisional_given = cell->provisional_returned = 0;
	cell->unrequested_left = 0;
	cell->points = 0;
	for (size_t k = 0; k < p->party_count; k++)
		cell->surplus[k] = -p->parties[k].reservation.value;
	for (size_t i = 0; i < p->theirs_count; i++) {
		const exchange_entry *e = &p->theirs[i];
		exchange_why why = plan->why[EXCHANGE_GIVEN][i];

		cell->given += cell->give[i];
		/* Only of those available: else the number would tell whose will is the reason. */
		if (e->will == EXCHANGE_WILL_UNKNOWN && why == EXCHANGE_AVAILABLE)
			cell->provisional_given += cell->give[i];
		if (!e->requested && (why == EXCHANGE_AVAILABLE || why == EXCHANGE_LEFT_OUT) &&
		    e->count > cell->give[i])
			cell->unrequested_left += e->count - cell->give[i];
		for (size_t k = 0; k < p->party_count && e->interest; k++) {
			int64_t counts = credited ? credited[k * p->theirs_count + i] : cell->give[i];

			if (counts)
				cell->surplus[k] += e->interest[k].value * (double)counts;
		}
	}
	for (size_t i = 0; i < p->ours_count; i++) {
		const exchange_entry *e = &p->ours[i];

		if (!cell->take[i])
			continue;
		cell->returned += cell->take[i];
		cell->points += e->points * (double)cell->take[i];
		if (e->will == EXCHANGE_WILL_UNKNOWN && plan->why[EXCHANGE_RETURNED][i] == EXCHANGE_AVAILABLE)
			cell->provisional_returned += cell->take[i];
		if (e->holder_count == 1 && !e->refused)
			cell->surplus[e->holders[0]] -= e->reluctance.value * (double)cell->take[i];
	}
	for (size_t r = 0; r < cell->route_count; r++) { /* released by whom they were moved to */
		const exchange_route *route = &cell->routes[r];
		const exchange_arc *arc = &p->arcs[route->arc];
		double reluctance = p->ours[route->entry].reluctance.value, people = (double)route->people;

		cell->surplus[arc->from] += reluctance * people;
		cell->surplus[arc->to] -= exchange_arc_reluctance(arc, reluctance) * people;
	}
}

hw_status exchange_report(const exchange_plan *plan, hw_arena *arena, const int64_t *credited, exchange_cell *cell,
			  hw_error *error)
{
	const exchange_problem *p = plan->problem;
	int64_t *counts = HW_NEW(arena, int64_t, p->ours_count + 1);
	double *delivery = HW_NEW(arena, double, p->ours_count + 1);
	double on_list = 0;
	size_t n = 0;

	if (!counts || !delivery)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	report_sums(plan, credited, cell);
	cell->probability = 1;
	for (size_t k = 0; k < p->party_count; k++) {
		cell->party_probability[k] = 0;
		if (!(cell->used >> k & 1))
			continue;
		cell->party_probability[k] = exchange_probability(cell->surplus[k], p->parties[k].softness.value);
		cell->probability *= cell->party_probability[k];
	}
	for (size_t i = 0; i < p->ours_count; i++)
		if (cell->take[i]) {
			double named = p->ours[i].delivery;

			counts[n] = cell->take[i];
			delivery[n++] = named + (1 - named) * p->ours[i].substitute;
			on_list += named * (double)cell->take[i];
		}
	HW_TRY(exchange_forecast(counts, delivery, n, p->shock_alpha, p->shock_beta, &cell->home, error));
	cell->home.named = on_list;
	return exchange_band(plan, arena, credited, cell, error);
}

static hw_status fill_cell(solver *s, hw_arena *arena, bool clash, exchange_cell *cell, hw_error *error)
{
	const exchange_problem *p = s->plan->problem;
	int64_t *credited = NULL;

	cell->feasible = s->best.found;
	cell->proven = s->best.proven;
	cell->ties_proven = s->best.ties_proven;
	cell->bound = s->best.bound;
	if (!s->best.found) {
		cell->ties_proven = cell->proven;
		return !clash ? HW_OK : exchange_clash(s->plan, arena, &s->bounds, s->progress, cell, error);
	}
	cell->give = HW_NEW(arena, int64_t, p->theirs_count + 1);
	cell->take = HW_NEW(arena, int64_t, p->ours_count + 1);
	if (s->plan->options.separate) {
		credited = HW_NEW(arena, int64_t, p->theirs_count * p->party_count + 1);
		if (!credited)
			return hw_fail(error, HW_NO_MEMORY, "no memory for a cell");
	}
	if (s->plan->options.arcs)
		cell->routes = HW_NEW(arena, exchange_route, p->ours_count * (p->arc_count + 1) + 1);
	if (!cell->give || !cell->take || (s->plan->options.arcs && !cell->routes))
		return hw_fail(error, HW_NO_MEMORY, "no memory for a cell");
	exchange_expand(s->plan, s->best.units, cell->give, cell->take, credited, cell->routes, &cell->route_count);
	cell->used = s->best.used;
	cell->credited = credited;
	return exchange_report(s->plan, arena, credited, cell, error);
}

/* ---- the frontier ---- */
static int compare_given(const void *a, const void *b, void *context)
{
	const int64_t *given = context;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;

	if (given[i] != given[j])
		return given[i] < given[j] ? -1 : 1;
	return i < j ? -1 : i > j;
}

static hw_status check_cell(double acceptance, int64_t given, hw_error *error)
{
	if (!(acceptance > 0 && acceptance <= 1)) {
		(void)hw_fail(error, HW_BAD_INPUT, "%g is not a probability above 0 and at most 1", acceptance);
		return hw_error_what(error, "acceptance");
	}
	if (given < 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "%lld is not a number of people", (long long)given);
		return hw_error_what(error, "given");
	}
	return HW_OK;
}

static hw_status run_frontier(solver *s, hw_arena *arena, const double *acceptance, size_t acceptance_count,
			      const int64_t *given, const size_t *order, size_t given_count, exchange_cell *cells,
			      hw_error *error)
{
	double total = (double)(acceptance_count * given_count);

	for (size_t a = 0; a < acceptance_count; a++) {
		solver_acceptance(s, acceptance[a]);
		for (size_t i = 0; i < given_count; i++) { /* rising, so that a package serves the next cell too */
			size_t g = order[i];
			exchange_cell *cell = &cells[a * given_count + g];

			HW_TRY(hw_progress_step(s->progress, "packages", (double)(a * given_count + i), total, error));
			*cell = (exchange_cell){.acceptance = acceptance[a], .max_given = given[g]};
			HW_TRY(solve(s, given[g], cell->alone, error));
			HW_TRY(fill_cell(s, arena, true, cell, error));
			if (s->plan->options.fair && cell->feasible)
				HW_TRY(exchange_fair_cell(s->plan, arena, s->progress, cell, error));
			if (cell->has_band && !s->plan->options.at_means)
				HW_TRY(exchange_shade(s->plan, arena, s->progress, cell, error));
		}
	}
	return HW_OK;
}

hw_status exchange_frontier(exchange_plan *plan, hw_arena *arena, const double *acceptance, size_t acceptance_count,
			    const int64_t *given, size_t given_count, const hw_progress *progress, exchange_cell *cells,
			    hw_error *error)
{
	exchange_bounds bounds = exchange_bounds_of(plan, 1, 0);
	size_t *order = HW_NEW(arena, size_t, given_count + 1);
	double least = 1;
	int64_t most = 0;
	solver s;
	hw_status status;

	if (!order)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu cells", acceptance_count * given_count);
	for (size_t a = 0; a < acceptance_count; a++) {
		HW_TRY(check_cell(acceptance[a], 0, error));
		least = fmin(least, acceptance[a]);
	}
	for (size_t g = 0; g < given_count; g++) {
		HW_TRY(check_cell(1, given[g], error));
		most = given[g] > most ? given[g] : most;
		order[g] = g;
	}
	qsort_r(order, given_count, sizeof(*order), compare_given, (int64_t *)(uintptr_t)given);
	status = solver_open(&s, plan, &bounds, least, most, true, progress, error);
	if (status == HW_OK)
		status = run_frontier(&s, arena, acceptance, acceptance_count, given, order, given_count, cells, error);
	solver_close(&s);
	return status;
}

hw_status exchange_solve_bounds(exchange_plan *plan, hw_arena *arena, const exchange_bounds *bounds, bool ties,
				bool clash, const hw_progress *progress, exchange_cell *cell, hw_error *error)
{
	exchange_cell result = {.acceptance = bounds->acceptance, .max_given = bounds->max_given};
	bool first_only = plan->options.first_only;
	solver s;
	hw_status status;

	plan->options.first_only = first_only || !ties;
	status = solver_open(&s, plan, bounds, bounds->acceptance, bounds->max_given, ties, progress, error);
	if (status == HW_OK) {
		solver_acceptance(&s, bounds->acceptance);
		status = solve(&s, bounds->max_given, result.alone, error);
	}
	if (status == HW_OK)
		status = fill_cell(&s, arena, clash, &result, error);
	plan->options.first_only = first_only;
	solver_close(&s);
	if (status == HW_OK)
		*cell = result;
	return status;
}

hw_status exchange_feasible(exchange_plan *plan, const exchange_bounds *bounds, const hw_progress *progress,
			    bool *feasible, bool *known, double *probability, hw_error *error)
{
	solver s;
	hw_status status = solver_open(&s, plan, bounds, bounds->acceptance, bounds->max_given, false, progress, error);

	*feasible = false;
	*known = true;
	if (status == HW_OK && !bounds->accept) { /* whoever holds somebody may release; nobody is asked */
		s.sets.count = 1;
		s.sets.items[0] = plan->options.named ? plan->options.names : plan->returning;
	}
	for (size_t i = 0; status == HW_OK && i < s.sets.count && !*feasible; i++) {
		uint32_t set = s.sets.items[i];
		size_t party = set ? (size_t)__builtin_ctz(set) : 0;
		exchange_found found = {0};

		if (set && (set & (set - 1)) == 0 && s.sorted[party] &&
		    exchange_sorted_solve(s.sorted[party], bounds, &s.tried)) {
			found.found = s.tried.found;
			found.proven = true;
		} else {
			exchange_model *m = NULL;

			status = exchange_model_new(plan, s.scratch, set, bounds, &m, error);
			if (status == HW_OK)
				status = exchange_model_any(m, progress, &found, error);
			if (status == HW_OK && found.found)
				exchange_model_answer(m, &s.tried);
		}
		*feasible = found.found;
		*known = *known && (found.proven || found.found);
	}
	if (status == HW_OK && *feasible) {
		*known = true;
		if (probability)
			*probability = exp(s.tried.log_probability);
	}
	solver_close(&s);
	return status;
}

hw_status exchange_least_given(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t returned,
			       const hw_progress *progress, exchange_cell *cell, hw_error *error)
{
	int64_t low = 0, high = plan->people[EXCHANGE_GIVEN];
	exchange_bounds bounds = exchange_bounds_of(plan, acceptance, high);
	bool feasible, known, certain = true;
	solver s;
	hw_status status;

	HW_TRY(check_cell(acceptance, 0, error));
	if (returned < 1) {
		(void)hw_fail(error, HW_BAD_INPUT, "%lld is not a number of people to return", (long long)returned);
		return HW_BAD_INPUT;
	}
	bounds.min_returned = returned;
	HW_TRY(exchange_feasible(plan, &bounds, progress, &feasible, &known, NULL, error));
	while (feasible && low < high) {
		bounds.max_given = low + (high - low) / 2;
		HW_TRY(exchange_feasible(plan, &bounds, progress, &feasible, &known, NULL, error));
		if (feasible)
			high = bounds.max_given;
		else
			low = bounds.max_given + 1;
		certain = certain && known;
		feasible = true;
	}
	*cell = (exchange_cell){.acceptance = acceptance, .max_given = high};
	bounds.max_given = high;
	status = solver_open(&s, plan, &bounds, acceptance, high, true, progress, error);
	if (status == HW_OK) {
		solver_acceptance(&s, acceptance);
		status = solve(&s, high, cell->alone, error);
	}
	if (status == HW_OK)
		status = fill_cell(&s, arena, true, cell, error);
	cell->proven = cell->proven && certain;
	solver_close(&s);
	return status;
}
