/* census_tables.h - published tables of lists, and what is known of them.
 *
 * war4: Ball, Betts, Scheuren, Dudukovich & Asher 2002, four lists of killings.  birth3: Hook, Albright & Cross 1980, spina
 * bifida in three registers.  birth5: the five registers of Madigan & York 1997.  health4: Abeni, Brancato & Perucci
 * 1994, four test centres.  Counts of people, as printed there. */
#ifndef CENSUS_TABLES_H
#define CENSUS_TABLES_H

#include "census/census.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const uint32_t war4_patterns[] = {1, 2, 4, 8, 3, 5, 9, 6, 10, 12, 7, 11, 13, 14, 15};
static const int64_t war4_counts[] = {1131, 845, 936, 306, 177, 228, 106, 217, 31, 123, 181, 18, 42, 32, 27};
static const census_table war4 = {4, war4_patterns, war4_counts, 15};

static const uint32_t birth3_patterns[] = {4, 2, 6, 1, 5, 3, 7};
static const int64_t birth3_counts[] = {60, 49, 4, 247, 112, 142, 12};
static const census_table birth3 = {3, birth3_patterns, birth3_counts, 7};

static const uint32_t birth5_patterns[] = {16, 8, 24, 4, 20, 12, 28, 2, 18, 10, 26, 6, 22, 14, 30, 1,
					   17, 9, 25, 5, 21, 13, 29, 3, 19, 11, 27, 7, 23, 15, 31};
static const int64_t birth5_counts[] = {27, 37, 19, 4, 4, 1, 1, 97, 22, 37, 25, 2, 1, 3, 5, 83,
					36, 34, 18, 3, 5, 0, 2, 30, 5,  23, 8,  0, 3, 0, 2};
static const census_table birth5 = {5, birth5_patterns, birth5_counts, 31};

static const uint32_t health4_patterns[] = {7, 11, 3, 5, 9, 1, 14, 6, 10, 2, 12, 4, 8};
static const int64_t health4_counts[] = {3, 1, 33, 20, 6, 403, 3, 35, 10, 545, 11, 621, 205};
static const census_table health4 = {4, health4_patterns, health4_counts, 13};

/* Within `share` of what is wanted. */
#define assert_near(got, wanted, share)                                             \
	do {                                                                        \
		double got_ = (got), wanted_ = (wanted);                            \
		if (!(fabs(got_ - wanted_) <= (share)*fabs(wanted_)))               \
			fail_msg("%s: got %.10g, want %.10g", #got, got_, wanted_); \
	} while (0)
#define assert_ok(call)                                        \
	do {                                                   \
		hw_error error_ = {0};                         \
		hw_error *error = &error_;                     \
		if ((call) != HW_OK)                           \
			fail_msg("%s: %s", #call, error_.why); \
	} while (0)

static inline hw_arena *test_arena(void)
{
	hw_arena *arena = hw_arena_new((size_t)2 << 30);

	assert_non_null(arena);
	return arena;
}

#endif
