/* totals.c - how many persons are in a set of states, as a distribution. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

/* A distribution whose far tails are given up: what lies below CRUMB at either end.  Each trial loses a few
 * crumbs at most, so that the whole is right to 1e-16 for any number of persons that fits in memory. */
typedef struct pmf {
	double *f;
	size_t low, high;
} pmf;
static const double CRUMB = 1e-24;

static void pmf_begin(pmf *p)
{
	p->low = p->high = 0;
	p->f[0] = 1;
}

static void pmf_trim(pmf *p)
{
	while (p->low < p->high && p->f[p->low] < CRUMB)
		p->f[p->low++] = 0;
	while (p->high > p->low && p->f[p->high] < CRUMB)
		p->f[p->high--] = 0;
}

static void pmf_add(pmf *p, double yes)
{
	double no = 1 - yes, *f = p->f;

	if (!(yes > 0))
		return;
	f[++p->high] = 0;
	for (size_t k = p->high; k > p->low; k--)
		f[k] = f[k] * no + f[k - 1] * yes;
	f[p->low] *= no;
	pmf_trim(p);
}

/* Convolves with the distribution g[0..count]; `spare` has room for the result. */
static void pmf_convolve(pmf *p, const double *g, size_t count, double *spare)
{
	size_t high = p->high + count;

	for (size_t k = p->low; k <= high; k++)
		spare[k] = 0;
	for (size_t i = 0; i <= count; i++) {
		if (!(g[i] > 0))
			continue;
		for (size_t k = p->low; k <= p->high; k++)
			spare[k + i] += g[i] * p->f[k];
	}
	memcpy(p->f + p->low, spare + p->low, (high - p->low + 1) * sizeof *spare);
	p->high = high;
	pmf_trim(p);
}

/* ---- what one call shares ---- */
typedef struct counting {
	const belief *b;
	double day;
	size_t set_count, persons; /* counted */
	bool *counted;             /* [persons of the problem] */
	size_t *average_first;     /* [units]: of the unit's block in averages */
	double *averages;          /* [set * states] a unit */
	double *p;                 /* [person * sets], at the thetas as they are */
	size_t *pmf_first;         /* [units]: of the group's block in group_pmf */
	double *group_pmf;         /* [set * (members + 1)] a group */
	bool groups;               /* wanted: the bases with groups */
	bool varies;               /* some unit depends on a theta that is drawn */
	uint64_t seed;
	size_t draws, chunks;
	const pmf *fixed, *fixed_groups; /* [sets]: of all that no draw can change */
	double *sums, *sums_groups;      /* [chunk * sets * (persons + 1)] */
} counting;

enum { DRAWS_A_CHUNK = 10, USUAL_DRAWS = 200 };

static bool unit_counts(const counting *c, const unit *u)
{
	return c->day >= u->chain.since;
}

static void unit_averages(const counting *c, size_t index, const double *sets)
{
	const unit *u = &c->b->units[index];

	for (size_t s = 0; s < c->set_count; s++)
		space_average(c->b, &u->space, sets + s * c->b->states,
			      c->averages + c->average_first[index] + s * u->space.states);
}

static double dot(const double *a, const double *b, size_t count)
{
	double sum = 0;

	for (size_t z = 0; z < count; z++)
		sum += a[z] * b[z];
	return sum < 0 ? 0 : sum > 1 ? 1 : sum;
}

/* ---- one group: a mixture over its own place ---- */
/* Given that the group is at a place, does member m follow?  P(follows, place) / P(place). */
static double follows_at(const unit *u, size_t m, size_t z, const outlook *look)
{
	if (!u->members[m].clue_count)
		return u->members[m].together;
	double both = look->follow[m] * look->with_group[m * u->space.states + z];
	return look->chain[z] > 0 ? fmin(1, both / look->chain[z]) : 0;
}

/* Adds weight * distribution of the members' number, all who follow being in the set or all out of it. */
static void add_mixture(const counting *c, const unit *u, size_t z, bool inside, double weight, const double *own,
			const outlook *look, pmf *scratch, double *out)
{
	if (!(weight > 1e-18))
		return;
	pmf_begin(scratch);
	for (size_t m = 0; m < u->member_count; m++) {
		if (!c->counted[u->members[m].person])
			continue;
		double follows = follows_at(u, m, z, look);
		pmf_add(scratch, (inside ? follows : 0) + (1 - follows) * own[m]);
	}
	for (size_t k = scratch->low; k <= scratch->high; k++)
		out[k] += weight * scratch->f[k];
}

static void group_mixture(const counting *c, const unit *u, const double *average, const outlook *look, double *own,
			  pmf *scratch, double *out)
{
	size_t states = u->space.states;
	double inside = 0;

	memset(out, 0, (u->member_count + 1) * sizeof *out);
	for (size_t m = 0; m < u->member_count; m++)
		own[m] = dot(look->own + m * states, average, states);
	if (!u->speaking) { /* the switches do not depend on the place */
		inside = dot(look->chain, average, states);
		add_mixture(c, u, 0, true, inside, own, look, scratch, out);
		add_mixture(c, u, 0, false, 1 - inside, own, look, scratch, out);
		return;
	}
	for (size_t z = 0; z < states; z++) {
		add_mixture(c, u, z, true, look->chain[z] * average[z], own, look, scratch, out);
		add_mixture(c, u, z, false, look->chain[z] * (1 - average[z]), own, look, scratch, out);
	}
}

/* ---- at the thetas as they are ---- */
typedef struct bench {
	work w;
	pmf scratch;
	double *own, *p, *mixture, *spare;
} bench;

static hw_status bench_new(const counting *c, bench *x, hw_error *error)
{
	size_t most = c->b->most_members + 2;

	HW_TRY(work_new(c->b, &x->w, error));
	x->scratch.f = HW_NEW(x->w.arena, double, most);
	x->own = HW_NEW(x->w.arena, double, most);
	x->mixture = HW_NEW(x->w.arena, double, most);
	x->p = HW_NEW(x->w.arena, double, most * c->set_count + 1);
	x->spare = HW_NEW(x->w.arena, double, c->persons + 2);
	if (x->scratch.f && x->own && x->mixture && x->p && x->spare)
		return HW_OK;
	work_free(&x->w);
	return hw_fail(error, HW_NO_MEMORY, "out of memory counting persons");
}

/* p[member * sets] of a unit (one "member" for a person alone), from the outlook in x->w. */
static void unit_probabilities(const counting *c, size_t index, bench *x)
{
	const unit *u = &c->b->units[index];
	const double *average = c->averages + c->average_first[index];
	size_t states = u->space.states, members = u->group == BELIEF_NONE ? 1 : u->member_count;

	for (size_t m = 0; m < members; m++) {
		const double *v = x->w.look.chain;
		if (u->group != BELIEF_NONE) {
			member_states(u, m, &x->w.look, x->w.fit);
			v = x->w.fit;
		}
		for (size_t s = 0; s < c->set_count; s++)
			x->p[m * c->set_count + s] = dot(v, average + s * states, states);
	}
}

static hw_status count_slice(void *context, size_t slice, hw_error *error)
{
	counting *c = context;
	const belief *b = c->b;
	bench x = {0};

	HW_TRY(bench_new(c, &x, error));
	for (size_t i = belief_slice_from(b->unit_count, slice); i < belief_slice_from(b->unit_count, slice + 1); i++) {
		const unit *u = &b->units[i];
		if (!unit_counts(c, u))
			continue;
		view_fill(b, u, x.w.theta, BELIEF_NONE, false, &x.w);
		unit_look(b, u, c->day, EVERY_MEMBER, &x.w);
		unit_probabilities(c, i, &x);
		if (u->group == BELIEF_NONE) {
			memcpy(c->p + u->person * c->set_count, x.p, c->set_count * sizeof *x.p);
			continue;
		}
		for (size_t m = 0; m < u->member_count; m++)
			memcpy(c->p + u->members[m].person * c->set_count, x.p + m * c->set_count,
			       c->set_count * sizeof *x.p);
		for (size_t s = 0; c->groups && s < c->set_count; s++)
			group_mixture(c, u, c->averages + c->average_first[i] + s * u->space.states, &x.w.look, x.own,
				      &x.scratch, c->group_pmf + c->pmf_first[i] + s * (u->member_count + 1));
	}
	work_free(&x.w);
	return HW_OK;
}

/* ---- draws of theta ---- */
typedef struct chunk {
	bench x;
	pmf *sources, *groups; /* [sets] */
} chunk;

static pmf *pmfs_new(hw_arena *arena, size_t sets, size_t persons)
{
	pmf *result = HW_NEW(arena, pmf, sets + 1);

	for (size_t s = 0; result && s < sets; s++) {
		result[s].f = HW_NEW(arena, double, persons + 2);
		if (!result[s].f)
			return NULL;
	}
	return result;
}

static void pmf_copy(pmf *to, const pmf *from)
{
	to->low = from->low;
	to->high = from->high;
	memcpy(to->f + to->low, from->f + from->low, (from->high - from->low + 1) * sizeof *to->f);
}

/* Twice the passes of a group with carried switches is the most that a draw may cost. */
static bool too_dear(const unit *u)
{
	return u->chain.size * (u->speaking + 1) > 20000;
}

static void add_unit(const counting *c, size_t index, chunk *k)
{
	const unit *u = &c->b->units[index];
	bench *x = &k->x;
	bool group = u->group != BELIEF_NONE;

	x->w.view.loose = group && too_dear(u);
	view_fill(c->b, u, x->w.theta, BELIEF_NONE, false, &x->w);
	unit_look(c->b, u, c->day, EVERY_MEMBER, &x->w);
	x->w.view.loose = false;
	unit_probabilities(c, index, x);
	for (size_t m = 0; m < (group ? u->member_count : 1); m++) {
		if (!c->counted[group ? u->members[m].person : u->person])
			continue;
		for (size_t s = 0; s < c->set_count; s++) {
			pmf_add(&k->sources[s], x->p[m * c->set_count + s]);
			if (c->groups && !group)
				pmf_add(&k->groups[s], x->p[m * c->set_count + s]);
		}
	}
	for (size_t s = 0; c->groups && group && s < c->set_count; s++) {
		group_mixture(c, u, c->averages + c->average_first[index] + s * u->space.states, &x->w.look, x->own,
			      &x->scratch, x->mixture);
		pmf_convolve(&k->groups[s], x->mixture, u->member_count, x->spare);
	}
}

static void draw_thetas(const belief *b, uint64_t seed, size_t draw, double *theta)
{
	hw_random random = hw_random_new(seed, draw);

	for (size_t t = 0; t < b->theta_count; t++)
		if (!b->problem.sources[b->thetas[t].source].fixed)
			theta[t] = hw_random_beta(&random, b->thetas[t].alpha, b->thetas[t].beta);
}

static void add_draw(const counting *c, size_t chunk_index, const chunk *k)
{
	size_t length = c->persons + 1;

	for (size_t s = 0; s < c->set_count; s++) {
		double *sum = c->sums + (chunk_index * c->set_count + s) * length;
		for (size_t n = k->sources[s].low; n <= k->sources[s].high; n++)
			sum[n] += k->sources[s].f[n];
		if (!c->groups)
			continue;
		sum = c->sums_groups + (chunk_index * c->set_count + s) * length;
		for (size_t n = k->groups[s].low; n <= k->groups[s].high; n++)
			sum[n] += k->groups[s].f[n];
	}
}

static hw_status draw_chunk(void *context, size_t slice, hw_error *error)
{
	counting *c = context;
	const belief *b = c->b;
	chunk k = {0};

	HW_TRY(bench_new(c, &k.x, error));
	k.sources = pmfs_new(k.x.w.arena, c->set_count, c->persons);
	k.groups = c->groups ? pmfs_new(k.x.w.arena, c->set_count, c->persons) : k.sources;
	if (!k.sources || !k.groups) {
		work_free(&k.x.w);
		return hw_fail(error, HW_NO_MEMORY, "out of memory drawing reliabilities");
	}
	for (size_t draw = slice * DRAWS_A_CHUNK; draw < (slice + 1) * DRAWS_A_CHUNK && draw < c->draws; draw++) {
		draw_thetas(b, c->seed, draw, k.x.w.theta);
		for (size_t s = 0; s < c->set_count; s++) {
			pmf_copy(&k.sources[s], &c->fixed[s]);
			if (c->groups)
				pmf_copy(&k.groups[s], &c->fixed_groups[s]);
		}
		for (size_t i = 0; i < b->unit_count; i++)
			if (b->units[i].learns && unit_counts(c, &b->units[i]))
				add_unit(c, i, &k);
		add_draw(c, slice, &k);
	}
	work_free(&k.x.w);
	return HW_OK;
}

/* ---- putting it together ---- */
static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory counting persons");
}

static hw_status prepare(counting *c, const double *sets, hw_arena *arena, hw_error *error)
{
	const belief *b = c->b;
	size_t cells = 0, pmf_cells = 0;

	c->counted = HW_NEW(arena, bool, b->problem.person_count + 1);
	c->average_first = HW_NEW(arena, size_t, b->unit_count + 1);
	c->pmf_first = HW_NEW(arena, size_t, b->unit_count + 1);
	c->p = HW_NEW(arena, double, b->problem.person_count * c->set_count + 1);
	if (!c->counted || !c->average_first || !c->pmf_first || !c->p)
		return no_memory(error);
	for (size_t i = 0; i < b->unit_count; i++) {
		const unit *u = &b->units[i];
		c->average_first[i] = cells;
		c->pmf_first[i] = pmf_cells;
		cells += c->set_count * u->space.states;
		pmf_cells += c->groups ? c->set_count * (u->member_count + 1) : 0;
		if (!unit_counts(c, u))
			continue;
		c->varies = c->varies || u->learns;
		if (u->group == BELIEF_NONE) {
			c->counted[u->person] = true;
			c->persons++;
		}
		for (size_t m = 0; m < u->member_count; m++) {
			c->counted[u->members[m].person] = c->day >= u->members[m].since;
			c->persons += c->counted[u->members[m].person];
		}
	}
	c->averages = HW_NEW(arena, double, cells + 1);
	c->group_pmf = HW_NEW(arena, double, pmf_cells + 1);
	if (!c->averages || !c->group_pmf)
		return no_memory(error);
	for (size_t i = 0; i < b->unit_count; i++)
		unit_averages(c, i, sets);
	return HW_OK;
}

/* Multiplies in the units that do (or do not) depend on drawn thetas, each person for himself or by groups. */
static void add_fixed(const counting *c, bool every_unit, bool by_group, size_t set, pmf *result, double *spare)
{
	const belief *b = c->b;

	for (size_t i = 0; i < b->unit_count; i++) {
		const unit *u = &b->units[i];
		if (!unit_counts(c, u) || (u->learns && !every_unit))
			continue;
		if (u->group == BELIEF_NONE) {
			pmf_add(result, c->p[u->person * c->set_count + set]);
		} else if (by_group) {
			pmf_convolve(result, c->group_pmf + c->pmf_first[i] + set * (u->member_count + 1),
				     u->member_count, spare);
		} else {
			for (size_t m = 0; m < u->member_count; m++)
				if (c->counted[u->members[m].person])
					pmf_add(result, c->p[u->members[m].person * c->set_count + set]);
		}
	}
}

static void finish(belief_total *t)
{
	double mass = 0, mean = 0, square = 0;

	for (size_t k = 0; k < t->pmf_length; k++) {
		mass += t->pmf[k];
		mean += (double)k * t->pmf[k];
	}
	mean /= mass;
	for (size_t k = 0; k < t->pmf_length; k++)
		square += ((double)k - mean) * ((double)k - mean) * t->pmf[k];
	t->mean = mean;
	t->sd = sqrt(square / mass);
	hw_pmf_interval(t->pmf, t->pmf_length, 0.95, &t->lower95, &t->upper95);
}

static void count_independent(const counting *c, belief_total *t, double *scratch)
{
	size_t n = 0;

	t->mean = t->sd = 0;
	for (size_t i = 0; i < c->b->problem.person_count; i++)
		if (c->counted[i])
			scratch[n++] = c->p[i * c->set_count + t->value];
	hw_poisson_binomial(scratch, n, t->pmf);
	for (size_t i = 0; i < n; i++) {
		t->mean += scratch[i];
		t->sd += scratch[i] * (1 - scratch[i]);
	}
	t->sd = sqrt(t->sd);
	hw_pmf_interval(t->pmf, t->pmf_length, 0.95, &t->lower95, &t->upper95);
}

static void count_groups(const counting *c, belief_total *t, pmf *scratch, double *spare)
{
	pmf_begin(scratch);
	add_fixed(c, true, true, t->value, scratch, spare);
	memcpy(t->pmf + scratch->low, scratch->f + scratch->low, (scratch->high - scratch->low + 1) * sizeof *t->pmf);
	finish(t);
}

static void count_draws(const counting *c, const double *sums, belief_total *t)
{
	for (size_t i = 0; i < c->chunks; i++) {
		const double *from = sums + (i * c->set_count + t->value) * t->pmf_length;
		for (size_t k = 0; k < t->pmf_length; k++)
			t->pmf[k] += from[k];
	}
	for (size_t k = 0; k < t->pmf_length; k++)
		t->pmf[k] /= (double)c->draws;
	finish(t);
}

static hw_status run_draws(counting *c, const belief_run *run, hw_arena *arena, hw_error *error)
{
	size_t cells = c->chunks * c->set_count * (c->persons + 1);
	pmf *fixed = pmfs_new(arena, c->set_count, c->persons), *groups = fixed;
	double *spare = HW_NEW(arena, double, c->persons + 2);

	if (c->groups)
		groups = pmfs_new(arena, c->set_count, c->persons);
	c->sums = HW_NEW(arena, double, cells + 1);
	c->sums_groups = c->groups ? HW_NEW(arena, double, cells + 1) : c->sums;
	if (!fixed || !groups || !spare || !c->sums || !c->sums_groups)
		return no_memory(error);
	for (size_t s = 0; s < c->set_count; s++) {
		pmf_begin(&fixed[s]);
		add_fixed(c, false, false, s, &fixed[s], spare);
		if (!c->groups)
			continue;
		pmf_begin(&groups[s]);
		add_fixed(c, false, true, s, &groups[s], spare);
	}
	c->fixed = fixed;
	c->fixed_groups = groups;
	return hw_parallel(run ? run->threads : 1, c->chunks, draw_chunk, c, run ? run->progress : NULL,
			   "drawing reliabilities", error);
}

static hw_status make_totals(const counting *c, unsigned bases, hw_arena *arena, hw_arena *scratch_arena,
			     belief_total *totals, hw_error *error)
{
	pmf *scratch = pmfs_new(scratch_arena, 1, c->persons);
	double *spare = HW_NEW(scratch_arena, double, c->persons + 2);
	size_t n = 0;

	if (!scratch || !spare)
		return no_memory(error);
	for (size_t s = 0; s < c->set_count; s++)
		for (unsigned basis = 0; basis < BELIEF_BASES; basis++) {
			belief_total *t = &totals[n];
			if (!(bases >> basis & 1))
				continue;
			*t = (belief_total){.value = s, .basis = (belief_basis)basis, .pmf_length = c->persons + 1};
			t->pmf = HW_NEW(arena, double, t->pmf_length);
			if (!t->pmf)
				return no_memory(error);
			bool groups = basis == BELIEF_GROUPS || basis == BELIEF_SOURCES_AND_GROUPS;
			bool draws = basis == BELIEF_SOURCES || basis == BELIEF_SOURCES_AND_GROUPS;
			if (draws && c->varies)
				count_draws(c, groups ? c->sums_groups : c->sums, t);
			else if (groups)
				count_groups(c, t, scratch, spare);
			else
				count_independent(c, t, spare);
			n++;
		}
	return HW_OK;
}

hw_status belief_totals(const belief *b, double day, const double *sets, size_t set_count, unsigned bases,
			const belief_run *run, hw_arena *arena, belief_total **totals, size_t *count, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 4);
	const unsigned with_draws = 1u << BELIEF_SOURCES | 1u << BELIEF_SOURCES_AND_GROUPS;
	const unsigned with_groups = 1u << BELIEF_GROUPS | 1u << BELIEF_SOURCES_AND_GROUPS;

	if (!bases)
		bases = 1u << BELIEF_INDEPENDENT | 1u << BELIEF_SOURCES | (b->problem.group_count ? with_groups : 0);
	counting c = {.b = b,
		      .day = day,
		      .set_count = set_count,
		      .groups = bases & with_groups,
		      .seed = run ? run->seed : 1,
		      .draws = run && run->draws ? run->draws : USUAL_DRAWS};
	c.chunks = (c.draws + DRAWS_A_CHUNK - 1) / DRAWS_A_CHUNK;
	HW_TRY(prepare(&c, sets, scratch, error));
	HW_TRY(hw_parallel(run ? run->threads : 1, BELIEF_SLICES, count_slice, &c, run ? run->progress : NULL,
			   "counting persons", error));
	if ((bases & with_draws) && c.varies)
		HW_TRY(run_draws(&c, run, scratch, error));
	size_t n = set_count * (size_t)__builtin_popcount(bases & ((1u << BELIEF_BASES) - 1));
	belief_total *result = HW_NEW(arena, belief_total, n + 1);
	if (!result)
		return no_memory(error);
	HW_TRY(make_totals(&c, bases, arena, scratch, result, error));
	*totals = result;
	*count = n;
	return HW_OK;
}
