/* draws.c - who may be who: a linkage drawn from the probabilities of its pairs.
 *
 * Pairs come surest first.  Two clusters are joined with the mean probability of all pairs of records between them, where
 * a pair that was not kept counts 0; so two records are joined with their own probability, and one doubtful bridge seldom
 * joins two well-knit groups.  The chance of two clusters is drawn once, by a hash of the draw and of the two, whichever
 * pair brings them together: trying again at each pair would make doubt into certainty. */
#include "trace/trace.h"

#include <string.h>

typedef struct drawing {
	const trace_pair *pairs;
	uint32_t *root, *next, *size; /* root: smallest record of the cluster; next: members as a ring */
	size_t *first;                /* per record: its pairs in `about`, one more at the end */
	uint32_t *about;
	uint64_t seed;
} drawing;

static uint32_t root_of(drawing *d, uint32_t record)
{
	while (d->root[record] != record) {
		d->root[record] = d->root[d->root[record]];
		record = d->root[record];
	}
	return record;
}

static void join(drawing *d, uint32_t low, uint32_t high)
{
	uint32_t next = d->next[low];

	d->root[high] = low;
	d->size[low] += d->size[high];
	d->next[low] = d->next[high];
	d->next[high] = next;
}

/* Mean over all pairs of a record here and a record there. */
static double mean_probability(drawing *d, uint32_t a, uint32_t b)
{
	uint32_t small = d->size[a] <= d->size[b] ? a : b, large = small == a ? b : a, member = small;
	double sum = 0;

	do {
		for (size_t k = d->first[member]; k < d->first[member + 1]; k++) {
			const trace_pair *p = &d->pairs[d->about[k]];
			if (root_of(d, p->left == member ? p->right : p->left) == large)
				sum += p->probability;
		}
		member = d->next[member];
	} while (member != small);
	return sum / ((double)d->size[a] * (double)d->size[b]);
}

/* The pairs of each record. */
static void index_pairs(drawing *d, size_t pair_count, size_t records)
{
	for (size_t i = 0; i < pair_count; i++) {
		d->first[d->pairs[i].left + 1]++;
		d->first[d->pairs[i].right + 1]++;
	}
	for (size_t i = 0; i < records; i++)
		d->first[i + 1] += d->first[i];
	for (size_t i = pair_count; i-- > 0;) {
		d->about[--d->first[d->pairs[i].left + 1]] = (uint32_t)i;
		d->about[--d->first[d->pairs[i].right + 1]] = (uint32_t)i;
	}
	/* filling from the end has moved every place one record on */
	for (size_t i = 0; i < records; i++)
		d->first[i] = d->first[i + 1];
	d->first[records] = 2 * pair_count;
}

static double chance_of(const drawing *d, uint32_t low, uint32_t high)
{
	hw_random r = hw_random_new(d->seed, (uint64_t)high << 32 | low);

	return hw_random_unit(&r);
}

hw_status trace_draw(const trace_pair *pairs, size_t pair_count, size_t records, uint64_t seed, uint32_t *cluster,
		     hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)8 << 30);
	drawing d = {.pairs = pairs, .seed = seed};

	if (pair_count >= UINT32_MAX)
		return hw_fail(error, HW_TOO_LARGE, "%zu pairs are too many to draw from", pair_count);
	d.root = arena ? HW_NEW(arena, uint32_t, records + 1) : NULL;
	d.next = arena ? HW_NEW(arena, uint32_t, records + 1) : NULL;
	d.size = arena ? HW_NEW(arena, uint32_t, records + 1) : NULL;
	d.first = arena ? HW_NEW(arena, size_t, records + 2) : NULL;
	d.about = arena ? HW_NEW(arena, uint32_t, 2 * pair_count + 1) : NULL;
	if (!d.root || !d.next || !d.size || !d.first || !d.about)
		return hw_fail(error, HW_NO_MEMORY, "no memory to draw links of %zu records", records);
	for (uint32_t i = 0; i < records; i++) {
		d.root[i] = d.next[i] = i;
		d.size[i] = 1;
	}
	index_pairs(&d, pair_count, records);
	for (size_t i = 0; i < pair_count; i++) {
		uint32_t a = root_of(&d, pairs[i].left), b = root_of(&d, pairs[i].right), low = a < b ? a : b,
			 high = a < b ? b : a;
		if (a != b && chance_of(&d, low, high) < mean_probability(&d, a, b))
			join(&d, low, high);
	}
	for (uint32_t i = 0; i < records; i++)
		cluster[i] = root_of(&d, i);
	return HW_OK;
}
