/* column.c - alike people joined to columns, so that 10,000 people become a few dozen
 * variables.  Joining is exact: members of a column are equal in every row and objective. */
#include "exchange/exchange_int.h"

#include <stdlib.h>
#include <string.h>

/* Units by what decides whether they are alike: a row of doubles each (people counts are exact). */
typedef struct member {
	double delivery;
	uint32_t unit;
} member;
typedef struct gathering {
	size_t width, units;
	double *keys;        /* [columns][width] */
	uint32_t *column_of; /* [units] */
	double *delivery;    /* [units] */
	uint32_t *table;     /* [mask + 1] column + 1, 0 = free */
	size_t mask;
} gathering;

static int compare_members(const void *a, const void *b)
{
	const member *x = a, *y = b;

	/* Inside a column those who are brought more surely go first, then the order of the list. */
	if (x->delivery != y->delivery)
		return x->delivery > y->delivery ? -1 : 1;
	return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static uint64_t hash_key(const double *key, size_t width)
{
	uint64_t hash = 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < width; i++) {
		uint64_t bits;

		memcpy(&bits, &key[i], sizeof(bits));
		hash = (hash ^ bits) * 0xff51afd7ed558ccdu;
		hash ^= hash >> 32;
	}
	return hash;
}

/* The column whose key this is, or the place for a new one. */
static uint32_t *find_key(const gathering *g, const double *key)
{
	for (size_t at = (size_t)hash_key(key, g->width) & g->mask;; at = (at + 1) & g->mask) {
		uint32_t *place = &g->table[at];

		if (*place == 0 || !memcmp(g->keys + (*place - 1) * g->width, key, g->width * sizeof(*key)))
			return place;
	}
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
		for (size_t g = 0; g < plan->group_count; g++)
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

/* No number of the key is -0: equal keys have equal bytes. */
static void fill_key(const exchange_plan *plan, const exchange_column *c, const int32_t *selected,
		     const int32_t *of_group, double *key)
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
		key[n++] = of_group[g];
	key[n++] = (double)c->arcs;
	for (size_t i = 0; i < n; i++)
		key[i] += 0.0;
}

static void describe(const exchange_plan *plan, const exchange_unit *unit, exchange_column *c, int32_t *selected,
		     int32_t *of_group, double *delivery)
{
	*c = (exchange_column){.credit = -1, .arc = -1, .link = UINT32_MAX, .limit = unit->limit};
	*delivery = 0;
	memset(selected, 0, plan->problem->rule_count * sizeof(*selected));
	memset(of_group, 0, plan->group_count * sizeof(*of_group));
	for (size_t i = 0; i < unit->part_count; i++)
		add_part(plan, &unit->parts[i], c, selected, of_group, delivery);
	c->single = unit->part_count == 1 && unit->parts[0].people == 1;
}

/* A column of its own for a unit that is like none before. */
static bool add_column(exchange_plan *plan, const exchange_column *c, const int32_t *selected, const int32_t *of_group)
{
	size_t rules = plan->problem->rule_count, groups = plan->group_count;
	exchange_column *column = &plan->columns[plan->column_count];
	int32_t *rows = HW_NEW(plan->arena, int32_t, rules + groups + 1);

	if (!rows)
		return false;
	memcpy(rows, selected, rules * sizeof(*rows));
	memcpy(rows + rules, of_group, groups * sizeof(*rows));
	*column = *c;
	column->selected = rows;
	column->of_group = rows + rules;
	plan->column_count++;
	return true;
}

static hw_status gather_columns(exchange_plan *plan, gathering *g, hw_arena *scratch, hw_error *error)
{
	int32_t *selected = HW_NEW(scratch, int32_t, plan->problem->rule_count + 1),
		*of_group = HW_NEW(scratch, int32_t, plan->group_count + 1);

	if (!selected || !of_group)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	for (size_t u = 0; u < g->units; u++) {
		double *key = g->keys + plan->column_count * g->width;
		exchange_column c;
		uint32_t *place;

		describe(plan, &plan->units[u], &c, selected, of_group, &g->delivery[u]);
		fill_key(plan, &c, selected, of_group, key);
		place = find_key(g, key);
		if (*place == 0) {
			if (!add_column(plan, &c, selected, of_group))
				return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
			*place = (uint32_t)plan->column_count;
		} else {
			plan->columns[*place - 1].limit += c.limit;
		}
		g->column_of[u] = *place - 1;
		plan->columns[*place - 1].unit_count++;
	}
	return HW_OK;
}

/* The units in the order of their columns. */
static hw_status order_units(exchange_plan *plan, const gathering *g, hw_arena *scratch, hw_error *error)
{
	exchange_unit *ordered = HW_NEW(plan->arena, exchange_unit, g->units + 1);
	member *members = HW_NEW(scratch, member, g->units + 1);
	uint32_t *next = HW_NEW(scratch, uint32_t, plan->column_count + 1), placed = 0;

	if (!ordered || !members || !next)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	for (size_t j = 0; j < plan->column_count; j++) {
		plan->columns[j].first_unit = next[j] = placed;
		placed += plan->columns[j].unit_count;
	}
	for (size_t u = 0; u < g->units; u++)
		members[next[g->column_of[u]]++] = (member){g->delivery[u], (uint32_t)u};
	for (size_t j = 0; j < plan->column_count; j++)
		if (plan->columns[j].unit_count > 1)
			qsort(members + plan->columns[j].first_unit, plan->columns[j].unit_count, sizeof(*members),
			      compare_members);
	for (size_t u = 0; u < g->units; u++)
		ordered[u] = plan->units[members[u].unit];
	plan->units = ordered;
	return HW_OK;
}

/* One column a group of alike units, in the order of the list. */
static hw_status join(exchange_plan *plan, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 2);
	gathering g = {.units = plan->unit_count,
		       .width = 4 + 3 * plan->problem->party_count + plan->problem->rule_count + plan->group_count};

	if (!scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	for (g.mask = 15; g.mask < 2 * g.units; g.mask = 2 * g.mask + 1) {
	}
	g.keys = HW_NEW(scratch, double, (g.units + 1) * g.width);
	g.column_of = HW_NEW(scratch, uint32_t, g.units + 1);
	g.delivery = HW_NEW(scratch, double, g.units + 1);
	g.table = HW_NEW(scratch, uint32_t, g.mask + 1);
	plan->columns = HW_NEW(plan->arena, exchange_column, g.units + 1);
	if (!g.keys || !g.column_of || !g.delivery || !g.table || !plan->columns)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the columns");
	HW_TRY(gather_columns(plan, &g, scratch, error));
	return order_units(plan, &g, scratch, error);
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
				(double)c.take * exchange_arc_reluctance(arc, c.reluctance[arc->from] / (double)c.take);
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
	HW_TRY(name_groups(plan, error));
	HW_TRY(make_units(plan, error));
	HW_TRY(join(plan, error));
	if (plan->options.arcs && plan->problem->arc_count)
		HW_TRY(split_routes(plan, error));
	if (plan->options.separate)
		HW_TRY(split_credit(plan, error));
	sort_rules(plan);
	return HW_OK;
}
