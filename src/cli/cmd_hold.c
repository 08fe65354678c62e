/* homeward hold: what a proceeding needs is neither sealed nor deleted. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct hold_options {
	const char *reason;
} hold_options;

static const cli_option hold_table[] = {
	{"reason", CLI_TEXT, offsetof(hold_options, reason), "TEXT", "why: the proceeding, its number, the authority"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static void tell(cli_desk *desk, hw_text id, const char *state, const char *sentence)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_text(&w, "id", id);
		hw_json_string(&w, "state", state);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %.*s\n%s\n", cli_say(&desk->page, state), HW_TEXT_ARG(id),
		       cli_say(&desk->page, sentence));
}

static hw_status perform(cli_desk *desk, const cli_context *context, const hold_options *o, size_t count,
			 const char *const *words, hw_error *error)
{
	bureau_sheet sheet;
	hw_text id;

	if (!count || (count == 1 && !strcmp(words[0], "list"))) {
		HW_TRY(bureau_holds(desk->bureau, desk->arena, &desk->run, &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	if (count == 2) {
		HW_TRY(bureau_hold_lift(desk->bureau, desk->arena, hw_text_of(words[1]), hw_text_of(o->reason), &id,
					error));
		tell(desk, id, "pending", "It takes effect when another user runs \"homeward confirm\" with this id.");
		return HW_OK;
	}
	HW_TRY(bureau_hold(desk->bureau, desk->arena, words[0], o->reason, &id, error));
	tell(desk, id, "held", "It is kept as it is until two people lift the hold.");
	return HW_OK;
}

static hw_status run_hold(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			  hw_error *error)
{
	cli_desk desk;

	if (count > 2 || (count == 2 && strcmp(arguments[0], "lift") != 0))
		return cli_usage(error, "write \"hold PERSON|FINDING|EVIDENCE --reason TEXT\", "
					"\"hold lift ID --reason TEXT\" or \"hold list\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, count, arguments, error), error);
}

const cli_command cli_hold = {
	"hold",
	"[list | PERSON | FINDING | EVIDENCE | lift ID]",
	"legal hold: what a proceeding needs of a person, a finding or an item of evidence stays as it is",
	"One person places it, at once; another than the one who asks lifts it.  What is held is neither sealed nor "
	"deleted\n"
	"(homeward retention): the person under every id he has or had, everybody on the finding, everybody whom the "
	"item\n"
	"of evidence shows; an inquiry is held with the person whom it asks for.  Whoever destroys copies or papers "
	"asks the\n"
	"list first.",
	run_hold,
	sizeof(hold_options),
	hold_table,
	CLI_BUREAU};
