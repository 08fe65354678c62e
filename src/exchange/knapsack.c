/* knapsack.c - the bounded knapsack for all budgets at once: one run is the whole frontier.
 *
 * For a kind of cost c and value v, among budgets of the same remainder mod c,
 *     new[i] = max over i - limit <= j <= i of old[j] + (i - j) v,
 * a maximum over a sliding window of old[j] - j v, kept in a queue of falling values:
 * O(kinds * budget) whatever the limits. */
#include "exchange/exchange_int.h"

#include <math.h>
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

static void add_kind(exchange_knapsack *sack, size_t kind, int64_t *old, window q)
{
	int64_t c = sack->cost[kind], v = sack->value[kind], limit = sack->limit[kind], most = sack->budget;
	uint32_t *taken = sack->taken + kind * ((size_t)most + 1);

	memcpy(old, sack->best, ((size_t)most + 1) * sizeof(*old));
	for (int64_t rest = 0; rest < c && rest <= most; rest++) {
		size_t head = 0, tail = 0;

		for (int64_t i = 0, b = rest; b <= most; i++, b += c) {
			int64_t key = old[b] - i * v;

			/* Equal keys: the later one stays, so that fewer items do where they do as well. */
			while (tail > head && q.key[tail - 1] <= key)
				tail--;
			q.key[tail] = key;
			q.from[tail++] = i;
			if (i - q.from[head] > limit)
				head++;
			sack->best[b] = q.key[head] + i * v;
			taken[b] = (uint32_t)(i - q.from[head]);
		}
	}
}

hw_status exchange_knapsack_solve(exchange_knapsack *sack, hw_arena *arena, hw_error *error)
{
	size_t places = (size_t)sack->budget + 1;
	int64_t *old = HW_NEW(arena, int64_t, places);
	window q = {HW_NEW(arena, int64_t, places), HW_NEW(arena, int64_t, places)};

	sack->best = HW_NEW(arena, int64_t, places);
	sack->taken = HW_NEW(arena, uint32_t, places * sack->kinds + 1);
	if (!old || !q.key || !q.from || !sack->best || !sack->taken)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu budgets of %zu kinds", places, sack->kinds);
	for (size_t k = 0; k < sack->kinds; k++) {
		if (sack->cost[k] > 0) {
			add_kind(sack, k, old, q);
			continue;
		}
		/* Whoever costs nothing is always taken. */
		for (size_t b = 0; b < places; b++) {
			sack->best[b] += sack->value[k] * sack->limit[k];
			sack->taken[k * places + b] = (uint32_t)sack->limit[k];
		}
	}
	return HW_OK;
}

void exchange_knapsack_read(const exchange_knapsack *sack, int64_t budget, int64_t *items)
{
	for (size_t k = sack->kinds; k-- > 0;) {
		items[k] = sack->taken[k * ((size_t)sack->budget + 1) + (size_t)budget];
		budget -= items[k] * sack->cost[k];
	}
}
