/* learn_packages.c - weights of a counterpart from its answers to packages. */
#include "exchange/learn_int.h"

#include <math.h>
#include <string.h>

/* Parameters x: interest (logarithm where positive), reluctance (logarithm; the unit's is left out), reservation,
 * log softness. */
typedef struct fitting {
	const exchange_history *h;
	size_t offers;      /* how many of them count */
	double *age_weight; /* of each offer */
	size_t count;       /* of parameters */
	size_t weights;
	double *value, *slope; /* natural scale and its derivative, by weight */
} fitting;

static size_t weight_count(const exchange_history *h)
{
	return h->given_count + h->returned_count + 2;
}

static const exchange_prior *prior_of(const exchange_history *h, size_t weight)
{
	if (weight < h->given_count)
		return &h->interest[weight];
	weight -= h->given_count;
	if (weight < h->returned_count)
		return &h->reluctance[weight];
	return weight == h->returned_count ? &h->reservation : &h->softness;
}

static bool is_unit(const exchange_history *h, size_t weight)
{
	return h->returned_count && weight == h->given_count + h->unit;
}

/* Parameters to weights. */
static void unpack(const exchange_history *h, const double *x, double *value, double *slope)
{
	size_t at = 0;

	for (size_t k = 0; k < weight_count(h); k++) {
		if (is_unit(h, k)) {
			value[k] = 1;
			slope[k] = 0;
		} else if (prior_of(h, k)->positive) {
			value[k] = exp(fmax(-30, fmin(30, x[at])));
			slope[k] = value[k];
			at++;
		} else {
			value[k] = x[at++];
			slope[k] = 1;
		}
	}
}

static double surplus(const exchange_history *h, const double *value, const double *given, const double *returned)
{
	double u = -value[h->given_count + h->returned_count];

	for (size_t i = 0; i < h->given_count; i++)
		u += value[i] * given[i];
	for (size_t i = 0; i < h->returned_count; i++)
		u -= value[h->given_count + i] * returned[i];
	return u;
}

/* Adds what one answer says to the derivatives by weight (times softness). */
static void add_slopes(const exchange_history *h, const exchange_offer *o, double rest, double scaled,
		       double *by_weight)
{
	size_t n = h->given_count, m = h->returned_count;

	for (size_t i = 0; i < n; i++)
		by_weight[i] += rest * o->given[i];
	for (size_t i = 0; i < m; i++)
		by_weight[n + i] -= rest * o->returned[i];
	by_weight[n + m] -= rest;
	by_weight[n + m + 1] -= rest * scaled;
}

static double density(const double *x, double *gradient, void *context)
{
	fitting *f = context;
	const exchange_history *h = f->h;
	double sum = 0, by_weight[LEARN_MOST + 4] = {0}, softness;
	size_t at = 0;

	unpack(h, x, f->value, f->slope);
	softness = f->value[f->weights - 1];
	for (size_t k = 0; k < f->offers; k++) {
		const exchange_offer *o = &h->offers[k];
		double z = surplus(h, f->value, o->given, o->returned) / softness;

		sum += f->age_weight[k] * hw_log_logistic(o->accepted ? z : -z);
		if (gradient)
			add_slopes(h, o, f->age_weight[k] * ((double)o->accepted - hw_logistic(z)), z, by_weight);
	}
	for (size_t k = 0; k < f->weights; k++) {
		double slope;

		if (is_unit(h, k))
			continue;
		sum += learn_prior(prior_of(h, k), x[at], &slope);
		if (gradient)
			gradient[at] = slope + by_weight[k] * f->slope[k] / softness;
		at++;
	}
	return sum;
}

/* ---- checking and preparing ------------------------------------------------------------------------ */
static hw_status check_counts(const exchange_history *h, size_t offer, hw_error *error)
{
	const exchange_offer *o = &h->offers[offer];

	if (!isfinite(o->day) || (offer && o->day < h->offers[offer - 1].day))
		return hw_fail(error, HW_BAD_INPUT, "offer %zu: its day is not known or before the one above", offer);
	for (size_t i = 0; i < h->given_count + h->returned_count; i++) {
		double n = i < h->given_count ? o->given[i] : o->returned[i - h->given_count];

		if (!(n >= 0) || n > EXCHANGE_PEOPLE_MOST)
			return hw_fail(error, HW_BAD_INPUT, "offer %zu: %g people of a class", offer, n);
	}
	return HW_OK;
}

static hw_status check_history(const exchange_history *h, hw_error *error)
{
	if (h->given_count + h->returned_count > EXCHANGE_LEARN_CLASSES_MOST)
		return hw_fail(error, HW_TOO_LARGE, "more than %d classes to learn about",
			       (int)EXCHANGE_LEARN_CLASSES_MOST);
	if (!h->returned_count || h->unit >= h->returned_count)
		return hw_fail(error, HW_BAD_INPUT, "there is no class whose reluctance is the unit");
	if (!(h->half_life >= 0) || !isfinite(h->now))
		return hw_fail(error, HW_BAD_INPUT, "the half-life must be 0 days or more");
	for (size_t k = 0; k < weight_count(h); k++)
		HW_TRY(learn_prior_check(prior_of(h, k), "weight", k, error));
	if (!h->softness.positive)
		return hw_fail(error, HW_BAD_INPUT, "softness is positive");
	for (size_t k = 0; k < h->offer_count; k++)
		HW_TRY(check_counts(h, k, error));
	return HW_OK;
}

static hw_status prepare(const exchange_history *h, size_t offers, double now, hw_arena *arena, fitting *f,
			 hw_error *error)
{
	*f = (fitting){.h = h, .offers = offers, .weights = weight_count(h), .count = weight_count(h) - 1};
	f->age_weight = HW_NEW(arena, double, offers + 1);
	f->value = HW_NEW(arena, double, f->weights);
	f->slope = HW_NEW(arena, double, f->weights);
	if (!f->age_weight || !f->value || !f->slope)
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn");
	for (size_t k = 0; k < offers; k++) {
		double age = fmax(0, now - h->offers[k].day);

		f->age_weight[k] = h->half_life > 0 ? exp2(-age / h->half_life) : 1;
	}
	return HW_OK;
}

static void start_at(const exchange_history *h, double *x)
{
	size_t at = 0;

	for (size_t k = 0; k < weight_count(h); k++)
		if (!is_unit(h, k))
			x[at++] = prior_of(h, k)->positive ? log(prior_of(h, k)->middle) : prior_of(h, k)->middle;
}

/* ---- chains ------------------------------------------------------------------------------------------- */
/* The Laplace approximation is too narrow where the posterior has a long tail (softness above all): chains begin
 * with it, and twice while they settle the proposal takes the spread that all of them have shown. */
enum { CHAINS_MOST = 64, SETTLINGS = 2 };
typedef struct walking {
	fitting *f;
	learn_laplace laplace;
	size_t chains, steps, burn, kept, every; /* kept by each chain, one in `every` */
	double *states;                          /* [chains][kept][count] */
	double *seen;                            /* [chains * burn / SETTLINGS][count], while they settle */
	double (*x)[LEARN_MOST];                 /* where each chain is */
	double at[CHAINS_MOST];
	hw_random random[CHAINS_MOST];
	size_t moved;
} walking;

static hw_status begin_chains(walking *w, uint64_t seed, hw_arena *arena, hw_error *error)
{
	w->x = hw_arena_alloc(arena, w->chains, sizeof(*w->x), _Alignof(double));
	w->states = HW_NEW(arena, double, w->chains * w->kept * w->f->count);
	w->seen = HW_NEW(arena, double, w->chains *(w->burn / SETTLINGS + 1) * w->f->count);
	if (!w->x || !w->states || !w->seen)
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn");
	for (size_t c = 0; c < w->chains; c++) {
		w->random[c] = hw_random_new(seed, 7000 + c);
		(void)learn_propose(&w->laplace, w->laplace.mode, 1, &w->random[c], w->x[c]);
		w->at[c] = density(w->x[c], NULL, w->f);
	}
	return HW_OK;
}

/* Mostly steps of the best size for a normal posterior (Roberts & Rosenthal 2001), some short, some far. */
static double step_scale(const walking *w, hw_random *random)
{
	double usual = 2.38 / sqrt((double)w->f->count), which = hw_random_unit(random);

	return which < 0.2 ? usual * 0.3 : which < 0.9 ? usual : usual * 2.5;
}

/* Into `seen` while they settle; else (NULL) into the states that are kept. */
static void walk_chain(walking *w, size_t chain, size_t steps, double *seen)
{
	double spare[LEARN_MOST];
	size_t next = 0, count = w->f->count;

	for (size_t i = 0; i < steps; i++) {
		double scale = step_scale(w, &w->random[chain]);

		w->moved += learn_step(density, w->f, &w->laplace, scale, &w->random[chain], w->x[chain], &w->at[chain],
				       spare);
		if (seen)
			memcpy(seen + i * count, w->x[chain], count * sizeof(double));
		else if (i % w->every == 0 && next < w->kept)
			memcpy(w->states + (chain * w->kept + next++) * count, w->x[chain], count * sizeof(double));
	}
}

static hw_status walk(walking *w, uint64_t seed, hw_arena *arena, const hw_progress *progress, hw_error *error)
{
	size_t part = w->burn / SETTLINGS;

	HW_TRY(begin_chains(w, seed, arena, error));
	for (size_t s = 0; s < SETTLINGS; s++) {
		for (size_t c = 0; c < w->chains; c++)
			walk_chain(w, c, part, w->seen + c * part * w->f->count);
		HW_TRY(learn_spread(&w->laplace, w->seen, w->chains * part, arena, error));
	}
	w->moved = 0;
	for (size_t c = 0; c < w->chains; c++) {
		HW_TRY(hw_progress_step(progress, "learn", (double)c, (double)w->chains, error));
		walk_chain(w, c, w->steps - w->burn, NULL);
	}
	return HW_OK;
}

/* Split R-hat (Gelman et al., Bayesian Data Analysis, 3rd ed., 11.4) of one parameter. */
static double split_rhat(const walking *w, size_t parameter)
{
	size_t half = w->kept / 2, parts = 2 * w->chains;
	double between = 0, within = 0, all = 0;

	if (half < 2)
		return 1;
	for (int pass = 0; pass < 2; pass++)
		for (size_t p = 0; p < parts; p++) {
			const double *first =
				w->states + ((p / 2) * w->kept + (p % 2) * half) * w->f->count + parameter;
			double mean = 0, square = 0;

			for (size_t i = 0; i < half; i++)
				mean += first[i * w->f->count] / (double)half;
			if (!pass) {
				all += mean / (double)parts;
				continue;
			}
			for (size_t i = 0; i < half; i++)
				square += pow(first[i * w->f->count] - mean, 2) / (double)(half - 1);
			within += square / (double)parts;
			between += (mean - all) * (mean - all) / (double)(parts - 1);
		}
	return within > 0 ? sqrt((double)(half - 1) / (double)half + between / within) : 1;
}

/* `draws` of all kept states, evenly. */
static hw_status keep_draws(walking *w, size_t draws, hw_arena *arena, exchange_learned *r, hw_error *error)
{
	size_t states = w->chains * w->kept;
	double *spare = HW_NEW(arena, double, draws);

	r->weight_count = w->f->weights;
	r->draw_count = draws;
	r->draws = HW_NEW(arena, double, r->weight_count *draws);
	r->weights = HW_NEW(arena, exchange_interval, r->weight_count);
	if (!spare || !r->draws || !r->weights)
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn");
	for (size_t m = 0; m < draws; m++) {
		unpack(w->f->h, w->states + m * states / draws * w->f->count, w->f->value, w->f->slope);
		for (size_t k = 0; k < r->weight_count; k++)
			r->draws[k * draws + m] = w->f->value[k];
	}
	for (size_t k = 0; k < r->weight_count; k++)
		r->weights[k] = learn_interval(exchange_learned_draws(r, k), draws, spare);
	r->accepted_share = (double)w->moved / (double)(w->chains * (w->steps - w->burn));
	r->disagreement = 1;
	for (size_t p = 0; p < w->f->count; p++)
		r->disagreement = fmax(r->disagreement, split_rhat(w, p));
	return HW_OK;
}

static hw_status learn(const exchange_history *h, size_t offers, double now, const exchange_learn_options *o,
		       hw_arena *arena, const hw_progress *progress, exchange_learned *result, hw_error *error)
{
	size_t draws = o && o->draws ? o->draws : 200;
	walking w = {.chains = o && o->chains ? o->chains : 8, .steps = o && o->steps ? o->steps : 4000};
	double start[LEARN_MOST];
	fitting f;

	HW_TRY(prepare(h, offers, now, arena, &f, error));
	start_at(h, start);
	HW_TRY(learn_climb(density, NULL, &f, start, f.count, arena, &w.laplace, error));
	if (w.chains > CHAINS_MOST || w.steps < 30)
		return hw_fail(error, HW_USAGE, "1 to %d chains of 30 steps or more", (int)CHAINS_MOST);
	w.f = &f;
	w.burn = w.steps / 3;
	w.kept = (draws * 5 + w.chains - 1) / w.chains;
	if (w.kept > w.steps - w.burn)
		w.kept = w.steps - w.burn;
	w.every = (w.steps - w.burn) / w.kept;
	HW_TRY(walk(&w, o ? o->seed : 1, arena, progress, error));
	if (draws > w.chains * w.kept)
		draws = w.chains * w.kept;
	return keep_draws(&w, draws, arena, result, error);
}

hw_status exchange_learn_packages(const exchange_history *history, const exchange_learn_options *options,
				  hw_arena *arena, const hw_progress *progress, exchange_learned *result,
				  hw_error *error)
{
	HW_TRY(check_history(history, error));
	return learn(history, history->offer_count, history->now, options, arena, progress, result, error);
}

/* ---- what follows from it -------------------------------------------------------------------------------- */
static double acceptance(const exchange_learned *l, const exchange_history *h, size_t draw, const double *given,
			 const double *returned)
{
	double value[LEARN_MOST + 4] = {0};

	for (size_t k = 0; k < l->weight_count; k++)
		value[k] = l->draws[k * l->draw_count + draw];
	return hw_logistic(surplus(h, value, given, returned) / fmax(value[l->weight_count - 1], 1e-12));
}

hw_status exchange_learned_package(const exchange_learned *learned, const exchange_history *history,
				   const double *given, const double *returned, hw_arena *arena,
				   exchange_interval *result, hw_error *error)
{
	double *p = HW_NEW(arena, double, learned->draw_count), *spare = HW_NEW(arena, double, learned->draw_count);

	if (!p || !spare)
		return hw_fail(error, HW_NO_MEMORY, "no memory to evaluate a package");
	for (size_t m = 0; m < learned->draw_count; m++)
		p[m] = acceptance(learned, history, m, given, returned);
	*result = learn_interval(p, learned->draw_count, spare);
	return HW_OK;
}

static void move_draws(exchange_learned *l, size_t weight, bool positive, double by)
{
	double *draws = l->draws + weight * l->draw_count;
	exchange_interval *v = &l->weights[weight];
	double *const numbers[] = {&v->mean, &v->median, &v->lower90, &v->upper90, &v->lower50, &v->upper50};

	for (size_t m = 0; m < l->draw_count; m++)
		draws[m] = positive ? draws[m] * exp(by) : draws[m] + by;
	for (size_t i = 0; i < HW_COUNT(numbers); i++)
		*numbers[i] = positive ? *numbers[i] * exp(by) : *numbers[i] + by;
}

hw_status exchange_learned_cap(exchange_learned *learned, const exchange_history *history,
			       const exchange_learned *before, double most, size_t *held, hw_error *error)
{
	double unit = before->weights[before->weight_count - 1].median;

	*held = 0;
	if (learned->weight_count != before->weight_count || !(most > 0))
		return hw_fail(error, HW_FAULT, "two different histories, or no cap");
	for (size_t k = 0; k < learned->weight_count; k++) {
		bool positive = prior_of(history, k)->positive;
		double now = learned->weights[k].median, then = before->weights[k].median,
		       moved = positive ? log(now / then) : (now - then) / unit;

		if (is_unit(history, k) || fabs(moved) <= most)
			continue;
		moved = (moved > 0 ? most : -most) - moved;
		move_draws(learned, k, positive, positive ? moved : moved * unit);
		(*held)++;
	}
	return HW_OK;
}

void exchange_learned_widen(exchange_learned *learned, const exchange_history *history, double factor)
{
	for (size_t k = 0; k < learned->weight_count; k++) {
		double *draws = learned->draws + k * learned->draw_count, sum = 0;
		exchange_interval *v = &learned->weights[k];
		double *const ends[] = {&v->lower90, &v->upper90, &v->lower50, &v->upper50};
		bool positive = prior_of(history, k)->positive;

		for (size_t m = 0; m < learned->draw_count; m++) {
			draws[m] = positive ? v->median * pow(draws[m] / v->median, factor)
					    : v->median + factor * (draws[m] - v->median);
			sum += draws[m];
		}
		for (size_t i = 0; i < HW_COUNT(ends); i++)
			*ends[i] = positive ? v->median * pow(*ends[i] / v->median, factor)
					    : v->median + factor * (*ends[i] - v->median);
		v->mean = sum / (double)learned->draw_count;
	}
}

hw_status exchange_learn_rolling(const exchange_history *history, size_t first, const exchange_learn_options *options,
				 const hw_progress *progress, exchange_forecasted *forecasts, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	exchange_learn_options short_chains = {.seed = options ? options->seed : 1, .chains = 4, .steps = 600};

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to learn");
	if (options && options->steps)
		short_chains = *options;
	HW_TRY(check_history(history, error));
	for (size_t k = first; k < history->offer_count; k++) {
		const exchange_offer *o = &history->offers[k];
		exchange_learned learned;
		double sum = 0;

		hw_arena_reset(arena);
		HW_TRY(hw_progress_step(progress, "forecast", (double)(k - first),
					(double)(history->offer_count - first), error));
		HW_TRY(learn(history, k, o->day, &short_chains, arena, NULL, &learned, error));
		for (size_t m = 0; m < learned.draw_count; m++)
			sum += acceptance(&learned, history, m, o->given, o->returned);
		forecasts[k - first] =
			(exchange_forecasted){.probability = sum / (double)learned.draw_count, .happened = o->accepted};
	}
	return HW_OK;
}
