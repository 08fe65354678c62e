/* problem.c - is the problem well formed?  Nothing is planned from a number that is not one. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>

static const char *side_name(exchange_side side)
{
	return side == EXCHANGE_RETURNED ? "ours" : "theirs";
}

static hw_status refuse(hw_error *error, exchange_side side, size_t entry, const char *what, const char *why)
{
	(void)hw_fail(error, HW_BAD_INPUT, "%s", why);
	(void)hw_error_what(error, "%s", what);
	return hw_error_where(error, "%s[%zu]", side_name(side), entry);
}

/* NULL, or what is wrong with the weight. */
static const char *weight_fault(const exchange_weight *w, size_t draw_count, bool signed_weight)
{
	if (!isfinite(w->value) || !isfinite(w->sd))
		return "is not a finite number";
	if (w->sd < 0)
		return "has a standard deviation below 0";
	if (fabs(w->value) > 1e12 || w->sd > 1e12)
		return "is beyond 1e12";
	if (!signed_weight && w->value < 0)
		return "is below 0";
	for (size_t m = 0; w->draws && m < draw_count; m++) {
		if (!isfinite(w->draws[m]) || fabs(w->draws[m]) > 1e12)
			return "has a draw that is not a finite number";
		if (!signed_weight && w->draws[m] < 0)
			return "has a draw below 0";
	}
	return NULL;
}

static hw_status check_parties(const exchange_problem *p, hw_error *error)
{
	if (p->party_count < 1 || p->party_count > EXCHANGE_PARTIES_MOST) {
		(void)hw_fail(error, p->party_count ? HW_TOO_LARGE : HW_BAD_INPUT, "%zu parties; 1 to %d are possible",
			      p->party_count, EXCHANGE_PARTIES_MOST);
		return hw_error_what(error, "parties");
	}
	for (size_t i = 0; i < p->party_count; i++) {
		const exchange_party *party = &p->parties[i];
		const char *what = "reservation", *fault = weight_fault(&party->reservation, p->draw_count, true);

		if (!fault) {
			what = "softness";
			fault = weight_fault(&party->softness, p->draw_count, false);
		}
		for (size_t k = 0; k < i && !fault; k++)
			if (hw_text_equal(p->parties[k].id, party->id)) {
				what = "id";
				fault = "stands twice";
			}
		if (fault) {
			(void)hw_fail(error, HW_BAD_INPUT, "%s", fault);
			(void)hw_error_what(error, "%s", what);
			return hw_error_where(error, "parties[%zu]", i);
		}
	}
	return HW_OK;
}

static hw_status check_ours(const exchange_problem *p, size_t i, hw_error *error)
{
	const exchange_entry *e = &p->ours[i];
	const char *fault = e->refused ? NULL : weight_fault(&e->reluctance, p->draw_count, false);

	if (fault)
		return refuse(error, EXCHANGE_RETURNED, i, "reluctance", fault);
	if (!isfinite(e->points) || e->points < 0 || e->points > 1e6)
		return refuse(error, EXCHANGE_RETURNED, i, "points", "is not a number from 0 to 1e6");
	if (!(e->delivery >= 0 && e->delivery <= 1))
		return refuse(error, EXCHANGE_RETURNED, i, "delivery", "is not a probability");
	if (!(e->substitute >= 0 && e->substitute <= 1))
		return refuse(error, EXCHANGE_RETURNED, i, "substitute", "is not a probability");
	for (size_t h = 0; h < e->holder_count; h++)
		if (e->holders[h] >= p->party_count)
			return refuse(error, EXCHANGE_RETURNED, i, "holder", "is not one of the parties");
	return HW_OK;
}

static hw_status check_theirs(const exchange_problem *p, size_t i, hw_error *error)
{
	const exchange_entry *e = &p->theirs[i];

	for (size_t k = 0; e->interest && k < p->party_count; k++) {
		const char *fault = weight_fault(&e->interest[k], p->draw_count, true);

		if (fault)
			return refuse(error, EXCHANGE_GIVEN, i, "interest", fault);
	}
	return HW_OK;
}

static int compare_texts(const void *a, const void *b)
{
	return hw_text_compare(*(const hw_text *)a, *(const hw_text *)b);
}

/* A class stands once in its list (persons may share one); a person stands once. */
static hw_status check_unique(const exchange_problem *p, exchange_side side, hw_arena *arena, hw_error *error)
{
	size_t count = exchange_count_of(p, side);

	for (int persons = 0; persons < 2; persons++) {
		hw_text *names = HW_NEW(arena, hw_text, count + 1);
		size_t n = 0;

		if (!names)
			return hw_fail(error, HW_NO_MEMORY, "no memory for %zu names", count);
		for (size_t i = 0; i < count; i++) {
			const exchange_entry *e = exchange_entry_of(p, side, i);

			if (persons ? e->person.length > 0 : e->person.length == 0)
				names[n++] = persons ? e->person : e->class_name;
		}
		qsort(names, n, sizeof(*names), compare_texts);
		for (size_t i = 1; i < n; i++)
			if (hw_text_equal(names[i], names[i - 1])) {
				(void)hw_fail(error, HW_BAD_INPUT, "\"%.*s\" stands twice", HW_TEXT_ARG(names[i]));
				(void)hw_error_what(error, "%s", persons ? "id" : "class");
				(void)hw_error_remedy(error, "join the entries or give them names of their own");
				return hw_error_where(error, "%s", side_name(side));
			}
	}
	return HW_OK;
}

static hw_status check_list(const exchange_problem *p, exchange_side side, hw_error *error)
{
	size_t count = exchange_count_of(p, side);
	HW_ARENA_GUARD hw_arena *arena = NULL;
	int64_t people = 0;

	if (count > EXCHANGE_ENTRIES_MOST) {
		(void)hw_fail(error, HW_TOO_LARGE, "%zu entries; %d at most", count, EXCHANGE_ENTRIES_MOST);
		return hw_error_where(error, "%s", side_name(side));
	}
	for (size_t i = 0; i < count; i++) {
		const exchange_entry *e = exchange_entry_of(p, side, i);

		if (e->count < 0 || e->count > EXCHANGE_PEOPLE_MOST)
			return refuse(error, side, i, "count", "is not a number of people");
		if (e->person.length && e->count != 1)
			return refuse(error, side, i, "count", "is not 1 although the entry is one person");
		people += e->count;
		HW_TRY(side == EXCHANGE_RETURNED ? check_ours(p, i, error) : check_theirs(p, i, error));
	}
	if (people > 10 * (int64_t)EXCHANGE_PEOPLE_MOST) {
		(void)hw_fail(error, HW_TOO_LARGE, "%lld people", (long long)people);
		return hw_error_where(error, "%s", side_name(side));
	}
	arena = hw_arena_new(SIZE_MAX / 2);
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu entries", count);
	return check_unique(p, side, arena, error);
}

static hw_status check_rules(const exchange_problem *p, hw_error *error)
{
	if (p->rule_count > EXCHANGE_RULES_MOST)
		return hw_fail(error, HW_TOO_LARGE, "%zu rules; %d at most", p->rule_count, EXCHANGE_RULES_MOST);
	for (size_t r = 0; r < p->rule_count; r++) {
		const exchange_rule *rule = &p->rules[r];
		const char *fault = NULL;

		if (rule->min < 0 || rule->max < -1 || rule->min > 10 * (int64_t)EXCHANGE_PEOPLE_MOST)
			fault = "has a bound that is not a number of people";
		else if (rule->max >= 0 && rule->min > rule->max)
			fault = "asks for more than it allows";
		else if (!(rule->share_min >= 0 && rule->share_min <= 1))
			fault = "has a share that is not between 0 and 1";
		else if (rule->select == EXCHANGE_BY_HOLDER && rule->side == EXCHANGE_GIVEN)
			fault = "selects people we give by their holder, which is us";
		if (fault) {
			(void)hw_fail(error, HW_BAD_INPUT, "rule \"%.*s\" %s", HW_TEXT_ARG(rule->name), fault);
			return hw_error_where(error, "rules[%zu]", r);
		}
	}
	return HW_OK;
}

/* A move leads from one party to another; moves in a circle would let people come from nobody. */
static hw_status check_arcs(const exchange_problem *p, hw_error *error)
{
	uint32_t reach[EXCHANGE_PARTIES_MOST] = {0};

	if (p->arc_count > EXCHANGE_ARCS_MOST)
		return hw_fail(error, HW_TOO_LARGE, "%zu custody moves; %d at most", p->arc_count, EXCHANGE_ARCS_MOST);
	for (size_t a = 0; a < p->arc_count; a++) {
		const exchange_arc *arc = &p->arcs[a];
		const char *fault = NULL;

		if (arc->from >= p->party_count || arc->to >= p->party_count || arc->from == arc->to)
			fault = "a custody move leads from one party to another";
		else if (arc->cap < 0 || arc->cap > EXCHANGE_PEOPLE_MOST)
			fault = "cap is not a number of people";
		else if (!(arc->base >= 0 && arc->base <= 1e12 && arc->share >= 0 && arc->share <= 1e6))
			fault = "reluctance is not a number of at least 0";
		if (fault) {
			(void)hw_fail(error, HW_BAD_INPUT, "%s", fault);
			return hw_error_where(error, "arcs[%zu]", a);
		}
		reach[arc->from] |= 1u << arc->to;
	}
	for (size_t by = 0; by < p->party_count; by++)
		for (size_t i = 0; i < p->party_count; i++)
			if (reach[i] >> by & 1)
				reach[i] |= reach[by];
	for (size_t i = 0; i < p->party_count; i++)
		if (reach[i] >> i & 1) {
			(void)hw_fail(error, HW_BAD_INPUT, "custody moves lead in a circle through \"%.*s\"",
				      HW_TEXT_ARG(p->parties[i].id));
			(void)hw_error_remedy(error, "record who holds these people now, and only the last move");
			return hw_error_where(error, "arcs");
		}
	return HW_OK;
}

static hw_status check_options(const exchange_problem *p, const exchange_options *o, hw_error *error)
{
	if (o->named && (o->names == 0 || o->names >> p->party_count != 0))
		return hw_fail(error, HW_USAGE, "the named parties are not those of the problem");
	if (!(o->gap >= 0 && o->gap < 1))
		return hw_fail(error, HW_USAGE, "the gap is not a share from 0 to below 1");
	if (o->fair && !(o->fair_loss >= 0 && o->fair_loss <= 1))
		return hw_fail(error, HW_USAGE, "the price of fairness is not a share from 0 to 1");
	for (size_t g = 0; g < p->group_count; g++)
		if (p->groups[g].home < 0 || p->groups[g].home > EXCHANGE_PEOPLE_MOST) {
			(void)hw_fail(error, HW_BAD_INPUT, "is not a number of people");
			(void)hw_error_what(error, "home");
			return hw_error_where(error, "groups[%zu]", g);
		}
	return HW_OK;
}

hw_status exchange_check(const exchange_problem *problem, const exchange_options *options, hw_error *error)
{
	if (problem->ceased) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "active hostilities have ended (GC III art. 118)");
		return hw_error_remedy(error, "everyone is repatriated without delay; there is nothing to exchange: "
					      "homeward plan --repatriation");
	}
	if (problem->draw_count > EXCHANGE_DRAWS_MOST)
		return hw_fail(error, HW_TOO_LARGE, "%zu draws; %d at most", problem->draw_count, EXCHANGE_DRAWS_MOST);
	if (!(problem->shock_alpha >= 0 && problem->shock_beta >= 0 && problem->shock_alpha <= 1e6 &&
	      problem->shock_beta <= 1e6) ||
	    (problem->shock_alpha > 0) != (problem->shock_beta > 0)) {
		(void)hw_fail(error, HW_BAD_INPUT, "needs two numbers above 0");
		return hw_error_what(error, "shock");
	}
	HW_TRY(check_parties(problem, error));
	HW_TRY(check_list(problem, EXCHANGE_RETURNED, error));
	HW_TRY(check_list(problem, EXCHANGE_GIVEN, error));
	HW_TRY(check_rules(problem, error));
	HW_TRY(check_arcs(problem, error));
	return check_options(problem, options, error);
}
