/* api_places.c - the situation: the briefing, totals, places, what counterparts ask for, who acquired people, what is protected. */
#include "web/site_int.h"

#include <string.h>

static hw_text region_of(const web_call *call)
{
	return hw_text_of(web_argument(call->request, "region"));
}

/* The briefing is an object of its own, with the day in it. */
static hw_status show_brief(web_call *call, hw_error *error)
{
	bureau_brief brief;

	HW_TRY(bureau_brief_load(call->b, call->arena, &call->run, &brief, error));
	call->w = hw_json_writer_new(&call->answer->body, false);
	bureau_brief_json(&brief, &call->w);
	return HW_OK;
}

static hw_status show_totals(web_call *call, hw_error *error)
{
	bureau_regions regions;

	HW_TRY(bureau_locate_regions(call->b, call->arena, &call->run, region_of(call), &regions, error));
	bureau_regions_json(&regions, &call->w, "held");
	hw_json_integer(&call->w, "unreviewed", regions.unreviewed);
	return HW_OK;
}

static hw_status show_places(web_call *call, hw_error *error)
{
	bool today = !web_argument(call->request, "at"), sees = bureau_sees_expected(call->b);
	web_shelved estimates = {0};
	hw_status status;
	char day[11];

	/* Numbers are of today: those of another day would be made anew for everybody. */
	if (today && sees)
		estimates =
			web_shelf_take(call->site->estimates, hw_days_write(bureau_as_of(call->b), day), call->change);
	call->fleeting = today && sees && !estimates.thing;
	if (call->fleeting)
		web_tasks_estimate(call->site->tasks, &call->session.pass);
	hw_json_boolean(&call->w, "estimating", call->fleeting);
	status = bureau_places_list_json(call->b, call->arena, &call->run, region_of(call), estimates.thing, &call->w,
					 error);
	web_shelf_return(call->site->estimates, estimates);
	return status;
}

static hw_status show_place(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_place_sheet(call->b, call->arena, &call->run, hw_text_of(call->part[0]), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status reveal_place(web_call *call, hw_error *error)
{
	const char *purpose;

	HW_TRY(web_need(call, "purpose", &purpose, error));
	return bureau_place_reveal_json(call->b, call->arena, hw_text_of(call->part[0]), hw_text_of(purpose), &call->w,
					error);
}

static hw_status show_parties(web_call *call, hw_error *error)
{
	return bureau_parties_json(call->b, &call->run, &call->w, error);
}

static hw_status show_vocabulary(web_call *call, hw_error *error)
{
	return bureau_vocabulary_json(call->b, &call->run, &call->w, error);
}

static hw_status show_interest(web_call *call, hw_error *error)
{
	bureau_interests interests;

	HW_TRY(bureau_interests_of(call->b, call->arena, &call->run, hw_text_of(call->part[0]), &interests, error));
	bureau_interests_json(&interests, &call->w, "interest");
	return HW_OK;
}

static hw_status show_persuasion(web_call *call, hw_error *error)
{
	const char *party = web_argument(call->request, "party");
	bureau_sheet sheet;

	if (!party || !*party)
		return hw_fail(error, HW_USAGE, "of which party? Write ?party=");
	if (web_flag(call, "people"))
		HW_TRY(bureau_persuasion_people(call->b, call->arena, &call->run, hw_text_of(party), &sheet, error));
	else
		HW_TRY(bureau_dossier(call->b, call->arena, &call->run, hw_text_of(party), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status show_custody(web_call *call, hw_error *error)
{
	bureau_custody_groups groups;

	HW_TRY(bureau_custody_by_holder(call->b, call->arena, &call->run, &groups, error));
	bureau_custody_json(&groups, &call->w, "custody");
	return HW_OK;
}

static hw_status show_check(web_call *call, hw_error *error)
{
	bureau_indications indications;

	HW_TRY(bureau_check_rules(call->b, call->arena, &call->run, web_flag(call, "own"), &indications, error));
	bureau_indications_json(&indications, &call->w, "indications");
	return HW_OK;
}

static hw_status show_protected(web_call *call, hw_error *error)
{
	bureau_presences presences;

	HW_TRY(bureau_protect_objects(call->b, call->arena, &call->run, &presences, error));
	bureau_presences_json(&presences, &call->w, "protected");
	return HW_OK;
}

const web_route web_place_routes[] = {
	{"GET", "/brief", BUREAU_MAY_BRIEF, WEB_SHARED | WEB_BARE, WEB_THINKING, show_brief},
	{"GET", "/locate", BUREAU_MAY_BRIEF, WEB_SHARED | WEB_DAY, WEB_THINKING, show_totals},
	{"GET", "/places", BUREAU_MAY_SEE_PLACES, WEB_SHARED | WEB_DAY, WEB_QUICK, show_places},
	{"GET", "/places/{id}", BUREAU_MAY_SEE_PLACES, WEB_DAY, WEB_QUICK, show_place},
	{"POST", "/places/{id}/reveal", BUREAU_MAY_SEE_EXACT, 0, WEB_QUICK, reveal_place},
	{"GET", "/parties", WEB_ANYONE, WEB_SHARED, WEB_QUICK, show_parties},
	{"GET", "/categories", WEB_ANYONE, WEB_SHARED, WEB_QUICK, show_vocabulary},
	{"GET", "/interest", BUREAU_MAY_SEE_INTEREST, WEB_SHARED, WEB_QUICK, show_interest},
	{"GET", "/interest/{party}", BUREAU_MAY_SEE_INTEREST, WEB_SHARED, WEB_QUICK, show_interest},
	{"GET", "/persuasion", BUREAU_MAY_SEE_INTEREST, 0, WEB_QUICK, show_persuasion},
	{"GET", "/custody", BUREAU_MAY_BRIEF, WEB_SHARED, WEB_QUICK, show_custody},
	{"GET", "/check", WEB_ANYONE, WEB_SHARED, WEB_THINKING, show_check},
	{"GET", "/protect", WEB_ANYONE, WEB_SHARED, WEB_THINKING, show_protected},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
