/* homeward user: who may enter, in which roles. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct user_options {
	cli_texts roles;
	const char *name, *compartment, *until, *reason;
} user_options;

static const cli_option user_table[] = {
	{"role", CLI_REPEAT, offsetof(user_options, roles), "ROLE",
	 "add: case officer, tracing analyst, negotiator, legal officer, family liaison, intelligence liaison, "
	 "debriefer, "
	 "auditor, administrator, mediator"},
	{"name", CLI_TEXT, offsetof(user_options, name), "TEXT", "add: the name to show"},
	{"compartment", CLI_TEXT, offsetof(user_options, compartment), "NAME", "grant: what is sealed under this name"},
	{"until", CLI_TEXT, offsetof(user_options, until), "DATE", "grant: the last day"},
	{"reason", CLI_TEXT, offsetof(user_options, reason), "TEXT", "grant: why"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status list_users(cli_desk *desk, hw_error *error)
{
	cli_table table = {.arena = desk->arena, .columns = 4};
	bureau_users users;

	HW_TRY(bureau_user_list(desk->bureau, desk->arena, &users, error));
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_users_json(&users, &w, "users");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	for (size_t i = 0; i < users.count; i++) {
		hw_text *cells = cli_table_row(&table);

		if (!cells)
			return hw_fail(error, HW_NO_MEMORY, "no memory to list the users");
		cells[0] = users.items[i].id;
		cells[1] = users.items[i].name;
		cells[2] = users.items[i].roles;
		cells[3] = users.items[i].disabled ? HW_TEXT("disabled") : HW_TEXT("");
	}
	cli_table_write(&table, &desk->out);
	return HW_OK;
}

static void tell(cli_desk *desk, const char *id, const char *done, const char *token)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "user", id);
		hw_json_string(&w, "done", done);
		if (*token)
			hw_json_string(&w, "token", token);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %s\n", id, done);
	if (*token)
		hw_buffer_addf(&desk->out, "token, shown only now: %s\n", token);
}

/* Who reads a compartment. */
static hw_status run_grants(const cli_context *context, const user_options *o, const char *verb, size_t count,
			    const char *const *words, hw_error *error)
{
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status = HW_OK;
	hw_text id;

	if (count != (!strcmp(verb, "grants") ? 1 : 2))
		return cli_usage(
			error, "user grant NAME --compartment C --until DATE --reason TEXT, user revoke GRANT or user "
			       "grants");
	HW_TRY(cli_enter(context, &desk, error));
	if (!strcmp(verb, "grant"))
		status = bureau_grant(desk.bureau, desk.arena, words[1], o->compartment, o->until, o->reason, &id,
				      error);
	else if (!strcmp(verb, "revoke"))
		status = bureau_grant_revoke(desk.bureau, hw_text_of(words[1]), error);
	if (status == HW_OK)
		status = bureau_grant_list(desk.bureau, desk.arena, &desk.run, &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

static hw_status run_user(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			  hw_error *error)
{
	const user_options *options = raw;
	const char *verb = count ? arguments[0] : "";
	char token[BUREAU_TOKEN_BYTES] = "";
	cli_desk desk;
	hw_status status;

	if (!strcmp(verb, "grant") || !strcmp(verb, "grants") || !strcmp(verb, "revoke"))
		return run_grants(context, options, verb, count, arguments, error);
	if (strcmp(verb, "add") != 0 && strcmp(verb, "list") != 0 && strcmp(verb, "disable") != 0 &&
	    strcmp(verb, "token") != 0)
		return cli_usage(error, "user add NAME, user list, user disable NAME, user token NAME, user grant "
					"NAME, user revoke GRANT or user grants");
	if (count != (!strcmp(verb, "list") ? 1 : 2))
		return cli_usage(error, "user %s%s", verb,
				 !strcmp(verb, "list") ? " takes no more" : " takes one name");
	if (strcmp(verb, "add") != 0 && (options->roles.count || options->name))
		return cli_usage(error, "--role and --name belong to user add");
	HW_TRY(cli_enter(context, &desk, error));
	if (!strcmp(verb, "list")) {
		status = list_users(&desk, error);
	} else if (!strcmp(verb, "add")) {
		status = bureau_user_add(desk.bureau, arguments[1], options->name, options->roles.items,
					 options->roles.count, token, error);
		if (status == HW_OK)
			tell(&desk, arguments[1], "added", token);
	} else if (!strcmp(verb, "token")) {
		status = bureau_user_token(desk.bureau, arguments[1], token, error);
		if (status == HW_OK)
			tell(&desk, arguments[1], "has a new token", token);
	} else {
		status = bureau_user_disable(desk.bureau, arguments[1], error);
		if (status == HW_OK)
			tell(&desk, arguments[1], "disabled", "");
	}
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_user = {
	"user",
	"add|list|disable|token|grant|grants|revoke [NAME]",
	"who may enter, and in which roles",
	"Names are small letters, digits, \".\", \"-\" and \"_\".  An administrator has no other role: he\n"
	"must not read cases.  \"user token\" gives a new token; the old one ends.\n"
	"\"user grant\" names who reads what is sealed in a compartment; \"user revoke\" takes a grant back.",
	run_user,
	sizeof(user_options),
	user_table,
	CLI_BUREAU};
