/* One statement: the words, what can be counted against them, items for and against, the reply in law, and the rules
 * that it bears on by itself.  What it means for places and people is `homeward check`. */
#include "bureau/evidence_int.h"
#include "bureau/factsheet_int.h"
#include "bureau/sheet_int.h"
#include "law/law.h"

#include <string.h>

/* Columns of case_statement. */
enum {
	ID,
	SPEAKER,
	PARTY,
	HAPPENED,
	CHANNEL,
	KIND,
	WORDS,
	LANGUAGE,
	TRANSLATION,
	COUNTS,
	SIDE,
	CATEGORY,
	REGION,
	BOUND,
	QUANTITY,
	THREATENS,
	ARTICLE,
	HOLDER,
	PLACES,
	OBJECTS,
	EVIDENCE_FOR,
	EVIDENCE_AGAINST,
	REPLY,
	TOUCHES
};

static const bureau_column item_columns[] = {{"bears", "bears", BUREAU_WORD},
					     {"id", "item", BUREAU_TEXT},
					     {"kind", "kind", BUREAU_WORD},
					     {"happened", "of", BUREAU_TEXT},
					     {"title", "title", BUREAU_TEXT}};
static const bureau_column rule_columns[] = {{"rule", "rule", BUREAU_TEXT},
					     {"article", "article", BUREAU_TEXT},
					     {"outcome", "outcome", BUREAU_WORD},
					     {"state", "opens as", BUREAU_WORD},
					     {"title", "what it is an indication of", BUREAU_TEXT}};
static const bureau_column reply_columns[] = {{"rule", "rule", BUREAU_TEXT},
					      {"ground", "ground offered", BUREAU_WORD},
					      {"reply", "reply in law", BUREAU_TEXT}};

typedef struct telling {
	sheet *s;
	store_rows *row; /* of case_statement */
	law_rules *rules;
	law_language language;
} telling;

/* ---- words and verdict ----------------------------------------------------------------------------- */
static void words_fields(telling *g)
{
	sheet *s = g->s;
	store_rows *rows = g->row;

	s->out->title =
		sheet_format(s, "%.*s  %.*s, %.*s", HW_TEXT_ARG(store_get_text(rows, ID)),
			     HW_TEXT_ARG(store_get_text(rows, SPEAKER)), HW_TEXT_ARG(store_get_text(rows, HAPPENED)));
	sheet_field(s, "id", "statement", BUREAU_TEXT, sheet_column(s, rows, ID, BUREAU_TEXT));
	sheet_field(s, "speaker", "speaker, by office", BUREAU_TEXT, sheet_column(s, rows, SPEAKER, BUREAU_TEXT));
	sheet_field(s, "party", "for", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "parties", store_get_text(rows, PARTY))));
	sheet_field(s, "when", "when", BUREAU_TEXT, sheet_column(s, rows, HAPPENED, BUREAU_TEXT));
	sheet_field(s, "channel", "where it was said", BUREAU_TEXT, sheet_column(s, rows, CHANNEL, BUREAU_TEXT));
	sheet_field(s, "kind", "kind", BUREAU_WORD, sheet_column(s, rows, KIND, BUREAU_WORD));
	sheet_field(s, "words", "words", BUREAU_TEXT, sheet_column(s, rows, WORDS, BUREAU_TEXT));
	sheet_field(s, "language", "language", BUREAU_TEXT, sheet_column(s, rows, LANGUAGE, BUREAU_TEXT));
	sheet_field(s, "translation", "in English", BUREAU_TEXT, sheet_column(s, rows, TRANSLATION, BUREAU_TEXT));
}

/* The verdict is that of the list of all statements: one job, one answer. */
static hw_status verdict_fields(telling *g)
{
	sheet *s = g->s;
	bureau_statements all;

	HW_TRY(bureau_statements_all(s->b, s->arena, s->run, &all, s->error));
	for (size_t i = 0; i < all.count; i++) {
		const bureau_statement *n = &all.items[i];

		if (!hw_text_equal(n->id, store_get_text(g->row, ID)))
			continue;
		sheet_field(s, "verdict", "verdict", BUREAU_WORD, sheet_value_word(n->verdict));
		sheet_field(s, "why", "why", BUREAU_TEXT, sheet_value_text(n->why));
		sheet_field(s, "for", "evidence for", BUREAU_COUNT, sheet_value_count(n->evidence_for));
		sheet_field(s, "against", "evidence against", BUREAU_COUNT, sheet_value_count(n->evidence_against));
	}
	return HW_OK;
}

static void subject_fields(telling *g)
{
	sheet *s = g->s;
	store_rows *rows = g->row;
	bool places = bureau_may(s->b, BUREAU_MAY_SEE_PLACES);

	sheet_field(s, "holder", "whose conduct", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "holders", store_get_text(rows, HOLDER))));
	sheet_field(s, "article", "article (GC III)", BUREAU_TEXT, sheet_column(s, rows, ARTICLE, BUREAU_TEXT));
	sheet_field(s, "threatens", "threatens to expose prisoners", BUREAU_FLAG,
		    sheet_column(s, rows, THREATENS, BUREAU_FLAG));
	if (!store_is_null(rows, PLACES))
		sheet_field(s, "places", "places", BUREAU_TEXT,
			    places ? sheet_value_text(sheet_labels(s, "places", store_get_text(rows, PLACES)))
				   : sheet_value_restricted());
	if (!store_is_null(rows, OBJECTS))
		sheet_field(s, "objects", "objects", BUREAU_TEXT,
			    places ? sheet_value_text(sheet_labels(s, "objects", store_get_text(rows, OBJECTS)))
				   : sheet_value_restricted());
	if (!store_is_null(rows, TOUCHES))
		sheet_field(s, "touches", "persons whom it touches", BUREAU_TEXT,
			    bureau_may(s->b, BUREAU_MAY_SEE_PERSONS) ? sheet_column(s, rows, TOUCHES, BUREAU_TEXT)
								     : sheet_value_restricted());
	sheet_field(s, "reply", "our reply", BUREAU_TEXT, sheet_column(s, rows, REPLY, BUREAU_TEXT));
}

/* ---- evidence -------------------------------------------------------------------------------------------- */
static hw_status add_items(telling *g, bureau_list *list, size_t column, const char *bears)
{
	sheet *s = g->s;
	hw_text rest = store_get_text(g->row, column), id;

	while (hw_text_split(&rest, ';', &id)) {
		STORE_ROWS_GUARD store_rows *rows = NULL;
		const store_value values[] = {store_text(hw_text_trim(id))};
		bureau_value *cells;
		bool forged;

		HW_TRY(store_query_first(s->store, "case_evidence_title", values, 1, &rows, s->error));
		HW_TRY(evidence_is_forged(s->b, hw_text_trim(id), &forged, s->error));
		/* Confidential material is not used against a public statement, whoever looks; a forgery by nobody. */
		if (!rows || store_get_integer(rows, 4) == 1 || forged)
			continue;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_word(bears);
		cells[1] = sheet_column(s, rows, 0, BUREAU_TEXT);
		cells[2] = sheet_column(s, rows, 1, BUREAU_WORD);
		cells[3] = sheet_column(s, rows, 3, BUREAU_TEXT);
		cells[4] = sheet_column(s, rows, 2, BUREAU_TEXT);
	}
	return HW_OK;
}

/* ---- the rules of law ------------------------------------------------------------------------------------------ */
enum { FACTS_MOST = 64 };

typedef struct statement_facts {
	law_fact items[FACTS_MOST];
	size_t count;
	uint32_t kind;
} statement_facts;

static void add_fact(telling *g, statement_facts *f, const char *name, hw_text text)
{
	hw_error ignored;
	law_value value;
	uint32_t term;

	/* What the vocabulary cannot read says nothing that a rule could use. */
	if (f->count < FACTS_MOST && text.length && law_term_find(g->rules, f->kind, name, &term) &&
	    law_value_read(g->rules, term, text, &value, &ignored) == HW_OK)
		f->items[f->count++] = (law_fact){.term = term, .value = value};
}

static hw_status load_facts(telling *g, statement_facts *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = g->s;
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(s->b), as_of))};
	bool found = true;

	HW_TRY(store_query(s->store, "check_statements", values, 1, &rows, s->error));
	do
		HW_TRY(store_next(rows, &found, s->error));
	while (found && !hw_text_equal(store_get_text(rows, 0), store_get_text(g->row, ID)));
	for (size_t c = 4; found && c < store_columns(rows); c++) {
		if (store_column_kind(rows, c) == STORE_INTEGER)
			add_fact(g, f, store_column_name(rows, c),
				 sheet_format(s, "%lld", (long long)store_get_integer(rows, c)));
		else if (store_column_kind(rows, c) == STORE_TEXT)
			add_fact(g, f, store_column_name(rows, c), store_copy_text(rows, c, s->arena));
	}
	return HW_OK;
}

/* Its own items: what a video shows of prisoners (art. 13). */
static hw_status load_media(telling *g, statement_facts *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = g->s;
	bool found;

	HW_TRY(store_query(s->store, "check_media", NULL, 0, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (!hw_text_equal(store_get_text(rows, 0), store_get_text(g->row, ID)) ||
		    !sheet_in_list(store_get_text(rows, 1), store_get_text(rows, 2)))
			continue;
		add_fact(g, f, "shows_prisoner", HW_TEXT("yes"));
		add_fact(g, f, "identifiable", store_get_integer(rows, 3) == 1 ? HW_TEXT("yes") : HW_TEXT("no"));
		if (!store_is_null(rows, 4))
			add_fact(g, f, "published", HW_TEXT("yes"));
	}
}

static hw_status tell_rules(telling *g, const statement_facts *f)
{
	sheet *s = g->s;
	law_subject subject = {.kind = f->kind, .fact_count = (uint32_t)f->count};
	law_request request = {.subjects = &subject,
			       .subject_count = 1,
			       .facts = f->items,
			       .fact_count = f->count,
			       .as_of = s->day,
			       .threads = 1};
	bureau_list *list = sheet_list(s, "indications", "Rules that it bears on by itself", NULL, rule_columns,
				       HW_COUNT(rule_columns));
	law_report report = {0};

	HW_TRY(law_check(g->rules, &request, &report, NULL, s->error));
	for (size_t i = 0; i < report.count; i++) {
		const law_rule *rule = law_rule_at(g->rules, report.results[i].rule);
		bureau_value *cells = sheet_row(s, list);

		cells[0] = sheet_value_text(hw_text_copy(s->arena, rule->id));
		cells[1] = sheet_value_text(hw_text_copy(s->arena, rule->article));
		cells[2] = sheet_value_text(
			hw_text_copy(s->arena, law_outcome_words(report.results[i].outcome, g->language)));
		cells[3] = sheet_value_word(rule->threatened ? "threatened" : "observed");
		cells[4] = sheet_value_text(hw_text_copy(s->arena, rule->title[g->language]));
	}
	law_report_free(&report);
	return HW_OK;
}

/* ---- the reply to a justification --------------------------------------------------------------------------------- */
static bool mentions(telling *g, hw_text ground)
{
	hw_text words = store_get_text(g->row, store_is_null(g->row, TRANSLATION) ? WORDS : TRANSLATION), lower, spaced;
	hw_error ignored;
	char text[128];

	(void)snprintf(text, sizeof(text), "%.*s", HW_TEXT_ARG(ground));
	for (char *c = text; *c; c++)
		if (*c == '_')
			*c = ' ';
	spaced = hw_text_of(text);
	return hw_text_lower(g->s->arena, words, &lower, &ignored) == HW_OK && spaced.length &&
	       lower.length >= spaced.length && memmem(lower.bytes, lower.length, spaced.bytes, spaced.length);
}

static void tell_replies(telling *g)
{
	sheet *s = g->s;
	bureau_list *list =
		sheet_list(s, "replies", "What the law replies", NULL, reply_columns, HW_COUNT(reply_columns));

	if (!hw_text_is(store_get_text(g->row, KIND), "justification"))
		return;
	for (size_t i = 0; i < law_rule_count(g->rules); i++) {
		const law_rule *rule = law_rule_at(g->rules, i);

		for (size_t k = 0; k < rule->reply_count; k++) {
			bureau_value *cells;

			if (!mentions(g, rule->replies[k].ground))
				continue;
			cells = sheet_row(s, list);
			cells[0] = sheet_value_text(hw_text_copy(s->arena, rule->id));
			cells[1] = sheet_value_text(hw_text_copy(s->arena, rule->replies[k].ground));
			cells[2] = sheet_value_text(hw_text_copy(s->arena, rule->replies[k].text[g->language]));
		}
	}
}

static hw_status tell_law(telling *g)
{
	statement_facts f = {.count = 0};

	if (!law_kind_find(g->rules, "statement", &f.kind))
		return HW_OK;
	HW_TRY(load_facts(g, &f));
	HW_TRY(load_media(g, &f));
	HW_TRY(tell_rules(g, &f));
	tell_replies(g);
	return HW_OK;
}

static void notes(telling *g)
{
	sheet *s = g->s;

	sheet_say(s, "Public evidence is counts and documents, never a captive's name, face or voice (GC III 13).");
	if (store_get_integer(g->row, THREATENS) == 1)
		sheet_note(
			s,
			"A threat opens a finding of its own and puts the places named under protection as possible: "
			"homeward check, homeward protect.");
}

static hw_status tell(telling *g)
{
	sheet *s = g->s;
	bureau_list *list;

	bool released;

	words_fields(g);
	HW_TRY(statement_is_released(s->b, store_get_text(g->row, ID), &released, s->error));
	sheet_field(s, "may_be_published", "released for the public", BUREAU_FLAG, sheet_value_flag(released));
	HW_TRY(verdict_fields(g));
	subject_fields(g);
	list = sheet_list(s, "evidence", "Items of evidence", "no item of evidence is linked to it", item_columns,
			  HW_COUNT(item_columns));
	HW_TRY(add_items(g, list, EVIDENCE_FOR, "for"));
	HW_TRY(add_items(g, list, EVIDENCE_AGAINST, "against"));
	HW_TRY(law_rules_new(&g->rules, s->error));
	HW_TRY(tell_law(g));
	notes(g);
	return sheet_end(s);
}

hw_status bureau_statement_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
				 hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	sheet s = sheet_begin(b, arena, run, "statement", result, error);
	telling g = {.s = &s, .language = s.uk ? LAW_UK : LAW_EN};
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	HW_TRY(store_query_first(s.store, "case_statement", values, 1, &rows, error));
	if (!rows) {
		char shown[64];

		(void)hw_fail(error, HW_NOT_FOUND, "there is no statement \"%s\"", hw_text_shown(id, shown));
		return hw_error_remedy(error, "homeward statement list");
	}
	g.row = rows;
	status = tell(&g);
	law_rules_free(g.rules);
	return status;
}
