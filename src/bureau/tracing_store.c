/* tracing_store.c - the pairs that the engine found, as proposals with their reasons. */
#include "bureau/tracing_int.h"

#include <math.h>
#include <string.h>

enum { A_REPORT_MOST = 3, SEARCHED_MOST = 20000 };
static const double NAMES_LIKE = 0.8;

/* No field but the name speaks for it. */
bool tracing_is_name_alone(const trace_explanation *why)
{
	static const char *const facts[] = {"born", "callsign", "unit"};

	for (size_t i = 0; i < why->reason_count; i++)
		for (size_t k = 0; k < HW_COUNT(facts); k++)
			if (why->reasons[i].weight > 0 && hw_text_is(why->reasons[i].field, facts[k]))
				return false;
	return true;
}

static void write_note(hw_json_writer *w, hw_text words)
{
	hw_json_object(w, NULL);
	hw_json_string(w, "field", "review");
	hw_json_string(w, "left", "");
	hw_json_string(w, "right", "");
	hw_json_integer(w, "weight", 0);
	hw_json_text(w, "words", words);
	hw_json_close(w, '}');
}

static hw_status write_reasons(tracing *g, const trace_explanation *why, hw_text judged, hw_buffer *out)
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
	if (tracing_is_name_alone(why))
		write_note(&w, HW_TEXT("nothing but the name agrees: that confirms nobody"));
	if (judged.length)
		write_note(&w, judged);
	hw_json_close(&w, ']');
	return out->failed ? tracing_out_of_memory(g) : HW_OK;
}

/* "judged different by anna on 2025-02-01; one side has new facts since" where another version of the rows was judged. */
static hw_status earlier_judgement(tracing *g, hw_text left, hw_text right, hw_text *words)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(left), store_text(right)};
	char day[11];

	*words = HW_TEXT("");
	if (!g->judged_before)
		return HW_OK;
	HW_TRY(store_query_first(bureau_store(g->bureau), "trace_judged_before", values, 2, &rows, g->error));
	if (!rows)
		return HW_OK;
	(void)hw_days_write((int32_t)(store_get_integer(rows, 2) / 86400000000), day);
	*words = hw_text_format(g->arena, "judged %.*s by %.*s on %s; one side has new facts since",
				HW_TEXT_ARG(store_get_text(rows, 0)), HW_TEXT_ARG(store_get_text(rows, 1)), day);
	return words->bytes ? HW_OK : tracing_out_of_memory(g);
}

static hw_status note_standing(tracing *g, hw_text id)
{
	if (g->standing_count == g->standing_room) {
		size_t room = g->standing_room ? g->standing_room * 2 : 256;
		traced_record *more = HW_NEW(g->arena, traced_record, room);

		if (!more)
			return tracing_out_of_memory(g);
		if (g->standing_count)
			memcpy(more, g->standing, g->standing_count * sizeof(*more));
		g->standing = more;
		g->standing_room = room;
	}
	g->standing[g->standing_count].id = hw_text_copy(g->arena, id);
	return g->standing[g->standing_count++].id.bytes ? HW_OK : tracing_out_of_memory(g);
}

hw_status tracing_store_pair(tracing *g, const trace_pair *pair, bool *likely)
{
	/* The table keeps the smaller record id on the left, whichever side it came from. */
	hw_text a = g->records[pair->left].id, b = g->records[pair->right].id, judged;
	hw_text texts[2] = {hw_text_compare(a, b) < 0 ? a : b, hw_text_compare(a, b) < 0 ? b : a};
	double probability = pair->probability;
	char id[STORE_ID_BYTES];
	trace_explanation why;
	hw_buffer reasons = {0};
	hw_status status;

	HW_TRY(trace_explain_pair(g->found, pair, g->arena, &why, g->error));
	HW_TRY(earlier_judgement(g, texts[0], texts[1], &judged));
	if (tracing_is_name_alone(&why))
		probability = fmin(probability, TRACING_NAME_ALONE);
	*likely = probability >= 0.75;
	store_id_of_texts("l", texts, 2, id);
	status = write_reasons(g, &why, judged, &reasons);
	if (status == HW_OK) {
		store_value values[] = {store_string(id),
					store_text(texts[0]),
					store_text(texts[1]),
					store_number(pair->weight),
					store_number(probability),
					store_text(hw_buffer_text(&reasons)),
					store_integer(bureau_time(g->bureau))};

		status = store_run(bureau_store(g->bureau), "trace_put_proposal", values, HW_COUNT(values), NULL,
				   g->error);
	}
	hw_buffer_free(&reasons);
	*(g->doubles ? &g->result.doubles : &g->result.proposals) += 1;
	return status == HW_OK ? note_standing(g, hw_text_of(id)) : status;
}

/* Blocking leaves out rules that promise little, such as a name alone in a small register: who found nobody is looked for by
 * name, and weighed as all others are (unless there are very many of them, or of persons). */
static hw_status search_one(tracing *g, trace_finder *finder, uint32_t record)
{
	const trace_query query = {.text = trace_records_value(g->engine, record, TRACING_FULL_NAME),
				   .top = A_REPORT_MOST,
				   .least = NAMES_LIKE};
	trace_hit *hits;
	size_t count;
	bool proposed = false;

	HW_TRY(trace_search_find(finder, &query, g->arena, &hits, &count, g->error));
	for (size_t i = 0; i < count; i++) {
		trace_explanation why;
		bool likely;

		HW_TRY(trace_explain(g->found, hits[i].owner, record, g->arena, &why, g->error));
		if (why.decided.length || why.probability < g->keep)
			continue;
		const trace_pair pair = {
			.left = hits[i].owner, .right = record, .weight = why.weight, .probability = why.probability};
		HW_TRY(tracing_store_pair(g, &pair, &likely));
		proposed = true;
	}
	g->result.unmatched -= proposed;
	return HW_OK;
}

static hw_status search_by_name(tracing *g, const uint8_t *taken)
{
	trace_search *index = NULL;
	trace_finder *finder = NULL;
	hw_status status = HW_OK;

	/* a millisecond each: over this many it is a job of its own */
	if (!g->result.unmatched || g->result.unmatched > SEARCHED_MOST || g->person_to - g->person_from < g->persons ||
	    g->persons > TRACING_SMALL)
		return HW_OK;
	HW_TRY_OR_OUT(trace_search_new(g->tables, &index, g->error));
	for (uint32_t i = (uint32_t)g->person_from; i < g->person_to; i++)
		HW_TRY_OR_OUT(trace_search_add(index, i, trace_records_value(g->engine, i, TRACING_FULL_NAME), 0, 0,
					       g->error));
	HW_TRY_OR_OUT(trace_finder_new(index, &finder, g->error));
	for (uint32_t i = (uint32_t)g->report_from; i < g->report_to; i++)
		if (!taken[i])
			HW_TRY_OR_OUT(search_one(g, finder, i));
out:
	trace_finder_free(finder);
	trace_search_free(index);
	return status;
}

/* The three most probable persons of each report: a reviewer reads few, and the rest can be searched. */
hw_status tracing_store_pairs(tracing *g)
{
	uint8_t *taken = HW_NEW(g->arena, uint8_t, g->count + 1);

	if (!taken)
		return tracing_out_of_memory(g);
	for (size_t i = 0; i < g->found->pair_count; i++) {
		const trace_pair *pair = &g->found->pairs[i];
		bool likely;

		if (pair->probability < g->keep || taken[pair->right] == A_REPORT_MOST)
			continue;
		HW_TRY(tracing_store_pair(g, pair, &likely));
		g->result.likely += !taken[pair->right]++ && likely;
	}
	for (size_t i = g->report_from; i < g->report_to; i++)
		g->result.unmatched += !taken[i];
	return search_by_name(g, taken);
}

/* As stale, never removed. */
hw_status tracing_close(tracing *g, const traced_record *stale, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		store_value values[] = {store_text(stale[i].id), store_string("stale"), store_null()};

		HW_TRY(store_run(bureau_store(g->bureau), "trace_close_proposal", values, 3, NULL, g->error));
	}
	g->result.stale = (int64_t)count;
	return HW_OK;
}

/* Open proposals that the data no longer carry. */
hw_status tracing_close_stale(tracing *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	traced_record *stale = NULL;
	size_t stale_count = 0, capacity = 0;
	bureau_index index;
	bool found;

	HW_TRY(bureau_index_make(g->arena, g->standing, g->standing_count, sizeof(*g->standing), &index, g->error));
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
				return tracing_out_of_memory(g);
			if (stale_count)
				memcpy(more, stale, stale_count * sizeof(*more));
			stale = more;
			capacity = capacity ? capacity * 2 : 64;
		}
		stale[stale_count++].id = store_copy_text(rows, 0, g->arena);
	}
	return tracing_close(g, stale, stale_count);
}
