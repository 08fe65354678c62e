/* census_records.c - tables from records: who stands on which list, and, by draws of a linkage, who is who.
 *
 * Records of the same id are one person.  With draws, each draw says which records are one person ("entity"), so that
 * the doubt about links becomes doubt about the number: a link missed makes two people of one and raises the
 * estimate, a wrong link lowers it. */
#include "bureau/census_int.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_RECORDS = 5000000, MOST_PLACED = 50000000, STRATA_COLUMNS = 8 };

typedef struct person {
	hw_text id;
	uint32_t pattern;
	size_t stratum;
	uint64_t line;
} person;

/* Where a draw puts a record. */
typedef struct placed {
	hw_text draw, entity;
	size_t record;
} placed;

typedef struct records {
	hw_arena *arena;
	census_input *in;
	const bureau_census_question *question;
	person *people; /* sorted by id once read */
	size_t count, room;
	placed *placed;
	size_t placed_count, placed_room;
	hw_error *error;
} records;

static hw_status at_line(hw_error *error, const char *file, const hw_csv_row *row, const char *column)
{
	(void)hw_error_where(error, "%s:%llu", file, (unsigned long long)row->line);
	if (column)
		(void)hw_error_what(error, "%s", column);
	return error ? error->status : HW_BAD_INPUT;
}

static hw_status need_column(const char *file, const hw_csv_row *header, const char *name, const char *option,
			     size_t *column, hw_error *error)
{
	*column = census_column(header, name);
	if (*column != SIZE_MAX)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "no column is called \"%s\"", name);
	(void)hw_error_where(error, "%s", file);
	return hw_error_remedy(error, "%s", option);
}

static int compare_people(const void *a, const void *b)
{
	const person *x = a, *y = b;
	int order = hw_text_compare(x->id, y->id);

	return order ? order : x->line < y->line ? -1 : x->line > y->line;
}

static hw_status read_lists(records *r, const hw_csv_row *row, hw_text field, uint32_t *pattern)
{
	hw_text rest = field, piece;

	while (hw_text_split(&rest, ';', &piece)) {
		piece = hw_text_trim(piece);
		if (!piece.length)
			continue;
		size_t list = census_list_of(r->arena, r->in, piece);
		if (list == SIZE_MAX) {
			(void)hw_fail(r->error, HW_BAD_INPUT, "more than %d lists", CENSUS_LISTS_MAX);
			(void)hw_error_remedy(r->error, "join small lists, and lists that feed one another, into one");
			return at_line(r->error, r->in->name, row, r->question->lists);
		}
		*pattern |= (uint32_t)1 << list;
	}
	return HW_OK;
}

static hw_status add_person(records *r, const hw_csv_row *row, size_t id, size_t lists, const size_t *strata,
			    size_t strata_count)
{
	person p = {.id = hw_text_copy(r->arena, hw_text_trim(row->fields[id])), .line = row->line};

	if (!p.id.length) {
		(void)hw_fail(r->error, HW_BAD_INPUT, "the record has no id");
		return at_line(r->error, r->in->name, row, r->question->id);
	}
	HW_TRY(read_lists(r, row, row->fields[lists], &p.pattern));
	p.stratum = census_stratum_of(r->arena, r->in, census_stratum_name(r->arena, row, strata, strata_count));
	if (p.stratum == SIZE_MAX) {
		(void)hw_fail(r->error, HW_BAD_INPUT, "more than %d strata", CENSUS_STRATA_MAX);
		return at_line(r->error, r->in->name, row, NULL);
	}
	if (r->count == r->room) {
		size_t room = r->room ? 2 * r->room : 1024;
		person *more = room > 2 * (size_t)MOST_RECORDS ? NULL : hw_grow(r->people, room, sizeof(*more));
		if (!more)
			return hw_fail(r->error, HW_TOO_LARGE, "more than %d records", MOST_RECORDS);
		r->people = more;
		r->room = room;
	}
	r->people[r->count++] = p;
	return HW_OK;
}

/* Records of one id become one; the first row says the stratum. */
static void join_same_ids(records *r)
{
	size_t kept = 0;

	if (!r->people)
		return;
	qsort(r->people, r->count, sizeof(*r->people), compare_people);
	for (size_t i = 0; i < r->count; i++) {
		if (kept && hw_text_equal(r->people[kept - 1].id, r->people[i].id))
			r->people[kept - 1].pattern |= r->people[i].pattern;
		else
			r->people[kept++] = r->people[i];
	}
	r->count = kept;
}

static hw_status read_records(records *r, hw_csv *csv)
{
	const hw_csv_row *header = hw_csv_header(csv), *row;
	size_t id, lists, strata[STRATA_COLUMNS], strata_count;

	HW_TRY(need_column(r->in->name, header, r->question->id, "--id names the column of ids", &id, r->error));
	HW_TRY(need_column(r->in->name, header, r->question->lists, "--lists names the column that says the list",
			   &lists, r->error));
	HW_TRY(census_strata_columns(r->question, header, strata, &strata_count, r->error));
	for (;;) {
		HW_TRY(hw_csv_next(csv, &row, r->error));
		if (!row)
			break;
		HW_TRY(add_person(r, row, id, lists, strata, strata_count));
	}
	join_same_ids(r);
	if (r->in->list_count >= 2)
		return HW_OK;
	(void)hw_fail(r->error, HW_BAD_INPUT, "%zu list%s; two at least are needed", r->in->list_count,
		      r->in->list_count == 1 ? "" : "s");
	return hw_error_where(r->error, "%s", r->in->name);
}

/* ---- draws --------------------------------------------------------------------------------------------- */
static size_t find_record(const records *r, hw_text id)
{
	size_t low = 0, high = r->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = hw_text_compare(r->people[middle].id, id);
		if (!order)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return SIZE_MAX;
}

static int compare_placed(const void *a, const void *b)
{
	const placed *x = a, *y = b;
	int order = hw_text_compare(x->draw, y->draw);

	order = order ? order : hw_text_compare(x->entity, y->entity);
	return order ? order : x->record < y->record ? -1 : x->record > y->record;
}

static hw_status place_record(records *r, const hw_csv_row *row, size_t draw, size_t record, size_t entity)
{
	hw_text id = hw_text_trim(row->fields[record]);
	char shown[64];
	placed p = {.record = find_record(r, id)};

	if (p.record == SIZE_MAX) {
		(void)hw_fail(r->error, HW_BAD_INPUT, "no record has the id \"%s\"", hw_text_shown(id, shown));
		(void)hw_error_remedy(r->error, "the draws are of the records of %s, by its column %s", r->in->name,
				      r->question->id);
		return at_line(r->error, r->question->draws, row, "record");
	}
	/* The draw of the row before is mostly the same text. */
	hw_text name = hw_text_trim(row->fields[draw]);
	p.draw = r->placed_count && hw_text_equal(r->placed[r->placed_count - 1].draw, name)
			 ? r->placed[r->placed_count - 1].draw
			 : hw_text_copy(r->arena, name);
	p.entity = hw_text_copy(r->arena, hw_text_trim(row->fields[entity]));
	if (r->placed_count == r->placed_room) {
		size_t room = r->placed_room ? 2 * r->placed_room : 4096;
		placed *more = room > 2 * (size_t)MOST_PLACED ? NULL : hw_grow(r->placed, room, sizeof(*more));
		if (!more)
			return hw_fail(r->error, HW_TOO_LARGE, "more than %d rows of draws", MOST_PLACED);
		r->placed = more;
		r->placed_room = room;
	}
	r->placed[r->placed_count++] = p;
	return HW_OK;
}

static hw_status read_draws(records *r, hw_csv *csv)
{
	const hw_csv_row *header = hw_csv_header(csv), *row;
	const char *file = r->question->draws, *form = "columns draw,record,entity";
	size_t draw, record, entity;

	HW_TRY(need_column(file, header, "draw", form, &draw, r->error));
	HW_TRY(need_column(file, header, "record", form, &record, r->error));
	HW_TRY(need_column(file, header, "entity", form, &entity, r->error));
	for (;;) {
		HW_TRY(hw_csv_next(csv, &row, r->error));
		if (!row)
			break;
		HW_TRY(place_record(r, row, draw, record, entity));
	}
	if (!r->placed_count) {
		(void)hw_fail(r->error, HW_BAD_INPUT, "there is no draw");
		return hw_error_where(r->error, "%s", file);
	}
	qsort(r->placed, r->placed_count, sizeof(*r->placed), compare_placed);
	return HW_OK;
}

/* ---- tables --------------------------------------------------------------------------------------------- */
typedef struct counting {
	census_row *rows;
	size_t count;
} counting;

static void count_one(counting *c, size_t draw, const person *p, uint32_t pattern)
{
	if (pattern)
		c->rows[c->count++] = (census_row){draw, p->stratum, pattern, 1, 0};
}

/* One draw: entities in turn; a record that the draw does not place stands alone. */
static hw_status count_draw(records *r, counting *c, size_t draw, size_t from, size_t to, bool *met)
{
	memset(met, 0, r->count * sizeof(*met));
	for (size_t i = from, next; i < to; i = next) {
		size_t first = r->placed[i].record;
		uint32_t pattern = 0;
		for (next = i; next < to && hw_text_equal(r->placed[next].entity, r->placed[i].entity); next++) {
			size_t record = r->placed[next].record;
			if (met[record]) {
				char shown[64], shown_draw[64];
				(void)hw_fail(r->error, HW_BAD_INPUT, "draw %s places the record \"%s\" twice",
					      hw_text_shown(r->placed[i].draw, shown_draw),
					      hw_text_shown(r->people[record].id, shown));
				return hw_error_where(r->error, "%s", r->question->draws);
			}
			met[record] = true;
			pattern |= r->people[record].pattern;
			first = record < first ? record : first;
		}
		count_one(c, draw, &r->people[first], pattern);
	}
	for (size_t i = 0; i < r->count; i++)
		if (!met[i])
			count_one(c, draw, &r->people[i], r->people[i].pattern);
	return HW_OK;
}

static size_t count_names_of_draws(const records *r)
{
	size_t count = r->placed_count > 0;

	for (size_t i = 1; i < r->placed_count; i++)
		count += !hw_text_equal(r->placed[i].draw, r->placed[i - 1].draw);
	return count;
}

static hw_status make_tables(records *r)
{
	size_t draws = r->placed_count ? count_names_of_draws(r) : 1, draw = 0;
	counting c = {0};
	hw_status status = HW_OK;

	if (draws > CENSUS_DRAWS_MAX)
		return hw_fail(r->error, HW_TOO_LARGE, "%zu draws; at most %d", draws, CENSUS_DRAWS_MAX);
	c.rows = hw_grow(NULL, draws * r->count + 1, sizeof(*c.rows));
	bool *met = hw_grow(NULL, r->count + 1, sizeof(*met));
	if (!c.rows || !met)
		status = hw_fail(r->error, HW_NO_MEMORY, "no memory for the tables");
	for (size_t from = 0, to; status == HW_OK && from < r->placed_count; from = to) {
		for (to = from; to < r->placed_count && hw_text_equal(r->placed[to].draw, r->placed[from].draw);)
			to++;
		status = count_draw(r, &c, draw++, from, to, met);
	}
	for (size_t i = 0; status == HW_OK && !r->placed_count && i < r->count; i++)
		count_one(&c, 0, &r->people[i], r->people[i].pattern);
	r->in->draw_count = draws;
	r->in->from_draws = r->placed_count > 0;
	if (status == HW_OK && !c.count) {
		(void)hw_fail(r->error, HW_BAD_INPUT, "nobody is on any list");
		status = hw_error_where(r->error, "%s", r->in->name);
	}
	if (status == HW_OK)
		status = census_make_tables(r->arena, c.rows, c.count, true, r->in, r->error);
	hw_release(met);
	hw_release(c.rows);
	return status;
}

static hw_status read_file(records *r, const char *path, hw_status (*read)(records *, hw_csv *))
{
	hw_csv *csv;

	HW_TRY(hw_csv_open(path, &csv, r->error));
	hw_status status = read(r, csv);
	hw_csv_close(csv);
	return status;
}

hw_status census_read_records(hw_arena *arena, const bureau_census_question *question, census_input *in,
			      hw_error *error)
{
	records r = {.arena = arena, .in = in, .question = question, .error = error};

	in->name = question->records;
	hw_status status = read_file(&r, question->records, read_records);
	if (status == HW_OK && question->draws)
		status = read_file(&r, question->draws, read_draws);
	if (status == HW_OK)
		status = make_tables(&r);
	hw_release(r.people);
	hw_release(r.placed);
	return status;
}
