/* table.c - checks a table and puts its lists into an order of their own.
 *
 * Random draws and sums in floating point depend on the order in which lists stand.  The canonical order does not: of up
 * to six lists it is the one whose counts, cell by cell, are the greatest in dictionary order (720 orders at most);
 * of more lists, the order of what each list shares with the others. */
#include "census/census_int.h"

#include <stdlib.h>
#include <string.h>

const char *const census_method_names[CENSUS_METHOD_COUNT] = {
	"chapman", "chao-mh", "chao-mth", "decomposable", "loglinear", "loglinear", "latent-class",
};

static hw_status check_pattern(const census_table *t, size_t i, hw_error *error)
{
	uint32_t limit = (uint32_t)1 << t->lists;

	if (!t->patterns[i] || t->patterns[i] >= limit)
		hw_fail(error, HW_BAD_INPUT, "a pattern names at least one of the %zu lists, and no other", t->lists);
	else if (t->counts[i] < 0)
		hw_fail(error, HW_BAD_INPUT, "%lld is not a number of people", (long long)t->counts[i]);
	else
		return HW_OK;
	return hw_error_where(error, "patterns[%zu]", i);
}

static hw_status check_twice(const census_table *t, hw_error *error)
{
	uint8_t *met = calloc(((size_t)1 << t->lists) / 8 + 1, 1);
	hw_status status = met ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory to check a table");

	for (size_t i = 0; status == HW_OK && i < t->pattern_count; i++) {
		uint8_t bit = (uint8_t)(1u << (t->patterns[i] & 7));

		if (met[t->patterns[i] >> 3] & bit) {
			status = hw_fail(error, HW_BAD_INPUT, "this pattern of lists stands twice");
			(void)hw_error_where(error, "patterns[%zu]", i);
		}
		met[t->patterns[i] >> 3] |= bit;
	}
	free(met);
	return status;
}

hw_status census_check(const census_table *table, hw_error *error)
{
	const census_table *t = table;
	uint32_t somebody = 0;
	double people = 0;

	if (t->lists < 2 || t->lists > CENSUS_LISTS_MAX) {
		hw_fail(error, t->lists < 2 ? HW_BAD_INPUT : HW_TOO_LARGE, "%zu lists; 2 to %d can be compared",
			t->lists, CENSUS_LISTS_MAX);
		return hw_error_remedy(error, "join small lists, and lists that feed one another, into one");
	}
	for (size_t i = 0; i < t->pattern_count; i++) {
		HW_TRY(check_pattern(t, i, error));
		people += (double)t->counts[i];
		somebody |= t->counts[i] ? t->patterns[i] : 0;
	}
	HW_TRY(check_twice(t, error));
	if (people > CENSUS_PEOPLE_MAX)
		return hw_fail(error, HW_TOO_LARGE, "%.0f people; at most %.0f", people, CENSUS_PEOPLE_MAX);
	for (size_t j = 0; j < t->lists; j++)
		if (!(somebody >> j & 1)) {
			hw_fail(error, HW_BAD_INPUT, "nobody is on this list, so it says nothing of the others");
			(void)hw_error_where(error, "lists[%zu]", j);
			return hw_error_remedy(error, "leave the list out");
		}
	return HW_OK;
}

hw_status census_count(const census_table *table, census_facts *facts, hw_error *error)
{
	census_facts f = {0};
	uint32_t sharing = 0;

	HW_TRY(census_check(table, error));
	for (size_t i = 0; i < table->pattern_count; i++) {
		uint32_t pattern = table->patterns[i];
		int64_t count = table->counts[i];
		int on = __builtin_popcount(pattern);

		f.seen += count;
		f.on[on] += count;
		for (size_t j = 0; j < table->lists; j++)
			if (pattern >> j & 1) {
				f.size[j] += count;
				f.only[j] += on == 1 ? count : 0;
			}
		if (on > 1 && count)
			sharing |= pattern;
	}
	f.apart = (((uint32_t)1 << table->lists) - 1) & ~sharing;
	*facts = f;
	return HW_OK;
}

/* ---- the canonical order ------------------------------------------------------------------------- */
static uint32_t permute(uint32_t pattern, const size_t *place_of, size_t lists)
{
	uint32_t result = 0;

	for (size_t j = 0; j < lists; j++)
		result |= (pattern >> j & 1u) << place_of[j];
	return result;
}

/* The dense counts under an order; place_of[list] is where it goes. */
static void spread(const census_table *t, const size_t *place_of, int64_t *dense)
{
	memset(dense, 0, sizeof(*dense) << t->lists);
	for (size_t i = 0; i < t->pattern_count; i++)
		dense[permute(t->patterns[i], place_of, t->lists)] = t->counts[i];
}

static bool greater(const int64_t *a, const int64_t *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (a[i] != b[i])
			return a[i] > b[i];
	return false;
}

/* Heap's algorithm over the orders of at most six lists. */
static void best_order(const census_table *t, size_t *place_of)
{
	int64_t best[1 << CENSUS_GRAPH_LISTS_MAX], tried[1 << CENSUS_GRAPH_LISTS_MAX];
	size_t now[CENSUS_GRAPH_LISTS_MAX], turn[CENSUS_GRAPH_LISTS_MAX] = {0}, size = (size_t)1 << t->lists;

	for (size_t j = 0; j < t->lists; j++)
		now[j] = place_of[j] = j;
	spread(t, now, best);
	for (size_t i = 0; i < t->lists;) {
		if (turn[i] >= i) {
			turn[i++] = 0;
			continue;
		}
		size_t other = i % 2 ? turn[i] : 0, kept = now[other];
		now[other] = now[i];
		now[i] = kept;
		spread(t, now, tried);
		if (greater(tried, best, size)) {
			memcpy(best, tried, sizeof best);
			memcpy(place_of, now, sizeof(*now) * t->lists);
		}
		turn[i]++;
		i = 0;
	}
}

/* What a list shares: its size, then with each other list, the greatest first. */
typedef struct signature {
	int64_t parts[CENSUS_LISTS_MAX];
	size_t list;
} signature;

static int compare_counts(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x > y ? -1 : x < y;
}

static int compare_signatures(const void *a, const void *b)
{
	const signature *x = a, *y = b;

	for (size_t i = 0; i < CENSUS_LISTS_MAX; i++)
		if (x->parts[i] != y->parts[i])
			return x->parts[i] > y->parts[i] ? -1 : 1;
	return x->list < y->list ? -1 : 1;
}

static void order_of_many(const census_table *t, size_t *place_of)
{
	signature all[CENSUS_LISTS_MAX] = {0};

	for (size_t j = 0; j < t->lists; j++) {
		all[j].list = j;
		for (size_t i = 0; i < t->pattern_count; i++)
			for (size_t k = 0; k < t->lists && t->patterns[i] >> j & 1; k++)
				if (t->patterns[i] >> k & 1)
					all[j].parts[k == j ? 0 : k > j ? k : k + 1] += t->counts[i];
		qsort(all[j].parts + 1, CENSUS_LISTS_MAX - 1, sizeof(int64_t), compare_counts);
	}
	qsort(all, t->lists, sizeof(*all), compare_signatures);
	for (size_t place = 0; place < t->lists; place++)
		place_of[all[place].list] = place;
}

typedef struct cell {
	uint32_t pattern;
	int64_t count;
} cell;

static int compare_cells(const void *a, const void *b)
{
	const cell *x = a, *y = b;

	return x->pattern < y->pattern ? -1 : x->pattern > y->pattern;
}

hw_status census_cells(const census_table *table, hw_arena *arena, cells *result, hw_error *error)
{
	cells c = {.lists = table->lists};
	size_t place_of[CENSUS_LISTS_MAX];

	HW_TRY(census_check(table, error));
	if (table->lists <= CENSUS_GRAPH_LISTS_MAX)
		best_order(table, place_of);
	else
		order_of_many(table, place_of);
	for (size_t j = 0; j < table->lists; j++)
		c.order[place_of[j]] = j;
	cell *sorted = HW_NEW(arena, cell, table->pattern_count);
	c.patterns = HW_NEW(arena, uint32_t, table->pattern_count);
	c.counts = HW_NEW(arena, int64_t, table->pattern_count);
	if (!sorted || !c.patterns || !c.counts)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a table of %zu patterns", table->pattern_count);
	for (size_t i = 0; i < table->pattern_count; i++)
		if (table->counts[i])
			sorted[c.count++] =
				(cell){permute(table->patterns[i], place_of, table->lists), table->counts[i]};
	qsort(sorted, c.count, sizeof(*sorted), compare_cells);
	for (size_t i = 0; i < c.count; i++) {
		c.patterns[i] = sorted[i].pattern;
		c.counts[i] = sorted[i].count;
		c.seen += sorted[i].count;
	}
	*result = c;
	return HW_OK;
}

uint32_t census_set_out(const cells *c, uint32_t set)
{
	return permute(set, c->order, c->lists);
}

uint32_t census_set_in(const cells *c, uint32_t set)
{
	uint32_t result = 0;

	for (size_t place = 0; place < c->lists; place++)
		result |= (set >> c->order[place] & 1u) << place;
	return result;
}

void census_dense(const cells *c, double *y)
{
	memset(y, 0, sizeof(*y) << c->lists);
	for (size_t i = 0; i < c->count; i++)
		y[c->patterns[i]] = (double)c->counts[i];
}

/* ---- lists that can be used --------------------------------------------------------------------------- */
static uint32_t keep(uint32_t pattern, uint32_t lists)
{
	uint32_t result = 0;
	size_t place = 0;

	for (uint32_t rest = lists; rest; rest &= rest - 1, place++)
		result |= (pattern >> __builtin_ctz(rest) & 1u) << place;
	return result;
}

hw_status census_reduce(const census_table *table, bool apart, hw_arena *arena, reduced *result, hw_error *error)
{
	uint32_t somebody = 0, sharing = 0, *patterns = HW_NEW(arena, uint32_t, table->pattern_count + 1);
	int64_t *counts = HW_NEW(arena, int64_t, table->pattern_count + 1);
	cell *rows = HW_NEW(arena, cell, table->pattern_count + 1);
	size_t count = 0, kept = 0;
	reduced r = {0};

	if (!patterns || !counts || !rows)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a table");
	for (size_t i = 0; i < table->pattern_count; i++) {
		somebody |= table->counts[i] ? table->patterns[i] : 0;
		if (table->counts[i] && __builtin_popcount(table->patterns[i]) > 1)
			sharing |= table->patterns[i];
	}
	uint32_t used = apart ? sharing : somebody;
	r.apart = apart ? somebody & ~sharing : 0;
	for (size_t i = 0; i < table->pattern_count; i++) {
		uint32_t pattern = keep(table->patterns[i], used);
		if (pattern && table->counts[i])
			rows[count++] = (cell){pattern, table->counts[i]};
	}
	qsort(rows, count, sizeof(*rows), compare_cells);
	for (size_t i = 0; i < count; i++) {
		r.seen += rows[i].count;
		r.shared += __builtin_popcount(rows[i].pattern) > 1 ? rows[i].count : 0;
		if (kept && patterns[kept - 1] == rows[i].pattern) {
			counts[kept - 1] += rows[i].count;
			continue;
		}
		patterns[kept] = rows[i].pattern;
		counts[kept++] = rows[i].count;
	}
	r.table = (census_table){(size_t)__builtin_popcount(used), patterns, counts, kept};
	for (size_t place = 0; used; used &= used - 1)
		r.map[place++] = (size_t)__builtin_ctz(used);
	*result = r;
	return HW_OK;
}
