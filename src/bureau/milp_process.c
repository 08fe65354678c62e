/* milp_process.c - a solver of mixed integer programs as a child process: cbc, when it is installed.
 *
 * Linked solvers were tried and left out: a model that is changed and solved again returns the old optimum as proven
 * (coin-or/Cbc #228), a stopped one may return columns that break rows (#353), and a fault of theirs would be ours.
 * So every question is a new file, a new process with limits of time, memory and file size, and an answer that
 * is only a candidate: the engine checks it in whole numbers and takes no bound from it. */
#include "bureau/bureau.h"
#include "bureau/milp_int.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MOST = 256 << 20 };
static const rlim_t memory_most = (rlim_t)4 << 30;

typedef struct files {
	char folder[64], model[96], answer[96];
} files;

static hw_status make_files(files *f, hw_error *error)
{
	(void)snprintf(f->folder, sizeof(f->folder), "/tmp/homeward-milp-XXXXXX");
	if (!mkdtemp(f->folder))
		return hw_fail(error, HW_STORAGE, "no folder for the solver: %s", strerror(errno));
	(void)snprintf(f->model, sizeof(f->model), "%s/model.mps", f->folder);
	(void)snprintf(f->answer, sizeof(f->answer), "%s/answer", f->folder);
	return HW_OK;
}

static void remove_files(const files *f)
{
	(void)unlink(f->model);
	(void)unlink(f->answer);
	(void)rmdir(f->folder);
}

static hw_status write_model(const files *f, const exchange_milp *milp, hw_error *error)
{
	hw_buffer text = {0};
	FILE *out = fopen(f->model, "we");
	bool ok = out != NULL;

	exchange_milp_mps(milp, &text);
	ok = ok && !text.failed && fwrite(text.bytes, 1, text.length, out) == text.length;
	if (out && fclose(out) != 0)
		ok = false;
	hw_buffer_free(&text);
	return ok ? HW_OK : hw_fail(error, HW_STORAGE, "the solver's question could not be written");
}

static void limit(__rlimit_resource_t resource, rlim_t most)
{
	struct rlimit r = {most, most};

	(void)setrlimit(resource, &r);
}

/* In the child: nothing of ours stays open, what it prints is dropped. */
static void become(const bureau_milp *settings, const files *f, double gap, double seconds)
{
	char ratio[32], time[32];
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);

	(void)hw_number_write(gap, ratio);
	(void)hw_number_write(ceil(seconds), time);
	if (nowhere < 0 || dup2(nowhere, 0) < 0 || dup2(nowhere, 1) < 0 || dup2(nowhere, 2) < 0)
		_exit(127);
	limit(RLIMIT_CPU, (rlim_t)ceil(seconds) + 2);
	limit(RLIMIT_AS, memory_most);
	limit(RLIMIT_FSIZE, ANSWER_MOST);
	limit(RLIMIT_CORE, 0);
	execlp(settings->program, settings->program, f->model, "ratio", ratio, "sec", time, "solve", "solution",
	       f->answer, (char *)NULL);
	_exit(127);
}

/* Waits until the child ends; kills it when its time is over.  True: it ended by itself, without an error. */
static bool wait_for(pid_t child, double seconds)
{
	double end = hw_clock_seconds() + seconds + 2;
	int state = 0;

	for (;;) {
		pid_t ended = waitpid(child, &state, WNOHANG);

		if (ended == child)
			return WIFEXITED(state) && WEXITSTATUS(state) == 0;
		if (ended < 0 && errno != EINTR)
			return false;
		if (hw_clock_seconds() > end) {
			(void)kill(child, SIGKILL);
			(void)waitpid(child, &state, 0);
			return false;
		}
		nanosleep(&(struct timespec){0, 2000000}, NULL);
	}
}

/* One line "12 x7 3 0": the column and its value. */
static bool read_column(const char *line, const exchange_milp *milp, double *x)
{
	hw_text rest = hw_text_of(line), piece, words[3] = {{0}};
	size_t count = 0;
	int64_t column;
	double number;
	hw_error ignored = {0};

	while (count < HW_COUNT(words) && hw_text_split(&rest, ' ', &piece))
		if (piece.length && !hw_text_is(piece, "**")) /* marks a value outside its bounds */
			words[count++] = piece;
	if (count < HW_COUNT(words) || words[1].length < 2 || words[1].bytes[0] != 'x')
		return false;
	piece = (hw_text){words[1].bytes + 1, words[1].length - 1};
	if (hw_text_integer(piece, &column, &ignored) != HW_OK || column < 0 || (size_t)column >= milp->columns ||
	    hw_text_number(words[2], &number, &ignored) != HW_OK || !isfinite(number))
		return false;
	x[column] = number;
	return true;
}

/* What it says of itself stands in the first line; columns that are not there are 0. */
static exchange_milp_answer read_answer(const files *f, const exchange_milp *milp, double *x)
{
	FILE *in = fopen(f->answer, "re");
	char *line = NULL;
	size_t room = 0;
	exchange_milp_answer answer = EXCHANGE_MILP_NOTHING;
	bool good = true;
	ssize_t length;

	if (!in)
		return answer;
	length = getline(&line, &room, in);
	if (length > 0 && (strstr(line, "Infeasible") || strstr(line, "infeasible")))
		answer = EXCHANGE_MILP_INFEASIBLE;
	else if (length > 0 && (!strncmp(line, "Optimal", 7) || !strncmp(line, "Stopped", 7)))
		answer = EXCHANGE_MILP_SOLUTION;
	for (size_t j = 0; j < milp->columns; j++)
		x[j] = 0;
	while (answer == EXCHANGE_MILP_SOLUTION && good && getline(&line, &room, in) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		good = !line[0] || read_column(line, milp, x);
	}
	free(line);
	(void)fclose(in);
	return good ? answer : EXCHANGE_MILP_NOTHING;
}

hw_status bureau_milp_solve(void *context, const exchange_milp *milp, double gap, double seconds, double *x,
			    exchange_milp_answer *answer, hw_error *error)
{
	const bureau_milp *settings = context;
	files f = {0};
	hw_status status;
	pid_t child;

	*answer = EXCHANGE_MILP_NOTHING;
	HW_TRY(make_files(&f, error));
	status = write_model(&f, milp, error);
	if (status == HW_OK) {
		child = fork();
		if (child == 0)
			become(settings, &f, gap, seconds);
		if (child < 0)
			status = hw_fail(error, HW_STORAGE, "no process for the solver: %s", strerror(errno));
		else if (wait_for(child, seconds))
			*answer = read_answer(&f, milp, x);
	}
	remove_files(&f);
	return status;
}

bool bureau_milp_available(const char *program)
{
	const char *path = getenv("PATH");
	hw_text rest = hw_text_of(path ? path : "/usr/bin:/bin"), folder;
	char full[1024];

	if (strchr(program, '/'))
		return access(program, X_OK) == 0;
	while (hw_text_split(&rest, ':', &folder)) {
		(void)snprintf(full, sizeof(full), "%.*s/%s", HW_TEXT_ARG(folder), program);
		if (access(full, X_OK) == 0)
			return true;
	}
	return false;
}
