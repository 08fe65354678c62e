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

/* A name that somebody sent may hold what moves the cursor, sets the title of the window or turns
 * the order of letters around.  Nothing of that is text. */
static bool steers_the_terminal(uint32_t code_point)
{
	if (code_point < 0x20)
		return code_point != '\n' && code_point != '\t';
	return (code_point >= 0x7f && code_point < 0xa0) || (code_point >= 0x202a && code_point <= 0x202e) ||
	       (code_point >= 0x2066 && code_point <= 0x2069);
}

static void add_clean(hw_buffer *out, hw_text text)
{
	size_t begin = 0;

	for (size_t at = 0, next = 0; at < text.length; at = next) {
		uint32_t code_point = hw_utf8_next(text, &next);

		if (!steers_the_terminal(code_point))
			continue;
		hw_buffer_add(out, (hw_text){text.bytes + begin, at - begin});
		if (code_point != '\r' || next >= text.length || text.bytes[next] != '\n')
			hw_buffer_adds(out, " ");
		begin = next;
	}
	hw_buffer_add(out, (hw_text){text.bytes + begin, text.length - begin});
}

static hw_status write_bytes(const cli_context *context, const hw_buffer *buffer, hw_error *error)
{
	if (buffer->failed)
		return hw_fail(error, HW_NO_MEMORY, "the result does not fit into memory");
	if (buffer->length && fwrite(buffer->bytes, 1, buffer->length, context->out) != buffer->length)
		return hw_fail(error, HW_STORAGE, "the result could not be written: %s", strerror(errno));
	return HW_OK;
}

hw_status cli_write(const cli_context *context, const hw_buffer *buffer, hw_error *error)
{
	hw_buffer clean = {.ceiling = SIZE_MAX};
	hw_status status;

	if (buffer->failed || !buffer->length || ((context->json || context->csv) && !context->terminal))
		return write_bytes(context, buffer, error);
	add_clean(&clean, hw_buffer_text(buffer));
	status = write_bytes(context, &clean, error);
	hw_buffer_free(&clean);
	return status;
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
