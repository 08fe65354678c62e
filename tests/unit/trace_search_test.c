/* Searching names: known answers, updates against an index built anew, hostile names, memory that runs out. */
#include "trace_check.h"

static const char *const people[] = {
	"Шевченко Микола Іванович",
	"Шевчук Микола Іванович",
	"Ткач Олег Петрович",
	"Ткаченко Олег Петрович",
	"Ткачук Олег Петрович",
	"Сергієнко Сергій",
	"Сергеев Сергей Сергеевич",
	"Магомедов Магомед Магомедович",
	"Яворська Олена",
	"Яворський Андрій",
	"Абдулрахманов Іса",
	"Ай-Хаан Мерген",
	"Гнатюк Михайло 1990",
	"Коваленко Юрій Юрійович",
	"Коваль Юлія",
	"Джеймс Уайт",
	"Захарченко Олександр",
	"Щебетун Ярослав",
	"де ла Крус Хуан",
	"Кіт Іван",
};

static trace_search *index_of(const char *const *names, size_t count)
{
	trace_search *s = NULL;

	assert_int_equal(trace_search_new(trace_tables, &s, NULL), HW_OK);
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal(trace_search_add(s, i, hw_text_of(names[i]), 0, 0, NULL), HW_OK);
	return s;
}

/* Hits of a query; they live until the arena of the tests is reset. */
static size_t ask(const trace_search *s, const char *text, bool prefix, size_t top, trace_hit **hits)
{
	trace_query query = {.text = hw_text_of(text), .top = top, .prefix = prefix};
	trace_finder *f = NULL;
	size_t count = 0;

	assert_int_equal(trace_finder_new(s, &f, NULL), HW_OK);
	assert_int_equal(trace_search_find(f, &query, trace_arena, hits, &count, NULL), HW_OK);
	trace_finder_free(f);
	return count;
}

static bool reasons_say(const trace_hit *hit, const char *words)
{
	for (size_t i = 0; i < hit->reason_count; i++)
		if (hit->reasons[i].words.length && strstr(hit->reasons[i].words.bytes, words))
			return true;
	return false;
}

static void test_known_answers(void **state)
{
	static const struct {
		const char *query, *name, *reason;
		bool prefix;
	} known[] = {
		{"Mykola Shevchenko", "Шевченко Микола Іванович", "same sound", false},
		{"Nikolaj Schewtschenko", "Шевченко Микола Іванович", "same name", false},
		{"Шевченка Миколу Івановича", "Шевченко Микола Іванович", "oblique case", false},
		{"ст. солдат Шевченко М.І.", "Шевченко Микола Іванович", "initial fits", false},
		{"Шевчено Микола", "Шевченко Микола Іванович", "one letter", false},
		{"Tkachuk Oleh", "Ткачук Олег Петрович", "same sound", false},
		{"Ткач Олег", "Ткач Олег Петрович", "same", false},
		{"Sergeyev Sergei", "Сергеев Сергей Сергеевич", "same", false},
		{"Magomed Magomedov", "Магомедов Магомед Магомедович", "same sound", false},
		{"Яворская Елена", "Яворська Олена", "same", false},
		{"Абдул Рахманов Иса", "Абдулрахманов Іса", "same sound", false},
		{"Айхаан Мерген", "Ай-Хаан Мерген", "same sound", false},
		{"James White", "Джеймс Уайт", "Джеймс", false},
		{"Захарч", "Захарченко Олександр", "begins so", true},
		{"Oleksandr Zakharch", "Захарченко Олександр", "begins so", true},
		{"Szczebetun", "Щебетун Ярослав", "same sound", false},
		{"Juan de la Cruz", "де ла Крус Хуан", "", false},
		{"Кот Иван", "Кіт Іван", "Кот", false},
	};
	trace_search *s = index_of(people, HW_COUNT(people));

	(void)state;
	for (size_t i = 0; i < HW_COUNT(known); i++) {
		trace_hit *hits;
		size_t count = ask(s, known[i].query, known[i].prefix, 5, &hits);
		if (!count || !hw_text_is(hits[0].name, known[i].name) || !reasons_say(&hits[0], known[i].reason))
			fail_msg("%s: the first of %zu is %s (%s)", known[i].query, count,
				 count ? hits[0].name.bytes : "nobody",
				 count && hits[0].reason_count ? hits[0].reasons[0].words.bytes : "no reason");
		for (size_t k = 1; k < count; k++)
			assert_true(hits[k].likeness <= hits[k - 1].likeness);
	}
	trace_search_free(s);
}

static void test_nobody(void **state)
{
	static const char *const queries[] = {"", "42", "...", "\u200b", "??", "Zzyzx"};
	trace_search *s = index_of(people, HW_COUNT(people));
	trace_search *empty = index_of(NULL, 0);
	trace_hit *hits;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(queries); i++) {
		size_t count = ask(s, queries[i], true, 5, &hits);
		assert_true(!count || hits[0].likeness < 0.5);
	}
	assert_int_equal(ask(empty, "Шевченко", true, 5, &hits), 0);
	trace_search_free(empty);
	trace_search_free(s);
}

static void test_names_of_one_owner(void **state)
{
	trace_search *s = index_of(people, 2);
	trace_hit *hits;

	(void)state;
	assert_int_equal(trace_search_add(s, 0, HW_TEXT("Шевченко Коля"), 0, 0, NULL), HW_OK);
	assert_int_equal(trace_search_add(s, 0, HW_TEXT("Сивий"), 0, 0, NULL), HW_OK);
	assert_int_equal(ask(s, "Шевченко Коля", false, 5, &hits), 2);
	assert_int_equal(hits[0].owner, 0);
	assert_string_equal(hits[0].name.bytes, "Шевченко Коля");
	assert_int_equal(hits[1].owner, 1);
	assert_true(ask(s, "позивний Сивий", false, 5, &hits) >= 1);
	assert_int_equal(hits[0].owner, 0);
	assert_int_equal(trace_search_remove(s, 0, NULL), HW_OK);
	assert_int_equal(trace_search_remove(s, 77, NULL), HW_OK);
	assert_int_equal(trace_search_names(s), 1);
	assert_int_equal(ask(s, "Сивий", false, 5, &hits), 0);
	trace_search_free(s);
}

static void test_year_of_birth(void **state)
{
	trace_search *s = index_of(NULL, 0);
	trace_hit *hits;

	(void)state;
	assert_int_equal(trace_search_add(s, 0, HW_TEXT("Коваль Іван"), 1970, 1970, NULL), HW_OK);
	assert_int_equal(trace_search_add(s, 1, HW_TEXT("Коваль Іван"), 1991, 1991, NULL), HW_OK);
	assert_int_equal(trace_search_add(s, 2, HW_TEXT("Коваль Іван"), 0, 0, NULL), HW_OK);
	assert_int_equal(ask(s, "Коваль Іван 1990", false, 5, &hits), 3);
	assert_int_equal(hits[0].owner, 1);
	assert_int_equal(hits[1].owner, 2);
	assert_true(hits[2].likeness < 0.61 * hits[0].likeness);
	trace_search_free(s);
}

/* ---- updates ---------------------------------------------------------------------------------- */

static const char *const families[] = {"Шевченко", "Shevchuk", "Ткаченко", "Бондар", "Bondarenko", "Мельник", "Melnyk",
				       "Кравець",  "Лисенко",  "Lysenko",  "Гайда",  "Поліщук",    "Павлюк",  "Сидор"};
static const char *const givens[] = {"Микола", "Nikolai", "Іван", "Ivan", "Олег", "Андрій", "Andrei", "Юрій", "М."};

static const char *random_name(hw_random *r)
{
	hw_text t = hw_text_format(trace_arena, "%s %s", families[hw_random_below(r, HW_COUNT(families))],
				   givens[hw_random_below(r, HW_COUNT(givens))]);

	assert_non_null(t.bytes);
	return t.bytes;
}

static void assert_same_answers(const trace_search *one, const trace_search *other, hw_random *r)
{
	for (size_t q = 0; q < 40; q++) {
		const char *query = random_name(r);
		trace_hit *left, *right;
		size_t count = ask(one, query, q % 2, 12, &left);
		assert_int_equal(count, ask(other, query, q % 2, 12, &right));
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(left[i].owner, right[i].owner);
			assert_true(left[i].likeness <= right[i].likeness && left[i].likeness >= right[i].likeness);
			assert_true(hw_text_equal(left[i].name, right[i].name));
		}
	}
}

static void test_updates_answer_as_built_anew(void **state)
{
	enum { OWNERS = 6000 };
	static const char *names[OWNERS];
	hw_random r = hw_random_new(7, 0);
	trace_search *changed = index_of(NULL, 0), *anew = index_of(NULL, 0);

	(void)state;
	for (uint32_t i = 0; i < OWNERS; i++) {
		names[i] = random_name(&r);
		assert_int_equal(trace_search_add(changed, i, hw_text_of(names[i]), 0, 0, NULL), HW_OK);
	}
	for (size_t turn = 0; turn < 12000; turn++) {
		uint32_t i = (uint32_t)hw_random_below(&r, OWNERS);
		assert_int_equal(trace_search_remove(changed, i, NULL), HW_OK);
		names[i] = hw_random_below(&r, 3) ? random_name(&r) : NULL;
		if (names[i])
			assert_int_equal(trace_search_add(changed, i, hw_text_of(names[i]), 0, 0, NULL), HW_OK);
	}
	for (uint32_t i = 0; i < OWNERS; i++)
		if (names[i])
			assert_int_equal(trace_search_add(anew, i, hw_text_of(names[i]), 0, 0, NULL), HW_OK);
	assert_int_equal(trace_search_names(changed), trace_search_names(anew));
	assert_same_answers(changed, anew, &r);
	trace_search_free(changed);
	trace_search_free(anew);
}

/* ---- hostile ----------------------------------------------------------------------------------- */

static void test_hostile_names(void **state)
{
	enum { MEGABYTE = 1 << 20, SAME = 10000 };
	trace_search *s = index_of(NULL, 0);
	char *long_name = malloc(MEGABYTE);
	trace_hit *hits;

	(void)state;
	assert_non_null(long_name);
	memset(long_name, 'a', MEGABYTE);
	for (size_t i = 50; i < MEGABYTE; i += 97)
		long_name[i] = ' ';
	for (uint32_t i = 0; i < SAME; i++)
		assert_int_equal(trace_search_add(s, i, HW_TEXT("Іваненко Іван Іванович"), 0, 0, NULL), HW_OK);
	assert_int_equal(trace_search_add(s, SAME, (hw_text){long_name, MEGABYTE}, 0, 0, NULL), HW_OK);
	assert_int_equal(trace_search_add(s, SAME + 1, HW_TEXT(""), 0, 0, NULL), HW_OK);
	assert_int_equal(trace_search_add(s, SAME + 2, HW_TEXT("\u202eחיים כהן\u202c"), 0, 0, NULL), HW_OK);
	assert_int_equal(trace_search_add(s, SAME + 3, HW_TEXT("І. І."), 0, 0, NULL), HW_OK);
	assert_int_equal(ask(s, "Ivan Ivanenko", true, 20, &hits), 20);
	for (uint32_t i = 0; i < 20; i++) /* ties: the smaller number first */
		assert_int_equal(hits[i].owner, i);
	assert_true(ask(s, "חיים כהן", true, 20, &hits) > 0);
	assert_int_equal(hits[0].owner, SAME + 2);
	trace_query query = {.text = {long_name, MEGABYTE}, .top = 10};
	trace_finder *f = NULL;
	size_t count;
	assert_int_equal(trace_finder_new(s, &f, NULL), HW_OK);
	assert_int_equal(trace_search_find(f, &query, trace_arena, &hits, &count, NULL), HW_OK);
	trace_finder_free(f);
	free(long_name);
	trace_search_free(s);
}

static void test_memory_runs_out(void **state)
{
	hw_error error;

	(void)state;
	for (long n = 1; n < 120; n++) {
		trace_search *s = NULL;
		trace_finder *f = NULL;
		trace_query query = {.text = HW_TEXT("Shevchenko Mykola"), .top = 5, .prefix = true};
		trace_hit *hits;
		size_t count = 0;

		hw_fail_allocation_after(n);
		hw_status status = trace_search_new(trace_tables, &s, &error);
		for (uint32_t i = 0; status == HW_OK && i < HW_COUNT(people); i++)
			status = trace_search_add(s, i, hw_text_of(people[i]), 0, 0, &error);
		if (status == HW_OK)
			status = trace_finder_new(s, &f, &error);
		if (status == HW_OK)
			status = trace_search_find(f, &query, trace_arena, &hits, &count, &error);
		hw_fail_allocation_after(0);
		assert_true(status == HW_NO_MEMORY || (status == HW_OK && count));
		trace_finder_free(f);
		trace_search_free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_answers),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_names_of_one_owner),
		cmocka_unit_test(test_year_of_birth),
		cmocka_unit_test(test_updates_answer_as_built_anew),
		cmocka_unit_test(test_hostile_names),
		cmocka_unit_test(test_memory_runs_out),
	};

	return cmocka_run_group_tests(tests, trace_setup, trace_teardown);
}
