/* The rules of retention: that the table is whole, that mistakes are named by line, value and remedy, and when something is due. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "bureau/retention_int.h"

static const char *const good =
	"rule x\n\ten: a\n\tuk: a\n\tof: person\n\tfrom: home\n\tafter: 10 years\n\tthen: seal\n"
	"\tground en: g\n\tground uk: g\n\tsource: s\n";

static void the_table_is_whole(void **state)
{
	static retention_rules rules;

	(void)state;
	assert_int_equal(retention_rules_read(keeping_data_find("retention.txt"), "t", &rules, NULL), HW_OK);
	assert_true(rules.count >= 5);
	for (size_t i = 0; i < rules.count; i++)
		assert_int_equal(rules.items[i].seal, rules.items[i].person);
}

/* The good block with one value put in place of another. */
static hw_status read_with(const char *field, const char *value, retention_rules *rules, hw_error *error)
{
	static char text[512];
	const char *at = strstr(good, field), *end = strchr(at, '\n');

	(void)snprintf(text, sizeof(text), "%.*s%s: %s%s", (int)(at - good), good, field, value, end);
	return retention_rules_read(hw_text_of(text), "t", rules, error);
}

static void mistakes_are_refused(void **state)
{
	static const struct {
		const char *field, *value, *why;
	} cases[] = {
		{"of", "debrief", "of: \"debrief\""},
		{"from", "release", "from: \"release\""},
		{"from", "case closed", "from: \"case closed\""}, /* of a person */
		{"after", "ten years", "after: \"ten years\""},
		{"after", "0 years", "after: \"0 years\""},
		{"after", "1000 days", "after: \"1000 days\""},
		{"after", "10", "after: \"10\""},
		{"after", "-1 years", "after: \"-1 years\""},
		{"after", "1 decade", "after: \"1 decade\""},
		{"then", "burn", "then: \"burn\""},
		{"then", "delete contact", "then: \"delete contact\""}, /* of a person */
	};
	static retention_rules rules;

	(void)state;
	assert_int_equal(retention_rules_read(hw_text_of(good), "t", &rules, NULL), HW_OK);
	for (size_t i = 0; i < HW_COUNT(cases); i++) {
		hw_error error = {0};

		assert_int_equal(read_with(cases[i].field, cases[i].value, &rules, &error), HW_BAD_INPUT);
		assert_string_equal(error.where, "t:1");
		assert_non_null(strstr(error.why, cases[i].why));
		assert_true(strlen(error.remedy) > 4);
	}
}

static int32_t due(const char *after, int y, int m, int d)
{
	static retention_rules rules;

	assert_int_equal(read_with("after", after, &rules, NULL), HW_OK);
	return retention_due_day(&rules.items[0], hw_days_of(y, m, d));
}

static void time_runs_by_the_calendar(void **state)
{
	(void)state;
	assert_int_equal(due("10 years", 2024, 6, 12), hw_days_of(2034, 6, 12));
	assert_int_equal(due("1 year", 2024, 2, 29), hw_days_of(2025, 2, 28));
	assert_int_equal(due("4 years", 2024, 2, 29), hw_days_of(2028, 2, 29));
	assert_int_equal(due("1 month", 2025, 1, 31), hw_days_of(2025, 2, 28));
	assert_int_equal(due("18 months", 2024, 8, 31), hw_days_of(2026, 2, 28));
	assert_int_equal(due("1 month", 2025, 12, 15), hw_days_of(2026, 1, 15));
	assert_int_equal(due("90 days", 2025, 1, 1), hw_days_of(2025, 4, 1));
	assert_int_equal(due("999 years", 2024, 1, 1), hw_days_of(3023, 1, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_whole),
		cmocka_unit_test(mistakes_are_refused),
		cmocka_unit_test(time_runs_by_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
