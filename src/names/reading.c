/* reading.c - may a Latin word and a Cyrillic word be writings of one name?  By the table data/names/readings.txt:
 * units of Latin letters and the Cyrillic letters they are read as, each with its cost.
 *
 * The cheapest way to cut both words into such units is found by dynamic programming; what counts is how much
 * cheaper it is than two words that have nothing to do with each other, and how dear it is for each letter. */
#include "names/names_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	LATIN_UNIT = 4,
	SIGNS = 48,       /* Cyrillic signs of a table, 0 = none */
	BUCKETS = 8192,   /* of the index of units; a power of two, well over their number */
	NOWHERE = 0xffff, /* no such unit */
	COST_UNKNOWN = 600,
	CHANCES = 0x530,
	/* what a unit costs that the table lacks, in hundredths like all costs here */
	COST_OTHER = 1150,
	COST_SILENT = 850,
	COST_ADDED = 850,
};

typedef struct reading_unit {
	uint32_t latin[LATIN_UNIT];
	uint32_t code; /* numbers of its letters, 8 bits each */
	uint8_t count;
	uint32_t pairs_at, pair_count;
	uint16_t cost[SIGNS]; /* read as one Cyrillic letter; at 0: silent */
} reading_unit;
typedef struct reading_pair { /* read as two Cyrillic letters */
	uint8_t first, second;
	uint16_t cost;
} reading_pair;
typedef struct reading_letter {
	uint32_t letter;
	uint16_t chance; /* cost of the letter by itself */
} reading_letter;
struct names_readings_table {
	reading_unit *units;      /* in the order of the file */
	uint16_t *index;          /* number of a unit + 1 by the hash of its code */
	const reading_unit *none; /* of no letter: what is added in Cyrillic */
	reading_pair *pairs;      /* in the order of the units */
	reading_letter *letters;
	size_t unit_count, pair_count, letter_count;
	uint32_t signs[SIGNS]; /* Cyrillic letters by number; 1 is ^, 2 is $ */
	uint16_t sign_chance[SIGNS];
	uint16_t chances[CHANCES]; /* by code point, letters that sound alike as one; 0 = unknown */
	uint8_t codes[CHANCES];    /* number of a Latin letter + 1, of a Cyrillic one as in signs; 0 = unknown */
	size_t sign_count;
};

/* ---- letters of a word ------------------------------------------------------------------ */

/* Cyrillic letters that Latin writing does not tell apart are one. */
static uint32_t plain_cyrillic(uint32_t c)
{
	static const struct {
		uint32_t from, to;
	} plain[] = {
		{0x451, 0x435}, {0x454, 0x435}, {0x44d, 0x435}, {0x456, 0x438}, {0x457, 0x438}, {0x44b, 0x438},
		{0x491, 0x433}, {0x493, 0x433}, {0x453, 0x433}, {0x45e, 0x443}, {0x458, 0x439}, {0x459, 0x43b},
		{0x45a, 0x43d}, {0x45b, 0x447}, {0x4b3, 0x445}, {0x49b, 0x43a}, {0x4ef, 0x443}, {0x4af, 0x443},
		{0x4b1, 0x443}, {0x4e9, 0x43e}, {0x4d9, 0x430}, {0x4a3, 0x43d}, {0x45c, 0x43a}, {0x455, 0x437},
		{0x4bb, 0x445}, {0x4e3, 0x438},
	};

	for (size_t i = 0; i < HW_COUNT(plain); i++)
		if (plain[i].from == c)
			return plain[i].to;
	return c;
}

static bool is_known_letter(const struct names_readings_table *r, uint32_t c)
{
	return c < CHANCES && r->codes[c];
}

size_t names_crossing_letters(const names_tables *tables, const uint32_t *word, size_t count, uint32_t *out,
			      size_t room)
{
	size_t length = 0;

	if (room < 2)
		return 0;
	out[length++] = '^';
	for (size_t i = 0; i < count && length + 1 < room; i++) {
		uint32_t c = word[i];
		if (!names_is_letter(c) || c == 0x44c || c == 0x44a || c == 0x4c0 || c == 0x4cf)
			continue; /* ь ъ and the palochka are not heard in Latin */
		if (names_is_cyrillic(c)) {
			/* йо, ьо: the Ukrainian way to write ё */
			if (c == 0x43e && i && (word[i - 1] == 0x44c || word[i - 1] == 0x439)) {
				length -= word[i - 1] == 0x439;
				c = 0x435;
			}
			c = plain_cyrillic(c);
		} else if (c > 0x7f && !(tables->readings && is_known_letter(tables->readings, c))) {
			uint32_t plain = names_plain_latin(tables, c);
			c = tables->readings || plain < 0x80 || c > 0x17f ? plain : c;
		}
		out[length++] = c;
	}
	out[length++] = '$';
	return length;
}

/* ---- loading ------------------------------------------------------------------------------ */

static size_t runes_into(hw_text t, uint32_t *out, size_t room)
{
	size_t at = 0, count = 0;
	uint32_t c;

	if (hw_text_is(t, "-"))
		return 0;
	while ((c = hw_utf8_next(t, &at))) {
		if (count == room)
			return room + 1;
		out[count++] = c;
	}
	return count;
}

/* Number of a Cyrillic letter; a new one gets the next; 0 when there is no room. */
static uint8_t sign_find(const struct names_readings_table *r, uint32_t c)
{
	for (size_t i = 1; i <= r->sign_count; i++)
		if (r->signs[i] == c)
			return (uint8_t)i;
	return 0;
}

static uint8_t sign_add(struct names_readings_table *r, uint32_t c)
{
	uint8_t known = sign_find(r, c);

	if (known || r->sign_count + 1 >= SIGNS)
		return known;
	r->signs[++r->sign_count] = c;
	return (uint8_t)r->sign_count;
}

static reading_unit *unit_add(struct names_readings_table *r, const uint32_t *latin, size_t count)
{
	reading_unit *last = r->unit_count ? &r->units[r->unit_count - 1] : NULL;

	/* rows of one unit stand together in the file */
	if (last && last->count == count && !memcmp(last->latin, latin, count * sizeof *latin))
		return last;
	last = &r->units[r->unit_count++];
	memcpy(last->latin, latin, count * sizeof *latin);
	last->count = (uint8_t)count;
	for (size_t i = 0; i < SIGNS; i++)
		last->cost[i] = NOWHERE;
	return last;
}

static bool read_row(struct names_readings_table *r, hw_text row)
{
	uint32_t latin[LATIN_UNIT + 1] = {0}, cyrillic[3] = {0};
	hw_text left, right, number;
	double value;

	if (!names_field_next(&row, &left) || !names_field_next(&row, &right) || !names_field_next(&row, &number) ||
	    hw_text_number(number, &value, NULL) || value < 0 || value > 100)
		return false;
	uint16_t cost = (uint16_t)(value * 100 + 0.5);
	if (hw_text_is(left, "chance")) {
		size_t at = 0;
		r->letters[r->letter_count++] = (reading_letter){hw_utf8_next(right, &at), cost};
		return true;
	}
	size_t l = runes_into(left, latin, LATIN_UNIT), c = runes_into(right, cyrillic, 2);
	if (l > LATIN_UNIT || c > 2 || (!l && c != 1) || (!c && l > 2))
		return false;
	reading_unit *unit = unit_add(r, latin, l);
	uint8_t first = c ? sign_add(r, cyrillic[0]) : 0, second = c == 2 ? sign_add(r, cyrillic[1]) : 0;
	if ((c && !first) || (c == 2 && !second))
		return false;
	if (c < 2)
		unit->cost[first] = cost;
	else {
		unit->pairs_at = unit->pair_count ? unit->pairs_at : (uint32_t)r->pair_count;
		unit->pair_count++;
		r->pairs[r->pair_count++] = (reading_pair){first, second, cost};
	}
	return true;
}

static int letter_order(const void *a, const void *b)
{
	const reading_letter *left = a, *right = b;

	return (left->letter > right->letter) - (left->letter < right->letter);
}

static const reading_letter *letter_find(const struct names_readings_table *r, uint32_t letter)
{
	reading_letter key = {letter, 0};

	return bsearch(&key, r->letters, r->letter_count, sizeof key, letter_order);
}

static size_t bucket_of(uint32_t code)
{
	return (code * 2654435761u) >> 19 & (BUCKETS - 1);
}

static const reading_unit *unit_find(const struct names_readings_table *r, const uint8_t *codes, size_t count)
{
	uint32_t code = 0;

	for (size_t i = 0; i < count; i++)
		code = code << 8 | codes[i];
	for (size_t at = bucket_of(code); r->index[at]; at = (at + 1) & (BUCKETS - 1))
		if (r->units[r->index[at] - 1].code == code)
			return &r->units[r->index[at] - 1];
	return NULL;
}

/* Numbers of letters instead of the letters, and the index; false when a unit has a letter without a chance row,
 * stands twice or in two places. */
static bool number_units(struct names_readings_table *r)
{
	for (size_t u = 0; u < r->unit_count; u++) {
		reading_unit *unit = &r->units[u];
		for (size_t i = 0; i < unit->count; i++) {
			const reading_letter *found = letter_find(r, unit->latin[i]);
			if (!found)
				return false;
			unit->code = unit->code << 8 | (uint32_t)(found - r->letters + 1);
		}
		if (!unit->count) {
			if (r->none)
				return false;
			r->none = unit;
			continue;
		}
		size_t at = bucket_of(unit->code);
		for (; r->index[at]; at = (at + 1) & (BUCKETS - 1))
			if (r->units[r->index[at] - 1].code == unit->code)
				return false;
		r->index[at] = (uint16_t)(u + 1);
	}
	for (size_t i = 1; i <= r->sign_count; i++) {
		const reading_letter *found = letter_find(r, r->signs[i]);
		r->sign_chance[i] = found ? found->chance : COST_UNKNOWN;
	}
	for (uint32_t c = 0; c < CHANCES; c++) {
		const reading_letter *found = letter_find(r, plain_cyrillic(c)), *own = letter_find(r, c);
		r->chances[c] = found ? found->chance : 0;
		r->codes[c] = names_is_cyrillic(c) ? sign_find(r, c) : (uint8_t)(own ? own - r->letters + 1 : 0);
	}
	return r->unit_count < BUCKETS / 2 && r->letter_count < UINT8_MAX;
}

hw_status names_load_readings(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("readings.txt"), row;
	struct names_readings_table *r = HW_NEW(tables->arena, struct names_readings_table, 1);
	size_t lines = 1;
	unsigned line = 0;

	if (!rest.length)
		return HW_OK;
	for (size_t i = 0; i < rest.length; i++)
		lines += rest.bytes[i] == '\n';
	if (r) {
		r->units = HW_NEW(tables->arena, reading_unit, lines);
		r->pairs = HW_NEW(tables->arena, reading_pair, lines);
		r->letters = HW_NEW(tables->arena, reading_letter, lines);
		r->index = HW_NEW(tables->arena, uint16_t, BUCKETS);
	}
	if (!r || !r->units || !r->pairs || !r->letters || !r->index)
		return names_no_memory(error);
	(void)sign_add(r, '^');
	(void)sign_add(r, '$');
	while (names_row_next(&rest, &line, &row))
		if (!read_row(r, row))
			return names_row_fault(error, "readings.txt", line,
					       "Latin letters, Cyrillic letters and a cost are needed");
	qsort(r->letters, r->letter_count, sizeof *r->letters, letter_order);
	if (!number_units(r))
		return names_row_fault(
			error, "readings.txt", line,
			"rows of one unit stand together, its letters have chance rows, 4000 units are the most");
	tables->readings = r;
	return HW_OK;
}

/* ---- asking -------------------------------------------------------------------------------- */

size_t names_crossing_codes(const names_tables *tables, const uint32_t *word, size_t count,
			    uint8_t out[NAMES_CROSSING_MAX])
{
	const struct names_readings_table *r = tables->readings;
	uint32_t letters[NAMES_CROSSING_MAX + 1];
	size_t length = r ? names_crossing_letters(tables, word, count, letters, NAMES_CROSSING_MAX + 1) : 0;
	bool cyrillic = length > 2 && names_is_cyrillic(letters[1]);

	if (length < 3 || length > NAMES_CROSSING_MAX)
		return 0;
	for (size_t i = 0; i < length; i++) {
		bool end = i == 0 || i + 1 == length;
		out[i] = end && cyrillic ? (uint8_t)(i ? 2 : 1) : letters[i] < CHANCES ? r->codes[letters[i]] : 0;
	}
	return length;
}

static unsigned chance_of(const struct names_readings_table *r, const uint8_t *codes, size_t count, bool cyrillic)
{
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += !codes[i] ? COST_UNKNOWN : cyrillic ? r->sign_chance[codes[i]] : r->letters[codes[i] - 1].chance;
	return sum;
}

double names_letters_chance(const names_tables *tables, const uint32_t *word, size_t count)
{
	enum { SOFT_SIGN = 0x44c, COST_SOFT = 400 };
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++) {
		uint32_t c = word[i];
		unsigned known = tables->readings && c < CHANCES ? tables->readings->chances[c] : 0;
		sum += known ? known : c == SOFT_SIGN ? COST_SOFT : COST_UNKNOWN;
	}
	return count ? sum / 100.0 / (double)count : 0;
}

static unsigned pair_cost(const struct names_readings_table *r, const reading_unit *unit, uint8_t first, uint8_t second)
{
	for (uint32_t at = unit->pairs_at; at < unit->pairs_at + unit->pair_count; at++)
		if (r->pairs[at].first == first && r->pairs[at].second == second)
			return r->pairs[at].cost;
	return NOWHERE;
}

/* best[i][j]: the cheapest reading of the first i Latin letters as the first j Cyrillic ones. */
typedef struct reading_grid {
	const struct names_readings_table *table;
	const reading_unit *ending[LATIN_UNIT + 1]; /* units of l letters that end before i */
	uint16_t best[NAMES_CROSSING_MAX + 1][NAMES_CROSSING_MAX + 1];
	uint16_t least[NAMES_CROSSING_MAX + 1]; /* of each row */
	const uint8_t *signs;
} reading_grid;

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static void fill_cell(reading_grid *g, size_t i, size_t j)
{
	const reading_unit *none = g->table->none;
	unsigned best = NOWHERE;
	uint8_t last = j ? g->signs[j - 1] : 0;

	if (j) {
		best = least(best, g->best[i][j - 1] + least(none && last ? none->cost[last] : NOWHERE, COST_ADDED));
		if (i)
			best = least(best, g->best[i - 1][j - 1] + (unsigned)COST_OTHER);
	}
	if (i)
		best = least(best, g->best[i - 1][j] + (unsigned)COST_SILENT);
	for (size_t l = 1; l <= LATIN_UNIT && l <= i; l++) {
		const reading_unit *unit = g->ending[l];
		if (!unit)
			continue;
		best = least(best, (unsigned)g->best[i - l][j] + unit->cost[0]);
		if (j && last)
			best = least(best, (unsigned)g->best[i - l][j - 1] + unit->cost[last]);
		if (unit->pair_count && j > 1)
			best = least(best, g->best[i - l][j - 2] + pair_cost(g->table, unit, g->signs[j - 2], last));
	}
	g->best[i][j] = (uint16_t)least(best, NOWHERE);
}

double names_cross(const names_tables *tables, const uint8_t *latin, size_t latin_count, const uint8_t *cyrillic,
		   size_t cyrillic_count, double least_sure)
{
	reading_grid g;

	g.table = tables->readings;
	g.signs = cyrillic;
	if (!g.table || latin_count < 3 || cyrillic_count < 3)
		return 0;
	double root = sqrt((double)(latin_count + cyrillic_count - 4) / 2);
	double chance =
		chance_of(g.table, latin, latin_count, false) + chance_of(g.table, cyrillic, cyrillic_count, true);
	double most = chance - 100 * least_sure * root; /* what the reading may cost */
	for (size_t i = 0; i <= latin_count; i++) {
		unsigned row = NOWHERE;
		for (size_t l = 1; l <= LATIN_UNIT && l <= i; l++)
			g.ending[l] = unit_find(g.table, latin + i - l, l);
		for (size_t j = 0; j <= cyrillic_count; j++) {
			if (i || j)
				fill_cell(&g, i, j);
			else
				g.best[0][0] = 0;
			row = least(row, g.best[i][j]);
		}
		/* units are at most LATIN_UNIT letters long: no way leads around so many dear rows */
		g.least[i] = (uint16_t)row;
		bool hopeless = i >= LATIN_UNIT;
		for (size_t l = 0; l < LATIN_UNIT && hopeless; l++)
			hopeless = g.least[i - l] > most;
		if (hopeless)
			return 0;
	}
	return (chance - g.best[latin_count][cyrillic_count]) / 100 / root;
}
