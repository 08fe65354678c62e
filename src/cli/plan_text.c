/* plan_text.c - the answer of `plan` as pages to be read aloud: first how many come back for how
 * many, then each package in one line, then who stands outside and why, then the notes. */
#include "bureau/bureau.h"
#include "cli/cli_int.h"
#include "cli/plan_text_int.h"
#include "cli/table_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DETAILED_CELLS = 12, ACCEPTANCES_SHOWN = 8 };

typedef struct page {
	hw_arena *arena;
	hw_buffer *out;
	const char *lang;
	const hw_json *answer;
	bool failed;
} page;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to print the plan");
}

static int64_t whole(const hw_json *object, const char *key)
{
	return hw_json_as_integer(hw_json_get(object, key));
}

static double number(const hw_json *object, const char *key)
{
	return hw_json_as_number(hw_json_get(object, key));
}

static hw_text percent(page *p, double share)
{
	return hw_text_format(p->arena, "%.4g %%", 100 * share);
}

static void heading(page *p, const char *text)
{
	hw_buffer_addf(p->out, "%s%s\n", p->out->length ? "\n" : "", text);
}

static hw_text *row_of(page *p, cli_table *t)
{
	hw_text *row = cli_table_row(t);

	if (!row)
		p->failed = true;
	return row;
}

/* "60 t1, 20 t2" */
static hw_text list_of(page *p, const hw_json *classes)
{
	hw_text list = {"", 0};

	for (void *m = hw_json_first(classes); m; m = hw_json_next(classes, m))
		list = hw_text_format(p->arena, "%.*s%s%lld %s", HW_TEXT_ARG(list), list.length ? ", " : "",
				      (long long)hw_json_as_integer(hw_json_member_value(m)), hw_json_member_key(m));
	return list.length ? list : HW_TEXT("nobody");
}

/* "a", "a and b", "a, b and c" */
static hw_text sentence_of(page *p, const hw_json *texts)
{
	hw_text list = {"", 0};
	size_t count = hw_json_count(texts);

	for (size_t i = 0; i < count; i++)
		list = hw_text_format(p->arena, "%.*s%s%.*s", HW_TEXT_ARG(list),
				      i == 0           ? ""
				      : i + 1 == count ? " and "
						       : ", ",
				      HW_TEXT_ARG(hw_json_as_text(hw_json_at(texts, i))));
	return list;
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
		double a = number(hw_json_at(g->cells, i), "acceptance");
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

		if (number(cell, "acceptance") == acceptance && whole(cell, "max_given") == given)
			return cell;
	}
	return NULL;
}

/* Not proven: a tilde; "at least", as the search stopped early. */
static hw_text returned_word(page *p, const hw_json *cell)
{
	if (!cell)
		return HW_TEXT("");
	if (!hw_json_as_bool(hw_json_get(cell, "feasible")))
		return hw_json_as_bool(hw_json_get(cell, "proven")) ? HW_TEXT("none") : HW_TEXT("unknown");
	return hw_text_format(p->arena, "%s%lld", hw_json_as_bool(hw_json_get(cell, "proven")) ? "" : "~",
			      (long long)whole(cell, "returned"));
}

static void grid_table(page *p, const grid *g, const char *title)
{
	cli_table t = {.arena = p->arena, .columns = g->acceptances + 1, .indent = 2, .right = ~0u};
	hw_text *row = row_of(p, &t);

	heading(p, title);
	if (!row)
		return;
	row[0] = HW_TEXT("at most given");
	for (size_t a = 0; a < g->acceptances; a++)
		row[a + 1] = percent(p, g->acceptance[a]);
	for (size_t i = 0; i < g->count; i++) {
		int64_t given = whole(hw_json_at(g->cells, i), "max_given");
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = whole(hw_json_at(g->cells, k), "max_given") == given;
		row = seen ? NULL : row_of(p, &t);
		if (!row)
			continue;
		row[0] = hw_text_format(p->arena, "%lld", (long long)given);
		for (size_t a = 0; a < g->acceptances; a++)
			row[a + 1] = returned_word(p, find_cell(g, g->acceptance[a], given));
	}
	cli_table_write(&t, p->out);
}

/* ---- package by package ---- */
static hw_text alone_words(page *p, const hw_json *cell)
{
	const hw_json *alone = hw_json_get(cell, "alone");
	hw_text words = {"", 0};

	if (hw_json_count(hw_json_get(cell, "parties")) < 2)
		return words;
	for (void *m = hw_json_first(alone); m; m = hw_json_next(alone, m)) {
		const hw_json *value = hw_json_member_value(m);
		hw_text count = hw_json_kind_of(value) == HW_JSON_NULL
					? HW_TEXT("none")
					: hw_text_format(p->arena, "%lld", (long long)hw_json_as_integer(value));

		words = hw_text_format(p->arena, "%.*s%s%s alone %.*s", HW_TEXT_ARG(words), words.length ? ", " : "",
				       hw_json_member_key(m), HW_TEXT_ARG(count));
	}
	return hw_text_format(p->arena, " (%.*s)", HW_TEXT_ARG(words));
}

static hw_text package_words(page *p, const hw_json *cell)
{
	const hw_json *compose = hw_json_get(cell, "compose"), *parties = hw_json_get(cell, "parties");
	hw_text with = {"", 0};

	for (void *m = hw_json_first(parties); m; m = hw_json_next(parties, m))
		with = hw_text_format(p->arena, "%.*s%s%s", HW_TEXT_ARG(with), with.length ? " and " : "with ",
				      hw_json_member_key(m));
	return hw_text_format(p->arena, "%.*s: %.*s for %.*s%.*s", HW_TEXT_ARG(with),
			      HW_TEXT_ARG(list_of(p, hw_json_get(compose, "given"))),
			      HW_TEXT_ARG(list_of(p, hw_json_get(compose, "returned"))),
			      HW_TEXT_ARG(alone_words(p, cell)));
}

static hw_text count_text(page *p, const hw_json *object, const char *key)
{
	return hw_text_format(p->arena, "%lld", (long long)whole(object, key));
}

/* "uncertain (70 %) [46-94]" */
static hw_text banded(page *p, double probability, const hw_json *band)
{
	return hw_text_format(
		p->arena, "%.*s [%.0f-%.0f]", HW_TEXT_ARG(bureau_likelihood(p->arena, p->lang, probability)),
		100 * hw_json_as_number(hw_json_at(band, 0)), 100 * hw_json_as_number(hw_json_at(band, 1)));
}

/* On rough weights the mean over what they may be, with its band; what is stated and what answers teach apart. */
static hw_text accepted_words(page *p, const hw_json *cell)
{
	const hw_json *learned = hw_json_get(cell, "learned"), *band = hw_json_get(cell, "band");
	hw_text stated = hw_json_kind_of(band) == HW_JSON_ARRAY
				 ? banded(p, number(cell, "predictive"), band)
				 : bureau_likelihood(p->arena, p->lang, number(cell, "probability"));

	if (hw_json_kind_of(learned) != HW_JSON_OBJECT)
		return stated;
	return hw_text_format(p->arena, "stated %.*s; on its answers %.*s", HW_TEXT_ARG(stated),
			      HW_TEXT_ARG(banded(p, number(learned, "probability"), hw_json_get(learned, "band"))));
}

/* "a and b cannot hold together", or of one alone why it cannot be met. */
static hw_text clash_words(page *p, const hw_json *object)
{
	const hw_json *clash = hw_json_get(object, "clash");
	hw_text why = hw_json_as_text(hw_json_get(object, "clash_why"));

	return hw_json_count(clash) != 1
		       ? hw_text_format(p->arena, "%.*s cannot hold together", HW_TEXT_ARG(sentence_of(p, clash)))
		       : hw_text_format(p->arena, "%.*s cannot be met: %.*s", HW_TEXT_ARG(sentence_of(p, clash)),
					HW_TEXT_ARG(why));
}

static void detail_row(page *p, cli_table *t, const hw_json *cell)
{
	const hw_json *home = hw_json_get(cell, "home");
	hw_text *row = row_of(p, t);

	if (!row)
		return;
	row[0] = count_text(p, cell, "max_given");
	if (!hw_json_as_bool(hw_json_get(cell, "feasible"))) {
		row[7] = hw_json_as_bool(hw_json_get(cell, "proven"))
				 ? hw_text_format(p->arena, "no package: %.*s", HW_TEXT_ARG(clash_words(p, cell)))
				 : HW_TEXT("not decided: the search stopped early");
		return;
	}
	row[1] = count_text(p, cell, "given");
	row[2] = returned_word(p, cell);
	row[3] = accepted_words(p, cell);
	row[4] = hw_text_format(p->arena, "%.0f", number(home, "mean"));
	row[5] = count_text(p, home, "sure95");
	row[6] = count_text(p, home, "sure95_shock");
	row[7] = package_words(p, cell);
}

static void details(page *p, const grid *g, double acceptance)
{
	static const char *const heads[] = {"at most", "given",       "returned",   "accepted",
					    "home",    "sure (95 %)", "with shock", "package"};
	cli_table t = {.arena = p->arena, .columns = HW_COUNT(heads), .indent = 2, .right = 0x77};
	hw_text *row = row_of(p, &t);
	hw_text title = hw_text_format(
		p->arena, "Packages planned on what the counterpart states: accepted with at least %.4g %% by that",
		100 * acceptance);

	heading(p, title.length ? title.bytes : "Packages");
	if (!row)
		return;
	for (size_t i = 0; i < HW_COUNT(heads); i++)
		row[i] = hw_text_of(heads[i]);
	for (size_t i = 0; i < g->count; i++)
		if (number(hw_json_at(g->cells, i), "acceptance") == acceptance)
			detail_row(p, &t, hw_json_at(g->cells, i));
	cli_table_write(&t, p->out);
}

static void all_details(page *p, const grid *g)
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
		hw_buffer_adds(p->out, "  (--acceptance P shows another row of packages)\n");
}

static void repairs(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "repairs");

	if (hw_json_kind_of(hw_json_get(p->answer, "clash")) != HW_JSON_ARRAY)
		return;
	heading(p, "Not possible");
	cli_paragraph(p->out, 2,
		      hw_json_count(hw_json_get(p->answer, "clash")) == 1
			      ? hw_text_format(p->arena, "%.*s.", HW_TEXT_ARG(clash_words(p, p->answer)))
			      : hw_text_format(p->arena, "These cannot hold together: %.*s.",
					       HW_TEXT_ARG(sentence_of(p, hw_json_get(p->answer, "clash")))));
	if (hw_json_count(list) == 0) {
		cli_paragraph(p->out, 2, HW_TEXT("No change of one rule that people may change would do."));
		return;
	}
	cli_paragraph(p->out, 2, HW_TEXT("Any one of these would do, all else unchanged:"));
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *r = hw_json_at(list, i);

		cli_paragraph(p->out, 4,
			      hw_text_format(p->arena, "%.*s: %.*s from %.4g to %.4g",
					     HW_TEXT_ARG(hw_json_as_text(hw_json_get(r, "rule"))),
					     HW_TEXT_ARG(hw_json_as_text(hw_json_get(r, "change"))), number(r, "from"),
					     number(r, "to")));
	}
}

/* What was asked besides: P(home >= n), the price of equal shares, custody moves, doubt. */
static void extras(page *p, const hw_json *cell)
{
	const hw_json *home = hw_json_get(cell, "home"), *fair = hw_json_get(cell, "fairness"),
		      *moves = hw_json_get(cell, "custody_moves"), *band = hw_json_get(cell, "band");

	if (hw_json_kind_of(hw_json_get(home, "at_least")) == HW_JSON_NUMBER)
		cli_paragraph(
			p->out, 2,
			hw_text_format(
				p->arena, "At least %lld home: %.*s; %.*s when deliveries fail together.",
				(long long)whole(home, "at_least"),
				HW_TEXT_ARG(bureau_likelihood(p->arena, p->lang, number(home, "probability"))),
				HW_TEXT_ARG(bureau_likelihood(p->arena, p->lang, number(home, "probability_shock")))));
	if (hw_json_kind_of(fair) == HW_JSON_OBJECT &&
	    fabs(number(fair, "least_share") - number(fair, "least_share_without")) < 5e-4)
		cli_paragraph(p->out, 2,
			      hw_text_format(p->arena,
					     "Equal shares raise no share: the smallest of a group is %.1f %% with and "
					     "without them, the greatest %.1f %%.",
					     100 * number(fair, "least_share"), 100 * number(fair, "greatest_share")));
	else if (hw_json_kind_of(fair) == HW_JSON_OBJECT)
		cli_paragraph(
			p->out, 2,
			hw_text_format(p->arena,
				       "Equal shares: the smallest share of a group is %.1f %% instead of %.1f %%, "
				       "the greatest %.1f %%; without them %.6g instead of %.6g.",
				       100 * number(fair, "least_share"), 100 * number(fair, "least_share_without"),
				       100 * number(fair, "greatest_share"), number(fair, "best_without"),
				       number(cell, "returned")));
	for (size_t i = 0; i < hw_json_count(moves); i++) {
		const hw_json *m = hw_json_at(moves, i);

		cli_paragraph(p->out, 2,
			      hw_text_format(p->arena, "%lld come by a recorded custody move from %.*s to %.*s.",
					     (long long)whole(m, "returned"),
					     HW_TEXT_ARG(hw_json_as_text(hw_json_get(m, "from"))),
					     HW_TEXT_ARG(hw_json_as_text(hw_json_get(m, "to")))));
	}
	if (hw_json_kind_of(band) == HW_JSON_ARRAY)
		cli_paragraph(p->out, 2,
			      hw_text_format(p->arena,
					     "Accepted with %.*s on average over what the weights may be; 95 %% of it "
					     "between %.*s and %.*s.",
					     HW_TEXT_ARG(percent(p, number(cell, "predictive"))),
					     HW_TEXT_ARG(percent(p, hw_json_as_number(hw_json_at(band, 0)))),
					     HW_TEXT_ARG(percent(p, hw_json_as_number(hw_json_at(band, 1))))));
}

static void ratio(page *p)
{
	const hw_json *r = hw_json_get(p->answer, "ratio");

	if (hw_json_kind_of(r) != HW_JSON_OBJECT)
		return;
	heading(p, "The ratio that is spoken of");
	hw_buffer_addf(p->out, "  %lld for %lld: %.4f\n", (long long)whole(r, "given"), (long long)whole(r, "returned"),
		       number(r, "probability"));
	if (hw_json_kind_of(hw_json_get(r, "learned")) == HW_JSON_OBJECT) {
		const hw_json *learned = hw_json_get(r, "learned"), *band = hw_json_get(learned, "band");

		hw_buffer_addf(p->out, "  on what its answers teach: %.2f, 95 %% band %.2f to %.2f\n",
			       number(learned, "probability"), hw_json_as_number(hw_json_at(band, 0)),
			       hw_json_as_number(hw_json_at(band, 1)));
	}
}

static void joint(page *p)
{
	grid g = {.cells = hw_json_get(p->answer, "frontier_joint")};

	g.count = hw_json_count(g.cells);
	if (g.count == 0)
		return;
	find_acceptances(&g);
	grid_table(p, &g, "The same in one package with every holder, all of whom must accept (--parties \"*\")");
}

static void frontier(page *p)
{
	grid g = {.cells = hw_json_get(p->answer, "frontier")};
	const hw_json *least = hw_json_get(p->answer, "least_given_for");

	g.count = hw_json_count(g.cells);
	find_acceptances(&g);
	repairs(p);
	if (g.count == 0)
		return;
	if (hw_json_kind_of(least) != HW_JSON_NULL)
		hw_buffer_addf(p->out, "The least number given for at least %lld returned\n",
			       (long long)hw_json_as_integer(least));
	else if (g.count > 1)
		grid_table(p, &g,
			   "Most people returned, for at most so many given, by the least probability that all accept");
	all_details(p, &g);
	for (size_t i = 0; i < g.count; i++)
		if (hw_json_as_bool(hw_json_get(hw_json_at(g.cells, i), "feasible")) &&
		    !hw_json_as_bool(hw_json_get(hw_json_at(g.cells, i), "proven"))) {
			hw_buffer_adds(p->out,
				       "  ~: at least so many; the search stopped before it was proven the most\n");
			break;
		}
	if (g.count == 1)
		extras(p, hw_json_at(g.cells, 0));
	ratio(p);
	joint(p);
}

/* ---- one package ---- */
static void parties(page *p)
{
	const hw_json *probabilities = hw_json_get(p->answer, "parties"), *surplus = hw_json_get(p->answer, "surplus");
	cli_table t = {.arena = p->arena, .columns = 3, .indent = 2, .right = 0x4};
	hw_text *row = row_of(p, &t);

	if (!row)
		return;
	row[0] = HW_TEXT("party");
	row[1] = HW_TEXT("accepts");
	row[2] = HW_TEXT("surplus");
	for (void *m = hw_json_first(probabilities); m; m = hw_json_next(probabilities, m)) {
		row = row_of(p, &t);
		if (!row)
			return;
		row[0] = hw_text_of(hw_json_member_key(m));
		row[1] = bureau_likelihood(p->arena, p->lang, hw_json_as_number(hw_json_member_value(m)));
		row[2] = hw_text_format(p->arena, "%.4g", number(surplus, hw_json_member_key(m)));
	}
	row = row_of(p, &t);
	if (row) {
		row[0] = HW_TEXT("all");
		row[1] = accepted_words(p, p->answer);
	}
	cli_table_write(&t, p->out);
}

static void tranches(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "tranches");
	cli_table t = {.arena = p->arena, .columns = 4, .indent = 2, .right = 0xf};
	hw_text *row;

	if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return;
	heading(p, "Crossings");
	if (!hw_json_as_bool(hw_json_get(p->answer, "possible"))) {
		cli_paragraph(p->out, 2,
			      hw_text_format(p->arena,
					     "No schedule keeps to this exposure; the least that has one is %.4g.",
					     number(p->answer, "least_exposure")));
		return;
	}
	row = row_of(p, &t);
	if (!row)
		return;
	row[0] = HW_TEXT("crossing");
	row[1] = HW_TEXT("given");
	row[2] = HW_TEXT("returned");
	row[3] = HW_TEXT("exposure");
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);

		row = row_of(p, &t);
		if (!row)
			return;
		row[0] = hw_text_format(p->arena, "%zu", i + 1);
		row[1] = count_text(p, item, "given");
		row[2] = count_text(p, item, "returned");
		row[3] = hw_text_format(p->arena, "%.4g", number(item, "exposure"));
	}
	cli_table_write(&t, p->out);
	cli_paragraph(
		p->out, 2,
		hw_text_format(
			p->arena,
			"With a risk of %.4g %% a crossing of breaking off, %.1f are expected back. Finishing pays for "
			"the other side at every step if later deals are worth at least %.4g to it.",
			100 * number(p->answer, "break_off"), number(p->answer, "expected_home"),
			number(p->answer, "future_value")));
}

static void broken_rules(page *p, const hw_json *broken)
{
	for (size_t i = 0; i < hw_json_count(broken); i++)
		cli_paragraph(p->out, 2,
			      hw_text_format(p->arena, "BROKEN RULE: %.*s",
					     HW_TEXT_ARG(hw_json_as_text(hw_json_at(broken, i)))));
}

static void package(page *p)
{
	const hw_json *home = hw_json_get(p->answer, "home"), *broken = hw_json_get(p->answer, "broken");

	heading(p, "The package");
	if (!hw_json_as_bool(hw_json_get(p->answer, "evaluated"))) {
		broken_rules(p, broken);
		cli_paragraph(p->out, 2, HW_TEXT("It is not valued: no probability, no crossings."));
		return;
	}
	cli_paragraph(p->out, 2,
		      hw_text_format(p->arena, "%lld given, %lld returned: %.*s.", (long long)whole(p->answer, "given"),
				     (long long)whole(p->answer, "returned"),
				     HW_TEXT_ARG(package_words(p, p->answer))));
	parties(p);
	cli_paragraph(
		p->out, 2,
		hw_text_format(p->arena,
			       "Home: %.1f expected; with 95 %% certainty at least %lld, or %lld when deliveries fail "
			       "together.",
			       number(home, "mean"), (long long)whole(home, "sure95"),
			       (long long)whole(home, "sure95_shock")));
	broken_rules(p, broken);
	extras(p, p->answer);
	tranches(p);
}

/* Beside what rewards a formation that acquires captives. */
static void state_alone(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "state_alone");

	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);
		bool some = hw_json_kind_of(hw_json_get(item, "returned")) == HW_JSON_NUMBER;

		if (i == 0)
			heading(p, "The Power alone, at the same number given");
		cli_paragraph(
			p->out, 2,
			hw_text_format(p->arena,
				       "The Power alone, for at most %lld given and accepted with at least %.*s: %.*s.",
				       (long long)whole(item, "max_given"),
				       HW_TEXT_ARG(percent(p, number(item, "acceptance"))),
				       HW_TEXT_ARG(some ? hw_text_format(p->arena, "%lld returned",
									 (long long)whole(item, "returned"))
							: HW_TEXT("none"))));
	}
}

/* ---- lists ---- */
static void labels(page *p)
{
	const hw_json *list = hw_json_get(p->answer, "labels");

	if (hw_json_kind_of(list) != HW_JSON_OBJECT || !hw_json_first(list))
		return;
	heading(p, bureau_word(p->lang, "What the classes are called"));
	for (void *m = hw_json_first(list); m; m = hw_json_next(list, m))
		hw_buffer_addf(p->out, "  %s = %.*s\n", hw_json_member_key(m),
			       HW_TEXT_ARG(hw_json_as_text(hw_json_member_value(m))));
}

static void list_table(page *p, const char *key, const char *title, const char *words)
{
	const hw_json *list = hw_json_get(p->answer, key);
	cli_table t = {.arena = p->arena, .columns = 3, .indent = 2, .right = 0x1};

	if (hw_json_count(list) == 0)
		return;
	heading(p, title);
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);
		hw_text side = hw_json_as_text(hw_json_get(item, "side"));
		hw_text *row = row_of(p, &t);

		if (!row)
			return;
		row[0] = count_text(p, item, "count");
		row[1] = hw_text_format(p->arena, "%s%.*s", hw_text_is(side, "ours") ? "of ours, " : "",
					HW_TEXT_ARG(hw_json_as_text(hw_json_get(item, "class"))));
		row[2] = hw_text_format(
			p->arena, "%s%.*s%s", hw_text_is(hw_text_of(words), "ground") && !side.length ? "ground: " : "",
			HW_TEXT_ARG(hw_json_as_text(hw_json_get(item, words))),
			hw_json_as_bool(hw_json_get(item, "provisional")) ? "; provisional, pending interview" : "");
	}
	cli_table_write(&t, p->out);
}

hw_status cli_plan_text(hw_arena *arena, const hw_json *answer, const char *lang, hw_buffer *out, hw_error *error)
{
	page p = {.arena = arena, .out = out, .lang = lang, .answer = answer};
	const hw_json *notes = hw_json_get(answer, "notes");

	if (hw_json_get(answer, "frontier"))
		frontier(&p);
	else
		package(&p);
	state_alone(&p);
	cli_plan_why_text(arena, answer, out);
	list_table(&p, "unconditional", "Outside every package, without any condition", "ground");
	list_table(&p, "persuasion", "Nobody asked for them: offered besides every package, never instead", "ground");
	list_table(&p, "excluded", "Not in the plan", "rule");
	labels(&p);
	if (hw_json_count(notes))
		heading(&p, "Notes");
	for (size_t i = 0; i < hw_json_count(notes); i++)
		cli_paragraph(out, 2, hw_json_as_text(hw_json_at(notes, i)));
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
				hw_buffer_adds(out, hw_number_write(number(home, home_keys[k]), text));
			hw_buffer_adds(out, k + 1 < HW_COUNT(home_keys) ? "," : "\n");
		}
	}
	return HW_OK;
}
