/* store.h - the bureau's data behind one narrow door: named statements, acts, the ledger.
 *
 * A store is one SQLite file (later one PostgreSQL database).  Nothing here knows
 * an engine or a rule of the domain; SQL stands only in src/store/sql/ and every
 * other module names a statement and gives values.  A connection belongs to one
 * thread at a time; several threads or programs open one each.
 *
 * Invariants, kept by this module and not by its callers:
 *   - Every change of a row is part of a transaction that also appends a ledger
 *     entry; store_commit refuses (HW_FAULT) a change that no entry has sealed.
 *   - An acknowledged commit survives a crash of program or machine (WAL,
 *     synchronous FULL).  A crash before it leaves nothing behind.
 *   - After a failed statement a transaction accepts only store_rollback, as on
 *     PostgreSQL.  To meet a duplicate on purpose write "on conflict do nothing"
 *     and look at the number of changed rows.
 *   - Rows are never deleted, except from the tables that are not sealed
 *     (docs/decisions/001-ledger.md): a row is closed, retracted, undone or superseded.
 *
 * ADDING A TABLE: write it into a new file src/store/sql/schema_NNN_WORD.sql (the
 * next number; files that have been released are never changed, the build refuses a
 * bureau whose applied files differ).  Only these types, the same text for both
 * databases: bigint, text, double precision, bytea.  The driver maps them and makes
 * tables STRICT.  No boolean (bigint 0/1 with a check), no serial (ids come from
 * store_id_*), no default that reads the clock, no trigger, no view.  Every table
 * has a primary key of text or bigint columns.  Names ending in
 *     _id        ids (text)                 _at    microseconds UTC in the bureau's time: the as-of
 *     _json      canonical JSON (text)              day of the act or what the input says, never the
 *     _sha256    64 hexadecimal digits              clock (the clock stands only in ledger_entry.at)
 *     _date      a date with precision, EDTF text, as hw_date_write gives it
 * Unknown is NULL, never "" and never 0.  A later file may add tables, indexes and
 * columns that can be NULL; it renames and removes nothing (seals depend on it).
 *
 * ADDING A STATEMENT: into any src/store/sql/WORD.sql (no "schema_" in front):
 *     -- name: person_by_id
 *     select id, family, born from person where id = $1;
 * One text for SQLite and PostgreSQL, lower case.  Parameters $1..$n, reuse allowed.
 * Every "order by" item says "nulls first" or "nulls last" (ascending: nulls first and
 * descending: nulls last use the index); text sorts by bytes.  No JSON operators, no
 * "::", no "true"/"false", no double quotes, no like/ilike/glob/lower/upper on names
 * (keys are computed in C), no ifnull/datetime/random/group_concat/insert or/replace,
 * no column outside "group by", "limit" on lists that can grow.  The unit test prepares every
 * statement and refuses these words.
 */
#ifndef HW_STORE_H
#define HW_STORE_H

#include "base/base.h"

typedef struct store_connection store_connection;

/* ---- opening ---------------------------------------------------------------- */
typedef struct store_options {
	bool read_only;                  /* writes are refused; an old schema is not upgraded but refused */
	int busy_milliseconds;           /* how long to wait for another writer; 0 = 5000 */
	int cache_mib;                   /* pages of the file kept in memory; 0 = 32 */
	int64_t (*clock)(void *context); /* microseconds UTC for the ledger; NULL = hw_clock_now */
	void *clock_context;
	/* store_create only: fills the new bureau inside the transaction that makes it (and appends to the ledger). */
	hw_status (*fill)(store_connection *store, void *context, hw_error *error);
	void *fill_context;
	const hw_progress *progress; /* of the copy made before an upgrade; NULL allowed */
} store_options;

/* `url` is a path or "file:PATH"; "postgresql://..." is HW_USAGE for now.  `options` may be NULL.
 * Whatever is wrong with the file itself is HW_STORAGE: missing (remedy "homeward init"), a directory, not
 * a database, another program's database, damaged, a newer schema than this program knows.
 * An older schema is upgraded in one transaction after a copy PATH.before-vN (N = its
 * version) was made; when that fails the file is as it was. */
HW_MUST_CHECK hw_status store_open(const char *url, const store_options *options, store_connection **result,
				   hw_error *error);
/* Makes a new bureau file with the newest schema; HW_STORAGE when there is something at `url`.
 * Built under a temporary name and moved into place: after a crash there is no half file there. */
HW_MUST_CHECK hw_status store_create(const char *url, const store_options *options, store_connection **result,
				     hw_error *error);
void store_close(store_connection *store);             /* NULL allowed; an open transaction is rolled back */
const char *store_path(const store_connection *store); /* without "file:" */
/* Another file has taken its place (a restore over a damaged one): close and open again, or what is written is lost. */
bool store_replaced(const store_connection *store);
int64_t store_schema_version(const store_connection *store);
int64_t store_newest_schema(void); /* the highest schema file in this program */

/* ---- values ------------------------------------------------------------------ */
typedef enum store_kind { STORE_NULL, STORE_INTEGER, STORE_NUMBER, STORE_TEXT, STORE_BLOB } store_kind;
typedef struct store_value {
	store_kind kind;
	int64_t integer;
	double number; /* finite, else HW_BAD_INPUT */
	hw_text text;  /* STORE_TEXT (well-formed UTF-8 without NUL) and STORE_BLOB; borrowed during the call */
} store_value;
static inline store_value store_null(void)
{
	return (store_value){.kind = STORE_NULL};
}
static inline store_value store_integer(int64_t x)
{
	return (store_value){.kind = STORE_INTEGER, .integer = x};
}
static inline store_value store_number(double x)
{
	return (store_value){.kind = STORE_NUMBER, .number = x};
}
static inline store_value store_text(hw_text t)
{
	return (store_value){.kind = STORE_TEXT, .text = t};
}
static inline store_value store_string(const char *s)
{
	return store_text(hw_text_of(s));
}
/* Empty text is "unknown": NULL. */
static inline store_value store_text_or_null(hw_text t)
{
	return t.length ? store_text(t) : store_null();
}
static inline store_value store_blob(const void *bytes, size_t length)
{
	return (store_value){.kind = STORE_BLOB, .text = {(const char *)bytes, length}};
}

/* ---- statements --------------------------------------------------------------
 * `name` is that of a statement in src/store/sql; `count` must be its number of
 * parameters (else HW_FAULT).  What a statement refuses:
 *   HW_BAD_INPUT  a constraint: what = table or table.column, why = which and how
 *   HW_STORAGE    busy longer than the limit, disk full, read-only, input/output error
 *   HW_NO_MEMORY, HW_FAULT (no such statement, our mistake) */
typedef struct store_rows store_rows;

/* Changes rows; `changed` (may be NULL) gets their number.  Inside a transaction only. */
HW_MUST_CHECK hw_status store_run(store_connection *store, const char *name, const store_value *values, size_t count,
				  int64_t *changed, hw_error *error);
/* Begins reading; `*rows` stands before the first row and is closed by store_rows_close.
 * The same statement may be open several times.  */
HW_MUST_CHECK hw_status store_query(store_connection *store, const char *name, const store_value *values, size_t count,
				    store_rows **rows, hw_error *error);
/* Steps to the next row; *found is false at the end. */
HW_MUST_CHECK hw_status store_next(store_rows *rows, bool *found, hw_error *error);
void store_rows_close(store_rows *rows); /* NULL allowed */
static inline void store_rows_guard_(store_rows **rows)
{
	store_rows_close(*rows);
}
#define STORE_ROWS_GUARD __attribute__((cleanup(store_rows_guard_)))

/* The current row; columns count from 0.  Text and blobs are borrowed until the next
 * store_next or close.  NULL reads as 0 / empty.  A column read as what it is not (text as a
 * number) or that does not exist reads as 0 / empty and makes the next store_next fail with
 * HW_FAULT; an integer column may be read as a number. */
size_t store_columns(const store_rows *rows);
const char *store_column_name(const store_rows *rows, size_t column);
store_kind store_column_kind(const store_rows *rows, size_t column);
bool store_is_null(const store_rows *rows, size_t column);
int64_t store_get_integer(const store_rows *rows, size_t column);
double store_get_number(const store_rows *rows, size_t column);
hw_text store_get_text(const store_rows *rows, size_t column);
hw_text store_get_blob(const store_rows *rows, size_t column);
/* A text column copied into the arena; on exhaustion {NULL, 0} for a non-empty text. */
hw_text store_copy_text(const store_rows *rows, size_t column, hw_arena *arena);

/* Short forms.  First row or nothing: *rows is NULL when there is none. */
HW_MUST_CHECK hw_status store_query_first(store_connection *store, const char *name, const store_value *values,
					  size_t count, store_rows **rows, hw_error *error);
/* First column of the first row as integer; *result keeps its value when there is no row or it is NULL. */
HW_MUST_CHECK hw_status store_query_integer(store_connection *store, const char *name, const store_value *values,
					    size_t count, int64_t *result, hw_error *error);

/* Many rows by one insert statement, inside a transaction: the same as store_run in a loop,
 * without looking the statement up each time (on PostgreSQL: without a round trip each). */
typedef struct store_bulk store_bulk;
HW_MUST_CHECK hw_status store_bulk_open(store_connection *store, const char *name, store_bulk **result,
					hw_error *error);
HW_MUST_CHECK hw_status store_bulk_add(store_bulk *bulk, const store_value *values, size_t count, hw_error *error);
/* Reports what is still unreported and frees; `rows` (may be NULL) gets the number of rows changed. */
HW_MUST_CHECK hw_status store_bulk_close(store_bulk *bulk, int64_t *rows, hw_error *error);

/* ---- transactions -------------------------------------------------------------- */
/* Takes the writer's lock at once (BEGIN IMMEDIATE); nesting is HW_FAULT.  Busy: waits, then
 * HW_STORAGE "is another program writing?". */
HW_MUST_CHECK hw_status store_begin(store_connection *store, hw_error *error);
/* A reader's transaction: every query until store_commit or store_rollback sees the same state,
 * whatever others write meanwhile. */
HW_MUST_CHECK hw_status store_begin_reading(store_connection *store, hw_error *error);
/* HW_FAULT, with everything rolled back, when rows changed that no ledger entry has sealed. */
HW_MUST_CHECK hw_status store_commit(store_connection *store, hw_error *error);
void store_rollback(store_connection *store); /* allowed when there is none; never fails */
bool store_in_transaction(const store_connection *store);

/* ---- ids ------------------------------------------------------------------------
 * Ids never come from a counter or a clock: the same input gives the same ids.
 * prefix + "-" + 16 letters of Crockford's base 32 (the first 80 bits of a SHA-256):
 * "r-4k7q2m9x1c3v8b5n".  Chance of any clash among ten million: 4e-11. */
enum { STORE_ID_BYTES = 32 };
/* Of a row of a batch: of the batch file's hash and the row's number. */
void store_id_of_row(const char *prefix, hw_sha256 batch, uint64_t row, char out[STORE_ID_BYTES]);
/* Of any list of texts; ("ab","c") and ("a","bc") differ. */
void store_id_of_texts(const char *prefix, const hw_text *texts, size_t count, char out[STORE_ID_BYTES]);

/* ---- ledger ------------------------------------------------------------------------
 * docs/decisions/001-ledger.md has the encodings.  An entry says who did what to which
 * subject, with the subject before and after, and seals every row changed since the last entry: a
 * SHA-256 a row, and over them the head of an RFC 6962 tree inside the entry.  The entry's hash is
 * the RFC 6962 leaf hash of its canonical JSON, which holds the previous hash. */
typedef struct store_act {
	hw_text actor;                    /* id of the user; "homeward" for the program itself */
	hw_text role;                     /* the role used; may be empty */
	hw_text act;                      /* "import persons", "setting", "judge" */
	hw_text subject_kind, subject_id; /* "batch", "b-..." */
	hw_text before_json, after_json;  /* canonical JSON or empty; 1 MiB each at most */
} store_act;
/* Inside a transaction only.  `sequence` may be NULL. */
HW_MUST_CHECK hw_status store_ledger_append(store_connection *store, const store_act *act, int64_t *sequence,
					    hw_error *error);
/* The sequence that the next entry will have (1 = first); sure inside a transaction. */
HW_MUST_CHECK hw_status store_ledger_next(store_connection *store, int64_t *sequence, hw_error *error);

typedef struct store_head {
	int64_t entries; /* = sequence of the last entry */
	hw_sha256 hash;  /* of the last entry; zeros when there is none */
	hw_sha256 root;  /* RFC 6962 tree head over all entries' hashes; filled by verify only */
} store_head;
HW_MUST_CHECK hw_status store_ledger_head(store_connection *store, store_head *head, hw_error *error);

typedef struct store_verdict {
	bool good;
	int64_t entries, rows, tables; /* walked */
	int64_t bad_sequence;          /* the first bad entry; 0 when the fault has no entry (or none) */
	int64_t faults;                /* counted */
	char wrong[384];               /* the first fault in words; "" when good */
	store_head head;
} store_verdict;
/* Walks every entry and every sealed row, and lets the database check itself.  A bad
 * ledger is an answer (good = false), not an error. */
HW_MUST_CHECK hw_status store_ledger_verify(store_connection *store, const hw_progress *progress,
					    store_verdict *verdict, hw_error *error);

/* ---- copies --------------------------------------------------------------------------- */
/* A consistent copy while others write.  HW_STORAGE when `path` exists. */
HW_MUST_CHECK hw_status store_copy_to(store_connection *store, const char *path, const hw_progress *progress,
				      hw_error *error);
/* Puts the bureau `from` (a copy) in the place of `url`: copies it beside, opens and verifies the copy,
 * keeps what stood there as URL.before-restore-N, and only then takes its place.  HW_NO with
 * the verdict filled when the copy does not verify. */
HW_MUST_CHECK hw_status store_restore(const char *from, const char *url, const store_options *options,
				      store_verdict *verdict, hw_error *error);

/* The embedded files of src/store/sql. */
hw_text store_data_find(const char *name);
hw_text store_data_at(size_t index, const char **name);

#endif
