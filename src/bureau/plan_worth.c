/* plan_worth.c - what one person more or fewer changes, and why somebody is not in the package, as JSON.
 *
 * Differences are prices: they stay with whoever may plan.  Of people who are not available nothing is said but
 * that, whatever the reason and however few they are. */
#include "bureau/plan_json_int.h"

#include <math.h>

static size_t entries_of(const plan_output *o, exchange_side side)
{
	return side == EXCHANGE_RETURNED ? o->problem->ours_count : o->problem->theirs_count;
}

hw_status plan_marginals_json(plan_output *o, exchange_plan *plan, double acceptance, int64_t max_given,
			      const hw_progress *progress, bool *possible, hw_error *error)
{
	exchange_marginal *items;
	exchange_cell base;
	size_t count;

	HW_TRY(exchange_marginals(plan, o->arena, acceptance, max_given, progress, &base, &items, &count, error));
	*possible = base.feasible;
	hw_json_object(o->w, "marginal");
	hw_json_number(o->w, "acceptance", acceptance);
	hw_json_integer(o->w, "max_given", max_given);
	hw_json_boolean(o->w, "feasible", base.feasible);
	if (base.feasible)
		hw_json_integer(o->w, "returned", base.returned);
	hw_json_array(o->w, "classes");
	for (size_t i = 0; i < count; i++) {
		const exchange_marginal *m = &items[i];

		hw_json_object(o->w, NULL);
		hw_json_string(o->w, "side", m->side == EXCHANGE_RETURNED ? "ours" : "theirs");
		hw_json_text(o->w, "class", plan_entry(o, m->side, m->entry)->class_name);
		hw_json_integer(o->w, "in", m->people);
		hw_json_integer(o->w, "of", m->available);
		if (m->more_possible)
			hw_json_number(o->w, "one_more", m->more);
		else
			hw_json_null(o->w, "one_more");
		if (m->fewer_possible)
			hw_json_number(o->w, "one_fewer", m->fewer);
		else
			hw_json_null(o->w, "one_fewer");
		hw_json_boolean(o->w, "exact", m->exact);
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
	hw_json_close(o->w, '}');
	return HW_OK;
}

/* The first entry that is called so, one that may take part before one that may not; theirs before ours.  Hidden classes
 * are found only for a person (`hidden`), who was asked about by his id. */
static bool find(const plan_output *o, hw_text name, bool hidden, exchange_side *side, size_t *entry)
{
	for (int available = 1; available >= 0; available--)
		for (int s = EXCHANGE_GIVEN; s >= EXCHANGE_RETURNED; s--)
			for (size_t i = 0; i < entries_of(o, (exchange_side)s); i++) {
				bool may = exchange_entry_why(o->plan, (exchange_side)s, i) == EXCHANGE_AVAILABLE;

				if (!plan_is_called(plan_entry(o, (exchange_side)s, i), name) ||
				    may != (available == 1) ||
				    (!hidden && plan_is_hidden(plan_entry(o, (exchange_side)s, i))))
					continue;
				*side = (exchange_side)s;
				*entry = i;
				return true;
			}
	return false;
}

/* The reason in one word, in the order in which reasons hold. */
static const char *reason_word(const exchange_reason *r, exchange_side side)
{
	if (!r->base.feasible)
		return "no package";
	if (r->people == r->count)
		return "in the package";
	if (r->same || r->people > 0)
		return "others like him";
	if (!r->possible)
		return "rules";
	if (side == EXCHANGE_RETURNED && r->missing > 0 && r->change < 0)
		return "acceptance";
	return "displaced";
}

static void words(plan_output *o, const exchange_reason *r, exchange_side side, const exchange_entry *e)
{
	const char *word = reason_word(r, side);
	const char *text = word[0] == 'n'   ? "No package meets the bounds: the rules named cannot hold together."
			   : word[0] == 'i' ? "He is in the package."
			   : word[0] == 'o' ? "People alike in everything the plan sees stand in it; whoever has been "
					      "held longest goes first."
			   : word[0] == 'r' ? "With him the rules named cannot hold together."
			   : word[0] == 'a' ? "His holder's consent would cost more than is given: more interest, or "
					      "those who would leave."
					    : "Others are in his place: those who would leave.";

	hw_json_string(o->w, "reason", word);
	hw_json_string(o->w, "words", text);
	if (e->family.length)
		hw_json_boolean(o->w, "family", true);
}

/* Whom of ours to hold against: classes of theirs that are left and whose interest would do. */
static void alternatives(plan_output *o, const exchange_reason *r, uint32_t holder)
{
	hw_json_array(o->w, "alternatives");
	for (size_t i = 0; i < o->problem->theirs_count; i++) {
		const exchange_entry *e = &o->problem->theirs[i];
		int64_t left = e->count - r->base.give[i];

		if (exchange_entry_why(o->plan, EXCHANGE_GIVEN, i) != EXCHANGE_AVAILABLE || left <= 0 ||
		    !(e->interest[holder].value > 0) ||
		    ceil(r->missing / e->interest[holder].value - 1e-9) > (double)left)
			continue;
		hw_json_object(o->w, NULL);
		hw_json_text(o->w, "class", e->class_name);
		hw_json_integer(o->w, "more", (int64_t)ceil(r->missing / e->interest[holder].value - 1e-9));
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
}

static void difference(plan_output *o, const exchange_reason *r)
{
	hw_json_object(o->w, "leave");
	plan_compose_json(o, EXCHANGE_GIVEN, "given", r->give_change, -1);
	plan_compose_json(o, EXCHANGE_RETURNED, "returned", r->take_change, -1);
	hw_json_close(o->w, '}');
	hw_json_object(o->w, "join");
	plan_compose_json(o, EXCHANGE_GIVEN, "given", r->give_change, 1);
	plan_compose_json(o, EXCHANGE_RETURNED, "returned", r->take_change, 1);
	hw_json_close(o->w, '}');
	hw_json_integer(o->w, "change_returned", r->with.returned - r->base.returned);
	hw_json_number(o->w, "change_points", r->with.points - r->base.points);
}

hw_status plan_why_json(plan_output *o, exchange_plan *plan, hw_text asked, hw_text name, double acceptance,
			int64_t max_given, const hw_progress *progress, hw_error *error)
{
	exchange_side side;
	exchange_reason r;
	const exchange_entry *e;
	size_t i;

	if (!find(o, name, !o->people || !hw_text_equal(asked, name), &side, &i)) {
		(void)hw_fail(error, HW_USAGE, "there is no \"%.*s\" in the problem", HW_TEXT_ARG(asked));
		return hw_error_what(error, "--why");
	}
	e = plan_entry(o, side, i);
	HW_TRY(exchange_explain(plan, o->arena, acceptance, max_given, side, i, progress, &r, error));
	hw_json_object(o->w, NULL);
	hw_json_text(o->w, "asked", asked);
	hw_json_string(o->w, "side", side == EXCHANGE_RETURNED ? "ours" : "theirs");
	if (r.why != EXCHANGE_AVAILABLE) {
		hw_json_string(o->w, "reason", plan_why_words(o, r.why));
		hw_json_close(o->w, '}');
		return HW_OK;
	}
	o->acceptance = acceptance;
	o->max_given = max_given;
	hw_json_number(o->w, "acceptance", acceptance);
	hw_json_integer(o->w, "max_given", max_given);
	words(o, &r, side, e);
	if (r.base.feasible) {
		hw_json_integer(o->w, "in", r.people);
		hw_json_integer(o->w, "of", r.count);
	}
	if (!r.base.feasible || !r.possible)
		plan_clash_json(o, r.base.feasible ? &r.with : &r.base);
	else if (r.people < r.count && !r.same)
		difference(o, &r);
	if (side == EXCHANGE_RETURNED && r.base.feasible && r.people < r.count && !r.same && e->holder_count == 1 &&
	    isfinite(r.missing)) {
		hw_json_number(o->w, "missing_interest", r.missing);
		alternatives(o, &r, e->holders[0]);
	}
	hw_json_close(o->w, '}');
	return HW_OK;
}
