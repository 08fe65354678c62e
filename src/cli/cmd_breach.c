/* homeward breach-report: whose data a lost account or list touched. */
#include "cli/sections_int.h"

typedef struct breach_options {
	const char *user, *from, *to, *list;
} breach_options;

static const cli_option breach_table[] = {
	{"user", CLI_TEXT, offsetof(breach_options, user), "USER", "the account that was lost or turned"},
	{"from", CLI_TEXT, offsetof(breach_options, from), "DATE", "with --user: from this day on (default: ever)"},
	{"to", CLI_TEXT, offsetof(breach_options, to), "DATE", "with --user: up to this day"},
	{"list", CLI_TEXT, offsetof(breach_options, list), "ID", "the list of names that went astray"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_breach(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const breach_options *o = raw;
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count || !o->user == !o->list)
		return cli_usage(error, "write breach-report --user USER, or breach-report --list ID");
	HW_TRY(cli_enter(context, &desk, error));
	const bureau_breach what = {.user = o->user, .from = o->from, .to = o->to};
	status = o->user ? bureau_breach_of_user(desk.bureau, desk.arena, &desk.run, &what, &sheet, error)
			 : bureau_breach_of_list(desk.bureau, desk.arena, &desk.run, o->list, &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_breach = {
	"breach-report",
	"--user USER | --list ID",
	"whose data a lost account, or a list that went astray, touched",
	"From the log of views and the ledger, as ids: an auditor does not read cases.  --pdf FILE prints it.",
	run_breach,
	sizeof(breach_options),
	breach_table,
	CLI_BUREAU};
