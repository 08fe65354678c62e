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

/* ---- requests ---------------------------------------------------------------------------- */
/* A lane without workers of its own is served by the quick ones. */
static unsigned lane_of(const web_server *server, unsigned lane)
{
	return server->options->workers[lane] ? lane : WEB_QUICK;
}

/* Behind those that wait in its lane; false: too many wait. */
static bool queue_up(web_server *server, web_job *job, unsigned lane)
{
	web_queue *queue = &server->queues[lane_of(server, lane)];
	bool full;

	job->lane = lane;
	job->next = NULL;
	(void)pthread_mutex_lock(&server->queue_lock);
	full = queue->count >= WEB_QUEUE_LIMIT;
	if (!full) {
		*queue->tail = job;
		queue->tail = &job->next;
		queue->count++;
		(void)pthread_cond_signal(&queue->filled);
	}
	(void)pthread_mutex_unlock(&server->queue_lock);
	return !full;
}

static void answer_busy(web_job *job)
{
	job->answer = (web_answer){.status = 503, .type = "text/plain; charset=utf-8"};
	hw_buffer_adds(&job->answer.body, "busy, please try again\n");
	job->state = WEB_ANSWERED;
	MHD_resume_connection(job->connection);
}

static enum MHD_Result enqueue(web_server *server, web_job *job)
{
	socket_busy(server, job->socket, true);
	MHD_suspend_connection(job->connection);
	if (!queue_up(server, job, WEB_QUICK))
		answer_busy(job);
	return MHD_YES;
}

static void copy_head(struct MHD_Connection *connection, const char *name, char *place, size_t size)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);

	(void)snprintf(place, size, "%s", value ? value : "");
}

static enum MHD_Result copy_argument(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
	hw_buffer *query = context;

	(void)kind;
	hw_buffer_add(query, (hw_text){key, strlen(key) + 1});
	hw_buffer_add(query, value ? (hw_text){value, strlen(value) + 1} : (hw_text){"", 1});
	return MHD_YES;
}

/* What a handler may read must not depend on the connection, which belongs to the event thread. */
static web_job *begin(struct MHD_Connection *connection, const char *url, const char *method)
{
	web_job *job = calloc(1, sizeof(*job));

	if (!job)
		return NULL;
	job->connection = connection;
	job->socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	job->query.ceiling = WEB_QUERY_LIMIT;
	(void)snprintf(job->path, sizeof(job->path), "%s", url);
	(void)snprintf(job->method, sizeof(job->method), "%s", method);
	copy_head(connection, "Host", job->host, sizeof(job->host));
	copy_head(connection, "Origin", job->origin, sizeof(job->origin));
	copy_head(connection, "Cookie", job->cookie, sizeof(job->cookie));
	copy_head(connection, "X-CSRF-Token", job->csrf, sizeof(job->csrf));
	copy_head(connection, "Accept-Language", job->language, sizeof(job->language));
	copy_head(connection, "If-None-Match", job->tag, sizeof(job->tag));
	copy_head(connection, "Content-Type", job->content, sizeof(job->content));
	copy_head(connection, "Accept-Encoding", job->accepts, sizeof(job->accepts));
	(void)MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, copy_argument, &job->query);
	return job;
}

static enum MHD_Result on_head(web_server *server, struct MHD_Connection *connection, const char *url,
			       const char *method, void **request_context)
{
	const char *length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
	int refused = web_refuse_head(server, connection, method);
	web_request request;
	web_job *job;

	if (refused)
		return web_reply_words(server, connection, refused, "refused");
	job = begin(connection, url, method);
	if (!job)
		return web_reply_words(server, connection, 503, "busy, please try again");
	*request_context = job;
	if (!job->socket)
		return web_reply_words(server, connection, 503, "busy, please try again");
	if (strlen(url) >= sizeof(job->path) || job->query.failed)
		return web_reply_words(server, connection, 414, "the address is too long");
	request = web_request_of(job);
	job->body_limit = WEB_BODY_LIMIT;
	if (server->options->admit)
		job->body_limit = server->options->admit(server->options->handler_context, &request);
	job->body.ceiling = job->body_limit + 1;
	if (length && strtoull(length, NULL, 10) > job->body_limit)
		return web_reply_words(server, connection, 413, "refused");
	return MHD_YES;
}

/* A part of the body; it may take longer to arrive the more of it there is. */
static enum MHD_Result on_part(web_server *server, web_job *job, const char *part, size_t length)
{
	if (job->body.length + length > job->body_limit ||
	    atomic_fetch_add(&server->bodies, length) + length > WEB_BODIES_LIMIT) {
		if (job->body.length + length <= job->body_limit)
			(void)atomic_fetch_sub(&server->bodies, length);
		return MHD_NO;
	}
	hw_buffer_add(&job->body, (hw_text){part, length});
	if (job->body.failed) {
		(void)atomic_fetch_sub(&server->bodies, length);
		return MHD_NO;
	}
	(void)pthread_mutex_lock(&server->sockets_lock);
	job->socket->since += (double)length / (1 << 17);
	(void)pthread_mutex_unlock(&server->sockets_lock);
	return MHD_YES;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
				  const char *version, const char *upload, size_t *upload_size, void **request_context)
{
	web_server *server = context;
	web_job *job = *request_context;

	(void)version;
	if (!job)
		return on_head(server, connection, url, method, request_context);
	if (*upload_size) {
		size_t length = *upload_size;

		*upload_size = 0;
		return on_part(server, job, upload, length);
	}
	if (job->state == WEB_ANSWERED)
		return web_reply(server, connection, &job->answer);
	if (!strcmp(url, "/health"))
		return web_reply_words(server, connection, 200, "ok");
	return enqueue(server, job);
}

static void on_completed(void *context, struct MHD_Connection *connection, void **request_context,
			 enum MHD_RequestTerminationCode code)
{
	web_server *server = context;
	web_job *job = *request_context;

	(void)connection;
	(void)code;
	if (!job)
		return;
	if (job->socket)
		socket_busy(server, job->socket, false);
	(void)atomic_fetch_sub(&server->bodies, job->body.length);
	hw_buffer_free(&job->answer.body);
	hw_buffer_free(&job->query);
	hw_buffer_free(&job->body);
	explicit_bzero(job, sizeof(*job));
	free(job);
	*request_context = NULL;
}

/* ---- workers ------------------------------------------------------------------------------- */
static void answer_job(web_server *server, unsigned worker, web_job *job)
{
	web_request request = web_request_of(job);
	hw_error error = {0};
	hw_status status;

	job->answer = (web_answer){.status = 200, .type = "text/html; charset=utf-8"};
	status = server->options->handler(server->options->handler_context, worker, &request, &job->answer, &error);
	if (status == HW_OK && job->answer.elsewhere) {
		unsigned lane = job->answer.elsewhere - 1;

		if (!queue_up(server, job, lane))
			answer_busy(job);
		return;
	}
	if (status != HW_OK || job->answer.body.failed) {
		char line[1024];

		if (status == HW_OK)
			status = HW_NO_MEMORY;
		/* The reason goes to the operator; the client gets the words of the status. */
		(void)fprintf(stderr, "homeward: serve: %s: %s\n", job->path,
			      hw_error_line(&error, line, sizeof(line)));
		hw_buffer_free(&job->answer.body);
		job->answer = (web_answer){.status = hw_status_http(status), .type = "text/plain; charset=utf-8"};
		hw_buffer_addf(&job->answer.body, "%s\n", hw_status_words(status));
	}
	job->state = WEB_ANSWERED;
	MHD_resume_connection(job->connection);
}

void *web_work(void *argument)
{
	web_worker *worker = argument;
	web_server *server = worker->server;
	web_queue *queue = &server->queues[worker->lane];

	for (;;) {
		web_job *job;

		(void)pthread_mutex_lock(&server->queue_lock);
		while (!queue->first && !server->quit)
			(void)pthread_cond_wait(&queue->filled, &server->queue_lock);
		job = queue->first;
		if (!job) {
			(void)pthread_mutex_unlock(&server->queue_lock);
			return NULL;
		}
		queue->first = job->next;
		if (!queue->first)
			queue->tail = &queue->first;
		queue->count--;
		(void)pthread_mutex_unlock(&server->queue_lock);
		answer_job(server, worker->index, job);
	}
}

/* ---- listening -------------------------------------------------------------------------------- */
struct MHD_Daemon *web_listen(web_server *server, const struct sockaddr *address)
{
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME;
	const web_options *o = server->options;
	struct MHD_OptionItem tls[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->certificate},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->key},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t) "SECURE256:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
		{MHD_OPTION_END, 0, NULL}};

	if (address->sa_family == AF_INET6)
		flags |= MHD_USE_IPv6;
	if (o->certificate)
		flags |= MHD_USE_TLS;
	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, address,
				MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
				on_socket, server, MHD_OPTION_CONNECTION_LIMIT, (unsigned)1000,
				MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)600, MHD_OPTION_CONNECTION_TIMEOUT,
				(unsigned)30, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384,
				MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)2,
				MHD_OPTION_ARRAY, o->certificate ? tls : &tls[3], MHD_OPTION_END);
}
