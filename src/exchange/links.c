/* links.c - columns that stand for the same people: their holder or a custody move, one credit or another.
 *
 * Only the first of each link is awake in the relaxation.  The others wake when their price says that they would gain, and
 * only then the limit of the link becomes a row: tens of thousands of people have a hundred such rows, not one each.  The
 * bound counts the best of a link whether it is awake or not. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { WOKEN_AT_ONCE = 64 };

/* Tangents have room of their own. */
static bool room_to_wake(const exchange_model *m)
{
	return m->link_rows < m->link_count && m->link_rows < EXCHANGE_LINKS_MOST;
}

static bool wake_link(exchange_model *m, uint32_t l, double *row)
{
	memset(row, 0, m->n * sizeof(*row));
	for (uint32_t i = m->link_start[l]; i < m->link_start[l + 1]; i++) {
		exchange_lp_wake(m->lp, m->link_member[i]);
		row[m->link_member[i]] = 1;
	}
	m->link_woken[l] = true;
	if (!exchange_lp_row(m->lp, row, -HUGE_VAL, m->link_limit[l]))
		return false;
	m->lp->rows[m->lp->m - 1].keep = true;
	m->link_rows++;
	return true;
}

/* Wakes the columns that would gain most, each with the limit of its link; false when none would gain.
 * A column that sleeps gains when its price beats those of the others of its link (Dantzig & Van Slyke 1967);
 * where nothing fits (sign is not 0), when it would bring the broken row nearer. */
bool exchange_model_wake(exchange_model *m, double *row, double sign)
{
	bool any = false;
	uint32_t chosen[WOKEN_AT_ONCE];
	double gains[WOKEN_AT_ONCE];
	const double *price;
	size_t count = 0;

	if (!room_to_wake(m))
		return false;
	price = sign != 0 ? m->lp->work_row : exchange_lp_prices(m->lp);
	for (uint32_t l = 0; l < m->link_count; l++) {
		double awake = 0, asleep = 0, by;
		size_t place;

		if (m->link_woken[l])
			continue;
		for (uint32_t i = m->link_start[l]; i < m->link_start[l + 1]; i++) {
			uint32_t k = m->link_member[i];

			if (m->lp->asleep[k])
				asleep = fmax(asleep, sign != 0 ? sign * price[k] : price[k]);
			else if (sign == 0)
				awake = fmax(awake, price[k]);
		}
		by = (asleep - awake) * m->link_limit[l];
		if (by <= 1e-7)
			continue;
		for (place = count; place > 0 && gains[place - 1] < by; place--)
			if (place < WOKEN_AT_ONCE) {
				gains[place] = gains[place - 1];
				chosen[place] = chosen[place - 1];
			}
		if (place == WOKEN_AT_ONCE)
			continue;
		gains[place] = by;
		chosen[place] = l;
		count += count < WOKEN_AT_ONCE;
	}
	m->lp->work += m->n;
	for (size_t c = 0; c < count && room_to_wake(m); c++) {
		if (!wake_link(m, chosen[c], row))
			break;
		any = true;
	}
	return any;
}

bool exchange_model_wake_any(exchange_model *m)
{
	double *row = m->lp->work_row;
	bool any = false;

	for (uint32_t l = 0; l < m->link_count && room_to_wake(m); l++) {
		bool asleep = false;

		for (uint32_t i = m->link_start[l]; i < m->link_start[l + 1]; i++)
			asleep = asleep || m->lp->asleep[m->link_member[i]];
		if (!asleep)
			continue;
		if (!wake_link(m, l, row))
			return any;
		any = true;
	}
	return any;
}

hw_status exchange_model_rest(exchange_model *m, hw_arena *arena, hw_error *error)
{
	exchange_lp *lp = m->lp;

	if (!m->link_count)
		return HW_OK;
	lp->set_low = HW_NEW(arena, double, m->link_count);
	lp->set_most = HW_NEW(arena, double, m->link_count);
	lp->set_sum = HW_NEW(arena, double, m->link_count);
	if (!lp->set_low || !lp->set_most || !lp->set_sum)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a model");
	lp->set = m->link_of;
	lp->set_limit = m->link_limit;
	lp->set_count = m->link_count;
	for (uint32_t l = 0; l < m->link_count; l++)
		for (uint32_t i = m->link_start[l] + 1; i < m->link_start[l + 1]; i++)
			if (m->least[m->link_member[i]] == 0)
				exchange_lp_rest(lp, m->link_member[i]);
	return HW_OK;
}
