/* homeward tour: the founding interview row by row, with what the program answers on the bureau at hand.
 *
 * The rows are text (src/cli/tour/interview.rows), so that the tour, docs/interview.md and the test that
 * holds them to the program are one thing.  A row: "key: value" lines, an empty line ends it.
 *   said   the sentence, short and attributed        needs   what the work needs
 *   run    the exact command (without "homeward")    must    text that the output has to contain (repeated)
 *   show   the output's lines that contain this are shown, whole (repeated; none: the first 12); "A >> B": from the first
 *          line with A to the next one with B.  Where lines are left out stands "...".
 *   room   where it is computed                      test    what holds it */
#include "cli/cli_int.h"
#include "cli/table_int.h"

#include <stdlib.h>
#include <string.h>

hw_text cli_data_find(const char *name);

enum { ROW_TEXTS = 12, TOUR_ARGUMENTS = 32, SHOWN_LINES = 12, UNFOLDED = 1 << 20 };

typedef struct tour_options {
	bool markdown;
} tour_options;

static const cli_option tour_table[] = {
	{"markdown", CLI_FLAG, offsetof(tour_options, markdown), NULL, "as a page (docs/interview.md is made so)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

typedef struct tour_row {
	hw_text said, needs, run, room, test;
	hw_text must[ROW_TEXTS], show[ROW_TEXTS];
	size_t must_count, show_count;
} tour_row;

static bool take(hw_text line, const char *key, hw_text *value)
{
	size_t n = strlen(key);

	if (!hw_text_starts(line, key) || line.length <= n || line.bytes[n] != ':')
		return false;
	*value = hw_text_trim((hw_text){line.bytes + n + 1, line.length - n - 1});
	return true;
}

/* The next row of the file; false at its end. */
static bool next_row(hw_text *rest, tour_row *row)
{
	hw_text line, value;
	bool any = false;

	*row = (tour_row){0};
	while (hw_text_split(rest, '\n', &line)) {
		if (!hw_text_trim(line).length) {
			if (any)
				return true;
			continue;
		}
		if (line.bytes[0] == '#')
			continue;
		any = true;
		if (take(line, "said", &row->said) || take(line, "needs", &row->needs) ||
		    take(line, "run", &row->run) || take(line, "room", &row->room) || take(line, "test", &row->test))
			continue;
		if (take(line, "must", &value) && row->must_count < ROW_TEXTS)
			row->must[row->must_count++] = value;
		else if (take(line, "show", &value) && row->show_count < ROW_TEXTS)
			row->show[row->show_count++] = value;
	}
	return any;
}

static bool contains(hw_text text, hw_text part)
{
	return part.length == 0 ||
	       (text.length >= part.length && memmem(text.bytes, text.length, part.bytes, part.length));
}

/* Words of a command line; "..." holds words together. */
static size_t words_of(hw_arena *arena, hw_text line, const char **words)
{
	size_t count = 0, i = 0;

	while (i < line.length && count < TOUR_ARGUMENTS) {
		size_t from;
		bool quoted = line.bytes[i] == '"';

		if (line.bytes[i] == ' ') {
			i++;
			continue;
		}
		from = i += quoted;
		while (i < line.length && line.bytes[i] != (quoted ? '"' : ' '))
			i++;
		words[count++] = hw_text_copy(arena, (hw_text){line.bytes + from, i - from}).bytes;
		i += quoted;
	}
	return count;
}

/* Runs the row's command as the shell would; what it printed is appended to `out`. */
static hw_status run_row(const cli_context *context, hw_arena *arena, const tour_row *row, hw_buffer *out,
			 hw_error *error)
{
	const char *words[TOUR_ARGUMENTS + 6] = {"--db", context->db, "--lang", context->lang, "--as", context->user};
	size_t given = context->user ? 6 : 4, count = given + words_of(arena, row->run, words + given);
	cli_context inner = *context;
	const char *command = NULL;
	char *printed = NULL;
	size_t length = 0;
	hw_status status;

	inner.out = open_memstream(&printed, &length);
	inner.terminal = false;
	if (!inner.out)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the tour");
	cli_fold_at(UNFOLDED);
	status = cli_dispatch(&inner, count, words, &command, error);
	cli_fold_at(0);
	if (fclose(inner.out) != 0)
		status = hw_fail(error, HW_NO_MEMORY, "no memory for the tour");
	if (status == HW_OK || status == HW_NO)
		hw_buffer_add(out, (hw_text){printed, length});
	free(printed);
	return status == HW_NO ? HW_OK : status;
}

/* Is this line to be shown?  `until` is the end of the block that is open, if one is. */
static bool wanted(const tour_row *row, hw_text line, hw_text *until)
{
	if (until->length) {
		if (contains(line, *until))
			*until = HW_TEXT("");
		return true;
	}
	for (size_t i = 0; i < row->show_count; i++) {
		hw_text end = row->show[i], begin;
		const char *mark = memmem(end.bytes, end.length, " >> ", 4);

		if (!mark) {
			if (contains(line, end))
				return true;
			continue;
		}
		begin = (hw_text){end.bytes, (size_t)(mark - end.bytes)};
		end = (hw_text){mark + 4, end.length - begin.length - 4};
		if (!contains(line, begin))
			continue;
		if (!contains(line, end) || hw_text_equal(begin, end))
			*until = end;
		return true;
	}
	return row->show_count == 0 && line.length;
}

/* A whole line, folded at blanks but else as it was; its further lines under its words. */
static void show_line(hw_buffer *out, hw_text line, const char *indent)
{
	size_t blanks = 0, from = 0;

	while (blanks < line.length && line.bytes[blanks] == ' ')
		blanks++;
	do {
		size_t left = from ? blanks + 2 : 0, end = line.length;
		hw_text rest = {line.bytes + from, line.length - from};

		if (hw_utf8_length(rest) + left > CLI_WIDTH) {
			size_t signs = 0, at = from;

			for (; at < line.length && signs + left <= CLI_WIDTH; at++) {
				signs += ((unsigned char)line.bytes[at] & 0xc0u) != 0x80u;
				if (line.bytes[at] == ' ' && at > from + blanks)
					end = at;
			}
		}
		hw_buffer_addf(out, "%s%*s%.*s\n", indent, (int)left, "", (int)(end - from), line.bytes + from);
		for (from = end; from < line.length && line.bytes[from] == ' ';)
			from++;
	} while (from < line.length);
}

static void show_output(hw_buffer *out, const tour_row *row, hw_text printed, const char *indent)
{
	size_t shown = 0;
	bool left_out = false;
	hw_text line, until = HW_TEXT("");

	while (hw_text_split(&printed, '\n', &line)) {
		bool more = row->show_count || shown < SHOWN_LINES;

		if (!more || !wanted(row, line, &until)) {
			left_out = left_out || line.length;
			continue;
		}
		if (left_out && shown)
			hw_buffer_addf(out, "%s...\n", indent);
		left_out = false;
		show_line(out, line, indent);
		shown++;
	}
	if (left_out)
		hw_buffer_addf(out, "%s...\n", indent);
}

static void write_terminal(hw_buffer *out, size_t number, const tour_row *row, hw_text printed)
{
	hw_buffer_addf(out, "\n%zu. ", number);
	cli_fold(out, row->said, CLI_WIDTH - 4, 4);
	hw_buffer_addf(out, "\n    homeward %.*s\n", HW_TEXT_ARG(row->run));
	show_output(out, row, printed, "    | ");
}

static void write_markdown(hw_buffer *out, size_t number, const tour_row *row, hw_text printed)
{
	hw_buffer_addf(out,
		       "\n## %zu. %.*s\n\n**Needs:** %.*s  \n**Computed in:** %.*s  \n**Held by:** %.*s\n\n```\n$ "
		       "homeward %.*s\n",
		       number, HW_TEXT_ARG(row->said), HW_TEXT_ARG(row->needs), HW_TEXT_ARG(row->room),
		       HW_TEXT_ARG(row->test), HW_TEXT_ARG(row->run));
	show_output(out, row, printed, "");
	hw_buffer_adds(out, "```\n");
}

static const char introduction[] =
	"# The founding interview, row by row\n\n"
	"The head of the secretariat of a coordination headquarters for the treatment of prisoners of war spoke with "
	"the agency Ukrinform\n"
	"(February 2025, as reported in English). Every sentence below is a claim of its speaker, quoted briefly and "
	"attributed; Homeward\n"
	"implements the work that it describes and takes no position on it. The output is the program's own, on the "
	"invented example\n"
	"`examples/founding/`, which was constructed to reproduce the public figures and is no evidence for them. "
	"There is no affiliation with\n"
	"or endorsement by any headquarters, the ICRC or its Agency, or the Institute for the Study of War.\n\n"
	"Made by `make docs`; a test fails when a command or its output no longer holds.\n";

static hw_status run_tour(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			  hw_error *error)
{
	const tour_options *options = raw;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)64 << 20);
	hw_text rest = cli_data_find("interview.rows");
	hw_buffer out = {0}, printed = {0};
	size_t number = 0, missing = 0;
	hw_status status = HW_OK;
	tour_row row;

	(void)arguments;
	if (count)
		return cli_usage(error, "tour takes no arguments");
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory");
	if (options->markdown)
		hw_buffer_adds(&out, introduction);
	while (next_row(&rest, &row)) {
		number++;
		HW_TRY_OR_OUT(run_row(context, arena, &row, &printed, error));
		for (size_t i = 0; i < row.must_count; i++) {
			if (contains(hw_buffer_text(&printed), row.must[i]))
				continue;
			missing++;
			(void)fprintf(context->err,
				      "homeward: tour: row %zu: \"homeward %.*s\" no longer says \"%.*s\"\n", number,
				      HW_TEXT_ARG(row.run), HW_TEXT_ARG(row.must[i]));
		}
		if (options->markdown)
			write_markdown(&out, number, &row, hw_buffer_text(&printed));
		else
			write_terminal(&out, number, &row, hw_buffer_text(&printed));
		hw_buffer_free(&printed);
	}
	status = cli_write(context, &out, error);
	if (status == HW_OK && missing)
		status = hw_fail(error, HW_NO, "%zu answers no longer hold", missing);
out:
	hw_buffer_free(&printed);
	hw_buffer_free(&out);
	return status;
}

const cli_command cli_tour = {"tour",     "",        "the founding interview row by row, with what the program answers",
			      NULL,       run_tour,  sizeof(tour_options),
			      tour_table, CLI_BUREAU};
