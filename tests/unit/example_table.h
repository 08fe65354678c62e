/* example_table.h - whole CSV files in memory, for tests that look at an example. */
#ifndef HW_TEST_EXAMPLE_TABLE_H
#define HW_TEST_EXAMPLE_TABLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/base.h"

#define FOUNDING HOMEWARD_SOURCE_DIR "/examples/founding"

typedef struct table { /* a whole CSV file */
	hw_arena *arena;
	hw_text *names, *cells;
	size_t columns, rows;
} table;

static inline table read_table(const char *directory, const char *file)
{
	char path[512];
	hw_csv *csv = NULL;
	hw_error error;
	const hw_csv_row *row = NULL;
	table t = {.arena = hw_arena_new((size_t)1 << 28)};
	size_t room = 0;

	snprintf(path, sizeof path, "%s/%s.csv", directory, file);
	assert_int_equal(hw_csv_open(path, &csv, &error), HW_OK);
	const hw_csv_row *header = hw_csv_header(csv);
	t.columns = header->count;
	t.names = HW_NEW(t.arena, hw_text, t.columns);
	for (size_t i = 0; i < t.columns; i++)
		t.names[i] = hw_text_copy(t.arena, header->fields[i]);
	for (;;) {
		assert_int_equal(hw_csv_next(csv, &row, &error), HW_OK);
		if (!row)
			break;
		if (t.rows == room) {
			room = room ? room * 2 : 1024;
			t.cells = hw_grow(t.cells, room * t.columns, sizeof *t.cells);
			assert_non_null(t.cells);
		}
		for (size_t i = 0; i < t.columns; i++)
			t.cells[t.rows * t.columns + i] = hw_text_copy(t.arena, row->fields[i]);
		t.rows++;
	}
	hw_csv_close(csv);
	return t;
}

static inline void free_table(table *t)
{
	hw_release(t->cells);
	hw_arena_free(t->arena);
}

static inline hw_text cell(const table *t, size_t row, const char *column)
{
	for (size_t i = 0; i < t->columns; i++)
		if (hw_text_is(t->names[i], column))
			return t->cells[row * t->columns + i];
	fail_msg("there is no column %s", column);
	return (hw_text){0};
}

static inline bool is(const table *t, size_t row, const char *column, const char *value)
{
	return hw_text_is(cell(t, row, column), value);
}

static inline bool lists(hw_text list, const char *value)
{
	hw_text piece;

	while (hw_text_split(&list, ';', &piece))
		if (hw_text_is(piece, value))
			return true;
	return false;
}

/* Rows that satisfy "column=value" or "column~value" (a list that holds it), joined by ",". */
static inline size_t count_rows(const table *t, const char *where)
{
	size_t count = 0;

	for (size_t r = 0; r < t->rows; r++) {
		hw_text rest = hw_text_of(where), piece;
		bool good = true;
		while (hw_text_split(&rest, ',', &piece)) {
			char column[64], value[64];
			size_t at = strcspn(piece.bytes, "=~");
			snprintf(column, sizeof column, "%.*s", (int)at, piece.bytes);
			snprintf(value, sizeof value, "%.*s", (int)(piece.length - at - 1), piece.bytes + at + 1);
			hw_text found = cell(t, r, column);
			good = good && (piece.bytes[at] == '~' ? lists(found, value) : hw_text_is(found, value));
		}
		count += good;
	}
	return count;
}

#endif
