/* After active hostilities nothing is exchanged any more: everybody goes home without delay and without counter-value
 * (GC III 118).  The plan of it: whom we hold, in which order and from where, and whom the other side owes. */
#include "bureau/sheet_int.h"

#include <string.h>

enum { YEARS = 64, LEAST_TOLD = 5 };

/* Columns of plan_persons. */
enum { PERSON, ID, SIDE, CATEGORIES, HOLDER, WOUNDED, WILLS, FAMILY, CIVILIAN, COURT, PLACE, CAPTURED, MISSING, ASKED };

static const bureau_column order_columns[] = {{"order", "order", BUREAU_COUNT},
					      {"whom", "whom", BUREAU_TEXT},
					      {"persons", "persons", BUREAU_COUNT},
					      {"rule", "rule", BUREAU_TEXT}};
static const bureau_column place_columns[] = {
	{"place", "place", BUREAU_TEXT}, {"label", "what it is", BUREAU_TEXT}, {"persons", "persons", BUREAU_COUNT}};
static const bureau_column owed_columns[] = {
	{"holder", "holder", BUREAU_TEXT}, {"label", "name", BUREAU_TEXT}, {"persons", "persons", BUREAU_COUNT}};

typedef struct tally_row {
	hw_text id;
	int64_t persons;
} tally_row;
typedef struct tally {
	tally_row *rows;
	size_t count, capacity;
} tally;

typedef struct repatriating {
	sheet *s;
	int64_t wounded, set_apart, unasked, all;
	int64_t years[YEARS], year_unknown; /* by year of capture, from 2000 on */
	tally places, holders;
} repatriating;

static hw_status tally_add(repatriating *g, tally *t, hw_text id)
{
	size_t i = 0;

	while (i < t->count && !hw_text_equal(t->rows[i].id, id))
		i++;
	if (i == t->capacity) {
		size_t capacity = t->capacity ? 2 * t->capacity : 64;
		tally_row *rows = HW_NEW(g->s->arena, tally_row, capacity);

		if (!rows)
			return hw_fail(g->s->error, HW_NO_MEMORY, "no memory for the plan");
		if (i)
			memcpy(rows, t->rows, i * sizeof(*rows));
		t->rows = rows;
		t->capacity = capacity;
	}
	if (i == t->count)
		t->rows[t->count++] = (tally_row){.id = hw_text_copy(g->s->arena, id)};
	t->rows[i].persons++;
	return HW_OK;
}

/* ---- counting ----------------------------------------------------------------------------------------- */
static void count_year(repatriating *g, const store_rows *rows)
{
	int32_t first, last;
	char day[11];

	if (!sheet_day(store_get_text(rows, CAPTURED), &first, &last)) {
		g->year_unknown++;
		return;
	}
	int year = 0;
	(void)hw_days_write(first, day);
	for (int i = 0; i < 4; i++)
		year = 10 * year + (day[i] - '0');
	if (year < 2000 || year >= 2000 + YEARS)
		g->year_unknown++;
	else
		g->years[year - 2000]++;
}

/* Who does not want to go stays, and who stands before a court may be kept until it ends (art. 119): one number. */
static hw_status count_theirs(repatriating *g, const store_rows *rows)
{
	bool unwilling = !store_is_null(rows, WILLS) && !store_get_integer(rows, WILLS);

	g->all++;
	if (unwilling || store_get_integer(rows, COURT) == 1) {
		g->set_apart++;
		return HW_OK;
	}
	if (store_get_integer(rows, ASKED) == 0)
		g->unasked++;
	if (hw_text_is(store_get_text(rows, WOUNDED), "grave"))
		g->wounded++;
	else
		count_year(g, rows);
	return tally_add(g, &g->places, store_get_text(rows, PLACE));
}

static hw_status count_all(repatriating *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = g->s;
	char day[11];
	const store_value values[] = {store_string(hw_days_write(s->day, day))};
	hw_text previous = HW_TEXT("");
	bool found;

	HW_TRY(store_query(s->store, "plan_persons", values, 1, &rows, s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (previous.length && hw_text_equal(previous, store_get_text(rows, PERSON)))
			continue;
		previous = store_copy_text(rows, PERSON, s->arena);
		if (hw_text_is(store_get_text(rows, SIDE), "ours"))
			HW_TRY(tally_add(g, &g->holders, store_get_text(rows, HOLDER)));
		else
			HW_TRY(count_theirs(g, rows));
	}
}

/* ---- telling --------------------------------------------------------------------------------------------- */
static void tell_group(repatriating *g, bureau_list *list, hw_text whom, int64_t persons, const char *rule)
{
	bureau_value *cells;

	if (!persons)
		return;
	cells = sheet_row(g->s, list);
	cells[0] = sheet_value_count((int64_t)list->row_count);
	cells[1] = sheet_value_text(whom);
	cells[2] = sheet_value_count(persons);
	cells[3] = sheet_value_text(sheet_words(g->s, rule));
}

static void tell_order(repatriating *g)
{
	bureau_list *list = sheet_list(g->s, "order", "Whom we hold, in the order in which they leave",
				       "we hold nobody", order_columns, HW_COUNT(order_columns));

	tell_group(g, list, sheet_words(g->s, "the gravely wounded and sick"), g->wounded,
		   "owed already during hostilities (GC III 109-110)");
	for (size_t y = 0; y < YEARS; y++)
		tell_group(g, list,
			   sheet_format(g->s, "%s %zu", sheet_words(g->s, "in captivity since").bytes, 2000 + y),
			   g->years[y], "without delay; the longest held first (GC III 118)");
	tell_group(g, list, sheet_words(g->s, "since when is not known"), g->year_unknown,
		   "without delay; the longest held first (GC III 118)");
}

static void tell_places(repatriating *g)
{
	bureau_list *list;

	if (!bureau_may(g->s->b, BUREAU_MAY_SEE_PLACES))
		return;
	list = sheet_list(g->s, "places", "From where", NULL, place_columns, HW_COUNT(place_columns));
	for (size_t i = 0; i < g->places.count; i++) {
		bureau_value *cells = sheet_row(g->s, list);

		cells[0] = sheet_value_text(g->places.rows[i].id);
		cells[1] = g->places.rows[i].id.length
				   ? sheet_value_text(sheet_label(g->s, "places", g->places.rows[i].id))
				   : sheet_value_text(sheet_words(g->s, "no place is on record"));
		cells[2] = sheet_value_count(g->places.rows[i].persons);
	}
}

static void tell_owed(repatriating *g)
{
	bureau_list *list = sheet_list(g->s, "owed", "Ours, owed without counter-value by whoever holds them",
				       "nobody of ours is known to be held", owed_columns, HW_COUNT(owed_columns));

	for (size_t i = 0; i < g->holders.count; i++) {
		bureau_value *cells = sheet_row(g->s, list);

		cells[0] = sheet_value_text(g->holders.rows[i].id);
		cells[1] = g->holders.rows[i].id.length
				   ? sheet_value_text(sheet_label(g->s, "holders", g->holders.rows[i].id))
				   : sheet_value_text(sheet_words(g->s, "no holder is on record"));
		cells[2] = sheet_value_count(g->holders.rows[i].persons);
	}
}

static void tell_notes(repatriating *g)
{
	sheet *s = g->s;

	if (g->set_apart >= LEAST_TOLD)
		sheet_note(s, "%s %lld.", sheet_words(s, "Not available, for reasons that are theirs:").bytes,
			   (long long)g->set_apart);
	else if (g->set_apart)
		sheet_say(s, "A few more are not available, for reasons that are theirs.");
	if (g->unasked)
		sheet_note(s, "%s %lld.",
			   sheet_words(s, "Nobody goes against his will: to be asked in private first:").bytes,
			   (long long)g->unasked);
	sheet_say(
		s,
		"No release waits for one of the other side, and no list is a price. The plan is told to the prisoners "
		"(GC III 118(3)); its costs are shared equitably (118(4)); their things go with them (119).");
}

hw_status bureau_repatriation(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "repatriation", result, error);
	repatriating g = {.s = &s};
	double ceased;

	HW_TRY(bureau_require(b, BUREAU_MAY_PLAN, error));
	HW_TRY(bureau_require_own_side(b, error));
	HW_TRY(bureau_setting_number(b, "ceased", 0, &ceased, error));
	if (!(ceased > 0)) {
		(void)hw_fail(error, HW_USAGE, "active hostilities have not ended by this bureau's settings");
		return hw_error_remedy(error, "homeward plan; when they have: homeward setting ceased 1"), HW_USAGE;
	}
	HW_TRY(count_all(&g));
	result->title = sheet_words(&s, "Repatriation after the end of active hostilities (GC III 118)");
	/* Not whom we hold in all: the difference would tell how few are set apart. */
	sheet_field(&s, "leaving", "who leaves", BUREAU_COUNT, sheet_value_count(g.all - g.set_apart));
	tell_order(&g);
	tell_places(&g);
	tell_owed(&g);
	tell_notes(&g);
	return sheet_end(&s);
}
