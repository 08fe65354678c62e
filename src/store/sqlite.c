/* The SQLite driver: connections, statements, values, transactions. */
#include "store/sqlite_int.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
	APPLICATION_ID = 0x484d5744, /* "HMWD", in the header of every bureau's file */
	LENGTH_LIMIT = 64 << 20,     /* of one text, blob or row */
};

/* ---- errors --------------------------------------------------------------------- */
/* "UNIQUE constraint failed: person.id" and its kin. */
static hw_status constraint_failed(const store_db *db, int code, hw_error *error)
{
	const char *message = sqlite3_errmsg(db->file), *colon = strstr(message, "failed: ");
	const char *place = colon ? colon + strlen("failed: ") : "";

	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
		(void)hw_fail(error, HW_BAD_INPUT, "there is already a row with this value");
		(void)hw_error_what(error, "%s", place);
		return HW_BAD_INPUT;
	case SQLITE_CONSTRAINT_NOTNULL:
		(void)hw_fail(error, HW_BAD_INPUT, "a value is needed here");
		(void)hw_error_what(error, "%s", place);
		return HW_BAD_INPUT;
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return hw_fail(error, HW_BAD_INPUT, "it refers to something that is not there");
	case SQLITE_CONSTRAINT_CHECK:
		return hw_fail(error, HW_BAD_INPUT, "a value is not one of those allowed (%s)", place);
	case SQLITE_CONSTRAINT_DATATYPE: {
		const char *column = strstr(message, "column ");

		(void)hw_fail(error, HW_BAD_INPUT, "a value of the wrong kind (%s)", message);
		if (column)
			(void)hw_error_what(error, "%s", column + strlen("column "));
		return HW_BAD_INPUT;
	}
	default:
		return hw_fail(error, HW_BAD_INPUT, "the database refuses it: %s", message);
	}
}

static hw_status storage_failed(const store_db *db, hw_error *error, const char *why, const char *remedy)
{
	int system_error = db->file ? sqlite3_system_errno(db->file) : 0;

	if (system_error)
		(void)hw_fail(error, HW_STORAGE, "%s (%s)", why, strerror(system_error));
	else
		(void)hw_fail(error, HW_STORAGE, "%s", why);
	(void)hw_error_where(error, "%s", db->path);
	(void)hw_error_remedy(error, "%s", remedy);
	return HW_STORAGE;
}

hw_status sqlite_failed(const store_db *db, int code, hw_error *error)
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return constraint_failed(db, code, error);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		(void)hw_fail(error, HW_STORAGE, "the bureau is busy: is another program writing?");
		(void)hw_error_where(error, "%s", db->path);
		(void)hw_error_remedy(error, "wait until it is done and repeat");
		return HW_STORAGE;
	case SQLITE_FULL:
		return storage_failed(db, error, "the disk is full", "make room and repeat; nothing was changed");
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return storage_failed(db, error, "cannot be written", "make the file and its folder writable for you");
	case SQLITE_CANTOPEN:
		return storage_failed(db, error, "cannot be opened", "is the folder there and writable for you?");
	case SQLITE_IOERR:
		return storage_failed(db, error, "reading or writing failed", "check the disk; nothing was changed");
	case SQLITE_CORRUPT:
		return storage_failed(db, error, "the file is damaged",
				      "homeward restore BACKUP puts a backup in its place");
	case SQLITE_NOTADB:
		return storage_failed(db, error, "is not a bureau (not a SQLite database)",
				      "name the bureau's file with --db");
	case SQLITE_NOMEM:
		return hw_fail(error, HW_NO_MEMORY, "no memory for the database");
	case SQLITE_INTERRUPT:
		return hw_fail(error, HW_CANCELLED, "stopped on request");
	case SQLITE_TOOBIG:
		return hw_fail(error, HW_TOO_LARGE, "a value is over %d MiB", LENGTH_LIMIT >> 20);
	default:
		return hw_fail(error, HW_FAULT, "database: %s (%d)", sqlite3_errmsg(db->file), code);
	}
}

hw_status sqlite_exec(store_db *db, const char *sql, hw_error *error)
{
	int code = sqlite3_exec(db->file, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? HW_OK : sqlite_failed(db, code, error);
}

/* ---- statements ---------------------------------------------------------------- */
hw_status sqlite_prepare(store_db *db, const char *sql, store_handle **result, hw_error *error)
{
	store_handle *handle = hw_grow(NULL, 1, sizeof(*handle));
	int code;

	if (!handle)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a statement");
	*handle = (store_handle){.db = db};
	code = sqlite3_prepare_v3(db->file, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle->statement, NULL);
	if (code != SQLITE_OK || !handle->statement) {
		hw_release(handle);
		if (code == SQLITE_OK)
			return hw_fail(error, HW_FAULT, "an empty statement");
		hw_status status = sqlite_failed(db, code, error);
		return status == HW_OK ? HW_FAULT : status;
	}
	for (int k = 1; k <= STORE_PARAMETER_LIMIT; k++) {
		char name[8] = "$";

		name[1] = (char)(k < 10 ? '0' + k : '0' + k / 10);
		name[2] = (char)(k < 10 ? '\0' : '0' + k % 10);
		handle->parameter[k] = sqlite3_bind_parameter_index(handle->statement, name);
	}
	*result = handle;
	return HW_OK;
}

static hw_status bind(store_handle *handle, size_t index, const store_value *value, bool keep, hw_error *error)
{
	int at = index >= 1 && index <= STORE_PARAMETER_LIMIT ? handle->parameter[index] : 0, code = SQLITE_OK;
	/* SQLite takes a null pointer for NULL, whatever the length. */
	const char *bytes = value->text.bytes ? value->text.bytes : "";
	void (*owner)(void *) = keep ? SQLITE_STATIC : SQLITE_TRANSIENT;

	if (!at)
		return hw_fail(error, HW_FAULT, "the statement has no parameter $%zu", index);
	switch (value->kind) {
	case STORE_NULL:
		code = sqlite3_bind_null(handle->statement, at);
		break;
	case STORE_INTEGER:
		code = sqlite3_bind_int64(handle->statement, at, value->integer);
		break;
	case STORE_NUMBER:
		if (!isfinite(value->number))
			return hw_fail(error, HW_BAD_INPUT, "a number is not finite");
		code = sqlite3_bind_double(handle->statement, at, value->number);
		break;
	case STORE_TEXT:
		HW_TRY(hw_utf8_check(value->text, error));
		code = sqlite3_bind_text64(handle->statement, at, bytes, value->text.length, owner, SQLITE_UTF8);
		break;
	case STORE_BLOB:
		code = sqlite3_bind_blob64(handle->statement, at, bytes, value->text.length, owner);
		break;
	}
	return code == SQLITE_OK ? HW_OK : sqlite_failed(handle->db, code, error);
}

hw_status sqlite_step(store_handle *handle, bool *row, hw_error *error)
{
	int code = sqlite3_step(handle->statement);

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return sqlite_failed(handle->db, code, error);
	*row = code == SQLITE_ROW;
	return HW_OK;
}

static void reset(store_handle *handle)
{
	(void)sqlite3_reset(handle->statement);
	(void)sqlite3_clear_bindings(handle->statement);
}

void sqlite_finalize(store_handle *handle)
{
	if (!handle)
		return;
	(void)sqlite3_finalize(handle->statement);
	hw_release(handle);
}

static size_t columns(const store_handle *handle)
{
	return (size_t)sqlite3_column_count(handle->statement);
}

static const char *column_name(const store_handle *handle, size_t column)
{
	return sqlite3_column_name(handle->statement, (int)column);
}

static store_kind kind(const store_handle *handle, size_t column)
{
	switch (sqlite3_column_type(handle->statement, (int)column)) {
	case SQLITE_INTEGER:
		return STORE_INTEGER;
	case SQLITE_FLOAT:
		return STORE_NUMBER;
	case SQLITE_TEXT:
		return STORE_TEXT;
	case SQLITE_BLOB:
		return STORE_BLOB;
	default:
		return STORE_NULL;
	}
}

static int64_t integer(const store_handle *handle, size_t column)
{
	return sqlite3_column_int64(handle->statement, (int)column);
}

static double number(const store_handle *handle, size_t column)
{
	return sqlite3_column_double(handle->statement, (int)column);
}

static hw_text bytes_of(const store_handle *handle, size_t column)
{
	const void *bytes = sqlite3_column_blob(handle->statement, (int)column);
	int length = sqlite3_column_bytes(handle->statement, (int)column);

	return (hw_text){bytes ? bytes : "", bytes && length > 0 ? (size_t)length : 0};
}

static int64_t changed(const store_db *db)
{
	return sqlite3_changes64(db->file);
}

/* ---- transactions ----------------------------------------------------------------- */
static hw_status begin(store_db *db, bool writing, hw_error *error)
{
	hw_status status;

	sqlite_forget_changes(db);
	if (writing)
		return sqlite_exec(db, "BEGIN IMMEDIATE", error);
	/* A reader's view begins with its first read: read at once. */
	status = sqlite_exec(db, "BEGIN; SELECT count(*) FROM sqlite_schema", error);
	if (status != HW_OK && !sqlite3_get_autocommit(db->file))
		(void)sqlite3_exec(db->file, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

static void rollback(store_db *db)
{
	/* After a full disk or exhausted memory SQLite may have rolled back by itself. */
	if (!sqlite3_get_autocommit(db->file))
		(void)sqlite3_exec(db->file, "ROLLBACK", NULL, NULL, NULL);
	sqlite_forget_changes(db);
}

static hw_status commit(store_db *db, hw_error *error)
{
	if (sqlite3_get_autocommit(db->file))
		return hw_fail(error, HW_STORAGE, "the database had given up the transaction");
	HW_TRY(sqlite_exec(db, "COMMIT", error));
	sqlite_forget_changes(db);
	return HW_OK;
}

/* ---- opening ------------------------------------------------------------------------ */
static void close_db(store_db *db)
{
	if (!db)
		return;
	(void)sqlite3_close_v2(db->file);
	sqlite_forget_changes(db);
	hw_release(db->changes.tables);
	hw_release(db->changes.runs);
	hw_release(db->tables);
	hw_release(db->path);
	hw_release(db);
}

static hw_status refuse(const char *path, hw_error *error, const char *why, const char *remedy)
{
	(void)hw_fail(error, HW_STORAGE, "%s", why);
	(void)hw_error_where(error, "%s", path);
	(void)hw_error_remedy(error, "%s", remedy);
	return HW_STORAGE;
}

static hw_status check_path(const char *path, hw_error *error)
{
	struct stat about;

	if (stat(path, &about) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return refuse(path, error, "there is no bureau here",
			      "make one with \"homeward init\", or name it with --db");
	if (stat(path, &about) != 0)
		return refuse(path, error, strerror(errno), "name the bureau's file with --db");
	if (S_ISDIR(about.st_mode))
		return refuse(path, error, "is a directory, not a bureau's file", "name the bureau's file with --db");
	if (!S_ISREG(about.st_mode))
		return refuse(path, error, "is not a file", "name the bureau's file with --db");
	if (about.st_size == 0)
		return refuse(path, error, "is empty, not a bureau", "remove it and run \"homeward init\"");
	return HW_OK;
}

/* SQLite's own waits grow to a tenth of a second; a writer here is done in a few milliseconds. */
static int wait_for_writer(void *context, int times)
{
	enum { QUICK = 100, SLOW_MILLISECONDS = 5 };
	const store_db *db = context;
	long waited = times < QUICK ? times : QUICK + (long)(times - QUICK) * SLOW_MILLISECONDS;
	struct timespec pause = {.tv_nsec = 1000000L * (times < QUICK ? 1 : SLOW_MILLISECONDS)};

	if (waited >= db->busy_milliseconds)
		return 0;
	(void)nanosleep(&pause, NULL);
	return 1;
}

/* What a file from elsewhere could carry (triggers, views, odd quotes, extensions) stays without effect. */
static hw_status configure(store_db *db, const store_open_how *how, hw_error *error)
{
	static const int off[] = {SQLITE_DBCONFIG_DQS_DML,        SQLITE_DBCONFIG_DQS_DDL,
				  SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW,
				  SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION};

	char cache[40];

	for (size_t i = 0; i < HW_COUNT(off); i++)
		(void)sqlite3_db_config(db->file, off[i], 0, NULL);
	(void)sqlite3_db_config(db->file, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	(void)sqlite3_db_config(db->file, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	(void)sqlite3_limit(db->file, SQLITE_LIMIT_LENGTH, LENGTH_LIMIT);
	(void)sqlite3_limit(db->file, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_extended_result_codes(db->file, 1);
	db->busy_milliseconds = how->busy_milliseconds > 0 ? how->busy_milliseconds : 5000;
	(void)sqlite3_busy_handler(db->file, wait_for_writer, db);
	/* temp_store: nothing of a person's data goes into files outside the bureau. */
	(void)snprintf(cache, sizeof(cache), "PRAGMA cache_size=-%d",
		       (how->cache_mib > 0 ? how->cache_mib : 32) * 1024);
	HW_TRY(sqlite_exec(db,
			   "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; "
			   "PRAGMA secure_delete=ON" /* what is deleted is not left between the rows */,
			   error));
	HW_TRY(sqlite_exec(db, cache, error));
	if (how->read_only)
		return sqlite_exec(db, "PRAGMA query_only=ON", error);
	return sqlite_exec(db, "PRAGMA journal_mode=WAL", error);
}

static hw_status read_pragma(store_db *db, const char *sql, int64_t *value, hw_error *error)
{
	store_handle *handle = NULL;
	bool row = false;
	hw_status status;

	HW_TRY(sqlite_prepare(db, sql, &handle, error));
	status = sqlite_step(handle, &row, error);
	if (status == HW_OK)
		*value = row ? integer(handle, 0) : 0;
	sqlite_finalize(handle);
	return status;
}

static hw_status identify(store_db *db, const store_open_how *how, hw_error *error)
{
	int64_t id = 0;

	if (how->create)
		return sqlite_exec(db, "PRAGMA application_id=1213028164", error); /* APPLICATION_ID */
	HW_TRY(read_pragma(db, "PRAGMA application_id", &id, error));
	if (id != APPLICATION_ID || (!how->foreign && !sqlite_has_schema(db)))
		return refuse(db->path, error, "is a database, but not a bureau", "name the bureau's file with --db");
	if (!how->read_only && sqlite3_db_readonly(db->file, "main"))
		return refuse(db->path, error, "cannot be written", "make the file and its folder writable for you");
	return HW_OK;
}

static hw_status copy_path(const char *path, char **result, hw_error *error)
{
	size_t length = strlen(path);
	/* ":memory:" and its kin have no meaning here. */
	const char *front = path[0] == ':' ? "./" : "";
	char *copy = hw_grow(NULL, length + 3, 1);

	if (!copy)
		return hw_fail(error, HW_NO_MEMORY, "no memory to open the bureau");
	(void)snprintf(copy, length + 3, "%s%s", front, path);
	*result = copy;
	return HW_OK;
}

static bool file_of(const char *path, uint64_t *device, uint64_t *inode)
{
	struct stat about;

	if (stat(path, &about) != 0)
		return false;
	*device = (uint64_t)about.st_dev;
	*inode = (uint64_t)about.st_ino;
	return true;
}

static bool replaced(const store_db *db)
{
	uint64_t device, inode;

	return !file_of(db->path, &device, &inode) || device != db->device || inode != db->inode;
}

static hw_status open_db(const char *path, const store_open_how *how, store_db **result, hw_error *error)
{
	store_db *db;
	int code;
	hw_status status = how->create ? HW_OK : check_path(path, error);

	if (status != HW_OK)
		return status;
	db = hw_grow(NULL, 1, sizeof(*db));
	if (!db)
		return hw_fail(error, HW_NO_MEMORY, "no memory to open the bureau");
	*db = (store_db){0};
	HW_TRY_OR_OUT(copy_path(path, &db->path, error));
	code = sqlite3_open_v2(db->path, &db->file,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (how->create ? SQLITE_OPEN_CREATE : 0),
			       NULL);
	if (code != SQLITE_OK) {
		status = db->file ? sqlite_failed(db, code, error)
				  : hw_fail(error, HW_NO_MEMORY, "no memory for the database");
		goto out;
	}
	HW_TRY_OR_OUT(configure(db, how, error));
	HW_TRY_OR_OUT(identify(db, how, error));
	(void)file_of(db->path, &db->device, &db->inode);
	sqlite_watch(db);
	*result = db;
	return HW_OK;
out:
	close_db(db);
	return status;
}

const struct store_driver store_sqlite = {
	.name = "sqlite",
	.open = open_db,
	.close = close_db,
	.replaced = replaced,
	.prepare = sqlite_prepare,
	.bind = bind,
	.step = sqlite_step,
	.reset = reset,
	.finalize = sqlite_finalize,
	.columns = columns,
	.column_name = column_name,
	.kind = kind,
	.integer = integer,
	.number = number,
	.bytes = bytes_of,
	.changed = changed,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.apply = sqlite_apply,
	.has_schema = sqlite_has_schema,
	.tables = sqlite_tables,
	.walk = sqlite_walk,
	.walk_changed = sqlite_walk_changed,
	.has_changes = sqlite_has_changes,
	.lost_changes = sqlite_lost_changes,
	.check = sqlite_check,
	.copy_to = sqlite_copy_to,
	.copy_from = sqlite_copy_from,
};
