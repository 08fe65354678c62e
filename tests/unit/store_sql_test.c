/* The SQL files: every named statement prepares, and one text suits both databases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_int.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static hw_error error;

/* The text in lower case without comments and with quoted texts emptied. */
static char *plain(const char *sql)
{
	char *out = malloc(strlen(sql) + 1), *to = out;

	assert_non_null(out);
	for (const char *at = sql; *at; at++) {
		if (at[0] == '-' && at[1] == '-') {
			while (at[1] && at[1] != '\n')
				at++;
			continue;
		}
		if (*at == '\'')
			for (at++; *at && *at != '\'';)
				at++;
		*to++ = (char)tolower((unsigned char)*at);
		if (!*at)
			break;
	}
	*to = '\0';
	return out;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool has_word(const char *text, const char *word)
{
	for (const char *at = text; (at = strstr(at, word)) != NULL; at++)
		if ((at == text || !is_word(at[-1]) || !is_word(word[0])) &&
		    (!is_word(at[strlen(word)]) || !is_word(word[strlen(word) - 1])))
			return true;
	return false;
}

/* Each item of each "order by" says where NULL stands. */
static bool nulls_are_placed(const char *text)
{
	for (const char *at = text; (at = strstr(at, "order by")) != NULL;) {
		bool more = true;

		at += strlen("order by");
		while (more) {
			const char *end = at;
			size_t length;
			int depth = 0;

			while (*end && (depth > 0 || (*end != ',' && *end != ')' && strncmp(end, "limit ", 6) != 0))) {
				depth += *end == '(' ? 1 : *end == ')' ? -1 : 0;
				end++;
			}
			length = (size_t)(end - at);
			while (length && isspace((unsigned char)at[length - 1]))
				length--;
			if (length < 11 || (memcmp(at + length - 11, "nulls first", 11) != 0 &&
					    memcmp(at + length - 10, "nulls last", 10) != 0))
				return false;
			more = *end == ',';
			at = *end ? end + 1 : end;
		}
	}
	return true;
}

static const char *const refused_in_statements[] = {
	"ilike",
	"like",
	"glob",
	"lower",
	"upper",
	"true",
	"false",
	"ifnull",
	"datetime",
	"strftime",
	"random",
	"group_concat",
	"string_agg",
	"insert or",
	"replace into",
	"rowid",
	"current_timestamp",
	"::",
	"\"",
	"->",
	"collate",
	"boolean",
	"autoincrement",
	"begin",
	"commit",
	"pragma",
	"select *",
};

static const char *what_is_wrong(const char *sql)
{
	char *text = plain(sql);
	const char *wrong = NULL;

	for (size_t i = 0; i < HW_COUNT(refused_in_statements); i++)
		if (has_word(text, refused_in_statements[i]))
			wrong = refused_in_statements[i];
	if (!nulls_are_placed(text))
		wrong = "order by without nulls first/last";
	free(text);
	return wrong;
}

/* Finds "json_..." functions of SQLite; columns end in _json. */
static void rules_find_what_they_should(void **state)
{
	static const struct {
		const char *sql;
		bool bad;
	} rows[] = {
		{"select a from t where b like 'x%'", true},
		{"select a from t where b = 'like'", false},
		{"select a from t -- ilike", false},
		{"select a from t order by a", true},
		{"select a from t order by a nulls first, b limit 1", true},
		{"select a from t order by a nulls first, b desc nulls last limit 1", false},
		{"select a from t order by coalesce(a, b) nulls first", false},
		{"select count(*) over (partition by a order by b) from t", true},
		{"select count(*) over (partition by a order by b nulls first) from t", false},
		{"select \"a\" from t", true},
		{"select a::text from t", true},
		{"select a->'b' from t", true},
		{"select true", true},
		{"select lower(a) from t", true},
		{"select lower95 from t", false},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		if ((what_is_wrong(rows[i].sql) != NULL) != rows[i].bad)
			fail_msg("row %zu: %s", i, rows[i].sql);
}

static store_connection *create(char *path)
{
	store_connection *store = NULL;
	char text[1024];

	if (store_create(path, NULL, &store, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, text, sizeof(text)));
	return store;
}

static void every_statement_prepares(void **state)
{
	char folder[] = "/tmp/homeward-sql-XXXXXX", path[64];
	store_connection *store;
	size_t bad = 0;

	(void)state;
	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/bureau.db", folder);
	store = create(path);
	assert_true(store->statement_count > 10);
	for (size_t i = 0; i < store->statement_count; i++) {
		store_statement *s = &store->statements[i];
		store_handle *handle = NULL;
		const char *wrong = what_is_wrong(s->sql);
		const store_value null = store_null();

		if (wrong) {
			print_error("%s: %s: %s\n", s->file, s->name, wrong);
			bad++;
		}
		if (store->driver->prepare(store->db, s->sql, &handle, &error) != HW_OK) {
			print_error("%s: %s: %s\n", s->file, s->name, error.why);
			bad++;
			continue;
		}
		for (size_t k = 1; k <= s->parameters; k++)
			assert_int_equal(store->driver->bind(handle, k, &null, true, &error), HW_OK);
		assert_int_not_equal(store->driver->bind(handle, s->parameters + 1, &null, true, &error), HW_OK);
		store->driver->finalize(handle);
	}
	store_close(store);
	store_remove_files(path);
	(void)remove(folder);
	assert_int_equal(bad, 0);
}

static void schema_is_of_both(void **state)
{
	static const char *const refused[] = {
		"integer",
		"int",
		"real",
		"blob",
		"varchar",
		"char",
		"boolean",
		"serial",
		"timestamp",
		"numeric",
		"json",
		"jsonb",
		"trigger",
		"view",
		"autoincrement",
		"current_timestamp",
		"without rowid",
		"strict",
		"drop",
		"rename",
		"\"",
		"cascade",
	};
	store_schema_file list[STORE_SCHEMA_LIMIT];
	size_t count, tables = 0;

	(void)state;
	assert_int_equal(store_schema_files(store_data_at, list, &count, &error), HW_OK);
	for (size_t i = 0; i < count; i++) {
		hw_text rest = list[i].text, statement;

		while (store_sql_next(&rest, &statement)) {
			char *copy = strndup(statement.bytes, statement.length), *text = plain(copy);

			for (size_t k = 0; k < HW_COUNT(refused); k++)
				if (has_word(text, refused[k]))
					fail_msg("%s: \"%s\" in %.60s", list[i].name, refused[k], copy);
			if (!strncmp(text, "create table", 12)) {
				tables++;
				if (!strstr(text, "primary key"))
					fail_msg("%s: no primary key in %.60s", list[i].name, copy);
			}
			free(text);
			free(copy);
		}
	}
	assert_true(tables > 30);
}

static hw_text one_file(size_t index, const char **name);
static const char *content;
static hw_text one_file(size_t index, const char **name)
{
	*name = "words.sql";
	return index == 0 ? hw_text_of(content) : (hw_text){0};
}

static void files_are_read_strictly(void **state)
{
	static const struct {
		const char *text, *wrong;
		size_t count;
	} rows[] = {
		{"", NULL, 0},
		{"-- only a comment\n", NULL, 0},
		{"-- name: a\nselect 1;", NULL, 1},
		{"-- name: a\nselect 1;\n\n-- about b\n-- name: b\n-- why\nselect $1, $2, $1;\n", NULL, 2},
		{"-- name: a\nselect '--', ';' from t where x = 'it''s';\n-- name: b\nselect 1;\n", NULL, 2},
		{"select 1;", "without a name", 0},
		{"-- name: a\nselect 1;\nselect 2;\n", "without a name", 0},
		{"-- name: a\n", "is empty", 0},
		{"-- name: a\n-- name: b\nselect 1;\n", "is empty", 0},
		{"-- name: a\nselect $2;\n", "$1..$n", 0},
		{"-- name: a\nselect $0;\n", "$1..$n", 0},
		{"-- name: a\nselect $97;\n", "$1..$n", 0},
		{"-- name: a\nselect 1;\n-- name: a\nselect 2;\n", "stands in", 0},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		store_statement *statements = NULL;
		size_t count = 99;
		hw_status status;

		content = rows[i].text;
		status = store_statements_load(one_file, &statements, &count, &error);
		if (rows[i].wrong ? status != HW_FAULT || !strstr(error.why, rows[i].wrong) || count != 99
				  : status != HW_OK || count != rows[i].count)
			fail_msg("row %zu: status %d count %zu %s", i, status, count, error.why);
		if (status == HW_OK)
			store_statements_free(statements, count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_find_what_they_should),
		cmocka_unit_test(every_statement_prepares),
		cmocka_unit_test(schema_is_of_both),
		cmocka_unit_test(files_are_read_strictly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
