/* judgement_int.h - judgements between records, and the persons they make.
 *
 * A person is a connected component: records (all versions of a row count as one) joined by standing
 * "same" judgements.  Nothing is fused: taking a judgement back splits the person again, and the id
 * that each part had before comes back.  A "different" inside a component is a conflict
 * that is reported; it never breaks the component in silence.
 * All functions work inside the caller's transaction and leave the ledger to him. */
#ifndef HW_BUREAU_JUDGEMENT_INT_H
#define HW_BUREAU_JUDGEMENT_INT_H

#include "store/store.h"

/* ---- persons ---- */
typedef struct person_fields {
	hw_text side, family, given, patronymic, born, sex;
	hw_text other; /* shown when there is no family and no given name: callsign, name as reported */
} person_fields;
/* Id of the person that a record would begin. */
void person_id_of(hw_text record, char out[STORE_ID_BYTES]);
/* Makes the person, or renews what is displayed of him, from the record that represents him. */
HW_MUST_CHECK hw_status person_put(store_connection *store, hw_text person, hw_text record, const person_fields *fields,
				   int64_t at, hw_error *error);
/* The person a record belongs to; "" when to none (a report that nobody linked). */
HW_MUST_CHECK hw_status person_of(store_connection *store, hw_text record, char out[STORE_ID_BYTES], hw_error *error);
/* Puts a record into a person; `judgement` may be empty. */
HW_MUST_CHECK hw_status person_take(store_connection *store, hw_text person, hw_text record, hw_text judgement,
				    hw_error *error);
/* The persons of two records become one.  Makes a person where there is none. */
HW_MUST_CHECK hw_status person_join(store_connection *store, hw_text left, hw_text right, hw_text judgement, int64_t at,
				    hw_error *error);
/* After a judgement inside was taken back or a record undone: the components anew.  The part with
 * the record that represents the person keeps his id; other parts get the id they had, or a new one. */
HW_MUST_CHECK hw_status person_rebuild(store_connection *store, hw_text person, int64_t at, hw_error *error);

/* ---- judgements ---- */
typedef struct judgement {
	hw_text left, right; /* records, in either order */
	const char *verdict; /* "same", "different", "unsure" */
	bool scored;
	double score;
	hw_text explanation_json, reason, by, role, second, batch; /* empty = none; reason and by are needed */
	int64_t at;
} judgement;
/* Judgements with another verdict on the same two rows are replaced, and come back when this one is
 * taken back.  `conflicts` (may be NULL) gets the number of standing conflicts in the person. */
HW_MUST_CHECK hw_status judgement_make(store_connection *store, const judgement *j, char id[STORE_ID_BYTES],
				       int64_t *conflicts, hw_error *error);
/* HW_NOT_FOUND when there is no such judgement, HW_BAD_INPUT when it was taken back before. */
HW_MUST_CHECK hw_status judgement_take_back(store_connection *store, hw_text id, hw_text by, hw_text reason, int64_t at,
					    hw_error *error);
/* A file's row says otherwise than its version before: judgements on the two rows that came from files
 * are replaced by batch `batch`, until that is undone. */
HW_MUST_CHECK hw_status judgement_replace(store_connection *store, hw_text left, hw_text right, hw_text batch,
					  hw_text by, int64_t at, hw_error *error);
/* Judgements that `id` (a judgement or a batch) had replaced stand again. */
HW_MUST_CHECK hw_status judgement_restore(store_connection *store, hw_text id, int64_t at, hw_error *error);

#endif
