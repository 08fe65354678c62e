/* strangers.c - namesakes that the data themselves show.
 *
 * Weights add up as if the fields of strangers were independent.  They are not: where many people share few names, and the
 * same unit or category goes with these names, strangers agree on all of them at once far more often than the product of
 * the frequencies says.  A date tells how often: pairs whose dates of day, month and year contradict are strangers but for
 * the errors of writing, whatever else they share.  For each stretch of the weight w of the other fields
 *
 *	A = M m_same + U u_same,  C = M m_different + U u_different
 *
 * gives U, the pairs of strangers there, from the pairs A whose dates agree and C whose dates contradict.  With independent
 * fields there would be N P(w | strangers) of them, and P(w | strangers) = E[2^-w] over pairs of one person drawn from the
 * model.  What is seen beyond that is taken off the weight, log2(seen / foreseen) bits, never added. */
#include "trace/trace_int.h"

#include <math.h>
#include <string.h>

enum { DRAWS = 40000 };
static const double least_sampled = 5; /* pairs of strangers in the sample under which a stretch says nothing */

typedef struct stretches {
	double agree[TRACE_STRETCHES], contradict[TRACE_STRETCHES];
	double foreseen[TRACE_STRETCHES];
} stretches;

static size_t stretch_of(double rest)
{
	double at = rest / TRACE_STRETCH;

	return at < 0 ? 0 : at >= TRACE_STRETCHES - 1 ? TRACE_STRETCHES - 1 : (size_t)at;
}

double trace_strangers(const trace_model *model, double rest)
{
	double at = rest / TRACE_STRETCH - 0.5;

	if (model->reference == SIZE_MAX || at <= 0)
		return 0;
	size_t below = at >= TRACE_STRETCHES - 1 ? TRACE_STRETCHES - 1 : (size_t)at;
	size_t above = below + 1 < TRACE_STRETCHES ? below + 1 : below;
	double part = fmin(at - (double)below, 1);
	return (1 - part) * model->strangers[below] + part * model->strangers[above];
}

/* The date that contradicts most strangers; every pair of one person contradicts in it seldom. */
static size_t find_reference(const trace_records *r, const trace_model *model, const trace_shares *shares)
{
	size_t best = SIZE_MAX;
	double most = 0.2;

	for (size_t c = 0; c < model->count; c++) {
		if (r->columns[model->columns[c]].kind != TRACE_DATE)
			continue;
		double tells = shares->present[c] * shares->share[c][TRACE_DATE_DIFFERENT] *
			       (model->m[c][TRACE_DATE_SAME] - model->m[c][TRACE_DATE_DIFFERENT]);
		if (tells > most) {
			most = tells;
			best = c;
		}
	}
	/* a day of birth is known of most people or of few; one that is rare among strangers serves with few, too */
	for (size_t c = 0; c < model->count && best == SIZE_MAX; c++)
		if (r->columns[model->columns[c]].kind == TRACE_DATE &&
		    shares->present[c] * shares->share[c][TRACE_DATE_DIFFERENT] > 0.01)
			best = c;
	return best;
}

static unsigned draw_level(const trace_model *model, size_t c, unsigned group, hw_random *random)
{
	double at = hw_random_unit(random);
	unsigned last = 0;

	for (unsigned l = 0; l < model->levels[c]; l++) {
		if (model->tables[c][l].group != group)
			continue;
		last = l;
		at -= model->m[c][l];
		if (at < 0)
			break;
	}
	return last;
}

/* One pair of one person, as the model sees them; without the reference. */
static trace_pattern draw_pattern(const trace_records *r, const trace_model *model, const trace_shares *shares,
				  hw_random *random)
{
	trace_pattern pattern = {0};
	double adjustment = 0;

	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &r->columns[model->columns[c]];
		unsigned level = TRACE_MISSING;
		double second = 0;
		for (size_t l = 0; l < model->levels[c]; l++)
			second += model->tables[c][l].group ? shares->share[c][l] : 0;
		uint32_t id = column->ids[hw_random_below(random, r->count)];
		for (unsigned again = 0; !id && again < 20; again++)
			id = column->ids[hw_random_below(random, r->count)];
		if (c != model->reference && id && hw_random_unit(random) < shares->present[c])
			level = draw_level(model, c, hw_random_unit(random) < second, random);
		pattern.code |= (uint64_t)level << (4 * c);
		if (level == TRACE_MISSING)
			continue;
		double bits = trace_level_is_same(column->kind, level) ? (double)column->values[id].rarity
								       : model->usual[c][level];
		adjustment += model->share[c][level] * bits;
	}
	pattern.adjustment = (float)adjustment;
	return pattern;
}

static void foresee(const trace_records *r, const trace_settings *settings, const trace_model *model,
		    const trace_shares *shares, stretches *s)
{
	hw_random random = hw_random_new(settings->seed, 4711);
	double exact = 0;

	for (size_t l = 0; l < model->levels[model->reference]; l++)
		exact += model->tables[model->reference][l].group ? 0 : shares->share[model->reference][l];
	double pairs = trace_comparable(r, settings->between) * shares->present[model->reference] * exact / DRAWS;
	for (unsigned i = 0; i < DRAWS; i++) {
		trace_pattern pattern = draw_pattern(r, model, shares, &random);
		double rest = trace_rest_weight(model, &pattern);
		s->foreseen[stretch_of(rest)] += pairs * exp2(-rest);
	}
}

static void observe(const trace_model *model, const trace_sample *sample, stretches *s)
{
	for (size_t i = 0; i < sample->count; i++) {
		const trace_pattern *pattern = &sample->at[i].pattern;
		unsigned level = trace_level_of(pattern->code, model->reference);
		if (level != TRACE_DATE_SAME && level != TRACE_DATE_DIFFERENT)
			continue;
		double rest = trace_rest_weight(model, pattern);
		if (rest > 0)
			(level == TRACE_DATE_SAME ? s->agree : s->contradict)[stretch_of(rest)] += sample->scale;
	}
}

void trace_find_strangers(const trace_records *r, const trace_settings *settings, const trace_shares *shares,
			  const trace_sample *sample, trace_model *model)
{
	stretches s = {0};
	double bits = 0;

	memset(model->strangers, 0, sizeof model->strangers);
	model->reference = find_reference(r, model, shares);
	if (model->reference == SIZE_MAX)
		return;
	const double *m = model->m[model->reference], *u = model->u[model->reference];
	double cross = m[TRACE_DATE_SAME] * u[TRACE_DATE_DIFFERENT] - m[TRACE_DATE_DIFFERENT] * u[TRACE_DATE_SAME];
	observe(model, sample, &s);
	foresee(r, settings, model, shares, &s);
	for (size_t k = 0; k < TRACE_STRETCHES && cross > 0; k++) {
		double seen = (s.contradict[k] * m[TRACE_DATE_SAME] - s.agree[k] * m[TRACE_DATE_DIFFERENT]) / cross;
		if (seen >= least_sampled * sample->scale) {
			double few = 2 * sample->scale;
			bits = fmin(bits, -log2((seen + few) / (s.foreseen[k] + few)));
		}
		model->strangers[k] = bits;
	}
}
