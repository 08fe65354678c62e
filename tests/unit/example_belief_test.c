/* What belief says of the founding example, straight from its files: the engine alone, without a bureau. */
#include <math.h>
#include <stdlib.h>

#include "example_table.h"

#include "belief/belief.h"

typedef struct founding { /* the belief problem of the example */
	hw_arena *arena;
	table regions, places, sources, circumstances, groups, persons, reports, judgements, settings;
	belief_problem problem;
	belief_report *of_person; /* reports of persons, those of one together */
	size_t *row;              /* of each person in the file */
	belief *engine;
	double day;
} founding;

static size_t find(const table *t, const char *column, hw_text value)
{
	for (size_t r = 0; r < t->rows; r++)
		if (hw_text_equal(cell(t, r, column), value))
			return r;
	return BELIEF_NONE;
}

static double number(const table *t, size_t row, const char *column, double otherwise)
{
	hw_error error;
	double result = otherwise;
	hw_text text = cell(t, row, column);

	if (text.length)
		assert_int_equal(hw_text_number(text, &result, &error), HW_OK);
	return result;
}

/* The middle of a date with precision; NAN for none. */
static double day_of(hw_text text)
{
	hw_date date;
	hw_error error;

	if (!text.length)
		return (double)NAN;
	assert_int_equal(hw_date_parse(text, &date, &error), HW_OK);
	return floor(((double)date.first + (double)date.last) / 2);
}

static double setting(const founding *f, const char *key)
{
	size_t row = find(&f->settings, "key", hw_text_of(key));

	assert_int_not_equal(row, BELIEF_NONE);
	return number(&f->settings, row, "value", 0);
}

static void load_places(founding *f)
{
	size_t regions = f->regions.rows, sites = 0;
	double *weights = HW_NEW(f->arena, double, regions);
	belief_site *all = HW_NEW(f->arena, belief_site, f->places.rows + regions);

	for (size_t r = 0; r < regions; r++)
		weights[r] = number(&f->regions, r, "weight", 0);
	for (size_t p = 0; p < f->places.rows; p++) {
		size_t region = find(&f->regions, "id", cell(&f->places, p, "region"));
		if (weights[region] > 0)
			all[sites++] = (belief_site){.id = cell(&f->places, p, "id"),
						     .region = region,
						     .share = number(&f->places, p, "share", 0),
						     .lat = number(&f->places, p, "lat", (double)NAN),
						     .lon = number(&f->places, p, "lon", (double)NAN),
						     .sigma_km = number(&f->places, p, "sigma_km", 0)};
	}
	for (size_t r = 0; r < regions; r++)
		all[sites++] = (belief_site){.id = HW_TEXT("unlisted"),
					     .region = r,
					     .share = weights[r] > 0 ? number(&f->regions, r, "unlisted_share", 0) : 1,
					     .lat = (double)NAN,
					     .lon = (double)NAN,
					     .unlisted = true,
					     .area_km2 = number(&f->regions, r, "unlisted_area_km2", 1e6)};
	f->problem.region_weights = weights;
	f->problem.region_count = regions;
	f->problem.sites = all;
	f->problem.site_count = sites;
	f->problem.rates = (belief_rates){setting(f, "belief.within"), setting(f, "belief.anywhere"),
					  setting(f, "belief.death"), setting(f, "belief.release")};
}

static void load_sources(founding *f)
{
	belief_source *all = HW_NEW(f->arena, belief_source, f->sources.rows);

	for (size_t s = 0; s < f->sources.rows; s++) {
		all[s] = (belief_source){.id = cell(&f->sources, s, "id"),
					 .median_delay = number(&f->sources, s, "median_delay", 0)};
		assert_true(belief_grade(cell(&f->sources, s, "grade").bytes[0], &all[s].alpha, &all[s].beta));
		all[s].alpha = number(&f->sources, s, "alpha", all[s].alpha);
		all[s].beta = number(&f->sources, s, "beta", all[s].beta);
	}
	f->problem.sources = all;
	f->problem.source_count = f->sources.rows;
}

static belief_prior prior_of(const founding *f, hw_text circumstance)
{
	size_t row = find(&f->circumstances, "id", circumstance);

	assert_int_not_equal(row, BELIEF_NONE);
	return (belief_prior){number(&f->circumstances, row, "captive", 0), number(&f->circumstances, row, "dead", 0),
			      number(&f->circumstances, row, "free", 0)};
}

static void load_groups(founding *f)
{
	belief_group *all = HW_NEW(f->arena, belief_group, f->groups.rows);

	for (size_t g = 0; g < f->groups.rows; g++)
		all[g] = (belief_group){.id = cell(&f->groups, g, "id"),
					.since = day_of(cell(&f->groups, g, "happened")),
					.prior = prior_of(f, cell(&f->groups, g, "circumstances")),
					.together = number(&f->groups, g, "together", 0.9)};
	f->problem.groups = all;
	f->problem.group_count = f->groups.rows;
}

static belief_claim claim_of(const founding *f, size_t report)
{
	hw_text place = cell(&f->reports, report, "place"), region = cell(&f->reports, report, "region");
	belief_claim claim = {.kind = BELIEF_CLAIM_STATUS};

	if (place.length) {
		claim.kind = BELIEF_CLAIM_SITE;
		while (!hw_text_equal(f->problem.sites[claim.place].id, place))
			claim.place++;
	} else if (region.length) {
		claim.kind = BELIEF_CLAIM_REGION;
		claim.place = find(&f->regions, "id", region);
	} else {
		claim.place = is(&f->reports, report, "status", "dead")   ? BELIEF_DEAD
			      : is(&f->reports, report, "status", "free") ? BELIEF_FREE
									  : BELIEF_CAPTIVE;
	}
	return claim;
}

typedef struct joined { /* an accepted judgement: person's row, report's row */
	size_t person, report;
} joined;

static int by_person(const void *a, const void *b)
{
	const joined *x = a, *y = b;

	if (x->person != y->person)
		return x->person < y->person ? -1 : 1;
	return x->report < y->report ? -1 : x->report > y->report;
}

static size_t id_number(hw_text id)
{
	int64_t n = 0;
	hw_error error;

	assert_int_equal(hw_text_integer((hw_text){id.bytes + 1, id.length - 1}, &n, &error), HW_OK);
	return (size_t)n - 1; /* ids count from 1 in the order of the file */
}

static size_t load_joined(founding *f, joined *all)
{
	size_t count = 0;

	for (size_t j = 0; j < f->judgements.rows; j++)
		if (is(&f->judgements, j, "verdict", "same"))
			all[count++] = (joined){id_number(cell(&f->judgements, j, "b")),
						id_number(cell(&f->judgements, j, "a"))};
	qsort(all, count, sizeof *all, by_person);
	return count;
}

static void load_reports(founding *f, const joined *all, size_t from, size_t to, belief_report *out)
{
	for (size_t k = from; k < to; k++) {
		size_t r = all[k].report;
		hw_text copies = cell(&f->reports, r, "copies");
		belief_report *report = &out[k - from];
		*report = (belief_report){.id = cell(&f->reports, r, "id"),
					  .source = find(&f->sources, "id", cell(&f->reports, r, "source")),
					  .at = day_of(cell(&f->reports, r, "happened")),
					  .received = day_of(cell(&f->reports, r, "received")),
					  .claim = claim_of(f, r),
					  .background = (double)NAN,
					  .credibility = (int)number(&f->reports, r, "credibility", 0),
					  .copies = BELIEF_NONE};
		for (size_t p = from; p < k && copies.length; p++)
			if (hw_text_equal(out[p - from].id, copies)) {
				report->copies = p - from;
				report->copy = number(&f->reports, r, "copy", 0.7);
			}
	}
}

static void load_persons(founding *f)
{
	joined *all = HW_NEW(f->arena, joined, f->judgements.rows);
	size_t joined_count = load_joined(f, all), k = 0, count = 0;
	belief_person *persons = HW_NEW(f->arena, belief_person, f->persons.rows);

	f->of_person = HW_NEW(f->arena, belief_report, joined_count);
	f->row = HW_NEW(f->arena, size_t, f->persons.rows);
	for (size_t p = 0; p < f->persons.rows; p++) {
		size_t from = k;
		while (k < joined_count && all[k].person == p)
			k++;
		if (is(&f->persons, p, "register", "returned"))
			continue;
		load_reports(f, all, from, k, f->of_person + from);
		f->row[count] = p;
		persons[count] = (belief_person){.id = cell(&f->persons, p, "id"),
						 .since = day_of(cell(&f->persons, p, "missing_since")),
						 .prior = prior_of(f, cell(&f->persons, p, "circumstances")),
						 .group = find(&f->groups, "id", cell(&f->persons, p, "capture_group")),
						 .reports = f->of_person + from,
						 .report_count = k - from};
		for (size_t i = from; i < k; i++) /* a month's middle may lie before the day he was lost */
			f->of_person[i].at = fmax(f->of_person[i].at, persons[count].since);
		count++;
	}
	f->problem.persons = persons;
	f->problem.person_count = count;
}

static int load(void **state)
{
	static founding f;
	hw_error error;

	f.arena = hw_arena_new((size_t)256 << 20);
	f.regions = read_table(FOUNDING, "regions");
	f.places = read_table(FOUNDING, "places");
	f.sources = read_table(FOUNDING, "sources");
	f.circumstances = read_table(FOUNDING, "circumstances");
	f.groups = read_table(FOUNDING, "groups");
	f.persons = read_table(FOUNDING, "persons_ours");
	f.reports = read_table(FOUNDING, "reports");
	f.judgements = read_table(FOUNDING, "judgements");
	f.settings = read_table(FOUNDING, "settings");
	f.day = day_of(cell(&f.settings, find(&f.settings, "key", HW_TEXT("as_of")), "value"));
	load_places(&f);
	load_sources(&f);
	load_groups(&f);
	load_persons(&f);
	f.problem.as_of = f.day;
	if (belief_new(&f.problem, &f.engine, &error) != HW_OK) {
		char line[512];
		fail_msg("%s", hw_error_line(&error, line, sizeof line));
	}
	*state = &f;
	return 0;
}

static int unload(void **state)
{
	founding *f = *state;
	table *tables[] = {&f->regions, &f->places,  &f->sources,    &f->circumstances, &f->groups,
			   &f->persons, &f->reports, &f->judgements, &f->settings};

	belief_free(f->engine);
	for (size_t i = 0; i < HW_COUNT(tables); i++)
		free_table(tables[i]);
	hw_arena_free(f->arena);
	return 0;
}

static double *region_row(const founding *f, const char *region)
{
	double *row = HW_NEW(f->arena, double, belief_states(f->engine));
	size_t wanted = find(&f->regions, "id", hw_text_of(region));

	for (size_t s = 0; s < f->problem.site_count; s++)
		row[s] = f->problem.sites[s].region == wanted;
	return row;
}

/* "More than 150": our own interval, whichever basis, begins above it. */
static void test_more_than_150(void **state)
{
	founding *f = *state;
	belief_run run = {.seed = 1};
	belief_total *totals = NULL;
	size_t count = 0;
	hw_error error;

	assert_int_equal(belief_totals(f->engine, f->day, region_row(f, "Chechnya"), 1, 0, &run, f->arena, &totals,
				       &count, &error),
			 HW_OK);
	assert_int_equal(count, BELIEF_BASES);
	for (size_t i = 0; i < count; i++) {
		print_message("%s: mean %.1f sd %.1f [%zu, %zu]\n", belief_basis_words[totals[i].basis], totals[i].mean,
			      totals[i].sd, totals[i].lower95, totals[i].upper95);
		assert_true(totals[i].lower95 > 150);
		assert_true(totals[i].upper95 < 230);
	}
}

/* "36 of them listed as missing, although very likely there"; nobody there confirmed through the Agency. */
static void test_36_only_missing(void **state)
{
	founding *f = *state;
	belief_run run = {.seed = 1};
	double *p = HW_NEW(f->arena, double, f->problem.person_count), least = 1;
	size_t missing = 0, confirmed = 0;
	hw_error error;

	assert_int_equal(belief_expect(f->engine, f->day, region_row(f, "Chechnya"), 1, &run, p, &error), HW_OK);
	for (size_t i = 0; i < f->problem.person_count; i++) {
		if (p[i] >= 0.9 && is(&f->persons, f->row[i], "register", "missing")) {
			missing++;
			least = fmin(least, p[i]);
			assert_true(lists(cell(&f->persons, f->row[i], "categories"), "c8"));
		}
		confirmed += p[i] >= 0.5 && cell(&f->persons, f->row[i], "confirmed").length;
	}
	print_message("%zu only missing, the least probable at %.3f\n", missing, least);
	assert_int_equal(missing, 36);
	assert_int_equal(confirmed, 0);
}

/* Evidence of presence at both depots, the refinery and the oil field; elsewhere no evidence either way. */
static void test_presence(void **state)
{
	static const struct {
		const char *object;
		bool evidence;
	} rows[] = {{"O1", true}, {"O2", true},  {"O3", true},  {"O4", false},
		    {"O5", true}, {"O6", false}, {"O7", false}, {"O8", false}};
	founding *f = *state;
	table objects = read_table(FOUNDING, "objects");
	double *weights = HW_NEW(f->arena, double, belief_states(f->engine));
	double *p = HW_NEW(f->arena, double, f->problem.person_count);
	belief_run run = {.seed = 1};
	hw_error error;

	for (size_t i = 0; i < HW_COUNT(rows); i++) {
		size_t o = find(&objects, "id", hw_text_of(rows[i].object));
		belief_circle circle = {.lat = number(&objects, o, "lat", 0),
					.lon = number(&objects, o, "lon", 0),
					.km = fmax(2, number(&objects, o, "radius_km", 5))};
		assert_int_equal(belief_circle_weights(&f->problem, &circle, weights, &error), HW_OK);
		/* places that no list names count in the object's own region only, as in the bureau */
		for (size_t s = 0; s < f->problem.site_count; s++)
			if (f->problem.sites[s].unlisted &&
			    f->problem.sites[s].region != find(&f->regions, "id", cell(&objects, o, "region")))
				weights[s] = 0;
		assert_int_equal(belief_expect(f->engine, f->day, weights, 1, &run, p, &error), HW_OK);
		belief_presence presence = belief_presence_of(p, f->problem.person_count, 0);
		print_message("%s: low %.3f independent %.3f high %.3f\n", rows[i].object, presence.low,
			      presence.independent, presence.high);
		assert_int_equal(presence.high >= 0.05, rows[i].evidence);
	}
	free_table(&objects);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_more_than_150),
		cmocka_unit_test(test_36_only_missing),
		cmocka_unit_test(test_presence),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
