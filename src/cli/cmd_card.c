/* homeward card: forms that the Convention asks for, filled from what is on record. */
#include "cli/sections_int.h"

typedef struct card_options {
	bool notice;
} card_options;

static const cli_option card_table[] = {
	{"notice", CLI_FLAG, offsetof(card_options, notice), NULL,
	 "the notice to his Power and the Agency (GC III 122) instead of the capture card"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_card(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			  hw_error *error)
{
	const card_options *options = raw;
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	if (count != 1)
		return cli_usage(error, "card takes one person whom we hold");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_card(desk.bureau, desk.arena, &desk.run, hw_text_of(arguments[0]), options->notice, &sheet,
			     error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_card = {"card",
			      "ID",
			      "the capture card of a person whom we hold (GC III 70), or the notice of him (122)",
			      "Filled from what is on record; what is not there stays a line to be filled by hand.  "
			      "--pdf FILE prints it on A4,\n"
			      "--lang uk in Ukrainian.  What was sent is written down by homeward import notices.",
			      run_card,
			      sizeof(card_options),
			      card_table,
			      CLI_BUREAU};
