/* web.h - the bureau in a browser: an HTTP server on loopback and the pages it gives.
 *
 * The server: libmicrohttpd with event threads that never wait, and a bounded pool of
 * workers in which everything that touches the bureau runs.  What an outsider controls
 * has a limit: head and body (16 KiB, 1 MiB), the seconds a request may take to arrive (10),
 * connections (1000, 64 from one address), requests that wait (256; then 503 with Retry-After). */
#ifndef HW_WEB_H
#define HW_WEB_H

#include "base/base.h"
#include "bureau/bureau.h"

typedef struct web_answer {
	int status;       /* 200 unless set */
	const char *type; /* "text/html; charset=utf-8" unless set; static text */
	hw_buffer body;   /* freed by the server */
} web_answer;

typedef struct web_request {
	const char *method, *path; /* path without the query */
	hw_text body;
} web_request;

/* Runs on a worker thread, several at once; `worker` is 0..workers-1, so that a handler can
 * keep one bureau a worker.  A failure becomes an error page; nothing of its text but the
 * status words reaches the client. */
typedef hw_status (*web_handler)(void *context, unsigned worker, const web_request *request, web_answer *answer,
				 hw_error *error);

typedef struct web_options {
	const char *address; /* "127.0.0.1" or "::1": plain text is refused anywhere else */
	uint16_t port;       /* 0: any free one, told by `ready` */
	unsigned workers;    /* 1..64, 0 = 2 */
	web_handler handler;
	void *handler_context;
	void (*ready)(void *context, uint16_t port); /* called once it listens; may be NULL */
	void *ready_context;
	unsigned deadline_seconds; /* for a request to arrive; 0 = 10 */
} web_options;

/* Serves until stop->report says so (asked five times a second), then finishes the requests
 * under way (10 seconds at most) and returns HW_OK.  HW_NOT_PERMITTED for an address that is
 * not loopback, HW_STORAGE when the port is taken. */
HW_MUST_CHECK hw_status web_serve(const web_options *options, const hw_progress *stop, hw_error *error);

/* The pages of one bureau: / and /en, /uk, /brief.json, /style.css.  The texts are borrowed and
 * must outlive the site; `url`, `user`, `token`, `as_of` as for bureau_open.  The page is computed
 * again when the ledger has grown.  web_site_answer is the handler, its context the site. */
typedef struct web_site web_site;
HW_MUST_CHECK hw_status web_site_new(const char *url, const char *user, const char *token, const char *as_of,
				     const bureau_run *run, web_site **result, hw_error *error);
void web_site_free(web_site *site);
hw_status web_site_answer(void *context, unsigned worker, const web_request *request, web_answer *answer,
			  hw_error *error);

/* The briefing as one HTML page in `lang` ("en" or "uk").  `alone`: a file that carries its style; else a page of
 * the site, which needs /style.css and links to the other language. */
void web_brief_page(const bureau_brief *brief, const char *lang, bool alone, hw_buffer *out);

/* Text into HTML: & < > " ' become references. */
void web_escape(hw_buffer *out, hw_text t);

#endif
