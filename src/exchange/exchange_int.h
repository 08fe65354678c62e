/* exchange_int.h - what the files of exchange share.
 *
 * problem.c   is the problem well formed?
 * filter.c    who may take part: the law, the holders, the families, the options
 * column.c    alike people joined to columns; columns back to people
 * accept.c    surplus and probability; when a bound is met
 * sorted.c    one party, no further rules: exact by sorting and a bounded knapsack
 * knapsack.c  the bounded knapsack for all budgets at once
 * simplex.c   a small bounded dual simplex with bounds that hold whatever the rounding
 * lp_rows.c lp_bound.c   its rows and columns; bounds from any multipliers
 * sift.c      a start for it when there are many columns
 * model.c     one set of parties and one bound of acceptance as a linear program with cuts
 * links.c     columns that stand for the same people: one of them at a time
 * round.c     totals of whole numbers, rounding of the relaxation
 * core.c      from the relaxation to a package when there are many columns
 * search.c    branch and bound on it
 * milp.c      the same model for a back end, whose answers are checked here
 * cell.c      a cell of the frontier: best over the sets of parties, what is reported
 * clash.c     smallest clashing set of rules, least repairs
 * fair.c      equal shares of our groups by leximin
 * draws.c     bands from uncertain weights
 * shade.c     packages that hold on average over the draws
 * worth.c     what one person more or fewer changes; why somebody is not in the package
 * forecast.c tranche.c evaluate.c   one package */
#ifndef HW_EXCHANGE_INT_H
#define HW_EXCHANGE_INT_H

#include "exchange/exchange.h"

#define PARTIES EXCHANGE_PARTIES_MOST

/* ---- units and columns -------------------------------------------------------- */
/* A unit is chosen whole: one person, or a family.  Its parts are people of entries. */
typedef struct exchange_part {
	exchange_side side;
	uint32_t entry;
	int64_t people;
} exchange_part;
typedef struct exchange_unit {
	const exchange_part *parts;
	size_t part_count;
	int64_t limit; /* how many such units there are: people of a class, 1 of a family */
} exchange_unit;

/* Units that are alike in every row and objective. */
typedef struct exchange_column {
	int64_t limit;      /* units */
	int64_t give, take; /* people per unit */
	int64_t take_by[PARTIES];
	double points;
	double interest[PARTIES], reluctance[PARTIES]; /* per unit */
	uint32_t holders;                              /* bit p: party p returns some of them */
	int credit;              /* the one party credited with the given people; -1 = all of them */
	int arc;                 /* they come by this custody move; -1 = from their holder */
	uint64_t arcs;           /* bit a: they may come by custody move a (before the columns are split) */
	uint32_t link;           /* columns of one link share the units and the limit (one a party or route) */
	const int32_t *selected; /* [rule_count] people of the rule's side whom it selects, per unit */
	const int32_t *of_group; /* [group_count] people of ours of each group, per unit; NULL without fairness */
	uint32_t first_unit, unit_count; /* in plan->units */
	bool single;                     /* one person */
} exchange_column;

struct exchange_plan {
	hw_arena *arena;
	const exchange_problem *problem;
	exchange_options options;
	exchange_why *why[2]; /* by side */
	exchange_unit *units;
	size_t unit_count;
	exchange_column *columns;
	size_t column_count;
	uint32_t link_count;
	uint32_t returning;         /* bit p: somebody available is held by p */
	int64_t people[2];          /* available, by side */
	bool plain;                 /* no families, no custody moves; rules only on the totals of a side */
	const hw_text *group_names; /* of our available people, in the order of the list */
	size_t group_count;
	size_t draw_count; /* of the band; 0 when all weights are known */
};

static inline size_t exchange_count_of(const exchange_problem *p, exchange_side side)
{
	return side == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;
}
static inline const exchange_entry *exchange_entry_of(const exchange_problem *p, exchange_side side, size_t entry)
{
	return side == EXCHANGE_RETURNED ? &p->ours[entry] : &p->theirs[entry];
}

/* problem.c */
HW_MUST_CHECK hw_status exchange_check(const exchange_problem *problem, const exchange_options *options,
				       hw_error *error);
/* filter.c: fills plan->why. */
HW_MUST_CHECK hw_status exchange_filter(exchange_plan *plan, hw_error *error);
/* True when rule r selects people of this entry (its side included). */
bool exchange_rule_selects(const exchange_problem *problem, const exchange_rule *rule, exchange_side side,
			   const exchange_entry *entry);
/* column.c: fills units, columns, returning, people, plain. */
HW_MUST_CHECK hw_status exchange_columns(exchange_plan *plan, hw_error *error);

/* ---- bounds of a cell ------------------------------------------------------------ */
/* What a cell must meet; the search for clashes switches parts of it off or moves one bound. */
typedef struct exchange_bounds {
	bool accept; /* the acceptance counts */
	double acceptance;
	int64_t max_given; /* of the cell; -1 = none */
	uint64_t rules;    /* bit r: problem.rules[r] counts */
	size_t moved;      /* index of a rule with another text, or SIZE_MAX */
	exchange_rule moved_to;
	int64_t min_returned; /* at least this many; >= 1 */
	double min_points;    /* at least so many; -1 = none */
	size_t forced;        /* a column of the plan within forced_least .. forced_most units, or SIZE_MAX */
	int64_t forced_least, forced_most;
	const int64_t *least_of_group; /* [plan->group_count] people returned of each group, or NULL */
} exchange_bounds;
exchange_bounds exchange_bounds_of(const exchange_plan *plan, double acceptance, int64_t max_given);
static inline const exchange_rule *exchange_rule_at(const exchange_plan *plan, const exchange_bounds *bounds, size_t r)
{
	return r == bounds->moved ? &bounds->moved_to : &plan->problem->rules[r];
}
static inline bool exchange_rule_on(const exchange_bounds *bounds, size_t r)
{
	return (bounds->rules >> r & 1) != 0;
}

/* ---- acceptance ------------------------------------------------------------------- */
double exchange_tolerance(double surplus);                    /* 1e-9 max(1, |U|) */
double exchange_probability(double surplus, double softness); /* as reported */
double exchange_log_met(double surplus, double softness);     /* log P with the tolerance granted */
/* The surplus that gives probability p: softness * logit(p); infinite for p = 1 unless softness is 0. */
double exchange_need(double softness, double p);
/* Do all parties of `used` accept together with at least `acceptance`? */
bool exchange_met(const exchange_plan *plan, uint32_t used, const double surplus[PARTIES], double acceptance);

/* ---- an answer ------------------------------------------------------------------------ */
typedef struct exchange_answer {
	bool found;
	bool proven, ties_proven; /* as in exchange_cell */
	double bound;
	int64_t given, returned;
	double points;
	uint32_t used;
	double log_probability;
	int64_t *units; /* [column_count] units taken of each column of the plan */
} exchange_answer;
/* The first objective of an answer. */
double exchange_value(const exchange_plan *plan, const exchange_answer *answer);
/* Is a better than b in the order of the objective (then the later ones, then the probability)? */
bool exchange_better(const exchange_plan *plan, const exchange_answer *a, const exchange_answer *b);
/* Totals, surplus and probability of answer->units. */
void exchange_sum_up(const exchange_plan *plan, uint32_t used, exchange_answer *answer, double surplus[PARTIES]);

/* ---- knapsack -------------------------------------------------------------------------- */
/* best[b] = greatest value of at most limit[k] items of each kind k at a total cost of at most b.
 * Kinds of one cost are a group; taken[g * (budget + 1) + b] = items of group g when only groups 0..g are there. */
typedef struct exchange_knapsack {
	size_t kinds, groups;
	const int64_t *cost, *limit, *value; /* cost >= 0, value > 0 */
	int64_t budget;
	int64_t *best;
	uint32_t *order, *group; /* kinds by cost and value; the first place of each group in it */
	uint32_t *taken;
} exchange_knapsack;
HW_MUST_CHECK hw_status exchange_knapsack_solve(exchange_knapsack *sack, hw_arena *arena, hw_error *error);
void exchange_knapsack_read(const exchange_knapsack *sack, int64_t budget, int64_t *items);
/* The least scale (up to `most`) at which all numbers are whole but for rounding; 0 = none. */
int64_t exchange_grid(const double *numbers, size_t count, int64_t most);

/* ---- one party by sorting ------------------------------------------------------------------ */
typedef struct exchange_sorted exchange_sorted;
/* Prepares party p for cells with at most `most_given` given and at least `least_acceptance`; *result is NULL when
 * the problem is not of this kind (plan->plain).  Without `ties`, answers have the most people and nothing more. */
HW_MUST_CHECK hw_status exchange_sorted_new(exchange_plan *plan, hw_arena *arena, size_t party, int64_t most_given,
					    double least_acceptance, bool ties, exchange_sorted **result,
					    hw_error *error);
/* Exact; answer->units must have column_count places.  False when this cell needs the search. */
bool exchange_sorted_solve(const exchange_sorted *sorted, const exchange_bounds *bounds, exchange_answer *answer);

/* ---- linear programs --------------------------------------------------------------------------- */
typedef enum exchange_lp_status {
	EXCHANGE_LP_OPTIMAL,
	EXCHANGE_LP_INFEASIBLE,
	EXCHANGE_LP_UNRESOLVED
} exchange_lp_status;
enum { EXCHANGE_LP_LO, EXCHANGE_LP_HI, EXCHANGE_LP_BASIC, EXCHANGE_LP_OPEN = 4 };
typedef struct exchange_lp_line { /* a row divided by its scale: the numbers that are not 0 */
	double *value;            /* [count] of the columns that are awake, then [resting] of the others */
	uint32_t *index;          /* rising in each part */
	size_t count, resting, room;
	bool keep; /* not to be dropped */
} exchange_lp_line;
/* maximise cost x, lo <= x <= hi (all finite), row_lo <= A x <= row_hi.  Variable n + i is the activity of row i.
 * Columns may be asleep: they stay at 0 until they are woken, but bounds and proofs count them.  Columns of one set
 * sum to at most the limit of the set, which is a row only once they are awake. */
typedef struct exchange_lp {
	hw_arena *arena;
	size_t n, m, m_most, nonzeros;
	exchange_lp_line *rows;               /* [m_most] */
	double *scale;                        /* [m_most] */
	double *lo, *hi;                      /* [n + m_most], rows in scaled units, always finite */
	double *root_lo, *root_hi;            /* [n] columns before any branching */
	double *cost;                         /* [n] */
	double *inverse;                      /* [m_most][m_most] of the basis, basic places by rows */
	double *reduced, *alpha;              /* [n + m_most] reduced costs; the row of the tableau at work */
	double *moved;                        /* [n + m_most] 0 outside flip() and refresh() */
	double *x;                            /* [n + m_most] */
	uint32_t *basic;                      /* [m_most] */
	uint8_t *state;                       /* [n + m_most] at its lower bound, its upper bound, basic */
	double *work_row;                     /* [n + m_most] */
	double *column;                       /* [4 m_most] */
	uint32_t *order;                      /* [n + m_most] */
	uint8_t *asleep;                      /* [n] */
	const uint32_t *set;                  /* [n] or UINT32_MAX; NULL = no sets */
	double *set_low, *set_most, *set_sum; /* [sets] room for the bound */
	const double *set_limit;              /* [sets] */
	size_t set_count;
	unsigned pivots; /* since the inverse was made afresh */
	double stuck;    /* not 0: ended where nothing entered; work_row holds the row of the tableau */
	uint64_t steps;  /* pivots in all */
	uint64_t work;   /* multiplications done */
} exchange_lp;
/* sum += times * row */
static inline void add_line(const exchange_lp_line *line, double times, double *sum)
{
	if (times == 0)
		return;
	for (size_t k = 0; k < line->count; k++)
		sum[line->index[k]] += times * line->value[k];
}

/* The same with the columns that are asleep. */
static inline void add_line_all(const exchange_lp_line *line, double times, double *sum)
{
	if (times == 0)
		return;
	for (size_t k = 0; k < line->count + line->resting; k++)
		sum[line->index[k]] += times * line->value[k];
}

/* The row's number in a column that is awake. */
static inline double line_at(const exchange_lp_line *line, uint32_t column)
{
	size_t low = 0, high = line->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (line->index[middle] < column)
			low = middle + 1;
		else
			high = middle;
	}
	return low < line->count && line->index[low] == column ? line->value[low] : 0;
}

/* price = (cost of the basis) * inverse, by row. */
void exchange_lp_price_rows(exchange_lp *lp, double *price);
HW_MUST_CHECK hw_status exchange_lp_new(hw_arena *arena, size_t n, size_t m_most, exchange_lp **result,
					hw_error *error);
void exchange_lp_column(exchange_lp *lp, size_t column, double lo, double hi);
/* Adds a row (columns must be set); false when there is no place. */
bool exchange_lp_row(exchange_lp *lp, const double *coefficients, double lo, double hi);
/* Puts a column to sleep (before there are rows), and wakes it. */
void exchange_lp_rest(exchange_lp *lp, size_t column);
void exchange_lp_wake(exchange_lp *lp, size_t column);
/* Reduced costs of all columns at the present multipliers, into work_row. */
const double *exchange_lp_prices(exchange_lp *lp);
/* Forgets the rows from `first` on that do not bind and need not be kept (their numbers change). */
void exchange_lp_drop_slack(exchange_lp *lp, size_t first);
void exchange_lp_row_bounds(exchange_lp *lp, size_t row, double lo, double hi);
void exchange_lp_cost(exchange_lp *lp, const double *cost);
exchange_lp_status exchange_lp_solve(exchange_lp *lp);
/* sift.c: before the first solve of a large program, a basis from a sample of its columns. */
HW_MUST_CHECK hw_status exchange_lp_start(exchange_lp *lp, hw_error *error);
/* Takes the basis of a sample whose column k is column k * each here; rows as in the sample. */
void exchange_lp_adopt(exchange_lp *lp, const exchange_lp *sample, size_t each);
/* An upper bound of the optimum from the present multipliers, valid whatever the state of the tableau. */
double exchange_lp_bound(exchange_lp *lp);

/* ---- model and search ------------------------------------------------------------------------------ */
/* Totals of whole numbers of units. */
typedef struct exchange_totals {
	int64_t given, taken;
	int64_t selected[EXCHANGE_RULES_MOST];
	double points, surplus[PARTIES];
} exchange_totals;

enum { EXCHANGE_DEPTH_MOST = 1024, EXCHANGE_LINKS_MOST = 320 };
typedef struct exchange_branch { /* a cut of one variable's range in two */
	uint32_t variable;
	double lo, hi;             /* before */
	double other_lo, other_hi; /* the side not taken yet */
	double bound;
	bool open;
} exchange_branch;

typedef struct exchange_model {
	exchange_plan *plan;
	exchange_bounds bounds;
	uint32_t parties;                 /* who must accept; only their people may be returned */
	bool impossible;                  /* nothing can be accepted: certainty asked of a soft party */
	size_t soft[PARTIES], soft_count; /* parties with softness > 0, when acceptance counts */
	size_t n;
	uint32_t *column;      /* [n] of the plan */
	double *gain[PARTIES]; /* [n] what a unit adds to the surplus of p */
	exchange_lp *lp;
	size_t row_given, row_taken, row_party[PARTIES], row_goal;
	size_t row_arc, row_group; /* the first of each */
	size_t whole_rows;         /* rows 0..whole_rows-1 count people */
	size_t first_tangent;      /* rows from here on are tangents and limits of links, added when they are broken */
	uint32_t *cheap;           /* [n] in the order in which the rounding tries them */
	int64_t *link_used, *arc_used;
	uint32_t *link_start, *link_member; /* the columns of each link */
	uint32_t *link_of;                  /* [n] or UINT32_MAX */
	double *link_limit;
	bool *link_woken; /* its limit is a row of the relaxation */
	size_t link_rows; /* how many are */
	size_t link_count;
	int64_t *least, *most; /* [n] units */
	uint64_t asked;        /* times that the back end was asked */
	/* the objective at work: maximise cost over packages that also meet these */
	double *cost;
	double grain;      /* values of the objective are multiples of it; 0 = unknown */
	double least_gain; /* without a grain: smaller gains, relative, do not count */
	double gap;        /* relative: gains up to it do not count */
	int64_t taken_least, taken_most, given_most;
	double points_least; /* -1 = none */
	/* the search */
	int64_t *x, *best;
	exchange_branch *stack;
	double *saved_lo, *saved_hi;
	bool has_best;
	uint64_t budget; /* work left */
} exchange_model;
/* The plan's column behind column k of the model. */
static inline const exchange_column *column_at(const exchange_model *m, size_t k)
{
	return &m->plan->columns[m->column[k]];
}
/* What a unit adds to all surpluses together, each in its own softness. */
double exchange_model_welcome(const exchange_model *model, size_t k);
/* links.c: puts all but the first column of each link to sleep; wakes those that would gain most (sign 0), or that
 * would bring the row nearer where nothing fits; false when none would. */
HW_MUST_CHECK hw_status exchange_model_rest(exchange_model *model, hw_arena *arena, hw_error *error);
bool exchange_model_wake(exchange_model *model, double *row, double sign);
HW_MUST_CHECK hw_status exchange_model_new(exchange_plan *plan, hw_arena *arena, uint32_t parties,
					   const exchange_bounds *bounds, exchange_model **result, hw_error *error);
/* Moves the cell's bound on the number given; forgets the phase bounds and the work done. */
void exchange_model_reset(exchange_model *model, int64_t max_given);
/* Writes given_most, taken_least, taken_most and points_least into the rows. */
void exchange_model_phase(exchange_model *model);
/* Solves the relaxation, adding tangents of the joint acceptance until they hold or `enough` is out of reach. */
exchange_lp_status exchange_model_relax(exchange_model *model, double enough, double *bound);
/* Wakes columns that sleep, as many as there is room for; false when none does. */
bool exchange_model_wake_any(exchange_model *model);
/* Exact check of whole numbers x against every row and the acceptance. */
bool exchange_model_holds(exchange_model *model, const int64_t *x);
double exchange_model_value(const exchange_model *model, const int64_t *x);
/* Rounds the relaxation's solution to a package and fills it up; true when x (in model->x) holds. */
bool exchange_model_round(exchange_model *model);
/* The same by the prices of the relaxation, with exchanges of one for one; for many columns. */
bool exchange_model_round_core(exchange_model *model);
/* What adding units does to totals, and whether upper limits (and the acceptance, and shares) still hold. */
void exchange_model_sum(exchange_model *model, const int64_t *x, exchange_totals *totals);
void exchange_model_add(exchange_model *model, exchange_totals *totals, size_t k, int64_t units);
bool exchange_model_keeps(exchange_model *model, const exchange_totals *totals, size_t k, bool accept, bool lower);

/* milp.c: the model with its present objective for a back end. */
HW_MUST_CHECK hw_status exchange_milp_new(exchange_model *model, hw_arena *arena, exchange_milp *result,
					  hw_error *error);
/* Asks the back end of the options; *found: model->x holds (checked here). */
HW_MUST_CHECK hw_status exchange_backend_ask(exchange_model *model, bool *found, hw_error *error);

typedef struct exchange_found {
	bool found, proven;
	double bound, value;
} exchange_found;
/* Maximises model->cost over whole numbers; only values above `beyond` count.  With `any`, the first found will do.
 * The answer is model->best; one that is there already and holds is the first candidate. */
HW_MUST_CHECK hw_status exchange_search(exchange_model *model, double beyond, bool any, const hw_progress *progress,
					exchange_found *found, hw_error *error);
/* Solves the relaxation for the first objective of the plan; its prices are exchange_lp_prices(model->lp). */
HW_MUST_CHECK hw_status exchange_model_prices(exchange_model *model, exchange_found *found, hw_error *error);
/* Any package that holds, into model->best. */
HW_MUST_CHECK hw_status exchange_model_any(exchange_model *model, const hw_progress *progress, exchange_found *found,
					   hw_error *error);
/* The package of model->best. */
void exchange_model_answer(const exchange_model *model, exchange_answer *answer);
/* All objectives of the plan in their order, after exchange_model_reset(). `at_least`: an answer below this value of
 * the first one is of no use. */
HW_MUST_CHECK hw_status exchange_model_solve(exchange_model *model, double at_least, const hw_progress *progress,
					     exchange_answer *answer, hw_error *error);

/* ---- cells, clashes, bands ------------------------------------------------------------------------------ */
/* Is there any package within the bounds?  *known is false when the effort did not suffice to say. */
HW_MUST_CHECK hw_status exchange_feasible(exchange_plan *plan, const exchange_bounds *bounds,
					  const hw_progress *progress, bool *feasible, bool *known, double *probability,
					  hw_error *error);
HW_MUST_CHECK hw_status exchange_clash(exchange_plan *plan, hw_arena *arena, const exchange_bounds *bounds,
				       const hw_progress *progress, exchange_cell *cell, hw_error *error);
/* The best package within the bounds, in full; without one, the clash only when `clash`. */
HW_MUST_CHECK hw_status exchange_solve_bounds(exchange_plan *plan, hw_arena *arena, const exchange_bounds *bounds,
					      bool ties, bool clash, const hw_progress *progress, exchange_cell *cell,
					      hw_error *error);
/* shade.c: makes the stated probability hold on average over the draws. */
HW_MUST_CHECK hw_status exchange_shade(exchange_plan *plan, hw_arena *arena, const hw_progress *progress,
				       exchange_cell *cell, hw_error *error);
/* fair.c: replaces the package by the most equal one that loses at most options.fair_loss. */
HW_MUST_CHECK hw_status exchange_fair_cell(exchange_plan *plan, hw_arena *arena, const hw_progress *progress,
					   exchange_cell *cell, hw_error *error);
/* Sets of parties to try, the smaller ones first; all named ones, or every set of those who hold somebody. */
typedef struct exchange_sets {
	uint32_t items[1 << PARTIES];
	size_t count;
} exchange_sets;
void exchange_party_sets(const exchange_plan *plan, exchange_sets *sets);
/* People by entry from units by column; credited (may be NULL) as in exchange_report. */
void exchange_expand(const exchange_plan *plan, const int64_t *units, int64_t *give, int64_t *take, int64_t *credited,
		     exchange_route *routes, size_t *route_count);
/* Does custody move a apply to this entry? */
bool exchange_arc_applies(const exchange_problem *problem, size_t a, const exchange_entry *entry);
/* What the mover's reluctance is towards somebody whose first holder's is `reluctance`. */
static inline double exchange_arc_reluctance(const exchange_arc *arc, double reluctance)
{
	return arc->base + arc->share * reluctance;
}
void exchange_draws_count(exchange_plan *plan);
/* credited[p * theirs_count + e] people of e count for p; NULL: all for all. */
HW_MUST_CHECK hw_status exchange_band(const exchange_plan *plan, hw_arena *arena, const int64_t *credited,
				      exchange_cell *cell, hw_error *error);
/* Sums, probability, surplus, home, band of a cell whose give, take and used are set. */
HW_MUST_CHECK hw_status exchange_report(const exchange_plan *plan, hw_arena *arena, const int64_t *credited,
					exchange_cell *cell, hw_error *error);

#endif
