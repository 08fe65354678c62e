/* Crashes, full disks, failing memory, several writers: nothing acknowledged is lost, nothing half done is left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_int.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], path[96], clean[96];
static hw_error error;

static int make_folder(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/homeward-faults-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	(void)snprintf(path, sizeof(path), "%s/bureau.db", folder);
	(void)snprintf(clean, sizeof(clean), "%s/clean.db", folder);
	return 0;
}

static int remove_folder(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return system(command);
}

#define OK(call) check_ok((call), __LINE__)
static void check_ok(hw_status status, int line)
{
	char text[1024];

	if (status != HW_OK)
		fail_msg("line %d: %s", line, hw_error_line(&error, text, sizeof(text)));
}

/* One act: `rows` settings get the number as their value. */
static hw_status act(store_connection *store, int64_t number, int rows)
{
	char value[32];
	const store_act entry = {.actor = HW_TEXT("t"),
				 .act = HW_TEXT("setting"),
				 .subject_kind = HW_TEXT("setting"),
				 .subject_id = HW_TEXT("n")};
	hw_status status = store_begin(store, &error);

	(void)snprintf(value, sizeof(value), "%lld", (long long)number);
	for (int i = 0; status == HW_OK && i < rows; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "n%d", i);
		const store_value values[] = {store_string(name), store_string(value)};
		status = store_run(store, "setting_set", values, 2, NULL, &error);
	}
	if (status == HW_OK)
		status = store_ledger_append(store, &entry, NULL, &error);
	if (status == HW_OK)
		status = store_commit(store, &error);
	if (status != HW_OK)
		store_rollback(store);
	return status;
}

static int64_t read_number(store_connection *store, const char *name)
{
	const store_value values[] = {store_string(name)};
	store_rows *rows = NULL;
	int64_t number = 0;

	OK(store_query_first(store, "setting_get", values, 1, &rows, &error));
	if (rows)
		OK(hw_text_integer(store_get_text(rows, 0), &number, &error));
	store_rows_close(rows);
	return number;
}

/* Opens, verifies, checks that an act is there whole or not at all; gives the last act's number. */
static int64_t number_in(const char *where, int rows)
{
	store_connection *store = NULL;
	store_verdict verdict;
	int64_t number;

	OK(store_open(where, NULL, &store, &error));
	OK(store_ledger_verify(store, NULL, &verdict, &error));
	if (!verdict.good)
		fail_msg("%s", verdict.wrong);
	number = read_number(store, "n0");
	for (int i = 1; i < rows; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "n%d", i);
		assert_int_equal(read_number(store, name), number);
	}
	store_close(store);
	return number;
}

static void copy_file(const char *from, const char *to)
{
	char command[1024];

	(void)snprintf(command, sizeof(command), "cp '%s' '%s'", from, to);
	assert_int_equal(system(command), 0);
}

/* ---- crashes ---------------------------------------------------------------------------------- */
enum { CRASH_ROWS = 20 };

/* Writes acts until killed, acknowledging each on the pipe. */
static void write_until_killed(int pipe_end, int64_t from)
{
	store_connection *store = NULL;

	if (store_open(path, NULL, &store, NULL) != HW_OK)
		_exit(1);
	for (int64_t number = from;; number++) {
		if (act(store, number, CRASH_ROWS) != HW_OK)
			_exit(2);
		if (write(pipe_end, &number, sizeof(number)) != (ssize_t)sizeof(number))
			_exit(3);
	}
}

/* Runs a writer, kills it after some acts at a moment that no one chose; gives the last acknowledged number. */
static int64_t crash_a_writer(int64_t from, unsigned acts, unsigned microseconds)
{
	int ends[2], ended = 0;
	int64_t number = from - 1, read_back;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		(void)close(ends[0]);
		write_until_killed(ends[1], from);
	}
	(void)close(ends[1]);
	for (unsigned i = 0; i < acts; i++)
		if (read(ends[0], &read_back, sizeof(read_back)) == (ssize_t)sizeof(read_back))
			number = read_back;
	(void)usleep(microseconds);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_true(WIFSIGNALED(ended));
	while (read(ends[0], &read_back, sizeof(read_back)) == (ssize_t)sizeof(read_back))
		number = read_back;
	(void)close(ends[0]);
	return number;
}

static void killed_writer_loses_nothing(void **state)
{
	hw_random random = hw_random_new(1, 0);
	store_connection *store = NULL;
	int64_t last = 0;

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	store_close(store);
	for (int round = 0; round < 40; round++) {
		int64_t acknowledged = crash_a_writer(last + 1, (unsigned)hw_random_below(&random, 6),
						      (unsigned)hw_random_below(&random, 3000));
		int64_t found = number_in(path, CRASH_ROWS);

		/* The act in flight may be there too, whole. */
		if (found < acknowledged || found > acknowledged + 1)
			fail_msg("round %d: acknowledged %lld, found %lld", round, (long long)acknowledged,
				 (long long)found);
		last = found;
	}
	assert_true(last > 20);
}

/* A torn log: cut or spoiled anywhere, the file opens, verifies, and holds a beginning of what was written. */
static void torn_log_leaves_a_beginning(void **state)
{
	hw_random random = hw_random_new(2, 0);
	char log[128], kept_log[160], command[1024];
	store_connection *store = NULL;
	struct stat about;
	int64_t last;

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	store_close(store);
	last = crash_a_writer(1, 12, 500);
	(void)snprintf(log, sizeof(log), "%s-wal", path);
	(void)snprintf(kept_log, sizeof(kept_log), "%s.kept", log);
	copy_file(path, clean);
	copy_file(log, kept_log);
	assert_int_equal(stat(log, &about), 0);
	assert_true(about.st_size > 0);
	for (int round = 0; round < 60; round++) {
		off_t at = (off_t)hw_random_below(&random, (uint64_t)about.st_size);
		int64_t found;

		(void)snprintf(command, sizeof(command), "rm -f '%s-shm'; cp '%s' '%s'; cp '%s' '%s'", path, clean,
			       path, kept_log, log);
		assert_int_equal(system(command), 0);
		if (round % 2) {
			assert_int_equal(truncate(log, at), 0);
		} else {
			int file = open(log, O_WRONLY | O_CLOEXEC);

			assert_true(file >= 0);
			assert_int_equal(pwrite(file, "spoiled by a torn write", 23, at), 23);
			(void)close(file);
		}
		found = number_in(path, CRASH_ROWS);
		if (found < 0 || found > last + 1)
			fail_msg("round %d: %lld", round, (long long)found);
	}
}

/* A program killed while it makes a bureau leaves either none or a whole one. */
static void killed_while_making(void **state)
{
	hw_random random = hw_random_new(3, 0);
	int made = 0;

	(void)state;
	for (int round = 0; round < 20; round++) {
		struct stat about;
		int ended;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			store_connection *store = NULL;

			_exit(store_create(path, NULL, &store, NULL) == HW_OK ? 0 : 1);
		}
		(void)usleep((useconds_t)hw_random_below(&random, 16000));
		(void)kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &ended, 0), child);
		if (stat(path, &about) == 0) {
			made++;
			(void)number_in(path, 1);
			store_remove_files(path);
		}
	}
	print_message("made %d of 20\n", made);
}

/* ---- full disks -------------------------------------------------------------------------------- */
static void file_size_limit(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void disk_that_fills_up(void **state)
{
	store_connection *store = NULL;
	size_t refused = 0;

	(void)state;
	(void)signal(SIGXFSZ, SIG_IGN);
	OK(store_create(clean, NULL, &store, &error));
	store_close(store);
	for (rlim_t limit = 20000; limit < 1200000; limit += 60000) {
		int64_t done = 0;
		hw_status status = HW_OK;

		store_remove_files(path);
		copy_file(clean, path);
		store = NULL;
		file_size_limit(limit);
		status = store_open(path, NULL, &store, &error);
		while (status == HW_OK && done < 300) {
			status = act(store, done + 1, 40);
			if (status == HW_OK)
				done++;
		}
		if (status != HW_OK) {
			refused++;
			if (status != HW_STORAGE)
				fail_msg("limit %lu: status %d %s", (unsigned long)limit, status, error.why);
		}
		store_close(store);
		file_size_limit(RLIM_INFINITY);
		assert_int_equal(number_in(path, 40), done);
	}
	assert_true(refused > 5);
}

static void full_disk_while_copying(void **state)
{
	store_connection *store = NULL;
	char copy[128];
	struct stat about;

	(void)state;
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)snprintf(copy, sizeof(copy), "%s/copy.db", folder);
	OK(store_create(path, NULL, &store, &error));
	OK(act(store, 1, 40));
	file_size_limit(50000);
	assert_int_equal(store_copy_to(store, copy, NULL, &error), HW_STORAGE);
	file_size_limit(RLIM_INFINITY);
	assert_int_not_equal(stat(copy, &about), 0);
	OK(store_copy_to(store, copy, NULL, &error));
	store_close(store);
	assert_int_equal(number_in(copy, 40), 1);
	/* A bureau that cannot be made leaves no file. */
	store = NULL;
	store_remove_files(copy);
	file_size_limit(50000);
	assert_int_equal(store_create(copy, NULL, &store, &error), HW_STORAGE);
	file_size_limit(RLIM_INFINITY);
	assert_null(store);
	assert_int_not_equal(stat(copy, &about), 0);
	char command[160];
	(void)snprintf(command, sizeof(command), "test $(ls '%s' | wc -l) = 1", folder);
	assert_int_equal(system(command), 0); /* the bureau, nothing else */
}

/* ---- every write and sync in turn --------------------------------------------------------------- */
/* A file system whose n-th write, sync or truncation fails. */
static long until_failure; /* 0 = off */
static int failure_code;
static bool it_failed;

typedef struct shim_file {
	sqlite3_file base;
	sqlite3_file *real;
} shim_file;

static sqlite3_vfs *real_vfs;

static bool fails(void)
{
	if (until_failure <= 0 || --until_failure > 0)
		return false;
	until_failure = 1; /* a full disk stays full */
	return it_failed = true;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
	return ((shim_file *)(void *)file)->real;
}
#define REAL(file) real_of(file)->pMethods

static int shim_close(sqlite3_file *f)
{
	return real_of(f)->pMethods ? REAL(f)->xClose(real_of(f)) : SQLITE_OK;
}
static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
	return REAL(f)->xRead(real_of(f), to, n, at);
}
static int shim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
	return fails() ? failure_code : REAL(f)->xWrite(real_of(f), from, n, at);
}
static int shim_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return fails() ? failure_code : REAL(f)->xTruncate(real_of(f), size);
}
static int shim_sync(sqlite3_file *f, int flags)
{
	return fails() ? SQLITE_IOERR_FSYNC : REAL(f)->xSync(real_of(f), flags);
}
static int shim_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return REAL(f)->xFileSize(real_of(f), size);
}
static int shim_lock(sqlite3_file *f, int level)
{
	return REAL(f)->xLock(real_of(f), level);
}
static int shim_unlock(sqlite3_file *f, int level)
{
	return REAL(f)->xUnlock(real_of(f), level);
}
static int shim_reserved(sqlite3_file *f, int *out)
{
	return REAL(f)->xCheckReservedLock(real_of(f), out);
}
static int shim_control(sqlite3_file *f, int op, void *argument)
{
	return REAL(f)->xFileControl(real_of(f), op, argument);
}
static int shim_sector(sqlite3_file *f)
{
	return REAL(f)->xSectorSize(real_of(f));
}
static int shim_device(sqlite3_file *f)
{
	return REAL(f)->xDeviceCharacteristics(real_of(f));
}
static int shim_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return REAL(f)->xShmMap(real_of(f), page, size, extend, out);
}
static int shim_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return REAL(f)->xShmLock(real_of(f), offset, n, flags);
}
static void shim_barrier(sqlite3_file *f)
{
	REAL(f)->xShmBarrier(real_of(f));
}
static int shim_unmap(sqlite3_file *f, int remove_it)
{
	return REAL(f)->xShmUnmap(real_of(f), remove_it);
}

static const sqlite3_io_methods shim_methods = {
	.iVersion = 2,
	.xClose = shim_close,
	.xRead = shim_read,
	.xWrite = shim_write,
	.xTruncate = shim_truncate,
	.xSync = shim_sync,
	.xFileSize = shim_size,
	.xLock = shim_lock,
	.xUnlock = shim_unlock,
	.xCheckReservedLock = shim_reserved,
	.xFileControl = shim_control,
	.xSectorSize = shim_sector,
	.xDeviceCharacteristics = shim_device,
	.xShmMap = shim_map,
	.xShmLock = shim_shm_lock,
	.xShmBarrier = shim_barrier,
	.xShmUnmap = shim_unmap,
};

static int shim_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
	shim_file *shim = (shim_file *)(void *)file;
	int code;

	(void)vfs;
	shim->real = (sqlite3_file *)(void *)(shim + 1);
	code = real_vfs->xOpen(real_vfs, name, shim->real, flags, out);
	shim->base.pMethods = shim->real->pMethods ? &shim_methods : NULL;
	return code;
}

static void install_shim(void)
{
	static sqlite3_vfs shim;

	if (real_vfs)
		return;
	real_vfs = sqlite3_vfs_find(NULL);
	shim = *real_vfs;
	shim.zName = "shim";
	shim.szOsFile = (int)sizeof(shim_file) + real_vfs->szOsFile;
	shim.xOpen = shim_open;
	shim.pNext = NULL;
	assert_int_equal(sqlite3_vfs_register(&shim, 1), SQLITE_OK);
}

static void every_write_may_fail(void **state)
{
	static const int codes[] = {SQLITE_FULL, SQLITE_IOERR_WRITE};
	store_connection *store = NULL;
	long tried = 0;

	(void)state;
	install_shim();
	OK(store_create(clean, NULL, &store, &error));
	OK(act(store, 1, 40));
	store_close(store);
	for (size_t c = 0; c < HW_COUNT(codes); c++) {
		for (long n = 1;; n++) {
			hw_status first = HW_OK, second = HW_OK;
			int64_t found;

			store_remove_files(path);
			copy_file(clean, path);
			store = NULL;
			OK(store_open(path, NULL, &store, &error));
			it_failed = false;
			failure_code = codes[c];
			until_failure = n;
			first = act(store, 2, 40);
			if (first == HW_OK)
				second = act(store, 3, 40);
			until_failure = 0;
			store_close(store);
			tried++;
			if (first != HW_OK || second != HW_OK)
				assert_int_equal(first != HW_OK ? first : second, HW_STORAGE);
			found = number_in(path, 40);
			/* After an ordinary close a refused act is not there. */
			if (found != (first != HW_OK ? 1 : second != HW_OK ? 2 : 3))
				fail_msg("write %ld: found act %lld", n, (long long)found);
			if (!it_failed)
				break;
		}
	}
	assert_true(tried > 20);
}

/* ---- failing memory -------------------------------------------------------------------------------- */
static sqlite3_mem_methods real_memory;
static long allocations_left; /* 0 = off */
static long allocations_failed;

static bool memory_fails(void)
{
	if (allocations_left <= 0 || --allocations_left > 0)
		return false;
	allocations_failed++;
	return true; /* this one only; then all is well again */
}

static void *scarce_malloc(int n)
{
	return memory_fails() ? NULL : real_memory.xMalloc(n);
}
static void *scarce_realloc(void *old, int n)
{
	return memory_fails() ? NULL : real_memory.xRealloc(old, n);
}

/* Before anything else touches SQLite. */
static void make_memory_scarce(void)
{
	sqlite3_mem_methods scarce;

	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) != SQLITE_OK)
		return;
	scarce = real_memory;
	scarce.xMalloc = scarce_malloc;
	scarce.xRealloc = scarce_realloc;
	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce);
}

/* Opens, acts, reads; every result is all or nothing. */
static hw_status a_working_day(int64_t number)
{
	store_connection *store = NULL;
	store_rows *rows = NULL;
	const store_value name[] = {store_string("n1")};
	store_verdict verdict = {.faults = 77};
	hw_status status = store_open(path, NULL, &store, &error);

	if (status != HW_OK) {
		assert_null(store);
		return status;
	}
	status = act(store, number, 3);
	if (status == HW_OK) {
		status = store_query_first(store, "setting_get", name, 1, &rows, &error);
		if (status != HW_OK)
			assert_null(rows);
		store_rows_close(rows);
	}
	if (status == HW_OK) {
		status = store_ledger_verify(store, NULL, &verdict, &error);
		if (status == HW_OK ? !verdict.good : verdict.faults != 77)
			fail_msg("verify: status %d, %s", status, verdict.wrong);
	}
	assert_false(store_in_transaction(store));
	store_close(store);
	return status;
}

static void try_days(bool sqlite, long step, long *failed)
{
	int64_t number = number_in(path, 3);

	for (long n = 1;; n += n < 50 ? 1 : step) {
		hw_status status;
		int64_t found;
		long before = allocations_failed;

		if (sqlite)
			allocations_left = n;
		else
			hw_fail_allocation_after(n);
		status = a_working_day(number + 1);
		bool unused = sqlite ? allocations_left > 0 : status == HW_OK && n > 400;
		allocations_left = 0;
		hw_fail_allocation_after(0);
		if (status != HW_OK) {
			(*failed)++;
			if (status != HW_NO_MEMORY && status != HW_STORAGE)
				fail_msg("allocation %ld: status %d %s", n, status, error.why);
		}
		found = number_in(path, 3);
		if (found != number && found != number + 1)
			fail_msg("allocation %ld: found act %lld", n, (long long)found);
		if (status == HW_OK)
			assert_int_equal(found, number + 1);
		number = found;
		(void)before;
		if (unused)
			break;
	}
}

static void memory_may_fail_anywhere(void **state)
{
	store_connection *store = NULL;
	long own = 0, of_sqlite = 0;

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	OK(act(store, 1, 3));
	store_close(store);
	try_days(false, 7, &own);
	try_days(true, 43, &of_sqlite);
	print_message("%ld failures of ours, %ld of SQLite's\n", own, of_sqlite);
	assert_true(own > 20);
	assert_true(of_sqlite > 50);
}

/* ---- several writers --------------------------------------------------------------------------------- */
static void writers_take_turns(void **state)
{
	enum { WRITERS = 4, ACTS = 50 };
	store_connection *store = NULL;
	store_verdict verdict;
	pid_t children[WRITERS];

	(void)state;
	OK(store_create(path, NULL, &store, &error));
	store_close(store);
	for (int i = 0; i < WRITERS; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0) {
			const store_options patient = {.busy_milliseconds = 60000};

			if (store_open(path, &patient, &store, NULL) != HW_OK)
				_exit(1);
			for (int number = 1; number <= ACTS; number++)
				if (act(store, number, 2) != HW_OK)
					_exit(2);
			store_close(store);
			_exit(0);
		}
	}
	for (int i = 0; i < WRITERS; i++) {
		int ended;

		assert_int_equal(waitpid(children[i], &ended, 0), children[i]);
		assert_true(WIFEXITED(ended));
		assert_int_equal(WEXITSTATUS(ended), 0);
	}
	OK(store_open(path, NULL, &store, &error));
	OK(store_ledger_verify(store, NULL, &verdict, &error));
	assert_true(verdict.good);
	assert_int_equal(verdict.entries, 1 + WRITERS * ACTS);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
		T(killed_writer_loses_nothing), T(torn_log_leaves_a_beginning), T(killed_while_making),
		T(disk_that_fills_up),          T(full_disk_while_copying),     T(memory_may_fail_anywhere),
		T(writers_take_turns),          T(every_write_may_fail),
	};

	make_memory_scarce();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
