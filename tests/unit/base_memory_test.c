#include "base_check.h"

static bool all_zero(const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i])
			return false;
	return true;
}

/* Blocks of many sizes and alignments: zeroed, aligned, apart from each other; the same
 * after a reset, when the memory was written to before. */
static void arena_gives_zeroed_aligned_blocks(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 24);
	unsigned char *blocks[600];
	size_t lengths[600];
	hw_random r = hw_random_new(5, 0);

	(void)state;
	for (int round = 0; round < 3; round++) {
		size_t sum = 0;
		for (size_t i = 0; i < 600; i++) {
			size_t alignment = (size_t)1 << hw_random_below(&r, 7);
			lengths[i] = (size_t)hw_random_below(&r, i % 50 ? 200 : 20000);
			blocks[i] = hw_arena_alloc(arena, lengths[i], 1, alignment);
			assert_non_null(blocks[i]);
			assert_int_equal((uintptr_t)blocks[i] % alignment, 0);
			assert_true(all_zero(blocks[i], lengths[i]));
			memset(blocks[i], (int)(i % 255 + 1), lengths[i]);
			sum += lengths[i];
		}
		for (size_t i = 0; i < 600; i++)
			for (size_t k = 0; k < lengths[i]; k++)
				assert_int_equal(blocks[i][k], i % 255 + 1);
		assert_int_equal(hw_arena_used(arena), sum);
		hw_arena_reset(arena);
		assert_int_equal(hw_arena_used(arena), 0);
	}
}

static void arena_holds_its_ceiling(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1000);

	(void)state;
	assert_non_null(HW_NEW(arena, char, 990));
	assert_null(HW_NEW(arena, char, 11));
	assert_non_null(HW_NEW(arena, char, 10));
	assert_null(HW_NEW(arena, char, 1));
	assert_non_null(HW_NEW(arena, char, 0));
	hw_arena_reset(arena);
	assert_non_null(HW_NEW(arena, char, 1000));
	assert_null(hw_text_copy(arena, HW_TEXT("x")).bytes);
	assert_null(hw_text_format(arena, "%d", 7).bytes);
	hw_arena_reset(arena);
	assert_null(hw_arena_alloc(arena, SIZE_MAX, 2, 8));
	assert_null(hw_arena_alloc(arena, SIZE_MAX / 2, 1, 8));
	assert_null(hw_arena_alloc(NULL, 1, 1, 1));
	hw_arena_free(NULL);
}

static void arena_survives_failed_allocations(void **state)
{
	(void)state;
	hw_fail_allocation_after(1);
	assert_null(hw_arena_new(1 << 20));
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	hw_fail_allocation_after(1);
	assert_null(HW_NEW(arena, char, 10));
	assert_int_equal(hw_arena_used(arena), 0);
	char *first = HW_NEW(arena, char, 10);
	assert_non_null(first);
	hw_fail_allocation_after(1);
	assert_null(HW_NEW(arena, char, 100000)); /* needs a block of its own */
	hw_fail_allocation_after(0);
	assert_non_null(HW_NEW(arena, char, 100000));
	first[9] = 'x'; /* the old block is still there */
}

static void texts_in_an_arena(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	hw_text copy = hw_text_copy(arena, HW_TEXT("слово"));
	char long_text[5000];

	(void)state;
	check_text(copy, "слово");
	assert_int_equal(copy.bytes[copy.length], 0);
	assert_int_equal(hw_text_copy(arena, (hw_text){0}).length, 0);
	assert_non_null(hw_text_copy(arena, (hw_text){0}).bytes);
	check_text(hw_text_format(arena, "%s-%03d", "a", 7), "a-007");
	memset(long_text, 'y', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	assert_int_equal(hw_text_format(arena, "%s!", long_text).length, sizeof long_text);
}

static void grow_keeps_the_old_block(void **state)
{
	uint64_t *block = hw_grow(NULL, 4, sizeof *block);

	(void)state;
	block[3] = 77;
	assert_null(hw_grow(block, SIZE_MAX / 4, sizeof *block));
	assert_null(hw_grow(block, SIZE_MAX, 1));
	hw_fail_allocation_after(1);
	assert_null(hw_grow(block, 8, sizeof *block));
	uint64_t *larger = hw_grow(block, 8, sizeof *block); /* fails once only */
	assert_non_null(larger);
	assert_int_equal(larger[3], 77);
	hw_release(larger);
	hw_release(NULL);
	void *none = hw_grow(NULL, 0, 8);
	assert_non_null(none);
	hw_release(none);
}

static void the_hook_counts(void **state)
{
	(void)state;
	hw_fail_allocation_after(3);
	for (int i = 1; i <= 5; i++) {
		void *block = hw_grow(NULL, 1, 1);
		assert_int_equal(block == NULL, i == 3);
		hw_release(block);
	}
	hw_fail_allocation_after(1);
	hw_fail_allocation_after(0);
	void *block = hw_grow(NULL, 1, 1);
	assert_non_null(block);
	hw_release(block);
}

static void buffer_grows(void **state)
{
	hw_buffer buffer = {0};
	size_t expected = 0;

	(void)state;
	hw_buffer_add(&buffer, (hw_text){0});
	assert_string_equal(buffer.bytes, "");
	for (int i = 0; i < 3000; i++) {
		hw_buffer_addf(&buffer, "%d,", i);
		hw_buffer_adds(&buffer, "ab");
		hw_buffer_add(&buffer, HW_TEXT("c"));
		expected += (size_t)(i < 10 ? 2 : i < 100 ? 3 : i < 1000 ? 4 : 5) + 3;
		assert_int_equal(buffer.length, expected);
		assert_int_equal(buffer.bytes[buffer.length], 0);
	}
	assert_memory_equal(buffer.bytes, "0,abc1,abc2,abc", 15);
	assert_false(buffer.failed);
	hw_buffer_adds(&buffer, NULL);
	assert_int_equal(hw_buffer_text(&buffer).length, expected);
	hw_buffer_free(&buffer);
	assert_null(buffer.bytes);
	hw_buffer_free(NULL);
}

static void buffer_remembers_failure(void **state)
{
	hw_buffer small = {.ceiling = 5}, broken = {0};

	(void)state;
	hw_buffer_adds(&small, "12345");
	assert_false(small.failed);
	hw_buffer_addf(&small, "%d", 6);
	assert_true(small.failed);
	hw_buffer_adds(&small, "");
	assert_string_equal(small.bytes, "12345");
	hw_buffer_free(&small);
	assert_false(small.failed);
	assert_int_equal(small.ceiling, 5);

	hw_buffer_adds(&broken, "abc");
	hw_fail_allocation_after(1);
	hw_buffer_addf(&broken, "%500d", 1);
	hw_fail_allocation_after(0);
	assert_true(broken.failed);
	assert_string_equal(broken.bytes, "abc");
	hw_buffer_addf(&broken, "%d", 1);
	assert_string_equal(broken.bytes, "abc");
	hw_buffer_free(&broken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_aligned_blocks),
		cmocka_unit_test(arena_holds_its_ceiling),
		cmocka_unit_test(arena_survives_failed_allocations),
		cmocka_unit_test(texts_in_an_arena),
		cmocka_unit_test(grow_keeps_the_old_block),
		cmocka_unit_test(the_hook_counts),
		cmocka_unit_test(buffer_grows),
		cmocka_unit_test(buffer_remembers_failure),
	};
	return cmocka_run_group_tests_name("base_memory", tests, NULL, NULL);
}
