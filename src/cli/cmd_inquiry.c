/* homeward inquiry: relatives who ask, what they were told, what is to be done, and the answer to them. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct inquiry_options {
	const char *person, *name, *born, *relative, *relation, *contact, *phrase, *date, *words, *next, *due, *reason,
		*purpose;
	bool authorised, no, met, late;
} inquiry_options;

#define TEXT_OPTION(name, field, argument, help)                                 \
	{                                                                        \
		name, CLI_TEXT, offsetof(inquiry_options, field), argument, help \
	}
#define FLAG_OPTION(name, field, help)                                       \
	{                                                                    \
		name, CLI_FLAG, offsetof(inquiry_options, field), NULL, help \
	}
static const cli_option inquiry_table[] = {
	FLAG_OPTION("due", late, "list: what is due alone"),
	TEXT_OPTION("person", person, "ID", "new: whom they ask about"),
	TEXT_OPTION("name", name, "TEXT", "new: or his name as the relative wrote it"),
	TEXT_OPTION("born", born, "DATE", "new: his date of birth as the relative wrote it"),
	TEXT_OPTION("relative", relative, "TEXT", "new: who asks"),
	TEXT_OPTION("relation", relation, "TEXT", "new: mother, brother, ..."),
	TEXT_OPTION("contact", contact, "TEXT", "new: how the relative is reached"),
	TEXT_OPTION("phrase", phrase, "TEXT", "new: the phrase that shows a genuine call"),
	FLAG_OPTION("authorised", authorised, "new: it is the relative who is told"),
	TEXT_OPTION("date", date, "DATE", "new, told: the day (default: today)"),
	TEXT_OPTION("words", words, "TEXT", "told: what was said"),
	FLAG_OPTION("met", met, "told: face to face"),
	TEXT_OPTION("do", next, "TEXT", "next, new, told: what is to be done"),
	TEXT_OPTION("by", due, "DATE", "next, new, told: by when"),
	FLAG_OPTION("no", no, "authorise, conflict: take it back"),
	TEXT_OPTION("reason", reason, "TEXT", "authorise, conflict, close, open: why"),
	TEXT_OPTION("purpose", purpose, "TEXT", "reach: what for; it is written down"),
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status perform(cli_desk *desk, const cli_context *context, const inquiry_options *o, const char *act,
			 const char *id, hw_error *error)
{
	const bureau_inquiry_act what = {.act = act,
					 .id = id,
					 .person = o->person,
					 .name = o->name,
					 .born = o->born,
					 .relative = o->relative,
					 .relation = o->relation,
					 .contact = o->contact,
					 .phrase = o->phrase,
					 .date = o->date,
					 .words = o->words,
					 .next = o->next,
					 .due = o->due,
					 .reason = o->reason,
					 .yes = o->authorised,
					 .no = o->no,
					 .met = o->met};
	hw_text key = hw_text_of(id);
	bureau_sheet sheet;

	if (!strcmp(act, "list"))
		HW_TRY(bureau_inquiry_list(desk->bureau, desk->arena, &desk->run, o->late, &sheet, error));
	else if (!strcmp(act, "reach"))
		HW_TRY(bureau_inquiry_reach(desk->bureau, desk->arena, &desk->run, key, hw_text_of(o->purpose), &sheet,
					    error));
	else if (!strcmp(act, "reply"))
		HW_TRY(bureau_inquiry_reply(desk->bureau, desk->arena, &desk->run, key, &sheet, error));
	else if (!strcmp(act, "extract"))
		HW_TRY(bureau_inquiry_extract(desk->bureau, desk->arena, &desk->run, key, &sheet, error));
	else {
		if (strcmp(act, "show") != 0)
			HW_TRY(bureau_inquiry_do(desk->bureau, desk->arena, &what, error));
		HW_TRY(bureau_inquiry_sheet(desk->bureau, desk->arena, &desk->run, key, &sheet, error));
	}
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

static hw_status run_inquiry(const cli_context *context, const void *raw, size_t count, const char *const *words,
			     hw_error *error)
{
	static const char *const acts[] = {"list",     "show",  "new",  "told",  "next",  "authorise",
					   "conflict", "close", "open", "reach", "reply", "extract"};
	const char *act = count ? words[0] : "list";
	cli_desk desk;
	size_t i = 0;

	while (i < HW_COUNT(acts) && strcmp(acts[i], act) != 0)
		i++;
	if (i == HW_COUNT(acts) || count > 2 || (count == 2) != (i > 0))
		return cli_usage(
			error, "write \"inquiry list\", or \"inquiry show|new|told|next|authorise|conflict|close|open|"
			       "reach|reply|extract ID\"");
	if (context->pdf && !strcmp(act, "reach"))
		return cli_usage(error, "how a relative is reached stands on no paper");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, act, count == 2 ? words[1] : "", error), error);
}

const cli_command cli_inquiry = {"inquiry",
				 "[list | show|new|told|next|authorise|conflict|close|open|reach|reply|extract ID]",
				 "relatives who ask: cases, what was told, what is due, the answer and the extract",
				 "One relative of a person is told what is known; who that is, a person decides with a "
				 "reason.  The answer (reply)\n"
				 "is one of the texts that were reviewed (data/replies/replies.txt), chosen by what is "
				 "known on the day: no place, no\n"
				 "list, no estimate.  A death is told in person and never on paper.  reach tells how a "
				 "relative is reached and the\n"
				 "phrase that shows a genuine call, to whoever speaks with families, and writes the "
				 "purpose down.  --lang uk, --pdf FILE.",
				 run_inquiry,
				 sizeof(inquiry_options),
				 inquiry_table,
				 CLI_BUREAU};
