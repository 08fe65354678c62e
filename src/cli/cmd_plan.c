/* homeward plan: which packages to propose.  With --problem from a file; without, from the bureau. */
#include "bureau/bureau.h"
#include "cli/cli_int.h"
#include "cli/plan_text_int.h"
#include "cli/sections_int.h"

typedef struct plan_options {
	const char *problem, *objective, *parties, *offer, *acceptance, *given, *least_given, *evaluate, *swap,
		*tranches, *break_off, *fair, *home, *solver;
	bool separate, arcs, marginal, terms, repatriation;
	cli_texts only, without, require, why;
} plan_options;

#define AT(field) offsetof(plan_options, field)
static const cli_option plan_table[] = {
	{"problem", CLI_TEXT, AT(problem), "P.json", "plan from a problem file; no bureau is needed then"},
	{"objective", CLI_TEXT, AT(objective), "people|points", "what is most: people returned (default) or points"},
	{"acceptance", CLI_TEXT, AT(acceptance), "P,P",
	 "least probabilities that all accept, instead of the problem's"},
	{"given", CLI_TEXT, AT(given), "N,N", "at most so many given, instead of the problem's"},
	{"least-given", CLI_TEXT, AT(least_given), "N", "the least number given for at least N returned"},
	{"parties", CLI_TEXT, AT(parties), "S,F", "exactly these take part, and all of them must accept"},
	{"separate", CLI_FLAG, AT(separate), NULL, "one deal a party; a given person counts for one of them"},
	{"offer", CLI_TEXT, AT(offer), "unrequested", "give only people for whose return nobody showed interest"},
	{"only", CLI_REPEAT, AT(only), "CLASS", "only this class of its list takes part (repeatable)"},
	{"without", CLI_REPEAT, AT(without), "CLASS", "this class takes no part (repeatable)"},
	{"require", CLI_REPEAT, AT(require), "CLASS:N", "at least N of the class; or why not, and what would do"},
	{"evaluate", CLI_TEXT, AT(evaluate), "PACKAGE.json", "one package: probability, forecast, rules broken"},
	{"swap", CLI_TEXT, AT(swap), "CHANGE.json", "with --evaluate: the package before and after {\"out\", \"in\"}"},
	{"terms", CLI_FLAG, AT(terms), NULL, "with --evaluate: what its numbers rest on, term by term (inside only)"},
	{"tranches", CLI_TEXT, AT(tranches), "EXPOSURE", "with --evaluate: the fewest crossings within the exposure"},
	{"break-off", CLI_TEXT, AT(break_off), "P", "with --tranches: risk a crossing of breaking off (default 0.05)"},
	{"why", CLI_REPEAT, AT(why), "CLASS|ID", "why it is not in the package, who would leave for it"},
	{"marginal", CLI_FLAG, AT(marginal), NULL, "what one person more or fewer of each class changes (inside only)"},
	{"home", CLI_TEXT, AT(home), "N", "how probable it is that at least N come home"},
	{"fair", CLI_TEXT, AT(fair), "LOSS", "equal shares of our groups, for at most this share of the best (0.05)"},
	{"repatriation", CLI_FLAG, AT(repatriation), NULL,
	 "after active hostilities: who goes home, in which order, without counter-value (GC III 118)"},
	{"arcs", CLI_FLAG, AT(arcs), NULL, "count recorded custody moves (they pay for a market in captives)"},
	{"solver", CLI_TEXT, AT(solver), "cbc", "ask cbc too where our own search has no proof; its answer is checked"},
	{NULL, CLI_FLAG, 0, NULL, NULL},
};

static hw_status print(const cli_context *context, const hw_buffer *json, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 30);
	hw_json *answer = NULL;
	hw_buffer out = {0};
	hw_status status;

	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to print the plan");
	status = hw_json_parse(hw_buffer_text(json), "answer", &answer, error);
	if (status == HW_OK)
		status = context->csv ? cli_plan_csv(answer, &out, error)
				      : cli_plan_text(arena, answer, context->lang, &out, error);
	if (status == HW_OK)
		status = cli_write(context, &out, error);
	hw_json_free(answer);
	hw_buffer_free(&out);
	return status;
}

static bureau_plan_question question_of(const cli_context *context, const plan_options *o)
{
	return (bureau_plan_question){
		.problem = o->problem,
		.objective = o->objective,
		.parties = o->parties,
		.offer = o->offer,
		.acceptance = o->acceptance,
		.given = o->given,
		.separate = o->separate,
		.arcs = o->arcs,
		.only = o->only.items,
		.only_count = o->only.count,
		.without = o->without.items,
		.without_count = o->without.count,
		.require = o->require.items,
		.require_count = o->require.count,
		.least_given = o->least_given,
		.evaluate = o->evaluate,
		.swap = o->swap,
		.terms = o->terms,
		.tranches = o->tranches,
		.break_off = o->break_off,
		.fair = o->fair,
		.home = o->home,
		.solver = o->solver,
		.why = o->why.items,
		.why_count = o->why.count,
		.marginal = o->marginal,
		.seed = context->seed,
		.progress = context->progress,
	};
}

/* Without a problem file the bureau is entered; its answer begins with the day and whether people are invented. */
static hw_status ask(const cli_context *context, const bureau_plan_question *q, hw_buffer *top, hw_json_writer *w,
		     bool *possible, hw_error *error)
{
	cli_desk desk;
	hw_status status;

	if (q->problem)
		return bureau_plan_problem_json(q, w, possible, error);
	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_plan_json(desk.bureau, &desk.run, q, w, possible, error);
	cli_write_top(&desk);
	if (!context->json && !context->csv)
		hw_buffer_add(top, hw_buffer_text(&desk.out));
	hw_buffer_free(&desk.out);
	return cli_leave(context, &desk, status, error);
}

static hw_status plan(const cli_context *context, const plan_options *o, hw_error *error)
{
	bureau_plan_question question = question_of(context, o);
	hw_buffer out = {0}, top = {0};
	hw_json_writer w = hw_json_writer_new(&out, context->json);
	bool possible = false;
	hw_status status = ask(context, &question, &top, &w, &possible, error);

	if (status == HW_OK && context->json)
		hw_buffer_adds(&out, "\n");
	if (status == HW_OK)
		status = cli_write(context, &top, error);
	if (status == HW_OK)
		status = context->json ? cli_write(context, &out, error) : print(context, &out, error);
	hw_buffer_free(&out);
	hw_buffer_free(&top);
	return status == HW_OK && !possible ? HW_NO : status;
}

static hw_status repatriate(const cli_context *context, hw_error *error)
{
	bureau_sheet sheet;
	cli_desk desk;
	hw_status status;

	HW_TRY(cli_enter(context, &desk, error));
	status = bureau_repatriation(desk.bureau, desk.arena, &desk.run, &sheet, error);
	if (status == HW_OK)
		cli_answer_sheet(&desk, context, &sheet);
	return cli_leave(context, &desk, status, error);
}

static hw_status run_plan(const cli_context *context, const void *options, size_t count, const char *const *arguments,
			  hw_error *error)
{
	const plan_options *o = options;

	if (count > 0)
		return cli_usage(error, "\"%s\" is one argument too many", arguments[0]);
	if (o->repatriation && o->problem)
		return cli_usage(error, "--repatriation is of the bureau's own people: leave out --problem");
	return o->repatriation ? repatriate(context, error) : plan(context, o, error);
}

const cli_command cli_plan = {
	"plan",
	"[--problem P.json]",
	"which packages to propose: how many come back for how many, how surely they are accepted",
	"Without --problem the bureau's own records are the problem, and the Power alone takes part: --parties \"*\" "
	"or\n"
	"names make one package with others who hold people, printed with its warning.  A class is the category that\n"
	"speaks for a person; --only k1 takes every class of it.\n"
	"The problem names the parties whose consent is needed, our people whom they hold, the people we hold,\n"
	"and the rules.  People due under GC III art. 109-110, civilians, and whoever may not or will not go\n"
	"never enter a package.  \"none\" is an answer of its own: no package keeps to the rules (exit 1 when\n"
	"that is so everywhere).  docs/exchange.md is the manual of the file.",
	run_plan,
	sizeof(plan_options),
	plan_table,
	CLI_ENGINE};
