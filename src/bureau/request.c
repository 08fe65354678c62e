/* request.c - the daily list of names to ask for.
 *
 * Thompson sampling under floors: one draw of the posterior of the model of names says how likely each is to be agreed;
 * need (years in captivity) times that chance orders them.  So that the easy are not asked for ever, each group
 * has its floor: at least 0.8 of its share of those held, and a group nobody was asked of for D days gets its place
 * first.  A partition matroid, for which the greedy choice is exact.  Who was refused comes back after
 * request.reask_days; the seed changes with the day, so lists vary and do not give away an order. */
#include "bureau/learning_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PEOPLE_MOST = 2000000 };
static const double floor_share = 0.8;

typedef struct candidate {
	hw_text id, name, born, categories;
	size_t group;
	double years, score;
	int32_t asked; /* last day; INT32_MIN: never */
	int64_t times;
	bool waits; /* refused lately, or without an answer yet */
	bool chosen;
} candidate;

typedef struct group {
	hw_text category;
	size_t people, free, chosen;
	int64_t floor;
	int32_t last; /* day on which any of them was asked for; INT32_MIN: never */
} group;

typedef struct requesting {
	sheet *s;
	hw_text party;
	planning plan;
	learning_names names;
	candidate *items;
	size_t count;
	group groups[EXCHANGE_LEARN_CLASSES_MOST + 1];
	size_t group_count;
	double reask, unasked;
	bureau_index index;
} requesting;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the list of requests");
}

/* ---- whom we may ask for ----------------------------------------------------------------------------
 * Everyone, whoever keeps him: the Power answers for all who are in its hands (art. 12). */
static size_t group_at(requesting *r, hw_text category)
{
	size_t i = 0;

	while (i < r->group_count && !hw_text_equal(r->groups[i].category, category))
		i++;
	if (i < r->group_count || i == EXCHANGE_LEARN_CLASSES_MOST)
		return i;
	r->groups[r->group_count++] = (group){.category = hw_text_copy(r->s->arena, category), .last = INT32_MIN};
	return i;
}

static hw_status load_people(requesting *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = r->s;
	outward_gate gate;
	hw_text previous = HW_TEXT("");
	size_t capacity = 0;
	bool found;

	HW_TRY(outward_open(s->b, s->arena, OUTWARD_REQUEST, r->party, &gate, s->error));
	HW_TRY(store_query(s->store, "request_people", NULL, 0, &rows, s->error));
	while (r->count < PEOPLE_MOST) {
		candidate *c;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			break;
		if (hw_text_equal(previous, store_get_text(rows, 9)) || !outward_allows(&gate, store_get_text(rows, 9)))
			continue;
		previous = store_copy_text(rows, 9, s->arena);
		if (r->count == capacity) {
			candidate *more = HW_NEW(s->arena, candidate, capacity ? capacity * 2 : 4096);

			if (!more)
				return no_memory(s->error);
			if (capacity)
				memcpy(more, r->items, capacity * sizeof(*more));
			r->items = more;
			capacity = capacity ? capacity * 2 : 4096;
		}
		c = &r->items[r->count++];
		*c = (candidate){.id = store_copy_text(rows, 0, s->arena),
				 .name = sheet_format(s, "%.*s %.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 4)),
						      HW_TEXT_ARG(store_get_text(rows, 5)),
						      HW_TEXT_ARG(store_get_text(rows, 6))),
				 .born = store_copy_text(rows, 7, s->arena),
				 .categories = store_copy_text(rows, 1, s->arena),
				 .years = learning_years(store_get_text(rows, 2), s->day),
				 .asked = INT32_MIN};
		c->group = group_at(r, learning_speaking(&r->plan, 0, c->categories));
		r->groups[c->group].people++;
	}
	return bureau_index_make(s->arena, r->items, r->count, sizeof(*r->items), &r->index, s->error);
}

/* What was asked before: the group's last day, and who waits. */
static hw_status load_asked(requesting *r)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = r->s;
	const store_value values[] = {store_text(r->party)};
	bool found;

	HW_TRY(store_query(s->store, "request_asked", values, 1, &rows, s->error));
	for (;;) {
		int32_t first, last;
		candidate *c;
		size_t at;

		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		at = bureau_index_find(&r->index, store_get_text(rows, 0));
		if (at == BUREAU_NOWHERE || !sheet_day(store_get_text(rows, 1), &first, &last) || first > s->day)
			continue;
		c = &r->items[at];
		c->times++;
		if (last > c->asked)
			c->asked = last;
		if (last > r->groups[c->group].last)
			r->groups[c->group].last = last;
	}
}

/* ---- scores and floors ---------------------------------------------------------------------------------- */
static const exchange_asked *history_of(const requesting *r, const candidate *c)
{
	for (size_t low = 0, high = r->names.person_count; low < high;) {
		size_t middle = low + (high - low) / 2;
		int order = hw_text_compare(r->names.ids[middle], c->id);

		if (!order)
			return &r->names.persons[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Need times chance, in the world of the day's draw.  Need is time in captivity alone: no origin, no rank. */
static void score(requesting *r, size_t draw)
{
	for (size_t i = 0; i < r->count; i++) {
		candidate *c = &r->items[i];
		size_t category = learning_category(&r->names, &r->plan, 0, c->categories);
		const exchange_asked *before = history_of(r, c);
		exchange_asked own = {.category = category, .features = &c->years};
		double chance = 0.02;

		if (before) {
			own.asked = before->asked;
			own.yes = before->yes;
		}
		if (category < r->names.category_count && r->names.rates.draw_count)
			chance = exchange_rate_of_person(&r->names.rates, draw, &own);
		c->score = chance * (2 + c->years); /* years run from -1 */
		c->waits = c->asked != INT32_MIN && r->s->day - c->asked < r->reask;
		r->groups[c->group].free += !c->waits;
	}
}

static int by_score(const void *a, const void *b)
{
	const candidate *x = *(const candidate *const *)a, *y = *(const candidate *const *)b;

	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return hw_text_compare(x->id, y->id);
}

static void set_floors(requesting *r, int64_t wanted)
{
	size_t people = 0;

	for (size_t g = 0; g < r->group_count; g++)
		people += r->groups[g].free ? r->groups[g].people : 0;
	for (size_t g = 0; g < r->group_count; g++) {
		group *one = &r->groups[g];
		bool forgotten = one->last == INT32_MIN || r->s->day - one->last > r->unasked;

		if (!one->free || !people)
			continue;
		one->floor = (int64_t)(floor_share * (double)wanted * (double)one->people / (double)people);
		if (forgotten && one->floor < 1)
			one->floor = 1;
		if (one->floor > (int64_t)one->free)
			one->floor = (int64_t)one->free;
	}
}

/* Floors first, the most forgotten group before others; then whoever is left by score. */
static size_t choose(requesting *r, candidate **order, size_t free, int64_t wanted)
{
	size_t chosen = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < free && (int64_t)chosen < wanted; i++) {
			group *g = &r->groups[order[i]->group];

			if (order[i]->chosen || (!pass && (int64_t)g->chosen >= g->floor))
				continue;
			order[i]->chosen = true;
			g->chosen++;
			chosen++;
		}
	return chosen;
}

/* ---- the sheet ---------------------------------------------------------------------------------------------- */
static const bureau_column name_columns[] = {
	{"row", "no.", BUREAU_COUNT},    {"id", "id", BUREAU_TEXT},          {"name", "name", BUREAU_TEXT},
	{"born", "born", BUREAU_TEXT},   {"category", "group", BUREAU_TEXT}, {"times", "asked before", BUREAU_COUNT},
	{"last", "last on", BUREAU_TEXT}};
static const bureau_column group_columns[] = {
	{"category", "group", BUREAU_TEXT},           {"held", "held or missing", BUREAU_COUNT},
	{"free", "may be asked today", BUREAU_COUNT}, {"floor", "at least", BUREAU_COUNT},
	{"listed", "on the list", BUREAU_COUNT},      {"last", "last asked", BUREAU_TEXT}};

static bureau_value day_value(sheet *s, int32_t day)
{
	char text[11];

	if (day == INT32_MIN)
		return sheet_value_text(HW_TEXT(""));
	return sheet_value_text(hw_text_copy(s->arena, hw_text_of(hw_days_write(day, text))));
}

static void tell(requesting *r, candidate **order, size_t free)
{
	sheet *s = r->s;
	bool names = bureau_may(s->b, BUREAU_MAY_SEE_PERSONS);
	bureau_list *list = sheet_list(s, "names", "Names to ask for", "nobody may be asked for today", name_columns,
				       HW_COUNT(name_columns));
	int64_t row = 0;

	for (size_t i = 0; i < free; i++) {
		const candidate *c = order[i];
		bureau_value *cells;

		if (!c->chosen)
			continue;
		cells = sheet_row(s, list);
		cells[0] = sheet_value_count(++row);
		cells[1] = sheet_value_text(c->id);
		cells[2] = names ? sheet_value_text(hw_text_trim(c->name)) : sheet_value_restricted();
		cells[3] = names ? sheet_value_text(c->born) : sheet_value_restricted();
		cells[4] = sheet_value_text(sheet_label(s, "categories", r->groups[c->group].category));
		cells[5] = sheet_value_count(c->times);
		cells[6] = day_value(s, c->asked);
	}
	list = sheet_list(s, "groups", "Groups: no group stays unasked", NULL, group_columns, HW_COUNT(group_columns));
	for (size_t g = 0; g < r->group_count; g++) {
		bureau_value *cells = sheet_row(s, list);

		cells[0] = sheet_value_text(sheet_label(s, "categories", r->groups[g].category));
		cells[1] = sheet_value_count((int64_t)r->groups[g].people);
		cells[2] = sheet_value_count((int64_t)r->groups[g].free);
		cells[3] = sheet_value_count(r->groups[g].floor);
		cells[4] = sheet_value_count((int64_t)r->groups[g].chosen);
		cells[5] = day_value(s, r->groups[g].last);
	}
}

static hw_status list_requests(requesting *r, int64_t wanted)
{
	sheet *s = r->s;
	hw_random random = hw_random_new(s->run->seed, (uint64_t)s->day);
	candidate **order = HW_NEW(s->arena, candidate *, r->count + 1);
	size_t free = 0, draws = r->names.rates.draw_count;

	if (!order)
		return no_memory(s->error);
	score(r, draws ? (size_t)hw_random_below(&random, draws) : 0);
	set_floors(r, wanted);
	for (size_t i = 0; i < r->count; i++)
		if (!r->items[i].waits)
			order[free++] = &r->items[i];
	if (free)
		qsort(order, free, sizeof(void *), by_score);
	(void)choose(r, order, free, wanted);
	tell(r, order, free);
	return HW_OK;
}

hw_status bureau_request_list(bureau *b, hw_arena *arena, const bureau_run *run, hw_text party, int64_t count,
			      bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "request", result, error);
	requesting *r = HW_NEW(arena, requesting, 1);
	double usual;
	char shown[64];

	HW_TRY(bureau_require(b, BUREAU_MAY_NEGOTIATE, error));
	HW_TRY(bureau_require_own_side(b, error));
	if (!r)
		return no_memory(error);
	*r = (requesting){.s = &s};
	HW_TRY(bureau_setting_number(b, "request.count", 40, &usual, error));
	HW_TRY(bureau_setting_number(b, "request.reask_days", 60, &r->reask, error));
	HW_TRY(bureau_setting_number(b, "request.unasked_days", 30, &r->unasked, error));
	HW_TRY(bureau_planning_load(b, arena, run, &r->plan, error));
	if (r->plan.problem.ceased)
		return hw_fail(
			error, HW_NOT_PERMITTED,
			"active hostilities have ended: all are due home (GC III 118), nobody is asked for by name");
	r->party = party.length ? party : r->plan.parties[0].id;
	if (!hw_text_equal(r->party, r->plan.parties[0].id)) {
		(void)hw_fail(error, HW_NOT_FOUND, "names are asked of the Power, not of \"%s\"",
			      hw_text_shown(r->party, shown));
		return hw_error_remedy(error, "homeward request list");
	}
	HW_TRY(bureau_log_view(b, "request", r->party, HW_TEXT("list"), error));
	HW_TRY(learning_of_names(b, arena, run, &r->plan, r->party, &r->names, error));
	HW_TRY(load_people(r));
	HW_TRY(load_asked(r));
	result->title = sheet_told(&s, sheet_format(&s, "Names to ask %.*s for", HW_TEXT_ARG(r->party)));
	HW_TRY(list_requests(r, count > 0 ? count : (int64_t)usual));
	sheet_say(&s, "Nothing is sent by this: a list goes out by \"homeward round send\", with a second person.");
	sheet_say(&s, "Order and repetition of names tell a counterpart what is dear to us: lists are drawn anew each "
		      "day, and who "
		      "was asked for lately waits.");
	return sheet_end(&s);
}
