/* disparity.c - does acting on a counterpart's interest make some wait longer?  For both sides, by category: people,
 * places offered (or names asked for), accepted, home; the rate of offers against that of all, with an interval; waiting
 * time by Kaplan-Meier.  A category is a claim and a person may have several, so groups overlap.  This sheet reports
 * what was done; no engine reads it, and no category is a weight of ours (GC III 16). */
#include "bureau/bureau_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS_MOST = 200, PEOPLE_MOST = 2000000, PACKAGES_MOST = 100000, SMALL = 5 };

typedef struct spell { /* one person's captivity in one group */
	uint32_t group;
	int32_t days;
	bool home;
} spell;

typedef struct group {
	hw_text category;
	int64_t people, offered, accepted, home, due; /* due: under art. 109-110, outside every package */
	double *places;                               /* [package_count] offered in each package */
	double accepted_places;
} group;

typedef struct measuring {
	sheet *s;
	hw_text side;
	group groups[GROUPS_MOST];
	size_t group_count;
	spell *spells;
	size_t spell_count, spell_capacity;
	int64_t people, offered;
	size_t package_count;
	double *package_places; /* [package_count] of all groups */
} measuring;

static hw_status no_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the disparity sheet");
}

static hw_status group_at(measuring *m, hw_text category, size_t *at)
{
	size_t i = 0;

	while (i < m->group_count && !hw_text_equal(m->groups[i].category, category))
		i++;
	*at = i;
	if (i < m->group_count || i == GROUPS_MOST)
		return HW_OK;
	m->groups[i] = (group){.category = hw_text_copy(m->s->arena, category),
			       .places = HW_NEW(m->s->arena, double, m->package_count + 1)};
	if (!m->groups[i].places)
		return no_memory(m->s->error);
	memset(m->groups[i].places, 0, (m->package_count + 1) * sizeof(double));
	m->group_count++;
	return HW_OK;
}

/* ---- people ------------------------------------------------------------------------------------------ */
static hw_status add_spell(measuring *m, size_t at, int32_t days, bool home)
{
	if (m->spell_count == m->spell_capacity) {
		size_t capacity = m->spell_capacity ? m->spell_capacity * 2 : 8192;
		spell *more = HW_NEW(m->s->arena, spell, capacity);

		if (!more)
			return no_memory(m->s->error);
		if (m->spell_count)
			memcpy(more, m->spells, m->spell_count * sizeof(*more));
		m->spells = more;
		m->spell_capacity = capacity;
	}
	m->spells[m->spell_count++] = (spell){(uint32_t)at, days, home};
	return HW_OK;
}

/* Columns of disparity_people: id, categories, began, home, agreed, offered, person, wounded. */
static hw_status add_person(measuring *m, const store_rows *rows)
{
	int32_t began, began_last, home = 0, home_last;
	hw_text list = store_get_text(rows, 1), item;
	bool dated = sheet_day(store_get_text(rows, 2), &began, &began_last) && began <= m->s->day,
	     came = !store_is_null(rows, 3) && sheet_day(store_get_text(rows, 3), &home, &home_last) &&
		    home <= m->s->day;

	m->people++;
	m->offered += store_get_integer(rows, 5) > 0;
	while (hw_text_split(&list, ';', &item)) {
		size_t at;

		item = hw_text_trim(item);
		if (!item.length)
			continue;
		HW_TRY(group_at(m, item, &at));
		if (at == GROUPS_MOST)
			continue;
		m->groups[at].people++;
		m->groups[at].offered += store_get_integer(rows, 5) > 0;
		m->groups[at].accepted += store_get_integer(rows, 4) > 0;
		m->groups[at].home += came;
		m->groups[at].due += hw_text_is(store_get_text(rows, 7), "grave");
		if (dated)
			HW_TRY(add_spell(m, at, (came ? home : m->s->day) - began, came));
	}
	return HW_OK;
}

static hw_status load_people(measuring *m)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(m->side)};
	hw_text previous = HW_TEXT("");
	bool found;

	HW_TRY(store_query(m->s->store, "disparity_people", values, 1, &rows, m->s->error));
	while (m->people < PEOPLE_MOST) {
		HW_TRY(store_next(rows, &found, m->s->error));
		if (!found)
			break;
		if (hw_text_equal(previous, store_get_text(rows, 6)))
			continue;
		previous = store_copy_text(rows, 6, m->s->arena);
		HW_TRY(add_person(m, rows));
	}
	return HW_OK;
}

/* ---- places in packages --------------------------------------------------------------------------------- */
static hw_status add_package(measuring *m, hw_text list, size_t package, bool accepted)
{
	hw_text item, name;
	hw_error ignored;
	int64_t n;

	while (hw_text_split(&list, ';', &item)) {
		bool counts;
		size_t at;

		if (!hw_text_split(&item, ':', &name) || hw_text_integer(hw_text_trim(item), &n, &ignored) != HW_OK ||
		    n < 0)
			continue;
		HW_TRY(round_class_counts(m->s->store, name, &counts, m->s->error));
		if (!counts)
			continue;
		HW_TRY(group_at(m, hw_text_trim(name), &at));
		if (at == GROUPS_MOST)
			continue;
		m->groups[at].places[package] += (double)n;
		m->package_places[package] += (double)n;
		if (accepted)
			m->groups[at].accepted_places += (double)n;
	}
	return HW_OK;
}

static hw_status load_packages(measuring *m, bool count_only)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	size_t package = 0;
	bool found;

	HW_TRY(store_query(m->s->store, "disparity_packages", NULL, 0, &rows, m->s->error));
	while (package < PACKAGES_MOST) {
		HW_TRY(store_next(rows, &found, m->s->error));
		if (!found)
			break;
		if (!sheet_known_by(m->s, rows, 3))
			continue;
		if (!count_only)
			HW_TRY(add_package(m, store_get_text(rows, hw_text_is(m->side, "theirs") ? 0 : 1), package,
					   hw_text_is(store_get_text(rows, 2), "accepted")));
		package++;
	}
	if (!count_only)
		return HW_OK;
	m->package_count = package;
	m->package_places = HW_NEW(m->s->arena, double, package + 1);
	if (!m->package_places)
		return no_memory(m->s->error);
	memset(m->package_places, 0, (package + 1) * sizeof(double));
	return HW_OK;
}

/* ---- ratio of rates, with a jackknife over packages ---------------------------------------------------------- */
typedef struct ratio {
	double value, low, high;
	bool known;
} ratio;

static double sum_of(const double *values, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i];
	return sum;
}

/* Offers a person of the group against offers a person of all; names one by one count as one more package. */
static ratio ratio_of(const measuring *m, const group *g)
{
	double own = sum_of(g->places, m->package_count), all = sum_of(m->package_places, m->package_count),
	       share = (double)g->people / (double)(m->people ? m->people : 1), mean = 0, square = 0, error;
	size_t units = m->package_count + (m->offered > 0);
	ratio r = {.known = false};

	own += (double)g->offered;
	all += (double)m->offered;
	if (!(all > 0) || !(share > 0))
		return r;
	r.value = own / all / share;
	r.known = true;
	r.low = 0;
	r.high = INFINITY;
	if (!(own > 0) || units < 2) {
		/* Nothing was offered: the rule of three says how much that can hide. */
		r.high = 3 / all / share;
		return r;
	}
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < units; i++) {
			double o = own - (i < m->package_count ? g->places[i] : (double)g->offered),
			       a = all - (i < m->package_count ? m->package_places[i] : (double)m->offered),
			       x = log(fmax(o, 0.5) / fmax(a, 0.5) / share);

			if (!pass)
				mean += x / (double)units;
			else
				square += (x - mean) * (x - mean);
		}
	error = sqrt(square * (double)(units - 1) / (double)units + 1 / own);
	r.low = r.value * exp(-1.96 * error);
	r.high = r.value * exp(1.96 * error);
	return r;
}

/* ---- waiting: Kaplan-Meier ---------------------------------------------------------------------------------- */
typedef struct waiting {
	double median, low, high; /* days; INFINITY: not reached */
} waiting;

static int by_days(const void *a, const void *b)
{
	const spell *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->days != y->days)
		return x->days < y->days ? -1 : 1;
	return y->home - x->home;
}

/* The median by the product limit; its interval by the log-log transform (Brookmeyer & Crowley 1982). */
static waiting wait_of(const spell *spells, size_t count)
{
	waiting w = {INFINITY, INFINITY, INFINITY};
	double survival = 1, variance = 0;

	for (size_t i = 0; i < count;) {
		size_t at_risk = count - i, came = 0, same = i;

		while (same < count && spells[same].days == spells[i].days)
			came += spells[same++].home;
		if (came) {
			double loglog, error;

			survival *= 1 - (double)came / (double)at_risk;
			if (at_risk > came)
				variance += (double)came / ((double)at_risk * (double)(at_risk - came));
			loglog = survival > 0 && survival < 1 ? log(-log(survival)) : 0;
			error = survival > 0 && survival < 1 ? 1.96 * sqrt(variance) / -log(survival) : 0;
			if (survival <= 0.5 && isinf(w.median))
				w.median = spells[i].days;
			if (isinf(w.low) && (survival <= 0 || exp(-exp(loglog + error)) <= 0.5))
				w.low = spells[i].days;
			if (isinf(w.high) && (survival <= 0 || exp(-exp(loglog - error)) <= 0.5))
				w.high = spells[i].days;
		}
		i = same;
	}
	return w;
}

/* ---- the sheet ------------------------------------------------------------------------------------------------ */
static const bureau_column columns[] = {{"category", "group", BUREAU_TEXT},
					{"people", "people", BUREAU_COUNT},
					{"offered", "offered", BUREAU_COUNT},
					{"accepted", "accepted", BUREAU_COUNT},
					{"home", "home", BUREAU_COUNT},
					{"ratio", "offers to all", BUREAU_NUMBER},
					{"ratio_low", "95 % from", BUREAU_NUMBER},
					{"ratio_high", "to", BUREAU_NUMBER},
					{"alarm", "alarm", BUREAU_WORD}};
static const bureau_column waiting_columns[] = {{"category", "group", BUREAU_TEXT},
						{"waiting_days", "median days", BUREAU_NUMBER},
						{"waiting_low", "95 % from", BUREAU_NUMBER},
						{"waiting_high", "to", BUREAU_NUMBER}};

static bureau_value days_value(double days)
{
	return sheet_value_number(isinf(days) ? (double)NAN : days);
}

static bureau_value rounded(double x)
{
	return sheet_value_number(isinf(x) ? (double)NAN : round(x * 100) / 100);
}

static const char *alarm_of(ratio r)
{
	if (!r.known)
		return "nothing offered yet";
	if (r.value >= 0.8 && r.value <= 1.25)
		return "within";
	return r.low > 1.25 || r.high < 0.8 ? "OUTSIDE" : "outside, uncertain";
}

static hw_status is_sensitive(sheet *s, hw_text category, bool *sensitive)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(category)};

	*sensitive = true;
	HW_TRY(store_query_first(s->store, "category_sensitive", values, 1, &rows, s->error));
	if (rows)
		*sensitive = store_get_integer(rows, 0) == 1;
	return HW_OK;
}

static void tell_group(measuring *m, bureau_list *lists[2], const group *g, const waiting *w, bool hidden)
{
	sheet *s = m->s;
	bureau_value *cells = sheet_row(s, lists[0]), *waits = sheet_row(s, lists[1]);
	ratio r = ratio_of(m, g);

	cells[0] = waits[0] = sheet_value_text(sheet_label(s, "categories", g->category));
	for (size_t c = 1; hidden && c < HW_COUNT(columns); c++)
		cells[c] = sheet_value_restricted();
	for (size_t c = 1; hidden && c < HW_COUNT(waiting_columns); c++)
		waits[c] = sheet_value_restricted();
	if (hidden)
		return;
	cells[1] = sheet_value_count(g->people);
	cells[2] = sheet_value_count(g->offered + (int64_t)sum_of(g->places, m->package_count));
	cells[3] = sheet_value_count(g->accepted + (int64_t)g->accepted_places);
	cells[4] = sheet_value_count(g->home);
	cells[8] = sheet_value_word(g->due == g->people ? "outside every package" : alarm_of(r));
	if (r.known && g->due < g->people) {
		cells[5] = rounded(r.value);
		cells[6] = rounded(r.low);
		cells[7] = rounded(r.high);
	}
	waits[1] = days_value(w->median);
	waits[2] = days_value(w->low);
	waits[3] = days_value(w->high);
}

static int by_category(const void *a, const void *b)
{
	const group *x = a, *y = b;

	return hw_text_compare(x->category, y->category);
}

static hw_status tell(measuring *m)
{
	sheet *s = m->s;
	bool all = bureau_may(s->b, BUREAU_MAY_SEE_ORIGIN) || bureau_may(s->b, BUREAU_MAY_AUDIT);
	bureau_list *lists[] = {sheet_list(s, "groups", "By group (a person may be in several)", "nobody is on record",
					   columns, HW_COUNT(columns)),
				sheet_list(s, "waiting", "Days in captivity until return", NULL, waiting_columns,
					   HW_COUNT(waiting_columns))};
	size_t small = 0, order[GROUPS_MOST], first[GROUPS_MOST + 1];

	if (m->spell_count)
		qsort(m->spells, m->spell_count, sizeof(*m->spells), by_days);
	for (size_t g = 0, at = 0; g <= m->group_count; g++) {
		while (at < m->spell_count && m->spells[at].group < g)
			at++;
		first[g] = at;
	}
	for (size_t g = 0; g < m->group_count; g++)
		order[g] = g;
	for (size_t i = 1; i < m->group_count; i++) /* few: by insertion */
		for (size_t k = i; k > 0 && by_category(&m->groups[order[k]], &m->groups[order[k - 1]]) < 0; k--) {
			size_t other = order[k];

			order[k] = order[k - 1];
			order[k - 1] = other;
		}
	for (size_t i = 0; i < m->group_count; i++) {
		const group *g = &m->groups[order[i]];
		waiting w = wait_of(m->spells + first[order[i]], first[order[i] + 1] - first[order[i]]);
		bool sensitive;

		if (g->people < SMALL) {
			small += g->people > 0;
			continue;
		}
		HW_TRY(is_sensitive(s, g->category, &sensitive));
		tell_group(m, lists, g, &w, sensitive && !all);
	}
	if (small)
		sheet_note(s, "%zu groups of fewer than %d people are left out.", small, (int)SMALL);
	return HW_OK;
}

hw_status bureau_disparity(bureau *b, hw_arena *arena, const bureau_run *run, const char *side, bureau_sheet *result,
			   hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "disparity", result, error);
	measuring *m = HW_NEW(arena, measuring, 1);

	/* Whoever keeps cases, negotiates or checks the law, and the auditor; who only runs the machine reads no cases. */
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	if (!bureau_may(b, BUREAU_MAY_SEE_INTEREST) && !bureau_may(b, BUREAU_MAY_SEE_ORIGIN))
		HW_TRY(bureau_require(b, BUREAU_MAY_AUDIT, error));
	if (strcmp(side, "ours") != 0 && strcmp(side, "theirs") != 0)
		return hw_fail(error, HW_USAGE, "sides are \"ours\" and \"theirs\", not \"%s\"", side);
	if (!m)
		return no_memory(error);
	memset(m, 0, sizeof(*m));
	m->s = &s;
	m->side = hw_text_of(side);
	result->title = sheet_words(&s, !strcmp(side, "ours") ? "Disparity among our own people"
							      : "Disparity among those we hold");
	HW_TRY(load_packages(m, true));
	HW_TRY(load_people(m));
	HW_TRY(load_packages(m, false));
	HW_TRY(tell(m));
	sheet_say(&s, "Offers to all: places and names offered a person of the group, divided by those a person of "
		      "everyone; an "
		      "alarm below 0.8 or above 1.25. Offered and not accepted is the counterpart's doing, not "
		      "offered is ours.");
	sheet_say(&s, "A median that is not shown was not reached: more than half are still waiting.");
	return sheet_end(&s);
}
