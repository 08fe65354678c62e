/* blocks.c - the blocks of the rules that were chosen (choose_rules.c), and the partners they give a record.
 *
 * A rule is one key, or two keys of different fields together.  A block that is too large is not dropped: its records are
 * put in order and each is paired with its neighbours only. */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Joins the keys of two values of one atom in any order; 0 = none. */
static uint32_t either_order(uint32_t key, uint32_t other)
{
	if (!key || !other)
		return 0;
	uint64_t both = key < other ? trace_mix(key, other) : trace_mix(other, key);
	return (uint32_t)(both >> 32) ? (uint32_t)(both >> 32) : 1;
}

static uint32_t joined_key(const uint32_t *keys, size_t count)
{
	uint64_t mixed = keys[0];

	for (size_t i = 1; i < count; i++)
		mixed = trace_mix(mixed, keys[i]);
	uint32_t folded = (uint32_t)(count > 1 ? mixed >> 32 : mixed);
	return folded ? folded : 1;
}

uint32_t trace_atoms_key(const trace_blocks *blocks, const trace_records *r, const size_t *atoms, size_t count,
			 uint32_t record)
{
	uint32_t keys[3] = {0};

	for (size_t i = 0; i < count; i++) {
		const trace_atom *atom = &blocks->atoms[atoms[i]];
		keys[i] = atom->keys[r->columns[atom->column].ids[record]];
		if (keys[i] && atom->other_keys)
			keys[i] = either_order(keys[i], atom->other_keys[r->columns[atom->other].ids[record]]);
		if (!keys[i])
			return 0;
	}
	return joined_key(keys, count);
}

uint32_t trace_tied_key(const trace_blocks *blocks, const size_t *atoms, size_t count, size_t place)
{
	uint32_t keys[3] = {0};

	for (size_t i = 0; i < count; i++) {
		const trace_atom *atom = &blocks->atoms[atoms[i]];
		keys[i] = atom->keys[blocks->tied[atom->column][place]];
		if (keys[i] && atom->other_keys)
			keys[i] = either_order(keys[i], atom->other_keys[blocks->tied[atom->other][place]]);
		if (!keys[i])
			return 0;
	}
	return joined_key(keys, count);
}

uint32_t trace_rule_key(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule,
			uint32_t record)
{
	return trace_atoms_key(blocks, r, rule->atoms, rule->atom_count, record);
}

const char *trace_rule_words(const trace_blocks *blocks, const trace_records *r, const trace_block_rule *rule,
			     char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (size_t i = 0; i < rule->atom_count && used < size; i++) {
		const trace_atom *atom = &blocks->atoms[rule->atoms[i]];
		hw_text other = atom->other_keys ? r->columns[atom->other].name : (hw_text){0};
		int wrote = snprintf(out + used, size - used, "%s%.*s%s%.*s%s", i ? " and " : "",
				     HW_TEXT_ARG(r->columns[atom->column].name), other.length ? " with " : "",
				     HW_TEXT_ARG(other), atom->words);
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
uint64_t trace_tie_of(const trace_records *r, uint32_t record)
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

static hw_status tie_column(trace_blocks *blocks, const trace_records *r, size_t column, hw_error *error)
{
	if (blocks->tied[column])
		return HW_OK;
	uint32_t *values = hw_grow(NULL, r->count + 1, sizeof *values);
	if (!values)
		return trace_no_memory(error);
	for (size_t i = 0; i < r->count; i++)
		values[i] = r->columns[column].ids[blocks->tie[i]];
	blocks->tied[column] = values;
	return HW_OK;
}

hw_status trace_ties_make(trace_blocks *blocks, const trace_records *r, hw_error *error)
{
	tied *all = hw_grow(NULL, r->count, sizeof *all);

	blocks->tie = hw_grow(NULL, r->count, sizeof *blocks->tie);
	if (!all || !blocks->tie) {
		hw_release(all);
		return trace_no_memory(error);
	}
	for (uint32_t i = 0; i < r->count; i++)
		all[i] = (tied){trace_tie_of(r, i), i};
	qsort(all, r->count, sizeof *all, tie_order);
	for (uint32_t i = 0; i < r->count; i++)
		blocks->tie[i] = all[i].record;
	hw_release(all);
	for (size_t a = 0; a < blocks->atom_count; a++)
		HW_TRY(tie_column(blocks, r, blocks->atoms[a].column, error));
	for (size_t a = 0; a < blocks->atom_count; a++)
		if (blocks->atoms[a].other_keys)
			HW_TRY(tie_column(blocks, r, blocks->atoms[a].other, error));
	return HW_OK;
}

void trace_tied_free(trace_blocks *blocks)
{
	for (size_t c = 0; c < HW_COUNT(blocks->tied); c++) {
		hw_release(blocks->tied[c]);
		blocks->tied[c] = NULL;
	}
}

/* ---- sorting by key -------------------------------------------------------------------------- */

/* Entries are key << 32 | record.  By key, and within a key as they came: least significant digits first, 11 bits a pass
 * (the counters stay in the nearest cache); `spare` is as large as `all`.  The result is in `all`. */
void trace_sort_keyed(uint64_t *all, uint64_t *spare, size_t count)
{
	enum { DIGITS = 11, PASSES = 3 };
	uint32_t starts[PASSES][1 << DIGITS];
	uint64_t *from = all, *to = spare;

	if (count < 64) {
		for (size_t i = 1; i < count; i++) {
			uint64_t moved = all[i];
			size_t j = i;
			for (; j && all[j - 1] >> 32 > moved >> 32; j--)
				all[j] = all[j - 1];
			all[j] = moved;
		}
		return;
	}
	memset(starts, 0, sizeof starts);
	for (size_t i = 0; i < count; i++)
		for (unsigned pass = 0; pass < PASSES; pass++)
			starts[pass][all[i] >> (32 + DIGITS * pass) & ((1u << DIGITS) - 1)]++;
	for (unsigned pass = 0; pass < PASSES; pass++) {
		uint32_t sum = 0;
		for (size_t d = 0; d < (size_t)1 << DIGITS; d++) {
			uint32_t here = starts[pass][d];
			starts[pass][d] = sum;
			sum += here;
		}
		for (size_t i = 0; i < count; i++)
			to[starts[pass][from[i] >> (32 + DIGITS * pass) & ((1u << DIGITS) - 1)]++] = from[i];
		uint64_t *swapped = from;
		from = to;
		to = swapped;
	}
	memcpy(all, from, count * sizeof *all); /* an odd number of passes */
}

double trace_block_pairs(const trace_records *r, bool between, const uint64_t *block, size_t n)
{
	double first = 0;

	if (n > TRACE_BLOCK_MAX)
		return (double)n * TRACE_WINDOW * (between ? 0.5 : 1);
	if (!between)
		return (double)n * (double)(n - 1) / 2;
	for (size_t i = 0; i < n; i++)
		first += r->sides[(uint32_t)block[i]] == 0;
	return first * ((double)n - first);
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

/* ---- the blocks of a chosen rule -------------------------------------------------------------------- */

enum { FORWARD = 3, BACKWARD = 9, FAR = 63 };

/* Per place of a block how far the next and the last record of side 1 are: of many records of one side only few are partners. */
static void mark_distances(uint16_t *flags, size_t count)
{
	size_t seen = SIZE_MAX; /* place of the nearest record of side 1 on that way */

	for (size_t k = count; k-- > 0;) {
		size_t away = seen == SIZE_MAX ? 0 : seen - k;
		flags[k] = (uint16_t)(flags[k] | (away < FAR ? away : FAR) << FORWARD);
		seen = flags[k] & 4 ? k : seen;
	}
	seen = SIZE_MAX;
	for (size_t k = 0; k < count; k++) {
		size_t away = seen == SIZE_MAX ? 0 : k - seen;
		flags[k] = (uint16_t)(flags[k] | (away < FAR ? away : FAR) << BACKWARD);
		seen = flags[k] & 4 ? k : seen;
	}
}

hw_status trace_rule_place(trace_blocks *blocks, const trace_records *r, trace_block_rule *rule, hw_error *error)
{
	uint64_t *all = hw_grow(NULL, r->count * 2, sizeof *all);
	size_t count = 0;

	rule->place = hw_grow(NULL, r->count, sizeof *rule->place);
	if (!all || !rule->place) {
		hw_release(all);
		return trace_no_memory(error);
	}
	for (uint32_t i = 0; i < r->count; i++) {
		uint32_t record = blocks->tie[i], key = trace_tied_key(blocks, rule->atoms, rule->atom_count, i);
		rule->place[record] = UINT32_MAX;
		if (key)
			all[count++] = (uint64_t)key << 32 | record;
	}
	rule->order = hw_grow(NULL, count + 1, sizeof *rule->order);
	rule->flags = hw_grow(NULL, count + 1, sizeof *rule->flags);
	if (!rule->order || !rule->flags) {
		hw_release(all);
		return trace_no_memory(error);
	}
	trace_sort_keyed(all, all + r->count, count);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count && all[to] >> 32 == all[from] >> 32;)
			to++;
		bool split = to - from > TRACE_BLOCK_MAX;
		if (to - from == 1) /* alone under its key */
			continue;
		rule->pairs += trace_block_pairs(r, blocks->between, all + from, to - from);
		rule->split += split;
		for (size_t k = from; k < to; k++) {
			size_t at = rule->ordered++;
			rule->order[at] = (uint32_t)all[k];
			rule->place[(uint32_t)all[k]] = (uint32_t)at;
			rule->flags[at] = (uint16_t)((k == from) | (split << 1) | (r->sides[(uint32_t)all[k]] << 2));
		}
		if (blocks->between)
			mark_distances(rule->flags + rule->ordered - (to - from), to - from);
	}
	hw_release(all);
	return HW_OK;
}

void trace_rule_free(trace_block_rule *rule)
{
	hw_release(rule->order);
	hw_release(rule->place);
	hw_release(rule->flags);
	rule->order = rule->place = NULL;
	rule->flags = NULL;
}

void trace_blocks_free(trace_blocks *blocks)
{
	for (size_t a = 0; a < blocks->atom_count; a++) {
		hw_release(blocks->atoms[a].keys);
		hw_release(blocks->atoms[a].other_keys);
	}
	for (size_t k = 0; k < blocks->rule_count; k++)
		trace_rule_free(&blocks->rules[k]);
	for (size_t k = 0; k < blocks->training_count; k++)
		trace_rule_free(&blocks->training[k]);
	trace_tied_free(blocks);
	hw_release(blocks->tie);
	hw_release(blocks->checks);
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

/* Partners of the other side in its block, nearest first on either way. */
static void add_partners_between(const trace_block_rule *rule, size_t at, size_t reach, trace_partners *partners)
{
	for (size_t k = at, away; (away = rule->flags[k] >> FORWARD & FAR) && k + away - at <= reach;) {
		k += away;
		if (rule->flags[k] & 4)
			add_partner(partners, rule->order[k]);
	}
	for (size_t k = at, away; (away = rule->flags[k] >> BACKWARD & FAR) && at - (k - away) <= reach;) {
		k -= away;
		if (rule->flags[k] & 4)
			add_partner(partners, rule->order[k]);
	}
}

static void add_partners_by(const trace_blocks *blocks, const trace_block_rule *rule, uint32_t a,
			    trace_partners *partners)
{
	size_t at = rule->place[a];

	if (at == UINT32_MAX)
		return;
	size_t reach = rule->flags[at] & 2 ? TRACE_WINDOW : TRACE_BLOCK_MAX;
	if (blocks->between) {
		add_partners_between(rule, at, reach, partners);
		return;
	}
	for (size_t k = at + 1; k < rule->ordered && k - at <= reach && !(rule->flags[k] & 1); k++)
		if (rule->order[k] > a)
			add_partner(partners, rule->order[k]);
	for (size_t k = at; k > 0 && !(rule->flags[k] & 1) && at - k < reach; k--)
		if (rule->order[k - 1] > a)
			add_partner(partners, rule->order[k - 1]);
}

/* Each rule keeps a record somewhere else: what is asked for soon is fetched meanwhile. */
static void fetch_ahead(const trace_blocks *blocks, const trace_records *r, uint32_t a)
{
	enum { AHEAD = 4 };

	if (a + AHEAD >= r->count)
		return;
	for (size_t k = 0; k < blocks->rule_count; k++) {
		const trace_block_rule *rule = &blocks->rules[k];
		uint32_t at = rule->place[a + AHEAD];
		if (at == UINT32_MAX)
			continue;
		__builtin_prefetch(&rule->order[at]);
		__builtin_prefetch(&rule->flags[at]);
	}
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
	if (blocks->everything) {
		for (uint32_t b = blocks->between ? 0 : a + 1; b < r->count; b++)
			if (!blocks->between || r->sides[b])
				add_partner(partners, b);
		return;
	}
	fetch_ahead(blocks, r, a);
	for (size_t k = 0; k < blocks->rule_count; k++)
		add_partners_by(blocks, &blocks->rules[k], a, partners);
}

bool trace_is_candidate(const trace_blocks *blocks, const trace_records *r, uint32_t a, uint32_t b)
{
	if (blocks->everything)
		return !blocks->between || r->sides[a] != r->sides[b];
	for (size_t k = 0; k < blocks->rule_count; k++)
		if (makes(blocks, r, &blocks->rules[k], a, b))
			return true;
	return false;
}

bool trace_made_without(const trace_blocks *blocks, const trace_records *r, uint32_t a, uint32_t b, size_t column)
{
	if (blocks->everything)
		return true;
	for (size_t k = 0; k < blocks->rule_count; k++) {
		const trace_block_rule *rule = &blocks->rules[k];
		bool asks = false;
		for (size_t i = 0; i < rule->atom_count; i++) {
			const trace_atom *atom = &blocks->atoms[rule->atoms[i]];
			asks = asks || atom->column == column || (atom->other_keys && atom->other == column);
		}
		if (!asks && makes(blocks, r, rule, a, b))
			return true;
	}
	return false;
}
