#include "base_check.h"

/* The calendar by walking day by day. */
static void days_follow_the_calendar(void **state)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = 1000, month = 1, day = 1, y, m, d;
	char text[11], expected[40];

	(void)state;
	assert_int_equal(hw_days_of(1970, 1, 1), 0);
	assert_int_equal(hw_days_of(2000, 3, 1), 11017);
	assert_int_equal(hw_days_of(1969, 12, 31), -1);
	for (int32_t days = hw_days_of(1000, 1, 1); year < 10000; days++) {
		hw_days_civil(days, &y, &m, &d);
		if (y != year || m != month || d != day || hw_days_of(year, month, day) != days)
			fail_msg("day %d: %d-%d-%d, not %d-%d-%d", days, y, m, d, year, month, day);
		if (day == 1) {
			snprintf(expected, sizeof expected, "%04d-%02d-%02d", year, month, day);
			assert_string_equal(hw_days_write(days, text), expected);
		}
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		if (++day > lengths[month - 1] + (month == 2 && leap)) {
			day = 1;
			if (++month > 12) {
				month = 1;
				year++;
			}
		}
	}
	for (int32_t days = INT32_MIN; days < INT32_MAX - 5000000; days += 4999999) {
		hw_days_civil(days, &y, &m, &d);
		assert_int_equal(hw_days_of(y, m, d), days);
	}
}

static void every_form_is_read(void **state)
{
	static const struct {
		const char *text;
		int y1, m1, d1, y2, m2, d2;
		hw_precision precision;
		bool uncertain;
		const char *written;
	} rows[] = {
		{"1987", 1987, 1, 1, 1987, 12, 31, HW_YEAR, false, "1987"},
		{"1000", 1000, 1, 1, 1000, 12, 31, HW_YEAR, false, "1000"},
		{"9999", 9999, 1, 1, 9999, 12, 31, HW_YEAR, false, "9999"},
		{"1987?", 1987, 1, 1, 1987, 12, 31, HW_YEAR, true, "1987?"},
		{"1987-06", 1987, 6, 1, 1987, 6, 30, HW_MONTH, false, "1987-06"},
		{"1987-06?", 1987, 6, 1, 1987, 6, 30, HW_MONTH, true, "1987-06?"},
		{"1900-02", 1900, 2, 1, 1900, 2, 28, HW_MONTH, false, "1900-02"},
		{"2000-02", 2000, 2, 1, 2000, 2, 29, HW_MONTH, false, "2000-02"},
		{"1987-06-25", 1987, 6, 25, 1987, 6, 25, HW_DAY, false, "1987-06-25"},
		{"1987-06-25?", 1987, 6, 25, 1987, 6, 25, HW_DAY, true, "1987-06-25?"},
		{"2000-02-29", 2000, 2, 29, 2000, 2, 29, HW_DAY, false, "2000-02-29"},
		{"1987-06-0X", 1987, 6, 1, 1987, 6, 9, HW_DAYS, false, "1987-06-0X"},
		{"1987-06-1X", 1987, 6, 10, 1987, 6, 19, HW_DAYS, false, "1987-06-1X"},
		{"1987-06-2X", 1987, 6, 20, 1987, 6, 29, HW_DAYS, false, "1987-06-2X"},
		{"1987-06-3X", 1987, 6, 30, 1987, 6, 30, HW_DAYS, false, "1987-06-3X"},
		{"1987-07-3X?", 1987, 7, 30, 1987, 7, 31, HW_DAYS, true, "1987-07-3X?"},
		{"1987-02-2X", 1987, 2, 20, 1987, 2, 28, HW_DAYS, false, "1987-02-2X"},
		{"198X", 1980, 1, 1, 1989, 12, 31, HW_YEARS, false, "198X"},
		{"198X?", 1980, 1, 1, 1989, 12, 31, HW_YEARS, true, "198X?"},
		{"1987/1989", 1987, 1, 1, 1989, 12, 31, HW_YEARS, false, "1987/1989"},
		{"1980/1989", 1980, 1, 1, 1989, 12, 31, HW_YEARS, false, "198X"},
		{"1987/1987", 1987, 1, 1, 1987, 12, 31, HW_YEARS, false, "1987/1987"},
		{"198X/199X", 1980, 1, 1, 1999, 12, 31, HW_YEARS, false, "1980/1999"},
		{"1987?/1989", 1987, 1, 1, 1989, 12, 31, HW_YEARS, true, "1987/1989?"},
		{"1987-06-01/1987-06-20", 1987, 6, 1, 1987, 6, 20, HW_DAYS, false, "1987-06-01/1987-06-20"},
		{"1987-06-01/1987-06-20?", 1987, 6, 1, 1987, 6, 20, HW_DAYS, true, "1987-06-01/1987-06-20?"},
		{"1987-06-20/1987-06-29", 1987, 6, 20, 1987, 6, 29, HW_DAYS, false, "1987-06-2X"},
		{"1987-06/1987-08", 1987, 6, 1, 1987, 8, 31, HW_DAYS, false, "1987-06-01/1987-08-31"},
		{"1987/1987-03", 1987, 1, 1, 1987, 3, 31, HW_DAYS, false,
		 NULL}, /* refused: it ends inside its beginning */
		{"25.06.1987", 1987, 6, 25, 1987, 6, 25, HW_DAY, false, "1987-06-25"},
		{"5.6.1987", 1987, 6, 5, 1987, 6, 5, HW_DAY, false, "1987-06-05"},
		{"06.1987", 1987, 6, 1, 1987, 6, 30, HW_MONTH, false, "1987-06"},
		{"6.1987?", 1987, 6, 1, 1987, 6, 30, HW_MONTH, true, "1987-06?"},
		{"01.06.1987/20.06.1987", 1987, 6, 1, 1987, 6, 20, HW_DAYS, false, "1987-06-01/1987-06-20"},
		{"2024-01-02T10:20:30Z", 2024, 1, 2, 2024, 1, 2, HW_DAY, false, "2024-01-02"},
		{"2024-01-02T23:59:60Z", 2024, 1, 2, 2024, 1, 2, HW_DAY, false, "2024-01-02"},
		{"2024-01-02T10:20", 2024, 1, 2, 2024, 1, 2, HW_DAY, false, "2024-01-02"},
		{"2024-01-02T10:20:30.123456+03:00", 2024, 1, 2, 2024, 1, 2, HW_DAY, false, "2024-01-02"},
		{"2024-01-02T10:20:30-11:30", 2024, 1, 2, 2024, 1, 2, HW_DAY, false, "2024-01-02"},
		{" \t1987-06-25\xc2\xa0\n", 1987, 6, 25, 1987, 6, 25, HW_DAY, false, "1987-06-25"},
	};
	hw_error error = {0};
	char text[24];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_date date = {0};
		if (!rows[i].written) {
			assert_int_equal(hw_date_parse(hw_text_of(rows[i].text), &date, &error), HW_BAD_INPUT);
			continue;
		}
		check_ok(hw_date_parse(hw_text_of(rows[i].text), &date, &error));
		if (date.first != hw_days_of(rows[i].y1, rows[i].m1, rows[i].d1) ||
		    date.last != hw_days_of(rows[i].y2, rows[i].m2, rows[i].d2) ||
		    date.precision != rows[i].precision || date.uncertain != rows[i].uncertain || !date.known)
			fail_msg("%s is read as %s", rows[i].text, hw_date_write(date, text));
		assert_string_equal(hw_date_write(date, text), rows[i].written);
	}
}

static void no_date_is_a_date(void **state)
{
	hw_error error = {0};
	char text[24] = "old";

	(void)state;
	for (int i = 0; i < 2; i++) {
		hw_date date = {1, 2, HW_YEARS, true, true};
		check_ok(hw_date_parse(hw_text_of(i ? " \t" : ""), &date, &error));
		assert_false(date.known);
		assert_string_equal(hw_date_write(date, text), "");
	}
	hw_date date;
	check_ok(hw_date_parse((hw_text){0}, &date, &error));
	assert_false(date.known);
}

static void refusals_say_what_is_wrong(void **state)
{
#define REMEDY                                                                                                     \
	"; write 1987-06-25, 25.06.1987, 1987-06, 06.1987, 1987, 1987-06-2X, 198X, 1987?, 1987/1989, or leave it " \
	"empty when it is not known"
	static const char *const rows[][2] = {
		{"31.02.1990", "\"31.02.1990\" is not a date (day 31 does not exist in month 2)" REMEDY},
		{"29.02.1900", "\"29.02.1900\" is not a date (day 29 does not exist in month 2 of 1900)" REMEDY},
		{"1990-04-31", "\"1990-04-31\" is not a date (day 31 does not exist in month 4)" REMEDY},
		{"1990-04-00", "\"1990-04-00\" is not a date (day 0 does not exist in month 4)" REMEDY},
		{"1990-13", "\"1990-13\" is not a date (month 13 does not exist)" REMEDY},
		{"1990-00-01", "\"1990-00-01\" is not a date (month 0 does not exist)" REMEDY},
		{"13.1990", "\"13.1990\" is not a date (month 13 does not exist)" REMEDY},
		{"12.25.1990", "\"12.25.1990\" is not a date (month 25 does not exist)" REMEDY},
		{"0999", "\"0999\" is not a date (year 999 is not within 1000 to 9999)" REMEDY},
		{"099X", "\"099X\" is not a date (year 990 is not within 1000 to 9999)" REMEDY},
		{"1987-02-3X", "\"1987-02-3X\" is not a date (days 3X do not exist in month 2)" REMEDY},
		{"1987-02-4X", "\"1987-02-4X\" is not a date (days 4X do not exist in month 2)" REMEDY},
		{"1990/1980", "\"1990/1980\" is not a date (it ends before it begins)" REMEDY},
		{"1987-06-20/1987-06-01", "\"1987-06-20/1987-06-01\" is not a date (it ends before it begins)" REMEDY},
		{"2024-01-02T25:00:00Z",
		 "\"2024-01-02T25:00:00Z\" is not a date (there is no such time of day)" REMEDY},
		{"about 1990", "\"about 1990\" is not a date" REMEDY},
		{"25.06.87", "\"25.06.87\" is not a date" REMEDY},
		{"25/06/1987", "\"25/06/1987\" is not a date" REMEDY},
		{"1987-6-25", "\"1987-6-25\" is not a date" REMEDY},
		{"19870625", "\"19870625\" is not a date" REMEDY},
		{"1987-06-25x", "\"1987-06-25x\" is not a date" REMEDY},
		{"1987??", "\"1987\?\?\" is not a date" REMEDY},
		{"??", "\"??\" is not a date" REMEDY},
		{"19XX", "\"19XX\" is not a date" REMEDY},
		{"198x", "\"198x\" is not a date" REMEDY},
		{"1987-XX", "\"1987-XX\" is not a date" REMEDY},
		{"1987/", "\"1987/\" is not a date" REMEDY},
		{"/1987", "\"/1987\" is not a date" REMEDY},
		{"1987/1988/1989", "\"1987/1988/1989\" is not a date" REMEDY},
		{"1987/..", "\"1987/..\" is not a date" REMEDY},
		{"-1987", "\"-1987\" is not a date" REMEDY},
		{"12345", "\"12345\" is not a date" REMEDY},
		{"123.06.1987", "\"123.06.1987\" is not a date" REMEDY},
		{"1.2.3", "\"1.2.3\" is not a date" REMEDY},
		{"2024-01-02T10", "\"2024-01-02T10\" is not a date" REMEDY},
		{"2024-01-02T10:20:30Zx", "\"2024-01-02T10:20:30Zx\" is not a date" REMEDY},
		{"2024-01-02T10:20:30+3", "\"2024-01-02T10:20:30+3\" is not a date" REMEDY},
		{"2024-01-02T10:20:30.", "\"2024-01-02T10:20:30.\" is not a date" REMEDY},
		{"1987-06T10:20", "\"1987-06T10:20\" is not a date" REMEDY},
		{"\xd9\xa1\xd9\xa9\xd9\xa8\xd9\xa7", "\"\xd9\xa1\xd9\xa9\xd9\xa8\xd9\xa7\" is not a date" REMEDY},
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_date date = {7, 8, HW_DAYS, true, true}, before = date;
		hw_error error = {0};
		assert_int_equal(hw_date_parse(hw_text_of(rows[i][0]), &date, &error), HW_BAD_INPUT);
		check_reason(rows[i][1]);
		assert_memory_equal(&date, &before, sizeof date);
	}
	hw_date date;
	assert_int_equal(hw_date_parse((hw_text){"1987\0", 5}, &date, NULL), HW_BAD_INPUT);
}

static void check_round_trip(hw_date date)
{
	hw_date again = {0};
	hw_error error = {0};
	char text[24];

	hw_date_write(date, text);
	assert_true(strlen(text) < sizeof text);
	check_ok(hw_date_parse(hw_text_of(text), &again, &error));
	if (again.first != date.first || again.last != date.last || again.precision != date.precision ||
	    again.uncertain != date.uncertain || again.known != date.known)
		fail_msg("%s does not read back as it was", text);
}

/* parse(write(d)) gives d for random dates of every precision. */
static void what_is_written_reads_back(void **state)
{
	hw_random r = hw_random_new(8, 0);
	int32_t begin = hw_days_of(1000, 1, 1), end = hw_days_of(9999, 12, 31);

	(void)state;
	for (int i = 0; i < 40000; i++) {
		int32_t first = begin + (int32_t)hw_random_below(&r, (uint64_t)(end - begin));
		int32_t last = first + (int32_t)hw_random_below(&r, i % 3 ? 40 : (uint64_t)(end - first) + 1);
		int year, month, day, last_year = 0;
		bool uncertain = hw_random_below(&r, 2);
		last = last > end ? end : last;
		hw_days_civil(first, &year, &month, &day);
		hw_days_civil(last, &last_year, &(int){0}, &(int){0});
		int32_t month_first = hw_days_of(year, month, 1);
		int32_t next_month = month == 12 ? hw_days_of(year + 1, 1, 1) : hw_days_of(year, month + 1, 1);
		check_round_trip((hw_date){first, first, HW_DAY, uncertain, true});
		check_round_trip((hw_date){first, last, HW_DAYS, uncertain, true});
		check_round_trip((hw_date){month_first, next_month - 1, HW_MONTH, uncertain, true});
		check_round_trip((hw_date){month_first, next_month - 1, HW_DAYS, uncertain, true});
		check_round_trip((hw_date){hw_days_of(year, 1, 1), hw_days_of(year, 12, 31), HW_YEAR, uncertain, true});
		check_round_trip(
			(hw_date){hw_days_of(year, 1, 1), hw_days_of(last_year, 12, 31), HW_YEARS, uncertain, true});
		int decade = year - year % 10;
		check_round_trip(
			(hw_date){hw_days_of(decade, 1, 1), hw_days_of(decade + 9, 12, 31), HW_YEARS, uncertain, true});
	}
}

/* A struct whose days do not fit its precision is written as its days. */
static void the_days_win(void **state)
{
	static const struct {
		int32_t first, last;
		hw_precision precision;
		const char *text;
	} rows[] = {{0, 1, HW_DAY, "1970-01-01/1970-01-02"},    {0, 1, HW_MONTH, "1970-01-01/1970-01-02"},
		    {1, 31, HW_MONTH, "1970-01-02/1970-02-01"}, {0, 365, HW_YEAR, "1970-01-01/1971-01-01"},
		    {0, 729, HW_YEAR, "1970-01-01/1971-12-31"}, {0, 100, HW_YEARS, "1970-01-01/1970-04-11"}};
	char text[24];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		assert_string_equal(
			hw_date_write((hw_date){rows[i].first, rows[i].last, rows[i].precision, false, true}, text),
			rows[i].text);
}

static void times(void **state)
{
	static const struct {
		int64_t microseconds;
		const char *text;
	} rows[] = {{0, "1970-01-01T00:00:00Z"},
		    {999999, "1970-01-01T00:00:00Z"},
		    {-1, "1969-12-31T23:59:59Z"},
		    {-86400000000, "1969-12-31T00:00:00Z"},
		    {1795361761000000, "2026-11-22T15:36:01Z"},
		    {951782400000000, "2000-02-29T00:00:00Z"}};
	char text[32];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		assert_string_equal(hw_time_write(rows[i].microseconds, text), rows[i].text);
	hw_time_write(INT64_MIN, text);
	assert_true(strlen(text) == 20);
	hw_time_write(INT64_MAX, text);
	assert_true(strlen(text) == 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_follow_the_calendar),
		cmocka_unit_test(every_form_is_read),
		cmocka_unit_test(no_date_is_a_date),
		cmocka_unit_test(refusals_say_what_is_wrong),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(the_days_win),
		cmocka_unit_test(times),
	};
	return cmocka_run_group_tests_name("base_date", tests, NULL, NULL);
}
