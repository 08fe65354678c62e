/* Lines of standard input: one is held at a time, a longer one than 1 MiB is refused, and who waits for
 * them can be stopped. */
#include "cli/cli_int.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { LINE_LIMIT = 1 << 20, WAIT_MS = 200 };

/* Some more bytes behind those that are held; none at the end. */
static hw_status fill(cli_lines *lines, const hw_progress *progress, hw_error *error)
{
	struct pollfd one = {.fd = STDIN_FILENO, .events = POLLIN};
	ssize_t got;

	if (!lines->bytes) {
		lines->bytes = hw_grow(NULL, 2 * (size_t)LINE_LIMIT, 1);
		if (!lines->bytes)
			return hw_fail(error, HW_NO_MEMORY, "out of memory reading standard input");
	}
	memmove(lines->bytes, lines->bytes + lines->begin, lines->end - lines->begin);
	lines->end -= lines->begin;
	lines->begin = 0;
	do {
		HW_TRY(hw_progress_step(progress, "reading lines", (double)lines->number, 0, error));
	} while (poll(&one, 1, WAIT_MS) == 0);
	do {
		got = read(STDIN_FILENO, lines->bytes + lines->end, 2 * (size_t)LINE_LIMIT - lines->end);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "cannot be read: %s", strerror(errno));
		(void)hw_error_where(error, "standard input");
		return HW_BAD_INPUT;
	}
	lines->end += (size_t)got;
	lines->ended = got == 0;
	return HW_OK;
}

hw_status cli_lines_next(cli_lines *lines, const hw_progress *progress, hw_text *line, bool *found, hw_error *error)
{
	const char *newline = NULL;
	size_t looked = 0;

	for (;;) {
		size_t held = lines->end - lines->begin;

		if (held > looked)
			newline = memchr(lines->bytes + lines->begin + looked, '\n', held - looked);
		looked = held;
		if (newline || lines->ended)
			break;
		if (held > LINE_LIMIT) {
			(void)hw_fail(error, HW_TOO_LARGE, "the line is over %d bytes", LINE_LIMIT);
			(void)hw_error_where(error, "line %zu", lines->number + 1);
			return HW_TOO_LARGE;
		}
		HW_TRY(fill(lines, progress, error));
	}
	*found = newline || looked;
	if (!*found)
		return HW_OK;
	lines->number++;
	*line = (hw_text){lines->bytes + lines->begin,
			  newline ? (size_t)(newline - lines->bytes) - lines->begin : looked};
	lines->begin += line->length + (newline ? 1 : 0);
	while (line->length && line->bytes[line->length - 1] == '\r')
		line->length--;
	return HW_OK;
}

void cli_lines_close(cli_lines *lines)
{
	hw_release(lines->bytes);
	*lines = (cli_lines){0};
}
