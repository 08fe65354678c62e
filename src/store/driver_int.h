/* driver_int.h - what the store needs of a database.
 *
 * One connection, prepared statements with parameters $1..$n, five kinds of
 * values.  The SQLite driver stands in sqlite*.c; a PostgreSQL driver fills the same structure.  A
 * driver holds only the SQL of its own dialect (transactions, settings, catalog).
 * Errors are already in the words of the house (see store.h, "statements"). */
#ifndef HW_STORE_DRIVER_INT_H
#define HW_STORE_DRIVER_INT_H

#include "store/store.h"

enum { STORE_COLUMN_LIMIT = 96, STORE_PARAMETER_LIMIT = 96 };

typedef struct store_db store_db;         /* a driver's connection */
typedef struct store_handle store_handle; /* a prepared statement of it */

/* A table as the database describes it. */
typedef struct store_table {
	char name[64];
	size_t column_count;
	char columns[STORE_COLUMN_LIMIT][64];
	size_t by_name[STORE_COLUMN_LIMIT]; /* columns in byte order of their names */
	size_t key_count;
	size_t key[STORE_COLUMN_LIMIT]; /* the primary key's columns in its order */
} store_table;

typedef hw_status (*store_visit)(void *context, const store_table *table, store_handle *row, hw_error *error);

typedef struct store_open_how {
	bool create;  /* the file must not exist; else it must be a bureau's */
	bool foreign; /* any database of ours, even without a schema (for copies) */
	bool read_only;
	int busy_milliseconds, cache_mib; /* 0: 5000, 32 */
} store_open_how;

struct store_driver {
	const char *name;
	hw_status (*open)(const char *path, const store_open_how *how, store_db **result, hw_error *error);
	void (*close)(store_db *db); /* NULL allowed */

	/* `sql` is one statement, NUL-terminated. */
	hw_status (*prepare)(store_db *db, const char *sql, store_handle **result, hw_error *error);
	/* index from 1.  With `keep` the text stays where it is until reset; else the driver copies it. */
	hw_status (*bind)(store_handle *handle, size_t index, const store_value *value, bool keep, hw_error *error);
	hw_status (*step)(store_handle *handle, bool *row, hw_error *error);
	void (*reset)(store_handle *handle); /* ready for new values; never fails */
	void (*finalize)(store_handle *handle);
	size_t (*columns)(const store_handle *handle);
	const char *(*column_name)(const store_handle *handle, size_t column);
	store_kind (*kind)(const store_handle *handle, size_t column);
	int64_t (*integer)(const store_handle *handle, size_t column);
	double (*number)(const store_handle *handle, size_t column);
	hw_text (*bytes)(const store_handle *handle, size_t column); /* of a text or a blob */
	int64_t (*changed)(const store_db *db);                      /* rows changed by the last statement */

	hw_status (*begin)(store_db *db, bool writing, hw_error *error);
	hw_status (*commit)(store_db *db, hw_error *error);
	void (*rollback)(store_db *db);

	/* Runs the statements of a schema file, mapping the house's types. */
	hw_status (*apply)(store_db *db, hw_text statements, hw_error *error);
	bool (*has_schema)(store_db *db); /* there is a table schema_version */

	/* The tables of the bureau in byte order of their names; valid until the next apply. */
	hw_status (*tables)(store_db *db, const store_table **tables, size_t *count, hw_error *error);
	hw_status (*walk)(store_db *db, const store_table *table, store_visit visit, void *context, hw_error *error);
	/* Rows of sealed tables changed since the last call in this transaction, each once as it is
	 * now, in byte order of table names; forgets them.  A deleted row is HW_FAULT. */
	hw_status (*walk_changed)(store_db *db, store_visit visit, void *context, hw_error *error);
	bool (*has_changes)(const store_db *db);
	/* Memory was out when a change was to be noted: which rows changed is not known. */
	bool (*lost_changes)(const store_db *db);

	/* Lets the database check itself; `wrong` is "" when all is well. */
	hw_status (*check)(store_db *db, char *wrong, size_t size, hw_error *error);
	/* A consistent copy into `path`, which does not exist; synced. */
	hw_status (*copy_to)(store_db *db, const char *path, const hw_progress *progress, hw_error *error);
	/* Overwrites this database with the one at `path` in one step.  `seen`, another connection to it, made a copy: when somebody
	 * has written since, `moved` is true and nothing was changed. */
	hw_status (*copy_from)(store_db *db, const char *path, store_db *seen, bool *moved, const hw_progress *progress,
			       hw_error *error);
	/* Another file stands at its path now, or none. */
	bool (*replaced)(const store_db *db);
};

extern const struct store_driver store_sqlite;

/* Tables whose rows the ledger seals: all but its own and those that come and go. */
bool store_table_is_sealed(const char *table);

/* Cuts the next statement off `*rest`, without the ";", white space and comments in front; false at the
 * end.  Knows quotes and "--" comments. */
bool store_sql_next(hw_text *rest, hw_text *statement);

#endif
