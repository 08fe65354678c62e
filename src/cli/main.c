/* homeward: finds the command, fills its options, runs it, says what went wrong. */
#include "cli/cli_int.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
	(void)signal_number;
	interrupted = 1;
}

/* ---- progress ----------------------------------------------------------------- */
typedef struct progress_line {
	bool draw;
	double started, drawn;
	const char *stage;
	bool shown;
} progress_line;

static bool draw_progress(void *context, const char *stage, double done, double total)
{
	progress_line *line = context;
	double now;

	if (interrupted)
		return false;
	if (!line->draw)
		return true;
	now = hw_clock_seconds();
	if (!line->stage || strcmp(line->stage, stage) != 0) {
		line->stage = stage;
		line->started = now;
	}
	/* Nothing for what takes less than a second; then five times a second. */
	if (now - line->started < 1.0 || now - line->drawn < 0.2)
		return true;
	line->drawn = now;
	line->shown = true;
	if (total > 0 && done > 0) {
		double rate = done / (now - line->started);

		(void)fprintf(stderr, "\r\033[K%s: %.0f of %.0f (%.0f %%), %.0f/s, %.0f s left", stage, done, total,
			      100 * done / total, rate, (total - done) / rate);
	} else {
		(void)fprintf(stderr, "\r\033[K%s: %.0f", stage, done);
	}
	(void)fflush(stderr);
	return true;
}

/* ---- options ------------------------------------------------------------------ */
typedef struct common_options {
	const char *db, *user, *as_of, *lang;
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
		if (!strcmp(cli_commands[i].name, name))
			return &cli_commands[i];
	return NULL;
}

/* The command is the first word that is not an option nor the value of one. */
static size_t command_position(size_t count, const char *const *arguments)
{
	for (size_t i = 0; i < count; i++) {
		const cli_option *option;

		if (strncmp(arguments[i], "--", 2) != 0)
			return i;
		option = find_option(common, arguments[i] + 2, strlen(arguments[i] + 2));
		if (option && option->kind != CLI_FLAG)
			i++;
	}
	return count;
}

static hw_status fill_context(const common_options *shared, cli_context *context, hw_error *error)
{
	const char *from_environment = getenv("HOMEWARD_DB");

	if (shared->seed < 0)
		return cli_usage(error, "--seed is 0 or more");
	if (shared->threads < 0 || shared->threads > 256)
		return cli_usage(error, "--threads is 0 (all) to 256");
	if (strcmp(shared->lang, "en") != 0 && strcmp(shared->lang, "uk") != 0)
		return cli_usage(error, "--lang is uk or en, not \"%s\"", shared->lang);
	context->db = shared->db ? shared->db : from_environment && *from_environment ? from_environment : "bureau.db";
	context->user = shared->user;
	context->as_of = shared->as_of;
	context->lang = shared->lang;
	context->json = shared->json;
	context->csv = shared->csv;
	context->seed = (uint64_t)shared->seed;
	context->threads = (unsigned)shared->threads;
	return HW_OK;
}

static hw_status run(cli_context *context, size_t count, const char **arguments, const char **command_name,
		     hw_error *error)
{
	common_options shared = {.lang = "en", .seed = 1};
	size_t position = command_position(count, arguments);
	const cli_command *command = position < count ? find_command(arguments[position]) : NULL;
	void *own = NULL;
	hw_status status;

	if (position < count && !command)
		return cli_usage(error, "there is no command \"%s\"", arguments[position]);
	if (command) {
		*command_name = command->name;
		memmove(arguments + position, arguments + position + 1, (count - position - 1) * sizeof(*arguments));
		count--;
	}
	own = calloc(1, command && command->options_size ? command->options_size : 1);
	if (!own)
		return hw_fail(error, HW_NO_MEMORY, "no memory to start");
	status = take_options(command, own, &shared, &count, arguments, error);
	if (status == HW_OK)
		status = fill_context(&shared, context, error);
	if (status != HW_OK)
		goto out;
	if (shared.version) {
		(void)fprintf(context->out, "homeward %s\n", HOMEWARD_VERSION);
	} else if (!command) {
		if (shared.help) {
			status = cmd_help(context, NULL, 0, NULL, error);
		} else {
			status = cli_usage(error, "a command is needed");
		}
	} else if (shared.help) {
		status = cmd_help(context, NULL, 1, &command->name, error);
	} else {
		status = command->run(context, own, count, arguments, error);
	}
out:
	free(own);
	return status;
}

int main(int argc, char **argv)
{
	progress_line line = {.draw = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO)};
	hw_progress progress = {draw_progress, &line};
	cli_context context = {.out = stdout, .err = stderr, .terminal = isatty(STDOUT_FILENO), .progress = &progress};
	struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
	const char **arguments = calloc((size_t)argc + 1, sizeof(*arguments));
	const char *command = NULL;
	char text[1024];
	hw_error error = {0};
	hw_status status;

	if (!arguments)
		return hw_status_exit_code(HW_NO_MEMORY);
	for (int i = 1; i < argc; i++)
		arguments[i - 1] = argv[i];
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	status = run(&context, (size_t)(argc > 0 ? argc - 1 : 0), arguments, &command, &error);
	if (line.shown)
		(void)fprintf(stderr, "\r\033[K");
	if (status == HW_OK && (fflush(stdout) != 0 || ferror(stdout)))
		status = hw_fail(&error, HW_STORAGE, "the result could not be written: %s", strerror(errno));
	if (status > HW_NO || (status == HW_NO && error.why[0]))
		(void)fprintf(stderr, "homeward: %s%s%s\n", command ? command : "", command ? ": " : "",
			      hw_error_line(&error, text, sizeof(text)));
	free(arguments);
	return hw_status_exit_code(status);
}
