/* A first sight of base: does each part stand up at all.  The tables are in the
 * test of each source file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"

static void numbers_as_text(void **state)
{
	char out[32];
	static const struct {
		double value;
		const char *text;
	} rows[] = {{0.1, "0.1"},
		    {1.0 / 3, "0.3333333333333333"},
		    {1e21, "1e21"},
		    {1e20, "1e20"},
		    {-2.5, "-2.5"},
		    {5e-324, "5e-324"},
		    {1e-7, "1e-7"},
		    {0.000001, "0.000001"},
		    {1.7976931348623157e308, "1.7976931348623157e308"}};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		assert_string_equal(hw_number_write(rows[i].value, out), rows[i].text);
}

static void json_there_and_back(void **state)
{
	hw_json *root;
	hw_error error = {0};
	hw_buffer out = {0};
	char line[512];

	(void)state;
	assert_int_equal(hw_json_parse(HW_TEXT("{\"b\":[1,2.50,null],\"a\":\"x\\n\"}"), "t", &root, &error), HW_OK);
	assert_int_equal(hw_json_canonical(root, &out, &error), HW_OK);
	assert_string_equal(out.bytes, "{\"a\":\"x\\n\",\"b\":[1,2.5,null]}");
	hw_json_free(root);
	hw_buffer_free(&out);
	assert_int_equal(hw_json_parse(HW_TEXT("{\"a\":1,\"a\":2}"), "t", &root, &error), HW_BAD_INPUT);
	assert_string_equal(hw_error_line(&error, line, sizeof line),
			    "t:1:10: is not strict JSON: duplicate object key near '\"a\"'");
}

static hw_status fill(void *context, size_t slice, hw_error *error)
{
	double *out = context;
	hw_random r = hw_random_new(7, slice);

	(void)error;
	out[slice] = hw_random_unit(&r);
	return HW_OK;
}

static void threads_do_not_matter(void **state)
{
	double one[50], many[50];
	hw_error error = {0};

	(void)state;
	assert_int_equal(hw_parallel(1, 50, fill, one, NULL, "t", &error), HW_OK);
	assert_int_equal(hw_parallel(4, 50, fill, many, NULL, "t", &error), HW_OK);
	assert_memory_equal(one, many, sizeof one);
}

static void dates_and_lists(void **state)
{
	hw_date date;
	hw_error error = {0};
	hw_csv *csv;
	const hw_csv_row *row;
	char path[] = "/tmp/base_smoke_XXXXXX", line[512];
	static const char content[] = "name;born\r\n\"a;\"\"b\";198X\r\n";
	int descriptor = mkstemp(path);

	(void)state;
	assert_int_equal(write(descriptor, content, sizeof content - 1), sizeof content - 1);
	close(descriptor);
	assert_int_equal(hw_csv_open(path, &csv, &error), HW_OK);
	assert_int_equal(hw_csv_next(csv, &row, &error), HW_OK);
	assert_true(hw_text_is(row->fields[0], "a;\"b"));
	assert_int_equal(hw_date_parse(row->fields[1], &date, &error), HW_OK);
	assert_int_equal(date.last - date.first, 3652);
	assert_int_equal(hw_csv_next(csv, &row, &error), HW_OK);
	assert_null(row);
	hw_csv_close(csv);
	unlink(path);
	assert_int_equal(hw_date_parse(HW_TEXT("31.02.1990"), &date, &error), HW_BAD_INPUT);
	assert_string_equal(hw_error_line(&error, line, sizeof line),
			    "\"31.02.1990\" is not a date (day 31 does not exist in month 2); "
			    "write 1987-06-25, 25.06.1987, 1987-06, 06.1987, 1987, 1987-06-2X, 198X, 1987?, 1987/1989, "
			    "or leave it empty when it is not known");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_as_text), cmocka_unit_test(json_there_and_back),
					   cmocka_unit_test(threads_do_not_matter), cmocka_unit_test(dates_and_lists)};
	return cmocka_run_group_tests_name("base_smoke", tests, NULL, NULL);
}
