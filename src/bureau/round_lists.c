/* round_lists.c - lists out, frozen and hashed; lists in.  Two people send a list, and it is looked at again when the
 * second one confirms: whoever withdrew meanwhile does not go on it. */
#include "bureau/rounds_int.h"

#include <string.h>

static const char *const name_columns[] = {"person", "name", "born", "rank", "unit", "place", "status", "sex", "note"};

/* Lists of people who would leave our hands. */
static bool hands_over(hw_text kind)
{
	return hw_text_is(kind, "offered") || hw_text_is(kind, "exchange");
}

/* ---- the check ------------------------------------------------------------------------------------------ */
typedef struct checked {
	round_person *people;
	size_t count, barred;
	hw_buffer why;
} checked;

static void tell_barred(checked *c, const round_person *p, const char *words)
{
	enum { SHOWN = 10 };

	if (c->barred++ < SHOWN)
		hw_buffer_addf(&c->why, "%s%.*s: %s", c->barred > 1 ? "; " : "", HW_TEXT_ARG(p->id), words);
}

/* Who may be on a list of this kind.  A list of ours that we ask for holds only ours, one to hand over only theirs. */
static const char *wrong_side(const round_person *p, hw_text kind)
{
	if (hands_over(kind) && !hw_text_is(p->side, "theirs"))
		return "is not in our hands";
	if (hw_text_is(kind, "wanted") && !hw_text_is(p->side, "ours"))
		return "is not one of those we ask for";
	return NULL;
}

static hw_status check_person(bureau *b, hw_arena *arena, hw_text id, const outward_gate *gate, hw_text kind,
			      checked *c, hw_error *error)
{
	round_person *p = &c->people[c->count];

	for (size_t i = 0; i < c->count; i++)
		if (hw_text_equal(c->people[i].id, id))
			return hw_fail(error, HW_BAD_INPUT, "%.*s stands there twice", HW_TEXT_ARG(id));
	HW_TRY(round_person_of(b, arena, id, gate, hands_over(kind), p, error));
	c->count++;
	if (p->bar != ROUND_FREE)
		tell_barred(c, p, round_bar_words(p->bar));
	else if (wrong_side(p, kind))
		tell_barred(c, p, wrong_side(p, kind));
	return HW_OK;
}

static hw_status refuse_barred(checked *c, hw_error *error)
{
	hw_status status = HW_OK;

	if (c->barred) {
		(void)hw_fail(error, HW_BAD_INPUT, "%zu of %zu names may not be on it: %s", c->barred, c->count,
			      c->why.failed ? "" : c->why.bytes);
		(void)hw_error_remedy(error, "take them off; record private interviews (persons: interviewed, wills)");
		status = HW_BAD_INPUT;
	}
	hw_buffer_free(&c->why);
	return status;
}

/* ---- asking to send --------------------------------------------------------------------------------------- */
static hw_status check_file(bureau *b, hw_arena *arena, const bureau_round_act *a, const round_file *f, checked *c,
			    hw_error *error)
{
	outward_gate gate;

	c->people = HW_NEW(arena, round_person, f->row_count + 1);
	if (!c->people)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the list");
	HW_TRY(outward_open(b, arena, OUTWARD_LIST, hw_text_of(a->party), &gate, error));
	for (size_t i = 0; i < f->row_count; i++) {
		hw_text id = round_cell(f, i, "person");
		hw_status status;

		if (!id.length) {
			(void)hw_fail(error, HW_BAD_INPUT, "a list that we send names people by their id");
			round_file_place(f, i, error);
			return HW_BAD_INPUT;
		}
		status = check_person(b, arena, id, &gate, hw_text_of(a->kind), c, error);
		if (status != HW_OK) {
			round_file_place(f, i, error);
			return status;
		}
	}
	if (!f->row_count)
		return hw_fail(error, HW_BAD_INPUT, "the list holds nobody");
	return refuse_barred(c, error);
}

static hw_status check_list(bureau *b, const bureau_round_act *a, hw_error *error)
{
	static const char *const kinds[] = {"wanted", "offered", "exchange", "held", "missing", "dead"};
	const store_value values[] = {store_text(hw_text_of(a->id))};
	int64_t there = 0;
	size_t k = 0;

	if (!a->id || !a->party || !a->kind)
		return hw_fail(error, HW_USAGE,
			       "write --list ID, --party P and --kind wanted|offered|exchange|held|...");
	while (k < HW_COUNT(kinds) && strcmp(kinds[k], a->kind) != 0)
		k++;
	if (k == HW_COUNT(kinds))
		return hw_fail(error, HW_USAGE, "\"%s\" is no kind of list", a->kind);
	HW_TRY(round_must_be(b, hw_text_of(a->round), error));
	if (hw_text_is(hw_text_of(a->kind), "exchange"))
		HW_TRY(round_not_ceased(b, error));
	HW_TRY(store_query_integer(bureau_store(b), "round_list_there", values, 1, &there, error));
	if (!there)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "list %s is there already; a list that was sent is frozen", a->id);
	return hw_error_remedy(error, "give the next one another id");
}

hw_status bureau_round_send(bureau *b, hw_arena *arena, const bureau_round_act *a, hw_text *pending, int64_t *names,
			    hw_error *error)
{
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	checked c = {.count = 0};
	round_file f;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_NEGOTIATE, error));
	HW_TRY(check_list(b, a, error));
	HW_TRY(round_file_read(arena, a->path, name_columns, HW_COUNT(name_columns), &f, error));
	HW_TRY(check_file(b, arena, a, &f, &c, error));
	hw_json_object(&w, NULL);
	hw_json_string(&w, "kind", a->kind);
	hw_json_string(&w, "party", a->party);
	hw_json_array(&w, "persons");
	for (size_t i = 0; i < c.count; i++)
		hw_json_text(&w, NULL, c.people[i].id);
	hw_json_close(&w, ']');
	hw_json_string(&w, "round", a->round);
	hw_json_close(&w, '}');
	*names = (int64_t)c.count;
	status = payload.failed
			 ? hw_fail(error, HW_NO_MEMORY, "no memory for the list")
			 : bureau_propose(b, "send list", HW_TEXT("list"), hw_text_of(a->id), hw_buffer_text(&payload),
					  a->reason ? hw_text_of(a->reason) : HW_TEXT("to be sent"), pending, arena,
					  error);
	hw_buffer_free(&payload);
	return status;
}

/* ---- sending, when the second person confirms --------------------------------------------------------------- */
static void line_of(hw_buffer *lines, int64_t row, hw_text person, hw_text name, hw_text born)
{
	hw_buffer_addf(lines, "%lld\t%.*s\t%.*s\t%.*s\n", (long long)row, HW_TEXT_ARG(person), HW_TEXT_ARG(name),
		       HW_TEXT_ARG(born));
}

static hw_status write_list(bureau *b, hw_arena *arena, hw_text list, hw_text kind, hw_text party, hw_text round,
			    const checked *c, hw_error *error)
{
	round_rows rows, entries;
	char day[11];

	(void)hw_days_write(bureau_as_of(b), day);
	HW_TRY(round_rows_begin(b, &rows, "lists", error));
	round_row_open(&rows);
	round_row_text(&rows, "id", list);
	round_row_text(&rows, "direction", HW_TEXT("out"));
	round_row_text(&rows, "kind", kind);
	round_row_text(&rows, "party", party);
	round_row_text(&rows, "happened", hw_text_of(day));
	round_row_text(&rows, "received", hw_text_of(day));
	round_row_text(&rows, "round", round);
	round_row_close(&rows);
	HW_TRY(round_rows_store(b, arena, &rows, error));
	HW_TRY(round_rows_begin(b, &entries, "entries", error));
	for (size_t i = 0; i < c->count; i++) {
		const round_person *p = &c->people[i];
		char id[192], row[24];

		(void)snprintf(id, sizeof(id), "%.*s-%06zu", HW_TEXT_ARG(list), i + 1);
		(void)snprintf(row, sizeof(row), "%zu", i + 1);
		round_row_open(&entries);
		round_row_text(&entries, "id", hw_text_of(id));
		round_row_text(&entries, "list", list);
		round_row_text(&entries, "row", hw_text_of(row));
		round_row_text(&entries, "person", p->id);
		round_row_text(&entries, "name", p->name);
		round_row_text(&entries, "born", p->born);
		round_row_close(&entries);
	}
	return round_rows_store(b, arena, &entries, error);
}

/* The list as it was sent: of whoever is sealed since from the record, so that the frozen list is still the same. */
static hw_status line_as_sent(hw_buffer *lines, int64_t row, const store_rows *rows, hw_error *error)
{
	hw_json *sent = NULL;

	if (store_is_null(rows, 5)) {
		line_of(lines, row, store_get_text(rows, 1), store_get_text(rows, 2), store_get_text(rows, 3));
		return HW_OK;
	}
	HW_TRY(hw_json_parse(store_get_text(rows, 5), "record", &sent, error));
	line_of(lines, row, hw_json_as_text(hw_json_get(sent, "person")), hw_json_as_text(hw_json_get(sent, "name")),
		hw_json_as_text(hw_json_get(sent, "born")));
	hw_json_free(sent);
	return HW_OK;
}

hw_status round_list_hash(bureau *b, hw_text list, char hash[65], int64_t *names, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(list)};
	hw_buffer lines = {.ceiling = 64u << 20};
	hw_status status;
	bool found = true;

	*names = 0;
	HW_TRY(store_query(bureau_store(b), "round_list_entries", values, 1, &rows, error));
	do {
		status = store_next(rows, &found, error);
		if (status == HW_OK && found)
			status = line_as_sent(&lines, ++*names, rows, error);
	} while (status == HW_OK && found);
	if (status == HW_OK && lines.failed)
		status = hw_fail(error, HW_NO_MEMORY, "no memory to hash the list");
	if (status == HW_OK)
		hw_sha256_hex(hw_sha256_of(hw_buffer_text(&lines)), hash);
	hw_buffer_free(&lines);
	return status;
}

static hw_status seal_list(bureau *b, hw_text list, hw_text kind, hw_text party, hw_text round, hw_text by,
			   hw_error *error)
{
	char hash[65];
	int64_t names;

	HW_TRY(round_list_hash(b, list, hash, &names, error));
	const store_value values[] = {store_text(list),
				      store_text(round),
				      store_text(party),
				      store_text(kind),
				      store_integer(names),
				      store_string(hash),
				      store_text(by),
				      store_string(bureau_user(b)),
				      store_integer(bureau_time(b))};
	return store_run(bureau_store(b), "round_list_seal_add", values, HW_COUNT(values), NULL, error);
}

/* Other proposals of the same list can no longer be confirmed: they do not wait any more. */
static hw_status close_others(bureau *b, hw_text list, hw_error *error)
{
	const store_value values[] = {store_text(list), store_string(bureau_user(b)), store_integer(bureau_time(b))};

	return store_run(bureau_store(b), "round_close_proposals", values, HW_COUNT(values), NULL, error);
}

static hw_status perform_send(bureau *b, hw_arena *arena, hw_text list, const hw_json *payload, hw_text by,
			      hw_error *error)
{
	hw_text kind = hw_json_as_text(hw_json_get(payload, "kind")),
		party = hw_json_as_text(hw_json_get(payload, "party")),
		round = hw_json_as_text(hw_json_get(payload, "round"));
	const hw_json *persons = hw_json_get(payload, "persons");
	checked c = {.people = HW_NEW(arena, round_person, hw_json_count(persons) + 1)};
	outward_gate gate;

	if (!c.people)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the list");
	HW_TRY(round_must_be(b, round, error));
	HW_TRY(outward_open(b, arena, OUTWARD_LIST, party, &gate, error));
	for (size_t i = 0; i < hw_json_count(persons); i++)
		HW_TRY(check_person(b, arena, hw_json_as_text(hw_json_at(persons, i)), &gate, kind, &c, error));
	HW_TRY(refuse_barred(&c, error));
	HW_TRY(write_list(b, arena, list, kind, party, round, &c, error));
	HW_TRY(seal_list(b, list, kind, party, round, by, error));
	return close_others(b, list, error);
}

hw_status round_perform_send(bureau *b, hw_text kind, hw_text list, const hw_json *payload, hw_text by, hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)256 << 20);

	(void)kind;
	return arena ? perform_send(b, arena, list, payload, by, error)
		     : hw_fail(error, HW_NO_MEMORY, "no memory for the list");
}

/* ---- a counterpart's list ------------------------------------------------------------------------------------ */
static void receive_row(round_rows *entries, const bureau_round_act *a, const round_file *f, size_t i)
{
	char id[192], row[24];

	(void)snprintf(id, sizeof(id), "%s-%06zu", a->id, i + 1);
	(void)snprintf(row, sizeof(row), "%zu", i + 1);
	round_row_open(entries);
	round_row_text(entries, "id", hw_text_of(id));
	round_row_text(entries, "list", hw_text_of(a->id));
	round_row_text(entries, "row", hw_text_of(row));
	for (size_t c = 0; c < HW_COUNT(name_columns); c++)
		round_row_text(entries, name_columns[c], round_cell(f, i, name_columns[c]));
	round_row_close(entries);
}

static hw_status write_received(bureau *b, hw_arena *arena, const bureau_round_act *a, const round_file *f,
				hw_error *error)
{
	round_rows rows[2] = {{0}, {0}};
	hw_status status;
	char day[11];

	(void)hw_days_write(bureau_as_of(b), day);
	status = round_rows_begin(b, &rows[0], "lists", error);
	if (status == HW_OK)
		status = round_rows_begin(b, &rows[1], "entries", error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	round_row_open(&rows[0]);
	round_row_text(&rows[0], "id", hw_text_of(a->id));
	round_row_text(&rows[0], "direction", HW_TEXT("in"));
	round_row_text(&rows[0], "kind", hw_text_of(a->kind));
	round_row_text(&rows[0], "party", hw_text_of(a->party));
	round_row_text(&rows[0], "happened", a->happened ? hw_text_of(a->happened) : hw_text_of(day));
	round_row_text(&rows[0], "received", hw_text_of(day));
	round_row_text(&rows[0], "round", hw_text_of(a->round));
	round_row_text(&rows[0], "source", hw_text_of(a->source));
	round_row_close(&rows[0]);
	for (size_t i = 0; i < f->row_count; i++)
		receive_row(&rows[1], a, f, i);
	return round_finish(b, arena, rows, 2, "round receive", hw_text_of(a->round), error);
}

hw_status bureau_round_receive(bureau *b, hw_arena *arena, const bureau_round_act *a, int64_t *names, hw_error *error)
{
	round_file f;

	HW_TRY(check_list(b, a, error));
	HW_TRY(round_file_read(arena, a->path, name_columns, HW_COUNT(name_columns), &f, error));
	HW_TRY(bureau_begin(b, BUREAU_MAY_NEGOTIATE, error));
	*names = (int64_t)f.row_count;
	return write_received(b, arena, a, &f, error);
}
