/* atoms.c - the keys that blocking is made of: for each column some functions of its values. */
#include "trace/trace_int.h"

#include <stdlib.h>
#include <string.h>

static uint32_t key_of(const void *bytes, size_t length)
{
	uint64_t hash = trace_hash(bytes, length);
	uint32_t key = (uint32_t)(hash >> 32);

	return key ? key : 1;
}

typedef uint32_t (*atom_key)(const trace_column *c, const trace_value *v);

static uint32_t whole_key(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->plain_length ? key_of(&v->canonical, sizeof v->canonical) : 0;
}

static uint32_t first_signs(const trace_value *v, size_t count)
{
	return v->plain_length >= count ? key_of(v->plain, count)
	       : v->plain_length        ? key_of(v->plain, v->plain_length)
					: 0;
}
static uint32_t first_sign(const trace_column *c, const trace_value *v)
{
	(void)c;
	return first_signs(v, 1);
}
static uint32_t first_three(const trace_column *c, const trace_value *v)
{
	(void)c;
	return first_signs(v, 3);
}
static uint32_t last_three(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->plain_length >= 4 ? key_of(v->plain + v->plain_length - 3, 3) : 0;
}
static uint32_t first_half(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->plain_length >= 6 ? key_of(v->plain, v->plain_length / 2u) : 0;
}
static uint32_t second_half(const trace_column *c, const trace_value *v)
{
	(void)c;
	size_t half = v->plain_length / 2u;
	return v->plain_length >= 6 ? key_of(v->plain + half, v->plain_length - half) : 0;
}
static uint32_t last_seven(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->plain_length >= 7 ? key_of(v->plain + v->plain_length - 7, 7) : 0;
}
static uint32_t before_at(const trace_column *c, const trace_value *v)
{
	(void)c;
	const char *at = memchr(v->plain, '@', v->plain_length);
	return at && at > v->plain ? key_of(v->plain, (size_t)(at - v->plain)) : 0;
}

/* Names: the consonants, which vowels of two languages do not move; the pieces of double names. */
static uint32_t consonants(const trace_column *c, const trace_value *v)
{
	const names_part *part = &c->parts[v->parts_at];

	return part->bare_hash ? part->bare_hash : first_signs(v, 3);
}
static uint32_t piece(const trace_column *c, const trace_value *v, size_t at)
{
	const names_part *part = &c->parts[v->parts_at + (v->part_count > 1 ? at : 0)];

	return part->length ? key_of(part->fold, part->length) : 0;
}
static uint32_t first_piece(const trace_column *c, const trace_value *v)
{
	return piece(c, v, 1);
}
static uint32_t last_piece(const trace_column *c, const trace_value *v)
{
	return piece(c, v, v->part_count - 1u);
}

/* Dates: sorted digits survive exchanged days and months and exchanged digits. */
static uint32_t sorted_digits(const trace_column *c, const trace_value *v)
{
	char digits[8];

	(void)c;
	if (!v->day.digits[0])
		return 0;
	memcpy(digits, v->day.digits, 8);
	for (size_t i = 1; i < 8; i++)
		for (size_t j = i; j && digits[j - 1] > digits[j]; j--) {
			char swapped = digits[j];
			digits[j] = digits[j - 1];
			digits[j - 1] = swapped;
		}
	return key_of(digits, 8);
}
static uint32_t year_key(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->day.year ? key_of(&v->day.year, sizeof v->day.year) : 0;
}
static uint32_t day_and_month(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->day.digits[0] ? key_of(v->day.digits + 4, 4) : 0;
}
static uint32_t year_and_month(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->day.digits[0] ? key_of(v->day.digits, 6) : 0;
}
static uint32_t year_and_day(const trace_column *c, const trace_value *v)
{
	char digits[6];

	(void)c;
	if (!v->day.digits[0])
		return 0;
	memcpy(digits, v->day.digits, 4);
	memcpy(digits + 4, v->day.digits + 6, 2);
	return key_of(digits, 6);
}

/* Bags: the rarest words that more than one record has; a word that only one has finds nobody. */
static uint32_t rare_word(const trace_column *c, const trace_value *v, size_t rank)
{
	uint32_t passed[3] = {0};

	for (size_t round = 0; round <= rank; round++) {
		uint32_t best = 0;
		for (size_t i = 0; i < v->part_count; i++) {
			uint32_t id = c->bag[v->parts_at + i];
			bool known = c->words[id].count < 2 || c->words[id].length < 2;
			for (size_t k = 0; k < round; k++)
				known = known || passed[k] == id;
			if (!known && (!best || c->words[id].count < c->words[best].count))
				best = id;
		}
		if (!best)
			return 0;
		passed[round] = best;
	}
	return key_of(c->words[passed[rank]].fold, c->words[passed[rank]].length);
}
static uint32_t rarest(const trace_column *c, const trace_value *v)
{
	return rare_word(c, v, 0);
}
static uint32_t second_rarest(const trace_column *c, const trace_value *v)
{
	return rare_word(c, v, 1);
}
static uint32_t third_rarest(const trace_column *c, const trace_value *v)
{
	return rare_word(c, v, 2);
}

typedef struct atom_kind {
	atom_key key;
	const char *words;
	bool weak;
} atom_kind;
static const atom_kind name_atoms[] = {
	{whole_key, "", false},
	{consonants, " (consonants)", false},
	{first_three, " (first three)", true},
	{last_three, " (last three)", true},
	{first_sign, " (initial)", true},
};
static const atom_kind piece_atoms[] = {{first_piece, " (first part)", false}, {last_piece, " (last part)", false}};
static const atom_kind date_atoms[] = {
	{whole_key, "", false},
	{sorted_digits, " (digits)", false},
	{year_key, " (year)", true},
	{day_and_month, " (day and month)", true},
	{year_and_month, " (year and month)", true},
	{year_and_day, " (year and day)", true},
};
static const atom_kind bag_atoms[] = {
	{whole_key, "", false},
	{rarest, " (rarest word)", false},
	{second_rarest, " (second word)", false},
	{first_three, " (first three)", true},
};
static const atom_kind full_name_atoms[] = {
	{whole_key, "", false},
	{rarest, " (rarest word)", false},
	{second_rarest, " (second word)", false},
	{third_rarest, " (third word)", true},
};
static const atom_kind code_atoms[] = {{whole_key, "", false}, {first_three, " (first three)", true}};
static const atom_kind number_atoms[] = {
	{whole_key, "", false}, {first_half, " (first half)", false}, {second_half, " (second half)", false}};
static const atom_kind phone_atoms[] = {{last_seven, "", false}};
static const atom_kind email_atoms[] = {{whole_key, "", false}, {before_at, " (before the @)", false}};
static const atom_kind year_atoms[] = {{whole_key, "", true}};

static const atom_kind *atoms_of(trace_kind kind, size_t *count)
{
#define ATOMS(table) (*count = HW_COUNT(table), table)
	if (trace_is_name(kind))
		return ATOMS(name_atoms);
	switch ((int)kind) {
	case TRACE_DATE:
		return ATOMS(date_atoms);
	case TRACE_FULL_NAME:
		return ATOMS(full_name_atoms);
	case TRACE_PLACE:
	case TRACE_ADDRESS:
	case TRACE_TEXT:
		return ATOMS(bag_atoms);
	case TRACE_CODE:
		return ATOMS(code_atoms);
	case TRACE_NUMBER:
		return ATOMS(number_atoms);
	case TRACE_PHONE:
		return ATOMS(phone_atoms);
	case TRACE_EMAIL:
		return ATOMS(email_atoms);
	case TRACE_YEAR:
		return ATOMS(year_atoms);
	default:
		*count = 0;
		return NULL;
	}
#undef ATOMS
}

static hw_status add_atoms(trace_blocks *blocks, const trace_records *r, size_t column, const atom_kind *kinds,
			   size_t count, hw_error *error)
{
	const trace_column *c = &r->columns[column];

	for (size_t k = 0; k < count && blocks->atom_count < TRACE_ATOMS_MAX; k++) {
		trace_atom *atom = &blocks->atoms[blocks->atom_count];
		atom->keys = hw_grow(NULL, c->value_count, sizeof *atom->keys);
		if (!atom->keys)
			return trace_no_memory(error);
		blocks->atom_count++;
		atom->column = column;
		atom->words = kinds[k].words;
		atom->weak = kinds[k].weak;
		atom->keys[0] = 0;
		for (size_t v = 1; v < c->value_count; v++)
			atom->keys[v] = kinds[k].key(c, &c->values[v]);
	}
	return HW_OK;
}

/* Family and given name together, in any order: forms are filled in the wrong way round. */
static uint32_t fold_hash(const trace_column *c, const trace_value *v)
{
	(void)c;
	return v->plain_length >= 2 ? key_of(v->plain, v->plain_length) : 0;
}

static hw_status add_exchange(trace_blocks *blocks, const trace_records *r, hw_error *error)
{
	static const atom_kind kind[] = {{fold_hash, " in any order", false}};
	size_t family = SIZE_MAX, given = SIZE_MAX;

	for (size_t i = r->column_count; i-- > 0;) {
		family = r->columns[i].kind == TRACE_FAMILY ? i : family;
		given = r->columns[i].kind == TRACE_GIVEN ? i : given;
	}
	if (family == SIZE_MAX || given == SIZE_MAX || blocks->atom_count == TRACE_ATOMS_MAX)
		return HW_OK;
	HW_TRY(add_atoms(blocks, r, family, kind, 1, error));
	trace_atom *atom = &blocks->atoms[blocks->atom_count - 1];
	const trace_column *c = &r->columns[given];
	atom->other = given;
	atom->other_keys = hw_grow(NULL, c->value_count, sizeof *atom->other_keys);
	if (!atom->other_keys)
		return trace_no_memory(error);
	atom->other_keys[0] = 0;
	for (size_t v = 1; v < c->value_count; v++)
		atom->other_keys[v] = fold_hash(c, &c->values[v]);
	return HW_OK;
}

hw_status trace_atoms_make(trace_blocks *blocks, const trace_records *r, hw_error *error)
{
	for (size_t i = 0; i < r->column_count; i++) {
		const trace_column *c = &r->columns[i];
		size_t count, several = 0;
		const atom_kind *kinds = atoms_of(c->kind, &count);
		bool in_date = i == r->year || i == r->month || i == r->day;
		if (!kinds || (in_date && !c->compared))
			continue;
		HW_TRY(add_atoms(blocks, r, i, kinds, count, error));
		for (size_t v = 1; v < c->value_count; v++)
			several += trace_is_name(c->kind) && c->values[v].part_count > 1 ? c->values[v].count : 0;
		if (trace_is_name(c->kind) && (blocks->all_atoms || several * 50 > r->count))
			HW_TRY(add_atoms(blocks, r, i, piece_atoms, HW_COUNT(piece_atoms), error));
	}
	return add_exchange(blocks, r, error);
}
