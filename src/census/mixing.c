/* mixing.c - have the chains forgotten where they began?  Split R-hat and effective size (Vehtari et al. 2021). */
#include "census/census_int.h"

#include <math.h>

enum { MOST_KEPT = 2000, MOST_HALVES = 2 * CENSUS_CHAINS_MAX };

/* Halves of chains, thinned to at most MOST_KEPT values each by averaging neighbours: the averages keep what matters
 * of the variance of the mean, and the autocovariances cost little. */
typedef struct halves {
	size_t count, length, joined;
	const double *values[MOST_HALVES];
	double mean[MOST_HALVES];
} halves;

static void cut(const double *const *chains, size_t chain_count, size_t length, double *scratch, halves *h)
{
	size_t half = length < 2 ? 1 : length / 2;

	h->count = 2 * chain_count;
	h->joined = 1 + (half - 1) / MOST_KEPT;
	h->length = half / h->joined;
	for (size_t i = 0; i < h->count; i++) {
		const double *from = chains[i / 2] + (i % 2) * half;
		double *to = scratch + i * h->length, sum = 0;
		for (size_t k = 0; k < h->length; k++) {
			to[k] = 0;
			for (size_t m = 0; m < h->joined; m++)
				to[k] += from[k * h->joined + m] / (double)h->joined;
			sum += to[k];
		}
		h->values[i] = to;
		h->mean[i] = sum / (double)h->length;
	}
}

static double covariance(const halves *h, size_t i, size_t lag)
{
	double sum = 0;

	for (size_t k = 0; k + lag < h->length; k++)
		sum += (h->values[i][k] - h->mean[i]) * (h->values[i][k + lag] - h->mean[i]);
	return sum / (double)h->length;
}

/* Variance within and between the halves, of the values themselves. */
static double split_rhat(const double *const *chains, size_t chain_count, size_t length)
{
	double within = 0, between = 0, mean = 0, means[MOST_HALVES];
	size_t half = length / 2, count = 2 * chain_count;

	for (size_t i = 0; i < count; i++) {
		const double *v = chains[i / 2] + (i % 2) * half;
		double sum = 0, squares = 0;
		for (size_t k = 0; k < half; k++)
			sum += v[k];
		means[i] = sum / (double)half;
		for (size_t k = 0; k < half; k++)
			squares += (v[k] - means[i]) * (v[k] - means[i]);
		within += squares / (double)(half - 1) / (double)count;
		mean += means[i] / (double)count;
	}
	for (size_t i = 0; i < count; i++)
		between += (means[i] - mean) * (means[i] - mean) / (double)(count - 1);
	if (!(within > 0))
		return between > 0 ? (double)INFINITY : 1;
	return sqrt(((double)(half - 1) / (double)half * within + between) / within);
}

/* Geyer's initial monotone sequence over the mean autocovariance of the halves. */
static double effective(const halves *h)
{
	double within = 0, between = 0, mean = 0, length = (double)h->length, all = length * (double)h->count, sum = 0,
	       before = (double)INFINITY;

	for (size_t i = 0; i < h->count; i++) {
		within += covariance(h, i, 0) * length / (length - 1) / (double)h->count;
		mean += h->mean[i] / (double)h->count;
	}
	for (size_t i = 0; i < h->count; i++)
		between += (h->mean[i] - mean) * (h->mean[i] - mean) / (double)(h->count - 1);
	double total = (length - 1) / length * within + between;
	if (!(total > 0))
		return all;
	for (size_t lag = 0; lag + 1 < h->length; lag += 2) {
		double pair = 0;
		for (size_t k = lag; k < lag + 2; k++) {
			double mean_covariance = 0;
			for (size_t i = 0; i < h->count; i++)
				mean_covariance += covariance(h, i, k) / (double)h->count;
			pair += k ? 1 - (within - mean_covariance) / total : 1;
		}
		if (pair < 0)
			break;
		before = fmin(before, pair);
		sum += before;
	}
	double tau = fmax(2 * sum - 1, 1 / log10(all));
	return fmin(all / tau, all * log10(all));
}

void census_mixing(const double *const *chains, size_t chain_count, size_t length, double *scratch, double *rhat,
		   double *ess)
{
	halves h;

	*rhat = split_rhat(chains, chain_count, length);
	cut(chains, chain_count, length, scratch, &h);
	*ess = effective(&h);
}
