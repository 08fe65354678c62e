/* api_rounds.c - rounds of negotiation: what there is, acts, reconciliation. */
#include "web/site_int.h"

#include <string.h>

static hw_text id_of(const web_call *call)
{
	return hw_text_of(call->part[0]);
}

static hw_status show_rounds(web_call *call, hw_error *error)
{
	bureau_rounds rounds;

	HW_TRY(bureau_rounds_all(call->b, call->arena, &call->run, &rounds, error));
	bureau_rounds_json(&rounds, &call->w, "rounds");
	return HW_OK;
}

/* The round as in the list, and its sheet beside. */
static hw_status with_round(web_call *call, const bureau_sheet *sheet, hw_error *error)
{
	bureau_rounds rounds, chosen = {0};

	HW_TRY(bureau_rounds_all(call->b, call->arena, &call->run, &rounds, error));
	for (size_t i = 0; i < rounds.count; i++)
		if (hw_text_equal(rounds.items[i].id, id_of(call)))
			chosen = (bureau_rounds){&rounds.items[i], 1};
	bureau_rounds_json(&chosen, &call->w, "rounds");
	return web_sheet(call, sheet);
}

static hw_status show_round(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_round_sheet(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	return with_round(call, &sheet, error);
}

static hw_status reconcile(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_round_reconcile(call->b, call->arena, &call->run, id_of(call), &sheet, error));
	return with_round(call, &sheet, error);
}

static hw_status show_balance(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_round_balance(call->b, call->arena, &call->run, hw_text_of(web_argument(call->request, "party")),
				    &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status show_names(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_round_names(call->b, call->arena, &call->run, id_of(call),
				  hw_text_of(web_argument(call->request, "list")), &sheet, error));
	return web_sheet(call, &sheet);
}

/* Two lists of the round; `from` is the older. */
static hw_status show_difference(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_list_difference(call->b, call->arena, &call->run, hw_text_of(web_argument(call->request, "from")),
				      hw_text_of(web_argument(call->request, "to")), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status manifest(web_call *call, hw_error *error)
{
	call->answer->type = "text/html; charset=utf-8";
	return bureau_round_manifest(call->b, call->arena, &call->run, id_of(call), &call->answer->body, error);
}

/* ---- acts --------------------------------------------------------------------------------------------- */
static const struct {
	const char *key;
	size_t offset;
} texts[] = {
#define TEXT(field)                                       \
	{                                                 \
#field, offsetof(bureau_round_act, field) \
	}
	TEXT(round),    TEXT(id),       TEXT(happened),     TEXT(venue),     TEXT(venue_kind), TEXT(guarantees),
	TEXT(parties),  TEXT(mediator), TEXT(participants), TEXT(status),    TEXT(note),       TEXT(party),
	TEXT(speaker),  TEXT(kind),     TEXT(words),        TEXT(condition), TEXT(due),        TEXT(kept),
	TEXT(category), TEXT(given),    TEXT(returned),     TEXT(source),    TEXT(reason),     TEXT(answer),
#undef TEXT
};

static hw_status read_act(const web_call *call, bureau_round_act *a, hw_error *error)
{
	*a = (bureau_round_act){0};
	for (size_t i = 0; i < HW_COUNT(texts); i++)
		HW_TRY(web_take(call, texts[i].key, (const char **)((char *)a + texts[i].offset), error));
	return HW_OK;
}

/* The rows as the file of names that the act reads. */
static hw_status write_rows(web_call *call, web_file *file, hw_error *error)
{
	static const char *const columns[] = {"id",     "person",    "name",    "born",    "answer",     "condition",
					      "reason", "direction", "tranche", "outcome", "instead_of", "cause"};
	const hw_json *rows = hw_json_get(call->body, "rows");
	bool used[HW_COUNT(columns)] = {false}, first = true;
	hw_buffer out = {.ceiling = (size_t)8 << 20};
	hw_status status;

	for (size_t r = 0; r < hw_json_count(rows); r++) {
		const hw_json *row = hw_json_at(rows, r);

		for (void *m = hw_json_first(row); m; m = hw_json_next(row, m)) {
			size_t c = 0;

			while (c < HW_COUNT(columns) && strcmp(columns[c], hw_json_member_key(m)) != 0)
				c++;
			if (c == HW_COUNT(columns) || hw_json_kind_of(hw_json_member_value(m)) != HW_JSON_TEXT) {
				(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is no column of such a list, or no text",
					      hw_json_member_key(m));
				(void)hw_error_what(error, "rows/%zu", r);
				return HW_BAD_INPUT;
			}
			used[c] = true;
		}
	}
	for (size_t c = 0; c < HW_COUNT(columns); c++)
		if (used[c]) {
			hw_buffer_addf(&out, "%s%s", first ? "" : ",", columns[c]);
			first = false;
		}
	hw_buffer_adds(&out, "\n");
	for (size_t r = 0; r < hw_json_count(rows); r++) {
		first = true;
		for (size_t c = 0; c < HW_COUNT(columns); c++)
			if (used[c]) {
				hw_buffer_adds(&out, first ? "" : ",");
				hw_csv_write(&out, hw_json_as_text(hw_json_get(hw_json_at(rows, r), columns[c])));
				first = false;
			}
		hw_buffer_adds(&out, "\n");
	}
	status = out.failed ? hw_fail(error, HW_TOO_LARGE, "too many rows")
			    : web_file_write(file, "rows", hw_buffer_text(&out), error);
	hw_buffer_free(&out);
	return status;
}

static hw_status perform(web_call *call, const bureau_round_act *a, const char *act, hw_text *id, hw_text *pending,
			 int64_t *names, hw_error *error)
{
	bureau *b = call->b;
	hw_arena *arena = call->arena;

	if (!strcmp(act, "new"))
		return bureau_round_new(b, arena, a, error);
	if (!strcmp(act, "minute"))
		return bureau_round_minute(b, arena, a, id, error);
	if (!strcmp(act, "claim"))
		return bureau_round_claim(b, arena, a, error);
	if (!strcmp(act, "agree"))
		return bureau_round_agree(b, arena, a, names, error);
	if (!strcmp(act, "send"))
		return bureau_round_send(b, arena, a, pending, names, error);
	if (!strcmp(act, "receive"))
		return bureau_round_receive(b, arena, a, names, error);
	if (!strcmp(act, "answer"))
		return bureau_round_answer(b, arena, a, names, error);
	if (!strcmp(act, "deliver"))
		return bureau_round_deliver(b, arena, a, names, error);
	(void)hw_fail(error, HW_BAD_INPUT, "this is new, minute, send, receive, answer, agree, deliver or claim");
	return hw_error_what(error, "act"), HW_BAD_INPUT;
}

static hw_status do_act(web_call *call, hw_error *error)
{
	static const char *const with_file[] = {"send", "receive", "answer", "deliver"};
	hw_text id = {0}, pending = {0};
	web_file file = {{0}, {0}};
	bureau_round_act a;
	int64_t names = -1;
	const char *act;
	bool needs = false;
	hw_status status;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(read_act(call, &a, error));
	if (!a.round || !*a.round)
		return web_need(call, "round", &a.round, error);
	for (size_t i = 0; i < HW_COUNT(with_file); i++)
		needs = needs || !strcmp(act, with_file[i]);
	if (hw_json_count(hw_json_get(call->body, "rows"))) {
		HW_TRY(write_rows(call, &file, error));
		a.path = file.path;
	} else if (needs) {
		(void)hw_fail(error, HW_BAD_INPUT, "the names are needed");
		return hw_error_what(error, "rows"), HW_BAD_INPUT;
	}
	status = perform(call, &a, act, &id, &pending, &names, error);
	web_file_drop(&file);
	web_file_forget(&file, "rows", error);
	if (status != HW_OK)
		return status;
	if (names >= 0)
		hw_json_integer(&call->w, "names", names);
	return web_done(call, act, id.length ? id : hw_text_of(a.id), pending.length ? "pending" : "done", pending);
}

const web_route web_round_routes[] = {
	{"GET", "/rounds", BUREAU_MAY_SEE_ROUNDS, WEB_SHARED, WEB_QUICK, show_rounds},
	{"POST", "/rounds", BUREAU_MAY_NEGOTIATE, 0, WEB_QUICK, do_act},
	{"GET", "/rounds/balance", BUREAU_MAY_SEE_ROUNDS, 0, WEB_QUICK, show_balance},
	{"GET", "/rounds/{id}", BUREAU_MAY_SEE_ROUNDS, 0, WEB_QUICK, show_round},
	{"GET", "/rounds/{id}/reconcile", BUREAU_MAY_SEE_ROUNDS, 0, WEB_QUICK, reconcile},
	{"GET", "/rounds/{id}/names", BUREAU_MAY_SEE_ROUNDS, 0, WEB_QUICK, show_names},
	{"GET", "/rounds/{id}/difference", BUREAU_MAY_SEE_ROUNDS, 0, WEB_QUICK, show_difference},
	{"GET", "/rounds/{id}/manifest", BUREAU_MAY_NEGOTIATE, WEB_BARE, WEB_QUICK, manifest},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
