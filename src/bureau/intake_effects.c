/* intake_effects.c - what a row does beside its projection: persons, links, judgements. */
#include <string.h>

#include "bureau/intake_int.h"

person_fields intake_person_fields(const io_kind *kind, const io_value *values)
{
	person_fields fields = {.side = intake_value(kind, values, "side"),
				.family = intake_value(kind, values, "family"),
				.given = intake_value(kind, values, "given"),
				.patronymic = intake_value(kind, values, "patronymic"),
				.born = intake_value(kind, values, "born"),
				.sex = intake_value(kind, values, "sex"),
				.other = intake_value(kind, values, "callsign")};
	return fields;
}

/* A new row of the registry is a person of its own until somebody judges otherwise. */
static hw_status begin_person(intake *in, const io_row *row, hw_text record, hw_error *error)
{
	char person[STORE_ID_BYTES];
	const person_fields fields = intake_person_fields(in->kind, row->values);

	person_id_of(record, person);
	HW_TRY(person_put(in->store, hw_text_of(person), record, &fields, in->actor.at, error));
	return person_take(in->store, hw_text_of(person), record, (hw_text){0}, error);
}

/* A new version of a row stays with the person of the old one, and is displayed when that was. */
static hw_status follow_version(intake *in, hw_text record, hw_text old, hw_error *error)
{
	char person[STORE_ID_BYTES];

	HW_TRY(person_of(in->store, old, person, error));
	if (!*person)
		return HW_OK;
	HW_TRY(person_take(in->store, hw_text_of(person), record, (hw_text){0}, error));
	return person_rebuild(in->store, hw_text_of(person), in->actor.at, error);
}

/* ---- links that the sender made ---- */
/* The person that the version before named; lives in the row's arena. */
static hw_status named_before(intake *in, hw_text old, hw_text *person, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(old);
	hw_json *json = NULL;

	*person = (hw_text){0};
	if (!old.length)
		return HW_OK;
	HW_TRY(store_query_first(in->store, "record_one", &id, 1, &rows, error));
	if (!rows)
		return HW_OK;
	HW_TRY(hw_json_parse(store_get_text(rows, 5), "record", &json, error));
	hw_text text = hw_json_as_text(hw_json_get(json, "person"));
	if (text.length)
		*person = hw_text_copy(in->arena, text);
	hw_json_free(json);
	return text.length && !person->bytes ? hw_fail(error, HW_NO_MEMORY, "out of memory linking a row") : HW_OK;
}

static hw_status link_person(intake *in, const io_row *row, hw_text record, hw_text old, hw_error *error)
{
	char target[STORE_ID_BYTES], id[STORE_ID_BYTES], reason[256];
	hw_text before, person = intake_value(in->kind, row->values, "person");

	HW_TRY(named_before(in, old, &before, error));
	if (hw_text_equal(before, person))
		return HW_OK;
	if (before.length) {
		HW_TRY(intake_standing(in->store, "persons", before, target, error));
		HW_TRY(judgement_replace(in->store, record, hw_text_of(target), hw_text_of(in->batch), in->actor.user,
					 in->actor.at, error));
	}
	if (!person.length)
		return HW_OK;
	HW_TRY(intake_standing(in->store, "persons", person, target, error));
	(void)snprintf(reason, sizeof reason, "named in %s row %llu", in->name, (unsigned long long)row->row);
	const judgement j = {.left = record,
			     .right = hw_text_of(target),
			     .verdict = "same",
			     .reason = hw_text_of(reason),
			     .by = in->actor.user,
			     .role = in->actor.role,
			     .batch = hw_text_of(in->batch),
			     .at = in->actor.at};
	return judgement_make(in->store, &j, id, NULL, error);
}

/* ---- judgements ---- */
static hw_status judge(intake *in, const io_row *row, hw_text old, hw_error *error)
{
	const io_kind *kind = in->kind;
	const io_value *v = row->values;
	char a[STORE_ID_BYTES], b[STORE_ID_BYTES], word[32], verdict[16], id[STORE_ID_BYTES];
	size_t score = io_column_find(kind, "score"), at = io_column_find(kind, "at");
	hw_text by = intake_value(kind, v, "by");

	(void)snprintf(word, sizeof word, "%.*s", HW_TEXT_ARG(intake_value(kind, v, "a_kind")));
	HW_TRY(intake_standing(in->store, word, intake_value(kind, v, "a"), a, error));
	(void)snprintf(word, sizeof word, "%.*s", HW_TEXT_ARG(intake_value(kind, v, "b_kind")));
	HW_TRY(intake_standing(in->store, word, intake_value(kind, v, "b"), b, error));
	if (old.length)
		HW_TRY(judgement_replace(in->store, hw_text_of(a), hw_text_of(b), hw_text_of(in->batch), in->actor.user,
					 in->actor.at, error));
	(void)snprintf(verdict, sizeof verdict, "%.*s", HW_TEXT_ARG(intake_value(kind, v, "verdict")));
	const judgement j = {.left = hw_text_of(a),
			     .right = hw_text_of(b),
			     .verdict = verdict,
			     .scored = v[score].text.length > 0,
			     .score = v[score].number,
			     .reason = intake_value(kind, v, "reason"),
			     .by = by.length ? by : in->actor.user,
			     .role = in->actor.role,
			     .second = intake_value(kind, v, "second"),
			     .batch = hw_text_of(in->batch),
			     .at = v[at].date.known ? (int64_t)v[at].date.first * 86400000000 : in->actor.at};
	return judgement_make(in->store, &j, id, NULL, error);
}

/* Rows that speak of a person and may say themselves of whom. */
static bool links_itself(const io_kind *kind)
{
	return !strcmp(kind->name, "reports") || !strcmp(kind->name, "entries") || !strcmp(kind->name, "inquiries");
}

hw_status intake_effects(intake *in, const io_row *row, hw_text record, hw_text old, hw_error *error)
{
	if (!strcmp(in->kind->name, "judgements"))
		return judge(in, row, old, error);
	if (!strcmp(in->kind->name, "persons") && !old.length)
		return begin_person(in, row, record, error);
	if (old.length)
		HW_TRY(follow_version(in, record, old, error));
	return links_itself(in->kind) ? link_person(in, row, record, old, error) : HW_OK;
}
