/* api_evidence.c - items of evidence: what is known of them, their files, their custody, doubts, bundles for somebody outside. */
#include "web/site_int.h"

#include <string.h>

static hw_text id_of(const web_call *call)
{
	return hw_text_of(call->part[0]);
}

static hw_status show_items(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_evidence_all(call->b, call->arena, &call->run, &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status show_item(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_evidence_sheet(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	return web_sheet(call, &sheet);
}

/* ---- taken in --------------------------------------------------------------------------------- */
static const struct {
	const char *key;
	size_t offset;
} texts[] = {
#define TEXT(field)                                          \
	{                                                    \
#field, offsetof(bureau_evidence_act, field) \
	}
	TEXT(id),        TEXT(kind),          TEXT(title),         TEXT(happened), TEXT(received), TEXT(source),
	TEXT(custodian), TEXT(published),     TEXT(persons),       TEXT(places),   TEXT(holder),   TEXT(note),
	TEXT(captured),  TEXT(captured_from), TEXT(captured_with), TEXT(copy_of),
#undef TEXT
};

static hw_status add(web_call *call, hw_error *error)
{
	static const char *const needed[] = {"id", "kind", "title"};
	bureau_evidence_act a = {.identifiable = web_flag(call, "identifiable"), .graphic = web_flag(call, "graphic")};
	const char *name = web_argument(call->request, "name");
	web_file file;
	char sha256[65];

	for (size_t i = 0; i < HW_COUNT(texts); i++) {
		const char *given = web_argument(call->request, texts[i].key);

		*(const char **)((char *)&a + texts[i].offset) = given && *given ? given : NULL;
	}
	for (size_t i = 0; i < HW_COUNT(needed); i++) {
		const char *given = web_argument(call->request, needed[i]);

		if (given && *given)
			continue;
		(void)hw_fail(error, HW_BAD_INPUT, "this is needed");
		return hw_error_what(error, "%s", needed[i]), HW_BAD_INPUT;
	}
	if (!call->request->body.length)
		return hw_fail(error, HW_BAD_INPUT, "the file is empty");
	HW_TRY(web_file_write(&file, name && *name ? name : "file", call->request->body, error));
	a.file = file.path;
	hw_status status = bureau_evidence_add(call->b, call->arena, &call->run, &a, sha256, error);
	web_file_drop(&file);
	web_file_forget(&file, name && *name ? name : "file", error);
	if (status != HW_OK)
		return status;
	hw_json_string(&call->w, "sha256", sha256);
	return web_done(call, "add", hw_text_of(a.id), "kept", HW_TEXT(""));
}

/* ---- handed on, doubted -------------------------------------------------------------------------- */
static hw_status hand(web_call *call, hw_error *error)
{
	bureau_evidence_step step = {0};
	bool differs;

	HW_TRY(web_take(call, "from", &step.from, error));
	HW_TRY(web_need(call, "to", &step.to, error));
	HW_TRY(web_need(call, "reason", &step.reason, error));
	HW_TRY(web_take(call, "date", &step.happened, error));
	HW_TRY(web_take(call, "seal", &step.seal, error));
	HW_TRY(bureau_evidence_hand(call->b, call->arena, id_of(call), &step, NULL, &call->run, &differs, error));
	hw_json_boolean(&call->w, "differs", differs);
	return web_done(call, "hand", id_of(call), differs ? "DIFFERS" : "written down", HW_TEXT(""));
}

static hw_status doubt(web_call *call, hw_error *error)
{
	bureau_evidence_lead lead = {0};
	hw_text waits = {0};

	HW_TRY(web_need(call, "kind", &lead.kind, error));
	HW_TRY(web_need(call, "says", &lead.says, error));
	HW_TRY(web_take(call, "person", &lead.person, error));
	HW_TRY(bureau_evidence_lead_add(call->b, call->arena, id_of(call), &lead, &waits, error));
	return web_done(call, "lead", id_of(call), "pending", waits);
}

static hw_status act(web_call *call, hw_error *error)
{
	const char *act;

	HW_TRY(web_need(call, "act", &act, error));
	if (!strcmp(act, "hand"))
		return hand(call, error);
	if (!strcmp(act, "lead"))
		return doubt(call, error);
	(void)hw_fail(error, HW_BAD_INPUT, "this is hand or lead");
	return hw_error_what(error, "act"), HW_BAD_INPUT;
}

/* ---- the bytes: never as what they say they are, so that no browser runs them ------------------------ */
static hw_status show_file(web_call *call, hw_error *error)
{
	bureau_evidence_content content = {.content = {0}};
	const char *purpose;

	HW_TRY(web_need(call, "purpose", &purpose, error));
	HW_TRY(bureau_evidence_file(call->b, id_of(call), hw_text_of(purpose), &content, error));
	call->answer->body = content.content;
	call->answer->type = "application/octet-stream";
	return HW_OK;
}

static hw_status check(bureau *b, hw_arena *arena, const bureau_run *run, const hw_json *question, hw_json_writer *w,
		       hw_error *error)
{
	int64_t differing, missing;
	bureau_sheet sheet;

	(void)question;
	HW_TRY(bureau_evidence_verify(b, arena, run, NULL, &sheet, &differing, &missing, error));
	hw_json_integer(w, "differing", differing);
	hw_json_integer(w, "missing", missing);
	bureau_sheet_laid_json(&sheet, arena, run->lang, w, "sheet");
	return HW_OK;
}

static hw_status begin_check(web_call *call, hw_error *error)
{
	web_task_order order = {.kind = "evidence check", .work = check};

	if (!bureau_may(call->b, BUREAU_MAY_AUDIT))
		HW_TRY(bureau_require(call->b, BUREAU_MAY_EVIDENCE, error));
	return web_task_begin(call, &order, error);
}

/* ---- for somebody outside ------------------------------------------------------------------------------ */
enum { ITEMS = 1000, BUNDLE_MOST = 256 << 20 };

static hw_status read_bundle(web_call *call, const char **items, bureau_bundle *bundle, hw_error *error)
{
	const hw_json *list = hw_json_get(call->body, "items");

	HW_TRY(web_need(call, "to", &bundle->to, error));
	HW_TRY(web_need(call, "purpose", &bundle->purpose, error));
	HW_TRY(web_take(call, "order", &bundle->order, error));
	if (bundle->order && !*bundle->order)
		bundle->order = NULL;
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);

		if (hw_json_kind_of(item) != HW_JSON_TEXT || i == ITEMS) {
			(void)hw_fail(error, HW_BAD_INPUT, "these are 1 to %d numbers of items", (int)ITEMS);
			return hw_error_what(error, "items"), HW_BAD_INPUT;
		}
		items[bundle->item_count++] = hw_json_as_text(item).bytes;
	}
	if (bundle->item_count)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "this is needed");
	return hw_error_what(error, "items"), HW_BAD_INPUT;
}

static hw_status tell_waiting(web_call *call, hw_text waits)
{
	call->w = hw_json_writer_new(&call->answer->body, false);
	hw_json_object(&call->w, NULL);
	(void)web_done(call, "bundle", HW_TEXT(""), "pending", waits);
	hw_json_close(&call->w, '}');
	return HW_OK;
}

/* The first time it asks a second person; the same question after he agreed gets the bundle. */
static hw_status bundle(web_call *call, hw_error *error)
{
	const char **items = HW_NEW(call->arena, const char *, ITEMS);
	bureau_bundle what = {.items = items};
	hw_text waits = {0};
	web_file file;
	char folder[600];
	int64_t bytes;

	if (!items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a bundle");
	HW_TRY(read_bundle(call, items, &what, error));
	HW_TRY(web_file_write(&file, "asked", HW_TEXT(""), error));
	(void)snprintf(folder, sizeof(folder), "%s/bundle", file.folder);
	what.folder = folder;
	hw_status status = bureau_evidence_bundle(call->b, call->arena, &call->run, &what, &waits, &bytes, error);
	if (status == HW_OK && !waits.length) {
		call->answer->body.ceiling = BUNDLE_MOST;
		status = web_tar(folder, "bundle", &call->answer->body, error);
		call->answer->type = "application/x-tar";
	}
	web_file_drop(&file);
	web_file_forget(&file, "bundle", error);
	return status == HW_OK && waits.length ? tell_waiting(call, waits) : status;
}

const web_route web_evidence_routes[] = {
	{"GET", "/evidence", BUREAU_MAY_BRIEF, 0, WEB_QUICK, show_items},
	{"POST", "/evidence", BUREAU_MAY_EVIDENCE, WEB_FILE, WEB_QUICK, add},
	{"POST", "/evidence/check", WEB_ANYONE, 0, WEB_QUICK, begin_check},
	{"POST", "/evidence/bundle", BUREAU_MAY_EVIDENCE, WEB_BARE, WEB_QUICK, bundle},
	{"GET", "/evidence/{id}", BUREAU_MAY_BRIEF, 0, WEB_QUICK, show_item},
	{"POST", "/evidence/{id}", BUREAU_MAY_EVIDENCE, 0, WEB_QUICK, act},
	{"POST", "/evidence/{id}/file", BUREAU_MAY_EVIDENCE, WEB_BARE, WEB_QUICK, show_file},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
