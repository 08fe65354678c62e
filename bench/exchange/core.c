/* core.c - what the exact core costs: the surface of one party by sorting, the knapsack over all budgets.
 * usage: core      prints one JSON line a measurement: the median of eleven runs, milliseconds of the processor */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "exchange/exchange.h"
#include "exchange/exchange_int.h"

enum { PEOPLE = 10000, RUNS = 11 };

static void need(hw_status status, const hw_error *error)
{
	char line[1024];

	if (status == HW_OK)
		return;
	fprintf(stderr, "core: %s\n", hw_error_line(error, line, sizeof line));
	exit(1);
}

/* Seconds of this process: what other work on the machine takes is not counted. */
static double processor(void)
{
	struct timespec t = {0};

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *seconds)
{
	qsort(seconds, RUNS, sizeof *seconds, compare);
	return 1e3 * seconds[RUNS / 2];
}

static void surface(void)
{
	static const double acceptance[] = {0.5, 0.8, 0.9, 0.95};
	static const uint32_t holder = 0;
	exchange_party party = {.id = HW_TEXT("S"), .reservation.value = 5, .softness.value = 8};
	exchange_entry *ours = calloc(PEOPLE, sizeof *ours), *theirs = calloc(PEOPLE, sizeof *theirs);
	exchange_weight *interest = calloc(PEOPLE, sizeof *interest);
	char(*names)[2][8] = calloc(PEOPLE, sizeof *names);
	int64_t *most = calloc(4 * (PEOPLE + 1), sizeof *most);
	exchange_problem problem = {.parties = &party,
				    .party_count = 1,
				    .ours = ours,
				    .theirs = theirs,
				    .ours_count = PEOPLE,
				    .theirs_count = PEOPLE};
	exchange_options options = {.objective = EXCHANGE_PEOPLE};
	hw_random random = hw_random_new(7, 1);
	double making[RUNS], sorting[RUNS], both[RUNS];
	hw_error error = {0};

	if (!ours || !theirs || !interest || !names || !most)
		exit(1);
	for (unsigned i = 0; i < PEOPLE; i++) {
		(void)snprintf(names[i][0], 8, "o%u", i % 100000);
		(void)snprintf(names[i][1], 8, "t%u", i % 100000);
		ours[i] = (exchange_entry){.person = hw_text_of(names[i][0]),
					   .count = 1,
					   .holders = &holder,
					   .holder_count = 1,
					   .points = 1,
					   .delivery = 0.9,
					   .reluctance.value = 1 + 3 * hw_random_unit(&random)};
		interest[i].value = 5 * hw_random_unit(&random);
		theirs[i] = (exchange_entry){
			.person = hw_text_of(names[i][1]), .count = 1, .interest = &interest[i], .requested = true};
	}
	for (int r = 0; r < RUNS; r++) {
		exchange_plan *plan = NULL;
		double begin = processor(), made;

		need(exchange_plan_new(&problem, &options, &plan, &error), &error);
		made = processor();
		need(exchange_surface(plan, 0, acceptance, 4, PEOPLE, most, &error), &error);
		sorting[r] = processor() - made;
		making[r] = made - begin;
		both[r] = processor() - begin;
		exchange_plan_free(plan);
	}
	printf("{\"name\": \"surface, 10,000 x 10,000 persons, 4 acceptances x 10,001 given\", \"plan_ms\": %.2f, "
	       "\"surface_ms\": %.2f, \"both_ms\": %.2f, \"most_at_1000\": %lld}\n",
	       median(making), median(sorting), median(both), (long long)most[1000]);
	free(ours), free(theirs), free(interest), free(names), free(most);
}

static void knapsack(bool distinct)
{
	static const int64_t people[7] = {1500, 450, 1300, 1100, 350, 650, 650};
	static const double reluctance[7] = {1, 1.05, 1.15, 1.6, 3, 4, 12};
	int64_t cost[77], limit[77], value[77], best = 0;
	double seconds[RUNS];
	size_t k = 0;
	hw_error error = {0};

	for (int i = 0; i < 7; i++)
		for (int64_t j = 0; j <= 10; j++, k++) {
			cost[k] = distinct ? 20 + 3 * (int64_t)k : (int64_t)(reluctance[i] * 20 + 0.5);
			limit[k] = people[i] / 11;
			value[k] = 10 + j;
		}
	for (int r = 0; r < RUNS; r++) {
		hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
		exchange_knapsack sack = {.kinds = 77, .cost = cost, .limit = limit, .value = value, .budget = 28020};
		double begin = processor();

		need(exchange_knapsack_solve(&sack, arena, &error), &error);
		seconds[r] = processor() - begin;
		best = sack.best[28020];
		hw_arena_free(arena);
	}
	printf("{\"name\": \"knapsack, 77 classes x 28,021 quanta, %s\", \"ms\": %.2f, \"value\": %lld}\n",
	       distinct ? "77 reluctances" : "7 reluctances", median(seconds), (long long)best);
}

int main(void)
{
	surface();
	knapsack(false);
	knapsack(true);
	return 0;
}
