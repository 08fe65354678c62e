/* Counts by category: a person has a set of categories, so counts overlap and never add up. */
#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "store/store.h"

#include <string.h>

enum { CATEGORIES_MOST = 4096, SOURCES_MOST = 64 };

typedef struct counting {
	hw_arena *arena;
	bureau_category *items;
	size_t count;
	hw_text (*sources)[SOURCES_MOST]; /* of each category; more than that are counted as that many */
	bureau_index index;
	hw_error *error;
} counting;

static hw_status load_labels(counting *g, bureau *b, const char *lang)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found, uk = !strcmp(lang, "uk");

	g->items = HW_NEW(g->arena, bureau_category, CATEGORIES_MOST);
	g->sources = hw_arena_alloc(g->arena, CATEGORIES_MOST, sizeof(*g->sources), _Alignof(hw_text));
	if (!g->items || !g->sources)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory for the categories");
	HW_TRY(store_query(bureau_store(b), "category_labels", NULL, 0, &rows, g->error));
	while (g->count < CATEGORIES_MOST) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		g->items[g->count++] = (bureau_category){
			.category = store_copy_text(rows, 0, g->arena),
			.label = store_copy_text(rows, uk && !store_is_null(rows, 2) ? 2 : 1, g->arena)};
	}
	return bureau_index_make(g->arena, g->items, g->count, sizeof(*g->items), &g->index, g->error);
}

static void count_source(counting *g, size_t category, hw_text source)
{
	bureau_category *c = &g->items[category];

	if (!source.length)
		source = HW_TEXT("our register");
	if (c->sources == SOURCES_MOST)
		return;
	for (int64_t i = 0; i < c->sources; i++)
		if (hw_text_equal(g->sources[category][i], source))
			return;
	g->sources[category][c->sources++] = hw_text_copy(g->arena, source);
}

hw_status bureau_people_by_category(bureau *b, hw_arena *arena, const bureau_run *run, const char *side, hw_text party,
				    bureau_categories *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	counting g = {.arena = arena, .error = error};
	char day[11];
	store_value values[] = {store_string(side), store_text(party.length ? party : HW_TEXT("")),
				store_string(hw_days_write(bureau_as_of(b), day))};
	hw_text previous = HW_TEXT("");
	bureau_categories r = {0};
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	HW_TRY(load_labels(&g, b, run->lang ? run->lang : "en"));
	HW_TRY(store_query(bureau_store(b), "people_categories", values, 3, &rows, error));
	for (;;) {
		hw_text list, category;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		/* A second row of the same person adds nothing: the first one speaks. */
		if (previous.length && hw_text_equal(previous, store_get_text(rows, 0)))
			continue;
		previous = store_copy_text(rows, 0, arena);
		r.persons++;
		list = store_get_text(rows, 1);
		while (hw_text_split(&list, ';', &category)) {
			size_t i = bureau_index_find(&g.index, hw_text_trim(category));

			if (i == BUREAU_NOWHERE)
				continue;
			g.items[i].count++;
			g.items[i].disowned += store_get_integer(rows, 2) == 1;
			count_source(&g, i, store_get_text(rows, 3));
		}
	}
	r.items = g.items;
	for (size_t i = 0; i < g.count; i++)
		if (g.items[i].count)
			r.items[r.count++] = g.items[i];
	*result = r;
	return HW_OK;
}
