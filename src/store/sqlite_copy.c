/* Copies of a live database by SQLite's backup interface. */
#include "store/sqlite_int.h"

enum { PAGES_A_STEP = 2048 };

/* Moves when another connection than this one writes. */
static hw_status version_of(store_db *db, int64_t *version, hw_error *error)
{
	store_handle *handle = NULL;
	bool row = false;
	hw_status status;

	HW_TRY(sqlite_prepare(db, "PRAGMA data_version", &handle, error));
	status = sqlite_step(handle, &row, error);
	*version = row ? sqlite3_column_int64(handle->statement, 0) : 0;
	sqlite_finalize(handle);
	return status;
}

/* `seen` NULL, or a connection that copied: with the target locked by the first pages, has anybody written since? */
static hw_status copy_pages(store_db *from, store_db *to, store_db *seen, bool *moved, const hw_progress *progress,
			    hw_error *error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->file, "main", from->file, "main");
	hw_status status = HW_OK;
	int code = SQLITE_OK;

	if (!backup)
		return sqlite_failed(to, sqlite3_extended_errcode(to->file), error);
	if (seen) {
		int64_t version = 0;

		code = sqlite3_backup_step(backup, 1);
		if (code == SQLITE_OK || code == SQLITE_DONE)
			status = version_of(seen, &version, error);
		*moved = status == HW_OK && version != seen->copied;
		if (*moved) {
			(void)sqlite3_backup_finish(backup); /* takes back what the first step wrote */
			return HW_OK;
		}
	}
	while (status == HW_OK && code == SQLITE_OK) {
		double total, left;

		code = sqlite3_backup_step(backup, PAGES_A_STEP);
		total = sqlite3_backup_pagecount(backup);
		left = sqlite3_backup_remaining(backup);
		status = hw_progress_step(progress, "copying pages", total - left, total, error);
	}
	(void)sqlite3_backup_finish(backup);
	if (status == HW_OK && code != SQLITE_DONE)
		status = sqlite_failed(to, code, error);
	return status;
}

hw_status sqlite_copy_to(store_db *db, const char *path, const hw_progress *progress, hw_error *error)
{
	const store_open_how how = {.create = true};
	/* One snapshot for the whole copy: others may write meanwhile without making it begin again. */
	bool snapshot = sqlite3_get_autocommit(db->file);
	store_db *copy = NULL;
	hw_status status;

	HW_TRY(store_sqlite.open(path, &how, &copy, error));
	status = snapshot ? store_sqlite.begin(db, false, error) : HW_OK;
	if (status == HW_OK)
		status = version_of(db, &db->copied, error);
	if (status == HW_OK)
		status = copy_pages(db, copy, NULL, NULL, progress, error);
	if (snapshot)
		store_sqlite.rollback(db);
	store_sqlite.close(copy);
	return status;
}

hw_status sqlite_copy_from(store_db *db, const char *path, store_db *seen, bool *moved, const hw_progress *progress,
			   hw_error *error)
{
	const store_open_how how = {.read_only = true};
	store_db *source = NULL;
	hw_status status;

	HW_TRY(store_sqlite.open(path, &how, &source, error));
	status = copy_pages(source, db, seen, moved, progress, error);
	store_sqlite.close(source);
	db->tables_known = false;
	return status;
}
