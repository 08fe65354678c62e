/* simplex.c - a small bounded dual simplex on a dense tableau.
 *
 * Every variable, rows included, has finite bounds, so that any basis can be made dual feasible by
 * putting each nonbasic variable at the bound its reduced cost asks for.  The tableau therefore
 * stays usable when bounds or costs change or rows are added, and the search never restores one.
 *
 * Rounding never decides: exchange_lp_bound() recomputes a bound from the multipliers and the
 * original rows (any multipliers give a valid one: Neumaier & Shcherbina 2004), and "infeasible"
 * is said only when a combination of original rows proves it. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { REFRESH_AFTER = 60 };
static const double pivot_least = 1e-9, feasible_within = 2e-11;

hw_status exchange_lp_new(hw_arena *arena, size_t n, size_t m_most, exchange_lp **result, hw_error *error)
{
	exchange_lp *lp = HW_NEW(arena, exchange_lp, 1);

	if (lp) {
		lp->n = n;
		lp->m_most = m_most;
		lp->a = HW_NEW(arena, double, n *m_most + 1);
		lp->tableau = HW_NEW(arena, double, n *m_most + 1);
		lp->scale = HW_NEW(arena, double, m_most + 1);
		lp->lo = HW_NEW(arena, double, n + m_most);
		lp->hi = HW_NEW(arena, double, n + m_most);
		lp->root_lo = HW_NEW(arena, double, n + 1);
		lp->root_hi = HW_NEW(arena, double, n + 1);
		lp->x = HW_NEW(arena, double, n + m_most);
		lp->cost = HW_NEW(arena, double, n + 1);
		lp->reduced = HW_NEW(arena, double, n + 1);
		lp->work_row = HW_NEW(arena, double, n + m_most);
		lp->basic = HW_NEW(arena, uint32_t, m_most + 1);
		lp->nonbasic = HW_NEW(arena, uint32_t, n + 1);
		lp->order = HW_NEW(arena, uint32_t, n + m_most);
		lp->at_hi = HW_NEW(arena, bool, n + 1);
	}
	if (!lp || !lp->a || !lp->tableau || !lp->scale || !lp->lo || !lp->hi || !lp->root_lo || !lp->root_hi ||
	    !lp->x || !lp->cost || !lp->reduced || !lp->work_row || !lp->basic || !lp->nonbasic || !lp->order ||
	    !lp->at_hi)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a program of %zu columns", n);
	for (size_t j = 0; j < n; j++)
		lp->nonbasic[j] = (uint32_t)j;
	*result = lp;
	return HW_OK;
}

void exchange_lp_column(exchange_lp *lp, size_t column, double lo, double hi)
{
	lp->lo[column] = lp->root_lo[column] = lo;
	lp->hi[column] = lp->root_hi[column] = hi;
}

void exchange_lp_row_bounds(exchange_lp *lp, size_t row, double lo, double hi)
{
	const double *a = lp->a + row * lp->n;
	double least = -1, most = 1;

	/* The natural range of the activity (a little wider) keeps both ends finite. */
	for (size_t j = 0; j < lp->n; j++) {
		least += a[j] > 0 ? a[j] * lp->root_lo[j] : a[j] * lp->root_hi[j];
		most += a[j] > 0 ? a[j] * lp->root_hi[j] : a[j] * lp->root_lo[j];
	}
	lp->lo[lp->n + row] = fmin(fmax(lo / lp->scale[row], least), most);
	lp->hi[lp->n + row] = fmax(fmin(hi / lp->scale[row], most), least);
}

/* A row in terms of the nonbasic variables, given in terms of the columns. */
static void express(exchange_lp *lp, const double *a, double *row)
{
	for (size_t j = 0; j < lp->n; j++)
		row[j] = lp->nonbasic[j] < lp->n ? a[lp->nonbasic[j]] : 0;
	for (size_t i = 0; i < lp->m; i++) {
		double c = lp->basic[i] < lp->n ? a[lp->basic[i]] : 0;

		if (c == 0)
			continue;
		for (size_t j = 0; j < lp->n; j++)
			row[j] += c * lp->tableau[i * lp->n + j];
	}
	lp->work += lp->m * lp->n;
}

bool exchange_lp_row(exchange_lp *lp, const double *coefficients, double lo, double hi)
{
	size_t row = lp->m;
	double *a = lp->a + row * lp->n, scale = 0;

	if (row == lp->m_most)
		return false;
	for (size_t j = 0; j < lp->n; j++)
		scale = fmax(scale, fabs(coefficients[j]));
	lp->scale[row] = scale > 0 ? scale : 1;
	for (size_t j = 0; j < lp->n; j++)
		a[j] = coefficients[j] / lp->scale[row];
	exchange_lp_row_bounds(lp, row, lo, hi);
	express(lp, a, lp->tableau + row * lp->n);
	lp->basic[row] = (uint32_t)(lp->n + row);
	lp->m++;
	return true;
}

void exchange_lp_drop_slack(exchange_lp *lp, size_t first)
{
	for (size_t i = 0; i < lp->m; i++) {
		uint32_t row = lp->basic[i] < lp->n ? 0 : lp->basic[i] - (uint32_t)lp->n;
		uint32_t last = (uint32_t)lp->m - 1;
		double slack = lp->x[lp->basic[i]] - lp->lo[lp->basic[i]];

		if (lp->basic[i] < lp->n || row < first || slack < 1e-6)
			continue;
		/* The last row takes the number of this one. */
		memmove(lp->a + row * lp->n, lp->a + last * lp->n, lp->n * sizeof(double));
		lp->scale[row] = lp->scale[last];
		lp->lo[lp->n + row] = lp->lo[lp->n + last];
		lp->hi[lp->n + row] = lp->hi[lp->n + last];
		lp->x[lp->n + row] = lp->x[lp->n + last];
		memmove(lp->tableau + i * lp->n, lp->tableau + last * lp->n, lp->n * sizeof(double));
		lp->basic[i] = lp->basic[last];
		lp->m--;
		for (size_t k = 0; k < lp->m; k++)
			if (lp->basic[k] == lp->n + last)
				lp->basic[k] = (uint32_t)lp->n + row;
		for (size_t j = 0; j < lp->n; j++)
			if (lp->nonbasic[j] == lp->n + last)
				lp->nonbasic[j] = (uint32_t)lp->n + row;
		i--;
	}
}

void exchange_lp_cost(exchange_lp *lp, const double *cost)
{
	memcpy(lp->cost, cost, lp->n * sizeof(*cost));
	express(lp, lp->cost, lp->reduced);
}

/* Exchanges the basic variable of `row` for the nonbasic one at `place`. */
static void pivot(exchange_lp *lp, size_t row, size_t place)
{
	double *r = lp->tableau + row * lp->n, p = r[place];
	uint32_t leaves = lp->basic[row];

	for (size_t j = 0; j < lp->n; j++)
		r[j] /= -p;
	r[place] = 1 / p;
	for (size_t i = 0; i <= lp->m; i++) {
		double *t = i < lp->m ? lp->tableau + i * lp->n : lp->reduced, c = t[place];

		if (i == row || c == 0)
			continue;
		t[place] = 0;
		for (size_t j = 0; j < lp->n; j++)
			t[j] += c * r[j];
	}
	lp->basic[row] = lp->nonbasic[place];
	lp->nonbasic[place] = leaves;
	lp->pivots++;
	lp->work += (lp->m + 1) * lp->n;
}

/* Makes the tableau afresh from the rows for the basis it has, so that errors do not pile up. */
static void refresh(exchange_lp *lp)
{
	uint32_t *columns = lp->order;
	size_t count = 0;

	for (size_t i = 0; i < lp->m; i++)
		if (lp->basic[i] < lp->n)
			columns[count++] = lp->basic[i];
	memcpy(lp->tableau, lp->a, lp->m * lp->n * sizeof(double));
	for (size_t j = 0; j < lp->n; j++)
		lp->nonbasic[j] = (uint32_t)j;
	memset(lp->work_row, 0, lp->m * sizeof(double)); /* 1: the row's own activity stays basic */
	for (size_t i = 0; i < lp->m; i++)
		if (lp->basic[i] >= lp->n)
			lp->work_row[lp->basic[i] - lp->n] = 1;
	for (size_t i = 0; i < lp->m; i++)
		lp->basic[i] = (uint32_t)(lp->n + i);
	memcpy(lp->reduced, lp->cost, lp->n * sizeof(double));
	for (size_t k = 0; k < count; k++) {
		size_t best = SIZE_MAX;

		for (size_t i = 0; i < lp->m; i++)
			if (lp->work_row[i] == 0 &&
			    (best == SIZE_MAX ||
			     fabs(lp->tableau[i * lp->n + columns[k]]) > fabs(lp->tableau[best * lp->n + columns[k]])))
				best = i;
		if (best == SIZE_MAX || fabs(lp->tableau[best * lp->n + columns[k]]) < pivot_least)
			continue; /* dependent: leave it out of the basis */
		pivot(lp, best, columns[k]);
		lp->work_row[best] = 1;
	}
	lp->pivots = 0;
}

/* Nonbasic variables to the bounds that their reduced costs ask for; basic ones follow. */
static void settle(exchange_lp *lp)
{
	for (size_t j = 0; j < lp->n; j++) {
		uint32_t v = lp->nonbasic[j];

		if (lp->reduced[j] > 1e-12)
			lp->at_hi[j] = true;
		else if (lp->reduced[j] < -1e-12)
			lp->at_hi[j] = false;
		lp->x[v] = lp->at_hi[j] ? lp->hi[v] : lp->lo[v];
	}
	for (size_t i = 0; i < lp->m; i++) {
		const double *t = lp->tableau + i * lp->n;
		double sum = 0;

		for (size_t j = 0; j < lp->n; j++)
			sum += t[j] * lp->x[lp->nonbasic[j]];
		lp->x[lp->basic[i]] = sum;
	}
	lp->work += lp->m * lp->n;
}

/* The basic variable farthest outside its bounds; SIZE_MAX when all are inside. */
static size_t leaving(const exchange_lp *lp, bool first, double *way)
{
	size_t best = SIZE_MAX;
	double most = 0;

	for (size_t i = 0; i < lp->m; i++) {
		uint32_t v = lp->basic[i];
		double x = lp->x[v], over = x - lp->hi[v], under = lp->lo[v] - x, size = fmax(over, under);

		if (size > feasible_within * (1 + fabs(over > under ? lp->hi[v] : lp->lo[v])) && size > most) {
			most = size;
			best = i;
			*way = over > under ? -over : under;
			if (first)
				break;
		}
	}
	return best;
}

/* Ratio test with bound flips: candidates by rising ratio; those whose whole range does not suffice
 * are flipped.  Returns the place that enters, SIZE_MAX when none can. */
static size_t entering(exchange_lp *lp, size_t row, double way)
{
	const double *t = lp->tableau + row * lp->n;
	double left = fabs(way);
	size_t flips = 0, chosen = SIZE_MAX;

	memset(lp->work_row, 0, lp->n * sizeof(double)); /* 1: already flipped */
	while (chosen == SIZE_MAX) {
		size_t best = SIZE_MAX;
		double least = HUGE_VAL;

		for (size_t j = 0; j < lp->n; j++) {
			uint32_t v = lp->nonbasic[j];
			double step = lp->at_hi[j] ? -t[j] : t[j], ratio;

			if (lp->work_row[j] != 0 || fabs(t[j]) < pivot_least || lp->lo[v] == lp->hi[v] ||
			    (way > 0 ? step <= 0 : step >= 0))
				continue;
			ratio = fabs(lp->reduced[j]) / fabs(t[j]);
			if (ratio < least - 1e-12 || (ratio <= least + 1e-12 && fabs(t[j]) > fabs(t[best]))) {
				least = fmin(least, ratio);
				best = j;
			}
		}
		lp->work += lp->n;
		if (best == SIZE_MAX)
			return SIZE_MAX;
		left -= fabs(t[best]) * (lp->hi[lp->nonbasic[best]] - lp->lo[lp->nonbasic[best]]);
		if (left <= feasible_within * (1 + fabs(way))) {
			chosen = best;
		} else {
			lp->work_row[best] = 1;
			lp->order[flips++] = (uint32_t)best;
		}
	}
	for (size_t f = 0; f < flips; f++) {
		size_t j = lp->order[f];
		uint32_t v = lp->nonbasic[j];
		double to = lp->at_hi[j] ? lp->lo[v] : lp->hi[v], by = to - lp->x[v];

		lp->at_hi[j] = !lp->at_hi[j];
		lp->x[v] = to;
		for (size_t i = 0; i < lp->m; i++)
			lp->x[lp->basic[i]] += lp->tableau[i * lp->n + j] * by;
	}
	lp->work += flips * lp->m;
	return chosen;
}

/* Does this row of the tableau, recomputed from the original rows, prove that nothing fits? */
static bool proves_infeasible(exchange_lp *lp, size_t row)
{
	const double *t = lp->tableau + row * lp->n;
	double *sum = lp->work_row, least = 0, most = 0, size = 0;

	/* sum over rows of weight * (activity - a x) = 0 for every x. */
	memset(sum, 0, (lp->n + lp->m) * sizeof(double));
	if (lp->basic[row] >= lp->n)
		sum[lp->basic[row]] = 1;
	for (size_t j = 0; j < lp->n; j++)
		if (lp->nonbasic[j] >= lp->n)
			sum[lp->nonbasic[j]] = -t[j];
	for (size_t i = 0; i < lp->m; i++) {
		double weight = sum[lp->n + i];

		if (weight == 0)
			continue;
		for (size_t j = 0; j < lp->n; j++)
			sum[j] -= weight * lp->a[i * lp->n + j];
	}
	for (size_t v = 0; v < lp->n + lp->m; v++) {
		double one = sum[v] * lp->lo[v], other = sum[v] * lp->hi[v];

		least += fmin(one, other);
		most += fmax(one, other);
		size += fmax(fabs(one), fabs(other));
	}
	lp->work += lp->m * lp->n;
	return least > 1e-12 * size || most < -1e-12 * size;
}

exchange_lp_status exchange_lp_solve(exchange_lp *lp)
{
	size_t most = 20 * (lp->m + lp->n) + 200;

	if (lp->pivots > REFRESH_AFTER)
		refresh(lp);
	settle(lp);
	for (size_t step = 0; step < most; step++) {
		double way = 0;
		size_t row = leaving(lp, step > most / 2, &way), place;
		uint32_t v;
		double by;

		if (row == SIZE_MAX)
			return EXCHANGE_LP_OPTIMAL;
		v = lp->basic[row];
		place = entering(lp, row, way);
		if (place == SIZE_MAX) {
			if (proves_infeasible(lp, row))
				return EXCHANGE_LP_INFEASIBLE;
			if (lp->pivots == 0)
				return EXCHANGE_LP_UNRESOLVED;
			refresh(lp);
			settle(lp);
			continue;
		}
		by = (way > 0 ? lp->lo[v] : lp->hi[v]) - lp->x[v]; /* flips have moved x[v] nearer */
		by /= lp->tableau[row * lp->n + place];
		for (size_t i = 0; i < lp->m; i++)
			lp->x[lp->basic[i]] += lp->tableau[i * lp->n + place] * by;
		lp->x[lp->nonbasic[place]] += by;
		lp->x[v] = way > 0 ? lp->lo[v] : lp->hi[v];
		pivot(lp, row, place);
		lp->at_hi[place] = way < 0;
		if (lp->pivots > REFRESH_AFTER) {
			refresh(lp);
			settle(lp);
		}
	}
	return EXCHANGE_LP_UNRESOLVED;
}

double exchange_lp_bound(const exchange_lp *lp)
{
	double *left = lp->work_row, bound = 0;

	memcpy(left, lp->cost, lp->n * sizeof(double));
	for (size_t j = 0; j < lp->n; j++) {
		size_t row = lp->nonbasic[j] - lp->n;
		double price = lp->reduced[j];

		if (lp->nonbasic[j] < lp->n || price == 0)
			continue;
		bound += price * (price > 0 ? lp->hi[lp->nonbasic[j]] : lp->lo[lp->nonbasic[j]]);
		for (size_t k = 0; k < lp->n; k++)
			left[k] -= price * lp->a[row * lp->n + k];
	}
	for (size_t k = 0; k < lp->n; k++)
		bound += left[k] * (left[k] > 0 ? lp->hi[k] : lp->lo[k]);
	return bound;
}
