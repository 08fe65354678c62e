/* learn.c - m by EM within the blocks of each rule.
 *
 * Pooled over all blocked pairs EM goes astray, because the pairs of a rule agree on its own fields by choice.
 * So each rule is a session of its own: its fields are left out, u stays fixed, m of the other
 * fields and the share of true pairs are free.  The sessions are joined, each by the true pairs it expects.  A session is
 * left out when what it finds cannot be persons, or depends on where it began. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SESSION_PAIRS = 4000, LEAST_TRAINING = 500, ROUNDS = 30 };
/* Two classes of pairs are told apart by three independent fields or more (latent class analysis); with fewer the outcome
 * depends on where one began. */
#define LEAST_ANSWERS 2.5
/* In a session for learning only, where fewer than one pair in twenty is true, namesakes weigh as much as the true ones. */
static const double least_training_share = 0.05;
static const double table_pairs = 10;   /* true pairs that the table counts for in m */
static const double source_pairs = 50;  /* true pairs that all sources together count for in m of one pair of sources */
static const double missing_pairs = 50; /* pairs that "says nothing" counts for where a value is missing */

/* ---- patterns of each rule -------------------------------------------------------------- */

typedef struct coded {
	uint64_t code;
	uint32_t count, source;
} coded;
typedef struct rule_codes {
	coded *at;
	size_t count;
	double total; /* pairs */
} rule_codes;
struct trace_sessions {
	size_t count;
	rule_codes codes[TRACE_RULES_MAX + TRACE_TRAINING_MAX];
};

typedef struct collecting {
	const trace_records *r;
	const trace_settings *settings;
	trace_blocks *blocks;
	const trace_model *model;
	trace_sessions *sessions;
} collecting;

static trace_block_rule *rule_at(trace_blocks *blocks, size_t session)
{
	return session < blocks->rule_count ? &blocks->rules[session] : &blocks->training[session - blocks->rule_count];
}

static int code_order(const void *a, const void *b)
{
	const coded *left = a, *right = b;

	if (left->code != right->code)
		return left->code < right->code ? -1 : 1;
	return (left->source > right->source) - (left->source < right->source);
}

static void histogram(rule_codes *codes)
{
	size_t kept = 0;

	if (codes->count)
		qsort(codes->at, codes->count, sizeof *codes->at, code_order);
	for (size_t i = 0; i < codes->count; i++) {
		if (kept && !code_order(&codes->at[kept - 1], &codes->at[i]))
			codes->at[kept - 1].count += codes->at[i].count;
		else
			codes->at[kept++] = codes->at[i];
	}
	codes->count = kept;
}

/* Pairs of one rule, thinned to about SESSION_PAIRS. */
static hw_status collect(void *context, size_t slice, hw_error *error)
{
	const collecting *l = context;
	const trace_block_rule *rule = rule_at(l->blocks, slice);
	rule_codes *codes = &l->sessions->codes[slice];
	size_t room = (size_t)fmin(rule->pairs, SESSION_PAIRS) * 2 + 16;
	double step = fmax(1, rule->pairs / SESSION_PAIRS), next = 0;
	bool whole_only = slice >= l->blocks->rule_count;
	trace_memo *memo = trace_memo_new();

	codes->at = hw_grow(NULL, room, sizeof *codes->at);
	if (!codes->at) {
		hw_release(memo);
		return trace_no_memory(error);
	}
	for (size_t at = 0; at < rule->ordered && codes->count < room; at++) {
		if (whole_only && (rule->flags[at] & 2))
			continue;
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
			if (codes->count == room)
				break;
			trace_pattern p = trace_pattern_of(l->r, l->model, memo, a < b ? a : b, a < b ? b : a);
			codes->at[codes->count++] = (coded){p.code, 1, p.source};
		}
	}
	codes->total = (double)codes->count;
	histogram(codes);
	hw_release(memo);
	return HW_OK;
}

/* Pairs of a rule for learning only, in the blocks that are whole: neighbours in a block that was split are alike by choice. */
static double whole_pairs(const trace_block_rule *rule, bool between)
{
	double pairs = 0, first = 0, second = 0;

	for (size_t at = 0; at <= rule->ordered; at++) {
		if (at == rule->ordered || (rule->flags[at] & 1)) {
			pairs += between ? first * second : (first + second) * (first + second - 1) / 2;
			first = second = 0;
		}
		if (at < rule->ordered && !(rule->flags[at] & 2))
			*(rule->flags[at] & 4 ? &second : &first) += 1;
	}
	return pairs;
}

/* One session more for each field alone, where its blocks that are whole have pairs enough, unless a rule of it makes
 * candidates anyway. */
static hw_status add_training(const trace_records *r, trace_blocks *blocks, hw_error *error)
{
	for (size_t a = 0; a < blocks->atom_count && blocks->training_count < TRACE_TRAINING_MAX; a++) {
		const trace_atom *atom = &blocks->atoms[a];
		bool known = atom->weak || atom->words[0] || !r->columns[atom->column].compared;
		for (size_t k = 0; k < blocks->rule_count; k++)
			known = known || (blocks->rules[k].atom_count == 1 && blocks->rules[k].atoms[0] == a);
		if (known)
			continue;
		trace_block_rule *rule = &blocks->training[blocks->training_count];
		rule->atoms[0] = a;
		rule->atom_count = 1;
		hw_status status = trace_rule_place(blocks, r, rule, error);
		double whole = status == HW_OK ? whole_pairs(rule, blocks->between) : 0;
		if (whole >= LEAST_TRAINING) {
			rule->pairs = whole;
			blocks->training_count++;
		} else {
			trace_rule_free(rule);
			*rule = (trace_block_rule){0};
		}
		HW_TRY(status);
	}
	return HW_OK;
}

hw_status trace_sessions_make(const trace_records *r, const trace_settings *settings, trace_blocks *blocks,
			      const trace_model *model, trace_sessions **result, const hw_progress *progress,
			      hw_error *error)
{
	HW_TRY(add_training(r, blocks, error));
	trace_tied_free(blocks); /* no more rules to place */
	trace_sessions *sessions = hw_grow(NULL, 1, sizeof *sessions);
	collecting l = {r, settings, blocks, model, sessions};
	if (!sessions)
		return trace_no_memory(error);
	memset(sessions, 0, sizeof *sessions);
	sessions->count = blocks->rule_count + blocks->training_count;
	hw_status status = hw_parallel(settings->threads, sessions->count, collect, &l, progress, "learning", error);
	for (size_t k = 0; k < blocks->training_count; k++)
		trace_rule_free(&blocks->training[k]);
	if (status == HW_OK)
		*result = sessions;
	else
		trace_sessions_free(sessions);
	return status;
}

void trace_sessions_free(trace_sessions *sessions)
{
	for (size_t k = 0; sessions && k < sessions->count; k++)
		hw_release(sessions->codes[k].at);
	hw_release(sessions);
}

/* ---- one session ------------------------------------------------------------------------ */

typedef struct by_source {
	double seen[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
} by_source;
typedef struct session {
	double m[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	double matches, expected; /* true pairs of the sample, of the whole rule */
	double lambda;
	double missing[2][TRACE_COMPARISONS_MAX], all[2]; /* pairs without a value; [1]: of one person */
	by_source *sources;
	bool is_free[TRACE_COMPARISONS_MAX];
	trace_verdict verdict;
} session;
typedef struct learning {
	const trace_records *r;
	trace_blocks *blocks;
	const trace_sessions *sessions;
	const trace_model *model;
	session *all;
} learning;

static void log_ratios(const trace_model *model, const session *s, double (*logs)[TRACE_LEVELS_MAX + 4])
{
	memset(logs, 0, TRACE_COMPARISONS_MAX * sizeof *logs);
	for (size_t c = 0; c < model->count; c++)
		for (size_t l = 0; l < model->levels[c] && s->is_free[c]; l++)
			logs[c][l] = log2(s->m[c][l] / model->u[c][l]);
}

static double code_probability(const trace_model *model, double (*logs)[TRACE_LEVELS_MAX + 4], double prior,
			       uint64_t code)
{
	double weight = prior;

	for (size_t c = 0; c < model->count; c++) /* TRACE_MISSING is the last column, 0 */
		weight += logs[c][trace_level_of(code, c)];
	return trace_probability(weight);
}

/* One round of EM; returns the change of lambda.  With `share_only` m stays as it is. */
static double em_round(const trace_model *model, session *s, const rule_codes *codes, bool share_only)
{
	double logs[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX + 4];
	double sums[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX + 4] = {{0}};
	double matches = 0, before = s->lambda, prior = log2(s->lambda / (1 - s->lambda));

	log_ratios(model, s, logs);
	for (size_t i = 0; i < codes->count; i++) {
		double p = codes->at[i].count * code_probability(model, logs, prior, codes->at[i].code);
		matches += p;
		for (size_t c = 0; c < model->count && !share_only; c++)
			sums[c][trace_level_of(codes->at[i].code, c)] += p;
	}
	for (size_t c = 0; c < model->count && !share_only; c++) {
		const trace_level *table = model->tables[c];
		double sum[2] = {0};
		for (size_t l = 0; l < model->levels[c]; l++)
			sum[table[l].group] += sums[c][l];
		for (size_t l = 0; l < model->levels[c]; l++)
			s->m[c][l] = (sums[c][l] + table_pairs * table[l].m) / (sum[table[l].group] + table_pairs);
	}
	s->lambda = fmin(fmax(matches / codes->total, 1e-6), 1 - 1e-6);
	return fabs(s->lambda - before);
}

/* Free fields that a pair of the session has answers to, on the average. */
static double free_answers(const trace_model *model, const session *s, const rule_codes *codes)
{
	double answers = 0;

	for (size_t i = 0; i < codes->count; i++)
		for (size_t c = 0; c < model->count; c++)
			if (s->is_free[c] && trace_level_of(codes->at[i].code, c) != TRACE_MISSING)
				answers += codes->at[i].count;
	return answers / codes->total;
}

/* EM from the table (`faith` 1) or from a belief half-way between the table and chance; the share that the table alone
 * finds comes back. */
static double run_em(const trace_model *model, session *s, const rule_codes *codes, double faith)
{
	for (size_t c = 0; c < model->count; c++)
		for (size_t l = 0; l < model->levels[c]; l++)
			s->m[c][l] = faith * model->tables[c][l].m + (1 - faith) * model->u[c][l];
	s->lambda = 0.2;
	for (unsigned round = 0; round < ROUNDS; round++)
		if (em_round(model, s, codes, true) < 1e-4)
			break;
	double first = s->lambda;
	for (unsigned round = 0; round < ROUNDS; round++)
		if (em_round(model, s, codes, false) < 1e-5 && round > 5)
			break;
	return first;
}

/* What the pairs of the session say about missing values and about sources, with the shares found. */
static void count_rest(const trace_model *model, session *s, const rule_codes *codes, bool whole)
{
	double logs[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX + 4], prior = log2(s->lambda / (1 - s->lambda));

	log_ratios(model, s, logs);
	for (size_t i = 0; i < codes->count; i++) {
		const coded *at = &codes->at[i];
		double p = code_probability(model, logs, prior, at->code), n = at->count;
		/* pairs that were chosen by what they answer say nothing of what is missing */
		s->all[1] += whole ? n * p : 0;
		s->all[0] += whole ? n * (1 - p) : 0;
		for (size_t c = 0; c < model->count; c++) {
			unsigned level = trace_level_of(at->code, c);
			if (!s->is_free[c])
				continue;
			if (level == TRACE_MISSING && whole) {
				s->missing[1][c] += n * p;
				s->missing[0][c] += n * (1 - p);
			} else if (level != TRACE_MISSING && s->sources)
				s->sources[at->source].seen[c][level] += n * p;
		}
	}
}

static trace_verdict judge(const session *s, double first, double other)
{
	if (s->lambda <= 1e-4 || s->expected < 10)
		return TRACE_FEW_MATCHES;
	/* a share of matches that leaves what the table finds: something else than persons was taken for the groups */
	if (s->lambda >= 2 * first + 0.05 || s->lambda <= first / 4)
		return TRACE_OTHER_GROUPS;
	if (fabs(s->lambda - other) > 0.1 + 0.25 * s->lambda)
		return TRACE_DEPENDS_ON_START;
	return TRACE_USED;
}

/* The pairs that answer in three free fields or more: where many values are missing the others would only be carried along.
 * Which value is missing says nothing of which person it is, so m stays what it is. */
static hw_status richer_codes(const trace_model *model, const session *s, const rule_codes *codes, rule_codes *richer,
			      hw_error *error)
{
	*richer = (rule_codes){.at = hw_grow(NULL, codes->count + 1, sizeof *richer->at)};
	if (!richer->at)
		return trace_no_memory(error);
	for (size_t i = 0; i < codes->count; i++) {
		unsigned answers = 0;
		for (size_t c = 0; c < model->count; c++)
			answers += s->is_free[c] && trace_level_of(codes->at[i].code, c) != TRACE_MISSING;
		if (answers < 3)
			continue;
		richer->at[richer->count++] = codes->at[i];
		richer->total += codes->at[i].count;
	}
	return HW_OK;
}

static hw_status run_session(void *context, size_t slice, hw_error *error)
{
	learning *l = context;
	const trace_block_rule *rule = rule_at(l->blocks, slice);
	const rule_codes *codes = &l->sessions->codes[slice];
	session *s = &l->all[slice];
	rule_codes richer = {0};
	double part = 1 /* of the pairs of the rule */, other, first;
	hw_status status = HW_OK;

	for (size_t c = 0; c < l->model->count; c++) {
		s->is_free[c] = true;
		for (size_t a = 0; a < rule->atom_count; a++) {
			const trace_atom *atom = &l->blocks->atoms[rule->atoms[a]];
			if (atom->column == l->model->columns[c] ||
			    (atom->other_keys && atom->other == l->model->columns[c]))
				s->is_free[c] = false;
		}
	}
	s->verdict = codes->total < 50 ? TRACE_FEW_PAIRS : TRACE_USED;
	if (s->verdict == TRACE_USED && free_answers(l->model, s, codes) < LEAST_ANSWERS) {
		HW_TRY(richer_codes(l->model, s, codes, &richer, error));
		s->verdict = richer.total < 50 ? TRACE_FEW_FIELDS : TRACE_USED;
		part = richer.total / codes->total;
		codes = &richer;
	}
	if (s->verdict != TRACE_USED)
		goto out;
	(void)run_em(l->model, s, codes, 0.5);
	other = s->lambda;
	first = run_em(l->model, s, codes, 1);
	s->matches = s->lambda * codes->total;
	s->expected = s->lambda * rule->pairs * part;
	s->verdict = judge(s, first, other);
	if (slice >= l->blocks->rule_count && s->lambda < least_training_share && s->verdict == TRACE_USED)
		s->verdict = TRACE_FEW_MATCHES;
	if (l->r->source != SIZE_MAX) {
		s->sources = hw_grow(NULL, TRACE_SOURCE_PAIRS, sizeof *s->sources);
		if (!s->sources) {
			status = trace_no_memory(error);
			goto out;
		}
		memset(s->sources, 0, TRACE_SOURCE_PAIRS * sizeof *s->sources);
	}
	if (s->verdict == TRACE_USED)
		count_rest(l->model, s, codes, codes != &richer);
out:
	hw_release(richer.at);
	return status;
}

/* ---- joining the sessions --------------------------------------------------------------------- */

static bool says(const session *s, size_t c)
{
	return s->verdict == TRACE_USED && s->is_free[c];
}

/* A session whose m of the strongest level is far from that of all others together has found something else. */
static void compare_sessions(const trace_model *model, session *all, size_t count)
{
	for (size_t k = 0; k < count; k++)
		for (size_t c = 0; c < model->count && all[k].verdict == TRACE_USED; c++) {
			size_t top = model->levels[c] - 1;
			double sum = 0, m = 0;
			for (size_t i = 0; i < count; i++)
				if (i != k && says(&all[i], c)) {
					sum += all[i].expected;
					m += all[i].expected * all[i].m[c][top];
				}
			bool alone = sum < 3 * all[k].expected;
			if (!alone && all[k].is_free[c] && fabs(m / sum - all[k].m[c][top]) > 0.5)
				all[k].verdict = TRACE_DISAGREES;
		}
}

static void join_m(trace_model *model, const session *all, size_t count)
{
	for (size_t c = 0; c < model->count; c++) {
		const trace_level *table = model->tables[c];
		double sum = table_pairs;
		for (size_t k = 0; k < count; k++)
			sum += says(&all[k], c) ? all[k].expected : 0;
		for (size_t v = 0; v < model->levels[c]; v++) {
			double m = table_pairs * table[v].m;
			for (size_t k = 0; k < count; k++)
				m += says(&all[k], c) ? all[k].expected * all[k].m[c][v] : 0;
			model->m[c][v] = m / sum;
		}
	}
}

/* Missing values weigh what they weigh inside the sessions, matches against the other pairs of the same blocks: only where
 * the difference is beyond chance, and at most one bit. */
static void join_missing(trace_model *model, const session *all, size_t count)
{
	for (size_t c = 0; c < model->count; c++) {
		double missing[2] = {0}, of[2] = {0};
		for (size_t k = 0; k < count; k++)
			for (unsigned same = 0; same < 2 && says(&all[k], c); same++) {
				missing[same] += all[k].missing[same][c];
				of[same] += all[k].all[same];
			}
		double share = (missing[0] + missing[1]) / fmax(of[0] + of[1], 1);
		double m = (missing[1] + missing_pairs * share) / (of[1] + missing_pairs),
		       u = (missing[0] + missing_pairs * share) / (of[0] + missing_pairs);
		double chance = sqrt(share * (1 - share) * (1 / fmax(of[0], 1) + 1 / fmax(of[1], 1)));
		model->missing[c] = 0;
		if (share > 0.01 && fabs(m - u) > 5 * chance && m > 0 && u > 0)
			model->missing[c] = fmin(fmax(log2(m / u), -1), 1);
	}
}

/* m of one pair of sources, shrunk to that of all; kept as bits beside the weight of all. */
static void join_sources(trace_model *model, const session *all, size_t count)
{
	for (size_t p = 0; p < TRACE_SOURCE_PAIRS && model->by_source; p++)
		for (size_t c = 0; c < model->count; c++) {
			double seen[TRACE_LEVELS_MAX] = {0}, sum[2] = {0};
			for (size_t k = 0; k < count; k++)
				for (size_t v = 0; v < model->levels[c] && says(&all[k], c); v++)
					seen[v] += all[k].sources[p].seen[c][v];
			for (size_t v = 0; v < model->levels[c]; v++)
				sum[model->tables[c][v].group] += seen[v];
			for (size_t v = 0; v < model->levels[c]; v++) {
				double m = (seen[v] + source_pairs * model->m[c][v]) /
					   (sum[model->tables[c][v].group] + source_pairs);
				model->by_source[p][c][v] = (float)log2(m / model->m[c][v]);
			}
		}
}

hw_status trace_learn_m(const trace_records *r, const trace_settings *settings, trace_blocks *blocks,
			const trace_sessions *sessions, trace_model *model, bool *learnt, const hw_progress *progress,
			hw_error *error)
{
	size_t count = sessions->count;
	session *all = hw_grow(NULL, count + 1, sizeof *all);
	learning l = {r, blocks, sessions, model, all};
	double expected = 0;
	hw_status status;

	*learnt = false;
	if (!all)
		return trace_no_memory(error);
	memset(all, 0, (count + 1) * sizeof *all);
	status = hw_parallel(settings->threads, count, run_session, &l, progress, "learning", error);
	if (status == HW_OK)
		compare_sessions(model, all, count);
	for (size_t k = 0; k < count; k++) {
		expected += all[k].verdict == TRACE_USED ? all[k].expected : 0;
		rule_at(blocks, k)->verdict = all[k].verdict;
		rule_at(blocks, k)->share = all[k].lambda;
	}
	*learnt = status == HW_OK && expected >= 30;
	if (*learnt) {
		join_m(model, all, count);
		join_missing(model, all, count);
		join_sources(model, all, count);
	}
	for (size_t k = 0; k < count; k++)
		hw_release(all[k].sources);
	hw_release(all);
	return status;
}
