/* core.c - from the relaxation to a package when there are many columns.
 *
 * At the prices of the relaxation nearly every column is decided; only those of small reduced cost
 * (the core: Balas & Zemel 1980) are worth a thought.  The solution is rounded down, broken lower
 * limits are repaired and the rest filled from the core, then one is exchanged for another as long as
 * the objective gains. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { CORE_MOST = 320, PASSES = 6 };

typedef struct core {
	uint32_t column[CORE_MOST];
	double price[CORE_MOST];
	size_t count;
} core;

/* The columns of least |price| among those that are not fixed, greatest price first. */
static void find_core(exchange_model *m, core *c)
{
	const double *price = exchange_lp_prices(m->lp);

	c->count = 0;
	for (size_t k = 0; k < m->n; k++) {
		double size = fabs(price[k]);
		size_t place = c->count;

		if (m->least[k] == m->most[k] || (c->count == CORE_MOST && size >= fabs(c->price[CORE_MOST - 1])))
			continue;
		if (place == CORE_MOST)
			place--;
		for (; place > 0 && fabs(c->price[place - 1]) > size; place--) {
			c->price[place] = c->price[place - 1];
			c->column[place] = c->column[place - 1];
		}
		c->price[place] = price[k];
		c->column[place] = (uint32_t)k;
		c->count += c->count < CORE_MOST;
	}
	for (size_t i = 1; i < c->count; i++) { /* by falling price */
		double p = c->price[i];
		uint32_t k = c->column[i];
		size_t at = i;

		for (; at > 0 && c->price[at - 1] < p; at--) {
			c->price[at] = c->price[at - 1];
			c->column[at] = c->column[at - 1];
		}
		c->price[at] = p;
		c->column[at] = k;
	}
	m->lp->work += m->n + 8 * CORE_MOST;
}

/* One more (or less) of k if everything keeps; `lower`: lower limits too. */
static bool change(exchange_model *m, exchange_totals *t, size_t k, int64_t by, bool lower)
{
	exchange_totals before = *t;

	if (m->x[k] + by < m->least[k] || m->x[k] + by > m->most[k])
		return false;
	exchange_model_add(m, t, k, by);
	m->lp->work += 32;
	if (exchange_model_keeps(m, t, k, true, lower)) {
		m->x[k] += by;
		return true;
	}
	exchange_model_add(m, t, k, -by);
	*t = before;
	return false;
}

/* How far the lower limits are missed, in people and shares. */
static double missing(const exchange_model *m, const exchange_totals *t)
{
	double sum = fmax(0, (double)(m->taken_least - t->taken));

	for (size_t r = 0; r < m->plan->problem->rule_count; r++) {
		const exchange_rule *rule = exchange_rule_at(m->plan, &m->bounds, r);
		int64_t side = rule->side == EXCHANGE_RETURNED ? t->taken : t->given;

		if (!exchange_rule_on(&m->bounds, r))
			continue;
		sum += fmax(0, (double)(rule->min - t->selected[r]));
		sum += fmax(0, rule->share_min * (double)side - (double)t->selected[r]);
	}
	return sum;
}

/* Adds whoever brings the lower limits nearer, the dearest first. */
static void repair(exchange_model *m, const core *c, exchange_totals *t)
{
	double gap = missing(m, t);

	for (size_t i = 0; i < c->count && gap > 1e-9; i++) {
		exchange_totals next = *t;
		size_t k = c->column[i];

		if (m->x[k] >= m->most[k])
			continue;
		exchange_model_add(m, &next, k, 1);
		if (missing(m, &next) < gap - 1e-12 && exchange_model_keeps(m, &next, k, true, false)) {
			*t = next;
			m->x[k]++;
			gap = missing(m, t);
			i = (size_t)-1; /* from the start: one may serve several times */
			continue;
		}
		exchange_model_add(m, &next, k, -1);
	}
}

static void fill(exchange_model *m, const core *c, exchange_totals *t)
{
	for (size_t i = 0; i < c->count; i++) {
		size_t k = c->column[i];

		if (m->cost[k] < 0)
			continue;
		while (change(m, t, k, 1, true)) {
		}
	}
}

/* One out, another in, when that gains; or one given instead of another, when that leaves more room. */
static bool exchange_one(exchange_model *m, const core *c, exchange_totals *t, size_t out)
{
	size_t from = c->column[out];

	for (size_t in = 0; in < c->count; in++) {
		size_t to = c->column[in];
		exchange_totals before = *t;

		if (in == out || m->x[to] >= m->most[to] || m->cost[to] <= m->cost[from] + 1e-12)
			continue;
		exchange_model_add(m, t, from, -1);
		m->x[from]--;
		if (change(m, t, to, 1, true))
			return true;
		exchange_model_add(m, t, from, 1);
		m->x[from]++;
		*t = before;
	}
	return false;
}

bool exchange_model_round_core(exchange_model *m)
{
	exchange_totals t;
	core c;
	bool again = true;

	for (size_t k = 0; k < m->n; k++)
		m->x[k] = (int64_t)floor(fmin(fmax(m->lp->x[k], (double)m->least[k]), (double)m->most[k]) + 1e-6);
	find_core(m, &c);
	exchange_model_sum(m, m->x, &t);
	m->lp->work += m->n * 4;
	for (size_t i = 0; i < c.count; i++) /* given people are rounded up: they only help */
		if (m->cost[c.column[i]] >= 0 && m->plan->columns[m->column[c.column[i]]].take == 0 &&
		    m->lp->x[c.column[i]] - (double)m->x[c.column[i]] > 1e-6)
			(void)change(m, &t, c.column[i], 1, false);
	repair(m, &c, &t);
	fill(m, &c, &t);
	for (int pass = 0; pass < PASSES && again; pass++) {
		again = false;
		for (size_t i = 0; i < c.count; i++)
			if (m->x[c.column[i]] > m->least[c.column[i]] && exchange_one(m, &c, &t, i))
				again = true;
		fill(m, &c, &t);
	}
	return exchange_model_holds(m, m->x);
}
