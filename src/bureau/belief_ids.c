/* belief_ids.c - from written ids to indices. */
#include "bureau/belief_json_int.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	const belief_id *x = a, *y = b;
	int order = hw_text_compare(x->text, y->text);

	return order ? order : x->index < y->index ? -1 : x->index > y->index;
}

bool belief_ids_sort(belief_ids *ids, size_t *first, size_t *second)
{
	if (ids->count)
		qsort(ids->sorted, ids->count, sizeof(*ids->sorted), compare);
	for (size_t i = 1; i < ids->count; i++)
		if (hw_text_equal(ids->sorted[i - 1].text, ids->sorted[i].text)) {
			*first = ids->sorted[i - 1].index;
			*second = ids->sorted[i].index;
			return false;
		}
	return true;
}

size_t belief_ids_find(const belief_ids *ids, hw_text text)
{
	size_t low = 0, high = ids->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = hw_text_compare(ids->sorted[middle].text, text);
		if (!order)
			return ids->sorted[middle].index;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return BELIEF_NONE;
}
