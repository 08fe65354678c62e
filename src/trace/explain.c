/* explain.c - the reasons of a pair, recomputed from the numbers of its score. */
#include "trace/trace_int.h"

#include <math.h>
#include <string.h>

static hw_text words_of(hw_arena *arena, const trace_column *column, trace_answer answer, double share, hw_text left,
			hw_text right)
{
	size_t levels;
	const trace_level *table = trace_level_table(column->kind, &levels);

	if (answer.level == TRACE_MISSING)
		return HW_TEXT("missing: says nothing");
	const char *words = table[answer.level].words;
	if (share > 0 && answer.bits > 0) {
		double of = round(exp2((double)answer.bits));
		if (trace_level_is_same(column->kind, answer.level))
			return hw_text_format(arena, "%s; 1 in %.0f has it", words, of);
		return hw_text_format(arena, "%s; what agrees is as rare as 1 in %.0f", words, of);
	}
	(void)left;
	(void)right;
	return hw_text_of(words);
}

static hw_text value_of(const trace_records *r, const trace_column *c, uint32_t record)
{
	(void)r;
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
static void share_reason(const trace_pair *pair, trace_explanation *out)
{
	if (!pair || !(pair->probability > 0 && pair->probability < 1))
		return;
	double bits = log2(pair->probability / (1 - pair->probability));
	if (out->weight - bits < 0.005)
		return;
	out->reasons[out->reason_count++] = (trace_reason){HW_TEXT("other candidates"),
							   {0},
							   {0},
							   HW_TEXT("records that fit too share the probability"),
							   bits - out->weight};
	out->weight = bits;
	out->probability = pair->probability;
}

hw_status trace_explain(const trace_result *result, uint32_t left, uint32_t right, hw_arena *arena,
			trace_explanation *explanation, hw_error *error)
{
	const trace_records *r = result->inside->records;
	const trace_model *model = &result->inside->model;
	trace_answer answers[TRACE_COMPARISONS_MAX];
	trace_explanation out = {.prior = model->prior, .weight = model->prior};

	if (left >= r->count || right >= r->count || left == right)
		return hw_fail(error, HW_NOT_FOUND, "records %u and %u are no pair of the %zu records", left, right,
			       r->count);
	out.reasons = HW_NEW(arena, trace_reason, model->count + 1);
	if (!out.reasons)
		return trace_no_memory(error);
	trace_answers(r, model, NULL, left, right, answers);
	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &r->columns[model->columns[c]];
		trace_reason *reason = &out.reasons[out.reason_count++];
		bool missing = answers[c].level == TRACE_MISSING;
		double share = missing ? 0 : model->share[c][answers[c].level];
		reason->field = column->name;
		reason->left = value_of(r, column, left);
		reason->right = value_of(r, column, right);
		reason->words = words_of(arena, column, answers[c], share, reason->left, reason->right);
		if (!missing)
			reason->weight = model->weight[c][answers[c].level] + trace_adjustment(model, c, answers[c]);
		if (!reason->words.bytes)
			return trace_no_memory(error);
	}
	trace_pattern pattern = trace_pattern_of(r, model, NULL, left, right);
	out.weight = model->prior + trace_code_weight(model, pattern.code) + (double)pattern.adjustment;
	out.probability = trace_probability(out.weight);
	out.candidate = trace_is_candidate(&result->inside->blocks, r, left, right);
	const trace_pair *pair = find_pair(result, left, right);
	if (result->inside->settings.one_to_one || result->inside->settings.one_person)
		share_reason(pair, &out);
	out.decided = decision_of(result, pair, left, right);
	*explanation = out;
	return HW_OK;
}
