#include "base_check.h"

/* Values of an independent program; state {1,2,3,4} is the vector that other
 * implementations of xoshiro256++ publish. */
static void generator_gives_the_published_values(void **state)
{
	static const uint64_t expected[] = {41943041U,
					    58720359U,
					    3588806011781223U,
					    3591011842654386U,
					    9228616714210784205U,
					    9973669472204895162U,
					    14011001112246962877U,
					    12406186145184390807U,
					    15849039046786891736U,
					    10450023813501588000U};
	hw_random r = {{1, 2, 3, 4}};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(expected); i++)
		assert_true(hw_random_bits(&r) == expected[i]);
}

static void seeding_is_fixed(void **state)
{
	static const struct {
		uint64_t seed, slice, state[4], draws[3];
	} rows[] = {
		{0,
		 0,
		 {0x238275bc38fcbe91, 0xf89a2566b5822c54, 0x47200e1d9780fa44, 0xe710dc7a64e2470a},
		 {0x3ed1653f0682083a, 0x852cecd8e7418ff7, 0x8deb058ebaf6ffc3}},
		{0,
		 1,
		 {0x44e5b98100c67fb0, 0xa73822ac2ea54ab1, 0x9403b3663716577c, 0x81e08d6d33187e20},
		 {0xbbffa8ffe929e2d3, 0xefd6cff7897fb2be, 0x303aded65023e025}},
		{42,
		 0,
		 {0x6310bf04d8207f46, 0xebdb7216a4ffed50, 0x15471cce9858769b, 0x9a7e5c0b8be62326},
		 {0xeb42c2560e9f46d3, 0xba040fc580dff35f, 0x73f4cc6df99d830f}},
		{42,
		 7,
		 {0x55be888977820bef, 0x62cd1d983d0525e0, 0x8e84170f6aab06eb, 0xe9b758b15aa0d753},
		 {0xf32799fb18a1c6df, 0x66713433387686fb, 0xbc40cd66a7abf0eb}},
		{UINT64_MAX,
		 UINT64_MAX,
		 {0xf14a310831123e0a, 0x673f30f72147ad25, 0x690df2e16b347af3, 0xfddf6f778d2c80db},
		 {0x31295067a409d2da, 0x5dff231d5e61c914, 0x03564769c9816b66}},
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_random r = hw_random_new(rows[i].seed, rows[i].slice);
		for (size_t k = 0; k < 4; k++)
			assert_true(r.state[k] == rows[i].state[k]);
		for (size_t k = 0; k < 3; k++)
			assert_true(hw_random_bits(&r) == rows[i].draws[k]);
	}
}

static int compare_words(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return (x > y) - (x < y);
}

/* No number of 20,000 turns up twice: not within a stream, not between streams. */
static void slices_differ(void **state)
{
	enum { SLICES = 200, DRAWS = 100 };
	static uint64_t seen[SLICES * DRAWS];

	(void)state;
	for (size_t slice = 0; slice < SLICES; slice++) {
		hw_random r = hw_random_new(slice % 2, slice / 2);
		for (size_t i = 0; i < DRAWS; i++)
			seen[slice * DRAWS + i] = hw_random_bits(&r);
	}
	qsort(seen, HW_COUNT(seen), sizeof *seen, compare_words);
	for (size_t i = 1; i < HW_COUNT(seen); i++)
		assert_true(seen[i - 1] != seen[i]);
}

enum { MANY = 200000 };

typedef struct moments {
	double mean, variance, smallest, largest;
} moments;

static moments moments_of(const double *values, size_t count)
{
	moments m = {0, 0, HUGE_VAL, -HUGE_VAL};

	for (size_t i = 0; i < count; i++) {
		m.mean += values[i] / (double)count;
		m.smallest = fmin(m.smallest, values[i]);
		m.largest = fmax(m.largest, values[i]);
	}
	for (size_t i = 0; i < count; i++)
		m.variance += (values[i] - m.mean) * (values[i] - m.mean) / (double)count;
	return m;
}

/* Mean within five standard errors; the variance within 4%. */
static void check_moments(const double *values, double mean, double variance)
{
	moments m = moments_of(values, MANY);

	check_near(m.mean, mean, 5 * sqrt(variance / MANY));
	check_near(m.variance, variance, 0.04 * variance);
}

static double values[MANY];

static void unit_is_uniform(void **state)
{
	hw_random r = hw_random_new(1, 0);
	size_t counts[100] = {0};
	double chi_square = 0;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		values[i] = hw_random_unit(&r);
		assert_true(values[i] >= 0 && values[i] < 1);
		counts[(size_t)(values[i] * 100)]++;
	}
	check_moments(values, 0.5, 1.0 / 12);
	for (size_t i = 0; i < 100; i++)
		chi_square += pow((double)counts[i] - MANY / 100, 2) / (MANY / 100);
	assert_true(chi_square > 50 && chi_square < 170); /* 99 degrees of freedom: 1e-5 on each side */
}

static void below_is_unbiased(void **state)
{
	hw_random r = hw_random_new(2, 0);
	size_t counts[7] = {0}, upper_half = 0;
	const uint64_t awkward = ((uint64_t)1 << 63) + 1; /* half of the products are rejected */

	(void)state;
	for (size_t i = 0; i < 70000; i++)
		counts[hw_random_below(&r, 7)]++;
	for (size_t i = 0; i < 7; i++)
		check_near((double)counts[i], 10000, 500);
	for (size_t i = 0; i < 10000; i++) {
		uint64_t draw = hw_random_below(&r, awkward);
		assert_true(draw < awkward);
		upper_half += draw >= awkward / 2;
		assert_true(hw_random_below(&r, 1) == 0);
	}
	check_near((double)upper_half, 5000, 250);
}

static double normal_share_below(double x)
{
	return erfc(-x / sqrt(2)) / 2;
}

static void normal_draws(void **state)
{
	hw_random r = hw_random_new(3, 0);

	(void)state;
	for (size_t i = 0; i < MANY; i++)
		values[i] = hw_random_normal(&r);
	check_moments(values, 0, 1);
	for (double bound = -3; bound <= 3; bound += 0.5) {
		size_t below = 0;
		for (size_t i = 0; i < MANY; i++)
			below += values[i] < bound;
		double share = normal_share_below(bound);
		check_near((double)below / MANY, share, 5 * sqrt(share * (1 - share) / MANY));
	}
}

static void gamma_draws(void **state)
{
	static const double shapes[] = {0.05, 0.3, 0.999, 1, 1.7, 5, 80, 1e6};

	(void)state;
	for (size_t k = 0; k < HW_COUNT(shapes); k++) {
		hw_random r = hw_random_new(4, k);
		for (size_t i = 0; i < MANY; i++) {
			values[i] = hw_random_gamma(&r, shapes[k]);
			assert_true(values[i] >= 0 && isfinite(values[i]));
		}
		moments m = moments_of(values, MANY);
		check_near(m.mean, shapes[k], 5 * sqrt(shapes[k] / MANY));
		/* the variance of a variance: (6/shape + 2) shape^2 / n */
		check_near(m.variance, shapes[k], 5 * shapes[k] * sqrt((6 / shapes[k] + 2) / MANY));
	}
}

static void beta_draws(void **state)
{
	static const double rows[][2] = {{1, 1}, {2, 5}, {0.5, 0.5}, {0.05, 0.2}, {1000, 2}, {30, 70}};

	(void)state;
	for (size_t k = 0; k < HW_COUNT(rows); k++) {
		double a = rows[k][0], b = rows[k][1], sum = a + b;
		hw_random r = hw_random_new(5, k);
		for (size_t i = 0; i < MANY; i++) {
			values[i] = hw_random_beta(&r, a, b);
			assert_true(values[i] >= 0 && values[i] <= 1);
		}
		check_moments(values, a / sum, a * b / (sum * sum * (sum + 1)));
	}
}

/* Shapes so small that every gamma draw is below the smallest double. */
static void beta_of_tiny_shapes_is_a_coin(void **state)
{
	hw_random r = hw_random_new(6, 0);
	size_t ones = 0;

	(void)state;
	for (size_t i = 0; i < 10000; i++) {
		double draw = hw_random_beta(&r, 3e-6, 1e-6);
		assert_true(draw >= 0 && draw <= 1);
		assert_true(draw < 0.01 || draw > 0.99);
		ones += draw > 0.5;
	}
	check_near((double)ones, 7500, 220);
}

static void choice_follows_the_weights(void **state)
{
	static const double weights[] = {0, 1, 0, 3, 6, 0};
	hw_random r = hw_random_new(7, 0);
	size_t counts[6] = {0};

	(void)state;
	for (size_t i = 0; i < 100000; i++)
		counts[hw_random_choice(&r, weights, 6)]++;
	assert_int_equal(counts[0] + counts[2] + counts[5], 0);
	check_near((double)counts[1], 10000, 475);
	check_near((double)counts[3], 30000, 725);
	check_near((double)counts[4], 60000, 775);
	assert_int_equal(hw_random_choice(&r, (double[]){1e-300}, 1), 0);
	/* Weights that do not add up exactly never give an index behind the last one above zero. */
	for (size_t i = 0; i < 1000; i++)
		assert_true(hw_random_choice(&r, (double[]){0.1, 0.2, 0.7 - 1e-17, 0}, 4) < 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(generator_gives_the_published_values),
		cmocka_unit_test(seeding_is_fixed),
		cmocka_unit_test(slices_differ),
		cmocka_unit_test(unit_is_uniform),
		cmocka_unit_test(below_is_unbiased),
		cmocka_unit_test(normal_draws),
		cmocka_unit_test(gamma_draws),
		cmocka_unit_test(beta_draws),
		cmocka_unit_test(beta_of_tiny_shapes_is_a_coin),
		cmocka_unit_test(choice_follows_the_weights),
	};
	return cmocka_run_group_tests_name("base_random", tests, NULL, NULL);
}
