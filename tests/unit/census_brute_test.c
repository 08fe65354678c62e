/* Against slow ways that share no code: counting graphs, summing the posterior, likelihood equations, moments. */
#include "census_tables.h"

#include "census/census_int.h"

static const census_run run = {3, 0, NULL};

/* A graph is chordal when simplicial vertices can be taken away until none is left. */
static bool chordal(uint32_t lists, uint32_t edges)
{
	uint32_t beside[6] = {0}, left = (1u << lists) - 1, edge = 0;

	for (uint32_t i = 0; i < lists; i++)
		for (uint32_t j = i + 1; j < lists; j++, edge++)
			if (edges >> edge & 1) {
				beside[i] |= 1u << j;
				beside[j] |= 1u << i;
			}
	for (bool moved = true; left && moved;) {
		moved = false;
		for (uint32_t v = 0; v < lists; v++) {
			if (!(left >> v & 1))
				continue;
			uint32_t around = beside[v] & left;
			bool clique = true;
			for (uint32_t u = 0; u < lists; u++)
				if (around >> u & 1)
					clique = clique && (around & ~beside[u]) == 1u << u;
			if (clique) {
				left &= ~(1u << v);
				moved = true;
			}
		}
	}
	return !left;
}

static void test_graph_counts(void **state)
{
	(void)state;
	for (size_t lists = 2; lists <= 6; lists++) {
		hw_arena *arena = test_arena();
		size_t count, slow = 0;
		graph *all;
		assert_ok(census_graphs_of(lists, arena, &all, &count, error));
		for (uint32_t edges = 0; edges < 1u << (lists * (lists - 1) / 2); edges++)
			slow += chordal((uint32_t)lists, edges);
		assert_int_equal(count, slow);
		assert_int_equal(count, census_graph_count(lists));
		for (size_t i = 0; i < count; i++) { /* cliques less separators count every list once */
			int vertices = 0;
			for (size_t k = 0; k < all[i].plus_count; k++)
				vertices += __builtin_popcount(all[i].plus[k]);
			for (size_t k = 0; k < all[i].minus_count; k++)
				vertices -= __builtin_popcount(all[i].minus[k]);
			assert_int_equal(vertices, (int)lists);
		}
		hw_arena_free(arena);
	}
}

/* The Dirichlet-multinomial likelihood of a margin with n0 unseen, cell by cell. */
static double margin_likelihood(const double *y, size_t lists, uint32_t set, double hidden, double delta)
{
	double d = delta * (double)(1u << (lists - (size_t)__builtin_popcount(set))), total = 0, sum = 0;
	double margin[64] = {0};
	uint32_t size = 1u << lists;

	for (uint32_t c = 0; c < size; c++)
		margin[c & set] += c ? y[c] : hidden;
	for (uint32_t c = 0; c < size; c++)
		if ((c & set) == c) {
			sum += lgamma(margin[c] + d) - lgamma(d);
			total += margin[c];
		}
	double all = d * (double)(1u << __builtin_popcount(set));
	return sum + lgamma(all) - lgamma(total + all);
}

static void test_posterior(void **state)
{
	const uint32_t patterns[] = {1, 2, 3, 4, 5, 6, 7};
	const int64_t counts[] = {9, 7, 4, 11, 3, 2, 1};
	const census_table table = {3, patterns, counts, 7};
	census_graphs_options options = {.delta = 0.3};
	double y[8] = {0, 9, 7, 4, 11, 3, 2, 1}, slow[1111], sum = 0;
	hw_arena *arena = test_arena();
	size_t count;
	graph *all;
	census_graphs g;

	(void)state;
	assert_ok(census_decomposable(&table, &options, &run, arena, &g, error));
	assert_ok(census_graphs_of(3, arena, &all, &count, error));
	assert_true(g.mass_count <= 1111 + 1);
	for (size_t i = 0; i < g.mass_count && i < HW_COUNT(slow); i++) {
		double hidden = (double)i, n = 37 + hidden;
		slow[i] = 0;
		for (size_t k = 0; k < count; k++) {
			if (all[k].plus[0] == 7)
				continue;
			double value = lgamma(n + 1) - lgamma(hidden + 1) - log(n) - 30;
			for (size_t c = 0; c < all[k].plus_count; c++)
				value += margin_likelihood(y, 3, all[k].plus[c], hidden, 0.3);
			for (size_t c = 0; c < all[k].minus_count; c++)
				value -= margin_likelihood(y, 3, all[k].minus[c], hidden, 0.3);
			slow[i] += exp(value);
		}
		sum += slow[i];
	}
	for (size_t i = 0; i < g.mass_count && i < HW_COUNT(slow); i++)
		if (fabs(g.mass[i] - slow[i] / sum) > 1e-10)
			fail_msg("n0 = %zu: %.12g, not %.12g", i, g.mass[i], slow[i] / sum);
	hw_arena_free(arena);
}

/* At the maximum the fitted margins of all terms are the observed ones. */
static void test_likelihood_equations(void **state)
{
	hw_random random = hw_random_new(17, 0);

	(void)state;
	for (int turn = 0; turn < 200; turn++) {
		size_t lists = 2 + (size_t)hw_random_below(&random, 5), size = (size_t)1 << lists;
		double y[64] = {0};
		uint32_t pairs[3];
		for (size_t c = 1; c < size; c++)
			y[c] = (double)census_poisson(&random, 1 + 20 * hw_random_unit(&random));
		for (size_t i = 0; i < 3; i++)
			pairs[i] = 1u << hw_random_below(&random, lists) | 1u << hw_random_below(&random, lists);
		uint64_t closed = census_close(pairs, lists > 2 ? 3 : 0, lists);
		log_model m;
		census_fit fit;
		if (!census_log_solve(y, lists, closed, &m, &fit))
			continue;
		for (size_t t = 0; t < size; t++) {
			double observed = 0, fitted = 0;
			for (size_t c = 1; closed >> t & 1 && c < size; c++)
				if ((c & t) == t) {
					observed += y[c];
					fitted += m.mu[c];
				}
			assert_true(fabs(observed - fitted) <= 1e-5 * (1 + observed));
		}
		census_log_profile(&m, &fit);
		assert_true(fit.lower <= fit.mode && (fit.mode <= fit.upper || isnan(fit.upper)));
	}
}

/* Two lists: N = n1 n2 / m exactly.  A pair that shares nobody cannot be told from a pair that avoids. */
static void test_closed_forms(void **state)
{
	const uint32_t patterns[] = {1, 2, 3}, three[] = {1, 2, 3, 4, 5};
	const int64_t counts[] = {40, 24, 8}, some[] = {20, 30, 6, 25, 4};
	const census_table two = {2, patterns, counts, 3}, apart = {3, three, some, 5};
	const uint32_t pair[] = {6}, all[] = {3, 5, 6}, whole[] = {7};
	census_fit fit;

	(void)state;
	assert_ok(census_loglinear_model(&two, NULL, 0, &fit, error));
	assert_near(fit.n, 48.0 * 32 / 8, 1e-9);
	/* lists 2 and 3 share nobody: their interaction goes to minus infinity, the rest is fitted */
	assert_ok(census_loglinear_model(&apart, pair, 1, &fit, error));
	assert_int_equal(fit.at_minus_infinity, 1);
	assert_true(fit.exists);
	assert_ok(census_loglinear_model(&apart, all, 3, &fit, error));
	assert_int_equal(fit.at_minus_infinity, 1);
	hw_error error = {0};
	assert_int_equal(census_loglinear_model(&apart, whole, 1, &fit, &error), HW_BAD_INPUT);
}

/* With list 1 always beside another, the likelihood of all pairs rises for ever although every margin is positive. */
static void test_no_maximum(void **state)
{
	const double y[8] = {0, 0, 6, 5, 7, 4, 0, 3};
	const uint32_t pairs[] = {3, 5, 6};
	log_model m;
	census_fit fit;

	(void)state;
	assert_false(census_log_solve(y, 3, census_close(pairs, 3, 3), &m, &fit));
	assert_false(fit.exists);
	assert_true(isnan(fit.n));
	/* the same table with somebody on list 1 alone, and on 2 and 3 alone */
	const double full[8] = {0, 2, 6, 5, 7, 4, 3, 3};
	assert_true(census_log_solve(full, 3, census_close(pairs, 3, 3), &m, &fit));
}

static void test_random_counts(void **state)
{
	const struct {
		int64_t n;
		double p;
	} rows[] = {{10, 0.3}, {40, 0.02}, {1000, 0.5}, {1000, 0.93}, {100000, 0.0003}, {5, 1}, {0, 0.5}};
	hw_random random = hw_random_new(5, 0);

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		double n = (double)rows[i].n, p = rows[i].p, sum = 0, squares = 0, turns = 40000;
		for (int k = 0; k < (int)turns; k++) {
			double x = (double)census_binomial(&random, rows[i].n, p);
			assert_true(x >= 0 && x <= n);
			sum += x;
			squares += (x - n * p) * (x - n * p);
		}
		double variance = n * p * (1 - p), error = sqrt(variance / turns);
		assert_true(fabs(sum / turns - n * p) <= 5 * error + 1e-12);
		assert_true(fabs(squares / turns - variance) <= 0.05 * variance + 1e-12);
	}
	for (double mean = 0.5; mean < 5000; mean *= 7) {
		double sum = 0, squares = 0, turns = 40000;
		for (int k = 0; k < (int)turns; k++) {
			double x = (double)census_poisson(&random, mean);
			sum += x;
			squares += (x - mean) * (x - mean);
		}
		assert_true(fabs(sum / turns - mean) <= 5 * sqrt(mean / turns));
		assert_true(fabs(squares / turns - mean) <= 0.05 * mean);
	}
}

/* An autoregression of known effective size; chains that never meet. */
static void test_mixing(void **state)
{
	enum { CHAINS = 8, LENGTH = 4000 };
	static double values[CHAINS][LENGTH], scratch[CHAINS * LENGTH];
	const double *chains[CHAINS];
	hw_random random = hw_random_new(9, 0);
	double rhat, ess, rho = 0.8;

	(void)state;
	for (size_t i = 0; i < CHAINS; i++) {
		double x = 0;
		chains[i] = values[i];
		for (size_t k = 0; k < LENGTH; k++)
			values[i][k] = x = rho * x + hw_random_normal(&random);
	}
	census_mixing(chains, CHAINS, LENGTH, scratch, &rhat, &ess);
	assert_true(rhat < 1.02);
	assert_near(ess, CHAINS * LENGTH * (1 - rho) / (1 + rho), 0.25);
	for (size_t k = 0; k < LENGTH; k++)
		values[3][k] += 6;
	census_mixing(chains, CHAINS, LENGTH, scratch, &rhat, &ess);
	assert_true(rhat > 1.2);
	assert_true(ess < 100);
}

static void test_special_functions(void **state)
{
	(void)state;
	assert_near(census_digamma(1), -0.57721566490153286, 1e-12);
	assert_near(census_digamma(0.03125), -32.5268, 1e-4);
	assert_near(census_digamma(1e6), 13.815510057963775, 1e-12);
	assert_near(census_normal_quantile(0.975), 1.959963984540054, 1e-10);
	assert_near(census_normal_quantile(1e-5), -4.264890793922825, 1e-9);
	assert_true(fabs(census_normal_quantile(0.5)) < 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_graph_counts),
		cmocka_unit_test(test_posterior),
		cmocka_unit_test(test_likelihood_equations),
		cmocka_unit_test(test_closed_forms),
		cmocka_unit_test(test_no_maximum),
		cmocka_unit_test(test_random_counts),
		cmocka_unit_test(test_mixing),
		cmocka_unit_test(test_special_functions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
