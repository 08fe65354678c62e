/* tally_int.h - what one call of belief_totals shares between its files. */
#ifndef HW_BELIEF_TALLY_INT_H
#define HW_BELIEF_TALLY_INT_H

#include "belief/belief_int.h"

enum {
	TALLY_DRAWS_A_CHUNK = 10,
	TALLY_USUAL_DRAWS = 200,
	TALLY_TABLE_REPORTS = 5, /* up to so many drawn thetas a person alone gets a table of 2^n outcomes */
};

/* P(set | theta) of a person alone is a ratio of two polynomials, linear in the theta of each report:
 * one run for each pattern of "surely faithful" and "surely noise" gives all coefficients. */
typedef struct outcomes {
	size_t reports; /* drawn thetas; the table has 2^reports rows */
	ptrdiff_t theta[TALLY_TABLE_REPORTS];
	int digit[TALLY_TABLE_REPORTS];
	double *weight; /* [2^reports] relative likelihood of the pattern */
	double *p;      /* [2^reports * sets] */
} outcomes;

/* A group too dear to solve exactly in every draw is solved by messages, and corrected by what messages
 * and the exact solution say at the thetas as they are. */
typedef struct anchor {
	double *exact, *loose; /* [states + members * (1 + states)]: chain, follow, with_group */
} anchor;

typedef struct counting {
	const belief *b;
	double day;
	size_t set_count, persons; /* counted */
	bool *counted;             /* [persons of the problem] */
	size_t *average_first;     /* [units]: of the unit's block in averages */
	double *averages;          /* [set * states] a unit */
	double *p;                 /* [person * sets], at the thetas as they are */
	size_t *pmf_first;         /* [units]: of the group's block in group_pmf */
	double *group_pmf;         /* [set * (members + 1)] a group */
	outcomes *tables;          /* [units]; p NULL: none */
	anchor *anchors;           /* [units]; exact NULL: none */
	bool groups, draws_wanted; /* bases asked for */
	bool sources;
	bool varies; /* some unit depends on a theta that is drawn */
	uint64_t seed;
	size_t draws, chunks;
	const pmf *fixed;           /* [sets]: of the persons alone whom no draw can change */
	double *sums, *sums_groups; /* [chunk * sets * (persons + 1)] */
} counting;

/* Scratch of one thread. */
typedef struct bench {
	work w;
	pmf scratch;
	double *own, *p, *mixture, *spare;
} bench;
hw_status bench_new(const counting *c, bench *x, hw_error *error);

static inline bool tally_counts(const counting *c, const unit *u)
{
	return c->day >= u->chain.since;
}

/* p[member * sets] of a unit (one "member" for a person alone) at theta in x->w; for groups the outlook too. */
void tally_unit(const counting *c, size_t index, bench *x);
/* The same in a draw: by table or with the anchor where there is one. */
void tally_draw(const counting *c, size_t index, bench *x);
/* Distribution [members + 1] of the number of a group's members in a set, from the outlook. */
void tally_group(const counting *c, size_t index, size_t set, bench *x, double *out);
/* Prepare the tables and anchors of a unit (memory is there already). */
bool tally_wants_table(const belief *b, const unit *u);
bool tally_wants_anchor(const unit *u);
void tally_prepare(const counting *c, size_t index, bench *x);

#endif
