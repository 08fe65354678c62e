/* plan_package_text.c - one package as a page: who accepts it, who comes home, in which crossings. */
#include "cli/plan_page_int.h"

#include <math.h>
#include <string.h>

static void parties(plan_page *p)
{
	const hw_json *probabilities = hw_json_get(p->answer, "parties"), *surplus = hw_json_get(p->answer, "surplus");
	cli_table t = {.arena = p->arena, .columns = 3, .indent = 2, .right = 0x4};
	hw_text *row = plan_row(p, &t);

	if (!row)
		return;
	row[0] = plan_word(p, "party");
	row[1] = plan_word(p, "accepts");
	row[2] = plan_word(p, "surplus");
	for (void *m = hw_json_first(probabilities); m; m = hw_json_next(probabilities, m)) {
		row = plan_row(p, &t);
		if (!row)
			return;
		row[0] = hw_text_of(hw_json_member_key(m));
		row[1] = bureau_likelihood(p->arena, p->lang, hw_json_as_number(hw_json_member_value(m)));
		row[2] = hw_text_format(p->arena, "%.4g", plan_number(surplus, hw_json_member_key(m)));
	}
	row = plan_row(p, &t);
	if (row) {
		row[0] = plan_word(p, "all");
		row[1] = plan_accepted_words(p, p->answer);
	}
	cli_table_write(&t, p->out);
}

static void tranches(plan_page *p)
{
	const hw_json *list = hw_json_get(p->answer, "tranches");
	cli_table t = {.arena = p->arena, .columns = 4, .indent = 2, .right = 0xf};
	hw_text *row;

	if (hw_json_kind_of(list) != HW_JSON_ARRAY)
		return;
	plan_heading(p, "Crossings");
	if (!hw_json_as_bool(hw_json_get(p->answer, "possible"))) {
		cli_paragraph(p->out, 2,
			      BUREAU_SENTENCE(p->arena, p->lang,
					      "No schedule keeps to this exposure; the least that has one is %1.",
					      plan_figure(p, plan_number(p->answer, "least_exposure"))));
		return;
	}
	row = plan_row(p, &t);
	if (!row)
		return;
	row[0] = plan_word(p, "crossing");
	row[1] = plan_word(p, "given");
	row[2] = plan_word(p, "returned");
	row[3] = plan_word(p, "exposure");
	for (size_t i = 0; i < hw_json_count(list); i++) {
		const hw_json *item = hw_json_at(list, i);

		row = plan_row(p, &t);
		if (!row)
			return;
		row[0] = hw_text_format(p->arena, "%zu", i + 1);
		row[1] = plan_count_text(p, item, "given");
		row[2] = plan_count_text(p, item, "returned");
		row[3] = hw_text_format(p->arena, "%.4g", plan_number(item, "exposure"));
	}
	cli_table_write(&t, p->out);
	cli_paragraph(p->out, 2,
		      BUREAU_SENTENCE(p->arena, p->lang,
				      "With a risk of %1 a crossing of breaking off, %2 are expected back. Finishing "
				      "pays for the other "
				      "side at every step if later deals are worth at least %3 to it.",
				      plan_percent(p, plan_number(p->answer, "break_off")),
				      plan_tenth(p, plan_number(p->answer, "expected_home")),
				      plan_figure(p, plan_number(p->answer, "future_value"))));
}

static void broken_rules(plan_page *p, const hw_json *broken)
{
	for (size_t i = 0; i < hw_json_count(broken); i++)
		cli_paragraph(p->out, 2,
			      hw_text_format(p->arena, "%s: %.*s", plan_say(p, "BROKEN RULE"),
					     HW_TEXT_ARG(plan_retold(p, hw_json_as_text(hw_json_at(broken, i))))));
}

void plan_package_page(plan_page *p)
{
	const hw_json *home = hw_json_get(p->answer, "home"), *broken = hw_json_get(p->answer, "broken");

	plan_heading(p, "The package");
	if (!hw_json_as_bool(hw_json_get(p->answer, "evaluated"))) {
		broken_rules(p, broken);
		cli_paragraph(p->out, 2, plan_word(p, "It is not valued: no probability, no crossings."));
		return;
	}
	cli_paragraph(p->out, 2,
		      BUREAU_SENTENCE(p->arena, p->lang, "%1 given, %2 returned: %3.",
				      plan_count_text(p, p->answer, "given"), plan_count_text(p, p->answer, "returned"),
				      plan_package_words(p, p->answer)));
	parties(p);
	cli_paragraph(
		p->out, 2,
		BUREAU_SENTENCE(
			p->arena, p->lang,
			"Home: %1 expected; with 95 % certainty at least %2, or %3 when deliveries fail together.",
			plan_tenth(p, plan_number(home, "mean")), plan_count_text(p, home, "sure95"),
			plan_count_text(p, home, "sure95_shock")));
	broken_rules(p, broken);
	plan_extras(p, p->answer);
	plan_terms_page(p, p->answer);
	tranches(p);
}
