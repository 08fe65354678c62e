/* keep.c - what a linkage has learnt, written to pages. */
#include "trace/trace_int.h"

#include <stdlib.h>
#include <string.h>

/* Pages of about KEPT_PAGE entries, a power of two of them. */
static uint32_t bits_for(size_t count)
{
	uint32_t bits = 0;

	while (bits < 20 && count >> bits > KEPT_PAGE)
		bits++;
	return bits;
}

static hw_text bytes_of(const void *at, size_t count, size_t size)
{
	return (hw_text){(const char *)at, count * size};
}

/* ---- the register's keys ------------------------------------------------------------------ */

static hw_status keep_rule(const struct trace_inside *inside, const trace_pages *pages, size_t number, kept_rule *kept,
			   hw_error *error)
{
	const trace_blocks *blocks = &inside->blocks;
	const trace_block_rule *rule = &blocks->rules[number];
	const trace_records *r = inside->records;
	uint64_t *all = hw_grow(NULL, r->side_counts[0] * 2 + 1, sizeof *all);
	hw_status status = HW_OK;
	size_t count = 0;

	if (!all)
		return trace_no_memory(error);
	for (size_t i = 0; i < r->count; i++) {
		uint32_t record = blocks->tie[i], key = r->sides[record] ? 0 : trace_rule_key(blocks, r, rule, record);
		if (key)
			all[count++] = (uint64_t)key << 32 | record;
	}
	trace_sort_keyed(all, all + r->side_counts[0], count);
	kept_entry *entries = (kept_entry *)(all + r->side_counts[0]);
	for (size_t i = 0; i < count; i++)
		entries[i] = (kept_entry){(uint32_t)(all[i] >> 32), (uint32_t)all[i]};
	kept->bits = bits_for(count);
	for (size_t from = 0, to; from < count && status == HW_OK; from = to) {
		uint32_t page = kept->bits ? entries[from].key >> (32 - kept->bits) : 0;
		for (to = from; to < count && (!kept->bits || entries[to].key >> (32 - kept->bits) == page); to++)
			continue;
		status = pages->put(pages->context, KEPT_RULES + (uint32_t)number, page,
				    bytes_of(entries + from, to - from, sizeof *entries), error);
	}
	hw_release(all);
	kept->atom_count = (uint32_t)rule->atom_count;
	for (size_t i = 0; i < rule->atom_count; i++) {
		const trace_atom *atom = &blocks->atoms[rule->atoms[i]];
		kept->atoms[i].column = (uint32_t)atom->column;
		kept->atoms[i].other = atom->other_keys ? (uint32_t)atom->other : UINT32_MAX;
		(void)snprintf(kept->atoms[i].words, sizeof kept->atoms[i].words, "%s", atom->words);
	}
	return status;
}

static hw_status keep_ties(const trace_records *r, const trace_pages *pages, hw_error *error)
{
	uint64_t ties[KEPT_PAGE];
	size_t count = 0;

	for (uint32_t i = 0; i < r->count; i++) {
		ties[count++] = trace_tie_of(r, i);
		if (count < KEPT_PAGE && i + 1 < r->count)
			continue;
		HW_TRY(pages->put(pages->context, KEPT_TIES, i / KEPT_PAGE, bytes_of(ties, count, sizeof *ties),
				  error));
		count = 0;
	}
	return HW_OK;
}

/* ---- frequencies ---------------------------------------------------------------------------- */

static int hash_order(const void *a, const void *b)
{
	const kept_count *left = a, *right = b;

	return (left->hash > right->hash) - (left->hash < right->hash);
}

/* Sorted, those of one hash together. */
static hw_status keep_counts(kept_count *all, size_t count, uint32_t section, const trace_pages *pages, uint32_t *bits,
			     hw_error *error)
{
	size_t kept = 0;

	if (count)
		qsort(all, count, sizeof *all, hash_order);
	for (size_t i = 0; i < count; i++) {
		if (kept && all[kept - 1].hash == all[i].hash)
			all[kept - 1].count += all[i].count;
		else
			all[kept++] = all[i];
	}
	*bits = bits_for(kept);
	for (size_t from = 0, to; from < kept; from = to) {
		uint32_t page = *bits ? (uint32_t)(all[from].hash >> (64 - *bits)) : 0;
		for (to = from; to < kept && (!*bits || all[to].hash >> (64 - *bits) == page); to++)
			continue;
		HW_TRY(pages->put(pages->context, section, page, bytes_of(all + from, to - from, sizeof *all), error));
	}
	return HW_OK;
}

static hw_status keep_column(const trace_column *c, uint32_t number, const trace_pages *pages, kept_head *head,
			     hw_error *error)
{
	size_t room = c->value_count > c->word_count ? c->value_count : c->word_count;
	kept_count *all = hw_grow(NULL, room + 1, sizeof *all);
	size_t count = 0;
	hw_status status;

	if (!all)
		return trace_no_memory(error);
	for (size_t v = 1; v < c->value_count; v++)
		all[count++] = (kept_count){c->values[v].canonical, c->values[v].count, 0};
	status = keep_counts(all, count, KEPT_VALUES + number, pages, &head->value_bits[number], error);
	count = 0;
	for (size_t w = 1; w < c->word_count; w++)
		all[count++] = (kept_count){trace_hash(c->words[w].fold, c->words[w].length), c->words[w].count, 0};
	if (status == HW_OK)
		status = keep_counts(all, count, KEPT_WORDS + number, pages, &head->word_bits[number], error);
	hw_release(all);
	return status;
}

hw_status trace_keep(const trace_result *result, const trace_pages *pages, hw_error *error)
{
	const struct trace_inside *inside = result->inside;
	const trace_records *r = inside->records;
	kept_head *head;
	hw_status status = HW_OK;

	if (!inside->settings.one_person || inside->model.by_source)
		return hw_fail(error, HW_USAGE, "only what links reports without sources to a register is kept");
	head = hw_grow(NULL, 1, sizeof *head);
	if (!head)
		return trace_no_memory(error);
	memset(head, 0, sizeof *head);
	(void)snprintf(head->form, sizeof head->form, "%s", KEPT_FORM);
	head->order = 0x01020304;
	head->model_size = sizeof head->model;
	head->column_count = (uint32_t)r->column_count;
	head->rule_count = (uint32_t)inside->blocks.rule_count;
	head->everything = inside->blocks.everything;
	head->records[0] = (uint32_t)r->side_counts[0];
	head->records[1] = (uint32_t)r->side_counts[1];
	head->model = inside->model;
	head->model.rows = NULL;
	for (uint32_t c = 0; c < r->column_count; c++) {
		head->kinds[c] = (uint32_t)r->columns[c].kind;
		head->present[c] = r->count - r->columns[c].missing;
		HW_TRY_OR_OUT(keep_column(&r->columns[c], c, pages, head, error));
	}
	for (size_t k = 0; k < inside->blocks.rule_count; k++)
		HW_TRY_OR_OUT(keep_rule(inside, pages, k, &head->rules[k], error));
	HW_TRY_OR_OUT(keep_ties(r, pages, error));
	HW_TRY_OR_OUT(pages->put(pages->context, KEPT_HEAD, 0, bytes_of(head, 1, sizeof *head), error));
out:
	hw_release(head);
	return status;
}
