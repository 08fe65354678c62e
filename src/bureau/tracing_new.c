/* tracing_new.c - what came since everything was compared, held against the persons of the register by what was learnt then.
 *
 * The ledger says which rows were touched.  Their pages of keys (trace.h) name the persons who can be meant, and only these
 * are read, so that the work depends on what is new and not on how large the register is. */
#include "bureau/tracing_int.h"

#include <stdlib.h>
#include <string.h>

enum { IDS = 1000, IDS_PAGE = 256, TOUCHED_MOST = 20000, PLACED_LEAST = 20 };

/* ---- pages ---------------------------------------------------------------------------------- */

typedef struct held_page {
	uint32_t section, number;
	hw_text bytes;
} held_page;
typedef struct page_desk {
	tracing *g;
	held_page *held; /* by hash; section UINT32_MAX = free */
	size_t room, used;
} page_desk;

static hw_status put_page(void *context, uint32_t section, uint32_t number, hw_text bytes, hw_error *error)
{
	page_desk *desk = context;
	const store_value values[] = {store_integer(section), store_integer(number),
				      store_blob(bytes.bytes, bytes.length)};

	return store_run(bureau_store(desk->g->bureau), "trace_page_put", values, HW_COUNT(values), NULL, error);
}

static held_page *slot_of(const page_desk *desk, uint32_t section, uint32_t number)
{
	size_t at = (section * 0x9e3779b1u ^ number * 0x85ebca77u) & (desk->room - 1);

	while (desk->held[at].section != UINT32_MAX &&
	       (desk->held[at].section != section || desk->held[at].number != number))
		at = (at + 1) & (desk->room - 1);
	return &desk->held[at];
}

static hw_status grow_pages(page_desk *desk)
{
	page_desk larger = {desk->g, NULL, desk->room ? desk->room * 2 : 1024, desk->used};

	if (desk->used * 2 < desk->room)
		return HW_OK;
	larger.held = HW_NEW(desk->g->arena, held_page, larger.room);
	if (!larger.held)
		return tracing_out_of_memory(desk->g);
	for (size_t i = 0; i < larger.room; i++)
		larger.held[i].section = UINT32_MAX;
	for (size_t i = 0; i < desk->room; i++)
		if (desk->held[i].section != UINT32_MAX)
			*slot_of(&larger, desk->held[i].section, desk->held[i].number) = desk->held[i];
	*desk = larger;
	return HW_OK;
}

static hw_status get_page(void *context, uint32_t section, uint32_t number, hw_text *bytes, hw_error *error)
{
	page_desk *desk = context;
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_integer(section), store_integer(number)};

	HW_TRY(grow_pages(desk));
	held_page *slot = slot_of(desk, section, number);
	if (slot->section == UINT32_MAX) {
		HW_TRY(store_query_first(bureau_store(desk->g->bureau), "trace_page_get", values, 2, &rows, error));
		*slot = (held_page){section, number, {0}};
		desk->used++;
		if (rows) {
			hw_text stored = store_get_blob(rows, 0);
			slot->bytes = hw_text_copy(desk->g->arena, stored);
			if (stored.length && !slot->bytes.bytes)
				return tracing_out_of_memory(desk->g);
		}
	}
	*bytes = slot->bytes;
	return HW_OK;
}

/* ---- keeping ------------------------------------------------------------------------------------ */

/* Another program or setting would propose otherwise. */
static hw_text form_of(tracing *g)
{
	return hw_text_format(g->arena, TRACING_FORM " %.17g %llu", g->keep, (unsigned long long)g->run->seed);
}

static hw_status keep_ids(tracing *g, page_desk *desk)
{
	hw_buffer out = {0};
	hw_status status = HW_OK;

	for (size_t i = 0; i < g->persons && status == HW_OK; i++) {
		hw_buffer_addf(&out, "%.*s\n", HW_TEXT_ARG(g->records[i].id));
		if ((i + 1) % IDS_PAGE && i + 1 < g->persons)
			continue;
		status = out.failed ? tracing_out_of_memory(g)
				    : put_page(desk, IDS, (uint32_t)(i / IDS_PAGE), hw_buffer_text(&out), g->error);
		out.length = 0;
	}
	hw_buffer_free(&out);
	return status;
}

hw_status tracing_keep_learnt(tracing *g)
{
	page_desk desk = {.g = g};
	const trace_pages pages = {&desk, put_page, get_page};
	int64_t next = 0;

	HW_TRY(store_run(bureau_store(g->bureau), "trace_pages_forget", NULL, 0, NULL, g->error));
	HW_TRY(store_run(bureau_store(g->bureau), "trace_learnt_forget", NULL, 0, NULL, g->error));
	if (!g->found)
		return HW_OK;
	HW_TRY(trace_keep(g->found, &pages, g->error));
	HW_TRY(keep_ids(g, &desk));
	HW_TRY(store_ledger_next(bureau_store(g->bureau), &next, g->error));
	const store_value values[] = {store_text(form_of(g)), store_integer(next - 1),
				      store_integer((int64_t)g->persons), store_integer((int64_t)g->count)};
	return store_run(bureau_store(g->bureau), "trace_learnt_keep", values, HW_COUNT(values), NULL, g->error);
}

/* ---- what was touched --------------------------------------------------------------------------- */

typedef struct touched_row {
	hw_text kind, key;
} touched_row;
typedef struct touched {
	touched_row *rows; /* reports, entries, inquiries; each once after sorting */
	size_t count, room;
	bool everything; /* the register changed, or two of its rows were judged */
} touched;

static hw_status touch(tracing *g, touched *t, hw_text kind, hw_text key)
{
	if (hw_text_is(kind, "persons"))
		return HW_OK;
	if (t->count == t->room) {
		size_t room = t->room ? t->room * 2 : 64;
		touched_row *more = HW_NEW(g->arena, touched_row, room);
		if (!more)
			return tracing_out_of_memory(g);
		if (t->count)
			memcpy(more, t->rows, t->count * sizeof(*more));
		t->rows = more;
		t->room = room;
	}
	t->rows[t->count] = (touched_row){hw_text_copy(g->arena, kind), hw_text_copy(g->arena, key)};
	return t->rows[t->count].kind.bytes && t->rows[t->count++].key.bytes ? HW_OK : tracing_out_of_memory(g);
}

/* The record of a report that was joined or parted; both records of a judgement; all names of a list. */
static hw_status touch_through(tracing *g, touched *t, hw_text table, hw_text key)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool list = hw_text_is(table, "lists"), judgement = hw_text_is(table, "judgement"), found;
	const store_value value = store_text(key);

	HW_TRY(store_query(bureau_store(g->bureau),
			   list        ? "trace_touched_list"
			   : judgement ? "trace_touched_judgement"
				       : "trace_touched_record",
			   &value, 1, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		if (list) {
			HW_TRY(touch(g, t, HW_TEXT("entries"), store_get_text(rows, 0)));
			continue;
		}
		if (judgement && hw_text_is(store_get_text(rows, 0), "persons") &&
		    hw_text_is(store_get_text(rows, 2), "persons"))
			t->everything = true;
		for (size_t side = 0; side <= (size_t)judgement; side++)
			HW_TRY(touch(g, t, store_get_text(rows, 2 * side), store_get_text(rows, 2 * side + 1)));
	}
}

static int row_order(const void *a, const void *b)
{
	const touched_row *left = a, *right = b;
	int kinds = hw_text_compare(left->kind, right->kind);

	return kinds ? kinds : hw_text_compare(left->key, right->key);
}

static hw_status find_touched(tracing *g, int64_t since, touched *t)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value value = store_integer(since);
	size_t seen = 0, kept = 0;
	bool found;

	HW_TRY(store_query(bureau_store(g->bureau), "trace_touched", &value, 1, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found || t->everything)
			break;
		hw_text table = store_get_text(rows, 0), key = store_get_text(rows, 1);
		t->everything = hw_text_is(table, "persons") || ++seen > TOUCHED_MOST;
		if (hw_text_is(table, "reports") || hw_text_is(table, "entries") || hw_text_is(table, "inquiries"))
			HW_TRY(touch(g, t, table, key));
		else if (!t->everything)
			HW_TRY(touch_through(g, t, table, key));
	}
	if (t->count)
		qsort(t->rows, t->count, sizeof(*t->rows), row_order);
	for (size_t i = 0; i < t->count; i++)
		if (!i || row_order(&t->rows[i], &t->rows[i - 1]))
			t->rows[kept++] = t->rows[i];
	t->count = kept;
	return HW_OK;
}

/* ---- placing --------------------------------------------------------------------------------------- */

/* The rows that stand and are nobody's; the open proposals of all of them, which stand or fall now. */
static hw_status load_touched(tracing *g, const touched *t, traced_record **open, size_t *open_count)
{
	size_t room = 0;

	g->report_from = g->count;
	for (size_t i = 0; i < t->count; i++) {
		STORE_ROWS_GUARD store_rows *row = NULL;
		STORE_ROWS_GUARD store_rows *proposals = NULL;
		const store_value values[] = {store_text(t->rows[i].kind), store_text(t->rows[i].key)};
		bool found;
		HW_TRY(store_query_first(bureau_store(g->bureau), "trace_report", values, 2, &row, g->error));
		if (row)
			HW_TRY(tracing_add_report(g, row));
		HW_TRY(store_query(bureau_store(g->bureau), "trace_open_of", values, 2, &proposals, g->error));
		for (;;) {
			HW_TRY(store_next(proposals, &found, g->error));
			if (!found)
				break;
			if (*open_count == room) {
				traced_record *more = HW_NEW(g->arena, traced_record, room ? room * 2 : 64);
				if (!more)
					return tracing_out_of_memory(g);
				if (*open_count)
					memcpy(more, *open, *open_count * sizeof(*more));
				*open = more;
				room = room ? room * 2 : 64;
			}
			(*open)[(*open_count)++].id = store_copy_text(proposals, 0, g->arena);
		}
	}
	g->report_to = g->count;
	return HW_OK;
}

static hw_status id_of(page_desk *desk, uint32_t number, hw_text *id, hw_error *error)
{
	hw_text page;

	HW_TRY(get_page(desk, IDS, number / IDS_PAGE, &page, error));
	for (uint32_t i = 0; i <= number % IDS_PAGE; i++)
		if (!hw_text_split(&page, '\n', id))
			return hw_fail(error, HW_FAULT, "person %u of what is kept has no id", number);
	return HW_OK;
}

static hw_status add_person(tracing *g, page_desk *desk, uint32_t number)
{
	STORE_ROWS_GUARD store_rows *row = NULL;
	hw_text id;

	HW_TRY(id_of(desk, number, &id, g->error));
	const store_value value = store_text(id);
	HW_TRY(store_query_first(bureau_store(g->bureau), "trace_person", &value, 1, &row, g->error));
	if (!row)
		return hw_fail(g->error, HW_FAULT, "person %u of what is kept is not on the register", number);
	return tracing_add_person(g, row);
}

/* In a small register all persons are there, for the search by name. */
static hw_status add_persons(tracing *g, page_desk *desk, const uint32_t *candidates, size_t count,
			     const uint32_t **numbers, size_t *number_count)
{
	*numbers = candidates;
	*number_count = count;
	g->person_from = g->count;
	if (g->persons > TRACING_SMALL) {
		for (size_t i = 0; i < count; i++)
			HW_TRY(add_person(g, desk, candidates[i]));
		g->person_to = g->count;
		return HW_OK;
	}
	size_t persons = g->persons;
	HW_TRY(tracing_load_persons(g));
	uint32_t *all = HW_NEW(g->arena, uint32_t, persons + 1);
	if (!all)
		return tracing_out_of_memory(g);
	if (g->persons != persons)
		return hw_fail(g->error, HW_FAULT, "the register changed and the ledger does not say so");
	for (size_t i = 0; i < persons; i++)
		all[i] = (uint32_t)i;
	*numbers = all;
	*number_count = persons;
	return HW_OK;
}

static hw_status weigh(tracing *g, page_desk *desk, trace_kept *kept)
{
	trace_settings settings = tracing_settings(g);
	trace_judgement *judged = NULL;
	const uint32_t *candidates, *numbers;
	size_t count, number_count;

	HW_TRY(trace_kept_candidates(kept, g->engine, &settings, &candidates, &count, g->error));
	HW_TRY(add_persons(g, desk, candidates, count, &numbers, &number_count));
	HW_TRY(tracing_load_judged(g, &judged, &settings.judgement_count));
	settings.judgements = judged;
	return trace_kept_place(kept, g->engine, numbers, number_count, &settings, &g->found, g->error);
}

static hw_status close_fallen(tracing *g, traced_record *open, size_t count)
{
	bureau_index standing;
	size_t fallen = 0;

	HW_TRY(bureau_index_make(g->arena, g->standing, g->standing_count, sizeof(*g->standing), &standing, g->error));
	for (size_t i = 0; i < count; i++)
		if (bureau_index_find(&standing, open[i].id) == BUREAU_NOWHERE)
			open[fallen++] = open[i];
	return tracing_close(g, open, fallen);
}

static hw_status commit(tracing *g, size_t placed)
{
	const bureau_traced *r = &g->result;
	int64_t next = 0;
	bureau_act act;

	HW_TRY(store_ledger_next(bureau_store(g->bureau), &next, g->error));
	const store_value values[] = {store_integer(next - 1), store_integer((int64_t)placed)};
	HW_TRY(store_run(bureau_store(g->bureau), "trace_learnt_placed", values, 2, NULL, g->error));
	act = (bureau_act){
		.act = "trace",
		.subject_kind = HW_TEXT("bureau"),
		.subject_id = HW_TEXT("proposals"),
		.after_json = hw_text_format(g->arena,
					     "{\"entries\":%lld,\"inquiries\":%lld,\"placed\":%lld,\"proposals\":%lld,"
					     "\"reports\":%lld,\"stale\":%lld}",
					     (long long)r->entries, (long long)r->inquiries, (long long)placed,
					     (long long)r->proposals, (long long)r->reports, (long long)r->stale)};
	return act.after_json.bytes ? bureau_commit(g->bureau, &act, g->error) : tracing_out_of_memory(g);
}

static hw_status place(tracing *g, page_desk *desk, trace_kept *kept, const touched *t)
{
	traced_record *open = NULL;
	size_t open_count = 0;

	HW_TRY(load_touched(g, t, &open, &open_count));
	if (g->report_to > g->report_from) {
		HW_TRY(weigh(g, desk, kept));
		HW_TRY(tracing_store_pairs(g));
	}
	HW_TRY(close_fallen(g, open, open_count));
	HW_TRY(commit(g, t->count));
	g->result.placed = (int64_t)t->count;
	return HW_OK;
}

/* ---- may it be? -------------------------------------------------------------------------------------- */

static hw_status figures_of_last(tracing *g, bool *found)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t *const figures[] = {&g->result.persons,   &g->result.reports,   &g->result.entries,
				    &g->result.inquiries, &g->result.proposals, &g->result.likely,
				    &g->result.unmatched, &g->result.doubles};

	HW_TRY(store_query_first(bureau_store(g->bureau), "trace_run_figures", NULL, 0, &rows, g->error));
	*found = rows != NULL;
	for (size_t i = 0; rows && i < HW_COUNT(figures); i++)
		*figures[i] = store_get_integer(rows, i);
	g->result.unchanged = *found;
	return HW_OK;
}

/* What was learnt, if it is of this program and these settings. */
static hw_status find_learnt(tracing *g, int64_t *since, int64_t *records, int64_t *placed, bool *found)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;

	HW_TRY(store_query_first(bureau_store(g->bureau), "trace_learnt", NULL, 0, &rows, g->error));
	*found = rows && hw_text_equal(store_get_text(rows, 0), form_of(g));
	if (!*found)
		return HW_OK;
	*since = store_get_integer(rows, 1);
	g->persons = (size_t)store_get_integer(rows, 2);
	g->result.persons = (int64_t)g->persons;
	*records = store_get_integer(rows, 3);
	*placed = store_get_integer(rows, 4);
	return HW_OK;
}

hw_status tracing_place_new(tracing *g, bool *done)
{
	page_desk desk = {.g = g};
	const trace_pages pages = {&desk, put_page, get_page};
	int64_t since = 0, records = 0, placed = 0;
	trace_kept *kept = NULL;
	touched t = {0};
	hw_status status;
	bool found;

	*done = false;
	HW_TRY(find_learnt(g, &since, &records, &placed, &found));
	if (!found)
		return HW_OK;
	HW_TRY(find_touched(g, since, &t));
	if (t.everything)
		return HW_OK;
	if (!t.count)
		return figures_of_last(g, done);
	/* by then everybody's frequencies are others */
	if (placed + (int64_t)t.count > records / 10 + PLACED_LEAST)
		return HW_OK;
	status = trace_kept_open(&pages, &kept, g->error);
	if (status == HW_NOT_FOUND) {
		*g->error = (hw_error){0};
		return HW_OK;
	}
	HW_TRY(status);
	status = place(g, &desk, kept, &t);
	*done = status == HW_OK;
	trace_result_free(g->found); /* it points into what is kept */
	g->found = NULL;
	trace_kept_free(kept);
	return status;
}
