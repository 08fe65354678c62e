/* census.h - how many are on no list: capture-recapture with several lists.
 *
 * People are on some of p lists; a table counts them by the set of lists they are on.  Nobody counted the cell "on no
 * list": n0.  Every figure here is of N = n + n0, and every figure rests on an assumption that no data can check:
 * everybody could have come onto some list, and lists hang together only in the ways that the method knows.  So methods
 * stand side by side, and census_study says when none may be published.
 *
 * Pure: arrays in, results out.  Nothing depends on the number of threads, nor on the order of lists or patterns:
 * every function first puts the lists into an order of their own, so that relabelling changes no bit of a result.
 *
 * Sources: Chapman 1951; Chao 1987; Madigan & York 1997 (decomposable graphs); Fienberg 1972, Cormack 1992 (log-linear,
 * profile); Manrique-Vallier 2016 (latent classes); Binette & Steorts 2022 (internal consistency); Aleshin-Guendel,
 * Sadinle & Wakefield 2021 (identifying assumption); Vehtari et al. 2021 (split R-hat, effective size). */
#ifndef HW_CENSUS_H
#define HW_CENSUS_H

#include "base/base.h"

enum {
	CENSUS_LISTS_MAX = 16,      /* in a table */
	CENSUS_GRAPH_LISTS_MAX = 6, /* for decomposable and log-linear: there are too many models of more lists */
	CENSUS_CLASSES_MAX = 32,
	CENSUS_CHAINS_MAX = 64,
	CENSUS_DRAWS = 4000 /* points that stand for a distribution where distributions are added or mixed */
};
#define CENSUS_PEOPLE_MAX 10000000.0

/* One row a pattern: bit j of `patterns` is list j.  Patterns are 1..2^lists-1, each at most once; counts >= 0. */
typedef struct census_table {
	size_t lists;
	const uint32_t *patterns;
	const int64_t *counts;
	size_t pattern_count;
} census_table;
/* HW_BAD_INPUT names the pattern ("patterns[3]") or the list ("lists[2]") at fault: a list nobody is on, a pattern that
 * comes twice, a negative count, more than CENSUS_LISTS_MAX lists, nobody at all.  All functions below check first. */
HW_MUST_CHECK hw_status census_check(const census_table *table, hw_error *error);

typedef struct census_facts {
	int64_t seen;                     /* n: people on at least one list */
	int64_t on[CENSUS_LISTS_MAX + 1]; /* on[k]: people on exactly k lists */
	int64_t size[CENSUS_LISTS_MAX];   /* of each list */
	int64_t only[CENSUS_LISTS_MAX];   /* on this list alone */
	uint32_t apart;                   /* lists that share nobody with any other */
} census_facts;
HW_MUST_CHECK hw_status census_count(const census_table *table, census_facts *facts, hw_error *error);

typedef enum census_method {
	CENSUS_CHAPMAN,
	CENSUS_CHAO_MH,
	CENSUS_CHAO_MTH,
	CENSUS_DECOMPOSABLE,
	CENSUS_LOGLINEAR,       /* averaged over all models */
	CENSUS_LOGLINEAR_MODEL, /* one model with its profile */
	CENSUS_LATENT_CLASS,
	CENSUS_METHOD_COUNT
} census_method;
extern const char *const census_method_names[CENSUS_METHOD_COUNT]; /* "chao-mth"; both log-linears are "loglinear" */

typedef struct census_run {
	uint64_t seed;
	unsigned threads; /* 0 = all */
	const hw_progress *progress;
} census_run;

/* N and its 95 % interval.  Figures that a method does not have are NAN. */
typedef struct census_figure {
	double median, mean, mode, lower, upper;
} census_figure;

/* ---- bounds ---------------------------------------------------------------------------------------------------- */
/* Two lists that are independent: (n1+1)(n2+1)/(m+1)-1, log-normal interval for the unseen (Chao 1987).  Of those on
 * either of the two lists; `first` and `second` may be any two of the table. */
HW_MUST_CHECK hw_status census_chapman(const census_table *table, size_t first, size_t second, census_figure *result,
				       hw_error *error);
/* M_h, bias-corrected: (p-1)/p f1(f1-1)/(2(f2+1)), log-normal interval. */
HW_MUST_CHECK hw_status census_chao_mh(const census_table *table, census_figure *result, hw_error *error);
/* M_th, bias-corrected: (f1^2 - sum Z_j^2)/(2(f2+1)); interval by 1,000 multinomial resamples of N.  `resamples` (may
 * be NULL) gets them, sorted.  A lower bound under heterogeneity and positive dependence: "at least" quotes `lower`. */
enum { CENSUS_RESAMPLES = 1000 };
HW_MUST_CHECK hw_status census_chao_mth(const census_table *table, const census_run *run, census_figure *result,
					double resamples[CENSUS_RESAMPLES], hw_error *error);

/* ---- decomposable graphs ------------------------------------------------------------------------------------------- */
typedef struct census_graphs_options {
	double delta;        /* hyper-Dirichlet weight of a full cell; 0: 2^-lists */
	bool complete_graph; /* allow the complete graph; it lets "nobody is missing" win, so it is off */
	size_t least_hidden; /* the grid begins here; 0 */
	/* prior of N: 1/N when shape is 0, else gamma-Poisson with this shape and scale (Madigan & York 1997: 13.14, 55.17) */
	double prior_shape, prior_scale;
} census_graphs_options;
typedef struct census_graphs {
	census_figure figure;
	double *mass; /* P(n0 = least_hidden + i * step), adds to 1 */
	size_t mass_count, step;
	double edge;    /* mass of the last point of the grid */
	double beyond;  /* estimated mass beyond it, by the slope of the tail */
	double at_zero; /* P(n0 = 0); NAN when the grid begins later */
	size_t graph_count;
	double best;                              /* posterior of the likeliest graph */
	uint32_t cliques[CENSUS_GRAPH_LISTS_MAX]; /* of it, as sets of lists */
	size_t clique_count;
} census_graphs;
/* 2 to 6 lists (HW_TOO_LARGE).  The grid is 0..30n and grows until the edge is under 1e-6 or 120n is reached. */
HW_MUST_CHECK hw_status census_decomposable(const census_table *table, const census_graphs_options *options,
					    const census_run *run, hw_arena *arena, census_graphs *result,
					    hw_error *error);
/* The number of labelled decomposable (chordal) graphs of p <= 6 vertices: 1 2 8 61 822 18154. */
size_t census_graph_count(size_t lists);

/* ---- log-linear ------------------------------------------------------------------------------------------------------ */
typedef struct census_fit {
	bool exists;         /* a finite maximum; false: the rest is NAN */
	double n;            /* N = n + exp(b0) */
	double se, sd_log;   /* of N (Poisson), of log n0 */
	double mode;         /* multinomial maximum */
	double lower, upper; /* multinomial profile, 95 % */
	double deviance, aic, bic;
	size_t terms, parameters, degrees;
	size_t at_minus_infinity; /* interactions whose margin is zero: fitted on the table without their cells */
} census_fit;
/* The model generated by `terms` (sets of lists; every list is in, everything below a term too).  2 to 6 lists.  The
 * saturated model is HW_BAD_INPUT: it says nothing of the unseen. */
HW_MUST_CHECK hw_status census_loglinear_model(const census_table *table, const uint32_t *terms, size_t term_count,
					       census_fit *result, hw_error *error);
typedef struct census_average {
	census_figure figure;
	double *draws;   /* [CENSUS_DRAWS], sorted */
	size_t models;   /* looked at: all hierarchical ones (2-4 lists), all of pairs (5, 6) */
	size_t missing;  /* of them without a finite maximum */
	size_t run_off;  /* with one, but nobody hidden, or N or its upper limit over 20 n: left out */
	double boundary; /* BIC weight of these */
	double best_weight;
	uint32_t best_terms[32]; /* generators of the best */
	size_t best_term_count;
	census_fit best;
	bool possible; /* false: less than half of the weight is left */
} census_average;
/* BIC weights; each model is log-normal in n0 with its mode and Poisson deviation. */
HW_MUST_CHECK hw_status census_loglinear(const census_table *table, const census_run *run, hw_arena *arena,
					 census_average *result, hw_error *error);

/* ---- latent classes -------------------------------------------------------------------------------------------------- */
typedef struct census_classes_options {
	size_t classes;       /* 0: 10 */
	size_t chains;        /* 0: 8 */
	size_t sweeps;        /* of a chain, kept; 0: 16000.  In the result: as run */
	size_t most_sweeps;   /* doubled up to these while the chains nearly agree (R-hat under 1.1) but not enough;
				0: `sweeps`, or 128000 when these are not given either */
	size_t warm_up;       /* before them; 0: 4000 */
	double cap;           /* n0 <= cap * n; 0: 20 */
	bool lognormal_alpha; /* prior of alpha: lognormal(0, .25) instead of Gamma(.25, .25) */
} census_classes_options;
typedef struct census_classes {
	census_figure figure;
	double *draws;                  /* [CENSUS_DRAWS], sorted */
	double rhat, ess;               /* split R-hat and effective size (a careful one) of n0 over all chains */
	double at_cap;                  /* share of sweeps in which the cap cut n0 */
	census_classes_options options; /* as used */
	double chain_medians[CENSUS_CHAINS_MAX];
} census_classes;
/* A Dirichlet-process mixture of independence, chains from 1, 2 and all classes in turn.  Any number of lists. */
HW_MUST_CHECK hw_status census_latent_class(const census_table *table, const census_classes_options *options,
					    const census_run *run, hw_arena *arena, census_classes *result,
					    hw_error *error);

/* ---- what cannot be known, and what can be tried ------------------------------------------------------------------------- */
/* N if the odds ratio of the highest order were xi instead of 1: n + xi * prod odd / prod even.  NAN when a cell is 0. */
enum { CENSUS_SWEEP = 5 };
extern const double census_sweep_xi[CENSUS_SWEEP]; /* 1/4 1/2 1 2 4 */
HW_MUST_CHECK hw_status census_sweep(const census_table *table, double totals[CENSUS_SWEEP], hw_error *error);
/* Each list in turn is a population of known size: do the other lists find it again? */
typedef struct census_trial {
	bool possible; /* false: fewer than 10 of its people are on two of the others */
	int64_t size;
	census_figure figure;
	bool covered;
} census_trial;
typedef struct census_consistency {
	census_trial lists[CENSUS_LISTS_MAX];
	size_t checked, missed, refused;
} census_consistency;
HW_MUST_CHECK hw_status census_consistent(const census_table *table, const census_run *run, census_consistency *result,
					  hw_error *error);

/* ---- the whole, with its verdict ------------------------------------------------------------------------------------------ */
typedef enum census_reason_kind {
	CENSUS_NOTE_APART,      /* list left out: it shares nobody with any other; value: people on it */
	CENSUS_NOTE_EMPTY_LIST, /* list left out of a stratum: nobody of it is on it */
	CENSUS_NOTE_FEW_SHARED, /* value people on two lists or more, under limit 30 */
	CENSUS_NOTE_ONE_METHOD, /* not all methods were asked for */
	CENSUS_NOTE_SOME_DRAWS, /* latent classes on `value` of `limit` draws only */
	CENSUS_NOTE_MODELS_OUT, /* log-linear: value models have no maximum or run off; limit: all models */
	CENSUS_NOTE_MANY_LISTS, /* decomposable and log-linear were left out */
	CENSUS_NO_OVERLAP,      /* no list shares anybody with another; value: people on them */
	CENSUS_FEW_LISTS,       /* value lists that can be used, under 3 */
	CENSUS_FEW_SHARED,      /* value people on two lists or more, under 10 */
	CENSUS_SMALL_SHARE,     /* value = seen / N, under .2 */
	CENSUS_EDGE,            /* decomposable: value of the mass is beyond the grid */
	CENSUS_MODE_AT_ZERO,    /* decomposable: likeliest that nobody is missing */
	CENSUS_DELTAS_DIFFER,   /* decomposable: value = ratio of the medians for three deltas, over 1.5 */
	CENSUS_NO_MAXIMUM,      /* log-linear: no model with a finite maximum under 20 n */
	CENSUS_BOUNDARY,        /* log-linear: value = weight of models that run off; limit: how many they are */
	CENSUS_NOT_MIXED,       /* latent classes: value = R-hat over 1.05 */
	CENSUS_FEW_EFFECTIVE,   /* latent classes: value = effective draws under 400 */
	CENSUS_AT_CAP,          /* latent classes: value = share of sweeps that the cap cut */
	CENSUS_METHODS_DIFFER,  /* value = ratio of the methods' medians, over 1.5 */
	CENSUS_BELOW_BOUND,     /* method: its upper limit is under the lower limit of the bound */
	CENSUS_INCONSISTENT,    /* value of limit own lists were not found again */
	CENSUS_METHOD_MISSING,  /* method: it could not be computed, so nothing can be held against it */
	CENSUS_REASON_COUNT
} census_reason_kind;
typedef struct census_reason {
	census_reason_kind kind;
	bool refuses;         /* false: a note */
	size_t stratum, list; /* SIZE_MAX: of the whole */
	census_method method;
	double value, limit;
} census_reason;

typedef struct census_estimate {
	census_method method;
	bool possible;
	census_figure figure;
	double *draws; /* sorted; NULL: none */
	size_t draw_count;
	double rhat, ess, at_cap;       /* latent classes, else NAN; worst over draws and strata */
	census_classes_options classes; /* as used; the most sweeps over draws and strata */
	double edge, beyond, at_zero;   /* decomposable, else NAN; worst */
	double deltas[3];               /* decomposable: 2^-p, .5, 1 and their figures */
	census_figure delta_figures[3];
	double *delta_draws[3];          /* [draw_count of one table] each, sorted; NULL: none */
	size_t as_delta;                 /* the figure itself is that of deltas[as_delta]; SIZE_MAX: of none */
	double boundary, best_weight;    /* log-linear averaged */
	size_t models, missing, run_off; /* log-linear: without a maximum; over 20 n, boundary is their weight */
	uint32_t sets[32];               /* generators or cliques of the best, in the table's lists; one table only */
	size_t set_count;
	double standard_error; /* log-linear model */
	size_t first, second;  /* Chapman: the two lists */
} census_estimate;

typedef struct census_options {
	unsigned methods; /* 1 << census_method; 0 = all that fit the number of lists */
	census_graphs_options graphs;
	census_classes_options classes;
	const uint32_t *model_terms; /* with CENSUS_LOGLINEAR_MODEL: the model; NULL: the best by BIC */
	size_t model_term_count;
} census_options;

typedef struct census_study {
	int64_t seen;               /* over strata; of the first draw; on the lists that are used */
	int64_t listed;             /* the same, on all lists */
	double seen_low, seen_high; /* over draws */
	uint32_t used;              /* lists that were used, in one stratum at least */
	census_estimate *estimates;
	size_t estimate_count;
	double sweep[CENSUS_SWEEP];     /* NAN: a cell is 0 */
	census_consistency consistency; /* summed over strata; lists[] only with one stratum */
	census_reason *reasons;         /* notes and refusals */
	size_t reason_count;
	bool publish;
	double at_least;  /* people beyond the seen, the lower limit of the bound; NAN: no bound, or too few shared */
	double low, high; /* beyond the seen: envelope of all methods' intervals; NAN */
} census_study;

/* The methods side by side on draw_count * stratum_count tables (tables[draw * stratum_count + stratum]); draws of a
 * linkage are mixed, strata are added draw by draw.  Lists that share nobody are left out, with a note.  A stratum in
 * which nobody is on any list is passed over.  All tables have the same lists. */
HW_MUST_CHECK hw_status census_study_of(const census_table *tables, size_t draw_count, size_t stratum_count,
					const census_options *options, const census_run *run, hw_arena *arena,
					census_study *result, hw_error *error);

#endif
