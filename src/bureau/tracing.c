/* trace: hands the registry and the reports that nobody linked to the engine, stores what it proposes. */
#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "store/store.h"
#include "trace/trace.h"

#include <math.h>
#include <string.h>

enum { FULL_NAME, FAMILY, GIVEN, PATRONYMIC, BORN, CALLSIGN, UNIT, FIELDS };
enum { A_REPORT_MOST = 3 };

typedef struct traced_record {
	hw_text id; /* first: indexed by it */
} traced_record;

typedef struct tracing {
	bureau *bureau;
	hw_arena *arena;
	const bureau_run *run;
	traced_record *records; /* persons, then reports, as numbered in the engine */
	size_t count, capacity;
	size_t persons;
	trace_records *engine;
	trace_result *found;
	double keep;
	bureau_traced result;
	hw_error *error;
} tracing;

static hw_status out_of_memory(tracing *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for tracing");
}

static hw_status add_record(tracing *g, const store_rows *rows, unsigned side, const hw_text values[FIELDS])
{
	if (g->count == g->capacity) {
		traced_record *more = HW_NEW(g->arena, traced_record, g->capacity ? g->capacity * 2 : 1024);

		if (!more)
			return out_of_memory(g);
		if (g->count)
			memcpy(more, g->records, g->count * sizeof(*more));
		g->records = more;
		g->capacity = g->capacity ? g->capacity * 2 : 1024;
	}
	g->records[g->count++].id = store_copy_text(rows, 0, g->arena);
	return trace_records_add(g->engine, side, values, g->error);
}

static hw_status load_records(tracing *g)
{
	STORE_ROWS_GUARD store_rows *persons = NULL;
	STORE_ROWS_GUARD store_rows *reports = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(g->bureau), "trace_persons", NULL, 0, &persons, g->error));
	for (;;) {
		hw_text values[FIELDS] = {{0}};

		HW_TRY(store_next(persons, &found, g->error));
		if (!found)
			break;
		/* Reports bring a whole name, which the engine takes apart; the registry has the parts. */
		values[FAMILY] = store_get_text(persons, 1);
		values[GIVEN] = store_get_text(persons, 2);
		values[PATRONYMIC] = store_get_text(persons, 3);
		values[FULL_NAME] = hw_text_trim(hw_text_format(
			g->arena, "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(persons, 1)),
			HW_TEXT_ARG(store_get_text(persons, 2)), HW_TEXT_ARG(store_get_text(persons, 3))));
		values[BORN] = store_get_text(persons, 4);
		values[CALLSIGN] = store_get_text(persons, 5);
		values[UNIT] = store_get_text(persons, 6);
		HW_TRY(add_record(g, persons, 0, values));
	}
	g->persons = g->count;
	HW_TRY(store_query(bureau_store(g->bureau), "trace_reports", NULL, 0, &reports, g->error));
	for (;;) {
		hw_text values[FIELDS] = {{0}};

		HW_TRY(store_next(reports, &found, g->error));
		if (!found)
			break;
		values[FULL_NAME] = store_get_text(reports, 1);
		values[BORN] = store_get_text(reports, 2);
		values[CALLSIGN] = store_get_text(reports, 3);
		values[UNIT] = store_get_text(reports, 4);
		HW_TRY(add_record(g, reports, 1, values));
	}
	g->result.persons = (int64_t)g->persons;
	g->result.reports = (int64_t)(g->count - g->persons);
	return HW_OK;
}

/* Pairs that a person has ruled out, or could not decide, are not proposed again. */
static hw_status load_judged(tracing *g, const bureau_index *index, trace_judgement **judged, size_t *count)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	size_t capacity = 0;
	bool found;

	HW_TRY(store_query(bureau_store(g->bureau), "trace_judged", NULL, 0, &rows, g->error));
	for (;;) {
		size_t left, right;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		left = bureau_index_find(index, store_get_text(rows, 0));
		right = bureau_index_find(index, store_get_text(rows, 1));
		if (left == BUREAU_NOWHERE || right == BUREAU_NOWHERE)
			continue;
		if (*count == capacity) {
			trace_judgement *more = HW_NEW(g->arena, trace_judgement, capacity ? capacity * 2 : 256);

			if (!more)
				return out_of_memory(g);
			if (*count)
				memcpy(more, *judged, *count * sizeof(*more));
			*judged = more;
			capacity = capacity ? capacity * 2 : 256;
		}
		(*judged)[(*count)++] = (trace_judgement){(uint32_t)(left < right ? left : right),
							  (uint32_t)(left < right ? right : left), false};
	}
}

static hw_status link_records(tracing *g)
{
	trace_settings settings = trace_settings_default();
	trace_judgement *judged = NULL;
	size_t judged_count = 0;
	bureau_index index;

	HW_TRY(bureau_index_make(g->arena, g->records, g->count, sizeof(*g->records), &index, g->error));
	HW_TRY(load_judged(g, &index, &judged, &judged_count));
	settings.between = true;
	settings.keep = g->keep;
	settings.seed = g->run->seed;
	settings.threads = g->run->threads;
	settings.judgements = judged;
	settings.judgement_count = judged_count;
	return trace_link(g->engine, &settings, g->run->progress, &g->found, g->error);
}

/* ---- storing ----------------------------------------------------------------------------- */
static hw_status write_reasons(tracing *g, const trace_explanation *why, hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, false);

	hw_json_array(&w, NULL);
	for (size_t i = 0; i < why->reason_count; i++) {
		const trace_reason *r = &why->reasons[i];

		hw_json_object(&w, NULL);
		hw_json_text(&w, "field", r->field);
		hw_json_text(&w, "left", r->left);
		hw_json_text(&w, "right", r->right);
		hw_json_number(&w, "weight", round(r->weight * 100) / 100);
		hw_json_text(&w, "words", r->words);
		hw_json_close(&w, '}');
	}
	hw_json_close(&w, ']');
	return out->failed ? out_of_memory(g) : HW_OK;
}

static hw_status store_pair(tracing *g, const trace_pair *pair)
{
	/* The table keeps the smaller record id on the left, whichever side it came from. */
	hw_text a = g->records[pair->left].id, b = g->records[pair->right].id;
	hw_text texts[2] = {hw_text_compare(a, b) < 0 ? a : b, hw_text_compare(a, b) < 0 ? b : a};
	char id[STORE_ID_BYTES];
	trace_explanation why;
	hw_buffer reasons = {0};
	hw_status status;

	HW_TRY(trace_explain(g->found, pair->left, pair->right, g->arena, &why, g->error));
	store_id_of_texts("l", texts, 2, id);
	status = write_reasons(g, &why, &reasons);
	if (status == HW_OK) {
		store_value values[] = {store_string(id),
					store_text(texts[0]),
					store_text(texts[1]),
					store_number(pair->weight),
					store_number(pair->probability),
					store_text(hw_buffer_text(&reasons)),
					store_integer(bureau_time(g->bureau))};

		status = store_run(bureau_store(g->bureau), "trace_put_proposal", values, HW_COUNT(values), NULL,
				   g->error);
	}
	hw_buffer_free(&reasons);
	return status;
}

/* The three most probable persons of each report: a reviewer reads few, and the rest can be searched. */
static hw_status store_pairs(tracing *g, bool *kept)
{
	uint8_t *taken = HW_NEW(g->arena, uint8_t, g->count + 1);

	if (!taken)
		return out_of_memory(g);
	for (size_t i = 0; i < g->found->pair_count; i++) {
		const trace_pair *pair = &g->found->pairs[i];

		if (pair->probability < g->keep || taken[pair->right] == A_REPORT_MOST)
			continue;
		if (!taken[pair->right]++ && pair->probability >= 0.75)
			g->result.likely++;
		HW_TRY(store_pair(g, pair));
		kept[i] = true;
		g->result.proposals++;
	}
	for (size_t i = g->persons; i < g->count; i++)
		g->result.unmatched += !taken[i];
	return HW_OK;
}

/* Open proposals that the data no longer carry are closed as stale, never removed. */
static hw_status close_stale(tracing *g, const bool *kept)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	traced_record *standing = HW_NEW(g->arena, traced_record, (size_t)g->result.proposals + 1);
	traced_record *stale = NULL;
	size_t count = 0, stale_count = 0, capacity = 0;
	bureau_index index;
	bool found;

	if (!standing)
		return out_of_memory(g);
	for (size_t i = 0; i < g->found->pair_count; i++) {
		hw_text texts[2] = {g->records[g->found->pairs[i].left].id, g->records[g->found->pairs[i].right].id};
		char id[STORE_ID_BYTES];

		if (!kept[i])
			continue;
		if (hw_text_compare(texts[0], texts[1]) > 0)
			texts[0] = texts[1], texts[1] = g->records[g->found->pairs[i].left].id;
		store_id_of_texts("l", texts, 2, id);
		standing[count++].id = hw_text_copy(g->arena, hw_text_of(id));
	}
	HW_TRY(bureau_index_make(g->arena, standing, count, sizeof(*standing), &index, g->error));
	HW_TRY(store_query(bureau_store(g->bureau), "trace_open_proposals", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		if (bureau_index_find(&index, store_get_text(rows, 0)) != BUREAU_NOWHERE)
			continue;
		if (stale_count == capacity) {
			traced_record *more = HW_NEW(g->arena, traced_record, capacity ? capacity * 2 : 64);

			if (!more)
				return out_of_memory(g);
			if (stale_count)
				memcpy(more, stale, stale_count * sizeof(*more));
			stale = more;
			capacity = capacity ? capacity * 2 : 64;
		}
		stale[stale_count++].id = store_copy_text(rows, 0, g->arena);
	}
	for (size_t i = 0; i < stale_count; i++) {
		store_value values[] = {store_text(stale[i].id), store_string("stale"), store_null()};

		HW_TRY(store_run(bureau_store(g->bureau), "trace_close_proposal", values, 3, NULL, g->error));
	}
	g->result.stale = (int64_t)stale_count;
	return HW_OK;
}

static hw_status store_all(tracing *g)
{
	bool *kept = HW_NEW(g->arena, bool, g->found->pair_count + 1);
	hw_text after;
	bureau_act act;

	if (!kept)
		return out_of_memory(g);
	HW_TRY(store_pairs(g, kept));
	HW_TRY(close_stale(g, kept));
	after = hw_text_format(g->arena, "{\"persons\":%lld,\"proposals\":%lld,\"reports\":%lld,\"stale\":%lld}",
			       (long long)g->result.persons, (long long)g->result.proposals,
			       (long long)g->result.reports, (long long)g->result.stale);
	act = (bureau_act){.act = "trace",
			   .subject_kind = HW_TEXT("bureau"),
			   .subject_id = HW_TEXT("proposals"),
			   .after_json = after};
	return bureau_commit(g->bureau, &act, g->error);
}

static hw_status run_trace(tracing *g)
{
	HW_TRY(load_records(g));
	if (!g->result.persons || !g->result.reports)
		return HW_OK;
	HW_TRY(link_records(g));
	g->result.warnings = (bureau_texts){HW_NEW(g->arena, hw_text, g->found->warning_count + 1), 0};
	for (size_t i = 0; g->result.warnings.items && i < g->found->warning_count; i++)
		g->result.warnings.items[g->result.warnings.count++] = hw_text_copy(g->arena, g->found->warnings[i]);
	return store_all(g);
}

hw_status bureau_trace(bureau *b, hw_arena *arena, const bureau_run *run, bureau_traced *result, hw_error *error)
{
	static const trace_field fields[FIELDS] = {[FULL_NAME] = {HW_TEXT_INIT("name"), TRACE_FULL_NAME},
						   [FAMILY] = {HW_TEXT_INIT("family"), TRACE_FAMILY},
						   [GIVEN] = {HW_TEXT_INIT("given"), TRACE_GIVEN},
						   [PATRONYMIC] = {HW_TEXT_INIT("patronymic"), TRACE_PATRONYMIC},
						   [BORN] = {HW_TEXT_INIT("born"), TRACE_DATE},
						   [CALLSIGN] = {HW_TEXT_INIT("callsign"), TRACE_TEXT},
						   [UNIT] = {HW_TEXT_INIT("unit"), TRACE_TEXT}};
	tracing g = {.bureau = b, .arena = arena, .run = run, .error = error};
	names_tables *tables = NULL;
	hw_status status;

	HW_TRY(bureau_setting_number(b, "trace.keep", 0.2, &g.keep, error));
	HW_TRY(names_tables_open(&tables, error));
	HW_TRY_OR_OUT(trace_records_new(tables, fields, FIELDS, &g.engine, error));
	HW_TRY_OR_OUT(bureau_begin(b, BUREAU_MAY_JUDGE, error));
	status = run_trace(&g);
	bureau_rollback(b); /* nothing is left to roll back after a commit */
	if (status == HW_OK)
		*result = g.result;
out:
	trace_result_free(g.found);
	trace_records_free(g.engine);
	names_tables_close(tables);
	return status;
}
