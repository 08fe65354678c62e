/* repair.c - names that a machine damaged: Cyrillic read in a wrong encoding, or typed in the wrong layout of the
 * keyboard.  Each way back is tried; it counts when what comes out is made of Cyrillic letters and looks like a name,
 * and what stood there does not. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 160 }; /* code points of a text that is looked at: longer ones are no names */

static void weigh_keys(names_tables *tables);

/* ---- loading ------------------------------------------------------------------------- */

static bool read_hex(hw_text t, uint16_t *value)
{
	unsigned sum = 0;

	for (size_t i = 0; i < t.length; i++) {
		char c = t.bytes[i];
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F')) || t.length > 4)
			return false;
		sum = sum * 16 + (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
	}
	*value = (uint16_t)sum;
	return t.length > 0;
}

static hw_status load_encodings(names_tables *tables, hw_error *error)
{
	static const char *const known[NAMES_ENCODINGS] = {"windows-1252", "windows-1251", "koi8-u", "ibm866"};
	hw_text rest = names_data_find("encodings.txt"), row, field;
	unsigned line = 0, count = 0;

	while (names_row_next(&rest, &line, &row)) {
		bool read =
			names_field_next(&row, &field) && count < NAMES_ENCODINGS && hw_text_is(field, known[count]);
		for (size_t i = 0; read && i < 128; i++)
			read = names_field_next(&row, &field) && read_hex(field, &tables->encodings[count][i]);
		if (!read)
			return names_row_fault(error, "encodings.txt", line,
					       "windows-1252, windows-1251, koi8-u, ibm866, each with 128 code points");
		count++;
	}
	return HW_OK;
}

static hw_status load_layouts(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("layouts.txt"), row, field;
	unsigned line = 0;

	while (names_row_next(&rest, &line, &row)) {
		uint32_t letters[3] = {0};
		for (unsigned i = 0; i < 3; i++) {
			size_t at = 0;
			if (!names_field_next(&row, &field))
				return names_row_fault(error, "layouts.txt", line, "three letters of one key");
			letters[i] = hw_utf8_next(field, &at);
		}
		if (!letters[0] || letters[0] >= 0x80)
			return names_row_fault(error, "layouts.txt", line, "the first is a key of the Latin layout");
		tables->on_key[letters[0]][0] = letters[1];
		tables->on_key[letters[0]][1] = letters[2];
	}
	return HW_OK;
}

hw_status names_load_repairs(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("endings.txt"), row, field;
	unsigned line = 0;

	HW_TRY(load_encodings(tables, error));
	HW_TRY(load_layouts(tables, error));
	weigh_keys(tables);
	tables->name_endings = HW_NEW(tables->arena, hw_text, rest.length / 2 + 1);
	if (!tables->name_endings)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row))
		while (names_field_next(&row, &field))
			tables->name_endings[tables->name_ending_count++] = field;
	return HW_OK;
}

/* ---- what looks like a name -------------------------------------------------------------- */

static bool is_vowel(uint32_t c)
{
	/* bits of а е и о у ы э ю я, and of the Latin vowels, from the first letter on */
	static const uint32_t cyrillic =
		1u | 1u << 5 | 1u << 8 | 1u << 14 | 1u << 19 | 1u << 27 | 1u << 29 | 1u << 30 | 1u << 31;
	static const uint32_t latin = 1u << 1 | 1u << 5 | 1u << 9 | 1u << 15 | 1u << 21 | 1u << 25;

	if (c >= 0x410 && c <= 0x44f)
		return cyrillic >> ((c - 0x410) & 31) & 1;
	if (c < 0x80)
		return c >= 'A' && (latin >> (c & 31) & 1);
	return c == 0x451 || c == 0x454 || c == 0x456 || c == 0x457 || c == 0x401 || c == 0x404 || c == 0x406 ||
	       c == 0x407;
}

/* The longest run of letters without a vowel. */
static size_t longest_run(const uint32_t *word, size_t count)
{
	size_t run = 0, longest = 0;

	for (size_t i = 0; i < count; i++) {
		bool soft = word[i] == 0x44c || word[i] == 0x42c || !names_is_letter(word[i]);
		run = is_vowel(word[i]) ? 0 : soft ? run : run + 1;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* No three vowels together, ь and ъ only after consonants, ы not at the beginning. */
static bool is_speakable(const uint32_t *word, size_t count)
{
	size_t vowels = 0;

	for (size_t i = 0; i < count; i++) {
		bool sign = word[i] == 0x44c || word[i] == 0x44a;
		vowels = is_vowel(word[i]) ? vowels + 1 : 0;
		if (vowels > 2 || (sign && (!i || is_vowel(word[i - 1]))) ||
		    (!i && (word[i] == 0x44b || word[i] == 0x42b)))
			return false;
	}
	return true;
}

/* Letters of the longest ending of a name that the word has. */
static size_t ending_of(const names_tables *tables, hw_text lower)
{
	size_t longest = 0;

	for (size_t i = 0; i < tables->name_ending_count; i++) {
		hw_text ending = tables->name_endings[i];
		if (lower.length >= ending.length + 4 && ending.length > longest &&
		    !memcmp(lower.bytes + lower.length - ending.length, ending.bytes, ending.length))
			longest = ending.length;
	}
	return longest / 2;
}

/* 2: a given name of the tables, or an ending that only names have (-енко, -ський); 1: its letters and ending are those of a name; 0: neither. */
static unsigned looks_like_name(const names_tables *tables, const uint32_t *word, size_t count)
{
	char bytes[LONGEST * 4] = "";
	size_t length = 0;

	for (size_t i = 0; i < count && i < LONGEST; i++) {
		uint32_t c = word[i];
		if (!names_is_cyrillic(c) && c != '-' && c != '\'' && c != NAMES_APOSTROPHE)
			return 0;
		if (c >= 0x410 && c <= 0x42f)
			c += 0x20;
		else if (c >= 0x400 && c <= 0x40f)
			c += 0x50;
		else if (c == 0x490)
			c = 0x491;
		length += hw_utf8_write(c == '\'' ? NAMES_APOSTROPHE : c, bytes + length);
	}
	hw_text lower = {bytes, length};
	if (names_forms_find(tables->written, names_hash(bytes, length)).count)
		return 2;
	if (count < 4 || longest_run(word, count) > 4 || !is_speakable(word, count))
		return 0;
	size_t ending = ending_of(tables, lower);
	return ending >= 4 && count > 5 ? 2 : ending > 0;
}

/* Words of a text that look like names, against those that do not; numbers and single letters do not count. */
typedef struct verdict {
	unsigned names, known, others;
} verdict;

static verdict judge(const names_tables *tables, const uint32_t *text, size_t count)
{
	verdict v = {0};

	for (size_t i = 0; i < count;) {
		size_t end = i, letters = 0;
		while (end < count && text[end] != ' ') {
			letters += names_is_letter(text[end]);
			end++;
		}
		unsigned like = letters > 1 ? looks_like_name(tables, text + i, end - i) : 0;
		v.names += like > 0;
		v.known += like > 1;
		v.others += letters > 1 && !like;
		i = end + 1;
	}
	return v;
}

/* ---- encodings ---------------------------------------------------------------------------- */

/* The byte that `encoding` writes for a code point; -1 when it has none. */
static int byte_of(const names_tables *tables, names_encoding encoding, uint32_t c)
{
	if (c < 0x80)
		return (int)c;
	for (int i = 0; i < 128; i++)
		if (tables->encodings[encoding][i] == c)
			return 0x80 + i;
	/* bytes that an encoding leaves open are often kept as they are */
	return c < 0x100 && c >= 0x80 && encoding == NAMES_WINDOWS_1252 ? (int)c : -1;
}

/* The text as the bytes of `written`, read as UTF-8 (read == NAMES_ENCODINGS) or in `read`; 0 when that cannot be. */
static size_t read_again(const names_tables *tables, const uint32_t *text, size_t count, names_encoding written,
			 names_encoding read, uint32_t *out)
{
	char bytes[LONGEST];
	size_t length = 0, at = 0, kept = 0;
	uint32_t c;

	for (size_t i = 0; i < count; i++) {
		int byte = byte_of(tables, written, text[i]);
		if (byte < 0)
			return 0;
		if (read != NAMES_ENCODINGS)
			out[length++] = byte < 0x80 ? (uint32_t)byte : tables->encodings[read][byte - 0x80];
		else
			bytes[length++] = (char)byte;
	}
	if (read != NAMES_ENCODINGS)
		return length;
	/* the last letter may have lost its second byte */
	if (length && (unsigned char)bytes[length - 1] >= 0xc0)
		length--;
	hw_text utf8 = {bytes, length};
	if (hw_utf8_check(utf8, NULL) != HW_OK)
		return 0;
	while ((c = hw_utf8_next(utf8, &at)))
		out[kept++] = c;
	return kept;
}

static bool all_cyrillic(const uint32_t *text, size_t count)
{
	size_t cyrillic = 0;

	for (size_t i = 0; i < count; i++) {
		if (names_is_letter(text[i]) && !names_is_cyrillic(text[i]))
			return false;
		cyrillic += names_is_cyrillic(text[i]);
	}
	return cyrillic > 1;
}

static bool is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0x400 && c <= 0x42f) || c == 0x490;
}

/* Cyrillic that was read in a wrong Cyrillic encoding has capitals inside its words (KOI8) or signs that no name has. */
static bool is_odd_cyrillic(const uint32_t *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (text[i] >= 0x80 && !names_is_letter(text[i]) && text[i] != 0xa0 &&
		    !(text[i] >= 0x2b0 && text[i] <= 0x2ff) && !(text[i] >= 0x2000 && text[i] <= 0x206f))
			return true;
		if (i && is_capital(text[i]) && names_is_cyrillic(text[i - 1]) && !is_capital(text[i - 1]))
			return true;
	}
	return false;
}

/* Cyrillic that was read in a Western encoding is nearly all letters with signs. */
static bool is_odd_western(const uint32_t *text, size_t count)
{
	size_t with_signs = 0, plain = 0;

	for (size_t i = 0; i < count; i++) {
		with_signs += text[i] >= 0x80;
		plain += text[i] < 0x80 && names_is_letter(text[i]);
	}
	return with_signs > 3 * plain && with_signs > 2;
}

/* Puts the text right where it was read in a wrong encoding. */
static bool undo_encoding(const names_tables *tables, uint32_t *text, size_t *count)
{
	static const names_encoding ways[][2] = {
		{NAMES_WINDOWS_1252, NAMES_ENCODINGS},    {NAMES_WINDOWS_1251, NAMES_ENCODINGS},
		{NAMES_WINDOWS_1252, NAMES_WINDOWS_1251}, {NAMES_WINDOWS_1251, NAMES_KOI8},
		{NAMES_KOI8, NAMES_WINDOWS_1251},         {NAMES_WINDOWS_1252, NAMES_KOI8},
		{NAMES_WINDOWS_1251, NAMES_IBM866},       {NAMES_IBM866, NAMES_WINDOWS_1251},
	};
	verdict before = judge(tables, text, *count);
	uint32_t out[LONGEST];

	if (before.names && !before.others)
		return false;
	for (size_t w = 0; w < HW_COUNT(ways); w++) {
		bool to_utf8 = ways[w][1] == NAMES_ENCODINGS;
		if (!to_utf8 && !(ways[w][0] == NAMES_WINDOWS_1252 ? is_odd_western : is_odd_cyrillic)(text, *count))
			continue;
		size_t length = read_again(tables, text, *count, ways[w][0], ways[w][1], out);
		if (!length || !all_cyrillic(out, length) || (to_utf8 && length >= *count))
			continue;
		/* bytes that are UTF-8 by chance are rare; one-byte encodings need words that are names */
		verdict after = judge(tables, out, length);
		if (!to_utf8 && (!after.names || after.names <= before.names || after.others > after.names))
			continue;
		memcpy(text, out, length * sizeof *out);
		*count = length;
		return true;
	}
	return false;
}

/* ---- layouts ---------------------------------------------------------------------------------- */

static uint32_t lower_key(uint32_t c, bool *capital)
{
	static const char shifted[] = "{}:\"<>~|", plain[] = "[];',.`\\";
	const char *found = c && c < 0x80 && !(c >= 'a' && c <= 'z') && c != ' ' ? strchr(shifted, (int)c) : NULL;
	uint32_t lower = found                      ? (uint32_t)plain[found - shifted]
			 : c >= 'A' && c <= 'Z'     ? c + 0x20
			 : c >= 0x410 && c <= 0x42f ? c + 0x20
			 : c >= 0x400 && c <= 0x40f ? c + 0x50
			 : c == 0x490               ? 0x491
						    : c;

	*capital = lower != c;
	return lower;
}

static uint32_t upper_letter(uint32_t c)
{
	return c >= 0x430 && c <= 0x44f   ? c - 0x20
	       : c >= 0x450 && c <= 0x45f ? c - 0x50
	       : c == 0x491               ? 0x490
	       : c >= 'a' && c <= 'z'     ? c - 0x20
					  : c;
}

/* The keys of Latin letters in another layout (1 Ukrainian, 2 Russian); false when a letter is not on the keyboard. */
static bool other_layout(const names_tables *tables, const uint32_t *word, size_t count, unsigned to, uint32_t *out)
{
	for (size_t i = 0; i < count; i++) {
		bool capital;
		uint32_t c = lower_key(word[i], &capital), found = 0;
		found = c < 0x80 ? tables->on_key[c][to - 1] : 0;
		if (!found && names_is_letter(word[i]))
			return false;
		out[i] = !found ? word[i] : capital ? upper_letter(found) : found;
	}
	return true;
}

/* A Latin word that hardly is one: a key that is no letter inside it, or no vowel for long. */
static bool is_odd_latin(const uint32_t *word, size_t count)
{
	size_t vowels = 0, letters = 0;

	for (size_t i = 0; i < count; i++) {
		bool key = word[i] < 0x80 && word[i] && strchr("[];`\\{}<>", (int)word[i]) != NULL;
		if (key && count > 2)
			return true;
		letters += names_is_letter(word[i]);
		vowels += is_vowel(word[i]);
	}
	return longest_run(word, count) >= 4 || (letters >= 4 && vowels * 5 <= letters);
}

/* How much likelier the letters are on the same keys of another layout, nats; keys without a letter count nothing. */
static double likelier(const names_tables *tables, const uint32_t *word, size_t count, unsigned to)
{
	double gain = 0;

	for (size_t i = 0; i < count; i++)
		gain += word[i] < 0x80 ? (double)tables->key_gain[word[i]][to - 1] : 0;
	return gain;
}

static void weigh_keys(names_tables *tables)
{
	for (uint32_t c = 1; c < 0x80; c++)
		for (unsigned to = 0; to < 2; to++) {
			bool ignored;
			uint32_t lower = lower_key(c, &ignored), other = lower < 0x80 ? tables->on_key[lower][to] : 0;
			if (other)
				tables->key_gain[c][to] = (float)(names_letters_chance(tables, &lower, 1) -
								  names_letters_chance(tables, &other, 1));
		}
}

static bool undo_layout(const names_tables *tables, uint32_t *word, size_t count)
{
	uint32_t best[LONGEST], out[LONGEST];
	unsigned top = 0;

	for (unsigned to = 1; to <= 2; to++) {
		double gain = likelier(tables, word, count, to) / (double)count;
		if (gain <= 0.3 || names_script_of_runes(word, count) != NAMES_SCRIPT_LATIN ||
		    !other_layout(tables, word, count, to, out) || !all_cyrillic(out, count))
			continue;
		unsigned like = looks_like_name(tables, out, count);
		bool odd = is_odd_latin(word, count);
		/* letters that were meant to be Cyrillic are not those that Latin names are made of */
		if (like > top && gain > (odd && like > 1 ? 0.3 : odd ? 0.6 : like > 1 ? 0.8 : 1.2)) {
			top = like;
			memcpy(best, out, count * sizeof *out);
		}
	}
	if (top)
		memcpy(word, best, count * sizeof *word);
	return top > 0;
}

/* ---- a whole text ------------------------------------------------------------------------------- */

static bool may_be_damaged(const uint32_t *text, size_t count)
{
	bool upper_half = false, cyrillic = false;

	for (size_t i = 0; i < count; i++) {
		upper_half =
			upper_half || (text[i] >= 0x80 && text[i] < 0x250) || (text[i] >= 0x2010 && text[i] <= 0x25ff);
		cyrillic = cyrillic || names_is_cyrillic(text[i]);
	}
	return upper_half || cyrillic;
}

/* All words of a text were typed in one layout when each of them becomes a name, and the letters are likelier. */
static bool undo_layout_of_all(const names_tables *tables, uint32_t *text, size_t count)
{
	uint32_t best[LONGEST], out[LONGEST];
	double top = 0;

	for (unsigned to = 1; to <= 2; to++) {
		double gain = likelier(tables, text, count, to);
		if (gain <= 2 || names_script_of_runes(text, count) != NAMES_SCRIPT_LATIN ||
		    !other_layout(tables, text, count, to, out) || !all_cyrillic(out, count))
			continue;
		verdict v = judge(tables, out, count);
		bool sure = !v.others && (gain > 4 || (v.known && gain > 2)) && v.names > 1;
		if ((sure || (v.known && gain > 5 && v.names > v.others)) && gain > top) {
			top = gain;
			memcpy(best, out, count * sizeof *out);
		}
	}
	if (top > 0)
		memcpy(text, best, count * sizeof *text);
	return top > 0;
}

void names_repair(const names_tables *tables, names_runes *text, unsigned *notes)
{
	bool latin = false;

	if (text->count > LONGEST || !tables->name_endings)
		return;
	for (size_t i = 0; i < text->count; i++)
		latin = latin || (text->at[i] < 0x80 && names_is_letter(text->at[i]));
	if (may_be_damaged(text->at, text->count) && undo_encoding(tables, text->at, &text->count))
		*notes |= NAMES_REPAIRED_ENCODING;
	if (latin && text->count >= 4 && undo_layout_of_all(tables, text->at, text->count)) {
		*notes |= NAMES_REPAIRED_LAYOUT;
		return;
	}
	for (size_t i = 0; latin && i < text->count;) {
		size_t end = i;
		while (end < text->count && text->at[end] != ' ')
			end++;
		if (end - i >= 4 && undo_layout(tables, text->at + i, end - i))
			*notes |= NAMES_REPAIRED_LAYOUT;
		i = end + 1;
	}
}
