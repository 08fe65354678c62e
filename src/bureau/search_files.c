/* search_files.c - searching names in a file: reads it into an index, asks it, keeps what it found. */
#include "bureau/bureau.h"
#include "trace/trace.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { SLICE_QUERIES = 128, TOP_DEFAULT = 10 };

/* The answers of one slice of the queries, in memory of its own. */
typedef struct answers {
	hw_arena *arena;
	bureau_search_hit *hits;
	size_t count, room;
} answers;

struct bureau_search_result {
	bureau_search_options options;
	hw_arena *arena;
	names_tables *tables;
	trace_search *index;
	hw_text *ids, *queries;
	uint64_t *hashes; /* per id */
	uint32_t *slots;  /* ids by hash: number + 1; 0 = free */
	size_t slot_count;
	size_t id_count, id_room, query_count, query_room;
	double *seconds, *work; /* per query: by the clock, and of the processor */
	answers *slices;
	size_t slice_count;
	bureau_search_figures figures;
};

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory to search");
}

/* ---- files ------------------------------------------------------------------------------- */

static hw_status find_column(const hw_csv *csv, const char *path, const char *name, size_t *result, hw_error *error)
{
	const hw_csv_row *header = hw_csv_header(csv);
	hw_buffer list = {0};

	for (size_t i = 0; i < header->count; i++)
		if (hw_text_is(hw_text_trim(header->fields[i]), name)) {
			*result = i;
			return HW_OK;
		}
	for (size_t i = 0; i < header->count && list.length < 150; i++)
		hw_buffer_addf(&list, "%s%.*s", i ? ", " : "", HW_TEXT_ARG(hw_text_trim(header->fields[i])));
	hw_fail(error, HW_BAD_INPUT, "there is no column \"%s\"", name);
	hw_error_where(error, "%s:1", path);
	hw_error_remedy(error, "the file has %s", list.length ? list.bytes : "no columns");
	hw_buffer_free(&list);
	return HW_BAD_INPUT;
}

static hw_status keep(bureau_search_result *r, hw_text **list, size_t *count, size_t *room, hw_text value,
		      hw_error *error)
{
	if (*count == *room) {
		size_t more = *room ? *room * 2 : 1024;
		hw_text *grown = hw_grow(*list, more, sizeof(*grown));
		if (!grown)
			return no_memory(error);
		*list = grown;
		*room = more;
	}
	(*list)[*count] = hw_text_copy(r->arena, value);
	return (*list)[(*count)++].bytes ? HW_OK : no_memory(error);
}

/* Years from..to of a date of birth; an unreadable one is counted, not used. */
static void years_of(bureau_search_result *r, hw_text born, int *from, int *to)
{
	hw_date date;
	int month, day;

	*from = *to = 0;
	if (!born.length)
		return;
	if (hw_date_parse(born, &date, NULL)) {
		r->figures.unread++;
		return;
	}
	if (!date.known)
		return;
	hw_days_civil(date.first, from, &month, &day);
	hw_days_civil(date.last, to, &month, &day);
}

/* The number of an id: rows with one id are names of one thing. */
static hw_status number_of(bureau_search_result *r, hw_text id, uint32_t *result, hw_error *error)
{
	uint64_t hash = 0xcbf29ce484222325ULL;

	if ((r->id_count + 1) * 2 > r->slot_count) {
		size_t wider = r->slot_count ? r->slot_count * 2 : 4096;
		uint32_t *slots = hw_grow(NULL, wider, sizeof(*slots));
		if (!slots)
			return no_memory(error);
		memset(slots, 0, wider * sizeof(*slots));
		for (size_t i = 0; i < r->id_count; i++) {
			size_t at = r->hashes[i] & (wider - 1);
			while (slots[at])
				at = (at + 1) & (wider - 1);
			slots[at] = (uint32_t)i + 1;
		}
		hw_release(r->slots);
		r->slots = slots;
		r->slot_count = wider;
		uint64_t *hashes = hw_grow(r->hashes, wider, sizeof(*hashes));
		if (!hashes)
			return no_memory(error);
		r->hashes = hashes;
	}
	for (size_t i = 0; i < id.length; i++)
		hash = (hash ^ (unsigned char)id.bytes[i]) * 0x100000001b3ULL;
	hash ^= hash >> 29;
	size_t at = hash & (r->slot_count - 1);
	for (; r->slots[at]; at = (at + 1) & (r->slot_count - 1))
		if (hw_text_equal(r->ids[r->slots[at] - 1], id)) {
			*result = r->slots[at] - 1;
			return HW_OK;
		}
	*result = (uint32_t)r->id_count;
	r->hashes[r->id_count] = hash;
	r->slots[at] = (uint32_t)r->id_count + 1;
	return keep(r, &r->ids, &r->id_count, &r->id_room, id, error);
}

static hw_status read_names(bureau_search_result *r, hw_error *error)
{
	const bureau_search_options *o = &r->options;
	size_t id = SIZE_MAX, name = 0, born = SIZE_MAX;
	const hw_csv_row *row;
	hw_csv *csv = NULL;
	hw_status status;

	HW_TRY(hw_csv_open(o->file, &csv, error));
	if (o->id)
		HW_TRY_OR_OUT(find_column(csv, o->file, o->id, &id, error));
	HW_TRY_OR_OUT(find_column(csv, o->file, o->name, &name, error));
	if (o->born)
		HW_TRY_OR_OUT(find_column(csv, o->file, o->born, &born, error));
	for (;;) {
		char number[32];
		uint32_t owner;
		int from = 0, to = 0;
		HW_TRY_OR_OUT(hw_csv_next(csv, &row, error));
		if (!row)
			break;
		(void)snprintf(number, sizeof(number), "%llu", (unsigned long long)row->row);
		hw_text key = id == SIZE_MAX ? hw_text_of(number) : hw_text_trim(row->fields[id]);
		if (born != SIZE_MAX)
			years_of(r, hw_text_trim(row->fields[born]), &from, &to);
		HW_TRY_OR_OUT(number_of(r, key, &owner, error));
		HW_TRY_OR_OUT(trace_search_add(r->index, owner, hw_text_trim(row->fields[name]), from, to, error));
		r->figures.names++;
		if (row->row % 4096 == 0)
			HW_TRY_OR_OUT(hw_progress_step(o->progress, "reading", hw_csv_done(csv), 1, error));
	}
	if (!r->id_count) {
		hw_fail(error, HW_BAD_INPUT, "there are no rows below the header");
		status = hw_error_where(error, "%s", o->file);
	}
out:
	hw_csv_close(csv);
	return status;
}

static hw_status read_queries(bureau_search_result *r, hw_error *error)
{
	const bureau_search_options *o = &r->options;
	const hw_csv_row *row;
	hw_csv *csv = NULL;
	size_t column = 0;
	hw_status status;

	if (!o->queries)
		return keep(r, &r->queries, &r->query_count, &r->query_room, hw_text_of(o->query), error);
	HW_TRY(hw_csv_open(o->queries, &csv, error));
	HW_TRY_OR_OUT(find_column(csv, o->queries, o->query_column, &column, error));
	for (;;) {
		HW_TRY_OR_OUT(hw_csv_next(csv, &row, error));
		if (!row)
			break;
		HW_TRY_OR_OUT(keep(r, &r->queries, &r->query_count, &r->query_room, hw_text_trim(row->fields[column]),
				   error));
	}
out:
	hw_csv_close(csv);
	return status;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static hw_status keep_hits(answers *a, uint64_t query, const bureau_search_result *r, const trace_hit *hits,
			   size_t count, hw_error *error)
{
	while (a->count + count > a->room) {
		size_t more = a->room ? a->room * 2 : 256;
		bureau_search_hit *grown = hw_grow(a->hits, more, sizeof(*grown));
		if (!grown)
			return no_memory(error);
		a->hits = grown;
		a->room = more;
	}
	for (size_t i = 0; i < count; i++) {
		bureau_search_hit *hit = &a->hits[a->count++];
		*hit = (bureau_search_hit){.query_row = query + 1,
					   .rank = i + 1,
					   .id = r->ids[hits[i].owner],
					   .name = hits[i].name,
					   .likeness = hits[i].likeness};
		hit->reasons.items = HW_NEW(a->arena, hw_text, hits[i].reason_count + 1);
		if (!hit->reasons.items)
			return no_memory(error);
		for (size_t k = 0; k < hits[i].reason_count; k++)
			hit->reasons.items[hit->reasons.count++] = hits[i].reasons[k].words;
	}
	return HW_OK;
}

/* Of this thread: what a query costs even where others use the machine too. */
static double processor_seconds(void)
{
	struct timespec t = {0};

	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static hw_status ask_slice(void *context, size_t slice, hw_error *error)
{
	bureau_search_result *r = context;
	answers *a = &r->slices[slice];
	trace_finder *finder = NULL;
	size_t end = (slice + 1) * SLICE_QUERIES < r->query_count ? (slice + 1) * SLICE_QUERIES : r->query_count;
	hw_status status;

	a->arena = hw_arena_new((size_t)1 << 32);
	if (!a->arena)
		return no_memory(error);
	HW_TRY(trace_finder_new(r->index, &finder, error));
	for (size_t i = slice * SLICE_QUERIES; i < end; i++) {
		trace_query query = {.text = r->queries[i], .top = r->options.top, .prefix = r->options.prefix};
		trace_hit *hits;
		size_t count;
		double began = hw_clock_seconds(), work = processor_seconds();
		HW_TRY_OR_OUT(trace_search_find(finder, &query, a->arena, &hits, &count, error));
		r->seconds[i] = hw_clock_seconds() - began;
		r->work[i] = processor_seconds() - work;
		HW_TRY_OR_OUT(keep_hits(a, i, r, hits, count, error));
	}
	status = HW_OK;
out:
	trace_finder_free(finder);
	return status;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static hw_status ask(bureau_search_result *r, hw_error *error)
{
	bureau_search_figures *f = &r->figures;
	size_t slices = (r->query_count + SLICE_QUERIES - 1) / SLICE_QUERIES;

	r->seconds = hw_grow(NULL, r->query_count + 1, sizeof(*r->seconds));
	r->work = hw_grow(NULL, r->query_count + 1, sizeof(*r->work));
	r->slices = hw_grow(NULL, slices + 1, sizeof(*r->slices));
	if (!r->seconds || !r->work || !r->slices)
		return no_memory(error);
	memset(r->slices, 0, (slices + 1) * sizeof(*r->slices));
	r->slice_count = slices;
	HW_TRY(hw_parallel(r->options.threads, slices, ask_slice, r, r->options.progress, "searching", error));
	for (size_t i = 0; i < slices; i++)
		f->hits += r->slices[i].count;
	if (!r->query_count)
		return HW_OK;
	size_t half = (r->query_count - 1) / 2, most = (size_t)((double)(r->query_count - 1) * 0.99);
	qsort(r->seconds, r->query_count, sizeof(*r->seconds), by_size);
	qsort(r->work, r->query_count, sizeof(*r->work), by_size);
	f->p50 = r->seconds[half];
	f->p99 = r->seconds[most];
	f->work_p50 = r->work[half];
	f->work_p99 = r->work[most];
	f->slowest = r->seconds[r->query_count - 1];
	return HW_OK;
}

hw_status bureau_search_files(const bureau_search_options *options, bureau_search_result **result, hw_error *error)
{
	bureau_search_result *r = hw_grow(NULL, 1, sizeof(*r));
	struct rusage usage;
	double began = hw_clock_seconds();
	hw_status status;

	if (!r)
		return no_memory(error);
	memset(r, 0, sizeof(*r));
	r->options = *options;
	r->options.top = options->top ? options->top : TOP_DEFAULT;
	r->arena = hw_arena_new((size_t)1 << 40);
	if (!r->arena) {
		status = no_memory(error);
		goto out;
	}
	HW_TRY_OR_OUT(names_tables_open(&r->tables, error));
	HW_TRY_OR_OUT(trace_search_new(r->tables, &r->index, error));
	HW_TRY_OR_OUT(read_names(r, error));
	r->figures.build_seconds = hw_clock_seconds() - began;
	r->figures.bytes = trace_search_bytes(r->index);
	HW_TRY_OR_OUT(read_queries(r, error));
	r->figures.queries = r->query_count;
	HW_TRY_OR_OUT(ask(r, error));
	if (!getrusage(RUSAGE_SELF, &usage))
		r->figures.peak_bytes = (size_t)usage.ru_maxrss * 1024;
	*result = r;
	r = NULL;
out:
	bureau_search_free(r);
	return status;
}

void bureau_search_free(bureau_search_result *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->slice_count; i++) {
		hw_release(r->slices[i].hits);
		hw_arena_free(r->slices[i].arena);
	}
	hw_release(r->slices);
	hw_release(r->seconds);
	hw_release(r->work);
	hw_release(r->ids);
	hw_release(r->hashes);
	hw_release(r->slots);
	hw_release(r->queries);
	trace_search_free(r->index);
	names_tables_close(r->tables);
	hw_arena_free(r->arena);
	hw_release(r);
}

bureau_search_figures bureau_search_measured(const bureau_search_result *result)
{
	return result->figures;
}

const bureau_search_hit *bureau_search_hit_at(const bureau_search_result *r, size_t index)
{
	for (size_t i = 0; i < r->slice_count; i++) {
		if (index < r->slices[i].count)
			return &r->slices[i].hits[index];
		index -= r->slices[i].count;
	}
	return NULL;
}

void bureau_search_csv(const bureau_search_result *r, hw_buffer *out)
{
	hw_buffer_adds(out, "query_row,rank,id,name,likeness\n");
	for (size_t i = 0; i < r->slice_count; i++)
		for (size_t k = 0; k < r->slices[i].count; k++) {
			const bureau_search_hit *hit = &r->slices[i].hits[k];
			hw_buffer_addf(out, "%llu,%zu,", (unsigned long long)hit->query_row, hit->rank);
			hw_csv_write(out, hit->id);
			hw_buffer_adds(out, ",");
			hw_csv_write(out, hit->name);
			hw_buffer_addf(out, ",%.4f\n", hit->likeness);
		}
}

void bureau_search_json(const bureau_search_result *r, hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, true);

	hw_json_object(&w, NULL);
	hw_json_array(&w, "hits");
	for (size_t i = 0; i < r->figures.hits; i++) {
		const bureau_search_hit *hit = bureau_search_hit_at(r, i);
		hw_json_object(&w, NULL);
		hw_json_integer(&w, "query_row", (int64_t)hit->query_row);
		hw_json_integer(&w, "rank", (int64_t)hit->rank);
		hw_json_text(&w, "id", hit->id);
		hw_json_text(&w, "name", hit->name);
		hw_json_number(&w, "likeness", hit->likeness);
		hw_json_array(&w, "reasons");
		for (size_t k = 0; k < hit->reasons.count; k++)
			hw_json_text(&w, NULL, hit->reasons.items[k]);
		hw_json_close(&w, ']');
		hw_json_close(&w, '}');
	}
	hw_json_close(&w, ']');
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
}
