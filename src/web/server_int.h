/* server_int.h - the inside of the HTTP server, shared by server.c, answers.c and serve.c. */
#ifndef HW_WEB_SERVER_INT_H
#define HW_WEB_SERVER_INT_H

#include "web/web.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
	WEB_BODY_LIMIT = 1 << 20,
	WEB_BODIES_LIMIT = 256 << 20, /* all together */
	WEB_QUERY_LIMIT = 4096,
	WEB_QUEUE_LIMIT = 256
};

/* One a TCP connection; may carry many requests. */
typedef struct web_socket {
	struct web_socket *previous, *next;
	int fd;
	double since; /* when the connection, or its last request's end, was; later by what has arrived */
	bool busy;    /* a worker has its request */
} web_socket;

/* One a request. */
typedef struct web_job {
	struct web_job *next;
	struct MHD_Connection *connection;
	web_socket *socket;
	char path[2048], method[8];
	char host[256], origin[256], cookie[512], csrf[64], language[64], tag[64], content[96], accepts[128];
	hw_buffer query, body;
	size_t body_limit;
	unsigned lane;
	enum { WEB_ARRIVING, WEB_ANSWERED } state;
	web_answer answer;
} web_job;

typedef struct web_queue {
	web_job *first, **tail;
	size_t count;
	pthread_cond_t filled;
} web_queue;

typedef struct web_server {
	const web_options *options;
	double deadline;
	pthread_mutex_t sockets_lock, queue_lock;
	web_queue queues[WEB_LANES];
	web_socket *sockets;
	atomic_size_t bodies; /* bytes of all bodies that are held */
	bool quit;
} web_server;

typedef struct web_worker {
	web_server *server;
	unsigned index, lane;
	pthread_t thread;
} web_worker;

struct MHD_Daemon *web_listen(web_server *server, const struct sockaddr *address);
void *web_work(void *argument);
void web_reap_late(web_server *server);
bool web_any_busy(web_server *server);

/* The job as a handler sees it. */
web_request web_request_of(const web_job *job);
/* Queues the answer; gives the bytes of its body to the library, which frees them. */
enum MHD_Result web_reply(const web_server *server, struct MHD_Connection *connection, web_answer *answer);
/* A refusal in words. */
enum MHD_Result web_reply_words(const web_server *server, struct MHD_Connection *connection, int status,
				const char *words);
/* 0, or the status with which the head is refused. */
int web_refuse_head(const web_server *server, struct MHD_Connection *connection, const char *method);

#endif
