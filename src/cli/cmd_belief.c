/* homeward belief: where each person of a problem file is, and in what state. */
#include "bureau/bureau.h"
#include "cli/belief_text_int.h"
#include "cli/cli_int.h"

typedef struct belief_options {
	int64_t draws;
	cli_texts persons;
} belief_options;

static const cli_option belief_table[] = {
	{"person", CLI_REPEAT, offsetof(belief_options, persons), "ID",
	 "in text: only this person, and what each report did (repeatable)"},
	{"draws", CLI_COUNT, offsetof(belief_options, draws), "N",
	 "draws of the sources' reliability behind the totals (default 200)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

enum { MOST_DRAWS = 100000 };
/* A large problem answers with more than the usual ceiling of a buffer. */
static const size_t MOST_BYTES = (size_t)2 << 30;

static hw_status print(const cli_context *context, const belief_options *o, const hw_buffer *json, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 30);
	hw_json *answer = NULL;
	hw_buffer out = {.ceiling = MOST_BYTES};
	hw_status status;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to print the answer");
	status = hw_json_parse(hw_buffer_text(json), "answer", &answer, error);
	if (status == HW_OK)
		status = context->csv ? cli_belief_csv(answer, &out, error)
				      : cli_belief_text(arena, answer, context->lang, &o->persons, &out, error);
	if (status == HW_OK)
		status = cli_write(context, &out, error);
	hw_json_free(answer);
	hw_buffer_free(&out);
	return status;
}

static hw_status run_belief(const cli_context *context, const void *options, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const belief_options *o = options;
	hw_buffer json = {.ceiling = MOST_BYTES};
	hw_json_writer w = hw_json_writer_new(&json, context->json);

	if (count != 1)
		return count ? cli_usage(error, "\"%s\" is one argument too many", arguments[1])
			     : cli_usage(error, "a problem file is needed (\"-\" is standard input)");
	if (o->draws < 0 || o->draws > MOST_DRAWS)
		return cli_usage(error, "--draws is 1 to %d", MOST_DRAWS);
	const bureau_belief_question question = {.problem = arguments[0],
						 .as_of = context->as_of,
						 .lang = context->json ? "en" : context->lang,
						 .version = HOMEWARD_VERSION,
						 .seed = context->seed,
						 .threads = context->threads,
						 .draws = (size_t)o->draws,
						 .progress = context->progress};
	hw_status status = bureau_belief_json(&question, &w, error);
	if (status == HW_OK && context->json)
		hw_buffer_adds(&json, "\n");
	if (status == HW_OK)
		status = context->json ? cli_write(context, &json, error) : print(context, o, &json, error);
	hw_buffer_free(&json);
	return status;
}

const cli_command cli_belief = {
	"belief",
	"PROBLEM.json",
	"where each person is and in what state, from uncertain reports; how many are where",
	"The problem names regions and sites, the rates of moving, the sources with their grades, and for each\n"
	"person the reports about him.  The answer gives every place with its probability, what each report did\n"
	"to it, how many are in the sets asked about (each figure with what it rests on), and whether anybody may\n"
	"be near a point.  docs/belief.md is the manual of the file.",
	run_belief,
	sizeof(belief_options),
	belief_table,
	CLI_ENGINE};
