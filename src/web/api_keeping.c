/* api_keeping.c - what waits, what is withheld or held, the ledger, copies, settings. */
#include "web/site_int.h"

#include <string.h>

/* ---- a second person -------------------------------------------------------------------------- */
static hw_status show_pending(web_call *call, hw_error *error)
{
	bureau_pendings list;
	int64_t waiting;

	HW_TRY(bureau_findings_waiting(call->b, &waiting, error));
	HW_TRY(bureau_pending_list(call->b, call->arena, "pending", &list, error));
	hw_json_array(&call->w, "pending");
	for (size_t i = 0; i < list.count; i++) {
		const bureau_pending *p = &list.items[i];

		hw_json_object(&call->w, NULL);
		hw_json_text(&call->w, "id", p->id);
		hw_json_text(&call->w, "act", p->act);
		hw_json_text(&call->w, "subject_kind", p->subject_kind);
		hw_json_text(&call->w, "subject", p->subject_id);
		hw_json_text(&call->w, "reason", p->reason);
		hw_json_text(&call->w, "asked_by", p->asked_by);
		hw_json_text(&call->w, "asked", p->asked);
		hw_json_text(&call->w, "state", p->state);
		hw_json_boolean(&call->w, "mine", hw_text_is(p->asked_by, bureau_user(call->b)));
		hw_json_close(&call->w, '}');
	}
	hw_json_close(&call->w, ']');
	hw_json_integer(&call->w, "findings_waiting", waiting);
	return HW_OK;
}

static hw_status decide(web_call *call, hw_error *error)
{
	const char *verdict, *reason;

	HW_TRY(web_need(call, "verdict", &verdict, error));
	HW_TRY(web_take(call, "reason", &reason, error));
	if (strcmp(verdict, "confirm") != 0 && strcmp(verdict, "refuse") != 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "this is confirm or refuse");
		return hw_error_what(error, "verdict"), HW_BAD_INPUT;
	}
	HW_TRY(bureau_confirm(call->b, hw_text_of(call->part[0]), !strcmp(verdict, "refuse"), hw_text_of(reason),
			      error));
	return web_done(call, verdict, hw_text_of(call->part[0]), !strcmp(verdict, "refuse") ? "refused" : "confirmed",
			HW_TEXT(""));
}

/* ---- do not transmit ---------------------------------------------------------------------------- */
static hw_status show_withheld(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_withhold_all(call->b, call->arena, &call->run, &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status withhold(web_call *call, hw_error *error)
{
	bureau_withholding what = {0};
	hw_text id = {0}, waits = {0};
	const char *act, *lifted;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(web_need(call, "reason", &what.reason, error));
	if (!strcmp(act, "lift")) {
		HW_TRY(web_need(call, "id", &lifted, error));
		HW_TRY(bureau_withhold_lift(call->b, call->arena, hw_text_of(lifted), hw_text_of(what.reason), &waits,
					    error));
		return web_done(call, act, hw_text_of(lifted), "pending", waits);
	}
	if (strcmp(act, "withhold") != 0) {
		(void)hw_fail(error, HW_BAD_INPUT, "this is withhold or lift");
		return hw_error_what(error, "act"), HW_BAD_INPUT;
	}
	HW_TRY(web_need(call, "person", &what.person, error));
	HW_TRY(web_need(call, "to", &what.to, error));
	HW_TRY(web_take(call, "until", &what.until, error));
	HW_TRY(bureau_withhold(call->b, call->arena, &what, &id, error));
	return web_done(call, act, id, "withheld", HW_TEXT(""));
}

/* ---- copies ------------------------------------------------------------------------------------ */
static hw_status show_backup(web_call *call, hw_error *error)
{
	return bureau_backup_state_json(call->b, &call->w, error);
}

/* ---- ledger, settings, state ------------------------------------------------------------------------ */
static hw_status show_ledger(web_call *call, hw_error *error)
{
	int64_t offset = 0, limit = 100;

	HW_TRY(web_take_number(call, "offset", 0, INT32_MAX, &offset, error));
	HW_TRY(web_take_number(call, "limit", 1, 100, &limit, error));
	const bureau_ledger_filter filter = {.actor = web_argument(call->request, "actor"),
					     .act = web_argument(call->request, "act"),
					     .subject = web_argument(call->request, "subject")};
	return bureau_ledger_window_json(call->b, &filter, (size_t)offset, (size_t)limit, &call->w, error);
}

static hw_status show_settings(web_call *call, hw_error *error)
{
	bureau_setting_row *rows;
	size_t count;

	HW_TRY(bureau_settings_all(call->b, call->arena, &rows, &count, error));
	hw_json_array(&call->w, "settings");
	for (size_t i = 0; i < count; i++) {
		hw_json_object(&call->w, NULL);
		hw_json_string(&call->w, "name", rows[i].name);
		hw_json_text(&call->w, "value", rows[i].value);
		hw_json_string(&call->w, "from", rows[i].from);
		hw_json_string(&call->w, "about", bureau_word(call->lang, rows[i].about));
		hw_json_close(&call->w, '}');
	}
	hw_json_close(&call->w, ']');
	return HW_OK;
}

static hw_status set_setting(web_call *call, hw_error *error)
{
	const char *name, *value;

	HW_TRY(web_need(call, "name", &name, error));
	HW_TRY(web_take(call, "value", &value, error));
	HW_TRY(bureau_setting_set(call->b, name, hw_text_of(value), error));
	return web_done(call, "set", hw_text_of(name), "set", HW_TEXT(""));
}

static hw_status show_status(web_call *call, hw_error *error)
{
	bureau_state state;

	HW_TRY(bureau_status(call->b, &state, error));
	bureau_status_json(call->b, &state, &call->w);
	return HW_OK;
}

const web_route web_keeping_routes[] = {
	{"GET", "/pending", WEB_ANYONE, 0, WEB_QUICK, show_pending},
	{"POST", "/pending/{id}", WEB_ANYONE, 0, WEB_QUICK, decide},
	{"GET", "/withheld", WEB_ANYONE, 0, WEB_QUICK, show_withheld},
	{"POST", "/withheld", WEB_ANYONE, 0, WEB_QUICK, withhold},
	{"GET", "/backup", WEB_ANYONE, 0, WEB_QUICK, show_backup},
	{"GET", "/ledger", BUREAU_MAY_AUDIT, 0, WEB_QUICK, show_ledger},
	{"GET", "/settings", WEB_ANYONE, 0, WEB_QUICK, show_settings},
	{"POST", "/settings", BUREAU_MAY_SET, 0, WEB_QUICK, set_setting},
	{"GET", "/status", WEB_ANYONE, 0, WEB_QUICK, show_status},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
