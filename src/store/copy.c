/* Whole files: a new bureau, a backup, a restored one.  Everything is made under a
 * temporary name in the same folder and moved into place when it is whole. */
#include "store/store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* ---- files ------------------------------------------------------------------------------ */
static hw_status refused(hw_error *error, const char *path, const char *why, const char *remedy)
{
	(void)hw_fail(error, HW_STORAGE, "%s", why);
	(void)hw_error_where(error, "%s", path);
	(void)hw_error_remedy(error, "%s", remedy);
	return HW_STORAGE;
}

static hw_status path_with(char out[PATH_BYTES], const char *path, const char *tail, long number, hw_error *error)
{
	int length = snprintf(out, PATH_BYTES, "%s%s%ld", path, tail, number);

	if (length < 0 || length >= PATH_BYTES - 8) /* room for "-wal" */
		return refused(error, path, "the path is too long", "use a shorter one");
	return HW_OK;
}

static bool exists(const char *path)
{
	struct stat about;

	return lstat(path, &about) == 0;
}

/* A rename survives a power failure only once its folder is written. */
static void sync_folder(const char *path)
{
	char folder[PATH_BYTES];
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) + 1 : 0;
	int descriptor;

	if (length >= sizeof(folder))
		return;
	memcpy(folder, path, length);
	memcpy(folder + length, ".", 2);
	descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0)
		return;
	(void)fsync(descriptor);
	(void)close(descriptor);
}

hw_status store_move(const char *from, const char *to, bool replace, hw_error *error)
{
	int code = renameat2(AT_FDCWD, from, AT_FDCWD, to, replace ? 0 : RENAME_NOREPLACE);

	if (code != 0 && !replace && (errno == EINVAL || errno == ENOSYS))
		code = exists(to) ? (errno = EEXIST, -1) : rename(from, to); /* a file system without the flag */
	if (code != 0 && errno == EEXIST)
		return refused(error, to, "there is something here already", "choose another name");
	if (code != 0)
		return refused(error, to, strerror(errno), "is the folder there and writable for you?");
	sync_folder(to);
	return HW_OK;
}

void store_remove_files(const char *path)
{
	static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
	char full[PATH_BYTES];

	for (size_t i = 0; i < HW_COUNT(tails); i++) {
		int length = snprintf(full, sizeof(full), "%s%s", path, tails[i]);

		if (length > 0 && (size_t)length < sizeof(full))
			(void)unlink(full);
	}
}

/* ---- a new bureau ------------------------------------------------------------------------- */
hw_status store_create_with(const char *url, const store_options *options, store_files files, store_connection **result,
			    hw_error *error)
{
	store_schema_file list[STORE_SCHEMA_LIMIT];
	const store_open_how how = {.create = true};
	store_connection *store = NULL;
	char part[PATH_BYTES];
	const char *path;
	size_t count;
	hw_status status;

	HW_TRY(store_url_path(url, &path, error));
	HW_TRY(store_schema_files(files, list, &count, error));
	if (exists(path))
		return refused(error, path, "there is something here already", "choose another name with --db");
	HW_TRY(path_with(part, path, ".new-", (long)getpid(), error));
	store_remove_files(part);
	status = store_connect(part, &how, options, files, &store, error);
	if (status == HW_OK)
		status = store_schema_apply(store, list, count, 0, options, error);
	store_close(store);
	if (status == HW_OK)
		status = store_move(part, path, false, error);
	if (status != HW_OK) {
		store_remove_files(part);
		if (error && status == HW_STORAGE)
			(void)snprintf(error->where, sizeof(error->where), "%s", path); /* not the temporary name */
		return status;
	}
	return store_open_with(url, options, files, result, error);
}

hw_status store_create(const char *url, const store_options *options, store_connection **result, hw_error *error)
{
	return store_create_with(url, options, store_data_at, result, error);
}

/* ---- copies --------------------------------------------------------------------------------- */
hw_status store_copy_to(store_connection *store, const char *path, const hw_progress *progress, hw_error *error)
{
	char part[PATH_BYTES];
	hw_status status;

	if (exists(path))
		return refused(error, path, "there is something here already", "choose another name");
	HW_TRY(path_with(part, path, ".part-", (long)getpid(), error));
	store_remove_files(part);
	status = store->driver->copy_to(store->db, part, progress, error);
	if (status == HW_OK)
		status = store_move(part, path, false, error);
	if (status != HW_OK) {
		store_remove_files(part);
		if (error && status == HW_STORAGE)
			(void)snprintf(error->where, sizeof(error->where), "%s", path);
	}
	return status;
}

/* A name beside `path` that is free: PATH.before-restore-1, -2, ... */
static hw_status free_name(char out[PATH_BYTES], const char *path, hw_error *error)
{
	for (long n = 1; n < 10000; n++) {
		HW_TRY(path_with(out, path, ".before-restore-", n, error));
		if (!exists(out))
			return HW_OK;
	}
	return refused(error, path, "there are 9999 copies made before a restore", "remove some");
}

/* A directory, or the database of another program, is not ours to move. */
static hw_status check_target(const char *path, hw_error *error)
{
	static const unsigned char ours[4] = {0x48, 0x4d, 0x57, 0x44}; /* the application id, at offset 68 */
	unsigned char head[72] = {0};
	struct stat about;
	FILE *file;
	bool database;

	if (stat(path, &about) == 0 && !S_ISREG(about.st_mode))
		return refused(error, path, "is not a file", "name the bureau's file with --db");
	file = fopen(path, "re");
	database = file && fread(head, 1, sizeof(head), file) == sizeof(head) && !memcmp(head, "SQLite format 3", 16);
	if (file)
		(void)fclose(file);
	if (database && memcmp(head + 68, ours, sizeof(ours)) != 0)
		return refused(error, path, "is a database, but not a bureau", "name the bureau's file with --db");
	return HW_OK;
}

/* A copy of what stands there, then the new pages over it.  Who wrote between the two has written what the copy lacks: then
 * the copy is made again. */
static hw_status keep_and_overwrite(store_db *old, store_db *seen, const char *part, const char *aside,
				    const char *kept, const hw_progress *progress, hw_error *error)
{
	enum { TIMES = 20 };
	bool moved = true;

	for (int i = 0; i < TIMES && moved; i++) {
		store_remove_files(aside);
		HW_TRY(store_sqlite.copy_to(seen, aside, progress, error));
		HW_TRY(store_move(aside, kept, i > 0, error)); /* under its name before anything is lost */
		HW_TRY(store_sqlite.copy_from(old, part, seen, &moved, progress, error));
	}
	if (!moved)
		return HW_OK;
	(void)hw_fail(error, HW_STORAGE, "others write faster than a copy is made; nothing was changed");
	return hw_error_remedy(error, "stop \"homeward serve\" and imports, then repeat"), HW_STORAGE;
}

/* Keeps what stands at `path` and puts `part` in its place.  A bureau that opens is overwritten through the
 * database, which waits for other writers and does it in one step; a damaged file is moved aside. */
static hw_status replace(const char *path, const char *part, const store_options *options, hw_error *error)
{
	const store_open_how how = {.foreign = true, .busy_milliseconds = options ? options->busy_milliseconds : 0};
	const hw_progress *progress = options ? options->progress : NULL;
	char kept[PATH_BYTES], aside[PATH_BYTES];
	store_db *old = NULL, *seen = NULL;
	hw_status status;

	if (!exists(path))
		return store_move(part, path, false, error);
	HW_TRY(check_target(path, error));
	HW_TRY(free_name(kept, path, error));
	HW_TRY(path_with(aside, kept, ".part-", (long)getpid(), error));
	status = store_sqlite.open(path, &how, &old, error);
	if (status == HW_OK) {
		status = store_sqlite.open(path, &how, &seen, error);
		if (status == HW_OK)
			status = keep_and_overwrite(old, seen, part, aside, kept, progress, error);
		store_sqlite.close(seen);
		store_sqlite.close(old);
		store_remove_files(aside);
		return status;
	}
	if (status != HW_STORAGE)
		return status;
	/* Its log belongs to it and must not be taken for that of the new file. */
	HW_TRY(store_move(path, kept, false,
			  error)); /* who has it open sees that its file is another: store_replaced */
	store_remove_files(path);
	return store_move(part, path, false, error);
}

/* Copies `from`, without touching it, and verifies the copy. */
static hw_status copy_and_verify(const char *from, const char *part, const store_options *options,
				 store_verdict *verdict, hw_error *error)
{
	const store_open_how reading = {.foreign = true, .read_only = true};
	store_connection *copy = NULL;
	store_db *source = NULL;
	hw_status status;

	HW_TRY(store_sqlite.open(from, &reading, &source, error));
	status = store_sqlite.copy_to(source, part, options ? options->progress : NULL, error);
	store_sqlite.close(source);
	if (status == HW_OK)
		status = store_open(part, options, &copy, error);
	if (status == HW_OK)
		status = store_ledger_verify(copy, options ? options->progress : NULL, verdict, error);
	store_close(copy);
	if (status == HW_OK && !verdict->good) {
		(void)hw_fail(error, HW_NO, "the copy does not verify: %s", verdict->wrong);
		(void)hw_error_where(error, "%s", from);
		return HW_NO;
	}
	return status;
}

hw_status store_restore(const char *from, const char *url, const store_options *options, store_verdict *verdict,
			hw_error *error)
{
	store_verdict found = {.good = false};
	char part[PATH_BYTES];
	const char *path;
	hw_status status;

	HW_TRY(store_url_path(url, &path, error));
	HW_TRY(path_with(part, path, ".restore-", (long)getpid(), error));
	store_remove_files(part);
	status = copy_and_verify(from, part, options, &found, error);
	if (status == HW_OK)
		status = replace(path, part, options, error);
	store_remove_files(part);
	if (status == HW_OK || status == HW_NO)
		*verdict = found;
	return status;
}
