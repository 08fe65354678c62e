/* random_pairs.c - u: how often two records of different persons agree by chance.
 *
 * Levels of letters are counted on random pairs (all pairs when they are few).  Agreement on the very same value is too
 * rare for that and is counted exactly from the frequencies.  What true pairs add to the shares is taken off again. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SLICES = 16, ALL_PAIRS = 100000, RANDOM_PAIRS_LEAST = 60000, RANDOM_PAIRS_MOST = 200000 };

typedef struct tally {
	double seen[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	double bits[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	double pairs;
} tally;
typedef struct drawing {
	const trace_records *r;
	const trace_model *model;
	const trace_settings *settings;
	uint32_t *sides[2]; /* record numbers of each side, or of all in [0] */
	size_t counts[2];
	bool all;
	size_t pairs; /* to draw */
	tally tallies[SLICES];
} drawing;

static void count_pair(drawing *d, tally *t, trace_memo *memo, uint32_t a, uint32_t b)
{
	trace_answer answers[TRACE_COMPARISONS_MAX];

	trace_answers(d->r, d->model, memo, a, b, answers);
	t->pairs++;
	for (size_t c = 0; c < d->model->count; c++)
		if (answers[c].level != TRACE_MISSING) {
			t->seen[c][answers[c].level]++;
			t->bits[c][answers[c].level] += (double)answers[c].bits;
		}
}

static hw_status draw(void *context, size_t slice, hw_error *error)
{
	drawing *d = context;
	tally *t = &d->tallies[slice];
	bool between = d->settings->between;
	trace_memo *memo = trace_memo_new();

	(void)error;
	if (d->all) {
		for (size_t i = slice; i < d->counts[0]; i += SLICES)
			for (size_t j = between ? 0 : i + 1; j < d->counts[between]; j++)
				count_pair(d, t, memo, d->sides[0][i], d->sides[between][j]);
		hw_release(memo);
		return HW_OK;
	}
	hw_random random = hw_random_new(d->settings->seed, slice);
	for (size_t i = 0; i < d->pairs / SLICES; i++) {
		uint32_t a = d->sides[0][hw_random_below(&random, d->counts[0])];
		uint32_t b = d->sides[between][hw_random_below(&random, d->counts[between])];
		if (a != b)
			count_pair(d, t, memo, a, b);
	}
	hw_release(memo);
	return HW_OK;
}

/* ---- the same value, exactly --------------------------------------------------------------- */

static void set_same(const trace_records *r, const trace_settings *settings, const trace_model *model,
		     trace_shares *shares, double comparable)
{
	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &r->columns[model->columns[c]];
		size_t last = model->levels[c] - 1, sides[2] = {0};
		for (size_t v = 1; v < column->value_count; v++) {
			sides[0] += column->values[v].first;
			sides[1] += column->values[v].count - column->values[v].first;
		}
		double n = (double)(sides[0] + sides[1]);
		double possible = settings->between ? (double)sides[0] * (double)sides[1] : n * (n - 1) / 2;
		double canonical = possible > 0 ? column->same_canonical[settings->between] / possible : 0,
		       writing = possible > 0 ? column->same_writing[settings->between] / possible : 0;
		shares->weight[c][last] = comparable * shares->present[c];
		if (!trace_level_is_same(column->kind, (unsigned)last - 1)) {
			shares->share[c][last] = canonical;
			continue;
		}
		shares->weight[c][last - 1] = shares->weight[c][last];
		/* the same sound in two scripts counts as the same writing, and ambiguous names agree without one canonical
		 * value: what was seen may be more than what the frequencies say */
		shares->share[c][last] = fmax(writing, shares->share[c][last]);
		shares->share[c][last - 1] = fmax(canonical - shares->share[c][last], shares->share[c][last - 1]);
	}
}

static void sum_up(const drawing *d, trace_shares *shares)
{
	double pairs = 0;

	for (size_t s = 0; s < SLICES; s++)
		pairs += d->tallies[s].pairs;
	for (size_t c = 0; c < d->model->count; c++) {
		double present = 0;
		for (size_t l = 0; l < d->model->levels[c]; l++) {
			double seen = 0, bits = 0;
			for (size_t s = 0; s < SLICES; s++) {
				seen += d->tallies[s].seen[c][l];
				bits += d->tallies[s].bits[c][l];
			}
			present += seen;
			shares->share[c][l] = seen;
			shares->bits[c][l] = seen >= 20 ? bits / seen : 0;
		}
		for (size_t l = 0; l < d->model->levels[c]; l++) {
			shares->share[c][l] = present > 0 ? shares->share[c][l] / present : 0;
			shares->weight[c][l] = present;
		}
		shares->present[c] = pairs > 0 ? present / pairs : 0;
	}
}

hw_status trace_random_shares(const trace_records *r, const trace_settings *settings, const trace_model *model,
			      trace_shares *shares, const hw_progress *progress, hw_error *error)
{
	drawing *d = hw_grow(NULL, 1, sizeof *d);
	uint32_t *numbers = hw_grow(NULL, r->count + 1, sizeof *numbers);
	double comparable = trace_comparable(r, settings->between);
	hw_status status = HW_NO_MEMORY;

	if (!d || !numbers) {
		(void)trace_no_memory(error);
		goto out;
	}
	status = HW_OK;
	memset(d, 0, sizeof *d);
	memset(shares, 0, sizeof *shares);
	d->r = r;
	d->model = model;
	d->settings = settings;
	d->all = comparable <= ALL_PAIRS;
	d->pairs = r->count * 4 < RANDOM_PAIRS_LEAST  ? RANDOM_PAIRS_LEAST
		   : r->count * 4 > RANDOM_PAIRS_MOST ? RANDOM_PAIRS_MOST
						      : r->count * 4;
	d->sides[0] = numbers;
	d->sides[1] = numbers + (settings->between ? r->side_counts[0] : 0);
	for (uint32_t i = 0; i < r->count; i++) {
		size_t side = settings->between ? r->sides[i] : 0;
		d->sides[side][d->counts[side]++] = i;
	}
	if (!d->counts[0] || (settings->between && !d->counts[1]))
		goto out;
	HW_TRY_OR_OUT(hw_parallel(settings->threads, SLICES, draw, d, progress, "random pairs", error));
	sum_up(d, shares);
	set_same(r, settings, model, shares, comparable);
out:
	hw_release(d);
	hw_release(numbers);
	return status;
}

/* ---- u -------------------------------------------------------------------------------------- */

/* Pairs that the table counts for, beside those of the data. */
static const double table_pairs = 100;

void trace_set_u(const trace_records *r, const trace_shares *shares, double comparable,
		 double (*matched)[TRACE_LEVELS_MAX], trace_model *model)
{
	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &r->columns[model->columns[c]];
		const trace_level *table = model->tables[c];
		size_t levels = model->levels[c];
		double same = 0, present = comparable * shares->present[c], totals[2] = {0};
		double share[TRACE_LEVELS_MAX], part[2] = {0};
		for (size_t l = 0; l < levels; l++) {
			share[l] = shares->share[c][l];
			if (matched && present > 0)
				share[l] = fmax(share[l] - matched[c][l] / present, 0);
			part[table[l].group] += share[l];
		}
		for (size_t l = 0; l < levels; l++) {
			/* the level's share of its group, with the pairs behind the group, and those of the table */
			double weight = shares->weight[c][l] * part[table[l].group];
			double of_group = part[table[l].group] > 0 ? share[l] / part[table[l].group] : 0;
			model->u[c][l] = (of_group * weight + table_pairs * table[l].u) / (weight + table_pairs);
			totals[table[l].group] += model->u[c][l];
		}
		for (size_t l = 0; l < levels; l++) {
			model->u[c][l] /= totals[table[l].group];
			if (trace_level_is_same(column->kind, (unsigned)l))
				same += model->u[c][l];
		}
		for (size_t l = 0; l < levels; l++) {
			bool is_same = trace_level_is_same(column->kind, (unsigned)l);
			model->usual[c][l] = is_same ? -log2(same) : shares->bits[c][l];
			model->share[c][l] = trace_level_share(column->kind, (unsigned)l);
			if (!is_same && shares->bits[c][l] <= 0)
				model->share[c][l] = 0; /* hardly seen: nothing to measure rarity against */
		}
	}
}
