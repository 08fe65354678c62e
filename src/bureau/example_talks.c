/* Dealings with a counterpart: packages with answers drawn from its stated willingness, and the daily
 * requests for names with their refusals. */
#include "bureau/example_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The cell of a literal table; NULL when there is none. */
static const hw_json *cell(const example *x, const char *table, size_t row, const char *column)
{
	const hw_json *json = hw_json_get(hw_json_get(x->root, "tables"), table);
	const hw_json *columns = hw_json_get(json, "columns");

	for (size_t i = 0; i < hw_json_count(columns); i++)
		if (hw_text_is(hw_json_as_text(hw_json_at(columns, i)), column))
			return hw_json_at(hw_json_at(hw_json_get(json, "rows"), row), i);
	return NULL;
}

static size_t rows_of(const example *x, const char *table)
{
	return hw_json_count(hw_json_get(hw_json_get(hw_json_get(x->root, "tables"), table), "rows"));
}

typedef struct willing { /* the stated willingness of one counterpart */
	hw_text party;
	example_choice given, returned; /* classes, and how far their shares spread */
	double *interest, *reluctance;  /* of these classes */
	double reservation, softness;
} willing;

static hw_status read_strengths(example *x, hw_text party, const char *side, const example_choice *classes,
				double **result, hw_error *error)
{
	double *strengths = HW_NEW(x->arena, double, classes->count + 1);

	if (!strengths)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the strengths of interest");
	for (size_t i = 0; i < classes->count; i++) {
		bool found = false;
		for (size_t r = 0; r < rows_of(x, "interests") && !found; r++) {
			found = hw_text_equal(hw_json_as_text(cell(x, "interests", r, "party")), party) &&
				hw_text_is(hw_json_as_text(cell(x, "interests", r, "side")), side) &&
				hw_text_equal(hw_json_as_text(cell(x, "interests", r, "category")), classes->values[i]);
			if (found)
				strengths[i] = hw_json_as_number(cell(x, "interests", r, "strength"));
		}
		if (!found)
			return hw_fail(error, HW_BAD_INPUT, "the table of interests has no strength for \"%.*s\"",
				       HW_TEXT_ARG(classes->values[i]));
	}
	*result = strengths;
	return HW_OK;
}

static hw_status read_willing(example *x, const hw_json *json, willing *w, hw_error *error)
{
	HW_TRY(hw_json_need_text(json, "packages", "party", &w->party, error));
	HW_TRY(example_choice_read(x->arena, json, "packages", "given", &w->given, error));
	HW_TRY(example_choice_read(x->arena, json, "packages", "returned", &w->returned, error));
	HW_TRY(read_strengths(x, w->party, "theirs", &w->given, &w->interest, error));
	HW_TRY(read_strengths(x, w->party, "ours", &w->returned, &w->reluctance, error));
	for (size_t r = 0; r < rows_of(x, "parties"); r++)
		if (hw_text_equal(hw_json_as_text(cell(x, "parties", r, "id")), w->party)) {
			w->reservation = hw_json_as_number(cell(x, "parties", r, "reservation"));
			w->softness = hw_json_as_number(cell(x, "parties", r, "softness"));
		}
	if (w->softness > 0 && w->given.count && w->returned.count)
		return HW_OK;
	return hw_fail(error, HW_BAD_INPUT, "packages need a party with a softness, and classes given and returned");
}

/* `people` shared over classes by shares drawn from a Dirichlet with these weights. */
static hw_status draw_counts(example *x, const example_choice *classes, double spread, size_t people, size_t **result,
			     hw_random *random, hw_error *error)
{
	size_t *counts = HW_NEW(x->scratch, size_t, classes->count + 1);
	double *shares = HW_NEW(x->scratch, double, classes->count + 1);

	if (!counts || !shares)
		return hw_fail(error, HW_NO_MEMORY, "no memory to draw a package");
	for (size_t i = 0; i < classes->count; i++)
		shares[i] = hw_random_gamma(random, classes->weights[i] * spread) + 1e-9;
	for (size_t k = 0; k < people; k++)
		counts[hw_random_choice(random, shares, classes->count)]++;
	*result = counts;
	return HW_OK;
}

static double value_of(const double *strengths, const size_t *counts, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += strengths[i] * (double)counts[i];
	return sum;
}

typedef struct package {
	int32_t day;
	hw_text given, returned, answer, reason, round;
} package;

static hw_text counts_text(example *x, const example_choice *classes, const size_t *counts)
{
	hw_buffer out = {0};

	for (size_t i = 0; i < classes->count; i++)
		if (counts[i])
			hw_buffer_addf(&out, "%s%.*s:%zu", out.length ? ";" : "", HW_TEXT_ARG(classes->values[i]),
				       counts[i]);
	hw_text text = {0};
	if (!out.failed)
		text = hw_text_copy(x->arena, hw_buffer_text(&out));
	hw_buffer_free(&out);
	return text;
}

/* "class:number;..." back into numbers. */
static hw_status counts_read(example *x, const example_choice *classes, hw_text text, size_t **result, hw_error *error)
{
	size_t *counts = HW_NEW(x->scratch, size_t, classes->count + 1);
	hw_text rest = text, piece, name;
	int64_t number = 0;

	if (!counts)
		return hw_fail(error, HW_NO_MEMORY, "no memory to read a package");
	while (hw_text_split(&rest, ';', &piece)) {
		size_t i = 0;
		hw_text_split(&piece, ':', &name);
		HW_TRY(hw_text_integer(piece, &number, error));
		while (i < classes->count && !hw_text_equal(classes->values[i], name))
			i++;
		if (i == classes->count)
			return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is no class of a package", HW_TEXT_ARG(name));
		counts[i] = (size_t)number;
	}
	*result = counts;
	return HW_OK;
}

static void draw_answer(const willing *w, const size_t *given, const size_t *returned, const example_choice *reasons,
			hw_random *random, package *p)
{
	double surplus = value_of(w->interest, given, w->given.count) -
			 value_of(w->reluctance, returned, w->returned.count) - w->reservation;
	bool yes = example_happens(random, hw_logistic(surplus / w->softness));

	p->answer = yes ? HW_TEXT("accepted") : HW_TEXT("refused");
	p->reason = yes ? HW_TEXT("") : example_choose(reasons, random);
}

/* Packages near the border of what is accepted teach most; so they are drawn there. */
static hw_status draw_package(example *x, const hw_json *json, const willing *w, const example_choice *reasons,
			      hw_random *random, package *p, hw_error *error)
{
	double low = 10, high = 100, margin = 2, spread = 0.5;
	int32_t first = x->as_of - 900, last = x->as_of - 10;
	size_t *given = NULL, *returned = NULL, *one = NULL;

	HW_TRY(example_range_read(json, "packages", "people", 1, 10000, &low, &high, error));
	HW_TRY(hw_json_take_number(json, "packages", "margin", 0, 100, &margin, error));
	HW_TRY(hw_json_take_number(json, "packages", "spread", 0.01, 100, &spread, error));
	HW_TRY(example_day_read(json, "packages", "first", &first, error));
	HW_TRY(example_day_read(json, "packages", "last", &last, error));
	size_t people = (size_t)example_between(random, (int32_t)low, (int32_t)high);
	HW_TRY(draw_counts(x, &w->given, spread, people, &given, random, error));
	HW_TRY(draw_counts(x, &w->returned, spread, 1000, &one, random, error));
	double mean = value_of(w->reluctance, one, w->returned.count) / 1000;
	double most = (value_of(w->interest, given, w->given.count) - w->reservation +
		       w->softness * margin * hw_random_normal(random)) /
		      mean;
	size_t wanted = most < 1 ? 1 : most > 400 ? 400 : (size_t)most;
	for (size_t i = 0; i < w->returned.count; i++) /* the same shares, exactly wanted people */
		w->returned.weights[i] = (double)one[i] + 1e-9;
	returned = HW_NEW(x->scratch, size_t, w->returned.count + 1);
	if (!returned)
		return hw_fail(error, HW_NO_MEMORY, "no memory to draw a package");
	example_share(&w->returned, wanted, returned);
	p->day = example_between(random, first, last);
	p->given = counts_text(x, &w->given, given);
	p->returned = counts_text(x, &w->returned, returned);
	if (!p->given.bytes || !p->returned.bytes)
		return hw_fail(error, HW_NO_MEMORY, "no memory to write a package");
	draw_answer(w, given, returned, reasons, random, p);
	return HW_OK;
}

/* A package that the description names; its answer is drawn like the others unless it stands there. */
static hw_status read_package(example *x, const hw_json *json, const willing *w, const example_choice *reasons,
			      hw_random *random, package *p, hw_error *error)
{
	size_t *given = NULL, *returned = NULL;
	hw_text answer = {0};

	HW_TRY(example_day_read(json, "packages.fixed", "happened", &p->day, error));
	HW_TRY(hw_json_need_text(json, "packages.fixed", "given", &p->given, error));
	HW_TRY(hw_json_need_text(json, "packages.fixed", "returned", &p->returned, error));
	HW_TRY(hw_json_take_text(json, "packages.fixed", "round", &p->round, error));
	HW_TRY(hw_json_take_text(json, "packages.fixed", "answer", &answer, error));
	HW_TRY(counts_read(x, &w->given, p->given, &given, error));
	HW_TRY(counts_read(x, &w->returned, p->returned, &returned, error));
	draw_answer(w, given, returned, reasons, random, p);
	if (answer.length) {
		p->answer = answer;
		p->reason = (hw_text){0};
	}
	return HW_OK;
}

static int by_day(const void *a, const void *b)
{
	const package *p = a, *q = b;

	if (p->day != q->day)
		return p->day < q->day ? -1 : 1;
	return hw_text_compare(p->given, q->given);
}

static hw_status write_packages(example *x, const hw_json *json, hw_error *error)
{
	const hw_json *fixed = hw_json_get(json, "fixed");
	double number = 0;
	willing w = {0};
	example_choice reasons = {0};
	example_file *file = NULL;

	HW_TRY(hw_json_need_number(json, "packages", "count", 0, 10000, &number, error));
	HW_TRY(read_willing(x, json, &w, error));
	HW_TRY(example_choice_read(x->arena, json, "packages", "reasons", &reasons, error));
	size_t named = hw_json_count(fixed), count = (size_t)number < named ? named : (size_t)number;
	package *all = HW_NEW(x->arena, package, count + 1);
	double *shares = HW_NEW(x->arena, double, w.returned.count + 1);
	if (!all || !shares)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the packages");
	memcpy(shares, w.returned.weights, w.returned.count * sizeof *shares);
	for (size_t i = 0; i < count; i++) {
		hw_random random = example_stream(x, EXAMPLE_PACKAGES, i);
		memcpy(w.returned.weights, shares, w.returned.count * sizeof *shares);
		if (i < named)
			HW_TRY(read_package(x, hw_json_at(fixed, i), &w, &reasons, &random, &all[i], error));
		else
			HW_TRY(draw_package(x, json, &w, &reasons, &random, &all[i], error));
		hw_arena_reset(x->scratch);
	}
	qsort(all, count, sizeof *all, by_day);
	HW_TRY(example_open(x, "packages", "id,party,happened,given,returned,answer,reason,round", &file, error));
	for (size_t i = 0; i < count; i++) {
		char id[24];
		snprintf(id, sizeof id, "K%03zu", i + 1);
		example_cells(x, file, id);
		example_cell(x, file, w.party);
		example_cell_day(x, file, all[i].day);
		example_cell(x, file, all[i].given);
		example_cell(x, file, all[i].returned);
		example_cell(x, file, all[i].answer);
		example_cell(x, file, all[i].reason);
		example_cell(x, file, all[i].round);
	}
	return HW_OK;
}

/* ---- requests ----------------------------------------------------------------------------------------- */

typedef struct request {
	int32_t day;
	const example_person *person;
} request;

static int by_request(const void *a, const void *b)
{
	const request *p = a, *q = b;

	if (p->day != q->day)
		return p->day < q->day ? -1 : 1;
	return strcmp(p->person->id, q->person->id);
}

/* Some names are asked for again and again: the first two fifths of a group are drawn from. */
static hw_status draw_requests(example *x, const hw_json *json, request *all, size_t count, hw_error *error)
{
	example_choice people = {0};
	int32_t first = x->as_of - 900, last = x->as_of - 20;

	HW_TRY(example_choice_read(x->arena, json, "requests", "people", &people, error));
	HW_TRY(example_day_read(json, "requests", "first", &first, error));
	HW_TRY(example_day_read(json, "requests", "last", &last, error));
	hw_random random = example_stream(x, EXAMPLE_REQUESTS, 0);
	for (size_t i = 0; i < count; i++) {
		size_t group = 0;
		HW_TRY(example_group_find(x, example_choose(&people, &random), &group, error));
		const example_group *g = &x->groups[group];
		if (!g->count)
			return hw_fail(error, HW_BAD_INPUT, "requests ask for people of an empty group");
		const example_person *p =
			&x->persons[g->first + (size_t)hw_random_below(&random, g->count * 2 / 5 + 1)];
		all[i] = (request){example_between(&random, p->since + 10 > first ? p->since + 10 : first, last), p};
	}
	qsort(all, count, sizeof *all, by_request);
	return HW_OK;
}

static hw_status write_requests(example *x, const hw_json *json, hw_error *error)
{
	hw_text party = {0};
	double number = 0;
	example_choice answers = {0};
	example_file *file = NULL;

	HW_TRY(hw_json_need_text(json, "requests", "party", &party, error));
	HW_TRY(hw_json_need_number(json, "requests", "count", 0, 1e6, &number, error));
	HW_TRY(example_choice_read(x->arena, json, "requests", "answers", &answers, error));
	request *all = HW_NEW(x->arena, request, (size_t)number + 1);
	if (!all)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the requests");
	HW_TRY(draw_requests(x, json, all, (size_t)number, error));
	HW_TRY(example_open(x, "requests", "id,party,happened,person,answer", &file, error));
	hw_random random = example_stream(x, EXAMPLE_REQUESTS, 1);
	for (size_t i = 0; i < (size_t)number; i++) {
		char id[24];
		snprintf(id, sizeof id, "Q%04zu", i + 1);
		example_cells(x, file, id);
		example_cell(x, file, party);
		example_cell_day(x, file, all[i].day);
		example_cells(x, file, all[i].person->id);
		example_cell(x, file, example_choose(&answers, &random));
	}
	return HW_OK;
}

hw_status example_talks_write(example *x, hw_error *error)
{
	const hw_json *packages = hw_json_get(x->root, "packages"), *requests = hw_json_get(x->root, "requests");

	if (packages)
		HW_TRY(write_packages(x, packages, error));
	return requests ? write_requests(x, requests, error) : HW_OK;
}
