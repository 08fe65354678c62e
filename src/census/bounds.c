/* bounds.c - Chapman, Chao's lower bounds, and the sweep over the assumption that no data can check. */
#include "census/census_int.h"

#include <math.h>
#include <stdlib.h>

const double census_sweep_xi[CENSUS_SWEEP] = {0.25, 0.5, 1, 2, 4};
static const double NORMAL_95 = 1.959963984540054;

/* Log-normal interval of the unseen (Chao 1987): never below what was seen. */
static void log_normal_interval(double seen, double hidden, double variance, census_figure *f)
{
	double c = hidden > 0 ? exp(NORMAL_95 * sqrt(log1p(variance / (hidden * hidden)))) : 1;

	f->lower = seen + (hidden > 0 ? hidden / c : 0);
	f->upper = seen + (hidden > 0 ? hidden * c : 0);
}

hw_status census_chapman(const census_table *table, size_t first, size_t second, census_figure *result, hw_error *error)
{
	double a = 0, b = 0, both = 0;

	HW_TRY(census_check(table, error));
	if (first >= table->lists || second >= table->lists || first == second)
		return hw_fail(error, HW_BAD_INPUT, "two different lists are needed");
	for (size_t i = 0; i < table->pattern_count; i++) {
		bool on_first = table->patterns[i] >> first & 1, on_second = table->patterns[i] >> second & 1;
		double count = (double)table->counts[i];
		a += on_first ? count : 0;
		b += on_second ? count : 0;
		both += on_first && on_second ? count : 0;
	}
	double n = (a + 1) * (b + 1) / (both + 1) - 1,
	       variance = (a + 1) * (b + 1) * (a - both) * (b - both) / ((both + 1) * (both + 1) * (both + 2));
	census_figure f = {.median = n, .mean = n, .mode = (double)NAN};
	log_normal_interval(a + b - both, n - (a + b - both), variance, &f);
	*result = f;
	return HW_OK;
}

hw_status census_chao_mh(const census_table *table, census_figure *result, hw_error *error)
{
	census_facts facts;

	HW_TRY(census_count(table, &facts, error));
	double p = (double)table->lists, share = (p - 1) / p, f1 = (double)facts.on[1], f2 = (double)facts.on[2],
	       seen = (double)facts.seen, hidden = share * f1 * (f1 - 1) / (2 * (f2 + 1)), variance;
	if (hidden < 0)
		hidden = 0;
	if (f2 > 0) {
		double r = f1 / f2;
		variance = f2 * (share / 2 * r * r + share * share * r * r * r + share * share / 4 * r * r * r * r);
	} else {
		/* Nobody is on two lists exactly: Chao's variance of the corrected form. */
		variance = share * f1 * (f1 - 1) / 2 + share * share * f1 * (2 * f1 - 1) * (2 * f1 - 1) / 4 -
			   share * share * f1 * f1 * f1 * f1 / (4 * (seen + hidden));
	}
	census_figure f = {.median = seen + hidden, .mean = seen + hidden, .mode = (double)NAN};
	log_normal_interval(seen, hidden, fmax(variance, 0), &f);
	*result = f;
	return HW_OK;
}

/* ---- M_th ------------------------------------------------------------------------------------------- */
static double hidden_mth(double f1, double f2, const double *only, size_t lists)
{
	double sum = f1 * f1;

	for (size_t j = 0; j < lists; j++)
		sum -= only[j] * only[j];
	return sum / (2 * (f2 + 1));
}

/* One multinomial sample of `people` over the cells and the unseen; N estimated from it. */
static double resample(const cells *c, int64_t people, hw_random *r)
{
	double only[CENSUS_LISTS_MAX] = {0}, f1 = 0, f2 = 0, seen = 0, rest = (double)people;
	int64_t left = people;

	for (size_t i = 0; i < c->count; i++) {
		int64_t count = census_binomial(r, left, fmin(1, (double)c->counts[i] / rest));
		int on = __builtin_popcount(c->patterns[i]);
		left -= count;
		rest -= (double)c->counts[i];
		seen += (double)count;
		if (on == 1) {
			f1 += (double)count;
			only[__builtin_ctz(c->patterns[i])] = (double)count;
		} else if (on == 2) {
			f2 += (double)count;
		}
	}
	return seen + hidden_mth(f1, f2, only, c->lists);
}

hw_status census_chao_mth(const census_table *table, const census_run *run, census_figure *result,
			  double resamples[CENSUS_RESAMPLES], hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)64 << 20);
	double own[CENSUS_RESAMPLES], only[CENSUS_LISTS_MAX], *values = resamples ? resamples : own;
	hw_random random = hw_random_new(run->seed, 0xc4a0);
	census_facts facts;
	cells c;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a bound");
	HW_TRY(census_count(table, &facts, error));
	HW_TRY(census_cells(table, arena, &c, error));
	for (size_t j = 0; j < table->lists; j++)
		only[j] = (double)facts.only[c.order[j]];
	double n = (double)facts.seen + hidden_mth((double)facts.on[1], (double)facts.on[2], only, table->lists);
	if (n > 1e12)
		return hw_fail(error, HW_TOO_LARGE, "the bound is %.3g people, which is no figure", n);
	for (size_t i = 0; i < CENSUS_RESAMPLES; i++) /* the seen are there, whatever a resample says */
		values[i] = fmax(resample(&c, (int64_t)llround(n), &random), (double)facts.seen);
	qsort(values, CENSUS_RESAMPLES, sizeof(double), census_compare_numbers);
	*result = (census_figure){.median = n,
				  .mean = n,
				  .mode = (double)NAN,
				  .lower = fmin(n, census_quantile(values, CENSUS_RESAMPLES, 0.025)),
				  .upper = census_quantile(values, CENSUS_RESAMPLES, 0.975)};
	return HW_OK;
}

/* ---- sweep --------------------------------------------------------------------------------------------- */
hw_status census_sweep(const census_table *table, double totals[CENSUS_SWEEP], hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)64 << 20);
	double log_odds = 0;
	cells c;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a sweep");
	HW_TRY(census_cells(table, arena, &c, error));
	bool full = c.count == ((size_t)1 << c.lists) - 1;
	for (size_t i = 0; i < c.count; i++)
		log_odds += (__builtin_popcount(c.patterns[i]) % 2 ? 1 : -1) * log((double)c.counts[i]);
	for (size_t k = 0; k < CENSUS_SWEEP; k++)
		totals[k] = full ? (double)c.seen + census_sweep_xi[k] * exp(log_odds) : (double)NAN;
	return HW_OK;
}
