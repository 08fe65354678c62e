/* Who acquired people from whom, for what: holders that are not the Power itself. */
#include "bureau/bureau_int.h"
#include "store/store.h"

#include <string.h>

enum { GROUPS_MOST = 1000, SEEN_MOST = 32 };

typedef struct seen_texts {
	hw_text items[SEEN_MOST];
	size_t count;
} seen_texts;

/* True when it was not there yet. */
static bool note(seen_texts *seen, hw_arena *arena, hw_text t)
{
	if (!t.length)
		return false;
	for (size_t i = 0; i < seen->count; i++)
		if (hw_text_equal(seen->items[i], t))
			return false;
	if (seen->count < SEEN_MOST)
		seen->items[seen->count++] = hw_text_copy(arena, t);
	return true;
}

static hw_text join(hw_arena *arena, const seen_texts *seen)
{
	hw_text all = HW_TEXT("");

	for (size_t i = 0; i < seen->count && i < 4; i++)
		all = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(all), i ? "; " : "", HW_TEXT_ARG(seen->items[i]));
	return all.length ? all : HW_TEXT("not reported");
}

hw_status bureau_custody_by_holder(bureau *b, hw_arena *arena, const bureau_run *run, bureau_custody_groups *result,
				   hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bureau_custody_groups r = {.items = HW_NEW(arena, bureau_custody_group, GROUPS_MOST)};
	seen_texts considerations = {.count = 0}, sources = {.count = 0};
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(b), as_of))};
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	(void)run;
	if (!r.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the custody events");
	HW_TRY(store_query(bureau_store(b), "custody_acquired", values, 1, &rows, error));
	for (;;) {
		bureau_custody_group *g = r.count ? &r.items[r.count - 1] : NULL;
		hw_text day;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		if (!g || !hw_text_equal(g->holder, store_get_text(rows, 0)) ||
		    !hw_text_equal(g->from_holder, store_get_text(rows, 1))) {
			if (r.count == GROUPS_MOST)
				break;
			g = &r.items[r.count++];
			considerations.count = sources.count = 0;
			*g = (bureau_custody_group){.holder = store_copy_text(rows, 0, arena),
						    .from_holder = store_copy_text(rows, 1, arena),
						    .act = store_copy_text(rows, 2, arena)};
		}
		g->events++;
		g->persons += store_is_null(rows, 5) ? 1 : store_get_integer(rows, 5);
		if (note(&considerations, arena, store_get_text(rows, 3)))
			g->consideration = join(arena, &considerations);
		g->sources += note(&sources, arena, store_get_text(rows, 6));
		day = store_get_text(rows, 7);
		if (day.length && (!g->first.length || hw_text_compare(day, g->first) < 0))
			g->first = hw_text_copy(arena, day);
		if (day.length && hw_text_compare(day, g->last) > 0)
			g->last = hw_text_copy(arena, day);
	}
	for (size_t i = 0; i < r.count; i++)
		if (!r.items[i].consideration.length)
			r.items[i].consideration = HW_TEXT("not reported");
	*result = r;
	return HW_OK;
}
