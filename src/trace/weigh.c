/* weigh.c - scores candidates, and lets those that cannot all be right share a probability. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SLICES = 64, AHEAD = 8 };

/* ---- weighing all candidates ---------------------------------------------------------- */

typedef struct weighing {
	const trace_records *r;
	const trace_model *model;
	const trace_blocks *blocks;
	const trace_sample *sample; /* NULL when it does not hold all candidates */
	double least;               /* bits */
	uint64_t *rest; /* per record of side 1: odds of the candidates under `least`; NULL = not asked for */
	trace_pair *pairs[SLICES];
	size_t counts[SLICES], rooms[SLICES], compared[SLICES];
} weighing;

/* Odds in units of 2^-32: whole numbers give the same sum in any order. */
static uint64_t odds_count(double bits)
{
	return (uint64_t)exp2(fmin(bits, 20) + 32);
}

static hw_status take(weighing *w, size_t slice, uint32_t a, uint32_t b, const trace_pattern *pattern, hw_error *error)
{
	double bits = trace_pattern_bits(w->model, pattern);

	w->compared[slice]++;
	if (bits < w->least) {
		if (w->rest)
			__atomic_fetch_add(&w->rest[b], odds_count(bits), __ATOMIC_RELAXED);
		return HW_OK;
	}
	HW_TRY(trace_reserve(&w->pairs[slice], &w->rooms[slice], w->counts[slice] + 1, sizeof(trace_pair), error));
	w->pairs[slice][w->counts[slice]++] = (trace_pair){a, b, bits, trace_probability(bits), false};
	return HW_OK;
}

/* What was compared to fit the prior is not compared again. */
static hw_status weigh_sampled(void *context, size_t slice, hw_error *error)
{
	weighing *w = context;
	size_t from = w->sample->count * slice / SLICES, to = w->sample->count * (slice + 1) / SLICES;

	for (size_t i = from; i < to; i++) {
		const trace_candidate *c = &w->sample->at[i];
		HW_TRY(take(w, slice, c->left, c->right, &c->pattern, error));
	}
	return HW_OK;
}

static hw_status weigh_slice(void *context, size_t slice, hw_error *error)
{
	weighing *w = context;
	size_t from = w->r->count * slice / SLICES, to = w->r->count * (slice + 1) / SLICES;
	trace_partners partners;
	trace_memo *memo = trace_memo_new();
	hw_status status = trace_partners_new(w->blocks, &partners, error);

	for (uint32_t a = (uint32_t)from; a < to && status == HW_OK; a++) {
		trace_partners_of(w->blocks, w->r, a, &partners);
		for (size_t k = 0; k < partners.count && status == HW_OK; k++) {
			if (k + AHEAD < partners.count)
				__builtin_prefetch(trace_row(w->model, partners.at[k + AHEAD]));
			trace_pattern p = trace_pattern_of(w->r, w->model, memo, a, partners.at[k]);
			status = take(w, slice, a, partners.at[k], &p, error);
		}
	}
	trace_partners_free(&partners);
	hw_release(memo);
	return status;
}

/* Judged pairs are in the result even when blocking did not reach them. */
static hw_status add_judged(struct trace_inside *inside, const trace_blocks *blocks, trace_result *result, size_t *room,
			    hw_error *error)
{
	const trace_records *r = inside->records;

	for (size_t i = 0; i < inside->settings.judgement_count; i++) {
		const trace_judgement *j = &inside->judgements[i];
		uint32_t a = j->left, b = j->right;
		if (inside->settings.between && r->sides[a] == r->sides[b])
			continue;
		if (inside->settings.between && r->sides[a]) {
			a = j->right;
			b = j->left;
		}
		trace_pattern p = trace_pattern_of(r, &inside->model, NULL, a, b);
		double bits = trace_pattern_bits(&inside->model, &p);
		double keep = fmin(inside->settings.keep, inside->settings.threshold / TRACE_CLUSTER_DEPTH);
		bool known = trace_is_candidate(blocks, r, a, b) && (keep <= 0 || bits >= log2(keep / (1 - keep)));
		if (!j->same || known)
			continue;
		HW_TRY(trace_reserve(&result->pairs, room, result->pair_count + 1, sizeof *result->pairs, error));
		result->pairs[result->pair_count++] = (trace_pair){a, b, bits, trace_probability(bits), true};
	}
	return HW_OK;
}

/* ---- order ----------------------------------------------------------------------------- */

static int pair_order(const void *a, const void *b)
{
	const trace_pair *left = a, *right = b;

	if (left->probability > right->probability || left->probability < right->probability)
		return left->probability > right->probability ? -1 : 1;
	if (left->left != right->left)
		return left->left < right->left ? -1 : 1;
	return (left->right > right->right) - (left->right < right->right);
}

void trace_sort_pairs(trace_result *result)
{
	if (result->pair_count)
		qsort(result->pairs, result->pair_count, sizeof *result->pairs, pair_order);
}

/* ---- candidates that share a probability --------------------------------------------- */

/* One-to-one each candidate of odds w claims w / (1 + sum of w) on both sides; the two sets of shares are found by turns,
 * as in fitting the margins of a table (a record whose candidate has a better partner elsewhere leaves more to its
 * others). */
typedef struct sharing {
	double *left, *right; /* per record: 1 / (1 + what its candidates claim) */
	double *odds;
	size_t count; /* pairs deep enough to count */
} sharing;

static void share_out(const trace_result *result, const sharing *s, size_t records, bool to_right)
{
	double *sums = to_right ? s->right : s->left;
	const double *other = to_right ? s->left : s->right;

	for (size_t i = 0; i < records; i++)
		sums[i] = 1;
	for (size_t k = 0; k < s->count; k++) {
		const trace_pair *p = &result->pairs[k];
		sums[to_right ? p->right : p->left] += s->odds[k] * other[to_right ? p->left : p->right];
	}
	for (size_t i = 0; i < records; i++)
		sums[i] = 1 / sums[i];
}

static hw_status share_one_to_one(const struct trace_inside *inside, trace_result *result, hw_error *error)
{
	enum { TURNS = 30 };
	size_t records = inside->records->count;
	double least = inside->settings.threshold / TRACE_CLUSTER_DEPTH;
	sharing s = {hw_grow(NULL, records + 1, sizeof(double)), hw_grow(NULL, records + 1, sizeof(double)),
		     hw_grow(NULL, result->pair_count + 1, sizeof(double)), 0};
	hw_status status = HW_NO_MEMORY;

	if (!s.left || !s.right || !s.odds) {
		(void)trace_no_memory(error);
		goto out;
	}
	status = HW_OK;
	for (; s.count < result->pair_count && result->pairs[s.count].probability >= least; s.count++)
		s.odds[s.count] = exp2(fmin(result->pairs[s.count].weight, 60));
	for (size_t i = 0; i < records; i++)
		s.left[i] = s.right[i] = 1;
	for (unsigned turn = 0; turn < TURNS; turn++) {
		share_out(result, &s, records, true);
		share_out(result, &s, records, false);
	}
	for (size_t k = 0; k < s.count; k++) {
		trace_pair *p = &result->pairs[k];
		p->probability = s.odds[k] * s.left[p->left] * s.right[p->right];
	}
	trace_sort_pairs(result);
out:
	hw_release(s.left);
	hw_release(s.right);
	hw_release(s.odds);
	return status;
}

/* A report speaks of one person or of nobody on the register.  With a part p of the reports speaking of somebody, each of
 * n persons is its subject with p / n before anything is compared, so that a candidate whose odds as a pair alone are w has
 * the odds c w against nobody, c = p / (1 - p) / n / (odds of the prior), and the probability c w / (1 + sum of c w).
 * p is what these probabilities add up to (EM; the log likelihood is concave in p).  The prior of the result becomes that
 * of the odds against nobody. */
static void share_one_person(struct trace_inside *inside, trace_result *result, double *sums)
{
	enum { ROUNDS = 200 };
	const trace_records *r = inside->records;
	double persons = (double)r->side_counts[0], reports = (double)r->side_counts[1], part = 0.5, factor = 1;

	if (!r->side_counts[0] || !r->side_counts[1])
		return;
	for (size_t k = 0; k < result->pair_count; k++)
		sums[result->pairs[k].right] += exp2(fmin(result->pairs[k].weight, 60));
	for (unsigned round = 0; round < ROUNDS; round++) {
		double before = part,
		       sum = 1; /* one report of somebody and one of nobody beside those that are there */
		factor = part / (1 - part) / persons / exp2(inside->model.prior);
		for (size_t i = 0; i < r->count; i++)
			sum += factor * sums[i] / (1 + factor * sums[i]);
		part = sum / (reports + 2);
		if (fabs(part - before) < 1e-7)
			break;
	}
	inside->model.prior += log2(factor);
	result->prior = inside->model.prior;
	for (size_t k = 0; k < result->pair_count; k++) {
		trace_pair *p = &result->pairs[k];
		double odds = factor * exp2(fmin(p->weight, 60));
		p->weight += log2(factor);
		p->probability = odds / (1 + factor * sums[p->right]);
	}
	trace_sort_pairs(result);
}

hw_status trace_share_probability(struct trace_inside *inside, const uint64_t *rest, trace_result *result,
				  hw_error *error)
{
	size_t records = inside->records->count;
	double *sums;

	if (inside->settings.one_to_one)
		return share_one_to_one(inside, result, error);
	sums = hw_grow(NULL, records + 1, sizeof *sums);
	if (!sums)
		return trace_no_memory(error);
	for (size_t i = 0; i < records; i++)
		sums[i] = ldexp((double)rest[i], -32);
	share_one_person(inside, result, sums);
	hw_release(sums);
	return HW_OK;
}

hw_status trace_weigh_all(struct trace_inside *inside, const trace_sample *sample, uint64_t *rest, trace_result *result,
			  const hw_progress *progress, hw_error *error)
{
	/* clusters look somewhat below the threshold, whatever is kept in the end */
	double keep = fmin(inside->settings.keep, inside->settings.threshold / TRACE_CLUSTER_DEPTH);
	weighing *w = hw_grow(NULL, 1, sizeof *w);
	size_t total = 0, room = 0;
	hw_status status;

	if (!w)
		return trace_no_memory(error);
	memset(w, 0, sizeof *w);
	w->r = inside->records;
	w->model = &inside->model;
	w->blocks = &inside->blocks;
	w->sample = sample;
	w->rest = rest;
	w->least = keep > 0 ? log2(keep / (1 - keep)) : -HUGE_VAL;
	HW_TRY_OR_OUT(hw_parallel(inside->settings.threads, SLICES, sample ? weigh_sampled : weigh_slice, w, progress,
				  "weighing", error));
	for (size_t s = 0; s < SLICES; s++) {
		total += w->counts[s];
		result->candidates += (double)w->compared[s];
	}
	HW_TRY_OR_OUT(trace_reserve(&result->pairs, &room, total, sizeof *result->pairs, error));
	for (size_t s = 0; s < SLICES; s++) {
		if (w->counts[s])
			memcpy(result->pairs + result->pair_count, w->pairs[s], w->counts[s] * sizeof *result->pairs);
		result->pair_count += w->counts[s];
	}
	HW_TRY_OR_OUT(add_judged(inside, &inside->blocks, result, &room, error));
	trace_sort_pairs(result);
	result->bytes += total * sizeof(trace_pair) * 2;
out:
	for (size_t s = 0; s < SLICES; s++)
		hw_release(w->pairs[s]);
	hw_release(w);
	return status;
}
