/* api_law.c - findings with their letters, public claims. */
#include "web/site_int.h"

#include <string.h>

static hw_text id_of(const web_call *call)
{
	return hw_text_of(call->part[0]);
}

static hw_status show_findings(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_findings_all(call->b, call->arena, &call->run, web_flag(call, "alerts"), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status record(web_call *call, hw_error *error)
{
	bureau_recorded r;
	bool own = false;

	HW_TRY(hw_json_take_bool(call->body, "body", "own", &own, error));
	HW_TRY(bureau_findings_record(call->b, call->arena, &call->run, own, &r, error));
	hw_json_integer(&call->w, "opened", r.opened);
	hw_json_integer(&call->w, "changed", r.changed);
	hw_json_integer(&call->w, "same", r.same);
	hw_json_integer(&call->w, "not_raised_any_more", r.fallen);
	return web_done(call, "record", HW_TEXT(""), "done", HW_TEXT(""));
}

static hw_status show_finding(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_finding_sheet(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	return web_sheet(call, &sheet);
}

/* ---- letters -------------------------------------------------------------------------------------- */
static const char *addressee(const char *to)
{
	return to && !strcmp(to, "protecting-power") ? "protecting power" : to;
}

static void write_letter(web_call *call, const char *to, const bureau_letter *letter)
{
	hw_json_string(&call->w, "finding", call->part[0]);
	hw_json_string(&call->w, "to", to);
	hw_json_string(&call->w, "language", call->lang);
	hw_json_text(&call->w, "state", letter->state);
	hw_json_text(&call->w, "sha256", letter->sha256);
	hw_json_text(&call->w, "content", letter->content);
}

static hw_status need_addressee(const char *to, hw_error *error)
{
	if (to && *to)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "this is agency, protecting-power, power or authority");
	return hw_error_what(error, "to"), HW_BAD_INPUT;
}

static hw_status show_letter(web_call *call, hw_error *error)
{
	const char *to = web_argument(call->request, "to");
	bureau_letter letter;

	HW_TRY(need_addressee(to, error));
	HW_TRY(bureau_finding_letter(call->b, call->arena, &call->run, id_of(call), addressee(to), &letter, error));
	write_letter(call, to, &letter);
	return HW_OK;
}

static hw_status move(web_call *call, hw_error *error)
{
	const char *act, *reason, *says, *date, *to;
	bureau_letter letter;
	hw_text phase, waits;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(web_take(call, "reason", &reason, error));
	HW_TRY(web_take(call, "says", &says, error));
	HW_TRY(web_take(call, "date", &date, error));
	HW_TRY(web_take(call, "to", &to, error));
	if (!strcmp(act, "draft")) {
		HW_TRY(need_addressee(to, error));
		HW_TRY(bureau_finding_draft(call->b, call->arena, &call->run, id_of(call), addressee(to), &letter,
					    error));
		write_letter(call, to, &letter);
		return HW_OK;
	}
	if (!strcmp(act, "notify")) {
		HW_TRY(need_addressee(to, error));
		HW_TRY(web_need(call, "reason", &reason, error));
		HW_TRY(bureau_finding_notify(call->b, call->arena, &call->run, id_of(call), addressee(to), reason,
					     &waits, error));
		return web_done(call, act, id_of(call), "pending", waits);
	}
	if (!strcmp(act, "answer"))
		HW_TRY(need_addressee(to, error));
	const bureau_finding_act a = {
		.act = act, .says = !strcmp(act, "answer") ? says : reason, .date = date, .to = addressee(to)};
	HW_TRY(bureau_finding_move(call->b, id_of(call), &a, &phase, call->arena, error));
	return web_done(call, act, id_of(call), hw_text_copy(call->arena, phase).bytes, HW_TEXT(""));
}

/* ---- public claims -------------------------------------------------------------------------------------- */
static hw_status show_statements(web_call *call, hw_error *error)
{
	bureau_statements all;

	HW_TRY(bureau_statements_all(call->b, call->arena, &call->run, &all, error));
	bureau_statements_json(&all, &call->w, "statements");
	return HW_OK;
}

static hw_status show_statement(web_call *call, hw_error *error)
{
	bureau_statements all, chosen = {0};
	bureau_sheet sheet;

	HW_TRY(bureau_statement_sheet(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	HW_TRY(bureau_statements_all(call->b, call->arena, &call->run, &all, error));
	for (size_t i = 0; i < all.count; i++)
		if (hw_text_equal(all.items[i].id, id_of(call)))
			chosen = (bureau_statements){&all.items[i], 1};
	bureau_statements_json(&chosen, &call->w, "statements");
	return web_sheet(call, &sheet);
}

static const struct {
	const char *key;
	size_t offset;
} texts[] = {
#define TEXT(field)                                           \
	{                                                     \
#field, offsetof(bureau_statement_act, field) \
	}
	TEXT(id),      TEXT(speaker),  TEXT(party),        TEXT(happened),         TEXT(channel), TEXT(kind),
	TEXT(words),   TEXT(language), TEXT(translation),  TEXT(counts),           TEXT(side),    TEXT(category),
	TEXT(region),  TEXT(bound),    TEXT(quantity),     TEXT(article),          TEXT(holder),  TEXT(places),
	TEXT(objects), TEXT(touches),  TEXT(evidence_for), TEXT(evidence_against), TEXT(reply),   TEXT(source),
	TEXT(note),
#undef TEXT
};

static hw_status add_statement(web_call *call, hw_error *error)
{
	static const char *const needed[] = {"id", "speaker", "kind", "words"};
	bureau_statement_act a = {0};
	const char *ignored;

	for (size_t i = 0; i < HW_COUNT(needed); i++)
		HW_TRY(web_need(call, needed[i], &ignored, error));
	for (size_t i = 0; i < HW_COUNT(texts); i++)
		HW_TRY(web_take(call, texts[i].key, (const char **)((char *)&a + texts[i].offset), error));
	HW_TRY(hw_json_take_bool(call->body, "body", "threatens", &a.threatens, error));
	HW_TRY(bureau_statement_add(call->b, call->arena, &a, error));
	return web_done(call, "add", hw_text_of(a.id), "written down", HW_TEXT(""));
}

static hw_status release_statement(web_call *call, hw_error *error)
{
	const char *act, *reason;
	hw_text waits = {0};

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(web_need(call, "reason", &reason, error));
	if (!strcmp(act, "release")) {
		HW_TRY(bureau_statement_release(call->b, call->arena, id_of(call), hw_text_of(reason), &waits, error));
	} else if (!strcmp(act, "withhold")) {
		HW_TRY(bureau_statement_withhold(call->b, id_of(call), hw_text_of(reason), error));
	} else {
		(void)hw_fail(error, HW_BAD_INPUT, "this is release or withhold");
		return hw_error_what(error, "act"), HW_BAD_INPUT;
	}
	return web_done(call, act, id_of(call), waits.length ? "pending" : "withheld", waits);
}

const web_route web_law_routes[] = {
	{"GET", "/findings", BUREAU_MAY_CHECK, 0, WEB_QUICK, show_findings},
	{"POST", "/findings", BUREAU_MAY_CHECK, 0, WEB_THINKING, record},
	{"GET", "/findings/{id}", BUREAU_MAY_CHECK, 0, WEB_QUICK, show_finding},
	{"POST", "/findings/{id}", BUREAU_MAY_CHECK, 0, WEB_THINKING, move},
	{"GET", "/findings/{id}/letter", BUREAU_MAY_CHECK, 0, WEB_QUICK, show_letter},
	{"GET", "/statements", BUREAU_MAY_BRIEF, WEB_SHARED, WEB_THINKING, show_statements},
	{"POST", "/statements", BUREAU_MAY_CHECK, 0, WEB_QUICK, add_statement},
	{"GET", "/statements/{id}", BUREAU_MAY_BRIEF, 0, WEB_THINKING, show_statement},
	{"POST", "/statements/{id}", BUREAU_MAY_CHECK, 0, WEB_QUICK, release_statement},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
