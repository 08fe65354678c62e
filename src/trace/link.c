/* link.c - the whole way from records to linked pairs. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

hw_status trace_take_judgements(const trace_records *r, const trace_settings *settings, struct trace_inside *inside,
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
		fit->missing_weight = model->missing[c];
		for (size_t k = 0; k < model->count; k++)
			if (model->told[k][c] > fit->told_part) {
				fit->told_part = model->told[k][c];
				fit->told_by = r->columns[model->columns[k]].name;
			}
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

/* Has any record a value in any column? */
static bool anything_told(const trace_records *r)
{
	for (size_t c = 0; c < r->column_count; c++)
		if (r->columns[c].missing < r->count)
			return true;
	return false;
}

static hw_status fill_rules(trace_result *result, hw_error *error)
{
	const trace_blocks *blocks = &result->inside->blocks;
	hw_arena *arena = result->inside->arena;
	char words[256];
	size_t equal = 0;

	result->rules = HW_NEW(arena, trace_rule, blocks->rule_count + blocks->training_count + 1);
	if (!result->rules)
		return trace_no_memory(error);
	for (size_t k = 0; k < blocks->rule_count + blocks->training_count; k++) {
		bool training = k >= blocks->rule_count;
		const trace_block_rule *rule = training ? &blocks->training[k - blocks->rule_count] : &blocks->rules[k];
		trace_rule_words(blocks, result->inside->records, rule, words, sizeof words);
		result->rules[k] = (trace_rule){hw_text_copy(arena, hw_text_of(words)),
						rule->pairs,
						rule->added,
						rule->split,
						rule->share,
						rule->verdict,
						training};
		if (!result->rules[k].words.bytes)
			return trace_no_memory(error);
	}
	result->rule_count = blocks->rule_count + blocks->training_count;
	HW_TRY(count_equal_rows(result->inside->records, &result->inside->model, &equal, error));
	if (equal > TRACE_BLOCK_MAX) {
		snprintf(words, sizeof words,
			 "%zu records have exactly the same values; what so many have says little, so they may stay "
			 "apart",
			 equal);
		HW_TRY(warn(result, words, error));
	}
	if (!blocks->rule_count && result->comparable > 0 &&
	    (!blocks->everything || !anything_told(result->inside->records)))
		HW_TRY(warn(result, "no blocking rule fits the data: nothing was compared", error));
	return HW_OK;
}

/* Learning in two turns: the second knows which random pairs were true ones, and which fields tell each other.  When the
 * sample holds all candidates it is handed on. */
static hw_status fit(struct trace_inside *inside, trace_result *result, trace_sample *sample,
		     double (*matched)[TRACE_LEVELS_MAX], const hw_progress *progress, hw_error *error)
{
	const trace_records *r = inside->records;
	const trace_settings *settings = &inside->settings;
	trace_model *model = &inside->model;
	trace_completeness *completeness = &result->completeness;
	trace_sessions *sessions = NULL;
	trace_shares shares;
	hw_status status = HW_OK;

	HW_TRY(trace_model_start(r, settings, model, error));
	HW_TRY(trace_model_rows(r, model, error));
	HW_TRY(trace_random_shares(r, settings, model, &shares, progress, error));
	trace_set_u(r, &shares, result->comparable, NULL, model);
	trace_model_weigh(model);
	double likely =
		settings->between ? fmin((double)r->side_counts[0], (double)r->side_counts[1]) : (double)r->count;
	model->prior = log2(fmax(likely, 1) / fmax(result->comparable, 1));
	HW_TRY(trace_blocks_make(r, settings, model, &inside->blocks, progress, error));
	HW_TRY(trace_sample_candidates(r, settings, &inside->blocks, model, sample, progress, error));
	result->bytes = sample->count * sizeof *sample->at;
	if (settings->learn)
		HW_TRY(trace_sessions_make(r, settings, &inside->blocks, model, &sessions, progress, error));
	for (unsigned turn = 0; turn < 2; turn++) {
		if (settings->learn)
			HW_TRY_OR_OUT(trace_learn_m(r, settings, &inside->blocks, sessions, model, &result->learnt,
						    progress, error));
		trace_model_weigh(model);
		HW_TRY_OR_OUT(trace_fit_prior(settings, r, &inside->blocks, sample, model, completeness, error));
		trace_expected_levels(model, sample, matched);
		trace_set_u(r, &shares, result->comparable, matched, model);
		trace_model_weigh(model);
		HW_TRY_OR_OUT(trace_find_dependence(r, settings, sample, model, error));
		trace_find_strangers(r, settings, &inside->blocks, &shares, sample, model);
		HW_TRY_OR_OUT(trace_fit_prior(settings, r, &inside->blocks, sample, model, completeness, error));
	}
	result->prior = model->prior;
	result->expected = completeness->reached / completeness->share;
out:
	trace_sessions_free(sessions);
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

static void forget_sample(trace_sample *sample)
{
	hw_release(sample->at);
	*sample = (trace_sample){0};
}

static size_t bytes_of(const struct trace_inside *inside)
{
	const trace_blocks *blocks = &inside->blocks;
	size_t bytes = trace_records_bytes(inside->records) + hw_arena_used(inside->arena) + sizeof *inside;

	bytes += inside->records->count * inside->model.row_size * sizeof(uint32_t);
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
	for (size_t i = 0; i < settings->label_count; i++) {
		const trace_judgement *label = &settings->labels[i];
		if (label->left >= r->count || label->right >= r->count || label->left == label->right) {
			hw_fail(error, HW_BAD_INPUT, "records %u and %u are no pair of the %zu records", label->left,
				label->right, r->count);
			return hw_error_where(error, "labels[%zu]", i);
		}
	}
	return HW_OK;
}

hw_status trace_link(trace_records *records, const trace_settings *settings, const hw_progress *progress,
		     trace_result **result, hw_error *error)
{
	double matched[TRACE_COMPARISONS_MAX][TRACE_LEVELS_MAX];
	trace_sample sample = {0};
	trace_result *out = NULL;
	uint64_t *rest = NULL;
	bool is_all;
	hw_status status;

	HW_TRY(check_settings(records, settings, error));
	HW_TRY(hw_progress_step(progress, "values", 0, 1, error));
	HW_TRY(trace_split_names(records, settings, error));
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
	if (records->source != SIZE_MAX) {
		size_t size = TRACE_SOURCE_PAIRS * sizeof *out->inside->model.by_source;
		out->inside->model.by_source = hw_grow(NULL, 1, size);
		if (!out->inside->model.by_source) {
			status = trace_no_memory(error);
			goto out;
		}
		memset(out->inside->model.by_source, 0, size);
	}
	out->inside->arena = hw_arena_new((size_t)64 << 20);
	if (!out->inside->arena) {
		status = trace_no_memory(error);
		goto out;
	}
	HW_TRY_OR_OUT(trace_take_judgements(records, settings, out->inside, error));
	out->comparable = trace_comparable(records, settings->between);
	HW_TRY_OR_OUT(fit(out->inside, out, &sample, matched, progress, error));
	is_all = sample.scale <= 1;
	if (!is_all)
		forget_sample(&sample);
	if (settings->one_person) {
		rest = hw_grow(NULL, records->count + 1, sizeof *rest);
		if (!rest) {
			status = trace_no_memory(error);
			goto out;
		}
		memset(rest, 0, (records->count + 1) * sizeof *rest);
	}
	HW_TRY_OR_OUT(trace_weigh_all(out->inside, is_all ? &sample : NULL, rest, out, progress, error));
	forget_sample(&sample);
	if (settings->one_to_one || settings->one_person)
		HW_TRY_OR_OUT(trace_share_probability(out->inside, rest, out, error));
	HW_TRY_OR_OUT(fill_fields(out, matched, error));
	HW_TRY_OR_OUT(fill_rules(out, error));
	HW_TRY_OR_OUT(hw_progress_step(progress, "resolving", 0, 1, error));
	out->calibration = (trace_calibration){.scale = 1};
	if (settings->label_count && (settings->one_to_one || settings->one_person))
		HW_TRY_OR_OUT(trace_calibrate(out->inside, out, error));
	HW_TRY_OR_OUT(trace_cluster(records, settings, out, error));
	HW_TRY_OR_OUT(trace_close_clusters(out->inside, out, error));
	if (settings->label_count && !settings->one_to_one && !settings->one_person)
		HW_TRY_OR_OUT(trace_calibrate(out->inside, out, error));
	forget_weak(out, settings->keep);
	out->bytes += bytes_of(out->inside);
	hw_release(rest);
	*result = out;
	return HW_OK;
out:
	hw_release(rest);
	forget_sample(&sample);
	trace_result_free(out);
	return status;
}

void trace_result_free(trace_result *result)
{
	if (!result)
		return;
	if (result->inside) {
		trace_blocks_free(&result->inside->blocks);
		hw_release(result->inside->model.by_source);
		hw_release(result->inside->model.rows);
		hw_release(result->inside->judgements);
		hw_arena_free(result->inside->arena);
		hw_release(result->inside);
	}
	hw_release(result->pairs);
	hw_release(result->cluster);
	hw_release(result);
}
