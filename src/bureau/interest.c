/* What a counterpart asks for, ignores or refuses: in words, with its reason and where that is from. */
#include "bureau/bureau_int.h"
#include "store/store.h"

#include <string.h>

enum { INTERESTS_MOST = 10000 };

static hw_text word_of(hw_text stored)
{
	static const char *const words[][2] = {{"asks_for", "asks for"},
					       {"no_interest", "no interest shown"},
					       {"refuses_to_take", "no interest shown"},
					       {"refuses_to_give", "refuses to give"}};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(stored, words[i][0]))
			return hw_text_of(words[i][1]);
	return HW_TEXT(""); /* "gives", "unknown": nothing to tell */
}

/* In force on the day: from <= day <= until, where known. */
static bool in_force(const store_rows *rows, size_t since, size_t until, int32_t day)
{
	hw_error ignored;
	hw_date date;

	if (!store_is_null(rows, since) && hw_date_parse(store_get_text(rows, since), &date, &ignored) == HW_OK &&
	    date.first > day)
		return false;
	return store_is_null(rows, until) || hw_date_parse(store_get_text(rows, until), &date, &ignored) != HW_OK ||
	       date.last >= day;
}

static int64_t sources_of(const bureau_interests *interests)
{
	int64_t sources = 0;

	for (size_t i = 0; i < interests->count; i++) {
		hw_text source = interests->items[i].source;
		bool seen = hw_text_is(source, "unknown");

		for (size_t k = 0; k < i && !seen; k++)
			seen = hw_text_equal(interests->items[k].source, source);
		sources += !seen;
	}
	return sources;
}

hw_status bureau_interests_of(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
			      bureau_interests *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	store_value values[] = {store_text(party.length ? party : HW_TEXT(""))};
	bool found, uk = run->lang && !strcmp(run->lang, "uk");
	bureau_interests r = {.items = HW_NEW(arena, bureau_interest, INTERESTS_MOST)};

	HW_TRY(bureau_require_either(b, BUREAU_MAY_SEE_INTEREST, BUREAU_MAY_BRIEF, error));
	if (!r.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the interests");
	HW_TRY(store_query(bureau_store(b), "interests_shown", values, 1, &rows, error));
	while (r.count < INTERESTS_MOST) {
		hw_text word;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		word = word_of(store_get_text(rows, 3));
		if (!word.length || !in_force(rows, 7, 8, bureau_as_of(b)))
			continue;
		r.items[r.count++] = (bureau_interest){
			.party = store_copy_text(rows, 0, arena),
			.category = store_copy_text(rows, 2, arena),
			.label = store_copy_text(rows, uk && !store_is_null(rows, 10) ? 10 : 9, arena),
			.word = word,
			.reason = store_is_null(rows, 4) ? HW_TEXT("unknown") : store_copy_text(rows, 4, arena),
			.source = !store_is_null(rows, 5)   ? store_copy_text(rows, 5, arena)
				  : !store_is_null(rows, 6) ? store_copy_text(rows, 6, arena)
							    : HW_TEXT("unknown"),
			.from = store_copy_text(rows, 7, arena),
			.to = store_copy_text(rows, 8, arena)};
	}
	r.sources = sources_of(&r);
	*result = r;
	return HW_OK;
}
