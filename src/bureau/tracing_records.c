/* tracing_records.c - the register and what nobody linked (reports, names on lists that came in, inquiries), handed to the engine. */
#include "bureau/tracing_int.h"

#include <string.h>

hw_status tracing_out_of_memory(tracing *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for tracing");
}

hw_status tracing_new_records(tracing *g)
{
	static const trace_field fields[TRACING_FIELDS] = {
		[TRACING_FULL_NAME] = {HW_TEXT_INIT("name"), TRACE_FULL_NAME},
		[TRACING_FAMILY] = {HW_TEXT_INIT("family"), TRACE_FAMILY},
		[TRACING_GIVEN] = {HW_TEXT_INIT("given"), TRACE_GIVEN},
		[TRACING_PATRONYMIC] = {HW_TEXT_INIT("patronymic"), TRACE_PATRONYMIC},
		[TRACING_BORN] = {HW_TEXT_INIT("born"), TRACE_DATE},
		[TRACING_CALLSIGN] = {HW_TEXT_INIT("callsign"), TRACE_TEXT},
		[TRACING_UNIT] = {HW_TEXT_INIT("unit"), TRACE_TEXT}};

	return trace_records_new(g->tables, fields, TRACING_FIELDS, &g->engine, g->error);
}

/* The digest of what was before and of the cells, with their lengths, so that no two rows give the same bytes. */
hw_status tracing_add_to_input(tracing *g, const hw_text *cells, size_t count)
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
	return failed ? tracing_out_of_memory(g) : HW_OK;
}

static hw_status add_record(tracing *g, const store_rows *rows, unsigned side, const hw_text values[TRACING_FIELDS])
{
	hw_text cells[TRACING_FIELDS + 3] = {store_get_text(rows, 0)};

	memcpy(cells + 1, values, TRACING_FIELDS * sizeof(*cells));
	for (size_t c = 0; c < 2 && !side; c++) /* side and person of the register's rows */
		cells[TRACING_FIELDS + 1 + c] = store_get_text(rows, 7 + c);
	if (g->digesting)
		HW_TRY(tracing_add_to_input(g, cells, HW_COUNT(cells)));
	if (g->count == g->capacity) {
		traced_record *more = HW_NEW(g->arena, traced_record, g->capacity ? g->capacity * 2 : 1024);

		if (!more)
			return tracing_out_of_memory(g);
		if (g->count)
			memcpy(more, g->records, g->count * sizeof(*more));
		g->records = more;
		g->capacity = g->capacity ? g->capacity * 2 : 1024;
	}
	g->records[g->count++].id = store_copy_text(rows, 0, g->arena);
	return trace_records_add(g->engine, side, values, g->error);
}

hw_status tracing_add_person(tracing *g, const store_rows *row)
{
	hw_text values[TRACING_FIELDS] = {{0}};

	/* Reports bring a whole name, which the engine takes apart; the registry has the parts. */
	values[TRACING_FAMILY] = store_get_text(row, 1);
	values[TRACING_GIVEN] = store_get_text(row, 2);
	values[TRACING_PATRONYMIC] = store_get_text(row, 3);
	values[TRACING_FULL_NAME] =
		hw_text_trim(hw_text_format(g->arena, "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(row, 1)),
					    HW_TEXT_ARG(store_get_text(row, 2)), HW_TEXT_ARG(store_get_text(row, 3))));
	values[TRACING_BORN] = store_get_text(row, 4);
	values[TRACING_CALLSIGN] = store_get_text(row, 5);
	values[TRACING_UNIT] = store_get_text(row, 6);
	HW_TRY(add_record(g, row, 0, values));
	g->records[g->count - 1].side = store_copy_text(row, 7, g->arena);
	g->records[g->count - 1].person = store_copy_text(row, 8, g->arena);
	return HW_OK;
}

hw_status tracing_load_persons(tracing *g)
{
	STORE_ROWS_GUARD store_rows *persons = NULL;
	bool found;

	g->person_from = g->count;
	HW_TRY(store_query(bureau_store(g->bureau), "trace_persons", NULL, 0, &persons, g->error));
	for (;;) {
		HW_TRY(store_next(persons, &found, g->error));
		if (!found)
			break;
		HW_TRY(tracing_add_person(g, persons));
	}
	g->person_to = g->count;
	g->persons = g->person_to - g->person_from;
	g->result.persons = (int64_t)g->persons;
	return HW_OK;
}

hw_status tracing_add_report(tracing *g, const store_rows *row)
{
	hw_text values[TRACING_FIELDS] = {{0}};

	values[TRACING_FULL_NAME] = store_get_text(row, 1);
	values[TRACING_BORN] = store_get_text(row, 2);
	values[TRACING_CALLSIGN] = store_get_text(row, 3);
	values[TRACING_UNIT] = store_get_text(row, 4);
	HW_TRY(add_record(g, row, 1, values));
	*(hw_text_is(store_get_text(row, 5), "entries")     ? &g->result.entries
	  : hw_text_is(store_get_text(row, 5), "inquiries") ? &g->result.inquiries
							    : &g->result.reports) += 1;
	return HW_OK;
}

hw_status tracing_load_records(tracing *g)
{
	STORE_ROWS_GUARD store_rows *reports = NULL;
	bool found;

	HW_TRY(tracing_load_persons(g));
	g->report_from = g->count;
	HW_TRY(store_query(bureau_store(g->bureau), g->statement, g->values, g->value_count, &reports, g->error));
	for (;;) {
		HW_TRY(store_next(reports, &found, g->error));
		if (!found)
			break;
		HW_TRY(tracing_add_report(g, reports));
	}
	g->report_to = g->count;
	return HW_OK;
}

hw_status tracing_load_judged(tracing *g, trace_judgement **judged, size_t *count)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	size_t capacity = 0;
	bureau_index index;
	bool found;

	HW_TRY(bureau_index_make(g->arena, g->records, g->count, sizeof(*g->records), &index, g->error));
	HW_TRY(store_query(bureau_store(g->bureau), "trace_judged", NULL, 0, &rows, g->error));
	for (;;) {
		size_t left, right;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		left = bureau_index_find(&index, store_get_text(rows, 0));
		right = bureau_index_find(&index, store_get_text(rows, 1));
		if (left == BUREAU_NOWHERE || right == BUREAU_NOWHERE)
			continue;
		if (*count == capacity) {
			trace_judgement *more = HW_NEW(g->arena, trace_judgement, capacity ? capacity * 2 : 256);

			if (!more)
				return tracing_out_of_memory(g);
			if (*count)
				memcpy(more, *judged, *count * sizeof(*more));
			*judged = more;
			capacity = capacity ? capacity * 2 : 256;
		}
		(*judged)[(*count)++] = (trace_judgement){(uint32_t)(left < right ? left : right),
							  (uint32_t)(left < right ? right : left), false};
	}
}

trace_settings tracing_settings(const tracing *g)
{
	trace_settings settings = trace_settings_default();

	settings.between = settings.one_person = !g->doubles;
	settings.keep = g->doubles ? TRACING_DOUBLES_LEAST : g->keep;
	settings.seed = g->run->seed;
	settings.threads = g->run->threads;
	return settings;
}

hw_status tracing_link(tracing *g)
{
	trace_settings settings = tracing_settings(g);
	trace_judgement *judged = NULL;

	HW_TRY(tracing_load_judged(g, &judged, &settings.judgement_count));
	settings.judgements = judged;
	return trace_link(g->engine, &settings, g->run->progress, &g->found, g->error);
}
