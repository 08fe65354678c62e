/* Checking: clocks against brute force, what a result tells, bad requests, threads, memory,
 * and the words. */
#include "law_check.h"

static const law_clock *clock_of(const law_report *report)
{
	return &report->results[0].clock;
}

/* ---- clocks ---- */
typedef struct clock_case { /* what is claimed; done: 0 no, 1 not known, 2 yes */
	int from_first, from_last, done, until_first, until_last;
	bool until_known;
} clock_case;

enum { TODAY = 10, LIMIT = 3 };

static size_t clock_facts(const clock_case *c, law_fact *facts)
{
	size_t count = 0;

	facts[count++] = fact_of(S, days_value(c->from_first, c->from_last));
	if (c->done != 1)
		facts[count++] = fact_of(A, law_value_bool(c->done == 2));
	if (c->until_known)
		facts[count++] = fact_of(T, days_value(c->until_first, c->until_last));
	return count;
}

/* Every world: a first day, whether the duty was done, and on which day up to today. */
static law_truth deadline_worlds(const clock_case *c)
{
	bool over = false, kept = false;
	int low = c->until_known ? c->until_first : -40, high = c->until_known ? c->until_last : TODAY;

	for (int from = c->from_first; from <= c->from_last; from++) {
		if (c->done != 2)
			*(TODAY > from + LIMIT ? &over : &kept) = true;
		for (int day = low; day <= high && c->done != 0; day++)
			*((day < TODAY ? day : TODAY) > from + LIMIT ? &over : &kept) = true;
	}
	return over && kept ? LAW_UNKNOWN : over ? LAW_TRUE : LAW_FALSE;
}

static law_truth waiting_worlds(const clock_case *c)
{
	bool early = false, fine = c->done != 2;
	int low = c->until_known ? c->until_first : -40, high = c->until_known ? c->until_last : TODAY;

	for (int from = c->from_first; from <= c->from_last; from++)
		for (int day = low; day <= high && c->done != 0; day++)
			*((day < TODAY ? day : TODAY) < from + LIMIT ? &early : &fine) = true;
	return early && fine ? LAW_UNKNOWN : early ? LAW_TRUE : LAW_FALSE;
}

static void check_clock(const law_rules *rules, const clock_case *c, law_truth wanted)
{
	law_fact facts[3];
	law_report report = check_one(rules, facts, clock_facts(c, facts), TODAY);
	const law_clock *clock = clock_of(&report);
	law_clock_state state = wanted == LAW_TRUE      ? LAW_CLOCK_OVER
				: wanted == LAW_UNKNOWN ? LAW_CLOCK_POSSIBLY_OVER
				: c->done == 2          ? LAW_CLOCK_KEPT
							: LAW_CLOCK_RUNNING;

	if (report.results[0].condition != wanted)
		fail_msg("from %d..%d, done %d, until %d..%d: %d, not %d", c->from_first, c->from_last, c->done,
			 c->until_known ? c->until_first : -1, c->until_last, (int)report.results[0].condition,
			 (int)wanted);
	assert_int_equal(clock->state, state);
	assert_int_equal(clock->since.first, c->from_first);
	assert_int_equal(clock->deadline.last, c->from_last + LIMIT);
	assert_true(clock->over_least <= clock->over_most);
	assert_int_equal(clock->over_least > 0, wanted == LAW_TRUE);
	if (wanted == LAW_FALSE)
		assert_int_equal(clock->over_most, 0);
	law_report_free(&report);
}

static void for_every_clock_case(const law_rules *rules, law_truth (*worlds)(const clock_case *))
{
	for (int first = 0; first <= 9; first++)
		for (int last = first; last <= 9; last += 3)
			for (int done = 0; done <= 2; done++)
				for (int until = 0; until <= 11; until++) {
					clock_case c = {first, last, done, until, until + first % 3, until < 11};
					check_clock(rules, &c, worlds(&c));
				}
}

static void test_deadlines_by_brute_force(void **state)
{
	law_rules *rules = rule_when("overdue", "\tclock from: s\n\tclock limit: 3 days\n\tclock until: t\n"
						"\tclock ended: a = yes\n");

	(void)state;
	for_every_clock_case(rules, deadline_worlds);
	law_rules_free(rules);
}

static void test_waiting_times_by_brute_force(void **state)
{
	law_rules *rules = rule_when("overdue", "\tclock from: s\n\tclock limit: 3 days\n\tclock until: t\n"
						"\tclock ended: a = yes\n\tclock counts: at least\n");

	(void)state;
	for_every_clock_case(rules, waiting_worlds);
	law_rules_free(rules);
}

static void test_months_and_years_end_on_the_same_day_of_the_month(void **state)
{
	static const struct {
		const char *limit, *from, *deadline;
	} table[] = {
		{"1 month", "2024-01-31", "2024-02-29"},
		{"1 month", "2023-01-31", "2023-02-28"},
		{"3 months", "2024-11-30", "2025-02-28"},
		{"6 months", "2024-08-31", "2025-02-28"},
		{"12 months", "2024-02-29", "2025-02-28"},
		{"1 year", "2024-02-29", "2025-02-28"},
		{"4 years", "2024-02-29", "2028-02-29"},
		{"2 weeks", "2024-02-20", "2024-03-05"},
		{"wait days", "2024-12-25", "2025-01-04"},
		{"0 days", "2024-12-25", "2024-12-25"},
		{"1 month", "2024-01", "2024-02-01/2024-02-29"},
		{"1 week", "2024-01-30/2024-02-02", "2024-02-06/2024-02-09"},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		char fields[128], text[24];
		hw_date from;
		snprintf(fields, sizeof fields, "\tclock from: s\n\tclock limit: %s\n", table[i].limit);
		law_rules *rules = rule_when("overdue", fields);
		assert_int_equal(hw_date_parse(hw_text_of(table[i].from), &from, NULL), HW_OK);
		law_fact fact = fact_of(S, law_value_date(from));
		law_report report = check_one(rules, &fact, 1, hw_days_of(2030, 1, 1));
		hw_date_write(clock_of(&report)->deadline, text);
		if (!strcmp(table[i].deadline, "2024-02-01/2024-02-29") && !strcmp(text, "2024-02"))
			snprintf(text, sizeof text, "2024-02-01/2024-02-29"); /* the same days */
		assert_string_equal(text, table[i].deadline);
		law_report_free(&report);
		law_rules_free(rules);
	}
}

/* The last day of the limit keeps it, the next day is one over. */
static void test_the_last_day_counts(void **state)
{
	law_rules *rules = rule_when("overdue", "\tclock from: s\n\tclock limit: 1 week\n");
	law_fact fact = fact_of(S, days_value(1, 1));
	law_report report = check_one(rules, &fact, 1, 8);

	(void)state;
	assert_int_equal(clock_of(&report)->state, LAW_CLOCK_RUNNING);
	assert_int_equal(report.results[0].outcome, LAW_NO_INDICATION);
	law_report_free(&report);
	report = check_one(rules, &fact, 1, 9);
	assert_int_equal(clock_of(&report)->state, LAW_CLOCK_OVER);
	assert_int_equal(clock_of(&report)->over_least, 1);
	assert_int_equal(clock_of(&report)->over_most, 1);
	assert_int_equal(report.results[0].outcome, LAW_INDICATION);
	law_report_free(&report);
	report = check_one(rules, NULL, 0, 9);
	assert_int_equal(clock_of(&report)->state, LAW_CLOCK_UNSTARTED);
	assert_false(clock_of(&report)->since.known);
	assert_int_equal(report.results[0].outcome, LAW_NOT_KNOWN);
	law_report_free(&report);
	law_rules_free(rules);
}

/* ---- what a result tells ---- */
static void check_facts(const law_result *r, const law_fact *facts, const uint32_t *terms, size_t count)
{
	assert_int_equal(r->fact_count, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(facts[r->facts[i]].term, terms[i]);
		assert_int_equal(facts[r->facts[i]].claim, 100 + terms[i]);
	}
}

static void test_a_result_names_the_facts_that_carry_it(void **state)
{
	static const struct {
		const char *when;
		uint32_t facts[4];
		size_t fact_count;
		uint32_t gaps[4];
		size_t gap_count;
	} table[] = {
		{"a = yes and n > 1", {A, N}, 2, {0}, 0},
		{"a = yes or b = yes", {A}, 1, {0}, 0},  /* b decides nothing */
		{"a = no or b = yes", {A}, 1, {B}, 1},   /* a does not settle it */
		{"a = yes and b = yes", {A}, 1, {B}, 1}, /* open: b is missing */
		{"a = no and b = yes", {A}, 1, {0}, 0},  /* one false part is enough */
		{"a = yes and (b = yes or c = no)", {A}, 1, {B, C}, 2},
		{"n > 1 and w in {red, green}", {N}, 1, {W}, 1},
		{"not (a = yes and b = yes)", {A}, 1, {B}, 1},
		{"first_known(t, s) < as_of", {S}, 1, {0}, 0},
		{"n > m or m > n", {N}, 1, {M}, 1},
		{"known(a) and n > 1", {A, N}, 2, {0}, 0},
	};
	law_fact facts[] = {fact_of(N, law_value_number(5)), fact_of(A, law_value_bool(true)),
			    fact_of(S, days_value(3, 3))};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		law_rules *rules = rule_when(table[i].when, "");
		law_report report = check_one(rules, facts, HW_COUNT(facts), 100);
		const law_result *r = &report.results[0];
		check_facts(r, facts, table[i].facts, table[i].fact_count);
		assert_int_equal(r->gap_count, table[i].gap_count);
		for (size_t g = 0; g < r->gap_count; g++) {
			assert_int_equal(r->gaps[g].term, table[i].gaps[g]);
			assert_false(r->gaps[g].unclear);
		}
		law_report_free(&report);
		law_rules_free(rules);
	}
}

static void test_clock_facts_carry_a_result_too(void **state)
{
	law_rules *rules = rule_when("a = yes and overdue", "\tclock from: s\n\tclock limit: wait days\n"
							    "\tclock until: t\n\tclock ended: b = yes\n");
	law_fact facts[] = {fact_of(A, law_value_bool(true)), fact_of(B, law_value_bool(false)),
			    fact_of(S, days_value(3, 3)), fact_of(C, law_value_bool(true))};
	law_report report = check_one(rules, facts, 4, 100);

	(void)state;
	assert_int_equal(report.results[0].outcome, LAW_INDICATION);
	check_facts(&report.results[0], facts, (const uint32_t[]){A, B, S}, 3);
	law_report_free(&report);
	facts[1] = fact_of(C, law_value_bool(false)); /* whether it was done is not known: two claims of c instead */
	report = check_one(rules, facts, 4, 100);
	assert_int_equal(report.results[0].outcome, LAW_NOT_KNOWN);
	assert_int_equal(report.results[0].gap_count, 2);
	assert_int_equal(report.results[0].gaps[0].term, B);
	assert_int_equal(report.results[0].gaps[1].term, T);
	law_report_free(&report);
	law_rules_free(rules);
}

static const char rebuttals[] =
	"\trebut person en: A person must see it.\n\trebut person uk: Має подивитися людина.\n"
	"\trebut small when: n < 3\n\trebut small en: It is small.\n\trebut small uk: Це мале.\n"
	"\trebut red when: w = red\n\trebut red en: It is red.\n\trebut red uk: Це червоне.\n";

static void test_rebuttals_turn_a_rule_off_and_stay_visible(void **state)
{
	law_rules *rules = rule_when("a = yes", rebuttals);
	law_fact facts[] = {fact_of(A, law_value_bool(true)), fact_of(N, law_value_number(5)),
			    fact_of(W, words_value(1))};
	law_report report = check_one(rules, facts, 2, 0);
	const law_result *r = &report.results[0];

	(void)state;
	assert_int_equal(r->outcome, LAW_INDICATION);
	assert_int_equal(r->rebutted_by, -1);
	assert_int_equal(r->rebuttals[0], LAW_UNKNOWN); /* wrong, person: nobody looked yet */
	assert_int_equal(r->rebuttals[1], LAW_UNKNOWN);
	assert_int_equal(r->rebuttals[2], LAW_FALSE);
	assert_int_equal(r->rebuttals[3], LAW_UNKNOWN);
	law_report_free(&report);

	report = check_one(rules, facts, 3, 0);
	r = &report.results[0];
	assert_int_equal(r->outcome, LAW_NO_INDICATION);
	assert_int_equal(r->condition, LAW_TRUE);
	assert_int_equal(r->rebutted_by, 3);
	check_facts(r, facts, (const uint32_t[]){A, W}, 2);
	law_report_free(&report);

	report = check_one(rules, facts + 1, 2, 0); /* the condition is open, the rebuttal holds */
	assert_int_equal(report.results[0].condition, LAW_UNKNOWN);
	assert_int_equal(report.results[0].outcome, LAW_NO_INDICATION);
	assert_int_equal(report.results[0].rebutted_by, 3);
	law_report_free(&report);
	law_rules_free(rules);
}

static void test_only_verified_machine_rules_give_indications(void **state)
{
	char text[4096];
	law_fact fact = fact_of(A, law_value_bool(true));

	(void)state;
	for (int i = 0; i < 4; i++) {
		snprintf(text, sizeof text, "rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n");
		if (i & 1)
			memcpy(strstr(text, "verified: yes"), "verified: no ", 13);
		if (i & 2)
			memcpy(strstr(text, "machine"), "flag   ", 7);
		law_rules *rules = rules_with(text);
		law_report report = check_one(rules, &fact, 1, 0);
		assert_int_equal(report.results[0].outcome, i ? LAW_FLAG : LAW_INDICATION);
		law_report_free(&report);
		law_rules_free(rules);
	}
}

/* ---- requests ---- */
static const char three_rules[] = "rule x-1\n" RULE_HEAD REBUTTAL "\twhen: a\n"
				  "rule x-2\n" RULE_HEAD REBUTTAL "\twhen: b\n"
				  "rule x-3\n" RULE_HEAD REBUTTAL "\twhen: a and n > wait\n";

static void test_a_changed_fact_names_the_rules_to_evaluate_anew(void **state)
{
	law_rules *rules = rules_with(three_rules);
	size_t count;
	const uint32_t *which = law_term_rules(rules, A, &count);
	law_fact facts[] = {fact_of(A, law_value_bool(true)), fact_of(N, law_value_number(50))};
	law_subject subject = {.fact_count = 2};
	double settings[] = {60};
	law_report report;

	(void)state;
	assert_int_equal(count, 2);
	assert_int_equal(which[0], 0);
	assert_int_equal(which[1], 2);
	law_request request = {.subjects = &subject,
			       .subject_count = 1,
			       .facts = facts,
			       .fact_count = 2,
			       .keep = LAW_KEEP_ALL,
			       .rules = which,
			       .rule_count = count};
	assert_int_equal(law_check(rules, &request, &report, NULL, NULL), HW_OK);
	assert_int_equal(report.count, 2);
	assert_int_equal(report.results[1].rule, 2);
	assert_int_equal(report.results[1].outcome, LAW_INDICATION);
	assert_int_equal(report.counts[0 * LAW_OUTCOMES + LAW_INDICATION], 1);
	assert_int_equal(report.counts[1 * LAW_OUTCOMES + LAW_NOT_KNOWN], 0);
	law_report_free(&report);
	request.settings = settings; /* the bureau's own yardstick */
	request.keep = 0;            /* what is raised only */
	assert_int_equal(law_check(rules, &request, &report, NULL, NULL), HW_OK);
	assert_int_equal(report.count, 1);
	assert_int_equal(report.counts[2 * LAW_OUTCOMES + LAW_NO_INDICATION], 1);
	law_report_free(&report);
	law_rules_free(rules);
}

static void test_bad_requests_are_refused(void **state)
{
	law_rules *rules = rules_with(three_rules);
	law_fact good = fact_of(A, law_value_bool(true));
	law_fact wrong[] = {fact_of(99, law_value_bool(true)),
			    fact_of(Z, law_value_bool(true)), /* of another kind */
			    fact_of(A, law_value_number(1)),
			    fact_of(A, truth_value((law_truth)7)),
			    fact_of(N, law_value_number((double)NAN)),
			    fact_of(N, law_value_between(2, 1)),
			    fact_of(N, law_value_number((double)INFINITY)),
			    fact_of(S, days_value(2, 1)),
			    fact_of(W, words_value(0)),
			    fact_of(W, words_value(8)),
			    fact_of(X, law_value_text((hw_text){NULL, 3}))};
	law_report report = {0};
	hw_error error;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(wrong); i++) {
		law_fact facts[] = {good, wrong[i]};
		law_subject subjects[] = {{.fact_count = 1}, {.first_fact = 0, .fact_count = 2}};
		law_request request = {.subjects = subjects, .subject_count = 2, .facts = facts, .fact_count = 2};
		memset(&error, 0, sizeof error);
		assert_int_equal(law_check(rules, &request, &report, NULL, &error), HW_BAD_INPUT);
		assert_string_equal(error.where, "subjects[1].facts[1]");
		assert_null(report.memory);
	}
	law_subject subjects[] = {{.kind = 9}, {.fact_count = 2}, {.first_fact = SIZE_MAX, .fact_count = 1}};
	for (size_t i = 0; i < HW_COUNT(subjects); i++) {
		law_request request = {.subjects = &subjects[i], .subject_count = 1, .facts = &good, .fact_count = 1};
		assert_int_equal(law_check(rules, &request, &report, NULL, &error), HW_BAD_INPUT);
	}
	static const uint32_t lists[][2] = {{1, 1}, {2, 1}, {0, 3}};
	for (size_t i = 0; i < HW_COUNT(lists); i++) {
		law_request request = {.rules = lists[i], .rule_count = 2};
		assert_int_equal(law_check(rules, &request, &report, NULL, &error), HW_BAD_INPUT);
	}
	double setting = -1;
	law_request request = {.settings = &setting};
	assert_int_equal(law_check(rules, &request, &report, NULL, &error), HW_BAD_INPUT);
	law_rules_free(rules);
}

static bool stop_at_once(void *context, const char *stage, double done, double total)
{
	(void)context;
	(void)stage;
	(void)done;
	(void)total;
	return false;
}

/* Many subjects with random facts: the same results for any number of threads. */
static void test_threads_change_nothing_and_work_can_be_stopped(void **state)
{
	enum { SUBJECTS = 20000 };
	law_rules *rules = rules_with(three_rules);
	law_fact *facts = calloc(SUBJECTS * 3, sizeof *facts);
	law_subject *subjects = calloc(SUBJECTS, sizeof *subjects);
	hw_random random = hw_random_new(3, 1);
	law_report one, many;
	size_t count = 0;

	(void)state;
	assert_true(facts && subjects);
	for (size_t i = 0; i < SUBJECTS; i++) {
		subjects[i].first_fact = count;
		for (uint32_t term = 0; term < 2; term++)
			if (hw_random_below(&random, 3))
				facts[count++] = fact_of(term, law_value_bool(hw_random_below(&random, 2)));
		facts[count++] = fact_of(N, law_value_number((double)hw_random_below(&random, 30)));
		subjects[i].fact_count = (uint32_t)(count - subjects[i].first_fact);
	}
	law_request request = {.subjects = subjects,
			       .subject_count = SUBJECTS,
			       .facts = facts,
			       .fact_count = count,
			       .keep = LAW_KEEP_ALL,
			       .threads = 1};
	assert_int_equal(law_check(rules, &request, &one, NULL, NULL), HW_OK);
	request.threads = 3;
	assert_int_equal(law_check(rules, &request, &many, NULL, NULL), HW_OK);
	assert_int_equal(one.count, SUBJECTS * 3);
	assert_int_equal(one.count, many.count);
	for (size_t i = 0; i < one.count; i++) {
		const law_result *a = &one.results[i], *b = &many.results[i];
		assert_true(a->subject == b->subject && a->rule == b->rule && a->outcome == b->outcome &&
			    a->fact_count == b->fact_count && a->gap_count == b->gap_count);
		assert_memory_equal(a->facts, b->facts, a->fact_count * sizeof *a->facts);
		assert_true(i == 0 || a->subject > one.results[i - 1].subject || a->rule > one.results[i - 1].rule);
	}
	assert_memory_equal(one.counts, many.counts, 3 * LAW_OUTCOMES * sizeof *one.counts);
	law_report_free(&one);
	law_report_free(&many);
	hw_progress progress = {stop_at_once, NULL};
	assert_int_equal(law_check(rules, &request, &one, &progress, NULL), HW_CANCELLED);
	law_rules_free(rules);
	free(facts);
	free(subjects);
}

/* ---- memory ---- */
static void test_every_failed_allocation_of_reading_is_survived(void **state)
{
	char text[8192];
	long failed = 0;

	(void)state;
	snprintf(text, sizeof text, "%s%s%s", vocabulary, three_rules, rebuttals);
	for (long n = 1;; n++) {
		law_rules *rules = NULL;
		hw_error error = {0};
		hw_fail_allocation_after(n);
		hw_status status = parse_text(text, &rules, &error);
		hw_fail_allocation_after(0);
		if (status == HW_OK) {
			assert_int_equal(law_rule_count(rules), 3);
			law_rules_free(rules);
			break;
		}
		assert_int_equal(status, HW_NO_MEMORY);
		assert_null(rules);
		assert_true(error.why[0]);
		failed++;
	}
	assert_true(failed >= 4);
}

static void test_every_failed_allocation_of_checking_is_survived(void **state)
{
	law_rules *rules = rules_with(three_rules);
	law_fact facts[] = {fact_of(A, law_value_bool(true)), fact_of(N, law_value_number(50))};
	law_subject subject = {.fact_count = 2};
	law_request request = {.subjects = &subject,
			       .subject_count = 1,
			       .facts = facts,
			       .fact_count = 2,
			       .keep = LAW_KEEP_ALL,
			       .threads = 1};
	long failed = 0;

	(void)state;
	for (long n = 1;; n++) {
		law_report report = {0};
		hw_error error = {0};
		hw_fail_allocation_after(n);
		hw_status status = law_check(rules, &request, &report, NULL, &error);
		hw_fail_allocation_after(0);
		if (status == HW_OK) {
			assert_int_equal(report.count, 3);
			law_report_free(&report);
			break;
		}
		assert_int_equal(status, HW_NO_MEMORY);
		assert_null(report.memory);
		failed++;
	}
	assert_true(failed >= 8);
	law_rules_free(rules);
}

/* ---- values ---- */
static void test_values_are_read_from_text(void **state)
{
	law_rules *rules = rules_with(three_rules);
	law_value value;
	hw_error error = {0};

	(void)state;
	assert_int_equal(law_value_read(rules, A, HW_TEXT(" Yes "), &value, NULL), HW_OK);
	assert_int_equal(value.as.truth, LAW_TRUE);
	assert_int_equal(law_value_read(rules, A, HW_TEXT("0"), &value, NULL), HW_OK);
	assert_int_equal(value.as.truth, LAW_FALSE);
	assert_int_equal(law_value_read(rules, W, HW_TEXT("Dark-blue"), &value, NULL), HW_OK);
	assert_int_equal(value.as.words, 4);
	assert_int_equal(law_value_read(rules, N, HW_TEXT("2.5"), &value, NULL), HW_OK);
	assert_true(value.as.number.low >= 2.5 && value.as.number.high <= 2.5);
	assert_int_equal(law_value_read(rules, S, HW_TEXT("2024-02"), &value, NULL), HW_OK);
	assert_int_equal(value.as.date.last - value.as.date.first, 28);
	assert_int_equal(law_value_read(rules, X, HW_TEXT("as it is"), &value, NULL), HW_OK);
	assert_true(hw_text_is(value.as.text, "as it is"));

	static const struct {
		uint32_t term;
		const char *text, *why, *remedy;
	} table[] = {{A, "perhaps", "neither yes nor no", "leave the fact away"},
		     {W, "purple", "\"purple\" is not a word of colour", "use one of: red green dark_blue"},
		     {N, "many", "", ""},
		     {S, "2024-13", "", ""},
		     {77, "yes", "no fact 77", ""}};
	for (size_t i = 0; i < HW_COUNT(table); i++) {
		memset(&error, 0, sizeof error);
		assert_int_equal(law_value_read(rules, table[i].term, hw_text_of(table[i].text), &value, &error),
				 HW_BAD_INPUT);
		assert_non_null(strstr(error.why, table[i].why));
		assert_non_null(strstr(error.remedy, table[i].remedy));
	}
	assert_int_equal(law_value_word(rules, A, HW_TEXT("red"), &value, &error), HW_BAD_INPUT);
	law_rules_free(rules);
}

/* ---- words ---- */
static hw_text call_claim(void *context, uint32_t claim)
{
	char *out = context;

	snprintf(out, 32, "claim %u", (unsigned)claim);
	return hw_text_of(out);
}

static char *explain(const law_rules *rules, const law_fact *facts, size_t count, int32_t as_of, law_language language,
		     const char *ground)
{
	law_subject subject = {.fact_count = (uint32_t)count};
	law_request request = {.subjects = &subject,
			       .subject_count = 1,
			       .facts = facts,
			       .fact_count = count,
			       .as_of = as_of,
			       .keep = LAW_KEEP_ALL,
			       .threads = 1};
	law_report report;
	hw_buffer out = {0};
	char claim[32];
	law_telling telling = {HW_TEXT_INIT("thing 1"), call_claim, claim, hw_text_of(ground)};

	assert_int_equal(law_check(rules, &request, &report, NULL, NULL), HW_OK);
	assert_int_equal(law_explain(rules, &request, &report.results[0], &telling, language, &out, NULL), HW_OK);
	law_report_free(&report);
	return out.bytes;
}

static const char told_fields[] =
	"\tclock from: s\n\tclock limit: 1 week\n\talso: Y 2\n\tnote en: Note well.\n"
	"\tnote uk: Зважте.\n\treply ruse en: No ruse.\n\treply ruse uk: Не хитрість.\n"
	"\trebut red when: w = red\n\trebut red en: It is red.\n\trebut red uk: Це червоне.\n";

static void test_a_result_in_words(void **state)
{
	law_rules *rules = rule_when("a = yes and n > 1 and overdue", told_fields);
	law_fact facts[] = {fact_of(A, law_value_bool(true)), fact_of(N, law_value_between(2, 3.5)),
			    fact_of(S, days_value(0, 4)), fact_of(W, words_value(6))};
	char *english = explain(rules, facts, 4, 20, LAW_EN, "ruse");
	char *ukrainian = explain(rules, facts, 4, 20, LAW_UK, "inne");

	(void)state;
	assert_string_equal(
		english,
		"Indication, X, art. 1: Title\n"
		"Concerns: thing 1\n"
		"Duty: Duty\n"
		"Who is bound: the Power that holds the person. Severity (1-4): 2\n"
		"What it rests on:\n"
		"  - a: yes (source: claim 100)\n"
		"  - n: 2 to 3.5 (source: claim 104)\n"
		"  - s: 1970-01-01/1970-01-05 (source: claim 106)\n"
		"Time: over, since 1970-01-01/1970-01-05, last day 1970-01-08/1970-01-12, between 9 and 13 days over\n"
		"What would rebut it:\n"
		"  - It is wrong. (open)\n"
		"  - It is red. (checked, does not hold)\n"
		"Justification offered by the holder: ruse. Reply in law: No ruse.\n"
		"Note well.\n"
		"Further law: Y 2\n"
		"Text of the rule: https://example.org\n");
	assert_string_equal(
		ukrainian,
		"Ознака, Х, ст. 1: Назва\n"
		"Стосується: thing 1\n"
		"Обов'язок: Обов'язок\n"
		"Хто зобов'язаний: держава, яка утримує особу. Тяжкість (1-4): 2\n"
		"На чому ґрунтується:\n"
		"  - а: так (джерело: claim 100)\n"
		"  - н: 2 - 3.5 (джерело: claim 104)\n"
		"  - с: 1970-01-01/1970-01-05 (джерело: claim 106)\n"
		"Строк: минув, від 1970-01-01/1970-01-05, останній день 1970-01-08/1970-01-12, від 9 до 13 днів понад "
		"строк\n"
		"Що це спростувало б:\n"
		"  - Це не так. (не з'ясовано)\n"
		"  - Це червоне. (перевірено, не справджується)\n"
		"Виправдання, на яке посилається утримувач: inne. Правова відповідь: відповідь має дати юрист\n"
		"Зважте.\n"
		"Інші норми: Y 2\n"
		"Текст норми: https://example.org\n");
	free(english);
	free(ukrainian);
	char *open = explain(rules, facts, 1, 20, LAW_EN, "");
	assert_non_null(strstr(open, "Not known, X, art. 1: Title\n"));
	assert_non_null(strstr(open, "What would settle it:\n  - n\n  - s\n"));
	assert_non_null(strstr(open, "Time: the day it began is not known\n"));
	assert_null(strstr(open, "Justification"));
	free(open);
	law_rules_free(rules);
}

/* Open intervals, several words, texts, waiting times, what never leaves the bureau. */
static void test_rarer_things_in_words(void **state)
{
	char text[4096];
	law_fact facts[] = {fact_of(A, truth_value(LAW_UNKNOWN)),
			    fact_of(N, law_value_between(150, (double)INFINITY)),
			    fact_of(M, law_value_between((double)-INFINITY, 7)),
			    fact_of(W, words_value(5)),
			    fact_of(X, law_value_text(HW_TEXT("as it was said"))),
			    fact_of(S, days_value(10, 10)),
			    fact_of(T, days_value(12, 12))};

	(void)state;
	snprintf(
		text, sizeof text,
		"rule x-1\n" RULE_HEAD REBUTTAL
		"\twhen: n > 149 and m < 8 and w != green and x != \"other\" and overdue\n"
		"\tclock from: s\n\tclock limit: 1 week\n\tclock until: t\n\tclock counts: at least\n\texported: no\n");
	memcpy(strstr(text, "verified: yes"), "verified: no ", 13);
	law_rules *rules = rules_with(text);
	char *told = explain(rules, facts, HW_COUNT(facts), 100, LAW_EN, "");
	assert_non_null(strstr(told, "Flag for a person, X, art. 1: Title\n"));
	assert_non_null(strstr(told, "  - n: at least 150 (source"));
	assert_non_null(strstr(told, "  - m: at most 7 (source"));
	assert_non_null(strstr(told, "  - w: red or dark blue (source"));
	assert_non_null(strstr(told, "  - x: as it was said (source"));
	assert_non_null(strstr(told, "Time: over, since 1970-01-11, allowed from 1970-01-18, 5 days too early\n"));
	assert_non_null(strstr(told, "A person decides; this never leaves the bureau.\n"));
	assert_non_null(strstr(told, "(not yet checked against the treaty"));
	free(told);
	law_rules_free(rules);
	rules = rule_when("a = yes", "");
	told = explain(rules, facts, 1, 0, LAW_UK, "");
	assert_non_null(strstr(told, "  - а: нез'ясовано (джерело"));
	assert_non_null(strstr(told, "  - а (відомості надто загальні або суперечливі)\n"));
	free(told);
	told = explain(rules, facts + 1, 1, 0, LAW_EN, "");
	assert_non_null(strstr(told, "What it rests on: nothing is claimed\n"));
	free(told);
	law_result stray = {.rule = 99};
	law_request request = {0};
	hw_buffer out = {0};
	assert_int_equal(law_explain(rules, &request, &stray, NULL, LAW_EN, &out, NULL), HW_BAD_INPUT);
	law_rules_free(rules);
}

static void test_what_the_rules_hold_is_found_by_name(void **state)
{
	law_rules *rules = rules_with(three_rules);
	size_t index = 7, count = 7;
	uint32_t kind = 7, term = 7;

	(void)state;
	assert_true(law_kind_find(rules, "other", &kind) && kind == 1);
	assert_false(law_kind_find(rules, "none", &kind));
	assert_int_equal(kind, 1);
	assert_true(law_term_find(rules, 1, "z", &term) && term == Z);
	assert_false(law_term_find(rules, 0, "z", &term));
	assert_true(law_setting_find(rules, "wait", &index) && index == 0);
	assert_false(law_setting_find(rules, "a", &index));
	assert_true(law_rule_find(rules, "x-3", &index) && index == 2);
	assert_false(law_rule_find(rules, "x", &index));
	assert_int_equal(index, 2);
	assert_int_equal(law_kind_count(rules), 2);
	assert_true(hw_text_is(law_kind_at(rules, 0), "thing"));
	assert_int_equal(law_kind_at(rules, 2).length, 0);
	assert_int_equal(law_term_count(rules), Z + 1);
	assert_true(hw_text_is(law_term_at(rules, W)->list->words[2], "dark_blue"));
	assert_null(law_term_at(rules, Z + 1));
	assert_int_equal(law_setting_count(rules), 1);
	assert_true(law_setting_at(rules, 0)->value >= 10 && law_setting_at(rules, 0)->value <= 10);
	assert_null(law_setting_at(rules, 1));
	assert_int_equal(law_convention_count(rules), 1);
	assert_true(hw_text_is(law_convention_at(rules, 0)->short_title[LAW_EN], "X"));
	assert_null(law_convention_at(rules, 1));
	assert_null(law_rule_at(rules, 3));
	assert_null(law_term_rules(rules, Z + 1, &count));
	assert_int_equal(count, 0);
	law_rules_free(rules);
}

static void test_the_page_of_rules_names_every_rule(void **state)
{
	law_rules *rules;
	hw_buffer page = {0};

	(void)state;
	assert_int_equal(law_rules_new(&rules, NULL), HW_OK);
	for (int language = 0; language < LAW_LANGUAGES; language++) {
		page.length = 0;
		assert_int_equal(law_document(rules, (law_language)language, &page, NULL), HW_OK);
		assert_int_equal(hw_utf8_check(hw_buffer_text(&page), NULL), HW_OK);
		for (size_t i = 0; i < law_rule_count(rules); i++) {
			char wanted[96];
			snprintf(wanted, sizeof wanted, "`%.*s`", HW_TEXT_ARG(law_rule_at(rules, i)->id));
			assert_non_null(strstr(page.bytes, wanted));
		}
		hw_buffer small = {.ceiling = 1000};
		assert_int_equal(law_document(rules, (law_language)language, &small, NULL), HW_NO_MEMORY);
		hw_buffer_free(&small);
	}
	hw_buffer_free(&page);
	law_rules_free(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_deadlines_by_brute_force),
		cmocka_unit_test(test_waiting_times_by_brute_force),
		cmocka_unit_test(test_months_and_years_end_on_the_same_day_of_the_month),
		cmocka_unit_test(test_the_last_day_counts),
		cmocka_unit_test(test_a_result_names_the_facts_that_carry_it),
		cmocka_unit_test(test_clock_facts_carry_a_result_too),
		cmocka_unit_test(test_rebuttals_turn_a_rule_off_and_stay_visible),
		cmocka_unit_test(test_only_verified_machine_rules_give_indications),
		cmocka_unit_test(test_a_changed_fact_names_the_rules_to_evaluate_anew),
		cmocka_unit_test(test_bad_requests_are_refused),
		cmocka_unit_test(test_threads_change_nothing_and_work_can_be_stopped),
		cmocka_unit_test(test_every_failed_allocation_of_reading_is_survived),
		cmocka_unit_test(test_every_failed_allocation_of_checking_is_survived),
		cmocka_unit_test(test_values_are_read_from_text),
		cmocka_unit_test(test_a_result_in_words),
		cmocka_unit_test(test_rarer_things_in_words),
		cmocka_unit_test(test_what_the_rules_hold_is_found_by_name),
		cmocka_unit_test(test_the_page_of_rules_names_every_rule),
	};

	return cmocka_run_group_tests_name("law_check", tests, NULL, NULL);
}
