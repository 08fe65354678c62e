/* lemma.c - oblique cases of Ukrainian and Russian names back to the nominative, by the patterns of lemma.txt.
 *
 * Each word gets readings: a nominative, the cases it may stand in, its role and sex.  The words of one name stand in
 * one case and belong to one sex, so readings are chosen together; a given name that the tables know decides most. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

enum { RUNS_MAX = 32 }; /* endings of one word */

/* ---- loading ------------------------------------------------------------------ */

static int case_order(const void *a, const void *b)
{
	const names_case_row *left = a, *right = b;
	int order = hw_text_compare(left->ending, right->ending);

	if (order)
		return order;
	return (left->row > right->row) - (left->row < right->row);
}

/* Takes "C" off the nominative and "-" for nothing. */
static hw_text bare_ending(hw_text t, bool *consonant)
{
	*consonant = t.length && t.bytes[0] == 'C';
	if (*consonant)
		t = (hw_text){t.bytes + 1, t.length - 1};
	return hw_text_is(t, "-") ? (hw_text){t.bytes, 0} : t;
}

static hw_status read_pattern(names_tables *tables, hw_text row, unsigned line, hw_error *error)
{
	hw_text weight, role, sex, nominative, forms, form, language, cases;
	names_case_row entry = {.row = line};
	double number = 0;
	bool any;

	if (!names_field_next(&row, &weight) || hw_text_number(weight, &number, NULL) ||
	    !names_field_next(&row, &role) || !names_field_next(&row, &sex) || !names_field_next(&row, &nominative))
		return names_row_fault(error, "lemma.txt", line,
				       "weight, role, sex, nominative and six cases are needed");
	any = hw_text_is(role, "any");
	entry.weight = number;
	entry.sex = (uint8_t)sex.bytes[0];
	entry.nominative = bare_ending(nominative, &entry.consonant);
	entry.role = (uint8_t)(any || hw_text_is(role, "family") ? NAMES_ROLE_FAMILY
			       : hw_text_is(role, "given")       ? NAMES_ROLE_GIVEN
								 : NAMES_ROLE_PATRONYMIC);
	entry.any = any;
	entry.ending = entry.nominative;
	entry.cases = 1;
	for (cases = row; names_field_next(&cases, &language);)
		entry.russian = hw_text_is(language, "ru");
	tables->cases[tables->case_count++] = entry;
	for (unsigned c = 1; c <= 6; c++) {
		bool ignored;
		if (!names_field_next(&row, &forms))
			return names_row_fault(error, "lemma.txt", line, "a case is missing");
		entry.cases = (uint8_t)(1u << c);
		for (unsigned variant = 0; hw_text_split(&forms, '/', &form); variant++) {
			entry.ending = bare_ending(form, &ignored);
			/* variants stand in the order of their use: from the third on they are rare */
			entry.weight = variant < 2 ? number : 0.75 * number;
			tables->cases[tables->case_count++] = entry;
		}
	}
	return HW_OK;
}

/* Equal rows but for the case become one. */
static void unite(names_tables *tables)
{
	size_t kept = 0;

	qsort(tables->cases, tables->case_count, sizeof *tables->cases, case_order);
	for (size_t i = 0; i < tables->case_count; i++) {
		names_case_row *row = &tables->cases[i], *last = kept ? &tables->cases[kept - 1] : NULL;
		if (last && last->row == row->row && hw_text_equal(last->ending, row->ending)) {
			last->cases |= row->cases;
			last->weight = row->weight > last->weight ? row->weight : last->weight;
		} else
			tables->cases[kept++] = *row;
	}
	tables->case_count = kept;
}

static hw_status make_runs(names_tables *tables, hw_error *error)
{
	tables->case_runs = HW_NEW(tables->arena, names_case_run, tables->case_count + 1);
	if (!tables->case_runs)
		return names_no_memory(error);
	for (uint32_t i = 0; i < tables->case_count; i++) {
		hw_text ending = tables->cases[i].ending;
		names_case_run *last = tables->case_run_count ? &tables->case_runs[tables->case_run_count - 1] : NULL;
		if (!last || !hw_text_equal(last->ending, ending)) {
			last = &tables->case_runs[tables->case_run_count++];
			*last = (names_case_run){ending, i, i};
		}
		last->to = i + 1;
		tables->case_longest = ending.length > tables->case_longest ? ending.length : tables->case_longest;
	}
	return HW_OK;
}

hw_status names_load_cases(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("lemma.txt"), row;
	unsigned line = 0;

	tables->cases = HW_NEW(tables->arena, names_case_row, rest.length / 3 + 1);
	if (!tables->cases)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row))
		HW_TRY(read_pattern(tables, row, line, error));
	unite(tables);
	return make_runs(tables, error);
}

static int run_order(const void *key, const void *entry)
{
	return hw_text_compare(*(const hw_text *)key, ((const names_case_run *)entry)->ending);
}

static int run_start(const void *a, const void *b)
{
	const names_case_run *left = a, *right = b;

	return left->from < right->from ? -1 : left->from > right->from;
}

/* The runs whose ending the word has, in the order of the rows; at most one for each byte of the longest ending. */
static size_t find_runs(const names_tables *tables, hw_text word, names_case_run found[RUNS_MAX])
{
	size_t count = 0;

	for (size_t length = 0; length <= tables->case_longest && length < word.length && count < RUNS_MAX; length++) {
		hw_text ending = {word.bytes + word.length - length, length};
		const names_case_run *run = bsearch(&ending, tables->case_runs, tables->case_run_count,
						    sizeof *tables->case_runs, run_order);
		if (run)
			found[count++] = *run;
	}
	qsort(found, count, sizeof(found[0]), run_start);
	return count;
}

/* ---- readings of one word --------------------------------------------------------- */

enum { READINGS_MAX = 96, WORDS_MAX = 4, CASES = 7, SEXES = 2, BEST_MAX = 24 };
typedef struct reading {
	hw_text text; /* nominative, lower case */
	double score;
	uint8_t role, sex, cases;
} reading;
typedef struct readings {
	reading at[READINGS_MAX];
	size_t count;
	hw_text original, lower;
} readings;
typedef struct lemmas {
	const names_tables *tables;
	hw_arena *arena;
	names_spelling spelling; /* OPEN: nothing decides */
	hw_error *error;
} lemmas;

/* Oblique forms decide less than nominatives do: і alone is then enough for Ukrainian. */
static names_spelling spelling_of(const names_tables *tables, hw_text t)
{
	names_spelling spelling = names_spelling_of(tables, t);
	bool has_i = memmem(t.bytes, t.length, "і", 2) || memmem(t.bytes, t.length, "І", 2);

	return spelling == NAMES_SPELLING_OPEN && has_i ? NAMES_SPELLING_UKRAINIAN : spelling;
}

/* How likely a nominative is a given name of that sex: 0 when no table knows it, else 1.2 for an everyday form and 1.5 for
 * a whole one; less when it belongs to the other orthography (Яков in a Ukrainian text). */
static double known_given(const lemmas *l, hw_text lower, uint8_t sex)
{
	names_forms forms = names_forms_find(l->tables->written, names_hash(lower.bytes, lower.length));
	double best = 0;

	for (size_t i = 0; i < forms.count; i++) {
		const names_form *form = &forms.at[i];
		if (form->sex != sex)
			continue;
		double score = form->everyday ? 1.2 : 1.5;
		if (l->spelling && form->spelling && !(form->spelling >> l->spelling & 1))
			score -= 0.2;
		best = score > best ? score : best;
	}
	return best;
}

static void add_reading(readings *r, reading added)
{
	for (size_t i = 0; i < r->count; i++) {
		reading *known = &r->at[i];
		if (known->role == added.role && known->sex == added.sex && known->cases == added.cases &&
		    hw_text_equal(known->text, added.text)) {
			known->score = added.score > known->score ? added.score : known->score;
			return;
		}
	}
	if (r->count < READINGS_MAX)
		r->at[r->count++] = added;
}

/* Last letter of a text; all of them are two bytes long here. */
static bool ends_in_consonant(hw_text t)
{
	static const char consonants[] = "бвгґджзйклмнпрстфхцчшщь";

	return t.length >= 2 && memmem(consonants, sizeof consonants - 1, t.bytes + t.length - 2, 2) != NULL;
}

/* Вітр, Орл: names do not end so, a vowel fell out (Вітер, Орел). */
static bool ends_in_cluster(hw_text t)
{
	static const char last[] = "лрнм";

	return t.length >= 4 && memmem(last, sizeof last - 1, t.bytes + t.length - 2, 2) &&
	       ends_in_consonant((hw_text){t.bytes, t.length - 2});
}

static size_t count_vowels(hw_text t)
{
	static const char vowels[] = "аеєиіїоуюяыэё";
	size_t count = 0, at = 0, found;
	uint32_t c, vowel;

	while ((c = hw_utf8_next(t, &at)))
		for (found = 0; (vowel = hw_utf8_next(hw_text_of(vowels), &found));)
			count += c == vowel;
	return count;
}

static bool starts_with_vowel(hw_text t)
{
	return t.length >= 2 && count_vowels((hw_text){t.bytes, 2}) == 1;
}

/* Батога, Брода, Соловея: о and е of the oblique cases may be і in the nominative (Батіг).  A Ukrainian word of one syllable
 * has і more often than not (Кіт, Грім, Брід); Russian has no such change. */
static hw_status add_with_i(const lemmas *l, readings *r, reading plain)
{
	hw_text t = plain.text;

	if (plain.sex != 'm' || t.length < 6 || !ends_in_consonant(t) || l->spelling == NAMES_SPELLING_RUSSIAN)
		return HW_OK;
	size_t soft = !memcmp(t.bytes + t.length - 2, "ь", 2) ? 2 : 0, at = t.length - soft - 4;
	if (memcmp(t.bytes + at, "о", 2) != 0 && memcmp(t.bytes + at, "е", 2) != 0)
		return HW_OK;
	bool short_word = l->spelling == NAMES_SPELLING_UKRAINIAN && count_vowels(t) == 1 && t.bytes[at + 1] == "о"[1];
	plain.text =
		hw_text_format(l->arena, "%.*sі%.*s", (int)at, t.bytes, (int)(t.length - at - 2), t.bytes + at + 2);
	if (!plain.text.bytes)
		return names_no_memory(l->error);
	plain.score *= short_word ? 1.1 : 0.55;
	if (plain.role == NAMES_ROLE_GIVEN) {
		double known = known_given(l, plain.text, plain.sex);
		plain.score = known > 0 ? known : plain.score;
	}
	add_reading(r, plain);
	return HW_OK;
}

static hw_status add_row(const lemmas *l, readings *r, const names_case_row *row, hw_text stem, uint8_t role)
{
	reading added = {.score = row->weight, .role = role, .sex = row->sex, .cases = row->cases};
	bool after_soft = stem.length >= 2 && (!memcmp(stem.bytes + stem.length - 2, "й", 2) ||
					       !memcmp(stem.bytes + stem.length - 2, "ь", 2));

	/* Зайець, Більець: й and ь stand before no vowel but о */
	if (after_soft && starts_with_vowel(row->nominative) && memcmp(row->nominative.bytes, "о", 2) != 0)
		return HW_OK;

	/* women's family names in -й that stay as they are have a row of their own: most in -ій are adjectives (Зеленій) */
	if (after_soft && row->sex == 'f' && !row->nominative.length)
		return HW_OK;
	added.text = hw_text_format(l->arena, "%.*s%.*s", HW_TEXT_ARG(stem), HW_TEXT_ARG(row->nominative));
	if (!added.text.bytes)
		return names_no_memory(l->error);
	added.score += 0.01 * (double)row->nominative.length;
	if (row->russian && l->spelling == NAMES_SPELLING_UKRAINIAN)
		added.score -= 0.15;
	if (!row->nominative.length && ends_in_cluster(added.text))
		added.score *= 0.6;
	if (role == NAMES_ROLE_GIVEN) {
		double known = known_given(l, added.text, row->sex);
		added.score = known > 0 ? known + 0.1 * row->weight : 0.5 * added.score;
	}
	add_reading(r, added);
	return row->cases & 1 ? HW_OK : add_with_i(l, r, added);
}

static int better(const void *a, const void *b)
{
	const reading *left = a, *right = b;

	if (left->score > right->score || left->score < right->score)
		return left->score > right->score ? -1 : 1;
	int order = hw_text_compare(left->text, right->text);
	if (order)
		return order;
	return left->role != right->role ? left->role - right->role : left->sex - right->sex;
}

/* The readings of a lower-case word without a hyphen, the likeliest first. */
static hw_status read_simple(const lemmas *l, hw_text lower, readings *r)
{
	names_case_run runs[RUNS_MAX] = {{{0}, 0, 0}};
	size_t run_count = find_runs(l->tables, lower, runs);

	r->lower = lower;
	for (size_t k = 0; k < run_count; k++)
		for (size_t c = runs[k].from; c < runs[k].to; c++) {
			const names_case_row *row = &l->tables->cases[c];
			hw_text stem = {lower.bytes, lower.length - row->ending.length};
			if (stem.length < 4 || (row->consonant && !ends_in_consonant(stem)))
				continue;
			HW_TRY(add_row(l, r, row, stem, row->role));
			if (row->any)
				HW_TRY(add_row(l, r, row, stem, NAMES_ROLE_GIVEN));
		}
	/* what no pattern knows may be a name that does not change */
	for (unsigned sex = 0; sex < SEXES; sex++)
		add_reading(r, (reading){lower, 0.12, NAMES_ROLE_FAMILY, sex ? 'f' : 'm', 0x7f});
	qsort(r->at, r->count, sizeof r->at[0], better);
	return HW_OK;
}

/* Нечуя-Левицького: the halves stand in one case, or the first one does not change. */
static hw_status read_hyphened(const lemmas *l, hw_text first, hw_text second, readings *r)
{
	enum { EACH = 14 };
	readings *halves = HW_NEW(l->arena, readings, 2);

	if (!halves)
		return names_no_memory(l->error);
	HW_TRY(read_simple(l, first, &halves[0]));
	HW_TRY(read_simple(l, second, &halves[1]));
	for (size_t i = 0; i < halves[0].count && i < EACH; i++)
		for (size_t j = 0; j < halves[1].count && j < EACH; j++) {
			const reading *a = &halves[0].at[i], *b = &halves[1].at[j];
			reading both = {.score = (a->score + b->score) / 2,
					.role = b->role,
					.sex = b->sex,
					.cases = a->cases & b->cases};
			if (a->role != b->role || a->sex != b->sex || !both.cases)
				continue;
			both.text = hw_text_format(l->arena, "%.*s-%.*s", HW_TEXT_ARG(a->text), HW_TEXT_ARG(b->text));
			if (!both.text.bytes)
				return names_no_memory(l->error);
			add_reading(r, both);
		}
	return HW_OK;
}

static hw_status read_word(const lemmas *l, hw_text word, readings *r)
{
	r->original = word;
	HW_TRY(hw_text_lower(l->arena, word, &r->lower, l->error));
	const char *hyphen = memchr(r->lower.bytes, '-', r->lower.length);
	size_t at = hyphen ? (size_t)(hyphen - r->lower.bytes) : 0;
	if (!hyphen || !at || at + 1 == r->lower.length)
		return read_simple(l, r->lower, r);
	hw_text first = {r->lower.bytes, at}, second = {hyphen + 1, r->lower.length - at - 1};
	HW_TRY(read_hyphened(l, first, second, r));
	for (unsigned sex = 0; sex < SEXES; sex++)
		add_reading(r, (reading){r->lower, 0.12, NAMES_ROLE_FAMILY, sex ? 'f' : 'm', 0x7f});
	qsort(r->at, r->count, sizeof r->at[0], better);
	return HW_OK;
}

/* ---- readings of a whole name -------------------------------------------------------- */

typedef struct whole {
	uint8_t choice[WORDS_MAX];
	double score;
} whole;
typedef struct search {
	const readings *words;
	size_t count;
	whole best[BEST_MAX];
	size_t best_count;
} search;

/* Keeps the best, sorted; ties keep the earlier one.  Two ways to one text are one reading. */
static bool same_texts(const search *s, const whole *a, const whole *b)
{
	for (size_t i = 0; i < s->count; i++)
		if (!hw_text_equal(s->words[i].at[a->choice[i]].text, s->words[i].at[b->choice[i]].text))
			return false;
	return true;
}

static void offer(search *s, const whole *candidate)
{
	size_t at, last = s->best_count;

	for (size_t i = 0; i < s->best_count; i++)
		if (same_texts(s, &s->best[i], candidate)) {
			if (s->best[i].score >= candidate->score)
				return;
			last = i;
			break;
		}
	at = last;
	while (at > 0 && s->best[at - 1].score < candidate->score)
		at--;
	if (at >= BEST_MAX)
		return;
	if (last == BEST_MAX)
		last--;
	else if (last == s->best_count)
		s->best_count++;
	memmove(s->best + at + 1, s->best + at, (last - at) * sizeof *s->best);
	s->best[at] = *candidate;
}

/* One given name, one patronymic, at most two family names; the nominative is the usual case. */
static double roles_score(const search *s, const uint8_t *choice, unsigned grammatical_case)
{
	unsigned roles[4] = {0};
	double score = grammatical_case ? 0 : 0.05 * (double)s->count;

	for (size_t i = 0; i < s->count; i++)
		roles[s->words[i].at[choice[i]].role & 3]++;
	if (roles[NAMES_ROLE_GIVEN] > 1)
		score -= 0.9;
	if (roles[NAMES_ROLE_PATRONYMIC] > 1)
		score -= 0.9;
	if (roles[NAMES_ROLE_FAMILY] > 1)
		score -= 0.5;
	if (s->count > 1 && !roles[NAMES_ROLE_GIVEN])
		score -= 0.3;
	/* before a patronymic stands the given name, known or not */
	for (size_t i = 1; i < s->count; i++)
		if (s->words[i].at[choice[i]].role == NAMES_ROLE_PATRONYMIC &&
		    s->words[i - 1].at[choice[i - 1]].role != NAMES_ROLE_GIVEN)
			score -= 0.5;
	return score;
}

static void choose(search *s, unsigned grammatical_case, uint8_t sex, size_t word, whole *w, double sum)
{
	if (word == s->count) {
		w->score = sum + roles_score(s, w->choice, grammatical_case);
		offer(s, w);
		return;
	}
	/* the readings are sorted by score: the first ones that fit this case and sex are enough */
	unsigned taken = 0;
	for (size_t i = 0; i < s->words[word].count && taken < 8; i++) {
		const reading *r = &s->words[word].at[i];
		if (r->sex != sex || !(r->cases >> grammatical_case & 1))
			continue;
		taken++;
		w->choice[word] = (uint8_t)i;
		choose(s, grammatical_case, sex, word + 1, w, sum + r->score);
	}
}

/* The word in its nominative, with the capitals of the original. */
static hw_text cased(hw_arena *arena, hw_text lower, const readings *word)
{
	size_t at = 0, second = 0;
	uint32_t before = 0;
	bool all = true, first_capital = false;

	if (hw_text_equal(lower, word->lower))
		return word->original;
	for (uint32_t c, index = 0; (c = hw_utf8_next(word->original, &at)); index++) {
		bool capital = (c >= 0x400 && c <= 0x42f) || c == 0x490;
		first_capital = index ? first_capital : capital;
		all = all && (capital || !names_is_letter(c));
	}
	char *out = HW_NEW(arena, char, lower.length * 2 + 1);
	size_t length = 0;
	for (uint32_t c, index = 0; out && (c = hw_utf8_next(lower, &second)); index++) {
		uint32_t upper = c >= 0x430 && c <= 0x44f   ? c - 0x20
				 : c >= 0x450 && c <= 0x45f ? c - 0x50
				 : c == 0x491               ? 0x490
							    : c;
		bool start = !index || before == '-';
		length += hw_utf8_write(all || (start && first_capital) ? upper : c, out + length);
		before = c;
	}
	return (hw_text){out, length};
}

static hw_status write_whole(const lemmas *l, const search *s, const whole *w, hw_text *result)
{
	hw_text text = {0};

	for (size_t i = 0; i < s->count; i++) {
		hw_text word = cased(l->arena, s->words[i].at[w->choice[i]].text, &s->words[i]);
		text = i ? hw_text_format(l->arena, "%.*s %.*s", HW_TEXT_ARG(text), HW_TEXT_ARG(word)) : word;
		if (!text.bytes)
			return names_no_memory(l->error);
	}
	*result = text;
	return HW_OK;
}

/* Words of a Cyrillic name of at most four; 0 when it is something else and stays as it is. */
static hw_status read_words(const lemmas *l, hw_text tidy, readings *words, size_t *count)
{
	hw_text rest = tidy, word;

	*count = 0;
	if (names_script_of(tidy) != NAMES_SCRIPT_CYRILLIC)
		return HW_OK;
	while (hw_text_split(&rest, ' ', &word)) {
		if (*count == WORDS_MAX) {
			*count = 0;
			return HW_OK;
		}
		readings *r = &words[(*count)++];
		HW_TRY(read_word(l, word, r));
	}
	return HW_OK;
}

hw_status names_readings(const names_tables *tables, hw_arena *arena, hw_text t, size_t limit, names_reading *out,
			 size_t *count, hw_error *error)
{
	lemmas l = {tables, arena, spelling_of(tables, t), error};
	readings *words = HW_NEW(arena, readings, WORDS_MAX);
	search *s = HW_NEW(arena, search, 1);

	if (!words || !s)
		return names_no_memory(error);
	HW_TRY(read_words(&l, t, words, &s->count));
	s->words = words;
	for (unsigned c = 0; s->count && c < CASES; c++)
		for (unsigned sex = 0; sex < SEXES; sex++) {
			whole w = {0};
			choose(s, c, sex ? 'f' : 'm', 0, &w, 0);
		}
	for (*count = 0; *count < s->best_count && *count < limit; ++*count) {
		HW_TRY(write_whole(&l, s, &s->best[*count], &out[*count].text));
		out[*count].score = s->best[*count].score;
	}
	return HW_OK;
}

hw_status names_lemma(const names_tables *tables, hw_arena *arena, hw_text t, size_t limit, hw_text **result,
		      size_t *count, hw_error *error)
{
	names_reading found[16];
	size_t number = 0, kept = 0;
	hw_text *out = HW_NEW(arena, hw_text, 17), tidy;
	bool as_it_is = false;

	if (!out)
		return names_no_memory(error);
	if (limit < 1 || limit > HW_COUNT(found))
		return hw_fail(error, HW_USAGE, "%zu readings are asked for, 1 to 16 can be given", limit);
	HW_TRY(names_tidy(tables, arena, t, &tidy, NULL, error));
	HW_TRY(names_readings(tables, arena, tidy, limit, found, &number, error));
	for (; kept < number; kept++) {
		out[kept] = found[kept].text;
		as_it_is = as_it_is || hw_text_equal(out[kept], tidy);
	}
	if (!as_it_is) /* the text as it is always stands among the readings */
		out[kept < limit ? kept++ : limit - 1] = tidy;
	*result = out;
	*count = kept;
	return HW_OK;
}
