/* back.c - Cyrillic spellings that a Latin writing may come from, by the groups of data/names/back.txt.
 *
 * A beam of the cheapest beginnings is carried along the word; spellings that the table of given names knows, and
 * endings that its orthography has, come first. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

enum { BEAM = 24, WORDS = 6, BACK_BYTES = 96, COST_LONGER = 2, COST_LEFT = 6, GAIN_KNOWN = 4 };

typedef struct back_word {
	char bytes[BACK_BYTES];
	uint8_t length, cost;
} back_word;
typedef struct back_beam {
	back_word at[BEAM];
	size_t count;
} back_beam;

/* ---- loading -------------------------------------------------------------------------- */

static bool read_back(hw_text row, names_back_row *out)
{
	hw_text spelling, latin, readings;
	size_t at = 0;
	uint32_t c;

	if (!names_field_next(&row, &spelling) || !names_field_next(&row, &latin) || !names_field_next(&row, &readings))
		return false;
	out->spelling = (uint8_t)(hw_text_is(spelling, "uk")   ? NAMES_SPELLING_UKRAINIAN
				  : hw_text_is(spelling, "ru") ? NAMES_SPELLING_RUSSIAN
							       : NAMES_SPELLING_OPEN);
	if (!out->spelling && !hw_text_is(spelling, "*"))
		return false;
	out->at_start = latin.length > 1 && latin.bytes[0] == '^';
	out->at_end = latin.length > 1 && latin.bytes[latin.length - 1] == '$';
	latin.bytes += out->at_start;
	latin.length -= (size_t)out->at_start + out->at_end;
	while ((c = hw_utf8_next(latin, &at))) {
		if (out->count == HW_COUNT(out->latin))
			return false;
		out->latin[out->count++] = c;
	}
	out->readings = readings;
	return out->count > 0;
}

hw_status names_load_back(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("back.txt"), row;
	unsigned line = 0;

	tables->back = HW_NEW(tables->arena, names_back_row, rest.length / 5 + 1);
	if (!tables->back)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row))
		if (!read_back(row, &tables->back[tables->back_count++]))
			return names_row_fault(error, "back.txt", line,
					       "spelling, Latin letters and readings are needed");
	return HW_OK;
}

/* ---- one word --------------------------------------------------------------------------- */

/* Keeps the cheapest, in their order; an equal word is kept once. */
static void offer(back_beam *beam, const back_word *w)
{
	size_t at = beam->count;

	for (size_t i = 0; i < beam->count; i++)
		if (beam->at[i].length == w->length && !memcmp(beam->at[i].bytes, w->bytes, w->length)) {
			if (beam->at[i].cost <= w->cost)
				return;
			memmove(beam->at + i, beam->at + i + 1, (beam->count - i - 1) * sizeof *w);
			beam->count--;
			at = beam->count;
			break;
		}
	while (at > 0 && beam->at[at - 1].cost > w->cost)
		at--;
	if (at == BEAM)
		return;
	if (beam->count == BEAM)
		beam->count--;
	memmove(beam->at + at + 1, beam->at + at, (beam->count - at) * sizeof *w);
	beam->at[at] = *w;
	beam->count++;
}

static void extend(back_beam *to, const back_word *w, hw_text piece, unsigned cost)
{
	back_word longer = *w;

	if (w->length + piece.length > BACK_BYTES || w->cost + cost > UINT8_MAX)
		return;
	if (piece.length)
		memcpy(longer.bytes + longer.length, piece.bytes, piece.length);
	longer.length = (uint8_t)(longer.length + piece.length);
	longer.cost = (uint8_t)(w->cost + cost);
	offer(to, &longer);
}

static bool row_fits(const names_back_row *row, names_spelling spelling, const uint32_t *word, size_t count, size_t at)
{
	return (!row->spelling || row->spelling == spelling) && row->count <= count - at && !(row->at_start && at) &&
	       !(row->at_end && at + row->count != count) && !memcmp(row->latin, word + at, row->count * sizeof *word);
}

static void step(const names_tables *tables, names_spelling spelling, const uint32_t *word, size_t count, size_t at,
		 back_beam *beams)
{
	size_t longest = 0;
	char own[4] = "";

	for (size_t r = 0; r < tables->back_count; r++)
		if (row_fits(&tables->back[r], spelling, word, count, at) && tables->back[r].count > longest)
			longest = tables->back[r].count;
	for (size_t b = 0; b < beams[at].count; b++) {
		const back_word *w = &beams[at].at[b];
		if (!longest) { /* a letter without a row stays */
			size_t length = hw_utf8_write(word[at], own);
			extend(&beams[at + 1], w, (hw_text){own, length}, COST_LEFT);
			continue;
		}
		for (size_t r = 0; r < tables->back_count; r++) {
			const names_back_row *row = &tables->back[r];
			hw_text rest = row->readings, piece;
			unsigned cost = row->count < longest ? COST_LONGER : 0;
			if (!row_fits(row, spelling, word, count, at))
				continue;
			for (; hw_text_split(&rest, '/', &piece); cost += 1)
				extend(&beams[at + row->count], w,
				       hw_text_is(piece, "-") ? (hw_text){piece.bytes, 0} : piece, cost);
		}
	}
}

static bool is_known(const names_tables *tables, const back_word *w, names_spelling spelling)
{
	names_forms forms = names_forms_find(tables->written, names_hash(w->bytes, w->length));

	for (size_t i = 0; i < forms.count; i++)
		if (forms.at[i].spelling >> spelling & 1)
			return true;
	return false;
}

static hw_status read_word(const names_tables *tables, hw_arena *arena, names_spelling spelling, hw_text word,
			   back_beam *result, hw_error *error)
{
	names_runes runes;
	back_beam *beams;

	*result = (back_beam){0};
	HW_TRY(names_runes_of(arena, word, &runes, error));
	if (runes.count > NAMES_WORD_MAX)
		runes.count = NAMES_WORD_MAX;
	beams = HW_NEW(arena, back_beam, runes.count + 1);
	if (!beams)
		return names_no_memory(error);
	beams[0].count = 1;
	/* a known given name may lie behind dearer beginnings: the beam is wide for a word of usual length */
	for (size_t at = 0; at < runes.count; at++)
		step(tables, spelling, runes.at, runes.count, at, beams);
	for (size_t b = 0; b < beams[runes.count].count; b++) {
		back_word w = beams[runes.count].at[b];
		w.cost = (uint8_t)(w.cost + (is_known(tables, &w, spelling) ? 0 : GAIN_KNOWN));
		offer(result, &w);
	}
	return HW_OK;
}

/* ---- a whole name -------------------------------------------------------------------------- */

/* First letter of every word a capital. */
static hw_status with_capitals(hw_arena *arena, const back_word *w, hw_text *result, hw_error *error)
{
	char *out = HW_NEW(arena, char, (size_t)w->length + 4);
	hw_text t = {w->bytes, w->length};
	size_t at = 0, length = 0;
	uint32_t c;

	if (!out)
		return names_no_memory(error);
	for (bool start = true; (c = hw_utf8_next(t, &at)); start = c == ' ' || c == '-') {
		if (start && c >= 0x430 && c <= 0x44f)
			c -= 0x20;
		else if (start && c >= 0x450 && c <= 0x45f)
			c -= 0x50;
		else if (start && c == 0x491)
			c = 0x490;
		length += hw_utf8_write(c, out + length);
	}
	*result = (hw_text){out, length};
	return HW_OK;
}

hw_status names_back(const names_tables *tables, names_spelling spelling, hw_arena *arena, hw_text t, size_t limit,
		     hw_text **result, size_t *count, hw_error *error)
{
	back_beam *whole = HW_NEW(arena, back_beam, 2);
	hw_text *out = HW_NEW(arena, hw_text, limit + 1), rest, word;
	const char *between = "";

	if (!whole || !out)
		return names_no_memory(error);
	if (spelling != NAMES_SPELLING_UKRAINIAN && spelling != NAMES_SPELLING_RUSSIAN)
		return hw_fail(error, HW_USAGE, "Latin letters are read back to Ukrainian or Russian");
	HW_TRY(names_tidy(tables, arena, t, &rest, NULL, error));
	HW_TRY(hw_text_lower(arena, rest, &rest, error));
	whole->count = 1;
	for (unsigned words = 0; words < WORDS && hw_text_split(&rest, ' ', &word); words++) {
		back_beam found, *joined = &whole[1];
		HW_TRY(read_word(tables, arena, spelling, word, &found, error));
		*joined = (back_beam){0};
		for (size_t a = 0; a < whole->count; a++)
			for (size_t b = 0; b < found.count; b++) {
				back_word w = whole->at[a];
				if (w.length + 1u > BACK_BYTES)
					continue;
				if (*between)
					w.bytes[w.length++] = ' ';
				extend(joined, &w, (hw_text){found.at[b].bytes, found.at[b].length}, found.at[b].cost);
			}
		whole[0] = *joined;
		between = " ";
	}
	for (*count = 0; *count < limit && *count < whole->count; ++*count)
		HW_TRY(with_capitals(arena, &whole->at[*count], &out[*count], error));
	*result = out;
	return HW_OK;
}
