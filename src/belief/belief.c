/* belief.c - opening the engine, and the questions about persons and groups at a day. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

const char *const belief_basis_words[BELIEF_BASES] = {"independent", "sources", "groups", "sources and groups"};

/* Everything must have a chance at the prior thetas; later calls count on it. */
static hw_status check_possible(const belief *b, hw_error *error)
{
	work w;

	HW_TRY(work_new(b, &b->most, &w, error));
	hw_status status = HW_OK;
	for (size_t i = 0; i < b->unit_count && status == HW_OK; i++) {
		if (!b->units[i].clue_count)
			continue;
		view_fill(b, &b->units[i], w.theta, BELIEF_NONE, false, &w);
		if (!(unit_run(&b->units[i], false, &w) > -HUGE_VAL))
			status = belief_clash(b, &b->units[i], &w, error);
	}
	work_free(&w);
	return status;
}

hw_status belief_new(const belief_problem *problem, belief **result, hw_error *error)
{
	hw_error own = {0};
	hw_arena *arena;
	belief *b;

	if (!error)
		error = &own;
	HW_TRY(belief_check(problem, error));
	arena = hw_arena_new(SIZE_MAX / 4);
	b = HW_NEW(arena, belief, 1);
	if (!b) {
		hw_arena_free(arena);
		return hw_fail(error, HW_NO_MEMORY, "out of memory understanding the problem");
	}
	b->arena = arena;
	b->problem = *problem;
	b->learned.converged = true;
	hw_status status = belief_compile(b, error);
	if (status == HW_OK)
		status = check_possible(b, error);
	if (status == HW_OK)
		status = belief_learn_classes(b, error);
	if (status != HW_OK) {
		belief_free(b);
		return status;
	}
	*result = b;
	return HW_OK;
}

void belief_free(belief *b)
{
	if (!b)
		return;
	for (size_t i = 0; b->units && i < b->unit_count; i++)
		hw_arena_free(b->units[i].arena);
	hw_arena_free(b->arena);
}

size_t belief_states(const belief *b)
{
	return b->states;
}

const belief_reliability *belief_reliabilities(const belief *b, size_t *count)
{
	*count = b->theta_count;
	return b->thetas;
}

/* ---- all persons at days ---- */
typedef struct question {
	const belief *b;
	size_t from, to; /* persons */
	const double *days;
	size_t day_count;
	const double *values; /* NULL: all states */
	size_t value_count;
	double *out;
	work_pool *pool;
} question;

static bool asked(const question *q, size_t person)
{
	return person >= q->from && person < q->to;
}

static bool unit_asked(const question *q, const unit *u)
{
	if (u->group == BELIEF_NONE)
		return asked(q, u->person);
	for (size_t m = 0; m < u->member_count; m++)
		if (asked(q, u->members[m].person))
			return true;
	return false;
}

static void answer(const question *q, const unit *u, size_t person, size_t day, bool defined, const double *v, work *w)
{
	size_t width = q->values ? q->value_count : q->b->states;
	double *out = q->out + ((person - q->from) * q->day_count + day) * width;

	if (!defined) {
		for (size_t i = 0; i < width; i++)
			out[i] = NAN;
		return;
	}
	if (!q->values) {
		space_expand(q->b, &u->space, v, out);
		return;
	}
	for (size_t i = 0; i < width; i++) {
		double sum = 0;
		space_average(q->b, &u->space, q->values + i * q->b->states, w->average);
		for (size_t z = 0; z < u->space.states; z++)
			sum += v[z] * w->average[z];
		out[i] = sum < 0 ? 0 : sum > 1 ? 1 : sum;
	}
}

static void answer_unit(const question *q, const unit *u, size_t day, work *w)
{
	double at = q->days[day];

	unit_look(q->b, u, at, EVERY_MEMBER, w);
	bool defined = at >= u->chain.since;
	if (u->group == BELIEF_NONE) {
		answer(q, u, u->person, day, defined, w->look.chain, w);
		return;
	}
	for (size_t m = 0; m < u->member_count; m++) {
		if (!asked(q, u->members[m].person))
			continue;
		bool both = defined && at >= u->members[m].since;
		if (both)
			member_states(u, m, &w->look, w->fit);
		answer(q, u, u->members[m].person, day, both, w->fit, w);
	}
}

static void answer_all_days(const question *q, const unit *u, work *w)
{
	view_fill(q->b, u, w->theta, BELIEF_NONE, false, w);
	for (size_t day = 0; day < q->day_count; day++)
		answer_unit(q, u, day, w);
}

/* One person needs neither threads nor scratch for the largest group. */
static hw_status answer_one(const question *q, hw_error *error)
{
	const unit *u = &q->b->units[q->b->unit_of_person[q->from]];
	work w;

	HW_TRY(work_new(q->b, &u->extent, &w, error));
	answer_all_days(q, u, &w);
	work_free(&w);
	return HW_OK;
}

static hw_status answer_slice(void *context, size_t slice, hw_error *error)
{
	const question *q = context;
	const belief *b = q->b;
	work *w;

	HW_TRY(work_take(q->pool, &w, error));
	for (size_t i = slice; i < b->unit_count; i += BELIEF_SLICES) {
		if (!unit_asked(q, &b->units[i]))
			continue;
		answer_all_days(q, &b->units[i], w);
	}
	work_give(q->pool, w);
	return HW_OK;
}

static hw_status ask(question *q, const belief_run *run, hw_error *error)
{
	if (q->to == q->from + 1)
		return answer_one(q, error);
	q->pool = work_pool_new(q->b);
	if (!q->pool)
		return hw_fail(error, HW_NO_MEMORY, "out of memory placing persons");
	hw_status status = hw_parallel(run ? run->threads : 1, BELIEF_SLICES, answer_slice, q,
				       run ? run->progress : NULL, "placing persons", error);
	work_pool_free(q->pool);
	return status;
}

static hw_status check_person(const belief *b, size_t person, hw_error *error)
{
	if (person < b->problem.person_count)
		return HW_OK;
	return hw_fail(error, HW_FAULT, "there is no person %zu", person);
}

hw_status belief_posteriors(const belief *b, size_t from, size_t to, const double *days, size_t day_count,
			    const belief_run *run, double *out, hw_error *error)
{
	question q = {.b = b, .from = from, .to = to, .days = days, .day_count = day_count, .out = out};

	if (from > to || to > b->problem.person_count)
		return hw_fail(error, HW_FAULT, "there are no persons %zu to %zu", from, to);
	return ask(&q, run, error);
}

hw_status belief_expect(const belief *b, double day, const double *values, size_t value_count, const belief_run *run,
			double *out, hw_error *error)
{
	question q = {.b = b,
		      .to = b->problem.person_count,
		      .days = &day,
		      .day_count = 1,
		      .values = values,
		      .value_count = value_count,
		      .out = out};

	return ask(&q, run, error);
}

/* ---- one person or group ---- */
hw_status belief_group_posterior(const belief *b, size_t group, const double *days, size_t day_count, double *out,
				 hw_error *error)
{
	work w;

	if (group >= b->problem.group_count)
		return hw_fail(error, HW_FAULT, "there is no group %zu", group);
	const unit *u = &b->units[b->unit_of_group[group]];
	HW_TRY(work_new(b, &u->extent, &w, error));
	view_fill(b, u, w.theta, BELIEF_NONE, false, &w);
	for (size_t day = 0; day < day_count; day++) {
		double *row = out + day * b->states;
		unit_look(b, u, days[day], NO_MEMBER, &w);
		if (days[day] >= u->chain.since)
			space_expand(b, &u->space, w.look.chain, row);
		else
			for (size_t z = 0; z < b->states; z++)
				row[z] = NAN;
	}
	work_free(&w);
	return HW_OK;
}

hw_status belief_log_likelihood(const belief *b, size_t person, double *result, hw_error *error)
{
	work w;

	HW_TRY(check_person(b, person, error));
	const unit *u = &b->units[b->unit_of_person[person]];
	HW_TRY(work_new(b, &u->extent, &w, error));
	view_fill(b, u, w.theta, BELIEF_NONE, false, &w);
	double all = unit_run(u, false, &w);
	if (u->group != BELIEF_NONE) {
		const member *m = &u->members[b->member_of_person[person]];
		view_mute(m->first_clue, m->clue_count, &w);
		all -= unit_run(u, false, &w);
	}
	*result = all;
	work_free(&w);
	return HW_OK;
}

hw_status belief_group_log_likelihood(const belief *b, size_t group, double *result, bool *approximate, hw_error *error)
{
	work w;

	if (group >= b->problem.group_count)
		return hw_fail(error, HW_FAULT, "there is no group %zu", group);
	const unit *u = &b->units[b->unit_of_group[group]];
	HW_TRY(work_new(b, &u->extent, &w, error));
	view_fill(b, u, w.theta, BELIEF_NONE, false, &w);
	*result = unit_run(u, false, &w);
	*approximate = u->approximate;
	work_free(&w);
	return HW_OK;
}

hw_status belief_together(const belief *b, size_t person, double *result, hw_error *error)
{
	work w;

	HW_TRY(check_person(b, person, error));
	const unit *u = &b->units[b->unit_of_person[person]];
	if (u->group == BELIEF_NONE) {
		*result = 0;
		return HW_OK;
	}
	HW_TRY(work_new(b, &u->extent, &w, error));
	size_t m = b->member_of_person[person];
	view_fill(b, u, w.theta, BELIEF_NONE, false, &w);
	/* The switch is the same on every day; this one is after everything. */
	double last = u->chain.count ? u->chain.events[u->chain.count - 1].at : u->chain.since;
	unit_look(b, u, fmax(last, fmax(u->chain.since, u->members[m].since)), (ptrdiff_t)m, &w);
	*result = w.look.follow[m];
	work_free(&w);
	return HW_OK;
}

/* ---- was the area looked at ---- */
static const double WORTH = 0.05; /* weight of a place from which on it counts as in the circle */

static bool any_worth(const belief_weight *list, size_t count, const double *weights)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].weight > 0 && weights[list[i].state] >= WORTH)
			return true;
	return false;
}

static bool circles_meet(const belief *b, const belief_claim *c, const double *weights)
{
	const belief_circle circle = {.lat = c->lat, .lon = c->lon, .km = c->km};
	hw_error ignored; /* positions have been checked */
	double weight = 0;

	for (size_t i = 0; i < b->sites; i++)
		if (weights[i] >= WORTH && circle_site(&b->problem.sites[i], i, &circle, &weight, &ignored) == HW_OK &&
		    weight >= WORTH)
			return true;
	return false;
}

static bool speaks_of(const belief *b, const belief_claim *c, const double *weights)
{
	switch (c->kind) {
	case BELIEF_CLAIM_STATUS:
	case BELIEF_CLAIM_REGION:
		break;
	case BELIEF_CLAIM_SITE:
	case BELIEF_CLAIM_SEARCHED:
		return weights[c->place] >= WORTH;
	case BELIEF_CLAIM_SITES:
		return any_worth(c->weights, c->weight_count, weights);
	case BELIEF_CLAIM_ABSENT:
		return any_worth(b->problem.lists[c->place].completeness, b->problem.lists[c->place].count, weights);
	case BELIEF_CLAIM_NEAR:
		return circles_meet(b, c, weights);
	}
	return false;
}

bool belief_observed(const belief *b, const double *weights, double day, double days)
{
	for (size_t i = 0; i < b->unit_count; i++)
		for (size_t j = 0; j < b->units[i].clue_count; j++) {
			const clue *c = &b->units[i].clues[j];
			double received = c->report ? c->report->received : c->fact->received;
			double came = isnan(received) ? c->at : received;
			if (came > day || came < day - days)
				continue;
			bool placed = c->fact && !c->exchange;
			const belief_claim fact = {.kind = placed ? c->fact->kind : BELIEF_CLAIM_STATUS,
						   .place = placed ? c->fact->place : 0};
			if (speaks_of(b, c->report ? &c->report->claim : &fact, weights))
				return true;
		}
	return false;
}
