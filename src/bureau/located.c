/* Builds the belief problem from the bureau's data.  Read located_int.h first. */
#include "bureau/located_int.h"

#include "bureau/bureau_int.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

/* What a bureau has not said itself; a setting may change each. */
static const struct {
	const char *setting;
	double value;
} defaults[] = {
	{"belief.within", 1.0 / 120}, {"belief.anywhere", 1.0 / 400}, {"belief.death", 2e-4},
	{"belief.release", 1e-4},     {"belief.unlisted_share", 0.3}, {"belief.unlisted_area_km2", 10000},
	{"belief.sigma_km", 2},       {"belief.prior_captive", 0.55}, {"belief.prior_dead", 0.40},
	{"belief.prior_free", 0.05},  {"belief.copy", 0.7},           {"belief.together", 0.9},
};
enum { WITHIN, ANYWHERE, DEATH, RELEASE, UNLISTED_SHARE, UNLISTED_AREA, SIGMA, CAPTIVE, DEAD, FREE, COPY, TOGETHER };

typedef struct circumstance {
	hw_text id;
	belief_prior prior;
} circumstance;

typedef struct loading {
	store_connection *store;
	hw_arena *arena;
	located *l;
	double settings[HW_COUNT(defaults)];
	circumstance *circumstances;
	size_t circumstance_count;
	bureau_index circumstance_index, group_index;
	hw_text *report_ids, *report_parents; /* beside l->reports */
	hw_text *report_persons;              /* person or group of each */
	hw_error *error;
} loading;

static hw_status no_memory(loading *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the belief problem");
}

static hw_status count_rows(loading *g, const char *statement, size_t *count)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found = true;
	size_t n = 0;

	HW_TRY(store_query(g->store, statement, NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		n++;
	}
	*count = n;
	return HW_OK;
}

static double number_or(const store_rows *rows, size_t column, double otherwise)
{
	return store_is_null(rows, column) ? otherwise : store_get_number(rows, column);
}

/* The day of a date with precision: the middle of what it may be; NAN when there is none. */
static double day_of(const store_rows *rows, size_t column)
{
	hw_error ignored;
	hw_date date;

	if (store_is_null(rows, column) || hw_date_parse(store_get_text(rows, column), &date, &ignored) != HW_OK ||
	    !date.known)
		return (double)NAN;
	return floor(((double)date.first + (double)date.last) / 2);
}

static hw_status load_settings(loading *g, bureau *b)
{
	for (size_t i = 0; i < HW_COUNT(defaults); i++)
		HW_TRY(bureau_setting_number(b, defaults[i].setting, defaults[i].value, &g->settings[i], g->error));
	return HW_OK;
}

/* ---- regions, places, sources ------------------------------------------------------------ */
static hw_status load_regions(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	double sum = 0, unweighted = 0;
	bool found;
	size_t n;

	HW_TRY(count_rows(g, "locate_regions", &n));
	l->regions = HW_NEW(g->arena, located_region, n ? n : 1);
	if (!l->regions)
		return no_memory(g);
	HW_TRY(store_query(g->store, "locate_regions", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		located_region *r = &l->regions[i];

		HW_TRY(store_next(rows, &found, g->error));
		r->id = store_copy_text(rows, 0, g->arena);
		r->label = store_copy_text(rows, 1, g->arena);
		r->label_uk = store_copy_text(rows, 2, g->arena);
		r->weight = number_or(rows, 3, (double)NAN);
		r->unlisted_share = number_or(rows, 4, g->settings[UNLISTED_SHARE]);
		r->unlisted_area_km2 = number_or(rows, 5, g->settings[UNLISTED_AREA]);
		r->lat = number_or(rows, 6, (double)NAN);
		r->lon = number_or(rows, 7, (double)NAN);
		if (isnan(r->weight))
			unweighted++;
		else
			sum += r->weight;
	}
	l->region_count = n;
	/* Regions without a weight share what the others leave; with nothing left, all count alike. */
	for (size_t i = 0; i < n; i++)
		if (isnan(l->regions[i].weight))
			l->regions[i].weight = sum < 1 ? (1 - sum) / unweighted : 1.0 / (double)n;
	sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += l->regions[i].weight;
	for (size_t i = 0; i < n; i++)
		l->regions[i].weight = sum > 0 ? l->regions[i].weight / sum : 1.0 / (double)n;
	return bureau_index_make(g->arena, l->regions, n, sizeof(*l->regions), &l->region_index, g->error);
}

/* Shares of a region add to 1, its unlisted site among them: the model must be able to say
 * "in this region, place unknown". */
static void complete_region(loading *g, size_t region)
{
	located *l = g->l;
	const located_region *r = &l->regions[region];
	double given = 0, missing = 0, unlisted = 0, total = 0;

	for (size_t i = 0; i < l->site_count; i++) {
		belief_site *s = &l->sites[i];

		if (s->region != region)
			continue;
		if (s->unlisted)
			unlisted += isnan(s->share) ? r->unlisted_share : s->share;
		else if (isnan(s->share))
			missing++;
		else
			given += s->share;
	}
	if (unlisted <= 0) {
		l->sites[l->site_count++] =
			(belief_site){.id = hw_text_format(g->arena, "%.*s, unlisted", HW_TEXT_ARG(r->id)),
				      .region = region,
				      .share = r->unlisted_share,
				      .lat = (double)NAN,
				      .lon = (double)NAN,
				      .unlisted = true,
				      .area_km2 = r->unlisted_area_km2};
		unlisted = r->unlisted_share;
	}
	for (size_t i = 0; i < l->site_count; i++) {
		belief_site *s = &l->sites[i];

		if (s->region != region)
			continue;
		if (isnan(s->share))
			s->share = s->unlisted ? r->unlisted_share : fmax(0.01, 1 - unlisted - given) / missing;
		if (s->unlisted && !(s->area_km2 > 0))
			s->area_km2 = r->unlisted_area_km2;
		total += s->share;
	}
	for (size_t i = 0; i < l->site_count; i++)
		if (l->sites[i].region == region)
			l->sites[i].share /= total;
}

static hw_status load_places(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;
	size_t n;

	HW_TRY(count_rows(g, "locate_places", &n));
	l->sites = HW_NEW(g->arena, belief_site, n + l->region_count + 1);
	if (!l->sites)
		return no_memory(g);
	HW_TRY(store_query(g->store, "locate_places", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		size_t region;

		HW_TRY(store_next(rows, &found, g->error));
		region = bureau_index_find(&l->region_index, store_get_text(rows, 1));
		if (region == BUREAU_NOWHERE)
			continue; /* import refuses it; a region taken back since leaves its places out */
		l->sites[l->site_count++] = (belief_site){.id = store_copy_text(rows, 0, g->arena),
							  .region = region,
							  .unlisted = hw_text_is(store_get_text(rows, 2), "unlisted"),
							  .lat = number_or(rows, 3, (double)NAN),
							  .lon = number_or(rows, 4, (double)NAN),
							  .sigma_km = number_or(rows, 5, g->settings[SIGMA]),
							  .share = number_or(rows, 6, (double)NAN),
							  .area_km2 = number_or(rows, 7, (double)NAN)};
	}
	for (size_t r = 0; r < l->region_count; r++)
		complete_region(g, r);
	return bureau_index_make(g->arena, l->sites, l->site_count, sizeof(*l->sites), &l->site_index, g->error);
}

static hw_status load_sources(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;
	size_t n;

	HW_TRY(count_rows(g, "locate_sources", &n));
	l->sources = HW_NEW(g->arena, belief_source, n ? n : 1);
	if (!l->sources)
		return no_memory(g);
	HW_TRY(store_query(g->store, "locate_sources", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		belief_source *s = &l->sources[i];
		hw_text grade;

		HW_TRY(store_next(rows, &found, g->error));
		grade = store_get_text(rows, 1);
		s->id = store_copy_text(rows, 0, g->arena);
		if (!belief_grade(grade.length ? grade.bytes[0] : 'F', &s->alpha, &s->beta))
			(void)belief_grade('F', &s->alpha, &s->beta);
		s->alpha = number_or(rows, 2, s->alpha);
		s->beta = number_or(rows, 3, s->beta);
		s->median_delay = number_or(rows, 4, 0);
		/* Verified facts are a source of their own, never learned from lesser ones. */
		if (hw_text_is(store_get_text(rows, 5), "verified")) {
			s->alpha = 1000;
			s->beta = 2;
		}
	}
	l->source_count = n;
	return bureau_index_make(g->arena, l->sources, n, sizeof(*l->sources), &l->source_index, g->error);
}

static hw_status load_circumstances(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;
	size_t n;

	HW_TRY(count_rows(g, "locate_circumstances", &n));
	g->circumstances = HW_NEW(g->arena, circumstance, n ? n : 1);
	if (!g->circumstances)
		return no_memory(g);
	HW_TRY(store_query(g->store, "locate_circumstances", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		double captive, dead, free_share, sum;

		HW_TRY(store_next(rows, &found, g->error));
		captive = store_get_number(rows, 1);
		dead = store_get_number(rows, 2);
		free_share = store_get_number(rows, 3);
		sum = captive + dead + free_share;
		if (fabs(sum - 1) > 1e-6) {
			(void)hw_fail(g->error, HW_BAD_INPUT, "captive, dead and free add up to %.6g, not 1", sum);
			return hw_error_where(g->error, "circumstances %.*s", HW_TEXT_ARG(store_get_text(rows, 0)));
		}
		g->circumstances[i].id = store_copy_text(rows, 0, g->arena);
		g->circumstances[i].prior = (belief_prior){captive / sum, dead / sum, free_share / sum};
	}
	g->circumstance_count = n;
	return bureau_index_make(g->arena, g->circumstances, n, sizeof(*g->circumstances), &g->circumstance_index,
				 g->error);
}

static belief_prior prior_of(const loading *g, hw_text circumstances)
{
	size_t i = circumstances.length ? bureau_index_find(&g->circumstance_index, circumstances) : BUREAU_NOWHERE;

	if (i != BUREAU_NOWHERE)
		return g->circumstances[i].prior;
	return (belief_prior){g->settings[CAPTIVE], g->settings[DEAD], g->settings[FREE]};
}

/* ---- groups and persons ---------------------------------------------------------------------- */
static hw_status load_groups(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;
	size_t n;

	HW_TRY(count_rows(g, "locate_groups", &n));
	l->groups = HW_NEW(g->arena, belief_group, n ? n : 1);
	if (!l->groups)
		return no_memory(g);
	HW_TRY(store_query(g->store, "locate_groups", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		HW_TRY(store_next(rows, &found, g->error));
		l->groups[i] = (belief_group){.id = store_copy_text(rows, 0, g->arena),
					      .since = day_of(rows, 1),
					      .prior = prior_of(g, store_get_text(rows, 2)),
					      .together = number_or(rows, 3, g->settings[TOGETHER])};
	}
	l->group_count = n;
	return bureau_index_make(g->arena, l->groups, n, sizeof(*l->groups), &g->group_index, g->error);
}

static hw_status load_persons(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	size_t n;
	bool found;

	HW_TRY(count_rows(g, "locate_persons", &n));
	l->people = HW_NEW(g->arena, located_person, n ? n : 1);
	l->persons = HW_NEW(g->arena, belief_person, n ? n : 1);
	if (!l->people || !l->persons)
		return no_memory(g);
	HW_TRY(store_query(g->store, "locate_persons", NULL, 0, &rows, g->error));
	for (size_t i = 0; i < n; i++) {
		located_person *p;
		belief_person *q;
		double since, confirmed, returned;

		HW_TRY(store_next(rows, &found, g->error));
		/* Two rows of the registry that were judged the same are one person: the first row speaks. */
		if (l->person_count && hw_text_equal(l->people[l->person_count - 1].id, store_get_text(rows, 0)))
			continue;
		p = &l->people[l->person_count];
		q = &l->persons[l->person_count];
		since = day_of(rows, 3);
		if (isnan(since))
			since = day_of(rows, 4);
		confirmed = day_of(rows, 7);
		returned = day_of(rows, 8);
		*p = (located_person){.id = store_copy_text(rows, 0, g->arena),
				      .registry_id = store_copy_text(rows, 1, g->arena),
				      .register_word = store_copy_text(rows, 2, g->arena),
				      .confirmed = confirmed <= l->day};
		*q = (belief_person){.id = p->registry_id,
				     .since = since,
				     .prior = prior_of(g, store_get_text(rows, 5)),
				     .group = BELIEF_NONE};
		if (!store_is_null(rows, 6)) {
			size_t group = bureau_index_find(&g->group_index, store_get_text(rows, 6));

			q->group = group == BUREAU_NOWHERE ? BELIEF_NONE : group;
		}
		if (returned <= l->day) {
			belief_fact *fact = HW_NEW(g->arena, belief_fact, 1);

			if (!fact)
				return no_memory(g);
			*fact = (belief_fact){.id = p->registry_id,
					      .at = returned,
					      .received = (double)NAN,
					      .kind = BELIEF_CLAIM_STATUS,
					      .place = BELIEF_FREE};
			q->facts = fact;
			q->fact_count = 1;
			q->group = BELIEF_NONE; /* he came home alone; his group's path says nothing of that */
		}
		l->person_count++;
	}
	return bureau_index_make(g->arena, l->people, l->person_count, sizeof(*l->people), &l->person_index, g->error);
}

/* Whoever was seen to come home is free from that day, whatever any report says later. */
static hw_status load_returned(loading *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	located *l = g->l;
	bool found;

	HW_TRY(store_query(g->store, "locate_returned", NULL, 0, &rows, g->error));
	for (;;) {
		size_t i;
		double day;
		belief_fact *fact;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		i = bureau_index_find(&l->person_index, store_get_text(rows, 0));
		day = day_of(rows, store_is_null(rows, 1) ? 2 : 1);
		if (i == BUREAU_NOWHERE || !(day <= l->day) || l->persons[i].fact_count)
			continue;
		fact = HW_NEW(g->arena, belief_fact, 1);
		if (!fact)
			return no_memory(g);
		*fact = (belief_fact){.id = l->people[i].registry_id,
				      .at = day,
				      .received = (double)NAN,
				      .kind = BELIEF_CLAIM_STATUS,
				      .place = BELIEF_FREE};
		l->persons[i].facts = fact;
		l->persons[i].fact_count = 1;
		l->persons[i].group = BELIEF_NONE;
	}
}

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
		claim->detection = number_or(rows, 12, 0.5);
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

	HW_TRY(store_query(g->store, statement, NULL, 0, &rows, g->error));
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
				     .at = day_of(rows, 3),
				     .received = day_of(rows, 4),
				     .claim = claim,
				     .background = number_or(rows, 13, (double)NAN),
				     .credibility = (int)store_get_integer(rows, 8),
				     .copies = BELIEF_NONE,
				     .copy = number_or(rows, 10, g->settings[COPY])};
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
	}
}

static hw_status load_all(loading *g, bureau *b)
{
	located *l = g->l;
	size_t of_persons, of_groups;
	int64_t all = 0;

	HW_TRY(load_settings(g, b));
	HW_TRY(load_regions(g));
	if (!l->region_count) {
		(void)hw_fail(g->error, HW_BAD_INPUT, "the bureau knows no region, so nobody can be anywhere");
		return hw_error_remedy(g->error, "homeward import regions FILE");
	}
	HW_TRY(load_places(g));
	HW_TRY(load_sources(g));
	HW_TRY(load_circumstances(g));
	HW_TRY(load_groups(g));
	HW_TRY(load_persons(g));
	HW_TRY(load_returned(g));
	HW_TRY(count_rows(g, "locate_reports", &of_persons));
	HW_TRY(count_rows(g, "locate_group_reports", &of_groups));
	l->reports = HW_NEW(g->arena, belief_report, of_persons + of_groups + 1);
	g->report_ids = HW_NEW(g->arena, hw_text, 3 * (of_persons + of_groups + 1));
	if (!l->reports || !g->report_ids)
		return no_memory(g);
	g->report_parents = g->report_ids + of_persons + of_groups + 1;
	g->report_persons = g->report_parents + of_persons + of_groups + 1;
	HW_TRY(load_reports(g, "locate_reports", of_persons));
	HW_TRY(load_reports(g, "locate_group_reports", of_persons + of_groups));
	give_reports(g);
	date_everyone(g);
	HW_TRY(store_query_integer(g->store, "locate_unreviewed", NULL, 0, &all, g->error));
	l->unreviewed = all;
	return HW_OK;
}

static hw_status fill_problem(loading *g)
{
	located *l = g->l;
	double *weights = HW_NEW(g->arena, double, l->region_count);

	if (!weights)
		return no_memory(g);
	for (size_t i = 0; i < l->region_count; i++)
		weights[i] = l->regions[i].weight;
	l->problem = (belief_problem){
		.region_weights = weights,
		.region_count = l->region_count,
		.sites = l->sites,
		.site_count = l->site_count,
		.rates = {g->settings[WITHIN], g->settings[ANYWHERE], g->settings[DEATH], g->settings[RELEASE]},
		.sources = l->sources,
		.source_count = l->source_count,
		.groups = l->groups,
		.group_count = l->group_count,
		.persons = l->persons,
		.person_count = l->person_count,
		.learning = BELIEF_LEARN_SOURCE,
		.as_of = l->day,
	};
	return HW_OK;
}

static hw_status make(bureau *b, hw_arena *arena, const bureau_run *run, located *result, hw_error *error)
{
	located *l = result;
	loading g = {.store = bureau_store(b), .arena = arena, .l = l, .error = error};
	belief_run options = {.threads = run->threads, .seed = run->seed, .progress = run->progress};

	*l = (located){.arena = arena, .day = bureau_as_of(b)};
	HW_TRY(load_all(&g, b));
	HW_TRY(fill_problem(&g));
	HW_TRY(belief_new(&l->problem, &l->engine, error));
	return belief_learn(l->engine, &options, error);
}

hw_status bureau_located(bureau *b, const bureau_run *run, const located **result, hw_error *error)
{
	hw_arena *arena;
	located *l;
	hw_status status;

	if (b->located) {
		*result = b->located;
		return HW_OK;
	}
	arena = hw_arena_new((size_t)8 << 30);
	l = arena ? HW_NEW(arena, located, 1) : NULL;
	if (!l) {
		hw_arena_free(arena);
		return hw_fail(error, HW_NO_MEMORY, "no memory for the belief problem");
	}
	/* The problem points into the struct, so it is made where it stays. */
	status = make(b, arena, run, l, error);
	if (status != HW_OK) {
		belief_free(l->engine);
		hw_arena_free(arena);
		return status;
	}
	b->located = l;
	*result = l;
	return HW_OK;
}

void bureau_located_drop(bureau *b)
{
	if (!b->located)
		return;
	belief_free(b->located->engine);
	hw_arena_free(b->located->arena);
	b->located = NULL;
}

hw_text bureau_located_label(const located_region *region, const char *lang)
{
	return lang && !strcmp(lang, "uk") && region->label_uk.length ? region->label_uk : region->label;
}

void bureau_located_region_row(const located *l, size_t region, double *row)
{
	for (size_t i = 0; i < l->site_count + 2; i++)
		row[i] = i < l->site_count && l->sites[i].region == region ? 1 : 0;
}
