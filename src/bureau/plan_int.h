/* plan_int.h - the exchange problem of the bureau: people joined to classes, weights by category.
 *
 * A person has several categories.  For each counterpart the category that it wants most speaks for him (its
 * strength is the interest; the least unwanted one when it wants none); for the release of one of ours the
 * category that its holder lets go least.  People who agree in all of this, in holder and in what the law says
 * of them are one class; a family's members stay single. */
#ifndef HW_BUREAU_PLAN_INT_H
#define HW_BUREAU_PLAN_INT_H

#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "bureau/outward_int.h"
#include "exchange/exchange.h"
#include "store/store.h"

/* What a package that uses an acquiring formation must say of itself, wherever it is printed. */
#define BUREAU_WARN_ACQUIRES                                                                                         \
	"This package rewards a formation that acquires captives from others; its people are also claimed from the " \
	"Power itself (art. 12), which alone answers for them."
#define BUREAU_WARN_HOSTAGE                                                                                         \
	"A person decides whether this is hostage-taking (AP I 75(2)(c)). The package with the Power alone at the " \
	"same number given stands above."
/* On which people nobody asked for can be offered again, unless their record says better. */
#define BUREAU_USUAL_GROUND "served in its forces; arts. 4, 118: the Power on which he depends"

typedef struct plan_weight {
	int64_t party; /* index in the plan's parties */
	hw_text category;
	bool ours; /* reluctance to give; else interest to receive */
	bool asks, refuses, known;
	double strength, sd, delivery;
	hw_text since, how, source; /* the record it is from; empty: not told */
} plan_weight;

/* Interest of every party in one class, and whose word it is; exchange_entry.interest of the plan points here. */
typedef struct plan_spoken {
	exchange_weight interest[EXCHANGE_PARTIES_MOST]; /* first: the engine sees this alone */
	const plan_weight *by[EXCHANGE_PARTIES_MOST];    /* NULL: nothing is known */
} plan_spoken;

typedef struct plan_party {
	hw_text id; /* first: indexed by it */
	hw_text name;
	bool acquires, formation;
	double reservation, softness;
} plan_party;

typedef struct plan_holder {
	hw_text id; /* first: indexed by it */
	hw_text region;
	int64_t party; /* index of the party that decides for it; -1 = nobody known */
} plan_holder;

typedef struct planning {
	bureau *bureau;
	hw_arena *arena;
	const bureau_run *run;
	plan_party *parties;
	size_t party_count;
	plan_holder *holders;
	size_t holder_count;
	bureau_index holder_index;
	plan_weight *weights;
	size_t weight_count;
	exchange_problem problem;
	exchange_entry *ours, *theirs;
	size_t ours_count, theirs_count, ours_capacity, theirs_capacity;
	bureau_categories categories; /* for labels */
	outward_gate gate;
	hw_error *error;
} planning;

HW_MUST_CHECK hw_status bureau_planning_load(bureau *b, hw_arena *arena, const bureau_run *run, planning *result,
					     hw_error *error);
/* The class in which a person of the plan stands, empty when he is not in it; entries only of that class name him. */
HW_MUST_CHECK hw_status bureau_planning_class_of(const planning *g, hw_text person, hw_text *class_name,
						 hw_error *error);
/* The ratio that is spoken of (settings plan.ratio_*), evaluated with the plan's parties: has_ratio, ratio_*. */
struct learning_view;
HW_MUST_CHECK hw_status bureau_plan_ratio(planning *g, exchange_plan *plan, const struct learning_view *view,
					  bureau_frontier *result);

#endif
