/* census_read.c - a table of lists: one 0/1 column a list, a column `count`, columns of strata. */
#include "bureau/census_int.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 4000000, STRATA_COLUMNS = 8 };

static bool same_word(hw_text a, const char *b)
{
	size_t length = strlen(b);

	a = hw_text_trim(a);
	if (a.length != length)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((a.bytes[i] | (a.bytes[i] >= 'A' && a.bytes[i] <= 'Z' ? 0x20 : 0)) != b[i])
			return false;
	return true;
}

size_t census_column(const hw_csv_row *header, const char *name)
{
	for (size_t i = 0; i < header->count; i++)
		if (hw_text_is(hw_text_trim(header->fields[i]), name))
			return i;
	return SIZE_MAX;
}

hw_status census_strata_columns(const bureau_census_question *question, const hw_csv_row *header, size_t *columns,
				size_t *count, hw_error *error)
{
	size_t found = 0;

	for (size_t i = 0; i < question->strata_count; i++) {
		size_t column = census_column(header, question->strata[i]);
		if (column == SIZE_MAX) {
			(void)hw_fail(error, HW_BAD_INPUT, "no column is called \"%s\"", question->strata[i]);
			return hw_error_remedy(error, "--strata names a column of the header");
		}
		if (found == STRATA_COLUMNS)
			return hw_fail(error, HW_BAD_INPUT, "at most %d columns of strata", STRATA_COLUMNS);
		columns[found++] = column;
	}
	for (size_t i = 0; !question->strata_count && i < header->count && !found; i++)
		if (same_word(header->fields[i], "stratum"))
			columns[found++] = i;
	*count = found;
	return HW_OK;
}

hw_text census_stratum_name(hw_arena *arena, const hw_csv_row *row, const size_t *columns, size_t count)
{
	hw_text name = {"", 0};

	for (size_t i = 0; i < count; i++)
		name = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(name), i ? " / " : "",
				      HW_TEXT_ARG(hw_text_trim(row->fields[columns[i]])));
	return name;
}

size_t census_list_of(hw_arena *arena, census_input *in, hw_text name)
{
	for (size_t i = 0; i < in->list_count; i++)
		if (hw_text_equal(in->lists[i], name))
			return i;
	if (in->list_count == CENSUS_LISTS_MAX)
		return SIZE_MAX;
	in->lists[in->list_count] = hw_text_copy(arena, name);
	return in->list_count++;
}

size_t census_stratum_of(hw_arena *arena, census_input *in, hw_text name)
{
	if (!in->strata) {
		in->strata = HW_NEW(arena, hw_text, CENSUS_STRATA_MAX);
		if (!in->strata)
			return SIZE_MAX;
	}
	for (size_t i = 0; i < in->stratum_count; i++)
		if (hw_text_equal(in->strata[i], name))
			return i;
	if (in->stratum_count == CENSUS_STRATA_MAX)
		return SIZE_MAX;
	in->strata[in->stratum_count] = hw_text_copy(arena, name);
	return in->stratum_count++;
}

/* ---- rows into tables ------------------------------------------------------------------------------ */
static int compare_rows(const void *a, const void *b)
{
	const census_row *x = a, *y = b;

	if (x->draw != y->draw)
		return x->draw < y->draw ? -1 : 1;
	if (x->stratum != y->stratum)
		return x->stratum < y->stratum ? -1 : 1;
	if (x->pattern != y->pattern)
		return x->pattern < y->pattern ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

static bool same_cell(const census_row *a, const census_row *b)
{
	return a->draw == b->draw && a->stratum == b->stratum && a->pattern == b->pattern;
}

static hw_sha256 hash_rows(const census_input *in, const census_row *rows, size_t count)
{
	hw_buffer text = {0};

	for (size_t i = 0; i < in->list_count; i++)
		hw_buffer_addf(&text, "%.*s\n", HW_TEXT_ARG(in->lists[i]));
	for (size_t i = 0; i < count; i++)
		if (rows[i].count)
			hw_buffer_addf(&text, "%zu %.*s %u %lld\n", rows[i].draw,
				       HW_TEXT_ARG(in->strata[rows[i].stratum]), rows[i].pattern,
				       (long long)rows[i].count);
	hw_sha256 digest = hw_sha256_of(hw_buffer_text(&text));
	hw_buffer_free(&text);
	return digest;
}

hw_status census_make_tables(hw_arena *arena, census_row *rows, size_t count, bool add, census_input *in,
			     hw_error *error)
{
	size_t kept = 0, cells = in->draw_count * in->stratum_count;

	qsort(rows, count, sizeof(*rows), compare_rows);
	for (size_t i = 0; i < count; i++) {
		if (kept && same_cell(&rows[kept - 1], &rows[i])) {
			if (!add) {
				(void)hw_fail(error, HW_BAD_INPUT,
					      "the same pattern of lists stands in line %llu already",
					      (unsigned long long)rows[kept - 1].line);
				(void)hw_error_where(error, "%s:%llu", in->name, (unsigned long long)rows[i].line);
				return hw_error_remedy(error, "add the counts up, or name the column that tells the "
							      "rows apart by --strata");
			}
			rows[kept - 1].count += rows[i].count;
			continue;
		}
		rows[kept++] = rows[i];
	}
	uint32_t *patterns = HW_NEW(arena, uint32_t, kept + 1);
	int64_t *counts = HW_NEW(arena, int64_t, kept + 1);
	in->tables = HW_NEW(arena, census_table, cells + 1);
	if (!patterns || !counts || !in->tables)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the tables");
	for (size_t i = 0, at = 0; i < cells; i++) {
		census_table *t = &in->tables[i];
		*t = (census_table){in->list_count, patterns + at, counts + at, 0};
		for (; at < kept && rows[at].draw * in->stratum_count + rows[at].stratum == i; at++) {
			patterns[at] = rows[at].pattern;
			counts[at] = rows[at].count;
			t->pattern_count++;
		}
	}
	in->data = hash_rows(in, rows, kept);
	return HW_OK;
}

/* ---- a table ------------------------------------------------------------------------------------------ */
typedef struct reading {
	hw_arena *arena;
	census_input *in;
	const bureau_census_question *question;
	hw_csv *csv;
	size_t count_column, strata[STRATA_COLUMNS], strata_count;
	size_t lists[CENSUS_LISTS_MAX]; /* columns */
	census_row *rows;
	size_t row_count, room;
	uint64_t people[CENSUS_LISTS_MAX];
	hw_error *error;
} reading;

static hw_status refuse(reading *r, const hw_csv_row *row, size_t column, const char *remedy, const char *format, ...)
	HW_PRINTF(5, 6);
static hw_status refuse(reading *r, const hw_csv_row *row, size_t column, const char *remedy, const char *format, ...)
{
	const hw_csv_row *header = hw_csv_header(r->csv);
	char why[384], shown[64];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(why, sizeof why, format, arguments);
	va_end(arguments);
	(void)hw_fail(r->error, HW_BAD_INPUT, "%s", why);
	if (row)
		(void)hw_error_where(r->error, "%s:%llu", r->in->name, (unsigned long long)row->line);
	else
		(void)hw_error_where(r->error, "%s", r->in->name);
	if (column != SIZE_MAX)
		(void)hw_error_what(r->error, "%s", hw_text_shown(header->fields[column], shown));
	return hw_error_remedy(r->error, "%s", remedy);
}

static bool is_stratum_column(const reading *r, size_t column)
{
	for (size_t i = 0; i < r->strata_count; i++)
		if (r->strata[i] == column)
			return true;
	return false;
}

static hw_status read_header(reading *r)
{
	const hw_csv_row *header = hw_csv_header(r->csv);
	size_t lists = 0;

	if (!header->count)
		return refuse(r, NULL, SIZE_MAX, "one 0/1 column a list and a column count", "the file is empty");
	r->count_column = SIZE_MAX;
	for (size_t i = 0; i < header->count; i++)
		if (same_word(header->fields[i], "count"))
			r->count_column = i;
	if (r->count_column == SIZE_MAX)
		return refuse(r, NULL, SIZE_MAX,
			      "add a column count: people of this pattern; rows of people go to --records",
			      "there is no column \"count\"");
	HW_TRY(census_strata_columns(r->question, header, r->strata, &r->strata_count, r->error));
	for (size_t i = 0; i < header->count; i++)
		lists += i != r->count_column && !is_stratum_column(r, i);
	if (lists < 2)
		return refuse(r, NULL, SIZE_MAX, "one 0/1 column a list", "%zu list%s; two at least are needed", lists,
			      lists == 1 ? "" : "s");
	if (lists > CENSUS_LISTS_MAX)
		return refuse(
			r, NULL, SIZE_MAX,
			"join small lists, and lists that feed one another, into one; say --strata for other columns",
			"%zu lists; at most %d can be compared", lists, CENSUS_LISTS_MAX);
	for (size_t i = 0; i < header->count; i++) {
		hw_text name = hw_text_trim(header->fields[i]);
		if (i == r->count_column || is_stratum_column(r, i))
			continue;
		size_t before = r->in->list_count;
		if (!name.length || census_list_of(r->arena, r->in, name) != before)
			return refuse(r, NULL, i, "give every list a name of its own",
				      name.length ? "two lists have this name" : "a list has no name");
		r->lists[before] = i;
	}
	return HW_OK;
}

static hw_status read_count(reading *r, const hw_csv_row *row, int64_t *count)
{
	char shown[64];
	hw_text field = hw_text_trim(row->fields[r->count_column]);
	double number;

	if (hw_text_integer(field, count, NULL) == HW_OK && *count >= 0 && (double)*count <= CENSUS_PEOPLE_MAX)
		return HW_OK;
	bool fraction = hw_text_number(field, &number, NULL) == HW_OK && number >= 0 && number <= CENSUS_PEOPLE_MAX;
	return refuse(r, row, r->count_column, "write how many people, as a whole number", "\"%s\" is %s",
		      hw_text_shown(field, shown), fraction ? "a fraction of people" : "not a number of people");
}

static hw_status read_row(reading *r, const hw_csv_row *row)
{
	census_row result = {.line = row->line};
	char shown[64];

	HW_TRY(read_count(r, row, &result.count));
	for (size_t j = 0; j < r->in->list_count; j++) {
		hw_text field = hw_text_trim(row->fields[r->lists[j]]);
		if (hw_text_is(field, "1"))
			result.pattern |= (uint32_t)1 << j;
		else if (!hw_text_is(field, "0"))
			return refuse(r, row, r->lists[j],
				      "write 1 (on this list) or 0; name a column of strata by --strata",
				      "\"%s\" is neither 0 nor 1", hw_text_shown(field, shown));
		r->people[j] += hw_text_is(field, "1") ? (uint64_t)result.count : 0;
	}
	if (!result.pattern && result.count)
		return refuse(r, row, r->count_column, "leave the row out: this is what is asked for",
			      "%lld people on no list were counted", (long long)result.count);
	if (!result.pattern)
		return HW_OK;
	hw_text stratum = census_stratum_name(r->arena, row, r->strata, r->strata_count);
	result.stratum = census_stratum_of(r->arena, r->in, stratum);
	if (result.stratum == SIZE_MAX)
		return refuse(r, row, SIZE_MAX, "join small strata", "more than %d strata", CENSUS_STRATA_MAX);
	if (r->row_count == r->room) {
		size_t room = r->room ? 2 * r->room : 256;
		census_row *more = room > MOST_ROWS ? NULL : hw_grow(r->rows, room, sizeof(*more));
		if (!more)
			return hw_fail(r->error, HW_TOO_LARGE, "more than %d rows", MOST_ROWS / 2);
		r->rows = more;
		r->room = room;
	}
	r->rows[r->row_count++] = result;
	return HW_OK;
}

static hw_status read_rows(reading *r)
{
	const hw_csv_row *row;

	HW_TRY(read_header(r));
	for (;;) {
		HW_TRY(hw_csv_next(r->csv, &row, r->error));
		if (!row)
			break;
		HW_TRY(read_row(r, row));
	}
	for (size_t j = 0; j < r->in->list_count; j++)
		if (!r->people[j])
			return refuse(r, NULL, r->lists[j], "leave the list out",
				      "nobody is on this list, so it says nothing of the others");
	r->in->draw_count = 1;
	return census_make_tables(r->arena, r->rows, r->row_count, false, r->in, r->error);
}

hw_status census_read_table(hw_arena *arena, const bureau_census_question *question, census_input *in, hw_error *error)
{
	reading r = {.arena = arena, .in = in, .question = question, .error = error};

	in->name = question->table;
	HW_TRY(hw_csv_open(question->table, &r.csv, error));
	hw_status status = read_rows(&r);
	hw_csv_close(r.csv);
	hw_release(r.rows);
	return status;
}
