/* The published figures, and those of the recorded runs of dga 2.0.2, Rcapture 1.4-4 and LCMCR 0.4.14. */
#include "census_tables.h"

static const census_run run = {1, 0, NULL};

typedef struct graphs_row {
	const char *name;
	const census_table *table;
	double delta;
	bool complete;
	double mean, lower, median, upper, mode, best;
} graphs_row;

static void test_decomposable(void **state)
{
	static const graphs_row rows[] = {
		{"war4", &war4, 0, false, 12749.35, 9827, 12595, 16544, 12267, 0.9855},
		{"war4 complete", &war4, 0, true, 12749.34, 9827, 12595, 16544, 12267, 0.9855},
		{"war4 .5", &war4, 0.5, false, 11439.27, 7536, 11429, 14539, 11256, 0.9471},
		{"war4 1", &war4, 1, false, 9458.15, 6945, 9786, 12745, 7375, 0.6129},
		{"war4 1 complete", &war4, 1, true, 4828.03, 4407, 4616, 6844, 4400, 0.9760},
		{"birth3", &birth3, 0, false, 733.54, 694, 731, 786, 729, 0.7244},
		{"birth3 1 complete", &birth3, 1, true, 734.56, 681, 732, 800, 728, 0.3699},
		{"birth5", &birth5, 0, false, 618.91, 590, 618, 656, 615, 0.4414},
		{"birth5 1", &birth5, 1, false, 611.26, 581, 610, 647, 608, 0.1255},
		{"health4", &health4, 0, false, 11357.13, 9404, 11220, 14095, 10992, 0.5387},
		{"health4 .5 complete", &health4, 0.5, true, 4204.08, 1896, 2027, 11956, 1896, 0.7412},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		census_graphs_options options = {.delta = rows[i].delta, .complete_graph = rows[i].complete};
		hw_arena *arena = test_arena();
		census_graphs g;
		assert_ok(census_decomposable(rows[i].table, &options, &run, arena, &g, error));
		if (fabs(g.figure.mean - rows[i].mean) > 0.006)
			fail_msg("%s: mean %.4f, not %.2f", rows[i].name, g.figure.mean, rows[i].mean);
		if (g.figure.lower != rows[i].lower || g.figure.median != rows[i].median ||
		    g.figure.upper != rows[i].upper || g.figure.mode != rows[i].mode)
			fail_msg("%s: %.0f [%.0f %.0f] mode %.0f", rows[i].name, g.figure.median, g.figure.lower,
				 g.figure.upper, g.figure.mode);
		assert_near(g.best, rows[i].best, 1e-3);
		assert_true(g.edge < 1e-6);
		hw_arena_free(arena);
	}
}

/* Madigan & York 1997: top model .37, estimate under relative loss 731, mode 728. */
static void test_madigan_york(void **state)
{
	census_graphs_options options = {
		.delta = 1, .complete_graph = true, .least_hidden = 1, .prior_shape = 13.14, .prior_scale = 55.17};
	hw_arena *arena = test_arena();
	double above = 0, below = 0;
	census_graphs g;

	(void)state;
	assert_ok(census_decomposable(&birth3, &options, &run, arena, &g, error));
	for (size_t i = 0; i < g.mass_count; i++) {
		double n = 626 + 1 + (double)i;
		above += g.mass[i] / n;
		below += g.mass[i] / (n * n);
	}
	assert_near(g.best, 0.37, 0.01);
	assert_near(above / below, 731, 5e-4);
	assert_true(g.figure.mode == 728);
	hw_arena_free(arena);
}

static void test_bounds(void **state)
{
	double resamples[CENSUS_RESAMPLES];
	census_figure f;

	(void)state;
	assert_ok(census_chao_mth(&war4, &run, &f, resamples, error));
	assert_near(f.median, 8586.07, 1e-6);
	assert_true(f.lower > 8050 && f.lower < 8250 && f.upper > 8930 && f.upper < 9150);
	for (size_t i = 1; i < CENSUS_RESAMPLES; i++)
		assert_true(resamples[i - 1] <= resamples[i]);
	assert_ok(census_chao_mth(&birth5, &run, &f, NULL, error));
	assert_near(f.median, 651.0, 1e-4);
	assert_ok(census_chao_mh(&war4, &f, error));
	assert_near(f.median, 8796.51, 1e-6);
	assert_ok(census_chao_mh(&health4, &f, error));
	assert_near(f.median, 12064.0, 1e-5);
	/* 10 and 12 people, 5 of them the same: 11 * 13 / 6 - 1 */
	uint32_t patterns[] = {1, 2, 3};
	int64_t counts[] = {5, 7, 5};
	census_table two = {2, patterns, counts, 3};
	assert_ok(census_chapman(&two, 0, 1, &f, error));
	assert_near(f.median, 11.0 * 13 / 6 - 1, 1e-12);
	assert_true(f.lower > 17 && f.upper > f.median);
}

static void test_loglinear(void **state)
{
	const uint32_t best[] = {7, 9, 12}, rome[] = {3, 4, 8};
	const uint32_t pairs[] = {3, 5, 9, 6, 10, 12}, triples[] = {7, 11, 13, 14};
	const struct {
		const char *name;
		const census_table *table;
		const uint32_t *terms;
		size_t count;
		double n, se, mode, lower, upper, deviance, bic;
	} rows[] = {
		{"[123,14,34]", &war4, best, 3, 10356.519, 785.902, 10334.494, 8994.3, 12110.4, 9.323, 203.03},
		{"independence", &war4, NULL, 0, 7394.587, 129.626, 7392.917, 7147.7, 7656.2, 245.939, 389.31},
		{"all pairs", &war4, pairs, 6, 14402.489, 1050.905, 14385.623, 12523.3, 16667.9, 39.832, 233.539},
		{"all triples", &war4, triples, 4, 16941.88, 5937.58, 16574.01, 9114.5, 35335.7, 0, 227.264},
		{"[12,3,4]", &health4, rome, 3, 12318.468, 1188.723, 12308.031, 10266.0, 14992.3, 7.614, 119.935},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		census_fit fit;
		assert_ok(census_loglinear_model(rows[i].table, rows[i].terms, rows[i].count, &fit, error));
		assert_true(fit.exists);
		assert_near(fit.n, rows[i].n, 1e-6);
		assert_near(fit.se, rows[i].se, 1e-5);
		assert_near(fit.mode, rows[i].mode, 1e-5);
		assert_near(fit.lower, rows[i].lower, 1e-5);
		assert_near(fit.upper, rows[i].upper, 1e-5);
		assert_true(fabs(fit.deviance - rows[i].deviance) < 1e-3);
		assert_near(fit.bic, rows[i].bic, 1e-4);
	}
}

static void test_average(void **state)
{
	hw_arena *arena = test_arena();
	census_average a;

	(void)state;
	assert_ok(census_loglinear(&war4, &run, arena, &a, error));
	assert_int_equal(a.models, 113);
	assert_int_equal(a.missing, 0);
	assert_near(a.best.n, 10356.519, 1e-6);
	assert_int_equal(a.best_term_count, 3);
	uint32_t terms = 0;
	for (size_t i = 0; i < 3; i++)
		terms |= 1u << a.best_terms[i];
	assert_int_equal(terms, 1u << 7 | 1u << 9 | 1u << 12);
	assert_true(a.figure.lower < a.figure.median && a.figure.median < a.figure.upper);
	assert_near(a.draws[CENSUS_DRAWS / 2], a.figure.median, 1e-3);
	assert_ok(census_loglinear(&birth3, &run, arena, &a, error));
	assert_int_equal(a.models, 8);
	assert_ok(census_loglinear(&birth5, &run, arena, &a, error));
	assert_int_equal(a.models, 1024);
	hw_arena_free(arena);
}

/* R: means of 10,681 to 10,908 and 10,932 to 11,006 over three seeds. */
static void test_latent(void **state)
{
	census_classes_options options = {.chains = 8, .sweeps = 4000, .warm_up = 2000};
	hw_arena *arena = test_arena();
	census_classes c;

	(void)state;
	assert_ok(census_latent_class(&war4, &options, &run, arena, &c, error));
	assert_near(c.figure.mean, 10790, 0.05);
	assert_true(c.figure.lower > 7000 && c.figure.upper < 16000);
	assert_ok(census_latent_class(&health4, &options, &run, arena, &c, error));
	assert_near(c.figure.mean, 10970, 0.06);
	options.lognormal_alpha = true;
	assert_ok(census_latent_class(&health4, &options, &run, arena, &c, error));
	assert_near(c.figure.mean, 10970, 0.15);
	hw_arena_free(arena);
}

static void test_sweep(void **state)
{
	const double wanted[] = {7536, 10671, 16942, 29484, 54568};
	double totals[CENSUS_SWEEP];

	(void)state;
	assert_ok(census_sweep(&war4, totals, error));
	for (size_t i = 0; i < CENSUS_SWEEP; i++)
		assert_true(fabs(totals[i] - wanted[i]) < 0.6);
	assert_ok(census_sweep(&birth5, totals, error)); /* some cells are 0 */
	assert_true(isnan(totals[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decomposable), cmocka_unit_test(test_madigan_york), cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_loglinear),    cmocka_unit_test(test_average),      cmocka_unit_test(test_latent),
		cmocka_unit_test(test_sweep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
