/* homeward statement list|show ID: public claims against the evidence. */
#include "cli/sections_int.h"

#include <string.h>

static hw_status list_statements(cli_desk *desk, const cli_context *context, hw_error *error)
{
	bureau_statements all;

	HW_TRY(bureau_statements_all(desk->bureau, desk->arena, &desk->run, &all, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_statements_json(&all, &w, "statements");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_write_statements(&desk->page, &all);
	return HW_OK;
}

/* The statement as in the list, and its sheet beside. */
static hw_status show_statement(cli_desk *desk, const cli_context *context, const char *id, hw_error *error)
{
	bureau_statements all, chosen = {0};
	bureau_sheet sheet;

	HW_TRY(bureau_statement_sheet(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &sheet, error));
	if (!context->json || context->csv) {
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	HW_TRY(bureau_statements_all(desk->bureau, desk->arena, &desk->run, &all, error));
	for (size_t i = 0; i < all.count; i++)
		if (hw_text_is(all.items[i].id, id))
			chosen = (bureau_statements){&all.items[i], 1};
	hw_json_writer w = cli_json_begin(desk);

	bureau_statements_json(&chosen, &w, "statements");
	bureau_sheet_json(&sheet, &w, "statement");
	cli_json_end(desk, &w);
	return HW_OK;
}

static hw_status run_statement(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			       hw_error *error)
{
	bool list = count == 0 || (count == 1 && !strcmp(arguments[0], "list")),
	     show = count == 2 && !strcmp(arguments[0], "show");
	cli_desk desk;

	(void)raw;
	if (count && !strcmp(arguments[0], "add"))
		return cli_usage(error, "statements come in by \"homeward import statements FILE\"");
	if (!list && !show)
		return cli_usage(error, "write \"statement list\" or \"statement show ID\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk,
			 show ? show_statement(&desk, context, arguments[1], error)
			      : list_statements(&desk, context, error),
			 error);
}

const cli_command cli_statement = {
	"statement", "[list|show ID]", "public claims against the evidence", NULL, run_statement, 0, NULL, CLI_BUREAU};
