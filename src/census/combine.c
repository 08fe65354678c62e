/* combine.c - draws of a linkage are mixed; strata are added, draw by draw, never interval by interval. */
#include "census/study_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEWEST_POINTS = 100 };

/* Adds a stratum's points to `sum` in a random order: the strata are independent given the lists. */
static void add_shuffled(double *sum, size_t count, const double *draws, size_t draw_count, hw_random *random,
			 double *scratch)
{
	for (size_t i = 0; i < count; i++)
		scratch[i] = draws[(size_t)(((double)i + 0.5) / (double)count * (double)draw_count)];
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
	into->run_off = into->run_off > e->run_off ? into->run_off : e->run_off;
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

static hw_random draw_random(const mixing_job *m, uint64_t seed, size_t draw)
{
	return hw_random_new(seed, 0x5eed0000u + draw * 1024 + (size_t)m->method * 64);
}

static void mix_draw(const mixing_job *m, size_t draw, size_t points, uint64_t seed, double *pool, double *scratch,
		     census_estimate *result)
{
	hw_random random = draw_random(m, seed, draw);

	memset(pool, 0, points * sizeof(double));
	for (size_t s = 0; s < m->strata; s++) {
		const census_estimate *e = unit_at(m, draw, s);
		add_shuffled(pool, points, e->draws, e->draw_count, &random, scratch);
		take_worst(result, e);
		result->figure.mean += e->figure.mean / (double)m->used;
	}
}

static bool is_swept(const mixing_job *m, size_t draw)
{
	return is_whole(m, draw) && unit_at(m, draw, 0)->delta_draws[2];
}

/* The figures of the three deltas, from draws like the estimate itself and in its order.  The delta that the estimate
 * has is the estimate: it may rest on more draws of the linkage than the sweep. */
static void mix_deltas(const mixing_job *m, size_t draws, uint64_t seed, double *pool, double *scratch,
		       census_estimate *result)
{
	size_t points = CENSUS_DRAWS / m->swept;

	points = points < FEWEST_POINTS ? FEWEST_POINTS : points;
	for (size_t i = 0; i < 3; i++) {
		size_t at = 0;
		double mean = 0;
		if (i == result->as_delta) {
			result->delta_figures[i] = result->figure;
			continue;
		}
		memset(pool, 0, points * m->swept * sizeof(double));
		for (size_t d = 0; d < draws; d++) {
			if (!is_swept(m, d))
				continue;
			hw_random random = draw_random(m, seed, d);
			for (size_t s = 0; s < m->strata; s++) {
				const census_estimate *e = unit_at(m, d, s);
				add_shuffled(pool + points * at, points, e->delta_draws[i], CENSUS_DRAWS, &random,
					     scratch);
				mean += e->delta_figures[i].mean / (double)m->swept;
			}
			at++;
		}
		qsort(pool, points * m->swept, sizeof(double), census_compare_numbers);
		result->delta_figures[i] = census_figure_of(pool, points * m->swept);
		result->delta_figures[i].mean = mean;
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
		m.swept += is_swept(&m, d);
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
		for (size_t i = 0; i < draws * strata; i++)
			take_worst(&r, &units[i * CENSUS_METHOD_COUNT + method]);
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
	if (m.swept) {
		double *swept = HW_NEW(arena, double, (CENSUS_DRAWS + FEWEST_POINTS) * (m.swept + 1));
		double *part = HW_NEW(arena, double, CENSUS_DRAWS + FEWEST_POINTS);
		if (!swept || !part)
			return hw_fail(error, HW_NO_MEMORY, "no memory to put the draws together");
		mix_deltas(&m, draws, run->seed, swept, part, &r);
	}
	*result = r;
	return HW_OK;
}
