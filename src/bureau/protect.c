/* Presence beside objects: what is known that people are held where an object is. */
#include "bureau/bureau_int.h"
#include "bureau/located_int.h"
#include "bureau/protect_int.h"
#include "store/store.h"

#include <math.h>
#include <sodium.h>
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

enum { OBJECTS_MOST = 100000 };
static const int64_t microseconds_a_day = INT64_C(86400000000);
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

	if (belief_observed(l->engine, weights, l->day, PROTECT_OBSERVED_DAYS))
		return true;
	for (size_t i = 0; region != BUREAU_NOWHERE && i < l->report_count; i++) {
		const belief_report *r = &l->reports[i];

		if (r->claim.kind == BELIEF_CLAIM_SITE && l->sites[r->claim.place].region == region &&
		    l->day - (isnan(r->received) ? r->at : r->received) <= PROTECT_OBSERVED_DAYS)
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

/* ---- questions about a point ------------------------------------------------------------------------ */
/* Every question of the day counts, also the same one again. */
static hw_status within_limit(bureau *b, const char *day, hw_error *error)
{
	const store_value values[] = {store_string(bureau_user(b)), store_string(day)};
	int64_t asked = 0;
	double most;

	if (bureau_is_training(b))
		return HW_OK;
	HW_TRY(store_query_integer(bureau_store(b), "protect_questions_today", values, 2, &asked, error));
	HW_TRY(bureau_setting_number(b, "protect.questions", 20, &most, error));
	if ((double)asked < most)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "%s asked %lld questions about points today, which is the limit",
		      bureau_user(b), (long long)asked);
	return hw_error_remedy(error, "the register is no map; ask the list of protected areas"), HW_NOT_PERMITTED;
}

/* Sealed, so that not even the log tells where somebody looked; without a key only a training bureau answers. */
static hw_status seal(bureau *b, hw_arena *arena, double lat, double lon, double km, hw_text *sealed, hw_error *error)
{
	char position[96];
	unsigned char key[crypto_box_PUBLICKEYBYTES], box[crypto_box_SEALBYTES + sizeof(position)];
	char hex[2 * sizeof(box) + 1];
	hw_text setting;
	size_t length = 0;
	int written = snprintf(position, sizeof(position), "%.5f,%.5f within %.3f km", lat, lon, km);

	HW_TRY(bureau_setting(b, arena, "protection_key", &setting, error));
	if (!setting.length && bureau_is_training(b))
		return HW_OK;
	if (sodium_init() < 0 || written < 0 ||
	    sodium_hex2bin(key, sizeof(key), setting.bytes, setting.length, NULL, &length, NULL) ||
	    length != sizeof(key)) {
		(void)hw_fail(error, HW_NOT_PERMITTED, "the bureau has no protection key to seal the position with");
		return hw_error_remedy(error, "homeward setting protection_key KEY"), HW_NOT_PERMITTED;
	}
	if (crypto_box_seal(box, (const unsigned char *)position, (unsigned long long)written, key))
		return hw_fail(error, HW_FAULT, "the position cannot be sealed");
	(void)sodium_bin2hex(hex, sizeof(hex), box, crypto_box_SEALBYTES + (size_t)written);
	*sealed = hw_text_copy(arena, hw_text_of(hex));
	return sealed->bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory to seal the position");
}

/* Before anything is answered: who asked, why, where (sealed). */
static hw_status note_question(bureau *b, hw_arena *arena, double lat, double lon, double km, hw_text purpose,
			       hw_error *error)
{
	const bureau_act entry = {
		.act = "ask near a point", .subject_kind = HW_TEXT("area"), .subject_id = HW_TEXT("near a point")};
	char day[11], id[STORE_ID_BYTES], number[24];
	hw_text sealed = HW_TEXT("");
	int64_t before = 0;
	hw_status status;

	(void)hw_days_write((int32_t)(bureau_clock(b) / microseconds_a_day),
			    day); /* the true day: --as-of moves no limit */
	HW_TRY(within_limit(b, day, error));
	HW_TRY(seal(b, arena, lat, lon, km, &sealed, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_PROTECT, error));
	status = store_query_integer(bureau_store(b), "protect_question_count", NULL, 0, &before, error);
	(void)snprintf(number, sizeof(number), "%lld", (long long)before);
	const hw_text parts[] = {hw_text_of(bureau_user(b)), hw_text_of(day), hw_text_of(number)};
	store_id_of_texts("q", parts, HW_COUNT(parts), id);
	const store_value values[] = {store_string(id), store_string(bureau_user(b)), store_string(day),
				      store_text(purpose), store_text_or_null(sealed)};
	if (status == HW_OK)
		status = store_run(bureau_store(b), "protect_question_add", values, HW_COUNT(values), NULL, error);
	if (status == HW_OK)
		return bureau_commit(b, &entry, error);
	bureau_rollback(b);
	return status;
}

/* Outside training a question is answered for the cell of a fixed grid and a radius of few sizes that hold the circle
 * asked about: by moving the point a little nobody finds where the answer turns. */
static void coarsen(const bureau *b, object *point)
{
	static const double sizes[] = {5, 10, 25, 50, 100, 250, 500}, half_diagonal_km = 4;
	double cell = 1.0 / PROTECT_CELLS_A_DEGREE;

	if (bureau_is_training(b))
		return;
	point->lat = (floor(point->lat / cell) + 0.5) * cell;
	point->lon = (floor(point->lon / cell) + 0.5) * cell;
	for (size_t i = 0; i < HW_COUNT(sizes); i++)
		if (sizes[i] >= point->radius_km || i + 1 == HW_COUNT(sizes)) {
			point->radius_km = sizes[i] + half_diagonal_km;
			return;
		}
}

static hw_status measure_point(protecting *g, bureau *b, const bureau_run *run, object *point, bureau_presence *r)
{
	HW_TRY(bureau_located(b, run, &g->l, g->error));
	HW_TRY(load_relations(g, b));
	return measure(g, run, point, r);
}

/* Outside training the asker gets words: a number would let him search the map by asking again. */
hw_status bureau_protect_near(bureau *b, hw_arena *arena, const bureau_run *run, double lat, double lon, double km,
			      hw_text purpose, bureau_presence *result, hw_error *error)
{
	protecting g = {.arena = arena, .error = error};
	object point = {.lat = lat, .lon = lon, .radius_km = km};
	bureau_presence r;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_PROTECT, error));
	if (!hw_text_trim(purpose).length) {
		(void)hw_fail(error, HW_USAGE, "every question about a point needs its purpose");
		return hw_error_remedy(error, "write --purpose TEXT; it is kept in the log");
	}
	HW_TRY(note_question(b, arena, lat, lon, km, purpose, error));
	HW_TRY(bureau_log_view(b, "area", HW_TEXT("near a point"), purpose, error));
	coarsen(b, &point);
	bureau_speak_openly(b, true); /* who asks about a point is not of those to whom the Agency spoke */
	status = measure_point(&g, b, run, &point, &r);
	bureau_speak_openly(b, false);
	HW_TRY(status);
	const hw_text radius[] = {hw_text_format(arena, "%.0f", point.radius_km)};

	r.area = bureau_sentence(arena, run->lang ? run->lang : "en", "within %1 km of the point asked about", radius,
				 1);
	r.object = hw_text_of(bureau_word(run->lang ? run->lang : "en", "point"));
	if (!bureau_is_training(b)) {
		r.low = r.independent = r.high = (double)NAN;
		r.last_observed = HW_TEXT("");
		r.sources = 0;
	}
	*result = r;
	return HW_OK;
}

/* ---- a polygon ------------------------------------------------------------------------------------------ */
typedef struct extent {
	double south, west, north, east;
	size_t points;
} extent;

static hw_status add_position(const hw_json *pair, extent *e, hw_error *error)
{
	const hw_json *first = hw_json_at(pair, 0), *second = hw_json_at(pair, 1);
	double lon = hw_json_as_number(first), lat = hw_json_as_number(second);
	bool numbers = hw_json_kind_of(first) == HW_JSON_NUMBER && hw_json_kind_of(second) == HW_JSON_NUMBER;

	if (!numbers || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180))
		return hw_fail(error, HW_BAD_INPUT, "a position is [longitude, latitude] in degrees");
	e->south = fmin(e->south, lat);
	e->north = fmax(e->north, lat);
	e->west = fmin(e->west, lon);
	e->east = fmax(e->east, lon);
	e->points++;
	return HW_OK;
}

/* The circle that holds a GeoJSON polygon (or a feature with one): what is asked about is answered coarse anyhow. */
hw_status bureau_protect_circle(const char *path, double *lat, double *lon, double *km, hw_error *error)
{
	extent e = {90, 180, -90, -180, 0};
	hw_json *file = NULL;
	const hw_json *geometry, *ring;
	hw_status status;

	HW_TRY(hw_json_load(path, &file, error));
	geometry = hw_json_get(file, "geometry") ? hw_json_get(file, "geometry") : file;
	ring = hw_json_at(hw_json_get(geometry, "coordinates"), 0);
	status = hw_text_is(hw_json_as_text(hw_json_get(geometry, "type")), "Polygon") && hw_json_count(ring) >= 4 &&
				 hw_json_count(ring) <= 10000
			 ? HW_OK
			 : hw_fail(error, HW_BAD_INPUT, "is not a GeoJSON Polygon of 4 to 10000 positions");
	for (size_t i = 0; status == HW_OK && i < hw_json_count(ring); i++)
		status = add_position(hw_json_at(ring, i), &e, error);
	hw_json_free(file);
	if (status != HW_OK)
		return hw_error_where(error, "%s", path), status;
	*lat = (e.south + e.north) / 2;
	*lon = (e.west + e.east) / 2;
	*km = hw_distance_km(*lat, *lon, e.north, e.east);
	*km = fmax(*km, hw_distance_km(*lat, *lon, e.south, e.east));
	if (*km > 0 && *km <= 500)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "the polygon must have a size, of at most 500 km from its middle");
	return hw_error_where(error, "%s", path), HW_BAD_INPUT;
}
