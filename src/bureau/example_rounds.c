/* Rounds as they went: names asked for, answers, who came to the line; lists of the counterpart; and how
 * people passed from hand to hand. */
#include "bureau/example_int.h"

#include <string.h>

typedef struct books { /* what a round writes into */
	example_file *entries, *answers, *deliveries;
	size_t entry, row, answer, delivery;
} books;

static hw_status open_books(example *x, books *b, hw_error *error)
{
	HW_TRY(example_open(x, "entries", "id,list,row,person,name,born", &b->entries, error));
	HW_TRY(example_open(x, "answers", "id,round,list,person,party,answer,direction,happened,reason", &b->answers,
			    error));
	return example_open(x, "deliveries", "id,round,direction,person,outcome,instead_of,happened,verified,cause",
			    &b->deliveries, error);
}

typedef struct line { /* one line of a round: so many people of a group and what became of them */
	hw_text from, direction, answer, outcome, reason, cause, instead_of;
	size_t count;
	bool known; /* the sender names them by our own numbers */
	bool again; /* the first of the group, though rounds have used them */
} line;

static hw_status read_line(const hw_json *json, line *l, hw_error *error)
{
	double count = 0;
	struct {
		const char *key;
		hw_text *value;
	} texts[] = {{"direction", &l->direction}, {"answer", &l->answer}, {"outcome", &l->outcome},
		     {"reason", &l->reason},       {"cause", &l->cause},   {"instead_of", &l->instead_of}};

	HW_TRY(hw_json_need_text(json, "rounds.names", "from", &l->from, error));
	HW_TRY(hw_json_need_number(json, "rounds.names", "count", 0, 10000, &count, error));
	l->count = (size_t)count;
	for (size_t i = 0; i < HW_COUNT(texts); i++)
		HW_TRY(hw_json_take_text(json, "rounds.names", texts[i].key, texts[i].value, error));
	HW_TRY(hw_json_take_bool(json, "rounds.names", "known", &l->known, error));
	return hw_json_take_bool(json, "rounds.names", "again", &l->again, error);
}

typedef struct round {
	hw_text id, list, party;
	int32_t day;
	const example_person *absent[64]; /* in the order of the lines, for those who came instead */
	size_t absent_count, replaced;
} round;

/* The first cells of an entry: its id, its list, its number there. */
static void begin_entry(example *x, books *b, hw_text list)
{
	char text[24];

	snprintf(text, sizeof text, "E%04zu", ++b->entry);
	example_cells(x, b->entries, text);
	example_cell(x, b->entries, list);
	snprintf(text, sizeof text, "%zu", ++b->row);
	example_cells(x, b->entries, text);
}

static void write_answer(example *x, books *b, const round *r, const line *l, const example_person *p)
{
	char id[24];
	bool listed = r->list.length && !hw_text_is(l->direction, "given");

	if (!l->answer.length)
		return;
	if (listed) {
		begin_entry(x, b, r->list);
		example_cells(x, b->entries, p->id);
		example_cells(x, b->entries, "");
		example_cells(x, b->entries, "");
	}
	snprintf(id, sizeof id, "W%04zu", ++b->answer);
	example_cells(x, b->answers, id);
	example_cell(x, b->answers, r->id);
	example_cell(x, b->answers, listed ? r->list : HW_TEXT(""));
	example_cells(x, b->answers, p->id);
	example_cell(x, b->answers, r->party);
	example_cell(x, b->answers, l->answer);
	example_cell(x, b->answers, l->direction);
	example_cell_day(x, b->answers, r->day - 6);
	example_cell(x, b->answers, l->reason);
}

static void write_delivery(example *x, books *b, round *r, const line *l, const example_person *p)
{
	char id[24];
	bool absent = hw_text_is(l->outcome, "absent"), substitute = hw_text_is(l->outcome, "substitute");
	const char *instead = substitute && r->replaced < r->absent_count ? r->absent[r->replaced++]->id : "";

	if (!l->outcome.length)
		return;
	if (absent && r->absent_count < HW_COUNT(r->absent))
		r->absent[r->absent_count++] = p;
	snprintf(id, sizeof id, "V%04zu", ++b->delivery);
	example_cells(x, b->deliveries, id);
	example_cell(x, b->deliveries, r->id);
	example_cell(x, b->deliveries, l->direction);
	example_cells(x, b->deliveries, p->id);
	example_cell(x, b->deliveries, l->outcome);
	example_cells(x, b->deliveries, instead);
	example_cell_day(x, b->deliveries, r->day);
	example_cell_day(x, b->deliveries, absent ? 0 : r->day);
	example_cell(x, b->deliveries, l->cause);
}

static hw_status write_round(example *x, books *b, const hw_json *json, hw_error *error)
{
	const hw_json *names = hw_json_get(json, "names");
	round r = {0};

	HW_TRY(hw_json_need_text(json, "rounds", "id", &r.id, error));
	HW_TRY(hw_json_need_text(json, "rounds", "party", &r.party, error));
	HW_TRY(hw_json_take_text(json, "rounds", "list", &r.list, error));
	HW_TRY(example_day_read(json, "rounds", "day", &r.day, error));
	b->row = 0;
	for (size_t i = 0; i < hw_json_count(names); i++) {
		line l = {0};
		HW_TRY(read_line(hw_json_at(names, i), &l, error));
		for (size_t k = 0; k < l.count; k++) {
			const example_person *p = NULL;
			HW_TRY(example_take(x, l.from, &p, error));
			write_answer(x, b, &r, &l, p);
			write_delivery(x, b, &r, &l, p);
		}
	}
	return HW_OK;
}

/* ---- lists that came in ------------------------------------------------------------------------------ */

typedef struct listed {
	const example_person *person; /* NULL: nobody we know */
	bool known;
} listed;

static hw_status gather(example *x, const hw_json *names, listed *people, size_t most, size_t *count, hw_error *error)
{
	for (size_t i = 0; i < hw_json_count(names); i++) {
		line l = {0};
		size_t group = 0;
		HW_TRY(read_line(hw_json_at(names, i), &l, error));
		for (size_t k = 0; k < l.count && *count < most; k++, (*count)++) {
			listed *one = &people[*count];
			*one = (listed){NULL, l.known};
			if (hw_text_is(l.from, "nobody"))
				continue;
			if (!l.again) {
				HW_TRY(example_take(x, l.from, &one->person, error));
				continue;
			}
			HW_TRY(example_group_find(x, l.from, &group, error));
			if (k < x->groups[group].count)
				one->person = &x->persons[x->groups[group].first + k];
		}
	}
	return HW_OK;
}

/* Names as the counterpart writes them, in a drawn order; some of nobody we know. */
static hw_status write_list(example *x, books *b, const hw_json *json, size_t index, hw_error *error)
{
	enum { MOST = 512 };
	listed people[MOST];
	size_t order[MOST], count = 0;
	hw_text list = {0}, hand_key = {0};
	char key[64], born[24];
	example_hand hand;

	HW_TRY(hw_json_need_text(json, "lists_in", "list", &list, error));
	HW_TRY(hw_json_need_text(json, "lists_in", "hand", &hand_key, error));
	snprintf(key, sizeof key, "%.*s", HW_TEXT_ARG(hand_key));
	HW_TRY(example_hand_read(x->arena, &x->names, hw_json_get(hw_json_get(x->root, "hands"), key), key, &hand,
				 error));
	HW_TRY(gather(x, hw_json_get(json, "names"), people, MOST, &count, error));
	hw_random random = example_stream(x, EXAMPLE_LISTS, index);
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	example_shuffle(order, count, &random);
	b->row = 0;
	for (size_t i = 0; i < count; i++) {
		const example_person *p = people[order[i]].person;
		example_name name = p ? p->name : example_name_draw(&x->names, 0, EXAMPLE_MAN, &random);
		int32_t day = p ? p->born : example_between(&random, hw_days_of(1970, 1, 1), hw_days_of(2004, 12, 31));
		begin_entry(x, b, list);
		example_cells(x, b->entries, p && people[order[i]].known ? p->id : "");
		hw_text written = example_name_write(x->scratch, &x->names, &name, &hand, (hw_text){0}, &random);
		if (!written.bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory for a name");
		example_cell(x, b->entries, written);
		example_cells(x, b->entries, example_born_write(&hand.born, day, &random, born));
		hw_arena_reset(x->scratch);
	}
	return HW_OK;
}

hw_status example_rounds_write(example *x, hw_error *error)
{
	const hw_json *rounds = hw_json_get(x->root, "rounds"), *lists = hw_json_get(x->root, "lists_in");
	books b = {0};

	if (!hw_json_count(rounds) && !hw_json_count(lists))
		return HW_OK;
	HW_TRY(open_books(x, &b, error));
	for (size_t i = 0; i < hw_json_count(rounds); i++)
		HW_TRY(write_round(x, &b, hw_json_at(rounds, i), error));
	for (size_t i = 0; i < hw_json_count(lists); i++)
		HW_TRY(write_list(x, &b, hw_json_at(lists, i), i, error));
	return HW_OK;
}

/* ---- custody -------------------------------------------------------------------------------------------- */

typedef struct event { /* one step on the way of a group's people from hand to hand */
	hw_text kind, from_holder, to_holder;
	example_choice consideration, source;
	double share, low, high;
	bool arrives;
} event;

static hw_status read_event(example *x, const hw_json *json, event *e, hw_error *error)
{
	*e = (event){.share = 1};
	HW_TRY(hw_json_need_text(json, "custody", "kind", &e->kind, error));
	HW_TRY(hw_json_take_text(json, "custody", "from_holder", &e->from_holder, error));
	HW_TRY(hw_json_take_text(json, "custody", "to_holder", &e->to_holder, error));
	HW_TRY(hw_json_take_number(json, "custody", "share", 0, 1, &e->share, error));
	HW_TRY(hw_json_take_bool(json, "custody", "arrives", &e->arrives, error));
	HW_TRY(example_range_read(json, "custody", "days", 0, 10000, &e->low, &e->high, error));
	HW_TRY(example_choice_read(x->arena, json, "custody", "consideration", &e->consideration, error));
	return example_choice_read(x->arena, json, "custody", "source", &e->source, error);
}

static void write_event(example *x, example_file *file, size_t *number, const event *e, const example_person *p,
			int32_t day, hw_random *random)
{
	char id[24];
	uint32_t place = UINT32_MAX;

	if (e->arrives && example_state(p, day, &place) != EXAMPLE_HELD)
		place = UINT32_MAX;
	snprintf(id, sizeof id, "X%04zu", ++*number);
	example_cells(x, file, id);
	example_cells(x, file, p->id);
	example_cell(x, file, e->kind);
	example_cell(x, file, e->from_holder);
	example_cell(x, file, e->to_holder);
	example_cell(x, file, place == UINT32_MAX ? HW_TEXT("") : x->places[place].id);
	example_cell_day(x, file, day);
	example_cell(x, file, example_choose(&e->consideration, random));
	example_cell(x, file, example_choose(&e->source, random));
}

static hw_status write_chain(example *x, example_file *file, size_t *number, const example_group *g, hw_error *error)
{
	const hw_json *events = hw_json_get(g->json, "custody");
	enum { STEPS = 8 };
	event chain[STEPS];
	size_t count = hw_json_count(events);

	if (count > STEPS)
		return hw_fail(error, HW_BAD_INPUT, "a chain of custody has at most %d steps", STEPS);
	for (size_t k = 0; k < count; k++)
		HW_TRY(read_event(x, hw_json_at(events, k), &chain[k], error));
	for (size_t i = 0; i < g->count && count; i++) {
		const example_person *p = &x->persons[g->first + i];
		hw_random random = example_stream(x, EXAMPLE_CUSTODY, g->first + i);
		int32_t day = p->since;
		if (!example_happens(&random, chain[0].share)) /* the share of the first event: who is known at all */
			continue;
		for (size_t k = 0; k < count; k++) {
			if (k && !example_happens(&random, chain[k].share))
				continue;
			day += example_between(&random, (int32_t)chain[k].low, (int32_t)chain[k].high);
			if (day <= x->as_of)
				write_event(x, file, number, &chain[k], p, day, &random);
		}
	}
	return HW_OK;
}

hw_status example_custody_write(example *x, hw_error *error)
{
	example_file *file = NULL;
	size_t number = 0;
	bool any = false;

	for (size_t i = 0; i < x->group_count; i++)
		any = any || hw_json_get(x->groups[i].json, "custody");
	if (!any)
		return HW_OK;
	HW_TRY(example_open(x, "custody", "id,person,kind,from_holder,to_holder,to_place,happened,consideration,source",
			    &file, error));
	for (size_t i = 0; i < x->group_count; i++)
		HW_TRY(write_chain(x, file, &number, &x->groups[i], error));
	return HW_OK;
}
