/* belief_simulation.h - caseloads with a known truth: persons move by the model's own kernel, four sources of different
 * worth report, one of them copies; of some persons the place is verified at the end.  For the test and the bench. */
#ifndef HW_TEST_BELIEF_SIMULATION_H
#define HW_TEST_BELIEF_SIMULATION_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "belief/belief.h"

enum {
	SIM_PERSONS = 600,
	SIM_VERIFIED = 60,
	SIM_REGIONS = 5,
	SIM_IN_REGION = 5,
	SIM_SITES = SIM_REGIONS * SIM_IN_REGION,
	SIM_STATES = SIM_SITES + 2,
	SIM_REPORTS = 40, /* of one person, at most */
	SIM_SETS = SIM_REGIONS + 1,
	SIM_VID = 0,
	SIM_DEB,
	SIM_INT,
	SIM_TG,
	SIM_VER,
	SIM_SOURCES,
	SIM_END = 365
};

static const double sim_worth[SIM_SOURCES] = {0.93, 0.85, 0.65, 0.35, 0.999};

typedef struct simulation {
	belief_problem problem;
	double weights[SIM_REGIONS];
	belief_site sites[SIM_SITES];
	belief_source sources[SIM_SOURCES];
	belief_person persons[SIM_PERSONS];
	belief_report reports[SIM_PERSONS][SIM_REPORTS];
	size_t truth[SIM_PERSONS];          /* state at the end */
	double sets[SIM_SETS * SIM_STATES]; /* captive, each region */
	double moved[SIM_STATES];           /* scratch: a row of the kernel */
} simulation;

/* Draws a world without persons. */
static inline void sim_places(simulation *s, hw_random *r)
{
	static const double weights[SIM_REGIONS] = {0.3, 0.25, 0.2, 0.15, 0.1};

	memcpy(s->weights, weights, sizeof weights);
	for (size_t i = 0; i < SIM_REGIONS; i++) {
		double sum = 0;
		for (size_t k = 0; k < SIM_IN_REGION; k++) {
			s->sites[i * SIM_IN_REGION + k] = (belief_site){.region = i,
									.share = hw_random_unit(r) + 0.2,
									.lat = (double)NAN,
									.lon = (double)NAN,
									.unlisted = k == 0};
			sum += s->sites[i * SIM_IN_REGION + k].share;
		}
		for (size_t k = 0; k < SIM_IN_REGION; k++) {
			s->sites[i * SIM_IN_REGION + k].share /= sum;
			s->sets[i * SIM_IN_REGION + k] = 1;
			s->sets[(1 + i) * SIM_STATES + i * SIM_IN_REGION + k] = 1;
		}
	}
	/* On purpose the same weak prior for all four: what each is worth must come from the reports. */
	for (size_t i = 0; i < SIM_SOURCES; i++)
		s->sources[i] = i == SIM_VER ? (belief_source){.alpha = 1000, .beta = 2}
					     : (belief_source){.alpha = 6, .beta = 3};
}

/* What a claim of this kind says where the truth is `state`. */
static inline belief_claim sim_cell(belief_claim_kind kind, size_t state)
{
	if (state >= SIM_SITES)
		return (belief_claim){.kind = BELIEF_CLAIM_STATUS,
				      .place = state == SIM_SITES ? BELIEF_DEAD : BELIEF_FREE};
	if (kind == BELIEF_CLAIM_STATUS)
		return (belief_claim){.kind = kind, .place = BELIEF_CAPTIVE};
	return (belief_claim){.kind = kind, .place = kind == BELIEF_CLAIM_REGION ? state / SIM_IN_REGION : state};
}

static inline size_t sim_cells(belief_claim_kind kind)
{
	return kind == BELIEF_CLAIM_STATUS ? 3 : kind == BELIEF_CLAIM_REGION ? SIM_REGIONS + 2 : SIM_STATES;
}

static inline belief_claim sim_noise(hw_random *r, belief_claim_kind kind)
{
	size_t cells = sim_cells(kind), c = (size_t)hw_random_below(r, cells);

	if (c >= cells - 2)
		return sim_cell(kind, SIM_SITES + c - (cells - 2));
	return kind == BELIEF_CLAIM_STATUS ? sim_cell(kind, 0) : (belief_claim){.kind = kind, .place = c};
}

static inline void sim_move(simulation *s, const belief *kernel, hw_random *r, size_t *state, double days)
{
	belief_moved(kernel, *state, days, s->moved);
	*state = hw_random_choice(r, s->moved, SIM_STATES);
}

static inline belief_report *sim_add(simulation *s, size_t person, size_t source, double at, belief_claim claim,
				     belief_claim_kind kind)
{
	belief_report *x = &s->reports[person][s->persons[person].report_count++];

	*x = (belief_report){.source = source,
			     .at = at,
			     .received = (double)NAN,
			     .claim = claim,
			     .background = 1 / (double)sim_cells(kind),
			     .copies = BELIEF_NONE};
	return x;
}

/* A report, and copies of it by the copying source as long as it likes: four of five copies are true to the letter. */
static inline void sim_report(simulation *s, hw_random *r, size_t person, double at, size_t state)
{
	static const double often[] = {0.15, 0.15, 0.35, 0.35}, kinds[] = {0.25, 0.35, 0.4};
	static const belief_claim_kind kind_of[] = {BELIEF_CLAIM_STATUS, BELIEF_CLAIM_REGION, BELIEF_CLAIM_SITE};
	size_t source = hw_random_choice(r, often, 4);
	belief_claim_kind kind = kind_of[hw_random_choice(r, kinds, 3)];
	belief_claim claim = hw_random_unit(r) < sim_worth[source] ? sim_cell(kind, state) : sim_noise(r, kind);
	size_t parent = s->persons[person].report_count;

	sim_add(s, person, source, at, claim, kind);
	while (hw_random_unit(r) < 0.4 && s->persons[person].report_count + 1 < SIM_REPORTS) {
		belief_claim own = hw_random_unit(r) < sim_worth[SIM_TG] ? sim_cell(kind, state) : sim_noise(r, kind);
		belief_report *copy = sim_add(s, person, SIM_TG, at, hw_random_unit(r) < 0.8 ? claim : own, kind);
		copy->copies = parent;
		copy->copy = 0.8;
	}
}

/* At most eight days on which somebody reports, in order. */
static inline size_t sim_days(hw_random *r, double *days)
{
	size_t count = 1 + (size_t)(-3 * log(1 - hw_random_unit(r)));

	count = count < 8 ? count : 8;
	for (size_t i = 0; i < count; i++) {
		double day = 5 + (double)hw_random_below(r, SIM_END - 5);
		size_t k = i;
		for (; k > 0 && days[k - 1] > day; k--)
			days[k] = days[k - 1];
		days[k] = day;
	}
	return count;
}

static inline void sim_person(simulation *s, const belief *kernel, hw_random *r, size_t person)
{
	double days[8], day = 0, begin[SIM_STATES];
	size_t count = sim_days(r, days), state;

	s->persons[person] =
		(belief_person){.prior = {0.6, 0.33, 0.07}, .group = BELIEF_NONE, .reports = s->reports[person]};
	for (size_t z = 0; z < SIM_SITES; z++)
		begin[z] = 0.6 * s->weights[z / SIM_IN_REGION] * s->sites[z].share;
	begin[SIM_SITES] = 0.33;
	begin[SIM_SITES + 1] = 0.07;
	state = hw_random_choice(r, begin, SIM_STATES);
	for (size_t i = 0; i < count && s->persons[person].report_count + 2 < SIM_REPORTS; i++) {
		sim_move(s, kernel, r, &state, days[i] - day);
		day = days[i];
		sim_report(s, r, person, day, state);
	}
	sim_move(s, kernel, r, &state, SIM_END - day);
	s->truth[person] = state;
	if (person < SIM_VERIFIED)
		sim_add(s, person, SIM_VER, SIM_END, sim_cell(BELIEF_CLAIM_SITE, state), BELIEF_CLAIM_SITE);
}

/* The caseload of one seed; false when memory ran out. */
static inline bool sim_make(simulation *s, uint64_t seed)
{
	hw_random random = hw_random_new(seed, 0);
	belief *kernel;

	memset(s, 0, sizeof *s);
	sim_places(s, &random);
	s->problem = (belief_problem){.region_weights = s->weights,
				      .region_count = SIM_REGIONS,
				      .sites = s->sites,
				      .site_count = SIM_SITES,
				      .rates = {1.0 / 150, 1.0 / 500, 3e-4, 2e-4},
				      .sources = s->sources,
				      .source_count = SIM_SOURCES,
				      .learning = BELIEF_LEARN_SOURCE,
				      .as_of = (double)NAN};
	if (belief_new(&s->problem, &kernel, NULL) != HW_OK)
		return false;
	for (size_t i = 0; i < SIM_PERSONS; i++)
		sim_person(s, kernel, &random, i);
	belief_free(kernel);
	s->problem.persons = s->persons;
	s->problem.person_count = SIM_PERSONS;
	return true;
}

/* The counter-example: every report as if it were of its own. */
static inline void sim_forget_copies(simulation *s)
{
	for (size_t i = 0; i < SIM_PERSONS; i++)
		for (size_t j = 0; j < s->persons[i].report_count; j++)
			s->reports[i][j].copies = BELIEF_NONE;
}

/* What was said of those whose place nobody verified. */
typedef struct sim_marks {
	size_t sure, right; /* statements "he is at this site / dead / free" with .9 and more; true ones */
	double said;        /* sum of their probabilities */
	double brier;       /* sum over persons, of "captive" */
	double log_score;   /* sum over persons of -ln P(true state) */
	size_t persons;
	size_t covered[2], totals; /* of SIM_SETS totals a caseload: independent, sources */
	double theta[SIM_SOURCES]; /* sums over caseloads */
	size_t caseloads;
} sim_marks;

static inline void sim_mark_person(const simulation *s, size_t person, const double *p, sim_marks *m)
{
	double captive = 0;
	bool held = s->truth[person] < SIM_SITES;

	for (size_t z = 0; z < SIM_STATES; z++) {
		captive += z < SIM_SITES ? p[z] : 0;
		if (p[z] >= 0.9) {
			m->sure++;
			m->said += p[z];
			m->right += s->truth[person] == z;
		}
	}
	m->brier += (captive - held) * (captive - held);
	m->log_score -= log(fmax(1e-12, p[s->truth[person]]));
	m->persons++;
}

/* The number in each set among all persons, against the intervals. */
static inline void sim_mark_totals(const simulation *s, const belief_total *totals, size_t count, sim_marks *m)
{
	for (size_t t = 0; t < count; t++) {
		size_t number = 0;
		for (size_t i = 0; i < SIM_PERSONS; i++)
			number += s->sets[totals[t].value * SIM_STATES + s->truth[i]] > 0;
		m->covered[totals[t].basis == BELIEF_SOURCES] +=
			number >= totals[t].lower95 && number <= totals[t].upper95;
		m->totals += totals[t].basis == BELIEF_INDEPENDENT;
	}
}

static inline bool sim_judge(const simulation *s, unsigned threads, bool totals, sim_marks *m, hw_error *error)
{
	belief_run run = {.threads = threads, .seed = 1};
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 30);
	double *p = HW_NEW(arena, double, (size_t)SIM_PERSONS *SIM_STATES), day = SIM_END;
	belief_total *list;
	size_t count;
	belief *b;

	if (!p || belief_new(&s->problem, &b, error) != HW_OK)
		return false;
	bool good = belief_learn(b, &run, error) == HW_OK &&
		    belief_posteriors(b, 0, SIM_PERSONS, &day, 1, &run, p, error) == HW_OK;
	for (size_t i = SIM_VERIFIED; good && i < SIM_PERSONS; i++)
		sim_mark_person(s, i, p + i * SIM_STATES, m);
	if (good && totals) {
		good = belief_totals(b, day, s->sets, SIM_SETS, 1u << BELIEF_INDEPENDENT | 1u << BELIEF_SOURCES, &run,
				     arena, &list, &count, error) == HW_OK;
		if (good)
			sim_mark_totals(s, list, count, m);
	}
	const belief_reliability *r = belief_reliabilities(b, &count);
	for (size_t i = 0; i < count; i++)
		m->theta[i] += r[i].theta;
	m->caseloads++;
	belief_free(b);
	return good;
}

#endif
