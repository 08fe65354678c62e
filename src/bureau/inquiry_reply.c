/* Reads the reviewed texts for families (data/replies/replies.txt; its head is the manual of its format). */
#include "bureau/inquiry_int.h"

#include <string.h>

/* %1 to %4 are replaced; what is filled in cannot bring further places. */
static hw_text fill(hw_arena *arena, hw_text pattern, const hw_text values[4])
{
	hw_buffer out = {.ceiling = 1 << 16};
	hw_text result;

	for (size_t i = 0; i < pattern.length; i++) {
		char next = i + 1 < pattern.length ? pattern.bytes[i + 1] : 0;

		if (pattern.bytes[i] == '%' && next >= '1' && next <= '4')
			hw_buffer_add(&out, values[pattern.bytes[++i] - '1']);
		else
			hw_buffer_add(&out, (hw_text){pattern.bytes + i, 1});
	}
	result = out.failed ? (hw_text){0} : hw_text_copy(arena, hw_buffer_text(&out));
	hw_buffer_free(&out);
	return result;
}

static bool after(hw_text line, const char *word, hw_text *rest)
{
	size_t n = strlen(word);

	if (line.length <= n || memcmp(line.bytes, word, n) != 0 || line.bytes[n] != ' ')
		return false;
	*rest = hw_text_trim((hw_text){line.bytes + n + 1, line.length - n - 1});
	return true;
}

hw_status reply_find(hw_arena *arena, hw_text all, const char *id, bool uk, const hw_text values[4], reply_text *result,
		     hw_error *error)
{
	hw_text line, rest;
	bool here = false;

	*result = (reply_text){.reviewed = HW_TEXT("")};
	while (hw_text_split(&all, '\n', &line)) {
		if (after(line, "reply", &rest)) {
			here = hw_text_is(rest, id);
		} else if (here && after(line, "reviewed", &rest)) {
			result->reviewed = rest;
		} else if (here && after(line, uk ? "uk" : "en", &rest)) {
			if (result->count == HW_COUNT(result->paragraphs))
				return hw_fail(error, HW_FAULT, "the reply \"%s\" has too many paragraphs", id);
			result->paragraphs[result->count] = fill(arena, rest, values);
			if (!result->paragraphs[result->count++].bytes)
				return hw_fail(error, HW_NO_MEMORY, "no memory for a reply");
		}
	}
	if (result->count && result->reviewed.length)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "the text \"%s\" was not reviewed: it goes to nobody", id);
	return hw_error_remedy(error, "data/replies/replies.txt, line \"reviewed DAY ROLE\""), HW_NOT_PERMITTED;
}
