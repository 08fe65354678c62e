/* tasks.c - long work behind the page: packages to propose, verification, the estimates of everybody. */
#include "web/site_int.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TASKS = 64, OF_ONE_USER = 4 };
static const double KEPT_SECONDS = 900; /* a result that nobody fetched */
static const double REST_SECONDS = 120; /* a model that nobody asked */

typedef enum task_state { TASK_NONE, TASK_WAITING, TASK_RUNNING, TASK_DONE, TASK_FAILED, TASK_CANCELLED } task_state;
static const char *const state_words[] = {"none", "waiting", "running", "done", "failed", "cancelled"};

typedef struct task {
	web_task_order order;
	char id[SESSION_KEY];
	task_state state;
	uint64_t number; /* the order in which they came */
	double begun, ended;
	char stage[64];
	double done, of;
	bool cancel;
	hw_buffer result; /* an object */
	hw_error error;
} task;

struct web_tasks {
	web_site *site;
	pthread_t workers[2]; /* tasks; estimates */
	unsigned started;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	task tasks[TASKS];
	uint64_t count;
	web_desk desk; /* of the tasks */
	bool quit, estimate;
	bureau_pass estimate_pass;
};

/* ---- one task --------------------------------------------------------------------------------- */
typedef struct watch {
	web_tasks *tasks;
	task *of;
} watch;

static bool report(void *context, const char *stage, double done, double total)
{
	watch *w = context;
	bool go_on;

	(void)pthread_mutex_lock(&w->tasks->lock);
	(void)snprintf(w->of->stage, sizeof(w->of->stage), "%s", stage ? stage : "");
	w->of->done = done;
	w->of->of = total;
	go_on = !w->of->cancel && !w->tasks->quit;
	(void)pthread_mutex_unlock(&w->tasks->lock);
	return go_on;
}

static hw_status run(web_tasks *tasks, task *t, hw_buffer *out, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)4 << 30);
	watch w = {tasks, t};
	hw_progress progress = {report, &w};
	bureau_run how = tasks->site->run;
	hw_json_writer json;
	char day[11];

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory for long work");
	how.lang = t->order.lang;
	how.progress = &progress;
	HW_TRY(web_desk_turn(tasks->site, &tasks->desk, &t->order.pass, t->order.as_of, t->order.kind, error));
	json = hw_json_writer_new(out, false);
	hw_json_object(&json, NULL);
	hw_json_string(&json, "as_of", hw_days_write(bureau_as_of(tasks->desk.b), day));
	hw_json_boolean(&json, "training", bureau_is_training(tasks->desk.b));
	hw_status status = t->order.work(tasks->desk.b, arena, &how, t->order.question, &json, error);
	if (status != HW_OK && status != HW_NO)
		return bureau_rollback(tasks->desk.b), status;
	hw_json_close(&json, '}');
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "the result does not fit into memory") : HW_OK;
}

static void drop_question(web_task_order *order)
{
	if (order->drop)
		order->drop(order->question);
	hw_json_free(order->question);
	order->question = NULL;
	order->drop = NULL;
}

static void finish(web_tasks *tasks, task *t, hw_status status, hw_buffer *out, const hw_error *error)
{
	(void)pthread_mutex_lock(&tasks->lock);
	t->ended = hw_clock_seconds();
	t->state = status == HW_OK ? TASK_DONE : status == HW_CANCELLED ? TASK_CANCELLED : TASK_FAILED;
	t->error = *error;
	if (status == HW_OK)
		t->result = *out;
	else
		hw_buffer_free(out);
	drop_question(&t->order);
	(void)pthread_mutex_unlock(&tasks->lock);
}

/* With the lock held: the one that has waited longest. */
static task *next(web_tasks *tasks)
{
	task *first = NULL;

	for (size_t i = 0; i < TASKS; i++)
		if (tasks->tasks[i].state == TASK_WAITING && (!first || tasks->tasks[i].number < first->number))
			first = &tasks->tasks[i];
	return first;
}

/* The model of everybody is large and soon made again from what it learned: it rests when nobody has asked for long. */
static void rest(web_desk *desk)
{
	if (desk->b && hw_clock_seconds() - desk->asked >= REST_SECONDS && bureau_located_rest(desk->b))
		(void)malloc_trim(0); /* what it took goes back to the machine */
}

/* With the lock held: until something is wanted, or for half a minute. */
static void wait_awhile(web_tasks *tasks)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 30;
	(void)pthread_cond_timedwait(&tasks->wake, &tasks->lock, &until);
}

static void *work(void *context)
{
	web_tasks *tasks = context;

	for (;;) {
		hw_error error = {0};
		hw_buffer out = {0};
		task *t;

		(void)pthread_mutex_lock(&tasks->lock);
		while (!(t = next(tasks)) && !tasks->quit) {
			wait_awhile(tasks);
			rest(&tasks->desk); /* this thread alone is at it */
		}
		if (tasks->quit) {
			(void)pthread_mutex_unlock(&tasks->lock);
			return NULL;
		}
		t->state = TASK_RUNNING;
		t->begun = hw_clock_seconds();
		(void)pthread_mutex_unlock(&tasks->lock);
		tasks->desk.asked = hw_clock_seconds();
		hw_status status = run(tasks, t, &out, &error);
		finish(tasks, t, status, &out, &error);
	}
}

/* ---- estimates of everybody ---------------------------------------------------------------------- */
static hw_status estimate(web_site *site, const bureau_pass *pass, hw_error *error)
{
	bureau_estimates *made;
	int64_t change;
	web_shelved kept;
	char day[11];

	HW_TRY(web_desk_turn(site, &site->thinker, pass, NULL, "estimates", error));
	HW_TRY(bureau_last_change(site->thinker.b, &change, error));
	(void)hw_days_write(bureau_as_of(site->thinker.b), day); /* they are of a day, which passes without a change */
	kept = web_shelf_take(site->estimates, day, change);
	if (!kept.thing) {
		HW_TRY(bureau_estimates_make(site->thinker.b, &site->run, false, &made, error));
		kept = web_shelf_put(site->estimates, day, change, made, bureau_estimates_bytes(made));
		rest(&site->thinker);
		(void)malloc_trim(0);
	}
	web_shelf_return(site->estimates, kept);
	return HW_OK;
}

static void *keep_estimates(void *context)
{
	web_tasks *tasks = context;

	for (;;) {
		bureau_pass pass;
		hw_error error = {0};

		(void)pthread_mutex_lock(&tasks->lock);
		while (!tasks->estimate && !tasks->quit) {
			wait_awhile(tasks);
			if (tasks->estimate || tasks->quit || pthread_mutex_trylock(&tasks->site->thinker.lock) != 0)
				continue;
			rest(&tasks->site->thinker);
			(void)pthread_mutex_unlock(&tasks->site->thinker.lock);
		}
		pass = tasks->estimate_pass;
		if (tasks->quit) {
			(void)pthread_mutex_unlock(&tasks->lock);
			return NULL;
		}
		(void)pthread_mutex_unlock(&tasks->lock);
		(void)pthread_mutex_lock(&tasks->site->thinker.lock);
		hw_status status = estimate(tasks->site, &pass, &error);
		(void)pthread_mutex_unlock(&tasks->site->thinker.lock);
		if (status != HW_OK && status != HW_CANCELLED && status != HW_NOT_PERMITTED) {
			char line[1024];

			(void)fprintf(stderr, "homeward: serve: estimates: %s\n",
				      hw_error_line(&error, line, sizeof(line)));
		}
		(void)pthread_mutex_lock(&tasks->lock);
		tasks->estimate = false;
		(void)pthread_mutex_unlock(&tasks->lock);
	}
}

void web_tasks_estimate(web_tasks *tasks, const bureau_pass *pass)
{
	(void)pthread_mutex_lock(&tasks->lock);
	if (!tasks->estimate) {
		tasks->estimate = true;
		tasks->estimate_pass = *pass;
		(void)pthread_cond_broadcast(&tasks->wake);
	}
	(void)pthread_mutex_unlock(&tasks->lock);
}

/* ---- making and closing ------------------------------------------------------------------------------ */
web_tasks *web_tasks_new(web_site *site)
{
	static void *(*const works[])(void *) = {work, keep_estimates};
	web_tasks *tasks = calloc(1, sizeof(*tasks));

	if (!tasks)
		return NULL;
	tasks->site = site;
	(void)pthread_mutex_init(&tasks->lock, NULL);
	(void)pthread_cond_init(&tasks->wake, NULL);
	for (; tasks->started < HW_COUNT(works); tasks->started++)
		if (pthread_create(&tasks->workers[tasks->started], NULL, works[tasks->started], tasks) != 0) {
			web_tasks_free(tasks);
			return NULL;
		}
	return tasks;
}

static void clear(task *t)
{
	hw_buffer_free(&t->result);
	drop_question(&t->order);
	*t = (task){.state = TASK_NONE};
}

void web_tasks_free(web_tasks *tasks)
{
	if (!tasks)
		return;
	(void)pthread_mutex_lock(&tasks->lock);
	tasks->quit = true;
	(void)pthread_cond_broadcast(&tasks->wake);
	(void)pthread_mutex_unlock(&tasks->lock);
	for (unsigned i = 0; i < tasks->started; i++)
		(void)pthread_join(tasks->workers[i], NULL);
	for (size_t i = 0; i < TASKS; i++)
		clear(&tasks->tasks[i]);
	bureau_close(tasks->desk.b);
	(void)pthread_mutex_destroy(&tasks->lock);
	(void)pthread_cond_destroy(&tasks->wake);
	free(tasks);
}

/* ---- from the page ---------------------------------------------------------------------------------------- */
static bool ended(const task *t)
{
	return t->state == TASK_DONE || t->state == TASK_FAILED || t->state == TASK_CANCELLED;
}

/* With the lock held: a free place; the oldest that has ended gives way. */
static task *place_for(web_tasks *tasks, const char *user)
{
	task *place = NULL;
	size_t own = 0;

	for (size_t i = 0; i < TASKS; i++) {
		task *t = &tasks->tasks[i];

		if (ended(t) && hw_clock_seconds() - t->ended > KEPT_SECONDS)
			clear(t);
		if (t->state == TASK_NONE)
			place = t;
		else if (!strcmp(t->order.pass.user, user))
			own += !ended(t);
	}
	if (own >= OF_ONE_USER)
		return NULL;
	for (size_t i = 0; !place && i < TASKS; i++)
		if (ended(&tasks->tasks[i]))
			place = &tasks->tasks[i];
	if (place)
		clear(place);
	return place;
}

hw_status web_task_add(web_tasks *tasks, const web_task_order *order, char id[SESSION_KEY], hw_error *error)
{
	task *t;

	(void)pthread_mutex_lock(&tasks->lock);
	t = place_for(tasks, order->pass.user);
	if (t) {
		*t = (task){.order = *order, .state = TASK_WAITING, .number = ++tasks->count};
		web_key_make(t->id);
		memcpy(id, t->id, SESSION_KEY);
		(void)pthread_cond_broadcast(&tasks->wake);
	}
	(void)pthread_mutex_unlock(&tasks->lock);
	if (t)
		return HW_OK;
	web_task_order refused = *order;
	drop_question(&refused);
	(void)hw_fail(error, HW_TOO_LARGE, "you have %d questions that are not answered yet", OF_ONE_USER);
	return hw_error_remedy(error, "wait for one of them, or cancel it"), HW_TOO_LARGE;
}

/* In the language of who asked. */
static void write_told(hw_json_writer *w, const char *key, const char *lang, const char *words)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 20);

	if (arena && *words && !web_is_for_shell(words))
		hw_json_text(w, key, bureau_retell(arena, lang, hw_text_of(words)));
}

static void write_problem(hw_json_writer *w, const hw_error *error, const char *lang)
{
	bool ours = error->status == HW_FAULT || error->status == HW_STORAGE || error->status == HW_NO_MEMORY;

	hw_json_object(w, "problem");
	hw_json_string(w, "type", ours ? "urn:homeward:fault" : "urn:homeward:bad-input");
	hw_json_string(w, "title", bureau_word(lang, hw_status_words(error->status)));
	hw_json_integer(w, "status", hw_status_http(error->status));
	if (!ours) {
		write_told(w, "detail", lang, error->why);
		write_told(w, "remedy", lang, error->remedy);
	}
	hw_json_close(w, '}');
}

/* With the lock held. */
static void write_state(const task *t, hw_json_writer *w)
{
	hw_json_string(w, "id", t->id);
	hw_json_string(w, "kind", t->order.kind);
	if (t->order.about[0])
		hw_json_string(w, "about", t->order.about);
	hw_json_string(w, "state", state_words[t->state]);
	hw_json_string(w, "stage", t->stage[0] ? t->stage : NULL);
	hw_json_number(w, "done", t->done);
	hw_json_number(w, "of", t->of);
	hw_json_number(w, "seconds", t->begun > 0 ? (ended(t) ? t->ended : hw_clock_seconds()) - t->begun : 0);
	if (t->state == TASK_FAILED)
		write_problem(w, &t->error, t->order.lang);
}

/* With the lock held. */
static hw_status write_task(const task *t, hw_json_writer *w, hw_error *error)
{
	hw_json *result = NULL;

	write_state(t, w);
	if (t->state == TASK_DONE) {
		HW_TRY(hw_json_parse(hw_buffer_text(&t->result), "result", &result, error));
		hw_json_value(w, "result", result);
		hw_json_free(result);
	}
	return HW_OK;
}

hw_status web_task_json(web_tasks *tasks, const char *id, const char *user, bool cancel, hw_json_writer *w,
			hw_error *error)
{
	hw_status status = HW_NOT_FOUND;
	task *t = NULL;

	(void)pthread_mutex_lock(&tasks->lock);
	for (size_t i = 0; i < TASKS && !t; i++)
		if (tasks->tasks[i].state != TASK_NONE && web_key_equal(tasks->tasks[i].id, id) &&
		    !strcmp(tasks->tasks[i].order.pass.user, user))
			t = &tasks->tasks[i];
	if (t && cancel) {
		t->cancel = true;
		if (t->state == TASK_WAITING) {
			t->state = TASK_CANCELLED;
			t->ended = hw_clock_seconds();
			drop_question(&t->order);
		}
	}
	if (t)
		status = write_task(t, w, error);
	(void)pthread_mutex_unlock(&tasks->lock);
	return t ? status : hw_fail(error, HW_NOT_FOUND, "there is no such job of yours");
}

void web_tasks_json(web_tasks *tasks, const char *user, hw_json_writer *w)
{
	uint64_t last = 0;

	hw_json_array(w, "jobs");
	(void)pthread_mutex_lock(&tasks->lock);
	for (const task *next = tasks->tasks; next;) {
		next = NULL;
		for (size_t i = 0; i < TASKS; i++) {
			const task *t = &tasks->tasks[i];

			if (t->state != TASK_NONE && t->number > last && !strcmp(t->order.pass.user, user) &&
			    (!next || t->number < next->number))
				next = t;
		}
		if (!next)
			break;
		last = next->number;
		hw_json_object(w, NULL);
		write_state(next, w);
		hw_json_close(w, '}');
	}
	(void)pthread_mutex_unlock(&tasks->lock);
	hw_json_close(w, ']');
}
