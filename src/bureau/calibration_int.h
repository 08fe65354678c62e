/* calibration_int.h - verified facts and what was believed before them. */
#ifndef HW_BUREAU_CALIBRATION_INT_H
#define HW_BUREAU_CALIBRATION_INT_H

#include "bureau/bureau_int.h"
#include "bureau/located_int.h"

enum { CALIBRATION_HOME, CALIBRATION_CONFIRMED, CALIBRATION_SERIES };

/* Something verified of a person. */
typedef struct verified {
	size_t person;
	double day;
	int series;
	bool captive;                   /* until that day; else he was found dead */
	size_t region;                  /* where he was held last; NOWHERE when it is not known */
	double said[BUREAU_HORIZONS];   /* P(captive) as it stood; NAN: he was not missing yet */
	double placed[BUREAU_HORIZONS]; /* P(region) */
	bool first[BUREAU_HORIZONS];    /* that region was the likeliest */
} verified;

typedef struct calibrating {
	bureau *b;
	const located *l;
	const bureau_run *run;
	hw_arena *arena;
	verified *facts;
	size_t fact_count;
	bureau_calibration *c;
	hw_error *error;
} calibrating;

extern const int calibration_days[BUREAU_HORIZONS];

/* calibration_past.c: fills `said`, `placed`, `first` of every fact. */
HW_MUST_CHECK hw_status calibration_look_back(calibrating *g);
/* calibration.c */
hw_status calibration_no_memory(const calibrating *g);

#endif
