/* Schema files: upgrades with a copy made first, refused versions, failures that leave the file as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_int.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[96];
static hw_error error;

static int make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/homeward-upgrade-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
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

#define OK(call) check_ok((call), __LINE__)
static void check_ok(hw_status status, int line)
{
	char text[1024];

	if (status != HW_OK)
		fail_msg("line %d: %s", line, hw_error_line(&error, text, sizeof(text)));
}

/* The first schema file and the core statements, then what a test hands in. */
static const char *second, *third;
static hw_text files(size_t index, const char **name)
{
	static const char statements[] = "-- name: extra_all\nselect id from extra order by id nulls first;\n";

	switch (index) {
	case 0:
		*name = "schema_001_core.sql";
		return store_data_find(*name);
	case 1:
		*name = "core.sql";
		return store_data_find(*name);
	case 2:
		*name = second ? "schema_002_second.sql" : "left_out";
		return second ? hw_text_of(second) : HW_TEXT(" ");
	case 3:
		*name = third ? "schema_003_third.sql" : "left_out";
		return third ? hw_text_of(third) : HW_TEXT(" ");
	case 4:
		*name = "extra.sql";
		return hw_text_of(statements);
	default:
		return (hw_text){0};
	}
}

static const char extra[] =
	"create table extra (id text primary key, n bigint);\nalter table setting add column note text;\n"
	"update setting set note = 'old' where name = 'a';\n";

static void set(store_connection *store, const char *name, const char *value)
{
	const store_value values[] = {store_string(name), store_string(value)};
	const store_act act = {.actor = HW_TEXT("t"),
			       .act = HW_TEXT("setting"),
			       .subject_kind = HW_TEXT("setting"),
			       .subject_id = hw_text_of(name)};

	OK(store_begin(store, &error));
	OK(store_run(store, "setting_set", values, 2, NULL, &error));
	OK(store_ledger_append(store, &act, NULL, &error));
	OK(store_commit(store, &error));
}

static void make_old_bureau(void)
{
	store_connection *store = NULL;

	second = third = NULL;
	OK(store_create_with(path, NULL, files, &store, &error));
	assert_int_equal(store_schema_version(store), 1);
	set(store, "a", "1");
	store_close(store);
}

static void must_verify(const char *where, int64_t entries)
{
	store_connection *store = NULL;
	store_verdict verdict;

	OK(store_open_with(where, NULL, files, &store, &error));
	OK(store_ledger_verify(store, NULL, &verdict, &error));
	store_close(store);
	if (!verdict.good)
		fail_msg("%s: %s", where, verdict.wrong);
	assert_int_equal(verdict.entries, entries);
}

static bool exists(const char *format)
{
	char name[160];
	struct stat about;

	(void)snprintf(name, sizeof(name), "%s%s", path, format);
	return stat(name, &about) == 0;
}

static void old_file_is_upgraded(void **state)
{
	const store_options reading = {.read_only = true};
	store_connection *store = NULL;
	char copy[160];

	(void)state;
	make_old_bureau();
	second = extra;
	assert_int_equal(store_open_with(path, &reading, files, &store, &error), HW_STORAGE);
	assert_non_null(strstr(error.why, "schema 1"));
	assert_false(exists(".before-v1"));
	OK(store_open_with(path, NULL, files, &store, &error));
	assert_int_equal(store_schema_version(store), 2);
	store_close(store);
	assert_true(exists(".before-v1"));
	assert_false(exists(".before-v1.part"));
	must_verify(path, 3); /* schema, setting, schema: the upgrade sealed the row that it changed */
	/* The copy is the bureau as it was, and opens with the program of then. */
	(void)snprintf(copy, sizeof(copy), "%s.before-v1", path);
	second = NULL;
	must_verify(copy, 2);
	/* Opening again changes nothing. */
	second = extra;
	must_verify(path, 3);
}

static void several_versions_at_once(void **state)
{
	store_connection *store = NULL;

	(void)state;
	make_old_bureau();
	second = extra;
	third = "alter table extra add column note text;";
	OK(store_open_with(path, NULL, files, &store, &error));
	assert_int_equal(store_schema_version(store), 3);
	store_close(store);
	must_verify(path, 3);
}

static void failed_upgrade_leaves_the_file(void **state)
{
	static const char *const broken[] = {
		"create table extra (id text primary key); create table extra (id text primary key);",
		"create table extra (id text primary key); insert into extra (id, nothing) values ('x', 1);",
		"alter table setting add column note text; delete from setting where name = 'a';",
		"create table extra (id text primary key); this is no SQL;",
	};
	store_connection *store = NULL;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(broken); i++) {
		make_old_bureau();
		second = broken[i];
		if (store_open_with(path, NULL, files, &store, &error) == HW_OK)
			fail_msg("row %zu was applied", i);
		assert_null(store);
		/* The program of then still works with it, and it holds what it held. */
		second = NULL;
		must_verify(path, 2);
		/* Mended, the upgrade passes although the copy of the first try is there. */
		second = extra;
		must_verify(path, 3);
		store_remove_files(path);
		char copy[160];
		(void)snprintf(copy, sizeof(copy), "%s.before-v1", path);
		assert_int_equal(unlink(copy), 0);
	}
}

static void other_versions_are_refused(void **state)
{
	store_connection *store = NULL;

	(void)state;
	make_old_bureau();
	second = extra;
	must_verify(path, 3);
	/* The program of then does not know version 2. */
	second = NULL;
	assert_int_equal(store_open_with(path, NULL, files, &store, &error), HW_STORAGE);
	assert_non_null(strstr(error.why, "has schema 2, this program knows 1"));
	assert_string_equal(error.where, path);
	/* Another text under the same number. */
	second = "create table extra (id text primary key);";
	assert_int_equal(store_open_with(path, NULL, files, &store, &error), HW_STORAGE);
	assert_non_null(strstr(error.why, "another text of schema_002_second.sql"));
	assert_null(store);
}

static const char *numbered[4];
static hw_text numbered_files(size_t index, const char **name)
{
	if (index >= HW_COUNT(numbered) || !numbered[index])
		return (hw_text){0};
	*name = numbered[index];
	return HW_TEXT("-- x\n");
}

static void numbers_have_no_gap(void **state)
{
	static const struct {
		const char *names[4];
		size_t count; /* 0 = refused */
	} rows[] = {
		{{"schema_001_a.sql"}, 1},
		{{"schema_002_b.sql", "core.sql", "schema_001_a.sql"}, 2},
		{{"schema_002_b.sql"}, 0},
		{{"schema_001_a.sql", "schema_003_c.sql"}, 0},
		{{"schema_001_a.sql", "schema_001_b.sql"}, 0},
		{{"schema_1_a.sql"}, 0},
		{{"core.sql"}, 0},
	};
	store_schema_file list[STORE_SCHEMA_LIMIT];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		size_t count = 0;
		hw_status status;

		memcpy(numbered, rows[i].names, sizeof(numbered));
		status = store_schema_files(numbered_files, list, &count, &error);
		if (count != rows[i].count || (status == HW_OK) != (rows[i].count > 0))
			fail_msg("row %zu: %d, %zu files", i, status, count);
	}
}

/* ---- copies and restoring ------------------------------------------------------------------- */
static char *in_folder(const char *name)
{
	static char out[4][160];
	static size_t turn;
	char *full = out[turn++ % 4];

	(void)snprintf(full, 160, "%s/%s", folder, name);
	return full;
}

static void copies_of_a_live_bureau(void **state)
{
	store_connection *store = NULL;
	char *copy = in_folder("copy.db");

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	set(store, "a", "1");
	OK(store_copy_to(store, copy, NULL, &error));
	set(store, "a", "2");
	assert_int_equal(store_copy_to(store, copy, NULL, &error), HW_STORAGE);
	assert_int_equal(store_copy_to(store, in_folder("no/such.db"), NULL, &error), HW_STORAGE);
	assert_string_equal(error.where, in_folder("no/such.db"));
	store_close(store);
}

static void restore_puts_a_copy_back(void **state)
{
	store_verdict verdict = {.good = false};
	store_connection *store = NULL;
	char *copy = in_folder("copy.db"), *fresh = in_folder("fresh.db");

	(void)state;
	const store_options hasty = {.busy_milliseconds = 100};

	assert_int_equal(store_restore(in_folder("nothing.db"), path, &hasty, &verdict, &error), HW_STORAGE);
	OK(store_create(path, NULL, &store, &error));
	set(store, "a", "1");
	OK(store_copy_to(store, copy, NULL, &error));
	set(store, "a", "2");
	OK(store_begin(store, &error));
	assert_int_equal(store_restore(copy, path, &hasty, &verdict, &error), HW_STORAGE); /* someone is writing */
	store_rollback(store);
	OK(store_restore(copy, path, &hasty, &verdict, &error));
	assert_true(verdict.good);
	store_close(store);
	OK(store_open(path, NULL, &store, &error));
	store_close(store);
	assert_true(exists(".before-restore-1"));
	/* Into a new place. */
	OK(store_restore(copy, fresh, NULL, &verdict, &error));
	OK(store_open(fresh, NULL, &store, &error));
	OK(store_ledger_verify(store, NULL, &verdict, &error));
	assert_true(verdict.good);
	store_close(store);
	/* Over a damaged file. */
	FILE *file = fopen(fresh, "w");
	assert_non_null(file);
	(void)fputs("damaged", file);
	assert_int_equal(fclose(file), 0);
	OK(store_restore(copy, fresh, NULL, &verdict, &error));
	OK(store_open(fresh, NULL, &store, &error));
	store_close(store);
}

static void restored_is_what_was_copied(void **state)
{
	store_verdict verdict = {.good = false};
	store_connection *store = NULL;
	char *copy = in_folder("copy.db");
	char command[512];

	(void)state;
	second = third = NULL;
	OK(store_create(path, NULL, &store, &error));
	set(store, "a", "1");
	OK(store_copy_to(store, copy, NULL, &error));
	set(store, "a", "2");
	store_close(store);
	OK(store_restore(copy, path, NULL, &verdict, &error));
	OK(store_open(path, NULL, &store, &error));
	const store_value name[] = {store_string("a")};
	store_rows *rows = NULL;
	OK(store_query_first(store, "setting_get", name, 1, &rows, &error));
	assert_true(hw_text_is(store_get_text(rows, 0), "1"));
	store_rows_close(rows);
	store_close(store);
	/* A copy that was tampered with is refused, and nothing changes. */
	(void)snprintf(command, sizeof(command), "sqlite3 '%s' \"update setting set value = '9' where name = 'a'\"",
		       copy);
	if (system(command) == 0) {
		verdict.good = true;
		assert_int_equal(store_restore(copy, path, NULL, &verdict, &error), HW_NO);
		assert_false(verdict.good);
		assert_non_null(strstr(error.why, "altered"));
		assert_false(exists(".before-restore-2"));
	}
}

/* Another program writes whenever the copy takes a breath. */
typedef struct neighbour {
	store_connection *store;
	int written, left;
} neighbour;

static bool write_meanwhile(void *context, const char *what, double done, double total)
{
	neighbour *n = context;
	char value[16];
	hw_error refused;

	(void)what;
	(void)done;
	(void)total;
	if (!n->left || store_begin(n->store, &refused) != HW_OK)
		return true;
	(void)snprintf(value, sizeof(value), "%d", n->written + 1);
	const store_value values[] = {store_string("a"), store_string(value)};
	const store_act entry = {.actor = HW_TEXT("n"),
				 .act = HW_TEXT("set"),
				 .subject_kind = HW_TEXT("setting"),
				 .subject_id = HW_TEXT("a")};

	OK(store_run(n->store, "setting_set", values, 2, NULL, &error));
	OK(store_ledger_append(n->store, &entry, NULL, &error));
	OK(store_commit(n->store, &error));
	n->written++;
	n->left--;
	return true;
}

static void what_is_written_meanwhile_is_kept(void **state)
{
	const store_options patient = {.busy_milliseconds = 50};
	neighbour n = {.left = 3};
	const hw_progress progress = {write_meanwhile, &n};
	const store_options options = {.progress = &progress, .busy_milliseconds = 100};
	store_verdict verdict = {.good = false};
	store_connection *store = NULL;
	store_rows *rows = NULL;
	char *copy = in_folder("copy.db"), last[16];
	const store_value name[] = {store_string("a")};

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	set(store, "a", "0");
	OK(store_copy_to(store, copy, NULL, &error));
	store_close(store);
	OK(store_open(path, &patient, &n.store, &error));
	OK(store_restore(copy, path, &options, &verdict, &error));
	assert_true(n.written > 1);
	/* The neighbour sees the restored bureau through the connection that it has. */
	assert_false(store_replaced(n.store));
	OK(store_query_first(n.store, "setting_get", name, 1, &rows, &error));
	assert_true(hw_text_is(store_get_text(rows, 0), "0"));
	store_rows_close(rows);
	store_close(n.store);
	/* And what it wrote last is in the copy of what stood there. */
	OK(store_open(in_folder("bureau.db.before-restore-1"), NULL, &store, &error));
	OK(store_query_first(store, "setting_get", name, 1, &rows, &error));
	(void)snprintf(last, sizeof(last), "%d", n.written);
	assert_true(hw_text_is(store_get_text(rows, 0), last));
	store_rows_close(rows);
	store_close(store);
}

static void a_file_that_was_replaced_is_seen(void **state)
{
	store_connection *store = NULL;

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	assert_false(store_replaced(store));
	assert_int_equal(rename(path, in_folder("aside.db")), 0);
	assert_true(store_replaced(store));
	store_close(store);
	OK(store_create(path, NULL, &store, &error));
	assert_false(store_replaced(store));
	store_close(store);
}

static void other_files_are_left_alone(void **state)
{
	store_verdict verdict;
	store_connection *store = NULL;
	char *copy = in_folder("copy.db"), *other = in_folder("other.db");
	char command[256];

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	OK(store_copy_to(store, copy, NULL, &error));
	store_close(store);
	(void)snprintf(command, sizeof(command), "sqlite3 '%s' 'create table t (a)'", other);
	assert_int_equal(system(command), 0);
	assert_int_equal(store_restore(copy, other, NULL, &verdict, &error), HW_STORAGE);
	assert_non_null(strstr(error.why, "not a bureau"));
	assert_int_equal(store_restore(copy, folder, NULL, &verdict, &error), HW_STORAGE);
	assert_int_equal(store_restore(other, path, NULL, &verdict, &error), HW_STORAGE);
	assert_int_equal(store_restore(copy, "postgresql://x", NULL, &verdict, &error), HW_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
		T(old_file_is_upgraded),
		T(several_versions_at_once),
		T(failed_upgrade_leaves_the_file),
		T(other_versions_are_refused),
		T(numbers_have_no_gap),
		T(copies_of_a_live_bureau),
		T(restore_puts_a_copy_back),
		T(restored_is_what_was_copied),
		T(other_files_are_left_alone),
		T(what_is_written_meanwhile_is_kept),
		T(a_file_that_was_replaced_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
