/* What sources say of the people: true or not, late, copied from one another, under damaged names;
 * and what a reviewer made of it. */
#include "bureau/example_int.h"

#include <stdlib.h>
#include <string.h>

typedef enum says { SAYS_CAPTIVE, SAYS_DEAD, SAYS_FREE, SAYS_PLACE, SAYS_REGION } says;
typedef struct report {
	uint32_t person, voice; /* person_count and above: somebody whom nobody registered */
	uint32_t value;         /* place or region */
	says what;
	int32_t happened, received; /* happened 0: not said */
	uint32_t made;              /* its number in the order of making */
	uint32_t parent;            /* `made` of the report it repeats; UINT32_MAX none */
	double copy;
	uint32_t number; /* its number in the order of arrival */
} report;
typedef struct reports {
	report *items;
	size_t count, room;
} reports;

static hw_status add(reports *all, report r, hw_error *error)
{
	if (all->count == all->room) {
		size_t room = all->room ? all->room * 2 : 4096;
		report *grown = hw_grow(all->items, room, sizeof *grown);
		if (!grown || room > UINT32_MAX)
			return hw_fail(error, HW_NO_MEMORY, "no memory for %zu reports", room);
		all->items = grown;
		all->room = room;
	}
	r.made = (uint32_t)all->count;
	all->items[all->count++] = r;
	return HW_OK;
}

/* ---- voices and profiles ----------------------------------------------------------------------- */

static hw_status read_voice(example *x, const char *id, const hw_json *json, example_voice *v, hw_error *error)
{
	*v = (example_voice){.id = hw_text_of(id), .faithful = 1, .from = INT32_MIN, .to = x->as_of};
	HW_TRY(hw_json_take_text(json, id, "kind", &v->kind, error));
	HW_TRY(hw_json_take_number(json, id, "faithful", 0, 1, &v->faithful, error));
	HW_TRY(hw_json_take_number(json, id, "first_hand", 0, 1, &v->first_hand, error));
	HW_TRY(hw_json_take_number(json, id, "undated", 0, 1, &v->undated, error));
	HW_TRY(hw_json_take_number(json, id, "month_only", 0, 1, &v->month_only, error));
	HW_TRY(hw_json_take_bool(json, id, "sees_dead", &v->sees_dead, error));
	HW_TRY(example_choice_read(x->arena, json, id, "says", &v->says, error));
	HW_TRY(example_choice_read(x->arena, json, id, "credibility", &v->credibility, error));
	HW_TRY(example_range_read(json, id, "delay", 0, 10000, &v->delay_low, &v->delay_high, error));
	HW_TRY(example_day_read(json, id, "from", &v->from, error));
	HW_TRY(example_day_read(json, id, "to", &v->to, error));
	hw_text hand = {0};
	HW_TRY(hw_json_need_text(json, id, "hand", &hand, error));
	char key[64];
	snprintf(key, sizeof key, "%.*s", HW_TEXT_ARG(hand));
	return example_hand_read(x->arena, &x->names, hw_json_get(hw_json_get(x->root, "hands"), key), key, &v->hand,
				 error);
}

static hw_status find_voice(const example *x, hw_text id, size_t *result, hw_error *error)
{
	for (size_t i = 0; i < x->voice_count; i++)
		if (hw_text_equal(x->voices[i].id, id)) {
			*result = i;
			return HW_OK;
		}
	return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is none of the voices", HW_TEXT_ARG(id));
}

static hw_status read_profile(example *x, const char *key, const hw_json *json, example_profile *p, hw_error *error)
{
	const hw_json *voices = hw_json_get(json, "voices");
	size_t count = hw_json_count(voices), i = 0;

	*p = (example_profile){.key = hw_text_of(key), .count = count, .reviewed = -1};
	p->voices = HW_NEW(x->arena, size_t, count + 1);
	p->chances = HW_NEW(x->arena, double, count + 1);
	if (!p->voices || !p->chances)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the profiles of the example");
	HW_TRY(hw_json_take_number(json, key, "reviewed", 0, 1, &p->reviewed, error));
	for (void *m = hw_json_first(voices); m; m = hw_json_next(voices, m), i++) {
		HW_TRY(find_voice(x, hw_text_of(hw_json_member_key(m)), &p->voices[i], error));
		HW_TRY(hw_json_need_number(voices, key, hw_json_member_key(m), 0, 20, &p->chances[i], error));
	}
	return HW_OK;
}

hw_status example_voices_read(example *x, hw_error *error)
{
	const hw_json *voices = hw_json_get(x->root, "voices"), *profiles = hw_json_get(x->root, "profiles");

	x->voices = HW_NEW(x->arena, example_voice, hw_json_count(voices) + 1);
	x->profiles = HW_NEW(x->arena, example_profile, hw_json_count(profiles) + 1);
	if (!x->voices || !x->profiles)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the voices of the example");
	for (void *m = hw_json_first(voices); m; m = hw_json_next(voices, m), x->voice_count++)
		HW_TRY(read_voice(x, hw_json_member_key(m), hw_json_member_value(m), &x->voices[x->voice_count],
				  error));
	for (void *m = hw_json_first(profiles); m; m = hw_json_next(profiles, m), x->profile_count++)
		HW_TRY(read_profile(x, hw_json_member_key(m), hw_json_member_value(m), &x->profiles[x->profile_count],
				    error));
	return HW_OK;
}

/* ---- speaking ------------------------------------------------------------------------------------- */

/* A source that is wrong says anything: any place or region of those held by others. */
static void speak_noise(const example *x, const example_voice *v, hw_random *random, report *r)
{
	hw_text kind = example_choose(&v->says, random);
	bool place = hw_text_is(kind, "place");

	r->what = hw_random_below(random, 3) ? SAYS_CAPTIVE : SAYS_DEAD;
	if (!place && !hw_text_is(kind, "region"))
		return;
	for (int tries = 0; tries < 100; tries++) {
		size_t value = (size_t)hw_random_below(random, place ? x->listed_count : x->region_count);
		if (x->places[place ? value : x->listed_count + value].never)
			continue;
		r->what = place ? SAYS_PLACE : SAYS_REGION;
		r->value = (uint32_t)value;
		return;
	}
}

static uint32_t region_of(const example *x, uint32_t place)
{
	for (size_t i = 0; i < x->region_count; i++)
		if (hw_text_equal(x->regions[i], x->places[place].region))
			return (uint32_t)i;
	return 0;
}

/* False when the source, seeing the truth of that day, would say nothing. */
static bool speak_truth(const example *x, const example_voice *v, const example_person *p, int32_t day,
			hw_random *random, report *r)
{
	hw_text kind = example_choose(&v->says, random);
	uint32_t place = UINT32_MAX;
	example_end state = example_state(p, day, &place);

	if (state == EXAMPLE_DEAD) {
		r->what = SAYS_DEAD;
		return v->sees_dead;
	}
	if (state == EXAMPLE_FREE)
		return false;
	r->what = SAYS_CAPTIVE;
	if (hw_text_is(kind, "status") || place == UINT32_MAX)
		return true;
	bool named = place < x->listed_count && hw_text_is(kind, "place");
	r->what = named ? SAYS_PLACE : SAYS_REGION;
	r->value = named ? place : region_of(x, place);
	return true;
}

static hw_status speak(example *x, reports *all, size_t person, size_t voice, hw_random *random, hw_error *error)
{
	example_person *p = &x->persons[person];
	const example_voice *v = &x->voices[voice];
	int32_t delay = example_between(random, (int32_t)v->delay_low, (int32_t)v->delay_high);
	int32_t first = p->since + 1 > v->from ? p->since + 1 : v->from;
	int32_t last = v->to < x->as_of - delay ? v->to : x->as_of - delay;
	report r = {.person = (uint32_t)person, .voice = (uint32_t)voice, .parent = UINT32_MAX};

	if (hw_text_is(v->kind, "verifies")) { /* came home: seen by our own people */
		if (p->end != EXAMPLE_FREE || p->ended > x->as_of)
			return HW_OK;
		r.what = SAYS_FREE;
		r.happened = r.received = p->ended;
		return add(all, r, error);
	}
	if (p->end == EXAMPLE_FREE && p->ended <= last)
		last = p->ended - 1;
	if (last < first)
		return HW_OK;
	int32_t day = example_between(random, first, last);
	if (!example_happens(random, v->faithful))
		speak_noise(x, v, random, &r);
	else if (!speak_truth(x, v, p, day, random, &r))
		return HW_OK;
	r.happened = day;
	r.received = day + delay;
	if (hw_text_is(v->kind, "confirms") && p->end == EXAMPLE_FREE && r.received >= p->ended)
		return HW_OK; /* home before the answer came */
	if (hw_text_is(v->kind, "confirms") && r.what == SAYS_CAPTIVE && !p->confirmed)
		p->confirmed = r.received;
	if (example_happens(random, v->undated))
		r.happened = 0;
	return add(all, r, error);
}

static hw_status speak_of_all(example *x, reports *all, hw_error *error)
{
	for (size_t i = 0; i < x->person_count; i++) {
		size_t profile = x->groups[x->persons[i].group].profile;
		hw_random random = example_stream(x, EXAMPLE_REPORTS, i);
		if (profile == SIZE_MAX)
			continue;
		const example_profile *p = &x->profiles[profile];
		for (size_t k = 0; k < p->count; k++)
			for (int n = 0; p->chances[k] > n; n++)
				if (example_happens(&random, p->chances[k] - n))
					HW_TRY(speak(x, all, i, p->voices[k], &random, error));
	}
	return HW_OK;
}

/* Some reports speak of people whom no registry knows. */
static hw_status speak_of_strangers(example *x, reports *all, hw_error *error)
{
	const hw_json *strangers = hw_json_get(x->root, "strangers");
	double count = 0;
	example_choice voices = {0};

	HW_TRY(hw_json_take_number(strangers, "strangers", "count", 0, 1e6, &count, error));
	HW_TRY(example_choice_read(x->arena, strangers, "strangers", "voices", &voices, error));
	hw_random random = example_stream(x, EXAMPLE_REPORTS, SIZE_MAX / 4);
	for (size_t i = 0; i < (size_t)count && voices.count; i++) {
		size_t voice = 0;
		HW_TRY(find_voice(x, example_choose(&voices, &random), &voice, error));
		const example_voice *v = &x->voices[voice];
		report r = {.person = (uint32_t)(x->person_count + i), .voice = (uint32_t)voice, .parent = UINT32_MAX};
		speak_noise(x, v, &random, &r);
		r.happened =
			example_between(&random, v->from > x->as_of - 1000 ? v->from : x->as_of - 1000, x->as_of - 200);
		r.received = r.happened + example_between(&random, (int32_t)v->delay_low, (int32_t)v->delay_high);
		HW_TRY(add(all, r, error));
	}
	return HW_OK;
}

/* Echoes: a source that mostly repeats others. */
static hw_status echo(example *x, reports *all, const hw_json *json, size_t index, hw_error *error)
{
	hw_text voice_id = {0};
	size_t voice = 0, originals = all->count;
	double chance = 0, copy = 0;
	example_choice of = {0};

	HW_TRY(hw_json_need_text(json, "echoes", "voice", &voice_id, error));
	HW_TRY(find_voice(x, voice_id, &voice, error));
	HW_TRY(hw_json_need_number(json, "echoes", "chance", 0, 1, &chance, error));
	HW_TRY(hw_json_need_number(json, "echoes", "copy", 0, 1, &copy, error));
	HW_TRY(example_choice_read(x->arena, json, "echoes", "of", &of, error));
	const example_voice *v = &x->voices[voice];
	hw_random random = example_stream(x, EXAMPLE_ECHOES, index);
	for (size_t i = 0; i < originals; i++) {
		report child = all->items[i];
		bool heard = false;
		for (size_t k = 0; k < of.count; k++)
			heard = heard || hw_text_equal(x->voices[child.voice].id, of.values[k]);
		if (!heard || child.person >= x->person_count || !example_happens(&random, chance))
			continue;
		if (!example_happens(&random, copy)) { /* it spoke for itself after all */
			const example_person *p = &x->persons[child.person];
			if (!example_happens(&random, v->faithful))
				speak_noise(x, v, &random, &child);
			else if (!speak_truth(x, v, p, child.received, &random, &child))
				continue;
		}
		child.voice = (uint32_t)voice;
		child.parent = all->items[i].made;
		child.copy = copy;
		child.received += example_between(&random, (int32_t)v->delay_low, (int32_t)v->delay_high);
		if (child.received <= x->as_of)
			HW_TRY(add(all, child, error));
	}
	return HW_OK;
}

/* ---- writing ----------------------------------------------------------------------------------------- */

static int by_arrival(const void *a, const void *b)
{
	const report *x = a, *y = b;

	if (x->received != y->received)
		return x->received < y->received ? -1 : 1;
	return x->made < y->made ? -1 : x->made > y->made;
}

static void report_id(uint32_t number, size_t count, char out[16])
{
	int digits = 4;

	for (size_t most = 9999; count > most; most = most * 10 + 9)
		digits++;
	snprintf(out, 16, "R%0*u", digits, number);
}

static hw_text name_of(example *x, const report *r, hw_random *random, int32_t *born)
{
	const example_voice *v = &x->voices[r->voice];

	if (r->person < x->person_count) {
		const example_person *p = &x->persons[r->person];
		*born = p->born;
		return example_name_write(x->scratch, &x->names, &p->name, &v->hand, p->rank, random);
	}
	example_name name = example_name_draw(&x->names, 0, EXAMPLE_MAN, random);
	*born = example_between(random, hw_days_of(1970, 1, 1), hw_days_of(2004, 12, 31));
	return example_name_write(x->scratch, &x->names, &name, &v->hand, (hw_text){0}, random);
}

/* Some sources know only the month; never one whose middle lies before the loss or after the receipt. */
static void write_happened(example *x, example_file *file, const example_voice *v, const report *r, hw_random *random)
{
	char day[11];
	int year = 0, month = 0, ignored = 0;
	bool vague = example_happens(random, v->month_only);
	hw_text text = hw_text_of(r->happened ? hw_days_write(r->happened, day) : "");

	if (vague && text.length && r->person < x->person_count) {
		hw_days_civil(r->happened, &year, &month, &ignored);
		int32_t middle = hw_days_of(year, month, 16);
		if (middle <= r->received && middle - 2 >= x->persons[r->person].since)
			text.length = 7;
	}
	example_cell(x, file, text);
}

static hw_status write_report(example *x, example_file *file, const report *all, size_t count, const report *r,
			      hw_error *error)
{
	const example_voice *v = &x->voices[r->voice];
	hw_random random = example_stream(x, EXAMPLE_REPORTS, 1000000000 + (size_t)r->made);
	static const char *const states[] = {"captive", "dead", "free", "", ""};
	char id[16], parent[16] = "", born[24], copy[32];
	int32_t born_day = 0;

	report_id(r->number, count, id);
	hw_text name = name_of(x, r, &random, &born_day);
	if (!name.bytes)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a name");
	if (r->parent != UINT32_MAX)
		report_id(all[r->parent].number, count, parent);
	example_cells(x, file, id);
	example_cell(x, file, name);
	example_cells(x, file, example_born_write(&v->hand.born, born_day, &random, born));
	example_cell(x, file, v->id);
	write_happened(x, file, v, r, &random);
	example_cell_day(x, file, r->received);
	example_cells(x, file, states[r->what]);
	example_cell(x, file, r->what == SAYS_PLACE ? x->places[r->value].id : HW_TEXT(""));
	example_cell(x, file, r->what == SAYS_REGION ? x->regions[r->value] : HW_TEXT(""));
	example_cells(x, file, example_happens(&random, v->first_hand) ? "y" : "");
	example_cell(x, file, example_choose(&v->credibility, &random));
	example_cells(x, file, parent);
	example_cells(x, file, parent[0] ? hw_number_write(r->copy, copy) : "");
	if (x->truth) {
		example_cells(x, x->truth, id);
		example_cells(x, x->truth, r->person < x->person_count ? x->persons[r->person].id : "");
		example_cells(x, x->truth, "");
		example_cells(x, x->truth, "");
		example_cells(x, x->truth, "");
	}
	return HW_OK;
}

typedef struct reviewing {
	example_choice by, reasons, other_reasons;
	double share, unsure, different;
} reviewing;

static hw_status read_review(example *x, reviewing *result, hw_error *error)
{
	const hw_json *json = hw_json_get(x->root, "review");
	reviewing r = {0};

	HW_TRY(hw_json_take_number(json, "review", "share", 0, 1, &r.share, error));
	HW_TRY(hw_json_take_number(json, "review", "unsure", 0, 1, &r.unsure, error));
	HW_TRY(hw_json_take_number(json, "review", "different", 0, 1, &r.different, error));
	HW_TRY(example_choice_read(x->arena, json, "review", "by", &r.by, error));
	HW_TRY(example_choice_read(x->arena, json, "review", "reasons", &r.reasons, error));
	HW_TRY(example_choice_read(x->arena, json, "review", "other_reasons", &r.other_reasons, error));
	*result = r;
	return HW_OK;
}

static void judge(example *x, example_file *file, const char *id, const example_person *p, const char *verdict,
		  const reviewing *how, hw_random *random)
{
	bool same = !strcmp(verdict, "same");

	example_cells(x, file, id);
	example_cells(x, file, p->id);
	example_cells(x, file, verdict);
	example_cell(x, file, example_choose(&how->by, random));
	example_cell(x, file, example_choose(same ? &how->reasons : &how->other_reasons, random));
}

/* Somebody of the same group and family name; NULL when there is none near. */
static const example_person *namesake(const example *x, const example_person *p, hw_random *random)
{
	const example_group *g = &x->groups[p->group];

	for (size_t k = 0, i = (size_t)hw_random_below(random, g->count); k < g->count; k++, i = (i + 1) % g->count) {
		const example_person *other = &x->persons[g->first + i];
		if (other != p && other->name.family == p->name.family)
			return other;
	}
	return NULL;
}

static hw_status write_judgements(example *x, const report *sorted, size_t count, hw_error *error)
{
	example_file *file = NULL;
	reviewing how;

	if (!hw_json_get(x->root, "review"))
		return HW_OK;
	HW_TRY(read_review(x, &how, error));
	HW_TRY(example_open(x, "judgements", "a,b,verdict,by,reason", &file, error));
	for (size_t i = 0; i < count; i++) {
		const report *r = &sorted[i];
		hw_random random = example_stream(x, EXAMPLE_JUDGES, r->made);
		char id[16];
		if (r->person >= x->person_count)
			continue;
		const example_person *p = &x->persons[r->person], *other = NULL;
		double share = x->profiles[x->groups[p->group].profile].reviewed;
		report_id(r->number, count, id);
		if (!example_happens(&random, share < 0 ? how.share : share))
			continue;
		if (share < 0 && example_happens(&random, how.unsure)) {
			judge(x, file, id, p, "unsure", &how, &random);
			continue;
		}
		judge(x, file, id, p, "same", &how, &random);
		if (example_happens(&random, how.different) && (other = namesake(x, p, &random)))
			judge(x, file, id, other, "different", &how, &random);
	}
	return HW_OK;
}

static hw_status write_all(example *x, reports *all, hw_error *error)
{
	example_file *file = NULL;
	size_t count = all->count;
	report *sorted = HW_NEW(x->arena, report, count + 1);

	if (!sorted)
		return hw_fail(error, HW_NO_MEMORY, "no memory to sort the reports");
	if (count)
		memcpy(sorted, all->items, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, by_arrival);
	for (size_t i = 0; i < count; i++)
		sorted[i].number = all->items[sorted[i].made].number = (uint32_t)i + 1;
	HW_TRY(example_open(
		x, "reports",
		"id,name,born,source,happened,received,status,place,region,first_hand,credibility,copies,copy", &file,
		error));
	for (size_t i = 0; i < count; i++) {
		HW_TRY(write_report(x, file, all->items, count, &sorted[i], error));
		hw_arena_reset(x->scratch);
	}
	return write_judgements(x, sorted, count, error);
}

hw_status example_reports_write(example *x, hw_error *error)
{
	const hw_json *echoes = hw_json_get(x->root, "echoes");
	reports all = {0};
	hw_status status;

	if (!x->voice_count)
		return HW_OK;
	HW_TRY_OR_OUT(speak_of_all(x, &all, error));
	HW_TRY_OR_OUT(speak_of_strangers(x, &all, error));
	for (size_t i = 0; i < hw_json_count(echoes); i++)
		HW_TRY_OR_OUT(echo(x, &all, hw_json_at(echoes, i), i, error));
	status = write_all(x, &all, error);
out:
	hw_release(all.items);
	return status;
}
