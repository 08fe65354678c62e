/* What believing costs, against the promises of bench/estimation/README.md.
 * usage: belief_speed [threads]      one JSON line a measurement; what one thread does is told in its processor time (median
 * of 21), what all do in wall and processor time */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "belief/belief.h"

enum { SITES = 510, REGIONS = 10, PER_REGION = SITES / REGIONS, SOURCES = 25, TIMES = 21 };

static void *get(size_t count, size_t size)
{
	void *p = calloc(count + 1, size);

	if (!p)
		exit(5);
	return p;
}

static void must(hw_status status, const hw_error *error)
{
	char line[512];

	if (status == HW_OK)
		return;
	fprintf(stderr, "%s\n", hw_error_line(error, line, sizeof line));
	exit(1);
}

/* Processor seconds of this thread: other work on the machine does not count. */
static double cpu_seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double own_seconds(void)
{
	return cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
}

static void say(const char *what, double seconds, const char *unit, double factor)
{
	printf("{\"what\": \"%s\", \"%s\": %.4g}\n", what, unit, seconds * factor);
	fflush(stdout);
}

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *values, size_t count)
{
	qsort(values, count, sizeof *values, compare_numbers);
	return values[count / 2];
}

/* Three reports of four speak of where he is, the others of anywhere. */
static belief_report report_of(hw_random *r, const size_t at[2])
{
	double kind = hw_random_unit(r);
	belief_report x = {.source = (size_t)hw_random_below(r, SOURCES),
			   .at = 1 + floor(360 * hw_random_unit(r)),
			   .received = NAN,
			   .background = NAN,
			   .copies = BELIEF_NONE};
	size_t site = hw_random_unit(r) > 0.75 ? (size_t)hw_random_below(r, SITES) : at[x.at > 180];

	x.claim.kind = kind < 0.25 ? BELIEF_CLAIM_STATUS : kind < 0.6 ? BELIEF_CLAIM_REGION : BELIEF_CLAIM_SITE;
	x.claim.place = x.claim.kind == BELIEF_CLAIM_REGION ? site / PER_REGION
			: x.claim.kind == BELIEF_CLAIM_SITE ? site
							    : 0;
	return x;
}

static belief_problem make(size_t persons, size_t reports)
{
	hw_random random = hw_random_new(1, persons), *r = &random;
	double *weights = get(REGIONS, sizeof *weights);
	belief_site *sites = get(SITES, sizeof *sites);
	belief_source *sources = get(SOURCES, sizeof *sources);
	belief_person *people = get(persons, sizeof *people);
	belief_report *all = get(persons * reports, sizeof *all);

	for (size_t i = 0; i < REGIONS; i++)
		weights[i] = 1.0 / REGIONS;
	for (size_t i = 0; i < SITES; i++)
		sites[i] = (belief_site){.region = i / PER_REGION,
					 .share = 1.0 / PER_REGION,
					 .lat = NAN,
					 .lon = NAN,
					 .unlisted = i % PER_REGION == 0};
	for (size_t i = 0; i < SOURCES; i++)
		(void)belief_grade((char)('A' + i % 6), &sources[i].alpha, &sources[i].beta);
	for (size_t i = 0; i < persons; i++) {
		size_t at[2] = {(size_t)hw_random_below(r, SITES), (size_t)hw_random_below(r, SITES)};
		if (hw_random_unit(r) < 0.6)
			at[1] = at[0];
		people[i] = (belief_person){.prior = {0.55, 0.4, 0.05},
					    .group = BELIEF_NONE,
					    .reports = all + i * reports,
					    .report_count = reports};
		for (size_t j = 0; j < reports; j++)
			all[i * reports + j] = report_of(r, at);
	}
	return (belief_problem){.region_weights = weights,
				.region_count = REGIONS,
				.sites = sites,
				.site_count = SITES,
				.rates = {1.0 / 120, 1.0 / 400, 2e-4, 1e-4},
				.sources = sources,
				.source_count = SOURCES,
				.persons = people,
				.person_count = persons,
				.learning = BELIEF_LEARN_SOURCE,
				.as_of = NAN};
}

/* ---- one person ---- */
static double time_person(const belief_problem *problem)
{
	double times[TIMES], day = 180, *place = get(SITES + 2, sizeof *place);
	hw_error error = {0};
	belief *b;

	must(belief_new(problem, &b, &error), &error);
	for (size_t i = 0; i < TIMES; i++) {
		double start = own_seconds();
		for (int k = 0; k < 200; k++)
			must(belief_posteriors(b, 0, 1, &day, 1, &(belief_run){.threads = 1}, place, &error), &error);
		times[i] = (own_seconds() - start) / 200;
	}
	belief_free(b);
	free(place);
	return median(times, TIMES);
}

/* One report that weighs every site by itself: nothing can be lumped. */
static void name_every_site(belief_problem *problem)
{
	belief_report *reports = get(20, sizeof *reports);
	belief_person *person = get(1, sizeof *person);
	belief_weight *weights = get(SITES, sizeof *weights);

	memcpy(reports, problem->persons[0].reports, 20 * sizeof *reports);
	for (size_t i = 0; i < SITES; i++)
		weights[i] = (belief_weight){i, 1.0 / (double)(i + 1)};
	reports[0].claim = (belief_claim){.kind = BELIEF_CLAIM_SITES, .weights = weights, .weight_count = SITES};
	*person = problem->persons[0];
	person->reports = reports;
	problem->persons = person;
}

static void one_person(void)
{
	belief_problem problem = make(1, 20);

	say("one person, 512 states, 20 reports, smoothed: places lumped", time_person(&problem), "us", 1e6);
	name_every_site(&problem);
	say("one person, 512 states, 20 reports, smoothed: every site apart", time_person(&problem), "us", 1e6);
}

/* ---- a new report ---- */
static void new_report(const belief_problem *problem)
{
	belief_report *reports = get(21, sizeof *reports);
	belief_person now = problem->persons[7];
	double times[TIMES * 40];
	size_t n = 0;
	hw_error error = {0};
	belief *b;

	must(belief_new(problem, &b, &error), &error);
	memcpy(reports, now.reports, 20 * sizeof *reports);
	reports[20] = (belief_report){.source = 1,
				      .at = 200,
				      .received = NAN,
				      .background = NAN,
				      .copies = BELIEF_NONE,
				      .claim = {.kind = BELIEF_CLAIM_SITE, .place = 77}};
	now.reports = reports;
	for (; n < TIMES * 40; n++) {
		now.report_count = n % 2 ? 20 : 21;
		double start = own_seconds();
		must(belief_update(b, 7, &now, &error), &error);
		times[n] = own_seconds() - start;
	}
	say("a new report into one of 20,000 persons", median(times, n), "us", 1e6);
	belief_free(b);
}

/* ---- everybody ---- */
static void everybody(const belief_problem *problem, unsigned threads)
{
	belief_run run = {.threads = threads, .seed = 1};
	hw_error error = {0};
	belief *b;
	double start = hw_clock_seconds(), read, learn;

	must(belief_new(problem, &b, &error), &error);
	read = hw_clock_seconds() - start;
	start = hw_clock_seconds();
	double worked = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
	must(belief_learn(b, &run, &error), &error);
	learn = hw_clock_seconds() - start;
	worked = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - worked;
	double rounds = (double)belief_learned_of(b).rounds;
	say("20,000 persons, 512 states, 20 reports: understood", read, "s", 1);
	say("20,000 persons, 512 states, 20 reports: 15 rounds of EM", 15 * learn / rounds, "s", 1);
	say("the same, processor seconds of all threads", 15 * worked / rounds, "s", 1);
	printf("{\"what\": \"rounds until nothing moves by 1e-10\", \"count\": %.0f}\n", rounds);
	belief_free(b);
}

static void poisson_binomial(void)
{
	enum { N = 10000 };
	double *p = get(N, sizeof *p), *pmf = get(N + 1, sizeof *pmf), times[TIMES];

	for (size_t i = 0; i < N; i++)
		p[i] = 0.05 + 0.9 * (double)i / N;
	for (size_t i = 0; i < TIMES; i++) {
		double start = own_seconds();
		hw_poisson_binomial(p, N, pmf);
		times[i] = own_seconds() - start;
	}
	say("Poisson-binomial of 10,000", median(times, TIMES), "ms", 1e3);
}

int main(int argc, char **argv)
{
	unsigned threads = argc > 1 ? (unsigned)atoi(argv[1]) : 0;
	belief_problem problem = make(20000, 20);

	poisson_binomial();
	one_person();
	new_report(&problem);
	everybody(&problem, threads);
	return 0;
}
