/* intake_input.c - a file that can be read twice, its hash, and an early end for what is no table. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bureau/intake_int.h"

enum { PIECE = 1 << 16, LINE_LIMIT = 1 << 20 };
#define SPOOL_LIMIT ((uint64_t)4 << 30)

static hw_status broken(hw_status status, const char *what, hw_error *error)
{
	return hw_fail(error, status, "%s: %s", what, strerror(errno));
}

static hw_status write_all(int to, const char *bytes, size_t length, hw_error *error)
{
	while (length) {
		ssize_t n = write(to, bytes, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return broken(HW_STORAGE, "the temporary copy cannot be written", error);
		bytes += n;
		length -= (size_t)n;
	}
	return HW_OK;
}

/* A line over the limit cannot be a row of any kind: nobody reads on to the end of a gigabyte. */
typedef struct line_watch {
	uint64_t line, length;
} line_watch;

static hw_status watch_lines(line_watch *watch, const char *bytes, size_t length, hw_error *error)
{
	const char *at = bytes, *end = bytes + length, *newline;

	while ((newline = memchr(at, '\n', (size_t)(end - at)))) {
		watch->line++;
		watch->length = 0;
		at = newline + 1;
	}
	watch->length += (uint64_t)(end - at);
	/* UTF-16 takes two bytes where the limit counts one */
	if (watch->length <= 2 * LINE_LIMIT)
		return HW_OK;
	(void)hw_fail(error, HW_TOO_LARGE, "line %llu is over %d bytes", (unsigned long long)watch->line + 1,
		      LINE_LIMIT);
	return hw_error_remedy(error, "look whether this is a CSV file"), HW_TOO_LARGE;
}

/* Nobody may sit and type for ever: whoever waits for a pipe can be stopped. */
static hw_status await(int from, uint64_t total, const hw_progress *progress, hw_error *error)
{
	struct pollfd one = {.fd = from, .events = POLLIN};

	for (;;) {
		int ready = poll(&one, 1, 200);
		if (ready < 0 && errno != EINTR)
			return broken(HW_BAD_INPUT, "cannot be read", error);
		HW_TRY(hw_progress_step(progress, "receiving", (double)total, 0, error));
		if (ready > 0)
			return HW_OK;
	}
}

/* Reads to the end; copies into `to` when it is a descriptor. */
static hw_status digest(int from, int to, const hw_progress *progress, hw_sha256 *sha256, hw_error *error)
{
	crypto_hash_sha256_state state;
	line_watch watch = {0};
	uint64_t total = 0;
	char piece[PIECE];

	crypto_hash_sha256_init(&state);
	for (;;) {
		if (to >= 0)
			HW_TRY(await(from, total, progress, error));
		ssize_t n = read(from, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return broken(HW_BAD_INPUT, "cannot be read", error);
		if (!n)
			break;
		total += (uint64_t)n;
		HW_TRY(watch_lines(&watch, piece, (size_t)n, error));
		crypto_hash_sha256_update(&state, (const unsigned char *)piece, (size_t)n);
		if (to < 0)
			continue;
		if (total > SPOOL_LIMIT)
			return hw_fail(error, HW_TOO_LARGE, "more than 4 GiB from a pipe");
		HW_TRY(write_all(to, piece, (size_t)n, error));
	}
	crypto_hash_sha256_final(&state, sha256->bytes);
	return HW_OK;
}

/* An unlinked file, gone with the program. */
static hw_status make_copy(intake_input *input, hw_error *error)
{
	const char *folder = getenv("TMPDIR");
	char name[400];

	(void)snprintf(name, sizeof name, "%s/homeward-XXXXXX", folder && *folder ? folder : "/tmp");
	input->descriptor = mkostemp(name, O_CLOEXEC);
	if (input->descriptor < 0)
		return broken(HW_STORAGE, "no temporary file for what comes through a pipe", error);
	(void)unlink(name);
	(void)snprintf(input->path, sizeof input->path, "/proc/self/fd/%d", input->descriptor);
	return HW_OK;
}

static hw_status open_input(const char *path, const hw_progress *progress, intake_input *input, hw_error *error)
{
	bool standard = !strcmp(path, "-");
	int from = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (from < 0)
		return broken(errno == ENOENT ? HW_NOT_FOUND : HW_BAD_INPUT, "cannot be opened", error);
	hw_status status = HW_OK;
	int n = snprintf(input->path, sizeof input->path, "%s", path);
	bool plain = !standard && fstat(from, &about) == 0 && S_ISREG(about.st_mode);
	if (plain && (n < 0 || (size_t)n >= sizeof input->path))
		status = hw_fail(error, HW_BAD_INPUT, "the path is too long");
	else if (!plain)
		status = make_copy(input, error);
	if (status == HW_OK)
		status = digest(from, plain ? -1 : input->descriptor, progress, &input->sha256, error);
	if (!standard)
		(void)close(from);
	return status;
}

/* Kinds of files that a later issue brings are told by name, not as broken CSV. */
static hw_status refuse_later(const intake_input *input, hw_error *error)
{
	static const struct {
		const char *begin, *what, *remedy;
	} later[] = {
		{"PK\003\004", "a workbook (XLSX): not before the issue on exchange with others",
		 "save the sheet as CSV"},
		{"\320\317\021\340", "an old workbook (XLS)", "save the sheet as CSV"},
		{"<?xml", "XML (PFIF): not before the issue on exchange with others", "write CSV or JSON Lines"},
		{"<pfif", "PFIF: not before the issue on exchange with others", "write CSV or JSON Lines"},
	};
	char begin[8] = "";
	int descriptor = open(input->path, O_RDONLY | O_CLOEXEC);

	if (descriptor < 0)
		return HW_OK; /* whoever reads it says why */
	ssize_t got = pread(descriptor, begin, sizeof begin - 1, 0);
	(void)close(descriptor);
	if (got >= 3 && !memcmp(begin, "\357\273\277", 3)) /* a mark before the text */
		memmove(begin, begin + 3, sizeof begin - 3);
	for (size_t i = 0; got > 0 && i < HW_COUNT(later); i++)
		if (!strncmp(begin, later[i].begin, strlen(later[i].begin))) {
			(void)hw_fail(error, HW_USAGE, "%s", later[i].what);
			return hw_error_remedy(error, "%s", later[i].remedy), HW_USAGE;
		}
	return HW_OK;
}

hw_status intake_input_open(const char *path, const hw_progress *progress, intake_input *input, hw_error *error)
{
	*input = (intake_input){.descriptor = -1};
	hw_status status = open_input(path, progress, input, error);

	if (status == HW_OK)
		status = refuse_later(input, error);
	if (status != HW_OK) {
		intake_input_close(input);
		(void)hw_error_where(error, "%s", strcmp(path, "-") ? path : "standard input");
	}
	return status;
}

void intake_input_close(intake_input *input)
{
	if (input->descriptor >= 0)
		(void)close(input->descriptor);
	input->descriptor = -1;
}
