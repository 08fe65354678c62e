/* Debriefs on a page: the list, one with what he allows and said, and the form for a table without power. */
#include "bureau/debrief_int.h"
#include "bureau/sheet_int.h"

static const bureau_column list_columns[] = {{"id", "debrief", BUREAU_TEXT},
					     {"person", "person", BUREAU_TEXT},
					     {"when", "when", BUREAU_TEXT},
					     {"by", "by", BUREAU_TEXT},
					     {"language", "language", BUREAU_WORD},
					     {"ask", "may be asked", BUREAU_FLAG},
					     {"mentions", "others named", BUREAU_COUNT}};

static bool keep(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)cells, (void)context;
	return sheet_known_by(s, rows, 2);
}

hw_status bureau_debrief_list(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "debriefs", result, error);
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_DEBRIEF, error));
	HW_TRY(bureau_log_view(b, "debrief", HW_TEXT("all"), HW_TEXT(""), error));
	list = sheet_list(&s, "debriefs", "Debriefs", "nobody was asked", list_columns, HW_COUNT(list_columns));
	HW_TRY(sheet_query(&s, list, "debrief_all", NULL, 0, keep, NULL));
	return sheet_end(&s);
}

static const bureau_column consent_columns[] = {{"use", "use", BUREAU_WORD},
						{"given", "allowed", BUREAU_FLAG},
						{"when", "noted", BUREAU_TEXT},
						{"by", "by", BUREAU_TEXT}};
static const bureau_column said_columns[] = {{"report", "report", BUREAU_TEXT},
					     {"person", "person", BUREAU_TEXT},
					     {"about", "of whom", BUREAU_TEXT},
					     {"status", "status", BUREAU_WORD},
					     {"place", "place", BUREAU_TEXT},
					     {"region", "region", BUREAU_TEXT},
					     {"when", "when", BUREAU_TEXT},
					     {"first_hand", "saw it himself", BUREAU_FLAG},
					     {"certainty", "certainty", BUREAU_COUNT},
					     {"words", "words", BUREAU_TEXT}};
static const bureau_column sealed_columns[] = {{"when", "noted", BUREAU_TEXT},
					       {"compartment", "compartment", BUREAU_TEXT},
					       {"words", "words", BUREAU_TEXT},
					       {"by", "by", BUREAU_TEXT}};

static bureau_value day_of(sheet *s, const store_rows *rows, size_t column)
{
	char day[11];

	return sheet_value_text(
		sheet_format(s, "%s", hw_days_write((int32_t)(store_get_integer(rows, column) / 86400000000), day)));
}

static bool keep_consent(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[2] = day_of(s, rows, 2);
	return true;
}

static bool keep_sealed(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[0] = day_of(s, rows, 0);
	return true;
}

static hw_status tell_sealed(sheet *s, hw_text id)
{
	char day[11];
	bureau_list *list = sheet_list(s, "sealed", "Sealed: for named readers only", NULL, sealed_columns,
				       HW_COUNT(sealed_columns));

	HW_TRY(bureau_own_day(s->b, day, s->error));
	const store_value values[] = {store_string("debrief"), store_text(id), store_string(bureau_user(s->b)),
				      store_string(day)};
	return sheet_query(s, list, "sealed_notes", values, HW_COUNT(values), keep_sealed, NULL);
}

hw_status bureau_debrief_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			       hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "debrief", result, error);
	const store_value values[] = {store_text(id)};
	bureau_list *list;
	debrief d;
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_DEBRIEF, error));
	HW_TRY(debrief_find(b, arena, id, &d, &found, error));
	if (!found)
		return debrief_not_there(b, id, error);
	HW_TRY(bureau_log_view(b, d.cells[DEBRIEF_PERSON_ID].length ? "person" : "debrief",
			       d.cells[DEBRIEF_PERSON_ID].length ? d.cells[DEBRIEF_PERSON_ID] : id, HW_TEXT("debrief"),
			       error));
	result->title = sheet_format(&s, "%s %.*s", sheet_words(&s, "Debrief").bytes, HW_TEXT_ARG(id));
	sheet_field(&s, "id", "debrief", BUREAU_TEXT, sheet_value_text(d.cells[DEBRIEF_ID]));
	sheet_field(&s, "person", "person", BUREAU_TEXT, sheet_value_text(d.cells[DEBRIEF_PERSON]));
	sheet_field(&s, "when", "when", BUREAU_TEXT, sheet_value_text(d.cells[DEBRIEF_HAPPENED]));
	sheet_field(&s, "language", "language", BUREAU_WORD, sheet_value_text(d.cells[DEBRIEF_LANGUAGE]));
	sheet_field(
		&s, "ask", "may be asked", BUREAU_FLAG,
		sheet_value_flag(d.cells[DEBRIEF_MAY_ASK].length ? hw_text_is(d.cells[DEBRIEF_MAY_ASK], "yes") : -1));
	sheet_field(&s, "referral", "help offered first", BUREAU_TEXT, sheet_value_text(d.cells[DEBRIEF_REFERRAL]));
	sheet_field(&s, "asked_before", "asked before by", BUREAU_TEXT, sheet_value_text(d.cells[DEBRIEF_BEFORE]));
	sheet_field(&s, "places", "held at", BUREAU_TEXT,
		    bureau_may(b, BUREAU_MAY_SEE_PLACES)
			    ? sheet_value_text(sheet_labels(&s, "places", d.cells[DEBRIEF_PLACES]))
			    : sheet_value_restricted());
	list = sheet_list(&s, "consents", "What he allows", "nothing is allowed yet", consent_columns,
			  HW_COUNT(consent_columns));
	HW_TRY(sheet_query(&s, list, "debrief_consents", values, 1, keep_consent, NULL));
	list = sheet_list(&s, "said", "What he said of others", NULL, said_columns, HW_COUNT(said_columns));
	HW_TRY(sheet_query(&s, list, "debrief_reports", values, 1, NULL, NULL));
	HW_TRY(tell_sealed(&s, id));
	if (d.cells[DEBRIEF_BEFORE].length)
		sheet_say(&s, "He was asked before: ask only what is missing, or nothing.");
	return sheet_end(&s);
}

/* The form for a table without power: the same gate, the same columns. */
hw_status bureau_debrief_form(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	static const char *const lines[] = {
		"1. Does he want to be asked, today, by you? If not: stop here, offer help, thank him.",
		"2. Help offered first (physician, lawyer, family, rest), and what he answered",
		"3. Who has asked him before? Then ask only what is missing",
		("4. He allows (each apart, yes or no): tracing / reply to families / findings / statistics / "
		 "publication / prosecution / intelligence"),
		"5. Held at, in order: place, building, cell, from, to",
		("6. Others: name or part of it, callsign, rank, unit; where, which cell; from, to; seen or heard; "
		 "certainty 1-6"),
		"7. Work, guards by unit, transports, visits, letters and cards",
		"8. Deaths: who, when, where, who saw it",
		"9. What he wants to be done, and by whom not"};
	sheet s = sheet_begin(b, arena, run, "form", result, error);

	HW_TRY(bureau_require(b, BUREAU_MAY_DEBRIEF, error));
	result->title = sheet_words(&s, "Debrief, on paper");
	for (size_t i = 0; i < HW_COUNT(lines); i++) {
		sheet_note(&s, "%s", sheet_words(&s, lines[i]).bytes);
		sheet_note(&s, "_______________________________________________________________________________________"
			       "_________");
	}
	sheet_say(
		&s,
		"Do not ask about violence against himself. If he begins: listen, offer help, write down only what he "
		"wants written, on a sheet of its own, sealed.");
	sheet_say(&s, "Type it in when power returns: one line of JSON an answer, homeward debrief file FILE.jsonl.");
	return sheet_end(&s);
}
