/* check.c - refuses a problem that means nothing, naming where. */
#include "belief/belief_int.h"

#include <math.h>
#include <string.h>

/* 1e-6: shares written with seven digits must pass, a forgotten site must not. */
static const double SUM_TOLERANCE = 1e-6;
static const double LAST_DAY = 1e7; /* either way: some 27,000 years */
enum { MOST_SITES = 65536, MOST_CREDIBILITY = 6 };

/* ---- how a place in the problem is written ---- */
typedef struct path {
	const char *list; /* "persons" or "groups" */
	size_t index;
	const char *inner; /* "reports", "facts" or NULL */
	size_t inner_index;
} path;

static hw_status refuse_at(hw_error *error, const path *p, const char *field)
{
	if (p->inner)
		hw_error_where(error, "%s[%zu].%s[%zu]", p->list, p->index, p->inner, p->inner_index);
	else
		hw_error_where(error, "%s[%zu]", p->list, p->index);
	return hw_error_what(error, "%s", field);
}

/* `error` is never NULL here: belief_new sees to it. */
#define REFUSE(p, field, ...)                              \
	do {                                               \
		hw_fail(error, HW_BAD_INPUT, __VA_ARGS__); \
		return refuse_at(error, (p), (field));     \
	} while (0)

static hw_status check_range(double x, double low, double high, const path *p, const char *field, hw_error *error)
{
	char a[32], b[32], c[32];

	if (x >= low && x <= high)
		return HW_OK;
	if (isnan(x))
		REFUSE(p, field, "is not a number");
	REFUSE(p, field, "%s is not between %s and %s", hw_number_write(x, a), hw_number_write(low, b),
	       hw_number_write(high, c));
}

static hw_status check_day(double day, const path *p, const char *field, hw_error *error)
{
	return check_range(day, -LAST_DAY, LAST_DAY, p, field, error);
}

static hw_status check_sum(double sum, const path *p, const char *field, hw_error *error)
{
	if (fabs(sum - 1) > SUM_TOLERANCE)
		REFUSE(p, field, "the parts sum to %.9g, not 1", sum);
	return HW_OK;
}

/* ---- regions, sites, rates ---- */
static hw_status check_regions(const belief_problem *b, hw_error *error)
{
	double sum = 0;

	if (!b->region_count) {
		hw_fail(error, HW_BAD_INPUT, "there is no region");
		return hw_error_where(error, "regions");
	}
	for (size_t r = 0; r < b->region_count; r++) {
		path p = {.list = "regions", .index = r};
		HW_TRY(check_range(b->region_weights[r], 0, 1 + SUM_TOLERANCE, &p, "weight", error));
		sum += b->region_weights[r];
	}
	if (fabs(sum - 1) > SUM_TOLERANCE) {
		hw_fail(error, HW_BAD_INPUT, "the weights sum to %.9g, not 1", sum);
		return hw_error_where(error, "regions");
	}
	return HW_OK;
}

static hw_status check_site(const belief_problem *b, size_t i, hw_error *error)
{
	const belief_site *s = &b->sites[i];
	path p = {.list = "sites", .index = i};

	if (s->region >= b->region_count)
		REFUSE(&p, "region", "there is no such region");
	HW_TRY(check_range(s->share, 0, 1 + SUM_TOLERANCE, &p, "share", error));
	if (isnan(s->lat) != isnan(s->lon))
		REFUSE(&p, isnan(s->lat) ? "lat" : "lon", "one of lat and lon is missing");
	if (!isnan(s->lat)) {
		HW_TRY(check_range(s->lat, -90, 90, &p, "lat", error));
		HW_TRY(check_range(s->lon, -180, 180, &p, "lon", error));
	}
	HW_TRY(check_range(s->sigma_km, 0, 1e6, &p, "sigma_km", error));
	if (!isnan(s->area_km2))
		HW_TRY(check_range(s->area_km2, 0, 1e12, &p, "area_km2", error));
	return HW_OK;
}

static hw_status check_shares(const belief_problem *b, hw_error *error)
{
	for (size_t r = 0; r < b->region_count; r++) {
		double sum = 0;
		size_t sites = 0;
		for (size_t i = 0; i < b->site_count; i++)
			if (b->sites[i].region == r) {
				sum += b->sites[i].share;
				sites++;
			}
		if (sites && fabs(sum - 1) <= SUM_TOLERANCE)
			continue;
		if (sites)
			hw_fail(error, HW_BAD_INPUT, "the shares of its sites sum to %.9g, not 1", sum);
		else
			hw_fail(error, HW_BAD_INPUT, "the region has no site");
		hw_error_remedy(error, "an unlisted site may take what is left");
		return hw_error_where(error, "regions[%zu]", r);
	}
	return HW_OK;
}

static hw_status check_rates(const belief_rates *rates, hw_error *error)
{
	const double values[] = {rates->within, rates->anywhere, rates->death, rates->release};
	static const char *const names[] = {"within", "anywhere", "death", "release"};

	for (size_t i = 0; i < HW_COUNT(values); i++)
		if (!(values[i] >= 0 && values[i] <= 1e6)) {
			hw_fail(error, HW_BAD_INPUT, "a rate a day is not below 0 (nor over a million)");
			return hw_error_where(error, "rates.%s", names[i]);
		}
	return HW_OK;
}

static hw_status check_places(const belief_problem *b, hw_error *error)
{
	HW_TRY(check_regions(b, error));
	if (!b->site_count || b->site_count > MOST_SITES) {
		hw_fail(error, b->site_count ? HW_TOO_LARGE : HW_BAD_INPUT,
			b->site_count ? "there are more than %d sites" : "there is no site", MOST_SITES);
		return hw_error_where(error, "sites");
	}
	for (size_t i = 0; i < b->site_count; i++)
		HW_TRY(check_site(b, i, error));
	HW_TRY(check_shares(b, error));
	return check_rates(&b->rates, error);
}

/* ---- sources, lists ---- */
static hw_status check_source(const belief_problem *b, size_t i, hw_error *error)
{
	const belief_source *s = &b->sources[i];
	path p = {.list = "sources", .index = i};
	double least = b->learning == BELIEF_LEARN_NOTHING ? 1e-9 : 1;

	HW_TRY(check_range(s->median_delay, 0, LAST_DAY, &p, "median_delay", error));
	if (s->fixed)
		return check_range(s->reliability, 0, 1, &p, "reliability", error);
	hw_status status = check_range(s->alpha, least, 1e12, &p, "alpha", error);
	if (status == HW_OK)
		status = check_range(s->beta, least, 1e12, &p, "beta", error);
	if (status != HW_OK && least >= 1)
		hw_error_remedy(error, "learning needs at least 1, so that the mode lies between 0 and 1");
	return status;
}

static hw_status check_weights(const belief_problem *b, const belief_weight *weights, size_t count, const path *p,
			       const char *field, hw_error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (weights[i].state >= b->site_count + 2)
			REFUSE(p, field, "there is no such place");
		HW_TRY(check_range(weights[i].weight, 0, 1, p, field, error));
	}
	return HW_OK;
}

static hw_status check_lists(const belief_problem *b, hw_error *error)
{
	for (size_t i = 0; i < b->list_count; i++) {
		path p = {.list = "lists", .index = i};
		HW_TRY(check_weights(b, b->lists[i].completeness, b->lists[i].count, &p, "completeness", error));
		HW_TRY(check_range(b->lists[i].otherwise, 0, 1, &p, "default", error));
	}
	return HW_OK;
}

static hw_status check_transfer(const belief_problem *b, size_t i, hw_error *error)
{
	const belief_transfer *t = &b->transfers[i];
	path p = {.list = "transfers", .index = i};
	double sum = 0;

	HW_TRY(check_day(t->at, &p, "at", error));
	if (!isnan(t->received))
		HW_TRY(check_day(t->received, &p, "received", error));
	if (t->from >= b->site_count)
		REFUSE(&p, "from", "there is no such site");
	HW_TRY(check_weights(b, t->to, t->to_count, &p, "to", error));
	for (size_t k = 0; k < t->to_count; k++)
		sum += t->to[k].weight;
	HW_TRY(check_sum(sum, &p, "to", error));
	HW_TRY(check_range(t->share, 0, 1, &p, "share", error));
	for (size_t k = 0; !t->everyone && k < t->person_count; k++)
		if (t->persons[k] >= b->person_count)
			REFUSE(&p, "persons", "there is no such person");
	for (size_t k = 0; !t->everyone && k < t->group_count; k++)
		if (t->groups[k] >= b->group_count)
			REFUSE(&p, "groups", "there is no such group");
	return HW_OK;
}

/* ---- reports and facts ---- */
static hw_status check_claim(const belief_problem *b, const belief_claim *c, const path *p, hw_error *error)
{
	const char *field = "claim";

	switch (c->kind) {
	case BELIEF_CLAIM_STATUS:
		if (c->place > BELIEF_FREE)
			REFUSE(p, field, "there is no such status");
		return HW_OK;
	case BELIEF_CLAIM_SITE:
	case BELIEF_CLAIM_SEARCHED:
		if (c->place >= b->site_count)
			REFUSE(p, field, "there is no such site");
		if (c->kind == BELIEF_CLAIM_SEARCHED)
			return check_range(c->detection, 0, 1, p, "claim.detection", error);
		return HW_OK;
	case BELIEF_CLAIM_REGION:
		if (c->place >= b->region_count)
			REFUSE(p, field, "there is no such region");
		return HW_OK;
	case BELIEF_CLAIM_SITES:
		if (!c->weight_count)
			REFUSE(p, field, "names no site");
		return check_weights(b, c->weights, c->weight_count, p, "claim.sites", error);
	case BELIEF_CLAIM_ABSENT:
		if (c->place >= b->list_count)
			REFUSE(p, field, "there is no such list");
		return HW_OK;
	case BELIEF_CLAIM_NEAR:
		break;
	}
	if (c->kind != BELIEF_CLAIM_NEAR)
		REFUSE(p, field, "there is no such kind of claim");
	HW_TRY(check_range(c->lat, -90, 90, p, "claim.near.lat", error));
	HW_TRY(check_range(c->lon, -180, 180, p, "claim.near.lon", error));
	return check_range(c->km, 0, 1e5, p, "claim.near.km", error);
}

static hw_status check_when(double at, double received, double since, double group_since, const path *p,
			    hw_error *error)
{
	char a[32], s[32];

	if (!isnan(received))
		HW_TRY(check_day(received, p, "received", error));
	if (isnan(at)) {
		if (isnan(received))
			REFUSE(p, "at", "neither its day nor the day of receipt is known");
		if (received < since || received < group_since)
			REFUSE(p, "received", "day %s is before since, day %s", hw_number_write(received, a),
			       hw_number_write(fmax(since, group_since), s));
		return HW_OK;
	}
	HW_TRY(check_day(at, p, "at", error));
	if (at < since)
		REFUSE(p, "at", "day %s is before since, day %s", hw_number_write(at, a), hw_number_write(since, s));
	if (at < group_since)
		REFUSE(p, "at", "day %s is before since of the group, day %s", hw_number_write(at, a),
		       hw_number_write(group_since, s));
	if (received < at)
		REFUSE(p, "received", "day %s is before at, day %s", hw_number_write(received, a),
		       hw_number_write(at, s));
	return HW_OK;
}

static hw_status check_report(const belief_problem *b, const belief_report *r, const path *p, hw_error *error)
{
	bool sourceless = r->claim.kind == BELIEF_CLAIM_SEARCHED || r->claim.kind == BELIEF_CLAIM_ABSENT;

	HW_TRY(check_claim(b, &r->claim, p, error));
	if (r->source >= b->source_count && !(sourceless && r->source == BELIEF_NONE))
		REFUSE(p, "source", "there is no such source");
	if (!isnan(r->background))
		HW_TRY(check_range(r->background, 0, 1, p, "background", error));
	if (r->credibility < 0 || r->credibility > MOST_CREDIBILITY)
		REFUSE(p, "credibility", "%d is not one of 1 to 6", r->credibility);
	if (r->copies != BELIEF_NONE)
		HW_TRY(check_range(r->copy, 0, 1, p, "copy", error));
	return HW_OK;
}

/* Names the reports of a ring, from `start` back to it. */
static hw_status refuse_ring(const belief_report *reports, size_t start, const path *at, hw_error *error)
{
	char ring[256] = "";
	size_t length = 0, next = start;

	do {
		hw_text id = reports[next].id;
		if (id.length > 24)
			id.length = 24;
		length += (size_t)snprintf(ring + length, sizeof ring - length, "%.*s -> ", HW_TEXT_ARG(id));
		next = reports[next].copies;
	} while (next != start && length < sizeof ring - 32);
	hw_text id = reports[start].id;
	if (id.length > 24)
		id.length = 24;
	REFUSE(at, "copies", "reports copy each other in a ring: %s%s%.*s", ring, next == start ? "" : "... -> ",
	       HW_TEXT_ARG(id));
}

/* Walks from each report up its parents, as far as an earlier walk has not been. */
static hw_status walk_copies(const belief_report *reports, size_t count, const path *p, size_t *walk, hw_error *error)
{
	for (size_t j = 0; j < count; j++) {
		for (size_t k = j; reports[k].copies != BELIEF_NONE && !walk[k]; k = reports[k].copies) {
			path at = *p;
			at.inner = "reports";
			at.inner_index = k;
			walk[k] = j + 1;
			if (reports[k].copies >= count)
				REFUSE(&at, "copies", "there is no such report here");
			if (walk[reports[k].copies] == j + 1)
				return refuse_ring(reports, reports[k].copies, &at, error);
		}
	}
	return HW_OK;
}

static hw_status check_copies(const belief_report *reports, size_t count, const path *p, hw_error *error)
{
	bool any = false;

	for (size_t j = 0; j < count && !any; j++)
		any = reports[j].copies != BELIEF_NONE;
	if (!any)
		return HW_OK;
	size_t *walk = hw_grow(NULL, count, sizeof *walk);
	if (!walk)
		return hw_fail(error, HW_NO_MEMORY, "out of memory checking %zu reports", count);
	memset(walk, 0, count * sizeof *walk);
	hw_status status = walk_copies(reports, count, p, walk, error);
	hw_release(walk);
	return status;
}

static hw_status check_fact(const belief_problem *b, const belief_fact *f, const path *p, hw_error *error)
{
	const belief_claim claim = {.kind = f->kind, .place = f->place};

	if (f->exchanged)
		return HW_OK;
	if (f->kind != BELIEF_CLAIM_STATUS && f->kind != BELIEF_CLAIM_SITE && f->kind != BELIEF_CLAIM_REGION)
		REFUSE(p, "state", "a fact is a status, a site or a region");
	return check_claim(b, &claim, p, error);
}

/* What persons and groups have in common. */
typedef struct subject {
	double since, group_since;
	belief_prior prior;
	const belief_report *reports;
	size_t report_count;
	const belief_fact *facts;
	size_t fact_count;
} subject;

static hw_status check_subject(const belief_problem *b, const subject *s, const char *list, size_t index,
			       hw_error *error)
{
	path p = {.list = list, .index = index};

	HW_TRY(check_day(s->since, &p, "since", error));
	HW_TRY(check_range(s->prior.captive, 0, 1 + SUM_TOLERANCE, &p, "prior.captive", error));
	HW_TRY(check_range(s->prior.dead, 0, 1 + SUM_TOLERANCE, &p, "prior.dead", error));
	HW_TRY(check_range(s->prior.free, 0, 1 + SUM_TOLERANCE, &p, "prior.free", error));
	HW_TRY(check_sum(s->prior.captive + s->prior.dead + s->prior.free, &p, "prior", error));
	for (size_t j = 0; j < s->report_count; j++) {
		path at = {.list = list, .index = index, .inner = "reports", .inner_index = j};
		HW_TRY(check_report(b, &s->reports[j], &at, error));
		HW_TRY(check_when(s->reports[j].at, s->reports[j].received, s->since, s->group_since, &at, error));
	}
	HW_TRY(check_copies(s->reports, s->report_count, &p, error));
	for (size_t j = 0; j < s->fact_count; j++) {
		path at = {.list = list, .index = index, .inner = "facts", .inner_index = j};
		HW_TRY(check_fact(b, &s->facts[j], &at, error));
		if (isnan(s->facts[j].at))
			REFUSE(&at, "at", "a fact needs its day");
		HW_TRY(check_when(s->facts[j].at, s->facts[j].received, s->since, s->group_since, &at, error));
	}
	return HW_OK;
}

static hw_status check_class(const belief_problem *b, size_t class_of, const path *p, hw_error *error)
{
	if (b->class_count && class_of != BELIEF_NONE && class_of >= b->class_count)
		REFUSE(p, "class", "there is no such class");
	return HW_OK;
}

static hw_status check_classes(const belief_problem *b, hw_error *error)
{
	for (size_t i = 0; i < b->class_count; i++) {
		const belief_class *c = &b->classes[i];
		path p = {.list = "classes", .index = i};
		HW_TRY(check_range(c->prior.captive, 0, 1 + SUM_TOLERANCE, &p, "captive", error));
		HW_TRY(check_range(c->prior.dead, 0, 1 + SUM_TOLERANCE, &p, "dead", error));
		HW_TRY(check_range(c->prior.free, 0, 1 + SUM_TOLERANCE, &p, "free", error));
		HW_TRY(check_sum(c->prior.captive + c->prior.dead + c->prior.free, &p, "prior", error));
		HW_TRY(check_range(c->cases, 0, 1e9, &p, "cases", error));
	}
	return HW_OK;
}

static hw_status check_one(const belief_problem *b, size_t i, hw_error *error)
{
	const belief_person *who = &b->persons[i];
	path p = {.list = "persons", .index = i};
	HW_TRY(check_class(b, who->class_of, &p, error));
	if (who->group != BELIEF_NONE && who->group >= b->group_count)
		REFUSE(&p, "group", "there is no such group");
	subject s = {.since = who->since,
		     .group_since = who->group == BELIEF_NONE ? -HUGE_VAL : b->groups[who->group].since,
		     .prior = who->prior,
		     .reports = who->reports,
		     .report_count = who->report_count,
		     .facts = who->facts,
		     .fact_count = who->fact_count};
	return check_subject(b, &s, "persons", i, error);
}

static hw_status check_group(const belief_problem *b, size_t i, hw_error *error)
{
	const belief_group *g = &b->groups[i];
	path p = {.list = "groups", .index = i};
	subject s = {.since = g->since,
		     .group_since = -HUGE_VAL,
		     .prior = g->prior,
		     .reports = g->reports,
		     .report_count = g->report_count,
		     .facts = g->facts,
		     .fact_count = g->fact_count};
	HW_TRY(check_class(b, g->class_of, &p, error));
	HW_TRY(check_range(g->together, 0, 1, &p, "together", error));
	return check_subject(b, &s, "groups", i, error);
}

static hw_status check_people(const belief_problem *b, hw_error *error)
{
	for (size_t i = 0; i < b->person_count; i++)
		HW_TRY(check_one(b, i, error));
	for (size_t i = 0; i < b->group_count; i++)
		HW_TRY(check_group(b, i, error));
	return HW_OK;
}

/* Positions must be known for every circle that a report speaks of. */
static hw_status check_circles(const belief_problem *b, const belief_report *reports, size_t count, const char *list,
			       size_t index, double *weights, hw_error *error)
{
	for (size_t j = 0; j < count; j++) {
		const belief_claim *c = &reports[j].claim;
		belief_circle circle = {.lat = c->lat, .lon = c->lon, .km = c->km};
		if (c->kind != BELIEF_CLAIM_NEAR)
			continue;
		hw_status status = belief_circle_weights(b, &circle, weights, error);
		if (status == HW_OK)
			continue;
		hw_error_remedy(error, "%s[%zu].reports[%zu] speaks of a circle and needs it", list, index, j);
		return status;
	}
	return HW_OK;
}

/* The circles of one subject; scratch of its own. */
static hw_status check_own_circles(const belief_problem *b, const belief_report *reports, size_t count,
				   const char *list, size_t index, hw_error *error)
{
	double *weights = hw_grow(NULL, b->site_count + 2, sizeof *weights);

	if (!weights)
		return hw_fail(error, HW_NO_MEMORY, "out of memory checking %zu sites", b->site_count);
	hw_status status = check_circles(b, reports, count, list, index, weights, error);
	hw_release(weights);
	return status;
}

hw_status belief_check_person(const belief_problem *b, size_t person, hw_error *error)
{
	const belief_person *p = &b->persons[person];

	HW_TRY(check_one(b, person, error));
	return check_own_circles(b, p->reports, p->report_count, "persons", person, error);
}

hw_status belief_check_group(const belief_problem *b, size_t group, hw_error *error)
{
	const belief_group *g = &b->groups[group];

	HW_TRY(check_group(b, group, error));
	for (size_t i = 0; i < b->person_count; i++) /* none of a member's reports may now lie before the group */
		if (b->persons[i].group == group)
			HW_TRY(check_one(b, i, error));
	return check_own_circles(b, g->reports, g->report_count, "groups", group, error);
}

static hw_status check_all_circles(const belief_problem *b, hw_error *error)
{
	double *weights = hw_grow(NULL, b->site_count + 2, sizeof *weights);
	hw_status status =
		weights ? HW_OK : hw_fail(error, HW_NO_MEMORY, "out of memory checking %zu sites", b->site_count);

	for (size_t i = 0; status == HW_OK && i < b->person_count; i++)
		status = check_circles(b, b->persons[i].reports, b->persons[i].report_count, "persons", i, weights,
				       error);
	for (size_t i = 0; status == HW_OK && i < b->group_count; i++)
		status = check_circles(b, b->groups[i].reports, b->groups[i].report_count, "groups", i, weights, error);
	hw_release(weights);
	return status;
}

hw_status belief_check(const belief_problem *problem, hw_error *error)
{
	HW_TRY(check_places(problem, error));
	for (size_t i = 0; i < problem->source_count; i++)
		HW_TRY(check_source(problem, i, error));
	HW_TRY(check_lists(problem, error));
	for (size_t i = 0; i < problem->transfer_count; i++)
		HW_TRY(check_transfer(problem, i, error));
	HW_TRY(check_classes(problem, error));
	HW_TRY(check_people(problem, error));
	return check_all_circles(problem, error);
}
