/* vector_int.h - sums and products over arrays, two numbers in one register (every 64-bit machine has that much).
 * Partial sums are always the same number in the same order, so results do not depend on the machine's vectors. */
#ifndef HW_BELIEF_VECTOR_INT_H
#define HW_BELIEF_VECTOR_INT_H

#include <stddef.h>

/* At any address of a double. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

static inline pair pair_at(const double *v)
{
	return *(const pair *)v;
}

static inline double sum_of(const double *v, size_t count)
{
	pair a = {0}, b = {0}, c = {0}, d = {0};
	size_t i = 0;

	for (; i + 8 <= count; i += 8) {
		a += pair_at(v + i);
		b += pair_at(v + i + 2);
		c += pair_at(v + i + 4);
		d += pair_at(v + i + 6);
	}
	a = (a + b) + (c + d);
	double sum = a[0] + a[1];
	for (; i < count; i++)
		sum += v[i];
	return sum;
}

static inline double dot_of(const double *v, const double *w, size_t count)
{
	pair a = {0}, b = {0}, c = {0}, d = {0};
	size_t i = 0;

	for (; i + 8 <= count; i += 8) {
		a += pair_at(v + i) * pair_at(w + i);
		b += pair_at(v + i + 2) * pair_at(w + i + 2);
		c += pair_at(v + i + 4) * pair_at(w + i + 4);
		d += pair_at(v + i + 6) * pair_at(w + i + 6);
	}
	a = (a + b) + (c + d);
	double sum = a[0] + a[1];
	for (; i < count; i++)
		sum += v[i] * w[i];
	return sum;
}

/* v <- by * v */
static inline void scale_by(double *v, double by, size_t count)
{
	const pair both = {by, by};
	size_t i = 0;

	for (; i + 2 <= count; i += 2)
		*(pair *)(v + i) *= both;
	if (i < count)
		v[i] *= by;
}

/* v <- v * w */
static inline void multiply_by(double *v, const double *w, size_t count)
{
	size_t i = 0;

	for (; i + 2 <= count; i += 2)
		*(pair *)(v + i) *= pair_at(w + i);
	if (i < count)
		v[i] *= w[i];
}

/* v <- a * v + b * w */
static inline void blend(double *v, double a, const double *w, double b, size_t count)
{
	const pair x = {a, a}, y = {b, b};
	size_t i = 0;

	for (; i + 2 <= count; i += 2)
		*(pair *)(v + i) = x * pair_at(v + i) + y * pair_at(w + i);
	if (i < count)
		v[i] = a * v[i] + b * w[i];
}

/* v <- a * v + b */
static inline void shift_by(double *v, double a, double b, size_t count)
{
	const pair x = {a, a}, y = {b, b};
	size_t i = 0;

	for (; i + 2 <= count; i += 2)
		*(pair *)(v + i) = x * pair_at(v + i) + y;
	if (i < count)
		v[i] = a * v[i] + b;
}

static inline double largest_of(const double *v, size_t count)
{
	double a = 0, b = 0, c = 0, d = 0;
	size_t i = 0;

	for (; i + 4 <= count; i += 4) {
		a = v[i] > a ? v[i] : a;
		b = v[i + 1] > b ? v[i + 1] : b;
		c = v[i + 2] > c ? v[i + 2] : c;
		d = v[i + 3] > d ? v[i + 3] : d;
	}
	for (; i < count; i++)
		a = v[i] > a ? v[i] : a;
	a = a > b ? a : b;
	c = c > d ? c : d;
	return a > c ? a : c;
}

#endif
