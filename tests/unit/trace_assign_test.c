/* One-to-one links against every possible assignment on small problems, and on chains and large ones. */
#include "trace_check.h"

#include "trace/trace_int.h"

static double best_of(const double *weights, size_t lefts, size_t rights, size_t at, unsigned used)
{
	if (at == lefts)
		return 0;
	double best = best_of(weights, lefts, rights, at + 1, used);
	for (size_t j = 0; j < rights; j++)
		if (!(used >> j & 1) && weights[at * rights + j] > 0) {
			double value =
				weights[at * rights + j] + best_of(weights, lefts, rights, at + 1, used | 1u << j);
			best = value > best ? value : best;
		}
	return best;
}

static double assigned(trace_pair *pairs, size_t count, size_t records)
{
	uint8_t seen[512] = {0};
	double sum = 0;

	assert_int_equal(trace_assign(pairs, count, records, NULL), HW_OK);
	for (size_t i = 0; i < count; i++)
		if (pairs[i].linked) {
			assert_false(seen[pairs[i].left] || seen[pairs[i].right]);
			seen[pairs[i].left] = seen[pairs[i].right] = 1;
			sum += pairs[i].weight;
		}
	return sum;
}

static void against_all_assignments(void **state)
{
	hw_random random = hw_random_new(21, 0);

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		size_t lefts = 1 + hw_random_below(&random, 6), rights = 1 + hw_random_below(&random, 6), count = 0;
		double weights[36] = {0};
		trace_pair pairs[36];
		bool whole = round % 2; /* many equal sums */
		for (uint32_t i = 0; i < lefts; i++)
			for (uint32_t j = 0; j < rights; j++) {
				double weight =
					whole ? (double)hw_random_below(&random, 4) : hw_random_unit(&random) * 10;
				if (hw_random_unit(&random) < 0.4 || weight <= 0)
					continue;
				weights[i * rights + j] = weight;
				pairs[count++] = (trace_pair){i, (uint32_t)lefts + j, weight, 0.9, true};
			}
		double want = best_of(weights, lefts, rights, 0, 0), got = assigned(pairs, count, lefts + rights);
		if (fabs(want - got) > 1e-9)
			fail_msg("round %u: %.6f, want %.6f", round, got, want);
	}
}

/* 0-0 10, 0-1 9, 1-0 9: the greedy choice 10 loses to 18. */
static void better_than_greedy(void **state)
{
	trace_pair pairs[] = {{0, 2, 10, 0.9, true}, {0, 3, 9, 0.9, true}, {1, 2, 9, 0.9, true}};

	(void)state;
	assert_true(fabs(assigned(pairs, 3, 4) - 18) < 1e-12);
	assert_false(pairs[0].linked);
}

/* A chain whose last link decides every other. */
static void long_chain(void **state)
{
	enum { LENGTH = 200 };
	trace_pair pairs[2 * LENGTH];
	size_t count = 0;

	(void)state;
	for (uint32_t i = 0; i < LENGTH; i++) {
		pairs[count++] = (trace_pair){i, LENGTH + i, 5, 0.9, true};
		if (i)
			pairs[count++] = (trace_pair){i, LENGTH + i - 1, 6, 0.9, true};
	}
	/* all on the own partner: 200 * 5; all but the first shifted: 199 * 6, which is more */
	assert_true(fabs(assigned(pairs, count, 2 * LENGTH) - 199 * 6) < 1e-9);
}

static void pairs_that_are_not_linked_stay_out(void **state)
{
	trace_pair pairs[] = {{0, 2, 10, 0.9, false}, {0, 3, 1, 0.9, true}};

	(void)state;
	assert_true(fabs(assigned(pairs, 2, 4) - 1) < 1e-12);
	assert_int_equal(trace_assign(pairs, 0, 4, NULL), HW_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_all_assignments),
		cmocka_unit_test(better_than_greedy),
		cmocka_unit_test(long_chain),
		cmocka_unit_test(pairs_that_are_not_linked_stay_out),
	};

	return cmocka_run_group_tests_name("trace_assign", tests, trace_setup, trace_teardown);
}
