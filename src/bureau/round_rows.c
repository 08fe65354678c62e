/* round_rows.c - rows, persons and files of the acts of a round.  Read rounds_int.h first. */
#include "bureau/rounds_int.h"

#include <string.h>

/* ---- rows ------------------------------------------------------------------------------------------ */
hw_status round_rows_begin(bureau *b, round_rows *rows, const char *kind, hw_error *error)
{
	*rows = (round_rows){.kind = kind, .lines.ceiling = 64u << 20, .right = BUREAU_MAY_NEGOTIATE};
	return store_ledger_next(bureau_store(b), &rows->act, error);
}

void round_row_open(round_rows *rows)
{
	rows->w = hw_json_writer_new(&rows->lines, false);
	hw_json_object(&rows->w, NULL);
}

void round_row_text(round_rows *rows, const char *column, hw_text value)
{
	if (value.length)
		hw_json_text(&rows->w, column, value);
}

void round_row_close(round_rows *rows)
{
	hw_json_integer(&rows->w, "act", rows->act);
	hw_json_close(&rows->w, '}');
	hw_buffer_adds(&rows->lines, "\n");
	rows->count++;
}

hw_status round_rows_store(bureau *b, hw_arena *arena, round_rows *rows, hw_error *error)
{
	const intake_actor actor = {hw_text_of(bureau_user(b)), hw_text_of(bureau_role_for(b, rows->right)),
				    bureau_time(b), bureau_as_of(b)};
	char name[64];
	hw_status status = HW_OK;

	(void)snprintf(name, sizeof(name), rows->right == BUREAU_MAY_NEGOTIATE ? "round act, %s" : "act, %s",
		       rows->kind);
	if (rows->lines.failed)
		status = hw_fail(error, HW_NO_MEMORY, "no memory for the rows of the round");
	else if (rows->count)
		status = intake_inside(bureau_store(b), &actor, arena, rows->kind, hw_buffer_text(&rows->lines), name,
				       error);
	hw_buffer_free(&rows->lines);
	return status;
}

hw_status round_must_be(bureau *b, hw_text round, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(round)};
	char shown[64];

	HW_TRY(store_query_first(bureau_store(b), "round_one", values, 1, &rows, error));
	if (rows)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "there is no round \"%s\"", hw_text_shown(round, shown));
	return hw_error_remedy(error, "homeward round list; homeward round new");
}

hw_status round_not_ceased(bureau *b, hw_error *error)
{
	double ceased;

	HW_TRY(bureau_setting_number(b, "ceased", 0, &ceased, error));
	if (!(ceased > 0))
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED,
		      "active hostilities have ended: all go home without counter-value (GC III 118)");
	return hw_error_remedy(error, "lists of kind offered or held, and round deliver"), HW_NOT_PERMITTED;
}

/* ---- who may leave ------------------------------------------------------------------------------------ */
const char *round_bar_words(round_bar bar)
{
	switch (bar) {
	case ROUND_NOT_THERE:
		return "is not in the registry";
	case ROUND_NO_INTERVIEW:
		return "no private interview is recorded";
	case ROUND_HOME:
		return "is home already";
	case ROUND_UNAVAILABLE:
		return "not available";
	case ROUND_FREE:
		break;
	}
	return "may be on it";
}

/* Columns of round_person. */
static round_bar bar_of(const store_rows *rows, bool ours, bool hand_over, bool kept)
{
	bool asked = !store_is_null(rows, 9) || store_get_integer(rows, 12) > 0;

	if (store_get_integer(rows, 10) || !store_is_null(rows, 15) || hw_text_is(store_get_text(rows, 11), "returned"))
		return ROUND_HOME;
	if (hw_text_is(store_get_text(rows, 11), "dead") || kept)
		return ROUND_UNAVAILABLE;
	if (ours || !hand_over)
		return ROUND_FREE;
	/* What is personal comes first, so that "no interview" is never a hint at it. */
	if ((!store_is_null(rows, 6) && !store_get_integer(rows, 6)) || store_get_integer(rows, 8) == 1 ||
	    store_get_integer(rows, 7) == 1 || hw_text_is(store_get_text(rows, 5), "grave"))
		return ROUND_UNAVAILABLE;
	return asked && !store_is_null(rows, 6) ? ROUND_FREE : ROUND_NO_INTERVIEW;
}

hw_status round_person_of(bureau *b, hw_arena *arena, hw_text id, const outward_gate *gate, bool hand_over,
			  round_person *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;

	*result = (round_person){.id = id, .bar = ROUND_NOT_THERE};
	const store_value values[] = {store_text(id)};
	HW_TRY(store_query_first(bureau_store(b), "round_person", values, HW_COUNT(values), &rows, error));
	if (!rows)
		return HW_OK;
	result->side = store_copy_text(rows, 1, arena);
	result->name = hw_text_trim(hw_text_format(arena, "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 2)),
						   HW_TEXT_ARG(store_get_text(rows, 3)),
						   HW_TEXT_ARG(store_get_text(rows, 4))));
	result->born = store_copy_text(rows, 13, arena);
	result->person = store_copy_text(rows, 14, arena);
	result->family_group = store_copy_text(rows, 16, arena);
	result->categories = store_copy_text(rows, 17, arena);
	result->holder = store_copy_text(rows, 18, arena);
	result->due = hw_text_is(store_get_text(rows, 5), "grave");
	result->unwilling = !store_is_null(rows, 6) && !store_get_integer(rows, 6);
	result->bar = bar_of(rows, hw_text_is(result->side, "ours"), hand_over,
			     gate && !outward_allows(gate, result->person));
	return HW_OK;
}

hw_status round_gate(bureau *b, hw_arena *arena, outward way, hw_text round, hw_text party, outward_gate *gate,
		     hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(round)};
	hw_text table;

	HW_TRY(store_query_first(bureau_store(b), "round_one", values, 1, &rows, error));
	table = rows ? store_get_text(rows, 5) : HW_TEXT("");
	table = hw_text_format(arena, "%.*s;%.*s", HW_TEXT_ARG(table), HW_TEXT_ARG(party));
	return table.bytes ? outward_open(b, arena, way, table, gate, error)
			   : hw_fail(error, HW_NO_MEMORY, "no memory for those at the table");
}

/* ---- classes of a package ------------------------------------------------------------------------------ */
hw_status round_class_of(store_connection *store, hw_text classes, bool *known, bool *due, hw_error *error)
{
	hw_text category;

	*known = hw_text_trim(classes).length > 0;
	*due = false;
	while (hw_text_split(&classes, '+', &category)) {
		STORE_ROWS_GUARD store_rows *rows = NULL;
		const store_value values[] = {store_text(hw_text_trim(category))};

		HW_TRY(store_query_first(store, "round_category", values, 1, &rows, error));
		*known = *known && rows;
		*due = *due || (rows && hw_text_is(store_get_text(rows, 0), "health"));
	}
	return HW_OK;
}

hw_status round_class_counts(store_connection *store, hw_text classes, bool *counts, hw_error *error)
{
	bool known, due;

	HW_TRY(round_class_of(store, classes, &known, &due, error));
	*counts = known && !due;
	return HW_OK;
}

/* ---- files ------------------------------------------------------------------------------------------------ */
hw_text round_cell(const round_file *f, size_t row, const char *column)
{
	for (size_t c = 0; c < f->column_count; c++)
		if (hw_text_is(f->columns[c], column))
			return f->cells[row * f->column_count + c];
	return HW_TEXT("");
}

void round_file_place(const round_file *f, size_t row, hw_error *error)
{
	(void)hw_error_where(error, "%s:%llu", f->path, (unsigned long long)f->lines[row]);
}

static hw_status read_header(hw_arena *arena, const hw_csv_row *header, const char *const *known, size_t known_count,
			     round_file *f, hw_error *error)
{
	size_t matched = 0;

	f->column_count = header->count;
	f->columns = HW_NEW(arena, hw_text, header->count + 1);
	if (!f->columns)
		return hw_fail(error, HW_NO_MEMORY, "no memory to read the file");
	for (size_t c = 0; c < header->count; c++) {
		hw_text name = hw_text_trim(header->fields[c]);

		if (hw_text_is(name, "id"))
			name = HW_TEXT("person");
		f->columns[c] = HW_TEXT("");
		for (size_t k = 0; k < known_count; k++)
			if (hw_text_is(name, known[k])) {
				f->columns[c] = hw_text_of(known[k]);
				matched++;
			}
	}
	if (matched)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "none of its columns is known");
	return hw_error_remedy(error, "name its first column \"%s\" (the person's id)", known[0]);
}

static hw_status read_rows(hw_arena *arena, hw_csv *csv, round_file *f, hw_error *error)
{
	size_t capacity = 0;
	const hw_csv_row *row;

	for (;;) {
		HW_TRY(hw_csv_next(csv, &row, error));
		if (!row)
			return HW_OK;
		if (f->row_count == ROUND_NAMES_MOST)
			return hw_fail(error, HW_TOO_LARGE, "more than %d names", (int)ROUND_NAMES_MOST);
		if (f->row_count == capacity) {
			size_t more = capacity ? capacity * 2 : 256;
			hw_text *cells = HW_NEW(arena, hw_text, more * f->column_count);
			uint64_t *lines = HW_NEW(arena, uint64_t, more);

			if (!cells || !lines)
				return hw_fail(error, HW_NO_MEMORY, "no memory to read the file");
			if (capacity) {
				memcpy(cells, f->cells, capacity * f->column_count * sizeof(*cells));
				memcpy(lines, f->lines, capacity * sizeof(*lines));
			}
			f->cells = cells;
			f->lines = lines;
			capacity = more;
		}
		for (size_t c = 0; c < f->column_count; c++) {
			hw_text cell = hw_text_trim(row->fields[c]);

			if (cell.length > ROUND_TEXT_MOST)
				return hw_fail(error, HW_TOO_LARGE, "a cell of %zu bytes", cell.length);
			f->cells[f->row_count * f->column_count + c] = hw_text_copy(arena, cell);
		}
		f->lines[f->row_count++] = row->line;
	}
}

hw_status round_file_read(hw_arena *arena, const char *path, const char *const *known, size_t known_count,
			  round_file *result, hw_error *error)
{
	hw_csv *csv = NULL;
	hw_status status;

	*result = (round_file){.path = strcmp(path, "-") ? path : "standard input"};
	HW_TRY(hw_csv_open(path, &csv, error));
	status = read_header(arena, hw_csv_header(csv), known, known_count, result, error);
	if (status != HW_OK)
		(void)hw_error_where(error, "%s:1", result->path);
	else
		status = read_rows(arena, csv, result, error);
	hw_csv_close(csv);
	return status;
}
