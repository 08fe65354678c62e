/* tracing_int.h - records held against the persons of the register: what the files of trace share, and a way in for jobs that
 * store no proposals. */
#ifndef HW_BUREAU_TRACING_INT_H
#define HW_BUREAU_TRACING_INT_H

#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "store/store.h"
#include "trace/trace.h"

/* Whom nothing but a name speaks for is never likely (0.75). */
#define TRACING_NAME_ALONE 0.74

typedef struct tracing_match {
	hw_text person, record; /* ids of records: of the register, and of what was held against it */
	double probability;
	hw_text because; /* "name: same; born: same" */
} tracing_match;
/* Columns of the statement: record, name, born, callsign, unit, kind.  Pairs at or above the setting trace.keep, the most
 * probable first; pairs that were judged otherwise are left out. */
HW_MUST_CHECK hw_status tracing_match_records(bureau *b, hw_arena *arena, const bureau_run *run, const char *statement,
					      const store_value *values, size_t count, tracing_match **matches,
					      size_t *match_count, hw_error *error);

/* ---- inside ---- */
enum {
	TRACING_FULL_NAME,
	TRACING_FAMILY,
	TRACING_GIVEN,
	TRACING_PATRONYMIC,
	TRACING_BORN,
	TRACING_CALLSIGN,
	TRACING_UNIT,
	TRACING_FIELDS
};
/* In a register of so many a name alone may be a proposal; in a larger one too many have it. */
enum { TRACING_SMALL = 20000 };
/* Two rows of the register are proposed as one person from here on: namesakes are many, and nobody waits for the answer. */
#define TRACING_DOUBLES_LEAST 0.5
/* To be raised whenever other proposals would come of the same records. */
#define TRACING_FORM "trace/2 " HOMEWARD_VERSION

typedef struct traced_record {
	hw_text id;           /* first: indexed by it */
	hw_text side, person; /* of the register's rows */
} traced_record;

typedef struct tracing {
	bureau *bureau;
	hw_arena *arena;
	const bureau_run *run;
	const char *statement; /* of the records that are held against persons */
	const store_value *values;
	size_t value_count;
	bool judged_before;     /* some rows were judged in a version that is no longer in force */
	traced_record *records; /* as numbered in the engine */
	size_t count, capacity;
	size_t persons;                /* of the register, among the records */
	size_t person_from, person_to; /* records of persons, and of reports */
	size_t report_from, report_to;
	names_tables *tables;
	trace_records *engine;
	trace_result *found;
	traced_record *standing; /* ids of the proposals that stand after this run */
	size_t standing_count, standing_room;
	double keep;
	bool doubles;    /* the register is held against itself */
	bool digesting;  /* what is read goes into `input` */
	hw_sha256 input; /* of all that decides the proposals */
	bureau_traced result;
	hw_error *error;
} tracing;

hw_status tracing_out_of_memory(tracing *g);
/* tracing_records.c */
hw_status tracing_new_records(tracing *g); /* an engine with nothing in it */
hw_status tracing_add_to_input(tracing *g, const hw_text *cells, size_t count);
/* The row that stands: columns of trace_persons, of trace_reports. */
hw_status tracing_add_person(tracing *g, const store_rows *row);
hw_status tracing_add_report(tracing *g, const store_rows *row);
hw_status tracing_load_persons(tracing *g);
hw_status tracing_load_records(tracing *g); /* persons, then what `statement` gives */
/* Pairs of the records that a person has ruled out, or could not decide. */
hw_status tracing_load_judged(tracing *g, trace_judgement **judged, size_t *count);
trace_settings tracing_settings(const tracing *g);
hw_status tracing_link(tracing *g);
/* tracing_store.c */
bool tracing_is_name_alone(const trace_explanation *why);
hw_status tracing_store_pair(tracing *g, const trace_pair *pair, bool *likely);
hw_status tracing_store_pairs(tracing *g); /* of `found`, and what a search by name finds */
hw_status tracing_close(tracing *g, const traced_record *stale, size_t count);
hw_status tracing_close_stale(tracing *g); /* all that does not stand */
/* tracing_new.c: what was learnt is kept by a comparison of everything, and what is new since is held against it.  `done`
 * false: everything has to be compared. */
hw_status tracing_keep_learnt(tracing *g);
hw_status tracing_place_new(tracing *g, bool *done);

#endif
