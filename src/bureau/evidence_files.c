/* Files of evidence on the disk: taken in once, never written again, copied out only whole.  Read evidence_int.h first. */
#include "bureau/evidence_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 18, PATH_MOST = EVIDENCE_PATH_MOST };

static hw_status cannot(const char *path, const char *what, hw_error *error)
{
	char words[128];

	(void)hw_fail(error, errno == ENOENT && !strcmp(what, "read") ? HW_BAD_INPUT : HW_STORAGE, "cannot be %s: %s",
		      what, strerror_r(errno, words, sizeof(words)));
	return hw_error_where(error, "%s", path);
}

hw_status evidence_folder(bureau *b, char path[EVIDENCE_PATH_MOST], hw_error *error)
{
	if (snprintf(path, PATH_MOST, "%s.evidence", store_path(b->store)) < PATH_MOST - EVIDENCE_STORED_BYTES)
		return HW_OK;
	return hw_fail(error, HW_USAGE, "the bureau's path is too long");
}

/* ---- copying -------------------------------------------------------------------------------------- */
static hw_status write_all(int file, const unsigned char *bytes, size_t count, const char *path, hw_error *error)
{
	while (count) {
		ssize_t done = write(file, bytes, count);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return cannot(path, "written", error);
		bytes += done;
		count -= (size_t)done;
	}
	return HW_OK;
}

static hw_status pour(int from, const char *from_path, int to, const char *to_path, const hw_progress *progress,
		      char hex[65], int64_t *bytes, hw_error *error)
{
	crypto_hash_sha256_state state;
	static _Thread_local unsigned char piece[PIECE];
	hw_sha256 digest;
	struct stat facts;

	*bytes = 0;
	if (fstat(from, &facts))
		return cannot(from_path, "read", error);
	(void)crypto_hash_sha256_init(&state);
	for (;;) {
		ssize_t got = read(from, piece, PIECE);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cannot(from_path, "read", error);
		if (!got)
			break;
		(void)crypto_hash_sha256_update(&state, piece, (size_t)got);
		HW_TRY(write_all(to, piece, (size_t)got, to_path, error));
		*bytes += got;
		HW_TRY(hw_progress_step(progress, "copying evidence", (double)*bytes, (double)facts.st_size, error));
	}
	(void)crypto_hash_sha256_final(&state, digest.bytes);
	hw_sha256_hex(digest, hex);
	return fsync(to) ? cannot(to_path, "written", error) : HW_OK;
}

static hw_status open_original(const char *path, int *file, hw_error *error)
{
	struct stat facts;

	*file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*file < 0)
		return cannot(path, "read", error);
	if (!fstat(*file, &facts) && S_ISREG(facts.st_mode))
		return HW_OK;
	(void)close(*file);
	(void)hw_fail(error, HW_BAD_INPUT, "is not a file");
	return hw_error_where(error, "%s", path);
}

static void flush_folder(const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return;
	(void)fsync(folder);
	(void)close(folder);
}

static hw_status make_folder(const char *path, hw_error *error)
{
	return mkdir(path, 0700) && errno != EEXIST ? cannot(path, "made", error) : HW_OK;
}

/* From its working name to the name that is its hash. */
static hw_status settle(const char *folder, const char *part, evidence_stored *result, hw_error *error)
{
	char place[PATH_MOST + EVIDENCE_STORED_BYTES];

	(void)snprintf(place, sizeof(place), "%s/%.2s", folder, result->sha256);
	HW_TRY(make_folder(place, error));
	(void)snprintf(result->stored, sizeof(result->stored), "%.2s/%s", result->sha256, result->sha256);
	(void)snprintf(place, sizeof(place), "%s/%s", folder, result->stored);
	if (chmod(part, 0400) || rename(part, place))
		return cannot(place, "written", error);
	(void)snprintf(place, sizeof(place), "%s/%.2s", folder, result->sha256);
	flush_folder(place);
	flush_folder(folder);
	return HW_OK;
}

hw_status evidence_take_in(bureau *b, const char *path, const hw_progress *progress, evidence_stored *result,
			   hw_error *error)
{
	char folder[PATH_MOST], part[PATH_MOST + EVIDENCE_STORED_BYTES];
	int from, to;
	hw_status status;

	HW_TRY(evidence_folder(b, folder, error));
	HW_TRY(make_folder(folder, error));
	HW_TRY(open_original(path, &from, error));
	(void)snprintf(part, sizeof(part), "%s/part-%ld", folder, (long)getpid());
	to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	status = to < 0 ? cannot(part, "written", error)
			: pour(from, path, to, part, progress, result->sha256, &result->bytes, error);
	(void)close(from);
	if (to >= 0)
		(void)close(to);
	if (status == HW_OK && !result->bytes) {
		(void)hw_fail(error, HW_BAD_INPUT, "is empty");
		status = hw_error_where(error, "%s", path);
	}
	if (status == HW_OK)
		status = settle(folder, part, result, error);
	if (status != HW_OK)
		(void)unlink(part);
	return status;
}

hw_status evidence_copy_out(bureau *b, hw_text stored, hw_text sha256, const char *path, const hw_progress *progress,
			    hw_error *error)
{
	char folder[PATH_MOST], kept[PATH_MOST + EVIDENCE_STORED_BYTES], hex[65];
	int64_t bytes;
	int from, to;
	hw_status status;

	HW_TRY(evidence_folder(b, folder, error));
	if (stored.length >= EVIDENCE_STORED_BYTES || !stored.length || memmem(stored.bytes, stored.length, "..", 2))
		return hw_fail(error, HW_STORAGE, "a kept file has an impossible name");
	(void)snprintf(kept, sizeof(kept), "%s/%.*s", folder, HW_TEXT_ARG(stored));
	HW_TRY(open_original(kept, &from, error));
	to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to < 0) {
		status = cannot(path, "written", error);
		(void)close(from);
		return status;
	}
	status = pour(from, kept, to, path, progress, hex, &bytes, error);
	(void)close(from);
	if (close(to) && status == HW_OK)
		status = cannot(path, "written", error);
	if (status == HW_OK && !hw_text_is(sha256, hex)) {
		(void)hw_fail(error, HW_STORAGE, "was altered: its SHA-256 is %s", hex);
		status = hw_error_where(error, "%s", kept);
	}
	if (status != HW_OK)
		(void)unlink(path);
	return status;
}
