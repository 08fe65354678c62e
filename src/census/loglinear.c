/* loglinear.c - all hierarchical models side by side, weighed by BIC. */
#include "census/census_int.h"

#include <math.h>
#include <string.h>

enum { SLICES = 64, GRID = 8192 };
/* An average of less than half of the weight is no average. */
static const double LIGHTEST = 1e-9, MOST_TIMES_SEEN = 20, LEAST_WEIGHT = 0.5, NORMAL_95 = 1.959963984540054;

static hw_status check_lists(const census_table *table, hw_error *error)
{
	if (table->lists <= CENSUS_GRAPH_LISTS_MAX)
		return HW_OK;
	hw_fail(error, HW_TOO_LARGE, "%zu lists; models of at most %d are looked at", table->lists,
		CENSUS_GRAPH_LISTS_MAX);
	return hw_error_remedy(error, "join small lists, and lists that feed one another, into one");
}

hw_status census_loglinear_model(const census_table *table, const uint32_t *terms, size_t term_count,
				 census_fit *result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)16 << 20);
	uint32_t inside[MOST_TERMS];
	double y[MOST_CELLS];
	census_fit fit;
	cells c;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a model");
	HW_TRY(census_check(table, error));
	HW_TRY(check_lists(table, error));
	HW_TRY(census_cells(table, arena, &c, error));
	if (term_count > MOST_TERMS)
		return hw_fail(error, HW_BAD_INPUT, "%zu terms are more than there are sets of lists", term_count);
	for (size_t i = 0; i < term_count; i++) {
		if (!terms[i] || terms[i] >> table->lists)
			return hw_fail(error, HW_BAD_INPUT, "a term names lists of the table");
		inside[i] = census_set_in(&c, terms[i]);
	}
	census_dense(&c, y);
	uint64_t closed = census_close(inside, term_count, c.lists);
	if (closed >> (((size_t)1 << c.lists) - 1) & 1) {
		hw_fail(error, HW_BAD_INPUT, "the model with the term of all lists says nothing of the unseen");
		return hw_error_remedy(error, "leave that term out");
	}
	log_model *m = HW_NEW(arena, log_model, 1);
	if (!m)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a model");
	if (census_log_solve(y, c.lists, closed, m, &fit))
		census_log_profile(m, &fit);
	*result = fit;
	return HW_OK;
}

/* ---- all models ---------------------------------------------------------------------------------------- */
typedef struct candidate {
	uint64_t closed;
	bool exists;
	double log_hidden, sd, bic, weight;
} candidate;

static size_t list_parts(size_t lists, int size, uint32_t *parts)
{
	size_t count = 0;

	for (uint32_t set = 1; set < (uint32_t)1 << lists; set++)
		if (__builtin_popcount(set) == size)
			parts[count++] = set;
	return count;
}

/* Every set of pairs; with four lists also every set of triples whose pairs are in. */
static size_t list_models(size_t lists, candidate *models)
{
	uint32_t pairs[16] = {0}, triples[4] = {0}, terms[20];
	size_t pair_count = lists > 2 ? list_parts(lists, 2, pairs) : 0, count = 0,
	       triple_count = lists == 4 ? list_parts(lists, 3, triples) : 0;

	for (uint32_t set = 0; set < 1u << pair_count; set++)
		for (uint32_t above = 0; above < 1u << triple_count; above++) {
			size_t used = 0;
			for (size_t i = 0; i < pair_count; i++)
				if (set >> i & 1)
					terms[used++] = pairs[i];
			uint64_t of_pairs = census_close(terms, used, lists), all;
			for (size_t i = 0; i < triple_count; i++)
				if (above >> i & 1)
					terms[used++] = triples[i];
			all = census_close(terms, used, lists);
			/* a triple must not bring a pair that is not in */
			bool hierarchical = true;
			for (size_t i = 0; i < pair_count; i++)
				hierarchical = hierarchical && (all >> pairs[i] & 1) == (of_pairs >> pairs[i] & 1);
			if (!hierarchical)
				continue;
			if (models)
				models[count].closed = all;
			count++;
		}
	return count;
}

typedef struct fitting {
	const double *y;
	size_t lists, count;
	candidate *models;
} fitting;

static hw_status fit_slice(void *context, size_t slice, hw_error *error)
{
	const fitting *f = context;
	log_model m;
	census_fit fit;

	(void)error;
	for (size_t i = slice; i < f->count; i += SLICES) {
		candidate *k = &f->models[i];
		k->exists = census_log_solve(f->y, f->lists, k->closed, &m, &fit);
		if (!k->exists)
			continue;
		k->log_hidden = m.beta[0];
		k->sd = fit.sd_log;
		k->bic = fit.bic;
	}
	return HW_OK;
}

/* Its figure or its upper limit lies over 20 n: the likelihood is flat there, and the table says nothing of the unseen.
 * Or it fits nobody at all as unseen, which no log-normal can tell. */
static bool runs_off(const candidate *k, double seen)
{
	return k->log_hidden < log(0.5) || !(seen + exp(k->log_hidden + NORMAL_95 * k->sd) <= MOST_TIMES_SEEN * seen);
}

/* BIC weights of those with a maximum; what runs off is left out, counted, and its weight told. */
static void weigh(const fitting *f, double seen, census_average *r, size_t *best)
{
	double least = (double)INFINITY, sum = 0;

	r->models = f->count;
	for (size_t i = 0; i < f->count; i++) {
		r->missing += !f->models[i].exists;
		if (f->models[i].exists)
			least = fmin(least, f->models[i].bic);
	}
	for (size_t i = 0; i < f->count; i++) {
		candidate *k = &f->models[i];
		k->weight = k->exists ? exp(-(k->bic - least) / 2) : 0;
		sum += k->weight;
	}
	for (size_t i = 0; i < f->count; i++) {
		candidate *k = &f->models[i];
		k->weight /= sum > 0 ? sum : 1;
		if (k->exists && runs_off(k, seen)) {
			r->boundary += k->weight;
			r->run_off++;
			k->weight = 0;
		}
		if (k->weight > r->best_weight) {
			r->best_weight = k->weight;
			*best = i;
		}
	}
	for (size_t i = 0; i < f->count && r->best_weight > 0; i++)
		f->models[i].weight /= 1 - r->boundary;
	r->best_weight /= 1 - r->boundary > 0 ? 1 - r->boundary : 1;
	r->possible = r->best_weight > 0 && 1 - r->boundary >= LEAST_WEIGHT;
}

/* The mixture of log-normal distributions of n0, by its distribution function on a grid of log n0. */
static void mix(const fitting *f, double seen, census_average *r, double *grid)
{
	double low = (double)INFINITY, high = -(double)INFINITY, quantiles[3], wanted[] = {0.025, 0.5, 0.975};

	for (size_t i = 0; i < f->count; i++) {
		const candidate *k = &f->models[i];
		if (k->weight < LIGHTEST)
			continue;
		low = fmin(low, k->log_hidden - 5 * k->sd);
		high = fmax(high, k->log_hidden + 5 * k->sd);
		r->figure.mean += k->weight * (seen + exp(k->log_hidden));
	}
	double step = (high - low) / (GRID - 1);
	for (size_t g = 0; g < GRID; g++)
		grid[g] = 0;
	for (size_t i = 0; i < f->count; i++) {
		const candidate *k = &f->models[i];
		for (size_t g = 0; k->weight >= LIGHTEST && g < GRID; g++)
			grid[g] +=
				k->weight * 0.5 * erfc(-(low + (double)g * step - k->log_hidden) / (k->sd * sqrt(2.0)));
	}
	for (size_t q = 0, g = 0, d = 0; q < 3 || d < CENSUS_DRAWS;) {
		double next_draw = d < CENSUS_DRAWS ? ((double)d + 0.5) / CENSUS_DRAWS : 2,
		       next = q < 3 ? wanted[q] : 2, level = fmin(next, next_draw) * grid[GRID - 1];
		while (g + 2 < GRID && grid[g + 1] < level)
			g++;
		double rise = grid[g + 1] - grid[g], part = rise > 0 ? fmin(fmax((level - grid[g]) / rise, 0), 1) : 0;
		double n = seen + exp(low + ((double)g + part) * step);
		if (next <= next_draw)
			quantiles[q++] = n;
		else
			r->draws[d++] = n;
	}
	r->figure.lower = quantiles[0];
	r->figure.median = quantiles[1];
	r->figure.upper = quantiles[2];
	r->figure.mode = (double)NAN;
}

hw_status census_loglinear(const census_table *table, const census_run *run, hw_arena *arena, census_average *result,
			   hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new((size_t)256 << 20);
	census_average r = {0};
	double y[MOST_CELLS];
	size_t best = 0;
	cells c;

	if (!scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the models");
	HW_TRY(census_check(table, error));
	HW_TRY(check_lists(table, error));
	HW_TRY(census_cells(table, scratch, &c, error));
	census_dense(&c, y);
	fitting f = {.y = y, .lists = c.lists, .count = list_models(c.lists, NULL)};
	f.models = HW_NEW(scratch, candidate, f.count);
	double *grid = HW_NEW(scratch, double, GRID);
	log_model *m = HW_NEW(scratch, log_model, 1);
	r.draws = HW_NEW(arena, double, CENSUS_DRAWS);
	if (!f.models || !grid || !m || !r.draws)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu models", f.count);
	(void)list_models(c.lists, f.models);
	HW_TRY(hw_parallel(run->threads, SLICES, fit_slice, &f, run->progress, "log-linear models", error));
	weigh(&f, (double)c.seen, &r, &best);
	if (r.possible) {
		mix(&f, (double)c.seen, &r, grid);
		(void)census_log_solve(y, c.lists, f.models[best].closed, m, &r.best);
		census_log_profile(m, &r.best);
		r.best_term_count = census_generators(f.models[best].closed, r.best_terms, HW_COUNT(r.best_terms));
		for (size_t i = 0; i < r.best_term_count; i++)
			r.best_terms[i] = census_set_out(&c, r.best_terms[i]);
	} else {
		r.figure = (census_figure){(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
	}
	*result = r;
	return HW_OK;
}
