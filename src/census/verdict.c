/* verdict.c - when may a figure be published?  The rules, one a function; every one that speaks is told. */
#include "census/study_int.h"

#include <math.h>

static const double RATIO = 1.5, RHAT = 1.05, ESS = 400, CAP = 0.01, SHARE = 0.2, BEYOND = 1e-3, BOUNDARY = 0.05;

void census_add_reason(judging *j, census_reason reason)
{
	if (j->study->reason_count < j->room)
		j->study->reasons[j->study->reason_count++] = reason;
}

static void refuse(judging *j, census_reason_kind kind, census_method method, double value, double limit)
{
	census_add_reason(j, (census_reason){.kind = kind,
					     .refuses = true,
					     .stratum = SIZE_MAX,
					     .list = SIZE_MAX,
					     .method = method,
					     .value = value,
					     .limit = limit});
}

const census_estimate *census_find(const census_study *s, census_method method)
{
	for (size_t i = 0; i < s->estimate_count; i++)
		if (s->estimates[i].method == method)
			return &s->estimates[i];
	return NULL;
}

static const census_estimate *possible(const census_study *s, census_method method)
{
	const census_estimate *e = census_find(s, method);

	return e && e->possible ? e : NULL;
}

static void judge_graphs(judging *j)
{
	const census_estimate *e = possible(j->study, CENSUS_DECOMPOSABLE);
	double least = (double)INFINITY, most = 0;

	if (!e)
		return;
	if (fmax(e->edge, e->beyond) > BEYOND)
		refuse(j, CENSUS_EDGE, e->method, fmax(e->edge, e->beyond), BEYOND);
	if (e->figure.mode <= (double)j->study->seen)
		refuse(j, CENSUS_MODE_AT_ZERO, e->method, e->at_zero, 0);
	for (size_t i = 0; i < 3; i++) {
		least = fmin(least, e->delta_figures[i].median);
		most = fmax(most, e->delta_figures[i].median);
	}
	if (most > RATIO * least)
		refuse(j, CENSUS_DELTAS_DIFFER, e->method, most / least, RATIO);
}

static void judge_models(judging *j)
{
	const census_estimate *e = census_find(j->study, CENSUS_LOGLINEAR);

	if (!e)
		return;
	if (e->boundary > BOUNDARY)
		refuse(j, CENSUS_BOUNDARY, e->method, e->boundary, (double)e->run_off);
	else if (!e->possible)
		refuse(j, CENSUS_NO_MAXIMUM, e->method, 0, 0);
	if (e->missing + e->run_off)
		census_add_reason(j, (census_reason){.kind = CENSUS_NOTE_MODELS_OUT,
						     .stratum = SIZE_MAX,
						     .list = SIZE_MAX,
						     .method = e->method,
						     .value = (double)(e->missing + e->run_off),
						     .limit = (double)e->models});
}

static void judge_classes(judging *j)
{
	const census_estimate *e = possible(j->study, CENSUS_LATENT_CLASS);

	if (!e)
		return;
	if (!(e->rhat <= RHAT))
		refuse(j, CENSUS_NOT_MIXED, e->method, e->rhat, RHAT);
	if (!(e->ess >= ESS))
		refuse(j, CENSUS_FEW_EFFECTIVE, e->method, e->ess, ESS);
	if (e->at_cap > CAP)
		refuse(j, CENSUS_AT_CAP, e->method, e->at_cap, CAP);
}

static const census_method models[] = {CENSUS_DECOMPOSABLE, CENSUS_LOGLINEAR, CENSUS_LATENT_CLASS};

/* Do the methods agree with one another and with the bound? */
static void judge_agreement(judging *j)
{
	census_study *s = j->study;
	const census_estimate *bound = possible(s, CENSUS_CHAO_MTH);
	double least = (double)INFINITY, most = 0;

	for (size_t i = 0; i < HW_COUNT(models); i++) {
		const census_estimate *e = possible(s, models[i]);
		if (!e) {
			if (j->methods & 1u << models[i] && models[i] != CENSUS_LOGLINEAR)
				refuse(j, CENSUS_METHOD_MISSING, models[i], 0, 0);
			continue;
		}
		least = fmin(least, e->figure.median);
		most = fmax(most, e->figure.median);
		s->low = isnan(s->low) ? e->figure.lower : fmin(s->low, e->figure.lower);
		s->high = isnan(s->high) ? e->figure.upper : fmax(s->high, e->figure.upper);
		if (bound && e->figure.upper < bound->figure.lower)
			refuse(j, CENSUS_BELOW_BOUND, models[i], e->figure.upper, bound->figure.lower);
	}
	if (most > RATIO * least)
		refuse(j, CENSUS_METHODS_DIFFER, CENSUS_DECOMPOSABLE, most / least, RATIO);
	if (most > 0 && (double)s->seen < SHARE * most)
		refuse(j, CENSUS_SMALL_SHARE, CENSUS_DECOMPOSABLE, (double)s->seen / most, SHARE);
	s->low -= (double)s->seen;
	s->high -= (double)s->seen;
}

void census_judge(judging *j)
{
	census_study *s = j->study;
	const census_estimate *bound = possible(s, CENSUS_CHAO_MTH);

	s->low = s->high = (double)NAN;
	judge_graphs(j);
	judge_models(j);
	judge_classes(j);
	judge_agreement(j);
	if (4 * s->consistency.missed > s->consistency.checked)
		refuse(j, CENSUS_INCONSISTENT, CENSUS_DECOMPOSABLE, (double)s->consistency.missed,
		       (double)s->consistency.checked);
	if ((j->methods & j->wanted) != j->wanted)
		refuse(j, CENSUS_NOTE_ONE_METHOD, CENSUS_DECOMPOSABLE, 0, 0);
	bound = bound ? bound : possible(s, CENSUS_CHAO_MH);
	for (size_t i = 0; i < s->reason_count; i++)
		if (s->reasons[i].kind == CENSUS_FEW_SHARED)
			bound = NULL; /* a bound on so few shared people is noise */
	s->at_least = bound ? fmax(0, bound->figure.lower - (double)s->seen) : (double)NAN;
	s->publish = bound != NULL;
	for (size_t i = 0; i < s->reason_count; i++)
		s->publish = s->publish && !s->reasons[i].refuses;
}
