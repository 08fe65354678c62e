/* units.c - every method on one table. */
#include "census/study_int.h"

#include <math.h>

enum { POINTS = 1000 };
static const double NORMAL_95 = 1.959963984540054, MOST_TIMES_SEEN = 20;

static census_estimate nothing(census_method method)
{
	double none = (double)NAN;

	return (census_estimate){.method = method,
				 .figure = {none, none, none, none, none},
				 .rhat = none,
				 .ess = none,
				 .at_cap = none,
				 .edge = none,
				 .beyond = none,
				 .at_zero = none,
				 .boundary = none,
				 .best_weight = none,
				 .standard_error = none,
				 .as_delta = SIZE_MAX};
}

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the draws of a method");
}

static uint32_t set_out(const reduced *r, uint32_t set)
{
	uint32_t result = 0;

	for (size_t j = 0; j < r->table.lists; j++)
		result |= (set >> j & 1u) << r->map[j];
	return result;
}

/* Points of a log-normal n0 above `seen`. */
static hw_status log_normal_points(census_estimate *e, double seen, double hidden, double sd, hw_arena *arena,
				   hw_error *error)
{
	e->draws = HW_NEW(arena, double, POINTS);
	if (!e->draws)
		return no_memory(error);
	e->draw_count = POINTS;
	for (size_t i = 0; i < POINTS; i++)
		e->draws[i] = seen + hidden * exp(sd * census_normal_quantile(((double)i + 0.5) / POINTS));
	return HW_OK;
}

static hw_status unit_bounds(const reduced *r, unsigned methods, const census_run *run, hw_arena *arena,
			     census_estimate *units, hw_error *error)
{
	double seen = (double)r->seen;

	if (methods & 1u << CENSUS_CHAPMAN && r->table.lists == 2)
		HW_TRY(census_chapman(&r->table, 0, 1, &units[CENSUS_CHAPMAN].figure, error));
	if (methods & 1u << CENSUS_CHAO_MH)
		HW_TRY(census_chao_mh(&r->table, &units[CENSUS_CHAO_MH].figure, error));
	for (size_t i = CENSUS_CHAPMAN; i <= CENSUS_CHAO_MH; i++) {
		census_estimate *e = &units[i];
		if (!(methods & 1u << i) || isnan(e->figure.median))
			continue;
		double hidden = e->figure.median - seen;
		e->possible = true;
		e->first = r->map[0];
		e->second = r->map[1];
		double sd = hidden > 0 ? log((e->figure.upper - seen) / hidden) / NORMAL_95 : 0;
		HW_TRY(log_normal_points(e, seen, fmax(hidden, 0), sd, arena, error));
	}
	if (methods & 1u << CENSUS_CHAO_MTH) {
		census_estimate *e = &units[CENSUS_CHAO_MTH];
		e->draws = HW_NEW(arena, double, CENSUS_RESAMPLES);
		if (!e->draws)
			return no_memory(error);
		e->draw_count = CENSUS_RESAMPLES;
		hw_status status = census_chao_mth(&r->table, run, &e->figure, e->draws, error);
		if (status != HW_OK && status != HW_TOO_LARGE) /* over any number of people there is: no figure */
			return status;
		e->possible = status == HW_OK;
	}
	return HW_OK;
}

static hw_status graph_points(const census_graphs *g, double first, hw_arena *arena, double **points, hw_error *error)
{
	*points = HW_NEW(arena, double, CENSUS_DRAWS);
	if (!*points)
		return no_memory(error);
	census_points(g->mass, g->mass_count, first, (double)g->step, *points, CENSUS_DRAWS);
	return HW_OK;
}

/* The decomposable average as asked for, and (with `sweep`) for three deltas without the complete graph. */
static hw_status unit_graphs(const reduced *r, const census_graphs_options *asked, bool sweep, const census_run *run,
			     hw_arena *arena, census_estimate *e, hw_error *error)
{
	bool alone = !asked->complete_graph && !(asked->prior_shape > 0) && !asked->least_hidden,
	     special = asked->delta > 0 || !alone;
	double deltas[3] = {ldexp(1, -(int)r->table.lists), 0.5, 1};
	census_graphs g, main = {0};

	for (size_t i = 0; i < (sweep ? 3u : 1u); i++) {
		census_graphs_options o = {.delta = deltas[i]};
		HW_TRY(census_decomposable(&r->table, &o, run, arena, &g, error));
		if (sweep) {
			e->deltas[i] = deltas[i];
			e->delta_figures[i] = g.figure;
			HW_TRY(graph_points(&g, (double)r->seen, arena, &e->delta_draws[i], error));
		}
		if (i == 0)
			main = g;
		if (!special ? i == 0 : alone && asked->delta == deltas[i])
			e->as_delta = i;
	}
	if (special)
		HW_TRY(census_decomposable(&r->table, asked, run, arena, &main, error));
	HW_TRY(graph_points(&main, (double)r->seen + (double)asked->least_hidden, arena, &e->draws, error));
	e->draw_count = CENSUS_DRAWS;
	e->possible = true;
	e->figure = main.figure;
	e->edge = main.edge;
	e->beyond = main.beyond;
	e->at_zero = main.at_zero;
	e->best_weight = main.best;
	e->models = main.graph_count;
	e->set_count = main.clique_count;
	for (size_t i = 0; i < main.clique_count; i++)
		e->sets[i] = set_out(r, main.cliques[i]);
	return HW_OK;
}

static hw_status unit_model(const reduced *r, const census_fit *fit, hw_arena *arena, census_estimate *e,
			    hw_error *error)
{
	if (!fit->exists || !(fit->upper <= MOST_TIMES_SEEN * (double)r->seen))
		return HW_OK; /* the profile has no end that means anything */
	e->possible = true;
	e->figure = (census_figure){fit->n, fit->n, fit->mode, fit->lower, fit->upper};
	e->standard_error = fit->se;
	return log_normal_points(e, (double)r->seen, fit->n - (double)r->seen, fit->sd_log, arena, error);
}

static hw_status unit_average(const reduced *r, const census_run *run, hw_arena *arena, census_estimate *e,
			      census_average *a, hw_error *error)
{
	HW_TRY(census_loglinear(&r->table, run, arena, a, error));
	e->possible = a->possible;
	e->figure = a->figure;
	e->boundary = a->boundary;
	e->best_weight = a->best_weight;
	e->models = a->models;
	e->missing = a->missing;
	e->run_off = a->run_off;
	e->draws = a->possible ? a->draws : NULL;
	e->draw_count = a->possible ? CENSUS_DRAWS : 0;
	e->set_count = a->best_term_count;
	for (size_t i = 0; i < a->best_term_count; i++)
		e->sets[i] = set_out(r, a->best_terms[i]);
	return HW_OK;
}

/* The terms of the model on the lists that are left; false when one names a list that is not. */
static bool terms_inside(const reduced *r, const census_options *o, uint32_t *terms)
{
	for (size_t i = 0; i < o->model_term_count; i++) {
		uint32_t found = 0;
		terms[i] = 0;
		for (size_t j = 0; j < r->table.lists; j++) {
			terms[i] |= (o->model_terms[i] >> r->map[j] & 1u) << j;
			found |= o->model_terms[i] & 1u << r->map[j];
		}
		if (found != o->model_terms[i])
			return false;
	}
	return true;
}

static hw_status unit_loglinear(const reduced *r, unsigned methods, const census_options *options,
				const census_run *run, hw_arena *arena, census_estimate *units, hw_error *error)
{
	census_estimate *model = &units[CENSUS_LOGLINEAR_MODEL];
	bool best = methods & 1u << CENSUS_LOGLINEAR_MODEL && !options->model_terms;
	census_average a = {0};
	uint32_t terms[MOST_TERMS];
	census_fit fit;

	if (methods & 1u << CENSUS_LOGLINEAR || best)
		HW_TRY(unit_average(r, run, arena, &units[CENSUS_LOGLINEAR], &a, error));
	if (best && a.possible) {
		HW_TRY(unit_model(r, &a.best, arena, model, error));
		model->set_count = units[CENSUS_LOGLINEAR].set_count;
		for (size_t i = 0; i < model->set_count; i++)
			model->sets[i] = units[CENSUS_LOGLINEAR].sets[i];
	} else if (methods & 1u << CENSUS_LOGLINEAR_MODEL && options->model_terms && terms_inside(r, options, terms)) {
		HW_TRY(census_loglinear_model(&r->table, terms, options->model_term_count, &fit, error));
		HW_TRY(unit_model(r, &fit, arena, model, error));
		for (size_t i = 0; i < options->model_term_count && i < HW_COUNT(model->sets); i++)
			model->sets[model->set_count++] = options->model_terms[i];
	}
	return HW_OK;
}

static hw_status unit_classes(const reduced *r, const census_classes_options *options, const census_run *run,
			      hw_arena *arena, census_estimate *e, hw_error *error)
{
	census_classes c;

	HW_TRY(census_latent_class(&r->table, options, run, arena, &c, error));
	e->possible = true;
	e->figure = c.figure;
	e->draws = c.draws;
	e->draw_count = CENSUS_DRAWS;
	e->rhat = c.rhat;
	e->ess = c.ess;
	e->at_cap = c.at_cap;
	e->classes = c.options;
	return HW_OK;
}

hw_status census_units(const reduced *r, unsigned methods, bool deltas, const census_options *options,
		       const census_run *run, hw_arena *arena, census_estimate *units, hw_error *error)
{
	for (size_t i = 0; i < CENSUS_METHOD_COUNT; i++)
		units[i] = nothing((census_method)i);
	if (r->table.lists < 2 || !r->seen)
		return HW_OK;
	HW_TRY(unit_bounds(r, methods, run, arena, units, error));
	if (methods & 1u << CENSUS_DECOMPOSABLE)
		HW_TRY(unit_graphs(r, &options->graphs, deltas, run, arena, &units[CENSUS_DECOMPOSABLE], error));
	if (methods & (1u << CENSUS_LOGLINEAR | 1u << CENSUS_LOGLINEAR_MODEL))
		HW_TRY(unit_loglinear(r, methods, options, run, arena, units, error));
	if (methods & 1u << CENSUS_LATENT_CLASS)
		HW_TRY(unit_classes(r, &options->classes, run, arena, &units[CENSUS_LATENT_CLASS], error));
	return HW_OK;
}
