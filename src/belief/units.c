/* units.c - what is solved together: one unit a group, one a person alone; made at the beginning, and again when
 * something new is known of one of them. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory understanding the problem");
}

static belief_prior normal(belief_prior p)
{
	double sum = p.captive + p.dead + p.free;

	return (belief_prior){p.captive / sum, p.dead / sum, p.free / sum};
}

/* That of his class where he has one. */
static belief_prior prior_of(const belief *b, belief_prior own, size_t class_of)
{
	return normal(class_of < b->problem.class_count ? b->classes[class_of].prior : own);
}

static unit unit_of_a_group(const belief *b, size_t group)
{
	const belief_group *g = &b->problem.groups[group];

	return (unit){.group = group,
		      .person = BELIEF_NONE,
		      .chain = {.since = g->since, .prior = prior_of(b, g->prior, g->class_of)}};
}

static unit unit_of_one(const belief *b, size_t person)
{
	const belief_person *p = &b->problem.persons[person];

	return (unit){.group = BELIEF_NONE,
		      .person = person,
		      .chain = {.since = p->since, .prior = prior_of(b, p->prior, p->class_of)}};
}

static member seat(const belief *b, size_t person)
{
	const belief_person *p = &b->problem.persons[person];

	return (member){.person = person,
			.since = p->since,
			.together = b->problem.groups[p->group].together,
			.prior = prior_of(b, p->prior, p->class_of)};
}

static hw_status seat_members(belief *b, hw_error *error)
{
	const belief_problem *p = &b->problem;

	for (size_t i = 0; i < p->person_count; i++)
		if (p->persons[i].group != BELIEF_NONE)
			b->units[p->persons[i].group].member_count++;
	for (size_t g = 0; g < p->group_count; g++) {
		b->units[g].members = HW_NEW(b->arena, member, b->units[g].member_count + 1);
		if (!b->units[g].members)
			return no_memory(error);
		b->units[g].member_count = 0;
	}
	for (size_t i = 0; i < p->person_count; i++) {
		if (p->persons[i].group == BELIEF_NONE)
			continue;
		unit *u = &b->units[p->persons[i].group];
		b->unit_of_person[i] = p->persons[i].group;
		b->member_of_person[i] = u->member_count;
		u->members[u->member_count++] = seat(b, i);
	}
	return HW_OK;
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static extent extent_of(const unit *u)
{
	extent e = {.states = u->space.states,
		    .vector = u->space.states,
		    .size = u->chain.size,
		    .events = u->chain.count,
		    .clues = u->clue_count,
		    .members = u->member_count};

	for (size_t k = 0; k < u->chain.count; k++)
		e.vector = larger(e.vector, u->space.states << u->chain.events[k].bits);
	for (size_t m = 0; m < u->member_count; m++) {
		e.own_size = larger(e.own_size, u->members[m].own.size);
		e.events = larger(e.events, u->members[m].own.count);
	}
	return e;
}

/* Scratch for all units must hold the largest of each. */
static void measure(belief *b, unit *u)
{
	extent *most = &b->most, e = u->extent = extent_of(u);

	most->states = larger(most->states, e.states);
	most->vector = larger(most->vector, e.vector);
	most->size = larger(most->size, e.size);
	most->own_size = larger(most->own_size, e.own_size);
	most->events = larger(most->events, e.events);
	most->clues = larger(most->clues, e.clues);
	most->members = larger(most->members, e.members);
	b->learned.approximate = b->learned.approximate || u->approximate;
}

/* Scratch for subjects with `most` reports at most. */
static hw_status builder_new(const belief *b, hw_arena *arena, size_t most, builder *w, hw_error *error)
{
	const belief_problem *p = &b->problem;

	most++;
	w->marks.site = HW_NEW(arena, bool, b->sites);
	w->marks.region = HW_NEW(arena, bool, b->regions);
	w->marks.circle = HW_NEW(arena, double, b->states);
	w->marks.best = HW_NEW(arena, double, b->regions);
	w->at = HW_NEW(arena, double, most);
	w->parents = HW_NEW(arena, ptrdiff_t, most);
	w->clue_of = HW_NEW(arena, ptrdiff_t, most);
	w->transfers = HW_NEW(arena, size_t, p->transfer_count + 1);
	w->taken = HW_NEW(arena, double, b->states);
	if (!w->marks.site || !w->marks.region || !w->marks.circle || !w->marks.best || !w->at || !w->parents ||
	    !w->clue_of || !w->transfers || !w->taken)
		return no_memory(error);
	return HW_OK;
}

/* Own copies, so that updates can change them. */
static hw_status copy_people(belief *b, hw_error *error)
{
	const belief_problem *p = &b->problem;

	b->persons = HW_NEW(b->arena, belief_person, p->person_count + 1);
	b->groups = HW_NEW(b->arena, belief_group, p->group_count + 1);
	b->classes = HW_NEW(b->arena, belief_class_learned, p->class_count + 1);
	b->transfers = HW_NEW(b->arena, transfer_index, 1);
	if (!b->persons || !b->groups || !b->classes || !b->transfers)
		return no_memory(error);
	if (p->person_count)
		memcpy(b->persons, p->persons, p->person_count * sizeof *b->persons);
	if (p->group_count)
		memcpy(b->groups, p->groups, p->group_count * sizeof *b->groups);
	for (size_t i = 0; i < p->class_count; i++)
		b->classes[i].prior = normal(p->classes[i].prior);
	b->problem.persons = b->persons;
	b->problem.groups = b->groups;
	return HW_OK;
}

static size_t most_reports(const belief_problem *p)
{
	size_t most = 0;

	for (size_t i = 0; i < p->person_count; i++)
		most = larger(most, p->persons[i].report_count);
	for (size_t i = 0; i < p->group_count; i++)
		most = larger(most, p->groups[i].report_count);
	return most;
}

static hw_status make_units(belief *b, hw_error *error)
{
	const belief_problem *p = &b->problem;
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 4);
	builder w = {0};

	if (!scratch)
		return no_memory(error);
	HW_TRY(builder_new(b, scratch, most_reports(p), &w, error));
	for (size_t g = 0; g < p->group_count; g++) {
		b->unit_of_group[g] = b->unit_count;
		b->units[b->unit_count++] = unit_of_a_group(b, g);
	}
	HW_TRY(seat_members(b, error));
	for (size_t i = 0; i < p->person_count; i++)
		if (p->persons[i].group == BELIEF_NONE) {
			b->unit_of_person[i] = b->unit_count;
			b->units[b->unit_count++] = unit_of_one(b, i);
		}
	for (size_t i = 0; i < b->unit_count; i++) {
		HW_TRY(compile_unit(b, &b->units[i], &w, error));
		measure(b, &b->units[i]);
	}
	return HW_OK;
}

hw_status belief_compile(belief *b, hw_error *error)
{
	const belief_problem *p = &b->problem;

	b->sites = p->site_count;
	b->regions = p->region_count;
	b->states = b->sites + 2;
	HW_TRY(copy_people(b, error));
	HW_TRY(compile_places(b, error));
	HW_TRY(compile_thetas(b, error));
	b->units = HW_NEW(b->arena, unit, p->group_count + p->person_count + 1);
	b->unit_of_group = HW_NEW(b->arena, size_t, p->group_count + 1);
	b->unit_of_person = HW_NEW(b->arena, size_t, p->person_count + 1);
	b->member_of_person = HW_NEW(b->arena, size_t, p->person_count + 1);
	if (!b->units || !b->unit_of_group || !b->unit_of_person || !b->member_of_person ||
	    !transfers_index(b, b->arena, b->transfers))
		return no_memory(error);
	return make_units(b, error);
}

/* ---- something new ---- */
/* The unit made again in an arena of its own; the old one stands until everything has gone well. */
static hw_status make_again(belief *b, size_t index, hw_arena *arena, unit *fresh, hw_error *error)
{
	const unit *old = &b->units[index];
	hw_arena *kept = b->arena;
	size_t most = old->group == BELIEF_NONE ? b->problem.persons[old->person].report_count
						: b->problem.groups[old->group].report_count;
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new(SIZE_MAX / 4);
	builder w = {0};

	*fresh = old->group == BELIEF_NONE ? unit_of_one(b, old->person) : unit_of_a_group(b, old->group);
	fresh->arena = arena;
	fresh->members = HW_NEW(arena, member, old->member_count + 1);
	if (!scratch || !fresh->members)
		return no_memory(error);
	for (size_t m = 0; m < old->member_count; m++) {
		fresh->members[fresh->member_count++] = seat(b, old->members[m].person);
		most = larger(most, b->problem.persons[old->members[m].person].report_count);
	}
	HW_TRY(builder_new(b, scratch, most, &w, error));
	b->arena = arena; /* what the unit needs goes with it */
	hw_status status = compile_unit(b, fresh, &w, error);
	b->arena = kept;
	return status;
}

static void count_reports(belief *b, const unit *u, size_t one)
{
	for (size_t j = 0; j < u->clue_count; j++)
		if (u->clues[j].theta >= 0)
			b->thetas[u->clues[j].theta].reports += one;
}

static hw_status renew(belief *b, size_t index, hw_error *error)
{
	hw_arena *arena = hw_arena_new(SIZE_MAX / 4);
	unit fresh, *old = &b->units[index];
	work w;

	if (!arena)
		return no_memory(error);
	hw_status status = make_again(b, index, arena, &fresh, error);
	if (status == HW_OK) {
		measure(b, &fresh);
		status = work_new(b, &fresh.extent, &w, error);
	}
	if (status == HW_OK) {
		view_fill(b, &fresh, w.theta, BELIEF_NONE, false, &w);
		if (!(unit_run(&fresh, false, &w) > -HUGE_VAL))
			status = belief_clash(b, &fresh, &w, error);
		work_free(&w);
	}
	if (status != HW_OK) {
		hw_arena_free(arena);
		return status;
	}
	count_reports(b, old, SIZE_MAX); /* less one */
	count_reports(b, &fresh, 1);
	hw_arena_free(old->arena);
	*old = fresh;
	return HW_OK;
}

hw_status belief_update(belief *b, size_t person, const belief_person *now, hw_error *error)
{
	hw_error own = {0};

	if (!error)
		error = &own;
	if (person >= b->problem.person_count)
		return hw_fail(error, HW_FAULT, "there is no person %zu", person);
	const belief_person before = b->persons[person];
	if (now->group != before.group) {
		hw_fail(error, HW_BAD_INPUT, "another group needs the whole problem again");
		hw_error_what(error, "group");
		return hw_error_where(error, "persons[%zu]", person);
	}
	b->persons[person] = *now;
	hw_status status = belief_check_person(&b->problem, person, error);
	if (status == HW_OK) {
		belief_meet_kinds(b, now->reports, now->report_count);
		status = renew(b, b->unit_of_person[person], error);
	}
	if (status != HW_OK)
		b->persons[person] = before;
	return status;
}

hw_status belief_update_group(belief *b, size_t group, const belief_group *now, hw_error *error)
{
	hw_error own = {0};

	if (!error)
		error = &own;
	if (group >= b->problem.group_count)
		return hw_fail(error, HW_FAULT, "there is no group %zu", group);
	const belief_group before = b->groups[group];
	b->groups[group] = *now;
	hw_status status = belief_check_group(&b->problem, group, error);
	if (status == HW_OK) {
		belief_meet_kinds(b, now->reports, now->report_count);
		status = renew(b, b->unit_of_group[group], error);
	}
	if (status != HW_OK)
		b->groups[group] = before;
	return status;
}
