/* Grave acts: one asks, another confirms, and only then it is done. */
#include "bureau/bureau_int.h"
#include "bureau/disclose_int.h"
#include "bureau/evidence_int.h"
#include "bureau/factsheet_int.h"
#include "bureau/finding_int.h"
#include "bureau/hold_int.h"
#include "bureau/protect_int.h"
#include "bureau/remains_int.h"
#include "bureau/retention_int.h"
#include "bureau/review_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"
#include "bureau/withhold_int.h"

#include <string.h>

/* ---- the acts --------------------------------------------------------------------------- */
/* A claim of the bureau itself about a person: axis captivity or fate. */
static hw_status perform_status(bureau *b, hw_text subject_kind, hw_text subject_id, const hw_json *payload, hw_text by,
				const char *axis, const char *value, hw_error *error)
{
	hw_text date = hw_json_as_text(hw_json_get(payload, "date"));
	hw_text source = hw_json_as_text(hw_json_get(payload, "source"));
	char day[11];
	const hw_text parts[] = {subject_kind,
				 subject_id,
				 hw_text_of(axis),
				 hw_text_of(value),
				 date,
				 source,
				 by,
				 hw_text_of(hw_days_write(b->as_of_day, day))};
	char id[STORE_ID_BYTES];

	store_id_of_texts("c", parts, HW_COUNT(parts), id);
	const store_value values[] = {
		store_string(id),
		store_text(subject_kind),
		store_text(subject_id),
		store_string(axis),
		store_string(value),
		store_null(),
		store_text_or_null(date),
		store_null(),
		store_text_or_null(source),
		store_null(),
		store_null(),
		store_integer(bureau_time(b)),
		store_null(),
		store_null(),
	};
	return store_run(b->store, "claim_add", values, HW_COUNT(values), NULL, error);
}

static hw_status perform_captive(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
				 hw_error *error)
{
	return perform_status(b, kind, id, payload, by, "captivity", "confirmed otherwise", error);
}

static hw_status perform_dead(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by, hw_error *error)
{
	return perform_status(b, kind, id, payload, by, "fate", "dead", error);
}

/* A job that needs a second person adds its row here and declares its function in bureau_int.h. */
static const bureau_grave_act acts[] = {
	{"confirm captive", BUREAU_MAY_CONFIRM, perform_captive},
	{"confirm dead", BUREAU_MAY_CONFIRM, perform_dead},
	{"merge persons", BUREAU_MAY_JUDGE, review_perform_merge},
	{"identify remains", BUREAU_MAY_CONFIRM, remains_perform_identify},
	{"lift withholding", BUREAU_MAY_CONFIRM, withhold_perform_lift},
	{"publish statement", BUREAU_MAY_CHECK, statement_perform_release},
	{"verify lead", BUREAU_MAY_EVIDENCE, evidence_perform_lead},
	{"release bundle", BUREAU_MAY_EVIDENCE, evidence_perform_release},
	{"notify finding", BUREAU_MAY_CHECK, finding_perform_notify},
	{"release protected list", BUREAU_MAY_PROTECT, protect_perform_release},
	{"lift hold", BUREAU_MAY_KEEP, hold_perform_lift},
	{"apply retention", BUREAU_MAY_KEEP, retention_perform},
	{"open sealed", BUREAU_MAY_KEEP, retention_perform_open},
	{"disclose", BUREAU_MAY_DISCLOSE, disclose_perform},
	{"send list", BUREAU_MAY_NEGOTIATE, round_perform_send},
};

static const bureau_grave_act *find_act(hw_text name)
{
	for (size_t i = 0; i < HW_COUNT(acts); i++)
		if (hw_text_is(name, acts[i].name))
			return &acts[i];
	return NULL;
}

/* ---- asking ---------------------------------------------------------------------------------- */
/* Ids hold how often it was asked before, so that the same may be asked again after a refusal. */
static hw_status make_id(bureau *b, const char *act, hw_text kind, hw_text subject, char id[STORE_ID_BYTES],
			 hw_error *error)
{
	const store_value values[] = {store_string(act), store_text(kind), store_text(subject)};
	int64_t before = 0;
	char number[24];

	HW_TRY(store_query_integer(b->store, "pending_count_on", values, HW_COUNT(values), &before, error));
	(void)snprintf(number, sizeof(number), "%lld", (long long)before);
	const hw_text parts[] = {hw_text_of(act), kind, subject, hw_text_of(number)};
	store_id_of_texts("w", parts, HW_COUNT(parts), id);
	return HW_OK;
}

hw_status bureau_propose(bureau *b, const char *act, hw_text subject_kind, hw_text subject_id, hw_text payload_json,
			 hw_text reason, hw_text *id, hw_arena *arena, hw_error *error)
{
	const bureau_grave_act *grave = find_act(hw_text_of(act));
	bureau_act entry = {.act = "ask", .after_json = payload_json, .subject_kind = HW_TEXT("pending")};
	char made[STORE_ID_BYTES];
	hw_text copied;
	hw_status status;

	if (!grave)
		return hw_fail(error, HW_FAULT, "there is no grave act \"%s\"", act);
	if (!hw_text_trim(reason).length)
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" needs a reason", act);
	HW_TRY(bureau_begin(b, grave->right, error));
	status = make_id(b, act, subject_kind, subject_id, made, error);
	copied = status == HW_OK ? hw_text_copy(arena, hw_text_of(made)) : (hw_text){0};
	if (status == HW_OK && !copied.bytes)
		status = hw_fail(error, HW_NO_MEMORY, "no memory to ask");
	if (status == HW_OK) {
		const store_value values[] = {
			store_string(made),
			store_string(act),
			store_string(bureau_right_name(grave->right)),
			store_text(subject_kind),
			store_text(subject_id),
			store_text(payload_json),
			store_text(reason),
			store_string(b->user),
			store_text_or_null(hw_text_of(bureau_role_for(b, grave->right))),
			store_integer(bureau_time(b)),
		};

		status = store_run(b->store, "pending_add", values, HW_COUNT(values), NULL, error);
	}
	entry.subject_id = copied;
	if (status == HW_OK)
		status = bureau_commit(b, &entry, error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	*id = copied;
	return HW_OK;
}

/* ---- a person's status ------------------------------------------------------------------------ */
hw_status bureau_confirm_status(bureau *b, const bureau_status_claim *claim, hw_text *id, hw_arena *arena,
				hw_error *error)
{
	bool dead = !strcmp(claim->status, "dead");
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	hw_text person;
	hw_date date;
	hw_status status;

	if (!dead && strcmp(claim->status, "captive") != 0)
		return hw_fail(error, HW_USAGE, "confirm captive or confirm dead, not \"%s\"", claim->status);
	HW_TRY(bureau_require(b, BUREAU_MAY_CONFIRM, error));
	HW_TRY(hw_date_parse(claim->date, &date, error));
	HW_TRY(case_resolve(b, arena, claim->person, &person, error));
	hw_json_object(&w, NULL);
	hw_json_text(&w, "date", claim->date);
	hw_json_text(&w, "source", claim->source);
	hw_json_close(&w, '}');
	status = payload.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to ask")
				: bureau_propose(b, dead ? "confirm dead" : "confirm captive", HW_TEXT("person"),
						 person, hw_buffer_text(&payload), claim->reason, id, arena, error);
	hw_buffer_free(&payload);
	return status;
}

/* ---- deciding ----------------------------------------------------------------------------------- */
typedef struct asked {
	hw_text id, act, kind, subject, payload, by, state;
} asked;

static hw_status read_asked(bureau *b, hw_arena *arena, hw_text id, asked *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	char shown[64];

	HW_TRY(store_query_first(b->store, "pending_one", values, HW_COUNT(values), &rows, error));
	if (!rows)
		return hw_fail(error, HW_NOT_FOUND, "nothing waits under \"%s\"", hw_text_shown(id, shown));
	*result = (asked){
		.id = store_copy_text(rows, 0, arena),
		.act = store_copy_text(rows, 1, arena),
		.kind = store_copy_text(rows, 2, arena),
		.subject = store_copy_text(rows, 3, arena),
		.payload = store_copy_text(rows, 4, arena),
		.by = store_copy_text(rows, 6, arena),
		.state = store_copy_text(rows, 7, arena),
	};
	if (!result->id.bytes || !result->act.bytes || !result->kind.bytes || !result->subject.bytes ||
	    !result->payload.bytes || !result->by.bytes || !result->state.bytes)
		return hw_fail(error, HW_NO_MEMORY, "no memory to confirm");
	return HW_OK;
}

static hw_status decide(bureau *b, const asked *what, const bureau_grave_act *grave, bool refuse, hw_text reason,
			hw_error *error)
{
	const store_value values[] = {
		store_text(what->id),          store_string(refuse ? "refused" : "confirmed"),
		store_string(b->user),         store_text_or_null(hw_text_of(bureau_role_for(b, grave->right))),
		store_integer(bureau_time(b)), store_text_or_null(reason),
	};
	const bureau_act entry = {.act = refuse ? "refuse" : grave->name,
				  .subject_kind = refuse ? HW_TEXT("pending") : what->kind,
				  .subject_id = refuse ? what->id : what->subject,
				  .after_json = what->payload};
	hw_json *payload = NULL;
	int64_t changed = 0;

	HW_TRY(store_run(b->store, "pending_decide", values, HW_COUNT(values), &changed, error));
	if (changed != 1) /* another did it since we read it */
		return hw_fail(error, HW_BAD_INPUT, "it was decided meanwhile");
	if (!refuse) {
		hw_status status;

		HW_TRY(hw_json_parse(what->payload, "payload", &payload, error));
		status = grave->perform(b, what->kind, what->subject, payload, what->by, error);
		hw_json_free(payload);
		if (status != HW_OK)
			return status;
	}
	return bureau_commit(b, &entry, error);
}

hw_status bureau_confirm(bureau *b, hw_text id, bool refuse, hw_text reason, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)4 << 20);
	const bureau_grave_act *grave;
	asked what;
	hw_status status;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to confirm");
	HW_TRY(read_asked(b, arena, id, &what, error));
	grave = find_act(what.act);
	if (!grave)
		return hw_fail(error, HW_FAULT, "this program does not know the act \"%.*s\"", HW_TEXT_ARG(what.act));
	HW_TRY(bureau_require(b, grave->right, error));
	if (!hw_text_is(what.state, "pending"))
		return hw_fail(error, HW_BAD_INPUT, "it was %.*s before", HW_TEXT_ARG(what.state));
	if (hw_text_is(what.by, b->user)) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "%s asked for it; another user must decide", b->user);
		(void)hw_error_remedy(error, "homeward --as ANOTHER confirm %.*s", HW_TEXT_ARG(what.id));
		return HW_NOT_PERMITTED;
	}
	if (refuse && !hw_text_trim(reason).length)
		return hw_fail(error, HW_BAD_INPUT, "a refusal needs a reason");
	HW_TRY(bureau_begin(b, grave->right, error));
	status = decide(b, &what, grave, refuse, reason, error);
	if (status != HW_OK)
		bureau_rollback(b);
	return status;
}

/* ---- listing --------------------------------------------------------------------------------------- */
static hw_status copy_pending(const store_rows *rows, hw_arena *arena, bureau_pending *item, hw_error *error)
{
	char day[11];

	*item = (bureau_pending){
		.id = store_copy_text(rows, 0, arena),
		.act = store_copy_text(rows, 1, arena),
		.subject_kind = store_copy_text(rows, 2, arena),
		.subject_id = store_copy_text(rows, 3, arena),
		.reason = store_copy_text(rows, 4, arena),
		.asked_by = store_copy_text(rows, 5, arena),
		.state = store_copy_text(rows, 6, arena),
		.decided_by = store_copy_text(rows, 7, arena),
	};
	(void)hw_days_write((int32_t)(store_get_integer(rows, 8) / 86400000000), day);
	item->asked = hw_text_copy(arena, hw_text_of(day));
	if (!item->id.bytes || !item->act.bytes || !item->subject_kind.bytes || !item->subject_id.bytes ||
	    !item->reason.bytes || !item->asked_by.bytes || !item->state.bytes || !item->decided_by.bytes ||
	    !item->asked.bytes)
		return hw_fail(error, HW_NO_MEMORY, "no memory to list what waits");
	return HW_OK;
}

/* What waits names persons and reasons: it is for whoever may decide it, and for him who asked. */
static bool concerns(const bureau *b, const bureau_pending *item)
{
	const bureau_grave_act *grave = find_act(item->act);

	return hw_text_is(item->asked_by, b->user) || (grave && bureau_may(b, grave->right));
}

hw_status bureau_pending_list(bureau *b, hw_arena *arena, const char *state, bureau_pendings *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(state)};
	bureau_pendings list = {0};
	size_t capacity = 0;
	bool found = true;

	HW_TRY(store_query(b->store, "pending_list", values, HW_COUNT(values), &rows, error));
	for (;;) {
		bureau_pending *items;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		if (list.count == capacity) {
			capacity = capacity ? 2 * capacity : 16;
			items = HW_NEW(arena, bureau_pending, capacity);
			if (!items)
				return hw_fail(error, HW_NO_MEMORY, "no memory to list what waits");
			if (list.count)
				memcpy(items, list.items, list.count * sizeof(*items));
			list.items = items;
		}
		HW_TRY(copy_pending(rows, arena, &list.items[list.count], error));
		list.count += concerns(b, &list.items[list.count]);
	}
	*result = list;
	return HW_OK;
}

void bureau_pending_json(const bureau_pendings *list, hw_json_writer *w, const char *key)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < list->count; i++) {
		const bureau_pending *item = &list->items[i];

		hw_json_object(w, NULL);
		hw_json_text(w, "id", item->id);
		hw_json_text(w, "act", item->act);
		hw_json_text(w, "subject_kind", item->subject_kind);
		hw_json_text(w, "subject", item->subject_id);
		hw_json_text(w, "reason", item->reason);
		hw_json_text(w, "asked_by", item->asked_by);
		hw_json_text(w, "asked", item->asked);
		hw_json_text(w, "state", item->state);
		if (item->decided_by.length)
			hw_json_text(w, "decided_by", item->decided_by);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}
