/* homeward statement: public claims against the evidence, and which may be told to everybody. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct statement_options {
	const char *speaker, *party, *date, *channel, *kind, *words, *language, *translation, *counts, *side, *category,
		*region, *bound, *quantity, *article, *holder, *places, *objects, *touches, *evidence_for, *against,
		*reply, *source, *note, *reason;
	bool threatens;
} statement_options;

#define TEXT_OPTION(name, field, argument, help)                                   \
	{                                                                          \
		name, CLI_TEXT, offsetof(statement_options, field), argument, help \
	}
static const cli_option statement_table[] = {
	TEXT_OPTION("speaker", speaker, "TEXT", "who said it, by office"),
	TEXT_OPTION("party", party, "ID", "for whom he speaks"),
	TEXT_OPTION("date", date, "DATE", "when"),
	TEXT_OPTION("channel", channel, "TEXT", "where it was said"),
	TEXT_OPTION("kind", kind, "KIND", "claim, promise, threat, demand, justification"),
	TEXT_OPTION("words", words, "TEXT", "the exact words"),
	TEXT_OPTION("language", language, "LANG", "language of the words"),
	TEXT_OPTION("translation", translation, "TEXT", "in English"),
	TEXT_OPTION("counts", counts, "WHAT", "what can be counted to test it: held, captured, returned, refused ..."),
	TEXT_OPTION("side", side, "ours|theirs", "whose people are counted"),
	TEXT_OPTION("category", category, "ID", "of which category"),
	TEXT_OPTION("region", region, "ID", "in which region"),
	TEXT_OPTION("bound", bound, "SIGN", "= > >= < <= about"),
	TEXT_OPTION("quantity", quantity, "N", "the number that it says"),
	TEXT_OPTION("article", article, "ARTICLE", "of GC III that the conduct concerns"),
	TEXT_OPTION("holder", holder, "ID", "whose conduct it speaks of"),
	TEXT_OPTION("places", places, "IDS", "places it speaks of"),
	TEXT_OPTION("objects", objects, "IDS", "objects it speaks of"),
	TEXT_OPTION("touches", touches, "IDS", "persons whom it touches"),
	TEXT_OPTION("for", evidence_for, "IDS", "items of evidence that support it"),
	TEXT_OPTION("against", against, "IDS", "items against it"),
	TEXT_OPTION("reply", reply, "TEXT", "our reply"),
	TEXT_OPTION("source", source, "ID", "the source"),
	TEXT_OPTION("note", note, "TEXT", "a note"),
	TEXT_OPTION("reason", reason, "TEXT", "release, withhold: why"),
	{"threatens", CLI_FLAG, offsetof(statement_options, threatens), NULL,
	 "it threatens to expose prisoners (GC III 23)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status list_statements(cli_desk *desk, const cli_context *context, hw_error *error)
{
	bureau_statements all;

	HW_TRY(bureau_statements_all(desk->bureau, desk->arena, &desk->run, &all, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_statements_json(&all, &w, "statements");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_write_statements(&desk->page, &all);
	return HW_OK;
}

/* The statement as in the list, and its sheet beside. */
static hw_status show_statement(cli_desk *desk, const cli_context *context, const char *id, hw_error *error)
{
	bureau_statements all, chosen = {0};
	bureau_sheet sheet;

	HW_TRY(bureau_statement_sheet(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &sheet, error));
	if (!context->json || context->csv) {
		cli_answer_sheet(desk, context, &sheet);
		return HW_OK;
	}
	HW_TRY(bureau_statements_all(desk->bureau, desk->arena, &desk->run, &all, error));
	for (size_t i = 0; i < all.count; i++)
		if (hw_text_is(all.items[i].id, id))
			chosen = (bureau_statements){&all.items[i], 1};
	hw_json_writer w = cli_json_begin(desk);

	bureau_statements_json(&chosen, &w, "statements");
	bureau_sheet_json(&sheet, &w, "statement");
	cli_json_end(desk, &w);
	return HW_OK;
}

/* ---- acts ---------------------------------------------------------------------------------------------- */
static bureau_statement_act act_of(const statement_options *o, const char *id)
{
	return (bureau_statement_act){.id = id,
				      .speaker = o->speaker,
				      .party = o->party,
				      .happened = o->date,
				      .channel = o->channel,
				      .kind = o->kind,
				      .words = o->words,
				      .language = o->language,
				      .translation = o->translation,
				      .counts = o->counts,
				      .side = o->side,
				      .category = o->category,
				      .region = o->region,
				      .bound = o->bound,
				      .quantity = o->quantity,
				      .article = o->article,
				      .holder = o->holder,
				      .places = o->places,
				      .objects = o->objects,
				      .touches = o->touches,
				      .evidence_for = o->evidence_for,
				      .evidence_against = o->against,
				      .reply = o->reply,
				      .source = o->source,
				      .note = o->note,
				      .threatens = o->threatens};
}

static void tell(cli_desk *desk, const char *id, const char *state, const char *sentence)
{
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "id", id);
		hw_json_string(&w, "state", state);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %s\n", cli_say(&desk->page, state), id);
	if (*sentence)
		hw_buffer_addf(&desk->out, "%s\n", cli_say(&desk->page, sentence));
}

static hw_status perform(cli_desk *desk, const statement_options *o, const char *act, const char *id, hw_error *error)
{
	const bureau_statement_act said = act_of(o, id);
	hw_text waits;

	if (!strcmp(act, "add")) {
		HW_TRY(bureau_statement_add(desk->bureau, desk->arena, &said, error));
		tell(desk, id, "written down",
		     "It is in no public text until two people release it: homeward statement release ID.");
	} else if (!strcmp(act, "release")) {
		HW_TRY(bureau_statement_release(desk->bureau, desk->arena, hw_text_of(id), hw_text_of(o->reason),
						&waits, error));
		tell(desk, waits.bytes, "pending",
		     "It takes effect when another user runs \"homeward confirm\" with this id.");
	} else {
		HW_TRY(bureau_statement_withhold(desk->bureau, hw_text_of(id), hw_text_of(o->reason), error));
		tell(desk, id, "withheld", "");
	}
	return HW_OK;
}

static hw_status run_statement(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			       hw_error *error)
{
	static const char *const acts[] = {"add", "release", "withhold"};
	bool list = count == 0 || (count == 1 && !strcmp(arguments[0], "list")),
	     show = count == 2 && !strcmp(arguments[0], "show"), act = false;
	cli_desk desk;
	hw_status status;

	for (size_t i = 0; i < HW_COUNT(acts); i++)
		act = act || (count == 2 && !strcmp(arguments[0], acts[i]));
	if (!list && !show && !act)
		return cli_usage(
			error, "write \"statement list\", \"show ID\", \"add ID\", \"release ID\" or \"withhold ID\"");
	HW_TRY(cli_enter(context, &desk, error));
	status = act    ? perform(&desk, raw, arguments[0], arguments[1], error)
		 : show ? show_statement(&desk, context, arguments[1], error)
			: list_statements(&desk, context, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_statement = {
	"statement",
	"[list | show ID | add ID | release ID | withhold ID]",
	"public claims against the evidence; which may be told to everybody",
	"A statement is in no public text (brief --public) until two people release it; one is enough to withhold it "
	"again.\n"
	"What was said stays as it was said: a correction comes by import, which keeps both.",
	run_statement,
	sizeof(statement_options),
	statement_table,
	CLI_BUREAU};
