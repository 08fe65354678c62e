/* forecast.c - promised is not delivered: how many of the people agreed upon come home.
 *
 * Independent deliveries give a Poisson-binomial count, by convolution of one binomial a distinct
 * probability.  A common shock theta ~ Beta(a, b), the same for the whole handover, scales every
 * probability by theta / mean(theta), at most to 1; its distribution is integrated over
 * z = logit(theta) = centre + width sinh(t) by the trapezium rule, which is exponentially accurate
 * here: theta^a (1 - theta)^b falls off at both ends of z whatever a and b. */
#include "exchange/exchange_int.h"

#include <math.h>
#include <string.h>

enum { SHOCK_STEPS = 90 }; /* each side of the centre, t in steps of 0.05 */
/* Over so many people the count is summed as a normal variable; its error is far below one person in the rank. */
static const double exact_most = 20000, exact_most_shock = 2000;

typedef struct counted { /* a distribution on first .. first + count - 1 */
	double *p;
	int64_t first;
	size_t count;
} counted;

typedef struct forecast {
	size_t kinds;
	int64_t *people;
	double *delivery;
	int64_t total;
	counted sum, part, next;
} forecast;

/* log of n! : exact to the last bits, without the global of lgamma(). */
static double log_factorial(double n)
{
	int sign;

	return lgamma_r(n + 1, &sign);
}

/* The binomial within 9 deviations: what is left out is below 1e-17. */
static void binomial(int64_t n, double p, counted *out)
{
	double mean = (double)n * p, reach = 9 * sqrt(mean * (1 - p)) + 6;
	int64_t mode = (int64_t)floor(((double)n + 1) * p), last;

	out->first = mean > reach ? (int64_t)floor(mean - reach) : 0;
	last = (int64_t)fmin(ceil(mean + reach), (double)n);
	out->count = (size_t)(last - out->first + 1);
	if (p <= 0 || p >= 1) {
		out->first = p >= 1 ? n : 0;
		out->count = 1;
		out->p[0] = 1;
		return;
	}
	if (mode > n)
		mode = n;
	out->p[mode - out->first] =
		exp(log_factorial((double)n) - log_factorial((double)mode) - log_factorial((double)(n - mode)) +
		    (double)mode * log(p) + (double)(n - mode) * log1p(-p));
	for (int64_t k = mode; k < last; k++)
		out->p[k + 1 - out->first] = out->p[k - out->first] * (double)(n - k) / (double)(k + 1) * (p / (1 - p));
	for (int64_t k = mode; k > out->first; k--)
		out->p[k - 1 - out->first] = out->p[k - out->first] * (double)k / (double)(n - k + 1) * ((1 - p) / p);
}

/* Drops ends that carry nothing, so that the next convolution is short. */
static void trim(counted *d)
{
	size_t skip = 0;

	while (d->count > 1 && d->p[d->count - 1] < 1e-18)
		d->count--;
	while (skip + 1 < d->count && d->p[skip] < 1e-18)
		skip++;
	memmove(d->p, d->p + skip, (d->count - skip) * sizeof(*d->p));
	d->first += (int64_t)skip;
	d->count -= skip;
}

/* f->sum = the distribution of the count when delivery is scaled. */
static void distribution(forecast *f, double scale)
{
	f->sum.first = 0;
	f->sum.count = 1;
	f->sum.p[0] = 1;
	for (size_t k = 0; k < f->kinds; k++) {
		counted swap;

		binomial(f->people[k], fmin(1, f->delivery[k] * scale), &f->part);
		hw_pmf_convolve(f->sum.p, f->sum.count, f->part.p, f->part.count, f->next.p);
		f->next.first = f->sum.first + f->part.first;
		f->next.count = f->sum.count + f->part.count - 1;
		trim(&f->next);
		swap = f->sum;
		f->sum = f->next;
		f->next = swap;
	}
}

static void moments(const forecast *f, double scale, double *mean, double *variance)
{
	*mean = *variance = 0;
	for (size_t k = 0; k < f->kinds; k++) {
		double p = fmin(1, f->delivery[k] * scale);

		*mean += (double)f->people[k] * p;
		*variance += (double)f->people[k] * p * (1 - p);
	}
}

/* The largest n with P(count >= n) >= .95: the smallest k with P(count <= k) > .05. */
static int64_t sure(const double *cumulative, size_t count)
{
	size_t k = 0;

	while (k + 1 < count && !(cumulative[k] > 0.05 + 1e-13))
		k++;
	return (int64_t)k;
}

/* Adds weight * P(count <= k) for every k to cumulative[0..total]. */
static void add_cumulative(forecast *f, double scale, double weight, bool exact, double *cumulative)
{
	double mean, variance, reached = 0;
	size_t places = (size_t)f->total + 1;

	if (exact) {
		distribution(f, scale);
		for (size_t k = 0; k < f->sum.count; k++) {
			reached += f->sum.p[k];
			cumulative[f->sum.first + (int64_t)k] += weight * reached;
		}
		for (size_t k = (size_t)f->sum.first + f->sum.count; k < places; k++)
			cumulative[k] += weight * reached;
		return;
	}
	moments(f, scale, &mean, &variance);
	for (size_t k = 0; k < places; k++) {
		double z = ((double)k + 0.5 - mean) / sqrt(2 * variance);

		cumulative[k] += weight * (variance > 0 ? 0.5 * erfc(-z) : (double)k + 0.5 > mean ? 1 : 0);
	}
}

static void with_shock(forecast *f, double a, double b, double *cumulative)
{
	double centre = log(a / b), width = sqrt(1 / a + 1 / b), mean = a / (a + b), top = -HUGE_VAL, sum = 0;
	bool exact = (double)f->total <= exact_most_shock;

	for (int pass = 0; pass < 3; pass++) /* the greatest weight, their sum, the mixture */
		for (int i = -SHOCK_STEPS; i <= SHOCK_STEPS; i++) {
			double t = 0.05 * i, z = centre + width * sinh(t), weight;

			weight = a * hw_log_logistic(z) + b * hw_log_logistic(-z) + log(cosh(t));
			if (pass == 0) {
				top = fmax(top, weight);
				continue;
			}
			weight = exp(weight - top);
			if (weight < 1e-9)
				continue;
			if (pass == 1)
				sum += weight;
			else
				add_cumulative(f, hw_logistic(z) / mean, weight / sum, exact, cumulative);
		}
}

/* Joins equal probabilities: one binomial each. */
static void join(forecast *f, const int64_t *counts, const double *delivery, size_t classes)
{
	for (size_t i = 0; i < classes; i++) {
		size_t k = 0;

		if (counts[i] <= 0)
			continue;
		while (k < f->kinds && f->delivery[k] != delivery[i])
			k++;
		if (k == f->kinds) {
			f->delivery[f->kinds] = delivery[i];
			f->people[f->kinds++] = 0;
		}
		f->people[k] += counts[i];
		f->total += counts[i];
	}
}

hw_status exchange_forecast(const int64_t *counts, const double *delivery, size_t classes, double alpha, double beta,
			    exchange_home *result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	forecast f = {0};
	double *cumulative, variance;
	size_t places;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	f.people = HW_NEW(arena, int64_t, classes + 1);
	f.delivery = HW_NEW(arena, double, classes + 1);
	if (!f.people || !f.delivery)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	join(&f, counts, delivery, classes);
	if (f.total > 4000000)
		return hw_fail(error, HW_TOO_LARGE, "a forecast for %lld people", (long long)f.total);
	places = (size_t)f.total + 1;
	cumulative = HW_NEW(arena, double, places);
	f.sum.p = HW_NEW(arena, double, places + 1);
	f.part.p = HW_NEW(arena, double, places + 1);
	f.next.p = HW_NEW(arena, double, places + 1);
	if (!cumulative || !f.sum.p || !f.part.p || !f.next.p)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	moments(&f, 1, &result->mean, &variance);
	add_cumulative(&f, 1, 1, (double)f.total <= exact_most, cumulative);
	result->sure95 = sure(cumulative, places);
	memset(cumulative, 0, places * sizeof(*cumulative));
	if (alpha <= 0 || beta <= 0) {
		alpha = 9.5;
		beta = 0.5;
	}
	with_shock(&f, alpha, beta, cumulative);
	result->sure95_shock = sure(cumulative, places);
	return HW_OK;
}
