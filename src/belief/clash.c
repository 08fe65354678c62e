/* clash.c - names the facts or certain reports of a unit that cannot be true together. */
#include "belief/belief_int.h"

#include <math.h>

typedef struct suspects {
	const belief *b;
	const unit *u;
	work *w;
	const size_t *order; /* clues in order of time */
	size_t count;
} suspects;

/* Can clues order[first], order[second] and order[0..prefix-1] be true together? */
static bool possible(const suspects *s, size_t prefix, size_t first, size_t second)
{
	view_fill(s->b, s->u, s->w->theta, BELIEF_NONE, false, s->w);
	for (size_t i = prefix; i < s->count; i++)
		if (i != first && i != second)
			view_mute(s->order[i], 1, s->w);
	return unit_run(s->u, false, s->w) > -HUGE_VAL;
}

/* The least number of first clues that cannot be true together. */
static size_t shortest_prefix(const suspects *s)
{
	size_t low = 0, high = s->count;

	while (low + 1 < high) {
		size_t middle = (low + high) / 2;
		if (possible(s, middle, BELIEF_NONE, BELIEF_NONE))
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void path_of(const unit *u, size_t c, char *out, size_t size)
{
	const clue *it = &u->clues[c];
	const char *list = u->group != BELIEF_NONE ? "groups" : "persons";
	size_t who = u->group != BELIEF_NONE ? u->group : u->person;

	for (size_t m = 0; c >= u->own_count && m < u->member_count; m++)
		if (c >= u->members[m].first_clue && c < u->members[m].first_clue + u->members[m].clue_count) {
			list = "persons";
			who = u->members[m].person;
		}
	(void)snprintf(out, size, "%s[%zu].%s[%zu]", list, who, it->fact ? "facts" : "reports", it->index);
}

static hw_text id_of(const clue *c)
{
	hw_text id = c->fact ? c->fact->id : c->report->id;

	if (id.length > 60)
		id.length = 60;
	return id;
}

static const char *word_of(const clue *c)
{
	return c->fact ? "fact" : "report";
}

static hw_status refuse(const suspects *s, size_t last, size_t other, hw_error *error)
{
	const clue *c = &s->u->clues[s->order[last]];
	char here[96], there[96];

	path_of(s->u, s->order[last], here, sizeof here);
	if (other < last) {
		const clue *o = &s->u->clues[s->order[other]];
		path_of(s->u, s->order[other], there, sizeof there);
		hw_fail(error, HW_BAD_INPUT, "%s \"%.*s\" and %s \"%.*s\" (%s) cannot both be true", word_of(c),
			HW_TEXT_ARG(id_of(c)), word_of(o), HW_TEXT_ARG(id_of(o)), there);
		hw_error_remedy(error, "correct or withdraw one of them");
	} else if (other == last) {
		hw_fail(error, HW_BAD_INPUT, "%s \"%.*s\" cannot be true under the prior, the rates and the transfers",
			word_of(c), HW_TEXT_ARG(id_of(c)));
	} else {
		hw_fail(error, HW_BAD_INPUT, "%s \"%.*s\" cannot be true together with what came before it", word_of(c),
			HW_TEXT_ARG(id_of(c)));
	}
	return hw_error_where(error, "%s", here);
}

hw_status belief_clash(const belief *b, const unit *u, work *w, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
	size_t *order = HW_NEW(arena, size_t, u->clue_count + 1), count = 0;

	if (!order)
		return hw_fail(error, HW_NO_MEMORY, "out of memory looking for a contradiction");
	for (size_t k = 0; k < u->chain.count; k++)
		if (u->chain.events[k].kind != EVENT_TRANSFER)
			order[count++] = u->chain.events[k].clue;
	suspects s = {.b = b, .u = u, .w = w, .order = order, .count = count};
	size_t prefix = shortest_prefix(&s), last = prefix ? prefix - 1 : 0, other = BELIEF_NONE;
	if (!possible(&s, 0, last, last))
		other = last;
	for (size_t i = 0; other == BELIEF_NONE && i < last; i++)
		if (!possible(&s, 0, i, last))
			other = i;
	return refuse(&s, last, other, error);
}
