/* filter.c - who may take part.  The law comes before any optimisation: nothing that
 * happens later can bring back whom this file leaves out. */
#include "exchange/exchange_int.h"

#include <stdlib.h>

bool exchange_why_personal(exchange_why why)
{
	return why == EXCHANGE_NOT_WILLING || why == EXCHANGE_IN_COURT || why == EXCHANGE_FAMILY_PERSONAL;
}

const char *exchange_why_words(exchange_why why)
{
	switch (why) {
	case EXCHANGE_AVAILABLE:
		return "available";
	case EXCHANGE_DUE:
		return "due without any exchange (GC III art. 109-110)";
	case EXCHANGE_CIVILIAN:
		return "civilian: released without counter-value";
	case EXCHANGE_NOT_WILLING:
	case EXCHANGE_IN_COURT:
	case EXCHANGE_FAMILY_PERSONAL:
		return "not available";
	case EXCHANGE_HOLDER_UNKNOWN:
		return "holder unknown: ask only";
	case EXCHANGE_HOLDERS_CLAIM:
		return "claimed by more than one holder: ask only";
	case EXCHANGE_REFUSED:
		return "the holder will not release";
	case EXCHANGE_FAMILY:
		return "family cannot go together";
	case EXCHANGE_LEFT_OUT:
		return "left out by the question";
	}
	return "not available";
}

/* A recorded custody move brings them to a party that is named. */
static bool moved_to_named(const exchange_plan *plan, const exchange_entry *e)
{
	const exchange_problem *p = plan->problem;

	for (size_t a = 0; plan->options.arcs && a < p->arc_count; a++)
		if ((plan->options.names >> p->arcs[a].to & 1) && exchange_arc_applies(p, a, e))
			return true;
	return false;
}

/* The first reason that applies.  Someone due under art. 109-110 stays due whatever anyone
 * would pay, but is not sent against his will either (109(3)). */
static exchange_why why_of(const exchange_plan *plan, exchange_side side, size_t i)
{
	const exchange_entry *e = exchange_entry_of(plan->problem, side, i);
	const exchange_options *o = &plan->options;
	const bool *in = side == EXCHANGE_RETURNED ? o->ours_in : o->theirs_in;

	if (e->will == EXCHANGE_WILLS_NOT)
		return EXCHANGE_NOT_WILLING;
	if (e->wounded)
		return EXCHANGE_DUE;
	if (e->civilian)
		return EXCHANGE_CIVILIAN;
	if (e->court)
		return EXCHANGE_IN_COURT;
	if (side == EXCHANGE_RETURNED) {
		if (e->holder_count == 0)
			return EXCHANGE_HOLDER_UNKNOWN;
		if (e->holder_count > 1)
			return EXCHANGE_HOLDERS_CLAIM;
		if (e->refused)
			return EXCHANGE_REFUSED;
		if (o->named && !(o->names >> e->holders[0] & 1) && !moved_to_named(plan, e))
			return EXCHANGE_LEFT_OUT;
	} else if (o->unrequested && e->requested) {
		return EXCHANGE_LEFT_OUT;
	}
	return in && !in[i] ? EXCHANGE_LEFT_OUT : EXCHANGE_AVAILABLE;
}

typedef struct member {
	hw_text family;
	exchange_side side;
	uint32_t entry;
} member;

static int compare_members(const void *a, const void *b)
{
	return hw_text_compare(((const member *)a)->family, ((const member *)b)->family);
}

/* One member who cannot go blocks the whole family.  Those who go home unconditionally block
 * nobody: their return depends on no package. */
static void block_family(exchange_plan *plan, const member *members, size_t count)
{
	exchange_why block = EXCHANGE_AVAILABLE;

	for (size_t i = 0; i < count; i++) {
		exchange_why why = plan->why[members[i].side][members[i].entry];

		if (why == EXCHANGE_AVAILABLE || why == EXCHANGE_DUE || why == EXCHANGE_CIVILIAN)
			continue;
		if (exchange_why_personal(why))
			block = EXCHANGE_FAMILY_PERSONAL;
		else if (block != EXCHANGE_FAMILY_PERSONAL)
			block = EXCHANGE_FAMILY;
	}
	for (size_t i = 0; i < count && block != EXCHANGE_AVAILABLE; i++) {
		exchange_why *why = &plan->why[members[i].side][members[i].entry];

		if (*why == EXCHANGE_AVAILABLE)
			*why = block;
	}
}

static hw_status block_families(exchange_plan *plan, hw_error *error)
{
	const exchange_problem *p = plan->problem;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	member *members = arena ? HW_NEW(arena, member, p->ours_count + p->theirs_count + 1) : NULL;
	size_t count = 0;

	if (!members)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the families");
	for (int side = EXCHANGE_RETURNED; side <= EXCHANGE_GIVEN; side++)
		for (size_t i = 0; i < exchange_count_of(p, (exchange_side)side); i++) {
			const exchange_entry *e = exchange_entry_of(p, (exchange_side)side, i);

			if (e->family.length && e->count > 0)
				members[count++] = (member){e->family, (exchange_side)side, (uint32_t)i};
		}
	qsort(members, count, sizeof(*members), compare_members);
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && hw_text_equal(members[next].family, members[i].family);)
			next++;
		block_family(plan, members + i, next - i);
	}
	return HW_OK;
}

hw_status exchange_filter(exchange_plan *plan, hw_error *error)
{
	for (int side = EXCHANGE_RETURNED; side <= EXCHANGE_GIVEN; side++) {
		size_t count = exchange_count_of(plan->problem, (exchange_side)side);

		plan->why[side] = HW_NEW(plan->arena, exchange_why, count + 1);
		if (!plan->why[side])
			return hw_fail(error, HW_NO_MEMORY, "no memory for %zu entries", count);
		for (size_t i = 0; i < count; i++)
			plan->why[side][i] = why_of(plan, (exchange_side)side, i);
	}
	return block_families(plan, error);
}

bool exchange_rule_selects(const exchange_problem *problem, const exchange_rule *rule, exchange_side side,
			   const exchange_entry *entry)
{
	if (rule->side != side)
		return false;
	switch (rule->select) {
	case EXCHANGE_ALL:
		return true;
	case EXCHANGE_BY_CLASS:
		return hw_text_equal(rule->value, entry->class_name);
	case EXCHANGE_BY_GROUP:
		return hw_text_equal(rule->value, entry->group);
	case EXCHANGE_BY_SITE:
		return hw_text_equal(rule->value, entry->site);
	case EXCHANGE_BY_PERSON:
		return hw_text_equal(rule->value, entry->person);
	case EXCHANGE_BY_HOLDER:
		return entry->holder_count == 1 && hw_text_equal(rule->value, problem->parties[entry->holders[0]].id);
	}
	return false;
}

exchange_why exchange_entry_why(const exchange_plan *plan, exchange_side side, size_t entry)
{
	return plan->why[side][entry];
}

int64_t exchange_rule_people(const exchange_problem *problem, const exchange_rule *rule)
{
	int64_t people = 0;

	for (size_t i = 0; i < exchange_count_of(problem, rule->side); i++) {
		const exchange_entry *e = exchange_entry_of(problem, rule->side, i);

		if (exchange_rule_selects(problem, rule, rule->side, e))
			people += e->count;
	}
	return people;
}
