/* link.c - the whole way from records to linked pairs. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SLICES = 64 };

trace_settings trace_settings_default(void)
{
	return (trace_settings){.learn = true, .threshold = 0.5, .keep = 0.5, .candidates = 40, .seed = 1};
}

/* ---- judgements ------------------------------------------------------------------- */

static int judgement_order(const void *a, const void *b)
{
	const trace_judgement *left = a, *right = b;

	if (left->left != right->left)
		return left->left < right->left ? -1 : 1;
	if (left->right != right->right)
		return left->right < right->right ? -1 : 1;
	return left->same - right->same;
}

static hw_status take_judgements(const trace_records *r, const trace_settings *settings, struct trace_inside *inside,
				 hw_error *error)
{
	size_t count = settings->judgement_count;

	inside->judgements = hw_grow(NULL, count + 1, sizeof *inside->judgements);
	if (!inside->judgements)
		return trace_no_memory(error);
	for (size_t i = 0; i < count; i++) {
		trace_judgement j = settings->judgements[i];
		if (j.left >= r->count || j.right >= r->count || j.left == j.right) {
			hw_fail(error, HW_BAD_INPUT, "records %u and %u are no pair of the %zu records", j.left,
				j.right, r->count);
			return hw_error_where(error, "judgements[%zu]", i);
		}
		if (j.left > j.right)
			j = (trace_judgement){j.right, j.left, j.same};
		inside->judgements[i] = j;
	}
	if (count)
		qsort(inside->judgements, count, sizeof *inside->judgements, judgement_order);
	for (size_t i = 1; i < count; i++) {
		const trace_judgement *one = &inside->judgements[i - 1], *two = &inside->judgements[i];
		if (one->left == two->left && one->right == two->right && one->same != two->same)
			return hw_fail(error, HW_BAD_INPUT, "records %u and %u are judged to be the same and to differ",
				       one->left, one->right);
	}
	return HW_OK;
}

const trace_judgement *trace_judged(const struct trace_inside *inside, uint32_t a, uint32_t b)
{
	size_t low = 0, high = inside->settings.judgement_count;
	uint32_t left = a < b ? a : b, right = a < b ? b : a;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const trace_judgement *j = &inside->judgements[middle];
		if (j->left == left && j->right == right)
			return j;
		if (j->left < left || (j->left == left && j->right < right))
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* ---- weighing all candidates ---------------------------------------------------------- */

typedef struct weighing {
	const trace_records *r;
	const trace_model *model;
	const trace_blocks *blocks;
	double least; /* bits */
	trace_pair *pairs[SLICES];
	size_t counts[SLICES], rooms[SLICES], compared[SLICES];
} weighing;

static hw_status weigh_slice(void *context, size_t slice, hw_error *error)
{
	weighing *w = context;
	size_t from = w->r->count * slice / SLICES, to = w->r->count * (slice + 1) / SLICES;
	trace_partners partners;
	trace_memo *memo = trace_memo_new();
	hw_status status = trace_partners_new(w->blocks, &partners, error);

	for (size_t a = from; a < to && status == HW_OK; a++) {
		trace_partners_of(w->blocks, w->r, (uint32_t)a, &partners);
		size_t count = partners.count;
		w->compared[slice] += count;
		for (size_t k = 0; k < count && status == HW_OK; k++) {
			trace_pattern p = trace_pattern_of(w->r, w->model, memo, (uint32_t)a, partners.at[k]);
			double bits = w->model->prior + trace_code_weight(w->model, p.code) + (double)p.adjustment;
			if (bits < w->least)
				continue;
			status = trace_reserve(&w->pairs[slice], &w->rooms[slice], w->counts[slice] + 1,
					       sizeof(trace_pair), error);
			if (status == HW_OK)
				w->pairs[slice][w->counts[slice]++] =
					(trace_pair){(uint32_t)a, partners.at[k], bits, trace_probability(bits), false};
		}
	}
	trace_partners_free(&partners);
	hw_release(memo);
	return status;
}

/* Judged pairs are in the result even when blocking did not reach them. */
static hw_status add_judged(struct trace_inside *inside, const trace_blocks *blocks, trace_result *result, size_t *room,
			    hw_error *error)
{
	const trace_records *r = inside->records;

	for (size_t i = 0; i < inside->settings.judgement_count; i++) {
		const trace_judgement *j = &inside->judgements[i];
		uint32_t a = j->left, b = j->right;
		if (inside->settings.between && r->sides[a] == r->sides[b])
			continue;
		if (inside->settings.between && r->sides[a]) {
			a = j->right;
			b = j->left;
		}
		trace_pattern p = trace_pattern_of(r, &inside->model, NULL, a, b);
		double bits = inside->model.prior + trace_code_weight(&inside->model, p.code) + (double)p.adjustment;
		double keep = fmin(inside->settings.keep, inside->settings.threshold / TRACE_CLUSTER_DEPTH);
		bool known = trace_is_candidate(blocks, r, a, b) && (keep <= 0 || bits >= log2(keep / (1 - keep)));
		if (!j->same || known)
			continue;
		HW_TRY(trace_reserve(&result->pairs, room, result->pair_count + 1, sizeof *result->pairs, error));
		result->pairs[result->pair_count++] = (trace_pair){a, b, bits, trace_probability(bits), true};
	}
	return HW_OK;
}

static int pair_order(const void *a, const void *b)
{
	const trace_pair *left = a, *right = b;

	if (left->weight > right->weight || left->weight < right->weight)
		return left->weight > right->weight ? -1 : 1;
	if (left->left != right->left)
		return left->left < right->left ? -1 : 1;
	return (left->right > right->right) - (left->right < right->right);
}

/* ---- candidates that share a probability --------------------------------------------- */

/* A record that speaks of one person has one partner at most: with odds w of its candidates, each has w / (1 + sum of w).
 * One-to-one the same holds on both sides; the two sets of shares are found by turns, as in fitting the margins of a table
 * (a record whose candidate has a better partner elsewhere leaves more to its others). */
typedef struct sharing {
	double *left, *right; /* per record: 1 / (1 + what its candidates claim) */
	double *odds;
	size_t count; /* pairs deep enough to count */
} sharing;

static void share_out(const trace_result *result, const sharing *s, size_t records, bool to_right)
{
	double *sums = to_right ? s->right : s->left;
	const double *other = to_right ? s->left : s->right;

	for (size_t i = 0; i < records; i++)
		sums[i] = 1;
	for (size_t k = 0; k < s->count; k++) {
		const trace_pair *p = &result->pairs[k];
		sums[to_right ? p->right : p->left] += s->odds[k] * other[to_right ? p->left : p->right];
	}
	for (size_t i = 0; i < records; i++)
		sums[i] = 1 / sums[i];
}

static int probability_order(const void *a, const void *b)
{
	const trace_pair *left = a, *right = b;

	if (left->probability > right->probability || left->probability < right->probability)
		return left->probability > right->probability ? -1 : 1;
	if (left->left != right->left)
		return left->left < right->left ? -1 : 1;
	return (left->right > right->right) - (left->right < right->right);
}

static hw_status share_probability(const struct trace_inside *inside, trace_result *result, hw_error *error)
{
	enum { TURNS = 30 };
	const trace_settings *settings = &inside->settings;
	size_t records = inside->records->count;
	double least = settings->threshold / TRACE_CLUSTER_DEPTH;
	sharing s = {hw_grow(NULL, records + 1, sizeof(double)), hw_grow(NULL, records + 1, sizeof(double)),
		     hw_grow(NULL, result->pair_count + 1, sizeof(double)), 0};
	hw_status status = HW_NO_MEMORY;

	if (!s.left || !s.right || !s.odds) {
		(void)trace_no_memory(error);
		goto out;
	}
	status = HW_OK;
	for (; s.count < result->pair_count && result->pairs[s.count].probability >= least; s.count++)
		s.odds[s.count] = exp2(fmin(result->pairs[s.count].weight, 60));
	for (size_t i = 0; i < records; i++)
		s.left[i] = s.right[i] = 1;
	for (unsigned turn = 0; turn < (settings->one_to_one ? TURNS : 1); turn++) {
		share_out(result, &s, records, true);
		if (settings->one_to_one)
			share_out(result, &s, records, false);
	}
	for (size_t k = 0; k < s.count; k++) {
		trace_pair *p = &result->pairs[k];
		p->probability = s.odds[k] * s.left[p->left] * s.right[p->right];
	}
	if (result->pair_count)
		qsort(result->pairs, result->pair_count, sizeof *result->pairs, probability_order);
out:
	hw_release(s.left);
	hw_release(s.right);
	hw_release(s.odds);
	return status;
}

static hw_status weigh_all(struct trace_inside *inside, trace_result *result, const hw_progress *progress,
			   hw_error *error)
{
	/* clusters look somewhat below the threshold, whatever is kept in the end */
	double keep = fmin(inside->settings.keep, inside->settings.threshold / TRACE_CLUSTER_DEPTH);
	weighing *w = hw_grow(NULL, 1, sizeof *w);
	size_t total = 0, room = 0;
	hw_status status;

	if (!w)
		return trace_no_memory(error);
	memset(w, 0, sizeof *w);
	w->r = inside->records;
	w->model = &inside->model;
	w->blocks = &inside->blocks;
	w->least = keep > 0 ? log2(keep / (1 - keep)) : -HUGE_VAL;
	HW_TRY_OR_OUT(hw_parallel(inside->settings.threads, SLICES, weigh_slice, w, progress, "weighing", error));
	for (size_t s = 0; s < SLICES; s++) {
		total += w->counts[s];
		result->candidates += (double)w->compared[s];
	}
	HW_TRY_OR_OUT(trace_reserve(&result->pairs, &room, total, sizeof *result->pairs, error));
	for (size_t s = 0; s < SLICES; s++) {
		if (w->counts[s])
			memcpy(result->pairs + result->pair_count, w->pairs[s], w->counts[s] * sizeof *result->pairs);
		result->pair_count += w->counts[s];
	}
	HW_TRY_OR_OUT(add_judged(inside, &inside->blocks, result, &room, error));
	if (result->pair_count)
		qsort(result->pairs, result->pair_count, sizeof *result->pairs, pair_order);
	result->bytes = total * sizeof(trace_pair) * 2;
out:
	for (size_t s = 0; s < SLICES; s++)
		hw_release(w->pairs[s]);
	hw_release(w);
	return status;
}

/* ---- the result ---------------------------------------------------------------------------- */

static hw_status warn(trace_result *result, const char *words, hw_error *error)
{
	hw_text copy = hw_text_copy(result->inside->arena, hw_text_of(words));

	if (!copy.bytes)
		return trace_no_memory(error);
	result->warnings[result->warning_count++] = copy;
	return HW_OK;
}

static hw_status fill_fields(trace_result *result, double (*matched)[TRACE_LEVELS_MAX], hw_error *error)
{
	const trace_model *model = &result->inside->model;
	const trace_records *r = result->inside->records;
	hw_arena *arena = result->inside->arena;

	result->fields = HW_NEW(arena, trace_field_fit, model->count);
	result->warnings = HW_NEW(arena, hw_text, model->count + 8);
	if (!result->fields || !result->warnings)
		return trace_no_memory(error);
	for (size_t c = 0; c < model->count; c++) {
		const trace_column *column = &r->columns[model->columns[c]];
		trace_field_fit *fit = &result->fields[result->field_count++];
		const trace_level *table = trace_level_table(column->kind, &fit->level_count);
		fit->name = column->name;
		fit->kind = column->kind;
		fit->missing = r->count ? (double)column->missing / (double)r->count : 0;
		fit->distinct = column->value_count - 1;
		fit->learnt = result->learnt;
		for (size_t l = 0; l < fit->level_count; l++)
			fit->levels[l] = (trace_level_fit){table[l].words, model->m[c][l], model->u[c][l],
							   log2(model->m[c][l] / model->u[c][l]), matched[c][l]};
		char words[256];
		if (column->unread) {
			snprintf(words, sizeof words,
				 "%.*s: %zu values could not be read as %s and are compared as text",
				 HW_TEXT_ARG(column->name), column->unread, trace_kind_name(column->kind));
			HW_TRY(warn(result, words, error));
		}
	}
	return HW_OK;
}

static int hash_order(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

/* The most records that have the same values in every compared field, and not only missing ones. */
static hw_status count_equal_rows(const trace_records *r, const trace_model *model, size_t *equal, hw_error *error)
{
	uint64_t *hashes = hw_grow(NULL, r->count + 1, sizeof *hashes);
	size_t count = 0;

	if (!hashes)
		return trace_no_memory(error);
	for (size_t i = 0; i < r->count; i++) {
		uint64_t hash = 0;
		bool filled = false;
		for (size_t c = 0; c < model->count; c++) {
			uint32_t id = r->columns[model->columns[c]].ids[i];
			hash = trace_mix(hash, id);
			filled = filled || id;
		}
		if (filled)
			hashes[count++] = hash;
	}
	qsort(hashes, count, sizeof *hashes, hash_order);
	*equal = 0;
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from; to < count && hashes[to] == hashes[from]; to++)
			continue;
		*equal = to - from > *equal ? to - from : *equal;
	}
	hw_release(hashes);
	return HW_OK;
}

static hw_status fill_rules(trace_result *result, hw_error *error)
{
	const trace_blocks *blocks = &result->inside->blocks;
	hw_arena *arena = result->inside->arena;
	char words[256];
	size_t equal = 0;

	result->rules = HW_NEW(arena, trace_rule, blocks->rule_count + 1);
	if (!result->rules)
		return trace_no_memory(error);
	for (size_t k = 0; k < blocks->rule_count; k++) {
		const trace_block_rule *rule = &blocks->rules[k];
		trace_rule_words(blocks, result->inside->records, rule, words, sizeof words);
		result->rules[k] =
			(trace_rule){hw_text_copy(arena, hw_text_of(words)), rule->pairs, rule->added, rule->split};
		if (!result->rules[k].words.bytes)
			return trace_no_memory(error);
	}
	result->rule_count = blocks->rule_count;
	HW_TRY(count_equal_rows(result->inside->records, &result->inside->model, &equal, error));
	if (equal > TRACE_BLOCK_MAX) {
		snprintf(words, sizeof words,
			 "%zu records have exactly the same values; what so many have says little, so they may stay "
			 "apart",
			 equal);
		HW_TRY(warn(result, words, error));
	}
	if (!blocks->rule_count && result->comparable > 0)
		HW_TRY(warn(result, "no blocking rule fits the data: nothing was compared", error));
	return HW_OK;
}

/* Learning in two turns: the second knows which random pairs were true ones. */
static hw_status fit(struct trace_inside *inside, trace_result *result, double (*matched)[TRACE_LEVELS_MAX],
		     const hw_progress *progress, hw_error *error)
{
	const trace_records *r = inside->records;
	const trace_settings *settings = &inside->settings;
	trace_model *model = &inside->model;
	trace_shares shares;
	trace_sample sample = {0};
	hw_status status = HW_OK;

	HW_TRY(trace_model_start(r, settings, model, error));
	HW_TRY(trace_random_shares(r, settings, model, &shares, progress, error));
	trace_set_u(r, &shares, result->comparable, NULL, model);
	trace_model_weigh(model);
	double likely =
		settings->between ? fmin((double)r->side_counts[0], (double)r->side_counts[1]) : (double)r->count;
	model->prior = log2(fmax(likely, 1) / fmax(result->comparable, 1));
	HW_TRY(trace_blocks_make(r, settings, model, &inside->blocks, progress, error));
	HW_TRY(trace_sample_candidates(r, settings, &inside->blocks, model, &sample, progress, error));
	for (unsigned turn = 0; turn < 2; turn++) {
		if (settings->learn)
			HW_TRY_OR_OUT(
				trace_learn_m(r, settings, &inside->blocks, model, &result->learnt, progress, error));
		trace_model_weigh(model);
		HW_TRY_OR_OUT(trace_fit_prior(settings, r, &sample, model, &result->expected, error));
		trace_expected_levels(model, &sample, matched);
		trace_set_u(r, &shares, result->comparable, matched, model);
		trace_model_weigh(model);
		HW_TRY_OR_OUT(trace_fit_prior(settings, r, &sample, model, &result->expected, error));
	}
	result->prior = model->prior;
	result->bytes = sample.count * sizeof *sample.at;
out:
	hw_release(sample.at);
	return status;
}

/* Drops what is under `keep` and not linked. */
static void forget_weak(trace_result *result, double keep)
{
	size_t kept = 0;

	for (size_t i = 0; i < result->pair_count; i++)
		if (result->pairs[i].linked || result->pairs[i].probability >= keep)
			result->pairs[kept++] = result->pairs[i];
	result->pair_count = kept;
}

static size_t bytes_of(const struct trace_inside *inside)
{
	const trace_blocks *blocks = &inside->blocks;
	size_t bytes = trace_records_bytes(inside->records) + hw_arena_used(inside->arena) + sizeof *inside;

	for (size_t k = 0; k < blocks->rule_count; k++)
		bytes += inside->records->count * (sizeof(uint32_t) * 2 + 1);
	for (size_t a = 0; a < blocks->atom_count; a++)
		bytes += inside->records->columns[blocks->atoms[a].column].value_count * sizeof(uint32_t);
	return bytes;
}

static hw_status check_settings(const trace_records *r, const trace_settings *settings, hw_error *error)
{
	if (!(settings->threshold > 0 && settings->threshold < 1))
		return hw_fail(error, HW_USAGE, "the threshold is a probability between 0 and 1");
	if (!(settings->keep >= 0 && settings->keep < 1))
		return hw_fail(error, HW_USAGE, "pairs are kept from a probability of 0 to under 1");
	if ((settings->one_to_one || settings->one_person) && !settings->between)
		return hw_fail(error, HW_USAGE, "one-to-one links need two sides");
	if (!(settings->candidates >= 1 && settings->candidates <= 10000))
		return hw_fail(error, HW_USAGE, "candidates are 1 to 10000 a record");
	if (!r->count)
		return hw_fail(error, HW_BAD_INPUT, "there are no records");
	return HW_OK;
}

hw_status trace_link(trace_records *records, const trace_settings *settings, const hw_progress *progress,
		     trace_result **result, hw_error *error)
{
	double matched[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	trace_result *out = NULL;
	hw_status status;

	HW_TRY(check_settings(records, settings, error));
	HW_TRY(trace_count_values(records, error));
	out = hw_grow(NULL, 1, sizeof *out);
	if (!out)
		return trace_no_memory(error);
	memset(out, 0, sizeof *out);
	out->inside = hw_grow(NULL, 1, sizeof *out->inside);
	if (!out->inside) {
		status = trace_no_memory(error);
		goto out;
	}
	memset(out->inside, 0, sizeof *out->inside);
	out->inside->records = records;
	out->inside->settings = *settings;
	out->inside->arena = hw_arena_new((size_t)64 << 20);
	if (!out->inside->arena) {
		status = trace_no_memory(error);
		goto out;
	}
	HW_TRY_OR_OUT(take_judgements(records, settings, out->inside, error));
	out->comparable = trace_comparable(records, settings->between);
	HW_TRY_OR_OUT(fit(out->inside, out, matched, progress, error));
	HW_TRY_OR_OUT(weigh_all(out->inside, out, progress, error));
	if (settings->one_to_one || settings->one_person)
		HW_TRY_OR_OUT(share_probability(out->inside, out, error));
	HW_TRY_OR_OUT(fill_fields(out, matched, error));
	HW_TRY_OR_OUT(fill_rules(out, error));
	HW_TRY_OR_OUT(hw_progress_step(progress, "resolving", 0, 1, error));
	HW_TRY_OR_OUT(trace_cluster(records, settings, out, error));
	forget_weak(out, settings->keep);
	out->bytes += bytes_of(out->inside);
	*result = out;
	return HW_OK;
out:
	trace_result_free(out);
	return status;
}

void trace_result_free(trace_result *result)
{
	if (!result)
		return;
	if (result->inside) {
		trace_blocks_free(&result->inside->blocks);
		hw_release(result->inside->judgements);
		hw_arena_free(result->inside->arena);
		hw_release(result->inside);
	}
	hw_release(result->pairs);
	hw_release(result->cluster);
	hw_release(result);
}
