/* learn.c - the reliability of each source by MAP-EM (Dempster, Laird & Rubin 1977). */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

/* Expected counts of one theta, apart for each credibility digit. */
typedef struct counts {
	double faithful[BELIEF_DIGITS], noise[BELIEF_DIGITS];
} counts;

typedef struct pass {
	const belief *b;
	const double *theta;
	counts *counts; /* [slices * thetas] */
	double *log;    /* [slices] */
	work_pool *pool;
} pass;

static hw_status expect_slice(void *context, size_t slice, hw_error *error)
{
	pass *p = context;
	const belief *b = p->b;
	counts *mine = p->counts + slice * b->theta_count;
	work *w;

	HW_TRY(work_take(p->pool, &w, error));
	memset(mine, 0, b->theta_count * sizeof *mine);
	p->log[slice] = 0;
	for (size_t i = slice; i < b->unit_count; i += BELIEF_SLICES) {
		const unit *u = &b->units[i];
		if (!u->clue_count)
			continue;
		view_fill(b, u, p->theta, BELIEF_NONE, false, w);
		p->log[slice] += unit_shares(u, w);
		for (size_t j = 0; j < u->clue_count; j++) {
			const clue *c = &u->clues[j];
			if (c->theta < 0)
				continue;
			mine[c->theta].faithful[c->report->credibility] += w->shares[j].faithful;
			mine[c->theta].noise[c->report->credibility] += w->shares[j].noise;
		}
	}
	work_give(p->pool, w);
	return HW_OK;
}

/* E step: counts of all slices summed in order; the log-likelihood. */
static hw_status expect(pass *p, const belief_run *run, counts *sums, double *log_p, hw_error *error)
{
	const belief *b = p->b;

	HW_TRY(hw_parallel(run ? run->threads : 1, BELIEF_SLICES, expect_slice, p, run ? run->progress : NULL,
			   "learning the sources", error));
	memset(sums, 0, b->theta_count * sizeof *sums);
	*log_p = 0;
	for (size_t slice = 0; slice < BELIEF_SLICES; slice++) {
		*log_p += p->log[slice];
		for (size_t t = 0; t < b->theta_count; t++)
			for (size_t d = 0; d < BELIEF_DIGITS; d++) {
				sums[t].faithful[d] += p->counts[slice * b->theta_count + t].faithful[d];
				sums[t].noise[d] += p->counts[slice * b->theta_count + t].noise[d];
			}
	}
	return HW_OK;
}

static void totals_of(const counts *c, double *faithful, double *noise, bool *shifted)
{
	*faithful = *noise = 0;
	*shifted = false;
	for (size_t d = 0; d < BELIEF_DIGITS; d++) {
		*faithful += c->faithful[d];
		*noise += c->noise[d];
		bool moves = belief_shifts[d] < 0 || belief_shifts[d] > 0;
		*shifted = *shifted || (moves && c->faithful[d] + c->noise[d] > 0);
	}
}

/* Slope and curvature of the M objective in lambda = logit theta; returns its value.
 * sum_d f_d log s(lambda + shift_d) + n_d log(1 - s(lambda + shift_d)), prior at shift 0. */
static double slope(const counts *c, double a, double b, double lambda, double *first, double *second)
{
	double s = hw_logistic(lambda);
	double value = a * hw_log_logistic(lambda) + b * hw_log_logistic(-lambda);

	*first = a * (1 - s) - b * s;
	*second = -(a + b) * s * (1 - s);
	for (size_t d = 0; d < BELIEF_DIGITS; d++) {
		double x = lambda + belief_shifts[d], f = c->faithful[d], n = c->noise[d];
		if (!(f + n > 0))
			continue;
		s = hw_logistic(x);
		value += f * hw_log_logistic(x) + n * hw_log_logistic(-x);
		*first += f * (1 - s) - n * s;
		*second -= (f + n) * s * (1 - s);
	}
	return value;
}

/* Newton with halving; the objective is concave, so this finds the maximum. */
static double newton(const counts *c, double a, double b, double start)
{
	double lambda = fmax(-30, fmin(30, start)), first, second, value = slope(c, a, b, lambda, &first, &second);

	for (int round = 0; round < 100 && fabs(first) > 1e-13 * (1 + a + b) && second < 0; round++) {
		double jump = fmax(-4, fmin(4, -first / second)), next_first, next_second;
		double next = slope(c, a, b, lambda + jump, &next_first, &next_second);
		for (int half = 0; half < 60 && next < value; half++) {
			jump /= 2;
			next = slope(c, a, b, lambda + jump, &next_first, &next_second);
		}
		if (next < value)
			break; /* the digits are used up */
		lambda += jump;
		value = next;
		first = next_first;
		second = next_second;
	}
	return lambda;
}

/* M step for one theta with Beta prior (alpha, beta). */
static double maximise(const counts *c, double alpha, double beta, double theta)
{
	double faithful, noise;
	bool shifted;

	totals_of(c, &faithful, &noise, &shifted);
	double a = alpha - 1, b = beta - 1, sum = a + b + faithful + noise;
	if (!(sum > 0))
		return theta;
	if (!shifted)
		return (a + faithful) / sum;
	if (!(a + faithful > 0) || !(b + noise > 0))
		return a + faithful > 0 ? 1 : 0;
	return hw_logistic(newton(c, a, b, hw_logit(theta)));
}

static double times_log(double times, double x)
{
	return times > 0 ? times * log(x) : 0;
}

static double log_prior(const belief *b, const double *theta)
{
	double sum = 0;

	for (size_t t = 0; t < b->theta_count; t++) {
		const belief_source *s = &b->problem.sources[b->thetas[t].source];
		if (!s->fixed)
			sum += times_log(s->alpha - 1, theta[t]) + times_log(s->beta - 1, 1 - theta[t]);
	}
	return sum;
}

/* Scratch of one call. */
typedef struct learner {
	double *theta, *objective;
	counts *sums;
	pass pass;
	size_t rounds;
	bool converged;
} learner;

enum { MOST_ROUNDS = 1000 };
static const double TOLERANCE = 1e-10;

static double improve(const belief *b, learner *l)
{
	double largest = 0;

	for (size_t t = 0; t < b->theta_count; t++) {
		const belief_source *s = &b->problem.sources[b->thetas[t].source];
		if (s->fixed)
			continue;
		double next = maximise(&l->sums[t], s->alpha, s->beta, l->theta[t]);
		largest = fmax(largest, fabs(next - l->theta[t]));
		l->theta[t] = next;
	}
	return largest;
}

static hw_status iterate(const belief *b, learner *l, const belief_run *run, hw_error *error)
{
	while (l->rounds < MOST_ROUNDS && !l->converged) {
		double log_p;
		HW_TRY(expect(&l->pass, run, l->sums, &log_p, error));
		double objective = log_p + log_prior(b, l->theta);
		double before = l->rounds ? l->objective[l->rounds - 1] : -HUGE_VAL;
		if (!b->learned.approximate && objective < before - 1e-9 * (1 + fabs(before)))
			return hw_fail(error, HW_FAULT, "learning went down from %.12g to %.12g in round %zu", before,
				       objective, l->rounds + 1);
		l->objective[l->rounds++] = objective;
		l->converged = improve(b, l) < TOLERANCE;
	}
	return HW_OK;
}

/* Two letters below: the source has turned out much worse than it was graded. */
static bool has_fallen(const belief_source *s, double theta)
{
	static const char letters[] = "ABCDE";
	double mean = s->alpha / (s->alpha + s->beta), below[5];
	size_t own = 0;

	for (size_t i = 0; i < 5; i++) {
		double alpha, beta;
		(void)belief_grade(letters[i], &alpha, &beta);
		below[i] = alpha / (alpha + beta);
		if (fabs(below[i] - mean) < fabs(below[own] - mean))
			own = i;
	}
	return own + 2 < 5 && theta < below[own + 2];
}

/* Does what was learned fall where the grades rise?  Weighted by reports, of sources with enough of them. */
static bool is_inverted(const belief *b)
{
	enum { ENOUGH = 5 };
	double weight = 0, grade = 0, theta = 0, product = 0;

	for (size_t t = 0; t < b->theta_count; t++) {
		const belief_reliability *r = &b->thetas[t];
		const belief_source *s = &b->problem.sources[r->source];
		double n = (double)r->reports, mean = s->alpha / (s->alpha + s->beta);
		if (s->fixed || r->reports < ENOUGH)
			continue;
		weight += n;
		grade += n * mean;
		theta += n * r->theta;
		product += n * mean * r->theta;
	}
	return weight > 0 && product / weight - grade / weight * (theta / weight) < -1e-9;
}

static void keep(belief *b, const learner *l)
{
	for (size_t t = 0; t < b->theta_count; t++) {
		belief_reliability *r = &b->thetas[t];
		const belief_source *s = &b->problem.sources[r->source];
		double faithful, noise;
		bool shifted;
		if (s->fixed)
			continue;
		totals_of(&l->sums[t], &faithful, &noise, &shifted);
		r->theta = l->theta[t];
		r->alpha = s->alpha + faithful;
		r->beta = s->beta + noise;
		r->lower95 = beta_quantile(r->alpha, r->beta, 0.025);
		r->upper95 = beta_quantile(r->alpha, r->beta, 0.975);
		r->fell = has_fallen(s, r->theta);
	}
	b->learned.inverted = is_inverted(b);
	b->learned.rounds = l->rounds;
	b->learned.converged = l->converged;
	b->learned.objective = l->objective;
}

hw_status belief_learn(belief *b, const belief_run *run, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
	learner l = {.theta = HW_NEW(arena, double, b->theta_count + 1),
		     .objective = HW_NEW(b->arena, double, MOST_ROUNDS),
		     .sums = HW_NEW(arena, counts, b->theta_count + 1)};

	if (b->problem.learning == BELIEF_LEARN_NOTHING)
		return HW_OK;
	l.pass = (pass){.b = b,
			.theta = l.theta,
			.counts = HW_NEW(arena, counts, BELIEF_SLICES * b->theta_count + 1),
			.log = HW_NEW(arena, double, BELIEF_SLICES),
			.pool = work_pool_new(b)};
	hw_status status = HW_NO_MEMORY;
	if (!l.theta || !l.objective || !l.sums || !l.pass.counts || !l.pass.log || !l.pass.pool) {
		hw_fail(error, HW_NO_MEMORY, "out of memory learning %zu reliabilities", b->theta_count);
		goto out;
	}
	for (size_t t = 0; t < b->theta_count; t++) {
		const belief_source *s = &b->problem.sources[b->thetas[t].source];
		l.theta[t] = s->fixed ? s->reliability : s->alpha / (s->alpha + s->beta);
	}
	HW_TRY_OR_OUT(iterate(b, &l, run, error));
	keep(b, &l);
out:
	work_pool_free(l.pass.pool);
	return status;
}

belief_learned belief_learned_of(const belief *b)
{
	return b->learned;
}

/* ---- put in again ------------------------------------------------------------------------------- */
hw_status belief_keep(const belief *b, belief_kept *kept, hw_error *error)
{
	belief_reliability *thetas = hw_grow(NULL, b->theta_count + 1, sizeof(*thetas));

	if (!thetas)
		return hw_fail(error, HW_NO_MEMORY, "no memory for what was learned");
	memcpy(thetas, b->thetas, b->theta_count * sizeof(*thetas));
	*kept = (belief_kept){thetas, b->theta_count, b->learned};
	kept->learned.objective = NULL;
	return HW_OK;
}

bool belief_learn_kept(belief *b, const belief_kept *kept)
{
	bool approximate = b->learned.approximate;

	if (!kept->thetas || kept->count != b->theta_count)
		return false;
	memcpy(b->thetas, kept->thetas, kept->count * sizeof(*kept->thetas));
	b->learned = kept->learned;
	b->learned.approximate = approximate;
	return true;
}

void belief_kept_free(belief_kept *kept)
{
	hw_release(kept->thetas);
	*kept = (belief_kept){0};
}
