/* kidney.c - published optima of kidney exchange through the adapter for mixed integer programs (set packing).
 *
 * usage: kidney FILE K [PROGRAM]     FILE: PrefLib .wmd or the .input of kidney_solver; cycles of at most K pairs, no
 *                                    chains; PROGRAM solves (default cbc).  Prints one JSON line.
 * The adapter is tested here, not the exchange model: there one person is as good as another of his kind. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bureau/milp_int.h"

enum { PAIRS_MOST = 2048 };

typedef struct graph {
	int pairs;
	unsigned char *edge; /* [pairs * pairs] */
} graph;
typedef struct cycles {
	int *member; /* [count * most] */
	int *length;
	size_t count, room;
	int most;
} cycles;

static void stop(const char *why)
{
	fprintf(stderr, "kidney: %s\n", why);
	exit(1);
}

/* Both formats end in lines of "from to weight", pairs from 0; .wmd has as many lines of names before. */
static graph load(const char *path)
{
	FILE *in = fopen(path, "r");
	char line[512];
	graph g = {0};
	int edges = 0, from, to, skip;

	if (!in || !fgets(line, sizeof line, in))
		stop("the file cannot be read");
	if (sscanf(line, "%d%*[ ,\t]%d", &g.pairs, &edges) != 2 || g.pairs < 1 || g.pairs > PAIRS_MOST)
		stop("the first line is not \"pairs,edges\"");
	g.edge = calloc((size_t)g.pairs * (size_t)g.pairs, 1);
	if (!g.edge)
		stop("no memory");
	skip = strstr(path, ".wmd") ? g.pairs : 0;
	while (fgets(line, sizeof line, in)) {
		if (skip-- > 0)
			continue;
		if (sscanf(line, "%d%*[ ,\t]%d", &from, &to) != 2 || from < 0 || to < 0 || from >= g.pairs ||
		    to >= g.pairs)
			continue;
		g.edge[from * g.pairs + to] = 1;
	}
	(void)fclose(in);
	return g;
}

static void keep(cycles *c, const int *path, int length)
{
	if (c->count == c->room) {
		c->room = c->room ? 2 * c->room : 4096;
		c->member = realloc(c->member, c->room * (size_t)c->most * sizeof(int));
		c->length = realloc(c->length, c->room * sizeof(int));
		if (!c->member || !c->length)
			stop("no memory");
	}
	memcpy(c->member + c->count * (size_t)c->most, path, (size_t)length * sizeof(int));
	c->length[c->count++] = length;
}

/* Cycles whose least pair is the first: each once. */
static void extend(const graph *g, cycles *c, int *path, int length)
{
	int last = path[length - 1];

	if (length > 1 && g->edge[last * g->pairs + path[0]])
		keep(c, path, length);
	if (length == c->most)
		return;
	for (int next = path[0] + 1; next < g->pairs; next++) {
		int seen = !g->edge[last * g->pairs + next];

		for (int i = 0; i < length && !seen; i++)
			seen = path[i] == next;
		if (seen)
			continue;
		path[length] = next;
		extend(g, c, path, length + 1);
	}
}

static double pack(const graph *g, const cycles *c, const char *program, double *seconds)
{
	size_t n = c->count, total = 0, at = 0;
	double *cost = calloc(n + 1, sizeof *cost), *lower = calloc(n + 1, sizeof *lower),
	       *upper = calloc(n + 1, sizeof *upper), *x = calloc(n + 1, sizeof *x), *value, *row_lower, *row_upper,
	       sum = 0;
	bool *whole = calloc(n + 1, sizeof *whole);
	size_t *start = calloc(n + 1, sizeof *start);
	uint32_t *row;
	int *used = calloc((size_t)g->pairs, sizeof *used);
	bureau_milp settings = {program};
	exchange_milp_answer answer;
	hw_error error = {0};

	for (size_t j = 0; j < n; j++)
		total += (size_t)c->length[j];
	row = calloc(total + 1, sizeof *row);
	value = calloc(total + 1, sizeof *value);
	row_lower = calloc((size_t)g->pairs, sizeof *row_lower);
	row_upper = calloc((size_t)g->pairs, sizeof *row_upper);
	if (!cost || !lower || !upper || !x || !whole || !start || !row || !value || !row_lower || !row_upper || !used)
		stop("no memory");
	for (size_t j = 0; j < n; j++) {
		cost[j] = c->length[j];
		upper[j] = 1;
		whole[j] = true;
		for (int i = 0; i < c->length[j]; i++) {
			row[at] = (uint32_t)c->member[j * (size_t)c->most + (size_t)i];
			value[at++] = 1;
		}
		start[j + 1] = at;
	}
	for (int i = 0; i < g->pairs; i++) {
		row_lower[i] = -HUGE_VAL;
		row_upper[i] = 1;
	}
	exchange_milp milp = {n, (size_t)g->pairs, cost, lower, upper, whole, start, row, value, row_lower, row_upper};
	double begin = hw_clock_seconds();
	if (bureau_milp_solve(&settings, &milp, 0, 300, x, &answer, &error) != HW_OK ||
	    answer != EXCHANGE_MILP_SOLUTION)
		stop("no answer");
	*seconds = hw_clock_seconds() - begin;
	for (size_t j = 0; j < n; j++) { /* in whole numbers, nobody twice */
		if (nearbyint(x[j]) != 1)
			continue;
		sum += c->length[j];
		for (int i = 0; i < c->length[j]; i++)
			if (used[c->member[j * (size_t)c->most + (size_t)i]]++)
				stop("a pair stands in two cycles");
	}
	return sum;
}

int main(int count, char **arguments)
{
	graph g;
	cycles c = {0};
	int path[16];
	double optimum, seconds = 0;

	if (count < 3 || atoi(arguments[2]) < 2 || atoi(arguments[2]) > 8)
		return 2;
	g = load(arguments[1]);
	c.most = atoi(arguments[2]);
	for (int first = 0; first < g.pairs; first++) {
		path[0] = first;
		extend(&g, &c, path, 1);
	}
	optimum = pack(&g, &c, count > 3 ? arguments[3] : "cbc", &seconds);
	printf("{\"name\": \"%s\", \"cycle\": %d, \"cycles\": %zu, \"optimum\": %.0f, \"seconds\": %.2f}\n",
	       strrchr(arguments[1], '/') ? strrchr(arguments[1], '/') + 1 : arguments[1], c.most, c.count, optimum,
	       seconds);
	return 0;
}
