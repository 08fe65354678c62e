/* What the rules answered, told: one row a rule and outcome, with facts, sources, what would rebut it, the holder's
 * justification with the reply in law, and how many people it touches. */
#include "bureau/check_int.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { TEXTS_MOST = 6, SOURCES_MOST = 64, JUSTIFICATIONS_MOST = 64 };

typedef struct justification {
	hw_text id, words, article;
} justification;

static hw_status out_of_memory(checking *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the results");
}

/* ---- facts in words ------------------------------------------------------------------- */
static hw_text value_words(checking *g, const law_term *term, const law_value *value)
{
	char date[24], number[32];

	switch (value->type) {
	case LAW_BOOL:
		return hw_text_of(bureau_word(g->run->lang, value->as.truth == LAW_TRUE    ? "yes"
							    : value->as.truth == LAW_FALSE ? "no"
											   : "unclear"));
	case LAW_NUMBER:
		return hw_text_copy(g->arena, hw_text_of(hw_number_write(value->as.number.low, number)));
	case LAW_DATE:
		return hw_text_copy(g->arena, hw_text_of(hw_date_write(value->as.date, date)));
	case LAW_WORD:
		for (size_t i = 0; term->list && i < term->list->count; i++)
			if (value->as.words & (UINT64_C(1) << i))
				return term->list->labels[g->language][i];
		break;
	case LAW_TEXT:
		return value->as.text;
	}
	return HW_TEXT("unclear");
}

/* Facts of a person's health, will or court: counted, never told with his name (his own sheet tells them to whoever
 * has the right). */
bool bureau_check_personal(const law_term *term)
{
	static const char *const names[] = {
		"gravely_ill",
		"health_reported",
		"health_report_on",
		"medical_inspected",
		"medical_inspected_on",
		"weight_loss_percent",
		"treatment_refused",
		"medical_category",
		"eligible_since",
		"fit_to_travel",
		"refuses_return",
		"accident_victim",
		"seriously_injured",
		"injured_on",
		"injury_cause",
		"death_cause",
		"serious_charge",
		"charged",
		"charge_participation_only",
		"confession_only",
		"confession_coerced",
		"court",
		"arrested_on",
		"tried",
		"tried_on",
		"convicted",
		"death_sentence",
		"commission_decided_on",
	};

	for (size_t i = 0; i < HW_COUNT(names); i++)
		if (hw_text_is(term->name, names[i]))
			return true;
	return false;
}

/* "a notice was received (no: our register holds none)": the ground of a no, and the meaning without it. */
static hw_text ground_of_no(hw_text whole, hw_text *meaning)
{
	static const char *const marks[] = {" (no: ", " (\xd0\xbd\xd1\x96: "};

	*meaning = whole;
	for (size_t i = 0; i < HW_COUNT(marks); i++) {
		size_t length = strlen(marks[i]);
		const char *at = memmem(whole.bytes, whole.length, marks[i], length);

		if (!at || whole.bytes[whole.length - 1] != ')')
			continue;
		*meaning = (hw_text){whole.bytes, (size_t)(at - whole.bytes)};
		return (hw_text){at + length, whole.length - meaning->length - length - 1};
	}
	return (hw_text){0};
}

hw_text bureau_check_fact(checking *g, const law_fact *fact)
{
	const law_term *term = law_term_at(g->rules, fact->term);
	hw_text meaning;

	if (bureau_check_personal(term))
		return hw_text_format(g->arena, "%.*s: %s", HW_TEXT_ARG(term->meaning[g->language]),
				      bureau_word(g->run->lang, "on file"));
	hw_text no = ground_of_no(term->meaning[g->language], &meaning);
	if (no.length && fact->value.type == LAW_BOOL && fact->value.as.truth == LAW_FALSE)
		return hw_text_format(g->arena, "%.*s: %.*s (%.*s)", HW_TEXT_ARG(meaning),
				      HW_TEXT_ARG(value_words(g, term, &fact->value)), HW_TEXT_ARG(no));
	return hw_text_format(g->arena, "%.*s: %.*s", HW_TEXT_ARG(meaning),
			      HW_TEXT_ARG(value_words(g, term, &fact->value)));
}

/* A value that was written down: a word of the term, or yes, no, on file; dates and numbers are the same in each language. */
static hw_text value_retold(const law_term *term, const char *lang, law_language language, hw_text value)
{
	static const char *const words[] = {"yes", "no", "unclear", "on file"};

	for (size_t i = 0; term->list && i < term->list->count; i++)
		if (hw_text_equal(value, term->list->labels[LAW_EN][i]))
			return term->list->labels[language][i];
	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(value, words[i]))
			return hw_text_of(bureau_word(lang, words[i]));
	return value;
}

hw_text bureau_fact_retold(bureau *b, hw_arena *arena, const char *lang, hw_text name, hw_text said)
{
	law_language language = !strcmp(lang, "uk") ? LAW_UK : LAW_EN;
	hw_error ignored;

	if (language == LAW_EN || (!b->rules && law_rules_new(&b->rules, &ignored) != HW_OK))
		return said;
	for (size_t i = 0; i < law_term_count(b->rules); i++) {
		const law_term *term = law_term_at(b->rules, i);
		hw_text english, told, value, no = ground_of_no(term->meaning[LAW_EN], &english),
					      told_no = ground_of_no(term->meaning[language], &told);

		if (!hw_text_equal(term->name, name) || said.length <= english.length + 2 ||
		    memcmp(said.bytes, english.bytes, english.length) != 0 || said.bytes[english.length] != ':')
			continue;
		value = (hw_text){said.bytes + english.length + 2, said.length - english.length - 2};
		if (no.length && told_no.length && value.length == no.length + 5 && !memcmp(value.bytes, "no (", 4))
			return hw_text_format(arena, "%.*s: %s (%.*s)", HW_TEXT_ARG(told), bureau_word(lang, "no"),
					      HW_TEXT_ARG(told_no));
		return hw_text_format(arena, "%.*s: %.*s", HW_TEXT_ARG(told),
				      HW_TEXT_ARG(value_retold(term, lang, language, value)));
	}
	return said;
}

static void add_once(bureau_texts *texts, size_t most, hw_text t)
{
	if (!t.length || texts->count == most)
		return;
	for (size_t i = 0; i < texts->count; i++)
		if (hw_text_equal(texts->items[i], t))
			return;
	texts->items[texts->count++] = t;
}

hw_text bureau_check_clock(checking *g, const law_clock *clock)
{
	char deadline[24];

	if (clock->state != LAW_CLOCK_OVER && clock->state != LAW_CLOCK_POSSIBLY_OVER)
		return HW_TEXT("");
	(void)hw_date_write(clock->deadline, deadline);
	if (g->language == LAW_UK)
		return clock->over_least == clock->over_most
			       ? hw_text_format(g->arena, "строк %s, прострочено днів: %d", deadline,
						(int)clock->over_least)
			       : hw_text_format(g->arena, "строк %s, прострочено днів: %d-%d", deadline,
						(int)clock->over_least, (int)clock->over_most);
	if (clock->over_least == clock->over_most)
		return hw_text_format(g->arena, "due %s, %d days over", deadline, (int)clock->over_least);
	return hw_text_format(g->arena, "due %s, %d to %d days over", deadline, (int)clock->over_least,
			      (int)clock->over_most);
}

/* ---- the holder's justification ------------------------------------------------------------ */
static hw_status load_justifications(checking *g, justification *items, size_t *count)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(g->bureau), as_of))};
	bool found;

	*count = 0;
	HW_TRY(store_query(bureau_store(g->bureau), "check_justifications", values, 1, &rows, g->error));
	while (*count < JUSTIFICATIONS_MOST) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		items[(*count)++] =
			(justification){store_copy_text(rows, 0, g->arena), store_copy_text(rows, 1, g->arena),
					store_copy_text(rows, 2, g->arena)};
	}
	return HW_OK;
}

static size_t digits_of(hw_text article)
{
	size_t n = 0;

	while (n < article.length && isdigit((unsigned char)article.bytes[n]))
		n++;
	return n;
}

/* "23" and "23(1)" speak of the same article. */
static bool same_article(hw_text a, hw_text b)
{
	size_t n = digits_of(a);

	return n && n == digits_of(b) && memcmp(a.bytes, b.bytes, n) == 0;
}

/* The ground of a reply ("military_ruse") as words inside what was said. */
static bool says_ground(hw_text words, hw_text ground)
{
	for (size_t i = 0; i + ground.length <= words.length; i++) {
		size_t k = 0;

		for (; k < ground.length; k++) {
			char c = (char)tolower((unsigned char)words.bytes[i + k]),
			     d = ground.bytes[k] == '_' ? ' ' : ground.bytes[k];

			if (c != d)
				break;
		}
		if (k == ground.length)
			return true;
	}
	return false;
}

/* A justification is told only where the law has an answer to it: elsewhere it would stand as if it were one. */
static void justify(checking *g, const justification *items, size_t count, const law_rule *rule, bureau_indication *n)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; same_article(rule->article, items[i].article) && k < rule->reply_count; k++) {
			if (!says_ground(items[i].words, rule->replies[k].ground))
				continue;
			n->justification = hw_text_format(g->arena, "\"%.*s\" [%.*s]", HW_TEXT_ARG(items[i].words),
							  HW_TEXT_ARG(items[i].id));
			n->reply = rule->replies[k].text[g->language];
			return;
		}
}

/* ---- how many people it touches ----------------------------------------------------------------- */
hw_status bureau_check_people_at(checking *g, const size_t *subjects, size_t count, bool *known, int64_t *least,
				 int64_t *most)
{
	const located *l = g->located;
	double *row = HW_NEW(g->arena, double, belief_states(l->engine)),
	       *p = HW_NEW(g->arena, double, l->person_count + 1), *pmf = HW_NEW(g->arena, double, l->person_count + 1);
	belief_run options = {.threads = g->run->threads, .seed = g->run->seed, .progress = g->run->progress};
	size_t lower, upper, likely = 0;

	*known = false;
	if (!row || !p || !pmf)
		return out_of_memory(g);
	for (size_t i = 0; i < count; i++) {
		size_t site = bureau_index_find(&l->site_index, g->subjects[subjects[i]].id);

		if (site != BUREAU_NOWHERE) {
			row[site] = 1;
			*known = true;
		}
	}
	if (!*known)
		return HW_OK;
	HW_TRY(belief_expect(l->engine, l->day, row, 1, &options, p, g->error));
	for (size_t i = 0; i < l->person_count; i++)
		if (p[i] > 1e-6)
			p[likely++] = fmin(1, p[i]);
	hw_poisson_binomial(p, likely, pmf);
	hw_pmf_interval(pmf, likely + 1, 0.95, &lower, &upper);
	*least = (int64_t)lower;
	*most = (int64_t)upper;
	return HW_OK;
}

/* People at the places of these results, as belief has it; at the persons themselves, their number. */
static hw_status count_affected(checking *g, const law_report *report, size_t from, size_t to, bureau_indication *n)
{
	size_t *subjects = HW_NEW(g->arena, size_t, to - from + 1), count = 0;
	bool known;

	n->affected_lower = n->affected_upper = -1;
	if (hw_text_is(n->subject_kind, "person")) {
		n->affected_lower = n->affected_upper = (int64_t)n->subjects;
		return HW_OK;
	}
	if (!hw_text_is(n->subject_kind, "place") || g->own)
		return HW_OK;
	if (!subjects)
		return out_of_memory(g);
	for (size_t i = from; i < to; i++)
		if (report->results[i].rule == report->results[from].rule &&
		    report->results[i].outcome == report->results[from].outcome)
			subjects[count++] = report->results[i].subject;
	return bureau_check_people_at(g, subjects, count, &known, &n->affected_lower, &n->affected_upper);
}

/* ---- one row ----------------------------------------------------------------------------------------- */
static hw_status begin_row(checking *g, const law_result *result, bureau_indication *n)
{
	const law_rule *rule = law_rule_at(g->rules, result->rule);
	const check_subject *subject = &g->subjects[result->subject];
	hw_text *items = HW_NEW(g->arena, hw_text, 2 * TEXTS_MOST + SOURCES_MOST);

	if (!items)
		return out_of_memory(g);
	*n = (bureau_indication){.rule = rule->id,
				 .title = rule->title[g->language],
				 .subject_kind = law_kind_at(g->rules, rule->kind),
				 .subject = subject->id,
				 .subject_label = subject->label,
				 .outcome = result->outcome == LAW_INDICATION ? "indication" : "flag",
				 .own = g->own,
				 .facts = {items, 0},
				 .rebut = {items + TEXTS_MOST, 0},
				 .sources = {items + 2 * TEXTS_MOST, 0},
				 .clock = bureau_check_clock(g, &result->clock),
				 .severity = (int)rule->severity};
	n->article = hw_text_format(g->arena, "%.*s %.*s", HW_TEXT_ARG(rule->convention->short_title[g->language]),
				    HW_TEXT_ARG(rule->article));
	for (size_t i = 0; i < rule->rebuttal_count; i++)
		add_once(&n->rebut, TEXTS_MOST, rule->rebuttals[i].text[g->language]);
	for (size_t i = 0; i < result->fact_count; i++) {
		const law_fact *fact = &g->request.facts[result->facts[i]];

		add_once(&n->facts, TEXTS_MOST, bureau_check_fact(g, fact));
		if (bureau_check_personal(law_term_at(g->rules, fact->term)))
			n->subject = n->subject_label = hw_text_of(bureau_word(g->run->lang, "not named"));
	}
	return HW_OK;
}

static void add_sources(checking *g, const law_result *result, bureau_indication *n)
{
	for (size_t i = 0; i < result->fact_count; i++) {
		const check_claim *claim = &g->claims[g->request.facts[result->facts[i]].claim];

		add_once(&n->sources, SOURCES_MOST,
			 claim->source.length ? claim->source : hw_text_of(bureau_word(g->run->lang, "our register")));
	}
}

static size_t find_row(const bureau_indications *r, const law_rule *rule, const char *outcome)
{
	for (size_t i = 0; i < r->count; i++)
		if (hw_text_equal(r->items[i].rule, rule->id) && !strcmp(r->items[i].outcome, outcome))
			return i;
	return r->count;
}

/* Gravest first, then by the order of the conventions: the sort is stable. */
static void sort_rows(bureau_indications *r)
{
	for (size_t i = 1; i < r->count; i++) {
		bureau_indication row = r->items[i];
		bool indication = !strcmp(row.outcome, "indication");
		size_t at = i;

		for (; at > 0; at--) {
			bool before = !strcmp(r->items[at - 1].outcome, "indication");

			if (before != indication ? before : r->items[at - 1].severity >= row.severity)
				break;
			r->items[at] = r->items[at - 1];
		}
		r->items[at] = row;
	}
}

hw_status bureau_check_tell(checking *g, const law_report *report, bureau_indications *result)
{
	justification justifications[JUSTIFICATIONS_MOST];
	bureau_indications r = {.items = HW_NEW(g->arena, bureau_indication, 2 * law_rule_count(g->rules) + 1)};
	size_t *first = HW_NEW(g->arena, size_t, 2 * law_rule_count(g->rules) + 1), count;

	if (!r.items || !first)
		return out_of_memory(g);
	HW_TRY(load_justifications(g, justifications, &count));
	for (size_t i = 0; i < report->count; i++) {
		const law_result *one = &report->results[i];
		size_t row = find_row(&r, law_rule_at(g->rules, one->rule),
				      one->outcome == LAW_INDICATION ? "indication" : "flag");

		if (row == r.count) {
			HW_TRY(begin_row(g, one, &r.items[r.count]));
			first[r.count++] = i;
		}
		r.items[row].subjects++;
		add_sources(g, one, &r.items[row]);
	}
	for (size_t i = 0; i < r.count; i++) {
		HW_TRY(count_affected(g, report, first[i], report->count, &r.items[i]));
		if (!g->own)
			justify(g, justifications, count, law_rule_at(g->rules, report->results[first[i]].rule),
				&r.items[i]);
	}
	sort_rows(&r);
	*result = r;
	return HW_OK;
}
