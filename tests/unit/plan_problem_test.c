/* The engine form of `plan`: what the reader refuses and how it says so, what the answer holds, and that
 * nobody can read from it why a person is not available. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bureau/bureau.h"

static char *write_file(const char *text)
{
	char *path = strdup("/tmp/plan_problem_XXXXXX");
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

/* The answer as text, or the reason in `error`. */
static hw_status ask(const bureau_plan_question *question, hw_buffer *out, bool *possible, hw_error *error)
{
	hw_json_writer w = hw_json_writer_new(out, false);

	*error = (hw_error){0};
	return bureau_plan_problem_json(question, &w, possible, error);
}

static hw_status ask_text(const char *problem, bureau_plan_question question, hw_buffer *out, bool *possible,
			  hw_error *error)
{
	char *path = write_file(problem);
	hw_status status;

	question.problem = path;
	status = ask(&question, out, possible, error);
	remove_file(path);
	return status;
}

#define HEAD \
	"{\"format\": \"homeward-exchange/1\", \"parties\": [{\"id\": \"S\", \"reservation\": 0, \"softness\": 0}], "
#define OURS   "\"ours\": [{\"class\": \"o\", \"count\": 20, \"holder\": \"S\", \"reluctance\": 1}]"
#define THEIRS "\"theirs\": [{\"class\": \"t\", \"count\": 10, \"interest\": {\"S\": 2}}]"
#define SIMPLE HEAD OURS ", " THEIRS

static void refused_problems(void **state)
{
	static const struct {
		const char *problem, *where, *why;
	} rows[] = {
		{"[]", "", "not an object"},
		{"{\"format\": \"other\"}", "format", "homeward-exchange/1"},
		{"{\"format\": \"homeward-exchange/1\"}", "parties", "not a list"},
		{"{\"format\": \"homeward-exchange/1\", \"extra\": 1}", "extra", ""},
		{HEAD "\"ours\": 5, " THEIRS "}", "ours", "not a list"},
		{HEAD OURS ", \"theirs\": [7]}", "theirs[0]", "not an object"},
		{HEAD OURS "}", "theirs", "not a list"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": -1, \"holder\": \"S\", \"reluctance\": 1}], " THEIRS
		      "}",
		 "ours[0].count", "whole number"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1.5, \"holder\": \"S\", \"reluctance\": 1}], " THEIRS
		      "}",
		 "ours[0].count", "whole number"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"holder\": \"S\", \"reluctance\": 1}], " THEIRS "}",
		 "ours[0].count", "missing"},
		{HEAD "\"ours\": [{\"count\": 1, \"holder\": \"S\", \"reluctance\": 1}], " THEIRS "}", "ours[0].class",
		 "missing"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1, \"holder\": \"Q\", \"reluctance\": 1}], " THEIRS "}",
		 "ours[0].holder", "not one of the parties"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1, \"holder\": \"S\"}], " THEIRS "}",
		 "ours[0].reluctance", "missing"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1, \"holder\": \"S\", \"reluctance\": \"1\"}], " THEIRS
		      "}",
		 "ours[0].reluctance", "not a number"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1, \"holder\": \"S\", \"reluctance\": -1}], " THEIRS
		      "}",
		 "ours[0]", "below 0"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1, \"holder\": \"S\", \"reluctance\": 1, \"delivery\": "
		      "2}], " THEIRS "}",
		 "ours[0].delivery", "between"},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1, \"holder\": \"S\", \"reluctnce\": 1}], " THEIRS "}",
		 "ours[0]", ""},
		{HEAD "\"ours\": [{\"class\": \"o\", \"count\": 1, \"holder\": \"S\", \"reluctance\": 1}, {\"class\": "
		      "\"o\", "
		      "\"count\": 1, \"holder\": \"S\", \"reluctance\": 1}], " THEIRS "}",
		 "ours", "stands twice"},
		{HEAD OURS ", \"theirs\": [{\"class\": \"t\", \"count\": 1, \"interest\": {\"Q\": 1}}]}",
		 "theirs[0].interest", "not one of the parties"},
		{HEAD OURS ", \"theirs\": [{\"class\": \"t\", \"count\": 1, \"interest\": {\"S\": {\"draws\": []}}}]}",
		 "theirs[0].interest", "list of numbers"},
		{HEAD OURS
		 ", \"theirs\": [{\"class\": \"t\", \"count\": 1, \"interest\": {\"S\": {\"draws\": [1, 2]}}}, "
		 "{\"class\": \"u\", \"count\": 1, \"interest\": {\"S\": {\"draws\": [1]}}}]}",
		 "theirs[1].interest", "another number of draws"},
		{HEAD OURS ", \"theirs\": [{\"class\": \"t\", \"count\": 1, \"wills\": \"yes\"}]}", "theirs[0].wills",
		 "true or false"},
		{SIMPLE ", \"acceptance\": [0]}", "acceptance", "probability"},
		{SIMPLE ", \"acceptance\": [1.2]}", "acceptance", "probability"},
		{SIMPLE ", \"given\": [-4]}", "given", "whole number"},
		{SIMPLE ", \"given\": []}", "given", "no numbers"},
		{SIMPLE ", \"shock\": [1]}", "shock", "pair"},
		{SIMPLE ", \"rules\": [{\"name\": \"r\"}]}", "rules[0]", "bounds nothing"},
		{SIMPLE ", \"rules\": [{\"min\": 3, \"side\": \"given\"}]}", "rules[0].name", "missing"},
		{SIMPLE ", \"rules\": [{\"name\": \"r\", \"min\": 3}]}", "rules[0].side", "given"},
		{SIMPLE ", \"rules\": [{\"name\": \"r\", \"side\": \"given\", \"class\": \"t\", \"group\": \"g\", "
			"\"max\": 3}]}",
		 "rules[0].group", "second selection"},
		{SIMPLE ", \"rules\": [{\"name\": \"r\", \"side\": \"given\", \"holder\": \"S\", \"max\": 3}]}",
		 "rules[0]", "holder"},
		{SIMPLE ", \"rules\": [{\"name\": \"r\", \"side\": \"given\", \"min\": 4, \"max\": 3}]}", "rules[0]",
		 "more than"},
		{SIMPLE ", \"arcs\": [{\"from\": \"S\", \"price\": 4}]}", "arcs[0]", ""},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_buffer out = {0};
		bool possible = true;
		hw_error error;
		char line[1024];
		hw_status status = ask_text(rows[i].problem, (bureau_plan_question){0}, &out, &possible, &error);

		(void)hw_error_line(&error, line, sizeof(line));
		if (status != HW_BAD_INPUT || !strstr(line, rows[i].where) || !strstr(line, rows[i].why) ||
		    !strstr(line, "/tmp/plan_problem_") || !possible)
			fail_msg("row %zu: %s", i, line);
		hw_buffer_free(&out);
	}
}

static hw_json *answer(const char *problem, bureau_plan_question question, bool expected)
{
	hw_buffer out = {0};
	bool possible = !expected;
	hw_error error;
	hw_json *root = NULL;
	char line[1024];

	if (ask_text(problem, question, &out, &possible, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof(line)));
	assert_int_equal(possible, expected);
	assert_int_equal(hw_json_parse(hw_buffer_text(&out), "answer", &root, &error), HW_OK);
	hw_buffer_free(&out);
	return root;
}

static const hw_json *first_cell(const hw_json *root)
{
	return hw_json_at(hw_json_get(root, "frontier"), 0);
}

static int64_t whole(const hw_json *object, const char *key)
{
	return hw_json_as_integer(hw_json_get(object, key));
}

static void shape_of_the_answer(void **state)
{
	hw_json *root = answer(SIMPLE ", \"acceptance\": [0.9], \"given\": [4, 0]}", (bureau_plan_question){0}, true);
	const hw_json *cell = first_cell(root), *none = hw_json_at(hw_json_get(root, "frontier"), 1);
	static const char *const keys[] = {"acceptance",  "max_given", "feasible", "given", "returned", "points",
					   "probability", "parties",   "compose",  "home",  "proven",   "bound"};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(keys); i++)
		if (!hw_json_get(cell, keys[i]))
			fail_msg("there is no \"%s\"", keys[i]);
	assert_int_equal(whole(cell, "given"), 4);
	assert_int_equal(whole(cell, "returned"), 8);
	assert_int_equal(whole(hw_json_get(hw_json_get(cell, "compose"), "given"), "t"), 4);
	assert_int_equal(whole(hw_json_get(hw_json_get(cell, "compose"), "returned"), "o"), 8);
	assert_int_equal(whole(hw_json_get(cell, "provisional"), "given"), 4);
	assert_null(hw_json_get(cell, "persons"));
	/* No package is said, never 0 people. */
	assert_false(hw_json_as_bool(hw_json_get(none, "feasible")));
	assert_null(hw_json_get(none, "returned"));
	assert_true(hw_json_count(hw_json_get(none, "clash")) > 0);
	assert_int_equal(hw_json_count(hw_json_get(root, "unconditional")), 0);
	assert_true(hw_json_count(hw_json_get(root, "notes")) > 0);
	hw_json_free(root);
	root = answer(SIMPLE ", \"acceptance\": [0.9], \"given\": [0]}", (bureau_plan_question){0}, false);
	hw_json_free(root);
}

static void persons_by_id(void **state)
{
	hw_json *root = answer(
		HEAD "\"ours\": [{\"id\": \"p1\", \"class\": \"o\", \"holder\": \"S\", \"reluctance\": 1}, {\"id\": "
		     "\"p2\", \"class\": \"o\", \"holder\": \"S\", \"reluctance\": 2}, {\"id\": \"p3\", \"holder\": "
		     "\"S\", \"reluctance\": 9}], \"theirs\": [{\"id\": \"q1\", \"interest\": {\"S\": 3}}], "
		     "\"acceptance\": 0.5, \"given\": 1}",
		(bureau_plan_question){0}, true);
	const hw_json *cell = first_cell(root), *persons = hw_json_get(cell, "persons");

	(void)state;
	assert_int_equal(whole(cell, "returned"), 2);
	assert_int_equal(whole(hw_json_get(hw_json_get(cell, "compose"), "returned"), "o"), 2);
	assert_int_equal(hw_json_count(hw_json_get(persons, "returned")), 2);
	assert_true(hw_text_is(hw_json_as_text(hw_json_at(hw_json_get(persons, "returned"), 0)), "p1"));
	assert_true(hw_text_is(hw_json_as_text(hw_json_at(hw_json_get(persons, "given"), 0)), "q1"));
	hw_json_free(root);
}

static void choices(void **state)
{
	static const char problem[] = HEAD
		"\"ours\": [{\"class\": \"o\", \"count\": 20, \"holder\": \"S\", \"reluctance\": 1}, {\"class\": "
		"\"p\", "
		"\"count\": 20, \"holder\": \"S\", \"reluctance\": 2}], \"theirs\": [{\"class\": \"t\", \"count\": 3, "
		"\"interest\": {\"S\": 4}}, {\"class\": \"u\", \"count\": 9, \"interest\": {\"S\": 1}, \"requested\": "
		"false}], \"acceptance\": 0.9, \"given\": 5}";
	static const char *const t[] = {"t"}, *const u[] = {"u"}, *const p[] = {"p"}, *const none[] = {"zz"};
	const struct {
		bureau_plan_question question;
		int64_t returned;
	} rows[] = {{{0}, 14},
		    {{.only = t, .only_count = 1}, 12},
		    {{.without = t, .without_count = 1}, 5},
		    {{.offer = "unrequested"}, 5},
		    {{.only = p, .only_count = 1}, 7},
		    {{.only = u, .only_count = 1, .given = "9"}, 9},
		    {{.least_given = "13"}, 13},
		    {{.require = p, .require_count = 1}, 13},
		    {{.parties = "S"}, 14}};
	hw_buffer out = {0};
	bool possible;
	hw_error error;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		hw_json *root = answer(problem, rows[i].question, true);

		if (whole(first_cell(root), "returned") != rows[i].returned)
			fail_msg("row %zu: %lld returned", i, (long long)whole(first_cell(root), "returned"));
		hw_json_free(root);
	}
	assert_int_equal(
		ask_text(problem, (bureau_plan_question){.only = none, .only_count = 1}, &out, &possible, &error),
		HW_USAGE);
	assert_int_equal(
		ask_text(problem, (bureau_plan_question){.require = none, .require_count = 1}, &out, &possible, &error),
		HW_USAGE);
	assert_int_equal(ask_text(problem, (bureau_plan_question){.arcs = true}, &out, &possible, &error), HW_OK);
	assert_int_equal(ask_text(problem, (bureau_plan_question){.fair = "2"}, &out, &possible, &error), HW_USAGE);
	assert_int_equal(ask_text(problem, (bureau_plan_question){.solver = "x"}, &out, &possible, &error), HW_USAGE);
	assert_int_equal(ask_text(problem, (bureau_plan_question){.tranches = "5"}, &out, &possible, &error), HW_USAGE);
	hw_buffer_free(&out);
}

static void request_that_clashes(void **state)
{
	static const char *const request[] = {"p:3"};
	hw_json *root = answer(
		HEAD
		"\"ours\": [{\"class\": \"p\", \"count\": 20, \"holder\": \"S\", \"reluctance\": 5}], "
		"\"theirs\": [{\"class\": \"t\", \"count\": 30, \"interest\": {\"S\": 1}}], \"rules\": [{\"name\": "
		"\"those who consent\", \"side\": \"given\", \"class\": \"t\", \"max\": 11, \"law\": true}], "
		"\"acceptance\": 0.9, \"given\": 20}",
		(bureau_plan_question){.require = request, .require_count = 1}, false);
	const hw_json *repairs = hw_json_get(root, "repairs");

	(void)state;
	assert_int_equal(hw_json_count(hw_json_get(root, "clash")), 3);
	/* The rule of law stands in the clash and is not offered; 11 of them buy two, and no acceptance is low enough. */
	for (size_t i = 0; i < hw_json_count(repairs); i++) {
		assert_true(hw_text_is(hw_json_as_text(hw_json_get(hw_json_at(repairs, i), "change")), "min"));
		assert_int_equal(whole(hw_json_at(repairs, i), "to"), 2);
	}
	assert_int_equal(hw_json_count(repairs), 1);
	hw_json_free(root);
}

/* A problem full of personal reasons, asked in every way: no answer tells them apart. */
static void reasons_stay_inside(void **state)
{
	static const char problem[] = HEAD
		"\"ours\": [{\"class\": \"o\", \"count\": 20, \"holder\": \"S\", \"reluctance\": 1}, {\"class\": "
		"\"o2\", "
		"\"count\": 3, \"holder\": \"S\", \"reluctance\": 1, \"%s\": %s}, {\"class\": \"o3\", \"count\": 2, "
		"\"holder\": \"S\", \"reluctance\": 1, \"family\": \"k\"}], \"theirs\": [{\"class\": \"t\", \"count\": "
		"4, "
		"\"interest\": {\"S\": 2}, \"%s\": %s}, {\"class\": \"t2\", \"count\": 2, \"interest\": {\"S\": 2}, "
		"\"family\": \"k\", \"%s\": %s}, {\"class\": \"t3\", \"count\": 9, \"interest\": {\"S\": 2}, "
		"\"wills\": true}], "
		"\"acceptance\": [0.9], \"given\": [3]}";
	static const char *const telling[] = {"will",  "fear",    "court",  "health",
					      "wound", "proceed", "afraid", "refuse"};
	static const char *const requests[] = {"t:4"}, *const family[] = {"o3:2"};
	const bureau_plan_question questions[] = {
		{0}, {.require = requests, .require_count = 1}, {.require = family, .require_count = 1}};
	char *package = write_file("{\"given\": {\"t\": 4, \"t2\": 2}, \"returned\": {\"o\": 3, \"o2\": 1}}");
	char text[2048];

	(void)state;
	for (size_t q = 0; q < HW_COUNT(questions) + 1; q++) {
		hw_buffer out[2] = {{0}, {0}};

		for (int which = 0; which < 2; which++) {
			bureau_plan_question question =
				q < HW_COUNT(questions) ? questions[q] : (bureau_plan_question){0};
			const char *key = which ? "wills" : "court", *value = which ? "false" : "true";
			bool possible;
			hw_error error;

			if (q == HW_COUNT(questions))
				question.evaluate = package;
			(void)snprintf(text, sizeof(text), problem, key, value, key, value, key, value);
			assert_int_equal(ask_text(text, question, &out[which], &possible, &error), HW_OK);
			for (size_t i = 0; i < HW_COUNT(telling); i++)
				if (strstr(out[which].bytes, telling[i]))
					fail_msg("question %zu says \"%s\": %s", q, telling[i], out[which].bytes);
			assert_non_null(strstr(out[which].bytes, "not available"));
		}
		/* Whichever the reason, the answer is the same to the byte. */
		assert_string_equal(out[0].bytes, out[1].bytes);
		hw_buffer_free(&out[0]);
		hw_buffer_free(&out[1]);
	}
	remove_file(package);
}

static void bad_packages(void **state)
{
	static const struct {
		const char *package, *why;
	} rows[] = {{"[]", "not an object"},
		    {"{\"given\": 4}", "not an object of classes"},
		    {"{\"given\": {\"zz\": 1}}", "no class"},
		    {"{\"given\": {\"t\": -1}}", "whole number"},
		    {"{\"given\": {\"t\": 1.5}}", "whole number"},
		    {"{\"gives\": {\"t\": 1}}", ""}};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		char *package = write_file(rows[i].package), line[1024];
		hw_buffer out = {0};
		bool possible;
		hw_error error;
		hw_status status =
			ask_text(SIMPLE "}", (bureau_plan_question){.evaluate = package}, &out, &possible, &error);

		(void)hw_error_line(&error, line, sizeof(line));
		if (status != HW_BAD_INPUT || !strstr(line, rows[i].why) || !strstr(line, package))
			fail_msg("row %zu: %s", i, line);
		hw_buffer_free(&out);
		remove_file(package);
	}
}

static void failed_allocations(void **state)
{
	char *path = write_file(SIMPLE ", \"rules\": [{\"name\": \"seats\", \"max_given\": 3}], \"given\": [0, 2]}");
	static const char *const request[] = {"o:9"};
	long n = 1;
	bool done = false;

	(void)state;
	for (; !done && n < 4000; n++) {
		bureau_plan_question question = {.problem = path, .require = request, .require_count = 1};
		hw_buffer out = {0};
		bool possible = false;
		hw_error error;
		hw_status status;

		hw_fail_allocation_after(n);
		status = ask(&question, &out, &possible, &error);
		hw_fail_allocation_after(0);
		done = status == HW_OK;
		if (!done && status != HW_NO_MEMORY)
			fail_msg("allocation %ld: status %d", n, (int)status);
		hw_buffer_free(&out);
	}
	assert_true(done && n > 20);
	remove_file(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused_problems),     cmocka_unit_test(shape_of_the_answer),
		cmocka_unit_test(persons_by_id),        cmocka_unit_test(choices),
		cmocka_unit_test(request_that_clashes), cmocka_unit_test(reasons_stay_inside),
		cmocka_unit_test(bad_packages),         cmocka_unit_test(failed_allocations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
