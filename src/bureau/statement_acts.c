/* A statement is written down, released for the public by two people, taken back by one. */
#include "bureau/evidence_int.h"
#include "bureau/factsheet_int.h"
#include "bureau/outward_int.h"
#include "bureau/rounds_int.h"

#include <string.h>

static hw_status must_be(bureau *b, hw_text id, hw_text *words, hw_arena *arena, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	char shown[64];

	HW_TRY(store_query_first(b->store, "statement_words", values, 1, &rows, error));
	if (rows) {
		*words = hw_text_format(arena, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 0)),
					HW_TEXT_ARG(store_get_text(rows, 1)));
		return HW_OK;
	}
	(void)hw_fail(error, HW_NOT_FOUND, "there is no statement \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward statement list");
}

/* ---- written down ------------------------------------------------------------------------------------ */
static hw_status needed(const char *value, const char *option, hw_error *error)
{
	if (value && hw_text_trim(hw_text_of(value)).length)
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "is needed");
	return hw_error_what(error, "%s", option), HW_USAGE;
}

static void describe(round_rows *rows, const bureau_statement_act *a)
{
	const struct {
		const char *column, *value;
	} cells[] = {{"id", a->id},
		     {"speaker", a->speaker},
		     {"party", a->party},
		     {"happened", a->happened},
		     {"channel", a->channel},
		     {"kind", a->kind},
		     {"words", a->words},
		     {"language", a->language},
		     {"translation", a->translation},
		     {"counts", a->counts},
		     {"side", a->side},
		     {"category", a->category},
		     {"region", a->region},
		     {"bound", a->bound},
		     {"quantity", a->quantity},
		     {"threatens", a->threatens ? "yes" : NULL},
		     {"article", a->article},
		     {"holder", a->holder},
		     {"places", a->places},
		     {"objects", a->objects},
		     {"touches", a->touches},
		     {"evidence_for", a->evidence_for},
		     {"evidence_against", a->evidence_against},
		     {"reply", a->reply},
		     {"source", a->source},
		     {"note", a->note}};

	round_row_open(rows);
	for (size_t i = 0; i < HW_COUNT(cells); i++)
		round_row_text(rows, cells[i].column, hw_text_trim(hw_text_of(cells[i].value)));
	round_row_close(rows);
}

/* What somebody said does not change: a known id is refused, corrections come by import, which keeps both rows. */
hw_status bureau_statement_add(bureau *b, hw_arena *arena, const bureau_statement_act *a, hw_error *error)
{
	round_rows rows = {0};
	hw_error ignored;
	hw_text words;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	HW_TRY(needed(a->speaker, "--speaker", error));
	HW_TRY(needed(a->kind, "--kind", error));
	HW_TRY(needed(a->words, "--words", error));
	if (must_be(b, hw_text_of(a->id), &words, arena, &ignored) == HW_OK) {
		(void)hw_fail(error, HW_BAD_INPUT, "statement %s is there already: what was said stays as it was said",
			      a->id);
		return hw_error_remedy(error, "give another id; a correction comes by homeward import statements");
	}
	HW_TRY(bureau_begin(b, BUREAU_MAY_CHECK, error));
	status = round_rows_begin(b, &rows, "statements", error);
	rows.right = BUREAU_MAY_CHECK;
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	describe(&rows, a);
	return round_finish_as(b, arena, &rows, 1, "statement", HW_TEXT("statement"), hw_text_of(a->id), error);
}

/* ---- for the public --------------------------------------------------------------------------------------- */
hw_status statement_is_released(bureau *b, hw_text statement, bool *released, hw_error *error)
{
	const store_value values[] = {store_text(statement), store_integer(bureau_time(b))};
	int64_t claims = 0;

	HW_TRY(store_query_integer(b->store, "statement_released", values, HW_COUNT(values), &claims, error));
	*released = claims > 0;
	return HW_OK;
}

/* Everybody whom it touches has said yes to the public (use publication), and nobody of them is withheld. */
hw_status statement_is_open(bureau *b, hw_arena *arena, hw_text statement, bool *open, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(statement)};
	outward_gate gate;

	*open = true;
	HW_TRY(store_query_first(b->store, "statement_words", values, 1, &rows, error));
	if (!rows || store_is_null(rows, 2))
		return HW_OK;
	HW_TRY(outward_open(b, arena, OUTWARD_STATEMENT, HW_TEXT(""), &gate, error));
	*open = outward_allows_all(&gate, store_get_text(rows, 2));
	return HW_OK;
}

static hw_status must_be_open(bureau *b, hw_arena *arena, hw_text statement, hw_error *error)
{
	bool open;

	HW_TRY(statement_is_open(b, arena, statement, &open, error));
	if (open)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "nothing of somebody whom it touches goes out there");
	return hw_error_remedy(error, "ask a case officer"), HW_NOT_PERMITTED;
}

hw_status bureau_statement_release(bureau *b, hw_arena *arena, hw_text id, hw_text reason, hw_text *pending,
				   hw_error *error)
{
	bureau_sheet *looked = HW_NEW(arena, bureau_sheet, 1);
	bool released;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	if (!looked)
		return hw_fail(error, HW_NO_MEMORY, "no memory to release a statement");
	*looked = (bureau_sheet){.kind = "statement"};
	HW_TRY(must_be(b, id, &looked->title, arena, error));
	HW_TRY(statement_is_released(b, id, &released, error));
	if (released)
		return hw_fail(error, HW_BAD_INPUT, "%.*s is released already", HW_TEXT_ARG(id));
	HW_TRY(factsheet_check(b, arena, looked, error));
	HW_TRY(must_be_open(b, arena, id, error));
	return bureau_propose(b, "publish statement", HW_TEXT("statement"), id, HW_TEXT("{}"), reason, pending, arena,
			      error);
}

hw_status statement_perform_release(bureau *b, hw_text kind, hw_text statement, const hw_json *payload, hw_text by,
				    hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)64 << 20);
	char day[11], id[STORE_ID_BYTES], number[24];
	int64_t entry;

	(void)payload;
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to release a statement");
	HW_TRY(must_be_open(b, arena, statement, error));   /* he may have said no meanwhile */
	HW_TRY(store_ledger_next(b->store, &entry, error)); /* it may be released, withheld and released again */
	(void)snprintf(number, sizeof(number), "%lld", (long long)entry);
	const hw_text parts[] = {statement, by, hw_text_of(hw_days_write(b->as_of_day, day)), hw_text_of(number)};
	store_id_of_texts("c", parts, HW_COUNT(parts), id);
	const store_value values[] = {
		store_string(id),    store_text(kind), store_text(statement), store_string("publication"),
		store_string("yes"), store_null(),     store_null(),          store_null(),
		store_null(),        store_null(),     store_null(),          store_integer(bureau_time(b)),
		store_null(),        store_null()};
	return store_run(b->store, "claim_add", values, HW_COUNT(values), NULL, error);
}

hw_status bureau_statement_withhold(bureau *b, hw_text id, hw_text reason, hw_error *error)
{
	const store_value values[] = {store_text(id), store_integer(bureau_time(b))};
	bureau_act entry = {.act = "withhold statement", .subject_kind = HW_TEXT("statement"), .subject_id = id};
	hw_buffer after = {0};
	hw_json_writer w = hw_json_writer_new(&after, false);
	int64_t changed = 0;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	if (!hw_text_trim(reason).length)
		return hw_fail(error, HW_USAGE, "say why: --reason TEXT");
	hw_json_object(&w, NULL);
	hw_json_text(&w, "reason", reason);
	hw_json_close(&w, '}');
	entry.after_json = hw_buffer_text(&after);
	status = bureau_begin(b, BUREAU_MAY_CHECK, error);
	if (status == HW_OK) {
		status = store_run(b->store, "statement_withhold", values, HW_COUNT(values), &changed, error);
		if (status == HW_OK && !changed)
			status = hw_fail(error, HW_BAD_INPUT, "%.*s is not released", HW_TEXT_ARG(id));
		if (status == HW_OK)
			status = bureau_commit(b, &entry, error);
		else
			bureau_rollback(b);
	}
	hw_buffer_free(&after);
	return status;
}
