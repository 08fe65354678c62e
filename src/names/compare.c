/* compare.c - likeness of two full names.
 *
 * The parts of the two names are joined in the best way: pairs of parts, and two or three neighbours of one side
 * that are one part of the other ("Ай-Хаан", "Айхаан").  The likeness is the weighed mean of the joined parts, less
 * something for parts that only one side has; parts left on both sides in the same role contradict and cap it. */
#include "names/names_int.h"

#include <math.h>
#include <string.h>

/* ---- likeness of two parts --------------------------------------------------------- */

static double by_length(const names_part *a, const names_part *b, double base, double per_letter, double least)
{
	size_t shorter = a->length < b->length ? a->length : b->length;
	double value = base - per_letter / (double)shorter;

	return value > least ? value : least;
}

/* Signs that are readings of one Latin letter group: ch (ч х ш), j (ж й), sz (ш с), c (ц к). */
static bool confusable(char a, char b)
{
	static const char pairs[][2] = {{'q', 'h'}, {'q', 'w'}, {'w', 'h'}, {'j', 'y'}, {'j', 'w'},
					{'w', 's'}, {'c', 'k'}, {'c', 't'}, {'c', 's'}, {'c', 'z'}};

	for (size_t i = 0; i < HW_COUNT(pairs); i++)
		if ((pairs[i][0] == a && pairs[i][1] == b) || (pairs[i][0] == b && pairs[i][1] == a))
			return true;
	return a == b || (strchr("aeiouy", a) && strchr("aeiouy", b));
}

/* Likeness by agreement; letters count by the length of the name. */
static double part_value(const names_part *a, const names_part *b, names_agreement agreement)
{
	switch (agreement) {
	case NAMES_SAME_WRITING:
		return 1.0;
	case NAMES_SAME_SOUND:
		return 0.98;
	case NAMES_SAME_NAME: /* an ambiguous everyday form (Слава) fits several names */
		return a->class_count > 1 || b->class_count > 1 ? 0.85 : 0.95;
	case NAMES_OTHER_ENDING:
		return 0.90;
	case NAMES_ONE_LETTER: /* the first letter is the one that people get right */
		return confusable(a->fold[0], b->fold[0]) ? by_length(a, b, 1.0, 1.0, 0.70) : 0.60;
	case NAMES_TWO_LETTERS:
		return by_length(a, b, 1.0, 2.0, 0.70);
	case NAMES_INITIAL:
		return 0.75;
	case NAMES_DISTANT:
		return 0.30;
	case NAMES_DERIVED:
		return 0.25;
	case NAMES_MISSING:
	case NAMES_CONTRADICTS:
	case NAMES_DIFFERENT:
	case NAMES_AGREEMENTS:
		break;
	}
	return 0;
}

/* ---- joining the parts ------------------------------------------------------------------ */

enum { JOINS_MAX = NAMES_PARTS_MAX };
typedef struct join {
	uint16_t left, right; /* bit sets of the parts */
	names_agreement agreement;
	double value;
} join;
typedef struct matching {
	const names_written *a, *b;
	join joins[JOINS_MAX];
	size_t count;
	uint16_t left, right; /* joined parts */
} matching;

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

static join pair_join(const names_written *a, size_t i, const names_written *b, size_t j)
{
	join result = {(uint16_t)(1u << i), (uint16_t)(1u << j), NAMES_DIFFERENT, 0};
	names_role role = a->roles[i] == b->roles[j] ? a->roles[i] : NAMES_ROLE_OPEN;

	if (!roles_fit(a, i, b, j))
		return result;
	result.agreement = names_part_compare(&a->parts[i], &b->parts[j], role);
	result.value = part_value(&a->parts[i], &b->parts[j], result.agreement);
	/* the same role is the better partner when two would do */
	if (a->roles[i] != b->roles[j])
		result.value *= a->order_known && b->order_known ? 0.92 : 0.98;
	return result;
}

/* Neighbours first..first+number-1 of `many` as one word against part `one` of `other`. */
static join word_join(const names_written *many, size_t first, size_t number, const names_written *other, size_t one)
{
	char joined[NAMES_FOLD_MAX * 3];
	join result = {0, (uint16_t)(1u << one), NAMES_DIFFERENT, 0};
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

static void take(matching *m, join j)
{
	m->joins[m->count++] = j;
	m->left |= j.left;
	m->right |= j.right;
}

static void join_words(matching *m, const names_written *many, const names_written *other, bool swapped)
{
	for (size_t number = 3; number >= 2; number--)
		for (size_t first = 0; first + number <= many->part_count; first++)
			for (size_t one = 0; one < other->part_count; one++) {
				join j = word_join(many, first, number, other, one);
				if (swapped) {
					uint16_t left = j.left;
					j.left = j.right;
					j.right = left;
				}
				if (j.value > 0 && !(m->left & j.left) && !(m->right & j.right) && m->count < JOINS_MAX)
					take(m, j);
			}
}

/* The set of pairs with the greatest sum of weighed values, by trying the partners of each part in turn with the
 * best completion remembered for each set of used partners (at most 12 * 4096 states). */
static void join_pairs(matching *m, double *best, uint8_t *choice, const join *pairs)
{
	size_t n = m->a->part_count, k = m->b->part_count, sets = (size_t)1 << k;

	for (size_t used = 0; used < sets; used++)
		best[n * sets + used] = 0;
	for (size_t i = n; i-- > 0;)
		for (size_t used = 0; used < sets; used++) {
			double top = best[(i + 1) * sets + used];
			uint8_t chosen = UINT8_MAX;
			for (size_t j = 0; j < k && !(m->left >> i & 1); j++) {
				const join *pair = &pairs[i * k + j];
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

/* ---- the whole ---------------------------------------------------------------------------- */

typedef struct verdict {
	double value;
	bool patronymic_contradicts, given_contradicts, family_contradicts;
} verdict;

/* Parts that found no partner, particles left out. */
typedef struct remains {
	size_t family, given, patronymic; /* whole */
	size_t initials, all;
} remains;

static remains remains_of(const names_written *w, uint16_t joined)
{
	remains r = {0};

	for (size_t i = 0; i < w->part_count; i++) {
		if (joined >> i & 1 || w->parts[i].particle)
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

/* The weighed mean, times a root of the least value of a whole name: one bad part is not made good by the rest, and
 * weighs less among many. */
static double mean_value(const matching *m, size_t *whole)
{
	double sum = 0, least = 1, weight = 0;

	*whole = 0;
	for (size_t j = 0; j < m->count; j++) {
		double left = 0, right = 0;
		for (size_t i = 0; i < NAMES_PARTS_MAX; i++) {
			if (m->joins[j].left >> i & 1)
				left = fmax(left, weight_of(m->a, i));
			if (m->joins[j].right >> i & 1)
				right = fmax(right, weight_of(m->b, i));
		}
		double w = fmin(left, right);
		sum += w * m->joins[j].value;
		weight += w;
		if (w > 0.5) {
			least = fmin(least, m->joins[j].value);
			++*whole;
		}
	}
	return weight > 0 ? sum / weight * pow(least, *whole > 2 ? 1.0 / (double)*whole : 0.5) : 0;
}

/* Names left on both sides speak against each other; names left on one side alone are only missing on the other.
 * An initial left over contradicts whatever is left on the other side. */
static verdict judge(const matching *m)
{
	size_t whole;
	double value = mean_value(m, &whole);
	remains a = remains_of(m->a, m->left), b = remains_of(m->b, m->right);
	size_t names_a = a.family + a.given, names_b = b.family + b.given;
	bool sure = m->a->order_known && m->b->order_known;
	bool initial = (a.initials && b.all) || (b.initials && a.all);
	verdict v = {.patronymic_contradicts = a.patronymic && b.patronymic,
		     .family_contradicts = sure && a.family && b.family,
		     .given_contradicts = initial || (sure ? a.given && b.given : names_a && names_b)};

	if (v.family_contradicts)
		value *= 0.35;
	if (v.given_contradicts)
		value *= 0.45;
	if (v.patronymic_contradicts)
		value = fmin(value, 0.45) * 0.95;
	if (!v.family_contradicts && !v.given_contradicts) {
		value *= pow(0.92, fabs((double)names_a - (double)names_b));
		if (names_a && names_b) /* one has a family name only, the other a given name only */
			value *= 0.6;
	}
	if (!whole) /* initials and particles alone say little */
		value *= 0.4;
	else if (whole == 1 && names_a + names_b > 0)
		value *= 0.65; /* one name in common, and more on one side */
	v.value = value;
	return v;
}

/* ---- reasons ------------------------------------------------------------------------------- */

static hw_status texts_of(hw_arena *arena, const names_written *w, uint16_t set, hw_text *result, hw_error *error)
{
	*result = (hw_text){0};
	for (size_t i = 0; i < w->part_count; i++)
		if (set >> i & 1) {
			*result = result->length ? hw_text_format(arena, "%.*s %.*s", HW_TEXT_ARG(*result),
								  HW_TEXT_ARG(w->texts[i]))
						 : w->texts[i];
			if (!result->bytes)
				return names_no_memory(error);
		}
	return HW_OK;
}

static hw_status add_reason(hw_arena *arena, names_likeness *out, names_agreement agreement, hw_text left,
			    hw_text right, const char *words, hw_error *error)
{
	names_reason *reason = &out->reasons[out->reason_count];
	const char *sign = agreement <= NAMES_DIFFERENT ? "|" : agreement == NAMES_SAME_WRITING ? "=" : "~";

	if (agreement >= NAMES_OTHER_ENDING)
		sign = "=";
	hw_text line =
		left.length && right.length
			? hw_text_format(arena, "%.*s %s %.*s: %s", HW_TEXT_ARG(left), sign, HW_TEXT_ARG(right), words)
			: hw_text_format(arena, "%.*s: %s", HW_TEXT_ARG(left.length ? left : right), words);
	if (!line.bytes)
		return names_no_memory(error);
	*reason = (names_reason){agreement, left, right, line};
	out->reason_count++;
	return HW_OK;
}

static uint16_t left_over(const names_written *w, uint16_t joined, names_role role, bool any)
{
	uint16_t set = 0;

	for (size_t i = 0; i < w->part_count; i++)
		if (!(joined >> i & 1) && !w->parts[i].particle &&
		    (any ? w->roles[i] != NAMES_ROLE_PATRONYMIC : w->roles[i] == role))
			set |= (uint16_t)(1u << i);
	return set;
}

static hw_status contradiction(hw_arena *arena, const matching *m, names_role role, bool any, const char *words,
			       names_likeness *out, hw_error *error)
{
	uint16_t left = left_over(m->a, m->left, role, any), right = left_over(m->b, m->right, role, any);
	hw_text left_text, right_text;
	const char *why = words;

	HW_TRY(texts_of(arena, m->a, left, &left_text, error));
	HW_TRY(texts_of(arena, m->b, right, &right_text, error));
	/* two single names whose kinship is known are told apart by it */
	if (!(left & (left - 1)) && !(right & (right - 1)) && left && right) {
		const names_part *l = &m->a->parts[__builtin_ctz(left)], *r = &m->b->parts[__builtin_ctz(right)];
		if (names_part_compare(l, r, any ? NAMES_ROLE_OPEN : role) == NAMES_DERIVED)
			why = names_agreement_words(NAMES_DERIVED);
	}
	return add_reason(arena, out, NAMES_CONTRADICTS, left_text, right_text, why, error);
}

static hw_status explain(hw_arena *arena, const matching *m, const verdict *v, names_likeness *out, hw_error *error)
{
	bool sure = m->a->order_known && m->b->order_known;

	for (size_t j = 0; j < m->count; j++) {
		hw_text left, right;
		HW_TRY(texts_of(arena, m->a, m->joins[j].left, &left, error));
		HW_TRY(texts_of(arena, m->b, m->joins[j].right, &right, error));
		HW_TRY(add_reason(arena, out, m->joins[j].agreement, left, right,
				  names_agreement_words(m->joins[j].agreement), error));
	}
	if (v->family_contradicts)
		HW_TRY(contradiction(arena, m, NAMES_ROLE_FAMILY, false, "family name contradicts", out, error));
	if (v->given_contradicts)
		HW_TRY(contradiction(arena, m, NAMES_ROLE_GIVEN, !sure,
				     sure ? "given name contradicts" : "name contradicts", out, error));
	if (v->patronymic_contradicts)
		HW_TRY(contradiction(arena, m, NAMES_ROLE_PATRONYMIC, false, "patronymic contradicts", out, error));
	for (unsigned side = 0; side < 2; side++) {
		const names_written *w = side ? m->b : m->a;
		uint16_t joined = side ? m->right : m->left;
		for (size_t i = 0; i < w->part_count; i++) {
			bool told = (w->roles[i] == NAMES_ROLE_PATRONYMIC && v->patronymic_contradicts) ||
				    (w->roles[i] == NAMES_ROLE_FAMILY && v->family_contradicts) ||
				    (w->roles[i] != NAMES_ROLE_PATRONYMIC && v->given_contradicts &&
				     (!sure || w->roles[i] == NAMES_ROLE_GIVEN));
			if (joined >> i & 1 || told || w->parts[i].particle)
				continue;
			hw_text only = w->texts[i], nothing = {0};
			HW_TRY(add_reason(arena, out, NAMES_MISSING, side ? nothing : only, side ? only : nothing,
					  "only one has it", error));
		}
	}
	return HW_OK;
}

hw_status names_compare_written(hw_arena *arena, const names_written *a, const names_written *b, names_likeness *result,
				hw_error *error)
{
	matching m = {.a = a, .b = b};
	size_t n = a->part_count, k = b->part_count, sets = (size_t)1 << k;
	join *pairs = HW_NEW(arena, join, n * k + 1);
	double *best = HW_NEW(arena, double, (n + 1) * sets);
	uint8_t *choice = HW_NEW(arena, uint8_t, (n + 1) * sets);
	names_likeness out = {.reasons = HW_NEW(arena, names_reason, 2 * NAMES_PARTS_MAX + 5)};

	if (!pairs || !best || !choice || !out.reasons)
		return names_no_memory(error);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < k; j++)
			pairs[i * k + j] = pair_join(a, i, b, j);
	join_words(&m, a, b, false);
	join_words(&m, b, a, true);
	join_pairs(&m, best, choice, pairs);
	verdict v = judge(&m);
	out.value = v.value < 0 ? 0 : v.value > 1 ? 1 : v.value;
	HW_TRY(explain(arena, &m, &v, &out, error));
	*result = out;
	return HW_OK;
}

/* The words of the name proper, as one text. */
static hw_status name_text(hw_arena *arena, const names_written *w, hw_text *result, hw_error *error)
{
	uint16_t set = 0;

	for (size_t i = 0; i < w->part_count; i++)
		if (!w->parts[i].particle)
			set |= (uint16_t)(1u << i);
	return texts_of(arena, w, set, result, error);
}

/* A single known given name stands as it is: Олександра is not taken for a case of Олександр. */
static bool may_be_oblique(const names_written *w)
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

/* Tries the readings of `oblique` as cases of a name against `other`; keeps the better likeness. */
static hw_status try_cases(const names_tables *tables, hw_arena *arena, const names_written *oblique,
			   const names_written *other, bool swapped, names_likeness *best, hw_error *error)
{
	enum { TRIED = 6 };
	names_reading readings[TRIED];
	names_written *read = HW_NEW(arena, names_written, 1);
	size_t count = 0;
	hw_text text;

	if (!read)
		return names_no_memory(error);
	HW_TRY(name_text(arena, oblique, &text, error));
	HW_TRY(names_readings(tables, arena, text, TRIED, readings, &count, error));
	for (size_t i = 0; i < count && readings[i].score > readings[0].score - 0.4; i++) {
		names_likeness found = {0};
		if (hw_text_equal(readings[i].text, text))
			continue;
		HW_TRY(names_parse(tables, arena, readings[i].text, read, error));
		HW_TRY(names_compare_written(arena, swapped ? other : read, swapped ? read : other, &found, error));
		found.value *= 0.97;
		if (found.value <= best->value || !found.reasons)
			continue;
		names_reason *reason = &found.reasons[found.reason_count++];
		*reason = (names_reason){.agreement = NAMES_SAME_NAME, .left = text, .right = readings[i].text};
		reason->words = hw_text_format(arena, "%.*s read as an oblique case of %.*s", HW_TEXT_ARG(text),
					       HW_TEXT_ARG(readings[i].text));
		if (!reason->words.bytes)
			return names_no_memory(error);
		*best = found;
	}
	return HW_OK;
}

hw_status names_compare(const names_tables *tables, hw_arena *arena, hw_text a, hw_text b, names_likeness *result,
			hw_error *error)
{
	names_written *left = HW_NEW(arena, names_written, 2);
	names_likeness best = {0};

	if (!left)
		return names_no_memory(error);
	HW_TRY(names_parse(tables, arena, a, &left[0], error));
	HW_TRY(names_parse(tables, arena, b, &left[1], error));
	HW_TRY(names_compare_written(arena, &left[0], &left[1], &best, error));
	if (best.value < 0.9 && may_be_oblique(&left[0]))
		HW_TRY(try_cases(tables, arena, &left[0], &left[1], false, &best, error));
	if (best.value < 0.9 && may_be_oblique(&left[1]))
		HW_TRY(try_cases(tables, arena, &left[1], &left[0], true, &best, error));
	*result = best;
	return HW_OK;
}
