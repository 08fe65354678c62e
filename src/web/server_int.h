/* server_int.h - the inside of the HTTP server, shared by server.c and serve.c. */
#ifndef HW_WEB_SERVER_INT_H
#define HW_WEB_SERVER_INT_H

#include "web/web.h"

#include <microhttpd.h>
#include <pthread.h>

enum { WEB_BODY_LIMIT = 1 << 20, WEB_QUEUE_LIMIT = 256, WEB_WORKERS_LIMIT = 64 };

/* One a TCP connection; may carry many requests. */
typedef struct web_socket {
	struct web_socket *previous, *next;
	int fd;
	double since; /* when the connection, or its last request's end, was */
	bool busy;    /* a worker has its request */
} web_socket;

/* One a request. */
typedef struct web_job {
	struct web_job *next;
	struct MHD_Connection *connection;
	web_socket *socket;
	char path[2048], method[8];
	size_t body_bytes;
	enum { WEB_ARRIVING, WEB_ANSWERED } state;
	web_answer answer;
} web_job;

typedef struct web_server {
	const web_options *options;
	double deadline;
	pthread_mutex_t sockets_lock, queue_lock;
	pthread_cond_t queue_filled;
	web_socket *sockets;
	web_job *queue, **queue_tail;
	size_t queued;
	bool quit;
} web_server;

typedef struct web_worker {
	web_server *server;
	unsigned index;
	pthread_t thread;
} web_worker;

struct MHD_Daemon *web_listen(web_server *server, const struct sockaddr *address);
void *web_work(void *argument);
void web_reap_late(web_server *server);
bool web_any_busy(web_server *server);

#endif
