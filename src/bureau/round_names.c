/* round_names.c - the rows of the lists of a round: whom each was matched to, how sure, what was answered; and two lists beside
 * each other.  A row says what stands on the list; that somebody is held follows from an answer or from the list itself, and is
 * its word, not ours. */
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <math.h>
#include <string.h>

enum { NAMES_MOST = 5000 };

static const bureau_column name_columns[] = {
	{"list", "list", BUREAU_TEXT},       {"direction", "way", BUREAU_WORD},
	{"row", "row", BUREAU_TEXT},         {"name", "named as", BUREAU_TEXT},
	{"born", "born", BUREAU_TEXT},       {"person", "is", BUREAU_TEXT},
	{"matched", "matched", BUREAU_WORD}, {"sure", "how likely", BUREAU_NUMBER},
	{"answer", "answer", BUREAU_WORD},   {"state", "what the row is", BUREAU_WORD}};
enum { N_LIST, N_WAY, N_ROW, N_NAME, N_BORN, N_PERSON, N_MATCHED, N_SURE, N_ANSWER, N_STATE };

/* A row of a list as it is judged. */
typedef struct named {
	hw_text key, row, name, born, status, person, side, reg, home, answer, label;
	bool by_number, joined, civilian, came; /* came: home, on the day `home` or on one that nobody wrote down */
	double sure;                            /* NAN: not said */
} named;

typedef struct naming {
	sheet *s;
	bureau_list *list;
	hw_text round, id, kind; /* of the list in hand */
	bool in, names, causes;
	named *rows;
	size_t count;
	bool cut;
} naming;

/* Columns of round_names. */
enum {
	C_KEY,
	C_ROW,
	C_NAME,
	C_BORN,
	C_STATUS,
	C_NUMBER,
	C_JOINED,
	C_ID,
	C_SIDE,
	C_REGISTER,
	C_CIVILIAN,
	C_HOME,
	C_ANSWER,
	C_SCORE,
	C_PERSON,
	C_FAMILY,
	C_GIVEN
};

static hw_text copy(sheet *s, const store_rows *rows, size_t column)
{
	return store_is_null(rows, column) ? HW_TEXT("") : store_copy_text(rows, column, s->arena);
}

static named read_row(sheet *s, const store_rows *rows)
{
	named n = {.key = copy(s, rows, C_KEY),
		   .row = copy(s, rows, C_ROW),
		   .name = copy(s, rows, C_NAME),
		   .born = copy(s, rows, C_BORN),
		   .status = copy(s, rows, C_STATUS),
		   .person = copy(s, rows, C_PERSON),
		   .side = copy(s, rows, C_SIDE),
		   .reg = copy(s, rows, C_REGISTER),
		   .home = copy(s, rows, C_HOME),
		   .came = !store_is_null(rows, C_HOME),
		   .answer = copy(s, rows, C_ANSWER),
		   .by_number = !store_is_null(rows, C_NUMBER),
		   .civilian = store_get_integer(rows, C_CIVILIAN) == 1,
		   .sure = NAN};

	n.joined = n.person.length != 0;
	if (n.joined && !n.by_number && !store_is_null(rows, C_SCORE))
		n.sure = store_get_number(rows, C_SCORE);
	if (n.joined)
		n.label = sheet_format(s, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, C_FAMILY)),
				       HW_TEXT_ARG(store_get_text(rows, C_GIVEN)));
	return n;
}

static hw_status load_rows(naming *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(g->id), store_text(g->round)};
	bool found;

	g->count = 0;
	HW_TRY(store_query(g->s->store, "round_names", values, 2, &rows, g->s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found || g->count == NAMES_MOST)
			break;
		g->rows[g->count++] = read_row(g->s, rows);
	}
	g->cut = g->cut || found;
	return HW_OK;
}

/* The likeliest open proposal stands where nobody judged. */
static hw_status load_proposed(naming *g)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(g->id)};
	size_t at = 0;
	bool found;

	HW_TRY(store_query(g->s->store, "round_names_proposed", values, 1, &rows, g->s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->s->error));
		if (!found)
			return HW_OK;
		while (at < g->count && hw_text_compare(g->rows[at].key, store_get_text(rows, 0)) < 0)
			at++;
		if (at == g->count || !hw_text_equal(g->rows[at].key, store_get_text(rows, 0)) || g->rows[at].joined)
			continue;
		g->rows[at].sure = store_get_number(rows, 1);
		g->rows[at].person = copy(g->s, rows, 2);
		g->rows[at].label = sheet_format(g->s, "%.*s %.*s", HW_TEXT_ARG(store_get_text(rows, 4)),
						 HW_TEXT_ARG(store_get_text(rows, 5)));
	}
}

/* Whose people such a list speaks of; NULL: of either side's. */
static const char *side_of(const naming *g)
{
	if (hw_text_is(g->kind, "wanted") || hw_text_is(g->kind, "missing"))
		return g->in ? "theirs" : "ours";
	if (hw_text_is(g->kind, "offered") || hw_text_is(g->kind, "held"))
		return g->in ? "ours" : "theirs";
	return NULL;
}

static bool stands_before(const naming *g, size_t i)
{
	const named *n = &g->rows[i];

	for (size_t k = 0; k < i; k++) {
		const named *o = &g->rows[k];

		if (n->joined && o->joined ? hw_text_equal(n->person, o->person)
					   : !n->joined && !o->joined && n->name.length &&
						     hw_text_equal(n->name, o->name) && hw_text_equal(n->born, o->born))
			return true;
	}
	return false;
}

static bool is_home(const naming *g, const named *n)
{
	int32_t first, last;

	if (!n->joined)
		return false;
	if (n->came && n->home.length && sheet_day(n->home, &first, &last))
		return first <= g->s->day;
	return n->came || hw_text_is(n->reg, "returned");
}

/* Held, as whoever has him says: an answer that disposes of him, or a list of people held. */
static bool is_held(const naming *g, const named *n)
{
	const char *side = side_of(g);

	if (hw_text_is(n->answer, "agreed") || hw_text_is(n->answer, "conditional") || hw_text_is(n->answer, "refused"))
		return true;
	if (side && !strcmp(side, "theirs")) /* by us: our register knows, not who asks for him */
		return n->joined && hw_text_is(n->side, "theirs") && hw_text_is(n->reg, "captive");
	return g->in &&
	       (hw_text_is(g->kind, "offered") || hw_text_is(g->kind, "held") || hw_text_is(n->status, "captive"));
}

static const char *state_of(const naming *g, size_t i)
{
	const named *n = &g->rows[i];
	const char *side = side_of(g);

	if (stands_before(g, i))
		return "duplicate";
	if (is_home(g, n))
		return "already home";
	if (n->joined && hw_text_is(n->reg, "dead"))
		return "dead";
	if (hw_text_is(n->answer, "dead") || hw_text_is(n->status, "dead") || (g->in && hw_text_is(g->kind, "dead")))
		return "said to be dead";
	/* Of theirs it is among the reasons that nobody at the table is told apart. */
	if (n->joined && n->civilian && (g->causes || hw_text_is(n->side, "ours")))
		return "civilian";
	if (n->joined && side && !hw_text_is(n->side, side))
		return "not of this side";
	if (hw_text_is(n->answer, "not_held") || hw_text_is(n->status, "not_held"))
		return "not held, it says";
	return is_held(g, n) ? "is held" : "unknown";
}

static void tell_row(naming *g, size_t i)
{
	sheet *s = g->s;
	const named *n = &g->rows[i];
	bureau_value *cells = sheet_row(s, g->list);

	cells[N_LIST] = sheet_value_text(g->id);
	cells[N_WAY] = sheet_value_word(g->in ? "in" : "out");
	cells[N_ROW] = sheet_value_text(n->row);
	/* A list of numbers alone reads as the register has them. */
	cells[N_NAME] = g->names ? sheet_value_text(n->name.length ? n->name : n->label) : sheet_value_restricted();
	cells[N_BORN] = g->names ? sheet_value_text(n->born) : sheet_value_restricted();
	if (n->answer.length)
		cells[N_ANSWER] = sheet_value_word(hw_text_copy(s->arena, n->answer).bytes);
	/* Whom we take a row for, and what our register says of him, is for those who see persons: a mediator reads what was
	 * exchanged. */
	cells[N_PERSON] = g->names || n->by_number ? sheet_value_text(n->person) : sheet_value_restricted();
	if (!g->names) {
		cells[N_MATCHED] = cells[N_SURE] = cells[N_STATE] = sheet_value_restricted();
		return;
	}
	cells[N_MATCHED] = sheet_value_word(n->by_number       ? "by number"
					    : n->joined        ? "judged the same"
					    : n->person.length ? "proposed only"
							       : "matched to nobody");
	cells[N_SURE] = sheet_value_number(n->sure);
	cells[N_STATE] = sheet_value_word(state_of(g, i));
}

static hw_status tell_list(naming *g)
{
	HW_TRY(load_rows(g));
	HW_TRY(load_proposed(g));
	for (size_t i = 0; i < g->count; i++)
		tell_row(g, i);
	return sheet_end(g->s);
}

typedef struct one_list {
	hw_text id, kind;
	bool in;
} one_list;

static hw_status find_lists(sheet *s, const round_scope *scope, hw_text only, one_list *lists, size_t most,
			    size_t *count)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	*count = 0;
	HW_TRY(store_query(s->store, "case_lists", NULL, 0, &rows, s->error));
	while (*count < most) {
		HW_TRY(store_next(rows, &found, s->error));
		if (!found)
			return HW_OK;
		if (sheet_known_by(s, rows, 4) && (!only.length || hw_text_equal(only, store_get_text(rows, 0))) &&
		    round_scope_has(scope, store_get_text(rows, 5), store_get_text(rows, 4),
				    hw_text_is(store_get_text(rows, 1), "in")))
			lists[(*count)++] = (one_list){.id = copy(s, rows, 0),
						       .kind = copy(s, rows, 2),
						       .in = hw_text_is(store_get_text(rows, 1), "in")};
	}
	return HW_OK;
}

static hw_status unknown_list(sheet *s, hw_text id)
{
	char shown[64];

	(void)hw_fail(s->error, HW_NOT_FOUND, "there is no list \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(s->error, "homeward round show ROUND");
}

hw_status bureau_round_names(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, hw_text list,
			     bureau_sheet *result, hw_error *error)
{
	enum { LISTS_MOST = 200 };
	sheet s = sheet_begin(b, arena, run, "names", result, error);
	naming g = {.s = &s, .round = id};
	one_list *lists = HW_NEW(arena, one_list, LISTS_MOST);
	round_scope scope;
	size_t count;

	g.rows = HW_NEW(arena, named, NAMES_MOST);
	if (!lists || !g.rows)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the rows of lists");
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(bureau_log_view(b, "round", id, HW_TEXT("names"), error));
	HW_TRY(round_scope_open(&s, id, &scope));
	g.names = bureau_may(b, BUREAU_MAY_SEE_PERSONS);
	g.causes = bureau_may(b, BUREAU_MAY_SEE_HEALTH) && bureau_may(b, BUREAU_MAY_SEE_WILL);
	HW_TRY(find_lists(&s, &scope, list, lists, LISTS_MOST, &count));
	if (list.length && !count)
		return unknown_list(&s, list);
	g.list = sheet_list(&s, "names", "Lists, row by row", "no list belongs to this round", name_columns,
			    HW_COUNT(name_columns));
	for (size_t i = 0; i < count; i++) {
		g.id = lists[i].id;
		g.kind = lists[i].kind;
		g.in = lists[i].in;
		HW_TRY(tell_list(&g));
	}
	if (g.cut)
		sheet_say(&s, "Only the first rows of a long list are shown.");
	sheet_say(&s, "Held is what an answer or the list itself says; nobody is joined to a row by the program.");
	return sheet_end(&s);
}

/* ---- two lists --------------------------------------------------------------------------------------------- */
static const bureau_column difference_columns[] = {
	{"change", "change", BUREAU_WORD},       {"row_before", "row before", BUREAU_TEXT},
	{"row_after", "row after", BUREAU_TEXT}, {"person", "is", BUREAU_TEXT},
	{"name", "named as", BUREAU_TEXT},       {"born", "born", BUREAU_TEXT},
	{"name_before", "before", BUREAU_TEXT},  {"born_before", "born, before", BUREAU_TEXT}};

/* The same person: by number or judgement where both have one, else as they are written. */
static bool same_row(const named *a, const named *b)
{
	if (a->joined && b->joined)
		return hw_text_equal(a->person, b->person);
	return a->name.length && hw_text_equal(a->name, b->name) && hw_text_equal(a->born, b->born);
}

static bool written_alike(const named *a, const named *b)
{
	return hw_text_equal(a->name, b->name) && hw_text_equal(a->born, b->born);
}

static void tell_change(naming *g, const char *what, const named *before, const named *after)
{
	const named *n = after ? after : before;
	bureau_value *cells = sheet_row(g->s, g->list);

	cells[0] = sheet_value_word(what);
	if (before)
		cells[1] = sheet_value_text(before->row);
	if (after)
		cells[2] = sheet_value_text(after->row);
	cells[3] = !g->names && n->joined && !n->by_number ? sheet_value_restricted()
							   : sheet_value_text(n->joined ? n->person : HW_TEXT(""));
	cells[4] = g->names ? sheet_value_text(n->name.length ? n->name : n->label) : sheet_value_restricted();
	cells[5] = g->names ? sheet_value_text(n->born) : sheet_value_restricted();
	if (before && after) {
		cells[6] = g->names ? sheet_value_text(before->name) : sheet_value_restricted();
		cells[7] = g->names ? sheet_value_text(before->born) : sheet_value_restricted();
	}
}

/* For every row of a its partner in b (SIZE_MAX: none): the same person first, then, of what is left, the same row. */
static void pair_up(const naming *a, const naming *b, size_t *partner, bool *taken)
{
	for (size_t i = 0; i < a->count; i++) {
		partner[i] = SIZE_MAX;
		for (size_t k = 0; k < b->count && partner[i] == SIZE_MAX; k++)
			if (!taken[k] && same_row(&a->rows[i], &b->rows[k])) {
				partner[i] = k;
				taken[k] = true;
			}
	}
	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count && partner[i] == SIZE_MAX; k++)
			if (!taken[k] && a->rows[i].row.length && hw_text_equal(a->rows[i].row, b->rows[k].row) &&
			    !(a->rows[i].joined && b->rows[k].joined)) {
				partner[i] = k;
				taken[k] = true;
			}
}

static hw_status compare(naming *a, naming *b)
{
	sheet *s = a->s;
	size_t *partner = HW_NEW(s->arena, size_t, a->count + 1);
	bool *taken = HW_NEW(s->arena, bool, b->count + 1);
	int64_t joined = 0, left = 0, changed = 0, same = 0;

	if (!partner || !taken)
		return hw_fail(s->error, HW_NO_MEMORY, "no memory to compare lists");
	pair_up(a, b, partner, taken);
	for (size_t k = 0; k < b->count; k++)
		if (!taken[k]) {
			tell_change(a, "added", NULL, &b->rows[k]);
			joined++;
		}
	for (size_t i = 0; i < a->count; i++)
		if (partner[i] == SIZE_MAX) {
			tell_change(a, "removed", &a->rows[i], NULL);
			left++;
		} else if (!written_alike(&a->rows[i], &b->rows[partner[i]])) {
			tell_change(a, "written otherwise", &a->rows[i], &b->rows[partner[i]]);
			changed++;
		} else {
			same++;
		}
	sheet_field(s, "names_before", "names before", BUREAU_COUNT, sheet_value_count((int64_t)a->count));
	sheet_field(s, "names_after", "names after", BUREAU_COUNT, sheet_value_count((int64_t)b->count));
	sheet_field(s, "same", "the same", BUREAU_COUNT, sheet_value_count(same));
	sheet_field(s, "added", "added", BUREAU_COUNT, sheet_value_count(joined));
	sheet_field(s, "removed", "removed", BUREAU_COUNT, sheet_value_count(left));
	sheet_field(s, "changed", "written otherwise", BUREAU_COUNT, sheet_value_count(changed));
	return HW_OK;
}

static hw_status open_list(naming *g, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};

	HW_TRY(store_query_first(g->s->store, "round_list_one", values, 1, &rows, g->s->error));
	if (!rows || !id.length || !sheet_known_by(g->s, rows, 4))
		return unknown_list(g->s, id);
	g->id = id;
	g->round = copy(g->s, rows, 5);
	g->rows = HW_NEW(g->s->arena, named, NAMES_MOST);
	if (!g->rows)
		return hw_fail(g->s->error, HW_NO_MEMORY, "no memory for the rows of lists");
	return load_rows(g);
}

hw_status bureau_list_difference(bureau *b, hw_arena *arena, const bureau_run *run, hw_text from, hw_text to,
				 bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "difference", result, error);
	naming before = {.s = &s}, after = {.s = &s};

	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_ROUNDS, error));
	HW_TRY(bureau_log_view(b, "list", to, HW_TEXT("difference"), error));
	before.names = after.names = bureau_may(b, BUREAU_MAY_SEE_PERSONS);
	HW_TRY(open_list(&before, from));
	HW_TRY(open_list(&after, to));
	/* Half a list would call people added or removed who stand on both. */
	if (before.cut || after.cut) {
		(void)hw_fail(error, HW_TOO_LARGE, "a list has over %d rows", NAMES_MOST);
		return hw_error_remedy(error, "compare the two files as they were received"), HW_TOO_LARGE;
	}
	s.out->title = sheet_format(&s, "%.*s - %.*s", HW_TEXT_ARG(from), HW_TEXT_ARG(to));
	sheet_field(&s, "before", "list before", BUREAU_TEXT, sheet_value_text(from));
	sheet_field(&s, "after", "list after", BUREAU_TEXT, sheet_value_text(to));
	before.list = sheet_list(&s, "rows", "What differs", "the two lists say the same", difference_columns,
				 HW_COUNT(difference_columns));
	HW_TRY(compare(&before, &after));
	return sheet_end(&s);
}
