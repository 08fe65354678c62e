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
 * model.  What is seen beyond that is taken off the weight, log2(seen / foreseen) bits, never added.
 *
 * A field that goes with nothing else is left out of w: 2^(its weight) is 1 on the average over strangers, however much else
 * they share (the mean of a likelihood ratio where its denominator is true).  Then a unit in common beside common names is not
 * taken for the rare names that many share. */
#include "trace/trace_int.h"

#include <math.h>
#include <string.h>

enum { DRAWS = 40000, TRIED_PAIRS = 100000, LEAST_TRIED = 200, STEPS = 6 };
static const double least_sampled = 5; /* pairs of strangers in the sample under which a stretch says nothing */
/* A mean likelihood ratio so many standard errors over 1: the field goes with what else strangers share.  With a greater
 * standard error than this nothing can be told. */
static const double most_errors = 2, most_error = 0.25, least_apart = 2;
/* How much strangers share elsewhere, bits: asked of those who share so much and more. */
static const double steps[STEPS] = {8, 10, 12, 14, 16, 18};

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

/* One pair of one person, as the model sees them; without the fields apart. */
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
		if (!(model->apart >> c & 1) && id && hw_random_unit(random) < shares->present[c])
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

static void compare_stretches(const trace_records *r, const trace_settings *settings, const trace_shares *shares,
			      const trace_sample *sample, trace_model *model)
{
	const double *m = model->m[model->reference], *u = model->u[model->reference];
	double cross = m[TRACE_DATE_SAME] * u[TRACE_DATE_DIFFERENT] - m[TRACE_DATE_DIFFERENT] * u[TRACE_DATE_SAME];
	double few = 2 * sample->scale, bits = 0;
	stretches s = {0};

	observe(model, sample, &s);
	foresee(r, settings, model, shares, &s);
	for (size_t k = 0; k < TRACE_STRETCHES && cross > 0; k++) {
		double seen = (s.contradict[k] * m[TRACE_DATE_SAME] - s.agree[k] * m[TRACE_DATE_DIFFERENT]) / cross;
		if (seen >= least_sampled * sample->scale)
			bits = fmin(bits, -log2((seen + few) / (s.foreseen[k] + few)));
		model->strangers[k] = bits;
	}
}

/* Pairs that share some bits or more in all fields but one: the sum of the likelihood ratios of that field, and their number,
 * of strangers (those whose dates contradict, less the pairs of one person that are among them). */
typedef struct tried {
	double ratios, pairs, all;
} tried;

static void try_pair(const trace_records *r, const trace_blocks *blocks, const trace_model *model, trace_memo *memo,
		     const trace_candidate *pair, double rest, double count, tried fields[TRACE_COMPARISONS_MAX][STEPS])
{
	trace_answer answers[TRACE_COMPARISONS_MAX];

	trace_answers(r, model, memo, pair->left, pair->right, answers);
	for (size_t c = 0; c < model->count; c++) {
		if ((model->apart >> c & 1) || answers[c].level == TRACE_MISSING)
			continue;
		double bits = model->weight[c][answers[c].level] + trace_adjustment(model, c, answers[c]);
		/* pairs that a rule made for agreeing in this field would all agree in it */
		if (rest - bits < steps[0] ||
		    !trace_made_without(blocks, r, pair->left, pair->right, model->columns[c]))
			continue;
		for (size_t k = 0; k < STEPS && rest - bits >= steps[k]; k++) {
			fields[c][k].all++;
			fields[c][k].pairs += count;
			fields[c][k].ratios += count * exp2(fmin(bits, 30));
		}
	}
}

/* Can all fields but one share the least that is asked?  By the levels alone, with room for the frequencies of values. */
static bool may_share(const trace_model *model, const trace_pattern *pattern, double rest)
{
	double least = 0;

	for (size_t c = 0; c < model->count; c++) {
		unsigned level = trace_level_of(pattern->code, c);
		if (level != TRACE_MISSING && !(model->apart >> c & 1))
			least = fmin(least, model->plain[c][level]);
	}
	return rest - least >= steps[0] - 2;
}

static void try_fields(const trace_records *r, const trace_blocks *blocks, const trace_model *model,
		       const trace_sample *sample, tried fields[TRACE_COMPARISONS_MAX][STEPS])
{
	const double *m = model->m[model->reference];
	size_t candidates = 0, stride = 1;
	trace_memo *memo = trace_memo_new();

	for (unsigned turn = 0; turn < 2; turn++) {
		stride = candidates / TRIED_PAIRS + 1;
		candidates = 0;
		for (size_t i = 0; i < sample->count; i++) {
			const trace_candidate *pair = &sample->at[i];
			unsigned level = trace_level_of(pair->pattern.code, model->reference);
			if (level != TRACE_DATE_DIFFERENT && level != TRACE_DATE_SAME)
				continue;
			double rest = trace_rest_weight(model, &pair->pattern);
			if (!may_share(model, &pair->pattern, rest) || candidates++ % stride || !turn)
				continue;
			double count =
				level == TRACE_DATE_DIFFERENT ? 1 : -m[TRACE_DATE_DIFFERENT] / m[TRACE_DATE_SAME];
			try_pair(r, blocks, model, memo, pair, rest, count, fields);
		}
	}
	hw_release(memo);
}

/* Fields that strangers who share much else share no more often than others do: wherever there are pairs enough to tell, and
 * few of them of one person. */
static uint16_t find_apart(const trace_records *r, const trace_blocks *blocks, const trace_model *model,
			   const trace_sample *sample)
{
	tried fields[TRACE_COMPARISONS_MAX][STEPS] = {{{0}}};
	unsigned apart = model->apart;

	try_fields(r, blocks, model, sample, fields);
	for (size_t c = 0; c < model->count; c++) {
		bool told = false, goes_with_others = false;
		double usual = model->plain[c][model->levels[c] - 1];
		/* names go together by the language they are of; what says little anyway may stay */
		if (trace_is_name(r->columns[model->columns[c]].kind) || usual < least_apart)
			continue;
		for (size_t k = 0; k < STEPS; k++) {
			const tried *t = &fields[c][k];
			if (t->pairs < LEAST_TRIED || t->pairs < 0.5 * t->all)
				continue;
			/* one of `ratio` strangers agrees, and then the ratio is as great */
			double error = sqrt(exp2(usual) / t->pairs);
			told = told || error < most_error;
			goes_with_others = goes_with_others || t->ratios > t->pairs * (1 + most_errors * error);
		}
		if (told && !goes_with_others)
			apart |= 1u << c;
	}
	return (uint16_t)apart;
}

void trace_find_strangers(const trace_records *r, const trace_settings *settings, const trace_blocks *blocks,
			  const trace_shares *shares, const trace_sample *sample, trace_model *model)
{
	memset(model->strangers, 0, sizeof model->strangers);
	model->apart = 0;
	model->reference = find_reference(r, model, shares);
	if (model->reference == SIZE_MAX)
		return;
	model->apart = (uint16_t)(1u << model->reference);
	compare_stretches(r, settings, shares, sample, model);
	uint16_t apart =
		model->strangers[TRACE_STRETCHES - 1] < 0 ? find_apart(r, blocks, model, sample) : model->apart;
	if (apart == model->apart)
		return;
	model->apart = apart;
	compare_stretches(r, settings, shares, sample, model);
}
