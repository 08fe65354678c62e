/* homeward round: the rounds of negotiation, from the plan of a meeting to the reconciliation. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct round_options {
	const char *date, *venue, *venue_kind, *guarantees, *parties, *mediator, *participants, *status, *note, *party,
		*speaker, *kind, *words, *condition, *due, *kept, *category, *given, *returned, *source, *reason,
		*answer, *list, *minute, *package, *out;
} round_options;

#define OPTION(option, field, argument, help)                                    \
	{                                                                        \
		option, CLI_TEXT, offsetof(round_options, field), argument, help \
	}
static const cli_option round_table[] = {
	OPTION("date", date, "DAY", "when"),
	OPTION("venue", venue, "TEXT", "new: where"),
	OPTION("venue-kind", venue_kind, "K", "new: occupied, third_state, theirs, ours, remote"),
	OPTION("guarantees", guarantees, "TEXT", "new: who guarantees the way there and back"),
	OPTION("parties", parties, "\"A;B\"", "new: who takes part"),
	OPTION("mediator", mediator, "P", "new: who mediates"),
	OPTION("participants", participants, "\"A;B\"", "new: by office"),
	OPTION("status", status, "S", "new: planned (default), held, broken_off"),
	OPTION("note", note, "TEXT", "new, minute, claim: a note"),
	OPTION("party", party, "P", "whose words, answer or list, or to whom"),
	OPTION("speaker", speaker, "TEXT", "minute, claim: by office"),
	OPTION("kind", kind, "K",
	       "minute: said, offered, promised, demanded, refused; send, receive: wanted, offered, exchange, held"),
	OPTION("words", words, "TEXT", "minute: what was said"),
	OPTION("condition", condition, "TEXT", "minute: on which condition"),
	OPTION("due", due, "DAY", "minute: by when"),
	OPTION("kept", kept, "K", "minute: yes, no, partly, open"),
	OPTION("category", category, "C", "minute: about which category"),
	OPTION("given", given, "C:N;...", "agree: whom we give, by class; claim: a number"),
	OPTION("returned", returned, "C:N;...", "agree: who returns, by class; claim: a number"),
	OPTION("source", source, "S", "receive, claim: from which source"),
	OPTION("reason", reason, "TEXT", "send: why; agree: the reason given"),
	OPTION("answer", answer, "A", "agree: accepted (default), refused, counter, no_answer, open"),
	OPTION("list", list, "ID", "send, receive: its id; answer: to which list"),
	OPTION("minute", minute, "ID", "minute: an old one, to say whether it was kept"),
	OPTION("package", package, "ID", "agree: id of the package"),
	OPTION("out", out, "FILE.html", "manifest: where to write it"),
	{NULL, CLI_FLAG, 0, NULL, NULL},
};
#undef OPTION

static hw_status list_rounds(cli_desk *desk, const cli_context *context, hw_error *error)
{
	bureau_rounds rounds;

	HW_TRY(bureau_require(desk->bureau, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(bureau_rounds_all(desk->bureau, desk->arena, &desk->run, &rounds, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		bureau_rounds_json(&rounds, &w, "rounds");
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	cli_heading(&desk->page, "Rounds: agreed against delivered");
	cli_write_rounds(&desk->page, &rounds);
	return HW_OK;
}

/* "rounds" as in the briefing, those asked for, and the sheet beside. */
static hw_status json_of_round(cli_desk *desk, const bureau_sheet *sheet, const char *id, hw_error *error)
{
	bureau_rounds rounds, chosen;
	hw_json_writer w;

	HW_TRY(bureau_rounds_all(desk->bureau, desk->arena, &desk->run, &rounds, error));
	chosen = rounds;
	for (size_t i = 0; id && i < rounds.count; i++)
		if (hw_text_is(rounds.items[i].id, id))
			chosen = (bureau_rounds){&rounds.items[i], 1};
	w = cli_json_begin(desk);
	bureau_rounds_json(&chosen, &w, "rounds");
	bureau_sheet_json(sheet, &w, sheet->kind);
	cli_json_end(desk, &w);
	return HW_OK;
}

static hw_status answer_round(cli_desk *desk, const cli_context *context, bool reconcile, const char *id,
			      hw_error *error)
{
	bureau_sheet sheet;

	if (reconcile)
		HW_TRY(bureau_round_reconcile(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &sheet, error));
	else
		HW_TRY(bureau_round_sheet(desk->bureau, desk->arena, &desk->run, hw_text_of(id), &sheet, error));
	if (context->json && !context->csv)
		return json_of_round(desk, &sheet, id, error);
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

/* ---- acts ------------------------------------------------------------------------------------------ */
static bureau_round_act act_of(const round_options *o, const char *act, const char *round, const char *path)
{
	bureau_round_act a = {.round = round,
			      .happened = o->date,
			      .venue = o->venue,
			      .venue_kind = o->venue_kind,
			      .guarantees = o->guarantees,
			      .parties = o->parties,
			      .mediator = o->mediator,
			      .participants = o->participants,
			      .status = o->status,
			      .note = o->note,
			      .party = o->party,
			      .speaker = o->speaker,
			      .kind = o->kind,
			      .words = o->words,
			      .condition = o->condition,
			      .due = o->due,
			      .kept = o->kept,
			      .category = o->category,
			      .given = o->given,
			      .returned = o->returned,
			      .source = o->source,
			      .reason = o->reason,
			      .answer = o->answer,
			      .path = path};

	a.id = !strcmp(act, "minute") ? o->minute : !strcmp(act, "agree") ? o->package : o->list;
	return a;
}

/* What an act says when it is done: one line, or an object. */
static void tell(cli_desk *desk, const cli_context *context, const char *act, const char *round, const char *key,
		 hw_text id, int64_t names)
{
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "act", act);
		hw_json_string(&w, "round", round);
		if (id.length)
			hw_json_text(&w, key, id);
		if (names >= 0)
			hw_json_integer(&w, "names", names);
		cli_json_end(desk, &w);
		return;
	}
	cli_write_top(desk);
	hw_buffer_addf(&desk->out, "%s %s: ", round, act);
	if (names >= 0)
		hw_buffer_addf(&desk->out, "%lld names. ", (long long)names);
	if (id.length && !strcmp(key, "pending"))
		hw_buffer_addf(&desk->out, "It waits for a second person: homeward --as ANOTHER confirm %.*s",
			       HW_TEXT_ARG(id));
	else if (id.length)
		hw_buffer_addf(&desk->out, "%s %.*s", key, HW_TEXT_ARG(id));
	hw_buffer_adds(&desk->out, id.length || names >= 0 ? "\n" : "written down\n");
}

static hw_status perform(cli_desk *desk, const cli_context *context, const round_options *o, const char *act,
			 const char *round, const char *path, hw_error *error)
{
	bureau_round_act a = act_of(o, act, round, path);
	hw_text id = HW_TEXT("");
	const char *key = "id";
	int64_t names = -1;

	if (!strcmp(act, "new")) {
		HW_TRY(bureau_round_new(desk->bureau, desk->arena, &a, error));
	} else if (!strcmp(act, "minute")) {
		HW_TRY(bureau_round_minute(desk->bureau, desk->arena, &a, &id, error));
		key = "minute";
	} else if (!strcmp(act, "claim")) {
		HW_TRY(bureau_round_claim(desk->bureau, desk->arena, &a, error));
	} else if (!strcmp(act, "send")) {
		HW_TRY(bureau_round_send(desk->bureau, desk->arena, &a, &id, &names, error));
		key = "pending";
	} else if (!strcmp(act, "receive")) {
		HW_TRY(bureau_round_receive(desk->bureau, desk->arena, &a, &names, error));
	} else if (!strcmp(act, "answer")) {
		HW_TRY(bureau_round_answer(desk->bureau, desk->arena, &a, &names, error));
	} else if (!strcmp(act, "agree")) {
		HW_TRY(bureau_round_agree(desk->bureau, desk->arena, &a, &names, error));
	} else {
		HW_TRY(bureau_round_deliver(desk->bureau, desk->arena, &a, &names, error));
	}
	tell(desk, context, act, round, key, id, names);
	return HW_OK;
}

static hw_status write_manifest(cli_desk *desk, const cli_context *context, const round_options *o, const char *round,
				hw_error *error)
{
	hw_buffer html = {0};
	hw_status status =
		bureau_round_manifest(desk->bureau, desk->arena, &desk->run, hw_text_of(round), &html, error);

	if (status == HW_OK && o->out)
		status = cli_write_file(context, o->out, &html, error);
	else if (status == HW_OK)
		hw_buffer_add(&desk->out, hw_buffer_text(&html));
	hw_buffer_free(&html);
	return status;
}

static hw_status show_balance(cli_desk *desk, const cli_context *context, const char *party, hw_error *error)
{
	bureau_sheet sheet;

	HW_TRY(bureau_round_balance(desk->bureau, desk->arena, &desk->run, hw_text_of(party), &sheet, error));
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

static hw_status show_rows(cli_desk *desk, const cli_context *context, bool two, const char *first, const char *second,
			   hw_error *error)
{
	hw_text a = hw_text_of(first), b = second ? hw_text_of(second) : HW_TEXT("");
	bureau_sheet sheet;

	HW_TRY(two ? bureau_list_difference(desk->bureau, desk->arena, &desk->run, a, b, &sheet, error)
		   : bureau_round_names(desk->bureau, desk->arena, &desk->run, a, b, &sheet, error));
	cli_answer_sheet(desk, context, &sheet);
	return HW_OK;
}

/* ---- which act ------------------------------------------------------------------------------------- */
static const struct {
	const char *name;
	size_t least, most; /* arguments after it */
	bool writes;
} acts[] = {
	{"list", 0, 0, false},     {"show", 1, 1, false},   {"reconcile", 0, 1, false},  {"balance", 0, 1, false},
	{"manifest", 1, 1, false}, {"new", 1, 1, true},     {"minute", 1, 1, true},      {"claim", 1, 1, true},
	{"send", 2, 2, true},      {"receive", 2, 2, true}, {"answer", 2, 2, true},      {"agree", 1, 2, true},
	{"deliver", 2, 2, true},   {"names", 1, 2, false},  {"difference", 2, 2, false},
};

static hw_status run_act(cli_desk *desk, const cli_context *context, const round_options *o, size_t which,
			 const char *first, const char *second, hw_error *error)
{
	const char *act = acts[which].name;

	if (acts[which].writes)
		return perform(desk, context, o, act, first, second, error);
	if (!strcmp(act, "list"))
		return list_rounds(desk, context, error);
	if (!strcmp(act, "balance"))
		return show_balance(desk, context, first, error);
	if (!strcmp(act, "manifest"))
		return write_manifest(desk, context, o, first, error);
	if (!strcmp(act, "names") || !strcmp(act, "difference"))
		return show_rows(desk, context, !strcmp(act, "difference"), first, second, error);
	return answer_round(desk, context, !strcmp(act, "reconcile"), first, error);
}

static hw_status run_round(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const char *act = count ? arguments[0] : "list";
	size_t which = 0, rest = count ? count - 1 : 0;
	cli_desk desk;

	while (which < HW_COUNT(acts) && strcmp(acts[which].name, act) != 0)
		which++;
	if (which == HW_COUNT(acts))
		return cli_usage(error, "there is no act \"%s\" of a round", act);
	if (rest < acts[which].least || rest > acts[which].most)
		return cli_usage(error, "round %s takes %zu to %zu arguments", act, acts[which].least,
				 acts[which].most);
	HW_TRY(cli_enter(context, &desk, error));
	return cli_leave(
		context, &desk,
		run_act(&desk, context, raw, which, rest ? arguments[1] : NULL, rest > 1 ? arguments[2] : NULL, error),
		error);
}

const cli_command cli_round = {
	"round",
	"[ACT ROUND [FILE.csv]]",
	"rounds of negotiation: plan, minutes, lists out and in, answers, agreement, handover, reconciliation",
	"list | show ROUND | reconcile [ROUND] | balance [PARTY]      what there is\n"
	"names ROUND [LIST] | difference LIST LIST                   lists row by row; two of them beside each other\n"
	"new ROUND --date DAY --venue TEXT ...                       plan one, or change what is known of it\n"
	"minute ROUND --kind K --words TEXT [--party P] [--due DAY]  who said, offered, promised what; --minute ID "
	"--kept K\n"
	"send ROUND NAMES.csv --list ID --party P --kind K           waits for a second person; then frozen and "
	"hashed\n"
	"receive ROUND NAMES.csv --list ID --party P --kind K        a counterpart's list\n"
	"answer ROUND ANSWERS.csv [--list ID] [--party P]            person or name, born; answer, condition, reason\n"
	"agree ROUND [PERSONS.csv] [--party P --given C:N --returned C:N]   persons: person, direction, tranche\n"
	"manifest ROUND [--out F.html]                               to print and take to the line\n"
	"deliver ROUND CAME.csv                                      person, outcome, instead_of, cause\n"
	"claim ROUND --party P --returned N --given N                what a side says in public\n"
	"Nobody is on a list to be handed over without a recorded private interview; who may not is told \"not "
	"available\".",
	run_round,
	sizeof(round_options),
	round_table,
	CLI_BUREAU};
