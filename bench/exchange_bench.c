/* What planning costs: the frontier of 4 acceptances x 10 numbers given on the founding example's profile, with one
 * party and with a formation beside it, in classes and person by person.
 * usage: exchange_bench      prints one JSON line a measurement */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "exchange/exchange.h"

enum { ENTRIES = 20100, CELLS = 40 };

typedef struct bench {
	exchange_problem problem;
	exchange_options options;
	exchange_party parties[2];
	exchange_entry ours[ENTRIES], theirs[ENTRIES];
	exchange_weight interest[ENTRIES][2];
	char names[2][ENTRIES][12];
} bench;

static const uint32_t holders[] = {0, 1};
static const struct {
	int64_t count;
	uint32_t holder;
	double reluctance;
} profile_ours[] = {{1500, 0, 1.0}, {450, 0, 1.05}, {1300, 0, 1.15}, {1100, 0, 1.6}, {350, 0, 3.0}, {650, 0, 4.0},
		    {650, 0, 12.0}, {78, 1, 1.0},   {20, 1, 1.2},    {36, 1, 1.5},   {14, 1, 1.8}};
static const struct {
	int64_t count;
	double state, formation;
} profile_theirs[] = {{60, 4.5, 4},  {120, 4.2, 0},  {900, 1.1, 0},  {800, 1.0, 0},
		      {500, 0.8, 0}, {250, 0.15, 0}, {370, -0.05, 0}};

static void need(hw_status status, const hw_error *error)
{
	char line[1024];

	if (status == HW_OK)
		return;
	fprintf(stderr, "exchange_bench: %s\n", hw_error_line(error, line, sizeof line));
	exit(1);
}

static void start(bench *b, size_t parties)
{
	memset(b, 0, sizeof *b);
	b->parties[0] = (exchange_party){HW_TEXT("S"), {5, 0, NULL}, {8, 0, NULL}};
	b->parties[1] = (exchange_party){HW_TEXT("F"), {3, 0, NULL}, {4, 0, NULL}};
	b->problem.parties = b->parties;
	b->problem.party_count = parties;
	b->problem.ours = b->ours;
	b->problem.theirs = b->theirs;
}

static void add_ours(bench *b, int64_t count, uint32_t holder, double reluctance, double points)
{
	size_t i = b->problem.ours_count++;

	(void)snprintf(b->names[0][i], sizeof b->names[0][i], "o%u", (unsigned)i % 1000000);
	b->ours[i] = (exchange_entry){.class_name = hw_text_of(b->names[0][i]),
				      .count = count,
				      .holders = &holders[holder],
				      .holder_count = 1,
				      .reluctance.value = reluctance,
				      .points = points,
				      .delivery = 0.95 - 0.02 * (double)(i % 5)};
}

static void add_theirs(bench *b, int64_t count, double state, double formation)
{
	size_t i = b->problem.theirs_count++;

	(void)snprintf(b->names[1][i], sizeof b->names[1][i], "t%u", (unsigned)i % 1000000);
	b->interest[i][0].value = state;
	b->interest[i][1].value = formation;
	b->theirs[i] = (exchange_entry){.class_name = hw_text_of(b->names[1][i]),
					.count = count,
					.interest = b->interest[i],
					.requested = true};
}

/* Each class in `buckets` of different points; `spread` makes their reluctance differ too. */
static void add_profile(bench *b, int buckets, double spread)
{
	for (size_t i = 0; i < HW_COUNT(profile_ours); i++)
		for (int k = 0; k < buckets && profile_ours[i].holder < b->problem.party_count; k++)
			add_ours(b, profile_ours[i].count / buckets, profile_ours[i].holder,
				 profile_ours[i].reluctance * (1 + spread * k), 1 + 0.1 * k);
	for (size_t i = 0; i < HW_COUNT(profile_theirs); i++)
		add_theirs(b, profile_theirs[i].count, profile_theirs[i].state, profile_theirs[i].formation);
}

static void add_persons(bench *b, size_t count)
{
	hw_random random = hw_random_new(7, 1);

	for (size_t i = 0; i < count; i++) {
		add_ours(b, 1, b->problem.party_count > 1 && i % 20 == 0, 1 + 3 * hw_random_unit(&random), 1);
		add_theirs(b, 1, 5 * hw_random_unit(&random),
			   hw_random_unit(&random) < 0.1 ? 4 * hw_random_unit(&random) : 0);
	}
}

static void measure(const bench *b, const char *name)
{
	static const double acceptance[] = {0.5, 0.8, 0.9, 0.95};
	static const int64_t given[] = {10, 20, 30, 40, 60, 80, 100, 150, 200, 300};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_plan *plan = NULL;
	exchange_cell cells[CELLS];
	hw_error error = {0};
	double begin = hw_clock_seconds(), made;
	struct rusage usage;
	int proven = 0, ties = 0, feasible = 0;

	need(exchange_plan_new(&b->problem, &b->options, &plan, &error), &error);
	made = hw_clock_seconds();
	need(exchange_frontier(plan, arena, acceptance, 4, given, 10, NULL, cells, &error), &error);
	for (int i = 0; i < CELLS; i++) {
		proven += cells[i].proven;
		ties += cells[i].ties_proven;
		feasible += cells[i].feasible;
	}
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("{\"name\": \"exchange %s\", \"plan_ms\": %.2f, \"frontier_ms\": %.1f, \"cells\": %d, \"feasible\": %d, "
	       "\"proven\": %d, \"ties_proven\": %d, \"peak_mb\": %ld}\n",
	       name, 1e3 * (made - begin), 1e3 * (hw_clock_seconds() - made), CELLS, feasible, proven, ties,
	       usage.ru_maxrss / 1024);
	exchange_plan_free(plan);
	hw_arena_free(arena);
}

int main(void)
{
	bench *b = malloc(sizeof *b);

	if (!b)
		return 1;
	start(b, 1);
	add_profile(b, 1, 0);
	measure(b, "state, 7 x 7 classes");
	start(b, 1);
	add_profile(b, 11, 0);
	measure(b, "state, 77 classes with points, most people");
	b->options.objective = EXCHANGE_POINTS;
	measure(b, "state, 77 classes with points, most points");
	start(b, 2);
	add_profile(b, 1, 0);
	measure(b, "state and formation, 11 x 7 classes");
	b->options.separate = true;
	measure(b, "the same in separate deals");
	start(b, 2);
	add_profile(b, 5, 0);
	measure(b, "state and formation, 55 classes with points, most people");
	b->options.objective = EXCHANGE_POINTS;
	measure(b, "state and formation, 55 classes with points, most points");
	start(b, 2);
	add_profile(b, 5, 0.013);
	measure(b, "state and formation, 55 classes all different, most people");
	start(b, 1);
	add_persons(b, 10000);
	measure(b, "state, 10,000 x 10,000 persons, personal weights");
	start(b, 2);
	add_persons(b, 500);
	measure(b, "state and formation, 500 x 500 persons, personal weights");
	free(b);
	return 0;
}
