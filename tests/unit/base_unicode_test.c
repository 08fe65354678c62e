#include "base_check.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* The table of characters that need no normalising is right for every code point. */
static void plain_characters_are_plain(void **state)
{
	size_t plain = 0;

	(void)state;
	for (uint32_t c = 0; c < 0x110000; c++) {
		if (!hw_unicode_is_plain(c))
			continue;
		plain++;
		if (u_getIntPropertyValue((UChar32)c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES)
			fail_msg("U+%04X is not for NFC as it stands", c);
		assert_int_equal(u_getCombiningClass((UChar32)c), 0);
	}
	assert_true(plain > 1000);
}

static void normal_form_c(void **state)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"plain", "plain"},
		{"Їжак", "Їжак"},
		{"\xd0\x98\xcc\x86\xd0\xb8\xcc\x86", "Йй"}, /* и with a breve of its own */
		{"e\xcc\x81", "é"},
		{"q\xcc\xa3\xcc\x87", "q\xcc\xa3\xcc\x87"},
		{"q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"}, /* marks in order */
		{"\xe2\x84\xab", "Å"},                      /* Angstrom sign */
		{"\xe1\x84\x80\xe1\x85\xa1", "가"},
		{"\xe0\xa5\x98", "\xe0\xa4\x95\xe0\xa4\xbc"}, /* NFC takes this one apart */
		{"\xf0\x9d\x85\x9e", "\xf0\x9d\x85\x97\xf0\x9d\x85\xa5"},
		{"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
	};
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	hw_error error = {0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_text in = hw_text_of(rows[i][0]), out = {0}, again = {0};
		check_ok(hw_text_nfc(arena, in, &out, &error));
		check_text(out, rows[i][1]);
		assert_int_equal(out.bytes == in.bytes, !strcmp(rows[i][0], rows[i][1]));
		check_ok(hw_text_nfc(arena, out, &again, &error));
		assert_ptr_equal(again.bytes, out.bytes);
	}
}

static void long_text_is_normalised(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 22);
	hw_buffer in = {0}, expected = {0};
	hw_text out;
	hw_error error = {0};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		hw_buffer_adds(&in, "и\xcc\x86");
		hw_buffer_adds(&expected, "й");
	}
	check_ok(hw_text_nfc(arena, hw_buffer_text(&in), &out, &error));
	assert_true(hw_text_equal(out, hw_buffer_text(&expected)));
	hw_buffer_free(&in);
	hw_buffer_free(&expected);
}

static void lower_case(void **state)
{
	static const char *const rows[][2] = {
		{"", ""},
		{"already small, їжак", "already small, їжак"},
		{"ABC-xyz 09", "abc-xyz 09"},
		{"ЄЖАКІЇҐЁЎЯЙ", "єжакіїґёўяй"},
		{"ӀЗА", "ӏза"},
		{"ΑΣ", "ας" /* by code point: see below */},
		{"ÄÖÜẞŁŠ", "äöüßłš"},
		{"ԱՖ", "աֆ"},
		{"\xe1\xb2\x90", "\xe1\x83\x90"}, /* Georgian mtavruli an */
		{"\xc8\xba", "\xe2\xb1\xa5"},     /* two bytes become three */
		{"\xe2\x84\xaa", "k"},            /* three become one */
	};
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	hw_error error = {0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_text in = hw_text_of(rows[i][0]), out = {0};
		check_ok(hw_text_lower(arena, in, &out, &error));
		if (i == 5) /* simple mapping: a final sigma is not known as such */
			check_text(out, "ασ");
		else
			check_text(out, rows[i][1]);
		assert_int_equal(out.bytes == in.bytes, !strcmp(rows[i][0], rows[i][1]));
	}
	for (uint32_t c = 1; c < 0x110000; c++) {
		char bytes[4];
		size_t length = hw_utf8_write(c, bytes), at = 0;
		hw_text out;
		if (!length)
			continue;
		check_ok(hw_text_lower(arena, (hw_text){bytes, length}, &out, &error));
		assert_int_equal(hw_utf8_next(out, &at), u_tolower((UChar32)c));
		assert_int_equal(at, out.length);
		if (c % 256 == 0)
			hw_arena_reset(arena);
	}
}

static void bad_text_is_refused(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	hw_error error = {0};
	hw_text out = HW_TEXT("old");

	(void)state;
	assert_int_equal(hw_text_nfc(arena, HW_TEXT("a\xff"), &out, &error), HW_BAD_INPUT);
	check_reason("byte 1 (0xFF) is not UTF-8");
	assert_int_equal(hw_text_lower(arena, HW_TEXT("A\xc3"), &out, &error), HW_BAD_INPUT);
	assert_int_equal(hw_text_nfc(arena, (hw_text){"a\0b", 3}, &out, &error), HW_BAD_INPUT);
	check_text(out, "old");
}

static void failed_allocations(void **state)
{
	hw_buffer in = {0};
	hw_error error = {0};
	hw_text out = HW_TEXT("old");

	(void)state;
	for (int i = 0; i < 300; i++)
		hw_buffer_adds(&in, "И\xcc\x86");
	for (int which = 0; which < 2; which++) {
		hw_status status = HW_NO_MEMORY;
		long n = 1;
		for (; status == HW_NO_MEMORY; n++) {
			check_text(out, "old");
			HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
			hw_fail_allocation_after(n);
			hw_text result = out;
			status = which ? hw_text_lower(arena, hw_buffer_text(&in), &result, &error)
				       : hw_text_nfc(arena, hw_buffer_text(&in), &result, &error);
			hw_fail_allocation_after(0);
			if (status != HW_OK)
				assert_ptr_equal(result.bytes, out.bytes);
		}
		check_ok(status);
		assert_true(n >= (which ? 3 : 5));
	}
	HW_ARENA_GUARD hw_arena *small = hw_arena_new(10);
	assert_int_equal(hw_text_nfc(small, hw_buffer_text(&in), &out, &error), HW_NO_MEMORY);
	hw_buffer_free(&in);
}

static void sha256_known_answers(void **state)
{
	static const char *const rows[][2] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};
	char hex[65];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_sha256_hex(hw_sha256_of(hw_text_of(rows[i][0])), hex);
		assert_string_equal(hex, rows[i][1]);
	}
	hw_sha256_hex(hw_sha256_of((hw_text){0}), hex);
	assert_string_equal(hex, rows[0][1]);
}

static void sha256_of_files(void **state)
{
	char path[] = "/tmp/base_sha_XXXXXX", hex[65];
	static char content[1000000];
	int descriptor = mkstemp(path);
	hw_sha256 digest, before;
	uint64_t bytes = 0;
	hw_error error = {0};

	(void)state;
	memset(content, 'a', sizeof content);
	static const size_t lengths[] = {0, 1, 65535, 65536, 65537, 1000000};
	for (size_t i = 0; i < HW_COUNT(lengths); i++) {
		assert_int_equal(ftruncate(descriptor, 0), 0);
		assert_int_equal(pwrite(descriptor, content, lengths[i], 0), lengths[i]);
		check_ok(hw_sha256_file(path, &digest, &bytes, &error));
		before = hw_sha256_of((hw_text){content, lengths[i]});
		assert_memory_equal(&digest, &before, sizeof digest);
		assert_true(bytes == lengths[i]);
	}
	hw_sha256_hex(digest, hex); /* a million a: FIPS 180 example */
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	check_ok(hw_sha256_file(path, &digest, NULL, &error));
	close(descriptor);
	unlink(path);
	assert_int_equal(hw_sha256_file(path, &digest, &bytes, &error), HW_NOT_FOUND);
	assert_int_equal(hw_sha256_file("/tmp", &digest, &bytes, &error), HW_BAD_INPUT);
	assert_int_equal(hw_sha256_file("/proc/self/mem", &digest, &bytes, &error), HW_BAD_INPUT);
	assert_memory_equal(&digest, &before, sizeof digest);
	assert_true(bytes == 1000000);
}

static void other_scripts_in_latin(void **state)
{
	static const struct {
		const char *text, *latin;
	} rows[] = {
		{"Ἀλέξανδρος", "Alexandros"},
		{"バラク", "baraku"},
		{"김정은", "gimjeong-eun"},
		{"محمد", "mhmd"}, /* its vowels are not written */
		{"Ivan", "Ivan"},
		{"", ""},
	};
	hw_error error = {0};
	hw_latin *latin = NULL;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 22);
	char many[3000];

	(void)state;
	check_ok(hw_latin_open(&latin, &error));
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_text got;
		check_ok(hw_latin_text(latin, arena, hw_text_of(rows[i].text), &got, &error));
		assert_true(hw_text_is(got, rows[i].latin));
	}
	hw_text got;
	memset(many, 'a', sizeof many);
	check_ok(hw_latin_text(latin, arena, (hw_text){many, sizeof many}, &got, &error));
	assert_int_equal(got.length, 200); /* longer texts are no names */
	hw_latin_close(latin);
	hw_latin_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_characters_are_plain), cmocka_unit_test(normal_form_c),
		cmocka_unit_test(long_text_is_normalised),    cmocka_unit_test(lower_case),
		cmocka_unit_test(bad_text_is_refused),        cmocka_unit_test(failed_allocations),
		cmocka_unit_test(sha256_known_answers),       cmocka_unit_test(sha256_of_files),
		cmocka_unit_test(other_scripts_in_latin),
	};
	return cmocka_run_group_tests_name("base_unicode", tests, NULL, NULL);
}
