/* What must hold of any problem. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "belief_world.h"

static const double DAY = 320;

static belief *open_problem(const belief_problem *problem)
{
	hw_error error = {0};
	belief *b = NULL;
	char line[512];

	if (belief_new(problem, &b, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof line));
	return b;
}

static void place_all(const belief *b, size_t persons, double day, double *out)
{
	hw_error error = {0};

	assert_int_equal(belief_posteriors(b, 0, persons, &day, 1, NULL, out, &error), HW_OK);
}

static void near_to(double got, double want, double tolerance, const char *what, size_t row)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s, row %zu: got %.15g, want %.15g", what, row, got, want);
}

/* ---- threads, order, names ---- */
typedef struct everything {
	double theta[WORLD_SOURCES], place[WORLD_PERSONS * WORLD_STATES], pmf[4][WORLD_PERSONS + 1];
	size_t rounds;
} everything;

static void do_everything(const world *w, unsigned threads, const size_t *set, size_t set_count, everything *e)
{
	belief_run run = {.threads = threads, .seed = 5, .draws = 50};
	hw_arena *arena = hw_arena_new(1 << 24);
	double sets[WORLD_STATES] = {0};
	belief *b = open_problem(&w->problem);
	belief_total *totals;
	size_t count;
	hw_error error = {0};

	memset(e, 0, sizeof *e);
	for (size_t i = 0; i < set_count; i++)
		sets[set[i]] = 1;
	assert_int_equal(belief_learn(b, &run, &error), HW_OK);
	e->rounds = belief_learned_of(b).rounds;
	for (size_t i = 0; i < WORLD_SOURCES; i++)
		e->theta[i] = belief_reliabilities(b, &count)[i].theta;
	assert_int_equal(belief_posteriors(b, 0, WORLD_PERSONS, &DAY, 1, &run, e->place, &error), HW_OK);
	assert_int_equal(belief_totals(b, DAY, sets, 1, 0, &run, arena, &totals, &count, &error), HW_OK);
	for (size_t i = 0; i < count; i++)
		memcpy(e->pmf[i], totals[i].pmf, sizeof e->pmf[i]);
	belief_free(b);
	hw_arena_free(arena);
}

static const size_t some_sites[] = {1, 2, 3, 9, 15};

static void threads_do_not_matter(void **state)
{
	static world w;
	static everything one, other;
	static const unsigned numbers[] = {2, 7};

	(void)state;
	world_make(&w, 1, true);
	do_everything(&w, 1, some_sites, HW_COUNT(some_sites), &one);
	for (size_t i = 0; i < HW_COUNT(numbers); i++) {
		do_everything(&w, numbers[i], some_sites, HW_COUNT(some_sites), &other);
		assert_memory_equal(&one, &other, sizeof one);
	}
	assert_true(one.rounds > 3);
}

static void reverse_persons(world *w)
{
	for (size_t i = 0; i < WORLD_PERSONS / 2; i++) {
		belief_person kept = w->persons[i];
		w->persons[i] = w->persons[WORLD_PERSONS - 1 - i];
		w->persons[WORLD_PERSONS - 1 - i] = kept;
	}
}

static void order_of_persons_does_not_matter(void **state)
{
	static world w;
	static everything one, other;

	(void)state;
	world_make(&w, 2, true);
	do_everything(&w, 2, some_sites, HW_COUNT(some_sites), &one);
	reverse_persons(&w);
	do_everything(&w, 2, some_sites, HW_COUNT(some_sites), &other);
	for (size_t i = 0; i < WORLD_SOURCES; i++)
		near_to(other.theta[i], one.theta[i], 1e-9, "theta", i);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		for (size_t z = 0; z < WORLD_STATES; z++)
			near_to(other.place[(WORLD_PERSONS - 1 - i) * WORLD_STATES + z],
				one.place[i * WORLD_STATES + z], 1e-9, "place", i);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k <= WORLD_PERSONS; k++)
			near_to(other.pmf[i][k], one.pmf[i][k], 1e-8, "pmf", k);
}

/* Sites and regions in another order: site i becomes site (7 i + 3) mod 20, region r becomes 3 - r. */
static size_t moved_site(size_t i)
{
	return i < WORLD_SITES ? (7 * i + 3) % WORLD_SITES : i;
}

static void move_claim(belief_claim *c)
{
	if (c->kind == BELIEF_CLAIM_SITE || c->kind == BELIEF_CLAIM_SEARCHED)
		c->place = moved_site(c->place);
	if (c->kind == BELIEF_CLAIM_REGION)
		c->place = WORLD_REGIONS - 1 - c->place;
}

static void rename_places(world *w)
{
	belief_site sites[WORLD_SITES];
	double regions[WORLD_REGIONS];

	memcpy(sites, w->sites, sizeof sites);
	memcpy(regions, w->regions, sizeof regions);
	for (size_t i = 0; i < WORLD_SITES; i++) {
		w->sites[moved_site(i)] = sites[i];
		w->sites[moved_site(i)].region = WORLD_REGIONS - 1 - sites[i].region;
	}
	for (size_t r = 0; r < WORLD_REGIONS; r++)
		w->regions[WORLD_REGIONS - 1 - r] = regions[r];
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		for (size_t j = 0; j < WORLD_REPORTS; j++)
			move_claim(&w->reports[i][j].claim);
	for (size_t i = 0; i < WORLD_GROUPS; i++)
		for (size_t j = 0; j < 2; j++)
			move_claim(&w->group_reports[i][j].claim);
	w->transfer.from = moved_site(w->transfer.from);
	w->to[0].state = moved_site(w->to[0].state);
	w->fact.place = moved_site(w->fact.place);
}

static void names_do_not_matter(void **state)
{
	static world w;
	static everything one, other;
	size_t set[HW_COUNT(some_sites)];

	(void)state;
	world_make(&w, 3, true);
	do_everything(&w, 2, some_sites, HW_COUNT(some_sites), &one);
	rename_places(&w);
	for (size_t i = 0; i < HW_COUNT(some_sites); i++)
		set[i] = moved_site(some_sites[i]);
	do_everything(&w, 2, set, HW_COUNT(set), &other);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		for (size_t z = 0; z < WORLD_STATES; z++)
			near_to(other.place[i * WORLD_STATES + moved_site(z)], one.place[i * WORLD_STATES + z], 1e-9,
				"place", i);
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k <= WORLD_PERSONS; k++)
			near_to(other.pmf[i][k], one.pmf[i][k], 1e-8, "pmf", k);
}

/* ---- lumping ---- */
/* A search that could not have seen anybody tells nothing, but gives its site a state of its own. */
static void lumping_changes_nothing(void **state)
{
	static world w;
	static belief_report all[WORLD_PERSONS][WORLD_REPORTS + WORLD_SITES];
	static double lumped[WORLD_PERSONS * WORLD_STATES], full[WORLD_PERSONS * WORLD_STATES];
	const double days[] = {40, 150, DAY};

	(void)state;
	for (size_t d = 0; d < HW_COUNT(days); d++) {
		world_make(&w, 4, false);
		belief *b = open_problem(&w.problem);
		place_all(b, WORLD_PERSONS, days[d], lumped);
		belief_free(b);
		for (size_t i = 0; i < WORLD_PERSONS; i++) {
			belief_person *p = &w.persons[i];
			memcpy(all[i], w.reports[i], sizeof w.reports[i]);
			for (size_t l = 0; l < WORLD_SITES; l++)
				all[i][p->report_count + l] =
					(belief_report){.source = BELIEF_NONE,
							.at = 17 * (double)l,
							.received = NAN,
							.background = NAN,
							.copies = BELIEF_NONE,
							.claim = {.kind = BELIEF_CLAIM_SEARCHED, .place = l}};
			p->reports = all[i];
			p->report_count += WORLD_SITES;
		}
		b = open_problem(&w.problem);
		place_all(b, WORLD_PERSONS, days[d], full);
		belief_free(b);
		for (size_t i = 0; i < WORLD_PERSONS * WORLD_STATES; i++)
			near_to(lumped[i], full[i], 1e-12, "lumped", i);
	}
}

/* ---- reports ---- */
/* The newest report is one step: posterior at its day times e, normalised. */
static void newest_report_is_one_step(void **state)
{
	static world w;
	static double before[WORLD_PERSONS * WORLD_STATES], after[WORLD_PERSONS * WORLD_STATES];

	(void)state;
	world_make(&w, 5, false);
	belief *b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, before);
	belief_free(b);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		w.reports[i][w.persons[i].report_count++] =
			(belief_report){.source = 1,
					.at = DAY,
					.received = NAN,
					.background = 0.1,
					.copies = BELIEF_NONE,
					.claim = {.kind = BELIEF_CLAIM_SITE, .place = 6}};
	b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, after);
	belief_free(b);
	for (size_t i = 0; i < WORLD_PERSONS; i++) {
		double sum = 0, theta = 12.0 / 14;
		double *row = before + i * WORLD_STATES;
		for (size_t z = 0; z < WORLD_STATES; z++)
			sum += row[z] *= (z == 6 ? theta : 0) + (1 - theta) * 0.1;
		for (size_t z = 0; z < WORLD_STATES; z++)
			near_to(after[i * WORLD_STATES + z], row[z] / sum, 1e-12, "after the report", i);
	}
}

/* Order in the array does not matter when days differ; a report moves only its own person. */
static void reports_in_any_order(void **state)
{
	static world w;
	static double one[WORLD_PERSONS * WORLD_STATES], other[WORLD_PERSONS * WORLD_STATES];

	(void)state;
	world_make(&w, 6, false);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		for (size_t j = 0; j < WORLD_REPORTS; j++) {
			w.reports[i][j].copies = BELIEF_NONE;
			w.reports[i][j].at += (double)j / 8;
			w.reports[i][j].received = NAN;
		}
	belief *b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, one);
	belief_free(b);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		for (size_t j = 0, k = w.persons[i].report_count; j + 1 < k; j++, k--) {
			belief_report kept = w.reports[i][j];
			w.reports[i][j] = w.reports[i][k - 1];
			w.reports[i][k - 1] = kept;
		}
	w.reports[9][w.persons[9].report_count++] = (belief_report){.source = 0,
								    .at = 300,
								    .received = NAN,
								    .background = NAN,
								    .copies = BELIEF_NONE,
								    .claim = {.kind = BELIEF_CLAIM_SITE, .place = 2}};
	b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, other);
	belief_free(b);
	for (size_t i = 0; i < WORLD_PERSONS * WORLD_STATES; i++)
		if (i / WORLD_STATES != 9)
			near_to(other[i], one[i], 1e-12, "other order", i);
	assert_true(other[9 * WORLD_STATES + 2] > one[9 * WORLD_STATES + 2] + 0.1);
}

/* A sure copy, a source that is mere noise and a list that nobody keeps say nothing. */
static void empty_reports_say_nothing(void **state)
{
	static world w;
	static double one[WORLD_PERSONS * WORLD_STATES], other[WORLD_PERSONS * WORLD_STATES];
	const belief_list list = {0};

	(void)state;
	for (size_t kind = 0; kind < 3; kind++) {
		world_make(&w, 7, false);
		w.sources[5] = (belief_source){.fixed = true, .reliability = 0};
		w.problem.lists = &list;
		w.problem.list_count = 1;
		belief *b = open_problem(&w.problem);
		place_all(b, WORLD_PERSONS, DAY, one);
		belief_free(b);
		for (size_t i = 0; i < WORLD_PERSONS; i++) {
			belief_report x = {.source = 0,
					   .at = 200,
					   .received = NAN,
					   .background = 0.3,
					   .copies = BELIEF_NONE,
					   .claim = {.kind = BELIEF_CLAIM_SITE, .place = 4}};
			if (kind == 0) {
				if (!w.persons[i].report_count)
					continue;
				x.copies = 0;
				x.copy = 1;
				x.claim = w.reports[i][0].claim;
			} else if (kind == 1) {
				x.source = 5;
			} else {
				x.claim = (belief_claim){.kind = BELIEF_CLAIM_ABSENT};
			}
			w.reports[i][w.persons[i].report_count++] = x;
		}
		b = open_problem(&w.problem);
		place_all(b, WORLD_PERSONS, DAY, other);
		belief_free(b);
		for (size_t i = 0; i < WORLD_PERSONS * WORLD_STATES; i++)
			near_to(other[i], one[i], 1e-12, "empty report", i);
	}
}

/* What was believed on a day rests on what had come in by then. */
static void as_of_is_what_had_come_in(void **state)
{
	static world w;
	static double one[WORLD_PERSONS * WORLD_STATES], other[WORLD_PERSONS * WORLD_STATES];
	const double as_of = 160;
	size_t left_out = 0;

	(void)state;
	world_make(&w, 8, true);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		for (size_t j = 0; j < WORLD_REPORTS; j++)
			w.reports[i][j].copies = BELIEF_NONE;
	w.problem.as_of = as_of;
	belief *b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, one);
	belief_free(b);
	w.problem.as_of = NAN;
	for (size_t i = 0; i < WORLD_PERSONS; i++) {
		size_t kept = 0;
		for (size_t j = 0; j < w.persons[i].report_count; j++)
			if (w.reports[i][j].received <= as_of)
				w.reports[i][kept++] = w.reports[i][j];
		left_out += w.persons[i].report_count - kept;
		w.persons[i].report_count = kept;
	}
	for (size_t i = 0; i < WORLD_GROUPS; i++) {
		size_t kept = 0;
		for (size_t j = 0; j < w.groups[i].report_count; j++)
			if (w.group_reports[i][j].received <= as_of)
				w.group_reports[i][kept++] = w.group_reports[i][j];
		w.groups[i].report_count = kept;
	}
	w.persons[7].fact_count = 0; /* day 250 */
	b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, other);
	belief_free(b);
	assert_true(left_out > 50);
	for (size_t i = 0; i < WORLD_PERSONS * WORLD_STATES; i++)
		near_to(one[i], other[i], 1e-13, "as of", i);
}

/* ---- kernel, transfers, days ---- */
static void nothing_moves_without_rates(void **state)
{
	static world w;
	double row[WORLD_STATES];

	(void)state;
	world_make(&w, 9, false);
	w.problem.rates = (belief_rates){0};
	belief *b = open_problem(&w.problem);
	for (size_t i = 0; i < WORLD_STATES; i++) {
		belief_moved(b, i, 1000, row);
		for (size_t z = 0; z < WORLD_STATES; z++)
			near_to(row[z], z == i, 0, "kernel", z);
	}
	belief_free(b);
}

/* Of those at the origin the share goes to where it goes, the others stay; before its day nobody does. */
static void transfer_moves_its_share(void **state)
{
	static world w;
	static const belief_report none = {0};
	double before[WORLD_STATES], after[WORLD_STATES];

	(void)state;
	world_make(&w, 10, false);
	w.problem.rates = (belief_rates){0};
	w.problem.person_count = 1;
	w.persons[0].reports = &none;
	w.persons[0].report_count = 0;
	belief *b = open_problem(&w.problem);
	place_all(b, 1, 149.5, before);
	place_all(b, 1, 150, after);
	belief_free(b);
	for (size_t z = 0; z < WORLD_STATES; z++) {
		double moved = 0.8 * before[2];
		double want = before[z] + (z == 2                 ? -moved
					   : z == 5               ? 0.7 * moved
					   : z == WORLD_SITES + 1 ? 0.3 * moved
								  : 0);
		near_to(after[z], want, 1e-15, "after the transfer", z);
	}
}

static void days_before_since_are_not_defined(void **state)
{
	static world w;
	const double days[] = {-1, 0, 10};
	double out[3 * WORLD_STATES], set[WORLD_STATES] = {1}, p[WORLD_PERSONS];
	hw_error error = {0};

	(void)state;
	world_make(&w, 11, false);
	belief *b = open_problem(&w.problem);
	assert_int_equal(belief_posteriors(b, 3, 4, days, 3, NULL, out, &error), HW_OK);
	for (size_t z = 0; z < WORLD_STATES; z++) {
		assert_true(isnan(out[z]) != 0);
		assert_true(!isnan(out[WORLD_STATES + z]));
	}
	assert_int_equal(belief_expect(b, -1, set, 1, NULL, p, &error), HW_OK);
	assert_true(isnan(p[0]) != 0);
	assert_int_equal(belief_posteriors(b, 3, WORLD_PERSONS + 1, days, 1, NULL, out, &error), HW_FAULT);
	belief_free(b);
}

static void probabilities_are_probabilities(void **state)
{
	static world w;
	static double place[WORLD_PERSONS * WORLD_STATES];

	(void)state;
	for (uint64_t seed = 20; seed < 30; seed++) {
		world_make(&w, seed, true);
		belief *b = open_problem(&w.problem);
		place_all(b, WORLD_PERSONS, (double)(seed % 3) * 150, place);
		for (size_t i = 0; i < WORLD_PERSONS; i++) {
			double sum = 0;
			for (size_t z = 0; z < WORLD_STATES; z++) {
				double p = place[i * WORLD_STATES + z];
				assert_true(p >= 0 && p <= 1 + 1e-12);
				sum += p;
			}
			near_to(sum, 1, 1e-12, "sum", i);
		}
		belief_free(b);
	}
}

/* ---- groups ---- */
static void group_of_strangers_is_no_group(void **state)
{
	static world w;
	static double one[WORLD_PERSONS * WORLD_STATES], other[WORLD_PERSONS * WORLD_STATES];

	(void)state;
	world_make(&w, 12, true);
	for (size_t i = 0; i < WORLD_GROUPS; i++)
		w.groups[i].together = 0;
	belief *b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, one);
	belief_free(b);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		w.persons[i].group = BELIEF_NONE;
	b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, other);
	belief_free(b);
	for (size_t i = 0; i < WORLD_PERSONS * WORLD_STATES; i++)
		near_to(one[i], other[i], 1e-12, "stranger", i);
}

/* Always together: every report of a member is a report of the group, and all are where the group is. */
static void one_body(void **state)
{
	static world w;
	static belief_report all[40 * WORLD_REPORTS];
	static double one[WORLD_PERSONS * WORLD_STATES];
	double body[WORLD_STATES], group_log, body_log, chain[WORLD_STATES];
	bool approximate;
	hw_error error = {0};
	size_t count = 0;

	(void)state;
	world_make(&w, 13, true);
	w.groups[1].together = 1;
	w.groups[1].report_count = 2;
	w.persons[7].fact_count = 0;
	for (size_t i = 0; i < 40; i++)
		w.persons[i].report_count = w.persons[i].report_count > 1; /* one each */
	belief *b = open_problem(&w.problem);
	place_all(b, WORLD_PERSONS, DAY, one);
	assert_int_equal(belief_group_posterior(b, 1, &DAY, 1, chain, &error), HW_OK);
	assert_int_equal(belief_group_log_likelihood(b, 1, &group_log, &approximate, &error), HW_OK);
	belief_free(b);
	for (size_t j = 0; j < 2; j++)
		all[count++] = w.group_reports[1][j];
	for (size_t i = 1; i < 40; i += WORLD_GROUPS)
		for (size_t j = 0; j < w.persons[i].report_count; j++)
			all[count++] = w.reports[i][j];
	belief_person person = {
		.prior = w.groups[1].prior, .group = BELIEF_NONE, .reports = all, .report_count = count};
	w.problem.persons = &person;
	w.problem.person_count = 1;
	w.problem.group_count = 0;
	b = open_problem(&w.problem);
	place_all(b, 1, DAY, body);
	assert_int_equal(belief_log_likelihood(b, 0, &body_log, &error), HW_OK);
	belief_free(b);
	near_to(group_log, body_log, 1e-10, "likelihood", 0);
	assert_false(approximate);
	for (size_t z = 0; z < WORLD_STATES; z++) {
		near_to(chain[z], body[z], 1e-12, "group", z);
		for (size_t i = 1; i < 40; i += WORLD_GROUPS)
			near_to(one[i * WORLD_STATES + z], body[z], 1e-12, "member", i);
	}
}

/* A group past the budget is marked, and what reports say clearly still comes out. */
static void large_group(void **state)
{
	enum { MEN = 60 };
	static world w;
	static belief_report reports[MEN][3];
	static belief_person men[MEN];
	belief_group group = {.prior = {0.9, 0.1, 0}, .together = 0.9};
	double out[WORLD_STATES], follow, log_p, values[WORLD_STATES] = {[4] = 1}, moves[3];
	belief_why whys[3];
	hw_error error = {0};
	bool approximate;

	(void)state;
	world_make(&w, 14, false);
	for (size_t i = 0; i < MEN; i++) {
		for (size_t j = 0; j < 3; j++)
			reports[i][j] = (belief_report){.source = 1,
							.at = 30 + (double)((i * 7 + j * 31) % 97),
							.received = NAN,
							.background = NAN,
							.copies = BELIEF_NONE,
							.claim = {.kind = BELIEF_CLAIM_SITE, .place = i == 0 ? 9 : 4}};
		men[i] = (belief_person){.prior = {0.9, 0.1, 0}, .group = 0, .reports = reports[i], .report_count = 3};
	}
	w.problem.transfer_count = 0;
	w.problem.persons = men;
	w.problem.person_count = MEN;
	w.problem.groups = &group;
	w.problem.group_count = 1;
	belief *b = open_problem(&w.problem);
	const double day = 130;
	assert_int_equal(belief_group_log_likelihood(b, 0, &log_p, &approximate, &error), HW_OK);
	assert_true(approximate);
	assert_true(isfinite(log_p) && log_p < 0);
	assert_int_equal(belief_posteriors(b, 5, 6, &day, 1, NULL, out, &error), HW_OK);
	assert_true(out[4] > 0.9);
	assert_int_equal(belief_together(b, 5, &follow, &error), HW_OK);
	assert_true(follow > 0.9);
	assert_int_equal(belief_together(b, 0, &follow, &error), HW_OK);
	assert_true(follow < 0.1);
	assert_int_equal(belief_explain(b, 0, day, values, 1, whys, moves, &error), HW_OK);
	assert_true(whys[0].faithful > 0.5);
	assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
	assert_true(belief_learned_of(b).approximate);
	belief_free(b);
}

/* Messages against the whole sum: nobody moves (rates 0), so that the path is one state. */
static void messages_are_near_the_sum(void **state)
{
	enum { MEN = 24 };
	static world w;
	static belief_report reports[MEN][2];
	static belief_person men[MEN];
	belief_group group = {.prior = {0.9, 0.1, 0}, .together = 0.8};
	double out[WORLD_STATES], want[WORLD_STATES], sum = 0;
	hw_error error = {0};
	bool approximate;
	double log_p;

	(void)state;
	world_make(&w, 15, false);
	w.problem.rates = (belief_rates){0};
	w.problem.transfer_count = 0;
	for (size_t i = 0; i < MEN; i++) {
		for (size_t j = 0; j < 2; j++)
			reports[i][j] = (belief_report){
				.source = (i + j) % 4,
				.at = j ? 200 - (double)i : 10 + (double)i,
				.received = NAN,
				.background = 0.1,
				.copies = BELIEF_NONE,
				.claim = {.kind = BELIEF_CLAIM_SITE, .place = i % 3 ? 4 : (i + j) % WORLD_SITES}};
		men[i] = (belief_person){
			.prior = {0.55, 0.4, 0.05}, .group = 0, .reports = reports[i], .report_count = 2};
	}
	w.problem.persons = men;
	w.problem.person_count = MEN;
	w.problem.groups = &group;
	w.problem.group_count = 1;
	belief *b = open_problem(&w.problem);
	assert_int_equal(belief_group_log_likelihood(b, 0, &log_p, &approximate, &error), HW_OK);
	assert_true(approximate);
	assert_int_equal(belief_group_posterior(b, 0, &DAY, 1, out, &error), HW_OK);
	for (size_t z = 0; z < WORLD_STATES; z++) {
		double prior = z < WORLD_SITES ? w.regions[w.sites[z].region] * w.sites[z].share : 0;
		want[z] = z < WORLD_SITES ? 0.9 * prior : z == WORLD_SITES ? 0.1 : 0;
		for (size_t i = 0; i < MEN; i++) {
			double along = 1, alone = 0;
			for (size_t y = 0; y < WORLD_STATES; y++) {
				double e = 1, own = y < WORLD_SITES
							    ? 0.55 * w.regions[w.sites[y].region] * w.sites[y].share
						    : y == WORLD_SITES ? 0.4
								       : 0.05;
				for (size_t j = 0; j < 2; j++) {
					const belief_source *s = &w.sources[reports[i][j].source];
					double theta = s->alpha / (s->alpha + s->beta);
					e *= (reports[i][j].claim.place == y ? theta : 0) + (1 - theta) * 0.1;
				}
				alone += own * e;
				if (y == z)
					along = e;
			}
			want[z] *= (0.8 * along + 0.2 * alone) * 30; /* 30: out of the denormals */
		}
		sum += want[z];
	}
	for (size_t z = 0; z < WORLD_STATES; z++)
		near_to(out[z], want[z] / sum, 0.01, "group by messages", z);
	near_to(log_p, log(sum) - MEN * log(30), 0.05, "likelihood by messages", 0);
	belief_free(b);
}

/* ---- totals ---- */
static belief_total *totals_of(const belief *b, const double *sets, size_t set_count, unsigned bases, hw_arena *arena,
			       size_t *count)
{
	belief_run run = {.threads = 2, .seed = 3};
	belief_total *totals = NULL;
	hw_error error = {0};

	assert_int_equal(belief_totals(b, DAY, sets, set_count, bases, &run, arena, &totals, count, &error), HW_OK);
	return totals;
}

static void known_sources_have_nothing_to_draw(void **state)
{
	static world w;
	double sets[WORLD_STATES] = {1, 1, 0, 0, 1};
	hw_arena *arena = hw_arena_new(1 << 24);
	size_t count;

	(void)state;
	world_make(&w, 16, true);
	for (size_t i = 0; i < WORLD_SOURCES; i++)
		w.sources[i] = (belief_source){.fixed = true, .reliability = 0.3 + 0.1 * (double)i};
	belief *b = open_problem(&w.problem);
	belief_total *t = totals_of(b, sets, 1, 0, arena, &count);
	assert_int_equal(count, 4);
	assert_memory_equal(t[0].pmf, t[1].pmf, (WORLD_PERSONS + 1) * sizeof(double));
	assert_memory_equal(t[2].pmf, t[3].pmf, (WORLD_PERSONS + 1) * sizeof(double));
	for (size_t i = 0; i < 4; i++) {
		double sum = 0;
		for (size_t k = 0; k <= WORLD_PERSONS; k++)
			sum += t[i].pmf[k];
		near_to(sum, 1, 1e-12, "mass", i);
		near_to(t[i].mean, t[0].mean, 1e-9, "mean", i);
	}
	belief_free(b);
	hw_arena_free(arena);
}

/* A hundred reports from one source that nobody can judge: the total stands or falls with it. */
static void one_source_for_all_widens_the_total(void **state)
{
	static world w;
	double sets[WORLD_STATES] = {[4] = 1};
	hw_arena *arena = hw_arena_new(1 << 24);
	size_t count;

	(void)state;
	world_make(&w, 17, false);
	for (size_t i = 0; i < WORLD_PERSONS; i++) {
		w.persons[i].report_count = 1;
		w.persons[i].fact_count = 0;
		w.reports[i][0] = (belief_report){.source = 5,
						  .at = 300,
						  .received = NAN,
						  .background = 0.2,
						  .copies = BELIEF_NONE,
						  .claim = {.kind = BELIEF_CLAIM_SITE, .place = 4}};
	}
	belief *b = open_problem(&w.problem);
	belief_total *t = totals_of(b, sets, 1, 0, arena, &count);
	assert_int_equal(count, 2);
	assert_true(t[1].sd > 3 * t[0].sd);
	assert_true(t[1].lower95 < t[0].lower95 && t[1].upper95 > t[0].upper95);
	belief_free(b);
	hw_arena_free(arena);
}

/* The mean over draws, drawn by hand: thetas fixed at each draw in turn. */
static void draws_are_what_they_say(void **state)
{
	enum { DRAWS = 20 };
	static world w;
	double sets[WORLD_STATES] = {1, 0, 0, 1, 1, 1}, by_hand[WORLD_PERSONS + 1] = {0};
	hw_arena *arena = hw_arena_new(1 << 24);
	belief_run run = {.threads = 1, .seed = 42, .draws = DRAWS};
	belief_total *t;
	hw_error error = {0};
	size_t count;

	(void)state;
	world_make(&w, 18, false);
	w.problem.learning = BELIEF_LEARN_NOTHING;
	belief *b = open_problem(&w.problem);
	assert_int_equal(belief_totals(b, DAY, sets, 1, 1u << BELIEF_SOURCES, &run, arena, &t, &count, &error), HW_OK);
	belief_free(b);
	for (size_t draw = 0; draw < DRAWS; draw++) {
		hw_random random = hw_random_new(42, draw);
		belief_source known[WORLD_SOURCES];
		belief_total *one;
		for (size_t i = 0; i < WORLD_SOURCES; i++)
			known[i] = (belief_source){
				.fixed = true,
				.reliability = hw_random_beta(&random, w.sources[i].alpha, w.sources[i].beta)};
		w.problem.sources = known;
		b = open_problem(&w.problem);
		one = totals_of(b, sets, 1, 1u << BELIEF_INDEPENDENT, arena, &count);
		for (size_t k = 0; k <= WORLD_PERSONS; k++)
			by_hand[k] += one->pmf[k] / DRAWS;
		belief_free(b);
	}
	for (size_t k = 0; k <= WORLD_PERSONS; k++)
		near_to(t->pmf[k], by_hand[k], 1e-12, "mean of draws", k);
	hw_arena_free(arena);
}

/* A dear group is drawn by messages and brought back to the exact solution: without doubt about the
 * sources (very large counts) the draws must give the exact distribution. */
static void dear_groups_come_back(void **state)
{
	enum { MEN = 30 };
	static world w;
	double sets[WORLD_STATES] = {[4] = 1};
	hw_arena *arena = hw_arena_new(1 << 24);
	size_t count;

	(void)state;
	world_make(&w, 19, true);
	for (size_t i = 0; i < WORLD_SOURCES; i++) {
		w.sources[i].alpha *= 1e7;
		w.sources[i].beta *= 1e7;
	}
	for (size_t i = 0; i < MEN; i++) {
		w.persons[i].group = 0;
		w.persons[i].report_count = 2;
		w.persons[i].fact_count = 0;
		for (size_t j = 0; j < 2; j++)
			w.reports[i][j] = (belief_report){.source = (i + j) % WORLD_SOURCES,
							  .at = 10 * (double)((i + 5 * j) % 28),
							  .received = NAN,
							  .background = NAN,
							  .copies = BELIEF_NONE,
							  .claim = {.kind = BELIEF_CLAIM_SITE, .place = i % 4 ? 4 : 7}};
	}
	w.problem.learning = BELIEF_LEARN_NOTHING;
	belief *b = open_problem(&w.problem);
	belief_total *t = totals_of(b, sets, 1, 0, arena, &count);
	for (size_t k = 0; k <= WORLD_PERSONS; k++) {
		near_to(t[1].pmf[k], t[0].pmf[k], 1e-3, "drawn alone", k);
		near_to(t[3].pmf[k], t[2].pmf[k], 1e-3, "drawn by groups", k);
	}
	belief_free(b);
	hw_arena_free(arena);
}

/* ---- learning ---- */
/* log p(reports | theta) + log prior, by fixed sources. */
static double objective_at(const world *w, const belief_source *prior, const double *theta)
{
	belief_problem problem = w->problem;
	belief_source known[WORLD_SOURCES];
	hw_error error = {0};
	double sum = 0, log_p;
	bool approximate;

	for (size_t i = 0; i < WORLD_SOURCES; i++) {
		known[i] = (belief_source){.fixed = true, .reliability = theta[i]};
		sum += (prior[i].alpha - 1) * log(theta[i]) + (prior[i].beta - 1) * log(1 - theta[i]);
	}
	problem.sources = known;
	belief *b = open_problem(&problem);
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		if (w->persons[i].group == BELIEF_NONE) {
			assert_int_equal(belief_log_likelihood(b, i, &log_p, &error), HW_OK);
			sum += log_p;
		}
	for (size_t i = 0; i < problem.group_count; i++) {
		assert_int_equal(belief_group_log_likelihood(b, i, &log_p, &approximate, &error), HW_OK);
		sum += log_p;
	}
	belief_free(b);
	return sum;
}

/* With credibility digits, copies and groups: EM climbs, and ends on a maximum. */
static void learning_finds_a_maximum(void **state)
{
	static world w;
	double theta[WORLD_SOURCES];
	hw_error error = {0};
	size_t count;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		world_make(&w, 40 + i, i == 1);
		belief *b = open_problem(&w.problem);
		assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
		belief_learned learned = belief_learned_of(b);
		const belief_reliability *r = belief_reliabilities(b, &count);
		assert_true(learned.converged);
		for (size_t k = 1; k < learned.rounds; k++)
			assert_true(learned.objective[k] >= learned.objective[k - 1] - 1e-10);
		for (size_t s = 0; s < WORLD_SOURCES; s++) {
			theta[s] = r[s].theta;
			assert_true(r[s].alpha >= w.sources[s].alpha && r[s].beta >= w.sources[s].beta);
		}
		double best = objective_at(&w, w.sources, theta);
		near_to(best, learned.objective[learned.rounds - 1], 1e-7, "objective", i);
		for (size_t s = 0; s < WORLD_SOURCES; s++)
			for (int side = -1; side <= 1; side += 2) {
				double kept = theta[s];
				theta[s] += side * 1e-3;
				assert_true(objective_at(&w, w.sources, theta) < best);
				theta[s] = kept;
			}
		belief_free(b);
	}
}

static void learning_by_kind(void **state)
{
	static world w;
	static double by_source[WORLD_PERSONS * WORLD_STATES], by_kind[WORLD_PERSONS * WORLD_STATES];
	hw_error error = {0};
	size_t count;

	(void)state;
	world_make(&w, 50, false);
	w.problem.learning = BELIEF_LEARN_SOURCE_KIND;
	belief *b = open_problem(&w.problem);
	const belief_reliability *r = belief_reliabilities(b, &count);
	assert_int_equal(count, 3 * WORLD_SOURCES);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(r[i].source, i / 3);
		assert_int_equal(r[i].kind, i % 3);
	}
	assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
	belief_free(b);
	/* When everybody makes one kind of claim only, it is the same as by source. */
	for (size_t i = 0; i < WORLD_PERSONS; i++)
		for (size_t j = 0; j < WORLD_REPORTS; j++) {
			w.reports[i][j].claim =
				(belief_claim){.kind = BELIEF_CLAIM_SITE, .place = (i + j) % WORLD_SITES};
			w.reports[i][j].copies = BELIEF_NONE;
		}
	for (int kind = 0; kind < 2; kind++) {
		w.problem.learning = kind ? BELIEF_LEARN_SOURCE_KIND : BELIEF_LEARN_SOURCE;
		b = open_problem(&w.problem);
		assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
		(void)belief_reliabilities(b, &count);
		assert_int_equal(count, WORLD_SOURCES);
		place_all(b, WORLD_PERSONS, DAY, kind ? by_kind : by_source);
		belief_free(b);
	}
	for (size_t i = 0; i < WORLD_PERSONS * WORLD_STATES; i++)
		near_to(by_kind[i], by_source[i], 1e-12, "by kind", i);
}

/* A source graded A whose reports verified facts deny is named as fallen. */
static void fallen_source(void **state)
{
	static world w;
	hw_error error = {0};
	size_t count;

	(void)state;
	world_make(&w, 60, false);
	for (size_t i = 0; i < WORLD_PERSONS; i++) {
		w.persons[i].report_count = 1;
		w.persons[i].fact_count = 1;
		w.persons[i].facts = &w.fact;
		w.reports[i][0] = (belief_report){.source = 0,
						  .at = 250,
						  .received = NAN,
						  .background = NAN,
						  .copies = BELIEF_NONE,
						  .claim = {.kind = BELIEF_CLAIM_SITE, .place = 9}};
	}
	belief *b = open_problem(&w.problem);
	assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
	const belief_reliability *r = belief_reliabilities(b, &count);
	assert_true(r[0].fell);
	assert_true(r[0].theta < 0.2);
	assert_int_equal(r[0].reports, WORLD_PERSONS);
	assert_false(r[1].fell);
	belief_free(b);
}

/* ---- circles ---- */
/* Midpoint sum over the plane. */
static double circle_by_sum(double d, double sigma, double radius)
{
	enum { STEPS = 600 };
	double sum = 0, step = 2 * radius / STEPS;

	for (int i = 0; i < STEPS; i++)
		for (int j = 0; j < STEPS; j++) {
			double x = -radius + (i + 0.5) * step, y = -radius + (j + 0.5) * step;
			if (x * x + y * y <= radius * radius)
				sum += exp(-((x - d) * (x - d) + y * y) / (2 * sigma * sigma));
		}
	return sum * step * step / (2 * 3.14159265358979323846 * sigma * sigma);
}

static void chance_to_lie_in_a_circle(void **state)
{
	static const double rows[][3] = {{0, 1, 2}, {3, 0.5, 4}, {8, 1, 4},    {1, 3, 2},
					 {5, 2, 5}, {40, 8, 30}, {2, 0.2, 2.1}};

	(void)state;
	for (size_t i = 0; i < HW_COUNT(rows); i++)
		near_to(belief_within_circle(rows[i][0], rows[i][1], rows[i][2]),
			circle_by_sum(rows[i][0], rows[i][1], rows[i][2]), 1e-3, "circle", i);
	for (double r = 0.25; r < 8; r += 0.25) /* at the middle: 1 - exp(-r^2/2) */
		near_to(belief_within_circle(0, 1, r), 1 - exp(-r * r / 2), 1e-14, "middle", (size_t)(4 * r));
	near_to(belief_within_circle(3, 0, 4), 1, 0, "a point inside", 0);
	near_to(belief_within_circle(5, 0, 4), 0, 0, "a point outside", 0);
	near_to(belief_within_circle(0, 0, 0), 1, 0, "the point itself", 0);
	near_to(belief_within_circle(500, 1, 4), 0, 0, "far away", 0);
	near_to(belief_within_circle(1, 1, 1000), 1, 0, "everywhere", 0);
	near_to(belief_within_circle(1e5, 1, 1e5), 0.5, 1e-3, "on the edge", 0);
	double before = 0;
	for (double r = 0.1; r < 20; r += 0.1) {
		double p = belief_within_circle(7, 2, r);
		assert_true(p >= before);
		before = p;
	}
}

static void unlisted_places_in_a_circle(void **state)
{
	static const double one[] = {1};
	belief_site sites[] = {{.share = 0.5, .lat = 10, .lon = 20},
			       {.share = 0.5, .lat = NAN, .lon = NAN, .unlisted = true, .area_km2 = 100}};
	belief_problem problem = {
		.region_weights = one, .region_count = 1, .sites = sites, .site_count = 2, .as_of = NAN};
	belief_circle circle = {.lat = 10, .lon = 20, .km = 2};
	double weights[4] = {9, 9, 9, 9};
	hw_error error = {0};

	(void)state;
	assert_int_equal(belief_circle_weights(&problem, &circle, weights, &error), HW_OK);
	near_to(weights[0], 1, 0, "the site", 0);
	near_to(weights[1], 3.14159265358979 * 4 / 100, 1e-12, "its share of the area", 0);
	assert_true(weights[2] == 0 && weights[3] == 0);
	circle.km = 100;
	assert_int_equal(belief_circle_weights(&problem, &circle, weights, &error), HW_OK);
	near_to(weights[1], 1, 0, "all of the area", 0);
	/* With a position: a disc of that area. */
	sites[1].lat = 10;
	sites[1].lon = 20;
	circle.km = 2;
	assert_int_equal(belief_circle_weights(&problem, &circle, weights, &error), HW_OK);
	near_to(weights[1], 3.14159265358979 * 4 / 100, 1e-12, "inside the disc", 0);
	circle.lat = 10.06; /* 6.7 km off: the circles cut each other */
	assert_int_equal(belief_circle_weights(&problem, &circle, weights, &error), HW_OK);
	assert_true(weights[1] > 0.01 && weights[1] < 0.06);
	circle.lat = 12;
	assert_int_equal(belief_circle_weights(&problem, &circle, weights, &error), HW_OK);
	near_to(weights[1], 0, 0, "outside the disc", 0);
}

static void presence_is_ordered(void **state)
{
	hw_random r = hw_random_new(3, 0);
	double p[20];

	(void)state;
	for (int round = 0; round < 1000; round++) {
		size_t count = (size_t)hw_random_below(&r, 20);
		for (size_t i = 0; i < count; i++)
			p[i] = hw_random_unit(&r) < 0.1 ? (double)NAN : hw_random_unit(&r) * hw_random_unit(&r);
		belief_presence x = belief_presence_of(p, count, 0.2);
		assert_true(0 <= x.low && x.low <= x.independent && x.independent <= x.high && x.high <= 1);
		assert_true(x.with_hidden >= x.independent);
	}
	belief_presence nobody = belief_presence_of(NULL, 0, 0);
	assert_true(nobody.high == 0 && nobody.with_hidden == 0);
	assert_string_equal(belief_presence_word(&nobody, false), "not observed");
	assert_string_equal(belief_presence_word(&nobody, true), "no evidence either way");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_do_not_matter),
		cmocka_unit_test(order_of_persons_does_not_matter),
		cmocka_unit_test(names_do_not_matter),
		cmocka_unit_test(lumping_changes_nothing),
		cmocka_unit_test(newest_report_is_one_step),
		cmocka_unit_test(reports_in_any_order),
		cmocka_unit_test(empty_reports_say_nothing),
		cmocka_unit_test(as_of_is_what_had_come_in),
		cmocka_unit_test(nothing_moves_without_rates),
		cmocka_unit_test(transfer_moves_its_share),
		cmocka_unit_test(days_before_since_are_not_defined),
		cmocka_unit_test(probabilities_are_probabilities),
		cmocka_unit_test(group_of_strangers_is_no_group),
		cmocka_unit_test(one_body),
		cmocka_unit_test(large_group),
		cmocka_unit_test(messages_are_near_the_sum),
		cmocka_unit_test(known_sources_have_nothing_to_draw),
		cmocka_unit_test(one_source_for_all_widens_the_total),
		cmocka_unit_test(draws_are_what_they_say),
		cmocka_unit_test(dear_groups_come_back),
		cmocka_unit_test(learning_finds_a_maximum),
		cmocka_unit_test(learning_by_kind),
		cmocka_unit_test(fallen_source),
		cmocka_unit_test(chance_to_lie_in_a_circle),
		cmocka_unit_test(unlisted_places_in_a_circle),
		cmocka_unit_test(presence_is_ordered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
