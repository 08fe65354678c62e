/* subject_int.h - what is held of one person, as he himself or a court may read it: no source, no relative, nobody else's name
 * or id, nothing in free words (they may name others), nothing told in confidence, nothing of a compartment.  What is kept
 * back is counted, with the ground (data/keeping/grounds.txt). */
#ifndef HW_BUREAU_SUBJECT_INT_H
#define HW_BUREAU_SUBJECT_INT_H

#include "bureau/sheet_int.h"
#include "bureau/tables_int.h"

typedef enum subject_reader { SUBJECT_HIMSELF, SUBJECT_COURT } subject_reader;

typedef enum subject_ground {
	GROUND_OTHERS,
	GROUND_SOURCES,
	GROUND_AGENCY,
	GROUND_NEGOTIATION,
	GROUND_PLACES,
	GROUND_COMPARTMENT,
	GROUND_ORDER,
	GROUND_COUNT
} subject_ground;
extern const char *const subject_ground_names[GROUND_COUNT];

enum { SUBJECT_KEPT_MOST = 48 };
typedef struct subject_kept {
	const char *what; /* English */
	subject_ground ground;
	int64_t count;
} subject_kept;
typedef struct subject {
	sheet *s;
	hw_text person, registry; /* ids of the bureau and of the registry */
	subject_reader reader;
	bool home;
	subject_kept kept[SUBJECT_KEPT_MOST];
	size_t kept_count;
} subject;

/* Finds who he is and whether he is home; HW_BAD_INPUT when he stands on no row of the registry. */
HW_MUST_CHECK hw_status subject_begin(subject *of, sheet *s, hw_text person, subject_reader reader);
void subject_keep(subject *of, const char *what, subject_ground ground, int64_t count); /* 0: nothing */
HW_MUST_CHECK hw_status subject_identity(subject *of);                                  /* fields */
HW_MUST_CHECK hw_status subject_claims(subject *of);
HW_MUST_CHECK hw_status subject_reports(subject *of);
HW_MUST_CHECK hw_status subject_custody(subject *of);
HW_MUST_CHECK hw_status subject_evidence(subject *of);
/* What was kept back, on which ground; last of all. */
HW_MUST_CHECK hw_status subject_kept_list(subject *of);
HW_MUST_CHECK hw_status subject_grounds(table *grounds, hw_error *error);
/* A date to its month: a day could lead to the source.  Unknown stays so. */
bureau_value subject_month(sheet *s, hw_text date);
bureau_value subject_day_of_time(sheet *s, int64_t at);
/* One row of a statement after another; `take` gets each. */
typedef hw_status (*subject_take)(subject *of, const store_rows *rows, void *context);
HW_MUST_CHECK hw_status subject_each(subject *of, const char *statement, const store_value *values, size_t count,
				     subject_take take, void *context);

#endif
