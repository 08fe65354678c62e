/* likeness.c - the value of the likeness of two full names; no memory is taken.
 *
 * The parts of the two names are joined in the best way: pairs of parts, and two or three neighbours of one side
 * that are one part of the other ("Ай-Хаан", "Айхаан").  The likeness is the weighed mean of the joined parts, less
 * something for parts that only one side has; parts left on both sides in the same role contradict and cap it. */
#include "names/names_int.h"

#include <math.h>
#include <string.h>

/* ---- a Latin and a Cyrillic part --------------------------------------------------------- */

/* How much likelier the two words are one name than two, by the square root of their length: at 3.7 one of 2,000 pairs
 * of unlike words gets so far (measured on the open half of the token list, decision 010). */
enum { CROSSING_SURE = 9 };
static const double crossing_least = 3.7;

/* Names that are readings of each other have signs of the key in common: at least a third of those of the shorter one. */
static bool may_cross(const names_part *a, const names_part *b)
{
	bool scripts = (a->script == NAMES_SCRIPT_LATIN && b->script == NAMES_SCRIPT_CYRILLIC) ||
		       (a->script == NAMES_SCRIPT_CYRILLIC && b->script == NAMES_SCRIPT_LATIN);

	if (!scripts || a->length > 3 * b->length || b->length > 3 * a->length)
		return false;
	int left = __builtin_popcountll(a->letters), right = __builtin_popcountll(b->letters);
	return 3 * __builtin_popcountll(a->letters & b->letters) >= (left < right ? left : right);
}

/* 0 when the two are no readings of each other. */
static double crossing_value(const names_written *a, size_t i, const names_written *b, size_t j)
{
	bool latin = a->parts[i].script == NAMES_SCRIPT_LATIN;
	const names_written *l = latin ? a : b, *c = latin ? b : a;
	size_t at_l = latin ? i : j, at_c = latin ? j : i;
	double sure = names_cross(a->tables, l->crossing[at_l], l->crossing_count[at_l], c->crossing[at_c],
				  c->crossing_count[at_c], crossing_least);

	if (sure < crossing_least)
		return 0;
	double share = fmin((sure - crossing_least) / (CROSSING_SURE - crossing_least), 1);
	return 0.64 + 0.30 * share;
}

/* ---- joining the parts ------------------------------------------------------------------ */

/* A patronymic speaks to a patronymic; a known given name to a given name, where the order is known. */
static bool roles_fit(const names_written *a, size_t i, const names_written *b, size_t j)
{
	names_role left = a->roles[i], right = b->roles[j];
	bool sure = a->order_known && b->order_known && a->parts[i].script == NAMES_SCRIPT_CYRILLIC &&
		    b->parts[j].script == NAMES_SCRIPT_CYRILLIC;

	if (a->parts[i].particle != b->parts[j].particle)
		return false;
	if ((left == NAMES_ROLE_PATRONYMIC) != (right == NAMES_ROLE_PATRONYMIC))
		return (!a->parts[i].patronymic && !b->parts[j].patronymic) || left == NAMES_ROLE_FAMILY ||
		       right == NAMES_ROLE_FAMILY;
	return !sure || left == right || a->parts[i].initial || b->parts[j].initial;
}

static double weight_of(const names_written *w, size_t i)
{
	if (w->parts[i].particle)
		return 0.15;
	if (w->parts[i].initial)
		return 0.5;
	if (w->roles[i] == NAMES_ROLE_PATRONYMIC)
		return 0.8;
	return w->roles[i] == NAMES_ROLE_FAMILY && w->order_known ? 1.3 : 1.1;
}

static names_join pair_join(const names_written *a, size_t i, const names_written *b, size_t j)
{
	names_join result = {(uint16_t)(1u << i), (uint16_t)(1u << j), NAMES_DIFFERENT, NAMES_BY_LETTERS, 0};
	const names_part *left = &a->parts[i], *right = &b->parts[j];
	names_role role = a->roles[i] == b->roles[j] ? a->roles[i] : NAMES_ROLE_OPEN;

	if (!roles_fit(a, i, b, j))
		return result;
	result.agreement = names_part_compare(left, right, role);
	result.value = names_part_value(a->tables, left, right, result.agreement);
	/* given names that no table knows vary more than family names (Laurenz, Laurentius) */
	if (result.agreement == NAMES_DISTANT && role == NAMES_ROLE_GIVEN && left->fold[0] == right->fold[0] &&
	    !left->initial && !right->initial)
		result.value = fmax(result.value, 0.50);
	bool open = result.agreement == NAMES_DIFFERENT || result.agreement == NAMES_DISTANT ||
		    result.agreement == NAMES_ONE_LETTER || result.agreement == NAMES_TWO_LETTERS;
	if (open && result.value < 0.9 && !left->initial && !right->initial && may_cross(left, right)) {
		double value = crossing_value(a, i, b, j);
		if (value > result.value) {
			result.agreement = value > 0.9 ? NAMES_SAME_SOUND : NAMES_ONE_LETTER;
			result.how = NAMES_BY_READING;
			result.value = value;
		}
	}
	if ((left->foreign || right->foreign) && left->script != right->script && result.value < 0.9 &&
	    !left->initial && !right->initial) {
		double value = names_skeleton_value(a->tables, left, right);
		if (value > result.value) {
			result.agreement = value > 0.3 ? NAMES_ONE_LETTER : NAMES_DISTANT;
			result.how = NAMES_BY_READING;
			result.value = value;
		}
	}
	/* the same role is the better partner when two would do */
	if (a->roles[i] != b->roles[j])
		result.value *= a->order_known && b->order_known ? 0.92 : 0.98;
	return result;
}

/* Neighbours first..first+number-1 of `many` as one word against part `one` of `other`. */
static names_join word_join(const names_written *many, size_t first, size_t number, const names_written *other,
			    size_t one)
{
	char joined[NAMES_FOLD_MAX * 3];
	names_join result = {0, (uint16_t)(1u << one), NAMES_DIFFERENT, NAMES_BY_LETTERS, 0};
	const names_part *part = &other->parts[one];
	size_t length = 0;

	for (size_t i = first; i < first + number; i++) {
		const names_part *piece = &many->parts[i];
		if (piece->initial)
			return result;
		/* signs that meet at the seam join as they do inside a word: t and s make c, doubled ones are one */
		bool seam =
			length && piece->length &&
			(joined[length - 1] == piece->fold[0] || (joined[length - 1] == 't' && piece->fold[0] == 's'));
		if (seam && piece->fold[0] == 's' && joined[length - 1] == 't')
			joined[length - 1] = 'c';
		memcpy(joined + length, piece->fold + seam, piece->length - (size_t)seam);
		length += piece->length - (size_t)seam;
		result.left |= (uint16_t)(1u << i);
	}
	if (part->length < 4 || length > NAMES_FOLD_MAX)
		return result;
	unsigned apart = names_distance(joined, length, part->fold, part->length, 1);
	if (apart > 1)
		return result;
	result.agreement = apart ? NAMES_ONE_LETTER : NAMES_SAME_SOUND;
	result.value = apart ? 0.85 : 0.97;
	return result;
}

static void take(names_matching *m, names_join j)
{
	m->joins[m->count++] = j;
	m->left |= j.left;
	m->right |= j.right;
}

/* A word that is the other name by itself is not made longer by its neighbour ("Ши Цзиньпин"). */
static bool stands_alone(const names_matching *m, const names_join *pairs, names_join j)
{
	for (size_t i = 0; i < m->a->part_count; i++)
		for (size_t k = 0; k < m->b->part_count; k++)
			if ((j.left >> i & 1) && (j.right >> k & 1) && pairs[i * m->b->part_count + k].value >= 0.9)
				return true;
	return false;
}

static void join_words(names_matching *m, const names_written *many, const names_written *other,
		       const names_join *pairs, bool swapped)
{
	for (size_t number = 3; number >= 2; number--)
		for (size_t first = 0; first + number <= many->part_count; first++)
			for (size_t one = 0; one < other->part_count; one++) {
				/* a joined word is as long as the one it is joined to, or a letter away */
				size_t length = 0;
				for (size_t i = first; i < first + number; i++)
					length += many->parts[i].length;
				if (length + 1 < other->parts[one].length || length > other->parts[one].length + number)
					continue;
				names_join j = word_join(many, first, number, other, one);
				if (swapped) {
					uint16_t left = j.left;
					j.left = j.right;
					j.right = left;
				}
				if (j.value > 0 && !(m->left & j.left) && !(m->right & j.right) &&
				    m->count < NAMES_PARTS_MAX && !stands_alone(m, pairs, j))
					take(m, j);
			}
}

enum { EXACT_PARTS = 6 }; /* of the second name: more parts than these are joined greedily */

/* The set of pairs with the greatest sum of weighed values, by trying the partners of each part in turn with the
 * best completion remembered for each set of used partners. */
static void join_exactly(names_matching *m, const names_join *pairs)
{
	size_t n = m->a->part_count, k = m->b->part_count, sets = (size_t)1 << k;
	double best[(NAMES_PARTS_MAX + 1) << EXACT_PARTS];
	uint8_t choice[NAMES_PARTS_MAX << EXACT_PARTS];

	memset(choice, UINT8_MAX, n * sets);
	for (size_t used = 0; used < sets; used++)
		best[n * sets + used] = 0;
	for (size_t i = n; i-- > 0;)
		for (size_t used = 0; used < sets; used++) {
			double top = best[(i + 1) * sets + used];
			uint8_t chosen = UINT8_MAX;
			for (size_t j = 0; j < k && !(m->left >> i & 1); j++) {
				const names_join *pair = &pairs[i * k + j];
				if (pair->value < 0.30 || (used >> j & 1) || (m->right >> j & 1))
					continue;
				double w = fmin(weight_of(m->a, i), weight_of(m->b, j));
				double value = w * pair->value + best[(i + 1) * sets + (used | (size_t)1 << j)];
				if (value > top + 1e-12) {
					top = value;
					chosen = (uint8_t)j;
				}
			}
			best[i * sets + used] = top;
			choice[i * sets + used] = chosen;
		}
	for (size_t i = 0, used = 0; i < n; i++) {
		uint8_t chosen = choice[i * sets + used];
		if (chosen == UINT8_MAX)
			continue;
		take(m, pairs[i * k + chosen]);
		used |= (size_t)1 << chosen;
	}
}

static void join_greedily(names_matching *m, const names_join *pairs)
{
	size_t n = m->a->part_count, k = m->b->part_count;

	for (;;) {
		const names_join *top = NULL;
		double most = 0;
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < k; j++) {
				const names_join *pair = &pairs[i * k + j];
				double value = pair->value * fmin(weight_of(m->a, i), weight_of(m->b, j));
				if (pair->value >= 0.30 && value > most && !(m->left & pair->left) &&
				    !(m->right & pair->right)) {
					top = pair;
					most = value;
				}
			}
		if (!top || m->count == NAMES_PARTS_MAX)
			return;
		take(m, *top);
	}
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* Parts that found no partner, particles left out. */
typedef struct remains {
	size_t family, given, patronymic; /* whole */
	size_t initials, all;
} remains;

static bool has_joined_family(const names_written *w, uint16_t joined)
{
	for (size_t i = 0; i < w->part_count; i++)
		if ((joined >> i & 1) && w->roles[i] == NAMES_ROLE_FAMILY)
			return true;
	return false;
}

static remains remains_of(const names_written *w, uint16_t joined)
{
	remains r = {0};

	for (size_t i = 0; i < w->part_count; i++) {
		if (joined >> i & 1 || w->parts[i].particle)
			continue;
		/* of two family names of one person the other side has one: the second is neither missing nor another */
		if (w->roles[i] == NAMES_ROLE_FAMILY && w->other_family && has_joined_family(w, joined))
			continue;
		if (w->parts[i].initial)
			r.initials++;
		else if (w->roles[i] == NAMES_ROLE_PATRONYMIC)
			r.patronymic++;
		else if (w->roles[i] == NAMES_ROLE_GIVEN)
			r.given++;
		else
			r.family++;
		r.all++;
	}
	return r;
}

static double weight_in(const names_written *w, uint16_t set)
{
	double most = 0;

	for (; set; set &= (uint16_t)(set - 1))
		most = fmax(most, weight_of(w, (size_t)__builtin_ctz(set)));
	return most;
}

/* The weighed mean, times a root of the least value of a whole name: one bad part is not made good by the rest, and
 * weighs less among many. */
static double mean_value(const names_matching *m, size_t *whole)
{
	double sum = 0, worst = 1, weight = 0;

	*whole = 0;
	for (size_t j = 0; j < m->count; j++) {
		double w = fmin(weight_in(m->a, m->joins[j].left), weight_in(m->b, m->joins[j].right));
		sum += w * m->joins[j].value;
		weight += w;
		if (w > 0.5) {
			worst = fmin(worst, m->joins[j].value);
			++*whole;
		}
	}
	return weight > 0 ? sum / weight * pow(worst, *whole > 2 ? 1.0 / (double)*whole : 0.5) : 0;
}

static bool family_is_joined(const names_matching *m)
{
	for (size_t j = 0; j < m->count; j++)
		for (size_t i = 0; i < NAMES_PARTS_MAX; i++)
			if (((m->joins[j].left >> i & 1) && m->a->roles[i] == NAMES_ROLE_FAMILY) ||
			    ((m->joins[j].right >> i & 1) && m->b->roles[i] == NAMES_ROLE_FAMILY))
				return true;
	return false;
}

/* Names left on both sides speak against each other; names left on one side alone are only missing on the other.
 * An initial left over contradicts whatever is left on the other side. */
static void judge(names_matching *m)
{
	size_t whole;
	double value = mean_value(m, &whole);
	remains a = remains_of(m->a, m->left), b = remains_of(m->b, m->right);
	size_t names_a = a.family + a.given, names_b = b.family + b.given;
	bool sure = m->a->order_known && m->b->order_known;
	bool initial = (a.initials && b.all) || (b.initials && a.all);

	m->patronymic_contradicts = a.patronymic && b.patronymic;
	m->family_contradicts = sure && a.family && b.family;
	m->given_contradicts = initial || (sure ? a.given && b.given : names_a && names_b);
	if (m->family_contradicts)
		value *= 0.35;
	if (m->given_contradicts)
		value *= 0.45;
	if (m->patronymic_contradicts)
		value = fmin(value, 0.45) * 0.95;
	if (!m->family_contradicts && !m->given_contradicts) {
		value *= pow(0.92, fabs((double)names_a - (double)names_b));
		if (names_a && names_b) /* one has a family name only, the other a given name only */
			value *= 0.6;
	}
	/* "Роман Іванович" and "Роман Бойко": the given name alone is in common, and what is beside it is not the same */
	if (!m->patronymic_contradicts && !m->given_contradicts && !family_is_joined(m) && names_a + a.patronymic &&
	    names_b + b.patronymic)
		value *= 0.75;
	if (!whole) /* initials and particles alone say little */
		value *= 0.4;
	else if (whole == 1 && names_a + names_b > 0)
		value *= 0.65; /* one name in common, and more on one side */
	m->value = value < 0 ? 0 : value > 1 ? 1 : value;
}

static void match_pairs(const names_written *a, const names_written *b, const names_join *pairs, names_matching *m)
{
	*m = (names_matching){.a = a, .b = b};
	join_words(m, a, b, pairs, false);
	join_words(m, b, a, pairs, true);
	if (b->part_count <= EXACT_PARTS)
		join_exactly(m, pairs);
	else
		join_greedily(m, pairs);
	judge(m);
}

/* ---- oblique cases -------------------------------------------------------------------------- */

/* A single known given name stands as it is: Олександра is not taken for a case of Олександр. */
bool names_may_be_oblique(const names_written *w)
{
	size_t words = 0;
	bool known = false;

	for (size_t i = 0; i < w->part_count; i++) {
		if (w->parts[i].script != NAMES_SCRIPT_CYRILLIC)
			return false;
		words += !w->parts[i].initial;
		known = known || (w->parts[i].class_count && !w->parts[i].patronymic);
	}
	return words > 1 || (words == 1 && !known);
}

/* Tries to read `oblique` as one case of the name that is `plain`: every whole word of it stands in that case, or is
 * the word of the other side as it is. */
static void try_cases(const names_written *plain, const names_written *oblique, bool swapped, const names_join *pairs,
		      names_matching *best)
{
	uint32_t masks[NAMES_PARTS_MAX][NAMES_PARTS_MAX], all = 0;
	names_join changed[NAMES_PARTS_MAX * NAMES_PARTS_MAX];
	size_t n = plain->part_count, k = oblique->part_count, rows = swapped ? k : n, columns = swapped ? n : k;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++) {
			masks[i][j] = plain->parts[i].initial || oblique->parts[j].initial
					      ? 0
					      : names_case_mask(plain->tables, plain->texts[i], oblique->texts[j]);
			all |= masks[i][j];
		}
	for (unsigned bit = 0; all >> bit; bit++) {
		names_matching found;
		if (!(all >> bit & 1))
			continue;
		memcpy(changed, pairs, rows * columns * sizeof *pairs);
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < k; j++) {
				names_join *join = swapped ? &changed[j * columns + i] : &changed[i * columns + j];
				if (!(masks[i][j] >> bit & 1) || join->value >= 0.95)
					continue;
				*join = (names_join){join->left, join->right, NAMES_SAME_NAME, NAMES_BY_CASE, 0.95};
			}
		match_pairs(swapped ? oblique : plain, swapped ? plain : oblique, changed, &found);
		found.value *= 0.97;
		if (found.value > best->value)
			*best = found;
	}
}

/* Two names that may be cases of each other begin alike, word for word. */
static bool begin_alike(const names_written *a, const names_written *b)
{
	size_t alike = 0, fewer = a->part_count < b->part_count ? a->part_count : b->part_count;

	for (size_t i = 0; i < a->part_count; i++)
		for (size_t j = 0; j < b->part_count; j++)
			if (a->parts[i].fold[0] == b->parts[j].fold[0]) {
				alike++;
				break;
			}
	return alike >= fewer;
}

void names_match(const names_written *a, const names_written *b, names_matching *result)
{
	names_join pairs[NAMES_PARTS_MAX * NAMES_PARTS_MAX];
	size_t n = a->part_count, k = b->part_count;

	if (k > EXACT_PARTS)
		memset(pairs, 0, sizeof pairs);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++)
			pairs[i * k + j] = pair_join(a, i, b, j);
	match_pairs(a, b, pairs, result);
	if (result->value >= 0.9 || !a->tables || n > EXACT_PARTS || k > EXACT_PARTS || !begin_alike(a, b))
		return;
	bool left = names_may_be_oblique(a), right = names_may_be_oblique(b);
	if (right && n && a->parts[0].script == NAMES_SCRIPT_CYRILLIC)
		try_cases(a, b, false, pairs, result);
	if (left && k && b->parts[0].script == NAMES_SCRIPT_CYRILLIC)
		try_cases(b, a, true, pairs, result);
}

double names_likeness_value(const names_written *a, const names_written *b)
{
	names_matching m;

	names_match(a, b, &m);
	return m.value;
}
