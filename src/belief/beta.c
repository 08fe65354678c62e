/* beta.c - quantiles of the Beta distribution, for the intervals of reliabilities. */
#include "belief/belief_int.h"

#include <float.h>
#include <math.h>

/* Continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8, by Lentz's method). */
static double fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), result;

	d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
	result = d;
	for (int m = 1; m <= 10000; m++) {
		for (int odd = 0; odd < 2; odd++) {
			double k = m, up = odd ? -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
					       : k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k));
			d = 1 + up * d;
			c = 1 + up / c;
			d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
			c = fabs(c) < DBL_MIN ? DBL_MIN : c;
			result *= c * d;
		}
		if (fabs(c * d - 1) < 1e-15)
			break;
	}
	return result;
}

static double beta_below(double a, double b, double x)
{
	if (x <= 0 || x >= 1)
		return x >= 1;
	double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));

	return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b;
}

double beta_quantile(double alpha, double beta, double p)
{
	double low = 0, high = 1;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;
		if (beta_below(alpha, beta, middle) < p)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}
