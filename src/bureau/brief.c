/* The briefing asks each job and puts the answers side by side; it computes nothing itself. */
#include "bureau/bureau.h"

enum { GAPS_MOST = 16 };

/* A part that cannot be answered yet (no regions, no counterpart, facts that clash) is said, not left out silently, and
 * does not keep the others from being read.  Everything else that fails is a failure. */
static hw_status or_gap(bureau_brief *r, hw_arena *arena, hw_status status, hw_error *error)
{
	hw_text why;

	if (status != HW_BAD_INPUT && status != HW_NO)
		return status;
	why = hw_text_format(arena, "%s%s%s", error->why, error->remedy[0] ? ": " : "", error->remedy);
	if (!why.bytes)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the briefing");
	*error = (hw_error){0};
	for (size_t i = 0; i < r->gaps.count; i++)
		if (hw_text_equal(r->gaps.items[i], why))
			return HW_OK;
	if (r->gaps.count < GAPS_MOST)
		r->gaps.items[r->gaps.count++] = why;
	return HW_OK;
}

hw_status bureau_brief_load(bureau *b, hw_arena *arena, const bureau_run *run, bureau_brief *result, hw_error *error)
{
	static const char all_counterparts[] = "*";
	bureau_plan_options stated = {0}, unrequested = {.offer_unrequested = true},
			    joint = {.parties = all_counterparts};
	bureau_brief r = {.training = bureau_is_training(b)};
	char day[11];

	r.as_of = hw_text_copy(arena, hw_text_of(hw_days_write(bureau_as_of(b), day)));
	r.gaps.items = HW_NEW(arena, hw_text, GAPS_MOST);
	if (!r.as_of.bytes || !r.gaps.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the briefing");
	HW_TRY(bureau_people_by_category(b, arena, run, "theirs", HW_TEXT(""), &r.held_by_us, error));
	HW_TRY(bureau_people_by_category(b, arena, run, "ours", HW_TEXT(""), &r.ours, error));
	HW_TRY(bureau_interests_of(b, arena, run, HW_TEXT(""), &r.interest, error));
	HW_TRY(or_gap(&r, arena, bureau_locate_regions(b, arena, run, HW_TEXT(""), &r.held, error), error));
	HW_TRY(bureau_places_by_kind(b, arena, run, HW_TEXT(""), &r.places, error));
	HW_TRY(or_gap(&r, arena, bureau_check_rules(b, arena, run, false, &r.indications, error), error));
	HW_TRY(or_gap(&r, arena, bureau_check_rules(b, arena, run, true, &r.own_indications, error), error));
	HW_TRY(or_gap(&r, arena, bureau_protect_objects(b, arena, run, &r.protected, error), error));
	HW_TRY(or_gap(&r, arena, bureau_plan_frontier(b, arena, run, &stated, &r.frontier, error), error));
	HW_TRY(or_gap(&r, arena, bureau_plan_frontier(b, arena, run, &unrequested, &r.frontier_unrequested, error),
		      error));
	HW_TRY(or_gap(&r, arena, bureau_plan_frontier(b, arena, run, &joint, &r.frontier_joint, error), error));
	HW_TRY(bureau_custody_by_holder(b, arena, run, &r.custody, error));
	HW_TRY(bureau_statements_all(b, arena, run, &r.statements, error));
	HW_TRY(bureau_rounds_all(b, arena, run, &r.rounds, error));
	r.unreviewed = r.held.unreviewed;
	*result = r;
	return HW_OK;
}
