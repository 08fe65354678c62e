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

/* Plain text stays on this machine: an office on a network needs TLS. */
static hw_status read_address(const web_options *options, any_address *address, hw_error *error)
{
	bool loopback;

	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, options->address, &address->v4.sin_addr) == 1) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = htons(options->port);
		loopback = (ntohl(address->v4.sin_addr.s_addr) >> 24) == 127;
	} else if (inet_pton(AF_INET6, options->address, &address->v6.sin6_addr) == 1) {
		address->v6.sin6_family = AF_INET6;
		address->v6.sin6_port = htons(options->port);
		loopback = IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
	} else {
		(void)hw_fail(error, HW_NOT_PERMITTED, "\"%s\" is not an address of a machine", options->address);
		return hw_error_remedy(error, "write it in numbers: 127.0.0.1, ::1, or one of this machine's network");
	}
	if (loopback || options->certificate)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED,
		      "\"%s\" is not a loopback address, and pages are not sent over a network in plain text",
		      options->address);
	return hw_error_remedy(error, "use 127.0.0.1 or ::1, or give --certificate and --key for TLS");
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
	for (size_t i = 0; i < WEB_LANES; i++)
		(void)pthread_cond_broadcast(&server->queues[i].filled);
	(void)pthread_mutex_unlock(&server->queue_lock);
	for (unsigned i = 0; i < started; i++)
		(void)pthread_join(workers[i].thread, NULL);
	MHD_stop_daemon(daemon);
	if (listening >= 0)
		(void)close(listening);
}

static void open_queues(web_server *server)
{
	(void)pthread_mutex_init(&server->sockets_lock, NULL);
	(void)pthread_mutex_init(&server->queue_lock, NULL);
	for (size_t i = 0; i < WEB_LANES; i++) {
		(void)pthread_cond_init(&server->queues[i].filled, NULL);
		server->queues[i].tail = &server->queues[i].first;
	}
}

static bool start_workers(web_server *server, const unsigned counts[WEB_LANES], web_worker *workers, unsigned *started)
{
	for (unsigned lane = 0; lane < WEB_LANES; lane++)
		for (unsigned i = 0; i < counts[lane] && i < WEB_WORKERS_LIMIT / WEB_LANES; i++) {
			web_worker *worker = &workers[*started];

			*worker = (web_worker){.server = server, .index = *started, .lane = lane};
			if (pthread_create(&worker->thread, NULL, web_work, worker) != 0)
				return false;
			++*started;
		}
	return true;
}

static hw_status cannot_listen(const web_options *options, int cause, hw_error *error)
{
	if (options->certificate && cause != EADDRINUSE && cause != EACCES && cause != EADDRNOTAVAIL) {
		(void)hw_fail(error, HW_BAD_INPUT, "the certificate and its key do not serve for TLS");
		return hw_error_remedy(error, "give both as PEM files that belong together");
	}
	(void)hw_fail(error, HW_STORAGE, "cannot listen on %s port %u: %s", options->address, options->port,
		      strerror(cause));
	return hw_error_remedy(error, "choose another port with --port, or stop the program that has it");
}

hw_status web_serve(const web_options *options, const hw_progress *progress, hw_error *error)
{
	web_server server = {.options = options,
			     .deadline = options->deadline_seconds ? options->deadline_seconds : 10};
	web_options filled = *options;
	web_worker workers[WEB_WORKERS_LIMIT];
	unsigned started = 0;
	struct MHD_Daemon *daemon;
	const union MHD_DaemonInfo *info;
	any_address address;
	hw_error ignored;
	bool all;

	HW_TRY(read_address(options, &address, error));
	if (!filled.workers[WEB_QUICK])
		filled.workers[WEB_QUICK] = 2;
	server.options = &filled;
	open_queues(&server);
	(void)signal(SIGPIPE, SIG_IGN);
	errno = 0;
	daemon = web_listen(&server, &address.any);
	if (!daemon)
		return cannot_listen(options, errno, error);
	all = start_workers(&server, filled.workers, workers, &started);
	info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
	if (all && options->ready)
		options->ready(options->ready_context, info ? info->port : options->port);
	while (all && hw_progress_step(progress, "serving", 0, 0, &ignored) == HW_OK) {
		pause_ms(200);
		web_reap_late(&server);
	}
	stop(&server, daemon, workers, started);
	return all ? HW_OK : hw_fail(error, HW_FAULT, "no thread could be started");
}
