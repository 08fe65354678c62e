/* output.c - files of results: made beside under another name, then moved into place whole. */
#include "base/base_int.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct hw_output {
	FILE *file;
	char *path; /* where it goes, links followed */
	char *part; /* where it is made; NULL: in place (a device, a pipe) */
};

static hw_status cannot(const char *path, hw_error *error)
{
	char words[128];

	hw_fail(error, HW_STORAGE, "cannot be written: %s", strerror_r(errno, words, sizeof words));
	hw_error_where(error, "%s", path);
	return HW_STORAGE;
}

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to write a file");
}

/* Not over what must stay, by whatever name or link it is called: the same file has the same device and inode. */
static hw_status may_replace(const char *path, const struct stat *facts, const char *const *keep, size_t count,
			     hw_error *error)
{
	struct stat other;

	for (size_t i = 0; i < count; i++) {
		if (!keep[i] || stat(keep[i], &other) || other.st_dev != facts->st_dev || other.st_ino != facts->st_ino)
			continue;
		hw_fail(error, HW_USAGE, "is read by this command, or is the bureau itself; it is not written over");
		hw_error_where(error, "%s", path);
		hw_error_remedy(error, "name another file for the result");
		return HW_USAGE;
	}
	return HW_OK;
}

static hw_status prepare(hw_output *output, const char *path, const char *const *keep, size_t count, hw_error *error)
{
	struct stat facts;
	bool there = !stat(path, &facts);

	if (there)
		HW_TRY(may_replace(path, &facts, keep, count, error));
	output->path = there ? realpath(path, NULL) : strdup(path);
	if (!output->path)
		return no_memory(error);
	if (there && S_ISDIR(facts.st_mode)) {
		errno = EISDIR;
		return cannot(path, error);
	}
	if (!there || S_ISREG(facts.st_mode)) {
		if (asprintf(&output->part, "%s.part-%ld", output->path, (long)getpid()) < 0) {
			output->part = NULL;
			return no_memory(error);
		}
	}
	output->file = fopen(output->part ? output->part : output->path, "wbe");
	if (!output->file)
		return cannot(path, error);
	if (there && output->part)
		(void)!fchmod(fileno(output->file), facts.st_mode & 0777);
	return HW_OK;
}

hw_status hw_output_open(const char *path, const char *const *keep, size_t keep_count, hw_output **result,
			 hw_error *error)
{
	hw_output *output = calloc(1, sizeof *output);
	hw_status status;

	if (!output)
		return no_memory(error);
	status = prepare(output, path, keep, keep_count, error);
	if (status == HW_OK)
		*result = output;
	else
		hw_output_drop(output);
	return status;
}

FILE *hw_output_file(const hw_output *output)
{
	return output->file;
}

hw_status hw_output_finish(hw_output *output, hw_error *error)
{
	bool good = fflush(output->file) == 0 && (!output->part || fsync(fileno(output->file)) == 0);
	hw_status status = HW_OK;
	int number = errno;

	if (fclose(output->file) != 0) {
		number = good ? errno : number;
		good = false;
	}
	output->file = NULL;
	if (good && output->part && rename(output->part, output->path) != 0) {
		number = errno;
		good = false;
	}
	if (!good) {
		errno = number;
		status = cannot(output->path, error);
	} else {
		free(output->part);
		output->part = NULL;
	}
	hw_output_drop(output);
	return status;
}

void hw_output_drop(hw_output *output)
{
	if (!output)
		return;
	if (output->file)
		(void)fclose(output->file);
	if (output->part)
		(void)unlink(output->part);
	free(output->part);
	free(output->path);
	free(output);
}
