/* tally.c - the share of one unit in the totals. */
#include "belief/tally_int.h"

#include <math.h>
#include <string.h>

hw_status bench_new(const counting *c, bench *x, hw_error *error)
{
	size_t most = c->b->most.members + 2;

	HW_TRY(work_new(c->b, &c->b->most, &x->w, error));
	x->own = HW_NEW(x->w.arena, double, most);
	x->mixture = HW_NEW(x->w.arena, double, most);
	x->p = HW_NEW(x->w.arena, double, most * c->set_count + 1);
	x->spare = HW_NEW(x->w.arena, double, c->persons + 3 * most + 64);
	if (pmf_new(&x->scratch, x->w.arena, most) && x->own && x->mixture && x->p && x->spare)
		return HW_OK;
	work_free(&x->w);
	return hw_fail(error, HW_NO_MEMORY, "out of memory counting persons");
}

static double dot(const double *a, const double *b, size_t count)
{
	double sum = 0;

	for (size_t z = 0; z < count; z++)
		sum += a[z] * b[z];
	return sum < 0 ? 0 : sum > 1 ? 1 : sum;
}

static void probabilities(const counting *c, size_t index, bench *x)
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

void tally_unit(const counting *c, size_t index, bench *x)
{
	const unit *u = &c->b->units[index];

	view_fill(c->b, u, x->w.theta, BELIEF_NONE, false, &x->w);
	unit_look(c->b, u, c->day, EVERY_MEMBER, &x->w);
	probabilities(c, index, x);
}

/* ---- tables of persons alone ---- */
static bool drawn(const belief *b, const clue *c)
{
	return c->theta >= 0 && !b->problem.sources[b->thetas[c->theta].source].fixed;
}

static size_t drawn_count(const belief *b, const unit *u)
{
	size_t count = 0;

	for (size_t j = 0; j < u->clue_count; j++)
		count += drawn(b, &u->clues[j]);
	return count;
}

bool tally_wants_table(const belief *b, const unit *u)
{
	return u->group == BELIEF_NONE && u->learns && drawn_count(b, u) <= TALLY_TABLE_REPORTS;
}

/* The emission of a report with theta 1 or 0; for others it stays as it is. */
static void set_pattern(const belief *b, const unit *u, size_t pattern, work *w)
{
	size_t bit = 0;

	for (size_t j = 0; j < u->clue_count; j++) {
		weigh *by = &w->view.weights[j];
		if (!drawn(b, &u->clues[j]))
			continue;
		double own = by->scale + (u->clues[j].noise > 0 ? by->noise / u->clues[j].noise : 0);
		bool faithful = pattern >> bit++ & 1;
		by->scale = faithful ? own : 0;
		by->noise = faithful ? 0 : own * u->clues[j].noise;
	}
}

static void fill_table(const counting *c, size_t index, bench *x)
{
	const unit *u = &c->b->units[index];
	outcomes *t = &c->tables[index];
	size_t rows = (size_t)1 << drawn_count(c->b, u);
	double most = -HUGE_VAL;

	for (size_t j = 0; j < u->clue_count; j++)
		if (drawn(c->b, &u->clues[j])) {
			t->theta[t->reports] = u->clues[j].theta;
			t->digit[t->reports++] = u->clues[j].report->credibility;
		}
	for (size_t row = 0; row < rows; row++) {
		view_fill(c->b, u, x->w.theta, BELIEF_NONE, false, &x->w);
		set_pattern(c->b, u, row, &x->w);
		unit_look(c->b, u, c->day, NO_MEMBER, &x->w);
		t->weight[row] = x->w.look.log;
		if (!(x->w.look.log > -HUGE_VAL))
			continue;
		probabilities(c, index, x);
		memcpy(t->p + row * c->set_count, x->p, c->set_count * sizeof *t->p);
		most = fmax(most, x->w.look.log);
	}
	for (size_t row = 0; row < rows; row++)
		t->weight[row] = exp(t->weight[row] - most);
}

static void read_table(const counting *c, const outcomes *t, bench *x)
{
	double pattern[1 << TALLY_TABLE_REPORTS], total = 0;

	pattern[0] = 1;
	for (size_t j = 0; j < t->reports; j++) {
		double theta = belief_theta_of(x->w.theta[t->theta[j]], t->digit[j]);
		for (size_t row = 0; row < (size_t)1 << j; row++) {
			pattern[row | (size_t)1 << j] = pattern[row] * theta;
			pattern[row] *= 1 - theta;
		}
	}
	for (size_t s = 0; s < c->set_count; s++)
		x->p[s] = 0;
	for (size_t row = 0; row < (size_t)1 << t->reports; row++) {
		double weight = pattern[row] * t->weight[row];
		total += weight;
		for (size_t s = 0; s < c->set_count; s++)
			x->p[s] += weight * t->p[row * c->set_count + s];
	}
	for (size_t s = 0; s < c->set_count; s++)
		x->p[s] = total > 0 ? fmin(1, x->p[s] / total) : c->p[s];
}

/* ---- groups that are dear ---- */
bool tally_wants_anchor(const unit *u)
{
	enum { DEAR = 20000 }; /* numbers that all passes of one solution go over */
	bool several = false;

	for (size_t m = 0; m < u->member_count; m++)
		several = several || u->members[m].several;
	return several && u->learns && u->chain.size * (u->speaking + 1) > DEAR;
}

static void keep_look(const unit *u, const outlook *look, double *out)
{
	size_t states = u->space.states;

	memcpy(out, look->chain, states * sizeof *out);
	memcpy(out + states, look->follow, u->member_count * sizeof *out);
	memcpy(out + states + u->member_count, look->with_group, u->member_count * states * sizeof *out);
}

static void fill_anchor(const counting *c, size_t index, bench *x)
{
	const unit *u = &c->b->units[index];

	for (int loose = 0; loose < 2; loose++) {
		x->w.view.loose = loose;
		view_fill(c->b, u, x->w.theta, BELIEF_NONE, false, &x->w);
		unit_look(c->b, u, c->day, EVERY_MEMBER, &x->w);
		keep_look(u, &x->w.look, loose ? c->anchors[index].loose : c->anchors[index].exact);
	}
	x->w.view.loose = false;
}

/* exact / loose, where both mean something. */
static double ratio(double exact, double loose)
{
	const double furthest = 1e6;

	if (!(exact > 0))
		return 0;
	return loose > exact / furthest ? exact / loose : furthest;
}

static void correct_distribution(double *v, const double *exact, const double *loose, size_t count)
{
	double sum = 0;

	for (size_t z = 0; z < count; z++) {
		v[z] *= ratio(exact[z], loose[z]);
		sum += v[z];
	}
	for (size_t z = 0; z < count; z++)
		v[z] = sum > 0 ? v[z] / sum : exact[z];
}

static void correct_look(const unit *u, const anchor *a, outlook *look)
{
	size_t states = u->space.states, at = states, places = states + u->member_count;

	correct_distribution(look->chain, a->exact, a->loose, states);
	for (size_t m = 0; m < u->member_count; m++) {
		double yes = look->follow[m] * ratio(a->exact[at + m], a->loose[at + m]);
		double no = (1 - look->follow[m]) * ratio(1 - a->exact[at + m], 1 - a->loose[at + m]);
		if (u->members[m].clue_count) {
			look->follow[m] = yes + no > 0 ? yes / (yes + no) : a->exact[at + m];
			correct_distribution(look->with_group + m * states, a->exact + places + m * states,
					     a->loose + places + m * states, states);
		} else {
			memcpy(look->with_group + m * states, look->chain, states * sizeof(double));
		}
	}
}

void tally_prepare(const counting *c, size_t index, bench *x)
{
	if (c->tables[index].p)
		fill_table(c, index, x);
	if (c->anchors[index].exact)
		fill_anchor(c, index, x);
}

void tally_draw(const counting *c, size_t index, bench *x)
{
	const unit *u = &c->b->units[index];

	if (c->tables[index].p) {
		read_table(c, &c->tables[index], x);
		return;
	}
	bool dear = c->anchors[index].exact;
	x->w.view.loose = dear;
	view_fill(c->b, u, x->w.theta, BELIEF_NONE, false, &x->w);
	unit_look(c->b, u, c->day, EVERY_MEMBER, &x->w);
	x->w.view.loose = false;
	if (dear)
		correct_look(u, &c->anchors[index], &x->w.look);
	probabilities(c, index, x);
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
static void add_mixture(const counting *c, const unit *u, size_t z, bool inside, double weight, bench *x, double *out)
{
	if (!(weight > 1e-15))
		return;
	pmf_begin(&x->scratch);
	for (size_t m = 0; m < u->member_count; m++) {
		if (!c->counted[u->members[m].person])
			continue;
		double follows = c->day >= u->members[m].released ? 0 : follows_at(u, m, z, &x->w.look);
		pmf_add(&x->scratch, (inside ? follows : 0) + (1 - follows) * x->own[m]);
	}
	pmf_settle(&x->scratch);
	for (size_t k = x->scratch.low; k <= x->scratch.high; k++)
		out[k] += weight * x->scratch.f[k];
}

void tally_group(const counting *c, size_t index, size_t set, bench *x, double *out)
{
	const unit *u = &c->b->units[index];
	const outlook *look = &x->w.look;
	size_t states = u->space.states;
	const double *average = c->averages + c->average_first[index] + set * states;

	memset(out, 0, (u->member_count + 1) * sizeof *out);
	for (size_t m = 0; m < u->member_count; m++)
		x->own[m] = c->day >= u->members[m].released ? average[states - 1]
							     : dot(look->own + m * states, average, states);
	if (!u->speaking) { /* the switches do not depend on the place */
		double inside = dot(look->chain, average, states);
		add_mixture(c, u, 0, true, inside, x, out);
		add_mixture(c, u, 0, false, 1 - inside, x, out);
		return;
	}
	for (size_t z = 0; z < states; z++) {
		add_mixture(c, u, z, true, look->chain[z] * average[z], x, out);
		add_mixture(c, u, z, false, look->chain[z] * (1 - average[z]), x, out);
	}
}
