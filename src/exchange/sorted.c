/* sorted.c - one party and no rules but totals: exact by sorting.
 *
 * Give the most wanted first, ask for the least reluctantly released first: the surplus left by g
 * given is W(g) - r - need, and the most people that fit are a prefix of the sorted classes
 * (exchange of any two people proves it).  Where people differ in points, a bounded knapsack over
 * all budgets answers every cell at once; values carry (people, points) or (points, people) in one
 * whole number, so that ties are decided exactly. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <stdlib.h>

enum { KNAPSACK_PLACES_MOST = 8 * 1000 * 1000, GRID_MOST = 10000 };

typedef struct queue { /* columns in order, with sums up to and including each */
	uint32_t *column;
	int64_t *people;
	double *weight;
	size_t count;
} queue;

struct exchange_sorted {
	exchange_plan *plan;
	size_t party;
	queue given, taken;
	bool ties, uniform; /* nothing to decide by points */
	bool has_sack;
	exchange_knapsack sack;
	int64_t scale;  /* quanta a unit of reluctance */
	int64_t *items; /* [kinds] room to read the sack */
};

typedef struct ordering { /* what a column is sorted by: rising weight, falling points, the order of the list */
	double weight, points;
	uint32_t column;
} ordering;

static int compare_orderings(const void *a, const void *b)
{
	const ordering *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	if (x->points != y->points)
		return x->points > y->points ? -1 : 1;
	return x->column < y->column ? -1 : x->column > y->column;
}

static bool belongs(const exchange_column *c, size_t party, exchange_side side)
{
	if (side == EXCHANGE_RETURNED)
		return c->take > 0 && c->holders == 1u << party;
	return c->give > 0 && c->interest[party] > 0 && (c->credit < 0 || c->credit == (int)party);
}

static hw_status fill_queue(exchange_sorted *s, hw_arena *arena, exchange_side side, queue *q, hw_error *error)
{
	const exchange_plan *plan = s->plan;
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 2);
	ordering *order;
	size_t count = 0;

	for (size_t j = 0; j < plan->column_count; j++)
		count += belongs(&plan->columns[j], s->party, side);
	order = scratch ? HW_NEW(scratch, ordering, count + 1) : NULL;
	q->column = HW_NEW(arena, uint32_t, count + 1);
	q->people = HW_NEW(arena, int64_t, count + 1);
	q->weight = HW_NEW(arena, double, count + 1);
	if (!order || !q->column || !q->people || !q->weight)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu classes", count);
	for (size_t j = 0; j < plan->column_count; j++) {
		const exchange_column *c = &plan->columns[j];

		if (!belongs(c, s->party, side))
			continue;
		order[q->count++] = side == EXCHANGE_RETURNED
					    ? (ordering){c->reluctance[s->party], c->points, (uint32_t)j}
					    : (ordering){-c->interest[s->party], 0, (uint32_t)j};
	}
	qsort(order, q->count, sizeof(*order), compare_orderings);
	for (size_t i = 0; i < q->count; i++)
		q->column[i] = order[i].column;
	for (size_t i = 0; i < q->count; i++) {
		const exchange_column *c = &plan->columns[q->column[i]];
		double unit = side == EXCHANGE_RETURNED ? c->reluctance[s->party] : c->interest[s->party];

		q->people[i] = c->limit + (i ? q->people[i - 1] : 0);
		q->weight[i] = unit * (double)c->limit + (i ? q->weight[i - 1] : 0);
	}
	return HW_OK;
}

static double unit_of(const exchange_sorted *s, const queue *q, size_t i)
{
	const exchange_column *c = &s->plan->columns[q->column[i]];

	return q == &s->taken ? c->reluctance[s->party] : c->interest[s->party];
}

/* Weight of the first n people of the queue, n <= all of them. */
static double weight_of(const exchange_sorted *s, const queue *q, int64_t n)
{
	size_t low = 0, high = q->count;

	while (low < high) { /* the first place whose people reach n */
		size_t middle = (low + high) / 2;

		if (q->people[middle] < n)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == q->count)
		return q->count ? q->weight[q->count - 1] : 0;
	return (low ? q->weight[low - 1] : 0) + unit_of(s, q, low) * (double)(n - (low ? q->people[low - 1] : 0));
}

static int64_t people_in(const queue *q)
{
	return q->count ? q->people[q->count - 1] : 0;
}

/* The most people of `taken` whose reluctance sums to at most `room`; -1 when room is below 0. */
static int64_t most_within(const exchange_sorted *s, double room)
{
	size_t low = 0, high = s->taken.count;
	int64_t n;

	if (!(room >= 0))
		return -1;
	while (low < high) { /* the first class that does not fit whole */
		size_t middle = (low + high) / 2;

		if (s->taken.weight[middle] <= room)
			low = middle + 1;
		else
			high = middle;
	}
	n = low ? s->taken.people[low - 1] : 0;
	if (low < s->taken.count) {
		double unit = unit_of(s, &s->taken, low), left = room - (low ? s->taken.weight[low - 1] : 0);

		n += (int64_t)floor(left / unit);
	}
	return n;
}

/* What W(g) leaves for reluctance at the bound of acceptance. */
static double room_for(const exchange_sorted *s, double need, int64_t given)
{
	const exchange_party *party = &s->plan->problem->parties[s->party];

	return weight_of(s, &s->given, given) - party->reservation.value - need + exchange_tolerance(need);
}

/* ---- the knapsack ---- */
static bool pack(int64_t a, int64_t b, int64_t factor, int64_t limit, int64_t *value, int64_t *sum)
{
	int64_t product;

	return !__builtin_mul_overflow(a, factor, value) && !__builtin_add_overflow(*value, b, value) &&
	       !__builtin_mul_overflow(*value, limit, &product) && !__builtin_add_overflow(*sum, product, sum) &&
	       *sum < INT64_MAX / 4;
}

/* Costs in quanta and the budget; false when there is no grid or the table would be too large. */
static bool measure_sack(exchange_sorted *s, double *numbers, int64_t *cost, int64_t *limit, double most_room)
{
	double total = 0, budget;

	for (size_t k = 0; k < s->taken.count; k++)
		numbers[k] = unit_of(s, &s->taken, k);
	s->scale = exchange_grid(numbers, s->taken.count, GRID_MOST);
	if (!s->scale)
		return false;
	for (size_t k = 0; k < s->taken.count; k++) {
		limit[k] = s->plan->columns[s->taken.column[k]].limit;
		cost[k] = llrint(fmin(numbers[k] * (double)s->scale, 4e18));
		total += (double)cost[k] * (double)limit[k];
	}
	budget = fmax(0, fmin(floor(most_room * (double)s->scale), total));
	if ((budget + 1) * (double)s->taken.count > KNAPSACK_PLACES_MOST)
		return false;
	s->sack.budget = (int64_t)budget;
	return true;
}

/* Values that carry both objectives; false when they do not fit into 64 bits. */
static bool value_sack(exchange_sorted *s, double *numbers, const int64_t *limit, int64_t *value)
{
	int64_t grain, all_points = 1, all_people = people_in(&s->taken) + 1, sum = 0;
	bool points_first = s->plan->options.objective == EXCHANGE_POINTS;

	for (size_t k = 0; k < s->taken.count; k++)
		numbers[k] = s->plan->columns[s->taken.column[k]].points;
	grain = exchange_grid(numbers, s->taken.count, 1000000);
	if (!grain)
		return false;
	for (size_t k = 0; k < s->taken.count; k++) {
		int64_t points = llrint(numbers[k] * (double)grain), product;

		if (__builtin_mul_overflow(points, limit[k], &product) ||
		    __builtin_add_overflow(all_points, product, &all_points))
			return false;
	}
	for (size_t k = 0; k < s->taken.count; k++) {
		int64_t points = llrint(numbers[k] * (double)grain);

		if (!pack(points_first ? points : 1, points_first ? 1 : points, points_first ? all_people : all_points,
			  limit[k], &value[k], &sum))
			return false;
	}
	return true;
}

static hw_status make_sack(exchange_sorted *s, hw_arena *arena, double most_room, hw_error *error)
{
	size_t kinds = s->taken.count;
	double *numbers = HW_NEW(arena, double, kinds + 1);
	int64_t *cost = HW_NEW(arena, int64_t, kinds + 1), *limit = HW_NEW(arena, int64_t, kinds + 1),
		*value = HW_NEW(arena, int64_t, kinds + 1);

	s->items = HW_NEW(arena, int64_t, kinds + 1);
	if (!numbers || !cost || !limit || !value || !s->items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu classes", kinds);
	s->sack = (exchange_knapsack){.kinds = kinds, .cost = cost, .limit = limit, .value = value};
	if (!measure_sack(s, numbers, cost, limit, most_room) || !value_sack(s, numbers, limit, value))
		return HW_OK;
	HW_TRY(exchange_knapsack_solve(&s->sack, arena, error));
	s->has_sack = true;
	return HW_OK;
}

hw_status exchange_sorted_new(exchange_plan *plan, hw_arena *arena, size_t party, int64_t most_given,
			      double least_acceptance, bool ties, exchange_sorted **result, hw_error *error)
{
	exchange_sorted *s;

	*result = NULL;
	if (!plan->plain)
		return HW_OK;
	s = HW_NEW(arena, exchange_sorted, 1);
	if (!s)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a party");
	s->plan = plan;
	s->party = party;
	s->ties = ties;
	s->uniform = true;
	HW_TRY(fill_queue(s, arena, EXCHANGE_GIVEN, &s->given, error));
	HW_TRY(fill_queue(s, arena, EXCHANGE_RETURNED, &s->taken, error));
	for (size_t i = 1; i < s->taken.count; i++)
		if (plan->columns[s->taken.column[i]].points != plan->columns[s->taken.column[0]].points)
			s->uniform = false;
	if (ties && !s->uniform) {
		double need = exchange_need(plan->problem->parties[party].softness.value, least_acceptance);

		if (most_given < 0 || most_given > people_in(&s->given))
			most_given = people_in(&s->given);
		if (isfinite(need))
			HW_TRY(make_sack(s, arena, room_for(s, need, most_given), error));
	}
	*result = s;
	return HW_OK;
}

/* ---- a cell ---- */
typedef struct limits {
	int64_t given, taken_least, taken_most;
	bool plain; /* false: a rule that sorting does not know */
} limits;

static limits limits_of(const exchange_sorted *s, const exchange_bounds *bounds)
{
	limits l = {people_in(&s->given), bounds->min_returned, INT64_MAX, true};

	if (bounds->max_given >= 0 && bounds->max_given < l.given)
		l.given = bounds->max_given;
	for (size_t r = 0; r < s->plan->problem->rule_count; r++) {
		const exchange_rule *rule = exchange_rule_at(s->plan, bounds, r);

		if (!exchange_rule_on(bounds, r))
			continue;
		if (rule->side == EXCHANGE_GIVEN) {
			if (rule->min > 0)
				l.plain = false;
			if (rule->max >= 0 && rule->max < l.given)
				l.given = rule->max;
		} else {
			if (rule->min > l.taken_least)
				l.taken_least = rule->min;
			if (rule->max >= 0 && rule->max < l.taken_most)
				l.taken_most = rule->max;
		}
	}
	return l;
}

/* Puts the first n people of the queue into the answer. */
static void take_first(const exchange_sorted *s, const queue *q, int64_t n, exchange_answer *answer)
{
	for (size_t i = 0; i < q->count && n > 0; i++) {
		int64_t limit = s->plan->columns[q->column[i]].limit, k = n < limit ? n : limit;

		answer->units[q->column[i]] = k;
		n -= k;
	}
}

static bool accepted(const exchange_sorted *s, const exchange_bounds *bounds, exchange_answer *answer)
{
	double surplus[PARTIES];

	exchange_sum_up(s->plan, 1u << s->party, answer, surplus);
	return exchange_met(s->plan, answer->used, surplus, bounds->acceptance);
}

static void clear(const exchange_sorted *s, exchange_answer *answer)
{
	for (size_t j = 0; j < s->plan->column_count; j++)
		answer->units[j] = 0;
}

static int64_t best_at(const exchange_sorted *s, double room, int64_t *quanta)
{
	*quanta = room < 0 ? -1 : (int64_t)fmin(floor(room * (double)s->scale), (double)s->sack.budget);
	return *quanta < 0 ? -1 : s->sack.best[*quanta];
}

/* The least number given that does as well as `most`, by halving (more given never leaves less room). */
static int64_t least_given(const exchange_sorted *s, double need, int64_t most, bool sack, int64_t goal)
{
	int64_t low = 0, high = most, quanta;

	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		double room = room_for(s, need, middle);

		if ((sack ? best_at(s, room, &quanta) : most_within(s, room)) >= goal)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void by_people(const exchange_sorted *s, const exchange_bounds *bounds, double need, const limits *l,
		      int64_t people, exchange_answer *answer)
{
	if (people > l->taken_most)
		people = l->taken_most;
	for (; people >= l->taken_least; people--) {
		clear(s, answer);
		take_first(s, &s->given, least_given(s, need, l->given, false, people), answer);
		take_first(s, &s->taken, people, answer);
		if (accepted(s, bounds, answer)) {
			answer->found = true;
			break;
		}
	}
}

static bool by_sack(const exchange_sorted *s, const exchange_bounds *bounds, double need, const limits *l,
		    exchange_answer *answer)
{
	int64_t quanta;

	for ((void)best_at(s, room_for(s, need, l->given), &quanta); quanta >= 0; quanta--) {
		int64_t low = 0, high = quanta, goal = s->sack.best[quanta];

		while (low < high) { /* the same for the least reluctance: the surest of the best */
			int64_t middle = (low + high) / 2;

			if (s->sack.best[middle] >= goal)
				high = middle;
			else
				low = middle + 1;
		}
		clear(s, answer);
		take_first(s, &s->given, least_given(s, need, l->given, true, goal), answer);
		exchange_knapsack_read(&s->sack, low, s->items);
		for (size_t k = 0; k < s->sack.kinds; k++)
			answer->units[s->taken.column[k]] = s->items[k];
		if (accepted(s, bounds, answer))
			break;
	}
	answer->found = quanta >= 0 && answer->returned > 0;
	return answer->found && answer->returned >= l->taken_least;
}

bool exchange_sorted_solve(const exchange_sorted *s, const exchange_bounds *bounds, exchange_answer *answer)
{
	double softness = s->plan->problem->parties[s->party].softness.value, need;
	limits l = limits_of(s, bounds);
	int64_t people;

	if (!l.plain || !bounds->accept || bounds->least_of_group || bounds->forced != SIZE_MAX ||
	    bounds->min_points >= 0)
		return false;
	answer->found = false;
	answer->proven = answer->ties_proven = true;
	answer->bound = 0;
	need = exchange_need(softness, bounds->acceptance);
	if (!isfinite(need))
		return true;
	people = most_within(s, room_for(s, need, l.given));
	if (people < l.taken_least || l.taken_most < l.taken_least)
		return true;
	if (!s->ties || s->uniform) {
		by_people(s, bounds, need, &l, people, answer);
	} else {
		/* The sack knows no limit of seats. */
		if (!s->has_sack || people > l.taken_most || !by_sack(s, bounds, need, &l, answer))
			return false;
	}
	answer->bound = exchange_value(s->plan, answer);
	return true;
}

/* ---- the whole surface ---- */
static void surface_row(const exchange_sorted *s, double need, const limits *l, int64_t most_given, int64_t *row)
{
	const exchange_party *party = &s->plan->problem->parties[s->party];
	double base = -party->reservation.value - need + exchange_tolerance(need), weight = 0, used = 0;
	int64_t given_left = 0, taken = 0, taken_left = 0;
	size_t at = 0, to = 0;

	/* Two pointers: more given never leaves less room. */
	for (int64_t g = 0; g <= most_given; g++) {
		if (g > 0 && g <= l->given) {
			if (given_left == 0)
				given_left = s->plan->columns[s->given.column[at++]].limit;
			weight += unit_of(s, &s->given, at - 1);
			given_left--;
		}
		while (taken < people_in(&s->taken) && taken < l->taken_most) {
			double unit;

			if (taken_left == 0)
				taken_left = s->plan->columns[s->taken.column[to++]].limit;
			unit = unit_of(s, &s->taken, to - 1);
			/* Sums of many weights carry their rounding: the least of it is not a person. */
			if (used + unit > base + weight + 1e-12 * (used + weight))
				break;
			used += unit;
			taken++;
			taken_left--;
		}
		row[g] = taken > 0 && taken >= l->taken_least ? taken : -1;
	}
}

hw_status exchange_surface(exchange_plan *plan, size_t party, const double *acceptance, size_t acceptance_count,
			   int64_t most_given, int64_t *most, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_sorted *s = NULL;
	exchange_bounds bounds = exchange_bounds_of(plan, 1, -1);
	limits l;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a surface");
	if (party >= plan->problem->party_count || most_given < 0)
		return hw_fail(error, HW_USAGE, "there is no such party or number given");
	HW_TRY(exchange_sorted_new(plan, arena, party, most_given, 1, false, &s, error));
	if (s)
		l = limits_of(s, &bounds);
	if (!s || !l.plain)
		return hw_fail(error, HW_USAGE, "these rules need the search, not the surface");
	for (size_t a = 0; a < acceptance_count; a++) {
		double need = exchange_need(plan->problem->parties[party].softness.value, acceptance[a]);
		int64_t *row = most + a * ((size_t)most_given + 1);

		if (!(acceptance[a] > 0 && acceptance[a] <= 1))
			return hw_fail(error, HW_BAD_INPUT, "%g is not a probability above 0 and at most 1",
				       acceptance[a]);
		if (isfinite(need))
			surface_row(s, need, &l, most_given, row);
		for (int64_t g = 0; g <= most_given && !isfinite(need); g++)
			row[g] = -1;
	}
	return HW_OK;
}
