/* graphs.c - all labelled decomposable graphs of a few vertices.
 *
 * Every set of edges is tried by maximum cardinality search (Tarjan & Yannakakis 1984): the graph is chordal when the
 * earlier neighbours of each vertex form a clique; a clique ends where the number of earlier neighbours does not grow. */
#include "census/census_int.h"

static const size_t known[] = {1, 1, 2, 8, 61, 822, 18154};

size_t census_graph_count(size_t lists)
{
	return lists < HW_COUNT(known) ? known[lists] : 0;
}

static uint32_t next_vertex(const uint32_t *beside, uint32_t done, size_t lists)
{
	uint32_t best = 0;
	int most = -1;

	for (uint32_t v = 0; v < lists; v++) {
		int earlier = __builtin_popcount(beside[v] & done);
		if (!(done >> v & 1) && earlier > most) {
			most = earlier;
			best = v;
		}
	}
	return best;
}

static bool is_clique(const uint32_t *beside, uint32_t set)
{
	for (uint32_t rest = set; rest; rest &= rest - 1) {
		uint32_t v = (uint32_t)__builtin_ctz(rest);
		if ((beside[v] | 1u << v) != ((beside[v] | 1u << v) | set))
			return false;
	}
	return true;
}

static bool decompose(const uint32_t *beside, size_t lists, graph *g)
{
	uint32_t done = 0, current = 0;
	int before = -1;

	*g = (graph){0};
	for (size_t i = 0; i < lists; i++) {
		uint32_t v = next_vertex(beside, done, lists), earlier = beside[v] & done;
		if (!is_clique(beside, earlier))
			return false;
		if (i && __builtin_popcount(earlier) <= before) {
			g->plus[g->plus_count++] = (uint8_t)current;
			if (earlier)
				g->minus[g->minus_count++] = (uint8_t)earlier;
		}
		current = earlier | 1u << v;
		before = __builtin_popcount(earlier);
		done |= 1u << v;
	}
	g->plus[g->plus_count++] = (uint8_t)current;
	return true;
}

hw_status census_graphs_of(size_t lists, hw_arena *arena, graph **result, size_t *count, hw_error *error)
{
	size_t edges = lists * (lists - 1) / 2, found = 0;
	graph *all = HW_NEW(arena, graph, census_graph_count(lists));

	if (!all)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the graphs of %zu lists", lists);
	for (uint32_t set = 0; set < 1u << edges; set++) {
		uint32_t beside[CENSUS_GRAPH_LISTS_MAX] = {0}, edge = 0;
		graph g;
		for (uint32_t i = 0; i < lists; i++)
			for (uint32_t j = i + 1; j < lists; j++, edge++)
				if (set >> edge & 1) {
					beside[i] |= 1u << j;
					beside[j] |= 1u << i;
				}
		if (decompose(beside, lists, &g))
			all[found++] = g;
	}
	*result = all;
	*count = found;
	return HW_OK;
}
