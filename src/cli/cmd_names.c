/* homeward names: romanize, back, compare, lemma, parse. */
#include "bureau/bureau.h"
#include "cli/cli_int.h"

#include <string.h>

typedef struct names_options {
	const char *scheme, *spelling, *pairs, *columns, *truth;
} names_options;

static const cli_option names_table[] = {
	{"scheme", CLI_TEXT, offsetof(names_options, scheme), "NAME",
	 "romanize: kmu2010 (default), icao9303, bgn-pcgn, iso9, mvd310-fr, mvd310, mvd782, gost2006, german, polish "
	 "or french"},
	{"spelling", CLI_TEXT, offsetof(names_options, spelling), "uk|ru|be",
	 "romanize: orthography of the lines (default: found from each line); back: uk (default) or ru"},
	{"pairs", CLI_TEXT, offsetof(names_options, pairs), "F.csv", "compare: the two names of every row of a file"},
	{"columns", CLI_TEXT, offsetof(names_options, columns), "A,B", "compare --pairs: the two columns"},
	{"truth", CLI_TEXT, offsetof(names_options, truth), "COL",
	 "compare --pairs: column of true or false; how good the likeness is goes to stderr"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

typedef struct names_run {
	const cli_context *context;
	const names_options *options;
	const bureau_names *names;
	hw_arena *arena;
	hw_buffer *out;
	size_t count;
	const char *const *arguments;
	hw_error *error;
} names_run;

/* ---- romanize ------------------------------------------------------------------ */

static hw_status romanize_line(names_run *run, bureau_romanization how, hw_text line, size_t number)
{
	hw_text latin;
	size_t left = 0;

	hw_arena_reset(run->arena);
	hw_status status = hw_utf8_check(line, run->error);
	if (status == HW_OK)
		status = bureau_names_romanize(run->names, run->arena, how, line, &latin, &left, run->error);
	if (status != HW_OK) {
		(void)hw_error_where(run->error, "line %zu", number);
		return status;
	}
	hw_buffer_add(run->out, latin);
	hw_buffer_adds(run->out, "\n");
	if (left)
		(void)fprintf(run->context->err,
			      "homeward: names: line %zu: %zu letters are not in this scheme and stay as they are\n",
			      number, left);
	return HW_OK;
}

/* What is done leaves before it fills the memory. */
static hw_status flush(names_run *run)
{
	hw_status status;

	if (run->out->length <= (1u << 16))
		return HW_OK;
	status = cli_write(run->context, run->out, run->error);
	run->out->length = 0;
	return status;
}

static hw_status romanize(names_run *run)
{
	bureau_romanization how;
	cli_lines lines = {0};
	hw_text line;
	bool found = true;
	hw_status status = bureau_names_scheme(run->options->scheme ? run->options->scheme : "kmu2010",
					       run->options->spelling, &how, run->error);

	for (size_t i = 0; status == HW_OK && i < run->count; i++)
		status = romanize_line(run, how, hw_text_of(run->arguments[i]), i + 1);
	while (status == HW_OK && !run->count) {
		status = cli_lines_next(&lines, run->context->progress, &line, &found, run->error);
		if (status != HW_OK || !found)
			break;
		status = romanize_line(run, how, line, lines.number);
		if (status == HW_OK)
			status = flush(run);
	}
	cli_lines_close(&lines);
	return status;
}

/* ---- compare ------------------------------------------------------------------- */

static hw_status compare_pairs(names_run *run)
{
	bureau_names_quality q;

	if (run->count)
		return cli_usage(run->error, "compare takes two names or --pairs, not both");
	if (!run->options->columns)
		return cli_usage(run->error, "compare --pairs needs --columns NAME1,NAME2");
	HW_TRY(bureau_names_pairs(run->names, run->options->pairs, run->options->columns, run->options->truth, run->out,
				  &q, run->context->progress, run->error));
	if (run->options->truth)
		(void)fprintf(run->context->err,
			      "%lld pairs, %lld the same; at 0.5: precision %.4f, recall %.4f, F1 %.4f; "
			      "best F1 %.4f at %.4f\n",
			      (long long)q.pairs, (long long)q.same, q.precision, q.recall, q.f1, q.best_f1,
			      q.best_cut);
	return HW_OK;
}

static hw_status compare(names_run *run)
{
	bureau_likeness likeness;

	if (run->options->pairs)
		return compare_pairs(run);
	if (run->count != 2)
		return cli_usage(run->error, "compare takes two names, not %zu", run->count);
	hw_text a = hw_text_of(run->arguments[0]), b = hw_text_of(run->arguments[1]);
	HW_TRY(bureau_names_compare(run->names, run->arena, a, b, &likeness, run->error));
	if (run->context->json) {
		bureau_names_compare_json(&likeness, a, b, run->out);
		return HW_OK;
	}
	hw_buffer_addf(run->out, "%.4f  %s\n", likeness.value,
		       likeness.value >= 0.5 ? "probably the same name" : "probably not the same name");
	for (size_t i = 0; i < likeness.reasons.count; i++)
		hw_buffer_addf(run->out, "  %.*s\n", HW_TEXT_ARG(likeness.reasons.items[i]));
	if (likeness.left_note.length)
		hw_buffer_addf(run->out, "  note on the first: %.*s\n", HW_TEXT_ARG(likeness.left_note));
	if (likeness.right_note.length)
		hw_buffer_addf(run->out, "  note on the second: %.*s\n", HW_TEXT_ARG(likeness.right_note));
	return HW_OK;
}

/* ---- lemma and parse ------------------------------------------------------------- */

static hw_status write_texts(names_run *run, hw_text t, const char *key, const bureau_texts *found)
{
	if (run->context->json) {
		hw_json_writer w = hw_json_writer_new(run->out, false);
		hw_json_object(&w, NULL);
		hw_json_text(&w, "text", t);
		hw_json_array(&w, key);
		for (size_t i = 0; i < found->count; i++)
			hw_json_text(&w, NULL, found->items[i]);
		hw_json_close(&w, ']');
		hw_json_close(&w, '}');
		hw_buffer_adds(run->out, "\n");
		return HW_OK;
	}
	for (size_t i = 0; i < found->count; i++)
		hw_buffer_addf(run->out, "%s%.*s", i ? "\t" : "", HW_TEXT_ARG(found->items[i]));
	hw_buffer_adds(run->out, "\n");
	return HW_OK;
}

static hw_status lemma_one(names_run *run, hw_text t)
{
	bureau_texts found;

	hw_arena_reset(run->arena);
	HW_TRY(hw_utf8_check(t, run->error));
	HW_TRY(bureau_names_lemma(run->names, run->arena, t, &found, run->error));
	return write_texts(run, t, "nominative", &found);
}

static hw_status back_one(names_run *run, hw_text t)
{
	bureau_romanization how;
	bureau_texts found;

	hw_arena_reset(run->arena);
	HW_TRY(hw_utf8_check(t, run->error));
	HW_TRY(bureau_names_scheme("kmu2010", run->options->spelling, &how, run->error));
	HW_TRY(bureau_names_back(run->names, run->arena, how, t, &found, run->error));
	return write_texts(run, t, "cyrillic", &found);
}

static hw_status parse_one(names_run *run, hw_text t)
{
	bureau_parsed parsed;

	hw_arena_reset(run->arena);
	HW_TRY(hw_utf8_check(t, run->error));
	HW_TRY(bureau_names_parse(run->names, run->arena, t, &parsed, run->error));
	if (run->context->json) {
		hw_json_writer w = hw_json_writer_new(run->out, false);
		hw_json_object(&w, NULL);
		hw_json_text(&w, "text", t);
		for (size_t i = 0; i < parsed.count; i++)
			hw_json_text(&w, parsed.items[i].key, parsed.items[i].value);
		hw_json_boolean(&w, "order known", parsed.order_known);
		hw_json_close(&w, '}');
		hw_buffer_adds(run->out, "\n");
		return HW_OK;
	}
	for (size_t i = 0; i < parsed.count; i++)
		hw_buffer_addf(run->out, "%s: %.*s\n", parsed.items[i].key, HW_TEXT_ARG(parsed.items[i].value));
	if (!parsed.order_known)
		hw_buffer_adds(run->out, "note: family and given name may be exchanged\n");
	return HW_OK;
}

/* Texts of the command line, or the lines of standard input when there are none. */
static hw_status each_text(names_run *run, hw_status (*one)(names_run *, hw_text))
{
	cli_lines lines = {0};
	hw_text line;
	bool found = true;
	hw_status status = HW_OK;

	for (size_t i = 0; status == HW_OK && i < run->count; i++)
		status = one(run, hw_text_of(run->arguments[i]));
	while (status == HW_OK && !run->count) {
		status = cli_lines_next(&lines, run->context->progress, &line, &found, run->error);
		if (status != HW_OK || !found)
			break;
		status = one(run, line);
		if (status != HW_OK)
			(void)hw_error_where(run->error, "line %zu", lines.number);
		else
			status = flush(run);
	}
	cli_lines_close(&lines);
	return status;
}

static hw_status run_names(const cli_context *context, const void *options, size_t count, const char *const *arguments,
			   hw_error *error)
{
	hw_buffer out = {0};
	bureau_names *names = NULL;
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)256 << 20);

	if (context->csv && !((const names_options *)options)->pairs)
		return cli_usage(error, "--csv: only compare --pairs answers with a table");
	if (!count)
		return cli_usage(error, "names needs one of romanize, back, compare, lemma, parse");
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to start");
	HW_TRY(bureau_names_open(&names, error));
	names_run run = {context, options, names, arena, &out, count - 1, arguments + 1, error};
	hw_status status;
	if (!strcmp(arguments[0], "romanize"))
		status = romanize(&run);
	else if (!strcmp(arguments[0], "compare"))
		status = compare(&run);
	else if (!strcmp(arguments[0], "back"))
		status = each_text(&run, back_one);
	else if (!strcmp(arguments[0], "lemma"))
		status = each_text(&run, lemma_one);
	else if (!strcmp(arguments[0], "parse"))
		status = each_text(&run, parse_one);
	else
		status = cli_usage(error, "names has no \"%s\": romanize, back, compare, lemma, parse", arguments[0]);
	if (status == HW_OK)
		status = cli_write(context, &out, error);
	hw_buffer_free(&out);
	bureau_names_close(names);
	return status;
}

const cli_command cli_names = {
	"names",
	"romanize|back|compare|lemma|parse [TEXT...]",
	"writings of names: in Latin letters, how alike, nominative, parts",
	"romanize, back, lemma and parse take texts, or else the lines of standard input.\n"
	"back gives Cyrillic spellings behind a Latin one (--spelling uk, or ru), likeliest first.\n"
	"compare \"A\" \"B\" prints a likeness of 0 to 1 with its reasons; 0.5 means probably the\n"
	"same name, which is not yet the same person.  compare --pairs F.csv --columns A,B\n"
	"prints the file's columns plus `likeness` as CSV.",
	run_names,
	sizeof(names_options),
	names_table,
	CLI_ENGINE};
