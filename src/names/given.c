/* given.c - the classes of given names: which writings are forms of one name. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

static int form_order(const void *a, const void *b)
{
	const names_form *left = a, *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	if (left->everyday != right->everyday)
		return left->everyday ? 1 : -1;
	return (left->class_number > right->class_number) - (left->class_number < right->class_number);
}

names_forms names_forms_find(names_forms forms, uint64_t hash)
{
	size_t low = 0, high = forms.count, end;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (forms.at[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < forms.count && forms.at[end].hash == hash;)
		end++;
	return (names_forms){forms.at + low, end - low};
}

/* One name of one class: "в" in "Володимир" may be an apostrophe sign, so it is tidied like any input. */
static hw_status add_form(names_tables *tables, hw_arena *scratch, hw_text word, names_form form, hw_error *error)
{
	char key[NAMES_FOLD_MAX];
	names_runes runes;

	HW_TRY(names_tidy(tables, scratch, word, &word, NULL, error));
	HW_TRY(hw_text_lower(scratch, word, &word, error));
	HW_TRY(names_runes_of(scratch, word, &runes, error));
	size_t length = names_fold_word(tables, runes.at, runes.count, key, sizeof key);
	form.hash = names_hash(word.bytes, word.length);
	tables->written.at[tables->written.count++] = form;
	form.hash = names_hash(key, length);
	form.spelling = 0;
	tables->folded.at[tables->folded.count++] = form;
	if (length && !form.everyday && key[0] >= 'a' && key[0] <= 'z')
		tables->class_initials[form.class_number] |= 1u << (key[0] - 'a');
	return HW_OK;
}

static hw_status read_class(names_tables *tables, hw_arena *scratch, hw_text row, unsigned line, hw_error *error)
{
	hw_text column, word;
	names_form form = {0};

	for (unsigned c = 0; c < 6; c++) {
		if (!hw_text_split(&row, '|', &column)) {
			if (c == 5) /* no everyday forms, no bar behind the last column */
				break;
			return names_row_fault(error, "given.txt", line, "six columns between | are needed");
		}
		column = hw_text_trim(column);
		if (!c) {
			form.sex = (uint8_t)(column.length == 1 ? column.bytes[0] : 0);
			form.class_number = (uint16_t)++tables->class_count;
			if (form.sex != 'm' && form.sex != 'f')
				return names_row_fault(error, "given.txt", line, "the sex is m or f");
			continue;
		}
		form.spelling = (uint8_t)(c <= 3 ? 1u << c : 0u);
		form.everyday = c == 5;
		while (names_field_next(&column, &word)) {
			if (!tables->class_names[form.class_number].length)
				tables->class_names[form.class_number] = word;
			HW_TRY(add_form(tables, scratch, word, form, error));
		}
	}
	return HW_OK;
}

/* The same form twice in one class is one entry, with the orthographies of both; forms of everyday use give way. */
static void unite(names_forms *forms)
{
	size_t kept = 0;

	qsort(forms->at, forms->count, sizeof *forms->at, form_order);
	for (size_t i = 0; i < forms->count; i++) {
		names_form *form = &forms->at[i];
		bool known = false;
		for (size_t j = kept; j-- > 0 && forms->at[j].hash == form->hash && !known;)
			if (forms->at[j].class_number == form->class_number) {
				forms->at[j].spelling |= form->spelling;
				known = true;
			}
		if (!known)
			forms->at[kept++] = *form;
	}
	forms->count = kept;
}

/* A form of more names than a part keeps would lose some of them silently. */
static hw_status check_ambiguity(const names_forms *forms, hw_error *error)
{
	for (size_t i = 0, run = 0; i < forms->count; i++) {
		run = i && forms->at[i].hash == forms->at[i - 1].hash ? run + 1 : 1;
		if (run > NAMES_CLASSES_MAX)
			return hw_fail(error, HW_FAULT,
				       "data/names/given.txt: the form of row %u stands in more than %d rows",
				       forms->at[i].class_number, NAMES_CLASSES_MAX);
	}
	return HW_OK;
}

hw_status names_load_given(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("given.txt"), row;
	unsigned line = 0;
	HW_ARENA_GUARD hw_arena *scratch = hw_arena_new((size_t)64 << 20);
	size_t room = rest.length / 3 + 1;

	tables->written.at = HW_NEW(tables->arena, names_form, room);
	tables->folded.at = HW_NEW(tables->arena, names_form, room);
	tables->class_initials = HW_NEW(tables->arena, uint32_t, UINT16_MAX + 1);
	tables->class_names = HW_NEW(tables->arena, hw_text, UINT16_MAX + 1);
	if (!scratch || !tables->written.at || !tables->folded.at || !tables->class_initials || !tables->class_names)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row))
		HW_TRY(read_class(tables, scratch, row, line, error));
	unite(&tables->written);
	unite(&tables->folded);
	return check_ambiguity(&tables->written, error);
}

hw_text names_class_name(const names_tables *tables, uint16_t class_number)
{
	return class_number <= tables->class_count ? tables->class_names[class_number] : (hw_text){0};
}
