/* The rules that come with the program: every one against the cases of tests/data/law_cases.txt
 * (one test a rule), the rows of the law table, and what holds for all texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "law/law.h"

enum { FACTS_MOST = 32, LINES_MOST = 64 };

typedef struct case_line {
	hw_text word, name, facts; /* "rebut", "transit", "kind=transit" */
	unsigned line;
} case_line;

typedef struct rule_cases {
	size_t rule;
	size_t count;
	case_line lines[LINES_MOST];
} rule_cases;

static law_rules *rules;
static rule_cases *all;
static char *case_text, *row_text;
static int32_t as_of;

static char *read_data(const char *name)
{
	char path[1024];
	FILE *file;
	char *text;
	long length;

	snprintf(path, sizeof path, "%s/tests/data/%s", HOMEWARD_SOURCE_DIR, name);
	file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END) || (length = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
		return NULL;
	text = calloc(1, (size_t)length + 1);
	if (text && fread(text, 1, (size_t)length, file) != (size_t)length)
		text[0] = 0;
	fclose(file);
	return text;
}

static const char *say(hw_text t)
{
	static char kept[4][256];
	static unsigned next;
	char *out = kept[next++ % 4];

	snprintf(out, sizeof kept[0], "%.*s", HW_TEXT_ARG(t));
	return out;
}

/* ---- reading the cases ---- */
static bool read_line(hw_text line, unsigned number, size_t *rule)
{
	hw_text key, word;
	rule_cases *cases;

	if (hw_text_split(&line, ' ', &word) && hw_text_is(word, "as_of")) {
		hw_date date;
		if (hw_date_parse(line, &date, NULL) != HW_OK)
			return false;
		as_of = date.first;
		return true;
	}
	if (hw_text_is(word, "rule"))
		return law_rule_find(rules, say(line), rule);
	if (*rule == SIZE_MAX)
		return false;
	cases = &all[*rule];
	if (cases->count == LINES_MOST)
		return false;
	case_line *made = &cases->lines[cases->count++];
	*made = (case_line){.word = word, .facts = line, .line = number};
	if (hw_text_is(word, "rebut")) {
		if (!hw_text_split(&made->facts, ':', &key))
			return false;
		made->name = key;
	} else {
		made->word.length--; /* the colon */
	}
	return hw_text_is(made->word, "yes") || hw_text_is(made->word, "no") || hw_text_is(made->word, "unknown") ||
	       hw_text_is(made->word, "rebut");
}

static int read_cases(void)
{
	hw_text rest = hw_text_of(case_text), line;
	size_t rule = SIZE_MAX;
	unsigned number = 0;

	while (hw_text_split(&rest, '\n', &line)) {
		number++;
		line = hw_text_trim(line);
		if (!line.length || line.bytes[0] == '#')
			continue;
		if (!read_line(line, number, &rule)) {
			fprintf(stderr, "law_cases.txt:%u: cannot be read\n", number);
			return -1;
		}
	}
	return 0;
}

static int setup(void)
{
	hw_error error = {0};
	char line[1024];

	if (law_rules_new(&rules, &error) != HW_OK) {
		fprintf(stderr, "%s\n", hw_error_line(&error, line, sizeof line));
		return -1;
	}
	all = calloc(law_rule_count(rules), sizeof *all);
	case_text = read_data("law_cases.txt");
	row_text = read_data("law_rows.txt");
	if (!all || !case_text || !row_text)
		return -1;
	for (size_t i = 0; i < law_rule_count(rules); i++)
		all[i].rule = i;
	return read_cases();
}

static void tear_down(void)
{
	law_rules_free(rules);
	free(all);
	free(case_text);
	free(row_text);
}

/* ---- facts of a line ---- */
typedef struct facts {
	law_fact list[FACTS_MOST];
	size_t count;
} facts;

static void remove_fact(facts *f, uint32_t term)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->list[i].term == term)
			f->list[i--] = f->list[--f->count];
}

static law_value read_value(uint32_t term, hw_text text, unsigned line)
{
	law_value value = {0}, one;
	hw_text part;
	hw_error error = {0};
	char *dots = NULL;
	char copy[128];

	snprintf(copy, sizeof copy, "%.*s", HW_TEXT_ARG(text));
	if (law_term_at(rules, term)->type == LAW_NUMBER && (dots = strstr(copy, ".."))) {
		*dots = 0;
		return law_value_between(atof(copy), atof(dots + 2));
	}
	if (law_term_at(rules, term)->type != LAW_WORD) {
		if (law_value_read(rules, term, text, &value, &error) != HW_OK)
			fail_msg("law_cases.txt:%u: %s: %s", line, copy, error.why);
		return value;
	}
	while (hw_text_split(&text, '|', &part)) {
		if (law_value_read(rules, term, part, &one, &error) != HW_OK)
			fail_msg("law_cases.txt:%u: %s: %s", line, copy, error.why);
		value.type = LAW_WORD;
		value.as.words |= one.as.words;
	}
	return value;
}

static void apply(facts *f, const case_line *line, uint32_t kind)
{
	hw_text rest = line->facts, word, name;
	uint32_t term;

	while (hw_text_split(&rest, ' ', &word)) {
		if (!word.length)
			continue;
		bool away = word.bytes[0] == '-';
		if (away)
			name = (hw_text){word.bytes + 1, word.length - 1};
		else
			(void)hw_text_split(&word, '=', &name);
		if (!law_term_find(rules, kind, say(name), &term))
			fail_msg("law_cases.txt:%u: no fact %s", line->line, say(name));
		remove_fact(f, term);
		if (away)
			continue;
		assert_true(f->count < FACTS_MOST);
		f->list[f->count] = (law_fact){.term = term, .claim = (uint32_t)f->count + 100};
		f->list[f->count++].value = read_value(term, word, line->line);
	}
}

static const char *outcome_name(law_outcome outcome)
{
	return hw_text_of(law_outcome_words(outcome, LAW_EN).bytes).bytes;
}

/* ---- one rule ---- */
static void check_line(const rule_cases *cases, const case_line *line, const facts *f)
{
	const law_rule *rule = law_rule_at(rules, cases->rule);
	law_subject subject = {.kind = rule->kind, .fact_count = (uint32_t)f->count};
	uint32_t number = (uint32_t)cases->rule;
	law_request request = {.subjects = &subject,
			       .subject_count = 1,
			       .facts = f->list,
			       .fact_count = f->count,
			       .as_of = as_of,
			       .keep = LAW_KEEP_ALL,
			       .rules = &number,
			       .rule_count = 1,
			       .threads = 1};
	law_report report = {0};
	hw_error error = {0};

	if (law_check(rules, &request, &report, NULL, &error) != HW_OK)
		fail_msg("law_cases.txt:%u: %s", line->line, error.why);
	assert_int_equal(report.count, 1);
	const law_result *r = &report.results[0];
	law_outcome wanted = rule->decides == LAW_MACHINE && rule->verified ? LAW_INDICATION : LAW_FLAG;
	if (hw_text_is(line->word, "unknown"))
		wanted = LAW_NOT_KNOWN;
	else if (!hw_text_is(line->word, "yes"))
		wanted = LAW_NO_INDICATION;
	if (r->outcome != wanted)
		fail_msg("law_cases.txt:%u: %s: %s", line->line, say(rule->id), outcome_name(r->outcome));
	if (hw_text_is(line->word, "rebut") &&
	    (r->rebutted_by < 0 || !hw_text_equal(rule->rebuttals[r->rebutted_by].name, line->name)))
		fail_msg("law_cases.txt:%u: not rebutted by %s", line->line, say(line->name));
	if (wanted >= LAW_FLAG)
		assert_true(r->fact_count > 0);
	if (wanted == LAW_NOT_KNOWN)
		assert_true(r->gap_count > 0);
	law_report_free(&report);
}

static void test_rule(void **state)
{
	const rule_cases *cases = *state;
	uint32_t kind = law_rule_at(rules, cases->rule)->kind;
	facts base = {0}, changed;
	bool have_base = false;

	for (size_t i = 0; i < cases->count; i++) {
		const case_line *line = &cases->lines[i];
		bool yes = hw_text_is(line->word, "yes");
		changed = yes ? (facts){0} : base;
		apply(&changed, line, kind);
		if (yes && !have_base) {
			base = changed;
			have_base = true;
		}
		assert_true(have_base);
		check_line(cases, line, &changed);
	}
}

static size_t count_lines(const rule_cases *cases, const char *word, hw_text name)
{
	size_t count = 0;

	for (size_t i = 0; i < cases->count; i++)
		count += hw_text_is(cases->lines[i].word, word) && hw_text_equal(cases->lines[i].name, name);
	return count;
}

static void test_every_rule_has_its_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < law_rule_count(rules); i++) {
		const law_rule *rule = law_rule_at(rules, i);
		if (rule->decides == LAW_BY_PERSON) {
			assert_int_equal(all[i].count, 0);
			continue;
		}
		if (!count_lines(&all[i], "yes", (hw_text){0}))
			fail_msg("%s has no positive case", say(rule->id));
		if (rule->decides == LAW_MACHINE &&
		    (!count_lines(&all[i], "no", (hw_text){0}) || !count_lines(&all[i], "unknown", (hw_text){0})))
			fail_msg("%s lacks a negative or an unknown case", say(rule->id));
		for (size_t r = 0; r < rule->rebuttal_count; r++)
			if (rule->rebuttals[r].when.length && !count_lines(&all[i], "rebut", rule->rebuttals[r].name))
				fail_msg("%s: no case for rebuttal %s", say(rule->id), say(rule->rebuttals[r].name));
	}
}

/* ---- the law table ---- */
static bool covers(const law_rule *rule, hw_text convention, long first, long last, law_decider decider)
{
	long article = strtol(say(rule->article), NULL, 10);

	return hw_text_equal(rule->convention->id, convention) && article >= first && article <= last &&
	       rule->decides == decider;
}

static void need_rule(hw_text row, hw_text convention, long first, long last, law_decider decider)
{
	for (size_t i = 0; i < law_rule_count(rules); i++)
		if (covers(law_rule_at(rules, i), convention, first, last, decider))
			return;
	fail_msg("no rule %s for row: %s", decider == LAW_MACHINE ? "by machine" : "by flag", say(row));
}

static void test_every_row_of_the_table_has_its_rule(void **state)
{
	hw_text rest = hw_text_of(row_text), row, convention, articles;
	size_t rows = 0;

	(void)state;
	while (hw_text_split(&rest, '\n', &row)) {
		hw_text mark = row;
		if (!row.length || row.bytes[0] == '#')
			continue;
		assert_true(hw_text_split(&mark, ' ', &convention));
		assert_true(hw_text_split(&mark, ' ', &articles));
		char *dash;
		long first = strtol(say(articles), &dash, 10);
		long last = *dash == '-' ? strtol(dash + 1, NULL, 10) : first;
		if (memchr(mark.bytes, 'M', mark.length))
			need_rule(row, convention, first, last, LAW_MACHINE);
		if (memchr(mark.bytes, 'F', mark.length))
			need_rule(row, convention, first, last, LAW_FLAGGED);
		rows++;
	}
	assert_int_equal(rows, 70);
}

/* ---- texts ---- */
static bool is_cyrillic(uint32_t c)
{
	return c >= 0x400 && c <= 0x4FF;
}

static void check_texts(hw_text id, hw_text english, hw_text ukrainian)
{
	size_t cyrillic = 0;
	uint32_t c;

	assert_true(english.length > 0);
	for (size_t at = 0; (c = hw_utf8_next(english, &at)) != 0;)
		if (is_cyrillic(c))
			fail_msg("%s: Cyrillic in English: %s", say(id), say(english));
	for (size_t at = 0; (c = hw_utf8_next(ukrainian, &at)) != 0;) {
		cyrillic += is_cyrillic(c);
		/* letters that Ukrainian does not have */
		if (c == 0x44B || c == 0x44D || c == 0x451 || c == 0x44A || c == 0x42B || c == 0x42D)
			fail_msg("%s: not Ukrainian: %s", say(id), say(ukrainian));
	}
	if (!cyrillic)
		fail_msg("%s: no Ukrainian: %s", say(id), say(ukrainian));
}

static void test_every_text_is_there_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < law_rule_count(rules); i++) {
		const law_rule *r = law_rule_at(rules, i);
		check_texts(r->id, r->title[LAW_EN], r->title[LAW_UK]);
		check_texts(r->id, r->duty[LAW_EN], r->duty[LAW_UK]);
		if (r->note[LAW_EN].length)
			check_texts(r->id, r->note[LAW_EN], r->note[LAW_UK]);
		for (size_t j = 0; j < r->rebuttal_count; j++)
			check_texts(r->id, r->rebuttals[j].text[LAW_EN], r->rebuttals[j].text[LAW_UK]);
		for (size_t j = 0; j < r->reply_count; j++)
			check_texts(r->id, r->replies[j].text[LAW_EN], r->replies[j].text[LAW_UK]);
	}
	for (size_t i = 0; i < law_term_count(rules); i++) {
		const law_term *t = law_term_at(rules, i);
		check_texts(t->name, t->meaning[LAW_EN], t->meaning[LAW_UK]);
		for (size_t j = 0; t->list && j < t->list->count; j++)
			check_texts(t->name, t->list->labels[LAW_EN][j], t->list->labels[LAW_UK][j]);
	}
	for (size_t i = 0; i < law_setting_count(rules); i++) {
		const law_setting *s = law_setting_at(rules, i);
		check_texts(s->name, s->meaning[LAW_EN], s->meaning[LAW_UK]);
	}
}

static void test_ids_are_unique_and_begin_with_the_convention(void **state)
{
	(void)state;
	for (size_t i = 0; i < law_rule_count(rules); i++) {
		const law_rule *r = law_rule_at(rules, i);
		size_t index;
		assert_true(law_rule_find(rules, say(r->id), &index));
		assert_int_equal(index, i);
		assert_true(hw_text_starts(r->id, say(r->convention->id)));
	}
	assert_true(law_rule_count(rules) > 100);
	for (size_t i = 0; i < 3; i++) /* the older law first */
		assert_true(hw_text_is(law_convention_at(rules, i)->id, (const char *[]){"gc3", "gc4", "ap1"}[i]));
	assert_true(hw_text_starts(law_rule_at(rules, 0)->id, "gc3"));
	assert_true(hw_text_starts(law_rule_at(rules, law_rule_count(rules) - 1)->id, "ap1"));
}

static void test_titles_speak_of_no_breach_and_sources_are_addresses(void **state)
{
	(void)state;
	for (size_t i = 0; i < law_rule_count(rules); i++) {
		const law_rule *r = law_rule_at(rules, i);
		bool about_grave_breaches = hw_text_is(r->id, "ap1-85-grave");
		if (!about_grave_breaches &&
		    (strstr(say(r->title[LAW_EN]), "breach") || strstr(say(r->title[LAW_UK]), "порушен")))
			fail_msg("%s: the wording is indication, never breach", say(r->id));
		assert_true(hw_text_starts(r->source, "http"));
	}
}

/* Nothing that a rule may read can tell a region, an origin or a name. */
static void test_no_fact_tells_region_origin_or_name(void **state)
{
	static const char *const never[] = {"region", "nation", "ethnic", "origin", "religion", "language",
					    "birth",  "family", "name",   "party",  "citizen"};

	(void)state;
	for (size_t i = 0; i < law_term_count(rules); i++) {
		const law_term *t = law_term_at(rules, i);
		assert_int_not_equal(t->type, LAW_TEXT);
		for (size_t j = 0; j < HW_COUNT(never); j++)
			if (strstr(say(t->name), never[j]) && !hw_text_is(t->name, "names_price"))
				fail_msg("the fact %s", say(t->name));
	}
}

static void test_every_fact_and_yardstick_is_used(void **state)
{
	hw_buffer page = {0};
	size_t count;

	(void)state;
	for (uint32_t i = 0; i < law_term_count(rules); i++) {
		assert_non_null(law_term_rules(rules, i, &count));
		if (!count)
			fail_msg("no rule reads %s", say(law_term_at(rules, i)->name));
	}
	assert_int_equal(law_document(rules, LAW_EN, &page, NULL), HW_OK);
	for (size_t i = 0; i < law_setting_count(rules); i++) {
		const char *name = say(law_setting_at(rules, i)->name);
		const char *first = strstr(page.bytes, name);
		if (!first || !strstr(first + 1, name)) /* in a rule, and in the list of yardsticks */
			fail_msg("no rule reads the yardstick %s", name);
	}
	hw_buffer_free(&page);
}

/* The rules that the design names, by what they must do. */
static void test_rules_with_a_special_part(void **state)
{
	size_t i;

	(void)state;
	assert_true(law_rule_find(rules, "gc3-117-scope", &i));
	assert_false(law_rule_at(rules, i)->exported);
	assert_int_equal(law_rule_at(rules, i)->decides, LAW_FLAGGED);
	assert_true(law_rule_find(rules, "gc3-23-1-threat", &i));
	assert_true(law_rule_at(rules, i)->threatened && law_rule_at(rules, i)->alerts &&
		    law_rule_at(rules, i)->protects);
	assert_true(law_rule_find(rules, "gc3-23-1-object", &i));
	const law_rule *object = law_rule_at(rules, i);
	assert_non_null(strstr(say(object->also), "rule 97"));
	const law_reply *reply = law_rule_reply(object, HW_TEXT("Military ruse"));
	assert_non_null(reply);
	assert_non_null(strstr(reply->text[LAW_EN].bytes, "AP I 37(2)"));
	assert_null(law_rule_reply(object, HW_TEXT("weather")));
	size_t rule_count = law_rule_count(rules), hidden = 0;
	for (i = 0; i < rule_count; i++)
		hidden += !law_rule_at(rules, i)->exported;
	assert_int_equal(hidden, 1);
}

static const struct CMUnitTest whole[] = {
	cmocka_unit_test(test_every_rule_has_its_cases),
	cmocka_unit_test(test_every_row_of_the_table_has_its_rule),
	cmocka_unit_test(test_every_text_is_there_in_both_languages),
	cmocka_unit_test(test_ids_are_unique_and_begin_with_the_convention),
	cmocka_unit_test(test_titles_speak_of_no_breach_and_sources_are_addresses),
	cmocka_unit_test(test_no_fact_tells_region_origin_or_name),
	cmocka_unit_test(test_every_fact_and_yardstick_is_used),
	cmocka_unit_test(test_rules_with_a_special_part),
};

int main(void)
{
	struct CMUnitTest *tests;
	char(*names)[96];
	size_t count = 0;
	int failed = 1;

	if (setup() != 0) {
		tear_down();
		return 1;
	}
	tests = calloc(law_rule_count(rules) + HW_COUNT(whole), sizeof *tests);
	names = calloc(law_rule_count(rules), sizeof *names);
	if (tests && names) {
		for (size_t i = 0; i < HW_COUNT(whole); i++)
			tests[count++] = whole[i];
		for (size_t i = 0; i < law_rule_count(rules); i++) {
			if (law_rule_at(rules, i)->decides == LAW_BY_PERSON)
				continue;
			snprintf(names[i], sizeof names[i], "rule_%s", say(law_rule_at(rules, i)->id));
			tests[count++] = (struct CMUnitTest){names[i], test_rule, NULL, NULL, &all[i]};
		}
		failed = _cmocka_run_group_tests("law_rules", tests, count, NULL, NULL);
	}
	free(tests);
	free(names);
	tear_down();
	return failed;
}
