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
static const double cells_most = 1e8; /* places of all rows together */

exchange_bounds exchange_bounds_of(const exchange_plan *plan, double acceptance, int64_t max_given)
{
	exchange_bounds b = {.accept = true,
			     .acceptance = acceptance,
			     .max_given = max_given,
			     .moved = SIZE_MAX,
			     .min_returned = 1,
			     .min_points = -1,
			     .forced = SIZE_MAX,
			     .forced_most = INT64_MAX};

	for (size_t r = 0; r < plan->problem->rule_count; r++)
		b.rules |= (uint64_t)1 << r;
	return b;
}

static bool may_use(const exchange_model *m, const exchange_column *c)
{
	return (c->holders & ~m->parties) == 0 && (c->credit < 0 || (m->parties >> c->credit & 1)) && c->limit > 0;
}

/* What a unit adds to all surpluses together, each in its own softness. */
double exchange_model_welcome(const exchange_model *m, size_t k)
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
	const double *welcomes = context;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	if (welcomes[i] != welcomes[j])
		return welcomes[i] > welcomes[j] ? -1 : 1;
	return i < j ? -1 : i > j;
}

static hw_status sort_cheap(exchange_model *m, hw_arena *arena, hw_error *error)
{
	double *welcomes = HW_NEW(arena, double, m->n + 1);

	if (!welcomes)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu classes", m->n);
	for (size_t k = 0; k < m->n; k++)
		welcomes[k] = exchange_model_welcome(m, k);
	qsort_r(m->cheap, m->n, sizeof(*m->cheap), compare_cheap, welcomes);
	return HW_OK;
}

/* Is this the first column of its link that may be used? */
static bool first_of_link(const exchange_model *m, size_t j)
{
	const exchange_column *columns = m->plan->columns;

	while (j > 0 && columns[j - 1].link == columns[j].link)
		if (may_use(m, &columns[--j]))
			return false;
	return true;
}

static void add_column(exchange_model *m, size_t j, bool *forced_found)
{
	const exchange_column *c = &m->plan->columns[j];

	for (size_t p = 0; p < m->plan->problem->party_count; p++)
		m->gain[p][m->n] = c->interest[p] - c->reluctance[p];
	m->link_of[m->n] = c->link;
	m->least[m->n] = 0;
	m->most[m->n] = c->limit;
	if (j == m->bounds.forced) {
		m->least[m->n] = m->bounds.forced_least;
		m->most[m->n] = m->bounds.forced_most < c->limit ? m->bounds.forced_most : c->limit;
		*forced_found = true;
	}
	m->cheap[m->n] = (uint32_t)m->n;
	m->column[m->n++] = (uint32_t)j;
}

static void list_links(exchange_model *m)
{
	uint32_t *start = m->link_start;

	for (size_t k = 0; k < m->n; k++)
		if (m->link_of[k] != UINT32_MAX) {
			start[m->link_of[k] + 2]++;
			m->link_limit[m->link_of[k]] = (double)m->plan->columns[m->column[k]].limit;
		}
	for (size_t l = 2; l < m->plan->link_count + 2; l++)
		start[l] += start[l - 1];
	for (size_t k = 0; k < m->n; k++)
		if (m->link_of[k] != UINT32_MAX)
			m->link_member[start[m->link_of[k] + 1]++] = (uint32_t)k;
}

static hw_status choose_columns(exchange_model *m, hw_arena *arena, hw_error *error)
{
	const exchange_plan *plan = m->plan;
	size_t parties = plan->problem->party_count, most = plan->column_count + 1;
	bool ok = true, found = false;

	m->column = HW_NEW(arena, uint32_t, most);
	m->cheap = HW_NEW(arena, uint32_t, most);
	m->x = HW_NEW(arena, int64_t, most);
	m->best = HW_NEW(arena, int64_t, most);
	m->stack = HW_NEW(arena, exchange_branch, EXCHANGE_DEPTH_MOST);
	m->cost = HW_NEW(arena, double, most);
	m->link_used = HW_NEW(arena, int64_t, plan->link_count + 1);
	m->link_start = HW_NEW(arena, uint32_t, plan->link_count + 3);
	m->link_member = HW_NEW(arena, uint32_t, most);
	m->link_of = HW_NEW(arena, uint32_t, most);
	m->link_limit = HW_NEW(arena, double, plan->link_count + 1);
	m->link_woken = HW_NEW(arena, bool, plan->link_count + 1);
	m->arc_used = HW_NEW(arena, int64_t, EXCHANGE_ARCS_MOST);
	m->least = HW_NEW(arena, int64_t, most);
	m->most = HW_NEW(arena, int64_t, most);
	for (size_t p = 0; p < parties; p++) {
		m->gain[p] = HW_NEW(arena, double, most);
		ok = ok && m->gain[p];
	}
	if (!ok || !m->column || !m->cheap || !m->x || !m->best || !m->stack || !m->cost || !m->link_used ||
	    !m->link_start || !m->link_member || !m->link_of || !m->link_limit || !m->link_woken || !m->arc_used ||
	    !m->least || !m->most)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu classes", most - 1);
	/* The first column of every link, then the others, so that those who sleep stand at the end. */
	for (int others = 0; others < 2; others++)
		for (size_t j = 0; j < plan->column_count; j++) {
			const exchange_column *c = &plan->columns[j];

			if (!may_use(m, c) || (others && c->link == UINT32_MAX))
				continue;
			if (c->link != UINT32_MAX && first_of_link(m, j) == (others == 1))
				continue;
			add_column(m, j, &found);
		}
	list_links(m);
	m->link_count = plan->link_count;
	/* The wanted one is held by somebody else, or there are not so many. */
	if (m->bounds.forced != SIZE_MAX && m->bounds.forced_least > 0)
		m->impossible = !found || m->bounds.forced_least > plan->columns[m->bounds.forced].limit;
	return sort_cheap(m, arena, error);
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
	m->row_arc = lp->m;
	for (size_t a = 0; plan->options.arcs && a < plan->problem->arc_count; a++) {
		for (size_t k = 0; k < m->n; k++)
			row[k] = column_at(m, k)->arc == (int)a ? (double)column_at(m, k)->take : 0;
		(void)exchange_lp_row(lp, row, -HUGE_VAL, (double)plan->problem->arcs[a].cap);
	}
	m->row_group = lp->m;
	for (size_t g = 0; m->bounds.least_of_group && g < plan->group_count; g++) {
		for (size_t k = 0; k < m->n; k++)
			row[k] = column_at(m, k)->of_group[g];
		(void)exchange_lp_row(lp, row, (double)m->bounds.least_of_group[g], HUGE_VAL);
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
	m->gap = plan->options.gap;
	HW_TRY(choose_columns(m, arena, error));
	rows = 3 + 2 * PARTIES + 2 * plan->problem->rule_count + TANGENTS +
	       (m->link_count < EXCHANGE_LINKS_MOST ? m->link_count : EXCHANGE_LINKS_MOST);
	rows += plan->options.arcs ? plan->problem->arc_count : 0;
	rows += bounds->least_of_group ? plan->group_count : 0;
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
		exchange_lp_column(m->lp, k, (double)m->least[k], (double)m->most[k]);
	HW_TRY(exchange_model_rest(m, arena, error));
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
	m->points_least = m->bounds.min_points;
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

		if (status == EXCHANGE_LP_UNRESOLVED && m->lp->stuck != 0 && round < ROUNDS_MOST &&
		    exchange_model_wake(m, row, m->lp->stuck > 0 ? -1 : 1))
			continue;
		*bound = exchange_lp_bound(m->lp);
		m->lp->work += m->lp->m * m->n;
		if (status != EXCHANGE_LP_OPTIMAL || *bound < enough)
			return status;
		if (round < ROUNDS_MOST && exchange_model_wake(m, row, 0))
			continue;
		if (m->soft_count < 2)
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
		if (m->lp->m - m->first_tangent - m->link_rows >= TANGENTS)
			exchange_lp_drop_slack(m->lp, m->first_tangent);
		if (m->lp->m - m->first_tangent - m->link_rows >= TANGENTS || !add_tangent(m, t, row))
			return status;
	}
}
