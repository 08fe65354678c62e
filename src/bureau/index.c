/* Ids to positions: sorted once, found by halving. */
#include "bureau/located_int.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
	const bureau_index_row *x = a, *y = b;
	int order = hw_text_compare(x->id, y->id);

	return order ? order : (x->position > y->position) - (x->position < y->position);
}

hw_status bureau_index_make(hw_arena *arena, const void *items, size_t count, size_t stride, bureau_index *result,
			    hw_error *error)
{
	bureau_index_row *rows = HW_NEW(arena, bureau_index_row, count ? count : 1);

	if (!rows)
		return hw_fail(error, HW_NO_MEMORY, "no memory for an index of %zu ids", count);
	for (size_t i = 0; i < count; i++) {
		/* The id stands first in every row type, so that one index serves all. */
		memcpy(&rows[i].id, (const char *)items + i * stride, sizeof(rows[i].id));
		rows[i].position = i;
	}
	qsort(rows, count, sizeof(*rows), by_text);
	*result = (bureau_index){rows, count};
	return HW_OK;
}

size_t bureau_index_find(const bureau_index *index, hw_text id)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hw_text_compare(index->rows[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < index->count && hw_text_equal(index->rows[low].id, id) ? index->rows[low].position
									    : BUREAU_NOWHERE;
}
