/* provenance.c - which reports of a subject may repeat another one. */
#include "belief/belief_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const belief_sharing_words[3] = {"the same document", "the same channel",
					     "the same kind of source within 7 days"};

enum { SHINGLE = 5, DAYS = 7 };
static const double ALIKE = 0.6;
static const double chances[3] = {0.9, 0.7, 0.3};

typedef struct finding {
	const belief_origin *origins;
	size_t count;
	uint64_t **shingles; /* [count], sorted, each once */
	size_t *shingle_count;
} finding;

/* ---- texts ---- */
static int compare_hashes(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Letters and digits only; bytes beyond ASCII are kept as they are (case of other scripts is folded by the caller). */
static size_t plain_text(hw_text t, unsigned char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < t.length; i++) {
		unsigned char c = (unsigned char)t.bytes[i];
		if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out[n++] = c;
		else if (c >= 'A' && c <= 'Z')
			out[n++] = (unsigned char)(c - 'A' + 'a');
	}
	return n;
}

/* FNV-1a of SHINGLE characters (a character begins at a byte that does not continue one). */
static size_t hash_shingles(const unsigned char *text, size_t length, uint64_t *out)
{
	size_t n = 0;

	for (size_t from = 0; from < length; from++) {
		uint64_t hash = UINT64_C(14695981039346656037);
		size_t letters = 0, at = from;
		if ((text[from] & 0xC0) == 0x80)
			continue;
		for (; at < length; at++) {
			if ((text[at] & 0xC0) != 0x80 && letters++ == SHINGLE)
				break;
			hash = (hash ^ text[at]) * UINT64_C(1099511628211);
		}
		if (letters < SHINGLE)
			break;
		out[n++] = hash;
	}
	return n;
}

static hw_status make_shingles(finding *f, hw_arena *arena, hw_error *error)
{
	f->shingles = HW_NEW(arena, uint64_t *, f->count + 1);
	f->shingle_count = HW_NEW(arena, size_t, f->count + 1);
	bool good = f->shingles && f->shingle_count;
	for (size_t i = 0; good && i < f->count; i++) {
		hw_text t, raw = f->origins[i].text;
		if (!raw.length)
			continue;
		HW_TRY(hw_text_lower(arena, raw, &t, error));
		unsigned char *plain = HW_NEW(arena, unsigned char, t.length + 1);
		uint64_t *all = HW_NEW(arena, uint64_t, t.length + 1);
		good = plain && all;
		size_t n = good ? hash_shingles(plain, plain_text(t, plain), all) : 0, kept = 0;
		if (n)
			qsort(all, n, sizeof *all, compare_hashes);
		for (size_t k = 0; k < n; k++)
			if (!k || all[k] != all[k - 1])
				all[kept++] = all[k];
		f->shingles[i] = all;
		f->shingle_count[i] = kept;
	}
	return good ? HW_OK : hw_fail(error, HW_NO_MEMORY, "out of memory comparing texts");
}

static bool texts_alike(const finding *f, size_t a, size_t b)
{
	size_t i = 0, j = 0, both = 0, x = f->shingle_count[a], y = f->shingle_count[b];

	if (!x || !y)
		return false;
	while (i < x && j < y) {
		uint64_t p = f->shingles[a][i], q = f->shingles[b][j];
		both += p == q;
		i += p <= q;
		j += q <= p;
	}
	return (double)both >= ALIKE * (double)(x + y - both);
}

/* ---- pairs ---- */
static double came_in(const belief_report *r)
{
	return isnan(r->received) ? r->at : r->received;
}

static double speaks_of(const belief_report *r)
{
	return isnan(r->at) ? r->received : r->at;
}

static bool shared(hw_text a, hw_text b)
{
	return a.length && hw_text_equal(a, b);
}

/* How b may repeat a; 3 when nothing says so. */
static int sharing_of(const finding *f, size_t a, size_t b)
{
	const belief_origin *x = &f->origins[a], *y = &f->origins[b];

	if (shared(x->document, y->document) || texts_alike(f, a, b))
		return BELIEF_SHARES_DOCUMENT;
	if (shared(x->channel, y->channel))
		return BELIEF_SHARES_CHANNEL;
	if (shared(x->kind, y->kind) && claim_same(&x->report->claim, &y->report->claim) &&
	    fabs(came_in(x->report) - came_in(y->report)) <= DAYS)
		return BELIEF_SHARES_KIND;
	return 3;
}

static bool stands_before(const finding *f, size_t a, size_t b)
{
	const belief_report *x = f->origins[a].report, *y = f->origins[b].report;

	if (came_in(x) < came_in(y) || came_in(x) > came_in(y))
		return came_in(x) < came_in(y);
	if (speaks_of(x) < speaks_of(y) || speaks_of(x) > speaks_of(y))
		return speaks_of(x) < speaks_of(y);
	return a < b;
}

/* The original that stands behind a report by what is settled or found so far. */
static size_t root_of(const size_t *parents, size_t i)
{
	while (parents[i] != BELIEF_NONE)
		i = parents[i];
	return i;
}

static hw_status sort_by_receipt(const finding *f, hw_arena *arena, size_t **order, hw_error *error)
{
	size_t *o = HW_NEW(arena, size_t, f->count + 1);

	if (!o)
		return hw_fail(error, HW_NO_MEMORY, "out of memory finding copies");
	for (size_t i = 0; i < f->count; i++) { /* few: a subject's reports */
		size_t k = i;
		for (; k > 0 && stands_before(f, i, o[k - 1]); k--)
			o[k] = o[k - 1];
		o[k] = i;
	}
	*order = o;
	return HW_OK;
}

/* The strongest sharing with a report that came in before; its root becomes the parent. */
static void find_parent(const finding *f, const size_t *order, size_t at, size_t *parents, int *by)
{
	size_t it = order[at], best = BELIEF_NONE;
	int strongest = 3;

	for (size_t k = 0; k < at; k++) {
		int s = sharing_of(f, order[k], it);
		if (s < strongest && root_of(parents, order[k]) != it) {
			strongest = s;
			best = order[k];
		}
	}
	if (best == BELIEF_NONE)
		return;
	parents[it] = root_of(parents, best);
	by[it] = strongest;
}

hw_status belief_find_copies(const belief_origin *origins, size_t count, hw_arena *arena, belief_copy **copies,
			     size_t *copy_count, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 4);
	finding f = {.origins = origins, .count = count};
	size_t *parents = HW_NEW(scratch, size_t, count + 1), *order, n = 0;
	int *by = HW_NEW(scratch, int, count + 1);
	belief_copy *result = HW_NEW(arena, belief_copy, count + 1);

	if (!parents || !by || !result)
		return hw_fail(error, HW_NO_MEMORY, "out of memory finding copies");
	HW_TRY(make_shingles(&f, scratch, error));
	HW_TRY(sort_by_receipt(&f, scratch, &order, error));
	for (size_t i = 0; i < count; i++) {
		parents[i] = origins[i].report->copies;
		by[i] = 3;
	}
	for (size_t at = 0; at < count; at++)
		if (parents[order[at]] == BELIEF_NONE && !origins[order[at]].settled)
			find_parent(&f, order, at, parents, by);
	for (size_t i = 0; i < count; i++)
		if (by[i] < 3)
			result[n++] = (belief_copy){
				.report = i, .parent = parents[i], .copy = chances[by[i]], .by = (belief_sharing)by[i]};
	*copies = result;
	*copy_count = n;
	return HW_OK;
}
