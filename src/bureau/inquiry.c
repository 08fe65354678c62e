/* Inquiries of relatives: taken up, what was told, what is to be done, who is told, closed.  The inquiry is a row of an import
 * kind, so that a file and an act obey the same rules; what was said stands beside it and is never written over. */
#include "bureau/inquiry_int.h"
#include "bureau/retention_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

static const char *const names[INQUIRY_PERSON_ID] = {
	"id",     "person",       "name", "born", "relative", "relation", "contact", "authorised",
	"opened", "last_contact", "told", "next", "due",      "conflict", "phrase",  "note"};

/* ---- one inquiry ---------------------------------------------------------------------------------------- */
bool inquiry_is(const inquiry *q, size_t column)
{
	return hw_text_is(q->cells[column], "yes");
}

bool inquiry_closed(const inquiry *q)
{
	return hw_text_is(q->cells[INQUIRY_STATE], "closed");
}

static bool yes_no(size_t column)
{
	return column == INQUIRY_AUTHORISED || column == INQUIRY_CONFLICT;
}

hw_status inquiry_read(bureau *b, hw_arena *arena, hw_text id, inquiry *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	char shown[64];

	*result = (inquiry){0};
	HW_TRY(store_query_first(b->store, "inquiry_one", values, 1, &rows, error));
	if (!rows) {
		HW_TRY(retention_not_sealed(b->store, "inquiries", id, error));
		(void)hw_fail(error, HW_NOT_FOUND, "there is no inquiry \"%s\"", hw_text_shown(id, shown));
		return hw_error_remedy(error, "homeward inquiry list; homeward inquiry new");
	}
	for (size_t c = 0; c < INQUIRY_COLUMNS; c++) {
		if (store_is_null(rows, c))
			result->cells[c] = HW_TEXT("");
		else if (yes_no(c))
			result->cells[c] = store_get_integer(rows, c) ? HW_TEXT("yes") : HW_TEXT("no");
		else
			result->cells[c] = store_copy_text(rows, c, arena);
		if (!result->cells[c].bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory for an inquiry");
	}
	return HW_OK;
}

hw_status inquiry_enter(bureau *b, hw_arena *arena, hw_text id, inquiry *result, hw_error *error)
{
	HW_TRY(bureau_require(b, BUREAU_MAY_INQUIRE, error));
	HW_TRY(inquiry_read(b, arena, id, result, error));
	if (result->cells[INQUIRY_PERSON_ID].length)
		return bureau_log_view(b, "person", result->cells[INQUIRY_PERSON_ID], HW_TEXT("inquiry"), error);
	return bureau_log_view(b, "inquiry", id, HW_TEXT(""), error);
}

/* ---- writing ---------------------------------------------------------------------------------------------- */
static hw_status needed(const char *value, const char *option, hw_error *error)
{
	if (value && hw_text_trim(hw_text_of(value)).length)
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "is needed");
	return hw_error_what(error, "%s", option), HW_USAGE;
}

static hw_status note_contact(bureau *b, hw_text id, const char *kind, hw_text day, hw_text words, hw_error *error)
{
	char made[STORE_ID_BYTES], number[24];
	int64_t entry;

	HW_TRY(store_ledger_next(b->store, &entry, error));
	(void)snprintf(number, sizeof(number), "%lld", (long long)entry);
	const hw_text parts[] = {id, hw_text_of(kind), hw_text_of(number)};
	store_id_of_texts("k", parts, HW_COUNT(parts), made);
	const store_value values[] = {
		store_string(made), store_text(id),        store_string(kind),           store_text(day),
		store_text(words),  store_string(b->user), store_integer(bureau_time(b))};
	return store_run(b->store, "family_contact_add", values, HW_COUNT(values), NULL, error);
}

/* The row anew with its changes, and what was said beside it, in one act. */
static hw_status write(bureau *b, hw_arena *arena, const inquiry *q, const char *kind, hw_text day, hw_text words,
		       const char *act, hw_error *error)
{
	round_rows rows = {0};
	hw_status status;

	HW_TRY(bureau_begin(b, BUREAU_MAY_INQUIRE, error));
	status = round_rows_begin(b, &rows, "inquiries", error);
	rows.right = BUREAU_MAY_INQUIRE;
	if (status == HW_OK && kind)
		status = note_contact(b, q->cells[INQUIRY_ID], kind, day, words, error);
	if (status != HW_OK) {
		hw_buffer_free(&rows.lines);
		bureau_rollback(b);
		return status;
	}
	round_row_open(&rows);
	for (size_t c = 0; c < HW_COUNT(names); c++)
		round_row_text(&rows, names[c], q->cells[c]);
	round_row_close(&rows);
	return round_finish_as(b, arena, &rows, 1, act, HW_TEXT("inquiry"), q->cells[INQUIRY_ID], error);
}

/* The day of what was said: not after the bureau's own. */
static hw_status day_of(bureau *b, hw_arena *arena, const char *given, hw_text *day, hw_error *error)
{
	hw_date date;
	char own[11];

	HW_TRY(bureau_own_day(b, own, error));
	if (!given) {
		*day = hw_text_copy(arena, hw_text_of(own));
		return day->bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for a day");
	}
	HW_TRY(hw_date_parse(hw_text_of(given), &date, error));
	*day = hw_text_of(given);
	if (date.known && date.precision == HW_DAY && hw_text_compare(*day, hw_text_of(own)) <= 0)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is no day up to %s", given, own);
	return hw_error_what(error, "--date"), HW_BAD_INPUT;
}

/* One relative is told what is known; who that is, a person decides and says why. */
static hw_status one_authorised(bureau *b, const inquiry *q, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(q->cells[INQUIRY_ID]), store_text(q->cells[INQUIRY_PERSON_ID])};
	bool found = q->cells[INQUIRY_PERSON_ID].length > 0;

	if (!found || !inquiry_is(q, INQUIRY_AUTHORISED))
		return HW_OK;
	HW_TRY(store_query(b->store, "inquiry_others", values, HW_COUNT(values), &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		if (store_get_integer(rows, 2) != 1)
			continue;
		(void)hw_fail(error, HW_BAD_INPUT, "%.*s (%.*s) is the relative who is told already",
			      HW_TEXT_ARG(store_get_text(rows, 0)), HW_TEXT_ARG(store_get_text(rows, 1)));
		return hw_error_remedy(error,
				       "homeward inquiry authorise %.*s --no --reason TEXT, or homeward inquiry "
				       "conflict",
				       HW_TEXT_ARG(store_get_text(rows, 0))),
		       HW_BAD_INPUT;
	}
}

static void set(inquiry *q, size_t column, const char *value)
{
	if (value)
		q->cells[column] = hw_text_trim(hw_text_of(value));
}

/* ---- acts ---------------------------------------------------------------------------------------------------- */
static hw_status open_new(bureau *b, hw_arena *arena, const bureau_inquiry_act *a, hw_error *error)
{
	inquiry q, there;
	hw_error ignored;

	HW_TRY(needed(a->relative, "--relative", error));
	HW_TRY(needed(a->relation, "--relation", error));
	if (!a->person && !a->name)
		return hw_fail(error, HW_USAGE, "say whom they ask about: --person ID, or --name and --born");
	if (inquiry_read(b, arena, hw_text_of(a->id), &there, &ignored) == HW_OK)
		return hw_fail(error, HW_BAD_INPUT, "inquiry %s is there already", a->id);
	for (size_t c = 0; c < INQUIRY_COLUMNS; c++)
		q.cells[c] = HW_TEXT("");
	set(&q, INQUIRY_ID, a->id);
	set(&q, INQUIRY_PERSON, a->person);
	set(&q, INQUIRY_NAME, a->name);
	set(&q, INQUIRY_BORN, a->born);
	set(&q, INQUIRY_RELATIVE, a->relative);
	set(&q, INQUIRY_RELATION, a->relation);
	set(&q, INQUIRY_CONTACT, a->contact);
	set(&q, INQUIRY_PHRASE, a->phrase);
	set(&q, INQUIRY_NEXT, a->next);
	set(&q, INQUIRY_DUE, a->due);
	set(&q, INQUIRY_AUTHORISED, a->yes ? "yes" : "no");
	HW_TRY(day_of(b, arena, a->date, &q.cells[INQUIRY_OPENED], error));
	if (a->person)
		HW_TRY(case_resolve(b, arena, hw_text_of(a->person), &q.cells[INQUIRY_PERSON_ID], error));
	HW_TRY(one_authorised(b, &q, error));
	return write(b, arena, &q, NULL, HW_TEXT(""), HW_TEXT(""), "inquiry", error);
}

static hw_status tell(bureau *b, hw_arena *arena, inquiry *q, const bureau_inquiry_act *a, hw_error *error)
{
	HW_TRY(needed(a->words, "--words", error));
	HW_TRY(day_of(b, arena, a->date, &q->cells[INQUIRY_LAST], error));
	set(q, INQUIRY_TOLD, a->words);
	set(q, INQUIRY_NEXT, a->next);
	set(q, INQUIRY_DUE, a->due);
	return write(b, arena, q, a->met ? "met" : "told", q->cells[INQUIRY_LAST], q->cells[INQUIRY_TOLD],
		     "inquiry told", error);
}

static hw_status plan_next(bureau *b, hw_arena *arena, inquiry *q, const bureau_inquiry_act *a, hw_error *error)
{
	HW_TRY(needed(a->next, "--do", error));
	HW_TRY(needed(a->due, "--due", error));
	set(q, INQUIRY_NEXT, a->next);
	set(q, INQUIRY_DUE, a->due);
	return write(b, arena, q, NULL, HW_TEXT(""), HW_TEXT(""), "inquiry next", error);
}

static hw_status decide(bureau *b, hw_arena *arena, inquiry *q, const bureau_inquiry_act *a, size_t column,
			hw_error *error)
{
	char own[11];

	HW_TRY(needed(a->reason, "--reason", error));
	HW_TRY(bureau_own_day(b, own, error));
	q->cells[column] = a->no ? HW_TEXT("no") : HW_TEXT("yes");
	HW_TRY(one_authorised(b, q, error));
	return write(b, arena, q, "asked", hw_text_copy(arena, hw_text_of(own)), hw_text_of(a->reason),
		     column == INQUIRY_CONFLICT ? "inquiry conflict" : "inquiry authorise", error);
}

static hw_status close_or_open(bureau *b, hw_arena *arena, inquiry *q, const bureau_inquiry_act *a, bool close,
			       hw_error *error)
{
	char own[11];

	HW_TRY(needed(a->reason, "--reason", error));
	HW_TRY(bureau_own_day(b, own, error));
	if (close) {
		q->cells[INQUIRY_NEXT] = HW_TEXT("");
		q->cells[INQUIRY_DUE] = HW_TEXT("");
	}
	return write(b, arena, q, close ? "closed" : "opened again", hw_text_copy(arena, hw_text_of(own)),
		     hw_text_of(a->reason), close ? "inquiry close" : "inquiry open", error);
}

hw_status bureau_inquiry_do(bureau *b, hw_arena *arena, const bureau_inquiry_act *a, hw_error *error)
{
	inquiry q;

	HW_TRY(bureau_require(b, BUREAU_MAY_INQUIRE, error));
	if (!strcmp(a->act, "new"))
		return open_new(b, arena, a, error);
	HW_TRY(inquiry_enter(b, arena, hw_text_of(a->id), &q, error));
	if (!strcmp(a->act, "open"))
		return close_or_open(b, arena, &q, a, false, error);
	if (inquiry_closed(&q)) {
		(void)hw_fail(error, HW_BAD_INPUT, "inquiry %s is closed", a->id);
		return hw_error_remedy(error, "homeward inquiry open %s --reason TEXT", a->id), HW_BAD_INPUT;
	}
	if (!strcmp(a->act, "told"))
		return tell(b, arena, &q, a, error);
	if (!strcmp(a->act, "next"))
		return plan_next(b, arena, &q, a, error);
	if (!strcmp(a->act, "authorise"))
		return decide(b, arena, &q, a, INQUIRY_AUTHORISED, error);
	if (!strcmp(a->act, "conflict"))
		return decide(b, arena, &q, a, INQUIRY_CONFLICT, error);
	return close_or_open(b, arena, &q, a, true, error);
}
