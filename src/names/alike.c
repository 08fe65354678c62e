/* alike.c - how alike two parts of names are: by their agreement, by what ears and eyes take for each other
 * (data/names/confusions.txt), by their consonants alone. */
#include "names/names_int.h"

#include <math.h>
#include <string.h>

/* ---- likeness of two parts --------------------------------------------------------- */

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool is_sign(char c)
{
	return c >= 'a' && c <= 'z';
}

static hw_status read_confusion(names_tables *tables, hw_text row, unsigned line, hw_error *error)
{
	hw_text left, right = {0}, number;
	double cost = 0;

	names_field_next(&row, &left);
	bool vowels = hw_text_is(left, "vowels"), read = (vowels || names_field_next(&row, &right)) &&
							 names_field_next(&row, &number) &&
							 !hw_text_number(number, &cost, NULL) && cost > 0 && cost <= 1;
	for (int a = 0; read && vowels && a < 26; a++)
		for (int b = 0; b < 26; b++)
			if (a != b && is_vowel((char)('a' + a)) && is_vowel((char)('a' + b)))
				tables->exchange[a][b] = (float)cost;
	if (read && vowels)
		return HW_OK;
	if (right.length == 2) {
		hw_text other = left;
		left = right;
		right = other;
	}
	read = read && right.length == 1 && is_sign(right.bytes[0]) && is_sign(left.bytes[0]);
	if (read && left.length == 1) {
		tables->exchange[left.bytes[0] - 'a'][right.bytes[0] - 'a'] = (float)cost;
		tables->exchange[right.bytes[0] - 'a'][left.bytes[0] - 'a'] = (float)cost;
		return HW_OK;
	}
	if (!read || left.length != 2 || !is_sign(left.bytes[1]) || tables->two_for_one_count == NAMES_TWO_FOR_ONE)
		return names_row_fault(error, "confusions.txt", line,
				       "one or two signs, a sign, a cost over 0 and up to 1");
	tables->two_for_one[tables->two_for_one_count++] =
		(struct names_two_for_one){{left.bytes[0], left.bytes[1]}, right.bytes[0], (float)cost};
	return HW_OK;
}

hw_status names_load_confusions(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("confusions.txt"), row;
	unsigned line = 0;

	for (size_t i = 0; i < 26; i++)
		for (size_t j = 0; j < 26; j++)
			tables->exchange[i][j] = i != j;
	while (names_row_next(&rest, &line, &row))
		HW_TRY(read_confusion(tables, row, line, error));
	return HW_OK;
}

/* What it costs to write b for a. */
static double exchange_cost(const names_tables *tables, char a, char b)
{
	if (a == b)
		return 0;
	return tables && is_sign(a) && is_sign(b) ? (double)tables->exchange[a - 'a'][b - 'a'] : 1;
}

static bool confusable(const names_tables *tables, char a, char b)
{
	return exchange_cost(tables, a, b) < 0.75;
}

static double loss_cost(char c, bool at_end)
{
	return is_vowel(c) ? (at_end ? 0.5 : 0.7) : at_end && c == 's' ? 0.6 : 1;
}

/* Two signs of one word for one of the other, both ending here; `two` and `before` are the rows before the last but one and
 * the last sign of a. */
static double two_for_one(const names_tables *tables, const names_part *a, size_t i, const names_part *b, size_t j,
			  const double *two, const double *before)
{
	double best = HUGE_VAL;

	for (size_t r = 0; tables && r < tables->two_for_one_count; r++) {
		const struct names_two_for_one *rule = &tables->two_for_one[r];
		if (i > 1 && b->fold[j - 1] == rule->one && a->fold[i - 1] == rule->two[1] &&
		    a->fold[i - 2] == rule->two[0])
			best = fmin(best, two[j - 1] + (double)rule->cost);
		if (j > 1 && a->fold[i - 1] == rule->one && b->fold[j - 1] == rule->two[1] &&
		    b->fold[j - 2] == rule->two[0])
			best = fmin(best, before[j - 2] + (double)rule->cost);
	}
	return best;
}

/* The least cost that makes one fold key of the other; neighbours exchanged cost 0.9. */
static double letters_cost(const names_tables *tables, const names_part *a, const names_part *b)
{
	double rows[3][NAMES_FOLD_MAX + 1];
	double *two = rows[0], *before = rows[1], *row = rows[2];

	before[0] = 0;
	for (size_t j = 1; j <= b->length; j++)
		before[j] = before[j - 1] + loss_cost(b->fold[j - 1], j == b->length);
	for (size_t i = 1; i <= a->length; i++) {
		char c = a->fold[i - 1];
		row[0] = before[0] + loss_cost(c, i == a->length);
		for (size_t j = 1; j <= b->length; j++) {
			char d = b->fold[j - 1];
			double cost = before[j - 1] + exchange_cost(tables, c, d);
			cost = fmin(cost, before[j] + loss_cost(c, i == a->length));
			cost = fmin(cost, row[j - 1] + loss_cost(d, j == b->length));
			if (i > 1 && j > 1 && c == b->fold[j - 2] && a->fold[i - 2] == d)
				cost = fmin(cost, two[j - 2] + 0.9);
			row[j] = fmin(cost, two_for_one(tables, a, i, b, j, two, before));
		}
		double *spare = two;
		two = before;
		before = row;
		row = spare;
	}
	return before[b->length];
}

/* Likeness of parts that some letters tell apart: their cost by the length of the name; the first letter is the one
 * that people get right. */
static double letters_value(const names_tables *tables, const names_part *a, const names_part *b,
			    names_agreement agreement)
{
	double longer = fmax(a->length, b->length), cost = letters_cost(tables, a, b);
	/* г and Ӏ at the beginning are often lost (Галиев, Алиев) */
	bool lost = (a->fold[0] == 'h' && a->fold[1] == b->fold[0]) || (b->fold[0] == 'h' && b->fold[1] == a->fold[0]);
	bool first =
		lost || confusable(tables, a->fold[0], b->fold[0]) || (is_vowel(a->fold[0]) && is_vowel(b->fold[0]));
	double value = 1 - cost / longer - (cost > 1 ? 0.1 * (cost - 1) : 0);

	if (!first && agreement != NAMES_DISTANT)
		return 0.60;
	if (agreement == NAMES_DISTANT) /* two or three letters of a long name, or vowels only */
		return first && value >= 0.70 ? value - 0.05 : 0.30;
	return fmax(value, 0.70);
}

/* Likeness by agreement; letters count by the length of the name. */
double names_part_value(const names_tables *tables, const names_part *a, const names_part *b, names_agreement agreement)
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
	case NAMES_ONE_LETTER:
	case NAMES_TWO_LETTERS:
	case NAMES_DISTANT:
		return letters_value(tables, a, b, agreement);
	case NAMES_INITIAL:
		return 0.75;
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

/* ---- a part in a script without rules ------------------------------------------------------ */

/* Signs of the fold key that are no vowels. */
static size_t skeleton_of(const names_part *p, char out[NAMES_FOLD_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < p->length; i++)
		if (!is_vowel(p->fold[i]))
			out[count++] = p->fold[i];
	return count;
}

static double skeleton_loss(char c)
{
	return c == 'v' || c == 'h' ? 0.35 : 1; /* و and ه often stand for vowels */
}

/* The consonants alone, as general romanisation and Arabic or Hebrew writing leave them. */
double names_skeleton_value(const names_tables *tables, const names_part *a, const names_part *b)
{
	char left[NAMES_FOLD_MAX], right[NAMES_FOLD_MAX];
	double cost[NAMES_FOLD_MAX + 1][NAMES_FOLD_MAX + 1];
	size_t n = skeleton_of(a, left), k = skeleton_of(b, right), longer = n > k ? n : k;

	if (!n || !k || longer < 2)
		return 0;
	for (size_t i = 0; i <= n; i++)
		for (size_t j = 0; j <= k; j++) {
			cost[i][j] = i || j ? 99 : 0;
			if (i)
				cost[i][j] = fmin(cost[i][j], cost[i - 1][j] + skeleton_loss(left[i - 1]));
			if (j)
				cost[i][j] = fmin(cost[i][j], cost[i][j - 1] + skeleton_loss(right[j - 1]));
			if (i && j) {
				double change = left[i - 1] == right[j - 1]                     ? 0
						: confusable(tables, left[i - 1], right[j - 1]) ? 0.4
												: 1;
				cost[i][j] = fmin(cost[i][j], cost[i - 1][j - 1] + change);
			}
		}
	double value = (longer > 2 ? 0.93 : 0.80) - cost[n][k] / (double)longer;
	return value >= 0.60 ? value : value >= 0.40 ? 0.30 : 0;
}
