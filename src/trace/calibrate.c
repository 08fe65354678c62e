/* calibrate.c - probabilities held against reviewed pairs.
 *
 * Logistic regression of the answers on the bits of the pairs: bits' = offset + scale * bits (Platt 1999).  Few pairs move
 * little: offset is held to 0 and scale to 1 by normal priors.  Given its bits, a pair counts the same however it was chosen
 * for review, so that pairs may be picked where they help most. */
#include "trace/trace_int.h"

#include <math.h>

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

hw_status trace_calibrate(const trace_records *r, const trace_settings *settings, trace_model *model,
			  trace_calibration *calibration, hw_error *error)
{
	size_t count = settings->label_count;
	double *bits = hw_grow(NULL, count + 1, sizeof *bits);

	*calibration = (trace_calibration){.scale = 1};
	if (!bits)
		return trace_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		const trace_judgement *label = &settings->labels[i];
		trace_pattern p = trace_pattern_of(r, model, NULL, label->left, label->right);
		bits[i] = fmin(fmax(model->prior + trace_pattern_weight(model, &p), -60), 60);
		calibration->same += label->same;
		calibration->different += !label->same;
	}
	if (calibration->same >= LEAST && calibration->different >= LEAST) {
		newton(bits, settings->labels, count, &model->offset, &model->scale);
		calibration->applied = true;
		calibration->offset = model->offset;
		calibration->scale = model->scale;
		calibration->brier_before = brier_of(bits, settings->labels, count, 0, 1);
		calibration->brier_after = brier_of(bits, settings->labels, count, model->offset, model->scale);
	}
	hw_release(bits);
	return HW_OK;
}
