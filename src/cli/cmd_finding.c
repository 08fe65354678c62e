/* homeward finding: what the rules raised, decided by a person, told by two. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct finding_options {
	const char *to, *reason, *says, *date;
	bool alerts;
} finding_options;

static const cli_option finding_table[] = {
	{"alerts", CLI_FLAG, offsetof(finding_options, alerts), NULL, "list: only what waits for the legal officer"},
	{"to", CLI_TEXT, offsetof(finding_options, to), "ADDRESSEE",
	 "draft, letter, notify, answer: agency, protecting-power, power (the Power itself) or authority (our own)"},
	{"reason", CLI_TEXT, offsetof(finding_options, reason), "TEXT",
	 "confirm, reject, review, close, reopen, notify: why"},
	{"says", CLI_TEXT, offsetof(finding_options, says), "TEXT", "answer: what was answered"},
	{"date", CLI_TEXT, offsetof(finding_options, date), "DATE", "answer: when (default: the day of the bureau)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static void tell(cli_desk *desk, const char *id, const char *state, hw_text more, const char *sentence)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "finding", id);
		hw_json_string(&w, "state", state);
		if (more.length)
			hw_json_text(&w, "pending", more);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %.*s\n", cli_say(&desk->page, state),
		       HW_TEXT_ARG(more.length ? more : hw_text_of(id)));
	if (*sentence)
		hw_buffer_addf(&desk->out, "%s\n", cli_say(&desk->page, sentence));
}

static hw_status show_letter(cli_desk *desk, const cli_context *context, const char *id, const char *to,
			     const bureau_letter *letter, hw_error *error)
{
	if (context->pdf)
		return bureau_letter_pdf(desk->bureau, letter, context->lang, &desk->pdf, error);
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "finding", id);
		hw_json_string(&w, "to", to);
		hw_json_string(&w, "language", context->lang);
		hw_json_text(&w, "state", letter->state);
		hw_json_text(&w, "sha256", letter->sha256);
		hw_json_text(&w, "content", letter->content);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "[%s]\n\n", cli_say(&desk->page, hw_text_copy(desk->arena, letter->state).bytes));
	hw_buffer_add(&desk->out, letter->content);
	return HW_OK;
}

static hw_status letter_act(cli_desk *desk, const cli_context *context, const char *act, const char *id,
			    const finding_options *o, const char *to, hw_error *error)
{
	bureau_letter letter;
	hw_text pending;

	if (!strcmp(act, "notify")) {
		HW_TRY(bureau_finding_notify(desk->bureau, desk->arena, &desk->run, hw_text_of(id), to, o->reason,
					     &pending, error));
		tell(desk, id, "pending", pending,
		     "It goes out when another user runs \"homeward confirm\" with this id.");
		return HW_OK;
	}
	if (!strcmp(act, "draft"))
		HW_TRY(bureau_finding_draft(desk->bureau, desk->arena, &desk->run, hw_text_of(id), to, &letter, error));
	else
		HW_TRY(bureau_finding_letter(desk->bureau, desk->arena, &desk->run, hw_text_of(id), to, &letter,
					     error));
	return show_letter(desk, context, id, to, &letter, error);
}

static hw_status move(cli_desk *desk, const char *act, const char *id, const finding_options *o, const char *to,
		      hw_error *error)
{
	const bureau_finding_act a = {
		.act = act, .says = !strcmp(act, "answer") ? o->says : o->reason, .date = o->date, .to = to};
	hw_text phase;

	HW_TRY(bureau_finding_move(desk->bureau, hw_text_of(id), &a, &phase, desk->arena, error));
	tell(desk, id, hw_text_copy(desk->arena, phase).bytes, HW_TEXT(""), "");
	return HW_OK;
}

static bool one_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static const char *const moves[] = {"take", "confirm", "reject", "review", "answer", "close", "reopen"};
static const char *const letters[] = {"draft", "letter", "notify"};

static hw_status check_words(size_t count, const char *const *arguments, const finding_options *o, hw_error *error)
{
	const char *act = count ? arguments[0] : "list";
	bool letter = one_of(act, letters, HW_COUNT(letters));

	if (!strcmp(act, "list"))
		return count > 1 ? cli_usage(error, "finding list takes no id") : HW_OK;
	if (strcmp(act, "show") != 0 && !letter && !one_of(act, moves, HW_COUNT(moves)))
		return cli_usage(error,
				 "finding has list, show, take, confirm, reject, review, draft, letter, notify, "
				 "answer, close and reopen, not \"%s\"",
				 act);
	if (count != 2)
		return cli_usage(error, "finding %s needs one id", act);
	if ((letter || !strcmp(act, "answer")) && (!o->to || !*o->to))
		return cli_usage(error, "finding %s needs --to agency, protecting-power, power or authority", act);
	if (!strcmp(act, "notify") && (!o->reason || !*o->reason))
		return cli_usage(error, "finding notify needs --reason TEXT");
	return HW_OK;
}

static hw_status run_finding(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	const finding_options *o = raw;
	const char *to = o->to && !strcmp(o->to, "protecting-power") ? "protecting power" : o->to;
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	HW_TRY(check_words(count, arguments, o, error));
	HW_TRY(cli_enter(context, &desk, error));
	if (!count || !strcmp(arguments[0], "list")) {
		status = bureau_findings_all(desk.bureau, desk.arena, &desk.run, o->alerts, &sheet, error);
		if (status == HW_OK)
			cli_answer_sheet(&desk, context, &sheet);
	} else if (!strcmp(arguments[0], "show")) {
		status = bureau_finding_sheet(desk.bureau, desk.arena, &desk.run, hw_text_of(arguments[1]), &sheet,
					      error);
		if (status == HW_OK)
			cli_answer_sheet(&desk, context, &sheet);
	} else if (one_of(arguments[0], letters, HW_COUNT(letters))) {
		status = letter_act(&desk, context, arguments[0], arguments[1], o, to, error);
	} else {
		status = move(&desk, arguments[0], arguments[1], o, to, error);
	}
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_finding = {
	"finding",
	"[list | show ID | take ID | confirm ID | reject ID | review ID | draft ID | letter ID | notify ID | answer ID "
	"| "
	"close ID | reopen ID]",
	"findings: what the rules raised, decided by a person, told by two",
	"homeward check --record writes findings down; a threat in an imported statement opens one at once.\n"
	"take, then confirm or reject with a reason; draft a letter to an addressee (--lang uk for Ukrainian, --pdf "
	"FILE\n"
	"for paper); notify waits for another user's confirm; answer and close end it.  A letter names no person, no "
	"exact\n"
	"place and no source, and rests on nothing that came in confidence.",
	run_finding,
	sizeof(finding_options),
	finding_table,
	CLI_BUREAU};
