/* homeward statement list|show ID: public claims against the evidence. */
#include "cli/sections_int.h"

#include <string.h>

static hw_status show_statements(cli_desk *desk, const cli_context *context, const char *id, hw_error *error)
{
	bureau_statements all, chosen = {0};

	HW_TRY(bureau_statements_all(desk->bureau, desk->arena, &desk->run, &all, error));
	chosen = all;
	if (id) {
		chosen = (bureau_statements){0};
		for (size_t i = 0; i < all.count; i++)
			if (hw_text_is(all.items[i].id, id))
				chosen = (bureau_statements){&all.items[i], 1};
		if (!chosen.count) {
			(void)hw_fail(error, HW_NOT_FOUND, "there is no statement \"%s\"", id);
			return hw_error_remedy(error, "homeward statement list");
		}
	}
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_statements_json(&chosen, &w, "statements");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_write_statements(&desk->page, &chosen);
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
	return cli_leave(context, &desk, show_statements(&desk, context, show ? arguments[1] : NULL, error), error);
}

const cli_command cli_statement = {
	"statement", "[list|show ID]", "public claims against the evidence", NULL, run_statement, 0, NULL, CLI_BUREAU};
