/* The tables of names: read from the description, with every name in every language. */
#include "bureau/example_int.h"

#include <stdlib.h>
#include <string.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the names of the example");
}

static int longest_first(const void *a, const void *b)
{
	const example_pair *x = a, *y = b;

	if (x->from.length != y->from.length)
		return x->from.length > y->from.length ? -1 : 1;
	return hw_text_compare(x->from, y->from);
}

/* Both forms are allowed: {"from": "to"} and [["from", "to"], ...]. */
static hw_status read_rules(hw_arena *arena, const hw_json *object, const char *key, example_rules *result,
			    hw_error *error)
{
	hw_json *value = hw_json_get(object, key);
	size_t count = hw_json_count(value), i = 0;
	bool array = hw_json_kind_of(value) == HW_JSON_ARRAY;

	*result = (example_rules){0};
	if (!count)
		return HW_OK;
	example_pair *items = HW_NEW(arena, example_pair, count);
	if (!items)
		return no_memory(error);
	for (; array && i < count; i++) {
		hw_json *pair = hw_json_at(value, i);
		items[i] = (example_pair){hw_json_as_text(hw_json_at(pair, 0)), hw_json_as_text(hw_json_at(pair, 1))};
	}
	for (void *m = array ? NULL : hw_json_first(value); m; m = hw_json_next(value, m), i++)
		items[i] = (example_pair){hw_text_of(hw_json_member_key(m)), hw_json_as_text(hw_json_member_value(m))};
	qsort(items, count, sizeof *items, longest_first);
	*result = (example_rules){items, count};
	return HW_OK;
}

static hw_status read_language(hw_arena *arena, const hw_json *root, const char *key, size_t index,
			       example_language *result, hw_error *error)
{
	const hw_json *object = hw_json_get(hw_json_get(root, "languages"), key);
	example_language language = {.key = hw_text_of(key)};

	HW_TRY(read_rules(arena, object, "family_feminine", &language.family_feminine, error));
	HW_TRY(read_rules(arena, object, "patronymic_feminine", &language.patronymic_feminine, error));
	HW_TRY(read_rules(arena, object, "family_oblique", &language.family_oblique, error));
	HW_TRY(read_rules(arena, object, "given_oblique", &language.given_oblique, error));
	HW_TRY(read_rules(arena, object, "patronymic_oblique", &language.patronymic_oblique, error));
	const hw_json *translation = hw_json_at(hw_json_get(root, "translate"), index);
	HW_TRY(read_rules(arena, translation, "map", &language.translation, error));
	HW_TRY(read_rules(arena, translation, "end", &language.translation_end, error));
	*result = language;
	return HW_OK;
}

static hw_status find_language(const example_names *names, hw_text key, size_t *result, hw_error *error)
{
	for (size_t i = 0; i < EXAMPLE_LANGUAGES; i++)
		if (hw_text_equal(names->languages[i].key, key)) {
			*result = i;
			return HW_OK;
		}
	return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is none of the languages of the names", HW_TEXT_ARG(key));
}

static hw_status read_spellings(hw_arena *arena, const hw_json *root, example_names *names, hw_error *error)
{
	const hw_json *all = hw_json_get(root, "spellings");
	size_t count = hw_json_count(all), i = 0;

	names->spellings = HW_NEW(arena, example_spelling, count + 1);
	if (!names->spellings)
		return no_memory(error);
	for (void *m = hw_json_first(all); m; m = hw_json_next(all, m), i++) {
		const hw_json *object = hw_json_member_value(m);
		example_spelling *spelling = &names->spellings[i];
		hw_text from = {0};

		spelling->key = hw_text_of(hw_json_member_key(m));
		HW_TRY(hw_json_need_text(object, "spellings", "from", &from, error));
		HW_TRY(find_language(names, from, &spelling->language, error));
		spelling->plain = hw_json_count(hw_json_get(object, "map")) == 0;
		HW_TRY(read_rules(arena, object, "start", &spelling->start, error));
		HW_TRY(read_rules(arena, object, "end", &spelling->end, error));
		HW_TRY(read_rules(arena, object, "map", &spelling->map, error));
	}
	names->spelling_count = count;
	return HW_OK;
}

/* Pairs [first language, second language]. */
static hw_status read_pairs(hw_arena *arena, const hw_json *pool, const char *key, example_words *result,
			    hw_error *error)
{
	const hw_json *value = hw_json_get(pool, key);
	size_t count = hw_json_count(value);
	example_word *items = HW_NEW(arena, example_word, count + 1);

	if (!items)
		return no_memory(error);
	if (!count || count > UINT16_MAX) {
		hw_fail(error, HW_BAD_INPUT, "needs 1 to %d names", UINT16_MAX);
		return hw_error_where(error, "pools.%s", key);
	}
	for (size_t i = 0; i < count; i++)
		for (size_t l = 0; l < EXAMPLE_LANGUAGES; l++)
			items[i].form[l] = hw_json_as_text(hw_json_at(hw_json_at(value, i), l));
	*result = (example_words){items, count};
	return HW_OK;
}

/* One text of names, separated by spaces, in the pool's own language; the other form is made from it. */
static hw_status read_families(hw_arena *arena, const example_names *names, const hw_json *pool, size_t language,
			       example_words *result, hw_error *error)
{
	hw_text all = hw_json_as_text(hw_json_get(pool, "family")), rest = all, piece;
	size_t count = 0, other = 1 - language;

	while (hw_text_split(&rest, ' ', &piece))
		count += piece.length > 0;
	example_word *items = HW_NEW(arena, example_word, count + 1);
	if (!items)
		return no_memory(error);
	if (!count || count > UINT16_MAX)
		return hw_fail(error, HW_BAD_INPUT, "a pool needs 1 to %d family names", UINT16_MAX);
	rest = all;
	for (size_t i = 0; hw_text_split(&rest, ' ', &piece);) {
		const example_language *own = &names->languages[language];
		if (!piece.length)
			continue;
		items[i].form[language] = piece;
		items[i].form[other] = example_letters(arena, NULL, NULL, &own->translation,
						       example_ending(arena, &own->translation_end, piece));
		if (!items[i++].form[other].length)
			return no_memory(error);
	}
	*result = (example_words){items, count};
	return HW_OK;
}

static hw_status make_feminine(hw_arena *arena, const example_names *names, bool family, const example_words *men,
			       example_words *result, hw_error *error)
{
	example_word *items = HW_NEW(arena, example_word, men->count);

	if (!items)
		return no_memory(error);
	for (size_t i = 0; i < men->count; i++)
		for (size_t l = 0; l < EXAMPLE_LANGUAGES; l++) {
			const example_language *language = &names->languages[l];
			items[i].form[l] = example_ending(
				arena, family ? &language->family_feminine : &language->patronymic_feminine,
				men->items[i].form[l]);
			if (!items[i].form[l].bytes)
				return no_memory(error);
		}
	*result = (example_words){items, men->count};
	return HW_OK;
}

static hw_status read_pools(hw_arena *arena, const hw_json *root, example_names *names, hw_error *error)
{
	const hw_json *all = hw_json_get(root, "pools");
	size_t count = hw_json_count(all), i = 0;

	names->pools = HW_NEW(arena, example_pool, count + 1);
	if (!names->pools)
		return no_memory(error);
	for (void *m = hw_json_first(all); m; m = hw_json_next(all, m), i++) {
		const hw_json *object = hw_json_member_value(m);
		example_pool *pool = &names->pools[i];
		hw_text key = {0};
		size_t language = 0;

		pool->key = hw_text_of(hw_json_member_key(m));
		HW_TRY(hw_json_need_text(object, "pools", "language", &key, error));
		HW_TRY(find_language(names, key, &language, error));
		HW_TRY(read_pairs(arena, object, "given_m", &pool->given[EXAMPLE_MAN], error));
		HW_TRY(read_pairs(arena, object, "given_f", &pool->given[EXAMPLE_WOMAN], error));
		HW_TRY(read_pairs(arena, object, "patronymic", &pool->patronymic[EXAMPLE_MAN], error));
		HW_TRY(read_families(arena, names, object, language, &pool->family[EXAMPLE_MAN], error));
		HW_TRY(make_feminine(arena, names, false, &pool->patronymic[EXAMPLE_MAN],
				     &pool->patronymic[EXAMPLE_WOMAN], error));
		HW_TRY(make_feminine(arena, names, true, &pool->family[EXAMPLE_MAN], &pool->family[EXAMPLE_WOMAN],
				     error));
	}
	names->pool_count = count;
	return HW_OK;
}

hw_status example_names_read(hw_arena *arena, const hw_json *root, example_names *result, hw_error *error)
{
	const hw_json *languages = hw_json_get(root, "languages");
	example_names names = {0};
	size_t i = 0;

	if (!hw_text_is(hw_json_as_text(hw_json_get(root, "format")), "homeward-example-names/1") ||
	    hw_json_count(languages) != EXAMPLE_LANGUAGES) {
		hw_fail(error, HW_BAD_INPUT, "is not a table of names with %d languages", EXAMPLE_LANGUAGES);
		return hw_error_remedy(error, "see docs/example.md");
	}
	for (void *m = hw_json_first(languages); m; m = hw_json_next(languages, m), i++)
		HW_TRY(read_language(arena, root, hw_json_member_key(m), i, &names.languages[i], error));
	HW_TRY(read_spellings(arena, root, &names, error));
	HW_TRY(read_rules(arena, root, "confusions", &names.confusions, error));
	HW_TRY(read_pools(arena, root, &names, error));
	*result = names;
	return HW_OK;
}

hw_status example_pool_find(const example_names *names, hw_text key, size_t *result, hw_error *error)
{
	for (size_t i = 0; i < names->pool_count; i++)
		if (hw_text_equal(names->pools[i].key, key)) {
			*result = i;
			return HW_OK;
		}
	return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is none of the pools of names", HW_TEXT_ARG(key));
}

hw_status example_spelling_find(const example_names *names, hw_text key, const example_spelling **result,
				hw_error *error)
{
	for (size_t i = 0; i < names->spelling_count; i++)
		if (hw_text_equal(names->spellings[i].key, key)) {
			*result = &names->spellings[i];
			return HW_OK;
		}
	return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is none of the spellings", HW_TEXT_ARG(key));
}

example_name example_name_draw(const example_names *names, size_t pool, int sex, hw_random *random)
{
	const example_pool *from = &names->pools[pool];

	return (example_name){
		.pool = (uint16_t)pool,
		.sex = (uint8_t)sex,
		.given = (uint16_t)hw_random_below(random, from->given[sex].count),
		.patronymic = (uint16_t)hw_random_below(random, from->patronymic[sex].count),
		.family = (uint16_t)hw_random_below(random, from->family[sex].count),
	};
}
