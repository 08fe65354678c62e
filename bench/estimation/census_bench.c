/* What the census costs, how near it comes to recorded figures of other programs, and what its intervals are worth.
 * usage: census_bench speed TABLE.csv...      seconds of each method (median of five)
 *        census_bench simulate [N] [PANELS]   coverage over N simulated tables a scenario, and of whole panels */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "census/census.h"

enum { MOST_PATTERNS = 4096, TURNS = 5 };

static census_run run = {.seed = 1};

typedef struct table {
	uint32_t patterns[MOST_PATTERNS];
	int64_t counts[MOST_PATTERNS];
	census_table t;
} table;

static void fail(const hw_error *error)
{
	char line[800];

	fprintf(stderr, "%s\n", hw_error_line(error, line, sizeof line));
	exit(1);
}

static hw_arena *fresh(hw_arena **arena)
{
	hw_arena_free(*arena);
	*arena = hw_arena_new((size_t)8 << 30);
	if (!*arena)
		exit(5);
	return *arena;
}

/* Lists in the order of the file; the last column is the count. */
static void read_table(const char *path, table *x)
{
	const hw_csv_row *row;
	hw_error error = {0};
	hw_csv *csv;
	size_t n = 0;

	if (hw_csv_open(path, &csv, &error) != HW_OK)
		fail(&error);
	size_t lists = hw_csv_header(csv)->count - 1;
	while (hw_csv_next(csv, &row, &error) == HW_OK && row && n < MOST_PATTERNS) {
		int64_t count = 0;
		x->patterns[n] = 0;
		for (size_t j = 0; j < lists; j++)
			x->patterns[n] |= (uint32_t)hw_text_is(row->fields[j], "1") << j;
		if (hw_text_integer(row->fields[lists], &count, &error) != HW_OK)
			fail(&error);
		x->counts[n] = count;
		n += x->patterns[n] != 0;
	}
	hw_csv_close(csv);
	x->t = (census_table){lists, x->patterns, x->counts, n};
}

/* ---- speed ------------------------------------------------------------------------------------------ */
static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void tell(const char *file, const char *what, double *seconds, double *cpu, size_t turns, const census_figure *f)
{
	qsort(cpu, turns, sizeof *cpu, compare);
	qsort(seconds, turns, sizeof *seconds, compare);
	printf("{\"table\": \"%s\", \"what\": \"%s\", \"threads\": %u, \"seconds\": %.4f, \"least\": %.4f, "
	       "\"cpu_seconds\": %.4f, \"median\": "
	       "%.1f, "
	       "\"mean\": %.1f, \"lower\": %.1f, \"upper\": %.1f}\n",
	       file, what, run.threads, seconds[turns / 2], seconds[0], cpu[turns / 2], f->median, f->mean, f->lower,
	       f->upper);
	fflush(stdout);
}

/* Seconds by the wall and by all cores: on a machine that others use the second says what the work costs. */
#define MEASURE(what, turns, call, figure)                                   \
	do {                                                                 \
		double seconds[TURNS], cpu[TURNS];                           \
		for (int i = 0; i < (turns); i++) {                          \
			double begin = hw_clock_seconds();                   \
			clock_t ticks = clock();                             \
			fresh(&arena);                                       \
			if ((call) != HW_OK)                                 \
				fail(&error);                                \
			seconds[i] = hw_clock_seconds() - begin;             \
			cpu[i] = (double)(clock() - ticks) / CLOCKS_PER_SEC; \
		}                                                            \
		tell(file, what, seconds, cpu, (turns), figure);             \
	} while (0)

static void speed(const char *path)
{
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
	static table x;
	hw_arena *arena = NULL;
	hw_error error = {0};
	census_graphs_options graphs = {0};
	census_graphs g;
	census_average a;
	census_fit fit;
	census_classes_options classes = {.sweeps = 16000, .warm_up = 4000};
	census_classes c;
	census_options all = {.classes = classes};
	census_study s;

	read_table(path, &x);
	for (run.threads = 1; run.threads <= 2; run.threads++) {
		if (x.t.lists <= CENSUS_GRAPH_LISTS_MAX) {
			MEASURE("decomposable", TURNS, census_decomposable(&x.t, &graphs, &run, arena, &g, &error),
				&g.figure);
			MEASURE("log-linear, all models", TURNS, census_loglinear(&x.t, &run, arena, &a, &error),
				&a.figure);
			MEASURE("one profile", TURNS, census_loglinear_model(&x.t, NULL, 0, &fit, &error),
				(&(census_figure){fit.n, fit.n, fit.mode, fit.lower, fit.upper}));
		}
		MEASURE("latent classes, 8 x 20,000 sweeps", 3,
			census_latent_class(&x.t, &classes, &run, arena, &c, &error), &c.figure);
		MEASURE("whole panel, 8 x 20,000 sweeps", 3, census_study_of(&x.t, 1, 1, &all, &run, arena, &s, &error),
			&s.estimates[s.estimate_count - 1].figure);
	}
	hw_arena_free(arena);
}

/* ---- simulation ------------------------------------------------------------------------------------- */
typedef struct scenario {
	const char *name;
	size_t people, lists;
	double catches[4];
	double copied; /* of list 1 onto list 2 */
	double hard;   /* share of people ten times harder to catch */
	double never;  /* share whom no list can reach */
} scenario;

static const scenario scenarios[] = {
	{"200 people, four independent lists", 200, 4, {.35, .25, .2, .15}, 0, 0, 0},
	{"list 2 copies 60 % of list 1", 200, 4, {.35, .25, .2, .15}, .6, 0, 0},
	{"half are ten times harder to catch", 200, 4, {.35, .25, .2, .15}, 0, .5, 0},
	{"30 % can never be listed", 200, 4, {.35, .25, .2, .15}, 0, 0, .3},
	{"60 people, four lists", 60, 4, {.35, .25, .2, .15}, 0, 0, 0},
	{"60 people, three lists", 60, 3, {.35, .25, .2}, 0, 0, 0},
	{"2,000 people, four independent lists", 2000, 4, {.35, .25, .2, .15}, 0, 0, 0},
};

static void simulate(const scenario *s, hw_random *r, table *x)
{
	size_t n = 0, size = (size_t)1 << s->lists;
	int64_t cells[16] = {0};

	for (size_t i = 0; i < s->people; i++) {
		bool never = hw_random_unit(r) < s->never;
		double ease = hw_random_unit(r) < s->hard ? 0.1 : 1;
		uint32_t pattern = 0;
		for (size_t j = 0; j < s->lists; j++)
			pattern |= (uint32_t)(!never && hw_random_unit(r) < ease * s->catches[j]) << j;
		if (pattern & 1 && hw_random_unit(r) < s->copied)
			pattern |= 2;
		cells[pattern]++;
	}
	for (uint32_t c = 1; c < size; c++) {
		x->patterns[n] = c;
		x->counts[n++] = cells[c];
	}
	x->t = (census_table){s->lists, x->patterns, x->counts, n};
}

static void measure(const scenario *s, size_t tables, size_t panels)
{
	double truth = (double)s->people, width = 0, median = 0;
	size_t covered = 0, done = 0, published = 0, right = 0, bound = 0, bounds = 0;
	const census_options options = {.methods = 0};
	const census_graphs_options graphs = {0};
	hw_random random = hw_random_new(20, s->people);
	static table x;
	hw_arena *arena = NULL;
	hw_error error = {0};

	for (size_t i = 0; i < tables; i++) {
		census_graphs g;
		census_figure f;
		simulate(s, &random, &x);
		fresh(&arena);
		if (census_chao_mth(&x.t, &run, &f, NULL, &error) == HW_OK) {
			bounds++;
			bound += f.lower <= truth;
		}
		if (census_decomposable(&x.t, &graphs, &run, arena, &g, &error) != HW_OK)
			continue;
		done++;
		covered += g.figure.lower <= truth && truth <= g.figure.upper;
		width += (g.figure.upper - g.figure.lower) / truth;
		median += g.figure.median / truth;
		if (i >= panels)
			continue;
		census_study study;
		if (census_study_of(&x.t, 1, 1, &options, &run, arena, &study, &error) != HW_OK)
			fail(&error);
		published += study.publish;
		right += study.publish && study.low + (double)study.seen <= truth &&
			 truth <= study.high + (double)study.seen;
	}
	printf("{\"scenario\": \"%s\", \"tables\": %zu, \"covered\": %.3f, \"width\": %.2f, \"median\": %.3f, "
	       "\"bound_holds\": %.3f, \"panels\": %zu, \"published\": %zu, \"published_right\": %zu}\n",
	       s->name, done, (double)covered / (double)done, width / (double)done, median / (double)done,
	       (double)bound / (double)bounds, panels < tables ? panels : tables, published, right);
	fflush(stdout);
	hw_arena_free(arena);
}

int main(int count, char **arguments)
{
	if (count > 2 && !strcmp(arguments[1], "speed")) {
		for (int i = 2; i < count; i++)
			speed(arguments[i]);
		return 0;
	}
	if (count > 1 && !strcmp(arguments[1], "simulate")) {
		size_t tables = count > 2 ? (size_t)strtoul(arguments[2], NULL, 10) : 200,
		       panels = count > 3 ? (size_t)strtoul(arguments[3], NULL, 10) : 30;
		for (size_t i = 0; i < HW_COUNT(scenarios); i++)
			measure(&scenarios[i], tables, panels);
		return 0;
	}
	fprintf(stderr, "usage: census_bench speed TABLE.csv... | simulate [N] [PANELS]\n");
	return 2;
}
