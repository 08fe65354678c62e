/* figures.c - quantiles, special functions and random counts. */
#include "census/census_int.h"

#include <math.h>

/* glibc declares it only for its own names. */
double census_log_gamma(double x)
{
	int sign;

	return lgamma_r(x, &sign);
}

/* Recurrence up to 10, then the asymptotic series (Abramowitz & Stegun 6.3.18). */
double census_digamma(double x)
{
	double result = 0;

	while (x < 10) {
		result -= 1 / x;
		x += 1;
	}
	double r = 1 / (x * x);
	return result + log(x) - 0.5 / x -
	       r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r * (1.0 / 132)))));
}

/* By bisection on erfc: called a few thousand times, never in an inner loop. */
double census_normal_quantile(double p)
{
	double low = -40, high = 40;

	for (int i = 0; i < 100 && high - low > 1e-14 * fabs(low); i++) {
		double middle = (low + high) / 2;
		if (0.5 * erfc(-middle / sqrt(2.0)) < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

int census_compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

double census_quantile(const double *sorted, size_t count, double p)
{
	size_t at = (size_t)ceil(p * (double)count - 1e-9);

	return sorted[at ? (at > count ? count : at) - 1 : 0];
}

census_figure census_figure_of(const double *sorted, size_t count)
{
	census_figure f = {.mode = (double)NAN};
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += sorted[i];
	f.mean = sum / (double)count;
	f.median = census_quantile(sorted, count, 0.5);
	f.lower = census_quantile(sorted, count, 0.025);
	f.upper = census_quantile(sorted, count, 0.975);
	return f;
}

void census_points(const double *mass, size_t mass_count, double first, double step, double *points, size_t count)
{
	double below = 0;
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		double wanted = ((double)i + 0.5) / (double)count;
		while (at + 1 < mass_count && below + mass[at] < wanted)
			below += mass[at++];
		points[i] = first + (double)at * step;
	}
}

/* ---- random counts -------------------------------------------------------------------------------- */
static int64_t small_poisson(hw_random *r, double mean)
{
	double chance = exp(-mean), u = hw_random_unit(r), below = chance;
	int64_t k = 0;

	while (u > below && k < 1000) {
		chance *= mean / (double)++k;
		below += chance;
	}
	return k;
}

/* Hormann 1993, "The transformed rejection method for generating Poisson random variables", PTRS. */
int64_t census_poisson(hw_random *r, double mean)
{
	if (mean < 30)
		return small_poisson(r, mean);
	double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b, inverse = 1.1239 + 1.1328 / (b - 3.4),
	       bound = 0.9277 - 3.6224 / (b - 2), log_mean = log(mean);
	for (;;) {
		double u = hw_random_unit(r) - 0.5, v = 1 - hw_random_unit(r), s = 0.5 - fabs(u);
		double k = floor((2 * a / s + b) * u + mean + 0.43);
		if (s >= 0.07 && v <= bound)
			return (int64_t)k;
		if (!(k >= 0) || (s < 0.013 && v > s))
			continue;
		if (log(v) + log(inverse) - log(a / (s * s) + b) <= k * log_mean - mean - census_log_gamma(k + 1))
			return (int64_t)k;
	}
}

/* Inversion by the ratio of neighbours; p <= 1/2. */
static int64_t small_binomial(hw_random *r, int64_t n, double p)
{
	double chance = exp((double)n * log1p(-p)), odds = p / (1 - p), u = hw_random_unit(r), below = chance;
	int64_t k = 0;

	while (u > below && k < n) {
		k++;
		chance *= odds * (double)(n - k + 1) / (double)k;
		below += chance;
	}
	return k;
}

/* Hormann 1993, "The generation of binomial random variates", BTRS; n p >= 10. */
static int64_t large_binomial(hw_random *r, int64_t n, double p)
{
	double size = (double)n, sd = sqrt(size * p * (1 - p)), b = 1.15 + 2.53 * sd,
	       a = -0.0873 + 0.0248 * b + 0.01 * p, c = size * p + 0.5, bound = 0.92 - 4.2 / b,
	       alpha = (2.83 + 5.1 / b) * sd, mode = floor((size + 1) * p), log_odds = log(p / (1 - p)),
	       top = census_log_gamma(mode + 1) + census_log_gamma(size - mode + 1);

	for (;;) {
		double u = hw_random_unit(r) - 0.5, v = 1 - hw_random_unit(r), s = 0.5 - fabs(u);
		double k = floor((2 * a / s + b) * u + c);
		if (s >= 0.07 && v <= bound)
			return (int64_t)k;
		if (!(k >= 0) || k > size)
			continue;
		v = log(v * alpha / (a / (s * s) + b));
		if (v <= top - census_log_gamma(k + 1) - census_log_gamma(size - k + 1) + (k - mode) * log_odds)
			return (int64_t)k;
	}
}

int64_t census_binomial(hw_random *r, int64_t n, double p)
{
	if (n <= 0 || !(p > 0))
		return 0;
	if (p >= 1)
		return n;
	if (p > 0.5)
		return n - census_binomial(r, n, 1 - p);
	return (double)n * p < 15 ? small_binomial(r, n, p) : large_binomial(r, n, p);
}
