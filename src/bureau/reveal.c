/* reveal.c - one sensitive field of a person, for a purpose and a minute; who saw him. */
#include "bureau/estimates_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

enum { REVEALED_SECONDS = 60, MICROSECONDS_A_DAY = 86400 };

/* ---- who saw, who changed ------------------------------------------------------------------------ */
static const bureau_column log_columns[] = {{"at", "when", BUREAU_TEXT}, {"user", "who", BUREAU_TEXT},
					    {"role", "as", BUREAU_WORD}, {"act", "did", BUREAU_WORD},
					    {"door", "by", BUREAU_TEXT}, {"purpose", "purpose", BUREAU_TEXT}};

static hw_text moment(sheet *s, int64_t at)
{
	int64_t seconds = at / 1000000, day = seconds / MICROSECONDS_A_DAY, rest = seconds % MICROSECONDS_A_DAY;
	char text[11];

	return sheet_format(s, "%s %02d:%02d:%02d", hw_days_write((int32_t)day, text), (int)(rest / 3600),
			    (int)(rest / 60 % 60), (int)(rest % 60));
}

static hw_status add_rows(sheet *s, bureau_list *list, const char *statement, hw_text person, bool views)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(person)};
	bool found;

	HW_TRY(store_query(s->store, statement, values, 1, &rows, s->error));
	for (;;) {
		bureau_value *cells;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_text(moment(s, store_get_integer(rows, 0)));
		cells[1] = sheet_column(s, rows, 1, BUREAU_TEXT);
		cells[2] = sheet_column(s, rows, 2, BUREAU_WORD);
		cells[3] = sheet_column(s, rows, views ? 5 : 3, BUREAU_WORD);
		if (views) {
			cells[4] = sheet_column(s, rows, 3, BUREAU_TEXT);
			/* why it was looked at may name somebody: who keeps users and sees no case does not read it */
			cells[5] = bureau_may(s->b, BUREAU_MAY_BRIEF) ? sheet_column(s, rows, 4, BUREAU_TEXT)
								      : sheet_value_restricted();
		}
	}
}

hw_status bureau_person_log(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			    hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "log", result, error);
	bureau_list *list;
	hw_text person;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_AUDIT, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(case_resolve(b, arena, id, &person, error));
	s.out->title = person; /* no name: the auditor reads it, too */
	sheet_field(&s, "id", "person", BUREAU_TEXT, sheet_value_text(person));
	list = sheet_list(&s, "acts", "What was done", "nothing is recorded", log_columns, HW_COUNT(log_columns));
	HW_TRY(add_rows(&s, list, "page_person_acts", person, false));
	list = sheet_list(&s, "views", "Who looked", "nobody looked", log_columns, HW_COUNT(log_columns));
	HW_TRY(add_rows(&s, list, "page_person_views", person, true));
	return sheet_end(&s);
}

/* ---- revealing --------------------------------------------------------------------------------------- */
static void write_value(hw_json_writer *w, const char *label, hw_text value, hw_text date)
{
	hw_json_object(w, NULL);
	hw_json_string(w, "label", label);
	if (value.length)
		hw_json_text(w, "value", value);
	else
		hw_json_null(w, "value");
	hw_json_null(w, "source"); /* sealed */
	if (date.length)
		hw_json_text(w, "date", date);
	else
		hw_json_null(w, "date");
	hw_json_close(w, '}');
}

typedef struct revealing {
	sheet *s;
	hw_text person;
	hw_json_writer *w;
	hw_error *error;
} revealing;

static hw_status write_sensitive_categories(const revealing *r, hw_text ids)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(r->s->store, "case_categories", NULL, 0, &rows, r->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		if (sheet_in_list(ids, store_get_text(rows, 0)) && store_get_integer(rows, 3) == 1 &&
		    !hw_text_is(store_get_text(rows, 4), "health"))
			write_value(r->w, bureau_word(r->s->uk ? "uk" : "en", "category"),
				    store_get_text(rows, r->s->uk && !store_is_null(rows, 2) ? 2 : 1), HW_TEXT(""));
	}
}

static hw_status reveal_register(const revealing *r, const char *field)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(r->person)};
	const char *lang = r->s->uk ? "uk" : "en";
	bool found;

	HW_TRY(store_query(r->s->store, "page_sensitive", values, 1, &rows, r->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		if (!strcmp(field, "health"))
			write_value(r->w, bureau_word(lang, "health"),
				    sheet_words(r->s, store_copy_text(rows, 0, r->s->arena).bytes), HW_TEXT(""));
		else if (!strcmp(field, "will"))
			write_value(r->w, bureau_word(lang, "will"),
				    store_is_null(rows, 1)
					    ? HW_TEXT("")
					    : sheet_words(r->s, store_get_integer(rows, 1) ? "wishes to return"
											   : "does not wish to return"),
				    store_get_text(rows, 2));
		else if (!strcmp(field, "place"))
			write_value(r->w, bureau_word(lang, "place"),
				    sheet_label(r->s, "places", store_copy_text(rows, 4, r->s->arena)), HW_TEXT(""));
		else
			HW_TRY(write_sensitive_categories(r, store_get_text(rows, 3)));
	}
}

static hw_status reveal_relatives(const revealing *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(r->person)};
	bool found;

	HW_TRY(store_query(r->s->store, "page_inquiries_of", values, 1, &rows, r->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, r->error));
		if (!found)
			return HW_OK;
		write_value(r->w, store_copy_text(rows, 1, r->s->arena).bytes,
			    sheet_format(r->s, "%.*s; %.*s", HW_TEXT_ARG(store_get_text(rows, 0)),
					 HW_TEXT_ARG(store_get_text(rows, 2))),
			    store_get_text(rows, 3));
	}
}

static hw_status field_right(const char *field, bureau_right *right, hw_error *error)
{
	static const struct {
		const char *field;
		bureau_right right;
	} rows[] = {
		{"health", BUREAU_MAY_SEE_HEALTH}, {"origin", BUREAU_MAY_SEE_ORIGIN},  {"will", BUREAU_MAY_SEE_WILL},
		{"place", BUREAU_MAY_SEE_PLACES},  {"relatives", BUREAU_MAY_FAMILIES},
	};

	for (size_t i = 0; i < HW_COUNT(rows); i++)
		if (!strcmp(rows[i].field, field)) {
			*right = rows[i].right;
			return HW_OK;
		}
	(void)hw_fail(error, HW_BAD_INPUT, "\"%.20s\" is no field that is revealed", field);
	(void)hw_error_what(error, "field");
	return hw_error_remedy(error, "health, origin, will, place, relatives"), HW_BAD_INPUT;
}

hw_status bureau_person_reveal_json(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, const char *field,
				    hw_text purpose, hw_json_writer *w, hw_error *error)
{
	bureau_sheet unused;
	sheet s = sheet_begin(b, arena, run, "reveal", &unused, error);
	revealing r = {.s = &s, .w = w, .error = error};
	bureau_right right;

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	HW_TRY(field_right(field, &right, error));
	HW_TRY(bureau_require(b, right, error));
	if (hw_text_trim(purpose).length < 3) {
		(void)hw_fail(error, HW_BAD_INPUT, "a sensitive field is shown for a purpose only");
		return hw_error_what(error, "purpose"), HW_BAD_INPUT;
	}
	HW_TRY(case_resolve(b, arena, id, &r.person, error));
	HW_TRY(bureau_log_view(b, "person", r.person,
			       hw_text_format(arena, "%s: %.*s", field, HW_TEXT_ARG(hw_text_trim(purpose))), error));
	hw_json_string(w, "field", field);
	hw_json_integer(w, "seconds", REVEALED_SECONDS);
	hw_json_array(w, "values");
	HW_TRY(!strcmp(field, "relatives") ? reveal_relatives(&r) : reveal_register(&r, field));
	hw_json_close(w, ']');
	return HW_OK;
}
