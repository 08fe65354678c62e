/* People by name, across scripts: every writing on the register against the query, by the engine of names. */
#include "bureau/sheet_int.h"
#include "names/names.h"

#include <stdlib.h>
#include <string.h>

static const bureau_column hit_columns[] = {{"id", "register", BUREAU_TEXT},    {"person", "person", BUREAU_TEXT},
					    {"name", "name", BUREAU_TEXT},      {"born", "born", BUREAU_TEXT},
					    {"side", "side", BUREAU_WORD},      {"likeness", "likeness", BUREAU_NUMBER},
					    {"reasons", "because", BUREAU_TEXT}};
enum { HIT_COLUMNS = HW_COUNT(hit_columns), REASONS_SHOWN = 4 };

typedef struct hit {
	double likeness;
	hw_text id, person, name, born, side, reasons;
} hit;

typedef struct searching {
	sheet *s;
	names_tables *tables;
	hw_arena *row; /* emptied after every person */
	names_written query;
	int year; /* of birth, when the query has one */
	hit *hits;
	size_t count, top;
} searching;

static hw_text full_name(const store_rows *rows, hw_arena *arena)
{
	hw_text family = store_get_text(rows, 3), given = store_get_text(rows, 4), patronymic = store_get_text(rows, 5);

	return hw_text_format(arena, "%.*s%s%.*s%s%.*s", HW_TEXT_ARG(family), given.length ? " " : "",
			      HW_TEXT_ARG(given), patronymic.length ? " " : "", HW_TEXT_ARG(patronymic));
}

/* Another year of birth does not make another name, but pushes the person down. */
static double with_year(const searching *g, double likeness, hw_text born)
{
	int32_t first, last;
	int low, high, month, day;

	if (!g->year || !sheet_day(born, &first, &last))
		return likeness;
	hw_days_civil(first, &low, &month, &day);
	hw_days_civil(last, &high, &month, &day);
	return g->year < low - 1 || g->year > high + 1 ? likeness * 0.6 : likeness;
}

static hw_text reasons_of(const searching *g, const names_likeness *likeness)
{
	hw_text all = HW_TEXT("");

	for (size_t i = 0; i < likeness->reason_count && i < REASONS_SHOWN; i++)
		all = sheet_format(g->s, "%.*s%s%.*s", HW_TEXT_ARG(all), i ? "; " : "",
				   HW_TEXT_ARG(likeness->reasons[i].words));
	return all;
}

static bool stands_before(const hit *a, double likeness, hw_text id)
{
	if (a->likeness > likeness || a->likeness < likeness)
		return a->likeness > likeness;
	return hw_text_compare(a->id, id) <= 0;
}

static void keep_hit(searching *g, const store_rows *rows, hw_text name, double value, const names_likeness *likeness)
{
	hw_text id = store_get_text(rows, 1);
	size_t at = g->count;

	if (g->count == g->top) {
		if (stands_before(&g->hits[g->count - 1], value, id))
			return;
		at--;
	} else {
		g->count++;
	}
	for (; at > 0 && !stands_before(&g->hits[at - 1], value, id); at--)
		g->hits[at] = g->hits[at - 1];
	g->hits[at] = (hit){.likeness = value,
			    .id = store_copy_text(rows, 1, g->s->arena),
			    .person = store_copy_text(rows, 0, g->s->arena),
			    .name = hw_text_copy(g->s->arena, name),
			    .born = store_is_null(rows, 6) ? HW_TEXT("") : store_copy_text(rows, 6, g->s->arena),
			    .side = store_copy_text(rows, 2, g->s->arena),
			    .reasons = reasons_of(g, likeness)};
}

/* The name as registered, then each of its other spellings: the likest one counts. */
static hw_status compare_row(searching *g, const store_rows *rows)
{
	hw_text name = full_name(rows, g->row), rest = store_get_text(rows, 7), alias, best_name = name;
	names_likeness best = {.value = -1};
	double value;

	if (!name.bytes)
		return hw_fail(g->s->error, HW_NO_MEMORY, "no memory to search");
	for (alias = name;;) {
		names_written written;
		names_likeness likeness;

		if (alias.length) {
			HW_TRY(names_parse(g->tables, g->row, alias, &written, g->s->error));
			HW_TRY(names_compare_written(g->row, &g->query, &written, &likeness, g->s->error));
			if (likeness.value > best.value) {
				best = likeness;
				best_name = alias;
			}
		}
		if (!hw_text_split(&rest, ';', &alias))
			break;
		alias = hw_text_trim(alias);
	}
	value = with_year(g, best.value, store_get_text(rows, 6));
	if (value >= 0.5)
		keep_hit(g, rows, best_name.length ? best_name : name, value, &best);
	return HW_OK;
}

static hw_status walk(searching *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(g->s->store, "case_names", NULL, 0, &rows, g->s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found)
			return HW_OK;
		hw_arena_reset(g->row);
		HW_TRY(compare_row(g, rows));
	}
}

static void write_hits(const searching *g)
{
	bureau_list *list =
		sheet_list(g->s, "hits", "People whose names are like it (a name is never proof of a person)",
			   "nobody on the register has a name like it", hit_columns, HIT_COLUMNS);

	for (size_t i = 0; i < g->count; i++) {
		const hit *h = &g->hits[i];
		bureau_value *cells = sheet_row(g->s, list);

		cells[0] = sheet_value_text(h->id);
		cells[1] = sheet_value_text(h->person);
		cells[2] = sheet_value_text(h->name);
		cells[3] = sheet_value_text(h->born);
		cells[4] = sheet_value_text(h->side);
		cells[5] = sheet_value_number(h->likeness);
		cells[6] = sheet_value_text(h->reasons);
	}
}

static hw_status search(searching *g, hw_text query, hw_error *error)
{
	sheet *s = g->s;

	g->hits = HW_NEW(s->arena, hit, g->top);
	g->row = hw_arena_new((size_t)64 << 20);
	if (!g->hits || !g->row)
		return hw_fail(error, HW_NO_MEMORY, "no memory to search");
	HW_TRY(names_tables_open(&g->tables, error));
	HW_TRY(names_parse(g->tables, s->arena, query, &g->query, error));
	if (!g->query.part_count) {
		(void)hw_fail(error, HW_USAGE, "there is no name in \"%.*s\"", HW_TEXT_ARG(query));
		return hw_error_remedy(error, "homeward search \"Family Given\"");
	}
	g->year = g->query.born_year;
	HW_TRY(walk(g));
	write_hits(g);
	return sheet_end(s);
}

hw_status bureau_search(bureau *b, hw_arena *arena, const bureau_run *run, hw_text query, size_t top,
			bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "search", result, error);
	searching g = {.s = &s, .top = top ? top : 10};
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(bureau_log_view(b, "search", query, HW_TEXT(""), error));
	s.out->title = sheet_format(&s, "%.*s", HW_TEXT_ARG(query));
	sheet_field(&s, "query", "query", BUREAU_TEXT, sheet_value_text(hw_text_copy(arena, query)));
	status = search(&g, query, error);
	names_tables_close(g.tables);
	hw_arena_free(g.row);
	return status;
}
