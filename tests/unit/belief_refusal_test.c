/* Problems that mean nothing are refused with the place; memory that runs out leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "belief_example.h"

/* A copy of the example that may be spoilt. */
typedef struct spoilt {
	belief_problem problem;
	double regions[2];
	belief_site sites[5];
	belief_source sources[5];
	belief_person persons[6];
	belief_report reports[5];
	belief_group group;
	belief_fact facts[2];
	belief_transfer transfers[2];
	belief_weight to[2], weights[2];
	belief_list list;
	size_t who[1];
} spoilt;

static void make(spoilt *s)
{
	memset(s, 0, sizeof *s);
	s->problem = example_problem(BELIEF_LEARN_NOTHING);
	memcpy(s->regions, example_regions, sizeof s->regions);
	memcpy(s->sites, example_sites, sizeof s->sites);
	memcpy(s->sources, example_sources, sizeof s->sources);
	memcpy(s->persons, example_persons, sizeof s->persons);
	memcpy(s->reports, example_p1, sizeof s->reports);
	s->persons[0].reports = s->reports;
	s->persons[0].facts = s->facts;
	s->facts[0] = (belief_fact){
		.id = HW_TEXT("f1"), .at = 100, .received = NAN, .kind = BELIEF_CLAIM_STATUS, .place = BELIEF_DEAD};
	s->facts[1] = (belief_fact){
		.id = HW_TEXT("f2"), .at = 150, .received = NAN, .kind = BELIEF_CLAIM_STATUS, .place = BELIEF_FREE};
	s->group = (belief_group){.id = HW_TEXT("K1"), .prior = {1, 0, 0}, .together = 0.5};
	s->to[0] = (belief_weight){R1, 1};
	s->transfers[0] = (belief_transfer){.at = 50,
					    .received = NAN,
					    .from = G1,
					    .to = s->to,
					    .to_count = 1,
					    .share = 0.7,
					    .everyone = true,
					    .persons = s->who};
	s->transfers[1] = s->transfers[0];
	s->problem.region_weights = s->regions;
	s->problem.sites = s->sites;
	s->problem.sources = s->sources;
	s->problem.persons = s->persons;
	s->problem.groups = &s->group;
	s->problem.group_count = 1;
	s->problem.transfers = s->transfers;
	s->problem.transfer_count = 1;
	s->problem.lists = &s->list;
	s->problem.list_count = 1;
}

#define SPOIL(name, code)                   \
	static void spoil_##name(spoilt *s) \
	{                                   \
		code;                       \
	}
SPOIL(nothing, (void)s)
SPOIL(no_region, s->problem.region_count = 0)
SPOIL(region_sum, s->regions[0] = 0.5)
SPOIL(region_nan, s->regions[0] = NAN)
SPOIL(region_negative, s->regions[0] = -0.1)
SPOIL(no_site, s->problem.site_count = 0)
SPOIL(many_sites, s->problem.site_count = 100000)
SPOIL(site_region, s->sites[2].region = 7)
SPOIL(site_share, s->sites[2].share = NAN)
SPOIL(share_sum, s->sites[2].share = 0.1)
SPOIL(empty_region, s->sites[3].region = GRO; s->sites[4].region = GRO)
SPOIL(site_lat, s->sites[1].lat = 95; s->sites[1].lon = 3)
SPOIL(site_lon, s->sites[1].lat = 45)
SPOIL(site_sigma, s->sites[1].sigma_km = -1)
SPOIL(site_area, s->sites[2].area_km2 = -5)
SPOIL(rate, s->problem.rates.death = -1e-4)
SPOIL(rate_nan, s->problem.rates.anywhere = NAN)
SPOIL(source_alpha, s->sources[2].alpha = 0)
SPOIL(source_beta, s->sources[2].beta = -1)
SPOIL(source_learned, s->problem.learning = BELIEF_LEARN_SOURCE; s->sources[2].beta = 0.5)
SPOIL(source_fixed, s->sources[2].fixed = true; s->sources[2].reliability = 1.2)
SPOIL(source_delay, s->sources[2].median_delay = -3)
SPOIL(list_state, s->list.completeness = s->weights; s->list.count = 1; s->weights[0].state = 9)
SPOIL(list_weight, s->list.completeness = s->weights; s->list.count = 1; s->weights[0].weight = 2)
SPOIL(list_otherwise, s->list.otherwise = -1)
SPOIL(group_together, s->group.together = 1.5)
SPOIL(group_prior, s->group.prior.dead = 0.2)
SPOIL(transfer_from, s->transfers[0].from = DEAD)
SPOIL(transfer_to, s->to[0].state = 12)
SPOIL(transfer_sum, s->to[0].weight = 0.9)
SPOIL(transfer_share, s->transfers[0].share = 1.1)
SPOIL(transfer_at, s->transfers[0].at = NAN)
SPOIL(transfer_person, s->transfers[0].everyone = false; s->transfers[0].person_count = 1; s->who[0] = 6)
SPOIL(transfer_group, s->transfers[0].everyone = false; s->transfers[0].groups = s->who;
      s->transfers[0].group_count = 1; s->who[0] = 3)
SPOIL(transfer_twice, s->problem.transfer_count = 2)
SPOIL(person_since, s->persons[4].since = INFINITY)
SPOIL(person_prior, s->persons[4].prior.dead = 0.5)
SPOIL(person_prior_nan, s->persons[4].prior.dead = NAN)
SPOIL(person_group, s->persons[4].group = 2)
SPOIL(report_before, s->persons[0].since = 20)
SPOIL(report_before_group, s->group.since = 15; s->persons[0].group = 0)
SPOIL(report_source, s->reports[1].source = 9)
SPOIL(report_no_source, s->reports[1].source = BELIEF_NONE)
SPOIL(report_no_day, s->reports[1].at = NAN)
SPOIL(report_received, s->reports[1].received = 30)
SPOIL(report_received_before, s->reports[1].at = NAN; s->reports[1].received = -5)
SPOIL(report_far, s->reports[1].at = 1e9)
SPOIL(report_background, s->reports[1].background = 1.5)
SPOIL(report_credibility, s->reports[1].credibility = 7)
SPOIL(report_status, s->reports[1].claim.place = 3)
SPOIL(report_site, s->reports[2].claim.place = 5)
SPOIL(report_region, s->reports[3].claim.place = 2)
SPOIL(report_kind, s->reports[3].claim.kind = (belief_claim_kind)40)
SPOIL(report_no_sites, s->reports[3].claim = (belief_claim){.kind = BELIEF_CLAIM_SITES})
SPOIL(report_sites, s->weights[0].weight = -1;
      s->reports[3].claim = ((belief_claim){.kind = BELIEF_CLAIM_SITES, .weights = s->weights, .weight_count = 1}))
SPOIL(report_list, s->reports[3].claim = ((belief_claim){.kind = BELIEF_CLAIM_ABSENT, .place = 1}))
SPOIL(report_detection, s->reports[3].claim = ((belief_claim){.kind = BELIEF_CLAIM_SEARCHED, .detection = 2}))
SPOIL(report_circle, s->reports[3].claim = ((belief_claim){.kind = BELIEF_CLAIM_NEAR, .km = NAN}))
SPOIL(report_nowhere, s->reports[3].claim = ((belief_claim){.kind = BELIEF_CLAIM_NEAR, .km = 5}))
SPOIL(copy_chance, s->reports[4].copy = -0.5)
SPOIL(copy_unknown, s->reports[4].copies = 5)
SPOIL(copy_itself, s->reports[2].copies = 2)
SPOIL(copy_ring, s->reports[3].copies = 4)
SPOIL(facts, s->persons[0].fact_count = 2)
SPOIL(facts_of_two, s->group.together = 1; s->persons[0].group = 0; s->persons[0].fact_count = 1;
      s->persons[1].group = 0; s->persons[1].facts = s->facts + 1; s->persons[1].fact_count = 1)
SPOIL(fact_kind, s->persons[0].fact_count = 1; s->facts[0].kind = BELIEF_CLAIM_SEARCHED)
SPOIL(fact_day, s->persons[0].fact_count = 1; s->facts[0].at = NAN)
SPOIL(fact_impossible, s->persons[0].fact_count = 1; s->persons[0].prior = ((belief_prior){1, 0, 0});
      s->problem.rates.death = 0)
SPOIL(sure_reports, s->sources[DEB] = ((belief_source){.fixed = true, .reliability = 1}); s->reports[4] = s->reports[2];
      s->reports[4].id = HW_TEXT("r5"); s->reports[4].claim.place = R1)

typedef struct row {
	const char *name;
	void (*spoil)(spoilt *);
	hw_status status;
	const char *where, *what, *why;
} row;
#define BAD(name, where, what, why)                                 \
	{                                                           \
#name, spoil_##name, HW_BAD_INPUT, where, what, why \
	}
static const row rows[] = {
	{"nothing", spoil_nothing, HW_OK, "", "", ""},
	BAD(no_region, "regions", "", "no region"),
	BAD(region_sum, "regions", "", "sum to 1.1, not 1"),
	BAD(region_nan, "regions[0]", "weight", "not a number"),
	BAD(region_negative, "regions[0]", "weight", "-0.1 is not between 0"),
	BAD(no_site, "sites", "", "no site"),
	{"many_sites", spoil_many_sites, HW_TOO_LARGE, "sites", "", "more than 65536"},
	BAD(site_region, "sites[2]", "region", "no such region"),
	BAD(site_share, "sites[2]", "share", "not a number"),
	BAD(share_sum, "regions[0]", "", "sum to 0.9, not 1"),
	BAD(empty_region, "regions[", "", ""),
	BAD(site_lat, "sites[1]", "lat", "95 is not between -90 and 90"),
	BAD(site_lon, "sites[1]", "lon", "missing"),
	BAD(site_sigma, "sites[1]", "sigma_km", "-1"),
	BAD(site_area, "sites[2]", "area_km2", "-5"),
	BAD(rate, "rates.death", "", "not below 0"),
	BAD(rate_nan, "rates.anywhere", "", ""),
	BAD(source_alpha, "sources[2]", "alpha", "0 is not"),
	BAD(source_beta, "sources[2]", "beta", "-1 is not"),
	BAD(source_learned, "sources[2]", "beta", "0.5 is not between 1"),
	BAD(source_fixed, "sources[2]", "reliability", "1.2"),
	BAD(source_delay, "sources[2]", "median_delay", "-3"),
	BAD(list_state, "lists[0]", "completeness", "no such place"),
	BAD(list_weight, "lists[0]", "completeness", "2 is not between 0 and 1"),
	BAD(list_otherwise, "lists[0]", "default", "-1"),
	BAD(group_together, "groups[0]", "together", "1.5"),
	BAD(group_prior, "groups[0]", "prior", "sum to 1.2, not 1"),
	BAD(transfer_from, "transfers[0]", "from", "no such site"),
	BAD(transfer_to, "transfers[0]", "to", "no such place"),
	BAD(transfer_sum, "transfers[0]", "to", "sum to 0.9, not 1"),
	BAD(transfer_share, "transfers[0]", "share", "1.1"),
	BAD(transfer_at, "transfers[0]", "at", "not a number"),
	BAD(transfer_person, "transfers[0]", "persons", "no such person"),
	BAD(transfer_group, "transfers[0]", "groups", "no such group"),
	BAD(transfer_twice, "transfers[1]", "share", "more than everybody"),
	BAD(person_since, "persons[4]", "since", "inf"),
	BAD(person_prior, "persons[4]", "prior", "sum to 1.1, not 1"),
	BAD(person_prior_nan, "persons[4]", "prior.dead", "not a number"),
	BAD(person_group, "persons[4]", "group", "no such group"),
	BAD(report_before, "persons[0].reports[0]", "at", "day 10 is before since, day 20"),
	BAD(report_before_group, "persons[0].reports[0]", "at", "before since of the group"),
	BAD(report_source, "persons[0].reports[1]", "source", "no such source"),
	BAD(report_no_source, "persons[0].reports[1]", "source", "no such source"),
	BAD(report_no_day, "persons[0].reports[1]", "at", "neither"),
	BAD(report_received, "persons[0].reports[1]", "received", "day 30 is before at, day 40"),
	BAD(report_received_before, "persons[0].reports[1]", "received", "day -5 is before since"),
	BAD(report_far, "persons[0].reports[1]", "at", "1000000000"),
	BAD(report_background, "persons[0].reports[1]", "background", "1.5"),
	BAD(report_credibility, "persons[0].reports[1]", "credibility", "7 is not one of 1 to 6"),
	BAD(report_status, "persons[0].reports[1]", "claim", "no such status"),
	BAD(report_site, "persons[0].reports[2]", "claim", "no such site"),
	BAD(report_region, "persons[0].reports[3]", "claim", "no such region"),
	BAD(report_kind, "persons[0].reports[3]", "claim", "no such kind"),
	BAD(report_no_sites, "persons[0].reports[3]", "claim", "names no site"),
	BAD(report_sites, "persons[0].reports[3]", "claim.sites", "-1 is not"),
	BAD(report_list, "persons[0].reports[3]", "claim", "no such list"),
	BAD(report_detection, "persons[0].reports[3]", "claim.detection", "2 is not"),
	BAD(report_circle, "persons[0].reports[3]", "claim.near.km", "not a number"),
	BAD(report_nowhere, "sites[0]", "lat", "must not read as far away"),
	BAD(copy_chance, "persons[0].reports[4]", "copy", "-0.5"),
	BAD(copy_unknown, "persons[0].reports[4]", "copies", "no such report"),
	BAD(copy_itself, "persons[0].reports[2]", "copies", "ring: r3 -> r3"),
	BAD(copy_ring, "persons[0].reports[4]", "copies", "ring: r4 -> r5 -> r4"),
	BAD(facts, "persons[0].facts[1]", "", "fact \"f2\" and fact \"f1\" (persons[0].facts[0]) cannot both be true"),
	BAD(facts_of_two, "persons[1].facts[0]", "",
	    "fact \"f2\" and fact \"f1\" (persons[0].facts[0]) cannot both be true"),
	BAD(fact_kind, "persons[0].facts[0]", "state", "a status, a site or a region"),
	BAD(fact_day, "persons[0].facts[0]", "at", "needs its day"),
	BAD(fact_impossible, "persons[0].facts[0]", "", "under the prior"),
	BAD(sure_reports, "persons[0].reports[4]", "", "report \"r5\" and report \"r3\""),
};

static void each_is_refused_with_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		static spoilt s;
		hw_error error = {0};
		belief *b = NULL;
		make(&s);
		rows[i].spoil(&s);
		/* Reports that are certain contradict only without noise. */
		if (rows[i].spoil == spoil_sure_reports) {
			s.problem.rates = (belief_rates){0};
			s.problem.transfer_count = 0;
		}
		hw_status status = belief_new(&s.problem, &b, &error);
		if (status != rows[i].status || !strstr(error.where, rows[i].where) ||
		    strcmp(error.what, rows[i].what) != 0 || !strstr(error.why, rows[i].why))
			fail_msg("%s: status %d, where \"%s\", what \"%s\", why \"%s\"", rows[i].name, (int)status,
				 error.where, error.what, error.why);
		if (status == HW_OK)
			belief_free(b);
		else
			assert_null(b);
		/* Nobody needs to listen. */
		if (status != HW_OK)
			assert_int_equal(belief_new(&s.problem, &b, NULL), status);
	}
}

/* The least and the largest problems that mean something. */
static void small_and_large(void **state)
{
	enum { MANY = 2048 };
	static belief_site sites[MANY];
	static double out[MANY + 2];
	const double one[] = {1}, day = 30;
	belief_report report = {.source = 0,
				.at = 10,
				.received = NAN,
				.background = NAN,
				.copies = BELIEF_NONE,
				.claim = {.kind = BELIEF_CLAIM_SITE}};
	belief_person person = {.prior = {1, 0, 0}, .group = BELIEF_NONE};
	belief_problem problem = {.region_weights = one,
				  .region_count = 1,
				  .sites = sites,
				  .sources = example_sources,
				  .source_count = 5,
				  .persons = &person,
				  .rates = {0.01, 0.01, 0.001, 0},
				  .as_of = NAN};
	hw_arena *arena = hw_arena_new(1 << 20);
	belief_total *totals;
	size_t count;
	belief *b;
	hw_error error = {0};

	(void)state;
	for (size_t sites_now = 1; sites_now <= MANY; sites_now *= MANY) {
		problem.site_count = sites_now;
		for (size_t i = 0; i < sites_now; i++)
			sites[i] = (belief_site){.share = 1 / (double)sites_now, .lat = NAN, .lon = NAN};
		for (size_t reports = 0; reports < 2; reports++) {
			person.reports = &report;
			person.report_count = reports;
			problem.person_count = 1;
			assert_int_equal(belief_new(&problem, &b, &error), HW_OK);
			assert_int_equal(belief_posteriors(b, 0, 1, &day, 1, NULL, out, &error), HW_OK);
			assert_true(sites_now == 1 ? out[0] > 0.95 : reports ? out[0] > 0.4 : out[0] < 0.01);
			belief_free(b);
		}
	}
	/* Nobody at all. */
	problem.person_count = 0;
	assert_int_equal(belief_new(&problem, &b, &error), HW_OK);
	assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
	assert_int_equal(belief_totals(b, 5, out, 1, 0, NULL, arena, &totals, &count, &error), HW_OK);
	assert_int_equal(totals[0].pmf_length, 1);
	assert_true(totals[0].upper95 == 0 && totals[0].pmf[0] > 1 - 1e-15);
	belief_free(b);
	hw_arena_free(arena);
}

/* ---- memory ---- */
static hw_status everything(const belief_problem *problem)
{
	static const double day = 200;
	belief_run run = {.threads = 1, .draws = 5};
	hw_arena *arena = hw_arena_new(1 << 20);
	double out[6 * STATES], moves[5 * 2], log_p;
	static const size_t label[5];
	belief_why whys[5];
	belief_pair *pairs;
	belief_next next[8];
	belief_total *totals;
	bool approximate;
	size_t count;
	belief *b = NULL;
	hw_error error = {0};
	hw_status status = arena ? belief_new(problem, &b, &error) : HW_NO_MEMORY;

	if (status == HW_OK)
		status = belief_learn(b, &run, &error);
	if (status == HW_OK)
		status = belief_posteriors(b, 0, 6, &day, 1, &run, out, &error);
	if (status == HW_OK)
		status = belief_expect(b, day, example_grozny, 1, &run, out, &error);
	if (status == HW_OK)
		status = belief_explain(b, 0, day, example_grozny, 1, whys, moves, &error);
	if (status == HW_OK)
		status = belief_totals(b, day, example_grozny, 1, 0, &run, arena, &totals, &count, &error);
	if (status == HW_OK)
		status = belief_log_likelihood(b, 0, &log_p, &error);
	if (status == HW_OK)
		status = belief_together(b, 0, &log_p, &error);
	if (status == HW_OK)
		status = belief_group_posterior(b, 0, &day, 1, out, &error);
	if (status == HW_OK)
		status = belief_group_log_likelihood(b, 0, &log_p, &approximate, &error);
	if (status == HW_OK)
		status = belief_update(b, 1, &problem->persons[1], &error);
	if (status == HW_OK)
		status = belief_update_group(b, 0, &problem->groups[0], &error);
	if (status == HW_OK)
		status = belief_conflicts(b, 0, 1, arena, &pairs, &count, &error);
	if (status == HW_OK)
		status = belief_explain_sets(b, 0, day, example_grozny, 1, label, 1, moves, NULL, &error);
	if (status == HW_OK)
		status = belief_next_reports(b, out, example_grozny, 0.8, next, &count, &error);
	belief_free(b);
	hw_arena_free(arena);
	return status;
}

static void memory_may_run_out_anywhere(void **state)
{
	static spoilt s;
	size_t failures = 0;
	hw_status status = HW_NO_MEMORY;

	(void)state;
	make(&s);
	s.problem.learning = BELIEF_LEARN_SOURCE;
	s.persons[0].group = s.persons[1].group = 0;
	s.persons[2].fact_count = 0;
	for (long n = 1; status != HW_OK; n++) {
		hw_fail_allocation_after(n);
		status = everything(&s.problem);
		hw_fail_allocation_after(0);
		if (status != HW_OK)
			assert_int_equal(status, HW_NO_MEMORY);
		failures += status != HW_OK;
		assert_true(n < 100000);
	}
	if (failures <= 20)
		fail_msg("memory ran out at %zu places only", failures);
}

/* ---- stopping ---- */
static bool stop(void *context, const char *stage, double done, double total)
{
	int *left = context;

	(void)stage;
	(void)done;
	(void)total;
	return (*left)-- > 0;
}

static void long_work_can_be_stopped(void **state)
{
	static spoilt s;
	int left = 3;
	hw_progress progress = {stop, &left};
	belief_run run = {.threads = 2, .progress = &progress};
	hw_error error = {0};
	belief *b;

	(void)state;
	make(&s);
	s.problem.learning = BELIEF_LEARN_SOURCE;
	assert_int_equal(belief_new(&s.problem, &b, &error), HW_OK);
	assert_int_equal(belief_learn(b, &run, &error), HW_CANCELLED);
	belief_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_refused_with_its_place),
		cmocka_unit_test(small_and_large),
		cmocka_unit_test(memory_may_run_out_anywhere),
		cmocka_unit_test(long_work_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
