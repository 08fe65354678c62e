/* What stands beside the best package: custody moves, doubt, equal shares, what one more changes, why not, the whole
 * surface, the forecast of n, and back ends that lie. */
#include "exchange_check.h"

static void near(double got, double want, double within, const char *what)
{
	if (!(fabs(got - want) <= within))
		fail_msg("%s: %.9g instead of %.9g", what, got, want);
}

/* ---- recorded custody moves ---- */
static void custody_moves(void **state)
{
	static const exchange_arc arc = {.from = 0, .to = 1, .cap = 20, .base = 1.3, .share = 0.25};
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_three_way();
	exchange_cell c;
	int64_t moved = 0;

	(void)state;
	s->options.named = true;
	s->options.names = 3;
	s->problem.arcs = &arc;
	s->problem.arc_count = 1;
	assert_int_equal(scene_cell(s, arena, 0.8, 80).returned, 382); /* off by default */
	s->options.arcs = true;
	c = scene_cell(s, arena, 0.8, 80);
	/* Exact; chords of the joint acceptance, which give a little away, find 388. */
	assert_int_equal(c.returned, 389);
	assert_true(c.proven && c.party_probability[0] * c.party_probability[1] >= 0.8);
	for (size_t r = 0; r < c.route_count; r++)
		moved += c.routes[r].people;
	assert_true(moved > 0 && moved <= 20);
	/* Whoever was moved costs the mover, not the first holder. */
	for (size_t p = 0; p < 2; p++) {
		double u = -s->parties[p].reservation.value;

		for (size_t i = 0; i < s->problem.theirs_count; i++)
			u += s->interest[i][p].value * (double)c.give[i];
		for (size_t i = 0; i < s->problem.ours_count; i++) {
			int64_t by_move = 0;

			for (size_t r = 0; r < c.route_count; r++)
				by_move += c.routes[r].entry == i ? c.routes[r].people : 0;
			if (s->holders[i][0] == p)
				u -= s->ours[i].reluctance.value * (double)(c.take[i] - by_move);
			if (p == 1)
				u -= (1.3 + 0.25 * s->ours[i].reluctance.value) * (double)by_move;
		}
		near(c.surplus[p], u, 1e-9, "surplus with moves");
	}
	assert_int_equal(scene_cell(s, arena, 0.8, 40).returned, 208);
	hw_arena_free(arena);
	free(s);
}

static void refused_moves(void **state)
{
	exchange_arc arcs[2] = {{.from = 0, .to = 1, .cap = 5}, {.from = 1, .to = 0, .cap = 5}};
	scene *s = scene_three_way();
	exchange_plan *plan = NULL;
	hw_error error = {0};

	(void)state;
	s->problem.arcs = arcs;
	s->problem.arc_count = 2;
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
	assert_non_null(strstr(error.why, "circle"));
	s->problem.arc_count = 1;
	arcs[0].cap = -1;
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
	arcs[0] = (exchange_arc){.from = 0, .to = 0, .cap = 5};
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
	arcs[0] = (exchange_arc){.from = 0, .to = 1, .cap = 5, .base = (double)NAN};
	assert_int_equal(exchange_plan_new(&s->problem, &s->options, &plan, &error), HW_BAD_INPUT);
	free(s);
}

/* Every split of every package by hand: two parties, a move between them. */
static void moves_by_enumeration(void **state)
{
	hw_random random = hw_random_new(77, 0);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);

	(void)state;
	for (int round = 0; round < 150; round++) {
		scene *s = scene_new();
		exchange_arc arc = {.from = 0, .to = 1, .cap = (int64_t)hw_random_below(&random, 3)};
		int64_t best = -1, most = 1 + (int64_t)hw_random_below(&random, 3);
		double acceptance = 0.3 + 0.6 * hw_random_unit(&random);
		exchange_cell c;

		arc.base = hw_random_unit(&random);
		arc.share = hw_random_unit(&random);
		scene_party(s, "S", hw_random_unit(&random), 0.5 + hw_random_unit(&random));
		scene_party(s, "F", hw_random_unit(&random), 0.5 + hw_random_unit(&random));
		for (int i = 0; i < 2; i++) {
			(void)scene_ours(s, 2, 0, 3 * hw_random_unit(&random), 1);
			(void)scene_theirs(s, 2, 4 * hw_random_unit(&random), 4 * hw_random_unit(&random));
		}
		(void)scene_ours(s, 1, 1, 2 * hw_random_unit(&random), 1);
		s->problem.arcs = &arc;
		s->problem.arc_count = 1;
		s->options.arcs = true;
		for (int code = 0; code < 3 * 3 * 3 * 3 * 2 * 3 * 3; code++) {
			int n[7], left = code;
			double u[2] = {-s->parties[0].reservation.value, -s->parties[1].reservation.value}, p = 1;
			bool used[2];

			for (int k = 0; k < 7; k++) {
				n[k] = left % (k == 4 ? 2 : 3);
				left /= k == 4 ? 2 : 3;
			}
			/* n: two direct, two moved, one of F, two given */
			if (n[0] + n[2] > 2 || n[1] + n[3] > 2 || n[2] + n[3] > arc.cap || n[5] + n[6] > most)
				continue;
			for (int i = 0; i < 2; i++) {
				double r = s->ours[i].reluctance.value;

				u[0] -= r * n[i];
				u[1] -= (arc.base + arc.share * r) * n[2 + i];
				for (int q = 0; q < 2; q++)
					u[q] += s->interest[i][q].value * n[5 + i];
			}
			u[1] -= s->ours[2].reluctance.value * n[4];
			used[0] = n[0] + n[1] > 0;
			used[1] = n[2] + n[3] + n[4] > 0;
			for (int q = 0; q < 2; q++)
				p *= used[q] ? 1 / (1 + exp(-u[q] / s->parties[q].softness.value)) : 1;
			if (p >= acceptance && n[0] + n[1] + n[2] + n[3] + n[4] > best && (used[0] || used[1]))
				best = n[0] + n[1] + n[2] + n[3] + n[4];
		}
		c = scene_cell(s, arena, acceptance, most);
		if ((c.feasible ? c.returned : -1) != best || !c.proven)
			fail_msg("round %d: %lld instead of %lld", round, (long long)(c.feasible ? c.returned : -1),
				 (long long)best);
		free(s);
	}
	hw_arena_free(arena);
}

/* ---- doubt ---- */
static void doubt_is_paid_for(void **state)
{
	static const double acceptances[] = {0.8, 0.9};
	enum { DRAWS = 2000 };
	double *draws = malloc(DRAWS * sizeof(*draws)), mean = 0;
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	hw_random random = hw_random_new(5, 0);

	(void)state;
	assert_non_null(draws);
	for (size_t m = 0; m < DRAWS; m++) {
		draws[m] = 4.5 * exp(0.123 * hw_random_normal(&random));
		mean += draws[m] / DRAWS;
	}
	s->interest[0][0] = (exchange_weight){.value = mean, .draws = draws};
	s->problem.draw_count = DRAWS;
	for (size_t a = 0; a < HW_COUNT(acceptances); a++) {
		int64_t sure = 0;
		exchange_cell c, plain;

		for (int64_t n = 1; n < 200; n++) { /* 40 of the doubtful for n of the least reluctance */
			double p = 0;

			for (size_t m = 0; m < DRAWS; m++)
				p += 1 / (1 + exp(-(40 * draws[m] - (double)n - 5) / 8)) / DRAWS;
			if (p >= acceptances[a])
				sure = n;
		}
		c = scene_cell(s, arena, acceptances[a], 40);
		assert_true(c.feasible && c.shading > 0);
		assert_true(c.predictive >= acceptances[a] && c.probability >= acceptances[a]);
		/* The others are known, so that some of the 40 may be of the second kind: never fewer than this. */
		assert_true(c.returned >= sure);
		s->options.at_means = true;
		plain = scene_cell(s, arena, acceptances[a], 40);
		s->options.at_means = false;
		assert_true(plain.predictive < acceptances[a] && plain.returned > c.returned);
		near(c.bound, (double)plain.returned, 1e-9, "the best at the means is a bound");
		assert_false(c.proven);
	}
	/* So much doubt that nothing keeps the promise: none, with its reason, never 0 people. */
	for (size_t m = 0; m < DRAWS; m++)
		draws[m] = m % 2 ? 9 : 0;
	s->interest[0][0].value = 4.5;
	s->theirs[1].count = s->theirs[2].count = s->theirs[3].count = s->theirs[4].count = 0;
	{
		exchange_cell c = scene_cell(s, arena, 0.9, 40);

		assert_false(c.feasible);
		assert_null(c.give);
		assert_true(c.clash_count > 0);
	}
	free(draws);
	free(s);
	hw_arena_free(arena);
}

/* ---- what one more changes, against the same question asked as a rule ---- */
static int64_t forced(scene *s, hw_arena *arena, exchange_side side, hw_text class_name, int64_t min, int64_t max)
{
	exchange_rule *r = scene_rule(s, "forced", side);
	exchange_cell c;

	r->select = EXCHANGE_BY_CLASS;
	r->value = class_name;
	r->min = min;
	r->max = max;
	c = scene_cell(s, arena, 0.8, 5);
	s->problem.rule_count--;
	return c.feasible ? c.returned : -1;
}

static void differences_are_exact(void **state)
{
	hw_random random = hw_random_new(31, 0);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	size_t changed = 0;

	(void)state;
	for (int round = 0; round < 40; round++) {
		scene *s = scene_new();
		exchange_plan *plan;
		exchange_marginal *items;
		exchange_cell base;
		size_t count;
		hw_error error = {0};

		scene_party(s, "S", 1, 1);
		if (round % 2)
			scene_party(s, "F", 1, 0.5);
		for (unsigned i = 0; i < 4; i++) {
			(void)scene_ours(s, 1 + (int64_t)hw_random_below(&random, 4), round % 2 && i == 3,
					 0.5 + 3 * hw_random_unit(&random), 1);
			(void)scene_theirs(s, 1 + (int64_t)hw_random_below(&random, 4), 4 * hw_random_unit(&random),
					   3 * hw_random_unit(&random));
		}
		plan = scene_plan(s);
		assert_int_equal(exchange_marginals(plan, arena, 0.8, 5, NULL, &base, &items, &count, &error), HW_OK);
		for (size_t i = 0; base.feasible && i < count; i++) {
			const exchange_marginal *m = &items[i];
			hw_text name = (m->side == EXCHANGE_RETURNED ? s->ours : s->theirs)[m->entry].class_name;

			assert_true(m->exact);
			if (m->people < m->available) {
				int64_t with = forced(s, arena, m->side, name, m->people + 1, -1);

				assert_int_equal(m->more_possible, with >= 0);
				if (with >= 0)
					near(m->more, (double)(with - base.returned), 1e-9, "one more");
				assert_true(m->more <= m->bound + 1 + 1e-6); /* rounding down may cost one */
				changed += m->more < 0;
			}
			if (m->people > 0) {
				int64_t with = forced(s, arena, m->side, name, 0, m->people - 1);

				assert_int_equal(m->fewer_possible, with >= 0);
				if (with >= 0)
					near(m->fewer, (double)(with - base.returned), 1e-9, "one fewer");
			}
		}
		exchange_plan_free(plan);
		free(s);
	}
	assert_true(changed > 20);
	hw_arena_free(arena);
}

static void why_not(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_three_way();
	exchange_plan *plan;
	exchange_reason r;
	hw_error error = {0};

	(void)state;
	s->ours[4].will = EXCHANGE_WILLS_NOT;
	s->ours[5].court = true;
	plan = scene_plan(s);
	assert_int_equal(exchange_explain(plan, arena, 0.8, 40, EXCHANGE_RETURNED, 6, NULL, &r, &error), HW_OK);
	assert_true(r.why == EXCHANGE_AVAILABLE && r.possible);
	near(r.change, -11, 1e-9, "one of the dearest costs twelve others");
	assert_int_equal(r.take_change[6], 1);
	assert_int_equal(r.take_change[0], -12);
	assert_true(r.missing > 11 && r.missing < 12);
	/* Nothing but the reason for whoever is not available. */
	for (size_t i = 4; i < 6; i++) {
		assert_int_equal(exchange_explain(plan, arena, 0.8, 40, EXCHANGE_RETURNED, i, NULL, &r, &error), HW_OK);
		assert_string_equal(exchange_why_words(r.why), "not available");
		assert_true(r.people == 0 && r.count == 0 && !r.possible && r.take_change == NULL);
	}
	/* No package at all: the clash, not a number. */
	assert_int_equal(exchange_explain(plan, arena, 0.8, 1, EXCHANGE_RETURNED, 0, NULL, &r, &error), HW_OK);
	assert_false(r.base.feasible);
	assert_true(r.base.clash_count > 0);
	assert_int_equal(exchange_explain(plan, arena, 0.8, 40, EXCHANGE_RETURNED, 99, NULL, &r, &error), HW_USAGE);
	exchange_plan_free(plan);
	free(s);
	hw_arena_free(arena);
}

/* ---- equal shares, against all packages ---- */
typedef struct shares {
	double item[3];
} shares;

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* Sorted shares of a package; leximin compares the smallest first. */
static shares shares_of(const scene *s, const int64_t *take, const double *home)
{
	shares r;

	for (size_t g = 0; g < 3; g++)
		r.item[g] = (home[g] + (double)take[g]) / (home[g] + (double)s->ours[g].count);
	qsort(r.item, 3, sizeof(double), compare_doubles);
	return r;
}

static int more_equal(const shares *a, const shares *b)
{
	for (size_t g = 0; g < 3; g++)
		if (fabs(a->item[g] - b->item[g]) > 1e-9)
			return a->item[g] > b->item[g] ? 1 : -1;
	return 0;
}

static void equal_shares(void **state)
{
	static const char *const names[3] = {"g0", "g1", "g2"};
	hw_random random = hw_random_new(12, 0);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	size_t fairer = 0;

	(void)state;
	for (int round = 0; round < 60; round++) {
		scene *s = scene_new();
		exchange_group groups[3];
		double home[3], keep;
		int64_t best = 0, take[3];
		shares goal = {{-1, -1, -1}}, got;
		exchange_cell c;

		scene_party(s, "S", 1, 1);
		for (size_t g = 0; g < 3; g++) {
			scene_ours(s, 2 + (int64_t)hw_random_below(&random, 4), 0, 0.5 + 2.5 * hw_random_unit(&random),
				   1)
				->group = hw_text_of(names[g]);
			groups[g] = (exchange_group){hw_text_of(names[g]), (int64_t)hw_random_below(&random, 3)};
			home[g] = (double)groups[g].home;
		}
		(void)scene_theirs(s, 3, 4, 0);
		s->problem.groups = groups;
		s->problem.group_count = 3;
		s->options.fair_loss = 0.25 * (double)(round % 3);
		for (int pass = 0; pass < 2; pass++) {
			keep = (1 - s->options.fair_loss) * (double)best - 1e-9;
			for (take[0] = 0; take[0] <= s->ours[0].count; take[0]++)
				for (take[1] = 0; take[1] <= s->ours[1].count; take[1]++)
					for (take[2] = 0; take[2] <= s->ours[2].count; take[2]++) {
						double u = 3 * 4.0 - 1;
						int64_t n = take[0] + take[1] + take[2];
						shares now = shares_of(s, take, home);

						for (size_t g = 0; g < 3; g++)
							u -= s->ours[g].reluctance.value * (double)take[g];
						if (n == 0 || 1 / (1 + exp(-u)) < 0.8)
							continue;
						if (pass == 0 && n > best)
							best = n;
						if (pass == 1 && (double)n >= keep && more_equal(&now, &goal) > 0)
							goal = now;
					}
		}
		s->options.fair = true;
		c = scene_cell(s, arena, 0.8, 3);
		assert_int_equal(c.feasible, best > 0);
		if (c.feasible) {
			got = shares_of(s, c.take, home);
			/* The last step maximises people above the levels that all could keep: never less equal. */
			if (more_equal(&got, &goal) < 0)
				fail_msg("round %d: %g %g %g, possible %g %g %g", round, got.item[0], got.item[1],
					 got.item[2], goal.item[0], goal.item[1], goal.item[2]);
			assert_true(c.has_fairness && c.fairness.proven);
			near(c.fairness.best, (double)best, 1e-9, "the best without");
			near(c.fairness.least, got.item[0], 1e-9, "the smallest share");
			assert_true((double)c.returned >= keep);
			fairer += c.fairness.least > c.fairness.least_before + 1e-9;
		}
		free(s);
	}
	assert_true(fairer > 10);
	hw_arena_free(arena);
}

/* ---- the surface ---- */
static void surface_is_the_frontier(void **state)
{
	static const double acceptance[] = {0.5, 0.8, 0.9, 0.95};
	hw_random random = hw_random_new(3, 0);
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	hw_error error = {0};

	(void)state;
	for (int round = 0; round < 30; round++) {
		scene *s = scene_new();
		exchange_plan *plan;
		exchange_cell cells[4 * 13];
		int64_t most[4 * 13], given[13];
		static const double common[] = {0, 0.15, 0.8, 1, 1, 1.05, 1.6, 4.2, 4.5};

		scene_party(s, "S", 2, round % 5 ? 2 : 0);
		for (unsigned i = 0; i < 6; i++) {
			(void)scene_ours(s, (int64_t)hw_random_below(&random, 5), 0,
					 common[hw_random_below(&random, HW_COUNT(common))], 1);
			(void)scene_theirs(s, (int64_t)hw_random_below(&random, 4),
					   common[hw_random_below(&random, HW_COUNT(common))] - 0.1, 0);
		}
		for (int64_t g = 0; g < 13; g++)
			given[g] = g;
		plan = scene_plan(s);
		assert_int_equal(exchange_surface(plan, 0, acceptance, 4, 12, most, &error), HW_OK);
		assert_int_equal(exchange_frontier(plan, arena, acceptance, 4, given, 13, NULL, cells, &error), HW_OK);
		for (size_t i = 0; i < 4 * 13; i++)
			if (most[i] != (cells[i].feasible ? cells[i].returned : -1))
				fail_msg("round %d cell %zu: %lld and %lld", round, i, (long long)most[i],
					 (long long)cells[i].returned);
		exchange_plan_free(plan);
		free(s);
	}
	hw_arena_free(arena);
}

/* ---- the forecast of n ---- */
static void so_many_home(void **state)
{
	static const int64_t counts[] = {90, 30, 20, 10}, few[] = {2, 1};
	static const double delivery[] = {0.92, 0.85, 0.75, 0.4}, parts[] = {0.5, 0.25};
	double alone, shocked;
	exchange_home home;
	hw_error error = {0};

	(void)state;
	assert_int_equal(exchange_home_at_least(few, parts, 2, 0, 0, 2, &alone, &shocked, &error), HW_OK);
	near(alone, 0.25 * 0.75 + 0.5 * 0.25 + 0.25 * 0.25, 1e-12, "two of three by hand");
	assert_int_equal(exchange_forecast(counts, delivery, 4, 9.5, 0.5, &home, &error), HW_OK);
	for (int64_t n = home.sure95; n <= home.sure95 + 1; n++) {
		assert_int_equal(exchange_home_at_least(counts, delivery, 4, 9.5, 0.5, n, &alone, &shocked, &error),
				 HW_OK);
		assert_int_equal(alone >= 0.95, n == home.sure95);
	}
	assert_int_equal(exchange_home_at_least(counts, delivery, 4, 9.5, 0.5, 107, &alone, &shocked, &error), HW_OK);
	assert_true(shocked > 0.95 && shocked < 0.97);
	assert_int_equal(exchange_home_at_least(counts, delivery, 4, 9.5, 0.5, 150, &alone, &shocked, &error), HW_OK);
	assert_true(alone > 1.3e-12 && alone < 1.5e-12);
	assert_int_equal(exchange_home_at_least(counts, delivery, 4, 9.5, 0.5, 151, &alone, &shocked, &error), HW_OK);
	assert_true(alone == 0 && shocked == 0);
}

/* A substitute is home; the claim for him who was named stays open. */
static void substitutes_come_home(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_profile(4.5, 4.2);
	exchange_cell c;

	(void)state;
	for (size_t i = 0; i < s->problem.ours_count; i++) {
		s->ours[i].delivery = 0.8;
		s->ours[i].substitute = 0.5;
	}
	c = scene_cell(s, arena, 0.9, 40);
	near(c.home.mean, 0.9 * (double)c.returned, 1e-9, "home");
	near(c.home.named, 0.8 * (double)c.returned, 1e-9, "named");
	free(s);
	hw_arena_free(arena);
}

/* ---- many people, within a gap ---- */
static scene *crowd(uint64_t seed)
{
	hw_random random = hw_random_new(seed, 0);
	scene *s = scene_new();

	scene_party(s, "S", 20, 0);
	scene_party(s, "F", 3, 0);
	for (unsigned i = 0; i < 550; i++) {
		(void)scene_ours(s, 1 + (int64_t)hw_random_below(&random, 4), i % 8 == 0,
				 nearbyint(1000 * (0.5 + 4 * hw_random_unit(&random))) / 1000,
				 1 + 0.1 * (double)hw_random_below(&random, 11));
		(void)scene_theirs(s, 1, nearbyint(1000 * 4 * hw_random_unit(&random)) / 1000,
				   i % 3 ? 0 : nearbyint(1000 * 3 * hw_random_unit(&random)) / 1000);
	}
	for (unsigned g = 0; g < 4; g++) {
		static const char *const names[] = {"a", "b", "c", "d"};
		exchange_rule *r;

		for (unsigned i = g; i < 550; i += 4)
			s->ours[i].group = hw_text_of(names[g]);
		r = scene_rule(s, names[g], EXCHANGE_RETURNED);
		r->select = EXCHANGE_BY_GROUP;
		r->value = hw_text_of(names[g]);
		r->share_min = 0.2;
	}
	s->options = (exchange_options){.objective = EXCHANGE_POINTS,
					.named = true,
					.names = 3,
					.first_only = true,
					.gap = 1e-3,
					.effort = 2000};
	return s;
}

static void within_the_gap(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);

	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		scene *s = crowd(seed);
		exchange_cell rough = scene_cell(s, arena, 0.8, 150), fine;

		assert_true(rough.feasible && rough.proven);
		assert_true(rough.bound >= rough.points - 1e-9 && rough.bound <= rough.points * (1 + 1.0001e-3));
		s->options.gap = 5e-4;
		fine = scene_cell(s, arena, 0.8, 150);
		/* No bound lies below what was found. */
		assert_true(fine.points <= rough.bound + 1e-6 && rough.points <= fine.bound + 1e-6);
		free(s);
	}
	hw_arena_free(arena);
}

/* ---- the edges ---- */
/* Just enough is a package, one unit of the weights' grid less is none; .5 exactly needs a surplus of 0. */
static void by_one_quantum(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_new();
	exchange_entry *t;

	(void)state;
	scene_party(s, "S", 0, 8);
	(void)scene_ours(s, 10, 0, 1.05, 1);
	t = scene_theirs(s, 3, 3.5, 0);
	assert_int_equal(scene_cell(s, arena, 0.5, 3).returned, 10); /* 10.5 for 10.5 */
	s->interest[0][0].value = 3.49;
	assert_int_equal(scene_cell(s, arena, 0.5, 3).returned, 9);
	t->count = 1;
	s->interest[0][0].value = 1.05;
	assert_int_equal(scene_cell(s, arena, 0.5, 1).returned, 1);
	s->interest[0][0].value = 1.0499;
	assert_false(scene_cell(s, arena, 0.5, 1).feasible);
	/* A soft party is never certain; a step is. */
	s->interest[0][0].value = 1000;
	assert_false(scene_cell(s, arena, 1, 1).feasible);
	s->parties[0].softness.value = 0;
	assert_true(scene_cell(s, arena, 1, 1).feasible);
	free(s);
	hw_arena_free(arena);
}

/* Nobody to give, nobody to get, burdens only, free of cost, too large for one family: each has its answer. */
static void empty_and_free(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);

	(void)state;
	for (int kind = 0; kind < 6; kind++) {
		scene *s = scene_new();
		exchange_cell c;

		scene_party(s, "S", kind == 3 ? -5 : 1, 1);
		if (kind != 0)
			(void)scene_ours(s, 6, 0, kind == 2 ? 0 : 1, 1);
		if (kind != 1 && kind != 3)
			(void)scene_theirs(s, 4, kind == 4 ? -1 : 2, 0);
		if (kind == 5) { /* six of one family, four seats */
			s->ours[0].family = HW_TEXT("k");
			scene_rule(s, "seats", EXCHANGE_RETURNED)->max = 4;
		}
		c = scene_cell(s, arena, 0.8, 4);
		assert_true(c.proven);
		if (kind == 2) {
			assert_int_equal(c.returned, 6); /* whoever costs nothing comes whole */
		} else if (kind == 3) {
			assert_true(c.feasible && c.given == 0); /* they are glad to be rid of them */
		} else {
			assert_false(c.feasible);
			assert_null(c.take);
			assert_true(c.clash_count > 0);
		}
		free(s);
	}
	hw_arena_free(arena);
}

/* Huge counts and weights neither overflow nor wrap. */
static void very_large(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
	scene *s = scene_new();
	exchange_cell c;

	(void)state;
	scene_party(s, "S", 5, 8);
	(void)scene_ours(s, EXCHANGE_PEOPLE_MOST, 0, 1e-6, 1);
	(void)scene_ours(s, EXCHANGE_PEOPLE_MOST, 0, 1e6, 3);
	(void)scene_theirs(s, EXCHANGE_PEOPLE_MOST, 1e6, 0);
	c = scene_cell(s, arena, 0.9, EXCHANGE_PEOPLE_MOST);
	/* Beyond the digits of a double the search may have no answer, but says no false one. */
	assert_true(c.feasible ? c.returned >= 1 && c.returned <= 2 * (int64_t)EXCHANGE_PEOPLE_MOST : !c.proven);
	s->ours[0].count = s->ours[1].count = s->theirs[0].count = 100000;
	c = scene_cell(s, arena, 0.9, 100000);
	assert_true(c.feasible && c.returned >= 199999 && c.returned <= 200000);
	free(s);
	hw_arena_free(arena);
}

/* ---- back ends ---- */
typedef enum lie { SILENT, ZERO, TOO_MANY, NOT_A_NUMBER, HALVES, INFEASIBLE, LIES } lie;
typedef struct liar {
	lie kind;
	unsigned asked;
} liar;

static hw_status tell(void *context, const exchange_milp *m, double gap, double seconds, double *x,
		      exchange_milp_answer *answer, hw_error *error)
{
	liar *l = context;

	(void)gap, (void)seconds, (void)error;
	l->asked++;
	*answer = l->kind == SILENT       ? EXCHANGE_MILP_NOTHING
		  : l->kind == INFEASIBLE ? EXCHANGE_MILP_INFEASIBLE
					  : EXCHANGE_MILP_SOLUTION;
	for (size_t j = 0; j < m->columns; j++)
		x[j] = l->kind == TOO_MANY       ? m->upper[j] * 10
		       : l->kind == NOT_A_NUMBER ? (double)NAN
		       : l->kind == HALVES       ? m->upper[j] / 2 + 0.5
						 : 0;
	return HW_OK;
}

static void lies_change_nothing(void **state)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 2);

	(void)state;
	for (lie kind = SILENT; kind < LIES; kind++) {
		liar l = {.kind = kind};
		exchange_backend backend = {.context = &l, .solve = tell};
		scene *s = scene_three_way();
		exchange_cell c;

		s->options.backend = &backend;
		s->options.backend_always = true;
		c = scene_cell(s, arena, 0.8, 40);
		assert_true(l.asked > 0);
		assert_true(c.proven && c.returned == 208);
		c = scene_cell(s, arena, 0.8, 2);
		assert_false(c.feasible);
		free(s);
	}
	hw_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(custody_moves),         cmocka_unit_test(refused_moves),
		cmocka_unit_test(moves_by_enumeration),  cmocka_unit_test(doubt_is_paid_for),
		cmocka_unit_test(differences_are_exact), cmocka_unit_test(why_not),
		cmocka_unit_test(equal_shares),          cmocka_unit_test(surface_is_the_frontier),
		cmocka_unit_test(so_many_home),          cmocka_unit_test(substitutes_come_home),
		cmocka_unit_test(within_the_gap),        cmocka_unit_test(by_one_quantum),
		cmocka_unit_test(empty_and_free),        cmocka_unit_test(very_large),
		cmocka_unit_test(lies_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
