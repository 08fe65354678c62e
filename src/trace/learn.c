/* learn.c - m by EM within the blocks of each rule, and the prior from all candidates.
 *
 * Pooled over all blocked pairs EM goes astray, because the pairs of a rule agree on its own fields by choice.
 * So each rule is a session of its own: its fields are left out, u stays fixed, m of the other
 * fields and the share of true pairs are free.  The sessions are joined, each by the true pairs it expects. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SESSION_PAIRS = 12000, ROUNDS = 40, SAMPLE_PAIRS = 1000000, SLICES = 64 };
/* Two classes of pairs are told apart by three independent fields or more (latent class analysis); with fewer the outcome
 * depends on where one began. */
#define LEAST_ANSWERS 2.5
static const double table_pairs = 10; /* true pairs that the table counts for in m */

/* ---- sessions ------------------------------------------------------------------------ */

typedef struct session {
	double m[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	double expected; /* true pairs of the whole rule */
	double lambda;
	bool is_free[TRACE_COMPARISONS_MAX], valid;
} session;
typedef struct coded {
	uint64_t code;
	double count;
} coded;
typedef struct learning {
	const trace_records *r;
	const trace_settings *settings;
	const trace_blocks *blocks;
	const trace_model *model;
	session *sessions;
} learning;

static int code_order(const void *a, const void *b)
{
	uint64_t left = ((const coded *)a)->code, right = ((const coded *)b)->code;

	return (left > right) - (left < right);
}

/* Pairs of one rule, thinned to about SESSION_PAIRS: every step-th record with all its partners. */
static size_t collect(const learning *l, const trace_block_rule *rule, coded *codes, size_t room)
{
	size_t count = 0;
	double step = fmax(1, rule->pairs / SESSION_PAIRS), next = 0;

	for (size_t at = 0; at < rule->ordered && count < room; at++) {
		size_t reach = rule->flags[at] & 2 ? TRACE_WINDOW : TRACE_BLOCK_MAX;
		uint32_t a = rule->order[at];
		for (size_t k = at + 1; k < rule->ordered && k - at <= reach && !(rule->flags[k] & 1); k++) {
			uint32_t b = rule->order[k];
			if (l->settings->between && l->r->sides[a] == l->r->sides[b])
				continue;
			if (next >= 1) {
				next--;
				continue;
			}
			next += step - 1;
			if (count < room)
				codes[count++] = (coded){
					trace_pattern_of(l->r, l->model, NULL, a < b ? a : b, a < b ? b : a).code, 1};
		}
	}
	return count;
}

static size_t histogram(coded *codes, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(codes, count, sizeof *codes, code_order);
	for (size_t i = 0; i < count; i++) {
		if (kept && codes[kept - 1].code == codes[i].code)
			codes[kept - 1].count += codes[i].count;
		else
			codes[kept++] = codes[i];
	}
	return kept;
}

static double session_weight(const trace_model *model, const session *s, double (*logs)[TRACE_LEVELS_MAX],
			     uint64_t code)
{
	double weight = 0;

	for (size_t c = 0; c < model->count; c++) {
		unsigned level = trace_level_of(code, c);
		if (s->is_free[c] && level != TRACE_MISSING)
			weight += logs[c][level];
	}
	return weight;
}

/* One round of EM; returns the change of lambda.  With `share_only` m stays as it is. */
static double em_round(const trace_model *model, session *s, const coded *codes, size_t count, double total,
		       bool share_only)
{
	double logs[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX], sums[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX] = {{0}};
	double matches = 0, before = s->lambda;

	for (size_t c = 0; c < model->count; c++)
		for (size_t l = 0; l < model->levels[c]; l++)
			logs[c][l] = log2(s->m[c][l] / model->u[c][l]);
	double prior = log2(s->lambda / (1 - s->lambda));
	for (size_t i = 0; i < count; i++) {
		double p = codes[i].count * trace_probability(prior + session_weight(model, s, logs, codes[i].code));
		matches += p;
		for (size_t c = 0; c < model->count; c++) {
			unsigned level = trace_level_of(codes[i].code, c);
			if (level != TRACE_MISSING)
				sums[c][level] += p;
		}
	}
	for (size_t c = 0; c < model->count && !share_only; c++) {
		const trace_level *table = model->tables[c];
		double sum[2] = {0};
		for (size_t l = 0; l < model->levels[c]; l++)
			sum[table[l].group] += sums[c][l];
		for (size_t l = 0; l < model->levels[c]; l++)
			s->m[c][l] = (sums[c][l] + table_pairs * table[l].m) / (sum[table[l].group] + table_pairs);
	}
	s->lambda = fmin(fmax(matches / total, 1e-6), 1 - 1e-6);
	return fabs(s->lambda - before);
}

/* Free fields that a pair of the session has answers to, on the average. */
static double free_answers(const trace_model *model, const session *s, const coded *codes, size_t count, double total)
{
	double answers = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < model->count; c++)
			if (s->is_free[c] && trace_level_of(codes[i].code, c) != TRACE_MISSING)
				answers += codes[i].count;
	return answers / total;
}

static hw_status run_session(void *context, size_t slice, hw_error *error)
{
	learning *l = context;
	const trace_block_rule *rule = &l->blocks->rules[slice];
	session *s = &l->sessions[slice];
	coded *codes = hw_grow(NULL, SESSION_PAIRS * 2, sizeof *codes);

	if (!codes)
		return trace_no_memory(error);
	size_t total = collect(l, rule, codes, SESSION_PAIRS * 2), count = histogram(codes, total);
	for (size_t c = 0; c < l->model->count; c++) {
		for (size_t v = 0; v < l->model->levels[c]; v++)
			s->m[c][v] = l->model->tables[c][v].m;
		s->is_free[c] = true;
		for (size_t a = 0; a < rule->atom_count; a++)
			if (l->blocks->atoms[rule->atoms[a]].column == l->model->columns[c])
				s->is_free[c] = false;
	}
	s->lambda = 0.2;
	if (total >= 50 && free_answers(l->model, s, codes, count, (double)total) >= LEAST_ANSWERS) {
		for (unsigned round = 0; round < ROUNDS; round++)
			if (em_round(l->model, s, codes, count, (double)total, true) < 1e-5)
				break;
		double first = s->lambda;
		for (unsigned round = 0; round < ROUNDS; round++)
			if (em_round(l->model, s, codes, count, (double)total, false) < 1e-7 && round > 5)
				break;
		s->expected = s->lambda * rule->pairs;
		/* A session in which nearly nothing is a match cannot tell the two apart; one in which the share of matches
		 * leaves what the table finds has taken something else than persons for its groups (a town, a trade). */
		s->valid =
			s->lambda > 1e-4 && s->expected >= 10 && s->lambda < 2 * first + 0.05 && s->lambda > first / 4;
	}
	hw_release(codes);
	return HW_OK;
}

hw_status trace_learn_m(const trace_records *r, const trace_settings *settings, const trace_blocks *blocks,
			trace_model *model, bool *learnt, const hw_progress *progress, hw_error *error)
{
	session *sessions = hw_grow(NULL, blocks->rule_count + 1, sizeof *sessions);
	learning l = {r, settings, blocks, model, sessions};
	double expected = 0;
	hw_status status;

	*learnt = false;
	if (!sessions)
		return trace_no_memory(error);
	memset(sessions, 0, (blocks->rule_count + 1) * sizeof *sessions);
	status = hw_parallel(settings->threads, blocks->rule_count, run_session, &l, progress, "learning", error);
	for (size_t k = 0; k < blocks->rule_count; k++)
		expected += sessions[k].valid ? sessions[k].expected : 0;
	*learnt = status == HW_OK && expected >= 30;
	for (size_t c = 0; c < model->count && *learnt; c++) {
		const trace_level *table = model->tables[c];
		double sum = table_pairs;
		for (size_t k = 0; k < blocks->rule_count; k++)
			if (sessions[k].valid && sessions[k].is_free[c])
				sum += sessions[k].expected;
		for (size_t v = 0; v < model->levels[c]; v++) {
			double m = table_pairs * table[v].m;
			for (size_t k = 0; k < blocks->rule_count; k++)
				if (sessions[k].valid && sessions[k].is_free[c])
					m += sessions[k].expected * sessions[k].m[c][v];
			model->m[c][v] = m / sum;
		}
	}
	hw_release(sessions);
	return status;
}

/* ---- candidates of a sample of records --------------------------------------------------- */

typedef struct sampling {
	const trace_records *r;
	const trace_blocks *blocks;
	const trace_model *model;
	size_t step;
	trace_pattern *at[SLICES];
	size_t counts[SLICES], rooms[SLICES];
} sampling;

static hw_status sample_slice(void *context, size_t slice, hw_error *error)
{
	sampling *s = context;
	size_t from = s->r->count * slice / SLICES, to = s->r->count * (slice + 1) / SLICES;
	trace_partners partners;
	trace_memo *memo = trace_memo_new();
	hw_status status = trace_partners_new(s->blocks, &partners, error);

	for (size_t a = from; a < to && status == HW_OK; a++) {
		if (trace_mix(a, 3) % s->step)
			continue;
		trace_partners_of(s->blocks, s->r, (uint32_t)a, &partners);
		size_t count = partners.count;
		status = trace_reserve(&s->at[slice], &s->rooms[slice], s->counts[slice] + count, sizeof(trace_pattern),
				       error);
		for (size_t k = 0; k < count && status == HW_OK; k++)
			s->at[slice][s->counts[slice]++] =
				trace_pattern_of(s->r, s->model, memo, (uint32_t)a, partners.at[k]);
	}
	trace_partners_free(&partners);
	hw_release(memo);
	return status;
}

hw_status trace_sample_candidates(const trace_records *r, const trace_settings *settings, const trace_blocks *blocks,
				  const trace_model *model, trace_sample *sample, const hw_progress *progress,
				  hw_error *error)
{
	sampling *s = hw_grow(NULL, 1, sizeof *s);
	double likely = 0;
	hw_status status;

	if (!s)
		return trace_no_memory(error);
	memset(s, 0, sizeof *s);
	for (size_t k = 0; k < blocks->rule_count; k++)
		likely += blocks->rules[k].added;
	*s = (sampling){.r = r, .blocks = blocks, .model = model, .step = (size_t)(likely / SAMPLE_PAIRS) + 1};
	memset(sample, 0, sizeof *sample);
	HW_TRY_OR_OUT(hw_parallel(settings->threads, SLICES, sample_slice, s, progress, "comparing", error));
	for (size_t i = 0; i < SLICES; i++)
		sample->count += s->counts[i];
	sample->at = hw_grow(NULL, sample->count + 1, sizeof *sample->at);
	if (!sample->at) {
		status = trace_no_memory(error);
		goto out;
	}
	sample->count = 0;
	for (size_t i = 0; i < SLICES; i++) {
		if (s->counts[i])
			memcpy(sample->at + sample->count, s->at[i], s->counts[i] * sizeof *sample->at);
		sample->count += s->counts[i];
	}
	sample->scale = (double)s->step;
out:
	for (size_t i = 0; i < SLICES; i++)
		hw_release(s->at[i]);
	hw_release(s);
	return status;
}

/* ---- prior ---------------------------------------------------------------------------------- */

hw_status trace_fit_prior(const trace_settings *settings, const trace_records *r, const trace_sample *sample,
			  trace_model *model, double *expected_pairs, hw_error *error)
{
	double comparable = trace_comparable(r, settings->between);
	double most = settings->between ? fmin((double)r->side_counts[0], (double)r->side_counts[1]) : comparable;
	double expected = settings->expected > 0 ? settings->expected : fmax(1, (double)r->count / 20);
	double *odds = hw_grow(NULL, sample->count + 1, sizeof *odds);

	if (!odds)
		return trace_no_memory(error);
	for (size_t i = 0; i < sample->count; i++)
		odds[i] = exp2(
			fmin(trace_code_weight(model, sample->at[i].code) + (double)sample->at[i].adjustment, 500));
	if (!settings->one_to_one)
		most = comparable;
	for (unsigned round = 0; round < 60; round++) {
		expected = fmin(fmax(expected, 0.5), 0.9 * most);
		double before = expected / fmax(comparable - expected, 1), sum = 0;
		model->prior = log2(before);
		if (settings->expected > 0)
			break;
		for (size_t i = 0; i < sample->count; i++)
			sum += odds[i] * before / (1 + odds[i] * before);
		sum *= sample->scale;
		double change = fabs(sum - expected) / expected;
		expected = sum;
		if (change < 1e-4)
			break;
	}
	hw_release(odds);
	*expected_pairs = expected;
	return HW_OK;
}

void trace_expected_levels(const trace_model *model, const trace_sample *sample, double (*matched)[TRACE_LEVELS_MAX])
{
	memset(matched, 0, TRACE_COMPARISONS_MAX * sizeof *matched);
	for (size_t i = 0; i < sample->count; i++) {
		double p =
			sample->scale * trace_probability(model->prior + trace_code_weight(model, sample->at[i].code) +
							  (double)sample->at[i].adjustment);
		for (size_t c = 0; c < model->count; c++) {
			unsigned level = trace_level_of(sample->at[i].code, c);
			if (level != TRACE_MISSING)
				matched[c][level] += p;
		}
	}
}
