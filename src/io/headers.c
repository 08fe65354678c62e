/* headers.c - which column of the kind a header of the file means. */
#include <string.h>

#include "io/io_int.h"

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory reading the header");
}

const char *io_reason_header(const io_kind *kind)
{
	return io_column_find(kind, "reason") == IO_NONE ? "reason" : "refused_reason";
}

hw_status io_maps_read(io_reader *reader, const char *const *maps, size_t count, hw_error *error)
{
	reader->maps = HW_NEW(reader->keep, io_map, count + 1);
	if (!reader->maps)
		return out_of_memory(error);
	for (size_t i = 0; i < count; i++) {
		const char *equals = strrchr(maps[i], '=');
		char shown[64], name[64];
		if (!equals || equals == maps[i]) {
			hw_fail(error, HW_USAGE, "\"%s\" is not a mapping", hw_text_shown(hw_text_of(maps[i]), shown));
			return hw_error_remedy(error, "write --map \"their header=our column\""), HW_USAGE;
		}
		hw_text theirs = {maps[i], (size_t)(equals - maps[i])}, ours = hw_text_trim(hw_text_of(equals + 1));
		io_map *map = &reader->maps[i];
		map->column = IO_NONE;
		(void)snprintf(name, sizeof name, "%.*s", HW_TEXT_ARG(ours));
		if (ours.length)
			map->column = io_column_find(reader->kind, name);
		if (ours.length && map->column == IO_NONE) {
			hw_fail(error, HW_USAGE, "%s have no column \"%s\"", reader->kind->name,
				hw_text_shown(ours, shown));
			return hw_error_remedy(error, "see homeward import %s --columns", reader->kind->name), HW_USAGE;
		}
		HW_TRY(io_fold(reader->keep, theirs, &map->fold, error));
		reader->map_count = i + 1;
	}
	return HW_OK;
}

static hw_status folds_to(hw_arena *arena, hw_text spelling, hw_text fold, bool *same, hw_error *error)
{
	hw_text other;

	HW_TRY(io_fold(arena, spelling, &other, error));
	*same = hw_text_equal(other, fold);
	return HW_OK;
}

/* By the columns' own names, else by their synonyms. */
static hw_status find_column(io_reader *reader, hw_text fold, io_field *field, hw_error *error)
{
	const io_kind *kind = reader->kind;
	bool same = false;

	for (size_t c = 0; c < kind->count; c++) {
		HW_TRY(folds_to(reader->arena, hw_text_of(kind->columns[c].name), fold, &same, error));
		if (same) {
			field->header.column = c;
			field->exact = true;
			return HW_OK;
		}
	}
	for (size_t c = 0; c < kind->count; c++) {
		hw_text rest = hw_text_of(kind->columns[c].synonyms), synonym;
		while (hw_text_split(&rest, '|', &synonym)) {
			HW_TRY(folds_to(reader->arena, synonym, fold, &same, error));
			if (same) {
				field->header.column = c;
				return HW_OK;
			}
		}
	}
	return HW_OK;
}

hw_status io_field_find(io_reader *reader, hw_text text, io_field *field, hw_error *error)
{
	hw_text fold;

	*field = (io_field){.header = {.text = text, .column = IO_NONE}};
	HW_TRY(io_fold(reader->arena, text, &fold, error));
	for (size_t i = 0; i < reader->map_count; i++) {
		if (!hw_text_equal(reader->maps[i].fold, fold))
			continue;
		reader->maps[i].used = true;
		field->header.column = reader->maps[i].column;
		field->exact = true;
		return HW_OK;
	}
	if (!fold.length)
		return HW_OK;
	HW_TRY(find_column(reader, fold, field, error));
	if (field->header.column == IO_NONE)
		field->header.passed_over = hw_text_is(hw_text_trim(text), io_reason_header(reader->kind));
	return HW_OK;
}

hw_status io_fields_settle(const io_kind *kind, io_field *const *fields, size_t count, hw_error *error)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < i && fields[i]->header.column != IO_NONE; k++) {
			if (fields[k]->header.column != fields[i]->header.column)
				continue;
			size_t column = fields[i]->header.column;
			if (fields[k]->exact != fields[i]->exact) {
				fields[fields[k]->exact ? i : k]->header.column = IO_NONE;
				continue;
			}
			char one[64], other[64];
			hw_fail(error, HW_BAD_INPUT, "both \"%s\" and \"%s\" mean this column",
				hw_text_shown(fields[k]->header.text, one),
				hw_text_shown(fields[i]->header.text, other));
			hw_error_what(error, "%s", kind->columns[column].name);
			hw_error_remedy(error, "say which with --map \"their header=%s\" and --map \"the other=\"",
					kind->columns[column].name);
			return HW_BAD_INPUT;
		}
	}
	return HW_OK;
}
