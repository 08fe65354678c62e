/* Linkages drawn from the probabilities of pairs. */
#include "trace/trace.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { DRAWS = 4000 };

/* How often two records are one cluster. */
static double share(const trace_pair *pairs, size_t count, size_t records, uint32_t a, uint32_t b)
{
	uint32_t cluster[8];
	int joined = 0;

	for (uint64_t seed = 1; seed <= DRAWS; seed++) {
		hw_error error = {0};
		assert_int_equal(trace_draw(pairs, count, records, seed, cluster, &error), HW_OK);
		for (uint32_t i = 0; i < records; i++)
			assert_true(cluster[i] <= i && cluster[cluster[i]] == cluster[i]);
		joined += cluster[a] == cluster[b];
	}
	return (double)joined / DRAWS;
}

static void assert_share(double got, double wanted)
{
	if (fabs(got - wanted) > 4.5 * sqrt(wanted * (1 - wanted) / DRAWS) + 1e-12)
		fail_msg("joined in %.4f of the draws, not %.4f", got, wanted);
}

static void test_pair_by_its_probability(void **state)
{
	const trace_pair pairs[] = {{0, 1, 0, 0.8, true}, {2, 3, 0, 0.3, false}};

	(void)state;
	assert_share(share(pairs, 2, 5, 0, 1), 0.8);
	assert_share(share(pairs, 2, 5, 2, 3), 0.3);
	assert_true(share(pairs, 2, 5, 0, 2) <= 0);
}

static void test_certain_and_impossible(void **state)
{
	const trace_pair pairs[] = {{0, 1, 0, 1, true}, {1, 2, 0, 1, true}, {0, 2, 0, 1, true}, {3, 4, 0, 0, false}};

	(void)state;
	assert_true(share(pairs, 4, 5, 0, 2) >= 1);
	assert_true(share(pairs, 4, 5, 3, 4) <= 0);
}

/* Two certain groups of two and one doubtful bridge: mean of four pairs, three of them 0; drawn once, not once a pair. */
static void test_bridge(void **state)
{
	const trace_pair bridge[] = {{0, 1, 0, 1, true}, {2, 3, 0, 1, true}, {1, 2, 0, 0.6, true}},
			 woven[] = {{0, 1, 0, 1, true},   {2, 3, 0, 1, true},   {0, 2, 0, 0.6, true},
				    {0, 3, 0, 0.6, true}, {1, 2, 0, 0.6, true}, {1, 3, 0, 0.6, true}};

	(void)state;
	assert_share(share(bridge, 3, 4, 0, 3), 0.15);
	assert_share(share(woven, 6, 4, 0, 3), 0.6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pair_by_its_probability),
		cmocka_unit_test(test_certain_and_impossible),
		cmocka_unit_test(test_bridge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
