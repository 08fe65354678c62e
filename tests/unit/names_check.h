/* What the tests of names share: the tables, an arena, and texts of C strings. */
#ifndef NAMES_CHECK_H
#define NAMES_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "names/names.h"

typedef struct names_fixture {
	names_tables *tables;
	hw_arena *arena;
} names_fixture;
static names_fixture names_use;

static int names_setup(void **state)
{
	(void)state;
	names_use.arena = hw_arena_new((size_t)256 << 20);
	return !names_use.arena || names_tables_open(&names_use.tables, NULL) != HW_OK;
}

static int names_teardown(void **state)
{
	(void)state;
	names_tables_close(names_use.tables);
	hw_arena_free(names_use.arena);
	return 0;
}

#endif
