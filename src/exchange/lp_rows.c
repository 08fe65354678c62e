/* lp_rows.c - rows and columns of the relaxation: sparse rows, columns that sleep, rows that come and go. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

hw_status exchange_lp_new(hw_arena *arena, size_t n, size_t m_most, exchange_lp **result, hw_error *error)
{
	exchange_lp *lp = HW_NEW(arena, exchange_lp, 1);

	if (lp) {
		lp->arena = arena;
		lp->n = n;
		lp->m_most = m_most;
		lp->rows = HW_NEW(arena, exchange_lp_line, m_most + 1);
		lp->inverse = HW_NEW(arena, double, m_most *m_most + 1);
		lp->scale = HW_NEW(arena, double, m_most + 1);
		lp->lo = HW_NEW(arena, double, n + m_most + 1);
		lp->hi = HW_NEW(arena, double, n + m_most + 1);
		lp->root_lo = HW_NEW(arena, double, n + 1);
		lp->root_hi = HW_NEW(arena, double, n + 1);
		lp->x = HW_NEW(arena, double, n + m_most + 1);
		lp->cost = HW_NEW(arena, double, n + 1);
		lp->reduced = HW_NEW(arena, double, n + m_most + 1);
		lp->alpha = HW_NEW(arena, double, n + m_most + 1);
		lp->moved = HW_NEW(arena, double, n + m_most + 1);
		lp->work_row = HW_NEW(arena, double, n + m_most + 1);
		lp->column = HW_NEW(arena, double, 4 * m_most + 4);
		lp->basic = HW_NEW(arena, uint32_t, m_most + 1);
		lp->order = HW_NEW(arena, uint32_t, n + m_most + 1);
		lp->state = HW_NEW(arena, uint8_t, n + m_most + 1);
		lp->asleep = HW_NEW(arena, uint8_t, n + 1);
	}
	if (!lp || !lp->rows || !lp->inverse || !lp->scale || !lp->lo || !lp->hi || !lp->root_lo || !lp->root_hi ||
	    !lp->x || !lp->cost || !lp->reduced || !lp->alpha || !lp->moved || !lp->work_row || !lp->column ||
	    !lp->basic || !lp->order || !lp->state || !lp->asleep)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a program of %zu columns", n);
	*result = lp;
	return HW_OK;
}

void exchange_lp_column(exchange_lp *lp, size_t column, double lo, double hi)
{
	lp->lo[column] = lp->root_lo[column] = lo;
	lp->hi[column] = lp->root_hi[column] = hi;
}

/* ---- rows ---- */
/* Keeps the numbers of a row.  False: no memory. */
static bool store_line(exchange_lp *lp, exchange_lp_line *line, const double *a, double scale)
{
	size_t count = 0, at;

	for (size_t j = 0; j < lp->n; j++)
		count += a[j] != 0;
	if (count > line->room || !line->value) {
		size_t room = line->room ? lp->n : count;

		line->value = HW_NEW(lp->arena, double, room + 1);
		line->index = HW_NEW(lp->arena, uint32_t, room + 1);
		line->room = room;
		if (!line->value || !line->index) {
			line->value = NULL;
			line->room = 0;
			return false;
		}
	}
	line->count = 0;
	line->keep = false;
	for (size_t j = 0; j < lp->n; j++)
		if (a[j] != 0 && !lp->asleep[j]) {
			line->value[line->count] = a[j] / scale;
			line->index[line->count++] = (uint32_t)j;
		}
	line->resting = 0;
	at = line->count;
	for (size_t j = 0; j < lp->n; j++)
		if (a[j] != 0 && lp->asleep[j]) {
			line->value[at] = a[j] / scale;
			line->index[at++] = (uint32_t)j;
			line->resting++;
		}
	return true;
}

void exchange_lp_rest(exchange_lp *lp, size_t column)
{
	lp->asleep[column] = 1;
	lp->hi[column] = 0;
}

void exchange_lp_wake(exchange_lp *lp, size_t column)
{
	if (!lp->asleep[column])
		return;
	lp->asleep[column] = 0;
	lp->hi[column] = lp->root_hi[column];
	lp->state[column] = EXCHANGE_LP_LO;
	for (size_t i = 0; i < lp->m; i++) {
		exchange_lp_line *line = &lp->rows[i];
		size_t low = line->count, high = line->count + line->resting, end = high, place = 0;
		double value;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (line->index[middle] < column)
				low = middle + 1;
			else
				high = middle;
		}
		if (low == end || line->index[low] != column)
			continue;
		value = line->value[low];
		for (place = line->count; place > 0 && line->index[place - 1] > column;)
			place--;
		memmove(line->value + place + 1, line->value + place, (low - place) * sizeof(double));
		memmove(line->index + place + 1, line->index + place, (low - place) * sizeof(uint32_t));
		line->value[place] = value;
		line->index[place] = (uint32_t)column;
		line->count++;
		line->resting--;
		lp->nonzeros++;
	}
	lp->work += lp->m * 8;
}

void exchange_lp_row_bounds(exchange_lp *lp, size_t row, double lo, double hi)
{
	const exchange_lp_line *line = &lp->rows[row];
	double least = -1, most = 1;

	/* The natural range of the activity (a little wider) keeps both ends finite. */
	for (size_t k = 0; k < line->count + line->resting; k++) {
		double a = line->value[k];
		uint32_t j = line->index[k];

		least += a > 0 ? a * lp->root_lo[j] : a * lp->root_hi[j];
		most += a > 0 ? a * lp->root_hi[j] : a * lp->root_lo[j];
	}
	lp->lo[lp->n + row] = fmin(fmax(lo / lp->scale[row], least), most);
	lp->hi[lp->n + row] = fmax(fmin(hi / lp->scale[row], most), least);
}

bool exchange_lp_row(exchange_lp *lp, const double *coefficients, double lo, double hi)
{
	size_t row = lp->m, stride = lp->m_most;
	exchange_lp_line *line = &lp->rows[row];
	double scale = 0, *last = lp->inverse + row * stride;

	if (row == lp->m_most)
		return false;
	for (size_t j = 0; j < lp->n; j++)
		scale = fmax(scale, fabs(coefficients[j]));
	lp->scale[row] = scale > 0 ? scale : 1;
	if (!store_line(lp, line, coefficients, lp->scale[row]))
		return false;
	lp->nonzeros += line->count;
	exchange_lp_row_bounds(lp, row, lo, hi);
	/* The inverse of [[B, 0], [a, -1]]. */
	memset(last, 0, (row + 1) * sizeof(*last));
	for (size_t i = 0; i < lp->m; i++) {
		double a = lp->basic[i] < lp->n ? line_at(line, lp->basic[i]) : 0;

		for (size_t k = 0; a != 0 && k < lp->m; k++)
			last[k] += a * lp->inverse[i * stride + k];
		lp->inverse[i * stride + row] = 0;
	}
	last[row] = -1;
	lp->basic[row] = (uint32_t)(lp->n + row);
	lp->state[lp->n + row] = EXCHANGE_LP_BASIC;
	lp->m++;
	lp->work += line->count;
	return true;
}

/* Takes out the row whose own activity is basic at `place`; the last row takes its number. */
static void drop(exchange_lp *lp, size_t place)
{
	size_t stride = lp->m_most, n = lp->n, last = lp->m - 1, row = lp->basic[place] - n;
	exchange_lp_line line = lp->rows[row];

	lp->nonzeros -= line.count;
	lp->rows[row] = lp->rows[last];
	lp->rows[last] = line; /* its room serves the next row */
	lp->scale[row] = lp->scale[last];
	lp->lo[n + row] = lp->lo[n + last];
	lp->hi[n + row] = lp->hi[n + last];
	lp->x[n + row] = lp->x[n + last];
	lp->state[n + row] = lp->state[n + last];
	if (place != last) {
		memcpy(lp->inverse + place * stride, lp->inverse + last * stride, (last + 1) * sizeof(double));
		lp->basic[place] = lp->basic[last];
	}
	for (size_t i = 0; i < last; i++) {
		lp->inverse[i * stride + row] = lp->inverse[i * stride + last];
		if (lp->basic[i] == n + last)
			lp->basic[i] = (uint32_t)(n + row);
	}
	lp->m--;
}

void exchange_lp_drop_slack(exchange_lp *lp, size_t first)
{
	for (size_t i = lp->m; i-- > 0;) {
		uint32_t v = lp->basic[i];

		if (v < lp->n + first || lp->rows[v - lp->n].keep ||
		    fmin(lp->x[v] - lp->lo[v], lp->hi[v] - lp->x[v]) < 1e-6)
			continue;
		drop(lp, i);
		if (i < lp->m)
			i++; /* another one stands here now */
	}
}
