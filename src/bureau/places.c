/* Places of detention by region and kind, with the best grade of those who know of them. */
#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "store/store.h"

#include <string.h>

typedef struct known_place {
	hw_text id;
	size_t group;
} known_place;

enum { GROUPS_MOST = 4096, PLACES_MOST = 1000000 };

/* The region in the reader's language; its id when nobody named it. */
static hw_text region_words(const store_rows *rows, const char *lang, hw_arena *arena)
{
	size_t column = lang && !strcmp(lang, "uk") && !store_is_null(rows, 5) ? 5 : 4;

	return store_copy_text(rows, store_is_null(rows, column) ? 1 : column, arena);
}

static hw_status load_places(bureau *b, hw_arena *arena, const char *lang, hw_text region, bureau_place_groups *r,
			     known_place **places, size_t *count, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char day[11];
	store_value values[] = {store_text(region.length ? region : HW_TEXT("")),
				store_string(hw_days_write(bureau_as_of(b), day))};
	size_t capacity = 0;
	bool found;

	HW_TRY(store_query(bureau_store(b), "places_listed", values, 2, &rows, error));
	for (;;) {
		bureau_place_group *last;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		last = r->count ? &r->items[r->count - 1] : NULL;
		if (!last || !hw_text_equal(last->region, store_get_text(rows, 1)) ||
		    !hw_text_equal(last->kind, store_get_text(rows, 2))) {
			if (r->count == GROUPS_MOST)
				return hw_fail(error, HW_TOO_LARGE, "more than %d kinds of places by region",
					       GROUPS_MOST);
			last = &r->items[r->count++];
			*last = (bureau_place_group){.region = store_copy_text(rows, 1, arena),
						     .kind = store_copy_text(rows, 2, arena),
						     .label = region_words(rows, lang, arena)};
		}
		last->count++;
		last->notified += !store_is_null(rows, 3);
		if (*count == capacity) {
			known_place *more = HW_NEW(arena, known_place, capacity = capacity ? capacity * 2 : 256);

			if (!more)
				return hw_fail(error, HW_NO_MEMORY, "no memory for the places");
			if (*count)
				memcpy(more, *places, *count * sizeof(*more));
			*places = more;
		}
		(*places)[(*count)++] = (known_place){store_copy_text(rows, 0, arena), r->count - 1};
	}
}

typedef struct source_seen {
	size_t group;
	hw_text source;
} source_seen;

static hw_status count_sources(bureau *b, hw_arena *arena, bureau_place_groups *r, const bureau_index *index,
			       const known_place *places, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	source_seen *seen = NULL;
	size_t seen_count = 0, capacity = 0;
	char day[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(b), day))};
	bool found;

	HW_TRY(store_query(bureau_store(b), "places_known_by", values, 1, &rows, error));
	for (;;) {
		size_t place, group, i;
		hw_text grade;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		place = bureau_index_find(index, store_get_text(rows, 0));
		if (!places || place == BUREAU_NOWHERE)
			continue;
		group = places[place].group;
		grade = store_get_text(rows, 2);
		if (grade.length && (!r->items[group].grade || grade.bytes[0] < r->items[group].grade))
			r->items[group].grade = grade.bytes[0];
		for (i = 0; i < seen_count; i++)
			if (seen[i].group == group && hw_text_equal(seen[i].source, store_get_text(rows, 1)))
				break;
		if (i < seen_count)
			continue;
		if (seen_count == capacity) {
			source_seen *more = HW_NEW(arena, source_seen, capacity = capacity ? capacity * 2 : 256);

			if (!more)
				return hw_fail(error, HW_NO_MEMORY, "no memory for the places");
			if (seen_count)
				memcpy(more, seen, seen_count * sizeof(*more));
			seen = more;
		}
		seen[seen_count++] = (source_seen){group, store_copy_text(rows, 1, arena)};
		r->items[group].sources++;
	}
}

hw_status bureau_places_by_kind(bureau *b, hw_arena *arena, const bureau_run *run, hw_text region,
				bureau_place_groups *result, hw_error *error)
{
	bureau_place_groups r = {.items = HW_NEW(arena, bureau_place_group, GROUPS_MOST)};
	known_place *places = NULL;
	size_t count = 0;
	bureau_index index;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_SEE_PLACES, BUREAU_MAY_BRIEF, error));
	if (!r.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the places");
	HW_TRY(load_places(b, arena, run->lang, region, &r, &places, &count, error));
	HW_TRY(bureau_index_make(arena, places, count, sizeof(*places), &index, error));
	HW_TRY(count_sources(b, arena, &r, &index, places, error));
	for (size_t i = 0; i < r.count; i++)
		r.items[i].kind = bureau_spoken(arena, r.items[i].kind);
	*result = r;
	return HW_OK;
}
