/* located_people.c - groups and persons, and what is certain of them. */
#include "bureau/located_load_int.h"

#include <math.h>
#include <string.h>

/* ---- groups and persons ---------------------------------------------------------------------- */
/* The class of the circumstances; NONE when they are not told or not known. */
static size_t class_of(const loading *g, const store_rows *rows, size_t column)
{
	size_t i = store_is_null(rows, column)
			   ? BUREAU_NOWHERE
			   : bureau_index_find(&g->circumstance_index, store_get_text(rows, column));

	return i == BUREAU_NOWHERE ? BELIEF_NONE : i;
}

static belief_prior prior_of(const loading *g, size_t class_of)
{
	if (class_of != BELIEF_NONE)
		return g->classes[class_of].prior;
	return (belief_prior){g->settings[CAPTIVE], g->settings[DEAD], g->settings[FREE]};
}

static hw_status load_groups(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;
	size_t n;

	HW_TRY(located_count(g, "locate_groups", NULL, 0, &n));
	l->groups = HW_NEW(g->arena, belief_group, n ? n : 1);
	if (!l->groups)
		return located_no_memory(g);
	HW_TRY(store_query(g->store, "locate_groups", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		size_t class;

		HW_TRY(store_next(rows, &found, g->error));
		class = class_of(g, rows, 2);
		l->groups[i] = (belief_group){.id = store_copy_text(rows, 0, g->arena),
					      .since = located_day_of(rows, 1),
					      .prior = prior_of(g, class),
					      .class_of = class,
					      .together = located_number_or(rows, 3, g->settings[TOGETHER])};
	}
	l->group_count = n;
	return bureau_index_make(g->arena, l->groups, n, sizeof(*l->groups), &g->group_index, g->error);
}

/* Who came home was captive until that day and is free from it on, whatever any report says.  He stays in his group:
 * until then he tells where it was. */
static hw_status note_exchange(loading *g, size_t person, double day)
{
	located *l = g->l;
	belief_fact *fact = HW_NEW(g->arena, belief_fact, 1);

	if (!fact)
		return located_no_memory(g);
	*fact = (belief_fact){
		.id = l->people[person].registry_id, .exchanged = true, .at = day, .received = (double)NAN};
	l->persons[person].facts = fact;
	l->persons[person].fact_count = 1;
	l->people[person].returned_day = day;
	return HW_OK;
}

static hw_status load_persons(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	size_t n;
	bool found;

	HW_TRY(located_count(g, "locate_persons", NULL, 0, &n));
	l->people = HW_NEW(g->arena, located_person, n ? n : 1);
	l->persons = HW_NEW(g->arena, belief_person, n ? n : 1);
	if (!l->people || !l->persons)
		return located_no_memory(g);
	HW_TRY(store_query(g->store, "locate_persons", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		located_person *p;
		belief_person *q;
		double since, confirmed, returned;
		size_t class;

		HW_TRY(store_next(rows, &found, g->error));
		/* Two rows of the registry that were judged the same are one person: the first row speaks. */
		if (l->person_count && hw_text_equal(l->people[l->person_count - 1].id, store_get_text(rows, 0)))
			continue;
		p = &l->people[l->person_count];
		q = &l->persons[l->person_count];
		since = located_day_of(rows, 3);
		if (isnan(since))
			since = located_day_of(rows, 4);
		if (since > l->day)
			continue; /* by that day he was neither missing nor captured yet */
		confirmed = located_day_of(rows, 7);
		returned = located_day_of(rows, 8);
		*p = (located_person){.id = store_copy_text(rows, 0, g->arena),
				      .registry_id = store_copy_text(rows, 1, g->arena),
				      .register_word = store_copy_text(rows, 2, g->arena),
				      .confirmed = confirmed <= l->day,
				      .returned_day = (double)NAN};
		class = class_of(g, rows, 5);
		*q = (belief_person){.id = p->registry_id,
				     .since = since,
				     .prior = prior_of(g, class),
				     .class_of = class,
				     .group = BELIEF_NONE};
		if (!store_is_null(rows, 6)) {
			size_t group = bureau_index_find(&g->group_index, store_get_text(rows, 6));

			q->group = group == BUREAU_NOWHERE ? BELIEF_NONE : group;
		}
		p->confirmed_day = confirmed;
		if (returned <= l->day)
			HW_TRY(note_exchange(g, l->person_count, returned));
		l->person_count++;
	}
	return bureau_index_make(g->arena, l->people, l->person_count, sizeof(*l->people), &l->person_index, g->error);
}

/* Whoever was seen to come home is free from that day, whatever any report says later. */
static hw_status load_returned(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;

	HW_TRY(store_query(g->store, "locate_returned", NULL, 0, &rows, g->error));
	for (;;) {
		size_t i;
		double day;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		i = bureau_index_find(&l->person_index, store_get_text(rows, 0));
		day = located_day_of(rows, store_is_null(rows, 1) ? 2 : 1);
		if (i == BUREAU_NOWHERE || !(day <= l->day) || l->persons[i].fact_count)
			continue;
		HW_TRY(note_exchange(g, i, day));
	}
}

hw_status located_load_people(loading *g)
{
	HW_TRY(load_groups(g));
	HW_TRY(load_persons(g));
	return load_returned(g);
}
