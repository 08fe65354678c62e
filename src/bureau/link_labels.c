/* link_labels.c - the file of reviewed pairs: left,right,same. */
#include "bureau/link_int.h"

#include <stdlib.h>
#include <string.h>

typedef struct by_id {
	hw_text id;
	uint32_t record;
} by_id;

static int id_order(const void *a, const void *b)
{
	const by_id *left = a, *right = b;
	int order = hw_text_compare(left->id, right->id);

	if (order)
		return order;
	return (left->record > right->record) - (left->record < right->record);
}

static by_id *sorted_ids(const bureau_link *link, size_t from, size_t count)
{
	by_id *all = hw_grow(NULL, count + 1, sizeof *all);

	for (size_t i = 0; all && i < count; i++)
		all[i] = (by_id){link_id(link, (uint32_t)(from + i)), (uint32_t)(from + i)};
	if (all)
		qsort(all, count, sizeof *all, id_order);
	return all;
}

/* The first record of that id; UINT32_MAX when there is none. */
static uint32_t record_of(const by_id *all, size_t count, hw_text id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (hw_text_compare(all[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && hw_text_equal(all[low].id, id) ? all[low].record : UINT32_MAX;
}

/* The record of an id; of a row number, when its row has no id. */
static uint32_t record_named(const by_id *all, size_t count, hw_text id)
{
	uint32_t record = record_of(all, count, id);
	char row[LINK_ROW_BYTES];

	return record != UINT32_MAX ? record : record_of(all, count, link_row_id(id, row));
}

static bool read_same(hw_text t, bool *same)
{
	static const char *const yes[] = {"1", "1.0", "true", "yes", "y", "same", "так", "да"};
	static const char *const no[] = {"0", "0.0", "false", "no", "n", "different", "ні", "нет"};
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new(4096);
	hw_text lower;

	if (!arena || t.length > 32 || hw_text_lower(arena, t, &lower, NULL) != HW_OK)
		return false;
	for (size_t i = 0; i < HW_COUNT(yes); i++)
		if (hw_text_is(lower, yes[i]) || hw_text_is(lower, no[i])) {
			*same = hw_text_is(lower, yes[i]);
			return true;
		}
	return false;
}

typedef struct reading {
	bureau_link *link;
	const char *path;
	by_id *ids[2]; /* of the left and of the right column */
	size_t counts[2], columns[3], room;
} reading;

static hw_status find_columns(reading *r, const hw_csv_row *header, hw_error *error)
{
	static const char *const names[] = {"left", "right", "same"};

	for (size_t n = 0; n < HW_COUNT(names); n++) {
		r->columns[n] = SIZE_MAX;
		for (size_t i = 0; i < header->count; i++)
			if (hw_text_is(hw_text_trim(header->fields[i]), names[n]))
				r->columns[n] = i;
		if (r->columns[n] == SIZE_MAX) {
			hw_fail(error, HW_BAD_INPUT, "there is no column \"%s\"", names[n]);
			hw_error_where(error, "%s:1", r->path);
			return hw_error_remedy(error,
					       "reviewed pairs are a table of left,right,same: two ids and yes or no");
		}
	}
	return HW_OK;
}

static hw_status add_label(reading *r, const hw_csv_row *row, hw_error *error)
{
	bureau_link *link = r->link;
	hw_text answer = hw_text_trim(row->fields[r->columns[2]]);
	uint32_t records[2];
	char shown[64];
	bool same = false;

	if (!read_same(answer, &same)) {
		hw_fail(error, HW_BAD_INPUT, "same: \"%s\" is not yes or no", hw_text_shown(answer, shown));
		hw_error_remedy(error, "write 1 or 0, true or false, yes or no");
		return hw_error_where(error, "%s:%llu", r->path, (unsigned long long)row->line);
	}
	for (unsigned side = 0; side < 2; side++) {
		hw_text id = hw_text_trim(row->fields[r->columns[side]]);
		records[side] = record_named(r->ids[side], r->counts[side], id);
		if (records[side] == UINT32_MAX) {
			hw_fail(error, HW_BAD_INPUT, "%s: no record has the id \"%s\"", side ? "right" : "left",
				hw_text_shown(id, shown));
			hw_error_remedy(
				error,
				"ids stand in the column that --id names; a row without one is called by its number");
			return hw_error_where(error, "%s:%llu", r->path, (unsigned long long)row->line);
		}
	}
	if (records[0] == records[1]) {
		hw_fail(error, HW_BAD_INPUT, "left and right are one record");
		return hw_error_where(error, "%s:%llu", r->path, (unsigned long long)row->line);
	}
	if (link->label_count == r->room) {
		size_t room = r->room ? 2 * r->room : 256;
		trace_judgement *grown = hw_grow(link->labels, room, sizeof *grown);
		if (!grown)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the reviewed pairs");
		link->labels = grown;
		r->room = room;
	}
	link->labels[link->label_count++] = (trace_judgement){records[0], records[1], same};
	return HW_OK;
}

hw_status link_read_labels(bureau_link *link, hw_error *error)
{
	size_t count = trace_records_count(link->records), first = link->files[0].records;
	bool two = link->options.file_count == 2;
	reading r = {.link = link, .path = link->options.labels, .counts = {first, two ? count - first : first}};
	const hw_csv_row *row;
	hw_csv *csv = NULL;
	hw_status status;

	HW_TRY(hw_csv_open(r.path, &csv, error));
	r.ids[0] = sorted_ids(link, 0, r.counts[0]);
	r.ids[1] = sorted_ids(link, two ? first : 0, r.counts[1]);
	if (!r.ids[0] || !r.ids[1]) {
		status = hw_fail(error, HW_NO_MEMORY, "no memory for the reviewed pairs");
		goto out;
	}
	HW_TRY_OR_OUT(find_columns(&r, hw_csv_header(csv), error));
	for (;;) {
		HW_TRY_OR_OUT(hw_csv_next(csv, &row, error));
		if (!row)
			break;
		HW_TRY_OR_OUT(add_label(&r, row, error));
	}
out:
	hw_release(r.ids[0]);
	hw_release(r.ids[1]);
	hw_csv_close(csv);
	return status;
}
