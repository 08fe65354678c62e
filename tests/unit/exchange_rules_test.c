/* Who may not be in a package, families, degenerate and adversarial problems, clashes and repairs,
 * bands, invariants, and memory that runs out. */
#include "exchange_check.h"

static void expect_people(scene *s, double acceptance, int64_t given, int64_t returned)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_cell c = scene_cell(s, arena, acceptance, given);

	if (c.feasible != (returned > 0) || (c.feasible && c.returned != returned) || !c.proven)
		fail_msg("%d %lld returned, not %lld", c.feasible, (long long)c.returned, (long long)returned);
	if (!c.feasible)
		assert_true(c.clash_count > 0);
	hw_arena_free(arena);
}

/* One party that accepts at U >= 0 exactly, so that budgets can be read off. */
static scene *simple(void)
{
	scene *s = scene_new();

	scene_party(s, "S", 0, 0);
	return s;
}

/* ---- the law ---- */
static void law_before_leverage(void **state)
{
	scene *s = simple();
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_plan *plan;
	exchange_cell c;
	exchange_entry *wounded, *unwilling, *civilian, *court, *due_ours;

	(void)state;
	/* All of them are wanted far more than the others; none may be used. */
	wounded = scene_theirs(s, 10, 1000, 0);
	wounded->wounded = true;
	unwilling = scene_theirs(s, 10, 1000, 0);
	unwilling->will = EXCHANGE_WILLS_NOT;
	civilian = scene_theirs(s, 10, 1000, 0);
	civilian->civilian = true;
	court = scene_theirs(s, 10, 1000, 0);
	court->court = true;
	(void)scene_theirs(s, 10, 2, 0);
	due_ours = scene_ours(s, 5, 0, 0, 100);
	due_ours->wounded = true;
	(void)scene_ours(s, 100, 0, 1, 1);
	plan = scene_plan(s);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_GIVEN, 0), EXCHANGE_DUE);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_GIVEN, 1), EXCHANGE_NOT_WILLING);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_GIVEN, 2), EXCHANGE_CIVILIAN);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_GIVEN, 3), EXCHANGE_IN_COURT);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_RETURNED, 0), EXCHANGE_DUE);
	exchange_plan_free(plan);
	c = scene_cell(s, arena, 0.9, 50);
	assert_true(c.feasible);
	assert_int_equal(c.returned, 20);
	assert_int_equal(c.give[0] + c.give[1] + c.give[2] + c.give[3], 0);
	assert_int_equal(c.take[0], 0);
	/* Weights of those who are out change nothing. */
	s->interest[0][0].value = s->interest[2][0].value = -1e9;
	expect_people(s, 0.9, 50, 20);
	/* A wounded man who is also wanted, unwilling and accused is not sent, and stands on no list of the due. */
	wounded->will = EXCHANGE_WILLS_NOT;
	plan = scene_plan(s);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_GIVEN, 0), EXCHANGE_NOT_WILLING);
	exchange_plan_free(plan);
	/* Nobody but the due: no package, and it is nobody's price. */
	s->theirs[4].count = 0;
	expect_people(s, 0.9, 50, 0);
	s->problem.ceased = true;
	{
		exchange_plan *none = NULL;
		hw_error error = {0};

		assert_int_equal(exchange_plan_new(&s->problem, &s->options, &none, &error), HW_NOT_PERMITTED);
		assert_null(none);
	}
	hw_arena_free(arena);
	free(s);
}

static void words_hide_reasons(void **state)
{
	static const char *const telling[] = {"will", "fear", "court", "health", "wound", "sick", "refus", "proceed"};

	(void)state;
	for (exchange_why why = EXCHANGE_AVAILABLE; why <= EXCHANGE_LEFT_OUT; why++) {
		if (exchange_why_personal(why))
			assert_string_equal(exchange_why_words(why), "not available");
		for (size_t i = 0; i < HW_COUNT(telling) && exchange_why_personal(why); i++)
			assert_null(strstr(exchange_why_words(why), telling[i]));
	}
	assert_true(exchange_why_personal(EXCHANGE_NOT_WILLING) && exchange_why_personal(EXCHANGE_IN_COURT) &&
		    exchange_why_personal(EXCHANGE_FAMILY_PERSONAL));
}

static void holders(void **state)
{
	scene *s = simple();
	exchange_plan *plan;

	(void)state;
	(void)scene_theirs(s, 10, 5, 0);
	scene_ours(s, 10, 0, 1, 1)->holder_count = 0;
	s->holders[1][1] = 0;
	scene_ours(s, 10, 0, 1, 1)->holder_count = 2;
	scene_ours(s, 10, 0, 1, 1)->refused = true;
	plan = scene_plan(s);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_RETURNED, 0), EXCHANGE_HOLDER_UNKNOWN);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_RETURNED, 1), EXCHANGE_HOLDERS_CLAIM);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_RETURNED, 2), EXCHANGE_REFUSED);
	exchange_plan_free(plan);
	expect_people(s, 0.9, 10, 0);
	(void)scene_ours(s, 7, 0, 1, 1);
	expect_people(s, 0.9, 10, 7);
	free(s);
}

static void families(void **state)
{
	scene *s = simple();
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_entry *a, *b, *child;
	exchange_plan *plan;
	exchange_cell c;

	(void)state;
	/* Two brothers, one of ours at 1, one at 9; together or not at all. */
	(void)scene_theirs(s, 4, 2, 0);
	a = scene_ours(s, 1, 0, 1, 1);
	b = scene_ours(s, 1, 0, 9, 1);
	a->family = b->family = HW_TEXT("k");
	(void)scene_ours(s, 2, 0, 3, 1);
	c = scene_cell(s, arena, 0.9, 4); /* budget 8: the family costs 10 */
	assert_int_equal(c.returned, 2);
	assert_int_equal(c.take[0] + c.take[1], 0);
	s->theirs[0].count = 5;
	c = scene_cell(s, arena, 0.9, 5); /* budget 10: 2 of the family or 3 x 3 (only 2 there) */
	assert_int_equal(c.returned, 2);
	/* A child we hold goes with them: across both lists. */
	child = scene_theirs(s, 1, -1, 0);
	child->family = HW_TEXT("k");
	s->theirs[0].count = 9;
	c = scene_cell(s, arena, 0.9, 9); /* 8 x 2 - 1 = 15: the family and one */
	assert_int_equal(c.returned, 3);
	c = scene_cell(s, arena, 0.9, 10); /* 17: all four */
	assert_int_equal(c.returned, 4);
	assert_int_equal(c.give[1], 1);
	/* One member who may not go blocks all; the reason does not come through. */
	child->will = EXCHANGE_WILLS_NOT;
	plan = scene_plan(s);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_RETURNED, 0), EXCHANGE_FAMILY_PERSONAL);
	assert_string_equal(exchange_why_words(exchange_entry_why(plan, EXCHANGE_RETURNED, 1)), "not available");
	exchange_plan_free(plan);
	child->will = EXCHANGE_WILL_UNKNOWN;
	/* A wounded member goes home anyway and blocks nobody. */
	child->wounded = true;
	plan = scene_plan(s);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_GIVEN, 1), EXCHANGE_DUE);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_RETURNED, 0), EXCHANGE_AVAILABLE);
	exchange_plan_free(plan);
	child->wounded = false;
	b->refused = true;
	plan = scene_plan(s);
	assert_int_equal(exchange_entry_why(plan, EXCHANGE_RETURNED, 0), EXCHANGE_FAMILY);
	exchange_plan_free(plan);
	/* A family larger than the seats stays, the others go. */
	b->refused = false;
	scene_rule(s, "seats", EXCHANGE_RETURNED)->max = 1;
	c = scene_cell(s, arena, 0.9, 10);
	assert_int_equal(c.returned, 1);
	assert_int_equal(c.take[0] + c.take[1], 0);
	hw_arena_free(arena);
	free(s);
}

/* ---- degenerate problems, each with its defined answer ---- */
static void degenerate(void **state)
{
	scene *s = simple();

	(void)state;
	expect_people(s, 0.9, 10, 0); /* both lists empty */
	(void)scene_theirs(s, 10, 1, 0);
	expect_people(s, 0.9, 10, 0); /* nobody of ours */
	(void)scene_ours(s, 20, 0, 2, 1);
	expect_people(s, 0.9, 10, 5);
	expect_people(s, 0.9, 1, 0); /* a budget of 1 buys nobody: no package, not 0 people */
	expect_people(s, 0.9, 0, 0);
	s->interest[0][0].value = -3;
	expect_people(s, 0.9, 10, 0); /* all unwanted */
	s->parties[0].reservation.value = -4;
	expect_people(s, 0.9, 0, 2); /* given nothing, because a gift is owed */
	s->interest[0][0].value = 1;
	s->parties[0].reservation.value = 0;
	s->ours[0].reluctance.value = 0;
	expect_people(s, 0.9, 0, 20); /* released for nothing: all of them */
	scene_rule(s, "seats", EXCHANGE_RETURNED)->max = 6;
	expect_people(s, 0.9, 10, 6);
	s->problem.rule_count = 0;
	s->ours[0].reluctance.value = 2;
	expect_people(s, 1, 10, 5); /* certainty: a step party can give it */
	s->parties[0].softness.value = 1e-9;
	expect_people(s, 1, 10, 0); /* a soft one cannot */
	expect_people(s, 0.999999, 10, 4);
	expect_people(s, 0.5, 10, 5); /* half: exactly U = 0 */
	s->interest[0][0].value = 1 - 1e-6;
	expect_people(s, 0.5, 10, 4); /* infeasible by a millionth */
	s->interest[0][0].value = 1 - 1e-11;
	expect_people(s, 0.5, 10, 5); /* met within the tolerance */
	s->theirs[0].count = 0;
	expect_people(s, 0.5, 10, 0); /* nobody to give */
	s->theirs[0].count = EXCHANGE_PEOPLE_MOST;
	s->ours[0].count = EXCHANGE_PEOPLE_MOST;
	s->parties[0].softness.value = 0;
	s->interest[0][0].value = 1;
	expect_people(s, 0.5, 3000000, 1500000);
	free(s);
}

static void refused_input(void **state)
{
	static const struct {
		size_t which;
		double value;
	} rows[] = {{0, NAN}, {0, INFINITY}, {1, -1}, {1, NAN}, {2, NAN}, {3, -0.5}, {4, 1.5}, {5, NAN}, {6, -1}};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		scene *s = simple();
		exchange_plan *plan = NULL;
		hw_error error = {0};

		(void)scene_theirs(s, 10, 1, 0);
		(void)scene_ours(s, 10, 0, 1, 1);
		switch (rows[i].which) {
		case 0:
			s->parties[0].reservation.value = rows[i].value;
			break;
		case 1:
			s->parties[0].softness.value = rows[i].value;
			break;
		case 2:
			s->interest[0][0].value = rows[i].value;
			break;
		case 3:
			s->ours[0].reluctance.value = rows[i].value;
			break;
		case 4:
			s->ours[0].delivery = rows[i].value;
			break;
		case 5:
			s->ours[0].points = rows[i].value;
			break;
		default:
			s->theirs[0].count = (int64_t)rows[i].value;
			break;
		}
		assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
		assert_null(plan);
		assert_true(error.where[0] && error.what[0]);
		free(s);
	}
}

static void refused_twice(void **state)
{
	scene *s = simple();
	exchange_plan *plan = NULL;
	hw_error error = {0};

	(void)state;
	(void)scene_ours(s, 1, 0, 1, 1);
	scene_ours(s, 1, 0, 1, 1)->class_name = HW_TEXT("o0");
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
	/* Persons may share a class; a person stands once. */
	s->ours[0].person = HW_TEXT("p1");
	s->ours[1].person = HW_TEXT("p2");
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_OK);
	exchange_plan_free(plan);
	plan = NULL;
	s->ours[1].person = HW_TEXT("p1");
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
	scene_rule(s, "nonsense", EXCHANGE_RETURNED)->min = 5;
	s->rules[0].max = 3;
	s->ours[1].person = HW_TEXT("p2");
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
	free(s);
}

/* ---- an adversarial table ---- */
static void many_ties(void **state)
{
	scene *s = simple();

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		(void)scene_theirs(s, 20, 1, 0);
		(void)scene_ours(s, 20, 0, 1, 1);
	}
	expect_people(s, 0.9, 4321, 4321); /* 10,000 alike on each side */
	s->ours[7].group = HW_TEXT("a");
	scene_rule(s, "none of them", EXCHANGE_RETURNED)->select = EXCHANGE_BY_GROUP;
	s->rules[0].value = HW_TEXT("a");
	s->rules[0].max = 0;
	expect_people(s, 0.9, 9999, 9980);
	free(s);
}

static void wide_weights(void **state)
{
	static const double weights[] = {1e-6, 1e-3, 1, 1e3, 1e6};
	scene *s = simple();

	(void)state;
	for (size_t i = 0; i < HW_COUNT(weights); i++) {
		(void)scene_theirs(s, 1, weights[i], 0);
		(void)scene_ours(s, 3, 0, weights[i], 1);
	}
	expect_people(s, 0.9, 1, 12); /* 1e6: all the cheaper ones, not the dearest */
	expect_people(s, 0.9, 2, 12);
	expect_people(s, 0.9, 5, 12);
	s->theirs[4].count = 3;
	expect_people(s, 0.9, 3, 14);
	scene_rule(s, "search", EXCHANGE_RETURNED)->select = EXCHANGE_BY_GROUP;
	s->rules[0].value = HW_TEXT("nobody");
	s->rules[0].max = 5;
	expect_people(s, 0.9, 3, 14);
	free(s);
}

static void many_families(void **state)
{
	scene *s = simple();
	static char names[500][24];
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_cell c;

	(void)state;
	(void)scene_theirs(s, 1000, 1, 0);
	for (size_t i = 0; i < 500; i++) {
		exchange_entry *e = scene_ours(s, 4, 0, 1 + (double)(i % 5) * 0.25, 1);

		(void)snprintf(names[i], sizeof(names[i]), "k%zu", i);
		e->family = hw_text_of(names[i]);
	}
	/* 100 families each of cost 4, 5, 6, 7, 8: 601 buys 100 of the first and 40 of the second. */
	c = scene_cell(s, arena, 0.9, 601);
	assert_int_equal(c.returned, 560);
	assert_int_equal(c.given, 600);
	assert_true(c.proven && c.ties_proven);
	for (size_t i = 0; i < 500; i++)
		assert_true(c.take[i] == 0 || c.take[i] == 4);
	hw_arena_free(arena);
	free(s);
}

static void everybody_due(void **state)
{
	scene *s = scene_profile(4.5, 4.2);

	(void)state;
	for (size_t i = 0; i < 7; i++)
		s->theirs[i].wounded = s->ours[i].wounded = true;
	expect_people(s, 0.5, 100, 0);
	free(s);
}

/* ---- invariants ---- */
static void monotone_and_scaled(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_three_way(), *scaled = scene_three_way(), *turned = scene_three_way();
	int64_t last = 0;

	(void)state;
	for (size_t k = 0; k < 2; k++) {
		scaled->parties[k].reservation.value *= 7;
		scaled->parties[k].softness.value *= 7;
	}
	for (size_t i = 0; i < scaled->problem.ours_count; i++)
		scaled->ours[i].reluctance.value *= 7;
	for (size_t i = 0; i < scaled->problem.theirs_count; i++)
		for (size_t k = 0; k < 2; k++)
			scaled->interest[i][k].value *= 7;
	for (size_t i = 0; i < turned->problem.ours_count / 2; i++) {
		exchange_entry e = turned->ours[i];
		size_t j = turned->problem.ours_count - 1 - i;

		turned->ours[i] = turned->ours[j];
		turned->ours[j] = e;
	}
	for (int64_t given = 4; given <= 100; given += 8) {
		exchange_cell c = scene_cell(s, arena, 0.8, given), d = scene_cell(scaled, arena, 0.8, given),
			      e = scene_cell(turned, arena, 0.8, given), surer = scene_cell(s, arena, 0.95, given);

		assert_true(c.proven && c.returned >= last);
		assert_int_equal(c.returned, d.returned);
		assert_int_equal(c.given, d.given);
		assert_int_equal(c.returned, e.returned);
		assert_int_equal(c.given, e.given);
		assert_true(!surer.feasible || surer.returned <= c.returned);
		assert_true(c.returned >= c.alone[0] && c.returned >= c.alone[1]);
		last = c.returned;
	}
	hw_arena_free(arena);
	free(s);
	free(scaled);
	free(turned);
}

static void classes_and_persons_agree(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *classes = scene_new(), *persons = scene_new();
	static char ids[2][SCENE_ENTRIES][24];

	(void)state;
	for (int k = 0; k < 2; k++) {
		scene *s = k ? persons : classes;

		scene_party(s, "S", 5, 8);
		scene_party(s, "F", 3, 4);
	}
	for (size_t i = 0; i < 11; i++) {
		double reluctance = 1 + 0.15 * (double)(i % 6), points = 1 + 0.5 * (double)(i % 3);

		(void)scene_ours(classes, 20, i % 4 == 3, reluctance, points);
		(void)scene_theirs(classes, 12, 4.5 - 0.4 * (double)i, i % 3 == 0 ? 4 : 0);
		for (size_t n = 0; n < 20; n++)
			(void)scene_ours(persons, 1, i % 4 == 3, reluctance, points);
		for (size_t n = 0; n < 12; n++)
			(void)scene_theirs(persons, 1, 4.5 - 0.4 * (double)i, i % 3 == 0 ? 4 : 0);
	}
	for (size_t i = 0; i < persons->problem.ours_count; i++) {
		(void)snprintf(ids[0][i], sizeof(ids[0][i]), "p%zu", i);
		persons->ours[i].person = hw_text_of(ids[0][i]);
	}
	for (size_t i = 0; i < persons->problem.theirs_count; i++) {
		(void)snprintf(ids[1][i], sizeof(ids[1][i]), "q%zu", i);
		persons->theirs[i].person = hw_text_of(ids[1][i]);
	}
	for (int64_t given = 5; given <= 60; given += 11) {
		exchange_cell c = scene_cell(classes, arena, 0.8, given), p = scene_cell(persons, arena, 0.8, given);

		assert_int_equal(c.feasible, p.feasible);
		if (!c.feasible)
			continue;
		assert_int_equal(c.returned, p.returned);
		assert_int_equal(c.given, p.given);
		assert_true(fabs(c.points - p.points) < 1e-9);
	}
	hw_arena_free(arena);
	free(classes);
	free(persons);
}

/* A search that must stop early claims nothing that is wrong: its bound is one, its packages hold. */
static void early_stops_are_honest(void **state)
{
	static const int64_t given[] = {20, 60, 120};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_new();
	size_t stopped = 0;

	(void)state;
	scene_party(s, "S", 5, 8);
	scene_party(s, "F", 3, 4);
	for (size_t i = 0; i < 90; i++) { /* no decimal grid, near-equal people: hard to prove */
		(void)scene_ours(s, 9, i % 3 == 0, 1 + 0.0371 * sqrt((double)i), 1 + sin((double)i) * 0.5);
		(void)scene_theirs(s, 3, 4.5 - 0.0413 * (double)i, i % 2 ? 0 : 4 - 0.031 * (double)i);
	}
	for (size_t g = 0; g < HW_COUNT(given); g++)
		for (int objective = 0; objective < 2; objective++) {
			exchange_cell full, early;

			s->options.objective = objective ? EXCHANGE_POINTS : EXCHANGE_PEOPLE;
			s->options.effort = 600;
			full = scene_cell(s, arena, 0.8, given[g]);
			s->options.effort = 1;
			early = scene_cell(s, arena, 0.8, given[g]);
			assert_true(full.feasible && early.feasible);
			assert_true(early.probability >= 0.8 - 1e-9);
			assert_true(early.bound >= (objective ? full.points : (double)full.returned) - 1e-6);
			assert_true(early.bound >= (objective ? early.points : (double)early.returned) - 1e-6);
			if (early.proven)
				assert_true(fabs(early.bound - (objective ? full.points : (double)full.returned)) <
					    1e-6 * early.bound);
			stopped += !early.proven || !early.ties_proven;
		}
	assert_true(stopped > 0);
	hw_arena_free(arena);
	free(s);
}

/* Beyond the exact limits the forecast goes on without a step. */
static void large_forecasts(void **state)
{
	static const int64_t sizes[] = {2000, 20000};
	static const double delivery[] = {0.9, 0.6, 1, 0};
	hw_error error = {0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(sizes); i++) {
		int64_t counts[2][4] = {{sizes[i] - 900, 700, 100, 100}, {sizes[i] - 899, 700, 100, 100}};
		exchange_home exact, beyond;

		assert_int_equal(exchange_forecast(counts[0], delivery, 4, 9.5, 0.5, &exact, &error), HW_OK);
		assert_int_equal(exchange_forecast(counts[1], delivery, 4, 9.5, 0.5, &beyond, &error), HW_OK);
		assert_true(fabs(beyond.mean - exact.mean - 0.9) < 1e-9);
		assert_true(beyond.sure95 >= exact.sure95 && beyond.sure95 <= exact.sure95 + 2);
		assert_true(beyond.sure95_shock >= exact.sure95_shock && beyond.sure95_shock <= exact.sure95_shock + 2);
	}
	{
		exchange_home none;

		assert_int_equal(exchange_forecast(NULL, NULL, 0, 0, 0, &none, &error), HW_OK);
		assert_true(none.mean == 0 && none.sure95 == 0 && none.sure95_shock == 0);
	}
}

/* ---- clashes and repairs ---- */
static scene *blocked(bool law)
{
	scene *s = scene_profile(4.5, 4.2);
	exchange_rule *r;

	s->problem.theirs_count = 6;
	r = scene_rule(s, "only two of the first consent", EXCHANGE_GIVEN);
	r->select = EXCHANGE_BY_CLASS;
	r->value = HW_TEXT("t0");
	r->max = 2;
	r->law = law;
	r = scene_rule(s, "none of the second is cleared", EXCHANGE_GIVEN);
	r->select = EXCHANGE_BY_CLASS;
	r->value = HW_TEXT("t1");
	r->max = 0;
	r->law = true;
	scene_rule(s, "seats", EXCHANGE_RETURNED)->max = 40;
	r = scene_rule(s, "request", EXCHANGE_RETURNED);
	r->select = EXCHANGE_BY_CLASS;
	r->value = HW_TEXT("o6");
	r->min = 1;
	return s;
}

static void why_not_this_one(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	hw_error error = {0};

	(void)state;
	for (int law = 0; law < 2; law++) {
		scene *s = blocked(law);
		exchange_cell c = scene_cell(s, arena, 0.8, 12);
		exchange_plan *plan = scene_plan(s);
		exchange_repair *repairs;
		size_t count, given = 0, first = 0;

		assert_false(c.feasible);
		assert_true(c.proven);
		assert_int_equal(c.clash_count,
				 5); /* acceptance, number given, two classes, the request; not the seats */
		for (size_t i = 0; i < c.clash_count; i++)
			assert_false(c.clash[i].kind == EXCHANGE_CAUSE_RULE && c.clash[i].rule == 2);
		assert_int_equal(exchange_repairs(plan, arena, 0.8, 12, NULL, &repairs, &count, &error), HW_OK);
		for (size_t i = 0; i < count; i++) {
			const exchange_repair *r = &repairs[i];

			assert_false(r->cause.kind == EXCHANGE_CAUSE_RULE && s->rules[r->cause.rule].law);
			if (r->cause.kind == EXCHANGE_CAUSE_MAX_GIVEN) {
				given++;
				assert_int_equal((int64_t)r->to, 20);
			}
			if (r->cause.kind == EXCHANGE_CAUSE_RULE && r->cause.rule == 0) {
				first++;
				assert_int_equal((int64_t)r->to, 5);
			}
		}
		assert_int_equal(given, 1);
		assert_int_equal(first, law ? 0 : 1);
		exchange_plan_free(plan);
		free(s);
	}
	hw_arena_free(arena);
}

/* Each repair works and the next smaller one does not; the clash is smallest: without any one of it there is a package. */
static void repairs_are_least(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = blocked(false);
	static const struct {
		int64_t given, first, request;
		double acceptance;
		bool feasible;
	} rows[] = {{12, 2, 1, 0.8, false}, {19, 2, 1, 0.8, false}, {20, 2, 1, 0.8, true},
		    {13, 2, 1, 0.8, false}, {12, 3, 1, 0.8, false}, {12, 4, 1, 0.8, false},
		    {12, 5, 1, 0.8, true},  {12, 2, 0, 0.8, true},  {12, 2, 1, 0.5, true}};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		exchange_cell c;

		s->rules[0].max = rows[i].first;
		s->rules[3].min = rows[i].request;
		c = scene_cell(s, arena, rows[i].acceptance, rows[i].given);
		if (c.feasible != rows[i].feasible)
			fail_msg("row %zu: feasible %d", i, c.feasible);
	}
	hw_arena_free(arena);
	free(s);
}

/* ---- doubt about the weights ---- */
static void bands(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	exchange_cell known, doubtful, again, other;
	double draws[2][3] = {{4.5, 4.5, 4.5}, {3.5, 4.5, 5.5}};

	(void)state;
	known = scene_cell(s, arena, 0.9, 40);
	assert_false(known.has_band);
	s->interest[0][0].sd = 0.5;
	s->options.at_means = true;
	doubtful = scene_cell(s, arena, 0.9, 40);
	again = scene_cell(s, arena, 0.9, 40);
	assert_true(doubtful.has_band);
	assert_int_equal(doubtful.returned, known.returned);
	assert_true(doubtful.band[0] < known.probability - 0.1 && doubtful.band[1] > known.probability);
	assert_true(doubtful.predictive < known.probability && doubtful.predictive > 0.6);
	assert_memory_equal(doubtful.band, again.band, sizeof(again.band));
	s->options.seed = 99;
	other = scene_cell(s, arena, 0.9, 40);
	assert_true(other.band[0] != doubtful.band[0]);
	/* Given draws: the band follows from them alone. */
	s->interest[0][0].sd = 0;
	s->problem.draw_count = 3;
	s->interest[0][0].draws = draws[0];
	again = scene_cell(s, arena, 0.9, 40);
	assert_true(fabs(again.band[0] - again.probability) < 1e-12 &&
		    fabs(again.predictive - again.probability) < 1e-12);
	s->interest[0][0].draws = draws[1];
	again = scene_cell(s, arena, 0.9, 40);
	assert_true(again.band[0] < 0.3 && again.band[1] > 0.99);
	hw_arena_free(arena);
	free(s);
}

/* ---- one package ---- */
static void broken_rules(void **state)
{
	scene *s = blocked(true);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_plan *plan;
	exchange_evaluation e;
	hw_error error = {0};
	int64_t give[7] = {3, 0, 0, 900}, take[7] = {50, 0, 0, 0, 0, 0, 0};
	unsigned seen = 0;

	(void)state;
	s->theirs[3].will = EXCHANGE_WILLS_NOT;
	plan = scene_plan(s);
	assert_int_equal(exchange_evaluate(plan, arena, give, take, &e, &error), HW_OK);
	assert_false(e.cell.feasible);
	for (size_t i = 0; i < e.breach_count; i++)
		seen |= 1u << e.breaches[i].kind;
	assert_int_equal(e.breach_count, 5); /* count, not available, first class, seats, request */
	assert_int_equal(seen,
			 1u << EXCHANGE_BREAK_RULE | 1u << EXCHANGE_BREAK_COUNT | 1u << EXCHANGE_BREAK_UNAVAILABLE);
	take[0] = -1;
	assert_int_equal(exchange_evaluate(plan, arena, give, take, &e, &error), HW_BAD_INPUT);
	memset(take, 0, sizeof(take));
	memset(give, 0, sizeof(give));
	assert_int_equal(exchange_evaluate(plan, arena, give, take, &e, &error), HW_OK);
	assert_int_equal(e.breaches[e.breach_count - 1].kind, EXCHANGE_BREAK_NOBODY);
	exchange_plan_free(plan);
	hw_arena_free(arena);
	free(s);
}

/* ---- memory runs out at every place, once ---- */
static void failed_allocations(void **state)
{
	const double acceptance[] = {0.5, 0.9};
	const int64_t given[] = {5, 40};
	int64_t give[7] = {40}, take[11] = {150};
	long n = 1;
	bool done = false;

	(void)state;
	for (; !done && n < 5000; n++) {
		scene *s = scene_three_way();
		hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
		exchange_plan *plan = NULL;
		exchange_cell cells[4];
		exchange_evaluation e;
		exchange_schedule t;
		exchange_repair *repairs;
		size_t count;
		hw_error error = {0};
		hw_status status;

		s->ours[1].points = 2;
		hw_fail_allocation_after(n);
		status = exchange_plan_new(&s->problem, &s->options, &plan, &error);
		if (status == HW_OK)
			status = exchange_frontier(plan, arena, acceptance, 2, given, 2, NULL, cells, &error);
		if (status == HW_OK)
			status = exchange_repairs(plan, arena, 0.99, 1, NULL, &repairs, &count, &error);
		if (status == HW_OK)
			status = exchange_evaluate(plan, arena, give, take, &e, &error);
		if (status == HW_OK)
			status = exchange_tranches(plan, arena, give, take, 45, 0.05, &t, &error);
		hw_fail_allocation_after(0);
		done = status == HW_OK;
		if (!done)
			assert_int_equal(status, HW_NO_MEMORY);
		exchange_plan_free(plan);
		hw_arena_free(arena);
		free(s);
	}
	assert_true(done && n > 20);
}

/* ---- stopping ---- */
static bool stop(void *context, const char *stage, double at, double total)
{
	(void)stage;
	(void)at;
	(void)total;
	return ++*(int *)context < 3;
}

static void stops_on_request(void **state)
{
	scene *s = scene_three_way();
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_plan *plan = scene_plan(s);
	const double acceptance[] = {0.5, 0.8, 0.9};
	const int64_t given[] = {20, 40};
	exchange_cell cells[6];
	hw_error error = {0};
	int asked = 0;
	hw_progress progress = {stop, &asked};

	(void)state;
	assert_int_equal(exchange_frontier(plan, arena, acceptance, 3, given, 2, &progress, cells, &error),
			 HW_CANCELLED);
	assert_int_equal(asked, 3);
	exchange_plan_free(plan);
	hw_arena_free(arena);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(law_before_leverage),
		cmocka_unit_test(words_hide_reasons),
		cmocka_unit_test(holders),
		cmocka_unit_test(families),
		cmocka_unit_test(degenerate),
		cmocka_unit_test(refused_input),
		cmocka_unit_test(refused_twice),
		cmocka_unit_test(many_ties),
		cmocka_unit_test(wide_weights),
		cmocka_unit_test(many_families),
		cmocka_unit_test(everybody_due),
		cmocka_unit_test(monotone_and_scaled),
		cmocka_unit_test(classes_and_persons_agree),
		cmocka_unit_test(early_stops_are_honest),
		cmocka_unit_test(large_forecasts),
		cmocka_unit_test(why_not_this_one),
		cmocka_unit_test(repairs_are_least),
		cmocka_unit_test(bands),
		cmocka_unit_test(broken_rules),
		cmocka_unit_test(failed_allocations),
		cmocka_unit_test(stops_on_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
