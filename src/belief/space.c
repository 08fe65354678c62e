/* space.c - the states that one unit tells apart, a step of the kernel over them, and the way back to
 * all sites.
 *
 * Why lumping is exact: the prior is proportional to g on the sites, every relocation draws the new site
 * in proportion to share (which is g inside a region), and what happens to two sites of one place is the
 * same.  So inside a place the distribution stays proportional to g (inside a region: to share) for ever,
 * and the places themselves are a chain of the same form with summed share and g. */
#include "belief/belief_int.h"
#include "belief/vector_int.h"

#include <math.h>
#include <string.h>

step step_of(const belief_rates *rates, double days)
{
	double end = rates->death + rates->release, ended = -expm1(-end * days);
	double survives = exp(-end * days);
	step t = {.still = !(days > 0)};

	if (t.still)
		return t;
	t.stay = survives * exp(-(rates->within + rates->anywhere) * days);
	t.within = survives * -expm1(-rates->within * days) * exp(-rates->anywhere * days);
	t.anywhere = survives * -expm1(-rates->anywhere * days);
	if (end > 0) {
		t.die = rates->death / end * ended;
		t.leave = rates->release / end * ended;
	}
	return t;
}

/* g is the weight of the region times the share inside it, so one sum a region serves both jumps. */
void space_forward(const space *s, const step *t, double *v, double *sums)
{
	double total = 0;

	if (t->still)
		return;
	for (size_t r = 0; r < s->regions; r++) {
		size_t from = s->region_first[r];
		sums[r] = sum_of(v + from, s->region_first[r + 1] - from);
		total += sums[r];
	}
	for (size_t r = 0; r < s->regions; r++) {
		size_t from = s->region_first[r], count = s->region_first[r + 1] - from;
		blend(v + from, t->stay, s->share + from, t->within * sums[r] + t->anywhere * total * s->weight[r],
		      count);
	}
	v[s->places] += t->die * total;
	v[s->places + 1] += t->leave * total;
}

void space_backward(const space *s, const step *t, double *v, double *sums)
{
	double everywhere = 0;

	if (t->still)
		return;
	for (size_t r = 0; r < s->regions; r++) {
		size_t from = s->region_first[r];
		sums[r] = dot_of(s->share + from, v + from, s->region_first[r + 1] - from);
		everywhere += s->weight[r] * sums[r];
	}
	double rest = t->anywhere * everywhere + t->die * v[s->places] + t->leave * v[s->places + 1];
	for (size_t r = 0; r < s->regions; r++) {
		size_t from = s->region_first[r], count = s->region_first[r + 1] - from;
		shift_by(v + from, t->stay, t->within * sums[r] + rest, count);
	}
}

void belief_moved(const belief *b, size_t state, double days, double *row)
{
	step t = step_of(&b->problem.rates, days);

	memset(row, 0, b->states * sizeof *row);
	row[state] = 1;
	if (t.still || state >= b->sites)
		return;
	size_t region = b->problem.sites[state].region;
	for (size_t l = 0; l < b->sites; l++) {
		bool same = b->problem.sites[l].region == region;
		row[l] = t.stay * row[l] + (same ? t.within * b->share[l] : 0) + t.anywhere * b->g[l];
	}
	row[b->sites] = t.die;
	row[b->sites + 1] = t.leave;
}

/* ---- the way back ---- */
typedef struct site_walk {
	const space *s;
	size_t named, apart;
} site_walk;

/* Calls for sites in the order of region_sites: ascending regions, ascending sites. */
static ptrdiff_t rest_of_region(site_walk *walk, size_t region)
{
	const space *s = walk->s;

	while (walk->apart < s->apart_count && s->apart_region[walk->apart] < region)
		walk->apart++;
	if (walk->apart < s->apart_count && s->apart_region[walk->apart] == region)
		return s->apart_rest[walk->apart];
	return s->outside;
}

/* Place of a site: mostly the next of those that are named, else by binary search. */
static ptrdiff_t named_place(site_walk *walk, size_t site)
{
	const space *s = walk->s;
	size_t low = 0, high = s->named_count;

	if (walk->named < high && s->named_site[walk->named] == site)
		return (ptrdiff_t)s->named_place[walk->named++];
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (s->named_site[middle] < site)
			low = middle + 1;
		else
			high = middle;
	}
	walk->named = low;
	return low < s->named_count && s->named_site[low] == site ? (ptrdiff_t)s->named_place[low] : BELIEF_NOWHERE;
}

/* What a site weighs inside its place: 1 alone, share in the rest of a region, g outside.  A place that
 * can never hold anybody (all its weights 0) gives its sites nothing. */
static double weight_in_place(const belief *b, const space *s, size_t site, ptrdiff_t place, bool named)
{
	if (named)
		return 1;
	size_t p = (size_t)place;
	if (place == s->outside)
		return s->g[p] > 0 ? b->g[site] / s->g[p] : 0;
	return s->share[p] > 0 ? b->share[site] / s->share[p] : 0;
}

void space_average(const belief *b, const space *s, const double *value, double *average)
{
	site_walk walk = {.s = s};

	memset(average, 0, s->states * sizeof *average);
	for (size_t r = 0; r < b->regions; r++) {
		ptrdiff_t rest = rest_of_region(&walk, r);
		for (size_t i = b->region_first[r]; i < b->region_first[r + 1]; i++) {
			size_t site = b->region_sites[i];
			ptrdiff_t named = s->named_count ? named_place(&walk, site) : BELIEF_NOWHERE;
			ptrdiff_t place = named >= 0 ? named : rest;
			if (place >= 0 && value[site] != 0)
				average[place] += value[site] * weight_in_place(b, s, site, place, named >= 0);
		}
	}
	for (size_t p = 0; p < s->places; p++)
		if (average[p] > 1 - 1e-14 && average[p] < 1 + 1e-12)
			average[p] = 1; /* all sites of the place: rounding must not leave a doubt */
	average[s->places] = value[b->sites];
	average[s->places + 1] = value[b->sites + 1];
}

void space_expand(const belief *b, const space *s, const double *v, double *states)
{
	site_walk walk = {.s = s};

	for (size_t r = 0; r < b->regions; r++) {
		ptrdiff_t rest = rest_of_region(&walk, r);
		for (size_t i = b->region_first[r]; i < b->region_first[r + 1]; i++) {
			size_t site = b->region_sites[i];
			ptrdiff_t named = s->named_count ? named_place(&walk, site) : BELIEF_NOWHERE;
			ptrdiff_t place = named >= 0 ? named : rest;
			states[site] = place < 0 ? 0 : v[place] * weight_in_place(b, s, site, place, named >= 0);
		}
	}
	states[b->sites] = v[s->places];
	states[b->sites + 1] = v[s->places + 1];
}

/* ---- clues over the states of a space ---- */
void clue_fit(const clue *c, const space *s, double *fit)
{
	for (size_t l = 0; l < s->places; l++)
		fit[l] = c->captive;
	fit[s->places] = c->dead;
	fit[s->places + 1] = c->free;
	for (size_t i = 0; i < c->count; i++)
		fit[c->place[i]] = c->fit[i];
}

double clue_emission(const clue *c, const weigh *weights, const space *s, double *emission)
{
	double base = weights->noise + weights->copy, most = 0;

	clue_fit(c, s, emission);
	for (size_t z = 0; z < s->states; z++) {
		emission[z] = base + weights->scale * emission[z];
		if (emission[z] > most)
			most = emission[z];
	}
	return most;
}

/* v <- v * e, without writing e down: all places alike, then the exceptions.  spare[count of the clue] */
void clue_apply(const clue *c, const weigh *weights, const space *s, double *v, double *spare)
{
	double base = weights->noise + weights->copy;

	for (size_t i = 0; i < c->count; i++)
		spare[i] = v[c->place[i]] * (base + weights->scale * c->fit[i]);
	scale_by(v, base + weights->scale * c->captive, s->places);
	v[s->places] *= base + weights->scale * c->dead;
	v[s->places + 1] *= base + weights->scale * c->free;
	for (size_t i = 0; i < c->count; i++)
		v[c->place[i]] = spare[i];
}

void clue_after(const clue *c, const space *s, double *emission)
{
	for (size_t z = 0; c->after && z <= s->places; z++)
		emission[z] = emission[s->places + 1];
}
