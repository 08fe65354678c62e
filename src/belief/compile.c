/* compile.c - from the caller's arrays to units: spaces and clues. */
#include "belief/belief_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory understanding the problem");
}

/* ---- places, normalised ---- */
hw_status compile_places(belief *b, hw_error *error)
{
	const belief_problem *p = &b->problem;
	double sum = 0;

	b->region_weight = HW_NEW(b->arena, double, b->regions);
	b->share = HW_NEW(b->arena, double, b->sites);
	b->g = HW_NEW(b->arena, double, b->sites);
	b->region_first = HW_NEW(b->arena, size_t, b->regions + 1);
	b->region_sites = HW_NEW(b->arena, size_t, b->sites);
	double *sums = HW_NEW(b->arena, double, b->regions);
	size_t *next = HW_NEW(b->arena, size_t, b->regions);
	if (!b->region_weight || !b->share || !b->g || !b->region_first || !b->region_sites || !sums || !next)
		return no_memory(error);
	for (size_t r = 0; r < b->regions; r++)
		sum += p->region_weights[r];
	for (size_t r = 0; r < b->regions; r++)
		b->region_weight[r] = p->region_weights[r] / sum;
	for (size_t i = 0; i < b->sites; i++) {
		sums[p->sites[i].region] += p->sites[i].share;
		b->region_first[p->sites[i].region + 1]++;
	}
	for (size_t r = 0; r < b->regions; r++) {
		b->region_first[r + 1] += b->region_first[r];
		next[r] = b->region_first[r];
	}
	for (size_t i = 0; i < b->sites; i++) {
		size_t r = p->sites[i].region;
		b->share[i] = p->sites[i].share / sums[r];
		b->g[i] = b->region_weight[r] * b->share[i];
		b->region_sites[next[r]++] = i;
	}
	return HW_OK;
}

/* ---- space of a unit ---- */
/* The lists of named sites and of regions told apart: a region with a named site is told apart. */
static hw_status name_sites(belief *b, marks *m, space *s, hw_error *error)
{
	for (size_t i = 0; i < b->sites; i++)
		if (m->site[i]) {
			m->region[b->problem.sites[i].region] = true;
			s->named_count++;
		}
	for (size_t r = 0; r < b->regions; r++)
		s->apart_count += m->region[r];
	s->named_site = HW_NEW(b->arena, size_t, s->named_count + 1);
	s->named_place = HW_NEW(b->arena, size_t, s->named_count + 1);
	s->apart_region = HW_NEW(b->arena, size_t, s->apart_count + 1);
	s->apart_rest = HW_NEW(b->arena, ptrdiff_t, s->apart_count + 1);
	s->region_first = HW_NEW(b->arena, size_t, s->apart_count + 2);
	s->share = HW_NEW(b->arena, double, s->named_count + s->apart_count + 1);
	s->g = HW_NEW(b->arena, double, s->named_count + s->apart_count + 1);
	s->weight = HW_NEW(b->arena, double, s->apart_count + 1);
	if (!s->named_site || !s->named_place || !s->apart_region || !s->apart_rest || !s->region_first || !s->share ||
	    !s->g || !s->weight)
		return no_memory(error);
	size_t n = 0;
	for (size_t i = 0; i < b->sites; i++)
		if (m->site[i])
			s->named_site[n++] = i;
	return HW_OK;
}

static void set_named_place(space *s, size_t site, size_t place)
{
	size_t low = 0, high = s->named_count;

	while (low + 1 < high) {
		size_t middle = (low + high) / 2;
		if (s->named_site[middle] <= site)
			low = middle;
		else
			high = middle;
	}
	s->named_place[low] = place;
}

/* A region told apart: its named sites, then one place for the others if there are any. */
static void add_apart(const belief *b, const marks *m, space *s, size_t region)
{
	double share = 0, g = 0;
	bool rest = false;

	for (size_t k = b->region_first[region]; k < b->region_first[region + 1]; k++) {
		size_t site = b->region_sites[k];
		if (m->site[site]) {
			set_named_place(s, site, s->places);
			s->share[s->places] = b->share[site];
			s->g[s->places++] = b->g[site];
		} else {
			share += b->share[site];
			g += b->g[site];
			rest = true;
		}
	}
	s->apart_region[s->regions] = region;
	s->weight[s->regions] = b->region_weight[region];
	s->apart_rest[s->regions] = rest ? (ptrdiff_t)s->places : BELIEF_NOWHERE;
	if (rest) {
		s->share[s->places] = share;
		s->g[s->places++] = g;
	}
	s->region_first[++s->regions] = s->places;
}

static hw_status build_space(belief *b, marks *m, space *s, hw_error *error)
{
	double outside = 0;

	s->outside = BELIEF_NOWHERE;
	HW_TRY(name_sites(b, m, s, error));
	for (size_t r = 0; r < b->regions; r++) {
		if (m->region[r])
			add_apart(b, m, s, r);
		else
			outside += b->region_weight[r];
	}
	if (s->apart_count < b->regions) {
		s->outside = (ptrdiff_t)s->places;
		s->weight[s->regions] = outside;
		s->share[s->places] = 1;
		s->g[s->places++] = outside;
		s->region_first[++s->regions] = s->places;
	}
	s->states = s->places + 2;
	return HW_OK;
}

/* ---- clues of a person or group ---- */
typedef struct subject {
	double since; /* the later of his and his group's */
	const belief_report *reports;
	size_t report_count;
	const belief_fact *facts;
	size_t fact_count;
} subject;

static subject subject_of(const belief *b, const unit *u, ptrdiff_t m)
{
	if (m < 0 && u->group != BELIEF_NONE) {
		const belief_group *g = &b->problem.groups[u->group];
		return (subject){g->since, g->reports, g->report_count, g->facts, g->fact_count};
	}
	const belief_person *who = &b->problem.persons[m < 0 ? u->person : u->members[m].person];
	double since = m < 0 ? who->since : fmax(who->since, b->problem.groups[u->group].since);
	return (subject){since, who->reports, who->report_count, who->facts, who->fact_count};
}

static bool widened(const belief_report *r)
{
	return isnan(r->at) && (r->claim.kind == BELIEF_CLAIM_SITE || r->claim.kind == BELIEF_CLAIM_SITES ||
				r->claim.kind == BELIEF_CLAIM_NEAR);
}

static double day_of(const belief *b, const belief_report *r, double since)
{
	if (!isnan(r->at))
		return r->at;
	double delay = r->source == BELIEF_NONE ? 0 : b->problem.sources[r->source].median_delay;
	return fmax(since, r->received - delay);
}

void belief_leave_out(const double *at, size_t count, size_t gone, ptrdiff_t *parents)
{
	ptrdiff_t first = BELIEF_NOWHERE;

	for (size_t j = 0; j < count; j++)
		if (parents[j] == (ptrdiff_t)gone && (first < 0 || at[j] < at[first]))
			first = (ptrdiff_t)j;
	for (size_t j = 0; j < count; j++)
		if (parents[j] == (ptrdiff_t)gone)
			parents[j] = (ptrdiff_t)j == first ? BELIEF_NOWHERE : first;
	parents[gone] = BELIEF_NOWHERE;
}

static bool known(const belief *b, const belief_report *r)
{
	return belief_known_by(r->received, r->at, b->problem.as_of);
}

/* An exchange says "captive"; what follows from it is the chain's business. */
static belief_claim claim_of_fact(const belief_fact *f)
{
	if (f->exchanged)
		return (belief_claim){.kind = BELIEF_CLAIM_STATUS, .place = BELIEF_CAPTIVE};
	return (belief_claim){.kind = f->kind, .place = f->place};
}

static void mark_subject(const belief *b, const subject *s, marks *m, size_t *clues)
{
	for (size_t j = 0; j < s->report_count; j++)
		if (known(b, &s->reports[j])) {
			claim_mark(b, &s->reports[j].claim, widened(&s->reports[j]), m);
			++*clues;
		}
	for (size_t j = 0; j < s->fact_count; j++) {
		const belief_claim claim = claim_of_fact(&s->facts[j]);
		if (!belief_known_by(s->facts[j].received, s->facts[j].at, b->problem.as_of))
			continue;
		claim_mark(b, &claim, false, m);
		++*clues;
	}
}

/* Parents as they are known: who copies a report that has not come in yet is treated as when it is left out. */
static void resolve_parents(const belief *b, const subject *s, builder *w)
{
	for (size_t j = 0; j < s->report_count; j++) {
		w->at[j] = day_of(b, &s->reports[j], s->since);
		w->parents[j] = s->reports[j].copies == BELIEF_NONE ? BELIEF_NOWHERE : (ptrdiff_t)s->reports[j].copies;
	}
	if (isnan(b->problem.as_of))
		return;
	for (size_t j = 0; j < s->report_count; j++)
		if (!known(b, &s->reports[j]))
			belief_leave_out(w->at, s->report_count, j, w->parents);
}

static double default_noise(const belief *b, const belief_report *r)
{
	static const double statuses = 3;

	size_t cell = b->shares ? claim_cell(b, r) : BELIEF_NONE;

	if (!isnan(r->background))
		return r->background;
	if (cell != BELIEF_NONE)
		return b->shares[cell];
	switch (claim_kind(r)) {
	case BELIEF_KIND_STATUS:
		return 1 / statuses;
	case BELIEF_KIND_REGION:
		return 1 / ((double)b->regions + 2);
	default:
		return 1 / ((double)b->sites + 2);
	}
}

static hw_status add_report(belief *b, unit *u, const belief_report *r, size_t index, builder *w, hw_error *error)
{
	clue *c = &u->clues[u->clue_count];

	*c = (clue){.report = r, .index = index, .at = w->at[index], .theta = BELIEF_NOWHERE, .parent = BELIEF_NOWHERE};
	if (claim_tests_source(r)) {
		c->theta = b->theta_of[3 * r->source + claim_kind(r)];
		c->noise = default_noise(b, r);
		u->learns = u->learns || !b->problem.sources[r->source].fixed;
	}
	if (!claim_fit(b, &u->space, &r->claim, widened(r), &w->marks, c))
		return no_memory(error);
	w->clue_of[index] = (ptrdiff_t)u->clue_count++;
	return HW_OK;
}

static hw_status add_clues(belief *b, unit *u, const subject *s, builder *w, hw_error *error)
{
	resolve_parents(b, s, w);
	for (size_t j = 0; j < s->report_count; j++)
		if (known(b, &s->reports[j]))
			HW_TRY(add_report(b, u, &s->reports[j], j, w, error));
	for (size_t j = 0; j < s->report_count; j++) {
		if (!known(b, &s->reports[j]) || w->parents[j] < 0)
			continue;
		clue *c = &u->clues[w->clue_of[j]];
		c->parent = w->clue_of[w->parents[j]];
		c->same = claim_same(&s->reports[j].claim, &s->reports[w->parents[j]].claim);
	}
	for (size_t j = 0; j < s->fact_count; j++) {
		const belief_claim claim = claim_of_fact(&s->facts[j]);
		clue *c = &u->clues[u->clue_count];
		if (!belief_known_by(s->facts[j].received, s->facts[j].at, b->problem.as_of))
			continue;
		*c = (clue){.fact = &s->facts[j],
			    .index = j,
			    .at = s->facts[j].at,
			    .exchange = s->facts[j].exchanged,
			    .theta = BELIEF_NOWHERE,
			    .parent = BELIEF_NOWHERE};
		if (!claim_fit(b, &u->space, &claim, false, &w->marks, c))
			return no_memory(error);
		u->clue_count++;
	}
	return HW_OK;
}

/* ---- units ---- */
/* The first exchange of a member: from it on his clues say nothing of the group's path. */
static void find_release(unit *u, member *m)
{
	m->released = HUGE_VAL;
	for (size_t j = m->first_clue; j < m->first_clue + m->clue_count; j++)
		if (u->clues[j].exchange)
			m->released = fmin(m->released, u->clues[j].at);
	for (size_t j = m->first_clue; j < m->first_clue + m->clue_count; j++)
		u->clues[j].after = !u->clues[j].exchange && u->clues[j].at >= m->released;
}

static void mark_transfers(const belief *b, const transfer_index *index, size_t person, size_t group, double since,
			   builder *w)
{
	size_t count = transfers_of(b, index, person, group, since, w->transfers);

	for (size_t i = 0; i < count; i++) {
		const belief_transfer *t = &b->problem.transfers[w->transfers[i]];
		w->marks.site[t->from] = true;
		for (size_t k = 0; k < t->to_count; k++)
			if (t->to[k].state < b->sites)
				w->marks.site[t->to[k].state] = true;
	}
}

hw_status compile_unit(belief *b, unit *u, builder *w, hw_error *error)
{
	const transfer_index *index = b->transfers;
	size_t clues = 0;

	memset(w->marks.site, 0, b->sites * sizeof *w->marks.site);
	memset(w->marks.region, 0, b->regions * sizeof *w->marks.region);
	for (ptrdiff_t m = -1; m < (ptrdiff_t)u->member_count; m++) {
		subject s = subject_of(b, u, m);
		bool group = m < 0 && u->group != BELIEF_NONE;
		mark_subject(b, &s, &w->marks, &clues);
		mark_transfers(b, index,
			       group   ? BELIEF_NONE
			       : m < 0 ? u->person
				       : u->members[m].person,
			       group ? u->group : BELIEF_NONE, m < 0 ? u->chain.since : u->members[m].since, w);
	}
	HW_TRY(build_space(b, &w->marks, &u->space, error));
	u->clues = HW_NEW(b->arena, clue, clues + 1);
	if (!u->clues)
		return no_memory(error);
	for (ptrdiff_t m = -1; m < (ptrdiff_t)u->member_count; m++) {
		subject s = subject_of(b, u, m);
		size_t before = u->clue_count;
		HW_TRY(add_clues(b, u, &s, w, error));
		if (m < 0) {
			u->own_count = u->clue_count;
		} else {
			u->members[m].first_clue = before;
			u->members[m].clue_count = u->clue_count - before;
			find_release(u, &u->members[m]);
			u->speaking += u->clue_count > before;
		}
	}
	return unit_chains(b, index, u, w->transfers, w->taken, error);
}
