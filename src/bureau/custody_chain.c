/* The chain of custody of one person: who had him, from whom, for what; and where the chain has holes. */
#include "bureau/sheet_int.h"

#include <string.h>

enum {
	ID,
	KIND,
	FROM_HOLDER,
	TO_HOLDER,
	FROM_PLACE,
	TO_PLACE,
	HAPPENED,
	CONSIDERATION,
	CREDIBILITY,
	GRADE,
	HOLDER_KIND
};

static const bureau_column chain_columns[] = {
	{"when", "when", BUREAU_TEXT},   {"event", "event", BUREAU_WORD},
	{"from", "from", BUREAU_TEXT},   {"to", "to", BUREAU_TEXT},
	{"place", "place", BUREAU_TEXT}, {"consideration", "for what", BUREAU_WORD},
	{"grade", "grade", BUREAU_TEXT}, {"credibility", "cred.", BUREAU_COUNT},
	{"days", "days", BUREAU_COUNT},  {"gap", "gap", BUREAU_TEXT},
	{"id", "record", BUREAU_TEXT},   {"not_the_power", "not the Power", BUREAU_FLAG}};
enum { C_WHEN, C_EVENT, C_FROM, C_TO, C_PLACE, C_FOR, C_GRADE, C_CREDIBILITY, C_DAYS, C_GAP, C_ID, C_NOT_POWER };

typedef struct chain {
	bureau_list *list;
	hw_text holder, place; /* where the last event left him; empty = unknown */
	bool any, dated, ended;
	int32_t day; /* of the last dated event */
	size_t gaps, irregular;
	bool bought;
} chain;

static void add_gap(sheet *s, chain *c, hw_text *gap, hw_text text)
{
	*gap = gap->length ? sheet_format(s, "%.*s; %.*s", HW_TEXT_ARG(*gap), HW_TEXT_ARG(text)) : text;
	c->gaps++;
}

/* What does not follow from the event before. */
static hw_text gap_before(sheet *s, chain *c, const store_rows *rows, bool dated)
{
	hw_text gap = HW_TEXT(""), from = store_get_text(rows, FROM_HOLDER), place = store_get_text(rows, FROM_PLACE);
	bool capture = hw_text_is(store_get_text(rows, KIND), "capture");

	if (!c->any && !capture)
		add_gap(s, c, &gap, sheet_words(s, "the capture is not recorded"));
	if (c->any && capture)
		add_gap(s, c, &gap, sheet_words(s, "captured again: what came between is not recorded"));
	if (c->any && !capture && from.length && c->holder.length && !hw_text_equal(from, c->holder))
		add_gap(s, c, &gap,
			sheet_format(s,
				     s->uk ? "як він потрапив від %.*s до %.*s, невідомо"
					   : "how he came from %.*s to %.*s is not known",
				     HW_TEXT_ARG(c->holder), HW_TEXT_ARG(from)));
	else if (c->any && !capture && !from.length)
		add_gap(s, c, &gap, sheet_words(s, "from whom is not said"));
	if (place.length && c->place.length && !hw_text_equal(place, c->place))
		add_gap(s, c, &gap,
			sheet_format(s,
				     s->uk ? "переміщення з %.*s до %.*s не записано"
					   : "the move from %.*s to %.*s is not recorded",
				     HW_TEXT_ARG(c->place), HW_TEXT_ARG(place)));
	if (!dated)
		add_gap(s, c, &gap, sheet_words(s, "the day is not known"));
	return gap;
}

static bool keep_event(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	chain *c = raw;
	hw_text kind = store_get_text(rows, KIND), holder_kind = store_get_text(rows, HOLDER_KIND), when;
	bool places = bureau_may(s->b, BUREAU_MAY_SEE_PLACES), not_power;
	int32_t first = 0, last = 0;
	bool dated = sheet_day(store_get_text(rows, HAPPENED), &first, &last);
	bool irregular = hw_text_is(kind, "acquisition") || !store_is_null(rows, CONSIDERATION);

	if (dated && first > s->day)
		return false;
	not_power = holder_kind.length && !hw_text_is(holder_kind, "state");
	when = store_copy_text(rows, HAPPENED, s->arena);
	for (size_t i = 0; i < HW_COUNT(chain_columns); i++)
		cells[i] = (bureau_value){.known = false};
	cells[C_WHEN] = sheet_value_text(when);
	cells[C_EVENT] = sheet_column(s, rows, KIND, BUREAU_WORD);
	cells[C_FROM] = sheet_value_text(sheet_label(s, "holders", store_get_text(rows, FROM_HOLDER)));
	cells[C_TO] = sheet_value_text(sheet_label(s, "holders", store_get_text(rows, TO_HOLDER)));
	cells[C_PLACE] = places ? sheet_value_text(sheet_label(s, "places", store_get_text(rows, TO_PLACE)))
				: sheet_value_restricted();
	cells[C_FOR] = irregular && store_is_null(rows, CONSIDERATION)
			       ? sheet_value_word("not reported")
			       : sheet_column(s, rows, CONSIDERATION, BUREAU_WORD);
	cells[C_GRADE] = sheet_column(s, rows, GRADE, BUREAU_TEXT);
	cells[C_CREDIBILITY] = sheet_column(s, rows, CREDIBILITY, BUREAU_COUNT);
	cells[C_GAP] = sheet_value_text(gap_before(s, c, rows, dated));
	cells[C_ID] = sheet_column(s, rows, ID, BUREAU_TEXT);
	if (holder_kind.length || !store_is_null(rows, TO_HOLDER))
		cells[C_NOT_POWER] = sheet_value_flag(not_power);
	/* The days before belong to the row before. */
	if (dated && c->dated && c->list->row_count >= 2)
		c->list->values[(c->list->row_count - 2) * HW_COUNT(chain_columns) + C_DAYS] =
			sheet_value_count(first - c->day);
	c->irregular += not_power;
	c->bought |= irregular;
	c->any = true;
	c->ended = hw_text_is(kind, "release") || hw_text_is(kind, "return") || hw_text_is(kind, "escape") ||
		   hw_text_is(kind, "death");
	c->holder = store_copy_text(rows, TO_HOLDER, s->arena);
	c->place = store_copy_text(rows, TO_PLACE, s->arena);
	c->dated = dated;
	c->day = first;
	return true;
}

static void say_what_it_means(sheet *s, const chain *c)
{
	if (c->gaps && s->uk)
		sheet_note(
			s,
			"Прогалин у ланцюзі утримання: %zu. Про те, що не записано, невідомо, чи воно було законним.",
			c->gaps);
	else if (c->gaps)
		sheet_note(s, "The chain of custody has %zu gap%s: what is not recorded is not known to be lawful.",
			   c->gaps, c->gaps == 1 ? "" : "s");
	if (c->irregular)
		sheet_say(s, "A holder in this chain is not the Power itself. GC III 12: prisoners of war are in the "
			     "hands of the enemy Power, not of the individuals or units who captured them; it answers "
			     "for what is done to them, whoever keeps them. Claim him from the Power as well.");
	if (c->bought)
		sheet_say(s, "He is reported to have been passed on for something given. Acquiring captives in order "
			     "to exchange them may be hostage-taking (AP I 75(2)(c)): a person decides, homeward check "
			     "shows the facts.");
}

hw_status case_custody(sheet *s, hw_text person)
{
	const store_value id[] = {store_text(person)};
	chain c = {.list = sheet_list(s, "custody", "Chain of custody", "no event of custody is recorded",
				      chain_columns, HW_COUNT(chain_columns))};

	HW_TRY(sheet_query(s, c.list, "case_custody", id, 1, keep_event, &c));
	if (c.dated && !c.ended && c.list->row_count)
		c.list->values[(c.list->row_count - 1) * HW_COUNT(chain_columns) + C_DAYS] =
			sheet_value_count(s->day - c.day);
	say_what_it_means(s, &c);
	return HW_OK;
}

static hw_status person_title(sheet *s, hw_text person)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(person)};

	HW_TRY(store_query_first(s->store, "case_person", id, 1, &rows, s->error));
	s->out->title = sheet_format(s, "%.*s  %.*s", HW_TEXT_ARG(person), HW_TEXT_ARG(store_get_text(rows, 0)));
	sheet_field(s, "id", "id", BUREAU_TEXT, sheet_value_text(person));
	sheet_field(s, "name", "name", BUREAU_TEXT, sheet_column(s, rows, 0, BUREAU_TEXT));
	return HW_OK;
}

hw_status bureau_custody_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			       hw_error *error)
{
	hw_text person;
	sheet s;

	HW_TRY(case_enter(b, arena, id, &person, error));
	s = sheet_begin(b, arena, run, "custody", result, error);
	HW_TRY(person_title(&s, person));
	HW_TRY(case_custody(&s, person));
	return sheet_end(&s);
}
