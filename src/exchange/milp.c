/* milp.c - a model as a mixed integer program for a back end, and what comes back from it.
 *
 * The joint acceptance becomes linear by chords of log logistic, half a unit of U / softness apart
 * near 0: chords lie below the curve, so whatever meets them is accepted (at most .8 % of the
 * probability is given away).  A back end is never believed: its numbers are rounded and checked
 * against every row in whole numbers and against the acceptance itself, and no bound is taken. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

static const double knots_above[] = {0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 12, 18};
enum { KNOTS_MOST = 64 };

typedef struct builder {
	exchange_model *m;
	hw_arena *arena;
	size_t columns, rows, values, room;
	double *cost, *lower, *upper, *row_lower, *row_upper;
	bool *whole;
	/* by rows first */
	uint32_t *at_row, *at_column;
	double *at_value;
} builder;

static size_t knots_of(const exchange_model *m, double need, double *knots)
{
	size_t count = 0;

	(void)m;
	while (need + 0.5 * (double)count < -0.25 && count < KNOTS_MOST - 16) {
		knots[count] = need + 0.5 * (double)count;
		count++;
	}
	for (size_t i = 0; i < HW_COUNT(knots_above); i++)
		if (knots_above[i] > need + 1e-6 || count == 0)
			if (count == 0 || knots_above[i] > knots[count - 1] + 1e-6) {
				knots[count] = count == 0 ? need : knots_above[i];
				count++;
			}
	return count;
}

static void put(builder *b, size_t row, size_t column, double value)
{
	if (value == 0)
		return;
	b->at_row[b->values] = (uint32_t)row;
	b->at_column[b->values] = (uint32_t)column;
	b->at_value[b->values++] = value;
}

static size_t add_row(builder *b, double lower, double upper)
{
	b->row_lower[b->rows] = lower;
	b->row_upper[b->rows] = upper;
	return b->rows++;
}

static size_t add_column(builder *b, double cost, double lower, double upper, bool whole)
{
	b->cost[b->columns] = cost;
	b->lower[b->columns] = lower;
	b->upper[b->columns] = upper;
	b->whole[b->columns] = whole;
	return b->columns++;
}

static hw_status make_room(builder *b, hw_error *error)
{
	exchange_model *m = b->m;
	size_t extra = 2 * m->soft_count, rows = m->lp->m + m->link_count + (KNOTS_MOST + 2) * (m->soft_count + 1);

	b->room = 2 * m->n + (m->soft_count + 1) * (m->n + 3 * KNOTS_MOST + 4);
	for (size_t i = 0; i < m->lp->m; i++)
		b->room += m->lp->rows[i].count + m->lp->rows[i].resting;
	b->cost = HW_NEW(b->arena, double, m->n + extra + 1);
	b->lower = HW_NEW(b->arena, double, m->n + extra + 1);
	b->upper = HW_NEW(b->arena, double, m->n + extra + 1);
	b->whole = HW_NEW(b->arena, bool, m->n + extra + 1);
	b->row_lower = HW_NEW(b->arena, double, rows);
	b->row_upper = HW_NEW(b->arena, double, rows);
	b->at_row = HW_NEW(b->arena, uint32_t, b->room);
	b->at_column = HW_NEW(b->arena, uint32_t, b->room);
	b->at_value = HW_NEW(b->arena, double, b->room);
	if (!b->cost || !b->lower || !b->upper || !b->whole || !b->row_lower || !b->row_upper || !b->at_row ||
	    !b->at_column || !b->at_value)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a program of %zu columns", m->n);
	return HW_OK;
}

/* Rows of the relaxation that hold for every package; tangents are left to the chords. */
static void add_plain_rows(builder *b)
{
	exchange_model *m = b->m;
	const exchange_lp *lp = m->lp;

	for (size_t k = 0; k < m->n; k++)
		(void)add_column(b, m->cost[k], (double)m->least[k], (double)m->most[k], true);
	for (size_t i = 0; i < m->first_tangent; i++) {
		const exchange_lp_line *line = &lp->rows[i];
		size_t row = add_row(b, lp->lo[lp->n + i] * lp->scale[i], lp->hi[lp->n + i] * lp->scale[i]);

		for (size_t k = 0; k < line->count + line->resting; k++)
			put(b, row, line->index[k], line->value[k] * lp->scale[i]);
	}
	for (uint32_t l = 0; l < m->link_count; l++) {
		size_t row;

		if (m->link_start[l + 1] - m->link_start[l] < 2)
			continue;
		row = add_row(b, -HUGE_VAL, m->link_limit[l]);
		for (uint32_t i = m->link_start[l]; i < m->link_start[l + 1]; i++)
			put(b, row, m->link_member[i], 1);
	}
}

/* t = U / softness, l <= every chord of log logistic(t), sum l >= log acceptance. */
static void add_acceptance(builder *b)
{
	exchange_model *m = b->m;
	size_t logs[PARTIES];

	if (m->soft_count < 2)
		return; /* one soft party: its need is a row already */
	for (size_t i = 0; i < m->soft_count; i++) {
		const exchange_party *party = &m->plan->problem->parties[m->soft[i]];
		double s = party->softness.value, need = hw_logit(m->bounds.acceptance),
		       most = -party->reservation.value / s, knots[KNOTS_MOST];
		size_t count = knots_of(m, need, knots), t, row;

		for (size_t k = 0; k < m->n; k++)
			most += fmax(0, m->gain[m->soft[i]][k] * (double)m->most[k] / s);
		t = add_column(b, 0, need - 1e-9, fmax(most, need), false);
		logs[i] = add_column(b, 0, log(m->bounds.acceptance), 0, false);
		row = add_row(b, party->reservation.value, HUGE_VAL); /* U - s t >= 0 */
		for (size_t k = 0; k < m->n; k++)
			put(b, row, k, m->gain[m->soft[i]][k]);
		put(b, row, t, -s);
		for (size_t c = 0; c + 1 < count; c++) {
			double left = hw_log_logistic(knots[c]), right = hw_log_logistic(knots[c + 1]);
			double slope = (right - left) / (knots[c + 1] - knots[c]);

			row = add_row(b, -HUGE_VAL, left - slope * knots[c]);
			put(b, row, logs[i], 1);
			put(b, row, t, -slope);
		}
		row = add_row(b, -HUGE_VAL, hw_log_logistic(knots[count - 1]));
		put(b, row, logs[i], 1);
	}
	{
		size_t row = add_row(b, log(m->bounds.acceptance) - 1e-9, HUGE_VAL);

		for (size_t i = 0; i < m->soft_count; i++)
			put(b, row, logs[i], 1);
	}
}

hw_status exchange_milp_new(exchange_model *m, hw_arena *arena, exchange_milp *result, hw_error *error)
{
	builder b = {.m = m, .arena = arena};
	size_t *start, *next;
	uint32_t *row;
	double *value;

	HW_TRY(make_room(&b, error));
	add_plain_rows(&b);
	add_acceptance(&b);
	start = HW_NEW(arena, size_t, b.columns + 1);
	next = HW_NEW(arena, size_t, b.columns + 1);
	row = HW_NEW(arena, uint32_t, b.values + 1);
	value = HW_NEW(arena, double, b.values + 1);
	if (!start || !next || !row || !value)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a program of %zu columns", m->n);
	for (size_t i = 0; i < b.values; i++)
		start[b.at_column[i] + 1]++;
	for (size_t j = 0; j < b.columns; j++)
		start[j + 1] += start[j];
	memcpy(next, start, b.columns * sizeof(*next));
	for (size_t i = 0; i < b.values; i++) {
		size_t place = next[b.at_column[i]]++;

		row[place] = b.at_row[i];
		value[place] = b.at_value[i];
	}
	*result = (exchange_milp){b.columns, b.rows, b.cost, b.lower,     b.upper,    b.whole,
				  start,     row,    value,  b.row_lower, b.row_upper};
	return HW_OK;
}

hw_status exchange_backend_ask(exchange_model *m, bool *found, hw_error *error)
{
	const exchange_backend *backend = m->plan->options.backend;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_milp milp;
	exchange_milp_answer answer = EXCHANGE_MILP_NOTHING;
	double *x;

	*found = false;
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to ask a back end");
	HW_TRY(exchange_milp_new(m, arena, &milp, error));
	x = HW_NEW(arena, double, milp.columns + 1);
	if (!x)
		return hw_fail(error, HW_NO_MEMORY, "no memory to ask a back end");
	m->asked++;
	HW_TRY(backend->solve(backend->context, &milp, backend->gap, backend->seconds, x, &answer, error));
	if (answer != EXCHANGE_MILP_SOLUTION)
		return HW_OK; /* "infeasible" is its word, not a proof */
	for (size_t k = 0; k < m->n; k++) {
		if (!(x[k] >= -0.5 && x[k] <= (double)m->most[k] + 0.5))
			return HW_OK;
		m->x[k] = (int64_t)nearbyint(x[k]);
	}
	*found = exchange_model_holds(m, m->x);
	return HW_OK;
}
