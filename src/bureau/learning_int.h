/* learning_int.h - what the answers of one counterpart say, as the planner and `interest learn` use it.
 *
 * Packages answered "accepted" are a yes; "refused" and "counter" are a no to what was offered.  "open" and "no
 * answer" are silence, and silence is no answer.  Of names asked for, "agreed" is a yes and "refused" a no; that
 * somebody is not held, dead or home says nothing about willingness.  What was never asked says nothing.
 * Words of a statement ("asks for", "refuses to give") are soft evidence with the trust of their source; the numbers
 * beside them are not used.  Beside these, reservation and softness of the party's record centre their priors. */
#ifndef HW_BUREAU_LEARNING_INT_H
#define HW_BUREAU_LEARNING_INT_H

#include "bureau/bureau_int.h"
#include "bureau/plan_int.h"
#include "exchange/exchange.h"

enum { LEARNING_LEAST = 5, LEARNING_ROLL_FROM = 10, LEARNING_CAP_WEEKS = 8 };

typedef struct learning {
	hw_text party;
	hw_text *given, *returned; /* categories, in the order of the history */
	hw_text *words;            /* [given + returned] as stated; empty: nothing */
	double *stated;            /* [given + returned] strength on record; NAN */
	exchange_history history;
	bool enough; /* at least LEARNING_LEAST answers; else nothing below is filled */
	exchange_learned learned;
	int64_t packages, accepted, silent;
	size_t held; /* weights that the weekly cap held back */
	exchange_score score;
	bool scored, widened;
} learning;

/* `whole`: forecasts of all packages after the tenth, for calibration; else of the last ones alone, for the alarm,
 * and shorter chains: what a plan needs. */
HW_MUST_CHECK hw_status learning_of(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party, bool whole,
				    learning *result, hw_error *error);
/* learning_store.c: what was learned is kept under the hash of its input, so that it is learned once.  `find` fills what a
 * plan needs of `l` and says whether it did; `keep` may fail without a word: then it is learned again. */
HW_MUST_CHECK hw_status learning_key(const learning *l, const bureau_run *run, double cap, char key[65],
				     hw_error *error);
bool learning_find(bureau *b, hw_arena *arena, const char key[65], learning *l);
void learning_keep(bureau *b, const learning *l, const char key[65]);
/* What a plan needs, made once for as long as nothing changes; lives with the bureau. */
HW_MUST_CHECK hw_status learning_kept(bureau *b, const bureau_run *run, hw_text party, const learning **result,
				      hw_error *error);
void learning_drop(bureau *b);
/* The plan's problem with the draws of this counterpart in place of its stated weights; false: it is not in the
 * plan, or has too few answers. */
HW_MUST_CHECK hw_status learning_problem(const planning *g, const learning *l, hw_arena *arena,
					 exchange_problem *problem, bool *there, hw_error *error);

/* A package of the plan in the eyes of the answers: `plan` is made of learning_problem with the options of the stated
 * one.  Mean and 95 % band over the draws. */
typedef struct learning_view {
	const learning *learned;
	exchange_problem problem; /* the plan points to it */
	exchange_plan *plan;      /* NULL: nothing was learned; freed by learning_view_close */
} learning_view;
HW_MUST_CHECK hw_status learning_view_open(const planning *g, const exchange_options *options, learning_view *result,
					   hw_error *error);
void learning_view_close(learning_view *v);
/* *there is false when nothing was learned or the cell has no package. */
HW_MUST_CHECK hw_status learning_view_cell(const learning_view *v, hw_arena *arena, const exchange_cell *cell,
					   double result[3], bool *there, hw_error *error);

/* Names: rates by category, and what is known of each person asked for. */
typedef struct learning_names {
	hw_text *categories;
	size_t category_count;
	int64_t *asked, *yes; /* [category_count] answers */
	int64_t silent;
	exchange_asked *persons;
	hw_text *ids;  /* of the persons */
	int32_t *last; /* day on which each was last asked for */
	size_t person_count;
	exchange_rates rates;
} learning_names;
HW_MUST_CHECK hw_status learning_of_names(bureau *b, hw_arena *arena, const bureau_run *run, const planning *g,
					  hw_text party, learning_names *result, hw_error *error);
/* Years in captivity about their middle, in quarters: the feature of the model of names. */
double learning_years(hw_text since, int32_t day);
/* Of a person's categories the one that the party lets go least; the first when none has a weight. */
hw_text learning_speaking(const planning *g, int64_t party, hw_text categories);
/* Index of the category that speaks for a person of ours (the one that its holder lets go least, by the record; else
 * the first); category_count when he has none. */
size_t learning_category(const learning_names *n, const planning *g, int64_t party, hw_text categories);

#endif
