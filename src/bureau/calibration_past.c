/* calibration_past.c - what was believed on an earlier day: from what had come in by then, with the reliabilities learned at the
 * beginning of its quarter. */
#include "bureau/calibration_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One look back: a fact at a horizon. */
typedef struct look {
	double as_of, quarter;
	size_t fact;
	int horizon;
} look;

/* What was known of sources and classes at the beginning of a quarter, and a problem for one person (or his group). */
typedef struct past {
	double quarter;
	belief_source *sources;
	belief_class *classes;
	belief_person *persons; /* of one group at most */
	belief_group group;
	double *values; /* captive, then each region */
	double *p;
	size_t *member_first, *members; /* [groups + 1], persons by group */
} past;

static double quarter_of(double day)
{
	int year, month, first;

	hw_days_civil((int32_t)floor(day), &year, &month, &first);
	return hw_days_of(year, month - (month - 1) % 3, 1);
}

static int by_time(const void *a, const void *b)
{
	const look *x = a, *y = b;

	if (x->as_of < y->as_of || x->as_of > y->as_of)
		return x->as_of < y->as_of ? -1 : 1;
	return x->fact < y->fact ? -1 : x->fact > y->fact;
}

static bool prepare(const calibrating *g, past *t)
{
	const located *l = g->l;
	size_t states = belief_states(l->engine), largest = 1;

	t->quarter = (double)NAN;
	t->sources = HW_NEW(g->arena, belief_source, l->source_count + 1);
	t->classes = HW_NEW(g->arena, belief_class, l->problem.class_count + 1);
	t->values = HW_NEW(g->arena, double, (1 + l->region_count) * states);
	t->member_first = HW_NEW(g->arena, size_t, l->group_count + 2);
	t->members = HW_NEW(g->arena, size_t, l->person_count + 1);
	if (!t->sources || !t->classes || !t->values || !t->member_first || !t->members)
		return false;
	for (size_t z = 0; z < l->site_count; z++)
		t->values[z] = 1;
	for (size_t r = 0; r < l->region_count; r++)
		bureau_located_region_row(l, r, t->values + (1 + r) * states);
	for (size_t i = 0; i < l->person_count; i++)
		if (l->persons[i].group != BELIEF_NONE)
			t->member_first[l->persons[i].group + 2]++;
	for (size_t k = 2; k < l->group_count + 2; k++) {
		largest = t->member_first[k] > largest ? t->member_first[k] : largest;
		t->member_first[k] += t->member_first[k - 1];
	}
	for (size_t i = 0; i < l->person_count; i++)
		if (l->persons[i].group != BELIEF_NONE)
			t->members[t->member_first[l->persons[i].group + 1]++] = i;
	t->persons = HW_NEW(g->arena, belief_person, largest);
	t->p = HW_NEW(g->arena, double, largest *(1 + l->region_count));
	return t->persons && t->p;
}

/* Reliabilities and class priors as they stood at the beginning of the quarter. */
static hw_status learn_quarter(const calibrating *g, past *t, double quarter)
{
	const located *l = g->l;
	belief_problem problem = l->problem;
	belief_run options = {.threads = g->run->threads, .seed = g->run->seed, .progress = g->run->progress};
	belief *engine;
	size_t count;
	hw_status status;

	problem.as_of = quarter;
	HW_TRY(belief_new(&problem, &engine, g->error));
	status = belief_learn(engine, &options, g->error);
	const belief_reliability *list = belief_reliabilities(engine, &count);
	for (size_t i = 0; i < count; i++) {
		t->sources[list[i].source] = l->sources[list[i].source];
		t->sources[list[i].source].fixed = true;
		t->sources[list[i].source].reliability = list[i].theta;
	}
	const belief_class_learned *classes = belief_classes(engine, &count);
	for (size_t i = 0; i < count; i++)
		t->classes[i] = (belief_class){.id = l->problem.classes[i].id, .prior = classes[i].prior};
	belief_free(engine);
	t->quarter = quarter;
	return status;
}

/* The problem of the person alone, or of his group; which of its persons he is. */
static belief_problem small_problem(const calibrating *g, past *t, size_t person, double as_of, size_t *who)
{
	const located *l = g->l;
	size_t group = l->persons[person].group, count = 0;
	belief_problem problem = l->problem;

	*who = 0;
	if (group == BELIEF_NONE) {
		t->persons[count++] = l->persons[person];
	} else {
		t->group = l->groups[group];
		for (size_t k = t->member_first[group]; k < t->member_first[group + 1]; k++) {
			if (t->members[k] == person)
				*who = count;
			t->persons[count] = l->persons[t->members[k]];
			t->persons[count++].group = 0;
		}
	}
	problem.sources = t->sources;
	problem.classes = t->classes;
	problem.persons = t->persons;
	problem.person_count = count;
	problem.groups = &t->group;
	problem.group_count = group != BELIEF_NONE;
	problem.learning = BELIEF_LEARN_NOTHING;
	problem.as_of = as_of;
	return problem;
}

static hw_status look_at(const calibrating *g, past *t, const look *k)
{
	const located *l = g->l;
	verified *v = &g->facts[k->fact];
	size_t who, values = 1 + l->region_count;
	belief_problem problem = small_problem(g, t, v->person, k->as_of, &who);
	belief *engine;

	HW_TRY(belief_new(&problem, &engine, g->error));
	hw_status status = belief_expect(engine, v->day, t->values, values, NULL, t->p, g->error);
	belief_free(engine);
	if (status != HW_OK)
		return status;
	const double *p = t->p + who * values;
	v->said[k->horizon] = p[0];
	if (v->region == BUREAU_NOWHERE || isnan(p[0]))
		return HW_OK;
	v->placed[k->horizon] = p[1 + v->region];
	v->first[k->horizon] = true;
	for (size_t r = 0; r < l->region_count; r++)
		v->first[k->horizon] = v->first[k->horizon] && p[1 + r] <= p[1 + v->region];
	return HW_OK;
}

hw_status calibration_look_back(calibrating *g)
{
	size_t count = 0;
	look *looks = HW_NEW(g->arena, look, g->fact_count * BUREAU_HORIZONS + 1);
	past t = {0};

	if (!looks || !prepare(g, &t))
		return calibration_no_memory(g);
	for (size_t i = 0; i < g->fact_count; i++)
		for (int h = 0; h < BUREAU_HORIZONS; h++) {
			double as_of = g->facts[i].day - calibration_days[h];

			g->facts[i].said[h] = g->facts[i].placed[h] = (double)NAN;
			if (as_of >= g->l->persons[g->facts[i].person].since)
				looks[count++] = (look){as_of, quarter_of(as_of), i, h};
		}
	if (count)
		qsort(looks, count, sizeof(*looks), by_time);
	for (size_t k = 0; k < count; k++) {
		if (!(looks[k].quarter <= t.quarter))
			HW_TRY(learn_quarter(g, &t, looks[k].quarter));
		HW_TRY(look_at(g, &t, &looks[k]));
		HW_TRY(hw_progress_step(g->run->progress, "looking back", (double)k, (double)count, g->error));
	}
	return HW_OK;
}
