/* milp_int.h - a solver of mixed integer programs as a child process (milp_process.c). */
#ifndef HW_BUREAU_MILP_INT_H
#define HW_BUREAU_MILP_INT_H

#include "exchange/exchange.h"

typedef struct bureau_milp {
	const char *program; /* "cbc", or a path: takes `FILE.mps ratio R sec S solve solution FILE` */
} bureau_milp;

/* exchange_backend.solve; context is a bureau_milp.  A new process for each question, killed when its time is over. */
hw_status bureau_milp_solve(void *context, const exchange_milp *milp, double gap, double seconds, double *x,
			    exchange_milp_answer *answer, hw_error *error);
/* Is there such a program? */
bool bureau_milp_available(const char *program);

#endif
