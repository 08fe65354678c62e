/* Results leave the program here. */
#include "cli/cli_int.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

hw_status cli_usage(hw_error *error, const char *format, ...)
{
	char why[256];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(why, sizeof(why), format, arguments);
	va_end(arguments);
	(void)hw_fail(error, HW_USAGE, "%s", why);
	return hw_error_remedy(error, "see \"homeward help\"");
}

hw_status cli_write(const cli_context *context, const hw_buffer *buffer, hw_error *error)
{
	if (buffer->failed)
		return hw_fail(error, HW_NO_MEMORY, "the result does not fit into memory");
	if (buffer->length && fwrite(buffer->bytes, 1, buffer->length, context->out) != buffer->length)
		return hw_fail(error, HW_STORAGE, "the result could not be written: %s", strerror(errno));
	return HW_OK;
}

hw_status cli_write_file(const char *path, const hw_buffer *buffer, hw_error *error)
{
	char temporary[4096];
	FILE *file;
	bool written;

	if (buffer->failed)
		return hw_fail(error, HW_NO_MEMORY, "the result does not fit into memory");
	if (!strcmp(path, "-") || !strcmp(path, "/dev/stdout")) {
		if (fwrite(buffer->bytes, 1, buffer->length, stdout) != buffer->length)
			return hw_fail(error, HW_STORAGE, "the result could not be written: %s", strerror(errno));
		return HW_OK;
	}
	if (snprintf(temporary, sizeof(temporary), "%s.part-%ld", path, (long)getpid()) >= (int)sizeof(temporary))
		return hw_fail(error, HW_BAD_INPUT, "the path is too long");
	file = fopen(temporary, "we");
	if (!file) {
		(void)hw_fail(error, HW_STORAGE, "cannot be written: %s", strerror(errno));
		return hw_error_where(error, "%s", path);
	}
	written = buffer->length == 0 || fwrite(buffer->bytes, 1, buffer->length, file) == buffer->length;
	if (fclose(file) != 0)
		written = false;
	if (!written || rename(temporary, path) != 0) {
		(void)hw_fail(error, HW_STORAGE, "cannot be written: %s", strerror(errno));
		(void)unlink(temporary);
		return hw_error_where(error, "%s", path);
	}
	return HW_OK;
}
