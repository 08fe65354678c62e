/* values.c - makes a distinct writing ready to compare, by the kind of its column. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static hw_status set_plain(trace_records *r, trace_value *value, hw_text plain, hw_error *error)
{
	if (plain.length > TRACE_PLAIN_MAX)
		plain.length = TRACE_PLAIN_MAX;
	hw_text copy = hw_text_copy(r->arena, plain);
	if (!copy.bytes)
		return trace_no_memory(error);
	value->plain = copy.bytes;
	value->plain_length = (uint8_t)copy.length;
	value->canonical = trace_hash(copy.bytes, copy.length);
	return HW_OK;
}

/* Lower-case letters and digits of any script, nothing between them. */
static hw_status read_signs(trace_records *r, trace_value *value, bool digits_only, hw_error *error)
{
	hw_text lower;
	char plain[TRACE_PLAIN_MAX + 4];
	size_t length = 0, at = 0;
	uint32_t c;

	HW_TRY(hw_text_lower(r->scratch, value->text, &lower, error));
	while ((c = hw_utf8_next(lower, &at)) && length < TRACE_PLAIN_MAX - 3) {
		bool digit = c >= '0' && c <= '9';
		if (digit ||
		    (!digits_only && ((c >= 'a' && c <= 'z') || c >= 0x80 || c == '@' || c == '.' || c == '_')))
			length += hw_utf8_write(c, plain + length);
	}
	return set_plain(r, value, (hw_text){plain, length}, error);
}

/* ---- names ------------------------------------------------------------------------ */

static names_role role_of(trace_kind kind)
{
	return kind == TRACE_GIVEN    ? NAMES_ROLE_GIVEN
	       : kind == TRACE_FAMILY ? NAMES_ROLE_FAMILY
				      : NAMES_ROLE_PATRONYMIC;
}

static hw_status add_part(trace_records *r, trace_column *c, trace_value *value, hw_text text, hw_error *error)
{
	names_part part;

	HW_TRY(names_part_of(r->tables, r->scratch, text, role_of(c->kind), &part, error));
	if (!part.length && value->part_count)
		return HW_OK;
	HW_TRY(trace_reserve(&c->parts, &c->part_room, c->part_count + 1, sizeof *c->parts, error));
	if (!value->part_count)
		value->parts_at = (uint32_t)c->part_count;
	c->parts[c->part_count++] = part;
	value->part_count++;
	return HW_OK;
}

static hw_status read_name(trace_records *r, trace_column *c, trace_value *value, hw_error *error)
{
	hw_text tidy;
	size_t start = 0;

	HW_TRY(names_tidy(r->tables, r->scratch, value->text, &tidy, NULL, error));
	HW_TRY(add_part(r, c, value, tidy, error));
	names_part whole = c->parts[value->parts_at];
	bool several = memchr(tidy.bytes, ' ', tidy.length) || memchr(tidy.bytes, '-', tidy.length);
	for (size_t i = 0; several && i <= tidy.length && value->part_count <= TRACE_SUBS_MAX; i++) {
		if (i < tidy.length && tidy.bytes[i] != ' ' && tidy.bytes[i] != '-')
			continue;
		if (i > start)
			HW_TRY(add_part(r, c, value, (hw_text){tidy.bytes + start, i - start}, error));
		start = i + 1;
	}
	HW_TRY(set_plain(r, value, (hw_text){whole.fold, whole.length}, error));
	if (c->kind == TRACE_FAMILY)
		value->canonical = trace_mix(1, whole.stem_hash);
	else if (whole.class_count == 1)
		value->canonical = trace_mix(2, whole.classes[0]);
	value->readable = whole.length > 0;
	return HW_OK;
}

/* ---- dates ------------------------------------------------------------------------ */

static bool all_digits(hw_text t)
{
	for (size_t i = 0; i < t.length; i++)
		if (t.bytes[i] < '0' || t.bytes[i] > '9')
			return false;
	return t.length > 0;
}

static int number_of(const char *digits, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

static void set_day(trace_value *value, int year, int month, int day)
{
	char digits[32];

	value->day = (trace_day){.year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day};
	if (!year || !month || !day)
		return;
	snprintf(digits, sizeof digits, "%04d%02d%02d", year % 10000, month % 100, day % 100);
	memcpy(value->day.digits, digits, sizeof value->day.digits);
}

/* Three groups of digits, in the order of their lengths: a date that need not exist (31.02.1990). */
static bool read_groups(trace_value *value)
{
	int groups[3] = {0};
	size_t lengths[3] = {0}, count = 0;
	hw_text t = value->text;

	for (size_t i = 0; i < t.length; i++) {
		bool digit = t.bytes[i] >= '0' && t.bytes[i] <= '9';
		if (!digit)
			continue;
		if (!i || t.bytes[i - 1] < '0' || t.bytes[i - 1] > '9')
			count++;
		if (count > 3 || lengths[count - 1] == 4)
			return false;
		groups[count - 1] = groups[count - 1] * 10 + (t.bytes[i] - '0');
		lengths[count - 1]++;
	}
	if (count != 3)
		return false;
	if (lengths[0] == 4 && groups[1] < 100 && groups[2] < 100)
		set_day(value, groups[0], groups[1], groups[2]);
	else if (lengths[2] == 4 && groups[0] < 100 && groups[1] < 100)
		set_day(value, groups[2], groups[1], groups[0]);
	else
		return false;
	return true;
}

static hw_status read_date(trace_records *r, trace_value *value, hw_error *error)
{
	hw_text t = value->text;
	hw_date date;

	if (t.length == 8 && all_digits(t)) {
		int year = number_of(t.bytes, 4), month = number_of(t.bytes + 4, 2), day = number_of(t.bytes + 6, 2);
		set_day(value, year, month, day);
		value->readable = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
	} else if (hw_date_parse(t, &date, NULL) == HW_OK && date.known) {
		int year, month, day, last_year;
		hw_days_civil(date.last, &last_year, &month, &day);
		hw_days_civil(date.first, &year, &month, &day);
		bool exact = date.precision == HW_DAY, to_month = exact || date.precision == HW_MONTH;
		if (year == last_year)
			set_day(value, year, to_month ? month : 0, exact ? day : 0);
		value->readable = true;
	} else
		(void)read_groups(value), value->readable = false;
	/* the first of January often says no more than the year */
	if (value->day.digits[0])
		return set_plain(r, value, (hw_text){value->day.digits, 8}, error);
	return read_signs(r, value, false, error);
}

static hw_status read_small_number(trace_records *r, trace_value *value, hw_error *error)
{
	HW_TRY(read_signs(r, value, true, error));
	while (value->plain_length > 1 && value->plain[0] == '0') {
		value->plain++;
		value->plain_length--;
	}
	value->canonical = trace_hash(value->plain, value->plain_length);
	value->readable = value->plain_length > 0;
	return HW_OK;
}

static hw_status read_sex(trace_records *r, trace_value *value, hw_error *error)
{
	static const char *const men[] = {"m",    "male",    "man",      "м",   "ч",    "ч.",      "чол",
					  "чол.", "чоловік", "чоловіча", "муж", "муж.", "мужской", "мужчина"};
	static const char *const women[] = {"f",    "female", "woman",  "w",   "ж",    "ж.",      "жін",
					    "жін.", "жінка",  "жіноча", "жен", "жен.", "женский", "женщина"};
	hw_text lower;

	HW_TRY(hw_text_lower(r->scratch, value->text, &lower, error));
	for (size_t i = 0; i < HW_COUNT(men); i++)
		if (hw_text_is(lower, men[i]) || hw_text_is(lower, women[i]))
			return set_plain(r, value, hw_text_is(lower, men[i]) ? HW_TEXT("m") : HW_TEXT("f"), error);
	return set_plain(r, value, lower, error);
}

/* ---- bags of words ------------------------------------------------------------------- */

static hw_status grow_by_word(trace_column *c, hw_error *error)
{
	size_t room = c->by_word.room ? c->by_word.room * 2 : 64;

	if (c->by_word.used * 2 < c->by_word.room)
		return HW_OK;
	uint32_t *slots = hw_grow(NULL, room, sizeof *slots);
	if (!slots)
		return trace_no_memory(error);
	memset(slots, 0, room * sizeof *slots);
	for (uint32_t w = 1; w < c->word_count; w++) {
		size_t at = trace_hash(c->words[w].fold, c->words[w].length) & (room - 1);
		while (slots[at])
			at = (at + 1) & (room - 1);
		slots[at] = w;
	}
	hw_release(c->by_word.slots);
	c->by_word.slots = slots;
	c->by_word.room = room;
	return HW_OK;
}

static hw_status intern_word(trace_column *c, hw_text fold, uint32_t *id, hw_error *error)
{
	if (fold.length > NAMES_FOLD_MAX)
		fold.length = NAMES_FOLD_MAX;
	HW_TRY(grow_by_word(c, error));
	size_t at = trace_hash(fold.bytes, fold.length) & (c->by_word.room - 1);
	for (; c->by_word.slots[at]; at = (at + 1) & (c->by_word.room - 1)) {
		const trace_word *word = &c->words[c->by_word.slots[at]];
		if (word->length == fold.length && !memcmp(word->fold, fold.bytes, fold.length)) {
			*id = c->by_word.slots[at];
			return HW_OK;
		}
	}
	HW_TRY(trace_reserve(&c->words, &c->word_room, c->word_count + 1, sizeof *c->words, error));
	trace_word *word = &c->words[c->word_count];
	memset(word, 0, sizeof *word);
	memcpy(word->fold, fold.bytes, fold.length);
	word->length = (uint8_t)fold.length;
	for (size_t i = 0; i < fold.length; i++)
		word->letters |= 1u << ((unsigned char)fold.bytes[i] & 31);
	*id = (uint32_t)c->word_count++;
	c->by_word.slots[at] = *id;
	c->by_word.used++;
	return HW_OK;
}

static int id_order(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* The words of the fold key, each once, sorted; of a long text the first and the last ones. */
static hw_status read_bag(trace_records *r, trace_column *c, trace_value *value, hw_error *error)
{
	hw_text fold, rest, word;
	uint32_t ids[2 * TRACE_WORDS_MAX];
	size_t count = 0, length = 0;
	char plain[TRACE_PLAIN_MAX];

	HW_TRY(names_fold(r->tables, r->scratch, value->text, &fold, error));
	for (rest = fold; hw_text_split(&rest, ' ', &word);) {
		uint32_t id;
		bool known = false;
		HW_TRY(intern_word(c, word, &id, error));
		for (size_t i = 0; i < count; i++)
			known = known || ids[i] == id;
		size_t fits = TRACE_PLAIN_MAX - length < word.length ? TRACE_PLAIN_MAX - length : word.length;
		memcpy(plain + length, word.bytes, fits);
		length += fits;
		if (known)
			continue;
		if (count == TRACE_WORDS_MAX) {
			memmove(ids + TRACE_WORDS_MAX / 2, ids + TRACE_WORDS_MAX / 2 + 1,
				(TRACE_WORDS_MAX / 2 - 1) * sizeof *ids);
			count--;
		}
		ids[count++] = id;
	}
	qsort(ids, count, sizeof *ids, id_order);
	HW_TRY(trace_reserve(&c->bag, &c->bag_room, c->bag_count + count, sizeof *c->bag, error));
	value->parts_at = (uint32_t)c->bag_count;
	value->part_count = (uint8_t)count;
	memcpy(c->bag + c->bag_count, ids, count * sizeof *ids);
	c->bag_count += count;
	value->readable = count > 0;
	return set_plain(r, value, (hw_text){plain, length}, error);
}

hw_status trace_value_read(trace_records *r, trace_column *c, trace_value *value, hw_error *error)
{
	hw_arena_reset(r->scratch);
	value->readable = true;
	switch (c->kind) {
	case TRACE_GIVEN:
	case TRACE_FAMILY:
	case TRACE_PATRONYMIC:
		return read_name(r, c, value, error);
	case TRACE_DATE:
		return read_date(r, value, error);
	case TRACE_YEAR:
	case TRACE_MONTH:
	case TRACE_DAY:
		return read_small_number(r, value, error);
	case TRACE_SEX:
		return read_sex(r, value, error);
	case TRACE_PLACE:
	case TRACE_ADDRESS:
	case TRACE_TEXT:
	case TRACE_FULL_NAME:
		return read_bag(r, c, value, error);
	case TRACE_PHONE:
		HW_TRY(read_signs(r, value, true, error));
		if (value->plain_length > 10) { /* the number without the country */
			value->plain += value->plain_length - 10;
			value->plain_length = 10;
			value->canonical = trace_hash(value->plain, 10);
		}
		value->readable = value->plain_length >= 5;
		return HW_OK;
	case TRACE_CODE:
	case TRACE_EMAIL:
	case TRACE_NUMBER:
		return read_signs(r, value, false, error);
	case TRACE_SKIP:
	case TRACE_SOURCE:
	case TRACE_KINDS:
		break;
	}
	return set_plain(r, value, (hw_text){0}, error);
}

/* ---- how rare ---------------------------------------------------------------------- */

typedef struct counted {
	uint64_t canonical;
	uint32_t value;
} counted;

static int canonical_order(const void *a, const void *b)
{
	const counted *left = a, *right = b;

	if (left->canonical != right->canonical)
		return left->canonical < right->canonical ? -1 : 1;
	return (left->value > right->value) - (left->value < right->value);
}

/* How rare a value is, in bits.  A few records tell little of how frequent a name or a day of birth is among people: they
 * are read with FEW more records, in which a value of the kind is as frequent as it usually is. */
float trace_rarity(trace_kind kind, double with, size_t of)
{
	enum { FEW = 40 };
	double usual = trace_is_name(kind) || kind == TRACE_FULL_NAME ? 1.0 / 500
		       : kind == TRACE_DATE                           ? 1.0 / 10000
								      : 0;

	if (usual <= 0)
		return (float)log2((double)of / (with > 1 ? with : 1));
	return (float)log2(((double)of + FEW) / ((with > 1 ? with : 1) + FEW * usual));
}

static double pairs_among(double all, double first, unsigned between)
{
	return between ? first * (all - first) : all * (all - 1) / 2;
}

hw_status trace_word_signs(trace_column *c, hw_error *error)
{
	hw_release(c->signs);
	c->signs = hw_grow(NULL, c->word_count, sizeof *c->signs);
	if (!c->signs)
		return trace_no_memory(error);
	for (size_t w = 1; w < c->word_count;
	     w++) /* letters of the fold key are 26 and some digits: the lower 26 bits */
		c->signs[w] = (uint32_t)c->words[w].length << 26 | (c->words[w].letters & 0x3ffffff);
	return HW_OK;
}

static hw_status count_words(const trace_records *r, trace_column *c, hw_error *error)
{
	for (size_t w = 1; w < c->word_count; w++)
		c->words[w].count = 0;
	for (size_t v = 1; v < c->value_count; v++)
		for (size_t i = 0; i < c->values[v].part_count; i++)
			c->words[c->bag[c->values[v].parts_at + i]].count += c->values[v].count;
	for (size_t w = 1; w < c->word_count; w++)
		c->words[w].rarity = trace_rarity(c->kind, (double)c->words[w].count, r->count - c->missing);
	return trace_word_signs(c, error);
}

typedef struct counted_source {
	uint32_t count, value;
} counted_source;

static int source_order(const void *a, const void *b)
{
	const counted_source *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return (left->value > right->value) - (left->value < right->value);
}

/* The sources with the most records have a number of their own; the others, and none, share 0. */
static hw_status number_sources(trace_records *r, hw_error *error)
{
	if (r->source == SIZE_MAX)
		return HW_OK;
	const trace_column *c = &r->columns[r->source];
	counted_source *all = hw_grow(NULL, c->value_count, sizeof *all);
	hw_release(r->source_numbers);
	r->source_numbers = hw_grow(NULL, c->value_count, 1);
	if (!all || !r->source_numbers) {
		hw_release(all);
		return trace_no_memory(error);
	}
	memset(r->source_numbers, 0, c->value_count);
	for (uint32_t v = 1; v < c->value_count; v++)
		all[v - 1] = (counted_source){c->values[v].count, v};
	qsort(all, c->value_count - 1, sizeof *all, source_order);
	for (size_t i = 0; i + 1 < c->value_count && i + 1 < TRACE_SOURCES; i++)
		r->source_numbers[all[i].value] = (uint8_t)(i + 1);
	hw_release(all);
	return HW_OK;
}

hw_status trace_count_values(trace_records *r, hw_error *error)
{
	HW_TRY(number_sources(r, error));
	for (size_t i = 0; i < r->column_count; i++) {
		trace_column *c = &r->columns[i];
		size_t present = r->count - c->missing;
		memset(c->same_canonical, 0, sizeof c->same_canonical);
		memset(c->same_writing, 0, sizeof c->same_writing);
		counted *all = hw_grow(NULL, c->value_count, sizeof *all);
		if (!all)
			return trace_no_memory(error);
		for (uint32_t v = 1; v < c->value_count; v++)
			all[v - 1] = (counted){c->values[v].canonical, v};
		qsort(all, c->value_count - 1, sizeof *all, canonical_order);
		for (size_t from = 0, to; from + 1 < c->value_count; from = to) {
			double with = 0, first = 0;
			for (to = from; to + 1 < c->value_count && all[to].canonical == all[from].canonical; to++) {
				const trace_value *v = &c->values[all[to].value];
				with += v->count;
				first += v->first;
				for (unsigned between = 0; between < 2; between++)
					c->same_writing[between] += pairs_among(v->count, v->first, between);
			}
			for (unsigned between = 0; between < 2; between++)
				c->same_canonical[between] += pairs_among(with, first, between);
			for (size_t k = from; k < to; k++)
				c->values[all[k].value].rarity = trace_rarity(c->kind, with, present);
		}
		hw_release(all);
		if (trace_is_bag(c->kind))
			HW_TRY(count_words(r, c, error));
	}
	return HW_OK;
}
