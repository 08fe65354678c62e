/* place.c - reports that came later, weighed by what an earlier linkage has learnt (keep.c). */
#include "trace/trace_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct trace_kept {
	const trace_pages *pages;
	kept_head head;
	trace_blocks blocks; /* atoms of the new records; rules with their atoms, without blocks */
	uint64_t *pairs;     /* record << 32 | person, each once, ascending */
	size_t pair_count, pair_room;
	uint32_t *persons;
	size_t person_count;
};

hw_status trace_kept_open(const trace_pages *pages, trace_kept **result, hw_error *error)
{
	trace_kept *kept;
	hw_text bytes;

	HW_TRY(pages->get(pages->context, KEPT_HEAD, 0, &bytes, error));
	if (bytes.length != sizeof kept->head)
		return hw_fail(error, HW_NOT_FOUND, "nothing that was learnt is kept");
	kept = hw_grow(NULL, 1, sizeof *kept);
	if (!kept)
		return trace_no_memory(error);
	memset(kept, 0, sizeof *kept);
	kept->pages = pages;
	memcpy(&kept->head, bytes.bytes, sizeof kept->head);
	const kept_head *h = &kept->head;
	if (strncmp(h->form, KEPT_FORM, sizeof h->form) != 0 || h->order != 0x01020304 ||
	    h->model_size != sizeof h->model || h->rule_count > TRACE_RULES_MAX ||
	    h->column_count > HW_COUNT(h->kinds)) {
		trace_kept_free(kept);
		return hw_fail(error, HW_NOT_FOUND, "what is kept is of another form");
	}
	*result = kept;
	return HW_OK;
}

void trace_kept_free(trace_kept *kept)
{
	if (!kept)
		return;
	trace_blocks_free(&kept->blocks);
	hw_release(kept->pairs);
	hw_release(kept->persons);
	hw_release(kept);
}

/* ---- frequencies ------------------------------------------------------------------------------ */

/* How many records of the linkage have it. */
static hw_status count_of(const trace_kept *kept, uint32_t section, uint32_t bits, uint64_t hash, uint32_t *count,
			  hw_error *error)
{
	hw_text bytes;

	*count = 0;
	HW_TRY(kept->pages->get(kept->pages->context, section, bits ? (uint32_t)(hash >> (64 - bits)) : 0, &bytes,
				error));
	size_t low = 0, high = bytes.length / sizeof(kept_count);
	while (low < high) {
		size_t middle = (low + high) / 2;
		kept_count at;
		memcpy(&at, bytes.bytes + middle * sizeof at, sizeof at);
		if (at.hash == hash) {
			*count = at.count;
			return HW_OK;
		}
		*(at.hash < hash ? &low : &high) = at.hash < hash ? middle + 1 : middle;
	}
	return HW_OK;
}

/* Values and words are as rare as they were in the linkage.  One record more is the new one that has the word. */
static hw_status count_values(const trace_kept *kept, trace_records *r, hw_error *error)
{
	for (uint32_t i = 0; i < r->column_count; i++) {
		trace_column *c = &r->columns[i];
		size_t present = (size_t)kept->head.present[i];
		uint32_t count;
		for (size_t v = 1; v < c->value_count; v++) {
			HW_TRY(count_of(kept, KEPT_VALUES + i, kept->head.value_bits[i], c->values[v].canonical, &count,
					error));
			c->values[v].rarity = trace_rarity(c->kind, count, present ? present : 1);
		}
		if (!trace_is_bag(c->kind))
			continue;
		for (size_t w = 1; w < c->word_count; w++) {
			HW_TRY(count_of(kept, KEPT_WORDS + i, kept->head.word_bits[i],
					trace_hash(c->words[w].fold, c->words[w].length), &count, error));
			c->words[w].count = count + 1;
			c->words[w].rarity = trace_rarity(c->kind, count, present ? present : 1);
		}
		HW_TRY(trace_word_signs(c, error));
	}
	return HW_OK;
}

/* ---- candidates --------------------------------------------------------------------------------- */

static hw_status find_atoms(trace_kept *kept, const trace_records *r, hw_error *error)
{
	trace_blocks *blocks = &kept->blocks;

	trace_blocks_free(blocks);
	blocks->all_atoms = true;
	HW_TRY(trace_atoms_make(blocks, r, error));
	for (size_t k = 0; k < kept->head.rule_count; k++) {
		const kept_rule *rule = &kept->head.rules[k];
		blocks->rules[k].atom_count = rule->atom_count;
		for (size_t i = 0; i < rule->atom_count && i < 3; i++) {
			const kept_atom *wanted = &rule->atoms[i];
			size_t a = 0;
			for (; a < blocks->atom_count; a++) {
				const trace_atom *atom = &blocks->atoms[a];
				uint32_t other = atom->other_keys ? (uint32_t)atom->other : UINT32_MAX;
				if (atom->column == wanted->column && other == wanted->other &&
				    !strncmp(atom->words, wanted->words, sizeof wanted->words - 1))
					break;
			}
			if (a == blocks->atom_count)
				return hw_fail(error, HW_NOT_FOUND, "what is kept has a key that there is no more");
			blocks->rules[k].atoms[i] = a;
		}
	}
	return HW_OK;
}

static hw_status add_pair(trace_kept *kept, uint32_t record, uint32_t person, hw_error *error)
{
	HW_TRY(trace_reserve(&kept->pairs, &kept->pair_room, kept->pair_count + 1, sizeof *kept->pairs, error));
	kept->pairs[kept->pair_count++] = (uint64_t)record << 32 | person;
	return HW_OK;
}

static kept_entry entry_at(hw_text page, size_t at)
{
	kept_entry entry;

	memcpy(&entry, page.bytes + at * sizeof entry, sizeof entry);
	return entry;
}

/* The first entry of the page whose key is `key` or greater. */
static size_t first_of(hw_text page, uint64_t key)
{
	size_t low = 0, high = page.length / sizeof(kept_entry);

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (entry_at(page, middle).key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The first place of a large block whose record comes after one with this tie. */
static hw_status place_in(const trace_kept *kept, hw_text page, size_t from, size_t to, uint64_t tie, size_t *place,
			  hw_error *error)
{
	while (from < to) {
		size_t middle = (from + to) / 2;
		uint32_t record = entry_at(page, middle).record;
		uint64_t other = 0;
		hw_text ties;
		HW_TRY(kept->pages->get(kept->pages->context, KEPT_TIES, record / KEPT_PAGE, &ties, error));
		size_t at = record % KEPT_PAGE * sizeof other;
		if (at + sizeof other <= ties.length)
			memcpy(&other, ties.bytes + at, sizeof other);
		if (other <= tie)
			from = middle + 1;
		else
			to = middle;
	}
	*place = from;
	return HW_OK;
}

static hw_status candidates_by(trace_kept *kept, const trace_records *r, size_t rule, uint32_t record, hw_error *error)
{
	const trace_block_rule *of = &kept->blocks.rules[rule];
	uint32_t key = trace_atoms_key(&kept->blocks, r, of->atoms, of->atom_count, record);
	uint32_t bits = kept->head.rules[rule].bits;
	hw_text page;

	if (!key)
		return HW_OK;
	HW_TRY(kept->pages->get(kept->pages->context, KEPT_RULES + (uint32_t)rule, bits ? key >> (32 - bits) : 0, &page,
				error));
	size_t from = first_of(page, key), to = first_of(page, (uint64_t)key + 1);
	if (to - from > TRACE_BLOCK_MAX) {
		size_t place;
		HW_TRY(place_in(kept, page, from, to, trace_tie_of(r, record), &place, error));
		from = place - from > TRACE_WINDOW ? place - TRACE_WINDOW : from;
		to = to - place > TRACE_WINDOW ? place + TRACE_WINDOW : to;
	}
	for (; from < to; from++)
		HW_TRY(add_pair(kept, record, entry_at(page, from).record, error));
	return HW_OK;
}

static int number_order(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static int person_order(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* Pairs and persons, each once. */
static hw_status settle(trace_kept *kept, hw_error *error)
{
	size_t kept_pairs = 0;

	if (kept->pair_count)
		qsort(kept->pairs, kept->pair_count, sizeof *kept->pairs, number_order);
	for (size_t i = 0; i < kept->pair_count; i++)
		if (!i || kept->pairs[i] != kept->pairs[i - 1])
			kept->pairs[kept_pairs++] = kept->pairs[i];
	kept->pair_count = kept_pairs;
	hw_release(kept->persons);
	kept->persons = hw_grow(NULL, kept_pairs + 1, sizeof *kept->persons);
	if (!kept->persons)
		return trace_no_memory(error);
	for (size_t i = 0; i < kept_pairs; i++)
		kept->persons[i] = (uint32_t)kept->pairs[i];
	if (kept_pairs)
		qsort(kept->persons, kept_pairs, sizeof *kept->persons, person_order);
	kept->person_count = 0;
	for (size_t i = 0; i < kept_pairs; i++)
		if (!i || kept->persons[i] != kept->persons[i - 1])
			kept->persons[kept->person_count++] = kept->persons[i];
	return HW_OK;
}

static hw_status same_fields(const trace_kept *kept, const trace_records *r, hw_error *error)
{
	bool same = r->column_count == kept->head.column_count && r->source == SIZE_MAX;

	for (size_t i = 0; same && i < r->column_count; i++)
		same = (uint32_t)r->columns[i].kind == kept->head.kinds[i];
	return same ? HW_OK : hw_fail(error, HW_NOT_FOUND, "what is kept is of other fields");
}

hw_status trace_kept_candidates(trace_kept *kept, trace_records *records, const trace_settings *settings,
				const uint32_t **persons, size_t *count, hw_error *error)
{
	kept->pair_count = 0;
	HW_TRY(trace_split_names(records, settings, error));
	HW_TRY(same_fields(kept, records, error));
	HW_TRY(count_values(kept, records, error));
	HW_TRY(find_atoms(kept, records, error));
	for (uint32_t i = 0; i < records->count; i++) {
		for (uint32_t p = 0; kept->head.everything && p < kept->head.records[0]; p++)
			HW_TRY(add_pair(kept, i, p, error));
		for (size_t k = 0; k < kept->head.rule_count; k++)
			HW_TRY(candidates_by(kept, records, k, i, error));
	}
	HW_TRY(settle(kept, error));
	*persons = kept->persons;
	*count = kept->person_count;
	return HW_OK;
}

/* ---- weighing --------------------------------------------------------------------------------------- */

static hw_status weigh(const trace_kept *kept, trace_result *result, const uint32_t *numbers, size_t count,
		       double *sums, hw_error *error)
{
	struct trace_inside *inside = result->inside;
	const trace_records *r = inside->records;
	uint32_t first = (uint32_t)(r->count - count);
	size_t room = 0;

	HW_TRY(trace_reserve(&result->pairs, &room, kept->pair_count + 1, sizeof *result->pairs, error));
	for (size_t i = 0; i < kept->pair_count; i++) {
		uint32_t b = (uint32_t)(kept->pairs[i] >> 32), person = (uint32_t)kept->pairs[i];
		const uint32_t *found = bsearch(&person, numbers, count, sizeof *numbers, person_order);
		if (!found)
			return hw_fail(error, HW_FAULT, "person %u is a candidate and was not handed in", person);
		uint32_t a = first + (uint32_t)(found - numbers);
		trace_pattern pattern = trace_pattern_of(r, &inside->model, NULL, a, b);
		double bits = trace_pattern_bits(&inside->model, &pattern);
		result->pairs[result->pair_count++] = (trace_pair){a, b, bits, 0, false};
		sums[b] += exp2(fmin(bits, 60));
	}
	result->candidates = (double)result->pair_count;
	for (size_t i = 0; i < result->pair_count; i++) {
		trace_pair *p = &result->pairs[i];
		const trace_judgement *j = trace_judged(inside, p->left, p->right);
		p->probability = exp2(fmin(p->weight, 60)) / (1 + sums[p->right]);
		p->linked = j ? j->same : p->probability >= inside->settings.threshold;
	}
	trace_sort_pairs(result);
	return HW_OK;
}

/* NULL: memory is out. */
static trace_result *new_result(trace_records *records, const trace_settings *settings)
{
	trace_result *out = hw_grow(NULL, 1, sizeof *out);
	struct trace_inside *inside = hw_grow(NULL, 1, sizeof *inside);

	if (!out || !inside) {
		hw_release(out);
		hw_release(inside);
		return NULL;
	}
	memset(out, 0, sizeof *out);
	memset(inside, 0, sizeof *inside);
	inside->records = records;
	inside->settings = *settings;
	out->inside = inside;
	out->calibration = (trace_calibration){.scale = 1};
	return out;
}

hw_status trace_kept_place(trace_kept *kept, trace_records *records, const uint32_t *numbers, size_t count,
			   const trace_settings *settings, trace_result **result, hw_error *error)
{
	double *sums = NULL;
	hw_status status;

	HW_TRY(trace_split_names(records, settings, error));
	HW_TRY(count_values(kept, records, error));
	trace_result *out = new_result(records, settings);
	if (!out)
		return trace_no_memory(error);
	trace_model *model = &out->inside->model;
	*model = kept->head.model;
	model->by_source = NULL;
	for (size_t c = 0; c < model->count; c++) {
		size_t levels;
		model->tables[c] = trace_level_table(records->columns[model->columns[c]].kind, &levels);
	}
	out->prior = model->prior;
	sums = hw_grow(NULL, records->count + 1, sizeof *sums);
	out->inside->arena = hw_arena_new((size_t)64 << 20);
	if (!sums || !out->inside->arena) {
		status = trace_no_memory(error);
		goto out;
	}
	memset(sums, 0, (records->count + 1) * sizeof *sums);
	HW_TRY_OR_OUT(trace_take_judgements(records, settings, out->inside, error));
	HW_TRY_OR_OUT(trace_model_rows(records, model, error));
	HW_TRY_OR_OUT(weigh(kept, out, numbers, count, sums, error));
	hw_release(sums);
	*result = out;
	return HW_OK;
out:
	hw_release(sums);
	trace_result_free(out);
	return status;
}
