/* cluster.c - which pairs are linked, and the persons they make.
 *
 * Pairs are taken from the surest to the least sure and their clusters joined, unless a must-differ stands between them: a
 * human judgement, or two records of one side when links are one-to-one.  A join of two larger clusters also needs the
 * mean of what was weighed between them to speak for it, so that one bridge between two well-knit groups does not make one
 * person of two.  What was judged the same is joined first. */
#include "trace/trace_int.h"

#include <stdlib.h>
#include <string.h>

typedef struct forest {
	uint32_t *parent; /* smallest record of the tree at its root */
	uint32_t *next;   /* members as a ring */
	uint32_t *size;
	const struct trace_inside *inside;
	size_t *first; /* per record: its kept pairs, one more at the end */
	uint32_t *other;
	float *weight;
} forest;

static uint32_t root_of(forest *f, uint32_t record)
{
	while (f->parent[record] != record) {
		f->parent[record] = f->parent[f->parent[record]];
		record = f->parent[record];
	}
	return record;
}

static void join(forest *f, uint32_t a, uint32_t b)
{
	uint32_t low = a < b ? a : b, high = a < b ? b : a, next = f->next[low];

	f->parent[high] = low;
	f->size[low] += f->size[high];
	f->next[low] = f->next[high];
	f->next[high] = next;
}

static bool must_differ(forest *f, uint32_t a, uint32_t b)
{
	const trace_settings *settings = &f->inside->settings;
	uint32_t left = a, right = b;

	if (settings->judgement_count == 0 && !settings->one_to_one)
		return false;
	do {
		do {
			if (settings->one_to_one && f->inside->records->sides[left] == f->inside->records->sides[right])
				return true;
			const trace_judgement *j =
				settings->judgement_count ? trace_judged(f->inside, left, right) : NULL;
			if (j && !j->same)
				return true;
			right = f->next[right];
		} while (right != b);
		left = f->next[left];
	} while (left != a);
	return false;
}

/* Mean weight of the pairs that were weighed between the two clusters; the pair in hand is one of them. */
static bool weight_allows(forest *f, uint32_t a, uint32_t b)
{
	uint32_t small = f->size[a] <= f->size[b] ? a : b, large = small == a ? b : a, member = small;
	double sum = 0;

	if (f->size[small] == 1 && f->size[large] <= 2)
		return true;
	do {
		for (size_t k = f->first[member]; k < f->first[member + 1]; k++)
			if (root_of(f, f->other[k]) == large)
				sum += (double)f->weight[k];
		member = f->next[member];
	} while (member != small);
	return sum > 0;
}

static hw_status make_forest(forest *f, const trace_result *result, size_t records, hw_error *error)
{
	f->parent = hw_grow(NULL, records + 1, sizeof *f->parent);
	f->next = hw_grow(NULL, records + 1, sizeof *f->next);
	f->size = hw_grow(NULL, records + 1, sizeof *f->size);
	f->first = hw_grow(NULL, records + 2, sizeof *f->first);
	f->other = hw_grow(NULL, 2 * result->pair_count + 1, sizeof *f->other);
	f->weight = hw_grow(NULL, 2 * result->pair_count + 1, sizeof *f->weight);
	if (!f->parent || !f->next || !f->size || !f->first || !f->other || !f->weight)
		return trace_no_memory(error);
	memset(f->first, 0, (records + 2) * sizeof *f->first);
	for (uint32_t i = 0; i < records; i++) {
		f->parent[i] = f->next[i] = i;
		f->size[i] = 1;
	}
	double least = result->inside->settings.threshold / TRACE_CLUSTER_DEPTH;
	for (size_t k = 0; k < result->pair_count; k++) {
		if (trace_probability(result->pairs[k].weight) < least)
			continue;
		f->first[result->pairs[k].left + 2]++;
		f->first[result->pairs[k].right + 2]++;
	}
	for (size_t i = 2; i < records + 2; i++)
		f->first[i] += f->first[i - 1];
	for (size_t k = 0; k < result->pair_count; k++) {
		const trace_pair *p = &result->pairs[k];
		if (trace_probability(p->weight) < least)
			continue;
		size_t left = f->first[p->left + 1]++, right = f->first[p->right + 1]++;
		f->other[left] = p->right;
		f->other[right] = p->left;
		f->weight[left] = f->weight[right] = (float)p->weight;
	}
	return HW_OK;
}

/* Links before clusters: the threshold, the judgements, and one-to-one. */
static hw_status link_pairs(const trace_settings *settings, trace_result *result, size_t records, hw_error *error)
{
	for (size_t i = 0; i < result->pair_count; i++) {
		trace_pair *p = &result->pairs[i];
		const trace_judgement *j =
			settings->judgement_count ? trace_judged(result->inside, p->left, p->right) : NULL;
		p->linked = j ? j->same : p->probability >= settings->threshold;
	}
	if (!settings->one_to_one)
		return HW_OK;
	/* what people joined stays joined: it is worth more than any weight */
	for (size_t i = 0; i < result->pair_count; i++)
		if (settings->judgement_count &&
		    trace_judged(result->inside, result->pairs[i].left, result->pairs[i].right) &&
		    result->pairs[i].linked)
			result->pairs[i].weight += 1e6;
	HW_TRY(trace_assign(result->pairs, result->pair_count, records, error));
	for (size_t i = 0; i < result->pair_count; i++)
		if (result->pairs[i].weight > 5e5)
			result->pairs[i].weight -= 1e6;
	return HW_OK;
}

hw_status trace_cluster(const trace_records *r, const trace_settings *settings, trace_result *result, hw_error *error)
{
	forest f = {.inside = result->inside};
	hw_status status;

	result->cluster = hw_grow(NULL, r->count + 1, sizeof *result->cluster);
	if (!result->cluster)
		return trace_no_memory(error);
	HW_TRY(link_pairs(settings, result, r->count, error));
	HW_TRY_OR_OUT(make_forest(&f, result, r->count, error));
	for (size_t i = 0; i < settings->judgement_count; i++) {
		const trace_judgement *j = &result->inside->judgements[i];
		uint32_t a = root_of(&f, j->left), b = root_of(&f, j->right);
		if (!j->same || a == b)
			continue;
		if (must_differ(&f, a, b))
			result->refused_merges++;
		else
			join(&f, a, b);
	}
	for (size_t i = 0; i < result->pair_count; i++) {
		if (!result->pairs[i].linked)
			continue;
		uint32_t a = root_of(&f, result->pairs[i].left), b = root_of(&f, result->pairs[i].right);
		if (a == b)
			continue;
		if (must_differ(&f, a, b) || !weight_allows(&f, a, b))
			result->refused_merges++;
		else
			join(&f, a, b);
	}
	for (uint32_t i = 0; i < r->count; i++) {
		result->cluster[i] = root_of(&f, i);
		result->cluster_count += result->cluster[i] == i;
	}
out:
	hw_release(f.parent);
	hw_release(f.next);
	hw_release(f.size);
	hw_release(f.first);
	hw_release(f.other);
	hw_release(f.weight);
	return status;
}
