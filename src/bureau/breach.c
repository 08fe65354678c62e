/* Breach report: whose data an account touched that was lost or turned, or a list or bundle that went astray.  From the log of
 * views and the ledger; ids only, for an auditor does not read cases. */
#include "bureau/sheet_int.h"

#include <string.h>

static const bureau_column view_columns[] = {{"kind", "kind", BUREAU_WORD},
					     {"id", "id", BUREAU_TEXT},
					     {"times", "times", BUREAU_COUNT},
					     {"first", "first", BUREAU_TEXT},
					     {"last", "last", BUREAU_TEXT}};
static const bureau_column act_columns[] = {{"when", "when", BUREAU_TEXT},
					    {"act", "act", BUREAU_WORD},
					    {"kind", "kind", BUREAU_WORD},
					    {"id", "id", BUREAU_TEXT}};
static const bureau_column person_columns[] = {{"person", "person", BUREAU_TEXT}};

static bureau_value day_of(sheet *s, int64_t at)
{
	char day[11];

	return sheet_value_text(sheet_format(s, "%s", hw_days_write((int32_t)(at / 86400000000), day)));
}

typedef struct looked {
	int64_t persons;
	bool of_many; /* at something that names more people than one */
} looked;

/* Columns of breach_views: kind, id, times, first, last. */
static bool keep_view(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	static const char *const of_many[] = {"list", "round", "request", "persuasion", "search", "people", "paper"};
	looked *l = context;

	cells[3] = day_of(s, store_get_integer(rows, 3));
	cells[4] = day_of(s, store_get_integer(rows, 4));
	cells[1] = sheet_value_text(sheet_words(s, store_copy_text(rows, 1, s->arena).bytes)); /* "all", or an id */
	l->persons += hw_text_is(store_get_text(rows, 0), "person");
	for (size_t i = 0; i < HW_COUNT(of_many); i++)
		l->of_many |= hw_text_is(store_get_text(rows, 0), of_many[i]);
	return true;
}

/* Columns of breach_acts: at, act, kind, id. */
static bool keep_act(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	hw_text act = store_copy_text(rows, 1, s->arena);

	(void)context;
	cells[0] = day_of(s, store_get_integer(rows, 0));
	cells[3] = sheet_value_text(sheet_words(s, store_copy_text(rows, 3, s->arena).bytes));
	if (act.length > 7 && !memcmp(act.bytes, "import ", 7)) /* of a kind */
		cells[1] = sheet_value_text(sheet_told(s, act));
	return true;
}

static hw_status day_limit(const char *text, int64_t otherwise, bool end, int64_t *at, hw_error *error)
{
	hw_date date;

	*at = otherwise;
	if (!text)
		return HW_OK;
	HW_TRY(hw_date_parse(hw_text_of(text), &date, error));
	if (!date.known)
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" is no day", text);
	*at = ((int64_t)(end ? date.last + 1 : date.first)) * 86400000000 - (end ? 1 : 0);
	return HW_OK;
}

static hw_status known_user(bureau *b, const char *user, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(user)};

	HW_TRY(store_query_first(bureau_store(b), "breach_user", values, 1, &rows, error));
	if (rows)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_FOUND, "nobody acted here as \"%s\"", user);
	return hw_error_remedy(error, "homeward user list");
}

static void notes(sheet *s)
{
	sheet_say(s, "Ids only: whom they stand for is for those who may see persons. Tell the persons touched, or "
		     "their families, "
		     "where that does them no harm; tell the authority within 72 hours where its law asks for it.");
	sheet_say(s, "What was read without a view (a stolen file of the bureau) touches everybody in it.");
}

hw_status bureau_breach_of_user(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_breach *what,
				bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "breach", result, error);
	int64_t from, to;
	looked l = {0};
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_AUDIT, error));
	HW_TRY(day_limit(what->from, INT64_MIN, false, &from, error));
	HW_TRY(day_limit(what->to, INT64_MAX, true, &to, error));
	HW_TRY(known_user(b, what->user, error));
	const store_value values[] = {store_string(what->user), store_integer(from), store_integer(to)};
	result->title = sheet_told(&s, sheet_format(&s, "Breach report: account %s", what->user));
	list = sheet_list(&s, "viewed", "What it looked at", "it looked at nothing", view_columns,
			  HW_COUNT(view_columns));
	HW_TRY(sheet_query(&s, list, "breach_views", values, HW_COUNT(values), keep_view, &l));
	list = sheet_list(&s, "acts", "What it did", "it did nothing else", act_columns, HW_COUNT(act_columns));
	HW_TRY(sheet_query(&s, list, "breach_acts", values, HW_COUNT(values), keep_act, NULL));
	sheet_field(&s, "persons", "persons touched", BUREAU_COUNT, sheet_value_count(l.persons));
	if (l.of_many)
		sheet_say(&s, "Lists, rounds, requests and searches name more people than are counted here: homeward "
			      "breach-report "
			      "--list ID tells those of a list; what was typed into a search is not shown.");
	notes(&s);
	return sheet_end(&s);
}

hw_status bureau_breach_of_list(bureau *b, hw_arena *arena, const bureau_run *run, const char *id, bureau_sheet *result,
				hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "breach", result, error);
	const store_value values[] = {store_string(id)};
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_AUDIT, error));
	result->title = sheet_told(&s, sheet_format(&s, "Breach report: list %s", id));
	list = sheet_list(&s, "persons", "Whose data are on it", NULL, person_columns, HW_COUNT(person_columns));
	HW_TRY(sheet_query(&s, list, "breach_list", values, 1, NULL, NULL));
	if (!list->row_count) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no list \"%s\", or nobody is on it", id);
		return hw_error_remedy(error, "homeward round list");
	}
	sheet_field(&s, "count", "persons touched", BUREAU_COUNT, sheet_value_count((int64_t)list->row_count));
	notes(&s);
	return sheet_end(&s);
}
