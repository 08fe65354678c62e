/* homeward trace and review: the machine proposes, a person judges. */
#include "cli/sections_int.h"

#include <string.h>

static hw_status run_trace(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			   hw_error *error)
{
	bureau_traced t;
	cli_desk desk;
	hw_status status;

	(void)raw;
	(void)arguments;
	if (count)
		return cli_usage(error, "trace takes no arguments");
	HW_TRY(cli_enter(context, &desk, error));
	HW_TRY_OR_OUT(bureau_trace(desk.bureau, desk.arena, &desk.run, &t, error));
	if (context->json) {
		hw_json_writer w = cli_json_begin(&desk);

		hw_json_integer(&w, "persons", t.persons);
		hw_json_integer(&w, "reports", t.reports);
		hw_json_integer(&w, "proposals", t.proposals);
		hw_json_integer(&w, "likely", t.likely);
		hw_json_integer(&w, "unmatched", t.unmatched);
		hw_json_integer(&w, "stale", t.stale);
		cli_json_end(&desk, &w);
		goto out;
	}
	hw_buffer_addf(&desk.out,
		       "%lld reports that nobody linked, against %lld persons: %lld proposals; %lld reports have a "
		       "likely one, %lld have none.\n"
		       "A person judges them: homeward review\n",
		       (long long)t.reports, (long long)t.persons, (long long)t.proposals, (long long)t.likely,
		       (long long)t.unmatched);
	for (size_t i = 0; i < t.warnings.count; i++)
		hw_buffer_addf(&desk.out, "! %.*s\n", HW_TEXT_ARG(t.warnings.items[i]));
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_trace = {
	"trace", "", "proposes whom new reports may speak of; joins nobody", NULL, run_trace, 0, NULL, CLI_BUREAU};

typedef struct review_options {
	const char *reason;
	int64_t most;
} review_options;

static const cli_option review_table[] = {
	{"reason", CLI_TEXT, offsetof(review_options, reason), "TEXT", "why; needed with accept, reject and unsure"},
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
	hw_buffer_addf(&desk->out, "%lld proposals wait for a judgement; the most probable first.\n",
		       (long long)queue.open);
	for (size_t i = 0; i < queue.count; i++) {
		hw_text likelihood = bureau_likelihood(desk->arena, context->lang, queue.items[i].probability);

		hw_buffer_addf(&desk->out, "\n%.*s  %.*s  %.*s\n", HW_TEXT_ARG(queue.items[i].left),
			       HW_TEXT_ARG(queue.items[i].right), HW_TEXT_ARG(likelihood));
		for (size_t k = 0; k < queue.items[i].reasons.count; k++)
			cli_paragraph(&desk->out, 4, queue.items[i].reasons.items[k]);
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

static hw_status run_review(const cli_context *context, const void *raw, size_t count, const char *const *arguments,
			    hw_error *error)
{
	const review_options *options = raw;
	const char *verdict = count ? verdict_of(arguments[0]) : NULL;
	int64_t conflicts = 0;
	cli_desk desk;
	hw_status status;

	if (count && (!verdict || count != 3))
		return cli_usage(error,
				 "write \"review\", or \"review accept|reject|unsure REPORT PERSON --reason TEXT\"");
	if (options->most < 0 || options->most > 100000)
		return cli_usage(error, "--most is 1 to 100000");
	HW_TRY(cli_enter(context, &desk, error));
	if (!count) {
		status = show_queue(&desk, context, options->most, error);
		return cli_leave(context, &desk, status, error);
	}
	HW_TRY_OR_OUT(bureau_review_decide(desk.bureau, hw_text_of(arguments[1]), hw_text_of(arguments[2]), verdict,
					   hw_text_of(options->reason), &conflicts, error));
	hw_buffer_addf(&desk.out, "%s and %s: %s\n", arguments[1], arguments[2], verdict);
	if (conflicts)
		hw_buffer_addf(&desk.out,
			       "! %lld standing judgements inside this person contradict each other; nothing was "
			       "broken: homeward person\n",
			       (long long)conflicts);
out:
	return cli_leave(context, &desk, status, error);
}

const cli_command cli_review = {"review",
				"[accept|reject|unsure REPORT PERSON]",
				"the queue of proposals, and judgements on them",
				NULL,
				run_review,
				sizeof(review_options),
				review_table,
				CLI_BUREAU};
