/* kinds.c - looking things up in the table of kinds. */
#include <string.h>

#include "io/kinds_int.h"

const io_kind *io_kind_at(size_t index)
{
	const struct {
		const io_kind *kinds;
		size_t count;
	} parts[] = {{io_kinds_ground, io_kinds_ground_count},
		     {io_kinds_people, io_kinds_people_count},
		     {io_kinds_talks, io_kinds_talks_count}};
	for (size_t i = 0; i < HW_COUNT(parts); i++) {
		if (index < parts[i].count)
			return &parts[i].kinds[index];
		index -= parts[i].count;
	}
	return NULL;
}

const io_kind *io_kind_find(const char *name)
{
	const io_kind *kind;
	for (size_t i = 0; (kind = io_kind_at(i)); i++)
		if (!strcmp(kind->name, name))
			return kind;
	return NULL;
}

size_t io_column_find(const io_kind *kind, const char *name)
{
	for (size_t i = 0; i < kind->count; i++)
		if (!strcmp(kind->columns[i].name, name))
			return i;
	return IO_NONE;
}

size_t io_kind_column(const io_kind *kind, size_t column)
{
	const char *name = kind->columns[column].name;
	size_t length = strlen(name);

	if (kind->columns[column].type != IO_REFERENCE || column + 1 >= kind->count)
		return IO_NONE;
	const char *next = kind->columns[column + 1].name;
	return !strncmp(next, name, length) && !strcmp(next + length, "_kind") ? column + 1 : IO_NONE;
}

const char *io_type_words(io_type type)
{
	static const char *const words[] = {
		[IO_TEXT] = "text",
		[IO_ID] = "id",
		[IO_DATE] = "date",
		[IO_INTEGER] = "whole number",
		[IO_NUMBER] = "number",
		[IO_YES_NO] = "yes or no",
		[IO_WORD] = "one of a list",
		[IO_REFERENCE] = "reference",
		[IO_LIST] = "list",
		[IO_COUNTS] = "class:number list",
		[IO_LATITUDE] = "degrees north",
		[IO_LONGITUDE] = "degrees east",
	};
	return (size_t)type < HW_COUNT(words) ? words[type] : "text";
}

bool io_list_has(const char *list, hw_text word)
{
	hw_text rest = hw_text_of(list), piece;
	while (hw_text_split(&rest, '|', &piece)) {
		hw_text canonical;
		if (hw_text_split(&piece, ':', &canonical) && hw_text_equal(canonical, word))
			return true;
	}
	return false;
}
