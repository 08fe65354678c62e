/* The worked example of the model: every expected value was computed by an independent slow prototype
 * and by summing over all paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "belief_example.h"

static const double SIX_DIGITS = 6e-7;

static belief *open_example(belief_learning learning)
{
	belief_problem problem = example_problem(learning);
	hw_error error = {0};
	belief *b = NULL;

	assert_int_equal(belief_new(&problem, &b, &error), HW_OK);
	assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
	return b;
}

static void near_to(double got, double want, double tolerance, const char *what, size_t row)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s, row %zu: got %.9f, want %.9f", what, row, got, want);
}

static void all_near(const double *got, const double *want, size_t count, const char *what)
{
	for (size_t i = 0; i < count; i++)
		near_to(got[i], want[i], SIX_DIGITS, what, i);
}

/* ---- the kernel ---- */
static void rows_of_the_kernel(void **state)
{
	static const double g1[] = {0.611418, 0.146564, 0.097709, 0.082369, 0.035301, 0.017759, 0.00888};
	static const double r1[] = {0.039223, 0.023534, 0.015689, 0.736584, 0.158331, 0.017759, 0.00888};
	double row[STATES];
	belief *b = open_example(BELIEF_LEARN_NOTHING);

	(void)state;
	belief_moved(b, G1, 90, row);
	all_near(row, g1, STATES, "A90 from G1");
	belief_moved(b, R1, 90, row);
	all_near(row, r1, STATES, "A90 from R1");
	belief_free(b);
}

/* A30 A60 = A90, rows sum to 1. */
static void kernel_is_a_semigroup(void **state)
{
	double a30[STATES][STATES], a60[STATES][STATES], a90[STATES][STATES];
	belief *b = open_example(BELIEF_LEARN_NOTHING);

	(void)state;
	for (size_t i = 0; i < STATES; i++) {
		belief_moved(b, i, 30, a30[i]);
		belief_moved(b, i, 60, a60[i]);
		belief_moved(b, i, 90, a90[i]);
	}
	for (size_t i = 0; i < STATES; i++) {
		double sum = 0;
		for (size_t j = 0; j < STATES; j++) {
			double product = 0;
			for (size_t k = 0; k < STATES; k++)
				product += a30[i][k] * a60[k][j];
			near_to(product, a90[i][j], 1e-12, "A30 A60", i * STATES + j);
			sum += a90[i][j];
		}
		near_to(sum, 1, 1e-14, "row sum", i);
	}
	belief_free(b);
}

/* ---- one person ---- */
static void first_person(void **state)
{
	static const double prior[] = {0.11, 0.066, 0.044, 0.231, 0.099, 0.4, 0.05};
	static const double at_120[] = {0.988621, 0.004902, 0.003268, 0.001696, 0.000727, 0.000752, 0.000034};
	static const double at_200[] = {0.667417, 0.14641, 0.097606, 0.050739, 0.021745, 0.01095, 0.005133};
	const double days[] = {120, 200, 0};
	double out[3 * STATES], log_p, sets[2];
	hw_error error = {0};
	belief *b = open_example(BELIEF_LEARN_NOTHING);
	belief_problem alone = example_problem(BELIEF_LEARN_NOTHING);

	(void)state;
	assert_int_equal(belief_posteriors(b, 0, 1, days, 2, NULL, out, &error), HW_OK);
	all_near(out, at_120, STATES, "day 120");
	all_near(out + STATES, at_200, STATES, "day 200");
	assert_int_equal(belief_log_likelihood(b, 0, &log_p, &error), HW_OK);
	near_to(log_p, -5.750072, SIX_DIGITS, "log-likelihood", 0);
	double values[2 * STATES], p[12];
	memcpy(values, example_captive, sizeof example_captive);
	memcpy(values + STATES, example_grozny, sizeof example_grozny);
	assert_int_equal(belief_expect(b, 200, values, 2, NULL, p, &error), HW_OK);
	memcpy(sets, p, sizeof sets);
	near_to(sets[0], 0.983917, SIX_DIGITS, "captive", 0);
	near_to(sets[1], 0.911433, SIX_DIGITS, "Grozny", 0);
	belief_free(b);
	/* Without reports day 0 is the prior. */
	belief_person nobody = {.prior = {0.55, 0.40, 0.05}, .group = BELIEF_NONE};
	alone.persons = &nobody;
	alone.person_count = 1;
	assert_int_equal(belief_new(&alone, &b, &error), HW_OK);
	assert_int_equal(belief_posteriors(b, 0, 1, days + 2, 1, NULL, out, &error), HW_OK);
	all_near(out, prior, STATES, "prior");
	belief_free(b);
}

static void why(void **state)
{
	static const double shares[5][3] = {{0.000622, 0.999378, 0},
					    {0.961336, 0.038664, 0},
					    {0.98045, 0.01955, 0},
					    {0.915404, 0.084596, 0},
					    {0.146969, 0.03983, 0.813201}};
	static const double moves[5][2] = {{-0.039434, -0.007046},
					   {0.755286, 0.186372},
					   {1.281965, 0.930719},
					   {0.122239, 0.0769},
					   {0.028705, 0.025706}};
	static const double surprise[5] = {0.929149, 0.00781, 0.373926, 0.030013, 0.001039};
	double values[2 * STATES], got[5 * 2];
	belief_why whys[5];
	hw_error error = {0};
	belief *b = open_example(BELIEF_LEARN_NOTHING);

	(void)state;
	memcpy(values, example_captive, sizeof example_captive);
	memcpy(values + STATES, example_grozny, sizeof example_grozny);
	assert_int_equal(belief_explain(b, 0, 200, values, 2, whys, got, &error), HW_OK);
	for (size_t j = 0; j < 5; j++) {
		assert_true(whys[j].used);
		near_to(whys[j].faithful, shares[j][0], SIX_DIGITS, "faithful", j);
		near_to(whys[j].noise, shares[j][1], SIX_DIGITS, "noise", j);
		near_to(whys[j].copy, shares[j][2], SIX_DIGITS, "copy", j);
		near_to(whys[j].surprise, surprise[j], SIX_DIGITS, "surprise", j);
		near_to(got[2 * j], moves[j][0], SIX_DIGITS, "move of captive", j);
		near_to(got[2 * j + 1], moves[j][1], SIX_DIGITS, "move of Grozny", j);
	}
	belief_free(b);
}

/* A search of G1 with detection .5 that saw nothing: P(G1) = .5 p / (1 - .5 p). */
static void search(void **state)
{
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	belief_report reports[6];
	belief_person person = example_persons[0];
	const double day = 200;
	double out[STATES];
	hw_error error = {0};
	belief *b;

	(void)state;
	memcpy(reports, example_p1, sizeof example_p1);
	reports[5] = (belief_report){.source = BELIEF_NONE,
				     .at = 200,
				     .received = NAN,
				     .background = NAN,
				     .copies = BELIEF_NONE,
				     .claim = {.kind = BELIEF_CLAIM_SEARCHED, .place = G1, .detection = 0.5}};
	person.reports = reports;
	person.report_count = 6;
	problem.persons = &person;
	problem.person_count = 1;
	assert_int_equal(belief_new(&problem, &b, &error), HW_OK);
	assert_int_equal(belief_posteriors(b, 0, 1, &day, 1, NULL, out, &error), HW_OK);
	near_to(out[G1], 0.5008, 5e-5, "after the search", 0);
	near_to(out[G1], 0.5 * 0.6674172 / (1 - 0.5 * 0.6674172), SIX_DIGITS, "after the search", 1);
	belief_free(b);
}

/* ---- learning ---- */
static void learned_sources(void **state)
{
	static const double theta[] = {0.971765, 0.931923, 0.818494, 0.274594, 0.999002};
	static const double alpha[] = {20.9212, 14.9788, 10.8219, 3.7875, 1002};
	static const double beta[] = {1.5788, 2.0212, 3.1781, 8.3639, 2};
	size_t count;
	belief *b = open_example(BELIEF_LEARN_SOURCE);
	const belief_reliability *r = belief_reliabilities(b, &count);
	belief_learned learned = belief_learned_of(b);

	(void)state;
	assert_int_equal(count, 5);
	for (size_t i = 0; i < 5; i++) {
		near_to(r[i].theta, theta[i], SIX_DIGITS, "theta", i);
		near_to(r[i].alpha, alpha[i], 6e-5, "alpha", i);
		near_to(r[i].beta, beta[i], 6e-5, "beta", i);
		assert_int_equal(r[i].kind, BELIEF_KIND_ANY);
		assert_false(r[i].fell);
	}
	assert_true(learned.converged);
	assert_int_equal(learned.rounds, 14);
	near_to(learned.objective[0], -48.357077, SIX_DIGITS, "objective", 0);
	near_to(learned.objective[1], -46.573529, SIX_DIGITS, "objective", 1);
	near_to(learned.objective[13], -46.524899, SIX_DIGITS, "objective", 13);
	for (size_t i = 1; i < learned.rounds; i++)
		assert_true(learned.objective[i] >= learned.objective[i - 1] - 1e-12);
	belief_free(b);
}

static void six_persons(void **state)
{
	static const double captive[] = {0.984843, 0.971839, 0.971026, 0.978322, 0.918324, 0.792108};
	static const double grozny[] = {0.914189, 0.082344, 0.844418, 0.883063, 0.36733, 0.15926};
	static const double at_g1[] = {0.671522, 0.041172, 0.254294, 0.668732, 0.183665, 0.07963};
	double values[3 * STATES] = {0}, p[18];
	hw_error error = {0};
	belief *b = open_example(BELIEF_LEARN_SOURCE);

	(void)state;
	memcpy(values, example_captive, sizeof example_captive);
	memcpy(values + STATES, example_grozny, sizeof example_grozny);
	values[2 * STATES + G1] = 1;
	assert_int_equal(belief_expect(b, 200, values, 3, NULL, p, &error), HW_OK);
	for (size_t i = 0; i < 6; i++) {
		near_to(p[3 * i], captive[i], SIX_DIGITS, "captive", i);
		near_to(p[3 * i + 1], grozny[i], SIX_DIGITS, "Grozny", i);
		near_to(p[3 * i + 2], at_g1[i], SIX_DIGITS, "at G1", i);
	}
	belief_free(b);
}

/* ---- totals ---- */
static double at_least(const belief_total *t, size_t k)
{
	double sum = 0;

	for (; k < t->pmf_length; k++)
		sum += t->pmf[k];
	return sum;
}

static void total_in_the_region(void **state)
{
	static const double pmf[] = {0.000762, 0.018664, 0.152221, 0.453417, 0.310717, 0.060935, 0.003284};
	hw_arena *arena = hw_arena_new(1 << 20);
	belief_total *totals;
	size_t count, lower, upper;
	hw_error error = {0};
	belief *b = open_example(BELIEF_LEARN_SOURCE);

	(void)state;
	assert_int_equal(belief_totals(b, 200, example_grozny, 1, 0, NULL, arena, &totals, &count, &error), HW_OK);
	assert_int_equal(count, 2);
	assert_int_equal(totals[0].basis, BELIEF_INDEPENDENT);
	assert_int_equal(totals[1].basis, BELIEF_SOURCES);
	assert_int_equal(totals[0].pmf_length, 7);
	all_near(totals[0].pmf, pmf, 7, "pmf");
	near_to(totals[0].mean, 3.250602, SIX_DIGITS, "mean", 0);
	near_to(totals[0].sd, 0.868876, SIX_DIGITS, "sd", 0);
	assert_int_equal(totals[0].lower95, 2);
	assert_int_equal(totals[0].upper95, 5);
	hw_pmf_interval(totals[0].pmf, 7, 0.8, &lower, &upper);
	assert_int_equal(lower, 2);
	assert_int_equal(upper, 4);
	/* The mean over theta is not the value at its mode, but not far from it. */
	near_to(totals[1].mean, totals[0].mean, 0.2, "mean over draws", 0);
	near_to(at_least(&totals[1], 0), 1, 1e-12, "mass over draws", 0);
	hw_arena_free(arena);
	belief_free(b);
}

/* 36 men at .8 and 120 at .65, first each for himself, then the 36 as one group that stayed together.
 * One region with share .8 (or .65) of everything; priors alone place them. */
static void text_case(void **state)
{
	static const double one[] = {1}, in[] = {1, 0, 0, 0};
	static const belief_site sites[] = {{.share = 1, .lat = NAN, .lon = NAN, .unlisted = true, .area_km2 = 1},
					    {.share = 0, .lat = NAN, .lon = NAN}};
	static belief_person persons[156];
	const belief_group group = {.prior = {0.8, 0.2, 0}, .together = 1};
	belief_problem problem = {.region_weights = one,
				  .region_count = 1,
				  .sites = sites,
				  .site_count = 2,
				  .persons = persons,
				  .person_count = 156,
				  .as_of = NAN};
	hw_arena *arena = hw_arena_new(1 << 20);
	belief_total *totals;
	size_t count;
	hw_error error = {0};
	belief *b;

	(void)state;
	for (size_t i = 0; i < 156; i++)
		persons[i] =
			(belief_person){.prior = {i < 36 ? 0.8 : 0.65, i < 36 ? 0.2 : 0.35, 0}, .group = BELIEF_NONE};
	assert_int_equal(belief_new(&problem, &b, &error), HW_OK);
	assert_int_equal(belief_totals(b, 10, in, 1, 0, NULL, arena, &totals, &count, &error), HW_OK);
	near_to(totals[0].mean, 106.8, 1e-9, "mean", 0);
	assert_int_equal(totals[0].lower95, 95);
	assert_int_equal(totals[0].upper95, 118);
	near_to(at_least(&totals[0], 100), 0.89692, SIX_DIGITS, "P(>= 100)", 0);
	near_to(at_least(&totals[0], 110), 0.322259, SIX_DIGITS, "P(>= 110)", 0);
	belief_free(b);
	for (size_t i = 0; i < 36; i++)
		persons[i].group = 0;
	problem.groups = &group;
	problem.group_count = 1;
	assert_int_equal(belief_new(&problem, &b, &error), HW_OK);
	assert_int_equal(belief_totals(b, 10, in, 1, 0, NULL, arena, &totals, &count, &error), HW_OK);
	assert_int_equal(count, 4);
	assert_int_equal(totals[0].lower95, 95);
	for (size_t i = 2; i < 4; i++) {
		near_to(totals[i].mean, 106.8, 1e-9, "mean with the group", i);
		assert_int_equal(totals[i].lower95, 72);
		assert_int_equal(totals[i].upper95, 124);
		near_to(at_least(&totals[i], 100), 0.797441, SIX_DIGITS, "P(>= 100) with the group", i);
	}
	belief_free(b);
	hw_arena_free(arena);
}

/* ---- near a point ---- */
static void presence(void **state)
{
	static const double weights_want[] = {0.973062, 0.000022, 0.16, 0, 0, 0, 0};
	static const double p_want[] = {0.668967, 0.042699, 0.263729, 0.664438, 0.190474, 0.082582};
	const double distances[] = {3, 8, NAN, 500, NAN};
	const belief_circle circle = {.lat = NAN, .lon = NAN, .distances_km = distances, .km = 4};
	belief_problem problem = example_problem(BELIEF_LEARN_SOURCE);
	double weights[STATES], p[6];
	hw_error error = {0};
	belief *b = open_example(BELIEF_LEARN_SOURCE);

	(void)state;
	assert_int_equal(belief_circle_weights(&problem, &circle, weights, &error), HW_OK);
	all_near(weights, weights_want, STATES, "weights");
	assert_int_equal(belief_expect(b, 200, weights, 1, NULL, p, &error), HW_OK);
	all_near(p, p_want, 6, "near the point");
	belief_presence found = belief_presence_of(p, 6, 0.3);
	near_to(found.low, 0.668967, SIX_DIGITS, "low", 0);
	near_to(found.independent, 0.941853, SIX_DIGITS, "independent", 0);
	near_to(found.high, 1, 1e-15, "high", 0);
	near_to(found.with_hidden, 0.956924, SIX_DIGITS, "with hidden", 0);
	assert_string_equal(belief_presence_word(&found, false), "evidence of presence");
	assert_true(belief_observed(b, weights, 200, 90)); /* c2, day 130, speaks of G1 */
	assert_false(belief_observed(b, weights, 300, 90));
	belief_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_the_kernel),
		cmocka_unit_test(kernel_is_a_semigroup),
		cmocka_unit_test(first_person),
		cmocka_unit_test(why),
		cmocka_unit_test(search),
		cmocka_unit_test(learned_sources),
		cmocka_unit_test(six_persons),
		cmocka_unit_test(total_in_the_region),
		cmocka_unit_test(text_case),
		cmocka_unit_test(presence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
