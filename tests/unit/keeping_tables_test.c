/* The tables that a lawyer edits: that they are whole, that mistakes are named by their line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "bureau/consent_int.h"
#include "io/io.h"

static void uses_are_those_of_the_import_kind(void **state)
{
	const io_kind *kind = io_kind_find("consents");
	const char *words = kind->columns[io_column_find(kind, "use")].limits;
	size_t listed = 1;
	table uses;
	hw_error error = {0};

	(void)state;
	assert_int_equal(consent_uses(&uses, &error), HW_OK);
	for (const char *c = words; *c; c++)
		listed += *c == '|';
	assert_int_equal(listed, uses.count);
	for (size_t i = 0; i < uses.count; i++)
		assert_true(io_list_has(words, uses.blocks[i].name));
}

/* What reaches a prosecutor or a service is never opened by less than a yes or an order and two people. */
static void the_wall_stands_in_the_table(void **state)
{
	const char *const walled[] = {"prosecution", "intelligence"};
	table uses;

	(void)state;
	assert_int_equal(consent_uses(&uses, NULL), HW_OK);
	for (size_t i = 0; i < HW_COUNT(walled); i++) {
		const table_block *use = table_find(&uses, hw_text_of(walled[i]));

		assert_non_null(use);
		assert_int_equal(consent_mode_of(use), CONSENT_OR_ORDER);
		assert_true(hw_text_is(table_field(use, "persons"), "2"));
	}
	assert_int_equal(consent_mode_of(table_find(&uses, HW_TEXT("publication"))), CONSENT_NEEDED);
}

static void mistakes_are_named_by_their_line(void **state)
{
	static const char *const needed[] = {"a", "b", NULL};
	static const struct {
		const char *text, *where, *why;
	} cases[] = {
		{"use x\n\ta: 1\n\tb: 2\nuse x\n\ta: 1\n\tb: 2\n", "t:4", "stands above already"},
		{"use x\n\ta: 1\n", "t:1", "\"b\" is missing"},
		{"# r\n\ta: 1\n", "t:2", "no field"},
		{"use x\n\tc: 1\n", "t:2", "no such field"},
		{"use x\n\ta: 1\n\ta: 2\n", "t:3", "stands above already"},
		{"rule x\n", "t:1", "left edge"},
		{"use\n", "t:1", "left edge"},
		{"use x\n\ta 1\n", "t:2", "no such field"},
		{"use x\n\ta:\n\tb: 1\n", "t:1", "\"a\" is missing"},
	};
	table t;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(cases); i++) {
		hw_error error = {0};

		assert_int_equal(table_read(hw_text_of(cases[i].text), "t", "use", needed, &t, &error), HW_BAD_INPUT);
		assert_string_equal(error.where, cases[i].where);
		assert_non_null(strstr(error.why, cases[i].why));
	}
	assert_int_equal(table_read(HW_TEXT("# only\n\nuse x\n\tb: two words: and more\n\ta: 1\n"), "t", "use", needed,
				    &t, NULL),
			 HW_OK);
	assert_true(hw_text_is(table_field(&t.blocks[0], "b"), "two words: and more"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uses_are_those_of_the_import_kind),
		cmocka_unit_test(the_wall_stands_in_the_table),
		cmocka_unit_test(mistakes_are_named_by_their_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
