/* homeward help: made from the same table that runs the commands. */
#include "cli/manual_int.h"

#include <string.h>

const cli_option cli_common_options[] = {
	{"db", CLI_TEXT, 0, "URL", "the bureau's file (default ./bureau.db, or $HOMEWARD_DB)"},
	{"as", CLI_TEXT, 0, "USER", "who acts; HOMEWARD_TOKEN or a prompt proves it (not needed in training mode)"},
	{"as-of", CLI_TEXT, 0, "DATE", "what was known by that day (default: the bureau's setting, else today)"},
	{"json", CLI_FLAG, 0, NULL, "exact results for programs"},
	{"csv", CLI_FLAG, 0, NULL, "results as a table, where they are one"},
	{"pdf", CLI_TEXT, 0, "FILE",
	 "the sheet of a person, finding, item, statement, dossier, round, inquiry or day, printed on A4"},
	{"lang", CLI_TEXT, 0, "uk|en", "language of texts for people"},
	{"seed", CLI_INTEGER, 0, "N", "seed of random numbers (default 1)"},
	{"threads", CLI_INTEGER, 0, "N", "threads (default all); results do not depend on it"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

typedef struct help_options {
	const char *completion;
	bool man, commands;
} help_options;

static const cli_option help_table[] = {
	{"completion", CLI_TEXT, offsetof(help_options, completion), "SHELL",
	 "a script that completes commands and options: bash, zsh or fish"},
	{"man", CLI_FLAG, offsetof(help_options, man), NULL,
	 "the manual page, of the program or of a command, as roff"},
	{"commands", CLI_FLAG, offsetof(help_options, commands), NULL, "the names of the commands, one a line"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static void print_option(FILE *out, const cli_option *option)
{
	char left[64];

	if (!option->help[0]) /* known, but not there yet */
		return;
	(void)snprintf(left, sizeof(left), "--%s%s%s", option->name, option->argument ? " " : "",
		       option->argument ? option->argument : "");
	(void)fprintf(out, "  %-26s %s\n", left, option->help);
}

static void print_overview(FILE *out)
{
	const char *group = "";

	(void)fprintf(out, "homeward [--db URL] [--as USER] COMMAND [ARGUMENTS]\n\n"
			   "The working system of a bureau that brings prisoners of war home: who is held\n"
			   "where and how surely, what may be broken in law, which exchanges are possible.\n");
	for (size_t i = 0; i < cli_command_count; i++) {
		if (!cli_commands[i]->group)
			continue; /* not there yet: it says so itself when called */
		if (strcmp(group, cli_commands[i]->group) != 0) {
			group = cli_commands[i]->group;
			(void)fprintf(out, "\n%s\n", group);
		}
		(void)fprintf(out, "  %-11s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
	}
	(void)fprintf(out, "\nOptions of every command\n");
	for (const cli_option *option = cli_common_options; option->name; option++)
		print_option(out, option);
	(void)fprintf(out,
		      "\nhomeward help COMMAND tells more.  Exit: 0 done, 1 the answer is no, 2 usage, 3 bad input,\n"
		      "4 not permitted, 5 storage, 70 a fault of ours, 130 stopped.\n");
}

static void write_names(hw_buffer *out)
{
	for (size_t i = 0; i < cli_command_count; i++)
		if (cli_commands[i]->group)
			hw_buffer_addf(out, "%s\n", cli_commands[i]->name);
}

static hw_status print_for_machines(const cli_context *context, const help_options *how, const char *name,
				    hw_error *error)
{
	const cli_command *command = NULL;
	hw_buffer out = {0};
	hw_status status = HW_OK;

	for (size_t i = 0; name && i < cli_command_count; i++)
		if (!strcmp(cli_commands[i]->name, name))
			command = cli_commands[i];
	if (name && !command)
		return cli_usage(error, "there is no command \"%s\"", name);
	if (how->completion && !cli_completion(how->completion, &out))
		status = cli_usage(error, "--completion is bash, zsh or fish, not \"%s\"", how->completion);
	if (how->commands)
		write_names(&out);
	if (how->man && command)
		cli_manual_of_command(command, &out);
	else if (how->man)
		cli_manual(&out);
	if (status == HW_OK)
		status = cli_write(context, &out, error);
	hw_buffer_free(&out);
	return status;
}

hw_status cli_run_help(const cli_context *context, const void *options, size_t count, const char *const *arguments,
		       hw_error *error)
{
	const help_options *how = options; /* NULL: for --help of a command */

	if (how && (how->man || how->commands || how->completion))
		return print_for_machines(context, how, count ? arguments[0] : NULL, error);
	if (count == 0) {
		print_overview(context->out);
		return HW_OK;
	}
	for (size_t i = 0; i < cli_command_count; i++) {
		const cli_command *command = cli_commands[i];

		if (strcmp(command->name, arguments[0]) != 0)
			continue;
		(void)fprintf(context->out, "homeward %s %s\n  %s\n", command->name, command->arguments,
			      command->summary);
		if (command->details)
			(void)fprintf(context->out, "\n%s\n", command->details);
		if (command->options && command->options->name)
			(void)fprintf(context->out, "\nOptions\n");
		for (const cli_option *option = command->options; option && option->name; option++)
			print_option(context->out, option);
		(void)fprintf(context->out, "\nOptions of every command: homeward help\n");
		return HW_OK;
	}
	return cli_usage(error, "there is no command \"%s\"", arguments[0]);
}

const cli_command cli_help = {"help",
			      "[COMMAND]",
			      "what the program does, or how one command is used",
			      "make install puts the manual pages and the completions where shells look for them.",
			      cli_run_help,
			      sizeof(help_options),
			      help_table,
			      CLI_HELP};
