/* homeward confirm: grave acts and the second person. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct confirm_options {
	bool refuse;
	const char *reason, *source, *date;
} confirm_options;

static const cli_option confirm_table[] = {
	{"refuse", CLI_FLAG, offsetof(confirm_options, refuse), NULL, "refuse what waits, with a reason"},
	{"reason", CLI_TEXT, offsetof(confirm_options, reason), "TEXT", "why; needed to ask and to refuse"},
	{"source", CLI_TEXT, offsetof(confirm_options, source), "ID", "captive, dead: the source behind it"},
	{"date", CLI_TEXT, offsetof(confirm_options, date), "DATE", "captive, dead: since when"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

/* A word of the program in the language of the page. */
static hw_text said(const cli_desk *desk, hw_text word)
{
	return hw_text_of(cli_say(&desk->page, cli_text(&desk->page, "%.*s", HW_TEXT_ARG(word)).bytes));
}

static hw_status list_waiting(cli_desk *desk, hw_error *error)
{
	cli_table table = {.arena = desk->arena, .columns = 6};
	bureau_pendings list;
	int64_t waiting;

	HW_TRY(bureau_findings_waiting(desk->bureau, &waiting, error));
	HW_TRY(bureau_pending_list(desk->bureau, desk->arena, "pending", &list, error));
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_pending_json(&list, &w, "pending");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	if (waiting)
		hw_buffer_addf(
			&desk->out, "%lld %s\n", (long long)waiting,
			cli_say(&desk->page, "findings wait for the legal officer: homeward finding list --alerts"));
	for (size_t i = 0; i < list.count; i++) {
		const bureau_pending *item = &list.items[i];
		hw_text *cells = cli_table_row(&table);

		if (!cells)
			return hw_fail(error, HW_NO_MEMORY, "no memory to list what waits");
		cells[0] = item->id;
		cells[1] = said(desk, item->act);
		cells[2] = cli_text(&desk->page, "%.*s %.*s", HW_TEXT_ARG(said(desk, item->subject_kind)),
				    HW_TEXT_ARG(item->subject_id));
		cells[3] =
			cli_text(&desk->page, "%s %.*s", cli_say(&desk->page, "asked by"), HW_TEXT_ARG(item->asked_by));
		cells[4] = item->asked;
		cells[5] = item->reason;
	}
	cli_table_write(&table, &desk->out);
	if (!list.count)
		hw_buffer_addf(&desk->out, "%s\n", cli_say(&desk->page, "Nothing waits for a second person."));
	return HW_OK;
}

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
	hw_buffer_addf(&desk->out, "%s: %.*s\n", cli_say(&desk->page, state), HW_TEXT_ARG(id));
	if (sentence)
		hw_buffer_addf(&desk->out, "%s\n", cli_say(&desk->page, sentence));
}

static hw_status ask(cli_desk *desk, const char *status_word, const char *person, const confirm_options *options,
		     hw_error *error)
{
	const bureau_status_claim claim = {.person = hw_text_of(person),
					   .status = status_word,
					   .date = hw_text_of(options->date),
					   .source = hw_text_of(options->source),
					   .reason = hw_text_of(options->reason)};
	hw_text id;

	HW_TRY(bureau_confirm_status(desk->bureau, &claim, &id, desk->arena, error));
	tell(desk, id, "pending", "It takes effect when another user runs \"homeward confirm\" with this id.");
	return HW_OK;
}

static hw_status run_confirm(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	const confirm_options *options = raw;
	cli_desk desk;
	hw_status status;

	if (count > 2 || (count == 2 && strcmp(arguments[0], "captive") != 0 && strcmp(arguments[0], "dead") != 0))
		return cli_usage(error, "confirm, confirm ID, confirm captive PERSON or confirm dead PERSON");
	if (count == 2 && options->refuse)
		return cli_usage(error, "--refuse belongs to confirm ID");
	HW_TRY(cli_enter(context, &desk, error));
	if (count == 0) {
		status = list_waiting(&desk, error);
	} else if (count == 2) {
		status = ask(&desk, arguments[0], arguments[1], options, error);
	} else {
		status = bureau_confirm(desk.bureau, hw_text_of(arguments[0]), options->refuse,
					hw_text_of(options->reason), error);
		if (status == HW_OK)
			tell(&desk, hw_text_of(arguments[0]), options->refuse ? "refused" : "confirmed", NULL);
	}
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_confirm = {
	"confirm",
	"[ID | captive PERSON | dead PERSON]",
	"grave acts: what waits, and the second person's word",
	"Without arguments: what waits.  With an id: do it (or --refuse it); whoever asked for it cannot.\n"
	"captive and dead ask for a status of a person, which takes effect when another user confirms.",
	run_confirm,
	sizeof(confirm_options),
	confirm_table,
	CLI_BUREAU};
