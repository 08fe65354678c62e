/* link_int.h - what the files of the job `link` share. */
#ifndef HW_BUREAU_LINK_INT_H
#define HW_BUREAU_LINK_INT_H

#include "bureau/bureau.h"
#include "trace/trace.h"

enum { LINK_STAGES_MAX = 16 };

typedef struct link_stage {
	char name[32];
	double seconds;
} link_stage;

typedef struct link_file {
	const char *path;
	hw_text *header; /* trimmed */
	size_t column_count;
	size_t *columns;  /* per field: column of this file */
	size_t id, truth; /* SIZE_MAX = none */
	size_t records;
	const char *encoding;
	char separator;
} link_file;

struct bureau_link {
	bureau_link_options options;
	hw_arena *arena;
	names_tables *tables;
	link_file files[2];
	trace_field *fields;
	size_t field_count;
	bool guessed;
	trace_records *records;
	hw_text *ids;    /* per record */
	uint32_t *truth; /* per record; NULL without a truth column */
	trace_judgement *labels;
	size_t label_count;
	size_t room;
	trace_result *result;
	trace_quality quality;
	link_stage stages[LINK_STAGES_MAX];
	size_t stage_count;
	double stage_began, began;
	double total_seconds;
	size_t peak_bytes;
	size_t repeated_ids;
	hw_text first_repeated;
};

/* The kind of a column by its name, and by its values where the name says nothing (`values` may be NULL). */
trace_kind link_guess_kind(hw_text name, const hw_text *values, size_t count);
/* ---- fields (link_fields.c) ---- */
size_t link_column_of(const link_file *file, hw_text name); /* SIZE_MAX: none */
hw_status link_no_column(const link_file *file, hw_text name, hw_error *error);
/* Those named by --field, else guessed: columns of one name, columns of one meaning that the two files call differently, and
 * names that stand whole in one file and in parts in the other. */
hw_status link_choose_fields(bureau_link *link, hw_error *error);
/* The columns that only one of two files has and that are not compared: nothing is left out in silence. */
void link_write_unused(const bureau_link *link, hw_buffer *out);
/* Reads the file of reviewed pairs (left,right,same) once all records are there. */
hw_status link_read_labels(bureau_link *link, hw_error *error);
/* The id of a record: of its id column; without that column the number of its row; "row 7" when its id is empty. */
hw_text link_id(const bureau_link *link, uint32_t record);
#define LINK_ROW "row "
enum { LINK_ROW_BYTES = 32 };
/* "row 7" for "7", to find a row without an id by its number; empty when `id` is no number. */
hw_text link_row_id(hw_text id, char out[LINK_ROW_BYTES]);

#endif
