/* Facts change: checking again only what they touch gives what a full check gives, to the last index. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "law/law.h"

enum { SUBJECTS = 60, EACH_MOST = 14, ROUNDS = 40 };

typedef struct world {
	law_subject subjects[SUBJECTS];
	law_fact facts[SUBJECTS * (EACH_MOST + 4)];
	size_t fact_count;
} world;

static law_rules *rules;
static uint32_t kinds[2], terms[2][512];
static size_t term_counts[2];

static int setup(void **state)
{
	(void)state;
	if (law_rules_new(&rules, NULL) != HW_OK || !law_kind_find(rules, "person", &kinds[0]) ||
	    !law_kind_find(rules, "place", &kinds[1]))
		return -1;
	for (uint32_t i = 0; i < law_term_count(rules); i++)
		for (size_t k = 0; k < 2; k++)
			if (law_term_at(rules, i)->kind == kinds[k] && term_counts[k] < 512)
				terms[k][term_counts[k]++] = i;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	law_rules_free(rules);
	return 0;
}

static law_value draw(hw_random *random, uint32_t index)
{
	const law_term *term = law_term_at(rules, index);
	law_value words = {.type = LAW_WORD};
	int32_t day = hw_days_of(2024, 1, 1) + (int32_t)hw_random_below(random, 500);

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

static void make(world *w, hw_random *random)
{
	w->fact_count = 0;
	for (size_t i = 0; i < SUBJECTS; i++) {
		size_t k = hw_random_below(random, 2), count = hw_random_below(random, EACH_MOST + 1);

		w->subjects[i] = (law_subject){kinds[k], (uint32_t)count, w->fact_count};
		for (size_t f = 0; f < count; f++) {
			uint32_t term = terms[k][hw_random_below(random, term_counts[k])];

			w->facts[w->fact_count++] =
				(law_fact){.term = term, .claim = (uint32_t)f, .value = draw(random, term)};
		}
	}
}

/* Some facts of some subjects get another value, go, or come; the others keep their order. */
static size_t change(const world *from, world *to, hw_random *random, law_change *changes)
{
	size_t count = 0;

	to->fact_count = 0;
	for (uint32_t i = 0; i < SUBJECTS; i++) {
		const law_subject *s = &from->subjects[i];
		size_t k = s->kind == kinds[0] ? 0 : 1;
		bool touched = hw_random_below(random, 5) == 0;
		uint32_t term = terms[k][hw_random_below(random, term_counts[k])];
		bool gone = hw_random_below(random, 2), come = hw_random_below(random, 2);

		if (touched && s->fact_count && hw_random_below(random, 2))
			term = from->facts[s->first_fact + hw_random_below(random, s->fact_count)].term;
		to->subjects[i] = (law_subject){.kind = s->kind, .first_fact = to->fact_count};
		if (touched && come)
			to->facts[to->fact_count++] = (law_fact){.term = term, .value = draw(random, term)};
		for (size_t f = s->first_fact; f < s->first_fact + s->fact_count; f++)
			if (!(touched && gone && from->facts[f].term == term))
				to->facts[to->fact_count++] = from->facts[f];
		to->subjects[i].fact_count = (uint32_t)(to->fact_count - to->subjects[i].first_fact);
		if (touched)
			changes[count++] = (law_change){i, term};
	}
	return count;
}

static law_request request_of(const world *w)
{
	return (law_request){.subjects = w->subjects,
			     .subject_count = SUBJECTS,
			     .facts = w->facts,
			     .fact_count = w->fact_count,
			     .as_of = hw_days_of(2025, 6, 1),
			     .keep = LAW_KEEP_ALL,
			     .threads = 1};
}

static void compare(const law_report *a, const law_report *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		const law_result *x = &a->results[i], *y = &b->results[i];

		assert_int_equal(x->subject, y->subject);
		assert_int_equal(x->rule, y->rule);
		assert_int_equal(x->outcome, y->outcome);
		assert_int_equal(x->condition, y->condition);
		assert_int_equal(x->rebutted_by, y->rebutted_by);
		assert_int_equal(x->clock.state, y->clock.state);
		assert_int_equal(x->clock.over_least, y->clock.over_least);
		assert_int_equal(x->clock.over_most, y->clock.over_most);
		assert_int_equal(x->fact_count, y->fact_count);
		assert_int_equal(x->gap_count, y->gap_count);
		for (size_t k = 0; k < x->fact_count; k++)
			assert_int_equal(x->facts[k], y->facts[k]);
		for (size_t k = 0; k < x->gap_count; k++)
			assert_int_equal(x->gaps[k].term, y->gaps[k].term);
		for (size_t k = 0; k < law_rule_at(rules, x->rule)->rebuttal_count; k++)
			assert_int_equal(x->rebuttals[k], y->rebuttals[k]);
	}
	for (size_t i = 0; i < law_rule_count(rules) * LAW_OUTCOMES; i++)
		assert_int_equal(a->counts[i], b->counts[i]);
}

static void test_again_is_the_same_as_anew(void **state)
{
	static world before, after;
	law_change changes[SUBJECTS];
	hw_random random = hw_random_new(7, 0);

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		law_report old, anew, again;
		size_t count;

		make(&before, &random);
		count = change(&before, &after, &random, changes);
		law_request b = request_of(&before), a = request_of(&after);
		if (round % 3 == 0)
			a.keep = b.keep = 0;
		assert_int_equal(law_check(rules, &b, &old, NULL, NULL), HW_OK);
		assert_int_equal(law_check(rules, &a, &anew, NULL, NULL), HW_OK);
		assert_int_equal(law_recheck(rules, &b, &old, &a, changes, count, &again, NULL, NULL), HW_OK);
		compare(&again, &anew);
		law_report_free(&old);
		law_report_free(&anew);
		law_report_free(&again);
	}
}

static void test_nothing_changed_is_the_old_report(void **state)
{
	static world before;
	hw_random random = hw_random_new(8, 0);
	law_report old, again;

	(void)state;
	make(&before, &random);
	law_request b = request_of(&before);
	assert_int_equal(law_check(rules, &b, &old, NULL, NULL), HW_OK);
	assert_int_equal(law_recheck(rules, &b, &old, &b, NULL, 0, &again, NULL, NULL), HW_OK);
	compare(&again, &old);
	law_report_free(&old);
	law_report_free(&again);
}

static void test_requests_that_do_not_fit_are_refused(void **state)
{
	static world before;
	hw_random random = hw_random_new(9, 0);
	law_change changes[2] = {{3, terms[0][0]}, {2, terms[0][0]}};
	law_report old, again;

	(void)state;
	make(&before, &random);
	law_request b = request_of(&before), a = b;
	assert_int_equal(law_check(rules, &b, &old, NULL, NULL), HW_OK);
	assert_int_equal(law_recheck(rules, &b, &old, &a, changes, 2, &again, NULL, NULL), HW_BAD_INPUT);
	a.as_of++;
	assert_int_equal(law_recheck(rules, &b, &old, &a, changes, 1, &again, NULL, NULL), HW_BAD_INPUT);
	a = b;
	a.subject_count--;
	assert_int_equal(law_recheck(rules, &b, &old, &a, changes, 1, &again, NULL, NULL), HW_BAD_INPUT);
	a = b;
	changes[0].subject = SUBJECTS;
	assert_int_equal(law_recheck(rules, &b, &old, &a, changes, 1, &again, NULL, NULL), HW_BAD_INPUT);
	law_report_free(&old);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_again_is_the_same_as_anew),
		cmocka_unit_test(test_nothing_changed_is_the_old_report),
		cmocka_unit_test(test_requests_that_do_not_fit_are_refused),
	};
	return cmocka_run_group_tests(tests, setup, tear_down);
}
