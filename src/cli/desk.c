/* What every bureau command does first and last. */
#include "cli/sections_int.h"

#include <string.h>

#include "cli/door_int.h"

hw_status cli_enter(const cli_context *context, cli_desk *desk, hw_error *error)
{
	*desk = (cli_desk){.run = {.seed = context->seed,
				   .threads = context->threads,
				   .lang = context->lang,
				   .progress = context->progress}};
	desk->arena = hw_arena_new((size_t)4 << 30);
	if (!desk->arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to start");
	desk->page = (cli_page){.context = context, .arena = desk->arena, .out = &desk->out};
	hw_status status = cli_open_bureau(context, &desk->bureau, error);
	if (status != HW_OK)
		hw_arena_free(desk->arena);
	return status;
}

hw_status cli_leave(const cli_context *context, cli_desk *desk, hw_status status, hw_error *error)
{
	if (status == HW_OK || status == HW_NO) {
		hw_status written = desk->printed;

		if (written != HW_OK)
			*error = desk->print_error;
		else if (context->pdf && !desk->pdf.length)
			written = cli_usage(error, "this answer has no --pdf");
		else if (context->pdf)
			written = cli_write_file(context, context->pdf, &desk->pdf, error);
		if (written == HW_OK)
			written = cli_write(context, &desk->out, error);
		if (written != HW_OK)
			status = written;
	}
	hw_buffer_free(&desk->pdf);
	hw_buffer_free(&desk->out);
	bureau_close(desk->bureau);
	hw_arena_free(desk->arena);
	return status;
}

void cli_write_top(cli_desk *desk)
{
	char day[11];

	hw_buffer_addf(&desk->out, "%s%s %s\n",
		       bureau_is_training(desk->bureau) ? cli_say(&desk->page, "TRAINING - invented people. ") : "",
		       cli_say(&desk->page, "as of"), hw_days_write(bureau_as_of(desk->bureau), day));
}

void cli_say_top(const cli_desk *desk)
{
	char day[11];

	(void)fprintf(desk->page.context->err, "%s%s %s\n",
		      bureau_is_training(desk->bureau) ? cli_say(&desk->page, "TRAINING - invented people. ") : "",
		      cli_say(&desk->page, "as of"), hw_days_write(bureau_as_of(desk->bureau), day));
}

hw_json_writer cli_json_begin(cli_desk *desk)
{
	hw_json_writer w = hw_json_writer_new(&desk->out, true);
	char day[11];

	hw_json_object(&w, NULL);
	if (desk->page.context->csv) {
		cli_say_top(desk);
		return w;
	}
	hw_json_string(&w, "as_of", hw_days_write(bureau_as_of(desk->bureau), day));
	hw_json_boolean(&w, "training", bureau_is_training(desk->bureau));
	return w;
}

void cli_json_end(cli_desk *desk, hw_json_writer *w)
{
	hw_json_close(w, '}');
	hw_buffer_adds(&desk->out, "\n");
	if (desk->page.context->csv)
		cli_rows_of_json(&desk->out);
}

hw_status cli_origin(cli_desk *desk, hw_text *line, hw_error *error)
{
	char day[11], hash[65];

	HW_TRY(bureau_fingerprint(desk->bureau, hash, error));
	*line = cli_text(&desk->page, "%s, %s %llu, %s %.12s, homeward %s",
			 hw_days_write(bureau_as_of(desk->bureau), day), cli_say(&desk->page, "seed"),
			 (unsigned long long)desk->run.seed, cli_say(&desk->page, "data"), hash, HOMEWARD_VERSION);
	return HW_OK;
}

hw_status cli_write_origin(cli_desk *desk, hw_error *error)
{
	hw_text line;

	HW_TRY(cli_origin(desk, &line, error));
	hw_buffer_addf(&desk->out, "\n%.*s.\n", HW_TEXT_ARG(line));
	return HW_OK;
}

hw_status cli_json_origin(cli_desk *desk, hw_json_writer *w, hw_error *error)
{
	char hash[65];

	if (desk->page.context->csv)
		return HW_OK;
	HW_TRY(bureau_fingerprint(desk->bureau, hash, error));
	hw_json_integer(w, "seed", (int64_t)desk->run.seed);
	hw_json_string(w, "data", hash);
	hw_json_string(w, "version", HOMEWARD_VERSION);
	return HW_OK;
}
