/* tables.c - reads the files of data/names once.  Each kind of row is read beside the code that uses it. */
#include "names/names_int.h"

#include <stdlib.h>
#include <string.h>

uint64_t names_hash(const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ at[i]) * 0x100000001b3u;
	return hash;
}

hw_status names_no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for a name");
}

bool names_row_next(hw_text *rest, unsigned *line, hw_text *row)
{
	while (hw_text_split(rest, '\n', row)) {
		++*line;
		*row = hw_text_trim(*row);
		if (row->length && row->bytes[0] != '#')
			return true;
	}
	return false;
}

bool names_field_next(hw_text *row, hw_text *field)
{
	size_t start = 0, end;

	while (start < row->length && (row->bytes[start] == ' ' || row->bytes[start] == '\t'))
		start++;
	for (end = start; end < row->length && row->bytes[end] != ' ' && row->bytes[end] != '\t';)
		end++;
	*field = (hw_text){row->bytes + start, end - start};
	*row = (hw_text){row->bytes + end, row->length - end};
	return end > start;
}

hw_status names_row_fault(hw_error *error, const char *file, unsigned line, const char *why)
{
	hw_fail(error, HW_FAULT, "%s", why);
	return hw_error_where(error, "data/names/%s:%u", file, line);
}

hw_status names_tables_open(names_tables **result, hw_error *error)
{
	hw_arena *arena = hw_arena_new((size_t)32 << 20);
	names_tables *tables = arena ? HW_NEW(arena, names_tables, 1) : NULL;
	hw_status status = HW_OK;

	if (!tables) {
		hw_arena_free(arena);
		return names_no_memory(error);
	}
	tables->arena = arena;
	HW_TRY_OR_OUT(hw_latin_open(&tables->reader, error));
	HW_TRY_OR_OUT(names_load_letters(tables, error));
	HW_TRY_OR_OUT(names_load_schemes(tables, error));
	HW_TRY_OR_OUT(names_load_endings(tables, error));
	HW_TRY_OR_OUT(names_load_given(tables, error));
	HW_TRY_OR_OUT(names_load_words(tables, error));
	HW_TRY_OR_OUT(names_load_cases(tables, error));
	HW_TRY_OR_OUT(names_load_confusions(tables, error));
	HW_TRY_OR_OUT(names_load_back(tables, error));
	HW_TRY_OR_OUT(names_load_readings(tables, error));
	HW_TRY_OR_OUT(names_load_repairs(tables, error));
	*result = tables;
	return HW_OK;
out:
	names_tables_close(tables);
	return status;
}

void names_tables_close(names_tables *tables)
{
	if (!tables)
		return;
	hw_latin_close(tables->reader);
	hw_arena_free(tables->arena);
}
