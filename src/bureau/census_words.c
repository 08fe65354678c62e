/* census_words.c - what may be said of those on no list, in words: never "N are held there", never a bare mean, never
 * that nobody is missing. */
#include "bureau/census_int.h"

#include <math.h>
#include <string.h>

static bool is_ukrainian(const char *lang)
{
	return lang && !strcmp(lang, "uk");
}

/* Two figures that count, away from the middle: a lower limit downward, an upper one upward. */
static double coarse(double people, bool up)
{
	double unit = people >= 100 ? pow(10, floor(log10(people)) - 1) : 1;

	return up ? ceil(people / unit - 1e-9) * unit : floor(people / unit + 1e-9) * unit;
}

/* "12,000" and "12 000" (narrow no-break spaces). */
static hw_text number_words(hw_arena *arena, const char *lang, double people)
{
	hw_text digits = hw_text_format(arena, "%.0f", people), result = {"", 0};
	const char *between = is_ukrainian(lang) ? "\u202f" : ",";

	for (size_t i = 0; i < digits.length; i += (digits.length - i) % 3 ? (digits.length - i) % 3 : 3) {
		size_t part = (digits.length - i) % 3 ? (digits.length - i) % 3 : 3;
		result = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(result), i ? between : "", (int)part,
					digits.bytes + i);
	}
	return result;
}

hw_text bureau_list_name(hw_arena *arena, const char *lang, hw_text kind)
{
	char key[96];
	const char *said;

	if (!is_ukrainian(lang))
		return kind;
	(void)snprintf(key, sizeof(key), "list: %.*s", HW_TEXT_ARG(kind));
	said = bureau_word(lang, key);
	return strcmp(said, key) != 0 ? hw_text_copy(arena, hw_text_of(said)) : kind;
}

/* Those of a file keep the names that the file gives them. */
static hw_text list_name(hw_arena *arena, const char *lang, const census_input *in, size_t list)
{
	return in->own ? bureau_list_name(arena, lang, in->lists[list]) : in->lists[list];
}

/* "A, B, C" of the lists in use. */
static hw_text list_words(hw_arena *arena, const char *lang, const census_input *in, uint32_t used)
{
	hw_text result = {"", 0};

	for (size_t j = 0; j < in->list_count; j++)
		if (used >> j & 1)
			result = hw_text_format(arena, "%.*s%s%.*s", HW_TEXT_ARG(result), result.length ? ", " : "",
						HW_TEXT_ARG(list_name(arena, lang, in, j)));
	return result;
}

/* ---- reasons --------------------------------------------------------------------------------------- */
/* In the order of census_reason_kind.  %1 value, %2 limit, %L list, %M method; numbers are written short. */
static const struct {
	const char *en, *uk;
} reasons[CENSUS_REASON_COUNT] = {
	[CENSUS_NOTE_APART] = {"the list %L shares nobody with any other; it is left out, with its %1 people",
			       "список %L не має жодної спільної особи з іншими; його не враховано (осіб у ньому: %1)"},
	[CENSUS_NOTE_EMPTY_LIST] = {"nobody is on the list %L; it is left out there, with 0 people",
				    "у списку %L нікого немає; там його не враховано (осіб у ньому: 0)"},
	[CENSUS_NOTE_FEW_SHARED] = {"only %1 people are on two lists or more; under %2 every figure is shaky",
				    "лише %1 осіб є у двох чи більше списках; коли їх менш як %2, усі числа хиткі"},
	[CENSUS_NOTE_ONE_METHOD] = {"not all methods were asked for, and one method alone is no figure",
				    "запитано не всі методи, а один метод - це ще не оцінка"},
	[CENSUS_NOTE_SOME_DRAWS] =
		{"what takes long (latent classes, the three deltas) was run on %1 of the %2 draws of the linkage",
		 "довгі обчислення (латентні класи, три дельти) виконано для %1 з %2 варіантів зв'язування"},
	[CENSUS_NOTE_MANY_LISTS] = {"%1 lists: graphs and log-linear models take at most %2, so the methods cannot be "
				    "compared; join small lists",
				    "списків %1: графи й логлінійні моделі беруть щонайбільше %2, тож порівняти методи "
				    "не можна; об'єднайте малі списки"},
	[CENSUS_NO_OVERLAP] =
		{"no list shares anybody with another (%1 people on all of them), so nothing shows how "
		 "many are on none",
		 "жоден список не має спільних осіб з іншим (осіб у всіх разом: %1), тож не видно, скільки "
		 "людей поза ними"},
	[CENSUS_FEW_LISTS] = {"%1 lists can be used; under %2 nothing shows whether they depend on one another",
			      "придатних списків %1; коли їх менш як %2, не видно, чи залежать вони один від одного"},
	[CENSUS_FEW_SHARED] = {"%1 people are on two lists or more; %2 are the least",
			       "у двох чи більше списках є %1 осіб; треба щонайменше %2"},
	[CENSUS_SMALL_SHARE] = {"the lists hold only %1 of the number estimated; under %2 it rests on the model alone",
				"списки містять лише %1 оціненого числа; нижче %2 усе тримається на самій моделі"},
	[CENSUS_EDGE] = {"the posterior has no end: %1 of it lies beyond what was looked at",
			 "апостеріорний розподіл не згасає: %1 його лежить за межею розглянутого"},
	[CENSUS_MODE_AT_ZERO] = {"the likeliest figure is the very number of those listed, which the method produces "
				 "where data are thin",
				 "найімовірніше число дорівнює самому спискові, а це метод дає там, де даних замало"},
	[CENSUS_DELTAS_DIFFER] = {"the prior decides: the medians for three deltas differ by a factor of %1",
				  "вирішує апріорне припущення: медіани за трьох дельт різняться в %1 раза"},
	[CENSUS_NO_MAXIMUM] = {"no log-linear model has a finite maximum under 20 times the listed",
			       "жодна логлінійна модель не має скінченного максимуму в межах 20 списків"},
	[CENSUS_BOUNDARY] = {"%2 log-linear models with weight %1 run off: to nobody at all, or over 20 "
			     "times the listed",
			     "логлінійні моделі (%2 з вагою %1) збігають до нуля прихованих або за 20 списків"},
	[CENSUS_NOTE_MODELS_OUT] =
		{"%1 of %2 log-linear models were left out: no finite maximum, or they run off to nobody or "
		 "over 20 times the listed",
		 "не враховано %1 з %2 логлінійних моделей: немає скінченного максимуму, або вони збігають до нуля чи "
		 "за 20 списків"},
	[CENSUS_NOT_MIXED] = {"the chains of the latent classes disagree: R-hat %1, over %2",
			      "ланцюги латентних класів розходяться: R-hat %1, понад %2"},
	[CENSUS_FEW_EFFECTIVE] = {"the chains of the latent classes hold %1 effective draws; %2 are the least (more "
				  "--sweeps may help)",
				  "ланцюги латентних класів мають %1 ефективних вибірок; треба щонайменше %2 (може "
				  "допомогти більше --sweeps)"},
	[CENSUS_AT_CAP] = {"the cap cuts the latent classes in %1 of the sweeps",
			   "межа обрізає латентні класи у %1 кроків"},
	[CENSUS_METHODS_DIFFER] = {"the methods do not agree: their medians differ by a factor of %1",
				   "методи не сходяться: їхні медіани різняться в %1 раза"},
	[CENSUS_BELOW_BOUND] = {"%M ends at %1, under the lower limit %2 of the bound",
				"%M закінчується на %1, нижче за нижню межу оцінки знизу %2"},
	[CENSUS_INCONSISTENT] = {"the lists do not find one another again: %1 of %2 were missed",
				 "списки не відтворюють одне одного: пропущено %1 з %2"},
	[CENSUS_METHOD_MISSING] = {"%M could not be computed, so nothing can be held against it",
				   "%M обчислити не вдалося, тож порівняти нема з чим"},
};

static hw_text short_number(hw_arena *arena, double value)
{
	if (fabs(value - round(value)) < 1e-9 && fabs(value) < 1e15)
		return hw_text_format(arena, "%.0f", value);
	if (fabs(value) >= 100)
		return hw_text_format(arena, "%.0f", value);
	return hw_text_format(arena, fabs(value) >= 1 ? "%.2f" : "%.2g", value);
}

hw_text census_reason_words(hw_arena *arena, const char *lang, const census_input *in, const census_reason *reason)
{
	const char *form = is_ukrainian(lang) ? reasons[reason->kind].uk : reasons[reason->kind].en;
	hw_buffer out = {0};

	if (reason->stratum != SIZE_MAX && in->stratum_count > 1 && reason->stratum < in->stratum_count)
		hw_buffer_addf(&out, "%.*s: ", HW_TEXT_ARG(in->strata[reason->stratum]));
	for (; *form; form++) {
		if (*form != '%')
			hw_buffer_add(&out, (hw_text){form, 1});
		else if (*++form == '1')
			hw_buffer_add(&out, short_number(arena, reason->value));
		else if (*form == '2')
			hw_buffer_add(&out, short_number(arena, reason->limit));
		else if (*form == 'L')
			hw_buffer_add(&out, reason->list < in->list_count ? list_name(arena, lang, in, reason->list)
									  : HW_TEXT("?"));
		else
			hw_buffer_adds(&out, census_method_names[reason->method]);
	}
	hw_text words = hw_text_copy(arena, hw_buffer_text(&out));
	hw_buffer_free(&out);
	return words;
}

/* ---- the sentence ------------------------------------------------------------------------------------ */
static size_t methods_shown(const census_study *s)
{
	size_t count = 0;
	const char *before = "";

	for (size_t i = 0; i < s->estimate_count; i++) {
		const char *name = census_method_names[s->estimates[i].method];
		count += s->estimates[i].possible && strcmp(name, before) != 0;
		before = name;
	}
	return count;
}

static const char *count_word(const char *lang, size_t count)
{
	static const char *const english[] = {"no", "one", "two", "three", "four", "five", "six", "seven"};
	static const char *const ukrainian[] = {"жодним методом",   "одним методом",    "двома методами",
						"трьома методами",  "чотирма методами", "п'ятьма методами",
						"шістьма методами", "сімома методами"};

	count = count < HW_COUNT(english) ? count : HW_COUNT(english) - 1;
	return is_ukrainian(lang) ? ukrainian[count] : english[count];
}

static hw_text first_refusal(hw_arena *arena, const char *lang, const census_input *in, const census_study *s)
{
	for (size_t i = 0; i < s->reason_count; i++)
		if (s->reasons[i].refuses)
			return census_reason_words(arena, lang, in, &s->reasons[i]);
	return is_ukrainian(lang) ? HW_TEXT("немає навіть нижньої межі") : HW_TEXT("there is not even a bound");
}

/* "at least 3,700 more (lower limit of the bound)", or that the bound excludes little; empty without a bound. */
static hw_text bound_words(hw_arena *arena, const char *lang, const census_study *s)
{
	if (isnan(s->at_least))
		return HW_TEXT("");
	if (s->at_least < 1)
		return is_ukrainian(lang) ? HW_TEXT("нижня межа не виключає, що поза списками небагато людей, з тих, "
						    "кого вони могли "
						    "охопити; це не означає, що там нікого немає")
					  : HW_TEXT("the bound does not exclude that few are missing of those whom the "
						    "lists could "
						    "reach; this does not say that nobody is");
	hw_text least = number_words(arena, lang, coarse(s->at_least, false));
	return hw_text_format(arena,
			      is_ukrainian(lang) ? "щонайменше ще %.*s (нижня межа оцінки знизу)"
						 : "at least %.*s more (lower limit of the bound)",
			      HW_TEXT_ARG(least));
}

static hw_text published(hw_arena *arena, const char *lang, hw_text lists, const census_study *s)
{
	double low = fmax(s->low, fmax(s->at_least, 0));
	hw_text from = number_words(arena, lang, coarse(low, false)),
		to = number_words(arena, lang, coarse(s->high, true)), bound = bound_words(arena, lang, s);

	if (is_ukrainian(lang))
		return hw_text_format(
			arena,
			"Списки %.*s вказують: %.*s, імовірно %.*s-%.*s. Це припускає, що кожна людина могла "
			"потрапити до якогось списку; тих, до кого не дістається жодне джерело, не "
			"враховано. Показано оцінки %s; жодної з них не можна перевірити за даними.",
			HW_TEXT_ARG(lists), HW_TEXT_ARG(bound), HW_TEXT_ARG(from), HW_TEXT_ARG(to),
			count_word(lang, methods_shown(s)));
	return hw_text_format(
		arena,
		"Lists %.*s suggest %.*s, plausibly %.*s-%.*s. This assumes everyone could have appeared on "
		"some list; people whom no source could reach are not counted. Estimates by %s methods are "
		"shown; none can be checked against data.",
		HW_TEXT_ARG(lists), HW_TEXT_ARG(bound), HW_TEXT_ARG(from), HW_TEXT_ARG(to),
		count_word(lang, methods_shown(s)));
}

hw_text census_sentence(hw_arena *arena, const char *lang, const census_input *in, const census_study *study)
{
	hw_text lists = list_words(arena, lang, in, study->used ? study->used : UINT32_MAX),
		bound = bound_words(arena, lang, study);

	if (study->publish)
		return published(arena, lang, lists, study);
	hw_text why = first_refusal(arena, lang, in, study);
	if (is_ukrainian(lang))
		return hw_text_format(
			arena,
			"Списки %.*s не дають числа: %.*s.%s%.*s%s Людей, до яких не дістається жодне джерело, "
			"не враховано; показані числа - сценарії, а не оцінка.",
			HW_TEXT_ARG(lists), HW_TEXT_ARG(why), bound.length ? " Найбільше, що можна сказати: " : "",
			HW_TEXT_ARG(bound), bound.length ? "." : "");
	return hw_text_format(
		arena,
		"Lists %.*s carry no figure: %.*s.%s%.*s%s People whom no source could reach are not counted; "
		"the figures shown are scenarios, not an estimate.",
		HW_TEXT_ARG(lists), HW_TEXT_ARG(why), bound.length ? " The most that can be said: " : "",
		HW_TEXT_ARG(bound), bound.length ? "." : "");
}
