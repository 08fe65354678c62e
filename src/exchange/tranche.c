/* tranche.c - a package in simultaneous crossings with bounded exposure (after Sandholm & Lesser:
 * at every moment each side gains more by finishing than by leaving).
 *
 * Least wanted first, most wanted last: what is still to come keeps the other side to the end.
 * Each tranche is as large as the limit allows, so there are as few as possible; every crossing has
 * a risk of its own, so never more of them than the limit makes necessary. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>

enum { TRANCHES_MOST = 100000 };

typedef struct lot { /* people alike in weight */
	double weight;
	int64_t people;
} lot;

static int compare_rising(const void *a, const void *b)
{
	double x = ((const lot *)a)->weight, y = ((const lot *)b)->weight;

	return x < y ? -1 : x > y;
}

typedef struct crossing {
	lot *given; /* rising interest */
	size_t given_count;
	lot *taken; /* rising reluctance; the costliest come first */
	size_t taken_count;
	double interest, ratio; /* all of it; a returned person's share of it */
	int64_t people;         /* to be returned */
} crossing;

static hw_status gather(const exchange_plan *plan, hw_arena *arena, const int64_t *give, const int64_t *take,
			uint32_t used, crossing *c, hw_error *error)
{
	const exchange_problem *p = plan->problem;

	*c = (crossing){.given = HW_NEW(arena, lot, p->theirs_count + 1),
			.taken = HW_NEW(arena, lot, p->ours_count + 1)};
	if (!c->given || !c->taken)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the tranches");
	for (size_t i = 0; i < p->theirs_count; i++) {
		double interest = 0;

		if (!give[i])
			continue;
		for (size_t k = 0; k < p->party_count && p->theirs[i].interest; k++)
			if (used >> k & 1)
				interest += p->theirs[i].interest[k].value;
		if (interest < 0)
			interest = 0;
		c->given[c->given_count++] = (lot){interest, give[i]};
		c->interest += interest * (double)give[i];
	}
	for (size_t i = 0; i < p->ours_count; i++) {
		if (!take[i])
			continue;
		c->taken[c->taken_count++] = (lot){p->ours[i].refused ? 0 : p->ours[i].reluctance.value, take[i]};
		c->people += take[i];
	}
	c->ratio = c->people ? c->interest / (double)c->people : 0;
	qsort(c->given, c->given_count, sizeof(lot), compare_rising);
	qsort(c->taken, c->taken_count, sizeof(lot), compare_rising);
	return HW_OK;
}

/* Verified so far when `handed` is to be covered: the least whole number whose share reaches it. */
static int64_t due(const crossing *c, double handed)
{
	double n = c->ratio > 0 ? ceil(handed / c->ratio - 1e-9) : 0;

	return n < (double)c->people ? (int64_t)n : c->people;
}

/* Reluctance of those still owed when `returned` of the costliest have come. */
static double owed(const crossing *c, int64_t returned)
{
	double sum = 0;

	for (size_t i = c->taken_count; i-- > 0;) {
		int64_t here = c->taken[i].people > returned ? c->taken[i].people - returned : 0;

		returned -= c->taken[i].people - here;
		sum += c->taken[i].weight * (double)here;
	}
	return sum;
}

/* One person a tranche: the greatest exposure of that is the smallest possible. */
static double least_exposure(const crossing *c)
{
	double handed = 0, most = 0;

	for (size_t i = 0; i < c->given_count; i++) {
		if (c->given[i].people > 1000000) {
			most = fmax(most, c->given[i].weight);
			handed += c->given[i].weight * (double)c->given[i].people;
			continue;
		}
		for (int64_t k = 0; k < c->given[i].people; k++) {
			int64_t back = due(c, handed);

			handed += c->given[i].weight;
			most = fmax(most, handed - c->ratio * (double)back);
		}
	}
	return most;
}

typedef struct progress_of {
	size_t lot;    /* the lot being handed over */
	int64_t used;  /* people of it already handed over */
	double handed; /* interest */
	int64_t back;  /* people returned */
} progress_of;

/* The largest next tranche; false when not one person fits. */
static bool next_tranche(const crossing *c, double limit, progress_of *at, exchange_tranche *t)
{
	double before = c->ratio * (double)at->back, within = 1e-9 * fmax(1, c->interest);

	*t = (exchange_tranche){0};
	while (at->lot < c->given_count) {
		const lot *l = &c->given[at->lot];
		double left = limit - (at->handed - before) + within;
		int64_t fits = l->people - at->used;

		if (left < 0)
			break;
		if (l->weight > 0 && left / l->weight < (double)fits)
			fits = (int64_t)floor(left / l->weight);
		at->handed += l->weight * (double)fits;
		at->used += fits;
		t->given += fits;
		if (at->used < l->people)
			break;
		at->lot++;
		at->used = 0;
	}
	t->exposure = at->handed - before;
	t->returned = (at->lot < c->given_count ? due(c, at->handed) : c->people) - at->back;
	at->back += t->returned;
	return t->given > 0 || at->lot == c->given_count;
}

static hw_status cut(const crossing *c, hw_arena *arena, double limit, double break_off, exchange_schedule *s,
		     hw_error *error)
{
	progress_of at = {0};
	size_t capacity = 0;
	double going = 1;

	do {
		int64_t owed_before = at.back;
		exchange_tranche t;

		if (s->count == TRANCHES_MOST)
			return hw_fail(error, HW_TOO_LARGE, "more than %d tranches", TRANCHES_MOST);
		if (s->count == capacity) {
			exchange_tranche *more = HW_NEW(arena, exchange_tranche, capacity ? 2 * capacity : 16);

			if (!more)
				return hw_fail(error, HW_NO_MEMORY, "no memory for the tranches");
			for (size_t i = 0; i < s->count; i++)
				more[i] = s->tranches[i];
			s->tranches = more;
			capacity = capacity ? 2 * capacity : 16;
		}
		if (!next_tranche(c, limit, &at, &t)) {
			s->feasible = false;
			s->count = 0;
			s->future_value = s->expected_home = 0;
			return HW_OK;
		}
		s->tranches[s->count++] = t;
		/* Finishing pays when what is still to come, and later deals, outweigh what is still owed. */
		s->future_value = fmax(s->future_value, owed(c, owed_before) - (c->interest - at.handed));
		going *= 1 - break_off;
		s->expected_home += going * (double)t.returned;
	} while (at.lot < c->given_count);
	return HW_OK;
}

hw_status exchange_tranches(exchange_plan *plan, hw_arena *arena, const int64_t *give, const int64_t *take,
			    double exposure, double break_off, exchange_schedule *result, hw_error *error)
{
	exchange_schedule s = {.feasible = true};
	exchange_evaluation evaluation;
	crossing c;

	if (!(exposure > 0) || !isfinite(exposure))
		return hw_fail(error, HW_BAD_INPUT, "the exposure must be a number above 0");
	if (!(break_off >= 0 && break_off <= 1))
		return hw_fail(error, HW_BAD_INPUT, "the risk of breaking off must be a probability");
	HW_TRY(exchange_evaluate(plan, arena, give, take, &evaluation, error));
	HW_TRY(gather(plan, arena, give, take, evaluation.cell.used, &c, error));
	s.least_exposure = least_exposure(&c);
	HW_TRY(cut(&c, arena, exposure, break_off, &s, error));
	*result = s;
	return HW_OK;
}
