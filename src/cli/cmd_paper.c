/* homeward paper: the least for a day without machines. */
#include "cli/sections_int.h"

static hw_status run_paper(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	cli_desk desk;
	hw_status status = HW_OK;

	(void)raw, (void)arguments;
	if (count)
		return cli_usage(error, "paper takes no arguments; --pdf FILE prints it");
	HW_TRY(cli_enter(context, &desk, error));
	if (context->pdf) {
		status = bureau_forms_pdf(desk.bureau, context->lang, &desk.pdf, error);
	} else if (context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		bureau_forms_json(context->lang, &w);
		cli_json_end(&desk, &w);
	} else {
		cli_write_top(&desk);
		bureau_forms_text(context->lang, &desk.out);
	}
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_paper = {
	"paper",
	"",
	"the least for a day without machines: the order of work and blank forms, which name nobody",
	"Report, inquiry with a call-back phrase, the gate before a debrief, transfer list, second person.  Print it\n"
	"before the power fails: --pdf FILE, --lang uk.",
	run_paper,
	0,
	NULL,
	CLI_BUREAU};
