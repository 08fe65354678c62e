/* Small random problems against every possible package: one party and several, rules, families,
 * separate deals, both objectives, the sorted way and the search. */
#include "exchange_check.h"

enum { UNITS_MOST = 24 };

typedef struct draw {
	hw_random random;
	int parties;
	bool rules, families, whole_weights, separate, named;
	exchange_objective objective;
	bool force_search; /* a rule that never binds, which only the search knows */
} draw;

static int64_t pick(draw *d, int64_t below)
{
	return (int64_t)hw_random_below(&d->random, (uint64_t)below);
}

static double weight(draw *d, double low, double high)
{
	static const double common[] = {0, 1, 1, 1.05, 1.15, 1.6, 3, 4, 4.2, 4.5, 12};

	if (d->whole_weights)
		return fmax(low, fmin(high, common[pick(d, HW_COUNT(common))]));
	return low + (high - low) * hw_random_unit(&d->random);
}

static const char *const labels[] = {"", "a", "b"};

static void draw_rule(draw *d, scene *s, int i)
{
	static const char *const names[] = {"first", "second", "third"};
	static const exchange_select selects[] = {EXCHANGE_ALL, EXCHANGE_BY_CLASS, EXCHANGE_BY_GROUP, EXCHANGE_BY_SITE,
						  EXCHANGE_BY_HOLDER};
	exchange_side side = pick(d, 2) ? EXCHANGE_RETURNED : EXCHANGE_GIVEN;
	exchange_rule *r = scene_rule(s, names[i], side);

	r->select = selects[pick(d, side == EXCHANGE_RETURNED ? 5 : 4)];
	if (r->select == EXCHANGE_BY_CLASS)
		r->value = hw_text_of(pick(d, 2) ? (side == EXCHANGE_RETURNED ? "o0" : "t0")
						 : (side == EXCHANGE_RETURNED ? "o1" : "t1"));
	else if (r->select == EXCHANGE_BY_HOLDER)
		r->value = s->parties[pick(d, d->parties)].id;
	else
		r->value = hw_text_of(labels[1 + pick(d, 2)]);
	switch (pick(d, 3)) {
	case 0:
		r->min = 1 + pick(d, 2);
		break;
	case 1:
		r->max = pick(d, 4);
		break;
	default:
		r->share_min = 0.1 * (double)(1 + pick(d, 6));
		break;
	}
}

static scene *draw_problem(draw *d)
{
	static const char *const ids[] = {"S", "F", "M"};
	static const char *const kin[] = {"k1", "k2"};
	scene *s = scene_new();
	int64_t classes = 2 + pick(d, d->parties > 1 ? 3 : 4), most = d->parties > 1 ? 2 : 3;

	for (int p = 0; p < d->parties; p++)
		scene_party(s, ids[p], d->whole_weights ? (double)pick(d, 4) : 3 * hw_random_unit(&d->random) - 0.5,
			    pick(d, 8) == 0 ? 0 : 0.3 + 2 * hw_random_unit(&d->random));
	for (int64_t i = 0; i < classes; i++) {
		exchange_entry *e = scene_ours(s, pick(d, most + 1), (uint32_t)pick(d, d->parties), weight(d, 0, 6),
					       (double)pick(d, 4) * 0.5);

		e->group = hw_text_of(labels[pick(d, 3)]);
		e->site = hw_text_of(labels[pick(d, 3)]);
		if (d->families && pick(d, 3) == 0)
			e->family = hw_text_of(kin[pick(d, 2)]);
	}
	for (int64_t i = 0; i < classes; i++) {
		exchange_entry *e = scene_theirs(s, pick(d, most + 1), weight(d, -1, 6), weight(d, -1, 6));

		if (d->parties > 2)
			s->interest[i][2].value = weight(d, -1, 6);
		e->group = hw_text_of(labels[pick(d, 3)]);
		e->site = hw_text_of(labels[pick(d, 3)]);
		if (d->families && pick(d, 3) == 0)
			e->family = hw_text_of(kin[pick(d, 2)]);
	}
	for (int i = 0; d->rules && i < 1 + (int)pick(d, 2); i++)
		draw_rule(d, s, i);
	if (d->force_search) {
		exchange_rule *r = scene_rule(s, "never binds", EXCHANGE_RETURNED);

		r->select = EXCHANGE_BY_GROUP;
		r->value = HW_TEXT("a");
		r->max = 1000;
	}
	s->options.objective = d->objective;
	s->options.separate = d->separate;
	s->options.named = d->named;
	s->options.names = (1u << d->parties) - 1;
	return s;
}

/* ---- every package ---- */
typedef struct package {
	bool found;
	int64_t given, returned;
	double points;
} package;

typedef struct brute {
	const scene *s;
	double acceptance;
	int64_t max_given;
	int64_t give[SCENE_ENTRIES], take[SCENE_ENTRIES], credit[2][SCENE_ENTRIES];
	package best;
	uint64_t tried;
	bool seen[64]; /* sets of causes that some package breaks: acceptance 1, number given 2, rule r 4 << r */
} brute;

/* Bit r: rule r is broken. */
static unsigned rules_broken(const brute *b)
{
	const exchange_problem *p = &b->s->problem;
	unsigned broken = 0;

	for (size_t r = 0; r < p->rule_count; r++) {
		const exchange_rule *rule = &p->rules[r];
		const int64_t *people = rule->side == EXCHANGE_RETURNED ? b->take : b->give;
		const exchange_entry *entries = rule->side == EXCHANGE_RETURNED ? p->ours : p->theirs;
		size_t count = rule->side == EXCHANGE_RETURNED ? p->ours_count : p->theirs_count;
		int64_t selected = 0, total = 0;

		for (size_t i = 0; i < count; i++) {
			const exchange_entry *e = &entries[i];
			bool in = rule->select == EXCHANGE_ALL ||
				  (rule->select == EXCHANGE_BY_CLASS && hw_text_equal(rule->value, e->class_name)) ||
				  (rule->select == EXCHANGE_BY_GROUP && hw_text_equal(rule->value, e->group)) ||
				  (rule->select == EXCHANGE_BY_SITE && hw_text_equal(rule->value, e->site)) ||
				  (rule->select == EXCHANGE_BY_HOLDER &&
				   hw_text_equal(rule->value, p->parties[e->holders[0]].id));

			total += people[i];
			selected += in ? people[i] : 0;
		}
		if (selected < rule->min || (rule->max >= 0 && selected > rule->max) ||
		    (double)selected < rule->share_min * (double)total - 1e-9)
			broken |= 1u << r;
	}
	return broken;
}

static bool accepted(const brute *b)
{
	const exchange_problem *p = &b->s->problem;
	double log_joint = 0;

	for (size_t k = 0; k < p->party_count; k++) {
		double u = -p->parties[k].reservation.value, softness = p->parties[k].softness.value;
		bool used = b->s->options.named || b->s->options.separate;

		for (size_t i = 0; i < p->ours_count; i++)
			if (p->ours[i].holders[0] == k) {
				u -= p->ours[i].reluctance.value * (double)b->take[i];
				used = used || b->take[i] > 0;
			}
		for (size_t i = 0; i < p->theirs_count; i++)
			u += p->theirs[i].interest[k].value *
			     (double)(b->s->options.separate ? b->credit[k][i] : b->give[i]);
		if (!used)
			continue;
		u += 1e-9 * fmax(1, fabs(u));
		if (softness == 0) {
			if (u < 0)
				return false;
			continue;
		}
		log_joint += u / softness > -30 ? -log1p(exp(-u / softness)) : u / softness;
	}
	return log_joint >= log(b->acceptance);
}

static void consider(brute *b)
{
	const exchange_problem *p = &b->s->problem;
	package now = {.found = true};
	double first, second;
	unsigned broken;

	b->tried++;
	for (size_t i = 0; i < p->theirs_count; i++)
		now.given += b->give[i];
	for (size_t i = 0; i < p->ours_count; i++) {
		now.returned += b->take[i];
		now.points += p->ours[i].points * (double)b->take[i];
	}
	if (now.returned < 1)
		return;
	broken = rules_broken(b) << 2 | (accepted(b) ? 0u : 1u) | (now.given > b->max_given ? 2u : 0u);
	b->seen[broken] = true;
	if (broken)
		return;
	first = (double)(now.returned - b->best.returned);
	second = now.points - b->best.points;
	if (b->s->options.objective == EXCHANGE_POINTS) {
		double other = first;

		first = second;
		second = other;
	}
	if (!b->best.found || first > 1e-9 ||
	    (fabs(first) <= 1e-9 && (second > 1e-9 || (fabs(second) <= 1e-9 && now.given < b->best.given))))
		b->best = now;
}

static void enumerate(brute *b, size_t entry);

static void next_theirs(brute *b, size_t i)
{
	const exchange_problem *p = &b->s->problem;
	int64_t count = p->theirs[i].count;

	for (int64_t n = 0; n <= count; n++) {
		b->give[i] = n;
		for (int64_t c = 0; c <= (b->s->options.separate && p->party_count > 1 ? n : 0); c++) {
			b->credit[0][i] = n - c;
			b->credit[1][i] = c;
			enumerate(b, p->ours_count + i + 1);
		}
	}
	b->give[i] = b->credit[0][i] = b->credit[1][i] = 0;
}

static void family_all(brute *b, hw_text family, bool all, int credit)
{
	const exchange_problem *p = &b->s->problem;

	for (size_t i = 0; i < p->ours_count; i++)
		if (hw_text_equal(p->ours[i].family, family))
			b->take[i] = all ? p->ours[i].count : 0;
	for (size_t i = 0; i < p->theirs_count; i++)
		if (hw_text_equal(p->theirs[i].family, family)) {
			b->give[i] = all ? p->theirs[i].count : 0;
			b->credit[0][i] = credit == 0 ? b->give[i] : 0;
			b->credit[1][i] = credit == 1 ? b->give[i] : 0;
		}
}

/* Entries one after another; families after all of them (see run). */
static void enumerate(brute *b, size_t entry)
{
	const exchange_problem *p = &b->s->problem;
	static const char *const kin[] = {"k1", "k2"};

	if (entry == p->ours_count + p->theirs_count) {
		for (int first = 0; first < 3; first++)
			for (int second = 0; second < 3; second++) {
				if (!b->s->options.separate && (first == 2 || second == 2))
					continue;
				family_all(b, hw_text_of(kin[0]), first > 0, first - 1);
				family_all(b, hw_text_of(kin[1]), second > 0, second - 1);
				consider(b);
			}
		return;
	}
	if (entry < p->ours_count) {
		if (p->ours[entry].family.length) {
			enumerate(b, entry + 1);
			return;
		}
		for (int64_t n = 0; n <= p->ours[entry].count; n++) {
			b->take[entry] = n;
			enumerate(b, entry + 1);
		}
		b->take[entry] = 0;
		return;
	}
	if (p->theirs[entry - p->ours_count].family.length)
		enumerate(b, entry + 1);
	else
		next_theirs(b, entry - p->ours_count);
}

/* Is there a package that keeps to all causes of the set, if it need not keep to others? */
static bool possible(const brute *b, unsigned causes)
{
	for (unsigned broken = 0; broken < HW_COUNT(b->seen); broken++)
		if (b->seen[broken] && !(broken & causes))
			return true;
	return false;
}

/* The clash is one, and no smaller set of causes is. */
static void check_clash(const brute *b, const exchange_cell *c, const char *where)
{
	unsigned all = (4u << b->s->problem.rule_count) - 1, clash = 0;

	if (!possible(b, 0)) {
		assert_int_equal(c->clash_count, 1);
		assert_int_equal(c->clash[0].kind, EXCHANGE_CAUSE_NOBODY);
		return;
	}
	for (size_t i = 0; i < c->clash_count; i++)
		clash |= c->clash[i].kind == EXCHANGE_CAUSE_ACCEPTANCE  ? 1u
			 : c->clash[i].kind == EXCHANGE_CAUSE_MAX_GIVEN ? 2u
									: 4u << c->clash[i].rule;
	if (possible(b, clash))
		fail_msg("%s: the clash %x is none", where, clash);
	for (unsigned set = 0; set <= all; set++)
		if ((size_t)__builtin_popcount(set) < c->clash_count && !possible(b, set))
			fail_msg("%s: clash %x, but %x is smaller", where, clash, set);
}

static void compare(draw *d, unsigned seed, size_t count)
{
	static const double acceptances[] = {0.2, 0.5, 0.8, 0.95};
	size_t feasible = 0, infeasible = 0;
	brute *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	d->random = hw_random_new(seed, 0);
	for (size_t i = 0; i < count; i++) {
		scene *s = draw_problem(d);
		hw_arena *arena = hw_arena_new(SIZE_MAX / 2);
		exchange_cell c;

		memset(b, 0, sizeof(*b));
		b->s = s;
		b->acceptance = acceptances[pick(d, 4)];
		b->max_given = pick(d, 8);
		enumerate(b, 0);
		c = scene_cell(s, arena, b->acceptance, b->max_given);
		if (!c.proven || (c.feasible && !c.ties_proven))
			fail_msg("seed %u problem %zu: not proven", seed, i);
		if (c.feasible != b->best.found ||
		    (c.feasible && (c.returned != b->best.returned || fabs(c.points - b->best.points) > 1e-9 ||
				    c.given != b->best.given)))
			fail_msg("seed %u problem %zu: %d %lld returned %g points %lld given; every package: %d %lld "
				 "%g %lld",
				 seed, i, c.feasible, (long long)c.returned, c.points, (long long)c.given,
				 b->best.found, (long long)b->best.returned, b->best.points, (long long)b->best.given);
		if (!c.feasible) {
			char where[64];

			(void)snprintf(where, sizeof(where), "seed %u problem %zu", seed, i);
			check_clash(b, &c, where);
		}
		feasible += c.feasible;
		infeasible += !c.feasible;
		hw_arena_free(arena);
		free(s);
	}
	free(b);
	/* Both answers must have been tried often. */
	if (feasible < count / 10 || infeasible < count / 50)
		fail_msg("seed %u: only %zu feasible and %zu infeasible", seed, feasible, infeasible);
}

static void one_party(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 16; i++) {
		draw d = {.parties = 1,
			  .whole_weights = i & 1,
			  .objective = i & 2 ? EXCHANGE_POINTS : EXCHANGE_PEOPLE,
			  .force_search = i & 4,
			  .named = i & 8};

		compare(&d, 100 + i, 100);
	}
}

static void one_party_rules(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		draw d = {.parties = 1,
			  .whole_weights = i & 1,
			  .objective = i & 2 ? EXCHANGE_POINTS : EXCHANGE_PEOPLE,
			  .rules = true,
			  .families = i & 4};

		compare(&d, 200 + i, 100);
	}
}

static void two_parties(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 16; i++) {
		draw d = {.parties = 2,
			  .whole_weights = i & 1,
			  .objective = i & 2 ? EXCHANGE_POINTS : EXCHANGE_PEOPLE,
			  .rules = i & 4,
			  .families = i & 4,
			  .named = i & 8};

		compare(&d, 300 + i, 40);
	}
}

static void three_parties(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		draw d = {.parties = 3,
			  .whole_weights = i & 1,
			  .objective = i & 2 ? EXCHANGE_POINTS : EXCHANGE_PEOPLE,
			  .rules = i & 4,
			  .named = i == 7};

		compare(&d, 500 + i, 25);
	}
}

static void two_deals(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		draw d = {.parties = 2,
			  .whole_weights = i & 1,
			  .objective = i & 2 ? EXCHANGE_POINTS : EXCHANGE_PEOPLE,
			  .rules = i & 4,
			  .families = i & 4,
			  .separate = true};

		compare(&d, 400 + i, 30);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_party), cmocka_unit_test(one_party_rules), cmocka_unit_test(two_parties),
		cmocka_unit_test(two_deals), cmocka_unit_test(three_parties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
