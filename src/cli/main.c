/* homeward: starts, draws progress, notices Ctrl-C, says what went wrong.  dispatch.c runs the command. */
#include "bureau/bureau.h"
#include "cli/cli_int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
	(void)signal_number;
	if (interrupted) /* asked twice: what is not committed is undone when the bureau is opened next */
		_exit(130);
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
	if (!line->draw || (total <= 0 && done <= 0)) /* nothing to tell: somebody waits, and may be stopped */
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

/* A closed standard stream must not become the next file that is opened: what is printed would go into it.
 * Opened the wrong way round, so that reading and writing still fail and are told. */
static void hold_standard_streams(void)
{
	for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
		if (fcntl(descriptor, F_GETFD) < 0)
			(void)!open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Whoever read our output has closed it ("| head"): what is left is not wanted, and that is no failure. */
static bool reader_is_gone(void)
{
	struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

	return ferror(stdout) && poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

/* Ends as the other tools of a pipe do, by the signal: a shell sees 141. */
static void end_with_the_pipe(void)
{
	(void)signal(SIGPIPE, SIG_DFL);
	(void)raise(SIGPIPE);
}

int main(int argc, char **argv)
{
	progress_line line = {.draw = isatty(STDERR_FILENO) && isatty(STDOUT_FILENO)};
	hw_progress progress = {draw_progress, &line};
	cli_context context = {.out = stdout, .err = stderr, .terminal = isatty(STDOUT_FILENO), .progress = &progress};
	struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
	const char **arguments = calloc((size_t)argc + 1, sizeof(*arguments));
	const char *command = NULL;
	char text[2048];
	hw_error error = {0};
	hw_status status;

	hold_standard_streams();
	if (!arguments)
		return hw_status_exit_code(HW_NO_MEMORY);
	for (int i = 1; i < argc; i++)
		arguments[i - 1] = argv[i];
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	status = cli_dispatch(&context, (size_t)(argc > 0 ? argc - 1 : 0), arguments, &command, &error);
	if (line.shown)
		(void)fprintf(stderr, "\r\033[K");
	if (status == HW_OK && (fflush(stdout) != 0 || ferror(stdout)))
		status = hw_fail(&error, HW_STORAGE, "the result could not be written: %s", strerror(errno));
	if (status == HW_STORAGE && reader_is_gone())
		end_with_the_pipe();
	if (context.lang)
		bureau_retell_error(context.lang, &error);
	if (status > HW_NO || (status == HW_NO && error.why[0]))
		(void)fprintf(stderr, "homeward: %s%s%s\n", command ? command : "", command ? ": " : "",
			      hw_error_line(&error, text, sizeof(text)));
	free(arguments);
	return hw_status_exit_code(status);
}
