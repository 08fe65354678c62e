/* What may be said in public: counts that are rounded, small ones held back, no person, no place of detention, nothing that
 * came in confidence, no statement that two people have not released. */
#include "bureau/factsheet_int.h"
#include "bureau/located_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <string.h>

static const bureau_column people_columns[] = {{"what", "what", BUREAU_TEXT}, {"persons", "persons", BUREAU_TEXT}};
static const bureau_column region_columns[] = {
	{"region", "region", BUREAU_TEXT}, {"from", "from", BUREAU_COUNT}, {"to", "to", BUREAU_COUNT}};
static const bureau_column round_columns[] = {{"when", "when", BUREAU_TEXT},
					      {"agreed", "agreed", BUREAU_TEXT},
					      {"delivered", "delivered", BUREAU_TEXT},
					      {"absent", "absent", BUREAU_TEXT}};
static const bureau_column rule_columns[] = {
	{"article", "article", BUREAU_TEXT}, {"rule", "indication", BUREAU_TEXT}, {"cases", "cases", BUREAU_TEXT}};
static const bureau_column statement_columns[] = {{"speaker", "speaker", BUREAU_TEXT},
						  {"when", "when", BUREAU_TEXT},
						  {"words", "said", BUREAU_TEXT},
						  {"verdict", "verdict", BUREAU_WORD}};

typedef struct publishing {
	sheet *s;
	int64_t small; /* counts below it are not told */
} publishing;

/* ---- numbers for everybody ------------------------------------------------------------------------------ */
static int64_t step_of(int64_t n)
{
	return n < 100 ? 5 : n < 1000 ? 10 : 50;
}

int64_t factsheet_round(int64_t n, int direction)
{
	int64_t step = step_of(n), low = n / step * step;

	if (direction < 0)
		return low;
	if (direction > 0)
		return n == low ? n : low + step;
	return (n + step / 2) / step * step;
}

static bureau_value count_of(publishing *g, int64_t n)
{
	sheet *s = g->s;

	if (!n)
		return sheet_value_text(sheet_words(s, "none known"));
	if (n < g->small)
		return sheet_value_text(
			sheet_format(s, "%s %lld", sheet_words(s, "fewer than").bytes, (long long)g->small));
	return sheet_value_text(
		sheet_format(s, "%s %lld", sheet_words(s, "approximately").bytes, (long long)factsheet_round(n, 0)));
}

static void tell_count(publishing *g, bureau_list *list, const char *what, int64_t n)
{
	bureau_value *cells = sheet_row(g->s, list);

	cells[0] = sheet_value_text(sheet_words(g->s, what));
	cells[1] = count_of(g, n);
}

/* ---- people ------------------------------------------------------------------------------------------------ */
typedef struct side_counts {
	int64_t missing, captive, returned, held;
} side_counts;

/* Columns of count_people: id, categories, home by the day, what the register said by then. */
static hw_status count_side(publishing *g, const char *side, side_counts *c)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = g->s;
	char day[11];
	const store_value values[] = {store_string(side), store_string(hw_days_write(s->day, day))};
	bool found;

	*c = (side_counts){0};
	HW_TRY(store_query(s->store, "count_people", values, HW_COUNT(values), &rows, s->error));
	for (;;) {
		hw_text word;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		word = store_get_text(rows, 3);
		if (!store_is_null(rows, 2) || hw_text_is(word, "returned"))
			c->returned++;
		else if (hw_text_is(word, "missing"))
			c->missing++;
		else if (hw_text_is(word, "captive"))
			c->captive++;
		if (store_is_null(rows, 2) && !hw_text_is(word, "returned") && !hw_text_is(word, "dead"))
			c->held++;
	}
}

static hw_status tell_people(publishing *g)
{
	bureau_list *list = sheet_list(g->s, "people", "People", NULL, people_columns, HW_COUNT(people_columns));
	side_counts ours, theirs;

	HW_TRY(count_side(g, "ours", &ours));
	HW_TRY(count_side(g, "theirs", &theirs));
	tell_count(g, list, "of ours on the register as missing", ours.missing);
	tell_count(g, list, "of ours on the register as captive", ours.captive);
	tell_count(g, list, "of ours who came home", ours.returned);
	tell_count(g, list, "of the other side in our hands", theirs.held);
	tell_count(g, list, "of the other side who went home", theirs.returned);
	return HW_OK;
}

/* A region of few is no region: whoever is there could be found out. */
static hw_status tell_regions(publishing *g)
{
	sheet *s = g->s;
	bureau_list *list = sheet_list(s, "held", "Where the evidence has ours (95 % intervals, an estimate)", NULL,
				       region_columns, HW_COUNT(region_columns));
	bureau_regions regions;
	hw_error *error = s->error;
	hw_status status = bureau_locate_regions(s->b, s->arena, s->run, HW_TEXT(""), &regions, error);

	if (status == HW_BAD_INPUT || status == HW_NO) { /* nothing can be estimated yet */
		*error = (hw_error){0};
		return HW_OK;
	}
	HW_TRY(status);
	for (size_t i = 0; i < regions.count; i++) {
		const bureau_region *r = &regions.items[i];
		const bureau_basis *headline = r->base_count ? &r->bases[r->base_count - 1] : NULL;
		bureau_value *cells;

		if (!headline || headline->lower95 < 2 * g->small)
			continue;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(r->label.length ? r->label : r->region);
		cells[1] = sheet_value_count(factsheet_round(headline->lower95, -1));
		cells[2] = sheet_value_count(factsheet_round(headline->upper95, 1));
	}
	return HW_OK;
}

/* ---- exchanges, law, statements ------------------------------------------------------------------------------- */
static hw_status tell_rounds(publishing *g)
{
	sheet *s = g->s;
	bureau_list *list = sheet_list(s, "rounds", "Exchanges: agreed against delivered, of ours", NULL, round_columns,
				       HW_COUNT(round_columns));
	bureau_rounds rounds;

	HW_TRY(bureau_rounds_all(s->b, s->arena, s->run, &rounds, s->error));
	for (size_t i = 0; i < rounds.count; i++) {
		const bureau_round *r = &rounds.items[i];
		bureau_value *cells;

		if (!r->delivered && !r->absent)
			continue; /* what is only planned is nobody's business */
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(r->when);
		cells[1] = count_of(g, r->agreed);
		cells[2] = count_of(g, r->delivered);
		cells[3] = count_of(g, r->absent);
	}
	return HW_OK;
}

/* Indications alone: a flag waits for a person, and what is unknown says nothing. */
static hw_status tell_rules(publishing *g, bool own, const char *key, const char *heading)
{
	sheet *s = g->s;
	bureau_list *list = sheet_list(s, key, heading, NULL, rule_columns, HW_COUNT(rule_columns));
	bureau_indications all;
	hw_status status = bureau_check_rules(s->b, s->arena, s->run, own, &all, s->error);

	if (status == HW_BAD_INPUT || status == HW_NO) {
		*s->error = (hw_error){0};
		return HW_OK;
	}
	HW_TRY(status);
	for (size_t i = 0; i < all.count; i++) {
		const bureau_indication *n = &all.items[i];
		bureau_value *cells;

		if (strcmp(n->outcome, "indication") != 0)
			continue;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(n->article);
		cells[1] = sheet_value_text(n->title);
		cells[2] = count_of(g, (int64_t)n->subjects);
	}
	return HW_OK;
}

static hw_status tell_statements(publishing *g)
{
	sheet *s = g->s;
	bureau_list *list = sheet_list(s, "statements", "What was said in public, and what the evidence says", NULL,
				       statement_columns, HW_COUNT(statement_columns));
	bureau_statements all;

	HW_TRY(bureau_statements_all(s->b, s->arena, s->run, &all, s->error));
	for (size_t i = 0; i < all.count; i++) {
		const bureau_statement *n = &all.items[i];
		bureau_value *cells;
		bool released;

		HW_TRY(statement_is_released(s->b, n->id, &released, s->error));
		if (released) /* who took his yes back since is spoken of no more */
			HW_TRY(statement_is_open(s->b, s->arena, n->id, &released, s->error));
		if (!released)
			continue;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(n->speaker);
		cells[1] = sheet_value_text(n->when);
		cells[2] = sheet_value_text(n->words);
		cells[3] = sheet_value_word(n->verdict);
	}
	return HW_OK;
}

static void tell_notes(publishing *g)
{
	sheet_note(g->s, "%s %lld.", sheet_words(g->s, "Numbers are rounded; nothing is told of fewer than").bytes,
		   (long long)g->small);
	sheet_say(g->s, "Intervals are estimates from many sources; they confirm of nobody that he is alive, dead or "
			"held. What "
			"is not here is not known, or not for the public.");
	sheet_say(g->s, "An indication is not a finding of breach; the same rules were held to our own places.");
	sheet_say(g->s, "No prisoner is named or shown, by anyone (GC III 13).");
}

static hw_status tell_all(publishing *g)
{
	HW_TRY(tell_people(g));
	HW_TRY(tell_regions(g));
	HW_TRY(tell_rounds(g));
	HW_TRY(tell_rules(g, false, "indications", "Indications that the Convention is not kept, by holders of ours"));
	HW_TRY(tell_rules(g, true, "own_indications", "The same rules held to our own places"));
	HW_TRY(tell_statements(g));
	tell_notes(g);
	return sheet_end(g->s);
}

hw_status bureau_factsheet(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "factsheet", result, error);
	publishing g = {.s = &s};
	hw_status status;
	double small;

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	HW_TRY(bureau_require_own_side(b, error));
	HW_TRY(bureau_setting_number(b, "small_count", 5, &small, error));
	g.small = (int64_t)small;
	result->marking = "For the public";
	result->title = sheet_words(&s, "Prisoners of war and missing persons: factsheet");
	bureau_speak_openly(b, true);
	status = tell_all(&g);
	bureau_speak_openly(b, false);
	return status == HW_OK ? factsheet_check(b, arena, result, error) : status;
}

/* ---- as a table with HXL tags (hxlstandard.org 1.1) -------------------------------------------------------------- */
void bureau_factsheet_hxl(const bureau_sheet *facts, const char *as_of, hw_buffer *out)
{
	hw_buffer_adds(out, "date,region,captives from,captives to,basis\n"
			    "#date,#adm1+name,#affected+captive+min,#affected+captive+max,#meta+method\n");
	for (size_t i = 0; i < facts->list_count; i++) {
		const bureau_list *list = &facts->lists[i];

		for (size_t r = 0; r < list->row_count && !strcmp(list->key, "held"); r++) {
			const bureau_value *cells = list->values + r * list->column_count;

			hw_buffer_addf(out, "%s,", as_of);
			hw_csv_write(out, cells[0].text);
			hw_buffer_addf(out, ",%.0f,%.0f,95 %% interval rounded outwards\n", cells[1].number,
				       cells[2].number);
		}
	}
}
