/* What a negotiator takes along about a counterpart: whom it does not ask for, on which ground each can be offered,
 * what was offered and answered, what it said and what that was worth.
 *
 * Words only.  No interest or reluctance as a number; beside a sensitive category no number at all; a count under
 * five is not told.  What came in confidence from the Agency is not here. */
#include "bureau/located_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

enum { SMALL = 5, CATEGORIES_MOST = 1000 };

static const bureau_column ignored_columns[] = {
	{"category", "category", BUREAU_TEXT}, {"label", "words", BUREAU_TEXT},
	{"interest", "interest", BUREAU_WORD}, {"held", "held by us", BUREAU_TEXT},
	{"disowned", "disowned", BUREAU_TEXT}, {"reason", "reason it gives", BUREAU_TEXT},
	{"offered", "offered", BUREAU_TEXT},   {"answer", "last answer", BUREAU_TEXT},
	{"ground", "ground", BUREAU_TEXT}};
enum { I_CATEGORY, I_LABEL, I_INTEREST, I_HELD, I_DISOWNED, I_REASON, I_OFFERED, I_ANSWER, I_GROUND, IGNORED_COLUMNS };
static const bureau_column offer_columns[] = {
	{"when", "when", BUREAU_TEXT},   {"what", "what", BUREAU_WORD},           {"by", "by", BUREAU_TEXT},
	{"round", "round", BUREAU_TEXT}, {"condition", "condition", BUREAU_TEXT}, {"due", "by when", BUREAU_TEXT},
	{"kept", "kept", BUREAU_WORD},   {"words", "words", BUREAU_TEXT}};
static const bureau_column statement_columns[] = {{"id", "statement", BUREAU_TEXT},    {"when", "when", BUREAU_TEXT},
						  {"speaker", "speaker", BUREAU_TEXT}, {"kind", "kind", BUREAU_WORD},
						  {"verdict", "verdict", BUREAU_WORD}, {"why", "why", BUREAU_TEXT},
						  {"words", "words", BUREAU_TEXT}};
static const bureau_column claim_columns[] = {{"category", "about", BUREAU_TEXT},
					      {"axis", "axis", BUREAU_WORD},
					      {"by_party", "claimed by", BUREAU_TEXT},
					      {"value", "value", BUREAU_TEXT},
					      {"since", "since", BUREAU_TEXT}};
static const bureau_column request_columns[] = {{"answer", "answer to names we asked for", BUREAU_WORD},
						{"names", "names", BUREAU_TEXT},
						{"from", "from", BUREAU_TEXT},
						{"to", "to", BUREAU_TEXT}};

typedef struct ignored {
	hw_text category; /* first: indexed by it */
	hw_text label, word, reason, statement, axis;
	bool sensitive;
	int64_t held, disowned, offered, accepted;
	hw_text last_offer, last_answer;
	hw_text said; /* what the counterpart itself says about their nationality */
} ignored;

typedef struct compiling {
	sheet *s;
	hw_text party;
	ignored *items;
	size_t count;
	bureau_index index;
} compiling;

/* ---- whom it does not ask for -------------------------------------------------------------------------- */
static bool in_force(const sheet *s, const store_rows *rows, size_t since, size_t until)
{
	int32_t first, last;

	if (sheet_day(store_get_text(rows, since), &first, &last) && first > s->day)
		return false;
	return !sheet_day(store_get_text(rows, until), &first, &last) || last >= s->day;
}

static hw_status load_ignored(compiling *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value party[] = {store_text(g->party)};
	sheet *s = g->s;
	bool found;

	g->items = HW_NEW(s->arena, ignored, CATEGORIES_MOST);
	if (!g->items)
		return hw_fail(s->error, HW_NO_MEMORY, "no memory for the dossier");
	HW_TRY(store_query(s->store, "case_ignored", party, 1, &rows, s->error));
	while (g->count < CATEGORIES_MOST) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			break;
		if (!in_force(s, rows, 4, 5))
			continue;
		g->items[g->count++] = (ignored){
			.category = store_copy_text(rows, 0, s->arena),
			.label = store_copy_text(rows, s->uk && !store_is_null(rows, 7) ? 7 : 6, s->arena),
			.word = hw_text_is(store_get_text(rows, 1), "refuses_to_take") ? HW_TEXT("refuses to take")
										       : HW_TEXT("no interest shown"),
			.reason = store_is_null(rows, 2) ? HW_TEXT("unknown") : store_copy_text(rows, 2, s->arena),
			.statement = store_is_null(rows, 3) ? HW_TEXT("") : store_copy_text(rows, 3, s->arena),
			.axis = store_is_null(rows, 9) ? HW_TEXT("") : store_copy_text(rows, 9, s->arena),
			.sensitive = store_get_integer(rows, 8) == 1 || hw_text_is(store_get_text(rows, 9), "origin")};
	}
	return bureau_index_make(s->arena, g->items, g->count, sizeof(*g->items), &g->index, s->error);
}

static hw_status count_held(compiling *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value party[] = {store_text(g->party)};
	hw_text previous = HW_TEXT("");
	bool found;

	HW_TRY(store_query(g->s->store, "case_held", party, 1, &rows, g->s->error));
	for (;;) {
		hw_text list, category;

		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found)
			return HW_OK;
		if (previous.length && hw_text_equal(previous, store_get_text(rows, 0)))
			continue; /* a further row of the same person */
		previous = store_copy_text(rows, 0, g->s->arena);
		list = store_get_text(rows, 1);
		while (hw_text_split(&list, ';', &category)) {
			size_t i = bureau_index_find(&g->index, hw_text_trim(category));

			if (i == BUREAU_NOWHERE)
				continue;
			g->items[i].held++;
			g->items[i].disowned += store_get_integer(rows, 2) == 1;
		}
	}
}

static void note_offer(compiling *g, hw_text category, hw_text when, hw_text answer)
{
	size_t i = bureau_index_find(&g->index, category);

	if (i == BUREAU_NOWHERE)
		return;
	g->items[i].offered++;
	g->items[i].accepted += hw_text_is(answer, "accepted");
	if (hw_text_compare(when, g->items[i].last_offer) >= 0) {
		g->items[i].last_offer = hw_text_copy(g->s->arena, when);
		g->items[i].last_answer = hw_text_copy(g->s->arena, answer);
	}
}

/* "k1:2;k3:14": the classes of a package may be combinations joined by "+". */
static hw_status count_offers(compiling *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value party[] = {store_text(g->party)};
	bool found;

	HW_TRY(store_query(g->s->store, "case_offers", party, 1, &rows, g->s->error));
	for (;;) {
		hw_text given, piece;

		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found)
			return HW_OK;
		if (!sheet_known_by(g->s, rows, 0))
			continue;
		given = store_get_text(rows, 1);
		while (hw_text_split(&given, ';', &piece)) {
			hw_text classes, category;
			bool counts;

			if (!hw_text_split(&piece, ':', &classes))
				continue;
			HW_TRY(round_class_counts(g->s->store, classes, &counts, g->s->error));
			while (counts && hw_text_split(&classes, '+', &category))
				note_offer(g, hw_text_trim(category), store_get_text(rows, 0), store_get_text(rows, 2));
		}
	}
}

/* ---- in words -------------------------------------------------------------------------------------------- */
/* Beside a sensitive category there is no number; under five nobody is counted. */
static hw_text number_words(sheet *s, int64_t n, bool sensitive)
{
	if (n == 0)
		return HW_TEXT("none");
	if (n < SMALL)
		return HW_TEXT("fewer than five");
	if (!sensitive)
		return sheet_format(s, "%lld", (long long)n);
	return n < 20     ? HW_TEXT("some")
	       : n < 200  ? HW_TEXT("dozens")
	       : n < 2000 ? HW_TEXT("hundreds")
			  : HW_TEXT("thousands");
}

static hw_text ground_of(sheet *s, const ignored *item)
{
	hw_text ground;

	if (hw_text_is(item->axis, "health"))
		return HW_TEXT("GC III 109-110: its gravely wounded and sick are owed a return outside any package; a "
			       "Power that "
			       "has no place ready can be offered internment in a neutral country (art. 110)");
	ground = HW_TEXT(
		"they served in its forces: the Power on which a prisoner depends is the one he served, whatever "
		"passport it counts (GC III 4 A, 118)");
	if (item->said.length)
		ground = sheet_format(s, "it says of them: %.*s; yet %.*s", HW_TEXT_ARG(item->said),
				      HW_TEXT_ARG(ground));
	if (item->statement.length)
		ground = sheet_format(s, "%.*s; its own statement %.*s", HW_TEXT_ARG(ground),
				      HW_TEXT_ARG(item->statement));
	return ground;
}

static hw_text offered_words(sheet *s, const ignored *item)
{
	if (!item->offered)
		return HW_TEXT("not in any package");
	return sheet_format(s, "in %lld packages, last %.*s", (long long)item->offered, HW_TEXT_ARG(item->last_offer));
}

static bool is_due(const ignored *item)
{
	return hw_text_is(item->axis, "health");
}

/* ---- owed a return, and not received ------------------------------------------------------------------------- */
static const bureau_column due_columns[] = {
	{"category", "category", BUREAU_TEXT},          {"held", "held by us", BUREAU_TEXT},
	{"reason", "reason it gives", BUREAU_TEXT},     {"offers", "offered", BUREAU_TEXT},
	{"answer", "last answer", BUREAU_TEXT},         {"ground", "ground", BUREAU_TEXT},
	{"alternative", "the alternative", BUREAU_WORD}};

/* Columns of persuasion_minutes: happened, kind, words, side.  The last offer of ours and the last answer of theirs. */
static hw_status offers_about(sheet *s, hw_text category, hw_text *offered, hw_text *answer)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(category)};
	bool found;

	*offered = HW_TEXT("no");
	*answer = HW_TEXT("");
	HW_TRY(store_query(s->store, "persuasion_minutes", values, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (!sheet_known_by(s, rows, 0))
			continue;
		if (hw_text_is(store_get_text(rows, 3), "ours") && hw_text_is(store_get_text(rows, 1), "offered"))
			*offered = store_copy_text(rows, 0, s->arena);
		else if (!hw_text_is(store_get_text(rows, 3), "ours"))
			*answer = sheet_format(s, "%.*s: %.*s", HW_TEXT_ARG(store_get_text(rows, 0)),
					       HW_TEXT_ARG(store_get_text(rows, 2)));
	}
}

static hw_status tell_due(compiling *g)
{
	sheet *s = g->s;
	bureau_list *list = sheet_list(s, "due", "Due under GC III 109-110, whom their Power does not receive", NULL,
				       due_columns, HW_COUNT(due_columns));

	for (size_t i = 0; i < g->count; i++) {
		const ignored *item = &g->items[i];
		hw_text offered, answer;
		bureau_value *cells;

		if (!is_due(item))
			continue;
		HW_TRY(offers_about(s, item->category, &offered, &answer));
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(item->label);
		cells[1] = sheet_value_text(sheet_told(s, number_words(s, item->held, true)));
		cells[2] = sheet_value_text(sheet_told(s, item->reason));
		cells[3] = sheet_value_text(sheet_told(s, offered));
		cells[4] = sheet_value_text(sheet_told(s, answer));
		cells[5] = sheet_value_text(sheet_told(s, ground_of(s, item)));
		cells[6] = sheet_value_word("internment in a neutral country (GC III 109(2), 110, 111)");
	}
	return HW_OK;
}

static void tell_ignored(compiling *g, bureau_list *list)
{
	sheet *s = g->s;

	for (size_t i = 0; i < g->count; i++) {
		const ignored *item = &g->items[i];
		bureau_value *cells = sheet_row(s, list);

		cells[I_CATEGORY] = sheet_value_text(item->category);
		cells[I_LABEL] = sheet_value_text(item->label);
		cells[I_INTEREST] = sheet_value_text(sheet_told(s, item->word));
		cells[I_HELD] = sheet_value_text(sheet_told(s, number_words(s, item->held, item->sensitive)));
		cells[I_DISOWNED] = sheet_value_text(sheet_told(s, number_words(s, item->disowned, item->sensitive)));
		cells[I_REASON] = sheet_value_text(sheet_told(s, item->reason));
		/* How often people of a sensitive category were on offer is a number beside it as well. */
		cells[I_OFFERED] = sheet_value_text(sheet_told(
			s, item->sensitive ? item->offered ? HW_TEXT("yes") : HW_TEXT("no") : offered_words(s, item)));
		cells[I_ANSWER] = sheet_value_text(sheet_told(s, item->last_answer));
		cells[I_GROUND] = sheet_value_text(sheet_told(s, ground_of(s, item)));
	}
}

/* ---- its own words about their nationality ---------------------------------------------------------------- */
static hw_status claims_about(compiling *g, bureau_list *list, ignored *item)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value category[] = {store_text(item->category)};
	sheet *s = g->s;
	bool found;

	HW_TRY(store_query(s->store, "case_category_claims", category, 1, &rows, s->error));
	for (;;) {
		bureau_value *cells;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		/* What came in confidence is in no dossier, whoever reads it. */
		if (!sheet_known_by(s, rows, 7) || store_get_integer(rows, 9) == 1)
			continue;
		if (hw_text_equal(store_get_text(rows, 2), g->party) &&
		    hw_text_is(store_get_text(rows, 0), "nationality"))
			item->said = store_copy_text(rows, 1, s->arena);
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(item->label);
		cells[1] = sheet_column(s, rows, 0, BUREAU_WORD);
		cells[2] = sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 2)));
		cells[3] = sheet_column(s, rows, 1, BUREAU_TEXT);
		cells[4] = sheet_column(s, rows, 3, BUREAU_TEXT);
	}
}

static hw_status tell_claims(compiling *g)
{
	bureau_list *list =
		sheet_list(g->s, "claims", "What each side says of them", NULL, claim_columns, HW_COUNT(claim_columns));

	for (size_t i = 0; i < g->count; i++)
		HW_TRY(claims_about(g, list, &g->items[i]));
	return HW_OK;
}

/* ---- minutes, statements, requests ----------------------------------------------------------------------------- */
/* Columns of case_minutes_all: happened, party, kind, words, category, due, kept, condition, side, round, parties. */
static bool keep_minute(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	const compiling *g = raw;
	/* Ours counts where this counterpart sat at the table. */
	bool its = hw_text_equal(store_get_text(rows, 1), g->party),
	     there = store_is_null(rows, 10) || sheet_in_list(store_get_text(rows, 10), g->party),
	     offered = hw_text_is(store_get_text(rows, 8), "ours") && hw_text_is(store_get_text(rows, 2), "offered");

	if ((!its && !(offered && there)) || !sheet_known_by(s, rows, 0))
		return false;
	cells[1] = sheet_column(s, rows, 2, BUREAU_WORD);
	cells[2] = sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 1)));
	cells[3] = sheet_column(s, rows, 9, BUREAU_TEXT);
	cells[4] = sheet_column(s, rows, 7, BUREAU_TEXT);
	cells[5] = sheet_column(s, rows, 5, BUREAU_TEXT);
	cells[6] = sheet_column(s, rows, 6, BUREAU_WORD);
	cells[7] = sheet_column(s, rows, 3, BUREAU_TEXT);
	return true;
}

static hw_status speaks_for(compiling *g, hw_text party, bool *result)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(g->party)};
	bool found;

	*result = hw_text_equal(party, g->party);
	HW_TRY(store_query(g->s->store, "case_holders_under", values, 1, &rows, g->s->error));
	while (!*result) {
		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found)
			break;
		*result = hw_text_equal(party, store_get_text(rows, 0));
	}
	return HW_OK;
}

static hw_status tell_statements(compiling *g)
{
	sheet *s = g->s;
	bureau_list *list =
		sheet_list(s, "statements", "What it said in public, and the evidence (formations under it as well)",
			   NULL, statement_columns, HW_COUNT(statement_columns));
	bureau_statements all;

	HW_TRY(bureau_statements_all(s->b, s->arena, s->run, &all, s->error));
	for (size_t i = 0; i < all.count; i++) {
		const bureau_statement *n = &all.items[i];
		int32_t first, last;
		bureau_value *cells;
		bool its;

		HW_TRY(speaks_for(g, n->party, &its));
		if (!its || (sheet_day(n->when, &first, &last) && first > s->day))
			continue;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(n->id);
		cells[1] = sheet_value_text(n->when);
		cells[2] = sheet_value_text(n->speaker);
		cells[3] = sheet_value_text(n->kind);
		cells[4] = sheet_value_word(n->verdict);
		cells[5] = sheet_value_text(n->why);
		cells[6] = sheet_value_text(n->words);
	}
	return HW_OK;
}

static bool keep_request(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[1] = sheet_value_text(sheet_told(s, number_words(s, store_get_integer(rows, 1), false)));
	return true;
}

/* ---- the job ------------------------------------------------------------------------------------------------- */
static hw_status party_fields(compiling *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(g->party)};
	sheet *s = g->s;
	char shown[64];

	HW_TRY(store_query_first(s->store, "case_party", values, 1, &rows, s->error));
	if (!rows || hw_text_is(store_get_text(rows, 4), "ours")) {
		(void)hw_fail(s->error, HW_NOT_FOUND, rows ? "\"%s\" is our own side" : "there is no party \"%s\"",
			      hw_text_shown(g->party, shown));
		return hw_error_remedy(s->error, "homeward interest lists the counterparts");
	}
	s->out->title = sheet_format(s, "%.*s  %.*s", HW_TEXT_ARG(g->party),
				     HW_TEXT_ARG(store_get_text(rows, s->uk && !store_is_null(rows, 2) ? 2 : 1)));
	sheet_field(s, "party", "counterpart", BUREAU_TEXT, sheet_column(s, rows, 0, BUREAU_TEXT));
	sheet_field(s, "name", "name", BUREAU_TEXT, sheet_column(s, rows, 1, BUREAU_TEXT));
	sheet_field(s, "kind", "kind", BUREAU_WORD, sheet_column(s, rows, 3, BUREAU_WORD));
	return HW_OK;
}

hw_status bureau_dossier(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party, bureau_sheet *result,
			 hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "dossier", result, error);
	compiling g = {.s = &s, .party = party};
	const store_value values[] = {store_text(party)};
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_INTEREST, error));
	HW_TRY(bureau_require_own_side(b, error));
	HW_TRY(party_fields(&g));
	HW_TRY(load_ignored(&g));
	HW_TRY(count_held(&g));
	HW_TRY(count_offers(&g));
	/* The first list on the page needs what the second one finds. */
	list = sheet_list(&s, "ignored", "For whose return no interest was shown",
			  "for every category that is known some interest was shown", ignored_columns, IGNORED_COLUMNS);
	HW_TRY(tell_claims(&g));
	tell_ignored(&g, list);
	HW_TRY(tell_due(&g));
	list = sheet_list(&s, "talks", "What we offered, and what it said, promised and refused in rounds", NULL,
			  offer_columns, HW_COUNT(offer_columns));
	HW_TRY(sheet_query(&s, list, "case_minutes_all", NULL, 0, keep_minute, &g));
	HW_TRY(tell_statements(&g));
	list = sheet_list(&s, "requests", "Names we asked it for, one by one", NULL, request_columns,
			  HW_COUNT(request_columns));
	HW_TRY(sheet_query(&s, list, "case_requests_to", values, 1, keep_request, NULL));
	sheet_note(&s, "Persuasion comes on top of every package and never instead of one. People due under GC III "
		       "109-110 are "
		       "offered without any package. Nobody goes against his will: who may not be offered is not on "
		       "this page, "
		       "and why is not told.");
	return sheet_end(&s);
}
