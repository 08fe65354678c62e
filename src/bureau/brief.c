/* The briefing asks each job and puts the answers side by side; it computes nothing itself. */
#include "bureau/bureau.h"

hw_status bureau_brief_load(bureau *b, hw_arena *arena, const bureau_run *run, bureau_brief *result, hw_error *error)
{
	static const char all_counterparts[] = "*";
	bureau_plan_options stated = {0}, unrequested = {.offer_unrequested = true},
			    joint = {.parties = all_counterparts};
	bureau_brief r = {.training = bureau_is_training(b)};
	char day[11];

	r.as_of = hw_text_copy(arena, hw_text_of(hw_days_write(bureau_as_of(b), day)));
	if (!r.as_of.bytes)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the briefing");
	HW_TRY(bureau_people_by_category(b, arena, run, "theirs", HW_TEXT(""), &r.held_by_us, error));
	HW_TRY(bureau_people_by_category(b, arena, run, "ours", HW_TEXT(""), &r.ours, error));
	HW_TRY(bureau_interests_of(b, arena, run, HW_TEXT(""), &r.interest, error));
	HW_TRY(bureau_locate_regions(b, arena, run, HW_TEXT(""), &r.held, error));
	HW_TRY(bureau_places_by_kind(b, arena, run, HW_TEXT(""), &r.places, error));
	HW_TRY(bureau_check_rules(b, arena, run, false, &r.indications, error));
	HW_TRY(bureau_check_rules(b, arena, run, true, &r.own_indications, error));
	HW_TRY(bureau_protect_objects(b, arena, run, &r.protected, error));
	HW_TRY(bureau_plan_frontier(b, arena, run, &stated, &r.frontier, error));
	HW_TRY(bureau_plan_frontier(b, arena, run, &unrequested, &r.frontier_unrequested, error));
	HW_TRY(bureau_plan_frontier(b, arena, run, &joint, &r.frontier_joint, error));
	HW_TRY(bureau_custody_by_holder(b, arena, run, &r.custody, error));
	HW_TRY(bureau_statements_all(b, arena, run, &r.statements, error));
	HW_TRY(bureau_rounds_all(b, arena, run, &r.rounds, error));
	r.unreviewed = r.held.unreviewed;
	*result = r;
	return HW_OK;
}
