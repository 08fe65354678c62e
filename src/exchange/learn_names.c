/* learn_names.c - how likely a name of a category is agreed, from the answers to names asked for. */
#include "exchange/learn_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NODES = 15, STEPS = 10, TAUS = 5, SIGMAS = 4, EVIDENCE_DRAWS = 40 };

/* Gauss-Hermite: nodes times sqrt 2, weights over sqrt pi, so that sum weight f(node) = E f(Z) for a normal Z.
 * Abramowitz & Stegun, table 25.10. */
static const double nodes[NODES] = {-6.3639478888298378, -5.1900935913047796, -4.1962077112690159,  -3.2890824243987664,
				    -2.4324368270097581, -1.6067100690287297, -0.79912906832454798, 0,
				    0.79912906832454798, 1.6067100690287297,  2.4324368270097581,   3.2890824243987664,
				    4.1962077112690159,  5.1900935913047796,  6.3639478888298378};
static const double node_weights[NODES] = {8.5896498996331783e-10, 5.9754195979206074e-07, 5.6421464051890069e-05,
					   0.0015673575035499571,  0.017365774492137623,   0.089417795399844304,
					   0.23246229360973217,    0.31825951825951826,    0.23246229360973217,
					   0.089417795399844304,   0.017365774492137623,   0.0015673575035499571,
					   5.6421464051890069e-05, 5.9754195979206074e-07, 8.5896498996331783e-10};
/* tau is half-normal with sd 1, sigma with sd 2: nodes, and the mass of the cell about each (edges halfway). */
static const double taus[TAUS] = {0.25, 0.6, 1.0, 1.5, 2.3}, tau_mass[TAUS] = {0.3292, 0.2471, 0.2125, 0.1538, 0.0574};
static const double sigmas[SIGMAS] = {0.25, 0.75, 1.5, 2.5}, sigma_mass[SIGMAS] = {0.1974, 0.2288, 0.2565, 0.3173};

typedef struct merged { /* people who are alike in everything that the model sees */
	const exchange_asked *one;
	double times;
} merged;

typedef struct asking {
	const exchange_names *n;
	merged *people;
	size_t people_count, count; /* parameters: base, categories, features */
	double tau, sigma, base, base_spread;
	double grown[NODES]; /* exp(sigma node) */
} asking;

/* ---- likelihood ------------------------------------------------------------------------------- */
/* x = exp of the linear part.  One exponential a person: exp(e + sigma z) = exp(e) exp(sigma z). */
static double chance_of(double x, double asked, double yes, double *p)
{
	double no = 1 / (1 + x), result = 1;

	*p = x * no;
	if (asked == 1 && yes == 0)
		return no;
	if (asked <= 12 && yes == floor(yes) && asked == floor(asked)) {
		for (int i = 0; i < (int)yes; i++)
			result *= *p;
		for (int i = 0; i < (int)(asked - yes); i++)
			result *= no;
		return result;
	}
	return exp(yes * log(*p + 1e-300) + (asked - yes) * log(no + 1e-300));
}

static double linear(const asking *a, const exchange_asked *o, const double *x)
{
	double e = x[0] + x[1 + o->category];

	for (size_t i = 0; i < a->n->feature_count; i++)
		e += x[1 + a->n->category_count + i] * o->features[i];
	return fmax(-300, fmin(300, e));
}

typedef struct slopes { /* of a log likelihood by the linear part */
	double value, first, second;
} slopes;

/* log E over the person of the chance of his answers. */
static slopes person_likelihood(const exchange_asked *o, double e, double sigma, const double *grown)
{
	double sum = 0, first = 0, second = 0, p, x = exp(e);

	for (size_t q = 0; q < NODES && sigma > 0; q++) {
		double part = node_weights[q] * chance_of(x * grown[q], o->asked, o->yes, &p),
		       rest = o->yes - o->asked * p;

		sum += part;
		first += part * rest;
		second += part * (rest * rest - o->asked * p * (1 - p));
	}
	if (!(sum > 0)) { /* nobody differs from others; or beyond the range of numbers */
		p = hw_logistic(e);
		return (slopes){o->yes * hw_log_logistic(e) + (o->asked - o->yes) * hw_log_logistic(-e),
				o->yes - o->asked * p, -o->asked * p * (1 - p)};
	}
	return (slopes){log(sum), first / sum, second / sum - first / sum * (first / sum)};
}

static void set_sigma(asking *a, double sigma)
{
	a->sigma = sigma;
	for (size_t q = 0; q < NODES; q++)
		a->grown[q] = exp(sigma * nodes[q]);
}

static void add_slope(const asking *a, const exchange_asked *o, double slope, double *gradient)
{
	gradient[0] += slope;
	gradient[1 + o->category] += slope;
	for (size_t i = 0; i < a->n->feature_count; i++)
		gradient[1 + a->n->category_count + i] += slope * o->features[i];
}

static double prior_spread(const asking *a, size_t k)
{
	return !k ? a->base_spread : k <= a->n->category_count ? a->tau : 1;
}

static double density(const double *x, double *gradient, void *context)
{
	const asking *a = context;
	double sum = 0;

	if (gradient)
		memset(gradient, 0, a->count * sizeof(double));
	for (size_t i = 0; i < a->people_count; i++) {
		const merged *m = &a->people[i];
		slopes s = person_likelihood(m->one, linear(a, m->one, x), a->sigma, a->grown);

		sum += m->times * s.value;
		if (gradient)
			add_slope(a, m->one, m->times * s.first, gradient);
	}
	for (size_t k = 0; k < a->count; k++) {
		double sd = prior_spread(a, k), z = (x[k] - (k ? 0 : a->base)) / sd;

		sum -= 0.5 * z * z;
		if (gradient)
			gradient[k] -= z / sd;
	}
	return sum;
}

/* Minus the second derivatives: each person touches the base, his category and the features. */
static void curvature(const double *x, double *matrix, void *context)
{
	const asking *a = context;
	size_t n = a->count, touched = 2 + a->n->feature_count;

	memset(matrix, 0, n * n * sizeof(double));
	for (size_t i = 0; i < a->people_count; i++) {
		const merged *m = &a->people[i];
		slopes s = person_likelihood(m->one, linear(a, m->one, x), a->sigma, a->grown);

		for (size_t u = 0; u < touched; u++)
			for (size_t v = 0; v < touched; v++) {
				size_t row = u < 2 ? u * (1 + m->one->category) : a->n->category_count + u - 1,
				       column = v < 2 ? v * (1 + m->one->category) : a->n->category_count + v - 1;

				matrix[row * n + column] -= m->times * s.second *
							    (u < 2 ? 1 : m->one->features[u - 2]) *
							    (v < 2 ? 1 : m->one->features[v - 2]);
			}
	}
	for (size_t k = 0; k < n; k++)
		matrix[k * n + k] += 1 / (prior_spread(a, k) * prior_spread(a, k));
}

/* ---- checking, joining who is alike --------------------------------------------------------------- */
static hw_status check_names(const exchange_names *n, hw_error *error)
{
	if (!n->category_count || n->category_count > EXCHANGE_LEARN_CLASSES_MOST ||
	    n->feature_count > EXCHANGE_LEARN_FEATURES_MOST)
		return hw_fail(error, HW_TOO_LARGE, "%zu categories and %zu features of names (1..%d and 0..%d)",
			       n->category_count, n->feature_count, (int)EXCHANGE_LEARN_CLASSES_MOST,
			       (int)EXCHANGE_LEARN_FEATURES_MOST);
	for (size_t i = 0; i < n->person_count; i++) {
		const exchange_asked *o = &n->persons[i];

		if (o->category >= n->category_count || !(o->asked >= 0) || !(o->yes >= 0) || o->yes > o->asked ||
		    !isfinite(o->asked))
			return hw_fail(error, HW_BAD_INPUT, "person %zu: %g of %g answers in category %zu", i, o->yes,
				       o->asked, o->category);
		for (size_t k = 0; k < n->feature_count; k++)
			if (!isfinite(o->features[k]))
				return hw_fail(error, HW_BAD_INPUT, "person %zu: feature %zu is no number", i, k);
	}
	return HW_OK;
}

static int by_number(double a, double b)
{
	return a < b ? -1 : a > b;
}

typedef struct ranked { /* what a comparison needs, with the number of features beside it */
	const exchange_asked *one;
	size_t features;
} ranked;

static int by_likeness(const void *a, const void *b)
{
	const ranked *x = a, *y = b;
	int order = x->one->category != y->one->category ? (x->one->category < y->one->category ? -1 : 1)
							 : by_number(x->one->asked, y->one->asked);

	if (!order)
		order = by_number(x->one->yes, y->one->yes);
	for (size_t i = 0; !order && i < x->features; i++)
		order = by_number(x->one->features[i], y->one->features[i]);
	return order;
}

static hw_status join_alike(asking *a, hw_arena *arena, hw_error *error)
{
	size_t count = a->n->person_count;
	ranked *all = HW_NEW(arena, ranked, count + 1);

	a->people = HW_NEW(arena, merged, count + 1);
	if (!all || !a->people)
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn about names");
	for (size_t i = 0; i < count; i++)
		all[i] = (ranked){&a->n->persons[i], a->n->feature_count};
	qsort(all, count, sizeof(*all), by_likeness);
	for (size_t i = 0; i < count; i++) {
		if (!(all[i].one->asked > 0))
			continue;
		if (i && a->people_count && !by_likeness(&all[i - 1], &all[i]))
			a->people[a->people_count - 1].times++;
		else
			a->people[a->people_count++] = (merged){all[i].one, 1};
	}
	return HW_OK;
}

/* ---- the grid ----------------------------------------------------------------------------------------- */
typedef struct node {
	learn_laplace laplace;
	double tau, sigma, weight;
} node;

/* log of the mean of posterior / Laplace over draws of the latter: what the approximation of the evidence misses,
 * as categories without any yes are far from normal. */
static double evidence_missing(asking *a, const learn_laplace *l, hw_random *random)
{
	double x[LEARN_MOST], ratios[EVIDENCE_DRAWS], most = -(double)INFINITY, sum = 0;

	for (size_t i = 0; i < EVIDENCE_DRAWS; i++) {
		double square = learn_propose(l, l->mode, 1, random, x);

		ratios[i] = density(x, NULL, a) - l->log_density + square / 2;
		most = fmax(most, ratios[i]);
	}
	for (size_t i = 0; i < EVIDENCE_DRAWS; i++)
		sum += exp(ratios[i] - most) / EVIDENCE_DRAWS;
	return most + log(sum);
}

/* Every pair of tau and sigma, weighed by its evidence. */
static hw_status fit_grid(asking *a, uint64_t seed, hw_arena *arena, node *grid, size_t *count, hw_error *error)
{
	hw_random random = hw_random_new(seed, 8999);
	double start[LEARN_MOST] = {0}, most = -(double)INFINITY, sum = 0;

	*count = 0;
	start[0] = a->base;
	for (size_t t = 0; t < TAUS; t++)
		for (size_t s = 0; s < (a->n->ignore_person ? 1 : SIGMAS); s++) {
			node *at = &grid[(*count)++];

			a->tau = at->tau = taus[t];
			at->sigma = a->n->ignore_person ? 0 : sigmas[s];
			set_sigma(a, at->sigma);
			HW_TRY(learn_climb(density, curvature, a, start, a->count, arena, &at->laplace, error));
			memcpy(start, at->laplace.mode, a->count * sizeof(double));
			at->weight = at->laplace.log_density + at->laplace.log_volume -
				     (double)a->n->category_count * log(at->tau) + log(tau_mass[t]) +
				     log(sigma_mass[s]) + evidence_missing(a, &at->laplace, &random);
			most = fmax(most, at->weight);
		}
	for (size_t i = 0; i < *count; i++)
		sum += grid[i].weight = exp(grid[i].weight - most);
	for (size_t i = 0; i < *count; i++)
		grid[i].weight /= sum;
	return HW_OK;
}

static double marginal(double e, double sigma)
{
	double sum = 0;

	if (!(sigma > 0))
		return hw_logistic(e);
	for (size_t q = 0; q < NODES; q++)
		sum += node_weights[q] * hw_logistic(e + sigma * nodes[q]);
	return sum;
}

static void keep(const asking *a, const double *x, size_t draw, exchange_rates *r)
{
	for (size_t k = 0; k < r->category_count; k++) {
		r->logits[k * r->draw_count + draw] = x[0] + x[1 + k];
		r->draws[k * r->draw_count + draw] = marginal(x[0] + x[1 + k], a->sigma);
	}
	for (size_t k = 0; k < r->feature_count; k++)
		r->slopes[k * r->draw_count + draw] = x[1 + r->category_count + k];
	r->sigma[draw] = a->sigma;
}

/* Draw m comes from the node in which (m + 1/2) / draws of the weight lies, and walks from there. */
static hw_status draw_all(asking *a, const node *grid, size_t nodes_used, uint64_t seed, const hw_progress *progress,
			  exchange_rates *r, hw_error *error)
{
	double x[LEARN_MOST], spare[LEARN_MOST], at, below = 0, scale = 1.7 / sqrt((double)a->count);
	size_t g = 0;

	for (size_t m = 0; m < r->draw_count; m++) {
		hw_random random = hw_random_new(seed, 9000 + m);
		double where = ((double)m + 0.5) / (double)r->draw_count;

		HW_TRY(hw_progress_step(progress, "learn names", (double)m, (double)r->draw_count, error));
		while (g + 1 < nodes_used && below + grid[g].weight < where)
			below += grid[g++].weight;
		a->tau = grid[g].tau;
		set_sigma(a, grid[g].sigma);
		(void)learn_propose(&grid[g].laplace, grid[g].laplace.mode, 1, &random, x);
		at = density(x, NULL, a);
		for (int i = 0; i < STEPS; i++)
			(void)learn_step(density, a, &grid[g].laplace, scale, &random, x, &at, spare);
		keep(a, x, m, r);
	}
	return HW_OK;
}

static hw_status make_room(const exchange_names *n, size_t draws, hw_arena *arena, exchange_rates *r, hw_error *error)
{
	*r = (exchange_rates){
		.category_count = n->category_count, .feature_count = n->feature_count, .draw_count = draws};
	r->draws = HW_NEW(arena, double, n->category_count *draws);
	r->logits = HW_NEW(arena, double, n->category_count *draws);
	r->slopes = HW_NEW(arena, double, (n->feature_count + 1) * draws);
	r->sigma = HW_NEW(arena, double, draws);
	r->rates = HW_NEW(arena, exchange_interval, n->category_count);
	r->features = HW_NEW(arena, exchange_interval, n->feature_count + 1);
	if (r->draws && r->logits && r->slopes && r->sigma && r->rates && r->features)
		return HW_OK;
	return hw_fail(error, HW_NO_MEMORY, "no memory to learn about names");
}

hw_status exchange_learn_names(const exchange_names *names, const exchange_learn_options *options, hw_arena *arena,
			       const hw_progress *progress, exchange_rates *result, hw_error *error)
{
	bool usual = names->base == 0 && names->base_spread == 0;
	asking a = {.n = names,
		    .count = 1 + names->category_count + names->feature_count,
		    .base = usual ? -3.9 : names->base,
		    .base_spread = names->base_spread > 0 ? names->base_spread : 3};
	node grid[TAUS * SIGMAS];
	double *spare;
	size_t used;

	HW_TRY(check_names(names, error));
	HW_TRY(make_room(names, options && options->draws ? options->draws : 300, arena, result, error));
	HW_TRY(join_alike(&a, arena, error));
	HW_TRY(fit_grid(&a, options ? options->seed : 1, arena, grid, &used, error));
	HW_TRY(draw_all(&a, grid, used, options ? options->seed : 1, progress, result, error));
	spare = HW_NEW(arena, double, result->draw_count);
	if (!spare)
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn about names");
	for (size_t k = 0; k < names->category_count; k++)
		result->rates[k] = learn_interval(result->draws + k * result->draw_count, result->draw_count, spare);
	for (size_t k = 0; k < names->feature_count; k++)
		result->features[k] =
			learn_interval(result->slopes + k * result->draw_count, result->draw_count, spare);
	result->person = learn_interval(result->sigma, result->draw_count, spare);
	return HW_OK;
}

double exchange_rate_of_person(const exchange_rates *rates, size_t draw, const exchange_asked *person)
{
	double e = rates->logits[person->category * rates->draw_count + draw], sum = 0, weighted = 0, p;
	double sigma = rates->sigma[draw];

	for (size_t k = 0; k < rates->feature_count; k++)
		e += rates->slopes[k * rates->draw_count + draw] * person->features[k];
	if (!(sigma > 0) || !(person->asked > 0))
		return marginal(e, sigma);
	for (size_t q = 0; q < NODES; q++) {
		double part = node_weights[q] * chance_of(exp(fmax(-600, fmin(600, e + sigma * nodes[q]))),
							  person->asked, person->yes, &p);

		sum += part;
		weighted += part * p;
	}
	return sum > 0 ? weighted / sum : hw_logistic(e);
}
