/* intake_links.c - rows that point to rows of their kind must not do so in a circle. */
#include <string.h>

#include "bureau/intake_int.h"

size_t intake_link_column(const io_kind *kind)
{
	for (size_t c = 0; c < kind->count; c++)
		if (kind->columns[c].type == IO_REFERENCE && !strcmp(kind->columns[c].limits, kind->name))
			return c;
	return IO_NONE;
}

/* The slot of `from`, or the free one where it would stand. */
static intake_link *slot_of(intake_link *slots, size_t capacity, uint64_t from)
{
	size_t at = from & (capacity - 1);

	while (slots[at].from && slots[at].from != from)
		at = (at + 1) & (capacity - 1);
	return &slots[at];
}

static hw_status grow(intake_links *links, hw_error *error)
{
	size_t capacity = links->capacity ? links->capacity * 2 : 1024;
	intake_link *slots = hw_grow(NULL, capacity, sizeof *slots);

	if (!slots)
		return hw_fail(error, HW_NO_MEMORY, "out of memory for the links between rows");
	memset(slots, 0, capacity * sizeof *slots);
	for (size_t i = 0; i < links->capacity; i++)
		if (links->slots[i].from)
			*slot_of(slots, capacity, links->slots[i].from) = links->slots[i];
	hw_release(links->slots);
	links->slots = slots;
	links->capacity = capacity;
	return HW_OK;
}

hw_status intake_links_set(intake_links *links, uint64_t from, uint64_t to, hw_error *error)
{
	if (links->count * 3 >= links->capacity * 2)
		HW_TRY(grow(links, error));
	intake_link *slot = slot_of(links->slots, links->capacity, from);
	if (!slot->from && !to)
		return HW_OK;
	links->count += !slot->from;
	*slot = (intake_link){from, to};
	return HW_OK;
}

bool intake_links_circle(const intake_links *links, uint64_t from)
{
	uint64_t at = from;

	/* A circle that does not hold `from` is the matter of its own rows. */
	for (size_t steps = 0; steps <= links->count && links->capacity; steps++) {
		const intake_link *slot = slot_of(links->slots, links->capacity, at);
		if (!slot->from || !slot->to)
			return false;
		if (slot->to == from)
			return true;
		at = slot->to;
	}
	return false;
}

hw_status intake_links_load(intake_links *links, store_connection *store, const io_kind *kind, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char statement[48];
	bool found;

	(void)snprintf(statement, sizeof statement, "%s_links", kind->name);
	HW_TRY(store_query(store, statement, NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		HW_TRY(intake_links_set(links, intake_hash(store_get_text(rows, 0), (hw_text){0}),
					intake_hash(store_get_text(rows, 1), (hw_text){0}), error));
	}
}
