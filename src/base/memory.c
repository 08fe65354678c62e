/* memory.c - arenas, growing blocks, growing text, and the failing-allocation hook. */
#include "base/base_int.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#ifdef WATCHED
#include <sanitizer/asan_interface.h>
#define RED_ZONE 16 /* so that an overrun inside an arena is seen */
#else
#define RED_ZONE                          0
#define ASAN_POISON_MEMORY_REGION(a, n)   ((void)(a), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(a, n) ((void)(a), (void)(n))
#endif

static atomic_long allocations_until_failure;

void hw_fail_allocation_after(long n)
{
	atomic_store(&allocations_until_failure, n);
}

bool hw_allocation_fails(void)
{
	/* Only tests set the counter; everyone else pays one relaxed load. */
	if (atomic_load_explicit(&allocations_until_failure, memory_order_relaxed) <= 0)
		return false;
	return atomic_fetch_sub(&allocations_until_failure, 1) == 1;
}

void *hw_grow(void *block, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX || hw_allocation_fails())
		return NULL;
	return realloc(block, bytes ? bytes : 1);
}

void hw_release(void *block)
{
	free(block);
}

/* ---- arena ---- */
typedef struct arena_block {
	struct arena_block *older;
	size_t size;  /* bytes after this header */
	size_t taken; /* bytes given out */
	size_t dirty; /* bytes that may be non-zero: the largest `taken` before a reset */
	_Alignas(max_align_t) unsigned char bytes[];
} arena_block;

struct hw_arena {
	arena_block *block; /* the one in use */
	size_t ceiling, used;
};

enum { FIRST_BLOCK = 4096, LARGEST_USUAL_BLOCK = 1 << 20 };

hw_arena *hw_arena_new(size_t ceiling_bytes)
{
	hw_arena *arena = hw_grow(NULL, 1, sizeof *arena);

	if (arena)
		*arena = (hw_arena){.ceiling = ceiling_bytes};
	return arena;
}

static void free_block(arena_block *block)
{
	ASAN_UNPOISON_MEMORY_REGION(block->bytes, block->size);
	free(block);
}

void hw_arena_free(hw_arena *arena)
{
	if (!arena)
		return;
	for (arena_block *block = arena->block, *older; block; block = older) {
		older = block->older;
		free_block(block);
	}
	free(arena);
}

void hw_arena_reset(hw_arena *arena)
{
	arena_block *kept = NULL;

	for (arena_block *block = arena->block, *older; block; block = older) {
		older = block->older;
		if (kept && kept->size >= block->size) {
			free_block(block);
			continue;
		}
		if (kept)
			free_block(kept);
		kept = block;
	}
	arena->block = kept;
	arena->used = 0;
	if (!kept)
		return;
	kept->older = NULL;
	if (kept->taken > kept->dirty)
		kept->dirty = kept->taken;
	kept->taken = 0;
	ASAN_POISON_MEMORY_REGION(kept->bytes, kept->size);
}

size_t hw_arena_used(const hw_arena *arena)
{
	return arena->used;
}

static bool add_block(hw_arena *arena, size_t needed)
{
	size_t size = arena->block ? 2 * arena->block->size : FIRST_BLOCK;

	if (size > LARGEST_USUAL_BLOCK)
		size = LARGEST_USUAL_BLOCK;
	if (size < needed)
		size = needed;
	if (size > PTRDIFF_MAX - sizeof(arena_block) || hw_allocation_fails())
		return false;
	arena_block *block = calloc(1, sizeof *block + size);
	if (!block)
		return false;
	block->size = size;
	block->older = arena->block;
	arena->block = block;
	ASAN_POISON_MEMORY_REGION(block->bytes, block->size);
	return true;
}

/* Bytes to pass over in the block so that the next is aligned. */
static size_t padding_of(const arena_block *block, size_t alignment)
{
	uintptr_t next = (uintptr_t)(block->bytes + block->taken);

	return (size_t)(-next & (alignment - 1));
}

void *hw_arena_alloc(hw_arena *arena, size_t count, size_t size, size_t alignment)
{
	size_t bytes;

	if (!arena || __builtin_mul_overflow(count, size, &bytes) || bytes > PTRDIFF_MAX / 2 ||
	    bytes > arena->ceiling - arena->used)
		return NULL;
	if (!alignment || (alignment & (alignment - 1)))
		alignment = _Alignof(max_align_t);
	size_t padding = arena->block ? padding_of(arena->block, alignment) : 0;
	if (!arena->block || arena->block->size - arena->block->taken < padding ||
	    arena->block->size - arena->block->taken - padding < bytes + RED_ZONE) {
		if (!add_block(arena, bytes + alignment + RED_ZONE))
			return NULL;
		padding = padding_of(arena->block, alignment);
	}
	arena_block *block = arena->block;
	size_t start = block->taken + padding;
	unsigned char *result = block->bytes + start;
	block->taken = start + bytes + RED_ZONE;
	arena->used += bytes;
	ASAN_UNPOISON_MEMORY_REGION(result, bytes);
	if (start < block->dirty)
		memset(result, 0, block->dirty - start < bytes ? block->dirty - start : bytes);
	return result;
}

hw_text hw_text_copy(hw_arena *arena, hw_text t)
{
	char *bytes = t.length < SIZE_MAX ? HW_NEW(arena, char, t.length + 1) : NULL;

	if (!bytes)
		return (hw_text){0};
	if (t.length)
		memcpy(bytes, t.bytes, t.length);
	return (hw_text){bytes, t.length};
}

hw_text hw_text_format(hw_arena *arena, const char *format, ...)
{
	va_list arguments, again;

	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	char *bytes = length < 0 ? NULL : HW_NEW(arena, char, (size_t)length + 1);
	if (bytes)
		vsnprintf(bytes, (size_t)length + 1, format, again);
	va_end(again);
	return bytes ? (hw_text){bytes, (size_t)length} : (hw_text){0};
}

/* ---- buffer ---- */
void hw_buffer_free(hw_buffer *buffer)
{
	if (!buffer)
		return;
	free(buffer->bytes);
	*buffer = (hw_buffer){.ceiling = buffer->ceiling};
}

/* Room for `extra` bytes and the NUL. */
static bool make_room(hw_buffer *buffer, size_t extra)
{
	size_t ceiling = buffer->ceiling ? buffer->ceiling : (size_t)256 << 20;

	if (buffer->failed)
		return false;
	if (buffer->length > ceiling || extra > ceiling - buffer->length) {
		buffer->failed = true;
		return false;
	}
	size_t needed = buffer->length + extra + 1;
	if (needed <= buffer->capacity)
		return true;
	size_t capacity = buffer->capacity ? buffer->capacity : 128;
	while (capacity < needed)
		capacity += capacity;
	char *bytes = hw_grow(buffer->bytes, capacity, 1);
	if (!bytes) {
		buffer->failed = true;
		return false;
	}
	buffer->bytes = bytes;
	buffer->capacity = capacity;
	return true;
}

void hw_buffer_add(hw_buffer *buffer, hw_text t)
{
	if (!make_room(buffer, t.length))
		return;
	if (t.length)
		memcpy(buffer->bytes + buffer->length, t.bytes, t.length);
	buffer->length += t.length;
	buffer->bytes[buffer->length] = '\0';
}

void hw_buffer_adds(hw_buffer *buffer, const char *c_string)
{
	hw_buffer_add(buffer, hw_text_of(c_string));
}

void hw_buffer_addf(hw_buffer *buffer, const char *format, ...)
{
	va_list arguments, again;

	va_start(arguments, format);
	va_copy(again, arguments);
	size_t room = buffer->capacity - buffer->length;
	int length = vsnprintf(room ? buffer->bytes + buffer->length : NULL, room, format, arguments);
	va_end(arguments);
	if (length < 0)
		buffer->failed = true;
	if (length >= 0 && (size_t)length >= room && make_room(buffer, (size_t)length)) {
		vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
		buffer->length += (size_t)length;
	} else if (length >= 0 && (size_t)length < room && make_room(buffer, (size_t)length)) {
		buffer->length += (size_t)length;
	} else if (buffer->bytes) {
		buffer->bytes[buffer->length] = '\0';
	}
	va_end(again);
}
