/* One person: every axis, every claim with source and date, the records he is made of, lists, answers, custody.
 *
 * Official status and estimate are two things and stand apart.  What is restricted (will, health, position in law,
 * origin) is taken out here by the right of the user; a report shows the grade of its source and never the source. */
#include "bureau/sheet_int.h"

#include <stdlib.h>
#include <string.h>

/* Columns of case_registry. */
enum {
	ID,
	SIDE,
	FAMILY,
	GIVEN,
	PATRONYMIC,
	BORN,
	SEX,
	CATEGORIES,
	UNIT,
	RANK,
	HOLDER,
	REGISTER,
	MISSING_SINCE,
	WOUNDED,
	WILLS,
	ALIASES,
	CALLSIGN,
	PARTY,
	CIRCUMSTANCES,
	CAPTURE_GROUP,
	CAPTURED,
	PLACE,
	CARD,
	NOTICE,
	CONFIRMED,
	LAST_LETTER,
	LEGAL,
	COURT,
	CIVILIAN,
	INTERVIEWED,
	RETURNED,
	DISOWNED,
	SOURCE,
	BATCH_AT,
	BATCH_FILE,
	REGISTRY_COLUMNS
};

/* The first row of the registry speaks; further rows of the same person stand among the records. */
typedef struct person_facts {
	hw_text person;
	hw_text columns[REGISTRY_COLUMNS];
	hw_text categories;                       /* ids that this user may see */
	int64_t wills, court, civilian, disowned; /* -1 unknown */
	hw_text source, learned;                  /* of that row */
	size_t rows;
	bool due; /* a row says: gravely wounded */
	int64_t reports_in, reports_captive;
	hw_text evidence_word; /* from claims */
	/* the last thing that happened on the way to an exchange */
	hw_text exchange, exchange_at, exchange_ref;
} person_facts;

static const bureau_column status_columns[] = {{"axis", "axis", BUREAU_WORD},
					       {"value", "value", BUREAU_WORD},
					       {"since", "since", BUREAU_TEXT},
					       {"source", "source", BUREAU_TEXT},
					       {"learned", "learned", BUREAU_TEXT}};
static const bureau_column claim_columns[] = {
	{"axis", "axis", BUREAU_WORD},          {"by_party", "claimed by", BUREAU_TEXT},
	{"value", "value", BUREAU_TEXT},        {"since", "since", BUREAU_TEXT},
	{"until", "until", BUREAU_TEXT},        {"source", "source", BUREAU_TEXT},
	{"credibility", "cred.", BUREAU_COUNT}, {"learned", "learned", BUREAU_TEXT},
	{"about", "about", BUREAU_TEXT},        {"id", "claim", BUREAU_TEXT}};
static const bureau_column category_columns[] = {{"category", "category", BUREAU_TEXT},
						 {"label", "words", BUREAU_TEXT},
						 {"source", "source", BUREAU_TEXT},
						 {"learned", "learned", BUREAU_TEXT}};
static const bureau_column record_columns[] = {{"kind", "kind", BUREAU_WORD},
					       {"id", "record", BUREAU_TEXT},
					       {"file", "file", BUREAU_TEXT},
					       {"row", "row", BUREAU_COUNT},
					       {"joined_because", "joined because", BUREAU_TEXT},
					       {"joined_by", "by", BUREAU_TEXT},
					       {"joined_at", "on", BUREAU_TEXT},
					       {"score", "score", BUREAU_NUMBER}};
static const bureau_column doubt_columns[] = {{"verdict", "judged", BUREAU_WORD}, {"left", "record", BUREAU_TEXT},
					      {"right", "and", BUREAU_TEXT},      {"reason", "because", BUREAU_TEXT},
					      {"by", "by", BUREAU_TEXT},          {"at", "on", BUREAU_TEXT}};
static const bureau_column report_columns[] = {{"id", "report", BUREAU_TEXT},
					       {"happened", "of", BUREAU_TEXT},
					       {"received", "received", BUREAU_TEXT},
					       {"grade", "grade", BUREAU_TEXT},
					       {"says", "says", BUREAU_TEXT},
					       {"credibility", "cred.", BUREAU_COUNT},
					       {"first_hand", "first hand", BUREAU_FLAG},
					       {"copies", "repeats", BUREAU_TEXT},
					       {"joined_because", "joined because", BUREAU_TEXT},
					       {"joined_by", "by", BUREAU_TEXT}};
static const bureau_column exchange_columns[] = {
	{"when", "when", BUREAU_TEXT},     {"what", "what", BUREAU_WORD},         {"answer", "answer", BUREAU_WORD},
	{"direction", "way", BUREAU_WORD}, {"party", "counterpart", BUREAU_TEXT}, {"round", "round", BUREAU_TEXT},
	{"id", "record", BUREAU_TEXT},     {"verified", "verified", BUREAU_TEXT}};
static const bureau_column entry_columns[] = {
	{"when", "when", BUREAU_TEXT},     {"list", "list", BUREAU_TEXT},         {"direction", "way", BUREAU_WORD},
	{"kind", "kind", BUREAU_WORD},     {"party", "counterpart", BUREAU_TEXT}, {"row", "row", BUREAU_TEXT},
	{"name", "named as", BUREAU_TEXT}, {"status", "says", BUREAU_WORD},       {"round", "round", BUREAU_TEXT}};
static const bureau_column notice_columns[] = {{"sent", "sent", BUREAU_TEXT},
					       {"kind", "kind", BUREAU_WORD},
					       {"direction", "way", BUREAU_WORD},
					       {"party", "to or from", BUREAU_TEXT},
					       {"acknowledged", "acknowledged", BUREAU_TEXT},
					       {"answered", "answered", BUREAU_TEXT},
					       {"text", "what it says", BUREAU_TEXT}};
static const bureau_column evidence_columns[] = {{"id", "item", BUREAU_TEXT},
						 {"kind", "kind", BUREAU_WORD},
						 {"title", "title", BUREAU_TEXT},
						 {"happened", "of", BUREAU_TEXT}};

/* ---- the registry ------------------------------------------------------------------------------ */
static int64_t tri(const store_rows *rows, size_t column)
{
	return store_is_null(rows, column) ? -1 : store_get_integer(rows, column) != 0;
}

static hw_text day_of_time(sheet *s, const store_rows *rows, size_t column)
{
	char day[11];

	if (store_is_null(rows, column))
		return HW_TEXT("");
	return sheet_format(s, "%s", hw_days_write((int32_t)(store_get_integer(rows, column) / 86400000000), day));
}

static bool is_number(size_t column)
{
	return column == WILLS || column == COURT || column == CIVILIAN || column == DISOWNED || column == BATCH_AT;
}

static hw_status load_registry(sheet *s, person_facts *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(f->person)};
	bool found;

	f->wills = f->court = f->civilian = f->disowned = -1;
	HW_TRY(store_query(s->store, "case_registry", id, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		f->due |= hw_text_is(store_get_text(rows, WOUNDED), "grave");
		if (f->rows++)
			continue;
		for (size_t c = 0; c < REGISTRY_COLUMNS; c++)
			if (!is_number(c) && !store_is_null(rows, c))
				f->columns[c] = store_copy_text(rows, c, s->arena);
		f->wills = tri(rows, WILLS);
		f->court = tri(rows, COURT);
		f->civilian = tri(rows, CIVILIAN);
		f->disowned = tri(rows, DISOWNED);
		f->learned = day_of_time(s, rows, BATCH_AT);
		/* A row without a source is our own register, known by the file that brought it. */
		f->source = f->columns[SOURCE].length ? f->columns[SOURCE]
						      : sheet_format(s, "%s (%.*s)", sheet_words(s, "register").bytes,
								     HW_TEXT_ARG(sheet_file(f->columns[BATCH_FILE])));
	}
}

static bool by_now(const sheet *s, hw_text date)
{
	int32_t first, last;

	return date.length && (!sheet_day(date, &first, &last) || first <= s->day);
}

static hw_status name_fields(sheet *s, const person_facts *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(f->person)};

	HW_TRY(store_query_first(s->store, "case_person", id, 1, &rows, s->error));
	if (!rows)
		return hw_fail(s->error, HW_FAULT, "person %.*s has no row", HW_TEXT_ARG(f->person));
	s->out->title = sheet_format(s, "%.*s  %.*s", HW_TEXT_ARG(f->columns[ID].length ? f->columns[ID] : f->person),
				     HW_TEXT_ARG(store_get_text(rows, 0)));
	sheet_field(s, "id", "id", BUREAU_TEXT, sheet_value_text(f->person));
	sheet_field(s, "registry_id", "on the register as", BUREAU_TEXT, sheet_value_text(f->columns[ID]));
	sheet_field(s, "name", "name", BUREAU_TEXT, sheet_column(s, rows, 0, BUREAU_TEXT));
	sheet_field(s, "aliases", "also written", BUREAU_TEXT, sheet_value_text(f->columns[ALIASES]));
	sheet_field(s, "callsign", "callsign", BUREAU_TEXT, sheet_value_text(f->columns[CALLSIGN]));
	sheet_field(s, "side", "held by", BUREAU_WORD,
		    sheet_value_word(store_is_null(rows, 1)                        ? NULL
				     : hw_text_is(store_get_text(rows, 1), "ours") ? "others, or missing (ours)"
										   : "us (theirs)"));
	sheet_field(s, "born", "born", BUREAU_TEXT, sheet_column(s, rows, 2, BUREAU_TEXT));
	sheet_field(s, "sex", "sex", BUREAU_WORD, sheet_column(s, rows, 3, BUREAU_WORD));
	return HW_OK;
}

static void service_fields(sheet *s, const person_facts *f)
{
	bool places = bureau_may(s->b, BUREAU_MAY_SEE_PLACES);

	sheet_field(s, "unit", "unit", BUREAU_TEXT, sheet_value_text(f->columns[UNIT]));
	sheet_field(s, "rank", "rank", BUREAU_TEXT, sheet_value_text(f->columns[RANK]));
	sheet_field(s, "party", "served", BUREAU_TEXT, sheet_value_text(sheet_label(s, "parties", f->columns[PARTY])));
	sheet_field(s, "disowned", "the Power he served does not consider him its own", BUREAU_FLAG,
		    sheet_value_flag(f->disowned));
	sheet_field(s, "missing_since", "missing since", BUREAU_TEXT, sheet_value_text(f->columns[MISSING_SINCE]));
	sheet_field(s, "captured", "captured", BUREAU_TEXT, sheet_value_text(f->columns[CAPTURED]));
	sheet_field(s, "circumstances", "circumstances", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "circumstances", f->columns[CIRCUMSTANCES])));
	sheet_field(s, "group", "lost together with", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "groups", f->columns[CAPTURE_GROUP])));
	sheet_field(s, "holder", "held by, officially", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "holders", f->columns[HOLDER])));
	sheet_field(s, "place", "held at, officially", BUREAU_TEXT,
		    places ? sheet_value_text(sheet_label(s, "places", f->columns[PLACE])) : sheet_value_restricted());
	sheet_field(s, "card", "capture card (art. 70)", BUREAU_TEXT, sheet_value_text(f->columns[CARD]));
	sheet_field(s, "notice", "notified (art. 122)", BUREAU_TEXT, sheet_value_text(f->columns[NOTICE]));
	sheet_field(s, "last_letter", "last letter", BUREAU_TEXT, sheet_value_text(f->columns[LAST_LETTER]));
	sheet_field(s, "civilian", "civilian, never in a package", BUREAU_FLAG, sheet_value_flag(f->civilian));
}

/* ---- the six axes -------------------------------------------------------------------------------- */
static void add_status(sheet *s, bureau_list *list, const char *axis, bureau_value value, hw_text since,
		       const person_facts *f)
{
	bureau_value *cells = sheet_row(s, list);

	cells[0] = sheet_value_word(axis);
	cells[1] = value;
	if (value.restricted) {
		cells[2] = cells[3] = cells[4] = value;
		return;
	}
	cells[2] = sheet_value_text(since);
	if (value.known && f) {
		cells[3] = sheet_value_text(f->source);
		cells[4] = sheet_value_text(f->learned);
	}
}

static const char *evidence_of_captivity(const sheet *s, const person_facts *f)
{
	if (by_now(s, f->columns[CONFIRMED]))
		return "confirmed by the Power through the Agency";
	if (hw_text_is(f->columns[SIDE], "theirs") || hw_text_is(f->columns[REGISTER], "captive") ||
	    hw_text_is(f->evidence_word, "confirmed"))
		return "confirmed otherwise";
	return f->reports_captive || hw_text_is(f->evidence_word, "indicated") ? "indicated" : "none";
}

static const char *fate(const sheet *s, const person_facts *f)
{
	if (by_now(s, f->columns[RETURNED]) || hw_text_is(f->exchange, "delivered") ||
	    hw_text_is(f->exchange, "verified"))
		return "home";
	return hw_text_is(f->columns[REGISTER], "dead") ? "dead, by the register" : "unknown";
}

static hw_text health_words(sheet *s, const person_facts *f)
{
	if (!f->columns[WOUNDED].length)
		return HW_TEXT("");
	return f->due ? HW_TEXT("grave: due for repatriation (arts. 109-110), outside every package")
		      : sheet_format(s, "%.*s", HW_TEXT_ARG(f->columns[WOUNDED]));
}

static hw_text legal_words(sheet *s, const person_facts *f)
{
	if (f->court > 0)
		return f->columns[LEGAL].length ? sheet_format(s, "%.*s; proceedings are pending (art. 119)",
							       HW_TEXT_ARG(f->columns[LEGAL]))
						: HW_TEXT("proceedings are pending (art. 119)");
	return f->columns[LEGAL];
}

static void add_axes(sheet *s, bureau_list *list, const person_facts *f)
{
	/* A refusal, fear, court and health are one thing to whoever may not see each: "not available" elsewhere, nothing
	 * at all here. */
	bool will = bureau_may(s->b, BUREAU_MAY_SEE_WILL), health = bureau_may(s->b, BUREAU_MAY_SEE_HEALTH);
	const char *wish = f->wills > 0    ? "wants to return"
			   : f->wills == 0 ? "does not want to return"
					   : "not asked yet";

	add_status(s, list, "register", sheet_value_text(f->columns[REGISTER]), f->columns[MISSING_SINCE], f);
	add_status(s, list, "evidence of captivity", sheet_value_word(evidence_of_captivity(s, f)),
		   by_now(s, f->columns[CONFIRMED]) ? f->columns[CONFIRMED] : HW_TEXT(""), f);
	add_status(s, list, "fate", sheet_value_word(fate(s, f)),
		   by_now(s, f->columns[RETURNED]) ? f->columns[RETURNED] : HW_TEXT(""), f);
	add_status(s, list, "exchange",
		   f->exchange.length ? sheet_value_text(f->exchange) : sheet_value_word("not asked for"),
		   f->exchange_at, NULL);
	add_status(s, list, "legal position", will ? sheet_value_text(legal_words(s, f)) : sheet_value_restricted(),
		   HW_TEXT(""), f);
	add_status(s, list, "health", health ? sheet_value_text(health_words(s, f)) : sheet_value_restricted(),
		   HW_TEXT(""), f);
	add_status(s, list, "will", will ? sheet_value_word(wish) : sheet_value_restricted(),
		   will ? f->columns[INTERVIEWED] : HW_TEXT(""), f);
}

/* ---- categories and claims --------------------------------------------------------------------------- */
static bool may_see_category(const sheet *s, const store_rows *rows)
{
	if (hw_text_is(store_get_text(rows, 4), "health"))
		return bureau_may(s->b, BUREAU_MAY_SEE_HEALTH);
	return store_get_integer(rows, 3) != 1 || bureau_may(s->b, BUREAU_MAY_SEE_ORIGIN);
}

static hw_status add_categories(sheet *s, person_facts *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bureau_list *list = sheet_list(s, "categories", "Categories (a set, each a claim)", NULL, category_columns,
				       HW_COUNT(category_columns));
	bool found;

	HW_TRY(store_query(s->store, "case_categories", NULL, 0, &rows, s->error));
	for (;;) {
		bureau_value *cells;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (!sheet_in_list(f->columns[CATEGORIES], store_get_text(rows, 0)))
			continue;
		/* Nobody may learn from the number of rows what he may not see: a sensitive one is not there at all. */
		if (!may_see_category(s, rows))
			continue;
		f->categories = sheet_format(s, "%.*s%s%.*s", HW_TEXT_ARG(f->categories),
					     f->categories.length ? ";" : "", HW_TEXT_ARG(store_get_text(rows, 0)));
		cells = sheet_row(s, list);
		cells[0] = sheet_column(s, rows, 0, BUREAU_TEXT);
		cells[1] = sheet_column(s, rows, s->uk && !store_is_null(rows, 2) ? 2 : 1, BUREAU_TEXT);
		cells[2] = sheet_value_text(f->source);
		cells[3] = sheet_value_text(f->learned);
	}
}

typedef struct claim_context {
	hw_text about;
	person_facts *facts;
	bool side_by_side; /* only nationality and allegiance, or all but them */
	bool own;          /* learned is a time */
} claim_context;

static bool is_belonging(hw_text axis)
{
	return hw_text_is(axis, "nationality") || hw_text_is(axis, "allegiance");
}

static bool may_see_axis(const sheet *s, hw_text axis)
{
	if (hw_text_is(axis, "will") || hw_text_is(axis, "legal") || hw_text_is(axis, "fear"))
		return bureau_may(s->b, BUREAU_MAY_SEE_WILL);
	if (hw_text_is(axis, "health"))
		return bureau_may(s->b, BUREAU_MAY_SEE_HEALTH);
	if (hw_text_is(axis, "origin") || hw_text_is(axis, "ethnicity") || hw_text_is(axis, "language") ||
	    hw_text_is(axis, "religion"))
		return bureau_may(s->b, BUREAU_MAY_SEE_ORIGIN);
	return true;
}

static bool keep_claim(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	claim_context *context = raw;
	hw_text axis = store_get_text(rows, 0);

	if (is_belonging(axis) != context->side_by_side || (!context->own && !sheet_known_by(s, rows, 7)))
		return false;
	/* What he may not see is not there: that somebody was asked would tell as well. */
	if (!may_see_axis(s, axis) ||
	    (store_get_integer(rows, 9) == 1 && !bureau_may(s->b, BUREAU_MAY_SEE_CONFIDENTIAL)))
		return false;
	if (hw_text_is(axis, "captivity") || hw_text_is(axis, "evidence"))
		context->facts->evidence_word = store_copy_text(rows, 1, s->arena);
	/* columns of the statements: axis, value, party, since, until, source, credibility, learned, id */
	cells[1] = store_is_null(rows, 2) ? sheet_value_text(HW_TEXT(""))
					  : sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 2)));
	cells[2] = sheet_column(s, rows, 1, BUREAU_TEXT);
	if (context->own)
		cells[7] = sheet_value_text(day_of_time(s, rows, 7));
	cells[8] = sheet_value_text(context->about);
	cells[9] = sheet_column(s, rows, 8, BUREAU_TEXT);
	return true;
}

/* sheet_query copies column c into cell c; here the orders differ, so it gets a list of the statement's own order. */
static hw_status claims_from(sheet *s, bureau_list *list, const char *statement, hw_text id, claim_context *context)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	bool found;

	HW_TRY(store_query(s->store, statement, values, 1, &rows, s->error));
	for (;;) {
		bureau_value cells[HW_COUNT(claim_columns)] = {{.known = false}};

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		cells[0] = sheet_column(s, rows, 0, BUREAU_WORD);
		cells[3] = sheet_column(s, rows, 3, BUREAU_TEXT);
		cells[4] = sheet_column(s, rows, 4, BUREAU_TEXT);
		cells[5] = sheet_column(s, rows, 5, BUREAU_TEXT);
		cells[6] = sheet_column(s, rows, 6, BUREAU_COUNT);
		if (!context->own)
			cells[7] = sheet_column(s, rows, 7, BUREAU_TEXT);
		if (keep_claim(s, rows, cells, context))
			memcpy(sheet_row(s, list), cells, sizeof(cells));
	}
}

static int by_axis_party(const void *a, const void *b)
{
	const bureau_value *x = a, *y = b;
	int order = hw_text_compare(x[0].text, y[0].text);

	return order ? order : hw_text_compare(x[1].text, y[1].text);
}

static hw_status all_claims(sheet *s, bureau_list *list, person_facts *f, bool side_by_side)
{
	claim_context context = {.about = HW_TEXT("him"), .facts = f, .side_by_side = side_by_side};
	hw_text rest = f->categories, category;

	HW_TRY(claims_from(s, list, "case_claims", f->person, &context));
	context.own = true;
	HW_TRY(claims_from(s, list, "case_own_claims", f->person, &context));
	context.own = false;
	while (hw_text_split(&rest, ';', &category)) {
		context.about = sheet_label(s, "categories", hw_text_trim(category));
		HW_TRY(claims_from(s, list, "case_category_claims", hw_text_trim(category), &context));
	}
	if (list->row_count)
		qsort(list->values, list->row_count, list->column_count * sizeof(*list->values), by_axis_party);
	return HW_OK;
}

static hw_status add_claims(sheet *s, person_facts *f)
{
	bureau_list *list = sheet_list(
		s, "belonging",
		"Nationality and allegiance, as each party claims them (side by side, none is ours to decide)", NULL,
		claim_columns, HW_COUNT(claim_columns));

	HW_TRY(all_claims(s, list, f, true));
	list = sheet_list(s, "claims", "Further claims", NULL, claim_columns, HW_COUNT(claim_columns));
	return all_claims(s, list, f, false);
}

/* ---- records and reports ------------------------------------------------------------------------------- */
static bool keep_record(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[2] = sheet_value_text(hw_text_copy(s->arena, sheet_file(store_get_text(rows, 2))));
	cells[6] = sheet_value_text(day_of_time(s, rows, 6));
	if (store_is_null(rows, 4))
		cells[4] = sheet_value_word("first record");
	return true;
}

static bool keep_doubt(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[1] = sheet_value_text(sheet_format(s, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 1)),
						 HW_TEXT_ARG(store_get_text(rows, 2))));
	cells[2] = sheet_value_text(sheet_format(s, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 3)),
						 HW_TEXT_ARG(store_get_text(rows, 4))));
	cells[3] = sheet_column(s, rows, 5, BUREAU_TEXT);
	cells[4] = sheet_column(s, rows, 6, BUREAU_TEXT);
	cells[5] = sheet_value_text(day_of_time(s, rows, 7));
	return true;
}

typedef struct report_context {
	person_facts *facts;
	int64_t hidden;
} report_context;

static bool keep_report(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	report_context *context = raw;

	if (!sheet_known_by(s, rows, 2))
		return false;
	context->facts->reports_in++;
	if (hw_text_is(store_get_text(rows, 4), "captive") || !store_is_null(rows, 10) || !store_is_null(rows, 11))
		context->facts->reports_captive++;
	if ((store_get_integer(rows, 13) == 1 || hw_text_is(store_get_text(rows, 14), "agency")) &&
	    !bureau_may(s->b, BUREAU_MAY_SEE_CONFIDENTIAL)) {
		context->hidden++;
		return false;
	}
	cells[4] = sheet_value_text(case_says(s, store_get_text(rows, 4), store_get_text(rows, 10),
					      store_get_text(rows, 11), store_get_text(rows, 12)));
	return true;
}

static void note_count(sheet *s, const char *sentence, int64_t count)
{
	hw_text told =
		BUREAU_SENTENCE(s->arena, s->uk ? "uk" : "en", sentence, sheet_format(s, "%lld", (long long)count));

	sheet_note(s, "%.*s", HW_TEXT_ARG(told));
}

static hw_status add_records(sheet *s, person_facts *f)
{
	const store_value id[] = {store_text(f->person)};
	report_context context = {.facts = f};
	int64_t open = 0;
	bureau_list *list = sheet_list(s, "records", "Records that make up this person", NULL, record_columns,
				       HW_COUNT(record_columns));

	HW_TRY(sheet_query(s, list, "case_records", id, 1, keep_record, NULL));
	list = sheet_list(s, "doubts", "Judged otherwise", NULL, doubt_columns, HW_COUNT(doubt_columns));
	HW_TRY(sheet_query(s, list, "case_doubts", id, 1, keep_doubt, NULL));
	list = sheet_list(s, "reports", "Reports (grade of the source; the source itself stays sealed)",
			  "no report is joined to this person", report_columns, HW_COUNT(report_columns));
	HW_TRY(sheet_query(s, list, "case_reports", id, 1, keep_report, &context));
	if (context.hidden)
		note_count(s, "%1 reports were given in confidence and are not shown; ask a case officer",
			   context.hidden);
	HW_TRY(store_query_integer(s->store, "case_open_proposals", id, 1, &open, s->error));
	if (open)
		note_count(s, "%1 proposed links wait for a judgement; they count for nothing yet: homeward review",
			   open);
	return HW_OK;
}

/* ---- lists, answers, letters, families ------------------------------------------------------------------- */
static bool keep_exchange(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	person_facts *f = raw;
	hw_text word = store_get_text(rows, 2);
	bool withdrew = hw_text_is(word, "withdrew");

	if (!sheet_known_by(s, rows, 0))
		return false;
	if (withdrew && !bureau_may(s->b, BUREAU_MAY_SEE_WILL)) {
		cells[2] = sheet_value_word("not available");
		word = HW_TEXT("not available");
	}
	if (hw_text_is(word, "absent"))
		word = HW_TEXT("not delivered");
	else if (hw_text_is(word, "substitute"))
		word = HW_TEXT("delivered");
	if (hw_text_is(word, "delivered") && !store_is_null(rows, 7))
		word = HW_TEXT("verified");
	f->exchange = hw_text_is(word, "no_answer") ? HW_TEXT("requested") : hw_text_copy(s->arena, word);
	f->exchange_at = store_copy_text(rows, 0, s->arena);
	f->exchange_ref = store_copy_text(rows, 6, s->arena);
	if (!store_is_null(rows, 4))
		cells[4] = sheet_value_text(sheet_label(s, "parties", store_get_text(rows, 4)));
	return true;
}

static bool keep_dated(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)cells;
	(void)context;
	return sheet_known_by(s, rows, 0);
}

static hw_status add_talks(sheet *s, person_facts *f)
{
	const store_value id[] = {store_text(f->person)};
	bureau_list *list =
		sheet_list(s, "exchange", "Asked for, answered, handed over",
			   "nobody has asked for this person by name", exchange_columns, HW_COUNT(exchange_columns));

	HW_TRY(sheet_query(s, list, "case_exchange", id, 1, keep_exchange, f));
	list = sheet_list(s, "lists", "On lists", NULL, entry_columns, HW_COUNT(entry_columns));
	HW_TRY(sheet_query(s, list, "case_entries", id, 1, keep_dated, NULL));
	list = sheet_list(s, "notices", "Letters, cards and notices", NULL, notice_columns, HW_COUNT(notice_columns));
	return sheet_query(s, list, "case_notices", id, 1, keep_dated, NULL);
}

static hw_status add_families(sheet *s, const person_facts *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(f->person)};
	int64_t inquiries = 0, conflicts = 0, authorised = 0;
	hw_text last = HW_TEXT(""), due = HW_TEXT("");
	bool found;

	HW_TRY(store_query(s->store, "case_inquiries", id, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			break;
		if (!sheet_known_by(s, rows, 4))
			continue;
		inquiries++;
		authorised += store_get_integer(rows, 0) == 1;
		conflicts += store_get_integer(rows, 1) == 1;
		if (hw_text_compare(store_get_text(rows, 2), last) > 0)
			last = store_copy_text(rows, 2, s->arena);
		if (!store_is_null(rows, 3) && (!due.length || hw_text_compare(store_get_text(rows, 3), due) < 0))
			due = store_copy_text(rows, 3, s->arena);
	}
	sheet_field(s, "inquiries", "inquiries of relatives", BUREAU_COUNT, sheet_value_count(inquiries));
	if (inquiries) {
		sheet_field(s, "relatives_authorised", "authorised relatives", BUREAU_COUNT,
			    sheet_value_count(authorised));
		sheet_field(s, "relatives_conflict", "relatives disagree", BUREAU_FLAG,
			    sheet_value_flag(conflicts > 0));
		sheet_field(s, "relatives_last_contact", "last spoken with relatives", BUREAU_TEXT,
			    sheet_value_text(last));
		sheet_field(s, "relatives_due", "next due", BUREAU_TEXT, sheet_value_text(due));
	}
	return HW_OK;
}

static bool keep_evidence(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	const person_facts *f = raw;

	(void)cells;
	return sheet_in_list(store_get_text(rows, 4), f->columns[ID]) && sheet_known_by(s, rows, 5) &&
	       (store_get_integer(rows, 6) != 1 || bureau_may(s->b, BUREAU_MAY_SEE_CONFIDENTIAL));
}

static hw_status add_duties(sheet *s, const person_facts *f)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(f->person)};
	bool found;

	HW_TRY(store_query(s->store, "case_do_not_transmit", id, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		sheet_note(s, "DO NOT TRANSMIT to %.*s%s%.*s",
			   HW_TEXT_ARG(hw_text_is(store_get_text(rows, 0), "*") ? HW_TEXT("anyone outside the bureau")
										: store_get_text(rows, 0)),
			   store_is_null(rows, 2) ? "" : " until ", HW_TEXT_ARG(store_get_text(rows, 2)));
	}
}

static hw_status add_former(sheet *s, const person_facts *f, hw_text asked)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(f->person)};
	bool found;

	HW_TRY(store_query(s->store, "case_former_ids", id, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			break;
		sheet_note(s, "%s%.*s is a former id of this person (%.*s)",
			   hw_text_equal(asked, store_get_text(rows, 0)) ? "asked by its former id: " : "",
			   HW_TEXT_ARG(store_get_text(rows, 0)), HW_TEXT_ARG(store_get_text(rows, 1)));
	}
	if (f->rows > 1)
		sheet_note(s, "%zu rows of the register were judged to be this person; the first one speaks above",
			   f->rows);
	return HW_OK;
}

hw_status bureau_person_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			      hw_error *error)
{
	person_facts f = {.rows = 0};
	bureau_list *status, *evidence;
	sheet s;

	HW_TRY(case_enter(b, arena, id, &f.person, error));
	s = sheet_begin(b, arena, run, "person", result, error);
	HW_TRY(load_registry(&s, &f));
	HW_TRY(name_fields(&s, &f));
	service_fields(&s, &f);
	HW_TRY(add_families(&s, &f));
	/* The axes are told first and need what comes after: their place is taken now, their rows come last. */
	status = sheet_list(&s, "status", "Status (official; the estimate is another thing: homeward locate --person)",
			    NULL, status_columns, HW_COUNT(status_columns));
	HW_TRY(add_categories(&s, &f));
	HW_TRY(add_claims(&s, &f));
	HW_TRY(case_custody(&s, f.person));
	HW_TRY(add_talks(&s, &f));
	HW_TRY(add_records(&s, &f));
	evidence = sheet_list(&s, "evidence", "Evidence that shows this person", NULL, evidence_columns,
			      HW_COUNT(evidence_columns));
	HW_TRY(sheet_query(&s, evidence, "case_evidence_of_people", NULL, 0, keep_evidence, &f));
	add_axes(&s, status, &f);
	HW_TRY(add_duties(&s, &f));
	HW_TRY(add_former(&s, &f, id));
	return sheet_end(&s);
}
