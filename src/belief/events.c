/* events.c - the lines of events in time, and how the switches of a group are carried along them. */
#include "belief/belief_int.h"

#include <math.h>
#include <stdlib.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory understanding the problem");
}

/* ---- which transfers concern whom ---- */
typedef struct dated {
	double at;
	size_t index;
} dated;

static int compare_dated(const void *a, const void *b)
{
	const dated *x = a, *y = b;

	if (x->at < y->at || x->at > y->at)
		return x->at < y->at ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* The known transfers in order of time. */
static size_t sorted_transfers(const belief *b, dated *order)
{
	const belief_problem *p = &b->problem;
	size_t count = 0;

	for (size_t i = 0; i < p->transfer_count; i++)
		if (belief_known_by(p->transfers[i].received, p->transfers[i].at, p->as_of))
			order[count++] = (dated){p->transfers[i].at, i};
	qsort(order, count, sizeof *order, compare_dated);
	return count;
}

/* Lists by counting: first[x + 1] is the beginning of x until x has been filled in, then its end. */
static void fill_lists(const belief_transfer *t, size_t index, transfer_index *lists)
{
	for (size_t k = 0; k < t->person_count; k++)
		lists->person_list[lists->person_first[t->persons[k] + 1]++] = index;
	for (size_t k = 0; k < t->group_count; k++)
		lists->group_list[lists->group_first[t->groups[k] + 1]++] = index;
}

static void accumulate(size_t *first, size_t count)
{
	for (size_t i = 2; i < count; i++)
		first[i] += first[i - 1];
}

bool transfers_index(const belief *b, hw_arena *arena, transfer_index *index)
{
	const belief_problem *p = &b->problem;
	size_t named_persons = 0, named_groups = 0;
	dated *order = HW_NEW(arena, dated, p->transfer_count + 1);

	index->everyone = HW_NEW(arena, size_t, p->transfer_count + 1);
	index->person_first = HW_NEW(arena, size_t, p->person_count + 2);
	index->group_first = HW_NEW(arena, size_t, p->group_count + 2);
	if (!order || !index->everyone || !index->person_first || !index->group_first)
		return false;
	size_t count = sorted_transfers(b, order);
	for (size_t i = 0; i < count; i++) {
		const belief_transfer *t = &p->transfers[order[i].index];
		if (t->everyone) {
			index->everyone[index->everyone_count++] = order[i].index;
			continue;
		}
		for (size_t k = 0; k < t->person_count; k++)
			index->person_first[t->persons[k] + 2]++;
		for (size_t k = 0; k < t->group_count; k++)
			index->group_first[t->groups[k] + 2]++;
		named_persons += t->person_count;
		named_groups += t->group_count;
	}
	index->person_list = HW_NEW(arena, size_t, named_persons + 1);
	index->group_list = HW_NEW(arena, size_t, named_groups + 1);
	if (!index->person_list || !index->group_list)
		return false;
	accumulate(index->person_first, p->person_count + 2);
	accumulate(index->group_first, p->group_count + 2);
	for (size_t i = 0; i < count; i++)
		if (!p->transfers[order[i].index].everyone)
			fill_lists(&p->transfers[order[i].index], order[i].index, index);
	return true;
}

size_t transfers_of(const belief *b, const transfer_index *index, size_t person, size_t group, double since,
		    size_t *list)
{
	const belief_transfer *t = b->problem.transfers;
	bool by_group = group != BELIEF_NONE;
	const size_t *own = by_group ? index->group_list : index->person_list;
	const size_t *first = by_group ? index->group_first : index->person_first;
	size_t who = by_group ? group : person, i = 0, k = first[who], count = 0;

	while (i < index->everyone_count || k < first[who + 1]) {
		size_t next;
		if (k == first[who + 1])
			next = index->everyone[i++];
		else if (i == index->everyone_count)
			next = own[k++];
		else if (compare_dated(&(dated){t[index->everyone[i]].at, index->everyone[i]},
				       &(dated){t[own[k]].at, own[k]}) < 0)
			next = index->everyone[i++];
		else
			next = own[k++];
		/* A person named twice by one transfer is one person. */
		if (t[next].at >= since && !(count && list[count - 1] == next))
			list[count++] = next;
	}
	return count;
}

/* ---- events of one chain ---- */
static size_t state_in(const belief *b, const space *s, size_t state)
{
	return state < b->sites ? space_place_of(s, state) : s->places + (state - b->sites);
}

static hw_status add_move(const belief *b, const space *s, chain *c, size_t at, size_t transfer, hw_error *error)
{
	const belief_transfer *t = &b->problem.transfers[transfer];
	move *m = &c->moves[at];
	double sum = 0;

	*m = (move){.share = t->share, .from = space_place_of(s, t->from), .count = t->to_count};
	m->to = HW_NEW(b->arena, size_t, t->to_count + 1);
	m->weight = HW_NEW(b->arena, double, t->to_count + 1);
	if (!m->to || !m->weight)
		return no_memory(error);
	for (size_t k = 0; k < t->to_count; k++)
		sum += t->to[k].weight;
	for (size_t k = 0; k < t->to_count; k++) {
		m->to[k] = state_in(b, s, t->to[k].state);
		m->weight[k] = t->to[k].weight / sum;
	}
	return HW_OK;
}

/* Of those at one place on one day no more than all can be moved. */
static hw_status check_taken(const chain *c, const size_t *list, size_t from, size_t to, double *taken, hw_error *error)
{
	hw_status status = HW_OK;

	for (size_t i = from; i < to && status == HW_OK; i++) {
		taken[c->moves[i].from] += c->moves[i].share;
		if (taken[c->moves[i].from] > 1 + 1e-9) {
			hw_fail(error, HW_BAD_INPUT, "the transfers of one day take more than everybody from one site");
			hw_error_what(error, "share");
			status = hw_error_where(error, "transfers[%zu]", list[i]);
		}
	}
	for (size_t i = from; i < to; i++)
		taken[c->moves[i].from] = 0;
	return status;
}

static hw_status add_moves(const belief *b, const transfer_index *index, const unit *u, chain *c, size_t person,
			   size_t *list, double *taken, hw_error *error)
{
	size_t count = transfers_of(b, index, person, person == BELIEF_NONE ? u->group : BELIEF_NONE, c->since, list);

	if (!count)
		return HW_OK;
	c->moves = HW_NEW(b->arena, move, count);
	if (!c->moves)
		return no_memory(error);
	for (size_t i = 0; i < count; i++)
		HW_TRY(add_move(b, &u->space, c, i, list[i], error));
	for (size_t from = 0, to; from < count; from = to) {
		double day = b->problem.transfers[list[from]].at;
		for (to = from + 1; to < count && !(b->problem.transfers[list[to]].at > day); to++)
			;
		HW_TRY(check_taken(c, list, from, to, taken, error));
		c->events[c->count++] = (event){
			.at = day, .kind = EVENT_TRANSFER, .first = from, .count = to - from, .member = BELIEF_NOWHERE};
	}
	return HW_OK;
}

static int compare_events(const void *a, const void *b)
{
	const event *x = a, *y = b;

	if (x->at < y->at || x->at > y->at)
		return x->at < y->at ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->clue < y->clue ? -1 : x->clue > y->clue;
}

static void add_clue_events(const unit *u, chain *c, size_t from, size_t count, ptrdiff_t who)
{
	for (size_t j = from; j < from + count; j++)
		c->events[c->count++] = (event){.at = u->clues[j].at,
						.kind = u->clues[j].exchange ? EVENT_EXCHANGE : EVENT_CLUE,
						.clue = j,
						.member = who};
}

static void lay_out(const belief *b, const space *s, chain *c)
{
	double before = c->since;

	c->size = 0;
	for (size_t k = 0; k < c->count; k++) {
		event *e = &c->events[k];
		e->gap = step_of(&b->problem.rates, e->at - before);
		before = e->at;
		e->offset = c->size;
		c->size += s->states << e->bits;
	}
}

/* ---- switches ----
 * A member with clues at several events keeps his switch (follows or not) open between the first and the
 * last of them: each open switch doubles the vector.  Past the budget the switches that cost most are loose. */
static const double BUDGET = 1 << 18; /* numbers in alpha: a millisecond a pass */
enum { MOST_SWITCHES = 14 };

/* Scratch of the plan of one group. */
typedef struct plan {
	size_t *first, *last; /* [members]: events of the first and the last clue; NONE without */
	double *size;         /* [events + 1]: configurations open at the events before */
	int *bits;            /* [events]: switches open at the event */
} plan;

static bool plan_new(const belief *b, const unit *u, plan *p)
{
	p->first = HW_NEW(b->arena, size_t, u->member_count + 1);
	p->last = HW_NEW(b->arena, size_t, u->member_count + 1);
	p->size = HW_NEW(b->arena, double, u->chain.count + 1);
	p->bits = HW_NEW(b->arena, int, u->chain.count + 1);
	return p->first && p->last && p->size && p->bits;
}

static void find_ends(unit *u, plan *p)
{
	for (size_t m = 0; m < u->member_count; m++)
		p->first[m] = p->last[m] = BELIEF_NONE;
	for (size_t k = 0; k < u->chain.count; k++) {
		ptrdiff_t m = u->chain.events[k].member;
		if (m < 0)
			continue;
		if (p->first[m] == BELIEF_NONE)
			p->first[m] = k;
		p->last[m] = k;
	}
	for (size_t m = 0; m < u->member_count; m++)
		u->members[m].several = p->first[m] != p->last[m];
}

static bool carried(const member *m)
{
	return m->several && !m->loose;
}

/* Configurations at each event, summed up; whether the budget holds. */
static bool measure(const unit *u, plan *p)
{
	bool fits = true;

	for (size_t k = 0; k < u->chain.count; k++)
		p->bits[k] = 0;
	for (size_t m = 0; m < u->member_count; m++)
		for (size_t k = p->first[m]; carried(&u->members[m]) && k <= p->last[m]; k++)
			p->bits[k]++;
	p->size[0] = 0;
	for (size_t k = 0; k < u->chain.count; k++) {
		p->size[k + 1] = p->size[k] + ldexp(1, p->bits[k]);
		fits = fits && p->bits[k] <= MOST_SWITCHES;
	}
	return fits && (double)u->space.states * p->size[u->chain.count] <= BUDGET;
}

/* Makes switches loose, the dearest first, until the budget holds. */
static void loosen(unit *u, plan *p)
{
	while (!measure(u, p)) {
		size_t dearest = BELIEF_NONE;
		double most = 0;
		for (size_t m = 0; m < u->member_count; m++) {
			double cost = carried(&u->members[m]) ? p->size[p->last[m] + 1] - p->size[p->first[m]] : 0;
			if (cost > most) {
				most = cost;
				dearest = m;
			}
		}
		if (dearest == BELIEF_NONE)
			return; /* even without switches: a very large group */
		u->members[dearest].loose = true;
		u->approximate = true;
	}
}

/* Gives each carried switch a bit of the configuration from its first event to its last. */
static void seat_switches(unit *u, const plan *p)
{
	ptrdiff_t holder[MOST_SWITCHES + 1] = {0}; /* member of each slot */
	unsigned open = 0;

	for (size_t k = 0; k < u->chain.count; k++) {
		event *e = &u->chain.events[k];
		e->bits_in = e->bits = e->bits_out = open;
		if (e->member < 0)
			continue;
		if (!carried(&u->members[e->member])) {
			e->open = e->close = true;
			continue;
		}
		if (k == p->first[e->member]) {
			e->open = true;
			e->slot = open;
			holder[open++] = e->member;
			e->bits = e->bits_out = open;
			continue;
		}
		e->slot = 0;
		while (holder[e->slot] != e->member)
			e->slot++;
		if (k == p->last[e->member]) {
			e->close = true;
			e->bits_out = --open;
			for (unsigned slot = e->slot; slot < open; slot++)
				holder[slot] = holder[slot + 1];
		}
	}
}

static hw_status group_chain(const belief *b, const transfer_index *index, unit *u, size_t *list, double *taken,
			     hw_error *error)
{
	chain *c = &u->chain;
	plan p;

	c->events = HW_NEW(b->arena, event, u->clue_count + b->problem.transfer_count + 1);
	if (!c->events)
		return no_memory(error);
	add_clue_events(u, c, 0, u->own_count, BELIEF_NOWHERE);
	for (size_t m = 0; m < u->member_count; m++)
		add_clue_events(u, c, u->members[m].first_clue, u->members[m].clue_count, (ptrdiff_t)m);
	HW_TRY(add_moves(b, index, u, c, BELIEF_NONE, list, taken, error));
	if (c->count)
		qsort(c->events, c->count, sizeof *c->events, compare_events);
	if (!plan_new(b, u, &p))
		return no_memory(error);
	find_ends(u, &p);
	loosen(u, &p);
	seat_switches(u, &p);
	lay_out(b, &u->space, c);
	return HW_OK;
}

static hw_status plain_chain(const belief *b, const transfer_index *index, const unit *u, chain *c, size_t person,
			     size_t from, size_t count, size_t *list, double *taken, hw_error *error)
{
	c->events = HW_NEW(b->arena, event, count + transfers_of(b, index, person, BELIEF_NONE, c->since, list) + 1);
	if (!c->events)
		return no_memory(error);
	add_clue_events(u, c, from, count, BELIEF_NOWHERE);
	HW_TRY(add_moves(b, index, u, c, person, list, taken, error));
	if (c->count)
		qsort(c->events, c->count, sizeof *c->events, compare_events);
	lay_out(b, &u->space, c);
	return HW_OK;
}

hw_status unit_chains(const belief *b, const transfer_index *index, unit *u, size_t *list, double *taken,
		      hw_error *error)
{
	if (u->group == BELIEF_NONE)
		return plain_chain(b, index, u, &u->chain, u->person, 0, u->clue_count, list, taken, error);
	HW_TRY(group_chain(b, index, u, list, taken, error));
	for (size_t m = 0; m < u->member_count; m++) {
		member *who = &u->members[m];
		who->own.since = who->since;
		who->own.prior = who->prior;
		HW_TRY(plain_chain(b, index, u, &who->own, who->person, who->first_clue, who->clue_count, list, taken,
				   error));
	}
	return HW_OK;
}
