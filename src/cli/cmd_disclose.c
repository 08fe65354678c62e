/* homeward disclose: data of one person to a prosecutor or a service, by two people. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct disclose_options {
	const char *to, *basis, *reference, *purpose;
} disclose_options;

static const cli_option disclose_table[] = {
	{"to", CLI_TEXT, offsetof(disclose_options, to), "WHOM", "prosecutor or intelligence"},
	{"basis", CLI_TEXT, offsetof(disclose_options, basis), "BASIS",
	 "consent (his yes for this very use stands) or order (a legal order)"},
	{"reference", CLI_TEXT, offsetof(disclose_options, reference), "TEXT",
	 "the form that he signed, or number and court of the order"},
	{"purpose", CLI_TEXT, offsetof(disclose_options, purpose), "TEXT", "what it is for"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static void tell(cli_desk *desk, hw_text id)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_text(&w, "id", id);
		hw_json_string(&w, "state", "pending");
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(
		&desk->out, "%s: %.*s\n%s\n", cli_say(&desk->page, "pending"), HW_TEXT_ARG(id),
		cli_say(&desk->page, "It takes effect when another user runs \"homeward confirm\" with this id."));
}

static hw_status perform(cli_desk *desk, const cli_context *context, const disclose_options *o, size_t count,
			 const char *const *words, hw_error *error)
{
	bureau_sheet sheet;
	hw_text id;

	if (count == 2 && !strcmp(words[0], "print")) {
		HW_TRY(bureau_disclosed(desk->bureau, desk->arena, &desk->run, hw_text_of(words[1]), &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	if (!count || !strcmp(words[0], "list")) {
		HW_TRY(bureau_disclosures(desk->bureau, desk->arena, &desk->run, &sheet, error));
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	const bureau_disclosure what = {
		.person = words[0], .to = o->to, .basis = o->basis, .reference = o->reference, .purpose = o->purpose};
	HW_TRY(bureau_disclose(desk->bureau, desk->arena, &what, &id, error));
	tell(desk, id);
	return HW_OK;
}

static hw_status run_disclose(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			      hw_error *error)
{
	cli_desk desk;

	if (count > 2 || (count == 2 && strcmp(arguments[0], "print") != 0))
		return cli_usage(error,
				 "write \"disclose PERSON --to prosecutor|intelligence --basis consent|order "
				 "--reference TEXT --purpose TEXT\", \"disclose print NUMBER\" or \"disclose list\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, count, arguments, error), error);
}

const cli_command cli_disclose = {
	"disclose",
	"[list | PERSON | print NUMBER]",
	"give data of one person to a prosecutor or a service: by his consent or a legal order, and by two people",
	"Without either it is refused and the rule named.  Another user confirms; then \"disclose print NUMBER\" makes "
	"the\n"
	"numbered, marked extract (--pdf FILE): claims with the grades of their sources, no source, nobody else's "
	"name,\n"
	"nothing told in confidence, no will, health or origin.  Each print is logged; a withdrawal stops the next "
	"one.",
	run_disclose,
	sizeof(disclose_options),
	disclose_table,
	CLI_BUREAU};
