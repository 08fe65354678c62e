/* score.c - how good forecasts were, once it was known. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

/* Wilson's interval of a share (Wilson 1927), 95 %. */
static void wilson(double share, double n, double *lower, double *upper)
{
	const double z = 1.959963984540054;
	double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
	double half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n));

	*lower = fmax(0, middle - half);
	*upper = fmin(1, middle + half);
}

static double log_loss(const belief_forecast *f)
{
	const double least = 1e-12;
	double p = f->came ? f->p : 1 - f->p;

	return -log(fmax(least, p));
}

hw_status belief_score(const belief_forecast *forecasts, size_t count, size_t bin_count, hw_arena *arena,
		       belief_scores *result, hw_error *error)
{
	belief_scores s = {.count = count, .bin_count = bin_count, .bins = HW_NEW(arena, belief_bin, bin_count + 1)};
	double *weight = HW_NEW(arena, double, bin_count + 1), all = 0, came = 0;

	if (!s.bins || !weight || !bin_count)
		return hw_fail(error, bin_count ? HW_NO_MEMORY : HW_FAULT, "no bins to score forecasts in");
	for (size_t i = 0; i < count; i++) {
		const belief_forecast *f = &forecasts[i];
		if (!(f->p >= 0 && f->p <= 1) || !(f->weight > 0)) {
			(void)hw_fail(error, HW_BAD_INPUT, "a forecast is a chance from 0 to 1 with a weight above 0");
			return hw_error_where(error, "forecasts[%zu]", i);
		}
		size_t k = (size_t)(f->p * (double)bin_count);
		k = k < bin_count ? k : bin_count - 1;
		s.bins[k].count++;
		weight[k] += f->weight;
		s.bins[k].said += f->weight * f->p;
		s.bins[k].came += f->came ? f->weight : 0;
		s.brier += f->weight * (f->p - f->came) * (f->p - f->came);
		s.log_score += f->weight * log_loss(f);
		all += f->weight;
		came += f->came ? f->weight : 0;
	}
	double base = all > 0 ? came / all : 0;
	for (size_t k = 0; k < bin_count; k++) {
		belief_bin *b = &s.bins[k];
		b->low = (double)k / (double)bin_count;
		b->high = (double)(k + 1) / (double)bin_count;
		b->upper = 1;
		if (!b->count)
			continue;
		b->said /= weight[k];
		b->came /= weight[k];
		wilson(b->came, (double)b->count, &b->lower, &b->upper);
		s.reliability += weight[k] / all * (b->said - b->came) * (b->said - b->came);
		s.resolution += weight[k] / all * (b->came - base) * (b->came - base);
		s.ece += weight[k] / all * fabs(b->said - b->came);
	}
	if (all > 0) {
		s.brier /= all;
		s.log_score /= all;
	}
	s.uncertainty = base * (1 - base);
	*result = s;
	return HW_OK;
}

bool belief_recalibrate(const belief_forecast *forecasts, size_t count, double *slope, double *shift)
{
	const double edge = 1e-9;
	double a = 1, b = 0;
	size_t came = 0;

	for (size_t i = 0; i < count; i++)
		came += forecasts[i].came;
	if (count < BELIEF_RECALIBRATION_CASES || !came || came == count)
		return false;
	for (int round = 0; round < 100; round++) {
		double ga = 0, gb = 0, haa = 1e-9, hab = 0, hbb = 1e-9;
		for (size_t i = 0; i < count; i++) {
			double x = hw_logit(fmin(1 - edge, fmax(edge, forecasts[i].p))), p = hw_logistic(a * x + b);
			double w = forecasts[i].weight, e = w * (forecasts[i].came - p), h = w * p * (1 - p);
			ga += e * x;
			gb += e;
			haa += h * x * x;
			hab += h * x;
			hbb += h;
		}
		double det = haa * hbb - hab * hab;
		if (!(det > 0))
			return false;
		double da = (ga * hbb - gb * hab) / det, db = (gb * haa - ga * hab) / det;
		double size = fmax(fabs(da), fabs(db)), cut = size > 1 ? 1 / size : 1;
		a += cut * da;
		b += cut * db;
		if (size < 1e-10)
			break;
	}
	*slope = a;
	*shift = b;
	return isfinite(a) && isfinite(b);
}
