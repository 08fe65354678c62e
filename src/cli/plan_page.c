/* plan_page.c - what the pages of a plan share.  Read plan_page_int.h first. */
#include "cli/plan_page_int.h"

#include <math.h>
#include <string.h>

const char *plan_say(const plan_page *p, const char *english)
{
	return bureau_word(p->lang, english);
}

hw_text plan_word(const plan_page *p, const char *english)
{
	return hw_text_of(plan_say(p, english));
}

/* A sentence of the answer, which is in English, in the language of the page. */
hw_text plan_retold(const plan_page *p, hw_text sentence)
{
	return bureau_retell(p->arena, p->lang, sentence);
}

int64_t plan_whole(const hw_json *object, const char *key)
{
	return hw_json_as_integer(hw_json_get(object, key));
}

double plan_number(const hw_json *object, const char *key)
{
	return hw_json_as_number(hw_json_get(object, key));
}

hw_text plan_figure(plan_page *p, double x)
{
	return hw_text_format(p->arena, "%.4g", x);
}

hw_text plan_tenth(plan_page *p, double x)
{
	return hw_text_format(p->arena, "%.1f", x);
}

hw_text plan_percent(plan_page *p, double share)
{
	return hw_text_format(p->arena, "%.4g %%", 100 * share);
}

void plan_heading(plan_page *p, const char *english)
{
	hw_buffer_addf(p->out, "%s%s\n", p->out->length ? "\n" : "", plan_say(p, english));
}

hw_text *plan_row(plan_page *p, cli_table *t)
{
	hw_text *row = cli_table_row(t);

	if (!row)
		p->failed = true;
	return row;
}

/* "60 t1, 20 t2" */
static hw_text list_of(plan_page *p, const hw_json *classes)
{
	hw_text list = {"", 0};

	for (void *m = hw_json_first(classes); m; m = hw_json_next(classes, m))
		list = hw_text_format(p->arena, "%.*s%s%lld %s", HW_TEXT_ARG(list), list.length ? ", " : "",
				      (long long)hw_json_as_integer(hw_json_member_value(m)),
				      plan_retold(p, hw_text_of(hw_json_member_key(m))).bytes);
	return list.length ? list : plan_word(p, "nobody");
}

/* "a", "a and b", "a, b and c" */
hw_text plan_sentence_of(plan_page *p, const hw_json *texts)
{
	hw_text list = {"", 0};
	size_t count = hw_json_count(texts);

	for (size_t i = 0; i < count; i++)
		list = hw_text_format(p->arena, "%.*s%s%.*s", HW_TEXT_ARG(list),
				      i == 0           ? ""
				      : i + 1 == count ? plan_say(p, " and ")
						       : ", ",
				      HW_TEXT_ARG(plan_retold(p, hw_json_as_text(hw_json_at(texts, i)))));
	return list;
}

/* ---- package by package ---- */
static hw_text alone_words(plan_page *p, const hw_json *cell)
{
	const hw_json *alone = hw_json_get(cell, "alone");
	hw_text words = {"", 0};

	if (hw_json_count(hw_json_get(cell, "parties")) < 2)
		return words;
	for (void *m = hw_json_first(alone); m; m = hw_json_next(alone, m)) {
		const hw_json *value = hw_json_member_value(m);
		hw_text count = hw_json_kind_of(value) == HW_JSON_NULL
					? plan_word(p, "none")
					: hw_text_format(p->arena, "%lld", (long long)hw_json_as_integer(value));

		words = hw_text_format(p->arena, "%.*s%s%s %s %.*s", HW_TEXT_ARG(words), words.length ? ", " : "",
				       hw_json_member_key(m), plan_say(p, "alone"), HW_TEXT_ARG(count));
	}
	return hw_text_format(p->arena, " (%.*s)", HW_TEXT_ARG(words));
}

hw_text plan_package_words(plan_page *p, const hw_json *cell)
{
	const hw_json *compose = hw_json_get(cell, "compose"), *parties = hw_json_get(cell, "parties");
	hw_text with = {"", 0};

	for (void *m = hw_json_first(parties); m; m = hw_json_next(parties, m))
		with = hw_text_format(p->arena, "%.*s%s%s", HW_TEXT_ARG(with),
				      plan_say(p, with.length ? " and " : "with "), hw_json_member_key(m));
	return hw_text_format(p->arena, "%.*s: %.*s %s %.*s%.*s", HW_TEXT_ARG(with),
			      HW_TEXT_ARG(list_of(p, hw_json_get(compose, "given"))), plan_say(p, "for"),
			      HW_TEXT_ARG(list_of(p, hw_json_get(compose, "returned"))),
			      HW_TEXT_ARG(alone_words(p, cell)));
}

hw_text plan_count_text(plan_page *p, const hw_json *object, const char *key)
{
	return hw_text_format(p->arena, "%lld", (long long)plan_whole(object, key));
}

/* "uncertain (70 %) [46-94]" */
static hw_text banded(plan_page *p, double probability, const hw_json *band)
{
	return hw_text_format(
		p->arena, "%.*s [%.0f-%.0f]", HW_TEXT_ARG(bureau_likelihood(p->arena, p->lang, probability)),
		100 * hw_json_as_number(hw_json_at(band, 0)), 100 * hw_json_as_number(hw_json_at(band, 1)));
}

/* On rough weights the mean over what they may be, with its band; what is stated and what answers teach apart. */
hw_text plan_accepted_words(plan_page *p, const hw_json *cell)
{
	const hw_json *learned = hw_json_get(cell, "learned"), *band = hw_json_get(cell, "band");
	hw_text stated = hw_json_kind_of(band) == HW_JSON_ARRAY
				 ? banded(p, plan_number(cell, "predictive"), band)
				 : bureau_likelihood(p->arena, p->lang, plan_number(cell, "probability"));

	if (hw_json_kind_of(learned) != HW_JSON_OBJECT)
		return stated;
	return hw_text_format(
		p->arena, "%s %.*s; %s %.*s", plan_say(p, "stated"), HW_TEXT_ARG(stated), plan_say(p, "on its answers"),
		HW_TEXT_ARG(banded(p, plan_number(learned, "probability"), hw_json_get(learned, "band"))));
}

/* "a and b cannot hold together", or of one alone why it cannot be met. */
hw_text plan_clash_words(plan_page *p, const hw_json *object)
{
	const hw_json *clash = hw_json_get(object, "clash");
	hw_text why = hw_json_as_text(hw_json_get(object, "clash_why"));

	return hw_json_count(clash) != 1
		       ? BUREAU_SENTENCE(p->arena, p->lang, "%1 cannot hold together", plan_sentence_of(p, clash))
		       : BUREAU_SENTENCE(p->arena, p->lang, "%1 cannot be met: %2", plan_sentence_of(p, clash),
					 plan_retold(p, why));
}

/* What was asked besides: P(home >= n), the price of equal shares, custody moves, doubt. */
void plan_extras(plan_page *p, const hw_json *cell)
{
	const hw_json *home = hw_json_get(cell, "home"), *fair = hw_json_get(cell, "fairness"),
		      *moves = hw_json_get(cell, "custody_moves"), *band = hw_json_get(cell, "band");

	if (hw_json_kind_of(hw_json_get(home, "at_least")) == HW_JSON_NUMBER)
		cli_paragraph(
			p->out, 2,
			BUREAU_SENTENCE(p->arena, p->lang, "At least %1 home: %2; %3 when deliveries fail together.",
					plan_count_text(p, home, "at_least"),
					bureau_likelihood(p->arena, p->lang, plan_number(home, "probability")),
					bureau_likelihood(p->arena, p->lang, plan_number(home, "probability_shock"))));
	if (hw_json_kind_of(fair) == HW_JSON_OBJECT &&
	    fabs(plan_number(fair, "least_share") - plan_number(fair, "least_share_without")) < 5e-4)
		cli_paragraph(p->out, 2,
			      BUREAU_SENTENCE(p->arena, p->lang,
					      "Equal shares raise no share: the smallest of a group is %1 % with and "
					      "without them, the greatest %2 %.",
					      plan_tenth(p, 100 * plan_number(fair, "least_share")),
					      plan_tenth(p, 100 * plan_number(fair, "greatest_share"))));
	else if (hw_json_kind_of(fair) == HW_JSON_OBJECT)
		cli_paragraph(p->out, 2,
			      BUREAU_SENTENCE(p->arena, p->lang,
					      "Equal shares: the smallest share of a group is %1 % instead of %2 %, "
					      "the greatest %3 %; without them %4 instead of %5.",
					      plan_tenth(p, 100 * plan_number(fair, "least_share")),
					      plan_tenth(p, 100 * plan_number(fair, "least_share_without")),
					      plan_tenth(p, 100 * plan_number(fair, "greatest_share")),
					      plan_figure(p, plan_number(fair, "best_without")),
					      plan_figure(p, plan_number(cell, "returned"))));
	for (size_t i = 0; i < hw_json_count(moves); i++) {
		const hw_json *m = hw_json_at(moves, i);

		cli_paragraph(p->out, 2,
			      BUREAU_SENTENCE(p->arena, p->lang, "%1 come by a recorded custody move from %2 to %3.",
					      plan_count_text(p, m, "returned"),
					      hw_json_as_text(hw_json_get(m, "from")),
					      hw_json_as_text(hw_json_get(m, "to"))));
	}
	if (hw_json_kind_of(band) == HW_JSON_ARRAY)
		cli_paragraph(p->out, 2,
			      BUREAU_SENTENCE(p->arena, p->lang,
					      "Accepted with %1 on average over what the weights may be; 95 % of it "
					      "between %2 and %3.",
					      plan_percent(p, plan_number(cell, "predictive")),
					      plan_percent(p, hw_json_as_number(hw_json_at(band, 0))),
					      plan_percent(p, hw_json_as_number(hw_json_at(band, 1)))));
}
