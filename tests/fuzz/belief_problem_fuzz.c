/* Any bytes as a belief problem: refused with a reason, or answered - and then probabilities are probabilities. */
#include <math.h>
#include <stdlib.h>

#include "bureau/belief_json_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool holds)
{
	if (!holds)
		abort();
}

/* Large problems are for other tests. */
static bool is_small(const belief_problem *p)
{
	size_t reports = 0;

	for (size_t i = 0; i < p->person_count; i++)
		reports += p->persons[i].report_count + p->persons[i].fact_count;
	for (size_t i = 0; i < p->group_count; i++)
		reports += p->groups[i].report_count + p->groups[i].fact_count;
	return p->site_count <= 60 && p->person_count <= 30 && reports <= 60 && p->transfer_count <= 30;
}

static bool is_share(const hw_json *value)
{
	double p = hw_json_as_number(value);

	return hw_json_kind_of(value) == HW_JSON_NUMBER && p >= -1e-12 && p <= 1 + 1e-9;
}

static void check_answer(const hw_json *answer)
{
	const hw_json *persons = hw_json_get(answer, "persons"), *totals = hw_json_get(answer, "totals");
	const hw_json *nears = hw_json_get(answer, "near");

	for (size_t i = 0; i < hw_json_count(persons); i++) {
		const hw_json *person = hw_json_at(persons, i), *states = hw_json_get(person, "states");
		double sum = 0;
		need(is_share(hw_json_get(person, "captive")));
		for (void *m = hw_json_first(states); m; m = hw_json_next(states, m)) {
			need(is_share(hw_json_member_value(m)));
			sum += hw_json_as_number(hw_json_member_value(m));
		}
		need(fabs(sum - 1) < 1e-4); /* states below 1e-7 are not written */
	}
	for (size_t i = 0; i < hw_json_count(totals); i++) {
		const hw_json *pmf = hw_json_get(hw_json_at(totals, i), "pmf");
		double sum = 0;
		for (size_t k = 0; k < hw_json_count(pmf); k++)
			sum += hw_json_as_number(hw_json_at(pmf, k));
		need(fabs(sum - 1) < 1e-9 && hw_json_count(pmf) == hw_json_count(persons) + 1);
	}
	for (size_t i = 0; i < hw_json_count(nears); i++) {
		const hw_json *n = hw_json_at(nears, i);
		double low = hw_json_as_number(hw_json_get(n, "low")), high = hw_json_as_number(hw_json_get(n, "high"));
		double between = hw_json_as_number(hw_json_get(n, "independent"));
		need(low <= between && between <= high && high <= 1);
	}
}

static void answer(hw_arena *arena, const belief_input *in)
{
	const belief_run run = {.threads = 1, .seed = 1, .draws = 3};
	hw_buffer out = {.ceiling = (size_t)1 << 26};
	hw_json_writer w = hw_json_writer_new(&out, false);
	hw_error error = {0};
	hw_json *root = NULL;
	hw_status status = belief_answer(arena, in, &run, &w, &error);

	if (status == HW_OK) {
		need(hw_json_parse(hw_buffer_text(&out), "answer", &root, &error) == HW_OK);
		check_answer(root);
		hw_json_free(root);
	} else {
		need(error.why[0] && status != HW_FAULT);
	}
	hw_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	hw_arena *arena = hw_arena_new((size_t)1 << 28);
	hw_json *root = NULL;
	hw_error error = {0};
	belief_input in;

	if (arena && hw_json_parse((hw_text){(const char *)data, size}, "input", &root, &error) == HW_OK) {
		if (belief_read(arena, root, NULL, NULL, &in, &error) != HW_OK)
			need(error.why[0] && error.status != HW_FAULT);
		else if (is_small(&in.problem))
			answer(arena, &in);
	}
	hw_json_free(root);
	hw_arena_free(arena);
	return 0;
}
