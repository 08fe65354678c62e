/* measure.c - how good a result is, when the truth is known. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int number_order(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

/* Pairs of records of one true person; with `between` only across the sides. */
static hw_status count_true(const trace_records *r, bool between, const uint32_t *truth, double *pairs, hw_error *error)
{
	uint64_t *all = hw_grow(NULL, r->count + 1, sizeof *all);
	size_t count = 0;

	if (!all)
		return trace_no_memory(error);
	for (size_t i = 0; i < r->count; i++)
		if (truth[i])
			all[count++] = (uint64_t)truth[i] << 1 | r->sides[i];
	qsort(all, count, sizeof *all, number_order);
	*pairs = 0;
	for (size_t from = 0, to; from < count; from = to) {
		double sides[2] = {0};
		for (to = from; to < count && all[to] >> 1 == all[from] >> 1; to++)
			sides[all[to] & 1]++;
		double n = sides[0] + sides[1];
		*pairs += between ? sides[0] * sides[1] : n * (n - 1) / 2;
	}
	hw_release(all);
	return HW_OK;
}

/* B-cubed: for each record, of those in its cluster how many are the same person, and of the same person how many are
 * in its cluster. */
static hw_status cubed(const trace_result *result, const uint32_t *truth, trace_quality *q, hw_error *error)
{
	size_t records = result->inside->records->count, count = 0;
	uint64_t *by_cluster = hw_grow(NULL, records + 1, sizeof *by_cluster);
	uint32_t *cluster_size = hw_grow(NULL, records + 1, sizeof *cluster_size);
	uint64_t *by_truth = hw_grow(NULL, records + 1, sizeof *by_truth);
	double precision = 0, recall = 0, sum;
	hw_status status = HW_OK;

	if (!by_cluster || !cluster_size || !by_truth) {
		status = trace_no_memory(error);
		goto out;
	}
	memset(cluster_size, 0, (records + 1) * sizeof *cluster_size);
	for (size_t i = 0; i < records; i++)
		if (truth[i]) {
			by_cluster[count] = (uint64_t)result->cluster[i] << 32 | truth[i];
			by_truth[count++] = (uint64_t)truth[i] << 32 | result->cluster[i];
			cluster_size[result->cluster[i]]++;
		}
	qsort(by_cluster, count, sizeof *by_cluster, number_order);
	qsort(by_truth, count, sizeof *by_truth, number_order);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from; to < count && by_cluster[to] == by_cluster[from]; to++)
			continue;
		double both = (double)(to - from);
		precision += both * both / cluster_size[by_cluster[from] >> 32];
	}
	for (size_t from = 0, to, end; from < count; from = end) {
		for (end = from; end < count && by_truth[end] >> 32 == by_truth[from] >> 32; end++)
			continue;
		for (size_t at = from; at < end; at = to) {
			for (to = at; to < end && by_truth[to] == by_truth[at]; to++)
				continue;
			recall += (double)(to - at) * (double)(to - at) / (double)(end - from);
		}
	}
	q->cubed_precision = count ? precision / (double)count : 0;
	q->cubed_recall = count ? recall / (double)count : 0;
	sum = q->cubed_precision + q->cubed_recall;
	q->cubed_f1 = sum > 0 ? 2 * q->cubed_precision * q->cubed_recall / sum : 0;
out:
	hw_release(by_cluster);
	hw_release(cluster_size);
	hw_release(by_truth);
	return status;
}

static double f1_of(double right, double said, double truly)
{
	return said + truly > 0 ? 2 * right / (said + truly) : 0;
}

hw_status trace_measure(const trace_result *result, const uint32_t *truth, trace_quality *quality, hw_error *error)
{
	trace_quality q = {0};
	double said = 0, right = 0, passed = 0, passed_right = 0, known = 0;

	HW_TRY(count_true(result->inside->records, result->inside->settings.between, truth, &q.true_pairs, error));
	for (size_t i = 0; i < result->pair_count; i++) {
		const trace_pair *p = &result->pairs[i];
		if (!truth[p->left] || !truth[p->right])
			continue;
		bool same = truth[p->left] == truth[p->right];
		double miss = p->probability - same;
		known++;
		q.brier += miss * miss;
		q.reached += same;
		said += p->linked;
		right += p->linked && same;
		passed++;
		passed_right += same;
		/* equal probabilities fall on one side of a threshold */
		if (i + 1 < result->pair_count && result->pairs[i + 1].probability >= p->probability)
			continue;
		double f1 = f1_of(passed_right, passed, q.true_pairs);
		if (f1 > q.best_f1) {
			q.best_f1 = f1;
			q.best_threshold = p->probability;
			q.best_precision = passed_right / passed;
			q.best_recall = q.true_pairs > 0 ? passed_right / q.true_pairs : 0;
		}
	}
	q.precision = said > 0 ? right / said : 0;
	q.recall = q.true_pairs > 0 ? right / q.true_pairs : 0;
	q.f1 = f1_of(right, said, q.true_pairs);
	q.brier = known > 0 ? q.brier / known : 0;
	HW_TRY(cubed(result, truth, &q, error));
	*quality = q;
	return HW_OK;
}
