/* What the outward list holds: over-inclusive, areas of a fixed grid, nothing taken off early.
 *
 * On it is every place where anybody may be held (the sum over persons is 5 % or more), every place and object that a
 * threat names, and, in a region where people may be held at places nobody listed, every facility of a kind that is used.
 * An area that loses its evidence stays for the setting's days (180 at least). */
#include "bureau/protect_int.h"
#include "store/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AREAS_FIRST = 256, KINDS_MOST = 64 };
static const double listed_from = 0.05, likely_from = 0.5, very_likely_from = 0.9;
static const double default_sigma_km = 2, margin_km = 1, normal_95 = 2.448; /* of a round normal in the plane */
static const double km_a_degree = 111.195;

typedef struct place_row {
	hw_text id; /* first: indexed by it */
	hw_text kind, holder, party;
	bool threatened;
} place_row;
typedef struct object_row {
	hw_text id;
	hw_text kind, region;
	double lat, lon, radius_km;
} object_row;

typedef struct gathering {
	bureau *b;
	hw_arena *arena;
	const bureau_run *run;
	const located *l;
	place_row *places;
	size_t place_count, place_capacity;
	bureau_index place_index;
	object_row *objects;
	size_t object_count, object_capacity;
	bureau_index object_index;
	bool *object_threatened, *region_hidden; /* people may be held at unlisted places of the region */
	hw_text kinds[KINDS_MOST];               /* of objects where people are held */
	size_t kind_count;
	double *last; /* day of the last report on a site, -INFINITY without */
	protect_area *items;
	size_t count, capacity;
	hw_error *error;
} gathering;

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the protected areas");
}

static void *grown(gathering *g, void *items, size_t count, size_t *capacity, size_t size)
{
	void *more;

	if (count < *capacity)
		return items;
	*capacity = *capacity ? *capacity * 2 : AREAS_FIRST;
	more = hw_arena_alloc(g->arena, *capacity, size, _Alignof(max_align_t));
	if (more && count)
		memcpy(more, items, count * size);
	return more;
}

/* ---- areas -------------------------------------------------------------------------------------------- */
hw_text protect_key(hw_arena *arena, const protect_area *a)
{
	if (a->region.length)
		return hw_text_format(arena, "region:%.*s", HW_TEXT_ARG(a->region));
	return hw_text_format(arena, "%d:%d:%d:%d", (int)a->south, (int)a->west, (int)a->north, (int)a->east);
}

static int32_t cell(double degrees)
{
	return (int32_t)floor(degrees * PROTECT_CELLS_A_DEGREE);
}

/* The cells that a disc touches. */
static void cover(protect_area *a, double lat, double lon, double km)
{
	double up = km / km_a_degree, aside = up / fmax(0.05, cos(lat * acos(-1.0) / 180));

	a->south = cell(fmax(-90, lat - up));
	a->north = cell(fmin(89.99, lat + up));
	a->west = cell(fmax(-180, lon - aside));
	a->east = cell(fmin(179.99, lon + aside));
}

static const char *band_of(double high)
{
	return high >= very_likely_from ? "very likely" : high >= likely_from ? "likely" : "possible";
}

static int rank_of(const char *band)
{
	return !strcmp(band, "very likely") ? 2 : !strcmp(band, "likely") ? 1 : 0;
}

static const char *category_of(hw_text kind)
{
	if (hw_text_is(kind, "camp"))
		return "prisoner of war camp";
	if (hw_text_is(kind, "hospital"))
		return "hospital";
	return hw_text_is(kind, "transit") ? "place of transit" : "place of detention";
}

static hw_status add(gathering *g, protect_area area)
{
	hw_text key = protect_key(g->arena, &area);
	const hw_text parts[] = {key, hw_text_of(area.category)};
	char id[STORE_ID_BYTES];
	protect_area *items = grown(g, g->items, g->count, &g->capacity, sizeof(*items));

	if (!items)
		return out_of_memory(g->error);
	g->items = items;
	store_id_of_texts("A", parts, HW_COUNT(parts), id);
	area.id = hw_text_copy(g->arena, hw_text_of(id));
	if (area.region.length)
		area.region = hw_text_copy(g->arena, area.region); /* what was located is dropped by the next act */
	if (!area.id.bytes || (area.region.length && !area.region.bytes))
		return out_of_memory(g->error);
	g->items[g->count++] = area;
	return HW_OK;
}

static int by_id(const void *a, const void *b)
{
	const protect_area *x = a, *y = b;
	int order = hw_text_compare(x->id, y->id);

	return order ? order : rank_of(y->band) - rank_of(x->band);
}

/* Several places in the same cells are one area, as sure and as lately seen as the best of them. */
static void join(gathering *g)
{
	size_t kept = 0;

	if (g->count)
		qsort(g->items, g->count, sizeof(*g->items), by_id);
	for (size_t i = 0; i < g->count; i++) {
		if (kept && hw_text_equal(g->items[kept - 1].id, g->items[i].id)) {
			g->items[kept - 1].recent |= g->items[i].recent;
			g->items[kept - 1].kept &= g->items[i].kept;
		} else {
			g->items[kept++] = g->items[i];
		}
	}
	g->count = kept;
}

/* ---- what is loaded --------------------------------------------------------------------------------------- */
static hw_status load_places(gathering *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(g->b), "protect_places", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		g->places = grown(g, g->places, g->place_count, &g->place_capacity, sizeof(*g->places));
		if (!g->places)
			return out_of_memory(g->error);
		g->places[g->place_count++] = (place_row){.id = store_copy_text(rows, 0, g->arena),
							  .kind = store_copy_text(rows, 1, g->arena),
							  .holder = store_copy_text(rows, 2, g->arena),
							  .party = store_copy_text(rows, 3, g->arena)};
	}
	return bureau_index_make(g->arena, g->places, g->place_count, sizeof(*g->places), &g->place_index, g->error);
}

static hw_status load_objects(gathering *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL, *kinds = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(g->b), "locate_objects", NULL, 0, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		g->objects = grown(g, g->objects, g->object_count, &g->object_capacity, sizeof(*g->objects));
		if (!g->objects)
			return out_of_memory(g->error);
		g->objects[g->object_count++] =
			(object_row){.id = store_copy_text(rows, 0, g->arena),
				     .kind = store_copy_text(rows, 3, g->arena),
				     .region = store_copy_text(rows, 4, g->arena),
				     .lat = store_is_null(rows, 5) ? (double)NAN : store_get_number(rows, 5),
				     .lon = store_is_null(rows, 6) ? (double)NAN : store_get_number(rows, 6),
				     .radius_km = store_is_null(rows, 7) ? margin_km : store_get_number(rows, 7)};
	}
	HW_TRY(store_query(bureau_store(g->b), "protect_kinds", NULL, 0, &kinds, g->error));
	while (g->kind_count < KINDS_MOST) {
		HW_TRY(store_next(kinds, &found, g->error));
		if (!found)
			break;
		g->kinds[g->kind_count++] = store_copy_text(kinds, 0, g->arena);
	}
	g->object_threatened = HW_NEW(g->arena, bool, g->object_count + 1);
	if (!g->object_threatened)
		return out_of_memory(g->error);
	return bureau_index_make(g->arena, g->objects, g->object_count, sizeof(*g->objects), &g->object_index,
				 g->error);
}

/* A threat that names no place puts every place of the holder, else of the party, under protection. */
static void threaten(gathering *g, hw_text places, hw_text objects, hw_text holder, hw_text party)
{
	hw_text piece;
	bool named = places.length || objects.length;

	while (hw_text_split(&places, ';', &piece)) {
		size_t i = bureau_index_find(&g->place_index, hw_text_trim(piece));

		if (i != BUREAU_NOWHERE)
			g->places[i].threatened = true;
	}
	while (hw_text_split(&objects, ';', &piece)) {
		size_t i = bureau_index_find(&g->object_index, hw_text_trim(piece));

		if (i != BUREAU_NOWHERE)
			g->object_threatened[i] = true;
	}
	for (size_t i = 0; !named && i < g->place_count; i++)
		g->places[i].threatened |= holder.length  ? hw_text_equal(g->places[i].holder, holder)
					   : party.length ? hw_text_equal(g->places[i].party, party)
							  : true;
}

static hw_status load_threats(gathering *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char day[11];
	const store_value values[] = {store_string(hw_days_write(bureau_as_of(g->b), day))};
	bool found;

	HW_TRY(store_query(bureau_store(g->b), "protect_threats", values, 1, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		threaten(g, store_copy_text(rows, 0, g->arena), store_copy_text(rows, 1, g->arena),
			 store_copy_text(rows, 2, g->arena), store_copy_text(rows, 3, g->arena));
	}
}

/* ---- evidence --------------------------------------------------------------------------------------------------- */
static hw_status high_at(gathering *g, size_t site, double *row, double *p, double *high)
{
	const located *l = g->l;
	belief_run options = {.threads = g->run->threads, .seed = g->run->seed, .progress = g->run->progress};

	memset(row, 0, belief_states(l->engine) * sizeof(*row));
	row[site] = 1;
	HW_TRY(belief_expect(l->engine, l->day, row, 1, &options, p, g->error));
	*high = belief_presence_of(p, l->person_count, 0).high;
	return HW_OK;
}

static hw_status find_last_reports(gathering *g)
{
	const located *l = g->l;

	g->last = HW_NEW(g->arena, double, l->site_count + 1);
	if (!g->last)
		return out_of_memory(g->error);
	for (size_t i = 0; i < l->site_count; i++)
		g->last[i] = -(double)INFINITY;
	for (size_t i = 0; i < l->report_count; i++) {
		const belief_report *r = &l->reports[i];

		if (r->claim.kind == BELIEF_CLAIM_SITE)
			g->last[r->claim.place] =
				fmax(g->last[r->claim.place], isnan(r->received) ? r->at : r->received);
	}
	return HW_OK;
}

/* The unlisted sites first: they tell in which regions every candidate is listed. */
static hw_status find_hidden(gathering *g, double *row, double *p)
{
	const located *l = g->l;
	double high;

	g->region_hidden = HW_NEW(g->arena, bool, l->region_count + 1);
	if (!g->region_hidden)
		return out_of_memory(g->error);
	for (size_t i = 0; i < l->site_count; i++) {
		if (!l->sites[i].unlisted)
			continue;
		HW_TRY(high_at(g, i, row, p, &high));
		g->region_hidden[l->sites[i].region] |= high >= listed_from;
	}
	return HW_OK;
}

static hw_status add_site(gathering *g, size_t site, double *row, double *p)
{
	const located *l = g->l;
	const belief_site *s = &l->sites[site];
	size_t place = bureau_index_find(&g->place_index, s->id);
	protect_area area = {.recent = l->day - g->last[site] <= PROTECT_OBSERVED_DAYS};
	double high;

	if (s->unlisted || place == BUREAU_NOWHERE)
		return HW_OK;
	HW_TRY(high_at(g, site, row, p, &high));
	if (high < listed_from && !g->places[place].threatened && !g->region_hidden[s->region])
		return HW_OK;
	area.category = category_of(g->places[place].kind);
	area.band = band_of(high);
	if (isnan(s->lat) || isnan(s->lon))
		area.region = l->regions[s->region].id;
	else
		cover(&area, s->lat, s->lon,
		      margin_km +
			      normal_95 * (isnan(s->sigma_km) || s->sigma_km <= 0 ? default_sigma_km : s->sigma_km));
	return add(g, area);
}

static bool kind_used(const gathering *g, hw_text kind)
{
	for (size_t i = 0; i < g->kind_count; i++)
		if (hw_text_equal(g->kinds[i], kind))
			return true;
	return false;
}

static hw_status add_object(gathering *g, size_t index)
{
	const object_row *o = &g->objects[index];
	size_t region = bureau_index_find(&g->l->region_index, o->region);
	protect_area area = {.category = "place of detention", .band = "possible"};

	if (!g->object_threatened[index] &&
	    (region == BUREAU_NOWHERE || !g->region_hidden[region] || !kind_used(g, o->kind)))
		return HW_OK;
	if (isnan(o->lat) || isnan(o->lon))
		area.region = o->region;
	else
		cover(&area, o->lat, o->lon, margin_km + o->radius_km);
	return add(g, area);
}

/* ---- what was listed before -------------------------------------------------------------------------------------- */
static bool read_key(hw_text key, protect_area *a)
{
	char text[128];
	int south, west, north, east;

	if (hw_text_starts(key, "region:")) {
		a->region = (hw_text){key.bytes + 7, key.length - 7};
		return true;
	}
	(void)snprintf(text, sizeof(text), "%.*s", HW_TEXT_ARG(key));
	if (sscanf(text, "%d:%d:%d:%d", &south, &west, &north, &east) != 4)
		return false;
	a->south = south;
	a->west = west;
	a->north = north;
	a->east = east;
	return true;
}

static const char *known_word(hw_text word)
{
	static const char *const words[] = {
		"prisoner of war camp", "hospital", "place of transit", "place of detention",
		"very likely",          "likely",   "possible"};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(word, words[i]))
			return words[i];
	return "possible";
}

static hw_status add_kept(gathering *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	double days;
	bool found;

	HW_TRY(bureau_setting_number(g->b, "protect_days", 180, &days, g->error));
	HW_TRY(store_query(bureau_store(g->b), "protect_areas", NULL, 0, &rows, g->error));
	for (;;) {
		protect_area area = {.kept = true};
		hw_date last;

		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			return HW_OK;
		HW_TRY(hw_date_parse(store_get_text(rows, 4), &last, g->error));
		if (bureau_as_of(g->b) - last.first > (int32_t)fmax(180, days) ||
		    !read_key(store_copy_text(rows, 1, g->arena), &area))
			continue;
		area.category = known_word(store_get_text(rows, 2));
		area.band = "possible";
		HW_TRY(add(g, area));
	}
}

static hw_status hash(gathering *g, protect_areas *areas)
{
	hw_buffer lines = {0};

	for (size_t i = 0; i < g->count; i++)
		hw_buffer_addf(&lines, "%.*s\t%s\t%s\t%d\n", HW_TEXT_ARG(protect_key(g->arena, &g->items[i])),
			       g->items[i].category, g->items[i].band, g->items[i].recent);
	hw_sha256_hex(hw_sha256_of(hw_buffer_text(&lines)), areas->sha256);
	bool failed = lines.failed;
	hw_buffer_free(&lines);
	return failed ? out_of_memory(g->error) : HW_OK;
}

hw_status protect_gather(bureau *b, hw_arena *arena, const bureau_run *run, protect_areas *result, hw_error *error)
{
	gathering g = {.b = b, .arena = arena, .run = run, .error = error};
	double *row, *p;

	HW_TRY(bureau_located(b, run, &g.l, error));
	row = HW_NEW(arena, double, belief_states(g.l->engine));
	p = HW_NEW(arena, double, g.l->person_count + 1);
	if (!row || !p)
		return out_of_memory(error);
	HW_TRY(load_places(&g));
	HW_TRY(load_objects(&g));
	HW_TRY(load_threats(&g));
	HW_TRY(find_last_reports(&g));
	HW_TRY(find_hidden(&g, row, p));
	for (size_t i = 0; i < g.l->site_count; i++)
		HW_TRY(add_site(&g, i, row, p));
	for (size_t i = 0; i < g.object_count; i++)
		HW_TRY(add_object(&g, i));
	HW_TRY(add_kept(&g));
	join(&g);
	HW_TRY(hash(&g, result));
	result->items = g.items;
	result->count = g.count;
	return HW_OK;
}
