/* located_reports.c - what was reported of whom, as the model reads it. */
#include "bureau/located_load_int.h"

#include <math.h>
#include <string.h>

/* ---- reports -------------------------------------------------------------------------------------- */
/* What the report claims, the most exact first; false when it says nothing that the model can read. */
static bool claim_of(const loading *g, const store_rows *rows, belief_claim *claim)
{
	static const struct {
		const char *word;
		belief_status status;
	} states[] = {{"captive", BELIEF_CAPTIVE}, {"dead", BELIEF_DEAD}, {"free", BELIEF_FREE}};
	const located *l = g->l;
	size_t i;

	*claim = (belief_claim){0};
	if (!store_is_null(rows, 11) &&
	    (i = bureau_index_find(&l->site_index, store_get_text(rows, 11))) != BUREAU_NOWHERE) {
		claim->kind = BELIEF_CLAIM_SEARCHED;
		claim->place = i;
		claim->detection = located_number_or(rows, 12, 0.5);
		return true;
	}
	if (!store_is_null(rows, 6) &&
	    (i = bureau_index_find(&l->site_index, store_get_text(rows, 6))) != BUREAU_NOWHERE) {
		claim->kind = BELIEF_CLAIM_SITE;
		claim->place = i;
		return true;
	}
	if (!store_is_null(rows, 7) &&
	    (i = bureau_index_find(&l->region_index, store_get_text(rows, 7))) != BUREAU_NOWHERE) {
		claim->kind = BELIEF_CLAIM_REGION;
		claim->place = i;
		return true;
	}
	for (i = 0; i < HW_COUNT(states); i++) {
		if (!hw_text_is(store_get_text(rows, 5), states[i].word))
			continue;
		claim->kind = BELIEF_CLAIM_STATUS;
		claim->place = states[i].status;
		return true;
	}
	return false;
}

/* Columns as in locate_reports: owner, id, source, happened, received, status, place, region, credibility, copies, copy,
 * searched, detection, background. */
static hw_status load_reports(loading *g, const char *statement, size_t room)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;

	HW_TRY(store_query(g->store, statement, &g->openly, 1, &rows, g->error));
	while (l->report_count < room) {
		belief_report *r = &l->reports[l->report_count];
		belief_claim claim;
		size_t source;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		source = bureau_index_find(&l->source_index, store_get_text(rows, 2));
		if (source == BUREAU_NOWHERE || !claim_of(g, rows, &claim)) {
			l->ignored++;
			continue;
		}
		*r = (belief_report){.id = store_copy_text(rows, 1, g->arena),
				     .source = source,
				     .at = located_day_of(rows, 3),
				     .received = located_day_of(rows, 4),
				     .claim = claim,
				     .background = located_number_or(rows, 13, (double)NAN),
				     .credibility = (int)store_get_integer(rows, 8),
				     .copies = BELIEF_NONE,
				     .copy = located_number_or(rows, 10, g->settings[COPY])};
		if (isnan(r->at) && isnan(r->received)) {
			l->ignored++;
			continue;
		}
		/* A report that came in after the as-of day is not known yet. */
		if ((isnan(r->received) ? r->at : r->received) > l->day)
			continue;
		g->report_persons[l->report_count] = store_copy_text(rows, 0, g->arena);
		g->report_ids[l->report_count] = r->id;
		g->report_parents[l->report_count] = store_copy_text(rows, 9, g->arena);
		l->report_count++;
	}
	return HW_OK;
}

/* A copy counts as one only beside its parent: reports [from, to) are of one person or group. */
static void link_copies(loading *g, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t k = from; g->report_parents[i].length && k < to; k++)
			if (k != i && hw_text_equal(g->report_ids[k], g->report_parents[i]))
				g->l->reports[i].copies = k - from;
	/* A ring of copies has no original; whoever closes it counts as its own. */
	for (size_t i = from; i < to; i++) {
		size_t at = i;

		for (size_t steps = 0; g->l->reports[at].copies != BELIEF_NONE; steps++) {
			if (steps > to - from) {
				g->l->reports[at].copies = BELIEF_NONE;
				break;
			}
			at = from + g->l->reports[at].copies;
		}
	}
}

static void give_reports(loading *g)
{
	located *l = g->l;

	for (size_t from = 0, to; from < l->report_count; from = to) {
		hw_text owner = g->report_persons[from];
		size_t person = bureau_index_find(&l->person_index, owner),
		       group = bureau_index_find(&g->group_index, owner);

		for (to = from + 1; to < l->report_count && hw_text_equal(g->report_persons[to], owner); to++)
			;
		link_copies(g, from, to);
		if (person != BUREAU_NOWHERE) {
			l->persons[person].reports = l->reports + from;
			l->persons[person].report_count = to - from;
			l->people[person].first_report = from;
			l->people[person].report_count = to - from;
		} else if (group != BUREAU_NOWHERE) {
			l->groups[group].reports = l->reports + from;
			l->groups[group].report_count = to - from;
		}
	}
}

/* A person nobody dated is counted from his first report (or his group's day, or a year back). */
static double since_of(const located *l, double since, const belief_report *reports, size_t count, double otherwise)
{
	double first = (double)INFINITY;

	for (size_t i = 0; i < count; i++) {
		double at = isnan(reports[i].at) ? reports[i].received - l->sources[reports[i].source].median_delay
						 : reports[i].at;

		first = fmin(first, at);
	}
	if (isnan(since))
		since = isinf(first) ? otherwise : first;
	/* A report of an earlier day contradicts the register's date; the report may be right. */
	return fmin(fmin(since, first), l->day);
}

/* A report or fact of a day before this one. */
static bool speaks_before(const belief_person *p, double day)
{
	bool before = false;

	for (size_t i = 0; i < p->report_count; i++)
		before = before || (isnan(p->reports[i].at) ? p->reports[i].received : p->reports[i].at) < day;
	for (size_t i = 0; i < p->fact_count; i++)
		before = before || p->facts[i].at < day;
	return before;
}

static void date_everyone(loading *g)
{
	located *l = g->l;

	for (size_t i = 0; i < l->group_count; i++) {
		belief_group *q = &l->groups[i];

		q->since = since_of(l, q->since, q->reports, q->report_count, l->day - 365);
	}
	for (size_t i = 0; i < l->person_count; i++) {
		belief_person *p = &l->persons[i];

		p->since = since_of(l, p->since, p->reports, p->report_count,
				    p->group == BELIEF_NONE ? l->day - 365 : l->groups[p->group].since);
		for (size_t k = 0; k < p->fact_count; k++)
			p->since = fmin(p->since, p->facts[k].at);
		if (p->group != BELIEF_NONE && speaks_before(p, l->groups[p->group].since))
			p->group = BELIEF_NONE; /* he was gone already when the group was taken */
	}
}

hw_status located_load_reports(loading *g)
{
	located *l = g->l;
	size_t of_persons, of_groups;

	HW_TRY(located_count(g, "locate_reports", &g->openly, 1, &of_persons));
	HW_TRY(located_count(g, "locate_group_reports", &g->openly, 1, &of_groups));
	l->reports = HW_NEW(g->arena, belief_report, of_persons + of_groups + 1);
	g->report_ids = HW_NEW(g->arena, hw_text, 3 * (of_persons + of_groups + 1));
	if (!l->reports || !g->report_ids)
		return located_no_memory(g);
	g->report_parents = g->report_ids + of_persons + of_groups + 1;
	g->report_persons = g->report_parents + of_persons + of_groups + 1;
	HW_TRY(load_reports(g, "locate_reports", of_persons));
	HW_TRY(load_reports(g, "locate_group_reports", of_persons + of_groups));
	give_reports(g);
	date_everyone(g);
	return HW_OK;
}
