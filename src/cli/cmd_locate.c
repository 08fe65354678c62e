/* homeward locate: how many of ours are where, with intervals and why. */
#include "cli/sections_int.h"

typedef struct locate_options {
	const char *region, *person, *svg, *supposed, *from;
	bool calibration;
} locate_options;

static const cli_option locate_table[] = {
	{"region", CLI_TEXT, offsetof(locate_options, region), "R", "one region only"},
	{"person", CLI_TEXT, offsetof(locate_options, person), "ID", "one person: posterior and why"},
	{"if", CLI_TEXT, offsetof(locate_options, supposed), "CLAIM",
	 "with --person: what one more report would make of it: place=ID, region=ID, status=captive|dead|free"},
	{"from", CLI_TEXT, offsetof(locate_options, from), "SOURCE", "with --if: the source that would say so"},
	{"calibration", CLI_FLAG, offsetof(locate_options, calibration), NULL,
	 "how good the estimates were: beliefs 1, 7, 30 and 90 days before what was verified later"},
	{"svg", CLI_TEXT, offsetof(locate_options, svg), "FILE", "with --calibration: the picture of it"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status locate_regions(cli_desk *desk, const cli_context *context, const char *region, hw_error *error)
{
	bureau_regions regions;

	HW_TRY(bureau_locate_regions(desk->bureau, desk->arena, &desk->run, hw_text_of(region), &regions, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_regions_json(&regions, &w, "held");
		hw_json_integer(&w, "unreviewed", regions.unreviewed);
		HW_TRY(cli_json_origin(desk, &w, error));
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_write_regions(&desk->page, &regions);
	return cli_write_origin(desk, error);
}

/* One more report, supposed. */
static hw_status suppose(cli_desk *desk, const cli_context *context, const char *person, const bureau_supposition *what,
			 hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_locate_if(desk->bureau, desk->arena, &desk->run, hw_text_of(person), what, &sheet, error));
	if (context->json && !context->csv) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_sheet_json(&sheet, &w, sheet.kind);
		HW_TRY(cli_json_origin(desk, &w, error));
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_answer_sheet(desk, context, &sheet);
	return context->csv ? HW_OK : cli_write_origin(desk, error);
}

static hw_status calibration(cli_desk *desk, const cli_context *context, const char *svg, hw_error *error)
{
	bureau_calibration c;

	HW_TRY(bureau_calibrate(desk->bureau, desk->arena, &desk->run, &c, error));
	if (svg) {
		hw_buffer picture = {.ceiling = (size_t)16 << 20};
		hw_text mark;
		HW_TRY(cli_origin(desk, &mark, error));
		mark = cli_text(&desk->page, "%s%.*s",
				bureau_is_training(desk->bureau) ? cli_say(&desk->page, "TRAINING - invented people. ")
								 : "",
				HW_TEXT_ARG(mark));
		bureau_calibration_svg(&c, context->lang, mark.bytes, &picture);
		hw_status status = cli_write_file(context, svg, &picture, error);
		hw_buffer_free(&picture);
		HW_TRY(status);
	}
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_calibration_json(&c, &w, "calibration");
		HW_TRY(cli_json_origin(desk, &w, error));
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_write_calibration(&desk->page, &c);
	return cli_write_origin(desk, error);
}

static hw_status run_locate(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const locate_options *options = raw;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "locate takes no arguments; write --person ID or --region R");
	if (options->svg && !options->calibration)
		return cli_usage(error, "--svg draws the calibration; write it with --calibration");
	if (options->calibration && (options->person || options->region))
		return cli_usage(error, "--calibration is of everybody; leave out --person and --region");
	if (!options->supposed != !options->from || (options->supposed && !options->person))
		return cli_usage(error, "write --person ID --if place=P15 --from SOURCE");
	HW_TRY(cli_enter(context, &desk, error));
	if (options->supposed)
		status = suppose(&desk, context, options->person,
				 &(bureau_supposition){.says = options->supposed, .source = options->from}, error);
	else if (options->calibration)
		status = calibration(&desk, context, options->svg, error);
	else if (options->person)
		status = cli_locate_person(&desk, options->person, error);
	else
		status = locate_regions(&desk, context, options->region, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_locate = {
	"locate",     "",         "how many of ours are where: totals with intervals, beside the claims",
	NULL,         run_locate, sizeof(locate_options),
	locate_table, CLI_BUREAU};
