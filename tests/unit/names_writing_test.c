/* Scripts, repair of signs, orthography, and romanisation against the examples of the official tables. */
#include "names_check.h"

#include <stdio.h>
#include <string.h>

static void says(hw_text got, const char *want, const char *input)
{
	if (!hw_text_is(got, want))
		fail_msg("\"%s\": got \"%.*s\", want \"%s\"", input, HW_TEXT_ARG(got), want);
}

static void scripts(void **state)
{
	static const struct {
		const char *text;
		names_script script;
	} rows[] = {
		{"", NAMES_SCRIPT_NONE},        {"12.03.1990", NAMES_SCRIPT_NONE}, {"Іван", NAMES_SCRIPT_CYRILLIC},
		{"Ivan", NAMES_SCRIPT_LATIN},   {"Țurcan", NAMES_SCRIPT_LATIN},    {"Iвaн", NAMES_SCRIPT_MIXED},
		{"გიორგი", NAMES_SCRIPT_OTHER}, {"Каўтун", NAMES_SCRIPT_CYRILLIC},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		assert_int_equal(names_script_of(hw_text_of(rows[i].text)), rows[i].script);
	assert_string_equal(names_script_words(NAMES_SCRIPT_CYRILLIC), "Cyrillic");
}

static void tidying(void **state)
{
	static const struct {
		const char *text, *tidy;
		unsigned notes;
	} rows[] = {
		{"  Шевчук   Іван ", "Шевчук Іван", NAMES_REPAIRED_SIGNS},
		{"Мар'яненко", "Мар’яненко", 0},
		{"Марʼяненко", "Мар’яненко", NAMES_REPAIRED_SIGNS},
		{"Мар\"яненко", "Мар’яненко", NAMES_REPAIRED_SIGNS},
		{"Нечуй\xe2\x80\x93Левицький", "Нечуй-Левицький", NAMES_REPAIRED_SIGNS},
		{"Iвaн", "Іван", NAMES_REPAIRED_LETTERS},
		{"Реtrеnko", "Petrenko", NAMES_REPAIRED_LETTERS},
		{"Шев\xe2\x80\x8bчук", "Шевчук", NAMES_REPAIRED_UNSEEN},
		{"Igor Sech1n", "Igor Sechin", NAMES_REPAIRED_LETTERS},
		{"в/ч А1234", "в/ч А1234", 0},
		{"1усманов", "Ӏусманов", NAMES_REPAIRED_LETTERS},
		{"\xd0\x98\xcc\x86осип", "Йосип", 0}, /* и and a combining breve */
		{"", "", 0},
		{"Ð“Ð¾Ð½Ñ‡Ð°Ñ€", "Гончар", NAMES_REPAIRED_ENCODING},   /* UTF-8 read as Windows-1252 */
		{"Р“РѕРЅС‡Р°СЂ", "Гончар", NAMES_REPAIRED_ENCODING},   /* UTF-8 read as Windows-1251 */
		{"Ãîí÷àðåíêî", "Гончаренко", NAMES_REPAIRED_ENCODING}, /* Windows-1251 read as 1252 */
		{"зПОЮБТЕОЛП", "Гончаренко", NAMES_REPAIRED_ENCODING}, /* KOI8-U read as Windows-1251 */
		{"André Müller", "André Müller", 0},
		{"Ångström Øystein", "Ångström Øystein", 0},
		{"Itdxtyrj Vbrjkf", "Шевченко Микола", NAMES_REPAIRED_LAYOUT},
		{"Uhbwtyrj", "Гриценко", NAMES_REPAIRED_LAYOUT},
		{"Bdfyjd", "Иванов", NAMES_REPAIRED_LAYOUT},
		{"Schroeder", "Schroeder", 0},
		{"Jeffrey Smyth", "Jeffrey Smyth", 0},
		{"Kingsley", "Kingsley", 0},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_text got;
		unsigned notes = 99;
		assert_int_equal(
			names_tidy(names_use.tables, names_use.arena, hw_text_of(rows[i].text), &got, &notes, NULL),
			HW_OK);
		says(got, rows[i].tidy, rows[i].text);
		if (notes != rows[i].notes)
			fail_msg("row %zu: notes %u", i, notes);
	}
}

static void orthography(void **state)
{
	static const struct {
		const char *text;
		names_spelling spelling;
	} rows[] = {
		{"Сергій Їжак", NAMES_SPELLING_UKRAINIAN},
		{"Сергей Ёлкин", NAMES_SPELLING_RUSSIAN},
		{"Каўтун", NAMES_SPELLING_BELARUSIAN},
		{"Згурський", NAMES_SPELLING_UKRAINIAN},
		{"Микола", NAMES_SPELLING_UKRAINIAN},
		{"Николай", NAMES_SPELLING_RUSSIAN},
		{"Роман", NAMES_SPELLING_OPEN},
		{"Петренко", NAMES_SPELLING_OPEN},
		{"Ivan", NAMES_SPELLING_OPEN},
		{"", NAMES_SPELLING_OPEN},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		if (names_spelling_of(names_use.tables, hw_text_of(rows[i].text)) != rows[i].spelling)
			fail_msg("row %zu: %s", i, rows[i].text);
}

typedef struct pair {
	const char *text, *latin;
} pair;

static void romanizes(names_scheme scheme, names_spelling spelling, const pair *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		hw_text got;
		size_t left = 99;
		assert_int_equal(names_romanize(names_use.tables, scheme, spelling, names_use.arena,
						hw_text_of(rows[i].text), &got, &left, NULL),
				 HW_OK);
		says(got, rows[i].latin, rows[i].text);
		assert_int_equal(left, 0);
	}
}

/* The examples in the table of resolution 55 of 27.01.2010 and its notes. */
static void kmu2010(void **state)
{
	static const pair rows[] = {
		{"Алушта", "Alushta"},
		{"Андрій", "Andrii"},
		{"Борщагівка", "Borshchahivka"},
		{"Борисенко", "Borysenko"},
		{"Вінниця", "Vinnytsia"},
		{"Володимир", "Volodymyr"},
		{"Гадяч", "Hadiach"},
		{"Богдан", "Bohdan"},
		{"Згурський", "Zghurskyi"},
		{"Ґалаґан", "Galagan"},
		{"Ґорґани", "Gorgany"},
		{"Донецьк", "Donetsk"},
		{"Дмитро", "Dmytro"},
		{"Рівне", "Rivne"},
		{"Олег", "Oleh"},
		{"Есмань", "Esman"},
		{"Єнакієве", "Yenakiieve"},
		{"Гаєвич", "Haievych"},
		{"Короп'є", "Koropie"},
		{"Житомир", "Zhytomyr"},
		{"Жанна", "Zhanna"},
		{"Жежелів", "Zhezheliv"},
		{"Закарпаття", "Zakarpattia"},
		{"Казимирчук", "Kazymyrchuk"},
		{"Медвин", "Medvyn"},
		{"Михайленко", "Mykhailenko"},
		{"Іванків", "Ivankiv"},
		{"Іващенко", "Ivashchenko"},
		{"Їжакевич", "Yizhakevych"},
		{"Кадиївка", "Kadyivka"},
		{"Мар'їне", "Marine"},
		{"Йосипівка", "Yosypivka"},
		{"Стрий", "Stryi"},
		{"Олексій", "Oleksii"},
		{"Київ", "Kyiv"},
		{"Коваленко", "Kovalenko"},
		{"Лебедин", "Lebedyn"},
		{"Леонід", "Leonid"},
		{"Миколаїв", "Mykolaiv"},
		{"Маринич", "Marynych"},
		{"Ніжин", "Nizhyn"},
		{"Наталія", "Nataliia"},
		{"Одеса", "Odesa"},
		{"Онищенко", "Onyshchenko"},
		{"Полтава", "Poltava"},
		{"Петро", "Petro"},
		{"Решетилівка", "Reshetylivka"},
		{"Рибчинський", "Rybchynskyi"},
		{"Суми", "Sumy"},
		{"Соломія", "Solomiia"},
		{"Тернопіль", "Ternopil"},
		{"Троць", "Trots"},
		{"Ужгород", "Uzhhorod"},
		{"Уляна", "Uliana"},
		{"Фастів", "Fastiv"},
		{"Філіпчук", "Filipchuk"},
		{"Харків", "Kharkiv"},
		{"Христина", "Khrystyna"},
		{"Біла Церква", "Bila Tserkva"},
		{"Стеценко", "Stetsenko"},
		{"Чернівці", "Chernivtsi"},
		{"Шевченко", "Shevchenko"},
		{"Шостка", "Shostka"},
		{"Кишеньки", "Kyshenky"},
		{"Щербухи", "Shcherbukhy"},
		{"Гоща", "Hoshcha"},
		{"Гаращенко", "Harashchenko"},
		{"Юрій", "Yurii"},
		{"Корюківка", "Koriukivka"},
		{"Крюківка", "Kriukivka"},
		{"Яготин", "Yahotyn"},
		{"Ярошенко", "Yaroshenko"},
		{"Костянтин", "Kostiantyn"},
		{"Знам'янка", "Znamianka"},
		{"Феодосія", "Feodosiia"},
		{"Згорани", "Zghorany"},
		{"Розгон", "Rozghon"},
	};
	static const pair cases[] = {
		{"ЩЕРБАК", "SHCHERBAK"},
		{"Щербак", "Shcherbak"},
		{"ЗГУРСЬКИЙ", "ZGHURSKYI"},
		{"Ю", "Yu"},
		{"ЮРІЙ Щ", "YURII Shch"},
		{"Нечуй-Яременко", "Nechui-Yaremenko"},
		{"Я. Щ. Ґудзь", "Ya. Shch. Gudz"},
		{"щука", "shchuka"},
		{"Іван 12, (Київ)", "Ivan 12, (Kyiv)"},
		{"", ""},
	};

	(void)state;
	romanizes(NAMES_KMU2010, NAMES_SPELLING_OPEN, rows, HW_COUNT(rows));
	romanizes(NAMES_KMU2010, NAMES_SPELLING_OPEN, cases, HW_COUNT(cases));
}

static void icao9303(void **state)
{
	static const pair ukrainian[] = {
		{"Сергій Григоренко", "Serhii Hryhorenko"},
		{"Єнакієве", "Yenakiieve"},
		{"Їжакевич", "Yizhakevych"},
		{"Йосипівка", "Yosypivka"},
		{"Юрій", "Yurii"},
		{"Яготин", "Yahotyn"},
		{"Ґалаґан", "Galagan"},
		{"Згорани", "Zhorany"},
		{"Хоменко", "Khomenko"},
	};
	static const pair russian[] = {
		{"Сергей Григорьев", "Sergei Grigorev"}, {"Щёголев", "Shchegolev"},
		{"Подъярский", "Podieiarskii"},          {"Эдуард Ыйский", "Eduard Yiskii"},
		{"Юрий Яковлев", "Iurii Iakovlev"},      {"Хрущев", "Khrushchev"},
	};
	static const pair belarusian[] = {{"Алёна Каўтун", "Aliona Kautun"}, {"Ігар", "Ihar"}, {"Рыгор", "Ryhor"}};

	(void)state;
	romanizes(NAMES_ICAO9303, NAMES_SPELLING_UKRAINIAN, ukrainian, HW_COUNT(ukrainian));
	romanizes(NAMES_ICAO9303, NAMES_SPELLING_RUSSIAN, russian, HW_COUNT(russian));
	romanizes(NAMES_ICAO9303, NAMES_SPELLING_BELARUSIAN, belarusian, HW_COUNT(belarusian));
	/* found from the line itself */
	romanizes(NAMES_ICAO9303, NAMES_SPELLING_OPEN, ukrainian, 1);
	romanizes(NAMES_ICAO9303, NAMES_SPELLING_OPEN, russian, 2);
}

static void other_schemes(void **state)
{
	static const pair bgn_russian[] = {
		{"Ельцин", "Yel’tsin"}, {"Мейеровка", "Meyyerovka"}, {"Юрьев объезд", "Yur’yev ob”yezd"},
		{"Ёлкин", "Yëlkin"},    {"Сергей", "Sergey"},        {"ЕЛОВАЯ ШИШКА", "YELOVAYA SHISHKA"},
	};
	static const pair bgn_ukrainian[] = {{"Єнакієве", "Yenakiieve"}, {"Розгон", "Rozghon"}, {"Русь", "Rus"}};
	static const pair iso[] = {
		{"Щербак", "Ŝerbak"},         {"Юрій", "Ûrìj"},   {"Їжак", "Ïžak"},
		{"Подъярский", "Podʺârskij"}, {"Жуков", "Žukov"},
	};

	(void)state;
	romanizes(NAMES_BGN_PCGN, NAMES_SPELLING_RUSSIAN, bgn_russian, HW_COUNT(bgn_russian));
	romanizes(NAMES_BGN_PCGN, NAMES_SPELLING_UKRAINIAN, bgn_ukrainian, HW_COUNT(bgn_ukrainian));
	romanizes(NAMES_ISO9, NAMES_SPELLING_OPEN, iso, HW_COUNT(iso));
}

static void letters_outside_a_scheme(void **state)
{
	hw_text got;
	size_t left = 0;

	(void)state;
	assert_int_equal(names_romanize(names_use.tables, NAMES_KMU2010, NAMES_SPELLING_OPEN, names_use.arena,
					hw_text_of("Эльза"), &got, &left, NULL),
			 HW_OK);
	says(got, "Эlza", "Эльза");
	assert_int_equal(left, 1);
}

static void words_of_users(void **state)
{
	names_scheme scheme;
	names_spelling spelling;
	hw_error error = {0};

	(void)state;
	for (unsigned s = 0; s < NAMES_SCHEMES; s++) {
		assert_int_equal(names_scheme_find(hw_text_of(names_scheme_name((names_scheme)s)), &scheme, &error),
				 HW_OK);
		assert_int_equal(scheme, s);
	}
	assert_int_equal(names_scheme_find(HW_TEXT("kmu"), &scheme, &error), HW_USAGE);
	assert_non_null(strstr(error.remedy, "kmu2010"));
	assert_int_equal(names_spelling_find(HW_TEXT("ru"), &spelling, &error), HW_OK);
	assert_int_equal(spelling, NAMES_SPELLING_RUSSIAN);
	assert_int_equal(names_spelling_find(HW_TEXT("en"), &spelling, &error), HW_USAGE);
}

static void fold_keys(void **state)
{
	static const char *const same[][6] = {
		{"Шевченко", "Shevchenko", "Schewtschenko", "Chevtchenko", "Szewczenko", "Ševčenko"},
		{"Щербак", "Shcherbak", "Scherbak", "Szczerbak", "Schtscherbak", "Chtcherbak"},
		{"Юрій", "Yurii", "Iurii", "Yuriy", "Iouri", "Jurij"},
		{"Хоменко", "Khomenko", "Homenko", "ХОМЕНКО", "Gomenko", "Гоменко"},
		{"Кузьменко", "Kuzmenko", "Kuz'menko", "Кузменко", "Kuzmenko ", "KUZMENKO"},
	};

	(void)state;
	for (size_t r = 0; r < HW_COUNT(same); r++)
		for (size_t i = 0; i < 6; i++) {
			hw_text first, key;
			assert_int_equal(
				names_fold(names_use.tables, names_use.arena, hw_text_of(same[r][0]), &first, NULL),
				HW_OK);
			assert_int_equal(
				names_fold(names_use.tables, names_use.arena, hw_text_of(same[r][i]), &key, NULL),
				HW_OK);
			if (!hw_text_equal(first, key))
				fail_msg("%s: %.*s, %s: %.*s", same[r][0], HW_TEXT_ARG(first), same[r][i],
					 HW_TEXT_ARG(key));
		}
	hw_text key;
	assert_int_equal(names_fold(names_use.tables, names_use.arena, HW_TEXT("Ткач, Ткаченко-Лис"), &key, NULL),
			 HW_OK);
	says(key, "tkaq tkaqenko lis", "three words");
}

/* Names that books and offices write so. */
static void manners_and_passports(void **state)
{
	static const struct {
		const char *scheme, *spelling, *text, *latin;
	} rows[] = {
		{"mvd310-fr", "ru", "Снегирёва Оксана", "Sneguireva Oxana"},
		{"mvd310-fr", "ru", "Юрий Васин", "Iourii Vassine"},
		{"mvd310-fr", "uk", "Шевченко", "Chevtchenko"},
		{"mvd310", "ru", "Васильев Юрий", "Vasilyev Yuriy"},
		{"mvd782", "ru", "Артём Краевой", "Artyem Krayevoy"},
		{"mvd782", "ru", "Чёткий", "Chetkiy"},
		{"mvd782", "ru", "Игорь Ильин", "Igor’ Ilyin"},
		{"gost2006", "ru", "Юлия Цой", "Iuliia Tcoi"},
		{"german", "ru", "Хрущёв", "Chruschtschow"},
		{"german", "ru", "Достоевский", "Dostojewski"},
		{"german", "uk", "Хмельницький", "Chmelnyzkyj"},
		{"german", "uk", "Шевченко", "Schewtschenko"},
		{"polish", "ru", "Достоевский", "Dostojewski"},
		{"polish", "ru", "Чехов", "Czechow"},
		{"polish", "uk", "Ковальчук", "Kowalczuk"},
		{"polish", "uk", "Яків", "Jakiw"},
		{"french", "ru", "Достоевский", "Dostoïevski"},
		{"french", "ru", "Пушкин", "Pouchkine"},
		{"french", "ru", "Чехов", "Tchekhov"},
		{"french", "uk", "Щербак", "Chtcherbak"},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		names_scheme scheme;
		names_spelling spelling;
		hw_text got;
		size_t left;
		assert_int_equal(names_scheme_find(hw_text_of(rows[i].scheme), &scheme, NULL), HW_OK);
		assert_int_equal(names_spelling_find(hw_text_of(rows[i].spelling), &spelling, NULL), HW_OK);
		assert_int_equal(names_romanize(names_use.tables, scheme, spelling, names_use.arena,
						hw_text_of(rows[i].text), &got, &left, NULL),
				 HW_OK);
		says(got, rows[i].latin, rows[i].text);
		assert_int_equal(left, 0);
	}
}

static void back_to_cyrillic(void **state)
{
	static const struct {
		names_spelling spelling;
		const char *latin, *first;
	} rows[] = {
		{NAMES_SPELLING_UKRAINIAN, "Shevchenko", "Шевченко"},
		{NAMES_SPELLING_UKRAINIAN, "Yevhen", "Євген"},
		{NAMES_SPELLING_UKRAINIAN, "Hryhorii", "Григорій"},
		{NAMES_SPELLING_UKRAINIAN, "KOVALCHUK", "Ковальчук"},
		{NAMES_SPELLING_UKRAINIAN, "Zelenskyi", "Зеленський"},
		{NAMES_SPELLING_UKRAINIAN, "Krawtschenko", "Кравченко"},
		{NAMES_SPELLING_UKRAINIAN, "Oleksii Petro", "Олексій Петро"},
		{NAMES_SPELLING_RUSSIAN, "Sergey", "Сергей"},
		{NAMES_SPELLING_RUSSIAN, "Ilya", "Илья"},
		{NAMES_SPELLING_RUSSIAN, "Tchekhov", "Чехов"},
		{NAMES_SPELLING_RUSSIAN, "Khrushchev", "Хрущев"},
		{NAMES_SPELLING_RUSSIAN, "Dostoevskii", "Достоевский"},
	};
	hw_text *found;
	size_t count;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		assert_int_equal(names_back(names_use.tables, rows[i].spelling, names_use.arena,
					    hw_text_of(rows[i].latin), 4, &found, &count, NULL),
				 HW_OK);
		assert_true(count >= 1 && count <= 4);
		says(found[0], rows[i].first, rows[i].latin);
	}
	hw_error error = {0};
	assert_int_equal(names_back(names_use.tables, NAMES_SPELLING_OPEN, names_use.arena, HW_TEXT("Ivan"), 4, &found,
				    &count, &error),
			 HW_USAGE);
}

/* What a scheme writes, the table reads back: the spelling stands among the first five. */
static void there_and_back(void **state)
{
	static const char *const names[] = {"Шевченко", "Гриценко",  "Зеленський", "Марченко", "Петренко",
					    "Іваненко", "Ковальчук", "Микола",     "Наталія",  "Володимир"};
	static const names_scheme schemes[] = {NAMES_KMU2010, NAMES_ICAO9303, NAMES_BGN_PCGN, NAMES_ISO9, NAMES_POLISH};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(names); i++)
		for (size_t s = 0; s < HW_COUNT(schemes); s++) {
			hw_text latin, *found;
			size_t count = 0;
			bool again = false;
			assert_int_equal(names_romanize(names_use.tables, schemes[s], NAMES_SPELLING_UKRAINIAN,
							names_use.arena, hw_text_of(names[i]), &latin, NULL, NULL),
					 HW_OK);
			assert_int_equal(names_back(names_use.tables, NAMES_SPELLING_UKRAINIAN, names_use.arena, latin,
						    5, &found, &count, NULL),
					 HW_OK);
			for (size_t k = 0; k < count; k++)
				again = again || hw_text_is(found[k], names[i]);
			if (!again)
				fail_msg("%s by %s: %.*s", names[i], names_scheme_name(schemes[s]), HW_TEXT_ARG(latin));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scripts),
		cmocka_unit_test(tidying),
		cmocka_unit_test(orthography),
		cmocka_unit_test(kmu2010),
		cmocka_unit_test(icao9303),
		cmocka_unit_test(other_schemes),
		cmocka_unit_test(letters_outside_a_scheme),
		cmocka_unit_test(words_of_users),
		cmocka_unit_test(fold_keys),
		cmocka_unit_test(manners_and_passports),
		cmocka_unit_test(back_to_cyrillic),
		cmocka_unit_test(there_and_back),
	};

	return cmocka_run_group_tests_name("names_writing", tests, names_setup, names_teardown);
}
