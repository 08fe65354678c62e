/* answers.c - heads of requests and of answers: what is refused at once, and what every page is sent with. */
#include "web/server_int.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- answers -------------------------------------------------------------------------- */
static const char *const headers[][2] = {
	{"Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data: blob:; media-src "
				    "blob:; script-src 'self'; connect-src 'self'; "
				    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};

static struct MHD_Response *response_of(web_answer *answer)
{
	struct MHD_Response *response;

	if (answer->fixed.length)
		return MHD_create_response_from_buffer(answer->fixed.length, (void *)(uintptr_t)answer->fixed.bytes,
						       MHD_RESPMEM_PERSISTENT);
	if (answer->body.failed || answer->body.length == 0) {
		hw_buffer_free(&answer->body);
		return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	}
	response =
		MHD_create_response_from_buffer_with_free_callback(answer->body.length, answer->body.bytes, hw_release);
	if (response)
		answer->body = (hw_buffer){0};
	return response;
}

static void add_heads(const web_server *server, struct MHD_Response *response, const web_answer *answer)
{
	char seconds[24];

	if (answer->type)
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
	for (size_t i = 0; i < HW_COUNT(headers); i++)
		(void)MHD_add_response_header(response, headers[i][0], headers[i][1]);
	(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL,
				      answer->lasting ? "public, max-age=31536000, immutable" : "no-store");
	if (server->options->certificate)
		(void)MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
	if (answer->packed)
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	if (answer->tag[0])
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, answer->tag);
	if (answer->cookie[0])
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, answer->cookie);
	if (answer->allow[0])
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, answer->allow);
	if (answer->retry > 0) {
		(void)snprintf(seconds, sizeof(seconds), "%lld", (long long)answer->retry);
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
	}
}

enum MHD_Result web_reply(const web_server *server, struct MHD_Connection *connection, web_answer *answer)
{
	struct MHD_Response *response = response_of(answer);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	if (answer->status == 503 && !answer->retry)
		answer->retry = 1;
	add_heads(server, response, answer);
	result = MHD_queue_response(connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return result;
}

enum MHD_Result web_reply_words(const web_server *server, struct MHD_Connection *connection, int status,
				const char *words)
{
	web_answer answer = {.status = status, .type = "text/plain; charset=utf-8"};

	hw_buffer_addf(&answer.body, "%s\n", words);
	if (status == 405)
		(void)snprintf(answer.allow, sizeof(answer.allow), "%s",
			       server->options->admit ? "GET, HEAD, POST, DELETE" : "GET, HEAD");
	return web_reply(server, connection, &answer);
}

/* ---- heads of requests -------------------------------------------------------------------------- */
typedef struct head_count {
	int lengths, encodings, hosts;
} head_count;

static enum MHD_Result count_header(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
	head_count *n = context;

	(void)kind;
	(void)value;
	n->lengths += !strcasecmp(key, "Content-Length");
	n->encodings += !strcasecmp(key, "Transfer-Encoding");
	n->hosts += !strcasecmp(key, "Host");
	return MHD_YES;
}

static bool is_name(const char *host, const char *name)
{
	size_t n = strlen(name);

	return !strncasecmp(host, name, n) && (host[n] == '\0' || host[n] == ':');
}

/* A page of another site must not talk to us through a name that resolves to this machine. */
static bool host_is_ours(const web_options *options, const char *host)
{
	static const char *const ours[] = {"127.0.0.1", "localhost", "[::1]"};

	if (!host)
		return false;
	for (size_t i = 0; i < HW_COUNT(ours); i++)
		if (is_name(host, ours[i]))
			return true;
	for (size_t i = 0; i < options->name_count; i++)
		if (is_name(host, options->names[i]))
			return true;
	return is_name(host, options->address);
}

static bool method_is_ours(const web_options *options, const char *method)
{
	static const char *const ours[] = {"GET", "HEAD", "POST", "DELETE"};

	for (size_t i = 0; i < (options->admit ? 4 : 2); i++)
		if (!strcmp(method, ours[i]))
			return true;
	return false;
}

/* Two lengths, or a length and a chunked body, are how requests are smuggled past a proxy. */
int web_refuse_head(const web_server *server, struct MHD_Connection *connection, const char *method)
{
	head_count n = {0};

	(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_header, &n);
	if (n.lengths > 1 || n.encodings > 1 || (n.lengths && n.encodings) || n.hosts > 1)
		return 400;
	if (!host_is_ours(server->options, MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host")))
		return 421;
	return method_is_ours(server->options, method) ? 0 : 405;
}

web_request web_request_of(const web_job *job)
{
	return (web_request){.method = job->method,
			     .path = job->path,
			     .body = hw_buffer_text(&job->body),
			     .host = job->host,
			     .origin = job->origin,
			     .cookie = job->cookie,
			     .csrf = job->csrf,
			     .language = job->language,
			     .tag = job->tag,
			     .content = job->content,
			     .accepts = job->accepts,
			     .query = hw_buffer_text(&job->query),
			     .lane = job->lane};
}

const char *web_argument(const web_request *request, const char *name)
{
	const char *at = request->query.bytes, *end = at + request->query.length;

	while (at < end) {
		const char *value = at + strlen(at) + 1;

		if (!strcmp(at, name))
			return value;
		at = value + strlen(value) + 1;
	}
	return NULL;
}
