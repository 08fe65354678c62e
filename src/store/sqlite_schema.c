/* Schema text in the house's four types becomes SQLite's, and SQLite checks itself. */
#include "store/sqlite_int.h"

#include <string.h>

static const struct {
	const char *house, *sqlite;
} types[] = {
	{"bigint", "INTEGER"},
	{"double precision", "REAL"},
	{"bytea", "BLOB"},
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool word_at(hw_text t, size_t at, const char *word)
{
	size_t length = strlen(word);

	return at + length <= t.length && !memcmp(t.bytes + at, word, length) &&
	       (at == 0 || !is_word(t.bytes[at - 1])) && (at + length == t.length || !is_word(t.bytes[at + length]));
}

/* Copies a statement with its types replaced; quotes and comments are passed over. */
static void map_types(hw_text t, hw_buffer *out)
{
	for (size_t at = 0; at < t.length;) {
		const char *replacement = NULL;
		size_t length = 1;

		if (t.bytes[at] == '-' && at + 1 < t.length && t.bytes[at + 1] == '-') {
			while (at < t.length && t.bytes[at] != '\n')
				at++;
			continue;
		}
		if (t.bytes[at] == '\'') {
			const char *end = memchr(t.bytes + at + 1, '\'', t.length - at - 1);

			length = end ? (size_t)(end - t.bytes) - at + 1 : t.length - at;
		}
		for (size_t i = 0; length == 1 && i < HW_COUNT(types); i++)
			if (word_at(t, at, types[i].house)) {
				replacement = types[i].sqlite;
				length = strlen(types[i].house);
			}
		hw_buffer_add(out, replacement ? hw_text_of(replacement) : (hw_text){t.bytes + at, length});
		at += length;
	}
	if (hw_text_starts(t, "create table"))
		hw_buffer_adds(out, " STRICT");
}

hw_status sqlite_apply(store_db *db, hw_text statements, hw_error *error)
{
	hw_text statement;
	hw_status status = HW_OK;
	hw_buffer sql = {0};

	db->tables_known = false;
	while (status == HW_OK && store_sql_next(&statements, &statement)) {
		sql.length = 0;
		map_types(statement, &sql);
		status = sql.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for a statement")
				    : sqlite_exec(db, sql.bytes, error);
	}
	hw_buffer_free(&sql);
	return status;
}

bool sqlite_has_schema(store_db *db)
{
	return sqlite3_table_column_metadata(db->file, "main", "schema_version", "version", NULL, NULL, NULL, NULL,
					     NULL) == SQLITE_OK;
}

/* The first row's text of a check that says nothing when all is well. */
static hw_status first_complaint(store_db *db, const char *sql, const char *format, char *wrong, size_t size,
				 hw_error *error)
{
	store_handle *handle;
	bool row = false;
	hw_status status;

	HW_TRY(sqlite_prepare(db, sql, &handle, error));
	status = sqlite_step(handle, &row, error);
	if (status == HW_OK && row && !wrong[0]) {
		hw_text text = store_sqlite.bytes(handle, 0);

		/* The check reports SQLite's own shortage of memory (7, SQLITE_NOMEM) as if a page were bad. */
		if (memmem(text.bytes, text.length, "error code=7", 12))
			status = hw_fail(error, HW_NO_MEMORY, "no memory to check the database");
		else if (!hw_text_is(text, "ok"))
			(void)snprintf(wrong, size, "%s: %.*s", format, HW_TEXT_ARG(text));
	}
	sqlite_finalize(handle);
	return status;
}

hw_status sqlite_check(store_db *db, char *wrong, size_t size, hw_error *error)
{
	wrong[0] = '\0';
	HW_TRY(first_complaint(db, "PRAGMA integrity_check(1)", "the database is damaged", wrong, size, error));
	HW_TRY(first_complaint(db, "PRAGMA foreign_key_check", "a row refers to what is not there, table", wrong, size,
			       error));
	return first_complaint(
		db, "SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view') LIMIT 1",
		"the file holds what no bureau has", wrong, size, error);
}
