/* The worked example: two regions, five sites, five sources, six invented persons. */
#ifndef BELIEF_EXAMPLE_H
#define BELIEF_EXAMPLE_H

#include <math.h>

#include "belief/belief.h"

enum { G1, G2, GX, R1, RX, DEAD, FREE, STATES };
enum { GRO, ROS };
enum { VID, DEB, INT, TG, VER };

static const double example_regions[] = {0.4, 0.6};
static const belief_site example_sites[] = {
	{.id = HW_TEXT_INIT("G1"), .region = GRO, .share = 0.5, .lat = NAN, .lon = NAN, .sigma_km = 0.5},
	{.id = HW_TEXT_INIT("G2"), .region = GRO, .share = 0.3, .lat = NAN, .lon = NAN, .sigma_km = 1},
	{.id = HW_TEXT_INIT("Gx"),
	 .region = GRO,
	 .share = 0.2,
	 .lat = NAN,
	 .lon = NAN,
	 .unlisted = true,
	 .area_km2 = 314.159265},
	{.id = HW_TEXT_INIT("R1"), .region = ROS, .share = 0.7, .lat = NAN, .lon = NAN, .sigma_km = 0.5},
	{.id = HW_TEXT_INIT("Rx"),
	 .region = ROS,
	 .share = 0.3,
	 .lat = NAN,
	 .lon = NAN,
	 .unlisted = true,
	 .area_km2 = 1e9},
};
static const belief_source example_sources[] = {
	{.id = HW_TEXT_INIT("VID"), .alpha = 19, .beta = 1.5}, {.id = HW_TEXT_INIT("DEB"), .alpha = 12, .beta = 2},
	{.id = HW_TEXT_INIT("INT"), .alpha = 7, .beta = 3},    {.id = HW_TEXT_INIT("TG"), .alpha = 3, .beta = 4},
	{.id = HW_TEXT_INIT("VER"), .alpha = 1000, .beta = 2},
};
#define SAYS(name, who, day, what, where, q)                                                                       \
	{                                                                                                          \
		.id = HW_TEXT_INIT(name), .source = (who), .at = (day), .received = NAN,                           \
		.claim = {.kind = BELIEF_CLAIM_##what, .place = (where)}, .background = (q), .copies = BELIEF_NONE \
	}
static const belief_report example_p1[] = {
	SAYS("r1", TG, 10, STATUS, BELIEF_DEAD, 0.10),
	SAYS("r2", VID, 40, STATUS, BELIEF_CAPTIVE, 0.50),
	SAYS("r3", DEB, 120, SITE, G1, 0.05),
	SAYS("r4", INT, 150, REGION, GRO, 0.20),
	{.id = HW_TEXT_INIT("r5"),
	 .source = TG,
	 .at = 155,
	 .received = NAN,
	 .claim = {.kind = BELIEF_CLAIM_REGION, .place = GRO},
	 .background = 0.20,
	 .copies = 3,
	 .copy = 0.7},
};
static const belief_report example_p2[] = {SAYS("a1", VER, 100, SITE, R1, 0.01), SAYS("a2", TG, 100, SITE, G1, 0.05),
					   SAYS("a3", INT, 105, REGION, ROS, 0.2)};
static const belief_report example_p3[] = {SAYS("b1", VER, 100, SITE, G2, 0.01), SAYS("b2", TG, 98, SITE, R1, 0.05),
					   SAYS("b3", INT, 100, REGION, GRO, 0.2),
					   SAYS("b4", DEB, 102, SITE, G2, 0.05)};
static const belief_report example_p4[] = {SAYS("c1", INT, 60, REGION, GRO, 0.2), SAYS("c2", DEB, 130, SITE, G1, 0.05)};
static const belief_report example_p5[] = {SAYS("d1", TG, 60, STATUS, BELIEF_DEAD, 0.1),
					   SAYS("d2", VID, 90, STATUS, BELIEF_CAPTIVE, 0.5)};
static const belief_report example_p6[] = {SAYS("e1", TG, 30, SITE, R1, 0.05)};
#define PERSON(name, list)                                                                                      \
	{                                                                                                       \
		.id = HW_TEXT_INIT(name), .prior = {0.55, 0.40, 0.05}, .group = BELIEF_NONE, .reports = (list), \
		.report_count = HW_COUNT(list)                                                                  \
	}
static const belief_person example_persons[] = {PERSON("P1", example_p1), PERSON("P2", example_p2),
						PERSON("P3", example_p3), PERSON("P4", example_p4),
						PERSON("P5", example_p5), PERSON("P6", example_p6)};

static inline belief_problem example_problem(belief_learning learning)
{
	return (belief_problem){.region_weights = example_regions,
				.region_count = 2,
				.sites = example_sites,
				.site_count = 5,
				.rates = {1.0 / 120, 1.0 / 400, 2e-4, 1e-4},
				.sources = example_sources,
				.source_count = 5,
				.persons = example_persons,
				.person_count = 6,
				.learning = learning,
				.as_of = NAN};
}

static const double example_grozny[STATES] = {1, 1, 1, 0, 0, 0, 0};
static const double example_captive[STATES] = {1, 1, 1, 1, 1, 0, 0};

#endif
