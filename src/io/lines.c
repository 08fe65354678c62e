/* lines.c - JSON Lines: one object a line, at most 1 MiB, never more than one line held. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "io/io_int.h"

struct io_lines {
	FILE *file;
	char name[128];
	char *line;
	size_t length, capacity;
	uint64_t number;
	int64_t size, taken;
};

hw_status io_lines_open(const char *path, const char *name, io_lines **result, hw_error *error)
{
	io_lines *lines = hw_grow(NULL, 1, sizeof *lines);

	if (!lines)
		return hw_fail(error, HW_NO_MEMORY, "out of memory opening the file");
	*lines = (io_lines){.size = -1};
	(void)snprintf(lines->name, sizeof lines->name, "%s", name);
	lines->file = fopen(path, "rb");
	if (!lines->file) {
		hw_status status = hw_fail(error, HW_BAD_INPUT, "cannot be opened: %s", strerror(errno));
		hw_error_where(error, "%s", name);
		hw_release(lines);
		return status;
	}
	if (fseeko(lines->file, 0, SEEK_END) == 0)
		lines->size = ftello(lines->file);
	rewind(lines->file);
	*result = lines;
	return HW_OK;
}

void io_lines_close(io_lines *lines)
{
	if (!lines)
		return;
	(void)fclose(lines->file);
	hw_release(lines->line);
	hw_release(lines);
}

static hw_status push(io_lines *lines, char c, hw_error *error)
{
	if (lines->length == lines->capacity) {
		size_t wanted = lines->capacity ? lines->capacity * 2 : 4096;
		char *grown = hw_grow(lines->line, wanted, 1);
		if (!grown)
			return hw_fail(error, HW_NO_MEMORY, "out of memory reading %s", lines->name);
		lines->line = grown;
		lines->capacity = wanted;
	}
	lines->line[lines->length++] = c;
	return HW_OK;
}

hw_status io_lines_next(io_lines *lines, hw_text *line, uint64_t *number, bool *found, hw_error *error)
{
	for (int c = 0; c != EOF;) {
		lines->length = 0;
		lines->number++;
		while ((c = getc_unlocked(lines->file)) != EOF && c != '\n') {
			if (lines->length >= IO_ROW_LIMIT) {
				hw_fail(error, HW_TOO_LARGE, "a line is over %d bytes", IO_ROW_LIMIT);
				hw_error_where(error, "%s:%llu", lines->name, (unsigned long long)lines->number);
				return hw_error_remedy(error, "write one object a line"), HW_TOO_LARGE;
			}
			HW_TRY(push(lines, (char)c, error));
		}
		if (ferror(lines->file)) {
			hw_fail(error, HW_BAD_INPUT, "cannot be read: %s", strerror(errno));
			return hw_error_where(error, "%s", lines->name), HW_BAD_INPUT;
		}
		lines->taken += (int64_t)lines->length + 1;
		*line = hw_text_trim((hw_text){lines->line, lines->length}); /* takes a BOM away, too */
		*number = lines->number;
		*found = line->length > 0;
		if (*found)
			return HW_OK;
	}
	*found = false;
	return HW_OK;
}

hw_text io_lines_present(const io_lines *lines)
{
	return hw_text_trim((hw_text){lines->line, lines->length});
}

double io_lines_done(const io_lines *lines)
{
	return lines->size > 0 && lines->taken < lines->size ? (double)lines->taken / (double)lines->size : 1;
}

/* ---- a line as cells ---- */
static hw_status scalar_cell(const hw_json *value, hw_arena *arena, hw_text *cell, hw_error *error)
{
	char written[32];
	hw_text text = {0};

	switch (hw_json_kind_of(value)) {
	case HW_JSON_TEXT:
		HW_TRY(hw_text_nfc(arena, hw_json_as_text(value), &text, error));
		break;
	case HW_JSON_BOOL:
		text = hw_text_of(hw_json_as_bool(value) ? "yes" : "no");
		break;
	case HW_JSON_NUMBER:
		if (hw_json_integral(value))
			(void)snprintf(written, sizeof written, "%lld", (long long)hw_json_as_integer(value));
		else
			(void)hw_number_write(hw_json_as_number(value), written);
		text = hw_text_of(written);
		break;
	case HW_JSON_NULL:
		break;
	case HW_JSON_ARRAY:
	case HW_JSON_OBJECT:
		return hw_fail(error, HW_BAD_INPUT, "a list inside a list cannot be read");
	}
	*cell = text.length ? hw_text_copy(arena, text) : text;
	return text.length && !cell->bytes ? hw_fail(error, HW_NO_MEMORY, "out of memory reading a row") : HW_OK;
}

static hw_status add_item(hw_buffer *all, const char *key, hw_text item, hw_error *error)
{
	if (memchr(item.bytes ? item.bytes : "", ';', item.length) || (key && strchr(key, ';')))
		return hw_fail(error, HW_BAD_INPUT, "an item of a list holds \";\", which separates items");
	hw_buffer_addf(all, "%s%s%s%.*s", all->length ? ";" : "", key ? key : "", key ? ":" : "", HW_TEXT_ARG(item));
	return HW_OK;
}

hw_status io_cell_of_json(const hw_json *value, hw_arena *arena, hw_text *cell, hw_error *error)
{
	hw_buffer all = {.ceiling = IO_ROW_LIMIT};
	hw_json_kind kind = hw_json_kind_of(value);
	hw_status status = HW_OK;
	hw_text item;

	if (kind != HW_JSON_ARRAY && kind != HW_JSON_OBJECT)
		return scalar_cell(value, arena, cell, error);
	for (size_t i = 0; kind == HW_JSON_ARRAY && status == HW_OK && i < hw_json_count(value); i++) {
		status = scalar_cell(hw_json_at(value, i), arena, &item, error);
		if (status == HW_OK)
			status = add_item(&all, NULL, item, error);
	}
	if (kind == HW_JSON_OBJECT) {
		for (void *m = hw_json_first(value); m && status == HW_OK; m = hw_json_next(value, m)) {
			status = scalar_cell(hw_json_member_value(m), arena, &item, error);
			if (status == HW_OK)
				status = add_item(&all, hw_json_member_key(m), item, error);
		}
	}
	if (status == HW_OK) {
		*cell = all.length ? hw_text_copy(arena, hw_buffer_text(&all)) : (hw_text){0};
		if (all.failed || (all.length && !cell->bytes))
			status = hw_fail(error, HW_NO_MEMORY, "out of memory reading a row");
	}
	hw_buffer_free(&all);
	return status;
}

static hw_status field_of_member(io_reader *reader, hw_text key, size_t *index, hw_error *error)
{
	for (size_t i = 0; i < reader->field_count; i++)
		if (hw_text_equal(reader->fields[i].header.text, key)) {
			*index = i;
			return HW_OK;
		}
	return io_field_add(reader, key, index, error);
}

/* Two members of one line for one column: settled on copies, for another line may have only one of them. */
static hw_status settle_members(io_reader *reader, const size_t *indices, size_t count, size_t *columns,
				hw_error *error)
{
	io_field *copies = HW_NEW(reader->arena, io_field, count + 1);
	io_field **fields = HW_NEW(reader->arena, io_field *, count + 1);

	if (!copies || !fields)
		return hw_fail(error, HW_NO_MEMORY, "out of memory reading a row");
	for (size_t i = 0; i < count; i++) {
		copies[i] = reader->fields[indices[i]];
		fields[i] = &copies[i];
	}
	HW_TRY(io_fields_settle(reader->kind, fields, count, error));
	for (size_t i = 0; i < count; i++)
		columns[i] = copies[i].header.column;
	return HW_OK;
}

/* ---- what JSON may stand in which column ---- */
/* How the refusal names what stands there. */
static void show_value(const hw_json *value, char shown[96])
{
	static const char *const kinds[] = {
		[HW_JSON_NULL] = "null",   [HW_JSON_BOOL] = "a yes or no", [HW_JSON_NUMBER] = "a number",
		[HW_JSON_TEXT] = "a text", [HW_JSON_ARRAY] = "a list",     [HW_JSON_OBJECT] = "an object"};
	hw_buffer written = {.ceiling = IO_ROW_LIMIT};
	hw_json_writer w = hw_json_writer_new(&written, false);
	char part[64];

	hw_json_value(&w, NULL, value);
	(void)snprintf(shown, 96, "%s is %s", hw_text_shown(hw_buffer_text(&written), part),
		       kinds[hw_json_kind_of(value)]);
	hw_buffer_free(&written);
}

/* A number where an id or a word of digits belongs must be whole and exact, for its digits are the id. */
static bool is_whole(const hw_json *value)
{
	int64_t number = hw_json_as_integer(value);

	return hw_json_integral(value) && number > -IO_WHOLE_LIMIT && number < IO_WHOLE_LIMIT;
}

static bool number_fits(const io_column *column, const hw_json *value)
{
	switch (column->type) {
	case IO_INTEGER:
	case IO_NUMBER:
	case IO_LATITUDE:
	case IO_LONGITUDE:
		return true;
	case IO_ID:
	case IO_REFERENCE:
	case IO_LIST:
	case IO_WORD:
	case IO_YES_NO:
		return is_whole(value);
	case IO_DATE: /* a year */
		return is_whole(value);
	case IO_TEXT:
		return (column->flags & IO_DIGITS) && is_whole(value);
	case IO_COUNTS:
		return false;
	}
	return false;
}

static bool scalar_fits(const io_column *column, const hw_json *value)
{
	hw_json_kind kind = hw_json_kind_of(value);

	return kind == HW_JSON_TEXT || (kind == HW_JSON_NUMBER && number_fits(column, value)) ||
	       (kind == HW_JSON_BOOL && column->type == IO_YES_NO);
}

/* The first value within `value` that has no place in the column; NULL when there is none. */
static const hw_json *misfit(const io_column *column, const hw_json *value)
{
	hw_json_kind kind = hw_json_kind_of(value);

	if (kind == HW_JSON_NULL)
		return NULL;
	if (kind == HW_JSON_ARRAY && column->type == IO_LIST) {
		for (size_t i = 0; i < hw_json_count(value); i++)
			if (!scalar_fits(column, hw_json_at(value, i)))
				return hw_json_at(value, i);
		return NULL;
	}
	if (kind == HW_JSON_OBJECT && column->type == IO_COUNTS) {
		for (void *m = hw_json_first(value); m; m = hw_json_next(value, m))
			if (hw_json_kind_of(hw_json_member_value(m)) != HW_JSON_NUMBER ||
			    !is_whole(hw_json_member_value(m)))
				return hw_json_member_value(m);
		return NULL;
	}
	return scalar_fits(column, value) ? NULL : value;
}

static const char *wanted(const io_column *column)
{
	switch (column->type) {
	case IO_LIST:
		return "a list [\"A\", \"B\"] or a text \"A;B\"";
	case IO_COUNTS:
		return "an object {\"class\": 40} or a text \"class:40\"";
	case IO_YES_NO:
		return "true or false";
	case IO_INTEGER:
	case IO_NUMBER:
	case IO_LATITUDE:
	case IO_LONGITUDE:
		return "a number";
	case IO_ID:
	case IO_REFERENCE:
		return "an id (a text, or a whole number)";
	case IO_DATE:
		return "a date (a text like \"1987-06-25\")";
	case IO_TEXT:
	case IO_WORD:
		break;
	}
	return "a text";
}

/* A value of another type is refused, never written out as if it were one. */
static hw_status read_member(io_reader *reader, const hw_json *value, size_t column, hw_error *error)
{
	const io_column *of = &reader->kind->columns[column];
	const hw_json *wrong = misfit(of, value);
	char shown[96];

	if (!wrong)
		return io_cell_of_json(value, reader->arena, &reader->cells[column], error);
	show_value(wrong, shown);
	reader->faulty[column] = true;
	(void)hw_fail(error, HW_BAD_INPUT, "%s where %s belongs", shown, wanted(of));
	return io_remedy(reader->kind, error);
}

static hw_status read_members(io_reader *reader, const hw_json *object, hw_error *error)
{
	size_t count = hw_json_count(object), at = 0;
	size_t *indices = HW_NEW(reader->arena, size_t, count + 1), *columns = HW_NEW(reader->arena, size_t, count + 1);
	hw_json_writer w = hw_json_writer_new(&reader->raw, false);

	if (!indices || !columns)
		return hw_fail(error, HW_NO_MEMORY, "out of memory reading a row");
	for (void *m = hw_json_first(object); m; m = hw_json_next(object, m))
		HW_TRY(field_of_member(reader, hw_text_of(hw_json_member_key(m)), &indices[at++], error));
	HW_TRY(settle_members(reader, indices, count, columns, error));
	at = 0;
	hw_json_object(&w, NULL);
	for (void *m = hw_json_first(object); m; m = hw_json_next(object, m), at++) {
		const hw_json *value = hw_json_member_value(m);
		if (reader->fields[indices[at]].header.passed_over)
			continue;
		if (columns[at] != IO_NONE && (reader->kind->columns[columns[at]].flags & IO_SEALED))
			hw_json_string(&w, hw_json_member_key(m), "[sealed]");
		else
			hw_json_value(&w, hw_json_member_key(m), value);
		hw_status status = columns[at] == IO_NONE ? HW_OK : read_member(reader, value, columns[at], error);
		if (status == HW_BAD_INPUT) { /* the other members are read: a row tells all its faults at once */
			(void)hw_error_what(error, "%s", reader->kind->columns[columns[at]].name);
			io_row_fault(reader, error);
		} else if (status != HW_OK) {
			return status;
		}
	}
	hw_json_close(&w, '}');
	return HW_OK;
}

hw_status io_line_read(io_reader *reader, hw_text line, hw_error *error)
{
	hw_json *object = NULL;
	hw_error fault;
	hw_status status = hw_json_parse(line, reader->name, &object, &fault);

	if (status == HW_OK && hw_json_kind_of(object) != HW_JSON_OBJECT)
		status = hw_fail(&fault, HW_BAD_INPUT, "the line is not an object {...}");
	if (status == HW_OK)
		status = read_members(reader, object, &fault);
	if (status == HW_OK)
		status = io_row_check(reader, &fault);
	else if (status == HW_BAD_INPUT) {
		io_row_fault(reader, &fault);
		status = HW_OK;
	}
	hw_json_free(object);
	if (status != HW_OK && error)
		*error = fault;
	return status;
}
