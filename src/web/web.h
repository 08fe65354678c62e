/* web.h - the bureau in a browser: an HTTP server, the application's files and its API (ui/openapi.yaml).
 *
 * The server: libmicrohttpd with event threads that never wait, and bounded pools of workers, one a lane, in which everything
 * that touches the bureau runs.  What an outsider controls has a limit: head and body (16 KiB; 1 MiB, a file of somebody who is
 * signed in 64 MiB), the seconds a request may take to arrive (10, and one more for every 128 KiB), connections (1000, 600 from
 * one address), requests that wait (256; then 503 with Retry-After), bodies in memory (256 MiB together). */
#ifndef HW_WEB_H
#define HW_WEB_H

#include "base/base.h"
#include "bureau/bureau.h"

enum { WEB_QUICK, WEB_SEARCH, WEB_THINKING, WEB_LANES };

typedef struct web_answer {
	int status;           /* 200 unless set */
	const char *type;     /* "text/html; charset=utf-8" unless set; static text */
	hw_buffer body;       /* freed by the server */
	hw_text fixed;        /* instead of a body: bytes that outlive the server */
	bool packed, lasting; /* `fixed` is gzip; may be kept for a year (its name changes with its bytes) */
	char tag[48];         /* ETag, with its quotes; "" none */
	char cookie[192];     /* Set-Cookie; "" none */
	char allow[32];       /* of a 405 */
	int64_t retry;        /* Retry-After in seconds; 0 none */
	unsigned elsewhere;   /* 1 + the lane in which it is to be asked again; 0: this is the answer */
} web_answer;

typedef struct web_request {
	const char *method, *path; /* path without the query, decoded */
	hw_text body;
	/* Heads, "" when not sent; what is longer than its place is cut. */
	const char *host, *origin, *cookie, *csrf, *language, *tag, *content, *accepts;
	hw_text query; /* name NUL value NUL ... */
	unsigned lane;
} web_request;
/* A parameter of the query; NULL when it was not given. */
const char *web_argument(const web_request *request, const char *name);

/* Runs on a worker thread, several at once; `worker` counts over all lanes, so that a handler can
 * keep one bureau a worker.  A failure becomes an error page; nothing of its text but the
 * status words reaches the client. */
typedef hw_status (*web_handler)(void *context, unsigned worker, const web_request *request, web_answer *answer,
				 hw_error *error);

typedef struct web_options {
	const char *address;           /* plain text is refused anywhere but on loopback */
	uint16_t port;                 /* 0: any free one, told by `ready` */
	const char *certificate, *key; /* PEM texts: TLS, and any address; NULL */
	const char *const *names;      /* further names by which it may be called (Host) */
	size_t name_count;
	unsigned workers
		[WEB_LANES]; /* 0..16 each; all 0 = 2 quick ones.  A lane without workers is served by the quick ones */
	web_handler handler;
	/* How long the body of a request may be, asked before it arrives; NULL: there are pages only (GET, HEAD). */
	size_t (*admit)(void *context, const web_request *request);
	void *handler_context;
	void (*ready)(void *context, uint16_t port); /* called once it listens; may be NULL */
	void *ready_context;
	unsigned deadline_seconds; /* for a request to arrive; 0 = 10 */
} web_options;
enum { WEB_WORKERS_LIMIT = 16 * WEB_LANES };

/* Serves until stop->report says so (asked five times a second), then finishes the requests
 * under way (10 seconds at most) and returns HW_OK.  HW_NOT_PERMITTED for an address that is
 * not loopback without TLS, HW_STORAGE when the port is taken, HW_BAD_INPUT for a certificate that does not serve. */
HW_MUST_CHECK hw_status web_serve(const web_options *options, const hw_progress *stop, hw_error *error);

/* The application of one bureau: its files (/, /assets/...) and its API (/api/...).  door->user and token are passed over:
 * people sign in at the page.  The texts are borrowed and must outlive the site. */
typedef struct web_site web_site;
HW_MUST_CHECK hw_status web_site_new(const bureau_door *door, const bureau_run *run, bool tls, web_site **result,
				     hw_error *error);
/* Stops its own thread and long jobs. */
void web_site_free(web_site *site);
/* The secret of the one-time link of a first run ("/#/first/KEY"): good once and for one hour. */
const char *web_site_first_key(const web_site *site);
/* web_handler and admit of the options; their context is the site. */
hw_status web_site_answer(void *context, unsigned worker, const web_request *request, web_answer *answer,
			  hw_error *error);
size_t web_site_admit(void *context, const web_request *request);

/* The routes of the API, one a line: method, path, the right that it asks for at the door. */
void web_routes_write(hw_buffer *out);

/* The briefing as one HTML page in `lang` ("en" or "uk"): a file that carries its style. */
void web_brief_page(const bureau_brief *brief, const char *lang, hw_buffer *out);

/* Text into HTML: & < > " ' become references. */
void web_escape(hw_buffer *out, hw_text t);

#endif
