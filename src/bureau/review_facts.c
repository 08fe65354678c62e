/* review_facts.c - what two records say alike beside the name: a name alone confirms nobody. */
#include "bureau/review_int.h"

#include <string.h>

/* Columns of a record that tell one person from another; not rank, sex or place, which thousands share. */
static const char *const columns[] = {"callsign", "unit", "service_number", "mother", "birthplace", "capture_group"};

static hw_status load(bureau *b, hw_text record, hw_json **json, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(record);

	HW_TRY(store_query_first(bureau_store(b), "record_one", &id, 1, &rows, error));
	if (!rows)
		return hw_fail(error, HW_NOT_FOUND, "there is no record %.*s", HW_TEXT_ARG(record));
	return hw_json_parse(store_get_text(rows, 5), "record", json, error);
}

static void add(hw_arena *arena, review_facts *facts, bool agrees, const char *column, hw_text left, hw_text right)
{
	hw_text *list = agrees ? facts->agree : facts->against;
	size_t *count = agrees ? &facts->agree_count : &facts->against_count;

	if (*count == HW_COUNT(facts->agree))
		return;
	list[(*count)++] =
		agrees ? hw_text_format(arena, "%s %.*s", column, HW_TEXT_ARG(left))
		       : hw_text_format(arena, "%s %.*s, but %.*s", column, HW_TEXT_ARG(left), HW_TEXT_ARG(right));
}

/* Dates agree when both can be true; "around 1990" proves nothing. */
static void compare_born(hw_arena *arena, const hw_json *left, const hw_json *right, review_facts *facts)
{
	hw_text a = hw_json_as_text(hw_json_get(left, "born")), b = hw_json_as_text(hw_json_get(right, "born"));
	hw_date x, y;

	if (!a.length || !b.length || hw_date_parse(a, &x, NULL) || hw_date_parse(b, &y, NULL) || !x.known || !y.known)
		return;
	bool meet = x.first <= y.last && y.first <= x.last;
	if (meet && (x.precision == HW_YEARS || y.precision == HW_YEARS))
		return;
	add(arena, facts, meet, "born", a, b);
}

hw_status review_compare_facts(bureau *b, hw_arena *arena, hw_text left, hw_text right, review_facts *result,
			       hw_error *error)
{
	hw_json *l = NULL, *r = NULL;
	review_facts facts = {0};
	hw_status status;

	HW_TRY_OR_OUT(load(b, left, &l, error));
	HW_TRY_OR_OUT(load(b, right, &r, error));
	compare_born(arena, l, r, &facts);
	for (size_t i = 0; i < HW_COUNT(columns); i++) {
		hw_text x = hw_text_trim(hw_json_as_text(hw_json_get(l, columns[i]))),
			y = hw_text_trim(hw_json_as_text(hw_json_get(r, columns[i])));
		hw_text small_x, small_y;
		if (!x.length || !y.length)
			continue;
		HW_TRY_OR_OUT(hw_text_lower(arena, x, &small_x, error));
		HW_TRY_OR_OUT(hw_text_lower(arena, y, &small_y, error));
		add(arena, &facts, hw_text_equal(small_x, small_y), columns[i], hw_text_copy(arena, x),
		    hw_text_copy(arena, y));
	}
	*result = facts;
out:
	hw_json_free(l);
	hw_json_free(r);
	return status;
}
