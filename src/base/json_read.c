/* json_read.c - strict reading of JSON by jansson, and typed access to values. */
#include "base/base_int.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEEPEST = 64, LONGEST_FILE = 256 << 20 };

/* jansson says "out of memory" only sometimes: what its allocator saw is sure. */
static _Thread_local bool memory_ran_out;

static void *allocate(size_t size)
{
	void *block = hw_grow(NULL, size, 1);

	if (!block)
		memory_ran_out = true;
	return block;
}

static void set_allocator(void)
{
	json_set_alloc_funcs(allocate, hw_release);
}

/* jansson would go 2048 deep; who reads its values by recursion should not have to.
 * Brackets in texts do not count.  Anything else that is wrong is left to jansson. */
static hw_status check_depth(hw_text source, const char *name, hw_error *error)
{
	size_t depth = 0, line = 1, line_start = 0;
	bool in_text = false;

	for (size_t i = 0; i < source.length; i++) {
		char c = source.bytes[i];
		if (c == '\n') {
			line++;
			line_start = i + 1;
		} else if (in_text) {
			if (c == '\\')
				i++;
			in_text = c != '"';
		} else if (c == '"') {
			in_text = true;
		} else if (c == '[' || c == '{') {
			if (++depth > DEEPEST) {
				hw_fail(error, HW_BAD_INPUT, "nested over %d deep", DEEPEST);
				return hw_error_where(error, "%s:%zu:%zu", name, line, i - line_start + 1),
				       HW_BAD_INPUT;
			}
		} else if ((c == ']' || c == '}') && depth) {
			depth--;
		}
	}
	return HW_OK;
}

hw_status hw_json_parse(hw_text source, const char *name, hw_json **result, hw_error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	json_error_t reason;

	pthread_once(&once, set_allocator);
	if (!source.bytes)
		source = HW_TEXT("");
	if (hw_text_starts(source, "\xef\xbb\xbf")) {
		source.bytes += 3;
		source.length -= 3;
	}
	HW_TRY(check_depth(source, name, error));
	memory_ran_out = false;
	json_t *root = json_loadb(source.bytes, source.length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &reason);
	if (!root || memory_ran_out) {
		json_decref(root);
		if (memory_ran_out)
			hw_fail(error, HW_NO_MEMORY, "out of memory reading JSON");
		else
			hw_fail(error, HW_BAD_INPUT, "is not strict JSON: %s", reason.text);
		hw_error_where(error, "%s:%d:%d", name, memory_ran_out ? 1 : reason.line,
			       memory_ran_out ? 1 : reason.column);
		return memory_ran_out ? HW_NO_MEMORY : HW_BAD_INPUT;
	}
	*result = root;
	return HW_OK;
}

/* Reads to the end, growing; a file's size is only a hint (it may be a pipe). */
static hw_status read_all(int descriptor, const char *path, int64_t size, hw_buffer *content, hw_error *error)
{
	size_t step = size >= 0 && size <= LONGEST_FILE ? (size_t)size + 1 : (size_t)1 << 16;

	for (;;) {
		char *bytes = hw_grow(content->bytes, content->length + step, 1);
		size_t got;
		if (!bytes)
			return hw_fail(error, HW_NO_MEMORY, "out of memory reading %s", path);
		content->bytes = bytes;
		HW_TRY(hw_file_read(descriptor, path, bytes + content->length, step, &got, error));
		content->length += got;
		if (content->length > LONGEST_FILE) {
			hw_fail(error, HW_TOO_LARGE, "is over %d MiB", LONGEST_FILE >> 20);
			hw_error_where(error, "%s", path);
			return HW_TOO_LARGE;
		}
		if (got < step)
			return HW_OK;
		step = content->length;
	}
}

hw_status hw_json_load(const char *path, hw_json **result, hw_error *error)
{
	const char *name = strcmp(path, "-") ? path : "standard input";
	hw_buffer content = {0};
	int descriptor;
	bool close_after;
	int64_t size;

	HW_TRY(hw_file_open(path, &descriptor, &close_after, &size, error));
	hw_status status = read_all(descriptor, name, size, &content, error);
	if (close_after)
		close(descriptor);
	if (status == HW_OK)
		status = hw_json_parse(hw_buffer_text(&content), name, result, error);
	hw_buffer_free(&content);
	return status;
}

void hw_json_free(hw_json *root)
{
	json_decref(root);
}

hw_json_kind hw_json_kind_of(const hw_json *value)
{
	if (!value)
		return HW_JSON_NULL;
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return HW_JSON_OBJECT;
	case JSON_ARRAY:
		return HW_JSON_ARRAY;
	case JSON_STRING:
		return HW_JSON_TEXT;
	case JSON_INTEGER:
	case JSON_REAL:
		return HW_JSON_NUMBER;
	case JSON_TRUE:
	case JSON_FALSE:
		return HW_JSON_BOOL;
	case JSON_NULL:
		break;
	}
	return HW_JSON_NULL;
}

hw_json *hw_json_get(const hw_json *object, const char *key)
{
	return json_object_get(object, key);
}

size_t hw_json_count(const hw_json *array_or_object)
{
	return json_is_array(array_or_object) ? json_array_size(array_or_object) : json_object_size(array_or_object);
}

hw_json *hw_json_at(const hw_json *array, size_t index)
{
	return json_array_get(array, index);
}

bool hw_json_integral(const hw_json *value)
{
	return json_is_integer(value);
}

double hw_json_as_number(const hw_json *value)
{
	return json_number_value(value);
}

int64_t hw_json_as_integer(const hw_json *value)
{
	if (json_is_integer(value))
		return json_integer_value(value);
	double number = json_number_value(value);
	if (number >= 0x1p63)
		return INT64_MAX;
	return number < -0x1p63 ? INT64_MIN : (int64_t)number;
}

bool hw_json_as_bool(const hw_json *value)
{
	return json_is_true(value);
}

hw_text hw_json_as_text(const hw_json *value)
{
	if (!json_is_string(value))
		return (hw_text){"", 0};
	return (hw_text){json_string_value(value), json_string_length(value)};
}

/* jansson's iterators take a non-const object although they only read it. */
static json_t *unconst(const hw_json *object)
{
	union {
		const hw_json *in;
		json_t *out;
	} pun = {.in = object};

	return pun.out;
}

void *hw_json_first(const hw_json *object)
{
	return json_is_object(object) ? json_object_iter(unconst(object)) : NULL;
}

void *hw_json_next(const hw_json *object, void *member)
{
	return member ? json_object_iter_next(unconst(object), member) : NULL;
}

const char *hw_json_member_key(void *member)
{
	return json_object_iter_key(member);
}

hw_json *hw_json_member_value(void *member)
{
	return json_object_iter_value(member);
}

/* ---- typed reads ---- */
static const char *kind_words(const hw_json *value)
{
	static const char *const words[] = {"null", "true or false", "a number", "a text", "a list", "an object"};

	return words[hw_json_kind_of(value)];
}

static void set_path(hw_error *error, const char *where, const char *key)
{
	bool named = where && *where;

	hw_error_where(error, "%s%s%s", named ? where : "", named && *key ? "." : "", key);
}

static hw_status missing(const char *where, const char *key, const char *wanted, hw_error *error)
{
	hw_fail(error, HW_BAD_INPUT, "is missing");
	hw_error_remedy(error, "give %s", wanted);
	set_path(error, where, key);
	return HW_BAD_INPUT;
}

static hw_status wrong_kind(const hw_json *value, const char *where, const char *key, const char *wanted,
			    hw_error *error)
{
	hw_fail(error, HW_BAD_INPUT, "is %s, not %s", kind_words(value), wanted);
	set_path(error, where, key);
	return HW_BAD_INPUT;
}

hw_status hw_json_take_number(const hw_json *object, const char *where, const char *key, double low, double high,
			      double *result, hw_error *error)
{
	const hw_json *value = hw_json_get(object, key);
	char a[32], b[32], c[32];

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_NUMBER)
		return wrong_kind(value, where, key, "a number", error);
	double number = json_number_value(value);
	if (!(number >= low && number <= high)) {
		hw_fail(error, HW_BAD_INPUT, "%s is not between %s and %s", hw_number_write(number, a),
			hw_number_write(low, b), hw_number_write(high, c));
		set_path(error, where, key);
		return HW_BAD_INPUT;
	}
	*result = number;
	return HW_OK;
}

hw_status hw_json_need_number(const hw_json *object, const char *where, const char *key, double low, double high,
			      double *result, hw_error *error)
{
	if (hw_json_kind_of(hw_json_get(object, key)) == HW_JSON_NULL)
		return missing(where, key, "a number", error);
	return hw_json_take_number(object, where, key, low, high, result, error);
}

hw_status hw_json_take_text(const hw_json *object, const char *where, const char *key, hw_text *result, hw_error *error)
{
	const hw_json *value = hw_json_get(object, key);

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_TEXT)
		return wrong_kind(value, where, key, "a text", error);
	*result = hw_json_as_text(value);
	return HW_OK;
}

hw_status hw_json_need_text(const hw_json *object, const char *where, const char *key, hw_text *result, hw_error *error)
{
	if (hw_json_kind_of(hw_json_get(object, key)) == HW_JSON_NULL)
		return missing(where, key, "a text", error);
	return hw_json_take_text(object, where, key, result, error);
}

hw_status hw_json_take_bool(const hw_json *object, const char *where, const char *key, bool *result, hw_error *error)
{
	const hw_json *value = hw_json_get(object, key);

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_BOOL)
		return wrong_kind(value, where, key, "true or false", error);
	*result = hw_json_as_bool(value);
	return HW_OK;
}

hw_status hw_json_only(const hw_json *object, const char *where, const char *const *keys, hw_error *error)
{
	char shown[64];

	if (hw_json_kind_of(object) != HW_JSON_OBJECT)
		return wrong_kind(object, where, "", "an object", error);
	for (void *member = hw_json_first(object); member; member = hw_json_next(object, member)) {
		const char *key = hw_json_member_key(member);
		const char *const *known = keys;
		while (*known && strcmp(*known, key) != 0)
			known++;
		if (*known)
			continue;
		hw_fail(error, HW_BAD_INPUT, "there is no such key here");
		hw_error_remedy(error, "correct the spelling or leave it out");
		set_path(error, where, hw_text_shown(hw_text_of(key), shown));
		return HW_BAD_INPUT;
	}
	return HW_OK;
}
