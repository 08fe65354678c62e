/* belief.h - where a person is and in what state: fuses uncertain reports.
 *
 * The model.  A person is at one of K = sites + 2 states: a site (captive there), DEAD or
 * FREE.  Every region should have one "unlisted" site, else nothing can mean "in this region,
 * place unknown".  A hidden Markov chain per person:
 *
 *   prior     at day `since`: captive * g, dead, free with captive + dead + free = 1;
 *             g_l = weight of the region * share of the site (shares sum to 1 in a region).
 *   moving    in a gap of dt days, w = `within`, c = `anywhere`, d = `death`, r = `release`:
 *               A(l,l') = S [ a 1{l=l'} + b 1{same region} share_l' + c g_l' ]
 *               S = exp(-(d+r)dt)  a = exp(-(w+c)dt)  b = (1-exp(-w dt))exp(-c dt)  c = 1-exp(-c dt)
 *               A(l,DEAD) = d/(d+r) (1-S)   A(l,FREE) = r/(d+r) (1-S)   DEAD, FREE absorbing.
 *             This is the matrix exponential itself (the two jump matrices B, G are idempotent and
 *             BG = GB = G), so A30 A60 = A90; its rank structure makes a step O(K), never K x K.
 *   transfer  at its day: of those then at `from`, the share `share` goes to `to`.  Transfers of one
 *             day and origin act at once, and before the reports of that day.
 *   report    e(z) = copy 1{says what its parent says} + (1-copy) [theta g(z) + (1-theta) q]
 *             theta = reliability of the source, moved on the logit by the credibility digit;
 *             g(z) in [0,1] = how well the claim fits state z; q = the chance that a report which is
 *             mere noise says this (default 1/cells: 3 for a status, regions+2, sites+2).
 *             Two kinds have no theta: looked and did not see e(z) = 1 - detection at the site;
 *             absent from an exhaustive list e(z) = 1 - completeness at z.
 *   fact      e(z) = 1 or 0.
 *   exchange  a verified fact of two halves: captive until its day (whatever any report said), free from
 *             then on.  It acts before the reports of its day and after its transfers.
 *   group     one chain of its own with reports of its own; a member's path is, with probability
 *             `together` and once for all, the group's path, else his own chain from his own prior.
 * Inference is forward-backward with scaling (Rabiner 1989), exact.  States that no report, fact or
 * transfer of a person tells apart are lumped: the chain keeps their conditional distribution
 * proportional to g for ever, so this changes nothing but the time.
 * Groups are exact too while the switches that are open at once fit a budget (about ten: a switch is open
 * from a member's first report to his last); beyond that the dearest switches are passed as messages
 * between the reports (loopy belief propagation) and the group is marked `approximate`.
 * A group's chain knows DEAD and FREE like any other: of whom it is known that he alone died should not be
 * handed in as a member.  Who was exchanged alone may be: until that day he tells where the group was.
 *
 * Sources of the formulas: Dawid & Skene 1979 and Hovy et al. 2013 (a report is faithful or drawn
 * from noise), Dong et al. 2009 (copies), Koopman 1946 (search), Chen & Liu 1997
 * (Poisson-binomial), Dempster, Laird & Rubin 1977 (EM), Marcum 1950 (circle).
 *
 * Pure: no file, clock, global state or printing.  Results do not depend on the number of threads.
 * Days are numbers on any scale.  Texts `id` serve only error messages and may be empty. */
#ifndef HW_BELIEF_H
#define HW_BELIEF_H

#include "base/base.h"

#define BELIEF_NONE SIZE_MAX

/* ---- the problem: plain arrays, borrowed ------------------------------------------
 * A zeroed struct with the fields one needs filled in is a valid beginning, except that unknown
 * numbers are NAN where a comment says so.  Everything must stay in place until belief_free. */
typedef enum belief_status { BELIEF_CAPTIVE, BELIEF_DEAD, BELIEF_FREE } belief_status;

typedef struct belief_site {
	hw_text id;
	size_t region;
	double share;    /* of its region, 0..1; the shares of a region sum to 1 */
	double lat, lon; /* degrees; NAN when unknown */
	double sigma_km; /* uncertainty of the position, per axis; >= 0 */
	bool unlisted;   /* stands for all places of the region that are not listed */
	double area_km2; /* of an unlisted site: where it may be; NAN or 0 when unknown */
} belief_site;

/* Per day, >= 0. */
typedef struct belief_rates {
	double within, anywhere, death, release;
} belief_rates;

typedef struct belief_source {
	hw_text id;
	double alpha, beta;  /* of the Beta prior of its reliability, > 0 (>= 1 to learn) */
	bool fixed;          /* reliability is known: `reliability` counts, never learned, never drawn */
	double reliability;  /* 0..1, with `fixed` */
	double median_delay; /* days from the event to the receipt, for undated reports; >= 0 */
} belief_source;
/* A 19,1.5  B 12,2  C 7,3  D 3,4  E 2,8  F 1.5,1.5 (F cannot be judged: wide, not low).
 * False when the letter is none of these. */
bool belief_grade(char letter, double *alpha, double *beta);

typedef struct belief_weight {
	size_t state; /* 0..sites-1, sites = DEAD, sites + 1 = FREE */
	double weight;
} belief_weight;

/* An exhaustive list: who is on it, and with which chance somebody at a state would be. */
typedef struct belief_list {
	hw_text id;
	const belief_weight *completeness; /* 0..1 at these states */
	size_t count;
	double otherwise; /* at every other site (not DEAD, not FREE) */
} belief_list;

typedef enum belief_claim_kind {
	BELIEF_CLAIM_STATUS,   /* place = belief_status */
	BELIEF_CLAIM_SITE,     /* place = site */
	BELIEF_CLAIM_SITES,    /* weights: g at these states, 0 elsewhere */
	BELIEF_CLAIM_REGION,   /* place = region */
	BELIEF_CLAIM_NEAR,     /* g = chance that the site lies within km of lat, lon */
	BELIEF_CLAIM_SEARCHED, /* place = site, searched with `detection`, not seen */
	BELIEF_CLAIM_ABSENT,   /* place = list; his name is not on it */
} belief_claim_kind;
/* Two claims are the same when all their fields are (weights in the same order). */
typedef struct belief_claim {
	belief_claim_kind kind;
	size_t place;
	const belief_weight *weights;
	size_t weight_count;
	double lat, lon, km;
	double detection; /* 0..1 */
} belief_claim;

typedef struct belief_report {
	hw_text id;
	size_t source;   /* BELIEF_NONE only for searched and absent */
	double at;       /* the day it speaks of; NAN: received less the median delay of the source (not
	                  * before `since`), and the claim is widened to its region */
	double received; /* the day it came in; NAN: as `at` */
	belief_claim claim;
	double background; /* q, 0..1; NAN: 1/cells */
	int credibility;   /* 1..6 shift the logit of theta by 1, .5, 0, -.7, -1.5, 0; 0 = not given */
	size_t copies;     /* index of its parent in the same array, else BELIEF_NONE */
	double copy;       /* chance that it only repeats the parent, 0..1; a report that says something
	                    * else than its parent with copy 1 is taken as its own */
} belief_report;

typedef struct belief_fact {
	hw_text id;
	bool exchanged; /* a verified exchange: captive before `at`, free from it on; kind and place do not count */
	double at;
	double received;        /* NAN: as `at` */
	belief_claim_kind kind; /* STATUS, SITE or REGION */
	size_t place;
} belief_fact;

typedef struct belief_prior {
	double captive, dead, free; /* sum 1 */
} belief_prior;

/* A class of circumstances (surrender seen, vehicle hit, no trace): those of one class begin alike.  With
 * `cases` > 0 its prior is learnt in belief_new from the resolved cases of the class: persons with a fact or
 * an exchange that is known by as_of.  For each the chance of his facts is taken from each of the
 * three beginnings (reports say nothing here, so no reliability enters), and the prior is the mode of
 *     sum_i log sum_k prior_k P(facts of i | began as k) + sum_k cases * prior0_k log prior_k
 * by EM, which cannot fall.  Those who return are no random sample: see belief_classes. */
typedef struct belief_class {
	hw_text id;
	belief_prior prior;
	double cases; /* the given prior counts as so many resolved cases; 0: it is not learnt */
} belief_class;

typedef struct belief_group {
	hw_text id;
	double since;
	belief_prior prior;
	size_t class_of; /* as of a person */
	double together; /* 0..1 */
	const belief_report *reports;
	size_t report_count;
	const belief_fact *facts;
	size_t fact_count;
} belief_group;

typedef struct belief_person {
	hw_text id;
	double since;
	belief_prior prior; /* counts when he has no class */
	size_t class_of;    /* into classes; BELIEF_NONE: his own prior (also while there are no classes) */
	size_t group;       /* BELIEF_NONE */
	const belief_report *reports;
	size_t report_count;
	const belief_fact *facts;
	size_t fact_count;
} belief_person;

typedef struct belief_transfer {
	double at;
	double received;         /* NAN: as `at` */
	size_t from;             /* site */
	const belief_weight *to; /* states, weights sum to 1 */
	size_t to_count;
	double share; /* 0..1 of those at the origin */
	bool everyone;
	const size_t *persons; /* unless everyone: their own chains */
	size_t person_count;
	const size_t *groups; /* unless everyone: the chains of these groups */
	size_t group_count;
} belief_transfer;

typedef enum belief_learning {
	BELIEF_LEARN_NOTHING,     /* theta = alpha / (alpha + beta) */
	BELIEF_LEARN_SOURCE,      /* one theta a source */
	BELIEF_LEARN_SOURCE_KIND, /* one theta a source and kind of claim (status, region, site) */
} belief_learning;

/* q of a report that does not give its own. */
typedef enum belief_background {
	BELIEF_BACKGROUND_CELLS,  /* 1/cells of its kind */
	BELIEF_BACKGROUND_SHARES, /* (reports that say the same + 1) / (reports of the kind + cells), over all that is
				   * known; counted once, in belief_new */
} belief_background;

typedef struct belief_problem {
	const double *region_weights; /* sum 1 */
	size_t region_count;
	const belief_site *sites;
	size_t site_count;
	belief_rates rates;
	const belief_source *sources;
	size_t source_count;
	const belief_list *lists;
	size_t list_count;
	const belief_class *classes;
	size_t class_count;
	const belief_group *groups;
	size_t group_count;
	const belief_transfer *transfers;
	size_t transfer_count;
	const belief_person *persons;
	size_t person_count;
	belief_learning learning;
	belief_background background;
	double as_of; /* only what was received by this day counts; NAN: everything */
} belief_problem;

/* What long calls take. */
typedef struct belief_run {
	unsigned threads; /* 0 = all cores */
	uint64_t seed;    /* of the draws of theta */
	size_t draws;     /* 0 = 200 */
	const hw_progress *progress;
} belief_run;

/* ---- the engine ------------------------------------------------------------------------ */
typedef struct belief belief;
/* Checks and understands the problem; theta is at the prior means.  HW_BAD_INPUT with `where` as
 * "persons[3].reports[1]" and `what` the field; also for facts or certain reports that cannot all
 * be true (both named).  After this every call below can fail only for memory, a stop request or
 * arguments out of range. */
HW_MUST_CHECK hw_status belief_new(const belief_problem *problem, belief **result, hw_error *error);
void belief_free(belief *b);
/* One person (or group) as he is now: new reports, facts, corrected days.  Only his own chain (and his group's) is
 * made again, in well under a millisecond; thetas, class priors and counted backgrounds stay what they are until
 * the next belief_new, so what comes out is to 1e-12 what a full computation at these thetas says.  `now` must stay
 * in place like the problem; his group cannot change here.  On failure everything is as before.  Not while another
 * thread asks. */
HW_MUST_CHECK hw_status belief_update(belief *b, size_t person, const belief_person *now, hw_error *error);
HW_MUST_CHECK hw_status belief_update_group(belief *b, size_t group, const belief_group *now, hw_error *error);
size_t belief_states(const belief *b); /* sites + 2 */

/* MAP-EM over theta (nothing happens with BELIEF_LEARN_NOTHING).  The objective
 *   sum_i log p(reports of i) + sum_theta (alpha-1) log theta + (beta-1) log(1-theta)
 * is checked never to fall (HW_FAULT otherwise; not checked with approximate groups).  The M step is
 * (alpha-1+F)/(alpha+beta-2+F+N) without credibility shifts, else Newton over logit theta.
 * Stops when no theta moves by 1e-10, or after 1,000 rounds. */
HW_MUST_CHECK hw_status belief_learn(belief *b, const belief_run *run, hw_error *error);
typedef struct belief_learned {
	size_t rounds;
	const double *objective; /* [rounds], at the beginning of each; owned by b; NULL when put in again */
	bool converged, approximate;
	bool inverted; /* what was learned runs against the grades: see below */
} belief_learned;
belief_learned belief_learned_of(const belief *b);
/* Unlabelled reports have a second solution, in which those who agree are taken for noise and the others for
 * faithful.  `inverted` is a warning of it: over the sources with 5 reports and more, weighted by their reports,
 * learned theta falls while the prior mean rises (covariance < 0). */

/* What was learned, to be put into the same problem when it is made again: `kept` is the caller's, freed with
 * belief_kept_free.  That the problem is the same is the caller's word; belief_learn_kept is false, and nothing
 * done, where not even the number of thetas is. */
typedef struct belief_kept {
	struct belief_reliability *thetas;
	size_t count;
	belief_learned learned;
} belief_kept;
HW_MUST_CHECK hw_status belief_keep(const belief *b, belief_kept *kept, hw_error *error);
bool belief_learn_kept(belief *b, const belief_kept *kept);
void belief_kept_free(belief_kept *kept);

/* What the classes were learned from, in the order of the problem; owned by b. */
typedef struct belief_class_learned {
	belief_prior prior;                 /* as given when nothing was learned */
	size_t resolved;                    /* cases that it was learned from */
	size_t exchanged, dead, free_found; /* of them; the rest were seen captive */
} belief_class_learned;
const belief_class_learned *belief_classes(const belief *b, size_t *count);

typedef enum belief_kind { BELIEF_KIND_STATUS, BELIEF_KIND_REGION, BELIEF_KIND_SITE, BELIEF_KIND_ANY } belief_kind;
typedef struct belief_reliability {
	size_t source;
	belief_kind kind; /* ANY unless learned by source and kind */
	double theta;
	double alpha, beta;      /* prior plus expected counts (prior when nothing was learned); NAN when fixed */
	double lower95, upper95; /* equal-tailed, of that Beta: a little too narrow, for the counts are expected ones */
	size_t reports;
	bool fell; /* learned theta is lower than the mean of a letter two below its own prior mean */
} belief_reliability;
/* One for each source in order (for each of its kinds in use), owned by b. */
const belief_reliability *belief_reliabilities(const belief *b, size_t *count);

/* ---- posteriors -------------------------------------------------------------------------
 * All take the day asked about; every report counts, earlier or later.  Where the day is before
 * `since` (or that of his group) the numbers are NAN. */
/* P(state) of persons from..to-1 at each day: out[(person-from)*day_count*K + day*K + state]. */
HW_MUST_CHECK hw_status belief_posteriors(const belief *b, size_t from, size_t to, const double *days, size_t day_count,
					  const belief_run *run, double *out, hw_error *error);
/* The same for groups (their own chains). */
HW_MUST_CHECK hw_status belief_group_posterior(const belief *b, size_t group, const double *days, size_t day_count,
					       double *out, hw_error *error);
/* Expected values: `values` holds value_count rows of K numbers in 0..1 (a set of states as 0/1, or the
 * weights of a circle); out[person*value_count + value] = sum_z P(z) value(z).  Fast for many persons. */
HW_MUST_CHECK hw_status belief_expect(const belief *b, double day, const double *values, size_t value_count,
				      const belief_run *run, double *out, hw_error *error);
/* log p(reports and facts) of a person: for a member of a group log p(his | everything else in the group).
 * Of a group: of the group and all its members together. */
HW_MUST_CHECK hw_status belief_log_likelihood(const belief *b, size_t person, double *result, hw_error *error);
HW_MUST_CHECK hw_status belief_group_log_likelihood(const belief *b, size_t group, double *result, bool *approximate,
						    hw_error *error);
/* Chance that the member follows his group, given everything. */
HW_MUST_CHECK hw_status belief_together(const belief *b, size_t person, double *result, hw_error *error);

/* Why: one entry for each report of a person. */
typedef struct belief_why {
	bool used;                    /* false: not received by as_of; the rest is 0 */
	double at;                    /* the day it was taken to speak of */
	double faithful, noise, copy; /* sum 1 */
	double surprise;              /* log10 [max_z e(z) / sum_z p(z | all but it) e(z)] */
} belief_why;
/* whys[report_count]; moves[report * value_count + value] = logit P - logit P without the report, where a
 * left-out parent makes its first child (by day, then place in the array) a root, and the others hang
 * on that one.  0 when both are 0 or both 1, NAN when only one is. */
HW_MUST_CHECK hw_status belief_explain(const belief *b, size_t person, double day, const double *values,
				       size_t value_count, belief_why *whys, double *moves, hw_error *error);
HW_MUST_CHECK hw_status belief_explain_group(const belief *b, size_t group, double day, const double *values,
					     size_t value_count, belief_why *whys, double *moves, hw_error *error);

/* From here on a report reads as noise, and as surprising. */
#define BELIEF_NOISE      0.9
#define BELIEF_SURPRISING 1.0

/* The same for whole sets of reports left out at once: label[report] < label_count names the set of each (its
 * source, its provenance chain), moves[label * value_count + value].  Copies of what is left out are re-hung as
 * above.  `without` (may be NULL) gets the probability of each value without the set. */
HW_MUST_CHECK hw_status belief_explain_sets(const belief *b, size_t person, double day, const double *values,
					    size_t value_count, const size_t *label, size_t label_count, double *moves,
					    double *without, hw_error *error);
HW_MUST_CHECK hw_status belief_explain_group_sets(const belief *b, size_t group, double day, const double *values,
						  size_t value_count, const size_t *label, size_t label_count,
						  double *moves, double *without, hw_error *error);
/* The provenance chain of each report: label[report] counts from 0 in the order in which the roots stand in the array.
 * Returns the number of chains.  Ranges must be good and rings absent (belief_new has seen to it). */
size_t belief_provenance_chains(const belief_report *reports, size_t count, size_t *label);

/* Pairs of a person's reports that do not go together: factor = P(both) / (P(one) P(other)) < `below`, given his
 * facts and, in a group, everything of the others; his other reports are silent.  The worst first; both always stand,
 * nothing is dropped.  `pairs` in the caller's arena. */
typedef struct belief_pair {
	size_t one, other; /* indices of his reports, one < other */
	double factor;
} belief_pair;
#define BELIEF_CONFLICT 0.1
HW_MUST_CHECK hw_status belief_conflicts(const belief *b, size_t person, double below, hw_arena *arena,
					 belief_pair **pairs, size_t *count, hw_error *error);
HW_MUST_CHECK hw_status belief_group_conflicts(const belief *b, size_t group, double below, hw_arena *arena,
					       belief_pair **pairs, size_t *count, hw_error *error);

/* What would change this most: for each kind of report that could come next, how much it is expected to tell.
 * state[K]: where he is, at the day; value[K] in 0..1: the question.  A report answers with one cell of its kind
 * (faithful with chance theta, else any of its cells); a search of a site sees him or not; a list names him or not.
 *   about_place, about_value: mutual information (bits) of the answer with the state, and with the value
 *   low, high: P(value) after the answers that lower and raise it most, of those with a chance of 1 % and more */
typedef struct belief_next {
	belief_claim_kind kind; /* STATUS, REGION, SITE, SEARCHED (place = site), ABSENT (place = list) */
	size_t place;
	double about_place, about_value, low, high;
} belief_next;
/* next[3 + 1 + lists] at most: the three kinds of report, a search (detection 0.5) of the likeliest listed site, each list;
 * most about the value first.  Returns the number.  theta: of the source that would report (.857 is a B). */
HW_MUST_CHECK hw_status belief_next_reports(const belief *b, const double *state, const double *value, double theta,
					    belief_next *next, size_t *count, hw_error *error);

/* ---- totals: how many are in a set of states ------------------------------------------------
 * independent         exact Poisson-binomial of the persons' probabilities
 * sources             theta drawn from its Beta `draws` times, everything computed again, mean of the
 *                     distributions
 * groups              each group a mixture over its own place on the day; given that place the members'
 *                     switches count as independent (exact unless members' own reports speak of other
 *                     days than the one asked about; the mean is exact always)
 * sources and groups  both; a group too dear to solve exactly in every draw is solved by messages there,
 *                     corrected by what both ways say at the thetas as they are */
typedef enum belief_basis {
	BELIEF_INDEPENDENT,
	BELIEF_SOURCES,
	BELIEF_GROUPS,
	BELIEF_SOURCES_AND_GROUPS,
	BELIEF_BASES
} belief_basis;
extern const char *const belief_basis_words[BELIEF_BASES];
typedef struct belief_total {
	size_t value; /* the set */
	belief_basis basis;
	double mean, sd;
	size_t lower95, upper95;
	double *pmf; /* [pmf_length] in the caller's arena; persons + 1 */
	size_t pmf_length;
} belief_total;
/* `sets` holds set_count rows of K zeros and ones.  Persons whose `since` is after the day do not count.
 * `bases` is a mask of 1u << basis (0: independent and sources, with groups all four); the result is
 * ordered by set, then basis; *count of them in the arena. */
HW_MUST_CHECK hw_status belief_totals(const belief *b, double day, const double *sets, size_t set_count, unsigned bases,
				      const belief_run *run, hw_arena *arena, belief_total **totals, size_t *count,
				      hw_error *error);

/* ---- presence near a point ----------------------------------------------------------------- */
/* Chance that a place lies within radius_km of a point when its position is normal with sigma_km per
 * axis around a nominal position distance_km away: 1 - Q1(distance/sigma, radius/sigma) (Marcum). */
double belief_within_circle(double distance_km, double sigma_km, double radius_km);
typedef struct belief_circle {
	double lat, lon;            /* NAN: use the distances */
	const double *distances_km; /* [sites] or NULL; NAN where not given */
	double km;
} belief_circle;
/* weights[K]: chance that the site lies in the circle (0 for DEAD, FREE).  An unlisted site without position:
 * the share of its area that the circle is; with one: the share of its disc in the circle.  HW_BAD_INPUT
 * naming the site whose distance (or area) is unknown: it must not read as "far away". */
HW_MUST_CHECK hw_status belief_circle_weights(const belief_problem *problem, const belief_circle *circle,
					      double *weights, hw_error *error);
typedef struct belief_presence {
	double low, independent, high; /* max p <= 1 - prod(1-p) <= min(1, sum p): that anybody is there */
	double with_hidden;            /* 1 - exp(-hidden) prod(1-p) */
} belief_presence;
/* p[count]: chance of each person to be there (NAN counts as 0); hidden >= 0: expected number there of people
 * on no list. */
belief_presence belief_presence_of(const double *p, size_t count, double hidden);
/* True when a report (or fact) received in the last `days` days before `day` speaks of a place in the circle:
 * names a site, searched site or list that covers it, with weight >= .05.  (A status or a region says nothing
 * of it.) */
bool belief_observed(const belief *b, const double *weights, double day, double days);
/* "evidence of presence" when high >= .05, else "not observed" or "no evidence either way"; never "clear". */
const char *belief_presence_word(const belief_presence *presence, bool observed);

/* ---- people on no list ---------------------------------------------------------------------------
 * Their number stands beside a total, or is added to it by convolution, and only when it counts the same population
 * (the same places on the same day): hidden[hidden_count] is its distribution.  pmf and its length in the arena. */
HW_MUST_CHECK hw_status belief_add_hidden(const belief_total *total, const double *hidden, size_t hidden_count,
					  hw_arena *arena, belief_total *result, hw_error *error);

/* ---- provenance: which reports may repeat another -------------------------------------------------
 * Proposes parents and copy chances for the reports of one subject.  One root for a chain: the first that came in
 * (then the day it speaks of, then the place in the array); all others hang on it.  By what is shared:
 *   document  the same origin (a document, a post), or texts alike            .9
 *   channel   the same unit, chat or channel                                  .7
 *   kind      the same kind of source, the same claim, within 7 days          .3
 * Texts are alike when the sets of their 5-letter shingles (letters and digits, case folded) share at least .6
 * (Broder 1997).  What is settled already (a parent, or `settled` without one: judged to be its own) is left alone, but
 * a settled report can be the root of others.  Nothing is changed: a caller takes what it wants. */
typedef struct belief_origin {
	const belief_report *report;
	hw_text document, channel, kind; /* empty: not known */
	hw_text text;                    /* UTF-8 */
	bool settled;
} belief_origin;
typedef enum belief_sharing { BELIEF_SHARES_DOCUMENT, BELIEF_SHARES_CHANNEL, BELIEF_SHARES_KIND } belief_sharing;
extern const char *const belief_sharing_words[3];
typedef struct belief_copy {
	size_t report, parent; /* in the array of origins */
	double copy;
	belief_sharing by;
} belief_copy;
HW_MUST_CHECK hw_status belief_find_copies(const belief_origin *origins, size_t count, hw_arena *arena,
					   belief_copy **copies, size_t *copy_count, hw_error *error);

/* ---- calibration: forecasts against what was verified later ----------------------------------------- */
typedef struct belief_forecast {
	double p;      /* said, 0..1 */
	bool came;     /* true */
	double weight; /* > 0; 1, or the inverse chance that a case of its stratum was verified */
} belief_forecast;
typedef struct belief_bin {
	double low, high; /* [low, high), the last one closed */
	size_t count;
	double said, came;   /* weighted means; 0 without cases */
	double lower, upper; /* Wilson 95 % of `came`, by the count (Wilson 1927) */
} belief_bin;
typedef struct belief_scores {
	size_t count;
	double brier, log_score; /* weighted means; log score in nats, p kept within 1e-12 of 0 and 1 */
	double reliability, resolution, uncertainty; /* Murphy 1973, over the bins */
	double ece;                                  /* mean |said - came| over the bins */
	belief_bin *bins;
	size_t bin_count;
} belief_scores;
/* bins in the arena; bin_count equal ones. */
HW_MUST_CHECK hw_status belief_score(const belief_forecast *forecasts, size_t count, size_t bin_count, hw_arena *arena,
				     belief_scores *result, hw_error *error);
/* logit p' = slope logit p + shift by maximum likelihood (Platt 1999).  False with fewer than 200 cases, or when one
 * answer alone came: then nothing can be corrected. */
#define BELIEF_RECALIBRATION_CASES 200
bool belief_recalibrate(const belief_forecast *forecasts, size_t count, double *slope, double *shift);

/* ---- parts, for tests and other engines ------------------------------------------------------ */
/* row[K] = distribution after `days` days of somebody who is at `state` now. */
void belief_moved(const belief *b, size_t state, double days, double *row);

#endif
