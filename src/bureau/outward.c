/* The one gate before everything that leaves.  Read outward_int.h first. */
#include "bureau/consent_int.h"
#include "bureau/outward_int.h"
#include "bureau/sheet_int.h"

#include <stdlib.h>
#include <string.h>

const outward_way outward_ways[OUTWARD_COUNT] = {
#define X(way, name, command, what, readers, reach, use) [OUTWARD_##way] = {name, command, what, readers, reach, use},
	OUTWARD_WAYS(X)
#undef X
};

static int by_text(const void *a, const void *b)
{
	return hw_text_compare(*(const hw_text *)a, *(const hw_text *)b);
}

/* A growing list of ids in the arena. */
typedef struct ids {
	hw_text *items;
	size_t count, capacity;
} ids;

static hw_status add(ids *to, hw_arena *arena, hw_text id, hw_error *error)
{
	if (!id.length)
		return HW_OK;
	if (to->count == to->capacity) {
		size_t wanted = to->capacity ? 2 * to->capacity : 64;
		hw_text *more = HW_NEW(arena, hw_text, wanted);

		if (!more)
			return hw_fail(error, HW_NO_MEMORY, "no memory for what is withheld");
		if (to->count)
			memcpy(more, to->items, to->count * sizeof(*more));
		to->items = more;
		to->capacity = wanted;
	}
	to->items[to->count] = hw_text_copy(arena, id);
	return to->items[to->count++].bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for what is withheld");
}

static bool holds(const hw_text *sorted, size_t count, hw_text id)
{
	return count && bsearch(&id, sorted, count, sizeof(*sorted), by_text);
}

static void sort(ids *of)
{
	if (of->count)
		qsort(of->items, of->count, sizeof(*of->items), by_text);
}

/* ---- withheld ---------------------------------------------------------------------------------------------------- */
static hw_status load_withheld(bureau *b, hw_arena *arena, outward way, hw_text to, const char *day, ids *kept,
			       hw_error *error)
{
	static const char *const reaches[] = {[OUTWARD_PARTY] = "party",
					      [OUTWARD_POWER] = "power",
					      [OUTWARD_FAMILY] = "family",
					      [OUTWARD_ANYONE] = "anyone"};
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(day), store_string(reaches[outward_ways[way].reach]),
				      store_text(to)};
	bool found;

	HW_TRY(store_query(b->store, "outward_withheld", values, HW_COUNT(values), &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		HW_TRY(add(kept, arena, store_get_text(rows, 0), error));
	}
}

/* ---- his word ---------------------------------------------------------------------------------------------------- */
/* What is known of one id while its words are read. */
typedef struct word {
	hw_text id;
	int32_t day;
	consent_word said;
} word;

/* Columns of outward_words: 0 id, 1 given, 2 said, 3 until, 4 to whom: 2 to this party or to nobody in particular, 1 to one that
 * reads what this party reads, 0 to another.  A yes to one is none to another; a no to one is heeded wherever he can read it. */
static void weigh(const store_rows *rows, bool named, int32_t today, word *w)
{
	int64_t near = store_get_integer(rows, 4);
	bool yes = store_get_integer(rows, 1) != 0;
	int32_t first, last, end_first, end;

	if (yes ? near < 2 : named && !near)
		return;
	if (!sheet_day(store_get_text(rows, 2), &first, &last) || first > today || first < w->day ||
	    (first == w->day && yes))
		return;
	w->day = first;
	w->said = yes ? CONSENT_YES : CONSENT_NO;
	if (yes && sheet_day(store_get_text(rows, 3), &end_first, &end) && end < today)
		w->said = CONSENT_ENDED;
}

static hw_status settle(hw_arena *arena, const word *w, ids *kept, ids *agreed, hw_error *error)
{
	return w->said == CONSENT_YES  ? add(agreed, arena, w->id, error)
	       : w->said == CONSENT_NO ? add(kept, arena, w->id, error)
				       : HW_OK;
}

/* Who said no, or yes, to a use towards one party; rows come id by id. */
static hw_status load_words(bureau *b, hw_arena *arena, const char *use, hw_text to, int32_t today, ids *kept,
			    ids *agreed, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(use), store_text(to)};
	word w = {.day = INT32_MIN};
	bool found;

	HW_TRY(store_query(b->store, "outward_words", values, HW_COUNT(values), &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return settle(arena, &w, kept, agreed, error);
		if (!hw_text_equal(w.id, store_get_text(rows, 0))) {
			HW_TRY(settle(arena, &w, kept, agreed, error));
			w = (word){.id = store_copy_text(rows, 0, arena), .day = INT32_MIN};
		}
		weigh(rows, to.length > 0, today, &w);
	}
}

/* ---- the gate ---------------------------------------------------------------------------------------------------- */
typedef struct opening {
	bureau *b;
	hw_arena *arena;
	const outward_way *way;
	consent_mode mode;
	bool by_order;
	char day[11];
	int32_t today;
	ids kept, agreed;
	bool first;
	hw_error *error;
} opening;

/* A use needs his yes towards every party who reads it. */
static void only_both(ids *agreed, ids *more)
{
	size_t n = 0;

	sort(more);
	for (size_t i = 0; i < agreed->count; i++)
		if (holds(more->items, more->count, agreed->items[i]))
			agreed->items[n++] = agreed->items[i];
	agreed->count = n;
}

static hw_status load_use(opening *o, hw_text to)
{
	ids agreed = {0};

	if (o->mode == CONSENT_DUTY || (o->by_order && o->mode == CONSENT_OR_ORDER))
		return HW_OK;
	HW_TRY(load_words(o->b, o->arena, o->way->use, to, o->today, &o->kept, &agreed, o->error));
	if (o->first)
		o->agreed = agreed;
	else
		only_both(&o->agreed, &agreed);
	o->first = false;
	return HW_OK;
}

static hw_status load_all(opening *o, outward way, hw_text to)
{
	hw_text party;
	bool named = false;

	/* Nobody named: what is kept from everybody, and for "anyone" from somebody. */
	HW_TRY(load_withheld(o->b, o->arena, way, HW_TEXT(""), o->day, &o->kept, o->error));
	while (hw_text_split(&to, ';', &party)) {
		if (!hw_text_trim(party).length)
			continue;
		named = true;
		HW_TRY(load_withheld(o->b, o->arena, way, hw_text_trim(party), o->day, &o->kept, o->error));
		HW_TRY(load_use(o, hw_text_trim(party)));
	}
	return named ? HW_OK : load_use(o, HW_TEXT(""));
}

static hw_status find_use(opening *o)
{
	const table_block *use;
	int32_t last;
	table uses;

	HW_TRY(consent_uses(&uses, o->error));
	use = table_find(&uses, hw_text_of(o->way->use));
	if (!use) /* what no line allows is allowed by none */
		return hw_fail(o->error, HW_FAULT, "the table of uses has no use \"%s\"", o->way->use);
	o->mode = consent_mode_of(use);
	HW_TRY(bureau_own_day(o->b, o->day, o->error));
	return sheet_day(hw_text_of(o->day), &o->today, &last)
		       ? HW_OK
		       : hw_fail(o->error, HW_FAULT, "the bureau's day cannot be read");
}

static hw_status open_gate(bureau *b, hw_arena *arena, outward way, hw_text to, bool by_order, outward_gate *gate,
			   hw_error *error)
{
	opening o = {
		.b = b, .arena = arena, .way = &outward_ways[way], .by_order = by_order, .first = true, .error = error};

	*gate = (outward_gate){.way = way};
	if (o.way->reach == OUTWARD_NOBODY)
		return HW_OK;
	HW_TRY(find_use(&o));
	HW_TRY(load_all(&o, way, to));
	sort(&o.kept);
	sort(&o.agreed);
	gate->kept = o.kept.items;
	gate->count = o.kept.count;
	gate->agreed = o.agreed.items;
	gate->agreed_count = o.agreed.count;
	gate->only_by_yes = o.mode == CONSENT_NEEDED || (o.mode == CONSENT_OR_ORDER && !by_order);
	return HW_OK;
}

hw_status outward_open(bureau *b, hw_arena *arena, outward way, hw_text to, outward_gate *gate, hw_error *error)
{
	return open_gate(b, arena, way, to, false, gate, error);
}

hw_status outward_open_by_order(bureau *b, hw_arena *arena, outward way, hw_text to, outward_gate *gate,
				hw_error *error)
{
	return open_gate(b, arena, way, to, true, gate, error);
}

bool outward_allows(const outward_gate *gate, hw_text person)
{
	return !holds(gate->kept, gate->count, person) &&
	       (!gate->only_by_yes || holds(gate->agreed, gate->agreed_count, person));
}

bool outward_allows_all(const outward_gate *gate, hw_text persons)
{
	hw_text person;

	while (hw_text_split(&persons, ';', &person))
		if (hw_text_trim(person).length && !outward_allows(gate, hw_text_trim(person)))
			return false;
	return true;
}

hw_status outward_require(const outward_gate *gate, hw_text person, hw_error *error)
{
	if (outward_allows(gate, person))
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "nothing of this person goes out there");
	return hw_error_remedy(error, "ask a case officer"), HW_NOT_PERMITTED;
}

/* ---- the table, for people ------------------------------------------------------------------------------------ */
static const bureau_column columns[] = {{"way", "way", BUREAU_TEXT},
					{"command", "command", BUREAU_TEXT},
					{"what", "what leaves", BUREAU_WORD},
					{"readers", "who reads it", BUREAU_WORD},
					{"kept", "who stays back", BUREAU_WORD},
					{"use", "use", BUREAU_WORD},
					{"consent", "what his word means", BUREAU_WORD}};

hw_status bureau_outward_ways(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	static const char *const kept[] = {
		[OUTWARD_PARTY] = "whoever is withheld from one of them, their formations or their Power",
		[OUTWARD_POWER] =
			"whoever is withheld from his Power, the Agency, those between the sides or his family",
		[OUTWARD_FAMILY] = "whoever is withheld from his family: the answer is that of the search",
		[OUTWARD_ANYONE] = "whoever is withheld from anybody",
		[OUTWARD_NOBODY] = "nobody stands on it; its text is searched before it leaves"};
	sheet s = sheet_begin(b, arena, run, "outward", result, error);
	table uses;
	bureau_list *list = sheet_list(&s, "ways", "Every way out of the bureau", NULL, columns, HW_COUNT(columns));

	HW_TRY(consent_uses(&uses, error));
	for (size_t i = 0; i < OUTWARD_COUNT; i++) {
		const table_block *use = table_find(&uses, hw_text_of(outward_ways[i].use));
		bureau_value *cells = sheet_row(&s, list);

		cells[0] = sheet_value_text(hw_text_of(outward_ways[i].name));
		cells[1] = sheet_value_text(hw_text_of(outward_ways[i].command));
		cells[2] = sheet_value_word(outward_ways[i].what);
		cells[3] = sheet_value_word(outward_ways[i].readers);
		cells[4] = sheet_value_word(kept[outward_ways[i].reach]);
		cells[5] = sheet_value_word(outward_ways[i].use);
		cells[6] = sheet_value_text(use ? table_field(use, "consent") : HW_TEXT(""));
	}
	return sheet_end(&s);
}
