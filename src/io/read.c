/* read.c - rows of a file as typed values: CSV and JSON Lines give the same. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "io/io_int.h"

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory reading a row");
}

/* ---- faults of a row ---- */
void io_tell(io_reader *reader, void (*tell)(hw_error *reason))
{
	reader->tell = tell;
}

void io_row_fault(io_reader *reader, const hw_error *fault)
{
	io_row *row = &reader->row;
	hw_error told = *fault;
	const hw_error *reason = &told;

	if (reader->tell)
		reader->tell(&told);
	if (row->status == HW_OK) {
		row->status = HW_BAD_INPUT;
		row->reason = *reason;
		row->reason.where[0] = '\0';
		(void)hw_error_where(&row->reason, "%s:%llu", reader->name, (unsigned long long)row->line);
	}
	hw_buffer_addf(&reader->reasons, "%s%s%s%s", reader->reasons.length ? "; " : "", reason->what,
		       reason->what[0] ? ": " : "", reason->why);
	row->reasons = hw_buffer_text(&reader->reasons);
}

void io_refuse(io_reader *reader, const hw_error *reason)
{
	io_row_fault(reader, reason);
}

/* ---- cells into values ---- */
/* "persons:P1" in a reference to several kinds says which. */
static void split_kind(const io_kind *kind, size_t column, io_value *values)
{
	size_t beside = io_kind_column(kind, column);
	hw_text id = values[column].text, name;

	if (beside == IO_NONE || !hw_text_split(&id, ':', &name) || !id.length)
		return;
	if (!io_list_has(kind->columns[column].limits, name) ||
	    (values[beside].text.length && !hw_text_equal(values[beside].text, name)))
		return;
	values[beside].text = name;
	values[column].text = hw_text_trim(id);
}

hw_status io_remedy(const io_kind *kind, hw_error *error)
{
	hw_error_remedy(error, "correct it or leave it empty; homeward import %s --columns says what is read",
			kind->name);
	return HW_BAD_INPUT;
}

static hw_status read_values(io_reader *reader, hw_error *error)
{
	const io_kind *kind = reader->kind;
	hw_error fault;

	for (size_t c = 0; c < kind->count; c++) {
		const io_column *column = &kind->columns[c];
		hw_status status =
			io_value_read(column, reader->arena, reader->cells[c], &reader->row.values[c], &fault);
		if (status == HW_BAD_INPUT) {
			(void)io_remedy(kind, &fault); /* unless it has one, as dates have */
			io_row_fault(reader, &fault);
		} else if (status != HW_OK) {
			if (error)
				*error = fault;
			return status;
		} else if ((column->flags & IO_REQUIRED) && !reader->row.values[c].text.length && !reader->faulty[c]) {
			hw_fail(&fault, HW_BAD_INPUT, "must not be empty");
			hw_error_what(&fault, "%s", column->name);
			io_row_fault(reader, &fault);
		}
	}
	for (size_t c = 0; c < kind->count; c++)
		split_kind(kind, c, reader->row.values);
	return HW_OK;
}

/* "family, given or callsign" */
static const char *any_of_words(const char *list, char out[128])
{
	size_t used = 0;

	out[0] = '\0';
	for (const char *at = list; *at && used + 5 < 128; at++) {
		if (*at != '|') {
			out[used++] = *at;
			continue;
		}
		const char *joint = strchr(at + 1, '|') ? ", " : " or ";
		for (; *joint && used + 1 < 128; joint++)
			out[used++] = *joint;
	}
	out[used] = '\0';
	return out;
}

/* Has one of the columns of `list` a value?  `present` tells for each column. */
static bool any_of(const io_kind *kind, const char *list, const bool *present)
{
	hw_text rest = hw_text_of(list), name;

	while (hw_text_split(&rest, '|', &name))
		for (size_t c = 0; c < kind->count; c++)
			if (present[c] && hw_text_is(name, kind->columns[c].name))
				return true;
	return false;
}

static hw_status check_rules(io_reader *reader, hw_error *error)
{
	const io_kind *kind = reader->kind;
	bool *present = HW_NEW(reader->arena, bool, kind->count);
	char words[128];
	hw_error fault;

	if (!present)
		return out_of_memory(error);
	for (size_t c = 0; c < kind->count; c++)
		present[c] = reader->row.values[c].text.length > 0 || reader->faulty[c];
	for (size_t r = 0; r < HW_COUNT(kind->any_of); r++) {
		if (!kind->any_of[r] || any_of(kind, kind->any_of[r], present))
			continue;
		hw_fail(&fault, HW_BAD_INPUT, "a row of %s needs one of %s", kind->name,
			any_of_words(kind->any_of[r], words));
		io_row_fault(reader, &fault);
	}
	return HW_OK;
}

static hw_status make_key(io_reader *reader, hw_error *error)
{
	const io_kind *kind = reader->kind;
	hw_buffer key = {.ceiling = IO_ROW_LIMIT};
	size_t parts = 0;
	bool whole = true;

	for (size_t c = 0; c < kind->count; c++) {
		if (!(kind->columns[c].flags & IO_KEY))
			continue;
		hw_text part = reader->row.values[c].text;
		hw_buffer_adds(&key, parts++ ? "\x1f" : "");
		hw_buffer_add(&key, part);
		whole = whole && (part.length || !(kind->columns[c].flags & IO_REQUIRED));
	}
	reader->row.key = whole && !key.failed ? hw_text_copy(reader->arena, hw_buffer_text(&key)) : (hw_text){0};
	bool failed = key.failed || (whole && !reader->row.key.bytes);
	hw_buffer_free(&key);
	return failed ? out_of_memory(error) : HW_OK;
}

hw_status io_row_check(io_reader *reader, hw_error *error)
{
	HW_TRY(read_values(reader, error));
	HW_TRY(check_rules(reader, error));
	HW_TRY(make_key(reader, error));
	reader->row.raw_json = hw_buffer_text(&reader->raw);
	return reader->raw.failed || reader->reasons.failed ? out_of_memory(error) : HW_OK;
}

static void begin_row(io_reader *reader, uint64_t line, uint64_t number)
{
	io_value *values = reader->row.values;

	hw_arena_reset(reader->arena);
	reader->raw.length = reader->reasons.length = 0;
	memset(reader->cells, 0, reader->kind->count * sizeof *reader->cells);
	memset(reader->faulty, 0, reader->kind->count * sizeof *reader->faulty);
	memset(values, 0, reader->kind->count * sizeof *values);
	reader->row = (io_row){.line = line, .row = number, .values = values};
}

/* ---- CSV ---- */
static hw_status check_header(io_reader *reader, hw_error *error)
{
	const io_kind *kind = reader->kind;
	bool *present = HW_NEW(reader->arena, bool, kind->count);
	io_field **fields = HW_NEW(reader->arena, io_field *, reader->field_count + 1);
	const char *missing = NULL;
	char words[128];

	if (!present || !fields)
		return out_of_memory(error);
	for (size_t i = 0; i < reader->field_count; i++)
		fields[i] = &reader->fields[i];
	HW_TRY(io_fields_settle(kind, fields, reader->field_count, error));
	for (size_t i = 0; i < reader->field_count; i++)
		if (reader->fields[i].header.column != IO_NONE)
			present[reader->fields[i].header.column] = true;
	for (size_t c = 0; c < kind->count && !missing; c++)
		if ((kind->columns[c].flags & IO_REQUIRED) && !present[c])
			missing = kind->columns[c].name;
	for (size_t r = 0; r < HW_COUNT(kind->any_of) && !missing; r++)
		if (kind->any_of[r] && !any_of(kind, kind->any_of[r], present))
			missing = any_of_words(kind->any_of[r], words);
	if (!missing)
		return HW_OK;
	if (!reader->field_count)
		return hw_fail(error, HW_BAD_INPUT,
			       "the file is empty: a first line with the names of the columns is needed");
	hw_fail(error, HW_BAD_INPUT, "the file has no column %s", missing);
	hw_error_remedy(error, "add it, or say which one it is with --map \"their header=%s\"", missing);
	return HW_BAD_INPUT;
}

static hw_status open_csv(io_reader *reader, const char *path, hw_error *error)
{
	HW_TRY(hw_csv_open_named(path, reader->name, &reader->csv, error));
	hw_csv_limit(reader->csv, IO_ROW_LIMIT);
	const hw_csv_row *header = hw_csv_header(reader->csv);
	size_t index;
	hw_status status = HW_OK;
	for (size_t i = 0; status == HW_OK && i < header->count; i++)
		status = io_field_add(reader, header->fields[i], &index, error);
	if (status == HW_OK)
		status = check_header(reader, error);
	if (status != HW_OK && status != HW_NO_MEMORY)
		hw_error_where(error, "%s:%llu", reader->name, (unsigned long long)header->line);
	return status;
}

static void raw_of_csv(io_reader *reader, const hw_csv_row *from)
{
	hw_json_writer w = hw_json_writer_new(&reader->raw, false);
	char unnamed[32];

	hw_json_object(&w, NULL);
	for (size_t i = 0; i < from->count; i++) {
		const io_field *field = &reader->fields[i];
		size_t column = field->header.column;
		const char *header = field->header.text.bytes;
		if (field->header.passed_over || (!field->header.text.length && !from->fields[i].length))
			continue;
		if (!field->header.text.length) {
			(void)snprintf(unnamed, sizeof unnamed, "column %zu", i + 1);
			header = unnamed;
		}
		if (column != IO_NONE && (reader->kind->columns[column].flags & IO_SEALED) && from->fields[i].length)
			hw_json_string(&w, header, "[sealed]");
		else
			hw_json_text(&w, header, from->fields[i]);
	}
	hw_json_close(&w, '}');
}

static hw_status next_csv(io_reader *reader, io_row **row, hw_error *error)
{
	hw_error fault;
	hw_status status = hw_csv_next(reader->csv, &reader->csv_row, &fault);

	if (status != HW_OK && !hw_csv_uneven(reader->csv)) {
		if (error)
			*error = fault;
		return status;
	}
	if (status != HW_OK) {
		reader->csv_row = hw_csv_uneven(reader->csv);
		begin_row(reader, reader->csv_row->line, reader->csv_row->row);
		io_row_fault(reader, &fault);
	} else if (reader->csv_row) {
		begin_row(reader, reader->csv_row->line, reader->csv_row->row);
		raw_of_csv(reader, reader->csv_row);
		for (size_t i = 0; i < reader->csv_row->count; i++)
			if (reader->fields[i].header.column != IO_NONE)
				reader->cells[reader->fields[i].header.column] = reader->csv_row->fields[i];
		HW_TRY(io_row_check(reader, error));
	}
	*row = reader->csv_row ? &reader->row : NULL;
	return HW_OK;
}

/* ---- JSON Lines ---- */
static hw_status next_line(io_reader *reader, io_row **row, hw_error *error)
{
	hw_text line;
	uint64_t number;
	bool found;

	HW_TRY(io_lines_next(reader->lines, &line, &number, &found, error));
	if (!found) {
		*row = NULL;
		return HW_OK;
	}
	begin_row(reader, number, reader->row.row + 1);
	HW_TRY(io_line_read(reader, line, error));
	*row = &reader->row;
	return HW_OK;
}

/* ---- the reader ---- */
hw_status io_field_add(io_reader *reader, hw_text text, size_t *index, hw_error *error)
{
	if (reader->field_count >= IO_HEADERS_LIMIT)
		return hw_fail(error, HW_TOO_LARGE, "more than %d columns", IO_HEADERS_LIMIT),
		       hw_error_remedy(error, "leave out what \"homeward import KIND --columns\" does not name"),
		       HW_TOO_LARGE;
	if (reader->field_count == reader->field_capacity) {
		size_t wanted = reader->field_capacity ? reader->field_capacity * 2 : 64;
		io_field *grown = hw_grow(reader->fields, wanted, sizeof *grown);
		if (!grown)
			return out_of_memory(error);
		reader->fields = grown;
		reader->field_capacity = wanted;
	}
	hw_text kept = hw_text_copy(reader->keep, text);
	if (!kept.bytes)
		return out_of_memory(error);
	HW_TRY(io_field_find(reader, kept, &reader->fields[reader->field_count], error));
	*index = reader->field_count++;
	return HW_OK;
}

/* Is the first sign that is not white space "{"?  A pipe is read as CSV. */
static bool holds_json(const char *path)
{
	unsigned char bytes[512];
	int descriptor = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;

	if (descriptor < 0)
		return false;
	ssize_t got = pread(descriptor, bytes, sizeof bytes, 0);
	(void)close(descriptor);
	hw_text text = got > 0 ? hw_text_trim((hw_text){(const char *)bytes, (size_t)got}) : (hw_text){0};
	return text.length && text.bytes[0] == '{';
}

static hw_status unused_map(const io_reader *reader, const char *const *maps, hw_error *error)
{
	for (size_t i = 0; reader->csv && i < reader->map_count; i++) {
		char shown[64];
		if (reader->maps[i].used)
			continue;
		hw_fail(error, HW_USAGE, "--map \"%s\": the file has no such header",
			hw_text_shown(hw_text_of(maps[i]), shown));
		return hw_error_where(error, "%s", reader->name), HW_USAGE;
	}
	return HW_OK;
}

hw_status io_open(const io_kind *kind, const char *path, const char *name, const char *const *maps, size_t map_count,
		  io_reader **result, hw_error *error)
{
	io_reader *reader = hw_grow(NULL, 1, sizeof *reader);
	hw_status status;

	if (!reader)
		return out_of_memory(error);
	*reader = (io_reader){.kind = kind, .raw.ceiling = 16 * IO_ROW_LIMIT, .reasons.ceiling = IO_ROW_LIMIT};
	reader->keep = hw_arena_new((size_t)64 << 20);
	reader->arena = hw_arena_new((size_t)64 << 20);
	if (reader->keep && reader->arena) {
		reader->name = hw_text_format(reader->keep, "%s", name).bytes;
		reader->cells = HW_NEW(reader->keep, hw_text, kind->count);
		reader->faulty = HW_NEW(reader->keep, bool, kind->count);
		reader->row.values = HW_NEW(reader->keep, io_value, kind->count);
	}
	if (!reader->name || !reader->cells || !reader->faulty || !reader->row.values) {
		status = out_of_memory(error);
		goto out;
	}
	HW_TRY_OR_OUT(io_maps_read(reader, maps, map_count, error));
	if (holds_json(path))
		HW_TRY_OR_OUT(io_lines_open(path, reader->name, &reader->lines, error));
	else
		HW_TRY_OR_OUT(open_csv(reader, path, error));
	HW_TRY_OR_OUT(unused_map(reader, maps, error));
	*result = reader;
	return HW_OK;
out:
	io_close(reader);
	return status;
}

void io_close(io_reader *reader)
{
	if (!reader)
		return;
	hw_csv_close(reader->csv);
	io_lines_close(reader->lines);
	hw_release(reader->fields);
	hw_buffer_free(&reader->raw);
	hw_buffer_free(&reader->reasons);
	hw_arena_free(reader->keep);
	hw_arena_free(reader->arena);
	hw_release(reader);
}

hw_status io_next(io_reader *reader, io_row **row, hw_error *error)
{
	return reader->csv ? next_csv(reader, row, error) : next_line(reader, row, error);
}

const io_kind *io_reader_kind(const io_reader *reader)
{
	return reader->kind;
}

const io_header *io_header_at(const io_reader *reader, size_t index)
{
	return index < reader->field_count ? &reader->fields[index].header : NULL;
}

const char *io_encoding(const io_reader *reader)
{
	return reader->csv ? hw_csv_encoding(reader->csv) : "UTF-8";
}

char io_separator(const io_reader *reader)
{
	return reader->csv ? hw_csv_separator(reader->csv) : '{';
}

double io_done(const io_reader *reader)
{
	return reader->csv ? hw_csv_done(reader->csv) : io_lines_done(reader->lines);
}
