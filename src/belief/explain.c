/* explain.c - what each report of a person (or group) did to what is believed. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

typedef struct inquest {
	const belief *b;
	const unit *u;
	ptrdiff_t member; /* NOWHERE: the person alone, or the group's own chain */
	double day;
	bool defined;     /* the day is not before `since` */
	double *averages; /* [values * states] */
	size_t value_count;
	work *w;
	belief_why *whys;
	double *moves;
} inquest;

/* Probability of each value at the day, under the view as it is; returns log p. */
static double probabilities(const inquest *q, double *p)
{
	const space *s = &q->u->space;
	work *w = q->w;

	unit_look(q->b, q->u, q->day, q->member < 0 ? NO_MEMBER : q->member, w);
	if (!q->defined)
		return w->look.log;
	const double *v = w->look.chain;
	if (q->member >= 0) {
		member_states(q->u, (size_t)q->member, &w->look, w->fit);
		v = w->fit;
	}
	for (size_t i = 0; i < q->value_count; i++) {
		double sum = 0, left = 0;
		/* Both sides are summed, so that the logit keeps its digits near 1 as well. */
		for (size_t z = 0; z < s->states; z++) {
			sum += v[z] * q->averages[i * s->states + z];
			left += v[z] * (1 - q->averages[i * s->states + z]);
		}
		p[2 * i] = fmax(0, sum);
		p[2 * i + 1] = fmax(0, left);
	}
	return w->look.log;
}

double logit_move(const double *with, const double *without)
{
	bool impossible = !(with[0] > 0) && !(without[0] > 0), certain = !(with[1] > 0) && !(without[1] > 0);

	if (impossible || certain)
		return 0;
	double jump = log(with[0]) - log(with[1]) - (log(without[0]) - log(without[1]));
	return isfinite(jump) ? jump : (double)NAN;
}

static double largest_emission(const inquest *q, size_t c)
{
	return clue_emission(&q->u->clues[c], &q->w->view.weights[c], &q->u->space, q->w->emission);
}

static bool has_child(const unit *u, size_t c)
{
	for (size_t j = 0; j < u->clue_count; j++)
		if (u->clues[j].parent == (ptrdiff_t)c)
			return true;
	return false;
}

/* One report: `all` are the probabilities with everything, `log_all` their log p. */
static void explain_clue(const inquest *q, size_t c, const double *all, double log_all, double *without)
{
	const clue *it = &q->u->clues[c];
	belief_why *why = &q->whys[it->index];
	work *w = q->w;

	view_fill(q->b, q->u, w->theta, BELIEF_NONE, false, w);
	double largest = largest_emission(q, c);
	view_fill(q->b, q->u, w->theta, c, true, w);
	double log_without = probabilities(q, without);
	bool possible = log_without > -HUGE_VAL;
	for (size_t i = 0; i < q->value_count; i++)
		q->moves[it->index * q->value_count + i] =
			possible && q->defined ? logit_move(all + 2 * i, without + 2 * i) : (double)NAN;
	/* The surprise leaves the copies of the report as they are. */
	if (has_child(q->u, c)) {
		view_fill(q->b, q->u, w->theta, c, false, w);
		log_without = unit_run(q->u, false, w);
	}
	why->surprise = (log(largest) - (log_all - log_without)) / log(10);
}

static void explain_all(const inquest *q, size_t from, size_t count, double *all, double *without)
{
	work *w = q->w;

	view_fill(q->b, q->u, w->theta, BELIEF_NONE, false, w);
	(void)unit_shares(q->u, w);
	double log_all = probabilities(q, all);
	for (size_t c = from; c < from + count; c++) {
		const clue *it = &q->u->clues[c];
		if (!it->report)
			continue;
		q->whys[it->index] = (belief_why){.used = true,
						  .at = it->at,
						  .faithful = w->shares[c].faithful,
						  .noise = w->shares[c].noise,
						  .copy = w->shares[c].copy};
		explain_clue(q, c, all, log_all, without);
	}
}

/* The range of clues that belong to whom the question is about. */
static hw_status explain(inquest *q, size_t report_count, const double *values, hw_error *error)
{
	const unit *u = q->u;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
	size_t states = u->space.states, from = 0, count = u->own_count;
	double *all = HW_NEW(arena, double, 2 * q->value_count + 1);
	double *without = HW_NEW(arena, double, 2 * q->value_count + 1);
	work w;

	q->averages = HW_NEW(arena, double, q->value_count *states + 1);
	if (!all || !without || !q->averages)
		return hw_fail(error, HW_NO_MEMORY, "out of memory explaining reports");
	HW_TRY(work_new(q->b, &u->extent, &w, error));
	q->w = &w;
	for (size_t i = 0; i < q->value_count; i++)
		space_average(q->b, &u->space, values + i * q->b->states, q->averages + i * states);
	q->defined = q->day >= u->chain.since;
	if (q->member >= 0) {
		from = u->members[q->member].first_clue;
		count = u->members[q->member].clue_count;
		q->defined = q->defined && q->day >= u->members[q->member].since;
	}
	for (size_t j = 0; j < report_count; j++)
		q->whys[j] = (belief_why){0};
	for (size_t j = 0; j < report_count * q->value_count; j++)
		q->moves[j] = 0;
	explain_all(q, from, count, all, without);
	work_free(&w);
	q->w = NULL;
	return HW_OK;
}

hw_status belief_explain(const belief *b, size_t person, double day, const double *values, size_t value_count,
			 belief_why *whys, double *moves, hw_error *error)
{
	if (person >= b->problem.person_count)
		return hw_fail(error, HW_FAULT, "there is no person %zu", person);
	inquest q = {.b = b,
		     .u = &b->units[b->unit_of_person[person]],
		     .member = BELIEF_NOWHERE,
		     .day = day,
		     .value_count = value_count,
		     .whys = whys,
		     .moves = moves};
	if (q.u->group != BELIEF_NONE)
		q.member = (ptrdiff_t)b->member_of_person[person];
	return explain(&q, b->problem.persons[person].report_count, values, error);
}

hw_status belief_explain_group(const belief *b, size_t group, double day, const double *values, size_t value_count,
			       belief_why *whys, double *moves, hw_error *error)
{
	if (group >= b->problem.group_count)
		return hw_fail(error, HW_FAULT, "there is no group %zu", group);
	inquest q = {.b = b,
		     .u = &b->units[b->unit_of_group[group]],
		     .member = BELIEF_NOWHERE,
		     .day = day,
		     .value_count = value_count,
		     .whys = whys,
		     .moves = moves};
	return explain(&q, b->problem.groups[group].report_count, values, error);
}
