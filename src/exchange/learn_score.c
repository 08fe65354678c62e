/* learn_score.c - forecasts that were made before the answer, held against the answers. */
#include "exchange/learn_int.h"

#include <math.h>
#include <stdlib.h>

static double log_of(double p, bool happened)
{
	return log(fmax(1e-12, happened ? p : 1 - p));
}

static void add_bin(exchange_score *r, const exchange_forecasted *f)
{
	size_t bin = (size_t)(fmax(0, fmin(1 - 1e-12, f->probability)) * EXCHANGE_SCORE_BINS);

	r->bins[bin].count++;
	r->bins[bin].forecast += f->probability;
	r->bins[bin].happened += f->happened;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Randomised PIT of a yes or no: uniform on [0, 1-p] for no and on [1-p, 1] for yes (Czado, Gneiting & Held 2009). */
static double pit_distance(const exchange_forecasted *f, size_t count, uint64_t seed)
{
	hw_random random = hw_random_new(seed, 8000);
	double worst = 0, *u = calloc(count ? count : 1, sizeof(double));

	if (!u)
		return NAN;
	for (size_t i = 0; i < count; i++) {
		double v = hw_random_unit(&random), no = 1 - f[i].probability;

		u[i] = f[i].happened ? no + v * f[i].probability : v * no;
	}
	qsort(u, count, sizeof(double), by_value);
	for (size_t i = 0; i < count; i++) {
		double above = (double)(i + 1) / (double)count - u[i], below = u[i] - (double)i / (double)count;

		worst = fmax(worst, fmax(above, below));
	}
	free(u);
	return worst;
}

void exchange_score_forecasts(const exchange_forecasted *forecasts, size_t count, uint64_t seed, exchange_score *result)
{
	size_t last = count < EXCHANGE_ALARM_LAST ? count : EXCHANGE_ALARM_LAST, yes = 0;
	exchange_score r = {.count = count};

	for (size_t i = 0; i < count; i++) {
		const exchange_forecasted *f = &forecasts[i];
		double base = ((double)yes + 1) / ((double)i + 2), n = (double)count;

		r.brier += pow(f->probability - f->happened, 2) / n;
		r.brier_base += pow(base - f->happened, 2) / n;
		r.log_score += log_of(f->probability, f->happened) / n;
		r.log_score_base += log_of(base, f->happened) / n;
		if (i + last >= count) {
			r.last_log_score += log_of(f->probability, f->happened) / (double)last;
			r.last_log_score_base += log_of(base, f->happened) / (double)last;
		}
		add_bin(&r, f);
		yes += f->happened;
	}
	for (size_t k = 0; k < EXCHANGE_SCORE_BINS; k++) {
		if (!r.bins[k].count)
			continue;
		r.calibration_error += fabs(r.bins[k].forecast - r.bins[k].happened) / (double)count;
		r.bins[k].forecast /= (double)r.bins[k].count;
		r.bins[k].happened /= (double)r.bins[k].count;
	}
	r.alarm = count >= EXCHANGE_ALARM_LAST && r.last_log_score < r.last_log_score_base;
	r.pit_ks = count ? pit_distance(forecasts, count, seed) : 0;
	*result = r;
}
