/* homeward trace and review: the machine proposes, a person judges. */
#include "cli/sections_int.h"

#include <string.h>

typedef struct trace_options {
	const char *list;
	bool again;
} trace_options;

static const cli_option trace_table[] = {
	{"list", CLI_TEXT, offsetof(trace_options, list), "ID",
	 "answer each name of a list that came in; nothing is stored"},
	{"again", CLI_FLAG, offsetof(trace_options, again), NULL,
	 "compare everything and learn anew, also when little or nothing has changed"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status answer_list(const cli_context *context, const char *id, hw_error *error)
{
	hw_text list = hw_text_of(id);
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_list_answers(desk.bureau, desk.arena, &desk.run, &list, 1, &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

static hw_text number_text(cli_desk *desk, int64_t number)
{
	return hw_text_format(desk->arena, "%lld", (long long)number);
}

/* "family: L = R: words (+9.5 bits)", or a note, in the language; values stay as they are. */
static hw_text told_reason(cli_desk *desk, const char *lang, hw_text reason)
{
	hw_text told = bureau_retell(desk->arena, lang, reason);
	const char *colon = memmem(reason.bytes, reason.length, ": ", 2), *last = colon, *bits = NULL;

	if (strcmp(lang, "uk") != 0 || !colon || bureau_word(lang, reason.bytes) != reason.bytes)
		return told;
	for (const char *at = colon; at + 2 < reason.bytes + reason.length; at++) {
		last = !memcmp(at, ": ", 2) ? at : last;
		bits = !memcmp(at, " (", 2) ? at : bits;
	}
	if (!bits || last == colon || bits < last)
		return told;
	hw_text key = hw_text_format(desk->arena, "field %.*s", (int)(colon - reason.bytes), reason.bytes);
	const char *field = bureau_word(lang, key.bytes);
	hw_text words = bureau_retell(desk->arena, lang, (hw_text){last + 2, (size_t)(bits - last) - 2});
	return hw_text_format(desk->arena, "%s%.*s: %.*s (%.*s біт)", field == key.bytes ? field + 6 : field,
			      (int)(last - colon), colon, HW_TEXT_ARG(words), (int)strcspn(bits + 2, " "), bits + 2);
}

static void write_counts(cli_desk *desk, const char *lang, const bureau_traced *t)
{
	hw_text counts = BUREAU_SENTENCE(
		desk->arena, lang,
		"%1 reports that nobody linked, against %2 persons: %3 proposals; %4 reports have a likely one, %5 "
		"have none.",
		number_text(desk, t->reports + t->entries + t->inquiries), number_text(desk, t->persons),
		number_text(desk, t->proposals), number_text(desk, t->likely), number_text(desk, t->unmatched));
	hw_buffer_addf(&desk->out, "%.*s\n%s\n", HW_TEXT_ARG(counts),
		       bureau_word(lang, "A person judges them: homeward review"));
	if (t->entries + t->inquiries) {
		counts = BUREAU_SENTENCE(desk->arena, lang,
					 "Among them %1 names on lists that came in, and %2 inquiries of relatives.",
					 number_text(desk, t->entries), number_text(desk, t->inquiries));
		hw_buffer_addf(&desk->out, "%.*s\n", HW_TEXT_ARG(counts));
	}
}

static void write_compared(cli_desk *desk, const char *lang, const bureau_traced *t)
{
	if (t->placed) {
		hw_text placed = BUREAU_SENTENCE(
			desk->arena, lang,
			"%1 new, changed or judged records were held against the register, by what was learnt from "
			"all; the other proposals stand.",
			number_text(desk, t->placed));
		hw_buffer_addf(&desk->out, "%.*s\n", HW_TEXT_ARG(placed));
		return;
	}
	hw_buffer_addf(&desk->out, "%s\n",
		       bureau_word(lang, t->unchanged ? "Nothing has changed since the last trace, so nothing was "
							"compared: its proposals stand."
						      : "Everything was compared, for something has changed."));
}

static void write_doubles(cli_desk *desk, const char *lang, const bureau_traced *t)
{
	if (!t->doubles)
		return;
	hw_text counts = BUREAU_SENTENCE(desk->arena, lang,
					 "%1 pairs on the register may be one person twice; two people join them.",
					 number_text(desk, t->doubles));
	hw_buffer_addf(&desk->out, "%.*s\n", HW_TEXT_ARG(counts));
}

static hw_status run_trace(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	const trace_options *options = raw;
	bureau_traced t;
	cli_desk desk;
	hw_status status;

	(void)arguments;
	if (count)
		return cli_usage(error, "trace takes no arguments");
	if (options->list)
		return answer_list(context, options->list, error);
	HW_TRY(cli_enter(context, &desk, error));
	HW_TRY_OR_OUT(bureau_trace(desk.bureau, desk.arena, &desk.run, options->again, &t, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		hw_json_integer(&w, "persons", t.persons);
		hw_json_integer(&w, "reports", t.reports);
		hw_json_integer(&w, "entries", t.entries);
		hw_json_integer(&w, "inquiries", t.inquiries);
		hw_json_integer(&w, "proposals", t.proposals);
		hw_json_integer(&w, "likely", t.likely);
		hw_json_integer(&w, "unmatched", t.unmatched);
		hw_json_integer(&w, "stale", t.stale);
		hw_json_integer(&w, "doubles", t.doubles);
		hw_json_string(&w, "compared", t.unchanged ? "nothing" : t.placed ? "new" : "everything");
		hw_json_integer(&w, "placed", t.placed);
		cli_json_end(&desk, &w);
		goto out;
	}
	write_compared(&desk, context->lang, &t);
	write_counts(&desk, context->lang, &t);
	write_doubles(&desk, context->lang, &t);
	for (size_t i = 0; i < t.warnings.count; i++)
		hw_buffer_addf(&desk.out, "! %.*s\n", HW_TEXT_ARG(t.warnings.items[i]));
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_trace = {
	"trace",
	"",
	"proposes whom new reports, names on lists and inquiries may speak of; joins nobody",
	"Pairs of the register's own rows that may be one person are proposed too.  What came since\n"
	"the last time is compared by what was learnt from all then; everything is compared when the register has\n"
	"changed, when a tenth more has come, or with --again.\n"
	"With --list: held, already home, dead, duplicate, civilian, unknown or not ours, for "
	"each name of a list that\n"
	"came in, with reasons and certainty.",
	run_trace,
	sizeof(trace_options),
	trace_table,
	CLI_BUREAU};

typedef struct review_options {
	const char *reason, *besides;
	int64_t most;
} review_options;

static const cli_option review_table[] = {
	{"reason", CLI_TEXT, offsetof(review_options, reason), "TEXT",
	 "why; needed with accept, reject, unsure and undo"},
	{"besides", CLI_TEXT, offsetof(review_options, besides), "TEXT",
	 "accept: what else speaks for it, when the records agree in nothing but the name"},
	{"most", CLI_INTEGER, offsetof(review_options, most), "N", "how many of the queue to show (default 20)"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status show_queue(cli_desk *desk, const cli_context *context, int64_t most, hw_error *error)
{
	bureau_proposals queue;

	HW_TRY(bureau_review_queue(desk->bureau, desk->arena, most ? most : 20, &queue, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_integer(&w, "open", queue.open);
		hw_json_array(&w, "proposals");
		for (size_t i = 0; i < queue.count; i++) {
			hw_json_object(&w, NULL);
			hw_json_text(&w, "id", queue.items[i].id);
			hw_json_text(&w, "left", queue.items[i].left);
			hw_json_text(&w, "right", queue.items[i].right);
			hw_json_number(&w, "probability", queue.items[i].probability);
			hw_json_array(&w, "reasons");
			for (size_t k = 0; k < queue.items[i].reasons.count; k++)
				hw_json_text(&w, NULL, queue.items[i].reasons.items[k]);
			hw_json_close(&w, ']');
			hw_json_close(&w, '}');
		}
		hw_json_close(&w, ']');
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	hw_text waiting = BUREAU_SENTENCE(desk->arena, context->lang,
					  "%1 proposals wait for a judgement; the most probable first.",
					  number_text(desk, queue.open));
	hw_buffer_addf(&desk->out, "%.*s\n", HW_TEXT_ARG(waiting));
	for (size_t i = 0; i < queue.count; i++) {
		hw_text likelihood = bureau_likelihood(desk->arena, context->lang, queue.items[i].probability);

		hw_buffer_addf(&desk->out, "\n%.*s  %.*s  %.*s\n", HW_TEXT_ARG(queue.items[i].left),
			       HW_TEXT_ARG(queue.items[i].right), HW_TEXT_ARG(likelihood));
		for (size_t k = 0; k < queue.items[i].reasons.count; k++)
			cli_paragraph(&desk->out, 4, told_reason(desk, context->lang, queue.items[i].reasons.items[k]));
	}
	hw_buffer_adds(&desk->out, "\nhomeward review accept|reject|unsure REPORT PERSON --reason TEXT\n");
	return HW_OK;
}

static const char *verdict_of(const char *word)
{
	static const char *const words[][2] = {{"accept", "same"}, {"reject", "different"}, {"unsure", "unsure"}};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (!strcmp(words[i][0], word))
			return words[i][1];
	return NULL;
}

static hw_status show_conflicts(cli_desk *desk, const cli_context *context, hw_error *error)
{
	bureau_conflicts list;

	HW_TRY(bureau_review_conflicts(desk->bureau, desk->arena, &list, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_array(&w, "conflicts");
		for (size_t i = 0; i < list.count; i++) {
			hw_json_object(&w, NULL);
			hw_json_text(&w, "left", list.items[i].left);
			hw_json_text(&w, "right", list.items[i].right);
			hw_json_text(&w, "reason", list.items[i].reason);
			hw_json_text(&w, "by", list.items[i].by);
			hw_json_text(&w, "chain", list.items[i].chain);
			hw_json_text(&w, "person", list.items[i].person);
			hw_json_close(&w, '}');
		}
		hw_json_close(&w, ']');
		cli_json_end(desk, &w);
		return HW_OK;
	}
	cli_write_top(desk);
	for (size_t i = 0; i < list.count; i++) {
		const bureau_conflict *c = &list.items[i];

		hw_buffer_addf(&desk->out, "%.*s is not %.*s, says %.*s: %.*s\n    and yet %.*s\n",
			       HW_TEXT_ARG(c->left), HW_TEXT_ARG(c->right), HW_TEXT_ARG(c->by), HW_TEXT_ARG(c->reason),
			       HW_TEXT_ARG(c->chain));
	}
	hw_buffer_adds(&desk->out,
		       list.count ? "\nhomeward review undo A B --reason TEXT takes one of them back\n" : "");
	if (!list.count)
		hw_buffer_addf(&desk->out, "%s\n", bureau_word(context->lang, "No judgement contradicts another."));
	return HW_OK;
}

static hw_status run_undo(cli_desk *desk, const cli_context *context, const review_options *options,
			  const char *const *arguments, hw_error *error)
{
	HW_TRY(bureau_review_undo(desk->bureau, hw_text_of(arguments[1]), hw_text_of(arguments[2]),
				  hw_text_of(options->reason), error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "state", "taken back");
		cli_json_end(desk, &w);
	} else {
		hw_buffer_addf(&desk->out, "%s and %s: taken back\n", arguments[1], arguments[2]);
	}
	return HW_OK;
}

static hw_status run_verdict(cli_desk *desk, const cli_context *context, const review_options *options,
			     const char *verdict, const char *const *arguments, hw_error *error)
{
	const bureau_decision decision = {.left = hw_text_of(arguments[1]),
					  .right = hw_text_of(arguments[2]),
					  .verdict = verdict,
					  .reason = hw_text_of(options->reason),
					  .besides = hw_text_of(options->besides)};
	bureau_decided decided;

	HW_TRY(bureau_review_decide(desk->bureau, &decision, &decided, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(desk);

		hw_json_string(&w, "verdict", verdict);
		hw_json_string(&w, "pending", *decided.pending ? decided.pending : NULL);
		hw_json_integer(&w, "conflicts", decided.conflicts);
		cli_json_end(desk, &w);
		return HW_OK;
	}
	if (*decided.pending)
		hw_buffer_addf(
			&desk->out,
			"%s and %s: waits for a second person, who confirms or refuses it: homeward --as ANOTHER "
			"confirm %s\n",
			arguments[1], arguments[2], decided.pending);
	else
		hw_buffer_addf(&desk->out, "%s and %s: %s\n", arguments[1], arguments[2], verdict);
	if (decided.conflicts)
		hw_buffer_addf(&desk->out,
			       "! %lld standing judgements inside this person contradict each other; nothing was "
			       "broken: homeward review conflicts\n",
			       (long long)decided.conflicts);
	return HW_OK;
}

static hw_status run_review(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const review_options *options = raw;
	const char *verdict = count ? verdict_of(arguments[0]) : NULL;
	bool undo = count == 3 && !strcmp(arguments[0], "undo"),
	     conflicts = count == 1 && !strcmp(arguments[0], "conflicts");
	cli_desk desk;
	hw_status status;

	if (count && !undo && !conflicts && (!verdict || count != 3))
		return cli_usage(
			error, "write \"review\", \"review accept|reject|unsure A B --reason TEXT\", \"review undo A B "
			       "--reason TEXT\" or \"review conflicts\"");
	if (options->most < 0 || options->most > 100000)
		return cli_usage(error, "--most is 1 to 100000");
	if (options->besides && (!verdict || strcmp(verdict, "same") != 0))
		return cli_usage(error, "--besides goes with accept");
	HW_TRY(cli_enter(context, &desk, error));
	if (!count)
		status = show_queue(&desk, context, options->most, error);
	else if (conflicts)
		status = show_conflicts(&desk, context, error);
	else if (undo)
		status = run_undo(&desk, context, options, arguments, error);
	else
		status = run_verdict(&desk, context, options, verdict, arguments, error);
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_review = {
	"review",
	"[accept|reject|unsure A B | undo A B | conflicts]",
	"the queue of proposals, and judgements on them",
	"A and B are ids of rows: a report, an entry of a list, an inquiry, a person of the register.  A name alone "
	"confirms\n"
	"nobody.  Two people of the register become one only when a second person confirms.  A rejected pair is asked "
	"again\n"
	"only when one side has new facts.  undo takes a judgement back: what it joined parts, former ids come back.",
	run_review,
	sizeof(review_options),
	review_table,
	CLI_BUREAU};
