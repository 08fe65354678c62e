/* classes.c - how the people of each class of circumstances began, from those whose fate is known. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

enum { BEGINNINGS = 3, MOST_ROUNDS = 10000 };
static const double STILL = 1e-12;

/* One resolved person: the chance of his facts from each beginning, relative to the largest. */
typedef struct resolved {
	size_t class_of;
	double chance[BEGINNINGS];
} resolved;

/* The clues of a person in his unit. */
static void range_of(const belief *b, const unit *u, size_t person, size_t *from, size_t *count)
{
	*from = 0;
	*count = u->clue_count;
	if (u->group == BELIEF_NONE)
		return;
	*from = u->members[b->member_of_person[person]].first_clue;
	*count = u->members[b->member_of_person[person]].clue_count;
}

/* What was found, the last fact counting. */
static void note_outcome(belief_class_learned *c, const unit *u, size_t from, size_t count)
{
	const clue *last = NULL;

	for (size_t j = from; j < from + count; j++)
		if (u->clues[j].fact && (!last || u->clues[j].at >= last->at))
			last = &u->clues[j];
	if (!last)
		return;
	c->resolved++;
	if (last->exchange)
		c->exchanged++;
	else if (last->fact->kind == BELIEF_CLAIM_STATUS && last->fact->place == BELIEF_DEAD)
		c->dead++;
	else if (last->fact->kind == BELIEF_CLAIM_STATUS && last->fact->place == BELIEF_FREE)
		c->free_found++;
}

/* The chance of his facts on his own chain, reports muted, from each beginning. */
static void chances(const unit *u, chain *own, size_t from, size_t count, resolved *r, work *w)
{
	static const belief_prior beginnings[BEGINNINGS] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
	const belief_prior kept = own->prior;
	double logs[BEGINNINGS], most = -HUGE_VAL;

	for (size_t j = from; j < from + count; j++)
		w->view.weights[j] = (weigh){.scale = u->clues[j].fact ? 1 : 0, .noise = u->clues[j].fact ? 0 : 1};
	for (size_t k = 0; k < BEGINNINGS; k++) {
		own->prior = beginnings[k];
		logs[k] = chain_forward(u, own, &w->view, 0, w->own_alpha, w->own_logs, NULL, NULL, w);
		most = fmax(most, logs[k]);
	}
	own->prior = kept;
	for (size_t k = 0; k < BEGINNINGS; k++)
		r->chance[k] = most > -HUGE_VAL ? exp(logs[k] - most) : 1;
}

static size_t find_resolved(belief *b, resolved *list, work *w)
{
	size_t n = 0;

	for (size_t i = 0; i < b->problem.person_count; i++) {
		size_t class_of = b->problem.persons[i].class_of, from, count;
		unit *u = &b->units[b->unit_of_person[i]];
		bool known = false;
		if (class_of >= b->problem.class_count)
			continue;
		range_of(b, u, i, &from, &count);
		for (size_t j = from; j < from + count; j++)
			known = known || u->clues[j].fact;
		if (!known)
			continue;
		chain *own = u->group == BELIEF_NONE ? &u->chain : &u->members[b->member_of_person[i]].own;
		list[n].class_of = class_of;
		note_outcome(&b->classes[class_of], u, from, count);
		chances(u, own, from, count, &list[n++], w);
	}
	return n;
}

static void set_parts(belief_prior *p, const double parts[BEGINNINGS])
{
	double sum = parts[0] + parts[1] + parts[2];

	*p = (belief_prior){parts[0] / sum, parts[1] / sum, parts[2] / sum};
}

/* EM for the weights of three known parts: the objective is concave, so this is the maximum. */
static void learn_class(const belief_class *given, size_t class_of, const resolved *list, size_t count,
			belief_prior *prior)
{
	const double begin[BEGINNINGS] = {given->prior.captive, given->prior.dead, given->prior.free};

	for (int round = 0; round < MOST_ROUNDS; round++) {
		const double now[BEGINNINGS] = {prior->captive, prior->dead, prior->free};
		double parts[BEGINNINGS], change = 0;
		for (size_t k = 0; k < BEGINNINGS; k++)
			parts[k] = given->cases * begin[k];
		for (size_t i = 0; i < count; i++) {
			double sum = 0;
			if (list[i].class_of != class_of)
				continue;
			for (size_t k = 0; k < BEGINNINGS; k++)
				sum += now[k] * list[i].chance[k];
			for (size_t k = 0; sum > 0 && k < BEGINNINGS; k++)
				parts[k] += now[k] * list[i].chance[k] / sum;
		}
		set_parts(prior, parts);
		change = fabs(prior->captive - now[0]) + fabs(prior->dead - now[1]) + fabs(prior->free - now[2]);
		if (change < STILL)
			return;
	}
}

static void put_priors(belief *b)
{
	for (size_t i = 0; i < b->unit_count; i++) {
		unit *u = &b->units[i];
		size_t class_of = u->group == BELIEF_NONE ? b->problem.persons[u->person].class_of
							  : b->problem.groups[u->group].class_of;
		if (class_of < b->problem.class_count)
			u->chain.prior = b->classes[class_of].prior;
		for (size_t m = 0; m < u->member_count; m++) {
			class_of = b->problem.persons[u->members[m].person].class_of;
			if (class_of < b->problem.class_count)
				u->members[m].prior = u->members[m].own.prior = b->classes[class_of].prior;
		}
	}
}

hw_status belief_learn_classes(belief *b, hw_error *error)
{
	bool any = false;
	work w;

	for (size_t i = 0; i < b->problem.class_count; i++)
		any = any || b->problem.classes[i].cases > 0;
	if (!any)
		return HW_OK;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
	resolved *list = HW_NEW(arena, resolved, b->problem.person_count + 1);
	if (!list)
		return hw_fail(error, HW_NO_MEMORY, "out of memory learning the classes");
	/* A person alone runs on the unit's chain, but with the scratch of a member. */
	extent most = b->most;
	most.own_size = most.own_size > most.size ? most.own_size : most.size;
	HW_TRY(work_new(b, &most, &w, error));
	size_t count = find_resolved(b, list, &w);
	work_free(&w);
	for (size_t i = 0; i < b->problem.class_count; i++)
		if (b->problem.classes[i].cases > 0)
			learn_class(&b->problem.classes[i], i, list, count, &b->classes[i].prior);
	put_priors(b);
	return HW_OK;
}

const belief_class_learned *belief_classes(const belief *b, size_t *count)
{
	*count = b->problem.class_count;
	return b->classes;
}
