/* reasons.c - why, beyond one report at a time: sets of reports, pairs that clash, what would tell most next. */
#include "belief/belief_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t belief_provenance_chains(const belief_report *reports, size_t count, size_t *label)
{
	size_t chains = 0;

	for (size_t j = 0; j < count; j++)
		label[j] = reports[j].copies == BELIEF_NONE ? chains++ : BELIEF_NONE;
	for (size_t j = 0; j < count; j++) {
		size_t root = j;
		while (reports[root].copies != BELIEF_NONE)
			root = reports[root].copies;
		label[j] = label[root];
	}
	return chains;
}

/* ---- whom the question is about ---- */
typedef struct subject {
	const belief *b;
	const unit *u;
	ptrdiff_t member;   /* NOWHERE: the person alone, or the group's own chain */
	size_t from, count; /* his clues */
	size_t reports;     /* of the caller's array */
	double since;
} subject;

static hw_status subject_of_person(const belief *b, size_t person, subject *s, hw_error *error)
{
	if (person >= b->problem.person_count)
		return hw_fail(error, HW_FAULT, "there is no person %zu", person);
	const unit *u = &b->units[b->unit_of_person[person]];
	*s = (subject){.b = b,
		       .u = u,
		       .member = BELIEF_NOWHERE,
		       .count = u->own_count,
		       .reports = b->problem.persons[person].report_count,
		       .since = u->chain.since};
	if (u->group != BELIEF_NONE) {
		const member *m = &u->members[b->member_of_person[person]];
		s->member = (ptrdiff_t)b->member_of_person[person];
		s->from = m->first_clue;
		s->count = m->clue_count;
		s->since = fmax(s->since, m->since);
	}
	return HW_OK;
}

static hw_status subject_of_group(const belief *b, size_t group, subject *s, hw_error *error)
{
	if (group >= b->problem.group_count)
		return hw_fail(error, HW_FAULT, "there is no group %zu", group);
	const unit *u = &b->units[b->unit_of_group[group]];
	*s = (subject){.b = b,
		       .u = u,
		       .member = BELIEF_NOWHERE,
		       .count = u->own_count,
		       .reports = b->problem.groups[group].report_count,
		       .since = u->chain.since};
	return HW_OK;
}

/* ---- sets of reports left out ---- */
typedef struct inquest {
	subject s;
	double day;
	size_t value_count;
	double *averages; /* [values * states] */
	double *with, *less;
	bool *gone;
	work w;
} inquest;

/* p[2 * value] and 1 - p, under the view as it is; false when it cannot be or is not defined. */
static bool probabilities(inquest *q, double *p)
{
	const space *s = &q->s.u->space;
	work *w = &q->w;

	unit_look(q->s.b, q->s.u, q->day, q->s.member < 0 ? NO_MEMBER : q->s.member, w);
	if (!(w->look.log > -HUGE_VAL) || q->day < q->s.since)
		return false;
	const double *v = w->look.chain;
	if (q->s.member >= 0) {
		member_states(q->s.u, (size_t)q->s.member, &w->look, w->fit);
		v = w->fit;
	}
	for (size_t i = 0; i < q->value_count; i++) {
		double yes = 0, no = 0;
		for (size_t z = 0; z < s->states; z++) {
			yes += v[z] * q->averages[i * s->states + z];
			no += v[z] * (1 - q->averages[i * s->states + z]);
		}
		p[2 * i] = fmax(0, yes);
		p[2 * i + 1] = fmax(0, no);
	}
	return true;
}

static hw_status open_inquest(inquest *q, const double *values, hw_arena *arena, hw_error *error)
{
	const space *s = &q->s.u->space;

	q->averages = HW_NEW(arena, double, q->value_count * s->states + 1);
	q->with = HW_NEW(arena, double, 2 * q->value_count + 1);
	q->less = HW_NEW(arena, double, 2 * q->value_count + 1);
	q->gone = HW_NEW(arena, bool, q->s.count + 1);
	if (!q->averages || !q->with || !q->less || !q->gone)
		return hw_fail(error, HW_NO_MEMORY, "out of memory explaining reports");
	for (size_t i = 0; i < q->value_count; i++)
		space_average(q->s.b, s, values + i * q->s.b->states, q->averages + i * s->states);
	return work_new(q->s.b, &q->s.u->extent, &q->w, error);
}

static hw_status explain_sets(inquest *q, const double *values, const size_t *label, size_t label_count, double *moves,
			      double *without, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
	const unit *u = q->s.u;

	HW_TRY(open_inquest(q, values, arena, error));
	view_fill(q->s.b, u, q->w.theta, BELIEF_NONE, false, &q->w);
	bool defined = probabilities(q, q->with);
	for (size_t l = 0; l < label_count; l++) {
		for (size_t j = 0; j < q->s.count; j++) {
			const clue *c = &u->clues[q->s.from + j];
			q->gone[j] = c->report && label[c->index] == l;
		}
		view_fill_without(u, q->w.theta, q->gone, q->s.from, q->s.count, &q->w);
		bool possible = probabilities(q, q->less);
		for (size_t i = 0; i < q->value_count; i++) {
			bool both = defined && possible;
			moves[l * q->value_count + i] =
				both ? logit_move(q->with + 2 * i, q->less + 2 * i) : (double)NAN;
			if (without)
				without[l * q->value_count + i] = possible ? fmin(1, q->less[2 * i]) : (double)NAN;
		}
	}
	work_free(&q->w);
	return HW_OK;
}

hw_status belief_explain_sets(const belief *b, size_t person, double day, const double *values, size_t value_count,
			      const size_t *label, size_t label_count, double *moves, double *without, hw_error *error)
{
	inquest q = {.day = day, .value_count = value_count};

	HW_TRY(subject_of_person(b, person, &q.s, error));
	return explain_sets(&q, values, label, label_count, moves, without, error);
}

hw_status belief_explain_group_sets(const belief *b, size_t group, double day, const double *values, size_t value_count,
				    const size_t *label, size_t label_count, double *moves, double *without,
				    hw_error *error)
{
	inquest q = {.day = day, .value_count = value_count};

	HW_TRY(subject_of_group(b, group, &q.s, error));
	return explain_sets(&q, values, label, label_count, moves, without, error);
}

/* ---- pairs in conflict ---- */
static int worst_first(const void *a, const void *b)
{
	const belief_pair *x = a, *y = b;

	if (x->factor < y->factor || x->factor > y->factor)
		return x->factor < y->factor ? -1 : 1;
	if (x->one != y->one)
		return x->one < y->one ? -1 : 1;
	return x->other < y->other ? -1 : x->other > y->other;
}

/* log p with only these two of his reports (BELIEF_NONE: fewer), beside his facts and all that is of others. */
static double log_with(const subject *s, size_t one, size_t other, bool *gone, work *w)
{
	for (size_t j = 0; j < s->count; j++)
		gone[j] = s->u->clues[s->from + j].report && j != one && j != other;
	view_fill_without(s->u, w->theta, gone, s->from, s->count, w);
	return unit_run(s->u, false, w);
}

static hw_status find_conflicts(const subject *s, double below, hw_arena *arena, belief_pair **pairs, size_t *count,
				hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 4);
	bool *gone = HW_NEW(scratch, bool, s->count + 1);
	double *alone = HW_NEW(scratch, double, s->count + 1);
	size_t n = 0, most = s->reports * (s->reports ? s->reports - 1 : 0) / 2;
	belief_pair *result = HW_NEW(arena, belief_pair, most + 1);
	work w;

	if (!gone || !alone || !result)
		return hw_fail(error, HW_NO_MEMORY, "out of memory comparing reports");
	HW_TRY(work_new(s->b, &s->u->extent, &w, error));
	double none = log_with(s, BELIEF_NONE, BELIEF_NONE, gone, &w);
	for (size_t j = 0; j < s->count; j++)
		alone[j] = s->u->clues[s->from + j].report ? log_with(s, j, BELIEF_NONE, gone, &w) : 0;
	for (size_t i = 0; i < s->count; i++)
		for (size_t j = i + 1; j < s->count; j++) {
			const clue *a = &s->u->clues[s->from + i], *b = &s->u->clues[s->from + j];
			if (!a->report || !b->report)
				continue;
			double factor = exp(log_with(s, i, j, gone, &w) + none - alone[i] - alone[j]);
			if (!(factor < below))
				continue;
			bool ordered = a->index < b->index;
			result[n++] = (belief_pair){.one = ordered ? a->index : b->index,
						    .other = ordered ? b->index : a->index,
						    .factor = factor};
		}
	work_free(&w);
	if (n)
		qsort(result, n, sizeof *result, worst_first);
	*pairs = result;
	*count = n;
	return HW_OK;
}

hw_status belief_conflicts(const belief *b, size_t person, double below, hw_arena *arena, belief_pair **pairs,
			   size_t *count, hw_error *error)
{
	subject s;

	HW_TRY(subject_of_person(b, person, &s, error));
	return find_conflicts(&s, below, arena, pairs, count, error);
}

hw_status belief_group_conflicts(const belief *b, size_t group, double below, hw_arena *arena, belief_pair **pairs,
				 size_t *count, hw_error *error)
{
	subject s;

	HW_TRY(subject_of_group(b, group, &s, error));
	return find_conflicts(&s, below, arena, pairs, count, error);
}

/* ---- what would tell most next ---- */
/* Answers as joint chances with the cells of the state (or groups of states that answer alike): an answer a has
 * chance sum_c joint(c, a); what is asked is how far it moves state and value. */
typedef struct answers {
	size_t cells;
	double *mass, *yes; /* [cells]: P(cell), P(cell and value) */
	double *order;      /* [cells] scratch */
	double faithful;    /* chance to name its own cell; the rest falls on all cells alike */
} answers;

static double plus_log2(double x)
{
	return x > 0 ? x * log2(x) : 0;
}

/* Counts one answer of chance p, under which the value has chance y. */
static void count_answer(double p, double y, belief_next *n, double *left)
{
	static const double worth = 0.01;

	if (!(p > 0))
		return;
	double share = fmin(1, fmax(0, y / p));
	*left += p * -(plus_log2(share) + plus_log2(1 - share));
	if (p >= worth) {
		n->low = fmin(n->low, share);
		n->high = fmax(n->high, share);
	}
}

/* A report that names one of the cells. */
static void of_report(const answers *a, double value, belief_next *n)
{
	double noise = (1 - a->faithful) / (double)a->cells, own = a->faithful + noise, entropy = 0, left = 0;

	n->low = n->high = value;
	for (size_t c = 0; c < a->cells; c++) {
		double p = noise + a->faithful * a->mass[c];
		entropy -= plus_log2(p);
		count_answer(p, noise * value + a->faithful * a->yes[c], n, &left);
	}
	double known = -(plus_log2(own) + (double)(a->cells - 1) * plus_log2(noise)); /* whatever the state */
	n->about_place = fmax(0, entropy - known);
	n->about_value = fmax(0, -(plus_log2(value) + plus_log2(1 - value)) - left);
}

/* A yes or no whose chance depends on the state: seen in a search, named by a list. */
static void of_question(const belief *b, const double *chance, const double *state, const double *value, double p_value,
			belief_next *n)
{
	double yes = 0, both = 0, left = 0, known = 0;

	n->low = n->high = p_value;
	for (size_t z = 0; z < b->states; z++) {
		yes += state[z] * chance[z];
		both += state[z] * chance[z] * value[z];
		known -= state[z] * (plus_log2(chance[z]) + plus_log2(1 - chance[z]));
	}
	count_answer(yes, both, n, &left);
	count_answer(1 - yes, p_value - both, n, &left);
	n->about_place = fmax(0, -(plus_log2(yes) + plus_log2(1 - yes)) - known);
	n->about_value = fmax(0, -(plus_log2(p_value) + plus_log2(1 - p_value)) - left);
}

static size_t cell_of(const belief *b, belief_claim_kind kind, size_t z)
{
	if (kind == BELIEF_CLAIM_SITE)
		return z;
	size_t first = kind == BELIEF_CLAIM_REGION ? b->regions : 1;
	if (z >= b->sites)
		return first + z - b->sites;
	return kind == BELIEF_CLAIM_REGION ? b->problem.sites[z].region : 0;
}

static void ask_reports(const belief *b, const double *state, const double *value, double p_value, answers *a,
			belief_next *next, size_t *n)
{
	static const belief_claim_kind kinds[] = {BELIEF_CLAIM_STATUS, BELIEF_CLAIM_REGION, BELIEF_CLAIM_SITE};
	const size_t cells[] = {3, b->regions + 2, b->states};

	for (size_t k = 0; k < HW_COUNT(kinds); k++) {
		a->cells = cells[k];
		for (size_t c = 0; c < a->cells; c++)
			a->mass[c] = a->yes[c] = 0;
		for (size_t z = 0; z < b->states; z++) {
			a->mass[cell_of(b, kinds[k], z)] += state[z];
			a->yes[cell_of(b, kinds[k], z)] += state[z] * value[z];
		}
		next[*n] = (belief_next){.kind = kinds[k], .place = BELIEF_NONE};
		of_report(a, p_value, &next[(*n)++]);
	}
}

static int most_first(const void *a, const void *b)
{
	const belief_next *x = a, *y = b;

	if (x->about_value < y->about_value || x->about_value > y->about_value)
		return x->about_value > y->about_value ? -1 : 1;
	if (x->about_place < y->about_place || x->about_place > y->about_place)
		return x->about_place > y->about_place ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

hw_status belief_next_reports(const belief *b, const double *state, const double *value, double theta,
			      belief_next *next, size_t *count, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
	answers a = {.mass = HW_NEW(arena, double, b->states),
		     .yes = HW_NEW(arena, double, b->states),
		     .order = HW_NEW(arena, double, b->states),
		     .faithful = theta};
	size_t n = 0, likeliest = BELIEF_NONE;
	double p_value = 0;

	if (!a.mass || !a.yes || !a.order)
		return hw_fail(error, HW_NO_MEMORY, "out of memory supposing reports");
	for (size_t z = 0; z < b->states; z++)
		p_value += state[z] * value[z];
	p_value = fmin(1, fmax(0, p_value));
	ask_reports(b, state, value, p_value, &a, next, &n);
	for (size_t z = 0; z < b->sites; z++)
		if (!b->problem.sites[z].unlisted && (likeliest == BELIEF_NONE || state[z] > state[likeliest]))
			likeliest = z;
	if (likeliest != BELIEF_NONE) {
		memset(a.order, 0, b->states * sizeof *a.order);
		a.order[likeliest] = 0.5;
		next[n] = (belief_next){.kind = BELIEF_CLAIM_SEARCHED, .place = likeliest};
		of_question(b, a.order, state, value, p_value, &next[n++]);
	}
	for (size_t l = 0; l < b->problem.list_count; l++) {
		const belief_list *list = &b->problem.lists[l];
		for (size_t z = 0; z < b->states; z++)
			a.order[z] = z < b->sites ? list->otherwise : 0;
		for (size_t k = 0; k < list->count; k++)
			a.order[list->completeness[k].state] = list->completeness[k].weight;
		next[n] = (belief_next){.kind = BELIEF_CLAIM_ABSENT, .place = l};
		of_question(b, a.order, state, value, p_value, &next[n++]);
	}
	qsort(next, n, sizeof *next, most_first);
	*count = n;
	return HW_OK;
}
