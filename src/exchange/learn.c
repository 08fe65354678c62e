/* learn.c - a mode and its curvature, steps of a chain, quantiles.  Read learn_int.h first. */
#include "exchange/learn_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- a small symmetric matrix --------------------------------------------------------------- */
/* Lower Cholesky factor in place; false when not positive definite. */
static bool factorise(double *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = a[i * n + j];

			for (size_t k = 0; k < j; k++)
				sum -= a[i * n + k] * a[j * n + k];
			if (i > j)
				a[i * n + j] = sum / a[j * n + j];
			else if (!(sum > 0) || !isfinite(sum))
				return false;
			else
				a[i * n + i] = sqrt(sum);
		}
	return true;
}

/* Solves L L^T x = b in place. */
static void solve(const double *l, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < i; k++)
			b[i] -= l[i * n + k] * b[k];
		b[i] /= l[i * n + i];
	}
	for (size_t i = n; i-- > 0;) {
		for (size_t k = i + 1; k < n; k++)
			b[i] -= l[k * n + i] * b[k];
		b[i] /= l[i * n + i];
	}
}

/* ---- the climb --------------------------------------------------------------------------------- */
typedef struct climb {
	learn_density density;
	learn_curvature second;
	void *context;
	size_t n;
	double *x, *gradient, *curvature, *damped, *step, *other, *up, *down;
	double value;
} climb;

/* Minus the second derivatives, by central differences of the gradient. */
static void measure_curvature(climb *c)
{
	if (c->second) {
		c->second(c->x, c->curvature, c->context);
		return;
	}
	for (size_t i = 0; i < c->n; i++) {
		double h = 1e-4 * fmax(1, fabs(c->x[i]));

		memcpy(c->other, c->x, c->n * sizeof(double));
		c->other[i] = c->x[i] + h;
		(void)c->density(c->other, c->up, c->context);
		c->other[i] = c->x[i] - h;
		(void)c->density(c->other, c->down, c->context);
		for (size_t j = 0; j < c->n; j++)
			c->curvature[i * c->n + j] = -(c->up[j] - c->down[j]) / (2 * h);
	}
	for (size_t i = 0; i < c->n; i++)
		for (size_t j = 0; j < i; j++) {
			double mean = (c->curvature[i * c->n + j] + c->curvature[j * c->n + i]) / 2;

			c->curvature[i * c->n + j] = c->curvature[j * c->n + i] = mean;
		}
}

/* Adds to the diagonal until the matrix has a factor. */
static void damp(climb *c, double *damping)
{
	for (;;) {
		memcpy(c->damped, c->curvature, c->n * c->n * sizeof(double));
		for (size_t i = 0; i < c->n; i++)
			c->damped[i * c->n + i] += *damping * fmax(1, fabs(c->curvature[i * c->n + i]));
		if (factorise(c->damped, c->n) || *damping > 1e12)
			return;
		*damping = *damping > 0 ? *damping * 4 : 1e-3;
	}
}

/* One step upwards; false when none is found any more. */
static bool climb_once(climb *c, double *damping)
{
	measure_curvature(c);
	for (int tries = 0; tries < 30; tries++) {
		double gain;

		damp(c, damping);
		memcpy(c->step, c->gradient, c->n * sizeof(double));
		solve(c->damped, c->n, c->step);
		for (size_t i = 0; i < c->n; i++)
			c->other[i] = c->x[i] + fmax(-5, fmin(5, c->step[i]));
		gain = c->density(c->other, c->up, c->context) - c->value;
		if (gain > 0 && isfinite(gain)) {
			memcpy(c->x, c->other, c->n * sizeof(double));
			memcpy(c->gradient, c->up, c->n * sizeof(double));
			c->value += gain;
			*damping = *damping > 1e-6 ? *damping / 8 : 0;
			return gain > 1e-9;
		}
		*damping = *damping > 0 ? *damping * 8 : 1e-3;
	}
	return false;
}

static bool climb_new(climb *c, hw_arena *arena)
{
	c->x = HW_NEW(arena, double, c->n);
	c->gradient = HW_NEW(arena, double, c->n);
	c->step = HW_NEW(arena, double, c->n);
	c->other = HW_NEW(arena, double, c->n);
	c->up = HW_NEW(arena, double, c->n);
	c->down = HW_NEW(arena, double, c->n);
	c->curvature = HW_NEW(arena, double, c->n * c->n);
	c->damped = HW_NEW(arena, double, c->n * c->n);
	return c->x && c->gradient && c->step && c->other && c->up && c->down && c->curvature && c->damped;
}

/* Covariance = (L L^T)^-1, so its own lower factor comes from inverting and factorising again. */
static bool covariance(const climb *c, hw_arena *arena, learn_laplace *result)
{
	size_t n = c->n;
	double *inverse = HW_NEW(arena, double, n *n), *column = HW_NEW(arena, double, n);

	if (!inverse || !column)
		return false;
	result->log_volume = 0;
	for (size_t j = 0; j < n; j++) {
		for (size_t i = 0; i < n; i++)
			column[i] = i == j;
		solve(c->damped, n, column);
		for (size_t i = 0; i < n; i++)
			inverse[i * n + j] = column[i];
		result->log_volume -= log(c->damped[j * n + j]);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			inverse[i * n + j] = inverse[j * n + i] = (inverse[i * n + j] + inverse[j * n + i]) / 2;
	if (!factorise(inverse, n)) /* rounding at worst: fall back to the diagonal */
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j <= i; j++)
				inverse[i * n + j] = i == j ? 1 / c->damped[i * n + i] : 0;
	result->factor = inverse;
	return true;
}

hw_status learn_climb(learn_density density, learn_curvature curvature, void *context, const double *start,
		      size_t count, hw_arena *arena, learn_laplace *result, hw_error *error)
{
	climb c = {.density = density, .second = curvature, .context = context, .n = count};
	double damping = 0;

	if (!climb_new(&c, arena))
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn");
	memcpy(c.x, start, count * sizeof(double));
	c.value = density(c.x, c.gradient, context);
	for (int i = 0; i < 200 && climb_once(&c, &damping); i++)
		;
	measure_curvature(&c);
	damping = 0;
	damp(&c, &damping);
	result->count = count;
	result->mode = c.x;
	result->log_density = c.value;
	if (!covariance(&c, arena, result))
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn");
	return HW_OK;
}

/* ---- chains --------------------------------------------------------------------------------------- */
double learn_propose(const learn_laplace *l, const double *about, double scale, hw_random *random, double *x)
{
	double z[LEARN_MOST], square = 0;

	for (size_t i = 0; i < l->count; i++) {
		z[i] = scale * hw_random_normal(random);
		square += z[i] * z[i];
	}
	for (size_t i = 0; i < l->count; i++) {
		double sum = 0;

		for (size_t k = 0; k <= i; k++)
			sum += l->factor[i * l->count + k] * z[k];
		x[i] = about[i] + sum;
	}
	return square;
}

bool learn_step(learn_density density, void *context, const learn_laplace *l, double scale, hw_random *random,
		double *x, double *density_at, double *spare)
{
	double value, threshold;

	(void)learn_propose(l, x, scale, random, spare);
	value = density(spare, NULL, context);
	threshold = log(hw_random_unit(random) + 1e-300);
	if (!(threshold < value - *density_at))
		return false;
	memcpy(x, spare, l->count * sizeof(double));
	*density_at = value;
	return true;
}

hw_status learn_spread(learn_laplace *l, const double *states, size_t rows, hw_arena *arena, hw_error *error)
{
	size_t n = l->count;
	double *covariance = HW_NEW(arena, double, n *n), mean[LEARN_MOST] = {0};

	if (!covariance)
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn");
	if (rows < 2 * n)
		return HW_OK;
	memset(covariance, 0, n * n * sizeof(double));
	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < n; i++)
			mean[i] += states[r * n + i] / (double)rows;
	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j <= i; j++)
				covariance[i * n + j] += (states[r * n + i] - mean[i]) * (states[r * n + j] - mean[j]) /
							 (double)(rows - 1);
	if (factorise(covariance, n))
		l->factor = covariance;
	return HW_OK;
}

/* ---- numbers ----------------------------------------------------------------------------------------- */
static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double quantile(const double *sorted, size_t count, double p)
{
	double at = p * (double)(count - 1);
	size_t low = (size_t)at;

	if (low + 1 >= count)
		return sorted[count - 1];
	return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

exchange_interval learn_interval(const double *values, size_t count, double *spare)
{
	exchange_interval r = {0};

	if (!count)
		return r;
	memcpy(spare, values, count * sizeof(double));
	qsort(spare, count, sizeof(double), by_value);
	for (size_t i = 0; i < count; i++)
		r.mean += spare[i] / (double)count;
	r.median = quantile(spare, count, 0.5);
	r.lower90 = quantile(spare, count, 0.05);
	r.upper90 = quantile(spare, count, 0.95);
	r.lower50 = quantile(spare, count, 0.25);
	r.upper50 = quantile(spare, count, 0.75);
	return r;
}

/* log N(x; m, s) without the constant that both parts of a mixture share */
static double log_normal(double x, double m, double s, double *slope)
{
	double z = (x - m) / s;

	*slope = -z / s;
	return -0.5 * z * z - log(s);
}

double learn_prior(const exchange_prior *p, double x, double *slope)
{
	double middle = p->positive ? log(p->middle) : p->middle, said, a, b, slope_a, slope_b, most, share;

	a = log_normal(x, middle, p->spread, &slope_a);
	if (!(p->trust > 0)) {
		*slope = slope_a;
		return a;
	}
	said = p->positive ? log(p->said) : p->said;
	b = log_normal(x, said, p->said_spread, &slope_b);
	a += log1p(-fmin(p->trust, 1 - 1e-12));
	b += log(p->trust);
	most = fmax(a, b);
	share = exp(b - most) / (exp(a - most) + exp(b - most));
	*slope = share * slope_b + (1 - share) * slope_a;
	return most + log(exp(a - most) + exp(b - most));
}

hw_status learn_prior_check(const exchange_prior *p, const char *what, size_t index, hw_error *error)
{
	bool said = p->trust > 0;

	if (isfinite(p->middle) && p->spread > 0 && isfinite(p->spread) && (!p->positive || p->middle > 0) &&
	    p->trust >= 0 && p->trust <= 1 &&
	    (!said || (isfinite(p->said) && p->said_spread > 0 && (!p->positive || p->said > 0))))
		return HW_OK;
	return hw_fail(error, HW_BAD_INPUT, "the prior of %s %zu has no positive spread, or a middle that cannot be",
		       what, index);
}
