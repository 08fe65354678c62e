/* A round of negotiation, and what came of it.  Promised is not delivered.
 *
 * Names are shown by right; otherwise ids.  That somebody of theirs stayed by his own will is nobody's business at
 * the table: he is listed and counted as absent, like everyone who did not come, and the cause is restricted. */
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"
#include "names/names.h"

#include <string.h>

static const bureau_column minute_columns[] = {
	{"kind", "what", BUREAU_WORD},           {"party", "by", BUREAU_TEXT},    {"speaker", "office", BUREAU_TEXT},
	{"condition", "condition", BUREAU_TEXT}, {"due", "by when", BUREAU_TEXT}, {"kept", "kept", BUREAU_WORD},
	{"id", "minute", BUREAU_TEXT},           {"words", "words", BUREAU_TEXT}};
enum { M_KIND, M_PARTY, M_SPEAKER, M_CONDITION, M_DUE, M_KEPT, M_ID, M_WORDS };
static const bureau_column list_columns[] = {{"id", "list", BUREAU_TEXT},     {"direction", "way", BUREAU_WORD},
					     {"kind", "kind", BUREAU_WORD},   {"party", "counterpart", BUREAU_TEXT},
					     {"when", "when", BUREAU_TEXT},   {"round", "round", BUREAU_TEXT},
					     {"names", "names", BUREAU_COUNT}};
static const bureau_column answer_columns[] = {{"list", "list", BUREAU_TEXT},
					       {"direction", "way", BUREAU_WORD},
					       {"answer", "answer", BUREAU_WORD},
					       {"names", "names", BUREAU_COUNT}};
static const bureau_column package_columns[] = {{"id", "package", BUREAU_TEXT},
						{"party", "counterpart", BUREAU_TEXT},
						{"when", "when", BUREAU_TEXT},
						{"answer", "answer", BUREAU_WORD},
						{"reason", "reason", BUREAU_TEXT}};
static const bureau_column total_columns[] = {{"round", "round", BUREAU_TEXT},
					      {"direction", "way", BUREAU_WORD},
					      {"agreed", "agreed", BUREAU_COUNT},
					      {"delivered", "delivered", BUREAU_COUNT},
					      {"absent", "absent", BUREAU_COUNT},
					      {"substituted", "substituted", BUREAU_COUNT},
					      {"other_identity", "another person", BUREAU_COUNT},
					      {"dead", "dead", BUREAU_COUNT},
					      {"unaccounted", "nothing recorded", BUREAU_COUNT},
					      {"not_agreed", "came unagreed", BUREAU_COUNT}};
enum {
	T_ROUND,
	T_DIRECTION,
	T_AGREED,
	T_DELIVERED,
	T_ABSENT,
	T_SUBSTITUTED,
	T_OTHER,
	T_DEAD,
	T_OPEN,
	T_UNAGREED,
	TOTAL_COLUMNS
};
static const bureau_column difference_columns[] = {{"round", "round", BUREAU_TEXT},
						   {"direction", "way", BUREAU_WORD},
						   {"person", "agreed", BUREAU_TEXT},
						   {"name", "name", BUREAU_TEXT},
						   {"outcome", "what happened", BUREAU_WORD},
						   {"instead", "who came", BUREAU_TEXT},
						   {"cause", "as the holder says", BUREAU_TEXT}};
static const bureau_column home_columns[] = {{"list", "list", BUREAU_TEXT},
					     {"row", "row", BUREAU_TEXT},
					     {"named", "named as", BUREAU_TEXT},
					     {"person", "is", BUREAU_TEXT},
					     {"home_since", "home since", BUREAU_TEXT},
					     {"how", "how known", BUREAU_TEXT}};

/* ---- one round ------------------------------------------------------------------------------------ */
static hw_status unknown_round(hw_text id, hw_error *error)
{
	char shown[64];

	(void)hw_fail(error, HW_NOT_FOUND, "there is no round \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward round list");
}

static hw_status round_fields(sheet *s, hw_text id, hw_text *happened)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};

	HW_TRY(store_query_first(s->store, "case_rounds", values, 1, &rows, s->error));
	if (!rows || !id.length)
		return unknown_round(id, s->error);
	*happened = store_copy_text(rows, 1, s->arena);
	s->out->title = sheet_format(s, "%.*s  %.*s, %.*s", HW_TEXT_ARG(store_get_text(rows, 0)),
				     HW_TEXT_ARG(*happened), HW_TEXT_ARG(store_get_text(rows, 2)));
	sheet_field(s, "id", "round", BUREAU_TEXT, sheet_column(s, rows, 0, BUREAU_TEXT));
	sheet_field(s, "when", "when", BUREAU_TEXT, sheet_column(s, rows, 1, BUREAU_TEXT));
	sheet_field(s, "venue", "venue", BUREAU_TEXT, sheet_column(s, rows, 2, BUREAU_TEXT));
	sheet_field(s, "venue_kind", "on whose ground", BUREAU_WORD, sheet_column(s, rows, 3, BUREAU_WORD));
	sheet_field(s, "guarantees", "guarantees", BUREAU_TEXT, sheet_column(s, rows, 4, BUREAU_TEXT));
	sheet_field(s, "parties", "at the table", BUREAU_TEXT,
		    sheet_value_text(sheet_labels(s, "parties", store_get_text(rows, 5))));
	sheet_field(s, "mediator", "mediator", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 6))));
	sheet_field(s, "participants", "participants", BUREAU_TEXT, sheet_column(s, rows, 7, BUREAU_TEXT));
	sheet_field(s, "status", "state", BUREAU_WORD,
		    store_is_null(rows, 8) ? sheet_value_word("held") : sheet_column(s, rows, 8, BUREAU_WORD));
	sheet_field(s, "note", "note", BUREAU_TEXT, sheet_column(s, rows, 9, BUREAU_TEXT));
	return HW_OK;
}

/* Columns of case_minutes: kind, party, speaker, words, condition, due, kept, category, id. */
static bool keep_minute(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[M_PARTY] = sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 1)));
	cells[M_CONDITION] = sheet_column(s, rows, 4, BUREAU_TEXT);
	cells[M_DUE] = sheet_column(s, rows, 5, BUREAU_TEXT);
	cells[M_KEPT] = sheet_column(s, rows, 6, BUREAU_WORD);
	cells[M_ID] = sheet_column(s, rows, 8, BUREAU_TEXT);
	cells[M_WORDS] = sheet_column(s, rows, 3, BUREAU_TEXT);
	return true;
}

bool round_scope_has(const round_scope *c, hw_text round, hw_text when, bool in)
{
	if (c->in_only && !in)
		return false;
	if (c->all || hw_text_equal(round, c->round))
		return true;
	return in && !round.length && when.length && hw_text_compare(when, c->happened) >= 0 &&
	       (!c->next.length || hw_text_compare(when, c->next) < 0);
}

static bool keep_list(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	const round_scope *c = raw;

	if (!sheet_known_by(s, rows, 4) || !round_scope_has(c, store_get_text(rows, 5), store_get_text(rows, 4),
							    hw_text_is(store_get_text(rows, 1), "in")))
		return false;
	cells[3] = sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 3)));
	return true;
}

static bool keep_party(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[1] = sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 1)));
	return true;
}

/* The day of the round after this one. */
static hw_status find_next(sheet *s, round_scope *c)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value all[] = {store_text(HW_TEXT(""))};
	bool found;

	HW_TRY(store_query(s->store, "case_rounds", all, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (!c->next.length && hw_text_compare(store_get_text(rows, 1), c->happened) > 0)
			c->next = store_copy_text(rows, 1, s->arena);
	}
}

hw_status round_scope_open(sheet *s, hw_text id, round_scope *scope)
{
	*scope = (round_scope){.round = id};
	HW_TRY(round_fields(s, id, &scope->happened));
	return find_next(s, scope);
}

/* Agreed against what became of it; needed by both forms. */
static hw_status reconcile(sheet *s, hw_text id, bool differences);

static const bureau_column seal_columns[] = {{"list", "list", BUREAU_TEXT},      {"party", "to", BUREAU_TEXT},
					     {"kind", "kind", BUREAU_WORD},      {"names", "names", BUREAU_COUNT},
					     {"sha256", "SHA-256", BUREAU_HASH}, {"asked_by", "asked by", BUREAU_TEXT},
					     {"second", "second", BUREAU_TEXT},  {"state", "state", BUREAU_WORD}};

/* Lists that were sent, and whether they are still what they were. */
static hw_status tell_seals(sheet *s, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	bureau_list *list = sheet_list(s, "sent", "Lists sent: frozen", NULL, seal_columns, HW_COUNT(seal_columns));
	bool found;

	HW_TRY(store_query(s->store, "round_list_seals", values, 1, &rows, s->error));
	for (;;) {
		bureau_value *cells;
		char hash[65];
		int64_t names;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		HW_TRY(round_list_hash(s->b, store_get_text(rows, 0), hash, &names, s->error));
		cells = sheet_row(s, list);
		cells[0] = sheet_column(s, rows, 0, BUREAU_TEXT);
		cells[1] = sheet_value_text(sheet_label(s, "holders", store_get_text(rows, 1)));
		cells[2] = sheet_column(s, rows, 2, BUREAU_WORD);
		cells[3] = sheet_column(s, rows, 3, BUREAU_COUNT);
		cells[4] = sheet_column(s, rows, 4, BUREAU_HASH);
		cells[5] = sheet_column(s, rows, 5, BUREAU_TEXT);
		cells[6] = sheet_column(s, rows, 6, BUREAU_TEXT);
		cells[7] = sheet_value_word(hw_text_is(store_get_text(rows, 4), hash) ? "as sent" : "DIFFERS");
	}
}

hw_status bureau_round_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			     hw_error *error)
{
	const store_value values[] = {store_text(id)};
	sheet s = sheet_begin(b, arena, run, "round", result, error);
	round_scope c;
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(round_scope_open(&s, id, &c));
	list = sheet_list(&s, "minutes", "Minutes: who said, offered or promised what", NULL, minute_columns,
			  HW_COUNT(minute_columns));
	HW_TRY(sheet_query(&s, list, "case_minutes", values, 1, keep_minute, NULL));
	list = sheet_list(&s, "lists", "Lists out and in", NULL, list_columns, HW_COUNT(list_columns));
	HW_TRY(sheet_query(&s, list, "case_lists", NULL, 0, keep_list, &c));
	list = sheet_list(&s, "answers", "Answers about single names", NULL, answer_columns, HW_COUNT(answer_columns));
	HW_TRY(sheet_query(&s, list, "case_answers_by_kind", values, 1, NULL, NULL));
	list = sheet_list(&s, "packages", "Packages", NULL, package_columns, HW_COUNT(package_columns));
	HW_TRY(sheet_query(&s, list, "case_packages_of_round", values, 1, keep_party, NULL));
	HW_TRY(tell_seals(&s, id));
	HW_TRY(reconcile(&s, id, false));
	HW_TRY(round_counts_list(&s, id));
	return sheet_end(&s);
}

/* ---- agreed against delivered ------------------------------------------------------------------------ */
typedef struct reconciling {
	bureau_list *totals, *differences;
	bool names;
} reconciling;

static bureau_value *total_of(sheet *s, reconciling *r, hw_text round, hw_text direction)
{
	bureau_value *cells;

	for (size_t i = 0; i < r->totals->row_count; i++) {
		cells = r->totals->values + i * TOTAL_COLUMNS;
		if (hw_text_equal(cells[T_ROUND].text, round) && hw_text_equal(cells[T_DIRECTION].text, direction))
			return cells;
	}
	cells = sheet_row(s, r->totals);
	cells[T_ROUND] = sheet_value_text(hw_text_copy(s->arena, round));
	cells[T_DIRECTION] = sheet_value_text(hw_text_copy(s->arena, direction));
	for (size_t c = T_AGREED; c < TOTAL_COLUMNS; c++)
		cells[c] = sheet_value_count(0);
	return cells;
}

static hw_text name_of(sheet *s, const store_rows *rows, size_t family)
{
	return sheet_format(s, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, family)),
			    HW_TEXT_ARG(store_get_text(rows, family + 1)));
}

/* Columns of case_agreed: round, direction, person, family, given, outcome, who came instead, cause. */
static void tell_difference(sheet *s, reconciling *r, const store_rows *rows, const char *what)
{
	bureau_value *cells;

	if (!r->differences)
		return;
	cells = sheet_row(s, r->differences);
	cells[0] = sheet_column(s, rows, 0, BUREAU_TEXT);
	cells[1] = sheet_column(s, rows, 1, BUREAU_WORD);
	cells[2] = sheet_column(s, rows, 2, BUREAU_TEXT);
	cells[3] = r->names ? sheet_value_text(name_of(s, rows, 3)) : sheet_value_restricted();
	cells[4] = sheet_value_word(what);
	cells[5] = sheet_column(s, rows, 6, BUREAU_TEXT);
	/* Illness and courts are personal reasons, whoever names them. */
	if (!store_is_null(rows, 7) || hw_text_is(store_get_text(rows, 1), "given"))
		cells[6] = bureau_may(s->b, BUREAU_MAY_SEE_HEALTH) && bureau_may(s->b, BUREAU_MAY_SEE_WILL)
				   ? sheet_column(s, rows, 7, BUREAU_TEXT)
				   : sheet_value_restricted();
}

static void reconcile_agreed(sheet *s, reconciling *r, const store_rows *rows)
{
	bureau_value *total = total_of(s, r, store_get_text(rows, 0), store_get_text(rows, 1));
	hw_text outcome = store_get_text(rows, 5);

	total[T_AGREED].number++;
	if (hw_text_is(outcome, "delivered") || hw_text_is(outcome, "substitute")) {
		total[T_DELIVERED].number++;
	} else if (hw_text_is(outcome, "dead")) {
		total[T_DEAD].number++;
		tell_difference(s, r, rows, "said to be dead: to be confirmed, remains asked for");
	} else if (hw_text_is(outcome, "other_identity")) {
		total[T_OTHER].number++;
		tell_difference(s, r, rows, "another person came under his name: his claim stays open");
	} else if (!store_is_null(rows, 6)) {
		total[T_ABSENT].number++;
		total[T_SUBSTITUTED].number++;
		tell_difference(s, r, rows, "absent, another came instead");
	} else if (hw_text_is(outcome, "absent") || hw_text_is(outcome, "withdrew")) {
		/* Everyone who did not come is listed, and all read the same: a list that left one out would name him. */
		total[T_ABSENT].number++;
		tell_difference(s, r, rows, "absent");
	} else {
		total[T_OPEN].number++;
		tell_difference(s, r, rows, "nothing is recorded");
	}
}

static hw_status walk_agreed(sheet *s, reconciling *r, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	bool found;

	HW_TRY(store_query(s->store, "case_agreed", values, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return sheet_end(s);
		reconcile_agreed(s, r, rows);
	}
}

/* Who came: those agreed are counted already; the rest nobody had agreed on, substitutes among them. */
static hw_status walk_came(sheet *s, reconciling *r, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	bool found;

	HW_TRY(store_query(s->store, "case_came", values, 1, &rows, s->error));
	for (;;) {
		hw_text outcome;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return sheet_end(s);
		outcome = store_get_text(rows, 5);
		if (hw_text_is(outcome, "substitute"))
			total_of(s, r, store_get_text(rows, 0), store_get_text(rows, 1))[T_UNAGREED].number++;
	}
}

static hw_status reconcile(sheet *s, hw_text id, bool differences)
{
	reconciling r = {.names = bureau_may(s->b, BUREAU_MAY_SEE_PERSONS)};

	r.totals = sheet_list(s, "handover", "Agreed against delivered (by name)", "nobody was agreed", total_columns,
			      TOTAL_COLUMNS);
	if (differences)
		r.differences = sheet_list(s, "differences", "Agreed, and did not come", "everyone who was agreed came",
					   difference_columns, HW_COUNT(difference_columns));
	HW_TRY(walk_agreed(s, &r, id));
	HW_TRY(walk_came(s, &r, id));
	return HW_OK;
}

/* ---- who of a counterpart's list is home already ---------------------------------------------------------- */
enum { HOME_MOST = 20000 };

typedef struct someone_home {
	hw_text person, id, side, name, born, since;
	names_written written;
} someone_home;

typedef struct comparing {
	sheet *s;
	round_scope lists;
	bureau_list *list;
	names_tables *tables;
	someone_home *home;
	size_t home_count;
	bool names;
} comparing;

static hw_status load_home(comparing *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = g->s;
	bool found;

	g->home = HW_NEW(s->arena, someone_home, HOME_MOST);
	if (!g->home)
		return hw_fail(s->error, HW_NO_MEMORY, "no memory to compare lists");
	HW_TRY(store_query(s->store, "case_home", NULL, 0, &rows, s->error));
	while (g->home_count < HOME_MOST) {
		someone_home *h = &g->home[g->home_count];
		size_t since;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			break;
		since = store_is_null(rows, 7) ? 8 : 7;
		if (!sheet_known_by(s, rows, since))
			continue;
		*h = (someone_home){.person = store_copy_text(rows, 0, s->arena),
				    .id = store_copy_text(rows, 1, s->arena),
				    .side = store_copy_text(rows, 2, s->arena),
				    .name = sheet_format(s, "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 3)),
							 HW_TEXT_ARG(store_get_text(rows, 4)),
							 HW_TEXT_ARG(store_get_text(rows, 5))),
				    .born = store_is_null(rows, 6) ? HW_TEXT("") : store_copy_text(rows, 6, s->arena),
				    .since = store_copy_text(rows, since, s->arena)};
		HW_TRY(names_parse(g->tables, s->arena, hw_text_trim(h->name), &h->written, s->error));
		g->home_count++;
	}
	return sheet_end(s);
}

static bool born_together(hw_text a, hw_text b)
{
	int32_t a_first, a_last, b_first, b_last;

	if (!sheet_day(a, &a_first, &a_last) || !sheet_day(b, &b_first, &b_last))
		return true;
	return a_first <= b_last && b_first <= a_last;
}

static void tell_home(comparing *g, const store_rows *rows, const someone_home *h, const char *how, double likeness)
{
	sheet *s = g->s;
	bureau_value *cells = sheet_row(s, g->list);

	cells[0] = sheet_column(s, rows, 0, BUREAU_TEXT);
	cells[1] = sheet_column(s, rows, 5, BUREAU_TEXT);
	cells[2] = g->names ? sheet_column(s, rows, 6, BUREAU_TEXT) : sheet_value_restricted();
	cells[3] = sheet_value_text(g->names ? sheet_format(s, "%.*s %.*s", HW_TEXT_ARG(h->id), HW_TEXT_ARG(h->name))
					     : h->id);
	cells[4] = sheet_value_text(h->since);
	cells[5] = sheet_value_text(
		sheet_told(s, likeness > 0 ? sheet_format(s, "%s (likeness %.2f)", how, likeness) : hw_text_of(how)));
}

/* The likest name among those home whose birth fits.  With both births known a likeness of .85 is worth telling,
 * without them .95: namesakes are many. */
static hw_status find_alike(comparing *g, const store_rows *rows)
{
	hw_text born = store_get_text(rows, 7);
	const char *side = hw_text_is(store_get_text(rows, 9), "wanted") ? "theirs" : "ours";
	const someone_home *best = NULL;
	names_written written;
	double most = 0;

	HW_TRY(names_parse(g->tables, g->s->arena, store_get_text(rows, 6), &written, g->s->error));
	for (size_t i = 0; i < g->home_count; i++) {
		const someone_home *h = &g->home[i];
		bool dated = born.length && h->born.length;
		names_likeness likeness;

		if (!hw_text_is(h->side, side) || !born_together(born, h->born))
			continue;
		HW_TRY(names_compare_written(g->s->arena, &written, &h->written, &likeness, g->s->error));
		if (likeness.value > most && likeness.value >= (dated ? 0.85 : 0.95)) {
			most = likeness.value;
			best = h;
		}
	}
	if (best)
		tell_home(g, rows, best,
			  born.length && best->born.length ? "a lead: name and birth are alike"
							   : "a lead: the name is alike",
			  most);
	return HW_OK;
}

/* Joined by a judgement; or a lead for somebody to look at. */
static hw_status compare_entry(comparing *g, const store_rows *rows)
{
	hw_text person = store_get_text(rows, 8);

	for (size_t i = 0; person.length && i < g->home_count; i++)
		if (hw_text_equal(person, g->home[i].person)) {
			tell_home(g, rows, &g->home[i], "joined to this record", 0);
			return HW_OK;
		}
	return person.length || store_is_null(rows, 6) ? HW_OK : find_alike(g, rows);
}

static hw_status compare_lists(comparing *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(names_tables_open(&g->tables, g->s->error));
	HW_TRY(load_home(g));
	HW_TRY(store_query(g->s->store, "case_entries_in", NULL, 0, &rows, g->s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found)
			return sheet_end(g->s);
		if (sheet_known_by(g->s, rows, 2) &&
		    round_scope_has(&g->lists, store_get_text(rows, 3), store_get_text(rows, 2), true))
			HW_TRY(compare_entry(g, rows));
	}
}

hw_status bureau_round_reconcile(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
				 hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "reconciliation", result, error);
	comparing g = {.s = &s, .lists = {.round = id, .all = !id.length, .in_only = true}};
	bureau_list *list;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(bureau_log_view(b, "round", id.length ? id : HW_TEXT("all"), HW_TEXT(""), error));
	if (id.length) {
		HW_TRY(round_scope_open(&s, id, &g.lists));
		g.lists.in_only = true;
	} else {
		s.out->title = sheet_words(&s, "All rounds");
	}
	HW_TRY(reconcile(&s, id, true));
	list = sheet_list(&s, "lists_in", "Lists of a counterpart", NULL, list_columns, HW_COUNT(list_columns));
	HW_TRY(sheet_query(&s, list, "case_lists", NULL, 0, keep_list, &g.lists));
	g.names = bureau_may(b, BUREAU_MAY_SEE_PERSONS);
	g.list = sheet_list(&s, "already_home", "On a counterpart's list, and home already", NULL, home_columns,
			    HW_COUNT(home_columns));
	status = compare_lists(&g);
	names_tables_close(g.tables);
	return status == HW_OK ? sheet_end(&s) : status;
}
