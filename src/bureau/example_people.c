/* The people of an example and what truly became of each. */
#include "bureau/example_int.h"

#include <math.h>
#include <string.h>

/* The group's own value, or that of its side. */
static const hw_json *with(const example *x, const hw_json *group, hw_text side, const char *key)
{
	if (hw_json_get(group, key))
		return group;
	return hw_json_get(hw_json_get(x->root, "defaults"), hw_text_is(side, "ours") ? "ours" : "theirs");
}

static hw_status read_path(example *x, example_group *g, const char *where, hw_error *error)
{
	example_choice choice = {0};

	HW_TRY(example_choice_read(x->arena, with(x, g->json, g->side, "places"), where, "places", &choice, error));
	g->path.places = HW_NEW(x->arena, uint32_t, choice.count + 1);
	if (!g->path.places)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the places of a group");
	for (size_t i = 0; i < choice.count; i++) {
		hw_text id = choice.values[i];
		bool unlisted = hw_text_starts(id, "~"); /* "~North": a place of that region that no list names */
		if (unlisted)
			id = (hw_text){id.bytes + 1, id.length - 1};
		size_t p = unlisted ? x->listed_count : 0, end = unlisted ? x->place_count : x->listed_count;
		while (p < end && !hw_text_equal(unlisted ? x->places[p].region : x->places[p].id, id))
			p++;
		if (p == end) {
			hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is none of the places", HW_TEXT_ARG(id));
			return hw_error_where(error, "%s.places", where);
		}
		g->path.places[i] = (uint32_t)p;
	}
	g->path.weights = choice.weights;
	g->path.count = choice.count;
	return HW_OK;
}

static hw_status read_profile(const example *x, const hw_json *from, const char *where, size_t *result, hw_error *error)
{
	hw_text key = {0};

	*result = SIZE_MAX;
	HW_TRY(hw_json_take_text(from, where, "profile", &key, error));
	if (!key.length)
		return HW_OK;
	for (size_t i = 0; i < x->profile_count; i++)
		if (hw_text_equal(x->profiles[i].key, key)) {
			*result = i;
			return HW_OK;
		}
	hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is none of the profiles", HW_TEXT_ARG(key));
	return hw_error_where(error, "%s.profile", where);
}

static hw_status read_numbers(example *x, example_group *g, const char *where, hw_error *error)
{
	struct {
		const char *key;
		double most, *value;
	} numbers[] = {{"women", 1, &g->women},
		       {"disowned", 1, &g->disowned},
		       {"moves", 100, &g->moves},
		       {"families", 1, &g->family_pairs}};

	for (size_t i = 0; i < HW_COUNT(numbers); i++)
		HW_TRY(hw_json_take_number(with(x, g->json, g->side, numbers[i].key), where, numbers[i].key, 0,
					   numbers[i].most, numbers[i].value, error));
	g->born_low = 1970;
	g->born_high = 2004;
	HW_TRY(example_range_read(with(x, g->json, g->side, "born"), where, "born", 1900, 2100, &g->born_low,
				  &g->born_high, error));
	return example_day_read(g->json, where, "returned", &g->returned, error);
}

static hw_status read_choices(example *x, example_group *g, const char *where, hw_error *error)
{
	struct {
		const char *key;
		example_choice *value;
	} choices[] = {
		{"categories", &g->categories}, {"units", &g->units},        {"ranks", &g->ranks},
		{"holder", &g->holder},         {"register", &g->registers}, {"circumstances", &g->circumstances},
		{"wounded", &g->wounded},       {"wills", &g->wills},        {"fate", &g->fate},
		{"together", &g->together},     {"captured", &g->captured}};

	for (size_t i = 0; i < HW_COUNT(choices); i++)
		HW_TRY(example_choice_read(x->arena, with(x, g->json, g->side, choices[i].key), where, choices[i].key,
					   choices[i].value, error));
	if (g->captured.count)
		return HW_OK;
	hw_fail(error, HW_BAD_INPUT, "needs the days between which its people were lost or captured");
	return hw_error_where(error, "%s.captured", where);
}

static hw_status read_group(example *x, const hw_json *json, size_t index, example_group *g, hw_error *error)
{
	char where[64];
	hw_text pool = {0};
	double count = 0;

	snprintf(where, sizeof where, "people[%zu]", index);
	g->json = json;
	HW_TRY(hw_json_need_text(json, where, "id", &g->id, error));
	HW_TRY(hw_json_need_text(json, where, "side", &g->side, error));
	HW_TRY(hw_json_need_number(json, where, "count", 0, 1e8, &count, error));
	g->count = (size_t)count;
	HW_TRY(hw_json_need_text(with(x, json, g->side, "pool"), where, "pool", &pool, error));
	HW_TRY(example_pool_find(&x->names, pool, &g->pool, error));
	HW_TRY(example_hand_read(x->arena, &x->names, hw_json_get(with(x, json, g->side, "registry"), "registry"),
				 where, &g->hand, error));
	HW_TRY(read_choices(x, g, where, error));
	HW_TRY(read_numbers(x, g, where, error));
	HW_TRY(read_path(x, g, where, error));
	return read_profile(x, with(x, json, g->side, "profile"), where, &g->profile, error);
}

/* Groups as described, scaled so that they hold `wanted` people together (0: as they are). */
static hw_status read_groups(example *x, size_t wanted, hw_error *error)
{
	const hw_json *people = hw_json_get(x->root, "people");
	size_t count = hw_json_count(people), first = 0;
	size_t *counts = HW_NEW(x->arena, size_t, count + 1);
	double *weights = HW_NEW(x->arena, double, count + 1);

	x->groups = HW_NEW(x->arena, example_group, count + 1);
	if (!x->groups || !counts || !weights)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the groups of the example");
	if (!count)
		return hw_fail(error, HW_BAD_INPUT, "the description has no people");
	for (size_t i = 0; i < count; i++) {
		HW_TRY(read_group(x, hw_json_at(people, i), i, &x->groups[i], error));
		weights[i] = (double)x->groups[i].count;
	}
	if (wanted)
		example_share(&(example_choice){NULL, weights, count}, wanted, counts);
	for (size_t i = 0; i < count; i++) {
		if (wanted)
			x->groups[i].count = counts[i];
		x->groups[i].first = first;
		first += x->groups[i].count;
	}
	x->group_count = count;
	x->person_count = first;
	return HW_OK;
}

/* ---- truth ------------------------------------------------------------------------------------------ */

static void draw_fate(const example *x, const example_group *g, example_person *p, hw_random *random)
{
	hw_text fate = example_choose(&g->fate, random);

	p->ended = INT32_MAX;
	if (g->returned) {
		p->ended = g->returned;
		p->end = EXAMPLE_FREE;
	} else if (hw_text_is(fate, "dead")) { /* three of four fell on the day itself */
		p->end = EXAMPLE_DEAD;
		p->ended = example_happens(random, 0.75) ? p->since : example_between(random, p->since, x->as_of);
	} else if (hw_text_is(fate, "free")) {
		p->end = EXAMPLE_FREE;
		p->ended = p->since;
	}
}

static uint32_t draw_place(const example_group *g, hw_random *random)
{
	return g->path.places[g->path.count == 1 ? 0 : hw_random_choice(random, g->path.weights, g->path.count)];
}

/* Places one after the other; moves come at random, `moves` a year on average. */
static void draw_path(const example *x, const example_group *g, example_person *p, hw_random *random)
{
	int32_t day = p->since;
	int32_t last = p->ended < x->as_of ? p->ended : x->as_of;

	while (g->path.count && p->stay_count < EXAMPLE_STAYS && day <= last) {
		uint32_t place = draw_place(g, random);
		if (!p->stay_count || p->stays[p->stay_count - 1].place != place)
			p->stays[p->stay_count++] = (example_stay){day, place};
		if (!(g->moves > 0))
			break;
		day += 1 + (int32_t)(-log(1 - hw_random_unit(random)) * 365.25 / g->moves);
	}
}

example_end example_state(const example_person *person, int32_t day, uint32_t *place)
{
	if (day >= person->ended)
		return (example_end)person->end;
	*place = UINT32_MAX;
	for (size_t i = 0; i < person->stay_count && person->stays[i].since <= day; i++)
		*place = person->stays[i].place;
	return EXAMPLE_HELD;
}

static hw_status draw_since(const example *x, const example_group *g, hw_random *random, int32_t *result,
			    hw_error *error)
{
	hw_text span = example_choose(&g->captured, random);
	hw_date date = {0};

	if (hw_date_parse(span, &date, error) != HW_OK || !date.known || date.last > x->as_of) {
		hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is not a span of days before the example's last",
			HW_TEXT_ARG(span));
		return hw_error_where(error, "%.*s.captured", HW_TEXT_ARG(g->id));
	}
	*result = example_between(random, date.first, date.last);
	return HW_OK;
}

static hw_status draw_person(example *x, size_t group, size_t index, hw_text categories, hw_error *error)
{
	const example_group *g = &x->groups[group];
	example_person *p = &x->persons[index];
	hw_random random = example_stream(x, EXAMPLE_PERSON, index), truth = example_stream(x, EXAMPLE_TRUTH, index);
	int32_t first = hw_days_of((int)g->born_low, 1, 1), last = hw_days_of((int)g->born_high, 12, 31);

	p->group = (uint32_t)group;
	p->categories = categories;
	p->name = example_name_draw(&x->names, g->pool,
				    example_happens(&random, g->women) ? EXAMPLE_WOMAN : EXAMPLE_MAN, &random);
	/* the mean of two draws: ages gather in the middle */
	p->born = (example_between(&random, first, last) + example_between(&random, first, last)) / 2;
	p->unit = example_choose(&g->units, &random);
	p->rank = example_choose(&g->ranks, &random);
	p->holder = example_choose(&g->holder, &random);
	p->register_ = example_choose(&g->registers, &random);
	p->circumstances = example_choose(&g->circumstances, &random);
	p->wounded = example_choose(&g->wounded, &random);
	p->wills = example_choose(&g->wills, &random);
	p->capture_group = example_choose(&g->together, &random);
	p->disowned = example_happens(&random, g->disowned);
	HW_TRY(draw_since(x, g, &random, &p->since, error));
	if (p->born > p->since - 18 * 366)
		p->born = p->since - 18 * 366 - (int32_t)hw_random_below(&random, 700);
	draw_fate(x, g, p, &truth);
	draw_path(x, g, p, &truth);
	return HW_OK;
}

/* Sets of categories in exact shares, in a drawn order. */
static hw_status draw_group(example *x, size_t group, hw_error *error)
{
	const example_group *g = &x->groups[group];
	size_t *counts = HW_NEW(x->scratch, size_t, g->categories.count + 1);
	size_t *order = HW_NEW(x->scratch, size_t, g->count + 1), next = 0;
	hw_random random = example_stream(x, EXAMPLE_ORDER, group);

	if (!counts || !order)
		return hw_fail(error, HW_NO_MEMORY, "no memory to draw a group");
	for (size_t i = 0; i < g->count; i++)
		order[i] = g->first + i;
	example_shuffle(order, g->count, &random);
	if (g->categories.count)
		example_share(&g->categories, g->count, counts);
	for (size_t c = 0; c < g->categories.count; c++)
		for (size_t k = 0; k < counts[c]; k++)
			HW_TRY(draw_person(x, group, order[next++], g->categories.values[c], error));
	while (next < g->count)
		HW_TRY(draw_person(x, group, order[next++], (hw_text){0}, error));
	hw_arena_reset(x->scratch);
	return HW_OK;
}

/* Brothers and fathers: some neighbours of a group get one family name. */
static hw_status draw_families(example *x, const example_group *g, size_t *families, hw_error *error)
{
	size_t pairs = (size_t)((double)g->count * g->family_pairs / 2);

	for (size_t i = 0; i < pairs && 2 * i + 1 < g->count; i++) {
		example_person *a = &x->persons[g->first + 2 * i], *b = a + 1;
		b->name.family = a->name.family;
		b->name.patronymic = a->name.patronymic;
		b->family_group = a->family_group = hw_text_format(x->arena, "f%zu", ++*families);
		if (!a->family_group.bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the families of a group");
	}
	return HW_OK;
}

/* Numbers say nothing of the group: each side's are dealt out in a drawn order. */
static hw_status deal_ids(example *x, const char *side, hw_error *error)
{
	size_t *order = HW_NEW(x->scratch, size_t, x->person_count + 1), count = 0, digits = 4;
	hw_random random = example_stream(x, EXAMPLE_ORDER, hw_text_is(hw_text_of(side), "ours") ? 100000 : 100001);
	hw_text letter = HW_TEXT("A");

	if (!order)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the numbers of the people");
	HW_TRY(hw_json_take_text(hw_json_get(x->root, "ids"), "ids", side, &letter, error));
	for (size_t i = 0; i < x->person_count; i++)
		if (hw_text_is(x->groups[x->persons[i].group].side, side))
			order[count++] = i;
	for (size_t most = 9999; count > most; most = most * 10 + 9)
		digits++;
	example_shuffle(order, count, &random);
	for (size_t i = 0; i < count; i++)
		snprintf(x->persons[order[i]].id, sizeof x->persons[0].id, "%.1s%0*zu", letter.bytes, (int)digits,
			 i + 1);
	hw_arena_reset(x->scratch);
	return HW_OK;
}

hw_status example_people_draw(example *x, size_t wanted, hw_error *error)
{
	size_t families = 0;

	HW_TRY(read_groups(x, wanted, error));
	x->persons = HW_NEW(x->arena, example_person, x->person_count + 1);
	if (!x->persons)
		return hw_fail(error, HW_NO_MEMORY, "no memory for %zu people", x->person_count);
	for (size_t i = 0; i < x->group_count; i++) {
		HW_TRY(draw_group(x, i, error));
		HW_TRY(draw_families(x, &x->groups[i], &families, error));
	}
	HW_TRY(deal_ids(x, "ours", error));
	return deal_ids(x, "theirs", error);
}

hw_status example_group_find(const example *x, hw_text id, size_t *result, hw_error *error)
{
	for (size_t i = 0; i < x->group_count; i++)
		if (hw_text_equal(x->groups[i].id, id)) {
			*result = i;
			return HW_OK;
		}
	return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is none of the groups of people", HW_TEXT_ARG(id));
}

hw_status example_take(example *x, hw_text group, const example_person **result, hw_error *error)
{
	size_t index = 0;

	HW_TRY(example_group_find(x, group, &index, error));
	example_group *g = &x->groups[index];
	if (g->taken == g->count)
		return hw_fail(error, HW_BAD_INPUT, "the group \"%.*s\" has not enough people for the lists and rounds",
			       HW_TEXT_ARG(group));
	*result = &x->persons[g->first + g->taken++];
	return HW_OK;
}
