/* What has a day, for a day without machines: everything late or due soon, by numbers of the file and never by name. */
#include "bureau/check_int.h"
#include "bureau/paper_int.h"
#include "bureau/sheet_int.h"

#include <stdlib.h>
#include <string.h>

static const bureau_column act_columns[] = {{"by", "to do by", BUREAU_TEXT},
					    {"late", "late", BUREAU_WORD},
					    {"what", "what is to be done", BUREAU_WORD},
					    {"which", "number in the file", BUREAU_TEXT},
					    {"with", "with or for", BUREAU_TEXT}};
static const bureau_column clock_columns[] = {{"by", "last day", BUREAU_TEXT},
					      {"whose", "whose duty", BUREAU_WORD},
					      {"article", "article", BUREAU_TEXT},
					      {"rule", "rule", BUREAU_TEXT},
					      {"count", "how many", BUREAU_COUNT}};
static const bureau_column hold_columns[] = {{"id", "held as", BUREAU_TEXT}, {"held", "what is held", BUREAU_WORD}};
static const char *const done[] = {"done: hour, signature", NULL};

typedef struct act {
	hw_text by, which, with;
	const char *what;
} act;

typedef struct acting {
	sheet s;
	char today[11], last[11];
	int32_t days;
	act *items;
	size_t count, capacity;
	hw_text hidden; /* subjects that the role does not see */
} acting;

/* ---- one act ------------------------------------------------------------------------------------------------- */
static void add(acting *g, hw_text by, const char *what, hw_text which, hw_text with)
{
	if (by.length && hw_text_compare(by, hw_text_of(g->last)) > 0)
		return;
	if (g->count == g->capacity) {
		size_t capacity = g->capacity ? 2 * g->capacity : 64;
		act *more = HW_NEW(g->s.arena, act, capacity);

		if (!more) {
			g->s.failed = true;
			return;
		}
		if (g->count)
			memcpy(more, g->items, g->count * sizeof(*more));
		g->items = more;
		g->capacity = capacity;
	}
	g->items[g->count++] = (act){hw_text_copy(g->s.arena, by), hw_text_copy(g->s.arena, which),
				     hw_text_copy(g->s.arena, with), what};
}

/* Those without a day last. */
static int by_day(const void *a, const void *b)
{
	const act *x = a, *y = b;
	int order = !x->by.length - !y->by.length;

	if (!order)
		order = hw_text_compare(x->by, y->by);
	if (!order)
		order = strcmp(x->what, y->what);
	return order ? order : hw_text_compare(x->which, y->which);
}

/* ---- where they come from: column 0 is the day, 1 the number -------------------------------------------------------- */
typedef void (*act_row)(acting *g, const store_rows *rows);

static void finding_row(acting *g, const store_rows *rows)
{
	add(g, store_get_text(rows, 0), "decide the finding", store_get_text(rows, 1), store_get_text(rows, 2));
}

static void letter_row(acting *g, const store_rows *rows)
{
	add(g, store_get_text(rows, 0), "ask for the answer to the letter", store_get_text(rows, 1),
	    sheet_words(&g->s, store_copy_text(rows, 2, g->s.arena).bytes));
}

static void round_row(acting *g, const store_rows *rows)
{
	add(g, store_get_text(rows, 0), "prepare the round", store_get_text(rows, 1),
	    sheet_labels(&g->s, "holders", store_get_text(rows, 2)));
}

static void promise_row(acting *g, const store_rows *rows)
{
	add(g, store_get_text(rows, 0), "see whether the word was kept",
	    sheet_format(&g->s, "%.*s, %.*s", HW_TEXT_ARG(store_get_text(rows, 1)),
			 HW_TEXT_ARG(store_get_text(rows, 3))),
	    sheet_label(&g->s, "holders", store_get_text(rows, 2)));
}

/* Columns of inquiry_all: neither what is to be told nor who asks, for both are somebody's own words. */
static void inquiry_row(acting *g, const store_rows *rows)
{
	if (!hw_text_is(store_get_text(rows, 9), "closed") && !store_is_null(rows, 7) && sheet_known_by(&g->s, rows, 8))
		add(g, store_get_text(rows, 7), "call back or answer the relative", store_get_text(rows, 0),
		    HW_TEXT(""));
}

/* Columns of transmissions; letters on findings stand above. */
static void paper_row(acting *g, const store_rows *rows)
{
	int32_t first, last;
	double wait;
	char day[11];

	if (!hw_text_is(store_get_text(rows, 2), "out") || !store_is_null(rows, 6) || !store_is_null(rows, 7) ||
	    !store_is_null(rows, 8) || hw_text_is(store_get_text(rows, 1), "list") || !sheet_known_by(&g->s, rows, 5) ||
	    !sheet_day(store_get_text(rows, 5), &first, &last) ||
	    bureau_setting_number(g->s.b, "transmission.days", 30, &wait, g->s.error) != HW_OK)
		return;
	add(g, hw_text_of(hw_days_write(last + (int32_t)wait, day)), "ask whether the paper came",
	    store_get_text(rows, 0), sheet_label(&g->s, "holders", store_get_text(rows, 4)));
}

static void withheld_row(acting *g, const store_rows *rows)
{
	add(g, store_get_text(rows, 0), "look at the withholding, it ends", store_get_text(rows, 1), HW_TEXT(""));
}

static void consent_row(acting *g, const store_rows *rows)
{
	hw_text use = sheet_format(&g->s, "use: %.*s", HW_TEXT_ARG(store_get_text(rows, 2)));

	add(g, store_get_text(rows, 0), "ask him again, his yes ends", store_get_text(rows, 1),
	    sheet_words(&g->s, use.bytes));
}

static void grant_row(acting *g, const store_rows *rows)
{
	add(g, store_get_text(rows, 0), "look at the access, it ends", store_get_text(rows, 1),
	    store_get_text(rows, 2));
}

static const struct {
	const char *statement;
	bureau_right right;
	act_row row;
	const char *hidden;
} parts[] = {
	{"paper_findings", BUREAU_MAY_CHECK, finding_row, "findings and letters"},
	{"paper_letters", BUREAU_MAY_CHECK, letter_row, NULL},
	{"paper_rounds", BUREAU_MAY_SEE_ROUNDS, round_row, "rounds"},
	{"paper_promises", BUREAU_MAY_SEE_ROUNDS, promise_row, NULL},
	{"inquiry_all", BUREAU_MAY_INQUIRE, inquiry_row, "inquiries"},
	{"transmissions", BUREAU_MAY_INQUIRE, paper_row, NULL},
	{"paper_withheld", BUREAU_MAY_CONFIRM, withheld_row, "withholdings"},
	{"paper_consents", BUREAU_MAY_CONSENT, consent_row, "consents"},
	{"paper_grants", BUREAU_MAY_USERS, grant_row, NULL},
};

static void hide(acting *g, const char *subject)
{
	if (subject)
		g->hidden = sheet_format(&g->s, "%.*s%s%s", HW_TEXT_ARG(g->hidden), g->hidden.length ? ", " : "",
					 sheet_words(&g->s, subject).bytes);
}

static hw_status gather(acting *g, size_t part)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	if (!bureau_may(g->s.b, parts[part].right)) {
		hide(g, parts[part].hidden);
		return HW_OK;
	}
	HW_TRY(store_query(g->s.store, parts[part].statement, NULL, 0, &rows, g->s.error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->s.error));
		if (!found)
			return HW_OK;
		parts[part].row(g, rows);
	}
}

/* What waits for a second person has no day of its own. */
static hw_status gather_pending(acting *g)
{
	bureau_pendings waiting = {0};

	HW_TRY(bureau_pending_list(g->s.b, g->s.arena, "pending", &waiting, g->s.error));
	for (size_t i = 0; i < waiting.count; i++)
		add(g, HW_TEXT(""), "second person decides", waiting.items[i].id,
		    sheet_words(&g->s, waiting.items[i].act.bytes));
	return HW_OK;
}

static void list_acts(acting *g)
{
	bureau_list *list =
		sheet_list(&g->s, "acts", "What has its day", "nothing is due", act_columns, HW_COUNT(act_columns));
	int64_t late = 0;

	list->blanks = done;
	if (g->count)
		qsort(g->items, g->count, sizeof(*g->items), by_day);
	for (size_t i = 0; i < g->count; i++) {
		const act *a = &g->items[i];
		bureau_value *cells = sheet_row(&g->s, list);
		bool is_late = a->by.length && hw_text_compare(a->by, hw_text_of(g->today)) < 0;

		cells[0] = sheet_value_text(a->by);
		if (is_late)
			cells[1] = sheet_value_word("late");
		cells[2] = sheet_value_word(a->what);
		cells[3] = sheet_value_text(a->which);
		cells[4] = sheet_value_text(a->with);
		late += is_late;
	}
	sheet_field(&g->s, "late", "late", BUREAU_COUNT, sheet_value_count(late));
}

/* ---- clocks of the conventions ------------------------------------------------------------------------------------- */
typedef struct clock_row {
	uint32_t rule;
	int32_t day;
	bool own;
} clock_row;

static int by_clock(const void *a, const void *b)
{
	const clock_row *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->own != y->own)
		return y->own - x->own;
	return (x->rule > y->rule) - (x->rule < y->rule);
}

static bool raised_now(const law_report *now, const law_result *later, size_t *at)
{
	for (; *at < now->count; ++*at) {
		const law_result *r = &now->results[*at];

		if (r->subject > later->subject || (r->subject == later->subject && r->rule >= later->rule))
			return r->subject == later->subject && r->rule == later->rule;
	}
	return false;
}

/* What is not raised today and will be at the end of these days, if nothing happens: its clock runs out between. */
static hw_status list_clocks_of(acting *g, bureau_list *list, checking *c, const law_report *now,
				const law_report *later)
{
	clock_row *rows = HW_NEW(g->s.arena, clock_row, later->count + 1);
	size_t count = 0, at = 0;

	if (!rows)
		return hw_fail(g->s.error, HW_NO_MEMORY, "no memory for the clocks");
	for (size_t i = 0; i < later->count; i++) {
		const law_clock *clock = &later->results[i].clock;

		if (clock->state >= LAW_CLOCK_POSSIBLY_OVER && !raised_now(now, &later->results[i], &at))
			rows[count++] = (clock_row){later->results[i].rule, clock->deadline.last, c->own};
	}
	if (count)
		qsort(rows, count, sizeof(*rows), by_clock);
	for (size_t i = 0, same; i < count; i += same) {
		const law_rule *rule = law_rule_at(c->rules, rows[i].rule);
		bureau_value *cells = sheet_row(&g->s, list);
		char day[11];

		for (same = 1; i + same < count && !by_clock(&rows[i], &rows[i + same]);)
			same++;
		cells[0] = sheet_value_text(hw_text_copy(g->s.arena, hw_text_of(hw_days_write(rows[i].day, day))));
		cells[1] = sheet_value_word(c->own ? "ours" : "the holder's");
		cells[2] = sheet_value_text(sheet_format(&g->s, "%.*s %.*s",
							 HW_TEXT_ARG(rule->convention->short_title[c->language]),
							 HW_TEXT_ARG(rule->article)));
		cells[3] = sheet_value_text(hw_text_copy(g->s.arena, rule->title[c->language]));
		cells[4] = sheet_value_count((int64_t)same);
	}
	return HW_OK;
}

/* Where nothing can be checked yet, the rest is printed all the same and this is said. */
static hw_status without_clocks(acting *g, hw_status status)
{
	if (status != HW_BAD_INPUT && status != HW_NOT_FOUND)
		return status;
	sheet_note(&g->s, "%s: %s", sheet_words(&g->s, "The clocks cannot be told").bytes,
		   sheet_words(&g->s, g->s.error->why).bytes);
	return HW_OK;
}

static hw_status list_clocks(acting *g)
{
	bureau_list *list;
	hw_status status = HW_OK;

	if (!bureau_may(g->s.b, BUREAU_MAY_CHECK))
		return HW_OK; /* said with the findings */
	list = sheet_list(&g->s, "clocks", "Clocks of the conventions that run out", "none runs out in these days",
			  clock_columns, HW_COUNT(clock_columns));
	for (int own = 1; own >= 0 && status == HW_OK; own--) {
		checking c = {.bureau = g->s.b, .arena = g->s.arena, .run = g->s.run, .own = own, .error = g->s.error};
		law_report now = {0}, later = {0};

		status = bureau_check_run(&c, &now);
		if (status == HW_OK)
			status = bureau_check_later(&c, g->days + 1, &later); /* over on the day after */
		if (status == HW_OK)
			status = list_clocks_of(g, list, &c, &now, &later);
		law_report_free(&now);
		law_report_free(&later);
	}
	if (status != HW_OK)
		list->empty = NULL;
	return without_clocks(g, status);
}

/* ---- what is held --------------------------------------------------------------------------------------------------- */
static bool keep_hold(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)s, (void)rows, (void)context;
	cells[0] = sheet_column(s, rows, 0, BUREAU_TEXT);
	cells[1] = sheet_column(s, rows, 1, BUREAU_WORD);
	return true;
}

static hw_status list_holds(acting *g)
{
	bureau_list *list;

	if (!bureau_may(g->s.b, BUREAU_MAY_KEEP))
		return hide(g, "legal holds"), HW_OK;
	list = sheet_list(&g->s, "holds", "Held for a proceeding: nothing of it is destroyed", "nothing is held",
			  hold_columns, HW_COUNT(hold_columns));
	return sheet_query(&g->s, list, "hold_list", NULL, 0, keep_hold, NULL);
}

hw_status bureau_paper_acts(bureau *b, hw_arena *arena, const bureau_run *run, int64_t days, bureau_sheet *result,
			    hw_error *error)
{
	acting g = {.s = sheet_begin(b, arena, run, "acts", result, error)};

	if (days < 1 || days > BUREAU_PAPER_DAYS_MOST)
		return hw_fail(error, HW_USAGE, "--days is 1 to %d", BUREAU_PAPER_DAYS_MOST);
	HW_TRY(bureau_log_view(b, "paper", HW_TEXT("acts"), HW_TEXT(""), error));
	g.days = (int32_t)days;
	(void)hw_days_write(g.s.day, g.today);
	(void)hw_days_write(g.s.day + g.days, g.last);
	result->title = sheet_words(&g.s, "Work that is due");
	sheet_field(&g.s, "until", "up to and with", BUREAU_TEXT,
		    sheet_value_text(hw_text_copy(arena, hw_text_of(g.last))));
	for (size_t i = 0; i < HW_COUNT(parts); i++)
		HW_TRY(gather(&g, i));
	HW_TRY(gather_pending(&g));
	list_acts(&g);
	HW_TRY(list_clocks(&g));
	HW_TRY(list_holds(&g));
	if (g.hidden.length)
		sheet_note(&g.s, "%s: %.*s", sheet_words(&g.s, "Not for this role").bytes, HW_TEXT_ARG(g.hidden));
	sheet_say(&g.s, "Numbers of the file, no names: a lost sheet tells a stranger nothing of a person.");
	return sheet_end(&g.s);
}
