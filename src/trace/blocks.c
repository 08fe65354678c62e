/* blocks.c - which pairs are compared at all.
 *
 * A rule is one key, or two keys of different fields together.  All such rules are tried on whole blocks of a sample of
 * keys: how many pairs a rule makes, and how many of them the starting model takes for the same person.  Then rules are
 * taken one by one, the one with the most new true pairs for each new pair first, until the budget is spent (greedy
 * cover of many narrow conjunctions).  A block that is too large is not dropped: its records are
 * put in order and each is paired with its neighbours only. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRIED_MAX = 1600, SAMPLE = 300, KEYS_TRIED = 40000 };

static uint32_t rule_key(const trace_blocks *blocks, const trace_records *r, const size_t *atoms, size_t count,
			 uint32_t record)
{
	uint64_t mixed = 0;

	for (size_t i = 0; i < count; i++) {
		const trace_atom *atom = &blocks->atoms[atoms[i]];
		uint32_t key = atom->keys[r->columns[atom->column].ids[record]];
		if (!key)
			return 0;
		mixed = i ? trace_mix(mixed, key) : key;
	}
	uint32_t folded = (uint32_t)(count > 1 ? mixed >> 32 : mixed);
	return folded ? folded : 1;
}

uint32_t trace_rule_key(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule,
			uint32_t record)
{
	return rule_key(blocks, r, rule->atoms, rule->atom_count, record);
}

const char *trace_rule_words(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule,
			     char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < rule->atom_count && used < size; i++) {
		const trace_atom *atom = &blocks->atoms[rule->atoms[i]];
		int wrote = snprintf(out + used, size - used, "%s%.*s%s", i ? " and " : "",
				     HW_TEXT_ARG(r->columns[atom->column].name), atom->words);
		used += wrote > 0 ? (size_t)wrote : 0;
	}
	return out;
}

/* ---- order of records within large blocks ---------------------------------------------- */

typedef struct tied {
	uint64_t order;
	uint32_t record;
} tied;

static int tie_order(const void *a, const void *b)
{
	const tied *left = a, *right = b;

	if (left->order != right->order)
		return left->order < right->order ? -1 : 1;
	return (left->record > right->record) - (left->record < right->record);
}

/* First signs of family name, given name, date, then of anything: like records come to stand side by side. */
static uint64_t tie_of(const trace_records *r, uint32_t record)
{
	static const trace_kind kinds[] = {TRACE_FAMILY, TRACE_FULL_NAME, TRACE_GIVEN,  TRACE_DATE,
					   TRACE_PLACE,  TRACE_ADDRESS,   TRACE_NUMBER, TRACE_TEXT};
	static const uint8_t signs[] = {3, 3, 2, 8, 2, 2, 2, 2};
	uint64_t order = 0;
	unsigned used = 0;

	for (size_t k = 0; k < HW_COUNT(kinds) && used < 8; k++)
		for (size_t i = 0; i < r->column_count && used < 8; i++) {
			const trace_column *c = &r->columns[i];
			if (c->kind != kinds[k])
				continue;
			const trace_value *v = &c->values[c->ids[record]];
			for (unsigned s = 0; s < signs[k] && used < 8; s++, used++) {
				bool has = c->ids[record] && s < v->plain_length;
				order = order << 8 | (has ? (unsigned char)v->plain[s] : 0xffu);
			}
			break;
		}
	return order;
}

static hw_status make_ties(trace_blocks *blocks, const trace_records *r, hw_error *error)
{
	tied *all = hw_grow(NULL, r->count, sizeof *all);

	blocks->tie = hw_grow(NULL, r->count, sizeof *blocks->tie);
	if (!all || !blocks->tie) {
		hw_release(all);
		return trace_no_memory(error);
	}
	for (uint32_t i = 0; i < r->count; i++)
		all[i] = (tied){tie_of(r, i), i};
	qsort(all, r->count, sizeof *all, tie_order);
	for (uint32_t i = 0; i < r->count; i++)
		blocks->tie[all[i].record] = i;
	hw_release(all);
	return HW_OK;
}

/* ---- sorting by key -------------------------------------------------------------------------- */

typedef struct keyed {
	uint32_t key, tie, record;
} keyed;

/* By key, then tie: least significant digits first, 16 bits a pass; `spare` is as large as `all`. */
static void sort_keyed(keyed *all, keyed *spare, size_t count)
{
	static const unsigned shifts[] = {0, 16, 0, 16};
	size_t starts[65536];

	if (count < 512) {
		for (size_t i = 1; i < count; i++) {
			keyed moved = all[i];
			size_t j = i;
			for (; j && (all[j - 1].key > moved.key ||
				     (all[j - 1].key == moved.key && all[j - 1].tie > moved.tie));
			     j--)
				all[j] = all[j - 1];
			all[j] = moved;
		}
		return;
	}
	for (unsigned pass = 0; pass < 4; pass++) {
		memset(starts, 0, sizeof starts);
		for (size_t i = 0; i < count; i++)
			starts[((pass < 2 ? all[i].tie : all[i].key) >> shifts[pass]) & 0xffff]++;
		size_t sum = 0;
		for (size_t d = 0; d < 65536; d++) {
			size_t here = starts[d];
			starts[d] = sum;
			sum += here;
		}
		for (size_t i = 0; i < count; i++)
			spare[starts[((pass < 2 ? all[i].tie : all[i].key) >> shifts[pass]) & 0xffff]++] = all[i];
		keyed *swapped = all;
		all = spare;
		spare = swapped;
	}
}

/* ---- trying rules ---------------------------------------------------------------------------- */

typedef struct tried_rule {
	size_t atoms[2], atom_count;
	double pairs;
	uint32_t left[SAMPLE], right[SAMPLE];
	float probability[SAMPLE];
	bool covered[SAMPLE];
	unsigned sampled;
	bool taken;
} tried_rule;

typedef struct trial {
	const trace_blocks *blocks;
	const trace_records *r;
	const trace_model *model;
	tried_rule *rules;
	size_t rule_count;
	bool between;
	uint64_t seed;
} trial;

static double block_pairs(const trial *t, const keyed *block, size_t n)
{
	double first = 0;

	if (n > TRACE_BLOCK_MAX)
		return (double)n * TRACE_WINDOW * (t->between ? 0.5 : 1);
	if (!t->between)
		return (double)n * (double)(n - 1) / 2;
	for (size_t i = 0; i < n; i++)
		first += t->r->sides[block[i].record] == 0;
	return first * ((double)n - first);
}

/* One pair of a block, uniformly; false when the draw falls on one side twice. */
static bool draw_pair(const trial *t, const keyed *block, size_t n, hw_random *random, uint32_t *a, uint32_t *b)
{
	size_t i = hw_random_below(random, n), j;

	if (n > TRACE_BLOCK_MAX)
		j = i + 1 + hw_random_below(random, TRACE_WINDOW);
	else
		j = (i + 1 + hw_random_below(random, n - 1)) % n;
	if (j >= n)
		return false;
	*a = block[i].record < block[j].record ? block[i].record : block[j].record;
	*b = block[i].record < block[j].record ? block[j].record : block[i].record;
	return !t->between || t->r->sides[*a] != t->r->sides[*b];
}

/* Draws pairs of the sampled blocks, each block by its number of pairs. */
static void sample_pairs(const trial *t, tried_rule *rule, const keyed *all, size_t count, double total,
			 hw_random *random)
{
	double step = total / SAMPLE, next = hw_random_unit(random) * step, passed = 0;

	if (total <= 0)
		return;
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to].key == all[from].key;)
			to++;
		passed += block_pairs(t, all + from, to - from);
		while (next < passed && rule->sampled < SAMPLE) {
			uint32_t a, b;
			next += step;
			if (to - from < 2 || !draw_pair(t, all + from, to - from, random, &a, &b))
				continue;
			trace_pattern p = trace_pattern_of(t->r, t->model, NULL, a, b);
			double bits = t->model->prior + trace_code_weight(t->model, p.code) + (double)p.adjustment;
			rule->left[rule->sampled] = a;
			rule->right[rule->sampled] = b;
			rule->probability[rule->sampled++] = (float)trace_probability(bits);
		}
	}
}

static hw_status try_rule(void *context, size_t slice, hw_error *error)
{
	const trial *t = context;
	tried_rule *rule = &t->rules[slice];
	size_t parts = t->r->count / KEYS_TRIED + 1, count = 0;
	keyed *all = hw_grow(NULL, t->r->count * 2, sizeof *all);
	double total = 0;

	if (!all)
		return trace_no_memory(error);
	for (uint32_t i = 0; i < t->r->count; i++) {
		uint32_t key = rule_key(t->blocks, t->r, rule->atoms, rule->atom_count, i);
		if (key && (parts == 1 || trace_mix(key, 7) % parts == 0))
			all[count++] = (keyed){key, t->blocks->tie[i], i};
	}
	sort_keyed(all, all + t->r->count, count);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to].key == all[from].key;)
			to++;
		total += block_pairs(t, all + from, to - from);
	}
	hw_random random = hw_random_new(t->seed, 1000 + slice);
	sample_pairs(t, rule, all, count, total, &random);
	rule->pairs = total * (double)parts;
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
			if (blocks->atoms[a].column != blocks->atoms[b].column) {
				rules[count].atoms[0] = a;
				rules[count].atoms[1] = b;
				rules[count++].atom_count = 2;
			}
	return count;
}

/* ---- choosing rules ------------------------------------------------------------------------------ */

/* New true pairs and new pairs that a rule would add. */
static void gain_of(const tried_rule *rule, double *gain, double *cost)
{
	double truly = 0, fresh = 0;

	for (unsigned i = 0; i < rule->sampled; i++)
		if (!rule->covered[i]) {
			truly += (double)rule->probability[i];
			fresh++;
		}
	double scale = rule->sampled ? rule->pairs / rule->sampled : 0;
	*gain = truly * scale;
	*cost = fresh * scale;
}

/* True when the placed rule makes the pair. */
static bool makes(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule, uint32_t a,
		  uint32_t b)
{
	size_t left = rule->place[a], right = rule->place[b];

	if (left == UINT32_MAX || right == UINT32_MAX ||
	    trace_rule_key(blocks, r, rule, a) != trace_rule_key(blocks, r, rule, b))
		return false;
	size_t apart = left > right ? left - right : right - left;
	return !(rule->flags[left] & 2) || apart <= TRACE_WINDOW;
}

static void cover(const trial *t, const trace_block_rule *by)
{
	for (size_t k = 0; k < t->rule_count; k++) {
		tried_rule *rule = &t->rules[k];
		for (unsigned i = 0; i < rule->sampled && !rule->taken; i++)
			if (!rule->covered[i])
				rule->covered[i] = makes(t->blocks, t->r, by, rule->left[i], rule->right[i]);
	}
}

/* The best rule that fits the budget; a rule that hardly adds true pairs is not worth its place. */
static tried_rule *best_rule(const trial *t, double budget, double found, double *cost)
{
	tried_rule *best = NULL;
	double best_value = 0;

	for (size_t k = 0; k < t->rule_count; k++) {
		double gain, price;
		if (t->rules[k].taken)
			continue;
		gain_of(&t->rules[k], &gain, &price);
		/* a gain that is small beside what is found already does not make up for the work of one more rule */
		if (price > budget || gain < 1 || gain < 0.0005 * found || gain < price / 2000)
			continue;
		double value = gain / (price + 0.05 * (double)t->r->count);
		if (value > best_value) {
			best_value = value;
			best = &t->rules[k];
			*cost = price;
		}
	}
	return best;
}

/* ---- the blocks of a chosen rule -------------------------------------------------------------------- */

static hw_status place_rule(trace_blocks *blocks, const trace_records *r, trace_block_rule *rule, hw_error *error)
{
	keyed *all = hw_grow(NULL, r->count * 2, sizeof *all);
	size_t count = 0;

	rule->place = hw_grow(NULL, r->count, sizeof *rule->place);
	rule->order = hw_grow(NULL, r->count, sizeof *rule->order);
	rule->flags = hw_grow(NULL, r->count, sizeof *rule->flags);
	if (!all || !rule->place || !rule->order || !rule->flags) {
		hw_release(all);
		return trace_no_memory(error);
	}
	for (uint32_t i = 0; i < r->count; i++) {
		uint32_t key = trace_rule_key(blocks, r, rule, i);
		rule->place[i] = UINT32_MAX;
		if (key)
			all[count++] = (keyed){key, blocks->tie[i], i};
	}
	sort_keyed(all, all + r->count, count);
	trial t = {.r = r, .between = blocks->between};
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to].key == all[from].key;)
			to++;
		bool split = to - from > TRACE_BLOCK_MAX;
		rule->pairs += block_pairs(&t, all + from, to - from);
		rule->split += split;
		for (size_t k = from; k < to; k++) {
			rule->order[k] = all[k].record;
			rule->place[all[k].record] = (uint32_t)k;
			rule->flags[k] = (uint8_t)((k == from) | (split << 1));
		}
	}
	rule->ordered = count;
	hw_release(all);
	return HW_OK;
}

hw_status trace_blocks_make(const trace_records *r, const trace_settings *settings, const trace_model *model,
			    trace_blocks *blocks, const hw_progress *progress, hw_error *error)
{
	double budget = settings->candidates * (double)r->count, found = 0, cost = 0;
	trial t = {.blocks = blocks, .r = r, .model = model, .between = settings->between, .seed = settings->seed};
	hw_status status = HW_OK;

	memset(blocks, 0, sizeof *blocks);
	blocks->between = settings->between;
	HW_TRY(trace_atoms_make(blocks, r, error));
	HW_TRY(make_ties(blocks, r, error));
	t.rules = hw_grow(NULL, TRIED_MAX, sizeof *t.rules);
	if (!t.rules)
		return trace_no_memory(error);
	memset(t.rules, 0, TRIED_MAX * sizeof *t.rules);
	t.rule_count = list_rules(blocks, t.rules);
	HW_TRY_OR_OUT(hw_parallel(settings->threads, t.rule_count, try_rule, &t, progress, "blocking", error));
	while (blocks->rule_count < TRACE_RULES_MAX) {
		tried_rule *best = best_rule(&t, budget, found, &cost);
		double gain;
		if (!best)
			break;
		gain_of(best, &gain, &cost);
		best->taken = true;
		budget -= cost;
		found += gain;
		trace_block_rule *rule = &blocks->rules[blocks->rule_count++];
		memcpy(rule->atoms, best->atoms, sizeof best->atoms);
		rule->atom_count = best->atom_count;
		rule->added = cost;
		HW_TRY_OR_OUT(place_rule(blocks, r, rule, error));
		cover(&t, rule);
	}
out:
	hw_release(t.rules);
	return status;
}

void trace_blocks_free(trace_blocks *blocks)
{
	for (size_t a = 0; a < blocks->atom_count; a++)
		hw_release(blocks->atoms[a].keys);
	for (size_t k = 0; k < blocks->rule_count; k++) {
		hw_release(blocks->rules[k].order);
		hw_release(blocks->rules[k].place);
		hw_release(blocks->rules[k].flags);
	}
	hw_release(blocks->tie);
	memset(blocks, 0, sizeof *blocks);
}

/* ---- partners ----------------------------------------------------------------------------------------- */

hw_status trace_partners_new(const trace_blocks *blocks, trace_partners *partners, hw_error *error)
{
	size_t most = (blocks->rule_count + 1) * 2 * TRACE_BLOCK_MAX, slots = 1;

	while (slots < 2 * most)
		slots *= 2;
	*partners = (trace_partners){.at = hw_grow(NULL, most, sizeof *partners->at),
				     .seen = hw_grow(NULL, slots, sizeof *partners->seen),
				     .mask = slots - 1};
	if (!partners->at || !partners->seen) {
		trace_partners_free(partners);
		return trace_no_memory(error);
	}
	memset(partners->seen, 0, slots * sizeof *partners->seen);
	return HW_OK;
}

void trace_partners_free(trace_partners *partners)
{
	hw_release(partners->at);
	hw_release(partners->seen);
	*partners = (trace_partners){0};
}

/* Several rules make one pair; it is taken once. */
static void add_partner(trace_partners *partners, uint32_t b)
{
	uint64_t entry = (uint64_t)partners->round << 32 | b;
	size_t at = (b * 0x9e3779b1u >> 7) & partners->mask;

	for (; partners->seen[at] >> 32 == partners->round; at = (at + 1) & partners->mask)
		if (partners->seen[at] == entry)
			return;
	partners->seen[at] = entry;
	partners->at[partners->count++] = b;
}

static void add_partners_by(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule,
			    uint32_t a, trace_partners *partners)
{
	bool between = blocks->between;
	size_t at = rule->place[a];

	if (at == UINT32_MAX)
		return;
	size_t reach = rule->flags[at] & 2 ? TRACE_WINDOW : TRACE_BLOCK_MAX;
	for (size_t k = at + 1; k < rule->ordered && k - at <= reach && !(rule->flags[k] & 1); k++)
		if (between ? r->sides[rule->order[k]] : rule->order[k] > a)
			add_partner(partners, rule->order[k]);
	for (size_t k = at; k > 0 && !(rule->flags[k] & 1) && at - k < reach; k--)
		if (between ? r->sides[rule->order[k - 1]] : rule->order[k - 1] > a)
			add_partner(partners, rule->order[k - 1]);
}

void trace_partners_of(const trace_blocks *blocks, const trace_records *r, uint32_t a, trace_partners *partners)
{
	partners->count = 0;
	if (blocks->between && r->sides[a])
		return;
	if (!++partners->round) { /* after 2^32 rounds */
		memset(partners->seen, 0, (partners->mask + 1) * sizeof *partners->seen);
		partners->round = 1;
	}
	for (size_t k = 0; k < blocks->rule_count; k++)
		add_partners_by(blocks, r, &blocks->rules[k], a, partners);
}

bool trace_is_candidate(const trace_blocks *blocks, const trace_records *r, uint32_t a, uint32_t b)
{
	for (size_t k = 0; k < blocks->rule_count; k++)
		if (makes(blocks, r, &blocks->rules[k], a, b))
			return true;
	return false;
}
