/* io_int.h - what the files of io share among themselves. */
#ifndef HW_IO_INT_H
#define HW_IO_INT_H

#include "io/io.h"

enum { IO_ROW_LIMIT = 1 << 20, IO_ID_LIMIT = 128, IO_HEADERS_LIMIT = 4096 };
#define IO_WHOLE_LIMIT ((int64_t)1 << 53) /* whole numbers of JSON that every program keeps exactly */

/* Lower case without spaces, "_", "-", "." and apostrophes: how headers and words are compared. */
hw_status io_fold(hw_arena *arena, hw_text t, hw_text *result, hw_error *error);

/* One header of the file, or one member of a JSON object. */
typedef struct io_field {
	io_header header;
	bool exact; /* by --map or the column's own name, which wins over a synonym */
} io_field;
typedef struct io_map {
	hw_text fold;
	size_t column;
	bool used;
} io_map;
/* Maps the text of a header; reads reader->maps. */
hw_status io_field_find(io_reader *reader, hw_text text, io_field *field, hw_error *error);
hw_status io_maps_read(io_reader *reader, const char *const *maps, size_t count, hw_error *error);
/* Where two fields have one column: the exact one keeps it; HW_BAD_INPUT when that does not decide. */
hw_status io_fields_settle(const io_kind *kind, io_field *const *fields, size_t count, hw_error *error);
const char *io_reason_header(const io_kind *kind);

struct io_reader {
	const io_kind *kind;
	const char *name;
	hw_csv *csv; /* or */
	io_lines *lines;
	io_map *maps;
	size_t map_count;
	io_field *fields; /* CSV: of the header; JSON Lines: all members met so far */
	size_t field_count, field_capacity;
	hw_arena *keep;  /* as long as the reader */
	hw_arena *arena; /* of the row */
	hw_buffer raw, reasons;
	io_row row;
	hw_text *cells;            /* of the row, per column of the kind */
	bool *faulty;              /* likewise: refused before its cell was read */
	const hw_csv_row *csv_row; /* the row as it came, also an uneven one */
	void (*tell)(hw_error *reason);
};
/* Fills reader->row from cells: values, key, rules of the kind.  Only memory can fail. */
hw_status io_row_check(io_reader *reader, hw_error *error);
/* "correct it or leave it empty; ..."; always HW_BAD_INPUT. */
hw_status io_remedy(const io_kind *kind, hw_error *error);
/* Adds a fault to the present row. */
void io_row_fault(io_reader *reader, const hw_error *reason);
hw_status io_field_add(io_reader *reader, hw_text text, size_t *index, hw_error *error);

hw_text io_lines_present(const io_lines *lines);
double io_lines_done(const io_lines *lines);
/* One line of JSON into cells and raw; a fault of the line is kept as the row's refusal. */
hw_status io_line_read(io_reader *reader, hw_text line, hw_error *error);
/* A JSON value as the text of a cell: lists joined by ";", counts as "class:number". */
hw_status io_cell_of_json(const hw_json *value, hw_arena *arena, hw_text *cell, hw_error *error);

#endif
