/* census_int.h - what the files of the job `census` share: tables from files or from the bureau's own records. */
#ifndef HW_BUREAU_CENSUS_INT_H
#define HW_BUREAU_CENSUS_INT_H

#include "bureau/bureau.h"
#include "census/census.h"

enum { CENSUS_STRATA_MAX = 500, CENSUS_DRAWS_MAX = 1000 };

/* Everything lives in the arena of the reader. */
typedef struct census_input {
	const char *name; /* of the file, for messages */
	hw_text lists[CENSUS_LISTS_MAX];
	size_t list_count;
	hw_text *strata;
	size_t stratum_count; /* 1 without strata, its name empty */
	census_table *tables; /* [draw * stratum_count + stratum] */
	size_t draw_count;
	bool own;        /* the lists are kinds of sources of the bureau */
	bool from_draws; /* the lists were joined by draws of a linkage */
	hw_sha256 data;  /* of lists and counts, whatever the form of the file */
} census_input;

/* One row a pattern: people of a stratum on these lists in one draw. */
typedef struct census_row {
	size_t draw, stratum;
	uint32_t pattern;
	int64_t count;
	uint64_t line; /* 0: no line of a file */
} census_row;
/* Sorts rows into tables; rows of the same pattern are added (`add`) or refused with both lines. */
HW_MUST_CHECK hw_status census_make_tables(hw_arena *arena, census_row *rows, size_t count, bool add, census_input *in,
					   hw_error *error);
HW_MUST_CHECK hw_status census_read_table(hw_arena *arena, const bureau_census_question *question, census_input *in,
					  hw_error *error);
HW_MUST_CHECK hw_status census_read_records(hw_arena *arena, const bureau_census_question *question, census_input *in,
					    hw_error *error);
/* The place of a name among the lists, or of a stratum; a new one is added.  SIZE_MAX: no room. */
size_t census_list_of(hw_arena *arena, census_input *in, hw_text name);
size_t census_stratum_of(hw_arena *arena, census_input *in, hw_text name);
/* The value of the strata columns of a row, joined by " / ". */
hw_text census_stratum_name(hw_arena *arena, const hw_csv_row *row, const size_t *columns, size_t count);
/* Columns of the strata that the question names, or one called "stratum". */
HW_MUST_CHECK hw_status census_strata_columns(const bureau_census_question *question, const hw_csv_row *header,
					      size_t *columns, size_t *count, hw_error *error);
size_t census_column(const hw_csv_row *header, const char *name); /* SIZE_MAX: none */

/* Runs what is asked on the tables and writes the members of the answer into an open object. */
HW_MUST_CHECK hw_status census_answer(hw_arena *arena, const census_input *in, const bureau_census_question *question,
				      hw_json_writer *w, hw_error *error);

/* Words for people, in "en" or "uk". */
hw_text census_reason_words(hw_arena *arena, const char *lang, const census_input *in, const census_reason *reason);
hw_text census_sentence(hw_arena *arena, const char *lang, const census_input *in, const census_study *study);

#endif
