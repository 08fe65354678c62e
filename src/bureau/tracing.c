/* trace: hands the registry and what nobody linked (reports, names on lists that came in, inquiries) to the engine, stores
 * what it proposes. */
#include "bureau/tracing_int.h"

#include <math.h>
#include <string.h>

/* ---- persons who may stand on the register twice -------------------------------------- */

/* Of one side, and not joined by people already. */
static bool may_be_double(const tracing *g, const trace_pair *pair)
{
	const traced_record *a = &g->records[pair->left], *b = &g->records[pair->right];

	return hw_text_equal(a->side, b->side) && !(a->person.length && hw_text_equal(a->person, b->person));
}

/* The register against itself: an engine of its own, for other pairs are few among so many. */
static hw_status propose_doubles(tracing *g)
{
	trace_result_free(g->found);
	trace_records_free(g->engine);
	g->found = NULL;
	g->engine = NULL;
	g->count = 0;
	g->doubles = true;
	g->digesting = false;
	HW_TRY(tracing_new_records(g));
	HW_TRY(tracing_load_persons(g));
	HW_TRY(tracing_link(g));
	for (size_t i = 0; i < g->found->pair_count; i++) {
		bool likely;

		if (g->found->pairs[i].probability >= TRACING_DOUBLES_LEAST && may_be_double(g, &g->found->pairs[i]))
			HW_TRY(tracing_store_pair(g, &g->found->pairs[i], &likely));
	}
	return HW_OK;
}

/* ---- runs ------------------------------------------------------------------------------------ */

static hw_status add_rows_to_input(tracing *g, const char *statement)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	hw_text cells[16];
	bool found;

	HW_TRY(store_query(bureau_store(g->bureau), statement, NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		size_t count = store_columns(rows) < HW_COUNT(cells) ? store_columns(rows) : HW_COUNT(cells);
		for (size_t c = 0; c < count; c++)
			cells[c] = store_get_text(rows, c);
		HW_TRY(tracing_add_to_input(g, cells, count));
	}
}

/* What decides beside the records: judgements, settings, the program. */
static hw_status finish_input(tracing *g, char hex[65])
{
	char words[128];

	(void)snprintf(words, sizeof(words), TRACING_FORM " %.17g %llu", g->keep, (unsigned long long)g->run->seed);
	const hw_text cell = hw_text_of(words);
	HW_TRY(tracing_add_to_input(g, &cell, 1));
	HW_TRY(add_rows_to_input(g, "fingerprint_judgements"));
	hw_sha256_hex(g->input, hex);
	return HW_OK;
}

static hw_status find_run(tracing *g, const char *hex, bool *found)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value input = store_string(hex);

	HW_TRY(store_query_first(bureau_store(g->bureau), "trace_last_run", &input, 1, &rows, g->error));
	*found = rows != NULL;
	if (!rows)
		return HW_OK;
	int64_t *const figures[] = {&g->result.persons,   &g->result.reports,   &g->result.entries,
				    &g->result.inquiries, &g->result.proposals, &g->result.likely,
				    &g->result.unmatched, &g->result.doubles};
	for (size_t i = 0; i < HW_COUNT(figures); i++)
		*figures[i] = store_get_integer(rows, i);
	g->result.unchanged = true;
	return HW_OK;
}

static hw_status keep_run(tracing *g, const char *hex)
{
	const bureau_traced *r = &g->result;
	store_value values[] = {store_string(hex),         store_integer(r->persons),   store_integer(r->reports),
				store_integer(r->entries), store_integer(r->inquiries), store_integer(r->proposals),
				store_integer(r->likely),  store_integer(r->unmatched), store_integer(r->doubles)};

	return store_run(bureau_store(g->bureau), "trace_keep_run", values, HW_COUNT(values), NULL, g->error);
}

static hw_status store_all(tracing *g, const char *hex)
{
	hw_text after;
	bureau_act act;

	if (g->count > g->persons)
		HW_TRY(tracing_store_pairs(g));
	HW_TRY(tracing_keep_learnt(g));
	HW_TRY(propose_doubles(g));
	HW_TRY(tracing_close_stale(g));
	HW_TRY(keep_run(g, hex));
	after = hw_text_format(
		g->arena,
		"{\"doubles\":%lld,\"entries\":%lld,\"inquiries\":%lld,\"persons\":%lld,\"proposals\":%lld,"
		"\"reports\":%lld,\"stale\":%lld}",
		(long long)g->result.doubles, (long long)g->result.entries, (long long)g->result.inquiries,
		(long long)g->result.persons, (long long)g->result.proposals, (long long)g->result.reports,
		(long long)g->result.stale);
	act = (bureau_act){.act = "trace",
			   .subject_kind = HW_TEXT("bureau"),
			   .subject_id = HW_TEXT("proposals"),
			   .after_json = after};
	return bureau_commit(g->bureau, &act, g->error);
}

static hw_status run_trace(tracing *g, bool again)
{
	int64_t before = 0;
	char hex[65];
	bool known = false;

	HW_TRY(store_query_integer(bureau_store(g->bureau), "trace_judged_before_count", NULL, 0, &before, g->error));
	g->judged_before = before > 0;
	if (!again)
		HW_TRY(tracing_place_new(g, &known));
	if (known)
		return HW_OK;
	g->digesting = true;
	HW_TRY(tracing_load_records(g));
	if (!g->persons)
		return HW_OK;
	HW_TRY(finish_input(g, hex));
	if (!again)
		HW_TRY(find_run(g, hex, &known));
	if (known)
		return HW_OK;
	if (g->count > g->persons) {
		HW_TRY(tracing_link(g));
		g->result.warnings = (bureau_texts){HW_NEW(g->arena, hw_text, g->found->warning_count + 1), 0};
		for (size_t i = 0; g->result.warnings.items && i < g->found->warning_count; i++)
			g->result.warnings.items[g->result.warnings.count++] =
				hw_text_copy(g->arena, g->found->warnings[i]);
	}
	return store_all(g, hex);
}

static hw_status open_engine(tracing *g)
{
	HW_TRY(bureau_setting_number(g->bureau, "trace.keep", 0.2, &g->keep, g->error));
	HW_TRY(names_tables_open(&g->tables, g->error));
	return tracing_new_records(g);
}

static void close_engine(tracing *g)
{
	trace_result_free(g->found);
	trace_records_free(g->engine);
	names_tables_close(g->tables);
}

hw_status bureau_trace(bureau *b, hw_arena *arena, const bureau_run *run, bool again, bureau_traced *result,
		       hw_error *error)
{
	tracing g = {.bureau = b, .arena = arena, .run = run, .statement = "trace_reports", .error = error};
	hw_status status;

	HW_TRY_OR_OUT(open_engine(&g));
	HW_TRY_OR_OUT(bureau_begin(b, BUREAU_MAY_JUDGE, error));
	status = run_trace(&g, again);
	bureau_rollback(b); /* nothing is left to roll back after a commit */
	if (status == HW_OK)
		*result = g.result;
out:
	close_engine(&g);
	return status;
}

/* ---- for other jobs ------------------------------------------------------------------------- */

static hw_status keep_match(tracing *g, const trace_pair *pair, tracing_match *m)
{
	trace_explanation why;

	HW_TRY(trace_explain_pair(g->found, pair, g->arena, &why, g->error));
	*m = (tracing_match){.person = g->records[pair->left].id,
			     .record = g->records[pair->right].id,
			     .probability = pair->probability};
	if (tracing_is_name_alone(&why))
		m->probability = fmin(m->probability, TRACING_NAME_ALONE);
	m->because = HW_TEXT("");
	for (size_t i = 0; i < why.reason_count; i++) {
		const trace_reason *r = &why.reasons[i];
		if (!r->left.length || !r->right.length)
			continue;
		m->because =
			hw_text_format(g->arena, "%.*s%s%.*s: %.*s", HW_TEXT_ARG(m->because),
				       m->because.length ? "; " : "", HW_TEXT_ARG(r->field), HW_TEXT_ARG(r->words));
		if (!m->because.bytes)
			return tracing_out_of_memory(g);
	}
	return HW_OK;
}

hw_status tracing_match_records(bureau *b, hw_arena *arena, const bureau_run *run, const char *statement,
				const store_value *values, size_t count, tracing_match **matches, size_t *match_count,
				hw_error *error)
{
	tracing g = {.bureau = b,
		     .arena = arena,
		     .run = run,
		     .statement = statement,
		     .values = values,
		     .value_count = count,
		     .error = error};
	hw_status status;

	*match_count = 0;
	HW_TRY_OR_OUT(open_engine(&g));
	HW_TRY_OR_OUT(tracing_load_records(&g));
	if (!g.persons || g.count == g.persons)
		goto out;
	HW_TRY_OR_OUT(tracing_link(&g));
	*matches = HW_NEW(arena, tracing_match, g.found->pair_count + 1);
	if (!*matches) {
		status = tracing_out_of_memory(&g);
		goto out;
	}
	for (size_t i = 0; i < g.found->pair_count; i++)
		if (g.found->pairs[i].probability >= g.keep)
			HW_TRY_OR_OUT(keep_match(&g, &g.found->pairs[i], &(*matches)[(*match_count)++]));
out:
	close_engine(&g);
	return status;
}
