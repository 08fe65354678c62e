/* homeward search: people of the register by name, or names of a file. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct search_options {
	const char *in, *id, *name, *born, *queries, *query, *out;
	int64_t top;
	bool prefix;
} search_options;

static const cli_option search_table[] = {
	{"top", CLI_INTEGER, offsetof(search_options, top), "N", "how many at most, for each query (default 10)"},
	{"in", CLI_TEXT, offsetof(search_options, in), "F.csv", "search the names of this file; no bureau needed"},
	{"name", CLI_TEXT, offsetof(search_options, name), "COL", "column of names of F.csv"},
	{"id", CLI_TEXT, offsetof(search_options, id), "COL", "column of ids (default: the number of the row)"},
	{"born", CLI_TEXT, offsetof(search_options, born), "COL",
	 "column of dates of birth: a year in the query counts"},
	{"queries", CLI_TEXT, offsetof(search_options, queries), "Q.csv", "many queries instead of one"},
	{"query", CLI_TEXT, offsetof(search_options, query), "COL", "column of queries of Q.csv"},
	{"out", CLI_TEXT, offsetof(search_options, out), "HITS.csv", "query_row,rank,id,name,likeness"},
	{"prefix", CLI_FLAG, offsetof(search_options, prefix), NULL,
	 "the last word is perhaps not whole (always so in the bureau)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

/* ---- in a file ------------------------------------------------------------------------------ */

static void write_figures(const cli_context *context, const bureau_search_figures *f)
{
	(void)fprintf(context->err,
		      "%zu names; built in %.3f s; %zu bytes (%.0f a name), peak of the program %zu\n"
		      "%zu queries; p50 %.3f ms, p99 %.3f ms, slowest %.3f ms (of the processor: %.3f, %.3f)\n",
		      f->names, f->build_seconds, f->bytes, f->names ? (double)f->bytes / (double)f->names : 0,
		      f->peak_bytes, f->queries, 1000 * f->p50, 1000 * f->p99, 1000 * f->slowest, 1000 * f->work_p50,
		      1000 * f->work_p99);
	if (f->unread)
		(void)fprintf(context->err, "%zu dates of birth are no dates and were left out\n", f->unread);
}

static void write_hits(const bureau_search_result *result, size_t count, hw_buffer *out)
{
	for (size_t i = 0; i < count; i++) {
		const bureau_search_hit *hit = bureau_search_hit_at(result, i);
		hw_buffer_addf(out, "%3zu  %.2f  %.*s  %.*s\n", hit->rank, hit->likeness, HW_TEXT_ARG(hit->id),
			       HW_TEXT_ARG(hit->name));
		for (size_t k = 0; k < hit->reasons.count; k++)
			hw_buffer_addf(out, "%s%.*s", k ? "; " : "           ", HW_TEXT_ARG(hit->reasons.items[k]));
		hw_buffer_adds(out, hit->reasons.count ? "\n" : "");
	}
}

static hw_status write_result(const cli_context *context, const search_options *o, const bureau_search_result *result,
			      hw_error *error)
{
	bureau_search_figures figures = bureau_search_measured(result);
	hw_buffer out = {.ceiling = (size_t)4 << 30};
	hw_status status = HW_OK;

	write_figures(context, &figures);
	if (o->out) {
		bureau_search_csv(result, &out);
		HW_TRY_OR_OUT(cli_write_file(context, o->out, &out, error));
	} else {
		if (context->json)
			bureau_search_json(result, &out);
		else if (context->csv || o->queries)
			bureau_search_csv(result, &out);
		else
			write_hits(result, figures.hits, &out);
		HW_TRY_OR_OUT(cli_write(context, &out, error));
	}
	if (!o->queries && !figures.hits)
		status = hw_fail(error, HW_NO, "no name in %s is like it", o->in);
out:
	hw_buffer_free(&out);
	return status;
}

static hw_status search_file(const cli_context *context, const search_options *o, const char *query, hw_error *error)
{
	bureau_search_options job = {.file = o->in,
				     .id = o->id,
				     .name = o->name,
				     .born = o->born,
				     .query = query,
				     .queries = o->queries,
				     .query_column = o->query,
				     .top = (size_t)o->top,
				     .prefix = o->prefix,
				     .threads = context->threads,
				     .progress = context->progress};
	bureau_search_result *result = NULL;

	if (!o->name)
		return cli_usage(error, "--in needs --name, the column of names");
	if (!o->queries == !*query)
		return cli_usage(error, "write one \"QUERY\", or --queries Q.csv --query COL");
	if (!o->queries != !o->query)
		return cli_usage(error, "--queries and --query go together: a file and its column");
	HW_TRY(bureau_search_files(&job, &result, error));
	hw_status status = write_result(context, o, result, error);
	bureau_search_free(result);
	return status;
}

/* ---- in the bureau ---------------------------------------------------------------------------- */

static hw_status search_bureau(const cli_context *context, const search_options *o, hw_text query, hw_error *error)
{
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	if (!query.length)
		return cli_usage(error, "search takes a name");
	if (o->id || o->name || o->born || o->queries || o->query || o->out)
		return cli_usage(error, "--id, --name, --born, --queries, --query and --out go with --in F.csv");
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_search(desk.bureau, desk.arena, &desk.run, query, (size_t)o->top, &sheet, error);
	if (status == HW_OK) {
		cli_answer_sheet(&desk, context, &sheet);
		if (!sheet.lists[0].row_count)
			status = hw_fail(error, HW_NO, "nobody on the register has a name like it");
	}
	return cli_leave(context, &desk, status, error);
}

static hw_status run_search(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const search_options *options = raw;
	hw_buffer query = {0};
	hw_status status;

	if (options->top < 0 || options->top > 1000)
		return cli_usage(error, "--top is 1 to 1000");
	for (size_t i = 0; i < count; i++)
		hw_buffer_addf(&query, "%s%s", i ? " " : "", arguments[i]);
	status = options->in ? search_file(context, options, query.length ? query.bytes : "", error)
			     : search_bureau(context, options, hw_buffer_text(&query), error);
	hw_buffer_free(&query);
	return status;
}

const cli_command cli_search = {
	"search",
	"QUERY",
	"people of the register by name, across scripts; with --in, the names of a file",
	"The query is a name in any script, order, case of grammar and form, with errors, in part, or only begun; "
	"also\n"
	"with rank, initials and year of birth.  An id of a person (of the register or the bureau, also a former one) "
	"finds\n"
	"that person.  A likeness of names, with its reasons, is never proof of a person.\n"
	"With --in, build time, time a query (p50, p99) and bytes go to standard error.",
	run_search,
	sizeof(search_options),
	search_table,
	CLI_BUREAU};
