/* belief_json_int.h - the problem file of `homeward belief`, read into the engine's arrays. */
#ifndef HW_BUREAU_BELIEF_JSON_INT_H
#define HW_BUREAU_BELIEF_JSON_INT_H

#include "belief/belief.h"

typedef struct belief_near {
	hw_text id;
	double hidden; /* NAN: not asked */
	size_t value;  /* its row of weights in `values` */
} belief_near;

/* What was found to repeat what. */
typedef struct belief_link {
	const char *list; /* "persons" or "groups" */
	size_t subject;
	belief_copy copy;
} belief_link;

/* Everything lives in the arena that belief_read got. */
typedef struct belief_input {
	belief_problem problem;
	hw_text *regions; /* names, in the order of the file */
	bool dates;       /* days are dates, counted from 1970-01-01; else plain numbers */
	double day;       /* asked about: the latest of query.at */
	double *history;  /* all of query.at, when it is a list */
	size_t history_count;
	bool has_history;
	/* rows of K numbers: captive, then the sets, then the weights of the circles */
	double *values;
	hw_text *sets;
	size_t set_count;
	double **hidden; /* [sets]: distribution of those on no list there; NULL: not given, or not the same people */
	size_t *hidden_count;
	bool why; /* sources, chains, pairs and what would tell most, beside the reports one by one */
	belief_link *links;
	size_t link_count;
	belief_near *nears;
	size_t near_count;
	const char *lang; /* of the notes */
	const char *version;
	char data[65];  /* SHA-256 of the problem as canonical JSON, whatever its spacing; "" = not told */
	hw_text *notes; /* what the reader should know about the problem */
	size_t note_count;
} belief_input;

/* `as_of` (NULL: the problem's own) is a day number or a date; `lang` that of the notes. */
hw_status belief_read(hw_arena *arena, const hw_json *root, const char *as_of, const char *lang, belief_input *result,
		      hw_error *error);
/* What a state is called: a site's id, "DEAD" or "FREE". */
hw_text belief_state_name(const belief_input *in, size_t state);
/* A day as the problem writes days, under `key` (NULL in lists). */
void belief_write_day(const belief_input *in, hw_json_writer *w, const char *key, double day);

/* Asks the engine everything and writes the answer as one object. */
hw_status belief_answer(hw_arena *arena, const belief_input *in, const belief_run *run, hw_json_writer *w,
			hw_error *error);

/* ---- why (belief_why.c) ---- */
typedef struct belief_because {
	size_t *sources, source_count; /* of the person's reports, in order of first use; NONE last: of no source */
	double *source_moves;          /* [source * values] */
	size_t chain_count;
	size_t *chain; /* [reports] */
	double *chain_moves;
	belief_pair *pairs;
	size_t pair_count;
	belief_next *next;
	size_t next_count;
} belief_because;
typedef struct belief_becauses {
	hw_arena **arenas; /* [BELIEF_WHY_SLICES] */
	belief_because *persons, *groups;
	size_t values; /* captive and the sets */
} belief_becauses;
enum { BELIEF_WHY_SLICES = 64 };
hw_status belief_why_all(hw_arena *arena, const belief *engine, const belief_input *in, const belief_run *run,
			 belief_becauses *result, hw_error *error);
void belief_why_free(belief_becauses *b);
void belief_why_write(const belief_input *in, const belief_because *because, const belief_report *reports,
		      size_t report_count, size_t values, hw_json_writer *w);

/* ---- ids (belief_ids.c) ---- */
typedef struct belief_id {
	hw_text text;
	size_t index;
} belief_id;
typedef struct belief_ids {
	belief_id *sorted;
	size_t count;
} belief_ids;
/* Sorts ids in place; false when two are the same: *first < *second are their indices. */
bool belief_ids_sort(belief_ids *ids, size_t *first, size_t *second);
size_t belief_ids_find(const belief_ids *ids, hw_text text); /* BELIEF_NONE when there is none */

/* ---- the reader's parts (belief_read.c, belief_read_people.c, belief_read_query.c) ---- */
typedef struct belief_reader {
	hw_arena *arena;
	const hw_json *root;
	belief_input *in;
	belief_ids regions, sites, sources, lists, classes, groups, persons;
	belief_site *site_list;
	double *list_days; /* NAN: no day of its own */
	belief_class *class_list;
	hw_text *source_kinds; /* [sources], empty where not given */
	bool saw_number, saw_date;
	size_t link_room;
	bool find_copies; /* "provenance": "found" */
	hw_error *error;
} belief_reader;
hw_status belief_read_no_memory(belief_reader *r);
/* Refuses with `where` and `what`. */
hw_status belief_refuse(belief_reader *r, const char *where, const char *what, const char *format, ...) HW_PRINTF(4, 5);
/* A day (number or date); absent or null leaves *day as it is. */
hw_status belief_take_day(belief_reader *r, const hw_json *object, const char *where, const char *key, double *day);
hw_status belief_day_of(belief_reader *r, const hw_json *value, const char *where, const char *what, double *day);
const char *belief_day_text(const belief_reader *r, double day, char out[32]);
/* A member that must be a list (or absent). */
hw_status belief_take_list(belief_reader *r, const hw_json *object, const char *where, const char *key,
			   const hw_json **list);
/* {state: number 0..1} in the order of the states. */
hw_status belief_take_weights(belief_reader *r, const hw_json *map, const char *where, const char *what,
			      bool only_sites, belief_weight **weights, size_t *count);
hw_status belief_find(belief_reader *r, const belief_ids *ids, hw_text id, const char *where, const char *what,
		      const char *kind, size_t *index);
/* A site's index, or DEAD, FREE. */
hw_status belief_find_state(belief_reader *r, hw_text id, const char *where, const char *what, size_t *state);
/* Reads the ids of a list of objects (key "id"), refusing missing and repeated ones. */
hw_status belief_read_ids(belief_reader *r, const hw_json *list, const char *name, belief_ids *ids);
void belief_note(belief_reader *r, const char *format, ...) HW_PRINTF(2, 3);
hw_status belief_read_prior(belief_reader *r, const hw_json *map, const char *where, const char *what,
			    belief_prior *prior);
/* captive, dead, free of an object whose keys have been looked at. */
hw_status belief_read_parts(belief_reader *r, const hw_json *map, const char *inner, belief_prior *prior);
hw_status belief_read_people(belief_reader *r);
/* Copies that are found, into the reports (belief_read_origins.c). */
hw_status belief_read_origins(belief_reader *r, const hw_json *list, const char *kind, size_t subject,
			      belief_report *reports, size_t count);
hw_status belief_read_query(belief_reader *r, const char *as_of);

#endif
