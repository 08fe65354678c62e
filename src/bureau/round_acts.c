/* round_acts.c - a round is planned and held: venue and guarantees, minutes, what each side says in public. */
#include "bureau/rounds_int.h"

#include <string.h>

/* A given value wins; else what stands, as stored. */
static void keep_or_set(round_rows *rows, const char *column, const char *given, const store_rows *standing, size_t at)
{
	if (given)
		round_row_text(rows, column, hw_text_trim(hw_text_of(given)));
	else if (standing && !store_is_null(standing, at))
		round_row_text(rows, column, store_get_text(standing, at));
}

hw_status round_finish_as(bureau *b, hw_arena *arena, round_rows *rows, size_t kinds, const char *act,
			  hw_text subject_kind, hw_text subject, hw_error *error)
{
	bureau_act entry = {.act = act, .subject_kind = subject_kind, .subject_id = subject};
	hw_status status = HW_OK;

	for (size_t i = 0; i < kinds; i++) {
		if (status == HW_OK)
			status = round_rows_store(b, arena, &rows[i], error);
		else
			hw_buffer_free(&rows[i].lines);
	}
	if (status == HW_OK)
		return bureau_commit(b, &entry, error);
	bureau_rollback(b);
	return status;
}

hw_status round_finish(bureau *b, hw_arena *arena, round_rows *rows, size_t kinds, const char *act, hw_text round,
		       hw_error *error)
{
	return round_finish_as(b, arena, rows, kinds, act, HW_TEXT("round"), round, error);
}

/* ---- new ------------------------------------------------------------------------------------------- */
static hw_status need(const char *value, const char *option, hw_error *error)
{
	if (value && hw_text_trim(hw_text_of(value)).length)
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "is needed");
	return hw_error_what(error, "%s", option), HW_USAGE;
}

static hw_status write_round(bureau *b, const bureau_round_act *a, round_rows *rows, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *standing = NULL;
	const store_value values[] = {store_text(hw_text_of(a->round))};

	HW_TRY(store_query_first(bureau_store(b), "round_one", values, 1, &standing, error));
	if (!standing) {
		HW_TRY(need(a->happened, "--date", error));
		HW_TRY(need(a->venue, "--venue", error));
	}
	HW_TRY(round_rows_begin(b, rows, "rounds", error));
	round_row_open(rows);
	round_row_text(rows, "id", hw_text_of(a->round));
	keep_or_set(rows, "happened", a->happened, standing, 1);
	keep_or_set(rows, "venue", a->venue, standing, 2);
	keep_or_set(rows, "venue_kind", a->venue_kind, standing, 3);
	keep_or_set(rows, "guarantees", a->guarantees, standing, 4);
	keep_or_set(rows, "parties", a->parties, standing, 5);
	keep_or_set(rows, "mediator", a->mediator, standing, 6);
	keep_or_set(rows, "participants", a->participants, standing, 7);
	keep_or_set(rows, "status", a->status ? a->status : standing ? NULL : "planned", standing, 8);
	keep_or_set(rows, "note", a->note, standing, 9);
	round_row_close(rows);
	return HW_OK;
}

hw_status bureau_round_new(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_error *error)
{
	round_rows rows = {0};
	hw_status status;

	HW_TRY(bureau_begin(b, BUREAU_MAY_NEGOTIATE, error));
	status = write_round(b, a, &rows, error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	return round_finish(b, arena, &rows, 1, "round", hw_text_of(a->round), error);
}

/* ---- minutes ---------------------------------------------------------------------------------------- */
static hw_status name_minute(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_text *id, hw_error *error)
{
	const store_value values[] = {store_text(hw_text_of(a->round))};
	int64_t count = 0;

	*id = hw_text_of(a->id);
	if (id->length)
		return HW_OK;
	HW_TRY(store_query_integer(bureau_store(b), "round_minute_count", values, 1, &count, error));
	*id = hw_text_format(arena, "%s-M%lld", a->round, (long long)count + 1);
	return id->length ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for a minute");
}

static hw_status write_minute(bureau *b, const bureau_round_act *a, hw_text id, round_rows *rows, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *standing = NULL;
	const store_value values[] = {store_text(id)};

	HW_TRY(store_query_first(bureau_store(b), "round_minute_one", values, 1, &standing, error));
	if (standing && !hw_text_is(store_get_text(standing, 1), a->round))
		return hw_fail(error, HW_BAD_INPUT, "minute %.*s is of another round", HW_TEXT_ARG(id));
	if (!standing) {
		HW_TRY(need(a->kind, "--kind", error));
		HW_TRY(need(a->words, "--words", error));
	} else if (a->words && !hw_text_is(store_get_text(standing, 5), a->words)) {
		(void)hw_fail(error, HW_BAD_INPUT, "what was said stays as it was written down");
		return hw_error_remedy(error, "write a new minute; of an old one change --kept, --due, --note");
	}
	HW_TRY(round_rows_begin(b, rows, "minutes", error));
	round_row_open(rows);
	round_row_text(rows, "id", id);
	round_row_text(rows, "round", hw_text_of(a->round));
	keep_or_set(rows, "party", a->party, standing, 2);
	keep_or_set(rows, "speaker", a->speaker, standing, 3);
	keep_or_set(rows, "kind", a->kind, standing, 4);
	keep_or_set(rows, "words", a->words, standing, 5);
	keep_or_set(rows, "condition", a->condition, standing, 6);
	keep_or_set(rows, "due", a->due, standing, 7);
	keep_or_set(rows, "kept", a->kept, standing, 8);
	keep_or_set(rows, "category", a->category, standing, 9);
	keep_or_set(rows, "note", a->note, standing, 10);
	round_row_close(rows);
	return HW_OK;
}

hw_status bureau_round_minute(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_text *id, hw_error *error)
{
	round_rows rows = {0};
	hw_status status;

	HW_TRY(round_must_be(b, hw_text_of(a->round), error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_NEGOTIATE, error));
	status = name_minute(b, arena, a, id, error);
	if (status == HW_OK)
		status = write_minute(b, a, *id, &rows, error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	return round_finish(b, arena, &rows, 1, "round minute", hw_text_of(a->round), error);
}

/* ---- what each side says in public ------------------------------------------------------------------- */
static hw_status count_of(const char *text, const char *option, store_value *value, hw_error *error)
{
	int64_t n;

	*value = store_null();
	if (!text)
		return HW_OK;
	if (hw_text_integer(hw_text_trim(hw_text_of(text)), &n, error) != HW_OK || n < 0 || n > 10000000) {
		(void)hw_fail(error, HW_USAGE, "\"%s\" is no number of people", text);
		return hw_error_what(error, "%s", option), HW_USAGE;
	}
	*value = store_integer(n);
	return HW_OK;
}

static hw_status write_count(bureau *b, const bureau_round_act *a, hw_error *error)
{
	const hw_text parts[] = {hw_text_of(a->round), hw_text_of(a->party), hw_text_of(a->speaker),
				 hw_text_of(a->happened), hw_text_of(a->source)};
	char id[STORE_ID_BYTES];
	store_value returned, given;
	hw_date date;

	HW_TRY(need(a->party, "--party", error));
	HW_TRY(count_of(a->returned, "--returned", &returned, error));
	HW_TRY(count_of(a->given, "--given", &given, error));
	if (!a->returned && !a->given)
		return hw_fail(error, HW_USAGE, "write how many it says: --returned N, --given N");
	if (a->happened)
		HW_TRY(hw_date_parse(hw_text_of(a->happened), &date, error));
	store_id_of_texts("n", parts, HW_COUNT(parts), id);
	const store_value values[] = {store_string(id),
				      store_text(hw_text_of(a->round)),
				      store_text(hw_text_of(a->party)),
				      store_text_or_null(hw_text_of(a->speaker)),
				      returned,
				      given,
				      store_text_or_null(hw_text_of(a->happened)),
				      store_text_or_null(hw_text_of(a->source)),
				      store_text_or_null(hw_text_of(a->note))};
	return store_run(bureau_store(b), "round_count_add", values, HW_COUNT(values), NULL, error);
}

hw_status bureau_round_claim(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_error *error)
{
	hw_status status;

	HW_TRY(round_must_be(b, hw_text_of(a->round), error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_NEGOTIATE, error));
	status = write_count(b, a, error);
	if (status == HW_OK)
		return round_finish(b, arena, NULL, 0, "round claim", hw_text_of(a->round), error);
	bureau_rollback(b);
	return status;
}
