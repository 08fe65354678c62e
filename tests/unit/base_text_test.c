#include "base_check.h"

static void comparing(void **state)
{
	static const struct {
		const char *a, *b;
		int order;
	} rows[] = {{"", "", 0},    {"", "a", -1}, {"a", "b", -1},
		    {"ab", "a", 1}, {"я", "a", 1}, {"\xee\x80\x80", "\xf0\x9f\x98\x80", -1}};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_text a = hw_text_of(rows[i].a), b = hw_text_of(rows[i].b);
		assert_int_equal(hw_text_compare(a, b), rows[i].order);
		assert_int_equal(hw_text_compare(b, a), -rows[i].order);
		assert_int_equal(hw_text_equal(a, b), rows[i].order == 0);
		assert_int_equal(hw_text_is(a, rows[i].b), rows[i].order == 0);
	}
	assert_int_equal(hw_text_of(NULL).length, 0);
	assert_true(hw_text_is((hw_text){0}, ""));
	assert_true(hw_text_starts(HW_TEXT("abc"), "ab"));
	assert_true(hw_text_starts(HW_TEXT("abc"), ""));
	assert_true(hw_text_starts((hw_text){0}, ""));
	assert_false(hw_text_starts(HW_TEXT("a"), "ab"));
}

static void trimming(void **state)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"  a b \t\r\n", "a b"},
		{"\xc2\xa0"
		 "я\xe2\x80\xaf",
		 "я"},
		{"\xef\xbb\xbf"
		 "a\xef\xbb\xbf",
		 "a"},
		{" \xe3\x80\x80 ", ""},
		{"\xa0"
		 "a\xa0",
		 "\xa0"
		 "a\xa0"}, /* not UTF-8: stays */
		{"\x80\x80\x80\x80\x80", "\x80\x80\x80\x80\x80"},
		{"Ѐ", "Ѐ"}, /* D0 80 */
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		check_text(hw_text_trim(hw_text_of(rows[i][0])), rows[i][1]);
	assert_int_equal(hw_text_trim((hw_text){0}).length, 0);
}

static void splitting(void **state)
{
	static const struct {
		const char *text, *pieces; /* joined by | */
	} rows[] = {{"a;;b", "a||b|"}, {"", ""}, {"a", "a|"}, {"a;", "a|"}, {";", "|"}, {";a", "|a|"}, {";;", "||"}};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_buffer got = {0};
		hw_text rest = hw_text_of(rows[i].text), piece;
		hw_buffer_adds(&got, "");
		while (hw_text_split(&rest, ';', &piece)) {
			hw_buffer_add(&got, piece);
			hw_buffer_adds(&got, "|");
		}
		assert_string_equal(got.bytes, rows[i].pieces);
		hw_buffer_free(&got);
	}
}

static void whole_numbers(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {{"0", 0},
		    {"-0", 0},
		    {"007", 7},
		    {"-15", -15},
		    {"9223372036854775807", INT64_MAX},
		    {"-9223372036854775808", INT64_MIN}};
	static const char *const bad[] = {"",
					  "-",
					  "+1",
					  " 1",
					  "1 ",
					  "1.0",
					  "1e3",
					  "0x1",
					  "--1",
					  "9223372036854775808",
					  "-9223372036854775809",
					  "99999999999999999999999",
					  "١"};
	hw_error error = {0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(good); i++) {
		int64_t value = 99;
		check_ok(hw_text_integer(hw_text_of(good[i].text), &value, &error));
		assert_true(value == good[i].value);
	}
	for (size_t i = 0; i < HW_COUNT(bad); i++) {
		int64_t value = 99;
		assert_int_equal(hw_text_integer(hw_text_of(bad[i]), &value, &error), HW_BAD_INPUT);
		assert_int_equal(value, 99);
		assert_non_null(strstr(error.why, "whole number"));
	}
	assert_int_equal(hw_text_integer((hw_text){"1\0", 2}, &(int64_t){0}, &error), HW_BAD_INPUT);
}

static void numbers(void **state)
{
	static const struct {
		const char *text;
		double value;
	} good[] = {{"0", 0},
		    {"-2.50", -2.5},
		    {"1e3", 1000},
		    {"1E-3", 1e-3},
		    {"1e+3", 1000},
		    {"0.1", 0.1},
		    {"12345678901234567890", 12345678901234567890.0},
		    {"1e-400", 0},
		    {"5e-324", 5e-324}};
	static const char *const bad[] = {"",   "-",   ".",  ".5", "5.", "1,5",   "0x1", "nan",   "inf", "-inf",
					  "1e", "1e+", "+1", " 1", "1 ", "1e400", "--1", "1.2.3", "1_0"};
	hw_error error = {0};
	char digits[500];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(good); i++) {
		double value = 99;
		check_ok(hw_text_number(hw_text_of(good[i].text), &value, &error));
		assert_true(value == good[i].value);
	}
	for (size_t i = 0; i < HW_COUNT(bad); i++) {
		double value = 99;
		assert_int_equal(hw_text_number(hw_text_of(bad[i]), &value, &error), HW_BAD_INPUT);
		assert_true(value == 99);
		assert_non_null(strstr(error.why, "number"));
	}
	memset(digits, '1', sizeof digits);
	assert_int_equal(hw_text_number((hw_text){digits, sizeof digits}, &(double){0}, &error), HW_BAD_INPUT);
	assert_int_equal(hw_text_number((hw_text){"1\0", 2}, &(double){0}, &error), HW_BAD_INPUT);
	assert_int_equal(hw_text_number(HW_TEXT("1,5"), &(double){0}, &error), HW_BAD_INPUT);
	check_reason("\"1,5\" is not a number; write digits with a decimal point, such as 12.5");
}

/* Every code point goes there and back; everything else is refused. */
static void every_code_point(void **state)
{
	char out[4];

	(void)state;
	for (uint32_t c = 0; c < 0x120000; c++) {
		size_t length = hw_utf8_write(c, out), at = 0;
		bool exists = c < 0xd800 || (c > 0xdfff && c < 0x110000);
		assert_int_equal(length > 0, exists);
		if (!exists)
			continue;
		hw_text text = {out, length};
		assert_int_equal(hw_utf8_check(text, NULL), c ? HW_OK : HW_BAD_INPUT);
		assert_int_equal(hw_utf8_next(text, &at), c);
		assert_int_equal(at, length);
		assert_int_equal(hw_utf8_length(text), 1);
		for (size_t cut = 1; cut < length; cut++) {
			assert_true(hw_utf8_unfinished((unsigned char *)out, cut));
			assert_int_equal(hw_utf8_check((hw_text){out, cut}, NULL), HW_BAD_INPUT);
		}
	}
}

/* All strings of three bytes: the fast check agrees with a naive decoder. */
static bool naive_is_utf8(const unsigned char *b, size_t length)
{
	for (size_t at = 0; at < length;) {
		size_t more = b[at] < 0x80             ? 0
			      : (b[at] & 0xe0) == 0xc0 ? 1
			      : (b[at] & 0xf0) == 0xe0 ? 2
			      : (b[at] & 0xf8) == 0xf0 ? 3
						       : 9;
		static const uint32_t smallest[] = {1, 0x80, 0x800, 0x10000};
		if (more > 3 || at + more >= length)
			return false;
		uint32_t value = more == 0 ? b[at] : b[at] & (0x3fU >> more);
		for (size_t i = 1; i <= more; i++) {
			if ((b[at + i] & 0xc0) != 0x80)
				return false;
			value = value * 64 + (b[at + i] & 0x3f);
		}
		if (value < smallest[more] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
			return false;
		at += more + 1;
	}
	return true;
}

static void utf8_agrees_with_a_naive_decoder(void **state)
{
	unsigned char bytes[4] = {0};

	(void)state;
	for (uint32_t n = 0; n < 0x1000000; n += 1 + (n & 3)) {
		bytes[0] = (unsigned char)(n >> 16);
		bytes[1] = (unsigned char)(n >> 8);
		bytes[2] = (unsigned char)n;
		bytes[3] = 0x80;
		for (size_t length = 3; length <= 4; length++)
			if ((hw_utf8_check((hw_text){(char *)bytes, length}, NULL) == HW_OK) !=
			    naive_is_utf8(bytes, length))
				fail_msg("%06x, %zu bytes", n, length);
	}
}

static void a_refusal_names_the_byte(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		const char *why;
	} rows[] = {{"abcdefghijklmno\xff", 16, "byte 15 (0xFF) is not UTF-8"},
		    {"abcdefgh\0jklmnopq", 17, "byte 8 is NUL"},
		    {"жж\xd0", 5, "byte 4 (0xD0) is not UTF-8"},
		    {"\xc0\x80", 2, "byte 0 (0xC0) is not UTF-8"},
		    {"a\xed\xa0\x80", 4, "byte 1 (0xED) is not UTF-8"}};
	hw_error error = {0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		assert_int_equal(hw_utf8_check((hw_text){rows[i].text, rows[i].length}, &error), HW_BAD_INPUT);
		check_reason(rows[i].why);
	}
	size_t at = 0;
	assert_int_equal(hw_utf8_next(HW_TEXT("\xff"
					      "a"),
				      &at),
			 0xfffd);
	assert_int_equal(hw_utf8_next(HW_TEXT("\xff"
					      "a"),
				      &at),
			 'a');
	assert_int_equal(hw_utf8_next(HW_TEXT("\xff"
					      "a"),
				      &at),
			 0);
}

static void shown_text_is_short_and_clean(void **state)
{
	char out[64];

	(void)state;
	assert_string_equal(hw_text_shown(HW_TEXT("a\nb\x1b"), out), "a b ");
	assert_string_equal(hw_text_shown(HW_TEXT("a\xff"), out), "a?");
	assert_string_equal(hw_text_shown((hw_text){0}, out), "");
	hw_text_shown(HW_TEXT("яяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяяя"), out);
	assert_int_equal(strlen(out), 63);
	assert_string_equal(out + 58, "я…");
	hw_text_shown(HW_TEXT("012345678901234567890123456789012345678901234567890123456789"), out);
	assert_int_equal(strlen(out), 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comparing),
		cmocka_unit_test(trimming),
		cmocka_unit_test(splitting),
		cmocka_unit_test(whole_numbers),
		cmocka_unit_test(numbers),
		cmocka_unit_test(every_code_point),
		cmocka_unit_test(utf8_agrees_with_a_naive_decoder),
		cmocka_unit_test(a_refusal_names_the_byte),
		cmocka_unit_test(shown_text_is_short_and_clean),
	};
	return cmocka_run_group_tests_name("base_text", tests, NULL, NULL);
}
