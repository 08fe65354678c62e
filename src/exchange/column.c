/* column.c - alike people joined to columns, so that 10,000 people become a few dozen
 * variables.  Joining is exact: members of a column are equal in every row and objective. */
#include "exchange/exchange_int.h"

#include <stdlib.h>
#include <string.h>

/* What decides whether two units are alike, in a row of doubles (people counts are exact). */
typedef struct keyed {
	double *key;
	double delivery;
	uint32_t unit;
} keyed;
typedef struct keys {
	size_t width;
	keyed *items;
	size_t count;
} keys;

static int compare_keyed(const void *a, const void *b, void *context)
{
	const keyed *x = a, *y = b;
	const keys *k = context;

	for (size_t i = 0; i < k->width; i++)
		if (x->key[i] != y->key[i])
			return x->key[i] < y->key[i] ? -1 : 1;
	/* Inside a column those who are brought more surely go first, then the order of the list. */
	if (x->delivery != y->delivery)
		return x->delivery > y->delivery ? -1 : 1;
	return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static bool alike(const keys *k, size_t a, size_t b)
{
	for (size_t i = 0; i < k->width; i++)
		if (k->items[a].key[i] != k->items[b].key[i])
			return false;
	return true;
}

/* ---- units ---- */
typedef struct relative {
	hw_text family;
	exchange_part part;
} relative;

static int compare_relatives(const void *a, const void *b)
{
	const relative *x = a, *y = b;
	int order = hw_text_compare(x->family, y->family);

	if (order)
		return order;
	if (x->part.side != y->part.side)
		return x->part.side < y->part.side ? -1 : 1;
	return x->part.entry < y->part.entry ? -1 : x->part.entry > y->part.entry;
}

static hw_status make_units(exchange_plan *plan, hw_error *error)
{
	const exchange_problem *p = plan->problem;
	size_t most = p->ours_count + p->theirs_count;
	exchange_part *parts = HW_NEW(plan->arena, exchange_part, most + 1);
	relative *relatives = HW_NEW(plan->arena, relative, most + 1);
	size_t part_count = 0, relative_count = 0;

	plan->units = HW_NEW(plan->arena, exchange_unit, most + 1);
	if (!parts || !relatives || !plan->units)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu entries", most);
	for (int s = EXCHANGE_RETURNED; s <= EXCHANGE_GIVEN; s++) {
		exchange_side side = (exchange_side)s;

		for (size_t i = 0; i < exchange_count_of(p, side); i++) {
			const exchange_entry *e = exchange_entry_of(p, side, i);

			if (plan->why[side][i] != EXCHANGE_AVAILABLE || e->count == 0)
				continue;
			plan->people[side] += e->count;
			if (side == EXCHANGE_RETURNED)
				plan->returning |= 1u << e->holders[0];
			if (e->family.length) {
				relatives[relative_count++] = (relative){e->family, {side, (uint32_t)i, e->count}};
				continue;
			}
			parts[part_count] = (exchange_part){side, (uint32_t)i, 1};
			plan->units[plan->unit_count++] = (exchange_unit){&parts[part_count++], 1, e->count};
		}
	}
	plan->plain = relative_count == 0;
	qsort(relatives, relative_count, sizeof(*relatives), compare_relatives);
	for (size_t i = 0, next; i < relative_count; i = next) {
		size_t first = part_count;

		for (next = i; next < relative_count && hw_text_equal(relatives[next].family, relatives[i].family);
		     next++)
			parts[part_count++] = relatives[next].part;
		plan->units[plan->unit_count++] = (exchange_unit){&parts[first], part_count - first, 1};
	}
	return HW_OK;
}

/* ---- columns ---- */
bool exchange_arc_applies(const exchange_problem *problem, size_t a, const exchange_entry *e)
{
	const exchange_arc *arc = &problem->arcs[a];

	return e->holder_count == 1 && e->holders[0] == arc->from && !e->family.length && !e->refused &&
	       (!arc->class_name.length || hw_text_equal(arc->class_name, e->class_name) ||
		hw_text_equal(arc->class_name, e->group));
}

static void add_part(const exchange_plan *plan, const exchange_part *part, exchange_column *c, int32_t *selected,
		     int32_t *of_group, double *delivery)
{
	const exchange_problem *p = plan->problem;
	const exchange_entry *e = exchange_entry_of(p, part->side, part->entry);
	double people = (double)part->people;

	if (part->side == EXCHANGE_RETURNED) {
		uint32_t holder = e->holders[0];

		c->take += part->people;
		c->take_by[holder] += part->people;
		c->holders |= 1u << holder;
		c->points += e->points * people;
		c->reluctance[holder] += e->reluctance.value * people;
		*delivery += e->delivery * people;
		for (size_t g = 0; of_group && g < plan->group_count; g++)
			if (hw_text_equal(plan->group_names[g], e->group))
				of_group[g] += (int32_t)part->people;
		for (size_t a = 0; plan->options.arcs && a < p->arc_count; a++)
			if (exchange_arc_applies(p, a, e))
				c->arcs |= UINT64_C(1) << a;
	} else {
		c->give += part->people;
		for (size_t k = 0; k < p->party_count && e->interest; k++)
			c->interest[k] += e->interest[k].value * people;
	}
	for (size_t r = 0; r < p->rule_count; r++)
		if (exchange_rule_selects(p, &p->rules[r], part->side, e))
			selected[r] += (int32_t)part->people;
}

static void fill_key(const exchange_plan *plan, const exchange_column *c, const int32_t *selected, double *key)
{
	size_t parties = plan->problem->party_count, n = 0;

	key[n++] = (double)c->give;
	key[n++] = (double)c->take;
	key[n++] = c->points;
	for (size_t k = 0; k < parties; k++) {
		key[n++] = c->interest[k];
		key[n++] = c->reluctance[k];
		key[n++] = (double)c->take_by[k];
	}
	for (size_t r = 0; r < plan->problem->rule_count; r++)
		key[n++] = selected[r];
	for (size_t g = 0; g < plan->group_count; g++)
		key[n++] = c->of_group[g];
	key[n++] = (double)c->arcs;
}

static hw_status make_column(const exchange_plan *plan, const exchange_unit *unit, exchange_column *c, double *delivery,
			     hw_error *error)
{
	size_t rules = plan->problem->rule_count;
	int32_t *selected = HW_NEW(plan->arena, int32_t, rules + 1);
	int32_t *of_group = plan->group_count ? HW_NEW(plan->arena, int32_t, plan->group_count) : NULL;

	if (!selected || (plan->group_count && !of_group))
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	*c = (exchange_column){.credit = -1,
			       .arc = -1,
			       .link = UINT32_MAX,
			       .limit = unit->limit,
			       .selected = selected,
			       .of_group = of_group};
	*delivery = 0;
	for (size_t i = 0; i < unit->part_count; i++)
		add_part(plan, &unit->parts[i], c, selected, of_group, delivery);
	c->single = unit->part_count == 1 && unit->parts[0].people == 1;
	return HW_OK;
}

static int compare_columns(const void *a, const void *b)
{
	uint32_t x = ((const exchange_column *)a)->first_unit, y = ((const exchange_column *)b)->first_unit;

	return x < y ? -1 : x > y;
}

/* One column a group of alike units; the units are put in the order of their columns. */
static hw_status join(exchange_plan *plan, keys *k, exchange_column *by_unit, hw_error *error)
{
	exchange_unit *ordered = HW_NEW(plan->arena, exchange_unit, plan->unit_count + 1);
	exchange_column *columns = HW_NEW(plan->arena, exchange_column, plan->unit_count + 1);
	uint32_t *first = HW_NEW(plan->arena, uint32_t, plan->unit_count + 1); /* column -> first place in k */
	size_t count = 0, placed = 0;

	if (!ordered || !columns || !first)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	qsort_r(k->items, k->count, sizeof(*k->items), compare_keyed, k);
	for (size_t i = 0, next; i < k->count; i = next) {
		exchange_column c = by_unit[k->items[i].unit];
		uint32_t least = k->items[i].unit;

		c.limit = 0;
		for (next = i; next < k->count && alike(k, next, i); next++) {
			c.limit += plan->units[k->items[next].unit].limit;
			if (k->items[next].unit < least)
				least = k->items[next].unit;
		}
		first[least] = (uint32_t)i;
		c.first_unit = least; /* for the order; replaced below */
		c.unit_count = (uint32_t)(next - i);
		columns[count++] = c;
	}
	qsort(columns, count, sizeof(*columns), compare_columns);
	for (size_t j = 0; j < count; j++) {
		uint32_t from = first[columns[j].first_unit];

		columns[j].first_unit = (uint32_t)placed;
		for (uint32_t i = 0; i < columns[j].unit_count; i++)
			ordered[placed++] = plan->units[k->items[from + i].unit];
	}
	plan->units = ordered;
	plan->columns = columns;
	plan->column_count = count;
	return HW_OK;
}

/* One deal a party: a column for each party whom the given people may be credited to. */
static hw_status split_credit(exchange_plan *plan, hw_error *error)
{
	size_t parties = plan->problem->party_count, count = 0;
	exchange_column *split = HW_NEW(plan->arena, exchange_column, plan->column_count * parties + 1);

	if (!split)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	for (size_t j = 0; j < plan->column_count; j++) {
		exchange_column c = plan->columns[j];
		uint32_t wanted = 0;

		for (size_t p = 0; p < parties; p++)
			if (c.interest[p] > 0 && (plan->options.names >> p & 1))
				wanted |= 1u << p;
		if (c.give == 0 || parties == 1) {
			split[count++] = c;
			continue;
		}
		if (wanted == 0)
			wanted = plan->options.names;
		for (size_t p = 0; p < parties; p++) {
			if (!(wanted >> p & 1))
				continue;
			split[count] = c;
			split[count].credit = (int)p;
			split[count].link = plan->link_count;
			for (size_t q = 0; q < parties; q++)
				if (q != p)
					split[count].interest[q] = 0;
			count++;
		}
		plan->link_count++;
	}
	plan->columns = split;
	plan->column_count = count;
	return HW_OK;
}

/* A column for each route by which our people may come: their holder first, then the recorded moves. */
static hw_status split_routes(exchange_plan *plan, hw_error *error)
{
	const exchange_problem *p = plan->problem;
	size_t count = 0, places = 0;
	exchange_column *split;

	for (size_t j = 0; j < plan->column_count; j++)
		places += 1 + (size_t)__builtin_popcountll(plan->columns[j].arcs);
	split = HW_NEW(plan->arena, exchange_column, places + 1);
	if (!split)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	for (size_t j = 0; j < plan->column_count; j++) {
		exchange_column c = plan->columns[j];

		if (c.arcs)
			c.link = plan->link_count++;
		split[count++] = c;
		for (size_t a = 0; a < p->arc_count; a++) {
			const exchange_arc *arc = &p->arcs[a];
			exchange_column *route = &split[count];

			if (!(c.arcs >> a & 1))
				continue;
			*route = c;
			route->arc = (int)a;
			route->holders = 1u << arc->to;
			memset(route->take_by, 0, sizeof(route->take_by));
			memset(route->reluctance, 0, sizeof(route->reluctance));
			route->take_by[arc->to] = c.take;
			route->reluctance[arc->to] =
				(double)c.take *
				exchange_arc_reluctance(arc, c.reluctance[arc->from] / (double)c.take);
			plan->returning |= 1u << arc->to;
			count++;
		}
	}
	plan->columns = split;
	plan->column_count = count;
	plan->plain = plan->plain && plan->link_count == 0;
	return HW_OK;
}

/* The groups of our available people, when equal shares are asked for. */
static hw_status name_groups(exchange_plan *plan, hw_error *error)
{
	const exchange_problem *p = plan->problem;
	hw_text *names;
	size_t count = 0;

	if (!plan->options.fair)
		return HW_OK;
	names = HW_NEW(plan->arena, hw_text, EXCHANGE_RULES_MOST);
	if (!names)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the groups");
	for (size_t i = 0; i < p->ours_count; i++) {
		size_t g = 0;

		if (!p->ours[i].group.length || !p->ours[i].count || plan->why[EXCHANGE_RETURNED][i])
			continue;
		while (g < count && !hw_text_equal(names[g], p->ours[i].group))
			g++;
		if (g == count && count == EXCHANGE_RULES_MOST)
			return hw_fail(error, HW_TOO_LARGE, "more than %d groups for equal shares",
				       EXCHANGE_RULES_MOST);
		if (g == count)
			names[count++] = p->ours[i].group;
	}
	plan->group_names = names;
	plan->group_count = count;
	return HW_OK;
}

/* Rules on the totals of a side are simple bounds; anything else needs the search. */
static void sort_rules(exchange_plan *plan)
{
	for (size_t r = 0; r < plan->problem->rule_count; r++)
		if (plan->problem->rules[r].select != EXCHANGE_ALL)
			plan->plain = false;
}

hw_status exchange_columns(exchange_plan *plan, hw_error *error)
{
	keys k = {0};
	exchange_column *by_unit;

	HW_TRY(name_groups(plan, error));
	k.width = 4 + 3 * plan->problem->party_count + plan->problem->rule_count + plan->group_count;
	HW_TRY(make_units(plan, error));
	k.count = plan->unit_count;
	k.items = HW_NEW(plan->arena, keyed, k.count + 1);
	by_unit = HW_NEW(plan->arena, exchange_column, k.count + 1);
	if (!k.items || !by_unit)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	for (size_t i = 0; i < k.count; i++) {
		k.items[i].unit = (uint32_t)i;
		k.items[i].key = HW_NEW(plan->arena, double, k.width);
		if (!k.items[i].key)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
		HW_TRY(make_column(plan, &plan->units[i], &by_unit[i], &k.items[i].delivery, error));
		fill_key(plan, &by_unit[i], by_unit[i].selected, k.items[i].key);
	}
	HW_TRY(join(plan, &k, by_unit, error));
	if (plan->options.arcs && plan->problem->arc_count)
		HW_TRY(split_routes(plan, error));
	if (plan->options.separate)
		HW_TRY(split_credit(plan, error));
	sort_rules(plan);
	return HW_OK;
}
