/* Names on paper, for the work of one day: asked for with a purpose, written down, marked across each page. */
#include "bureau/inquiry_int.h"
#include "bureau/paper_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

/* What is written down is the purpose, who and when: a list that is found leads back to it. */
static hw_status begin(bureau *b, const char *subject, hw_text id, hw_text purpose, hw_error *error)
{
	if (!hw_text_trim(purpose).length)
		return hw_fail(error, HW_USAGE, "names are printed for a purpose alone: --purpose TEXT");
	return bureau_log_view(b, subject, id, purpose, error);
}

static void mark(sheet *s, hw_text purpose)
{
	sheet_field(s, "user", "printed for", BUREAU_TEXT, sheet_value_text(hw_text_of(bureau_user(s->b))));
	sheet_field(s, "purpose", "purpose", BUREAU_TEXT,
		    sheet_value_text(hw_text_copy(s->arena, hw_text_trim(purpose))));
	s->out->watermark = sheet_words(s, "NAMES: LOCK AWAY").bytes;
	sheet_say(
		s,
		"One copy, from hand to hand against signature; back into the box the same day, and destroyed by two.");
}

/* ---- who is called out for a handover ------------------------------------------------------------------------- */
static const bureau_column call_columns[] = {{"number", "No.", BUREAU_COUNT},
					     {"person", "number in the file", BUREAU_TEXT},
					     {"name", "name", BUREAU_TEXT},
					     {"born", "born", BUREAU_TEXT},
					     {"crossing", "crossing", BUREAU_COUNT}};
static const char *const call_blanks[] = {"goes of his own will, said in private to", "doctor", "came: hour", NULL};

/* Columns of round_manifest: direction, tranche, person, family, given, patronymic, born.  One who does not go any more is left
 * out, and nobody reads why. */
static hw_status add_calls(sheet *s, bureau_list *list, hw_text round)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(round)};
	outward_gate gate;
	bool found;

	HW_TRY(round_gate(s->b, s->arena, OUTWARD_CALLS, round, HW_TEXT(""), &gate, s->error));
	HW_TRY(store_query(s->store, "round_manifest", values, 1, &rows, s->error));
	for (;;) {
		bureau_value *cells;
		round_person who;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (!hw_text_is(store_get_text(rows, 0), "given") || !store_is_null(rows, 10))
			continue;
		HW_TRY(round_person_of(s->b, s->arena, store_copy_text(rows, 2, s->arena), &gate, true, &who,
				       s->error));
		if (who.bar != ROUND_FREE)
			continue;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_count((int64_t)list->row_count);
		cells[1] = sheet_column(s, rows, 2, BUREAU_TEXT);
		cells[2] = sheet_value_text(hw_text_trim(
			sheet_format(s, "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 3)),
				     HW_TEXT_ARG(store_get_text(rows, 4)), HW_TEXT_ARG(store_get_text(rows, 5)))));
		cells[3] = sheet_column(s, rows, 6, BUREAU_TEXT);
		cells[4] = sheet_column(s, rows, 1, BUREAU_COUNT);
	}
}

/* Each who stands there was looked at: whoever has to tell whose data a lost paper touched finds him in the log. */
static hw_status log_each(sheet *s, const bureau_list *list, size_t column, const char *kind, hw_text purpose)
{
	for (size_t r = 0; r < list->row_count; r++) {
		hw_text id = list->values[r * list->column_count + column].text;

		if (!strcmp(kind, "person"))
			HW_TRY(case_resolve(s->b, s->arena, id, &id, s->error));
		HW_TRY(bureau_log_view(s->b, kind, id, purpose, s->error));
	}
	return HW_OK;
}

hw_status bureau_paper_calls(bureau *b, hw_arena *arena, const bureau_run *run, hw_text round, hw_text purpose,
			     bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "calls", result, error);
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(round_must_be(b, round, error));
	HW_TRY(begin(b, "round", round, purpose, error));
	result->title =
		sheet_format(&s, "%s %.*s", sheet_words(&s, "Call list of the round").bytes, HW_TEXT_ARG(round));
	mark(&s, purpose);
	list = sheet_list(&s, "calls", "Who is called", "nobody is agreed on who still goes", call_columns,
			  HW_COUNT(call_columns));
	list->blanks = call_blanks;
	HW_TRY(add_calls(&s, list, round));
	HW_TRY(log_each(&s, list, 1, "person", purpose));
	sheet_say(&s, "Each is asked alone once more. Who does not want to go stays; no reason is asked for or written "
		      "here.");
	return sheet_end(&s);
}

/* ---- relatives who wait for a call ------------------------------------------------------------------------------- */
static const bureau_column back_columns[] = {
	{"by", "to do by", BUREAU_TEXT},       {"id", "inquiry", BUREAU_TEXT},
	{"relative", "relative", BUREAU_TEXT}, {"contact", "how to reach", BUREAU_TEXT},
	{"name", "about", BUREAU_TEXT},        {"told", "is told", BUREAU_FLAG},
	{"next", "to do", BUREAU_TEXT}};
static const char *const back_blanks[] = {"called: hour, by", NULL};
static const bureau_column phrase_columns[] = {{"id", "inquiry", BUREAU_TEXT},
					       {"phrase", "phrase that we call with", BUREAU_TEXT}};

typedef struct calling {
	sheet *s;
	bureau_list *list;
	bool phrases; /* these alone, by number */
	outward_gate gate;
	char last[11];
	bool unspoken; /* somebody is left out who is not told by telephone */
} calling;

/* The name as the relative wrote it; that of the register only for whom the gate lets an answer to the family go out. */
static hw_text name_of(const calling *g, const store_rows *rows)
{
	hw_text person = store_get_text(rows, 11);

	if (store_get_text(rows, 5).length || !person.length)
		return store_copy_text(rows, 5, g->s->arena);
	if (!outward_allows(&g->gate, person))
		return HW_TEXT("");
	return hw_text_trim(sheet_format(g->s, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 12)),
					 HW_TEXT_ARG(store_get_text(rows, 13))));
}

static void add_call(calling *g, const store_rows *rows)
{
	bureau_value *cells = sheet_row(g->s, g->list);

	cells[0] = sheet_column(g->s, rows, 0, BUREAU_TEXT);
	cells[1] = sheet_column(g->s, rows, 1, BUREAU_TEXT);
	cells[2] = store_is_null(rows, 2)
			   ? sheet_value_text(sheet_words(g->s, store_copy_text(rows, 3, g->s->arena).bytes))
			   : sheet_column(g->s, rows, 2, BUREAU_TEXT);
	cells[3] = sheet_column(g->s, rows, 4, BUREAU_TEXT);
	cells[4] = sheet_value_text(name_of(g, rows));
	cells[5] = sheet_value_flag(store_is_null(rows, 6) ? 0 : store_get_integer(rows, 6));
	cells[6] = sheet_column(g->s, rows, 7, BUREAU_TEXT);
}

static void add_phrase(calling *g, const store_rows *rows)
{
	bureau_value *cells;

	if (store_is_null(rows, 8))
		return;
	cells = sheet_row(g->s, g->list);
	cells[0] = sheet_column(g->s, rows, 1, BUREAU_TEXT);
	cells[1] = sheet_column(g->s, rows, 8, BUREAU_TEXT);
}

static hw_status add_callback(calling *g, const store_rows *rows)
{
	bool by_voice;

	if (hw_text_is(store_get_text(rows, 10), "closed") || !sheet_known_by(g->s, rows, 9) ||
	    store_is_null(rows, 0) || hw_text_compare(store_get_text(rows, 0), hw_text_of(g->last)) > 0)
		return HW_OK;
	HW_TRY(inquiry_by_voice(g->s, store_copy_text(rows, 1, g->s->arena), &by_voice));
	if (!by_voice) {
		g->unspoken = true;
		return HW_OK;
	}
	if (g->phrases)
		add_phrase(g, rows);
	else
		add_call(g, rows);
	return HW_OK;
}

static hw_status add_callbacks(calling *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(outward_open(g->s->b, g->s->arena, OUTWARD_REPLY, HW_TEXT(""), &g->gate, g->s->error));
	HW_TRY(store_query(g->s->store, "paper_callbacks", NULL, 0, &rows, g->s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found)
			return HW_OK;
		HW_TRY(add_callback(g, rows));
	}
}

hw_status bureau_paper_callbacks(bureau *b, hw_arena *arena, const bureau_run *run, int64_t days, bool phrases,
				 hw_text purpose, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, phrases ? "phrases" : "callbacks", result, error);
	calling g = {.s = &s, .phrases = phrases};

	HW_TRY(bureau_require(b, BUREAU_MAY_FAMILIES, error));
	if (days < 1 || days > BUREAU_PAPER_DAYS_MOST)
		return hw_fail(error, HW_USAGE, "--days is 1 to %d", BUREAU_PAPER_DAYS_MOST);
	HW_TRY(begin(b, "relative", hw_text_of(phrases ? "phrases" : "call-backs"), purpose, error));
	(void)hw_days_write(s.day + (int32_t)days, g.last);
	result->title = sheet_words(&s, phrases ? "Phrases for the calls" : "Relatives who wait for a call");
	mark(&s, purpose);
	if (phrases) {
		g.list = sheet_list(&s, "phrases", "By the number of the inquiry", "nobody waits for a call",
				    phrase_columns, HW_COUNT(phrase_columns));
		sheet_say(&s, "Another carries this sheet than the one who carries the list of calls.");
	} else {
		g.list = sheet_list(&s, "callbacks", "Who is called", "nobody waits for a call", back_columns,
				    HW_COUNT(back_columns));
		g.list->blanks = back_blanks;
		sheet_say(&s, "Only the reviewed text is told, to whom it is told; everybody else hears that the "
			      "search goes on.");
	}
	HW_TRY(add_callbacks(&g));
	HW_TRY(log_each(&s, g.list, phrases ? 0 : 1, "relative", purpose));
	if (g.unspoken && !phrases)
		sheet_say(&s, "Others who are due are not called by telephone: the case officer decides how they are "
			      "spoken to.");
	return sheet_end(&s);
}
