/* link_fields.c - which columns are compared, and as what: named, or guessed by their names and values. */
#include "bureau/link_int.h"

#include <string.h>

enum { GUESS_ROWS = 1000 };

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to link");
}

size_t link_column_of(const link_file *file, hw_text name)
{
	for (size_t i = 0; i < file->column_count; i++)
		if (hw_text_equal(file->header[i], name))
			return i;
	return SIZE_MAX;
}

hw_status link_no_column(const link_file *file, hw_text name, hw_error *error)
{
	char shown[64];
	hw_buffer list = {0};

	hw_fail(error, HW_BAD_INPUT, "there is no column \"%s\"", hw_text_shown(name, shown));
	hw_error_where(error, "%s:1", file->path);
	for (size_t i = 0; i < file->column_count && list.length < 150; i++)
		hw_buffer_addf(&list, "%s%.*s", i ? ", " : "", HW_TEXT_ARG(file->header[i]));
	hw_error_remedy(error, "the file has %s", list.bytes ? list.bytes : "no columns");
	hw_buffer_free(&list);
	return HW_BAD_INPUT;
}

/* One field: a column of the first file, and of the second, under its own name there. */
static hw_status add_pair(bureau_link *link, hw_text left, hw_text right, trace_kind kind, hw_error *error)
{
	/* one file may have the parts of a name, and the other the whole of it */
	bool is_name =
		kind == TRACE_FAMILY || kind == TRACE_GIVEN || kind == TRACE_PATRONYMIC || kind == TRACE_FULL_NAME;
	const hw_text names[2] = {left, right};
	size_t found = 0;
	hw_text name = left;

	for (size_t f = 0; f < link->options.file_count; f++)
		found += link_column_of(&link->files[f], names[f]) != SIZE_MAX;
	for (size_t f = 0; f < link->options.file_count; f++) {
		size_t column = link_column_of(&link->files[f], names[f]);
		if (column == SIZE_MAX && !(is_name && found))
			return link_no_column(&link->files[f], names[f], error);
		link->files[f].columns[link->field_count] = column;
	}
	if (!hw_text_equal(left, right))
		name = hw_text_format(link->arena, "%.*s|%.*s", HW_TEXT_ARG(left), HW_TEXT_ARG(right));
	if (!name.bytes)
		return no_memory(error);
	link->fields[link->field_count++] = (trace_field){name, kind};
	return HW_OK;
}

static hw_status add_field(bureau_link *link, hw_text name, trace_kind kind, hw_error *error)
{
	return add_pair(link, name, name, kind, error);
}

/* "born|dob": the column of the first file and that of the second; a column that is called so goes before. */
static void split_names(const bureau_link *link, hw_text name, hw_text *left, hw_text *right)
{
	const char *bar = memchr(name.bytes, '|', name.length);

	*left = *right = name;
	for (size_t f = 0; f < link->options.file_count; f++)
		if (link_column_of(&link->files[f], name) != SIZE_MAX)
			return;
	if (!bar || link->options.file_count != 2)
		return;
	*left = hw_text_trim((hw_text){name.bytes, (size_t)(bar - name.bytes)});
	*right = hw_text_trim((hw_text){bar + 1, name.length - (size_t)(bar - name.bytes) - 1});
}

static hw_status given_fields(bureau_link *link, hw_error *error)
{
	for (size_t i = 0; i < link->options.field_count; i++) {
		const char *text = link->options.fields[i], *equals = strrchr(text, '=');
		trace_kind kind;
		if (!equals || equals == text) {
			hw_fail(error, HW_USAGE, "\"%s\" is not COLUMN=KIND", text);
			return hw_error_remedy(error, "write for example --field surname=family, or --field "
						      "\"born|dob=date\" when the files call it differently");
		}
		HW_TRY(trace_kind_find(hw_text_of(equals + 1), &kind, error));
		hw_text name = {text, (size_t)(equals - text)}, left, right;
		for (size_t k = 0; k < link->field_count; k++)
			if (hw_text_equal(link->fields[k].name, name))
				return hw_fail(error, HW_USAGE, "--field names \"%.*s\" twice", HW_TEXT_ARG(name));
		split_names(link, name, &left, &right);
		HW_TRY(add_pair(link, left, right, kind, error));
	}
	return HW_OK;
}

/* The first rows of all columns, for the guess. */
static hw_status first_values(bureau_link *link, const link_file *file, hw_text **values, size_t *rows, hw_error *error)
{
	hw_csv *csv = NULL;
	const hw_csv_row *row;
	hw_status status = HW_OK;

	*rows = 0;
	*values = HW_NEW(link->arena, hw_text, GUESS_ROWS * file->column_count);
	if (!*values)
		return no_memory(error);
	HW_TRY(hw_csv_open(file->path, &csv, error));
	while (*rows < GUESS_ROWS && (status = hw_csv_next(csv, &row, error)) == HW_OK && row) {
		for (size_t c = 0; c < file->column_count; c++) {
			hw_text copy = hw_text_copy(link->arena, hw_text_trim(row->fields[c]));
			if (!copy.bytes) {
				status = no_memory(error);
				break;
			}
			(*values)[c * GUESS_ROWS + *rows] = copy;
		}
		++*rows;
	}
	hw_csv_close(csv);
	return status;
}

/* ---- columns that the two files call differently ---------------------------------------------------------- */
typedef struct guessing {
	hw_text *values[2]; /* [column][GUESS_ROWS] of each file */
	size_t rows[2];
} guessing;

/* Of a date it must be said which: a birth goes with a birth only. */
typedef struct meaning {
	trace_kind kind;
	bool birth;
} meaning;

static bool is_birth(hw_text name)
{
	static const char *const words[] = {"born", "birth", "dob", "народж", "рожд"};
	char lower[256];
	size_t length = name.length < sizeof(lower) - 1 ? name.length : sizeof(lower) - 1;

	for (size_t i = 0; i < length; i++)
		lower[i] = name.bytes[i] >= 'A' && name.bytes[i] <= 'Z' ? (char)(name.bytes[i] + 0x20) : name.bytes[i];
	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (memmem(lower, length, words[i], strlen(words[i])))
			return true;
	return false;
}

/* Kinds that two columns can share without being the same thing are not guessed together. */
static bool can_pair(meaning m)
{
	return m.kind != TRACE_SKIP && m.kind != TRACE_SOURCE && m.kind != TRACE_TEXT && m.kind != TRACE_NUMBER &&
	       (m.kind != TRACE_DATE || m.birth);
}

/* A column that only this file has, by its name, and which no field uses yet. */
static bool is_alone(const bureau_link *link, unsigned f, size_t c)
{
	const link_file *file = &link->files[f];

	if (c == file->id || c == file->truth || !file->header[c].length ||
	    link_column_of(&link->files[1 - f], file->header[c]) != SIZE_MAX)
		return false;
	for (size_t i = 0; i < link->field_count; i++)
		if (file->columns[i] == c)
			return false;
	return true;
}

static meaning meaning_of(const link_file *file, const hw_text *values, size_t rows, size_t c)
{
	return (meaning){link_guess_kind(file->header[c], values + c * GUESS_ROWS, rows), is_birth(file->header[c])};
}

/* The only such column of the file that means this; SIZE_MAX when there is none, or more than one. */
static size_t only_one(const bureau_link *link, unsigned f, const hw_text *values, size_t rows, meaning wanted)
{
	size_t found = SIZE_MAX;

	for (size_t c = 0; c < link->files[f].column_count; c++) {
		meaning m = meaning_of(&link->files[f], values, rows, c);

		if (m.kind != wanted.kind || (m.kind == TRACE_DATE && m.birth != wanted.birth) || !is_alone(link, f, c))
			continue;
		if (found != SIZE_MAX)
			return SIZE_MAX;
		found = c;
	}
	return found;
}

/* What one column of the first file goes with in the second, when the two call it differently. */
static hw_status guess_pair(bureau_link *link, const guessing *g, size_t c, hw_error *error)
{
	meaning m = meaning_of(&link->files[0], g->values[0], g->rows[0], c);
	size_t there;

	if (link->options.file_count != 2 || !can_pair(m) || !is_alone(link, 0, c) ||
	    only_one(link, 0, g->values[0], g->rows[0], m) != c)
		return HW_OK;
	there = only_one(link, 1, g->values[1], g->rows[1], m);
	return there == SIZE_MAX
		       ? HW_OK
		       : add_pair(link, link->files[0].header[c], link->files[1].header[there], m.kind, error);
}

static bool is_part(trace_kind kind)
{
	return kind == TRACE_FAMILY || kind == TRACE_GIVEN || kind == TRACE_PATRONYMIC;
}

/* Does the file have a whole name (`whole`), or the parts of one, by its header? */
static bool has_name(const link_file *file, bool whole)
{
	bool family = false;

	for (size_t c = 0; c < file->column_count; c++) {
		trace_kind kind = link_guess_kind(file->header[c], NULL, 0);
		family = family || (whole ? kind == TRACE_FULL_NAME : kind == TRACE_FAMILY);
	}
	return family;
}

/* A column that only one file has is used when it is the name, and the other file has the name in another shape. */
static hw_status guess_names_of_one(bureau_link *link, hw_error *error)
{
	for (unsigned f = 0; f < 2 && link->options.file_count == 2; f++) {
		const link_file *file = &link->files[f], *other = &link->files[1 - f];
		for (size_t c = 0; c < file->column_count && link->field_count < TRACE_FIELDS_MAX; c++) {
			trace_kind kind = link_guess_kind(file->header[c], NULL, 0);
			bool fits = (is_part(kind) && has_name(other, true) && !has_name(other, false)) ||
				    (kind == TRACE_FULL_NAME && has_name(other, false));
			if (fits && is_alone(link, f, c))
				HW_TRY(add_field(link, file->header[c], kind, error));
		}
	}
	return HW_OK;
}

void link_write_unused(const bureau_link *link, hw_buffer *out)
{
	for (unsigned f = 0; f < 2 && link->options.file_count == 2; f++) {
		const link_file *file = &link->files[f];
		size_t told = 0;

		for (size_t c = 0; c < file->column_count; c++) {
			if (!is_alone(link, f, c))
				continue;
			if (!told++)
				hw_buffer_addf(out, "not compared, for only %s has it:", file->path);
			hw_buffer_addf(out, "%s %.*s", told > 1 ? "," : "", HW_TEXT_ARG(file->header[c]));
		}
		if (told)
			hw_buffer_adds(out, " (--field \"THIS|THAT=KIND\" compares columns that the files call "
					    "differently)\n");
	}
}

/* In the order of the first file's columns, whatever the second calls them. */
static hw_status guess_fields(bureau_link *link, hw_error *error)
{
	const link_file *file = &link->files[0];
	guessing g = {.rows = {0, 0}};

	link->guessed = true;
	for (size_t f = 0; f < link->options.file_count; f++)
		HW_TRY(first_values(link, &link->files[f], &g.values[f], &g.rows[f], error));
	for (size_t c = 0; c < file->column_count && link->field_count < TRACE_FIELDS_MAX; c++) {
		bool in_both =
			link->options.file_count == 1 || link_column_of(&link->files[1], file->header[c]) != SIZE_MAX;
		if (c == file->id || c == file->truth || link_column_of(file, file->header[c]) != c ||
		    !file->header[c].length)
			continue;
		if (in_both)
			HW_TRY(add_field(link, file->header[c],
					 link_guess_kind(file->header[c], g.values[0] + c * GUESS_ROWS, g.rows[0]),
					 error));
		else
			HW_TRY(guess_pair(link, &g, c, error));
	}
	HW_TRY(guess_names_of_one(link, error));
	size_t compared = 0;
	for (size_t i = 0; i < link->field_count; i++)
		compared += link->fields[i].kind != TRACE_SKIP && link->fields[i].kind != TRACE_SOURCE;
	if (!compared) {
		hw_fail(error, HW_BAD_INPUT, "no column%s can be compared",
			link->options.file_count == 2 ? " that both files have" : "");
		hw_error_remedy(error, "name the fields: --field COLUMN=KIND");
		return hw_error_where(error, "%s", file->path);
	}
	return HW_OK;
}

hw_status link_choose_fields(bureau_link *link, hw_error *error)
{
	link->fields = HW_NEW(link->arena, trace_field, TRACE_FIELDS_MAX);
	for (size_t f = 0; f < link->options.file_count; f++)
		link->files[f].columns = HW_NEW(link->arena, size_t, TRACE_FIELDS_MAX);
	if (!link->fields || !link->files[0].columns || (link->options.file_count == 2 && !link->files[1].columns))
		return no_memory(error);
	if (link->options.field_count > TRACE_FIELDS_MAX)
		return hw_fail(error, HW_USAGE, "more than %d fields", TRACE_FIELDS_MAX);
	return link->options.field_count ? given_fields(link, error) : guess_fields(link, error);
}
