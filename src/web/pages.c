/* What is at which address.  The briefing is computed once for each state of the ledger and language. */
#include "web/pages_int.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct cached_page {
	hw_buffer bytes;
	char head[80]; /* ledger head that it was made from */
} cached_page;

struct web_site {
	const char *url, *user, *token, *as_of;
	bureau_run run;
	pthread_mutex_t lock; /* one computation at a time; the second asker finds the first one's page */
	cached_page pages[3]; /* English, Ukrainian, JSON */
};

hw_status web_site_new(const char *url, const char *user, const char *token, const char *as_of, const bureau_run *run,
		       web_site **result, hw_error *error)
{
	web_site *site = calloc(1, sizeof(*site));

	if (!site)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the site");
	*site = (web_site){.url = url, .user = user, .token = token, .as_of = as_of, .run = *run};
	(void)pthread_mutex_init(&site->lock, NULL);
	*result = site;
	return HW_OK;
}

void web_site_free(web_site *site)
{
	if (!site)
		return;
	for (size_t i = 0; i < HW_COUNT(site->pages); i++)
		hw_buffer_free(&site->pages[i].bytes);
	(void)pthread_mutex_destroy(&site->lock);
	free(site);
}

enum { PAGE_ENGLISH, PAGE_UKRAINIAN, PAGE_JSON };

static hw_status make_page(web_site *site, bureau *b, int which, hw_buffer *out, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 30);
	bureau_run run = site->run;
	bureau_brief brief;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the page");
	run.lang = which == PAGE_UKRAINIAN ? "uk" : "en";
	HW_TRY(bureau_brief_load(b, arena, &run, &brief, error));
	if (which == PAGE_JSON) {
		hw_json_writer w = hw_json_writer_new(out, true);

		bureau_brief_json(&brief, &w);
	} else {
		web_brief_page(&brief, run.lang, false, out);
	}
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "the page does not fit into memory") : HW_OK;
}

/* Called with the lock held. */
static hw_status fresh_page(web_site *site, int which, hw_buffer *copy, hw_error *error)
{
	cached_page *page = &site->pages[which];
	hw_buffer out = {0};
	bureau *b = NULL;
	char head[80];
	hw_status status;

	HW_TRY(bureau_open(site->url, site->user, site->token, site->as_of, &b, error));
	HW_TRY_OR_OUT(bureau_require(b, BUREAU_MAY_BRIEF, error));
	HW_TRY_OR_OUT(bureau_ledger_head(b, head, error));
	if (!page->bytes.length || strcmp(head, page->head) != 0) {
		HW_TRY_OR_OUT(make_page(site, b, which, &out, error));
		hw_buffer_free(&page->bytes);
		page->bytes = out;
		out = (hw_buffer){0};
		(void)snprintf(page->head, sizeof(page->head), "%s", head);
	}
	hw_buffer_add(copy, hw_buffer_text(&page->bytes));
out:
	hw_buffer_free(&out);
	bureau_close(b);
	return status;
}

hw_status web_site_answer(void *context, unsigned worker, const web_request *request, web_answer *answer,
			  hw_error *error)
{
	static const struct {
		const char *path;
		int page;
	} pages[] = {
		{"/", PAGE_ENGLISH},
		{"/en", PAGE_ENGLISH},
		{"/uk", PAGE_UKRAINIAN},
		{"/brief.json", PAGE_JSON},
	};
	web_site *site = context;

	(void)worker;
	if (!strcmp(request->path, "/style.css")) {
		answer->type = "text/css; charset=utf-8";
		hw_buffer_add(&answer->body, web_data_find("style.css"));
		return HW_OK;
	}
	for (size_t i = 0; i < HW_COUNT(pages); i++) {
		hw_status status;

		if (strcmp(request->path, pages[i].path) != 0)
			continue;
		if (pages[i].page == PAGE_JSON)
			answer->type = "application/json; charset=utf-8";
		(void)pthread_mutex_lock(&site->lock);
		status = fresh_page(site, pages[i].page, &answer->body, error);
		(void)pthread_mutex_unlock(&site->lock);
		return status;
	}
	answer->status = 404;
	answer->type = "text/plain; charset=utf-8";
	hw_buffer_adds(&answer->body, "there is no such page; the briefing is at /\n");
	return HW_OK;
}
