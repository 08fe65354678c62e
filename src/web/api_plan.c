/* api_plan.c - which packages to propose: questions as tasks, their results. */
#include "web/site_int.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS = 32 };

/* A question of the page as the engine takes it; the texts live in the arena. */
typedef struct question {
	bureau_plan_question plan;
	const char *only[WORDS], *without[WORDS], *require[WORDS], *why[WORDS];
	web_file package, change;
} question;

static hw_status bad(hw_error *error, const char *key, const char *why)
{
	(void)hw_fail(error, HW_BAD_INPUT, "%s", why);
	return hw_error_what(error, "%s", key), HW_BAD_INPUT;
}

static hw_status read_list(const hw_json *from, const char *key, const char *items[WORDS], size_t *count,
			   hw_error *error)
{
	const hw_json *list = hw_json_get(from, key);

	if (hw_json_kind_of(list) != HW_JSON_ARRAY && hw_json_kind_of(list) != HW_JSON_NULL)
		return bad(error, key, "this is a list of texts");
	if (hw_json_count(list) > WORDS)
		return bad(error, key, "32 texts at most");
	for (*count = 0; *count < hw_json_count(list); ++*count) {
		if (hw_json_kind_of(hw_json_at(list, *count)) != HW_JSON_TEXT)
			return bad(error, key, "this is a list of texts");
		items[*count] = hw_json_as_text(hw_json_at(list, *count)).bytes;
	}
	return HW_OK;
}

/* [40, 80] as "40,80"; NULL when absent. */
static hw_status read_numbers(const hw_json *from, hw_arena *arena, const char *key, const char **text, hw_error *error)
{
	const hw_json *list = hw_json_get(from, key);
	hw_buffer joined = {.ceiling = 1024};
	char number[32];

	*text = NULL;
	if (hw_json_kind_of(list) == HW_JSON_NULL || (hw_json_kind_of(list) == HW_JSON_ARRAY && !hw_json_count(list)))
		return HW_OK;
	if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return bad(error, key, "this is a list of numbers");
	for (size_t i = 0; i < hw_json_count(list); i++)
		hw_buffer_addf(&joined, "%s%s", i ? "," : "",
			       hw_number_write(hw_json_as_number(hw_json_at(list, i)), number));
	if (joined.failed) {
		hw_buffer_free(&joined);
		return bad(error, key, "fewer numbers, please");
	}
	*text = hw_text_copy(arena, hw_buffer_text(&joined)).bytes;
	hw_buffer_free(&joined);
	return *text ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for a question");
}

static hw_status read_number(const hw_json *from, hw_arena *arena, const char *key, const char **text, hw_error *error)
{
	const hw_json *value = hw_json_get(from, key);
	char number[32];

	*text = NULL;
	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_NUMBER)
		return bad(error, key, "this is a number");
	*text = hw_text_copy(arena, hw_text_of(hw_number_write(hw_json_as_number(value), number))).bytes;
	return *text ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for a question");
}

static hw_status read_text(const hw_json *from, const char *key, const char **text, hw_error *error)
{
	hw_text value = {0};

	HW_TRY(hw_json_take_text(from, "body", key, &value, error));
	*text = value.length ? value.bytes : NULL;
	return HW_OK;
}

/* ["S", "F"] as "S,F"; none: the Power alone. */
static hw_status read_parties(const hw_json *from, hw_arena *arena, const char **text, hw_error *error)
{
	const char *items[WORDS];
	size_t count;
	hw_text joined = {0};

	HW_TRY(read_list(from, "parties", items, &count, error));
	for (size_t i = 0; i < count; i++)
		joined = hw_text_format(arena, "%.*s%s%s", HW_TEXT_ARG(joined), i ? "," : "", items[i]);
	*text = joined.length ? joined.bytes : NULL;
	return HW_OK;
}

/* An object of the question as the file that the engine reads. */
static hw_status read_file(const hw_json *from, const char *key, const char *what, web_file *file, const char **path,
			   hw_error *error)
{
	const hw_json *object = hw_json_get(from, key);
	hw_buffer text = {.ceiling = 1 << 20};
	hw_status status;

	if (hw_json_kind_of(object) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(object) != HW_JSON_OBJECT)
		return bad(error, key, what);
	status = hw_json_canonical(object, &text, error);
	if (status == HW_OK)
		status = web_file_write(file, key, hw_buffer_text(&text), error);
	hw_buffer_free(&text);
	*path = file->path;
	return status;
}

static void drop_files(question *q)
{
	web_file_drop(&q->package);
	web_file_drop(&q->change);
}

static hw_status read_question(const hw_json *from, hw_arena *arena, question *q, hw_error *error)
{
	static const char *const keys[] = {"parties", "given",    "acceptance", "objective",   "offer",     "separate",
					   "only",    "without",  "require",    "least_given", "fair",      "home",
					   "why",     "marginal", "package",    "tranches",    "break_off", "seed",
					   "change",  "terms",    NULL};
	bureau_plan_question *p = &q->plan;
	double seed = 1;

	if (from)
		HW_TRY(hw_json_only(from, "body", keys, error));
	HW_TRY(read_parties(from, arena, &p->parties, error));
	HW_TRY(read_numbers(from, arena, "given", &p->given, error));
	HW_TRY(read_numbers(from, arena, "acceptance", &p->acceptance, error));
	HW_TRY(read_text(from, "objective", &p->objective, error));
	HW_TRY(read_text(from, "offer", &p->offer, error));
	HW_TRY(hw_json_take_bool(from, "body", "separate", &p->separate, error));
	HW_TRY(read_list(from, "only", q->only, &p->only_count, error));
	HW_TRY(read_list(from, "without", q->without, &p->without_count, error));
	HW_TRY(read_list(from, "require", q->require, &p->require_count, error));
	HW_TRY(read_list(from, "why", q->why, &p->why_count, error));
	HW_TRY(read_number(from, arena, "least_given", &p->least_given, error));
	HW_TRY(read_number(from, arena, "fair", &p->fair, error));
	HW_TRY(read_number(from, arena, "home", &p->home, error));
	HW_TRY(read_number(from, arena, "tranches", &p->tranches, error));
	HW_TRY(read_number(from, arena, "break_off", &p->break_off, error));
	HW_TRY(hw_json_take_bool(from, "body", "marginal", &p->marginal, error));
	HW_TRY(hw_json_take_number(from, "body", "seed", 0, 9007199254740991.0, &seed, error));
	p->only = q->only;
	p->without = q->without;
	p->require = q->require;
	p->why = q->why;
	p->seed = (uint64_t)seed;
	HW_TRY(hw_json_take_bool(from, "body", "terms", &p->terms, error));
	HW_TRY(read_file(from, "package", "this is an object with given and returned", &q->package, &p->evaluate,
			 error));
	return read_file(from, "change", "this is an object with out and in", &q->change, &p->swap, error);
}

/* Sentences of the engine in the language of the page: members of these names, wherever they stand. */
static bool is_sentence(const char *key)
{
	static const char *const keys[] = {"notes", "warnings", "ground", "answer", "words", "broken"};

	for (size_t i = 0; key && i < HW_COUNT(keys); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

static void retell(hw_arena *arena, const char *lang, const char *key, bool sentence, const hw_json *value,
		   hw_json_writer *w)
{
	switch (hw_json_kind_of(value)) {
	case HW_JSON_OBJECT:
		hw_json_object(w, key);
		for (void *m = hw_json_first(value); m; m = hw_json_next(value, m))
			retell(arena, lang, hw_json_member_key(m), is_sentence(hw_json_member_key(m)),
			       hw_json_member_value(m), w);
		hw_json_close(w, '}');
		break;
	case HW_JSON_ARRAY:
		hw_json_array(w, key);
		for (size_t i = 0; i < hw_json_count(value); i++)
			retell(arena, lang, NULL, sentence, hw_json_at(value, i), w);
		hw_json_close(w, ']');
		break;
	default:
		if (sentence && hw_json_kind_of(value) == HW_JSON_TEXT)
			hw_json_text(w, key, bureau_retell(arena, lang, hw_json_as_text(value)));
		else
			hw_json_value(w, key, value);
	}
}

/* The engine writes a whole object; its members go into the open one. */
static hw_status answer(bureau *b, hw_arena *arena, const bureau_run *run, const hw_json *from, hw_json_writer *w,
			hw_error *error)
{
	question q = {.plan = {.progress = run->progress}};
	hw_buffer out = {0};
	hw_json_writer own = hw_json_writer_new(&out, false);
	hw_json *object = NULL;
	bool possible = false;
	hw_status status = read_question(from, arena, &q, error);

	if (status == HW_OK)
		status = bureau_plan_json(b, run, &q.plan, &own, &possible, error);
	drop_files(&q);
	web_file_forget(&q.package, "package", error);
	web_file_forget(&q.change, "change", error);
	if (status == HW_OK)
		status = hw_json_parse(hw_buffer_text(&out), "plan", &object, error);
	hw_buffer_free(&out);
	if (status != HW_OK)
		return status;
	for (void *m = hw_json_first(object); m; m = hw_json_next(object, m))
		if (strcmp(hw_json_member_key(m), "as_of") != 0 && strcmp(hw_json_member_key(m), "training") != 0)
			retell(arena, run->lang, hw_json_member_key(m), is_sentence(hw_json_member_key(m)),
			       hw_json_member_value(m), w);
	hw_json_boolean(w, "possible", possible);
	hw_json_free(object);
	return HW_OK;
}

static hw_status verify(bureau *b, hw_arena *arena, const bureau_run *run, const hw_json *from, hw_json_writer *w,
			hw_error *error)
{
	bureau_verdict verdict;

	(void)arena;
	(void)from;
	HW_TRY(bureau_verify(b, run->progress, &verdict, error));
	bureau_verdict_json(&verdict, w);
	return HW_OK;
}

/* ---- from the page ------------------------------------------------------------------------------ */
hw_status web_task_begin(web_call *call, web_task_order *order, hw_error *error)
{
	char id[SESSION_KEY];

	order->pass = call->session.pass;
	(void)hw_days_write(bureau_as_of(call->b), order->as_of);
	(void)snprintf(order->lang, sizeof(order->lang), "%s", call->lang);
	HW_TRY(web_task_add(call->site->tasks, order, id, error));
	call->answer->status = 202;
	HW_TRY(web_task_json(call->site->tasks, id, order->pass.user, false, &call->w, error));
	return HW_OK;
}

/* What is wrong with a question is said before it is asked. */
static hw_status ask(web_call *call, const char *needed, hw_error *error)
{
	question q = {0};
	hw_status status = read_question(call->body, call->arena, &q, error);

	drop_files(&q);
	if (status != HW_OK)
		return status;
	if (needed && hw_json_kind_of(hw_json_get(call->body, needed)) == HW_JSON_NULL)
		return bad(error, needed, "this is needed");
	web_task_order order = {.kind = "plan", .work = answer, .question = call->body};
	call->body = NULL; /* the task has it now */
	return web_task_begin(call, &order, error);
}

static hw_status ask_plan(web_call *call, hw_error *error)
{
	return ask(call, NULL, error);
}

static hw_status ask_require(web_call *call, hw_error *error)
{
	return ask(call, "require", error);
}

static hw_status ask_evaluate(web_call *call, hw_error *error)
{
	return ask(call, "package", error);
}

static hw_status ask_swap(web_call *call, hw_error *error)
{
	if (hw_json_kind_of(hw_json_get(call->body, "package")) == HW_JSON_NULL)
		return bad(error, "package", "this is needed");
	return ask(call, "change", error);
}

static hw_status ask_verify(web_call *call, hw_error *error)
{
	web_task_order order = {.kind = "verify", .work = verify};

	return web_task_begin(call, &order, error);
}

static hw_status show_tasks(web_call *call, hw_error *error)
{
	(void)error;
	web_tasks_json(call->site->tasks, bureau_user(call->b), &call->w);
	return HW_OK;
}

static hw_status show_task(web_call *call, hw_error *error)
{
	return web_task_json(call->site->tasks, call->part[0], bureau_user(call->b), false, &call->w, error);
}

static hw_status cancel_task(web_call *call, hw_error *error)
{
	return web_task_json(call->site->tasks, call->part[0], bureau_user(call->b), true, &call->w, error);
}

static hw_status show_repatriation(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_repatriation(call->b, call->arena, &call->run, &sheet, error));
	return web_sheet(call, &sheet);
}

const web_route web_plan_routes[] = {
	{"POST", "/plan", BUREAU_MAY_PLAN, 0, WEB_QUICK, ask_plan},
	{"POST", "/plan/require", BUREAU_MAY_PLAN, 0, WEB_QUICK, ask_require},
	{"POST", "/plan/evaluate", BUREAU_MAY_PLAN, 0, WEB_QUICK, ask_evaluate},
	{"POST", "/plan/swap", BUREAU_MAY_PLAN, 0, WEB_QUICK, ask_swap},
	{"GET", "/repatriation", BUREAU_MAY_PLAN, 0, WEB_QUICK, show_repatriation},
	{"POST", "/ledger/verify", BUREAU_MAY_AUDIT, 0, WEB_QUICK, ask_verify},
	{"GET", "/jobs", WEB_ANYONE, WEB_QUIET, WEB_QUICK, show_tasks},
	{"GET", "/jobs/{id}", WEB_ANYONE, WEB_QUIET, WEB_QUICK, show_task},
	{"DELETE", "/jobs/{id}", WEB_ANYONE, 0, WEB_QUICK, cancel_task},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
