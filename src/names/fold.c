/* fold.c - one key for both scripts.  The rules stand in data/names/fold.txt; this file only applies them:
 * the manner of a word (French tch, German tsch ...) is found from its marks, then the longest fitting letters are
 * replaced from left to right, and the outcome loses i before another vowel and doubled signs. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- loading ------------------------------------------------------------------ */

static const char *const styles[] = {"*", "fr", "de", "pl", "cz"};

static int style_of(hw_text t)
{
	for (size_t i = 0; i < HW_COUNT(styles); i++)
		if (hw_text_is(t, styles[i]))
			return (int)i;
	return -1;
}

/* Letters of a row, at most NAMES_LETTERS_MAX; false when there are more or none. */
static bool letters_of(hw_text t, uint32_t letters[NAMES_LETTERS_MAX], uint8_t *count)
{
	size_t at = 0;
	uint32_t c;

	for (*count = 0; (c = hw_utf8_next(t, &at));) {
		if (*count == NAMES_LETTERS_MAX)
			return false;
		letters[(*count)++] = c;
	}
	return *count > 0;
}

static bool read_rule(hw_text row, names_fold_rule *rule)
{
	hw_text style, letters, signs;

	if (!names_field_next(&row, &style) || !names_field_next(&row, &letters) || !names_field_next(&row, &signs))
		return false;
	int found = style_of(style);
	if (found < 0 || signs.length > NAMES_SIGNS_MAX || letters.length < 2 - (letters.bytes[0] < 0x7f))
		return false;
	rule->style = (uint8_t)found;
	rule->at_start = letters.length > 1 && letters.bytes[0] == '^';
	rule->at_end = letters.length > 1 && letters.bytes[letters.length - 1] == '$';
	letters.bytes += rule->at_start;
	letters.length -= (size_t)rule->at_start + rule->at_end;
	if (!hw_text_is(signs, "-")) {
		memcpy(rule->signs, signs.bytes, signs.length);
		rule->sign_count = (uint8_t)signs.length;
	}
	return letters_of(letters, rule->letters, &rule->count);
}

/* First letter; then longer, of a manner, anchored, in the order of the file. */
static int rule_order(const void *a, const void *b)
{
	const names_fold_rule *left = a, *right = b;

	if (left->letters[0] != right->letters[0])
		return left->letters[0] < right->letters[0] ? -1 : 1;
	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	if (!left->style != !right->style)
		return left->style ? -1 : 1;
	int left_anchors = left->at_start + left->at_end, right_anchors = right->at_start + right->at_end;
	if (left_anchors != right_anchors)
		return left_anchors > right_anchors ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

static hw_status read_marks(names_tables *tables, hw_text row, unsigned line, hw_error *error)
{
	hw_text word;

	names_field_next(&row, &word);
	if (!names_field_next(&row, &word) || style_of(word) < 1)
		return names_row_fault(error, "fold.txt", line, "not a manner of writing");
	int style = style_of(word);
	while (names_field_next(&row, &word)) {
		names_mark *mark = &tables->marks[tables->mark_count++];
		mark->style = (uint8_t)style;
		if (!letters_of(word, mark->letters, &mark->count))
			return names_row_fault(error, "fold.txt", line, "a mark has 1 to 8 letters");
	}
	return HW_OK;
}

hw_status names_load_fold(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("fold.txt"), row;
	unsigned line = 0;

	tables->fold = HW_NEW(tables->arena, names_fold_rule, rest.length / 4 + 1);
	tables->marks = HW_NEW(tables->arena, names_mark, rest.length / 4 + 1);
	if (!tables->fold || !tables->marks)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row)) {
		if (hw_text_starts(row, "style ")) {
			HW_TRY(read_marks(tables, row, line, error));
			continue;
		}
		names_fold_rule *rule = &tables->fold[tables->fold_count++];
		rule->row = line;
		if (!read_rule(row, rule))
			return names_row_fault(error, "fold.txt", line,
					       "a manner, 1 to 8 letters, up to 4 signs are needed");
	}
	qsort(tables->fold, tables->fold_count, sizeof *tables->fold, rule_order);
	for (uint32_t c = 0, r = 0; c < HW_COUNT(tables->fold_first); c++) {
		while (r < tables->fold_count && tables->fold[r].letters[0] < c)
			r++;
		tables->fold_first[c] = (uint16_t)r;
	}
	return HW_OK;
}

/* ---- applying ------------------------------------------------------------------ */

static uint8_t style_in(const names_tables *tables, const uint32_t *word, size_t count)
{
	for (size_t m = 0; m < tables->mark_count; m++) {
		const names_mark *mark = &tables->marks[m];
		for (size_t i = 0; i + mark->count <= count; i++)
			if (!memcmp(word + i, mark->letters, mark->count * sizeof *word))
				return mark->style;
	}
	return 0;
}

static size_t rules_from(const names_tables *tables, uint32_t first)
{
	size_t low = 0, high = tables->fold_count;

	if (first + 1 < HW_COUNT(tables->fold_first) && tables->fold_first[first + 1])
		return tables->fold_first[first];
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (tables->fold[middle].letters[0] < first)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool names_fold_knows(const names_tables *tables, uint32_t letter)
{
	size_t at = rules_from(tables, letter);

	return at < tables->fold_count && tables->fold[at].letters[0] == letter;
}

static const names_fold_rule *rule_at(const names_tables *tables, const uint32_t *word, size_t count, size_t at,
				      uint8_t style)
{
	for (size_t r = rules_from(tables, word[at]); r < tables->fold_count; r++) {
		const names_fold_rule *rule = &tables->fold[r];
		if (rule->letters[0] != word[at])
			break;
		if (rule->count > count - at || (rule->style && rule->style != style) || (rule->at_start && at) ||
		    (rule->at_end && at + rule->count != count))
			continue;
		size_t i = 1;
		while (i < rule->count && word[at + i] == rule->letters[i])
			i++;
		if (i == rule->count)
			return rule;
	}
	return NULL;
}

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'o' || c == 'u';
}

/* i before another vowel says how the consonant sounds, at the beginning it is a consonant itself; doubled signs
 * sound as one. */
static size_t simplify(char *key, size_t length)
{
	size_t kept = 0;

	for (size_t i = 0; i < length; i++) {
		char c = key[i];
		if (kept && key[kept - 1] == 'i' && is_vowel(c)) {
			kept--;
			if (!kept && c != 'e')
				key[kept++] = 'y';
		}
		/* only signs of the key: letters of scripts without rules are several bytes */
		if (kept && key[kept - 1] == c && (unsigned char)c < 0x80)
			continue;
		key[kept++] = c;
	}
	return kept;
}

size_t names_fold_word(const names_tables *tables, const uint32_t *word, size_t count, char *out, size_t room)
{
	uint32_t bare[NAMES_WORD_MAX];
	char key[NAMES_WORD_MAX * NAMES_SIGNS_MAX];
	size_t letters = 0, length = 0;

	for (size_t i = 0; i < count && letters < NAMES_WORD_MAX; i++)
		if (names_is_letter(word[i]) || (word[i] >= '0' && word[i] <= '9'))
			bare[letters++] = word[i];
	uint8_t style = style_in(tables, bare, letters);
	for (size_t at = 0; at < letters;) {
		const names_fold_rule *rule = rule_at(tables, bare, letters, at, style);
		if (!rule) {
			uint32_t plain = names_plain_latin(tables, bare[at]);
			if (plain != bare[at]) {
				bare[at] = plain;
				continue;
			}
			/* a letter of a script without rules keeps its own bytes */
			if (length + 4 <= sizeof key)
				length += hw_utf8_write(bare[at], key + length);
			at++;
			continue;
		}
		memcpy(key + length, rule->signs, rule->sign_count);
		length += rule->sign_count;
		at += rule->count;
	}
	length = simplify(key, length);
	length = length < room ? length : room;
	memcpy(out, key, length);
	return length;
}

hw_status names_fold(const names_tables *tables, hw_arena *arena, hw_text t, hw_text *result, hw_error *error)
{
	names_runes runes;
	hw_text lower;

	HW_TRY(names_tidy(tables, arena, t, &lower, NULL, error));
	HW_TRY(hw_text_lower(arena, lower, &lower, error));
	HW_TRY(names_runes_of(arena, lower, &runes, error));
	size_t room = runes.count * NAMES_SIGNS_MAX + 1, length = 0;
	char *key = HW_NEW(arena, char, room);
	if (!key)
		return names_no_memory(error);
	for (size_t i = 0; i < runes.count;) {
		size_t end = i;
		while (end < runes.count && runes.at[end] != ' ' && runes.at[end] != '-' && runes.at[end] != ',' &&
		       runes.at[end] != '.')
			end++;
		size_t gap = length > 0;
		size_t added = names_fold_word(tables, runes.at + i, end - i, key + length + gap, room - length - gap);
		if (added) {
			if (gap)
				key[length] = ' ';
			length += gap + added;
		}
		i = end + 1;
	}
	*result = (hw_text){key, length};
	return HW_OK;
}
