/* api_families.c - relatives who ask, debriefs, papers that were sent, the dead; to which use a person agreed, what went to a
 * prosecutor, what is held of him. */
#include "web/site_int.h"

#include <string.h>

/* A function that answers with a sheet about all of a kind, or about one. */
typedef hw_status (*of_all)(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error);
typedef hw_status (*of_one)(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			    hw_error *error);

static hw_status show_all(web_call *call, of_all ask, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(ask(call->b, call->arena, &call->run, &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status show_one(web_call *call, of_one ask, const char *id, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(ask(call->b, call->arena, &call->run, hw_text_of(id), &sheet, error));
	return web_sheet(call, &sheet);
}

/* Members of the body into the texts of a structure. */
typedef struct member {
	const char *key;
	size_t offset;
} member;

static hw_status take_texts(const web_call *call, const member *members, size_t count, void *into, hw_error *error)
{
	for (size_t i = 0; i < count; i++)
		HW_TRY(web_take(call, members[i].key, (const char **)((char *)into + members[i].offset), error));
	return HW_OK;
}

static hw_status take_flags(const web_call *call, const member *members, size_t count, void *into, hw_error *error)
{
	for (size_t i = 0; i < count; i++)
		HW_TRY(hw_json_take_bool(call->body, "body", members[i].key, (bool *)((char *)into + members[i].offset),
					 error));
	return HW_OK;
}

static hw_status one_of(const char *act, const char *words, hw_error *error)
{
	hw_text rest = hw_text_of(words), word;

	while (hw_text_split(&rest, ' ', &word))
		if (hw_text_is(word, act))
			return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "this is one of: %s", words);
	return hw_error_what(error, "act"), HW_BAD_INPUT;
}

/* ---- relatives ------------------------------------------------------------------------------------ */
static hw_status show_inquiries(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_inquiry_list(call->b, call->arena, &call->run, web_flag(call, "due"), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status show_inquiry(web_call *call, hw_error *error)
{
	return show_one(call, bureau_inquiry_sheet, call->part[0], error);
}

static hw_status show_reply(web_call *call, hw_error *error)
{
	return show_one(call, bureau_inquiry_reply, call->part[0], error);
}

static hw_status show_extract(web_call *call, hw_error *error)
{
	return show_one(call, bureau_inquiry_extract, call->part[0], error);
}

static hw_status reach(web_call *call, hw_error *error)
{
	const char *purpose;
	bureau_sheet sheet;

	HW_TRY(web_need(call, "purpose", &purpose, error));
	HW_TRY(bureau_inquiry_reach(call->b, call->arena, &call->run, hw_text_of(call->part[0]), hw_text_of(purpose),
				    &sheet, error));
	return web_sheet(call, &sheet);
}

#define INQUIRY(key, field)                              \
	{                                                \
		key, offsetof(bureau_inquiry_act, field) \
	}
static const member inquiry_texts[] = {
	INQUIRY("act", act),
	INQUIRY("id", id),
	INQUIRY("person", person),
	INQUIRY("name", name),
	INQUIRY("born", born),
	INQUIRY("relative", relative),
	INQUIRY("relation", relation),
	INQUIRY("contact", contact),
	INQUIRY("phrase", phrase),
	INQUIRY("date", date),
	INQUIRY("words", words),
	INQUIRY("do", next),
	INQUIRY("by", due),
	INQUIRY("reason", reason),
};
static const member inquiry_flags[] = {INQUIRY("authorised", yes), INQUIRY("no", no), INQUIRY("met", met)};
#undef INQUIRY

static hw_status do_inquiry(web_call *call, hw_error *error)
{
	bureau_inquiry_act a = {0};

	HW_TRY(take_texts(call, inquiry_texts, HW_COUNT(inquiry_texts), &a, error));
	HW_TRY(take_flags(call, inquiry_flags, HW_COUNT(inquiry_flags), &a, error));
	HW_TRY(web_need(call, "act", &a.act, error));
	HW_TRY(web_need(call, "id", &a.id, error));
	HW_TRY(one_of(a.act, "new told next authorise conflict close open", error));
	HW_TRY(bureau_inquiry_do(call->b, call->arena, &a, error));
	return show_one(call, bureau_inquiry_sheet, a.id, error);
}

/* ---- debriefs ---------------------------------------------------------------------------------------- */
static hw_status show_debriefs(web_call *call, hw_error *error)
{
	return show_all(call, bureau_debrief_list, error);
}

static hw_status show_debrief(web_call *call, hw_error *error)
{
	return show_one(call, bureau_debrief_sheet, call->part[0], error);
}

static hw_status show_form(web_call *call, hw_error *error)
{
	return show_all(call, bureau_debrief_form, error);
}

#define DEBRIEF(field)                                      \
	{                                                   \
#field, offsetof(bureau_debrief_act, field) \
	}
static const member debrief_texts[] = {
	DEBRIEF(act),         DEBRIEF(id),     DEBRIEF(person),   DEBRIEF(source),       DEBRIEF(date),
	DEBRIEF(language),    DEBRIEF(places), DEBRIEF(referral), DEBRIEF(asked_before), DEBRIEF(allows),
	DEBRIEF(refuses),     DEBRIEF(about),  DEBRIEF(callsign), DEBRIEF(status),       DEBRIEF(place),
	DEBRIEF(region),      DEBRIEF(cell),   DEBRIEF(from),     DEBRIEF(certainty),    DEBRIEF(words),
	DEBRIEF(compartment),
};
static const member debrief_flags[] = {DEBRIEF(ask), DEBRIEF(do_not_ask), DEBRIEF(first_hand), DEBRIEF(hearsay)};
#undef DEBRIEF

static hw_status do_debrief(web_call *call, hw_error *error)
{
	bureau_debrief_act a = {0};
	const char *text;

	for (size_t i = 0; i < HW_COUNT(debrief_texts); i++) {
		HW_TRY(web_take(call, debrief_texts[i].key, &text, error));
		*(hw_text *)((char *)&a + debrief_texts[i].offset) = hw_text_trim(hw_text_of(text));
	}
	HW_TRY(take_flags(call, debrief_flags, HW_COUNT(debrief_flags), &a, error));
	HW_TRY(web_need(call, "act", &text, error));
	HW_TRY(one_of(text, "new allow say", error));
	HW_TRY(web_need(call, "id", &text, error));
	HW_TRY(bureau_debrief_do(call->b, call->arena, &a, error));
	return show_one(call, bureau_debrief_sheet, text, error);
}

static hw_status take_debriefs(web_call *call, hw_error *error)
{
	web_file file;
	hw_status status;
	size_t lines = 0;

	HW_TRY(web_file_write(&file, "debriefs", call->request->body, error));
	status = bureau_debrief_file(call->b, call->arena, file.path, &lines, error);
	web_file_drop(&file);
	web_file_forget(&file, "debriefs", error);
	if (status == HW_OK)
		hw_json_integer(&call->w, "lines", (int64_t)lines);
	return status;
}

/* ---- papers, and the dead -------------------------------------------------------------------------------- */
static hw_status show_papers(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_transmission_list(call->b, call->arena, &call->run, web_flag(call, "due"), &sheet, error));
	return web_sheet(call, &sheet);
}

#define PAPER(field)                                  \
	{                                             \
#field, offsetof(bureau_paper, field) \
	}
static const member paper_texts[] = {PAPER(id),    PAPER(kind), PAPER(person), PAPER(place),
				     PAPER(party), PAPER(date), PAPER(text)};
#undef PAPER

static hw_status do_paper(web_call *call, hw_error *error)
{
	bureau_paper paper = {0};
	bool in = false;
	const char *act;
	hw_text made;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(one_of(act, "sent acknowledged answered", error));
	HW_TRY(take_texts(call, paper_texts, HW_COUNT(paper_texts), &paper, error));
	HW_TRY(hw_json_take_bool(call->body, "body", "in", &in, error));
	paper.id = paper.id ? paper.id : "";
	paper.direction = in ? "in" : NULL;
	HW_TRY(bureau_transmission_do(call->b, call->arena, act, &paper, &made, error));
	return web_done(call, act, made, act, HW_TEXT(""));
}

static hw_status show_all_remains(web_call *call, hw_error *error)
{
	return show_all(call, bureau_remains_list, error);
}

static hw_status show_remains(web_call *call, hw_error *error)
{
	return show_one(call, bureau_remains_sheet, call->part[0], error);
}

#define REMAINS(field)                                  \
	{                                               \
#field, offsetof(bureau_remains, field) \
	}
static const member remains_texts[] = {REMAINS(id),   REMAINS(kind),  REMAINS(label), REMAINS(date),
				       REMAINS(from), REMAINS(place), REMAINS(note)};
#undef REMAINS

static hw_status do_remains(web_call *call, hw_error *error)
{
	bureau_remains what = {0};
	const char *act, *person, *state, *basis;
	hw_text waits = {0};

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(one_of(act, "add link identify", error));
	HW_TRY(take_texts(call, remains_texts, HW_COUNT(remains_texts), &what, error));
	HW_TRY(web_need(call, "id", &what.id, error));
	HW_TRY(web_take(call, "person", &person, error));
	HW_TRY(web_take(call, "state", &state, error));
	HW_TRY(web_take(call, "basis", &basis, error));
	if (!strcmp(act, "add")) {
		HW_TRY(bureau_remains_add(call->b, &what, error));
	} else {
		HW_TRY(web_need(call, "person", &person, error));
		if (!strcmp(act, "link"))
			HW_TRY(bureau_remains_link(call->b, call->arena, what.id, person, state, basis, error));
		else
			HW_TRY(bureau_remains_identify(call->b, call->arena, what.id, person, basis, &waits, error));
	}
	return web_done(call, act, hw_text_of(what.id), waits.length ? "pending" : "done", waits);
}

/* ---- to what a person agreed, who got his data, what is held of him ----------------------------------------- */
static hw_status show_uses(web_call *call, hw_error *error)
{
	return show_all(call, bureau_uses, error);
}

static hw_status show_consent(web_call *call, hw_error *error)
{
	return show_one(call, bureau_consent_sheet, call->part[0], error);
}

#define CONSENT(field)                                       \
	{                                                    \
#field, offsetof(bureau_consent_word, field) \
	}
static const member consent_texts[] = {CONSENT(use), CONSENT(given), CONSENT(on),       CONSENT(how),
				       CONSENT(to),  CONSENT(until), CONSENT(language), CONSENT(by)};
#undef CONSENT

static hw_status note_consent(web_call *call, hw_error *error)
{
	bureau_consent_word word = {.person = call->part[0]};

	HW_TRY(take_texts(call, consent_texts, HW_COUNT(consent_texts), &word, error));
	HW_TRY(web_need(call, "use", &word.use, error));
	HW_TRY(web_need(call, "given", &word.given, error));
	HW_TRY(web_need(call, "how", &word.how, error));
	HW_TRY(bureau_consent_record(call->b, call->arena, &word, error));
	return show_one(call, bureau_consent_sheet, call->part[0], error);
}

static hw_status answer_person(web_call *call, hw_error *error)
{
	bureau_answer_request what = {.person = call->part[0]};
	bureau_signed_file file = {0};
	bureau_sheet sheet;
	hw_status status;

	HW_TRY(web_take(call, "verified", &what.verified, error));
	if (what.verified && !*what.verified)
		what.verified = NULL;
	status = bureau_answer_pack(call->b, call->arena, &call->run, &what, &sheet, &file, error);
	bureau_signed_file_free(&file);
	return status == HW_OK ? web_sheet(call, &sheet) : status;
}

static hw_status show_disclosures(web_call *call, hw_error *error)
{
	return show_all(call, bureau_disclosures, error);
}

static hw_status print_disclosure(web_call *call, hw_error *error)
{
	return show_one(call, bureau_disclosed, call->part[0], error);
}

static hw_status ask_disclosure(web_call *call, hw_error *error)
{
	bureau_disclosure what = {0};
	hw_text waits;

	HW_TRY(web_need(call, "person", &what.person, error));
	HW_TRY(web_need(call, "to", &what.to, error));
	HW_TRY(web_need(call, "basis", &what.basis, error));
	HW_TRY(web_need(call, "reference", &what.reference, error));
	HW_TRY(web_need(call, "purpose", &what.purpose, error));
	HW_TRY(bureau_disclose(call->b, call->arena, &what, &waits, error));
	return web_done(call, "disclose", hw_text_of(what.person), "pending", waits);
}

/* ---- who reads what is sealed -------------------------------------------------------------------------------- */
static hw_status show_grants(web_call *call, hw_error *error)
{
	return show_all(call, bureau_grant_list, error);
}

static hw_status change_grant(web_call *call, hw_error *error)
{
	const char *act, *id, *user, *compartment, *until, *reason;
	hw_text made;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(one_of(act, "grant revoke", error));
	if (!strcmp(act, "revoke")) {
		HW_TRY(web_need(call, "id", &id, error));
		HW_TRY(bureau_grant_revoke(call->b, hw_text_of(id), error));
		return web_done(call, act, hw_text_of(id), "revoked", HW_TEXT(""));
	}
	HW_TRY(web_need(call, "user", &user, error));
	HW_TRY(web_need(call, "compartment", &compartment, error));
	HW_TRY(web_need(call, "until", &until, error));
	HW_TRY(web_need(call, "reason", &reason, error));
	HW_TRY(bureau_grant(call->b, call->arena, user, compartment, until, reason, &made, error));
	return web_done(call, act, made, "granted", HW_TEXT(""));
}

/* ---- retention and legal holds --------------------------------------------------------------------------------- */
static hw_status show_due(web_call *call, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_retention(call->b, call->arena, &call->run, web_argument(call->request, "rule"), &sheet, error));
	return web_sheet(call, &sheet);
}

static hw_status show_rules(web_call *call, hw_error *error)
{
	return show_all(call, bureau_retention_rules, error);
}

static hw_status show_steps(web_call *call, hw_error *error)
{
	return show_all(call, bureau_retention_steps, error);
}

static hw_status do_retention(web_call *call, hw_error *error)
{
	bureau_retention_asked asked = {0};
	const char *act, *reason, *rule, *person;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(one_of(act, "apply open", error));
	HW_TRY(web_need(call, "reason", &reason, error));
	if (!strcmp(act, "open")) {
		HW_TRY(web_need(call, "person", &person, error));
		HW_TRY(bureau_retention_open(call->b, call->arena, person, reason, &asked.pending, error));
		return web_done(call, act, hw_text_of(person), "pending", asked.pending);
	}
	HW_TRY(web_take(call, "rule", &rule, error));
	HW_TRY(bureau_retention_apply(call->b, call->arena, rule, reason, &asked, error));
	hw_json_integer(&call->w, "to_seal", asked.seals);
	hw_json_integer(&call->w, "to_delete", asked.contacts);
	return web_done(call, act, asked.pending, "pending", asked.pending);
}

static hw_status show_holds(web_call *call, hw_error *error)
{
	return show_all(call, bureau_holds, error);
}

static hw_status do_hold(web_call *call, hw_error *error)
{
	const char *act, *subject, *id, *reason;
	hw_text made;

	HW_TRY(web_need(call, "act", &act, error));
	HW_TRY(one_of(act, "hold lift", error));
	HW_TRY(web_need(call, "reason", &reason, error));
	if (!strcmp(act, "lift")) {
		HW_TRY(web_need(call, "id", &id, error));
		HW_TRY(bureau_hold_lift(call->b, call->arena, hw_text_of(id), hw_text_of(reason), &made, error));
		return web_done(call, act, hw_text_of(id), "pending", made);
	}
	HW_TRY(web_need(call, "subject", &subject, error));
	HW_TRY(bureau_hold(call->b, call->arena, subject, reason, &made, error));
	return web_done(call, act, made, "held", HW_TEXT(""));
}

const web_route web_family_routes[] = {
	{"GET", "/inquiries", BUREAU_MAY_INQUIRE, 0, WEB_QUICK, show_inquiries},
	{"POST", "/inquiries", BUREAU_MAY_INQUIRE, 0, WEB_QUICK, do_inquiry},
	{"GET", "/inquiries/{id}", BUREAU_MAY_INQUIRE, 0, WEB_QUICK, show_inquiry},
	{"POST", "/inquiries/{id}/reach", BUREAU_MAY_FAMILIES, 0, WEB_QUICK, reach},
	{"GET", "/inquiries/{id}/reply", BUREAU_MAY_INQUIRE, 0, WEB_QUICK, show_reply},
	{"GET", "/inquiries/{id}/extract", BUREAU_MAY_INQUIRE, 0, WEB_QUICK, show_extract},
	{"GET", "/debriefs", BUREAU_MAY_DEBRIEF, 0, WEB_QUICK, show_debriefs},
	{"POST", "/debriefs", BUREAU_MAY_DEBRIEF, 0, WEB_QUICK, do_debrief},
	{"GET", "/debriefs/{id}", BUREAU_MAY_DEBRIEF, 0, WEB_QUICK, show_debrief},
	{"GET", "/debrief/form", WEB_ANYONE, 0, WEB_QUICK, show_form},
	{"POST", "/debrief/file", BUREAU_MAY_DEBRIEF, WEB_FILE, WEB_QUICK, take_debriefs},
	{"GET", "/transmissions", WEB_ANYONE, 0, WEB_QUICK, show_papers},
	{"POST", "/transmissions", WEB_ANYONE, 0, WEB_QUICK, do_paper},
	{"GET", "/remains", BUREAU_MAY_CONFIRM, 0, WEB_QUICK, show_all_remains},
	{"POST", "/remains", BUREAU_MAY_CONFIRM, 0, WEB_QUICK, do_remains},
	{"GET", "/remains/{id}", BUREAU_MAY_CONFIRM, 0, WEB_QUICK, show_remains},
	{"GET", "/uses", WEB_ANYONE, 0, WEB_QUICK, show_uses},
	{"GET", "/person/{id}/consent", WEB_ANYONE, 0, WEB_QUICK, show_consent},
	{"POST", "/person/{id}/consent", BUREAU_MAY_CONSENT, 0, WEB_QUICK, note_consent},
	{"POST", "/person/{id}/answer", BUREAU_MAY_KEEP, 0, WEB_QUICK, answer_person},
	{"GET", "/extracts", WEB_ANYONE, 0, WEB_QUICK, show_disclosures},
	{"POST", "/extracts", BUREAU_MAY_DISCLOSE, 0, WEB_QUICK, ask_disclosure},
	{"POST", "/extracts/{id}/print", BUREAU_MAY_DISCLOSE, 0, WEB_QUICK, print_disclosure},
	{"GET", "/retention", WEB_ANYONE, 0, WEB_QUICK, show_due},
	{"GET", "/retention/rules", WEB_ANYONE, 0, WEB_QUICK, show_rules},
	{"GET", "/retention/steps", WEB_ANYONE, 0, WEB_QUICK, show_steps},
	{"POST", "/retention", BUREAU_MAY_KEEP, 0, WEB_QUICK, do_retention},
	{"GET", "/holds", WEB_ANYONE, 0, WEB_QUICK, show_holds},
	{"POST", "/holds", BUREAU_MAY_KEEP, 0, WEB_QUICK, do_hold},
	{"GET", "/grants", BUREAU_MAY_USERS, 0, WEB_QUICK, show_grants},
	{"POST", "/grants", BUREAU_MAY_USERS, 0, WEB_QUICK, change_grant},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
