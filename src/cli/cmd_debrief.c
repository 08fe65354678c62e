/* homeward debrief: those who returned, what they allow, what they saw. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct debrief_options {
	const char *person, *source, *date, *language, *places, *referral, *asked_before, *allows, *refuses, *about,
		*callsign, *status, *place, *region, *cell, *from, *certainty, *words, *compartment;
	bool ask, do_not_ask, first_hand, hearsay;
} debrief_options;

#define TEXT_OPTION(name, field, argument, help)                                 \
	{                                                                        \
		name, CLI_TEXT, offsetof(debrief_options, field), argument, help \
	}
#define FLAG_OPTION(name, field, help)                                       \
	{                                                                    \
		name, CLI_FLAG, offsetof(debrief_options, field), NULL, help \
	}
static const cli_option debrief_table[] = {
	TEXT_OPTION("person", person, "ID", "new: who returned; say: of whom, when he is known"),
	TEXT_OPTION("source", source, "ID", "new: the source his reports are filed under"),
	FLAG_OPTION("ask", ask, "new: he wants to be asked"),
	FLAG_OPTION("do-not-ask", do_not_ask, "new: he is not to be asked"),
	TEXT_OPTION("referral", referral, "TEXT", "new: what help was offered first, and his answer"),
	TEXT_OPTION("asked-before", asked_before, "TEXT", "new: who has asked him before"),
	TEXT_OPTION("language", language, "LANG", "new: in which language"),
	TEXT_OPTION("places", places, "IDS", "new: where he was held, in order"),
	TEXT_OPTION("allows", allows, "USES",
		    "allow: tracing,family_reply,finding,statistics,publication,prosecution,intelligence"),
	TEXT_OPTION("refuses", refuses, "USES", "allow: what he does not allow"),
	TEXT_OPTION("about", about, "NAME", "say: of whom, as he said it; a part of a name will do"),
	TEXT_OPTION("callsign", callsign, "TEXT", "say: or by his callsign"),
	TEXT_OPTION("status", status, "WORD", "say: captive, dead or free"),
	TEXT_OPTION("place", place, "ID", "say: where"),
	TEXT_OPTION("region", region, "ID", "say: or only the region"),
	TEXT_OPTION("cell", cell, "TEXT", "say: which cell, barrack, ward"),
	TEXT_OPTION("from", from, "DATE", "say: seen from"),
	TEXT_OPTION("date", date, "DATE", "say: last seen; new: the day of the debrief"),
	TEXT_OPTION("certainty", certainty, "1-6", "say: how sure, 1 confirmed by others to 6 cannot be judged"),
	FLAG_OPTION("first-hand", first_hand, "say: he saw it himself"),
	FLAG_OPTION("hearsay", hearsay, "say: another told him"),
	TEXT_OPTION("words", words, "TEXT", "say: in his words"),
	TEXT_OPTION("compartment", compartment, "NAME", "say: sealed, for named readers (homeward user grant)"),
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_text of(const char *value)
{
	return hw_text_trim(hw_text_of(value ? value : ""));
}

static bureau_debrief_act act_of(const debrief_options *o, const char *act, const char *id)
{
	return (bureau_debrief_act){.act = of(act),
				    .id = of(id),
				    .person = of(o->person),
				    .source = of(o->source),
				    .date = of(o->date),
				    .language = of(o->language),
				    .places = of(o->places),
				    .referral = of(o->referral),
				    .asked_before = of(o->asked_before),
				    .allows = of(o->allows),
				    .refuses = of(o->refuses),
				    .about = of(o->about),
				    .callsign = of(o->callsign),
				    .status = of(o->status),
				    .place = of(o->place),
				    .region = of(o->region),
				    .cell = of(o->cell),
				    .from = of(o->from),
				    .certainty = of(o->certainty),
				    .words = of(o->words),
				    .compartment = of(o->compartment),
				    .ask = o->ask,
				    .do_not_ask = o->do_not_ask,
				    .first_hand = o->first_hand,
				    .hearsay = o->hearsay};
}

static hw_status take_file(cli_desk *desk, const char *path, hw_error *error)
{
	size_t count;

	HW_TRY(bureau_debrief_file(desk->bureau, desk->arena, path, &count, error));
	if (desk->page.context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_integer(&w, "lines", (int64_t)count);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s: %zu\n", cli_say(&desk->page, "lines taken in"), count);
	return HW_OK;
}

static hw_status perform(cli_desk *desk, const cli_context *context, const debrief_options *o, const char *act,
			 const char *id, hw_error *error)
{
	const bureau_debrief_act what = act_of(o, act, id);
	bureau_sheet sheet;

	if (!strcmp(act, "file"))
		return take_file(desk, id, error);
	if (!strcmp(act, "list"))
		HW_TRY(bureau_debrief_list(desk->bureau, desk->arena, &desk->run, &sheet, error));
	else if (!strcmp(act, "form"))
		HW_TRY(bureau_debrief_form(desk->bureau, desk->arena, &desk->run, &sheet, error));
	else {
		if (strcmp(act, "show") != 0)
			HW_TRY(bureau_debrief_do(desk->bureau, desk->arena, &what, error));
		HW_TRY(bureau_debrief_sheet(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &sheet, error));
	}
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

static hw_status run_debrief(const cli_context *context, const void *raw, size_t count, const char *const *words,
			     hw_error *error)
{
	static const char *const acts[] = {"list", "form", "show", "new", "allow", "say", "file"};
	const char *act = count ? words[0] : "list";
	cli_desk desk;
	size_t i = 0;

	while (i < HW_COUNT(acts) && strcmp(acts[i], act) != 0)
		i++;
	if (i == HW_COUNT(acts) || count > 2 || (count == 2) != (i > 1))
		return cli_usage(error,
				 "write \"debrief list\", \"debrief form\", \"debrief show|new|allow|say ID\" or "
				 "\"debrief file FILE\"");
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(context, &desk, perform(&desk, context, raw, act, count == 2 ? words[1] : "", error), error);
}

const cli_command cli_debrief = {
	"debrief",
	"[list | form | show|new|allow|say ID | file FILE]",
	"those who returned: the gate before any question, what they allow, what they saw",
	"Nobody is asked before help was offered and he said that he wants to be; no answer is written down for a use "
	"that\n"
	"he has not allowed.  An observation becomes a report of the debrief's source.  What concerns violence "
	"against\n"
	"himself goes into a compartment: sealed words that only named readers see (homeward user grant), and of which "
	"no\n"
	"list, count or search tells.  A file, filled without network, holds one such act a line as JSON (act, id and "
	"the\n"
	"names of the options) and is taken in whole or not at all.  \"form\" is for paper: --pdf FILE, --lang uk.",
	run_debrief,
	sizeof(debrief_options),
	debrief_table,
	CLI_BUREAU};
