/* exchange.h - which packages to propose: so many of those we hold for so many of
 * ours, with the probability that everyone whose consent is needed says yes.
 *
 * The model.  Parties (a state, a formation) hold our people and are interested in
 * people whom we hold.  A package takes numbers from classes of both lists.  A party p
 * that is used accepts with probability logistic(U_p / softness), where
 *     U_p = sum interest_p * given - sum reluctance * returned by p - reservation_p
 * and all used parties must accept (their answers are independent given the weights).
 * Credit is non-rival: one given person counts for every used party that is interested,
 * unless `separate` asks for one deal a party.  Reluctance 1 is that of an ordinary
 * captive; interest, reservation and softness are in the same unit.
 *
 * What holds everywhere:
 *   - The law comes before any optimisation.  Whoever is due under GC III art. 109-110,
 *     civilian, unwilling, or before a court never enters a package, whatever the weights.
 *   - Nobody has a price who has no known single holder.
 *   - "No package" is a result (feasible == false with the rules that clash), never 0 people.
 *   - A result says whether it is proven; if not, `bound` is a valid upper bound.
 *   - The same input and seed give the same bytes; nothing here knows a clock.
 *   - Interest is data about the counterpart.  Numbers of this module stay inside the bureau.
 *
 * Personal reasons (will, court) are for the caller alone: what leaves the bureau says
 * "not available" for all of them (exchange_exclusion_words does).
 */
#ifndef HW_EXCHANGE_H
#define HW_EXCHANGE_H

#include "base/base.h"

enum {
	EXCHANGE_PARTIES_MOST = 8,        /* all sets of them are tried unless they are named */
	EXCHANGE_ENTRIES_MOST = 200000,   /* a list */
	EXCHANGE_PEOPLE_MOST = 100000000, /* count of one entry */
	EXCHANGE_RULES_MOST = 60,
	EXCHANGE_DRAWS_MOST = 10000,
	EXCHANGE_ARCS_MOST = 32,
};

/* ---- the problem ------------------------------------------------------------------
 * Everything is borrowed and must outlive the plan made from it. */

/* A number known only roughly: the plan uses `value` (the mean), the band uses draws.
 * Finite; sd >= 0.  With draws: `value` is their mean, sd is ignored. */
typedef struct exchange_weight {
	double value;
	double sd;           /* 0: known.  Draws of a normal; reluctance and softness never below 0 */
	const double *draws; /* NULL, or problem.draw_count numbers, draw m belonging to the same world m everywhere */
} exchange_weight;

typedef struct exchange_party {
	hw_text id;
	exchange_weight reservation;
	exchange_weight softness; /* >= 0; 0 = a step: accepts exactly when U >= 0 */
} exchange_party;

typedef enum exchange_side { EXCHANGE_RETURNED, EXCHANGE_GIVEN } exchange_side; /* ours / theirs */
typedef enum exchange_will { EXCHANGE_WILL_UNKNOWN, EXCHANGE_WILLS, EXCHANGE_WILLS_NOT } exchange_will;

/* A class of people who are alike in every respect that the plan sees, or one person. */
typedef struct exchange_entry {
	hw_text class_name; /* unique in its list, except among persons */
	hw_text person;     /* id of a person (count is 1), else empty */
	int64_t count;      /* 0..EXCHANGE_PEOPLE_MOST */
	hw_text group, site;
	hw_text family; /* same text: all or none, across both lists and all holders; a class goes whole */
	bool wounded;   /* due for repatriation under art. 109-110: its own unconditional list */
	bool civilian;  /* released without counter-value: its own unconditional list */
	bool court;     /* proceedings pending (art. 119): needs a clearance first */
	exchange_will will;
	/* ours (held by others) only */
	const uint32_t *holders; /* indexes of parties; 0 = unknown, 2 or more = they contradict: ask only */
	size_t holder_count;
	bool refused;               /* the holder will not release them at any price */
	exchange_weight reluctance; /* >= 0 */
	double points;              /* >= 0; need, danger, time in captivity */
	double delivery;            /* probability that an agreed person is brought, 0..1 */
	double substitute;          /* probability that another one of ours is brought when he is not, 0..1 */
	/* theirs (held by us) only */
	const exchange_weight *interest; /* [party_count]; may be negative: a burden */
	bool requested;                  /* some counterpart showed interest in their return */
	hw_text ground;                  /* on which they can be offered again; may be empty */
} exchange_entry;

typedef enum exchange_select {
	EXCHANGE_ALL,
	EXCHANGE_BY_CLASS,
	EXCHANGE_BY_GROUP,
	EXCHANGE_BY_HOLDER, /* returned only: id of a party */
	EXCHANGE_BY_SITE,
	EXCHANGE_BY_PERSON,
} exchange_select;

/* min <= number of selected people on one side <= max, and at least share_min of the side's total. */
typedef struct exchange_rule {
	hw_text name; /* appears in explanations */
	exchange_side side;
	exchange_select select;
	hw_text value;    /* the class, group, holder, site or person */
	int64_t min;      /* 0 = none */
	int64_t max;      /* -1 = none */
	double share_min; /* 0 = none; at most 1 */
	bool law;         /* a rule of law: may be part of a clash, is never offered for relaxation */
} exchange_rule;

/* A recorded custody move: up to `cap` people of ours whom `from` has parted with are released by `to`, whose
 * reluctance towards each is base + share * that of the first holder (not asked any more).  Counted only when the
 * options say so: such moves pay for a market in captives.  Families do not move. */
typedef struct exchange_arc {
	uint32_t from, to;  /* parties */
	hw_text class_name; /* or group; empty: all whom `from` holds */
	int64_t cap;
	double base, share; /* >= 0 */
} exchange_arc;

/* Our people of a group who are home already, for equal shares: (home + returned) / (home + held). */
typedef struct exchange_group {
	hw_text name; /* as in exchange_entry.group */
	int64_t home;
} exchange_group;

typedef struct exchange_problem {
	hw_text us;
	const exchange_party *parties;
	size_t party_count;
	const exchange_entry *ours, *theirs;
	size_t ours_count, theirs_count;
	const exchange_rule *rules;
	size_t rule_count;
	const exchange_arc *arcs;
	size_t arc_count;
	const exchange_group *groups; /* for options.fair; groups that are not named here have nobody home */
	size_t group_count;
	double shock_alpha, shock_beta; /* common shock of delivery, Beta; 0, 0 = 9.5, 0.5 */
	size_t draw_count;              /* length of all `draws`; 0 when there are none (200 are made where sd > 0) */
	bool ceased;                    /* active hostilities have ended (art. 118): no planner, HW_NOT_PERMITTED */
} exchange_problem;

/* ---- a back end ---------------------------------------------------------------------
 * A mixed integer program: maximise cost x, lower <= x <= upper, row_lower <= A x <= row_upper; by columns. */
typedef struct exchange_milp {
	size_t columns, rows;
	const double *cost, *lower, *upper; /* [columns] finite */
	const bool *whole;                  /* [columns] */
	const size_t *start;                /* [columns + 1] of row and value */
	const uint32_t *row;
	const double *value;
	const double *row_lower, *row_upper; /* [rows] -HUGE_VAL, HUGE_VAL = none */
} exchange_milp;
typedef enum exchange_milp_answer {
	EXCHANGE_MILP_NOTHING,    /* no answer: too slow, died, said something that cannot be read */
	EXCHANGE_MILP_SOLUTION,   /* x is what it says; nobody has checked it yet */
	EXCHANGE_MILP_INFEASIBLE, /* it says so */
} exchange_milp_answer;
/* Called once for each question, with a model of its own.  What comes back is a candidate: the engine rounds it,
 * checks every row in whole numbers and the joint acceptance exactly, and takes no bound from it. */
typedef struct exchange_backend {
	void *context;
	double gap;     /* relative, at which it may stop */
	double seconds; /* after which it must */
	hw_status (*solve)(void *context, const exchange_milp *milp, double gap, double seconds, double *x,
			   exchange_milp_answer *answer, hw_error *error);
} exchange_backend;

/* The program as text in free MPS, as a minimum of -cost; columns are x0, x1, .., rows r0, r1, .. */
void exchange_milp_mps(const exchange_milp *milp, hw_buffer *out);

typedef enum exchange_objective { EXCHANGE_PEOPLE, EXCHANGE_POINTS } exchange_objective;

typedef struct exchange_options {
	/* PEOPLE: most people, then points, then fewer given; POINTS: points, then people, then fewer given. */
	exchange_objective objective;
	bool named;          /* exactly the parties of `names` take part, and all of them must accept */
	uint32_t names;      /* bit p = party p */
	bool separate;       /* one deal a party: a given person counts for one of them; all must accept */
	bool unrequested;    /* give only people for whose return no counterpart showed interest */
	const bool *ours_in; /* [ours_count], [theirs_count]: who may take part; NULL = all */
	const bool *theirs_in;
	uint64_t seed;   /* of the draws */
	uint64_t effort; /* a cell gives up proving after so many million steps; 0 = 100 (about a tenth of a second) */
	double gap;      /* a package within this share of the bound is good enough: 0 = the best */
	bool first_only; /* leave the later objectives undecided */
	bool arcs;       /* recorded custody moves may be used */
	/* Equal shares of our groups: leximin of (home + returned) / (home + held) among the packages that lose at most
	 * this share of the best value; -1 or 0 without groups = not asked for. */
	bool fair;
	double fair_loss;
	bool at_means;                   /* plan at the weights' values even where they are uncertain */
	const exchange_backend *backend; /* helps where the effort did not suffice; NULL = none */
	bool backend_always;             /* asks it for every search, to compare */
} exchange_options;

/* ---- making a plan -----------------------------------------------------------------
 * Checks the problem, applies the legal filters, joins alike people to columns. */
typedef struct exchange_plan exchange_plan;
/* HW_BAD_INPUT names the entry and field; HW_TOO_LARGE; HW_NO_MEMORY; HW_NOT_PERMITTED when ceased. */
HW_MUST_CHECK hw_status exchange_plan_new(const exchange_problem *problem, const exchange_options *options,
					  exchange_plan **plan, hw_error *error);
void exchange_plan_free(exchange_plan *plan);

typedef enum exchange_why {
	EXCHANGE_AVAILABLE,
	EXCHANGE_DUE,             /* unconditional: wounded, art. 109-110 */
	EXCHANGE_CIVILIAN,        /* unconditional */
	EXCHANGE_NOT_WILLING,     /* personal: "not available" */
	EXCHANGE_IN_COURT,        /* personal: "not available" */
	EXCHANGE_FAMILY_PERSONAL, /* family of someone not available for a personal reason: "not available" */
	EXCHANGE_HOLDER_UNKNOWN,
	EXCHANGE_HOLDERS_CLAIM, /* two holders claim them */
	EXCHANGE_REFUSED,       /* reluctance without limit */
	EXCHANGE_FAMILY,        /* family of someone who cannot take part for one of the last reasons */
	EXCHANGE_LEFT_OUT,      /* by the options, or held by a party that is not named */
} exchange_why;
/* Why an entry is or is not in the plan. */
exchange_why exchange_entry_why(const exchange_plan *plan, exchange_side side, size_t entry);
bool exchange_why_personal(exchange_why why);
/* People whom the rule selects, whether they may take part or not. */
int64_t exchange_rule_people(const exchange_problem *problem, const exchange_rule *rule);
/* Words that may be read by a negotiator; every personal reason reads "not available". */
const char *exchange_why_words(exchange_why why);

/* ---- results ------------------------------------------------------------------------ */
typedef struct exchange_home { /* how many really come home, of those returned in the package */
	double mean;           /* substitutes included: whoever comes home is home */
	double named;          /* of the people named in the package; the others' claims stay open */
	int64_t sure95;        /* P(home >= sure95) >= .95, deliveries independent (Poisson-binomial) */
	int64_t sure95_shock;  /* the same under the common shock */
} exchange_home;

typedef enum exchange_cause_kind {
	EXCHANGE_CAUSE_ACCEPTANCE, /* the least joint probability */
	EXCHANGE_CAUSE_MAX_GIVEN,  /* the cell's "at most this many given" */
	EXCHANGE_CAUSE_RETURNED,   /* the number asked of exchange_least_given() */
	EXCHANGE_CAUSE_RULE,       /* problem.rules[rule] */
	EXCHANGE_CAUSE_NOBODY,     /* nobody can be returned at all: empty or filtered lists */
} exchange_cause_kind;
typedef struct exchange_cause {
	exchange_cause_kind kind;
	size_t rule;
} exchange_cause;

typedef struct exchange_route { /* people of an entry who come by a recorded custody move */
	size_t entry, arc;
	int64_t people;
} exchange_route;

typedef struct exchange_fairness {
	double best;         /* value of the first objective without fairness */
	double least, most;  /* shares of the groups in the package: smallest, greatest */
	double least_before; /* smallest share in the package without fairness */
	bool proven;
} exchange_fairness;

typedef struct exchange_cell {
	double acceptance;
	int64_t max_given;
	bool feasible;
	bool proven; /* the first objective is optimal (with options.gap: within it); when infeasible: it is certain
		      * that nothing is feasible */
	bool ties_proven; /* the later objectives as well */
	double bound;     /* upper bound of the first objective; equals it when proven */
	int64_t given, returned;
	double points;
	double probability;                              /* joint, at the weights' values */
	uint32_t used;                                   /* bit p: party p must accept */
	double party_probability[EXCHANGE_PARTIES_MOST]; /* of the used ones */
	double surplus[EXCHANGE_PARTIES_MOST];           /* U_p of the used ones */
	bool has_band;
	double predictive; /* mean probability over the draws */
	double band[2];    /* 95 % of the draws */
	exchange_home home;
	int64_t provisional_given, provisional_returned; /* whose will is not known yet: pending interview */
	int64_t unrequested_left; /* available people nobody asked for who are not in this package */
	int64_t *give;            /* [theirs_count], people by entry; NULL when infeasible */
	int64_t *take;            /* [ours_count] */
	int64_t *credited;        /* separate deals: [party_count][theirs_count] people by party, else NULL */
	exchange_route *routes;   /* of those taken, who comes by a custody move */
	size_t route_count;
	double shading; /* uncertain weights: planned at so many deviations on the safe side */
	bool has_fairness;
	exchange_fairness fairness;
	int64_t alone[EXCHANGE_PARTIES_MOST]; /* most returned by each party alone at the same bounds; -1 = none */
	exchange_cause *clash;                /* when infeasible: a smallest set of rules that cannot hold together
				* (empty when the effort did not suffice to find it) */
	size_t clash_count;
} exchange_cell;

/* For each acceptance (0 < p <= 1) and each "at most this many given": cells[a * given_count + g], filled in
 * the order of the arrays.  What cells point to lives in the arena. */
HW_MUST_CHECK hw_status exchange_frontier(exchange_plan *plan, hw_arena *arena, const double *acceptance,
					  size_t acceptance_count, const int64_t *given, size_t given_count,
					  const hw_progress *progress, exchange_cell *cells, hw_error *error);

/* One party by sorting, the whole surface at once: most[a * (most_given + 1) + g] = the most people whom `party` alone
 * returns at acceptance[a] when at most g are given; -1 = no package.  HW_USAGE when there are families, custody moves
 * or rules other than on the totals, which sorting does not know. */
HW_MUST_CHECK hw_status exchange_surface(exchange_plan *plan, size_t party, const double *acceptance,
					 size_t acceptance_count, int64_t most_given, int64_t *most, hw_error *error);

/* The least number given for which at least `returned` people come back; max_given of the cell is that number. */
HW_MUST_CHECK hw_status exchange_least_given(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t returned,
					     const hw_progress *progress, exchange_cell *cell, hw_error *error);

/* What one person more or fewer of a kind changes: exact differences, for inside only (they are prices). */
typedef struct exchange_marginal {
	exchange_side side;
	size_t entry;                       /* the first entry of people who are alike */
	int64_t people, available;          /* of them in the package, and in all */
	bool more_possible, fewer_possible; /* is there a package with at least one more, at most one fewer? */
	double more, fewer;                 /* change of the first objective then; <= 0 when the package is the best */
	double bound;                       /* from the prices of the relaxation: `more` is at most this */
	bool exact;                         /* false: more = bound, fewer = 0 (too many kinds to solve one by one) */
} exchange_marginal;
HW_MUST_CHECK hw_status exchange_marginals(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t max_given,
					   const hw_progress *progress, exchange_cell *base, exchange_marginal **items,
					   size_t *count, hw_error *error);

/* Why is (one more of) this entry not in the package?  In the order in which reasons hold. */
typedef struct exchange_reason {
	exchange_why why; /* not AVAILABLE: that is the reason, nothing below is set */
	exchange_cell base;
	int64_t people, count; /* of the entry in the package, and in all */
	bool possible;         /* some package within the same bounds has one more of them */
	exchange_cell with;    /* the best such package; its clash when there is none */
	double change;         /* of the first objective */
	bool same;             /* he could stand for somebody alike: the longest in captivity goes first */
	/* Who would leave (-) and join (+) then, by entry: [theirs_count], [ours_count]; NULL when not possible. */
	int64_t *give_change, *take_change;
	/* Ours: interest that must be added to the package as it is for him to be released on top; 0 = none. */
	double missing;
} exchange_reason;
HW_MUST_CHECK hw_status exchange_explain(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t max_given,
					 exchange_side side, size_t entry, const hw_progress *progress,
					 exchange_reason *result, hw_error *error);

/* What must change, one rule at a time, so that the cell has a package; rules of law are left out. */
typedef struct exchange_repair {
	exchange_cause cause;
	const char *field; /* "acceptance", "max_given", "returned", "min", "max", "share_min" */
	double from, to;   /* the bound now, and the nearest one that works with everything else unchanged */
} exchange_repair;
HW_MUST_CHECK hw_status exchange_repairs(exchange_plan *plan, hw_arena *arena, double acceptance, int64_t max_given,
					 const hw_progress *progress, exchange_repair **repairs, size_t *count,
					 hw_error *error);

/* ---- one package --------------------------------------------------------------------- */
typedef struct exchange_breach { /* a rule that the package breaks */
	enum {
		EXCHANGE_BREAK_RULE,        /* problem.rules[rule]: `found` people (or share) against `bound` */
		EXCHANGE_BREAK_COUNT,       /* more of the entry than there are */
		EXCHANGE_BREAK_UNAVAILABLE, /* the entry may not be in a package (exchange_entry_why) */
		EXCHANGE_BREAK_FAMILY,      /* the entry's family is divided */
		EXCHANGE_BREAK_NOBODY,      /* nobody is returned */
	} kind;
	size_t rule, entry;
	exchange_side side;
	double found, bound;
} exchange_breach;
typedef struct exchange_evaluation {
	exchange_cell cell; /* given, returned, points, probability, parties, surplus, band, home */
	exchange_breach *breaches;
	size_t breach_count;
} exchange_evaluation;
/* give[theirs_count], take[ours_count] >= 0.  Used: those who return people, or the named ones; when nobody is
 * returned and nobody named, all.  With `separate`: HW_USAGE, as a package does not say whom it credits. */
HW_MUST_CHECK hw_status exchange_evaluate(exchange_plan *plan, hw_arena *arena, const int64_t *give,
					  const int64_t *take, exchange_evaluation *result, hw_error *error);

/* What a package is to each of our groups, in the order in which they first stand: (home + returned) / (home + those who
 * may be returned).  Whoever may not be in a package is counted nowhere. */
typedef struct exchange_share {
	hw_text group;
	int64_t home, returned, available;
	double share;
} exchange_share;
HW_MUST_CHECK hw_status exchange_shares(const exchange_plan *plan, hw_arena *arena, const int64_t *take,
					exchange_share **items, size_t *count, hw_error *error);

/* Simultaneous crossings.  After tranche t has been handed over and before its own return is verified,
 *     exposure_t = interest handed so far - (all interest / all returned) * verified before t  <=  limit.
 * Fewest tranches, least wanted first; interest summed over the used parties, never below 0. */
typedef struct exchange_tranche {
	int64_t given, returned;
	double exposure;
} exchange_tranche;
typedef struct exchange_schedule {
	bool feasible;         /* false: even one person exceeds the limit */
	double least_exposure; /* the smallest limit that has a schedule */
	exchange_tranche *tranches;
	size_t count;
	double future_value;  /* what later deals must be worth to them so that finishing pays at every step */
	double expected_home; /* of those returned, when each crossing breaks off with probability break_off */
} exchange_schedule;
HW_MUST_CHECK hw_status exchange_tranches(exchange_plan *plan, hw_arena *arena, const int64_t *give,
					  const int64_t *take, double exposure, double break_off,
					  exchange_schedule *result, hw_error *error);

/* P(at least n of them come home), deliveries independent and under the common shock. */
HW_MUST_CHECK hw_status exchange_home_at_least(const int64_t *counts, const double *delivery, size_t classes,
					       double alpha, double beta, int64_t n, double *independent,
					       double *shocked, hw_error *error);

/* Forecast of returned people: counts[i] people, each brought with probability delivery[i]. */
HW_MUST_CHECK hw_status exchange_forecast(const int64_t *counts, const double *delivery, size_t classes, double alpha,
					  double beta, exchange_home *result, hw_error *error);

/* ---- learning: what the counterpart's answers say about its weights --------------------------------
 * Two models, fitted apart.  Neither knows a clock: days are numbers, `now` is given.
 * Silence is no answer: what was not answered is not handed in.
 *
 * Packages (exchange_learn_packages).  An offer is accepted with probability
 *     logistic((sum interest * given - sum reluctance * returned - reservation) / softness),
 * the model of the plan itself.  The reluctance of one class is 1 and sets the unit.  Each answer counts
 * 0.5 ^ (age / half_life).  Posterior by Metropolis chains whose proposal is the Laplace approximation (the
 * approximation alone is too narrow at 30-60 answers). */

/* What is thought of a weight before any answer. */
typedef struct exchange_prior {
	bool positive; /* log-normal: `middle` is the median, `spread` the sd of the logarithm; else normal: the sign is not known */
	double middle, spread;
	/* A statement is soft evidence, never an answer: with probability `trust` (0..1; 0 = none) the weight lies
	 * about `said` with `said_spread`, else as above. */
	double said, said_spread, trust;
} exchange_prior;

typedef struct exchange_offer { /* one package that was answered */
	double day;
	const double *given;    /* [given_count] people by class */
	const double *returned; /* [returned_count] */
	bool accepted;
} exchange_offer;

enum { EXCHANGE_LEARN_CLASSES_MOST = 60 }; /* given_count + returned_count */

typedef struct exchange_history {
	size_t given_count, returned_count;
	const exchange_prior *interest;   /* [given_count] */
	const exchange_prior *reluctance; /* [returned_count], positive */
	size_t unit;                      /* class of ours whose reluctance is 1 */
	exchange_prior reservation;       /* normal */
	exchange_prior softness;          /* positive */
	const exchange_offer *offers;     /* oldest first */
	size_t offer_count;
	double now;       /* day */
	double half_life; /* days; 0: answers never age */
} exchange_history;

typedef struct exchange_learn_options {
	uint64_t seed;
	size_t chains; /* 0: 8 */
	size_t steps;  /* of each, a third of them thrown away; 0: 4000 */
	size_t draws;  /* kept in all; 0: 200, of names 300 */
} exchange_learn_options;

typedef struct exchange_interval {
	double mean, median, lower90, upper90, lower50, upper50;
} exchange_interval;

/* Weights stand in the order: interest, reluctance, reservation, softness. */
typedef struct exchange_learned {
	size_t weight_count, draw_count;
	double *draws; /* [weight_count][draw_count], draw m of all weights belongs together */
	exchange_interval *weights;
	double accepted_share; /* of the steps of the chains: far from 0 and 1 when they move well */
	double disagreement;   /* greatest split R-hat over the weights; near 1 when the chains agree */
} exchange_learned;
static inline const double *exchange_learned_draws(const exchange_learned *l, size_t weight)
{
	return l->draws + weight * l->draw_count;
}
/* Everything of the result lives in the arena.  HW_BAD_INPUT names what is wrong. */
HW_MUST_CHECK hw_status exchange_learn_packages(const exchange_history *history, const exchange_learn_options *options,
						hw_arena *arena, const hw_progress *progress, exchange_learned *result,
						hw_error *error);
/* Probability that the package is accepted: mean and intervals over the draws. */
HW_MUST_CHECK hw_status exchange_learned_package(const exchange_learned *learned, const exchange_history *history,
						 const double *given, const double *returned, hw_arena *arena,
						 exchange_interval *result, hw_error *error);
/* A counterpart that knows our rule could fake refusals to move its price.  No weight's median may move
 * further from `before` than by `most` (of the logarithm; for a signed weight: of softness); its draws are moved back
 * to that bound.  *held gets the number of weights that were held back. */
HW_MUST_CHECK hw_status exchange_learned_cap(exchange_learned *learned, const exchange_history *history,
					     const exchange_learned *before, double most, size_t *held,
					     hw_error *error);
/* Doubt after an alarm: the draws of every weight are spread about its median by `factor`. */
void exchange_learned_widen(exchange_learned *learned, const exchange_history *history, double factor);

/* Names (exchange_learn_names).  logit P(yes) = base + category + slope * features + person; category ~ N(0, tau^2),
 * person ~ N(0, sigma^2), so that asking one person often is not new evidence about his category.  tau and
 * sigma are averaged over a grid by Laplace evidence, the person is integrated out by 15-point Gauss-Hermite, each
 * draw is moved by Metropolis steps to the exact posterior. */
typedef struct exchange_asked { /* one person and everything that was answered about him */
	size_t category;
	const double *features; /* [feature_count], about standardised */
	double asked, yes;      /* answers; may be fractions when old ones count less */
} exchange_asked;
enum { EXCHANGE_LEARN_FEATURES_MOST = 8 };
typedef struct exchange_names {
	size_t category_count, feature_count;
	const exchange_asked *persons;
	size_t person_count;
	double base, base_spread; /* logit of the rate before any answer, and its sd; both 0: -3.9 (2 %) and 3 */
	bool ignore_person;       /* sigma = 0: for tests that show what that costs */
} exchange_names;
typedef struct exchange_rates {
	size_t category_count, feature_count, draw_count;
	double *draws;            /* [category_count][draw_count]: rate of a new person of the category, features 0 */
	double *logits;           /* likewise: base + category */
	double *slopes;           /* [feature_count][draw_count] */
	double *sigma;            /* [draw_count] */
	exchange_interval *rates; /* [category_count] */
	exchange_interval *features; /* [feature_count] */
	exchange_interval person;    /* sigma */
} exchange_rates;
HW_MUST_CHECK hw_status exchange_learn_names(const exchange_names *names, const exchange_learn_options *options,
					     hw_arena *arena, const hw_progress *progress, exchange_rates *result,
					     hw_error *error);
/* Probability of a yes about one person in world `draw`, given what was answered about him before. */
double exchange_rate_of_person(const exchange_rates *rates, size_t draw, const exchange_asked *person);

/* How good were the forecasts?  Each was made before its answer was known. */
typedef struct exchange_forecasted {
	double probability;
	bool happened;
} exchange_forecasted;
enum { EXCHANGE_SCORE_BINS = 5, EXCHANGE_ALARM_LAST = 20 };
typedef struct exchange_score {
	size_t count;
	double brier, brier_base;                   /* of the forecasts; of the running base rate (Laplace's rule) */
	double log_score, log_score_base;           /* mean log probability of what happened; nearer 0 is better */
	double last_log_score, last_log_score_base; /* of the last EXCHANGE_ALARM_LAST */
	bool alarm; /* these are worse than the base rate: the regime has changed, or the model is wrong */
	double calibration_error; /* mean |forecast - share| over the bins, weighted by their size */
	double pit_ks;            /* greatest distance of the randomised probability integral transform from uniform */
	struct {
		size_t count;
		double forecast, happened; /* means */
	} bins[EXCHANGE_SCORE_BINS];       /* edges 0 .2 .4 .6 .8 1 */
} exchange_score;
void exchange_score_forecasts(const exchange_forecasted *forecasts, size_t count, uint64_t seed,
			      exchange_score *result);
/* Rolling one-step-ahead forecasts: package i is forecast from those before it, from the `first`-th on.
 * forecasts[offer_count - first].  Chains are short here. */
HW_MUST_CHECK hw_status exchange_learn_rolling(const exchange_history *history, size_t first,
					       const exchange_learn_options *options, const hw_progress *progress,
					       exchange_forecasted *forecasts, hw_error *error);

#endif
