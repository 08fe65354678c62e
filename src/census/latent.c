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

enum { REDRAWS = 200, SWEEPS = 16000, MOST_TIMES = 8 };
static const double RHAT = 1.05, ESS = 400, HOPELESS = 1.1;

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
	size_t all = h->o->classes, start[] = {1, 2, all}, used = start[index % 3] < all ? start[index % 3] : all,
	       share_of = used ? used : 1;
	double size[CENSUS_LISTS_MAX] = {0}, seen = (double)h->c->seen, starts[] = {0, 1, 5};

	for (size_t i = 0; i < h->c->count; i++)
		for (size_t j = 0; j < h->c->lists; j++)
			if (h->c->patterns[i] >> j & 1)
				size[j] += (double)h->c->counts[i];
	h->hidden = (int64_t)(fmin(starts[index / 3 % 3], h->o->cap) * seen);
	for (size_t k = 0; k < all; k++) {
		double share = k < used ? 0.98 / (double)used : 0.02 / (double)(all - used);
		h->log_nu[k] = log(used == all ? 1 / (double)all : share);
		h->hidden_in[k] = k < used ? h->hidden / (int64_t)share_of : 0;
		for (size_t j = 0; j < h->c->lists; j++) {
			double mean = (size[j] + 1) / (seen + (double)h->hidden + 2);
			double rate =
				used == 1 ? mean : hw_random_beta(&h->random, 4 * mean + 0.2, 4 * (1 - mean) + 0.2);
			rate = fmin(fmax(rate, 1e-6), 1 - 1e-6);
			h->log_on[k][j] = log(rate);
			h->log_off[k][j] = log1p(-rate);
		}
	}
	h->hidden_in[0] += h->hidden % (int64_t)share_of;
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

/* Weights of the classes for a pattern, as logarithms: for the rare pattern whose products leave the range of a double. */
static double log_weights(const chain *h, uint32_t pattern, double *weight)
{
	double greatest = -(double)INFINITY, sum = 0;

	for (size_t k = 0; k < h->o->classes; k++) {
		weight[k] = h->log_nu[k];
		for (size_t j = 0; j < h->c->lists; j++)
			weight[k] += pattern >> j & 1 ? h->log_on[k][j] : h->log_off[k][j];
		greatest = weight[k] > greatest ? weight[k] : greatest;
	}
	for (size_t k = 0; k < h->o->classes; k++) {
		weight[k] = exp(weight[k] - greatest);
		sum += weight[k];
	}
	return sum;
}

/* nu_k prod (1 - lambda), times the odds of each list of the pattern. */
static double weights_of(const chain *h, uint32_t pattern, const double *none, double (*odds)[CENSUS_CLASSES_MAX],
			 double *weight)
{
	double sum = 0;

	for (size_t k = 0; k < h->o->classes; k++)
		weight[k] = none[k];
	for (uint32_t rest = pattern; rest; rest &= rest - 1) {
		const double *of = odds[__builtin_ctz(rest)];
		for (size_t k = 0; k < h->o->classes; k++)
			weight[k] *= of[k];
	}
	for (size_t k = 0; k < h->o->classes; k++)
		sum += weight[k];
	return sum > 1e-200 && sum < 1e200 ? sum : log_weights(h, pattern, weight);
}

static void split_patterns(chain *h)
{
	size_t classes = h->o->classes, lists = h->c->lists;
	double weight[CENSUS_CLASSES_MAX] = {0}, none[CENSUS_CLASSES_MAX] = {0};
	double odds[CENSUS_LISTS_MAX][CENSUS_CLASSES_MAX] = {0};
	int64_t into[CENSUS_CLASSES_MAX] = {0};

	for (size_t k = 0; k < classes; k++) {
		double log_none = h->log_nu[k];
		h->seen_in[k] = 0;
		for (size_t j = 0; j < lists; j++) {
			h->on[k][j] = 0;
			log_none += h->log_off[k][j];
			odds[j][k] = exp(h->log_on[k][j] - h->log_off[k][j]);
		}
		none[k] = exp(log_none);
	}
	for (size_t i = 0; i < h->c->count; i++) {
		uint32_t pattern = h->c->patterns[i];
		double sum = weights_of(h, pattern, none, odds, weight);
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
			if (!people) { /* uniform */
				double rate = 1 - hw_random_unit(&h->random);
				rate = rate < 1 ? rate : 0.5;
				h->log_on[k][j] = log(rate);
				h->log_off[k][j] = log1p(-rate);
				continue;
			}
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
	chain *all; /* [chains] */
	const cells *c;
	const census_classes_options *o;
	uint64_t seed;
	double **hidden;   /* [chain][kept sweep] */
	size_t begin, end; /* kept sweeps of this round */
} chains;

static void sweep(chain *h, bool alpha)
{
	split_patterns(h);
	draw_rates(h);
	change_places(h);
	draw_sticks(h);
	draw_hidden(h);
	if (alpha)
		draw_alpha(h);
}

static hw_status run_chain(void *context, size_t index, hw_error *error)
{
	chains *all = context;
	chain *h = &all->all[index];

	(void)error;
	if (!all->begin) {
		*h = (chain){.c = all->c, .o = all->o, .random = hw_random_new(all->seed, 0x1a7e + index)};
		begin_chain(h, index);
		/* alpha stands still while the classes find their places, as in the original */
		for (size_t i = 0; i < all->o->warm_up; i++)
			sweep(h, i >= all->o->warm_up / 8);
		h->capped = 0;
	}
	for (size_t i = all->begin; i < all->end; i++) {
		sweep(h, true);
		all->hidden[index][i] = (double)h->hidden;
	}
	return HW_OK;
}

static hw_status check_options(census_classes_options *o, hw_error *error)
{
	o->classes = o->classes ? o->classes : 10;
	o->chains = o->chains ? o->chains : 8;
	o->most_sweeps = o->most_sweeps ? o->most_sweeps : o->sweeps ? o->sweeps : MOST_TIMES * SWEEPS;
	o->sweeps = o->sweeps ? o->sweeps : SWEEPS;
	o->warm_up = o->warm_up ? o->warm_up : 4000;
	o->cap = o->cap > 0 ? o->cap : 20;
	if (o->classes < 2 || o->classes > CENSUS_CLASSES_MAX)
		return hw_fail(error, HW_BAD_INPUT, "2 to %d classes, not %zu", CENSUS_CLASSES_MAX, o->classes);
	if (o->chains < 2 || o->chains > CENSUS_CHAINS_MAX)
		return hw_fail(error, HW_BAD_INPUT, "2 to %d chains, not %zu", CENSUS_CHAINS_MAX, o->chains);
	if (o->sweeps < 100 || o->sweeps > 10000000 || o->most_sweeps > 80000000 || o->warm_up > 10000000)
		return hw_fail(error, HW_BAD_INPUT, "100 to 10000000 sweeps, not %zu", o->sweeps);
	if (!(o->cap <= 1e6))
		return hw_fail(error, HW_BAD_INPUT, "the cap is at most a million times the people seen");
	return HW_OK;
}

static hw_status summarise(const chains *all, double *pool, double *one, hw_arena *arena, census_classes *r,
			   hw_error *error)
{
	size_t sweeps = r->options.sweeps, count = r->options.chains * sweeps;
	double *draws = HW_NEW(arena, double, CENSUS_DRAWS), seen = (double)all->c->seen;

	if (!draws)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %d draws", CENSUS_DRAWS);
	for (size_t i = 0; i < r->options.chains; i++) {
		for (size_t k = 0; k < sweeps; k++)
			one[k] = pool[i * sweeps + k] = seen + all->hidden[i][k];
		qsort(one, sweeps, sizeof(double), census_compare_numbers);
		r->chain_medians[i] = census_quantile(one, sweeps, 0.5);
		r->at_cap += (double)all->all[i].capped / (double)count;
	}
	qsort(pool, count, sizeof(double), census_compare_numbers);
	r->figure = census_figure_of(pool, count);
	for (size_t i = 0; i < CENSUS_DRAWS; i++)
		draws[i] = pool[(size_t)(((double)i + 0.5) / CENSUS_DRAWS * (double)count)];
	r->draws = draws;
	return HW_OK;
}

/* Twice as long, again and again, while the chains nearly agree and the limit allows. */
static hw_status run_rounds(chains *all, census_classes *r, const census_run *run, double *pool, hw_error *error)
{
	all->end = r->options.sweeps;
	for (;;) {
		HW_TRY(hw_parallel(run->threads, r->options.chains, run_chain, all, run->progress, "latent classes",
				   error));
		census_mixing((const double *const *)all->hidden, r->options.chains, all->end, pool, &r->rhat, &r->ess);
		if ((r->rhat <= RHAT && r->ess >= ESS) || r->rhat > HOPELESS || 2 * all->end > r->options.most_sweeps)
			break;
		all->begin = all->end;
		all->end *= 2;
	}
	r->options.sweeps = all->end;
	return HW_OK;
}

hw_status census_latent_class(const census_table *table, const census_classes_options *options, const census_run *run,
			      hw_arena *arena, census_classes *result, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new((size_t)4 << 30);
	census_classes r = {.options = *options};
	cells c;

	if (!scratch)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the chains");
	HW_TRY(check_options(&r.options, error));
	HW_TRY(census_cells(table, scratch, &c, error));
	size_t most = r.options.most_sweeps > r.options.sweeps ? r.options.most_sweeps : r.options.sweeps;
	chains all = {.c = &c, .o = &r.options, .seed = run->seed};
	all.all = HW_NEW(scratch, chain, r.options.chains);
	all.hidden = HW_NEW(scratch, double *, r.options.chains);
	double *pool = HW_NEW(scratch, double, r.options.chains *most), *one = HW_NEW(scratch, double, most);
	for (size_t i = 0; all.hidden && i < r.options.chains; i++) {
		all.hidden[i] = HW_NEW(scratch, double, most);
		if (!all.hidden[i])
			all.hidden = NULL;
	}
	if (!all.all || !all.hidden || !pool || !one)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu chains", r.options.chains);
	HW_TRY(run_rounds(&all, &r, run, pool, error));
	HW_TRY(summarise(&all, pool, one, arena, &r, error));
	*result = r;
	return HW_OK;
}
