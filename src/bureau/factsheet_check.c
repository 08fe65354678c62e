/* The last look at a text for everybody: does it name a person of the register, or a place of detention?
 *
 * The texts come from rules, counts and statements, and should hold neither; a statement's exact words may.  Names are
 * compared as written and in lower case, family and given name side by side in either order; two words in Latin letters also by
 * the Cyrillic that they may come from. */
#include "bureau/factsheet_int.h"
#include "names/names.h"
#include "store/store.h"

#include <string.h>

enum { SLOTS_LEAST = 1024, WORD_LEAST = 2 };

typedef struct name_set {
	uint64_t *slots; /* 0 = free */
	size_t capacity, count;
} name_set;

typedef struct looking {
	bureau *b;
	hw_arena *arena;
	name_set names;
	hw_text *places;
	size_t place_count;
	names_tables *tables; /* once a name in Latin letters is met */
	const char *where;    /* what names somebody: "a text for the public" */
	const char *remedy;
	hw_error *error;
} looking;

static uint64_t hash_pair(hw_text a, hw_text b)
{
	uint64_t h = 1469598103934665603ull;

	for (size_t i = 0; i < a.length; i++)
		h = (h ^ (unsigned char)a.bytes[i]) * 1099511628211ull;
	h = (h ^ 0x20) * 1099511628211ull;
	for (size_t i = 0; i < b.length; i++)
		h = (h ^ (unsigned char)b.bytes[i]) * 1099511628211ull;
	return h ? h : 1;
}

static bool has(const name_set *set, uint64_t hash)
{
	for (size_t i = hash & (set->capacity - 1); set->slots[i]; i = (i + 1) & (set->capacity - 1))
		if (set->slots[i] == hash)
			return true;
	return false;
}

static void put(name_set *set, uint64_t hash)
{
	size_t i = hash & (set->capacity - 1);

	while (set->slots[i] && set->slots[i] != hash)
		i = (i + 1) & (set->capacity - 1);
	set->count += set->slots[i] == 0;
	set->slots[i] = hash;
}

static hw_status load_names(looking *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t persons = 0;
	bool found;

	HW_TRY(store_query_integer(g->b->store, "factsheet_person_count", NULL, 0, &persons, g->error));
	for (g->names.capacity = SLOTS_LEAST; (int64_t)g->names.capacity < 4 * persons + 1;)
		g->names.capacity *= 2;
	g->names.slots = HW_NEW(g->arena, uint64_t, g->names.capacity);
	if (!g->names.slots)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory to look for names");
	memset(g->names.slots, 0, g->names.capacity * sizeof(*g->names.slots));
	HW_TRY(store_query(g->b->store, "factsheet_names", NULL, 0, &rows, g->error));
	for (;;) {
		HW_ARENA_GUARD hw_arena *row = NULL;
		hw_text family, given;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		row = hw_arena_new(1 << 16);
		if (!row)
			return hw_fail(g->error, HW_NO_MEMORY, "no memory to look for names");
		HW_TRY(hw_text_lower(row, store_get_text(rows, 0), &family, g->error));
		HW_TRY(hw_text_lower(row, store_get_text(rows, 1), &given, g->error));
		if (hw_utf8_length(family) < WORD_LEAST || hw_utf8_length(given) < WORD_LEAST)
			continue;
		put(&g->names, hash_pair(family, given));
		put(&g->names, hash_pair(given, family));
	}
}

static hw_status load_places(looking *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t count = 0;
	bool found;

	HW_TRY(store_query_integer(g->b->store, "factsheet_place_count", NULL, 0, &count, g->error));
	g->places = HW_NEW(g->arena, hw_text, (size_t)count + 1);
	if (!g->places)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory to look for places");
	HW_TRY(store_query(g->b->store, "factsheet_places", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found || g->place_count == (size_t)count)
			return HW_OK;
		HW_TRY(hw_text_lower(g->arena, store_get_text(rows, 0), &g->places[g->place_count], g->error));
		g->place_count += hw_utf8_length(g->places[g->place_count]) > 4;
	}
}

static hw_status refuse(looking *g, const char *what, hw_text words)
{
	char shown[64];

	(void)hw_fail(g->error, HW_NOT_PERMITTED, "%s names %s: \"%s\"", g->where, what, hw_text_shown(words, shown));
	return hw_error_remedy(g->error, "%s", g->remedy), HW_NOT_PERMITTED;
}

static bool is_letter(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z') || c == '\'' || c == '-';
}

static hw_status look_at_words(looking *g, hw_text lower)
{
	hw_text previous = {0};
	size_t i = 0;

	while (i < lower.length) {
		size_t begin;
		hw_text word;

		while (i < lower.length && !is_letter((unsigned char)lower.bytes[i]))
			i++;
		for (begin = i; i < lower.length && is_letter((unsigned char)lower.bytes[i]);)
			i++;
		word = (hw_text){lower.bytes + begin, i - begin};
		if (previous.length && word.length && has(&g->names, hash_pair(previous, word)))
			return refuse(g, "a person of the register",
				      (hw_text){previous.bytes, (size_t)(word.bytes + word.length - previous.bytes)});
		previous = word;
	}
	return HW_OK;
}

/* ---- in Latin letters ------------------------------------------------------------------------------------------ */
enum { BACK_MOST = 8 };

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' || c == '-';
}

/* The Cyrillic that a word may come from, in lower case. */
static hw_status back(looking *g, hw_arena *arena, hw_text word, hw_text cyrillic[2 * BACK_MOST], size_t *count)
{
	static const names_spelling spellings[] = {NAMES_SPELLING_UKRAINIAN, NAMES_SPELLING_RUSSIAN};

	*count = 0;
	if (!g->tables)
		HW_TRY(names_tables_open(&g->tables, g->error));
	for (size_t i = 0; i < HW_COUNT(spellings); i++) {
		hw_text *found;
		size_t n;

		HW_TRY(names_back(g->tables, spellings[i], arena, word, BACK_MOST, &found, &n, g->error));
		for (size_t k = 0; k < n; k++)
			HW_TRY(hw_text_lower(arena, found[k], &cyrillic[(*count)++], g->error));
	}
	return HW_OK;
}

static hw_status look_at_pair(looking *g, hw_arena *arena, hw_text a, hw_text b)
{
	hw_text first[2 * BACK_MOST], second[2 * BACK_MOST];
	size_t first_count, second_count;

	HW_TRY(back(g, arena, a, first, &first_count));
	HW_TRY(back(g, arena, b, second, &second_count));
	for (size_t i = 0; i < first_count; i++)
		for (size_t k = 0; k < second_count; k++)
			if (has(&g->names, hash_pair(first[i], second[k])))
				return refuse(g, "a person of the register",
					      (hw_text){a.bytes, (size_t)(b.bytes + b.length - a.bytes)});
	return HW_OK;
}

/* Two words beside each other that each begin with a capital. */
static hw_status look_at_latin(looking *g, hw_arena *arena, hw_text text)
{
	hw_text previous = {0};
	size_t i = 0;

	while (i < text.length) {
		size_t begin, gap = i;
		hw_text word;

		while (i < text.length && !is_ascii_letter(text.bytes[i]))
			i++;
		if (i - gap != 1 || text.bytes[gap] == '.')
			previous.length = 0;
		for (begin = i; i < text.length && is_ascii_letter(text.bytes[i]);)
			i++;
		word = (hw_text){text.bytes + begin, i - begin};
		if (word.length <= WORD_LEAST || word.bytes[0] < 'A' || word.bytes[0] > 'Z') {
			previous.length = 0;
			continue;
		}
		if (previous.length)
			HW_TRY(look_at_pair(g, arena, previous, word));
		previous = word;
	}
	return HW_OK;
}

static hw_status look_at(looking *g, hw_text text)
{
	HW_ARENA_GUARD hw_arena *own = hw_arena_new((size_t)16 << 20);
	hw_text lower;

	if (!text.length)
		return HW_OK;
	if (!own)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory to look for names");
	HW_TRY(hw_text_lower(own, text, &lower, g->error));
	for (size_t i = 0; i < g->place_count; i++)
		if (memmem(lower.bytes, lower.length, g->places[i].bytes, g->places[i].length))
			return refuse(g, "a place of detention", g->places[i]);
	HW_TRY(look_at_words(g, lower));
	return look_at_latin(g, own, text);
}

static hw_status look_at_sheet(looking *g, const bureau_sheet *sheet)
{
	HW_TRY(load_names(g));
	HW_TRY(load_places(g));
	HW_TRY(look_at(g, sheet->title));
	for (size_t i = 0; i < sheet->list_count; i++) {
		const bureau_list *list = &sheet->lists[i];

		for (size_t k = 0; k < list->row_count * list->column_count; k++)
			HW_TRY(look_at(g, list->values[k].text));
	}
	for (size_t i = 0; i < sheet->note_count; i++)
		HW_TRY(look_at(g, sheet->notes[i]));
	return HW_OK;
}

hw_status factsheet_check(bureau *b, hw_arena *arena, const bureau_sheet *sheet, hw_error *error)
{
	looking g = {.b = b,
		     .arena = arena,
		     .where = "a text for the public",
		     .remedy = "take back the release of the statement that says so: homeward statement withhold ID",
		     .error = error};
	hw_status status = look_at_sheet(&g, sheet);

	names_tables_close(g.tables);
	return status;
}

hw_status factsheet_names_nobody(bureau *b, hw_arena *arena, hw_text text, const char *where, const char *remedy,
				 hw_error *error)
{
	looking g = {.b = b, .arena = arena, .where = where, .remedy = remedy, .error = error};
	hw_status status = load_names(&g);

	if (status == HW_OK)
		status = look_at(&g, text);
	names_tables_close(g.tables);
	return status;
}
