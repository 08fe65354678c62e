/* homeward paper: the least for a day without machines. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct options {
	int64_t days;
	const char *round, *purpose;
	bool callbacks, phrases;
} options;

static const cli_option option_table[] = {
	{"days", CLI_COUNT, offsetof(options, days), "N", "what is due within N days (default 7)"},
	{"round", CLI_TEXT, offsetof(options, round), "ROUND",
	 "instead: by name those of our prisoners whom the round hands over"},
	{"callbacks", CLI_FLAG, offsetof(options, callbacks), NULL, "instead: the relatives who wait for a call"},
	{"phrases", CLI_FLAG, offsetof(options, phrases), NULL,
	 "instead: the phrases for these calls, by number alone"},
	{"purpose", CLI_TEXT, offsetof(options, purpose), "TEXT",
	 "names are printed for a purpose; it is written down"},
	{NULL, CLI_FLAG, 0, NULL, NULL}};

/* The headers for a spreadsheet on standard output, so that they can be sent into a file; how it comes in beside. */
static hw_status run_entry(const cli_context *context, const char *form, hw_error *error)
{
	hw_buffer header = {0}, command = {0};
	hw_status status = bureau_paper_entry(form, context->lang, &header, &command, error);

	if (status == HW_OK)
		status = cli_write(context, &header, error);
	if (status == HW_OK)
		(void)fprintf(context->err, "%.*s\n", (int)command.length, command.bytes);
	hw_buffer_free(&header);
	hw_buffer_free(&command);
	return status;
}

static hw_status run_names(const cli_context *context, cli_desk *desk, const options *o, int64_t days, hw_error *error)
{
	hw_text purpose = hw_text_of(o->purpose ? o->purpose : "");
	bureau_sheet sheet = {0};

	if (o->round)
		HW_TRY(bureau_paper_calls(desk->bureau, desk->arena, &desk->run, hw_text_of(o->round), purpose, &sheet,
					  error));
	else
		HW_TRY(bureau_paper_callbacks(desk->bureau, desk->arena, &desk->run, days, o->phrases, purpose, &sheet,
					      error));
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

static hw_status run_day(const cli_context *context, cli_desk *desk, int64_t days, bool acts, bool forms,
			 hw_error *error)
{
	bureau_sheet sheet = {0};

	if (acts)
		HW_TRY(bureau_paper_acts(desk->bureau, desk->arena, &desk->run, days, &sheet, error));
	if (!forms) {
		cli_answer_sheet(desk, context, &sheet);
	} else if (context->pdf) {
		return acts ? bureau_paper_pdf(desk->bureau, &sheet, context->lang, &desk->pdf, error)
			    : bureau_forms_pdf(desk->bureau, context->lang, &desk->pdf, error);
	} else if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		if (acts && !context->csv)
			bureau_sheet_json(&sheet, &w, sheet.kind);
		bureau_forms_json(context->lang, &w);
		cli_json_end(desk, &w);
	} else {
		cli_write_top(desk);
		if (acts)
			cli_write_sheet(&desk->page, &sheet);
		bureau_forms_text(context->lang, &desk->out);
	}
	return HW_OK;
}

static hw_status run_paper(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const options *o = raw;
	int papers = (o->round != NULL) + o->callbacks + o->phrases;
	bool names = papers > 0, acts = count == 1 && !strcmp(arguments[0], "acts"),
	     forms = count == 1 && !strcmp(arguments[0], "forms"), entry = count == 2 && !strcmp(arguments[0], "entry");
	int64_t days = o->days ? o->days : BUREAU_PAPER_DAYS;
	cli_desk desk;
	hw_status status;

	if ((count && !acts && !forms && !entry) || (names && count))
		return cli_usage(error, "write \"paper\", \"paper acts\", \"paper forms\", \"paper entry FORM\", or "
					"paper --round ROUND "
					"--callbacks or --phrases with --purpose TEXT");
	if (papers > 1)
		return cli_usage(error,
				 "--round, --callbacks and --phrases are papers of their own, for different people");
	if (entry && (context->pdf || context->json || context->csv))
		return cli_usage(error, "entry writes the headers of a CSV file and nothing else");
	if (entry)
		return run_entry(context, arguments[1], error);
	HW_TRY(cli_enter(context, &desk, error));
	status =
		names ? run_names(context, &desk, o, days, error) : run_day(context, &desk, days, !forms, !acts, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_paper = {
	"paper",
	"[acts | forms | entry FORM]",
	"the least for a day without machines: what is due, the order of work and blank forms; "
	"names only when asked for",
	"What is due (findings, letters, clocks, rounds, promises, inquiries, papers, second "
	"persons, what ends) goes by\n"
	"numbers of the file.  Print all before the power fails: --pdf FILE, --lang uk.  "
	"\"acts\" and \"forms\" are the halves.\n"
	"--round ROUND, --callbacks and --phrases print the names that the work needs: for a stated "
	"purpose, written down, past the\n"
	"gate, marked across each page.  entry FORM (report, inquiry, transfer) writes the "
	"headers of the CSV file that\n"
	"filled forms are typed into, and says how that file comes in.",
	run_paper,
	sizeof(options),
	option_table,
	CLI_BUREAU};
