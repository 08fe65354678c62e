/* list_answers.c - each name of a list that came in held against the register: held, already home, dead, duplicate,
 * civilian, unknown, not ours; with the reasons and how certain it is. */
#include "bureau/sheet_int.h"
#include "bureau/tracing_int.h"

#include <math.h>
#include <string.h>

static const bureau_column answer_columns[] = {
	{"list", "list", BUREAU_TEXT},           {"row", "row", BUREAU_TEXT},
	{"entry", "entry", BUREAU_TEXT},         {"name", "name there", BUREAU_TEXT},
	{"answer", "answer", BUREAU_WORD},       {"person", "register", BUREAU_TEXT},
	{"ours", "name here", BUREAU_TEXT},      {"probability", "p", BUREAU_NUMBER},
	{"certainty", "certainty", BUREAU_TEXT}, {"because", "because", BUREAU_TEXT},
};
enum { ANSWER_COLUMNS = HW_COUNT(answer_columns) };
/* "Likely" is where an answer begins: whoever reads "already home" takes the name off his list, so under it, and for a name
 * alone (tracing_int.h caps it below), the answer is "unknown" and the likeliest person is told beside it. */
static const double KNOWN_FROM = 0.75;

typedef struct answering {
	sheet *s;
	bureau_list *list;
	hw_text id, kind; /* of the list */
	tracing_match *matches;
	size_t match_count;
	hw_text *persons, *entries; /* answered so far, to find duplicates */
	size_t count;
	int64_t counts[8];
} answering;

static const char *const words[] = {"held", "already_home", "dead", "duplicate", "civilian", "unknown", "not_ours"};
typedef enum answer { HELD, HOME, DEAD, DUPLICATE, CIVILIAN, UNKNOWN, NOT_OURS, ANSWERS } answer;
_Static_assert(HW_COUNT(words) == ANSWERS, "a word an answer");

/* What the register says of the person of a row: columns of list_person. */
typedef struct known {
	hw_text id, side, status, person, name, returned;
	bool civilian, delivered, dead;
} known;

static hw_status load_known(answering *g, hw_text person, hw_text record, known *result, bool *found)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(person), store_text(record)};
	hw_arena *arena = g->s->arena;

	HW_TRY(store_query_first(g->s->store, "list_person", values, 2, &rows, g->s->error));
	*found = rows != NULL;
	if (!rows)
		return HW_OK;
	*result = (known){.id = store_copy_text(rows, 0, arena),
			  .side = store_copy_text(rows, 1, arena),
			  .status = store_is_null(rows, 2) ? HW_TEXT("") : store_copy_text(rows, 2, arena),
			  .returned = store_is_null(rows, 3) ? HW_TEXT("") : store_copy_text(rows, 3, arena),
			  .civilian = !store_is_null(rows, 4) && store_get_integer(rows, 4) == 1,
			  .person = store_copy_text(rows, 5, arena),
			  .delivered = store_get_integer(rows, 6) > 0,
			  .dead = store_get_integer(rows, 7) > 0};
	result->name = sheet_format(g->s, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 8)),
				    HW_TEXT_ARG(store_get_text(rows, 9)));
	return HW_OK;
}

/* Whose people a list names: who holds or offers names ours, who looks for somebody names his own.  Empty: either. */
static const char *side_of_list(hw_text kind)
{
	if (hw_text_is(kind, "held") || hw_text_is(kind, "offered") || hw_text_is(kind, "dead"))
		return "ours";
	return hw_text_is(kind, "wanted") || hw_text_is(kind, "missing") ? "theirs" : "";
}

/* The first that holds, the gravest first; `why` says from what it is known. */
static answer answer_of(answering *g, const known *k, hw_text *why)
{
	const char *side = side_of_list(g->kind);

	if (k->dead || hw_text_is(k->status, "dead")) {
		*why = k->dead ? HW_TEXT("death was confirmed by two people") : HW_TEXT("the register says dead");
		return DEAD;
	}
	if (k->returned.length || k->delivered || hw_text_is(k->status, "returned")) {
		*why = k->returned.length ? sheet_format(g->s, "came home on %.*s", HW_TEXT_ARG(k->returned))
		       : k->delivered     ? HW_TEXT("was handed over in a round")
					  : HW_TEXT("the register says returned");
		return HOME;
	}
	if (*side && !hw_text_is(k->side, side)) {
		*why = sheet_format(g->s, "a list of kind \"%.*s\" names people of the other side, and he is %.*s",
				    HW_TEXT_ARG(g->kind), HW_TEXT_ARG(k->side));
		return NOT_OURS;
	}
	if (k->civilian) {
		*why = HW_TEXT("the register says civilian: no counter-value for anybody");
		return CIVILIAN;
	}
	*why = k->status.length ? sheet_format(g->s, "the register says %.*s", HW_TEXT_ARG(k->status))
				: HW_TEXT("on the register");
	return HELD;
}

static void write_row(answering *g, const store_rows *rows, answer a, const known *k, double p, hw_text because)
{
	bureau_value *cells = sheet_row(g->s, g->list);
	static const known nobody;
	bool told;

	k = k ? k : &nobody;
	told = k->id.length > 0;
	g->counts[a]++;
	cells[0] = sheet_value_text(g->id);
	cells[1] = sheet_column(g->s, rows, 2, BUREAU_TEXT);
	cells[2] = sheet_column(g->s, rows, 1, BUREAU_TEXT);
	cells[3] = sheet_column(g->s, rows, 3, BUREAU_TEXT);
	cells[4] = sheet_value_word(words[a]);
	cells[5] = sheet_value_text(told ? k->id : HW_TEXT(""));
	cells[6] = sheet_value_text(told ? k->name : HW_TEXT(""));
	cells[7] = sheet_value_number(told ? p : (double)NAN);
	cells[8] = sheet_value_text(told ? bureau_likelihood(g->s->arena, g->s->uk ? "uk" : "en", p) : HW_TEXT(""));
	cells[9] = sheet_value_text(because);
}

/* The earlier entry that speaks of the same person; empty when there is none. */
static hw_text earlier_entry(const answering *g, hw_text person)
{
	for (size_t i = 0; i < g->count; i++)
		if (hw_text_equal(g->persons[i], person))
			return g->entries[i];
	return HW_TEXT("");
}

/* Columns of list_names: 0 record, 1 id, 2 row, 3 name, 4 born, 5 person, 6 status. */
static hw_status answer_row(answering *g, const store_rows *rows)
{
	bool linked = !store_is_null(rows, 5), found = false;
	const tracing_match *best = NULL, *second = NULL;
	hw_text record = store_get_text(rows, 0), why, because;
	known k = {0};

	for (size_t i = 0; i < g->match_count && !linked; i++)
		if (hw_text_equal(g->matches[i].record, record)) {
			second = best ? &g->matches[i] : NULL;
			best = best ? best : &g->matches[i];
			if (second)
				break;
		}
	if (linked || best)
		HW_TRY(load_known(g, linked ? store_get_text(rows, 5) : HW_TEXT(""),
				  linked ? HW_TEXT("") : best->person, &k, &found));
	double p = linked ? 1 : best ? best->probability : 0;
	if (!found) {
		write_row(g, rows, UNKNOWN, NULL, 0, HW_TEXT("nobody on the register is like it"));
		return HW_OK;
	}
	if (p < KNOWN_FROM) {
		write_row(g, rows, UNKNOWN, &k, p,
			  sheet_format(g->s, "nobody surely; the likeliest, %s: %.*s", second ? "one of several" : "by",
				       HW_TEXT_ARG(best ? best->because : HW_TEXT(""))));
		return HW_OK;
	}
	hw_text before = earlier_entry(g, k.person);
	answer a = answer_of(g, &k, &why);
	if (before.length) {
		why = sheet_format(g->s, "the same person as entry %.*s (%s: %.*s)", HW_TEXT_ARG(before), words[a],
				   HW_TEXT_ARG(why));
		a = DUPLICATE;
	} else {
		g->persons[g->count] = k.person;
		g->entries[g->count++] = store_copy_text(rows, 1, g->s->arena);
	}
	because = sheet_format(g->s, "%.*s; %.*s", HW_TEXT_ARG(why),
			       HW_TEXT_ARG(linked ? HW_TEXT("linked by the sender or a reviewer") : best->because));
	write_row(g, rows, a, &k, p, because);
	return HW_OK;
}

static hw_status answer_list(answering *g, hw_text list)
{
	STORE_ROWS_GUARD store_rows *one = NULL;
	STORE_ROWS_GUARD store_rows *rows = NULL;
	sheet *s = g->s;
	const store_value id = store_text(list);
	size_t room = 0;
	bool found;

	HW_TRY(store_query_first(s->store, "list_one", &id, 1, &one, s->error));
	if (!one) {
		(void)hw_fail(s->error, HW_NOT_FOUND, "there is no list \"%.*s\"", HW_TEXT_ARG(list));
		return hw_error_remedy(s->error, "homeward import lists FILE, then import entries FILE");
	}
	if (!hw_text_is(store_get_text(one, 1), "in")) {
		(void)hw_fail(s->error, HW_BAD_INPUT, "list %.*s went out; only lists that came in are answered",
			      HW_TEXT_ARG(list));
		return hw_error_remedy(s->error, "homeward round shows what came of the lists that went out");
	}
	g->id = store_copy_text(one, 0, s->arena);
	g->kind = store_is_null(one, 2) ? HW_TEXT("") : store_copy_text(one, 2, s->arena);
	HW_TRY(tracing_match_records(s->b, s->arena, s->run, "list_names_open", &id, 1, &g->matches, &g->match_count,
				     s->error));
	HW_TRY(store_query(s->store, "list_names", &id, 1, &rows, s->error));
	g->count = 0;
	for (size_t n = 0;; n++) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (g->count == room) {
			hw_text *persons = HW_NEW(s->arena, hw_text, room ? room * 2 : 64),
				*entries = HW_NEW(s->arena, hw_text, room ? room * 2 : 64);
			if (!persons || !entries)
				return hw_fail(s->error, HW_NO_MEMORY, "no memory to answer a list");
			if (room) {
				memcpy(persons, g->persons, room * sizeof(*persons));
				memcpy(entries, g->entries, room * sizeof(*entries));
			}
			g->persons = persons;
			g->entries = entries;
			room = room ? room * 2 : 64;
		}
		HW_TRY(answer_row(g, rows));
	}
}

static void write_counts(answering *g)
{
	hw_buffer line = {0};

	for (size_t a = 0; a < ANSWERS; a++)
		if (g->counts[a])
			hw_buffer_addf(&line, "%s%s %lld", line.length ? ", " : "", words[a], (long long)g->counts[a]);
	if (line.length)
		sheet_note(g->s, "%.*s", HW_TEXT_ARG(hw_buffer_text(&line)));
	sheet_note(g->s,
		   "An answer is a proposal: nobody is confirmed, linked or told anything by it (homeward trace, then "
		   "review). Unknown means that we know nothing, not that he does not exist.");
	hw_buffer_free(&line);
}

hw_status bureau_list_answers(bureau *b, hw_arena *arena, const bureau_run *run, const hw_text *lists, size_t count,
			      bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "answers", result, error);
	answering g = {.s = &s};

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error));
	for (size_t i = 0; i < count; i++)
		if (!hw_text_trim(lists[i]).length) {
			(void)hw_fail(error, HW_USAGE, "no list is named");
			return hw_error_remedy(error,
					       "homeward trace --list ID, where ID is the id of a list that came in");
		}
	for (size_t i = 0; i < count; i++)
		HW_TRY(bureau_log_view(b, "list", lists[i], HW_TEXT(""), error));
	g.list = sheet_list(&s, "answers", "Answers to the names of lists that came in", "no names on the list",
			    answer_columns, ANSWER_COLUMNS);
	for (size_t i = 0; i < count; i++)
		HW_TRY(answer_list(&g, lists[i]));
	write_counts(&g);
	return sheet_end(&s);
}

hw_status bureau_lists_of_batch(bureau *b, hw_arena *arena, hw_text batch, hw_text **lists, size_t *count,
				hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(batch);
	enum { MOST = 1000 };
	bool found;

	*count = 0;
	*lists = HW_NEW(arena, hw_text, MOST + 1);
	if (!*lists)
		return hw_fail(error, HW_NO_MEMORY, "no memory for lists");
	HW_TRY(store_query(bureau_store(b), "lists_of_batch", &id, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found || *count == MOST)
			return HW_OK;
		(*lists)[*count] = store_copy_text(rows, 0, arena);
		if (!(*lists)[(*count)++].bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory for lists");
	}
}
