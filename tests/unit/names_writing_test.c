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
	};

	return cmocka_run_group_tests_name("names_writing", tests, names_setup, names_teardown);
}
