/* trace: hands the registry and what nobody linked (reports, names on lists that came in, inquiries) to the engine, stores
 * what it proposes. */
#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "bureau/tracing_int.h"
#include "store/store.h"
#include "trace/trace.h"

#include <math.h>
#include <string.h>

enum { FULL_NAME, FAMILY, GIVEN, PATRONYMIC, BORN, CALLSIGN, UNIT, FIELDS };
enum { A_REPORT_MOST = 3, SEARCHED_MOST = 20000 };
/* Two rows of the register are proposed as one person from here on: namesakes are many, and nobody waits for the answer. */
static const double DOUBLES_LEAST = 0.5;
static const double NAMES_LIKE = 0.8;

typedef struct traced_record {
	hw_text id;           /* first: indexed by it */
	hw_text side, person; /* of the register's rows */
} traced_record;

typedef struct tracing {
	bureau *bureau;
	hw_arena *arena;
	const bureau_run *run;
	const char *statement; /* of the records that are held against persons */
	const store_value *values;
	size_t value_count;
	bool judged_before;     /* some rows were judged in a version that is no longer in force */
	traced_record *records; /* persons, then reports, as numbered in the engine */
	size_t count, capacity;
	size_t persons;
	names_tables *tables;
	trace_records *engine;
	trace_result *found;
	traced_record *standing; /* ids of the proposals that stand after this run */
	size_t standing_count, standing_room;
	double keep;
	bool doubles;    /* the register is held against itself */
	hw_sha256 input; /* of all that decides the proposals */
	bureau_traced result;
	hw_error *error;
} tracing;

static hw_status out_of_memory(tracing *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for tracing");
}

/* The engine with nothing in it. */
static hw_status new_records(tracing *g)
{
	static const trace_field fields[FIELDS] = {[FULL_NAME] = {HW_TEXT_INIT("name"), TRACE_FULL_NAME},
						   [FAMILY] = {HW_TEXT_INIT("family"), TRACE_FAMILY},
						   [GIVEN] = {HW_TEXT_INIT("given"), TRACE_GIVEN},
						   [PATRONYMIC] = {HW_TEXT_INIT("patronymic"), TRACE_PATRONYMIC},
						   [BORN] = {HW_TEXT_INIT("born"), TRACE_DATE},
						   [CALLSIGN] = {HW_TEXT_INIT("callsign"), TRACE_TEXT},
						   [UNIT] = {HW_TEXT_INIT("unit"), TRACE_TEXT}};

	return trace_records_new(g->tables, fields, FIELDS, &g->engine, g->error);
}

/* To be raised whenever other proposals would come of the same records. */
#define TRACE_FORM "trace/2 " HOMEWARD_VERSION

/* The digest of what was before and of the cells, with their lengths, so that no two rows give the same bytes. */
static hw_status add_to_input(tracing *g, const hw_text *cells, size_t count)
{
	hw_buffer row = {0};

	hw_buffer_add(&row, (hw_text){(const char *)&g->input, sizeof(g->input)});
	for (size_t i = 0; i < count; i++) {
		hw_buffer_addf(&row, "%zu:", cells[i].length);
		hw_buffer_add(&row, cells[i]);
	}
	g->input = hw_sha256_of(hw_buffer_text(&row));
	bool failed = row.failed;
	hw_buffer_free(&row);
	return failed ? out_of_memory(g) : HW_OK;
}

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
		HW_TRY(add_to_input(g, cells, count));
	}
}

static hw_status add_record(tracing *g, const store_rows *rows, unsigned side, const hw_text values[FIELDS])
{
	hw_text cells[FIELDS + 3] = {store_get_text(rows, 0)};

	memcpy(cells + 1, values, FIELDS * sizeof(*cells));
	for (size_t c = 0; c < 2 && !side; c++) /* side and person of the register's rows */
		cells[FIELDS + 1 + c] = store_get_text(rows, 7 + c);
	if (!g->doubles)
		HW_TRY(add_to_input(g, cells, HW_COUNT(cells)));
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

static hw_status load_persons(tracing *g)
{
	STORE_ROWS_GUARD store_rows *persons = NULL;
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
		g->records[g->count - 1].side = store_copy_text(persons, 7, g->arena);
		g->records[g->count - 1].person = store_copy_text(persons, 8, g->arena);
	}
	g->persons = g->count;
	g->result.persons = (int64_t)g->persons;
	return HW_OK;
}

static hw_status load_records(tracing *g)
{
	STORE_ROWS_GUARD store_rows *reports = NULL;
	bool found;

	HW_TRY(load_persons(g));
	HW_TRY(store_query(bureau_store(g->bureau), g->statement, g->values, g->value_count, &reports, g->error));
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
		*(hw_text_is(store_get_text(reports, 5), "entries")     ? &g->result.entries
		  : hw_text_is(store_get_text(reports, 5), "inquiries") ? &g->result.inquiries
									: &g->result.reports) += 1;
	}
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
	settings.between = settings.one_person = !g->doubles;
	settings.keep = g->doubles ? DOUBLES_LEAST : g->keep;
	settings.seed = g->run->seed;
	settings.threads = g->run->threads;
	settings.judgements = judged;
	settings.judgement_count = judged_count;
	return trace_link(g->engine, &settings, g->run->progress, &g->found, g->error);
}

/* ---- storing ----------------------------------------------------------------------------- */
/* No field but the name speaks for it. */
static bool is_name_alone(const trace_explanation *why)
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
	if (is_name_alone(why))
		write_note(&w, HW_TEXT("nothing but the name agrees: that confirms nobody"));
	if (judged.length)
		write_note(&w, judged);
	hw_json_close(&w, ']');
	return out->failed ? out_of_memory(g) : HW_OK;
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
	return words->bytes ? HW_OK : out_of_memory(g);
}

static hw_status note_standing(tracing *g, hw_text id)
{
	if (g->standing_count == g->standing_room) {
		size_t room = g->standing_room ? g->standing_room * 2 : 256;
		traced_record *more = HW_NEW(g->arena, traced_record, room);

		if (!more)
			return out_of_memory(g);
		if (g->standing_count)
			memcpy(more, g->standing, g->standing_count * sizeof(*more));
		g->standing = more;
		g->standing_room = room;
	}
	g->standing[g->standing_count].id = hw_text_copy(g->arena, id);
	return g->standing[g->standing_count++].id.bytes ? HW_OK : out_of_memory(g);
}

static hw_status store_pair(tracing *g, const trace_pair *pair, bool *likely)
{
	/* The table keeps the smaller record id on the left, whichever side it came from. */
	hw_text a = g->records[pair->left].id, b = g->records[pair->right].id, judged;
	hw_text texts[2] = {hw_text_compare(a, b) < 0 ? a : b, hw_text_compare(a, b) < 0 ? b : a};
	double probability = pair->probability;
	char id[STORE_ID_BYTES];
	trace_explanation why;
	hw_buffer reasons = {0};
	hw_status status;

	HW_TRY(trace_explain(g->found, pair->left, pair->right, g->arena, &why, g->error));
	HW_TRY(earlier_judgement(g, texts[0], texts[1], &judged));
	if (is_name_alone(&why))
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
 * name, and weighed as all others are (unless there are very many of them). */
static hw_status search_one(tracing *g, trace_finder *finder, uint32_t record)
{
	const trace_query query = {
		.text = trace_records_value(g->engine, record, FULL_NAME), .top = A_REPORT_MOST, .least = NAMES_LIKE};
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
		HW_TRY(store_pair(g, &pair, &likely));
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
	if (!g->result.unmatched || g->result.unmatched > SEARCHED_MOST)
		return HW_OK;
	HW_TRY_OR_OUT(trace_search_new(g->tables, &index, g->error));
	for (uint32_t i = 0; i < g->persons; i++)
		HW_TRY_OR_OUT(trace_search_add(index, i, trace_records_value(g->engine, i, FULL_NAME), 0, 0, g->error));
	HW_TRY_OR_OUT(trace_finder_new(index, &finder, g->error));
	for (uint32_t i = (uint32_t)g->persons; i < g->count; i++)
		if (!taken[i])
			HW_TRY_OR_OUT(search_one(g, finder, i));
out:
	trace_finder_free(finder);
	trace_search_free(index);
	return status;
}

/* The three most probable persons of each report: a reviewer reads few, and the rest can be searched. */
static hw_status store_pairs(tracing *g)
{
	uint8_t *taken = HW_NEW(g->arena, uint8_t, g->count + 1);

	if (!taken)
		return out_of_memory(g);
	for (size_t i = 0; i < g->found->pair_count; i++) {
		const trace_pair *pair = &g->found->pairs[i];
		bool likely;

		if (pair->probability < g->keep || taken[pair->right] == A_REPORT_MOST)
			continue;
		HW_TRY(store_pair(g, pair, &likely));
		g->result.likely += !taken[pair->right]++ && likely;
	}
	for (size_t i = g->persons; i < g->count; i++)
		g->result.unmatched += !taken[i];
	return search_by_name(g, taken);
}

/* Open proposals that the data no longer carry are closed as stale, never removed. */
static hw_status close_stale(tracing *g)
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
	HW_TRY(new_records(g));
	HW_TRY(load_persons(g));
	HW_TRY(link_records(g));
	for (size_t i = 0; i < g->found->pair_count; i++) {
		bool likely;

		if (g->found->pairs[i].probability >= DOUBLES_LEAST && may_be_double(g, &g->found->pairs[i]))
			HW_TRY(store_pair(g, &g->found->pairs[i], &likely));
	}
	return HW_OK;
}

/* ---- runs ------------------------------------------------------------------------------------ */

/* What decides beside the records: judgements, settings, the program. */
static hw_status finish_input(tracing *g, char hex[65])
{
	char words[128];

	(void)snprintf(words, sizeof(words), TRACE_FORM " %.17g %llu", g->keep, (unsigned long long)g->run->seed);
	const hw_text cell = hw_text_of(words);
	HW_TRY(add_to_input(g, &cell, 1));
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
		HW_TRY(store_pairs(g));
	HW_TRY(propose_doubles(g));
	HW_TRY(close_stale(g));
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
	HW_TRY(load_records(g));
	if (!g->persons)
		return HW_OK;
	HW_TRY(finish_input(g, hex));
	if (!again)
		HW_TRY(find_run(g, hex, &known));
	if (known)
		return HW_OK;
	if (g->count > g->persons) {
		HW_TRY(link_records(g));
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
	return new_records(g);
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

	HW_TRY(trace_explain(g->found, pair->left, pair->right, g->arena, &why, g->error));
	*m = (tracing_match){.person = g->records[pair->left].id,
			     .record = g->records[pair->right].id,
			     .probability = pair->probability};
	if (is_name_alone(&why))
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
			return out_of_memory(g);
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
	HW_TRY_OR_OUT(load_records(&g));
	if (!g.persons || g.count == g.persons)
		goto out;
	HW_TRY_OR_OUT(link_records(&g));
	*matches = HW_NEW(arena, tracing_match, g.found->pair_count + 1);
	if (!*matches) {
		status = out_of_memory(&g);
		goto out;
	}
	for (size_t i = 0; i < g.found->pair_count; i++)
		if (g.found->pairs[i].probability >= g.keep)
			HW_TRY_OR_OUT(keep_match(&g, &g.found->pairs[i], &(*matches)[(*match_count)++]));
out:
	close_engine(&g);
	return status;
}
