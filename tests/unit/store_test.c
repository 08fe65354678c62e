/* The store's door: opening, values, statements, transactions, ids. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_int.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[96];

static int make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/homeward-store-XXXXXX");
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/bureau.db", folder);
	return 0;
}

static int remove_folder(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

static hw_error error;

#define OK(call) check_ok((call), __LINE__)
static void check_ok(hw_status status, int line)
{
	char text[1024];

	if (status != HW_OK)
		fail_msg("line %d: %s", line, hw_error_line(&error, text, sizeof(text)));
}

static store_connection *create(void)
{
	store_connection *store = NULL;

	OK(store_create(path, NULL, &store, &error));
	return store;
}

static void append(store_connection *store, const char *act)
{
	store_act entry = {.actor = HW_TEXT("tester"),
			   .act = hw_text_of(act),
			   .subject_kind = HW_TEXT("test"),
			   .subject_id = HW_TEXT("1")};

	OK(store_ledger_append(store, &entry, NULL, &error));
}

static void set(store_connection *store, const char *name, const char *value)
{
	const store_value values[] = {store_string(name), store_string(value)};
	int64_t changed = 0;

	OK(store_run(store, "setting_set", values, 2, &changed, &error));
	assert_int_equal(changed, 1);
}

/* ---- opening ----------------------------------------------------------------------------- */
static void creates_and_opens(void **state)
{
	store_connection *store = create();
	struct stat about;
	char new_name[160];

	(void)state;
	assert_int_equal(store_schema_version(store), store_newest_schema());
	assert_true(store_newest_schema() >= 2);
	assert_string_equal(store_path(store), path);
	store_close(store);
	(void)snprintf(new_name, sizeof(new_name), "%s.new-%ld", path, (long)getpid());
	assert_int_not_equal(stat(new_name, &about), 0);
	OK(store_open(path, NULL, &store, &error));
	store_close(store);
	assert_int_equal(store_create(path, NULL, &store, &error), HW_STORAGE);
	assert_non_null(strstr(error.why, "already"));
}

static void write_file(const char *name, const char *content, size_t length)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(content, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static void refuses_what_is_no_bureau(void **state)
{
	static const char noise[] =
		"this is a letter, not a database; it is long enough to look like one -- -- -- -- -- --"
		" -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- -- --";
	char other[128], empty[128], letter[128], missing[128], nowhere[128];
	store_connection *store = NULL;
	sqlite3 *file;

	(void)state;
	(void)snprintf(other, sizeof(other), "%s/other.db", folder);
	(void)snprintf(empty, sizeof(empty), "%s/empty", folder);
	(void)snprintf(letter, sizeof(letter), "%s/letter", folder);
	(void)snprintf(missing, sizeof(missing), "%s/missing.db", folder);
	(void)snprintf(nowhere, sizeof(nowhere), "%s/nowhere/bureau.db", folder);
	assert_int_equal(sqlite3_open(other, &file), SQLITE_OK);
	assert_int_equal(sqlite3_exec(file, "create table t (a)", NULL, NULL, NULL), SQLITE_OK);
	(void)sqlite3_close(file);
	write_file(empty, "", 0);
	write_file(letter, noise, sizeof(noise));
	const struct {
		const char *url, *words;
		hw_status status;
	} rows[] = {
		{missing, "there is no bureau", HW_STORAGE},
		{nowhere, "there is no bureau", HW_STORAGE},
		{folder, "directory", HW_STORAGE},
		{"/dev/null", "not a file", HW_STORAGE},
		{empty, "empty", HW_STORAGE},
		{letter, "not a SQLite database", HW_STORAGE},
		{other, "not a bureau", HW_STORAGE},
		{":memory:", "there is no bureau", HW_STORAGE},
		{"postgresql://office/bureau", "not before", HW_USAGE},
		{"", "no name", HW_USAGE},
		{"file:", "no name", HW_USAGE},
	};
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_status status = store_open(rows[i].url, NULL, &store, &error);

		if (status != rows[i].status || !strstr(error.why, rows[i].words) || store)
			fail_msg("row %zu (%s): %d %s", i, rows[i].url, status, error.why);
	}
	assert_int_equal(store_open(missing, NULL, &store, &error), HW_STORAGE);
	assert_non_null(strstr(error.remedy, "homeward init"));
	assert_int_equal(store_create(nowhere, NULL, &store, &error), HW_STORAGE);
	assert_string_equal(error.where, nowhere);
	assert_int_equal(store_create(folder, NULL, &store, &error), HW_STORAGE);
	assert_null(store);
}

static void connection_is_configured(void **state)
{
	static const struct {
		const char *sql;
		int64_t value;
	} rows[] = {{"PRAGMA foreign_keys", 1},
		    {"PRAGMA synchronous", 2},
		    {"PRAGMA trusted_schema", 0},
		    {"PRAGMA temp_store", 2}};
	store_connection *store = create();
	store_handle *handle = NULL;
	bool row = false;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		OK(store->driver->prepare(store->db, rows[i].sql, &handle, &error));
		OK(store->driver->step(handle, &row, &error));
		if (!row || store->driver->integer(handle, 0) != rows[i].value)
			fail_msg("%s is %lld", rows[i].sql, (long long)store->driver->integer(handle, 0));
		store->driver->finalize(handle);
	}
	OK(store->driver->prepare(store->db, "PRAGMA journal_mode", &handle, &error));
	OK(store->driver->step(handle, &row, &error));
	assert_true(hw_text_is(store->driver->bytes(handle, 0), "wal"));
	store->driver->finalize(handle);
	/* Double quotes never make a text; extensions cannot be loaded. */
	assert_int_not_equal(store->driver->prepare(store->db, "select \"abc\"", &handle, &error), HW_OK);
	OK(store->driver->prepare(store->db, "select load_extension('x')", &handle, &error));
	assert_int_not_equal(store->driver->step(handle, &row, &error), HW_OK);
	store->driver->finalize(handle);
	store_close(store);
}

/* ---- values ------------------------------------------------------------------------------- */
static const char values_schema[] =
	"create table kinds (id text primary key, a bigint, b double precision, c text, d bytea);"
	"create table child (id bigint primary key, parent text not null references kinds (id),"
	" n bigint check (n in (0, 1)));";
static const char values_sql[] =
	"-- a comment\n-- name: kinds_add\ninsert into kinds (id, a, b, c, d) values ($1, $2, $3, $4, $5);\n"
	"-- name: kinds_all\nselect id, a, b, c, d from kinds order by id nulls first;\n"
	"-- name: kinds_twice\nselect id from kinds where id = $1 or c = $1;\n"
	"-- name: kinds_put\ninsert into kinds (id, a) values ($1, $2)\n"
	"on conflict (id) do nothing;\n"
	"-- name: kinds_remove\ndelete from kinds where id = $1;\n"
	"-- name: child_add\ninsert into child (id, parent, n) values ($1, $2, $3);\n"
	"-- name: semicolon\nselect ';' || 'it''s -- no comment; $9' as text;\n";

static hw_text test_files(size_t index, const char **name)
{
	const char *found;
	hw_text text;

	if (index == 0) {
		*name = "schema_003_values.sql";
		return (hw_text){values_schema, sizeof(values_schema) - 1};
	}
	if (index == 1) {
		*name = "values.sql";
		return (hw_text){values_sql, sizeof(values_sql) - 1};
	}
	/* The real schema files besides those after 2. */
	text = store_data_at(index - 2, &found);
	*name = text.bytes && !strncmp(found, "schema_", 7) && strncmp(found + 7, "002", 3) > 0 ? "left out" : found;
	return text;
}

static store_connection *create_with_values(void)
{
	store_connection *store = NULL;

	OK(store_create_with(path, NULL, test_files, &store, &error));
	return store;
}

static void values_come_back(void **state)
{
	static const char blob[] = {0, 1, 2, (char)0xff, 0};
	store_connection *store = create_with_values();
	const store_value full[] = {store_string("a"), store_integer(INT64_MIN), store_number(0.1),
				    store_string("Ім'я \xF0\x9F\x95\x8A"), store_blob(blob, sizeof(blob))};
	const store_value none[] = {store_string("b"), store_null(), store_null(), store_text_or_null(HW_TEXT("")),
				    store_null()};
	const store_value empty[] = {store_string("c"), store_integer(0), store_number(-1e300), store_string(""),
				     store_blob("", 0)};
	store_rows *rows = NULL;
	bool found = false;

	(void)state;
	OK(store_begin(store, &error));
	OK(store_run(store, "kinds_add", full, 5, NULL, &error));
	OK(store_run(store, "kinds_add", none, 5, NULL, &error));
	OK(store_run(store, "kinds_add", empty, 5, NULL, &error));
	append(store, "values");
	OK(store_commit(store, &error));
	OK(store_query(store, "kinds_all", NULL, 0, &rows, &error));
	assert_int_equal(store_columns(rows), 5);
	assert_string_equal(store_column_name(rows, 3), "c");
	OK(store_next(rows, &found, &error));
	assert_true(found);
	assert_int_equal(store_get_integer(rows, 1), INT64_MIN);
	assert_true(store_get_number(rows, 2) == 0.1);
	assert_true(hw_text_is(store_get_text(rows, 3), "Ім'я \xF0\x9F\x95\x8A"));
	assert_int_equal(store_get_blob(rows, 4).length, sizeof(blob));
	assert_memory_equal(store_get_blob(rows, 4).bytes, blob, sizeof(blob));
	OK(store_next(rows, &found, &error));
	for (size_t i = 1; i < 5; i++)
		assert_true(store_is_null(rows, i));
	assert_int_equal(store_get_integer(rows, 1), 0);
	assert_int_equal(store_get_text(rows, 3).length, 0);
	OK(store_next(rows, &found, &error));
	assert_int_equal(store_column_kind(rows, 3), STORE_TEXT);
	assert_int_equal(store_column_kind(rows, 4), STORE_BLOB);
	assert_true(store_get_number(rows, 1) == 0); /* an integer may be read as a number */
	OK(store_next(rows, &found, &error));
	assert_false(found);
	store_rows_close(rows);
	store_close(store);
}

static void constraints_are_named(void **state)
{
	store_connection *store = create_with_values();
	const store_value text_as_integer[] = {store_string("x"), store_string("abc"), store_null(), store_null(),
					       store_null()};
	const store_value text_as_number[] = {store_string("x"), store_null(), store_string("abc"), store_null(),
					      store_null()};
	const store_value number_as_text[] = {store_string("x"), store_null(), store_null(), store_blob("a", 1),
					      store_null()};
	const store_value infinite[] = {store_string("x"), store_null(), store_number(INFINITY), store_null(),
					store_null()};
	const store_value nul[] = {store_string("x"), store_null(), store_null(), store_text((hw_text){"a\0b", 3}),
				   store_null()};
	const store_value latin[] = {store_string("x"), store_null(), store_null(), store_string("\xe9"), store_null()};
	const store_value double_id[] = {store_string("first"), store_null(), store_null(), store_null(), store_null()};
	const store_value orphan[] = {store_integer(1), store_string("nobody"), store_integer(1)};
	const store_value no_parent[] = {store_integer(1), store_null(), store_integer(1)};
	const store_value bad_check[] = {store_integer(1), store_string("first"), store_integer(7)};
	const struct {
		const char *statement, *what, *words;
		const store_value *values;
		size_t count;
	} rows[] = {
		{"kinds_add", "kinds.a", "wrong kind", text_as_integer, 5},
		{"kinds_add", "kinds.b", "wrong kind", text_as_number, 5},
		{"kinds_add", "kinds.c", "wrong kind", number_as_text, 5},
		{"kinds_add", "kinds", "finite", infinite, 5},
		{"kinds_add", "kinds", "", nul, 5},
		{"kinds_add", "kinds", "", latin, 5},
		{"kinds_add", "kinds.id", "already", double_id, 5},
		{"child_add", "child", "refers", orphan, 3},
		{"child_add", "child.parent", "needed", no_parent, 3},
		{"child_add", "child", "allowed", bad_check, 3},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		int64_t changed = 77;

		OK(store_begin(store, &error));
		OK(store_run(store, "kinds_add", double_id, 5, NULL, &error));
		hw_status status = store_run(store, rows[i].statement, rows[i].values, rows[i].count, &changed, &error);
		if (status != HW_BAD_INPUT || strcmp(error.what, rows[i].what) != 0 ||
		    !strstr(error.why, rows[i].words) || changed != 77)
			fail_msg("row %zu: status %d what \"%s\" why \"%s\"", i, status, error.what, error.why);
		/* As on PostgreSQL: nothing but rollback works now. */
		assert_int_equal(store_run(store, "kinds_add", double_id, 5, NULL, &error), HW_FAULT);
		assert_int_equal(store_commit(store, &error), HW_FAULT);
		assert_false(store_in_transaction(store));
	}
	store_close(store);
}

static void statements_are_checked(void **state)
{
	store_connection *store = create_with_values();
	const store_value one[] = {store_string("x"), store_integer(1)};
	store_rows *rows = NULL, *again = NULL;
	bool found;
	int64_t n = -5, changed = -1;

	(void)state;
	assert_int_equal(store_query(store, "no such", NULL, 0, &rows, &error), HW_FAULT);
	assert_int_equal(store_query(store, "kinds_all", one, 1, &rows, &error), HW_FAULT);
	assert_int_equal(store_run(store, "kinds_put", one, 2, NULL, &error), HW_FAULT); /* outside a transaction */
	assert_null(rows);
	OK(store_begin(store, &error));
	assert_int_equal(store_begin(store, &error), HW_FAULT);
	OK(store_run(store, "kinds_put", one, 2, &changed, &error));
	assert_int_equal(changed, 1);
	OK(store_run(store, "kinds_put", one, 2, &changed, &error));
	assert_int_equal(changed, 0); /* a duplicate met on purpose */
	/* The same statement open twice; a parameter used twice. */
	OK(store_query(store, "kinds_twice", one, 1, &rows, &error));
	OK(store_query(store, "kinds_twice", one, 1, &again, &error));
	OK(store_next(rows, &found, &error));
	assert_true(found);
	OK(store_next(again, &found, &error));
	assert_true(found);
	store_rows_close(rows);
	store_rows_close(again);
	OK(store_query_first(store, "semicolon", NULL, 0, &rows, &error));
	assert_true(hw_text_is(store_get_text(rows, 0), ";it's -- no comment; $9"));
	/* A misreading is our fault and is told. */
	assert_int_equal(store_get_integer(rows, 0), 0);
	assert_int_equal(store_next(rows, &found, &error), HW_FAULT);
	store_rows_close(rows);
	store_rollback(store);
	assert_int_equal(store_query_integer(store, "semicolon", NULL, 0, &n, &error), HW_FAULT);
	OK(store_query_integer(store, "kinds_all", NULL, 0, &n, &error));
	assert_int_equal(n, -5); /* rolled back: no row, the value stays */
	OK(store_query_first(store, "kinds_all", NULL, 0, &rows, &error));
	assert_null(rows);
	store_close(store);
}

static void bulk_inserts(void **state)
{
	store_connection *store = create_with_values();
	store_bulk *bulk = NULL;
	int64_t rows = 0;

	(void)state;
	assert_int_equal(store_bulk_open(store, "kinds_put", &bulk, &error), HW_FAULT);
	OK(store_begin(store, &error));
	OK(store_bulk_open(store, "kinds_put", &bulk, &error));
	for (int i = 0; i < 1000; i++) {
		char id[16];

		(void)snprintf(id, sizeof(id), "k%d", i % 900);
		const store_value values[] = {store_string(id), store_integer(i)};
		OK(store_bulk_add(bulk, values, 2, &error));
	}
	assert_int_equal(store_bulk_add(bulk, NULL, 0, &error), HW_FAULT);
	OK(store_bulk_close(bulk, &rows, &error));
	assert_int_equal(rows, 900);
	append(store, "bulk");
	OK(store_commit(store, &error));
	store_close(store);
}

/* ---- transactions ----------------------------------------------------------------------------- */
static void changes_need_an_entry(void **state)
{
	store_connection *store = create_with_values();
	const store_value one[] = {store_string("x"), store_integer(1)};
	store_rows *rows = NULL;

	(void)state;
	OK(store_begin(store, &error));
	set(store, "a", "1");
	assert_int_equal(store_commit(store, &error), HW_FAULT);
	assert_non_null(strstr(error.why, "without a ledger entry"));
	const store_value name[] = {store_string("a")};
	OK(store_query_first(store, "setting_get", name, 1, &rows, &error));
	assert_null(rows);
	/* A change after the entry is as little allowed as one without. */
	OK(store_begin(store, &error));
	set(store, "a", "1");
	append(store, "setting");
	set(store, "a", "2");
	assert_int_equal(store_commit(store, &error), HW_FAULT);
	/* Rows are never deleted. */
	OK(store_begin(store, &error));
	OK(store_run(store, "kinds_put", one, 2, NULL, &error));
	OK(store_run(store, "kinds_remove", one, 1, NULL, &error));
	store_act entry = {
		.actor = HW_TEXT("t"), .act = HW_TEXT("t"), .subject_kind = HW_TEXT("t"), .subject_id = HW_TEXT("t")};
	assert_int_equal(store_ledger_append(store, &entry, NULL, &error), HW_FAULT);
	assert_non_null(strstr(error.why, "never deleted"));
	store_rollback(store);
	/* An entry without changes is allowed, and so is a transaction without either. */
	OK(store_begin(store, &error));
	append(store, "view");
	OK(store_commit(store, &error));
	OK(store_begin(store, &error));
	OK(store_commit(store, &error));
	assert_int_equal(store_commit(store, &error), HW_FAULT);
	assert_int_equal(store_ledger_append(store, &entry, NULL, &error), HW_FAULT);
	store_close(store);
}

static void readers_see_one_state(void **state)
{
	const store_options reading = {.read_only = true}, hasty = {.busy_milliseconds = 50};
	store_connection *writer = create(), *reader = NULL, *second = NULL;
	const store_value name[] = {store_string("a")};
	store_rows *rows = NULL;

	(void)state;
	OK(store_open(path, &reading, &reader, &error));
	OK(store_open(path, &hasty, &second, &error));
	OK(store_begin_reading(reader, &error));
	assert_int_equal(store_run(reader, "setting_set", (const store_value[]){store_string("a"), store_string("b")},
				   2, NULL, &error),
			 HW_FAULT);
	OK(store_begin(writer, &error));
	set(writer, "a", "1");
	append(writer, "setting");
	/* A second writer waits, then gives up with a clear word. */
	assert_int_equal(store_begin(second, &error), HW_STORAGE);
	assert_non_null(strstr(error.why, "is another program writing?"));
	OK(store_commit(writer, &error));
	OK(store_query_first(reader, "setting_get", name, 1, &rows, &error));
	assert_null(rows); /* its view began before */
	OK(store_commit(reader, &error));
	OK(store_query_first(reader, "setting_get", name, 1, &rows, &error));
	assert_non_null(rows);
	store_rows_close(rows);
	assert_int_equal(store_begin(reader, &error), HW_STORAGE);
	OK(store_begin(second, &error));
	store_rollback(second);
	store_close(writer);
	store_close(reader);
	store_close(second);
}

/* ---- ids ----------------------------------------------------------------------------------- */
static void ids_are_of_their_input(void **state)
{
	hw_sha256 batch = hw_sha256_of(HW_TEXT("file"));
	char a[STORE_ID_BYTES], b[STORE_ID_BYTES];
	const hw_text one[] = {HW_TEXT("ab"), HW_TEXT("c")}, two[] = {HW_TEXT("a"), HW_TEXT("bc")};

	(void)state;
	store_id_of_row("r", batch, 1, a);
	store_id_of_row("r", batch, 1, b);
	assert_string_equal(a, b);
	assert_int_equal(strlen(a), 18);
	assert_memory_equal(a, "r-", 2);
	assert_int_equal(strspn(a + 2, "0123456789abcdefghjkmnpqrstvwxyz"), 16);
	store_id_of_row("r", batch, 2, b);
	assert_string_not_equal(a, b);
	store_id_of_texts("j", one, 2, a);
	store_id_of_texts("j", two, 2, b);
	assert_string_not_equal(a, b);
	store_id_of_texts("prefixes-are-cut", one, 2, a);
	assert_int_equal(strlen(a), 8 + 1 + 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
		T(creates_and_opens),      T(refuses_what_is_no_bureau), T(connection_is_configured),
		T(values_come_back),       T(constraints_are_named),     T(statements_are_checked),
		T(bulk_inserts),           T(changes_need_an_entry),     T(readers_see_one_state),
		T(ids_are_of_their_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
