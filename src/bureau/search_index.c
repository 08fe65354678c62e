/* search_index.c - the register's names as an index that an open bureau keeps and brings up to date before each search.
 *
 * The register is read in the order of its ids beside what was read last time; only names that changed are added or
 * removed.  The last entry that is no view tells whether anything happened at all. */
#include "bureau/search_int.h"

#include <stdlib.h>
#include <string.h>

/* A person in few bytes: his texts stand one behind the other. */
enum { ID, PERSON, NAME, BORN, SIDE, TEXTS };
typedef struct kept_person {
	const char *texts;
	uint64_t hash;  /* of all that is searched */
	uint32_t owner; /* in the engine */
	uint32_t length[TEXTS];
} kept_person;

struct search_index {
	hw_arena *arena[2]; /* texts of this time and of the last, in turn */
	unsigned turn;
	names_tables *tables;
	trace_search *search;
	kept_person *people; /* in the order of their ids */
	size_t count;
	uint32_t *by_owner; /* owner to position in `people` */
	size_t owner_room;
	uint32_t next_owner;
	int64_t read; /* the last entry that was no view, when the names were read; -1: never */
};

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to search");
}

static uint64_t hash_more(uint64_t hash, hw_text t)
{
	for (size_t i = 0; i < t.length; i++)
		hash = (hash ^ (unsigned char)t.bytes[i]) * 0x100000001b3ULL;
	return (hash ^ 0xff) * 0x100000001b3ULL; /* so that texts do not run together */
}

/* Columns of case_names: 0 person, 1 id, 2 side, 3 family, 4 given, 5 patronymic, 6 born, 7 aliases, 8 callsign. */
static hw_status read_person(const store_rows *rows, hw_arena *arena, kept_person *p, hw_error *error)
{
	hw_text family = store_get_text(rows, 3), given = store_get_text(rows, 4), patronymic = store_get_text(rows, 5);
	const hw_text texts[TEXTS] = {
		[ID] = store_get_text(rows, 1),
		[PERSON] = store_get_text(rows, 0),
		[NAME] = {"", family.length + given.length + patronymic.length + !!given.length + !!patronymic.length},
		[BORN] = store_is_null(rows, 6) ? HW_TEXT("") : store_get_text(rows, 6),
		[SIDE] = store_get_text(rows, 2),
	};
	hw_text whole = hw_text_format(arena, "%.*s%.*s%.*s%s%.*s%s%.*s%.*s%.*s", HW_TEXT_ARG(texts[ID]),
				       HW_TEXT_ARG(texts[PERSON]), HW_TEXT_ARG(family), given.length ? " " : "",
				       HW_TEXT_ARG(given), patronymic.length ? " " : "", HW_TEXT_ARG(patronymic),
				       HW_TEXT_ARG(texts[BORN]), HW_TEXT_ARG(texts[SIDE]));

	p->texts = whole.bytes;
	for (size_t i = 0; i < TEXTS; i++)
		p->length[i] = (uint32_t)texts[i].length;
	p->hash = 0xcbf29ce484222325ULL;
	for (size_t c = 3; c <= 8; c++)
		p->hash = hash_more(p->hash, store_get_text(rows, c));
	return whole.bytes ? HW_OK : no_memory(error);
}

static hw_text text_of(const kept_person *p, int which)
{
	size_t at = 0;

	for (int i = 0; i < which; i++)
		at += p->length[i];
	return (hw_text){p->texts + at, p->length[which]};
}

static hw_status add_names(search_index *x, const store_rows *rows, const kept_person *p, hw_error *error)
{
	hw_text rest = store_get_text(rows, 7), alias, callsign = store_get_text(rows, 8);
	int32_t first, last;
	int from = 0, to = 0, month, day;

	if (sheet_day(text_of(p, BORN), &first, &last)) {
		hw_days_civil(first, &from, &month, &day);
		hw_days_civil(last, &to, &month, &day);
	}
	HW_TRY(trace_search_add(x->search, p->owner, hw_text_trim(text_of(p, NAME)), from, to, error));
	while (hw_text_split(&rest, ';', &alias))
		if (hw_text_trim(alias).length)
			HW_TRY(trace_search_add(x->search, p->owner, hw_text_trim(alias), from, to, error));
	return callsign.length ? trace_search_add(x->search, p->owner, callsign, from, to, error) : HW_OK;
}

static hw_status set_position(search_index *x, uint32_t owner, size_t position, hw_error *error)
{
	if (owner >= x->owner_room) {
		size_t room = x->owner_room ? x->owner_room * 2 : 1024;
		uint32_t *wider = hw_grow(x->by_owner, room, sizeof(*wider));
		if (!wider)
			return no_memory(error);
		x->by_owner = wider;
		x->owner_room = room;
	}
	x->by_owner[owner] = (uint32_t)position;
	return HW_OK;
}

typedef struct renewal {
	search_index *x;
	hw_arena *arena;
	kept_person *people;
	size_t count, room, old; /* old: position in the people of last time */
} renewal;

static hw_status take_row(renewal *n, const store_rows *rows, hw_error *error)
{
	search_index *x = n->x;
	kept_person *p;

	if (n->count == n->room) {
		size_t room = n->room ? n->room + n->room / 2 : 1024;
		kept_person *wider = hw_grow(n->people, room, sizeof(*wider));
		if (!wider)
			return no_memory(error);
		n->people = wider;
		n->room = room;
	}
	p = &n->people[n->count];
	HW_TRY(read_person(rows, n->arena, p, error));
	for (; n->old < x->count && hw_text_compare(text_of(&x->people[n->old], ID), text_of(p, ID)) < 0; n->old++)
		HW_TRY(trace_search_remove(x->search, x->people[n->old].owner, error));
	bool known = n->old < x->count && hw_text_equal(text_of(&x->people[n->old], ID), text_of(p, ID));
	p->owner = known ? x->people[n->old].owner : x->next_owner++;
	if (!known || x->people[n->old].hash != p->hash) {
		if (known)
			HW_TRY(trace_search_remove(x->search, p->owner, error));
		HW_TRY(add_names(x, rows, p, error));
	}
	n->old += known;
	HW_TRY(set_position(x, p->owner, n->count, error));
	n->count++;
	return HW_OK;
}

static hw_status read_all(search_index *x, store_connection *store, renewal *n, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(store, "case_names", NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		HW_TRY(take_row(n, rows, error));
	}
	for (; n->old < x->count; n->old++)
		HW_TRY(trace_search_remove(x->search, x->people[n->old].owner, error));
	return HW_OK;
}

static hw_status renew(search_index *x, store_connection *store, hw_error *error)
{
	renewal n = {.x = x, .arena = x->arena[x->turn ^ 1]};
	hw_status status = read_all(x, store, &n, error);

	if (status != HW_OK) {
		hw_release(n.people);
		return status;
	}
	hw_release(x->people);
	hw_arena_reset(x->arena[x->turn]);
	x->turn ^= 1;
	x->people = n.people;
	x->count = n.count;
	return HW_OK;
}

static hw_status make(search_index **result, hw_error *error)
{
	search_index *x = hw_grow(NULL, 1, sizeof(*x));
	hw_status status;

	if (!x)
		return no_memory(error);
	memset(x, 0, sizeof(*x));
	x->read = -1;
	x->arena[0] = hw_arena_new((size_t)8 << 30);
	x->arena[1] = hw_arena_new((size_t)8 << 30);
	status = x->arena[0] && x->arena[1] ? names_tables_open(&x->tables, error) : no_memory(error);
	if (status == HW_OK)
		status = trace_search_new(x->tables, &x->search, error);
	if (status != HW_OK) {
		search_index_free(x);
		return status;
	}
	*result = x;
	return HW_OK;
}

void search_index_free(search_index *x)
{
	if (!x)
		return;
	trace_search_free(x->search);
	names_tables_close(x->tables);
	hw_arena_free(x->arena[0]);
	hw_arena_free(x->arena[1]);
	hw_release(x->people);
	hw_release(x->by_owner);
	hw_release(x);
}

hw_status search_index_of(bureau *b, search_index **result, hw_error *error)
{
	int64_t changed;
	hw_status status;

	HW_TRY(bureau_last_change(b, &changed, error));
	if (!b->search)
		HW_TRY(make(&b->search, error));
	if (b->search->read != changed) {
		status = renew(b->search, b->store, error);
		if (status != HW_OK) { /* half renewed */
			search_index_free(b->search);
			b->search = NULL;
			return status;
		}
		b->search->read = changed;
	}
	*result = b->search;
	return HW_OK;
}

const trace_search *search_index_engine(const search_index *x)
{
	return x->search;
}

const names_tables *search_index_names(const search_index *x)
{
	return x->tables;
}

static search_person told(const kept_person *p)
{
	return (search_person){text_of(p, ID), text_of(p, PERSON), text_of(p, NAME), text_of(p, BORN),
			       text_of(p, SIDE)};
}

search_person search_index_person(const search_index *x, uint32_t owner)
{
	return told(&x->people[x->by_owner[owner]]);
}

size_t search_index_count(const search_index *x)
{
	return x->count;
}

search_person search_index_at(const search_index *x, size_t i)
{
	return told(&x->people[i]);
}
