/* belief_int.h - how a problem looks inside the engine.
 *
 * A *unit* is what must be solved together: one person, or a group with all its members.  Its
 * *space* holds the states that its reports, facts and transfers tell apart (places, then DEAD and
 * FREE).  Reports and facts are *clues*; a *chain* is a line of events (clues and transfers) in time.
 * A *view* is one reading of a unit: theta applied to its clues, perhaps with one report left out. */
#ifndef HW_BELIEF_INT_H
#define HW_BELIEF_INT_H

#include "belief/belief.h"

enum {
	/* Of parallel work; fixed, so that results do not depend on threads.  Slice s takes units s, s + 64, ...:
	 * groups, which come first and are dear, are spread over all of them. */
	BELIEF_SLICES = 64,
	BELIEF_DIGITS = 7,   /* credibility 1..6 and none */
	BELIEF_NOWHERE = -1, /* no place, no member */
};

/* ---- space ---- */
typedef struct space {
	size_t places, states; /* states = places + 2: DEAD = places, FREE = places + 1 */
	size_t regions;        /* of lumps; their places are region_first[r] .. region_first[r+1]-1 */
	size_t *region_first;
	double *share, *g; /* [places] */
	double *weight;    /* [regions] of the space: g = weight * share */
	/* the way back to sites */
	size_t named_count; /* sites with a place of their own, ascending */
	size_t *named_site, *named_place;
	size_t apart_count; /* regions told apart, ascending; apart_rest[i] = place of their other sites */
	size_t *apart_region;
	ptrdiff_t *apart_rest;
	ptrdiff_t outside; /* place of all other regions together */
} space;

/* Coefficients of one gap of time; `still` when it is empty. */
typedef struct step {
	bool still;
	double stay, within, anywhere, die, leave; /* S a, S b, S c and the chances to die and to be free */
} step;

/* ---- clues ---- */
typedef struct clue {
	double at;
	const belief_report *report; /* NULL for a fact */
	const belief_fact *fact;
	size_t index;     /* in the caller's array */
	ptrdiff_t theta;  /* which reliability; NOWHERE for facts, searches, lists */
	double noise;     /* q */
	ptrdiff_t parent; /* clue of the same unit, after what was not received is left out */
	bool same;        /* says what its parent says */
	bool exchange;    /* the fact that he was exchanged */
	bool after;       /* of a member who was exchanged before: he is free, whatever the group's path says */
	/* g over the unit's states: a value for all places, for DEAD and FREE, and exceptions */
	double captive, dead, free;
	size_t count;
	size_t *place;
	double *fit;
} clue;

/* e(z) = noise + copy + scale * g(z) */
typedef struct weigh {
	double noise, copy, scale;
} weigh;

/* ---- chains ---- */
/* In the order in which those of one day act. */
typedef enum event_kind { EVENT_TRANSFER, EVENT_EXCHANGE, EVENT_CLUE } event_kind;
typedef struct event {
	double at;
	step gap; /* since the event before (or `since`) */
	event_kind kind;
	size_t first, count; /* transfers: range of the chain's moves */
	size_t clue;
	ptrdiff_t member; /* whose switch decides whether the clue speaks of this chain; NOWHERE: always */
	bool open, close; /* the first and the last clue of a member whose switch is carried along */
	unsigned slot;    /* its bit in the configuration */
	unsigned bits_in, bits, bits_out; /* switches carried before, at and after the event */
	size_t offset;                    /* of its vector in alpha and beta */
} event;

typedef struct move {
	double share;
	size_t from; /* place */
	size_t count;
	size_t *to; /* states */
	double *weight;
} move;

typedef struct chain {
	double since;
	belief_prior prior;
	event *events;
	size_t count;
	move *moves;
	size_t size; /* of alpha and of beta, in numbers */
} chain;

typedef struct member {
	size_t person;
	double since, together;
	double released; /* day of his exchange; HUGE_VAL: none */
	belief_prior prior;
	chain own;
	size_t first_clue, clue_count; /* in unit->clues */
	bool several;                  /* clues at more than one event of the group's chain */
	bool loose;                    /* its switch is passed as messages, not carried */
} member;

/* What scratch memory a unit needs: the largest vector, alpha, number of events... */
typedef struct extent {
	size_t states, vector, size, own_size, events, clues, members;
} extent;

typedef struct unit {
	size_t group; /* BELIEF_NONE: one person */
	size_t person;
	space space;
	chain chain; /* of the group, or the person's own */
	clue *clues;
	size_t clue_count, own_count; /* all; those of the chain itself come first */
	member *members;
	size_t member_count, speaking; /* members with clues */
	bool approximate;
	bool learns; /* some clue has a theta that is not fixed */
	extent extent;
	hw_arena *arena; /* of its own after an update, else NULL */
} unit;

/* ---- the engine ---- */
typedef struct transfer_index transfer_index;
struct belief {
	hw_arena *arena;
	belief_problem problem;
	size_t sites, states, regions;
	double *region_weight, *share, *g;   /* normalised */
	size_t *region_first, *region_sites; /* sites sorted by region */
	unit *units;
	size_t unit_count;
	size_t *unit_of_person, *member_of_person, *unit_of_group;
	/* reliabilities */
	belief_reliability *thetas;
	size_t theta_count;
	ptrdiff_t *theta_of; /* [source * 3 + kind] */
	belief_learned learned;
	belief_person *persons; /* own copies, which updates change */
	belief_group *groups;
	belief_class_learned *classes;
	double *shares; /* [3 + regions + 2 + states]: q of each cell, when backgrounds are counted */
	struct transfer_index *transfers;
	extent most; /* of any unit */
};

/* ---- one reading of a unit ---- */
typedef struct view {
	weigh *weights;         /* [clues] */
	double *own_scale;      /* [clues] p(clue | what came before) on the member's own chain */
	double *follow, *apart; /* [clues] weights of following and of not, where a switch is decided */
	double *member_log;     /* [members] log p(clues) on the own chain; 0 when impossible */
	bool *own_possible;     /* [members] */
	bool loose;             /* pass every switch as messages */
} view;

/* What a reading says at one day. */
typedef struct outlook {
	double log;         /* log p of everything in the unit */
	double *chain;      /* [states] of the group or the person */
	double *follow;     /* [members] */
	double *with_group; /* [members * states] his place if he follows */
	double *own;        /* [members * states] his place if not */
} outlook;

/* faithful + noise + copy = 1 */
typedef struct share_of {
	double faithful, noise, copy;
} share_of;

/* Scratch memory for units of at most some extent; one thread at a time. */
typedef struct work {
	hw_arena *arena;
	view view;
	outlook look;
	double *vector, *spare, *fit, *emission, *gamma, *average;
	double *sums; /* [regions of a space] */
	double *alpha, *beta, *logs;
	double *forced, *forced_logs;
	double *own_alpha, *own_beta, *own_logs;
	double *message;      /* [clues] chance of a clue if the member follows, by the rest */
	double *loose_follow; /* [members] */
	share_of *own_shares, *shares;
	double *theta;
	ptrdiff_t *parents;
	bool *gone; /* [clues] */
	double *times;
	double *moved; /* [transfers] */
} work;
hw_status work_new(const belief *b, const extent *most, work *w, hw_error *error);
void work_free(work *w);
/* Scratch for slices that come one after another on some threads: as many as run at once, kept until the end. */
typedef struct work_pool work_pool;
work_pool *work_pool_new(const belief *b);
void work_pool_free(work_pool *pool);
hw_status work_take(work_pool *pool, work **w, hw_error *error);
void work_give(work_pool *pool, const work *w);

/* space.c */
/* `sums`: scratch, [regions] */
void space_forward(const space *s, const step *t, double *v, double *sums);
void space_backward(const space *s, const step *t, double *v, double *sums);
step step_of(const belief_rates *rates, double days);
/* average[state] = mean of value over the sites of each place, in proportion to g; value[K] */
void space_average(const belief *b, const space *s, const double *value, double *average);
/* posterior over places -> over the K states */
void space_expand(const belief *b, const space *s, const double *v, double *states);
void clue_fit(const clue *c, const space *s, double *fit);
double clue_emission(const clue *c, const weigh *weights, const space *s, double *emission); /* the largest */
/* Multiplies v by the emission; `spare` has room for the exceptions. */
void clue_apply(const clue *c, const weigh *weights, const space *s, double *v, double *spare);
/* What the clue of a member who was exchanged before it says of the group's path: the same at every state. */
void clue_after(const clue *c, const space *s, double *emission);

/* circle.c */
hw_status circle_site(const belief_site *site, size_t index, const belief_circle *circle, double *weight,
		      hw_error *error);

/* check.c */
hw_status belief_check(const belief_problem *problem, hw_error *error);
hw_status belief_check_person(const belief_problem *b, size_t person, hw_error *error);
hw_status belief_check_group(const belief_problem *b, size_t group, hw_error *error);

/* claims.c: what a claim says over the states */
belief_kind claim_kind(const belief_report *r); /* which reliability it tests: STATUS, REGION or SITE */
bool claim_tests_source(const belief_report *r);
bool claim_same(const belief_claim *a, const belief_claim *b);
/* Marks the sites and regions that the claim tells from others. */
typedef struct marks {
	bool *site, *region;
	double *circle; /* scratch [K] */
	double *best;   /* scratch [regions], zeros */
} marks;
void claim_mark(const belief *b, const belief_claim *c, bool widened, marks *m);
/* Fills captive, dead, free, count, place, fit of the clue; false when memory is out. */
bool claim_fit(const belief *b, const space *s, const belief_claim *c, bool widened, marks *m, clue *result);
size_t space_place_of(const space *s, size_t site); /* of a site with a place of its own */
/* [from, to) = the places of a region that is told apart */
void space_region_places(const space *s, size_t region, size_t *from, size_t *to);

/* compile.c, sources.c, units.c, events.c */
/* Scratch for one subject after another. */
typedef struct builder {
	marks marks;
	double *at;
	ptrdiff_t *parents, *clue_of;
	size_t *transfers;
	double *taken;
} builder;
hw_status compile_places(belief *b, hw_error *error);
hw_status compile_thetas(belief *b, hw_error *error);
void belief_meet_kinds(belief *b, const belief_report *reports, size_t count);
/* Space, clues and chains of a unit whose members are seated. */
hw_status compile_unit(belief *b, unit *u, builder *w, hw_error *error);
hw_status belief_compile(belief *b, hw_error *error);
/* Cells of the three kinds in b->shares; BELIEF_NONE when a claim is none of one cell. */
size_t claim_cell(const belief *b, const belief_report *r);
/* Takes report `gone` out of the provenance: its first child (by day, then place) becomes a root and
 * the other children hang on that one. */
void belief_leave_out(const double *at, size_t count, size_t gone, ptrdiff_t *parents);
struct transfer_index {
	size_t *everyone, everyone_count;
	size_t *person_first, *person_list; /* [persons + 1]: transfers that name the person */
	size_t *group_first, *group_list;
};
bool transfers_index(const belief *b, hw_arena *arena, transfer_index *index);
/* The transfers that concern a person (or group), in order of time, from `since` on; count of them. */
size_t transfers_of(const belief *b, const transfer_index *index, size_t person, size_t group, double since,
		    size_t *list);
/* Scratch: list[transfers + 1], taken[K] zeros. */
hw_status unit_chains(const belief *b, const transfer_index *index, unit *u, size_t *list, double *taken,
		      hw_error *error);
static inline bool belief_known_by(double received, double at, double as_of)
{
	return !((received == received ? received : at) > as_of); /* NAN: no limit */
}

/* classes.c: the priors of the classes from their resolved cases, into all chains. */
hw_status belief_learn_classes(belief *b, hw_error *error);

/* beta.c */
double beta_quantile(double alpha, double beta, double p);

/* clash.c: names what cannot be true together in a unit of likelihood 0. */
hw_status belief_clash(const belief *b, const unit *u, work *w, hw_error *error);

/* chain.c */
double chain_forward(const unit *u, const chain *c, const view *by, size_t from, double *alpha, double *logs,
		     double *scales, size_t *stopped_at, work *w);
void chain_backward(const unit *u, const chain *c, const view *by, double *beta, work *w);
/* Posterior over the configurations at event k (bits of the event), sum 1, into gamma. */
void chain_gamma(const unit *u, const chain *c, const view *by, size_t k, const double *alpha, const double *beta,
		 double *gamma);
bool chain_needs_future(const chain *c, double day);
void chain_at(const belief *b, const unit *u, const chain *c, const view *by, const double *alpha, const double *beta,
	      double day, double *out, work *w);
static inline unsigned event_bits(const event *e, const view *v)
{
	return v->loose ? 0 : e->bits;
}
static inline bool event_alone(const event *e, const view *v)
{
	return v->loose || (e->open && e->close);
}

/* view.c */
/* Weights of all clues at these thetas, with clue `left_out` (BELIEF_NONE: none) saying nothing; with
 * `reroot` its copies are re-hung. */
void view_fill(const belief *b, const unit *u, const double *theta, size_t left_out, bool reroot, work *w);
/* The same with every clue left out that `gone` marks (of the clues from..from+count-1); copies are re-hung. */
void view_fill_without(const unit *u, const double *theta, const bool *gone, size_t from, size_t count, work *w);
/* Makes a range of clues say nothing. */
void view_mute(size_t from, size_t count, work *w);

/* solve.c */
enum { EVERY_MEMBER = -1, NO_MEMBER = -2 };
/* log p of everything in the unit, by the view; -HUGE_VAL when it cannot be.  With `future` beta is ready. */
double unit_run(const unit *u, bool future, work *w);
/* The outlook at one day into w->look, for members `only` (or EVERY_, NO_MEMBER). */
void unit_look(const belief *b, const unit *u, double day, ptrdiff_t only, work *w);
/* Faithful, noise and copy of every clue into w->shares; returns log p. */
double unit_shares(const unit *u, work *w);
/* Where a member is, over the states of the unit: follow * with_group + (1 - follow) * own. */
void member_states(const unit *u, size_t m, const outlook *look, double *out);

/* explain.c: {P, 1-P} with and without -> difference of the logits; 0 when both are 0 or both 1, else NAN */
double logit_move(const double *with, const double *without);

/* pmf.c */
typedef struct pmf {
	double *f;
	size_t low, high; /* what lies outside is below any number that matters */
	double trials[4]; /* not multiplied in yet */
	size_t waiting;
} pmf;
bool pmf_new(pmf *p, hw_arena *arena, size_t most); /* for counts up to `most` */
void pmf_begin(pmf *p);                             /* surely 0 */
void pmf_copy(pmf *to, const pmf *from);            /* `from` settled */
void pmf_add(pmf *p, double yes);                   /* one more trial */
void pmf_settle(pmf *p);                            /* before f is read */
/* Adds an independent number with distribution g[0..count]; spare: room for 3 (count + 8) + the window. */
void pmf_convolve(pmf *p, const double *g, size_t count, double *spare);

double belief_theta_of(double theta, int credibility);
extern const double belief_shifts[BELIEF_DIGITS];

#endif
