/* Learning a counterpart's weights from its answers: cover of the intervals, invariances, and what must not be
 * learned.  The long form with 200 histories is bench/exchange/learn.sh. */
#include "exchange_check.h"
#include "learn_world.h"

static hw_error error;
static world w;

static exchange_learned learn_all(const exchange_history *h, uint64_t seed, hw_arena *arena)
{
	exchange_learn_options options = {.seed = seed, .chains = 6, .steps = 2400};
	exchange_learned learned;

	assert_int_equal(exchange_learn_packages(h, &options, arena, NULL, &learned, &error), HW_OK);
	return learned;
}

/* 90 % intervals cover 86-94 % in the long run (bench); 14 histories of 13 weights have a standard error of .025. */
static void test_packages_cover(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	size_t in = 0, all = 0;

	(void)state;
	for (size_t h = 0; h < 14; h++) {
		hw_arena_reset(arena);
		world_packages(&w, 60, 1, h);
		exchange_learned l = learn_all(&w.history, 1 + h, arena);

		assert_true(l.accepted_share > 0.05 && l.accepted_share < 0.9);
		for (size_t k = 0; k < l.weight_count; k++) {
			if (!world_learns(k))
				continue;
			in += l.weights[k].lower90 <= world_truth(k) && world_truth(k) <= l.weights[k].upper90;
			all++;
		}
	}
	print_message("packages: %zu of %zu covered\n", in, all);
	assert_true((double)in / (double)all > 0.80 && (double)in / (double)all < 0.97);
}

static void test_names_cover(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	exchange_learn_options options = {.draws = 100};
	exchange_rates rates;
	size_t in = 0, all = 0;

	(void)state;
	for (size_t h = 0; h < 8; h++) {
		hw_arena_reset(arena);
		options.seed = 1 + h;
		world_names(&w, 600, 1, 0, 1, 100000 + h);
		assert_int_equal(exchange_learn_names(&w.names, &options, arena, NULL, &rates, &error), HW_OK);
		for (size_t k = 0; k < WORLD_CATEGORIES; k++, all++)
			in += rates.rates[k].lower90 <= w.rate[k] && w.rate[k] <= rates.rates[k].upper90;
	}
	print_message("names: %zu of %zu covered\n", in, all);
	assert_true((double)in / (double)all > 0.78);
}

/* The same answers again as repeats of the same persons are not new evidence: intervals of the categories must not
 * shrink like the square root of two. */
static void test_repeats_are_not_new(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	exchange_learn_options options = {.seed = 1, .draws = 400};
	exchange_rates once, twice;
	double narrowed = 0;

	(void)state;
	world_names(&w, 800, 4, 1.5, 1, 5);
	assert_int_equal(exchange_learn_names(&w.names, &options, arena, NULL, &once, &error), HW_OK);
	for (size_t i = 0; i < w.names.person_count; i++) {
		w.asked[i].asked *= 2;
		w.asked[i].yes *= 2;
	}
	assert_int_equal(exchange_learn_names(&w.names, &options, arena, NULL, &twice, &error), HW_OK);
	for (size_t k = 0; k < WORLD_CATEGORIES; k++)
		narrowed += log(twice.rates[k].upper90 / twice.rates[k].lower90) /
			    log(once.rates[k].upper90 / once.rates[k].lower90) / WORLD_CATEGORIES;
	print_message("twice the repeats: widths x%.2f\n", narrowed);
	assert_true(narrowed > 0.85);
}

/* Who has refused eight times is less likely than a new person of his category. */
static void test_person_effect(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	exchange_learn_options options = {.seed = 1};
	const double features[2] = {0, 0};
	exchange_asked fresh = {.category = 0, .features = features}, refused = fresh;
	exchange_rates rates;
	double a = 0, b = 0;

	(void)state;
	refused.asked = 8;
	world_names(&w, 600, 8, 1.5, 1, 9);
	assert_int_equal(exchange_learn_names(&w.names, &options, arena, NULL, &rates, &error), HW_OK);
	for (size_t m = 0; m < rates.draw_count; m++) {
		a += exchange_rate_of_person(&rates, m, &fresh);
		b += exchange_rate_of_person(&rates, m, &refused);
		assert_true(fabs(exchange_rate_of_person(&rates, m, &fresh) - rates.draws[m]) < 1e-9);
	}
	assert_true(b < 0.9 * a && b > 0);
}

/* Other numbers for the categories, the same answers: the same rates in another order, up to the noise of draws. */
static void test_relabelled(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	exchange_learn_options options = {.seed = 1, .draws = 800};
	exchange_rates one, other;

	(void)state;
	world_names(&w, 700, 2, 1, 1, 11);
	assert_int_equal(exchange_learn_names(&w.names, &options, arena, NULL, &one, &error), HW_OK);
	for (size_t i = 0; i < w.names.person_count; i++)
		w.asked[i].category = WORLD_CATEGORIES - 1 - w.asked[i].category;
	assert_int_equal(exchange_learn_names(&w.names, &options, arena, NULL, &other, &error), HW_OK);
	for (size_t k = 0; k < WORLD_CATEGORIES; k++)
		assert_true(fabs(log(one.rates[k].median / other.rates[WORLD_CATEGORIES - 1 - k].median)) < 0.3);
}

/* No answers: the prior comes back.  Nothing is learned from what was not asked. */
static void test_nothing_asked(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	exchange_learn_options options = {.seed = 1, .draws = 1000, .steps = 6000};
	exchange_learned l;
	exchange_rates rates;

	(void)state;
	world_packages(&w, 5, 1, 0);
	w.history.offer_count = 0;
	assert_int_equal(exchange_learn_packages(&w.history, &options, arena, NULL, &l, &error), HW_OK);
	for (size_t k = 0; k < WORLD_GIVEN; k++) {
		const exchange_prior *p = &world_interest_prior[k];
		double sd = p->positive ? log(l.weights[k].upper90 / l.weights[k].lower90) / (2 * 1.6449)
					: (l.weights[k].upper90 - l.weights[k].lower90) / (2 * 1.6449);

		assert_true(fabs(sd / p->spread - 1) < 0.2);
	}
	w.names.category_count = 2;
	w.names.person_count = 0;
	w.names.feature_count = 0;
	assert_int_equal(exchange_learn_names(&w.names, &options, arena, NULL, &rates, &error), HW_OK);
	assert_true(rates.rates[0].lower90 < 0.002 && rates.rates[0].upper90 > 0.3);
}

/* Only refusals, and one acceptance: no number may run away. */
static void test_separation(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);

	(void)state;
	for (int accepted = 0; accepted < 2; accepted++) {
		world_packages(&w, 60, 1, 3);
		for (size_t i = 0; i < 60; i++)
			w.offers[i].accepted = accepted && i == 30;
		exchange_learned l = learn_all(&w.history, 1, arena);

		for (size_t k = 0; k < l.weight_count; k++)
			assert_true(isfinite(l.weights[k].lower90) && isfinite(l.weights[k].upper90) &&
				    l.weights[k].upper90 >= l.weights[k].lower90);
	}
	world_names(&w, 500, 3, 0, 1, 1);
	for (size_t i = 0; i < 500; i++)
		w.asked[i].yes = 0;
	exchange_rates rates;
	assert_int_equal(exchange_learn_names(&w.names, NULL, arena, NULL, &rates, &error), HW_OK);
	assert_true(rates.rates[0].upper90 < 0.05);
}

/* What is old counts less: with a short half-life the posterior goes back towards the prior. */
static void test_age(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	double fresh, old;

	(void)state;
	world_packages(&w, 120, 1, 4);
	exchange_learned l = learn_all(&w.history, 1, arena);
	fresh = log(l.weights[0].upper90 / l.weights[0].lower90);
	w.history.half_life = 60;
	w.history.now += 3000;
	l = learn_all(&w.history, 1, arena);
	old = log(l.weights[0].upper90 / l.weights[0].lower90);
	assert_true(old > 1.5 * fresh);
}

/* A statement moves the weight of an unanswered class; it does not outvote answers. */
static void test_statement_is_soft(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	exchange_prior interest[WORLD_GIVEN];
	double alone, together;

	(void)state;
	memcpy(interest, world_interest_prior, sizeof(interest));
	interest[0].said = 0.2;
	interest[0].said_spread = 0.5;
	interest[0].trust = 0.6;
	world_packages(&w, 120, 1, 6);
	w.history.interest = interest;
	together = learn_all(&w.history, 1, arena).weights[0].median;
	w.history.offer_count = 0;
	alone = learn_all(&w.history, 1, arena).weights[0].median;
	assert_true(alone < 1.2);
	assert_true(together > 2.5);
}

/* A week of faked refusals moves nothing further than the cap. */
static void test_cap(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	size_t held;

	(void)state;
	world_packages(&w, 60, 1, 8);
	exchange_learned before = learn_all(&w.history, 1, arena);
	for (size_t i = 60; i < 90; i++) { /* the same generous offer, refused thirty times */
		memset(w.given[i], 0, sizeof(w.given[i]));
		memset(w.returned[i], 0, sizeof(w.returned[i]));
		w.given[i][0] = 100;
		w.returned[i][0] = 20;
		w.offers[i] = (exchange_offer){.day = 900, .given = w.given[i], .returned = w.returned[i]};
	}
	w.history.offer_count = 90;
	exchange_learned after = learn_all(&w.history, 1, arena);
	assert_true(after.weights[0].median < before.weights[0].median / 1.3);
	assert_int_equal(exchange_learned_cap(&after, &w.history, &before, 0.1, &held, &error), HW_OK);
	assert_true(held >= 1);
	for (size_t k = 0; k < after.weight_count; k++)
		if (k != 6 && k != WORLD_GIVEN + WORLD_RETURNED)
			assert_true(fabs(log(after.weights[k].median / before.weights[k].median)) < 0.1 + 1e-9);
}

/* The counterpart changes its mind: the alarm rings; without a change it seldom does. */
static void test_alarm(void **state)
{
	exchange_forecasted f[50];
	exchange_score score;
	hw_random random = hw_random_new(1, 1);

	(void)state;
	for (size_t i = 0; i < 50; i++) {
		f[i].probability = i % 2 ? 0.9 : 0.1;
		f[i].happened = hw_random_unit(&random) < f[i].probability;
	}
	exchange_score_forecasts(f, 50, 1, &score);
	assert_false(score.alarm);
	assert_true(score.brier < score.brier_base && score.calibration_error < 0.1 && score.pit_ks < 0.2);
	for (size_t i = 30; i < 50; i++)
		f[i].happened = !(i % 2);
	exchange_score_forecasts(f, 50, 1, &score);
	assert_true(score.alarm);
	assert_int_equal(score.bins[0].count + score.bins[4].count, 50);
	exchange_score_forecasts(f, 0, 1, &score);
	assert_false(score.alarm);
}

static void test_widen(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);

	(void)state;
	world_packages(&w, 60, 1, 2);
	exchange_learned l = learn_all(&w.history, 1, arena);
	double width = log(l.weights[0].upper90 / l.weights[0].lower90), median = l.weights[0].median;
	exchange_learned_widen(&l, &w.history, 2);
	assert_true(fabs(log(l.weights[0].upper90 / l.weights[0].lower90) / width - 2) < 1e-6);
	assert_true(fabs(l.weights[0].median - median) < 1e-12);
	assert_true(l.weights[WORLD_GIVEN].lower90 == 1 && l.weights[WORLD_GIVEN].upper90 == 1);
}

/* The row of the reference: P(40 for 150) is .958 when interest is known, and less the less it is
 * (log-normal with the mean 4.5). */
static void test_doubt_row(void **state)
{
	static const double sds[] = {0.04, 0.123, 0.25, 0.46}, expected[] = {0.94, 0.815, 0.67, 0.56};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(sds); i++) {
		hw_random random = hw_random_new(1, i);
		scene *s = scene_new();
		double draws[4000];
		int64_t give[1] = {40}, take[1] = {150};
		exchange_evaluation e;
		exchange_plan *plan;
		HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 26);

		for (size_t m = 0; m < 4000; m++)
			draws[m] = 4.5 * exp(sds[i] * hw_random_normal(&random) - sds[i] * sds[i] / 2);
		scene_party(s, "S", 5, 8);
		scene_ours(s, 150, 0, 1, 1);
		s->theirs[0] = (exchange_entry){
			.class_name = HW_TEXT("t"), .count = 40, .interest = s->interest[0], .requested = true};
		s->interest[0][0] = (exchange_weight){.value = 4.5, .draws = draws};
		s->problem.theirs_count = 1;
		s->problem.draw_count = 4000;
		assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_OK);
		assert_int_equal(exchange_evaluate(plan, arena, give, take, &e, &error), HW_OK);
		assert_true(fabs(e.cell.predictive - expected[i]) < 0.03);
		exchange_plan_free(plan);
		free(s);
	}
}

static void test_refuses(void **state)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 26);
	exchange_learned l;
	exchange_rates r;

	(void)state;
	world_packages(&w, 10, 1, 0);
	w.history.unit = 9;
	assert_int_equal(exchange_learn_packages(&w.history, NULL, arena, NULL, &l, &error), HW_BAD_INPUT);
	w.history.unit = 0;
	w.given[3][0] = -1;
	assert_int_equal(exchange_learn_packages(&w.history, NULL, arena, NULL, &l, &error), HW_BAD_INPUT);
	w.given[3][0] = 1;
	w.offers[4].day = -1;
	assert_int_equal(exchange_learn_packages(&w.history, NULL, arena, NULL, &l, &error), HW_BAD_INPUT);
	world_names(&w, 10, 1, 0, 1, 1);
	w.asked[2].yes = 2;
	assert_int_equal(exchange_learn_names(&w.names, NULL, arena, NULL, &r, &error), HW_BAD_INPUT);
	w.asked[2].yes = NAN;
	assert_int_equal(exchange_learn_names(&w.names, NULL, arena, NULL, &r, &error), HW_BAD_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packages_cover),
		cmocka_unit_test(test_names_cover),
		cmocka_unit_test(test_repeats_are_not_new),
		cmocka_unit_test(test_person_effect),
		cmocka_unit_test(test_relabelled),
		cmocka_unit_test(test_nothing_asked),
		cmocka_unit_test(test_separation),
		cmocka_unit_test(test_age),
		cmocka_unit_test(test_statement_is_soft),
		cmocka_unit_test(test_cap),
		cmocka_unit_test(test_alarm),
		cmocka_unit_test(test_widen),
		cmocka_unit_test(test_doubt_row),
		cmocka_unit_test(test_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
