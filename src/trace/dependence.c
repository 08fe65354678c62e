/* dependence.c - fields that tell each other.
 *
 * Who lives under one postal code lives in one town: two strangers who share the code share the town as well, so that the
 * town says little that the code has not said.  For two fields c and d let u be the share of pairs of different persons
 * that agree on the value.  If the two were independent, u_cd = u_c u_d; the excess log2(u_cd / (u_c u_d)), as a part of
 * all that d can tell, -log2 u_d, is what c has told of d.  u_cd is counted exactly from the values that records share, on
 * a sample of the records; what true pairs add to it is taken off. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RECORDS = 12000 };
static const double least_part = 0.15, least_pairs = 40;

typedef struct dependence {
	const trace_records *r;
	const trace_model *model;
	bool between;
	uint32_t *records; /* of the sample */
	size_t count;
	double both[TRACE_COMPARISONS_MAX][TRACE_COMPARISONS_MAX]; /* true pairs expected to agree on both; c <= d */
	double share;                                              /* of all pairs that lie inside the sample */
	double told[TRACE_COMPARISONS_MAX][TRACE_COMPARISONS_MAX];
} dependence;

static bool is_same(const trace_model *model, const trace_records *r, uint64_t code, size_t c)
{
	unsigned level = trace_level_of(code, c);

	return level != TRACE_MISSING && trace_level_is_same(r->columns[model->columns[c]].kind, level);
}

static uint64_t canonical_of(const dependence *d, size_t c, uint32_t record)
{
	const trace_column *column = &d->r->columns[d->model->columns[c]];
	uint32_t id = column->ids[record];

	return id ? column->values[id].canonical : 0;
}

typedef struct counts {
	double same, possible;
} counts;

/* Pairs that agree, of those of records with both values; `second` SIZE_MAX: the first field alone, among the same records. */
static counts count_same(const dependence *d, size_t first, size_t second, size_t present, uint64_t *all,
			 uint64_t *spare)
{
	size_t count = 0, sides[2] = {0};
	counts n = {0};

	for (size_t i = 0; i < d->count; i++) {
		uint64_t one = canonical_of(d, first, d->records[i]), other = canonical_of(d, present, d->records[i]);
		if (!one || !other)
			continue;
		uint64_t key = second == SIZE_MAX ? trace_mix(one, 11) : trace_mix(one, other);
		sides[d->r->sides[d->records[i]]]++;
		all[count++] = (key & 0xffffffff00000000u) | d->records[i];
	}
	trace_sort_keyed(all, spare, count);
	for (size_t from = 0, to; from < count; from = to) {
		double ones = 0;
		for (to = from; to < count && all[to] >> 32 == all[from] >> 32; to++)
			ones += d->r->sides[(uint32_t)all[to]] == 0;
		double size = (double)(to - from);
		n.same += d->between ? ones * (size - ones) : size * (size - 1) / 2;
	}
	double m = (double)count;
	n.possible = d->between ? (double)sides[0] * (double)sides[1] : m * (m - 1) / 2;
	return n;
}

static double apart_from_true(const dependence *d, counts n, double truly)
{
	double rest = n.same - truly * d->share;

	/* what is left under the true pairs is too uncertain to say anything */
	return rest >= least_pairs && rest > 0.2 * n.same ? rest / n.possible : 0;
}

static hw_status find_for(void *context, size_t c, hw_error *error)
{
	dependence *d = context;
	uint64_t *all = hw_grow(NULL, 2 * d->count + 1, sizeof *all);

	if (!all)
		return trace_no_memory(error);
	for (size_t other = c + 1; other < d->model->count; other++) {
		double joint =
			apart_from_true(d, count_same(d, c, other, other, all, all + d->count), d->both[c][other]);
		if (joint <= 0)
			continue;
		double one = apart_from_true(d, count_same(d, c, SIZE_MAX, other, all, all + d->count), d->both[c][c]);
		double two = apart_from_true(d, count_same(d, other, SIZE_MAX, c, all, all + d->count),
					     d->both[other][other]);
		if (one <= 0 || two <= 0)
			continue;
		/* no code can be commoner together than alone */
		double excess = log2(fmin(joint, fmin(one, two)) / (one * two));
		/* the one that can tell more is taken to have told the other */
		size_t strong = one <= two ? c : other, weak = one <= two ? other : c;
		double part = fmin(excess / -log2(fmax(one, two)), 1);
		if (part >= least_part)
			d->told[strong][weak] = part;
	}
	hw_release(all);
	return HW_OK;
}

static void count_true(dependence *d, const trace_sample *sample)
{
	for (size_t i = 0; i < sample->count; i += sample->stride) {
		const trace_pattern *pattern = &sample->at[i].pattern;
		double p = trace_probability(d->model->prior + trace_pattern_weight(d->model, pattern));
		bool same[TRACE_COMPARISONS_MAX];
		if (p < 0.01)
			continue;
		p *= sample->scale * (double)sample->stride;
		for (size_t c = 0; c < d->model->count; c++)
			same[c] = is_same(d->model, d->r, pattern->code, c);
		for (size_t c = 0; c < d->model->count; c++)
			for (size_t k = c; same[c] && k < d->model->count; k++)
				d->both[c][k] += same[k] ? p : 0;
	}
}

hw_status trace_find_dependence(const trace_records *r, const trace_settings *settings, const trace_sample *sample,
				trace_model *model, hw_error *error)
{
	dependence *d = hw_grow(NULL, 1, sizeof *d);
	size_t step = r->count / RECORDS + 1;
	hw_status status = HW_OK;

	if (!d)
		return trace_no_memory(error);
	memset(d, 0, sizeof *d);
	d->r = r;
	d->model = model;
	d->between = settings->between;
	d->records = hw_grow(NULL, r->count + 1, sizeof *d->records);
	if (!d->records) {
		status = trace_no_memory(error);
		goto out;
	}
	for (uint32_t i = 0; i < r->count; i++)
		if (step == 1 || trace_mix(i, 5) % step == 0)
			d->records[d->count++] = i;
	d->share = (double)d->count / (double)r->count * ((double)d->count / (double)r->count);
	count_true(d, sample);
	HW_TRY_OR_OUT(hw_parallel(settings->threads, model->count, find_for, d, NULL, "learning", error));
	trace_model_depend(model, d->told);
out:
	hw_release(d->records);
	hw_release(d);
	return status;
}
