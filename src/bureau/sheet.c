/* Sheets: fields and lists of what is known of one thing, and their --json. */
#include "bureau/retention_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <string.h>

sheet sheet_begin(bureau *b, hw_arena *arena, const bureau_run *run, const char *kind, bureau_sheet *out,
		  hw_error *error)
{
	*out = (bureau_sheet){.kind = kind};
	return (sheet){.b = b,
		       .store = bureau_store(b),
		       .arena = arena,
		       .run = run,
		       .out = out,
		       .day = bureau_as_of(b),
		       .uk = run->lang && !strcmp(run->lang, "uk"),
		       .error = error};
}

hw_status sheet_end(sheet *s)
{
	return s->failed ? hw_fail(s->error, HW_NO_MEMORY, "no memory for the sheet") : HW_OK;
}

/* ---- values -------------------------------------------------------------------------------- */
bureau_value sheet_value_text(hw_text t)
{
	return (bureau_value){.text = t, .known = t.length > 0};
}

bureau_value sheet_value_word(const char *word)
{
	return sheet_value_text(hw_text_of(word));
}

bureau_value sheet_value_count(int64_t n)
{
	return (bureau_value){.number = (double)n, .known = true};
}

bureau_value sheet_value_number(double x)
{
	return (bureau_value){.number = isnan(x) ? 0 : x, .known = !isnan(x)};
}

bureau_value sheet_value_flag(int64_t yes)
{
	return (bureau_value){.number = yes > 0, .known = yes >= 0};
}

bureau_value sheet_value_restricted(void)
{
	return (bureau_value){.restricted = true};
}

static bool is_text(bureau_value_kind kind)
{
	return kind == BUREAU_TEXT || kind == BUREAU_WORD || kind == BUREAU_HASH;
}

/* A column of another type than the kind says nothing: the caller fills that cell himself. */
bureau_value sheet_column(sheet *s, const store_rows *rows, size_t column, bureau_value_kind kind)
{
	store_kind stored = store_column_kind(rows, column);
	bureau_value value = {.known = true};

	if (stored == STORE_TEXT && is_text(kind)) {
		value.text = store_copy_text(rows, column, s->arena);
		s->failed |= !value.text.bytes;
	} else if (stored == STORE_INTEGER && !is_text(kind)) {
		value.number = (double)store_get_integer(rows, column);
	} else if (stored == STORE_NUMBER && kind == BUREAU_NUMBER) {
		value.number = store_get_number(rows, column);
	} else {
		value.known = false;
	}
	return value;
}

/* ---- filling -------------------------------------------------------------------------------- */
void sheet_field(sheet *s, const char *key, const char *heading, bureau_value_kind kind, bureau_value value)
{
	if (s->out->field_count == BUREAU_SHEET_FIELDS)
		s->failed = true;
	else
		s->out->fields[s->out->field_count++] = (bureau_field){{key, heading, kind}, value};
}

bureau_list *sheet_list(sheet *s, const char *key, const char *heading, const char *empty, const bureau_column *columns,
			size_t count)
{
	static const size_t last = BUREAU_SHEET_LISTS - 1;
	size_t at = s->out->list_count;

	if (at > last) {
		s->failed = true;
		at = last;
	} else {
		s->out->list_count++;
	}
	s->out->lists[at] = (bureau_list){
		.key = key, .heading = heading, .empty = empty, .columns = columns, .column_count = count};
	return &s->out->lists[at];
}

bureau_value *sheet_row(sheet *s, bureau_list *list)
{
	if (list->row_count == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 8;
		bureau_value *values = HW_NEW(s->arena, bureau_value, capacity * list->column_count);

		if (!values) {
			s->failed = true;
			return s->spare;
		}
		if (list->row_count)
			memcpy(values, list->values, list->row_count * list->column_count * sizeof(*values));
		list->values = values;
		list->capacity = capacity;
	}
	return list->values + list->column_count * list->row_count++;
}

hw_text sheet_words(const sheet *s, const char *english)
{
	return hw_text_of(bureau_word(s->run->lang ? s->run->lang : "en", english));
}

void sheet_say(sheet *s, const char *english)
{
	hw_text words = sheet_words(s, english);

	sheet_note(s, "%.*s", HW_TEXT_ARG(words));
}

hw_text sheet_format(sheet *s, const char *format, ...)
{
	char line[4096];
	hw_text copy;
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	copy = hw_text_copy(s->arena, hw_text_of(line));
	s->failed |= !copy.bytes;
	return copy;
}

void sheet_note(sheet *s, const char *format, ...)
{
	char line[2048];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (s->out->note_count == BUREAU_SHEET_NOTES)
		s->failed = true;
	else
		s->out->notes[s->out->note_count++] = sheet_told(s, hw_text_copy(s->arena, hw_text_of(line)));
}

hw_text sheet_told(sheet *s, hw_text english)
{
	hw_text told = bureau_retell(s->arena, s->uk ? "uk" : "en", english);

	s->failed |= english.length && !told.bytes;
	return told;
}

hw_status sheet_query(sheet *s, bureau_list *list, const char *statement, const store_value *values, size_t count,
		      sheet_keep keep, void *context)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(s->store, statement, values, count, &rows, s->error));
	for (;;) {
		bureau_value *cells;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		cells = sheet_row(s, list);
		if (s->failed)
			return sheet_end(s);
		for (size_t c = 0; c < list->column_count && c < store_columns(rows); c++)
			cells[c] = sheet_column(s, rows, c, list->columns[c].kind);
		if (keep && !keep(s, rows, cells, context)) {
			memset(cells, 0, list->column_count * sizeof(*cells));
			list->row_count--;
		}
	}
}

bool sheet_day(hw_text date, int32_t *first, int32_t *last)
{
	hw_error ignored;
	hw_date d;

	if (!date.length || hw_date_parse(date, &d, &ignored) != HW_OK || !d.known)
		return false;
	*first = d.first;
	*last = d.last;
	return true;
}

bool sheet_known_by(const sheet *s, const store_rows *rows, size_t column)
{
	int32_t first, last;

	return !sheet_day(store_get_text(rows, column), &first, &last) || first <= s->day;
}

bool sheet_in_list(hw_text list, hw_text item)
{
	hw_text piece;

	while (item.length && hw_text_split(&list, ';', &piece))
		if (hw_text_equal(hw_text_trim(piece), item))
			return true;
	return false;
}

hw_text sheet_file(hw_text path)
{
	for (size_t i = path.length; i > 0; i--)
		if (path.bytes[i - 1] == '/')
			return (hw_text){path.bytes + i, path.length - i};
	return path;
}

/* ---- labels ----------------------------------------------------------------------------------- */
hw_text sheet_label(sheet *s, const char *kind, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(kind), store_text(id)};
	hw_error ignored;

	/* A label that cannot be read is not worth a failure: the id stands for itself. */
	if (!id.length ||
	    store_query_first(s->store, "case_label", values, HW_COUNT(values), &rows, &ignored) != HW_OK || !rows)
		return id.length ? hw_text_copy(s->arena, id) : HW_TEXT("");
	return sheet_format(s, "%.*s (%.*s)", HW_TEXT_ARG(store_get_text(rows, s->uk && !store_is_null(rows, 1))),
			    HW_TEXT_ARG(id));
}

hw_text sheet_labels(sheet *s, const char *kind, hw_text ids)
{
	hw_text all = HW_TEXT(""), id;

	while (hw_text_split(&ids, ';', &id)) {
		hw_text label = sheet_label(s, kind, hw_text_trim(id));

		all = all.length ? sheet_format(s, "%.*s; %.*s", HW_TEXT_ARG(all), HW_TEXT_ARG(label)) : label;
	}
	return all;
}

hw_text case_says(sheet *s, hw_text status, hw_text place, hw_text region, hw_text searched)
{
	bool places = bureau_may(s->b, BUREAU_MAY_SEE_PLACES);
	hw_text where = HW_TEXT(""),
		state = status.length ? sheet_words(s, hw_text_copy(s->arena, status).bytes) : HW_TEXT("");

	if (searched.length)
		return places ? sheet_format(s, "%s %.*s", sheet_words(s, "looked for and not found at").bytes,
					     HW_TEXT_ARG(sheet_label(s, "places", searched)))
			      : sheet_words(s, "looked for at a place and not found");
	if (place.length)
		where = places ? sheet_label(s, "places", place) : sheet_words(s, "a place of detention");
	else if (region.length)
		where = sheet_label(s, "regions", region);
	if (state.length && where.length)
		return sheet_format(s, "%.*s, %s %.*s", HW_TEXT_ARG(state), sheet_words(s, "at").bytes,
				    HW_TEXT_ARG(where));
	if (where.length)
		return sheet_format(s, "%s %.*s", sheet_words(s, "held at").bytes, HW_TEXT_ARG(where));
	return state.length ? state : sheet_words(s, "nothing that the model reads");
}

/* ---- JSON --------------------------------------------------------------------------------------- */
static void value_json(const bureau_column *column, const bureau_value *value, hw_json_writer *w)
{
	if (value->restricted) {
		hw_json_string(w, column->key, "restricted");
		return;
	}
	if (!value->known) {
		hw_json_null(w, column->key);
		return;
	}
	switch (column->kind) {
	case BUREAU_TEXT:
	case BUREAU_WORD:
	case BUREAU_HASH:
		hw_json_text(w, column->key, value->text);
		break;
	case BUREAU_COUNT:
		hw_json_integer(w, column->key, (int64_t)value->number);
		break;
	case BUREAU_NUMBER:
	case BUREAU_EXACT:
		hw_json_number(w, column->key, value->number);
		break;
	case BUREAU_FLAG:
		hw_json_boolean(w, column->key, value->number > 0);
		break;
	}
}

void bureau_sheet_json(const bureau_sheet *of, hw_json_writer *w, const char *key)
{
	hw_json_object(w, key);
	for (size_t i = 0; i < of->field_count; i++)
		value_json(&of->fields[i].column, &of->fields[i].value, w);
	for (size_t i = 0; i < of->list_count; i++) {
		const bureau_list *list = &of->lists[i];

		hw_json_array(w, list->key);
		for (size_t r = 0; r < list->row_count; r++) {
			hw_json_object(w, NULL);
			for (size_t c = 0; c < list->column_count; c++)
				value_json(&list->columns[c], &list->values[r * list->column_count + c], w);
			hw_json_close(w, '}');
		}
		hw_json_close(w, ']');
	}
	hw_json_array(w, "notes");
	for (size_t i = 0; i < of->note_count; i++)
		hw_json_text(w, NULL, of->notes[i]);
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}

/* ---- persons by id --------------------------------------------------------------------------------- */
static hw_status first_text(bureau *b, hw_arena *arena, const char *statement, hw_text id, hw_text *result,
			    hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};

	HW_TRY(store_query_first(bureau_store(b), statement, values, 1, &rows, error));
	*result = rows ? store_copy_text(rows, 0, arena) : HW_TEXT("");
	return HW_OK;
}

hw_status case_resolve_any(bureau *b, hw_arena *arena, hw_text id, hw_text *person, bool *sealed, hw_error *error)
{
	static const char *const ways[] = {"case_person_open", "case_person_former", "case_person_registered",
					   "retention_person_of_sealed_key"};
	char step[STORE_ID_BYTES];
	char shown[64];

	for (size_t i = 0; id.length && i < HW_COUNT(ways); i++) {
		HW_TRY(first_text(b, arena, ways[i], id, person, error));
		if (!person->length)
			continue;
		HW_TRY(retention_person_sealed(bureau_store(b), *person, step, error));
		*sealed = *step;
		return HW_OK;
	}
	(void)hw_fail(error, HW_NOT_FOUND, "there is no person \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward search NAME");
}

hw_status case_resolve(bureau *b, hw_arena *arena, hw_text id, hw_text *person, hw_error *error)
{
	bool sealed;

	HW_TRY(case_resolve_any(b, arena, id, person, &sealed, error));
	return sealed ? retention_refuse(error) : HW_OK;
}

hw_status case_enter(bureau *b, hw_arena *arena, hw_text id, hw_text *person, hw_error *error)
{
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(case_resolve(b, arena, id, person, error));
	return bureau_log_view(b, "person", *person, HW_TEXT(""), error);
}
