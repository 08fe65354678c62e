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

/* The bureau with what stands beside it, and every file that the command line names elsewhere. */
enum { KEPT_MOST = 64 };

static size_t kept_files(const cli_context *context, const char *path, char beside[2][4096],
			 const char *kept[KEPT_MOST])
{
	size_t count = 0;

	if (context->db) {
		(void)snprintf(beside[0], 4096, "%s-wal", context->db);
		(void)snprintf(beside[1], 4096, "%s-shm", context->db);
		kept[count++] = context->db;
		kept[count++] = beside[0];
		kept[count++] = beside[1];
	}
	for (size_t i = 0; i < context->word_count && count < KEPT_MOST; i++) {
		const char *word = context->words[i], *value = strchr(word, '=');

		if (word != path && !(value && value + 1 == path))
			kept[count++] = *word == '-' && value ? value + 1 : word;
	}
	return count;
}

hw_status cli_write_file(const cli_context *context, const char *path, const hw_buffer *buffer, hw_error *error)
{
	char beside[2][4096];
	const char *kept[KEPT_MOST];
	hw_output *output = NULL;
	hw_status status;

	if (buffer->failed)
		return hw_fail(error, HW_NO_MEMORY, "the result does not fit into memory");
	if (!strcmp(path, "-") || !strcmp(path, "/dev/stdout"))
		return write_bytes(context, buffer, error);
	HW_TRY(hw_output_open(path, kept, kept_files(context, path, beside, kept), &output, error));
	if (buffer->length && fwrite(buffer->bytes, 1, buffer->length, hw_output_file(output)) != buffer->length) {
		status = hw_fail(error, HW_STORAGE, "cannot be written: %s", strerror(errno));
		hw_output_drop(output);
		return hw_error_where(error, "%s", path), status;
	}
	return hw_output_finish(output, error);
}
