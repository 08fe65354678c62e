/* What checking costs: reading the rules, and every rule over invented subjects with FACTS facts in all.
 * usage: law_bench [FACTS] [RULES] [EACH]      prints one JSON line a measurement
 * FACTS in all (1000000), RULES of persons to evaluate (60), facts EACH person has (10). */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "law/law.h"

static hw_error error;

static void need(hw_status status)
{
	char line[1024];

	if (status == HW_OK)
		return;
	fprintf(stderr, "law_bench: %s\n", hw_error_line(&error, line, sizeof line));
	exit(1);
}

static void *need_memory(void *block)
{
	if (!block)
		exit(1);
	return block;
}

static law_value draw_value(const law_term *term, hw_random *random)
{
	law_value words = {.type = LAW_WORD};
	int32_t day = hw_days_of(2022, 3, 1) + (int32_t)hw_random_below(random, 1200);

	switch (term->type) {
	case LAW_BOOL:
		return law_value_bool(hw_random_below(random, 2));
	case LAW_NUMBER:
		return law_value_number((double)hw_random_below(random, 60));
	case LAW_DATE:
		return law_value_date(
			(hw_date){day, day + (int32_t)hw_random_below(random, 2) * 20, HW_DAYS, false, true});
	case LAW_WORD:
		words.as.words = (uint64_t)1 << hw_random_below(random, term->list->count);
		return words;
	case LAW_TEXT:
		break;
	}
	return law_value_text(term->name);
}

/* `each` facts a person, among the terms that the chosen rules read. */
static size_t draw_facts(const law_rules *rules, const uint32_t *chosen, size_t chosen_count, law_fact *facts,
			 size_t fact_count, size_t each, law_subject *subjects, uint32_t kind)
{
	hw_random random = hw_random_new(1, 0);
	size_t subject = 0;

	for (size_t at = 0; at < fact_count; subject++) {
		subjects[subject] = (law_subject){.kind = kind, .first_fact = at};
		for (size_t i = 0; i < each && at < fact_count; i++) {
			const law_rule *rule = law_rule_at(rules, chosen[hw_random_below(&random, chosen_count)]);
			uint32_t term = rule->terms[hw_random_below(&random, rule->term_count)];
			facts[at++] = (law_fact){.term = term,
						 .claim = (uint32_t)at,
						 .value = draw_value(law_term_at(rules, term), &random)};
			subjects[subject].fact_count++;
		}
	}
	return subject;
}

static void measure(const law_rules *rules, law_request *request, const char *name)
{
	for (unsigned threads = 1; threads <= 2; threads++) {
		law_report report;
		uint64_t evaluated = 0;
		request->threads = threads;
		double start = hw_clock_seconds();
		need(law_check(rules, request, &report, NULL, &error));
		double seconds = hw_clock_seconds() - start;
		for (size_t i = 0; i < law_rule_count(rules) * LAW_OUTCOMES; i++)
			evaluated += report.counts[i];
		printf("{\"name\": \"%s\", \"facts\": %zu, \"subjects\": %zu, \"rules\": %zu, \"threads\": %u, "
		       "\"evaluated\": %llu, \"kept\": %zu, \"seconds\": %.3f}\n",
		       name, request->fact_count, request->subject_count, request->rule_count, threads,
		       (unsigned long long)evaluated, report.count, seconds);
		law_report_free(&report);
	}
}

/* One fact of one subject in `step` changes: again only what it touches, beside all anew in the same run. */
static void measure_again(const law_rules *rules, law_request *before, size_t step)
{
	hw_random random = hw_random_new(2, 0);
	law_fact *facts = need_memory(calloc(before->fact_count, sizeof *facts));
	law_change *changes = need_memory(calloc(before->subject_count / step + 1, sizeof *changes));
	law_request after = *before;
	law_report old, anew, again;
	size_t count = 0;

	memcpy(facts, before->facts, before->fact_count * sizeof *facts);
	for (size_t i = 0; i < before->subject_count; i += step) {
		law_fact *fact = &facts[before->subjects[i].first_fact];
		fact->value = draw_value(law_term_at(rules, fact->term), &random);
		changes[count++] = (law_change){(uint32_t)i, fact->term};
	}
	after.facts = facts;
	need(law_check(rules, before, &old, NULL, &error));
	double start = hw_clock_seconds();
	need(law_check(rules, &after, &anew, NULL, &error));
	double whole = hw_clock_seconds() - start;
	start = hw_clock_seconds();
	need(law_recheck(rules, before, &old, &after, changes, count, &again, NULL, &error));
	double part = hw_clock_seconds() - start;
	printf("{\"name\": \"facts changed\", \"changed\": %zu, \"seconds anew\": %.3f, \"seconds again\": %.3f, "
	       "\"same\": %s}\n",
	       count, whole, part, again.count == anew.count ? "true" : "false");
	law_report_free(&old);
	law_report_free(&anew);
	law_report_free(&again);
	free(facts);
	free(changes);
}

static void measure_reading(law_rules **rules)
{
	double start = hw_clock_seconds();

	need(law_rules_new(rules, &error));
	printf("{\"name\": \"read the rules\", \"rules\": %zu, \"facts\": %zu, \"seconds\": %.5f}\n",
	       law_rule_count(*rules), law_term_count(*rules), hw_clock_seconds() - start);
}

int main(int count, char **arguments)
{
	size_t fact_count = count > 1 ? strtoul(arguments[1], NULL, 10) : 1000000;
	size_t wanted = count > 2 ? strtoul(arguments[2], NULL, 10) : 60, chosen_count = 0;
	size_t each = count > 3 ? strtoul(arguments[3], NULL, 10) : 10;
	law_rules *rules = NULL;
	uint32_t kind = 0;
	struct rusage usage;

	measure_reading(&rules);
	if (!fact_count || !wanted || !each || !law_kind_find(rules, "person", &kind))
		return 2;
	uint32_t *chosen = need_memory(calloc(law_rule_count(rules), sizeof *chosen));
	for (uint32_t i = 0; i < law_rule_count(rules) && chosen_count < wanted; i++)
		if (law_rule_at(rules, i)->kind == kind && law_rule_at(rules, i)->decides != LAW_BY_PERSON)
			chosen[chosen_count++] = i;
	law_fact *facts = need_memory(calloc(fact_count, sizeof *facts));
	law_subject *subjects = need_memory(calloc(fact_count / each + 1, sizeof *subjects));
	size_t subject_count = draw_facts(rules, chosen, chosen_count, facts, fact_count, each, subjects, kind);
	law_request request = {.subjects = subjects,
			       .subject_count = subject_count,
			       .facts = facts,
			       .fact_count = fact_count,
			       .as_of = hw_days_of(2025, 6, 1),
			       .rules = chosen,
			       .rule_count = chosen_count};
	measure(rules, &request, "check, raised kept");
	request.threads = 1;
	measure_again(rules, &request, request.subject_count); /* a single fact */
	measure_again(rules, &request, 100);
	request.keep = LAW_KEEP_ALL;
	measure(rules, &request, "check, all kept");
	getrusage(RUSAGE_SELF, &usage);
	printf("{\"name\": \"peak memory\", \"kib\": %ld}\n", usage.ru_maxrss);
	law_rules_free(rules);
	free(chosen);
	free(facts);
	free(subjects);
	return 0;
}
