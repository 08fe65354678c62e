/* homeward import: files into the bureau, the list of what came, and taking it back. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct import_options {
	cli_texts map;
	const char *refused, *source, *reason;
	bool dry_run, columns, formats;
} import_options;

static const cli_option import_table[] = {
	{"map", CLI_REPEAT, offsetof(import_options, map), "\"THEIRS=OURS\"",
	 "read their header as our column; \"THEIRS=\" leaves it out"},
	{"refused", CLI_TEXT, offsetof(import_options, refused), "OUT.csv",
	 "take the good rows in, write the bad ones there with the reason"},
	{"dry-run", CLI_FLAG, offsetof(import_options, dry_run), NULL, "say what would happen, change nothing"},
	{"source", CLI_TEXT, offsetof(import_options, source), "ID", "source of the whole file"},
	{"columns", CLI_FLAG, offsetof(import_options, columns), NULL, "the columns of the KIND"},
	{"formats", CLI_FLAG, offsetof(import_options, formats), NULL, "the manual of all files (docs/formats.md)"},
	{"reason", CLI_TEXT, offsetof(import_options, reason), "TEXT", "why a batch is undone"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static const char details[] =
	"  homeward import KIND FILE...     CSV or JSON Lines; \"-\" is standard input\n"
	"  homeward import KIND --columns   what the file may hold\n"
	"  homeward import list             the batches that came\n"
	"  homeward import undo BATCH       the version before comes into force again\n\n"
	"lists and entries of lists that came in are answered name by name: held, already home, dead,\n"
	"duplicate, civilian, unknown, not ours (again later: homeward trace --list ID).\n\n"
	"All files of one call are taken in, or nothing is changed.  Kinds, in an order in which\n"
	"they can be imported: settings parties sources holders categories circumstances regions\n"
	"places objects relations visits transfers groups persons reports debriefs inquiries claims\n"
	"custody evidence notices statements aggregates interests rounds minutes packages requests\n"
	"lists entries answers deliveries judgements.";

/* ---- import ------------------------------------------------------------------------ */
static void write_file_line(cli_desk *desk, const bureau_import *r)
{
	hw_buffer *out = &desk->out;

	hw_buffer_addf(out, "%.*s: new %lld, same %lld, changed %lld, possible duplicate %lld, refused %lld",
		       HW_TEXT_ARG(r->file), (long long)r->fresh, (long long)r->same, (long long)r->changed,
		       (long long)r->alike, (long long)r->refused);
	if (r->sealed)
		hw_buffer_addf(out, "; sealed: %lld row%s wait%s for a person to decide (homeward retention sealed)",
			       (long long)r->sealed, r->sealed == 1 ? "" : "s", r->sealed == 1 ? "s" : "");
	if (r->left_out)
		hw_buffer_addf(out, "; left out of %lld: how a relative is reached, deleted before",
			       (long long)r->left_out);
	if (r->batch.length)
		hw_buffer_addf(out, "; batch %.*s", HW_TEXT_ARG(r->batch));
	if (r->known_as.length)
		hw_buffer_addf(out, "; the file came before, as batch %.*s", HW_TEXT_ARG(r->known_as));
	hw_buffer_adds(out, "\n");
}

/* How the file was read, and what needs somebody's eye: beside the result. */
static void tell_file(const cli_context *context, const bureau_import *r)
{
	FILE *err = context->err;
	char shown[64];

	if (r->separator == '{')
		(void)fprintf(err, "%.*s: JSON Lines\n", HW_TEXT_ARG(r->file));
	else
		(void)fprintf(err, "%.*s: %s, separated by %s\n", HW_TEXT_ARG(r->file), r->encoding,
			      r->separator == '\t'  ? "tabs"
			      : r->separator == ';' ? "\";\""
						    : "\",\"");
	for (size_t i = 0; i < r->unknown_count; i++)
		(void)fprintf(err, "%.*s: column \"%s\" is not known and only kept as received\n", HW_TEXT_ARG(r->file),
			      hw_text_shown(r->unknown[i], shown));
	for (size_t i = 0; i < r->alikes_shown; i++)
		(void)fprintf(err, "possible duplicate: %.*s\n", HW_TEXT_ARG(r->alikes[i]));
	for (size_t i = 0; i < r->olds_shown; i++)
		(void)fprintf(err, "look again: %.*s\n", HW_TEXT_ARG(r->olds[i]));
	if (r->old > (int64_t)r->olds_shown)
		(void)fprintf(err, "look again: ... and %lld more births so long ago\n",
			      (long long)(r->old - (int64_t)r->olds_shown));
	for (size_t i = 0; i < r->refusals_shown; i++)
		(void)fprintf(err, "homeward: import: %.*s\n", HW_TEXT_ARG(r->refusals[i]));
	if (r->refused > (int64_t)r->refusals_shown)
		(void)fprintf(err, "homeward: import: ... and %lld more rows\n",
			      (long long)(r->refused - (int64_t)r->refusals_shown));
}

static hw_status answer(const bureau_imports *imports, const import_options *options, hw_error *error)
{
	int64_t refused = 0;

	for (size_t i = 0; i < imports->count; i++)
		refused += imports->items[i].refused;
	if (!imports->refused)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "%lld row%s refused, nothing was changed", (long long)refused,
		      refused == 1 ? " was" : "s were");
	(void)hw_error_remedy(error, options->dry_run
					     ? "correct the file"
					     : "correct the file, or take the good rows in with --refused OUT.csv");
	return HW_BAD_INPUT;
}

/* Each name of the lists that came in with these files; NULL when there is none, or the user may not see persons. */
static hw_status answer_lists(cli_desk *desk, const bureau_imports *imports, const char *kind, bureau_sheet *sheet,
			      bool *answered, hw_error *error)
{
	hw_text *lists;
	size_t count;

	*answered = false;
	if ((strcmp(kind, "lists") != 0 && strcmp(kind, "entries") != 0) || !imports->stored || imports->count != 1 ||
	    !bureau_may(desk->bureau, BUREAU_MAY_SEE_PERSONS))
		return HW_OK;
	HW_TRY(bureau_lists_of_batch(desk->bureau, desk->arena, imports->items[0].batch, &lists, &count, error));
	if (!count)
		return HW_OK;
	HW_TRY(bureau_list_answers(desk->bureau, desk->arena, &desk->run, lists, count, sheet, error));
	*answered = sheet->lists[0].row_count > 0;
	return HW_OK;
}

static hw_status run_files(const cli_context *context, cli_desk *desk, const import_options *options, const char *kind,
			   size_t count, const char *const *paths, hw_error *error)
{
	bureau_imports imports = {0};
	bureau_sheet sheet;
	bool answered;
	const bureau_import_options request = {.kind = kind,
					       .paths = paths,
					       .path_count = count,
					       .maps = options->map.items,
					       .map_count = options->map.count,
					       .source = options->source,
					       .refused_path = options->refused,
					       .dry_run = options->dry_run};

	HW_TRY(bureau_import_files(desk->bureau, desk->arena, &desk->run, &request, &imports, error));
	HW_TRY(answer_lists(desk, &imports, kind, &sheet, &answered, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);
		bureau_imports_json(&imports, &w);
		if (answered)
			bureau_sheet_json(&sheet, &w, sheet.kind);
		cli_json_end(desk, &w);
	}
	for (size_t i = 0; i < imports.count; i++) {
		if (!context->json)
			write_file_line(desk, &imports.items[i]);
		tell_file(context, &imports.items[i]);
	}
	if (answered && !context->json)
		cli_write_sheet(&desk->page, &sheet);
	if (imports.conflicts)
		(void)fprintf(context->err,
			      "%lld judgement%s \"different\" stand%s inside one person: homeward review shows them\n",
			      (long long)imports.conflicts, imports.conflicts == 1 ? "" : "s",
			      imports.conflicts == 1 ? "s" : "");
	if (imports.refused) /* the counts are an answer, too */
		HW_TRY(cli_write(context, &desk->out, error));
	return answer(&imports, options, error);
}

/* ---- list and undo ---------------------------------------------------------------------- */
static hw_status run_list(const cli_context *context, cli_desk *desk, hw_error *error)
{
	bureau_batches batches;
	cli_table table = {.arena = desk->arena, .columns = 9, .right = 0xF8};

	HW_TRY(bureau_batches_all(desk->bureau, desk->arena, &batches, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);
		bureau_batches_json(&batches, &w);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	static const char *const heads[] = {"batch",   "received", "kind",    "new", "same",
					    "changed", "alike",    "refused", "file"};
	hw_text *cells = cli_table_row(&table);
	for (size_t c = 0; cells && c < HW_COUNT(heads); c++)
		cells[c] = hw_text_of(heads[c]);
	for (size_t i = 0; i < batches.count && cells; i++) {
		const bureau_batch *one = &batches.items[i];
		cells = cli_table_row(&table);
		if (!cells)
			break;
		cells[0] = one->id;
		cells[1] = one->received;
		cells[2] = one->kind;
		cells[3] = cli_text(&desk->page, "%lld", (long long)one->fresh);
		cells[4] = cli_text(&desk->page, "%lld", (long long)one->same);
		cells[5] = cli_text(&desk->page, "%lld", (long long)one->changed);
		cells[6] = cli_text(&desk->page, "%lld", (long long)one->alike);
		cells[7] = cli_text(&desk->page, "%lld", (long long)one->refused);
		cells[8] = cli_text(&desk->page, "%.*s%s", HW_TEXT_ARG(one->file), one->undone ? " (undone)" : "");
	}
	cli_table_write(&table, &desk->out);
	return HW_OK;
}

static hw_status run_undo(const cli_context *context, cli_desk *desk, const char *batch, const char *reason,
			  hw_error *error)
{
	int64_t records = 0;

	HW_TRY(bureau_import_undo(desk->bureau, &desk->run, hw_text_of(batch), hw_text_of(reason), &records, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);
		hw_json_string(&w, "undone", batch);
		hw_json_integer(&w, "records", records);
		cli_json_end(desk, &w);
	} else {
		hw_buffer_addf(&desk->out, "batch %s: %lld records taken back\n", batch, (long long)records);
	}
	return HW_OK;
}

/* ---- the command ---------------------------------------------------------------------------- */
static hw_status print_manual(const cli_context *context, const char *kind, hw_error *error)
{
	hw_buffer out = {0};
	hw_status status = HW_OK;

	if (kind)
		status = bureau_import_columns(kind, &out, error);
	else
		bureau_import_formats(&out);
	if (status == HW_OK)
		status = cli_write(context, &out, error);
	hw_buffer_free(&out);
	return status;
}

static hw_status run_import(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const import_options *options = raw;
	bool list = count == 1 && !strcmp(arguments[0], "list"), undo = count == 2 && !strcmp(arguments[0], "undo");
	cli_desk desk;
	hw_status status;

	if ((options->formats || options->columns) && context->json)
		return cli_usage(error, "--%s is a page: it has no --json and no --csv",
				 options->formats ? "formats" : "columns");
	if (options->formats && !count)
		return print_manual(context, NULL, error);
	if (options->columns && count == 1)
		return print_manual(context, arguments[0], error);
	if (options->formats || options->columns)
		return cli_usage(error, "write import --formats, or import KIND --columns");
	if (count < 2 && !list)
		return cli_usage(error, count ? "import which file?" : "import which kind, and which file?");
	HW_TRY(cli_enter(context, &desk, error));
	if (list)
		status = run_list(context, &desk, error);
	else if (undo)
		status = run_undo(context, &desk, arguments[1], options->reason, error);
	else
		status = run_files(context, &desk, options, arguments[0], count - 1, arguments + 1, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_import = {"import",
				"KIND FILE... | list | undo BATCH",
				"bring files in, and take them back",
				details,
				run_import,
				sizeof(import_options),
				import_table,
				CLI_BUREAU};
