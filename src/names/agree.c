/* agree.c - how two parts of names agree. */
#include "names/names_int.h"

#include <string.h>

/* Bit-parallel (Hyyrö 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances"): bit i of the
 * words says how row i of the matrix differs from the row above, one column a step.  `places` holds where in `a` each sign
 * stands; only the signs that occur are set, so that nothing has to be cleared. */
unsigned names_distance(const char *a, size_t a_length, const char *b, size_t b_length, unsigned limit)
{
	uint64_t places[256], plus = ~(uint64_t)0, minus = 0, zero = 0, before = 0;

	if (a_length > 64 || b_length > 64)
		return limit + 1;
	if ((a_length > b_length ? a_length - b_length : b_length - a_length) > limit)
		return limit + 1;
	if (!a_length)
		return (unsigned)b_length;
	for (size_t j = 0; j < b_length; j++)
		places[(unsigned char)b[j]] = 0;
	for (size_t i = 0; i < a_length; i++)
		places[(unsigned char)a[i]] = 0;
	for (size_t i = 0; i < a_length; i++)
		places[(unsigned char)a[i]] |= (uint64_t)1 << i;
	uint64_t last = (uint64_t)1 << (a_length - 1);
	size_t distance = a_length;
	for (size_t j = 0; j < b_length; j++) {
		uint64_t here = places[(unsigned char)b[j]];
		uint64_t turned = ((~zero & here) << 1) & before;
		zero = (((here & plus) + plus) ^ plus) | here | minus | turned;
		uint64_t right_plus = minus | ~(zero | plus), right_minus = zero & plus;
		distance += (right_plus & last) != 0;
		distance -= (right_minus & last) != 0;
		if (distance > limit + (b_length - 1 - j)) /* each sign to come lowers it by one at most */
			return limit + 1;
		right_plus = right_plus << 1 | 1;
		plus = right_minus << 1 | ~(zero | right_plus);
		minus = right_plus & zero;
		before = here;
	}
	return distance > limit ? limit + 1 : (unsigned)distance;
}

double names_jaro_winkler(const char *a, size_t a_length, const char *b, size_t b_length)
{
	uint64_t taken_a = 0, taken_b = 0;
	size_t matches = 0, turned = 0, prefix = 0;

	a_length = a_length < 64 ? a_length : 64;
	b_length = b_length < 64 ? b_length : 64;
	if (!a_length || !b_length)
		return a_length == b_length;
	size_t longer = a_length > b_length ? a_length : b_length, window = longer / 2 > 0 ? longer / 2 - 1 : 0;
	for (size_t i = 0; i < a_length; i++) {
		size_t end = i + window + 1 < b_length ? i + window + 1 : b_length;
		for (size_t j = i > window ? i - window : 0; j < end; j++)
			if (!(taken_b >> j & 1) && a[i] == b[j]) {
				taken_a |= (uint64_t)1 << i;
				taken_b |= (uint64_t)1 << j;
				matches++;
				break;
			}
	}
	if (!matches)
		return 0;
	for (size_t i = 0, j = 0; i < a_length; i++)
		if (taken_a >> i & 1) {
			while (!(taken_b >> j & 1))
				j++;
			turned += a[i] != b[j++];
		}
	size_t exchanged = turned / 2; /* two signs out of place make one exchange */
	double m = (double)matches;
	double jaro = (m / (double)a_length + m / (double)b_length + (m - (double)exchanged) / m) / 3;
	while (prefix < 4 && prefix < a_length && prefix < b_length && a[prefix] == b[prefix])
		prefix++;
	return jaro + (double)prefix * 0.1 * (1 - jaro);
}

const char *names_agreement_words(names_agreement agreement)
{
	static const char *const words[] = {
		"missing",
		"another name",
		"different",
		"another family name from the same root",
		"some likeness",
		"initial fits",
		"two letters",
		"one letter",
		"same name of the other sex",
		"same name",
		"same sound",
		"same",
	};

	return (unsigned)agreement < HW_COUNT(words) ? words[agreement] : "?";
}

static bool classes_meet(const names_part *a, const names_part *b)
{
	for (size_t i = 0; i < a->class_count; i++)
		for (size_t j = 0; j < b->class_count; j++)
			if (a->classes[i] == b->classes[j])
				return true;
	return false;
}

/* False when the sets of signs alone keep Jaro-Winkler under 0.80: a sign that the other name does not have matches
 * nothing, and the rest is taken to match in order.  Exact: it never refuses what would reach 0.80. */
static bool may_be_like(const names_part *a, const names_part *b)
{
	int only_a = __builtin_popcountll(a->letters & ~b->letters),
	    only_b = __builtin_popcountll(b->letters & ~a->letters);
	int left = a->length - only_a, right = b->length - only_b, matches = left < right ? left : right;

	if (matches <= 0)
		return false;
	double jaro = ((double)matches / a->length + (double)matches / b->length + 1) / 3;
	double bonus = a->fold[0] == b->fold[0] ? 0.4 : 0;
	return jaro + bonus * (1 - jaro) >= 0.80 - 1e-9;
}

/* і beside о or е: the Ukrainian and the Russian form of one name (Кіт, Кот). */
static bool vowel_changes(const names_part *a, const names_part *b)
{
	if (a->length != b->length || (a->script != NAMES_SCRIPT_CYRILLIC && b->script != NAMES_SCRIPT_CYRILLIC))
		return false;
	for (size_t i = 0; i < a->length; i++)
		if (a->fold[i] != b->fold[i])
			return (a->fold[i] == 'i' && strchr("oe", b->fold[i])) ||
			       (b->fold[i] == 'i' && strchr("oe", a->fold[i]));
	return false;
}

/* Letters apart, judged by length: one letter is much in "Кіт", little in "Захарченко". */
static names_agreement by_letters(const names_part *a, const names_part *b)
{
	size_t shorter = a->length < b->length ? a->length : b->length;
	/* one edit changes the set of letters by two signs at most */
	unsigned apart = __builtin_popcountll(a->letters ^ b->letters) > 4
				 ? 3
				 : names_distance(a->fold, a->length, b->fold, b->length, 2);

	if (apart == 1 && shorter >= 4)
		return NAMES_ONE_LETTER;
	/* two letters that are another ending make another family name (Соловей, Соловйов) */
	if (apart == 2 && shorter >= 7 && a->ending == b->ending)
		return NAMES_TWO_LETTERS;
	if (apart == 1 && shorter == 3 && vowel_changes(a, b))
		return NAMES_TWO_LETTERS;
	if ((apart == 1 && shorter == 3) || (a->bare_hash && a->bare_hash == b->bare_hash))
		return NAMES_DISTANT;
	if (shorter >= 4 && may_be_like(a, b) && names_jaro_winkler(a->fold, a->length, b->fold, b->length) >= 0.80)
		return NAMES_DISTANT;
	return NAMES_DIFFERENT;
}

names_agreement names_part_compare(const names_part *a, const names_part *b, names_role role)
{
	bool given = role == NAMES_ROLE_GIVEN, family = role == NAMES_ROLE_FAMILY;

	if (!a->text_length || !b->text_length || !a->length || !b->length)
		return NAMES_MISSING;
	if (a->initial || b->initial)
		return a->initials & b->initials ? NAMES_INITIAL : NAMES_DIFFERENT;
	if (a->text_hash == b->text_hash && a->text_length == b->text_length)
		return NAMES_SAME_WRITING;
	if (a->length == b->length && a->letters == b->letters && !memcmp(a->fold, b->fold, a->length))
		return NAMES_SAME_SOUND;
	if (a->class_count && b->class_count && a->patronymic == b->patronymic && !family)
		return classes_meet(a, b) ? NAMES_SAME_NAME : NAMES_CONTRADICTS;
	if (!given && !a->patronymic && !b->patronymic) {
		if (a->stem_hash == b->stem_hash)
			return NAMES_OTHER_ENDING;
		/* -ов and -ев are one ending in two spellings; -енко and -ук are two family names */
		if (a->root_hash == b->root_hash && a->ending != b->ending &&
		    names_distance(a->fold, a->length, b->fold, b->length, 1) > 1)
			return NAMES_DERIVED;
	}
	return by_letters(a, b);
}
