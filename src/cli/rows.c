/* --csv: the answer that --json gives, as a table. */
#include "cli/sections_int.h"

#include <string.h>

/* What stands in the columns, by the keys of the rows in the order of their first coming. */
typedef struct rows_of {
	const char **keys;
	size_t count, capacity;
	bool failed;
} rows_of;

static void add_key(rows_of *columns, const char *key)
{
	for (size_t i = 0; i < columns->count; i++)
		if (!strcmp(columns->keys[i], key))
			return;
	if (columns->count == columns->capacity) {
		size_t wanted = columns->capacity ? 2 * columns->capacity : 32;
		const char **grown = hw_grow(columns->keys, wanted, sizeof(*grown));

		if (!grown) {
			columns->failed = true;
			return;
		}
		columns->keys = grown;
		columns->capacity = wanted;
	}
	columns->keys[columns->count++] = key;
}

static bool is_table(const hw_json *value)
{
	return hw_json_kind_of(value) == HW_JSON_ARRAY && hw_json_count(value) &&
	       hw_json_kind_of(hw_json_at(value, 0)) == HW_JSON_OBJECT;
}

static bool is_list(const hw_json *value)
{
	return hw_json_kind_of(value) == HW_JSON_ARRAY &&
	       (!hw_json_count(value) || hw_json_kind_of(hw_json_at(value, 0)) == HW_JSON_TEXT);
}

/* Texts of a list are joined by ";" as in the files that come in; what is deeper stands there as JSON. */
static void add_cell(hw_buffer *out, const hw_json *value)
{
	hw_buffer deep = {0};
	char number[32];

	switch (hw_json_kind_of(value)) {
	case HW_JSON_NULL:
		return;
	case HW_JSON_BOOL:
		hw_buffer_adds(out, hw_json_as_bool(value) ? "yes" : "no");
		return;
	case HW_JSON_NUMBER:
		hw_buffer_adds(out, hw_number_write(hw_json_as_number(value), number));
		return;
	case HW_JSON_TEXT:
		hw_csv_write(out, hw_json_as_text(value));
		return;
	case HW_JSON_ARRAY:
	case HW_JSON_OBJECT:
		break;
	}
	if (is_list(value)) {
		for (size_t i = 0; i < hw_json_count(value); i++) {
			hw_buffer_adds(&deep, i ? ";" : "");
			hw_buffer_add(&deep, hw_json_as_text(hw_json_at(value, i)));
		}
	} else {
		hw_json_writer w = hw_json_writer_new(&deep, false);

		hw_json_value(&w, NULL, value);
	}
	hw_csv_write(out, hw_buffer_text(&deep));
	out->failed = out->failed || deep.failed;
	hw_buffer_free(&deep);
}

static void add_row(hw_buffer *out, const rows_of *columns, const char *list, const hw_json *row)
{
	if (list)
		hw_csv_write(out, hw_text_of(list));
	for (size_t i = 0; i < columns->count; i++) {
		hw_buffer_adds(out, i || list ? "," : "");
		add_cell(out, hw_json_get(row, columns->keys[i]));
	}
	hw_buffer_adds(out, "\n");
}

static void add_header(hw_buffer *out, const rows_of *columns, bool lists)
{
	hw_buffer_adds(out, lists ? "list" : "");
	for (size_t i = 0; i < columns->count; i++) {
		hw_buffer_adds(out, i || lists ? "," : "");
		hw_csv_write(out, hw_text_of(columns->keys[i]));
	}
	hw_buffer_adds(out, "\n");
}

static void keys_of(const hw_json *object, rows_of *columns)
{
	for (void *m = hw_json_first(object); m; m = hw_json_next(object, m))
		add_key(columns, hw_json_member_key(m));
}

/* Every list of objects in the answer; several get the column "list".  Empty lists have no columns to show. */
static void write_tables(const hw_json *answer, hw_buffer *out, rows_of *columns)
{
	size_t tables = 0, empty = 0;

	for (void *m = hw_json_first(answer); m; m = hw_json_next(answer, m)) {
		const hw_json *value = hw_json_member_value(m);

		if (is_table(value))
			tables++;
		else if (hw_json_kind_of(value) == HW_JSON_ARRAY)
			empty++;
		for (size_t i = 0; is_table(value) && i < hw_json_count(value); i++)
			keys_of(hw_json_at(value, i), columns);
	}
	if (!tables && empty)
		return; /* a table without rows: nothing is known of its columns */
	if (!tables)
		keys_of(answer, columns);
	add_header(out, columns, tables > 1);
	if (!tables)
		add_row(out, columns, NULL, answer);
	for (void *m = hw_json_first(answer); m; m = hw_json_next(answer, m)) {
		const hw_json *value = hw_json_member_value(m);

		for (size_t i = 0; is_table(value) && i < hw_json_count(value); i++)
			add_row(out, columns, tables > 1 ? hw_json_member_key(m) : NULL, hw_json_at(value, i));
	}
}

void cli_rows_of_json(hw_buffer *out)
{
	hw_buffer csv = {.ceiling = SIZE_MAX};
	hw_json *answer = NULL;
	rows_of columns = {0};

	if (out->failed || hw_json_parse(hw_buffer_text(out), "answer", &answer, NULL) != HW_OK) {
		out->failed = true;
		return;
	}
	write_tables(answer, &csv, &columns);
	csv.failed = csv.failed || columns.failed;
	hw_release(columns.keys);
	hw_json_free(answer);
	hw_buffer_free(out);
	*out = csv;
}
