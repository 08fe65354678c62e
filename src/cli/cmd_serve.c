/* homeward serve: the application in a browser; on this machine, or over TLS. */
#include "cli/door_int.h"

#include "web/web.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

typedef struct serve_options {
	const char *address, *port, *certificate, *key;
	cli_texts names;
	bool no_link, routes;
} serve_options;

static const cli_option serve_table[] = {
	{"address", CLI_TEXT, offsetof(serve_options, address), "ADDRESS",
	 "address to listen on (default 127.0.0.1); any other than loopback needs TLS"},
	{"port", CLI_TEXT, offsetof(serve_options, port), "N", "port (default 8122); 0: any free one"},
	{"certificate", CLI_TEXT, offsetof(serve_options, certificate), "FILE.pem", "TLS: the certificate (chain)"},
	{"key", CLI_TEXT, offsetof(serve_options, key), "FILE.pem", "TLS: its private key"},
	{"host", CLI_REPEAT, offsetof(serve_options, names), "NAME",
	 "a name by which browsers may call it, beside its address (repeatable)"},
	{"no-link", CLI_FLAG, offsetof(serve_options, no_link), NULL, "print no one-time link"},
	{"routes", CLI_FLAG, offsetof(serve_options, routes), NULL,
	 "print the routes of the API with the right that each asks for at its door, and end"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

typedef struct serving {
	const cli_context *context;
	const serve_options *options;
	const web_site *site;
	const bureau_face *face;
} serving;

/* In training, and before anybody has a password, a link that signs the first user in. */
static void say_ready(void *raw, uint16_t port)
{
	const serving *s = raw;
	const char *host = s->options->names.count ? s->options->names.items[0]
						   : (s->options->address ? s->options->address : "127.0.0.1");
	bool v6 = strchr(host, ':') != NULL;
	FILE *err = s->context->err;

	(void)fprintf(err, "homeward: serving http%s://%s%s%s:%u/ (Ctrl-C stops)\n", s->options->certificate ? "s" : "",
		      v6 ? "[" : "", host, v6 ? "]" : "", port);
	if (s->options->no_link || (!s->face->training && !s->face->needs_first))
		return;
	(void)fprintf(err, "homeward: %s, once and within an hour: http%s://%s%s%s:%u/#/first/%s\n",
		      s->face->training ? "to look around at once" : "the first administrator sets a password",
		      s->options->certificate ? "s" : "", v6 ? "[" : "", host, v6 ? "]" : "", port,
		      web_site_first_key(s->site));
}

static hw_status read_pem(const char *path, hw_buffer *text, hw_error *error)
{
	char part[4096];
	FILE *file = fopen(path, "re");
	size_t n;

	text->ceiling = 1 << 20;
	if (!file) {
		(void)hw_fail(error, HW_STORAGE, "the file cannot be read");
		return hw_error_where(error, "%s", path), HW_STORAGE;
	}
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		hw_buffer_add(text, (hw_text){part, n});
	(void)fclose(file);
	explicit_bzero(part, sizeof(part));
	if (!text->failed && text->length && strstr(text->bytes, "-----BEGIN"))
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "this is no PEM file");
	return hw_error_where(error, "%s", path), HW_BAD_INPUT;
}

/* 8122 when not given, 0 when any free one will do. */
static hw_status read_port(const char *given, uint16_t *port, hw_error *error)
{
	int64_t number = 8122;

	if (given && (hw_text_integer(hw_text_of(given), &number, NULL) != HW_OK || number < 0 || number > 65535))
		return cli_usage(error, "--port is 1 to 65535, or 0 for any free one");
	*port = (uint16_t)number;
	return HW_OK;
}

static hw_status check(const serve_options *o, size_t count, hw_error *error)
{
	uint16_t port;

	if (count)
		return cli_usage(error, "serve takes no arguments");
	HW_TRY(read_port(o->port, &port, error));
	if (!o->certificate != !o->key)
		return cli_usage(error, "TLS needs both --certificate and --key");
	return HW_OK;
}

static hw_status run_site(const cli_context *context, const serve_options *o, const bureau_face *face,
			  hw_buffer *certificate, hw_buffer *key, hw_error *error)
{
	bureau_run run = {.seed = context->seed, .threads = context->threads, .lang = context->lang};
	bureau_door door = cli_door(context);
	web_options web = {.address = o->address ? o->address : "127.0.0.1",
			   .names = o->names.items,
			   .name_count = o->names.count,
			   .workers = {2, 1, 1},
			   .handler = web_site_answer,
			   .admit = web_site_admit,
			   .ready = say_ready};
	web_site *site = NULL;
	hw_status status;

	HW_TRY(read_port(o->port, &web.port, error));
	if (o->certificate) {
		HW_TRY(read_pem(o->certificate, certificate, error));
		HW_TRY(read_pem(o->key, key, error));
		web.certificate = certificate->bytes;
		web.key = key->bytes;
	}
	HW_TRY(web_site_new(&door, &run, o->certificate != NULL, &site, error));
	serving s = {context, o, site, face};
	web.handler_context = site;
	web.ready_context = &s;
	status = web_serve(&web, context->progress, error);
	web_site_free(site);
	return status;
}

static hw_status print_routes(const cli_context *context, hw_error *error)
{
	hw_buffer out = {0};
	hw_status status;

	if (context->json)
		return cli_usage(error, "--routes is a text: it has no --json and no --csv");
	web_routes_write(&out);
	status = cli_write(context, &out, error);
	hw_buffer_free(&out);
	return status;
}

static hw_status run_serve(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)64 << 20);
	hw_buffer certificate = {0}, key = {0};
	bureau_door door = cli_door(context);
	bureau_face face;
	hw_status status;

	(void)arguments;
	HW_TRY(check(raw, count, error));
	(void)mallopt(M_ARENA_MAX, 2); /* a heap a thread would keep what each once needed */
	if (((const serve_options *)raw)->routes)
		return print_routes(context, error);
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to start");
	/* Refuse now, not at the first page, what cannot be opened. */
	status = bureau_face_of(&door, arena, &face, error);
	if (status != HW_OK)
		return cli_point_to_training(context, status, error);
	status = run_site(context, raw, &face, &certificate, &key, error);
	hw_buffer_free(&certificate);
	if (key.bytes)
		explicit_bzero(key.bytes, key.length);
	hw_buffer_free(&key);
	return status;
}

const cli_command cli_serve = {
	"serve",
	"",
	"the application in a browser, on this machine or over TLS",
	"People sign in at the page, each with his own rights; --as and HOMEWARD_TOKEN do not count.  In training a "
	"name "
	"is\n"
	"enough, and a link is printed that signs the first one in; elsewhere, as long as nobody has a password, the "
	"link\n"
	"lets the first administrator set his.  Listens on 127.0.0.1 unless --address is given with --certificate and "
	"--key.",
	run_serve,
	sizeof(serve_options),
	serve_table,
	CLI_BUREAU};
