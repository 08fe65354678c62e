/* homeward protect: what is known of prisoners beside objects.  Never says "clear", never advises. */
#include "cli/sections_int.h"

typedef struct protect_options {
	const char *at, *polygon, *export_file, *purpose;
	double within;
} protect_options;

static const cli_option protect_table[] = {
	{"at", CLI_TEXT, offsetof(protect_options, at), "LAT,LON",
	 "presence near a point (needs --within and --purpose)"},
	{"within", CLI_NUMBER, offsetof(protect_options, within), "KM", "how near, in kilometres"},
	{"purpose", CLI_TEXT, offsetof(protect_options, purpose), "TEXT", "why it is asked; kept in the log"},
	/* not in the help: they get a reason rather than "no such option" */
	{"polygon", CLI_TEXT, offsetof(protect_options, polygon), "FILE", ""},
	{"export", CLI_TEXT, offsetof(protect_options, export_file), "FILE", ""},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status all_objects(cli_desk *desk, const cli_context *context, hw_error *error)
{
	bureau_presences presences;

	HW_TRY(bureau_protect_objects(desk->bureau, desk->arena, &desk->run, &presences, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_presences_json(&presences, &w, "protected");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_write_presences(&desk->page, &presences);
	return HW_OK;
}

static hw_status read_point(const char *at, double *lat, double *lon, hw_error *error)
{
	hw_text rest = hw_text_of(at), first, second;
	hw_error ignored;

	if (hw_text_split(&rest, ',', &first) && hw_text_split(&rest, ',', &second) && !rest.length &&
	    hw_text_number(hw_text_trim(first), lat, &ignored) == HW_OK &&
	    hw_text_number(hw_text_trim(second), lon, &ignored) == HW_OK && *lat >= -90 && *lat <= 90 && *lon >= -180 &&
	    *lon <= 180)
		return HW_OK;
	return cli_usage(error, "--at takes degrees as LAT,LON, not \"%s\"", at);
}

static hw_status near_point(cli_desk *desk, const cli_context *context, const protect_options *options, double lat,
			    double lon, hw_error *error)
{
	bureau_presence presence;
	bureau_presences one = {&presence, 1};

	HW_TRY(bureau_protect_near(desk->bureau, desk->arena, &desk->run, lat, lon, options->within,
				   hw_text_of(options->purpose), &presence, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_presences_json(&one, &w, "protected");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_write_presences(&desk->page, &one);
	return HW_OK;
}

static hw_status run_protect(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	const protect_options *options = raw;
	double lat = 0, lon = 0;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "protect takes no arguments");
	if (options->polygon || options->export_file)
		return cli_usage(
			error,
			"--%s: not before the issue on protected places: who may ask for an area, and get a map of "
			"it, is not settled yet",
			options->polygon ? "polygon" : "export");
	if (options->at) {
		HW_TRY(read_point(options->at, &lat, &lon, error));
		if (!(options->within > 0) || options->within > 500)
			return cli_usage(error, "--at needs --within KM, above 0 and at most 500");
		if (!options->purpose || !*options->purpose)
			return cli_usage(
				error,
				"--at needs --purpose TEXT: every question about a point is logged with its purpose");
	} else if (options->within != 0 || options->purpose) {
		return cli_usage(error, "--within and --purpose go with --at");
	}
	HW_TRY(cli_enter(context, &desk, error));
	status =
		options->at ? near_point(&desk, context, options, lat, lon, error) : all_objects(&desk, context, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_protect = {
	"protect",     "",          "presence beside objects, coarse; never a list of empty places",
	NULL,          run_protect, sizeof(protect_options),
	protect_table, CLI_BUREAU};
