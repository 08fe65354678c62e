/* share.c - how a package falls on our groups. */
#include "exchange/exchange_int.h"

static exchange_share *share_of(exchange_share *items, size_t *count, const exchange_problem *p, hw_text group)
{
	exchange_share *fresh = &items[*count];

	for (size_t g = 0; g < *count; g++)
		if (hw_text_equal(items[g].group, group))
			return &items[g];
	*fresh = (exchange_share){.group = group};
	for (size_t i = 0; i < p->group_count; i++)
		if (hw_text_equal(p->groups[i].name, group))
			fresh->home = p->groups[i].home;
	++*count;
	return fresh;
}

hw_status exchange_shares(const exchange_plan *plan, hw_arena *arena, const int64_t *take, exchange_share **items,
			  size_t *count, hw_error *error)
{
	const exchange_problem *p = plan->problem;
	exchange_share *shares = HW_NEW(arena, exchange_share, p->ours_count + 1);
	size_t made = 0;

	if (!shares)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the shares of the groups");
	for (size_t i = 0; i < p->ours_count; i++) {
		exchange_share *s;

		if (!p->ours[i].group.length || plan->why[EXCHANGE_RETURNED][i] != EXCHANGE_AVAILABLE)
			continue;
		s = share_of(shares, &made, p, p->ours[i].group);
		s->available += p->ours[i].count;
		s->returned += take[i];
	}
	for (size_t g = 0; g < made; g++) {
		double all = (double)(shares[g].home + shares[g].available);

		shares[g].share = all > 0 ? (double)(shares[g].home + shares[g].returned) / all : 0;
	}
	*items = shares;
	*count = made;
	return HW_OK;
}
