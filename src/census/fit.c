/* fit.c - one log-linear model: Newton's method, profile of the unseen.
 *
 * A cell and a term are sets of lists; term t is in cell c when t is a part of c.  So the linear predictor is a sum over
 * parts, the gradient and the information are sums over wholes (information of s and t: that of their union), and one
 * step costs two passes over 2^p numbers and a Cholesky factor. */
#include "census/census_int.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 200 };
static const double HALF_CHI_95 = 1.920729410347062;

static void sum_parts(double *x, size_t size)
{
	for (size_t bit = 1; bit < size; bit <<= 1)
		for (size_t c = 0; c < size; c++)
			if (c & bit)
				x[c] += x[c ^ bit];
}

static void sum_wholes(double *x, size_t size)
{
	for (size_t bit = 1; bit < size; bit <<= 1)
		for (size_t c = 0; c < size; c++)
			if (!(c & bit))
				x[c] += x[c | bit];
}

static bool is_active(const log_model *m, size_t cell)
{
	return m->active >> cell & 1;
}

/* Cholesky in place of the lower triangle; false when not positive. */
static bool factor(double *a, size_t q)
{
	for (size_t i = 0; i < q; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = a[i * q + j];
			for (size_t k = 0; k < j; k++)
				sum -= a[i * q + k] * a[j * q + k];
			if (i != j)
				a[i * q + j] = sum / a[j * q + j];
			else if (sum > 1e-13 * fabs(a[i * q + i]))
				a[i * q + i] = sqrt(sum);
			else
				return false;
		}
	return true;
}

static void substitute(const double *a, size_t q, double *b)
{
	for (size_t i = 0; i < q; i++) {
		for (size_t k = 0; k < i; k++)
			b[i] -= a[i * q + k] * b[k];
		b[i] /= a[i * q + i];
	}
	for (size_t i = q; i-- > 0;) {
		for (size_t k = i + 1; k < q; k++)
			b[i] -= a[k * q + i] * b[k];
		b[i] /= a[i * q + i];
	}
}

/* The information matrix of these means, factored. */
static bool information(const log_model *m, const double *mu, double *a)
{
	double whole[MOST_CELLS] = {0};

	memcpy(whole, mu, m->size * sizeof(double));
	sum_wholes(whole, m->size);
	for (size_t i = 0; i < m->count; i++)
		for (size_t j = 0; j <= i; j++)
			a[i * m->count + j] = whole[m->terms[i] | m->terms[j]];
	return factor(a, m->count);
}

/* Means of beta and the log-likelihood without its constant. */
static double predict(const log_model *m, const double *beta, double *mu)
{
	double sum = 0;

	memset(mu, 0, m->size * sizeof(double));
	for (size_t i = 0; i < m->count; i++)
		mu[m->terms[i]] = beta[i];
	sum_parts(mu, m->size);
	for (size_t c = 0; c < m->size; c++) {
		double eta = fmin(mu[c], 45);
		mu[c] = is_active(m, c) ? exp(eta) : 0;
		sum += is_active(m, c) ? m->y[c] * eta - mu[c] : 0;
	}
	return sum;
}

/* Least squares on log(y + 1/2): the usual start. */
static bool start(log_model *m, double *a)
{
	double weight[MOST_CELLS] = {0}, z[MOST_CELLS] = {0};

	for (size_t c = 0; c < m->size; c++)
		if (is_active(m, c)) {
			weight[c] = m->y[c] + 0.5;
			z[c] = weight[c] * (log(weight[c]) - 0.5 / weight[c]);
		}
	if (!information(m, weight, a))
		return false;
	sum_wholes(z, m->size);
	for (size_t i = 0; i < m->count; i++)
		m->beta[i] = z[m->terms[i]];
	substitute(a, m->count, m->beta);
	return true;
}

bool census_log_fit(log_model *m, bool warm)
{
	double a[MOST_TERMS * MOST_TERMS], step[MOST_TERMS] = {0}, next[MOST_TERMS], gap[MOST_CELLS] = {0},
					   mu[MOST_CELLS];

	if (!warm && !start(m, a))
		return false;
	double value = predict(m, m->beta, m->mu);
	for (int turn = 0; turn < MOST_STEPS; turn++) {
		for (size_t c = 0; c < m->size; c++)
			gap[c] = is_active(m, c) ? m->y[c] - m->mu[c] : 0;
		sum_wholes(gap, m->size);
		if (!information(m, m->mu, a))
			return false;
		double gain = 0;
		for (size_t i = 0; i < m->count; i++)
			step[i] = gap[m->terms[i]];
		substitute(a, m->count, step);
		for (size_t i = 0; i < m->count; i++)
			gain += step[i] * gap[m->terms[i]];
		double share = 1, reached = value;
		for (int halves = 0; halves < 40; halves++) {
			for (size_t i = 0; i < m->count; i++)
				next[i] = m->beta[i] + share * step[i];
			reached = predict(m, next, mu);
			if (reached >= value - 1e-12 * (fabs(value) + 1))
				break;
			share /= 2;
		}
		memcpy(m->beta, next, m->count * sizeof(double));
		memcpy(m->mu, mu, m->size * sizeof(double));
		value = reached;
		if (gain < 1e-13 * (1 + 1e-3 * fabs(value)))
			break;
		if (turn == MOST_STEPS - 1)
			return false;
	}
	double unit[MOST_TERMS] = {1};
	if (!information(m, m->mu, a))
		return false;
	substitute(a, m->count, unit);
	m->variance0 = unit[0];
	return true;
}

uint64_t census_close(const uint32_t *terms, size_t count, size_t lists)
{
	uint64_t closed = 1;

	for (size_t j = 0; j < lists; j++)
		closed |= (uint64_t)1 << ((size_t)1 << j);
	for (size_t i = 0; i < count; i++)
		for (uint32_t part = terms[i]; part; part = (part - 1) & terms[i])
			closed |= (uint64_t)1 << part;
	return closed;
}

size_t census_generators(uint64_t closed, uint32_t *terms, size_t most)
{
	size_t count = 0;

	for (uint32_t t = 1; t < MOST_TERMS; t++) {
		bool maximal = closed >> t & 1;
		for (uint32_t other = t + 1; other < MOST_TERMS && maximal; other++)
			maximal = !((other & t) == t && closed >> other & 1);
		if (maximal && count < most)
			terms[count++] = t;
	}
	return count;
}

/* Terms without those of a zero margin, whose parameter goes to minus infinity; their cells are fitted as zero. */
static size_t take_terms(log_model *m, uint64_t closed)
{
	double margin[MOST_CELLS] = {0};
	size_t cut = 0;

	memcpy(margin, m->y, m->size * sizeof(double));
	sum_wholes(margin, m->size);
	m->active = (m->size < 64 ? ((uint64_t)1 << m->size) - 1 : UINT64_MAX) & ~(uint64_t)1;
	m->count = 0;
	for (size_t t = 0; t < m->size; t++) {
		if (!(closed >> t & 1))
			continue;
		if (margin[t] > 0) {
			m->terms[m->count++] = (uint8_t)t;
			continue;
		}
		cut++;
		for (size_t c = t; c < m->size; c++)
			if ((c & t) == t)
				m->active &= ~((uint64_t)1 << c);
	}
	return cut;
}

bool census_log_solve(const double *y, size_t lists, uint64_t closed, log_model *m, census_fit *fit)
{
	census_fit f = {.n = (double)NAN, .mode = (double)NAN, .lower = (double)NAN, .upper = (double)NAN};
	double likelihood = 0, seen = 0;

	m->lists = lists;
	m->size = (size_t)1 << lists;
	memcpy(m->y, y, m->size * sizeof(double));
	f.at_minus_infinity = take_terms(m, closed);
	f.parameters = m->count + f.at_minus_infinity;
	f.terms = m->count;
	f.degrees = m->size - 1 - f.parameters;
	*fit = f;
	if (!census_log_exists(m) || !census_log_fit(m, false))
		return false;
	for (size_t c = 1; c < m->size; c++) {
		seen += y[c];
		if (!is_active(m, c))
			continue;
		likelihood += y[c] * log(m->mu[c]) - m->mu[c] - census_log_gamma(y[c] + 1);
		f.deviance += 2 * ((y[c] > 0 ? y[c] * log(y[c] / m->mu[c]) : 0) - (y[c] - m->mu[c]));
	}
	double hidden = exp(m->beta[0]);
	f.exists = true;
	f.n = seen + hidden;
	f.se = sqrt(hidden + hidden * hidden * m->variance0);
	f.sd_log = f.se / hidden;
	f.aic = -2 * likelihood + 2 * (double)f.parameters;
	f.bic = -2 * likelihood + log(seen) * (double)f.parameters;
	*fit = f;
	return true;
}

/* ---- profile ---------------------------------------------------------------------------------------- */
typedef struct profile {
	log_model model; /* with the unseen cell; warm from fit to fit */
	double seen;
} profile;

static double profile_at(profile *p, double hidden)
{
	log_model *m = &p->model;
	double all = p->seen + hidden, sum;

	m->y[0] = hidden;
	if (!census_log_fit(m, true) && !census_log_fit(m, false))
		return -(double)INFINITY;
	sum = census_log_gamma(all + 1) - census_log_gamma(hidden + 1);
	for (size_t c = 0; c < m->size; c++)
		if (m->y[c] > 0 && is_active(m, c))
			sum += m->y[c] * log(m->mu[c] / all);
	return sum;
}

/* Golden section over log n0. */
static double highest(profile *p, double low, double high)
{
	double ratio = (sqrt(5.0) - 1) / 2, a = log(low), b = log(high), c = b - ratio * (b - a),
	       d = a + ratio * (b - a);
	double at_c = profile_at(p, exp(c)), at_d = profile_at(p, exp(d));

	while (b - a > 1e-9) {
		if (at_c < at_d) {
			a = c;
			c = d;
			at_c = at_d;
			d = a + ratio * (b - a);
			at_d = profile_at(p, exp(d));
		} else {
			b = d;
			d = c;
			at_d = at_c;
			c = b - ratio * (b - a);
			at_c = profile_at(p, exp(c));
		}
	}
	return exp((a + b) / 2);
}

/* Where the profile falls through `level`, between a place inside and one outside. */
static double crossing(profile *p, double inside, double outside, double level)
{
	double a = log(inside), b = log(outside);

	while (fabs(b - a) > 1e-9) {
		double middle = (a + b) / 2;
		if (profile_at(p, exp(middle)) > level)
			a = middle;
		else
			b = middle;
	}
	return exp(a);
}

void census_log_profile(const log_model *m, census_fit *fit)
{
	profile p = {.model = *m};
	double hidden = exp(m->beta[0]);

	p.model.active |= 1;
	for (size_t c = 1; c < m->size; c++)
		p.seen += m->y[c];
	double best = highest(&p, fmax(1e-6, hidden / 50), fmax(10, 8 * hidden)),
	       level = profile_at(&p, best) - HALF_CHI_95;
	double least = fmax(1e-6, best * 1e-6), most = 2 * best;
	fit->mode = p.seen + best;
	fit->lower = p.seen + (profile_at(&p, least) < level ? crossing(&p, best, least, level) : 0);
	while (most < 1e13 && profile_at(&p, most) > level)
		most *= 2;
	fit->upper = most < 1e13 ? p.seen + crossing(&p, best, most, level) : (double)NAN;
}
