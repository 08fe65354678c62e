/* What is due, and what stops it.  Read retention_int.h first. */
#include "bureau/located_int.h"
#include "bureau/retention_int.h"
#include "bureau/sheet_int.h"

#include <stddef.h>
#include <string.h>

enum { NO_DAY = INT32_MIN };

/* One person whose case ended, or may have. */
typedef struct ended {
	hw_text person; /* first, for the index */
	hw_text label;
	int32_t home, again, report, death;
	bool sealed;
} ended;
typedef struct stop {
	hw_text person, what, id;
} stop;
typedef struct retaining {
	store_connection *store;
	hw_arena *arena;
	const retention_rules *rules;
	int32_t day;
	ended *people;
	size_t people_count, people_room;
	bureau_index people_index;
	stop *stops; /* in the order of persons, holds first */
	size_t stop_count, stop_room;
	stop *items; /* of held evidence: by person */
	size_t item_count, item_room;
	retention_list out;
	size_t out_room;
	hw_error *error;
} retaining;

static hw_status no_memory(const retaining *r)
{
	return hw_fail(r->error, HW_NO_MEMORY, "no memory for what is due");
}

/* Room for one more of `size` bytes; arena memory, so old copies stay until its end. */
static bool grow(const retaining *r, void *items, size_t *room, size_t count, size_t size)
{
	void *wider;
	size_t wanted = *room ? 2 * *room : 64;

	if (count < *room)
		return true;
	wider = hw_arena_alloc(r->arena, wanted, size, _Alignof(max_align_t));
	if (!wider)
		return false;
	if (count)
		memcpy(wider, *(void **)items, count * size);
	*(void **)items = wider;
	*room = wanted;
	return true;
}

/* ---- whose case ended ------------------------------------------------------------------------------------- */
static int32_t later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* Dates are taken at their last day, so that nothing is due too early; "captured again" at its first. */
static void note(ended *e, const store_rows *rows)
{
	hw_text tag = store_get_text(rows, 1);
	int32_t first, last;

	if (!e->label.length && !store_is_null(rows, 4))
		e->label = store_get_text(rows, 4);
	if (store_is_null(rows, 2) || !sheet_day(store_get_text(rows, 2), &first, &last))
		return;
	if (hw_text_is(tag, "h"))
		e->home = later(e->home, last);
	else if (hw_text_is(tag, "c"))
		e->again = later(e->again, first);
	else if (hw_text_is(tag, "r"))
		e->report = later(e->report, last);
	else
		e->death = later(e->death, later(last, (int32_t)(store_get_integer(rows, 3) / 86400000000)));
}

static hw_status load_people(retaining *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(r->store, "retention_events", NULL, 0, &rows, r->error));
	for (;;) {
		ended *e;

		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			break;
		e = r->people_count ? &r->people[r->people_count - 1] : NULL;
		if (!e || !hw_text_equal(e->person, store_get_text(rows, 0))) {
			if (!grow(r, &r->people, &r->people_room, r->people_count, sizeof(*r->people)))
				return no_memory(r);
			e = &r->people[r->people_count++];
			*e = (ended){.person = store_copy_text(rows, 0, r->arena),
				     .home = NO_DAY,
				     .again = NO_DAY,
				     .report = NO_DAY,
				     .death = NO_DAY};
			if (!e->person.bytes)
				return no_memory(r);
		}
		bool labelled = e->label.length > 0;

		note(e, rows);
		if (!labelled && e->label.length) {
			e->label = hw_text_copy(r->arena, e->label);
			if (!e->label.bytes)
				return no_memory(r);
		}
	}
	return bureau_index_make(r->arena, r->people, r->people_count, sizeof(*r->people), &r->people_index, r->error);
}

static hw_status load_sealed(retaining *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(r->store, "retention_sealed_people", NULL, 0, &rows, r->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		size_t i = bureau_index_find(&r->people_index, store_get_text(rows, 0));
		if (i != BUREAU_NOWHERE)
			r->people[i].sealed = true;
	}
}

/* He was captured or lost again after he came home: he is not home, whatever stands in the register. */
static int32_t ended_on(const ended *e, retention_from from)
{
	if (from == RETENTION_DEATH)
		return e->death;
	if (e->home == NO_DAY || e->again > e->home)
		return NO_DAY;
	return later(e->home, e->report);
}

/* ---- what stops it ------------------------------------------------------------------------------------------ */
static hw_status load_stops(retaining *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(r->store, "retention_stops", NULL, 0, &rows, r->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		if (!grow(r, &r->stops, &r->stop_room, r->stop_count, sizeof(*r->stops)))
			return no_memory(r);
		stop *s = &r->stops[r->stop_count++];
		*s = (stop){store_copy_text(rows, 0, r->arena), store_copy_text(rows, 1, r->arena),
			    store_copy_text(rows, 2, r->arena)};
		if (!s->person.bytes || !s->what.bytes || !s->id.bytes)
			return no_memory(r);
	}
}

static hw_status add_shown(retaining *r, hw_text key, hw_text hold)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value value = store_text(key);

	HW_TRY(store_query_first(r->store, "retention_person_of_key", &value, 1, &rows, r->error));
	if (!rows)
		return HW_OK;
	if (!grow(r, &r->items, &r->item_room, r->item_count, sizeof(*r->items)))
		return no_memory(r);
	stop *s = &r->items[r->item_count++];
	*s = (stop){store_copy_text(rows, 0, r->arena), HW_TEXT("hold"), hw_text_copy(r->arena, hold)};
	return s->person.bytes && s->id.bytes ? HW_OK : no_memory(r);
}

static hw_status load_held_items(retaining *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(r->store, "retention_held_items", NULL, 0, &rows, r->error));
	for (;;) {
		hw_text list, key;

		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		list = store_get_text(rows, 0);
		while (hw_text_split(&list, ';', &key))
			if (hw_text_trim(key).length)
				HW_TRY(add_shown(r, hw_text_trim(key), store_get_text(rows, 1)));
	}
}

/* The first that stops what is about him; of an inquiry only a hold does. */
static void find_stop(const retaining *r, retention_item *item)
{
	size_t low = 0, high = r->stop_count;

	if (!item->person.length)
		return;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hw_text_compare(r->stops[middle].person, item->person) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < r->stop_count && hw_text_equal(r->stops[low].person, item->person) &&
	    (item->rule->person || hw_text_is(r->stops[low].what, "hold"))) {
		item->stop = r->stops[low].what;
		item->stop_id = r->stops[low].id;
	}
	for (size_t i = 0; !hw_text_is(item->stop, "hold") && i < r->item_count; i++)
		if (hw_text_equal(r->items[i].person, item->person)) {
			item->stop = r->items[i].what;
			item->stop_id = r->items[i].id;
		}
}

/* ---- the list ---------------------------------------------------------------------------------------------------- */
static hw_status add(retaining *r, const retention_item *item)
{
	if (!grow(r, &r->out.items, &r->out_room, r->out.count, sizeof(*r->out.items)))
		return no_memory(r);
	r->out.items[r->out.count++] = *item;
	return HW_OK;
}

static hw_status list_people(retaining *r, const retention_rule *rule)
{
	for (size_t i = 0; i < r->people_count; i++) {
		const ended *e = &r->people[i];
		int32_t since = ended_on(e, rule->from);
		retention_item item = {.rule = rule, .subject = e->person, .person = e->person, .label = e->label};

		if (e->sealed || since == NO_DAY || retention_due_day(rule, since) > r->day)
			continue;
		item.since = since;
		item.due = retention_due_day(rule, since);
		find_stop(r, &item);
		HW_TRY(add(r, &item));
	}
	return HW_OK;
}

/* Columns of retention_inquiries: key, person, last state, its day. */
static int32_t inquiry_ended(const retaining *r, const retention_rule *rule, const store_rows *rows, bool closed)
{
	int32_t first, last;
	size_t i;

	if (rule->from == RETENTION_CLOSED)
		return closed && sheet_day(store_get_text(rows, 3), &first, &last) ? last : NO_DAY;
	if (store_is_null(rows, 1))
		return NO_DAY;
	i = bureau_index_find(&r->people_index, store_get_text(rows, 1));
	return i == BUREAU_NOWHERE ? NO_DAY : ended_on(&r->people[i], rule->from);
}

static bool is_listed(const retaining *r, hw_text inquiry)
{
	for (size_t i = 0; i < r->out.count; i++)
		if (!r->out.items[i].rule->person && hw_text_equal(r->out.items[i].subject, inquiry))
			return true;
	return false;
}

static hw_status list_inquiries(retaining *r, const retention_rule *rule)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(r->store, "retention_inquiries", NULL, 0, &rows, r->error));
	for (;;) {
		retention_item item = {.rule = rule};
		bool closed;

		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		closed = !store_is_null(rows, 2) && hw_text_is(store_get_text(rows, 2), "closed");
		item.since = inquiry_ended(r, rule, rows, closed);
		if (item.since == NO_DAY)
			continue;
		item.due = retention_due_day(rule, item.since);
		if (item.due > r->day || is_listed(r, store_get_text(rows, 0)))
			continue;
		item.subject = item.label = store_copy_text(rows, 0, r->arena);
		item.person = store_is_null(rows, 1) ? HW_TEXT("") : store_copy_text(rows, 1, r->arena);
		if (!item.subject.bytes || !item.person.bytes)
			return no_memory(r);
		find_stop(r, &item);
		if (!item.stop.length && !closed) {
			item.stop = HW_TEXT("inquiry");
			item.stop_id = item.subject;
		}
		HW_TRY(add(r, &item));
	}
}

hw_status retention_due(store_connection *store, hw_arena *arena, const retention_rules *rules, int32_t day,
			retention_list *result, hw_error *error)
{
	retaining r = {.store = store, .arena = arena, .rules = rules, .day = day, .error = error};

	HW_TRY(load_people(&r));
	HW_TRY(load_sealed(&r));
	HW_TRY(load_stops(&r));
	HW_TRY(load_held_items(&r));
	for (size_t i = 0; i < rules->count; i++)
		HW_TRY(rules->items[i].person ? list_people(&r, &rules->items[i])
					      : list_inquiries(&r, &rules->items[i]));
	*result = r.out;
	return HW_OK;
}
