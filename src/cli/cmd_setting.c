/* homeward setting: what the bureau has chosen. */
#include "cli/sections_int.h"

static void settings_json(cli_desk *desk, const bureau_setting_row *rows, size_t count)
{
	hw_json_writer w = cli_json_begin(desk);

	hw_json_array(&w, "settings");
	for (size_t i = 0; i < count; i++) {
		hw_json_object(&w, NULL);
		hw_json_string(&w, "name", rows[i].name);
		hw_json_text(&w, "value", rows[i].value);
		hw_json_string(&w, "from", rows[i].from);
		hw_json_string(&w, "about", rows[i].about);
		hw_json_close(&w, '}');
	}
	hw_json_close(&w, ']');
	cli_json_end(desk, &w);
}

static hw_status show_all(cli_desk *desk, hw_error *error)
{
	cli_table table = {.arena = desk->arena, .columns = 4};
	bureau_setting_row *rows;
	size_t count;

	HW_TRY(bureau_settings_all(desk->bureau, desk->arena, &rows, &count, error));
	if (desk->page.context->json) {
		settings_json(desk, rows, count);
		return HW_OK;
	}
	cli_write_top(desk);
	for (size_t i = 0; i < count; i++) {
		hw_text *cells = cli_table_row(&table);

		if (!cells)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the settings");
		cells[0] = hw_text_of(rows[i].name);
		cells[1] = rows[i].value.length ? rows[i].value : HW_TEXT("-");
		cells[2] = hw_text_of(rows[i].from);
		cells[3] = hw_text_of(rows[i].about);
	}
	cli_table_write(&table, &desk->out);
	return HW_OK;
}

static hw_status show_one(cli_desk *desk, const char *name, hw_error *error)
{
	hw_text value;

	HW_TRY(bureau_require_either(desk->bureau, BUREAU_MAY_SET, BUREAU_MAY_BRIEF, error));
	HW_TRY(bureau_setting(desk->bureau, desk->arena, name, &value, error));
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "name", name);
		hw_json_text(&w, "value", value);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s = %.*s\n", name, HW_TEXT_ARG(value));
	return HW_OK;
}

static hw_status run_setting(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			     hw_error *error)
{
	cli_desk desk;
	hw_status status = HW_OK;

	(void)raw;
	if (count > 2)
		return cli_usage(error, "setting takes a name and a value at most");
	HW_TRY(cli_enter(context, &desk, error));
	if (count == 2)
		status = bureau_setting_set(desk.bureau, arguments[0], hw_text_of(arguments[1]), error);
	if (status == HW_OK)
		status = count ? show_one(&desk, arguments[0], error) : show_all(&desk, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_setting = {"setting",
				 "[NAME [VALUE]]",
				 "show or change what the bureau has chosen",
				 "An empty VALUE (\"\") takes a setting back to what was imported, or to its default.",
				 run_setting,
				 0,
				 NULL,
				 CLI_BUREAU};
