/* homeward serve: the briefing in a browser, on this machine only. */
#include "cli/door_int.h"

#include "web/web.h"

#include <stdlib.h>

typedef struct serve_options {
	const char *address;
	int64_t port;
} serve_options;

static const cli_option serve_table[] = {
	{"address", CLI_TEXT, offsetof(serve_options, address), "ADDRESS",
	 "loopback address to listen on (default 127.0.0.1)"},
	{"port", CLI_INTEGER, offsetof(serve_options, port), "N", "port (default 8122)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static void say_ready(void *context, uint16_t port)
{
	const cli_context *c = context;

	(void)fprintf(c->err, "homeward: serving http://127.0.0.1:%u/ (Ctrl-C stops)\n", port);
}

static hw_status run_serve(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const serve_options *options = raw;
	bureau_run run = {.seed = context->seed, .threads = context->threads, .lang = context->lang};
	cli_context ready_context = *context;
	web_options web = {.address = options->address ? options->address : "127.0.0.1",
			   .handler = web_site_answer,
			   .ready = say_ready,
			   .ready_context = &ready_context};
	web_site *site = NULL;
	bureau *b = NULL;

	(void)arguments;
	if (count)
		return cli_usage(error, "serve takes no arguments");
	if (options->port < 0 || options->port > 65535)
		return cli_usage(error, "--port is 1 to 65535, or 0 for any free one");
	web.port = options->port ? (uint16_t)options->port : 8122;
	/* Refuse now, not at the first page, what cannot be opened. */
	hw_status status = bureau_open(context->db, context->user, getenv("HOMEWARD_TOKEN"), context->as_of, &b, error);
	if (status != HW_OK)
		return cli_point_to_training(context, status, error);
	bureau_close(b);
	HW_TRY(web_site_new(context->db, context->user, getenv("HOMEWARD_TOKEN"), context->as_of, &run, &site, error));
	web.handler_context = site;
	status = web_serve(&web, context->progress, error);
	web_site_free(site);
	return status;
}

const cli_command cli_serve = {"serve",     "",        "the briefing in a browser, on this machine only",
			       NULL,        run_serve, sizeof(serve_options),
			       serve_table, CLI_BUREAU};
