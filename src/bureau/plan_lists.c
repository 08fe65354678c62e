/* plan_lists.c - who stands outside the packages and why, and what every plan notes.
 *
 * This is where reasons leave the engine: will, court and the like read "not available", joined to one number a side, so that
 * nobody learns who refused. */
#include "bureau/plan_json_int.h"

#include <stdlib.h>
#include <string.h>

enum { PERSONAL_LEAST = 5 };

static const char *side_word(exchange_side side)
{
	return side == EXCHANGE_RETURNED ? "ours" : "theirs";
}

size_t plan_entries(const plan_output *o, exchange_side side)
{
	return side == EXCHANGE_RETURNED ? o->problem->ours_count : o->problem->theirs_count;
}

const exchange_entry *plan_entry(const plan_output *o, exchange_side side, size_t i)
{
	return side == EXCHANGE_RETURNED ? &o->problem->ours[i] : &o->problem->theirs[i];
}

static int by_name(const void *a, const void *b)
{
	const plan_named_count *x = a, *y = b;
	int order = hw_text_compare(x->name, y->name);

	return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static int by_order(const void *a, const void *b)
{
	const plan_named_count *x = a, *y = b;

	return x->order < y->order ? -1 : x->order > y->order;
}

/* Sums of equal names, in the order in which they first stood. */
size_t plan_join_names(plan_named_count *items, size_t count)
{
	size_t kept = 0;

	qsort(items, count, sizeof(*items), by_name);
	for (size_t i = 0; i < count; i++) {
		if (kept && hw_text_equal(items[kept - 1].name, items[i].name))
			items[kept - 1].count += items[i].count;
		else
			items[kept++] = items[i];
	}
	qsort(items, kept, sizeof(*items), by_order);
	return kept;
}

static bool unconditional(exchange_why why)
{
	return why == EXCHANGE_DUE || why == EXCHANGE_CIVILIAN;
}

static void write_list(plan_output *o, exchange_side side, const exchange_why *group, size_t group_count,
		       const char *key, const char *words)
{
	plan_named_count *items = HW_NEW(o->arena, plan_named_count, plan_entries(o, side) + 1);
	size_t count = 0;

	if (!items) {
		o->w->out->failed = true;
		return;
	}
	for (size_t i = 0; i < plan_entries(o, side); i++) {
		const exchange_entry *e = plan_entry(o, side, i);
		bool in = false;

		for (size_t g = 0; g < group_count; g++)
			in = in || exchange_entry_why(o->plan, side, i) == group[g];
		if (in && e->count > 0)
			items[count++] = (plan_named_count){e->class_name, e->count, i};
	}
	count = plan_join_names(items, count);
	for (size_t i = 0; i < count; i++) {
		hw_json_object(o->w, NULL);
		hw_json_string(o->w, "side", side_word(side));
		hw_json_text(o->w, "class", items[i].name);
		hw_json_integer(o->w, "count", items[i].count);
		hw_json_string(o->w, key, words);
		hw_json_close(o->w, '}');
	}
}

/* In the bureau personal reasons are one count a side, and nothing is said of fewer than five. */
static void joined_json(plan_output *o, exchange_side side, const exchange_why *group, size_t group_count,
			const char *key, const char *words)
{
	int64_t count = 0;

	for (size_t i = 0; i < plan_entries(o, side); i++)
		for (size_t g = 0; g < group_count; g++)
			if (exchange_entry_why(o->plan, side, i) == group[g])
				count += plan_entry(o, side, i)->count;
	if (count < PERSONAL_LEAST)
		return;
	hw_json_object(o->w, NULL);
	hw_json_string(o->w, "side", side_word(side));
	hw_json_string(o->w, "class", "several");
	hw_json_integer(o->w, "count", count);
	hw_json_string(o->w, key, words);
	hw_json_close(o->w, '}');
}

static void personal_list(plan_output *o, exchange_side side, const exchange_why *group, size_t group_count,
			  const char *key, const char *words)
{
	if (o->people)
		joined_json(o, side, group, group_count, key, words);
	else
		write_list(o, side, group, group_count, key, words);
}

static void excluded_json(plan_output *o)
{
	/* One group a wording: the personal reasons are one. */
	static const exchange_why personal[] = {EXCHANGE_NOT_WILLING, EXCHANGE_IN_COURT, EXCHANGE_FAMILY_PERSONAL};
	static const exchange_why others[] = {EXCHANGE_REFUSED, EXCHANGE_HOLDER_UNKNOWN, EXCHANGE_HOLDERS_CLAIM,
					      EXCHANGE_FAMILY};

	hw_json_array(o->w, "excluded");
	for (int s = EXCHANGE_GIVEN; s >= EXCHANGE_RETURNED; s--) {
		personal_list(o, (exchange_side)s, personal, HW_COUNT(personal), "rule",
			      exchange_why_words(personal[0]));
		for (size_t i = 0; i < HW_COUNT(others); i++)
			write_list(o, (exchange_side)s, &others[i], 1, "rule", exchange_why_words(others[i]));
	}
	hw_json_close(o->w, ']');
}

static bool to_persuade(const plan_output *o, size_t i)
{
	exchange_why why = exchange_entry_why(o->plan, EXCHANGE_GIVEN, i);
	const exchange_entry *e = &o->problem->theirs[i];

	return !e->requested && e->count > 0 && (why == EXCHANGE_AVAILABLE || why == EXCHANGE_LEFT_OUT);
}

void plan_lists_json(plan_output *o)
{
	static const exchange_why due[] = {EXCHANGE_DUE}, civilian[] = {EXCHANGE_CIVILIAN};

	hw_json_array(o->w, "unconditional");
	for (int s = EXCHANGE_GIVEN; s >= EXCHANGE_RETURNED; s--) {
		personal_list(o, (exchange_side)s, due, 1, "ground", exchange_why_words(EXCHANGE_DUE));
		write_list(o, (exchange_side)s, civilian, 1, "ground", exchange_why_words(EXCHANGE_CIVILIAN));
	}
	hw_json_close(o->w, ']');
	hw_json_array(o->w, "persuasion");
	for (size_t i = 0; i < o->problem->theirs_count; i++) {
		const exchange_entry *e = &o->problem->theirs[i];

		if (!to_persuade(o, i))
			continue;
		hw_json_object(o->w, NULL);
		hw_json_text(o->w, "class", e->class_name);
		hw_json_integer(o->w, "count", e->count);
		hw_json_text(o->w, "ground", e->ground.length ? e->ground : HW_TEXT("not recorded"));
		if (e->will == EXCHANGE_WILL_UNKNOWN)
			hw_json_boolean(o->w, "provisional", true);
		hw_json_close(o->w, '}');
	}
	hw_json_close(o->w, ']');
	excluded_json(o);
}

/* ---- notes ---- */
static void note_people(const plan_output *o, plan_texts *notes)
{
	int64_t due = 0, unasked = 0, unrequested = 0;

	for (int s = EXCHANGE_RETURNED; s <= EXCHANGE_GIVEN; s++)
		for (size_t i = 0; i < plan_entries(o, (exchange_side)s); i++) {
			const exchange_entry *e = plan_entry(o, (exchange_side)s, i);
			exchange_why why = exchange_entry_why(o->plan, (exchange_side)s, i);

			due += unconditional(why) ? e->count : 0;
			if (s == EXCHANGE_GIVEN && why == EXCHANGE_AVAILABLE && e->will == EXCHANGE_WILL_UNKNOWN)
				unasked += e->count;
			if (s == EXCHANGE_GIVEN && to_persuade(o, i))
				unrequested += e->count;
		}
	if (due && o->people) /* a number here would tell how many stand in no list because they are under five */
		plan_note(notes,
			  HW_TEXT("Whoever is released or claimed without any exchange stands in no package and is "
				  "no price for anyone."));
	else if (due)
		plan_note(notes,
			  hw_text_format(o->arena,
					 "%lld people are released or claimed without any exchange: they stand in no "
					 "package and are no price for anyone.",
					 (long long)due));
	if (unasked)
		plan_note(
			notes,
			hw_text_format(o->arena,
				       "%lld of the people who could be given have not been asked yet: whatever counts "
				       "them is provisional, pending interview.",
				       (long long)unasked));
	if (unrequested)
		plan_note(
			notes,
			hw_text_format(o->arena,
				       "%lld people nobody asked for are offered with every package, on top and never "
				       "instead; the probabilities are those of the packages without them.",
				       (long long)unrequested));
}

void plan_usual_notes(const plan_output *o, const exchange_cell *cells, size_t count, plan_texts *notes)
{
	bool several = false, unproven = false, band = false;

	note_people(o, notes);
	for (size_t i = 0; i < count; i++) {
		several = several || (cells[i].feasible && (cells[i].used & (cells[i].used - 1)));
		unproven = unproven || !cells[i].proven;
		band = band || cells[i].has_band;
	}
	if (several)
		plan_note(notes,
			  HW_TEXT("A package with several parties may reward a holder for holding people. The Power is "
				  "responsible for all of them (GC III art. 12): claim the same people from it as "
				  "well, and "
				  "weigh the package against what each party alone would return."));
	if (band)
		plan_note(
			notes,
			HW_TEXT("Some weights are known only roughly: \"predictive\" is the mean probability over what "
				"they may be, and a package keeps its probability there too (planned \"shading\" "
				"deviations on the safe side; \"bound\" is the most at their means); the band holds "
				"95 % of them."));
	if (unproven)
		plan_note(notes,
			  HW_TEXT("Where \"proven\" is false the search stopped early: \"bound\" is the most that "
				  "could still be reached."));
}

void plan_notes_json(plan_output *o, const plan_texts *notes)
{
	hw_json_array(o->w, "notes");
	for (size_t i = 0; i < notes->count; i++)
		hw_json_text(o->w, NULL, notes->items[i]);
	hw_json_close(o->w, ']');
}
