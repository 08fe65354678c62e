/* consistency.c - each list in turn is a population whose size is known: would the others have found it? (Binette &
 * Steorts 2022).  The answer is about these lists, not about the lists' common blind spot. */
#include "census/census_int.h"

#include <math.h>

enum { FEW_SHARED = 10 };

static hw_status try_list(const census_table *table, size_t list, const census_run *run, hw_arena *arena,
			  census_trial *result, hw_error *error)
{
	census_graphs_options options = {0};
	uint32_t *patterns = HW_NEW(arena, uint32_t, table->pattern_count + 1), low = ((uint32_t)1 << list) - 1;
	int64_t *counts = HW_NEW(arena, int64_t, table->pattern_count + 1);
	census_trial t = {0};
	size_t count = 0;
	census_graphs found;
	reduced r;

	if (!patterns || !counts)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a table");
	for (size_t i = 0; i < table->pattern_count; i++) {
		uint32_t pattern = table->patterns[i];
		if (!(pattern >> list & 1))
			continue;
		t.size += table->counts[i];
		patterns[count] = (pattern & low) | (pattern >> (list + 1) << list);
		counts[count] = table->counts[i];
		count += patterns[count] != 0;
	}
	census_table others = {table->lists - 1, patterns, counts, count};
	HW_TRY(census_reduce(&others, true, arena, &r, error));
	if (r.table.lists >= 2 && r.table.lists <= CENSUS_GRAPH_LISTS_MAX && r.shared >= FEW_SHARED) {
		HW_TRY(census_decomposable(&r.table, &options, run, arena, &found, error));
		t.possible = true;
		t.figure = found.figure;
		t.covered = found.figure.lower <= (double)t.size && (double)t.size <= found.figure.upper;
	}
	*result = t;
	return HW_OK;
}

hw_status census_consistent(const census_table *table, const census_run *run, census_consistency *result,
			    hw_error *error)
{
	census_consistency c = {0};

	HW_TRY(census_check(table, error));
	for (size_t j = 0; j < table->lists; j++) {
		HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)256 << 20);
		if (!arena)
			return hw_fail(error, HW_NO_MEMORY, "no memory for a trial");
		HW_TRY(try_list(table, j, run, arena, &c.lists[j], error));
		c.checked += c.lists[j].possible;
		c.missed += c.lists[j].possible && !c.lists[j].covered;
		c.refused += !c.lists[j].possible;
	}
	*result = c;
	return HW_OK;
}
