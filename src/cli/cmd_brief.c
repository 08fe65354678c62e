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
	/* not in the help: it gets a reason rather than "no such option" */
	{"public", CLI_FLAG, offsetof(brief_options, open), NULL, ""},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_brief(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const brief_options *options = raw;
	bureau_brief brief;
	cli_desk desk;
	hw_buffer page = {0};
	hw_status status;

	if (options->open)
		return cli_usage(error,
				 "--public: not before the voice issue: which figures may be shown to everybody is "
				 "not decided by the program yet");
	if (count > (options->html ? 1u : 0u))
		return cli_usage(error,
				 options->html ? "brief --html takes one file at most" : "brief takes no arguments");
	HW_TRY(cli_enter(context, &desk, error));
	HW_TRY_OR_OUT(bureau_brief_load(desk.bureau, desk.arena, &desk.run, &brief, error));
	if (options->html || options->pdf) {
		if (options->html) {
			web_brief_page(&brief, context->lang, true, &page);
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
