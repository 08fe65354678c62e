/* persuasion.c - the people for whose return a counterpart showed no interest, one by one: the ground on which each can be
 * offered again, when he was and with what answer.  Only those stand here who have been asked in private and want to go:
 * for anybody else there is nothing to persuade of.  What leaves the bureau is a name and a birth, after consent, never
 * in public. */
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

enum { CATEGORIES_MOST = 1000 };

typedef struct asked { /* categories that the counterpart asks for */
	hw_text items[CATEGORIES_MOST];
	size_t count;
} asked;

static const bureau_column people_columns[] = {{"id", "id", BUREAU_TEXT},         {"name", "name", BUREAU_TEXT},
					       {"born", "born", BUREAU_TEXT},     {"offered", "offered", BUREAU_TEXT},
					       {"answer", "answer", BUREAU_WORD}, {"ground", "ground", BUREAU_TEXT}};

static hw_status load_asked(sheet *s, hw_text party, asked *a)
{
	bureau_interests interests;

	a->count = 0;
	HW_TRY(bureau_interests_of(s->b, s->arena, s->run, HW_TEXT(""), &interests, s->error));
	for (size_t i = 0; i < interests.count && a->count < CATEGORIES_MOST; i++)
		if (hw_text_is(interests.items[i].word, "asks for"))
			a->items[a->count++] = interests.items[i].category;
	(void)party; /* whoever asks for him: then he is not one of these */
	return HW_OK;
}

static bool is_asked_for(const asked *a, hw_text categories)
{
	for (size_t i = 0; i < a->count; i++)
		if (sheet_in_list(categories, a->items[i]))
			return true;
	return false;
}

static hw_text ground_of(sheet *s, const store_rows *rows)
{
	hw_text law = sheet_words(s, "served in its forces (GC III 4 A, 118): whatever passport it counts");

	if (!store_is_null(rows, 6))
		return sheet_format(s, "%s: %.*s; %.*s", sheet_words(s, "it says of him").bytes,
				    HW_TEXT_ARG(store_get_text(rows, 6)), HW_TEXT_ARG(law));
	return law;
}

/* Columns of persuasion_people. */
static hw_status keep_person(sheet *s, const outward_gate *gate, const asked *a, const store_rows *rows,
			     bureau_list *list, int64_t *waiting)
{
	round_person p;
	bureau_value *cells;

	if (is_asked_for(a, store_get_text(rows, 5)))
		return HW_OK;
	HW_TRY(round_person_of(s->b, s->arena, store_copy_text(rows, 0, s->arena), gate, true, &p, s->error));
	if (p.bar == ROUND_NO_INTERVIEW)
		++*waiting;
	if (p.bar != ROUND_FREE)
		return HW_OK;
	cells = sheet_row(s, list);
	cells[0] = sheet_value_text(p.id);
	cells[1] = sheet_value_text(p.name);
	cells[2] = sheet_value_text(p.born);
	cells[3] = sheet_column(s, rows, 7, BUREAU_TEXT);
	cells[4] = sheet_column(s, rows, 8, BUREAU_WORD);
	cells[5] = sheet_value_text(ground_of(s, rows));
	return HW_OK;
}

static hw_status walk(sheet *s, hw_text party, bureau_list *list, int64_t *waiting)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(party)};
	hw_text previous = HW_TEXT("");
	asked *a = HW_NEW(s->arena, asked, 1);
	outward_gate gate;
	bool found;

	if (!a)
		return hw_fail(s->error, HW_NO_MEMORY, "no memory for the list");
	HW_TRY(outward_open(s->b, s->arena, OUTWARD_PERSUASION, party, &gate, s->error));
	HW_TRY(load_asked(s, party, a));
	HW_TRY(store_query(s->store, "persuasion_people", values, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (hw_text_equal(previous, store_get_text(rows, 10)))
			continue;
		previous = store_copy_text(rows, 10, s->arena);
		HW_TRY(keep_person(s, &gate, a, rows, list, waiting));
	}
}

static hw_status must_be_counterpart(sheet *s, hw_text party)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(party)};
	char shown[64];

	HW_TRY(store_query_first(s->store, "case_party", values, 1, &rows, s->error));
	if (rows && !hw_text_is(store_get_text(rows, 4), "ours"))
		return HW_OK;
	(void)hw_fail(s->error, HW_NOT_FOUND, "\"%s\" is no counterpart", hw_text_shown(party, shown));
	return hw_error_remedy(s->error, "homeward interest lists the counterparts");
}

hw_status bureau_persuasion_people(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party,
				   bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "persuasion", result, error);
	int64_t waiting = 0;
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_INTEREST, error));
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(bureau_require_own_side(b, error));
	HW_TRY(must_be_counterpart(&s, party));
	HW_TRY(bureau_log_view(b, "persuasion", party, HW_TEXT("people"), error));
	result->title =
		sheet_told(&s, sheet_format(&s, "For whose return %.*s showed no interest", HW_TEXT_ARG(party)));
	list = sheet_list(&s, "people", "People who want to go and were not asked for",
			  "nobody of them has been asked in private and wants to go", people_columns,
			  HW_COUNT(people_columns));
	HW_TRY(walk(&s, party, list, &waiting));
	if (waiting)
		sheet_note(&s, "%lld more have no private interview on record: ask them first.", (long long)waiting);
	sheet_say(&s, "Offered on top of every package and never instead of one. Not for the public (GC III 13).");
	return sheet_end(&s);
}

hw_status bureau_persuasion_outward(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party, hw_buffer *out,
				    int64_t *names, hw_error *error)
{
	bureau_sheet people;
	const bureau_list *list;
	double limit;

	HW_TRY(bureau_require(b, BUREAU_MAY_EXPORT, error));
	HW_TRY(bureau_persuasion_people(b, arena, run, party, &people, error));
	HW_TRY(bureau_setting_number(b, "export_limit", 200, &limit, error));
	list = &people.lists[0];
	if ((double)list->row_count > limit) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "%zu names are more than the %g that one person may take out",
			      list->row_count, limit);
		return hw_error_remedy(error, "homeward round send, which a second person confirms"), HW_NOT_PERMITTED;
	}
	hw_buffer_adds(out, "id,name,born\n");
	for (size_t i = 0; i < list->row_count; i++) {
		for (size_t c = 0; c < 3; c++) {
			if (c)
				hw_buffer_adds(out, ",");
			hw_csv_write(out, list->values[i * list->column_count + c].text);
		}
		hw_buffer_adds(out, "\n");
	}
	*names = (int64_t)list->row_count;
	return out->failed ? hw_fail(error, HW_NO_MEMORY, "no memory for the list") : HW_OK;
}
