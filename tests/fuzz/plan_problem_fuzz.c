/* Any bytes as an exchange problem: refused with a place and a reason, or planned - and then every package
 * keeps to the law, the numbers and the acceptance that it claims. */
#include <math.h>
#include <stdlib.h>

#include "bureau/plan_json_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

static void check_side(const exchange_plan *plan, const exchange_problem *p, exchange_side side, const int64_t *people)
{
	size_t count = side == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;

	for (size_t i = 0; i < count; i++) {
		const exchange_entry *e = side == EXCHANGE_RETURNED ? &p->ours[i] : &p->theirs[i];

		need(people[i] >= 0 && people[i] <= e->count);
		if (people[i] > 0) {
			need(exchange_entry_why(plan, side, i) == EXCHANGE_AVAILABLE);
			need(!e->wounded && !e->civilian && !e->court && e->will != EXCHANGE_WILLS_NOT);
			need(e->family.length == 0 || people[i] == e->count);
		}
	}
}

static void check_cell(exchange_plan *plan, hw_arena *arena, const exchange_problem *p, const exchange_cell *c)
{
	exchange_evaluation e;
	hw_error error = {0};

	if (!c->feasible)
		return; /* with so little effort the clash may not be found */
	need(c->given <= c->max_given && c->returned > 0);
	need(c->probability >= c->acceptance - 1e-6 && c->probability <= 1);
	need(!c->proven || c->bound >= 0);
	check_side(plan, p, EXCHANGE_GIVEN, c->give);
	check_side(plan, p, EXCHANGE_RETURNED, c->take);
	need(exchange_evaluate(plan, arena, c->give, c->take, &e, &error) == HW_OK && e.breach_count == 0);
	need(e.cell.returned == c->returned && e.cell.given == c->given);
}

static int64_t people_of(const exchange_problem *p)
{
	int64_t people = 0;

	for (size_t i = 0; i < p->ours_count; i++)
		people += p->ours[i].count;
	for (size_t i = 0; i < p->theirs_count; i++)
		people += p->theirs[i].count;
	return people;
}

static void plan(hw_arena *arena, const plan_input *in)
{
	exchange_options options = {.effort = 1, .seed = 1};
	exchange_plan *made = NULL;
	exchange_cell *cells;
	hw_error error = {0};
	size_t acceptances = in->acceptance_count < 2 ? in->acceptance_count : 2;
	size_t given = in->given_count < 2 ? in->given_count : 2;

	if (in->problem.ours_count + in->problem.theirs_count > 64 || people_of(&in->problem) > 20000 ||
	    in->problem.rule_count > 8 || in->problem.party_count > 3)
		return; /* read only: large problems are for other tests */
	if (exchange_plan_new(&in->problem, &options, &made, &error) != HW_OK) {
		need(!made && error.why[0]);
		return;
	}
	cells = HW_NEW(arena, exchange_cell, acceptances * given + 1);
	if (cells &&
	    exchange_frontier(made, arena, in->acceptance, acceptances, in->given, given, NULL, cells, &error) == HW_OK)
		for (size_t i = 0; i < acceptances * given; i++)
			check_cell(made, arena, &in->problem, &cells[i]);
	exchange_plan_free(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	hw_arena *arena = hw_arena_new((size_t)1 << 28);
	hw_json *root = NULL;
	hw_error error = {0};
	plan_input in;

	if (arena && hw_json_parse((hw_text){(const char *)data, size}, "input", &root, &error) == HW_OK) {
		if (plan_read(arena, root, &in, &error) == HW_OK)
			plan(arena, &in);
		else
			need(error.why[0] && error.status != HW_FAULT);
	}
	hw_json_free(root);
	hw_arena_free(arena);
	return 0;
}
