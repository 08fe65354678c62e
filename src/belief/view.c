/* view.c - theta applied to the clues of a unit, and scratch memory. */
#include "belief/belief_int.h"

#include <math.h>
#include <stdatomic.h>

const double belief_shifts[BELIEF_DIGITS] = {0, 1, 0.5, 0, -0.7, -1.5, 0};

double belief_theta_of(double theta, int credibility)
{
	double shift = belief_shifts[credibility];

	/* Exactly as it was when nothing shifts it. */
	return shift < 0 || shift > 0 ? hw_logistic(hw_logit(theta) + shift) : theta;
}

static weigh weigh_clue(const clue *c, const double *theta, bool has_parent, bool same)
{
	double copy = has_parent ? c->report->copy : 0;

	/* Who only copies cannot say something else: then it is a report of its own. */
	if (copy >= 1 && !same)
		copy = 0;
	weigh result = {.copy = same ? copy : 0, .scale = 1 - copy};
	if (c->theta < 0)
		return result;
	double faithful = belief_theta_of(theta[c->theta], c->report->credibility);
	result.noise = (1 - copy) * (1 - faithful) * c->noise;
	result.scale = (1 - copy) * faithful;
	return result;
}

/* The clues of the same person or group as `clue`. */
static void range_of(const unit *u, size_t which, size_t *from, size_t *count)
{
	*from = 0;
	*count = u->own_count;
	for (size_t m = 0; which >= u->own_count && m < u->member_count; m++)
		if (which >= u->members[m].first_clue && which < u->members[m].first_clue + u->members[m].clue_count) {
			*from = u->members[m].first_clue;
			*count = u->members[m].clue_count;
			return;
		}
}

/* Copies whose parent is gone are hung on what takes its place. */
static void re_hang(const unit *u, const double *theta, const bool *gone, size_t from, size_t count, work *w)
{
	for (size_t j = 0; j < count; j++) {
		ptrdiff_t parent = u->clues[from + j].parent;
		w->times[j] = u->clues[from + j].at;
		w->parents[j] = parent < 0 ? BELIEF_NOWHERE : parent - (ptrdiff_t)from;
	}
	for (size_t j = 0; j < count; j++)
		if (gone[j])
			belief_leave_out(w->times, count, j, w->parents);
	for (size_t j = 0; j < count; j++) {
		const clue *c = &u->clues[from + j];
		ptrdiff_t before = c->parent < 0 ? BELIEF_NOWHERE : c->parent - (ptrdiff_t)from;
		if (gone[j] || !c->report || before == w->parents[j])
			continue;
		bool same = w->parents[j] >= 0 &&
			    claim_same(&c->report->claim, &u->clues[from + (size_t)w->parents[j]].report->claim);
		w->view.weights[from + j] = weigh_clue(c, theta, w->parents[j] >= 0, same);
	}
}

static void weigh_all(const unit *u, const double *theta, work *w)
{
	for (size_t j = 0; j < u->clue_count; j++) {
		const clue *c = &u->clues[j];
		if (c->fact)
			w->view.weights[j] = (weigh){.scale = 1};
		else
			w->view.weights[j] = weigh_clue(c, theta, c->parent >= 0, c->same);
	}
}

void view_fill_without(const unit *u, const double *theta, const bool *gone, size_t from, size_t count, work *w)
{
	weigh_all(u, theta, w);
	for (size_t j = 0; j < count; j++)
		if (gone[j])
			view_mute(from + j, 1, w);
	re_hang(u, theta, gone, from, count, w);
}

void view_fill(const belief *b, const unit *u, const double *theta, size_t left_out, bool reroot, work *w)
{
	size_t from, count;

	(void)b;
	weigh_all(u, theta, w);
	if (left_out == BELIEF_NONE)
		return;
	view_mute(left_out, 1, w);
	if (!reroot)
		return;
	range_of(u, left_out, &from, &count);
	for (size_t j = 0; j < count; j++)
		w->gone[j] = from + j == left_out;
	re_hang(u, theta, w->gone, from, count, w);
}

void view_mute(size_t from, size_t count, work *w)
{
	for (size_t j = from; j < from + count; j++)
		w->view.weights[j] = (weigh){.noise = 1};
}

/* ---- scratch ---- */
static double *numbers(work *w, size_t count, bool *good)
{
	double *result = HW_NEW(w->arena, double, count + 1);

	*good = *good && result;
	return result;
}

hw_status work_new(const belief *b, const extent *most, work *w, hw_error *error)
{
	size_t cells = most->members * most->states;
	bool good = true;

	*w = (work){.arena = hw_arena_new(SIZE_MAX / 4)};
	if (!w->arena)
		return hw_fail(error, HW_NO_MEMORY, "out of memory for scratch");
	w->view.weights = HW_NEW(w->arena, weigh, most->clues + 1);
	w->view.own_possible = HW_NEW(w->arena, bool, most->members + 1);
	w->own_shares = HW_NEW(w->arena, share_of, most->clues + 1);
	w->shares = HW_NEW(w->arena, share_of, most->clues + 1);
	w->parents = HW_NEW(w->arena, ptrdiff_t, most->clues + 1);
	w->gone = HW_NEW(w->arena, bool, most->clues + 1);
	w->view.own_scale = numbers(w, most->clues, &good);
	w->view.follow = numbers(w, most->clues, &good);
	w->view.apart = numbers(w, most->clues, &good);
	w->view.member_log = numbers(w, most->members, &good);
	w->look.chain = numbers(w, most->states, &good);
	w->look.follow = numbers(w, most->members, &good);
	w->look.with_group = numbers(w, cells, &good);
	w->look.own = numbers(w, cells, &good);
	w->vector = numbers(w, most->vector, &good);
	w->spare = numbers(w, most->vector, &good);
	w->gamma = numbers(w, most->vector, &good);
	w->fit = numbers(w, most->states, &good);
	w->emission = numbers(w, most->states, &good);
	w->sums = numbers(w, b->regions + 1, &good);
	w->average = numbers(w, most->states, &good);
	w->alpha = numbers(w, most->size, &good);
	w->beta = numbers(w, most->size, &good);
	w->logs = numbers(w, most->events, &good);
	w->forced = numbers(w, most->members ? most->size : 0, &good);
	w->forced_logs = numbers(w, most->members ? most->events : 0, &good);
	w->own_alpha = numbers(w, most->own_size, &good);
	w->own_beta = numbers(w, most->own_size, &good);
	w->own_logs = numbers(w, most->events, &good);
	w->message = numbers(w, most->clues, &good);
	w->loose_follow = numbers(w, most->members, &good);
	w->theta = numbers(w, b->theta_count, &good);
	w->times = numbers(w, most->clues, &good);
	w->moved = numbers(w, b->problem.transfer_count, &good);
	if (good && w->view.weights && w->view.own_possible && w->own_shares && w->shares && w->parents && w->gone) {
		for (size_t t = 0; t < b->theta_count; t++)
			w->theta[t] = b->thetas[t].theta;
		return HW_OK;
	}
	work_free(w);
	return hw_fail(error, HW_NO_MEMORY, "out of memory for scratch");
}

void work_free(work *w)
{
	hw_arena_free(w->arena);
	*w = (work){0};
}

/* ---- scratch shared by slices ---- */
enum { MOST_AT_ONCE = 256 };
struct work_pool {
	const belief *b;
	work works[MOST_AT_ONCE];
	atomic_bool busy[MOST_AT_ONCE];
};

work_pool *work_pool_new(const belief *b)
{
	work_pool *pool = hw_grow(NULL, 1, sizeof *pool);

	if (!pool)
		return NULL;
	pool->b = b;
	for (size_t i = 0; i < MOST_AT_ONCE; i++) {
		pool->works[i] = (work){0};
		atomic_init(&pool->busy[i], false);
	}
	return pool;
}

void work_pool_free(work_pool *pool)
{
	for (size_t i = 0; pool && i < MOST_AT_ONCE; i++)
		work_free(&pool->works[i]);
	hw_release(pool);
}

hw_status work_take(work_pool *pool, work **w, hw_error *error)
{
	for (size_t i = 0; i < MOST_AT_ONCE; i++) {
		if (atomic_exchange(&pool->busy[i], true))
			continue;
		hw_status status =
			pool->works[i].arena ? HW_OK : work_new(pool->b, &pool->b->most, &pool->works[i], error);
		if (status == HW_OK)
			*w = &pool->works[i];
		else
			atomic_store(&pool->busy[i], false);
		return status;
	}
	return hw_fail(error, HW_FAULT, "more than %d threads at once", MOST_AT_ONCE);
}

void work_give(work_pool *pool, const work *w)
{
	atomic_store(&pool->busy[w - pool->works], false);
}
