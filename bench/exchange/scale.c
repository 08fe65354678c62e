/* scale.c - large exchange problems for the bench: makes one, solves it with our own solver, and can write the same
 * mixed integer program as MPS for others.
 *
 * usage: scale KIND OURS THEIRS FORM SEED [GAP] [FILE.mps]
 *   KIND   b2: one counterpart; m4: us, a state and two formations with recorded custody moves; j4: the same with
 *          soft parties and a joint acceptance of .8 (for others: chords)
 *   FORM   classes: weights by category; personal: weights of each person
 * Maximise points; acceptance of every party, seats 60 %, given at most 15 %, eight shares of at least .8 of the
 * group's own, a tenth of the given from those nobody asks for, 3 % of ours in families of two. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "exchange/exchange.h"

enum { GROUPS = 8, PARTIES = 3 };
static const double our_share[7] = {.38, .20, .16, .08, .10, .05, .03};
static const double our_reluctance[7] = {1.0, 1.15, 1.6, 1.05, 4.0, 3.0, 12.0};
static const double their_share[7] = {.03, .06, .22, .27, .20, .12, .10};
static const double their_interest[7][PARTIES] = {{2.0, 9.0, 6.0}, {3.6, 0, 0}, {1.1, 0, 0}, {1.0, 0, 0},
						  {.8, 0, 0},      {.15, 0, 0}, {-.05, 0, 0}};
static const double holder_share[PARTIES] = {.88, .08, .04};
static const uint32_t holders[PARTIES] = {0, 1, 2};
static const char *const group_names[GROUPS] = {"g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7"};

typedef struct world {
	hw_random random;
	hw_arena *arena;
	exchange_problem problem;
	exchange_options options;
	exchange_party parties[PARTIES];
	exchange_entry *ours, *theirs;
	exchange_rule rules[GROUPS + 2];
	exchange_arc arcs[2];
	bool personal;
	FILE *mps;
} world;

static size_t pick(world *w, const double *share, size_t count)
{
	double at = hw_random_unit(&w->random), sum = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		sum += share[i];
		if (at < sum)
			return i;
	}
	return count - 1;
}

/* Weights stand on a grid of .01 (by category) or .0001 (of a person). */
static double vary(world *w, double value, double spread)
{
	double f = 1, grid = w->personal ? 1e4 : 1e2;

	if (w->personal)
		f = exp(spread * 2 *
			(hw_random_unit(&w->random) + hw_random_unit(&w->random) + hw_random_unit(&w->random) - 1.5));
	return nearbyint(value * f * grid) / grid;
}

static void make_ours(world *w, size_t count, bool several, int64_t *of_group)
{
	for (size_t i = 0; i < count; i++) {
		size_t holder = several ? pick(w, holder_share, PARTIES) : 0;
		size_t group = hw_random_below(&w->random, GROUPS), category = pick(w, our_share, 7);
		double reluctance = our_reluctance[category];

		if (holder)
			reluctance = 1.3 + .25 * reluctance;
		of_group[group]++;
		w->ours[i] = (exchange_entry){.person = hw_text_format(w->arena, "o%zu", i),
					      .class_name = HW_TEXT("ours"),
					      .count = 1,
					      .group = hw_text_of(group_names[group]),
					      .holders = &holders[holder],
					      .holder_count = 1,
					      .points = 1 + 0.1 * (double)hw_random_below(&w->random, 11),
					      .delivery = 0.9,
					      .reluctance.value = vary(w, reluctance, .25)};
	}
	for (size_t i = 0; i + 1 < count; i += 2)
		if (hw_random_unit(&w->random) < .03)
			w->ours[i].family = w->ours[i + 1].family = hw_text_format(w->arena, "f%zu", i);
}

static void make_theirs(world *w, size_t count)
{
	for (size_t j = 0; j < count; j++) {
		size_t category = pick(w, their_share, 7);
		exchange_weight *interest = HW_NEW(w->arena, exchange_weight, PARTIES);

		for (size_t p = 0; p < w->problem.party_count; p++)
			interest[p].value = vary(w, their_interest[category][p], .2);
		w->theirs[j] = (exchange_entry){.person = hw_text_format(w->arena, "t%zu", j),
						.class_name = HW_TEXT("theirs"),
						.count = 1,
						.group = category >= 5 ? HW_TEXT("low") : HW_TEXT("asked"),
						.requested = category < 5,
						.interest = interest};
	}
}

static void make_rules(world *w, size_t ours, const int64_t *of_group)
{
	exchange_rule *r = w->rules;

	*r++ = (exchange_rule){.name = HW_TEXT("seats"), .max = (int64_t)((double)ours * .6)};
	*r++ = (exchange_rule){.name = HW_TEXT("low interest"),
			       .side = EXCHANGE_GIVEN,
			       .select = EXCHANGE_BY_GROUP,
			       .value = HW_TEXT("low"),
			       .max = -1,
			       .share_min = .1};
	for (size_t g = 0; g < GROUPS; g++)
		*r++ = (exchange_rule){.name = hw_text_of(group_names[g]),
				       .select = EXCHANGE_BY_GROUP,
				       .value = hw_text_of(group_names[g]),
				       .max = -1,
				       .share_min = .8 * (double)of_group[g] / (double)ours};
	w->problem.rules = w->rules;
	w->problem.rule_count = (size_t)(r - w->rules);
}

static void make(world *w, const char *kind, size_t ours, size_t theirs, const char *form, uint64_t seed)
{
	static const char *const ids[PARTIES] = {"S", "F1", "F2"};
	bool several = kind[1] == '4', soft = kind[0] == 'j';
	int64_t of_group[GROUPS] = {0};

	*w = (world){.random = hw_random_new(seed, 17), .arena = hw_arena_new(SIZE_MAX / 2)};
	w->personal = form[0] == 'p';
	w->ours = calloc(ours + 1, sizeof *w->ours);
	w->theirs = calloc(theirs + 1, sizeof *w->theirs);
	if (!w->arena || !w->ours || !w->theirs)
		exit(1);
	w->problem.party_count = several ? PARTIES : 1;
	for (size_t p = 0; p < w->problem.party_count; p++)
		w->parties[p] = (exchange_party){.id = hw_text_of(ids[p]),
						 .reservation.value = p ? 3 : 20,
						 .softness.value = soft ? (p ? 4 : 8) : 0};
	make_ours(w, ours, several, of_group);
	make_theirs(w, theirs);
	make_rules(w, ours, of_group);
	for (uint32_t a = 0; several && a < 2; a++)
		w->arcs[a] = (exchange_arc){.from = 0, .to = a + 1, .cap = 60, .base = 1.3, .share = .25};
	w->problem.parties = w->parties;
	w->problem.ours = w->ours;
	w->problem.ours_count = ours;
	w->problem.theirs = w->theirs;
	w->problem.theirs_count = theirs;
	w->problem.arcs = w->arcs;
	w->problem.arc_count = several ? 2 : 0;
	w->options = (exchange_options){.objective = EXCHANGE_POINTS,
					.named = true,
					.names = (1u << w->problem.party_count) - 1,
					.arcs = several,
					.first_only = true,
					.effort = 60000};
}

static hw_status dump(void *context, const exchange_milp *milp, double gap, double seconds, double *x,
		      exchange_milp_answer *answer, hw_error *error)
{
	hw_buffer text = {0};

	(void)gap, (void)seconds, (void)x, (void)error;
	exchange_milp_mps(milp, &text);
	(void)fwrite(text.bytes, 1, text.length, ((world *)context)->mps);
	hw_buffer_free(&text);
	*answer = EXCHANGE_MILP_NOTHING;
	return HW_OK;
}

static double cpu(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) +
	       1e-6 * (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec);
}

static void solve(world *w, const char *name)
{
	exchange_plan *plan = NULL;
	exchange_cell cell;
	hw_error error = {0};
	double acceptance = 0.8, begin, made, done;
	int64_t given = (int64_t)((double)w->problem.theirs_count * .15);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	struct rusage usage, before;
	char line[1024];

	(void)getrusage(RUSAGE_SELF, &before);
	begin = hw_clock_seconds();
	if (exchange_plan_new(&w->problem, &w->options, &plan, &error) != HW_OK ||
	    (made = hw_clock_seconds(),
	     exchange_frontier(plan, arena, &acceptance, 1, &given, 1, NULL, &cell, &error) != HW_OK)) {
		fprintf(stderr, "scale: %s\n", hw_error_line(&error, line, sizeof line));
		exit(1);
	}
	done = hw_clock_seconds();
	(void)getrusage(RUSAGE_SELF, &usage);
	printf("{\"name\": \"%s\", \"solver\": \"own\", \"gap_asked\": %g, \"plan_seconds\": %.3f, \"seconds\": %.3f, "
	       "\"proven\": %s, \"value\": %.6f, \"bound\": %.6f, \"gap\": %.2e, \"returned\": %lld, \"given\": %lld, "
	       "\"peak_mb\": %ld, \"cpu_seconds\": %.3f}\n",
	       name, w->options.gap, made - begin, done - made, cell.proven ? "true" : "false", cell.points, cell.bound,
	       (cell.bound - cell.points) / cell.points, (long long)cell.returned, (long long)cell.given,
	       usage.ru_maxrss / 1024, cpu(&usage) - cpu(&before));
	exchange_plan_free(plan);
	hw_arena_free(arena);
}

int main(int count, char **arguments)
{
	world w;
	exchange_backend backend = {.context = &w, .solve = dump};
	char name[128];

	if (count < 6)
		return 2;
	make(&w, arguments[1], strtoul(arguments[2], NULL, 10), strtoul(arguments[3], NULL, 10), arguments[4],
	     strtoul(arguments[5], NULL, 10));
	w.options.gap = count > 6 ? strtod(arguments[6], NULL) : 1e-4;
	(void)snprintf(name, sizeof name, "%s %s x %s %s, seed %s", arguments[1], arguments[2], arguments[3],
		       arguments[4], arguments[5]);
	if (count > 7) {
		w.mps = fopen(arguments[7], "w");
		if (!w.mps)
			return 1;
		w.options.backend = &backend;
		w.options.backend_always = true;
		w.options.effort = 1;
	}
	solve(&w, name);
	if (w.mps && fclose(w.mps) != 0)
		return 1;
	return 0;
}
