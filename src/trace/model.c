/* model.c - patterns of agreement and their weights. */
#include "trace/trace_int.h"

#include <math.h>
#include <string.h>

double trace_probability(double bits)
{
	return hw_logistic(bits * 0.69314718055994531);
}

/* The table alone: what is used until, and when nothing, can be learnt. */
hw_status trace_model_start(const trace_records *r, const trace_settings *settings, trace_model *model, hw_error *error)
{
	(void)settings;
	memset(model, 0, sizeof *model);
	model->family = model->given = SIZE_MAX;
	for (size_t i = 0; i < r->column_count; i++) {
		size_t levels;
		const trace_level *table = trace_level_table(r->columns[i].kind, &levels);
		size_t at = model->count;
		if (!r->columns[i].compared || !table)
			continue;
		if (at == TRACE_COMPARISONS_MAX)
			return hw_fail(error, HW_TOO_LARGE, "more than %d fields to compare", TRACE_COMPARISONS_MAX);
		model->columns[at] = i;
		model->levels[at] = levels;
		model->tables[at] = table;
		for (size_t l = 0; l < levels; l++) {
			model->m[at][l] = table[l].m;
			model->u[at][l] = table[l].u;
		}
		if (r->columns[i].kind == TRACE_FAMILY && model->family == SIZE_MAX)
			model->family = at;
		if (r->columns[i].kind == TRACE_GIVEN && model->given == SIZE_MAX)
			model->given = at;
		model->count++;
	}
	if (!model->count)
		return hw_fail(error, HW_BAD_INPUT, "there is no field to compare");
	for (size_t c = 0; c < model->count; c++)
		for (size_t l = 0; l < model->levels[c]; l++)
			model->share[c][l] = trace_level_share(r->columns[model->columns[c]].kind, (unsigned)l);
	trace_model_weigh(model);
	return HW_OK;
}

/* What the frequency of the value will bring is taken off here, so that both together are log2(m/u) on the average and
 * log2(m/f) for a value of frequency f. */
void trace_model_weigh(trace_model *model)
{
	for (size_t c = 0; c < model->count; c++)
		for (size_t l = 0; l < model->levels[c]; l++)
			model->weight[c][l] =
				log2(model->m[c][l] / model->u[c][l]) - model->share[c][l] * model->usual[c][l];
}

double trace_adjustment(const trace_model *model, size_t c, trace_answer answer)
{
	double share = answer.level == TRACE_MISSING ? 0 : model->share[c][answer.level];

	return share * (double)answer.bits;
}

trace_memo *trace_memo_new(void)
{
	trace_memo *memo = hw_grow(NULL, 1, sizeof *memo);

	if (memo)
		memset(memo, 0, sizeof *memo); /* value 0 is the missing one, which is never asked for */
	return memo;
}

/* Comparing numbers is quicker than remembering them. */
static trace_answer remembered(const trace_column *column, size_t number, trace_memo *memo, uint32_t left,
			       uint32_t right)
{
	if (!memo || !left || !right || !(trace_is_name(column->kind) || trace_is_bag(column->kind)))
		return trace_compare(column, left, right);
	size_t at = (left * 0x9e3779b1u ^ right * 0x85ebca77u ^ (uint32_t)number * 0xc2b2ae3du) >> 19;
	bool known = memo->slots[at].left == left && memo->slots[at].right == right && memo->slots[at].column == number;
	if (!known) {
		trace_answer answer = trace_compare(column, left, right);
		memo->slots[at].left = left;
		memo->slots[at].right = right;
		memo->slots[at].column = (uint8_t)number;
		memo->slots[at].level = answer.level;
		memo->slots[at].bits = answer.bits;
	}
	return (trace_answer){memo->slots[at].level, memo->slots[at].bits};
}

void trace_answers(const trace_records *r, const trace_model *model, trace_memo *memo, uint32_t a, uint32_t b,
		   trace_answer *answers)
{
	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &r->columns[model->columns[c]];
		answers[c] = remembered(column, c, memo, column->ids[a], column->ids[b]);
	}
	if (model->family == SIZE_MAX || model->given == SIZE_MAX)
		return;
	trace_answer *family = &answers[model->family], *given = &answers[model->given];
	/* initials stay initials */
	if (family->level > TRACE_NAME_TWO || given->level > TRACE_NAME_TWO || family->level < TRACE_NAME_DIFFERENT ||
	    given->level < TRACE_NAME_DIFFERENT)
		return;
	const trace_column *f = &r->columns[model->columns[model->family]],
			   *g = &r->columns[model->columns[model->given]];
	if (!trace_crossed(f, f->ids[a], f->ids[b], g, g->ids[a], g->ids[b]))
		return;
	*family = (trace_answer){TRACE_NAME_CROSSED, fminf(f->values[f->ids[a]].rarity, f->values[f->ids[b]].rarity)};
	*given = (trace_answer){TRACE_NAME_CROSSED, fminf(g->values[g->ids[a]].rarity, g->values[g->ids[b]].rarity)};
}

trace_pattern trace_pattern_of(const trace_records *r, const trace_model *model, trace_memo *memo, uint32_t a,
			       uint32_t b)
{
	trace_answer answers[TRACE_COMPARISONS_MAX];
	trace_pattern pattern = {0};
	double adjustment = 0;

	trace_answers(r, model, memo, a, b, answers);
	for (size_t c = 0; c < model->count; c++) {
		pattern.code |= (uint64_t)answers[c].level << (4 * c);
		adjustment += trace_adjustment(model, c, answers[c]);
	}
	pattern.adjustment = (float)adjustment;
	return pattern;
}

double trace_code_weight(const trace_model *model, uint64_t code)
{
	double weight = 0;

	for (size_t c = 0; c < model->count; c++) {
		unsigned level = trace_level_of(code, c);
		if (level != TRACE_MISSING)
			weight += model->weight[c][level];
	}
	return weight;
}

double trace_comparable(const trace_records *r, bool between)
{
	double n = (double)r->count;

	return between ? (double)r->side_counts[0] * (double)r->side_counts[1] : n * (n - 1) / 2;
}
