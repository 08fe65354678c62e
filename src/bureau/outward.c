/* The one gate before everything that leaves.  Read outward_int.h first. */
#include "bureau/outward_int.h"
#include "bureau/sheet_int.h"

#include <stdlib.h>
#include <string.h>

const outward_way outward_ways[OUTWARD_COUNT] = {
#define X(way, name, command, what, readers, reach) [OUTWARD_##way] = {name, command, what, readers, reach},
	OUTWARD_WAYS(X)
#undef X
};

static int by_text(const void *a, const void *b)
{
	return hw_text_compare(*(const hw_text *)a, *(const hw_text *)b);
}

static hw_status keep(outward_gate *gate, hw_arena *arena, size_t *capacity, hw_text id, hw_error *error)
{
	if (!id.length)
		return HW_OK;
	if (gate->count == *capacity) {
		size_t wanted = *capacity ? 2 * *capacity : 64;
		hw_text *more = HW_NEW(arena, hw_text, wanted);

		if (!more)
			return hw_fail(error, HW_NO_MEMORY, "no memory for what is withheld");
		if (gate->count)
			memcpy(more, gate->kept, gate->count * sizeof(*more));
		gate->kept = more;
		*capacity = wanted;
	}
	gate->kept[gate->count] = hw_text_copy(arena, id);
	return gate->kept[gate->count++].bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for what is withheld");
}

static hw_status load_for(bureau *b, hw_arena *arena, hw_text to, const char *day, outward_gate *gate, size_t *capacity,
			  hw_error *error)
{
	static const char *const reaches[] = {[OUTWARD_PARTY] = "party",
					      [OUTWARD_POWER] = "power",
					      [OUTWARD_FAMILY] = "family",
					      [OUTWARD_ANYONE] = "anyone"};
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(day), store_string(reaches[outward_ways[gate->way].reach]),
				      store_text(to)};
	bool found;

	HW_TRY(store_query(b->store, "outward_withheld", values, HW_COUNT(values), &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		HW_TRY(keep(gate, arena, capacity, store_get_text(rows, 0), error));
	}
}

hw_status outward_open(bureau *b, hw_arena *arena, outward way, hw_text to, outward_gate *gate, hw_error *error)
{
	size_t capacity = 0;
	char day[11];
	hw_text party;

	*gate = (outward_gate){.way = way};
	if (outward_ways[way].reach == OUTWARD_NOBODY)
		return HW_OK;
	HW_TRY(bureau_own_day(b, day, error));
	/* Nobody named: what is kept from everybody, and for "anyone" from somebody. */
	HW_TRY(load_for(b, arena, HW_TEXT(""), day, gate, &capacity, error));
	while (hw_text_split(&to, ';', &party))
		if (hw_text_trim(party).length)
			HW_TRY(load_for(b, arena, hw_text_trim(party), day, gate, &capacity, error));
	if (gate->count)
		qsort(gate->kept, gate->count, sizeof(*gate->kept), by_text);
	return HW_OK;
}

bool outward_allows(const outward_gate *gate, hw_text person)
{
	return !gate->count || !bsearch(&person, gate->kept, gate->count, sizeof(*gate->kept), by_text);
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
					{"kept", "who stays back", BUREAU_WORD}};

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
	bureau_list *list = sheet_list(&s, "ways", "Every way out of the bureau", NULL, columns, HW_COUNT(columns));

	for (size_t i = 0; i < OUTWARD_COUNT; i++) {
		bureau_value *cells = sheet_row(&s, list);

		cells[0] = sheet_value_text(hw_text_of(outward_ways[i].name));
		cells[1] = sheet_value_text(hw_text_of(outward_ways[i].command));
		cells[2] = sheet_value_word(outward_ways[i].what);
		cells[3] = sheet_value_word(outward_ways[i].readers);
		cells[4] = sheet_value_word(kept[outward_ways[i].reach]);
	}
	return sheet_end(&s);
}
