/* circle.c - the chance that a place lies within a distance of a point. */
#include "belief/belief_int.h"

#include <math.h>

static const double PI = 3.14159265358979323846;

/* exp(-x) I0(x), x >= 0: the power series while its terms do not cancel digits, then the asymptotic one
 * (Abramowitz & Stegun 9.6.12 and 9.7.1). */
static double scaled_bessel(double x)
{
	double term = 1, sum = 1;

	if (x < 30) {
		for (int k = 1; term > 1e-17 * sum; k++) {
			term *= x * x / 4 / ((double)k * k);
			sum += term;
		}
		return sum * exp(-x);
	}
	for (int k = 1; k < 40; k++) {
		double odd = 2 * k - 1, next = term * odd * odd / (8 * x * k);
		if (next >= term || next < 1e-17)
			break;
		term = next;
		sum += term;
	}
	return sum / sqrt(2 * PI * x);
}

/* Density of the distance in units of sigma (Rice): x exp(-(x-a)^2/2) exp(-ax) I0(ax). */
static double rice(double x, double a)
{
	return x * exp(-(x - a) * (x - a) / 2) * scaled_bessel(a * x);
}

/* Gauss-Legendre, 8 points a panel. */
static double integrate_rice(double from, double to, double a)
{
	static const double at[] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363};
	static const double weight[] = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763};
	int panels = (int)ceil((to - from) * 2);
	double half, sum = 0;

	if (panels < 1)
		panels = 1;
	half = (to - from) / panels / 2;
	for (int i = 0; i < panels; i++) {
		double middle = from + (2 * i + 1) * half;
		for (size_t k = 0; k < HW_COUNT(at); k++)
			sum += weight[k] * (rice(middle - half * at[k], a) + rice(middle + half * at[k], a));
	}
	return sum * half;
}

double belief_within_circle(double distance_km, double sigma_km, double radius_km)
{
	enum { REACH = 10 }; /* beyond 10 sigma the mass is below 1e-22 */

	if (!(radius_km > 0))
		return distance_km <= radius_km && !(sigma_km > 0) ? 1 : 0;
	/* A position known to a ten-thousandth of the lengths is a point. */
	if (!(sigma_km > 1e-6 * (distance_km + radius_km)))
		return distance_km <= radius_km ? 1 : 0;
	double a = distance_km / sigma_km, b = radius_km / sigma_km;
	double low = fmax(0, a - REACH), high = a + REACH;
	if (b >= high)
		return 1;
	if (b <= low)
		return 0;
	return fmin(1, integrate_rice(low, b, a));
}

/* Share of a disc (radius r1) that another disc (radius r2, centres d apart) covers. */
static double disc_share(double r1, double r2, double d)
{
	if (d >= r1 + r2)
		return 0;
	if (d + r1 <= r2)
		return 1;
	if (d + r2 <= r1)
		return r2 * r2 / (r1 * r1);
	double x1 = (d * d + r1 * r1 - r2 * r2) / (2 * d), x2 = d - x1;
	double lens = r1 * r1 * acos(fmax(-1, fmin(1, x1 / r1))) + r2 * r2 * acos(fmax(-1, fmin(1, x2 / r2))) -
		      d * sqrt(fmax(0, r1 * r1 - x1 * x1));
	return fmax(0, fmin(1, lens / (PI * r1 * r1)));
}

/* NAN when not known. */
static double distance_to(const belief_site *site, size_t index, const belief_circle *circle)
{
	if (circle->distances_km && !isnan(circle->distances_km[index]))
		return circle->distances_km[index];
	if (isnan(circle->lat) || isnan(circle->lon) || isnan(site->lat) || isnan(site->lon))
		return NAN;
	return hw_distance_km(circle->lat, circle->lon, site->lat, site->lon);
}

hw_status circle_site(const belief_site *site, size_t index, const belief_circle *circle, double *weight,
		      hw_error *error)
{
	double distance = distance_to(site, index, circle);

	if (site->unlisted && site->area_km2 > 0) {
		*weight = isnan(distance) ? fmin(1, PI * circle->km * circle->km / site->area_km2)
					  : disc_share(sqrt(site->area_km2 / PI), circle->km, distance);
		return HW_OK;
	}
	if (!isnan(distance)) {
		*weight = belief_within_circle(distance, site->sigma_km, circle->km);
		return HW_OK;
	}
	if (site->unlisted) {
		hw_fail(error, HW_BAD_INPUT, "is not known, so nothing can be said of what is near");
		hw_error_what(error, "area_km2");
		hw_error_remedy(error, "give the area over which its places may lie");
	} else {
		hw_fail(error, HW_BAD_INPUT, "its distance is not known, and must not read as far away");
		hw_error_what(error, "lat");
		hw_error_remedy(error, "give lat and lon, or its distance (any large number when it is far)");
	}
	return hw_error_where(error, "sites[%zu]", index);
}

hw_status belief_circle_weights(const belief_problem *problem, const belief_circle *circle, double *weights,
				hw_error *error)
{
	hw_error own = {0};

	if (!(circle->km >= 0)) {
		hw_fail(error, HW_BAD_INPUT, "the radius is not a distance");
		return HW_BAD_INPUT;
	}
	/* Twice over the sites, so that a failure leaves the weights as they were. */
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < problem->site_count; i++) {
			double weight = 0;
			if (circle_site(&problem->sites[i], i, circle, &weight, error ? error : &own) != HW_OK)
				return HW_BAD_INPUT;
			if (pass)
				weights[i] = weight;
		}
	weights[problem->site_count] = weights[problem->site_count + 1] = 0;
	return HW_OK;
}

belief_presence belief_presence_of(const double *p, size_t count, double hidden)
{
	double log_nobody = 0, sum = 0, most = 0;
	belief_presence result;

	for (size_t i = 0; i < count; i++) {
		if (!(p[i] > 0))
			continue;
		log_nobody += log1p(-fmin(1, p[i]));
		sum += p[i];
		most = fmax(most, p[i]);
	}
	result.low = fmin(1, most);
	result.high = fmin(1, sum);
	result.independent = fmin(result.high, fmax(result.low, -expm1(log_nobody))); /* but for rounding */
	result.with_hidden = -expm1(log_nobody - hidden);
	return result;
}

const char *belief_presence_word(const belief_presence *presence, bool observed)
{
	/* "present" decisions use the upper number: a wrong "nobody there" kills. */
	if (presence->high >= 0.05)
		return "evidence of presence";
	return observed ? "no evidence either way" : "not observed";
}
