/* plan_write.c - results of the exchange engine as JSON: cells, packages, crossings. */
#include "bureau/learning_int.h"
#include "bureau/plan_json_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A member's name: NUL-terminated, wherever the text came from. */
static const char *key_of(plan_output *o, hw_text name)
{
	hw_text copy = hw_text_copy(o->arena, name);

	if (!copy.bytes)
		o->w->out->failed = true;
	return copy.bytes ? copy.bytes : "";
}

hw_text plan_cause_name(const plan_output *o, exchange_cause cause)
{
	char number[32];

	switch (cause.kind) {
	case EXCHANGE_CAUSE_ACCEPTANCE:
		return hw_text_format(o->arena, "acceptance at least %s", hw_number_write(o->acceptance, number));
	case EXCHANGE_CAUSE_MAX_GIVEN:
		return hw_text_format(o->arena, "at most %lld given", (long long)o->max_given);
	case EXCHANGE_CAUSE_RETURNED:
		return hw_text_format(o->arena, "at least %lld returned", (long long)o->returned);
	case EXCHANGE_CAUSE_RULE:
		return o->problem->rules[cause.rule].name;
	case EXCHANGE_CAUSE_NOBODY:
		break;
	}
	return HW_TEXT("nobody is available to be returned");
}

/* ---- parts of a cell ---- */
static void parties_json(plan_output *o, const exchange_cell *cell, const char *key, const double *numbers)
{
	hw_json_object(o->w, key);
	for (size_t k = 0; k < o->problem->party_count; k++)
		if (cell->used >> k & 1)
			hw_json_number(o->w, key_of(o, o->problem->parties[k].id), numbers[k]);
	hw_json_close(o->w, '}');
}

const char *plan_why_words(const plan_output *o, exchange_why why)
{
	return o->people && why == EXCHANGE_DUE ? exchange_why_words(EXCHANGE_NOT_WILLING) : exchange_why_words(why);
}

void plan_compose_json(plan_output *o, exchange_side side, const char *key, const int64_t *people, int64_t sign)
{
	plan_named_count *items = HW_NEW(o->arena, plan_named_count, plan_entries(o, side) + 1);
	size_t count = 0;

	hw_json_object(o->w, key);
	if (!items) {
		o->w->out->failed = true;
	} else {
		for (size_t i = 0; i < plan_entries(o, side); i++)
			if (people[i] * sign > 0)
				items[count++] =
					(plan_named_count){plan_entry(o, side, i)->class_name, people[i] * sign, i};
		count = plan_join_names(items, count);
		for (size_t i = 0; i < count; i++)
			hw_json_integer(o->w, key_of(o, items[i].name), items[i].count);
	}
	hw_json_close(o->w, '}');
}

static bool any_person(const plan_output *o, const exchange_cell *cell)
{
	for (size_t i = 0; i < o->problem->ours_count; i++)
		if (cell->take[i] && o->problem->ours[i].person.length)
			return true;
	for (size_t i = 0; i < o->problem->theirs_count; i++)
		if (cell->give[i] && o->problem->theirs[i].person.length)
			return true;
	return false;
}

static void persons_json(plan_output *o, exchange_side side, const char *key, const int64_t *people)
{
	hw_json_array(o->w, key);
	for (size_t i = 0; i < plan_entries(o, side); i++)
		if (people[i] && plan_entry(o, side, i)->person.length)
			hw_json_text(o->w, NULL, plan_entry(o, side, i)->person);
	hw_json_close(o->w, ']');
}

/* How probable it is that at least so many come home as were asked about. */
static void at_least_json(plan_output *o, const exchange_cell *cell)
{
	const exchange_problem *p = o->problem;
	int64_t *counts = HW_NEW(o->arena, int64_t, p->ours_count + 1);
	double *delivery = HW_NEW(o->arena, double, p->ours_count + 1), alone, shocked;
	size_t n = 0;
	hw_error ignored = {0};

	if (!counts || !delivery) {
		o->w->out->failed = true;
		return;
	}
	for (size_t i = 0; i < p->ours_count; i++)
		if (cell->take[i]) {
			const exchange_entry *e = &p->ours[i];

			counts[n] = cell->take[i];
			delivery[n++] = e->delivery + (1 - e->delivery) * e->substitute;
		}
	if (exchange_home_at_least(counts, delivery, n, p->shock_alpha, p->shock_beta, o->home_at_least, &alone,
				   &shocked, &ignored) != HW_OK) {
		o->w->out->failed = true;
		return;
	}
	hw_json_integer(o->w, "at_least", o->home_at_least);
	hw_json_number(o->w, "probability", alone);
	hw_json_number(o->w, "probability_shock", shocked);
}

static void home_json(plan_output *o, const exchange_cell *cell)
{
	const exchange_home *home = &cell->home;

	hw_json_object(o->w, "home");
	hw_json_number(o->w, "mean", home->mean);
	hw_json_integer(o->w, "sure95", home->sure95);
	hw_json_integer(o->w, "sure95_shock", home->sure95_shock);
	hw_json_number(o->w, "named", home->named);
	if (o->home_at_least)
		at_least_json(o, cell);
	hw_json_close(o->w, '}');
}

static void fairness_json(plan_output *o, const exchange_cell *cell)
{
	const exchange_fairness *f = &cell->fairness;

	if (!cell->has_fairness)
		return;
	hw_json_object(o->w, "fairness");
	hw_json_number(o->w, "best_without", f->best);
	hw_json_number(o->w, "least_share", f->least);
	hw_json_number(o->w, "greatest_share", f->most);
	hw_json_number(o->w, "least_share_without", f->least_before);
	hw_json_boolean(o->w, "proven", f->proven);
	hw_json_close(o->w, '}');
}

static void routes_json(plan_output *o, const exchange_cell *cell)
{
	const exchange_problem *p = o->problem;

	if (cell->route_count == 0)
		return;
	hw_json_array(o->w, "custody_moves");
	for (size_t a = 0; a < p->arc_count; a++) {
		int64_t people = 0;

		for (size_t r = 0; r < cell->route_count; r++)
			people += cell->routes[r].arc == a ? cell->routes[r].people : 0;
		if (!people)
			continue;
		hw_json_object(o->w, NULL);
		hw_json_text(o->w, "from", p->parties[p->arcs[a].from].id);
		hw_json_text(o->w, "to", p->parties[p->arcs[a].to].id);
		hw_json_integer(o->w, "returned", people);
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
}

/* The same package on the weights learned from answers: never in place of the stated probability. */
static void learned_json(plan_output *o, const exchange_cell *cell)
{
	double learned[3];
	hw_error ignored;
	bool there;

	if (!o->learned || learning_view_cell(o->learned, o->arena, cell, learned, &there, &ignored) != HW_OK || !there)
		return;
	hw_json_object(o->w, "learned");
	hw_json_number(o->w, "probability", learned[0]);
	hw_json_array(o->w, "band");
	hw_json_number(o->w, NULL, learned[1]);
	hw_json_number(o->w, NULL, learned[2]);
	hw_json_close(o->w, ']');
	hw_json_close(o->w, '}');
}

/* What a package is: numbers, probability, parties, composition, forecast. */
static void package_json(plan_output *o, const exchange_cell *cell)
{
	hw_json_integer(o->w, "given", cell->given);
	hw_json_integer(o->w, "returned", cell->returned);
	hw_json_number(o->w, "points", cell->points);
	hw_json_number(o->w, "probability", cell->probability);
	if (cell->has_band) {
		hw_json_array(o->w, "band");
		hw_json_number(o->w, NULL, cell->band[0]);
		hw_json_number(o->w, NULL, cell->band[1]);
		hw_json_close(o->w, ']');
		hw_json_number(o->w, "predictive", cell->predictive);
		hw_json_number(o->w, "shading", cell->shading);
	}
	learned_json(o, cell);
	parties_json(o, cell, "parties", cell->party_probability);
	parties_json(o, cell, "surplus", cell->surplus);
	hw_json_object(o->w, "compose");
	plan_compose_json(o, EXCHANGE_GIVEN, "given", cell->give, 1);
	plan_compose_json(o, EXCHANGE_RETURNED, "returned", cell->take, 1);
	hw_json_close(o->w, '}');
	if (any_person(o, cell)) {
		hw_json_object(o->w, "persons");
		persons_json(o, EXCHANGE_GIVEN, "given", cell->give);
		persons_json(o, EXCHANGE_RETURNED, "returned", cell->take);
		hw_json_close(o->w, '}');
	}
	home_json(o, cell);
	fairness_json(o, cell);
	routes_json(o, cell);
	hw_json_object(o->w, "provisional");
	hw_json_integer(o->w, "given", cell->provisional_given);
	hw_json_integer(o->w, "returned", cell->provisional_returned);
	hw_json_close(o->w, '}');
	hw_json_integer(o->w, "persuasion_left", cell->unrequested_left);
}

static void alone_json(plan_output *o, const exchange_cell *cell)
{
	if (o->problem->party_count < 2)
		return;
	hw_json_object(o->w, "alone");
	for (size_t k = 0; k < o->problem->party_count; k++)
		if (cell->alone[k] > 0)
			hw_json_integer(o->w, key_of(o, o->problem->parties[k].id), cell->alone[k]);
		else
			hw_json_null(o->w, key_of(o, o->problem->parties[k].id));
	hw_json_close(o->w, '}');
}

void plan_repairs_json(plan_output *o, const exchange_repair *repairs, size_t count)
{
	hw_json_array(o->w, "repairs");
	for (size_t i = 0; i < count; i++) {
		hw_json_object(o->w, NULL);
		hw_json_text(o->w, "rule", plan_cause_name(o, repairs[i].cause));
		hw_json_string(o->w, "change", repairs[i].field);
		hw_json_number(o->w, "from", repairs[i].from);
		hw_json_number(o->w, "to", repairs[i].to);
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
}

void plan_clash_json(plan_output *o, const exchange_cell *cell)
{
	hw_json_array(o->w, "clash");
	for (size_t i = 0; i < cell->clash_count; i++)
		hw_json_text(o->w, NULL, plan_cause_name(o, cell->clash[i]));
	hw_json_close(o->w, ']');
}

/* Whether anybody who may be given is wanted by a party whose consent is asked. */
static bool anyone_wanted(const plan_output *o)
{
	const exchange_problem *p = o->problem;

	for (size_t i = 0; i < p->theirs_count; i++)
		for (size_t k = 0; k < p->party_count; k++)
			if (exchange_entry_why(o->plan, EXCHANGE_GIVEN, i) == EXCHANGE_AVAILABLE &&
			    (!o->names || (o->names >> k & 1)) && p->theirs[i].count > 0 &&
			    p->theirs[i].interest[k].value > 0)
				return true;
	return false;
}

void plan_clash_why_json(plan_output *o, const exchange_cell *cell)
{
	if (cell->clash_count != 1)
		return;
	if (cell->clash[0].kind == EXCHANGE_CAUSE_ACCEPTANCE)
		hw_json_string(o->w, "clash_why",
			       anyone_wanted(o)
				       ? "all who may be given are worth less to those who must accept than "
					 "their reservation asks"
				       : "nobody of those who may be given is wanted by those who must accept");
	else if (cell->clash[0].kind == EXCHANGE_CAUSE_NOBODY)
		hw_json_string(o->w, "clash_why", "whoever is held is not available or not asked about here");
	else
		hw_json_string(o->w, "clash_why", "there are not enough available people for it");
}

void plan_cell_json(plan_output *o, const exchange_cell *cell, const exchange_repair *repairs, size_t repair_count)
{
	o->acceptance = cell->acceptance;
	o->max_given = cell->max_given;
	hw_json_object(o->w, NULL);
	hw_json_number(o->w, "acceptance", cell->acceptance);
	hw_json_integer(o->w, "max_given", cell->max_given);
	hw_json_boolean(o->w, "feasible", cell->feasible);
	if (cell->feasible) {
		package_json(o, cell);
		alone_json(o, cell);
	}
	hw_json_boolean(o->w, "proven", cell->proven);
	if (cell->feasible && !cell->ties_proven)
		hw_json_boolean(o->w, "ties_proven", false);
	if (cell->feasible || !cell->proven)
		hw_json_number(o->w, "bound", cell->bound);
	if (!cell->feasible) {
		plan_clash_json(o, cell);
		plan_clash_why_json(o, cell);
	}
	if (repairs)
		plan_repairs_json(o, repairs, repair_count);
	hw_json_close(o->w, '}');
}

/* ---- one package ---- */
static hw_text breach_words(plan_output *o, const exchange_breach *b)
{
	const exchange_entry *e = b->kind == EXCHANGE_BREAK_RULE || b->kind == EXCHANGE_BREAK_NOBODY
					  ? NULL
					  : plan_entry(o, b->side, b->entry);
	char found[32], bound[32];

	switch (b->kind) {
	case EXCHANGE_BREAK_RULE:
		return hw_text_format(o->arena, "%s%.*s: %s against %s", o->problem->rules[b->rule].law ? "law: " : "",
				      HW_TEXT_ARG(o->problem->rules[b->rule].name), hw_number_write(b->found, found),
				      hw_number_write(b->bound, bound));
	case EXCHANGE_BREAK_COUNT:
		return hw_text_format(o->arena, "%.*s: %s asked for, there are %s", HW_TEXT_ARG(e->class_name),
				      hw_number_write(b->found, found), hw_number_write(b->bound, bound));
	case EXCHANGE_BREAK_UNAVAILABLE:
		return hw_text_format(o->arena, "%.*s: %s", HW_TEXT_ARG(e->class_name),
				      plan_why_words(o, exchange_entry_why(o->plan, b->side, b->entry)));
	case EXCHANGE_BREAK_FAMILY:
		return hw_text_format(o->arena, "%.*s: a family is divided", HW_TEXT_ARG(e->class_name));
	case EXCHANGE_BREAK_NOBODY:
		break;
	}
	return HW_TEXT("nobody is returned");
}

/* Whom the law keeps out is no counter-value: no number is put on a package that gives him. */
static bool barred(const plan_output *o, const exchange_breach *b)
{
	exchange_why why;

	if (b->kind != EXCHANGE_BREAK_UNAVAILABLE || b->side != EXCHANGE_GIVEN)
		return false;
	why = exchange_entry_why(o->plan, b->side, b->entry);
	return why == EXCHANGE_DUE || why == EXCHANGE_CIVILIAN || exchange_why_personal(why);
}

bool plan_evaluation_json(plan_output *o, const exchange_evaluation *evaluation, const plan_texts *over)
{
	bool valued = over->count == 0;

	for (size_t i = 0; i < evaluation->breach_count; i++)
		valued = valued && !barred(o, &evaluation->breaches[i]);
	if (valued)
		package_json(o, &evaluation->cell);
	hw_json_boolean(o->w, "evaluated", valued);
	hw_json_array(o->w, "broken");
	for (size_t i = 0; i < over->count; i++)
		hw_json_text(o->w, NULL, over->items[i]);
	for (size_t i = 0; i < evaluation->breach_count; i++)
		hw_json_text(o->w, NULL, breach_words(o, &evaluation->breaches[i]));
	hw_json_close(o->w, ']');
	return valued;
}

void plan_schedule_json(plan_output *o, const exchange_schedule *schedule, double break_off)
{
	hw_json_array(o->w, "tranches");
	for (size_t i = 0; i < schedule->count; i++) {
		hw_json_object(o->w, NULL);
		hw_json_integer(o->w, "given", schedule->tranches[i].given);
		hw_json_integer(o->w, "returned", schedule->tranches[i].returned);
		hw_json_number(o->w, "exposure", schedule->tranches[i].exposure);
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
	hw_json_boolean(o->w, "possible", schedule->feasible);
	hw_json_number(o->w, "least_exposure", schedule->least_exposure);
	hw_json_number(o->w, "break_off", break_off);
	if (schedule->feasible) {
		hw_json_number(o->w, "future_value", schedule->future_value);
		hw_json_number(o->w, "expected_home", schedule->expected_home);
	}
}
