/* Findings on a sheet: the list with what waits first, and one with its facts, letters and steps. */
#include "bureau/check_int.h"
#include "bureau/finding_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

/* Columns of finding_list. */
enum {
	L_ID,
	L_ARTICLE,
	L_KIND,
	L_SUBJECT,
	L_PHASE,
	L_OUTCOME,
	L_OWN,
	L_STANDING,
	L_ALERT,
	L_SUBJECTS,
	L_LOWER,
	L_UPPER,
	L_DEADLINE,
	L_RULE,
	L_SEVERITY,
	L_FACTS,
	L_DECIDED
};

static const bureau_column list_columns[] = {{"id", "finding", BUREAU_TEXT},        {"article", "article", BUREAU_TEXT},
					     {"about", "it is about", BUREAU_TEXT}, {"phase", "phase", BUREAU_WORD},
					     {"outcome", "outcome", BUREAU_WORD},   {"people", "people", BUREAU_TEXT},
					     {"deadline", "look by", BUREAU_TEXT},  {"note", "note", BUREAU_TEXT},
					     {"rule", "rule", BUREAU_TEXT}};

typedef struct listing {
	bool alerts;
	size_t waiting, overdue;
} listing;

/* Persons are counted, never named in a list; a place by whoever may see places. */
static hw_text about(sheet *s, hw_text kind, hw_text subject, int64_t subjects)
{
	if (hw_text_is(subject, "*"))
		return sheet_format(s, "%s: %lld",
				    bureau_word(s->run->lang, hw_text_is(kind, "person") ? "persons" : "events"),
				    (long long)subjects);
	if (hw_text_is(kind, "place"))
		return bureau_may(s->b, BUREAU_MAY_SEE_PLACES) ? sheet_label(s, "places", subject)
							       : sheet_words(s, "restricted");
	return hw_text_copy(s->arena, subject);
}

static hw_text people(sheet *s, int64_t lower, int64_t upper)
{
	return upper < 0        ? HW_TEXT("")
	       : lower == upper ? sheet_format(s, "%lld", (long long)upper)
				: sheet_format(s, "%lld-%lld", (long long)lower, (long long)upper);
}

static int64_t count_of(const store_rows *rows, size_t column)
{
	return store_is_null(rows, column) ? -1 : store_get_integer(rows, column);
}

static hw_text mark_of(sheet *s, bool alert, bool own, bool standing, bool changed, bool late)
{
	const char *words[] = {alert ? "for the legal officer, at once" : NULL, own ? "our own side" : NULL,
			       standing ? NULL : "not raised any more",
			       changed ? "the facts changed since it was decided" : NULL, late ? "overdue" : NULL};
	hw_text all = HW_TEXT("");

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (words[i])
			all = sheet_format(s, "%.*s%s%s", HW_TEXT_ARG(all), all.length ? "; " : "",
					   bureau_word(s->run->lang, words[i]));
	return all;
}

static bool over(hw_text phase)
{
	return hw_text_is(phase, "closed") || hw_text_is(phase, "rejected");
}

static bool keep_finding(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	listing *all = raw;
	hw_text phase = store_get_text(rows, L_PHASE), deadline = store_get_text(rows, L_DEADLINE);
	bool alert = store_get_integer(rows, L_ALERT) == 1, standing = store_get_integer(rows, L_STANDING) == 1;
	int32_t first = 0, last = 0;
	bool late = !over(phase) && sheet_day(deadline, &first, &last) && last < s->day;
	bool changed = !store_is_null(rows, L_DECIDED) &&
		       !hw_text_equal(store_get_text(rows, L_DECIDED), store_get_text(rows, L_FACTS));

	if (all->alerts && !alert)
		return false;
	all->waiting += alert;
	all->overdue += late;
	for (size_t i = 0; i < HW_COUNT(list_columns); i++)
		cells[i] = (bureau_value){.known = false};
	cells[0] = sheet_column(s, rows, L_ID, BUREAU_TEXT);
	cells[1] = sheet_value_text(sheet_told(s, store_get_text(rows, L_ARTICLE)));
	cells[2] = sheet_value_text(about(s, store_get_text(rows, L_KIND), store_get_text(rows, L_SUBJECT),
					  store_get_integer(rows, L_SUBJECTS)));
	cells[3] = sheet_column(s, rows, L_PHASE, BUREAU_WORD);
	cells[4] = sheet_column(s, rows, L_OUTCOME, BUREAU_WORD);
	cells[5] = sheet_value_text(people(s, count_of(rows, L_LOWER), count_of(rows, L_UPPER)));
	cells[6] = sheet_column(s, rows, L_DEADLINE, BUREAU_TEXT);
	cells[7] = sheet_value_text(mark_of(s, alert, store_get_integer(rows, L_OWN) == 1, standing, changed, late));
	cells[8] = sheet_column(s, rows, L_RULE, BUREAU_TEXT);
	return true;
}

hw_status bureau_findings_all(bureau *b, hw_arena *arena, const bureau_run *run, bool alerts, bureau_sheet *result,
			      hw_error *error)
{
	listing all = {.alerts = alerts};
	sheet s;
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	s = sheet_begin(b, arena, run, "findings", result, error);
	result->title = sheet_words(&s, alerts ? "Findings that wait for the legal officer" : "Findings");
	list = sheet_list(&s, "findings", "Findings",
			  alerts ? "none waits for the legal officer" : "none is recorded: homeward check --record",
			  list_columns, HW_COUNT(list_columns));
	HW_TRY(sheet_query(&s, list, "finding_list", NULL, 0, keep_finding, &all));
	if (all.waiting && !alerts)
		sheet_say(&s, "A threat is no evidence that it was carried out; it is looked at first.");
	return sheet_end(&s);
}

/* ---- one --------------------------------------------------------------------------------------------- */
static const bureau_column fact_columns[] = {
	{"fact", "fact", BUREAU_TEXT}, {"record", "record", BUREAU_TEXT}, {"grade", "grade", BUREAU_TEXT}};
static const bureau_column letter_columns[] = {
	{"addressee", "to", BUREAU_WORD},      {"language", "language", BUREAU_WORD},
	{"state", "state", BUREAU_WORD},       {"drafted_by", "drafted by", BUREAU_TEXT},
	{"asked_by", "asked by", BUREAU_TEXT}, {"released_by", "released by", BUREAU_TEXT},
	{"sent", "sent", BUREAU_TEXT},         {"due", "answer by", BUREAU_TEXT},
	{"answered", "answered", BUREAU_TEXT}, {"answer", "answer", BUREAU_TEXT},
	{"sha256", "SHA-256", BUREAU_HASH}};
static const bureau_column step_columns[] = {{"number", "step", BUREAU_COUNT},  {"phase", "phase", BUREAU_WORD},
					     {"when", "when", BUREAU_TEXT},     {"by", "by", BUREAU_TEXT},
					     {"letter", "letter", BUREAU_HASH}, {"note", "note", BUREAU_TEXT}};

/* "statement ST03" with its kind in the language. */
static hw_text record_of(sheet *s, hw_text record)
{
	hw_text rest = record, kind;

	if (!hw_text_split(&rest, ' ', &kind) || !rest.length || rest.bytes[0] == ' ' ||
	    memchr(kind.bytes, ':', kind.length))
		return record.length ? sheet_told(s, record) : record;
	return sheet_format(s, "%s %.*s", sheet_words(s, hw_text_copy(s->arena, kind).bytes).bytes, HW_TEXT_ARG(rest));
}

/* What was noted at a step: to whom a letter went, or somebody's reason. */
static bool keep_step(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)rows, (void)context;
	if (cells[5].known)
		cells[5].text = sheet_words(s, cells[5].text.bytes);
	return true;
}

/* Columns: fact name, value in words, record, grade, source.  The record that carries it leads to a person: by right. */
static bool keep_fact(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	bool persons = bureau_may(s->b, BUREAU_MAY_SEE_PERSONS);

	(void)context;
	cells[0] = sheet_value_text(bureau_fact_retold(s->b, s->arena, s->uk ? "uk" : "en",
						       store_copy_text(rows, 0, s->arena),
						       store_copy_text(rows, 1, s->arena)));
	cells[1] =
		persons ? sheet_value_text(record_of(s, store_copy_text(rows, 2, s->arena))) : sheet_value_restricted();
	cells[2] = store_is_null(rows, 4) ? sheet_value_text(sheet_words(s, "our register"))
					  : sheet_column(s, rows, 3, BUREAU_TEXT);
	return true;
}

static void fields(sheet *s, const finding *f)
{
	int32_t first = 0, last = 0;
	bool late = !over(f->phase) && sheet_day(f->deadline, &first, &last) && last < s->day;
	bool changed = f->decided_sha256.length && !hw_text_equal(f->decided_sha256, f->facts_sha256);

	sheet_field(s, "id", "finding", BUREAU_TEXT, sheet_value_text(f->id));
	sheet_field(s, "rule", "rule", BUREAU_TEXT, sheet_value_text(f->rule));
	sheet_field(s, "article", "article", BUREAU_TEXT, sheet_value_text(sheet_told(s, f->article)));
	sheet_field(s, "about", "it is about", BUREAU_TEXT,
		    sheet_value_text(about(s, f->subject_kind, f->subject, f->subjects)));
	sheet_field(s, "phase", "phase", BUREAU_WORD, sheet_value_text(f->phase));
	sheet_field(s, "outcome", "outcome", BUREAU_WORD, sheet_value_text(f->outcome));
	sheet_field(s, "severity", "severity", BUREAU_COUNT, sheet_value_count(f->severity));
	sheet_field(s, "people", "people", BUREAU_TEXT,
		    sheet_value_text(people(s, f->affected_lower, f->affected_upper)));
	sheet_field(s, "clock", "clock", BUREAU_TEXT, sheet_value_text(sheet_told(s, f->clock)));
	sheet_field(s, "deadline", "look by", BUREAU_TEXT, sheet_value_text(f->deadline));
	sheet_field(s, "own", "our own side", BUREAU_FLAG, sheet_value_flag(f->own));
	sheet_field(s, "exported", "may leave the bureau", BUREAU_FLAG, sheet_value_flag(f->exported));
	sheet_field(s, "note", "note", BUREAU_TEXT,
		    sheet_value_text(mark_of(s, f->alert, f->own, f->standing, changed, late)));
	sheet_field(s, "closed_reason", "closed because", BUREAU_TEXT, sheet_value_text(f->closed_reason));
	sheet_field(s, "justification", "the holder says", BUREAU_TEXT, sheet_value_text(f->justification));
}

/* Duty, rebuttals and reply in the language of the run, from the rule as it stands. */
static hw_status law_of(sheet *s, const finding *f)
{
	bureau_law_rule rule;

	HW_TRY(bureau_law_of(s->b, s->arena, s->run, f->rule, f->reply, &rule, s->error));
	sheet_field(s, "title", "indication of", BUREAU_TEXT, sheet_value_text(rule.title));
	sheet_field(s, "duty", "the duty", BUREAU_TEXT, sheet_value_text(rule.duty));
	sheet_field(s, "rebut", "would rebut it", BUREAU_TEXT, sheet_value_text(rule.rebut));
	if (f->reply.length)
		sheet_field(s, "reply", "reply in law", BUREAU_TEXT, sheet_value_text(rule.reply));
	if (rule.note.length)
		sheet_field(s, "of_the_rule", "of the rule", BUREAU_TEXT, sheet_value_text(rule.note));
	return HW_OK;
}

hw_status bureau_finding_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			       hw_error *error)
{
	const store_value key[] = {store_text(id)};
	finding f;
	sheet s;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	HW_TRY(finding_read(b, arena, id, &f, error));
	HW_TRY(bureau_log_view(b, "finding", id, HW_TEXT(""), error));
	s = sheet_begin(b, arena, run, "finding", result, error);
	result->title = sheet_format(&s, "%.*s: %.*s", HW_TEXT_ARG(sheet_told(&s, f.article)), HW_TEXT_ARG(f.rule));
	fields(&s, &f);
	HW_TRY(law_of(&s, &f));
	HW_TRY(sheet_query(&s,
			   sheet_list(&s, "facts", "Facts (of the first, when it is about many)", "none is recorded",
				      fact_columns, HW_COUNT(fact_columns)),
			   "finding_facts", key, 1, keep_fact, NULL));
	HW_TRY(sheet_query(
		&s, sheet_list(&s, "letters", "Letters", "none is drafted", letter_columns, HW_COUNT(letter_columns)),
		"finding_letters", key, 1, NULL, NULL));
	HW_TRY(sheet_query(&s, sheet_list(&s, "steps", "Steps", NULL, step_columns, HW_COUNT(step_columns)),
			   "finding_steps", key, 1, keep_step, NULL));
	sheet_say(&s, "An indication is no finding of breach: a person decides, and two notify.");
	if (hw_text_is(f.phase, "threatened"))
		sheet_say(&s, "A threat is no evidence that it was carried out.");
	return sheet_end(&s);
}

hw_status bureau_findings_waiting(bureau *b, int64_t *count, hw_error *error)
{
	*count = 0;
	if (!bureau_may(b, BUREAU_MAY_CHECK))
		return HW_OK;
	return store_query_integer(b->store, "finding_alert_count", NULL, 0, count, error);
}
