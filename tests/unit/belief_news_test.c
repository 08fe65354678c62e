/* What comes in later: exchanges, new reports of one person, resolved cases, how often things are said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "belief_example.h"
#include "belief_world.h"

static void near_to(double got, double want, double tolerance, const char *what, size_t row)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s %zu: got %.17g, want %.17g", what, row, got, want);
}

static belief *open_problem(const belief_problem *problem)
{
	hw_error error = {0};
	char line[512];
	belief *b;

	if (belief_new(problem, &b, &error) != HW_OK)
		fail_msg("%s", hw_error_line(&error, line, sizeof line));
	return b;
}

/* ---- exchanges ---- */
static void exchange_has_two_halves(void **state)
{
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	const belief_fact fact = {.id = HW_TEXT_INIT("x"), .exchanged = true, .at = 160, .received = NAN};
	const double days[] = {0, 159.999, 160, 200};
	double out[HW_COUNT(days) * STATES], captive = 0, log_p, without;
	belief_person person = example_persons[0];
	belief_why whys[5];
	double moves[5];
	hw_error error = {0};

	(void)state;
	problem.persons = &person;
	problem.person_count = 1;
	belief *b = open_problem(&problem);
	assert_int_equal(belief_log_likelihood(b, 0, &without, &error), HW_OK);
	assert_int_equal(belief_posteriors(b, 0, 1, &days[2], 1, NULL, out, &error), HW_OK);
	for (size_t z = 0; z < DEAD; z++)
		captive += out[z];
	belief_free(b);
	person.facts = &fact;
	person.fact_count = 1;
	b = open_problem(&problem);
	assert_int_equal(belief_posteriors(b, 0, 1, days, HW_COUNT(days), NULL, out, &error), HW_OK);
	assert_int_equal(belief_log_likelihood(b, 0, &log_p, &error), HW_OK);
	near_to(log_p - without, log(captive), 1e-12, "log p of having been captive", 0);
	for (size_t d = 0; d < 2; d++) {
		near_to(out[d * STATES + DEAD], 0, 1e-15, "dead before", d);
		near_to(out[d * STATES + FREE], 0, 1e-15, "free before", d);
	}
	near_to(out[2 * STATES + FREE], 1, 1e-15, "free on the day", 0);
	near_to(out[3 * STATES + FREE], 1, 1e-15, "free later", 0);
	assert_int_equal(belief_explain(b, 0, 200, example_captive, 1, whys, moves, &error), HW_OK);
	near_to(whys[0].noise, 1, 1e-12, "he was reported dead", 0);
	belief_free(b);
}

/* Nobody can be exchanged twice, nor after he was found dead: both facts are named. */
static void clashing_exchanges_are_named(void **state)
{
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	belief_fact facts[] = {
		{.id = HW_TEXT_INIT("home"), .exchanged = true, .at = 160, .received = NAN},
		{.id = HW_TEXT_INIT("again"), .exchanged = true, .at = 170, .received = NAN},
	};
	belief_person person = example_persons[0];
	hw_error error = {0};
	belief *b;

	(void)state;
	person.facts = facts;
	person.fact_count = 2;
	problem.persons = &person;
	problem.person_count = 1;
	assert_int_equal(belief_new(&problem, &b, &error), HW_BAD_INPUT);
	assert_non_null(strstr(error.why, "home"));
	assert_non_null(strstr(error.why, "again"));
	facts[0] = (belief_fact){.id = HW_TEXT_INIT("grave"),
				 .at = 100,
				 .received = NAN,
				 .kind = BELIEF_CLAIM_STATUS,
				 .place = BELIEF_DEAD};
	error = (hw_error){0};
	assert_int_equal(belief_new(&problem, &b, &error), HW_BAD_INPUT);
	assert_non_null(strstr(error.why, "grave"));
	assert_non_null(strstr(error.why, "again"));
}

/* ---- updates ---- */
/* The same problem with the thetas as they are learned now. */
static void fix_thetas(world *w, const belief *b)
{
	size_t count;
	const belief_reliability *list = belief_reliabilities(b, &count);

	for (size_t t = 0; t < count; t++) {
		w->sources[list[t].source].fixed = true;
		w->sources[list[t].source].reliability = list[t].theta;
	}
}

static void compare_all(const belief *got, const belief *want, size_t groups)
{
	static double a[WORLD_PERSONS * WORLD_STATES], b[WORLD_PERSONS * WORLD_STATES];
	double day = 260, log_a, log_b;
	hw_error error = {0};

	assert_int_equal(belief_posteriors(got, 0, WORLD_PERSONS, &day, 1, NULL, a, &error), HW_OK);
	assert_int_equal(belief_posteriors(want, 0, WORLD_PERSONS, &day, 1, NULL, b, &error), HW_OK);
	for (size_t i = 0; i < WORLD_PERSONS * WORLD_STATES; i++)
		near_to(a[i], b[i], 1e-12, "place", i);
	for (size_t i = 0; i < WORLD_PERSONS; i++) {
		assert_int_equal(belief_log_likelihood(got, i, &log_a, &error), HW_OK);
		assert_int_equal(belief_log_likelihood(want, i, &log_b, &error), HW_OK);
		near_to(log_a, log_b, 1e-11, "log p", i);
	}
	for (size_t g = 0; g < groups; g++) {
		assert_int_equal(belief_group_posterior(got, g, &day, 1, a, &error), HW_OK);
		assert_int_equal(belief_group_posterior(want, g, &day, 1, b, &error), HW_OK);
		for (size_t z = 0; z < WORLD_STATES; z++)
			near_to(a[z], b[z], 1e-12, "group", g);
	}
}

static void update_equals_all_anew(void **state)
{
	static world w;
	hw_error error = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		bool groups = seed % 2;
		hw_random random = hw_random_new(seed, 3);
		world_make(&w, seed, groups);
		belief *b = open_problem(&w.problem);
		assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
		fix_thetas(&w, b);
		/* New reports of many, an exchange, a corrected day, and a group's own report. */
		for (size_t i = 0; i < WORLD_PERSONS; i += 3) {
			belief_person *p = &w.persons[i];
			w.reports[i][p->report_count++] = world_report(&random);
			assert_int_equal(belief_update(b, i, p, &error), HW_OK);
		}
		const belief_fact home = {.exchanged = true, .at = 310, .received = NAN};
		w.persons[11].facts = &home;
		w.persons[11].fact_count = 1;
		assert_int_equal(belief_update(b, 11, &w.persons[11], &error), HW_OK);
		w.persons[12].prior = (belief_prior){0.9, 0.1, 0};
		assert_int_equal(belief_update(b, 12, &w.persons[12], &error), HW_OK);
		if (groups) {
			w.groups[1].report_count = 2;
			assert_int_equal(belief_update_group(b, 1, &w.groups[1], &error), HW_OK);
		}
		belief *fresh = open_problem(&w.problem);
		compare_all(b, fresh, w.problem.group_count);
		belief_free(fresh);
		belief_free(b);
	}
}

/* A report added and taken back leaves no trace; its count in the source comes and goes. */
static void taken_back_is_as_before(void **state)
{
	static world w;
	double day = 260, before[WORLD_STATES], after[WORLD_STATES];
	hw_error error = {0};
	size_t count, reports;

	(void)state;
	world_make(&w, 9, true);
	belief *b = open_problem(&w.problem);
	reports = belief_reliabilities(b, &count)[1].reports;
	assert_int_equal(belief_posteriors(b, 3, 4, &day, 1, NULL, before, &error), HW_OK);
	belief_report with[WORLD_REPORTS + 1];
	belief_person now = w.persons[3];
	memcpy(with, now.reports, now.report_count * sizeof *with);
	with[now.report_count] = (belief_report){.source = 1,
						 .at = 200,
						 .received = NAN,
						 .background = NAN,
						 .copies = BELIEF_NONE,
						 .claim = {.kind = BELIEF_CLAIM_SITE, .place = 4}};
	now.reports = with;
	now.report_count++;
	assert_int_equal(belief_update(b, 3, &now, &error), HW_OK);
	assert_int_equal(belief_reliabilities(b, &count)[1].reports, reports + 1);
	assert_int_equal(belief_posteriors(b, 3, 4, &day, 1, NULL, after, &error), HW_OK);
	assert_true(after[4] > before[4]);
	assert_int_equal(belief_update(b, 3, &w.persons[3], &error), HW_OK);
	assert_int_equal(belief_reliabilities(b, &count)[1].reports, reports);
	assert_int_equal(belief_posteriors(b, 3, 4, &day, 1, NULL, after, &error), HW_OK);
	assert_memory_equal(before, after, sizeof before);
	belief_free(b);
}

static void refused_update_changes_nothing(void **state)
{
	static world w;
	double day = 260, before[WORLD_STATES], after[WORLD_STATES];
	hw_error error = {0};

	(void)state;
	world_make(&w, 10, false);
	belief *b = open_problem(&w.problem);
	assert_int_equal(belief_posteriors(b, 20, 21, &day, 1, NULL, before, &error), HW_OK);
	const belief_report early = {.source = 1, .at = -5, .received = NAN, .background = NAN, .copies = BELIEF_NONE};
	const belief_fact facts[] = {
		{.id = HW_TEXT_INIT("one"), .at = 100, .received = NAN, .kind = BELIEF_CLAIM_SITE, .place = 1},
		{.id = HW_TEXT_INIT("two"), .at = 100, .received = NAN, .kind = BELIEF_CLAIM_SITE, .place = 2}};
	belief_person now = w.persons[20];
	now.reports = &early;
	now.report_count = 1;
	assert_int_equal(belief_update(b, 20, &now, &error), HW_BAD_INPUT);
	assert_string_equal(error.where, "persons[20].reports[0]");
	now = w.persons[20];
	now.facts = facts;
	now.fact_count = 2;
	error = (hw_error){0};
	assert_int_equal(belief_update(b, 20, &now, &error), HW_BAD_INPUT);
	assert_non_null(strstr(error.why, "one"));
	assert_non_null(strstr(error.why, "two"));
	now = w.persons[20];
	now.group = 0;
	assert_int_equal(belief_update(b, 20, &now, &error), HW_BAD_INPUT);
	assert_int_equal(belief_update(b, WORLD_PERSONS, &now, &error), HW_FAULT);
	assert_int_equal(belief_posteriors(b, 20, 21, &day, 1, NULL, after, &error), HW_OK);
	assert_memory_equal(before, after, sizeof before);
	belief_free(b);
}

/* A source that has never spoken of sites begins at its prior, as in a computation from the start. */
static void new_kind_begins_at_its_prior(void **state)
{
	belief_problem problem = example_problem(BELIEF_LEARN_SOURCE_KIND);
	belief_person now = example_persons[5];
	const belief_report report = SAYS("n", VID, 40, SITE, R1, 0.05);
	hw_error error = {0};
	size_t count, before;

	(void)state;
	belief *b = open_problem(&problem);
	assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
	(void)belief_reliabilities(b, &before);
	now.reports = &report;
	assert_int_equal(belief_update(b, 5, &now, &error), HW_OK);
	const belief_reliability *list = belief_reliabilities(b, &count);
	assert_int_equal(count, before + 1);
	assert_int_equal(list[before].kind, BELIEF_KIND_SITE);
	near_to(list[before].theta, 19 / 20.5, 1e-15, "theta", 0);
	assert_int_equal(list[before].reports, 1);
	belief_free(b);
}

/* ---- classes ---- */
enum { HOME = 10, FOUND_DEAD = 5, UNKNOWN = 3, CASES = HOME + FOUND_DEAD + UNKNOWN };

typedef struct caseload {
	belief_problem problem;
	belief_class classes[2];
	belief_person persons[CASES];
	belief_fact facts[CASES];
} caseload;

static void make_cases(caseload *c, belief_rates rates)
{
	memset(c, 0, sizeof *c);
	c->problem = example_problem(BELIEF_LEARN_NOTHING);
	c->problem.rates = rates;
	c->classes[0] = (belief_class){.prior = {0.2, 0.3, 0.5}};
	c->classes[1] = (belief_class){.prior = {0.55, 0.40, 0.05}, .cases = 20};
	c->problem.classes = c->classes;
	c->problem.class_count = 2;
	for (size_t i = 0; i < CASES; i++) {
		c->facts[i] = (belief_fact){.exchanged = i < HOME,
					    .at = 100 + (double)i,
					    .received = 150 + (double)i,
					    .kind = BELIEF_CLAIM_STATUS,
					    .place = BELIEF_DEAD};
		c->persons[i] = (belief_person){.prior = {1, 0, 0},
						.class_of = 1,
						.group = BELIEF_NONE,
						.facts = &c->facts[i],
						.fact_count = i < HOME + FOUND_DEAD};
	}
	c->problem.persons = c->persons;
	c->problem.person_count = CASES;
}

static void class_prior_from_resolved_cases(void **state)
{
	static caseload c;
	double day = 0, out[STATES], captive = 0;
	hw_error error = {0};
	size_t count;

	(void)state;
	/* Nobody dies or is released later: each case shows how he began. */
	make_cases(&c, (belief_rates){.within = 0.01, .anywhere = 0.001});
	belief *b = open_problem(&c.problem);
	const belief_class_learned *list = belief_classes(b, &count);
	assert_int_equal(count, 2);
	near_to(list[0].prior.dead, 0.3, 1e-15, "a class that is not learnt", 0);
	near_to(list[1].prior.captive, (20 * 0.55 + HOME) / 35, 1e-11, "captive", 0);
	near_to(list[1].prior.dead, (20 * 0.40 + FOUND_DEAD) / 35, 1e-11, "dead", 0);
	near_to(list[1].prior.free, (20 * 0.05) / 35, 1e-11, "free", 0);
	assert_int_equal(list[1].resolved, HOME + FOUND_DEAD);
	assert_int_equal(list[1].exchanged, HOME);
	assert_int_equal(list[1].dead, FOUND_DEAD);
	/* Whose fate is not known begins as the class does. */
	assert_int_equal(belief_posteriors(b, CASES - 1, CASES, &day, 1, NULL, out, &error), HW_OK);
	for (size_t z = 0; z < DEAD; z++)
		captive += out[z];
	near_to(captive, list[1].prior.captive, 1e-12, "his beginning", 0);
	belief_free(b);
	/* What had not come in by the day is no case yet. */
	c.problem.as_of = 150 + 4;
	b = open_problem(&c.problem);
	list = belief_classes(b, &count);
	assert_int_equal(list[1].resolved, 5);
	near_to(list[1].prior.captive, (20 * 0.55 + 5) / 25, 1e-11, "captive as of", 0);
	belief_free(b);
}

/* log of the objective of belief.h for exchanged at t and found dead at t, by hand. */
static double class_objective(const caseload *c, belief_prior p)
{
	const belief_rates *r = &c->problem.rates;
	const belief_class *k = &c->classes[1];
	double end = r->death + r->release;
	double sum = k->cases *
		     (k->prior.captive * log(p.captive) + k->prior.dead * log(p.dead) + k->prior.free * log(p.free));

	for (size_t i = 0; i < HOME + FOUND_DEAD; i++) {
		double survives = exp(-end * c->facts[i].at);
		sum += log(i < HOME ? p.captive * survives : p.dead + p.captive * r->death / end * (1 - survives));
	}
	return sum;
}

static void class_prior_is_the_maximum(void **state)
{
	static caseload c;
	size_t count;

	(void)state;
	make_cases(&c, (belief_rates){0.01, 0.001, 2e-3, 1e-3});
	belief *b = open_problem(&c.problem);
	belief_prior best = belief_classes(b, &count)[1].prior;
	belief_free(b);
	double most = class_objective(&c, best);
	for (int i = 0; i < 6; i++) {
		double by = i % 2 ? 1e-3 : -1e-3;
		belief_prior p = best;
		*(i / 2 == 0 ? &p.captive : i / 2 == 1 ? &p.dead : &p.free) += by;
		*(i / 2 == 0 ? &p.dead : i / 2 == 1 ? &p.free : &p.captive) -= by;
		assert_true(class_objective(&c, p) < most);
	}
	assert_true(best.dead < (20 * 0.40 + FOUND_DEAD) / 35.0); /* some of the dead died later */
}

static void bad_classes_are_refused(void **state)
{
	static caseload c;
	hw_error error = {0};
	belief *b;

	(void)state;
	make_cases(&c, (belief_rates){0.01, 0.001, 0, 0});
	c.classes[1].prior.dead = 0.6;
	assert_int_equal(belief_new(&c.problem, &b, &error), HW_BAD_INPUT);
	assert_string_equal(error.where, "classes[1]");
	make_cases(&c, (belief_rates){0.01, 0.001, 0, 0});
	c.classes[1].cases = NAN;
	assert_int_equal(belief_new(&c.problem, &b, &error), HW_BAD_INPUT);
	make_cases(&c, (belief_rates){0.01, 0.001, 0, 0});
	c.persons[4].class_of = 2;
	assert_int_equal(belief_new(&c.problem, &b, &error), HW_BAD_INPUT);
	assert_string_equal(error.where, "persons[4]");
}

/* ---- backgrounds ---- */
static void counted_backgrounds(void **state)
{
	/* status: dead 2, captive 2, free 0; region: GRO 4, ROS 1; site: G1 3, G2 2, R1 3 */
	static const double status[] = {3.0 / 7, 3.0 / 7, 1.0 / 7}, region[] = {5.0 / 9, 2.0 / 9},
			    site[] = {4.0 / 15, 3.0 / 15, 1.0 / 15, 4.0 / 15, 1.0 / 15};
	static belief_report reports[6][5];
	belief_person persons[6];
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	double day = 200, counted[6 * STATES], given[6 * STATES];
	hw_error error = {0};

	(void)state;
	problem.background = BELIEF_BACKGROUND_SHARES;
	problem.persons = persons;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < 6; i++) {
			persons[i] = example_persons[i];
			memcpy(reports[i], persons[i].reports, persons[i].report_count * sizeof reports[i][0]);
			persons[i].reports = reports[i];
			for (size_t j = 0; j < persons[i].report_count; j++) {
				const belief_claim *c = &reports[i][j].claim;
				reports[i][j].background = !pass                            ? (double)NAN
							   : c->kind == BELIEF_CLAIM_STATUS ? status[c->place]
							   : c->kind == BELIEF_CLAIM_REGION ? region[c->place]
											    : site[c->place];
			}
		}
		belief *b = open_problem(&problem);
		assert_int_equal(belief_posteriors(b, 0, 6, &day, 1, NULL, pass ? given : counted, &error), HW_OK);
		belief_free(b);
	}
	for (size_t i = 0; i < 6 * STATES; i++)
		near_to(counted[i], given[i], 1e-14, "place", i);
}

/* ---- intervals and warnings ---- */
static void intervals_of_reliabilities(void **state)
{
	belief_problem problem = example_problem(BELIEF_LEARN_SOURCE);
	belief_source sources[5];
	hw_error error = {0};
	size_t count;

	(void)state;
	memcpy(sources, example_sources, sizeof sources);
	sources[VID].alpha = sources[VID].beta = 1; /* uniform */
	sources[DEB].alpha = 2;                     /* P(theta < x) = x^2 */
	sources[DEB].beta = 1;
	sources[INT].alpha = 1; /* P(theta > x) = (1-x)^8 */
	sources[INT].beta = 8;
	sources[TG] = (belief_source){.fixed = true, .reliability = 0.4};
	problem.sources = sources;
	belief *b = open_problem(&problem);
	const belief_reliability *r = belief_reliabilities(b, &count);
	near_to(r[VID].lower95, 0.025, 1e-12, "lower", 0);
	near_to(r[VID].upper95, 0.975, 1e-12, "upper", 0);
	near_to(r[DEB].lower95, sqrt(0.025), 1e-12, "lower", 1);
	near_to(r[DEB].upper95, sqrt(0.975), 1e-12, "upper", 1);
	near_to(r[INT].lower95, 1 - pow(0.975, 0.125), 1e-12, "lower", 2);
	near_to(r[INT].upper95, 1 - pow(0.025, 0.125), 1e-12, "upper", 2);
	near_to(r[TG].lower95, 0.4, 0, "known", 3);
	assert_true(r[VER].lower95 > 0.99 && r[VER].upper95 < 1);
	assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
	for (size_t i = 0; i < count; i++)
		if (i != TG) {
			double mean = r[i].alpha / (r[i].alpha + r[i].beta);
			assert_true(r[i].lower95 < mean && mean < r[i].upper95);
		}
	belief_free(b);
}

/* Those graded well always say another thing than three bad ones who agree: the reports invert the grades. */
static void inverted_solution_is_told(void **state)
{
	enum { PERSONS = 40 };
	static belief_report reports[PERSONS][4];
	static belief_person persons[PERSONS];
	belief_problem problem = example_problem(BELIEF_LEARN_SOURCE);
	belief_source sources[5];
	hw_error error = {0};

	(void)state;
	memcpy(sources, example_sources, sizeof sources);
	for (int inverted = 0; inverted < 2; inverted++) {
		for (size_t i = 0; i < PERSONS; i++) {
			static const size_t speaks[] = {DEB, INT, TG, TG};
			for (size_t j = 0; j < 4; j++) {
				bool apart = inverted ? j == 0 : j == 3;
				reports[i][j] = (belief_report){
					.source = speaks[j],
					.at = 100 + (double)j,
					.received = NAN,
					.background = 0.1,
					.copies = BELIEF_NONE,
					.claim = {.kind = BELIEF_CLAIM_SITE, .place = apart ? i % 2 ? G2 : GX : R1}};
			}
			persons[i] = (belief_person){.prior = {0.55, 0.4, 0.05},
						     .group = BELIEF_NONE,
						     .reports = reports[i],
						     .report_count = 4};
		}
		problem.sources = sources;
		problem.persons = persons;
		problem.person_count = PERSONS;
		belief *b = open_problem(&problem);
		assert_int_equal(belief_learn(b, NULL, &error), HW_OK);
		assert_int_equal(belief_learned_of(b).inverted, inverted);
		belief_free(b);
	}
}

/* ---- people on no list ---- */
static void hidden_are_added_as_a_distribution(void **state)
{
	double pmf[] = {0.25, 0.5, 0.25}, hidden[] = {0.5, 0, 0.5};
	const belief_total total = {.mean = 1, .sd = sqrt(0.5), .upper95 = 2, .pmf = pmf, .pmf_length = 3};
	static const double want[] = {0.125, 0.25, 0.25, 0.25, 0.125};
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	hw_error error = {0};
	belief_total all;

	(void)state;
	assert_int_equal(belief_add_hidden(&total, hidden, 3, arena, &all, &error), HW_OK);
	assert_int_equal(all.pmf_length, 5);
	for (size_t k = 0; k < 5; k++)
		near_to(all.pmf[k], want[k], 1e-15, "pmf", k);
	near_to(all.mean, 2, 1e-14, "mean", 0);
	near_to(all.sd, sqrt(0.5 + 1), 1e-14, "sd", 0);
	assert_int_equal(belief_add_hidden(&total, hidden, 0, arena, &all, &error), HW_BAD_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exchange_has_two_halves),
		cmocka_unit_test(clashing_exchanges_are_named),
		cmocka_unit_test(update_equals_all_anew),
		cmocka_unit_test(taken_back_is_as_before),
		cmocka_unit_test(refused_update_changes_nothing),
		cmocka_unit_test(new_kind_begins_at_its_prior),
		cmocka_unit_test(class_prior_from_resolved_cases),
		cmocka_unit_test(class_prior_is_the_maximum),
		cmocka_unit_test(bad_classes_are_refused),
		cmocka_unit_test(counted_backgrounds),
		cmocka_unit_test(intervals_of_reliabilities),
		cmocka_unit_test(inverted_solution_is_told),
		cmocka_unit_test(hidden_are_added_as_a_distribution),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
