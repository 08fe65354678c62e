/* combine.c - draws of a linkage are mixed; strata are added, draw by draw, never interval by interval. */
#include "census/study_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST_POINTS = 100 };

/* Adds a stratum's points to `sum` in a random order: the strata are independent given the lists. */
static void add_shuffled(double *sum, size_t count, const census_estimate *e, hw_random *random, double *scratch)
{
	for (size_t i = 0; i < count; i++)
		scratch[i] = e->draws[(size_t)(((double)i + 0.5) / (double)count * (double)e->draw_count)];
	for (size_t i = count; i-- > 1;) {
		size_t other = (size_t)hw_random_below(random, i + 1);
		double kept = scratch[i];
		scratch[i] = scratch[other];
		scratch[other] = kept;
	}
	for (size_t i = 0; i < count; i++)
		sum[i] += scratch[i];
}

/* The worst over tables: NAN counts as nothing. */
static void take_worst(census_estimate *into, const census_estimate *e)
{
	into->rhat = fmax(into->rhat, e->rhat);
	into->ess = fmin(into->ess, e->ess);
	into->at_cap = fmax(into->at_cap, e->at_cap);
	if (e->classes.sweeps > into->classes.sweeps)
		into->classes = e->classes;
	into->edge = fmax(into->edge, e->edge);
	into->beyond = fmax(into->beyond, e->beyond);
	into->at_zero = fmax(into->at_zero, e->at_zero);
	into->boundary = fmax(into->boundary, e->boundary);
	into->missing = into->missing > e->missing ? into->missing : e->missing;
	into->models = into->models > e->models ? into->models : e->models;
}

/* Figures of the three deltas: sums over strata, means over draws. */
static void add_deltas(census_estimate *into, const census_estimate *e, double share)
{
	for (size_t i = 0; i < 3; i++) {
		into->deltas[i] = e->deltas[i];
		into->delta_figures[i].median += share * e->delta_figures[i].median;
		into->delta_figures[i].mean += share * e->delta_figures[i].mean;
		into->delta_figures[i].lower += share * e->delta_figures[i].lower;
		into->delta_figures[i].upper += share * e->delta_figures[i].upper;
		into->delta_figures[i].mode = (double)NAN;
	}
}

typedef struct mixing_job {
	const census_estimate *units;
	size_t strata;
	census_method method;
	size_t used;  /* draws in which every stratum has the method */
	size_t swept; /* of them with the three deltas */
} mixing_job;

static const census_estimate *unit_at(const mixing_job *m, size_t draw, size_t stratum)
{
	return &m->units[(draw * m->strata + stratum) * CENSUS_METHOD_COUNT + m->method];
}

static bool is_whole(const mixing_job *m, size_t draw)
{
	for (size_t s = 0; s < m->strata; s++)
		if (!unit_at(m, draw, s)->possible)
			return false;
	return m->strata > 0;
}

static void mix_draw(const mixing_job *m, size_t draw, size_t points, uint64_t seed, double *pool, double *scratch,
		     census_estimate *result)
{
	hw_random random = hw_random_new(seed, 0x5eed0000u + draw * 1024 + (size_t)m->method * 64);

	memset(pool, 0, points * sizeof(double));
	for (size_t s = 0; s < m->strata; s++) {
		const census_estimate *e = unit_at(m, draw, s);
		add_shuffled(pool, points, e, &random, scratch);
		take_worst(result, e);
		result->figure.mean += e->figure.mean / (double)m->used;
		if (e->deltas[2] > 0)
			add_deltas(result, e, 1 / (double)m->swept);
	}
}

static bool is_point_method(census_method method)
{
	return method == CENSUS_CHAPMAN || method == CENSUS_CHAO_MH || method == CENSUS_CHAO_MTH ||
	       method == CENSUS_LOGLINEAR_MODEL;
}

hw_status census_combine(const census_estimate *units, size_t draws, size_t strata, census_method method,
			 const census_run *run, hw_arena *arena, census_estimate *result, hw_error *error)
{
	mixing_job m = {units, strata, method, 0, 0};
	census_estimate r = units[method];

	for (size_t d = 0; d < draws; d++) {
		m.used += is_whole(&m, d);
		m.swept += is_whole(&m, d) && unit_at(&m, d, 0)->deltas[2] > 0;
	}
	if (draws == 1 && strata == 1) {
		*result = r;
		return HW_OK;
	}
	r.possible = m.used > 0;
	r.set_count = 0;
	r.figure = (census_figure){.mode = (double)NAN};
	memset(r.delta_figures, 0, sizeof r.delta_figures);
	size_t points = m.used ? CENSUS_DRAWS / m.used : 0;
	points = points < FEWEST_POINTS ? FEWEST_POINTS : points;
	double *pool = HW_NEW(arena, double, points *(m.used + 1)), *scratch = HW_NEW(arena, double, points);
	if (!pool || !scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory to put the draws together");
	for (size_t d = 0, at = 0; d < draws; d++)
		if (is_whole(&m, d))
			mix_draw(&m, d, points, run->seed, pool + points * at++, scratch, &r);
	if (!m.used) {
		r.figure = (census_figure){(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
		*result = r;
		return HW_OK;
	}
	double mean = r.figure.mean;
	qsort(pool, points * m.used, sizeof(double), census_compare_numbers);
	r.figure = census_figure_of(pool, points * m.used);
	r.figure.mean = mean;
	if (is_point_method(method))
		r.figure.median = mean;
	r.draws = pool;
	r.draw_count = points * m.used;
	*result = r;
	return HW_OK;
}
