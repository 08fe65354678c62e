/* located.c - builds the belief problem from the bureau's data, and keeps it.  Read located_int.h first. */
#include "bureau/located_load_int.h"

#include <math.h>
#include <string.h>

/* What a bureau has not said itself; a setting may change each. */
static const struct {
	const char *setting;
	double value;
} defaults[LOADED_SETTINGS] = {
	{"belief.within", 1.0 / 120}, {"belief.anywhere", 1.0 / 400}, {"belief.death", 2e-4},
	{"belief.release", 1e-4},     {"belief.unlisted_share", 0.3}, {"belief.unlisted_area_km2", 10000},
	{"belief.sigma_km", 2},       {"belief.prior_captive", 0.55}, {"belief.prior_dead", 0.40},
	{"belief.prior_free", 0.05},  {"belief.copy", 0.7},           {"belief.together", 0.9},
	{"belief.class_cases", 0},
};
hw_status located_no_memory(loading *g)
{
	return hw_fail(g->error, HW_NO_MEMORY, "no memory for the belief problem");
}

hw_status located_count(loading *g, const char *statement, const store_value *values, size_t value_count, size_t *count)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found = true;
	size_t n = 0;

	HW_TRY(store_query(g->store, statement, values, value_count, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		n++;
	}
	*count = n;
	return HW_OK;
}

double located_number_or(const store_rows *rows, size_t column, double otherwise)
{
	return store_is_null(rows, column) ? otherwise : store_get_number(rows, column);
}

double located_day_of(const store_rows *rows, size_t column)
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

static hw_status load_all(loading *g, bureau *b)
{
	char as_of[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(b), as_of))};
	int64_t all = 0;

	HW_TRY(load_settings(g, b));
	HW_TRY(located_load_places(g));
	HW_TRY(located_load_people(g));
	HW_TRY(located_load_reports(g));
	HW_TRY(store_query_integer(g->store, "locate_unreviewed", values, 1, &all, g->error));
	g->l->unreviewed = all;
	return HW_OK;
}

static hw_status fill_problem(loading *g)
{
	located *l = g->l;
	double *weights = HW_NEW(g->arena, double, l->region_count);

	if (!weights)
		return located_no_memory(g);
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
		.classes = g->classes,
		.class_count = g->class_count,
		.groups = l->groups,
		.group_count = l->group_count,
		.persons = l->persons,
		.person_count = l->person_count,
		.learning = BELIEF_LEARN_SOURCE,
		.as_of = l->day,
	};
	return HW_OK;
}

/* What a model that rests has learned: of the same data (a change drops it), the same day and the same part of what is told. */
struct located_learned {
	belief_kept kept;
	double day;
};

static bool learned_before(const bureau *b, const located *l)
{
	const struct located_learned *before = b->located_learned[b->openly];

	return before && before->day >= l->day && before->day <= l->day && belief_learn_kept(l->engine, &before->kept);
}

static hw_status make(bureau *b, hw_arena *arena, const bureau_run *run, located *result, hw_error *error)
{
	located *l = result;
	loading g = {
		.store = bureau_store(b), .arena = arena, .l = l, .openly = store_integer(b->openly), .error = error};
	belief_run options = {.threads = run->threads, .seed = run->seed, .progress = run->progress};

	*l = (located){.arena = arena, .day = bureau_as_of(b)};
	HW_TRY(load_all(&g, b));
	HW_TRY(fill_problem(&g));
	HW_TRY(belief_new(&l->problem, &l->engine, error));
	if (learned_before(b, l))
		return HW_OK;
	return belief_learn(l->engine, &options, error);
}

hw_status bureau_located(bureau *b, const bureau_run *run, const located **result, hw_error *error)
{
	hw_arena *arena;
	located *l;
	hw_status status;

	if (b->located[b->openly]) {
		*result = b->located[b->openly];
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
	b->located[b->openly] = l;
	*result = l;
	return HW_OK;
}

void bureau_speak_openly(bureau *b, bool openly)
{
	b->openly = openly;
}

static void drop_model(bureau *b, size_t i)
{
	belief_free(b->located[i]->engine);
	hw_arena_free(b->located[i]->arena);
	b->located[i] = NULL;
}

static void drop_learned(bureau *b, size_t i)
{
	if (b->located_learned[i])
		belief_kept_free(&b->located_learned[i]->kept);
	hw_release(b->located_learned[i]);
	b->located_learned[i] = NULL;
}

void bureau_located_drop(bureau *b)
{
	for (size_t i = 0; i < HW_COUNT(b->located); i++) {
		drop_learned(b, i);
		if (b->located[i])
			drop_model(b, i);
	}
}

bool bureau_located_rest(bureau *b)
{
	bool any = false;

	for (size_t i = 0; i < HW_COUNT(b->located); i++) {
		struct located_learned *learned;

		if (!b->located[i])
			continue;
		drop_learned(b, i);
		learned = hw_grow(NULL, 1, sizeof(*learned));
		if (learned) { /* else it is learned again */
			*learned = (struct located_learned){.day = b->located[i]->day};
			if (belief_keep(b->located[i]->engine, &learned->kept, NULL) != HW_OK) {
				hw_release(learned);
				learned = NULL;
			}
		}
		b->located_learned[i] = learned;
		drop_model(b, i);
		any = true;
	}
	return any;
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
