/* located_int.h - the belief problem of the bureau: who could be where, from accepted judgements only.
 *
 * Made once for an open bureau and asked by locate, protect, check and person. */
#ifndef HW_BUREAU_LOCATED_INT_H
#define HW_BUREAU_LOCATED_INT_H

#include "belief/belief.h"
#include "bureau/bureau.h"

#define BUREAU_NOWHERE SIZE_MAX

typedef struct bureau_index_row {
	hw_text id;
	size_t position;
} bureau_index_row;
typedef struct bureau_index {
	bureau_index_row *rows;
	size_t count;
} bureau_index;
/* Index of an array of structs whose first member is a hw_text id. */
HW_MUST_CHECK hw_status bureau_index_make(hw_arena *arena, const void *items, size_t count, size_t stride,
					  bureau_index *result, hw_error *error);
size_t bureau_index_find(const bureau_index *index, hw_text id); /* BUREAU_NOWHERE when absent */

typedef struct located_region {
	hw_text id, label, label_uk;
	double weight, unlisted_share, unlisted_area_km2;
	double lat, lon;
} located_region;

typedef struct located_person {
	hw_text id; /* of the person (component), as other tables name it */
	hw_text registry_id;
	hw_text register_word;              /* official status; empty = none */
	bool confirmed;                     /* by the Power through the Agency, by the as-of day */
	double confirmed_day, returned_day; /* NAN: none; a later day than as of counts for nothing */
	size_t first_report, report_count;  /* in located.reports */
} located_person;

typedef struct located {
	hw_arena *arena;
	double day; /* as of */
	located_region *regions;
	size_t region_count;
	bureau_index region_index;
	belief_site *sites; /* listed places, then one unlisted site a region that has none */
	size_t site_count;
	bureau_index site_index; /* by id of the place */
	belief_source *sources;
	char *grades; /* [sources]: the letter, 'F' when it has none */
	size_t source_count;
	bureau_index source_index;
	located_person *people; /* beside belief's persons, same order */
	belief_person *persons;
	size_t person_count;
	bureau_index person_index; /* by id of the person */
	belief_report *reports;
	size_t report_count;
	belief_group *groups;
	size_t group_count;
	hw_text *class_labels, *class_labels_uk; /* [problem.class_count] */
	belief_problem problem;
	belief *engine;
	int64_t unreviewed; /* reports with no accepted judgement */
	int64_t ignored;    /* reports that say nothing that the model can read */
} located;

/* Made at the first call, kept by the bureau until a commit or bureau_close. */
HW_MUST_CHECK hw_status bureau_located(bureau *b, const bureau_run *run, const located **result, hw_error *error);
void bureau_located_drop(bureau *b);
/* For what is said outside: from here on belief, rules and verdicts rest on nothing that came in confidence; false takes it back. */
void bureau_speak_openly(bureau *b, bool openly);
hw_text bureau_located_label(const located_region *region, const char *lang);
/* locate_reasons.c: pairs that clash, chains of copies and what would tell most, into the estimate whose reports are
 * filled already: what this user may not see is not named. */
HW_MUST_CHECK hw_status locate_reasons(const located *l, size_t person, size_t region, bool may_see_places,
				       hw_arena *arena, bureau_estimate *e, hw_error *error);
void locate_reasons_json(const bureau_estimate *e, hw_json_writer *w);
/* 1 at the sites of the region, 0 elsewhere: `row` has belief_states(l->engine) places. */
void bureau_located_region_row(const located *l, size_t region, double *row);

#endif
