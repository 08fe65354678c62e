/* homeward brief: the situation on one page. */
#include "cli/sections_int.h"

#include "web/web.h"

typedef struct brief_options {
	const char *html;
} brief_options;

static const cli_option brief_table[] = {
	{"html", CLI_TEXT, offsetof(brief_options, html), "FILE", "write the page as HTML (\"-\": to standard output)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_brief(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const brief_options *options = raw;
	bureau_brief brief;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "brief takes no arguments");
	HW_TRY(cli_enter(context, &desk, error));
	HW_TRY_OR_OUT(bureau_brief_load(desk.bureau, desk.arena, &desk.run, &brief, error));
	if (options->html) {
		hw_buffer html = {0};

		web_brief_page(&brief, context->lang, true, &html);
		status = cli_write_file(options->html, &html, error);
		hw_buffer_free(&html);
	} else if (context->json) {
		hw_json_writer w = hw_json_writer_new(&desk.out, true);

		bureau_brief_json(&brief, &w);
		hw_buffer_adds(&desk.out, "\n");
	} else {
		cli_write_brief(&desk, &brief);
	}
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_brief = {
	"brief", "", "the situation on one page", NULL, run_brief, sizeof(brief_options), brief_table, CLI_BUREAU};
