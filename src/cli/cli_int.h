/* cli_int.h - one file a command; this is what they share.
 *
 * A command is a `const cli_command cli_NAME` at the end of its file cmd_NAME.c, and its name in the list
 * of commands.c.  The same row makes the help text, the check of the options and the shell completion.
 * Results go to context->out, everything else to context->err. */
#ifndef HW_CLI_INT_H
#define HW_CLI_INT_H

#include "base/base.h"

typedef enum cli_option_kind {
	CLI_FLAG,    /* bool */
	CLI_TEXT,    /* const char * */
	CLI_INTEGER, /* int64_t */
	CLI_COUNT,   /* int64_t, 1 or more; 0 in the structure: not given */
	CLI_MEASURE, /* double over 0; 0 in the structure: not given */
	CLI_NUMBER,  /* double */
	CLI_REPEAT,  /* cli_texts */
} cli_option_kind;

enum { CLI_REPEAT_LIMIT = 256 };
typedef struct cli_texts {
	const char *items[CLI_REPEAT_LIMIT];
	size_t count;
} cli_texts;

typedef struct cli_option {
	const char *name; /* "pairs" for --pairs */
	cli_option_kind kind;
	size_t offset;        /* into the command's options structure, whose fields start zeroed */
	const char *argument; /* shown in help: "OUT.csv"; NULL for a flag */
	const char *help;
} cli_option;

#define CLI_DEFAULT_DB "bureau.db"

/* What every command gets: the options that all commands share. */
typedef struct cli_context {
	const char *db;      /* --db, $HOMEWARD_DB, "./bureau.db" */
	const char *command; /* its name */
	const char *user;    /* --as; NULL when not given */
	const char *as_of;   /* --as-of; NULL: the bureau's setting, else today */
	const char *lang;    /* "en" or "uk" */
	const char *pdf;     /* --pdf FILE: the answer goes there, on A4; NULL: no */
	/* With --csv both are set, but for commands that write their own CSV (dispatch.c): a desk makes the
	 * table from the answer as JSON. */
	bool json, csv;
	uint64_t seed;    /* default 1 */
	unsigned threads; /* 0 = all */
	bool terminal;    /* stdout is a terminal */
	FILE *out, *err;
	const char *const *words; /* the command line: files that it names are not written over */
	size_t word_count;
	const hw_progress *progress; /* draws on a terminal, notices Ctrl-C; never NULL */
} cli_context;

/* `options` points to the filled options structure; arguments[0..count-1] are what is left. */
typedef hw_status (*cli_run)(const cli_context *context, const void *options, size_t count,
			     const char *const *arguments, hw_error *error);

typedef struct cli_command {
	const char *name;
	const char *arguments; /* "A.csv [B.csv]" */
	const char *summary;   /* one line */
	const char *details;   /* more help, or NULL */
	cli_run run;
	size_t options_size;
	const cli_option *options; /* ends with a NULL name; NULL = none */
	const char *group;         /* heading in `homeward help`; NULL: left out of it */
} cli_command;

/* Headings of the overview. */
#define CLI_ENGINE "Engines (plain files in, results out; no bureau needed)"
#define CLI_BUREAU "The bureau"
#define CLI_HELP   "Help"

extern const cli_command *const cli_commands[];
extern const size_t cli_command_count;

/* Runs one command line (without the program's name); *command_name gets the command once known.
 * `arguments` is reordered.  The context's options are overwritten by those of the line. */
hw_status cli_dispatch(cli_context *context, size_t count, const char **arguments, const char **command_name,
		       hw_error *error);
/* A usage error that says how to get help. */
hw_status cli_usage(hw_error *error, const char *format, ...) HW_PRINTF(2, 3);
/* Writes a finished buffer to stdout; a full disk or closed pipe is HW_STORAGE.  Text for people, and whatever
 * goes to a terminal, leaves without the control characters that names of others may hold. */
HW_MUST_CHECK hw_status cli_write(const cli_context *context, const hw_buffer *buffer, hw_error *error);
/* Writes a buffer to a file by a temporary name and rename, so that a failure leaves no half file. */
HW_MUST_CHECK hw_status cli_write_file(const cli_context *context, const char *path, const hw_buffer *buffer,
				       hw_error *error);

/* Lines of standard input, without their end; begins zeroed.  The line lives until the next call. */
typedef struct cli_lines {
	char *bytes;
	size_t begin, end, number;
	bool ended;
} cli_lines;
HW_MUST_CHECK hw_status cli_lines_next(cli_lines *lines, const hw_progress *progress, hw_text *line, bool *found,
				       hw_error *error);
void cli_lines_close(cli_lines *lines);

/* What `help` runs; dispatch uses it for --help. */
hw_status cli_run_help(const cli_context *context, const void *options, size_t count, const char *const *arguments,
		       hw_error *error);

#endif
