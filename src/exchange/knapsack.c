/* knapsack.c - the bounded knapsack for all budgets at once: one run is the whole frontier.
 *
 * Kinds of one cost c are one group: the best t items of it are the t most valuable, a concave F(t).
 * Among budgets of the same remainder mod c
 *     new[i] = max over j of old[j] + F(i - j),
 * and the best j never falls as i rises, so halving finds all of them: O(budget log(budget / c)) a group,
 * however many kinds it has (Axiotis & Tzamos 2019).  A group of one kind of value v is a maximum over a
 * sliding window of old[j] - j v, kept in a queue of falling values: O(budget). */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int64_t exchange_grid(const double *numbers, size_t count, int64_t most)
{
	static const int64_t scales[] = {1,    2,    4,     5,     8,     10,    16,     20,     25,   40,
					 50,   100,  125,   200,   250,   400,   500,    1000,   2000, 2500,
					 4000, 5000, 10000, 20000, 25000, 50000, 100000, 1000000};

	for (size_t s = 0; s < HW_COUNT(scales) && scales[s] <= most; s++) {
		size_t i = 0;

		for (; i < count; i++) {
			double scaled = numbers[i] * (double)scales[s];

			if (!(fabs(scaled) < 1e15) || fabs(scaled - nearbyint(scaled)) > 1e-13 * fmax(1, fabs(scaled)))
				break;
		}
		if (i == count)
			return scales[s];
	}
	return 0;
}

typedef struct window {
	int64_t *key;  /* old[j] - j v, falling */
	int64_t *from; /* j */
} window;

/* One group at work. */
typedef struct group {
	int64_t cost, limit;   /* items in all */
	const int64_t *values; /* [most + 1] F */
	const int64_t *old;
	int64_t *best;
	uint32_t *taken;
	int64_t rest; /* budgets rest, rest + cost, .. */
} group;

static void add_single(exchange_knapsack *sack, int64_t v, const group *g, window q)
{
	int64_t most = sack->budget;

	for (int64_t rest = 0; rest < g->cost && rest <= most; rest++) {
		size_t head = 0, tail = 0;

		for (int64_t i = 0, b = rest; b <= most; i++, b += g->cost) {
			int64_t key = g->old[b] - i * v;

			/* Equal keys: the later one stays, so that fewer items do where they do as well. */
			while (tail > head && q.key[tail - 1] <= key)
				tail--;
			q.key[tail] = key;
			q.from[tail++] = i;
			if (i - q.from[head] > g->limit)
				head++;
			g->best[b] = q.key[head] + i * v;
			g->taken[b] = (uint32_t)(i - q.from[head]);
		}
	}
}

/* Rows from..to of one remainder, whose best j lie within low..high. */
static void add_concave(const group *g, int64_t from, int64_t to, int64_t low, int64_t high)
{
	while (from <= to) {
		int64_t i = from + (to - from) / 2, first = i - g->limit > low ? i - g->limit : low,
			last = i < high ? i : high, at = last, value = INT64_MIN;

		for (int64_t j = last; j >= first; j--) { /* the greatest j of the best: fewest items */
			int64_t here = g->old[g->rest + j * g->cost] + g->values[i - j];

			if (here > value) {
				value = here;
				at = j;
			}
		}
		g->best[g->rest + i * g->cost] = value;
		g->taken[g->rest + i * g->cost] = (uint32_t)(i - at);
		if (i > from)
			add_concave(g, from, i - 1, low, at);
		from = i + 1;
		low = at;
	}
}

static int compare_kinds(const void *a, const void *b, void *context)
{
	const exchange_knapsack *sack = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (sack->cost[x] != sack->cost[y])
		return sack->cost[x] < sack->cost[y] ? -1 : 1;
	if (sack->value[x] != sack->value[y])
		return sack->value[x] > sack->value[y] ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Values of the t most valuable of kinds first .. last - 1 of the order, and how many there are. */
static void fill_values(const exchange_knapsack *sack, size_t first, size_t last, int64_t *values, group *g)
{
	int64_t t = 0, room = g->cost > 0 ? sack->budget / g->cost : INT64_MAX;

	g->limit = 0;
	values[0] = 0;
	for (size_t k = first; k < last; k++) {
		uint32_t kind = sack->order[k];

		g->limit += sack->limit[kind];
		for (int64_t n = 0; n < sack->limit[kind] && t < room && g->cost > 0; n++, t++)
			values[t + 1] = values[t] + sack->value[kind];
	}
}

static void add_group(exchange_knapsack *sack, size_t first, size_t last, group *g, int64_t *values, int64_t *old,
		      window q)
{
	size_t places = (size_t)sack->budget + 1;
	uint32_t kind = sack->order[first];

	g->cost = sack->cost[kind];
	g->values = values;
	g->old = old;
	g->best = sack->best;
	fill_values(sack, first, last, values, g);
	if (g->cost == 0) { /* whoever costs nothing is always taken */
		int64_t all = 0;

		for (size_t k = first; k < last; k++)
			all += sack->value[sack->order[k]] * sack->limit[sack->order[k]];
		for (size_t b = 0; b < places; b++) {
			sack->best[b] += all;
			g->taken[b] = (uint32_t)g->limit;
		}
		return;
	}
	memcpy(old, sack->best, places * sizeof(*old));
	if (last - first == 1) {
		add_single(sack, sack->value[kind], g, q);
		return;
	}
	for (g->rest = 0; g->rest < g->cost && g->rest <= sack->budget; g->rest++) {
		int64_t rows = (sack->budget - g->rest) / g->cost;

		add_concave(g, 0, rows, 0, rows);
	}
}

hw_status exchange_knapsack_solve(exchange_knapsack *sack, hw_arena *arena, hw_error *error)
{
	size_t places = (size_t)sack->budget + 1;
	int64_t *old = HW_NEW(arena, int64_t, places), *values = HW_NEW(arena, int64_t, places + 1);
	window q = {HW_NEW(arena, int64_t, places), HW_NEW(arena, int64_t, places)};

	sack->best = HW_NEW(arena, int64_t, places);
	sack->order = HW_NEW(arena, uint32_t, sack->kinds + 1);
	sack->group = HW_NEW(arena, uint32_t, sack->kinds + 2);
	if (!old || !values || !q.key || !q.from || !sack->best || !sack->order || !sack->group)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu budgets of %zu kinds", places, sack->kinds);
	for (size_t k = 0; k < sack->kinds; k++)
		sack->order[k] = (uint32_t)k;
	qsort_r(sack->order, sack->kinds, sizeof(*sack->order), compare_kinds, sack);
	sack->groups = 0;
	for (size_t k = 0; k < sack->kinds; k++)
		if (k == 0 || sack->cost[sack->order[k]] != sack->cost[sack->order[k - 1]])
			sack->group[sack->groups++] = (uint32_t)k;
	sack->group[sack->groups] = (uint32_t)sack->kinds;
	sack->taken = HW_NEW(arena, uint32_t, places * sack->groups + 1);
	if (!sack->taken)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu budgets of %zu kinds", places, sack->kinds);
	for (size_t n = 0; n < sack->groups; n++) {
		group g = {.taken = sack->taken + n * places};

		add_group(sack, sack->group[n], sack->group[n + 1], &g, values, old, q);
	}
	return HW_OK;
}

void exchange_knapsack_read(const exchange_knapsack *sack, int64_t budget, int64_t *items)
{
	for (size_t n = sack->groups; n-- > 0;) {
		int64_t left = sack->taken[n * ((size_t)sack->budget + 1) + (size_t)budget];

		budget -= left * sack->cost[sack->order[sack->group[n]]];
		for (size_t k = sack->group[n]; k < sack->group[n + 1]; k++) { /* the most valuable first */
			uint32_t kind = sack->order[k];

			items[kind] = left < sack->limit[kind] ? left : sack->limit[kind];
			left -= items[kind];
		}
	}
}
