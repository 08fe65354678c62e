/* latent.c - latent classes: a Dirichlet-process mixture of independence, cut at K classes (Manrique-Vallier 2016).
 *
 * A sweep of the Gibbs sampler, on counts of patterns rather than on people:
 *   split every pattern over the classes; lambda_jk ~ Beta(1 + on, 1 + not on); sticks V_k ~ Beta(1 + n_k, alpha + later);
 *   p0 = sum_k nu_k prod_j (1 - lambda_jk); n0 ~ negative binomial(n, 1 - p0), at most cap * n; split n0; draw alpha.
 * Chains begin from one, two and all classes in turn, with few, some and many unseen: chains that have forgotten
 * where they began is what the verdict looks for. */
#include "census/census_int.h"

#include <math.h>
#include <stdlib.h>

enum { REDRAWS = 200 };

typedef struct chain {
	const cells *c;
	const census_classes_options *o;
	hw_random random;
	double log_nu[CENSUS_CLASSES_MAX];
	double log_on[CENSUS_CLASSES_MAX][CENSUS_LISTS_MAX], log_off[CENSUS_CLASSES_MAX][CENSUS_LISTS_MAX];
	double none[CENSUS_CLASSES_MAX]; /* nu_k prod (1 - lambda) */
	int64_t seen_in[CENSUS_CLASSES_MAX], hidden_in[CENSUS_CLASSES_MAX], on[CENSUS_CLASSES_MAX][CENSUS_LISTS_MAX];
	double alpha;
	int64_t hidden, capped;
} chain;

static void begin_chain(chain *h, size_t index)
{
	size_t all = h->o->classes, start[] = {1, 2, all}, used = start[index % 3] < all ? start[index % 3] : all;
	double size[CENSUS_LISTS_MAX] = {0}, seen = (double)h->c->seen, starts[] = {0, 1, 5};

	for (size_t i = 0; i < h->c->count; i++)
		for (size_t j = 0; j < h->c->lists; j++)
			if (h->c->patterns[i] >> j & 1)
				size[j] += (double)h->c->counts[i];
	h->hidden = (int64_t)(fmin(starts[index / 3 % 3], h->o->cap) * seen);
	for (size_t k = 0; k < all; k++) {
		double share = k < used ? 0.98 / (double)used : 0.02 / (double)(all - used);
		h->log_nu[k] = log(used == all ? 1 / (double)all : share);
		h->hidden_in[k] = k < used ? h->hidden / (int64_t)used : 0;
		for (size_t j = 0; j < h->c->lists; j++) {
			double mean = (size[j] + 1) / (seen + (double)h->hidden + 2);
			double rate =
				used == 1 ? mean : hw_random_beta(&h->random, 4 * mean + 0.2, 4 * (1 - mean) + 0.2);
			rate = fmin(fmax(rate, 1e-6), 1 - 1e-6);
			h->log_on[k][j] = log(rate);
			h->log_off[k][j] = log1p(-rate);
		}
	}
	h->hidden_in[0] += h->hidden - (h->hidden / (int64_t)used) * (int64_t)used;
	h->alpha = 0.3 / (double)all;
}

/* Splits `people` over classes with these weights, whose sum is `rest`. */
static void split(chain *h, int64_t people, const double *weight, double rest, int64_t *into)
{
	size_t last = h->o->classes - 1;

	for (size_t k = 0; k < last; k++) {
		into[k] =
			people > 0 ? census_binomial(&h->random, people, rest > 0 ? fmin(1, weight[k] / rest) : 0) : 0;
		people -= into[k];
		rest -= weight[k];
	}
	into[last] = people;
}

static void split_patterns(chain *h)
{
	size_t classes = h->o->classes, lists = h->c->lists;
	double weight[CENSUS_CLASSES_MAX];
	int64_t into[CENSUS_CLASSES_MAX];

	for (size_t k = 0; k < classes; k++) {
		h->seen_in[k] = 0;
		for (size_t j = 0; j < lists; j++)
			h->on[k][j] = 0;
	}
	for (size_t i = 0; i < h->c->count; i++) {
		uint32_t pattern = h->c->patterns[i];
		double greatest = -(double)INFINITY, sum = 0;
		for (size_t k = 0; k < classes; k++) {
			weight[k] = h->log_nu[k];
			for (size_t j = 0; j < lists; j++)
				weight[k] += pattern >> j & 1 ? h->log_on[k][j] : h->log_off[k][j];
			greatest = weight[k] > greatest ? weight[k] : greatest;
		}
		for (size_t k = 0; k < classes; k++) {
			double below = weight[k] - greatest;
			weight[k] = below > -700 ? exp(below) : 0;
			sum += weight[k];
		}
		split(h, h->c->counts[i], weight, sum, into);
		for (size_t k = 0; k < classes; k++) {
			h->seen_in[k] += into[k];
			for (uint32_t rest = into[k] ? pattern : 0; rest; rest &= rest - 1)
				h->on[k][__builtin_ctz(rest)] += into[k];
		}
	}
}

/* log of a and b divided by their sum, for gamma draws of these shapes; shapes under 1 as logarithms. */
static void log_beta_pair(hw_random *r, double a, double b, double *log_a, double *log_b)
{
	double x = log(hw_random_gamma(r, a < 1 ? a + 1 : a)), y = log(hw_random_gamma(r, b < 1 ? b + 1 : b));

	if (a < 1)
		x += log(1 - hw_random_unit(r)) / a;
	if (b < 1)
		y += log(1 - hw_random_unit(r)) / b;
	double greater = x > y ? x : y, sum = greater + log1p(exp(-fabs(x - y)));
	*log_a = x - sum;
	*log_b = y - sum;
}

static void draw_rates(chain *h)
{
	for (size_t k = 0; k < h->o->classes; k++) {
		int64_t people = h->seen_in[k] + h->hidden_in[k];
		for (size_t j = 0; j < h->c->lists; j++) {
			/* Both shapes are at least 1. */
			double on = hw_random_gamma(&h->random, 1 + (double)h->on[k][j]),
			       off = hw_random_gamma(&h->random, 1 + (double)(people - h->on[k][j])),
			       sum = log(on + off);
			h->log_on[k][j] = log(on) - sum;
			h->log_off[k][j] = log(off) - sum;
		}
	}
}

static void swap_counts(int64_t *a, int64_t *b)
{
	int64_t kept = *a;

	*a = *b;
	*b = kept;
}

static void swap_classes(chain *h, size_t a, size_t b)
{
	swap_counts(&h->seen_in[a], &h->seen_in[b]);
	swap_counts(&h->hidden_in[a], &h->hidden_in[b]);
	for (size_t j = 0; j < h->c->lists; j++) {
		double on = h->log_on[a][j], off = h->log_off[a][j];
		h->log_on[a][j] = h->log_on[b][j];
		h->log_off[a][j] = h->log_off[b][j];
		h->log_on[b][j] = on;
		h->log_off[b][j] = off;
	}
}

/* Two classes change places among the sticks (Papaspiliopoulos & Roberts 2008): without it a large class that was
 * found late stays behind a small one. */
static void change_places(chain *h)
{
	for (size_t turn = 0; turn < h->o->classes; turn++) {
		size_t a = (size_t)hw_random_below(&h->random, h->o->classes),
		       b = (size_t)hw_random_below(&h->random, h->o->classes);
		double more = (double)(h->seen_in[a] + h->hidden_in[a] - h->seen_in[b] - h->hidden_in[b]);
		if (a != b && log(1 - hw_random_unit(&h->random)) < more * (h->log_nu[b] - h->log_nu[a]))
			swap_classes(h, a, b);
	}
}

static void draw_sticks(chain *h)
{
	int64_t later = h->c->seen + h->hidden;
	size_t last = h->o->classes - 1;
	double rest = 0;

	for (size_t k = 0; k < last; k++) {
		int64_t here = h->seen_in[k] + h->hidden_in[k];
		double log_v, log_not;
		later -= here;
		log_beta_pair(&h->random, 1 + (double)here, h->alpha + (double)later, &log_v, &log_not);
		h->log_nu[k] = log_v + rest;
		rest += log_not;
	}
	h->log_nu[last] = rest;
}

static void draw_hidden(chain *h)
{
	double nobody = 0, most = h->o->cap * (double)h->c->seen, drawn = 0;

	for (size_t k = 0; k < h->o->classes; k++) {
		double log_none = h->log_nu[k];
		for (size_t j = 0; j < h->c->lists; j++)
			log_none += h->log_off[k][j];
		h->none[k] = exp(log_none);
		nobody += h->none[k];
	}
	double odds = nobody < 1 - 1e-12 ? nobody / (1 - nobody) : 1e12;
	for (size_t i = 0;; i++) {
		double mean = hw_random_gamma(&h->random, (double)h->c->seen) * odds;
		drawn = mean < 2 * most + 100 ? (double)census_poisson(&h->random, mean) : mean;
		if (drawn <= most)
			break;
		h->capped += i == 0;
		if (i == REDRAWS) {
			drawn = floor(most);
			break;
		}
	}
	h->hidden = (int64_t)drawn;
	split(h, h->hidden, h->none, nobody, h->hidden_in);
}

/* Gamma(.25, .25): conjugate.  Lognormal(0, .25): one step of a random walk on log alpha. */
static void draw_alpha(chain *h)
{
	double last = h->log_nu[h->o->classes - 1], sticks = (double)h->o->classes - 1;

	if (!h->o->lognormal_alpha) {
		h->alpha = fmax(hw_random_gamma(&h->random, 0.25 + sticks) / (0.25 - last), 1e-6);
		return;
	}
	double was = log(h->alpha), now = was + 0.5 * hw_random_normal(&h->random), spread = 2 * 0.25 * 0.25;
	double gain = sticks * (now - was) + (exp(now) - exp(was)) * last - (now * now - was * was) / spread;
	if (log(1 - hw_random_unit(&h->random)) < gain)
		h->alpha = exp(now);
}

typedef struct chains {
	const cells *c;
	const census_classes_options *o;
	uint64_t seed;
	double **hidden; /* [chain][sweep] */
	double capped[CENSUS_CHAINS_MAX];
} chains;

static hw_status run_chain(void *context, size_t index, hw_error *error)
{
	chains *all = context;
	chain h = {.c = all->c, .o = all->o, .random = hw_random_new(all->seed, 0x1a7e + index)};
	size_t sweeps = all->o->sweeps, before = all->o->warm_up;

	(void)error;
	begin_chain(&h, index);
	for (size_t i = 0; i < before + sweeps; i++) {
		if (i == before)
			h.capped = 0;
		split_patterns(&h);
		draw_rates(&h);
		change_places(&h);
		draw_sticks(&h);
		draw_hidden(&h);
		if (i >= before / 8) /* a fixed alpha while the classes find their places, as the original does */
			draw_alpha(&h);
		if (i >= before)
			all->hidden[index][i - before] = (double)h.hidden;
	}
	all->capped[index] = (double)h.capped / (double)sweeps;
	return HW_OK;
}

static hw_status check_options(census_classes_options *o, hw_error *error)
{
	o->classes = o->classes ? o->classes : 10;
	o->chains = o->chains ? o->chains : 8;
	o->sweeps = o->sweeps ? o->sweeps : 16000;
	o->warm_up = o->warm_up ? o->warm_up : 4000;
	o->cap = o->cap > 0 ? o->cap : 20;
	if (o->classes < 2 || o->classes > CENSUS_CLASSES_MAX)
		return hw_fail(error, HW_BAD_INPUT, "2 to %d classes, not %zu", CENSUS_CLASSES_MAX, o->classes);
	if (o->chains < 2 || o->chains > CENSUS_CHAINS_MAX)
		return hw_fail(error, HW_BAD_INPUT, "2 to %d chains, not %zu", CENSUS_CHAINS_MAX, o->chains);
	if (o->sweeps < 100 || o->sweeps > 10000000 || o->warm_up > 10000000)
		return hw_fail(error, HW_BAD_INPUT, "100 to 10000000 sweeps, not %zu", o->sweeps);
	if (!(o->cap <= 1e6))
		return hw_fail(error, HW_BAD_INPUT, "the cap is at most a million times the people seen");
	return HW_OK;
}

static hw_status summarise(const chains *all, hw_arena *scratch, hw_arena *arena, census_classes *r, hw_error *error)
{
	size_t count = r->options.chains * r->options.sweeps, sweeps = r->options.sweeps;
	double *pool = HW_NEW(scratch, double, count), *one = HW_NEW(scratch, double, sweeps),
	       *draws = HW_NEW(arena, double, CENSUS_DRAWS), seen = (double)all->c->seen;

	if (!pool || !one || !draws)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu draws", count);
	census_mixing((const double *const *)all->hidden, r->options.chains, sweeps, pool, &r->rhat, &r->ess);
	for (size_t i = 0; i < r->options.chains; i++) {
		for (size_t k = 0; k < sweeps; k++)
			one[k] = pool[i * sweeps + k] = seen + all->hidden[i][k];
		qsort(one, sweeps, sizeof(double), census_compare_numbers);
		r->chain_medians[i] = census_quantile(one, sweeps, 0.5);
		r->at_cap += all->capped[i] / (double)r->options.chains;
	}
	qsort(pool, count, sizeof(double), census_compare_numbers);
	r->figure = census_figure_of(pool, count);
	for (size_t i = 0; i < CENSUS_DRAWS; i++)
		draws[i] = pool[(size_t)(((double)i + 0.5) / CENSUS_DRAWS * (double)count)];
	r->draws = draws;
	return HW_OK;
}

hw_status census_latent_class(const census_table *table, const census_classes_options *options, const census_run *run,
			      hw_arena *arena, census_classes *result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new((size_t)2 << 30);
	census_classes r = {.options = *options};
	cells c;

	if (!scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the chains");
	HW_TRY(check_options(&r.options, error));
	HW_TRY(census_cells(table, scratch, &c, error));
	chains all = {.c = &c, .o = &r.options, .seed = run->seed};
	all.hidden = HW_NEW(scratch, double *, r.options.chains);
	for (size_t i = 0; all.hidden && i < r.options.chains; i++) {
		all.hidden[i] = HW_NEW(scratch, double, r.options.sweeps);
		if (!all.hidden[i])
			all.hidden = NULL;
	}
	if (!all.hidden)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu chains", r.options.chains);
	HW_TRY(hw_parallel(run->threads, r.options.chains, run_chain, &all, run->progress, "latent classes", error));
	HW_TRY(summarise(&all, scratch, arena, &r, error));
	*result = r;
	return HW_OK;
}
