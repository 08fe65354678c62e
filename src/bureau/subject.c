/* What is held of one person, for himself or for a court.  Read subject_int.h first. */
#include "bureau/subject_int.h"

#include <string.h>

/* Columns of subject_registry. */
enum {
	ID,
	SIDE,
	FAMILY,
	GIVEN,
	PATRONYMIC,
	BORN,
	SEX,
	BIRTHPLACE,
	ALIASES,
	CALLSIGN,
	SERVICE_NUMBER,
	UNIT,
	RANK,
	PARTY,
	REGISTER,
	MISSING_SINCE,
	CAPTURED,
	HOLDER,
	PLACE,
	CARD,
	NOTICE,
	CONFIRMED,
	LAST_LETTER,
	RETURNED,
	WOUNDED,
	LEGAL,
	INTERVIEWED,
	CATEGORIES,
	MOTHER,
	FAMILY_GROUP,
	NOTE,
	CAPTURE_GROUP,
	WILLS,
	COURT,
	GRADE,
	CONFIDENTIAL,
	REGION
};

const char *const subject_ground_names[GROUND_COUNT] = {"others", "sources",     "agency", "negotiation",
							"places", "compartment", "order"};

/* ---- what the parts share ------------------------------------------------------------------------------- */
hw_status subject_grounds(table *grounds, hw_error *error)
{
	static const char *const needed[] = {"en", "uk", "basis en", "basis uk", NULL};

	return table_read(keeping_data_find("grounds.txt"), "data/keeping/grounds.txt", "ground", needed, grounds,
			  error);
}

hw_status subject_each(subject *of, const char *statement, const store_value *values, size_t count, subject_take take,
		       void *context)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(of->s->store, statement, values, count, &rows, of->s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, of->s->error));
		if (!found)
			return HW_OK;
		HW_TRY(take(of, rows, context));
	}
}

void subject_keep(subject *of, const char *what, subject_ground ground, int64_t count)
{
	if (!count)
		return;
	for (size_t i = 0; i < of->kept_count; i++)
		if (!strcmp(of->kept[i].what, what) && of->kept[i].ground == ground) {
			of->kept[i].count += count;
			return;
		}
	if (of->kept_count == SUBJECT_KEPT_MOST)
		of->s->failed = true;
	else
		of->kept[of->kept_count++] = (subject_kept){what, ground, count};
}

bureau_value subject_month(sheet *s, hw_text date)
{
	int32_t first, last;
	char day[11];

	if (!sheet_day(date, &first, &last))
		return sheet_value_text(HW_TEXT(""));
	(void)hw_days_write(first, day);
	return sheet_value_text(sheet_format(s, "%.7s", day));
}

bureau_value subject_day_of_time(sheet *s, int64_t at)
{
	char day[11];

	return sheet_value_text(sheet_format(s, "%s", hw_days_write((int32_t)(at / 86400000000), day)));
}

/* A word of the program or of a list, never a sentence: letters, digits, "_", "-" and ".", with one blank at most. */
static bool is_word(hw_text value)
{
	size_t blanks = 0;

	for (size_t i = 0; i < value.length; i++) {
		char c = value.bytes[i];

		if (c == ' ')
			blanks++;
		else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'))
			return false;
	}
	return value.length && value.length <= 40 && blanks <= 3;
}

/* Axes whose values are names of things, never of people. */
static bool is_plain_axis(hw_text axis)
{
	static const char *const plain[] = {"nationality", "allegiance", "category", "register", "evidence",
					    "captivity",   "fate",       "legal",    "health",   "will"};

	for (size_t i = 0; i < HW_COUNT(plain); i++)
		if (hw_text_is(axis, plain[i]))
			return true;
	return false;
}

hw_status subject_begin(subject *of, sheet *s, hw_text person, subject_reader reader)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(person)};
	int32_t first, last;
	int64_t delivered = 0;

	*of = (subject){.s = s, .person = person, .reader = reader};
	HW_TRY(store_query_first(s->store, "subject_registry", values, 1, &rows, s->error));
	if (!rows)
		return hw_fail(s->error, HW_BAD_INPUT, "this person stands on no row of the registry");
	of->registry = store_copy_text(rows, ID, s->arena);
	const store_value registry[] = {store_text(of->registry)};
	HW_TRY(store_query_integer(s->store, "subject_delivered", registry, 1, &delivered, s->error));
	of->home = delivered > 0 || (sheet_day(store_get_text(rows, RETURNED), &first, &last) && first <= s->day);
	return HW_OK;
}

/* ---- who he is -------------------------------------------------------------------------------------------- */
static void text(subject *of, const store_rows *rows, const char *key, const char *heading, size_t column)
{
	sheet_field(of->s, key, heading, BUREAU_TEXT, sheet_column(of->s, rows, column, BUREAU_TEXT));
}

static void label(subject *of, const store_rows *rows, const char *key, const char *heading, const char *kind,
		  size_t column)
{
	hw_text id = store_get_text(rows, column);

	sheet_field(of->s, key, heading, BUREAU_TEXT,
		    sheet_value_text(id.length ? sheet_label(of->s, kind, id) : HW_TEXT("")));
}

static void service(subject *of, const store_rows *rows)
{
	text(of, rows, "service_number", "service number", SERVICE_NUMBER);
	text(of, rows, "unit", "unit", UNIT);
	text(of, rows, "rank", "rank", RANK);
	label(of, rows, "party", "served", "parties", PARTY);
	text(of, rows, "missing_since", "missing since", MISSING_SINCE);
	text(of, rows, "captured", "captured", CAPTURED);
	label(of, rows, "holder", "held by, officially", "holders", HOLDER);
	label(of, rows, "region", "region where he was held, officially", "regions", REGION);
	text(of, rows, "card", "capture card (art. 70)", CARD);
	text(of, rows, "notice", "notified (art. 122)", NOTICE);
	text(of, rows, "last_letter", "last letter", LAST_LETTER);
	text(of, rows, "returned", "returned", RETURNED);
	sheet_field(of->s, "register", "register", BUREAU_WORD, sheet_column(of->s, rows, REGISTER, BUREAU_WORD));
}

/* His own health, will and position in law are for him alone. */
static void own(subject *of, const store_rows *rows)
{
	hw_text categories = store_get_text(rows, CATEGORIES);

	sheet_field(of->s, "health", "health", BUREAU_WORD, sheet_column(of->s, rows, WOUNDED, BUREAU_WORD));
	text(of, rows, "legal", "legal position", LEGAL);
	sheet_field(of->s, "wills", "wants to return", BUREAU_FLAG,
		    store_is_null(rows, WILLS) ? sheet_value_flag(-1)
					       : sheet_value_flag(store_get_integer(rows, WILLS)));
	text(of, rows, "interviewed", "asked in private on", INTERVIEWED);
	sheet_field(of->s, "categories", "categories", BUREAU_TEXT,
		    sheet_value_text(categories.length ? sheet_labels(of->s, "categories", categories) : HW_TEXT("")));
}

hw_status subject_identity(subject *of)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(of->person)};

	HW_TRY(store_query_first(of->s->store, "subject_registry", values, 1, &rows, of->s->error));
	if (!rows)
		return hw_fail(of->s->error, HW_FAULT, "a person without a row");
	text(of, rows, "registry_id", "on the register as", ID);
	text(of, rows, "family", "family name", FAMILY);
	text(of, rows, "given", "given name", GIVEN);
	text(of, rows, "patronymic", "patronymic", PATRONYMIC);
	text(of, rows, "aliases", "also written", ALIASES);
	text(of, rows, "callsign", "callsign", CALLSIGN);
	text(of, rows, "born", "born", BORN);
	text(of, rows, "birthplace", "place of birth", BIRTHPLACE);
	sheet_field(of->s, "sex", "sex", BUREAU_WORD, sheet_column(of->s, rows, SEX, BUREAU_WORD));
	service(of, rows);
	if (of->reader == SUBJECT_HIMSELF)
		own(of, rows);
	if (store_get_integer(rows, CONFIDENTIAL) == 1)
		subject_keep(of, "day of confirmation", GROUND_AGENCY, !store_is_null(rows, CONFIRMED));
	else
		text(of, rows, "confirmed", "confirmed by the Power on", CONFIRMED);
	subject_keep(of, "place of detention", GROUND_PLACES, !store_is_null(rows, PLACE));
	subject_keep(of, "relatives", GROUND_OTHERS, !store_is_null(rows, MOTHER) + !store_is_null(rows, FAMILY_GROUP));
	subject_keep(of, "with whom he was lost", GROUND_OTHERS, !store_is_null(rows, CAPTURE_GROUP));
	subject_keep(of, "notes in free words", GROUND_OTHERS, !store_is_null(rows, NOTE));
	return HW_OK;
}

/* ---- claims ------------------------------------------------------------------------------------------------- */
static const bureau_column claim_columns[] = {
	{"axis", "axis", BUREAU_WORD},          {"value", "value", BUREAU_TEXT},
	{"party", "claimed by", BUREAU_TEXT},   {"since", "since", BUREAU_TEXT},
	{"until", "until", BUREAU_TEXT},        {"grade", "grade", BUREAU_TEXT},
	{"credibility", "cred.", BUREAU_COUNT}, {"learned", "learned", BUREAU_TEXT}};

/* What a court has no need of: his will, health, origin are no search data. */
static bool for_himself_only(hw_text axis)
{
	static const char *const own_axes[] = {"will",     "health",    "fear",     "origin",
					       "religion", "ethnicity", "language", "category"};

	for (size_t i = 0; i < HW_COUNT(own_axes); i++)
		if (hw_text_is(axis, own_axes[i]))
			return true;
	return false;
}

/* Is the claim kept back?  Then it is counted. */
static bool kept_claim(subject *of, const store_rows *rows)
{
	hw_text axis = store_get_text(rows, 0), value = store_get_text(rows, 1);

	if (!store_is_null(rows, 9))
		subject_keep(of, "claims", GROUND_COMPARTMENT, 1);
	else if (store_get_integer(rows, 8) == 1)
		subject_keep(of, "claims", GROUND_AGENCY, 1);
	else if (hw_text_is(axis, "exchange") && !of->home)
		subject_keep(of, "claims", GROUND_NEGOTIATION, 1);
	else if (hw_text_is(axis, "place"))
		subject_keep(of, "claims", GROUND_PLACES, 1);
	else if (of->reader == SUBJECT_COURT && for_himself_only(axis))
		subject_keep(of, "claims", GROUND_COMPARTMENT, 1);
	else if (value.length && !is_word(value) && (!is_plain_axis(axis) || hw_utf8_length(value) > 40))
		subject_keep(of, "claims in free words", GROUND_OTHERS, 1);
	else
		return false;
	return true;
}

static hw_status take_claim(subject *of, const store_rows *rows, void *context)
{
	bureau_list *list = context;
	bureau_value *cells;

	if (kept_claim(of, rows))
		return HW_OK;
	cells = sheet_row(of->s, list);
	cells[0] = sheet_column(of->s, rows, 0, BUREAU_WORD);
	cells[1] = sheet_column(of->s, rows, 1, BUREAU_TEXT);
	cells[2] = sheet_value_text(store_is_null(rows, 2) ? HW_TEXT("")
							   : sheet_label(of->s, "parties", store_get_text(rows, 2)));
	cells[3] = sheet_column(of->s, rows, 3, BUREAU_TEXT);
	cells[4] = sheet_column(of->s, rows, 4, BUREAU_TEXT);
	cells[5] = sheet_column(of->s, rows, 5, BUREAU_TEXT);
	cells[6] = sheet_column(of->s, rows, 6, BUREAU_COUNT);
	cells[7] = store_is_null(rows, 10) ? subject_month(of->s, store_get_text(rows, 7))
					   : subject_day_of_time(of->s, store_get_integer(rows, 10));
	return HW_OK;
}

hw_status subject_claims(subject *of)
{
	const store_value values[] = {store_text(of->person)};
	bureau_list *list = sheet_list(of->s, "claims", "What is claimed of him, each with the grade of its source",
				       "nothing is claimed", claim_columns, HW_COUNT(claim_columns));

	return subject_each(of, "subject_claims", values, 1, take_claim, list);
}

/* ---- reports -------------------------------------------------------------------------------------------------- */
static const bureau_column report_columns[] = {
	{"happened", "of", BUREAU_TEXT},          {"received", "received", BUREAU_TEXT},
	{"grade", "grade", BUREAU_TEXT},          {"says", "says", BUREAU_WORD},
	{"region", "region", BUREAU_TEXT},        {"credibility", "cred.", BUREAU_COUNT},
	{"first_hand", "first hand", BUREAU_FLAG}};

static hw_status take_report(subject *of, const store_rows *rows, void *context)
{
	hw_text region = store_get_text(rows, store_is_null(rows, 4) ? 12 : 4);
	bureau_list *list = context;
	bureau_value *cells;

	if (store_get_integer(rows, 9) == 1) {
		subject_keep(of, "reports", GROUND_AGENCY, 1);
		return HW_OK;
	}
	subject_keep(of, "place of detention", GROUND_PLACES, !store_is_null(rows, 7) + !store_is_null(rows, 8));
	subject_keep(of, "words of reports", GROUND_OTHERS, !store_is_null(rows, 10) + !store_is_null(rows, 11));
	cells = sheet_row(of->s, list);
	cells[0] = subject_month(of->s, store_get_text(rows, 0));
	cells[1] = subject_month(of->s, store_get_text(rows, 1));
	cells[2] = sheet_column(of->s, rows, 2, BUREAU_TEXT);
	cells[3] =
		store_is_null(rows, 3) ? sheet_value_word("where he was") : sheet_column(of->s, rows, 3, BUREAU_WORD);
	cells[4] = sheet_value_text(region.length ? sheet_label(of->s, "regions", region) : HW_TEXT(""));
	cells[5] = sheet_column(of->s, rows, 5, BUREAU_COUNT);
	cells[6] = sheet_column(of->s, rows, 6, BUREAU_FLAG);
	return HW_OK;
}

hw_status subject_reports(subject *of)
{
	const store_value values[] = {store_text(of->person)};
	bureau_list *list = sheet_list(of->s, "reports", "Reports that were judged to speak of him, to the month",
				       "none", report_columns, HW_COUNT(report_columns));

	HW_TRY(subject_each(of, "subject_reports", values, 1, take_report, list));
	subject_keep(of, "who reported", GROUND_SOURCES, (int64_t)list->row_count);
	return HW_OK;
}

/* ---- custody ----------------------------------------------------------------------------------------------------- */
static const bureau_column custody_columns[] = {
	{"kind", "what", BUREAU_WORD},         {"happened", "when", BUREAU_TEXT},
	{"from", "from", BUREAU_TEXT},         {"to", "to", BUREAU_TEXT},
	{"region", "region", BUREAU_TEXT},     {"grade", "grade", BUREAU_TEXT},
	{"credibility", "cred.", BUREAU_COUNT}};

static bureau_value holder_of(subject *of, const store_rows *rows, size_t column)
{
	hw_text id = store_get_text(rows, column);

	return sheet_value_text(id.length ? sheet_label(of->s, "holders", id) : HW_TEXT(""));
}

static hw_status take_custody(subject *of, const store_rows *rows, void *context)
{
	hw_text region = store_get_text(rows, 11);
	bureau_list *list = context;
	bureau_value *cells;

	if (store_get_integer(rows, 9) == 1) {
		subject_keep(of, "events of custody", GROUND_AGENCY, 1);
		return HW_OK;
	}
	subject_keep(of, "place of detention", GROUND_PLACES, !store_is_null(rows, 6) + !store_is_null(rows, 7));
	subject_keep(of, "what was given for him", GROUND_NEGOTIATION, !store_is_null(rows, 8));
	subject_keep(of, "notes in free words", GROUND_OTHERS, !store_is_null(rows, 10));
	cells = sheet_row(of->s, list);
	cells[0] = sheet_column(of->s, rows, 0, BUREAU_WORD);
	cells[1] = sheet_column(of->s, rows, 3, BUREAU_TEXT);
	cells[2] = holder_of(of, rows, 1);
	cells[3] = holder_of(of, rows, 2);
	cells[4] = sheet_value_text(region.length ? sheet_label(of->s, "regions", region) : HW_TEXT(""));
	cells[5] = sheet_column(of->s, rows, 4, BUREAU_TEXT);
	cells[6] = sheet_column(of->s, rows, 5, BUREAU_COUNT);
	return HW_OK;
}

hw_status subject_custody(subject *of)
{
	const store_value values[] = {store_text(of->person)};
	bureau_list *list = sheet_list(of->s, "custody", "In whose hands he was", "nothing is recorded",
				       custody_columns, HW_COUNT(custody_columns));

	return subject_each(of, "subject_custody", values, 1, take_custody, list);
}

/* ---- evidence ------------------------------------------------------------------------------------------------------ */
static const bureau_column evidence_columns[] = {{"kind", "kind", BUREAU_WORD},
						 {"happened", "of", BUREAU_TEXT},
						 {"grade", "grade", BUREAU_TEXT},
						 {"identifiable", "he can be recognised in it", BUREAU_FLAG}};

static hw_status take_evidence(subject *of, const store_rows *rows, void *context)
{
	hw_text persons = store_get_text(rows, 4);
	bureau_list *list = context;
	bureau_value *cells;

	if (!sheet_in_list(persons, of->registry))
		return HW_OK;
	if (store_get_integer(rows, 5) == 1) {
		subject_keep(of, "items of evidence", GROUND_AGENCY, 1);
		return HW_OK;
	}
	subject_keep(of, "others whom evidence shows", GROUND_OTHERS,
		     !hw_text_equal(hw_text_trim(persons), of->registry));
	cells = sheet_row(of->s, list);
	cells[0] = sheet_column(of->s, rows, 0, BUREAU_WORD);
	cells[1] = subject_month(of->s, store_get_text(rows, 1));
	cells[2] = sheet_column(of->s, rows, 3, BUREAU_TEXT);
	cells[3] = store_is_null(rows, 2) ? sheet_value_flag(-1) : sheet_column(of->s, rows, 2, BUREAU_FLAG);
	return HW_OK;
}

hw_status subject_evidence(subject *of)
{
	bureau_list *list = sheet_list(of->s, "evidence", "Items of evidence that show him, to the month", "none",
				       evidence_columns, HW_COUNT(evidence_columns));

	return subject_each(of, "subject_evidence", NULL, 0, take_evidence, list);
}

/* ---- what was kept back ---------------------------------------------------------------------------------------------- */
static const bureau_column kept_columns[] = {{"what", "what", BUREAU_WORD},
					     {"count", "how many", BUREAU_COUNT},
					     {"why", "why", BUREAU_TEXT},
					     {"ground", "ground", BUREAU_TEXT}};

hw_status subject_kept_list(subject *of)
{
	bureau_list *list = sheet_list(of->s, "withheld", "What is held and not told here, and on which ground",
				       "nothing is kept back", kept_columns, HW_COUNT(kept_columns));
	table grounds;

	HW_TRY(subject_grounds(&grounds, of->s->error));
	for (size_t i = 0; i < of->kept_count; i++) {
		const subject_kept *kept = &of->kept[i];
		const table_block *ground = table_find(&grounds, hw_text_of(subject_ground_names[kept->ground]));
		bureau_value *cells = sheet_row(of->s, list);

		if (!ground)
			return hw_fail(of->s->error, HW_FAULT, "the table of grounds has no \"%s\"",
				       subject_ground_names[kept->ground]);
		cells[0] = sheet_value_word(kept->what);
		cells[1] = sheet_value_count(kept->count);
		cells[2] = sheet_value_text(table_told(ground, "", of->s->uk));
		cells[3] = sheet_value_text(table_told(ground, "basis", of->s->uk));
	}
	return HW_OK;
}
