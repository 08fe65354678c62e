/* link_files.c - reads files of records, hands them to the engine of tracing, keeps what it found. */
#include "bureau/link_int.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to link");
}

/* ---- headers ------------------------------------------------------------------------ */

static hw_status read_header(bureau_link *link, link_file *file, hw_error *error)
{
	hw_csv *csv = NULL;
	hw_status status = HW_OK;

	HW_TRY(hw_csv_open(file->path, &csv, error));
	const hw_csv_row *header = hw_csv_header(csv);
	if (!header->count) {
		hw_fail(error, HW_BAD_INPUT, "the file is empty");
		hw_error_remedy(error, "its first line names the columns");
		status = hw_error_where(error, "%s", file->path);
	} else {
		file->column_count = header->count;
		file->header = HW_NEW(link->arena, hw_text, header->count);
		for (size_t i = 0; file->header && i < header->count; i++) {
			file->header[i] = hw_text_copy(link->arena, hw_text_trim(header->fields[i]));
			if (!file->header[i].bytes)
				file->header = NULL;
		}
		if (!file->header)
			status = no_memory(error);
		file->encoding = hw_csv_encoding(csv);
		file->separator = hw_csv_separator(csv);
	}
	hw_csv_close(csv);
	return status;
}

/* The id column may have another name in the second file only by default ("id" or none). */
static hw_status find_special(const bureau_link *link, link_file *file, hw_error *error)
{
	const bureau_link_options *o = &link->options;

	file->id = link_column_of(file, hw_text_of(o->id ? o->id : "id"));
	if (o->id && file->id == SIZE_MAX)
		return link_no_column(file, hw_text_of(o->id), error);
	file->truth = o->truth ? link_column_of(file, hw_text_of(o->truth)) : SIZE_MAX;
	if (o->truth && file->truth == SIZE_MAX)
		return link_no_column(file, hw_text_of(o->truth), error);
	return HW_OK;
}

/* ---- rows ------------------------------------------------------------------------------ */

static hw_status add_row(bureau_link *link, unsigned side, const hw_csv_row *row, hw_text *truths, hw_error *error)
{
	const link_file *file = &link->files[side];
	hw_text values[TRACE_FIELDS_MAX], id;
	size_t at = trace_records_count(link->records);

	for (size_t i = 0; i < link->field_count; i++)
		values[i] = file->columns[i] != SIZE_MAX ? row->fields[file->columns[i]] : (hw_text){0};
	HW_TRY(trace_records_add(link->records, side, values, error));
	if (file->id != SIZE_MAX && hw_text_trim(row->fields[file->id]).length)
		id = hw_text_copy(link->arena, hw_text_trim(row->fields[file->id]));
	else if (file->id != SIZE_MAX) /* a number alone might be the id of another row */
		id = hw_text_format(link->arena, LINK_ROW "%llu", (unsigned long long)row->row);
	else
		id = hw_text_format(link->arena, "%llu", (unsigned long long)row->row);
	if (!id.bytes)
		return no_memory(error);
	link->ids[at] = id;
	if (file->truth != SIZE_MAX && truths) {
		truths[at] = hw_text_copy(link->arena, hw_text_trim(row->fields[file->truth]));
		if (!truths[at].bytes)
			return no_memory(error);
	}
	return HW_OK;
}

static hw_status make_room(bureau_link *link, hw_text **truths, hw_error *error)
{
	size_t room = link->room ? link->room * 2 : 4096;

	if (trace_records_count(link->records) < link->room)
		return HW_OK;
	hw_text *ids = hw_grow(link->ids, room, sizeof *ids);
	if (!ids)
		return no_memory(error);
	link->ids = ids;
	if (link->options.truth) {
		hw_text *grown = hw_grow(*truths, room, sizeof *grown);
		if (!grown)
			return no_memory(error);
		*truths = grown;
	}
	link->room = room;
	return HW_OK;
}

static hw_status read_rows(bureau_link *link, unsigned side, hw_text **truths, hw_error *error)
{
	link_file *file = &link->files[side];
	const hw_csv_row *row;
	hw_csv *csv = NULL;
	hw_status status;

	HW_TRY(hw_csv_open(file->path, &csv, error));
	for (;;) {
		HW_TRY_OR_OUT(hw_csv_next(csv, &row, error));
		if (!row)
			break;
		HW_TRY_OR_OUT(make_room(link, truths, error));
		HW_TRY_OR_OUT(add_row(link, side, row, *truths, error));
		file->records++;
		if (row->row % 4096 == 0)
			HW_TRY_OR_OUT(hw_progress_step(link->options.progress, "reading", hw_csv_done(csv), 1, error));
	}
	if (!file->records) {
		hw_fail(error, HW_BAD_INPUT, "there are no rows below the header");
		status = hw_error_where(error, "%s", file->path);
	}
out:
	hw_csv_close(csv);
	return status;
}

/* ---- truth and ids ------------------------------------------------------------------------ */

typedef struct numbered {
	hw_text text;
	uint32_t record;
} numbered;

static int text_order(const void *a, const void *b)
{
	const numbered *left = a, *right = b;
	int order = hw_text_compare(left->text, right->text);

	if (order)
		return order;
	return (left->record > right->record) - (left->record < right->record);
}

static hw_status number_truths(bureau_link *link, const hw_text *truths, hw_error *error)
{
	size_t count = trace_records_count(link->records);
	numbered *all = hw_grow(NULL, count + 1, sizeof *all);
	uint32_t number = 0;

	link->truth = hw_grow(NULL, count + 1, sizeof *link->truth);
	if (!all || !link->truth) {
		hw_release(all);
		return no_memory(error);
	}
	for (uint32_t i = 0; i < count; i++)
		all[i] = (numbered){truths[i], i};
	qsort(all, count, sizeof *all, text_order);
	for (size_t i = 0; i < count; i++) {
		if (!i || !hw_text_equal(all[i].text, all[i - 1].text))
			number++;
		link->truth[all[i].record] = all[i].text.length ? number : 0;
	}
	hw_release(all);
	return HW_OK;
}

static uint64_t hash_of(hw_text t)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < t.length; i++)
		hash = (hash ^ (unsigned char)t.bytes[i]) * 0x100000001b3u;
	return hash ^ hash >> 32;
}

/* Counts the ids of records from..to that stood before among them, and keeps the first of these in the order of texts. */
static void find_repeated(bureau_link *link, size_t from, size_t to, uint32_t *slots, size_t mask)
{
	memset(slots, 0, (mask + 1) * sizeof *slots);
	for (size_t i = from; i < to; i++) {
		hw_text id = link->ids[i];
		size_t at = hash_of(id) & mask;
		while (slots[at] && !hw_text_equal(link->ids[slots[at] - 1], id))
			at = (at + 1) & mask;
		if (!slots[at])
			slots[at] = (uint32_t)i + 1;
		else if (!link->repeated_ids++ || hw_text_compare(id, link->first_repeated) < 0)
			link->first_repeated = id;
	}
}

static hw_status check_ids(bureau_link *link, hw_error *error)
{
	size_t count = trace_records_count(link->records), first = link->files[0].records, room = 64;

	while (room < 2 * count)
		room *= 2;
	uint32_t *slots = hw_grow(NULL, room, sizeof *slots);
	if (!slots)
		return no_memory(error);
	find_repeated(link, 0, first, slots, room - 1);
	if (link->options.file_count > 1)
		find_repeated(link, first, count, slots, room - 1);
	hw_release(slots);
	return HW_OK;
}

/* ---- running ----------------------------------------------------------------------------- */

/* Times the stages as they are reported and hands them on. */
static bool on_step(void *context, const char *stage, double done, double total)
{
	bureau_link *link = context;
	const hw_progress *outer = link->options.progress;
	link_stage *last = link->stage_count ? &link->stages[link->stage_count - 1] : NULL;

	if (!last || strcmp(last->name, stage) != 0) {
		double now = hw_clock_seconds();
		if (last)
			last->seconds += now - link->stage_began;
		link->stage_began = now;
		size_t at = 0;
		while (at < link->stage_count && strcmp(link->stages[at].name, stage) != 0)
			at++;
		if (at == link->stage_count && at < LINK_STAGES_MAX)
			snprintf(link->stages[link->stage_count++].name, sizeof link->stages[0].name, "%s", stage);
		else if (at < link->stage_count) { /* a stage that comes again moves to the end */
			link_stage again = link->stages[at];
			memmove(&link->stages[at], &link->stages[at + 1], (link->stage_count - at - 1) * sizeof again);
			link->stages[link->stage_count - 1] = again;
		}
	}
	return !outer || !outer->report || outer->report(outer->context, stage, done, total);
}

static hw_status run(bureau_link *link, hw_error *error)
{
	trace_settings settings = trace_settings_default();
	hw_progress progress = {on_step, link};

	settings.between = link->options.file_count == 2;
	settings.one_to_one = link->options.one_to_one;
	settings.one_person = link->options.one_person;
	settings.threshold = link->options.threshold > 0 ? link->options.threshold : 0.5;
	settings.keep =
		link->options.all || link->truth ? 0 : settings.threshold; /* measuring needs all that was compared */
	if (link->options.draws && settings.keep > 0.01)
		settings.keep = 0.01; /* a draw may join what is under the threshold */
	settings.seed = link->options.seed;
	settings.threads = link->options.threads;
	settings.labels = link->labels;
	settings.label_count = link->label_count;
	HW_TRY(trace_link(link->records, &settings, &progress, &link->result, error));
	if (link->truth)
		HW_TRY(trace_measure(link->result, link->truth, &link->quality, error));
	(void)on_step(link, "end", 1, 1);
	link->stage_count--;
	link->total_seconds = hw_clock_seconds() - link->began;
	struct rusage usage;
	if (!getrusage(RUSAGE_SELF, &usage))
		link->peak_bytes = (size_t)usage.ru_maxrss * 1024;
	return HW_OK;
}

static hw_status open_files(bureau_link *link, hw_error *error)
{
	const bureau_link_options *o = &link->options;

	for (size_t f = 0; f < o->file_count; f++) {
		if (!strcmp(o->files[f], "-"))
			return hw_fail(error, HW_USAGE, "link reads its files twice, so standard input will not do");
		link->files[f].path = o->files[f];
		HW_TRY(read_header(link, &link->files[f], error));
		HW_TRY(find_special(link, &link->files[f], error));
	}
	return link_choose_fields(link, error);
}

hw_status bureau_link_files(const bureau_link_options *options, bureau_link **result, hw_error *error)
{
	bureau_link *link = hw_grow(NULL, 1, sizeof *link);
	hw_text *truths = NULL;
	hw_status status;

	if (!link)
		return no_memory(error);
	memset(link, 0, sizeof *link);
	link->options = *options;
	link->began = hw_clock_seconds();
	link->arena = hw_arena_new((size_t)1 << 40);
	if (!link->arena) {
		status = no_memory(error);
		goto out;
	}
	HW_TRY_OR_OUT(open_files(link, error));
	HW_TRY_OR_OUT(names_tables_open(&link->tables, error));
	HW_TRY_OR_OUT(trace_records_new(link->tables, link->fields, link->field_count, &link->records, error));
	(void)on_step(link, "reading", 0, 1);
	for (unsigned side = 0; side < options->file_count; side++)
		HW_TRY_OR_OUT(read_rows(link, side, &truths, error));
	if (truths)
		HW_TRY_OR_OUT(number_truths(link, truths, error));
	HW_TRY_OR_OUT(check_ids(link, error));
	if (options->labels)
		HW_TRY_OR_OUT(link_read_labels(link, error));
	HW_TRY_OR_OUT(run(link, error));
	*result = link;
	link = NULL;
out:
	hw_release(truths);
	bureau_link_free(link);
	return status;
}

void bureau_link_free(bureau_link *link)
{
	if (!link)
		return;
	trace_result_free(link->result);
	trace_records_free(link->records);
	names_tables_close(link->tables);
	hw_release(link->ids);
	hw_release(link->truth);
	hw_release(link->labels);
	hw_arena_free(link->arena);
	hw_release(link);
}

hw_text link_id(const bureau_link *link, uint32_t record)
{
	return link->ids[record];
}

hw_text link_row_id(hw_text id, char out[LINK_ROW_BYTES])
{
	int64_t number;

	if (id.length > 18 || hw_text_integer(id, &number, NULL) != HW_OK || number < 1)
		return (hw_text){0};
	int length = snprintf(out, LINK_ROW_BYTES, LINK_ROW "%lld", (long long)number);
	return (hw_text){out, (size_t)length};
}
