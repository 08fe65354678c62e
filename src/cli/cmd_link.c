/* homeward link: which records of files are the same person. */
#include "bureau/bureau.h"
#include "cli/cli_int.h"

#include <string.h>

typedef struct link_options {
	const char *id, *pairs, *clusters, *report, *explain, *truth, *labels;
	cli_texts fields;
	bool one_to_one, one_person, all;
	double threshold;
	int64_t draws;
} link_options;

static const cli_option link_table[] = {
	{"id", CLI_TEXT, offsetof(link_options, id), "COL", "column of ids (default: id, else the number of the row)"},
	{"field", CLI_REPEAT, offsetof(link_options, fields), "COL=KIND",
	 "what a column holds; repeat it; \"BORN|DOB=date\" when two files call it differently.  Without any, kinds "
	 "are guessed "
	 "and the guess is printed"},
	{"one-to-one", CLI_FLAG, offsetof(link_options, one_to_one), NULL,
	 "two files: a record has at most one partner (best sum of log odds)"},
	{"one-person", CLI_FLAG, offsetof(link_options, one_person), NULL,
	 "two files, a register and reports: a record of the second is at most one of the first, so those that fit it "
	 "share its probability"},
	{"threshold", CLI_NUMBER, offsetof(link_options, threshold), "P",
	 "probability at which records are linked (0.5)"},
	{"pairs", CLI_TEXT, offsetof(link_options, pairs), "OUT.csv",
	 "left,right,probability: the linked pairs, surest first"},
	{"all", CLI_FLAG, offsetof(link_options, all), NULL, "with --pairs: every pair that was scored"},
	{"clusters", CLI_TEXT, offsetof(link_options, clusters), "OUT.csv", "id,cluster of every record"},
	{"draws", CLI_INTEGER, offsetof(link_options, draws), "N",
	 "one file, then OUT.csv: N linkages drawn from the probabilities as draw,record,entity (census --draws)"},
	{"report", CLI_TEXT, offsetof(link_options, report), "OUT.json",
	 "counts, seconds, peak bytes, the model by field and level, warnings"},
	{"explain", CLI_TEXT, offsetof(link_options, explain), "LEFT,RIGHT", "why these two are, or are not, linked"},
	{"truth", CLI_TEXT, offsetof(link_options, truth), "COL",
	 "column of the true person: says how good the links are; never compared"},
	{"labels", CLI_TEXT, offsetof(link_options, labels), "FILE",
	 "left,right,same of pairs that people reviewed: they calibrate the probabilities"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status check(const cli_context *context, const link_options *o, size_t count, hw_error *error)
{
	if (count < 1 || count > 2)
		return cli_usage(error, "link takes one file or two, not %zu", count);
	if (o->one_to_one && (count < 2 || o->draws))
		return cli_usage(error, "--one-to-one needs two files");
	if (o->one_person && (count < 2 || o->draws || o->one_to_one))
		return cli_usage(error, o->one_to_one ? "--one-to-one says more than --one-person: take one of them"
						      : "--one-person needs two files");
	if (o->threshold < 0 || o->threshold >= 1)
		return cli_usage(error, "--threshold is a probability over 0 and under 1");
	if (o->draws && (count != 2 || o->draws < 1 || o->draws > 1000))
		return cli_usage(error, "write \"link A.csv --draws N OUT.csv\" with N from 1 to 1000");
	if (context->csv && o->explain)
		return cli_usage(error, "--csv: --explain is not a table");
	if (o->all && !o->pairs)
		return cli_usage(error, "--all needs --pairs");
	return HW_OK;
}

static hw_status write_to(const cli_context *context, const char *path, hw_buffer *buffer, hw_error *error)
{
	hw_status status = cli_write_file(context, path, buffer, error);

	hw_buffer_free(buffer);
	return status;
}

/* A second file that somebody meant to be linked is not written over: only what held draws before. */
static hw_status held_draws(const char *path, hw_error *error)
{
	static const char header[] = "draw,record,entity";
	char begin[sizeof header] = "";
	FILE *file = fopen(path, "rb");

	if (!file)
		return HW_OK;
	size_t length = fread(begin, 1, sizeof header - 1, file);
	(void)fclose(file);
	if (!length || !strcmp(begin, header))
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "--draws is of one file, and \"%s\" is there and holds something else", path);
	return hw_error_remedy(error, "name another file for the draws");
}

static hw_status write_results(const cli_context *context, const link_options *o, const bureau_link *link,
			       const char *draws, hw_error *error)
{
	hw_buffer out = {.ceiling = (size_t)4 << 30};
	bool quiet = o->pairs || o->clusters || o->report || o->explain || o->draws;
	hw_status status = HW_OK;

	if (o->pairs) {
		bureau_link_pairs(link, o->all, &out);
		HW_TRY(write_to(context, o->pairs, &out, error));
	}
	if (o->clusters) {
		bureau_link_clusters(link, &out);
		HW_TRY(write_to(context, o->clusters, &out, error));
	}
	if (o->draws) {
		HW_TRY(bureau_link_draws(link, (size_t)o->draws, &out, error));
		HW_TRY(write_to(context, draws, &out, error));
	}
	if (o->report) {
		bureau_link_report(link, &out);
		HW_TRY(write_to(context, o->report, &out, error));
	}
	if (o->explain)
		HW_TRY_OR_OUT(bureau_link_explain(link, o->explain, context->json, &out, error));
	else if (context->json && !o->report)
		bureau_link_report(link, &out);
	else if (!quiet)
		bureau_link_pairs(link, false, &out);
	status = cli_write(context, &out, error);
out:
	hw_buffer_free(&out);
	return status;
}

static hw_status run_link(const cli_context *context, const void *options, size_t count, const char *const *arguments,
			  hw_error *error)
{
	const link_options *o = options;
	hw_buffer notes = {0};
	bureau_link *link = NULL;

	HW_TRY(check(context, o, count, error));
	if (o->draws)
		HW_TRY(held_draws(arguments[1], error));
	bureau_link_options job = {
		.files = {arguments[0], count > 1 && !o->draws ? arguments[1] : NULL},
		.file_count = o->draws ? 1 : count,
		.id = o->id,
		.fields = o->fields.items,
		.field_count = o->fields.count,
		.one_to_one = o->one_to_one,
		.one_person = o->one_person,
		.threshold = o->threshold,
		.all = o->all,
		.draws = o->draws > 0,
		.truth = o->truth,
		.labels = o->labels,
		.seed = context->seed,
		.threads = context->threads,
		.progress = context->progress,
	};
	HW_TRY(bureau_link_files(&job, &link, error));
	bureau_link_notes(link, &notes);
	(void)fprintf(context->err, "%s", notes.bytes ? notes.bytes : "");
	hw_buffer_free(&notes);
	hw_status status = write_results(context, o, link, o->draws ? arguments[1] : NULL, error);
	bureau_link_free(link);
	return status;
}

const cli_command cli_link = {
	"link",
	"A.csv [B.csv]",
	"which records are the same person: within one file, or between two",
	"Kinds of fields: given family patronymic full-name date year month day sex place address code\n"
	"phone email number text source skip.  No labels are needed.  Without --pairs, --clusters, --report or\n"
	"--explain the linked pairs go to standard output; --json prints the report there.  A link is a\n"
	"proposal: a name alone never confirms a person.",
	run_link,
	sizeof(link_options),
	link_table,
	CLI_ENGINE};
