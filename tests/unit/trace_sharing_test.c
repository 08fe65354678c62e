/* A report speaks of one person of the register, or of nobody: probabilities that candidates share, held against the truth of
 * invented data. */
#include "trace_check.h"

/* A report speaks of one person: two namesakes share what it says. */
static void candidates_share_a_probability(void **state)
{
	trace_records *r = records_of(synthetic_kinds, 3);
	trace_settings settings = trace_settings_default();
	static uint32_t truth[400];

	(void)state;
	add_row(r, 0, "Цимбал|Тарас|");
	add_row(r, 0, "Цимбал|Тарас|");
	add_row(r, 1, "Цимбал|Тарас|");
	add_row(r, 0, "Вовк|Орест|1991-02-03");
	add_row(r, 1, "Вовк|Орест|1991-02-03");
	synthetic(r, 150, 4, truth);
	settings.between = true;
	settings.expected = 100;
	settings.keep = 0.01;
	trace_result *apart = link_of(r, &settings);
	settings.one_person = true;
	trace_result *shared = link_of(r, &settings);
	trace_explanation two = why(shared, 0, 2), alone = why(shared, 3, 4);
	assert_true(two.probability < 0.5);
	assert_true(two.probability > 0.4); /* these reports are of somebody, all of them */
	assert_true(fabs(two.probability - why(shared, 1, 2).probability) < 1e-9);
	assert_true(alone.probability > why(apart, 3, 4).probability - 1e-3);
	double sum = two.prior;
	for (size_t i = 0; i < two.reason_count; i++)
		sum += two.reasons[i].weight;
	assert_true(fabs(sum - two.weight) < 1e-5);
	trace_result_free(apart);
	trace_result_free(shared);
	trace_records_free(r);
}

/* A register with namesakes, and reports of which two in three are of somebody on it; many lack the date. */
static void register_with_strangers(trace_records *r, uint64_t seed, uint32_t *truth)
{
	enum { PEOPLE = 600, REPORTS = 450 };
	static char rows[2 * PEOPLE][128];
	hw_random random = hw_random_new(seed, 0);
	uint32_t at = 0;

	for (unsigned i = 0; i < 2 * PEOPLE; i++)
		snprintf(rows[i], sizeof rows[i], "%s|%s|%d-%02d-%02d|%s|%d",
			 synthetic_family[hw_random_below(&random, 24)][0],
			 synthetic_given[hw_random_below(&random, 15)][0], 1970 + (int)hw_random_below(&random, 30),
			 1 + (int)hw_random_below(&random, 12), 2 + (int)hw_random_below(&random, 27),
			 synthetic_place[hw_random_below(&random, 10)], 100000 + (int)hw_random_below(&random, 900000));
	for (unsigned i = 0; i < PEOPLE; i++) {
		add_row(r, 0, rows[i]);
		truth[at++] = i + 1;
	}
	for (unsigned i = 0; i < REPORTS; i++) {
		bool known = hw_random_below(&random, 3) != 0;
		unsigned who = (unsigned)hw_random_below(&random, PEOPLE) + (known ? 0 : PEOPLE);
		hw_text rest = hw_text_of(rows[who]), part[5];
		char row[128];
		for (unsigned k = 0; k < 5; k++)
			(void)hw_text_split(&rest, '|', &part[k]);
		bool dated = hw_random_below(&random, 2), placed = hw_random_below(&random, 4) != 0;
		snprintf(row, sizeof row, "%.*s|%.*s|%.*s|%.*s|", HW_TEXT_ARG(part[0]), HW_TEXT_ARG(part[1]),
			 dated ? (int)part[2].length : 0, part[2].bytes, placed ? (int)part[3].length : 0,
			 part[3].bytes);
		add_row(r, 1, row);
		truth[at++] = who + 1;
	}
}

/* What the probabilities say adds up to what is true (the table expects more errors than these reports have, so it is
 * somewhat more), and they are truer than those of pairs alone. */
static void shared_probabilities_are_true(void **state)
{
	static uint32_t truth[2000];
	double said[2] = {0}, right[2] = {0}, pairs[2] = {0}, error[2] = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		trace_records *r = records_of(synthetic_kinds, 5);
		trace_settings settings = trace_settings_default();

		register_with_strangers(r, seed, truth);
		settings.between = true;
		settings.keep = 0;
		for (unsigned shared = 0; shared < 2; shared++) {
			settings.one_person = shared;
			trace_result *result = link_of(r, &settings);
			for (size_t i = 0; i < result->pair_count; i++) {
				const trace_pair *p = &result->pairs[i];
				double is = truth[p->left] == truth[p->right];
				error[shared] += (p->probability - is) * (p->probability - is);
				if (!shared || p->probability < 0.1)
					continue;
				bool high = p->probability >= 0.5;
				said[high] += p->probability;
				right[high] += is;
				pairs[high]++;
			}
			trace_result_free(result);
		}
		trace_records_free(r);
	}
	print_message("under .5: said %.3f, true %.3f (%.0f); over: %.3f, %.3f (%.0f); squared errors %.1f alone, %.1f "
		      "shared\n",
		      said[0] / pairs[0], right[0] / pairs[0], pairs[0], said[1] / pairs[1], right[1] / pairs[1],
		      pairs[1], error[0], error[1]);
	for (unsigned high = 0; high < 2; high++) {
		assert_true(pairs[high] > 200);
		assert_true(fabs(said[high] - right[high]) < 0.12 * pairs[high]);
	}
	assert_true(error[1] < 0.85 * error[0]);
}

/* What was not kept counts all the same: the candidates under the threshold of keeping share too. */
static void what_is_not_kept_shares_too(void **state)
{
	static uint32_t truth[2000];
	trace_records *r = records_of(synthetic_kinds, 5);
	trace_settings settings = trace_settings_default();

	(void)state;
	register_with_strangers(r, 5, truth);
	settings.between = settings.one_person = true;
	settings.keep = 0;
	trace_result *all = link_of(r, &settings);
	settings.keep = 0.3;
	trace_result *some = link_of(r, &settings);
	size_t k = 0;
	assert_true(some->pair_count > 100 && some->pair_count < all->pair_count);
	for (size_t i = 0; i < all->pair_count && all->pairs[i].probability >= 0.3 + 1e-6; i++, k++) {
		assert_int_equal(some->pairs[k].left, all->pairs[i].left);
		assert_int_equal(some->pairs[k].right, all->pairs[i].right);
		assert_true(fabs(some->pairs[k].probability - all->pairs[i].probability) < 1e-6);
	}
	trace_result_free(all);
	trace_result_free(some);
	trace_records_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(candidates_share_a_probability),
		cmocka_unit_test(shared_probabilities_are_true),
		cmocka_unit_test(what_is_not_kept_shares_too),
	};

	return cmocka_run_group_tests_name("trace sharing", tests, trace_setup, trace_teardown);
}
