/* prior.c - how many true pairs there are: from the candidates, and from what rules that were not taken find beside them. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE_PAIRS = 1000000, LEARN_PAIRS = 120000, SLICES = 64 };

/* ---- candidates of a sample of records --------------------------------------------------- */

typedef struct sampling {
	const trace_records *r;
	const trace_blocks *blocks;
	const trace_model *model;
	size_t step;
	trace_candidate *at[SLICES];
	size_t counts[SLICES], rooms[SLICES];
} sampling;

static hw_status sample_slice(void *context, size_t slice, hw_error *error)
{
	sampling *s = context;
	size_t from = s->r->count * slice / SLICES, to = s->r->count * (slice + 1) / SLICES;
	trace_partners partners;
	trace_memo *memo = trace_memo_new();
	hw_status status = trace_partners_new(s->blocks, &partners, error);

	for (uint32_t a = (uint32_t)from; a < to && status == HW_OK; a++) {
		if (s->step > 1 && trace_mix(a, 3) % s->step)
			continue;
		trace_partners_of(s->blocks, s->r, a, &partners);
		size_t count = partners.count;
		status = trace_reserve(&s->at[slice], &s->rooms[slice], s->counts[slice] + count, sizeof *s->at[slice],
				       error);
		for (size_t k = 0; k < count && status == HW_OK; k++) {
			uint32_t b = partners.at[k];
			s->at[slice][s->counts[slice]++] =
				(trace_candidate){trace_pattern_of(s->r, s->model, memo, a, b), a, b};
		}
	}
	trace_partners_free(&partners);
	hw_release(memo);
	return status;
}

hw_status trace_sample_candidates(const trace_records *r, const trace_settings *settings, const trace_blocks *blocks,
				  const trace_model *model, trace_sample *sample, const hw_progress *progress,
				  hw_error *error)
{
	sampling *s = hw_grow(NULL, 1, sizeof *s);
	double likely = 0;
	hw_status status;

	if (!s)
		return trace_no_memory(error);
	memset(s, 0, sizeof *s);
	for (size_t k = 0; k < blocks->rule_count; k++)
		likely += blocks->rules[k].added;
	*s = (sampling){.r = r, .blocks = blocks, .model = model, .step = (size_t)(likely / SAMPLE_PAIRS) + 1};
	memset(sample, 0, sizeof *sample);
	HW_TRY_OR_OUT(hw_parallel(settings->threads, SLICES, sample_slice, s, progress, "comparing", error));
	for (size_t i = 0; i < SLICES; i++)
		sample->count += s->counts[i];
	sample->at = hw_grow(NULL, sample->count + 1, sizeof *sample->at);
	if (!sample->at) {
		status = trace_no_memory(error);
		goto out;
	}
	sample->count = 0;
	for (size_t i = 0; i < SLICES; i++) {
		if (s->counts[i])
			memcpy(sample->at + sample->count, s->at[i], s->counts[i] * sizeof *sample->at);
		sample->count += s->counts[i];
		hw_release(s->at[i]);
		s->at[i] = NULL;
	}
	sample->scale = (double)s->step;
	sample->stride = sample->count / LEARN_PAIRS + 1;
out:
	for (size_t i = 0; i < SLICES; i++)
		hw_release(s->at[i]);
	hw_release(s);
	return status;
}

/* ---- completeness --------------------------------------------------------------------------- */

static int number_order(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

/* Each checking rule: of the true pairs that it makes, the part that the chosen rules make too.  A rule in which hardly
 * anything is true says nothing. */
static void check_completeness(const trace_records *r, const trace_blocks *blocks, const trace_model *model,
			       trace_completeness *completeness)
{
	double shares[TRACE_CHECKS], truly = 0, both = 0;
	size_t count = 0;

	for (size_t k = 0; k < blocks->check_count; k++) {
		const trace_check *checks = &blocks->checks[k * TRACE_CHECK_PAIRS];
		double all = 0, covered = 0;
		for (size_t i = 0; i < blocks->check_counts[k]; i++) {
			trace_pattern p = trace_pattern_of(r, model, NULL, checks[i].left, checks[i].right);
			double probability = trace_probability(model->prior + trace_pattern_weight(model, &p));
			/* many pairs that are hardly true ones would make a sum of their own */
			if (probability < 0.05)
				continue;
			all += probability;
			covered += checks[i].covered ? probability : 0;
		}
		if (all < 5)
			continue;
		shares[count++] = covered / all;
		truly += all;
		both += covered;
	}
	completeness->rules = count;
	completeness->known = count >= 3;
	completeness->share = completeness->lower = completeness->upper = 1;
	if (!completeness->known)
		return;
	qsort(shares, count, sizeof *shares, number_order);
	completeness->share = fmin(fmax(both / truly, 0.2), 1);
	completeness->lower = shares[count / 20];
	completeness->upper = shares[count - 1 - count / 20];
}

/* ---- prior ---------------------------------------------------------------------------------- */

hw_status trace_fit_prior(const trace_settings *settings, const trace_records *r, const trace_blocks *blocks,
			  const trace_sample *sample, trace_model *model, trace_completeness *completeness,
			  hw_error *error)
{
	double comparable = trace_comparable(r, settings->between);
	double most = settings->one_to_one ? fmin((double)r->side_counts[0], (double)r->side_counts[1]) : comparable;
	double expected = settings->expected > 0 ? settings->expected : fmax(1, (double)r->count / 20), reached = 0;
	size_t count = 0;
	double *odds = hw_grow(NULL, sample->count / sample->stride + 2, sizeof *odds);

	if (!odds)
		return trace_no_memory(error);
	for (size_t i = 0; i < sample->count; i += sample->stride)
		odds[count++] = exp2(fmin(trace_pattern_weight(model, &sample->at[i].pattern), 500));
	for (unsigned turn = 0; turn < 2; turn++) {
		double share = turn ? completeness->share : 1;
		for (unsigned round = 0; round < 60; round++) {
			expected = fmin(fmax(expected, 0.5), 0.9 * most);
			double before = expected / fmax(comparable - expected, 1), sum = 0;
			model->prior = log2(before);
			for (size_t i = 0; i < count; i++)
				sum += odds[i] * before / (1 + odds[i] * before);
			reached = sum * sample->scale * (double)sample->stride;
			if (settings->expected > 0)
				break;
			double change = fabs(reached / share - expected) / expected;
			expected = reached / share;
			if (change < 1e-4)
				break;
		}
		if (!turn)
			check_completeness(r, blocks, model, completeness);
		if (!turn && completeness->share > 0.999)
			break;
	}
	completeness->reached = reached;
	hw_release(odds);
	return HW_OK;
}

void trace_expected_levels(const trace_model *model, const trace_sample *sample, double (*matched)[TRACE_LEVELS_MAX])
{
	double scale = sample->scale * (double)sample->stride;

	memset(matched, 0, TRACE_COMPARISONS_MAX * sizeof *matched);
	for (size_t i = 0; i < sample->count; i += sample->stride) {
		const trace_pattern *pattern = &sample->at[i].pattern;
		double p = scale * trace_probability(model->prior + trace_pattern_weight(model, pattern));
		if (p < 1e-6)
			continue;
		for (size_t c = 0; c < model->count; c++) {
			unsigned level = trace_level_of(pattern->code, c);
			if (level != TRACE_MISSING)
				matched[c][level] += p;
		}
	}
}
