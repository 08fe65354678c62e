/* plan_json_int.h - exchange problems between JSON and the engine, for both forms of `plan`: the engine
 * form (a problem file) and the bureau's own (a problem made from its records).
 *
 * plan_read.c     a problem or package in JSON -> structures of exchange.h
 * plan_rules.c    its rules, moves, shock and groups
 * plan_package.c  a package in JSON -> people by entry; a change of it
 * plan_swap.c     a package before and after a change
 * plan_terms.c    what its numbers rest on
 * plan_worth.c    what one person more changes, and why somebody is not in it
 * plan_write.c    results of exchange.h -> JSON
 * plan_lists.c    who stands outside the packages, with personal reasons made coarse; notes
 * plan_problem.c  both forms, from the question to the answer */
#ifndef HW_BUREAU_PLAN_JSON_INT_H
#define HW_BUREAU_PLAN_JSON_INT_H

#include "base/base.h"
#include "exchange/exchange.h"

struct plan_output;

typedef struct plan_texts { /* sentences for people, in order */
	hw_text items[64];
	size_t count;
} plan_texts;
/* A full list drops further notes. */
void plan_note(plan_texts *notes, hw_text note);

/* What a problem file holds beside the problem. */
typedef struct plan_input {
	exchange_problem problem;
	const double *acceptance;
	size_t acceptance_count;
	const int64_t *given;
	size_t given_count;
	plan_texts notes;
} plan_input;

/* The problem lives in the arena and borrows texts of `root`.  HW_BAD_INPUT names the path. */
HW_MUST_CHECK hw_status plan_read(hw_arena *arena, const hw_json *root, plan_input *result, hw_error *error);
/* A package {"given": {class: n}, "returned": {class: n}} as people by entry.  With `over` (in the bureau) a name draws
 * on people who are available, names of hidden classes do not exist, and what is asked for beyond the available is
 * drawn from nobody but told there, one sentence a name.  Without it (a problem file) it is drawn all the same. */
HW_MUST_CHECK hw_status plan_read_package(hw_arena *arena, const hw_json *root, const exchange_plan *plan,
					  const exchange_problem *problem, plan_texts *over, int64_t **give,
					  int64_t **take, hw_error *error);
/* By what class of the problem somebody goes who is not called so in it (the id of a person of the bureau); empty: none. */
typedef hw_status (*plan_names)(void *context, hw_text name, hw_text *class_name, hw_error *error);
/* A change {"out": PACKAGE, "in": PACKAGE} of the people by entry, in place: first out, then in.  HW_BAD_INPUT when fewer
 * are in the package than would leave it.  `over` as above; `names` may be NULL. */
HW_MUST_CHECK hw_status plan_change_package(hw_arena *arena, const hw_json *root, const exchange_plan *plan,
					    const exchange_problem *problem, plan_texts *over, plan_names names,
					    void *context, int64_t *give, int64_t *take, hw_error *error);

/* Whether an option or a package means this entry: its class, its group, or the id of a person. */
bool plan_is_called(const exchange_entry *e, hw_text name);
/* Whether the record keeps it out of packages for a personal reason or as due without any: in the bureau such a class
 * does not exist for whoever asks by its name. */
bool plan_is_hidden(const exchange_entry *e);

/* ---- writing ---- */
typedef struct plan_output {
	hw_arena *arena;
	hw_json_writer *w;
	const exchange_problem *problem;
	const exchange_plan *plan;
	bool people; /* classes stand for real people: personal reasons are one count a side, none below 5 */
	const struct learning_view *learned; /* written beside the stated probability; NULL: not */
	double acceptance;                   /* of the cell being written, for the names of rules */
	int64_t max_given, returned;
	uint32_t names;        /* parties named, as bits; 0 = all */
	int64_t home_at_least; /* 0 = not asked: the probability that at least so many come home */
} plan_output;
size_t plan_entries(const plan_output *o, exchange_side side);
const exchange_entry *plan_entry(const plan_output *o, exchange_side side, size_t i);
typedef struct plan_named_count {
	hw_text name;
	int64_t count;
	size_t order;
} plan_named_count;
/* Sums of equal names, in the order in which they first stood; how many are left. */
size_t plan_join_names(plan_named_count *items, size_t count);
/* As exchange_why_words, and in the bureau health reads "not available" too: the words leave it. */
const char *plan_why_words(const plan_output *o, exchange_why why);
/* {class: n} of one side; `sign` 1: the positive numbers, -1: the negative ones turned. */
void plan_compose_json(plan_output *o, exchange_side side, const char *key, const int64_t *people, int64_t sign);
void plan_clash_json(plan_output *o, const exchange_cell *cell);
/* The name by which a cause stands in a clash: "acceptance at least 0.9", "at most 12 given", a rule's own name. */
hw_text plan_cause_name(const plan_output *o, exchange_cause cause);
/* Beside a clash of one cause: why that one alone cannot be met, "clash_why". */
void plan_clash_why_json(plan_output *o, const exchange_cell *cell);
/* One cell; the repairs may be NULL. */
void plan_cell_json(plan_output *o, const exchange_cell *cell, const exchange_repair *repairs, size_t repair_count);
void plan_repairs_json(plan_output *o, const exchange_repair *repairs, size_t count);
/* A package that gives people whom the law keeps out of every exchange, or more than there are (`over`), is not valued:
 * "evaluated" false and "broken" alone are written, and false is returned. */
bool plan_evaluation_json(plan_output *o, const exchange_evaluation *evaluation, const plan_texts *over);
/* "rests_on": the terms of the acceptance of each party that is used, stated and learned, and the forecast class by class.
 * `stated_by` (may be NULL) writes whose word the weight of an entry is into the open object of its term. */
typedef void (*plan_stated_by)(void *context, const struct plan_output *o, exchange_side side, size_t entry,
			       size_t party);
void plan_terms_json(struct plan_output *o, const exchange_cell *cell, plan_stated_by stated_by, void *context);
void plan_schedule_json(plan_output *o, const exchange_schedule *schedule, double break_off);
/* "unconditional", "persuasion", "excluded". */
void plan_lists_json(plan_output *o);
/* "marginal": for inside only.  Asked at one acceptance and number given. */
hw_status plan_marginals_json(plan_output *o, exchange_plan *plan, double acceptance, int64_t max_given,
			      const hw_progress *progress, bool *possible, hw_error *error);
/* "why": of `name`, a class, a group or a person, who was asked about as `asked`. */
hw_status plan_why_json(plan_output *o, exchange_plan *plan, hw_text asked, hw_text name, double acceptance,
			int64_t max_given, const hw_progress *progress, hw_error *error);
/* Notes that every plan carries. */
void plan_usual_notes(const plan_output *o, const exchange_cell *cells, size_t count, plan_texts *notes);
void plan_notes_json(plan_output *o, const plan_texts *notes);

#endif
