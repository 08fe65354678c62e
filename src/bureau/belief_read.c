/* belief_read.c - regions, sites, rates, sources, lists, classes of a belief problem, and the small parts
 * that its readers share.  A key that the contract does not know is refused: a typing error in an optional
 * field must not change a belief in silence. */
#include "bureau/belief_json_int.h"
#include "bureau/bureau.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NOTES = 100 };
static const double LAST_DAY = 1e7, SUM_TOLERANCE = 1e-6;

/* ---- refusals ---- */
hw_status belief_read_no_memory(belief_reader *r)
{
	return hw_fail(r->error, HW_NO_MEMORY, "the problem does not fit into memory");
}

hw_status belief_refuse(belief_reader *r, const char *where, const char *what, const char *format, ...)
{
	char why[384];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(why, sizeof why, format, arguments);
	va_end(arguments);
	(void)hw_fail(r->error, HW_BAD_INPUT, "%s", why);
	/* What stands at the top of the problem is its own place. */
	(void)hw_error_where(r->error, "%s", *where ? where : what);
	if (*where && *what)
		(void)hw_error_what(r->error, "%s", what);
	return HW_BAD_INPUT;
}

void belief_note(belief_reader *r, const char *format, ...)
{
	char text[384];
	va_list arguments;

	if (r->in->note_count == MOST_NOTES)
		return;
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	hw_text kept = hw_text_copy(r->arena, hw_text_of(text));
	if (kept.bytes)
		r->in->notes[r->in->note_count++] = kept;
}

/* ---- days ---- */
const char *belief_day_text(const belief_reader *r, double day, char out[32])
{
	if (r->saw_date)
		return hw_days_write((int32_t)day, out);
	return hw_number_write(day, out);
}

static hw_status date_of(belief_reader *r, hw_text t, const char *where, const char *what, double *day)
{
	hw_date date;
	hw_error reason = {0};

	if (hw_date_parse(t, &date, &reason) != HW_OK)
		return belief_refuse(r, where, what, "%s", reason.why);
	if (!date.known || date.first != date.last || date.uncertain)
		return belief_refuse(r, where, what, "\"%.*s\" is not one day; write YYYY-MM-DD or a day number",
				     HW_TEXT_ARG(t));
	r->saw_date = true;
	*day = date.first;
	return HW_OK;
}

hw_status belief_day_of(belief_reader *r, const hw_json *value, const char *where, const char *what, double *day)
{
	switch (hw_json_kind_of(value)) {
	case HW_JSON_TEXT:
		HW_TRY(date_of(r, hw_json_as_text(value), where, what, day));
		break;
	case HW_JSON_NUMBER:
		*day = hw_json_as_number(value);
		if (!(*day >= -LAST_DAY && *day <= LAST_DAY))
			return belief_refuse(r, where, what, "the day is out of range");
		r->saw_number = true;
		break;
	default:
		return belief_refuse(r, where, what, "is not a day; write a number or YYYY-MM-DD");
	}
	/* Day 10 beside 2024-01-10 would put twenty thousand days between two reports. */
	if (r->saw_number && r->saw_date)
		return belief_refuse(r, where, what,
				     "this problem mixes day numbers and dates; write all days one way");
	return HW_OK;
}

hw_status belief_take_day(belief_reader *r, const hw_json *object, const char *where, const char *key, double *day)
{
	const hw_json *value = hw_json_get(object, key);

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	return belief_day_of(r, value, where, key, day);
}

/* ---- lists and ids ---- */
hw_status belief_take_list(belief_reader *r, const hw_json *object, const char *where, const char *key,
			   const hw_json **list)
{
	const hw_json *value = hw_json_get(object, key);

	*list = NULL;
	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) != HW_JSON_ARRAY)
		return belief_refuse(r, where, key, "is not a list");
	*list = value;
	return HW_OK;
}

static hw_status sort_ids(belief_reader *r, belief_ids *ids, const char *name)
{
	size_t first, second;
	char where[96];

	if (belief_ids_sort(ids, &first, &second))
		return HW_OK;
	(void)snprintf(where, sizeof where, "%s[%zu]", name, second);
	for (size_t i = 0; i < ids->count; i++)
		if (ids->sorted[i].index == second)
			return belief_refuse(r, where, "id", "\"%.*s\" is the id of %s[%zu] already",
					     HW_TEXT_ARG(ids->sorted[i].text), name, first);
	return HW_FAULT;
}

hw_status belief_read_ids(belief_reader *r, const hw_json *list, const char *name, belief_ids *ids)
{
	size_t count = list ? hw_json_count(list) : 0;
	char where[96];

	ids->sorted = HW_NEW(r->arena, belief_id, count + 1);
	if (!ids->sorted)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(where, sizeof where, "%s[%zu]", name, i);
		const hw_json *object = hw_json_at(list, i);
		if (hw_json_kind_of(object) != HW_JSON_OBJECT)
			return belief_refuse(r, where, "", "is not an object");
		ids->sorted[i].index = i;
		HW_TRY(hw_json_need_text(object, where, "id", &ids->sorted[i].text, r->error));
	}
	ids->count = count;
	return sort_ids(r, ids, name);
}

hw_status belief_find(belief_reader *r, const belief_ids *ids, hw_text id, const char *where, const char *what,
		      const char *kind, size_t *index)
{
	size_t found = belief_ids_find(ids, id);

	if (found == BELIEF_NONE)
		return belief_refuse(r, where, what, "there is no %s \"%.*s\"", kind,
				     (int)(id.length > 80 ? 80 : id.length), id.length ? id.bytes : "");
	*index = found;
	return HW_OK;
}

hw_text belief_state_name(const belief_input *in, size_t state)
{
	if (state < in->problem.site_count)
		return in->problem.sites[state].id;
	return state == in->problem.site_count ? HW_TEXT("DEAD") : HW_TEXT("FREE");
}

hw_status belief_find_state(belief_reader *r, hw_text id, const char *where, const char *what, size_t *state)
{
	if (hw_text_is(id, "DEAD") || hw_text_is(id, "FREE")) {
		*state = r->in->problem.site_count + hw_text_is(id, "FREE");
		return HW_OK;
	}
	return belief_find(r, &r->sites, id, where, what, "site", state);
}

static int compare_weights(const void *a, const void *b)
{
	const belief_weight *x = a, *y = b;

	return x->state < y->state ? -1 : x->state > y->state;
}

hw_status belief_take_weights(belief_reader *r, const hw_json *map, const char *where, const char *what,
			      bool only_sites, belief_weight **weights, size_t *count)
{
	size_t n = 0;
	char inner[160];

	if (hw_json_kind_of(map) != HW_JSON_OBJECT)
		return belief_refuse(r, where, what, "is not an object of the form {\"site\": number}");
	*weights = HW_NEW(r->arena, belief_weight, hw_json_count(map) + 1);
	if (!*weights)
		return belief_read_no_memory(r);
	(void)snprintf(inner, sizeof inner, "%s.%s", where, what);
	for (void *member = hw_json_first(map); member; member = hw_json_next(map, member)) {
		const char *key = hw_json_member_key(member);
		belief_weight *w = &(*weights)[n++];
		if (only_sites)
			HW_TRY(belief_find(r, &r->sites, hw_text_of(key), inner, "", "site", &w->state));
		else
			HW_TRY(belief_find_state(r, hw_text_of(key), inner, "", &w->state));
		HW_TRY(hw_json_need_number(map, inner, key, 0, 1, &w->weight, r->error));
	}
	qsort(*weights, n, sizeof(**weights), compare_weights);
	*count = n;
	return HW_OK;
}

hw_status belief_read_prior(belief_reader *r, const hw_json *map, const char *where, const char *what,
			    belief_prior *prior)
{
	static const char *const keys[] = {"captive", "dead", "free", NULL};
	char inner[160];

	(void)snprintf(inner, sizeof inner, "%s%s%s", where, *what ? "." : "", what);
	HW_TRY(hw_json_only(map, inner, keys, r->error));
	return belief_read_parts(r, map, inner, prior);
}

hw_status belief_read_parts(belief_reader *r, const hw_json *map, const char *inner, belief_prior *prior)
{
	belief_prior p = {0};

	HW_TRY(hw_json_take_number(map, inner, "captive", 0, 1, &p.captive, r->error));
	HW_TRY(hw_json_take_number(map, inner, "dead", 0, 1, &p.dead, r->error));
	HW_TRY(hw_json_take_number(map, inner, "free", 0, 1, &p.free, r->error));
	if (fabs(p.captive + p.dead + p.free - 1) > SUM_TOLERANCE)
		return belief_refuse(r, inner, "", "captive, dead and free sum to %.9g, not 1",
				     p.captive + p.dead + p.free);
	*prior = p;
	return HW_OK;
}

/* ---- regions ---- */
static hw_status read_regions(belief_reader *r)
{
	const hw_json *map = hw_json_get(r->root, "regions");
	size_t count = hw_json_count(map), n = 0, first, second;
	double *weights = HW_NEW(r->arena, double, count + 1), sum = 0;

	if (hw_json_kind_of(map) != HW_JSON_OBJECT || !count)
		return belief_refuse(r, "regions", "", "is not an object of the form {\"region\": weight}");
	r->in->regions = HW_NEW(r->arena, hw_text, count);
	r->regions.sorted = HW_NEW(r->arena, belief_id, count);
	if (!weights || !r->in->regions || !r->regions.sorted)
		return belief_read_no_memory(r);
	for (void *member = hw_json_first(map); member; member = hw_json_next(map, member)) {
		const char *key = hw_json_member_key(member);
		r->in->regions[n] = hw_text_of(key);
		r->regions.sorted[n] = (belief_id){hw_text_of(key), n};
		HW_TRY(hw_json_need_number(map, "regions", key, 0, 1, &weights[n], r->error));
		sum += weights[n++];
	}
	r->regions.count = n;
	(void)belief_ids_sort(&r->regions, &first, &second);
	if (fabs(sum - 1) > SUM_TOLERANCE)
		return belief_refuse(r, "regions", "", "the weights sum to %.9g, not 1", sum);
	r->in->problem.region_weights = weights;
	r->in->problem.region_count = n;
	return HW_OK;
}

/* ---- sites ---- */
static hw_status read_site(belief_reader *r, const hw_json *object, size_t index, belief_site *site)
{
	static const char *const keys[] = {"id",       "region",   "share",    "lat",  "lon",
					   "sigma_km", "unlisted", "area_km2", "note", NULL};
	char where[96];
	hw_text region = {0};

	(void)snprintf(where, sizeof where, "sites[%zu]", index);
	*site = (belief_site){.lat = NAN, .lon = NAN, .area_km2 = NAN};
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(hw_json_need_text(object, where, "id", &site->id, r->error));
	if (hw_text_is(site->id, "DEAD") || hw_text_is(site->id, "FREE") || !site->id.length)
		return belief_refuse(r, where, "id", "\"%.*s\" cannot be the id of a site", HW_TEXT_ARG(site->id));
	HW_TRY(hw_json_need_text(object, where, "region", &region, r->error));
	HW_TRY(belief_find(r, &r->regions, region, where, "region", "region", &site->region));
	HW_TRY(hw_json_need_number(object, where, "share", 0, 1, &site->share, r->error));
	HW_TRY(hw_json_take_number(object, where, "lat", -90, 90, &site->lat, r->error));
	HW_TRY(hw_json_take_number(object, where, "lon", -180, 180, &site->lon, r->error));
	HW_TRY(hw_json_take_number(object, where, "sigma_km", 0, 1e6, &site->sigma_km, r->error));
	HW_TRY(hw_json_take_bool(object, where, "unlisted", &site->unlisted, r->error));
	return hw_json_take_number(object, where, "area_km2", 0, 1e12, &site->area_km2, r->error);
}

/* Shares sum to 1 in each region.  One without an unlisted site is taken as it is, and said. */
static hw_status check_regions(belief_reader *r)
{
	char where[160];

	for (size_t region = 0; region < r->regions.count; region++) {
		double sum = 0;
		bool unlisted = false, any = false;
		for (size_t i = 0; i < r->sites.count; i++)
			if (r->site_list[i].region == region) {
				sum += r->site_list[i].share;
				unlisted = unlisted || r->site_list[i].unlisted;
				any = true;
			}
		(void)snprintf(where, sizeof where, "regions.%.*s", HW_TEXT_ARG(r->in->regions[region]));
		if (!any)
			return belief_refuse(r, where, "", "the region has no site; give it one that is unlisted");
		if (fabs(sum - 1) > SUM_TOLERANCE)
			return belief_refuse(r, where, "", "the shares of its sites sum to %.9g, not 1%s", sum,
					     unlisted || sum > 1 ? "" : "; an unlisted site may take what is left");
		if (!unlisted)
			belief_note(r, "%s %.*s: %s", bureau_word(r->in->lang, "region"),
				    HW_TEXT_ARG(r->in->regions[region]),
				    bureau_word(r->in->lang,
						"has no unlisted site: nobody there can be at a place that is not "
						"listed"));
	}
	return HW_OK;
}

static hw_status read_sites(belief_reader *r)
{
	const hw_json *list;

	HW_TRY(belief_take_list(r, r->root, "", "sites", &list));
	if (!list || !hw_json_count(list))
		return belief_refuse(r, "sites", "", "is missing; give at least one unlisted site a region");
	HW_TRY(belief_read_ids(r, list, "sites", &r->sites));
	r->site_list = HW_NEW(r->arena, belief_site, r->sites.count);
	if (!r->site_list)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->sites.count; i++)
		HW_TRY(read_site(r, hw_json_at(list, i), i, &r->site_list[i]));
	r->in->problem.sites = r->site_list;
	r->in->problem.site_count = r->sites.count;
	return check_regions(r);
}

static hw_status read_rates(belief_reader *r)
{
	static const char *const keys[] = {"within", "anywhere", "death", "release", "note", NULL};
	const hw_json *map = hw_json_get(r->root, "rates");
	belief_rates *rates = &r->in->problem.rates;

	if (hw_json_kind_of(map) == HW_JSON_NULL)
		return belief_refuse(r, "rates", "", "is missing; give within, anywhere, death and release a day");
	HW_TRY(hw_json_only(map, "rates", keys, r->error));
	HW_TRY(hw_json_need_number(map, "rates", "within", 0, 1e6, &rates->within, r->error));
	HW_TRY(hw_json_need_number(map, "rates", "anywhere", 0, 1e6, &rates->anywhere, r->error));
	HW_TRY(hw_json_need_number(map, "rates", "death", 0, 1e6, &rates->death, r->error));
	return hw_json_need_number(map, "rates", "release", 0, 1e6, &rates->release, r->error);
}

/* ---- sources ---- */
static hw_status read_grade(belief_reader *r, hw_text grade, const char *where, belief_source *source)
{
	if (grade.length != 1 || !belief_grade(grade.bytes[0], &source->alpha, &source->beta))
		return belief_refuse(r, where, "grade", "\"%.*s\" is not one of A to F", HW_TEXT_ARG(grade));
	return HW_OK;
}

static hw_status read_source(belief_reader *r, const hw_json *object, size_t index, belief_source *source)
{
	static const char *const keys[] = {"id",          "kind",         "grade", "alpha", "beta",
					   "reliability", "median_delay", "note",  NULL};
	char where[96];
	hw_text grade = {0};
	double known = NAN;

	(void)snprintf(where, sizeof where, "sources[%zu]", index);
	*source = (belief_source){.alpha = NAN, .beta = NAN};
	HW_TRY(hw_json_only(object, where, keys, r->error));
	HW_TRY(hw_json_need_text(object, where, "id", &source->id, r->error));
	HW_TRY(hw_json_take_text(object, where, "kind", &r->source_kinds[index], r->error));
	HW_TRY(hw_json_take_text(object, where, "grade", &grade, r->error));
	HW_TRY(hw_json_take_number(object, where, "alpha", 1e-9, 1e12, &source->alpha, r->error));
	HW_TRY(hw_json_take_number(object, where, "beta", 1e-9, 1e12, &source->beta, r->error));
	HW_TRY(hw_json_take_number(object, where, "reliability", 0, 1, &known, r->error));
	HW_TRY(hw_json_take_number(object, where, "median_delay", 0, LAST_DAY, &source->median_delay, r->error));
	bool counts = !isnan(source->alpha) || !isnan(source->beta);
	if ((grade.length > 0) + counts + !isnan(known) != 1)
		return belief_refuse(r, where, "", "needs one of: grade, alpha with beta, reliability");
	if (counts && (isnan(source->alpha) || isnan(source->beta)))
		return belief_refuse(r, where, isnan(source->alpha) ? "alpha" : "beta", "is missing beside the other");
	if (grade.length)
		return read_grade(r, grade, where, source);
	source->fixed = !isnan(known);
	source->reliability = source->fixed ? known : 0;
	return HW_OK;
}

static hw_status read_sources(belief_reader *r)
{
	const hw_json *list;
	belief_source *sources;

	HW_TRY(belief_take_list(r, r->root, "", "sources", &list));
	if (!list)
		return belief_refuse(r, "sources", "", "is missing");
	HW_TRY(belief_read_ids(r, list, "sources", &r->sources));
	sources = HW_NEW(r->arena, belief_source, r->sources.count + 1);
	r->source_kinds = HW_NEW(r->arena, hw_text, r->sources.count + 1);
	if (!sources || !r->source_kinds)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->sources.count; i++)
		HW_TRY(read_source(r, hw_json_at(list, i), i, &sources[i]));
	r->in->problem.sources = sources;
	r->in->problem.source_count = r->sources.count;
	return HW_OK;
}

/* ---- lists, classes ---- */
static hw_status read_lists(belief_reader *r)
{
	static const char *const keys[] = {"id", "at", "completeness", "default", "note", NULL};
	const hw_json *list;
	belief_list *lists;

	HW_TRY(belief_take_list(r, r->root, "", "lists", &list));
	HW_TRY(belief_read_ids(r, list, "lists", &r->lists));
	lists = HW_NEW(r->arena, belief_list, r->lists.count + 1);
	r->list_days = HW_NEW(r->arena, double, r->lists.count + 1);
	if (!lists || !r->list_days)
		return belief_read_no_memory(r);
	for (size_t i = 0; i < r->lists.count; i++) {
		const hw_json *object = hw_json_at(list, i), *map = hw_json_get(object, "completeness");
		belief_weight *weights = NULL;
		char where[96];
		(void)snprintf(where, sizeof where, "lists[%zu]", i);
		r->list_days[i] = NAN;
		HW_TRY(hw_json_only(object, where, keys, r->error));
		HW_TRY(hw_json_need_text(object, where, "id", &lists[i].id, r->error));
		HW_TRY(belief_take_day(r, object, where, "at", &r->list_days[i]));
		HW_TRY(hw_json_take_number(object, where, "default", 0, 1, &lists[i].otherwise, r->error));
		if (hw_json_kind_of(map) != HW_JSON_NULL)
			HW_TRY(belief_take_weights(r, map, where, "completeness", false, &weights, &lists[i].count));
		lists[i].completeness = weights;
	}
	r->in->problem.lists = lists;
	r->in->problem.list_count = r->lists.count;
	return HW_OK;
}

/* {captive, dead, free}, and `cases`: the prior counts as so many resolved cases and is learnt from the others. */
static hw_status read_class(belief_reader *r, const hw_json *map, const char *where, belief_class *class)
{
	static const char *const keys[] = {"captive", "dead", "free", "cases", NULL};

	HW_TRY(hw_json_only(map, where, keys, r->error));
	HW_TRY(hw_json_take_number(map, where, "cases", 0, 1e9, &class->cases, r->error));
	return belief_read_parts(r, map, where, &class->prior);
}

static hw_status read_classes(belief_reader *r)
{
	const hw_json *map = hw_json_get(r->root, "classes");
	size_t count = hw_json_count(map), n = 0, first, second;

	if (hw_json_kind_of(map) != HW_JSON_NULL && hw_json_kind_of(map) != HW_JSON_OBJECT)
		return belief_refuse(r, "classes", "", "is not an object of the form {\"class\": prior}");
	r->classes.sorted = HW_NEW(r->arena, belief_id, count + 1);
	r->class_list = HW_NEW(r->arena, belief_class, count + 1);
	if (!r->classes.sorted || !r->class_list)
		return belief_read_no_memory(r);
	for (void *member = hw_json_first(map); member; member = hw_json_next(map, member)) {
		hw_text name = hw_text_of(hw_json_member_key(member));
		char where[160];
		(void)snprintf(where, sizeof where, "classes.%.*s", (int)(name.length > 80 ? 80 : name.length),
			       name.bytes);
		r->classes.sorted[n] = (belief_id){name, n};
		r->class_list[n].id = name;
		HW_TRY(read_class(r, hw_json_member_value(member), where, &r->class_list[n++]));
	}
	r->classes.count = n;
	r->in->problem.classes = r->class_list;
	r->in->problem.class_count = n;
	(void)belief_ids_sort(&r->classes, &first, &second);
	return HW_OK;
}

/* ---- the whole ---- */
static hw_status read_format(belief_reader *r)
{
	static const char *const keys[] = {"format",     "regions",    "sites",     "rates",   "sources", "lists",
					   "classes",    "groups",     "transfers", "persons", "learn",   "query",
					   "background", "provenance", "note",      NULL};
	hw_text format = {0};

	if (hw_json_kind_of(r->root) != HW_JSON_OBJECT)
		return belief_refuse(r, "", "", "a belief problem is one JSON object");
	HW_TRY(hw_json_need_text(r->root, "", "format", &format, r->error));
	if (!hw_text_is(format, "homeward-belief/1"))
		return belief_refuse(r, "format", "", "\"%.*s\" is not homeward-belief/1, which this program reads",
				     (int)(format.length > 80 ? 80 : format.length), format.bytes);
	return hw_json_only(r->root, "", keys, r->error);
}

static hw_status read_learn(belief_reader *r)
{
	const hw_json *value = hw_json_get(r->root, "learn");
	hw_text word = hw_json_as_text(value);
	belief_learning *learning = &r->in->problem.learning;

	if (hw_json_kind_of(value) == HW_JSON_NULL)
		return HW_OK;
	if (hw_json_kind_of(value) == HW_JSON_BOOL)
		*learning = hw_json_as_bool(value) ? BELIEF_LEARN_SOURCE : BELIEF_LEARN_NOTHING;
	else if (hw_text_is(word, "source"))
		*learning = BELIEF_LEARN_SOURCE;
	else if (hw_text_is(word, "source-kind"))
		*learning = BELIEF_LEARN_SOURCE_KIND;
	else
		return belief_refuse(r, "learn", "", "is not false, true, \"source\" or \"source-kind\"");
	return HW_OK;
}

/* One of two words; the first when the key is absent. */
static hw_status read_word(belief_reader *r, const char *key, const char *first, const char *second, bool *is_second)
{
	const hw_json *value = hw_json_get(r->root, key);
	hw_text word = hw_json_as_text(value);

	*is_second = hw_text_is(word, second);
	if (hw_json_kind_of(value) == HW_JSON_NULL || *is_second || hw_text_is(word, first))
		return HW_OK;
	return belief_refuse(r, key, "", "is not \"%s\" or \"%s\"", first, second);
}

static hw_status read_ways(belief_reader *r)
{
	bool shares;

	HW_TRY(read_word(r, "background", "cells", "shares", &shares));
	r->in->problem.background = shares ? BELIEF_BACKGROUND_SHARES : BELIEF_BACKGROUND_CELLS;
	return read_word(r, "provenance", "given", "found", &r->find_copies);
}

hw_status belief_read(hw_arena *arena, const hw_json *root, const char *as_of, const char *lang, belief_input *result,
		      hw_error *error)
{
	hw_error own = {0};
	belief_input in = {.day = NAN, .problem.as_of = NAN, .lang = lang ? lang : "en"};
	belief_reader r = {.arena = arena, .root = root, .in = &in, .error = error ? error : &own};

	in.notes = HW_NEW(arena, hw_text, MOST_NOTES);
	if (!in.notes)
		return belief_read_no_memory(&r);
	HW_TRY(read_format(&r));
	HW_TRY(read_learn(&r));
	HW_TRY(read_ways(&r));
	HW_TRY(read_regions(&r));
	HW_TRY(read_sites(&r));
	HW_TRY(read_rates(&r));
	HW_TRY(read_sources(&r));
	HW_TRY(read_lists(&r));
	HW_TRY(read_classes(&r));
	HW_TRY(belief_read_people(&r));
	HW_TRY(belief_read_query(&r, as_of));
	in.dates = r.saw_date;
	*result = in;
	return HW_OK;
}
