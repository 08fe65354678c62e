/* plan_job_int.h - one question to the planner on its way: plan_options.c reads the question, plan_problem.c answers it. */
#ifndef HW_BUREAU_PLAN_JOB_INT_H
#define HW_BUREAU_PLAN_JOB_INT_H

#include "bureau/bureau.h"
#include "bureau/learning_int.h"
#include "bureau/milp_int.h"
#include "bureau/plan_int.h"
#include "bureau/plan_json_int.h"

typedef struct plan_job {
	const bureau_plan_question *q;
	bureau *bureau; /* NULL: the problem is a file */
	const bureau_run *run;
	planning own; /* the bureau's problem */
	hw_arena *arena;
	hw_json *root;
	plan_input in;
	exchange_rule *rules; /* of the file, then the requests */
	size_t request_first;
	exchange_options options;
	exchange_plan *plan;
	learning_view learned; /* of the Power's answers; no plan in it when there are none */
	plan_output out;
	exchange_cell *cells;
	size_t cell_count;
	bureau_milp milp;
	exchange_backend backend;
} plan_job;

/* Options of the question into the job; HW_USAGE names the option. */
HW_MUST_CHECK hw_status plan_take_options(plan_job *job, hw_error *error);
/* plan_swap.c: the package of the question as it is and after the change; `over` and `evaluation` of what it then is. */
HW_MUST_CHECK hw_status plan_answer_swap(plan_job *job, int64_t *give, int64_t *take, const plan_texts *over,
					 exchange_evaluation *evaluation, bool *possible, hw_error *error);
/* "rests_on" of a package, with the record behind each stated weight. */
void plan_rests_on(plan_job *job, const exchange_cell *cell);
hw_status plan_usage(hw_error *error, const char *option, const char *why);
/* A number as people type it: ".05" too. */
bool plan_read_number(hw_text text, double *result);

#endif
