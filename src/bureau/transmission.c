/* The log of papers: cards, notices and letters that went out or came in, what was acknowledged and answered, what is late.
 * Cards and letters are rows of the import kind "notices"; letters on findings and sealed lists stand beside them. */
#include "bureau/outward_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

static const bureau_column columns[] = {{"id", "paper", BUREAU_TEXT},
					{"kind", "kind", BUREAU_WORD},
					{"direction", "way", BUREAU_WORD},
					{"about", "about", BUREAU_TEXT},
					{"party", "to or from", BUREAU_TEXT},
					{"sent", "sent", BUREAU_TEXT},
					{"acknowledged", "acknowledged", BUREAU_TEXT},
					{"answered", "answered", BUREAU_TEXT},
					{"due", "due", BUREAU_TEXT},
					{"state", "state", BUREAU_WORD}};

typedef struct listing {
	bool due_only;
	int32_t wait; /* days after which a paper that nobody acknowledged is late */
	int64_t late;
} listing;

/* Columns of transmissions. */
static bool keep(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	listing *l = raw;
	int32_t first, last, due_first, due_last;
	bool answered = !store_is_null(rows, 7), acknowledged = !store_is_null(rows, 6), late = false;
	bool out = hw_text_is(store_get_text(rows, 2), "out");

	if (!sheet_known_by(s, rows, 5))
		return false;
	if (out && !answered && sheet_day(store_get_text(rows, 8), &due_first, &due_last))
		late = due_last < s->day;
	else if (out && !answered && !acknowledged && sheet_day(store_get_text(rows, 5), &first, &last))
		late = last + l->wait < s->day && !hw_text_is(store_get_text(rows, 1), "list");
	if (l->due_only && !late)
		return false;
	l->late += late;
	if (!bureau_may(s->b, BUREAU_MAY_SEE_PERSONS))
		cells[3] = sheet_value_restricted();
	cells[4] = sheet_value_text(sheet_label(s, "holders", store_get_text(rows, 4)));
	cells[9] = sheet_value_word(late           ? "late"
				    : answered     ? "answered"
				    : acknowledged ? "acknowledged"
				    : out          ? "sent"
						   : "came in");
	return true;
}

hw_status bureau_transmission_list(bureau *b, hw_arena *arena, const bureau_run *run, bool due_only,
				   bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "transmissions", result, error);
	listing l = {.due_only = due_only};
	bureau_list *list;
	double wait;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_INQUIRE, BUREAU_MAY_CHECK, error));
	HW_TRY(bureau_setting_number(b, "transmission.days", 30, &wait, error));
	HW_TRY(bureau_log_view(b, "transmission", HW_TEXT("all"), HW_TEXT(""), error));
	l.wait = (int32_t)wait;
	list = sheet_list(&s, "papers", "Papers that went out and came in",
			  due_only ? "nothing is late" : "nothing was sent", columns, HW_COUNT(columns));
	HW_TRY(sheet_query(&s, list, "transmissions", NULL, 0, keep, &l));
	sheet_field(&s, "late", "late", BUREAU_COUNT, sheet_value_count(l.late));
	return sheet_end(&s);
}

/* ---- writing ------------------------------------------------------------------------------------------------ */
static const char *const names[] = {"id",   "kind",         "direction", "person", "place", "party",
				    "sent", "acknowledged", "answered",  "text",   "note"};
enum { ID, KIND, DIRECTION, PERSON, PLACE, PARTY, SENT, ACKNOWLEDGED, ANSWERED, TEXT, NOTE, COLUMNS };

static hw_status day_of(bureau *b, hw_arena *arena, const char *given, hw_text *day, hw_error *error)
{
	hw_date date;
	char own[11];

	HW_TRY(bureau_own_day(b, own, error));
	*day = hw_text_copy(arena, hw_text_of(given ? given : own));
	if (!given)
		return HW_OK;
	HW_TRY(hw_date_parse(*day, &date, error));
	if (date.known && date.precision == HW_DAY && strcmp(given, own) <= 0)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is no day up to %s", given, own);
	return hw_error_what(error, "--date"), HW_BAD_INPUT;
}

/* What goes out about a person asks the gate before it is written down as sent. */
static hw_status ask_gate(bureau *b, hw_arena *arena, const bureau_paper *p, hw_error *error)
{
	bool card = !strcmp(p->kind, "capture_card") || !strcmp(p->kind, "notice");
	outward_gate gate;
	hw_text person;

	if (!p->person || (p->direction && !strcmp(p->direction, "in")))
		return HW_OK;
	HW_TRY(case_resolve(b, arena, hw_text_of(p->person), &person, error));
	HW_TRY(outward_open(b, arena, card ? OUTWARD_NOTICE : OUTWARD_PAPER, hw_text_of(p->party), &gate, error));
	return outward_require(&gate, person, error);
}

static hw_status write(bureau *b, hw_arena *arena, const hw_text cells[COLUMNS], const char *act, hw_error *error)
{
	bureau_right right = bureau_may(b, BUREAU_MAY_INQUIRE) ? BUREAU_MAY_INQUIRE : BUREAU_MAY_CHECK;
	round_rows rows = {0};
	hw_status status;

	HW_TRY(bureau_begin(b, right, error));
	status = round_rows_begin(b, &rows, "notices", error);
	rows.right = right;
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	round_row_open(&rows);
	for (size_t c = 0; c < COLUMNS; c++)
		round_row_text(&rows, names[c], cells[c]);
	round_row_close(&rows);
	return round_finish_as(b, arena, &rows, 1, act, HW_TEXT("paper"), cells[ID], error);
}

static hw_status send(bureau *b, hw_arena *arena, const bureau_paper *p, hw_text *id, hw_error *error)
{
	hw_text cells[COLUMNS];
	int64_t before = 0;

	if (!p->kind || (!p->person && !p->place) || !p->party)
		return hw_fail(error, HW_USAGE, "say what, about whom and to whom: --kind K --person ID --party P");
	for (size_t c = 0; c < COLUMNS; c++)
		cells[c] = HW_TEXT("");
	HW_TRY(ask_gate(b, arena, p, error));
	HW_TRY(store_query_integer(b->store, "notice_count", NULL, 0, &before, error));
	cells[ID] = p->id && *p->id ? hw_text_of(p->id) : hw_text_format(arena, "T%06lld", (long long)before + 1);
	cells[KIND] = hw_text_of(p->kind);
	cells[DIRECTION] = hw_text_of(p->direction ? p->direction : "out");
	cells[PERSON] = hw_text_of(p->person ? p->person : "");
	cells[PLACE] = hw_text_of(p->place ? p->place : "");
	cells[PARTY] = hw_text_of(p->party);
	cells[TEXT] = hw_text_of(p->text ? p->text : "");
	HW_TRY(day_of(b, arena, p->date, &cells[SENT], error));
	*id = cells[ID];
	return write(b, arena, cells, "paper sent", error);
}

static hw_status mark(bureau *b, hw_arena *arena, const bureau_paper *p, size_t column, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(p->id)};
	hw_text cells[COLUMNS];
	char shown[64];

	HW_TRY(store_query_first(b->store, "notice_one", values, 1, &rows, error));
	if (!rows) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no card, notice or letter \"%s\"",
			      hw_text_shown(hw_text_of(p->id), shown));
		return hw_error_remedy(error,
				       "homeward transmission list; letters on findings: homeward finding answer");
	}
	for (size_t c = 0; c < COLUMNS; c++)
		cells[c] = store_is_null(rows, c) ? HW_TEXT("") : store_copy_text(rows, c, arena);
	if (cells[column].length)
		return hw_fail(error, HW_BAD_INPUT, "%s was %s on %.*s already", p->id, names[column],
			       HW_TEXT_ARG(cells[column]));
	HW_TRY(day_of(b, arena, p->date, &cells[column], error));
	if (p->text)
		cells[NOTE] = hw_text_of(p->text);
	return write(b, arena, cells, column == ANSWERED ? "paper answered" : "paper acknowledged", error);
}

hw_status bureau_transmission_do(bureau *b, hw_arena *arena, const char *act, const bureau_paper *p, hw_text *id,
				 hw_error *error)
{
	*id = hw_text_of(p->id ? p->id : "");
	HW_TRY(bureau_require_either(b, BUREAU_MAY_INQUIRE, BUREAU_MAY_CHECK, error));
	if (!strcmp(act, "sent"))
		return send(b, arena, p, id, error);
	return mark(b, arena, p, !strcmp(act, "answered") ? ANSWERED : ACKNOWLEDGED, error);
}
