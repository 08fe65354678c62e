/* words.c - ranks, forms of address, particles and the other words that stand beside a name. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

static int word_order(const void *a, const void *b)
{
	const names_word *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	return (left->kind > right->kind) - (left->kind < right->kind);
}

bool names_word_is(const names_tables *tables, hw_text lower, names_word_kind kind)
{
	names_word key = {names_hash(lower.bytes, lower.length), kind};

	return bsearch(&key, tables->words, tables->word_count, sizeof key, word_order) != NULL;
}

static hw_status load_other_words(names_tables *tables, hw_error *error)
{
	static const char *const kinds[NAMES_WORD_KINDS] = {"particle", "born",   "callsign", "unit",
							    "oglu",     "maiden", "from"};
	hw_text rest = names_data_find("words.txt"), row, word;
	unsigned line = 0;

	tables->words = HW_NEW(tables->arena, names_word, rest.length / 2 + 1);
	if (!tables->words)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row)) {
		unsigned kind = 0;
		names_field_next(&row, &word);
		while (kind < NAMES_WORD_KINDS && !hw_text_is(word, kinds[kind]))
			kind++;
		if (kind == NAMES_WORD_KINDS)
			return names_row_fault(error, "words.txt", line, "not a kind of words");
		while (names_field_next(&row, &word))
			tables->words[tables->word_count++] =
				(names_word){names_hash(word.bytes, word.length), (names_word_kind)kind};
	}
	qsort(tables->words, tables->word_count, sizeof *tables->words, word_order);
	return HW_OK;
}

static int rank_order(const void *a, const void *b)
{
	const names_rank *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	for (size_t i = 0; i < left->count; i++) {
		int order = hw_text_compare(left->words[i], right->words[i]);
		if (order)
			return order;
	}
	return 0;
}

static bool read_rank(hw_text row, names_rank *rank)
{
	hw_text form, word;

	if (!hw_text_split(&row, '|', &form))
		return false;
	rank->meaning = hw_text_trim(row);
	while (names_field_next(&form, &word)) {
		if (rank->count == HW_COUNT(rank->words))
			return false;
		while (word.length && word.bytes[word.length - 1] == '.')
			word.length--;
		rank->words[rank->count++] = word;
	}
	return rank->count && rank->meaning.length;
}

/* ---- callsigns --------------------------------------------------------------------- */

static int callsign_order(const void *a, const void *b)
{
	const names_form *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	return (left->class_number > right->class_number) - (left->class_number < right->class_number);
}

static hw_status fold_hash(const names_tables *tables, hw_arena *arena, hw_text t, uint64_t *hash, hw_error *error)
{
	hw_text key;

	HW_TRY(names_fold(tables, arena, t, &key, error));
	*hash = names_hash(key.bytes, key.length);
	return HW_OK;
}

static hw_status load_callsigns(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("callsigns.txt"), row, word;
	unsigned line = 0;

	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new((size_t)16 << 20);
	tables->callsigns = HW_NEW(tables->arena, names_form, rest.length / 2 + 1);
	if (!tables->callsigns || !scratch)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row))
		while (names_field_next(&row, &word)) {
			names_form *form = &tables->callsigns[tables->callsign_count++];
			form->class_number = (uint16_t)line;
			HW_TRY(fold_hash(tables, scratch, word, &form->hash, error));
		}
	qsort(tables->callsigns, tables->callsign_count, sizeof *tables->callsigns, callsign_order);
	return HW_OK;
}

bool names_callsign_is_known(const names_tables *tables, const names_part *word)
{
	names_forms all = {tables->callsigns, tables->callsign_count};

	return names_forms_find(all, names_hash(word->fold, word->length)).count > 0;
}

hw_status names_callsign_compare(const names_tables *tables, hw_arena *arena, hw_text a, hw_text b,
				 names_agreement *result, hw_error *error)
{
	names_forms all = {tables->callsigns, tables->callsign_count};
	uint64_t left, right;
	names_part one, other;

	*result = NAMES_MISSING;
	if (!a.length || !b.length)
		return HW_OK;
	HW_TRY(fold_hash(tables, arena, a, &left, error));
	HW_TRY(fold_hash(tables, arena, b, &right, error));
	HW_TRY(names_part_of(tables, arena, a, NAMES_ROLE_FAMILY, &one, error));
	HW_TRY(names_part_of(tables, arena, b, NAMES_ROLE_FAMILY, &other, error));
	names_agreement found = names_part_compare(&one, &other, NAMES_ROLE_GIVEN);
	*result = found >= NAMES_ONE_LETTER ? found : NAMES_DIFFERENT;
	names_forms these = names_forms_find(all, left), those = names_forms_find(all, right);
	for (size_t i = 0; i < these.count; i++)
		for (size_t j = 0; j < those.count; j++)
			if (these.at[i].class_number == those.at[j].class_number && *result < NAMES_SAME_NAME)
				*result = NAMES_SAME_NAME;
	return HW_OK;
}

hw_status names_load_words(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("ranks.txt"), row;
	unsigned line = 0;

	tables->ranks = HW_NEW(tables->arena, names_rank, rest.length / 8 + 1);
	if (!tables->ranks)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row))
		if (!read_rank(row, &tables->ranks[tables->rank_count++]))
			return names_row_fault(error, "ranks.txt", line, "a form of 1 to 4 words | a meaning");
	qsort(tables->ranks, tables->rank_count, sizeof *tables->ranks, rank_order);
	HW_TRY(load_other_words(tables, error));
	return load_callsigns(tables, error);
}
