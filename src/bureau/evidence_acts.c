/* What is done with an item of evidence: taken in, handed on, doubted.  Read evidence_int.h first. */
#include "bureau/evidence_int.h"
#include "bureau/factsheet_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

/* Columns of evidence_item_one. */
enum { ITEM_SHA256, ITEM_STORED, ITEM_HELD, ITEM_FILE_SHA256 };

typedef struct known_item {
	bool there, held;
	hw_text sha256, stored;
} known_item;

static hw_status find_item(bureau *b, hw_arena *arena, hw_text id, known_item *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};

	*result = (known_item){0};
	HW_TRY(store_query_first(b->store, "evidence_item_one", values, 1, &rows, error));
	if (!rows)
		return HW_OK;
	result->there = true;
	result->held = !store_is_null(rows, ITEM_HELD);
	result->stored = store_copy_text(rows, ITEM_STORED, arena);
	result->sha256 =
		store_copy_text(rows, store_is_null(rows, ITEM_FILE_SHA256) ? ITEM_SHA256 : ITEM_FILE_SHA256, arena);
	return HW_OK;
}

static hw_status must_be(bureau *b, hw_arena *arena, hw_text id, known_item *item, hw_error *error)
{
	char shown[64];

	HW_TRY(find_item(b, arena, id, item, error));
	if (item->there)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "there is no item of evidence \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward evidence list");
}

/* ---- add ------------------------------------------------------------------------------------------ */
/* The same bytes twice are one item; an item's bytes never change. */
static hw_status is_new(bureau *b, hw_arena *arena, const bureau_evidence_act *a, const evidence_stored *file,
			known_item *item, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(file->sha256)};
	char shown[64];

	HW_TRY(find_item(b, arena, hw_text_of(a->id), item, error));
	if (item->there && item->sha256.length && !hw_text_is(item->sha256, file->sha256)) {
		(void)hw_fail(error, HW_BAD_INPUT, "item %s has another file, and an original is never replaced",
			      a->id);
		return hw_error_remedy(error, "give it an id of its own; --copy-of %s when it is a working copy",
				       a->id);
	}
	HW_TRY(store_query_first(b->store, "evidence_item_by_file", values, 1, &rows, error));
	if (!rows || hw_text_is(store_get_text(rows, 0), a->id))
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "the same file is item %s", hw_text_shown(store_get_text(rows, 0), shown));
	return hw_error_remedy(error, "homeward evidence show %s", shown);
}

static void flag(round_rows *rows, const char *column, bool yes)
{
	if (yes)
		round_row_text(rows, column, HW_TEXT("yes"));
}

static void describe(round_rows *rows, const bureau_evidence_act *a, const evidence_stored *file, const char *today)
{
	round_row_open(rows);
	round_row_text(rows, "id", hw_text_of(a->id));
	round_row_text(rows, "kind", hw_text_of(a->kind));
	round_row_text(rows, "title", hw_text_trim(hw_text_of(a->title)));
	round_row_text(rows, "happened", hw_text_of(a->happened));
	round_row_text(rows, "received", hw_text_of(a->received ? a->received : today));
	round_row_text(rows, "source", hw_text_of(a->source));
	round_row_text(rows, "sha256", hw_text_of(file->sha256));
	round_row_text(rows, "custodian", hw_text_of(a->custodian));
	round_row_text(rows, "published", hw_text_of(a->published));
	flag(rows, "identifiable", a->identifiable);
	flag(rows, "graphic", a->graphic);
	round_row_text(rows, "persons", hw_text_of(a->persons));
	round_row_text(rows, "places", hw_text_of(a->places));
	round_row_text(rows, "holder", hw_text_of(a->holder));
	round_row_text(rows, "note", hw_text_of(a->note));
	round_row_close(rows);
}

static hw_status day_of(const char *text, const char *option, hw_error *error)
{
	hw_date date;

	if (!text || hw_date_parse(hw_text_of(text), &date, error) == HW_OK)
		return HW_OK;
	return hw_error_what(error, "%s", option), HW_BAD_INPUT;
}

static hw_status write_step(bureau *b, hw_text id, const bureau_evidence_step *step, hw_text found, const char *today,
			    hw_error *error)
{
	const store_value item[] = {store_text(id)};
	int64_t steps = 0;

	/* An imported item has no row of its file before anything is done with it. */
	HW_TRY(store_run(b->store, "evidence_item_known",
			 (store_value[]){store_text(id), store_integer(bureau_time(b))}, 2, NULL, error));
	HW_TRY(store_query_integer(b->store, "evidence_custody_count", item, 1, &steps, error));
	const store_value values[] = {store_text(id),
				      store_integer(steps + 1),
				      store_text_or_null(hw_text_of(step->from)),
				      store_text(hw_text_of(step->to)),
				      store_string(step->happened ? step->happened : today),
				      store_text(hw_text_of(step->reason)),
				      store_text_or_null(hw_text_of(step->seal)),
				      store_text_or_null(found),
				      store_string(b->user)};
	return store_run(b->store, "evidence_custody_add", values, HW_COUNT(values), NULL, error);
}

static hw_status write_item(bureau *b, const bureau_evidence_act *a, const evidence_stored *file, hw_error *error)
{
	const char *name = strrchr(a->file, '/');
	const store_value values[] = {store_string(a->id),
				      store_string(a->kind),
				      store_string(a->title),
				      store_string(file->sha256),
				      store_integer(file->bytes),
				      store_string(name ? name + 1 : a->file),
				      store_string(file->stored),
				      store_text_or_null(hw_text_of(a->captured_from)),
				      store_text_or_null(hw_text_of(a->captured)),
				      store_text_or_null(hw_text_of(a->captured_with)),
				      store_text_or_null(hw_text_of(a->copy_of)),
				      store_text_or_null(hw_text_of(a->source)),
				      store_text_or_null(hw_text_of(a->happened)),
				      store_integer(a->identifiable),
				      store_integer(bureau_time(b))};

	return store_run(b->store, "evidence_item_put", values, HW_COUNT(values), NULL, error);
}

static hw_status check_act(bureau *b, hw_arena *arena, const bureau_evidence_act *a, hw_error *error)
{
	known_item original;

	if (!a->id || !hw_text_trim(hw_text_of(a->id)).length)
		return hw_fail(error, HW_USAGE, "an item needs an id: --id E12");
	if (!a->title || !hw_text_trim(hw_text_of(a->title)).length)
		return hw_fail(error, HW_USAGE, "an item needs a title that names no captive: --title TEXT");
	HW_TRY(factsheet_names_nobody(b, arena, hw_text_of(a->title), "the title",
				      "say what it shows, and whom with --persons", error));
	if (!a->kind)
		return hw_fail(error, HW_USAGE, "an item needs a kind: --kind video|photo|document|...");
	HW_TRY(day_of(a->happened, "--happened", error));
	HW_TRY(day_of(a->captured, "--captured", error));
	if (!a->copy_of)
		return HW_OK;
	HW_TRY(must_be(b, arena, hw_text_of(a->copy_of), &original, error));
	if (original.held)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "the file of %s is not kept here, so nothing can be a copy of it",
		      a->copy_of);
	return hw_error_remedy(error, "homeward evidence add FILE --id %s first", a->copy_of);
}

hw_status bureau_evidence_add(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_evidence_act *a,
			      char sha256[65], hw_error *error)
{
	char today[11];
	/* Not from whom: that may lead to a source, and stands with the file. */
	const bureau_evidence_step taking = {.to = a->custodian ? a->custodian : b->user,
					     .reason = a->copy_of ? "working copy" : "intake"};
	evidence_stored file = {.bytes = 0};
	round_rows rows = {0};
	known_item item;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_EVIDENCE, error));
	HW_TRY(check_act(b, arena, a, error));
	HW_TRY(evidence_take_in(b, a->file, run->progress, &file, error));
	(void)hw_days_write(bureau_as_of(b), today);
	HW_TRY(bureau_begin(b, BUREAU_MAY_EVIDENCE, error));
	status = is_new(b, arena, a, &file, &item, error);
	memcpy(sha256, file.sha256, sizeof(file.sha256));
	if (status == HW_OK && item.held) { /* the same file twice changes nothing */
		bureau_rollback(b);
		return HW_OK;
	}
	if (status == HW_OK && !(item.there && item.sha256.length)) {
		status = round_rows_begin(b, &rows, "evidence", error);
		rows.right = BUREAU_MAY_EVIDENCE;
		if (status == HW_OK)
			describe(&rows, a, &file, today);
	}
	if (status == HW_OK)
		status = write_item(b, a, &file, error);
	if (status == HW_OK)
		status = write_step(b, hw_text_of(a->id), &taking, hw_text_of(file.sha256), today, error);
	if (status != HW_OK) {
		hw_buffer_free(&rows.lines);
		bureau_rollback(b);
		return status;
	}
	return round_finish_as(b, arena, &rows, rows.kind ? 1 : 0, "evidence", HW_TEXT("evidence"), hw_text_of(a->id),
			       error);
}

/* ---- handed on ------------------------------------------------------------------------------------------ */
/* The file's hash as it is found at this step; empty when it is not kept here. */
static hw_status hash_now(bureau *b, const known_item *item, char hex[65], hw_error *error)
{
	char folder[EVIDENCE_PATH_MOST], path[EVIDENCE_PATH_MOST + EVIDENCE_STORED_BYTES];
	hw_sha256 digest;
	uint64_t bytes;

	hex[0] = '\0';
	if (!item->held)
		return HW_OK;
	HW_TRY(evidence_folder(b, folder, error));
	(void)snprintf(path, sizeof(path), "%s/%.*s", folder, HW_TEXT_ARG(item->stored));
	HW_TRY(hw_sha256_file(path, &digest, &bytes, error));
	hw_sha256_hex(digest, hex);
	return HW_OK;
}

hw_status bureau_evidence_hand(bureau *b, hw_arena *arena, hw_text id, const bureau_evidence_step *step,
			       const char *copy_to, const bureau_run *run, bool *differs, hw_error *error)
{
	const bureau_act entry = {.act = "evidence custody", .subject_kind = HW_TEXT("evidence"), .subject_id = id};
	char today[11], found[65];
	known_item item;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_EVIDENCE, error));
	if (!step->to || !hw_text_trim(hw_text_of(step->to)).length)
		return hw_fail(error, HW_USAGE, "say to whom, by office: --to TEXT");
	if (!step->reason || !hw_text_trim(hw_text_of(step->reason)).length)
		return hw_fail(error, HW_USAGE, "say why: --reason TEXT");
	HW_TRY(day_of(step->happened, "--date", error));
	HW_TRY(must_be(b, arena, id, &item, error));
	HW_TRY(hash_now(b, &item, found, error));
	*differs = found[0] && item.sha256.length && !hw_text_is(item.sha256, found);
	if (copy_to) {
		if (!item.held) {
			(void)hw_fail(error, HW_NOT_FOUND, "the file of %.*s is not kept here", HW_TEXT_ARG(id));
			return hw_error_remedy(error, "homeward evidence add FILE --id %.*s", HW_TEXT_ARG(id));
		}
		HW_TRY(evidence_copy_out(b, item.stored, item.sha256, copy_to, run->progress, error));
	}
	(void)hw_days_write(bureau_as_of(b), today);
	HW_TRY(bureau_begin(b, BUREAU_MAY_EVIDENCE, error));
	status = write_step(b, id, step, hw_text_of(found), today, error);
	if (status == HW_OK)
		return bureau_commit(b, &entry, error);
	bureau_rollback(b);
	return status;
}

/* ---- doubted: forged media, a face that looks like somebody's ------------------------------------------------ */
static const char *const lead_kinds[] = {"forged", "face", "voice", "other"};

static hw_status lead_json(const bureau_evidence_lead *lead, hw_text person, hw_buffer *out, hw_error *error)
{
	hw_json_writer w = hw_json_writer_new(out, false);

	hw_json_object(&w, NULL);
	hw_json_string(&w, "kind", lead->kind);
	if (person.length)
		hw_json_text(&w, "person", person);
	hw_json_string(&w, "says", lead->says);
	hw_json_close(&w, '}');
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "no memory for a lead") : HW_OK;
}

hw_status bureau_evidence_lead_add(bureau *b, hw_arena *arena, hw_text id, const bureau_evidence_lead *lead,
				   hw_text *pending, hw_error *error)
{
	hw_buffer payload = {0};
	hw_text person = HW_TEXT("");
	known_item item;
	bool known = false;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_EVIDENCE, error));
	for (size_t i = 0; i < HW_COUNT(lead_kinds); i++)
		known = known || (lead->kind && !strcmp(lead->kind, lead_kinds[i]));
	if (!known)
		return hw_fail(error, HW_USAGE, "a lead is of --kind forged, face, voice or other");
	if (!lead->says || !hw_text_trim(hw_text_of(lead->says)).length)
		return hw_fail(error, HW_USAGE, "write what was seen and by which tool: --says TEXT");
	HW_TRY(must_be(b, arena, id, &item, error));
	if (lead->person)
		HW_TRY(case_enter(b, arena, hw_text_of(lead->person), &person, error));
	status = lead_json(lead, person, &payload, error);
	if (status == HW_OK)
		status = bureau_propose(b, "verify lead", HW_TEXT("evidence"), id, hw_buffer_text(&payload),
					hw_text_of(lead->says), pending, arena, error);
	hw_buffer_free(&payload);
	return status;
}

/* Only a forgery changes anything: a likeness of face or voice stays a lead, however many people looked. */
hw_status evidence_perform_lead(bureau *b, hw_text kind, hw_text item, const hw_json *payload, hw_text by,
				hw_error *error)
{
	hw_text lead = hw_json_as_text(hw_json_get(payload, "kind"));
	char day[11], id[STORE_ID_BYTES];
	const hw_text parts[] = {item, lead, by, hw_text_of(hw_days_write(b->as_of_day, day))};

	if (!hw_text_is(lead, "forged"))
		return HW_OK;
	store_id_of_texts("c", parts, HW_COUNT(parts), id);
	const store_value values[] = {
		store_string(id),       store_text(kind), store_text(item), store_string("authenticity"),
		store_string("forged"), store_null(),     store_null(),     store_null(),
		store_null(),           store_null(),     store_null(),     store_integer(bureau_time(b)),
		store_null(),           store_null()};
	return store_run(b->store, "claim_add", values, HW_COUNT(values), NULL, error);
}

hw_status evidence_speaks(bureau *b, hw_text item, bool *speaks, hw_error *error)
{
	const store_value values[] = {store_text(item)};
	int64_t secret = 0;
	bool forged;

	HW_TRY(evidence_is_forged(b, item, &forged, error));
	HW_TRY(store_query_integer(b->store, "evidence_in_confidence", values, 1, &secret, error));
	*speaks = !forged && secret == 0;
	return HW_OK;
}

hw_status evidence_is_forged(bureau *b, hw_text item, bool *forged, hw_error *error)
{
	const store_value values[] = {store_text(item), store_integer(bureau_time(b))};
	int64_t claims = 0;

	HW_TRY(store_query_integer(b->store, "evidence_forged", values, HW_COUNT(values), &claims, error));
	*forged = claims > 0;
	return HW_OK;
}
