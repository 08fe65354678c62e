/* census_int.h - what the files of the census share.  Read census.h first. */
#ifndef HW_CENSUS_INT_H
#define HW_CENSUS_INT_H

#include "census/census.h"

/* A table with its lists in the canonical order and its patterns ascending, zero counts left out. */
typedef struct cells {
	size_t lists, count;
	uint32_t *patterns; /* [count] */
	int64_t *counts;
	int64_t seen;
	size_t order[CENSUS_LISTS_MAX]; /* place in `cells` -> list of the table */
} cells;
HW_MUST_CHECK hw_status census_cells(const census_table *table, hw_arena *arena, cells *result, hw_error *error);
/* A set of lists in the canonical order, as a set of lists of the table, and back. */
uint32_t census_set_out(const cells *c, uint32_t set);
uint32_t census_set_in(const cells *c, uint32_t set);
/* y[0..2^lists-1] from at most six lists; y[0] = 0. */
void census_dense(const cells *c, double *y);

/* A table without the lists of which nobody is, or (with `apart`) which share nobody with any other; people on none of
 * the rest are left out.  `map` gets the list of the table that each list of the result is. */
typedef struct reduced {
	census_table table;
	size_t map[CENSUS_LISTS_MAX];
	int64_t seen, shared; /* people on the lists that are left; of them on two or more */
	uint32_t apart;       /* left out for sharing nobody */
} reduced;
HW_MUST_CHECK hw_status census_reduce(const census_table *table, bool apart, hw_arena *arena, reduced *result,
				      hw_error *error);

/* lgamma without its global sign. */
double census_log_gamma(double x);
double census_digamma(double x);
/* Inverse of the standard normal distribution (Acklam's rational form with one Halley step). */
double census_normal_quantile(double p);

/* Random counts: Hormann 1993, PTRS and BTRS for large means, inversion for small ones. */
int64_t census_binomial(hw_random *r, int64_t n, double p);
int64_t census_poisson(hw_random *r, double mean);

/* Quantile of sorted values: the smallest whose share is at least p. */
double census_quantile(const double *sorted, size_t count, double p);
/* Figures of sorted values; mode NAN. */
census_figure census_figure_of(const double *sorted, size_t count);
int census_compare_numbers(const void *a, const void *b);
/* `count` points that stand for a distribution over x = first + i * step with these masses. */
void census_points(const double *mass, size_t mass_count, double first, double step, double *points, size_t count);

/* Decomposable graphs of p vertices as signed sums: cliques plus, separators minus. */
typedef struct graph {
	uint8_t plus[CENSUS_GRAPH_LISTS_MAX], minus[CENSUS_GRAPH_LISTS_MAX];
	uint8_t plus_count, minus_count;
} graph;
HW_MUST_CHECK hw_status census_graphs_of(size_t lists, hw_arena *arena, graph **result, size_t *count, hw_error *error);

/* Split R-hat and effective size of chains of `length` values. */
void census_mixing(const double *const *chains, size_t chain_count, size_t length, double *scratch, double *rhat,
		   double *ess);

/* ---- log-linear fits ---- */
enum { MOST_CELLS = 1 << CENSUS_GRAPH_LISTS_MAX, MOST_TERMS = MOST_CELLS };
typedef struct log_model {
	size_t lists, size; /* size = 2^lists cells */
	double y[MOST_CELLS];
	uint64_t active; /* cells that are fitted (bit c); cell 0 only in the profile */
	uint8_t terms[MOST_TERMS];
	size_t count;
	double beta[MOST_TERMS]; /* start and result */
	double mu[MOST_CELLS];
	double variance0; /* of the intercept */
} log_model;
/* Poisson likelihood by Newton's method, from `beta` when warm; false when it does not converge. */
bool census_log_fit(log_model *m, bool warm);
/* Is there a finite maximum for these cells and terms?  (Fienberg & Rinaldo 2012, by linear programming.) */
bool census_log_exists(const log_model *m);
/* All of a down-closed set of terms: cut the cells of zero margins, check that a maximum exists, fit.
 * `closed` has bit t for every term; false when no finite maximum exists. */
bool census_log_solve(const double *y, size_t lists, uint64_t closed, log_model *m, census_fit *fit);
/* mode, lower, upper of the multinomial profile */
void census_log_profile(const log_model *m, census_fit *fit);
uint64_t census_close(const uint32_t *terms, size_t count, size_t lists);
/* The maximal terms of a closed set. */
size_t census_generators(uint64_t closed, uint32_t *terms, size_t most);

#endif
