/* The queue of proposals, and what a reviewer says of them. */
#include "bureau/retention_int.h"
#include "bureau/review_int.h"

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

		if (hw_text_is(field, "review")) /* a note of trace itself */
			reasons->items[reasons->count++] = hw_text_copy(arena, words);
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

hw_status review_find(bureau *b, hw_arena *arena, hw_text key, review_record *result, hw_error *error)
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
		*result = (review_record){.id = store_copy_text(rows, 0, arena),
					  .kind = store_copy_text(rows, 1, arena),
					  .key = hw_text_copy(arena, key)};
		count++;
	}
	if (count == 1) {
		const store_value row[] = {store_text(result->kind), store_text(result->key)};
		char step[STORE_ID_BYTES];

		HW_TRY(retention_step(bureau_store(b), "retention_step_of_row", row, HW_COUNT(row), step, error));
		return *step ? retention_refuse(error) : person_of(bureau_store(b), result->id, result->person, error);
	}
	if (count) {
		(void)hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is an id of two kinds", HW_TEXT_ARG(key));
		return hw_error_remedy(error, "write KIND:ID, such as reports:%.*s", HW_TEXT_ARG(key));
	}
	(void)hw_fail(error, HW_NOT_FOUND, "there is no report and no person \"%.*s\"", HW_TEXT_ARG(key));
	return hw_error_remedy(error, "homeward review lists the ids, homeward search NAME finds persons");
}

/* ---- deciding ----------------------------------------------------------------------------------- */

typedef struct deciding {
	bureau *b;
	hw_arena *arena;
	const bureau_decision *what;
	review_record left, right;
	hw_text pair[2]; /* the smaller id first */
	hw_text proposal, explanation, reason;
	bool scored;
	double score;
	hw_error *error;
} deciding;

static hw_status read_pair(deciding *d)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;

	HW_TRY(review_find(d->b, d->arena, d->what->left, &d->left, d->error));
	HW_TRY(review_find(d->b, d->arena, d->what->right, &d->right, d->error));
	bool turned = hw_text_compare(d->left.id, d->right.id) > 0;
	d->pair[0] = turned ? d->right.id : d->left.id;
	d->pair[1] = turned ? d->left.id : d->right.id;
	const store_value values[] = {store_text(d->pair[0]), store_text(d->pair[1])};
	HW_TRY(store_query_first(bureau_store(d->b), "review_proposal_of", values, 2, &rows, d->error));
	if (!rows)
		return HW_OK;
	d->proposal = store_copy_text(rows, 0, d->arena);
	d->scored = true;
	d->score = store_get_number(rows, 1);
	d->explanation = store_copy_text(rows, 2, d->arena);
	return d->proposal.bytes && d->explanation.bytes ? HW_OK : hw_fail(d->error, HW_NO_MEMORY, "no memory");
}

/* A name alone confirms nobody: brothers, fathers and sons, namesakes.  Either the records agree in something else, or the
 * reviewer says what else he knows. */
static hw_status check_grounds(deciding *d)
{
	hw_text besides = hw_text_trim(d->what->besides);
	review_facts facts;

	d->reason = d->what->reason;
	if (besides.length) {
		d->reason = hw_text_format(d->arena, "%.*s (beside the name: %.*s)", HW_TEXT_ARG(d->what->reason),
					   HW_TEXT_ARG(besides));
		return d->reason.bytes ? HW_OK : hw_fail(d->error, HW_NO_MEMORY, "no memory");
	}
	if (strcmp(d->what->verdict, "same") != 0)
		return HW_OK;
	HW_TRY(review_compare_facts(d->b, d->arena, d->left.id, d->right.id, &facts, d->error));
	if (facts.agree_count)
		return HW_OK;
	(void)hw_fail(d->error, HW_BAD_INPUT,
		      "nothing but the name of %.*s and %.*s agrees, and a name alone confirms nobody",
		      HW_TEXT_ARG(d->left.key), HW_TEXT_ARG(d->right.key));
	return hw_error_remedy(d->error, "say what else you know: --besides TEXT; or review unsure");
}

/* Two people of the register become one, or many records come together: that is for two reviewers. */
static hw_status is_grave(deciding *d, bool *grave)
{
	const store_value persons[] = {store_string(d->left.person), store_string(d->right.person)};
	int64_t records = 0, registered = 0;
	double most;

	*grave = false;
	if (strcmp(d->what->verdict, "same") != 0 || !*d->left.person || !*d->right.person ||
	    !strcmp(d->left.person, d->right.person))
		return HW_OK;
	HW_TRY(bureau_setting_number(d->b, "review.grave", 12, &most, d->error));
	HW_TRY(store_query_integer(bureau_store(d->b), "review_size", persons, 2, &records, d->error));
	HW_TRY(store_query_integer(bureau_store(d->b), "review_registered", persons, 2, &registered, d->error));
	*grave = registered == 2 || (double)records > most;
	return HW_OK;
}

static hw_status ask_second(deciding *d, bureau_decided *result)
{
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	hw_text id,
		subject = hw_text_format(d->arena, "%.*s %.*s", HW_TEXT_ARG(d->left.key), HW_TEXT_ARG(d->right.key));

	hw_json_object(&w, NULL);
	hw_json_text(&w, "left", d->pair[0]);
	hw_json_text(&w, "reason", d->reason);
	hw_json_text(&w, "right", d->pair[1]);
	hw_json_close(&w, '}');
	hw_status status = payload.failed || !subject.bytes
				   ? hw_fail(d->error, HW_NO_MEMORY, "no memory to ask")
				   : bureau_propose(d->b, "merge persons", HW_TEXT("records"), subject,
						    hw_buffer_text(&payload), d->reason, &id, d->arena, d->error);
	hw_buffer_free(&payload);
	if (status == HW_OK)
		(void)snprintf(result->pending, sizeof(result->pending), "%.*s", HW_TEXT_ARG(id));
	return status;
}

static hw_status decide(deciding *d, bureau_decided *result)
{
	const judgement j = {.left = d->pair[0],
			     .right = d->pair[1],
			     .verdict = d->what->verdict,
			     .scored = d->scored,
			     .score = d->score,
			     .explanation_json = d->explanation,
			     .reason = d->reason,
			     .by = hw_text_of(bureau_user(d->b)),
			     .role = hw_text_of(bureau_role_for(d->b, BUREAU_MAY_JUDGE)),
			     .at = bureau_time(d->b)};
	char id[STORE_ID_BYTES];
	hw_text after = hw_text_format(d->arena, "{\"verdict\":\"%s\"}", d->what->verdict);

	HW_TRY(judgement_make(bureau_store(d->b), &j, id, &result->conflicts, d->error));
	return bureau_commit(d->b,
			     &(bureau_act){.act = "judge",
					   .subject_kind = HW_TEXT("judgement"),
					   .subject_id = hw_text_of(id),
					   .after_json = after},
			     d->error);
}

hw_status review_perform_merge(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by, hw_error *error)
{
	const judgement j = {.left = hw_json_as_text(hw_json_get(payload, "left")),
			     .right = hw_json_as_text(hw_json_get(payload, "right")),
			     .verdict = "same",
			     .reason = hw_json_as_text(hw_json_get(payload, "reason")),
			     .by = by,
			     .second = hw_text_of(bureau_user(b)),
			     .at = bureau_time(b)};
	char made[STORE_ID_BYTES];

	(void)kind;
	(void)id;
	return judgement_make(bureau_store(b), &j, made, NULL, error);
}

hw_status bureau_review_decide(bureau *b, const bureau_decision *decision, bureau_decided *result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)16 << 20);
	deciding d = {.b = b, .arena = arena, .what = decision, .error = error};
	bureau_decided decided = {0};
	bool grave;
	hw_status status;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory");
	HW_TRY(bureau_require(b, BUREAU_MAY_JUDGE, error));
	if (!hw_text_trim(decision->reason).length) {
		(void)hw_fail(error, HW_USAGE, "a judgement needs a reason");
		return hw_error_remedy(error, "write --reason TEXT: the next reader must be able to follow it");
	}
	HW_TRY(read_pair(&d));
	HW_TRY(check_grounds(&d));
	HW_TRY(is_grave(&d, &grave));
	if (grave) {
		status = ask_second(&d, &decided);
	} else {
		HW_TRY(bureau_begin(b, BUREAU_MAY_JUDGE, error));
		status = decide(&d, &decided);
		bureau_rollback(b);
	}
	if (status == HW_OK)
		*result = decided;
	return status;
}
