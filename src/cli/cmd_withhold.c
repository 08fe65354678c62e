/* homeward withhold: whose data do not go out, and to whom. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct withhold_options {
	const char *to, *reason, *until;
} withhold_options;

static const cli_option withhold_table[] = {
	{"to", CLI_TEXT, offsetof(withhold_options, to), "PARTY", "from whom it is withheld; \"*\": everybody outside"},
	{"reason", CLI_TEXT, offsetof(withhold_options, reason), "TEXT", "why; needed"},
	{"until", CLI_TEXT, offsetof(withhold_options, until), "DATE", "the last day (default: until it is lifted)"},
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

static hw_status perform(cli_desk *desk, const cli_context *context, const withhold_options *o, size_t count,
			 const char *const *words, hw_error *error)
{
	bureau_sheet sheet;
	hw_text id;

	if (count == 0 || (count == 1 && !strcmp(words[0], "list"))) {
		HW_TRY(bureau_withhold_all(desk->bureau, desk->arena, &desk->run, &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	if (count == 1 && !strcmp(words[0], "ways")) {
		HW_TRY(bureau_outward_ways(desk->bureau, desk->arena, &desk->run, &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	if (count == 2) {
		HW_TRY(bureau_withhold_lift(desk->bureau, desk->arena, hw_text_of(words[1]), hw_text_of(o->reason), &id,
					    error));
		tell(desk, id, "pending", "It takes effect when another user runs \"homeward confirm\" with this id.");
		return HW_OK;
	}
	const bureau_withholding what = {.person = words[0], .to = o->to, .reason = o->reason, .until = o->until};
	HW_TRY(bureau_withhold(desk->bureau, desk->arena, &what, &id, error));
	tell(desk, id, "not transmitted",
	     "At once, in every list, card, bundle and handover; two people lift it: homeward withhold lift ID.");
	return HW_OK;
}

static hw_status run_withhold(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			      hw_error *error)
{
	cli_desk desk;

	if (count > 2 || (count == 2 && strcmp(arguments[0], "lift") != 0))
		return cli_usage(
			error,
			"write \"withhold PERSON --to PARTY --reason TEXT\", \"withhold lift ID --reason TEXT\", "
			"\"withhold list\" or \"withhold ways\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, count, arguments, error), error);
}

const cli_command cli_withhold = {
	"withhold",
	"[list | PERSON | lift ID | ways]",
	"do not transmit: whose data do not go out, from whom they are kept, until when",
	"One person is enough to withhold, and it holds at once in every list, card, bundle and handover; two lift it "
	"again.\n"
	"Outside nobody learns that anything is withheld, nor why: such a person reads \"not available\".\n"
	"A merge carries it along, a day in the past does not undo it, and what one formation must not read goes "
	"neither\n"
	"to its Power nor to another of its formations.  \"ways\" lists every way out and who stays back on it.",
	run_withhold,
	sizeof(withhold_options),
	withhold_table,
	CLI_BUREAU};
