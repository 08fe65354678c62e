/* Legal hold: a proceeding needs what is kept of a person, a finding or an item of evidence.  One person places it, at once; two
 * lift it. */
#include "bureau/hold_int.h"
#include "bureau/retention_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

/* ---- of what ------------------------------------------------------------------------------------------- */
typedef struct held {
	const char *kind;
	hw_text id;
} held;

static hw_status is_there(bureau *b, const char *statement, hw_text id, bool *there, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};

	HW_TRY(store_query_first(b->store, statement, values, 1, &rows, error));
	*there = rows != NULL;
	return HW_OK;
}

/* A relative's inquiry is held with the person whom it asks for. */
static hw_status person_of_inquiry(bureau *b, hw_arena *arena, hw_text id, hw_text *person, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	char shown[64];

	HW_TRY(store_query_first(b->store, "hold_inquiry", values, 1, &rows, error));
	if (!rows || !store_is_null(rows, 1)) {
		*person = rows ? store_copy_text(rows, 1, arena) : id;
		return HW_OK;
	}
	(void)hw_fail(error, HW_BAD_INPUT, "inquiry \"%s\" is joined to nobody of the register",
		      hw_text_shown(id, shown));
	return hw_error_remedy(error, "join it first: homeward review"), HW_BAD_INPUT;
}

/* A finding, an item of evidence, or else a person, whose view is logged; he may be sealed. */
static hw_status find(bureau *b, hw_arena *arena, hw_text id, held *of, hw_error *error)
{
	bool there;

	*of = (held){.kind = "finding", .id = id};
	HW_TRY(is_there(b, "finding_one", id, &there, error));
	if (there)
		return HW_OK;
	of->kind = "evidence";
	HW_TRY(is_there(b, "subject_item", id, &there, error));
	if (there)
		return HW_OK;
	of->kind = "person";
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(person_of_inquiry(b, arena, id, &id, error));
	HW_TRY(case_resolve_any(b, arena, id, &of->id, &there, error));
	return bureau_log_view(b, "person", of->id, HW_TEXT(""), error);
}

/* ---- placing ------------------------------------------------------------------------------------------- */
static hw_status write_hold(bureau *b, const held *of, const char *reason, char id[STORE_ID_BYTES], hw_error *error)
{
	char number[24];
	int64_t entry;

	HW_TRY(store_ledger_next(b->store, &entry, error)); /* it may be held, lifted and held again */
	(void)snprintf(number, sizeof(number), "%lld", (long long)entry);
	const hw_text parts[] = {hw_text_of(of->kind), of->id, hw_text_of(number)};
	store_id_of_texts("h", parts, HW_COUNT(parts), id);
	const store_value values[] = {store_string(id),     store_string(of->kind), store_text(of->id),
				      store_string(reason), store_string(b->user),  store_integer(bureau_time(b))};
	return store_run(b->store, "hold_add", values, HW_COUNT(values), NULL, error);
}

hw_status bureau_hold(bureau *b, hw_arena *arena, const char *subject, const char *reason, hw_text *id, hw_error *error)
{
	bureau_act entry = {.act = "hold"};
	char made[STORE_ID_BYTES];
	hw_status status;
	held of;

	HW_TRY(bureau_require(b, BUREAU_MAY_KEEP, error));
	if (!reason || !hw_text_trim(hw_text_of(reason)).length)
		return hw_fail(error, HW_USAGE, "say why: --reason \"proceeding, number, authority\"");
	HW_TRY(find(b, arena, hw_text_of(subject), &of, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_KEEP, error));
	status = write_hold(b, &of, reason, made, error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	entry.subject_kind = hw_text_of(of.kind);
	entry.subject_id = of.id;
	*id = hw_text_copy(arena, hw_text_of(made));
	return bureau_commit(b, &entry, error);
}

/* ---- lifting ------------------------------------------------------------------------------------------------ */
static hw_status must_stand(bureau *b, hw_text id, hw_error *error)
{
	char shown[64];
	bool there;

	HW_TRY(is_there(b, "hold_one", id, &there, error));
	if (there)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "nothing is held under \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward hold list"), HW_NOT_FOUND;
}

hw_status bureau_hold_lift(bureau *b, hw_arena *arena, hw_text id, hw_text reason, hw_text *pending, hw_error *error)
{
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_KEEP, error));
	HW_TRY(must_stand(b, id, error));
	hw_json_object(&w, NULL);
	hw_json_text(&w, "reason", reason);
	hw_json_close(&w, '}');
	status = payload.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to ask")
				: bureau_propose(b, "lift hold", HW_TEXT("hold"), id, hw_buffer_text(&payload), reason,
						 pending, arena, error);
	hw_buffer_free(&payload);
	return status;
}

hw_status hold_perform_lift(bureau *b, hw_text kind, hw_text hold, const hw_json *payload, hw_text by, hw_error *error)
{
	const store_value values[] = {store_text(hold), store_string(b->user), store_text(by),
				      store_integer(bureau_time(b)),
				      store_text(hw_json_as_text(hw_json_get(payload, "reason")))};

	(void)kind;
	HW_TRY(must_stand(b, hold, error));
	return store_run(b->store, "hold_lift", values, HW_COUNT(values), NULL, error);
}

/* ---- listing ------------------------------------------------------------------------------------------------- */
static const bureau_column columns[] = {{"id", "held as", BUREAU_TEXT},    {"kind", "what is held", BUREAU_WORD},
					{"subject", "which", BUREAU_TEXT}, {"since", "since", BUREAU_TEXT},
					{"by", "by", BUREAU_TEXT},         {"reason", "reason", BUREAU_TEXT}};

/* Columns of hold_list: id, subject_kind, subject_id, placed_at, placed_by, reason. */
static bool keep(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	char day[11];

	(void)context;
	if (!bureau_may(s->b,
			BUREAU_MAY_BRIEF)) /* it may tell of a case: who keeps users and sees none does not read it */
		cells[5] = sheet_value_restricted();
	cells[3] = sheet_value_text(
		sheet_format(s, "%s", hw_days_write((int32_t)(store_get_integer(rows, 3) / 86400000000), day)));
	return true;
}

hw_status bureau_holds(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "holds", result, error);
	bureau_list *list;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_KEEP, BUREAU_MAY_AUDIT, error));
	HW_TRY(bureau_log_view(b, "holds", HW_TEXT("all"), HW_TEXT(""), error));
	result->title = sheet_words(&s, "Legal holds");
	list = sheet_list(&s, "holds", "What a proceeding needs", "nothing is held", columns, HW_COUNT(columns));
	HW_TRY(sheet_query(&s, list, "hold_list", NULL, 0, keep, NULL));
	sheet_say(&s, "It is kept as it is until two people lift the hold.");
	return sheet_end(&s);
}
