/* Builds the exchange problem from the bureau's data.  Read plan_int.h first. */
#include "bureau/plan_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARTIES_MOST = EXCHANGE_PARTIES_MOST, HOLDERS_MOST = 100000, WEIGHTS_MOST = 20000 };

static hw_status out_of_memory(planning *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the plan");
}

static int64_t find_party(const planning *g, hw_text id)
{
	for (size_t i = 0; i < g->party_count; i++)
		if (hw_text_equal(g->parties[i].id, id))
			return (int64_t)i;
	return -1;
}

static hw_status add_party(planning *g, const store_rows *rows, bool formation)
{
	if (g->party_count == PARTIES_MOST) {
		(void)hw_fail(g->error, HW_TOO_LARGE, "more than %d counterparts decide for themselves",
			      (int)PARTIES_MOST);
		return hw_error_remedy(g->error, "leave reservation and softness empty for those that do not");
	}
	g->parties[g->party_count++] = (plan_party){.id = store_copy_text(rows, 0, g->arena),
						    .name = store_copy_text(rows, 1, g->arena),
						    .reservation = store_get_number(rows, 2),
						    .softness = store_get_number(rows, 3),
						    .formation = formation,
						    .acquires = store_get_integer(rows, 6) == 1};
	return HW_OK;
}

static hw_status load_parties(planning *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	g->parties = HW_NEW(g->arena, plan_party, PARTIES_MOST);
	g->holders = HW_NEW(g->arena, plan_holder, HOLDERS_MOST);
	if (!g->parties || !g->holders)
		return out_of_memory(g);
	HW_TRY(store_query(bureau_store(g->bureau), "plan_parties", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		HW_TRY(add_party(g, rows, false));
	}
}

/* A holder with a softness decides for itself; any other is decided for by the Power it acts under. */
static hw_status load_holders(planning *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(g->bureau), "plan_holders", NULL, 0, &rows, g->error));
	while (g->holder_count < HOLDERS_MOST) {
		plan_holder *h = &g->holders[g->holder_count];

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		*h = (plan_holder){.id = store_copy_text(rows, 0, g->arena),
				   .region = store_copy_text(rows, 7, g->arena)};
		if (!store_is_null(rows, 3)) {
			h->party = (int64_t)g->party_count;
			HW_TRY(add_party(g, rows, true));
		} else {
			h->party = find_party(g, store_get_text(rows, 5));
		}
		g->holder_count++;
	}
	return bureau_index_make(g->arena, g->holders, g->holder_count, sizeof(*g->holders), &g->holder_index,
				 g->error);
}

static bool in_force(const store_rows *rows, int32_t day)
{
	hw_error ignored;
	hw_date date;

	if (!store_is_null(rows, 7) && hw_date_parse(store_get_text(rows, 7), &date, &ignored) == HW_OK &&
	    date.first > day)
		return false;
	return store_is_null(rows, 8) || hw_date_parse(store_get_text(rows, 8), &date, &ignored) != HW_OK ||
	       date.last >= day;
}

static hw_status load_weights(planning *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	double delivery;
	bool found;

	g->weights = HW_NEW(g->arena, plan_weight, WEIGHTS_MOST);
	if (!g->weights)
		return out_of_memory(g);
	HW_TRY(bureau_setting_number(g->bureau, "plan.delivery", 0.85, &delivery, g->error));
	HW_TRY(store_query(bureau_store(g->bureau), "plan_weights", NULL, 0, &rows, g->error));
	while (g->weight_count < WEIGHTS_MOST) {
		hw_text word;
		int64_t party;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		party = find_party(g, store_get_text(rows, 0));
		if (party < 0 || !in_force(rows, bureau_as_of(g->bureau)))
			continue;
		word = store_get_text(rows, 3);
		g->weights[g->weight_count++] =
			(plan_weight){.party = party,
				      .category = store_copy_text(rows, 2, g->arena),
				      .ours = hw_text_is(store_get_text(rows, 1), "ours"),
				      .asks = hw_text_is(word, "asks_for"),
				      .refuses = hw_text_is(word, "refuses_to_give") && store_is_null(rows, 4),
				      .known = !store_is_null(rows, 4),
				      .strength = store_get_number(rows, 4),
				      .sd = store_get_number(rows, 5),
				      .since = store_copy_text(rows, 7, g->arena),
				      .how = store_copy_text(rows, 9, g->arena),
				      .source = store_copy_text(rows, 10, g->arena),
				      .delivery = store_is_null(rows, 6) ? delivery : store_get_number(rows, 6)};
	}
	return HW_OK;
}

static bool has_category(hw_text list, hw_text category)
{
	hw_text item;

	while (hw_text_split(&list, ';', &item))
		if (hw_text_equal(hw_text_trim(item), category))
			return true;
	return false;
}

/* The weight that speaks for a person towards a party; NULL when none does. */
static const plan_weight *speaks(const planning *g, hw_text categories, int64_t party, bool ours)
{
	const plan_weight *best = NULL;

	for (size_t i = 0; i < g->weight_count; i++) {
		const plan_weight *w = &g->weights[i];

		if (w->party != party || w->ours != ours || !has_category(categories, w->category))
			continue;
		/* Later rows of the same category are newer and replace it; a refusal outweighs any number. */
		if (!best || hw_text_equal(best->category, w->category) || (w->refuses && !best->refuses) ||
		    (!best->refuses && w->known && (!best->known || w->strength > best->strength)))
			best = w;
	}
	return best;
}

/* ---- classes ------------------------------------------------------------------------------- */
static hw_status grow(planning *g, exchange_entry **entries, size_t count, size_t *capacity)
{
	exchange_entry *more;

	if (count < *capacity)
		return HW_OK;
	more = HW_NEW(g->arena, exchange_entry, *capacity ? *capacity * 2 : 256);
	if (!more)
		return out_of_memory(g);
	if (count)
		memcpy(more, *entries, count * sizeof(*more));
	*entries = more;
	*capacity = *capacity ? *capacity * 2 : 256;
	return HW_OK;
}

/* One entry a class; the class name tells everything that the plan sees, so equal names are equal classes. */
static hw_status add_person(planning *g, bool ours, const exchange_entry *person)
{
	exchange_entry **entries = ours ? &g->ours : &g->theirs;
	size_t *count = ours ? &g->ours_count : &g->theirs_count;

	if (!person->family.length)
		for (size_t i = 0; i < *count; i++)
			if (!(*entries)[i].family.length &&
			    hw_text_equal((*entries)[i].class_name, person->class_name)) {
				(*entries)[i].count++;
				return HW_OK;
			}
	HW_TRY(grow(g, entries, *count, ours ? &g->ours_capacity : &g->theirs_capacity));
	(*entries)[*count] = *person;
	(*entries)[*count].count = 1;
	if (!person->family.length)
		(*entries)[*count].person = HW_TEXT("");
	(*count)++;
	return HW_OK;
}

/* What he wants counts as known when he was asked in private; that he does not want to go counts whoever wrote it down. */
static exchange_will will_of(const store_rows *rows, bool ours)
{
	if (store_is_null(rows, 6))
		return EXCHANGE_WILL_UNKNOWN;
	if (!store_get_integer(rows, 6))
		return EXCHANGE_WILLS_NOT;
	return ours || store_get_integer(rows, 13) > 0 ? EXCHANGE_WILLS : EXCHANGE_WILL_UNKNOWN;
}

/* Whoever is withheld from a counterpart reads as one before a court does: not available, and nobody learns which of these it is.
 * Columns of plan_persons: 0 person, 1 id, 2 side, 3 categories, 5 wounded, 6 wills, 7 family, 8 civilian, 9 court, 13 asked in
 * private. */
static exchange_entry common_entry(planning *g, const store_rows *rows)
{
	return (exchange_entry){.person = store_copy_text(rows, 1, g->arena),
				.count = 1,
				.family = store_copy_text(rows, 7, g->arena),
				.wounded = hw_text_is(store_get_text(rows, 5), "grave"),
				.civilian = store_get_integer(rows, 8) == 1,
				.court = store_get_integer(rows, 9) == 1 ||
					 !outward_allows(&g->gate, store_get_text(rows, 0)),
				.will = will_of(rows, hw_text_is(store_get_text(rows, 2), "ours"))};
}

/* Suffix of a class name for what the law says of its people.  Personal reasons share one: a class name leaves the
 * bureau.  Nobody can ask ours before they are back, so theirs alone are marked so. */
static const char *law_mark(const exchange_entry *e, bool ours)
{
	return e->wounded                                  ? " (due)"
	       : e->civilian                               ? " (civilian)"
	       : e->court || e->will == EXCHANGE_WILLS_NOT ? " (not available)"
	       : ours                                      ? e->will == EXCHANGE_WILLS ? " (wills)" : ""
	       : e->will == EXCHANGE_WILL_UNKNOWN          ? " (not asked)"
							   : "";
}

static hw_status add_theirs(planning *g, const store_rows *rows)
{
	exchange_entry e = common_entry(g, rows);
	plan_spoken *spoken = HW_NEW(g->arena, plan_spoken, 1);
	hw_text categories = store_get_text(rows, 3), name = HW_TEXT("");

	if (!spoken)
		return out_of_memory(g);
	*spoken = (plan_spoken){0};
	for (size_t p = 0; p < g->party_count; p++) {
		const plan_weight *w = speaks(g, categories, (int64_t)p, false);

		if (!w)
			continue;
		spoken->interest[p] = (exchange_weight){.value = w->known ? w->strength : 0, .sd = w->sd};
		spoken->by[p] = w;
		e.requested |= w->asks;
		if (!name.length)
			name = w->category;
		else if (!hw_text_equal(name, w->category))
			name = hw_text_format(g->arena, "%.*s+%.*s", HW_TEXT_ARG(name), HW_TEXT_ARG(w->category));
	}
	e.interest = spoken->interest;
	e.group = name;
	e.ground = HW_TEXT(BUREAU_USUAL_GROUND);
	e.class_name = hw_text_format(g->arena, "%.*s%s", HW_TEXT_ARG(name.length ? name : HW_TEXT("other")),
				      law_mark(&e, false));
	if (!e.class_name.bytes)
		return out_of_memory(g);
	return add_person(g, false, &e);
}

/* Whoever is officially held by nobody known stays without a price (ask only). */
static int64_t party_of_holder(const planning *g, hw_text holder)
{
	size_t i = holder.length ? bureau_index_find(&g->holder_index, holder) : BUREAU_NOWHERE;

	return i != BUREAU_NOWHERE ? g->holders[i].party : find_party(g, holder);
}

static hw_status add_ours(planning *g, const store_rows *rows)
{
	exchange_entry e = common_entry(g, rows);
	uint32_t *holder = HW_NEW(g->arena, uint32_t, 1);
	int64_t party = party_of_holder(g, store_get_text(rows, 4));
	const plan_weight *w = party >= 0 ? speaks(g, store_get_text(rows, 3), party, true) : NULL;

	if (!holder)
		return out_of_memory(g);
	if (party >= 0) {
		*holder = (uint32_t)party;
		e.holders = holder;
		e.holder_count = 1;
	}
	e.reluctance = (exchange_weight){.value = w && w->known ? w->strength : 1, .sd = w ? w->sd : 0};
	e.refused = w && w->refuses;
	e.delivery = w ? w->delivery : 0.85;
	e.points = 1;
	e.group = w ? w->category : HW_TEXT("");
	e.class_name = hw_text_format(g->arena, "%.*s at %.*s%s", HW_TEXT_ARG(w ? w->category : HW_TEXT("other")),
				      HW_TEXT_ARG(party >= 0 ? g->parties[party].id : HW_TEXT("unknown holder")),
				      law_mark(&e, true));
	if (!e.class_name.bytes)
		return out_of_memory(g);
	return add_person(g, true, &e);
}

static hw_status open_gate(planning *g)
{
	hw_text all = HW_TEXT("");

	for (size_t p = 0; p < g->party_count; p++)
		all = hw_text_format(g->arena, "%.*s;%.*s", HW_TEXT_ARG(all), HW_TEXT_ARG(g->parties[p].id));
	return all.bytes ? outward_open(g->bureau, g->arena, OUTWARD_PLAN, all, &g->gate, g->error) : out_of_memory(g);
}

static hw_status load_persons(planning *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(g->bureau), as_of))};
	hw_text previous = HW_TEXT("");
	bool found;

	HW_TRY(open_gate(g));
	HW_TRY(store_query(bureau_store(g->bureau), "plan_persons", values, 1, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		if (previous.length && hw_text_equal(previous, store_get_text(rows, 0)))
			continue;
		previous = store_copy_text(rows, 0, g->arena);
		if (hw_text_is(store_get_text(rows, 2), "ours"))
			HW_TRY(add_ours(g, rows));
		else
			HW_TRY(add_theirs(g, rows));
	}
}

hw_status bureau_planning_class_of(const planning *loaded, hw_text person, hw_text *class_name, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	planning g = *loaded;
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(loaded->bureau), as_of))};
	bool found;

	g.ours = g.theirs = NULL;
	g.ours_count = g.theirs_count = g.ours_capacity = g.theirs_capacity = 0;
	g.error = error;
	*class_name = HW_TEXT("");
	HW_TRY(store_query(bureau_store(g.bureau), "plan_persons", values, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		if (!hw_text_equal(store_get_text(rows, 1), person))
			continue;
		HW_TRY(hw_text_is(store_get_text(rows, 2), "ours") ? add_ours(&g, rows) : add_theirs(&g, rows));
		*class_name = g.ours_count ? g.ours[0].class_name : g.theirs[0].class_name;
		return HW_OK;
	}
}

/* By holder, the Power first, then by what they are called: nothing depends on the order in which people came in. */
static int by_class(const void *a, const void *b)
{
	const exchange_entry *x = a, *y = b;
	uint32_t held_x = x->holder_count ? x->holders[0] : UINT32_MAX,
		 held_y = y->holder_count ? y->holders[0] : UINT32_MAX;
	int order = hw_text_compare(x->class_name, y->class_name);

	if (held_x != held_y)
		return held_x < held_y ? -1 : 1;
	return order ? order : hw_text_compare(x->person, y->person);
}

hw_status bureau_planning_load(bureau *b, hw_arena *arena, const bureau_run *run, planning *result, hw_error *error)
{
	planning g = {.bureau = b, .arena = arena, .run = run, .error = error};
	exchange_party *parties;

	double ceased;

	HW_TRY(bureau_require_own_side(b, error));
	HW_TRY(bureau_setting_number(b, "ceased", 0, &ceased, error));
	HW_TRY(load_parties(&g));
	HW_TRY(load_holders(&g));
	if (!g.party_count) {
		(void)hw_fail(error, HW_BAD_INPUT,
			      "no counterpart has a reservation and a softness, so no acceptance can be computed");
		return hw_error_remedy(error, "give them in the parties file (columns reservation, softness)");
	}
	HW_TRY(load_weights(&g));
	HW_TRY(load_persons(&g));
	if (g.ours_count)
		qsort(g.ours, g.ours_count, sizeof(*g.ours), by_class);
	if (g.theirs_count)
		qsort(g.theirs, g.theirs_count, sizeof(*g.theirs), by_class);
	parties = HW_NEW(arena, exchange_party, g.party_count);
	if (!parties)
		return out_of_memory(&g);
	for (size_t i = 0; i < g.party_count; i++)
		parties[i] = (exchange_party){.id = g.parties[i].id,
					      .reservation = {.value = g.parties[i].reservation},
					      .softness = {.value = g.parties[i].softness}};
	g.problem = (exchange_problem){.parties = parties,
				       .party_count = g.party_count,
				       .ours = g.ours,
				       .ours_count = g.ours_count,
				       .theirs = g.theirs,
				       .theirs_count = g.theirs_count,
				       .ceased = ceased > 0};
	*result = g;
	return HW_OK;
}
