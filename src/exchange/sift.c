/* sift.c - a start for a program of many columns: the basis of a sample of them.
 *
 * With few rows the prices of every eighth column, its rows scaled to their share, are nearly those of
 * all (Bixby et al. 1992 call the idea sifting); the sample's basis saves most steps of the whole. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { SAMPLE_EACH = 8, SAMPLE_LEAST = 3000 };

/* The rows of the sample; each bound is the same share of its way between the activity's ends. */
static bool sample_rows(const exchange_lp *lp, exchange_lp *sample, double *dense)
{
	for (size_t i = 0; i < lp->m; i++) {
		const exchange_lp_line *line = &lp->rows[i];

		memset(dense, 0, sample->n * sizeof(*dense));
		for (size_t k = 0; k < line->count; k++)
			if (line->index[k] % SAMPLE_EACH == 0)
				dense[line->index[k] / SAMPLE_EACH] = line->value[k];
		if (!exchange_lp_row(sample, dense, lp->lo[lp->n + i] / SAMPLE_EACH, lp->hi[lp->n + i] / SAMPLE_EACH))
			return false;
	}
	return true;
}

hw_status exchange_lp_start(exchange_lp *lp, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = NULL;
	exchange_lp *sample;
	size_t n = (lp->n + SAMPLE_EACH - 1) / SAMPLE_EACH;
	double *dense;

	if (lp->n < SAMPLE_LEAST || lp->steps > 0 || lp->m == 0)
		return HW_OK;
	arena = hw_arena_new(SIZE_MAX / 2);
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a sample of %zu columns", n);
	HW_TRY(exchange_lp_new(arena, n, lp->m, &sample, error));
	dense = HW_NEW(arena, double, n + 1);
	if (!dense)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a sample of %zu columns", n);
	for (size_t k = 0; k < n; k++)
		exchange_lp_column(sample, k, lp->lo[k * SAMPLE_EACH], lp->hi[k * SAMPLE_EACH]);
	if (!sample_rows(lp, sample, dense))
		return hw_fail(error, HW_NO_MEMORY, "no memory for a sample of %zu columns", n);
	for (size_t k = 0; k < n; k++)
		dense[k] = lp->cost[k * SAMPLE_EACH];
	exchange_lp_cost(sample, dense);
	HW_TRY(exchange_lp_start(sample, error));
	(void)exchange_lp_solve(sample);
	lp->work += sample->work;
	lp->steps += sample->steps;
	exchange_lp_adopt(lp, sample, SAMPLE_EACH);
	return HW_OK;
}
