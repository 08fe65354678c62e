/* simplex.c - a bounded dual simplex for few rows and many columns: sparse rows, a small dense inverse.
 *
 * Every variable, rows included, has finite bounds, so that any basis can be made dual feasible by
 * putting each nonbasic variable at the bound its reduced cost asks for.  The basis therefore stays
 * usable when bounds or costs change or rows are added, and the search never restores one.  The
 * leaving row is the one farthest outside for the length of its dual edge (Forrest & Goldfarb 1992;
 * the lengths are exact, the inverse is small), the ratio test passes bounds as long as the dual
 * objective falls (Fourer 1994), by selection instead of sorting.
 *
 * Rounding never decides: exchange_lp_bound() recomputes a bound from the multipliers and the
 * original rows (any multipliers give a valid one: Neumaier & Shcherbina 2004), and "infeasible"
 * is said only when a combination of original rows proves it. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { REFRESH_AFTER = 60 };
static const double pivot_least = 1e-9, feasible_within = 2e-11;

/* ---- the basis ---- */
/* out = inverse * a, a by row */
static void solve_column(exchange_lp *lp, const double *a, double *out)
{
	size_t m = lp->m, stride = lp->m_most;

	for (size_t i = 0; i < m; i++) {
		const double *row = lp->inverse + i * stride;
		double sum = 0;

		for (size_t k = 0; k < m; k++)
			sum += row[k] * a[k];
		out[i] = sum;
	}
	lp->work += m * m;
}

/* The column of a variable, by row. */
static void column_of(const exchange_lp *lp, uint32_t variable, double *a)
{
	for (size_t i = 0; i < lp->m; i++)
		a[i] = variable < lp->n ? line_at(&lp->rows[i], variable) : variable == lp->n + i ? -1 : 0;
}

/* Exchanges the basic variable at `place`: entry = inverse * column of the one that enters. */
static void exchange_basis(exchange_lp *lp, size_t place, uint32_t enters, const double *entry)
{
	size_t m = lp->m, stride = lp->m_most;
	double *pivot_row = lp->inverse + place * stride, p = entry[place];

	for (size_t k = 0; k < m; k++)
		pivot_row[k] /= p;
	for (size_t i = 0; i < m; i++) {
		double *row = lp->inverse + i * stride, c = entry[i];

		if (i == place || c == 0)
			continue;
		for (size_t k = 0; k < m; k++)
			row[k] -= c * pivot_row[k];
	}
	lp->basic[place] = enters;
	lp->state[enters] = EXCHANGE_LP_BASIC;
	lp->work += m * m;
}

/* Takes column `enters` into the basis for the row's own activity that fits best, of those that are open. */
static void take_in(exchange_lp *lp, uint32_t enters)
{
	double *a = lp->column, *entry = lp->column + lp->m_most;
	size_t best = SIZE_MAX;

	column_of(lp, enters, a);
	solve_column(lp, a, entry);
	for (size_t i = 0; i < lp->m; i++)
		if (lp->basic[i] >= lp->n && (lp->state[lp->basic[i]] & EXCHANGE_LP_OPEN) &&
		    (best == SIZE_MAX || fabs(entry[i]) > fabs(entry[best])))
			best = i;
	if (best == SIZE_MAX || fabs(entry[best]) < pivot_least) {
		lp->state[enters] = EXCHANGE_LP_LO; /* dependent: it is left out */
		return;
	}
	lp->state[lp->basic[best]] &= EXCHANGE_LP_HI; /* at the bound where it was */
	exchange_basis(lp, best, enters, entry);
}

/* Whoever was open and found no column stays basic. */
static void close_basis(exchange_lp *lp)
{
	for (size_t i = 0; i < lp->m; i++)
		if (lp->basic[i] >= lp->n)
			lp->state[lp->basic[i]] = EXCHANGE_LP_BASIC;
	lp->pivots = 0;
}

void exchange_lp_adopt(exchange_lp *lp, const exchange_lp *sample, size_t each)
{
	for (size_t i = 0; i < lp->m; i++)
		if (sample->state[sample->n + i] != EXCHANGE_LP_BASIC)
			lp->state[lp->n + i] |= EXCHANGE_LP_OPEN;
	for (size_t i = 0; i < sample->m; i++)
		if (sample->basic[i] < sample->n)
			take_in(lp, (uint32_t)(sample->basic[i] * each));
	close_basis(lp);
}

/* Makes the inverse afresh for the basis it has, so that errors do not pile up. */
static void refresh(exchange_lp *lp)
{
	size_t m = lp->m, stride = lp->m_most, count = 0;
	uint32_t *columns = lp->order;

	for (size_t i = 0; i < m; i++)
		if (lp->basic[i] < lp->n)
			columns[count++] = lp->basic[i];
		else
			lp->moved[lp->basic[i] - lp->n] = 1; /* its own activity stays basic */
	for (size_t i = 0; i < m; i++) {
		bool own = lp->moved[i] != 0;

		lp->moved[i] = 0;
		memset(lp->inverse + i * stride, 0, m * sizeof(double));
		lp->inverse[i * stride + i] = -1;
		if (!own)
			lp->state[lp->n + i] |= EXCHANGE_LP_OPEN;
		lp->basic[i] = (uint32_t)(lp->n + i);
	}
	for (size_t k = 0; k < count; k++)
		take_in(lp, columns[k]);
	close_basis(lp);
}

/* Reduced costs from the rows: price = (cost of the basis) * inverse. */
void exchange_lp_price_rows(exchange_lp *lp, double *price)
{
	size_t m = lp->m, stride = lp->m_most;

	memset(price, 0, (m + 1) * sizeof(*price));
	for (size_t i = 0; i < m; i++) {
		double c = lp->basic[i] < lp->n ? lp->cost[lp->basic[i]] : 0;

		for (size_t k = 0; c != 0 && k < m; k++)
			price[k] += c * lp->inverse[i * stride + k];
	}
	lp->work += m * m;
}

static void reduce_costs(exchange_lp *lp)
{
	double *price = lp->column;

	exchange_lp_price_rows(lp, price);
	memcpy(lp->reduced, lp->cost, lp->n * sizeof(double));
	for (size_t i = 0; i < lp->m; i++) {
		add_line(&lp->rows[i], -price[i], lp->reduced);
		lp->reduced[lp->n + i] = price[i];
	}
	for (size_t i = 0; i < lp->m; i++)
		lp->reduced[lp->basic[i]] = 0;
	lp->work += lp->nonzeros + lp->n;
}

/* Values of the basic variables from those of the others. */
static void settle_basic(exchange_lp *lp)
{
	double *sum = lp->column, *value = lp->column + lp->m_most;

	for (size_t i = 0; i < lp->m; i++)
		lp->x[lp->basic[i]] = 0;
	for (size_t i = 0; i < lp->m; i++) {
		const exchange_lp_line *line = &lp->rows[i];
		double total = -lp->x[lp->n + i];

		for (size_t k = 0; k < line->count; k++)
			total += line->value[k] * lp->x[line->index[k]];
		sum[i] = total;
	}
	solve_column(lp, sum, value);
	for (size_t i = 0; i < lp->m; i++)
		lp->x[lp->basic[i]] = -value[i];
	lp->work += lp->nonzeros;
}

/* Nonbasic variables to the bounds that their reduced costs ask for; basic ones follow. */
static void settle(exchange_lp *lp)
{
	reduce_costs(lp);
	for (size_t v = 0; v < lp->n + lp->m; v++) {
		if (lp->state[v] == EXCHANGE_LP_BASIC)
			continue;
		if (lp->reduced[v] > 1e-12)
			lp->state[v] = EXCHANGE_LP_HI;
		else if (lp->reduced[v] < -1e-12)
			lp->state[v] = EXCHANGE_LP_LO;
		lp->x[v] = lp->state[v] == EXCHANGE_LP_HI ? lp->hi[v] : lp->lo[v];
	}
	settle_basic(lp);
}

void exchange_lp_cost(exchange_lp *lp, const double *cost)
{
	memcpy(lp->cost, cost, lp->n * sizeof(*cost));
}

/* ---- one step ---- */
/* The basic variable farthest outside its bounds, measured by its dual edge; SIZE_MAX when all are inside. */
static size_t leaving(const exchange_lp *lp, bool first, double *way)
{
	size_t best = SIZE_MAX, m = lp->m, stride = lp->m_most;
	double most = 0;

	for (size_t i = 0; i < m; i++) {
		uint32_t v = lp->basic[i];
		double x = lp->x[v], over = x - lp->hi[v], under = lp->lo[v] - x, size = fmax(over, under), edge = 0;
		const double *row = lp->inverse + i * stride;

		if (size <= feasible_within * (1 + fabs(over > under ? lp->hi[v] : lp->lo[v])))
			continue;
		for (size_t k = 0; k < m; k++)
			edge += row[k] * row[k];
		if (size * size > most * edge) {
			most = size * size / edge;
			best = i;
			*way = over > under ? -over : under;
			if (first)
				break;
		}
	}
	return best;
}

/* alpha[v] = what one more of v takes from the basic variable at `place`. */
static void row_of_tableau(exchange_lp *lp, size_t place)
{
	const double *rho = lp->inverse + place * lp->m_most;

	memset(lp->alpha, 0, lp->n * sizeof(double));
	for (size_t i = 0; i < lp->m; i++) {
		add_line(&lp->rows[i], rho[i], lp->alpha);
		lp->alpha[lp->n + i] = -rho[i];
	}
	lp->work += lp->nonzeros + lp->n;
}

static double ratio_of(const exchange_lp *lp, uint32_t v)
{
	return fabs(lp->reduced[v]) / fabs(lp->alpha[v]);
}

static double range_of(const exchange_lp *lp, uint32_t v)
{
	return fabs(lp->alpha[v]) * (lp->hi[v] - lp->lo[v]);
}

static size_t gather(exchange_lp *lp, double way)
{
	size_t count = 0;

	for (size_t v = 0; v < lp->n + lp->m; v++) {
		double a = lp->alpha[v];

		if (lp->state[v] == EXCHANGE_LP_BASIC || fabs(a) < pivot_least || lp->lo[v] == lp->hi[v])
			continue;
		if ((lp->state[v] == EXCHANGE_LP_HI ? a : -a) * way > 0)
			lp->order[count++] = (uint32_t)v;
	}
	return count;
}

static void swap(uint32_t *a, uint32_t *b)
{
	uint32_t other = *a;

	*a = *b;
	*b = other;
}

/* Puts ratios below that of the middle candidate first; returns how many. */
static size_t split(const exchange_lp *lp, uint32_t *items, size_t count, double *passed)
{
	double middle = ratio_of(lp, items[count / 2]);
	size_t below = 0;

	*passed = 0;
	for (size_t i = 0; i < count; i++)
		if (ratio_of(lp, items[i]) < middle) {
			*passed += range_of(lp, items[i]);
			swap(&items[below++], &items[i]);
		}
	return below;
}

/* Ratio test with bound flips: candidates by rising ratio; those whose whole range does not suffice are
 * flipped: the first *flips of `order`.  Returns the variable that enters, UINT32_MAX when none can. */
static uint32_t entering(exchange_lp *lp, double way, size_t *flips)
{
	size_t count = gather(lp, way), from = 0, best;
	double left = fabs(way), slack = feasible_within * (1 + fabs(way)), all = 0;

	for (size_t i = 0; i < count; i++)
		all += range_of(lp, lp->order[i]);
	lp->work += lp->n + lp->m + 4 * count;
	if (count == 0 || left - all > slack)
		return UINT32_MAX;
	while (count - from > 1) {
		double passed;
		size_t below = split(lp, lp->order + from, count - from, &passed);

		if (below && left - passed <= slack) {
			count = from + below; /* the break is among the smaller ones */
		} else if (below) {
			left -= passed;
			from += below;
		} else { /* the middle is the least: pass those that equal it, or stop here */
			double least = ratio_of(lp, lp->order[from + (count - from) / 2]), here = 0;
			size_t equal = from;

			for (size_t i = from; i < count; i++)
				if (ratio_of(lp, lp->order[i]) <= least) {
					here += range_of(lp, lp->order[i]);
					swap(&lp->order[equal++], &lp->order[i]);
				}
			if (left - here <= slack || equal == count) {
				count = equal;
				break;
			}
			left -= here;
			from = equal;
		}
	}
	best = from;
	for (size_t i = from; i < count; i++) /* among equals the safest pivot */
		if (fabs(lp->alpha[lp->order[i]]) > fabs(lp->alpha[lp->order[best]]))
			best = i;
	*flips = from;
	return lp->order[best];
}

static void flip(exchange_lp *lp, size_t flips)
{
	double *sum = lp->column, *value = lp->column + lp->m_most;

	if (!flips)
		return;
	for (size_t f = 0; f < flips; f++) {
		uint32_t v = lp->order[f];
		bool up = lp->state[v] == EXCHANGE_LP_LO;

		lp->moved[v] = up ? lp->hi[v] - lp->lo[v] : lp->lo[v] - lp->hi[v];
		lp->state[v] = up ? EXCHANGE_LP_HI : EXCHANGE_LP_LO;
		lp->x[v] = up ? lp->hi[v] : lp->lo[v];
	}
	for (size_t i = 0; i < lp->m; i++) {
		const exchange_lp_line *line = &lp->rows[i];

		sum[i] = -lp->moved[lp->n + i];
		if (flips * 8 < line->count) {
			for (size_t f = 0; f < flips; f++)
				if (lp->order[f] < lp->n)
					sum[i] += lp->moved[lp->order[f]] * line_at(line, lp->order[f]);
		} else {
			for (size_t k = 0; k < line->count; k++)
				sum[i] += line->value[k] * lp->moved[line->index[k]];
		}
	}
	solve_column(lp, sum, value);
	for (size_t i = 0; i < lp->m; i++)
		lp->x[lp->basic[i]] -= value[i];
	for (size_t f = 0; f < flips; f++)
		lp->moved[lp->order[f]] = 0;
	lp->work += lp->nonzeros;
}

/* Does this row of the tableau, recomputed from the original rows, prove that nothing fits? */
static bool proves_infeasible(exchange_lp *lp, size_t place)
{
	const double *rho = lp->inverse + place * lp->m_most;
	double *sum = lp->work_row, least = 0, most = 0, size = 0;

	/* sum over rows of rho * (a x - activity) = 0 for every x. */
	memset(sum, 0, lp->n * sizeof(double));
	for (size_t i = 0; i < lp->m; i++) {
		add_line_all(&lp->rows[i], rho[i], sum);
		sum[lp->n + i] = -rho[i];
	}
	for (size_t v = 0; v < lp->n + lp->m; v++) {
		bool resting = v < lp->n && lp->asleep[v];
		double one = sum[v] * lp->lo[v], other = sum[v] * (resting ? lp->root_hi[v] : lp->hi[v]);

		least += fmin(one, other);
		most += fmax(one, other);
		size += fmax(fabs(one), fabs(other));
	}
	lp->work += lp->nonzeros + lp->n;
	return least > 1e-12 * size || most < -1e-12 * size;
}

/* The basic variable at `place` goes to the bound it was outside of, `enters` takes its place. */
static bool step(exchange_lp *lp, size_t place, double way, uint32_t enters)
{
	double *a = lp->column + 2 * lp->m_most, *entry = lp->column + 3 * lp->m_most, by, ratio;
	uint32_t leaves = lp->basic[place];

	column_of(lp, enters, a);
	solve_column(lp, a, entry);
	if (fabs(entry[place]) < pivot_least)
		return false;
	by = (lp->x[leaves] - (way > 0 ? lp->lo[leaves] : lp->hi[leaves])) / entry[place];
	for (size_t i = 0; i < lp->m; i++)
		lp->x[lp->basic[i]] -= entry[i] * by;
	lp->x[enters] += by;
	lp->x[leaves] = way > 0 ? lp->lo[leaves] : lp->hi[leaves];
	ratio = lp->reduced[enters] / lp->alpha[enters];
	for (size_t v = 0; v < lp->n + lp->m; v++)
		lp->reduced[v] -= ratio * lp->alpha[v];
	lp->reduced[leaves] = -ratio;
	exchange_basis(lp, place, enters, entry);
	lp->reduced[enters] = 0;
	lp->state[leaves] = way > 0 ? EXCHANGE_LP_LO : EXCHANGE_LP_HI;
	lp->pivots++;
	lp->steps++;
	lp->work += lp->n + 2 * lp->m;
	return true;
}

exchange_lp_status exchange_lp_solve(exchange_lp *lp)
{
	size_t most = 20 * lp->m + lp->n / 4 + 400;

	lp->stuck = 0;
	if (lp->pivots > REFRESH_AFTER)
		refresh(lp);
	settle(lp);
	for (size_t turn = 0; turn < most; turn++) {
		double way = 0;
		size_t place = leaving(lp, turn > most / 2, &way), flips = 0;
		uint32_t enters;

		if (place == SIZE_MAX)
			return EXCHANGE_LP_OPTIMAL;
		row_of_tableau(lp, place);
		enters = entering(lp, way, &flips);
		if (enters == UINT32_MAX) {
			if (proves_infeasible(lp, place))
				return EXCHANGE_LP_INFEASIBLE;
			if (lp->pivots == 0) {
				lp->stuck = way;
				return EXCHANGE_LP_UNRESOLVED;
			}
			refresh(lp);
			settle(lp);
			continue;
		}
		flip(lp, flips);
		if (!step(lp, place, way, enters)) {
			if (lp->pivots == 0)
				return EXCHANGE_LP_UNRESOLVED;
			refresh(lp);
			settle(lp);
			continue;
		}
		if (lp->pivots > REFRESH_AFTER) {
			refresh(lp);
			settle(lp);
		}
	}
	return EXCHANGE_LP_UNRESOLVED;
}
