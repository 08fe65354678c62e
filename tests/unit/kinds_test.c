/* The table of import kinds, and that the SQL files say the same.
 * With HOMEWARD_WRITE=1 the statements are written instead of compared; the schema file
 * likewise, until it is released (then a change goes into a file with the next number). */
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "io/io.h"

static bool references_ids(const io_column *column)
{
	return column->type == IO_REFERENCE || (column->type == IO_LIST && column->limits);
}

static void every_kind_is_well_formed(void **state)
{
	(void)state;
	const io_kind *kind;
	for (size_t i = 0; (kind = io_kind_at(i)); i++) {
		assert_ptr_equal(io_kind_find(kind->name), kind);
		size_t keys = 0, own = 0;
		for (size_t c = 0; c < kind->count; c++) {
			const io_column *column = &kind->columns[c];
			assert_int_equal(io_column_find(kind, column->name), c);
			assert_true(column->meaning && strlen(column->meaning) <= 120);
			keys += (column->flags & IO_KEY) != 0;
			if (column->type == IO_WORD || column->type == IO_REFERENCE)
				assert_non_null(column->limits);
			if (!references_ids(column))
				continue;
			hw_text rest = hw_text_of(column->limits), name;
			while (hw_text_split(&rest, '|', &name)) {
				char word[32] = "";
				assert_true(name.length < sizeof word);
				memcpy(word, name.bytes, name.length);
				const io_kind *target = io_kind_find(word);
				assert_non_null(target);
				assert_true(target->columns[0].flags & IO_KEY);
				if (target != kind)
					continue;
				/* The import looks for circles along one column, which points nowhere else. */
				assert_true(column->type == IO_REFERENCE && !strchr(column->limits, '|') && !own++);
			}
		}
		assert_true(keys > 0);
		for (size_t rule = 0; rule < HW_COUNT(kind->any_of); rule++) {
			hw_text rest = hw_text_of(kind->any_of[rule]), name;
			while (hw_text_split(&rest, '|', &name)) {
				char word[32] = "";
				memcpy(word, name.bytes, name.length);
				assert_true(io_column_find(kind, word) != IO_NONE);
			}
		}
	}
	assert_null(io_kind_find("nothing"));
}

/* The interface fixes these names and these columns, in this order. */
static void the_kinds_of_the_interface_are_there(void **state)
{
	(void)state;
	const char *const names[] = {"parties",    "holders",    "places",     "objects",   "sources",
				     "persons",    "reports",    "judgements", "custody",   "interests",
				     "packages",   "requests",   "lists",      "answers",   "rounds",
				     "deliveries", "statements", "aggregates", "inquiries", "debriefs"};
	for (size_t i = 0; i < HW_COUNT(names); i++)
		assert_non_null(io_kind_find(names[i]));
	const char *const persons[] = {
		"id",   "side", "family", "given",    "patronymic",    "born",    "sex",   "categories",
		"unit", "rank", "holder", "register", "missing_since", "wounded", "wills", "family_group"};
	for (size_t i = 0; i < HW_COUNT(persons); i++)
		assert_string_equal(io_kind_find("persons")->columns[i].name, persons[i]);
	const char *const reports[] = {"id",         "person",      "name",   "born",  "source",
				       "happened",   "received",    "status", "place", "region",
				       "first_hand", "credibility", "copies", "copy"};
	for (size_t i = 0; i < HW_COUNT(reports); i++)
		assert_string_equal(io_kind_find("reports")->columns[i].name, reports[i]);
}

static void words_are_found_by_their_first_spelling(void **state)
{
	(void)state;
	assert_true(io_list_has("captive:alive,held|dead", HW_TEXT("captive")));
	assert_true(io_list_has("captive:alive,held|dead", HW_TEXT("dead")));
	assert_false(io_list_has("captive:alive,held|dead", HW_TEXT("alive")));
	assert_false(io_list_has(NULL, HW_TEXT("dead")));
}

static const char *sql_type(io_type type)
{
	if (type == IO_YES_NO || type == IO_INTEGER)
		return "bigint";
	if (type == IO_NUMBER || type == IO_LATITUDE || type == IO_LONGITUDE)
		return "double precision";
	return "text";
}

static void write_schema(hw_buffer *out)
{
	hw_buffer_adds(
		out, "-- One table a kind of import (src/io/kinds_*.c): the rows in force, as understood.  A row is\n"
		     "-- the projection of the standing record of its key; standing = 0: its batch was undone.\n"
		     "-- Columns carry the names of the file's columns.  Dates are EDTF text; yes and no are 1 and 0;\n"
		     "-- lists are separated by \";\".\n");
	hw_buffer_adds(out, "\ncreate index record_superseded on record (superseded_by);\n"
			    "create index judgement_batch on judgement (batch_id);\n"
			    "create index judgement_replaced on judgement (retracted_reason);\n");
	const io_kind *kind;
	for (size_t i = 0; (kind = io_kind_at(i)); i++) {
		hw_buffer_addf(out, "\n-- %s\ncreate table %s (\n\trow_key text primary key,\n", kind->meaning,
			       kind->name);
		hw_buffer_adds(out, "\trecord_id text not null references record (id),\n"
				    "\tstanding bigint not null check (standing in (0, 1)),\n");
		if (!strcmp(kind->name, "persons"))
			hw_buffer_adds(out, "\tname_hash bigint not null,        -- of the folded name; 0: no name\n");
		for (size_t c = 0; c < kind->count; c++) {
			const io_column *column = &kind->columns[c];
			hw_buffer_addf(out, "\t%s %s%s%s\n", column->name, sql_type(column->type),
				       column->flags & IO_REQUIRED ? " not null" : "", c + 1 < kind->count ? "," : "");
		}
		hw_buffer_adds(out, ");\n");
		if (!strcmp(kind->name, "persons"))
			hw_buffer_adds(out, "create index persons_name on persons (name_hash);\n");
	}
}

static void write_columns(hw_buffer *out, const io_kind *kind, bool update)
{
	for (size_t c = 0; c < kind->count; c++) {
		hw_buffer_adds(out, c ? (c % 8 ? ", " : ",\n\t") : "");
		const char *name = kind->columns[c].name;
		if (update)
			hw_buffer_addf(out, "%s = excluded.%s", name, name);
		else
			hw_buffer_adds(out, name);
	}
}

/* What a row refers to: for the undoing of a batch. */
static void write_references(hw_buffer *out, const io_kind *kind)
{
	bool any = false;
	for (size_t c = 0; c < kind->count; c++) {
		if (!references_ids(&kind->columns[c]))
			continue;
		if (!any)
			hw_buffer_addf(out, "\n-- name: %s_references\nselect record_id", kind->name);
		hw_buffer_addf(out, ", %s", kind->columns[c].name);
		any = true;
	}
	if (any)
		hw_buffer_addf(out, "\nfrom %s where standing = 1 order by row_key nulls first limit 100000000;\n",
			       kind->name);
}

/* Rows that point to rows of their own kind. */
static void write_links(hw_buffer *out, const io_kind *kind)
{
	for (size_t c = 0; c < kind->count; c++) {
		const io_column *column = &kind->columns[c];
		if (column->type != IO_REFERENCE || strcmp(column->limits, kind->name) != 0)
			continue;
		hw_buffer_addf(
			out, "\n-- name: %s_links\nselect row_key, %s from %s\nwhere standing = 1 and %s is not null ",
			kind->name, column->name, kind->name, column->name);
		hw_buffer_adds(out, "order by row_key nulls first limit 100000000;\n");
	}
}

static void write_statements(hw_buffer *out)
{
	hw_buffer_adds(out,
		       "-- Statements of the tables of import kinds; made from the table in src/io by "
		       "tests/unit/kinds_test.c.\n"
		       "-- KIND_put: record, standing, then the columns in their order.  KIND_all: the rows in force.\n"
		       "-- KIND_has: is there such a thing?  KIND_references: what it refers to, after its record.\n"
		       "-- KIND_links: which row of the kind it points to.\n");
	const io_kind *kind;
	for (size_t i = 0; (kind = io_kind_at(i)); i++) {
		bool persons = !strcmp(kind->name, "persons");
		size_t first = persons ? 4 : 3;
		hw_buffer_addf(out, "\n-- name: %s_put\ninsert into %s (row_key, record_id, standing%s,\n\t",
			       kind->name, kind->name, persons ? ", name_hash" : "");
		write_columns(out, kind, false);
		hw_buffer_adds(out, ")\nvalues (");
		for (size_t p = 1; p <= first + kind->count; p++)
			hw_buffer_addf(out, "%s$%zu", p == 1 ? "" : ", ", p);
		hw_buffer_adds(out, ")\non conflict (row_key) do update set record_id = excluded.record_id, standing = "
				    "excluded.standing,\n\t");
		hw_buffer_adds(out, persons ? "name_hash = excluded.name_hash, " : "");
		write_columns(out, kind, true);
		hw_buffer_addf(out, ";\n\n-- name: %s_all\nselect ", kind->name);
		write_columns(out, kind, false);
		hw_buffer_addf(out, "\nfrom %s where standing = 1 order by row_key nulls first limit 100000000;\n",
			       kind->name);
		write_references(out, kind);
		write_links(out, kind);
		hw_buffer_addf(out, "\n-- name: %s_has\nselect 1 from %s where row_key = $1 and standing = 1;\n",
			       kind->name, kind->name);
	}
}

static void compare_or_write(const char *name, const hw_buffer *made)
{
	char path[512];
	snprintf(path, sizeof path, "%s/src/store/sql/%s", HOMEWARD_SOURCE_DIR, name);
	assert_false(made->failed);
	if (getenv("HOMEWARD_WRITE")) {
		FILE *file = fopen(path, "w");
		assert_non_null(file);
		assert_int_equal(fwrite(made->bytes, 1, made->length, file), made->length);
		assert_int_equal(fclose(file), 0);
		return;
	}
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	char *bytes = calloc(1, made->length + 2);
	size_t length = fread(bytes, 1, made->length + 1, file);
	fclose(file);
	assert_int_equal(length, made->length);
	assert_memory_equal(bytes, made->bytes, length);
	free(bytes);
}

static void the_sql_files_say_the_same(void **state)
{
	(void)state;
	hw_buffer schema = {0}, statements = {0};
	write_schema(&schema);
	write_statements(&statements);
	compare_or_write("schema_002_kinds.sql", &schema);
	compare_or_write("kinds.sql", &statements);
	hw_buffer_free(&schema);
	hw_buffer_free(&statements);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_well_formed),
		cmocka_unit_test(the_kinds_of_the_interface_are_there),
		cmocka_unit_test(words_are_found_by_their_first_spelling),
		cmocka_unit_test(the_sql_files_say_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
