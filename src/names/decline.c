/* decline.c - may one word be an oblique case of another?  By the patterns of data/names/lemma.txt, with the sounds
 * that change in the stem: і and о е (Батіг, Батога), vowels that fall out (Пес, Пса), г к х before і (Батозі),
 * doubled consonants before ю (Сіллю). */
#include "names/names_int.h"

#include <string.h>

enum { WORD_BYTES = 64 };

typedef struct decline_word {
	char bytes[WORD_BYTES];
	size_t length;
} decline_word;

/* Lower case of a Cyrillic word, every letter two bytes; false for anything else. */
static bool lower_word(hw_text t, decline_word *w)
{
	size_t at = 0;
	uint32_t c;

	w->length = 0;
	while ((c = hw_utf8_next(t, &at))) {
		if (w->length + 4 > WORD_BYTES || (!names_is_cyrillic(c) && c != NAMES_APOSTROPHE))
			return false;
		if (c >= 0x410 && c <= 0x42f)
			c += 0x20;
		else if (c >= 0x400 && c <= 0x40f)
			c += 0x50;
		else if (c == 0x490)
			c = 0x491;
		w->length += hw_utf8_write(c, w->bytes + w->length);
	}
	return w->length >= 4;
}

static bool ends_in(const char *bytes, size_t length, hw_text ending)
{
	return length > ending.length &&
	       (!ending.length || !memcmp(bytes + length - ending.length, ending.bytes, ending.length));
}

static bool is_consonant(const char *letter)
{
	static const char consonants[] = "бвгґджзйклмнпрстфхцчшщь";

	return memmem(consonants, sizeof consonants - 1, letter, 2) != NULL;
}

static bool is_letter(const char *at, const char *letter)
{
	return !memcmp(at, letter, 2);
}

/* г к х of the nominative before і of another case. */
static bool softens(const char *plain, const char *changed)
{
	return (is_letter(plain, "г") && is_letter(changed, "з")) ||
	       (is_letter(plain, "к") && is_letter(changed, "ц")) || (is_letter(plain, "х") && is_letter(changed, "с"));
}

static bool vowel_changes(const char *plain, const char *changed)
{
	return (is_letter(plain, "і") &&
		(is_letter(changed, "о") || is_letter(changed, "е") || is_letter(changed, "є"))) ||
	       (is_letter(plain, "ї") && is_letter(changed, "є"));
}

static bool falls_out(const char *plain)
{
	return is_letter(plain, "о") || is_letter(plain, "е") || is_letter(plain, "ё") || is_letter(plain, "і");
}

/* Is `other` the stem `plain`, as it may sound before `ending`? */
static bool same_stem(hw_text plain, hw_text other, hw_text ending)
{
	if (hw_text_equal(plain, other))
		return true;
	/* without an ending nothing changes: Кот is no case of Кіт */
	if (plain.length < 4 || other.length < 4 || !ending.length)
		return false;
	const char *last = plain.bytes + plain.length - 2, *other_last = other.bytes + other.length - 2;
	/* Сіль: Сіллю */
	if (other.length == plain.length + 2 && ending.length == 2 && is_letter(ending.bytes, "ю"))
		return !memcmp(plain.bytes, other.bytes, plain.length) && is_letter(last, other_last);
	bool softened = ending.length >= 2 && is_letter(ending.bytes, "і") && softens(last, other_last);
	if (!is_letter(last, other_last) && !softened)
		return false;
	/* one vowel may change or fall out before the last consonants */
	size_t same = 0;
	while (same + 2 < plain.length && same + 2 < other.length && is_letter(plain.bytes + same, other.bytes + same))
		same += 2;
	if (same + 2 == plain.length && same + 2 == other.length)
		return softened;
	const char *vowel = plain.bytes + same;
	size_t rest = plain.length - same - 2; /* behind the vowel */
	if (rest > 4 || !rest)
		return false;
	if (other.length == plain.length)
		return vowel_changes(vowel, other.bytes + same) &&
		       (rest == 2 || is_letter(vowel + 2, other.bytes + same + 2));
	return other.length + 2 == plain.length && falls_out(vowel) && rest == 2;
}

uint32_t names_case_mask(const names_tables *tables, hw_text plain, hw_text oblique)
{
	decline_word a, b;
	uint32_t mask = 0;

	if (!lower_word(plain, &a) || !lower_word(oblique, &b) || !is_letter(a.bytes, b.bytes))
		return 0;
	if (a.length == b.length && !memcmp(a.bytes, b.bytes, a.length))
		return (1u << 14) - 4; /* many leave a word as it is in any case */
	for (size_t c = 0; c < tables->case_count; c++) {
		const names_case_row *row = &tables->cases[c];
		if (!(row->cases >> 1) || !ends_in(b.bytes, b.length, row->ending) ||
		    !ends_in(a.bytes, a.length, row->nominative))
			continue;
		hw_text stem = {a.bytes, a.length - row->nominative.length};
		hw_text other = {b.bytes, b.length - row->ending.length};
		if ((row->consonant && !is_consonant(stem.bytes + stem.length - 2)) ||
		    !same_stem(stem, other, row->ending))
			continue;
		for (unsigned grammatical_case = 1; grammatical_case < 7; grammatical_case++)
			if (row->cases >> grammatical_case & 1)
				mask |= 1u << (2 * grammatical_case + (row->sex == 'f'));
	}
	return mask;
}
