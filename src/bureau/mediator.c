/* mediator.c - a bureau that stands between sides.  It has no side of its own: nothing plans, asks or persuades for "us".
 * Each side's list lies in its own compartment; the one act that reads two lists is a match, and its answer shows only
 * what both sides have released. */
#include "bureau/bureau_int.h"
#include "bureau/outward_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"
#include "names/names.h"

#include <stdlib.h>
#include <string.h>

hw_status bureau_is_mediator(bureau *b, bool *mediator, hw_error *error)
{
	double set;

	HW_TRY(bureau_setting_number(b, "mediator", 0, &set, error));
	*mediator = set > 0;
	return HW_OK;
}

hw_status bureau_require_own_side(bureau *b, hw_error *error)
{
	bool mediator;

	HW_TRY(bureau_is_mediator(b, &mediator, error));
	if (!mediator)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "this bureau is a mediator's: it has no side of its own");
	return hw_error_remedy(error, "homeward match; setting mediator"), HW_NOT_PERMITTED;
}

/* ---- release ------------------------------------------------------------------------------------------ */
static const char *const fields[] = {"existence", "name", "born", "place", "status"};
enum { FIELDS = HW_COUNT(fields) };

static hw_status read_list(bureau *b, hw_arena *arena, hw_text list, hw_text *party, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(list)};
	char shown[64];

	HW_TRY(store_query_first(bureau_store(b), "release_list", values, 1, &rows, error));
	if (!rows || store_is_null(rows, 1)) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no list \"%s\" of a side", hw_text_shown(list, shown));
		return hw_error_remedy(error, "homeward import lists FILE, with the party whose list it is");
	}
	*party = store_copy_text(rows, 1, arena);
	return HW_OK;
}

static hw_status put_release(bureau *b, hw_text list, hw_text party, hw_text chosen, bool withdraw, hw_error *error)
{
	hw_text item;

	while (hw_text_split(&chosen, ',', &item)) {
		size_t f = 0;

		item = hw_text_trim(item);
		while (f < FIELDS && !hw_text_is(item, fields[f]))
			f++;
		if (f == FIELDS) {
			char shown[64];

			(void)hw_fail(error, HW_USAGE, "\"%s\" cannot be released", hw_text_shown(item, shown));
			return hw_error_remedy(error, "existence, name, born, place, status"), HW_USAGE;
		}
		const store_value values[] = {store_text(list),
					      store_string(fields[f]),
					      store_text(party),
					      store_string(bureau_user(b)),
					      store_integer(bureau_time(b)),
					      store_integer(withdraw)};
		HW_TRY(store_run(bureau_store(b), "release_put", values, HW_COUNT(values), NULL, error));
	}
	return HW_OK;
}

hw_status bureau_match_release(bureau *b, hw_arena *arena, hw_text list, hw_text by, hw_text chosen, bool withdraw,
			       hw_error *error)
{
	bureau_act act = {
		.act = withdraw ? "withdraw release" : "release", .subject_kind = HW_TEXT("list"), .subject_id = list};
	hw_text party = HW_TEXT("");
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(read_list(b, arena, list, &party, error));
	if (!hw_text_equal(party, by)) {
		char shown[64];

		(void)hw_fail(error, HW_NOT_PERMITTED, "only the side whose list it is releases from it, not \"%s\"",
			      hw_text_shown(by, shown));
		return hw_error_remedy(error, "--by the party of the list"), HW_NOT_PERMITTED;
	}
	HW_TRY(bureau_begin(b, BUREAU_MAY_SEE_ROUNDS, error));
	status = put_release(b, list, party, chosen, withdraw, error);
	if (status == HW_OK)
		return bureau_commit(b, &act, error);
	bureau_rollback(b);
	return status;
}

/* ---- match --------------------------------------------------------------------------------------------- */
typedef struct entry {
	hw_text row, cells[FIELDS]; /* by field; existence is empty */
	names_written written;
} entry;

typedef struct side {
	hw_text list, party;
	bool released[FIELDS];
	entry *entries;
	size_t count;
} side;

typedef struct matching {
	sheet *s;
	names_tables *tables;
	side a, b;
} matching;

/* The list of a side as far as the other side may read it. */
static hw_status load_side(matching *m, hw_text list, hw_text other, side *o)
{
	outward_gate gate;
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = m->s;
	const store_value values[] = {store_text(list)};
	bool found;

	*o = (side){.list = list, .entries = HW_NEW(s->arena, entry, 200001)};
	if (!o->entries)
		return hw_fail(s->error, HW_NO_MEMORY, "no memory to match lists");
	HW_TRY(read_list(s->b, s->arena, list, &o->party, s->error));
	HW_TRY(outward_open(s->b, s->arena, OUTWARD_MATCH, other, &gate, s->error));
	HW_TRY(store_query(s->store, "release_of", values, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			break;
		for (size_t f = 0; f < FIELDS; f++)
			o->released[f] |= hw_text_is(store_get_text(rows, 0), fields[f]);
	}
	store_rows_close(rows);
	rows = NULL;
	HW_TRY(store_query(s->store, "release_entries", values, 1, &rows, s->error));
	while (o->count < 200000) {
		entry *e = &o->entries[o->count];

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			break;
		if (!outward_allows(&gate, store_get_text(rows, 6)) || !outward_allows(&gate, store_get_text(rows, 7)))
			continue; /* as if he stood on one list alone */
		*e = (entry){.row = store_copy_text(rows, store_is_null(rows, 0) ? 5 : 0, s->arena)};
		for (size_t f = 1; f < FIELDS; f++)
			e->cells[f] = store_copy_text(rows, f, s->arena);
		if (!e->cells[1].length)
			continue; /* a name is what is compared */
		HW_TRY(names_parse(m->tables, s->arena, e->cells[1], &e->written, s->error));
		o->count++;
	}
	return HW_OK;
}

static bool births_meet(hw_text x, hw_text y)
{
	int32_t a, b, c, d;

	return !sheet_day(x, &a, &b) || !sheet_day(y, &c, &d) || (a <= d && c <= b);
}

static const bureau_column match_columns[] = {{"match", "match", BUREAU_COUNT}, {"likeness", "likeness", BUREAU_NUMBER},
					      {"name", "name", BUREAU_TEXT},    {"born", "born", BUREAU_TEXT},
					      {"place", "place", BUREAU_TEXT},  {"status", "status", BUREAU_WORD}};

/* A field is shown when both sides released it, and then as the side writes it that holds the value. */
static void tell_match(matching *m, bureau_list *list, int64_t number, double likeness, const entry *x, const entry *y)
{
	bureau_value *cells = sheet_row(m->s, list);

	cells[0] = sheet_value_count(number);
	cells[1] = m->a.released[1] && m->b.released[1] ? sheet_value_number(likeness) : sheet_value_restricted();
	for (size_t f = 1; f < FIELDS; f++) {
		hw_text value = x->cells[f].length ? x->cells[f] : y->cells[f];

		cells[f + 1] = m->a.released[f] && m->b.released[f]
				       ? (f == 4 ? (bureau_value){.text = value, .known = value.length > 0}
						 : sheet_value_text(value))
				       : sheet_value_restricted();
	}
}

static hw_status find_matches(matching *m, bureau_list *list, int64_t *found)
{
	*found = 0;
	for (size_t i = 0; i < m->a.count; i++) {
		const entry *x = &m->a.entries[i], *best = NULL;
		double most = 0;

		for (size_t k = 0; k < m->b.count; k++) {
			const entry *y = &m->b.entries[k];
			names_likeness likeness;
			bool dated = x->cells[2].length && y->cells[2].length;

			if (!births_meet(x->cells[2], y->cells[2]))
				continue;
			HW_TRY(names_compare_written(m->s->arena, &x->written, &y->written, &likeness, m->s->error));
			if (likeness.value < (dated ? 0.85 : 0.95) || likeness.value <= most)
				continue;
			most = likeness.value;
			best = y;
		}
		HW_TRY(hw_progress_step(m->s->run->progress, "match", (double)i, (double)m->a.count, m->s->error));
		if (best)
			tell_match(m, list, ++*found, most, x, best);
	}
	return HW_OK;
}

static hw_status match(matching *m, hw_text a, hw_text b)
{
	sheet *s = m->s;
	bureau_list *list;
	int64_t found;

	hw_text side_a, side_b;

	HW_TRY(read_list(s->b, s->arena, a, &side_a, s->error));
	HW_TRY(read_list(s->b, s->arena, b, &side_b, s->error));
	HW_TRY(load_side(m, a, side_b, &m->a));
	HW_TRY(load_side(m, b, side_a, &m->b));
	if (hw_text_equal(m->a.party, m->b.party))
		return hw_fail(s->error, HW_BAD_INPUT, "both lists are of the same side");
	if (!m->a.released[0] || !m->b.released[0]) {
		(void)hw_fail(s->error, HW_NOT_PERMITTED, "not both sides have released even that there is a match");
		return hw_error_remedy(s->error, "homeward match release LIST existence --by PARTY"), HW_NOT_PERMITTED;
	}
	s->out->title = sheet_words(s, "Match of two lists");
	list = sheet_list(s, "on_both", "On both lists, as far as both released it", "nobody is on both lists",
			  match_columns, HW_COUNT(match_columns));
	HW_TRY(find_matches(m, list, &found));
	/* The lengths of the lists and who is on one alone belong to their sides. */
	sheet_field(s, "matches", "matches", BUREAU_COUNT, sheet_value_count(found));
	sheet_say(s, "Likeness of names is a lead and no identity. Who stands on one list alone is not told to the "
		     "other side, nor "
		     "how long either list is.");
	return sheet_end(s);
}

hw_status bureau_match(bureau *b, hw_arena *arena, const bureau_run *run, hw_text list_a, hw_text list_b,
		       bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "match", result, error);
	matching m = {.s = &s};
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(bureau_log_view(b, "list", list_a, HW_TEXT("match"), error));
	HW_TRY(bureau_log_view(b, "list", list_b, HW_TEXT("match"), error));
	HW_TRY(names_tables_open(&m.tables, error));
	status = match(&m, list_a, list_b);
	names_tables_close(m.tables);
	return status;
}
