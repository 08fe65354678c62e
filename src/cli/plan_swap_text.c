/* plan_swap_text.c - a package before and after a change as a page; what its numbers rest on. */
#include "cli/plan_page_int.h"

static hw_text signed_text(plan_page *p, double x, int digits)
{
	return hw_text_format(p->arena, "%+.*f", digits, x);
}

static void line(plan_page *p, cli_table *t, const char *what, hw_text before, hw_text after, hw_text change)
{
	hw_text *row = plan_row(p, t);

	if (!row)
		return;
	row[0] = plan_word(p, what);
	row[1] = before;
	row[2] = after;
	row[3] = change;
}

static void whole_line(plan_page *p, cli_table *t, const char *what, const hw_json *before, const hw_json *after,
		       const char *key, const hw_json *change, const char *change_key)
{
	line(p, t, what, plan_count_text(p, before, key), plan_count_text(p, after, key),
	     signed_text(p, plan_number(change, change_key), 0));
}

static void broken(plan_page *p, const char *when, const hw_json *package)
{
	const hw_json *list = hw_json_get(package, "broken");

	for (size_t i = 0; i < hw_json_count(list); i++)
		cli_paragraph(p->out, 2,
			      hw_text_format(p->arena, "%s, %s: %.*s", plan_say(p, when), plan_say(p, "BROKEN RULE"),
					     HW_TEXT_ARG(plan_retold(p, hw_json_as_text(hw_json_at(list, i))))));
}

static hw_text learned_text(plan_page *p, const hw_json *package)
{
	return bureau_likelihood(p->arena, p->lang, plan_number(hw_json_get(package, "learned"), "probability"));
}

/* Terms of one party: class, people, weight each, together. */
static void terms(plan_page *p, const hw_json *party, const char *heading)
{
	const hw_json *list = hw_json_get(party, "terms");
	cli_table t = {.arena = p->arena, .columns = 4, .indent = 2, .right = 0xe};
	hw_text *row;

	plan_heading(p, heading);
	row = plan_row(p, &t);
	if (!row)
		return;
	row[0] = hw_json_as_text(hw_json_get(party, "party"));
	row[1] = plan_word(p, "people");
	row[2] = plan_word(p, "weight");
	row[3] = plan_word(p, "together");
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);

		row = plan_row(p, &t);
		if (!row)
			return;
		row[0] = plan_retold(p, hw_json_as_text(hw_json_get(item, "class")));
		row[1] = plan_count_text(p, item, "people");
		row[2] = plan_figure(p, plan_number(item, "weight"));
		row[3] = signed_text(p, plan_number(item, "sum"), 1);
	}
	row = plan_row(p, &t);
	if (row) {
		row[0] = plan_word(p, "reservation");
		row[3] = signed_text(p, -plan_number(hw_json_get(party, "reservation"), "value"), 1);
	}
	row = plan_row(p, &t);
	if (row) {
		row[0] = plan_word(p, "surplus");
		row[3] = signed_text(p, plan_number(party, "surplus"), 1);
	}
	cli_table_write(&t, p->out);
}

void plan_terms_page(plan_page *p, const hw_json *package)
{
	const hw_json *rests = hw_json_get(package, "rests_on"), *parties = hw_json_get(rests, "parties");
	const hw_json *learned = hw_json_get(rests, "learned");

	for (size_t i = 0; i < hw_json_count(parties); i++)
		terms(p, hw_json_at(parties, i), "What its acceptance rests on");
	for (size_t i = 0; i < hw_json_count(hw_json_get(learned, "parties")); i++)
		terms(p, hw_json_at(hw_json_get(learned, "parties"), i), "The same on what its answers teach");
}

void plan_swap_page(plan_page *p)
{
	const hw_json *before = hw_json_get(p->answer, "before"), *after = hw_json_get(p->answer, "after");
	const hw_json *change = hw_json_get(p->answer, "change");
	cli_table t = {.arena = p->arena, .columns = 4, .indent = 2, .right = 0xe};

	plan_heading(p, "The package before and after the change");
	broken(p, "before", before);
	broken(p, "after", after);
	if (!change) {
		cli_paragraph(p->out, 2, plan_word(p, "It is not valued: no probability, no crossings."));
		return;
	}
	line(p, &t, "", plan_word(p, "before"), plan_word(p, "after"), plan_word(p, "change"));
	whole_line(p, &t, "given", before, after, "given", change, "given");
	whole_line(p, &t, "returned", before, after, "returned", change, "returned");
	line(p, &t, "accepted", bureau_likelihood(p->arena, p->lang, plan_number(before, "probability")),
	     bureau_likelihood(p->arena, p->lang, plan_number(after, "probability")),
	     signed_text(p, 100 * plan_number(change, "probability"), 1));
	if (hw_json_get(before, "learned") && hw_json_get(after, "learned"))
		line(p, &t, "on its answers", learned_text(p, before), learned_text(p, after), HW_TEXT(""));
	line(p, &t, "home", plan_tenth(p, plan_number(hw_json_get(before, "home"), "mean")),
	     plan_tenth(p, plan_number(hw_json_get(after, "home"), "mean")),
	     signed_text(p, plan_number(change, "home"), 1));
	whole_line(p, &t, "sure (95 %)", hw_json_get(before, "home"), hw_json_get(after, "home"), "sure95", change,
		   "sure95");
	whole_line(p, &t, "with shock", hw_json_get(before, "home"), hw_json_get(after, "home"), "sure95_shock", change,
		   "sure95_shock");
	line(p, &t, "least share of a group", plan_percent(p, plan_number(hw_json_get(before, "shares"), "least")),
	     plan_percent(p, plan_number(hw_json_get(after, "shares"), "least")),
	     signed_text(p, 100 * plan_number(change, "least_share"), 1));
	cli_table_write(&t, p->out);
	cli_paragraph(p->out, 2, plan_package_words(p, after));
	plan_terms_page(p, after);
}
