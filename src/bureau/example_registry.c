/* The registry of an example: persons as our own files have them, and the truth beside it. */
#include "bureau/example_int.h"

#include <stdlib.h>
#include <string.h>

typedef struct entry { /* one person while his row is written */
	example *x;
	const example_group *group;
	const example_person *person;
	hw_text family, given, patronymic;
	char born[24];
	hw_random random;
} entry;

/* Days after `from`, as the group's own range at `key` says; empty when it says nothing. */
static hw_status days_after(entry *e, const char *key, int32_t from, example_file *file, hw_error *error)
{
	double low = -1, high = -1;
	const hw_json *defaults = hw_json_get(hw_json_get(e->x->root, "defaults"),
					      hw_text_is(e->group->side, "ours") ? "ours" : "theirs");
	const hw_json *json = hw_json_get(e->group->json, key) ? e->group->json : defaults;

	HW_TRY(example_range_read(json, "people", key, 0, 10000, &low, &high, error));
	int32_t day = low < 0 ? 0 : from + example_between(&e->random, (int32_t)low, (int32_t)high);
	example_cell_day(e->x, file, day > e->x->as_of ? 0 : day);
	return HW_OK;
}

static hw_status write_day(entry *e, const char *column, example_file *file, hw_error *error)
{
	const example_person *p = e->person;
	int32_t as_of = e->x->as_of;
	double low = -1, high = -1;

	if (!strcmp(column, "missing_since") || !strcmp(column, "captured"))
		example_cell_day(e->x, file, p->since);
	else if (!strcmp(column, "confirmed"))
		example_cell_day(e->x, file, p->confirmed);
	else if (!strcmp(column, "returned"))
		example_cell_day(e->x, file, e->group->returned);
	else if (!strcmp(column, "inspected")) { /* days before the last day of the example */
		HW_TRY(example_range_read(e->group->json, "people", column, 0, 10000, &low, &high, error));
		bool held = p->ended > as_of && low >= 0;
		example_cell_day(e->x, file,
				 held ? as_of - example_between(&e->random, (int32_t)low, (int32_t)high) : 0);
	} else if (!strcmp(column, "interviewed")) {
		example_cell_day(e->x, file, p->wills.length ? example_between(&e->random, p->since, as_of) : 0);
	} else if (!strcmp(column, "arrived") || !strcmp(column, "card") || !strcmp(column, "notice")) {
		return days_after(e, column, p->since, file, error);
	} else {
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" is no column of a registry that can be made", column);
	}
	return HW_OK;
}

static hw_status write_cell(entry *e, const char *column, example_file *file, hw_error *error)
{
	const example_person *p = e->person;
	uint32_t place = UINT32_MAX;
	struct {
		const char *column;
		hw_text value;
	} words[] = {
		{"id", hw_text_of(p->id)},
		{"side", e->group->side},
		{"family", e->family},
		{"given", e->given},
		{"patronymic", e->patronymic},
		{"born", hw_text_of(e->born)},
		{"sex", p->name.sex == EXAMPLE_WOMAN ? HW_TEXT("f") : HW_TEXT("m")},
		{"categories", p->categories},
		{"unit", p->unit},
		{"rank", p->rank},
		{"holder", p->holder},
		{"register", p->register_},
		{"circumstances", p->circumstances},
		{"wounded", p->wounded},
		{"wills", p->wills},
		{"family_group", p->family_group},
		{"capture_group", p->capture_group},
		{"disowned", p->disowned ? HW_TEXT("yes") : HW_TEXT("")},
	};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (!strcmp(words[i].column, column)) {
			example_cell(e->x, file, words[i].value);
			return HW_OK;
		}
	if (!strcmp(column, "place")) {
		if (example_state(p, e->x->as_of, &place) == EXAMPLE_HELD && place != UINT32_MAX)
			example_cell(e->x, file, e->x->places[place].id);
		else
			example_cells(e->x, file, "");
		return HW_OK;
	}
	return write_day(e, column, file, error);
}

static hw_status begin(example *x, size_t index, entry *e, hw_error *error)
{
	const example_person *p = &x->persons[index];
	const example_group *g = &x->groups[p->group];

	*e = (entry){.x = x, .group = g, .person = p, .random = example_stream(x, EXAMPLE_REGISTRY, index)};
	const example_spelling *spelling = example_hand_spelling(&g->hand, &e->random);
	e->family = example_spell(x->scratch, &x->names, &p->name, EXAMPLE_FAMILY, spelling);
	e->given = example_spell(x->scratch, &x->names, &p->name, EXAMPLE_GIVEN, spelling);
	if (!example_happens(&e->random, g->hand.no_patronymic))
		e->patronymic = example_spell(x->scratch, &x->names, &p->name, EXAMPLE_PATRONYMIC, spelling);
	example_born_write(&g->hand.born, p->born, &e->random, e->born);
	if (!e->family.bytes || !e->given.bytes)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a name");
	return HW_OK;
}

static int by_id(const void *a, const void *b, void *context)
{
	const example *x = context;

	return strcmp(x->persons[*(const size_t *)a].id, x->persons[*(const size_t *)b].id);
}

/* Indices of the people of one side (empty text: all) in the order of their ids. */
static hw_status in_order(example *x, hw_text side, size_t **result, size_t *count, hw_error *error)
{
	size_t *order = HW_NEW(x->arena, size_t, x->person_count + 1), n = 0;

	if (!order)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the order of the people");
	for (size_t i = 0; i < x->person_count; i++)
		if (!side.length || hw_text_equal(x->groups[x->persons[i].group].side, side))
			order[n++] = i;
	qsort_r(order, n, sizeof *order, by_id, x);
	*result = order;
	*count = n;
	return HW_OK;
}

static hw_status write_file(example *x, const hw_json *description, hw_error *error)
{
	hw_text name = {0}, side = {0}, columns = {0}, rest, piece;
	char file_name[64], header[512], column[64];
	size_t *order = NULL, count = 0;
	example_file *file = NULL;
	entry e;

	HW_TRY(hw_json_need_text(description, "registry", "file", &name, error));
	HW_TRY(hw_json_need_text(description, "registry", "columns", &columns, error));
	HW_TRY(hw_json_take_text(description, "registry", "side", &side, error));
	snprintf(file_name, sizeof file_name, "%.*s", HW_TEXT_ARG(name));
	snprintf(header, sizeof header, "%.*s", HW_TEXT_ARG(columns));
	HW_TRY(example_open(x, file_name, header, &file, error));
	HW_TRY(in_order(x, side, &order, &count, error));
	for (size_t i = 0; i < count; i++) {
		HW_TRY(begin(x, order[i], &e, error));
		for (rest = columns; hw_text_split(&rest, ',', &piece);) {
			snprintf(column, sizeof column, "%.*s", HW_TEXT_ARG(piece));
			HW_TRY(write_cell(&e, column, file, error));
		}
		hw_arena_reset(x->scratch);
	}
	return HW_OK;
}

/* truth.csv: who each record speaks of, and for a person where and in what state he is on the last day. */
static hw_status write_truth(example *x, hw_error *error)
{
	static const char *const states[] = {"captive", "dead", "free"};
	size_t *order = NULL, count = 0;

	HW_TRY(in_order(x, (hw_text){0}, &order, &count, error));
	for (size_t i = 0; i < count; i++) {
		const example_person *p = &x->persons[order[i]];
		uint32_t place = UINT32_MAX;
		example_end state = example_state(p, x->as_of, &place);

		example_cells(x, x->truth, p->id);
		example_cells(x, x->truth, p->id);
		example_cells(x, x->truth, states[state]);
		example_cell(x, x->truth, place == UINT32_MAX ? HW_TEXT("") : x->places[place].region);
		example_cell(x, x->truth, place == UINT32_MAX ? HW_TEXT("") : x->places[place].id);
	}
	return HW_OK;
}

hw_status example_people_write(example *x, hw_error *error)
{
	const hw_json *files = hw_json_get(x->root, "registry");

	for (size_t i = 0; i < hw_json_count(files); i++)
		HW_TRY(write_file(x, hw_json_at(files, i), error));
	return x->truth ? write_truth(x, error) : HW_OK;
}
