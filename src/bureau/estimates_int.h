/* estimates_int.h - where everybody is, in few bytes a head (estimates.c), and what windows share. */
#ifndef HW_BUREAU_ESTIMATES_INT_H
#define HW_BUREAU_ESTIMATES_INT_H

#include "bureau/bureau_int.h"

/* The member "estimate": an object, or null when nothing is estimated of the person. */
void bureau_estimates_write(const bureau_estimates *estimates, hw_arena *arena, const char *lang, hw_text person,
			    hw_json_writer *w);
/* A category of health by its own right, another sensitive one by the right to origin. */
bool bureau_may_see_category(const bureau *b, hw_text axis, bool sensitive);
/* Expected people of ours at a place: mean and a normal 95 % interval of independent people; false: unknown place. */
bool bureau_estimates_place(const bureau_estimates *estimates, hw_text place, double *mean, double *sd);

#endif
