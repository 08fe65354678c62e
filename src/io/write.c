/* write.c - rows back into text: refused ones with the reason, understood ones as JSON. */
#include <stdlib.h>
#include <string.h>

#include "io/io_int.h"

/* ---- refused rows ---- */
void io_write_refused_header(const io_reader *reader, hw_buffer *out)
{
	if (!reader->csv)
		return;
	for (size_t i = 0; i < reader->field_count; i++) {
		if (reader->fields[i].header.passed_over)
			continue;
		hw_csv_write(out, reader->fields[i].header.text);
		hw_buffer_adds(out, ",");
	}
	hw_buffer_addf(out, "%s\n", io_reason_header(reader->kind));
}

static void refused_csv(const io_reader *reader, hw_buffer *out)
{
	const hw_csv_row *row = reader->csv_row;

	for (size_t i = 0; i < row->count; i++) {
		if (i < reader->field_count && reader->fields[i].header.passed_over)
			continue;
		hw_csv_write(out, row->fields[i]);
		hw_buffer_adds(out, ",");
	}
	hw_csv_write(out, reader->row.reasons);
	hw_buffer_adds(out, "\n");
}

/* The object with one more member; a line that is no object at all is kept as text. */
static void refused_line(const io_reader *reader, hw_buffer *out)
{
	hw_text line = io_lines_present(reader->lines);
	hw_json_writer w = hw_json_writer_new(out, false);
	hw_json *object = NULL;
	const char *reason = io_reason_header(reader->kind);

	hw_json_object(&w, NULL);
	if (hw_json_parse(line, reader->name, &object, NULL) == HW_OK && hw_json_kind_of(object) == HW_JSON_OBJECT) {
		for (void *m = hw_json_first(object); m; m = hw_json_next(object, m))
			if (strcmp(hw_json_member_key(m), reason) != 0)
				hw_json_value(&w, hw_json_member_key(m), hw_json_member_value(m));
	} else if (hw_utf8_check(line, NULL) == HW_OK) {
		hw_json_text(&w, "line", line);
	}
	hw_json_text(&w, reason, reader->row.reasons);
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
	hw_json_free(object);
}

void io_write_refused(const io_reader *reader, hw_buffer *out)
{
	if (reader->csv)
		refused_csv(reader, out);
	else
		refused_line(reader, out);
}

/* ---- understood rows ---- */
static void write_list(hw_json_writer *w, const char *key, hw_text list)
{
	hw_text rest = list, item;

	hw_json_array(w, key);
	while (hw_text_split(&rest, ';', &item))
		hw_json_text(w, NULL, item);
	hw_json_close(w, ']');
}

static void write_value(hw_json_writer *w, const io_column *column, const io_value *value)
{
	switch (column->type) {
	case IO_INTEGER:
	case IO_NUMBER:
	case IO_LATITUDE:
	case IO_LONGITUDE:
		hw_json_number(w, column->name, value->number);
		break;
	case IO_YES_NO:
		hw_json_boolean(w, column->name, value->number > 0);
		break;
	case IO_LIST:
	case IO_COUNTS:
		write_list(w, column->name, value->text);
		break;
	case IO_TEXT:
	case IO_ID:
	case IO_DATE:
	case IO_WORD:
	case IO_REFERENCE:
		hw_json_text(w, column->name, value->text);
		break;
	}
}

/* The column whose name comes next by bytes after `last` (NULL: the first), among those with a value. */
static size_t next_by_name(const io_kind *kind, const io_value *values, bool sealed, const char *last)
{
	size_t best = IO_NONE;

	for (size_t c = 0; c < kind->count; c++) {
		const char *name = kind->columns[c].name;
		if (!values[c].text.length || (!sealed && (kind->columns[c].flags & IO_SEALED)))
			continue;
		if ((!last || strcmp(name, last) > 0) &&
		    (best == IO_NONE || strcmp(name, kind->columns[best].name) < 0))
			best = c;
	}
	return best;
}

void io_write_parsed(const io_kind *kind, const io_value *values, bool sealed, hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, false);
	const char *last = NULL;

	hw_json_object(&w, NULL);
	for (size_t c; (c = next_by_name(kind, values, sealed, last)) != IO_NONE; last = kind->columns[c].name)
		write_value(&w, &kind->columns[c], &values[c]);
	hw_json_close(&w, '}');
}

hw_status io_read_parsed(const io_kind *kind, hw_text parsed_json, hw_arena *arena, io_value *values, hw_error *error)
{
	hw_json *object = NULL;
	hw_status status = HW_OK;
	hw_text cell;

	HW_TRY(hw_json_parse(parsed_json, "record", &object, error));
	for (size_t c = 0; c < kind->count && status == HW_OK; c++) {
		values[c] = (io_value){0};
		status = io_cell_of_json(hw_json_get(object, kind->columns[c].name), arena, &cell, error);
		if (status == HW_OK)
			status = io_value_read(&kind->columns[c], arena, cell, &values[c], error);
	}
	hw_json_free(object);
	return status;
}
