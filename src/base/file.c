/* file.c - opening and reading with reasons a person understands. */
#include "base/base_int.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static hw_status refuse(const char *path, int number, hw_error *error)
{
	char words[128];
	hw_status status = number == ENOENT || number == ENOTDIR ? HW_NOT_FOUND : HW_BAD_INPUT;

	if (status == HW_NOT_FOUND)
		hw_fail(error, status, "there is no such file");
	else if (number == EISDIR)
		hw_fail(error, status, "is a folder, not a file");
	else if (number == EACCES)
		hw_fail(error, status, "may not be read by this user");
	else
		hw_fail(error, status, "cannot be read: %s", strerror_r(number, words, sizeof words));
	hw_error_where(error, "%s", path);
	return status;
}

hw_status hw_file_open(const char *path, int *descriptor, bool *close_after, int64_t *size, hw_error *error)
{
	struct stat facts;
	bool standard_input = !strcmp(path, "-");
	int opened = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);

	if (opened < 0)
		return refuse(path, errno, error);
	if (fstat(opened, &facts) || S_ISDIR(facts.st_mode)) {
		int number = S_ISDIR(facts.st_mode) ? EISDIR : errno;
		if (!standard_input)
			close(opened);
		return refuse(path, number, error);
	}
	*descriptor = opened;
	*close_after = !standard_input;
	*size = S_ISREG(facts.st_mode) ? (int64_t)facts.st_size : -1;
	return HW_OK;
}

hw_status hw_file_read(int descriptor, const char *path, char *into, size_t capacity, size_t *got, hw_error *error)
{
	size_t have = 0;

	while (have < capacity) {
		ssize_t step = read(descriptor, into + have, capacity - have);
		if (step < 0 && errno == EINTR)
			continue;
		if (step < 0)
			return refuse(path, errno, error);
		if (!step)
			break;
		have += (size_t)step;
	}
	*got = have;
	return HW_OK;
}
