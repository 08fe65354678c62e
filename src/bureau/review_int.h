/* review_int.h - what the files of review share. */
#ifndef HW_BUREAU_REVIEW_INT_H
#define HW_BUREAU_REVIEW_INT_H

#include "bureau/bureau_int.h"
#include "bureau/judgement_int.h"

/* A record that a reviewer names: "R1" or "reports:R1". */
typedef struct review_record {
	hw_text id, kind, key;
	char person[STORE_ID_BYTES]; /* "" when it belongs to none */
} review_record;
HW_MUST_CHECK hw_status review_find(bureau *b, hw_arena *arena, hw_text key, review_record *result, hw_error *error);

/* What two records say alike beside the name, in words ("born 1990-05-01"); `against` what contradicts. */
typedef struct review_facts {
	hw_text agree[12], against[12];
	size_t agree_count, against_count;
} review_facts;
HW_MUST_CHECK hw_status review_compare_facts(bureau *b, hw_arena *arena, hw_text left, hw_text right,
					     review_facts *result, hw_error *error);

/* The act "merge persons" of pending.c. */
HW_MUST_CHECK hw_status review_perform_merge(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
					     hw_error *error);

#endif
