/* homeward transmission: papers that went out and came in. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct transmission_options {
	const char *kind, *person, *place, *party, *date, *text;
	bool due, in;
} transmission_options;

#define TEXT_OPTION(name, field, argument, help)                                      \
	{                                                                             \
		name, CLI_TEXT, offsetof(transmission_options, field), argument, help \
	}
static const cli_option transmission_table[] = {
	{"due", CLI_FLAG, offsetof(transmission_options, due), NULL, "list: what is late alone"},
	TEXT_OPTION("kind", kind, "KIND", "sent: capture_card, notice, letter, inquiry, list, certificate or other"),
	TEXT_OPTION("person", person, "ID", "sent: about whom"),
	TEXT_OPTION("place", place, "ID", "sent: or about which place"),
	TEXT_OPTION("party", party, "ID", "sent: to whom"),
	{"in", CLI_FLAG, offsetof(transmission_options, in), NULL, "sent: it came in, from the party"},
	TEXT_OPTION("date", date, "DATE", "the day (default: today)"),
	TEXT_OPTION("text", text, "TEXT", "what it says, in short"),
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status perform(cli_desk *desk, const cli_context *context, const transmission_options *o, const char *act,
			 const char *id, hw_error *error)
{
	const bureau_paper paper = {.id = id,
				    .kind = o->kind,
				    .direction = o->in ? "in" : NULL,
				    .person = o->person,
				    .place = o->place,
				    .party = o->party,
				    .date = o->date,
				    .text = o->text};
	bureau_sheet sheet;
	hw_text made;

	if (!strcmp(act, "list")) {
		HW_TRY(bureau_transmission_list(desk->bureau, desk->arena, &desk->run, o->due, &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	HW_TRY(bureau_transmission_do(desk->bureau, desk->arena, act, &paper, &made, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_text(&w, "id", made);
		hw_json_string(&w, "state", act);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %.*s\n", cli_say(&desk->page, act), HW_TEXT_ARG(made));
	return HW_OK;
}

static hw_status run_transmission(const cli_context *context, const void *raw, size_t count, const char *const *words,
				  hw_error *error)
{
	const char *act = count ? words[0] : "list";
	bool mark = !strcmp(act, "acknowledged") || !strcmp(act, "answered");
	cli_desk desk;

	if ((strcmp(act, "list") != 0 && strcmp(act, "sent") != 0 && !mark) || count > 2 || (mark && count != 2) ||
	    (!strcmp(act, "list") && count == 2))
		return cli_usage(error, "write \"transmission list\", \"transmission sent [ID]\" or \"transmission "
					"acknowledged|answered ID\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, act, count == 2 ? words[1] : "", error), error);
}

const cli_command cli_transmission = {
	"transmission",
	"[list | sent [ID] | acknowledged|answered ID]",
	"cards, notices and letters: what went out, what was acknowledged and answered, what is late",
	"\"sent\" asks the same gate as the paper itself: of whom nothing goes out, nothing is written down as sent.  "
	"Letters on\n"
	"findings and lists of rounds stand in the list as well; they are sent by finding and round.",
	run_transmission,
	sizeof(transmission_options),
	transmission_table,
	CLI_BUREAU};
