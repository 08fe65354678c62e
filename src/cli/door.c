/* Entering the bureau from the command line. */
#include "cli/door_int.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bureau_door cli_door(const cli_context *context)
{
	return (bureau_door){
		.db = context->db,
		.user = context->user,
		.token = getenv("HOMEWARD_TOKEN"),
		.as_of = context->as_of,
		.clock = getenv("HOMEWARD_CLOCK"),
		.name = context->command,
		.progress = context->progress,
	};
}

/* One line from the terminal, not shown while it is typed; false when there is no terminal. */
static bool ask_token(const char *user, char *token, size_t size)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
	struct termios shown, hidden;
	ssize_t length;

	if (terminal < 0)
		return false;
	if (tcgetattr(terminal, &shown) != 0) {
		(void)close(terminal);
		return false;
	}
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	(void)dprintf(terminal, "Token of %s: ", user);
	(void)tcsetattr(terminal, TCSAFLUSH, &hidden);
	length = read(terminal, token, size - 1);
	(void)tcsetattr(terminal, TCSAFLUSH, &shown);
	(void)dprintf(terminal, "\n");
	(void)close(terminal);
	while (length > 0 && (token[length - 1] == '\n' || token[length - 1] == '\r'))
		length--;
	token[length > 0 ? length : 0] = '\0';
	return length > 0;
}

hw_status cli_point_to_training(const cli_context *context, hw_status status, hw_error *error)
{
	static const char made[] = "run/bureau.db";

	if (status == HW_STORAGE && !strcmp(context->db, CLI_DEFAULT_DB) && access(context->db, F_OK) != 0 &&
	    access(made, R_OK) == 0) {
		error->remedy[0] = '\0';
		(void)hw_error_remedy(
			error, "the training bureau of \"make run\" is --db %s (or export HOMEWARD_DB=%s)", made, made);
	}
	return status;
}

hw_status cli_open_bureau(const cli_context *context, bureau **result, hw_error *error)
{
	bureau_door door = cli_door(context);
	char token[128];
	hw_status status = bureau_enter(&door, result, error);

	if (status == HW_STORAGE)
		return cli_point_to_training(context, status, error);
	if (status != HW_NOT_PERMITTED || !door.user || !*door.user || (door.token && *door.token))
		return status;
	if (!isatty(STDIN_FILENO) || !ask_token(door.user, token, sizeof(token)))
		return status;
	door.token = token;
	status = bureau_enter(&door, result, error);
	explicit_bzero(token, sizeof(token));
	return status;
}
