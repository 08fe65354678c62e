/* sqlite_int.h - shared by the files of the SQLite driver. */
#ifndef HW_STORE_SQLITE_INT_H
#define HW_STORE_SQLITE_INT_H

#include "store/driver_int.h"

#include <sqlite3.h>

/* Rows first..last (rowids) of one table were inserted or updated. */
typedef struct sqlite_run {
	size_t table; /* index into sqlite_changes.tables */
	int64_t first, last;
} sqlite_run;

typedef struct sqlite_changed_table {
	char name[64];
	bool sealed;
	size_t open_run; /* the run that the next row may prolong; SIZE_MAX = none */
} sqlite_changed_table;

typedef struct sqlite_changes {
	sqlite_changed_table *tables;
	size_t table_count;
	sqlite_run *runs;
	size_t run_count, run_capacity;
	size_t last; /* table of the last change */
	bool out_of_memory;
	char deleted[64]; /* a sealed table that lost a row */
} sqlite_changes;

struct store_db {
	int busy_milliseconds; /* how long another writer is waited for */
	sqlite3 *file;
	char *path;
	uint64_t device, inode; /* of the file as it was opened */
	int64_t copied;         /* "data_version" of the last copy made of it */
	sqlite_changes changes;
	store_table *tables;
	size_t table_count;
	bool tables_known;
};

struct store_handle {
	store_db *db;
	sqlite3_stmt *statement;
	int parameter[STORE_PARAMETER_LIMIT + 1]; /* index of $k for SQLite; 0 = not in the statement */
};

/* Turns SQLite's last failure into the words of the house. */
hw_status sqlite_failed(const store_db *db, int code, hw_error *error);
hw_status sqlite_exec(store_db *db, const char *sql, hw_error *error);
hw_status sqlite_prepare(store_db *db, const char *sql, store_handle **result, hw_error *error);
hw_status sqlite_step(store_handle *handle, bool *row, hw_error *error);
void sqlite_finalize(store_handle *handle);

/* sqlite_changes.c */
void sqlite_watch(store_db *db);
void sqlite_forget_changes(store_db *db);
bool sqlite_has_changes(const store_db *db);
bool sqlite_lost_changes(const store_db *db);
hw_status sqlite_walk_changed(store_db *db, store_visit visit, void *context, hw_error *error);
hw_status sqlite_walk(store_db *db, const store_table *table, store_visit visit, void *context, hw_error *error);
hw_status sqlite_tables(store_db *db, const store_table **tables, size_t *count, hw_error *error);

/* sqlite_schema.c */
hw_status sqlite_apply(store_db *db, hw_text statements, hw_error *error);
bool sqlite_has_schema(store_db *db);
hw_status sqlite_check(store_db *db, char *wrong, size_t size, hw_error *error);

/* sqlite_copy.c */
hw_status sqlite_copy_to(store_db *db, const char *path, const hw_progress *progress, hw_error *error);
hw_status sqlite_copy_from(store_db *db, const char *path, store_db *seen, bool *moved, const hw_progress *progress,
			   hw_error *error);

#endif
