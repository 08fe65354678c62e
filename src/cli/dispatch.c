/* Finds the command in the table, fills its options, runs it. */
#include "cli/cli_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- options ------------------------------------------------------------------ */
typedef struct common_options {
	const char *db, *user, *as_of, *lang, *pdf;
	bool json, csv, help, version;
	int64_t seed, threads;
} common_options;

static const cli_option common[] = {
	{"db", CLI_TEXT, offsetof(common_options, db), "URL", ""},
	{"as", CLI_TEXT, offsetof(common_options, user), "USER", ""},
	{"as-of", CLI_TEXT, offsetof(common_options, as_of), "DATE", ""},
	{"lang", CLI_TEXT, offsetof(common_options, lang), "uk|en", ""},
	{"json", CLI_FLAG, offsetof(common_options, json), NULL, ""},
	{"csv", CLI_FLAG, offsetof(common_options, csv), NULL, ""},
	{"pdf", CLI_TEXT, offsetof(common_options, pdf), "FILE", ""},
	{"help", CLI_FLAG, offsetof(common_options, help), NULL, ""},
	{"version", CLI_FLAG, offsetof(common_options, version), NULL, ""},
	{"seed", CLI_INTEGER, offsetof(common_options, seed), "N", ""},
	{"threads", CLI_INTEGER, offsetof(common_options, threads), "N", ""},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static const cli_option *find_option(const cli_option *options, const char *name, size_t length)
{
	for (; options && options->name; options++)
		if (strlen(options->name) == length && !memcmp(options->name, name, length))
			return options;
	return NULL;
}

static hw_status store_option(const cli_option *option, void *structure, const char *value, hw_error *error)
{
	char *field = (char *)structure + option->offset;
	hw_status status = HW_OK;

	switch (option->kind) {
	case CLI_FLAG:
		*(bool *)(void *)field = true;
		break;
	case CLI_TEXT:
		*(const char **)(void *)field = value;
		break;
	case CLI_INTEGER:
		status = hw_text_integer(hw_text_of(value), (int64_t *)(void *)field, error);
		break;
	case CLI_NUMBER:
		status = hw_text_number(hw_text_of(value), (double *)(void *)field, error);
		break;
	case CLI_COUNT:
		status = hw_text_integer(hw_text_of(value), (int64_t *)(void *)field, error);
		if (status == HW_OK && *(int64_t *)(void *)field < 1)
			return cli_usage(error, "--%s is 1 or more, not \"%s\"", option->name, value);
		break;
	case CLI_MEASURE:
		status = hw_text_number(hw_text_of(value), (double *)(void *)field, error);
		if (status == HW_OK && !(*(double *)(void *)field > 0))
			return cli_usage(error, "--%s is over 0, not \"%s\"", option->name, value);
		break;
	case CLI_REPEAT: {
		cli_texts *texts = (cli_texts *)(void *)field;

		if (texts->count == CLI_REPEAT_LIMIT)
			return cli_usage(error, "--%s is given more than %d times", option->name, CLI_REPEAT_LIMIT);
		texts->items[texts->count++] = value;
		break;
	}
	}
	if (status != HW_OK)
		return cli_usage(error, "--%s takes a number, not \"%s\"", option->name, value);
	return HW_OK;
}

/* Takes options out of `arguments`; what is left stays in order.  "--" ends the options. */
static hw_status take_options(const cli_command *command, void *own, common_options *shared, size_t *count,
			      const char **arguments, hw_error *error)
{
	size_t kept = 0;
	bool only_arguments = false;

	for (size_t i = 0; i < *count; i++) {
		const char *argument = arguments[i], *name = argument + 2, *equals;
		const cli_option *option;
		const char *value = NULL;
		void *structure = own;
		size_t length;

		if (only_arguments || strncmp(argument, "--", 2) != 0) {
			if (!only_arguments && !strcmp(argument, "-h")) {
				shared->help = true;
				continue;
			}
			arguments[kept++] = argument;
			continue;
		}
		if (!*name) {
			only_arguments = true;
			continue;
		}
		equals = strchr(name, '=');
		length = equals ? (size_t)(equals - name) : strlen(name);
		option = command ? find_option(command->options, name, length) : NULL;
		if (!option) {
			option = find_option(common, name, length);
			structure = shared;
		}
		if (!option && !command)
			return cli_usage(error, "there is no option \"%s\" before the command", argument);
		if (!option)
			return cli_usage(error, "%s has no option \"%.*s\"", command->name, (int)length + 2, argument);
		if (option->kind == CLI_FLAG && equals)
			return cli_usage(error, "--%s takes no value", option->name);
		if (option->kind != CLI_FLAG) {
			if (equals)
				value = equals + 1;
			else if (i + 1 < *count)
				value = arguments[++i];
			else
				return cli_usage(error, "--%s needs a value (%s)", option->name, option->argument);
		}
		HW_TRY(store_option(option, structure, value, error));
	}
	*count = kept;
	return HW_OK;
}

static const cli_command *find_command(const char *name)
{
	for (size_t i = 0; i < cli_command_count; i++)
		if (!strcmp(cli_commands[i]->name, name))
			return cli_commands[i];
	return NULL;
}

/* Commands of the contract that are not there yet say so, instead of "there is no command". */
static hw_status unknown_command(const char *name, hw_error *error)
{
	static const char *const later[][2] = {
		{"export",
		 "not before the issue on exchange with others: what leaves the bureau needs its recipients and "
		 "their rights first"},
	};

	for (size_t i = 0; i < HW_COUNT(later); i++)
		if (!strcmp(later[i][0], name))
			return cli_usage(error, "%s: %s", name, later[i][1]);
	return cli_usage(error, "there is no command \"%s\"", name);
}

/* The command is the first word that is not an option nor the value of one. */
static size_t command_position(size_t count, const char *const *arguments)
{
	for (size_t i = 0; i < count; i++) {
		const cli_option *option;

		if (!strcmp(arguments[i], "-h"))
			continue;
		if (strncmp(arguments[i], "--", 2) != 0)
			return i;
		option = find_option(common, arguments[i] + 2, strlen(arguments[i] + 2));
		if (option && option->kind != CLI_FLAG)
			i++;
	}
	return count;
}

/* ---- --csv ------------------------------------------------------------------------ */
/* Who writes CSV of his own; every other command's table is made from its JSON. */
static const char *const own_csv[] = {"belief", "census", "link", "names", "plan", "search"};

/* Answers that no table holds. */
static const char *const no_csv[][2] = {
	{"tour", "the tour is a page"},
	{"help", "help is a page"},
	{"serve", "serve has no answer of its own"},
	{"init", "the answer is one token"},
	{"backup", "the answer is one line; take --json"},
	{"restore", "the answer is one line; take --json"},
	{"example", "the answer is one line; the files written are CSV"},
};

/* ---- --pdf ------------------------------------------------------------------------ */
/* Answers that are a sheet: command and its first word (NULL: whichever).  Others have a --pdf of their own, or none. */
static const char *const on_paper[][2] = {
	{"person", NULL},       {"custody", NULL},       {"dossier", NULL},     {"evidence", "show"},
	{"evidence", "list"},   {"evidence", "verify"},  {"statement", "show"}, {"round", "show"},
	{"round", "reconcile"}, {"round", "balance"},    {"plan", NULL},        {"card", NULL},
	{"finding", NULL},      {"inquiry", NULL},       {"debrief", NULL},     {"transmission", NULL},
	{"remains", NULL},      {"breach-report", NULL}, {"disclose", "print"}, {"answer-pack", NULL},
	{"consent", NULL},      {"paper", NULL},
};

static hw_status choose_paper(const cli_command *command, const cli_context *context, const char *first,
			      hw_error *error)
{
	if (!context->pdf || !command)
		return HW_OK;
	if (context->json || context->csv)
		return cli_usage(error, "--pdf, --json and --csv exclude each other");
	for (size_t i = 0; i < HW_COUNT(on_paper); i++)
		if (!strcmp(on_paper[i][0], command->name) &&
		    (!on_paper[i][1] || (first && !strcmp(on_paper[i][1], first))))
			return HW_OK;
	return cli_usage(error, "this answer of %s has no --pdf", command->name);
}

static hw_status choose_form(const cli_command *command, cli_context *context, hw_error *error)
{
	if (!context->csv || !command)
		return HW_OK;
	for (size_t i = 0; i < HW_COUNT(no_csv); i++)
		if (!strcmp(no_csv[i][0], command->name))
			return cli_usage(error, "--csv: %s", no_csv[i][1]);
	if (context->json)
		return cli_usage(error, "--json and --csv exclude each other");
	for (size_t i = 0; i < HW_COUNT(own_csv); i++)
		if (!strcmp(own_csv[i], command->name))
			return HW_OK;
	context->json = true;
	return HW_OK;
}

static hw_status fill_context(const common_options *shared, cli_context *context, hw_error *error)
{
	const char *from_environment = getenv("HOMEWARD_DB");

	/* An empty variable of a script must not stand for everybody, or for today. */
	if ((shared->db && !*shared->db) || (shared->user && !*shared->user) || (shared->as_of && !*shared->as_of))
		return cli_usage(error, "--%s is empty",
				 shared->db && !*shared->db       ? "db"
				 : shared->user && !*shared->user ? "as"
								  : "as-of");
	if (shared->seed < 0)
		return cli_usage(error, "--seed is 0 or more");
	if (shared->threads < 0 || shared->threads > 256)
		return cli_usage(error, "--threads is 0 (all) to 256");
	if (strcmp(shared->lang, "en") != 0 && strcmp(shared->lang, "uk") != 0)
		return cli_usage(error, "--lang is uk or en, not \"%s\"", shared->lang);
	context->db = shared->db                              ? shared->db
		      : from_environment && *from_environment ? from_environment
							      : CLI_DEFAULT_DB;
	context->user = shared->user;
	context->as_of = shared->as_of;
	context->lang = shared->lang;
	context->pdf = shared->pdf;
	context->json = shared->json;
	context->csv = shared->csv;
	context->seed = (uint64_t)shared->seed;
	context->threads = (unsigned)shared->threads;
	return HW_OK;
}

hw_status cli_dispatch(cli_context *context, size_t count, const char **arguments, const char **command_name,
		       hw_error *error)
{
	common_options shared = {.lang = "en", .seed = 1};
	size_t position = command_position(count, arguments);
	const cli_command *command = position < count ? find_command(arguments[position]) : NULL;
	const char **words = NULL;
	void *own = NULL;
	hw_status status;

	if (position < count && !command)
		return unknown_command(arguments[position], error);
	if (command) {
		*command_name = context->command = command->name;
		memmove(arguments + position, arguments + position + 1, (count - position - 1) * sizeof(*arguments));
		count--;
	}
	own = calloc(1, command && command->options_size ? command->options_size : 1);
	words = calloc(count + 1, sizeof *words);
	if (!own || !words) {
		free(own);
		free(words);
		return hw_fail(error, HW_NO_MEMORY, "no memory to start");
	}
	memcpy(words, arguments, count * sizeof *words);
	context->words = words;
	context->word_count = count;
	status = take_options(command, own, &shared, &count, arguments, error);
	if (status == HW_OK)
		status = fill_context(&shared, context, error);
	if (status == HW_OK && !shared.help && !shared.version)
		status = choose_paper(command, context, count ? arguments[0] : NULL, error);
	if (status == HW_OK && !shared.help && !shared.version)
		status = choose_form(command, context, error);
	if (status != HW_OK)
		goto out;
	if (shared.version) {
		(void)fprintf(context->out, "homeward %s\n", HOMEWARD_VERSION);
	} else if (!command) {
		if (shared.help) {
			status = cli_run_help(context, NULL, 0, NULL, error);
		} else {
			status = cli_usage(error, "a command is needed");
		}
	} else if (shared.help) {
		status = cli_run_help(context, NULL, 1, &command->name, error);
	} else {
		status = command->run(context, own, count, arguments, error);
	}
out:
	context->words = NULL;
	context->word_count = 0;
	free(words);
	free(own);
	return status;
}
