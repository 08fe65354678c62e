/* letters.c - scripts, code points, and the repair of signs and look-alike letters. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

hw_status names_runes_of(hw_arena *arena, hw_text t, names_runes *result, hw_error *error)
{
	uint32_t *at = HW_NEW(arena, uint32_t, t.length + 1);
	size_t count = 0, position = 0;
	uint32_t c;

	if (!at)
		return names_no_memory(error);
	while ((c = hw_utf8_next(t, &position)))
		at[count++] = c;
	*result = (names_runes){at, count};
	return HW_OK;
}

hw_status names_runes_text(hw_arena *arena, const uint32_t *runes, size_t count, hw_text *result, hw_error *error)
{
	char *bytes = HW_NEW(arena, char, count * 4 + 1);
	size_t length = 0;

	if (!bytes)
		return names_no_memory(error);
	for (size_t i = 0; i < count; i++)
		length += hw_utf8_write(runes[i], bytes + length);
	*result = (hw_text){bytes, length};
	return HW_OK;
}

bool names_is_latin(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) || c == 0x259 || c == 0x18f ||
	       (c >= 0x1e00 && c <= 0x1eff);
}

bool names_is_cyrillic(uint32_t c)
{
	return (c >= 0x400 && c <= 0x52f && !(c >= 0x482 && c <= 0x489)) || (c >= 0x1c80 && c <= 0x1c88);
}

bool names_is_mark(uint32_t c)
{
	return (c >= 0x300 && c <= 0x36f) || (c >= 0x483 && c <= 0x489) || (c >= 0x64b && c <= 0x65f);
}

bool names_is_letter(uint32_t c)
{
	if (c < 0xc0)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == 0xaa || c == 0xba;
	if (c == 0xd7 || c == 0xf7 || (c >= 0x2b0 && c <= 0x2ff) || names_is_mark(c))
		return false;
	return !(c >= 0x2000 && c <= 0x2bff) && !(c >= 0x3000 && c <= 0x3004) && !(c >= 0x3007 && c <= 0x3020) &&
	       c != 0x30fb && !(c >= 0xfe00 && c <= 0xfe6f) && !(c >= 0xff00 && c <= 0xff20) && c < 0xfff0;
}

static names_script script_by(bool latin, bool cyrillic, bool other)
{
	if (other)
		return NAMES_SCRIPT_OTHER;
	if (latin && cyrillic)
		return NAMES_SCRIPT_MIXED;
	return latin ? NAMES_SCRIPT_LATIN : cyrillic ? NAMES_SCRIPT_CYRILLIC : NAMES_SCRIPT_NONE;
}

names_script names_script_of_runes(const uint32_t *text, size_t count)
{
	bool latin = false, cyrillic = false, other = false;

	for (size_t i = 0; i < count; i++) {
		latin = latin || names_is_latin(text[i]);
		cyrillic = cyrillic || names_is_cyrillic(text[i]);
		other = other || (names_is_letter(text[i]) && !names_is_latin(text[i]) && !names_is_cyrillic(text[i]));
	}
	return script_by(latin, cyrillic, other);
}

names_script names_script_of(hw_text t)
{
	bool latin = false, cyrillic = false, other = false;
	size_t at = 0;
	uint32_t c;

	while ((c = hw_utf8_next(t, &at))) {
		if (names_is_latin(c))
			latin = true;
		else if (names_is_cyrillic(c))
			cyrillic = true;
		else if (names_is_letter(c))
			other = true;
	}
	return script_by(latin, cyrillic, other);
}

const char *names_script_words(names_script script)
{
	static const char *const words[] = {"no letters", "Latin", "Cyrillic", "mixed", "other"};

	return (size_t)script < HW_COUNT(words) ? words[script] : "?";
}

static int pair_order(const void *a, const void *b)
{
	uint32_t left = ((const names_rune_pair *)a)->from, right = ((const names_rune_pair *)b)->from;

	return (left > right) - (left < right);
}

static uint32_t pair_find(const names_rune_pair *pairs, size_t count, uint32_t from)
{
	names_rune_pair key = {from, 0};
	const names_rune_pair *found = bsearch(&key, pairs, count, sizeof key, pair_order);

	return found ? found->to : 0;
}

names_sign names_sign_of(const names_tables *tables, uint32_t c)
{
	if ((c < 0x80 && c != '\'' && c != '`' && c != '-' && c > ' ') || names_is_cyrillic(c))
		return NAMES_SIGN_NONE;
	return (names_sign)pair_find(tables->signs, tables->sign_count, c);
}

uint32_t names_plain_latin(const names_tables *tables, uint32_t c)
{
	uint32_t plain = c < 0x80 ? 0 : pair_find(tables->latin, tables->latin_count, c);

	return plain ? plain : c;
}

/* ---- loading ------------------------------------------------------------------ */

static uint32_t hex_of(hw_text t)
{
	uint32_t value = 0;

	for (size_t i = 0; i < t.length; i++) {
		unsigned char c = (unsigned char)t.bytes[i];
		unsigned digit = c >= 'A' ? (unsigned)(c - 'A') + 10 : (unsigned)(c - '0');
		if (digit > 15)
			return 0;
		value = value * 16 + digit;
	}
	return value;
}

static hw_status load_signs(names_tables *tables, hw_error *error)
{
	static const char *const kinds[] = {"", "apostrophe", "hyphen", "space", "unseen"};
	hw_text rest = names_data_find("signs.txt"), row, field;
	unsigned line = 0;

	tables->signs = HW_NEW(tables->arena, names_rune_pair, rest.length / 5 + 1);
	if (!tables->signs)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row)) {
		uint32_t kind = 0;
		names_field_next(&row, &field);
		for (uint32_t i = 1; i < HW_COUNT(kinds); i++)
			if (hw_text_is(field, kinds[i]))
				kind = i;
		while (names_field_next(&row, &field)) {
			uint32_t c = hex_of(field);
			if (!c || !kind)
				return names_row_fault(error, "signs.txt", line,
						       "a kind and code points in capital hex");
			tables->signs[tables->sign_count++] = (names_rune_pair){c, kind};
		}
	}
	qsort(tables->signs, tables->sign_count, sizeof *tables->signs, pair_order);
	return HW_OK;
}

static hw_status load_lookalikes(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("lookalikes.txt"), row, left, right;
	unsigned line = 0;

	tables->lookalikes = HW_NEW(tables->arena, names_rune_pair, rest.length / 4 + 1);
	if (!tables->lookalikes)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row)) {
		size_t a = 0, b = 0;
		if (!names_field_next(&row, &left) || !names_field_next(&row, &right))
			return names_row_fault(error, "lookalikes.txt", line, "two letters are needed");
		tables->lookalikes[tables->lookalike_count++] =
			(names_rune_pair){hw_utf8_next(left, &a), hw_utf8_next(right, &b)};
	}
	return HW_OK;
}

static hw_status load_latin(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("latin.txt"), row, plain, with;
	unsigned line = 0;

	tables->latin = HW_NEW(tables->arena, names_rune_pair, rest.length / 2 + 1);
	if (!tables->latin)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row)) {
		size_t at = 0, b = 0;
		uint32_t c;
		if (!names_field_next(&row, &plain) || !names_field_next(&row, &with))
			return names_row_fault(error, "latin.txt", line, "a letter and letters with signs are needed");
		uint32_t to = hw_utf8_next(plain, &b);
		while ((c = hw_utf8_next(with, &at)))
			tables->latin[tables->latin_count++] = (names_rune_pair){c, to};
	}
	qsort(tables->latin, tables->latin_count, sizeof *tables->latin, pair_order);
	return HW_OK;
}

hw_status names_load_letters(names_tables *tables, hw_error *error)
{
	HW_TRY(load_signs(tables, error));
	HW_TRY(load_lookalikes(tables, error));
	HW_TRY(load_latin(tables, error));
	return names_load_fold(tables, error);
}

/* ---- tidying ------------------------------------------------------------------- */

static bool is_word_sign(uint32_t c)
{
	return names_is_letter(c) || names_is_mark(c) || c == NAMES_APOSTROPHE;
}

/* Brings signs to one kind; `"` and apostrophes stay apostrophes only between letters. */
static size_t tidy_signs(const names_tables *tables, uint32_t *r, size_t count, unsigned *notes)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		uint32_t c = r[i];
		names_sign sign = names_sign_of(tables, c);
		bool between = kept && names_is_letter(r[kept - 1]) && i + 1 < count && names_is_letter(r[i + 1]);

		if (sign == NAMES_SIGN_UNSEEN) {
			*notes |= NAMES_REPAIRED_UNSEEN;
			continue;
		}
		if (sign == NAMES_SIGN_APOSTROPHE || (c == '"' && between))
			c = between ? NAMES_APOSTROPHE : '\'';
		else if (sign == NAMES_SIGN_HYPHEN)
			c = '-';
		else if (sign == NAMES_SIGN_SPACE || c < ' ')
			c = ' ';
		if (c != r[i] && !(c == NAMES_APOSTROPHE && r[i] == '\''))
			*notes |= NAMES_REPAIRED_SIGNS;
		if (c == ' ' && (!kept || r[kept - 1] == ' ')) {
			*notes |= NAMES_REPAIRED_SIGNS;
			continue;
		}
		r[kept++] = c;
	}
	while (kept && r[kept - 1] == ' ')
		kept--;
	return kept;
}

static uint32_t lookalike(const names_tables *tables, uint32_t c, bool to_cyrillic)
{
	for (size_t i = 0; i < tables->lookalike_count; i++) {
		const names_rune_pair *pair = &tables->lookalikes[i];
		if (pair->to >= '0' && pair->to <= '9') {
			if (pair->to == c && names_is_cyrillic(pair->from) == to_cyrillic)
				return pair->from;
		} else if ((to_cyrillic ? pair->to : pair->from) == c)
			return to_cyrillic ? pair->from : pair->to;
	}
	return 0;
}

/* A mixed word goes to the script whose other letters cannot be mistaken; when either could be, to the one with
 * more letters, then to Cyrillic. */
static void repair_word(const names_tables *tables, uint32_t *word, size_t count, unsigned *notes)
{
	size_t latin = 0, cyrillic = 0, sure_latin = 0, sure_cyrillic = 0;
	bool digits = false;

	for (size_t i = 0; i < count; i++) {
		latin += names_is_latin(word[i]);
		cyrillic += names_is_cyrillic(word[i]);
		digits = digits || (word[i] >= '0' && word[i] <= '9');
	}
	if (!digits && !(latin && cyrillic))
		return;
	for (size_t i = 0; i < count; i++) {
		sure_latin += names_is_latin(word[i]) && !lookalike(tables, word[i], true);
		sure_cyrillic += names_is_cyrillic(word[i]) && !lookalike(tables, word[i], false);
	}
	bool to_cyrillic = sure_latin == sure_cyrillic ? cyrillic >= latin : sure_cyrillic > sure_latin;
	bool mixed = latin && cyrillic;
	for (size_t i = 0; i < count; i++) {
		bool digit = word[i] >= '0' && word[i] <= '9';
		bool digit_inside = digit && i && i + 1 < count && names_is_letter(word[i - 1]) &&
				    names_is_letter(word[i + 1]) && latin + cyrillic >= 3;
		if (digit ? !digit_inside
			  : !mixed || (to_cyrillic ? !names_is_latin(word[i]) : !names_is_cyrillic(word[i])))
			continue;
		uint32_t other = lookalike(tables, word[i], to_cyrillic);
		if (other) {
			word[i] = other;
			*notes |= NAMES_REPAIRED_LETTERS;
		}
	}
}

hw_status names_tidy(const names_tables *tables, hw_arena *arena, hw_text t, hw_text *result, unsigned *notes,
		     hw_error *error)
{
	names_runes runes;
	unsigned found = 0;

	HW_TRY(hw_text_nfc(arena, t, &t, error));
	HW_TRY(names_runes_of(arena, t, &runes, error));
	names_repair(tables, &runes, &found);
	size_t count = tidy_signs(tables, runes.at, runes.count, &found);
	for (size_t i = 0; i < count;) {
		size_t end = i;
		/* 1алиев, !алиев: the letter Ӏ, which keyboards lack */
		if ((runes.at[i] == '1' || runes.at[i] == '!') && count - i > 3 && names_is_cyrillic(runes.at[i + 1]) &&
		    names_is_cyrillic(runes.at[i + 2]) && names_is_cyrillic(runes.at[i + 3])) {
			runes.at[i] = 0x4c0;
			found |= NAMES_REPAIRED_LETTERS;
		}
		while (end < count && (is_word_sign(runes.at[end]) || (runes.at[end] >= '0' && runes.at[end] <= '9')))
			end++;
		repair_word(tables, runes.at + i, end - i, &found);
		i = end + 1;
	}
	HW_TRY(names_runes_text(arena, runes.at, count, result, error));
	if (notes)
		*notes = found;
	return HW_OK;
}
