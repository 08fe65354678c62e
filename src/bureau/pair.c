/* pair.c - two records side by side, with the weights that trace gave them: what a reviewer looks at. */
#include "bureau/review_int.h"

#include <math.h>
#include <string.h>

static void text_or_null(hw_json_writer *w, const char *key, hw_text t)
{
	if (t.length)
		hw_json_text(w, key, t);
	else
		hw_json_null(w, key);
}

/* ---- proposals in a list -------------------------------------------------------------------- */
static hw_status write_reasons(hw_arena *arena, const char *lang, hw_text json, hw_json_writer *w, hw_error *error)
{
	hw_json *root = NULL;

	HW_TRY(hw_json_parse(json, "proposal", &root, error));
	hw_json_array(w, "reasons");
	for (size_t i = 0; i < hw_json_count(root); i++) {
		const hw_json *r = hw_json_at(root, i);
		hw_text left = hw_json_as_text(hw_json_get(r, "left")),
			right = hw_json_as_text(hw_json_get(r, "right"));

		if (!left.length || !right.length)
			continue;
		hw_json_text(w, NULL,
			     hw_text_format(
				     arena, "%.*s: %.*s = %.*s: %.*s (%+.1f bits)",
				     HW_TEXT_ARG(hw_json_as_text(hw_json_get(r, "field"))), HW_TEXT_ARG(left),
				     HW_TEXT_ARG(right),
				     HW_TEXT_ARG(bureau_retell(arena, lang, hw_json_as_text(hw_json_get(r, "words")))),
				     hw_json_as_number(hw_json_get(r, "weight"))));
	}
	hw_json_close(w, ']');
	hw_json_free(root);
	return HW_OK;
}

/* Columns: 0 id, 1 probability, 2 reasons, 3 kind, 4 key, 5 kind, 6 key.  A person of the register stands right. */
static hw_status write_proposals(bureau *b, hw_arena *arena, const char *lang, const char *key, store_rows *rows,
				 hw_json_writer *w, hw_error *error)
{
	bool found;

	(void)b;
	hw_json_array(w, key);
	for (;;) {
		size_t left;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		left = hw_text_is(store_get_text(rows, 3), "persons") ? 5 : 3;
		hw_json_object(w, NULL);
		hw_json_text(w, "id", store_get_text(rows, 0));
		hw_json_text(w, "left", store_get_text(rows, left + 1));
		hw_json_text(w, "left_kind", store_get_text(rows, left));
		hw_json_text(w, "right", store_get_text(rows, 9 - left));
		hw_json_text(w, "right_kind", store_get_text(rows, 8 - left));
		hw_json_number(w, "probability", store_get_number(rows, 1));
		HW_TRY(write_reasons(arena, lang, store_get_text(rows, 2), w, error));
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	return HW_OK;
}

hw_status bureau_review_window_json(bureau *b, hw_arena *arena, const bureau_run *run, size_t offset, size_t limit,
				    hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_integer((int64_t)limit), store_integer((int64_t)offset)};
	int64_t open = 0;

	HW_TRY(bureau_require(b, BUREAU_MAY_JUDGE, error));
	HW_TRY(store_query_integer(bureau_store(b), "review_count", NULL, 0, &open, error));
	HW_TRY(store_query(bureau_store(b), "page_proposals", values, HW_COUNT(values), &rows, error));
	hw_json_integer(w, "open", open);
	hw_json_integer(w, "offset", (int64_t)offset);
	return write_proposals(b, arena, run->lang, "proposals", rows, w, error);
}

/* ---- one pair ----------------------------------------------------------------------------------- */
typedef struct pair {
	bureau *b;
	hw_arena *arena;
	const bureau_run *run;
	hw_json_writer *w;
	hw_error *error;
	review_record left, right;
	hw_text first, second; /* their records in the order of the tables */
} pair;

/* What a record says that this user may not see is not there. */
static bool hidden(const pair *p, const char *column)
{
	static const struct {
		const char *column;
		bureau_right right;
	} rows[] = {
		{"wounded", BUREAU_MAY_SEE_HEALTH},   {"wills", BUREAU_MAY_SEE_WILL},
		{"interviewed", BUREAU_MAY_SEE_WILL}, {"categories", BUREAU_MAY_SEE_ORIGIN},
		{"place", BUREAU_MAY_SEE_PLACES},     {"searched", BUREAU_MAY_SEE_PLACES},
		{"source", BUREAU_MAY_AUDIT},         {"contact", BUREAU_MAY_INQUIRE},
		{"relative", BUREAU_MAY_INQUIRE},     {"phrase", BUREAU_MAY_INQUIRE},
		{"told", BUREAU_MAY_INQUIRE},         {"legal", BUREAU_MAY_SEE_WILL},
		{"court", BUREAU_MAY_SEE_WILL},       {"note", BUREAU_MAY_SEE_CONFIDENTIAL},
	};

	for (size_t i = 0; i < HW_COUNT(rows); i++)
		if (!strcmp(rows[i].column, column))
			return !bureau_may(p->b, rows[i].right);
	return false;
}

static hw_status write_values(pair *p, hw_text record)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(record)};
	hw_json *json = NULL;

	HW_TRY(store_query_first(bureau_store(p->b), "record_one", id, 1, &rows, p->error));
	if (!rows)
		return hw_fail(p->error, HW_NOT_FOUND, "the record is not there");
	HW_TRY(hw_json_parse(store_get_text(rows, 5), "record", &json, p->error));
	hw_json_object(p->w, "values");
	for (void *m = hw_json_first(json); m; m = hw_json_next(json, m)) {
		const hw_json *value = hw_json_member_value(m);

		if (hidden(p, hw_json_member_key(m)))
			continue;
		if (hw_json_kind_of(value) == HW_JSON_TEXT)
			text_or_null(p->w, hw_json_member_key(m), hw_json_as_text(value));
		else if (hw_json_kind_of(value) == HW_JSON_NUMBER)
			hw_json_text(p->w, hw_json_member_key(m),
				     hw_text_format(p->arena, "%g", hw_json_as_number(value)));
		else
			hw_json_null(p->w, hw_json_member_key(m));
	}
	hw_json_close(p->w, '}');
	hw_json_free(json);
	return HW_OK;
}

static hw_status write_side(pair *p, const char *key, const review_record *r)
{
	const store_value person[] = {store_string(r->person)};
	int64_t records = 0;

	hw_json_object(p->w, key);
	hw_json_text(p->w, "id", r->key);
	hw_json_text(p->w, "kind", r->kind);
	hw_json_string(p->w, "person", *r->person ? r->person : NULL);
	if (*r->person)
		HW_TRY(store_query_integer(bureau_store(p->b), "page_records_of", person, 1, &records, p->error));
	hw_json_integer(p->w, "records", records);
	HW_TRY(write_values(p, r->id));
	hw_json_close(p->w, '}');
	return HW_OK;
}

/* The values of a reason stand in the order of the records; `turned` when the reviewer's order is the other one. */
static double write_fields(pair *p, const hw_json *reasons, bool turned)
{
	double sum = 0;

	hw_json_array(p->w, "fields");
	for (size_t i = 0; i < hw_json_count(reasons); i++) {
		const hw_json *r = hw_json_at(reasons, i);
		hw_text field = hw_json_as_text(hw_json_get(r, "field"));
		hw_text left = hw_json_as_text(hw_json_get(r, turned ? "right" : "left")),
			right = hw_json_as_text(hw_json_get(r, turned ? "left" : "right"));
		double weight = hw_json_as_number(hw_json_get(r, "weight"));
		hw_text key = hw_text_format(p->arena, "field %.*s", HW_TEXT_ARG(field));
		const char *label = bureau_word(p->run->lang, key.bytes);

		hw_json_object(p->w, NULL);
		hw_json_text(p->w, "field", field);
		hw_json_string(p->w, "label", label == key.bytes ? key.bytes + 6 : label);
		text_or_null(p->w, "left", left);
		text_or_null(p->w, "right", right);
		if ((left.length && right.length) || fabs(weight) > 0)
			hw_json_number(p->w, "bits", weight);
		else
			hw_json_null(p->w, "bits");
		hw_json_text(p->w, "words",
			     bureau_retell(p->arena, p->run->lang, hw_json_as_text(hw_json_get(r, "words"))));
		hw_json_close(p->w, '}');
		sum += weight;
	}
	hw_json_close(p->w, ']');
	return sum;
}

static hw_status write_weights(pair *p)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(p->first), store_text(p->second)};
	hw_json *reasons = NULL;
	double sum;

	HW_TRY(store_query_first(bureau_store(p->b), "page_pair", values, 2, &rows, p->error));
	if (!rows) {
		hw_json_null(p->w, "id");
		hw_json_null(p->w, "state");
		hw_json_array(p->w, "fields");
		hw_json_close(p->w, ']');
		hw_json_number(p->w, "prior_bits", 0);
		hw_json_number(p->w, "total_bits", 0);
		hw_json_null(p->w, "probability");
		return HW_OK;
	}
	HW_TRY(hw_json_parse(store_get_text(rows, 3), "proposal", &reasons, p->error));
	hw_json_text(p->w, "id", store_get_text(rows, 0));
	hw_json_text(p->w, "state", store_get_text(rows, 4));
	sum = write_fields(p, reasons, !hw_text_equal(p->first, p->left.id));
	hw_json_free(reasons);
	/* What the score has beside the fields: how rarely two records speak of one person at all. */
	hw_json_number(p->w, "prior_bits", store_get_number(rows, 1) - sum);
	hw_json_number(p->w, "total_bits", store_get_number(rows, 1));
	hw_json_number(p->w, "probability", store_get_number(rows, 2));
	return HW_OK;
}

static hw_status write_judged(pair *p)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(p->first), store_text(p->second)};
	bool found;
	char day[11];

	HW_TRY(store_query(bureau_store(p->b), "page_judged", values, 2, &rows, p->error));
	hw_json_array(p->w, "judged");
	for (;;) {
		HW_TRY(store_next(rows, &found, p->error));
		if (!found)
			break;
		hw_json_object(p->w, NULL);
		hw_json_text(p->w, "verdict", store_get_text(rows, 0));
		hw_json_text(p->w, "by", store_get_text(rows, 1));
		hw_json_text(p->w, "reason", store_get_text(rows, 2));
		hw_json_string(p->w, "when", hw_days_write((int32_t)(store_get_integer(rows, 3) / 86400000000), day));
		hw_json_close(p->w, '}');
	}
	hw_json_close(p->w, ']');
	return HW_OK;
}

static hw_status write_pair(pair *p)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(p->first), store_text(p->second)};

	HW_TRY(write_side(p, "left", &p->left));
	HW_TRY(write_side(p, "right", &p->right));
	HW_TRY(write_weights(p));
	HW_TRY(store_query(bureau_store(p->b), "page_rivals", values, 2, &rows, p->error));
	HW_TRY(write_proposals(p->b, p->arena, p->run->lang, "rivals", rows, p->w, p->error));
	return write_judged(p);
}

hw_status bureau_review_pair_json(bureau *b, hw_arena *arena, const bureau_run *run, hw_text left, hw_text right,
				  hw_json_writer *w, hw_error *error)
{
	pair p = {.b = b, .arena = arena, .run = run, .w = w, .error = error};

	HW_TRY(bureau_require(b, BUREAU_MAY_JUDGE, error));
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(review_find(b, arena, left, &p.left, error));
	HW_TRY(review_find(b, arena, right, &p.right, error));
	const review_record *const sides[] = {&p.left, &p.right};
	for (size_t i = 0; i < HW_COUNT(sides); i++)
		HW_TRY(bureau_log_view(b, *sides[i]->person ? "person" : "record",
				       hw_text_of(*sides[i]->person ? sides[i]->person : sides[i]->key.bytes),
				       HW_TEXT("review"), error));
	bool in_order = hw_text_compare(p.left.id, p.right.id) < 0;
	p.first = in_order ? p.left.id : p.right.id;
	p.second = in_order ? p.right.id : p.left.id;
	return write_pair(&p);
}
