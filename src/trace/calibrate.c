/* calibrate.c - probabilities held against reviewed pairs.
 *
 * Logistic regression of the answers on the bits of the pairs: bits' = offset + scale * bits (Platt 1999).  Few pairs move
 * little: offset is held to 0 and scale to 1 by normal priors.  Given its bits, a pair counts the same however it was chosen
 * for review, so that pairs may be picked where they help most; beyond the bits of the pairs that were reviewed nothing is
 * known of the scale, and the bits are only shifted. */
#include "trace/trace_int.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 60, LEAST = 5 };
static const double offset_spread = 3, scale_spread = 0.4, bit = 0.69314718055994531;

typedef struct fit {
	double gradient[2], curvature[3];
} fit;

static double brier_of(const double *bits, const trace_judgement *labels, size_t count, double offset, double scale)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		double miss = trace_probability(offset + scale * bits[i]) - labels[i].same;
		sum += miss * miss;
	}
	return sum / (double)count;
}

static fit differentiate(const double *bits, const trace_judgement *labels, size_t count, double offset, double scale)
{
	fit f = {{-offset / (offset_spread * offset_spread), (1 - scale) / (scale_spread * scale_spread)},
		 {1 / (offset_spread * offset_spread), 0, 1 / (scale_spread * scale_spread)}};

	for (size_t i = 0; i < count; i++) {
		double p = trace_probability(offset + scale * bits[i]), miss = (labels[i].same - p) * bit,
		       curve = p * (1 - p) * bit * bit;
		f.gradient[0] += miss;
		f.gradient[1] += miss * bits[i];
		f.curvature[0] += curve;
		f.curvature[1] += curve * bits[i];
		f.curvature[2] += curve * bits[i] * bits[i];
	}
	return f;
}

static void newton(const double *bits, const trace_judgement *labels, size_t count, double *offset, double *scale)
{
	for (unsigned round = 0; round < ROUNDS; round++) {
		fit f = differentiate(bits, labels, count, *offset, *scale);
		double det = f.curvature[0] * f.curvature[2] - f.curvature[1] * f.curvature[1];
		double step[2] = {(f.curvature[2] * f.gradient[0] - f.curvature[1] * f.gradient[1]) / det,
				  (f.curvature[0] * f.gradient[1] - f.curvature[1] * f.gradient[0]) / det};
		double far = fmax(fabs(step[0]) / 2, fabs(step[1]) / 0.3), part = far > 1 ? 1 / far : 1;
		*offset += part * step[0];
		*scale = fmax(*scale + part * step[1], 0.05); /* more bits are never less likely */
		if (far < 1e-9)
			break;
	}
}

double trace_calibrated(const trace_calibration *c, double bits)
{
	double inside = fmin(fmax(bits, c->least), c->most);

	return c->applied ? c->offset + c->scale * inside + (bits - inside) : bits;
}

double trace_uncalibrated(const trace_calibration *c, double bits)
{
	double low = c->offset + c->scale * c->least, high = c->offset + c->scale * c->most;

	if (!c->applied)
		return bits;
	return bits < low ? c->least + bits - low : bits > high ? c->most + bits - high : (bits - c->offset) / c->scale;
}

static double bits_of(double probability)
{
	return fmin(fmax(log2(probability / (1 - probability)), -60), 60);
}

/* Bits of a reviewed pair as the result says them; of two alone when it does not hold the pair. */
static double label_bits(const struct trace_inside *inside, const trace_result *result, const uint32_t *first,
			 const trace_judgement *label)
{
	for (size_t k = first[label->left]; k != UINT32_MAX && k < result->pair_count; k++) {
		const trace_pair *p = &result->pairs[k];
		if ((p->left == label->left && p->right == label->right) ||
		    (p->left == label->right && p->right == label->left))
			return bits_of(p->probability);
	}
	trace_pattern p = trace_pattern_of(inside->records, &inside->model, NULL, label->left, label->right);
	return fmin(fmax(trace_pattern_bits(&inside->model, &p), -60), 60);
}

static void apply(const trace_settings *settings, const struct trace_inside *inside, trace_result *result)
{
	for (size_t i = 0; i < result->pair_count; i++) {
		trace_pair *p = &result->pairs[i];
		const trace_judgement *judged =
			settings->judgement_count ? trace_judged(inside, p->left, p->right) : NULL;
		p->weight = trace_calibrated(&result->calibration, p->weight);
		p->probability = trace_probability(trace_calibrated(&result->calibration, bits_of(p->probability)));
		p->linked = judged ? judged->same : p->probability >= settings->threshold;
	}
	trace_sort_pairs(result);
}

hw_status trace_calibrate(const struct trace_inside *inside, trace_result *result, hw_error *error)
{
	const trace_settings *settings = &inside->settings;
	trace_calibration *c = &result->calibration;
	size_t count = settings->label_count, records = inside->records->count;
	double *bits = hw_grow(NULL, count + 1, sizeof *bits);
	uint32_t *first = hw_grow(NULL, records + 1, sizeof *first); /* per record: the first pair it stands in */

	*c = (trace_calibration){.scale = 1};
	if (!bits || !first) {
		hw_release(bits);
		hw_release(first);
		return trace_no_memory(error);
	}
	memset(first, 0xff, (records + 1) * sizeof *first);
	for (size_t i = result->pair_count; i-- > 0;)
		first[result->pairs[i].left] = first[result->pairs[i].right] = (uint32_t)i;
	for (size_t i = 0; i < count; i++) {
		bits[i] = label_bits(inside, result, first, &settings->labels[i]);
		c->same += settings->labels[i].same;
		c->different += !settings->labels[i].same;
	}
	if (c->same >= LEAST && c->different >= LEAST) {
		double offset = 0, scale = 1;
		c->least = c->most = bits[0];
		for (size_t i = 1; i < count; i++) {
			c->least = fmin(c->least, bits[i]);
			c->most = fmax(c->most, bits[i]);
		}
		newton(bits, settings->labels, count, &offset, &scale);
		c->applied = true;
		c->offset = offset;
		c->scale = scale;
		c->brier_before = brier_of(bits, settings->labels, count, 0, 1);
		c->brier_after = brier_of(bits, settings->labels, count, offset, scale);
		apply(settings, inside, result);
	}
	hw_release(bits);
	hw_release(first);
	return HW_OK;
}
