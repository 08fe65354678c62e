/* Any bytes as a file of rules: refused with a place and a remedy, or every rule can be evaluated
 * over facts of every type, told in words, and written out. */
#include <stdlib.h>
#include <string.h>

#include "law/law.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

static law_value some_value(const law_term *term, uint32_t seed)
{
	hw_date date = {(int32_t)(seed % 40) + 19000, (int32_t)(seed % 40) + 19000 + (int32_t)(seed % 3) * 15, HW_DAYS,
			false, true};
	law_value words = {.type = LAW_WORD};

	switch (term->type) {
	case LAW_BOOL:
		return law_value_bool(seed & 1);
	case LAW_NUMBER:
		return law_value_between(seed % 7, seed % 7 + seed % 3);
	case LAW_DATE:
		return law_value_date(date);
	case LAW_WORD:
		words.as.words = (uint64_t)1 << seed % term->list->count;
		return words;
	case LAW_TEXT:
		break;
	}
	return law_value_text(term->name);
}

static void check_kind(const law_rules *rules, uint32_t kind, uint32_t seed)
{
	law_fact facts[256];
	law_subject subject = {.kind = kind};
	law_report report;
	hw_error error = {0};
	hw_buffer told = {0};

	for (uint32_t i = 0; i < law_term_count(rules) && subject.fact_count < HW_COUNT(facts); i++)
		if (law_term_at(rules, i)->kind == kind && (seed + i) % 5)
			facts[subject.fact_count++] =
				(law_fact){.term = i, .value = some_value(law_term_at(rules, i), seed + i * 7)};
	law_request request = {.subjects = &subject,
			       .subject_count = 1,
			       .facts = facts,
			       .fact_count = subject.fact_count,
			       .as_of = 19100,
			       .keep = LAW_KEEP_ALL,
			       .threads = 1};
	need(law_check(rules, &request, &report, NULL, &error) == HW_OK);
	for (size_t i = 0; i < report.count; i++) {
		const law_result *r = &report.results[i];
		need(r->clock.over_least <= r->clock.over_most && r->outcome < LAW_OUTCOMES);
		need(r->outcome != LAW_NO_INDICATION || r->condition != LAW_TRUE || r->rebutted_by >= 0);
		need(law_explain(rules, &request, r, NULL, (law_language)(seed & 1), &told, &error) == HW_OK);
	}
	need(hw_utf8_check(hw_buffer_text(&told), &error) == HW_OK);
	hw_buffer_free(&told);
	law_report_free(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	law_source file = {"input", {(const char *)data, size}};
	law_rules *rules = NULL;
	hw_error error = {0};
	hw_buffer page = {0};
	hw_status status = law_rules_parse(&file, 1, &rules, &error);

	if (status != HW_OK) {
		need(!rules && error.why[0] && (error.where[0] || status != HW_BAD_INPUT));
		need(hw_utf8_check(hw_text_of(error.why), NULL) == HW_OK);
		return 0;
	}
	for (uint32_t kind = 0; kind < law_kind_count(rules); kind++)
		for (uint32_t seed = 0; seed < 4; seed++)
			check_kind(rules, kind, seed);
	need(law_document(rules, LAW_UK, &page, &error) == HW_OK);
	hw_buffer_free(&page);
	law_rules_free(rules);
	return 0;
}
