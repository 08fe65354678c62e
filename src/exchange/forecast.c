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

static const double sure_level = 0.05;

/* The nodes of the shock: f scaled by theta / mean, with weights that sum to 1.  Without a shock, one node. */
typedef struct shock {
	double scale[2 * SHOCK_STEPS + 1], weight[2 * SHOCK_STEPS + 1];
	size_t count;
} shock;

static void make_shock(shock *s, double a, double b)
{
	double centre = log(a / b), width = sqrt(1 / a + 1 / b), mean = a / (a + b), top = -HUGE_VAL, sum = 0;
	size_t kept = 0;

	for (int i = -SHOCK_STEPS; i <= SHOCK_STEPS; i++) {
		double t = 0.05 * i, z = centre + width * sinh(t);
		double log_weight = a * hw_log_logistic(z) + b * hw_log_logistic(-z) + log(cosh(t));

		s->scale[s->count] = hw_logistic(z) / mean;
		s->weight[s->count++] = log_weight;
		top = fmax(top, log_weight);
	}
	for (size_t i = 0; i < s->count; i++) { /* negligible nodes are left out */
		double weight = exp(s->weight[i] - top);

		if (weight < 1e-9)
			continue;
		s->scale[kept] = s->scale[i];
		s->weight[kept++] = weight;
		sum += weight;
	}
	s->count = kept;
	for (size_t i = 0; i < kept; i++)
		s->weight[i] /= sum;
}

/* The largest n with P(count >= n) >= .95 is the smallest k with P(count <= k) > .05. */
static int64_t sure_exact(forecast *f, const shock *s, double *pmf)
{
	double reached = 0;

	memset(pmf, 0, ((size_t)f->total + 1) * sizeof(*pmf));
	for (size_t i = 0; i < s->count; i++) {
		distribution(f, s->scale[i]);
		for (size_t k = 0; k < f->sum.count; k++)
			pmf[f->sum.first + (int64_t)k] += s->weight[i] * f->sum.p[k];
	}
	for (int64_t k = 0; k < f->total; k++) {
		reached += pmf[k];
		if (reached > sure_level + 1e-13)
			return k;
	}
	return f->total;
}

/* P(count <= k) with the count at each node as a normal variable, half a person added. */
static double normal_cumulative(const forecast *f, const shock *s, int64_t k)
{
	double sum = 0;

	for (size_t i = 0; i < s->count; i++) {
		double mean, variance, x;

		moments(f, s->scale[i], &mean, &variance);
		x = (double)k + 0.5 - mean;
		sum += s->weight[i] * (variance > 0 ? 0.5 * erfc(-x / sqrt(2 * variance)) : x > 0 ? 1 : 0);
	}
	return sum;
}

static int64_t sure_normal(const forecast *f, const shock *s)
{
	int64_t low = 0, high = f->total;

	while (low < high) {
		int64_t middle = low + (high - low) / 2;

		if (normal_cumulative(f, s, middle) > sure_level)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static double at_least(forecast *f, const shock *s, int64_t n, double exact)
{
	double sum = 0;

	if (n <= 0)
		return 1;
	if (n > f->total)
		return 0;
	if ((double)f->total > exact)
		return 1 - normal_cumulative(f, s, n - 1);
	for (size_t i = 0; i < s->count; i++) {
		distribution(f, s->scale[i]);
		for (size_t k = 0; k < f->sum.count; k++)
			if (f->sum.first + (int64_t)k >= n)
				sum += s->weight[i] * f->sum.p[k];
	}
	return fmin(1, sum);
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
	shock none = {.scale = {1}, .weight = {1}, .count = 1}, s = {.count = 0};
	double *pmf, variance;
	size_t places;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	f.people = HW_NEW(arena, int64_t, classes + 1);
	f.delivery = HW_NEW(arena, double, classes + 1);
	if (!f.people || !f.delivery)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	join(&f, counts, delivery, classes);
	places = (size_t)((double)f.total <= exact_most ? f.total + 1 : 1);
	pmf = HW_NEW(arena, double, places);
	f.sum.p = HW_NEW(arena, double, places + 1);
	f.part.p = HW_NEW(arena, double, places + 1);
	f.next.p = HW_NEW(arena, double, places + 1);
	if (!pmf || !f.sum.p || !f.part.p || !f.next.p)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	if (alpha <= 0 || beta <= 0) {
		alpha = 9.5;
		beta = 0.5;
	}
	make_shock(&s, alpha, beta);
	moments(&f, 1, &result->mean, &variance);
	result->named = result->mean;
	result->sure95 = (double)f.total <= exact_most ? sure_exact(&f, &none, pmf) : sure_normal(&f, &none);
	result->sure95_shock = (double)f.total <= exact_most_shock ? sure_exact(&f, &s, pmf) : sure_normal(&f, &s);
	return HW_OK;
}

hw_status exchange_home_at_least(const int64_t *counts, const double *delivery, size_t classes, double alpha,
				 double beta, int64_t n, double *independent, double *shocked, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	forecast f = {0};
	shock none = {.scale = {1}, .weight = {1}, .count = 1}, s = {.count = 0};
	size_t places;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	f.people = HW_NEW(arena, int64_t, classes + 1);
	f.delivery = HW_NEW(arena, double, classes + 1);
	if (!f.people || !f.delivery)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	join(&f, counts, delivery, classes);
	places = (size_t)((double)f.total <= exact_most ? f.total + 1 : 1);
	f.sum.p = HW_NEW(arena, double, places + 1);
	f.part.p = HW_NEW(arena, double, places + 1);
	f.next.p = HW_NEW(arena, double, places + 1);
	if (!f.sum.p || !f.part.p || !f.next.p)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a forecast");
	if (alpha <= 0 || beta <= 0) {
		alpha = 9.5;
		beta = 0.5;
	}
	make_shock(&s, alpha, beta);
	*independent = at_least(&f, &none, n, exact_most);
	*shocked = at_least(&f, &s, n, exact_most_shock);
	return HW_OK;
}
