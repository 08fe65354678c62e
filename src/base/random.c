/* random.c - xoshiro256++ and the draws made from it. */
#include "base/base_int.h"

#include <math.h>

__extension__ typedef unsigned __int128 wide;

/* Steele, Lea & Flood 2014; the seeding that the authors of xoshiro recommend. */
static uint64_t splitmix64(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15U;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

hw_random hw_random_new(uint64_t seed, uint64_t slice)
{
	hw_random r;
	uint64_t mixed = splitmix64(&seed) ^ slice, start = splitmix64(&mixed);

	/* Two rounds of mixing before the four words: neighbouring slices must not
	 * be shifted copies of each other.  For one seed the start is one-to-one in slice. */
	for (int i = 0; i < 4; i++)
		r.state[i] = splitmix64(&start);
	return r;
}

static uint64_t rotate_left(uint64_t x, int by)
{
	return (x << by) | (x >> (64 - by));
}

uint64_t hw_random_bits(hw_random *r)
{
	uint64_t *s = r->state, result = rotate_left(s[0] + s[3], 23) + s[0], t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate_left(s[3], 45);
	return result;
}

double hw_random_unit(hw_random *r)
{
	return (double)(hw_random_bits(r) >> 11) * 0x1p-53;
}

/* (0,1]: safe under a logarithm. */
static double unit_above_zero(hw_random *r)
{
	return 1 - hw_random_unit(r);
}

/* Lemire 2019: the high half of a product, rejecting the few biased low halves. */
uint64_t hw_random_below(hw_random *r, uint64_t limit)
{
	wide product = (wide)hw_random_bits(r) * limit;

	if ((uint64_t)product < limit) {
		uint64_t biased = limit ? -limit % limit : 0;
		while ((uint64_t)product < biased)
			product = (wide)hw_random_bits(r) * limit;
	}
	return (uint64_t)(product >> 64);
}

double hw_random_normal(hw_random *r)
{
	double u, v, s;

	do {
		u = 2 * hw_random_unit(r) - 1;
		v = 2 * hw_random_unit(r) - 1;
		s = u * u + v * v;
	} while (s >= 1 || s == 0);
	return u * sqrt(-2 * log(s) / s);
}

/* Marsaglia & Tsang 2000, shape >= 1. */
static double gamma_from_one(hw_random *r, double shape)
{
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

	for (;;) {
		double x = hw_random_normal(r), v = 1 + c * x;
		if (v <= 0)
			continue;
		v = v * v * v;
		double u = unit_above_zero(r);
		if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v)))
			return d * v;
	}
}

/* Small shapes by their note in section 8: gamma(a) = gamma(a+1) u^(1/a); as a
 * logarithm, because for a shape of .001 the value itself is mostly below DBL_MIN. */
static double log_gamma_draw(hw_random *r, double shape)
{
	if (shape >= 1)
		return log(gamma_from_one(r, shape));
	double above = log(gamma_from_one(r, shape + 1));
	return above + log(unit_above_zero(r)) / shape;
}

double hw_random_gamma(hw_random *r, double shape)
{
	return shape >= 1 ? gamma_from_one(r, shape) : exp(log_gamma_draw(r, shape));
}

double hw_random_beta(hw_random *r, double alpha, double beta)
{
	double a = log_gamma_draw(r, alpha), b = log_gamma_draw(r, beta);

	return hw_logistic(a - b);
}

size_t hw_random_choice(hw_random *r, const double *weights, size_t count)
{
	double sum = 0, left;
	size_t last = 0;

	for (size_t i = 0; i < count; i++)
		sum += weights[i];
	left = hw_random_unit(r) * sum;
	for (size_t i = 0; i < count; i++) {
		if (weights[i] <= 0)
			continue;
		last = i; /* rounding may leave a crumb after the last weight */
		if (left < weights[i])
			return i;
		left -= weights[i];
	}
	return last;
}
