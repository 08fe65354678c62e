/* learn_int.h - what the two models of learning share: a mode, its curvature, chains about it. */
#ifndef HW_EXCHANGE_LEARN_INT_H
#define HW_EXCHANGE_LEARN_INT_H

#include "exchange/exchange.h"

enum { LEARN_MOST = 2 * EXCHANGE_LEARN_CLASSES_MOST }; /* parameters of a model */

/* Log posterior at x (up to a constant); the gradient too unless it is NULL. */
typedef double (*learn_density)(const double *x, double *gradient, void *context);

typedef struct learn_laplace {
	size_t count;
	double *mode;
	double *factor;     /* [count][count], lower triangle L of the covariance L L^T */
	double log_density; /* at the mode */
	double log_volume;  /* log det of the covariance, halved */
} learn_laplace;

/* Minus the second derivatives at x: [count][count]. */
typedef void (*learn_curvature)(const double *x, double *matrix, void *context);

/* Climbs from `start` by damped Newton steps; `curvature` NULL: from differences of the gradient. */
HW_MUST_CHECK hw_status learn_climb(learn_density density, learn_curvature curvature, void *context,
				    const double *start, size_t count, hw_arena *arena, learn_laplace *result,
				    hw_error *error);
/* x = about + scale * L z with normal z; gives |scale z|^2. */
double learn_propose(const learn_laplace *l, const double *about, double scale, hw_random *random, double *x);
/* Takes the covariance of `states` ([rows][count]) for the proposal, unless it is degenerate. */
HW_MUST_CHECK hw_status learn_spread(learn_laplace *l, const double *states, size_t rows, hw_arena *arena,
				     hw_error *error);
/* One Metropolis step of that kind; true when it moved.  `density_at` follows x. */
bool learn_step(learn_density density, void *context, const learn_laplace *l, double scale, hw_random *random,
		double *x, double *density_at, double *spare);

/* Mean and quantiles (type 7) of `count` values; `spare` of the same size is overwritten. */
exchange_interval learn_interval(const double *values, size_t count, double *spare);

/* log density of a prior at the value on its own scale (logarithm when positive), and its slope. */
double learn_prior(const exchange_prior *p, double x, double *slope);
HW_MUST_CHECK hw_status learn_prior_check(const exchange_prior *p, const char *what, size_t index, hw_error *error);

#endif
