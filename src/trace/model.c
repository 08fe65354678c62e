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
	float(*by_source)[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX] = model->by_source;

	memset(model, 0, sizeof *model);
	model->by_source = by_source;
	model->family = model->given = model->reference = SIZE_MAX;
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
	for (size_t c = 0; c < model->count; c++) {
		trace_kind kind = r->columns[model->columns[c]].kind;
		model->same_from[c] = (unsigned)model->levels[c];
		for (unsigned l = 0; l < model->levels[c]; l++) {
			model->share[c][l] = trace_level_share(kind, l);
			if (trace_level_is_same(kind, l) && l < model->same_from[c])
				model->same_from[c] = l;
		}
	}
	trace_model_weigh(model);
	return HW_OK;
}

/* What the frequency of the value will bring is taken off here, so that both together are log2(m/u) on the average and
 * log2(m/f) for a value of frequency f. */
static void weigh_all(trace_model *model)
{
	for (size_t c = 0; c < model->count; c++)
		for (size_t l = 0; l < model->levels[c]; l++) {
			model->plain[c][l] = log2(model->m[c][l] / model->u[c][l]);
			model->weight[c][l] = model->plain[c][l] - model->share[c][l] * model->usual[c][l];
		}
}

/* Family and given name exchanged is one event seen in two columns, and rare among strangers only because their names
 * seldom serve as both: learnt like two events it would outweigh the right order and any date.  So it weighs what the two
 * names themselves weigh by their frequency, and once log2 of how often the names of one person stand exchanged. */
static void weigh_crossed(trace_model *model)
{
	size_t columns[] = {model->family, model->given};

	if (model->family == SIZE_MAX || model->given == SIZE_MAX)
		return;
	for (size_t i = 0; i < HW_COUNT(columns); i++) {
		size_t c = columns[i], l = TRACE_NAME_CROSSED;

		model->share[c][l] = 1;
		model->usual[c][l] = 0;
		model->plain[c][l] = model->weight[c][l] = i ? 0 : fmin(log2(model->m[c][l]), -1);
	}
}

hw_status trace_model_rows(const trace_records *r, trace_model *model, hw_error *error)
{
	enum { RECORDS = 256 };
	size_t size = 1;

	while (size < model->count)
		size *= 2;
	uint32_t *rows = hw_grow(NULL, r->count * size + 1, sizeof *rows);
	if (!rows)
		return trace_no_memory(error);
	for (size_t from = 0; from < r->count; from += RECORDS)
		for (size_t c = 0; c < model->count; c++) {
			const uint32_t *ids = r->columns[model->columns[c]].ids;
			for (size_t i = from; i < from + RECORDS && i < r->count; i++)
				rows[i * size + c] = ids[i];
		}
	model->rows = rows;
	model->row_size = size;
	return HW_OK;
}

void trace_model_weigh(trace_model *model)
{
	weigh_all(model);
	weigh_crossed(model);
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
	const uint32_t *left = trace_row(model, a), *right = trace_row(model, b);

	for (size_t c = 0; c < model->count; c++)
		answers[c] = remembered(&r->columns[model->columns[c]], c, memo, left[c], right[c]);
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
	/* Each of the two names is as rare as in that column where it is less rare: which order is the right one is not known. */
	*family = (trace_answer){TRACE_NAME_CROSSED, fminf(f->values[f->ids[a]].rarity, g->values[g->ids[b]].rarity)};
	*given = (trace_answer){TRACE_NAME_CROSSED, fminf(g->values[g->ids[a]].rarity, f->values[f->ids[b]].rarity)};
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
	if (r->source != SIZE_MAX) {
		const uint32_t *ids = r->columns[r->source].ids;
		unsigned one = r->source_numbers[ids[a]], other = r->source_numbers[ids[b]];
		pattern.source = (uint8_t)(one < other ? one * TRACE_SOURCES + other : other * TRACE_SOURCES + one);
	}
	return pattern;
}

static double plain_part(const trace_model *model, uint64_t code, unsigned sources, size_t c)
{
	unsigned level = trace_level_of(code, c);

	if (level == TRACE_MISSING)
		return model->missing[c];
	return model->weight[c][level] + (model->by_source ? (double)model->by_source[sources][c][level] : 0);
}

static bool agrees(const trace_model *model, uint64_t code, size_t c)
{
	unsigned level = trace_level_of(code, c);

	return level != TRACE_MISSING && level >= model->same_from[c] && model->m[c][level] > model->u[c][level];
}

void trace_model_depend(trace_model *model, double (*told)[TRACE_COMPARISONS_MAX])
{
	model->dependent_count = 0;
	memcpy(model->told, told, sizeof model->told);
	for (size_t d = 0; d < model->count; d++) {
		size_t from = model->dependent_count;
		for (size_t c = 0; c < model->count; c++) {
			size_t at = model->dependent_count;
			if (told[c][d] <= 0)
				continue;
			for (; at > from && model->dependent[at - 1].part < told[c][d]; at--)
				model->dependent[at] = model->dependent[at - 1];
			model->dependent[at].weak = (uint8_t)d;
			model->dependent[at].strong = (uint8_t)c;
			model->dependent[at].part = told[c][d];
			model->dependent_count++;
		}
	}
}

size_t trace_told_by(const trace_model *model, uint64_t code, size_t d)
{
	for (size_t i = 0; i < model->dependent_count; i++)
		if (model->dependent[i].weak == d && agrees(model, code, d) &&
		    agrees(model, code, model->dependent[i].strong))
			return model->dependent[i].strong;
	return SIZE_MAX;
}

void trace_code_parts(const trace_model *model, uint64_t code, unsigned sources, double *parts)
{
	for (size_t c = 0; c < model->count; c++) {
		size_t by = trace_told_by(model, code, c);
		parts[c] = plain_part(model, code, sources, c);
		if (by != SIZE_MAX)
			parts[c] -= model->told[by][c] * model->plain[c][trace_level_of(code, c)];
	}
}

static double independent_weight(const trace_model *model, const trace_pattern *pattern)
{
	double weight = (double)pattern->adjustment;

	for (size_t c = 0; c < model->count; c++)
		weight += plain_part(model, pattern->code, pattern->source, c);
	for (size_t i = 0, done = SIZE_MAX; i < model->dependent_count; i++) {
		size_t weak = model->dependent[i].weak;
		if (weak == done || !agrees(model, pattern->code, weak) ||
		    !agrees(model, pattern->code, model->dependent[i].strong))
			continue;
		done = weak;
		weight -= model->dependent[i].part * model->plain[weak][trace_level_of(pattern->code, weak)];
	}
	return weight;
}

static double apart_weight(const trace_model *model, uint64_t code)
{
	double weight = 0;

	for (unsigned rest = model->apart; rest; rest &= rest - 1) {
		size_t c = (size_t)__builtin_ctz(rest);
		unsigned level = trace_level_of(code, c);
		weight += level == TRACE_MISSING ? model->missing[c] : model->plain[c][level];
	}
	return weight;
}

double trace_rest_weight(const trace_model *model, const trace_pattern *pattern)
{
	return independent_weight(model, pattern) - apart_weight(model, pattern->code);
}

double trace_pattern_weight(const trace_model *model, const trace_pattern *pattern)
{
	double weight = independent_weight(model, pattern);

	if (model->reference == SIZE_MAX)
		return weight;
	return weight + trace_strangers(model, weight - apart_weight(model, pattern->code));
}

double trace_pattern_bits(const trace_model *model, const trace_pattern *pattern)
{
	return model->prior + trace_pattern_weight(model, pattern);
}

double trace_comparable(const trace_records *r, bool between)
{
	double n = (double)r->count;

	return between ? (double)r->side_counts[0] * (double)r->side_counts[1] : n * (n - 1) / 2;
}
