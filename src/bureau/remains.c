/* The dead: bodies and parts that came, and whose they may be, many to many.  A label is a claim of whoever handed over; two people
 * identify, by a basis that is named; nothing of this goes to a family but by a visit (inquiry reply refuses). */
#include "bureau/remains_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

static hw_status must_be(bureau *b, hw_text id, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	char shown[64];

	HW_TRY(store_query_first(b->store, "remains_one", values, 1, &rows, error));
	if (rows)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "there are no remains \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward remains list; homeward remains add");
}

static hw_status commit(bureau *b, const char *act, hw_text id, hw_status status, hw_error *error)
{
	const bureau_act entry = {.act = act, .subject_kind = HW_TEXT("remains"), .subject_id = id};

	if (status == HW_OK)
		return bureau_commit(b, &entry, error);
	bureau_rollback(b);
	return status;
}

hw_status bureau_remains_add(bureau *b, const bureau_remains *r, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_string(r->id)};
	hw_date date;

	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	if (!r->kind || (strcmp(r->kind, "body") != 0 && strcmp(r->kind, "part") != 0))
		return hw_fail(error, HW_USAGE, "say what came: --kind body or --kind part");
	if (r->date)
		HW_TRY(hw_date_parse(hw_text_of(r->date), &date, error));
	HW_TRY(store_query_first(b->store, "remains_one", id, 1, &rows, error));
	if (rows)
		return hw_fail(error, HW_BAD_INPUT, "remains %s are there already", r->id);
	HW_TRY(bureau_begin(b, BUREAU_MAY_CONFIRM, error));
	const store_value values[] = {store_string(r->id),
				      store_string(r->kind),
				      store_text_or_null(hw_text_of(r->label)),
				      store_text_or_null(hw_text_of(r->date)),
				      store_text_or_null(hw_text_of(r->from)),
				      store_text_or_null(hw_text_of(r->place)),
				      store_text_or_null(hw_text_of(r->note))};
	return commit(b, "remains", hw_text_of(r->id),
		      store_run(b->store, "remains_add", values, HW_COUNT(values), NULL, error), error);
}

/* Somebody may be meant: claimed by a label, proposed by an examination, or excluded. */
hw_status bureau_remains_link(bureau *b, hw_arena *arena, const char *id, const char *person, const char *state,
			      const char *basis, hw_error *error)
{
	hw_text who;

	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	HW_TRY(must_be(b, hw_text_of(id), error));
	if (!state ||
	    (strcmp(state, "claimed") != 0 && strcmp(state, "proposed") != 0 && strcmp(state, "excluded") != 0)) {
		(void)hw_fail(error, HW_USAGE, "say how it stands: --state claimed, proposed or excluded");
		return hw_error_remedy(error, "two people identify: homeward remains identify ID PERSON --basis TEXT"),
		       HW_USAGE;
	}
	if (!basis || !*basis)
		return hw_fail(error, HW_USAGE, "say on what it rests: --basis TEXT");
	HW_TRY(case_enter(b, arena, hw_text_of(person), &who, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_CONFIRM, error));
	const store_value values[] = {store_string(id), store_text(who), store_string(state), store_string(basis)};
	return commit(b, "remains link", hw_text_of(id),
		      store_run(b->store, "remains_person_put", values, HW_COUNT(values), NULL, error), error);
}

/* ---- identified by two ----------------------------------------------------------------------------------------- */
static hw_status may_identify(bureau *b, hw_text id, hw_text person, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL, *body = NULL;
	const store_value values[] = {store_text(id), store_text(person)};
	int64_t others = 0;

	HW_TRY(store_query_first(b->store, "remains_person_state", values, 2, &rows, error));
	if (!rows || hw_text_is(store_get_text(rows, 0), "excluded")) {
		(void)hw_fail(error, HW_BAD_INPUT, rows ? "he was excluded" : "he is not linked to these remains");
		return hw_error_remedy(error, "homeward remains link ID PERSON --state proposed --basis TEXT"),
		       HW_BAD_INPUT;
	}
	if (hw_text_is(store_get_text(rows, 0), "identified"))
		return hw_fail(error, HW_BAD_INPUT, "he is identified already");
	HW_TRY(store_query_first(b->store, "remains_one", values, 1, &body, error));
	HW_TRY(store_query_integer(b->store, "remains_identified_others", values, 2, &others, error));
	if (!others || !body || !hw_text_is(store_get_text(body, 1), "body"))
		return HW_OK;
	return hw_fail(error, HW_BAD_INPUT, "this body was identified as another");
}

hw_status bureau_remains_identify(bureau *b, hw_arena *arena, const char *id, const char *person, const char *basis,
				  hw_text *pending, hw_error *error)
{
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	hw_status status;
	hw_text who;

	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	HW_TRY(must_be(b, hw_text_of(id), error));
	HW_TRY(case_enter(b, arena, hw_text_of(person), &who, error));
	HW_TRY(may_identify(b, hw_text_of(id), who, error));
	hw_json_object(&w, NULL);
	hw_json_text(&w, "person", who);
	hw_json_string(&w, "basis", basis ? basis : "");
	hw_json_close(&w, '}');
	status = payload.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to ask")
				: bureau_propose(b, "identify remains", HW_TEXT("remains"), hw_text_of(id),
						 hw_buffer_text(&payload), hw_text_of(basis), pending, arena, error);
	hw_buffer_free(&payload);
	return status;
}

hw_status remains_perform_identify(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
				   hw_error *error)
{
	hw_text person = hw_json_as_text(hw_json_get(payload, "person"));

	(void)kind;
	HW_TRY(may_identify(b, id, person, error));
	const store_value values[] = {
		store_text(id), store_text(person),    store_text(hw_json_as_text(hw_json_get(payload, "basis"))),
		store_text(by), store_string(b->user), store_integer(bureau_time(b))};
	return store_run(b->store, "remains_identify", values, HW_COUNT(values), NULL, error);
}

/* ---- on a page ---------------------------------------------------------------------------------------------------- */
static const bureau_column list_columns[] = {{"id", "remains", BUREAU_TEXT},
					     {"kind", "kind", BUREAU_WORD},
					     {"label", "label (a claim)", BUREAU_TEXT},
					     {"when", "came on", BUREAU_TEXT},
					     {"from", "from", BUREAU_TEXT},
					     {"may_be", "who it may be", BUREAU_COUNT},
					     {"identified", "identified", BUREAU_COUNT}};
static const bureau_column people_columns[] = {{"person", "person", BUREAU_TEXT},
					       {"state", "state", BUREAU_WORD},
					       {"basis", "rests on", BUREAU_TEXT},
					       {"by", "identified by", BUREAU_TEXT},
					       {"second", "second person", BUREAU_TEXT}};

static bool keep(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)cells, (void)context;
	return sheet_known_by(s, rows, 3);
}

hw_status bureau_remains_list(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "remains", result, error);
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	HW_TRY(bureau_log_view(b, "remains", HW_TEXT("all"), HW_TEXT(""), error));
	list = sheet_list(&s, "remains", "Bodies and parts", "none came", list_columns, HW_COUNT(list_columns));
	HW_TRY(sheet_query(&s, list, "remains_all", NULL, 0, keep, NULL));
	return sheet_end(&s);
}

hw_status bureau_remains_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			       hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet s = sheet_begin(b, arena, run, "remains", result, error);
	const store_value values[] = {store_text(id)};
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	HW_TRY(must_be(b, id, error));
	HW_TRY(bureau_log_view(b, "remains", id, HW_TEXT(""), error));
	HW_TRY(store_query_first(b->store, "remains_one", values, 1, &rows, error));
	result->title = sheet_format(&s, "%s %.*s", sheet_words(&s, "Remains").bytes, HW_TEXT_ARG(id));
	sheet_field(&s, "kind", "kind", BUREAU_WORD, sheet_column(&s, rows, 1, BUREAU_WORD));
	sheet_field(&s, "label", "label (a claim)", BUREAU_TEXT, sheet_column(&s, rows, 2, BUREAU_TEXT));
	sheet_field(&s, "when", "came on", BUREAU_TEXT, sheet_column(&s, rows, 3, BUREAU_TEXT));
	sheet_field(&s, "from", "from", BUREAU_TEXT, sheet_column(&s, rows, 4, BUREAU_TEXT));
	sheet_field(&s, "place", "found at", BUREAU_TEXT,
		    bureau_may(b, BUREAU_MAY_SEE_PLACES) || store_is_null(rows, 5)
			    ? sheet_column(&s, rows, 5, BUREAU_TEXT)
			    : sheet_value_restricted());
	sheet_field(&s, "note", "note", BUREAU_TEXT, sheet_column(&s, rows, 6, BUREAU_TEXT));
	list = sheet_list(&s, "people", "Whose they may be", "nobody is linked to them", people_columns,
			  HW_COUNT(people_columns));
	HW_TRY(sheet_query(&s, list, "remains_people", values, 1, NULL, NULL));
	sheet_say(&s, "A label is a claim. A part alone proves nobody's death; death is confirmed by two people apart "
		      "(homeward confirm dead), and the family is told by a visit.");
	return sheet_end(&s);
}
