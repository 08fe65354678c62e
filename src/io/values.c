/* values.c - what stands in one cell, by the type of its column. */
#include <stdlib.h>
#include <string.h>

#include "io/io_int.h"

static bool is_dropped(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xA0 || c == '_' || c == '-' || c == '.' || c == '\'' || c == '`' ||
	       c == 0x2019 || c == 0x2BC;
}

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory reading a row");
}

hw_status io_fold(hw_arena *arena, hw_text t, hw_text *result, hw_error *error)
{
	hw_text lower;

	HW_TRY(hw_text_lower(arena, hw_text_trim(t), &lower, error));
	char *bytes = HW_NEW(arena, char, lower.length + 1);
	if (!bytes)
		return out_of_memory(error);
	size_t used = 0;
	for (size_t at = 0; at < lower.length;) {
		size_t begin = at;
		if (is_dropped(hw_utf8_next(lower, &at)))
			continue;
		memcpy(bytes + used, lower.bytes + begin, at - begin);
		used += at - begin;
	}
	*result = (hw_text){bytes, used};
	return HW_OK;
}

/* The limits "low..high" of a number column. */
static void limits_of(const io_column *column, double *low, double *high)
{
	*low = -1e300;
	*high = 1e300;
	if (column->type == IO_LATITUDE || column->type == IO_LONGITUDE) {
		*high = column->type == IO_LATITUDE ? 90 : 180;
		*low = -*high;
	}
	const char *dots = column->limits ? strstr(column->limits, "..") : NULL;
	if (!dots)
		return;
	hw_text lower = {column->limits, (size_t)(dots - column->limits)}, upper = hw_text_of(dots + 2);
	double value;
	if (hw_text_number(lower, &value, NULL) == HW_OK)
		*low = value;
	if (hw_text_number(upper, &value, NULL) == HW_OK)
		*high = value;
}

static hw_status read_number(const io_column *column, hw_arena *arena, hw_text cell, io_value *value, hw_error *error)
{
	double low, high, number;
	char shown[64], a[32], b[32], written[32];

	hw_text dotted = hw_text_copy(arena, cell);
	if (!dotted.bytes)
		return out_of_memory(error);
	const char *comma = memchr(dotted.bytes, ',', dotted.length);
	if (comma && !memchr(dotted.bytes, '.', dotted.length)) {
		char *bytes = HW_NEW(arena, char, dotted.length + 1);
		if (!bytes)
			return out_of_memory(error);
		memcpy(bytes, dotted.bytes, dotted.length);
		bytes[comma - dotted.bytes] = '.';
		dotted.bytes = bytes;
	}
	if (hw_text_number(dotted, &number, NULL) != HW_OK)
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a number", hw_text_shown(cell, shown));
	limits_of(column, &low, &high);
	bool whole = column->type != IO_INTEGER || (double)(int64_t)number == number;
	if (!(number >= low && number <= high) || !whole) {
		hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a %s from %s to %s", hw_text_shown(cell, shown),
			column->type == IO_INTEGER ? "whole number" : "number", hw_number_write(low, a),
			hw_number_write(high, b));
		return HW_BAD_INPUT;
	}
	value->number = number;
	value->text = hw_text_copy(arena, hw_text_of(hw_number_write(number, written)));
	return value->text.bytes ? HW_OK : out_of_memory(error);
}

static hw_status read_date(hw_arena *arena, hw_text cell, io_value *value, hw_error *error)
{
	char written[24];

	HW_TRY(hw_date_parse(cell, &value->date, error));
	value->text = hw_text_copy(arena, hw_text_of(hw_date_write(value->date, written)));
	return value->text.bytes ? HW_OK : out_of_memory(error);
}

/* Finds the word among "word:other,other|word"; the result lives as long as the list. */
static hw_status find_word(hw_arena *arena, const char *list, hw_text cell, hw_text *word, bool *found, hw_error *error)
{
	hw_text folded, rest = hw_text_of(list), spellings;

	*found = false;
	HW_TRY(io_fold(arena, cell, &folded, error));
	while (!*found && hw_text_split(&rest, '|', &spellings)) {
		hw_text others = spellings, name, other;
		if (!hw_text_split(&others, ':', &name))
			continue;
		*word = name;
		*found = hw_text_equal(name, cell);
		for (hw_text list_of_one = name, next = others; !*found;) {
			HW_TRY(io_fold(arena, list_of_one, &other, error));
			*found = folded.length && hw_text_equal(other, folded);
			if (!hw_text_split(&next, ',', &list_of_one))
				break;
		}
	}
	return HW_OK;
}

/* "ours, theirs or neutral" */
static void words_of(const char *list, hw_buffer *out)
{
	hw_text rest = hw_text_of(list), piece, word;

	for (bool first = true; hw_text_split(&rest, '|', &piece); first = false) {
		if (!hw_text_split(&piece, ':', &word))
			continue;
		hw_buffer_adds(out, first ? "" : rest.length ? ", " : " or ");
		hw_buffer_add(out, word);
	}
}

static hw_status read_word(const io_column *column, hw_arena *arena, hw_text cell, io_value *value, hw_error *error)
{
	static const char yes_no[] = "yes:y,true,1,так,т|no:n,false,0,ні,н";
	const char *list = column->type == IO_YES_NO ? yes_no : column->limits;
	char shown[64];
	bool found;

	HW_TRY(find_word(arena, list, cell, &value->text, &found, error));
	if (!found) {
		hw_buffer words = {.ceiling = 4096};
		words_of(list, &words);
		hw_fail(error, HW_BAD_INPUT, "\"%s\" is not one of %s", hw_text_shown(cell, shown),
			words.bytes ? words.bytes : "the words of this column");
		hw_buffer_free(&words);
		return HW_BAD_INPUT;
	}
	value->number = column->type == IO_YES_NO && value->text.bytes[0] == 'y';
	return HW_OK;
}

static hw_status check_id(hw_text id, hw_error *error)
{
	char shown[64];

	if (id.length > IO_ID_LIMIT)
		return hw_fail(error, HW_BAD_INPUT, "an id of %zu bytes is over the limit of %d", id.length,
			       IO_ID_LIMIT);
	for (size_t i = 0; i < id.length;) {
		uint32_t c = hw_utf8_next(id, &i);
		bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); /* the order of letters */
		if (c < ' ' || (c >= 0x7F && c < 0xA0) || turns)
			return hw_fail(error, HW_BAD_INPUT, "\"%s\" holds a control character",
				       hw_text_shown(id, shown));
	}
	return HW_OK;
}

static bool list_holds(const char *bytes, size_t length, hw_text item)
{
	hw_text rest = {bytes, length}, piece;

	while (hw_text_split(&rest, ';', &piece))
		if (hw_text_equal(piece, item))
			return true;
	return false;
}

static hw_status read_list(hw_arena *arena, hw_text cell, io_value *value, hw_error *error)
{
	hw_text rest = cell, item;
	size_t used = 0;
	char *bytes = HW_NEW(arena, char, cell.length + 1);

	if (!bytes)
		return out_of_memory(error);
	while (hw_text_split(&rest, ';', &item)) {
		item = hw_text_trim(item);
		HW_TRY(check_id(item, error));
		if (!item.length || list_holds(bytes, used, item))
			continue;
		if (used)
			bytes[used++] = ';';
		memcpy(bytes + used, item.bytes, item.length);
		used += item.length;
	}
	value->text = (hw_text){bytes, used};
	return HW_OK;
}

static hw_status read_counts(hw_arena *arena, hw_text cell, io_value *value, hw_error *error)
{
	hw_text rest = cell, item;
	hw_buffer text = {.ceiling = IO_ROW_LIMIT}, seen = {.ceiling = IO_ROW_LIMIT};
	hw_status status = HW_OK;
	char shown[64];

	while (status == HW_OK && hw_text_split(&rest, ';', &item)) {
		item = hw_text_trim(item);
		if (!item.length)
			continue;
		size_t colon = item.length;
		while (colon > 0 && item.bytes[colon - 1] != ':')
			colon--;
		hw_text name = colon ? hw_text_trim((hw_text){item.bytes, colon - 1}) : (hw_text){0};
		hw_text number = hw_text_trim((hw_text){item.bytes + colon, item.length - colon});
		int64_t count = 0;
		if (!name.length || hw_text_integer(number, &count, NULL) != HW_OK || count < 0 || count > 10000000)
			status = hw_fail(error, HW_BAD_INPUT, "\"%s\" is not class:number", hw_text_shown(item, shown));
		else if (list_holds(seen.bytes, seen.length, name))
			status = hw_fail(error, HW_BAD_INPUT, "\"%s\" stands there twice", hw_text_shown(name, shown));
		else
			status = check_id(name, error);
		hw_buffer_addf(&text, "%s%.*s:%lld", text.length ? ";" : "", HW_TEXT_ARG(name), (long long)count);
		hw_buffer_addf(&seen, "%s%.*s", seen.length ? ";" : "", HW_TEXT_ARG(name));
	}
	if (status == HW_OK)
		value->text = text.length ? hw_text_copy(arena, hw_buffer_text(&text)) : (hw_text){0};
	if (status == HW_OK && (text.failed || seen.failed || (text.length && !value->text.bytes)))
		status = out_of_memory(error);
	hw_buffer_free(&text);
	hw_buffer_free(&seen);
	return status;
}

static hw_status read_by_type(const io_column *column, hw_arena *arena, hw_text cell, io_value *value, hw_error *error)
{
	switch (column->type) {
	case IO_DATE:
		return read_date(arena, cell, value, error);
	case IO_INTEGER:
	case IO_NUMBER:
	case IO_LATITUDE:
	case IO_LONGITUDE:
		return read_number(column, arena, cell, value, error);
	case IO_YES_NO:
	case IO_WORD:
		return read_word(column, arena, cell, value, error);
	case IO_LIST:
		return read_list(arena, cell, value, error);
	case IO_COUNTS:
		return read_counts(arena, cell, value, error);
	case IO_ID:
	case IO_REFERENCE:
		HW_TRY(check_id(cell, error));
		break;
	case IO_TEXT:
		break;
	}
	value->text = cell;
	return HW_OK;
}

hw_status io_value_read(const io_column *column, hw_arena *arena, hw_text cell, io_value *value, hw_error *error)
{
	io_value read = {0};

	cell = hw_text_trim(cell);
	if (cell.length) {
		hw_status status = read_by_type(column, arena, cell, &read, error);
		if (status != HW_OK)
			return hw_error_what(error, "%s", column->name), status;
	}
	*value = read;
	return HW_OK;
}
