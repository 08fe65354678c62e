/* Man pages and shell completion, from the same table that runs the commands. */
#include "cli/manual_int.h"

#include <string.h>

/* ---- man pages ------------------------------------------------------------------ */
/* roff reads "-" as a hyphen, "\" as an escape, and "." or "'" at the beginning of a line as a request. */
static void roff(hw_buffer *out, const char *text)
{
	bool begins = true;

	for (const char *c = text; *c; c++) {
		if (begins && (*c == '.' || *c == '\''))
			hw_buffer_adds(out, "\\&");
		if (*c == '-')
			hw_buffer_adds(out, "\\-");
		else if (*c == '\\')
			hw_buffer_adds(out, "\\e");
		else
			hw_buffer_add(out, (hw_text){c, 1});
		begins = *c == '\n';
	}
}

static void request(hw_buffer *out, const char *name, const char *text)
{
	hw_buffer_addf(out, ".%s ", name);
	roff(out, text);
	hw_buffer_adds(out, "\n");
}

static void title(hw_buffer *out, const char *page)
{
	hw_buffer_addf(out, ".TH \"");
	roff(out, page);
	hw_buffer_addf(out, "\" 1 \"\" \"homeward %s\" \"Homeward\"\n", HOMEWARD_VERSION);
}

static void options_of(hw_buffer *out, const cli_option *options)
{
	for (; options && options->name; options++) {
		if (!options->help[0]) /* known, but not there yet */
			continue;
		hw_buffer_adds(out, ".TP\n\\fB\\-\\-");
		roff(out, options->name);
		hw_buffer_adds(out, "\\fR");
		if (options->argument) {
			hw_buffer_adds(out, " \\fI");
			roff(out, options->argument);
			hw_buffer_adds(out, "\\fR");
		}
		hw_buffer_adds(out, "\n");
		roff(out, options->help);
		hw_buffer_adds(out, "\n");
	}
}

static void exit_status(hw_buffer *out)
{
	static const char *const codes[][2] = {
		{"0", "done"},
		{"1", "done, and the answer is no"},
		{"2", "wrong usage"},
		{"3", "bad input, nothing was changed"},
		{"4", "not permitted"},
		{"5", "storage failed, nothing was changed"},
		{"70", "a fault of the program"},
		{"130", "stopped by Ctrl-C, nothing half done"},
	};

	request(out, "SH", "EXIT STATUS");
	for (size_t i = 0; i < HW_COUNT(codes); i++)
		hw_buffer_addf(out, ".TP\n%s\n%s\n", codes[i][0], codes[i][1]);
}

void cli_manual_of_command(const cli_command *command, hw_buffer *out)
{
	char page[64];

	(void)snprintf(page, sizeof(page), "homeward-%s", command->name);
	title(out, page);
	request(out, "SH", "NAME");
	roff(out, page);
	hw_buffer_adds(out, " \\- ");
	roff(out, command->summary);
	hw_buffer_adds(out, "\n.SH SYNOPSIS\n\\fBhomeward ");
	roff(out, command->name);
	hw_buffer_adds(out, "\\fR ");
	roff(out, command->arguments);
	hw_buffer_adds(out, "\n");
	if (command->details) {
		hw_buffer_adds(out, ".SH DESCRIPTION\n.nf\n");
		roff(out, command->details);
		hw_buffer_adds(out, "\n.fi\n");
	}
	if (command->options && command->options->name) {
		hw_buffer_adds(out, ".SH OPTIONS\n");
		options_of(out, command->options);
	}
	hw_buffer_adds(out, ".SH SEE ALSO\n\\fBhomeward\\fR(1), which tells the options of every command.\n");
}

void cli_manual(hw_buffer *out)
{
	const char *group = "";

	title(out, "homeward");
	hw_buffer_adds(out, ".SH NAME\nhomeward \\- the working system of a bureau that brings prisoners of war home\n"
			    ".SH SYNOPSIS\n\\fBhomeward\\fR [\\fB\\-\\-db\\fR \\fIURL\\fR] [\\fB\\-\\-as\\fR "
			    "\\fIUSER\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n"
			    ".SH DESCRIPTION\nWho is held where and how surely, what may be broken in law, which "
			    "exchanges are possible. Each command has a page of its own: homeward\\-COMMAND(1).\n");
	for (size_t i = 0; i < cli_command_count; i++) {
		const cli_command *command = cli_commands[i];

		if (!command->group)
			continue;
		if (strcmp(group, command->group) != 0) {
			group = command->group;
			request(out, "SS", group);
		}
		hw_buffer_adds(out, ".TP\n\\fB");
		roff(out, command->name);
		hw_buffer_adds(out, "\\fR\n");
		roff(out, command->summary);
		hw_buffer_adds(out, "\n");
	}
	hw_buffer_adds(out, ".SH OPTIONS OF EVERY COMMAND\n");
	options_of(out, cli_common_options);
	exit_status(out);
	hw_buffer_adds(out, ".SH ENVIRONMENT\n.TP\nHOMEWARD_DB\nthe bureau's file, when \\-\\-db does not name it\n"
			    ".TP\nHOMEWARD_TOKEN\nproves who acts, with \\-\\-as\n");
}

/* ---- completion ------------------------------------------------------------------- */
/* A help text within single quotes of a shell. */
static void quoted(hw_buffer *out, const char *text)
{
	for (const char *c = text; *c; c++) {
		if (*c == '\'')
			hw_buffer_adds(out, "'\\''");
		else if (*c == '\n')
			hw_buffer_adds(out, " ");
		else
			hw_buffer_add(out, (hw_text){c, 1});
	}
}

/* "list|show|reconcile" of "[list|show ID|reconcile [ID]]": the words in small letters before the first option. */
static void words_of(const char *arguments, hw_buffer *out)
{
	const char *c = arguments;

	while (*c) {
		size_t length = strspn(c, "abcdefghijklmnopqrstuvwxyz");
		bool word = length > 1 && (c == arguments || c[-1] == '|' || c[-1] == '[' || c[-1] == ' ') &&
			    (!c[length] || strchr("|] ", c[length]));

		if (word)
			hw_buffer_addf(out, "%s%.*s", out->length ? " " : "", (int)length, c);
		c += length;
		while (*c && !(*c >= 'a' && *c <= 'z')) {
			if (*c == '-' && c[1] == '-') { /* an option and what belongs to it */
				c += 2;
				c += strspn(c, "abcdefghijklmnopqrstuvwxyz-");
				continue;
			}
			c++;
		}
	}
}

static void options_line(const cli_option *options, hw_buffer *out)
{
	for (; options && options->name; options++)
		if (options->help[0])
			hw_buffer_addf(out, " --%s", options->name);
}

static void bash(hw_buffer *out)
{
	hw_buffer_adds(out, "# bash completion for homeward; made by: homeward help --completion bash\n"
			    "_homeward()\n{\n\tlocal word=${COMP_WORDS[COMP_CWORD]} command= i\n\tCOMPREPLY=()\n"
			    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tcase ${COMP_WORDS[i]} in\n"
			    "\t\t--db | --as | --as-of | --lang | --seed | --threads) ((i++)) ;;\n\t\t-*) ;;\n"
			    "\t\t*) command=${COMP_WORDS[i]}; break ;;\n\t\tesac\n\tdone\n"
			    "\tlocal common='--help");
	options_line(cli_common_options, out);
	hw_buffer_adds(out, "' words=\n\tcase $command in\n\t\"\") words=\"");
	for (size_t i = 0; i < cli_command_count; i++)
		if (cli_commands[i]->group)
			hw_buffer_addf(out, "%s%s", i ? " " : "", cli_commands[i]->name);
	hw_buffer_adds(out, " $common --version\" ;;\n");
	for (size_t i = 0; i < cli_command_count; i++) {
		hw_buffer words = {0};

		if (!cli_commands[i]->group)
			continue;
		words_of(cli_commands[i]->arguments, &words);
		options_line(cli_commands[i]->options, &words);
		hw_buffer_addf(out, "\t%s) words=\"%.*s $common\" ;;\n", cli_commands[i]->name,
			       HW_TEXT_ARG(hw_buffer_text(&words)));
		out->failed = out->failed || words.failed;
		hw_buffer_free(&words);
	}
	hw_buffer_adds(out, "\tesac\n\t[ \"$command\" != help ] || words=\"$words ");
	for (size_t i = 0; i < cli_command_count; i++)
		if (cli_commands[i]->group)
			hw_buffer_addf(out, "%s%s", i ? " " : "", cli_commands[i]->name);
	hw_buffer_adds(out, "\"\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n"
			    "complete -o default -F _homeward homeward\n");
}

/* In the second part of "--name[text]" and "name:text" brackets and colons end the text. */
static void zsh_text(hw_buffer *out, const char *text)
{
	char one[2] = "";

	for (const char *c = text; *c; c++) {
		if (strchr("[]:\\", *c))
			hw_buffer_adds(out, "\\");
		one[0] = *c;
		quoted(out, one);
	}
}

static void zsh_options(hw_buffer *out, const cli_option *options)
{
	for (; options && options->name; options++) {
		if (!options->help[0])
			continue;
		hw_buffer_addf(out, " \\\n\t\t'%s--%s[", options->kind == CLI_REPEAT ? "*" : "", options->name);
		zsh_text(out, options->help);
		hw_buffer_adds(out, "]");
		if (options->argument) {
			hw_buffer_adds(out, ":");
			zsh_text(out, options->argument);
			hw_buffer_adds(out, ":_files");
		}
		hw_buffer_adds(out, "'");
	}
}

static void zsh(hw_buffer *out)
{
	hw_buffer_adds(out,
		       "#compdef homeward\n# zsh completion for homeward; made by: homeward help --completion zsh\n"
		       "_homeward() {\n\tlocal -a commands\n\tcommands=(");
	for (size_t i = 0; i < cli_command_count; i++) {
		if (!cli_commands[i]->group)
			continue;
		hw_buffer_addf(out, "\n\t\t'%s:", cli_commands[i]->name);
		zsh_text(out, cli_commands[i]->summary);
		hw_buffer_adds(out, "'");
	}
	hw_buffer_adds(out, ")\n\tlocal command=${words[(r)[a-z]*]}\n"
			    "\tif (( CURRENT == 2 )); then\n\t\t_describe command commands\n\t\treturn\n\tfi\n"
			    "\tcase ${words[2]} in\n");
	for (size_t i = 0; i < cli_command_count; i++) {
		hw_buffer words = {0};

		if (!cli_commands[i]->group)
			continue;
		words_of(cli_commands[i]->arguments, &words);
		hw_buffer_addf(out, "\t%s) _arguments", cli_commands[i]->name);
		zsh_options(out, cli_commands[i]->options);
		zsh_options(out, cli_common_options);
		if (words.length)
			hw_buffer_addf(out, " \\\n\t\t'2:what:(%.*s)'", HW_TEXT_ARG(hw_buffer_text(&words)));
		hw_buffer_adds(out, " \\\n\t\t'*:file:_files' ;;\n");
		out->failed = out->failed || words.failed;
		hw_buffer_free(&words);
	}
	hw_buffer_adds(out, "\tesac\n}\n_homeward \"$@\"\n");
}

static void fish_options(hw_buffer *out, const char *command, const cli_option *options)
{
	for (; options && options->name; options++) {
		if (!options->help[0])
			continue;
		hw_buffer_adds(out, "complete -c homeward");
		if (command)
			hw_buffer_addf(out, " -n '__fish_seen_subcommand_from %s'", command);
		hw_buffer_addf(out, " -l %s%s -d '", options->name, options->argument ? " -r" : "");
		for (const char *c = options->help; *c; c++) /* fish: \' within quotes */
			hw_buffer_addf(out, "%s%c", *c == '\'' || *c == '\\' ? "\\" : "", *c == '\n' ? ' ' : *c);
		hw_buffer_adds(out, "'\n");
	}
}

static void fish(hw_buffer *out)
{
	hw_buffer_adds(out, "# fish completion for homeward; made by: homeward help --completion fish\n");
	fish_options(out, NULL, cli_common_options);
	for (size_t i = 0; i < cli_command_count; i++) {
		const cli_command *command = cli_commands[i];
		hw_buffer words = {0};

		if (!command->group)
			continue;
		hw_buffer_addf(out, "complete -c homeward -n __fish_use_subcommand -a %s -d '", command->name);
		for (const char *c = command->summary; *c; c++)
			hw_buffer_addf(out, "%s%c", *c == '\'' || *c == '\\' ? "\\" : "", *c);
		hw_buffer_adds(out, "'\n");
		words_of(command->arguments, &words);
		if (words.length)
			hw_buffer_addf(out, "complete -c homeward -n '__fish_seen_subcommand_from %s' -a '%.*s'\n",
				       command->name, HW_TEXT_ARG(hw_buffer_text(&words)));
		fish_options(out, command->name, command->options);
		out->failed = out->failed || words.failed;
		hw_buffer_free(&words);
	}
}

bool cli_completion(const char *shell, hw_buffer *out)
{
	static const struct {
		const char *name;
		void (*write)(hw_buffer *out);
	} shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};

	for (size_t i = 0; i < HW_COUNT(shells); i++)
		if (!strcmp(shells[i].name, shell)) {
			shells[i].write(out);
			return true;
		}
	return false;
}
