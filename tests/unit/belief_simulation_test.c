/* Belief where the truth is known, in short; the long form is bench/estimation/belief_simulation.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "belief_simulation.h"

static void judge(uint64_t from, size_t caseloads, bool ignore_copies, bool totals, sim_marks *m)
{
	static simulation s;
	hw_error error = {0};

	for (size_t i = 0; i < caseloads; i++) {
		assert_true(sim_make(&s, from + i));
		if (ignore_copies)
			sim_forget_copies(&s);
		assert_true(sim_judge(&s, 0, totals, m, &error));
	}
}

static void sure_statements_are_right(void **state)
{
	static sim_marks known, ignored;

	(void)state;
	judge(1001, 6, false, true, &known);
	double right = (double)known.right / (double)known.sure, said = known.said / (double)known.sure;
	assert_true(known.sure > 800);
	assert_true(right > 0.97 && right < 0.995);
	assert_true(fabs(right - said) < 0.012);
	assert_true((double)known.covered[1] >= 0.85 * (double)known.totals);
	assert_true(fabs(known.theta[SIM_TG] / 6 - 0.35) < 0.06);
	assert_true(fabs(known.theta[SIM_VID] / 6 - 0.93) < 0.05);
	/* Copies taken for reports of their own make the worst source look good and sureness a lie. */
	judge(1001, 6, true, false, &ignored);
	assert_true(ignored.theta[SIM_TG] / 6 > 0.55);
	assert_true((double)ignored.right / (double)ignored.sure < right - 0.03);
	assert_true(ignored.said / (double)ignored.sure > said);
	assert_true(ignored.brier > known.brier && ignored.log_score > known.log_score);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(sure_statements_are_right)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
