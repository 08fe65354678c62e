/* plan_terms.c - what the numbers of a package rest on: the terms of the acceptance model, stated and learned, and the
 * forecast class by class.  These are prices: for inside only. */
#include "bureau/learning_int.h"
#include "bureau/plan_job_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* People of one class in the package. */
typedef struct term {
	hw_text name;
	int64_t people;
	double sum; /* of weight times people */
	size_t first;
} term;

static int by_name(const void *a, const void *b)
{
	const term *x = a, *y = b;
	int order = hw_text_compare(x->name, y->name);

	return order ? order : x->first < y->first ? -1 : x->first > y->first;
}

static int by_place(const void *a, const void *b)
{
	const term *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

static size_t join(term *items, size_t count)
{
	size_t kept = 0;

	qsort(items, count, sizeof(*items), by_name);
	for (size_t i = 0; i < count; i++)
		if (kept && hw_text_equal(items[kept - 1].name, items[i].name)) {
			items[kept - 1].people += items[i].people;
			items[kept - 1].sum += items[i].sum;
		} else {
			items[kept++] = items[i];
		}
	qsort(items, kept, sizeof(*items), by_place);
	return kept;
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The value, and how sure it is: a deviation, or where nine of ten draws lie. */
static void weight_json(plan_output *o, const char *key, double value, const exchange_weight *w, size_t draw_count)
{
	double *sorted;

	hw_json_number(o->w, key, value);
	if (w->draws && draw_count > 1) {
		sorted = HW_NEW(o->arena, double, draw_count);
		if (!sorted) {
			o->w->out->failed = true;
			return;
		}
		memcpy(sorted, w->draws, draw_count * sizeof(*sorted));
		qsort(sorted, draw_count, sizeof(*sorted), compare_numbers);
		hw_json_number(o->w, "lower90", sorted[(size_t)(0.05 * (double)(draw_count - 1) + 0.5)]);
		hw_json_number(o->w, "upper90", sorted[(size_t)(0.95 * (double)(draw_count - 1) + 0.5)]);
	} else if (w->sd > 0) {
		hw_json_number(o->w, "sd", w->sd);
	}
}

static const exchange_weight *weight_of(const exchange_problem *p, exchange_side side, size_t i, size_t party)
{
	if (side == EXCHANGE_GIVEN)
		return &p->theirs[i].interest[party];
	return p->ours[i].holder_count == 1 && p->ours[i].holders[0] == party ? &p->ours[i].reluctance : NULL;
}

typedef struct asking {
	plan_output *o;
	const exchange_problem *problem; /* stated, or learned */
	const exchange_cell *cell;
	size_t party;
	plan_stated_by stated_by; /* NULL: not told */
	void *context;
} asking;

/* The terms of one side; their sum. */
static double side_json(const asking *a, exchange_side side)
{
	plan_output *o = a->o;
	const int64_t *people = side == EXCHANGE_GIVEN ? a->cell->give : a->cell->take;
	term *items = HW_NEW(o->arena, term, plan_entries(o, side) + 1);
	size_t count = 0;
	double sum = 0;

	if (!items) {
		o->w->out->failed = true;
		return 0;
	}
	for (size_t i = 0; i < plan_entries(o, side); i++) {
		const exchange_weight *w = people[i] > 0 ? weight_of(a->problem, side, i, a->party) : NULL;

		if (w)
			items[count++] =
				(term){plan_entry(o, side, i)->class_name, people[i], w->value * (double)people[i], i};
	}
	count = join(items, count);
	for (size_t i = 0; i < count; i++) {
		const term *t = &items[i];

		sum += t->sum;
		hw_json_object(o->w, NULL);
		hw_json_string(o->w, "side", side == EXCHANGE_GIVEN ? "given" : "returned");
		hw_json_text(o->w, "class", t->name);
		hw_json_integer(o->w, "people", t->people);
		weight_json(o, "weight", t->sum / (double)t->people, weight_of(a->problem, side, t->first, a->party),
			    a->problem->draw_count);
		hw_json_number(o->w, "sum", side == EXCHANGE_GIVEN ? t->sum : -t->sum);
		if (a->stated_by)
			a->stated_by(a->context, o, side, t->first, a->party);
		hw_json_close(o->w, '}');
	}
	return sum;
}

static void party_json(const asking *a, const double *probability)
{
	plan_output *o = a->o;
	const exchange_party *party = &a->problem->parties[a->party];
	double interest, reluctance;

	hw_json_object(o->w, NULL);
	hw_json_text(o->w, "party", party->id);
	hw_json_array(o->w, "terms");
	interest = side_json(a, EXCHANGE_GIVEN);
	reluctance = side_json(a, EXCHANGE_RETURNED);
	hw_json_close(o->w, ']');
	hw_json_number(o->w, "interest", interest);
	hw_json_number(o->w, "reluctance", reluctance);
	hw_json_object(o->w, "reservation");
	weight_json(o, "value", party->reservation.value, &party->reservation, a->problem->draw_count);
	hw_json_close(o->w, '}');
	hw_json_object(o->w, "softness");
	weight_json(o, "value", party->softness.value, &party->softness, a->problem->draw_count);
	hw_json_close(o->w, '}');
	hw_json_number(o->w, "surplus", interest - reluctance - party->reservation.value);
	hw_json_number(o->w, "probability", probability[0]);
	if (!a->stated_by && a->problem->draw_count) {
		hw_json_array(o->w, "band");
		hw_json_number(o->w, NULL, probability[1]);
		hw_json_number(o->w, NULL, probability[2]);
		hw_json_close(o->w, ']');
	}
}

/* What the answers teach of the Power: the same terms on learned weights, and how many answers they are from. */
static void learned_json(plan_output *o, const exchange_cell *cell)
{
	const learning_view *view = o->learned;
	double probability[3];
	bool there = false;
	hw_error ignored = {0};
	exchange_cell known = *cell;
	size_t party = 0;

	known.feasible = true; /* a package that breaks a rule is weighed like any other */
	if (!view || !view->plan ||
	    learning_view_cell(view, o->arena, &known, probability, &there, &ignored) != HW_OK || !there)
		return;
	while (party < view->problem.party_count &&
	       !hw_text_equal(view->problem.parties[party].id, view->learned->party))
		party++;
	if (party == view->problem.party_count || !(cell->used >> party & 1))
		return;
	hw_json_object(o->w, "learned");
	hw_json_integer(o->w, "packages", view->learned->packages);
	hw_json_integer(o->w, "accepted", view->learned->accepted);
	hw_json_integer(o->w, "silent", view->learned->silent);
	hw_json_boolean(o->w, "widened", view->learned->widened);
	hw_json_integer(o->w, "held_back", (int64_t)view->learned->held);
	hw_json_array(o->w, "parties");
	party_json(&(asking){.o = o, .problem = &view->problem, .cell = cell, .party = party}, probability);
	hw_json_close(o->w, '}');
	hw_json_close(o->w, ']');
	hw_json_close(o->w, '}');
}

static void forecast_json(plan_output *o, const exchange_cell *cell)
{
	const exchange_problem *p = o->problem;
	term *items = HW_NEW(o->arena, term, p->ours_count + 1);
	size_t count = 0;
	bool usual = p->shock_alpha == 0 && p->shock_beta == 0;

	if (!items) {
		o->w->out->failed = true;
		return;
	}
	for (size_t i = 0; i < p->ours_count; i++) {
		const exchange_entry *e = &p->ours[i];

		if (cell->take[i] > 0)
			items[count++] =
				(term){e->class_name, cell->take[i],
				       (e->delivery + (1 - e->delivery) * e->substitute) * (double)cell->take[i], i};
	}
	count = join(items, count);
	hw_json_object(o->w, "forecast");
	hw_json_array(o->w, "classes");
	for (size_t i = 0; i < count; i++) {
		hw_json_object(o->w, NULL);
		hw_json_text(o->w, "class", items[i].name);
		hw_json_integer(o->w, "people", items[i].people);
		hw_json_number(o->w, "delivery", items[i].sum / (double)items[i].people);
		hw_json_number(o->w, "expected", items[i].sum);
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
	hw_json_array(o->w, "shock");
	hw_json_number(o->w, NULL, usual ? 9.5 : p->shock_alpha);
	hw_json_number(o->w, NULL, usual ? 0.5 : p->shock_beta);
	hw_json_close(o->w, ']');
	hw_json_close(o->w, '}');
}

void plan_terms_json(plan_output *o, const exchange_cell *cell, plan_stated_by stated_by, void *context)
{
	hw_json_object(o->w, "rests_on");
	hw_json_array(o->w, "parties");
	for (size_t k = 0; k < o->problem->party_count; k++) {
		const double probability[3] = {cell->party_probability[k], cell->band[0], cell->band[1]};
		const asking a = {.o = o,
				  .problem = o->problem,
				  .cell = cell,
				  .party = k,
				  .stated_by = stated_by,
				  .context = context};

		if (!(cell->used >> k & 1))
			continue;
		party_json(&a, probability);
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
	learned_json(o, cell);
	forecast_json(o, cell);
	hw_json_close(o->w, '}');
}

/* The record behind a stated weight: the category that speaks, since when, and how it is known. */
static void record_json(void *context, const plan_output *o, exchange_side side, size_t entry, size_t party)
{
	const planning *g = context;
	const exchange_entry *e = plan_entry(o, side, entry);
	const plan_weight *w = NULL;

	if (side == EXCHANGE_GIVEN)
		w = ((const plan_spoken *)(const void *)e->interest)->by[party];
	else
		for (size_t i = 0; i < g->weight_count; i++)
			if (g->weights[i].ours && g->weights[i].party == (int64_t)party &&
			    hw_text_equal(g->weights[i].category, e->group))
				w = &g->weights[i];
	if (!w || !w->known) {
		hw_json_string(o->w, "how", "nothing on record");
		return;
	}
	hw_json_text(o->w, "category", w->category);
	if (w->how.length)
		hw_json_text(o->w, "how", w->how);
	if (w->source.length)
		hw_json_text(o->w, "source", w->source);
	if (w->since.length)
		hw_json_text(o->w, "since", w->since);
}

void plan_rests_on(plan_job *j, const exchange_cell *cell)
{
	plan_terms_json(&j->out, cell, j->bureau ? record_json : NULL, &j->own);
}
