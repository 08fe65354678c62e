/* belief_read_origins.c - "provenance": "found": copies that shared origin, channel, text or claim give away. */
#include "bureau/belief_json_int.h"

#include <string.h>

static hw_text text_at(const hw_json *object, const char *key)
{
	return hw_json_as_text(hw_json_get(object, key));
}

static belief_origin origin_of(const belief_reader *r, const hw_json *object, const belief_report *report)
{
	bool judged = hw_json_kind_of(hw_json_get(object, "copies")) != HW_JSON_NULL ||
		      hw_json_kind_of(hw_json_get(object, "copy")) != HW_JSON_NULL;

	return (belief_origin){.report = report,
			       .document = text_at(object, "origin"),
			       .channel = text_at(object, "channel"),
			       .text = text_at(object, "text"),
			       .kind = report->source == BELIEF_NONE ? HW_TEXT("") : r->source_kinds[report->source],
			       .settled = judged};
}

static hw_status keep_link(belief_reader *r, const belief_link *link)
{
	belief_input *in = r->in;

	if (in->link_count == r->link_room) {
		size_t room = r->link_room ? 2 * r->link_room : 64;
		belief_link *larger = HW_NEW(r->arena, belief_link, room);
		if (!larger)
			return belief_read_no_memory(r);
		if (in->link_count)
			memcpy(larger, in->links, in->link_count * sizeof *larger);
		in->links = larger;
		r->link_room = room;
	}
	in->links[in->link_count++] = *link;
	return HW_OK;
}

hw_status belief_read_origins(belief_reader *r, const hw_json *list, const char *kind, size_t subject,
			      belief_report *reports, size_t count)
{
	belief_origin *origins = HW_NEW(r->arena, belief_origin, count + 1);
	belief_copy *copies;
	size_t found;

	if (!origins)
		return belief_read_no_memory(r);
	for (size_t j = 0; j < count; j++)
		origins[j] = origin_of(r, hw_json_at(list, j), &reports[j]);
	HW_TRY(belief_find_copies(origins, count, r->arena, &copies, &found, r->error));
	for (size_t i = 0; i < found; i++) {
		const belief_link link = {.list = kind, .subject = subject, .copy = copies[i]};
		reports[copies[i].report].copies = copies[i].parent;
		reports[copies[i].report].copy = copies[i].copy;
		HW_TRY(keep_link(r, &link));
	}
	return HW_OK;
}
