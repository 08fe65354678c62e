/* error.c - reasons of failures, and the one table of statuses. */
#include "base/base_int.h"

#include <string.h>

static const struct {
	int exit_code, http;
	const char *words;
} statuses[] = {
#define X(name, exit_code, http, words) {exit_code, http, words},
	HW_STATUS_LIST(X)
#undef X
};

/* Copies while cleaning: a reason often quotes the input, and what is printed to
 * a terminal must neither carry control characters nor broken UTF-8. */
static void copy_clean(char *to, size_t size, const char *from)
{
	size_t length = strlen(from), used = 0;

	for (size_t at = 0; at < length;) {
		uint32_t code_point;
		size_t step = hw_utf8_step((const unsigned char *)from + at, length - at, &code_point);
		bool cut_off = !step && hw_utf8_unfinished((const unsigned char *)from + at, length - at);
		if (cut_off) /* vsnprintf cut in the middle of a character */
			break;
		bool plain = step && code_point >= 0x20 && !(code_point >= 0x7f && code_point < 0xa0);
		size_t bytes = plain ? step : 1;
		if (used + bytes >= size)
			break;
		if (plain)
			memcpy(to + used, from + at, step);
		else
			to[used] = step ? ' ' : '?';
		used += bytes;
		at += step ? step : 1;
	}
	to[used] = '\0';
}

static void set_field(char *field, size_t size, const char *format, va_list arguments) HW_PRINTF(3, 0);
static void set_field(char *field, size_t size, const char *format, va_list arguments)
{
	char text[1024]; /* arguments may point into the error itself */

	vsnprintf(text, sizeof text, format, arguments);
	copy_clean(field, size, text);
}

hw_status hw_fail_(hw_error *error, hw_status status, const char *source_file, int source_line, const char *format, ...)
{
	va_list arguments;
	hw_error fresh = {.status = status, .source_file = source_file, .source_line = source_line};

	if (!error)
		return status;
	va_start(arguments, format);
	set_field(fresh.why, sizeof fresh.why, format, arguments);
	va_end(arguments);
	*error = fresh;
	return status;
}

/* The three that add what a caller knows differ only in the field. */
#define ADD_FIELD(field)                                                                 \
	do {                                                                             \
		va_list arguments;                                                       \
		if (!error)                                                              \
			return HW_FAULT;                                                 \
		if (!error->field[0]) {                                                  \
			va_start(arguments, format);                                     \
			set_field(error->field, sizeof error->field, format, arguments); \
			va_end(arguments);                                               \
		}                                                                        \
		return error->status;                                                    \
	} while (0)

hw_status hw_error_where(hw_error *error, const char *format, ...)
{
	ADD_FIELD(where);
}

hw_status hw_error_what(hw_error *error, const char *format, ...)
{
	ADD_FIELD(what);
}

hw_status hw_error_remedy(hw_error *error, const char *format, ...)
{
	ADD_FIELD(remedy);
}

const char *hw_error_line(const hw_error *error, char *out, size_t size)
{
	char line[sizeof error->where + sizeof error->what + sizeof error->why + sizeof error->remedy + 8] = "";
	const char *why = error->why[0] ? error->why : hw_status_words(error->status);

	if (!size)
		return out;
	snprintf(line, sizeof line, "%s%s%s%s%s%s%s", error->where, error->where[0] ? ": " : "", error->what,
		 error->what[0] ? ": " : "", why, error->remedy[0] ? "; " : "", error->remedy);
	copy_clean(out, size, line);
	return out;
}

static size_t known(hw_status status)
{
	return (unsigned)status < HW_STATUS_COUNT ? (size_t)status : (size_t)HW_FAULT;
}

int hw_status_exit_code(hw_status status)
{
	return statuses[known(status)].exit_code;
}

int hw_status_http(hw_status status)
{
	return statuses[known(status)].http;
}

const char *hw_status_words(hw_status status)
{
	return statuses[known(status)].words;
}
