/* decomposable.c - the posterior of the unseen, averaged over all decomposable graphs of the lists.
 *
 * With cliques C, non-empty separators S and hyper-Dirichlet weights, n0 enters the likelihood of a graph by log gamma
 * functions alone (Madigan & York 1997):
 *   log p(G, n0) = sum_C L_C - sum_S L_S + (|C|-|S|) [lgamma(t) - lgamma(n+n0+t)] + lgamma(n+n0+1) - lgamma(n0+1) + prior
 *   L_A(n0) = lgamma(n0 + D_A(0) + d_A) + constant_A,   d_A = delta 2^(p-|A|),  t = delta 2^p.
 * The grid is cut into blocks.  Within a block the convex part lies under its chord and the concave part under its
 * tangent, so a bound for every graph and block costs two sums; only blocks that can hold mass are summed point by
 * point.  What is left out is under e^-55 of the greatest term each: 1e-12 of the whole at most. */
#include "census/census_int.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 64, SLICES = 64, MOST_POINTS = 2000000, GROWTH = 30, MOST_GROWTH = 120 };
static const double NEGLIGIBLE = 55, EDGE = 1e-6;

/* All that depends on x alone, at the beginning of a block. */
typedef struct node {
	double x;
	double value[MOST_CELLS], slope[MOST_CELLS]; /* of L_A, with its constant */
	double whole, whole_slope;                   /* lgamma(n+x+t) - lgamma(t) */
	double convex, concave, concave_slope;       /* of what all graphs share */
} node;

typedef struct work {
	size_t lists, masks;
	double seen, total;                            /* n, t */
	double base[MOST_CELLS], constant[MOST_CELLS]; /* of L_A */
	double shape, scale;
	const graph *graphs;
	size_t graph_count;
	double first, step;
	size_t points, blocks;
	node *nodes; /* [blocks + 1] */
	double greatest[SLICES], top;
	double *mass;     /* [points] */
	double *of_graph; /* [SLICES * graph_count] */
} work;

static void fill_margins(work *w, const double *y, double delta)
{
	for (size_t set = 1; set < w->masks; set++) {
		double margin[MOST_CELLS] = {0},
		       d = delta * (double)(1u << (w->lists - (size_t)__builtin_popcountl(set)));
		for (size_t cell = 1; cell < w->masks; cell++)
			margin[cell & set] += y[cell];
		w->base[set] = margin[0] + d;
		w->constant[set] = -census_log_gamma(d);
		for (size_t part = 1; part < w->masks; part++)
			if ((part & set) == part)
				w->constant[set] += census_log_gamma(margin[part] + d) - census_log_gamma(d);
	}
	w->total = delta * (double)w->masks;
}

static void fill_node(const work *w, size_t index)
{
	node *o = &w->nodes[index];
	size_t at = index * BLOCK < w->points ? index * BLOCK : w->points - 1;
	double x = w->first + (double)at * w->step, all = w->seen + x;

	o->x = x;
	for (size_t set = 1; set < w->masks; set++) {
		o->value[set] = census_log_gamma(x + w->base[set]) + w->constant[set];
		o->slope[set] = census_digamma(x + w->base[set]);
	}
	o->whole = census_log_gamma(all + w->total) - census_log_gamma(w->total);
	o->whole_slope = census_digamma(all + w->total);
	o->convex = census_log_gamma(all + 1);
	o->concave = -census_log_gamma(x + 1);
	o->concave_slope = -census_digamma(x + 1);
	if (w->shape > 0) { /* gamma-Poisson */
		o->convex +=
			census_log_gamma(all + w->shape) + all * log(w->scale) - (all + w->shape) * log1p(w->scale);
		o->concave -= census_log_gamma(all + 1);
		o->concave_slope -= census_digamma(all + 1);
	} else {
		o->convex -= log(all);
	}
}

/* The two parts of log p(G, x) at a node. */
static inline double convex_at(const node *o, const graph *g)
{
	double sum = o->convex;

	for (size_t i = 0; i < g->plus_count; i++)
		sum += o->value[g->plus[i]];
	return sum;
}

static inline double concave_at(const node *o, const graph *g)
{
	double sum = o->concave - (double)(g->plus_count - g->minus_count) * o->whole;

	for (size_t i = 0; i < g->minus_count; i++)
		sum -= o->value[g->minus[i]];
	return sum;
}

static inline double tangent_at(const node *o, const graph *g)
{
	double sum = o->concave_slope - (double)(g->plus_count - g->minus_count) * o->whole_slope;

	for (size_t i = 0; i < g->minus_count; i++)
		sum -= o->slope[g->minus[i]];
	return sum;
}

static hw_status look_slice(void *context, size_t slice, hw_error *error)
{
	work *w = context;
	double greatest = -(double)INFINITY;

	(void)error;
	for (size_t b = slice; b <= w->blocks; b += SLICES) {
		fill_node(w, b);
		for (size_t g = 0; g < w->graph_count; g++)
			greatest = fmax(greatest, convex_at(&w->nodes[b], &w->graphs[g]) +
							  concave_at(&w->nodes[b], &w->graphs[g]));
	}
	w->greatest[slice] = greatest;
	return HW_OK;
}

/* ---- point by point ------------------------------------------------------------------------------- */
typedef struct block {
	double value[MOST_CELLS][BLOCK], whole[BLOCK], common[BLOCK];
	bool filled;
	size_t first, count;
} block;

/* lgamma(x + base) for the points of a block: by its recurrence for whole steps. */
static void fill_row(const work *w, const node *o, double start, double base, double *row, size_t count)
{
	row[0] = start;
	for (size_t i = 1; i < count; i++) {
		double x = o->x + (double)i * w->step + base;
		row[i] = w->step > 1 ? start + census_log_gamma(x) - census_log_gamma(o->x + base)
				     : row[i - 1] + log(x - 1);
	}
}

static void fill_block(const work *w, const node *o, block *k)
{
	double ones[BLOCK], prior[BLOCK] = {0};

	for (size_t set = 1; set < w->masks; set++)
		fill_row(w, o, o->value[set], w->base[set], k->value[set], k->count);
	fill_row(w, o, o->whole, w->seen + w->total, k->whole, k->count);
	fill_row(w, o, census_log_gamma(w->seen + o->x + 1), w->seen + 1, k->common, k->count);
	fill_row(w, o, census_log_gamma(o->x + 1), 1, ones, k->count);
	for (size_t i = 0; i < k->count; i++) {
		double all = w->seen + o->x + (double)i * w->step;
		prior[i] = w->shape > 0 ? census_log_gamma(all + w->shape) - census_log_gamma(all + 1) +
						  all * log(w->scale) - (all + w->shape) * log1p(w->scale)
					: -log(all);
		k->common[i] += prior[i] - ones[i] - w->top;
	}
	k->filled = true;
}

static double add_graph(const work *w, const block *k, const graph *g)
{
	double row[BLOCK], components = (double)(g->plus_count - g->minus_count), sum = 0;

	for (size_t i = 0; i < k->count; i++)
		row[i] = k->common[i] - components * k->whole[i];
	for (size_t c = 0; c < g->plus_count; c++)
		for (size_t i = 0; i < k->count; i++)
			row[i] += k->value[g->plus[c]][i];
	for (size_t c = 0; c < g->minus_count; c++)
		for (size_t i = 0; i < k->count; i++)
			row[i] -= k->value[g->minus[c]][i];
	for (size_t i = 0; i < k->count; i++) {
		double mass = exp(row[i]);
		w->mass[k->first + i] += mass;
		sum += mass;
	}
	return sum;
}

static hw_status sum_slice(void *context, size_t slice, hw_error *error)
{
	const work *w = context;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)16 << 20);
	block *k = arena ? HW_NEW(arena, block, 1) : NULL;

	if (!k)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a block of the grid");
	for (size_t b = slice; b < w->blocks; b += SLICES) {
		const node *o = &w->nodes[b], *end = &w->nodes[b + 1];
		k->filled = false;
		k->first = b * BLOCK;
		k->count = w->points - k->first < BLOCK ? w->points - k->first : BLOCK;
		for (size_t i = 0; i < w->graph_count; i++) {
			const graph *g = &w->graphs[i];
			double concave = concave_at(o, g), here = convex_at(o, g) + concave,
			       there = convex_at(end, g) + concave + tangent_at(o, g) * (end->x - o->x);
			if (fmax(here, there) < w->top - NEGLIGIBLE)
				continue;
			if (!k->filled)
				fill_block(w, o, k);
			w->of_graph[slice * w->graph_count + i] += add_graph(w, k, g);
		}
	}
	return HW_OK;
}

static hw_status integrate(work *w, const census_run *run, hw_arena *arena, hw_error *error)
{
	w->blocks = (w->points + BLOCK - 1) / BLOCK;
	w->nodes = HW_NEW(arena, node, w->blocks + 1);
	w->mass = HW_NEW(arena, double, w->points);
	w->of_graph = HW_NEW(arena, double, SLICES * w->graph_count);
	if (!w->nodes || !w->mass || !w->of_graph)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a grid of %zu points", w->points);
	HW_TRY(hw_parallel(run->threads, SLICES, look_slice, w, run->progress, "decomposable graphs", error));
	w->top = w->greatest[0];
	for (size_t s = 1; s < SLICES; s++)
		w->top = fmax(w->top, w->greatest[s]);
	return hw_parallel(run->threads, SLICES, sum_slice, w, run->progress, "decomposable graphs", error);
}

/* ---- results ---------------------------------------------------------------------------------------- */
static void describe_mass(const work *w, census_graphs *r)
{
	double below = 0, mean = 0, quantiles[3] = {0}, wanted[] = {0.025, 0.5, 0.975};
	size_t mode = 0, next = 0;

	for (size_t i = 0; i < w->points; i++) {
		double n = w->seen + w->first + (double)i * w->step;
		mean += n * r->mass[i];
		mode = r->mass[i] > r->mass[mode] ? i : mode;
		below += r->mass[i];
		while (next < 3 && below >= wanted[next] - 1e-12)
			quantiles[next++] = n;
	}
	r->figure = (census_figure){.median = quantiles[1],
				    .mean = mean,
				    .mode = w->seen + w->first + (double)mode * w->step,
				    .lower = quantiles[0],
				    .upper = quantiles[2]};
	r->at_zero = w->first > 0 ? (double)NAN : r->mass[0];
	r->edge = r->mass[w->points - 1];
	/* mass(N) ~ N^-a in the tail; a from its last tenth. */
	size_t from = w->points - w->points / 10 - 1;
	double last = w->seen + w->first + (double)(w->points - 1) * w->step,
	       before = w->seen + w->first + (double)from * w->step;
	r->beyond = 0;
	if (r->edge > 1e-300 && from + 1 < w->points) {
		double a = log(r->mass[from] / r->edge) / log(last / before);
		r->beyond = a > 1 ? fmin(1, r->edge / w->step * last / (a - 1)) : 1;
	}
}

static void normalise(const work *w, const cells *c, census_graphs *r)
{
	double sum = 0;
	size_t best = 0;

	for (size_t i = 0; i < w->points; i++)
		sum += w->mass[i];
	r->mass = w->mass;
	r->mass_count = w->points;
	r->step = (size_t)w->step;
	for (size_t i = 0; i < w->points; i++)
		r->mass[i] /= sum;
	for (size_t g = 0; g < w->graph_count; g++) {
		double of = 0;
		for (size_t s = 0; s < SLICES; s++)
			of += w->of_graph[s * w->graph_count + g];
		if (!g || of / sum > r->best) {
			r->best = of / sum;
			best = g;
		}
	}
	r->graph_count = w->graph_count;
	r->clique_count = w->graphs[best].plus_count;
	for (size_t i = 0; i < r->clique_count; i++)
		r->cliques[i] = census_set_out(c, w->graphs[best].plus[i]);
	describe_mass(w, r);
}

static hw_status check_options(const census_table *table, const census_graphs_options *o, hw_error *error)
{
	if (table->lists > CENSUS_GRAPH_LISTS_MAX) {
		hw_fail(error, HW_TOO_LARGE, "%zu lists; graphs of at most %d can be averaged", table->lists,
			CENSUS_GRAPH_LISTS_MAX);
		return hw_error_remedy(error, "join small lists, and lists that feed one another, into one");
	}
	if (!(o->delta >= 0) || o->delta > 1000)
		return hw_fail(error, HW_BAD_INPUT, "delta is over 0 and at most 1000");
	if (!(o->prior_shape >= 0) || (o->prior_shape > 0 && !(o->prior_scale > 0)))
		return hw_fail(error, HW_BAD_INPUT, "the prior of N needs a shape and a scale over 0");
	return HW_OK;
}

/* The graphs without the complete one, unless it is allowed. */
static hw_status choose_graphs(work *w, bool complete, hw_arena *arena, hw_error *error)
{
	graph *all;
	size_t count, kept = 0;

	HW_TRY(census_graphs_of(w->lists, arena, &all, &count, error));
	for (size_t i = 0; i < count; i++)
		if (complete || all[i].plus[0] != w->masks - 1)
			all[kept++] = all[i];
	w->graphs = all;
	w->graph_count = kept;
	return HW_OK;
}

hw_status census_decomposable(const census_table *table, const census_graphs_options *options, const census_run *run,
			      hw_arena *arena, census_graphs *result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new((size_t)1 << 30);
	double y[MOST_CELLS], delta = options->delta > 0 ? options->delta : ldexp(1, -(int)table->lists);
	census_graphs r = {0};
	cells c;

	if (!scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the graphs");
	HW_TRY(census_check(table, error));
	HW_TRY(check_options(table, options, error));
	HW_TRY(census_cells(table, scratch, &c, error));
	census_dense(&c, y);
	work w = {.lists = c.lists,
		  .masks = (size_t)1 << c.lists,
		  .seen = (double)c.seen,
		  .first = (double)options->least_hidden,
		  .shape = options->prior_shape,
		  .scale = options->prior_scale};
	fill_margins(&w, y, delta);
	HW_TRY(choose_graphs(&w, options->complete_graph, scratch, error));
	for (int growth = GROWTH; growth <= MOST_GROWTH; growth *= 2) {
		double wide = fmax(300, (double)growth * w.seen);
		w.step = ceil((wide + 1) / MOST_POINTS);
		w.points = (size_t)(wide / w.step) + 1;
		HW_TRY(integrate(&w, run, scratch, error));
		normalise(&w, &c, &r);
		if (r.edge <= EDGE)
			break;
	}
	r.mass = HW_NEW(arena, double, w.points);
	if (!r.mass || !w.mass)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a distribution of %zu points", w.points);
	memcpy(r.mass, w.mass, w.points * sizeof(double));
	*result = r;
	return HW_OK;
}
