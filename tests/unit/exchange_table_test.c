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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_returned),
		cmocka_unit_test(three_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
