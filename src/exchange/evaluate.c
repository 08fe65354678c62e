/* evaluate.c - one package, as it is: its probability, its forecast, and every rule it breaks. */
#include "exchange/exchange_int.h"

#include <string.h>

typedef struct listing {
	exchange_breach *items;
	size_t count;
} listing;

static void add(listing *l, exchange_breach breach)
{
	l->items[l->count++] = breach;
}

static void check_entries(const exchange_plan *plan, exchange_side side, const int64_t *people, listing *l)
{
	for (size_t i = 0; i < exchange_count_of(plan->problem, side); i++) {
		const exchange_entry *e = exchange_entry_of(plan->problem, side, i);

		if (people[i] > e->count)
			add(l, (exchange_breach){.kind = EXCHANGE_BREAK_COUNT,
						 .side = side,
						 .entry = i,
						 .found = (double)people[i],
						 .bound = (double)e->count});
		if (people[i] > 0 && plan->why[side][i] != EXCHANGE_AVAILABLE)
			add(l, (exchange_breach){.kind = EXCHANGE_BREAK_UNAVAILABLE,
						 .side = side,
						 .entry = i,
						 .found = (double)people[i]});
	}
}

/* A family goes together: all of its people who may go, or none.  Units of the plan are those families. */
static void check_families(const exchange_plan *plan, const int64_t *give, const int64_t *take, listing *l)
{
	for (size_t u = 0; u < plan->unit_count; u++) {
		const exchange_unit *unit = &plan->units[u];
		bool some = false, all = true;
		const exchange_part *missing = NULL;

		if (unit->part_count == 1 && unit->parts[0].people == 1)
			continue;
		for (size_t i = 0; i < unit->part_count; i++) {
			const exchange_part *part = &unit->parts[i];
			int64_t here = part->side == EXCHANGE_RETURNED ? take[part->entry] : give[part->entry];

			some = some || here > 0;
			if (here < part->people) {
				all = false;
				missing = part;
			}
		}
		if (some && !all)
			add(l, (exchange_breach){
				       .kind = EXCHANGE_BREAK_FAMILY, .side = missing->side, .entry = missing->entry});
	}
}

static void check_rules(const exchange_plan *plan, const int64_t *give, const int64_t *take, listing *l)
{
	const exchange_problem *p = plan->problem;

	for (size_t r = 0; r < p->rule_count; r++) {
		const exchange_rule *rule = &p->rules[r];
		const int64_t *people = rule->side == EXCHANGE_RETURNED ? take : give;
		int64_t selected = 0, total = 0;
		exchange_breach breach = {.kind = EXCHANGE_BREAK_RULE, .rule = r, .side = rule->side};

		for (size_t i = 0; i < exchange_count_of(p, rule->side); i++) {
			total += people[i];
			if (exchange_rule_selects(p, rule, rule->side, exchange_entry_of(p, rule->side, i)))
				selected += people[i];
		}
		breach.found = (double)selected;
		if (selected < rule->min) {
			breach.bound = (double)rule->min;
			add(l, breach);
		} else if (rule->max >= 0 && selected > rule->max) {
			breach.bound = (double)rule->max;
			add(l, breach);
		} else if ((double)selected < rule->share_min * (double)total - 1e-9) {
			breach.found /= (double)total;
			breach.bound = rule->share_min;
			add(l, breach);
		}
	}
}

static uint32_t used_by(const exchange_plan *plan, const int64_t *take)
{
	const exchange_problem *p = plan->problem;
	uint32_t used = 0;

	if (plan->options.named)
		return plan->options.names;
	for (size_t i = 0; i < p->ours_count; i++)
		if (take[i] > 0 && p->ours[i].holder_count == 1)
			used |= 1u << p->ours[i].holders[0];
	return used ? used : (uint32_t)((UINT64_C(1) << p->party_count) - 1);
}

static hw_status check_numbers(const exchange_plan *plan, const int64_t *give, const int64_t *take, hw_error *error)
{
	for (int s = EXCHANGE_RETURNED; s <= EXCHANGE_GIVEN; s++) {
		const int64_t *people = s == EXCHANGE_RETURNED ? take : give;

		for (size_t i = 0; i < exchange_count_of(plan->problem, (exchange_side)s); i++)
			if (people[i] < 0 || people[i] > EXCHANGE_PEOPLE_MOST) {
				(void)hw_fail(error, HW_BAD_INPUT, "%lld is not a number of people",
					      (long long)people[i]);
				return hw_error_where(error, "%s[%zu]", s == EXCHANGE_RETURNED ? "returned" : "given",
						      i);
			}
	}
	if (plan->options.separate) {
		(void)hw_fail(error, HW_USAGE, "a package does not say whom each given person is credited to");
		return hw_error_remedy(error, "evaluate each deal by itself with --parties");
	}
	return HW_OK;
}

hw_status exchange_evaluate(exchange_plan *plan, hw_arena *arena, const int64_t *give, const int64_t *take,
			    exchange_evaluation *result, hw_error *error)
{
	const exchange_problem *p = plan->problem;
	exchange_evaluation e = {0};
	listing l = {0};

	HW_TRY(check_numbers(plan, give, take, error));
	l.items = HW_NEW(arena, exchange_breach,
			 2 * (p->ours_count + p->theirs_count) + plan->unit_count + p->rule_count + 1);
	e.cell.give = HW_NEW(arena, int64_t, p->theirs_count + 1);
	e.cell.take = HW_NEW(arena, int64_t, p->ours_count + 1);
	if (!l.items || !e.cell.give || !e.cell.take)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a package");
	memcpy(e.cell.give, give, p->theirs_count * sizeof(*give));
	memcpy(e.cell.take, take, p->ours_count * sizeof(*take));
	e.cell.used = used_by(plan, take);
	HW_TRY(exchange_report(plan, arena, NULL, &e.cell, error));
	check_entries(plan, EXCHANGE_GIVEN, give, &l);
	check_entries(plan, EXCHANGE_RETURNED, take, &l);
	check_families(plan, give, take, &l);
	check_rules(plan, give, take, &l);
	if (e.cell.returned == 0)
		add(&l, (exchange_breach){.kind = EXCHANGE_BREAK_NOBODY});
	e.breaches = l.items;
	e.breach_count = l.count;
	e.cell.feasible = l.count == 0;
	*result = e;
	return HW_OK;
}
