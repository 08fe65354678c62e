/* bureau.h - what an officer does, one section a job.
 *
 * The only module where files, the store and the engines meet.  cli and web call
 * these functions and format what they return; neither holds a rule of the domain.
 * Functions named bureau_X_json write the result in the form of the interface
 * (the --json of the command X), so that every door answers with the same bytes. */
#ifndef HW_BUREAU_H
#define HW_BUREAU_H

#include "base/base.h"

/* ---- end of jobs (add sections above this line) ------------------------------ */
#endif
