/* homeward people, interest, places, custody: counts and lists for people to read. */
#include "cli/sections_int.h"

#include <string.h>

/* ---- people ---------------------------------------------------------------------- */
typedef struct people_options {
	const char *party, *by;
} people_options;

static const cli_option people_table[] = {
	{"party", CLI_TEXT, offsetof(people_options, party), "P", "only those who served this party"},
	{"by", CLI_TEXT, offsetof(people_options, by), "category", "what to count by (default: category)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status count_people(cli_desk *desk, const cli_context *context, const people_options *options,
			      hw_error *error)
{
	hw_text party = hw_text_of(options->party);
	bureau_categories theirs, ours;

	HW_TRY(bureau_people_by_category(desk->bureau, desk->arena, &desk->run, "theirs", party, &theirs, error));
	HW_TRY(bureau_people_by_category(desk->bureau, desk->arena, &desk->run, "ours", party, &ours, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_categories_json(&theirs, &w, "held_by_us");
		hw_json_integer(&w, "held_by_us_persons", theirs.persons);
		bureau_categories_json(&ours, &w, "ours");
		hw_json_integer(&w, "ours_persons", ours.persons);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	if (theirs.persons) {
		cli_heading(&desk->page, "Whom we hold, by category (a person has several; counts overlap)");
		cli_write_categories(&desk->page, &theirs);
	}
	if (ours.persons) {
		cli_heading(&desk->page, "Ours, held by others or missing, by category");
		cli_write_categories(&desk->page, &ours);
	}
	if (!theirs.persons && !ours.persons)
		return hw_fail(error, HW_NO, "nobody on the register%s%s", options->party ? " served " : "",
			       options->party ? options->party : "");
	return HW_OK;
}

static hw_status run_people(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const people_options *options = raw;
	cli_desk desk;

	(void)arguments;
	if (count)
		return cli_usage(error, "people takes no arguments; write --party P");
	if (options->by && strcmp(options->by, "category") != 0)
		return cli_usage(error, "people are counted by category only, not by \"%s\"", options->by);
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, count_people(&desk, context, options, error), error);
}

const cli_command cli_people = {"people",     "",         "counts of people by category",
				NULL,         run_people, sizeof(people_options),
				people_table, CLI_BUREAU};

/* ---- interest -------------------------------------------------------------------- */
static hw_status learn_interest(const cli_context *context, size_t count, const char *const *arguments, hw_error *error)
{
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	if (count > 2)
		return cli_usage(error, "interest learn takes one counterpart at most");
	if (context->csv) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "weights are not exported: a price list is a capture list");
		return hw_error_remedy(error, "read them on the screen"), HW_NOT_PERMITTED;
	}
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_interest_learn(desk.bureau, desk.arena, &desk.run, hw_text_of(count == 2 ? arguments[1] : NULL),
				       &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

static hw_status run_interest(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			      hw_error *error)
{
	bureau_interests interests;
	cli_desk desk;
	hw_status status;

	(void)raw;
	if (count && !strcmp(arguments[0], "learn"))
		return learn_interest(context, count, arguments, error);
	if (count > 1)
		return cli_usage(error, "interest takes one party at most");
	HW_TRY(cli_enter(context, &desk, error));
	HW_TRY_OR_OUT(bureau_interests_of(desk.bureau, desk.arena, &desk.run, hw_text_of(count ? arguments[0] : NULL),
					  &interests, error));
	if (!interests.count) {
		status = hw_fail(error, HW_NOT_FOUND, "no interest of \"%s\" is known",
				 count ? arguments[0] : "anybody");
		goto out;
	}
	if (context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		bureau_interests_json(&interests, &w, "interest");
		cli_json_end(&desk, &w);
	} else {
		cli_write_top(&desk);
		cli_write_interests(&desk.page, &interests);
	}
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_interest = {
	"interest",
	"[PARTY | learn [PARTY]]",
	"what a counterpart asks for, ignores or refuses, in words; what its answers teach",
	"learn: weights with 90 % intervals from answered packages and names, how good the\n"
	"forecasts were, and an alarm when the counterpart has changed. Needs the right to plan.",
	run_interest,
	0,
	NULL,
	CLI_BUREAU};

/* ---- places ---------------------------------------------------------------------- */
typedef struct places_options {
	const char *region;
} places_options;

static const cli_option places_table[] = {
	{"region", CLI_TEXT, offsetof(places_options, region), "R", "one region only"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_places(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const places_options *options = raw;
	bureau_place_groups places;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "places takes no arguments; write --region R");
	HW_TRY(cli_enter(context, &desk, error));
	HW_TRY_OR_OUT(
		bureau_places_by_kind(desk.bureau, desk.arena, &desk.run, hw_text_of(options->region), &places, error));
	if (!places.count) {
		status = hw_fail(error, HW_NOT_FOUND, "no place%s%s is known; that is no evidence that there is none",
				 options->region ? " in " : "", options->region ? options->region : "");
		goto out;
	}
	if (context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		bureau_places_json(&places, &w, "places");
		cli_json_end(&desk, &w);
	} else {
		cli_write_top(&desk);
		cli_write_places(&desk.page, &places);
	}
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_places = {"places",     "",         "places of detention by kind, and how each is known",
				NULL,         run_places, sizeof(places_options),
				places_table, CLI_BUREAU};
