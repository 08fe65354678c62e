/* compare.c - the level at which two values of a column agree. */
#include "trace/trace_int.h"

#include <math.h>
#include <string.h>

/* ---- names ------------------------------------------------------------------------ */

static unsigned name_level(names_agreement agreement)
{
	static const uint8_t levels[NAMES_AGREEMENTS] = {
		[NAMES_MISSING] = TRACE_NAME_DIFFERENT,   [NAMES_CONTRADICTS] = TRACE_NAME_OTHER,
		[NAMES_DIFFERENT] = TRACE_NAME_DIFFERENT, [NAMES_DERIVED] = TRACE_NAME_OTHER,
		[NAMES_DISTANT] = TRACE_NAME_DISTANT,     [NAMES_INITIAL] = TRACE_NAME_INITIAL,
		[NAMES_TWO_LETTERS] = TRACE_NAME_TWO,     [NAMES_ONE_LETTER] = TRACE_NAME_ONE,
		[NAMES_OTHER_ENDING] = TRACE_NAME_PIECE,  [NAMES_SAME_NAME] = TRACE_NAME_SAME,
		[NAMES_SAME_SOUND] = TRACE_NAME_SAME,     [NAMES_SAME_WRITING] = TRACE_NAME_EXACT,
	};

	return levels[agreement];
}

static names_role role_of(trace_kind kind)
{
	return kind == TRACE_GIVEN    ? NAMES_ROLE_GIVEN
	       : kind == TRACE_FAMILY ? NAMES_ROLE_FAMILY
				      : NAMES_ROLE_PATRONYMIC;
}

/* A piece of a double name that is the other name, or a piece of it. */
static bool pieces_meet(const trace_column *c, const trace_value *a, const trace_value *b, names_role role)
{
	for (size_t i = a->part_count > 1; i < a->part_count; i++)
		for (size_t j = b->part_count > 1; j < b->part_count; j++) {
			const names_part *left = &c->parts[a->parts_at + i], *right = &c->parts[b->parts_at + j];
			if (left->length >= 3 && !left->particle && !left->initial && !right->initial &&
			    names_part_compare(left, right, role) >= NAMES_OTHER_ENDING)
				return true;
		}
	return false;
}

static trace_answer compare_names(const trace_column *c, const trace_value *a, const trace_value *b)
{
	const names_part *left = &c->parts[a->parts_at], *right = &c->parts[b->parts_at];
	if (a == b && left->length && left->text_length && !left->initial)
		return (trace_answer){TRACE_NAME_EXACT, a->rarity};
	names_role role = role_of(c->kind);
	names_agreement agreement = names_part_compare(left, right, role);
	unsigned level = name_level(agreement);

	/* between two scripts no writing is the same: the same sound is all there can be */
	if (agreement == NAMES_SAME_SOUND && left->script != right->script)
		level = TRACE_NAME_EXACT;
	if (left->initial || right->initial)
		level = agreement == NAMES_INITIAL ? TRACE_NAME_INITIAL : TRACE_NAME_INITIAL_DIFFERS;
	else if (level < TRACE_NAME_ONE && (a->part_count > 1 || b->part_count > 1) && pieces_meet(c, a, b, role))
		level = TRACE_NAME_PIECE;
	/* the commoner of the two says how little the agreement tells */
	float bits = level >= TRACE_NAME_ONE ? fminf(a->rarity, b->rarity) : 0;
	return (trace_answer){(uint8_t)level, bits};
}

bool trace_crossed(const trace_column *family, uint32_t a_family, uint32_t b_family, const trace_column *given,
		   uint32_t a_given, uint32_t b_given)
{
	if (!a_family || !b_family || !a_given || !b_given)
		return false;
	const names_part *af = &family->parts[family->values[a_family].parts_at],
			 *bf = &family->parts[family->values[b_family].parts_at];
	const names_part *ag = &given->parts[given->values[a_given].parts_at],
			 *bg = &given->parts[given->values[b_given].parts_at];
	names_agreement one = names_part_compare(af, bg, NAMES_ROLE_FAMILY);
	if (one < NAMES_ONE_LETTER)
		return false;
	names_agreement other = names_part_compare(ag, bf, NAMES_ROLE_FAMILY);
	return other >= NAMES_ONE_LETTER && (one >= NAMES_SAME_NAME || other >= NAMES_SAME_NAME);
}

/* ---- dates ------------------------------------------------------------------------- */

/* The first of January often says no more than the year. */
static bool is_less_exact(const trace_day *d)
{
	return !d->month || !d->day || (d->month == 1 && d->day == 1);
}

static unsigned compare_loose(const trace_day *l, const trace_day *r, int years)
{
	bool first_of_year = (l->month == 1 && l->day == 1) || (r->month == 1 && r->day == 1);
	bool months = l->month && r->month && l->month != r->month && !first_of_year;

	if (!years)
		return months ? TRACE_DATE_LOOSE_YEARS : TRACE_DATE_LOOSE_FITS;
	return years == 1 || years == -1 || years == 10 || years == -10 ? TRACE_DATE_LOOSE_YEARS
									: TRACE_DATE_LOOSE_DIFFERENT;
}

static unsigned compare_days(const trace_value *a, const trace_value *b)
{
	const trace_day *l = &a->day, *r = &b->day;

	if (!l->year || !r->year) { /* not read as dates: signs alone */
		bool close = names_distance(a->plain, a->plain_length, b->plain, b->plain_length, 1) <= 1;
		return close && a->plain_length >= 6 ? TRACE_DATE_DIGIT : TRACE_DATE_DIFFERENT;
	}
	int years = l->year - r->year;
	bool year = !years, month = l->month && l->month == r->month, day = l->day && l->day == r->day;
	if (year && month && day)
		return TRACE_DATE_SAME;
	if (is_less_exact(l) || is_less_exact(r))
		return compare_loose(l, r, years);
	if (year && l->month == r->day && l->day == r->month)
		return TRACE_DATE_EXCHANGED;
	bool years_off = years == 1 || years == -1 || years == 10 || years == -10;
	/* who remembers a birthday may be a year out: 1989 and 1990 are two digits apart, and one slip */
	if (names_distance(l->digits, 8, r->digits, 8, 1) <= 1 || (years_off && month && day))
		return TRACE_DATE_DIGIT;
	if (year + month + day >= 2)
		return TRACE_DATE_TWO;
	if (year)
		return TRACE_DATE_YEAR;
	return years_off ? TRACE_DATE_YEARS : TRACE_DATE_DIFFERENT;
}

/* ---- bags ------------------------------------------------------------------------------ */

typedef struct overlap {
	double matched, left, right; /* bits */
} overlap;

/* Words a few letters apart count less; each word finds at most one partner. */
static double word_match(const trace_column *c, uint32_t left, uint32_t right)
{
	uint32_t one = c->signs[left], other = c->signs[right];
	/* one edit changes the set of signs by two at most; asked first of what lies close together in memory */
	if (__builtin_popcount((one ^ other) & 0x3ffffff) > 4 && one >> 26 > 1 && other >> 26 > 1)
		return 0;
	const trace_word *a = &c->words[left], *b = &c->words[right];
	size_t shorter = a->length < b->length ? a->length : b->length;

	if (shorter == 1 || b->length == 1)
		return a->fold[0] == b->fold[0] ? 0.3 : 0; /* an initial */
	if (shorter < 4 || __builtin_popcount(a->letters ^ b->letters) > 4)
		return 0;
	unsigned apart = names_distance(a->fold, a->length, b->fold, b->length, 2);
	if (apart == 1 || (apart == 2 && shorter >= 8))
		return 0.75;
	return 0;
}

static overlap overlap_of(const trace_column *c, const trace_value *a, const trace_value *b)
{
	overlap o = {0};
	uint32_t taken = 0;

	for (size_t j = 0; j < b->part_count; j++)
		o.right += (double)c->words[c->bag[b->parts_at + j]].rarity;
	for (size_t i = 0; i < a->part_count; i++) {
		uint32_t id = c->bag[a->parts_at + i];
		double best = 0;
		size_t best_at = 0;
		o.left += (double)c->words[id].rarity;
		for (size_t j = 0; j < b->part_count && best < 1; j++) {
			uint32_t other = c->bag[b->parts_at + j];
			double match = taken >> j & 1 ? 0 : other == id ? 1 : word_match(c, id, other);
			if (match > best) {
				best = match;
				best_at = j;
			}
		}
		if (best > 0) {
			const trace_word *other = &c->words[c->bag[b->parts_at + best_at]];
			taken |= 1u << best_at;
			o.matched += best * (double)fminf(c->words[id].rarity, other->rarity);
		}
	}
	return o;
}

static trace_answer compare_bags(const trace_column *c, const trace_value *a, const trace_value *b)
{
	if (a == b)
		return (trace_answer){6, a->rarity};
	if (a->canonical == b->canonical)
		return (trace_answer){hw_text_equal(a->text, b->text) ? 6 : 5, fminf(a->rarity, b->rarity)};
	size_t shorter = a->plain_length < b->plain_length ? a->plain_length : b->plain_length;
	size_t longer = a->plain_length + b->plain_length - shorter;
	/* how far the lengths are apart is the least that the distance can be */
	unsigned apart = shorter >= 5 && longer - shorter <= 2 ? names_distance(a->plain, a->plain_length, b->plain,
										b->plain_length, shorter >= 10 ? 2 : 1)
							       : 9;
	if (apart <= (shorter >= 10 ? 2u : 1u))
		return (trace_answer){4, fminf(a->rarity, b->rarity)};
	overlap o = overlap_of(c, a, b);
	double least = fmin(o.left, o.right), share = least > 0 ? o.matched / least : 0;
	unsigned level = share >= 0.9 ? 3 : share >= 0.5 ? 2 : share > 0.05 ? 1 : 0;
	return (trace_answer){(uint8_t)level, level ? (float)o.matched : 0};
}

/* ---- signs ------------------------------------------------------------------------------- */

/* `canonical` is a hash of the signs for all kinds but names. */
static bool same_signs(const trace_value *a, const trace_value *b)
{
	return a->canonical == b->canonical;
}

static unsigned signs_apart(const trace_value *a, const trace_value *b, unsigned limit)
{
	return names_distance(a->plain, a->plain_length, b->plain, b->plain_length, limit);
}

static unsigned compare_years(const trace_value *a, const trace_value *b)
{
	int64_t left, right;

	if (same_signs(a, b))
		return 3;
	if (hw_text_integer((hw_text){a->plain, a->plain_length}, &left, NULL) ||
	    hw_text_integer((hw_text){b->plain, b->plain_length}, &right, NULL))
		return 0;
	int64_t apart = left > right ? left - right : right - left;
	if (apart == 1 || apart == 10)
		return 1;
	return signs_apart(a, b, 1) == 1 ? 2 : 0;
}

static unsigned compare_codes(const trace_value *a, const trace_value *b)
{
	if (same_signs(a, b))
		return 3;
	if (a->plain_length >= 3 && signs_apart(a, b, 1) == 1)
		return 2;
	return a->plain_length >= 4 && b->plain_length >= 4 && !memcmp(a->plain, b->plain, 2);
}

static unsigned compare_phones(const trace_value *a, const trace_value *b)
{
	if (same_signs(a, b))
		return 3;
	if (a->plain_length >= 7 && b->plain_length >= 7 &&
	    !memcmp(a->plain + a->plain_length - 7, b->plain + b->plain_length - 7, 7))
		return 2;
	return signs_apart(a, b, 1) == 1 && a->plain_length >= 7;
}

static unsigned compare_emails(const trace_value *a, const trace_value *b)
{
	if (same_signs(a, b))
		return 3;
	const char *at = memchr(a->plain, '@', a->plain_length), *bt = memchr(b->plain, '@', b->plain_length);
	size_t left = at ? (size_t)(at - a->plain) : a->plain_length,
	       right = bt ? (size_t)(bt - b->plain) : b->plain_length;
	if (left == right && left >= 3 && !memcmp(a->plain, b->plain, left))
		return 2;
	return signs_apart(a, b, 2) <= 2 || names_distance(a->plain, left, b->plain, right, 1) == 1;
}

static unsigned compare_numbers(const trace_value *a, const trace_value *b)
{
	if (same_signs(a, b))
		return 3;
	unsigned apart = signs_apart(a, b, 2);
	if (apart == 1)
		return 2;
	return apart == 2 && a->plain_length >= 6 && b->plain_length >= 6;
}

trace_answer trace_compare(const trace_column *column, uint32_t left, uint32_t right)
{
	const trace_column *c = column;
	const trace_value *a = &c->values[left], *b = &c->values[right];
	unsigned level = 0;

	if (!left || !right)
		return (trace_answer){TRACE_MISSING, 0};
	switch (c->kind) {
	case TRACE_GIVEN:
	case TRACE_FAMILY:
	case TRACE_PATRONYMIC:
		return compare_names(c, a, b);
	case TRACE_PLACE:
	case TRACE_ADDRESS:
	case TRACE_TEXT:
	case TRACE_FULL_NAME:
		return compare_bags(c, a, b);
	case TRACE_DATE:
		level = compare_days(a, b);
		break;
	case TRACE_YEAR:
		level = compare_years(a, b);
		break;
	case TRACE_MONTH:
	case TRACE_DAY:
	case TRACE_SEX:
		level = same_signs(a, b);
		break;
	case TRACE_CODE:
		level = compare_codes(a, b);
		break;
	case TRACE_PHONE:
		level = compare_phones(a, b);
		break;
	case TRACE_EMAIL:
		level = compare_emails(a, b);
		break;
	case TRACE_NUMBER:
		level = compare_numbers(a, b);
		break;
	case TRACE_SKIP:
	case TRACE_SOURCE:
	case TRACE_KINDS:
		return (trace_answer){TRACE_MISSING, 0};
	}
	bool same = trace_level_is_same(c->kind, level);
	return (trace_answer){(uint8_t)level, same ? fminf(a->rarity, b->rarity) : 0};
}
