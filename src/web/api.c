/* api.c - one request of the API: which route, who asks, may he, what was made already, the answer or what is wrong with the
 * question.  The routes of a subject stand in its own file; ui/openapi.yaml describes them. */
#include "web/api_int.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- routes -------------------------------------------------------------------------------- */
const web_route *web_route_at(size_t index)
{
	static const web_route *const tables[] = {
		web_door_routes, web_people_routes, web_place_routes,   web_plan_routes,     web_round_routes,
		web_law_routes,  web_family_routes, web_keeping_routes, web_evidence_routes, web_import_routes};

	for (size_t i = 0; i < HW_COUNT(tables); i++)
		for (const web_route *r = tables[i]; r->method; r++)
			if (index-- == 0)
				return r;
	return NULL;
}

void web_routes_write(hw_buffer *out)
{
	const web_route *route;

	for (size_t i = 0; (route = web_route_at(i)); i++)
		hw_buffer_addf(out, "%s %s %s\n", route->method, route->path,
			       route->flags & WEB_OPEN      ? "strangers"
			       : route->right == WEB_ANYONE ? "below"
							    : bureau_right_key(route->right));
}

/* Does the path fit the pattern?  What stands at {…} goes into the parts. */
static bool fits(const char *pattern, const char *path, char parts[WEB_PARTS][WEB_PART])
{
	size_t count = 0;

	while (*pattern && *path) {
		if (*pattern == '{') {
			size_t length = strcspn(path, "/");

			if (!length || length >= WEB_PART || count == WEB_PARTS)
				return false;
			memcpy(parts[count], path, length);
			parts[count++][length] = '\0';
			path += length;
			pattern += strcspn(pattern, "/");
		} else if (*pattern++ != *path++) {
			return false;
		}
	}
	return !*pattern && !*path;
}

/* A path without names stands before one with: "/rounds/balance" is no round. */
static const web_route *find_route(const web_request *request, char parts[WEB_PARTS][WEB_PART], char *allow,
				   size_t size)
{
	const char *method = strcmp(request->method, "HEAD") != 0 ? request->method : "GET", *path = request->path + 4;
	const web_route *route, *found = NULL;
	char tried[WEB_PARTS][WEB_PART] = {{0}};

	*allow = '\0';
	for (size_t i = 0; (route = web_route_at(i)); i++) {
		if (!fits(route->path, path, tried))
			continue;
		if (strcmp(route->method, method) != 0) {
			size_t used = strlen(allow);

			(void)snprintf(allow + used, size - used, "%s%s", used ? ", " : "", route->method);
		} else if (!found || (strchr(found->path, '{') && !strchr(route->path, '{'))) {
			found = route;
			memcpy(parts, tried, sizeof(tried));
		}
	}
	return found;
}

/* ---- what is wrong ---------------------------------------------------------------------------- */
static const struct {
	hw_status status;
	const char *type;
} problem_types[] = {
	{HW_USAGE, "usage"},
	{HW_BAD_INPUT, "bad-input"},
	{HW_NOT_FOUND, "not-found"},
	{HW_TOO_LARGE, "too-large"},
	{HW_NOT_PERMITTED, "not-permitted"},
	{HW_STORAGE, "storage"},
	{HW_NO_MEMORY, "busy"},
	{HW_CANCELLED, "busy"},
	{HW_FAULT, "fault"},
};

static hw_json_writer begin_problem(web_call *call, int status, const char *type, const char *title)
{
	hw_json_writer w;

	hw_buffer_free(&call->answer->body);
	call->answer->status = status;
	call->answer->type = "application/problem+json";
	call->answer->tag[0] = '\0';
	w = hw_json_writer_new(&call->answer->body, false);
	hw_json_object(&w, NULL);
	hw_json_text(&w, "type", hw_text_format(call->arena, "urn:homeward:%s", type));
	hw_json_string(&w, "title", bureau_word(call->lang, title));
	hw_json_integer(&w, "status", status);
	return w;
}

hw_status web_problem(web_call *call, int status, const char *type, const char *title, const char *remedy)
{
	hw_json_writer w = begin_problem(call, status, type, title);

	if (remedy)
		hw_json_string(&w, "remedy", bureau_word(call->lang, remedy));
	hw_json_close(&w, '}');
	return HW_OK;
}

bool web_is_for_shell(const char *words)
{
	return !strncmp(words, "homeward ", 9) || !strncmp(words, "see homeward ", 13);
}

static void add_words(web_call *call, hw_json_writer *w, const char *key, const char *words)
{
	if (*words && !web_is_for_shell(words))
		hw_json_text(w, key, bureau_retell(call->arena, call->lang, hw_text_of(words)));
}

void web_problem_of(web_call *call, hw_status status, const hw_error *error)
{
	bool ours = status == HW_FAULT || status == HW_STORAGE || status == HW_NO_MEMORY;
	const char *type = "fault";
	hw_json_writer w;

	for (size_t i = 0; i < HW_COUNT(problem_types); i++)
		if (problem_types[i].status == status)
			type = problem_types[i].type;
	w = begin_problem(call, status == HW_CANCELLED ? 503 : hw_status_http(status), type, hw_status_words(status));
	if (ours) { /* the reason is for the operator */
		char line[1024];

		(void)fprintf(stderr, "homeward: serve: %s %s: %s\n", call->request->method,
			      call->route ? call->route->path : "?", hw_error_line(error, line, sizeof(line)));
	} else {
		add_words(call, &w, "detail", error->why);
		add_words(call, &w, "remedy", error->remedy);
		if (error->what[0] || error->where[0]) {
			hw_json_array(&w, "errors");
			hw_json_object(&w, NULL);
			hw_json_text(&w, "pointer", hw_text_format(call->arena, "/%s", error->what));
			hw_json_text(
				&w, "detail",
				hw_text_format(call->arena, "%s%s%s", error->where, error->where[0] ? ": " : "",
					       bureau_retell(call->arena, call->lang, hw_text_of(error->why)).bytes));
			hw_json_close(&w, '}');
			hw_json_close(&w, ']');
		}
	}
	hw_json_close(&w, '}');
}

/* ---- reading the question ------------------------------------------------------------------------- */
hw_status web_take(const web_call *call, const char *key, const char **text, hw_error *error)
{
	const hw_json *value = hw_json_get(call->body, key);

	*text = NULL;
	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_TEXT) {
		(void)hw_fail(error, HW_BAD_INPUT, "this must be a text");
		return hw_error_what(error, "%s", key), HW_BAD_INPUT;
	}
	*text = hw_json_as_text(value).bytes;
	return HW_OK;
}

hw_status web_need(const web_call *call, const char *key, const char **text, hw_error *error)
{
	HW_TRY(web_take(call, key, text, error));
	if (*text && **text)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "this is needed");
	return hw_error_what(error, "%s", key), HW_BAD_INPUT;
}

hw_status web_take_number(const web_call *call, const char *name, int64_t low, int64_t high, int64_t *value,
			  hw_error *error)
{
	const char *given = web_argument(call->request, name);
	int64_t number;

	if (!given || !*given)
		return HW_OK;
	if (hw_text_integer(hw_text_of(given), &number, NULL) != HW_OK || number < low || number > high) {
		(void)hw_fail(error, HW_USAGE, "this is a whole number from %lld to %lld", (long long)low,
			      (long long)high);
		return hw_error_what(error, "%s", name), HW_USAGE;
	}
	*value = number;
	return HW_OK;
}

bool web_flag(const web_call *call, const char *name)
{
	const char *given = web_argument(call->request, name);

	return given && !strcmp(given, "1");
}

static hw_status read_body(web_call *call, hw_error *error)
{
	hw_text body = call->request->body;

	if (call->route->flags & WEB_FILE || !body.length)
		return HW_OK;
	if (strncasecmp(call->request->content, "application/json", 16) != 0) {
		(void)hw_fail(error, HW_USAGE, "the body must be application/json");
		return HW_USAGE;
	}
	HW_TRY(hw_json_parse(body, "body", &call->body, error));
	if (hw_json_kind_of(call->body) != HW_JSON_OBJECT)
		return hw_fail(error, HW_BAD_INPUT, "the body must be an object");
	return HW_OK;
}

/* ---- answers --------------------------------------------------------------------------------------- */
hw_status web_sheet(web_call *call, const bureau_sheet *sheet)
{
	const char *form = web_argument(call->request, "form");

	if (form && !strcmp(form, "sheet"))
		bureau_sheet_laid_json(sheet, call->arena, call->lang, &call->w, "sheet");
	else
		bureau_sheet_json(sheet, &call->w, sheet->kind);
	return HW_OK;
}

hw_status web_done(web_call *call, const char *act, hw_text id, const char *state, hw_text pending)
{
	hw_json_string(&call->w, "act", act);
	if (id.length)
		hw_json_text(&call->w, "id", id);
	if (state)
		hw_json_string(&call->w, "state", state);
	if (pending.length)
		hw_json_text(&call->w, "pending", pending);
	else
		hw_json_null(&call->w, "pending");
	return HW_OK;
}

static void open_answer(web_call *call)
{
	char day[11];

	call->answer->type = "application/json";
	if (call->route->flags & WEB_BARE)
		return;
	call->w = hw_json_writer_new(&call->answer->body, false);
	hw_json_object(&call->w, NULL);
	if (!call->b)
		return;
	hw_json_string(&call->w, "as_of", hw_days_write(bureau_as_of(call->b), day));
	hw_json_boolean(&call->w, "training", bureau_is_training(call->b));
}

/* An answer that the page has already is not sent again. */
static void tag(web_call *call)
{
	web_answer *answer = call->answer;
	char hex[65];

	if (answer->status != 200 || strcmp(call->route->method, "GET") != 0 || answer->body.failed)
		return;
	hw_sha256_hex(hw_sha256_of(hw_buffer_text(&answer->body)), hex);
	(void)snprintf(answer->tag, sizeof(answer->tag), "\"%.32s\"", hex);
	if (!strcmp(call->request->tag, answer->tag)) {
		answer->status = 304;
		answer->type = NULL;
		hw_buffer_free(&answer->body);
	}
}

/* ---- who asks ------------------------------------------------------------------------------------------ */
static void read_cookie(const char *cookies, char key[SESSION_KEY])
{
	const char *at = cookies;

	*key = '\0';
	while (at && *at) {
		at += strspn(at, " ;");
		if (!strncmp(at, "homeward=", 9)) {
			size_t length = strcspn(at + 9, ";");

			if (length < SESSION_KEY)
				(void)snprintf(key, SESSION_KEY, "%.*s", (int)length, at + 9);
			return;
		}
		at = strchr(at, ';');
	}
}

/* A request that another site made the browser send: its origin is another, or it does not know the session's token. */
static bool forged(const web_call *call)
{
	const char *origin = call->request->origin, *after = strstr(origin, "://");

	if (!strcmp(call->route->method, "GET"))
		return false;
	if (*origin && (!after || strcmp(after + 3, call->request->host) != 0))
		return true;
	return !(call->route->flags & WEB_OPEN) && !web_key_equal(call->session.csrf, call->request->csrf);
}

/* ---- what was made already -------------------------------------------------------------------------------- */
static hw_text shelf_key(const web_call *call)
{
	hw_text query = call->request->query, key;
	char day[11];

	key = hw_text_format(call->arena, "%s|%s|%u|%s", call->request->path, call->lang, bureau_roles_of(call->b),
			     hw_days_write(bureau_as_of(call->b), day));
	for (size_t at = 0; at < query.length; at += strlen(query.bytes + at) + 1)
		key = hw_text_format(call->arena, "%.*s|%s", HW_TEXT_ARG(key), query.bytes + at);
	return key;
}

static bool from_shelf(web_call *call, hw_text key)
{
	web_shelved found = web_shelf_take(call->site->answers, key.bytes, call->change);

	if (!found.thing)
		return false;
	hw_buffer_add(&call->answer->body, hw_buffer_text(found.thing));
	web_shelf_return(call->site->answers, found);
	call->answer->type = "application/json";
	return true;
}

static void onto_shelf(web_call *call, hw_text key)
{
	hw_buffer *copy = calloc(1, sizeof(*copy));

	if (!copy)
		return;
	hw_buffer_add(copy, hw_buffer_text(&call->answer->body));
	web_shelf_return(call->site->answers, web_shelf_put(call->site->answers, key.bytes, call->change, copy,
							    copy->length + sizeof(*copy)));
}

/* ---- one request ---------------------------------------------------------------------------------------------- */
static hw_status act(web_call *call, hw_error *error)
{
	bool shared = (call->route->flags & WEB_SHARED) != 0;
	hw_text key = {0};
	hw_status status;

	if (call->route->right != WEB_ANYONE)
		HW_TRY(bureau_require(call->b, call->route->right, error));
	if (shared) {
		key = shelf_key(call);
		if (!key.length)
			return hw_fail(error, HW_NO_MEMORY, "no memory for a request");
		if (from_shelf(call, key))
			return HW_OK;
	}
	if (call->route->lane != call->request->lane) {
		call->answer->elsewhere = 1 + call->route->lane;
		return HW_OK;
	}
	HW_TRY(read_body(call, error));
	open_answer(call);
	status = call->route->act(call, error);
	if (status != HW_OK && status != HW_NO)
		return status;
	if (!(call->route->flags & WEB_BARE) && call->answer->status < 300)
		hw_json_close(&call->w, '}');
	if (call->answer->body.failed)
		return hw_fail(error, HW_NO_MEMORY, "the answer does not fit into memory");
	if (shared && !call->fleeting && call->answer->status == 200)
		onto_shelf(call, key);
	return HW_OK;
}

/* As the user who is signed in, at a desk. */
static hw_status act_at_desk(web_call *call, unsigned worker, hw_error *error)
{
	web_desk *desk = call->request->lane == WEB_THINKING ? &call->site->thinker : &call->site->desks[worker];
	const char *day = call->route->flags & WEB_DAY ? web_argument(call->request, "at") : NULL;
	hw_status status;

	(void)pthread_mutex_lock(&desk->lock);
	desk->asked = hw_clock_seconds();
	status = web_desk_turn(call->site, desk, &call->session.pass, day, call->route->path + 1, error);
	if (status == HW_NOT_PERMITTED) {
		web_session_end(call->site->sessions, call->key);
		call->key[0] = '\0';
		status = call->route->flags & WEB_OPEN
				 ? act(call, error)
				 : web_problem(call, 401, "signed-out", "the session has ended", "sign in again");
	} else if (status == HW_OK) {
		call->b = desk->b;
		status = bureau_last_change(call->b, &call->change, error);
		if (status == HW_OK)
			status = act(call, error);
		if (status != HW_OK)
			bureau_rollback(call->b);
		call->b = NULL;
	}
	(void)pthread_mutex_unlock(&desk->lock);
	return status;
}

static void answer_route(web_call *call, unsigned worker)
{
	bool quiet = (call->route->flags & WEB_QUIET) != 0;
	hw_error error = {0};
	hw_status status;
	bool signed_in = web_session_find(call->site->sessions, call->key, !quiet, &call->session);

	if (!signed_in)
		call->key[0] = '\0';
	if (!signed_in && !(call->route->flags & WEB_OPEN)) {
		(void)web_problem(call, 401, "signed-out", "nobody is signed in", "sign in");
		return;
	}
	if (forged(call)) {
		(void)web_problem(call, 403, "csrf", "this request did not come from the page", "load the page again");
		return;
	}
	if (signed_in && strcmp(call->route->path, "/first") != 0 &&
	    (strcmp(call->route->path, "/session") != 0 || strcmp(call->route->method, "POST") != 0))
		status = act_at_desk(call, worker, &error);
	else
		status = act(call, &error);
	if (status != HW_OK)
		web_problem_of(call, status, &error);
	else if (!call->answer->elsewhere)
		tag(call);
}

void web_api_answer(web_site *site, unsigned worker, const web_request *request, web_answer *answer)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)4 << 30);
	web_call call = {.site = site,
			 .request = request,
			 .answer = answer,
			 .arena = arena,
			 .lang = !strncasecmp(request->language, "uk", 2) ? "uk" : "en",
			 .run = site->run};
	char allow[sizeof(answer->allow)];

	if (!arena) {
		answer->status = 503;
		return;
	}
	call.run.lang = call.lang;
	read_cookie(request->cookie, call.key);
	call.route = find_route(request, call.part, allow, sizeof(allow));
	if (call.route) {
		answer_route(&call, worker);
	} else if (*allow) {
		(void)web_problem(&call, 405, "usage", "this path has no such method", NULL);
		(void)snprintf(answer->allow, sizeof(answer->allow), "%s", allow);
	} else {
		(void)web_problem(&call, 404, "not-found", "there is no such path", NULL);
	}
	hw_json_free(call.body);
}

/* ---- before a body arrives ---------------------------------------------------------------------------------------- */
size_t web_site_admit(void *context, const web_request *request)
{
	web_site *site = context;
	char key[SESSION_KEY];
	web_session session;

	if (strcmp(request->path, "/api/import") != 0 && strcmp(request->path, "/api/evidence") != 0)
		return (size_t)1 << 20;
	read_cookie(request->cookie, key);
	return web_session_find(site->sessions, key, false, &session) && web_key_equal(session.csrf, request->csrf)
		       ? (size_t)64 << 20
		       : (size_t)1 << 20;
}
