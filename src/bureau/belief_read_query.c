/* belief_read_query.c - what a belief problem asks: days, sets of places, circles. */
#include "bureau/belief_json_int.h"
#include "bureau/bureau.h"

#include <math.h>
#include <string.h>

/* ---- days ---- */
static hw_status read_days(belief_reader *r, const hw_json *query)
{
	const hw_json *value = hw_json_get(query, "at");
	size_t count = hw_json_kind_of(value) == HW_JSON_ARRAY ? hw_json_count(value) : 1;
	char what[48];

	r->in->has_history = hw_json_kind_of(value) == HW_JSON_ARRAY;
	r->in->history = HW_NEW(r->arena, double, count + 1);
	if (!r->in->history)
		return belief_read_no_memory(r);
	if (hw_json_kind_of(value) == HW_JSON_NULL || !count)
		return belief_refuse(r, "query", "at", "is missing; give the day that is asked about");
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(what, sizeof what, r->in->has_history ? "at[%zu]" : "at", i);
		HW_TRY(belief_day_of(r, r->in->has_history ? hw_json_at(value, i) : value, "query", what,
				     &r->in->history[i]));
		r->in->day = i ? fmax(r->in->day, r->in->history[i]) : r->in->history[i];
	}
	r->in->history_count = count;
	return HW_OK;
}

static hw_status override_as_of(belief_reader *r, const char *as_of)
{
	double number;
	hw_date date;
	hw_text t = hw_text_of(as_of);

	if (hw_text_number(t, &number, NULL) == HW_OK && !r->saw_date) {
		r->in->problem.as_of = number;
		return HW_OK;
	}
	if (hw_date_parse(t, &date, NULL) == HW_OK && date.known && date.first == date.last && r->saw_date) {
		r->in->problem.as_of = date.first;
		return HW_OK;
	}
	(void)hw_fail(r->error, HW_USAGE, "\"%s\" is not a day as this problem writes days", as_of);
	return hw_error_what(r->error, "--as-of");
}

/* Nobody can be asked about before the day from which on he is missing. */
static hw_status check_since(belief_reader *r)
{
	const belief_problem *p = &r->in->problem;
	char where[48], since[32], day[32];

	for (size_t i = 0; i < p->person_count; i++) {
		const belief_person *who = &p->persons[i];
		double from = who->group == BELIEF_NONE ? who->since : fmax(who->since, p->groups[who->group].since);
		(void)snprintf(where, sizeof where, "persons[%zu]", i);
		if (from > r->in->day)
			return belief_refuse(r, where, "since", "%s is after query.at, %s",
					     belief_day_text(r, from, since), belief_day_text(r, r->in->day, day));
	}
	return HW_OK;
}

/* ---- sets ---- */
static hw_status add_places(belief_reader *r, const hw_json *set, const char *where, const char *key, double *row,
			    bool *any)
{
	const hw_json *list;
	bool regions = !strcmp(key, "regions");

	HW_TRY(belief_take_list(r, set, where, key, &list));
	for (size_t i = 0; list && i < hw_json_count(list); i++) {
		const hw_json *value = hw_json_at(list, i);
		size_t index;
		if (hw_json_kind_of(value) != HW_JSON_TEXT)
			return belief_refuse(r, where, key, "holds something that is not an id");
		*any = true;
		if (regions)
			HW_TRY(belief_find(r, &r->regions, hw_json_as_text(value), where, key, "region", &index));
		else
			HW_TRY(belief_find_state(r, hw_json_as_text(value), where, key, &index));
		if (!regions)
			row[index] = 1;
		for (size_t l = 0; regions && l < r->sites.count; l++)
			if (r->site_list[l].region == index)
				row[l] = 1;
	}
	return HW_OK;
}

/* Those on no list: their distribution, which may be added only when it counts the same people. */
static hw_status read_hidden(belief_reader *r, const hw_json *set, const char *where, size_t index)
{
	static const char *const keys[] = {"pmf", "same_population", "note", NULL};
	const hw_json *map = hw_json_get(set, "hidden"), *list;
	char inner[96];
	bool same = false;
	double sum = 0;

	if (hw_json_kind_of(map) == HW_JSON_NULL)
		return HW_OK;
	(void)snprintf(inner, sizeof inner, "%s.hidden", where);
	HW_TRY(hw_json_only(map, inner, keys, r->error));
	HW_TRY(hw_json_take_bool(map, inner, "same_population", &same, r->error));
	HW_TRY(belief_take_list(r, map, inner, "pmf", &list));
	size_t count = list ? hw_json_count(list) : 0;
	double *pmf = HW_NEW(r->arena, double, count + 1);
	if (!pmf)
		return belief_read_no_memory(r);
	for (size_t k = 0; k < count; k++) {
		pmf[k] = hw_json_as_number(hw_json_at(list, k));
		if (hw_json_kind_of(hw_json_at(list, k)) != HW_JSON_NUMBER || !(pmf[k] >= 0 && pmf[k] <= 1))
			return belief_refuse(r, inner, "pmf", "[%zu] is not a probability", k);
		sum += pmf[k];
	}
	if (!(fabs(sum - 1) <= 1e-6))
		return belief_refuse(r, inner, "pmf", "sums to %.9g, not 1", sum);
	if (!same) {
		belief_note(
			r, "%.*s: %s", HW_TEXT_ARG(r->in->sets[index]),
			bureau_word(r->in->lang, "those on no list count another population, so they are not added"));
		return HW_OK;
	}
	r->in->hidden[index] = pmf;
	r->in->hidden_count[index] = count;
	return HW_OK;
}

static hw_status read_set(belief_reader *r, const hw_json *set, size_t index, double *row)
{
	static const char *const keys[] = {"id", "regions", "sites", "hidden", "note", NULL};
	char where[64];
	bool any = false;

	(void)snprintf(where, sizeof where, "query.sets[%zu]", index);
	HW_TRY(hw_json_only(set, where, keys, r->error));
	HW_TRY(hw_json_need_text(set, where, "id", &r->in->sets[index], r->error));
	if (hw_text_is(r->in->sets[index], "captive"))
		return belief_refuse(r, where, "id", "\"captive\" is every site and answered without asking");
	HW_TRY(add_places(r, set, where, "regions", row, &any));
	HW_TRY(add_places(r, set, where, "sites", row, &any));
	HW_TRY(read_hidden(r, set, where, index));
	return any ? HW_OK : belief_refuse(r, where, "", "names no place; give regions or sites");
}

/* ---- circles ---- */
static hw_status read_distances(belief_reader *r, const hw_json *map, const char *where, double **distances)
{
	char inner[96];
	size_t site;

	if (hw_json_kind_of(map) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(map) != HW_JSON_OBJECT)
		return belief_refuse(r, where, "distance_km", "is not an object of the form {\"site\": km}");
	*distances = HW_NEW(r->arena, double, r->sites.count + 1);
	if (!*distances)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->sites.count; i++)
		(*distances)[i] = NAN;
	(void)snprintf(inner, sizeof inner, "%s.distance_km", where);
	for (void *member = hw_json_first(map); member; member = hw_json_next(map, member)) {
		const char *key = hw_json_member_key(member);
		HW_TRY(belief_find(r, &r->sites, hw_text_of(key), inner, "", "site", &site));
		HW_TRY(hw_json_need_number(map, inner, key, 0, 1e6, &(*distances)[site], r->error));
	}
	return HW_OK;
}

/* A listed site without a position and without a distance: UNKNOWN_KM, so that nobody there counts as near, until
 * tell_the_unknown says so.  A position is not required of a problem; only silence about it would be wrong. */
static const double UNKNOWN_KM = 1e9;

static bool is_unknown(const belief_site *site, size_t index, const belief_circle *circle, const double *distances)
{
	bool by_place = !isnan(circle->lat) && !isnan(site->lat) && !isnan(site->lon);

	return !site->unlisted && !by_place && (!distances || isnan(distances[index]));
}

static hw_status place_the_unknown(belief_reader *r, const belief_circle *circle, double **distances)
{
	size_t count = 0;

	for (size_t i = 0; i < r->sites.count; i++)
		count += is_unknown(&r->in->problem.sites[i], i, circle, *distances);
	if (!count)
		return HW_OK;
	double *all = HW_NEW(r->arena, double, r->sites.count);
	if (!all)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->sites.count; i++) {
		all[i] = *distances ? (*distances)[i] : (double)NAN;
		if (is_unknown(&r->in->problem.sites[i], i, circle, *distances))
			all[i] = UNKNOWN_KM;
	}
	*distances = all;
	return HW_OK;
}

/* With an area the site counts by the share of it that the circle is, as an unlisted one does. */
static void tell_the_unknown(belief_reader *r, const belief_near *near, const belief_circle *circle, double *row)
{
	size_t count = 0, first = 0;

	for (size_t i = 0; circle->distances_km && i < r->sites.count; i++) {
		double area = r->in->problem.sites[i].area_km2;

		if (!(circle->distances_km[i] >= UNKNOWN_KM))
			continue;
		if (area > 0) {
			row[i] = fmin(1, 3.14159265358979323846 * circle->km * circle->km / area);
			continue;
		}
		first = count++ ? first : i;
	}
	if (count)
		belief_note(
			r, "%.*s: %s %zu (%.*s%s)", HW_TEXT_ARG(near->id),
			bureau_word(
				r->in->lang,
				"listed sites without lat and lon and without distance_km, where whoever is there is "
				"counted neither as near nor as far:"),
			count, HW_TEXT_ARG(belief_state_name(r->in, first)), count == 1 ? "" : ", ...");
}

static hw_status read_near(belief_reader *r, const hw_json *object, size_t index, double *row)
{
	static const char *const keys[] = {"id", "lat", "lon", "km", "distance_km", "hidden", "note", NULL};
	belief_near *near = &r->in->nears[index];
	belief_circle circle = {.lat = NAN, .lon = NAN};
	double *distances = NULL;
	char where[64];

	(void)snprintf(where, sizeof where, "query.near[%zu]", index);
	near->hidden = NAN;
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(hw_json_need_text(object, where, "id", &near->id, r->error));
	HW_TRY(hw_json_need_number(object, where, "km", 0, 1e5, &circle.km, r->error));
	HW_TRY(hw_json_take_number(object, where, "lat", -90, 90, &circle.lat, r->error));
	HW_TRY(hw_json_take_number(object, where, "lon", -180, 180, &circle.lon, r->error));
	HW_TRY(hw_json_take_number(object, where, "hidden", 0, 1e9, &near->hidden, r->error));
	HW_TRY(read_distances(r, hw_json_get(object, "distance_km"), where, &distances));
	if (isnan(circle.lat) != isnan(circle.lon))
		return belief_refuse(r, where, isnan(circle.lat) ? "lat" : "lon", "is missing beside the other");
	if (isnan(circle.lat) && !distances)
		return belief_refuse(r, where, "", "needs lat and lon, or distance_km");
	HW_TRY(place_the_unknown(r, &circle, &distances));
	circle.distances_km = distances;
	HW_TRY(belief_circle_weights(&r->in->problem, &circle, row, r->error));
	tell_the_unknown(r, near, &circle, row);
	return HW_OK;
}

/* ---- all of it ---- */
static hw_status make_rows(belief_reader *r, const hw_json *sets, const hw_json *nears)
{
	size_t states = r->sites.count + 2;
	belief_ids ids;

	r->in->set_count = sets ? hw_json_count(sets) : 0;
	r->in->near_count = nears ? hw_json_count(nears) : 0;
	HW_TRY(belief_read_ids(r, sets, "query.sets", &ids));
	HW_TRY(belief_read_ids(r, nears, "query.near", &ids));
	r->in->sets = HW_NEW(r->arena, hw_text, r->in->set_count + 1);
	r->in->nears = HW_NEW(r->arena, belief_near, r->in->near_count + 1);
	r->in->values = HW_NEW(r->arena, double, (1 + r->in->set_count + r->in->near_count) * states);
	r->in->hidden = HW_NEW(r->arena, double *, r->in->set_count + 1);
	r->in->hidden_count = HW_NEW(r->arena, size_t, r->in->set_count + 1);
	if (!r->in->sets || !r->in->nears || !r->in->values || !r->in->hidden || !r->in->hidden_count)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->sites.count; i++)
		r->in->values[i] = 1;
	for (size_t i = 0; i < r->in->set_count; i++)
		HW_TRY(read_set(r, hw_json_at(sets, i), i, r->in->values + (1 + i) * states));
	for (size_t i = 0; i < r->in->near_count; i++) {
		r->in->nears[i].value = 1 + r->in->set_count + i;
		HW_TRY(read_near(r, hw_json_at(nears, i), i, r->in->values + r->in->nears[i].value * states));
	}
	return HW_OK;
}

hw_status belief_read_query(belief_reader *r, const char *as_of)
{
	static const char *const keys[] = {"at", "as_of", "sets", "near", "why", "note", NULL};
	/* Pairs and sets of reports cost a thousandfold; for many persons only who asks gets them. */
	enum { WHY_PERSONS = 1000 };
	const hw_json *query = hw_json_get(r->root, "query"), *sets, *nears;

	if (hw_json_kind_of(query) == HW_JSON_NULL)
		return belief_refuse(r, "query", "", "is missing; give at least {\"at\": day}");
	HW_TRY(hw_json_only(query, "query", keys, r->error));
	HW_TRY(read_days(r, query));
	HW_TRY(belief_take_day(r, query, "query", "as_of", &r->in->problem.as_of));
	if (as_of)
		HW_TRY(override_as_of(r, as_of));
	r->in->why = r->in->problem.person_count <= WHY_PERSONS;
	HW_TRY(hw_json_take_bool(query, "query", "why", &r->in->why, r->error));
	HW_TRY(belief_take_list(r, query, "query", "sets", &sets));
	HW_TRY(belief_take_list(r, query, "query", "near", &nears));
	HW_TRY(make_rows(r, sets, nears));
	return check_since(r);
}
