/* totals.c - how many persons are in a set of states, as a distribution. */
#include "belief/tally_int.h"

#include <math.h>
#include <string.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory counting persons");
}

/* ---- at the thetas as they are ---- */
static hw_status count_slice(void *context, size_t slice, hw_error *error)
{
	counting *c = context;
	const belief *b = c->b;
	size_t row = c->set_count;
	bench x = {0};

	HW_TRY(bench_new(c, &x, error));
	for (size_t i = slice; i < b->unit_count; i += BELIEF_SLICES) {
		const unit *u = &b->units[i];
		if (!tally_counts(c, u))
			continue;
		tally_unit(c, i, &x);
		if (u->group == BELIEF_NONE)
			memcpy(c->p + u->person * row, x.p, row * sizeof *x.p);
		for (size_t m = 0; m < u->member_count; m++)
			memcpy(c->p + u->members[m].person * row, x.p + m * row, row * sizeof *x.p);
		for (size_t s = 0; c->groups && u->group != BELIEF_NONE && s < row; s++)
			tally_group(c, i, s, &x, c->group_pmf + c->pmf_first[i] + s * (u->member_count + 1));
		if (c->draws_wanted)
			tally_prepare(c, i, &x);
	}
	work_free(&x.w);
	return HW_OK;
}

/* ---- draws of theta ---- */
typedef struct chunk {
	bench x;
	pmf *sources, *groups; /* [sets]: each for himself; by groups */
} chunk;

static pmf *pmfs_new(hw_arena *arena, size_t sets, size_t persons)
{
	pmf *result = HW_NEW(arena, pmf, sets + 1);

	for (size_t s = 0; result && s < sets; s++)
		if (!pmf_new(&result[s], arena, persons + 1))
			return NULL;
	return result;
}

static void draw_thetas(const belief *b, uint64_t seed, size_t draw, double *theta)
{
	hw_random random = hw_random_new(seed, draw);

	for (size_t t = 0; t < b->theta_count; t++)
		if (!b->problem.sources[b->thetas[t].source].fixed)
			theta[t] = hw_random_beta(&random, b->thetas[t].alpha, b->thetas[t].beta);
}

/* Persons alone are common to both bases, so they are multiplied in first. */
static void add_alone(const counting *c, chunk *k)
{
	const belief *b = c->b;

	for (size_t s = 0; s < c->set_count; s++)
		pmf_copy(&k->sources[s], &c->fixed[s]);
	for (size_t i = b->problem.group_count; i < b->unit_count; i++) {
		if (!b->units[i].learns || !tally_counts(c, &b->units[i]))
			continue;
		tally_draw(c, i, &k->x);
		for (size_t s = 0; s < c->set_count; s++)
			pmf_add(&k->sources[s], k->x.p[s]);
	}
	for (size_t s = 0; s < c->set_count; s++) {
		pmf_settle(&k->sources[s]);
		if (c->groups)
			pmf_copy(&k->groups[s], &k->sources[s]);
	}
}

static void add_group(const counting *c, size_t index, chunk *k)
{
	const unit *u = &c->b->units[index];

	if (u->learns)
		tally_draw(c, index, &k->x);
	for (size_t m = 0; c->sources && m < u->member_count; m++) {
		size_t person = u->members[m].person;
		const double *p = u->learns ? k->x.p + m * c->set_count : c->p + person * c->set_count;
		for (size_t s = 0; c->counted[person] && s < c->set_count; s++)
			pmf_add(&k->sources[s], p[s]);
	}
	for (size_t s = 0; c->groups && s < c->set_count; s++) {
		double *mixture = c->group_pmf + c->pmf_first[index] + s * (u->member_count + 1);
		if (u->learns) {
			mixture = k->x.mixture;
			tally_group(c, index, s, &k->x, mixture);
		}
		pmf_convolve(&k->groups[s], mixture, u->member_count, k->x.spare);
	}
}

static void add_to(double *sum, pmf *from)
{
	pmf_settle(from);
	for (size_t n = from->low; n <= from->high; n++)
		sum[n] += from->f[n];
}

static hw_status draw_chunk(void *context, size_t slice, hw_error *error)
{
	counting *c = context;
	const belief *b = c->b;
	size_t length = c->persons + 1;
	chunk k = {0};

	HW_TRY(bench_new(c, &k.x, error));
	k.sources = pmfs_new(k.x.w.arena, c->set_count, c->persons);
	k.groups = pmfs_new(k.x.w.arena, c->set_count, c->persons);
	if (!k.sources || !k.groups) {
		work_free(&k.x.w);
		return no_memory(error);
	}
	size_t last = (slice + 1) * TALLY_DRAWS_A_CHUNK < c->draws ? (slice + 1) * TALLY_DRAWS_A_CHUNK : c->draws;
	for (size_t draw = slice * TALLY_DRAWS_A_CHUNK; draw < last; draw++) {
		draw_thetas(b, c->seed, draw, k.x.w.theta);
		add_alone(c, &k);
		for (size_t g = 0; g < b->problem.group_count; g++)
			if (tally_counts(c, &b->units[g]))
				add_group(c, g, &k);
		for (size_t s = 0; s < c->set_count; s++) {
			if (c->sources)
				add_to(c->sums + (slice * c->set_count + s) * length, &k.sources[s]);
			if (c->groups)
				add_to(c->sums_groups + (slice * c->set_count + s) * length, &k.groups[s]);
		}
	}
	work_free(&k.x.w);
	return HW_OK;
}

/* ---- memory ---- */
static bool reserve_for_draws(counting *c, hw_arena *arena)
{
	const belief *b = c->b;

	for (size_t i = 0; i < b->unit_count; i++) {
		const unit *u = &b->units[i];
		size_t reports = 0, look = u->space.states + u->member_count * (1 + u->space.states);
		for (size_t j = 0; j < u->clue_count && reports <= TALLY_TABLE_REPORTS; j++)
			reports += u->clues[j].theta >= 0;
		if (!tally_counts(c, u))
			continue;
		if (tally_wants_table(b, u)) {
			/* Fixed thetas are in `reports` as well: room to spare, never too little. */
			size_t rows = (size_t)1 << (reports < TALLY_TABLE_REPORTS ? reports : TALLY_TABLE_REPORTS);
			c->tables[i].weight = HW_NEW(arena, double, rows);
			c->tables[i].p = HW_NEW(arena, double, rows * c->set_count + 1);
			if (!c->tables[i].weight || !c->tables[i].p)
				return false;
		}
		if (tally_wants_anchor(u)) {
			c->anchors[i].exact = HW_NEW(arena, double, look);
			c->anchors[i].loose = HW_NEW(arena, double, look);
			if (!c->anchors[i].exact || !c->anchors[i].loose)
				return false;
		}
	}
	return true;
}

static void count_persons(counting *c, const unit *u)
{
	if (u->group == BELIEF_NONE) {
		c->counted[u->person] = true;
		c->persons++;
	}
	for (size_t m = 0; m < u->member_count; m++) {
		c->counted[u->members[m].person] = c->day >= u->members[m].since;
		c->persons += c->counted[u->members[m].person];
	}
}

static hw_status prepare(counting *c, const double *sets, hw_arena *arena, hw_error *error)
{
	const belief *b = c->b;
	size_t cells = 0, pmf_cells = 0;

	c->counted = HW_NEW(arena, bool, b->problem.person_count + 1);
	c->average_first = HW_NEW(arena, size_t, b->unit_count + 1);
	c->pmf_first = HW_NEW(arena, size_t, b->unit_count + 1);
	c->p = HW_NEW(arena, double, b->problem.person_count * c->set_count + 1);
	c->tables = HW_NEW(arena, outcomes, b->unit_count + 1);
	c->anchors = HW_NEW(arena, anchor, b->unit_count + 1);
	if (!c->counted || !c->average_first || !c->pmf_first || !c->p || !c->tables || !c->anchors)
		return no_memory(error);
	for (size_t i = 0; i < b->unit_count; i++) {
		const unit *u = &b->units[i];
		c->average_first[i] = cells;
		c->pmf_first[i] = pmf_cells;
		cells += c->set_count * u->space.states;
		pmf_cells += c->groups ? c->set_count * (u->member_count + 1) : 0;
		if (!tally_counts(c, u))
			continue;
		c->varies = c->varies || u->learns;
		count_persons(c, u);
	}
	c->averages = HW_NEW(arena, double, cells + 1);
	c->group_pmf = HW_NEW(arena, double, pmf_cells + 1);
	if (!c->averages || !c->group_pmf || (c->draws_wanted && !reserve_for_draws(c, arena)))
		return no_memory(error);
	for (size_t i = 0; i < b->unit_count; i++)
		for (size_t s = 0; s < c->set_count; s++)
			space_average(b, &b->units[i].space, sets + s * b->states,
				      c->averages + c->average_first[i] + s * b->units[i].space.states);
	return HW_OK;
}

static hw_status run_draws(counting *c, const belief_run *run, hw_arena *arena, hw_error *error)
{
	const belief *b = c->b;
	size_t cells = c->chunks * c->set_count * (c->persons + 1);
	pmf *fixed = pmfs_new(arena, c->set_count, c->persons);

	c->sums = HW_NEW(arena, double, (c->sources ? cells : 0) + 1);
	c->sums_groups = HW_NEW(arena, double, (c->groups ? cells : 0) + 1);
	if (!fixed || !c->sums || !c->sums_groups)
		return no_memory(error);
	for (size_t s = 0; s < c->set_count; s++) {
		pmf_begin(&fixed[s]);
		for (size_t i = b->problem.group_count; i < b->unit_count; i++)
			if (!b->units[i].learns && tally_counts(c, &b->units[i]))
				pmf_add(&fixed[s], c->p[b->units[i].person * c->set_count + s]);
		pmf_settle(&fixed[s]);
	}
	c->fixed = fixed;
	return hw_parallel(run ? run->threads : 1, c->chunks, draw_chunk, c, run ? run->progress : NULL,
			   "drawing reliabilities", error);
}

/* ---- results ---- */
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
}

static void count_groups(const counting *c, belief_total *t, pmf *all, double *spare)
{
	const belief *b = c->b;

	pmf_begin(all);
	for (size_t i = 0; i < b->unit_count; i++) {
		const unit *u = &b->units[i];
		if (!tally_counts(c, u))
			continue;
		if (u->group == BELIEF_NONE)
			pmf_add(all, c->p[u->person * c->set_count + t->value]);
		else
			pmf_convolve(all, c->group_pmf + c->pmf_first[i] + t->value * (u->member_count + 1),
				     u->member_count, spare);
	}
	add_to(t->pmf, all);
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

static hw_status make_totals(const counting *c, unsigned bases, hw_arena *arena, hw_arena *scratch,
			     belief_total *totals, hw_error *error)
{
	pmf *all = pmfs_new(scratch, 1, c->persons);
	double *spare = HW_NEW(scratch, double, c->persons + 3 * c->b->most.members + 64);
	size_t n = 0;

	if (!all || !spare)
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
				count_groups(c, t, all, spare);
			else
				count_independent(c, t, spare);
			hw_pmf_interval(t->pmf, t->pmf_length, 0.95, &t->lower95, &t->upper95);
			n++;
		}
	return HW_OK;
}

hw_status belief_add_hidden(const belief_total *total, const double *hidden, size_t hidden_count, hw_arena *arena,
			    belief_total *result, hw_error *error)
{
	belief_total t = *total;

	if (!hidden_count)
		return hw_fail(error, HW_BAD_INPUT, "the people on no list have no distribution");
	t.pmf_length = total->pmf_length + hidden_count - 1;
	t.pmf = HW_NEW(arena, double, t.pmf_length);
	if (!t.pmf)
		return no_memory(error);
	hw_pmf_convolve(total->pmf, total->pmf_length, hidden, hidden_count, t.pmf);
	finish(&t);
	hw_pmf_interval(t.pmf, t.pmf_length, 0.95, &t.lower95, &t.upper95);
	*result = t;
	return HW_OK;
}

hw_status belief_totals(const belief *b, double day, const double *sets, size_t set_count, unsigned bases,
			const belief_run *run, hw_arena *arena, belief_total **totals, size_t *count, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 4);
	const unsigned with_groups = 1u << BELIEF_GROUPS | 1u << BELIEF_SOURCES_AND_GROUPS;

	if (!bases)
		bases = 1u << BELIEF_INDEPENDENT | 1u << BELIEF_SOURCES | (b->problem.group_count ? with_groups : 0);
	bases &= (1u << BELIEF_BASES) - 1;
	counting c = {.b = b,
		      .day = day,
		      .set_count = set_count,
		      .groups = bases & with_groups,
		      .sources = bases >> BELIEF_SOURCES & 1,
		      .draws_wanted = bases >> BELIEF_SOURCES & 1 || bases >> BELIEF_SOURCES_AND_GROUPS & 1,
		      .seed = run ? run->seed : 1,
		      .draws = run && run->draws ? run->draws : TALLY_USUAL_DRAWS};
	c.chunks = (c.draws + TALLY_DRAWS_A_CHUNK - 1) / TALLY_DRAWS_A_CHUNK;
	HW_TRY(prepare(&c, sets, scratch, error));
	HW_TRY(hw_parallel(run ? run->threads : 1, BELIEF_SLICES, count_slice, &c, run ? run->progress : NULL,
			   "counting persons", error));
	if (c.draws_wanted && c.varies)
		HW_TRY(run_draws(&c, run, scratch, error));
	size_t n = set_count * (size_t)__builtin_popcount(bases);
	belief_total *result = HW_NEW(arena, belief_total, n + 1);
	if (!result)
		return no_memory(error);
	HW_TRY(make_totals(&c, bases, arena, scratch, result, error));
	*totals = result;
	*count = n;
	return HW_OK;
}
