/* homeward census: how many are on no list, from a table, from records, or from the bureau's own. */
#include "bureau/bureau.h"
#include "cli/census_text_int.h"
#include "cli/sections_int.h"

typedef struct census_options {
	const char *records, *id, *lists, *draws, *method, *model, *region, *alpha;
	cli_texts strata;
	double delta, cap;
	bool complete_graph;
	int64_t classes, chains, sweeps;
} census_options;

static const cli_option census_table[] = {
	{"method", CLI_TEXT, offsetof(census_options, method), "NAME",
	 "all (default), chapman, chao, chao-mh, chao-mth, decomposable, loglinear or latent-class"},
	{"strata", CLI_REPEAT, offsetof(census_options, strata), "COL",
	 "column of strata, added by draws (repeatable; default: a column called stratum)"},
	{"records", CLI_TEXT, offsetof(census_options, records), "F.csv",
	 "records instead of a table; with --id and --lists"},
	{"id", CLI_TEXT, offsetof(census_options, id), "COL", "column of the records' id; the same id is one person"},
	{"lists", CLI_TEXT, offsetof(census_options, lists), "COL",
	 "column that says on which list (several with \";\")"},
	{"draws", CLI_TEXT, offsetof(census_options, draws), "D.csv",
	 "draw,record,entity: who may be who, as by \"link --draws\""},
	{"model", CLI_TEXT, offsetof(census_options, model), "123,14,34",
	 "log-linear: this model instead of all; lists by number"},
	{"delta", CLI_MEASURE, offsetof(census_options, delta), "D", "decomposable: weight of a cell (2^-lists)"},
	{"complete-graph", CLI_FLAG, offsetof(census_options, complete_graph), NULL,
	 "decomposable: allow the graph in which all lists depend on all; it lets \"nobody\" win"},
	{"classes", CLI_COUNT, offsetof(census_options, classes), "K", "latent-class: classes at most (10)"},
	{"chains", CLI_COUNT, offsetof(census_options, chains), "N", "latent-class: chains (8)"},
	{"sweeps", CLI_COUNT, offsetof(census_options, sweeps), "N",
	 "latent-class: sweeps kept of a chain (16000, more while the chains nearly agree)"},
	{"cap", CLI_MEASURE, offsetof(census_options, cap), "X",
	 "latent-class: at most X times the listed are hidden (20)"},
	{"alpha", CLI_TEXT, offsetof(census_options, alpha), "PRIOR",
	 "latent-class: gamma (default) or lognormal, the prior of the mixture"},
	{"region", CLI_TEXT, offsetof(census_options, region), "R", "of the bureau: one region only"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status check(const census_options *o, size_t count, hw_error *error)
{
	if (count > 1)
		return cli_usage(error, "census takes one table");
	if (o->records && count)
		return cli_usage(error, "--records stands instead of a table");
	if (o->records && (!o->id || !o->lists))
		return cli_usage(error, "--records needs --id COL and --lists COL");
	if (!o->records && (o->id || o->lists || o->draws))
		return cli_usage(error, "--id, --lists and --draws go with --records");
	if (o->region && (count || o->records))
		return cli_usage(error, "--region is of the bureau's own census");
	if (!(o->delta >= 0) || o->delta > 1000)
		return cli_usage(error, "--delta is over 0 and at most 1000");
	if (o->classes < 0 || o->classes == 1 || o->classes > 32)
		return cli_usage(error, "--classes is 2 to 32");
	if (o->chains < 0 || o->chains == 1 || o->chains > 64)
		return cli_usage(error, "--chains is 2 to 64");
	if (o->sweeps < 0 || (o->sweeps && o->sweeps < 100) || o->sweeps > 10000000)
		return cli_usage(error, "--sweeps is 100 to 10000000");
	if (!(o->cap >= 0) || o->cap > 1e6)
		return cli_usage(error, "--cap is over 0 and at most a million");
	if (o->alpha && !hw_text_is(hw_text_of(o->alpha), "gamma") && !hw_text_is(hw_text_of(o->alpha), "lognormal"))
		return cli_usage(error, "--alpha is gamma or lognormal");
	return HW_OK;
}

static hw_status print(const cli_context *context, hw_arena *arena, const hw_buffer *json, hw_buffer *out,
		       hw_error *error)
{
	hw_json *answer = NULL;

	HW_TRY(hw_json_parse(hw_buffer_text(json), "answer", &answer, error));
	hw_status status = context->csv ? cli_census_csv(answer, out, error)
					: cli_census_text(arena, answer, context->lang, out, error);
	hw_json_free(answer);
	return status;
}

static hw_status answer_file(const cli_context *context, const bureau_census_question *question, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 30);
	hw_buffer json = {0}, out = {0};
	hw_json_writer w = hw_json_writer_new(&json, context->json);

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to start");
	hw_status status = bureau_census_file_json(question, &w, error);
	if (status == HW_OK && context->json)
		hw_buffer_adds(&json, "\n");
	if (status == HW_OK && !context->json)
		status = print(context, arena, &json, &out, error);
	if (status == HW_OK)
		status = cli_write(context, context->json ? &json : &out, error);
	hw_buffer_free(&json);
	hw_buffer_free(&out);
	return status;
}

static hw_status answer_bureau(const cli_context *context, const bureau_census_question *question, const char *region,
			       hw_error *error)
{
	hw_buffer json = {0};
	cli_desk desk;

	HW_TRY(cli_enter(context, &desk, error));
	hw_json_writer w = cli_json_begin(&desk);
	hw_status status =
		bureau_census_json(desk.bureau, desk.arena, &desk.run, question, hw_text_of(region), &w, error);
	cli_json_end(&desk, &w);
	if (status == HW_OK && !context->json) {
		json = desk.out;
		desk.out = (hw_buffer){0};
		if (!context->csv)
			cli_write_top(&desk);
		status = print(context, desk.arena, &json, &desk.out, error);
		hw_buffer_free(&json);
	}
	return cli_leave(context, &desk, status, error);
}

static hw_status run_census(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const census_options *o = raw;

	HW_TRY(check(o, count, error));
	const bureau_census_question question = {
		.table = count ? arguments[0] : NULL,
		.records = o->records,
		.id = o->id,
		.lists = o->lists,
		.draws = o->draws,
		.strata = o->strata.items,
		.strata_count = o->strata.count,
		.method = o->method,
		.model = o->model,
		.delta = o->delta,
		.complete_graph = o->complete_graph,
		.classes = (size_t)o->classes,
		.chains = (size_t)o->chains,
		.sweeps = (size_t)o->sweeps,
		.cap = o->cap,
		.lognormal_alpha = o->alpha && *o->alpha == 'l',
		.seed = context->seed,
		.threads = context->threads,
		.lang = context->lang,
		.version = HOMEWARD_VERSION,
		.progress = context->progress,
	};
	if (question.table || question.records)
		return answer_file(context, &question, error);
	return answer_bureau(context, &question, o->region, error);
}

const cli_command cli_census = {
	"census",
	"[TABLE.csv]",
	"how many are on no list: several methods side by side, and whether a figure may be published",
	"The table has one 0/1 column a list and a column count.  Without a table and --records the lists are the\n"
	"bureau's own kinds of sources.  No method can be checked against data: where they do not agree, or the\n"
	"lists share too few people, no figure is given, only what was found.  docs/census.md says how to read it.",
	run_census,
	sizeof(census_options),
	census_table,
	CLI_ENGINE};
