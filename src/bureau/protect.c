/* Presence beside objects: what is known that people are held where an object is. */
#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

typedef struct object {
	hw_text id, name, kind, region;
	double lat, lon, radius_km;
} object;

typedef struct relation {
	hw_text place, object, kind, source;
	double km;
} relation;

typedef struct protecting {
	const located *l;
	object *objects;
	size_t object_count;
	relation *relations;
	size_t relation_count;
	hw_arena *arena;
	hw_error *error;
} protecting;

enum { OBJECTS_MOST = 100000, OBSERVED_DAYS = 90 };
static const double default_radius_km = 5; /* of an object whose ground nobody measured */

static hw_status out_of_memory(protecting *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the objects");
}

static hw_status load_objects(protecting *g, bureau *b, const char *lang)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	size_t capacity = 0;
	bool found;

	HW_TRY(store_query(bureau_store(b), "locate_objects", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		if (g->object_count == capacity) {
			object *more = HW_NEW(g->arena, object, capacity = capacity ? capacity * 2 : 64);

			if (!more || capacity > OBJECTS_MOST)
				return out_of_memory(g);
			if (g->object_count)
				memcpy(more, g->objects, g->object_count * sizeof(*more));
			g->objects = more;
		}
		g->objects[g->object_count++] = (object){
			.id = store_copy_text(rows, 0, g->arena),
			.name = store_copy_text(rows, !strcmp(lang, "uk") && !store_is_null(rows, 2) ? 2 : 1, g->arena),
			.kind = store_copy_text(rows, 3, g->arena),
			.region = store_copy_text(rows, 4, g->arena),
			.lat = store_is_null(rows, 5) ? (double)NAN : store_get_number(rows, 5),
			.lon = store_is_null(rows, 6) ? (double)NAN : store_get_number(rows, 6),
			.radius_km = store_is_null(rows, 7) ? default_radius_km : store_get_number(rows, 7)};
	}
}

static hw_status load_relations(protecting *g, bureau *b)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	size_t capacity = 0;
	bool found;

	HW_TRY(store_query(bureau_store(b), "locate_relations", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		if (g->relation_count == capacity) {
			relation *more = HW_NEW(g->arena, relation, capacity = capacity ? capacity * 2 : 64);

			if (!more)
				return out_of_memory(g);
			if (g->relation_count)
				memcpy(more, g->relations, g->relation_count * sizeof(*more));
			g->relations = more;
		}
		g->relations[g->relation_count++] =
			(relation){.place = store_copy_text(rows, 0, g->arena),
				   .object = store_copy_text(rows, 1, g->arena),
				   .kind = store_copy_text(rows, 2, g->arena),
				   .source = store_copy_text(rows, 4, g->arena),
				   .km = store_is_null(rows, 3) ? (double)NAN : store_get_number(rows, 3)};
	}
}

/* Can an unlisted place of its region be there?  An object says in which region it lies; a bare point lies in
 * every region whose area reaches it, and in all whose middle nobody gave. */
static bool may_reach(const located *l, const belief_site *site, size_t region, const object *o)
{
	const located_region *r = &l->regions[site->region];

	if (region != BUREAU_NOWHERE)
		return site->region == region;
	if (isnan(r->lat) || isnan(r->lon))
		return true;
	return hw_distance_km(o->lat, o->lon, r->lat, r->lon) <= sqrt(site->area_km2 / acos(-1.0)) + o->radius_km;
}

/* How far each place is from the object, as positions or as sources say; who says so is counted. */
static hw_status weigh(protecting *g, const object *o, double *weights, int64_t *sources)
{
	const located *l = g->l;
	double *distances = HW_NEW(g->arena, double, l->site_count + 1);
	size_t region = bureau_index_find(&l->region_index, o->region);
	belief_circle circle = {.lat = (double)NAN, .lon = (double)NAN, .distances_km = distances, .km = o->radius_km};

	if (!distances)
		return out_of_memory(g);
	for (size_t i = 0; i < l->site_count; i++) {
		const belief_site *s = &l->sites[i];

		/* A place of which neither position nor relation is known is taken to be anywhere in its
		 * region, never to be far away. */
		distances[i] =
			isnan(s->lat) || isnan(o->lat) ? (double)NAN : hw_distance_km(o->lat, o->lon, s->lat, s->lon);
		if (isnan(distances[i]) && !s->unlisted)
			distances[i] = s->region == region ? 0 : 20000;
	}
	for (size_t i = 0; i < g->relation_count; i++) {
		const relation *r = &g->relations[i];
		size_t site = bureau_index_find(&l->site_index, r->place);

		if (site == BUREAU_NOWHERE || !hw_text_equal(r->object, o->id))
			continue;
		if (!hw_text_is(r->kind, "distance"))
			distances[site] = 0;
		else if (!isnan(r->km))
			distances[site] = r->km;
		(*sources)++;
	}
	HW_TRY(belief_circle_weights(&l->problem, &circle, weights, g->error));
	for (size_t i = 0; i < l->site_count; i++)
		if (l->sites[i].unlisted && !may_reach(l, &l->sites[i], region, o))
			weights[i] = 0;
	return HW_OK;
}

/* The last day on which a report spoke of a place with weight in the circle. */
static double last_report(const located *l, const double *weights, bool *seen, int64_t *sources)
{
	double last = -(double)INFINITY;

	for (size_t i = 0; i < l->report_count; i++) {
		const belief_report *r = &l->reports[i];
		double at = isnan(r->at) ? r->received : r->at;

		if (r->claim.kind != BELIEF_CLAIM_SITE || weights[r->claim.place] < 0.05)
			continue;
		last = fmax(last, at);
		*sources += !seen[r->source];
		seen[r->source] = true;
	}
	return last;
}

/* The answer speaks of the region, coarse; so a report of the last 90 days on any place there is an observation of
 * it.  A bare point is observed only by a report on a place near it. */
static bool observed(const protecting *g, const object *o, const double *weights)
{
	const located *l = g->l;
	size_t region = bureau_index_find(&l->region_index, o->region);

	if (belief_observed(l->engine, weights, l->day, OBSERVED_DAYS))
		return true;
	for (size_t i = 0; region != BUREAU_NOWHERE && i < l->report_count; i++) {
		const belief_report *r = &l->reports[i];

		if (r->claim.kind == BELIEF_CLAIM_SITE && l->sites[r->claim.place].region == region &&
		    l->day - (isnan(r->received) ? r->at : r->received) <= OBSERVED_DAYS)
			return true;
	}
	return false;
}

static hw_status measure(protecting *g, const bureau_run *run, const object *o, bureau_presence *result)
{
	const located *l = g->l;
	double *weights = HW_NEW(g->arena, double, belief_states(l->engine));
	double *p = HW_NEW(g->arena, double, l->person_count + 1);
	bool *seen = HW_NEW(g->arena, bool, l->source_count + 1);
	belief_run options = {.threads = run->threads, .seed = run->seed, .progress = run->progress};
	belief_presence presence;
	size_t region;
	char day[11];
	double last;

	if (!weights || !p || !seen)
		return out_of_memory(g);
	*result = (bureau_presence){
		.area = o->region, .object = o->name, .object_kind = bureau_spoken(g->arena, o->kind)};
	HW_TRY(weigh(g, o, weights, &result->sources));
	result->sources = 0;
	HW_TRY(belief_expect(l->engine, l->day, weights, 1, &options, p, g->error));
	presence = belief_presence_of(p, l->person_count, 0);
	result->low = presence.low;
	result->independent = presence.independent;
	result->high = presence.high;
	result->word = belief_presence_word(&presence, observed(g, o, weights));
	region = bureau_index_find(&l->region_index, o->region);
	if (region != BUREAU_NOWHERE)
		result->area_label = bureau_located_label(&l->regions[region], run->lang);
	last = last_report(l, weights, seen, &result->sources);
	if (isfinite(last))
		result->last_observed = hw_text_copy(g->arena, hw_text_of(hw_days_write((int32_t)last, day)));
	return HW_OK;
}

hw_status bureau_protect_objects(bureau *b, hw_arena *arena, const bureau_run *run, bureau_presences *result,
				 hw_error *error)
{
	protecting g = {.arena = arena, .error = error};
	bureau_presences r = {0};
	hw_status status;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_PROTECT, BUREAU_MAY_BRIEF, error));
	HW_TRY(bureau_located(b, run, &g.l, error));
	HW_TRY_OR_OUT(load_objects(&g, b, run->lang ? run->lang : "en"));
	HW_TRY_OR_OUT(load_relations(&g, b));
	r.items = HW_NEW(arena, bureau_presence, g.object_count + 1);
	if (!r.items) {
		status = out_of_memory(&g);
		goto out;
	}
	for (; r.count < g.object_count; r.count++)
		HW_TRY_OR_OUT(measure(&g, run, &g.objects[r.count], &r.items[r.count]));
	*result = r;
	status = HW_OK;
out:
	return status;
}

/* Outside training the asker gets words: a number would let him search the map by asking again. */
hw_status bureau_protect_near(bureau *b, hw_arena *arena, const bureau_run *run, double lat, double lon, double km,
			      hw_text purpose, bureau_presence *result, hw_error *error)
{
	protecting g = {.arena = arena, .error = error};
	object point = {.lat = lat, .lon = lon, .radius_km = km};
	bureau_presence r;

	HW_TRY(bureau_require(b, BUREAU_MAY_PROTECT, error));
	if (!hw_text_trim(purpose).length) {
		(void)hw_fail(error, HW_USAGE, "every question about a point needs its purpose");
		return hw_error_remedy(error, "write --purpose TEXT; it is kept in the log");
	}
	/* The position itself stays out of the log until it can be sealed to the protection key. */
	HW_TRY(bureau_log_view(b, "area", HW_TEXT("near a point"), purpose, error));
	HW_TRY(bureau_located(b, run, &g.l, error));
	HW_TRY(load_relations(&g, b));
	HW_TRY(measure(&g, run, &point, &r));
	r.area = hw_text_format(arena, "within %.0f km of the point asked about", km);
	r.object = HW_TEXT("point");
	if (!bureau_is_training(b)) {
		r.low = r.independent = r.high = (double)NAN;
		r.last_observed = HW_TEXT("");
		r.sources = 0;
	}
	*result = r;
	return HW_OK;
}
