/* What believing costs: one person, thousands of persons with groups, learning, totals by draws.
 * usage: belief_bench [threads [which]]      prints one JSON line a measurement */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "belief/belief.h"

typedef struct scale {
	const char *name;
	size_t persons, sites, regions, group_size, grouped; /* grouped: persons in groups */
	double reports;                                      /* a person */
	belief_learning learning;
	size_t sets;
} scale;

static void *get(size_t count, size_t size)
{
	void *p = calloc(count + 1, size);

	if (!p)
		exit(5);
	return p;
}

/* True places: of the first half of the year and of the second. */
typedef struct truth {
	size_t at[2];
} truth;

static truth draw_truth(hw_random *r, const scale *s)
{
	truth t = {{(size_t)hw_random_below(r, s->sites), (size_t)hw_random_below(r, s->sites)}};

	if (hw_random_unit(r) < 0.6)
		t.at[1] = t.at[0];
	return t;
}

/* Three reports of four tell the truth, the others anything. */
static belief_report report_of(hw_random *r, const scale *s, const truth *t)
{
	double kind = hw_random_unit(r);
	belief_report x = {.source = (size_t)hw_random_below(r, 25),
			   .at = 1 + floor(360 * hw_random_unit(r)),
			   .received = NAN,
			   .background = NAN,
			   .copies = BELIEF_NONE};
	size_t site = t->at[x.at > 180];

	if (hw_random_unit(r) > 0.75)
		site = (size_t)hw_random_below(r, s->sites);
	x.claim.kind = kind < 0.25 ? BELIEF_CLAIM_STATUS : kind < 0.6 ? BELIEF_CLAIM_REGION : BELIEF_CLAIM_SITE;
	if (x.claim.kind == BELIEF_CLAIM_REGION)
		x.claim.place = site / (s->sites / s->regions);
	else if (x.claim.kind == BELIEF_CLAIM_SITE)
		x.claim.place = site;
	return x;
}

static belief_problem make(const scale *s)
{
	hw_random random = hw_random_new(1, s->persons), *r = &random;
	double *weights = get(s->regions, sizeof *weights);
	belief_site *sites = get(s->sites, sizeof *sites);
	belief_source *sources = get(25, sizeof *sources);
	size_t groups = s->group_size ? s->grouped / s->group_size : 0;
	belief_group *group = get(groups, sizeof *group);
	truth *group_truth = get(groups, sizeof *group_truth);
	belief_person *persons = get(s->persons, sizeof *persons);
	belief_report *reports = get((size_t)((double)s->persons * (s->reports + 1) * 4), sizeof *reports);
	size_t per_region = s->sites / s->regions, used = 0;

	for (size_t i = 0; i < s->regions; i++)
		weights[i] = 1.0 / (double)s->regions;
	for (size_t i = 0; i < s->sites; i++)
		sites[i] = (belief_site){.region = i / per_region,
					 .share = 1.0 / (double)per_region,
					 .lat = NAN,
					 .lon = NAN,
					 .unlisted = i % per_region == 0};
	for (size_t i = 0; i < 25; i++)
		(void)belief_grade((char)('A' + i % 6), &sources[i].alpha, &sources[i].beta);
	for (size_t i = 0; i < groups; i++) {
		group[i] = (belief_group){.prior = {0.8, 0.2, 0}, .together = 0.9};
		group_truth[i] = draw_truth(r, s);
	}
	for (size_t i = 0; i < s->persons; i++) {
		size_t count = (size_t)(-log(1 - hw_random_unit(r)) * s->reports + 0.5);
		persons[i] = (belief_person){.prior = {0.55, 0.4, 0.05},
					     .group = i < s->grouped ? i / s->group_size : BELIEF_NONE,
					     .reports = reports + used};
		truth own = draw_truth(r, s);
		if (persons[i].group != BELIEF_NONE && hw_random_unit(r) < 0.9)
			own = group_truth[persons[i].group];
		if (s->persons == 1)
			count = (size_t)s->reports;
		for (size_t j = 0; j < count && j < 20; j++)
			reports[used + persons[i].report_count++] = report_of(r, s, &own);
		used += persons[i].report_count;
	}
	return (belief_problem){.region_weights = weights,
				.region_count = s->regions,
				.sites = sites,
				.site_count = s->sites,
				.rates = {1.0 / 120, 1.0 / 400, 2e-4, 1e-4},
				.sources = sources,
				.source_count = 25,
				.groups = group,
				.group_count = groups,
				.persons = persons,
				.person_count = s->persons,
				.learning = s->learning,
				.as_of = NAN};
}

static void must(hw_status status, const hw_error *error)
{
	char line[512];

	if (status == HW_OK)
		return;
	fprintf(stderr, "%s\n", hw_error_line(error, line, sizeof line));
	exit(1);
}

static void say(const char *name, const char *what, double seconds)
{
	printf("{\"name\": \"belief: %s\", \"what\": \"%s\", \"ms\": %.3f}\n", name, what, seconds * 1e3);
}

static void measure(const scale *s, unsigned threads)
{
	belief_problem problem = make(s);
	belief_run run = {.threads = threads, .seed = 1};
	hw_error error = {0};
	belief *b;
	double start = hw_clock_seconds();
	const double day = 365;

	must(belief_new(&problem, &b, &error), &error);
	say(s->name, "read", hw_clock_seconds() - start);
	size_t states = belief_states(b), count;
	double *sets = get(states * s->sets, sizeof *sets), *out = get(s->persons * s->sets, sizeof *out);
	for (size_t i = 0; i < s->sets; i++)
		for (size_t l = 0; l < s->sites; l++)
			sets[i * states + l] = problem.sites[l].region == i % s->regions;
	if (s->persons == 1) {
		double *place = get(states, sizeof *place), middle = 180;
		start = hw_clock_seconds();
		for (int i = 0; i < 1000; i++)
			must(belief_posteriors(b, 0, 1, &middle, 1, &(belief_run){.threads = 1}, place, &error),
			     &error);
		say(s->name, "posterior (smoothed)", (hw_clock_seconds() - start) / 1000);
		return;
	}
	start = hw_clock_seconds();
	must(belief_learn(b, &run, &error), &error);
	say(s->name, "learn", hw_clock_seconds() - start);
	printf("{\"name\": \"belief: %s\", \"what\": \"rounds\", \"count\": %zu, \"approximate\": %s}\n", s->name,
	       belief_learned_of(b).rounds, belief_learned_of(b).approximate ? "true" : "false");
	start = hw_clock_seconds();
	must(belief_expect(b, day, sets, s->sets, &run, out, &error), &error);
	say(s->name, "all persons, sets", hw_clock_seconds() - start);
	static const char *const names[] = {"totals independent", "totals sources", "totals groups",
					    "totals sources+groups"};
	for (unsigned basis = 0; basis < (problem.group_count ? 4 : 2); basis++) {
		hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
		belief_total *totals;
		start = hw_clock_seconds();
		must(belief_totals(b, day, sets, s->sets, 1u << basis, &run, arena, &totals, &count, &error), &error);
		say(s->name, names[basis], hw_clock_seconds() - start);
		hw_arena_free(arena);
	}
	belief_free(b);
}

int main(int argc, char **argv)
{
	static const scale scales[] = {
		{"1 person K=512 T=20", 1, 510, 10, 0, 0, 20, BELIEF_LEARN_NOTHING, 1},
		{"1 person K=66 T=10", 1, 64, 8, 0, 0, 10, BELIEF_LEARN_NOTHING, 1},
		{"6000 K=42, 1000 in groups", 6000, 40, 8, 20, 1000, 1.5, BELIEF_LEARN_SOURCE, 8},
		{"6000 K=42, all in groups 36", 6000, 40, 8, 36, 5976, 1.5, BELIEF_LEARN_SOURCE, 8},
		{"20000 K=512 T=1.5", 20000, 510, 10, 0, 0, 1.5, BELIEF_LEARN_SOURCE, 10},
		{"20000 K=512 T=10", 20000, 510, 10, 0, 0, 10, BELIEF_LEARN_SOURCE, 1},
	};
	unsigned threads = argc > 1 ? (unsigned)atoi(argv[1]) : 0;
	double *p = get(10000, sizeof *p), *pmf = get(10001, sizeof *pmf), start;

	for (size_t i = 0; i < 10000; i++)
		p[i] = 0.05 + 0.9 * (double)i / 10000;
	start = hw_clock_seconds();
	for (int i = 0; i < 20; i++)
		hw_poisson_binomial(p, 10000, pmf);
	say("Poisson-binomial n=10000", "exact", (hw_clock_seconds() - start) / 20);
	for (size_t i = 0; i < HW_COUNT(scales); i++)
		if (argc <= 2 || (size_t)atoi(argv[2]) == i)
			measure(&scales[i], threads);
	return 0;
}
