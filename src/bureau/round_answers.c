/* round_answers.c - answers about single names, what was agreed, who came to the line. */
#include "bureau/rounds_int.h"
#include "names/names.h"

#include <string.h>

/* ---- who is meant ---------------------------------------------------------------------------------- */
typedef struct listed { /* a name that we sent */
	hw_text person, born, list;
	names_written written;
} listed;

typedef struct matching {
	bureau *b;
	hw_arena *arena;
	names_tables *tables;
	listed *items;
	size_t count;
	hw_error *error;
} matching;

static hw_status load_list(matching *m, hw_text list)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(list)};
	bool found;

	HW_TRY(store_query(bureau_store(m->b), "round_list_entries", values, 1, &rows, m->error));
	while (m->count < ROUND_NAMES_MOST) {
		listed *l = &m->items[m->count];

		HW_TRY(store_next(rows, &found, m->error));
		if (!found)
			break;
		*l = (listed){.person = store_copy_text(rows, 1, m->arena), .list = list};
		if (!l->person.length)
			continue;
		if (store_is_null(rows, 2)) {
			round_person p;

			HW_TRY(round_person_of(m->b, m->arena, l->person, NULL, false, &p, m->error));
			l->born = p.born;
			HW_TRY(names_parse(m->tables, m->arena, p.name, &l->written, m->error));
		} else {
			l->born = store_copy_text(rows, 3, m->arena);
			HW_TRY(names_parse(m->tables, m->arena, store_copy_text(rows, 2, m->arena), &l->written,
					   m->error));
		}
		m->count++;
	}
	return HW_OK;
}

/* The list named, or all that we sent in the round. */
static hw_status load_lists(matching *m, hw_text round, hw_text list)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(round)};
	bool found;

	m->items = HW_NEW(m->arena, listed, ROUND_NAMES_MOST);
	if (!m->items)
		return hw_fail(m->error, HW_NO_MEMORY, "no memory for the lists");
	if (list.length)
		return load_list(m, list);
	HW_TRY(store_query(bureau_store(m->b), "round_lists_out", values, 1, &rows, m->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, m->error));
		if (!found)
			return HW_OK;
		HW_TRY(load_list(m, store_copy_text(rows, 0, m->arena)));
	}
}

static bool births_meet(hw_text a, hw_text b)
{
	hw_error ignored;
	hw_date x, y;

	if (!a.length || !b.length || hw_date_parse(a, &x, &ignored) != HW_OK ||
	    hw_date_parse(b, &y, &ignored) != HW_OK)
		return true;
	return x.first <= y.last && y.first <= x.last;
}

/* One name of ours that is clearly the likest: .85 with births that meet, .95 without, and nobody within .05 of it. */
static hw_status find_by_name(matching *m, hw_text name, hw_text born, const listed **who)
{
	double most = 0, second = 0;
	names_written written;
	char shown[96];

	*who = NULL;
	HW_TRY(names_parse(m->tables, m->arena, name, &written, m->error));
	for (size_t i = 0; i < m->count; i++) {
		const listed *l = &m->items[i];
		bool dated = born.length && l->born.length;
		names_likeness likeness;

		if (!births_meet(born, l->born))
			continue;
		HW_TRY(names_compare_written(m->arena, &written, &l->written, &likeness, m->error));
		if (likeness.value < (dated ? 0.85 : 0.95))
			continue;
		if (likeness.value > most) {
			if (!*who || !hw_text_equal((*who)->person, l->person))
				second = most;
			most = likeness.value;
			*who = l;
		} else if (*who && likeness.value > second && !hw_text_equal((*who)->person, l->person)) {
			second = likeness.value;
		}
	}
	if (*who && second < most - 0.05)
		return HW_OK;
	(void)hw_fail(m->error, HW_BAD_INPUT, "\"%s\" is %s", hw_text_shown(name, shown),
		      *who ? "more than one of those on our list" : "nobody on our list");
	return hw_error_remedy(m->error, "write the person's id, or receive it as a list of theirs and trace it"),
	       HW_BAD_INPUT;
}

static hw_status who_is_meant(matching *m, const round_file *f, size_t row, hw_text *person, hw_text *list)
{
	hw_text id = round_cell(f, row, "person"), name = round_cell(f, row, "name");
	const listed *who = NULL;

	if (id.length) {
		*person = id;
		for (size_t i = 0; i < m->count; i++)
			if (hw_text_equal(m->items[i].person, id))
				*list = m->items[i].list;
		return HW_OK;
	}
	if (!name.length)
		return hw_fail(m->error, HW_BAD_INPUT, "a row names nobody");
	HW_TRY(find_by_name(m, name, round_cell(f, row, "born"), &who));
	*person = who->person;
	*list = who->list;
	return HW_OK;
}

/* The id under which an answer is stored, and its list: that of the standing one about the same person, else a new one. */
static hw_status answer_id(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_text person, hw_text direction,
			   hw_text answer, int64_t *number, hw_text *id, hw_text *list, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(hw_text_of(a->round)), store_text(person),
				      store_text(direction.length ? direction : HW_TEXT("returned")),
				      store_text(hw_text_of(a->party)), store_text(answer)};

	HW_TRY(store_query_first(bureau_store(b), "round_answer_before", values, HW_COUNT(values), &rows, error));
	if (!rows) {
		*id = hw_text_format(arena, "%s-A%06lld", a->round, (long long)++*number);
		return HW_OK;
	}
	*id = store_copy_text(rows, 0, arena);
	if (!list->length)
		*list = store_copy_text(rows, 1, arena);
	return HW_OK;
}

/* Nobody stands in a file twice in the same direction: the second row is refused, and names the first. */
typedef struct promised {
	hw_text person, direction;
} promised;

static hw_status note_promised(promised *seen, const round_file *f, size_t row, hw_text person, hw_text direction,
			       hw_error *error)
{
	seen[row] = (promised){person, direction.length ? direction : HW_TEXT("returned")};
	for (size_t i = 0; person.length && i < row; i++)
		if (hw_text_equal(seen[i].person, person) && hw_text_equal(seen[i].direction, seen[row].direction)) {
			(void)hw_fail(error, HW_BAD_INPUT, "the same person stands in line %llu already",
				      (unsigned long long)f->lines[i]);
			return hw_error_remedy(error, "keep one of the two rows: one person, one promise"),
			       HW_BAD_INPUT;
		}
	return HW_OK;
}

/* ---- answers ------------------------------------------------------------------------------------------- */
static hw_status next_number(bureau *b, const char *statement, const char *round, int64_t *number, hw_error *error)
{
	const store_value values[] = {store_text(hw_text_of(round))};

	*number = 0;
	return store_query_integer(bureau_store(b), statement, values, 1, number, error);
}

static void answer_row(round_rows *rows, const bureau_round_act *a, hw_text id, hw_text person, hw_text list,
		       const round_file *f, size_t row, hw_text answer, hw_text direction)
{
	round_row_open(rows);
	round_row_text(rows, "id", id);
	round_row_text(rows, "round", hw_text_of(a->round));
	round_row_text(rows, "list", list);
	round_row_text(rows, "person", person);
	round_row_text(rows, "party", hw_text_of(a->party));
	round_row_text(rows, "answer", answer);
	round_row_text(rows, "direction", direction);
	round_row_text(rows, "condition", round_cell(f, row, "condition"));
	round_row_text(rows, "happened", hw_text_of(a->happened));
	round_row_text(rows, "reason", round_cell(f, row, "reason"));
	round_row_close(rows);
}

/* Those of theirs are given, ours return, where the row does not say. */
static hw_status direction_of(matching *m, hw_text person, hw_text *direction)
{
	round_person who;

	if (direction->length)
		return HW_OK;
	HW_TRY(round_person_of(m->b, m->arena, person, NULL, false, &who, m->error));
	if (hw_text_is(who.side, "theirs"))
		*direction = HW_TEXT("given");
	return HW_OK;
}

static hw_status write_answers(matching *m, const bureau_round_act *a, const round_file *f, round_rows *rows)
{
	int64_t number;

	promised *seen = HW_NEW(m->arena, promised, f->row_count + 1);

	if (!seen)
		return hw_fail(m->error, HW_NO_MEMORY, "no memory for the answers");
	HW_TRY(next_number(m->b, "round_rows_of", a->round, &number, m->error));
	HW_TRY(round_rows_begin(m->b, rows, "answers", m->error));
	for (size_t i = 0; i < f->row_count; i++) {
		hw_text person, list = hw_text_of(a->id), answer = round_cell(f, i, "answer"), id = HW_TEXT(""),
				direction = round_cell(f, i, "direction");
		hw_status status = who_is_meant(m, f, i, &person, &list);

		if (status == HW_OK && !answer.length)
			status = hw_fail(m->error, HW_BAD_INPUT,
					 "there is no answer; leave out who was not answered: silence is no refusal");
		if (status == HW_OK)
			status = direction_of(m, person, &direction);
		if (status == HW_OK)
			status = note_promised(seen, f, i, person, direction, m->error);
		if (status == HW_OK)
			status = answer_id(m->b, m->arena, a, person, direction, answer, &number, &id, &list, m->error);
		if (status != HW_OK) {
			round_file_place(f, i, m->error);
			return status;
		}
		answer_row(rows, a, id, person, list, f, i, answer, direction);
	}
	return HW_OK;
}

static const char *const answer_columns[] = {"person", "name", "born", "answer", "direction", "condition", "reason"};

hw_status bureau_round_answer(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names, hw_error *error)
{
	matching m = {.b = b, .arena = arena, .error = error};
	round_rows rows = {0};
	round_file f;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_NEGOTIATE, error));
	HW_TRY(round_must_be(b, hw_text_of(a->round), error));
	HW_TRY(round_file_read(arena, a->path, answer_columns, HW_COUNT(answer_columns), &f, error));
	HW_TRY(names_tables_open(&m.tables, error));
	status = load_lists(&m, hw_text_of(a->round), hw_text_of(a->id));
	if (status == HW_OK)
		status = bureau_begin(b, BUREAU_MAY_NEGOTIATE, error);
	if (status == HW_OK) {
		status = write_answers(&m, a, &f, &rows);
		if (status == HW_OK) {
			status = round_finish(b, arena, &rows, 1, "round answer", hw_text_of(a->round), error);
		} else {
			hw_buffer_free(&rows.lines);
			bureau_rollback(b);
		}
	}
	names_tables_close(m.tables);
	*names = (int64_t)f.row_count;
	return status;
}

/* ---- what was agreed --------------------------------------------------------------------------------------- */
static hw_status package_row(bureau *b, hw_arena *arena, const bureau_round_act *a, round_rows *rows, hw_error *error)
{
	char day[11];
	int64_t number = 0;
	hw_text id = hw_text_of(a->id);

	HW_TRY(round_rows_begin(b, rows, "packages", error));
	if (!a->given && !a->returned)
		return HW_OK;
	if (!a->given || !a->returned || !a->party) {
		(void)hw_fail(error, HW_USAGE,
			      "a package needs --party P, --given \"class:number;...\" and --returned");
		return hw_error_remedy(error, "leave all three out to write down persons alone"), HW_USAGE;
	}
	if (!id.length) {
		HW_TRY(store_query_integer(bureau_store(b), "round_package_count", NULL, 0, &number, error));
		id = hw_text_format(arena, "%s-K%lld", a->round, (long long)number + 1);
	}
	round_row_open(rows);
	round_row_text(rows, "id", id);
	round_row_text(rows, "party", hw_text_of(a->party));
	round_row_text(rows, "happened",
		       a->happened ? hw_text_of(a->happened) : hw_text_of(hw_days_write(bureau_as_of(b), day)));
	round_row_text(rows, "given", hw_text_of(a->given));
	round_row_text(rows, "returned", hw_text_of(a->returned));
	round_row_text(rows, "answer", a->answer ? hw_text_of(a->answer) : HW_TEXT("accepted"));
	round_row_text(rows, "reason", hw_text_of(a->reason));
	round_row_text(rows, "round", hw_text_of(a->round));
	round_row_close(rows);
	return HW_OK;
}

/* Something is given for those who return: by class, or by name. */
static bool has_price(const bureau_round_act *a, const round_file *f)
{
	bool given = a->given && *a->given;

	for (size_t i = 0; !given && i < f->row_count; i++)
		given = hw_text_is(round_cell(f, i, "direction"), "given");
	return given;
}

/* A person of ours comes, one of theirs goes; who goes is held to the same rules as on a list. */
static hw_status agreed_person(bureau *b, hw_arena *arena, const bureau_round_act *a, const round_file *f, size_t row,
			       const outward_gate *gate, round_person *p, hw_text *direction, hw_error *error)
{
	hw_text id = round_cell(f, row, "person");
	bool given;

	*direction = round_cell(f, row, "direction");
	HW_TRY(round_person_of(b, arena, id, gate, true, p, error));
	given = hw_text_is(p->side, "theirs");
	if (!direction->length)
		*direction = given ? HW_TEXT("given") : HW_TEXT("returned");
	if (p->bar == ROUND_FREE && hw_text_is(*direction, "given") == given && !(p->due && has_price(a, f)))
		return HW_OK;
	if (p->bar != ROUND_FREE || hw_text_is(*direction, "given") == given)
		(void)hw_fail(error, HW_BAD_INPUT, "%.*s: %s", HW_TEXT_ARG(id),
			      round_bar_words(p->bar != ROUND_FREE ? p->bar : ROUND_UNAVAILABLE));
	else
		(void)hw_fail(error, HW_BAD_INPUT, "%.*s cannot be \"%.*s\": we %s him", HW_TEXT_ARG(id),
			      HW_TEXT_ARG(*direction), given ? "hold" : "do not hold");
	round_file_place(f, row, error);
	return HW_BAD_INPUT;
}

static hw_status put_tranche(bureau *b, const bureau_round_act *a, hw_text person, hw_text direction, hw_text tranche,
			     hw_error *error)
{
	int64_t number = 1;

	if (tranche.length && (hw_text_integer(tranche, &number, error) != HW_OK || number < 1 || number > 1000))
		return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" is no tranche (1 to 1000)", HW_TEXT_ARG(tranche));
	const store_value values[] = {store_text(hw_text_of(a->round)), store_text(person), store_text(direction),
				      store_integer(number)};
	return store_run(bureau_store(b), "round_tranche_put", values, HW_COUNT(values), NULL, error);
}

static hw_status agree_persons(bureau *b, hw_arena *arena, const bureau_round_act *a, const round_file *f,
			       round_rows *rows, hw_error *error)
{
	promised *seen = HW_NEW(arena, promised, f->row_count + 1);
	outward_gate gate;
	int64_t number;

	if (!seen)
		return hw_fail(error, HW_NO_MEMORY, "no memory for those agreed on");
	HW_TRY(round_gate(b, arena, OUTWARD_AGREED, hw_text_of(a->round), hw_text_of(a->party), &gate, error));
	HW_TRY(next_number(b, "round_rows_of", a->round, &number, error));
	HW_TRY(round_rows_begin(b, rows, "answers", error));
	for (size_t i = 0; i < f->row_count; i++) {
		round_person p;
		hw_text direction, answer = HW_TEXT("agreed"), list = HW_TEXT(""), id = HW_TEXT("");
		hw_status status;

		HW_TRY(agreed_person(b, arena, a, f, i, &gate, &p, &direction, error));
		status = note_promised(seen, f, i, p.person.length ? p.person : p.id, direction, error);
		if (status == HW_OK)
			status = answer_id(b, arena, a, p.id, direction, answer, &number, &id, &list, error);
		if (status == HW_OK)
			answer_row(rows, a, id, p.id, list, f, i, answer, direction);
		if (status == HW_OK)
			status = put_tranche(b, a, p.id, direction, round_cell(f, i, "tranche"), error);
		if (status != HW_OK) {
			round_file_place(f, i, error);
			return status;
		}
	}
	return HW_OK;
}

static const char *const agreed_columns[] = {"person", "direction", "tranche", "condition", "reason"};

hw_status bureau_round_agree(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names, hw_error *error)
{
	round_rows rows[2] = {{0}, {0}};
	round_file f = {.row_count = 0};
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_NEGOTIATE, error));
	HW_TRY(round_must_be(b, hw_text_of(a->round), error));
	HW_TRY(round_not_ceased(b, error));
	if (!a->path && !a->given && !a->returned)
		return hw_fail(error, HW_USAGE,
			       "nothing was agreed: name a file of persons, or --given and --returned");
	if (a->path)
		HW_TRY(round_file_read(arena, a->path, agreed_columns, HW_COUNT(agreed_columns), &f, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_NEGOTIATE, error));
	status = package_row(b, arena, a, &rows[0], error);
	if (status == HW_OK && a->path)
		status = agree_persons(b, arena, a, &f, &rows[1], error);
	if (status != HW_OK) {
		for (size_t i = 0; i < 2; i++)
			hw_buffer_free(&rows[i].lines);
		bureau_rollback(b);
		return status;
	}
	*names = (int64_t)f.row_count;
	return round_finish(b, arena, rows, a->path ? 2 : 1, "round agree", hw_text_of(a->round), error);
}

/* ---- who came ------------------------------------------------------------------------------------------------ */
static const char *const delivered_columns[] = {"person",  "name",  "born",     "outcome",  "instead_of", "direction",
						"tranche", "cause", "verified", "happened", "note"};

/* Nobody is written down as handed over who was not free to go: what he said at the line is recorded first. */
static hw_status may_have_gone(bureau *b, hw_arena *arena, const outward_gate *gate, const round_file *f, size_t row,
			       hw_error *error)
{
	hw_text id = round_cell(f, row, "person"), outcome = round_cell(f, row, "outcome");
	round_person p;

	if (!id.length || (!hw_text_is(outcome, "delivered") && !hw_text_is(outcome, "substitute")))
		return HW_OK;
	HW_TRY(round_person_of(b, arena, id, gate, true, &p, error));
	if (!hw_text_is(p.side, "theirs"))
		return HW_OK;
	if (!outward_allows(gate, p.person))
		p.unwilling = true;
	/* The gravely wounded are owed their return and stand outside every list; during hostilities it is theirs to refuse
	 * (art. 109(3)). */
	if ((p.bar != ROUND_UNAVAILABLE && p.bar != ROUND_NO_INTERVIEW) || (p.due && !p.unwilling))
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "%.*s: %s", HW_TEXT_ARG(id), round_bar_words(p.bar));
	(void)hw_error_remedy(error, "record first what he said at the line (persons: interviewed, wills)");
	round_file_place(f, row, error);
	return HW_BAD_INPUT;
}

static hw_status delivery_rows(bureau *b, hw_arena *arena, const bureau_round_act *a, const round_file *f,
			       round_rows *rows, hw_error *error)
{
	outward_gate gate;
	int64_t number;

	HW_TRY(round_gate(b, arena, OUTWARD_HANDOVER, hw_text_of(a->round), hw_text_of(a->party), &gate, error));
	HW_TRY(next_number(b, "round_delivery_count", a->round, &number, error));
	HW_TRY(round_rows_begin(b, rows, "deliveries", error));
	for (size_t i = 0; i < f->row_count; i++) {
		hw_text outcome = round_cell(f, i, "outcome"), happened = round_cell(f, i, "happened");

		if (!outcome.length) {
			(void)hw_fail(error, HW_BAD_INPUT, "what became of him is not said");
			(void)hw_error_what(error, "outcome");
			round_file_place(f, i, error);
			return HW_BAD_INPUT;
		}
		HW_TRY(may_have_gone(b, arena, &gate, f, i, error));
		round_row_open(rows);
		round_row_text(rows, "id", hw_text_format(arena, "%s-V%06lld", a->round, (long long)++number));
		round_row_text(rows, "round", hw_text_of(a->round));
		for (size_t c = 0; c < HW_COUNT(delivered_columns); c++)
			if (strcmp(delivered_columns[c], "happened") != 0)
				round_row_text(rows, delivered_columns[c], round_cell(f, i, delivered_columns[c]));
		round_row_text(rows, "happened", happened.length ? happened : hw_text_of(a->happened));
		round_row_close(rows);
	}
	return HW_OK;
}

hw_status bureau_round_deliver(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names, hw_error *error)
{
	round_rows rows = {0};
	round_file f;
	hw_status status;

	HW_TRY(round_must_be(b, hw_text_of(a->round), error));
	HW_TRY(round_file_read(arena, a->path, delivered_columns, HW_COUNT(delivered_columns), &f, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_NEGOTIATE, error));
	status = delivery_rows(b, arena, a, &f, &rows, error);
	*names = (int64_t)f.row_count;
	if (status == HW_OK)
		return round_finish(b, arena, &rows, 1, "round deliver", hw_text_of(a->round), error);
	hw_buffer_free(&rows.lines);
	bureau_rollback(b);
	return status;
}
