/* records.c - records as interned columns: each distinct writing is kept and made ready once. */
#include "trace/trace_int.h"

#include <string.h>

hw_status trace_no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to trace");
}

hw_status trace_reserve(void *block_pointer, size_t *room, size_t wanted, size_t size, hw_error *error)
{
	void **block = block_pointer;
	size_t larger = *room ? *room : 16;

	if (wanted <= *room)
		return HW_OK;
	while (larger < wanted)
		larger *= 2;
	void *grown = hw_grow(*block, larger, size);
	if (!grown)
		return trace_no_memory(error);
	memset((char *)grown + *room * size, 0, (larger - *room) * size);
	*block = grown;
	*room = larger;
	return HW_OK;
}

uint64_t trace_mix(uint64_t a, uint64_t b)
{
	uint64_t x = a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2));

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

uint64_t trace_hash(const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ at[i]) * 0x100000001b3u;
	return trace_mix(hash, length);
}

/* ---- columns ---------------------------------------------------------------------- */

trace_column *trace_column_add(trace_records *r, hw_text name, trace_kind kind, size_t field)
{
	trace_column *column = &r->columns[r->column_count++];

	column->name = name;
	column->kind = kind;
	column->field = field;
	column->compared = kind != TRACE_SKIP && kind != TRACE_SOURCE;
	column->value_count = column->word_count = 1;
	return column;
}

/* Year, month and day, one each, become one date; a whole name beside given and family names is not compared. */
static hw_status join_columns(trace_records *r, hw_error *error)
{
	size_t counts[TRACE_KINDS] = {0}, last[TRACE_KINDS] = {0};

	for (size_t i = 0; i < r->field_count; i++) {
		counts[r->columns[i].kind]++;
		last[r->columns[i].kind] = i;
	}
	r->year = r->month = r->day = SIZE_MAX;
	r->source = counts[TRACE_SOURCE] == 1 ? last[TRACE_SOURCE] : SIZE_MAX;
	if (counts[TRACE_YEAR] == 1 && counts[TRACE_MONTH] == 1 && counts[TRACE_DAY] == 1) {
		r->year = last[TRACE_YEAR];
		r->month = last[TRACE_MONTH];
		r->day = last[TRACE_DAY];
		hw_text name =
			hw_text_format(r->arena, "%.*s, %.*s, %.*s", HW_TEXT_ARG(r->columns[r->year].name),
				       HW_TEXT_ARG(r->columns[r->month].name), HW_TEXT_ARG(r->columns[r->day].name));
		if (!name.bytes)
			return trace_no_memory(error);
		r->columns[r->year].compared = r->columns[r->month].compared = r->columns[r->day].compared = false;
		trace_column_add(r, name, TRACE_DATE, SIZE_MAX);
	}
	if (counts[TRACE_GIVEN] && counts[TRACE_FAMILY])
		for (size_t i = 0; i < r->field_count; i++)
			if (r->columns[i].kind == TRACE_FULL_NAME)
				r->columns[i].compared = false;
	return HW_OK;
}

hw_status trace_records_new(const names_tables *tables, const trace_field *fields, size_t count, trace_records **result,
			    hw_error *error)
{
	size_t compared = 0;
	trace_records *r;
	hw_status status = HW_OK;

	if (count > TRACE_FIELDS_MAX)
		return hw_fail(error, HW_TOO_LARGE, "%zu fields, and %d can be compared", count, TRACE_FIELDS_MAX);
	for (size_t i = 0; i < count; i++)
		compared += fields[i].kind != TRACE_SKIP && fields[i].kind != TRACE_SOURCE;
	if (!compared)
		return hw_fail(error, HW_BAD_INPUT, "there is no field to compare");
	r = hw_grow(NULL, 1, sizeof *r);
	if (!r)
		return trace_no_memory(error);
	memset(r, 0, sizeof *r);
	r->tables = tables;
	r->arena = hw_arena_new((size_t)1 << 40);
	r->scratch = hw_arena_new((size_t)256 << 20);
	if (!r->arena || !r->scratch) {
		status = trace_no_memory(error);
		goto out;
	}
	for (size_t i = 0; i < count; i++) {
		hw_text name = hw_text_copy(r->arena, fields[i].name);
		if (!name.bytes) {
			status = trace_no_memory(error);
			goto out;
		}
		trace_column_add(r, name, fields[i].kind, i);
	}
	r->field_count = count;
	HW_TRY_OR_OUT(join_columns(r, error));
	compared = 0;
	for (size_t i = 0; i < r->column_count; i++)
		compared += r->columns[i].compared;
	if (compared > TRACE_COMPARISONS_MAX) {
		status = hw_fail(error, HW_TOO_LARGE, "%zu fields to compare, and %d can be", compared,
				 TRACE_COMPARISONS_MAX);
		hw_error_remedy(error, "mark some as skip");
		goto out;
	}
	*result = r;
	return HW_OK;
out:
	trace_records_free(r);
	return status;
}

void trace_records_free(trace_records *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->column_count; i++) {
		trace_column *c = &r->columns[i];
		hw_release(c->ids);
		hw_release(c->values);
		hw_release(c->by_text.slots);
		hw_release(c->parts);
		hw_release(c->bag);
		hw_release(c->words);
		hw_release(c->signs);
		hw_release(c->by_word.slots);
	}
	hw_release(r->sides);
	hw_release(r->source_numbers);
	hw_arena_free(r->arena);
	hw_arena_free(r->scratch);
	hw_release(r);
}

/* ---- adding ------------------------------------------------------------------------- */

/* Room for one more; half of the slots stay free. */
static hw_status grow_by_text(trace_column *c, hw_error *error)
{
	size_t room = c->by_text.room ? c->by_text.room * 2 : 64;

	if (c->by_text.used * 2 < c->by_text.room)
		return HW_OK;
	uint32_t *slots = hw_grow(NULL, room, sizeof *slots);
	if (!slots)
		return trace_no_memory(error);
	memset(slots, 0, room * sizeof *slots);
	for (uint32_t v = 1; v < c->value_count; v++) {
		size_t at = trace_hash(c->values[v].text.bytes, c->values[v].text.length) & (room - 1);
		while (slots[at])
			at = (at + 1) & (room - 1);
		slots[at] = v;
	}
	hw_release(c->by_text.slots);
	c->by_text.slots = slots;
	c->by_text.room = room;
	return HW_OK;
}

hw_status trace_intern(trace_records *r, trace_column *c, hw_text text, uint32_t *id, hw_error *error)
{
	HW_TRY(grow_by_text(c, error));
	size_t at = trace_hash(text.bytes, text.length) & (c->by_text.room - 1);
	for (; c->by_text.slots[at]; at = (at + 1) & (c->by_text.room - 1))
		if (hw_text_equal(c->values[c->by_text.slots[at]].text, text)) {
			*id = c->by_text.slots[at];
			return HW_OK;
		}
	HW_TRY(trace_reserve(&c->values, &c->value_room, c->value_count + 1, sizeof *c->values, error));
	trace_value *value = &c->values[c->value_count];
	memset(value, 0, sizeof *value);
	value->text = hw_text_copy(r->arena, text);
	if (!value->text.bytes)
		return trace_no_memory(error);
	HW_TRY(trace_value_read(r, c, value, error));
	*id = (uint32_t)c->value_count++;
	c->by_text.slots[at] = *id;
	c->by_text.used++;
	return HW_OK;
}

static bool is_missing(hw_text t)
{
#define WORD(word)                     \
	{                              \
		word, sizeof(word) - 1 \
	}
	static const hw_text words[] = {
		WORD("NA"),      WORD("N/A"),     WORD("n/a"),      WORD("na"),       WORD("null"), WORD("NULL"),
		WORD("None"),    WORD("nan"),     WORD("NaN"),      WORD("-"),        WORD("--"),   WORD("?"),
		WORD("unknown"), WORD("Unknown"), WORD("невідомо"), WORD("Невідомо"), WORD("н/д"),  WORD("неизвестно"),
	};
#undef WORD

	if (!t.length)
		return true;
	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_equal(t, words[i]))
			return true;
	return false;
}

static hw_status reserve_record(trace_records *r, hw_error *error)
{
	size_t room = r->room;

	if (r->count >= INT32_MAX)
		return hw_fail(error, HW_TOO_LARGE, "more than %d records", INT32_MAX);
	HW_TRY(trace_reserve(&r->sides, &room, r->count + 1, sizeof *r->sides, error));
	for (size_t i = 0; i < r->column_count && room > r->room; i++) {
		size_t ids = r->room;
		HW_TRY(trace_reserve(&r->columns[i].ids, &ids, r->count + 1, sizeof(uint32_t), error));
	}
	r->room = room;
	return HW_OK;
}

/* The three columns of a date as one text; a month or day that is missing leaves a less exact date. */
static hw_text joined_date(const trace_records *r, const hw_text *values, char out[40])
{
	hw_text y = hw_text_trim(values[r->year]), m = hw_text_trim(values[r->month]), d = hw_text_trim(values[r->day]);

	if (is_missing(y) || y.length > 6 || m.length > 4 || d.length > 4)
		return (hw_text){0};
	int length;
	if (is_missing(m))
		length = snprintf(out, 40, "%.*s", HW_TEXT_ARG(y));
	else if (is_missing(d))
		length = snprintf(out, 40, "%.*s-%s%.*s", HW_TEXT_ARG(y), m.length < 2 ? "0" : "", HW_TEXT_ARG(m));
	else
		length = snprintf(out, 40, "%.*s-%s%.*s-%s%.*s", HW_TEXT_ARG(y), m.length < 2 ? "0" : "",
				  HW_TEXT_ARG(m), d.length < 2 ? "0" : "", HW_TEXT_ARG(d));
	return (hw_text){out, (size_t)length};
}

hw_status trace_records_add(trace_records *r, unsigned side, const hw_text *values, hw_error *error)
{
	uint32_t ids[HW_COUNT(((trace_records *)0)->columns)] = {0};
	char date[40];

	HW_TRY(reserve_record(r, error));
	for (size_t i = 0; i < r->column_count; i++) {
		trace_column *c = &r->columns[i];
		hw_text text = c->field != SIZE_MAX    ? hw_text_trim(values[c->field])
			       : c->kind == TRACE_DATE ? joined_date(r, values, date)
						       : (hw_text){0};
		if (is_missing(text))
			continue;
		HW_TRY(trace_intern(r, c, text, &ids[i], error));
	}
	for (size_t i = 0; i < r->column_count; i++) {
		trace_column *c = &r->columns[i];
		c->ids[r->count] = ids[i];
		if (!ids[i]) {
			c->missing++;
			continue;
		}
		c->values[ids[i]].count++;
		c->values[ids[i]].first += side == 0;
		c->unread += !c->values[ids[i]].readable;
	}
	r->sides[r->count] = side != 0;
	r->side_counts[side != 0]++;
	r->count++;
	return HW_OK;
}

size_t trace_records_count(const trace_records *r)
{
	return r->count;
}

size_t trace_records_unread(const trace_records *r, size_t field)
{
	if (r->year != SIZE_MAX && field == r->year)
		return r->columns[r->field_count].unread;
	return field < r->field_count ? r->columns[field].unread : 0;
}

hw_text trace_records_value(const trace_records *r, uint32_t record, size_t field)
{
	if (record >= r->count || field >= r->field_count)
		return (hw_text){0};
	const trace_column *c = &r->columns[field];
	return c->ids[record] ? c->values[c->ids[record]].text : (hw_text){0};
}

size_t trace_records_bytes(const trace_records *r)
{
	size_t bytes = sizeof *r + hw_arena_used(r->arena) + hw_arena_used(r->scratch) + r->room;

	for (size_t i = 0; i < r->column_count; i++) {
		const trace_column *c = &r->columns[i];
		bytes += r->room * sizeof *c->ids + c->value_room * sizeof *c->values +
			 c->part_room * sizeof *c->parts + c->bag_room * sizeof *c->bag +
			 c->word_room * sizeof *c->words + (c->by_text.room + c->by_word.room) * sizeof(uint32_t);
	}
	return bytes;
}
