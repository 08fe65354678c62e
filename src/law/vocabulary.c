/* vocabulary.c - the blocks  convention, words, settings  and  facts. */
#include "law/law_int.h"

#include <string.h>

enum { PARTS_MOST = 3 };

hw_status law_refuse_at(const law_file *file, size_t offset, hw_text key, const char *remedy, hw_error *error,
			const char *why)
{
	hw_fail(error, HW_BAD_INPUT, "%s", why);
	hw_error_remedy(error, "%s", remedy);
	return law_place_error(error, file, offset, key);
}

static size_t count_blocks(const law_builder *builder, const char *word, bool fields)
{
	size_t count = 0;

	for (size_t i = 0; i < builder->block_count; i++)
		if (hw_text_is(builder->blocks[i]->word, word))
			count += fields ? builder->blocks[i]->count : 1;
	return count;
}

/* "a | b | c" into exactly `count` trimmed texts. */
static hw_status split_value(law_builder *builder, const law_block *block, const law_field *field, const char *form,
			     hw_text *parts, size_t count, hw_error *error)
{
	hw_text rest, piece;
	size_t found = 0;

	HW_TRY(law_field_text(builder->rules->arena, block->file, field, &rest, error));
	while (hw_text_split(&rest, '|', &piece)) {
		piece = hw_text_trim(piece);
		if (found < count)
			parts[found] = piece;
		found += piece.length > 0 ? 1 : PARTS_MOST + 1;
	}
	if (found == count)
		return HW_OK;
	char remedy[96];
	snprintf(remedy, sizeof remedy, "write it as  %s", form);
	return law_refuse_at(block->file, field->from, field->key, remedy, error,
			     "the parts of the line do not fit; each must be there, none may be empty");
}

static hw_status check_name(const law_block *block, const law_field *field, hw_error *error)
{
	if (law_is_name(field->key))
		return HW_OK;
	return law_refuse_at(block->file, law_key_at(block->file, field), field->key,
			     "use a-z, 0-9 and _, beginning with a letter", error, "this cannot be a name");
}

static hw_status twice(const law_block *block, const law_field *field, hw_error *error)
{
	return law_refuse_at(block->file, law_key_at(block->file, field), field->key, "give it another name", error,
			     "this name was given before");
}

/* ---- convention ---- */
static hw_status take_order(law_builder *builder, const law_block *block, law_convention *made, hw_error *error)
{
	const law_field *field = law_block_field(block, "order");
	hw_text value;
	int64_t order;

	if (!field)
		return HW_OK;
	HW_TRY(law_field_text(builder->scratch, block->file, field, &value, error));
	if (hw_text_integer(value, &order, NULL) != HW_OK || order < 0 || order > 1000)
		return law_refuse_at(block->file, field->from, field->key, "write a whole number from 0 to 1000", error,
				     "the order is no such number");
	made->order = (unsigned)order;
	return HW_OK;
}

static hw_status build_convention(law_builder *builder, const law_block *block, law_convention *made, hw_error *error)
{
	static const char *const keys[] = {"title en", "title uk", "short en", "short uk"};
	hw_text *const places[] = {&made->title[LAW_EN], &made->title[LAW_UK], &made->short_title[LAW_EN],
				   &made->short_title[LAW_UK]};

	if (!block->name.length)
		return law_refuse_at(block->file, block->at, block->word, "write  convention NAME", error,
				     "the convention has no name");
	made->id = block->name;
	for (size_t i = 0; i < HW_COUNT(keys); i++) {
		const law_field *field = law_block_field(block, keys[i]);
		if (!field)
			return law_refuse_at(block->file, block->at, hw_text_of(keys[i]), "add the field", error,
					     "the convention lacks this field");
		HW_TRY(law_field_text(builder->rules->arena, block->file, field, places[i], error));
	}
	return take_order(builder, block, made, error);
}

/* By `order`; equal ones stay as they were read. */
static void sort_conventions(law_convention *list, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		law_convention moved = list[i];
		size_t at = i;
		for (; at > 0 && list[at - 1].order > moved.order; at--)
			list[at] = list[at - 1];
		list[at] = moved;
	}
}

static hw_status build_conventions(law_builder *builder, hw_error *error)
{
	law_rules *rules = builder->rules;
	law_convention *made = HW_NEW(rules->arena, law_convention, count_blocks(builder, "convention", false) + 1);

	if (!made)
		return law_out_of_memory(error);
	rules->conventions = made;
	for (size_t i = 0; i < builder->block_count; i++) {
		const law_block *block = builder->blocks[i];
		if (!hw_text_is(block->word, "convention"))
			continue;
		for (size_t j = 0; j < rules->convention_count; j++)
			if (hw_text_equal(made[j].id, block->name))
				return law_refuse_at(block->file, block->at, block->word, "give it another name", error,
						     "this convention was named before");
		HW_TRY(build_convention(builder, block, &made[rules->convention_count], error));
		rules->convention_count++;
	}
	sort_conventions(made, rules->convention_count);
	return HW_OK;
}

/* ---- words ---- */
static hw_status fill_words(law_builder *builder, const law_block *block, hw_text *words,
			    hw_text *labels[LAW_LANGUAGES], hw_error *error)
{
	hw_text parts[2] = {{0}};

	for (size_t i = 0; i < block->count; i++) {
		const law_field *field = &block->fields[i];
		HW_TRY(check_name(block, field, error));
		for (size_t j = 0; j < i; j++)
			if (hw_text_equal(words[j], field->key))
				return twice(block, field, error);
		HW_TRY(split_value(builder, block, field, "word: English | Ukrainian", parts, 2, error));
		words[i] = field->key;
		labels[LAW_EN][i] = parts[0];
		labels[LAW_UK][i] = parts[1];
	}
	return HW_OK;
}

static hw_status build_list(law_builder *builder, const law_block *block, law_word_list *made, hw_error *error)
{
	hw_arena *arena = builder->rules->arena;
	hw_text *words, *labels[LAW_LANGUAGES];

	if (!law_is_name(block->name) || hw_text_is(block->name, "bool") || hw_text_is(block->name, "number") ||
	    hw_text_is(block->name, "date") || hw_text_is(block->name, "text"))
		return law_refuse_at(block->file, block->at, block->word, "write  words NAME  with another name", error,
				     "a list of words needs a name that is no type");
	if (!block->count || block->count > LAW_WORDS_MOST)
		return law_refuse_at(block->file, block->at, block->name, "split it, or add words", error,
				     "a list holds 1 to 64 words");
	words = HW_NEW(arena, hw_text, block->count);
	labels[LAW_EN] = HW_NEW(arena, hw_text, block->count);
	labels[LAW_UK] = HW_NEW(arena, hw_text, block->count);
	if (!words || !labels[LAW_EN] || !labels[LAW_UK])
		return law_out_of_memory(error);
	HW_TRY(fill_words(builder, block, words, labels, error));
	*made = (law_word_list){block->name, words, {labels[LAW_EN], labels[LAW_UK]}, block->count};
	return HW_OK;
}

static hw_status build_lists(law_builder *builder, hw_error *error)
{
	law_rules *rules = builder->rules;
	law_word_list *made = HW_NEW(rules->arena, law_word_list, count_blocks(builder, "words", false) + 1);

	if (!made)
		return law_out_of_memory(error);
	rules->lists = made;
	for (size_t i = 0; i < builder->block_count; i++) {
		const law_block *block = builder->blocks[i];
		if (!hw_text_is(block->word, "words"))
			continue;
		for (size_t j = 0; j < rules->list_count; j++)
			if (hw_text_equal(made[j].name, block->name))
				return law_refuse_at(block->file, block->at, block->name, "give it another name", error,
						     "this list of words was given before");
		HW_TRY(build_list(builder, block, &made[rules->list_count], error));
		rules->list_count++;
	}
	return HW_OK;
}

/* ---- settings ---- */
static hw_status build_setting(law_builder *builder, const law_block *block, const law_field *field, law_setting *made,
			       hw_error *error)
{
	hw_text parts[3] = {{0}};

	HW_TRY(check_name(block, field, error));
	HW_TRY(split_value(builder, block, field, "name: number | English | Ukrainian", parts, 3, error));
	if (hw_text_number(parts[0], &made->value, NULL) != HW_OK || made->value < 0 || made->value > 36525)
		return law_refuse_at(block->file, field->from, field->key, "write digits first: name: 30 | ... | ...",
				     error, "a yardstick is a number from 0 to 36525");
	made->name = field->key;
	made->meaning[LAW_EN] = parts[1];
	made->meaning[LAW_UK] = parts[2];
	return HW_OK;
}

static hw_status build_settings(law_builder *builder, hw_error *error)
{
	law_rules *rules = builder->rules;
	law_setting *made = HW_NEW(rules->arena, law_setting, count_blocks(builder, "settings", true) + 1);

	if (!made)
		return law_out_of_memory(error);
	rules->settings = made;
	for (size_t i = 0; i < builder->block_count; i++) {
		const law_block *block = builder->blocks[i];
		if (!hw_text_is(block->word, "settings"))
			continue;
		for (size_t k = 0; k < block->count; k++) {
			for (size_t j = 0; j < rules->setting_count; j++)
				if (hw_text_equal(made[j].name, block->fields[k].key))
					return twice(block, &block->fields[k], error);
			HW_TRY(build_setting(builder, block, &block->fields[k], &made[rules->setting_count], error));
			rules->setting_count++;
		}
	}
	return HW_OK;
}

/* ---- facts ---- */
static hw_status find_type(law_builder *builder, const law_block *block, const law_field *field, hw_text word,
			   law_term *made, hw_error *error)
{
	static const char *const types[] = {"bool", "number", "date", NULL, "text"};
	const law_rules *rules = builder->rules;

	for (size_t i = 0; i < HW_COUNT(types); i++) {
		if (!types[i] || !hw_text_is(word, types[i]))
			continue;
		made->type = (law_type)i;
		return HW_OK;
	}
	made->type = LAW_WORD;
	for (size_t i = 0; i < rules->list_count; i++) {
		if (!hw_text_equal(rules->lists[i].name, word))
			continue;
		made->list = &rules->lists[i];
		return HW_OK;
	}
	return law_refuse_at(block->file, field->from, field->key,
			     "use bool, number, date, text or the name of a block  words", error,
			     "there is no such type");
}

static hw_status check_free(law_builder *builder, const law_block *block, const law_field *field, uint32_t kind,
			    hw_error *error)
{
	static const char *const taken[] = {"and",   "or",    "not",     "in",          "yes", "no",
					    "as_of", "known", "overdue", "first_known", "days"};
	const law_rules *rules = builder->rules;

	for (size_t i = 0; i < HW_COUNT(taken); i++)
		if (hw_text_is(field->key, taken[i]))
			return twice(block, field, error);
	for (size_t i = 0; i < rules->setting_count; i++)
		if (hw_text_equal(rules->settings[i].name, field->key))
			return twice(block, field, error);
	for (size_t i = 0; i < rules->term_count; i++)
		if (rules->terms[i].kind == kind && hw_text_equal(rules->terms[i].name, field->key))
			return twice(block, field, error);
	return HW_OK;
}

static hw_status build_term(law_builder *builder, const law_block *block, const law_field *field, uint32_t kind,
			    law_term *made, hw_error *error)
{
	hw_text parts[3] = {{0}};

	HW_TRY(check_name(block, field, error));
	HW_TRY(check_free(builder, block, field, kind, error));
	HW_TRY(split_value(builder, block, field, "name: type | English | Ukrainian", parts, 3, error));
	HW_TRY(find_type(builder, block, field, parts[0], made, error));
	made->name = field->key;
	made->kind = kind;
	made->meaning[LAW_EN] = parts[1];
	made->meaning[LAW_UK] = parts[2];
	return HW_OK;
}

static hw_status find_kind(law_builder *builder, const law_block *block, hw_text *kinds, uint32_t *kind,
			   hw_error *error)
{
	law_rules *rules = builder->rules;

	if (!law_is_name(block->name))
		return law_refuse_at(block->file, block->at, block->word, "write  facts KIND", error,
				     "the block does not say whose facts these are");
	for (uint32_t i = 0; i < rules->kind_count; i++) {
		if (!hw_text_equal(kinds[i], block->name))
			continue;
		*kind = i;
		return HW_OK;
	}
	*kind = (uint32_t)rules->kind_count;
	kinds[rules->kind_count++] = block->name;
	return HW_OK;
}

static hw_status build_terms(law_builder *builder, hw_error *error)
{
	law_rules *rules = builder->rules;
	size_t most = count_blocks(builder, "facts", true);
	law_term *terms = HW_NEW(rules->arena, law_term, most + 1);
	hw_text *kinds = HW_NEW(rules->arena, hw_text, count_blocks(builder, "facts", false) + 1);
	uint32_t kind = 0;

	if (!terms || !kinds)
		return law_out_of_memory(error);
	if (most > LAW_TERMS_MOST)
		return hw_fail(error, HW_TOO_LARGE, "there are %zu facts, %d at most", most, LAW_TERMS_MOST);
	rules->terms = terms;
	rules->kinds = kinds;
	for (size_t i = 0; i < builder->block_count; i++) {
		const law_block *block = builder->blocks[i];
		if (!hw_text_is(block->word, "facts"))
			continue;
		HW_TRY(find_kind(builder, block, kinds, &kind, error));
		for (size_t k = 0; k < block->count; k++) {
			HW_TRY(build_term(builder, block, &block->fields[k], kind, &terms[rules->term_count], error));
			rules->term_count++;
		}
	}
	return HW_OK;
}

/* Numbers the terms of each kind from 0: the slots in which a subject keeps its values. */
static hw_status number_slots(law_rules *rules, hw_error *error)
{
	uint32_t *slots = HW_NEW(rules->arena, uint32_t, rules->term_count + 1);
	uint32_t *counts = HW_NEW(rules->arena, uint32_t, rules->kind_count + 1);
	const uint32_t **tables = HW_NEW(rules->arena, const uint32_t *, rules->kind_count + 1);

	if (!slots || !counts || !tables)
		return law_out_of_memory(error);
	for (size_t i = 0; i < rules->term_count; i++)
		slots[i] = counts[rules->terms[i].kind]++;
	for (size_t kind = 0; kind < rules->kind_count; kind++) {
		uint32_t *table = HW_NEW(rules->arena, uint32_t, counts[kind] + 1);
		if (!table)
			return law_out_of_memory(error);
		for (uint32_t i = 0; i < rules->term_count; i++)
			if (rules->terms[i].kind == kind)
				table[slots[i]] = i;
		tables[kind] = table;
	}
	rules->slots = slots;
	rules->kind_slots = counts;
	rules->kind_terms = tables;
	return HW_OK;
}

hw_status law_build_vocabulary(law_builder *builder, hw_error *error)
{
	static const char *const words[] = {"convention", "words", "settings", "facts", "rule"};

	for (size_t i = 0; i < builder->block_count; i++) {
		const law_block *block = builder->blocks[i];
		bool fine = false;
		for (size_t j = 0; j < HW_COUNT(words); j++)
			fine |= hw_text_is(block->word, words[j]);
		if (!fine)
			return law_refuse_at(block->file, block->at, block->word,
					     "begin a block with convention, words, settings, facts or rule; indent "
					     "fields with a tab",
					     error, "there is no such block");
	}
	HW_TRY(build_conventions(builder, error));
	HW_TRY(build_lists(builder, error));
	HW_TRY(build_settings(builder, error));
	HW_TRY(build_terms(builder, error));
	return number_slots(builder->rules, error);
}
