/* homeward example: invented people to try the program with. */
#include "bureau/bureau.h"
#include "cli/cli_int.h"

typedef struct example_options {
	const char *out, *from;
	int64_t persons;
	bool truth;
	cli_texts swaps;
} example_options;

static const cli_option example_table[] = {
	{"out", CLI_TEXT, offsetof(example_options, out), "DIR", "folder for the files; made when it is not there"},
	{"persons", CLI_INTEGER, offsetof(example_options, persons), "N", "how many people (default: as described)"},
	{"founding-from", CLI_TEXT, offsetof(example_options, from), "FILE.json",
	 "a description of a caseload, such as examples/founding/caseload.json"},
	{"truth", CLI_FLAG, offsetof(example_options, truth), NULL,
	 "with --founding-from: write truth.csv too (it is always written without)"},
	{"swap", CLI_REPEAT, offsetof(example_options, swaps), "A=B",
	 "exchange two ids everywhere, to see that nothing depends on them"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status run_example(const cli_context *context, const void *options, size_t count,
			     const char *const *arguments, hw_error *error)
{
	const example_options *given = options;
	bureau_example_result made = {0};

	if (count)
		return cli_usage(error, "\"%s\" is one argument too many", arguments[0]);
	if (!given->out)
		return cli_usage(error, "--out DIR is missing");
	if (given->persons < 0 || given->persons > 10000000)
		return cli_usage(error, "--persons must lie between 1 and 10000000");
	bureau_example_options wanted = {
		.folder = given->out,
		.caseload = given->from,
		.seed = context->seed,
		.persons = (size_t)given->persons,
		.truth = given->truth || !given->from,
		.swaps = given->swaps.items,
		.swap_count = given->swaps.count,
	};
	HW_TRY(bureau_example_write(&wanted, &made, error));
	if (context->json)
		(void)fprintf(context->out, "{\"files\":%zu,\"persons\":%zu,\"reports\":%zu,\"bytes\":%zu}\n",
			      made.files, made.persons, made.reports, made.bytes);
	else
		(void)fprintf(context->out, "%zu people and %zu reports in %zu files (%zu bytes) in %s\n", made.persons,
			      made.reports, made.files, made.bytes, given->out);
	return HW_OK;
}

const cli_command cli_example = {
	"example",
	"--out DIR",
	"write invented people, reports and the rest of a caseload, to try things with",
	"Without --founding-from: a synthetic caseload of N people (--persons) with truth.csv, which says who each\n"
	"record speaks of and what truly became of him.  With it: the caseload of that description.  The same --seed\n"
	"gives the same bytes.  docs/example.md is the manual of descriptions.",
	run_example,
	sizeof(example_options),
	example_table,
	CLI_BUREAU};
