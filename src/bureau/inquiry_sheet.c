/* Inquiries on a page: the list by what is due, one inquiry with what was told; and the answer to a relative. */
#include "bureau/inquiry_int.h"
#include "bureau/outward_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

hw_text replies_data_find(const char *name);

/* ---- the list ---------------------------------------------------------------------------------------------- */
static const bureau_column list_columns[] = {{"id", "inquiry", BUREAU_TEXT},
					     {"person", "person", BUREAU_TEXT},
					     {"relation", "who asks", BUREAU_WORD},
					     {"authorised", "is told", BUREAU_FLAG},
					     {"conflict", "relatives disagree", BUREAU_FLAG},
					     {"last", "last spoken", BUREAU_TEXT},
					     {"next", "to do", BUREAU_TEXT},
					     {"due", "to do by", BUREAU_TEXT},
					     {"state", "state", BUREAU_WORD}};

typedef struct listing {
	bool due_only;
	char day[11];
	int64_t late;
} listing;

/* Columns of inquiry_all. */
static bool keep(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	listing *l = raw;
	bool closed = hw_text_is(store_get_text(rows, 9), "closed");
	bool late =
		!closed && !store_is_null(rows, 7) && hw_text_compare(store_get_text(rows, 7), hw_text_of(l->day)) <= 0;

	if ((l->due_only && !late) || !sheet_known_by(s, rows, 8))
		return false;
	l->late += late;
	cells[8] = sheet_value_word(closed ? "closed" : late ? "due" : "open");
	return true;
}

hw_status bureau_inquiry_list(bureau *b, hw_arena *arena, const bureau_run *run, bool due_only, bureau_sheet *result,
			      hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "inquiries", result, error);
	listing l = {.due_only = due_only};
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_INQUIRE, error));
	HW_TRY(bureau_log_view(b, "inquiry", HW_TEXT("all"), HW_TEXT(""), error));
	(void)hw_days_write(s.day, l.day);
	list = sheet_list(&s, "inquiries", "Inquiries of relatives",
			  due_only ? "nothing is due" : "no relative has asked", list_columns, HW_COUNT(list_columns));
	HW_TRY(sheet_query(&s, list, "inquiry_all", NULL, 0, keep, &l));
	sheet_field(&s, "due", "due", BUREAU_COUNT, sheet_value_count(l.late));
	return sheet_end(&s);
}

/* ---- one ------------------------------------------------------------------------------------------------------ */
static bureau_value for_families(const sheet *s, hw_text value)
{
	return !value.length || bureau_may(s->b, BUREAU_MAY_FAMILIES) ? sheet_value_text(value)
								      : sheet_value_restricted();
}

static bureau_value hidden(hw_text value)
{
	return value.length ? sheet_value_restricted() : sheet_value_text(value);
}

static bureau_value flag(const inquiry *q, size_t column)
{
	return sheet_value_flag(q->cells[column].length ? inquiry_is(q, column) : -1);
}

static const bureau_column told_columns[] = {{"when", "when", BUREAU_TEXT},
					     {"what", "what", BUREAU_WORD},
					     {"words", "words", BUREAU_TEXT},
					     {"by", "by", BUREAU_TEXT}};
static const bureau_column other_columns[] = {{"id", "inquiry", BUREAU_TEXT},
					      {"relation", "who asks", BUREAU_WORD},
					      {"authorised", "is told", BUREAU_FLAG},
					      {"conflict", "relatives disagree", BUREAU_FLAG}};

hw_status bureau_inquiry_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			       hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "inquiry", result, error);
	const store_value values[] = {store_text(id), store_null()};
	store_value others[2];
	bureau_list *list;
	inquiry q;

	HW_TRY(inquiry_enter(b, arena, id, &q, error));
	result->title = sheet_format(&s, "%s %.*s", sheet_words(&s, "Inquiry").bytes, HW_TEXT_ARG(id));
	sheet_field(&s, "id", "inquiry", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_ID]));
	sheet_field(&s, "state", "state", BUREAU_WORD, sheet_value_word(inquiry_closed(&q) ? "closed" : "open"));
	sheet_field(&s, "person", "person", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_PERSON]));
	sheet_field(&s, "name", "name as the relative wrote it", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_NAME]));
	sheet_field(&s, "born", "born", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_BORN]));
	sheet_field(&s, "relation", "who asks", BUREAU_WORD, sheet_value_text(q.cells[INQUIRY_RELATION]));
	sheet_field(&s, "relative", "relative", BUREAU_TEXT, for_families(&s, q.cells[INQUIRY_RELATIVE]));
	/* Never on a sheet: whoever finds one could call in our name.  "inquiry reach" tells them, and writes why. */
	sheet_field(&s, "contact", "how to reach", BUREAU_TEXT, hidden(q.cells[INQUIRY_CONTACT]));
	sheet_field(&s, "phrase", "phrase that we call with", BUREAU_TEXT, hidden(q.cells[INQUIRY_PHRASE]));
	sheet_field(&s, "authorised", "is told", BUREAU_FLAG, flag(&q, INQUIRY_AUTHORISED));
	sheet_field(&s, "conflict", "relatives disagree", BUREAU_FLAG, flag(&q, INQUIRY_CONFLICT));
	sheet_field(&s, "opened", "opened", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_OPENED]));
	sheet_field(&s, "last", "last spoken", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_LAST]));
	sheet_field(&s, "told", "told then", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_TOLD]));
	sheet_field(&s, "next", "to do", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_NEXT]));
	sheet_field(&s, "due", "to do by", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_DUE]));
	list = sheet_list(&s, "contacts", "What was said", NULL, told_columns, HW_COUNT(told_columns));
	HW_TRY(sheet_query(&s, list, "family_contacts", values, 1, NULL, NULL));
	others[0] = values[0];
	others[1] = store_text(q.cells[INQUIRY_PERSON_ID]);
	list = sheet_list(&s, "others", "Others who ask about him", NULL, other_columns, HW_COUNT(other_columns));
	if (q.cells[INQUIRY_PERSON_ID].length)
		HW_TRY(sheet_query(&s, list, "inquiry_others", others, 2, NULL, NULL));
	return sheet_end(&s);
}

/* How the relative is reached and the phrase that shows a genuine call: for whoever speaks with families, said why. */
hw_status bureau_inquiry_reach(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, hw_text purpose,
			       bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "reach", result, error);
	inquiry q;

	HW_TRY(bureau_require(b, BUREAU_MAY_FAMILIES, error));
	if (!hw_text_trim(purpose).length)
		return hw_fail(error, HW_USAGE, "say what for: --purpose TEXT");
	HW_TRY(inquiry_read(b, arena, id, &q, error));
	HW_TRY(bureau_log_view(b, "relative", id, purpose, error));
	result->title = sheet_format(&s, "%s %.*s", sheet_words(&s, "Inquiry").bytes, HW_TEXT_ARG(id));
	sheet_field(&s, "relative", "relative", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_RELATIVE]));
	sheet_field(&s, "contact", "how to reach", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_CONTACT]));
	sheet_field(&s, "phrase", "phrase that we call with", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_PHRASE]));
	return sheet_end(&s);
}

/* ---- the answer -------------------------------------------------------------------------------------------------- */
typedef struct known {
	hw_text name, born, register_word, confirmed;
	bool there, home, dead;
} known;

static bool by_day(const sheet *s, const store_rows *rows, size_t column)
{
	return !store_is_null(rows, column) && sheet_known_by(s, rows, column);
}

/* Columns of inquiry_knowledge. */
static hw_status learn(sheet *s, const inquiry *q, known *k)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(q->cells[INQUIRY_PERSON_ID])};

	*k = (known){.name = q->cells[INQUIRY_NAME], .born = q->cells[INQUIRY_BORN]};
	if (!q->cells[INQUIRY_PERSON_ID].length)
		return HW_OK;
	HW_TRY(store_query_first(s->store, "inquiry_knowledge", values, 1, &rows, s->error));
	if (!rows)
		return HW_OK;
	k->there = true;
	k->name =
		hw_text_trim(sheet_format(s, "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 6)),
					  HW_TEXT_ARG(store_get_text(rows, 7)), HW_TEXT_ARG(store_get_text(rows, 8))));
	k->born = store_copy_text(rows, 9, s->arena);
	k->register_word = store_copy_text(rows, 0, s->arena);
	k->confirmed = by_day(s, rows, 1) ? store_copy_text(rows, 1, s->arena) : HW_TEXT("");
	k->home = by_day(s, rows, 2) || store_get_integer(rows, 3) > 0 || hw_text_is(k->register_word, "returned");
	k->dead = store_get_integer(rows, 4) > 0 || store_get_integer(rows, 5) > 0 ||
		  hw_text_is(k->register_word, "dead");
	return HW_OK;
}

hw_status inquiry_by_voice(sheet *s, hw_text id, bool *by_voice)
{
	inquiry q;
	known k;

	HW_TRY(inquiry_read(s->b, s->arena, id, &q, s->error));
	HW_TRY(learn(s, &q, &k));
	*by_voice = !k.dead || k.home;
	return HW_OK;
}

static hw_status told_in_person(hw_error *error)
{
	(void)hw_fail(error, HW_NOT_PERMITTED,
		      "this is told in person, by two who know the family, and never on paper");
	return hw_error_remedy(error, "visit; then homeward inquiry told ID --met --words TEXT"), HW_NOT_PERMITTED;
}

/* Which reviewed text answers.  Whoever is not told, and whoever may not be told, reads what everybody reads. */
static hw_status choose(sheet *s, outward way, const inquiry *q, const known *k, const char **text)
{
	outward_gate gate;

	HW_TRY(outward_open(s->b, s->arena, way, HW_TEXT(""), &gate, s->error));
	*text = "search";
	if (inquiry_is(q, INQUIRY_CONFLICT))
		*text = "disagreement";
	else if (!inquiry_is(q, INQUIRY_AUTHORISED))
		*text = "other-relative";
	else if (!k->there)
		*text = "taken-up";
	else if (k->dead && !k->home)
		return told_in_person(s->error);
	else if (!outward_allows(&gate, q->cells[INQUIRY_PERSON_ID]))
		*text = "search";
	else if (k->home)
		*text = "returned";
	else if (k->confirmed.length)
		*text = "confirmed";
	else if (hw_text_is(k->register_word, "captive"))
		*text = "register";
	return HW_OK;
}

static hw_status say(sheet *s, const inquiry *q, const known *k, const char *id, hw_text *reviewed)
{
	char day[11];
	const hw_text values[4] = {k->name, q->cells[INQUIRY_ID], hw_text_of(hw_days_write(s->day, day)), k->confirmed};
	reply_text reply;

	HW_TRY(reply_find(s->arena, replies_data_find("replies.txt"), id, s->uk, values, &reply, s->error));
	for (size_t i = 0; i < reply.count; i++)
		sheet_note(s, "%.*s", HW_TEXT_ARG(reply.paragraphs[i]));
	*reviewed = reply.reviewed;
	return HW_OK;
}

hw_status bureau_inquiry_reply(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			       hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "reply", result, error);
	hw_text reviewed;
	const char *text;
	inquiry q;
	known k;

	HW_TRY(inquiry_enter(b, arena, id, &q, error));
	HW_TRY(learn(&s, &q, &k));
	HW_TRY(choose(&s, OUTWARD_REPLY, &q, &k, &text));
	result->marking = "To the relative concerned";
	result->title = sheet_words(&s, "Answer to your inquiry");
	sheet_field(&s, "inquiry", "inquiry", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_ID]));
	HW_TRY(say(&s, &q, &k, text, &reviewed));
	sheet_say(&s, "Signed for the bureau: ______________________");
	return sheet_end(&s);
}

/* The extract of a relative's own case: what the register says, what we told him; no place, no list, no estimate. */
hw_status bureau_inquiry_extract(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
				 hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "extract", result, error);
	hw_text reviewed;
	const char *text;
	inquiry q;
	known k;

	HW_TRY(inquiry_enter(b, arena, id, &q, error));
	HW_TRY(learn(&s, &q, &k));
	if (!inquiry_is(&q, INQUIRY_AUTHORISED) || inquiry_is(&q, INQUIRY_CONFLICT)) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "an extract goes to the relative who is told, while they agree");
		return hw_error_remedy(error, "homeward inquiry reply %.*s", HW_TEXT_ARG(id)), HW_NOT_PERMITTED;
	}
	HW_TRY(choose(&s, OUTWARD_EXTRACT, &q, &k, &text)); /* a death is told in person first */
	result->marking = "To the relative concerned";
	result->title = sheet_words(&s, "Extract of your case");
	sheet_field(&s, "inquiry", "inquiry", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_ID]));
	sheet_field(&s, "opened", "opened", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_OPENED]));
	sheet_field(&s, "name", "about", BUREAU_TEXT, sheet_value_text(k.name));
	sheet_field(&s, "born", "born", BUREAU_TEXT, sheet_value_text(k.born));
	sheet_field(&s, "relation", "who asks", BUREAU_WORD, sheet_value_text(q.cells[INQUIRY_RELATION]));
	sheet_field(&s, "register", "the register says", BUREAU_WORD,
		    sheet_value_word(!k.there                    ? "not found yet"
				     : !strcmp(text, "search")   ? "missing"
				     : !strcmp(text, "returned") ? "returned"
								 : "captive"));
	sheet_field(&s, "confirmed", "confirmed through the Agency", BUREAU_TEXT,
		    sheet_value_text(!strcmp(text, "confirmed") ? k.confirmed : HW_TEXT("")));
	sheet_field(&s, "last", "last spoken", BUREAU_TEXT, sheet_value_text(q.cells[INQUIRY_LAST]));
	HW_TRY(say(&s, &q, &k, "extract", &reviewed));
	sheet_say(&s, "Signed for the bureau: ______________________");
	return sheet_end(&s);
}
