/* plan_swap.c - people in or out of a package, or some for others: the package before, after, and what changes.
 *
 * Both are full evaluations of the same plan, so that either is what --evaluate says of it. */
#include "bureau/plan_job_int.h"

#include <math.h>
#include <string.h>

static hw_status class_of_person(void *context, hw_text name, hw_text *class_name, hw_error *error)
{
	return bureau_planning_class_of(context, name, class_name, error);
}

static hw_status change(plan_job *j, plan_texts *over, int64_t *give, int64_t *take, hw_error *error)
{
	hw_json *root = NULL;
	hw_status status = hw_json_load(j->q->swap, &root, error);

	if (status == HW_OK)
		status = plan_change_package(j->arena, root, j->plan, &j->in.problem, j->bureau ? over : NULL,
					     j->bureau ? class_of_person : NULL, &j->own, give, take, error);
	hw_json_free(root);
	return status;
}

/* How it falls on our groups: each, and the ends. */
static hw_status shares_json(plan_job *j, const int64_t *take, double ends[2], hw_error *error)
{
	hw_json_writer *w = j->out.w;
	exchange_share *items;
	size_t count;

	HW_TRY(exchange_shares(j->plan, j->arena, take, &items, &count, error));
	ends[0] = count ? 1 : 0;
	ends[1] = 0;
	hw_json_object(w, "shares");
	hw_json_array(w, "groups");
	for (size_t g = 0; g < count; g++) {
		ends[0] = fmin(ends[0], items[g].share);
		ends[1] = fmax(ends[1], items[g].share);
		hw_json_object(w, NULL);
		hw_json_text(w, "group", items[g].group);
		hw_json_integer(w, "home", items[g].home);
		hw_json_integer(w, "returned", items[g].returned);
		hw_json_integer(w, "available", items[g].available);
		hw_json_number(w, "share", items[g].share);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	hw_json_number(w, "least", ends[0]);
	hw_json_number(w, "greatest", ends[1]);
	hw_json_close(w, '}');
	return HW_OK;
}

typedef struct one_side {
	exchange_evaluation evaluation;
	bool valued;
	double ends[2];
} one_side;

static hw_status side_json(plan_job *j, const char *key, const int64_t *give, const int64_t *take,
			   const plan_texts *over, one_side *result, hw_error *error)
{
	HW_TRY(exchange_evaluate(j->plan, j->arena, give, take, &result->evaluation, error));
	hw_json_object(j->out.w, key);
	result->valued = plan_evaluation_json(&j->out, &result->evaluation, over);
	if (result->valued) {
		HW_TRY(shares_json(j, take, result->ends, error));
		plan_rests_on(j, &result->evaluation.cell);
	}
	hw_json_close(j->out.w, '}');
	return HW_OK;
}

/* After less before. */
static void change_json(plan_job *j, const one_side *before, const one_side *after)
{
	const exchange_cell *a = &before->evaluation.cell, *b = &after->evaluation.cell;
	hw_json_writer *w = j->out.w;

	hw_json_object(w, "change");
	hw_json_integer(w, "given", b->given - a->given);
	hw_json_integer(w, "returned", b->returned - a->returned);
	hw_json_number(w, "points", b->points - a->points);
	hw_json_number(w, "probability", b->probability - a->probability);
	hw_json_number(w, "home", b->home.mean - a->home.mean);
	hw_json_integer(w, "sure95", b->home.sure95 - a->home.sure95);
	hw_json_integer(w, "sure95_shock", b->home.sure95_shock - a->home.sure95_shock);
	hw_json_number(w, "least_share", after->ends[0] - before->ends[0]);
	hw_json_object(w, "surplus");
	for (size_t k = 0; k < j->in.problem.party_count; k++)
		if (a->used >> k & b->used >> k & 1)
			hw_json_number(w, hw_text_copy(j->arena, j->in.problem.parties[k].id).bytes,
				       b->surplus[k] - a->surplus[k]);
	hw_json_close(w, '}');
	hw_json_close(w, '}');
}

hw_status plan_answer_swap(plan_job *j, int64_t *give, int64_t *take, const plan_texts *over,
			   exchange_evaluation *evaluation, bool *possible, hw_error *error)
{
	one_side before = {.valued = false}, after = {.valued = false};
	plan_texts over_after = {.count = 0};

	HW_TRY(side_json(j, "before", give, take, over, &before, error));
	HW_TRY(change(j, &over_after, give, take, error));
	HW_TRY(side_json(j, "after", give, take, &over_after, &after, error));
	*possible = before.valued && after.valued;
	if (*possible)
		change_json(j, &before, &after);
	*evaluation = after.evaluation;
	return HW_OK;
}
