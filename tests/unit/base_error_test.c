#include "base_check.h"

static hw_status fail_deep(hw_error *error)
{
	return hw_fail(error, HW_BAD_INPUT, "\"%s\" is not a number", "x");
}

static hw_status pass_on(hw_error *error)
{
	HW_TRY(fail_deep(error));
	return HW_FAULT;
}

static hw_status clean_up(hw_error *error, int *cleaned)
{
	hw_status status;

	HW_TRY_OR_OUT(fail_deep(error));
	status = HW_FAULT;
out:
	(*cleaned)++;
	return status;
}

static void the_line_skips_empty_parts(void **state)
{
	static const struct {
		const char *where, *what, *why, *remedy, *line;
	} rows[] = {
		{"a.csv:3", "born", "is late", "wait", "a.csv:3: born: is late; wait"},
		{"a.csv:3", "", "is late", "", "a.csv:3: is late"},
		{"", "born", "is late", "wait", "born: is late; wait"},
		{"", "", "is late", "", "is late"},
		{"a.csv:3", "", "", "wait", "a.csv:3: bad input, nothing was changed; wait"},
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_error error;
		hw_fail(&error, HW_BAD_INPUT, "%s", rows[i].why);
		hw_error_where(&error, "%s", rows[i].where);
		hw_error_what(&error, "%s", rows[i].what);
		hw_error_remedy(&error, "%s", rows[i].remedy);
		check_reason(rows[i].line);
	}
}

static void failing_fills_and_clears(void **state)
{
	hw_error error = {.where = "old", .what = "old", .remedy = "old"};

	(void)state;
	assert_int_equal(pass_on(&error), HW_BAD_INPUT);
	check_reason("\"x\" is not a number");
	assert_non_null(strstr(error.source_file, "base_error_test.c"));
	assert_true(error.source_line > 0);
	int cleaned = 0;
	assert_int_equal(clean_up(&error, &cleaned), HW_BAD_INPUT);
	assert_int_equal(cleaned, 1);
	assert_int_equal(pass_on(NULL), HW_BAD_INPUT);
}

static void the_first_to_know_wins(void **state)
{
	hw_error error = {0};

	(void)state;
	fail_deep(&error);
	assert_int_equal(hw_error_where(&error, "inner:%d", 7), HW_BAD_INPUT);
	assert_int_equal(hw_error_where(&error, "outer"), HW_BAD_INPUT);
	hw_error_what(&error, "born");
	hw_error_what(&error, "other");
	hw_error_remedy(&error, "first");
	hw_error_remedy(&error, "second");
	check_reason("inner:7: born: \"x\" is not a number; first");
	assert_int_equal(hw_error_where(NULL, "x"), HW_FAULT);
	assert_int_equal(hw_error_what(NULL, "x"), HW_FAULT);
	assert_int_equal(hw_error_remedy(NULL, "x"), HW_FAULT);
}

static void a_reason_may_quote_itself(void **state)
{
	hw_error error = {0};

	(void)state;
	hw_fail(&error, HW_BAD_INPUT, "inner");
	hw_fail(&error, HW_STORAGE, "outer (%s)", error.why);
	check_reason("outer (inner)");
	assert_int_equal(error.status, HW_STORAGE);
}

/* Whatever the length of what comes before, a character is cut as a whole. */
static void long_text_is_cut_at_a_character(void **state)
{
	char text[1200], line[40];
	hw_error error;

	(void)state;
	for (size_t lead = 0; lead < 4; lead++) {
		memset(text, 'a', lead);
		for (size_t i = 0; i < 380; i++)
			memcpy(text + lead + 3 * i, "\xe2\x82\xac", 3);
		text[lead + 3 * 380] = '\0';
		hw_fail(&error, HW_BAD_INPUT, "%s", text);
		hw_error_where(&error, "%s", text);
		assert_int_equal(hw_utf8_check(hw_text_of(error.why), NULL), HW_OK);
		assert_int_equal(hw_utf8_check(hw_text_of(error.where), NULL), HW_OK);
		assert_true(strlen(error.why) > sizeof error.why - 4);
		assert_true(strlen(error.where) > sizeof error.where - 4);
		hw_error_line(&error, line, sizeof line);
		assert_int_equal(hw_utf8_check(hw_text_of(line), NULL), HW_OK);
		assert_true(strlen(line) > sizeof line - 4);
	}
	char untouched = '!';
	assert_ptr_equal(hw_error_line(&error, &untouched, 0), &untouched);
	assert_int_equal(untouched, '!');
}

static void nothing_dangerous_reaches_a_terminal(void **state)
{
	hw_error error;

	(void)state;
	hw_fail(&error, HW_BAD_INPUT,
		"a\x1b[31mb\nc\x7f"
		"d\xff"
		"e\xc2\x9b"
		"f\xed\xa0\x80g");
	check_reason("a [31mb c d?e f???g");
}

static void statuses_have_codes(void **state)
{
	(void)state;
	assert_int_equal(HW_OK, 0);
	assert_int_equal(hw_status_exit_code(HW_OK), 0);
	assert_int_equal(hw_status_exit_code(HW_NO), 1);
	assert_int_equal(hw_status_exit_code(HW_USAGE), 2);
	assert_int_equal(hw_status_exit_code(HW_NOT_PERMITTED), 4);
	assert_int_equal(hw_status_exit_code(HW_FAULT), 70);
	assert_int_equal(hw_status_http(HW_NOT_FOUND), 404);
	assert_int_equal(hw_status_http(HW_TOO_LARGE), 413);
	for (int status = 0; status < HW_STATUS_COUNT; status++)
		assert_true(strlen(hw_status_words((hw_status)status)) > 3);
	assert_int_equal(hw_status_exit_code((hw_status)HW_STATUS_COUNT), 70);
	assert_int_equal(hw_status_http((hw_status)-1), 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_line_skips_empty_parts),
		cmocka_unit_test(failing_fills_and_clears),
		cmocka_unit_test(the_first_to_know_wins),
		cmocka_unit_test(a_reason_may_quote_itself),
		cmocka_unit_test(long_text_is_cut_at_a_character),
		cmocka_unit_test(nothing_dangerous_reaches_a_terminal),
		cmocka_unit_test(statuses_have_codes),
	};
	return cmocka_run_group_tests_name("base_error", tests, NULL, NULL);
}
