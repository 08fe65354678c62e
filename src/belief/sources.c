/* sources.c - which reliabilities a problem has, and how often each thing is said. */
#include "belief/belief_int.h"

#include <math.h>

static void count_kinds(const belief *b, const belief_report *reports, size_t count, size_t *kinds)
{
	for (size_t j = 0; j < count; j++) {
		if (!claim_tests_source(&reports[j]) ||
		    !belief_known_by(reports[j].received, reports[j].at, b->problem.as_of))
			continue;
		kinds[reports[j].source * 3 + claim_kind(&reports[j])]++;
		size_t cell = b->shares ? claim_cell(b, &reports[j]) : BELIEF_NONE;
		if (cell != BELIEF_NONE)
			b->shares[cell]++;
	}
}

/* From counts to shares: one more for every cell of the kind. */
static void smooth_shares(belief *b)
{
	const size_t cells[] = {3, b->regions + 2, b->states};
	double *at = b->shares;

	for (size_t k = 0; at && k < 3; at += cells[k++]) {
		double sum = (double)cells[k];
		for (size_t c = 0; c < cells[k]; c++)
			sum += at[c];
		for (size_t c = 0; c < cells[k]; c++)
			at[c] = (at[c] + 1) / sum;
	}
}

static void add_theta(belief *b, size_t source, belief_kind kind, size_t reports)
{
	const belief_source *s = &b->problem.sources[source];

	b->thetas[b->theta_count++] = (belief_reliability){
		.source = source,
		.kind = kind,
		.theta = s->fixed ? s->reliability : s->alpha / (s->alpha + s->beta),
		.alpha = s->fixed ? (double)NAN : s->alpha,
		.beta = s->fixed ? (double)NAN : s->beta,
		.lower95 = s->fixed ? s->reliability : beta_quantile(s->alpha, s->beta, 0.025),
		.upper95 = s->fixed ? s->reliability : beta_quantile(s->alpha, s->beta, 0.975),
		.reports = reports,
	};
}

hw_status compile_thetas(belief *b, hw_error *error)
{
	const belief_problem *p = &b->problem;
	size_t *kinds = HW_NEW(b->arena, size_t, 3 * p->source_count + 1);

	b->thetas = HW_NEW(b->arena, belief_reliability, 3 * p->source_count + 1);
	b->theta_of = HW_NEW(b->arena, ptrdiff_t, 3 * p->source_count + 1);
	if (!kinds || !b->thetas || !b->theta_of)
		return hw_fail(error, HW_NO_MEMORY, "out of memory understanding the problem");
	if (p->background == BELIEF_BACKGROUND_SHARES) {
		b->shares = HW_NEW(b->arena, double, 3 + b->regions + 2 + b->states);
		if (!b->shares)
			return hw_fail(error, HW_NO_MEMORY, "out of memory understanding the problem");
	}
	for (size_t i = 0; i < p->person_count; i++)
		count_kinds(b, p->persons[i].reports, p->persons[i].report_count, kinds);
	for (size_t i = 0; i < p->group_count; i++)
		count_kinds(b, p->groups[i].reports, p->groups[i].report_count, kinds);
	for (size_t s = 0; s < p->source_count; s++) {
		size_t *of = kinds + 3 * s, all = of[0] + of[1] + of[2];
		bool by_kind = p->learning == BELIEF_LEARN_SOURCE_KIND && !p->sources[s].fixed && all;
		for (size_t k = 0; k < 3; k++) {
			b->theta_of[3 * s + k] = (ptrdiff_t)b->theta_count;
			if (by_kind && of[k])
				add_theta(b, s, (belief_kind)k, of[k]);
		}
		if (!by_kind)
			add_theta(b, s, BELIEF_KIND_ANY, all);
	}
	smooth_shares(b);
	return HW_OK;
}

/* A source that speaks of a kind for the first time begins at its prior, as in a computation from the start. */
void belief_meet_kinds(belief *b, const belief_report *reports, size_t count)
{
	for (size_t j = 0; b->problem.learning == BELIEF_LEARN_SOURCE_KIND && j < count; j++) {
		const belief_report *r = &reports[j];
		if (!claim_tests_source(r) || !belief_known_by(r->received, r->at, b->problem.as_of))
			continue;
		ptrdiff_t *of = &b->theta_of[3 * r->source + claim_kind(r)];
		const belief_reliability *t = &b->thetas[*of];
		bool met = (size_t)*of < b->theta_count && t->source == r->source &&
			   (t->kind == BELIEF_KIND_ANY || t->kind == claim_kind(r));
		if (met)
			continue;
		*of = (ptrdiff_t)b->theta_count;
		add_theta(b, r->source, claim_kind(r), 0);
	}
}
