/* site.c - the application's files, and the way to its API. */
#include "web/api_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- making and closing ---------------------------------------------------------------------- */
static bool keep_on(void *context, const char *stage, double done, double total)
{
	web_site *site = context;

	(void)stage;
	(void)done;
	(void)total;
	return !atomic_load(&site->closing);
}

static void drop_answer(void *thing)
{
	hw_buffer *answer = thing;

	hw_buffer_free(answer);
	free(answer);
}

static void drop_order(void *thing)
{
	bureau_order_free(thing);
}

static void drop_estimates(void *thing)
{
	bureau_estimates_free(thing);
}

hw_status web_site_new(const bureau_door *door, const bureau_run *run, bool tls, web_site **result, hw_error *error)
{
	web_site *site = calloc(1, sizeof(*site));

	if (!site)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the application");
	site->door = *door;
	site->door.cache_mib = 4; /* a desk a worker; the machine's own cache of the file serves all of them */
	site->run = *run;
	site->tls = tls;
	site->progress = (hw_progress){keep_on, site};
	site->run.progress = &site->progress;
	(void)pthread_mutex_init(&site->first_lock, NULL);
	(void)pthread_mutex_init(&site->thinker.lock, NULL);
	for (size_t i = 0; i < WEB_WORKERS_LIMIT; i++)
		(void)pthread_mutex_init(&site->desks[i].lock, NULL);
	site->sessions = web_sessions_new();
	site->answers = web_shelf_new(128, (size_t)32 << 20, drop_answer);
	site->orders = web_shelf_new(12, (size_t)64 << 20, drop_order);
	site->estimates = web_shelf_new(2, (size_t)256 << 20, drop_estimates);
	site->tasks = web_tasks_new(site);
	if (!site->sessions || !site->answers || !site->orders || !site->estimates || !site->tasks) {
		web_site_free(site);
		return hw_fail(error, HW_NO_MEMORY, "no memory for the application");
	}
	web_files_sweep();
	web_key_make(site->first_key);
	site->first_made = hw_clock_seconds();
	*result = site;
	return HW_OK;
}

void web_site_free(web_site *site)
{
	if (!site)
		return;
	atomic_store(&site->closing, true);
	web_tasks_free(site->tasks);
	bureau_close(site->thinker.b);
	for (size_t i = 0; i < WEB_WORKERS_LIMIT; i++)
		bureau_close(site->desks[i].b);
	web_shelf_free(site->answers);
	web_shelf_free(site->orders);
	web_shelf_free(site->estimates);
	web_sessions_free(site->sessions);
	free(site);
}

const char *web_site_first_key(const web_site *site)
{
	return site->first_key;
}

hw_status web_desk_turn(web_site *site, web_desk *desk, const bureau_pass *pass, const char *as_of, const char *name,
			hw_error *error)
{
	bureau_door door = site->door;
	hw_status status;

	if (!as_of || !*as_of)
		as_of = site->door.as_of;
	if (desk->b && bureau_replaced(desk->b)) {
		bureau_close(desk->b);
		desk->b = NULL;
	}
	if (desk->b) {
		status = bureau_turn_to(desk->b, pass, as_of, name, error);
		if (status != HW_STORAGE)
			return status;
		bureau_close(desk->b);
		desk->b = NULL;
	}
	door.as_of = as_of;
	door.name = name;
	door.progress = &site->progress;
	return bureau_enter_as(&door, pass, &desk->b, error);
}

/* ---- files of the application -------------------------------------------------------------------- */
static const char *type_of(const char *name)
{
	static const char *const types[][2] = {
		{".html", "text/html; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"},
		{".css", "text/css; charset=utf-8"},
		{".json", "application/json"},
		{".woff2", "font/woff2"},
		{".svg", "image/svg+xml"},
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < HW_COUNT(types); i++)
		if (!strcmp(dot, types[i][0]))
			return types[i][1];
	return "application/octet-stream";
}

static void refuse(web_answer *answer, int status, const char *words)
{
	answer->status = status;
	answer->type = "text/plain; charset=utf-8";
	hw_buffer_adds(&answer->body, words);
}

static void answer_file(const web_request *request, web_answer *answer)
{
	const char *name = !strcmp(request->path, "/") ? "index.html" : request->path + 1;
	hw_text packed = strstr(request->accepts, "gzip") ? ui_packed_data_find(name) : HW_TEXT(""),
		plain = ui_data_find(name);

	if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0) {
		(void)snprintf(answer->allow, sizeof(answer->allow), "GET, HEAD");
		refuse(answer, 405, "this page is only read\n");
	} else if (!plain.length) {
		refuse(answer, 404, "there is no such page; the application is at /\n");
	} else {
		answer->type = type_of(name);
		answer->packed = packed.length > 0;
		answer->fixed = packed.length ? packed : plain;
		answer->lasting = !strncmp(name, "assets/", 7);
	}
}

hw_status web_site_answer(void *context, unsigned worker, const web_request *request, web_answer *answer,
			  hw_error *error)
{
	(void)error;
	if (strncmp(request->path, "/api/", 5) != 0)
		answer_file(request, answer);
	else
		web_api_answer(context, worker, request, answer);
	return HW_OK;
}
