/* The queue of proposals, and what a reviewer says of them. */
#include "bureau/bureau_int.h"
#include "bureau/judgement_int.h"
#include "store/store.h"

#include <string.h>

static hw_status read_reasons(hw_arena *arena, hw_text json, bureau_texts *reasons, hw_error *error)
{
	hw_json *root = NULL;
	size_t count;

	HW_TRY(hw_json_parse(json, "proposal", &root, error));
	count = hw_json_count(root);
	reasons->items = HW_NEW(arena, hw_text, count + 1);
	for (size_t i = 0; reasons->items && i < count; i++) {
		const hw_json *r = hw_json_at(root, i);
		hw_text field = hw_json_as_text(hw_json_get(r, "field")),
			words = hw_json_as_text(hw_json_get(r, "words"));
		hw_text left = hw_json_as_text(hw_json_get(r, "left")),
			right = hw_json_as_text(hw_json_get(r, "right"));
		double weight = hw_json_as_number(hw_json_get(r, "weight"));

		if (!left.length || !right.length)
			continue;
		reasons->items[reasons->count++] =
			hw_text_format(arena, "%.*s: %.*s = %.*s: %.*s (%+.1f bits)", HW_TEXT_ARG(field),
				       HW_TEXT_ARG(left), HW_TEXT_ARG(right), HW_TEXT_ARG(words), weight);
	}
	hw_json_free(root);
	return reasons->items ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for the reasons");
}

/* Columns of review_open: 0 id, 3 probability, 4 reasons, 6 kind, 7 key, 8 kind, 9 key. */
hw_status bureau_review_queue(bureau *b, hw_arena *arena, int64_t most, bureau_proposals *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	store_value values[] = {store_integer(most)};
	bureau_proposals r = {.items = HW_NEW(arena, bureau_proposal, (size_t)most + 1)};
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_JUDGE, error));
	if (!r.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the queue");
	HW_TRY(store_query_integer(bureau_store(b), "review_count", NULL, 0, &r.open, error));
	HW_TRY(store_query(bureau_store(b), "review_open", values, 1, &rows, error));
	for (;;) {
		bureau_proposal *p = &r.items[r.count];
		bool person_first;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		person_first = hw_text_is(store_get_text(rows, 6), "persons");
		*p = (bureau_proposal){.id = store_copy_text(rows, 0, arena), .probability = store_get_number(rows, 3)};
		p->left = store_copy_text(rows, person_first ? 9 : 7, arena);
		p->right = store_copy_text(rows, person_first ? 7 : 9, arena);
		HW_TRY(read_reasons(arena, store_get_text(rows, 4), &p->reasons, error));
		r.count++;
	}
	*result = r;
	return HW_OK;
}

/* "R1" or "reports:R1"; two kinds with one id must be told apart. */
static hw_status record_of(bureau *b, hw_arena *arena, hw_text key, hw_text *record, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	hw_text rest = key, kind = HW_TEXT("");
	store_value values[1];
	size_t count = 0;
	bool found;

	if (hw_text_split(&rest, ':', &kind) && rest.length)
		key = rest;
	else
		kind = HW_TEXT("");
	values[0] = store_text(key);
	HW_TRY(store_query(bureau_store(b), "review_record_of_key", values, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		if (kind.length && !hw_text_equal(kind, store_get_text(rows, 1)))
			continue;
		*record = store_copy_text(rows, 0, arena);
		count++;
	}
	if (count == 1)
		return HW_OK;
	(void)hw_fail(error, count ? HW_BAD_INPUT : HW_NOT_FOUND,
		      count ? "\"%.*s\" is an id of two kinds" : "there is no record \"%.*s\"", HW_TEXT_ARG(key));
	return hw_error_remedy(error,
			       count ? "write KIND:ID, such as reports:%.*s"
				     : "homeward review lists them; %.*s is not among them",
			       HW_TEXT_ARG(key));
}

static hw_status decide(bureau *b, hw_arena *arena, hw_text left, hw_text right, const char *verdict, hw_text reason,
			int64_t *conflicts, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	hw_text a = {0}, c = {0}, pair[2], after;
	judgement j = {.verdict = verdict,
		       .reason = reason,
		       .by = hw_text_of(bureau_user(b)),
		       .role = hw_text_of(bureau_role_for(b, BUREAU_MAY_JUDGE)),
		       .at = bureau_time(b)};
	char id[STORE_ID_BYTES];
	store_value values[2];

	HW_TRY(record_of(b, arena, left, &a, error));
	HW_TRY(record_of(b, arena, right, &c, error));
	pair[0] = hw_text_compare(a, c) < 0 ? a : c;
	pair[1] = hw_text_compare(a, c) < 0 ? c : a;
	values[0] = store_text(pair[0]);
	values[1] = store_text(pair[1]);
	HW_TRY(store_query_first(bureau_store(b), "review_proposal_of", values, 2, &rows, error));
	j.left = pair[0];
	j.right = pair[1];
	if (rows) {
		j.scored = true;
		j.score = store_get_number(rows, 1);
		j.explanation_json = store_copy_text(rows, 2, arena);
	}
	HW_TRY(judgement_make(bureau_store(b), &j, id, conflicts, error));
	if (rows) {
		store_value close[] = {store_text(store_copy_text(rows, 0, arena)),
				       store_string(!strcmp(verdict, "same")        ? "accepted"
						    : !strcmp(verdict, "different") ? "rejected"
										    : "unsure"),
				       store_string(id)};

		HW_TRY(store_run(bureau_store(b), "trace_close_proposal", close, 3, NULL, error));
	}
	after = hw_text_format(arena, "{\"verdict\":\"%s\"}", verdict);
	return bureau_commit(b,
			     &(bureau_act){.act = "judge",
					   .subject_kind = HW_TEXT("judgement"),
					   .subject_id = hw_text_of(id),
					   .after_json = after},
			     error);
}

hw_status bureau_review_decide(bureau *b, hw_text left, hw_text right, const char *verdict, hw_text reason,
			       int64_t *conflicts, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)16 << 20);
	hw_status status;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory");
	if (!hw_text_trim(reason).length) {
		(void)hw_fail(error, HW_USAGE, "a judgement needs a reason");
		return hw_error_remedy(error, "write --reason TEXT: the next reader must be able to follow it");
	}
	HW_TRY(bureau_begin(b, BUREAU_MAY_JUDGE, error));
	status = decide(b, arena, left, right, verdict, reason, conflicts, error);
	bureau_rollback(b);
	return status;
}
