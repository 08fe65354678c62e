/* Public claims against what the bureau counts.
 *
 * A verdict is one of four.  What we count ourselves (people in our hands, people who came home, answers to our
 * requests) is complete; what we count of the other side (how many of ours it holds) is only what reached us, so
 * it can contradict "none" but never prove a total. */
#include "bureau/bureau_int.h"
#include "bureau/evidence_int.h"
#include "bureau/located_int.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

enum { STATEMENTS_MOST = 10000 };

typedef struct tally {
	bool counted, complete;
	int64_t number;
	const char *words; /* what was counted; NULL: the statement says it */
} tally;

static bool has_category(hw_text list, hw_text category)
{
	hw_text item;

	if (!category.length)
		return true;
	while (hw_text_split(&list, ';', &item))
		if (hw_text_equal(hw_text_trim(item), category))
			return true;
	return false;
}

/* Is he one of those who are counted?  Of ours, whom the other side has, only those who are known as captives or came
 * home: who is missing may be held, and is not counted. */
static bool is_counted(const store_rows *rows, const char *side, hw_text counts)
{
	hw_text word = store_get_text(rows, 3);
	bool home = !store_is_null(rows, 2) || hw_text_is(word, "returned");

	if (hw_text_is(counts, "returned"))
		return home;
	if (hw_text_is(counts, "held") && (home || hw_text_is(word, "dead")))
		return false;
	return !strcmp(side, "theirs") || home || hw_text_is(word, "captive");
}

/* People of one side and of a category on our register: held, ever captured, or returned. */
static hw_status count_people(bureau *b, const char *side, hw_text category, hw_text counts, const char *day, tally *t,
			      hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	store_value values[] = {store_string(side), store_string(day)};
	bool found;

	HW_TRY(store_query(bureau_store(b), "count_people", values, HW_COUNT(values), &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		t->number += is_counted(rows, side, counts) && has_category(store_get_text(rows, 1), category);
	}
	t->counted = true;
	t->complete = !strcmp(side, "theirs") || hw_text_is(counts, "returned");
	t->words = hw_text_is(counts, "held")       ? "held now"
		   : hw_text_is(counts, "captured") ? "ever captured"
						    : "come home";
	return HW_OK;
}

static hw_status count_by(bureau *b, const char *statement, const store_value *values, size_t count, bool complete,
			  tally *t, hw_error *error)
{
	HW_TRY(store_query_integer(bureau_store(b), statement, values, count, &t->number, error));
	t->counted = true;
	t->complete = complete;
	return HW_OK;
}

/* Columns of statements_said: 6 counts, 7 side, 8 category, 9 region. */
static hw_status count_for(bureau *b, const store_rows *rows, const char *day, tally *t, hw_error *error)
{
	hw_text counts = store_get_text(rows, 6), category = store_get_text(rows, 8), region = store_get_text(rows, 9);
	const char *side = hw_text_is(store_get_text(rows, 7), "theirs") ? "theirs" : "ours";
	bool ours = !strcmp(side, "ours");

	*t = (tally){0};
	/* Where a region is meant, only an estimate could answer: locate does, a count does not. */
	if (!counts.length || region.length)
		return HW_OK;
	if (hw_text_is(counts, "held") || hw_text_is(counts, "captured") || hw_text_is(counts, "returned"))
		return count_people(b, side, category, counts, day, t, error);
	if (hw_text_is(counts, "refused"))
		return count_by(b, "count_answers", (store_value[]){store_string("refused"), store_string(day)}, 2,
				ours, t, error);
	if (hw_text_is(counts, "delivered"))
		return count_by(b, "count_deliveries",
				(store_value[]){store_string("delivered"), store_string(ours ? "returned" : "given"),
						store_string(day)},
				3, true, t, error);
	if (hw_text_is(counts, "agreed"))
		return count_by(b, "count_agreed", (store_value[]){store_string(day)}, 1, true, t, error);
	if (hw_text_is(counts, "visits"))
		return count_by(b, "count_visits", (store_value[]){store_string(side), store_string(day)}, 2, !ours, t,
				error);
	return HW_OK;
}

static bool holds(hw_text bound, double n, double quantity)
{
	if (hw_text_is(bound, ">"))
		return n > quantity;
	if (hw_text_is(bound, ">="))
		return n >= quantity;
	if (hw_text_is(bound, "<"))
		return n < quantity;
	if (hw_text_is(bound, "<="))
		return n <= quantity;
	if (hw_text_is(bound, "about"))
		return fabs(n - quantity) <= 0.1 * quantity;
	return n == quantity;
}

/* An incomplete count only grows: it contradicts an upper bound, supports a lower one, proves no total. */
static const char *verdict_by_count(hw_text bound, double quantity, const tally *t)
{
	double n = (double)t->number;
	bool lower = hw_text_is(bound, ">") || hw_text_is(bound, ">=");

	if (holds(bound, n, quantity))
		return t->complete || lower ? "consistent" : "not verifiable";
	if (t->complete)
		return "contradicted";
	if (lower)
		return "unsupported";
	return n > quantity ? "contradicted" : "not verifiable";
}

static const char *verdict_by_evidence(hw_text kind, int64_t evidence_for, int64_t evidence_against)
{
	if (evidence_for && evidence_against)
		return "not verifiable";
	if (evidence_against)
		return "contradicted";
	if (evidence_for)
		return "consistent";
	return hw_text_is(kind, "claim") || hw_text_is(kind, "justification") ? "unsupported" : "not verifiable";
}

/* What was found to be forged is evidence of nothing, and what came in confidence serves tracing and families alone: a verdict
 * that rests on it would tell it. */
static hw_status items_in(bureau *b, hw_text list, int64_t *n, hw_error *error)
{
	hw_text item;

	*n = 0;
	while (hw_text_split(&list, ';', &item)) {
		bool speaks = false;

		item = hw_text_trim(item);
		if (item.length)
			HW_TRY(evidence_speaks(b, item, &speaks, error));
		*n += speaks;
	}
	return HW_OK;
}

static hw_text category_words(const store_rows *rows, const char *lang)
{
	return store_get_text(rows, !strcmp(lang, "uk") && !store_is_null(rows, 16) ? 16 : 15);
}

static hw_status judge(bureau *b, hw_arena *arena, const char *lang, const store_rows *rows, bureau_statement *s,
		       hw_error *error)
{
	hw_text bound = store_get_text(rows, 10), category = store_get_text(rows, 8);
	double quantity = store_get_number(rows, 11);
	char day[11];
	tally t;

	HW_TRY(items_in(b, store_get_text(rows, 12), &s->evidence_for, error));
	HW_TRY(items_in(b, store_get_text(rows, 13), &s->evidence_against, error));
	HW_TRY(count_for(b, rows, hw_days_write(bureau_as_of(b), day), &t, error));
	if (!t.counted || !bound.length) {
		s->verdict = verdict_by_evidence(s->kind, s->evidence_for, s->evidence_against);
		s->why = s->evidence_for || s->evidence_against
				 ? hw_text_format(arena, "%s: %s %lld, %s %lld",
						  bureau_word(lang, "by items of evidence"), bureau_word(lang, "for"),
						  (long long)s->evidence_for, bureau_word(lang, "against"),
						  (long long)s->evidence_against)
				 : hw_text_of(bureau_word(lang, "nothing that we hold can test it"));
		return s->why.bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for the statements");
	}
	s->verdict = verdict_by_count(bound, quantity, &t);
	if (!strcmp(s->verdict, "contradicted"))
		s->evidence_against += t.number;
	else if (!strcmp(s->verdict, "consistent"))
		s->evidence_for += t.number;
	s->why =
		hw_text_format(arena, "%s %.*s %g; %s %lld%s%s%s%.*s%s%s", bureau_word(lang, "it says"),
			       HW_TEXT_ARG(bound), quantity, bureau_word(lang, "we count"), (long long)t.number,
			       t.words ? " " : "", t.words ? bureau_word(lang, t.words) : "",
			       category.length ? " (" : "", HW_TEXT_ARG(category_words(rows, lang)),
			       category.length ? ")" : "", t.complete ? "" : bureau_word(lang, ", of what reached us"));
	return s->why.bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for the statements");
}

hw_status bureau_statements_all(bureau *b, hw_arena *arena, const bureau_run *run, bureau_statements *result,
				hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bureau_statements r = {.items = HW_NEW(arena, bureau_statement, STATEMENTS_MOST)};
	char day[11];
	store_value values[] = {store_string(hw_days_write(bureau_as_of(b), day))};
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	if (!r.items)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the statements");
	HW_TRY(store_query(bureau_store(b), "statements_said", values, 1, &rows, error));
	while (r.count < STATEMENTS_MOST) {
		bureau_statement *s = &r.items[r.count];

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		*s = (bureau_statement){.id = store_copy_text(rows, 0, arena),
					.speaker = store_copy_text(rows, 1, arena),
					.party = store_copy_text(rows, 2, arena),
					.when = store_copy_text(rows, 3, arena),
					.kind = store_copy_text(rows, 4, arena),
					.words = store_copy_text(rows, 5, arena)};
		HW_TRY(judge(b, arena, run->lang ? run->lang : "en", rows, s, error));
		r.count++;
	}
	*result = r;
	return HW_OK;
}
