/* intake_input.c - a file that can be read twice. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bureau/intake_int.h"

enum { SPOOL_PIECE = 1 << 16 };
#define SPOOL_LIMIT ((uint64_t)4 << 30)

static hw_status broken(hw_status status, const char *what, hw_error *error)
{
	return hw_fail(error, status, "%s: %s", what, strerror(errno));
}

static hw_status write_all(int to, const char *bytes, size_t length, hw_error *error)
{
	while (length) {
		ssize_t n = write(to, bytes, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return broken(HW_STORAGE, "the temporary copy cannot be written", error);
		bytes += n;
		length -= (size_t)n;
	}
	return HW_OK;
}

static hw_status copy(int from, int to, const hw_progress *progress, hw_error *error)
{
	char piece[SPOOL_PIECE];
	uint64_t total = 0;

	for (;;) {
		ssize_t n = read(from, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return broken(HW_BAD_INPUT, "cannot be read", error);
		if (!n)
			return HW_OK;
		total += (uint64_t)n;
		if (total > SPOOL_LIMIT)
			return hw_fail(error, HW_TOO_LARGE, "more than 4 GiB from a pipe");
		HW_TRY(hw_progress_step(progress, "receiving", (double)total, 0, error));
		HW_TRY(write_all(to, piece, (size_t)n, error));
	}
}

static hw_status spool(int from, const hw_progress *progress, intake_input *input, hw_error *error)
{
	const char *folder = getenv("TMPDIR");
	char name[400];

	(void)snprintf(name, sizeof name, "%s/homeward-XXXXXX", folder && *folder ? folder : "/tmp");
	input->descriptor = mkostemp(name, O_CLOEXEC);
	if (input->descriptor < 0)
		return broken(HW_STORAGE, "no temporary file for what comes through a pipe", error);
	(void)unlink(name);
	(void)snprintf(input->path, sizeof input->path, "/proc/self/fd/%d", input->descriptor);
	return copy(from, input->descriptor, progress, error);
}

static hw_status open_plain_or_spool(const char *path, const hw_progress *progress, intake_input *input,
				     hw_error *error)
{
	struct stat about;
	bool standard = !strcmp(path, "-");

	if (!standard && stat(path, &about) != 0)
		return broken(HW_BAD_INPUT, "cannot be opened", error);
	if (!standard &&
	    (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode))) { /* a directory is refused when it is read */
		int n = snprintf(input->path, sizeof input->path, "%s", path);
		return n > 0 && (size_t)n < sizeof input->path ? HW_OK
							       : hw_fail(error, HW_BAD_INPUT, "the path is too long");
	}
	int from = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return broken(HW_BAD_INPUT, "cannot be opened", error);
	hw_status status = spool(from, progress, input, error);
	if (!standard)
		(void)close(from);
	return status;
}

hw_status intake_input_open(const char *path, const hw_progress *progress, intake_input *input, hw_error *error)
{
	*input = (intake_input){.descriptor = -1};
	hw_status status = open_plain_or_spool(path, progress, input, error);

	if (status == HW_OK)
		status = hw_sha256_file(input->path, &input->sha256, NULL, error);
	if (status != HW_OK) {
		intake_input_close(input);
		(void)hw_error_where(error, "%s", path);
	}
	return status;
}

void intake_input_close(intake_input *input)
{
	if (input->descriptor >= 0)
		(void)close(input->descriptor);
	input->descriptor = -1;
}
