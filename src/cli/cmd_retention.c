/* homeward retention: what its time has come for; two people seal it or delete it, two open what was sealed. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct retention_options {
	const char *rule, *reason;
} retention_options;

static const cli_option retention_table[] = {
	{"rule", CLI_TEXT, offsetof(retention_options, rule), "NAME", "of this rule alone (homeward retention rules)"},
	{"reason", CLI_TEXT, offsetof(retention_options, reason), "TEXT", "apply: who decided it; open: for what"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status sheet(cli_desk *desk, const cli_context *context, const char *what, const retention_options *o,
		       hw_error *error)
{
	bureau_sheet sheet;

	if (!strcmp(what, "rules"))
		HW_TRY(bureau_retention_rules(desk->bureau, desk->arena, &desk->run, &sheet, error));
	else if (!strcmp(what, "sealed"))
		HW_TRY(bureau_retention_steps(desk->bureau, desk->arena, &desk->run, &sheet, error));
	else
		HW_TRY(bureau_retention(desk->bureau, desk->arena, &desk->run, o->rule, &sheet, error));
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

/* What is deleted has no way back: it is said before anybody confirms. */
static void tell(cli_desk *desk, const bureau_retention_asked *asked)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_text(&w, "id", asked->pending);
		hw_json_string(&w, "state", "pending");
		hw_json_integer(&w, "to_seal", asked->seals);
		hw_json_integer(&w, "to_delete", asked->contacts);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %.*s\n", cli_say(&desk->page, "pending"), HW_TEXT_ARG(asked->pending));
	if (asked->seals)
		hw_buffer_addf(&desk->out, "%s: %lld\n", cli_say(&desk->page, "persons to be sealed"),
			       (long long)asked->seals);
	if (asked->contacts)
		hw_buffer_addf(
			&desk->out, "%s: %lld\n%s\n", cli_say(&desk->page, "contacts to be deleted for good"),
			(long long)asked->contacts,
			cli_say(&desk->page, "Nothing brings back what is deleted, no undo and no second decision."));
	hw_buffer_addf(
		&desk->out, "%s\n",
		cli_say(&desk->page, "It takes effect when another user runs \"homeward confirm\" with this id."));
}

static hw_status perform(cli_desk *desk, const cli_context *context, const retention_options *o, size_t count,
			 const char *const *words, hw_error *error)
{
	bureau_retention_asked asked = {0};

	if (count == 2)
		HW_TRY(bureau_retention_open(desk->bureau, desk->arena, words[1], o->reason, &asked.pending, error));
	else if (count == 1 && !strcmp(words[0], "apply"))
		HW_TRY(bureau_retention_apply(desk->bureau, desk->arena, o->rule, o->reason, &asked, error));
	else
		return sheet(desk, context, count ? words[0] : "list", o, error);
	tell(desk, &asked);
	return HW_OK;
}

static hw_status run_retention(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			       hw_error *error)
{
	static const char *const alone[] = {"list", "rules", "sealed", "apply"};
	bool known = count == 0 || (count == 2 && !strcmp(arguments[0], "open"));
	cli_desk desk;

	for (size_t i = 0; count == 1 && i < HW_COUNT(alone); i++)
		known = known || !strcmp(arguments[0], alone[i]);
	if (!known)
		return cli_usage(error, "write \"retention [list]\", \"retention rules\", \"retention sealed\", "
					"\"retention apply --reason TEXT\" or \"retention open PERSON --reason TEXT\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, count, arguments, error), error);
}

const cli_command cli_retention = {
	"retention",
	"[list | rules | sealed | apply | open PERSON]",
	"what its time has come for: sealed or deleted by two people, unless it is held; opened again by two",
	"Nothing happens by itself.  \"retention\" lists what is due, from which event its time ran, and what stops "
	"it: a legal\n"
	"hold (homeward hold), an open finding, inquiry, proposal or act.  With --as-of it is a trial for that day.\n"
	"\"retention apply\" asks for all that is due and not stopped, or for one --rule; another user confirms, and "
	"everything is\n"
	"asked again: one hold more and nothing is done.  Sealing puts what is about a person alone out of force: "
	"shown to\n"
	"nobody, still counted.  \"retention open\" brings it back as it was, for a purpose, by two.  How a relative "
	"is reached is\n"
	"deleted for good, in every version received; nothing brings it back but a backup made before.\n"
	"The rules: data/keeping/retention.txt, \"retention rules\".  What was done: \"retention sealed\".  Exit: 3 "
	"when nothing\n"
	"is due, 4 when somebody is sealed or the right is missing.",
	run_retention,
	sizeof(retention_options),
	retention_table,
	CLI_BUREAU};
