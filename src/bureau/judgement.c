/* judgement.c - do two records speak of the same person?  Made, replaced, taken back. */
#include <string.h>

#include "bureau/judgement_int.h"

typedef struct row_name {
	char kind[32];
	char key[160];
} row_name;

static hw_status row_of(store_connection *store, hw_text record, row_name *name, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(record);

	HW_TRY(store_query_first(store, "record_one", &id, 1, &rows, error));
	if (!rows)
		return hw_fail(error, HW_NOT_FOUND, "there is no record %.*s", HW_TEXT_ARG(record));
	if (store_get_integer(rows, 7))
		return hw_fail(error, HW_BAD_INPUT, "record %.*s was undone", HW_TEXT_ARG(record));
	(void)snprintf(name->kind, sizeof name->kind, "%.*s", HW_TEXT_ARG(store_get_text(rows, 3)));
	(void)snprintf(name->key, sizeof name->key, "%.*s", HW_TEXT_ARG(store_get_text(rows, 4)));
	return HW_OK;
}

typedef enum search { SAYING_OTHERWISE, FROM_A_FILE } search;

static bool is_sought(const store_rows *rows, search what, const char *verdict)
{
	return what == FROM_A_FILE ? !store_is_null(rows, 2) : !hw_text_is(store_get_text(rows, 1), verdict);
}

/* The first standing judgement on two rows that is sought; "" when there is none. */
static hw_status find_judgement(store_connection *store, const row_name *a, const row_name *b, search what,
				const char *verdict, char id[STORE_ID_BYTES], hw_error *error)
{
	const row_name *const order[2][2] = {{a, b}, {b, a}};
	bool found;

	*id = '\0';
	for (size_t i = 0; i < 2; i++) {
		STORE_ROWS_GUARD store_rows *rows = NULL;
		const store_value values[] = {store_string(order[i][0]->kind), store_string(order[i][0]->key),
					      store_string(order[i][1]->kind), store_string(order[i][1]->key)};
		HW_TRY(store_query(store, "judgements_on_pair", values, HW_COUNT(values), &rows, error));
		for (;;) {
			HW_TRY(store_next(rows, &found, error));
			if (!found)
				break;
			if (!is_sought(rows, what, verdict))
				continue;
			(void)snprintf(id, STORE_ID_BYTES, "%.*s", HW_TEXT_ARG(store_get_text(rows, 0)));
			return HW_OK;
		}
	}
	return HW_OK;
}

static hw_status retract(store_connection *store, const char *id, hw_text by, const char *reason, int64_t at,
			 hw_error *error)
{
	const store_value values[] = {store_string(id), store_integer(at), store_text(by), store_string(reason)};

	return store_run(store, "judgement_retract", values, HW_COUNT(values), NULL, error);
}

static const char *replaced_by(const char *id, char out[64])
{
	(void)snprintf(out, 64, "replaced by %s", id);
	return out;
}

static hw_status make_id(store_connection *store, hw_text left, hw_text right, const char *verdict,
			 char id[STORE_ID_BYTES], hw_error *error)
{
	int64_t sequence;
	char number[32];

	HW_TRY(store_ledger_next(store, &sequence, error));
	(void)snprintf(number, sizeof number, "%lld", (long long)sequence);
	const hw_text texts[] = {left, right, hw_text_of(verdict), hw_text_of(number)};
	store_id_of_texts("j", texts, HW_COUNT(texts), id);
	return HW_OK;
}

static hw_status insert(store_connection *store, const judgement *j, hw_text left, hw_text right, const char *id,
			hw_error *error)
{
	const store_value values[] = {store_string(id),
				      store_text(left),
				      store_text(right),
				      store_string(j->verdict),
				      j->scored ? store_number(j->score) : store_null(),
				      store_text_or_null(j->explanation_json),
				      store_text(j->reason),
				      store_text(j->by),
				      store_text_or_null(j->role),
				      store_text_or_null(j->second),
				      store_integer(j->at),
				      store_text_or_null(j->batch)};

	return store_run(store, "judgement_add", values, HW_COUNT(values), NULL, error);
}

static hw_status answer_proposals(store_connection *store, const judgement *j, hw_text left, hw_text right,
				  const char *id, hw_error *error)
{
	const char *state = !strcmp(j->verdict, "same")     ? "accepted"
			    : !strcmp(j->verdict, "unsure") ? "unsure"
							    : "rejected";
	const store_value values[] = {store_text(left), store_text(right), store_string(state), store_string(id)};

	return store_run(store, "proposal_answer", values, HW_COUNT(values), NULL, error);
}

/* Retracts what says otherwise on these rows, then splits what it held together. */
static hw_status replace_others(store_connection *store, const judgement *j, const char *id, hw_error *error)
{
	char other[STORE_ID_BYTES], reason[64], person[STORE_ID_BYTES];
	row_name a, b;

	HW_TRY(row_of(store, j->left, &a, error));
	HW_TRY(row_of(store, j->right, &b, error));
	for (;;) {
		HW_TRY(find_judgement(store, &a, &b, SAYING_OTHERWISE, j->verdict, other, error));
		if (!*other)
			return HW_OK;
		HW_TRY(retract(store, other, j->by, replaced_by(id, reason), j->at, error));
		HW_TRY(person_of(store, j->left, person, error));
		if (*person)
			HW_TRY(person_rebuild(store, hw_text_of(person), j->at, error));
	}
}

hw_status judgement_make(store_connection *store, const judgement *j, char id[STORE_ID_BYTES], int64_t *conflicts,
			 hw_error *error)
{
	int order = hw_text_compare(j->left, j->right);
	hw_text left = order < 0 ? j->left : j->right, right = order < 0 ? j->right : j->left;
	char person[STORE_ID_BYTES];
	int64_t count = 0;

	if (!order)
		return hw_fail(error, HW_BAD_INPUT, "a record cannot be judged against itself");
	HW_TRY(make_id(store, left, right, j->verdict, id, error));
	HW_TRY(replace_others(store, j, id, error));
	HW_TRY(insert(store, j, left, right, id, error));
	HW_TRY(answer_proposals(store, j, left, right, id, error));
	if (!strcmp(j->verdict, "same"))
		HW_TRY(person_join(store, j->left, j->right, hw_text_of(id), j->at, error));
	HW_TRY(person_of(store, j->left, person, error));
	const store_value of = store_string(person);
	if (*person)
		HW_TRY(store_query_integer(store, "judgement_conflicts_of_person", &of, 1, &count, error));
	if (conflicts)
		*conflicts = count;
	return HW_OK;
}

hw_status judgement_replace(store_connection *store, hw_text left, hw_text right, hw_text batch, hw_text by, int64_t at,
			    hw_error *error)
{
	char other[STORE_ID_BYTES], own[STORE_ID_BYTES], reason[64], person[STORE_ID_BYTES];
	row_name a, b;

	(void)snprintf(own, sizeof own, "%.*s", HW_TEXT_ARG(batch));
	HW_TRY(row_of(store, left, &a, error));
	HW_TRY(row_of(store, right, &b, error));
	for (;;) {
		HW_TRY(find_judgement(store, &a, &b, FROM_A_FILE, NULL, other, error));
		if (!*other)
			break;
		HW_TRY(retract(store, other, by, replaced_by(own, reason), at, error));
	}
	HW_TRY(person_of(store, left, person, error));
	return *person ? person_rebuild(store, hw_text_of(person), at, error) : HW_OK;
}

hw_status judgement_restore(store_connection *store, hw_text id, int64_t at, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char own[STORE_ID_BYTES], reason[64];
	bool found;

	(void)snprintf(own, sizeof own, "%.*s", HW_TEXT_ARG(id));
	const store_value of = store_string(replaced_by(own, reason));
	/* Joined while they are still marked: reading and changing the same rows at once is asking for trouble. */
	HW_TRY(store_query(store, "judgements_replaced", &of, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		if (hw_text_is(store_get_text(rows, 3), "same"))
			HW_TRY(person_join(store, store_get_text(rows, 1), store_get_text(rows, 2),
					   store_get_text(rows, 0), at, error));
	}
	store_rows_close(rows);
	rows = NULL;
	return store_run(store, "judgement_restore", &of, 1, NULL, error);
}

hw_status judgement_take_back(store_connection *store, hw_text id, hw_text by, hw_text reason, int64_t at,
			      hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value of = store_text(id);
	char left[STORE_ID_BYTES], person[STORE_ID_BYTES], own[STORE_ID_BYTES], words[512];

	HW_TRY(store_query_first(store, "judgement_one", &of, 1, &rows, error));
	if (!rows)
		return hw_fail(error, HW_NOT_FOUND, "there is no judgement %.*s", HW_TEXT_ARG(id));
	if (!store_is_null(rows, 8))
		return hw_fail(error, HW_BAD_INPUT, "judgement %.*s was taken back before", HW_TEXT_ARG(id));
	bool same = hw_text_is(store_get_text(rows, 3), "same");
	(void)snprintf(left, sizeof left, "%.*s", HW_TEXT_ARG(store_get_text(rows, 1)));
	(void)snprintf(own, sizeof own, "%.*s", HW_TEXT_ARG(id));
	(void)snprintf(words, sizeof words, "%.*s", HW_TEXT_ARG(reason));
	HW_TRY(retract(store, own, by, words, at, error));
	HW_TRY(person_of(store, hw_text_of(left), person, error));
	if (same && *person)
		HW_TRY(person_rebuild(store, hw_text_of(person), at, error));
	return judgement_restore(store, hw_text_of(own), at, error);
}
