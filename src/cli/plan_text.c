/* plan_text.c - the answer of `plan` as pages to be read aloud: first how many come back for how
 * many, then each package in one line, then who stands outside and why, then the notes. */
#include "cli/plan_page_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DETAILED_CELLS = 12, ACCEPTANCES_SHOWN = 8 };

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to print the plan");
}

/* ---- how many for how many ---- */
typedef struct grid {
	double acceptance[ACCEPTANCES_SHOWN];
	size_t acceptances;
	const hw_json *cells;
	size_t count;
} grid;

static void find_acceptances(grid *g)
{
	for (size_t i = 0; i < g->count; i++) {
		double a = plan_number(hw_json_at(g->cells, i), "acceptance");
		size_t k = 0;

		while (k < g->acceptances && g->acceptance[k] != a)
			k++;
		if (k == g->acceptances && k < ACCEPTANCES_SHOWN)
			g->acceptance[g->acceptances++] = a;
	}
}

static const hw_json *find_cell(const grid *g, double acceptance, int64_t given)
{
	for (size_t i = 0; i < g->count; i++) {
		const hw_json *cell = hw_json_at(g->cells, i);

		if (plan_number(cell, "acceptance") == acceptance && plan_whole(cell, "max_given") == given)
			return cell;
	}
	return NULL;
}

/* Not proven: a tilde; "at least", as the search stopped early. */
static hw_text returned_word(plan_page *p, const hw_json *cell)
{
	if (!cell)
		return HW_TEXT("");
	if (!hw_json_as_bool(hw_json_get(cell, "feasible")))
		return hw_json_as_bool(hw_json_get(cell, "proven")) ? plan_word(p, "none") : plan_word(p, "unknown");
	return hw_text_format(p->arena, "%s%lld", hw_json_as_bool(hw_json_get(cell, "proven")) ? "" : "~",
			      (long long)plan_whole(cell, "returned"));
}

static void grid_table(plan_page *p, const grid *g, const char *title)
{
	cli_table t = {.arena = p->arena, .columns = g->acceptances + 1, .indent = 2, .right = ~0u};
	hw_text *row = plan_row(p, &t);

	plan_heading(p, title);
	if (!row)
		return;
	row[0] = plan_word(p, "at most given");
	for (size_t a = 0; a < g->acceptances; a++)
		row[a + 1] = plan_percent(p, g->acceptance[a]);
	for (size_t i = 0; i < g->count; i++) {
		int64_t given = plan_whole(hw_json_at(g->cells, i), "max_given");
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = plan_whole(hw_json_at(g->cells, k), "max_given") == given;
		row = seen ? NULL : plan_row(p, &t);
		if (!row)
			continue;
		row[0] = hw_text_format(p->arena, "%lld", (long long)given);
		for (size_t a = 0; a < g->acceptances; a++)
			row[a + 1] = returned_word(p, find_cell(g, g->acceptance[a], given));
	}
	cli_table_write(&t, p->out);
}

static void detail_row(plan_page *p, cli_table *t, const hw_json *cell)
{
	const hw_json *home = hw_json_get(cell, "home");
	hw_text *row = plan_row(p, t);

	if (!row)
		return;
	row[0] = plan_count_text(p, cell, "max_given");
	if (!hw_json_as_bool(hw_json_get(cell, "feasible"))) {
		row[7] = hw_json_as_bool(hw_json_get(cell, "proven"))
				 ? hw_text_format(p->arena, "%s %.*s", plan_say(p, "no package:"),
						  HW_TEXT_ARG(plan_clash_words(p, cell)))
				 : plan_word(p, "not decided: the search stopped early");
		return;
	}
	row[1] = plan_count_text(p, cell, "given");
	row[2] = returned_word(p, cell);
	row[3] = plan_accepted_words(p, cell);
	row[4] = hw_text_format(p->arena, "%.0f", plan_number(home, "mean"));
	row[5] = plan_count_text(p, home, "sure95");
	row[6] = plan_count_text(p, home, "sure95_shock");
	row[7] = plan_package_words(p, cell);
}

static void details(plan_page *p, const grid *g, double acceptance)
{
	static const char *const heads[] = {"at most", "given",       "returned",   "accepted",
					    "home",    "sure (95 %)", "with shock", "package"};
	cli_table t = {.arena = p->arena, .columns = HW_COUNT(heads), .indent = 2, .right = 0x77};
	hw_text *row = plan_row(p, &t);
	hw_text title = BUREAU_SENTENCE(
		p->arena, p->lang, "Packages planned on what the counterpart states: accepted with at least %1 by that",
		plan_percent(p, acceptance));

	hw_buffer_addf(p->out, "\n%.*s\n", HW_TEXT_ARG(title));
	if (!row)
		return;
	for (size_t i = 0; i < HW_COUNT(heads); i++)
		row[i] = plan_word(p, heads[i]);
	for (size_t i = 0; i < g->count; i++)
		if (plan_number(hw_json_at(g->cells, i), "acceptance") == acceptance)
			detail_row(p, &t, hw_json_at(g->cells, i));
	cli_table_write(&t, p->out);
}

static void all_details(plan_page *p, const grid *g)
{
	double chosen = g->acceptance[0];

	if (g->count <= DETAILED_CELLS) {
		for (size_t a = 0; a < g->acceptances; a++)
			details(p, g, g->acceptance[a]);
		return;
	}
	for (size_t a = 1; a < g->acceptances; a++)
		if (fabs(g->acceptance[a] - 0.8) < fabs(chosen - 0.8))
			chosen = g->acceptance[a];
	details(p, g, chosen);
	if (g->acceptances > 1)
		hw_buffer_addf(p->out, "  %s\n", plan_say(p, "(--acceptance P shows another row of packages)"));
}

static void repairs(plan_page *p)
{
	const hw_json *list = hw_json_get(p->answer, "repairs");

	if (hw_json_kind_of(hw_json_get(p->answer, "clash")) != HW_JSON_ARRAY)
		return;
	plan_heading(p, "Not possible");
	cli_paragraph(p->out, 2,
		      hw_json_count(hw_json_get(p->answer, "clash")) == 1
			      ? hw_text_format(p->arena, "%.*s.", HW_TEXT_ARG(plan_clash_words(p, p->answer)))
			      : BUREAU_SENTENCE(p->arena, p->lang, "These cannot hold together: %1.",
						plan_sentence_of(p, hw_json_get(p->answer, "clash"))));
	if (hw_json_count(list) == 0) {
		cli_paragraph(p->out, 2, plan_word(p, "No change of one rule that people may change would do."));
		return;
	}
	cli_paragraph(p->out, 2, plan_word(p, "Any one of these would do, all else unchanged:"));
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *r = hw_json_at(list, i);

		cli_paragraph(p->out, 4,
			      BUREAU_SENTENCE(p->arena, p->lang, "%1: %2 from %3 to %4",
					      plan_retold(p, hw_json_as_text(hw_json_get(r, "rule"))),
					      plan_retold(p, hw_json_as_text(hw_json_get(r, "change"))),
					      plan_figure(p, plan_number(r, "from")),
					      plan_figure(p, plan_number(r, "to"))));
	}
}

static void ratio(plan_page *p)
{
	const hw_json *r = hw_json_get(p->answer, "ratio");

	if (hw_json_kind_of(r) != HW_JSON_OBJECT)
		return;
	plan_heading(p, "The ratio that is spoken of");
	hw_buffer_addf(p->out, "  %lld %s %lld: %.4f\n", (long long)plan_whole(r, "given"), plan_say(p, "for"),
		       (long long)plan_whole(r, "returned"), plan_number(r, "probability"));
	if (hw_json_kind_of(hw_json_get(r, "learned")) == HW_JSON_OBJECT) {
		const hw_json *learned = hw_json_get(r, "learned"), *band = hw_json_get(learned, "band");

		hw_buffer_addf(p->out, "  %s %.2f, %s %.2f-%.2f\n", plan_say(p, "on what its answers teach:"),
			       plan_number(learned, "probability"), plan_say(p, "95 % band"),
			       hw_json_as_number(hw_json_at(band, 0)), hw_json_as_number(hw_json_at(band, 1)));
	}
}

static void joint(plan_page *p)
{
	grid g = {.cells = hw_json_get(p->answer, "frontier_joint")};

	g.count = hw_json_count(g.cells);
	if (g.count == 0)
		return;
	find_acceptances(&g);
	grid_table(p, &g, "The same in one package with every holder, all of whom must accept (--parties \"*\")");
}

static void frontier(plan_page *p)
{
	grid g = {.cells = hw_json_get(p->answer, "frontier")};
	const hw_json *least = hw_json_get(p->answer, "least_given_for");

	g.count = hw_json_count(g.cells);
	find_acceptances(&g);
	repairs(p);
	if (g.count == 0)
		return;
	if (hw_json_kind_of(least) != HW_JSON_NULL)
		hw_buffer_addf(p->out, "%s: %lld\n",
			       plan_say(p, "The least number given for at least so many returned"),
			       (long long)hw_json_as_integer(least));
	else if (g.count > 1)
		grid_table(p, &g,
			   "Most people returned, for at most so many given, by the least probability that all accept");
	all_details(p, &g);
	for (size_t i = 0; i < g.count; i++)
		if (hw_json_as_bool(hw_json_get(hw_json_at(g.cells, i), "feasible")) &&
		    !hw_json_as_bool(hw_json_get(hw_json_at(g.cells, i), "proven"))) {
			hw_buffer_addf(
				p->out, "  %s\n",
				plan_say(p, "~: at least so many; the search stopped before it was proven the most"));
			break;
		}
	if (g.count == 1)
		plan_extras(p, hw_json_at(g.cells, 0));
	ratio(p);
	joint(p);
}

/* Beside what rewards a formation that acquires captives. */
static void state_alone(plan_page *p)
{
	const hw_json *list = hw_json_get(p->answer, "state_alone");

	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);
		bool some = hw_json_kind_of(hw_json_get(item, "returned")) == HW_JSON_NUMBER;

		if (i == 0)
			plan_heading(p, "The Power alone, at the same number given");
		cli_paragraph(
			p->out, 2,
			BUREAU_SENTENCE(p->arena, p->lang,
					"The Power alone, for at most %1 given and accepted with at least %2: %3.",
					plan_count_text(p, item, "max_given"),
					plan_percent(p, plan_number(item, "acceptance")),
					some ? BUREAU_SENTENCE(p->arena, p->lang, "%1 returned",
							       plan_count_text(p, item, "returned"))
					     : plan_word(p, "none")));
	}
}

/* ---- lists ---- */
static void labels(plan_page *p)
{
	const hw_json *list = hw_json_get(p->answer, "labels");

	if (hw_json_kind_of(list) != HW_JSON_OBJECT || !hw_json_first(list))
		return;
	plan_heading(p, "What the classes are called");
	for (void *m = hw_json_first(list); m; m = hw_json_next(list, m))
		hw_buffer_addf(p->out, "  %s = %.*s\n", hw_json_member_key(m),
			       HW_TEXT_ARG(hw_json_as_text(hw_json_member_value(m))));
}

static void list_table(plan_page *p, const char *key, const char *title, const char *words)
{
	const hw_json *list = hw_json_get(p->answer, key);
	cli_table t = {.arena = p->arena, .columns = 3, .indent = 2, .right = 0x1};

	if (hw_json_count(list) == 0)
		return;
	plan_heading(p, title);
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);
		hw_text side = hw_json_as_text(hw_json_get(item, "side"));
		hw_text *row = plan_row(p, &t);

		if (!row)
			return;
		row[0] = plan_count_text(p, item, "count");
		row[1] = hw_text_format(p->arena, "%s%.*s", hw_text_is(side, "ours") ? plan_say(p, "of ours, ") : "",
					HW_TEXT_ARG(plan_retold(p, hw_json_as_text(hw_json_get(item, "class")))));
		row[2] = hw_text_format(
			p->arena, "%s%.*s%s",
			hw_text_is(hw_text_of(words), "ground") && !side.length ? plan_say(p, "ground: ") : "",
			HW_TEXT_ARG(plan_retold(p, hw_json_as_text(hw_json_get(item, words)))),
			hw_json_as_bool(hw_json_get(item, "provisional"))
				? plan_say(p, "; provisional, pending interview")
				: "");
	}
	cli_table_write(&t, p->out);
}

hw_status cli_plan_text(hw_arena *arena, const hw_json *answer, const char *lang, hw_buffer *out, hw_error *error)
{
	plan_page p = {.arena = arena, .out = out, .lang = lang, .answer = answer};
	const hw_json *notes = hw_json_get(answer, "notes");

	if (hw_json_get(answer, "frontier"))
		frontier(&p);
	else if (hw_json_get(answer, "before"))
		plan_swap_page(&p);
	else
		plan_package_page(&p);
	state_alone(&p);
	cli_plan_why_text(arena, answer, lang, out);
	list_table(&p, "unconditional", "Outside every package, without any condition", "ground");
	list_table(&p, "persuasion", "Nobody asked for them: offered besides every package, never instead", "ground");
	list_table(&p, "excluded", "Not in the plan", "rule");
	labels(&p);
	if (hw_json_count(notes))
		plan_heading(&p, "Notes");
	for (size_t i = 0; i < hw_json_count(notes); i++)
		cli_paragraph(out, 2, plan_retold(&p, hw_json_as_text(hw_json_at(notes, i))));
	return p.failed || out->failed ? no_memory(error) : HW_OK;
}

hw_status cli_plan_csv(const hw_json *answer, hw_buffer *out, hw_error *error)
{
	static const char *const keys[] = {"acceptance", "max_given",   "feasible", "given", "returned",
					   "points",     "probability", "proven",   "bound"};
	static const char *const home_keys[] = {"mean", "sure95", "sure95_shock"};
	const hw_json *cells = hw_json_get(answer, "frontier");
	char text[32];

	if (hw_json_kind_of(cells) != HW_JSON_ARRAY)
		return cli_usage(error, "--csv: one package is not a table");
	for (size_t k = 0; k < HW_COUNT(keys); k++)
		hw_buffer_addf(out, "%s,", keys[k]);
	hw_buffer_adds(out, "home_mean,home_sure95,home_sure95_shock\n");
	for (size_t i = 0; i < hw_json_count(cells); i++) {
		const hw_json *cell = hw_json_at(cells, i), *home = hw_json_get(cell, "home");

		for (size_t k = 0; k < HW_COUNT(keys); k++) {
			const hw_json *value = hw_json_get(cell, keys[k]);

			if (hw_json_kind_of(value) == HW_JSON_BOOL)
				hw_buffer_adds(out, hw_json_as_bool(value) ? "true" : "false");
			else if (hw_json_kind_of(value) == HW_JSON_NUMBER)
				hw_buffer_adds(out, hw_number_write(hw_json_as_number(value), text));
			hw_buffer_adds(out, ",");
		}
		for (size_t k = 0; k < HW_COUNT(home_keys); k++) {
			if (home)
				hw_buffer_adds(out, hw_number_write(plan_number(home, home_keys[k]), text));
			hw_buffer_adds(out, k + 1 < HW_COUNT(home_keys) ? "," : "\n");
		}
	}
	return HW_OK;
}
