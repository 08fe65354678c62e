/* search_sound.c - how a word sounds in the languages whose names are written in other scripts by their sound.
 *
 * A spelling is mapped to the other script by how it is read, and who writes "James" as Джеймс does not follow the
 * letters.  data/sounds/readings.txt has, for each manner of reading, what letters sound like as consonants; a word has a
 * key for each.  Keys of this kind only propose names; what they are like is said by comparing. */
#include "trace/search_int.h"
#include "trace/trace_int.h"

#include <stdlib.h>
#include <string.h>

enum { LETTERS_MAX = 5, AROUND_MAX = 16, SIGNS_MAX = 4, READINGS_MAX = 16, WORD_MAX = 48, PLAIN_MAX = 1024 };

typedef struct reading_row {
	uint32_t letters[LETTERS_MAX], before[AROUND_MAX], after[AROUND_MAX]; /* one of `before` follows */
	uint8_t count, before_count, after_count, sign_count, reading, anchors;
	bool at_start, at_end;
	char signs[SIGNS_MAX];
	uint32_t row;
} reading_row;

struct search_readings {
	reading_row *rows; /* by reading, first letter, then by preference */
	size_t count;
	char names[READINGS_MAX][4];
	size_t reading_count;
	struct plain_letter {
		uint32_t from, to;
	} plain[PLAIN_MAX];
	size_t plain_count;
};

hw_text trace_data_find(const char *name);

/* ---- the file ---------------------------------------------------------------------------------- */

static bool next_field(hw_text *row, hw_text *field)
{
	while (hw_text_split(row, ' ', field))
		if (field->length)
			return true;
	return false;
}

static bool letters_of(hw_text t, uint32_t *out, uint8_t *count, size_t most)
{
	size_t at = 0;
	uint32_t c;

	for (*count = 0; (c = hw_utf8_next(t, &at));) {
		if (*count == most)
			return false;
		out[(*count)++] = c;
	}
	return *count > 0;
}

/* Cuts what stands after `sign` off the letters. */
static bool take_around(hw_text *letters, char sign, uint32_t *out, uint8_t *count)
{
	const char *at = letters->length ? memchr(letters->bytes, sign, letters->length) : NULL;

	if (!at)
		return true;
	size_t kept = (size_t)(at - letters->bytes);
	hw_text around = {at + 1, letters->length - kept - 1};
	letters->length = kept;
	return letters_of(around, out, count, AROUND_MAX);
}

static bool reading_of(search_readings *r, hw_text name, uint8_t *result)
{
	for (size_t i = 0; i < r->reading_count; i++)
		if (hw_text_is(name, r->names[i])) {
			*result = (uint8_t)i;
			return true;
		}
	if (r->reading_count == READINGS_MAX || name.length != 2)
		return false;
	memcpy(r->names[r->reading_count], name.bytes, 2);
	*result = (uint8_t)r->reading_count++;
	return true;
}

static bool read_row(search_readings *r, hw_text row, reading_row *out)
{
	hw_text name, letters, signs;

	if (!next_field(&row, &name) || !next_field(&row, &letters) || !next_field(&row, &signs))
		return false;
	if (!reading_of(r, name, &out->reading) || signs.length > SIGNS_MAX)
		return false;
	if (!take_around(&letters, '>', out->before, &out->before_count) ||
	    !take_around(&letters, '<', out->after, &out->after_count))
		return false;
	out->at_start = letters.length && letters.bytes[0] == '^';
	letters.bytes += out->at_start;
	letters.length -= out->at_start;
	out->at_end = letters.length && letters.bytes[letters.length - 1] == '$';
	letters.length -= out->at_end;
	out->anchors = (uint8_t)(out->at_start + out->at_end + !!out->before_count + !!out->after_count);
	if (!hw_text_is(signs, "-")) {
		memcpy(out->signs, signs.bytes, signs.length);
		out->sign_count = (uint8_t)signs.length;
	}
	return letters_of(letters, out->letters, &out->count, LETTERS_MAX);
}

static bool read_plain(search_readings *r, hw_text row)
{
	hw_text field, letters;
	size_t at = 0;
	uint32_t to[1], c;
	uint8_t count;

	if (!next_field(&row, &field) || !next_field(&row, &letters) || !letters_of(letters, to, &count, 1) ||
	    !next_field(&row, &letters))
		return false;
	while ((c = hw_utf8_next(letters, &at))) {
		if (r->plain_count == PLAIN_MAX)
			return false;
		r->plain[r->plain_count++] = (struct plain_letter){c, to[0]};
	}
	return true;
}

static int row_order(const void *a, const void *b)
{
	const reading_row *x = a, *y = b;

	if (x->reading != y->reading)
		return x->reading < y->reading ? -1 : 1;
	if (x->letters[0] != y->letters[0])
		return x->letters[0] < y->letters[0] ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->anchors != y->anchors)
		return x->anchors > y->anchors ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static int plain_order(const void *a, const void *b)
{
	const struct plain_letter *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* What `rv` does not say it takes from `ru`. */
static void inherit(search_readings *r)
{
	uint8_t from = 0, to = 0;
	size_t count = r->count;

	if (!reading_of(r, HW_TEXT("ru"), &from) || !reading_of(r, HW_TEXT("rv"), &to))
		return;
	for (size_t i = 0; i < count; i++)
		if (r->rows[i].reading == from) {
			r->rows[r->count] = r->rows[i];
			r->rows[r->count].row += (uint32_t)1 << 16;
			r->rows[r->count++].reading = to;
		}
}

hw_status search_readings_new(search_readings **result, hw_error *error)
{
	hw_text rest = trace_data_find("readings.txt"), row;
	search_readings *r = hw_grow(NULL, 1, sizeof(*r));
	unsigned line = 0;

	if (!r)
		return trace_no_memory(error);
	memset(r, 0, sizeof(*r));
	r->rows = hw_grow(NULL, rest.length / 3 + 1, sizeof(*r->rows));
	if (!r->rows) {
		hw_release(r);
		return trace_no_memory(error);
	}
	memset(r->rows, 0, (rest.length / 3 + 1) * sizeof(*r->rows));
	while (hw_text_split(&rest, '\n', &row)) {
		line++;
		row = hw_text_trim(row);
		if (!row.length || row.bytes[0] == '#')
			continue;
		bool plain = row.bytes[0] == '=';
		r->rows[r->count].row = line;
		if (plain ? !read_plain(r, row) : !read_row(r, row, &r->rows[r->count++])) {
			search_readings_free(r);
			hw_fail(error, HW_FAULT, "not a row of a reading");
			return hw_error_where(error, "data/sounds/readings.txt:%u", line);
		}
	}
	inherit(r);
	qsort(r->rows, r->count, sizeof(*r->rows), row_order);
	qsort(r->plain, r->plain_count, sizeof(*r->plain), plain_order);
	*result = r;
	return HW_OK;
}

void search_readings_free(search_readings *readings)
{
	if (readings)
		hw_release(readings->rows);
	hw_release(readings);
}

/* ---- a word -------------------------------------------------------------------------------------- */

static uint32_t plain_of(const search_readings *r, uint32_t letter)
{
	size_t low = 0, high = r->plain_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (r->plain[middle].from < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->plain_count && r->plain[low].from == letter ? r->plain[low].to : letter;
}

static size_t first_row(const search_readings *r, uint8_t reading, uint32_t letter)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const reading_row *row = &r->rows[middle];
		if (row->reading < reading || (row->reading == reading && row->letters[0] < letter))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_one_of(uint32_t letter, const uint32_t *letters, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (letters[i] == letter)
			return true;
	return false;
}

static const reading_row *row_at(const search_readings *r, uint8_t reading, const uint32_t *letters,
				 const uint32_t *plain, size_t count, size_t at)
{
	for (size_t i = first_row(r, reading, letters[at]); i < r->count; i++) {
		const reading_row *row = &r->rows[i];
		size_t end = at + row->count;
		if (row->reading != reading || row->letters[0] != letters[at])
			break;
		if (end > count || (row->at_start && at) || (row->at_end && end != count) ||
		    memcmp(row->letters, letters + at, row->count * sizeof(*letters)) != 0)
			continue;
		if (row->before_count && (end == count || !is_one_of(plain[end], row->before, row->before_count)))
			continue;
		if (!row->after_count || (at && is_one_of(plain[at - 1], row->after, row->after_count)))
			return row;
	}
	return NULL;
}

static size_t read_word(const search_readings *r, uint8_t reading, const uint32_t *letters, const uint32_t *plain,
			size_t count, char *out, size_t room)
{
	size_t length = 0;

	for (size_t at = 0; at < count;) {
		const reading_row *own = row_at(r, reading, letters, plain, count, at),
				  *bare = row_at(r, reading, plain, plain, count, at);
		const reading_row *row = own && (!bare || own->count >= bare->count) ? own : bare;
		for (size_t i = 0; row && i < row->sign_count && length < room; i++)
			if (!length || out[length - 1] != row->signs[i])
				out[length++] = row->signs[i];
		at += row ? row->count : 1;
	}
	return length;
}

size_t search_sounds(const search_readings *r, hw_text lower, bool cyrillic, search_sound *out)
{
	uint32_t letters[WORD_MAX], plain[WORD_MAX], c;
	size_t count = 0, found = 0, at = 0;

	while (count < WORD_MAX && (c = hw_utf8_next(lower, &at)))
		if (c > 0x7f || (c >= 'a' && c <= 'z')) {
			letters[count] = c;
			plain[count++] = plain_of(r, c);
		}
	for (size_t i = 0; i < r->reading_count; i++) {
		search_sound sound = {0};
		if ((r->names[i][0] == 'r' && (r->names[i][1] == 'u' || r->names[i][1] == 'v')) != cyrillic)
			continue;
		sound.length =
			(uint8_t)read_word(r, (uint8_t)i, letters, plain, count, sound.signs, sizeof(sound.signs));
		bool again = !sound.length;
		for (size_t k = 0; k < found && !again; k++)
			again = out[k].length == sound.length && !memcmp(out[k].signs, sound.signs, sound.length);
		if (!again && found < SEARCH_SOUNDS_MAX)
			out[found++] = sound;
	}
	return found;
}
