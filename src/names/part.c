/* part.c - one part of a name, ready to compare; endings of patronymics and family names. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- loading ------------------------------------------------------------------ */

static int ending_order(const void *a, const void *b)
{
	const names_ending *left = a, *right = b;

	if (left->length != right->length)
		return left->length > right->length ? -1 : 1;
	return strcmp(left->text, right->text);
}

static bool add_ending(names_endings *endings, hw_text text, hw_text other, uint8_t sex)
{
	names_ending *ending = &endings->at[endings->count++];

	if (!text.length || text.length >= sizeof ending->text || other.length >= sizeof ending->other)
		return false;
	memcpy(ending->text, text.bytes, text.length);
	if (other.length)
		memcpy(ending->other, other.bytes, other.length);
	ending->length = (uint8_t)text.length;
	ending->other_length = (uint8_t)other.length;
	ending->sex = sex;
	return true;
}

static hw_status load_family_endings(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("family_endings.txt"), row, kind, first, second = {0};
	unsigned line = 0;
	uint8_t group = 0;

	tables->sexes.at = HW_NEW(tables->arena, names_ending, rest.length / 3 + 1);
	tables->derived.at = HW_NEW(tables->arena, names_ending, rest.length / 3 + 1);
	if (!tables->sexes.at || !tables->derived.at)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row)) {
		names_field_next(&row, &kind);
		bool read = names_field_next(&row, &first);
		/* kept from the feminine to the masculine ending: that is the way they are asked */
		if (hw_text_is(kind, "sex"))
			read = read && names_field_next(&row, &second) &&
			       add_ending(&tables->sexes, second, first, 'f');
		else
			for (group++; read && first.length; names_field_next(&row, &first))
				read = hw_text_is(kind, "derived") &&
				       add_ending(&tables->derived, first, (hw_text){0}, group);
		if (!read)
			return names_row_fault(error, "family_endings.txt", line, "not a row of endings");
	}
	qsort(tables->sexes.at, tables->sexes.count, sizeof *tables->sexes.at, ending_order);
	qsort(tables->derived.at, tables->derived.count, sizeof *tables->derived.at, ending_order);
	return HW_OK;
}

hw_status names_load_endings(names_tables *tables, hw_error *error)
{
	hw_text rest = names_data_find("patronymics.txt"), row, sex, ending;
	unsigned line = 0;

	tables->patronymics.at = HW_NEW(tables->arena, names_ending, rest.length / 3 + 1);
	if (!tables->patronymics.at)
		return names_no_memory(error);
	while (names_row_next(&rest, &line, &row))
		if (!names_field_next(&row, &sex) || !names_field_next(&row, &ending) ||
		    !add_ending(&tables->patronymics, ending, (hw_text){0}, (uint8_t)sex.bytes[0]))
			return names_row_fault(error, "patronymics.txt", line, "a sex and an ending are needed");
	qsort(tables->patronymics.at, tables->patronymics.count, sizeof *tables->patronymics.at, ending_order);
	return load_family_endings(tables, error);
}

/* ---- classes -------------------------------------------------------------------- */

static void add_classes(const names_tables *tables, names_forms forms, char sex, bool with_everyday, names_part *part)
{
	for (size_t i = 0; i < forms.count && part->class_count < NAMES_CLASSES_MAX; i++) {
		const names_form *form = &forms.at[i];
		bool known = (sex && form->sex != (uint8_t)sex) || (form->everyday && !with_everyday);
		for (size_t c = 0; c < part->class_count; c++)
			known = known || part->classes[c] == form->class_number;
		if (known)
			continue;
		part->classes[part->class_count++] = form->class_number;
		part->initials |= tables->class_initials[form->class_number];
		part->everyday = part->class_count == 1 ? form->everyday : part->everyday && form->everyday;
		part->sex = part->class_count == 1 ? form->sex : part->sex == form->sex ? part->sex : 0;
	}
}

/* The father's name behind a patronymic: its ending off, then the vowels that may have stood before it. */
static bool read_patronymic(const names_tables *tables, names_part *part)
{
	static const char *const tails[] = {"", "a", "o", "i", "e", "ei", "ai", "ii", "ia"};
	char father[NAMES_FOLD_MAX + 4];

	for (size_t e = 0; e < tables->patronymics.count; e++) {
		const names_ending *ending = &tables->patronymics.at[e];
		if (part->length < ending->length + 2 ||
		    memcmp(part->fold + part->length - ending->length, ending->text, ending->length) != 0)
			continue;
		size_t stem = (size_t)(part->length - ending->length);
		names_part found = *part;
		found.class_count = 0;
		for (size_t t = 0; t < HW_COUNT(tails); t++) {
			size_t length = stem + strlen(tails[t]);
			memcpy(father, part->fold, stem);
			memcpy(father + stem, tails[t], length - stem);
			add_classes(tables, names_forms_find(tables->folded, names_hash(father, length)), 'm', false,
				    &found);
		}
		/* "-iq" and the like end family names too: without a known father only the long endings count */
		if (!found.class_count && ending->length < 4)
			continue;
		*part = found;
		part->patronymic = 1;
		part->everyday = 0;
		part->sex = ending->sex;
		part->initials = 1u << ((part->fold[0] - 'a') & 31);
		return true;
	}
	return false;
}

/* ---- hashes of what remains without endings ----------------------------------------- */

static uint32_t hash32(const char *bytes, size_t length)
{
	uint64_t hash = names_hash(bytes, length);

	return (uint32_t)(hash ^ hash >> 32);
}

static bool ends_with(const names_part *part, const names_ending *ending, size_t least)
{
	return part->length >= ending->length + least &&
	       !memcmp(part->fold + part->length - ending->length, ending->text, ending->length);
}

static uint32_t stem_of(const names_tables *tables, const names_part *part)
{
	char masculine[NAMES_FOLD_MAX + 8];

	for (size_t e = 0; e < tables->sexes.count; e++) {
		const names_ending *ending = &tables->sexes.at[e];
		if (!ends_with(part, ending, 2))
			continue;
		size_t stem = (size_t)(part->length - ending->length);
		memcpy(masculine, part->fold, stem);
		memcpy(masculine + stem, ending->other, ending->other_length);
		return hash32(masculine, stem + ending->other_length);
	}
	return hash32(part->fold, part->length);
}

/* The ending off, then signs that change before it (Козак, Козаченко; Мельник, Мельниченко; Гайда, Гайденко). */
static uint32_t root_of(const names_tables *tables, names_part *part)
{
	size_t length = part->length;

	for (size_t e = 0; e < tables->derived.count && !part->ending; e++)
		if (ends_with(part, &tables->derived.at[e], 3)) {
			length -= tables->derived.at[e].length;
			part->ending = tables->derived.at[e].sex;
		}
	while (length > 3 && strchr("aeiouyqk", part->fold[length - 1]))
		length--;
	return hash32(part->fold, length);
}

static void finish(const names_tables *tables, names_part *part)
{
	char bare[NAMES_FOLD_MAX];
	size_t length = 0;

	for (size_t i = 0; i < part->length; i++) {
		unsigned char c = (unsigned char)part->fold[i];
		part->letters |= (uint64_t)1 << (c >= 'a' && c <= 'z' ? c - 'a' : 26 + c % 38);
		if (!i || !strchr("aeiouy", part->fold[i]))
			bare[length++] = part->fold[i];
	}
	if (part->length)
		part->initials |= 1u << ((part->fold[0] - 'a') & 31);
	part->bare_hash = length >= 3 ? hash32(bare, length) : 0;
	part->stem_hash = stem_of(tables, part);
	part->root_hash = root_of(tables, part);
}

/* What a Latin initial may stand for: J of Яків and Джон, S of Сергій and Шаміль. */
static uint32_t initial_of(uint32_t letter, char sign)
{
	static const char *const readings[] = {"cckqs", "jijy", "iiye", "yyie", "ssw", "zzj",
					       "kkh",   "ttc",  "wvw",  "xkh",  "qqk"};
	uint32_t set = 1u << ((sign - 'a') & 31);

	for (size_t i = 0; i < HW_COUNT(readings); i++)
		if (letter == (uint32_t)readings[i][0])
			for (const char *s = readings[i] + 1; *s; s++)
				set |= 1u << (*s - 'a');
	return set;
}

/* A word of a script that fold.txt has no rules for is read by the general rules of ICU. */
static hw_status read_foreign(const names_tables *tables, hw_arena *arena, hw_text tidy, names_runes *runes,
			      names_part *part, hw_error *error)
{
	hw_text latin;
	size_t first = 0, kept = 0;

	while (first < runes->count && !names_is_letter(runes->at[first]))
		first++;
	if (first == runes->count || runes->at[first] < 0x590 || names_fold_knows(tables, runes->at[first]))
		return HW_OK;
	uint32_t c = runes->at[first];
	part->foreign =
		(c >= 0x590 && c <= 0x77f) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe) ? 2 : 1;
	HW_TRY(hw_latin_text(tables->reader, arena, tidy, &latin, error));
	HW_TRY(hw_text_lower(arena, latin, &latin, error));
	HW_TRY(names_runes_of(arena, latin, runes, error));
	/* Chinese comes in syllables; what has no letters of its own stays as it was */
	for (size_t i = 0; i < runes->count; i++)
		if (names_is_letter(runes->at[i]))
			runes->at[kept++] = runes->at[i];
	runes->count = kept;
	return HW_OK;
}

/* ---- a part ----------------------------------------------------------------------- */

hw_status names_part_of_word(const names_tables *tables, hw_arena *arena, hw_text tidy, names_role role,
			     names_part *result, names_runes *lower, hw_error *error)
{
	names_part part = {0};
	names_runes runes;
	size_t letters = 0;

	HW_TRY(hw_text_lower(arena, tidy, &tidy, error));
	HW_TRY(names_runes_of(arena, tidy, &runes, error));
	HW_TRY(read_foreign(tables, arena, tidy, &runes, &part, error));
	for (size_t i = 0; i < runes.count; i++)
		letters += names_is_letter(runes.at[i]);
	part.script = (uint8_t)names_script_of(tidy);
	part.length = (uint8_t)names_fold_word(tables, runes.at, runes.count, part.fold, NAMES_FOLD_MAX);
	part.text_hash = hash32(tidy.bytes, tidy.length);
	part.text_length = (uint32_t)tidy.length;
	part.initial = letters == 1;
	part.particle = role != NAMES_ROLE_GIVEN && names_word_is(tables, tidy, NAMES_WORD_PARTICLE);
	if (part.length && !part.initial && role != NAMES_ROLE_FAMILY) {
		names_forms exact = names_forms_find(tables->written, names_hash(tidy.bytes, tidy.length));
		names_forms sound = names_forms_find(tables->folded, names_hash(part.fold, part.length));
		if (role != NAMES_ROLE_PATRONYMIC)
			add_classes(tables, exact.count ? exact : sound, 0, true, &part);
		if (role != NAMES_ROLE_GIVEN && !part.class_count)
			read_patronymic(tables, &part);
	}
	finish(tables, &part);
	if (part.initial && part.length && runes.count)
		part.initials |= initial_of(runes.at[0], part.fold[0]);
	*result = part;
	if (lower)
		*lower = runes;
	return HW_OK;
}

hw_status names_part_of(const names_tables *tables, hw_arena *arena, hw_text t, names_role role, names_part *result,
			hw_error *error)
{
	HW_TRY(names_tidy(tables, arena, t, &t, NULL, error));
	while (t.length && (t.bytes[t.length - 1] == '.' || t.bytes[t.length - 1] == ','))
		t.length--;
	return names_part_of_word(tables, arena, t, role, result, NULL, error);
}
