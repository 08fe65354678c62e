/* number.c - numbers as text, and the numerics that engines share. */
#include "base/base_int.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

double hw_read_double(const char *text, char **end)
{
	/* glibc hands out its static object for "C": no memory, no failure. */
	return strtod_l(text, end, newlocale(LC_ALL_MASK, "C", (locale_t)0));
}

/* value = 0.d1d2d3... * 10^point; digits without zeros at the end. */
typedef struct decimal {
	char digits[24];
	int count, point;
} decimal;

/* `digits` significant digits; true when they read back as the value.  printf and
 * strtod agree on the decimal point of the locale, whatever it is; only the digits are kept. */
static bool try_digits(double value, int digits, decimal *result)
{
	char text[64];

	snprintf(text, sizeof text, "%.*e", digits - 1, value);
	result->count = 0;
	const char *at = text;
	for (; *at && *at != 'e'; at++)
		if (*at >= '0' && *at <= '9')
			result->digits[result->count++] = *at;
	result->point = *at ? atoi(at + 1) + 1 : 1;
	while (result->count > 1 && result->digits[result->count - 1] == '0')
		result->count--;
	result->digits[result->count] = '\0';
	return strtod(text, NULL) == value;
}

/* A power of two has a narrower gap below than above, so the nearest 16 digits may
 * miss it although the next 16 digits up do not (2^-44 is one such number). */
static bool try_next_up(double value, decimal *result)
{
	char text[48];
	int at = 15;

	(void)try_digits(value, 16, result);
	while (result->count < 16)
		result->digits[result->count++] = '0';
	while (at > 0 && result->digits[at] == '9')
		result->digits[at--] = '0';
	result->digits[at]++;
	snprintf(text, sizeof text, "%.16se%d", result->digits, result->point - 16);
	while (result->count > 1 && result->digits[result->count - 1] == '0')
		result->count--;
	return result->digits[0] <= '9' && hw_read_double(text, NULL) == value;
}

static void shortest(double value, decimal *result)
{
	int exponent;

	/* Up to 15 digits survive the way through a normal double (DBL_DIG), so if a text of at
	 * most 15 digits exists it is the one with 15 less its zeros.  Below DBL_MIN that is not so. */
	for (int digits = value < DBL_MIN ? 1 : 15; digits < 17; digits++) {
		if (try_digits(value, digits, result))
			return;
		if (digits == 16 && frexp(value, &exponent) == 0.5 && try_next_up(value, result))
			return;
	}
	(void)try_digits(value, 17, result);
}

/* The layout of ECMAScript's Number::toString, but whole numbers that come here, from 2^53
 * on, get an exponent: without one a JSON reader takes the digits for an exact whole number. */
static void lay_out(const decimal *d, char *out)
{
	int n = d->point, k = d->count;

	if (0 < n && n < k)
		sprintf(out, "%.*s.%.*s", n, d->digits, k - n, d->digits + n);
	else if (-6 < n && n <= 0)
		sprintf(out, "0.%.*s%.*s", -n, "000000", k, d->digits);
	else if (k == 1)
		sprintf(out, "%ce%d", d->digits[0], n - 1);
	else
		sprintf(out, "%c.%.*se%d", d->digits[0], k - 1, d->digits + 1, n - 1);
}

const char *hw_number_write(double value, char out[32])
{
	decimal d;
	char *at = out;

	if (isnan(value))
		return memcpy(out, "nan", 4);
	if (signbit(value))
		*at++ = '-';
	value = fabs(value);
	if (isinf(value)) {
		memcpy(at, "inf", 4);
	} else if (value < 9007199254740992.0 && value == floor(value)) {
		sprintf(at, "%llu", (unsigned long long)value);
	} else {
		shortest(value, &d);
		lay_out(&d, at);
	}
	return out;
}

/* ---- logistic ---- */
double hw_logistic(double x)
{
	if (x >= 0)
		return 1 / (1 + exp(-x));
	double e = exp(x);
	return e / (1 + e);
}

double hw_logit(double p)
{
	return log(p) - log1p(-p);
}

double hw_log_logistic(double x)
{
	return x >= 0 ? -log1p(exp(-x)) : x - log1p(exp(x));
}

double hw_log_sum_exp(const double *x, size_t count)
{
	double largest = -HUGE_VAL, sum = 0;

	for (size_t i = 0; i < count; i++)
		if (x[i] > largest || isnan(x[i]))
			largest = x[i];
	if (!isfinite(largest))
		return largest;
	for (size_t i = 0; i < count; i++)
		sum += exp(x[i] - largest);
	return largest + log(sum);
}

/* ---- distributions over whole numbers ---- */
/* Four trials are multiplied in with one pass: their own small distribution c[0..4] is convolved with pmf[low..high], from
 * above in place.  What lies beside that part is zero. */
enum { LANES = 4 };
/* Two numbers in one register, at any address of a double: wider vectors go through memory without AVX. */
typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

static void multiply_four(double *pmf, size_t low, size_t high, const double c[LANES + 1])
{
	const pair c0 = {c[0], c[0]}, c1 = {c[1], c[1]}, c2 = {c[2], c[2]}, c3 = {c[3], c[3]}, c4 = {c[4], c[4]};
	size_t k = high + LANES + 1; /* pmf[k..] is done */

	for (; k >= low + LANES && k >= 2 * LANES; k -= LANES) {
		double *f = pmf + k - LANES;
		pair at_2 = *(pair *)(f - 2), at0 = *(pair *)f;
		pair a = c0 * at0, b = c0 * *(pair *)(f + 2);
		a += c1 * *(pair *)(f - 1);
		b += c1 * *(pair *)(f + 1);
		a += c2 * at_2;
		b += c2 * at0;
		a += c3 * *(pair *)(f - 3);
		b += c3 * *(pair *)(f - 1);
		a += c4 * *(pair *)(f - 4);
		b += c4 * at_2;
		*(pair *)f = a;
		*(pair *)(f + 2) = b;
	}
	while (k-- > low) {
		double sum = 0;
		for (size_t i = 0; i <= LANES && i <= k; i++)
			sum += c[i] * pmf[k - i];
		pmf[k] = sum;
	}
}

static void multiply_one(double *pmf, size_t low, size_t high, double yes)
{
	for (size_t k = high + 1; k > low; k--)
		pmf[k] = pmf[k] * (1 - yes) + pmf[k - 1] * yes;
	pmf[low] *= 1 - yes;
}

void hw_poisson_binomial(const double *p, size_t count, double *pmf)
{
	/* pmf[low..high] is the part that is not zero.  Its ends are given up once they
	 * are below DBL_MIN: no result can see them and denormals are slow. */
	size_t low = 0, high = 0, certain = 0, waiting = 0;
	double trials[LANES];

	memset(pmf, 0, (count + 1) * sizeof *pmf);
	pmf[0] = 1;
	for (size_t i = 0; i < count; i++) {
		double c[LANES + 1] = {1};
		if (p[i] <= 0)
			continue;
		if (p[i] >= 1) {
			certain++;
			continue;
		}
		trials[waiting++] = p[i];
		if (waiting < LANES)
			continue;
		for (size_t t = 0; t < LANES; t++)
			multiply_one(c, 0, t, trials[t]);
		multiply_four(pmf, low, high, c);
		waiting = 0;
		high += LANES;
		while (low < high && pmf[low] < DBL_MIN)
			pmf[low++] = 0;
		while (high > low && pmf[high] < DBL_MIN)
			pmf[high--] = 0;
	}
	for (size_t t = 0; t < waiting; t++)
		multiply_one(pmf, low, high++, trials[t]);
	if (certain) {
		memmove(pmf + low + certain, pmf + low, (high - low + 1) * sizeof *pmf);
		for (size_t k = low; k < low + certain; k++)
			pmf[k] = 0;
	}
}

void hw_pmf_interval(const double *pmf, size_t length, double level, size_t *lower, size_t *upper)
{
	/* Sums of decimals land beside the bound: a hair is not a difference. */
	const double hair = 1e-12, tail = (1 - level) / 2;
	double sum = 0;
	size_t low = length ? length - 1 : 0, high = low;
	bool low_found = false;

	for (size_t k = 0; k < length; k++) {
		sum += pmf[k];
		if (!low_found && sum > tail + hair) {
			low = k;
			low_found = true;
		}
		if (low_found && sum >= 1 - tail - hair) {
			high = k;
			break;
		}
	}
	*lower = low;
	*upper = high;
}

void hw_pmf_convolve(const double *a, size_t a_length, const double *b, size_t b_length, double *out)
{
	if (!a_length || !b_length)
		return;
	memset(out, 0, (a_length + b_length - 1) * sizeof *out);
	for (size_t i = 0; i < a_length; i++) {
		if (a[i] == 0)
			continue;
		for (size_t j = 0; j < b_length; j++)
			out[i + j] += a[i] * b[j];
	}
}

/* ---- the earth ---- */
double hw_distance_km(double lat1, double lon1, double lat2, double lon2)
{
	const double radians = 0.017453292519943295769, radius_km = 6371.0088;
	double half_lat = sin((lat2 - lat1) * radians / 2), half_lon = sin((lon2 - lon1) * radians / 2);
	double h = half_lat * half_lat + cos(lat1 * radians) * cos(lat2 * radians) * half_lon * half_lon;

	return 2 * radius_km * asin(sqrt(h > 1 ? 1 : h));
}
