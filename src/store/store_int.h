/* store_int.h - shared by the files of the store. */
#ifndef HW_STORE_STORE_INT_H
#define HW_STORE_STORE_INT_H

#include "store/driver_int.h"

/* ---- named statements (statements.c) ---------------------------------------------- */
typedef struct store_statement {
	char *name; /* owned, as the rest */
	char *sql;
	char *table;        /* of "insert into TABLE", "update TABLE"; else "" */
	const char *file;   /* where it stands */
	size_t parameters;  /* $1..$n */
	store_handle *idle; /* prepared and not in use; NULL when none is kept */
} store_statement;

/* Where embedded files come from; tests hand in their own. */
typedef hw_text (*store_files)(size_t index, const char **name);

/* All statements of the files not named "schema_*", sorted by name.  A name given twice, a
 * parameter left out or text outside any statement is HW_FAULT with file and name. */
hw_status store_statements_load(store_files files, store_statement **result, size_t *count, hw_error *error);
void store_statements_free(store_statement *statements, size_t count);

/* ---- the connection ------------------------------------------------------------------ */
typedef struct store_ledger {
	bool loaded; /* within the transaction */
	int64_t entries, last_at;
	hw_sha256 hash;
} store_ledger;

struct store_connection {
	const struct store_driver *driver;
	store_db *db;
	char *path;
	bool read_only;
	store_statement *statements;
	size_t statement_count;
	bool in_transaction, writing, failed;
	int64_t schema_version;
	int64_t (*clock)(void *context);
	void *clock_context;
	store_ledger ledger;
};

/* Opens with other files than the embedded ones (tests of upgrades). */
hw_status store_open_with(const char *url, const store_options *options, store_files files, store_connection **result,
			  hw_error *error);
hw_status store_create_with(const char *url, const store_options *options, store_files files, store_connection **result,
			    hw_error *error);
/* Path of a url; refuses databases that this program cannot use yet. */
hw_status store_url_path(const char *url, const char **path, hw_error *error);
/* A connection to the file as it is, whatever its schema. */
hw_status store_connect(const char *path, const store_open_how *how, const store_options *options, store_files files,
			store_connection **result, hw_error *error);

/* ---- schema (schema.c) ------------------------------------------------------------------ */
typedef struct store_schema_file {
	const char *name;
	hw_text text;
	int64_t version;
	char sha256[65];
} store_schema_file;
enum { STORE_SCHEMA_LIMIT = 256 };
/* The schema files in order; a gap or a repeated number is HW_FAULT. */
hw_status store_schema_files(store_files files, store_schema_file *list, size_t *count, hw_error *error);
/* Compares the applied files with the program's; `version` gets the file's. */
hw_status store_schema_check(store_connection *store, const store_schema_file *list, size_t count, int64_t *version,
			     hw_error *error);
/* Applies the files after `version` in one transaction, with a ledger entry; then `options->fill`, when
 * the bureau is new (version 0). */
hw_status store_schema_apply(store_connection *store, const store_schema_file *list, size_t count, int64_t version,
			     const store_options *options, hw_error *error);

/* ---- paths (copy.c) ------------------------------------------------------------------------ */
/* Renames without replacing; HW_STORAGE when `to` exists.  The folder is synced. */
hw_status store_move(const char *from, const char *to, bool replace, hw_error *error);
/* Removes a database file and what SQLite may have left beside it. */
void store_remove_files(const char *path);

#endif
