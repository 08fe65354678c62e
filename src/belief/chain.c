/* chain.c - forward and backward along one chain (Rabiner 1989, section III and V.A), with the switches of
 * a group's members carried as bits of the configuration: the vector has one block of states for each. */
#include "belief/belief_int.h"
#include "belief/vector_int.h"

#include <math.h>
#include <string.h>

static size_t offset_of(const unit *u, const event *e, const view *by, size_t k)
{
	return by->loose ? k * u->space.states : e->offset;
}

static unsigned bits_in(const event *e, const view *v)
{
	return v->loose ? 0 : e->bits_in;
}

static unsigned bits_out(const event *e, const view *v)
{
	return v->loose ? 0 : e->bits_out;
}

/* ---- transfers: all moves of a day act on the vector as it was ---- */
static void move_forward(const chain *c, const event *e, double *v, double *moved)
{
	for (size_t i = 0; i < e->count; i++)
		moved[i] = c->moves[e->first + i].share * v[c->moves[e->first + i].from];
	for (size_t i = 0; i < e->count; i++) {
		const move *m = &c->moves[e->first + i];
		v[m->from] = fmax(0, v[m->from] - moved[i]);
		for (size_t k = 0; k < m->count; k++)
			v[m->to[k]] += moved[i] * m->weight[k];
	}
}

static void move_backward(const chain *c, const event *e, double *v, double *moved)
{
	for (size_t i = 0; i < e->count; i++) {
		const move *m = &c->moves[e->first + i];
		moved[i] = 0;
		for (size_t k = 0; k < m->count; k++)
			moved[i] += m->weight[k] * v[m->to[k]];
		moved[i] = m->share * (moved[i] - v[m->from]);
	}
	for (size_t i = 0; i < e->count; i++)
		v[c->moves[e->first + i].from] += moved[i];
}

/* ---- exchanges: every captive goes free ---- */
/* Not when the clue is made to say nothing. */
static bool releases(const event *e, const view *by)
{
	return e->kind == EVENT_EXCHANGE && e->member < 0 && by->weights[e->clue].scale > 0;
}

static void release(const unit *u, const event *e, const view *by, double *v)
{
	size_t places = u->space.places;

	if (!releases(e, by))
		return;
	for (size_t block = 0; block < (size_t)1 << event_bits(e, by); block++, v += u->space.states)
		for (size_t z = 0; z < places; z++) {
			v[places + 1] += v[z];
			v[z] = 0;
		}
}

static void release_backward(const unit *u, const event *e, const view *by, double *v)
{
	size_t places = u->space.places;

	if (!releases(e, by))
		return;
	for (size_t block = 0; block < (size_t)1 << event_bits(e, by); block++, v += u->space.states)
		for (size_t z = 0; z < places; z++)
			v[z] = v[places + 1];
}

/* ---- clues ---- */
/* Emission as seen by the chain: for a member's clue relative to what his own chain says of it. */
static void emission_of(const unit *u, const event *e, const view *by, double *emission)
{
	const clue *c = &u->clues[e->clue];

	clue_emission(c, &by->weights[e->clue], &u->space, emission);
	clue_after(c, &u->space, emission);
	double scale = 1 / by->own_scale[e->clue];
	for (size_t z = 0; z < u->space.states; z++)
		emission[z] *= scale;
	if (event_alone(e, by))
		for (size_t z = 0; z < u->space.states; z++)
			emission[z] = by->follow[e->clue] * emission[z] + by->apart[e->clue];
}

/* Applies the clue to the vector of bits_in switches; it has `bits` afterwards. */
static void see(const unit *u, const event *e, const view *by, double *v, double *emission)
{
	size_t states = u->space.states, blocks = (size_t)1 << bits_in(e, by);

	if (e->member < 0) {
		for (size_t k = 0; k < blocks; k++)
			clue_apply(&u->clues[e->clue], &by->weights[e->clue], &u->space, v + k * states, emission);
		return;
	}
	emission_of(u, e, by, emission);
	if (event_alone(e, by)) {
		for (size_t k = 0; k < blocks; k++)
			multiply_by(v + k * states, emission, states);
	} else if (e->open) {
		for (size_t k = 0; k < blocks; k++)
			for (size_t z = k * states, i = 0; i < states; z++, i++) {
				v[blocks * states + z] = v[z] * by->follow[e->clue] * emission[i];
				v[z] *= by->apart[e->clue];
			}
	} else {
		for (size_t k = 0; k < blocks; k++)
			if (k >> e->slot & 1)
				multiply_by(v + k * states, emission, states);
	}
}

/* The configuration that has bit `slot` put into `k` as `bit`. */
static size_t with_bit(size_t k, unsigned slot, size_t bit)
{
	size_t low = k & (((size_t)1 << slot) - 1);

	return (k >> slot) << (slot + 1) | bit << slot | low;
}

/* Sums a closing switch out, in place. */
static void collapse(const unit *u, const event *e, const view *by, double *v)
{
	size_t states = u->space.states, blocks = (size_t)1 << bits_out(e, by);

	if (event_bits(e, by) == bits_out(e, by))
		return;
	for (size_t k = 0; k < blocks; k++) {
		const double *no = v + with_bit(k, e->slot, 0) * states, *yes = v + with_bit(k, e->slot, 1) * states;
		for (size_t z = 0; z < states; z++)
			v[k * states + z] = no[z] + yes[z];
	}
}

/* Backward of collapse: the future does not know the switch. */
static void expand(const unit *u, const event *e, const view *by, double *v)
{
	size_t states = u->space.states, blocks = (size_t)1 << bits_out(e, by);

	if (event_bits(e, by) == bits_out(e, by))
		return;
	for (size_t k = blocks; k-- > 0;) {
		memmove(v + with_bit(k, e->slot, 1) * states, v + k * states, states * sizeof *v);
		memmove(v + with_bit(k, e->slot, 0) * states, v + k * states, states * sizeof *v);
	}
}

/* From after the clue to before it. */
static void see_backward(const unit *u, const event *e, const view *by, double *v, double *emission)
{
	size_t states = u->space.states, blocks = (size_t)1 << bits_in(e, by);

	if (e->member < 0) {
		for (size_t k = 0; k < blocks; k++)
			clue_apply(&u->clues[e->clue], &by->weights[e->clue], &u->space, v + k * states, emission);
		return;
	}
	emission_of(u, e, by, emission);
	if (event_alone(e, by)) {
		for (size_t k = 0; k < blocks; k++)
			multiply_by(v + k * states, emission, states);
	} else if (e->open) {
		for (size_t k = 0; k < blocks; k++)
			for (size_t z = k * states, i = 0; i < states; z++, i++)
				v[z] = by->apart[e->clue] * v[z] +
				       by->follow[e->clue] * emission[i] * v[blocks * states + z];
	} else {
		for (size_t k = 0; k < blocks; k++)
			if (k >> e->slot & 1)
				multiply_by(v + k * states, emission, states);
	}
}

/* ---- along the chain ---- */
static void begin(const unit *u, const chain *c, double *v)
{
	for (size_t l = 0; l < u->space.places; l++)
		v[l] = c->prior.captive * u->space.g[l];
	v[u->space.places] = c->prior.dead;
	v[u->space.places + 1] = c->prior.free;
}

/* From `from` on (the vectors before it are in alpha already).  logs[k] = log p of events 0..k;
 * scales[clue] = p(clue | before), when asked for.  -HUGE_VAL when the events cannot be. */
double chain_forward(const unit *u, const chain *c, const view *by, size_t from, double *alpha, double *logs,
		     double *scales, size_t *stopped_at, work *w)
{
	size_t states = u->space.states;
	double *v = w->vector, log_p = from ? logs[from - 1] : 0;

	if (from) {
		const event *before = &c->events[from - 1];
		memcpy(v, alpha + offset_of(u, before, by, from - 1), (states << event_bits(before, by)) * sizeof *v);
		collapse(u, before, by, v);
	} else {
		begin(u, c, v);
	}
	for (size_t k = from; k < c->count; k++) {
		const event *e = &c->events[k];
		size_t count = states << event_bits(e, by);
		for (size_t block = 0; block < (size_t)1 << bits_in(e, by); block++)
			space_forward(&u->space, &e->gap, v + block * states, w->sums);
		if (e->kind == EVENT_TRANSFER)
			for (size_t block = 0; block < (size_t)1 << bits_in(e, by); block++)
				move_forward(c, e, v + block * states, w->moved);
		else
			see(u, e, by, v, w->emission);
		release(u, e, by, v);
		double sum = sum_of(v, count);
		if (!(sum > 0)) {
			if (stopped_at)
				*stopped_at = k;
			return -HUGE_VAL;
		}
		if (scales && e->kind != EVENT_TRANSFER)
			scales[e->clue] = sum;
		log_p += log(sum);
		logs[k] = log_p;
		scale_by(v, 1 / sum, count);
		memcpy(alpha + offset_of(u, e, by, k), v, count * sizeof *v);
		collapse(u, e, by, v);
	}
	return log_p;
}

/* Keeps beta in range; only its direction counts, and it shrinks slowly. */
static void keep_in_range(double *v, size_t count)
{
	const double small = 1e-60;
	double most = largest_of(v, count);

	if (most > 0 && most < small)
		scale_by(v, 1 / most, count);
}

/* From after event k to before it (still after the gap). */
static void undo_event(const unit *u, const chain *c, const event *e, const view *by, double *v, work *w)
{
	release_backward(u, e, by, v);
	if (e->kind == EVENT_TRANSFER)
		for (size_t block = 0; block < (size_t)1 << bits_in(e, by); block++)
			move_backward(c, e, v + block * u->space.states, w->moved);
	else
		see_backward(u, e, by, v, w->emission);
	keep_in_range(v, u->space.states << bits_in(e, by));
}

/* beta at event k: what comes after it, given the vector just after it was seen. */
void chain_backward(const unit *u, const chain *c, const view *by, double *beta, work *w)
{
	size_t states = u->space.states;
	double *v = w->vector;

	for (size_t z = 0; z < states; z++)
		v[z] = 1;
	for (size_t k = c->count; k-- > 0;) {
		const event *e = &c->events[k];
		expand(u, e, by, v);
		memcpy(beta + offset_of(u, e, by, k), v, (states << event_bits(e, by)) * sizeof *v);
		if (!k)
			break;
		undo_event(u, c, e, by, v, w);
		for (size_t block = 0; block < (size_t)1 << bits_in(e, by); block++)
			space_backward(&u->space, &e->gap, v + block * states, w->sums);
	}
}

static void normalise(double *v, size_t count)
{
	double sum = sum_of(v, count);

	if (sum > 0)
		scale_by(v, 1 / sum, count);
}

void chain_gamma(const unit *u, const chain *c, const view *by, size_t k, const double *alpha, const double *beta,
		 double *gamma)
{
	const event *e = &c->events[k];
	size_t count = u->space.states << event_bits(e, by), offset = offset_of(u, e, by, k);

	memcpy(gamma, alpha + offset, count * sizeof *gamma);
	multiply_by(gamma, beta + offset, count);
	normalise(gamma, count);
}

bool chain_needs_future(const chain *c, double day)
{
	return c->count && day < c->events[c->count - 1].at;
}

/* The last event on or before the day; NOWHERE when none. */
static ptrdiff_t event_before(const chain *c, double day)
{
	size_t low = 0, high = c->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (c->events[middle].at <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return (ptrdiff_t)low - 1;
}

/* Multiplies by what comes after `day`, the first event being k. */
static void weigh_future(const belief *b, const unit *u, const chain *c, const view *by, size_t k, const double *beta,
			 double day, double *v, work *w)
{
	const event *e = &c->events[k];
	size_t states = u->space.states, blocks = (size_t)1 << bits_in(e, by);
	step gap = step_of(&b->problem.rates, e->at - day);
	double *later = w->spare;

	memcpy(later, beta + offset_of(u, e, by, k), (states << event_bits(e, by)) * sizeof *later);
	undo_event(u, c, e, by, later, w);
	for (size_t block = 0; block < blocks; block++) {
		space_backward(&u->space, &gap, later + block * states, w->sums);
		multiply_by(v + block * states, later + block * states, states);
	}
}

void chain_at(const belief *b, const unit *u, const chain *c, const view *by, const double *alpha, const double *beta,
	      double day, double *out, work *w)
{
	size_t states = u->space.states;
	ptrdiff_t k = event_before(c, day);
	double *v = w->vector, before = c->since;
	unsigned bits = 0;

	if (k >= 0) {
		const event *e = &c->events[k];
		memcpy(v, alpha + offset_of(u, e, by, (size_t)k), (states << event_bits(e, by)) * sizeof *v);
		collapse(u, e, by, v);
		bits = bits_out(e, by);
		before = e->at;
	} else {
		begin(u, c, v);
	}
	step gap = step_of(&b->problem.rates, day - before);
	for (size_t block = 0; block < (size_t)1 << bits; block++)
		space_forward(&u->space, &gap, v + block * states, w->sums);
	if ((size_t)(k + 1) < c->count)
		weigh_future(b, u, c, by, (size_t)(k + 1), beta, day, v, w);
	for (size_t z = 0; z < states; z++) {
		out[z] = v[z];
		for (size_t block = 1; block < (size_t)1 << bits; block++)
			out[z] += v[block * states + z];
	}
	normalise(out, states);
}
