/* search.c - branch and bound over whole numbers of units.
 *
 * Branching is on counts of people first (each party's returned, all returned, each rule's), then on
 * single columns: near-equal classes replace one another, so a column alone moves the bound little.
 * Depth first, the nearer side first; what was left open when the work ran out gives the bound. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ASK_EVERY = 64 };
static const double whole_within = 1e-6;

typedef exchange_branch branch;

typedef struct run {
	exchange_model *m;
	branch *stack;
	size_t depth;
	double best;   /* only values above this count */
	double target; /* the least such value */
	double passed; /* greatest bound of a part that was left because of the gap */
	uint64_t nodes, work_before;
} run;

/* The least value above `best`, and when a bound says that it is out of reach. */
static void set_best(run *r, double best)
{
	double grain = r->m->grain;

	r->best = best;
	if (!isfinite(best))
		r->target = best;
	else if (grain > 0)
		r->target = (floor(best / grain + 1e-6) + 1) * grain - 1e-10 * fmax(1, fabs(best));
	else
		r->target = best + r->m->least_gain * fmax(1, fabs(best));
	if (isfinite(best) && r->m->gap > 0)
		r->target = fmax(r->target, best + r->m->gap * fmax(1, fabs(best)));
}

/* Nothing with this bound need be looked at. */
static bool beyond_reach(run *r, double bound)
{
	if (!(bound < r->target))
		return false;
	r->passed = fmax(r->passed, bound);
	return true;
}

static double fraction(double value)
{
	return fabs(value - nearbyint(value));
}

/* Where to cut: a counted row or a column whose value is not whole; false when all are whole. */
static bool choose(const run *r, uint32_t *variable, double *value)
{
	const exchange_model *m = r->m;
	const exchange_lp *lp = m->lp;
	double most = whole_within;
	bool any = false;

	for (size_t i = 0; i < m->whole_rows; i++) {
		double v = lp->x[lp->n + i] * lp->scale[i];

		if (fraction(v) > whole_within * fmax(1, fabs(v) * 1e-3) && (!any || fraction(v) > most)) {
			most = fraction(v);
			*variable = (uint32_t)(lp->n + i);
			*value = v;
			any = true;
		}
	}
	for (size_t k = 0; k < lp->n && !any; k++)
		if (fraction(lp->x[k]) > most) {
			most = fraction(lp->x[k]);
			*variable = (uint32_t)k;
			*value = lp->x[k];
		}
	return any || most > whole_within;
}

/* All whole, yet not a package (or not as good as the bound says): cut beside the point. */
static bool choose_any(const run *r, uint32_t *variable, double *value)
{
	const exchange_lp *lp = r->m->lp;

	for (size_t k = 0; k < lp->n; k++)
		if (lp->hi[k] - lp->lo[k] > 0.5) {
			double v = nearbyint(lp->x[k]);

			*variable = (uint32_t)k;
			*value = v + 0.5 < lp->hi[k] ? v + 0.5 : v - 0.5;
			return true;
		}
	return false;
}

static void enter(run *r, uint32_t variable, double value, double bound)
{
	exchange_lp *lp = r->m->lp;
	double scale = variable < lp->n ? 1 : lp->scale[variable - lp->n], down = floor(value);
	branch *b = &r->stack[r->depth++];

	*b = (branch){
		.variable = variable, .lo = lp->lo[variable], .hi = lp->hi[variable], .bound = bound, .open = true};
	if (value - down <= 0.5) {
		b->other_lo = (down + 1) / scale;
		b->other_hi = b->hi;
		lp->hi[variable] = down / scale;
	} else {
		b->other_lo = b->lo;
		b->other_hi = down / scale;
		lp->lo[variable] = (down + 1) / scale;
	}
}

/* To the next side that may still hold something better; false when there is none. */
static bool next_side(run *r)
{
	exchange_lp *lp = r->m->lp;

	while (r->depth > 0) {
		branch *b = &r->stack[r->depth - 1];

		lp->lo[b->variable] = b->lo;
		lp->hi[b->variable] = b->hi;
		if (b->open && !beyond_reach(r, b->bound)) {
			b->open = false;
			lp->lo[b->variable] = b->other_lo;
			lp->hi[b->variable] = b->other_hi;
			return true;
		}
		r->depth--;
	}
	return false;
}

static void keep(run *r, const int64_t *x)
{
	exchange_model *m = r->m;
	double value = exchange_model_value(m, x);

	if (value < r->target && !(m->gap > 0 && value > r->best + 1e-9 * fmax(1, fabs(value))))
		return;
	if (x != m->best)
		memcpy(m->best, x, m->n * sizeof(*x));
	m->has_best = true;
	set_best(r, value);
}

/* Looks at the present node: bounds it, keeps a package if one is seen.  True: it must be divided. */
static bool look(run *r, double *bound, uint32_t *variable, double *value)
{
	exchange_model *m = r->m;
	double parent = r->depth ? r->stack[r->depth - 1].bound : HUGE_VAL;
	exchange_lp_status status = exchange_model_relax(m, r->target, bound);
	bool whole;

	*bound = fmin(*bound, parent);
	if (status == EXCHANGE_LP_INFEASIBLE || beyond_reach(r, *bound))
		return false;
	whole = !choose(r, variable, value);
	if (whole) {
		for (size_t k = 0; k < m->n; k++)
			m->x[k] = (int64_t)nearbyint(m->lp->x[k]);
		if (exchange_model_holds(m, m->x))
			keep(r, m->x);
	} else if (m->n <= 256 || r->nodes % 16 == 0) {
		if (exchange_model_round(m))
			keep(r, m->x);
		if (m->n > 256 && exchange_model_round_core(m))
			keep(r, m->x);
	}
	if (beyond_reach(r, *bound))
		return false;
	if (!whole || choose_any(r, variable, value))
		return true;
	/* Nothing awake is left to divide, but somebody who sleeps might still do better. */
	return exchange_model_wake_any(m) ? look(r, bound, variable, value) : false;
}

static bool spend(run *r)
{
	uint64_t used = r->m->lp->work - r->work_before;

	r->work_before = r->m->lp->work;
	if (used > r->m->budget)
		used = r->m->budget;
	r->m->budget -= used;
	return r->m->budget > 0;
}

static hw_status walk(run *r, bool any, const hw_progress *progress, double *open_bound, hw_error *error)
{
	double bound = HUGE_VAL, value = 0;
	uint32_t variable = 0;

	*open_bound = -HUGE_VAL;
	for (;;) {
		bool divide = look(r, &bound, &variable, &value);

		if (any && r->m->has_best)
			return HW_OK;
		if (++r->nodes % ASK_EVERY == 0)
			HW_TRY(hw_progress_step(progress, "search", 0, 0, error));
		if (divide && (!spend(r) || r->depth == EXCHANGE_DEPTH_MOST)) {
			*open_bound = bound;
			for (size_t d = 0; d < r->depth; d++)
				if (r->stack[d].open)
					*open_bound = fmax(*open_bound, r->stack[d].bound);
			return HW_OK;
		}
		if (divide)
			enter(r, variable, value, bound);
		else if (!next_side(r))
			return HW_OK;
	}
}

/* The bounds as they were before any branching; columns that were woken meanwhile stay awake. */
static void restore(exchange_model *m, size_t rows)
{
	exchange_lp *lp = m->lp;

	memcpy(lp->lo, lp->root_lo, m->n * sizeof(double));
	for (size_t k = 0; k < m->n; k++)
		lp->hi[k] = lp->asleep[k] ? 0 : lp->root_hi[k];
	memcpy(lp->lo + m->n, m->saved_lo, rows * sizeof(double));
	memcpy(lp->hi + m->n, m->saved_hi, rows * sizeof(double));
}

hw_status exchange_search(exchange_model *m, double beyond, bool any, const hw_progress *progress,
			  exchange_found *found, hw_error *error)
{
	run r = {.m = m, .work_before = m->lp->work, .passed = -HUGE_VAL};
	size_t rows = m->first_tangent; /* tangents are never branched on */
	double open = -HUGE_VAL;
	hw_status status;

	r.stack = m->stack;
	set_best(&r, beyond);
	if (m->has_best && !exchange_model_holds(m, m->best))
		m->has_best = false;
	if (m->has_best) {
		m->has_best = false;
		keep(&r, m->best);
	}
	*found = (exchange_found){.proven = true, .bound = beyond};
	if (m->impossible || (any && m->has_best)) {
		found->found = m->has_best;
		return HW_OK;
	}
	exchange_lp_cost(m->lp, m->cost);
	HW_TRY(exchange_lp_start(m->lp, error));
	memcpy(m->saved_lo, m->lp->lo + m->n, rows * sizeof(double));
	memcpy(m->saved_hi, m->lp->hi + m->n, rows * sizeof(double));
	status = walk(&r, any, progress, &open, error);
	if (status == HW_OK && m->plan->options.backend && (m->plan->options.backend_always || open >= r.target)) {
		bool better = false;

		restore(m, rows);
		status = exchange_backend_ask(m, &better, error);
		if (status == HW_OK && better)
			keep(&r, m->x);
	}
	restore(m, rows);
	if (status != HW_OK)
		return status;
	(void)spend(&r);
	found->found = m->has_best;
	found->proven = open == -HUGE_VAL || open < r.target;
	found->value = m->has_best ? r.best : 0;
	found->bound = !found->proven ? open : m->gap > 0 && found->found ? fmax(r.best, r.passed) : r.best;
	if (found->proven && found->found && m->gap > 0)
		found->bound = fmin(found->bound, r.best + m->gap * fmax(1, fabs(r.best)));
	return HW_OK;
}

/* ---- the objectives one after another ---- */
typedef enum phase { PEOPLE_MOST, POINTS_MOST, GIVEN_LEAST, SUREST } phase;

static void set_cost(exchange_model *m, phase p)
{
	double weights[PARTIES] = {0};
	const exchange_problem *problem = m->plan->problem;

	for (size_t q = 0; q < problem->party_count; q++)
		if (m->parties >> q & 1)
			weights[q] =
				problem->parties[q].softness.value > 0 ? 1 / problem->parties[q].softness.value : 0;
	for (size_t k = 0; k < m->n; k++) {
		const exchange_column *c = &m->plan->columns[m->column[k]];

		switch (p) {
		case PEOPLE_MOST:
			m->cost[k] = (double)c->take;
			break;
		case POINTS_MOST:
			m->cost[k] = c->points;
			break;
		case GIVEN_LEAST:
			m->cost[k] = -(double)c->give;
			break;
		case SUREST:
			m->cost[k] = 0;
			for (size_t q = 0; q < problem->party_count; q++)
				m->cost[k] += weights[q] * m->gain[q][k];
			break;
		}
	}
}

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* The step of the objective's values: their greatest common divisor on a decimal grid. */
static double grain_of(const exchange_model *m)
{
	int64_t scale = exchange_grid(m->cost, m->n, 1000000), divisor = 0;

	if (!scale)
		return 0;
	for (size_t k = 0; k < m->n; k++)
		divisor = common_divisor(divisor, llabs(llrint(m->cost[k] * (double)scale)));
	return divisor ? (double)divisor / (double)scale : 1;
}

/* Are points the same multiple of people in every column?  Then there is nothing to decide by them. */
static bool points_follow_people(const exchange_model *m)
{
	double each = -1;

	for (size_t k = 0; k < m->n; k++) {
		const exchange_column *c = &m->plan->columns[m->column[k]];

		if (c->take == 0)
			continue;
		if (each < 0)
			each = c->points / (double)c->take;
		if (c->points != each * (double)c->take)
			return false;
	}
	return each > 0 || m->plan->options.objective == EXCHANGE_PEOPLE;
}

/* Values of at least `at_least` count. */
static hw_status maximise(exchange_model *m, phase p, double at_least, const hw_progress *progress,
			  exchange_found *found, hw_error *error)
{
	set_cost(m, p);
	m->grain = p == SUREST ? 0 : grain_of(m);
	m->least_gain = p == SUREST ? 1e-5 : 1e-7; /* well above the slack of the rows */
	exchange_model_phase(m);
	at_least -= m->grain > 0 ? m->grain / 2 : 1e-6 * fmax(1, fabs(at_least));
	return exchange_search(m, at_least, false, progress, found, error);
}

/* Holds what a phase reached for the phases after it. */
static void hold(exchange_model *m, phase p, double value)
{
	if (p == PEOPLE_MOST)
		m->taken_least = m->taken_most = (int64_t)nearbyint(value);
	else if (p == POINTS_MOST)
		m->points_least = value;
	else
		m->given_most = (int64_t)nearbyint(-value);
}

/* ---- among equals the surest ---- */
static double log_joint(const exchange_model *m, const double *surplus)
{
	double total = 0;

	for (size_t p = 0; p < m->plan->problem->party_count; p++)
		if (m->parties >> p & 1)
			total += exchange_log_met(surplus[p], m->plan->problem->parties[p].softness.value);
	return total;
}

/* People of i may stand for people of j in every row and objective; only the surpluses differ. */
static bool replaceable(const exchange_model *m, size_t i, size_t j)
{
	const exchange_column *a = &m->plan->columns[m->column[i]], *b = &m->plan->columns[m->column[j]];

	if (a->give != b->give || a->take != b->take || a->points != b->points || a->link != UINT32_MAX ||
	    b->link != UINT32_MAX || (m->bounds.least_of_group && a->take))
		return false;
	for (size_t r = 0; r < m->plan->problem->rule_count; r++)
		if (exchange_rule_on(&m->bounds, r) && a->selected[r] != b->selected[r])
			return false;
	return true;
}

static double moved(const exchange_model *m, const double *surplus, size_t from, size_t to, int64_t units,
		    double result[PARTIES])
{
	for (size_t p = 0; p < m->plan->problem->party_count; p++)
		result[p] = surplus[p] + (m->gain[p][to] - m->gain[p][from]) * (double)units;
	return log_joint(m, result);
}

/* Moves people from one column to another as long as the joint probability gains, in doubling steps. */
static void move_people(exchange_model *m, double *surplus, double *best, size_t from, size_t to)
{
	for (int64_t step = 1;;) {
		int64_t room = m->most[to] - m->best[to];
		double next[PARTIES] = {0}, log_next = -HUGE_VAL;

		m->lp->work += 32;
		if (step <= m->best[from] - m->least[from] && step <= room)
			log_next = moved(m, surplus, from, to, step, next);
		if (log_next > *best + 1e-12) {
			m->best[from] -= step;
			m->best[to] += step;
			memcpy(surplus, next, sizeof(next));
			*best = log_next;
			step *= 2;
		} else if (step > 1) {
			step = 1;
		} else {
			return;
		}
	}
}

/* Several soft parties: the joint probability is concave, and people are exchanged pair by pair until none gains. */
static void exchange_pairs(exchange_model *m)
{
	double surplus[PARTIES] = {0}, best;
	bool any = true;

	for (size_t p = 0; p < m->plan->problem->party_count; p++) {
		surplus[p] = -m->plan->problem->parties[p].reservation.value;
		for (size_t k = 0; k < m->n; k++)
			surplus[p] += m->gain[p][k] * (double)m->best[k];
	}
	best = log_joint(m, surplus);
	for (int pass = 0; pass < 20 && any && m->n <= 256; pass++) {
		double before = best;

		for (size_t i = 0; i < m->n; i++)
			for (size_t j = 0; j < m->n && m->best[i] > 0; j++)
				if (i != j && replaceable(m, i, j))
					move_people(m, surplus, &best, i, j);
		any = best > before + 1e-12;
	}
}

/* One party: the surplus itself is the objective. */
static hw_status surest(exchange_model *m, const hw_progress *progress, hw_error *error)
{
	uint64_t budget = m->budget;
	exchange_found found;

	if (!m->bounds.accept)
		return HW_OK;
	if (m->soft_count > 1) {
		exchange_pairs(m);
		return HW_OK;
	}
	m->budget = budget < 2000000 ? budget : 2000000;
	HW_TRY(maximise(m, SUREST, -HUGE_VAL, progress, &found, error));
	m->budget = budget;
	return HW_OK;
}

void exchange_model_answer(const exchange_model *m, exchange_answer *answer)
{
	double surplus[PARTIES];

	memset(answer->units, 0, m->plan->column_count * sizeof(*answer->units));
	for (size_t k = 0; k < m->n; k++)
		answer->units[m->column[k]] = m->best[k];
	answer->found = true;
	exchange_sum_up(m->plan, m->parties, answer, surplus);
}

hw_status exchange_model_prices(exchange_model *m, exchange_found *found, hw_error *error)
{
	set_cost(m, m->plan->options.objective == EXCHANGE_POINTS ? POINTS_MOST : PEOPLE_MOST);
	exchange_lp_cost(m->lp, m->cost);
	HW_TRY(exchange_lp_start(m->lp, error));
	(void)exchange_model_relax(m, -HUGE_VAL, &found->bound);
	return HW_OK;
}

hw_status exchange_model_any(exchange_model *m, const hw_progress *progress, exchange_found *found, hw_error *error)
{
	/* Towards the surest corner: if no package is accepted there, the tangents soon say so. */
	set_cost(m, SUREST);
	m->grain = 0;
	m->least_gain = 1e-5;
	return exchange_search(m, -HUGE_VAL, true, progress, found, error);
}

hw_status exchange_model_solve(exchange_model *m, double at_least, const hw_progress *progress, exchange_answer *answer,
			       hw_error *error)
{
	bool points_first = m->plan->options.objective == EXCHANGE_POINTS, follow = points_follow_people(m);
	phase order[3] = {points_first ? POINTS_MOST : PEOPLE_MOST, points_first ? PEOPLE_MOST : POINTS_MOST,
			  GIVEN_LEAST};
	exchange_found found;

	HW_TRY(maximise(m, order[0], at_least, progress, &found, error));
	answer->found = found.found;
	answer->proven = answer->ties_proven = found.proven;
	answer->bound = found.found || !found.proven ? found.bound : 0;
	if (!found.found)
		return HW_OK;
	if (m->plan->options.first_only) {
		exchange_model_answer(m, answer);
		answer->bound = found.bound;
		return HW_OK;
	}
	hold(m, order[0], found.value);
	m->gap = 0;
	m->budget /= 4; /* ties are worth less of the user's patience */
	for (size_t i = 1; i < 3; i++) {
		if (i == 1 && follow)
			continue;
		/* The package so far meets the bounds that were just set: it is the first candidate. */
		HW_TRY(maximise(m, order[i], -HUGE_VAL, progress, &found, error));
		if (!found.found)
			return hw_fail(error, HW_FAULT, "a package was lost between two objectives");
		answer->ties_proven = answer->ties_proven && found.proven;
		hold(m, order[i], found.value);
	}
	exchange_model_phase(m);
	HW_TRY(surest(m, progress, error));
	m->gap = m->plan->options.gap;
	exchange_model_answer(m, answer);
	return HW_OK;
}
