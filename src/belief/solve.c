/* solve.c - what a unit says under one view: its likelihood, its chain, its members.
 *
 * Given the path Z of the group its members are independent, and member i contributes the factor
 *     together * prod_j e_ij(Z) + (1 - together) * L_i,     L_i = p(his clues) on his own chain.
 * Divided by L_i the factor of his clue j is e_ij / c_ij, c_ij being the scale of his own forward pass at
 * that clue; so no factor runs out of range.  With one clue the factor is a function of the state at that
 * day; with several the switch is carried along by chain.c, or (loose) passed as messages. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

/* Forward on the member's own chain; sets how his clues weigh on the group's. */
static void own_chain(const unit *u, size_t index, work *w)
{
	const member *m = &u->members[index];
	view *v = &w->view;
	double log_p = chain_forward(u, &m->own, v, 0, w->own_alpha, w->own_logs, v->own_scale, NULL, w);

	v->own_possible[index] = log_p > -HUGE_VAL;
	v->member_log[index] = v->own_possible[index] ? log_p : 0;
	for (size_t j = m->first_clue; j < m->first_clue + m->clue_count; j++) {
		if (!v->own_possible[index])
			v->own_scale[j] = 1;
		v->follow[j] = m->together;
		v->apart[j] = v->own_possible[index] ? 1 - m->together : 0;
	}
}

/* ---- loose switches ---- */
static bool is_loose(const member *m, const view *v)
{
	return m->loose || (v->loose && m->several);
}

/* The chance of a clue if the member follows, over the chance if not, by everything but this clue. */
static double clue_message(const unit *u, const event *e, const view *v, work *w)
{
	size_t states = u->space.states, blocks = (size_t)1 << event_bits(e, v);
	double scale = 1 / v->own_scale[e->clue], with = 0, without = 0;

	clue_emission(&u->clues[e->clue], &v->weights[e->clue], &u->space, w->emission);
	clue_after(&u->clues[e->clue], &u->space, w->emission);
	for (size_t z = 0; z < states; z++) {
		double relative = w->emission[z] * scale, factor = v->follow[e->clue] * relative + v->apart[e->clue];
		double gamma = 0;
		for (size_t k = 0; k < blocks; k++)
			gamma += w->gamma[k * states + z];
		if (!(factor > 0))
			continue;
		with += gamma / factor * relative;
		without += gamma / factor;
	}
	return without > 0 ? with / without : 1;
}

/* New weights of one member's switch at each clue from the messages of his other clues; returns the largest
 * change.  `log_z` gains what Bethe's free energy has beyond the chain's own likelihood. */
static double pass_switch(const unit *u, size_t index, double damping, double *log_z, work *w)
{
	const member *m = &u->members[index];
	view *v = &w->view;
	double sum = 0, largest = 0, apart = v->own_possible[index] ? 1 - m->together : 0;
	size_t zeros = 0;

	for (size_t j = m->first_clue; j < m->first_clue + m->clue_count; j++) {
		*log_z -= log(v->follow[j] * w->message[j] + v->apart[j]);
		if (w->message[j] > 0)
			sum += log(w->message[j]);
		else
			zeros++;
	}
	double all = zeros ? 0 : m->together * exp(sum);
	*log_z += log(all + apart);
	w->loose_follow[index] = all + apart > 0 ? all / (all + apart) : 0;
	for (size_t j = m->first_clue; j < m->first_clue + m->clue_count; j++) {
		bool zero = !(w->message[j] > 0);
		double others = zeros > zero ? 0 : m->together * exp(sum - (zero ? 0 : log(w->message[j])));
		double p = others + apart > 0 ? others / (others + apart) : 0;
		p += damping * (v->follow[j] / (v->follow[j] + v->apart[j]) - p);
		largest = fmax(largest, fabs(p - v->follow[j]));
		v->follow[j] = p;
		v->apart[j] = 1 - p;
	}
	return largest;
}

/* Messages until they stand still; alpha and beta are ready at the end. */
static double settle(const unit *u, work *w)
{
	enum { MOST_ROUNDS = 200, UNDAMPED = 20 };
	double tolerance = w->view.loose ? 1e-6 : 1e-12, log_z = 0;

	for (int round = 0; round < MOST_ROUNDS; round++) {
		double change = 0;
		log_z = chain_forward(u, &u->chain, &w->view, 0, w->alpha, w->logs, NULL, NULL, w);
		if (!(log_z > -HUGE_VAL))
			break;
		chain_backward(u, &u->chain, &w->view, w->beta, w);
		for (size_t k = 0; k < u->chain.count; k++) {
			const event *e = &u->chain.events[k];
			if (e->member < 0 || !is_loose(&u->members[e->member], &w->view))
				continue;
			chain_gamma(u, &u->chain, &w->view, k, w->alpha, w->beta, w->gamma);
			w->message[e->clue] = clue_message(u, e, &w->view, w);
		}
		for (size_t m = 0; m < u->member_count; m++)
			if (is_loose(&u->members[m], &w->view))
				change = fmax(change, pass_switch(u, m, round < UNDAMPED ? 0 : 0.5, &log_z, w));
		if (change < tolerance)
			break;
	}
	return log_z;
}

static bool any_loose(const unit *u, const view *v)
{
	if (u->approximate)
		return true;
	for (size_t m = 0; v->loose && m < u->member_count; m++)
		if (u->members[m].several)
			return true;
	return false;
}

static double run_chain(const unit *u, bool future, work *w)
{
	if (any_loose(u, &w->view))
		return settle(u, w);
	double log_p = chain_forward(u, &u->chain, &w->view, 0, w->alpha, w->logs, NULL, NULL, w);
	if (future && log_p > -HUGE_VAL)
		chain_backward(u, &u->chain, &w->view, w->beta, w);
	return log_p;
}

static double sum_members(const unit *u, const view *v)
{
	double sum = 0;

	for (size_t m = 0; m < u->member_count; m++)
		if (u->members[m].clue_count)
			sum += v->member_log[m];
	return sum;
}

double unit_run(const unit *u, bool future, work *w)
{
	for (size_t m = 0; m < u->member_count; m++)
		if (u->members[m].clue_count)
			own_chain(u, m, w);
	return run_chain(u, future, w) + sum_members(u, &w->view);
}

/* ---- at one day ---- */
static bool wanted(ptrdiff_t only, size_t m)
{
	return only == EVERY_MEMBER || only == (ptrdiff_t)m;
}

static void own_at(const belief *b, const unit *u, size_t m, double day, work *w)
{
	const chain *own = &u->members[m].own;

	if (chain_needs_future(own, day))
		chain_backward(u, own, &w->view, w->own_beta, w);
	chain_at(b, u, own, &w->view, w->own_alpha, w->own_beta, day, w->look.own + m * u->space.states, w);
}

/* His place and his chance if he follows: the same pass with his switch held at "follows", from his first clue. */
static void forced_at(const belief *b, const unit *u, size_t index, double day, double log_chain, work *w)
{
	const member *m = &u->members[index];
	const chain *c = &u->chain;
	view *v = &w->view;
	double *out = w->look.with_group + index * u->space.states;
	bool loose = is_loose(m, v);
	size_t from = 0;

	while (c->events[from].member != (ptrdiff_t)index)
		from++;
	for (size_t j = m->first_clue; j < m->first_clue + m->clue_count; j++) {
		w->message[j] = v->follow[j]; /* kept */
		w->times[j] = v->apart[j];
		v->apart[j] = 0;
		if (loose)
			v->follow[j] = 1;
	}
	if (from) {
		const event *before = &c->events[from];
		size_t size = v->loose ? from * u->space.states : before->offset;
		memcpy(w->forced, w->alpha, size * sizeof *w->forced);
		memcpy(w->forced_logs, w->logs, from * sizeof *w->forced_logs);
	}
	double log_p = chain_forward(u, c, v, from, w->forced, w->forced_logs, NULL, NULL, w);
	if (log_p > -HUGE_VAL) {
		w->look.follow[index] = loose ? w->loose_follow[index] : fmin(1, exp(log_p - log_chain));
		if (chain_needs_future(c, day))
			chain_backward(u, c, v, w->beta, w);
		chain_at(b, u, c, v, w->forced, w->beta, day, out, w);
	} else {
		w->look.follow[index] = 0;
		memcpy(out, w->look.chain, u->space.states * sizeof *out);
	}
	for (size_t j = m->first_clue; j < m->first_clue + m->clue_count; j++) {
		v->follow[j] = w->message[j];
		v->apart[j] = w->times[j];
	}
}

/* Who has been exchanged is free, whatever his group's path says. */
static void free_member(const unit *u, size_t m, work *w)
{
	double *at = w->look.with_group + m * u->space.states;

	memset(at, 0, u->space.states * sizeof *at);
	at[u->space.places + 1] = 1;
}

static void look_at_members(const belief *b, const unit *u, double day, ptrdiff_t only, double log_chain, work *w)
{
	for (size_t m = 0; m < u->member_count; m++) {
		if (!wanted(only, m) || day < u->members[m].since)
			continue;
		if (u->members[m].clue_count) {
			forced_at(b, u, m, day, log_chain, w);
		} else {
			w->look.follow[m] = u->members[m].together;
			memcpy(w->look.with_group + m * u->space.states, w->look.chain,
			       u->space.states * sizeof(double));
		}
		if (day >= u->members[m].released)
			free_member(u, m, w);
	}
}

void unit_look(const belief *b, const unit *u, double day, ptrdiff_t only, work *w)
{
	bool future = chain_needs_future(&u->chain, day);

	for (size_t m = 0; m < u->member_count; m++) {
		bool shown = wanted(only, m) && day >= u->members[m].since;
		if (!u->members[m].clue_count && !shown)
			continue;
		own_chain(u, m, w);
		if (shown && w->view.own_possible[m])
			own_at(b, u, m, day, w);
		else if (shown)
			memset(w->look.own + m * u->space.states, 0, u->space.states * sizeof(double));
	}
	double log_chain = run_chain(u, future, w);
	w->look.log = log_chain + sum_members(u, &w->view);
	if (!(log_chain > -HUGE_VAL) || day < u->chain.since)
		return;
	chain_at(b, u, &u->chain, &w->view, w->alpha, w->beta, day, w->look.chain, w);
	/* With loose switches the likelihood is Bethe's, not the one of the chain as it ran. */
	look_at_members(b, u, day, only, u->chain.count ? w->logs[u->chain.count - 1] : 0, w);
}

void member_states(const unit *u, size_t m, const outlook *look, double *out)
{
	double follow = look->follow[m];

	for (size_t z = 0; z < u->space.states; z++) {
		size_t at = m * u->space.states + z;
		out[z] = follow * look->with_group[at] + (1 - follow) * look->own[at];
	}
}

/* ---- faithful, noise, copy ---- */
/* Adds what a distribution over the states (of any mass) says of a clue. */
static void add_shares(const unit *u, size_t which, const view *v, const double *gamma, share_of *shares, work *w)
{
	const weigh *by = &v->weights[which];

	clue_fit(&u->clues[which], &u->space, w->fit);
	for (size_t z = 0; z < u->space.states; z++) {
		double e = by->noise + by->copy + by->scale * w->fit[z];
		if (!(gamma[z] > 0) || !(e > 0))
			continue;
		double part = gamma[z] / e;
		shares->faithful += part * by->scale * w->fit[z];
		shares->noise += part * by->noise;
		shares->copy += part * by->copy;
	}
}

static void plain_shares(const unit *u, const chain *c, const double *alpha, const double *beta, share_of *shares,
			 work *w)
{
	for (size_t k = 0; k < c->count; k++) {
		const event *e = &c->events[k];
		if (e->kind != EVENT_CLUE || e->member >= 0)
			continue;
		chain_gamma(u, c, &w->view, k, alpha, beta, w->gamma);
		for (size_t block = 1; block < (size_t)1 << event_bits(e, &w->view); block++)
			for (size_t z = 0; z < u->space.states; z++)
				w->gamma[z] += w->gamma[block * u->space.states + z];
		shares[e->clue] = (share_of){0};
		add_shares(u, e->clue, &w->view, w->gamma, &shares[e->clue], w);
	}
}

/* P(follows, state) at a member's clue, from the distribution over configurations; returns its sum. */
static double following(const unit *u, const event *e, const view *v, double *out, work *w)
{
	size_t states = u->space.states, blocks = (size_t)1 << event_bits(e, v);
	double scale = 1 / v->own_scale[e->clue], sum = 0;
	bool alone = event_alone(e, v);

	clue_emission(&u->clues[e->clue], &v->weights[e->clue], &u->space, w->emission);
	clue_after(&u->clues[e->clue], &u->space, w->emission);
	for (size_t z = 0; z < states; z++) {
		double with = v->follow[e->clue] * w->emission[z] * scale, gamma = 0;
		for (size_t k = 0; k < blocks; k++)
			if (alone || (k >> e->slot & 1))
				gamma += w->gamma[k * states + z];
		if (alone)
			gamma *= with > 0 ? with / (with + v->apart[e->clue]) : 0;
		out[z] = gamma;
		sum += gamma;
	}
	return sum;
}

static void member_shares(const unit *u, work *w)
{
	for (size_t k = 0; k < u->chain.count; k++) {
		const event *e = &u->chain.events[k];
		if (e->member < 0)
			continue;
		chain_gamma(u, &u->chain, &w->view, k, w->alpha, w->beta, w->gamma);
		double apart = 1 - following(u, e, &w->view, w->spare, w);
		if (u->clues[e->clue].after) { /* wherever the group was then, he was free */
			double follows = 0;
			for (size_t z = 0; z < u->space.states; z++) {
				follows += w->spare[z];
				w->spare[z] = 0;
			}
			w->spare[u->space.places + 1] = follows;
		}
		share_of *s = &w->shares[e->clue];
		const share_of *own = &w->own_shares[e->clue];
		*s = (share_of){apart * own->faithful, apart * own->noise, apart * own->copy};
		add_shares(u, e->clue, &w->view, w->spare, s, w);
	}
}

double unit_shares(const unit *u, work *w)
{
	for (size_t m = 0; m < u->member_count; m++) {
		if (!u->members[m].clue_count)
			continue;
		own_chain(u, m, w);
		for (size_t j = u->members[m].first_clue; j < u->members[m].first_clue + u->members[m].clue_count; j++)
			w->own_shares[j] = (share_of){0};
		if (!w->view.own_possible[m])
			continue;
		chain_backward(u, &u->members[m].own, &w->view, w->own_beta, w);
		plain_shares(u, &u->members[m].own, w->own_alpha, w->own_beta, w->own_shares, w);
	}
	double log_p = run_chain(u, true, w);
	if (log_p > -HUGE_VAL) {
		plain_shares(u, &u->chain, w->alpha, w->beta, w->shares, w);
		member_shares(u, w);
	}
	return log_p + sum_members(u, &w->view);
}
