/* The HTTP server.  Read web.h first.
 *
 * An event thread parses and answers; a request that needs the bureau is suspended, put into
 * a queue, answered by a worker and resumed: a slow question never holds the others up
 * (measured: 65k fast answers beside 16 slow ones, against 19 when the work runs in the callback).
 * MHD's own timeout counts idle time only, so a reaper closes sockets whose request has not
 * arrived whole by the deadline: a client that sends one byte a second is cut as well. */
#include "web/server_int.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double seconds(void)
{
	return hw_clock_seconds();
}

/* ---- sockets and their deadlines -------------------------------------------------- */
static void on_socket(void *context, struct MHD_Connection *connection, void **socket_context,
		      enum MHD_ConnectionNotificationCode code)
{
	web_server *server = context;
	web_socket *s;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		s = calloc(1, sizeof(*s));
		*socket_context = s;
		if (!s)
			return; /* answered with 503 in on_request */
		s->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
		s->since = seconds();
		(void)pthread_mutex_lock(&server->sockets_lock);
		s->next = server->sockets;
		if (s->next)
			s->next->previous = s;
		server->sockets = s;
		(void)pthread_mutex_unlock(&server->sockets_lock);
		return;
	}
	s = *socket_context;
	if (!s)
		return;
	(void)pthread_mutex_lock(&server->sockets_lock);
	if (s->previous)
		s->previous->next = s->next;
	else
		server->sockets = s->next;
	if (s->next)
		s->next->previous = s->previous;
	(void)pthread_mutex_unlock(&server->sockets_lock);
	free(s);
}

void web_reap_late(web_server *server)
{
	double now = seconds();

	(void)pthread_mutex_lock(&server->sockets_lock);
	for (web_socket *s = server->sockets; s; s = s->next)
		if (!s->busy && now - s->since > server->deadline)
			(void)shutdown(s->fd, SHUT_RDWR);
	(void)pthread_mutex_unlock(&server->sockets_lock);
}

static void socket_busy(web_server *server, web_socket *s, bool busy)
{
	(void)pthread_mutex_lock(&server->sockets_lock);
	s->busy = busy;
	s->since = seconds();
	(void)pthread_mutex_unlock(&server->sockets_lock);
}

bool web_any_busy(web_server *server)
{
	bool busy = false;

	(void)pthread_mutex_lock(&server->sockets_lock);
	for (web_socket *s = server->sockets; s && !busy; s = s->next)
		busy = s->busy;
	(void)pthread_mutex_unlock(&server->sockets_lock);
	return busy;
}

/* ---- answers -------------------------------------------------------------------------- */
static const char *const headers[][2] = {
	{"Content-Security-Policy",
	 "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
	 "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
	{"Cache-Control", "no-store"},
};

/* Gives the buffer's bytes to MHD, which frees them. */
static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, const char *type, hw_buffer *body)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	if (body->failed || (body->length == 0 && body->bytes == NULL))
		response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	else
		response = MHD_create_response_from_buffer_with_free_callback(body->length, body->bytes, hw_release);
	if (!response) {
		hw_buffer_free(body);
		return MHD_NO;
	}
	*body = (hw_buffer){0};
	(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	for (size_t i = 0; i < HW_COUNT(headers); i++)
		(void)MHD_add_response_header(response, headers[i][0], headers[i][1]);
	if (status == 503)
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
	if (status == 405)
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result reply_words(struct MHD_Connection *connection, unsigned status, const char *words)
{
	hw_buffer body = {0};

	hw_buffer_addf(&body, "%s\n", words);
	return reply(connection, status, "text/plain; charset=utf-8", &body);
}

/* ---- requests ---------------------------------------------------------------------------- */
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

/* A page of another site must not talk to us through a name that resolves to loopback. */
static bool host_is_ours(const char *host)
{
	static const char *const ours[] = {"127.0.0.1", "localhost", "[::1]"};

	for (size_t i = 0; host && i < HW_COUNT(ours); i++) {
		size_t n = strlen(ours[i]);

		if (!strncasecmp(host, ours[i], n) && (host[n] == '\0' || host[n] == ':'))
			return true;
	}
	return false;
}

/* Two lengths, or a length and a chunked body, are how requests are smuggled past a proxy. */
static unsigned refuse_head(struct MHD_Connection *connection, const char *method)
{
	head_count n = {0};
	const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");

	(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_header, &n);
	if (n.lengths > 1 || n.encodings > 1 || (n.lengths && n.encodings) || n.hosts > 1)
		return 400;
	if (!host_is_ours(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host")))
		return 421;
	if (length && strtoull(length, NULL, 10) > WEB_BODY_LIMIT)
		return 413;
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return 405;
	return 0;
}

static enum MHD_Result enqueue(web_server *server, web_job *job)
{
	bool full;

	socket_busy(server, job->socket, true);
	MHD_suspend_connection(job->connection);
	(void)pthread_mutex_lock(&server->queue_lock);
	full = server->queued >= WEB_QUEUE_LIMIT;
	if (!full) {
		job->next = NULL;
		*server->queue_tail = job;
		server->queue_tail = &job->next;
		server->queued++;
		(void)pthread_cond_signal(&server->queue_filled);
	}
	(void)pthread_mutex_unlock(&server->queue_lock);
	if (full) {
		job->state = WEB_ANSWERED;
		job->answer.status = 503;
		job->answer.type = "text/plain; charset=utf-8";
		hw_buffer_adds(&job->answer.body, "busy, please try again\n");
		MHD_resume_connection(job->connection);
	}
	return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
				  const char *version, const char *upload, size_t *upload_size, void **request_context)
{
	web_server *server = context;
	web_job *job = *request_context;

	(void)version;
	if (!job) {
		unsigned refused = refuse_head(connection, method);

		if (refused)
			return reply_words(connection, refused, "refused");
		job = calloc(1, sizeof(*job));
		if (!job)
			return reply_words(connection, 503, "busy, please try again");
		job->connection = connection;
		job->socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
		(void)snprintf(job->path, sizeof(job->path), "%s", url);
		(void)snprintf(job->method, sizeof(job->method), "%s", method);
		*request_context = job;
		return job->socket ? MHD_YES : reply_words(connection, 503, "busy, please try again");
	}
	if (*upload_size) {
		job->body_bytes += *upload_size;
		*upload_size = 0;
		(void)upload; /* no page takes a body yet: counted and dropped */
		return job->body_bytes > WEB_BODY_LIMIT ? MHD_NO : MHD_YES;
	}
	if (job->state == WEB_ANSWERED)
		return reply(connection, (unsigned)job->answer.status, job->answer.type, &job->answer.body);
	if (strlen(url) >= sizeof(job->path) - 1)
		return reply_words(connection, 414, "the address is too long");
	if (!strcmp(url, "/health"))
		return reply_words(connection, 200, "ok");
	return enqueue(server, job);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request_context,
			 enum MHD_RequestTerminationCode code)
{
	web_job *job = *request_context;

	(void)connection;
	(void)code;
	if (!job)
		return;
	if (job->socket)
		socket_busy(context, job->socket, false);
	hw_buffer_free(&job->answer.body);
	free(job);
	*request_context = NULL;
}

/* ---- workers ------------------------------------------------------------------------------- */
static void answer_job(web_server *server, unsigned worker, web_job *job)
{
	web_request request = {.method = job->method, .path = job->path};
	hw_error error = {0};
	hw_status status;

	job->answer = (web_answer){.status = 200, .type = "text/html; charset=utf-8"};
	status = server->options->handler(server->options->handler_context, worker, &request, &job->answer, &error);
	if (status != HW_OK || job->answer.body.failed) {
		char line[1024];

		if (status == HW_OK)
			status = HW_NO_MEMORY;
		/* The reason goes to the operator; the client gets the words of the status. */
		(void)fprintf(stderr, "homeward: serve: %s: %s\n", job->path,
			      hw_error_line(&error, line, sizeof(line)));
		hw_buffer_free(&job->answer.body);
		job->answer.status = hw_status_http(status);
		job->answer.type = "text/plain; charset=utf-8";
		hw_buffer_addf(&job->answer.body, "%s\n", hw_status_words(status));
	}
	job->state = WEB_ANSWERED;
	MHD_resume_connection(job->connection);
}

void *web_work(void *argument)
{
	web_worker *worker = argument;
	web_server *server = worker->server;

	for (;;) {
		web_job *job;

		(void)pthread_mutex_lock(&server->queue_lock);
		while (!server->queue && !server->quit)
			(void)pthread_cond_wait(&server->queue_filled, &server->queue_lock);
		job = server->queue;
		if (!job) {
			(void)pthread_mutex_unlock(&server->queue_lock);
			return NULL;
		}
		server->queue = job->next;
		if (!server->queue)
			server->queue_tail = &server->queue;
		server->queued--;
		(void)pthread_mutex_unlock(&server->queue_lock);
		answer_job(server, worker->index, job);
	}
}

/* ---- listening -------------------------------------------------------------------------------- */
struct MHD_Daemon *web_listen(web_server *server, const struct sockaddr *address)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;

	if (address->sa_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	return MHD_start_daemon(
		flags, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, on_socket, server, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)1000, MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)600, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)30, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_THREAD_POOL_SIZE, (unsigned)2, MHD_OPTION_END);
}
