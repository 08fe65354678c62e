/* A random bureau for tests of belief: regions, sites, sources, groups, persons with reports that copy each
 * other, transfers, facts.  Everything is invented and follows from the seed. */
#ifndef BELIEF_WORLD_H
#define BELIEF_WORLD_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "belief/belief.h"

enum {
	WORLD_REGIONS = 4,
	WORLD_SITES = 20,
	WORLD_STATES = WORLD_SITES + 2,
	WORLD_SOURCES = 6,
	WORLD_GROUPS = 4,
	WORLD_PERSONS = 120,
	WORLD_REPORTS = 6,
};

typedef struct world {
	belief_problem problem;
	double regions[WORLD_REGIONS];
	belief_site sites[WORLD_SITES];
	belief_source sources[WORLD_SOURCES];
	belief_group groups[WORLD_GROUPS];
	belief_transfer transfer;
	belief_weight to[2];
	belief_person persons[WORLD_PERSONS];
	belief_report reports[WORLD_PERSONS][WORLD_REPORTS];
	belief_report group_reports[WORLD_GROUPS][2];
	belief_fact fact;
} world;

static inline size_t world_below(hw_random *r, size_t n)
{
	return (size_t)hw_random_below(r, n);
}

static inline belief_report world_report(hw_random *r)
{
	belief_report x = {.source = world_below(r, WORLD_SOURCES),
			   .at = 5 * (double)world_below(r, 60),
			   .background = NAN,
			   .credibility = (int)world_below(r, 7),
			   .copies = BELIEF_NONE};

	x.received = x.at + (double)world_below(r, 40);
	switch (world_below(r, 4)) {
	case 0:
		x.claim = (belief_claim){.kind = BELIEF_CLAIM_STATUS, .place = world_below(r, 3)};
		break;
	case 1:
		x.claim = (belief_claim){.kind = BELIEF_CLAIM_REGION, .place = world_below(r, WORLD_REGIONS)};
		break;
	case 2:
		x.claim = (belief_claim){
			.kind = BELIEF_CLAIM_SEARCHED, .place = world_below(r, WORLD_SITES), .detection = 0.6};
		break;
	default:
		x.claim = (belief_claim){.kind = BELIEF_CLAIM_SITE, .place = world_below(r, WORLD_SITES)};
	}
	return x;
}

static inline void world_places(world *w, hw_random *r)
{
	double sum = 0, sums[WORLD_REGIONS] = {0};

	for (size_t i = 0; i < WORLD_REGIONS; i++)
		sum += w->regions[i] = 0.2 + hw_random_unit(r);
	for (size_t i = 0; i < WORLD_REGIONS; i++)
		w->regions[i] /= sum;
	for (size_t i = 0; i < WORLD_SITES; i++) {
		w->sites[i] = (belief_site){.region = i % WORLD_REGIONS,
					    .share = 0.1 + hw_random_unit(r),
					    .lat = hw_random_unit(r),
					    .lon = hw_random_unit(r),
					    .sigma_km = 2};
		sums[i % WORLD_REGIONS] += w->sites[i].share;
	}
	for (size_t i = 0; i < WORLD_SITES; i++)
		w->sites[i].share /= sums[i % WORLD_REGIONS];
}

static inline void world_make(world *w, uint64_t seed, bool groups)
{
	hw_random random = hw_random_new(seed, 11), *r = &random;

	memset(w, 0, sizeof *w);
	world_places(w, r);
	for (size_t i = 0; i < WORLD_SOURCES; i++)
		(void)belief_grade((char)('A' + i), &w->sources[i].alpha, &w->sources[i].beta);
	for (size_t i = 0; i < WORLD_GROUPS; i++) {
		w->groups[i] = (belief_group){.prior = {0.9, 0.1, 0},
					      .together = 0.5 + 0.12 * (double)i,
					      .reports = w->group_reports[i],
					      .report_count = i % 3};
		for (size_t j = 0; j < 2; j++)
			w->group_reports[i][j] = world_report(r);
	}
	for (size_t i = 0; i < WORLD_PERSONS; i++) {
		belief_person *p = &w->persons[i];
		*p = (belief_person){
			.prior = {0.55, 0.4, 0.05}, .reports = w->reports[i], .report_count = world_below(r, 5)};
		p->group = groups && i < 40 ? i % WORLD_GROUPS : BELIEF_NONE;
		for (size_t j = 0; j < p->report_count; j++) {
			w->reports[i][j] = world_report(r);
			if (!j || hw_random_unit(r) > 0.3)
				continue;
			w->reports[i][j].copies = world_below(r, j);
			w->reports[i][j].copy = 0.8;
			w->reports[i][j].claim = w->reports[i][w->reports[i][j].copies].claim;
		}
	}
	w->fact = (belief_fact){.at = 250, .received = NAN, .kind = BELIEF_CLAIM_SITE, .place = 3};
	w->persons[7].facts = &w->fact;
	w->persons[7].fact_count = 1;
	w->to[0] = (belief_weight){5, 0.7};
	w->to[1] = (belief_weight){WORLD_SITES + 1, 0.3};
	w->transfer = (belief_transfer){
		.at = 150, .received = NAN, .from = 2, .to = w->to, .to_count = 2, .share = 0.8, .everyone = true};
	w->problem = (belief_problem){.region_weights = w->regions,
				      .region_count = WORLD_REGIONS,
				      .sites = w->sites,
				      .site_count = WORLD_SITES,
				      .rates = {1.0 / 120, 1.0 / 400, 2e-4, 1e-4},
				      .sources = w->sources,
				      .source_count = WORLD_SOURCES,
				      .groups = w->groups,
				      .group_count = groups ? WORLD_GROUPS : 0,
				      .transfers = &w->transfer,
				      .transfer_count = 1,
				      .persons = w->persons,
				      .person_count = WORLD_PERSONS,
				      .learning = BELIEF_LEARN_SOURCE,
				      .as_of = NAN};
}

#endif
