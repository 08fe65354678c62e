/* homeward brief: the situation on one page. */
#include "cli/sections_int.h"

#include "web/web.h"

typedef struct brief_options {
	const char *pdf;
	bool html, open;
} brief_options;

static const cli_option brief_table[] = {
	{"html", CLI_FLAG, offsetof(brief_options, html), NULL,
	 "the page as HTML, to standard output or to the file that is named"},
	{"pdf", CLI_TEXT, offsetof(brief_options, pdf), "FILE", "write it as PDF on A4 (\"-\": to standard output)"},
	{"public", CLI_FLAG, offsetof(brief_options, open), NULL,
	 "the factsheet for everybody: rounded, no small numbers, no person, no place; --csv: regions with HXL tags"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

/* The factsheet as text, --json, PDF, or as a table with HXL tags. */
static hw_status answer_factsheet(cli_desk *desk, const cli_context *context, const brief_options *options,
				  hw_error *error)
{
	bureau_sheet sheet;
	hw_buffer pdf = {0};
	char day[11];
	hw_status status;

	HW_TRY(bureau_factsheet(desk->bureau, desk->arena, &desk->run, &sheet, error));
	if (context->csv) {
		bureau_factsheet_hxl(&sheet, hw_days_write(bureau_as_of(desk->bureau), day), &desk->out);
		return HW_OK;
	}
	if (!options->pdf) {
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	status = bureau_sheet_pdf(desk->bureau, &sheet, context->lang, &pdf, error);
	if (status == HW_OK)
		status = cli_write_file(context, options->pdf, &pdf, error);
	hw_buffer_free(&pdf);
	return status;
}

static hw_status run_brief(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const brief_options *options = raw;
	bureau_brief brief;
	cli_desk desk;
	hw_buffer page = {0};
	hw_status status;

	if (context->csv && !options->open)
		return cli_usage(
			error,
			"--csv: the briefing is a page of many tables; ask people, interest, plan, locate, places, "
			"check, protect, custody, statement or round with --csv, or take --json");
	if (options->open && (options->html || count))
		return cli_usage(error, "--public is a text, --json, --csv or --pdf FILE");
	if (count > (options->html ? 1u : 0u))
		return cli_usage(error,
				 options->html ? "brief --html takes one file at most" : "brief takes no arguments");
	HW_TRY(cli_enter(context, &desk, error));
	if (options->open)
		return cli_leave(context, &desk, answer_factsheet(&desk, context, options, error), error);
	HW_TRY_OR_OUT(bureau_brief_load(desk.bureau, desk.arena, &desk.run, &brief, error));
	if (options->html || options->pdf) {
		if (options->html) {
			web_brief_page(&brief, context->lang, &page);
			HW_TRY_OR_OUT(cli_write_file(context, count ? arguments[0] : "-", &page, error));
			hw_buffer_free(&page);
		}
		if (options->pdf) {
			HW_TRY_OR_OUT(bureau_brief_pdf(&brief, context->lang, &page, error));
			HW_TRY_OR_OUT(cli_write_file(context, options->pdf, &page, error));
		}
	} else if (context->json) {
		hw_json_writer w = hw_json_writer_new(&desk.out, true);

		bureau_brief_json(&brief, &w);
		hw_buffer_adds(&desk.out, "\n");
	} else {
		cli_write_brief(&desk, &brief);
	}
out:
	hw_buffer_free(&page);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_brief = {"brief",     "[--html [FILE]]", "the situation on one page",
			       NULL,        run_brief,         sizeof(brief_options),
			       brief_table, CLI_BUREAU};
