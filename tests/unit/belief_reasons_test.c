/* Why: sets of reports, pairs that clash, what would tell most next, who repeats whom; and how good forecasts were. */
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

/* P(value) of a person of the example with only some of his reports, parents re-hung by hand. */
static double chance_with(const belief_report *reports, size_t count, const double *value, double day, double *log_p)
{
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	belief_person person = example_persons[0];
	double place[STATES], sum = 0;
	hw_error error = {0};

	person.reports = reports;
	person.report_count = count;
	problem.persons = &person;
	problem.person_count = 1;
	belief *b = open_problem(&problem);
	assert_int_equal(belief_posteriors(b, 0, 1, &day, 1, NULL, place, &error), HW_OK);
	assert_int_equal(belief_log_likelihood(b, 0, log_p, &error), HW_OK);
	belief_free(b);
	for (size_t z = 0; z < STATES; z++)
		sum += value[z] * place[z];
	return sum;
}

/* ---- sets ---- */
static void sources_and_chains_left_out(void **state)
{
	enum { REPORTS = 5 };
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	/* TG spoke twice: the first and the copy. */
	static const size_t by_source[REPORTS] = {0, 1, 2, 3, 0};
	size_t by_chain[REPORTS];
	double moves[REPORTS], without[REPORTS], log_p;
	hw_error error = {0};

	(void)state;
	assert_int_equal(belief_provenance_chains(example_p1, REPORTS, by_chain), 4);
	for (size_t j = 0; j < REPORTS; j++)
		assert_int_equal(by_chain[j], j < 4 ? j : 3);
	belief *b = open_problem(&problem);
	double all = chance_with(example_p1, REPORTS, example_grozny, 200, &log_p);
	/* A single report as a set is the report. */
	belief_why whys[REPORTS];
	double single[REPORTS];
	static const size_t each[REPORTS] = {0, 1, 2, 3, 4};
	assert_int_equal(belief_explain(b, 0, 200, example_grozny, 1, whys, single, &error), HW_OK);
	assert_int_equal(belief_explain_sets(b, 0, 200, example_grozny, 1, each, REPORTS, moves, without, &error),
			 HW_OK);
	for (size_t j = 0; j < REPORTS; j++) {
		near_to(moves[j], single[j], 1e-12, "one report", j);
		near_to(hw_logit(all) - moves[j], hw_logit(without[j]), 1e-10, "what is left", j);
	}
	/* All of TG. */
	assert_int_equal(belief_explain_sets(b, 0, 200, example_grozny, 1, by_source, 4, moves, without, &error),
			 HW_OK);
	near_to(without[0], chance_with(example_p1 + 1, 3, example_grozny, 200, &log_p), 1e-12, "without TG", 0);
	/* The chain of r4 with its copy. */
	assert_int_equal(belief_explain_sets(b, 0, 200, example_grozny, 1, by_chain, 4, moves, without, &error), HW_OK);
	near_to(without[3], chance_with(example_p1, 3, example_grozny, 200, &log_p), 1e-12, "without the chain", 0);
	near_to(moves[3], hw_logit(all) - hw_logit(without[3]), 1e-10, "move of the chain", 0);
	belief_free(b);
}

/* In a group: leaving out all of a member's reports is having none of them. */
static void sets_of_members(void **state)
{
	static world w;
	static size_t label[WORLD_REPORTS];
	double value[WORLD_STATES] = {1, 1, 1, 1, 1}, move, without, want;
	hw_error error = {0};
	size_t who = 0;

	(void)state;
	world_make(&w, 21, true);
	while (w.persons[who].report_count < 3)
		who++;
	belief *b = open_problem(&w.problem);
	assert_int_equal(belief_explain_sets(b, who, 260, value, 1, label, 1, &move, &without, &error), HW_OK);
	belief_person silent = w.persons[who];
	silent.report_count = 0;
	assert_int_equal(belief_update(b, who, &silent, &error), HW_OK);
	double p[WORLD_STATES], day = 260;
	assert_int_equal(belief_posteriors(b, who, who + 1, &day, 1, NULL, p, &error), HW_OK);
	want = p[0] + p[1] + p[2] + p[3] + p[4];
	near_to(without, want, 1e-12, "without his reports", 0);
	belief_free(b);
}

/* ---- conflicts ---- */
static void pairs_in_conflict(void **state)
{
	enum { REPORTS = 4 };
	/* Two good sources name two places within days; a third agrees with the first, a fourth copies the second. */
	const belief_report reports[REPORTS] = {
		SAYS("one", VID, 100, SITE, G1, 0.05),
		SAYS("two", DEB, 102, SITE, R1, 0.05),
		SAYS("three", INT, 104, REGION, GRO, 0.2),
		{.id = HW_TEXT_INIT("four"),
		 .source = TG,
		 .at = 103,
		 .received = NAN,
		 .claim = {.kind = BELIEF_CLAIM_SITE, .place = R1},
		 .background = 0.05,
		 .copies = 1,
		 .copy = 0.9},
	};
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	belief_person person = example_persons[0];
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	belief_pair *pairs;
	hw_error error = {0};
	size_t count, clashes = 0;

	(void)state;
	person.reports = reports;
	person.report_count = REPORTS;
	problem.persons = &person;
	problem.person_count = 1;
	belief *b = open_problem(&problem);
	assert_int_equal(belief_conflicts(b, 0, 1e9, arena, &pairs, &count, &error), HW_OK);
	assert_int_equal(count, REPORTS * (REPORTS - 1) / 2);
	for (size_t k = 0; k < count; k++) {
		belief_report both[] = {reports[pairs[k].one], reports[pairs[k].other]};
		double one, other, all, none;
		both[1].copies = pairs[k].one == 1 && pairs[k].other == 3 ? 0 : BELIEF_NONE;
		(void)chance_with(both, 2, example_grozny, 200, &all);
		both[1].copies = BELIEF_NONE;
		(void)chance_with(both, 1, example_grozny, 200, &one);
		(void)chance_with(both + 1, 1, example_grozny, 200, &other);
		(void)chance_with(both, 0, example_grozny, 200, &none);
		near_to(pairs[k].factor, exp(all + none - one - other), 1e-12, "factor of pair", k);
		assert_true(!k || pairs[k - 1].factor <= pairs[k].factor);
		clashes += pairs[k].factor < BELIEF_CONFLICT;
	}
	assert_true(clashes > 0 && clashes < count);
	assert_int_equal(pairs[0].one, 0);
	assert_int_equal(pairs[0].other, 1);
	assert_int_equal(belief_conflicts(b, 0, BELIEF_CONFLICT, arena, &pairs, &count, &error), HW_OK);
	assert_int_equal(count, clashes);
	belief_free(b);
}

/* ---- what would tell most next ---- */
static double entropy(const double *p, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum -= p[i] > 0 ? p[i] * log2(p[i]) : 0;
	return sum;
}

/* By the engine itself: every answer that a source may give, what is believed after it, weighted by its chance. */
static void told_by_the_engine(belief_claim_kind kind, double theta, const double *state, const belief_next *n)
{
	size_t own = kind == BELIEF_CLAIM_STATUS ? 1 : kind == BELIEF_CLAIM_REGION ? 2 : 5, cells = own + 2;
	double about_place = entropy(state, STATES), value = 0, about_value, low = 1, high = 0, total = 0;

	for (size_t z = 0; z < STATES; z++)
		value += example_grozny[z] * state[z];
	about_value = entropy((const double[]){value, 1 - value}, 2);
	for (size_t c = 0; c < cells; c++) {
		double after[STATES], p = 0, in = 0;
		for (size_t z = 0; z < STATES; z++) {
			bool fits = z >= DEAD                     ? c == own + z - DEAD
				    : kind == BELIEF_CLAIM_STATUS ? c == 0
				    : kind == BELIEF_CLAIM_REGION ? c == (z < R1 ? GRO : ROS)
								  : c == z;
			after[z] = state[z] * (theta * fits + (1 - theta) / (double)cells);
			p += after[z];
		}
		for (size_t z = 0; z < STATES; z++) {
			after[z] /= p;
			in += example_grozny[z] * after[z];
		}
		about_place -= p * entropy(after, STATES);
		about_value -= p * entropy((const double[]){in, 1 - in}, 2);
		if (p >= 0.01) {
			low = fmin(low, in);
			high = fmax(high, in);
		}
		total += p;
	}
	near_to(total, 1, 1e-12, "chances of the answers", kind);
	near_to(n->about_place, about_place, 1e-12, "about the place", kind);
	near_to(n->about_value, about_value, 1e-12, "about the value", kind);
	near_to(n->low, fmin(low, value), 1e-12, "low", kind);
	near_to(n->high, fmax(high, value), 1e-12, "high", kind);
}

static void next_reports(void **state)
{
	const belief_weight completeness[] = {{G1, 0.9}, {R1, 0.6}};
	const belief_list list = {.completeness = completeness, .count = 2, .otherwise = 0.1};
	belief_problem problem = example_problem(BELIEF_LEARN_NOTHING);
	double place[STATES], day = 200, theta = 12.0 / 14;
	belief_next next[5];
	hw_error error = {0};
	size_t count, kinds = 0;

	(void)state;
	problem.lists = &list;
	problem.list_count = 1;
	belief *b = open_problem(&problem);
	assert_int_equal(belief_posteriors(b, 0, 1, &day, 1, NULL, place, &error), HW_OK);
	assert_int_equal(belief_next_reports(b, place, example_grozny, theta, next, &count, &error), HW_OK);
	assert_int_equal(count, 5);
	for (size_t k = 0; k < count; k++) {
		assert_true(!k || next[k - 1].about_value >= next[k].about_value);
		assert_true(next[k].low <= next[k].high);
		if (next[k].kind == BELIEF_CLAIM_SEARCHED) {
			assert_int_equal(next[k].place, G1);
			/* not seen: the example's own figure */
			double gone = place[G1] * 0.5 / (1 - 0.5 * place[G1]);
			near_to(next[k].low, 1 - (1 - place[G1] - place[G2] - place[GX]) / (1 - 0.5 * place[G1]), 1e-12,
				"after a search", 0);
			near_to(gone, 0.5008, 5e-5, "P(G1) after a search", 0);
			near_to(next[k].high, 1, 1e-12, "seen", 0);
		} else if (next[k].kind != BELIEF_CLAIM_ABSENT) {
			told_by_the_engine(next[k].kind, theta, place, &next[k]);
			kinds++;
		}
	}
	assert_int_equal(kinds, 3);
	/* Nothing is left to be told of whom everything is known. */
	const double known[STATES] = {[G2] = 1};
	assert_int_equal(belief_next_reports(b, known, example_grozny, theta, next, &count, &error), HW_OK);
	for (size_t k = 0; k < count; k++)
		near_to(next[k].about_place + next[k].about_value, 0, 1e-12, "nothing left", k);
	belief_free(b);
}

/* ---- provenance ---- */
#define TEXT(words) .text = HW_TEXT_INIT(words)

static void copies_are_found(void **state)
{
	enum { REPORTS = 8 };
	belief_report r[REPORTS];
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	belief_copy *copies;
	hw_error error = {0};
	size_t count;

	(void)state;
	for (size_t i = 0; i < REPORTS; i++)
		r[i] = (belief_report){.at = 100 + (double)i,
				       .received = 110 + (double)i,
				       .claim = {.kind = BELIEF_CLAIM_SITE, .place = i},
				       .copies = BELIEF_NONE};
	r[5].claim = r[1].claim; /* the same claim, the same kind of source, four days later */
	r[6].claim = r[1].claim; /* but another kind of source */
	r[7].received = 50;      /* the last of the array came in first */
	r[7].at = 49;
	belief_origin o[REPORTS] = {
		{.report = &r[0], .document = HW_TEXT_INIT("post 17"), .kind = HW_TEXT_INIT("channel")},
		{.report = &r[1],
		 TEXT("Seen on 3 March in the hangar at the depot, three prisoners, one wounded"),
		 .kind = HW_TEXT_INIT("returned")},
		{.report = &r[2], .document = HW_TEXT_INIT("post 17")},
		{.report = &r[3], TEXT("SEEN on 3 March, in the hangar at the depot: three prisoners; one wounded!")},
		{.report = &r[4], .channel = HW_TEXT_INIT("unit 5")},
		{.report = &r[5], .kind = HW_TEXT_INIT("returned")},
		{.report = &r[6], .kind = HW_TEXT_INIT("intercept")},
		{.report = &r[7], .channel = HW_TEXT_INIT("unit 5")},
	};
	assert_int_equal(belief_find_copies(o, REPORTS, arena, &copies, &count, &error), HW_OK);
	static const struct {
		size_t report, parent;
		double copy;
		belief_sharing by;
	} want[] = {{2, 0, 0.9, BELIEF_SHARES_DOCUMENT},
		    {3, 1, 0.9, BELIEF_SHARES_DOCUMENT},
		    {4, 7, 0.7, BELIEF_SHARES_CHANNEL},
		    {5, 1, 0.3, BELIEF_SHARES_KIND}};
	assert_int_equal(count, HW_COUNT(want));
	for (size_t k = 0; k < count; k++) {
		assert_int_equal(copies[k].report, want[k].report);
		assert_int_equal(copies[k].parent, want[k].parent);
		near_to(copies[k].copy, want[k].copy, 0, "copy", k);
		assert_int_equal(copies[k].by, want[k].by);
	}
	/* What a person has judged stands: 2 is its own, 3 hangs on 0 and stays there. */
	o[2].settled = true;
	r[3].copies = 0;
	r[5].received += 4; /* eight days apart */
	assert_int_equal(belief_find_copies(o, REPORTS, arena, &copies, &count, &error), HW_OK);
	assert_int_equal(count, 1);
	assert_int_equal(copies[0].report, 4);
}

/* One root for a chain, however it is woven; never a ring. */
static void one_root_for_a_chain(void **state)
{
	enum { REPORTS = 12 };
	belief_report r[REPORTS];
	belief_origin o[REPORTS];
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	static const hw_text names[] = {HW_TEXT_INIT("a"), HW_TEXT_INIT("b"), HW_TEXT_INIT("c")};
	hw_error error = {0};

	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		hw_random random = hw_random_new(seed, 5);
		belief_copy *copies;
		size_t count, label[REPORTS];
		for (size_t i = 0; i < REPORTS; i++) {
			r[i] = (belief_report){
				.at = (double)hw_random_below(&random, 20),
				.received = NAN,
				.claim = {.kind = BELIEF_CLAIM_SITE, .place = hw_random_below(&random, 2)},
				.copies = i && hw_random_unit(&random) < 0.2 ? (size_t)hw_random_below(&random, i)
									     : BELIEF_NONE,
				.copy = 0.5};
			o[i] = (belief_origin){.report = &r[i],
					       .document = names[hw_random_below(&random, 3)],
					       .channel = names[hw_random_below(&random, 3)],
					       .kind = names[hw_random_below(&random, 3)]};
			if (hw_random_unit(&random) < 0.6)
				o[i].document = (hw_text){0};
			if (hw_random_unit(&random) < 0.6)
				o[i].channel = (hw_text){0};
		}
		assert_int_equal(belief_find_copies(o, REPORTS, arena, &copies, &count, &error), HW_OK);
		for (size_t k = 0; k < count; k++) {
			assert_true(r[copies[k].report].copies == BELIEF_NONE);
			r[copies[k].report].copies = copies[k].parent;
			r[copies[k].report].copy = copies[k].copy;
		}
		for (size_t i = 0; i < REPORTS; i++) {
			size_t at = i;
			for (size_t steps = 0; r[at].copies != BELIEF_NONE; steps++) {
				assert_true(steps <= REPORTS);
				at = r[at].copies;
			}
		}
		/* Who shares a document is in one chain, unless he was settled elsewhere. */
		(void)belief_provenance_chains(r, REPORTS, label);
		for (size_t k = 0; k < count; k++)
			assert_int_equal(label[copies[k].report], label[copies[k].parent]);
	}
}

/* ---- scores ---- */
static void scores_of_the_example(void **state)
{
	static const double said[] = {0.95, 0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05};
	static const bool came[] = {1, 1, 1, 0, 1, 1, 0, 0, 0, 0};
	belief_forecast f[10];
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(1 << 20);
	belief_scores s;
	hw_error error = {0};
	double slope, shift;

	(void)state;
	for (size_t i = 0; i < 10; i++)
		f[i] = (belief_forecast){said[i], came[i], 1};
	assert_int_equal(belief_score(f, 10, 5, arena, &s, &error), HW_OK);
	near_to(s.brier, 0.1205, 5e-7, "Brier", 0);
	near_to(s.log_score, 0.3747, 5e-5, "log score", 0);
	near_to(s.reliability, 0.0582, 5e-5, "reliability", 0);
	near_to(s.resolution, 0.2, 5e-5, "resolution", 0);
	near_to(s.uncertainty, 0.25, 1e-12, "uncertainty", 0);
	near_to(s.ece, 0.19, 5e-7, "ECE", 0);
	assert_int_equal(s.bins[0].count + s.bins[1].count + s.bins[2].count + s.bins[3].count + s.bins[4].count, 10);
	assert_int_equal(s.bins[4].count, 3);
	near_to(s.bins[4].lower, 3 / (3 + 1.959963984540054 * 1.959963984540054), 1e-12, "Wilson, all of three", 0);
	near_to(s.bins[4].upper, 1, 1e-12, "Wilson, all of three", 1);
	/* A weight of two is the case twice. */
	belief_forecast twice[11];
	belief_scores a, b;
	memcpy(twice, f, sizeof f);
	twice[10] = f[3];
	assert_int_equal(belief_score(twice, 11, 5, arena, &a, &error), HW_OK);
	f[3].weight = 2;
	assert_int_equal(belief_score(f, 10, 5, arena, &b, &error), HW_OK);
	near_to(a.brier, b.brier, 1e-14, "weighted Brier", 0);
	near_to(a.ece, b.ece, 1e-14, "weighted ECE", 0);
	/* Nothing to score, nonsense. */
	assert_int_equal(belief_score(f, 0, 5, arena, &s, &error), HW_OK);
	near_to(s.brier, 0, 0, "of nothing", 0);
	f[2].p = NAN;
	assert_int_equal(belief_score(f, 10, 5, arena, &s, &error), HW_BAD_INPUT);
	assert_string_equal(error.where, "forecasts[2]");
	assert_false(belief_recalibrate(f, 10, &slope, &shift));
}

/* Forecasts that are twice too sure and a little too high are found to be so. */
static void recalibration(void **state)
{
	enum { CASES = 4000 };
	static belief_forecast f[CASES];
	hw_random random = hw_random_new(4, 4);
	double slope, shift;

	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		double x = 2 * hw_random_normal(&random);
		f[i] = (belief_forecast){hw_logistic(x), hw_random_unit(&random) < hw_logistic(0.5 * x - 0.4), 1};
	}
	assert_true(belief_recalibrate(f, CASES, &slope, &shift));
	near_to(slope, 0.5, 0.06, "slope", 0);
	near_to(shift, -0.4, 0.1, "shift", 0);
	assert_false(belief_recalibrate(f, 199, &slope, &shift));
	for (size_t i = 0; i < CASES; i++)
		f[i].came = true;
	assert_false(belief_recalibrate(f, CASES, &slope, &shift));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_and_chains_left_out),
		cmocka_unit_test(sets_of_members),
		cmocka_unit_test(pairs_in_conflict),
		cmocka_unit_test(next_reports),
		cmocka_unit_test(copies_are_found),
		cmocka_unit_test(one_root_for_a_chain),
		cmocka_unit_test(scores_of_the_example),
		cmocka_unit_test(recalibration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
