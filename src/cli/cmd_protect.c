/* homeward protect: what is known of prisoners beside objects.  Never says "clear", never advises. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct protect_options {
	const char *at, *polygon, *export_file, *purpose, *to;
	double within;
	bool lists;
} protect_options;

static const cli_option protect_table[] = {
	{"at", CLI_TEXT, offsetof(protect_options, at), "LAT,LON",
	 "presence near a point (needs --within and --purpose)"},
	{"within", CLI_NUMBER, offsetof(protect_options, within), "KM", "how near, in kilometres"},
	{"polygon", CLI_TEXT, offsetof(protect_options, polygon), "FILE",
	 "presence in the circle around a GeoJSON polygon (needs --purpose)"},
	{"purpose", CLI_TEXT, offsetof(protect_options, purpose), "TEXT", "why it is asked or given; kept in the log"},
	{"export", CLI_TEXT, offsetof(protect_options, export_file), "FILE",
	 "write the whole list of protected areas (.geojson or .kml), signed; needs --to, --purpose and a second "
	 "person"},
	{"to", CLI_TEXT, offsetof(protect_options, to), "TEXT", "export: for whom, by office"},
	{"lists", CLI_FLAG, offsetof(protect_options, lists), NULL, "the lists that went out, and to whom"},
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

static bool ends_with(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);

	return a > b && !strcmp(text + a - b, end);
}

static hw_status write_files(const cli_context *context, const char *path, const bureau_protect_file *file,
			     hw_error *error)
{
	char beside[4096];

	HW_TRY(cli_write_file(context, path, &file->content, error));
	if (snprintf(beside, sizeof(beside), "%s.sig", path) >= (int)sizeof(beside))
		return cli_usage(error, "the path is too long");
	HW_TRY(cli_write_file(context, beside, &file->signature, error));
	(void)snprintf(beside, sizeof(beside), "%s.pem", path);
	return cli_write_file(context, beside, &file->key, error);
}

static void tell_export(cli_desk *desk, const char *path, const bureau_protect_file *file)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "state", file->waits.length ? "pending" : "written");
		if (file->waits.length)
			hw_json_text(&w, "pending", file->waits);
		else
			hw_json_integer(&w, "number", file->number);
		hw_json_integer(&w, "areas", file->areas);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	if (file->waits.length) {
		hw_buffer_addf(&desk->out, "%s: %.*s\n%s\n", cli_say(&desk->page, "pending"), HW_TEXT_ARG(file->waits),
			       cli_say(&desk->page,
				       "Nothing is written yet: when another user has run \"homeward confirm\" with "
				       "this id, say the same again."));
		return;
	}
	hw_buffer_addf(&desk->out, "%s: %s, %s %lld, %s: %lld\n", cli_say(&desk->page, "written"), path,
		       cli_say(&desk->page, "list"), (long long)file->number, cli_say(&desk->page, "areas"),
		       (long long)file->areas);
	hw_buffer_addf(&desk->out, "openssl pkeyutl -verify -pubin -inkey %s.pem -rawin -in %s -sigfile %s.sig\n", path,
		       path, path);
	hw_buffer_addf(
		&desk->out, "%s\n",
		cli_say(&desk->page,
			"That an area is not on this list means that nothing is known of it; it does not mean that "
			"nobody is there."));
	hw_buffer_addf(
		&desk->out, "%s\n",
		cli_say(&desk->page,
			"The duties of precaution and proportionality stay with the commander; the holder's breach "
			"does not end them (AP I 51(7)-(8), 57)."));
}

static hw_status export_list(cli_desk *desk, const cli_context *context, const protect_options *options,
			     hw_error *error)
{
	const bureau_protect_release release = {
		.to = options->to, .purpose = options->purpose, .kml = ends_with(options->export_file, ".kml")};
	bureau_protect_file file;
	hw_status status = bureau_protect_export(desk->bureau, desk->arena, &desk->run, &release, &file, error);

	if (status == HW_OK && !file.waits.length)
		status = write_files(context, options->export_file, &file, error);
	if (status == HW_OK)
		tell_export(desk, options->export_file, &file);
	bureau_protect_file_free(&file);
	return status;
}

static hw_status check_options(const protect_options *o, hw_error *error)
{
	if ((o->at != NULL) + (o->polygon != NULL) + (o->export_file != NULL) + o->lists > 1)
		return cli_usage(error, "--at, --polygon, --export and --lists exclude each other");
	if (o->export_file && !ends_with(o->export_file, ".kml") && !ends_with(o->export_file, ".geojson") &&
	    !ends_with(o->export_file, ".json"))
		return cli_usage(error, "--export takes a file that ends in .geojson or .kml");
	if (o->export_file && (!o->to || !*o->to || !o->purpose || !*o->purpose))
		return cli_usage(error, "--export needs --to TEXT (for whom, by office) and --purpose TEXT");
	if (!o->export_file && o->to)
		return cli_usage(error, "--to goes with --export");
	if (o->at && (!(o->within > 0) || o->within > 500))
		return cli_usage(error, "--at needs --within KM, above 0 and at most 500");
	if ((o->at || o->polygon) && (!o->purpose || !*o->purpose))
		return cli_usage(error,
				 "--%s needs --purpose TEXT: every question about a point is logged with its purpose",
				 o->at ? "at" : "polygon");
	if (!o->at && o->within != 0)
		return cli_usage(error, "--within goes with --at");
	if (!o->at && !o->polygon && !o->export_file && o->purpose)
		return cli_usage(error, "--purpose goes with --at, --polygon and --export");
	return HW_OK;
}

static hw_status show_lists(cli_desk *desk, const cli_context *context, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_protect_lists(desk->bureau, desk->arena, &desk->run, &sheet, error));
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

static hw_status run_protect(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	protect_options options = *(const protect_options *)raw;
	double lat = 0, lon = 0;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "protect takes no arguments");
	HW_TRY(check_options(&options, error));
	if (options.at)
		HW_TRY(read_point(options.at, &lat, &lon, error));
	if (options.polygon)
		HW_TRY(bureau_protect_circle(options.polygon, &lat, &lon, &options.within, error));
	HW_TRY(cli_enter(context, &desk, error));
	if (options.at || options.polygon)
		status = near_point(&desk, context, &options, lat, lon, error);
	else if (options.export_file)
		status = export_list(&desk, context, &options, error);
	else
		status = options.lists ? show_lists(&desk, context, error) : all_objects(&desk, context, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_protect = {
	"protect",
	"",
	"presence beside objects, coarse; never a list of empty places",
	"--export writes the whole list, numbered, dated and signed: areas of a fixed grid, never points, no names and "
	"no\n"
	"numbers of people; nothing is taken off before 180 days (setting protect_days).  Another user confirms it for "
	"each\n"
	"recipient.  FILE.sig and FILE.pem stand beside it; docs/protect.md says how a stranger checks it.",
	run_protect,
	sizeof(protect_options),
	protect_table,
	CLI_BUREAU};
