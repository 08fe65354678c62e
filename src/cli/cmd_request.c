/* homeward request, disparity, match: whom to ask for, what it does to each group, and the mediator's match. */
#include "cli/sections_int.h"

#include <string.h>

/* ---- request -------------------------------------------------------------------------------------- */
typedef struct request_options {
	const char *party;
	int64_t count;
} request_options;

static const cli_option request_table[] = {
	{"party", CLI_TEXT, offsetof(request_options, party), "P", "of whom to ask (default: the Power)"},
	{"count", CLI_INTEGER, offsetof(request_options, count), "N", "names (default: the setting request.count)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_request(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	const request_options *o = raw;
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	if (count != 1 || strcmp(arguments[0], "list") != 0 || o->count < 0)
		return cli_usage(error, "write \"request list\"");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_request_list(desk.bureau, desk.arena, &desk.run, hw_text_of(o->party), o->count, &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_request = {
	"request",
	"list",
	"the daily list of names to ask for",
	"Thompson sampling under floors: no group stays unasked, who was refused comes back after request.reask_days.\n"
	"The list differs from day to day and from seed to seed. Nothing is sent by it: homeward round send.",
	run_request,
	sizeof(request_options),
	request_table,
	CLI_BUREAU};

/* ---- disparity ------------------------------------------------------------------------------------ */
typedef struct disparity_options {
	const char *side;
} disparity_options;

static const cli_option disparity_table[] = {
	{"side", CLI_TEXT, offsetof(disparity_options, side), "theirs|ours",
	 "whose people (default: theirs, whom we hold)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_disparity(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			       hw_error *error)
{
	const disparity_options *o = raw;
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "disparity takes no arguments; write --side ours");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_disparity(desk.bureau, desk.arena, &desk.run, o->side ? o->side : "theirs", &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_disparity = {
	"disparity",
	"",
	"by group: offered, accepted, home, waiting time, with intervals and an alarm",
	"What acting on a counterpart's interest does to each group (GC III 16). Nothing in the program reads it back.",
	run_disparity,
	sizeof(disparity_options),
	disparity_table,
	CLI_BUREAU};

/* ---- match ------------------------------------------------------------------------------------------ */
typedef struct match_options {
	const char *by;
} match_options;

static const cli_option match_table[] = {
	{"by", CLI_TEXT, offsetof(match_options, by), "PARTY", "release, withdraw: the side whose list it is"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status release(const cli_context *context, const match_options *o, const char *const *arguments,
			 hw_error *error)
{
	cli_desk desk;
	hw_status status;

	if (!o->by)
		return cli_usage(error, "say which side releases: --by PARTY");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_match_release(desk.bureau, desk.arena, hw_text_of(arguments[1]), hw_text_of(o->by),
				      hw_text_of(arguments[2]), !strcmp(arguments[0], "withdraw"), error);
	if (status == HW_OK)
		hw_buffer_adds(&desk.out, "written down\n");
	return cli_leave(context, &desk, status, error);
}

static hw_status run_match(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	if (count == 3 && (!strcmp(arguments[0], "release") || !strcmp(arguments[0], "withdraw")))
		return release(context, raw, arguments, error);
	if (count != 2)
		return cli_usage(error,
				 "write \"match LIST LIST\" or \"match release|withdraw LIST FIELDS --by PARTY\"");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_match(desk.bureau, desk.arena, &desk.run, hw_text_of(arguments[0]), hw_text_of(arguments[1]),
			      &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_match = {
	"match",
	"LIST LIST | release|withdraw LIST FIELDS --by PARTY",
	"a mediator's match of two sides' lists: shows only what both released",
	"FIELDS: existence,name,born,place,status. Without \"existence\" from both sides there is no answer at all.",
	run_match,
	sizeof(match_options),
	match_table,
	CLI_BUREAU};
