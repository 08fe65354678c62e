/* estimates.c - the posteriors of all people in few bytes a head, so that a list of a hundred thousand can show them while the
 * model that made them is put away. */
#include "bureau/estimates_int.h"
#include "bureau/located_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 512 };

typedef struct head {
	uint64_t key; /* of the person's id */
	float captive, dead, free, region_p;
	uint32_t region;
} head;
typedef struct spot {
	hw_text id, label, label_uk; /* of a region, or a place (id alone) */
	double mean, variance;
} spot;
struct bureau_estimates {
	hw_arena *arena; /* texts */
	head *heads;     /* by key */
	size_t count;
	spot *regions, *places;
	size_t region_count, place_count;
};

static uint64_t key_of(hw_text id)
{
	uint64_t hash = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < id.length; i++)
		hash = (hash ^ (unsigned char)id.bytes[i]) * 0x100000001b3ULL;
	return hash;
}

static int by_key(const void *a, const void *b)
{
	const head *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

static void take_person(bureau_estimates *e, const located *l, size_t person, const double *p, double *regions)
{
	head *h = &e->heads[person];
	size_t best = 0;

	memset(regions, 0, l->region_count * sizeof(*regions));
	*h = (head){.key = key_of(l->people[person].id)};
	for (size_t z = 0; z < l->site_count; z++) {
		if (isnan(p[z]))
			continue;
		regions[l->sites[z].region] += p[z];
		h->captive += (float)p[z];
		e->places[z].mean += p[z];
		e->places[z].variance += p[z] * (1 - p[z]);
	}
	for (size_t r = 1; r < l->region_count; r++)
		if (regions[r] > regions[best])
			best = r;
	h->dead = (float)p[l->site_count];
	h->free = (float)p[l->site_count + 1];
	h->region = (uint32_t)best;
	h->region_p = l->region_count ? (float)regions[best] : 0;
	if (isnan(h->dead))
		h->captive = NAN;
}

static hw_status copy_spots(bureau_estimates *e, const located *l, hw_error *error)
{
	e->region_count = l->region_count;
	e->place_count = l->site_count;
	e->regions = HW_NEW(e->arena, spot, l->region_count + 1);
	e->places = HW_NEW(e->arena, spot, l->site_count + 1);
	if (!e->regions || !e->places)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the estimates");
	for (size_t r = 0; r < l->region_count; r++)
		e->regions[r] = (spot){.id = hw_text_copy(e->arena, l->regions[r].id),
				       .label = hw_text_copy(e->arena, l->regions[r].label),
				       .label_uk = hw_text_copy(e->arena, l->regions[r].label_uk)};
	for (size_t z = 0; z < l->site_count; z++)
		e->places[z] = (spot){.id = hw_text_copy(e->arena, l->sites[z].id)};
	return HW_OK;
}

static hw_status fill(bureau_estimates *e, const located *l, const bureau_run *run, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 28);
	size_t states = belief_states(l->engine);
	belief_run options = {.threads = run->threads, .seed = run->seed};
	double *p = arena ? HW_NEW(arena, double, CHUNK *states) : NULL;
	double *regions = arena ? HW_NEW(arena, double, l->region_count + 1) : NULL;

	e->count = l->person_count;
	e->heads = hw_grow(NULL, l->person_count + 1, sizeof(*e->heads));
	if (!p || !regions || !e->heads)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the estimates");
	for (size_t from = 0; from < l->person_count; from += CHUNK) {
		size_t to = from + CHUNK < l->person_count ? from + CHUNK : l->person_count;

		HW_TRY(hw_progress_step(run->progress, "estimates", (double)from, (double)l->person_count, error));
		HW_TRY(belief_posteriors(l->engine, from, to, &l->day, 1, &options, p, error));
		for (size_t i = from; i < to; i++)
			take_person(e, l, i, p + (i - from) * states, regions);
	}
	qsort(e->heads, e->count, sizeof(*e->heads), by_key);
	return HW_OK;
}

hw_status bureau_estimates_make(bureau *b, const bureau_run *run, bool drop, bureau_estimates **result, hw_error *error)
{
	bureau_estimates *e = hw_grow(NULL, 1, sizeof(*e));
	const located *l;
	hw_status status;

	if (!e)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the estimates");
	*e = (bureau_estimates){.arena = hw_arena_new((size_t)1 << 26)};
	status = e->arena ? bureau_located(b, run, &l, error)
			  : hw_fail(error, HW_NO_MEMORY, "no memory for the estimates");
	if (status == HW_OK)
		status = copy_spots(e, l, error);
	if (status == HW_OK)
		status = fill(e, l, run, error);
	if (drop)
		bureau_located_drop(b);
	if (status != HW_OK) {
		bureau_estimates_free(e);
		return status;
	}
	*result = e;
	return HW_OK;
}

void bureau_estimates_free(bureau_estimates *estimates)
{
	if (!estimates)
		return;
	hw_arena_free(estimates->arena);
	hw_release(estimates->heads);
	hw_release(estimates);
}

size_t bureau_estimates_bytes(const bureau_estimates *estimates)
{
	return estimates->count * sizeof(head) + hw_arena_used(estimates->arena);
}

void bureau_estimates_write(const bureau_estimates *e, hw_arena *arena, const char *lang, hw_text person,
			    hw_json_writer *w)
{
	const head wanted = {.key = key_of(person)};
	const head *h = bsearch(&wanted, e->heads, e->count, sizeof(*e->heads), by_key);
	bool uk = lang && !strcmp(lang, "uk");

	if (!h || isnan(h->captive)) {
		hw_json_null(w, "estimate");
		return;
	}
	hw_json_object(w, "estimate");
	hw_json_number(w, "captive", fmin(1, (double)h->captive));
	hw_json_number(w, "dead", (double)h->dead);
	hw_json_number(w, "free", (double)h->free);
	if (h->region < e->region_count) {
		const spot *r = &e->regions[h->region];

		hw_json_text(w, "region", r->id);
		hw_json_text(w, "region_label", uk && r->label_uk.length ? r->label_uk : r->label);
		hw_json_number(w, "region_p", (double)h->region_p);
	} else {
		hw_json_null(w, "region");
	}
	hw_json_text(w, "word", bureau_likelihood(arena, lang, (double)h->captive));
	hw_json_close(w, '}');
}

bool bureau_estimates_place(const bureau_estimates *e, hw_text place, double *mean, double *sd)
{
	for (size_t z = 0; z < e->place_count; z++)
		if (hw_text_equal(e->places[z].id, place)) {
			*mean = e->places[z].mean;
			*sd = sqrt(e->places[z].variance);
			return true;
		}
	return false;
}
