/* api_people.c - the register, search, one person, and which records speak of the same one. */
#include "web/site_int.h"

#include <string.h>

/* ---- the register -------------------------------------------------------------------------- */
/* The order of the register under these filters, made once for all who may see the same. */
static hw_status order_of(web_call *call, const bureau_people_filter *filter, web_shelved *order, hw_error *error)
{
	bureau_order *made;
	hw_text key = hw_text_format(call->arena, "%u|%s|%s|%s|%s|%s", bureau_roles_of(call->b),
				     filter->side ? filter->side : "", filter->party ? filter->party : "",
				     filter->category ? filter->category : "",
				     filter->registered ? filter->registered : "", filter->sort ? filter->sort : "");

	if (!key.length)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the register");
	*order = web_shelf_take(call->site->orders, key.bytes, call->change);
	if (order->thing)
		return HW_OK;
	HW_TRY(bureau_people_order(call->b, filter, &made, error));
	*order = web_shelf_put(call->site->orders, key.bytes, call->change, made, bureau_order_bytes(made));
	return order->thing ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for the register");
}

static hw_status show_people(web_call *call, hw_error *error)
{
	const bureau_people_filter filter = {.side = web_argument(call->request, "side"),
					     .party = web_argument(call->request, "party"),
					     .category = web_argument(call->request, "category"),
					     .registered = web_argument(call->request, "register"),
					     .sort = web_argument(call->request, "sort")};
	int64_t offset = 0, limit = 100;
	web_shelved order, estimates;
	hw_status status;
	char day[11];

	HW_TRY(web_take_number(call, "offset", 0, INT32_MAX, &offset, error));
	HW_TRY(web_take_number(call, "limit", 1, 100, &limit, error));
	HW_TRY(order_of(call, &filter, &order, error));
	estimates = web_shelf_take(call->site->estimates, hw_days_write(bureau_as_of(call->b), day), call->change);
	if (!estimates.thing)
		web_tasks_estimate(call->site->tasks, &call->session.pass);
	status = bureau_people_window_json(call->b, call->arena, &call->run, order.thing, estimates.thing,
					   (size_t)offset, (size_t)limit, &call->w, error);
	web_shelf_return(call->site->estimates, estimates);
	web_shelf_return(call->site->orders, order);
	return status;
}

/* Who may not see persons learns whom to ask, and nothing of the register. */
static void write_stub(web_call *call, const char *query)
{
	size_t count;
	const char *const *roles = bureau_role_names(&count);

	hw_json_boolean(&call->w, "stub", true);
	hw_json_array(&call->w, "ask");
	for (size_t i = 0; i < count; i++)
		if (bureau_role_may(i, BUREAU_MAY_SEE_PERSONS))
			hw_json_string(&call->w, NULL, roles[i]);
	hw_json_close(&call->w, ']');
	hw_json_object(&call->w, "search");
	hw_json_string(&call->w, "query", query);
	hw_json_array(&call->w, "hits");
	hw_json_close(&call->w, ']');
	hw_json_close(&call->w, '}');
}

static hw_status search(web_call *call, hw_error *error)
{
	const char *query;
	bureau_sheet sheet;
	double top = 50;

	HW_TRY(web_need(call, "query", &query, error));
	HW_TRY(hw_json_take_number(call->body, "body", "top", 1, 100, &top, error));
	if (!bureau_may(call->b, BUREAU_MAY_SEE_PERSONS)) {
		write_stub(call, query);
		return HW_OK;
	}
	HW_TRY(bureau_search(call->b, call->arena, &call->run, hw_text_of(query), (size_t)top, &sheet, error));
	bureau_sheet_json(&sheet, &call->w, "search");
	return HW_OK;
}

/* ---- one person --------------------------------------------------------------------------------- */
static hw_text id_of(const web_call *call)
{
	return hw_text_of(call->part[0]);
}

static hw_status show_person(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_person_sheet(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	return web_sheet(call, &sheet);
}

static void label(hw_json_writer *w, hw_text id, hw_text words, hw_arena *arena)
{
	hw_json_text(w, hw_text_copy(arena, id).bytes, words.length ? words : id);
}

static hw_status show_where(web_call *call, hw_error *error)
{
	bureau_estimate estimate;

	HW_TRY(bureau_locate_person(call->b, call->arena, &call->run, id_of(call), &estimate, error));
	hw_json_array(&call->w, "persons");
	bureau_estimate_json(&estimate, &call->w, NULL);
	hw_json_close(&call->w, ']');
	hw_json_object(&call->w, "labels");
	for (size_t i = 0; i < estimate.region_count; i++)
		label(&call->w, estimate.regions[i].id, estimate.regions[i].label, call->arena);
	for (size_t i = 0; i < estimate.place_count; i++)
		label(&call->w, estimate.places[i].id, estimate.places[i].label, call->arena);
	hw_json_close(&call->w, '}');
	return HW_OK;
}

static hw_status show_custody(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_custody_sheet(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status show_log(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_person_log(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status reveal(web_call *call, hw_error *error)
{
	const char *field, *purpose;

	HW_TRY(web_need(call, "field", &field, error));
	HW_TRY(web_need(call, "purpose", &purpose, error));
	return bureau_person_reveal_json(call->b, call->arena, &call->run, id_of(call), field, hw_text_of(purpose),
					 &call->w, error);
}

static hw_status ask_status(web_call *call, hw_error *error)
{
	const char *status, *reason, *source, *date;
	hw_text waits;

	HW_TRY(web_need(call, "status", &status, error));
	HW_TRY(web_need(call, "reason", &reason, error));
	HW_TRY(web_take(call, "source", &source, error));
	HW_TRY(web_take(call, "date", &date, error));
	if (strcmp(status, "captive") != 0 && strcmp(status, "dead") != 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "this is captive or dead");
		return hw_error_what(error, "status"), HW_BAD_INPUT;
	}
	const bureau_status_claim claim = {.person = id_of(call),
					   .status = status,
					   .date = hw_text_of(date),
					   .source = hw_text_of(source),
					   .reason = hw_text_of(reason)};
	HW_TRY(bureau_confirm_status(call->b, &claim, &waits, call->arena, error));
	return web_done(call, status, id_of(call), "pending", waits);
}

/* ---- the same person? ------------------------------------------------------------------------------ */
static hw_status show_queue(web_call *call, hw_error *error)
{
	int64_t offset = 0, limit = 50;

	HW_TRY(web_take_number(call, "offset", 0, INT32_MAX, &offset, error));
	HW_TRY(web_take_number(call, "limit", 1, 100, &limit, error));
	return bureau_review_window_json(call->b, call->arena, &call->run, (size_t)offset, (size_t)limit, &call->w,
					 error);
}

static hw_status show_pair(web_call *call, hw_error *error)
{
	return bureau_review_pair_json(call->b, call->arena, &call->run, id_of(call), hw_text_of(call->part[1]),
				       &call->w, error);
}

static hw_status show_conflicts(web_call *call, hw_error *error)
{
	bureau_conflicts conflicts;

	HW_TRY(bureau_review_conflicts(call->b, call->arena, &conflicts, error));
	hw_json_array(&call->w, "conflicts");
	for (size_t i = 0; i < conflicts.count; i++) {
		const bureau_conflict *c = &conflicts.items[i];

		hw_json_object(&call->w, NULL);
		hw_json_text(&call->w, "left", c->left);
		hw_json_text(&call->w, "right", c->right);
		hw_json_text(&call->w, "reason", c->reason);
		hw_json_text(&call->w, "by", c->by);
		hw_json_text(&call->w, "chain", c->chain);
		hw_json_text(&call->w, "person", c->person);
		hw_json_close(&call->w, '}');
	}
	hw_json_close(&call->w, ']');
	return HW_OK;
}

static hw_status judge(web_call *call, hw_error *error)
{
	static const char *const verdicts[][2] = {{"accept", "same"}, {"reject", "different"}, {"unsure", "unsure"}};
	const char *verdict, *left, *right, *reason, *besides, *word = NULL;
	bureau_decided decided = {0};

	HW_TRY(web_need(call, "verdict", &verdict, error));
	HW_TRY(web_need(call, "left", &left, error));
	HW_TRY(web_need(call, "right", &right, error));
	HW_TRY(web_need(call, "reason", &reason, error));
	HW_TRY(web_take(call, "besides", &besides, error));
	for (size_t i = 0; i < HW_COUNT(verdicts); i++)
		if (!strcmp(verdict, verdicts[i][0]))
			word = verdicts[i][1];
	if (!word && strcmp(verdict, "undo") != 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "this is accept, reject, unsure or undo");
		return hw_error_what(error, "verdict"), HW_BAD_INPUT;
	}
	if (word)
		HW_TRY(bureau_review_decide(call->b,
					    &(bureau_decision){.left = hw_text_of(left),
							       .right = hw_text_of(right),
							       .verdict = word,
							       .reason = hw_text_of(reason),
							       .besides = hw_text_of(besides)},
					    &decided, error));
	else
		HW_TRY(bureau_review_undo(call->b, hw_text_of(left), hw_text_of(right), hw_text_of(reason), error));
	hw_json_string(&call->w, "verdict", verdict);
	hw_json_string(&call->w, "pending", decided.pending[0] ? decided.pending : NULL);
	hw_json_integer(&call->w, "conflicts", decided.conflicts);
	return HW_OK;
}

const web_route web_people_routes[] = {
	{"GET", "/people", BUREAU_MAY_SEE_PERSONS, 0, WEB_QUICK, show_people},
	{"POST", "/search", WEB_ANYONE, 0, WEB_SEARCH, search},
	{"GET", "/person/{id}", BUREAU_MAY_SEE_PERSONS, 0, WEB_QUICK, show_person},
	{"GET", "/person/{id}/where", BUREAU_MAY_SEE_PERSONS, WEB_DAY, WEB_THINKING, show_where},
	{"GET", "/person/{id}/custody", BUREAU_MAY_SEE_PERSONS, 0, WEB_QUICK, show_custody},
	{"GET", "/person/{id}/log", WEB_ANYONE, 0, WEB_QUICK, show_log},
	{"POST", "/person/{id}/reveal", BUREAU_MAY_SEE_PERSONS, 0, WEB_QUICK, reveal},
	{"POST", "/person/{id}/status", BUREAU_MAY_CONFIRM, 0, WEB_QUICK, ask_status},
	{"GET", "/review", BUREAU_MAY_JUDGE, 0, WEB_QUICK, show_queue},
	{"POST", "/review", BUREAU_MAY_JUDGE, 0, WEB_QUICK, judge},
	{"GET", "/review/conflicts", BUREAU_MAY_JUDGE, 0, WEB_QUICK, show_conflicts},
	{"GET", "/review/{left}/{right}", BUREAU_MAY_JUDGE, 0, WEB_QUICK, show_pair},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
