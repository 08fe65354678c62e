#include "base_check.h"

#include <float.h>

static void numbers_as_text(void **state)
{
	static const struct {
		double value;
		const char *text;
	} rows[] = {
		{0, "0"},
		{-0.0, "-0"},
		{1, "1"},
		{-2.5, "-2.5"},
		{0.1, "0.1"},
		{0.3, "0.3"},
		{1.0 / 3, "0.3333333333333333"},
		{123.456, "123.456"},
		{100, "100"},
		{9007199254740991.0, "9007199254740991"},
		{9007199254740992.0, "9.007199254740992e15"},
		/* 2^53 and up are no longer exact whole numbers */
		{1e16, "1e16"},
		{123456789012345680.0, "1.2345678901234568e17"},
		{1e17, "1e17"},
		{1e18, "1e18"},
		{1e22, "1e22"},
		{1.5e300, "1.5e300"},
		{-1.7976931348623157e308, "-1.7976931348623157e308"},
		{0.000001, "0.000001"},
		{0.000001234, "0.000001234"},
		{1e-7, "1e-7"},
		{1.5e-7, "1.5e-7"},
		{0x1p-44, "5.684341886080802e-14"}, /* only the next 16 digits up read back */
		{DBL_MIN, "2.2250738585072014e-308"},
		{0x0.cp-1022, "1.668805393880401e-308"},
		{5e-324, "5e-324"},
		{HUGE_VAL, "inf"},
		{-HUGE_VAL, "-inf"},
		{(double)NAN, "nan"},
	};
	char out[32];

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		assert_string_equal(hw_number_write(rows[i].value, out), rows[i].text);
}

/* Digits of a text without point, sign, exponent and zeros at the ends. */
static int count_significant(const char *text)
{
	int count = 0, zeros = 0;

	for (; *text && *text != 'e'; text++) {
		if (*text < '0' || *text > '9' || (*text == '0' && !count))
			continue;
		count++;
		zeros = *text == '0' ? zeros + 1 : 0;
	}
	return count - zeros;
}

static void check_shortest(double value)
{
	char out[32], tried[64];
	double read;
	hw_error error = {0};

	check_ok(hw_text_number(hw_text_of(hw_number_write(value, out)), &read, &error));
	if (memcmp(&read, &value, sizeof value))
		fail_msg("%s reads back as another number", out);
	int digits = count_significant(out);
	if (digits < 2)
		return;
	snprintf(tried, sizeof tried, "%.*e", digits - 2, value);
	if (strtod(tried, NULL) == value)
		fail_msg("%s could be %s", out, tried);
}

static void number_text_is_short_and_reads_back(void **state)
{
	hw_random r = hw_random_new(11, 0);

	(void)state;
	for (int exponent = -1074; exponent < 1024; exponent++) {
		check_shortest(ldexp(1, exponent));
		check_shortest(nextafter(ldexp(1, exponent), 0));
		check_shortest(-nextafter(ldexp(1, exponent), 1e308));
	}
	for (int i = 0; i < 20000; i++) {
		uint64_t bits = hw_random_bits(&r);
		double value;
		memcpy(&value, &bits, sizeof value);
		if (isfinite(value))
			check_shortest(value);
		check_shortest((double)hw_random_below(&r, 1000000) / 1000);
		check_shortest(hw_random_unit(&r));
	}
}

static void logistic(void **state)
{
	(void)state;
	check_near(hw_logistic(0), 0.5, 0);
	check_near(hw_logistic(2), 0.8807970779778823, 1e-16);
	check_near(hw_logistic(-2), 0.11920292202211755, 1e-16);
	check_near(hw_logistic(1000), 1, 0);
	check_near(hw_logistic(-1000), 0, 0);
	check_near(hw_logistic(-700), exp(-700), 1e-315);
	check_near(hw_log_logistic(-1000), -1000, 0);
	check_near(hw_log_logistic(-30), -30.000000000000092, 1e-14);
	check_near(hw_log_logistic(40), -4.248354255291589e-18, 1e-33);
	check_near(hw_log_logistic(1000), 0, 0);
	for (double p = 0.001; p < 1; p += 0.001)
		check_near(hw_logistic(hw_logit(p)), p, 1e-15);
	assert_true(isinf(hw_logit(0)) && hw_logit(0) < 0);
	assert_true(isinf(hw_logit(1)) && hw_logit(1) > 0);
	assert_true(isnan(hw_logistic((double)NAN)));
}

static void log_sum_exp(void **state)
{
	const double rows[][3] = {{0, 0, 0}, {-1000, -1000, -1000}, {1000, 1000, 1000}, {-HUGE_VAL, 1, -HUGE_VAL}};

	(void)state;
	check_near(hw_log_sum_exp(rows[0], 3), log(3), 1e-15);
	check_near(hw_log_sum_exp(rows[1], 3), -1000 + log(3), 1e-12);
	check_near(hw_log_sum_exp(rows[2], 3), 1000 + log(3), 1e-12);
	check_near(hw_log_sum_exp(rows[3], 3), 1, 0);
	assert_true(hw_log_sum_exp(NULL, 0) < -DBL_MAX);
	assert_true(hw_log_sum_exp(rows[3], 1) < -DBL_MAX);
	assert_true(hw_log_sum_exp((double[]){1, HUGE_VAL}, 2) > DBL_MAX);
	assert_true(isnan(hw_log_sum_exp((double[]){1, (double)NAN, 3}, 3)));
}

/* Over all 2^n outcomes. */
static void enumerate(const double *p, size_t count, double *pmf)
{
	for (size_t k = 0; k <= count; k++)
		pmf[k] = 0;
	for (size_t outcome = 0; outcome < (size_t)1 << count; outcome++) {
		double chance = 1;
		size_t successes = 0;
		for (size_t i = 0; i < count; i++) {
			bool yes = outcome >> i & 1;
			chance *= yes ? p[i] : 1 - p[i];
			successes += yes;
		}
		pmf[successes] += chance;
	}
}

static void poisson_binomial_against_enumeration(void **state)
{
	hw_random r = hw_random_new(3, 0);

	(void)state;
	for (int round = 0; round < 200; round++) {
		double p[10], pmf[11], expected[11];
		size_t count = (size_t)hw_random_below(&r, 11);
		for (size_t i = 0; i < count; i++) {
			static const double special[] = {0, 1, 1e-300, 1 - 1e-16};
			uint64_t kind = hw_random_below(&r, 8);
			p[i] = kind < 4 ? special[kind] : hw_random_unit(&r);
		}
		hw_poisson_binomial(p, count, pmf);
		enumerate(p, count, expected);
		for (size_t k = 0; k <= count; k++)
			check_near(pmf[k], expected[k], 1e-14);
	}
}

static void poisson_binomial_of_the_example(void **state)
{
	double p[156], pmf[157], mean = 0, at_least_100 = 0;
	size_t lower, upper;

	(void)state;
	for (size_t i = 0; i < 156; i++)
		p[i] = i < 36 ? 0.8 : 0.65;
	hw_poisson_binomial(p, 156, pmf);
	for (size_t k = 0; k < 157; k++) {
		mean += (double)k * pmf[k];
		at_least_100 += k >= 100 ? pmf[k] : 0;
	}
	check_near(mean, 106.8, 1e-11);
	check_near(at_least_100, 0.896919673272245, 1e-12);
	hw_pmf_interval(pmf, 157, 0.95, &lower, &upper);
	assert_int_equal(lower, 95);
	assert_int_equal(upper, 118);
}

static void large_poisson_binomial(void **state)
{
	enum { COUNT = 8000 };
	double *p = malloc(COUNT * sizeof *p), *pmf = malloc((COUNT + 1) * sizeof *pmf);
	double sum = 0, mean = 0, expected = 0;
	hw_random r = hw_random_new(9, 0);

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		p[i] = hw_random_unit(&r);
		expected += p[i];
	}
	hw_poisson_binomial(p, COUNT, pmf);
	for (size_t k = 0; k <= COUNT; k++) {
		assert_true(pmf[k] >= 0);
		sum += pmf[k];
		mean += (double)k * pmf[k];
	}
	check_near(sum, 1, 1e-11);
	check_near(mean, expected, 1e-7);
	free(p);
	free(pmf);
}

static void intervals(void **state)
{
	static const struct {
		double pmf[5], level;
		size_t length, lower, upper;
	} rows[] = {
		{{1}, 0.95, 1, 0, 0},
		{{0, 0, 1}, 0.95, 3, 2, 2},
		{{0.025, 0.95, 0.025}, 0.95, 3, 1, 1}, /* F(0) = .025 is not above .025; F(1) = .975 is enough */
		{{0.03, 0.94, 0.03}, 0.95, 3, 0, 2},
		{{0.2, 0.2, 0.2, 0.2, 0.2}, 0.6, 5, 1, 3},
		{{0.2, 0.2, 0.2, 0.2, 0.2}, 0, 5, 2, 2},
		{{0, 0.5, 0.5, 0}, 1, 4, 1, 2},
		{{0.1, 0.1}, 0.5, 2, 1, 1}, /* not a distribution: the last place */
	};
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		size_t lower = 99, upper = 99;
		hw_pmf_interval(rows[i].pmf, rows[i].length, rows[i].level, &lower, &upper);
		if (lower != rows[i].lower || upper != rows[i].upper)
			fail_msg("row %zu: [%zu,%zu]", i, lower, upper);
	}
	size_t lower = 99, upper = 99;
	hw_pmf_interval(NULL, 0, 0.95, &lower, &upper);
	assert_int_equal(lower + upper, 0);
}

static void convolution(void **state)
{
	const double a[] = {0.5, 0.5}, b[] = {0.25, 0, 0.75};
	const double expected[] = {0.125, 0.125, 0.375, 0.375};
	double out[4] = {9, 9, 9, 9}, p[7] = {0.1, 0.9, 0.3, 0.5, 0.2, 0.8, 0.6}, left[4], right[5], whole[8],
	       joined[8];

	(void)state;
	hw_pmf_convolve(a, 2, b, 3, out);
	for (size_t i = 0; i < 4; i++)
		check_near(out[i], expected[i], 0);
	hw_pmf_convolve(a, 0, b, 3, out);
	check_near(out[0], expected[0], 0); /* nothing to write */
	/* The sum of two groups is the whole. */
	hw_poisson_binomial(p, 3, left);
	hw_poisson_binomial(p + 3, 4, right);
	hw_poisson_binomial(p, 7, whole);
	hw_pmf_convolve(left, 4, right, 5, joined);
	for (size_t i = 0; i < 8; i++)
		check_near(joined[i], whole[i], 1e-15);
}

static void distances(void **state)
{
	const double half_round = 3.14159265358979323846 * 6371.0088;

	(void)state;
	check_near(hw_distance_km(50, 30, 50, 30), 0, 0);
	check_near(hw_distance_km(50, 30, 40, 45), 1615.332106546969, 1e-9); /* spherical law of cosines */
	check_near(hw_distance_km(36.12, -86.67, 33.94, -118.4), 2886.4484297648555, 1e-9);
	check_near(hw_distance_km(0, 0, 0, 180), half_round, 1e-6);
	check_near(hw_distance_km(90, 0, -90, 77), half_round, 1e-6);
	check_near(hw_distance_km(10, 179.5, 10, -179.5), hw_distance_km(10, 0.5, 10, -0.5), 1e-9);
	check_near(hw_distance_km(48, 35, 48, 35.000001),
		   1e-6 * half_round / 180 * cos(48 * half_round / 6371.0088 / 180), 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_as_text),
		cmocka_unit_test(number_text_is_short_and_reads_back),
		cmocka_unit_test(logistic),
		cmocka_unit_test(log_sum_exp),
		cmocka_unit_test(poisson_binomial_against_enumeration),
		cmocka_unit_test(poisson_binomial_of_the_example),
		cmocka_unit_test(large_poisson_binomial),
		cmocka_unit_test(intervals),
		cmocka_unit_test(convolution),
		cmocka_unit_test(distances),
	};
	return cmocka_run_group_tests_name("base_number", tests, NULL, NULL);
}
