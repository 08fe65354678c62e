/* person.c - persons as components of records. */
#include <stdlib.h>
#include <string.h>

#include "bureau/judgement_int.h"
#include "bureau/retention_int.h"

void person_id_of(hw_text record, char out[STORE_ID_BYTES])
{
	store_id_of_texts("p", &record, 1, out);
}

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory joining records");
}

hw_status person_put(store_connection *store, hw_text person, hw_text record, const person_fields *fields, int64_t at,
		     hw_error *error)
{
	hw_buffer name = {.ceiling = 1 << 20};
	const hw_text parts[] = {fields->family, fields->given, fields->patronymic};

	for (size_t i = 0; i < HW_COUNT(parts); i++) {
		hw_buffer_adds(&name, name.length && parts[i].length ? " " : "");
		hw_buffer_add(&name, parts[i]);
	}
	if (!name.length)
		hw_buffer_add(&name, fields->other);
	const store_value values[] = {store_text(person),
				      store_text(record),
				      store_text_or_null(fields->side),
				      store_text_or_null(hw_buffer_text(&name)),
				      store_text_or_null(fields->family),
				      store_text_or_null(fields->given),
				      store_text_or_null(fields->patronymic),
				      store_text_or_null(fields->born),
				      store_text_or_null(fields->sex),
				      store_integer(at)};
	hw_status status = name.failed ? out_of_memory(error)
				       : store_run(store, "person_add", values, HW_COUNT(values), NULL, error);
	hw_buffer_free(&name);
	return status;
}

/* From the record as it was understood, whatever its kind. */
static hw_status put_from_record(store_connection *store, hw_text person, hw_text record, int64_t at, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(record);
	hw_json *json = NULL;

	HW_TRY(store_query_first(store, "record_one", &id, 1, &rows, error));
	if (!rows)
		return hw_fail(error, HW_FAULT, "record %.*s is not there", HW_TEXT_ARG(record));
	HW_TRY(hw_json_parse(store_get_text(rows, 5), "record", &json, error));
	person_fields fields = {.side = hw_json_as_text(hw_json_get(json, "side")),
				.family = hw_json_as_text(hw_json_get(json, "family")),
				.given = hw_json_as_text(hw_json_get(json, "given")),
				.patronymic = hw_json_as_text(hw_json_get(json, "patronymic")),
				.born = hw_json_as_text(hw_json_get(json, "born")),
				.sex = hw_json_as_text(hw_json_get(json, "sex")),
				.other = hw_json_as_text(hw_json_get(json, "callsign"))};
	if (!fields.other.length)
		fields.other = hw_json_as_text(hw_json_get(json, "name"));
	if (!hw_text_is(fields.side, "ours") && !hw_text_is(fields.side, "theirs"))
		fields.side = (hw_text){0};
	hw_status status = person_put(store, person, record, &fields, at, error);
	hw_json_free(json);
	return status;
}

hw_status person_of(store_connection *store, hw_text record, char out[STORE_ID_BYTES], hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(record);

	HW_TRY(store_query_first(store, "person_of_record", &id, 1, &rows, error));
	hw_text person = rows ? store_get_text(rows, 0) : (hw_text){0};
	(void)snprintf(out, STORE_ID_BYTES, "%.*s", HW_TEXT_ARG(person));
	return HW_OK;
}

hw_status person_take(store_connection *store, hw_text person, hw_text record, hw_text judgement_id, hw_error *error)
{
	const store_value values[] = {store_text(record), store_text(person), store_text_or_null(judgement_id)};

	return store_run(store, "person_record_put", values, HW_COUNT(values), NULL, error);
}

static hw_status set_state(store_connection *store, hw_text person, const char *state, int64_t at, hw_error *error)
{
	const store_value values[] = {store_text(person), store_string(state), store_integer(at)};

	return store_run(store, "person_state", values, HW_COUNT(values), NULL, error);
}

static hw_status set_alias(store_connection *store, hw_text alias, hw_text person, const char *reason, bool ended,
			   int64_t at, hw_error *error)
{
	const store_value values[] = {store_text(alias), store_text(person), store_integer(at), store_string(reason),
				      store_integer(ended)};

	return store_run(store, "person_alias_put", values, HW_COUNT(values), NULL, error);
}

/* ---- the records of a person ---- */
typedef struct member {
	hw_text record, kind, key;
	bool undone, latest; /* latest: not superseded */
	size_t root;         /* of the component; position of a member */
} member;
typedef struct members {
	member *items;
	size_t count;
} members;

static hw_status load_members(store_connection *store, hw_text person, hw_arena *arena, members *result,
			      hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(person);
	size_t capacity = 0;
	bool found;

	*result = (members){0};
	HW_TRY(store_query(store, "person_records", &id, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		if (result->count == capacity) {
			member *grown = HW_NEW(arena, member, capacity ? capacity * 2 : 8);
			if (!grown)
				return out_of_memory(error);
			if (capacity)
				memcpy(grown, result->items, capacity * sizeof *grown);
			result->items = grown;
			capacity = capacity ? capacity * 2 : 8;
		}
		member *m = &result->items[result->count];
		*m = (member){.record = store_copy_text(rows, 0, arena),
			      .kind = store_copy_text(rows, 1, arena),
			      .key = store_copy_text(rows, 2, arena),
			      .undone = store_get_integer(rows, 3) != 0,
			      .latest = store_is_null(rows, 4),
			      .root = result->count};
		if (!m->record.bytes || !m->kind.bytes || !m->key.bytes)
			return out_of_memory(error);
		result->count++;
	}
}

static size_t root_of(const members *all, size_t i)
{
	while (all->items[i].root != i)
		i = all->items[i].root;
	return i;
}

/* The smaller position becomes the root, so that the result does not depend on the order of the edges. */
static void unite(members *all, size_t a, size_t b)
{
	a = root_of(all, a);
	b = root_of(all, b);
	if (a < b)
		all->items[b].root = a;
	else
		all->items[a].root = b;
}

static size_t find_record(const members *all, hw_text record)
{
	size_t low = 0, high = all->count; /* sorted by record */

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (hw_text_compare(all->items[middle].record, record) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all->count && hw_text_equal(all->items[low].record, record) ? low : all->count;
}

static int by_row(const void *a, const void *b)
{
	const member *const *x = a, *const *y = b;
	int order = hw_text_compare((*x)->kind, (*y)->kind);

	order = order ? order : hw_text_compare((*x)->key, (*y)->key);
	return order ? order : (*x < *y ? -1 : *x > *y);
}

/* Versions of one row belong together; then the standing judgements. */
static hw_status connect(store_connection *store, hw_text person, hw_arena *arena, members *all, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(person);
	member **order = HW_NEW(arena, member *, all->count + 1);
	bool found;

	if (!order)
		return out_of_memory(error);
	for (size_t i = 0; i < all->count; i++)
		order[i] = &all->items[i];
	qsort(order, all->count, sizeof(member *), by_row);
	for (size_t i = 1; i < all->count; i++)
		if (hw_text_equal(order[i]->kind, order[i - 1]->kind) &&
		    hw_text_equal(order[i]->key, order[i - 1]->key))
			unite(all, (size_t)(order[i] - all->items), (size_t)(order[i - 1] - all->items));
	HW_TRY(store_query(store, "judgements_inside", &id, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		size_t left = find_record(all, store_get_text(rows, 0)),
		       right = find_record(all, store_get_text(rows, 1));
		if (left < all->count && right < all->count)
			unite(all, left, right);
	}
}

/* Who represents a component: a standing record of the registry before any other, the smallest id among equals. */
static size_t representative(const members *all, size_t root)
{
	size_t best = root;
	int best_worth = -1;

	for (size_t i = 0; i < all->count; i++) {
		const member *m = &all->items[i];
		int worth = (!m->undone ? 4 : 0) + (m->latest ? 2 : 0) + (hw_text_is(m->kind, "persons") ? 1 : 0);
		if (root_of(all, i) == root && worth > best_worth) {
			best = i;
			best_worth = worth;
		}
	}
	return best;
}

static bool stands(const members *all, size_t root)
{
	for (size_t i = 0; i < all->count; i++)
		if (root_of(all, i) == root && !all->items[i].undone)
			return true;
	return false;
}

/* ---- joining ---- */
/* Every alias of `gone`, and `gone` itself, now stands for `kept`. */
static hw_status pass_aliases(store_connection *store, hw_text gone, hw_text kept, int64_t at, hw_error *error)
{
	hw_arena *arena HW_ARENA_GUARD = hw_arena_new((size_t)64 << 20);
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(gone);
	hw_text *list = NULL;
	size_t count = 0, capacity = 0;
	bool found = true;

	if (!arena)
		return out_of_memory(error);
	HW_TRY(store_query(store, "person_aliases", &id, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		if (count == capacity) {
			hw_text *grown = HW_NEW(arena, hw_text, capacity ? capacity * 2 : 8);
			if (!grown)
				return out_of_memory(error);
			if (capacity)
				memcpy(grown, list, capacity * sizeof *grown);
			list = grown;
			capacity = capacity ? capacity * 2 : 8;
		}
		list[count] = store_copy_text(rows, 0, arena);
		if (!list[count++].bytes)
			return out_of_memory(error);
	}
	for (size_t i = 0; i < count; i++)
		HW_TRY(set_alias(store, list[i], kept, "merged", false, at, error));
	return set_alias(store, gone, kept, "merged", false, at, error);
}

static hw_status is_registry(store_connection *store, hw_text person, bool *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL, *record = NULL;
	const store_value id = store_text(person);

	*result = false;
	HW_TRY(store_query_first(store, "person_one", &id, 1, &rows, error));
	if (!rows || store_is_null(rows, 1))
		return HW_OK;
	const store_value of = store_text(store_get_text(rows, 1));
	HW_TRY(store_query_first(store, "record_one", &of, 1, &record, error));
	*result = record && hw_text_is(store_get_text(record, 3), "persons");
	return HW_OK;
}

/* A row that joins somebody who is sealed is put away with him. */
static hw_status take_beside(store_connection *store, hw_text person, hw_text record, hw_text judgement_id, int64_t at,
			     hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(record);
	char step[STORE_ID_BYTES];

	HW_TRY(person_take(store, person, record, judgement_id, error));
	HW_TRY(retention_person_sealed(store, person, step, error));
	if (!*step)
		return HW_OK;
	HW_TRY(store_query_first(store, "record_one", &id, 1, &rows, error));
	return rows ? retention_arrived(store, hw_text_of(step), store_get_text(rows, 3), store_get_text(rows, 4), at,
					error)
		    : HW_OK;
}

/* Two persons become one only in the open. */
static hw_status neither_is_sealed(store_connection *store, hw_text left, hw_text right, hw_error *error)
{
	char step[2][STORE_ID_BYTES];

	HW_TRY(retention_person_sealed(store, left, step[0], error));
	HW_TRY(retention_person_sealed(store, right, step[1], error));
	return *step[0] || *step[1] ? retention_refuse(error) : HW_OK;
}

static hw_status merge(store_connection *store, hw_text left, hw_text right, hw_text judgement_id, int64_t at,
		       hw_error *error)
{
	hw_arena *arena HW_ARENA_GUARD = hw_arena_new((size_t)256 << 20);
	bool left_registry, right_registry;
	members all;

	if (!arena)
		return out_of_memory(error);
	HW_TRY(neither_is_sealed(store, left, right, error));
	HW_TRY(is_registry(store, left, &left_registry, error));
	HW_TRY(is_registry(store, right, &right_registry, error));
	bool keep_left = left_registry != right_registry ? left_registry : hw_text_compare(left, right) < 0;
	hw_text kept = keep_left ? left : right, gone = keep_left ? right : left;
	HW_TRY(load_members(store, gone, arena, &all, error));
	for (size_t i = 0; i < all.count; i++)
		HW_TRY(person_take(store, kept, all.items[i].record, judgement_id, error));
	HW_TRY(pass_aliases(store, gone, kept, at, error));
	return set_state(store, gone, "merged", at, error);
}

hw_status person_join(store_connection *store, hw_text left, hw_text right, hw_text judgement_id, int64_t at,
		      hw_error *error)
{
	char left_person[STORE_ID_BYTES], right_person[STORE_ID_BYTES];

	HW_TRY(person_of(store, left, left_person, error));
	HW_TRY(person_of(store, right, right_person, error));
	if (!*left_person && !*right_person) {
		person_id_of(left, left_person);
		HW_TRY(put_from_record(store, hw_text_of(left_person), left, at, error));
		HW_TRY(person_take(store, hw_text_of(left_person), left, (hw_text){0}, error));
	}
	if (!*right_person && *left_person)
		return take_beside(store, hw_text_of(left_person), right, judgement_id, at, error);
	if (!*left_person)
		return take_beside(store, hw_text_of(right_person), left, judgement_id, at, error);
	if (!strcmp(left_person, right_person))
		return HW_OK;
	return merge(store, hw_text_of(left_person), hw_text_of(right_person), judgement_id, at, error);
}

/* ---- splitting ---- */
/* The id that a part had before it was merged, else one of its representative. */
static hw_status id_of_part(store_connection *store, hw_text person, const members *all, size_t root,
			    char out[STORE_ID_BYTES], hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(person);
	bool found = true;

	HW_TRY(store_query(store, "person_aliases", &id, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		size_t at = find_record(all, store_get_text(rows, 1));
		if (at < all->count && root_of(all, at) == root) {
			(void)snprintf(out, STORE_ID_BYTES, "%.*s", HW_TEXT_ARG(store_get_text(rows, 0)));
			return HW_OK;
		}
	}
	person_id_of(all->items[representative(all, root)].record, out);
	return HW_OK;
}

static hw_status part_off(store_connection *store, hw_text person, const members *all, size_t root, int64_t at,
			  hw_error *error)
{
	char id[STORE_ID_BYTES];

	HW_TRY(id_of_part(store, person, all, root, id, error));
	hw_text part = hw_text_of(id);
	HW_TRY(put_from_record(store, part, all->items[representative(all, root)].record, at, error));
	for (size_t i = 0; i < all->count; i++)
		if (root_of(all, i) == root)
			HW_TRY(person_take(store, part, all->items[i].record, (hw_text){0}, error));
	const store_value both[] = {store_text(person), store_text(part)};
	HW_TRY(store_run(store, "withhold_part", both, HW_COUNT(both), NULL, error));
	HW_TRY(store_run(store, "hold_part", both, HW_COUNT(both), NULL, error));
	HW_TRY(set_alias(store, part, person, "split", true, at, error));
	return stands(all, root) ? HW_OK : set_state(store, part, "closed", at, error);
}

hw_status person_rebuild(store_connection *store, hw_text person, int64_t at, hw_error *error)
{
	hw_arena *arena HW_ARENA_GUARD = hw_arena_new((size_t)256 << 20);
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(person);
	members all;

	if (!arena)
		return out_of_memory(error);
	HW_TRY(load_members(store, person, arena, &all, error));
	if (!all.count)
		return HW_OK;
	HW_TRY(connect(store, person, arena, &all, error));
	HW_TRY(store_query_first(store, "person_one", &id, 1, &rows, error));
	size_t own = rows ? find_record(&all, store_get_text(rows, 1)) : all.count;
	size_t kept = root_of(&all, own < all.count ? own : 0);
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].root == i && i != kept)
			HW_TRY(part_off(store, person, &all, i, at, error));
	HW_TRY(put_from_record(store, person, all.items[representative(&all, kept)].record, at, error));
	return stands(&all, kept) ? HW_OK : set_state(store, person, "closed", at, error);
}
