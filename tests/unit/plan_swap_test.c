/* People in or out of a package: what a swap says of before and after is what a full evaluation of either says, on random
 * problems and changes; the terms add up to the surplus and the surplus to the probability. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bureau/bureau.h"

enum { CLASSES = 4, HELD = 6, TRIES = 120 };

static char *write_file(const char *text)
{
	char *path = strdup("/tmp/plan_swap_XXXXXX");
	int file = mkstemp(path);

	assert_true(file >= 0);
	assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
	(void)close(file);
	return path;
}

static void remove_file(char *path)
{
	(void)unlink(path);
	free(path);
}

static hw_status ask(const char *problem, const char *package, const char *change, bool terms, hw_json **root,
		     bool *possible, hw_error *error)
{
	char *paths[3] = {write_file(problem), write_file(package), change ? write_file(change) : NULL};
	bureau_plan_question q = {.problem = paths[0], .evaluate = paths[1], .swap = paths[2], .terms = terms};
	hw_buffer out = {0};
	hw_json_writer w = hw_json_writer_new(&out, false);
	hw_status status;

	*error = (hw_error){0};
	status = bureau_plan_problem_json(&q, &w, possible, error);
	if (status == HW_OK)
		status = hw_json_parse(hw_buffer_text(&out), "answer", root, error);
	hw_buffer_free(&out);
	remove_file(paths[0]);
	remove_file(paths[1]);
	if (paths[2])
		remove_file(paths[2]);
	return status;
}

static void side_text(hw_buffer *out, const char *key, char letter, const int64_t *people, bool last)
{
	bool first = true;

	hw_buffer_addf(out, "\"%s\": {", key);
	for (int i = 0; i < CLASSES; i++)
		if (people[i]) {
			hw_buffer_addf(out, "%s\"%c%d\": %lld", first ? "" : ", ", letter, i, (long long)people[i]);
			first = false;
		}
	hw_buffer_adds(out, last ? "}" : "}, ");
}

static void package_text(hw_buffer *out, const int64_t *give, const int64_t *take)
{
	hw_buffer_adds(out, "{");
	side_text(out, "given", 't', give, false);
	side_text(out, "returned", 'o', take, true);
	hw_buffer_adds(out, "}");
}

/* Two parties, groups, a family, a rule that is sometimes broken. */
static void problem_text(hw_buffer *out, hw_random *r)
{
	hw_buffer_adds(out, "{\"format\": \"homeward-exchange/1\", \"parties\": [{\"id\": \"S\", \"reservation\": 1, "
			    "\"softness\": 3}, {\"id\": \"F\", \"reservation\": 0.5, \"softness\": 2}], \"ours\": [");
	for (int i = 0; i < CLASSES; i++)
		hw_buffer_addf(out,
			       "%s{\"class\": \"o%d\", \"count\": %d, \"holder\": \"%s\", \"reluctance\": %.3f, "
			       "\"points\": %.2f, \"delivery\": %.2f, \"group\": \"g%d\"}",
			       i ? ", " : "", i, HELD, i % 2 ? "F" : "S", 0.5 + 2 * hw_random_unit(r),
			       hw_random_unit(r), 0.5 + 0.5 * hw_random_unit(r), i % 3);
	hw_buffer_adds(out, "], \"theirs\": [");
	for (int i = 0; i < CLASSES; i++)
		hw_buffer_addf(out, "%s{\"class\": \"t%d\", \"count\": %d, \"interest\": {\"S\": %.3f, \"F\": %.3f}}",
			       i ? ", " : "", i, HELD, 4 * hw_random_unit(r), 4 * hw_random_unit(r) - 1);
	hw_buffer_addf(out, "], \"home\": {\"g1\": 3}, \"rules\": [{\"name\": \"seats\", \"max_given\": %d}]}",
		       4 + (int)hw_random_below(r, 12));
}

/* Every number of one object is in the other, as near as they are written. */
static void assert_same(const hw_json *a, const hw_json *b, const char *key, int line)
{
	hw_json_kind kind = hw_json_kind_of(a);

	if (kind != hw_json_kind_of(b))
		fail_msg("line %d: \"%s\" is of two kinds", line, key);
	if (kind == HW_JSON_NUMBER && fabs(hw_json_as_number(a) - hw_json_as_number(b)) > 1e-12)
		fail_msg("line %d: \"%s\" %.15g and %.15g", line, key, hw_json_as_number(a), hw_json_as_number(b));
	if (kind == HW_JSON_TEXT)
		assert_true(hw_text_equal(hw_json_as_text(a), hw_json_as_text(b)));
	if (kind == HW_JSON_ARRAY) {
		assert_int_equal(hw_json_count(a), hw_json_count(b));
		for (size_t i = 0; i < hw_json_count(a); i++)
			assert_same(hw_json_at(a, i), hw_json_at(b, i), key, line);
	}
	if (kind == HW_JSON_OBJECT)
		for (void *m = hw_json_first(a); m; m = hw_json_next(a, m))
			assert_same(hw_json_member_value(m), hw_json_get(b, hw_json_member_key(m)),
				    hw_json_member_key(m), line);
}
static const char *const told[] = {"given",   "returned", "points", "probability", "parties",
				   "surplus", "compose",  "home",   "broken",      "evaluated"};

static void assert_evaluation(const hw_json *side, const hw_json *evaluation)
{
	for (size_t i = 0; i < HW_COUNT(told); i++) {
		if (!hw_json_get(side, told[i]))
			fail_msg("there is no \"%s\"", told[i]);
		assert_same(hw_json_get(side, told[i]), hw_json_get(evaluation, told[i]), told[i], __LINE__);
	}
}

static double number(const hw_json *object, const char *key)
{
	return hw_json_as_number(hw_json_get(object, key));
}

/* interest - reluctance - reservation = surplus, and its logistic the probability. */
static void assert_terms(const hw_json *side)
{
	const hw_json *parties = hw_json_get(hw_json_get(side, "rests_on"), "parties");
	const hw_json *classes = hw_json_get(hw_json_get(hw_json_get(side, "rests_on"), "forecast"), "classes");
	double joint = 1, home = 0;

	assert_true(hw_json_count(parties) > 0);
	for (size_t k = 0; k < hw_json_count(parties); k++) {
		const hw_json *party = hw_json_at(parties, k), *terms = hw_json_get(party, "terms");
		hw_text id = hw_json_as_text(hw_json_get(party, "party"));
		double sum = 0, surplus = number(party, "surplus");

		for (size_t i = 0; i < hw_json_count(terms); i++)
			sum += number(hw_json_at(terms, i), "sum");
		sum -= number(hw_json_get(party, "reservation"), "value");
		assert_true(fabs(sum - surplus) < 1e-9);
		assert_true(fabs(surplus - number(hw_json_get(side, "surplus"), id.bytes)) < 1e-9);
		assert_true(fabs(number(party, "probability") -
				 1 / (1 + exp(-surplus / number(hw_json_get(party, "softness"), "value")))) < 1e-9);
		joint *= number(party, "probability");
	}
	assert_true(fabs(joint - number(side, "probability")) < 1e-9);
	for (size_t i = 0; i < hw_json_count(classes); i++)
		home += number(hw_json_at(classes, i), "expected");
	assert_true(fabs(home - number(hw_json_get(side, "home"), "mean")) < 1e-9);
}

/* (home + returned) / (home + available), counted here again. */
static void assert_shares(const hw_json *side, const int64_t *take)
{
	const hw_json *groups = hw_json_get(hw_json_get(side, "shares"), "groups");
	double least = 1, most = 0;

	assert_int_equal(hw_json_count(groups), 3);
	for (size_t g = 0; g < 3; g++) {
		double people = 0, all = 0, home = g == 1 ? 3 : 0;

		for (size_t i = g; i < CLASSES; i += 3) {
			people += (double)take[i];
			all += HELD;
		}
		assert_true(fabs(number(hw_json_at(groups, g), "share") - (home + people) / (home + all)) < 1e-12);
		least = fmin(least, (home + people) / (home + all));
		most = fmax(most, (home + people) / (home + all));
	}
	assert_true(fabs(number(hw_json_get(side, "shares"), "least") - least) < 1e-12);
	assert_true(fabs(number(hw_json_get(side, "shares"), "greatest") - most) < 1e-12);
}

static void one_swap(uint64_t seed)
{
	hw_random r = hw_random_new(seed, 7);
	hw_buffer problem = {0}, before = {0}, after = {0}, change = {0};
	int64_t old[2][CLASSES], leave[2][CLASSES], join[2][CLASSES], fresh[2][CLASSES];
	hw_json *swap = NULL, *first = NULL, *second = NULL;
	bool possible = false, ignored;
	hw_error error;
	const hw_json *differs;
	char line[512];

	for (int s = 0; s < 2; s++)
		for (int i = 0; i < CLASSES; i++) {
			old[s][i] = (int64_t)hw_random_below(&r, HELD + 1);
			leave[s][i] = (int64_t)hw_random_below(&r, (uint64_t)old[s][i] + 1);
			join[s][i] = (int64_t)hw_random_below(&r, (uint64_t)(HELD - old[s][i] + leave[s][i]) + 1);
			fresh[s][i] = old[s][i] - leave[s][i] + join[s][i];
		}
	problem_text(&problem, &r);
	package_text(&before, old[0], old[1]);
	package_text(&after, fresh[0], fresh[1]);
	hw_buffer_adds(&change, "{\"out\": ");
	package_text(&change, leave[0], leave[1]);
	hw_buffer_adds(&change, ", \"in\": ");
	package_text(&change, join[0], join[1]);
	hw_buffer_adds(&change, "}");
	if (ask(hw_buffer_text(&problem).bytes, hw_buffer_text(&before).bytes, hw_buffer_text(&change).bytes, false,
		&swap, &possible, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof(line)));
	assert_true(possible);
	assert_int_equal(ask(hw_buffer_text(&problem).bytes, hw_buffer_text(&before).bytes, NULL, false, &first,
			     &ignored, &error),
			 HW_OK);
	assert_int_equal(ask(hw_buffer_text(&problem).bytes, hw_buffer_text(&after).bytes, NULL, true, &second,
			     &ignored, &error),
			 HW_OK);
	assert_evaluation(hw_json_get(swap, "before"), first);
	assert_evaluation(hw_json_get(swap, "after"), second);
	assert_same(hw_json_get(hw_json_get(swap, "after"), "rests_on"), hw_json_get(second, "rests_on"), "rests_on",
		    __LINE__);
	assert_terms(hw_json_get(swap, "before"));
	assert_terms(hw_json_get(swap, "after"));
	assert_shares(hw_json_get(swap, "before"), old[1]);
	assert_shares(hw_json_get(swap, "after"), fresh[1]);
	differs = hw_json_get(swap, "change");
	assert_true(fabs(number(differs, "probability") - number(second, "probability") +
			 number(first, "probability")) < 1e-12);
	assert_true(fabs(number(differs, "given") - number(second, "given") + number(first, "given")) < 1e-12);
	hw_json_free(swap);
	hw_json_free(first);
	hw_json_free(second);
	hw_buffer_free(&problem);
	hw_buffer_free(&before);
	hw_buffer_free(&after);
	hw_buffer_free(&change);
}

static void swaps_are_evaluations(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= TRIES; seed++)
		one_swap(seed);
}

#define PROBLEM                                                                                                       \
	"{\"format\": \"homeward-exchange/1\", \"parties\": [{\"id\": \"S\", \"reservation\": 0, \"softness\": 1}], " \
	"\"ours\": [{\"class\": \"o\", \"count\": 5, \"holder\": \"S\", \"reluctance\": 1, \"delivery\": 0.9}], "     \
	"\"theirs\": [{\"class\": \"t\", \"count\": 5, \"interest\": {\"S\": 2}}, {\"class\": \"w\", \"count\": 2, "  \
	"\"interest\": {\"S\": 9}, \"wounded\": true}]}"

static void bad_changes(void **state)
{
	static const struct {
		const char *change, *why;
	} rows[] = {{"{\"out\": {\"given\": {\"t\": 3}}}", "fewer of \"t\""},
		    {"{\"out\": {\"given\": {\"q\": 1}}}", "fewer of \"q\""},
		    {"{\"in\": {\"given\": {\"q\": 1}}}", "there is no class \"q\""},
		    {"{\"in\": {\"given\": {\"t\": -1}}}", "whole number"},
		    {"{\"add\": {}}", "add"},
		    {"[]", "not an object"}};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_json *root = NULL;
		hw_error error;
		bool possible;
		char line[512];
		hw_status status = ask(PROBLEM, "{\"given\": {\"t\": 2}, \"returned\": {\"o\": 3}}", rows[i].change,
				       false, &root, &possible, &error);

		(void)hw_error_line(&error, line, sizeof(line));
		if (status != HW_BAD_INPUT || !strstr(line, rows[i].why))
			fail_msg("row %zu: %d %s", i, (int)status, line);
		hw_json_free(root);
	}
}

/* Whoever is owed a return for nothing has no value: the swap that takes him in says the rule and no number. */
static void no_price_for_the_wounded(void **state)
{
	hw_json *root = NULL;
	hw_error error;
	bool possible = true;

	(void)state;
	assert_int_equal(ask(PROBLEM, "{\"given\": {\"t\": 2}, \"returned\": {\"o\": 3}}",
			     "{\"in\": {\"given\": {\"w\": 1}}}", false, &root, &possible, &error),
			 HW_OK);
	assert_false(possible);
	assert_null(hw_json_get(root, "change"));
	assert_null(hw_json_get(hw_json_get(root, "after"), "probability"));
	assert_null(hw_json_get(hw_json_get(root, "after"), "rests_on"));
	assert_true(hw_json_count(hw_json_get(hw_json_get(root, "after"), "broken")) > 0);
	assert_non_null(hw_json_get(hw_json_get(root, "before"), "probability"));
	hw_json_free(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(swaps_are_evaluations),
		cmocka_unit_test(bad_changes),
		cmocka_unit_test(no_price_for_the_wounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
