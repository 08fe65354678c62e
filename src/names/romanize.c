/* romanize.c - orthography of a text, and its writing in Latin letters by the official tables. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

static const char *const scheme_names[] = {"kmu2010", "icao9303", "bgn-pcgn", "iso9",   "mvd310-fr", "mvd310",
					   "mvd782",  "gost2006", "german",   "polish", "french"};
static const char *const spelling_codes[] = {"*", "uk", "ru", "be"};

const char *names_scheme_name(names_scheme scheme)
{
	return (unsigned)scheme < NAMES_SCHEMES ? scheme_names[scheme] : "?";
}

hw_status names_scheme_find(hw_text name, names_scheme *result, hw_error *error)
{
	char shown[64];

	for (unsigned i = 0; i < NAMES_SCHEMES; i++)
		if (hw_text_is(name, scheme_names[i])) {
			*result = (names_scheme)i;
			return HW_OK;
		}
	hw_fail(error, HW_USAGE, "\"%s\" is not a scheme of romanisation", hw_text_shown(name, shown));
	return hw_error_remedy(error, "take one of kmu2010, icao9303, bgn-pcgn, iso9, mvd310-fr, mvd310, mvd782, "
				      "gost2006, german, polish, french");
}

hw_status names_spelling_find(hw_text code, names_spelling *result, hw_error *error)
{
	char shown[64];

	for (unsigned i = 1; i < HW_COUNT(spelling_codes); i++)
		if (hw_text_is(code, spelling_codes[i])) {
			*result = (names_spelling)i;
			return HW_OK;
		}
	hw_fail(error, HW_USAGE, "\"%s\" is not an orthography", hw_text_shown(code, shown));
	return hw_error_remedy(error, "take one of uk, ru, be");
}

/* ---- loading ------------------------------------------------------------------ */

/* "[aeo]e", "^e", "ин$" or "зг" */
static bool read_letters(names_tables *tables, hw_text letters, names_scheme_rule *rule, hw_error *error)
{
	size_t at = 0;
	uint32_t c;

	if (letters.bytes[0] == '[') {
		const char *close = memchr(letters.bytes, ']', letters.length);
		names_runes after;
		if (!close)
			return false;
		hw_text inside = {letters.bytes + 1, (size_t)(close - letters.bytes) - 1};
		if (names_runes_of(tables->arena, inside, &after, error))
			return false;
		rule->after = after.at;
		rule->after_count = after.count;
		letters = (hw_text){close + 1, letters.length - inside.length - 2};
	} else if (letters.bytes[0] == '^') {
		rule->at_start = true;
		letters = (hw_text){letters.bytes + 1, letters.length - 1};
	}
	if (letters.length > 1 && letters.bytes[letters.length - 1] == '$') {
		rule->at_end = true;
		letters.length--;
	}
	while ((c = hw_utf8_next(letters, &at))) {
		if (rule->count == HW_COUNT(rule->letters))
			return false;
		rule->letters[rule->count++] = c;
	}
	return rule->count > 0;
}

static bool read_rule(names_tables *tables, hw_text row, names_scheme_rule *rule, hw_error *error)
{
	hw_text spelling, letters, latin;
	size_t at = 0;
	uint32_t c;

	if (!names_field_next(&row, &spelling) || !names_field_next(&row, &letters) || !names_field_next(&row, &latin))
		return false;
	for (rule->spelling = 0; rule->spelling < HW_COUNT(spelling_codes); rule->spelling++)
		if (hw_text_is(spelling, spelling_codes[rule->spelling]))
			break;
	if (rule->spelling == HW_COUNT(spelling_codes) || !read_letters(tables, letters, rule, error))
		return false;
	if (hw_text_is(latin, "-"))
		return true;
	while ((c = hw_utf8_next(latin, &at))) {
		if (rule->latin_count == NAMES_LATIN_MAX)
			return false;
		rule->latin[rule->latin_count++] = c;
	}
	return true;
}

hw_status names_load_schemes(names_tables *tables, hw_error *error)
{
	for (unsigned s = 0; s < NAMES_SCHEMES; s++) {
		char file[32];
		snprintf(file, sizeof file, "scheme_%s.txt", scheme_names[s]);
		hw_text rest = names_data_find(file), row;
		unsigned line = 0;
		tables->schemes[s] = HW_NEW(tables->arena, names_scheme_rule, rest.length / 5 + 1);
		if (!tables->schemes[s])
			return names_no_memory(error);
		while (names_row_next(&rest, &line, &row))
			if (!read_rule(tables, row, &tables->schemes[s][tables->scheme_counts[s]++], error))
				return names_row_fault(error, file, line, "orthography, letters and Latin are needed");
	}
	return HW_OK;
}

/* ---- orthography ----------------------------------------------------------------- */

static bool one_of(uint32_t c, const char *letters)
{
	size_t at = 0;
	uint32_t d;
	hw_text t = hw_text_of(letters);

	while ((d = hw_utf8_next(t, &at)))
		if (c == d)
			return true;
	return false;
}

/* Letters that only some orthographies have: a bit set of those that remain possible. */
static unsigned by_letters(hw_text t)
{
	unsigned possible =
		1u << NAMES_SPELLING_UKRAINIAN | 1u << NAMES_SPELLING_RUSSIAN | 1u << NAMES_SPELLING_BELARUSIAN;
	size_t at = 0;
	uint32_t c, before = 0, two_before = 0;

	while ((c = hw_utf8_next(t, &at))) {
		unsigned holds = possible;
		if (one_of(c, "їЇєЄґҐ"))
			holds = 1u << NAMES_SPELLING_UKRAINIAN;
		else if (one_of(c, "ўЎ"))
			holds = 1u << NAMES_SPELLING_BELARUSIAN;
		else if (one_of(c, "іІ"))
			holds = 1u << NAMES_SPELLING_UKRAINIAN | 1u << NAMES_SPELLING_BELARUSIAN;
		else if (one_of(c, "ъЪ"))
			holds = 1u << NAMES_SPELLING_RUSSIAN;
		else if (one_of(c, "ыЫэЭёЁ"))
			holds = 1u << NAMES_SPELLING_RUSSIAN | 1u << NAMES_SPELLING_BELARUSIAN;
		else if (one_of(c, "иИщЩ"))
			holds = 1u << NAMES_SPELLING_UKRAINIAN | 1u << NAMES_SPELLING_RUSSIAN;
		else if (one_of(c, "кК") && one_of(before, "ьЬ") && one_of(two_before, "сСцЦ"))
			holds = 1u << NAMES_SPELLING_UKRAINIAN; /* -ський, -цький */
		else if (one_of(c, "оО") && one_of(before, "ьЬ"))
			holds = 1u << NAMES_SPELLING_UKRAINIAN; /* -ьо- */
		else if (c == NAMES_APOSTROPHE || c == '\'')
			holds = 1u << NAMES_SPELLING_UKRAINIAN | 1u << NAMES_SPELLING_BELARUSIAN;
		if (possible & holds)
			possible &= holds;
		two_before = before;
		before = c;
	}
	return possible;
}

/* Words that the table of given names knows: their orthographies. */
static unsigned by_names(const names_tables *tables, hw_text t, unsigned possible)
{
	hw_text rest = t, word;

	while (hw_text_split(&rest, ' ', &word)) {
		names_forms forms = names_forms_find(tables->written, names_hash(word.bytes, word.length));
		unsigned holds = 0;
		for (size_t i = 0; i < forms.count; i++)
			holds |= forms.at[i].spelling;
		if (possible & holds)
			possible &= holds;
	}
	return possible;
}

names_spelling names_spelling_of(const names_tables *tables, hw_text t)
{
	unsigned possible = by_letters(t);
	char lower[512];
	size_t length = 0, at = 0;
	uint32_t c;

	/* Only plain Cyrillic needs lowering here, and the text may be longer than any name: no arena. */
	while ((c = hw_utf8_next(t, &at)) && length + 4 < sizeof lower) {
		if (c >= 0x410 && c <= 0x42f)
			c += 0x20;
		else if (c >= 0x400 && c <= 0x40f)
			c += 0x50;
		else if (c == 0x490)
			c = 0x491;
		length += hw_utf8_write(c, lower + length);
	}
	possible = by_names(tables, (hw_text){lower, length}, possible);
	for (unsigned s = NAMES_SPELLING_UKRAINIAN; s <= NAMES_SPELLING_BELARUSIAN; s++)
		if (possible == 1u << s)
			return (names_spelling)s;
	return NAMES_SPELLING_OPEN;
}

/* ---- writing --------------------------------------------------------------------- */

typedef struct writing {
	const names_scheme_rule *rules;
	size_t rule_count;
	unsigned spelling;
	const uint32_t *upper, *lower; /* the text as it is, and in lower case */
	size_t count;
} writing;

static bool same_word(uint32_t c)
{
	return names_is_letter(c) || names_is_mark(c) || c == NAMES_APOSTROPHE || c == '\'';
}

static const names_scheme_rule *rule_at(const writing *w, size_t at)
{
	bool start = !at || !same_word(w->lower[at - 1]);

	for (size_t r = 0; r < w->rule_count; r++) {
		const names_scheme_rule *rule = &w->rules[r];
		if ((rule->spelling && rule->spelling != w->spelling) || (rule->at_start && !start) ||
		    rule->count > w->count - at ||
		    memcmp(rule->letters, w->lower + at, rule->count * sizeof *w->lower) != 0)
			continue;
		size_t next = at + rule->count;
		if (rule->at_end && next < w->count && same_word(w->lower[next]))
			continue;
		bool fits = !rule->after;
		for (size_t i = 0; !fits && at && i < rule->after_count; i++)
			fits = w->lower[at - 1] == rule->after[i];
		if (fits)
			return rule;
	}
	return NULL;
}

/* A capital that stands for several Latin letters is "Shch", in a word of capitals "SHCH". */
static bool all_capitals(const writing *w, size_t at, size_t count)
{
	size_t next = at + count;

	if (next < w->count && same_word(w->lower[next]) && names_is_letter(w->lower[next]))
		return w->upper[next] != w->lower[next];
	return at && names_is_letter(w->lower[at - 1]) && w->upper[at - 1] != w->lower[at - 1];
}

static uint32_t capital(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7))
		return c - 0x20;
	return (c >= 0x100 && c <= 0x17f &&
		c % 2 == (c >= 0x139 && c <= 0x148   ? 0
			  : c >= 0x179 && c <= 0x17e ? 0
						     : 1))
		       ? c - 1
		       : c;
}

static size_t write_rule(const names_scheme_rule *rule, bool upper, bool all, uint32_t *out)
{
	for (size_t i = 0; i < rule->latin_count; i++)
		out[i] = upper && (!i || all) ? capital(rule->latin[i]) : rule->latin[i];
	return rule->latin_count;
}

hw_status names_romanize(const names_tables *tables, names_scheme scheme, names_spelling spelling, hw_arena *arena,
			 hw_text t, hw_text *result, size_t *left, hw_error *error)
{
	hw_text lower;
	names_runes upper_runes, lower_runes;
	size_t length = 0, unknown = 0;

	HW_TRY(names_tidy(tables, arena, t, &t, NULL, error));
	HW_TRY(hw_text_lower(arena, t, &lower, error));
	HW_TRY(names_runes_of(arena, t, &upper_runes, error));
	HW_TRY(names_runes_of(arena, lower, &lower_runes, error));
	if (spelling == NAMES_SPELLING_OPEN)
		spelling = names_spelling_of(tables, t);
	if (spelling == NAMES_SPELLING_OPEN)
		spelling = NAMES_SPELLING_UKRAINIAN;
	writing w = {tables->schemes[scheme],
		     tables->scheme_counts[scheme],
		     spelling,
		     upper_runes.at,
		     lower_runes.at,
		     lower_runes.count < upper_runes.count ? lower_runes.count : upper_runes.count};
	uint32_t *out = HW_NEW(arena, uint32_t, w.count * NAMES_LATIN_MAX + 1);
	if (!out)
		return names_no_memory(error);
	for (size_t at = 0; at < w.count;) {
		const names_scheme_rule *rule = rule_at(&w, at);
		if (!rule) {
			unknown += names_is_cyrillic(w.upper[at]);
			out[length++] = w.upper[at++];
			continue;
		}
		bool is_upper = w.upper[at] != w.lower[at];
		length += write_rule(rule, is_upper, is_upper && all_capitals(&w, at, rule->count), out + length);
		at += rule->count;
	}
	HW_TRY(names_runes_text(arena, out, length, result, error));
	if (left)
		*left = unknown;
	return HW_OK;
}
