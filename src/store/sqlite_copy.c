/* Copies of a live database by SQLite's backup interface. */
#include "store/sqlite_int.h"

enum { PAGES_A_STEP = 2048 };

static hw_status copy_pages(store_db *from, store_db *to, const hw_progress *progress, hw_error *error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to->file, "main", from->file, "main");
	hw_status status = HW_OK;
	int code = SQLITE_OK;

	if (!backup)
		return sqlite_failed(to, sqlite3_extended_errcode(to->file), error);
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
		status = copy_pages(db, copy, progress, error);
	if (snapshot)
		store_sqlite.rollback(db);
	store_sqlite.close(copy);
	return status;
}

hw_status sqlite_copy_from(store_db *db, const char *path, const hw_progress *progress, hw_error *error)
{
	const store_open_how how = {.read_only = true};
	store_db *source = NULL;
	hw_status status;

	HW_TRY(store_sqlite.open(path, &how, &source, error));
	status = copy_pages(source, db, progress, error);
	store_sqlite.close(source);
	db->tables_known = false;
	return status;
}
