/* The measured tables of the founding example's profile: one state, the state with a formation,
 * the forecast, the crossings.  Every figure is known from an independent prototype. */
#include "exchange_check.h"

static const double acceptances[] = {0.5, 0.8, 0.9, 0.95};

typedef struct frontier_row {
	int64_t given;
	int64_t returned[4]; /* 0: no package */
} frontier_row;

static void most_returned(void **state)
{
	static const frontier_row rows[] = {{5, {17, 6, 0, 0}},
					    {10, {40, 28, 22, 16}},
					    {20, {85, 73, 67, 61}},
					    {30, {130, 118, 112, 106}},
					    {40, {175, 163, 157, 151}},
					    {50, {220, 208, 202, 196}},
					    {60, {265, 253, 247, 241}},
					    {80, {349, 337, 331, 325}},
					    {100, {433, 421, 415, 409}},
					    {120, {517, 505, 499, 493}},
					    {150, {643, 631, 625, 619}},
					    {180, {769, 757, 751, 745}},
					    {200, {791, 779, 773, 767}},
					    {250, {846, 834, 828, 822}},
					    {300, {901, 889, 883, 877}},
					    {400, {1011, 999, 993, 987}},
					    {500, {1121, 1109, 1103, 1097}},
					    {750, {1396, 1384, 1378, 1372}},
					    {1000, {1662, 1652, 1646, 1640}},
					    {1500, {2129, 2119, 2114, 2109}}};
	scene *s = scene_profile(4.5, 4.2);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	exchange_plan *plan = scene_plan(s);
	exchange_cell cells[4 * HW_COUNT(rows)];
	int64_t given[HW_COUNT(rows)];
	hw_error error = {0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		given[i] = rows[i].given;
	assert_int_equal(exchange_frontier(plan, arena, acceptances, 4, given, HW_COUNT(rows), NULL, cells, &error),
			 HW_OK);
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		for (size_t a = 0; a < 4; a++) {
			const exchange_cell *c = &cells[a * HW_COUNT(rows) + i];
			int64_t want = rows[i].returned[a];

			if (c->feasible != (want > 0) || (want > 0 && c->returned != want) || !c->proven)
				fail_msg("given %lld at %.2f: %lld, not %lld", (long long)given[i], acceptances[a],
					 (long long)c->returned, (long long)want);
		}
	exchange_plan_free(plan);
	hw_arena_free(arena);
	free(s);
}

static void three_way(void **state)
{
	static const struct {
		uint32_t names;
		bool separate;
		int64_t given, floor_site, floor_group, returned;
	} rows[] = {
		{1, false, 40, 0, 0, 151}, {2, false, 40, 0, 0, 130},  {0, true, 40, 0, 0, 134},
		{0, false, 40, 0, 0, 208}, {3, false, 40, 0, 0, 208},  {1, false, 80, 0, 0, 319},
		{2, false, 80, 0, 0, 148}, {0, true, 80, 0, 0, 302},   {0, false, 80, 0, 0, 382},
		{0, true, 40, 60, 0, 131}, {0, false, 40, 60, 0, 208}, {1, false, 40, 0, 20, 91},
		{0, true, 40, 0, 20, 103}, {0, false, 40, 0, 20, 187},
	};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		scene *s = scene_three_way();
		exchange_cell c;

		s->options.named = rows[i].names != 0;
		s->options.names = rows[i].names;
		s->options.separate = rows[i].separate;
		if (rows[i].floor_site) {
			exchange_rule *r = scene_rule(s, "out of unofficial sites", EXCHANGE_RETURNED);

			r->select = EXCHANGE_BY_SITE;
			r->value = HW_TEXT("unofficial");
			r->min = rows[i].floor_site;
		}
		if (rows[i].floor_group) {
			exchange_rule *r = scene_rule(s, "marines", EXCHANGE_RETURNED);

			r->select = EXCHANGE_BY_GROUP;
			r->value = HW_TEXT("g5");
			r->min = rows[i].floor_group;
		}
		c = scene_cell(s, arena, 0.8, rows[i].given);
		if (!c.feasible || c.returned != rows[i].returned || !c.proven || !c.ties_proven)
			fail_msg("row %zu: %lld returned, not %lld (bound %g, proven %d %d)", i, (long long)c.returned,
				 (long long)rows[i].returned, c.bound, c.proven, c.ties_proven);
		assert_true(c.probability >= 0.8 - 1e-9);
		free(s);
	}
	hw_arena_free(arena);
}

static exchange_evaluation evaluate(scene *s, hw_arena *arena, int64_t first, int64_t second, int64_t returned)
{
	exchange_plan *plan = scene_plan(s);
	int64_t *give = calloc(SCENE_ENTRIES, sizeof(*give)), *take = calloc(SCENE_ENTRIES, sizeof(*take));
	exchange_evaluation e = {0};
	hw_error error = {0};

	assert_true(give && take);
	give[0] = first;
	give[1] = second;
	take[0] = returned;
	assert_int_equal(exchange_evaluate(plan, arena, give, take, &e, &error), HW_OK);
	free(give);
	free(take);
	exchange_plan_free(plan);
	return e;
}

static void near(double value, double expected, double within, const char *what)
{
	if (!(fabs(value - expected) <= within))
		fail_msg("%s: %.9g, not %.9g", what, value, expected);
}

/* 40 for N of ours, and how the ratio hangs on the interest in the most wanted. */
static void forty_for_many(void **state)
{
	static const struct {
		int64_t returned;
		double probability;
	} rows[] = {{120, 0.999}, {130, 0.996}, {140, 0.988}, {150, 0.958},
		    {160, 0.867}, {170, 0.651}, {180, 0.349}, {190, 0.133}};
	static const struct {
		double top, probability;
		int64_t most;
	} doubts[] = {{2.0, 0.000, 57},  {2.5, 0.001, 77},  {3.0, 0.012, 97},  {3.5, 0.133, 117}, {4.0, 0.651, 137},
		      {4.5, 0.958, 157}, {5.0, 0.996, 177}, {5.5, 1.000, 197}, {6.0, 1.000, 217}};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	exchange_evaluation e = evaluate(s, arena, 40, 0, 150);

	(void)state;
	near(e.cell.probability, 1 / (1 + exp(-25.0 / 8)), 1e-12, "40 for 150");
	near(e.cell.surplus[0], 25, 1e-9, "surplus of 40 for 150");
	assert_int_equal(e.breach_count, 0);
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		near(evaluate(s, arena, 40, 0, rows[i].returned).cell.probability, rows[i].probability, 5e-4,
		     "40 for N");
	free(s);
	for (size_t i = 0; i < HW_COUNT(doubts); i++) {
		exchange_cell c;

		s = scene_profile(doubts[i].top, doubts[i].top * 4.2 / 4.5);
		near(evaluate(s, arena, 40, 0, 150).cell.probability, doubts[i].probability, 6e-4, "sensitivity");
		c = scene_cell(s, arena, 0.9, 40);
		assert_int_equal(c.returned, doubts[i].most);
		free(s);
	}
	hw_arena_free(arena);
}

static void least_gift(void **state)
{
	static const struct {
		double acceptance;
		int64_t given;
	} rows[] = {{0.8, 37}, {0.9, 39}};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	exchange_plan *plan = scene_plan(s);
	hw_error error = {0};
	exchange_cell c;

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		assert_int_equal(exchange_least_given(plan, arena, rows[i].acceptance, 150, NULL, &c, &error), HW_OK);
		assert_true(c.feasible && c.proven && c.returned >= 150);
		assert_int_equal(c.given, rows[i].given);
		assert_int_equal(c.max_given, rows[i].given);
	}
	assert_int_equal(exchange_least_given(plan, arena, 0.8, 5000, NULL, &c, &error), HW_OK);
	assert_false(c.feasible);
	assert_int_equal(c.clash_count, 2);
	assert_int_equal(c.clash[1].kind, EXCHANGE_CAUSE_RETURNED);
	exchange_plan_free(plan);
	hw_arena_free(arena);
	free(s);
}

/* The other reading of "40 for 150": people for whose return nobody showed interest. */
static void unwanted_people(void **state)
{
	static const struct {
		int64_t minority, mobilised, convicts, returned;
	} rows[] = {{100, 50, 0, 38}, {0, 150, 0, 103}, {100, 0, 50, 53}};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		scene *s = scene_profile(4.5, 4.2);
		exchange_cell c;

		s->theirs[2].count = rows[i].convicts;
		s->theirs[3].count = 0;
		s->theirs[4].count = rows[i].mobilised;
		s->theirs[5].count = rows[i].minority;
		for (size_t t = 2; t < 7; t++)
			s->theirs[t].requested = false;
		s->options.unrequested = true;
		c = scene_cell(s, arena, 0.8, 150);
		assert_true(c.given <= 150); /* the fewest that do it */
		assert_int_equal(c.returned, rows[i].returned);
		assert_int_equal(c.give[0] + c.give[1] + c.give[6], 0);
		free(s);
	}
	hw_arena_free(arena);
}

/* Persuaded on top (nobody replaced), or instead: how the probability of 40 for 150 moves. */
static void on_top_never_instead(void **state)
{
	static const struct {
		int64_t first;
		size_t other;
		int64_t count;
		double probability;
	} rows[] = {{40, 5, 100, 0.993}, {40, 6, 100, 0.924}, {36, 5, 4, 0.721}};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	exchange_plan *plan = scene_plan(s);

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		int64_t give[7] = {rows[i].first}, take[7] = {150};
		exchange_evaluation e;
		hw_error error = {0};

		give[rows[i].other] = rows[i].count;
		assert_int_equal(exchange_evaluate(plan, arena, give, take, &e, &error), HW_OK);
		near(e.cell.probability, rows[i].probability, 5e-4, "on top or instead");
	}
	exchange_plan_free(plan);
	hw_arena_free(arena);
	free(s);
}

/* Points 1 + 0.1 k in eleven equal parts of each class; the row of the knapsack over all budgets. */
static void points_row(void **state)
{
	static const struct {
		int64_t given;
		double points;
		int64_t persons, most;
	} rows[] = {{10, 44.0, 22, 22},        {20, 134.0, 67, 67},      {30, 224.0, 112, 112},
		    {40, 312.7, 157, 157},     {50, 398.3, 201, 202},    {60, 483.8, 246, 247},
		    {80, 641.8, 329, 331},     {100, 793.2, 412, 415},   {120, 943.9, 495, 499},
		    {150, 1163.2, 604, 625},   {180, 1378.0, 728, 751},  {200, 1415.4, 750, 773},
		    {250, 1507.8, 802, 828},   {300, 1598.6, 850, 883},  {400, 1778.6, 950, 993},
		    {500, 1954.6, 1060, 1103}, {750, 2378.5, 1315, 1378}};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_new();

	(void)state;
	scene_party(s, "S", 5, 8);
	for (size_t i = 0; i < HW_COUNT(profile_ours); i++)
		for (int k = 0; k <= 10; k++)
			(void)scene_ours(s, profile_ours[i].count / 11, 0, profile_ours[i].reluctance, 1 + 0.1 * k);
	scene_profile_theirs(s, 4.5, 4.2, 0);
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		exchange_cell c;

		s->options.objective = EXCHANGE_POINTS;
		c = scene_cell(s, arena, 0.9, rows[i].given);
		near(c.points, rows[i].points, 0.05, "points");
		/* Of packages with equal points we take the one with most people. */
		if (c.returned < rows[i].persons || c.returned > rows[i].most || !c.proven || !c.ties_proven)
			fail_msg("given %lld: %lld people", (long long)rows[i].given, (long long)c.returned);
		s->options.objective = EXCHANGE_PEOPLE;
		c = scene_cell(s, arena, 0.9, rows[i].given);
		assert_int_equal(c.returned, rows[i].most);
		assert_true(c.points <= rows[i].points + 0.05);
	}
	s->options.objective = EXCHANGE_POINTS;
	assert_int_equal(scene_cell(s, arena, 0.9, 40).returned, 157);
	assert_false(scene_cell(s, arena, 0.9, 5).feasible);
	hw_arena_free(arena);
	free(s);
}

static void home_forecast(void **state)
{
	static const int64_t counts[] = {90, 30, 20, 10};
	static const double delivery[] = {0.92, 0.85, 0.75, 0.4};
	exchange_home home;
	hw_error error = {0};

	(void)state;
	assert_int_equal(exchange_forecast(counts, delivery, 4, 9.5, 0.5, &home, &error), HW_OK);
	near(home.mean, 127.3, 1e-9, "mean");
	assert_int_equal(home.sure95, 120);
	/* Exact: P(home <= 107) = .04861, P(home <= 108) = .05364, integrated independently on a fine grid of the
	 * shock; 20,000 random draws gave 107. */
	assert_int_equal(home.sure95_shock, 108);
	assert_int_equal(exchange_forecast(counts, delivery, 4, 0, 0, &home, &error), HW_OK);
	assert_int_equal(home.sure95_shock, 108);
}

static void crossings(void **state)
{
	static const struct {
		double exposure;
		size_t count;
		int64_t first[4], back[4]; /* of the first four */
		double future, home;
	} rows[] = {{180, 1, {40}, {150}, 150, 142.5},
		    {90, 2, {20, 20}, {75, 75}, 75, 138.9},
		    {45, 4, {10, 10, 10, 10}, {38, 37, 38, 37}, 37, 132.2},
		    {30, 7, {6, 6, 6, 6}, {23, 22, 23, 22}, 19, 123.8},
		    {22.5, 8, {5, 5, 5, 5}, {19, 19, 19, 18}, 18, 120.0},
		    {13.5, 14, {3, 3, 3, 3}, {12, 11, 11, 11}, 10.5, 106.0},
		    {9, 20, {2, 2, 2, 2}, {8, 7, 8, 7}, 7, 91.6},
		    {4.5, 40, {1, 1, 1, 1}, {4, 4, 4, 3}, 3, 62.4}};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	exchange_plan *plan = scene_plan(s);
	int64_t give[7] = {40}, take[7] = {150};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		exchange_schedule t;
		hw_error error = {0};
		int64_t given = 0, back = 0;

		assert_int_equal(exchange_tranches(plan, arena, give, take, rows[i].exposure, 0.05, &t, &error), HW_OK);
		assert_true(t.feasible);
		assert_int_equal(t.count, rows[i].count);
		for (size_t k = 0; k < t.count; k++) {
			if (k < 4 &&
			    (t.tranches[k].given != rows[i].first[k] || t.tranches[k].returned != rows[i].back[k]))
				fail_msg("exposure %g crossing %zu: %lld for %lld", rows[i].exposure, k + 1,
					 (long long)t.tranches[k].given, (long long)t.tranches[k].returned);
			/* The cap holds at every prefix, recomputed from the counts alone. */
			given += t.tranches[k].given;
			near(t.tranches[k].exposure, 4.5 * (double)given - 1.2 * (double)back, 1e-9, "exposure");
			assert_true(t.tranches[k].exposure <= rows[i].exposure + 1e-6);
			back += t.tranches[k].returned;
		}
		assert_int_equal(given, 40);
		assert_int_equal(back, 150);
		near(t.future_value, rows[i].future, 1e-9, "future value");
		near(t.expected_home, rows[i].home, 0.05, "expected home");
		near(t.least_exposure, 4.5, 1e-9, "least exposure");
	}
	exchange_plan_free(plan);
	hw_arena_free(arena);
	free(s);
}

/* 95 people of five kinds for 120: fewest crossings by exposure. */
static void mixed_crossings(void **state)
{
	static const struct {
		double exposure;
		size_t count;
	} rows[] = {{60, 3}, {30, 5}, {20, 8}, {10, 15}, {5, 30}};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	exchange_plan *plan = scene_plan(s);
	int64_t give[7] = {10, 5, 40, 30, 0, 10, 0}, take[7] = {120};
	exchange_schedule t;
	hw_error error = {0};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		assert_int_equal(exchange_tranches(plan, arena, give, take, rows[i].exposure, 0, &t, &error), HW_OK);
		assert_int_equal(t.count, rows[i].count);
		near(t.expected_home, 120, 1e-9, "without any risk");
	}
	assert_int_equal(exchange_tranches(plan, arena, give, take, 4.4, 0, &t, &error), HW_OK);
	assert_false(t.feasible);
	assert_int_equal(t.count, 0);
	assert_true(t.least_exposure > 4.4 && t.least_exposure <= 4.5);
	assert_int_equal(exchange_tranches(plan, arena, give, take, t.least_exposure, 0, &t, &error), HW_OK);
	assert_true(t.feasible);
	exchange_plan_free(plan);
	hw_arena_free(arena);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_returned),   cmocka_unit_test(three_way),
		cmocka_unit_test(forty_for_many),  cmocka_unit_test(least_gift),
		cmocka_unit_test(unwanted_people), cmocka_unit_test(on_top_never_instead),
		cmocka_unit_test(points_row),      cmocka_unit_test(home_forecast),
		cmocka_unit_test(crossings),       cmocka_unit_test(mixed_crossings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
