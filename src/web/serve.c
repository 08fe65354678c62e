/* Starting and stopping the server: listen, wait, finish what is under way, stop. */
#include "web/server_int.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef union any_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
} any_address;

/* Plain text stays on this machine: an office on a network puts a TLS proxy in front. */
static hw_status loopback(const web_options *options, any_address *address, hw_error *error)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, options->address, &address->v4.sin_addr) == 1 &&
	    (ntohl(address->v4.sin_addr.s_addr) >> 24) == 127) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = htons(options->port);
		return HW_OK;
	}
	if (inet_pton(AF_INET6, options->address, &address->v6.sin6_addr) == 1 &&
	    IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr)) {
		address->v6.sin6_family = AF_INET6;
		address->v6.sin6_port = htons(options->port);
		return HW_OK;
	}
	(void)hw_fail(error, HW_NOT_PERMITTED,
		      "\"%s\" is not a loopback address, and pages are not sent over a network in plain text",
		      options->address);
	return hw_error_remedy(error, "use 127.0.0.1 or ::1, and a TLS proxy in front for other machines");
}

static void pause_ms(long milliseconds)
{
	struct timespec t = {.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};

	(void)nanosleep(&t, NULL);
}

static void stop(web_server *server, struct MHD_Daemon *daemon, web_worker *workers, unsigned started)
{
	int listening = MHD_quiesce_daemon(daemon);

	for (int i = 0; i < 200 && web_any_busy(server); i++)
		pause_ms(50);
	(void)pthread_mutex_lock(&server->queue_lock);
	server->quit = true;
	(void)pthread_cond_broadcast(&server->queue_filled);
	(void)pthread_mutex_unlock(&server->queue_lock);
	for (unsigned i = 0; i < started; i++)
		(void)pthread_join(workers[i].thread, NULL);
	MHD_stop_daemon(daemon);
	if (listening >= 0)
		(void)close(listening);
}

hw_status web_serve(const web_options *options, const hw_progress *progress, hw_error *error)
{
	web_server server = {.options = options,
			     .deadline = options->deadline_seconds ? options->deadline_seconds : 10};
	web_worker workers[WEB_WORKERS_LIMIT];
	unsigned count = options->workers ? options->workers : 2, started = 0;
	struct MHD_Daemon *daemon;
	const union MHD_DaemonInfo *info;
	any_address address;
	hw_error ignored;

	HW_TRY(loopback(options, &address, error));
	if (count > WEB_WORKERS_LIMIT)
		count = WEB_WORKERS_LIMIT;
	(void)pthread_mutex_init(&server.sockets_lock, NULL);
	(void)pthread_mutex_init(&server.queue_lock, NULL);
	(void)pthread_cond_init(&server.queue_filled, NULL);
	server.queue_tail = &server.queue;
	(void)signal(SIGPIPE, SIG_IGN);
	daemon = web_listen(&server, &address.any);
	if (!daemon) {
		(void)hw_fail(error, HW_STORAGE, "cannot listen on %s port %u: %s", options->address, options->port,
			      strerror(errno));
		return hw_error_remedy(error, "choose another port with --port, or stop the program that has it");
	}
	for (; started < count; started++) {
		workers[started] = (web_worker){.server = &server, .index = started};
		if (pthread_create(&workers[started].thread, NULL, web_work, &workers[started]) != 0)
			break;
	}
	info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
	if (started == count && options->ready)
		options->ready(options->ready_context, info ? info->port : options->port);
	while (started == count && hw_progress_step(progress, "serving", 0, 0, &ignored) == HW_OK) {
		pause_ms(200);
		web_reap_late(&server);
	}
	stop(&server, daemon, workers, started);
	if (started < count)
		return hw_fail(error, HW_FAULT, "no thread could be started");
	return HW_OK;
}
