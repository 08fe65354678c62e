/* round.c - totals of whole numbers of units, the exact check of a package, and rounding of the relaxation. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

void exchange_model_add(exchange_model *m, exchange_totals *t, size_t k, int64_t units)
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
	if (c->arc >= 0)
		m->arc_used[c->arc] += c->take * units;
}

/* Counted again from the start. */
static void forget_links(exchange_model *m)
{
	memset(m->link_used, 0, m->link_count * sizeof(*m->link_used));
	memset(m->arc_used, 0, EXCHANGE_ARCS_MOST * sizeof(*m->arc_used));
}

static bool below_links(const exchange_model *m, const exchange_column *c)
{
	return (c->link == UINT32_MAX || m->link_used[c->link] <= c->limit) &&
	       (c->arc < 0 || m->arc_used[c->arc] <= m->plan->problem->arcs[c->arc].cap);
}

void exchange_model_sum(exchange_model *m, const int64_t *x, exchange_totals *t)
{
	*t = (exchange_totals){0};
	forget_links(m);
	for (size_t p = 0; p < m->plan->problem->party_count; p++)
		t->surplus[p] = -m->plan->problem->parties[p].reservation.value;
	for (size_t k = 0; k < m->n; k++)
		if (x[k])
			exchange_model_add(m, t, k, x[k]);
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

static bool groups_served(const exchange_model *m, const int64_t *x)
{
	for (size_t g = 0; m->bounds.least_of_group && g < m->plan->group_count; g++) {
		int64_t people = 0;

		for (size_t k = 0; k < m->n; k++)
			people += column_at(m, k)->of_group[g] * x[k];
		if (people < m->bounds.least_of_group[g])
			return false;
	}
	return true;
}

bool exchange_model_holds(exchange_model *m, const int64_t *x)
{
	exchange_totals t;

	exchange_model_sum(m, x, &t);
	for (size_t k = 0; k < m->n; k++) {
		const exchange_column *c = column_at(m, k);

		if (x[k] < m->least[k] || x[k] > m->most[k] || !below_links(m, c))
			return false;
	}
	return groups_served(m, x) && below_limits(m, &t) && above_limits(m, &t) && accepted(m, &t);
}

double exchange_model_value(const exchange_model *m, const int64_t *x)
{
	double value = 0;

	for (size_t k = 0; k < m->n; k++)
		if (x[k])
			value += m->cost[k] * (double)x[k];
	return value;
}

static bool fits(exchange_model *m, const exchange_totals *t, size_t k, int64_t units, bool accept)
{
	exchange_totals next = *t;
	const exchange_column *c = column_at(m, k);
	bool ok;

	exchange_model_add(m, &next, k, units);
	ok = below_limits(m, &next) && below_links(m, c) && (!accept || accepted(m, &next));
	if (c->link != UINT32_MAX)
		m->link_used[c->link] -= units;
	if (c->arc >= 0)
		m->arc_used[c->arc] -= c->take * units;
	return ok;
}

/* As many more units of k as the limits allow (and, for people of ours, the acceptance). */
static void add_most(exchange_model *m, exchange_totals *t, size_t k, int64_t most, bool accept)
{
	int64_t low = 0, high = m->most[k] - m->x[k];

	if (high > most)
		high = most;
	m->lp->work += 64;
	if (high <= 0 || !fits(m, t, k, 1, accept))
		return;
	if (fits(m, t, k, high, accept)) {
		low = high;
	} else {
		low = 1;
		for (high--; low < high;) {
			int64_t middle = high - (high - low) / 2; /* the upper middle */

			if (fits(m, t, k, middle, accept))
				low = middle;
			else
				high = middle - 1;
		}
	}
	exchange_model_add(m, t, k, low);
	m->x[k] += low;
}

/* Room left under every limit that adding a single person of ours would need: false = do not even try. */
static bool room_for_one(const exchange_model *m, const exchange_totals *t)
{
	return t->taken < m->taken_most;
}

bool exchange_model_keeps(exchange_model *m, const exchange_totals *t, size_t k, bool accept, bool lower)
{
	return below_limits(m, t) && below_links(m, column_at(m, k)) && (!lower || above_limits(m, t)) &&
	       (!accept || accepted(m, t));
}

bool exchange_model_round(exchange_model *m)
{
	exchange_totals t;

	for (size_t k = 0; k < m->n; k++)
		m->x[k] = (int64_t)floor(fmin(fmax(m->lp->x[k], (double)m->least[k]), (double)m->most[k]) + 1e-6);
	exchange_model_sum(m, m->x, &t);
	m->lp->work += m->n * 8;
	for (size_t k = 0; k < m->n; k++) /* given people whom the relaxation cut into parts */
		if (column_at(m, k)->take == 0 && m->lp->x[k] - (double)m->x[k] > 1e-6)
			add_most(m, &t, k, 1, false);
	for (size_t i = 0; i < m->n && t.given < m->given_most; i++) /* then the most welcome */
		if (column_at(m, m->cheap[i])->take == 0 && m->cost[m->cheap[i]] >= 0 &&
		    exchange_model_welcome(m, m->cheap[i]) > 0)
			add_most(m, &t, m->cheap[i], INT64_MAX, false);
	for (size_t k = 0; k < m->n; k++)
		if (column_at(m, k)->take > 0 && m->lp->x[k] - (double)m->x[k] > 1e-6)
			add_most(m, &t, k, 1, true);
	for (size_t i = 0; i < m->n && room_for_one(m, &t); i++)
		if (column_at(m, m->cheap[i])->take > 0)
			add_most(m, &t, m->cheap[i], INT64_MAX, true);
	return exchange_model_holds(m, m->x);
}
