/* law_check.h - what the tests of law share: a small vocabulary, and rules made on the spot. */
#ifndef HW_LAW_CHECK_H
#define HW_LAW_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "law/law.h"

/* Lines 1 to 27 of every file made by rules_with(). */
static const char vocabulary[] = "convention x\n"
				 "\ttitle en: The convention\n"
				 "\ttitle uk: Конвенція\n"
				 "\tshort en: X\n"
				 "\tshort uk: Х\n"
				 "words colour\n"
				 "\tred: red | червоний\n"
				 "\tgreen: green | зелений\n"
				 "\tdark_blue: dark blue | синій\n"
				 "settings\n"
				 "\twait: 10 | days to wait | дні очікування\n"
				 "facts thing\n"
				 "\ta: bool | a | а\n"
				 "\tb: bool | b | б\n"
				 "\tc: bool | c | в\n"
				 "\td: bool | d | г\n"
				 "\tn: number | n | н\n"
				 "\tm: number | m | м\n"
				 "\ts: date | s | с\n"
				 "\tt: date | t | т\n"
				 "\tw: colour | w | к\n"
				 "\tv: colour | v | л\n"
				 "\tx: text | x | х\n"
				 "\ty: text | y | у\n"
				 "facts other\n"
				 "\tz: bool | z | з\n"
				 "\n";
enum { A, B, C, D, N, M, S, T, W, V, X, Y, Z }; /* the terms */

#define RULE_HEAD                        \
	"\tarticle: 1\n"                 \
	"\ttitle en: Title\n"            \
	"\ttitle uk: Назва\n"       \
	"\tduty en: Duty\n"              \
	"\tduty uk: Обов'язок\n" \
	"\tbinds: power\n"               \
	"\tsubject: thing\n"             \
	"\tdecides: machine\n"           \
	"\tseverity: 2\n"                \
	"\tverified: yes\n"              \
	"\tsource: https://example.org\n"
#define REBUTTAL "\trebut wrong en: It is wrong.\n\trebut wrong uk: Це не так.\n"

static inline hw_status parse_text(const char *text, law_rules **rules, hw_error *error)
{
	law_source file = {"x.rules", hw_text_of(text)};

	return law_rules_parse(&file, 1, rules, error);
}

/* The vocabulary and these lines; the test fails when they are refused. */
static inline law_rules *rules_with(const char *lines)
{
	hw_buffer text = {0};
	hw_error error = {0};
	law_rules *rules = NULL;
	char line[1024];

	hw_buffer_adds(&text, vocabulary);
	hw_buffer_adds(&text, lines);
	if (parse_text(text.bytes, &rules, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof line));
	hw_buffer_free(&text);
	return rules;
}

/* One rule with this condition and further fields. */
static inline law_rules *rule_when(const char *when, const char *fields)
{
	char text[4096];

	snprintf(text, sizeof text, "rule x-1\n" RULE_HEAD REBUTTAL "\twhen: %s\n%s", when, fields);
	return rules_with(text);
}

static inline law_fact fact_of(uint32_t term, law_value value)
{
	return (law_fact){.term = term, .claim = 100 + term, .value = value};
}

static inline law_value truth_value(law_truth truth)
{
	law_value value = {.type = LAW_BOOL};

	value.as.truth = truth;
	return value;
}

static inline law_value words_value(uint64_t words)
{
	law_value value = {.type = LAW_WORD};

	value.as.words = words;
	return value;
}

static inline law_value days_value(int32_t first, int32_t last)
{
	return law_value_date((hw_date){first, last, first == last ? HW_DAY : HW_DAYS, false, true});
}

/* Every result of one subject with these facts; free the report. */
static inline law_report check_one(const law_rules *rules, const law_fact *facts, size_t count, int32_t as_of)
{
	law_subject subject = {.kind = 0, .fact_count = (uint32_t)count};
	law_request request = {.subjects = &subject,
			       .subject_count = 1,
			       .facts = facts,
			       .fact_count = count,
			       .as_of = as_of,
			       .keep = LAW_KEEP_ALL,
			       .threads = 1};
	law_report report = {0};
	hw_error error = {0};

	if (law_check(rules, &request, &report, NULL, &error) != HW_OK)
		fail_msg("%s: %s", error.where, error.why);
	return report;
}

static inline law_truth truth_of(const law_rules *rules, const law_fact *facts, size_t count, int32_t as_of)
{
	law_report report = check_one(rules, facts, count, as_of);
	law_truth truth = report.results[0].condition;

	law_report_free(&report);
	return truth;
}

#endif
