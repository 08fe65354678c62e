/* model.c - one set of parties and one acceptance as a linear program.
 *
 * The joint acceptance sum log logistic(U_p / s_p) >= log pi is concave in U, so every tangent of it
 * is a row that no package breaks.  Tangents are added where the relaxation's solution breaks the
 * bound, each touching the boundary straight ahead (U moved by the same multiple of every softness). */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TANGENTS = 64, ROUNDS_MOST = 100 };
static const double cells_most = 4e7; /* places of a tableau */

exchange_bounds exchange_bounds_of(const exchange_plan *plan, double acceptance, int64_t max_given)
{
	exchange_bounds b = {
		.accept = true, .acceptance = acceptance, .max_given = max_given, .moved = SIZE_MAX, .min_returned = 1};

	for (size_t r = 0; r < plan->problem->rule_count; r++)
		b.rules |= (uint64_t)1 << r;
	return b;
}

static bool may_use(const exchange_model *m, const exchange_column *c)
{
	return (c->holders & ~m->parties) == 0 && (c->credit < 0 || (m->parties >> c->credit & 1)) && c->limit > 0;
}

/* What a unit adds to all surpluses together, each in its own softness. */
static double welcome(const exchange_model *m, size_t k)
{
	double sum = 0;

	for (size_t p = 0; p < m->plan->problem->party_count; p++) {
		double softness = m->plan->problem->parties[p].softness.value;

		if (m->parties >> p & 1)
			sum += m->gain[p][k] / (softness > 0 ? softness : 1);
	}
	return sum;
}

static int compare_cheap(const void *a, const void *b, void *context)
{
	const exchange_model *m = context;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
	double x = welcome(m, i), y = welcome(m, j);

	if (x != y)
		return x > y ? -1 : 1;
	return i < j ? -1 : i > j;
}

static hw_status choose_columns(exchange_model *m, hw_arena *arena, hw_error *error)
{
	const exchange_plan *plan = m->plan;
	size_t parties = plan->problem->party_count, most = plan->column_count + 1;
	bool ok = true;

	m->column = HW_NEW(arena, uint32_t, most);
	m->cheap = HW_NEW(arena, uint32_t, most);
	m->x = HW_NEW(arena, int64_t, most);
	m->best = HW_NEW(arena, int64_t, most);
	m->stack = HW_NEW(arena, exchange_branch, EXCHANGE_DEPTH_MOST);
	m->cost = HW_NEW(arena, double, most);
	m->link_used = HW_NEW(arena, int64_t, most);
	for (size_t p = 0; p < parties; p++) {
		m->gain[p] = HW_NEW(arena, double, most);
		ok = ok && m->gain[p];
	}
	if (!ok || !m->column || !m->cheap || !m->x || !m->best || !m->stack || !m->cost || !m->link_used)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu classes", most - 1);
	for (size_t j = 0; j < plan->column_count; j++) {
		const exchange_column *c = &plan->columns[j];

		if (!may_use(m, c))
			continue;
		for (size_t p = 0; p < parties; p++)
			m->gain[p][m->n] = c->interest[p] - c->reluctance[p];
		if (c->link != UINT32_MAX && c->link >= m->link_count)
			m->link_count = c->link + 1;
		m->cheap[m->n] = (uint32_t)m->n;
		m->column[m->n++] = (uint32_t)j;
	}
	qsort_r(m->cheap, m->n, sizeof(*m->cheap), compare_cheap, m);
	return HW_OK;
}

static const exchange_column *column_at(const exchange_model *m, size_t k)
{
	return &m->plan->columns[m->column[k]];
}

/* Rows that count people come first: the search may branch on them. */
static void add_counting_rows(exchange_model *m, double *row)
{
	const exchange_plan *plan = m->plan;
	exchange_lp *lp = m->lp;

	m->row_given = lp->m;
	for (size_t k = 0; k < m->n; k++)
		row[k] = (double)column_at(m, k)->give;
	(void)exchange_lp_row(lp, row, -HUGE_VAL, HUGE_VAL);
	m->row_taken = lp->m;
	for (size_t k = 0; k < m->n; k++)
		row[k] = (double)column_at(m, k)->take;
	(void)exchange_lp_row(lp, row, -HUGE_VAL, HUGE_VAL);
	for (size_t p = 0; p < plan->problem->party_count; p++) {
		if (!(m->parties >> p & 1))
			continue;
		m->row_party[p] = lp->m;
		for (size_t k = 0; k < m->n; k++)
			row[k] = (double)column_at(m, k)->take_by[p];
		(void)exchange_lp_row(lp, row, -HUGE_VAL, HUGE_VAL);
	}
	for (size_t r = 0; r < plan->problem->rule_count; r++) {
		const exchange_rule *rule = exchange_rule_at(plan, &m->bounds, r);

		if (!exchange_rule_on(&m->bounds, r))
			continue;
		for (size_t k = 0; k < m->n; k++)
			row[k] = column_at(m, k)->selected[r];
		(void)exchange_lp_row(lp, row, (double)rule->min, rule->max >= 0 ? (double)rule->max : HUGE_VAL);
	}
	for (uint32_t link = 0; link < m->link_count; link++) {
		double limit = 0;

		for (size_t k = 0; k < m->n; k++) {
			row[k] = column_at(m, k)->link == link;
			if (row[k] != 0)
				limit = (double)column_at(m, k)->limit;
		}
		(void)exchange_lp_row(lp, row, -HUGE_VAL, limit);
	}
	m->whole_rows = lp->m;
}

static void add_share_rows(exchange_model *m, double *row)
{
	for (size_t r = 0; r < m->plan->problem->rule_count; r++) {
		const exchange_rule *rule = exchange_rule_at(m->plan, &m->bounds, r);

		if (!exchange_rule_on(&m->bounds, r) || rule->share_min <= 0)
			continue;
		for (size_t k = 0; k < m->n; k++) {
			const exchange_column *c = column_at(m, k);
			int64_t side = rule->side == EXCHANGE_RETURNED ? c->take : c->give;

			row[k] = (double)c->selected[r] - rule->share_min * (double)side;
		}
		(void)exchange_lp_row(m->lp, row, -1e-9, HUGE_VAL);
	}
	m->row_goal = m->lp->m;
	for (size_t k = 0; k < m->n; k++)
		row[k] = column_at(m, k)->points;
	(void)exchange_lp_row(m->lp, row, -HUGE_VAL, HUGE_VAL);
}

/* U_p alone must reach softness * logit(pi), whatever the others do. */
static void add_need_rows(exchange_model *m)
{
	const exchange_problem *problem = m->plan->problem;

	for (size_t p = 0; p < problem->party_count && m->bounds.accept; p++) {
		const exchange_party *party = &problem->parties[p];
		double need = exchange_need(party->softness.value, m->bounds.acceptance);

		if (!(m->parties >> p & 1))
			continue;
		if (!isfinite(need)) {
			m->impossible = true;
			continue;
		}
		if (party->softness.value > 0)
			m->soft[m->soft_count++] = p;
		(void)exchange_lp_row(m->lp, m->gain[p],
				      party->reservation.value + need - 1.1 * exchange_tolerance(need), HUGE_VAL);
	}
}

static double softness_of(const exchange_model *m, size_t i)
{
	return m->plan->problem->parties[m->soft[i]].softness.value;
}

static double joint(const exchange_model *m, const double *t, double by)
{
	double total = 0;

	for (size_t i = 0; i < m->soft_count; i++)
		total += hw_log_logistic(t[i] + by);
	return total;
}

/* Adds the tangent that touches the boundary straight ahead of t = U / softness.  False: no place left.
 * A package is accepted within tolerance(U) <= 1e-9 (1 + |U|), and |U| <= U + 2 max(0, -need) because U reaches
 * need: the row grants that much, no more, so that near misses are still told from packages. */
static bool add_tangent(exchange_model *m, const double *t, double *row)
{
	const double grant = 1 + 1.1e-9;
	double goal = log(m->bounds.acceptance), low = 0, high = 1, right = 0, slack = 0;

	while (joint(m, t, high) < goal)
		high *= 2;
	for (int step = 0; step < 60; step++) {
		double middle = (low + high) / 2;

		if (joint(m, t, middle) < goal)
			low = middle;
		else
			high = middle;
	}
	memset(row, 0, m->n * sizeof(*row));
	for (size_t i = 0; i < m->soft_count; i++) {
		const exchange_party *party = &m->plan->problem->parties[m->soft[i]];
		double s = softness_of(m, i), slope = hw_logistic(-(t[i] + low)) / s;

		for (size_t k = 0; k < m->n; k++)
			row[k] += grant * slope * m->gain[m->soft[i]][k];
		right += slope * (s * (t[i] + low) + grant * party->reservation.value);
		slack += slope * 1.1e-9 * (1 + 2 * fmax(0, -exchange_need(s, m->bounds.acceptance)));
	}
	m->lp->work += m->n * m->soft_count;
	return exchange_lp_row(m->lp, row, right - slack, HUGE_VAL);
}

/* The first tangents: where all accept alike, and where one after the other is nearly certain. */
static void add_first_tangents(exchange_model *m, double *row)
{
	static const double ahead[] = {0, 1, 2, 4};

	if (m->soft_count < 2 || m->impossible)
		return;
	for (size_t i = 0; i < m->soft_count; i++)
		for (size_t a = i ? 1 : 0; a < HW_COUNT(ahead); a++) {
			double t[PARTIES];

			for (size_t k = 0; k < m->soft_count; k++)
				t[k] = hw_logit(m->bounds.acceptance) - 5 + (k == i ? ahead[a] : 0);
			(void)add_tangent(m, t, row);
		}
}

hw_status exchange_model_new(exchange_plan *plan, hw_arena *arena, uint32_t parties, const exchange_bounds *bounds,
			     exchange_model **result, hw_error *error)
{
	exchange_model *m = HW_NEW(arena, exchange_model, 1);
	double *row = HW_NEW(arena, double, plan->column_count + 1);
	size_t rows;

	if (!m || !row)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a model");
	m->plan = plan;
	m->bounds = *bounds;
	m->parties = parties;
	HW_TRY(choose_columns(m, arena, error));
	rows = 3 + 2 * PARTIES + 2 * plan->problem->rule_count + m->link_count + TANGENTS;
	if ((double)rows * (double)m->n > cells_most) {
		(void)hw_fail(error, HW_TOO_LARGE, "%zu different classes are too many for these rules", m->n);
		return hw_error_remedy(error, "join people who are alike into classes, or round their weights");
	}
	HW_TRY(exchange_lp_new(arena, m->n, rows, &m->lp, error));
	m->saved_lo = HW_NEW(arena, double, m->n + rows);
	m->saved_hi = HW_NEW(arena, double, m->n + rows);
	if (!m->saved_lo || !m->saved_hi)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a model");
	for (size_t k = 0; k < m->n; k++)
		exchange_lp_column(m->lp, k, 0, (double)column_at(m, k)->limit);
	add_counting_rows(m, row);
	add_share_rows(m, row);
	add_need_rows(m);
	m->first_tangent = m->lp->m;
	add_first_tangents(m, row);
	exchange_model_reset(m, bounds->max_given);
	*result = m;
	return HW_OK;
}

void exchange_model_reset(exchange_model *m, int64_t max_given)
{
	uint64_t effort = m->plan->options.effort ? m->plan->options.effort : 100;

	m->bounds.max_given = max_given;
	m->given_most = max_given >= 0 ? max_given : INT64_MAX;
	m->taken_least = m->bounds.min_returned;
	m->taken_most = INT64_MAX;
	m->points_least = -1;
	m->budget = effort * 1000000;
	exchange_model_phase(m);
}

void exchange_model_phase(exchange_model *m)
{
	exchange_lp_row_bounds(m->lp, m->row_given, -HUGE_VAL,
			       m->given_most == INT64_MAX ? HUGE_VAL : (double)m->given_most);
	exchange_lp_row_bounds(m->lp, m->row_taken, (double)m->taken_least,
			       m->taken_most == INT64_MAX ? HUGE_VAL : (double)m->taken_most);
	exchange_lp_row_bounds(m->lp, m->row_goal,
			       m->points_least < 0 ? -HUGE_VAL : m->points_least - 1e-9 * fmax(1, m->points_least),
			       HUGE_VAL);
}

exchange_lp_status exchange_model_relax(exchange_model *m, double enough, double *bound)
{
	double goal = log(m->bounds.acceptance);
	double *row = m->lp->work_row; /* copied by exchange_lp_row before it is used again */

	for (int round = 0;; round++) {
		exchange_lp_status status = exchange_lp_solve(m->lp);
		double t[PARTIES];

		*bound = exchange_lp_bound(m->lp);
		m->lp->work += m->lp->m * m->n;
		if (status != EXCHANGE_LP_OPTIMAL || m->soft_count < 2 || *bound < enough)
			return status;
		for (size_t i = 0; i < m->soft_count; i++) {
			const double *gain = m->gain[m->soft[i]];
			double surplus = -m->plan->problem->parties[m->soft[i]].reservation.value;

			for (size_t k = 0; k < m->n; k++)
				surplus += gain[k] * m->lp->x[k];
			t[i] = surplus / softness_of(m, i);
		}
		if (joint(m, t, 0) >= goal - 1e-10 || round == ROUNDS_MOST)
			return status;
		if (m->lp->m == m->lp->m_most)
			exchange_lp_drop_slack(m->lp, m->first_tangent);
		if (!add_tangent(m, t, row))
			return status;
	}
}

/* ---- whole numbers ---- */
static void add_units(exchange_model *m, exchange_totals *t, size_t k, int64_t units)
{
	const exchange_column *c = column_at(m, k);

	t->given += c->give * units;
	t->taken += c->take * units;
	t->points += c->points * (double)units;
	for (size_t r = 0; r < m->plan->problem->rule_count; r++)
		t->selected[r] += c->selected[r] * units;
	for (size_t p = 0; p < m->plan->problem->party_count; p++)
		t->surplus[p] += m->gain[p][k] * (double)units;
	if (c->link != UINT32_MAX)
		m->link_used[c->link] += units;
}

static void sum_units(exchange_model *m, const int64_t *x, exchange_totals *t)
{
	*t = (exchange_totals){0};
	memset(m->link_used, 0, m->link_count * sizeof(*m->link_used));
	for (size_t p = 0; p < m->plan->problem->party_count; p++)
		t->surplus[p] = -m->plan->problem->parties[p].reservation.value;
	for (size_t k = 0; k < m->n; k++)
		if (x[k])
			add_units(m, t, k, x[k]);
}

/* Upper limits only: what adding people can break. */
static bool below_limits(const exchange_model *m, const exchange_totals *t)
{
	if (t->given > m->given_most || t->taken > m->taken_most)
		return false;
	for (size_t r = 0; r < m->plan->problem->rule_count; r++) {
		const exchange_rule *rule = exchange_rule_at(m->plan, &m->bounds, r);

		if (exchange_rule_on(&m->bounds, r) && rule->max >= 0 && t->selected[r] > rule->max)
			return false;
	}
	return true;
}

static bool above_limits(const exchange_model *m, const exchange_totals *t)
{
	if (t->taken < m->taken_least)
		return false;
	if (m->points_least >= 0 && t->points < m->points_least - 1e-9 * fmax(1, m->points_least))
		return false;
	for (size_t r = 0; r < m->plan->problem->rule_count; r++) {
		const exchange_rule *rule = exchange_rule_at(m->plan, &m->bounds, r);
		int64_t side = rule->side == EXCHANGE_RETURNED ? t->taken : t->given;

		if (!exchange_rule_on(&m->bounds, r))
			continue;
		if (t->selected[r] < rule->min || (double)t->selected[r] < rule->share_min * (double)side - 1e-9)
			return false;
	}
	return true;
}

static bool accepted(const exchange_model *m, const exchange_totals *t)
{
	return !m->bounds.accept || exchange_met(m->plan, m->parties, t->surplus, m->bounds.acceptance);
}

bool exchange_model_holds(exchange_model *m, const int64_t *x)
{
	exchange_totals t;

	sum_units(m, x, &t);
	for (size_t k = 0; k < m->n; k++) {
		const exchange_column *c = column_at(m, k);

		if (x[k] < 0 || x[k] > c->limit || (c->link != UINT32_MAX && m->link_used[c->link] > c->limit))
			return false;
	}
	return below_limits(m, &t) && above_limits(m, &t) && accepted(m, &t);
}

double exchange_model_value(const exchange_model *m, const int64_t *x)
{
	double value = 0;

	for (size_t k = 0; k < m->n; k++)
		if (x[k])
			value += m->cost[k] * (double)x[k];
	return value;
}

/* As many more units of k as the limits allow (and, for people of ours, the acceptance). */
static void add_most(exchange_model *m, exchange_totals *t, size_t k, int64_t most, bool accept)
{
	const exchange_column *c = column_at(m, k);
	int64_t low = 0, high = c->limit - m->x[k];

	if (high > most)
		high = most;
	if (c->link != UINT32_MAX && c->limit - m->link_used[c->link] < high)
		high = c->limit - m->link_used[c->link];
	while (low < high) {
		int64_t middle = high - (high - low) / 2; /* the upper middle; tried first: everything that fits */
		exchange_totals next = *t;

		add_units(m, &next, k, middle);
		if (c->link != UINT32_MAX)
			m->link_used[c->link] -= middle;
		if (below_limits(m, &next) && (!accept || accepted(m, &next)))
			low = middle;
		else
			high = middle - 1;
	}
	if (low > 0) {
		add_units(m, t, k, low);
		m->x[k] += low;
	}
	m->lp->work += 64;
}

bool exchange_model_round(exchange_model *m)
{
	exchange_totals t;

	for (size_t k = 0; k < m->n; k++)
		m->x[k] = (int64_t)floor(fmin(fmax(m->lp->x[k], 0), (double)column_at(m, k)->limit) + 1e-6);
	sum_units(m, m->x, &t);
	m->lp->work += m->n * 8;
	for (size_t k = 0; k < m->n; k++) /* given people whom the relaxation cut into parts */
		if (column_at(m, k)->take == 0 && m->lp->x[k] - (double)m->x[k] > 1e-6)
			add_most(m, &t, k, 1, false);
	for (size_t i = 0; i < m->n; i++) /* then the most welcome, as far as the number allows */
		if (column_at(m, m->cheap[i])->take == 0 && m->cost[m->cheap[i]] >= 0 && welcome(m, m->cheap[i]) > 0)
			add_most(m, &t, m->cheap[i], INT64_MAX, false);
	for (size_t k = 0; k < m->n; k++)
		if (column_at(m, k)->take > 0 && m->lp->x[k] - (double)m->x[k] > 1e-6)
			add_most(m, &t, k, 1, true);
	for (size_t i = 0; i < m->n; i++)
		if (column_at(m, m->cheap[i])->take > 0)
			add_most(m, &t, m->cheap[i], INT64_MAX, true);
	return exchange_model_holds(m, m->x);
}
