/* assign.c - one-to-one links: the set of pairs with the greatest sum of log odds in which no record stands twice.
 *
 * Shortest augmenting paths on lists of edges (Jonker & Volgenant 1987): the records of side 0 enter one by one; each finds
 * the cheapest way to get a partner, moving others on if that pays, or stays alone at cost 0.  `price` of a record of side
 * 1 keeps all reduced costs of owners minimal, so each search is Dijkstra's.  Exact for any size; one search stays inside
 * its component.  Equal sums are settled by the lower number. */
#include "trace/trace_int.h"

#include <stdlib.h>
#include <string.h>

#define NOBODY UINT32_MAX

typedef struct edge {
	uint32_t left, right;
	double cost; /* less is better; under 0 */
	size_t pair;
} edge;
typedef struct waiting {
	double reach;
	uint32_t right;
} waiting;
typedef struct graph {
	edge *edges; /* sorted by left, right */
	size_t edge_count;
	size_t *first;   /* per record as left: its edges; one more at the end */
	double *price;   /* per record as right */
	uint32_t *owner; /* per right: the left that holds it */
	size_t *held_by; /* per left: the edge it holds; SIZE_MAX = none */
	/* of one search */
	double *reach;
	size_t *by; /* per right: edge by which it was reached */
	uint32_t *search;
	uint8_t *done;
	waiting *heap;
	size_t heap_count, heap_room;
	uint32_t *passed; /* rights that are done */
	size_t passed_count;
} graph;

static int edge_order(const void *a, const void *b)
{
	const edge *left = a, *right = b;

	if (left->left != right->left)
		return left->left < right->left ? -1 : 1;
	return (left->right > right->right) - (left->right < right->right);
}

/* ---- a heap of records of side 1 by their reach, then number --------------------------- */

static bool before(waiting a, waiting b)
{
	if (a.reach < b.reach || a.reach > b.reach)
		return a.reach < b.reach;
	return a.right < b.right;
}

static hw_status push(graph *g, waiting entry, hw_error *error)
{
	HW_TRY(trace_reserve(&g->heap, &g->heap_room, g->heap_count + 1, sizeof *g->heap, error));
	size_t at = g->heap_count++;
	for (; at && before(entry, g->heap[(at - 1) / 2]); at = (at - 1) / 2)
		g->heap[at] = g->heap[(at - 1) / 2];
	g->heap[at] = entry;
	return HW_OK;
}

static waiting pop(graph *g)
{
	waiting top = g->heap[0], last = g->heap[--g->heap_count];
	size_t at = 0;

	for (size_t child = 1; child < g->heap_count; child = at * 2 + 1) {
		if (child + 1 < g->heap_count && before(g->heap[child + 1], g->heap[child]))
			child++;
		if (!before(g->heap[child], last))
			break;
		g->heap[at] = g->heap[child];
		at = child;
	}
	g->heap[at] = last;
	return top;
}

/* ---- one search ------------------------------------------------------------------------- */

/* Offers what `left` could hold; `spent` turns its costs into the costs of the whole path. */
static hw_status offer(graph *g, uint32_t left, double spent, uint32_t number, hw_error *error)
{
	for (size_t k = g->first[left]; k < g->first[left + 1]; k++) {
		uint32_t right = g->edges[k].right;
		double reach = g->edges[k].cost - g->price[right] - spent;
		if (g->search[right] != number) {
			g->search[right] = number;
			g->done[right] = 0;
		} else if (g->done[right] || g->reach[right] <= reach)
			continue;
		g->reach[right] = reach;
		g->by[right] = k;
		HW_TRY(push(g, (waiting){reach, right}, error));
	}
	return HW_OK;
}

/* Hands `right` to the record that reached it, what that one held to the one before, and so on to the start. */
static void hand_on(graph *g, uint32_t right, uint32_t start)
{
	for (;;) {
		size_t k = g->by[right];
		uint32_t left = g->edges[k].left;
		size_t gave_up = g->held_by[left];
		g->owner[right] = left;
		g->held_by[left] = k;
		if (left == start)
			return;
		right = g->edges[gave_up].right;
	}
}

static hw_status place(graph *g, uint32_t start, hw_error *error)
{
	double end = 0, reached = 0; /* staying alone costs nothing */
	uint32_t alone = start, free_right = NOBODY;

	g->heap_count = g->passed_count = 0;
	HW_TRY(offer(g, start, 0, start, error));
	for (;;) {
		while (g->heap_count && (g->done[g->heap[0].right] || g->heap[0].reach > g->reach[g->heap[0].right]))
			(void)pop(g);
		if (!g->heap_count || g->heap[0].reach >= end) {
			reached = end;
			break;
		}
		waiting next = pop(g);
		reached = next.reach;
		if (g->owner[next.right] == NOBODY) {
			free_right = next.right;
			break;
		}
		g->done[next.right] = 1;
		g->passed[g->passed_count++] = next.right;
		uint32_t owner = g->owner[next.right];
		double spent = g->edges[g->held_by[owner]].cost - g->price[next.right] - reached;
		if (-spent < end) { /* its owner could stay alone instead */
			end = -spent;
			alone = owner;
		}
		HW_TRY(offer(g, owner, spent, start, error));
	}
	for (size_t i = 0; i < g->passed_count; i++)
		g->price[g->passed[i]] += g->reach[g->passed[i]] - reached;
	if (free_right != NOBODY)
		hand_on(g, free_right, start);
	else if (alone != start) {
		uint32_t right = g->edges[g->held_by[alone]].right;
		g->held_by[alone] = SIZE_MAX;
		hand_on(g, right, start);
	}
	return HW_OK;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static hw_status make_graph(graph *g, const trace_pair *pairs, size_t count, size_t records, hw_error *error)
{
	g->edges = hw_grow(NULL, count + 1, sizeof *g->edges);
	g->first = hw_grow(NULL, records + 2, sizeof *g->first);
	g->price = hw_grow(NULL, records + 1, sizeof *g->price);
	g->owner = hw_grow(NULL, records + 1, sizeof *g->owner);
	g->held_by = hw_grow(NULL, records + 1, sizeof *g->held_by);
	g->reach = hw_grow(NULL, records + 1, sizeof *g->reach);
	g->by = hw_grow(NULL, records + 1, sizeof *g->by);
	g->search = hw_grow(NULL, records + 1, sizeof *g->search);
	g->done = hw_grow(NULL, records + 1, sizeof *g->done);
	g->passed = hw_grow(NULL, records + 1, sizeof *g->passed);
	if (!g->edges || !g->first || !g->price || !g->owner || !g->held_by || !g->reach || !g->by || !g->search ||
	    !g->done || !g->passed)
		return trace_no_memory(error);
	for (size_t i = 0; i < count; i++)
		if (pairs[i].linked)
			g->edges[g->edge_count++] = (edge){pairs[i].left, pairs[i].right, -pairs[i].weight, i};
	if (g->edge_count)
		qsort(g->edges, g->edge_count, sizeof *g->edges, edge_order);
	memset(g->first, 0, (records + 2) * sizeof *g->first);
	for (size_t k = 0; k < g->edge_count; k++)
		g->first[g->edges[k].left + 1]++;
	for (size_t i = 0; i < records; i++) {
		g->first[i + 1] += g->first[i];
		g->price[i] = 0;
		g->owner[i] = g->search[i] = NOBODY;
		g->held_by[i] = SIZE_MAX;
	}
	return HW_OK;
}

hw_status trace_assign(trace_pair *pairs, size_t count, size_t records, hw_error *error)
{
	graph g = {0};
	hw_status status;

	HW_TRY_OR_OUT(make_graph(&g, pairs, count, records, error));
	for (uint32_t left = 0; left < records; left++)
		if (g.first[left] < g.first[left + 1])
			HW_TRY_OR_OUT(place(&g, left, error));
	for (size_t i = 0; i < count; i++)
		pairs[i].linked = false;
	for (size_t left = 0; left < records; left++)
		if (g.held_by[left] != SIZE_MAX)
			pairs[g.edges[g.held_by[left]].pair].linked = true;
out:
	hw_release(g.edges);
	hw_release(g.first);
	hw_release(g.price);
	hw_release(g.owner);
	hw_release(g.held_by);
	hw_release(g.reach);
	hw_release(g.by);
	hw_release(g.search);
	hw_release(g.done);
	hw_release(g.passed);
	hw_release(g.heap);
	return status;
}
