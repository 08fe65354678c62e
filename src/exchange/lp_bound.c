/* lp_bound.c - reduced costs and a bound of the optimum from the present multipliers.
 *
 * Any multipliers give a valid bound (Neumaier & Shcherbina 2004): it is recomputed from the original rows, whatever the
 * state of the inverse. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

const double *exchange_lp_prices(exchange_lp *lp)
{
	double *price = lp->column, *left = lp->work_row;

	exchange_lp_price_rows(lp, price);
	memcpy(left, lp->cost, lp->n * sizeof(double));
	for (size_t i = 0; i < lp->m; i++)
		add_line_all(&lp->rows[i], -price[i], left);
	lp->work += lp->nonzeros + lp->n;
	return left;
}

/* Columns of one set sum to at most its limit: the best of them takes all of it. */
static double set_bound(exchange_lp *lp, const double *left)
{
	double bound = 0;

	for (size_t s = 0; s < lp->set_count; s++) {
		lp->set_sum[s] = lp->set_low[s] = 0;
		lp->set_most[s] = 0;
	}
	for (size_t k = 0; k < lp->n; k++) {
		uint32_t s = lp->set[k];
		double hi = lp->asleep[k] ? lp->root_hi[k] : lp->hi[k], range = hi - lp->lo[k];

		if (s == UINT32_MAX)
			continue;
		bound += left[k] * lp->lo[k];
		lp->set_low[s] += lp->lo[k];
		if (left[k] > 0 && range > 0) {
			lp->set_sum[s] += left[k] * range;
			lp->set_most[s] = fmax(lp->set_most[s], left[k]);
		}
	}
	for (size_t s = 0; s < lp->set_count; s++)
		bound += fmin(lp->set_sum[s], lp->set_most[s] * fmax(0, lp->set_limit[s] - lp->set_low[s]));
	return bound;
}

double exchange_lp_bound(exchange_lp *lp)
{
	const double *left = exchange_lp_prices(lp), *price = lp->column;
	double bound = 0;

	for (size_t i = 0; i < lp->m; i++)
		bound += price[i] * (price[i] > 0 ? lp->hi[lp->n + i] : lp->lo[lp->n + i]);
	for (size_t k = 0; k < lp->n; k++)
		if (!lp->set || lp->set[k] == UINT32_MAX)
			bound += left[k] * (left[k] > 0 ? lp->hi[k] : lp->lo[k]);
	return lp->set ? bound + set_bound(lp, left) : bound;
}
