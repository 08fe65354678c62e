/* A solver as a child process: the traps that a linked one fell into, and children that lie, hang, die or babble.
 * The traps need cbc and are skipped with a word where it is absent; the rest plays the child itself. */
#include "exchange_check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "bureau/milp_int.h"

/* maximise x0 + 2 x1 + 3 x2; x0 + 1.6 x1 + 4 x2 <= budget; x2 >= floor; 0..30 each. */
typedef struct small {
	exchange_milp milp;
	double cost[3], lower[3], upper[3], value[4], row_lower[2], row_upper[2];
	bool whole[3];
	size_t start[4];
	uint32_t row[4];
} small;

static void make_small(small *s, double budget, double least)
{
	*s = (small){.cost = {1, 2, 3},
		     .upper = {30, 30, 30},
		     .value = {1, 1.6, 4, 1},
		     .row_lower = {-HUGE_VAL, least},
		     .row_upper = {budget, HUGE_VAL},
		     .whole = {true, true, true},
		     .start = {0, 1, 2, 4},
		     .row = {0, 0, 0, 1}};
	s->milp = (exchange_milp){3,        2,      s->cost,  s->lower,     s->upper,    s->whole,
				  s->start, s->row, s->value, s->row_lower, s->row_upper};
}

static exchange_milp_answer solve(const char *program, const small *s, double *value)
{
	bureau_milp settings = {program};
	exchange_milp_answer answer;
	double x[3];
	hw_error error = {0};
	char line[1024];

	if (bureau_milp_solve(&settings, &s->milp, 0, 5, x, &answer, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof(line)));
	*value = 0;
	for (int j = 0; j < 3 && answer == EXCHANGE_MILP_SOLUTION; j++)
		*value += s->cost[j] * x[j];
	return answer;
}

static bool absent(void)
{
	if (bureau_milp_available("cbc"))
		return false;
	print_message("cbc is not installed (apt-get install coinor-cbc): its traps are not tried\n");
	return true;
}

static void traps(void **state)
{
	small s;
	double value;

	(void)state;
	if (absent())
		skip();
	make_small(&s, 50, 0);
	assert_int_equal(solve("cbc", &s, &value), EXCHANGE_MILP_SOLUTION);
	assert_true(fabs(value - 62) < 1e-6);
	/* A row moved after a solve: the old optimum (62) must not come back as proven. */
	s.row_upper[0] = 60;
	assert_int_equal(solve("cbc", &s, &value), EXCHANGE_MILP_SOLUTION);
	assert_true(fabs(value - 72) < 1e-6);
	/* A column moved: x1 = 30 is not allowed any more. */
	s.row_upper[0] = 50;
	s.upper[1] = 5;
	assert_int_equal(solve("cbc", &s, &value), EXCHANGE_MILP_SOLUTION);
	assert_true(fabs(value - (30 + 10 + 9)) < 1e-6);
	/* Another objective. */
	make_small(&s, 50, 0);
	s.cost[0] = 10;
	assert_int_equal(solve("cbc", &s, &value), EXCHANGE_MILP_SOLUTION);
	assert_true(fabs(value - 324) < 1e-6);
	/* Made infeasible after a solve. */
	make_small(&s, 60, 20);
	assert_int_equal(solve("cbc", &s, &value), EXCHANGE_MILP_INFEASIBLE);
	make_small(&s, 60, 0);
	assert_int_equal(solve("cbc", &s, &value), EXCHANGE_MILP_SOLUTION);
	assert_true(fabs(value - 72) < 1e-6);
}

/* The same answers as ours, on packages for one party and several, with families and rules. */
static void agrees_with_ours(void **state)
{
	bureau_milp settings = {"cbc"};
	exchange_backend backend = {.context = &settings, .gap = 0, .seconds = 10, .solve = bureau_milp_solve};
	hw_random random = hw_random_new(9, 0);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);

	(void)state;
	if (absent()) {
		hw_arena_free(arena);
		skip();
	}
	for (int round = 0; round < 6; round++) {
		scene *s = scene_new();
		exchange_cell own, both;

		scene_party(s, "S", 1, round % 3 ? 1 : 0);
		if (round % 2)
			scene_party(s, "F", 1, 0.7);
		for (unsigned i = 0; i < 6; i++) {
			scene_ours(s, 1 + (int64_t)hw_random_below(&random, 5), round % 2 && i > 3,
				   0.5 + 3 * hw_random_unit(&random), 0.5 * (double)hw_random_below(&random, 4))
				->family = i == 2 ? HW_TEXT("k") : HW_TEXT("");
			(void)scene_theirs(s, 1 + (int64_t)hw_random_below(&random, 5), 4 * hw_random_unit(&random),
					   3 * hw_random_unit(&random));
		}
		if (round % 4 == 3) {
			exchange_rule *r = scene_rule(s, "seats", EXCHANGE_RETURNED);

			r->max = 9;
		}
		own = scene_cell(s, arena, 0.8, 6);
		s->options.backend = &backend;
		s->options.backend_always = true;
		both = scene_cell(s, arena, 0.8, 6);
		assert_int_equal(own.feasible, both.feasible);
		if (own.feasible) /* had it found better, ours would not have been the best */
			assert_true(own.returned == both.returned && own.proven && both.proven);
		/* And alone, without our search's help, it comes to the same within what chords give away. */
		s->options.effort = 1;
		both = scene_cell(s, arena, 0.8, 6);
		if (own.feasible && both.feasible)
			assert_true(both.returned <= own.returned);
		free(s);
	}
	hw_arena_free(arena);
}

/* ---- children of our own ---- */
static const char *child(char *path, const char *script)
{
	FILE *f;

	(void)snprintf(path, 64, "/tmp/homeward-child-XXXXXX");
	{
		int file = mkstemp(path);

		assert_true(file >= 0);
		(void)close(file);
	}
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fprintf(f, "#!/bin/sh\n%s\n", script) > 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static void odd_children(void **state)
{
	static const struct {
		const char *script;
		exchange_milp_answer answer;
	} rows[] = {
		{"exit 0", EXCHANGE_MILP_NOTHING},                                  /* says nothing */
		{"exit 3", EXCHANGE_MILP_NOTHING},                                  /* fails */
		{"kill -9 $$", EXCHANGE_MILP_NOTHING},                              /* dies */
		{"echo Infeasible >\"$8\"", EXCHANGE_MILP_INFEASIBLE},              /* a word, no proof */
		{"echo hello >\"$8\"", EXCHANGE_MILP_NOTHING},                      /* babbles */
		{"printf 'Optimal\\n 0 x9 3 0\\n' >\"$8\"", EXCHANGE_MILP_NOTHING}, /* a column that is not there */
		{"printf 'Optimal\\n 0 x1 nan 0\\n' >\"$8\"", EXCHANGE_MILP_NOTHING},
		{"printf 'Optimal\\n 0 x1 1,5 0\\n' >\"$8\"", EXCHANGE_MILP_NOTHING},
		{"printf 'Optimal\\n 0 x99999999999999999999 1 0\\n' >\"$8\"", EXCHANGE_MILP_NOTHING},
		{"printf 'Optimal\\n 0 x1 7 0\\n' >\"$8\"", EXCHANGE_MILP_SOLUTION},
		{"printf 'Stopped on time\\n** 0 x1 900 0\\n' >\"$8\"", EXCHANGE_MILP_SOLUTION}, /* breaks its bound */
		{"head -c 300000 /dev/zero >\"$8\"", EXCHANGE_MILP_NOTHING},
	};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		char path[64];
		small s;
		double value;

		make_small(&s, 50, 0);
		if (solve(child(path, rows[i].script), &s, &value) != rows[i].answer)
			fail_msg("row %zu: %s", i, rows[i].script);
		(void)unlink(path);
	}
	assert_false(bureau_milp_available("/nowhere/at/all"));
}

/* One that never ends is killed; the plan goes on with what it has, and nothing stays behind. */
static void hung_child(void **state)
{
	char path[64];
	bureau_milp settings = {child(path, "sleep 100")};
	exchange_backend backend = {.context = &settings, .gap = 0, .seconds = -1.5, .solve = bureau_milp_solve};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	double begin = hw_clock_seconds();
	exchange_cell c;

	(void)state;
	scene_rule(s, "never binds", EXCHANGE_RETURNED)->select = EXCHANGE_BY_GROUP; /* sorting does not know it */
	s->rules[0].value = HW_TEXT("a");
	s->rules[0].max = 1000;
	s->options.first_only = true;
	s->options.backend = &backend;
	s->options.backend_always = true;
	c = scene_cell(s, arena, 0.9, 40);
	assert_true(c.proven && c.returned == 157);
	assert_true(hw_clock_seconds() - begin < 30);
	(void)unlink(path);
	free(s);
	hw_arena_free(arena);
}

/* An answer that breaks a row is not taken, whatever it is called. */
static void false_answer(void **state)
{
	char path[64];
	bureau_milp settings = {child(path, "printf 'Optimal\\n 0 x0 1500 0\\n 1 x1 450 0\\n' >\"$8\"")};
	exchange_backend backend = {.context = &settings, .gap = 0, .seconds = 5, .solve = bureau_milp_solve};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_three_way();
	exchange_cell c;

	(void)state;
	s->options.backend = &backend;
	s->options.backend_always = true;
	c = scene_cell(s, arena, 0.8, 40);
	assert_true(c.proven && c.returned == 208);
	(void)unlink(path);
	free(s);
	hw_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traps),      cmocka_unit_test(agrees_with_ours), cmocka_unit_test(odd_children),
		cmocka_unit_test(hung_child), cmocka_unit_test(false_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
