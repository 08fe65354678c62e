/* located_load_int.h - what the files share that read the belief problem from the store. */
#ifndef HW_BUREAU_LOCATED_LOAD_INT_H
#define HW_BUREAU_LOCATED_LOAD_INT_H

#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "store/store.h"

/* Positions of the settings, in the order of the table in located.c. */
enum located_setting {
	WITHIN,
	ANYWHERE,
	DEATH,
	RELEASE,
	UNLISTED_SHARE,
	UNLISTED_AREA,
	SIGMA,
	CAPTIVE,
	DEAD,
	FREE,
	COPY,
	TOGETHER,
	CLASS_CASES,
	LOADED_SETTINGS
};

typedef struct loading {
	store_connection *store;
	hw_arena *arena;
	located *l;
	double settings[LOADED_SETTINGS];
	belief_class *classes;
	size_t class_count;
	bureau_index circumstance_index, group_index;
	store_value openly;                   /* 1: without what came in confidence */
	hw_text *report_ids, *report_parents; /* beside l->reports */
	hw_text *report_persons;              /* person or group of each */
	hw_error *error;
} loading;

/* located.c */
hw_status located_no_memory(loading *g);
hw_status located_count(loading *g, const char *statement, const store_value *values, size_t value_count,
			size_t *count);
double located_number_or(const store_rows *rows, size_t column, double otherwise);
/* The day of a date with precision: the middle of what it may be; NAN when there is none. */
double located_day_of(const store_rows *rows, size_t column);

/* located_places.c: regions, places, sources, circumstances */
hw_status located_load_places(loading *g);
/* located_people.c: groups, persons with what is certain of them; needs the places */
hw_status located_load_people(loading *g);
/* located_reports.c: reports into their persons and groups, and since when each counts */
hw_status located_load_reports(loading *g);

#endif
