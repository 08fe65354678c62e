/* homeward check: indications, flags and clocks; on our own places by --own. */
#include "cli/sections_int.h"

typedef struct check_options {
	bool own, document, record;
} check_options;

static const cli_option check_table[] = {
	{"own", CLI_FLAG, offsetof(check_options, own), NULL, "our own places and duties, by the same rules"},
	{"record", CLI_FLAG, offsetof(check_options, record), NULL,
	 "write what is raised down as findings (homeward finding list)"},
	{"document", CLI_FLAG, offsetof(check_options, document), NULL,
	 "all rules as a page for a lawyer (Markdown); needs no bureau"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status write_document(const cli_context *context, hw_error *error)
{
	hw_buffer out = {0};
	hw_status status = bureau_law_document(context->lang, &out, error);

	if (status == HW_OK)
		status = cli_write(context, &out, error);
	hw_buffer_free(&out);
	return status;
}

static hw_status record(cli_desk *desk, const cli_context *context, bool own, hw_error *error)
{
	bureau_recorded r;

	HW_TRY(bureau_findings_record(desk->bureau, desk->arena, &desk->run, own, &r, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_integer(&w, "opened", r.opened);
		hw_json_integer(&w, "changed", r.changed);
		hw_json_integer(&w, "same", r.same);
		hw_json_integer(&w, "not_raised_any_more", r.fallen);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %lld, %s: %lld, %s: %lld, %s: %lld\n", cli_say(&desk->page, "findings opened"),
		       (long long)r.opened, cli_say(&desk->page, "changed"), (long long)r.changed,
		       cli_say(&desk->page, "as before"), (long long)r.same,
		       cli_say(&desk->page, "not raised any more"), (long long)r.fallen);
	return HW_OK;
}

static hw_status run_check(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const check_options *options = raw;
	bureau_indications indications;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "check takes no arguments");
	if (options->document && context->json)
		return cli_usage(error, "--document is a page: it has no --json and no --csv");
	if (options->document)
		return write_document(context, error);
	HW_TRY(cli_enter(context, &desk, error));
	if (options->record)
		return cli_leave(context, &desk, record(&desk, context, options->own, error), error);
	HW_TRY_OR_OUT(bureau_check_rules(desk.bureau, desk.arena, &desk.run, options->own, &indications, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		bureau_indications_json(&indications, &w, "indications");
		cli_json_end(&desk, &w);
	} else {
		int64_t waiting;

		HW_TRY_OR_OUT(bureau_findings_waiting(desk.bureau, &waiting, error));
		cli_write_top(&desk);
		if (waiting)
			hw_buffer_addf(&desk.out, "%lld %s\n", (long long)waiting,
				       cli_say(&desk.page,
					       "findings wait for the legal officer: homeward finding list --alerts"));
		cli_write_indications(&desk.page, &indications);
	}
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_check = {"check",     "",        "indications, flags and clocks under the conventions",
			       NULL,        run_check, sizeof(check_options),
			       check_table, CLI_BUREAU};
