/* explain.c - the reasons of a pair, recomputed from the numbers of its score. */
#include "trace/trace_int.h"

#include <math.h>
#include <string.h>

static hw_text words_of(hw_arena *arena, const trace_column *column, trace_answer answer, double share)
{
	size_t levels;
	const trace_level *table = trace_level_table(column->kind, &levels);
	const char *words = table[answer.level].words;

	if (share > 0 && answer.bits > 0) {
		double of = round(exp2((double)answer.bits));
		if (trace_level_is_same(column->kind, answer.level))
			return hw_text_format(arena, "%s; 1 in %.0f has it", words, of);
		return hw_text_format(arena, "%s; what agrees is as rare as 1 in %.0f", words, of);
	}
	return hw_text_of(words);
}

static hw_text value_of(const trace_column *c, uint32_t record)
{
	return c->ids[record] ? c->values[c->ids[record]].text : (hw_text){0};
}

static const trace_pair *find_pair(const trace_result *result, uint32_t left, uint32_t right)
{
	for (size_t i = 0; i < result->pair_count; i++) {
		const trace_pair *p = &result->pairs[i];
		if ((p->left == left && p->right == right) || (p->left == right && p->right == left))
			return p;
	}
	return NULL;
}

static hw_text decision_of(const trace_result *result, const trace_pair *pair, uint32_t left, uint32_t right)
{
	const trace_judgement *j =
		result->inside->settings.judgement_count ? trace_judged(result->inside, left, right) : NULL;

	if (j)
		return j->same ? HW_TEXT("judged to be the same person") : HW_TEXT("judged to be different persons");
	if (pair && !pair->linked && pair->probability >= result->inside->settings.threshold)
		return HW_TEXT("one-to-one: each has a partner that fits better, all links together");
	return (hw_text){0};
}

/* Other candidates that take a share of the probability, as one more reason. */
static void share_reason(const trace_result *result, const trace_pair *pair, trace_explanation *out)
{
	if (!pair || !(pair->probability > 0 && pair->probability < 1))
		return;
	double bits = trace_uncalibrated(&result->calibration, log2(pair->probability / (1 - pair->probability)));
	if (out->weight - bits < 0.005)
		return;
	out->reasons[out->reason_count++] = (trace_reason){HW_TEXT("other candidates"),
							   {0},
							   {0},
							   HW_TEXT("records that fit too share the probability"),
							   bits - out->weight};
	out->weight = bits;
	out->probability = trace_probability(bits);
}

/* One reason a field; how much of what could have been told was there to compare. */
static hw_status field_reasons(const trace_result *result, uint32_t left, uint32_t right, const trace_answer *answers,
			       const trace_pattern *pattern, hw_arena *arena, trace_explanation *out, hw_error *error)
{
	const trace_records *r = result->inside->records;
	const trace_model *model = &result->inside->model;
	double parts[TRACE_COMPARISONS_MAX], there = 0, all = 0;

	trace_code_parts(model, pattern->code, pattern->source, parts);
	out->fields = model->count;
	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &r->columns[model->columns[c]];
		trace_reason *reason = &out->reasons[out->reason_count++];
		bool missing = answers[c].level == TRACE_MISSING;
		size_t top = model->levels[c] - 1, by = trace_told_by(model, pattern->code, c);
		double most = fmax(log2(model->m[c][top] / model->u[c][top]), 0);
		all += most;
		there += missing ? 0 : most;
		out->compared += !missing;
		reason->field = column->name;
		reason->left = value_of(column, left);
		reason->right = value_of(column, right);
		reason->weight = parts[c] + trace_adjustment(model, c, answers[c]);
		if (missing)
			reason->words = model->missing[c] > 0   ? HW_TEXT("missing: commoner where it is one person")
					: model->missing[c] < 0 ? HW_TEXT("missing: rarer where it is one person")
								: HW_TEXT("missing: says nothing");
		else
			reason->words = words_of(arena, column, answers[c], model->share[c][answers[c].level]);
		if (by != SIZE_MAX && reason->words.bytes)
			reason->words = hw_text_format(
				arena, "%.*s; %.*s has told %.0f %% of it", HW_TEXT_ARG(reason->words),
				HW_TEXT_ARG(r->columns[model->columns[by]].name), 100 * model->told[by][c]);
		if (!reason->words.bytes)
			return trace_no_memory(error);
	}
	out->completeness = all > 0 ? there / all : 0;
	return HW_OK;
}

/* What strangers of these data share, taken off. */
static void strangers_reason(const trace_model *model, const trace_pattern *pattern, trace_explanation *out)
{
	if (model->reference == SIZE_MAX)
		return;
	double bits = trace_strangers(model, trace_rest_weight(model, pattern));
	if (bits < -0.005)
		out->reasons[out->reason_count++] =
			(trace_reason){HW_TEXT("namesakes"),
				       {0},
				       {0},
				       HW_TEXT("pairs whose dates contradict agree as much elsewhere: strangers here "
					       "share more than chance"),
				       bits};
}

/* What a third record of the cluster adds. */
static hw_status third_reason(const trace_result *result, uint32_t left, uint32_t right, hw_arena *arena,
			      trace_explanation *out, hw_error *error)
{
	const trace_records *r = result->inside->records;
	uint32_t third = 0;
	double before = out->weight;

	if (!trace_third_of(result, left, right, &third, &out->weight))
		return HW_OK;
	hw_text words = hw_text_format(arena, "record %u is like both", third + 1);
	for (size_t c = 0; words.bytes && c < r->column_count; c++) {
		const trace_column *column = &r->columns[c];
		if (column->ids[third] && (trace_is_name(column->kind) || column->kind == TRACE_FULL_NAME))
			words = hw_text_format(arena, "%.*s, %.*s", HW_TEXT_ARG(words),
					       HW_TEXT_ARG(value_of(column, third)));
	}
	if (!words.bytes)
		return trace_no_memory(error);
	out->third = third;
	out->reasons[out->reason_count++] =
		(trace_reason){HW_TEXT("third record"), {0}, {0}, words, out->weight - before};
	return HW_OK;
}

static hw_status reviewed_reason(const trace_result *result, hw_arena *arena, trace_explanation *out, hw_error *error)
{
	const trace_calibration *c = &result->calibration;
	double after = trace_calibrated(c, out->weight);

	if (!c->applied)
		return HW_OK;
	hw_text words = hw_text_format(arena, "%zu pairs judged the same, %zu judged different", c->same, c->different);
	if (!words.bytes)
		return trace_no_memory(error);
	out->reasons[out->reason_count++] =
		(trace_reason){HW_TEXT("reviewed pairs"), {0}, {0}, words, after - out->weight};
	out->weight = after;
	out->probability = trace_probability(after);
	return HW_OK;
}

static hw_status explain(const trace_result *result, const trace_pair *pair, uint32_t left, uint32_t right,
			 hw_arena *arena, trace_explanation *explanation, hw_error *error)
{
	const trace_records *r = result->inside->records;
	const trace_model *model = &result->inside->model;
	trace_answer answers[TRACE_COMPARISONS_MAX];
	trace_explanation out = {.prior = model->prior, .weight = model->prior, .third = UINT32_MAX};

	if (left >= r->count || right >= r->count || left == right)
		return hw_fail(error, HW_NOT_FOUND, "records %u and %u are no pair of the %zu records", left, right,
			       r->count);
	out.reasons = HW_NEW(arena, trace_reason, model->count + 5);
	if (!out.reasons)
		return trace_no_memory(error);
	trace_answers(r, model, NULL, left, right, answers);
	trace_pattern pattern = trace_pattern_of(r, model, NULL, left, right);
	HW_TRY(field_reasons(result, left, right, answers, &pattern, arena, &out, error));
	strangers_reason(model, &pattern, &out);
	out.weight = trace_pattern_bits(model, &pattern);
	HW_TRY(third_reason(result, left, right, arena, &out, error));
	out.probability = trace_probability(out.weight);
	out.candidate = trace_is_candidate(&result->inside->blocks, r, left, right);
	if (result->inside->settings.one_to_one || result->inside->settings.one_person)
		share_reason(result, pair, &out);
	HW_TRY(reviewed_reason(result, arena, &out, error));
	out.decided = decision_of(result, pair, left, right);
	*explanation = out;
	return HW_OK;
}

hw_status trace_explain(const trace_result *result, uint32_t left, uint32_t right, hw_arena *arena,
			trace_explanation *explanation, hw_error *error)
{
	return explain(result, find_pair(result, left, right), left, right, arena, explanation, error);
}

hw_status trace_explain_pair(const trace_result *result, const trace_pair *pair, hw_arena *arena,
			     trace_explanation *explanation, hw_error *error)
{
	return explain(result, pair, pair->left, pair->right, arena, explanation, error);
}
