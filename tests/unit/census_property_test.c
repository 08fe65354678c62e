/* What must hold of any table: order of lists and number of threads change no bit; strata and draws are put together
 * by draws; every reason to refuse speaks; bad tables are refused by name. */
#include "census_tables.h"

static const census_run one_thread = {1, 1, NULL}, four_threads = {1, 4, NULL};
/* Chains this short never settle: they are here for their bits. */
static const census_options quick = {.classes = {.chains = 4, .sweeps = 200, .warm_up = 50, .classes = 4}};

static void study(const census_table *tables, size_t draws, size_t strata, const census_options *options,
		  const census_run *run, hw_arena *arena, census_study *result)
{
	assert_ok(census_study_of(tables, draws, strata, options, run, arena, result, error));
}

static bool same_number(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void assert_same_study(const census_study *a, const census_study *b)
{
	assert_int_equal(a->estimate_count, b->estimate_count);
	assert_int_equal(a->reason_count, b->reason_count);
	assert_true(a->seen == b->seen && a->publish == b->publish);
	for (size_t i = 0; i < a->estimate_count; i++) {
		const census_estimate *x = &a->estimates[i], *y = &b->estimates[i];
		const double *p = &x->figure.median, *q = &y->figure.median;
		for (size_t k = 0; k < 5; k++)
			if (!same_number(p[k], q[k]))
				fail_msg("%s: figure %zu is %.17g and %.17g", census_method_names[x->method], k, p[k],
					 q[k]);
		assert_true(same_number(x->rhat, y->rhat) && same_number(x->ess, y->ess));
		assert_int_equal(x->draw_count, y->draw_count);
		for (size_t k = 0; k < x->draw_count; k++)
			assert_true(same_number(x->draws[k], y->draws[k]));
	}
	for (size_t i = 0; i < CENSUS_SWEEP; i++)
		assert_true(same_number(a->sweep[i], b->sweep[i]));
	assert_true(same_number(a->at_least, b->at_least));
}

/* The same people with the lists in another order and the rows turned round. */
static census_table relabelled(const census_table *t, const size_t *place, uint32_t *patterns, int64_t *counts)
{
	for (size_t i = 0; i < t->pattern_count; i++) {
		size_t at = t->pattern_count - 1 - i;
		patterns[at] = 0;
		for (size_t j = 0; j < t->lists; j++)
			patterns[at] |= (t->patterns[i] >> j & 1u) << place[j];
		counts[at] = t->counts[i];
	}
	return (census_table){t->lists, patterns, counts, t->pattern_count};
}

static void test_relabelling(void **state)
{
	static const size_t places[][5] = {{3, 1, 0, 2, 4}, {4, 3, 2, 1, 0}, {1, 2, 3, 4, 0}};
	const census_table *const tables[] = {&war4, &birth5, &birth5};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		uint32_t patterns[31];
		int64_t counts[31];
		hw_arena *arena = test_arena();
		census_table other = relabelled(tables[i], places[i], patterns, counts);
		census_study a, b;
		study(tables[i], 1, 1, &quick, &four_threads, arena, &a);
		study(&other, 1, 1, &quick, &four_threads, arena, &b);
		assert_same_study(&a, &b);
		uint32_t turned = 0;
		for (size_t j = 0; j < tables[i]->lists; j++)
			turned |= (a.estimates[2].sets[0] >> j & 1u) << places[i][j];
		assert_int_equal(turned, b.estimates[2].sets[0]); /* cliques carry the names of the lists */
		hw_arena_free(arena);
	}
}

static void test_threads(void **state)
{
	hw_arena *arena = test_arena();
	census_study a, b;

	(void)state;
	study(&birth5, 1, 1, &quick, &one_thread, arena, &a);
	study(&birth5, 1, 1, &quick, &four_threads, arena, &b);
	assert_same_study(&a, &b);
	hw_arena_free(arena);
}

static void test_strata(void **state)
{
	const census_options options = {.methods = 1u << CENSUS_DECOMPOSABLE | 1u << CENSUS_CHAO_MTH};
	const census_table strata[2] = {birth3, birth3};
	hw_arena *arena = test_arena();
	census_study one, two;

	(void)state;
	study(&birth3, 1, 1, &options, &four_threads, arena, &one);
	study(strata, 1, 2, &options, &four_threads, arena, &two);
	assert_int_equal(two.seen, 2 * one.seen);
	const census_figure *a = &one.estimates[1].figure, *b = &two.estimates[1].figure;
	assert_near(b->mean, 2 * a->mean, 1e-9);
	assert_near(b->median, 2 * a->median, 0.005);
	/* widths add by squares, not by intervals */
	double width = (b->upper - b->lower) / (a->upper - a->lower);
	assert_true(width > 1.3 && width < 1.55);
	for (size_t i = 0; i < 5; i++)
		assert_near(two.sweep[i], 2 * one.sweep[i], 1e-9);
	hw_arena_free(arena);
}

static void test_draws(void **state)
{
	const census_options options = {.methods = 1u << CENSUS_DECOMPOSABLE};
	/* three draws of a linkage: one where four doubtful links are missed */
	int64_t missed[7];
	memcpy(missed, birth3_counts, sizeof missed);
	missed[5] -= 40;
	missed[3] += 40;
	missed[1] += 40;
	const census_table doubt = {3, birth3_patterns, missed, 7}, draws[3] = {birth3, birth3, doubt},
			   same[3] = {birth3, birth3, birth3};
	hw_arena *arena = test_arena();
	census_study one, three, mixed;

	(void)state;
	study(&birth3, 1, 1, &options, &four_threads, arena, &one);
	study(same, 3, 1, &options, &four_threads, arena, &three);
	study(draws, 3, 1, &options, &four_threads, arena, &mixed);
	assert_near(three.estimates[0].figure.median, one.estimates[0].figure.median, 0.002);
	assert_near(three.estimates[0].figure.upper, one.estimates[0].figure.upper, 0.005);
	assert_true(mixed.estimates[0].figure.upper > one.estimates[0].figure.upper + 30);
	assert_true(mixed.seen_low == 626 && mixed.seen_high == 666);
	hw_arena_free(arena);
}

/* ---- the verdict ---------------------------------------------------------------------------------- */
static bool has(const census_study *s, census_reason_kind kind)
{
	for (size_t i = 0; i < s->reason_count; i++)
		if (s->reasons[i].kind == kind)
			return true;
	return false;
}

static void test_chains_that_disagree(void **state)
{
	hw_arena *arena = test_arena();
	census_study s;

	(void)state;
	study(&war4, 1, 1, &quick, &four_threads, arena, &s);
	assert_true(has(&s, CENSUS_NOT_MIXED) || has(&s, CENSUS_FEW_EFFECTIVE));
	assert_false(s.publish);
	hw_arena_free(arena);
}

static void test_deltas_that_differ(void **state)
{
	/* many alone, hardly any together: the prior decides */
	const uint32_t patterns[] = {1, 2, 4, 8, 3, 5, 6, 12, 9, 7};
	const int64_t counts[] = {50, 60, 70, 40, 4, 3, 5, 2, 1, 1};
	const census_table sparse = {4, patterns, counts, 10};
	hw_arena *arena = test_arena();
	census_study s;

	(void)state;
	study(&sparse, 1, 1, &quick, &four_threads, arena, &s);
	assert_true(has(&s, CENSUS_DELTAS_DIFFER));
	assert_true(has(&s, CENSUS_NOTE_FEW_SHARED));
	assert_false(s.publish);
	for (size_t i = 0; i < s.reason_count; i++)
		if (s.reasons[i].kind == CENSUS_DELTAS_DIFFER)
			assert_true(s.reasons[i].value > 1.5 && s.reasons[i].refuses);
	hw_arena_free(arena);
}

static void test_lists_apart(void **state)
{
	const uint32_t patterns[] = {1, 2, 4, 3};
	const int64_t counts[] = {40, 30, 20, 6};
	const census_table table = {3, patterns, counts, 4};
	hw_arena *arena = test_arena();
	census_study s;

	(void)state;
	study(&table, 1, 1, &quick, &four_threads, arena, &s);
	assert_true(has(&s, CENSUS_NOTE_APART) && has(&s, CENSUS_FEW_LISTS) && has(&s, CENSUS_FEW_SHARED));
	assert_int_equal(s.used, 3);
	assert_int_equal(s.seen, 76);
	assert_false(s.publish);
	hw_arena_free(arena);
}

static void test_good_table(void **state)
{
	/* four independent lists of 2,000 people: catches .5 .45 .4 .35, expected counts */
	uint32_t patterns[15];
	int64_t counts[15], seen = 0;
	const double p[] = {0.5, 0.45, 0.4, 0.35};
	const census_options options = {
		.classes = {.chains = 8, .sweeps = 4000, .warm_up = 1000, .most_sweeps = 64000}};
	hw_arena *arena = test_arena();
	census_study s;

	(void)state;
	for (uint32_t c = 1; c < 16; c++) {
		double share = 2000;
		for (size_t j = 0; j < 4; j++)
			share *= c >> j & 1 ? p[j] : 1 - p[j];
		patterns[c - 1] = c;
		counts[c - 1] = llround(share);
		seen += counts[c - 1];
	}
	const census_table table = {4, patterns, counts, 15};
	study(&table, 1, 1, &options, &four_threads, arena, &s);
	for (size_t i = 0; i < s.reason_count; i++)
		if (s.reasons[i].refuses)
			fail_msg("reason %d, value %g", (int)s.reasons[i].kind, s.reasons[i].value);
	assert_true(s.publish);
	double hidden = 2000 - (double)seen;
	assert_true(s.at_least <= hidden && s.low <= hidden && hidden <= s.high);
	assert_int_equal(s.consistency.missed, 0);
	hw_arena_free(arena);
}

static void test_one_method_is_no_figure(void **state)
{
	const census_options options = {.methods = 1u << CENSUS_DECOMPOSABLE};
	hw_arena *arena = test_arena();
	census_study s;

	(void)state;
	study(&war4, 1, 1, &options, &four_threads, arena, &s);
	assert_false(s.publish);
	assert_true(has(&s, CENSUS_NOTE_ONE_METHOD));
	hw_arena_free(arena);
}

/* ---- bad tables -------------------------------------------------------------------------------------- */
static void test_refusals(void **state)
{
	const uint32_t twice[] = {1, 2, 1}, outside[] = {1, 2, 9}, none[] = {1, 0, 2}, fine[] = {1, 2, 3};
	const int64_t people[] = {3, 4, 5}, negative[] = {3, -1, 2}, nobody[] = {0, 3, 0},
		      many[] = {9000000, 9000000, 1};
	const struct {
		census_table table;
		hw_status status;
		const char *where;
	} rows[] = {
		{{2, twice, people, 3}, HW_BAD_INPUT, "patterns[2]"},
		{{2, outside, people, 3}, HW_BAD_INPUT, "patterns[2]"},
		{{2, none, people, 3}, HW_BAD_INPUT, "patterns[1]"},
		{{2, fine, negative, 3}, HW_BAD_INPUT, "patterns[1]"},
		{{2, fine, nobody, 3}, HW_BAD_INPUT, "lists[0]"},
		{{1, fine, people, 1}, HW_BAD_INPUT, ""},
		{{20, fine, people, 3}, HW_TOO_LARGE, ""},
		{{2, fine, many, 3}, HW_TOO_LARGE, ""},
		{{3, fine, people, 3}, HW_BAD_INPUT, "lists[2]"},
		{{2, fine, people, 0}, HW_BAD_INPUT, "lists[0]"},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_error error = {0};
		if (census_check(&rows[i].table, &error) != rows[i].status)
			fail_msg("row %zu: %s", i, error.why);
		assert_string_equal(error.where, rows[i].where);
	}
}

static void test_many_lists(void **state)
{
	/* eight lists: latent classes and bounds only, and no figure */
	uint32_t patterns[255];
	int64_t counts[255];
	hw_arena *arena = test_arena();
	census_study s;

	(void)state;
	for (uint32_t c = 1; c < 256; c++) {
		patterns[c - 1] = c;
		counts[c - 1] = 200 >> (2 * __builtin_popcount(c));
	}
	const census_table table = {8, patterns, counts, 255};
	study(&table, 1, 1, &quick, &four_threads, arena, &s);
	assert_true(has(&s, CENSUS_NOTE_MANY_LISTS));
	assert_false(s.publish);
	assert_int_equal(s.estimate_count, 3);
	census_options options = {.methods = 1u << CENSUS_DECOMPOSABLE};
	hw_error error = {0};
	assert_int_equal(census_study_of(&table, 1, 1, &options, &one_thread, arena, &s, &error), HW_TOO_LARGE);
	hw_arena_free(arena);
}

/* Tiny and odd tables: an answer or a refusal, never a crash or a figure that is no number. */
static void test_small_tables(void **state)
{
	hw_random random = hw_random_new(77, 0);

	(void)state;
	for (int turn = 0; turn < 40; turn++) {
		size_t lists = 2 + (size_t)hw_random_below(&random, 4), size = (size_t)1 << lists, count = 0;
		uint32_t patterns[32];
		int64_t counts[32];
		for (uint32_t c = 1; c < size; c++)
			if (hw_random_unit(&random) < 0.5) {
				patterns[count] = c;
				counts[count++] = (int64_t)hw_random_below(&random, 4);
			}
		const census_table table = {lists, patterns, counts, count};
		hw_arena *arena = test_arena();
		census_study s;
		study(&table, 1, 1, &quick, &four_threads, arena, &s);
		assert_false(s.publish && s.seen < 10);
		for (size_t i = 0; i < s.estimate_count; i++)
			if (s.estimates[i].possible &&
			    !(s.estimates[i].figure.lower >= (double)s.seen - 1e-6 &&
			      s.estimates[i].figure.median >= s.estimates[i].figure.lower - 1e-6))
				fail_msg("turn %d, %s: %g from %g, seen %lld", turn,
					 census_method_names[s.estimates[i].method], s.estimates[i].figure.median,
					 s.estimates[i].figure.lower, (long long)s.seen);
		hw_arena_free(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_relabelling),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_strata),
		cmocka_unit_test(test_draws),
		cmocka_unit_test(test_chains_that_disagree),
		cmocka_unit_test(test_deltas_that_differ),
		cmocka_unit_test(test_lists_apart),
		cmocka_unit_test(test_good_table),
		cmocka_unit_test(test_one_method_is_no_figure),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_many_lists),
		cmocka_unit_test(test_small_tables),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
