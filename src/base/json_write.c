/* json_write.c - streaming JSON into a buffer, and the canonical form. */
#include "base/base_int.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

hw_json_writer hw_json_writer_new(hw_buffer *out, bool pretty)
{
	return (hw_json_writer){.out = out, .pretty = pretty, .first = {true}};
}

static void add_char(hw_buffer *out, char c)
{
	hw_buffer_add(out, (hw_text){&c, 1});
}

static void new_line(hw_json_writer *w)
{
	add_char(w->out, '\n');
	for (unsigned i = 0; i < w->depth; i++)
		hw_buffer_add(w->out, HW_TEXT("  "));
}

/* A text in quotes.  What is not UTF-8 becomes U+FFFD: the answer stays JSON. */
static void add_quoted(hw_buffer *out, hw_text t)
{
	static const char short_escape[] = "btn\0fr";
	size_t plain_from = 0;

	add_char(out, '"');
	for (size_t at = 0; at < t.length;) {
		unsigned char byte = (unsigned char)t.bytes[at];
		uint32_t code_point;
		if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
			at++;
			continue;
		}
		size_t step = hw_utf8_step((const unsigned char *)t.bytes + at, t.length - at, &code_point);
		if (step > 1) {
			at += step;
			continue;
		}
		hw_buffer_add(out, (hw_text){t.bytes + plain_from, at - plain_from});
		if (!step)
			hw_buffer_add(out, HW_TEXT("\xef\xbf\xbd"));
		else if (byte == '"' || byte == '\\')
			hw_buffer_addf(out, "\\%c", byte);
		else if (byte >= '\b' && byte <= '\r' && short_escape[byte - '\b'])
			hw_buffer_addf(out, "\\%c", short_escape[byte - '\b']);
		else
			hw_buffer_addf(out, "\\u%04x", byte);
		plain_from = ++at;
	}
	hw_buffer_add(out, (hw_text){t.bytes + plain_from, t.length - plain_from});
	add_char(out, '"');
}

/* Comma, line and key before any value. */
static void begin(hw_json_writer *w, const char *key)
{
	if (!w->first[w->depth])
		add_char(w->out, ',');
	w->first[w->depth] = false;
	if (w->pretty && w->depth)
		new_line(w);
	if (!key)
		return;
	add_quoted(w->out, hw_text_of(key));
	hw_buffer_adds(w->out, w->pretty ? ": " : ":");
}

static void open_bracket(hw_json_writer *w, const char *key, char bracket)
{
	begin(w, key);
	add_char(w->out, bracket);
	if (w->depth + 1 >= HW_COUNT(w->first)) {
		w->out->failed = true;
		return;
	}
	w->first[++w->depth] = true;
}

void hw_json_object(hw_json_writer *w, const char *key)
{
	open_bracket(w, key, '{');
}

void hw_json_array(hw_json_writer *w, const char *key)
{
	open_bracket(w, key, '[');
}

void hw_json_close(hw_json_writer *w, char bracket)
{
	if (!w->depth) {
		w->out->failed = true;
		return;
	}
	bool empty = w->first[w->depth--];
	if (w->pretty && !empty)
		new_line(w);
	add_char(w->out, bracket);
}

void hw_json_text(hw_json_writer *w, const char *key, hw_text value)
{
	begin(w, key);
	add_quoted(w->out, value);
}

void hw_json_string(hw_json_writer *w, const char *key, const char *value)
{
	if (value)
		hw_json_text(w, key, hw_text_of(value));
	else
		hw_json_null(w, key);
}

void hw_json_number(hw_json_writer *w, const char *key, double value)
{
	char text[32];

	begin(w, key);
	if (!isfinite(value))
		hw_buffer_adds(w->out, "null");
	else
		hw_buffer_adds(w->out, value == 0 ? "0" : hw_number_write(value, text)); /* -0 says nothing */
}

void hw_json_integer(hw_json_writer *w, const char *key, int64_t value)
{
	begin(w, key);
	hw_buffer_addf(w->out, "%lld", (long long)value);
}

void hw_json_boolean(hw_json_writer *w, const char *key, bool value)
{
	begin(w, key);
	hw_buffer_adds(w->out, value ? "true" : "false");
}

void hw_json_null(hw_json_writer *w, const char *key)
{
	begin(w, key);
	hw_buffer_adds(w->out, "null");
}

static bool write_scalar(hw_json_writer *w, const char *key, const hw_json *value)
{
	switch (hw_json_kind_of(value)) {
	case HW_JSON_NULL:
		hw_json_null(w, key);
		return true;
	case HW_JSON_BOOL:
		hw_json_boolean(w, key, hw_json_as_bool(value));
		return true;
	case HW_JSON_TEXT:
		hw_json_text(w, key, hw_json_as_text(value));
		return true;
	case HW_JSON_NUMBER:
		if (hw_json_integral(value))
			hw_json_integer(w, key, hw_json_as_integer(value));
		else
			hw_json_number(w, key, hw_json_as_number(value));
		return true;
	case HW_JSON_ARRAY:
	case HW_JSON_OBJECT:
		break;
	}
	return false;
}

/* Recursion is bounded: the reader refuses depth over 64 and the writer its own. */
void hw_json_value(hw_json_writer *w, const char *key, const hw_json *value)
{
	if (w->out->failed || write_scalar(w, key, value))
		return;
	if (hw_json_kind_of(value) == HW_JSON_ARRAY) {
		hw_json_array(w, key);
		for (size_t i = 0; i < hw_json_count(value); i++)
			hw_json_value(w, NULL, hw_json_at(value, i));
		hw_json_close(w, ']');
		return;
	}
	hw_json_object(w, key);
	for (void *member = hw_json_first(value); member; member = hw_json_next(value, member))
		hw_json_value(w, hw_json_member_key(member), hw_json_member_value(member));
	hw_json_close(w, '}');
}

/* ---- canonical ---- */
static int compare_members(const void *a, const void *b)
{
	void *const *left = a, *const *right = b;

	return strcmp(hw_json_member_key(*left), hw_json_member_key(*right));
}

static bool canonical(hw_json_writer *w, const char *key, const hw_json *value);

static bool canonical_object(hw_json_writer *w, const char *key, const hw_json *object)
{
	size_t count = hw_json_count(object), i = 0;
	void **members = hw_grow(NULL, count, sizeof *members);
	bool done = members != NULL;

	if (!members)
		return false;
	for (void *member = hw_json_first(object); member && i < count; member = hw_json_next(object, member))
		members[i++] = member;
	qsort(members, i, sizeof *members, compare_members);
	hw_json_object(w, key);
	for (size_t k = 0; k < i && done; k++)
		done = canonical(w, hw_json_member_key(members[k]), hw_json_member_value(members[k]));
	hw_json_close(w, '}');
	hw_release(members);
	return done;
}

static bool canonical(hw_json_writer *w, const char *key, const hw_json *value)
{
	hw_json_kind kind = hw_json_kind_of(value);

	if (w->out->failed)
		return false;
	if (kind == HW_JSON_OBJECT)
		return canonical_object(w, key, value);
	if (kind == HW_JSON_ARRAY) {
		bool done = true;
		hw_json_array(w, key);
		for (size_t i = 0; i < hw_json_count(value) && done; i++)
			done = canonical(w, NULL, hw_json_at(value, i));
		hw_json_close(w, ']');
		return done;
	}
	double number = hw_json_as_number(value);
	/* 1, 1.0 and 1e0 are one value, also where a double no longer holds every whole number. */
	if (kind == HW_JSON_NUMBER && number == floor(number) && fabs(number) < 0x1p63)
		hw_json_integer(w, key, hw_json_as_integer(value));
	else
		(void)write_scalar(w, key, value);
	return true;
}

hw_status hw_json_canonical(const hw_json *value, hw_buffer *out, hw_error *error)
{
	hw_buffer fresh = {.ceiling = out->ceiling};
	hw_json_writer writer = hw_json_writer_new(&fresh, false);
	bool done = canonical(&writer, NULL, value);

	if (done && !fresh.failed)
		hw_buffer_add(out, hw_buffer_text(&fresh));
	done = done && !fresh.failed && !out->failed;
	hw_buffer_free(&fresh);
	return done ? HW_OK : hw_fail(error, HW_NO_MEMORY, "out of memory writing JSON");
}
