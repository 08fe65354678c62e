/* choose_rules.c - which blocking rules to use, chosen on the data themselves.
 *
 * All rules of one key or two are tried on whole blocks of a sample of keys: how many pairs a rule makes, and how many of
 * them the starting model takes for the same person.  Then rules are taken one by one, the one with the most new true
 * pairs for each new pair first, until the budget is spent (greedy cover of many narrow conjunctions; a pair that an
 * earlier rule makes counts for nothing). */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRIED_MAX = 1600, SAMPLE = 200, RECORDS_TRIED = 8000, MANY = 200, COVER_SLICES = 16, SAMPLED_MOST = 100000 };

typedef struct tried_rule {
	size_t atoms[2], atom_count;
	double pairs, gain, cost; /* gain: new true pairs; cost: new pairs */
	uint32_t left[SAMPLE], right[SAMPLE];
	float probability[SAMPLE];
	bool covered[SAMPLE];
	unsigned sampled;
	bool taken;
} tried_rule;

/* Records of the sampled keys of an atom, in the order of ties.  Keys that very many records have are all in it: a sample
 * in which one of them is by chance, or is not, would say nothing. */
typedef struct sampled_atom {
	uint32_t *places; /* in the order of ties, * 2 + 1 where the key is one of many; NULL: more than SAMPLED_MOST */
	size_t count;
	double keys;  /* distinct ones */
	double pairs; /* of its own blocks: the fewer, the finer it divides */
} sampled_atom;

typedef struct trial {
	const trace_blocks *blocks;
	const trace_records *r;
	const trace_model *model;
	sampled_atom atoms[TRACE_ATOMS_MAX];
	tried_rule *rules;
	size_t rule_count, parts;
	const trace_block_rule *by; /* the rule just taken */
	bool between;
	uint64_t seed;
} trial;

/* ---- trying -------------------------------------------------------------------------------- */

/* Entries are key << 32 | place * 2 + (key is one of many). */
static uint32_t record_of(const trial *t, uint64_t entry)
{
	return t->blocks->tie[(uint32_t)entry >> 1];
}

/* How many pairs a pair of the block stands for, of keys of which one in `parts` was taken. */
static double weight_of(size_t parts, uint64_t entry)
{
	return entry & 1 ? 1 : (double)parts;
}

static double block_pairs(const trial *t, const uint64_t *block, size_t n)
{
	double first = 0;

	if (n > TRACE_BLOCK_MAX)
		return (double)n * TRACE_WINDOW * (t->between ? 0.5 : 1);
	if (!t->between)
		return (double)n * (double)(n - 1) / 2;
	for (size_t i = 0; i < n; i++)
		first += t->r->sides[record_of(t, block[i])] == 0;
	return first * ((double)n - first);
}

static double pairs_of(const trial *t, size_t parts, const uint64_t *all, size_t count)
{
	double total = 0;

	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to] >> 32 == all[from] >> 32;)
			to++;
		if (to - from > 1)
			total += weight_of(parts, all[from]) * block_pairs(t, all + from, to - from);
	}
	return total;
}

/* What is taken of a block of n records: 0 nothing, 1 as one of the sampled keys, 2 as one of many. */
static uint8_t take_block(const trial *t, sampled_atom *atom, uint64_t key, size_t n)
{
	bool many = n > t->r->count / MANY + 1;

	/* what it would make if it stood alone, cut as large blocks are */
	atom->keys++;
	atom->pairs += n > TRACE_BLOCK_MAX ? (double)n * (double)n : (double)n * (double)(n - 1) / 2;
	bool sampled = t->parts == 1 || trace_mix(key, 7) % t->parts == 0;
	if (!sampled && !many)
		return 0;
	atom->count += n;
	return t->parts > 1 && many ? 2 : 1;
}

/* Per value of the atom's column what is taken of its block; sizes of blocks come from the counts of values. */
static hw_status take_values(const trial *t, size_t number, sampled_atom *atom, uint8_t *take, hw_error *error)
{
	const trace_column *c = &t->r->columns[t->blocks->atoms[number].column];
	const uint32_t *keys = t->blocks->atoms[number].keys;
	uint64_t *all = hw_grow(NULL, c->value_count * 2 + 1, sizeof *all);
	size_t count = 0;

	if (!all)
		return trace_no_memory(error);
	for (size_t v = 1; v < c->value_count; v++)
		if (keys[v])
			all[count++] = (uint64_t)keys[v] << 32 | v;
	trace_sort_keyed(all, all + c->value_count, count);
	for (size_t from = 0, to; from < count; from = to) {
		size_t n = 0;
		for (to = from; to < count && all[to] >> 32 == all[from] >> 32; to++)
			n += c->values[(uint32_t)all[to]].count;
		uint8_t taken = n ? take_block(t, atom, all[from] >> 32, n) : 0;
		for (size_t k = from; k < to; k++)
			take[(uint32_t)all[k]] = taken;
	}
	hw_release(all);
	return HW_OK;
}

/* The same, per place, for an atom of two columns. */
static hw_status take_places(const trial *t, size_t number, sampled_atom *atom, uint8_t *take, hw_error *error)
{
	uint64_t *all = hw_grow(NULL, t->r->count * 2 + 1, sizeof *all);
	size_t count = 0;

	if (!all)
		return trace_no_memory(error);
	for (size_t i = 0; i < t->r->count; i++) {
		uint32_t key = trace_tied_key(t->blocks, &number, 1, i);
		if (key)
			all[count++] = (uint64_t)key << 32 | i;
	}
	trace_sort_keyed(all, all + t->r->count, count);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to] >> 32 == all[from] >> 32;)
			to++;
		uint8_t taken = take_block(t, atom, all[from] >> 32, to - from);
		for (size_t k = from; k < to; k++)
			take[(uint32_t)all[k]] = taken;
	}
	hw_release(all);
	return HW_OK;
}

static hw_status sample_atom(void *context, size_t slice, hw_error *error)
{
	trial *t = context;
	sampled_atom *atom = &t->atoms[slice];
	const trace_atom *of = &t->blocks->atoms[slice];
	const uint32_t *tied = t->blocks->tied[of->column];
	size_t room = of->other_keys ? t->r->count : t->r->columns[of->column].value_count;
	uint8_t *take = hw_grow(NULL, room + 1, 1);
	hw_status status;

	if (!take)
		return trace_no_memory(error);
	memset(take, 0, room + 1);
	status = of->other_keys ? take_places(t, slice, atom, take, error) : take_values(t, slice, atom, take, error);
	if (status != HW_OK || atom->count > SAMPLED_MOST)
		goto out;
	atom->places = hw_grow(NULL, atom->count + 1, sizeof *atom->places);
	if (!atom->places) {
		status = trace_no_memory(error);
		goto out;
	}
	atom->count = 0;
	for (uint32_t i = 0; i < t->r->count; i++) {
		uint8_t taken = take[of->other_keys ? i : tied[i]];
		if (taken)
			atom->places[atom->count++] = i << 1 | (taken == 2);
	}
out:
	hw_release(take);
	return status;
}

/* One pair of a block, uniformly; false when the draw falls on one side twice. */
static bool draw_pair(const trial *t, const uint64_t *block, size_t n, hw_random *random, uint32_t *a, uint32_t *b)
{
	size_t i = hw_random_below(random, n), j;

	if (n > TRACE_BLOCK_MAX)
		j = i + 1 + hw_random_below(random, TRACE_WINDOW);
	else
		j = (i + 1 + hw_random_below(random, n - 1)) % n;
	if (j >= n)
		return false;
	uint32_t one = record_of(t, block[i]), other = record_of(t, block[j]);
	*a = one < other ? one : other;
	*b = one < other ? other : one;
	return !t->between || t->r->sides[*a] != t->r->sides[*b];
}

/* Draws pairs of the sampled blocks, each block by its number of pairs. */
static void sample_pairs(const trial *t, tried_rule *rule, size_t parts, const uint64_t *all, size_t count,
			 double total, hw_random *random)
{
	double step = total / SAMPLE, next = hw_random_unit(random) * step, passed = 0;

	if (total <= 0)
		return;
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to] >> 32 == all[from] >> 32;)
			to++;
		if (to - from > 1)
			passed += weight_of(parts, all[from]) * block_pairs(t, all + from, to - from);
		while (next < passed && rule->sampled < SAMPLE) {
			uint32_t a, b;
			next += step;
			if (to - from < 2 || !draw_pair(t, all + from, to - from, random, &a, &b))
				continue;
			trace_pattern p = trace_pattern_of(t->r, t->model, NULL, a, b);
			double bits = t->model->prior + trace_pattern_weight(t->model, &p);
			rule->left[rule->sampled] = a;
			rule->right[rule->sampled] = b;
			rule->probability[rule->sampled++] = (float)trace_probability(bits);
		}
	}
}

/* New true pairs and new pairs that a rule would add. */
static void count_gain(tried_rule *rule)
{
	double truly = 0, fresh = 0;

	for (unsigned i = 0; i < rule->sampled; i++)
		if (!rule->covered[i]) {
			truly += (double)rule->probability[i];
			fresh++;
		}
	double scale = rule->sampled ? rule->pairs / rule->sampled : 0;
	rule->gain = truly * scale;
	rule->cost = fresh * scale;
}

/* One of how many joint keys is taken: some ten thousand records, but never so few keys that one of them is the whole. */
static size_t take_every(const trial *t, const tried_rule *rule, const sampled_atom *finer)
{
	enum { KEYS_LEAST = 300 };
	double keys = t->atoms[rule->atoms[0]].keys * (rule->atom_count > 1 ? t->atoms[rule->atoms[1]].keys : 1);
	size_t by_records = 2 * finer->count / SAMPLED_MOST + 1;

	return keys / KEYS_LEAST < (double)by_records ? (size_t)(keys / KEYS_LEAST) + 1 : by_records;
}

/* Entries of the rule for whole blocks.  The blocks of two keys lie inside those of either: they are found in the sample
 * of the finer.  Where that has too many records, one in `parts` of the joint keys is taken of all records. */
static hw_status rule_entries(const trial *t, const tried_rule *rule, uint64_t **result, size_t *count, size_t *parts,
			      hw_error *error)
{
	const sampled_atom *finer = &t->atoms[rule->atoms[0]];

	if (rule->atom_count > 1 && t->atoms[rule->atoms[1]].pairs < finer->pairs)
		finer = &t->atoms[rule->atoms[1]];
	size_t every = finer->places ? 1 : take_every(t, rule, finer), tried = t->r->count / every;
	size_t room = finer->places ? finer->count : tried + tried / 2 + 64;
	uint64_t *all = hw_grow(NULL, room * 2 + 1, sizeof *all);
	if (!all)
		return trace_no_memory(error);
	*count = 0;
	for (size_t i = 0; finer->places && i < finer->count; i++) {
		uint32_t key = trace_tied_key(t->blocks, rule->atoms, rule->atom_count, finer->places[i] >> 1);
		if (key)
			all[(*count)++] = (uint64_t)key << 32 | finer->places[i];
	}
	for (uint32_t i = 0; !finer->places && i < t->r->count; i++) {
		uint32_t key = trace_tied_key(t->blocks, rule->atoms, rule->atom_count, i);
		if (!key || (key * 0x9e3779b1u >> 8) % every)
			continue;
		if (*count == room) { /* few large keys: the sample became larger than meant */
			uint64_t *more = hw_grow(all, room * 4 + 1, sizeof *all);
			if (!more) {
				hw_release(all);
				return trace_no_memory(error);
			}
			all = more;
			room *= 2;
		}
		all[(*count)++] = (uint64_t)key << 32 | i << 1;
	}
	trace_sort_keyed(all, all + room, *count);
	*parts = finer->places ? t->parts : every;
	*result = all;
	return HW_OK;
}

static hw_status try_rule(void *context, size_t slice, hw_error *error)
{
	const trial *t = context;
	tried_rule *rule = &t->rules[slice];
	uint64_t *all = NULL;
	size_t count = 0, parts = 1;

	HW_TRY(rule_entries(t, rule, &all, &count, &parts, error));
	rule->pairs = pairs_of(t, parts, all, count);
	hw_random random = hw_random_new(t->seed, 1000 + slice);
	sample_pairs(t, rule, parts, all, count, rule->pairs, &random);
	count_gain(rule);
	hw_release(all);
	return HW_OK;
}

static size_t list_rules(const trace_blocks *blocks, tried_rule *rules)
{
	size_t count = 0;

	for (size_t a = 0; a < blocks->atom_count; a++)
		if (!blocks->atoms[a].weak) {
			rules[count].atoms[0] = a;
			rules[count++].atom_count = 1;
		}
	for (size_t a = 0; a < blocks->atom_count; a++)
		for (size_t b = a + 1; b < blocks->atom_count && count < TRIED_MAX; b++)
			if (blocks->atoms[a].column != blocks->atoms[b].column &&
			    (!blocks->atoms[b].other_keys || blocks->atoms[b].other != blocks->atoms[a].column)) {
				rules[count].atoms[0] = a;
				rules[count].atoms[1] = b;
				rules[count++].atom_count = 2;
			}
	return count;
}

/* ---- choosing ------------------------------------------------------------------------------------ */

/* A rule that promises under one true pair in 500 will not be taken. */
static bool is_worth_it(const tried_rule *rule)
{
	return rule->gain >= 1 && rule->gain >= rule->cost / 500;
}

/* What the rule just taken makes counts for no other. */
static hw_status cover_slice(void *context, size_t slice, hw_error *error)
{
	trial *t = context;
	const trace_block_rule *by = t->by;

	(void)error;
	for (size_t k = slice; k < t->rule_count; k += COVER_SLICES) {
		tried_rule *rule = &t->rules[k];
		if (rule->taken || !is_worth_it(rule))
			continue;
		for (unsigned i = 0; i < rule->sampled; i++) {
			size_t left = by->place[rule->left[i]], right = by->place[rule->right[i]];
			if (rule->covered[i] || left == UINT32_MAX || right == UINT32_MAX)
				continue;
			size_t apart = left > right ? left - right : right - left;
			rule->covered[i] = apart <= (by->flags[left] & 2 ? TRACE_WINDOW : TRACE_BLOCK_MAX) &&
					   trace_rule_key(t->blocks, t->r, by, rule->left[i]) ==
						   trace_rule_key(t->blocks, t->r, by, rule->right[i]);
		}
		count_gain(rule);
	}
	return HW_OK;
}

/* The best rule that fits the budget; a rule that hardly adds true pairs is not worth its place. */
static tried_rule *best_rule(const trial *t, double budget, double found)
{
	tried_rule *best = NULL;
	double best_value = 0;

	for (size_t k = 0; k < t->rule_count; k++) {
		tried_rule *rule = &t->rules[k];
		/* a gain that is small beside what is found already does not make up for the work of one more rule */
		if (rule->taken || rule->cost > budget || rule->gain < 0.0005 * found || !is_worth_it(rule))
			continue;
		double value = rule->gain / (rule->cost + 0.05 * (double)t->r->count);
		if (value > best_value) {
			best_value = value;
			best = rule;
		}
	}
	return best;
}

static hw_status take_rules(trial *t, trace_blocks *blocks, const trace_settings *settings, hw_error *error)
{
	double budget = settings->candidates * (double)t->r->count, found = 0;

	while (blocks->rule_count < TRACE_RULES_MAX) {
		tried_rule *best = best_rule(t, budget, found);
		if (!best)
			break;
		best->taken = true;
		budget -= best->cost;
		found += best->gain;
		trace_block_rule *rule = &blocks->rules[blocks->rule_count++];
		memcpy(rule->atoms, best->atoms, sizeof best->atoms);
		rule->atom_count = best->atom_count;
		rule->added = best->cost;
		HW_TRY(trace_rule_place(blocks, t->r, rule, error));
		t->by = rule;
		HW_TRY(hw_parallel(settings->threads, COVER_SLICES, cover_slice, t, NULL, "blocking", error));
	}
	return HW_OK;
}

/* ---- rules that check the others -------------------------------------------------------------------- */

static double true_pairs_of(const tried_rule *rule)
{
	double truly = 0;

	for (unsigned i = 0; i < rule->sampled; i++)
		truly += (double)rule->probability[i];
	return rule->sampled ? truly / rule->sampled * rule->pairs : 0;
}

/* Rules that were not taken and would make the most true pairs, no two with the same two fields: prior.c asks them later
 * what the taken ones miss. */
static hw_status keep_checks(trial *t, trace_blocks *blocks, hw_error *error)
{
	uint64_t used[TRACE_CHECKS] = {0};

	blocks->checks = hw_grow(NULL, (size_t)TRACE_CHECKS * TRACE_CHECK_PAIRS, sizeof *blocks->checks);
	if (!blocks->checks)
		return trace_no_memory(error);
	while (blocks->check_count < TRACE_CHECKS) {
		tried_rule *best = NULL;
		double most = 0;
		uint64_t fields = 0;
		for (size_t k = 0; k < t->rule_count; k++) {
			tried_rule *rule = &t->rules[k];
			uint64_t of = (uint64_t)1 << blocks->atoms[rule->atoms[0]].column;
			if (rule->atom_count > 1)
				of |= (uint64_t)1 << blocks->atoms[rule->atoms[1]].column;
			double truly = rule->taken || rule->sampled < 20 ? 0 : true_pairs_of(rule);
			for (size_t c = 0; c < blocks->check_count; c++)
				truly = used[c] == of ? 0 : truly;
			if (truly > most) {
				most = truly;
				best = rule;
				fields = of;
			}
		}
		if (!best || most < 5)
			break;
		best->taken = true;
		used[blocks->check_count] = fields;
		trace_check *checks = &blocks->checks[blocks->check_count * TRACE_CHECK_PAIRS];
		for (unsigned i = 0; i < best->sampled && i < TRACE_CHECK_PAIRS; i++)
			checks[i] = (trace_check){best->left[i], best->right[i],
						  trace_is_candidate(blocks, t->r, best->left[i], best->right[i])};
		blocks->check_counts[blocks->check_count++] = best->sampled;
	}
	return HW_OK;
}

hw_status trace_blocks_make(const trace_records *r, const trace_settings *settings, const trace_model *model,
			    trace_blocks *blocks, const hw_progress *progress, hw_error *error)
{
	trial *t = hw_grow(NULL, 1, sizeof *t);
	hw_status status = HW_OK;

	if (!t)
		return trace_no_memory(error);
	memset(blocks, 0, sizeof *blocks);
	memset(t, 0, sizeof *t);
	t->blocks = blocks;
	t->r = r;
	t->model = model;
	t->between = blocks->between = settings->between;
	blocks->everything = r->count <= TRACE_FEW;
	t->seed = settings->seed;
	t->parts = r->count / RECORDS_TRIED + 1;
	HW_TRY_OR_OUT(trace_atoms_make(blocks, r, error));
	HW_TRY_OR_OUT(trace_ties_make(blocks, r, error));
	t->rules = hw_grow(NULL, TRIED_MAX, sizeof *t->rules);
	if (!t->rules) {
		status = trace_no_memory(error);
		goto out;
	}
	memset(t->rules, 0, TRIED_MAX * sizeof *t->rules);
	t->rule_count = list_rules(blocks, t->rules);
	HW_TRY_OR_OUT(hw_parallel(settings->threads, blocks->atom_count, sample_atom, t, NULL, "blocking", error));
	HW_TRY_OR_OUT(hw_parallel(settings->threads, t->rule_count, try_rule, t, progress, "blocking", error));
	HW_TRY_OR_OUT(take_rules(t, blocks, settings, error));
	HW_TRY_OR_OUT(keep_checks(t, blocks, error));
out:
	for (size_t a = 0; a < TRACE_ATOMS_MAX; a++)
		hw_release(t->atoms[a].places);
	hw_release(t->rules);
	hw_release(t);
	return status;
}
