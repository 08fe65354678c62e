/* claims.c - how well each state fits a claim. */
#include "belief/belief_int.h"

#include <math.h>

bool belief_grade(char letter, double *alpha, double *beta)
{
	static const double priors[6][2] = {{19, 1.5}, {12, 2}, {7, 3}, {3, 4}, {2, 8}, {1.5, 1.5}};

	if (letter < 'A' || letter > 'F')
		return false;
	*alpha = priors[letter - 'A'][0];
	*beta = priors[letter - 'A'][1];
	return true;
}

bool claim_tests_source(const belief_report *r)
{
	return r->claim.kind != BELIEF_CLAIM_SEARCHED && r->claim.kind != BELIEF_CLAIM_ABSENT;
}

belief_kind claim_kind(const belief_report *r)
{
	if (r->claim.kind == BELIEF_CLAIM_STATUS)
		return BELIEF_KIND_STATUS;
	/* Without a day the claim is widened to the region. */
	return r->claim.kind == BELIEF_CLAIM_REGION || isnan(r->at) ? BELIEF_KIND_REGION : BELIEF_KIND_SITE;
}

size_t claim_cell(const belief *b, const belief_report *r)
{
	size_t region = 3, site = 3 + b->regions + 2;

	switch (r->claim.kind) {
	case BELIEF_CLAIM_STATUS:
		return r->claim.place;
	case BELIEF_CLAIM_REGION:
		return region + r->claim.place;
	case BELIEF_CLAIM_SITE: /* without a day it speaks of the region */
		return isnan(r->at) ? region + b->problem.sites[r->claim.place].region : site + r->claim.place;
	default:
		return BELIEF_NONE;
	}
}

/* Numbers of a claim are never NAN after the check; equal values compare equal. */
bool claim_same(const belief_claim *a, const belief_claim *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case BELIEF_CLAIM_STATUS:
	case BELIEF_CLAIM_SITE:
	case BELIEF_CLAIM_REGION:
	case BELIEF_CLAIM_ABSENT:
		return a->place == b->place;
	case BELIEF_CLAIM_SEARCHED:
		return a->place == b->place && !(a->detection < b->detection) && !(a->detection > b->detection);
	case BELIEF_CLAIM_NEAR:
		return !(a->lat < b->lat) && !(a->lat > b->lat) && !(a->lon < b->lon) && !(a->lon > b->lon) &&
		       !(a->km < b->km) && !(a->km > b->km);
	case BELIEF_CLAIM_SITES:
		break;
	}
	if (a->weight_count != b->weight_count)
		return false;
	for (size_t i = 0; i < a->weight_count; i++)
		if (a->weights[i].state != b->weights[i].state || a->weights[i].weight < b->weights[i].weight ||
		    a->weights[i].weight > b->weights[i].weight)
			return false;
	return true;
}

/* ---- which sites a claim tells apart ---- */
static void mark(const belief *b, marks *m, size_t state, bool widened)
{
	if (state >= b->sites)
		return;
	if (widened)
		m->region[b->problem.sites[state].region] = true;
	else
		m->site[state] = true;
}

static void circle_of(const belief *b, const belief_claim *c, double *weights)
{
	belief_circle circle = {.lat = c->lat, .lon = c->lon, .km = c->km};

	/* The check has seen that every position is known. */
	if (belief_circle_weights(&b->problem, &circle, weights, NULL) != HW_OK)
		for (size_t i = 0; i < b->states; i++)
			weights[i] = 0;
}

void claim_mark(const belief *b, const belief_claim *c, bool widened, marks *m)
{
	const belief_list *list;

	switch (c->kind) {
	case BELIEF_CLAIM_STATUS:
		break;
	case BELIEF_CLAIM_REGION:
		m->region[c->place] = true;
		break;
	case BELIEF_CLAIM_SITE:
		mark(b, m, c->place, widened);
		break;
	case BELIEF_CLAIM_SEARCHED:
		mark(b, m, c->place, false);
		break;
	case BELIEF_CLAIM_SITES:
		for (size_t i = 0; i < c->weight_count; i++)
			mark(b, m, c->weights[i].state, widened);
		break;
	case BELIEF_CLAIM_ABSENT:
		list = &b->problem.lists[c->place];
		for (size_t i = 0; i < list->count; i++)
			mark(b, m, list->completeness[i].state, false);
		break;
	case BELIEF_CLAIM_NEAR:
		circle_of(b, c, m->circle);
		for (size_t i = 0; i < b->sites; i++)
			if (m->circle[i] > 0)
				mark(b, m, i, widened);
		break;
	}
}

/* ---- the fit itself ---- */
size_t space_place_of(const space *s, size_t site)
{
	size_t low = 0, high = s->named_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (s->named_site[middle] < site)
			low = middle + 1;
		else
			high = middle;
	}
	return s->named_place[low];
}

void space_region_places(const space *s, size_t region, size_t *from, size_t *to)
{
	size_t low = 0, high = s->apart_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (s->apart_region[middle] < region)
			low = middle + 1;
		else
			high = middle;
	}
	*from = s->region_first[low];
	*to = s->region_first[low + 1];
}

static void set_state(const belief *b, const space *s, size_t state, double fit, clue *result)
{
	if (state == b->sites) {
		result->dead = fit;
	} else if (state == b->sites + 1) {
		result->free = fit;
	} else {
		result->place[result->count] = space_place_of(s, state);
		result->fit[result->count++] = fit;
	}
}

static void add_region(const space *s, size_t region, double fit, clue *result)
{
	size_t from, to;

	space_region_places(s, region, &from, &to);
	for (size_t p = from; p < to; p++) {
		result->place[result->count] = p;
		result->fit[result->count++] = fit;
	}
}

/* Notes the fit of a state: at its place, or (widened) as the best so far of its region. */
static void fit_state(const belief *b, const space *s, size_t state, double fit, bool widened, marks *m, clue *result)
{
	if (!widened || state >= b->sites) {
		set_state(b, s, state, fit, result);
		return;
	}
	double *best = &m->best[b->problem.sites[state].region];
	if (fit > *best)
		*best = fit;
}

static void add_widened(const belief *b, const space *s, marks *m, clue *result)
{
	for (size_t r = 0; r < b->regions; r++) {
		if (m->best[r] > 0)
			add_region(s, r, m->best[r], result);
		m->best[r] = 0;
	}
}

static void fit_absent(const belief *b, const space *s, const belief_list *list, clue *result)
{
	result->captive = 1 - list->otherwise;
	result->dead = result->free = 1;
	for (size_t i = 0; i < list->count; i++)
		set_state(b, s, list->completeness[i].state, 1 - list->completeness[i].weight, result);
}

/* The most exceptions that a claim can make. */
static size_t most_exceptions(const belief *b, const space *s, const belief_claim *c, bool widened)
{
	if (widened || c->kind == BELIEF_CLAIM_REGION)
		return s->places;
	switch (c->kind) {
	case BELIEF_CLAIM_SITES:
		return c->weight_count;
	case BELIEF_CLAIM_ABSENT:
		return b->problem.lists[c->place].count;
	case BELIEF_CLAIM_NEAR:
		return s->places;
	default:
		return 1;
	}
}

bool claim_fit(const belief *b, const space *s, const belief_claim *c, bool widened, marks *m, clue *result)
{
	size_t most = most_exceptions(b, s, c, widened);

	result->place = HW_NEW(b->arena, size_t, most + 1);
	result->fit = HW_NEW(b->arena, double, most + 1);
	if (!result->place || !result->fit)
		return false;
	switch (c->kind) {
	case BELIEF_CLAIM_STATUS:
		result->captive = c->place == BELIEF_CAPTIVE;
		result->dead = c->place == BELIEF_DEAD;
		result->free = c->place == BELIEF_FREE;
		break;
	case BELIEF_CLAIM_REGION:
		add_region(s, c->place, 1, result);
		break;
	case BELIEF_CLAIM_SITE:
		fit_state(b, s, c->place, 1, widened, m, result);
		break;
	case BELIEF_CLAIM_SEARCHED:
		result->captive = result->dead = result->free = 1;
		set_state(b, s, c->place, 1 - c->detection, result);
		break;
	case BELIEF_CLAIM_SITES:
		for (size_t i = 0; i < c->weight_count; i++)
			fit_state(b, s, c->weights[i].state, c->weights[i].weight, widened, m, result);
		break;
	case BELIEF_CLAIM_ABSENT:
		fit_absent(b, s, &b->problem.lists[c->place], result);
		break;
	case BELIEF_CLAIM_NEAR:
		circle_of(b, c, m->circle);
		for (size_t i = 0; i < b->sites; i++)
			if (m->circle[i] > 0)
				fit_state(b, s, i, m->circle[i], widened, m, result);
		break;
	}
	if (widened)
		add_widened(b, s, m, result);
	return true;
}
