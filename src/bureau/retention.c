/* Retention: what is due and why, what stops it; two people seal persons and delete how relatives are reached, two people open what
 * was sealed.  Nothing happens by itself, nothing held is touched (docs/decisions/071 to 074). */
#include "bureau/retention_rows_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

enum { MOST = 10000 }; /* in one act: the rest stays due */

static hw_status read_rules(retention_rules *rules, hw_error *error)
{
	return retention_rules_read(keeping_data_find("retention.txt"), "data/keeping/retention.txt", rules, error);
}

static hw_status own_day(bureau *b, int32_t *day, hw_error *error)
{
	hw_date date;
	char own[11];

	HW_TRY(bureau_own_day(b, own, error));
	HW_TRY(hw_date_parse(hw_text_of(own), &date, error));
	*day = date.first;
	return HW_OK;
}

static hw_status check_rule(const retention_rules *rules, const char *rule, hw_error *error)
{
	char shown[64];

	if (!rule || !*rule || table_find(&rules->table, hw_text_of(rule)))
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "there is no rule \"%s\" of retention", hw_text_shown(hw_text_of(rule), shown));
	return hw_error_remedy(error, "homeward retention rules"), HW_USAGE;
}

static bool of_rule(const retention_item *item, const char *rule)
{
	return !rule || !*rule || hw_text_is(item->rule->block->name, rule);
}

/* ---- the list ------------------------------------------------------------------------------------------- */
static const bureau_column due_columns[] = {{"rule", "rule", BUREAU_TEXT},
					    {"then", "what happens", BUREAU_WORD},
					    {"kind", "of what", BUREAU_WORD},
					    {"subject", "which", BUREAU_TEXT},
					    {"label", "known as", BUREAU_TEXT},
					    {"from", "time runs from", BUREAU_WORD},
					    {"since", "since", BUREAU_TEXT},
					    {"due", "time was up on", BUREAU_TEXT},
					    {"stopped_by", "stopped by", BUREAU_WORD},
					    {"stop", "namely", BUREAU_TEXT}};

static hw_text day_text(sheet *s, int32_t day)
{
	char text[11];

	return sheet_format(s, "%s", hw_days_write(day, text));
}

/* What stops a rule, as it is said: words of their own, for "finding" and the like mean other things elsewhere. */
static const char *stop_word(hw_text stop)
{
	static const char *const words[][2] = {{"hold", "legal hold"},
					       {"finding", "open finding"},
					       {"inquiry", "open inquiry"},
					       {"proposal", "open proposal"},
					       {"act", "act that waits"}};

	for (size_t i = 0; i < HW_COUNT(words); i++)
		if (hw_text_is(stop, words[i][0]))
			return words[i][1];
	return "";
}

static void write_item(sheet *s, bureau_list *list, const retention_item *item)
{
	static const char *const froms[] = {"home", "death transmitted", "case closed"};
	bureau_value *cells = sheet_row(s, list);

	cells[0] = sheet_value_text(item->rule->block->name);
	cells[1] = sheet_value_word(item->rule->seal ? "seal the record" : "delete the contact");
	cells[2] = sheet_value_word(item->rule->person ? "person" : "inquiry");
	cells[3] = sheet_value_text(item->subject);
	cells[4] = sheet_value_text(item->label);
	cells[5] = sheet_value_word(froms[item->rule->from]);
	cells[6] = sheet_value_text(day_text(s, item->since));
	cells[7] = sheet_value_text(day_text(s, item->due));
	if (item->stop.length) {
		cells[8] = sheet_value_word(stop_word(item->stop));
		cells[9] = sheet_value_text(item->stop_id);
	}
}

typedef struct tally {
	int64_t due, stopped, contacts, seals;
} tally;

static void write_fields(sheet *s, const tally *t, int64_t sealed, int64_t waiting)
{
	sheet_field(s, "as_of", "as of", BUREAU_TEXT, sheet_value_text(day_text(s, s->day)));
	sheet_field(s, "to_apply", "due and not stopped", BUREAU_COUNT, sheet_value_count(t->due));
	sheet_field(s, "to_seal", "persons to be sealed", BUREAU_COUNT, sheet_value_count(t->seals));
	sheet_field(s, "to_delete", "contacts to be deleted for good", BUREAU_COUNT, sheet_value_count(t->contacts));
	sheet_field(s, "stopped", "stopped", BUREAU_COUNT, sheet_value_count(t->stopped));
	sheet_field(s, "sealed", "records sealed so far", BUREAU_COUNT, sheet_value_count(sealed));
	sheet_field(s, "waiting", "rows that came to sealed people and wait", BUREAU_COUNT, sheet_value_count(waiting));
}

static void write_notes(sheet *s, const tally *t, int32_t own, int64_t waiting)
{
	if (s->day > own)
		sheet_note(s, "A trial as of %.*s: nothing of it can be applied before that day.",
			   HW_TEXT_ARG(day_text(s, s->day)));
	if (t->contacts)
		sheet_say(s, "What is deleted has no way back; what is sealed is opened again by two people.");
	if (t->stopped)
		sheet_say(s, "Nothing that is stopped is touched: holds are lifted by two people, the rest is decided "
			     "first.");
	if (waiting)
		sheet_note(
			s,
			"%lld rows came to sealed people and wait for a person to decide: homeward retention sealed.",
			(long long)waiting);
}

hw_status bureau_retention(bureau *b, hw_arena *arena, const bureau_run *run, const char *rule, bureau_sheet *result,
			   hw_error *error)
{
	retention_rules rules;
	retention_list due;
	tally t = {0};
	int64_t sealed = 0, waiting = 0;
	int32_t own;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_KEEP, BUREAU_MAY_AUDIT, error));
	HW_TRY(read_rules(&rules, error));
	HW_TRY(check_rule(&rules, rule, error));
	HW_TRY(bureau_log_view(b, "retention", HW_TEXT("due"), HW_TEXT(""), error));
	sheet s = sheet_begin(b, arena, run, "retention", result, error);
	HW_TRY(own_day(b, &own, error));
	HW_TRY(retention_due(b->store, arena, &rules, s.day, &due, error));
	HW_TRY(store_query_integer(b->store, "retention_sealed_count", NULL, 0, &sealed, error));
	HW_TRY(store_query_integer(b->store, "retention_arrivals", NULL, 0, &waiting, error));
	for (size_t i = 0; i < due.count; i++)
		if (of_rule(&due.items[i], rule)) {
			bool stopped = due.items[i].stop.length > 0;

			t.stopped += stopped;
			t.due += !stopped;
			t.seals += !stopped && due.items[i].rule->seal;
			t.contacts += !stopped && !due.items[i].rule->seal;
		}
	result->title = sheet_words(&s, "Retention: what is due");
	write_fields(&s, &t, sealed, waiting);
	bureau_list *list = sheet_list(&s, "due", "Due", "nothing is due", due_columns, HW_COUNT(due_columns));
	for (size_t i = 0; i < due.count; i++)
		if (of_rule(&due.items[i], rule))
			write_item(&s, list, &due.items[i]);
	write_notes(&s, &t, own, waiting);
	return sheet_end(&s);
}

/* ---- rules, steps ------------------------------------------------------------------------------------------- */
hw_status bureau_retention_rules(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
				 hw_error *error)
{
	static const bureau_column columns[] = {
		{"rule", "rule", BUREAU_TEXT},           {"what", "what", BUREAU_TEXT},
		{"from", "time runs from", BUREAU_WORD}, {"after", "after", BUREAU_TEXT},
		{"then", "what happens", BUREAU_WORD},   {"ground", "ground", BUREAU_TEXT},
		{"source", "source", BUREAU_TEXT}};
	static const char *const froms[] = {"home", "death transmitted", "case closed"};
	sheet s = sheet_begin(b, arena, run, "retention rules", result, error);
	retention_rules *rules = HW_NEW(arena, retention_rules, 1);

	HW_TRY(bureau_require_either(b, BUREAU_MAY_KEEP, BUREAU_MAY_AUDIT, error));
	if (!rules)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the rules of retention");
	HW_TRY(read_rules(rules, error));
	result->title = sheet_words(&s, "Rules of retention");
	bureau_list *list = sheet_list(&s, "rules", "How long what is kept", NULL, columns, HW_COUNT(columns));
	for (size_t i = 0; i < rules->count; i++) {
		const retention_rule *rule = &rules->items[i];
		bureau_value *cells = sheet_row(&s, list);

		cells[0] = sheet_value_text(rule->block->name);
		cells[1] = sheet_value_text(table_told(rule->block, "", s.uk));
		cells[2] = sheet_value_word(froms[rule->from]);
		cells[3] = sheet_value_text(sheet_told(&s, table_field(rule->block, "after")));
		cells[4] = sheet_value_word(rule->seal ? "seal the record" : "delete the contact");
		cells[5] = sheet_value_text(table_told(rule->block, "ground", s.uk));
		cells[6] = sheet_value_text(table_field(rule->block, "source"));
	}
	sheet_say(&s,
		  "A lawyer edits this table: data/keeping/retention.txt.  The periods are the office's to decide.");
	return sheet_end(&s);
}

static const bureau_column step_columns[] = {
	{"step", "step", BUREAU_TEXT},           {"rule", "rule", BUREAU_TEXT},
	{"what", "what was done", BUREAU_WORD},  {"subject", "which", BUREAU_TEXT},
	{"since", "time ran from", BUREAU_TEXT}, {"done", "done", BUREAU_TEXT},
	{"asked_by", "asked by", BUREAU_TEXT},   {"by", "by", BUREAU_TEXT},
	{"rows", "rows", BUREAU_COUNT},          {"waiting", "came since", BUREAU_COUNT},
	{"opened", "opened again", BUREAU_TEXT}, {"purpose", "for", BUREAU_TEXT}};

/* Days in place of the microseconds of done_at (5) and opened_at (10). */
static bool keep_step(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	static const size_t days[] = {5, 10};

	(void)context;
	if (!bureau_may(s->b, BUREAU_MAY_BRIEF) && !store_is_null(rows, 11))
		cells[11] = sheet_value_restricted();
	for (size_t i = 0; i < HW_COUNT(days); i++)
		if (!store_is_null(rows, days[i]))
			cells[days[i]] = sheet_value_text(
				day_text(s, (int32_t)(store_get_integer(rows, days[i]) / 86400000000)));
	return true;
}

hw_status bureau_retention_steps(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result,
				 hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "retention steps", result, error);

	HW_TRY(bureau_require_either(b, BUREAU_MAY_KEEP, BUREAU_MAY_AUDIT, error));
	HW_TRY(bureau_log_view(b, "retention", HW_TEXT("steps"), HW_TEXT(""), error));
	result->title = sheet_words(&s, "Retention: what was done");
	bureau_list *list = sheet_list(&s, "steps", "Sealed and deleted", "nothing was sealed or deleted", step_columns,
				       HW_COUNT(step_columns));
	HW_TRY(sheet_query(&s, list, "retention_steps", NULL, 0, keep_step, NULL));
	sheet_say(&s, "Whoever is sealed is shown to nobody and still counted; two people open him for a purpose.");
	return sheet_end(&s);
}

/* ---- asking --------------------------------------------------------------------------------------------------- */
static void write_asked(hw_json_writer *w, const retention_item *item)
{
	char day[11];

	hw_json_object(w, NULL);
	hw_json_text(w, "rule", item->rule->block->name);
	hw_json_string(w, "since", hw_days_write(item->since, day));
	hw_json_text(w, "subject", item->subject);
	hw_json_close(w, '}');
}

static hw_status nothing_due(const retention_list *due, const char *rule, hw_error *error)
{
	size_t stopped = 0;

	for (size_t i = 0; i < due->count; i++)
		stopped += of_rule(&due->items[i], rule);
	(void)hw_fail(error, HW_BAD_INPUT, stopped ? "all that is due is stopped" : "nothing is due");
	return hw_error_remedy(error, "homeward retention"), HW_BAD_INPUT;
}

hw_status bureau_retention_apply(bureau *b, hw_arena *arena, const char *rule, const char *reason,
				 bureau_retention_asked *asked, hw_error *error)
{
	hw_buffer payload = {.ceiling = 16u << 20};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	retention_rules rules;
	retention_list due;
	hw_status status;
	int32_t day;

	*asked = (bureau_retention_asked){0};
	HW_TRY(bureau_require(b, BUREAU_MAY_KEEP, error));
	HW_TRY(read_rules(&rules, error));
	HW_TRY(check_rule(&rules, rule, error));
	if (!reason || !hw_text_trim(hw_text_of(reason)).length)
		return hw_fail(error, HW_USAGE,
			       "say who decided it: --reason \"decision of the data protection officer, day\"");
	HW_TRY(own_day(b, &day, error));
	HW_TRY(retention_due(b->store, arena, &rules, day, &due, error));
	hw_json_object(&w, NULL);
	hw_json_array(&w, "items");
	for (size_t i = 0; i < due.count && asked->seals + asked->contacts < MOST; i++) {
		const retention_item *item = &due.items[i];

		if (!of_rule(item, rule) || item->stop.length)
			continue;
		asked->seals += item->rule->seal;
		asked->contacts += !item->rule->seal;
		write_asked(&w, item);
	}
	hw_json_close(&w, ']');
	hw_json_close(&w, '}');
	if (!asked->seals && !asked->contacts)
		status = nothing_due(&due, rule, error);
	else if (payload.failed)
		status = hw_fail(error, HW_NO_MEMORY, "no memory to ask");
	else
		status = bureau_propose(b, "apply retention", HW_TEXT("retention"),
					rule && *rule ? hw_text_of(rule) : HW_TEXT("all rules"),
					hw_buffer_text(&payload), hw_text_of(reason), &asked->pending, arena, error);
	hw_buffer_free(&payload);
	return status;
}

/* ---- applying --------------------------------------------------------------------------------------------------- */
typedef struct applying {
	bureau *b;
	hw_arena *arena;
	retention_rules rules;
	retention_list due;
	hw_text by;
	int64_t entry, number;
	size_t next; /* where find_due goes on */
} applying;

/* What was asked for stands in the order of what is due: the search goes on behind the last. */
static const retention_item *find_due(applying *a, hw_text rule, hw_text subject)
{
	for (size_t n = 0; n < a->due.count; n++) {
		size_t i = (a->next + n) % a->due.count;

		if (hw_text_equal(a->due.items[i].subject, subject) &&
		    hw_text_equal(a->due.items[i].rule->block->name, rule)) {
			a->next = i + 1;
			return &a->due.items[i];
		}
	}
	return NULL;
}

/* The list may have changed since it was asked for: then two people look again. */
static hw_status must_be_due(const retention_item *item, hw_text subject, hw_error *error)
{
	char shown[64];

	if (item && !item->stop.length)
		return HW_OK;
	(void)hw_text_shown(item ? item->label : subject, shown);
	if (item)
		(void)hw_fail(error, HW_BAD_INPUT, "%s is stopped since it was asked for: %s %.*s", shown,
			      stop_word(item->stop), HW_TEXT_ARG(item->stop_id));
	else
		(void)hw_fail(error, HW_BAD_INPUT, "%s is not due any more", shown);
	return hw_error_remedy(error, "refuse this and ask again: homeward retention"), HW_BAD_INPUT;
}

static hw_status write_step(applying *a, const retention_item *item, char id[STORE_ID_BYTES], hw_error *error)
{
	char number[48], since[11];

	(void)snprintf(number, sizeof(number), "%lld.%lld", (long long)a->entry, (long long)a->number++);
	const hw_text parts[] = {item->rule->block->name, item->subject, hw_text_of(number)};
	store_id_of_texts("k", parts, HW_COUNT(parts), id);
	(void)hw_days_write(item->since, since);
	const store_value values[] = {store_string(id),
				      store_text(item->rule->block->name),
				      store_string(item->rule->person ? "person" : "inquiry"),
				      store_text(item->subject),
				      store_string(item->rule->seal ? "sealed" : "contact deleted"),
				      store_string(since),
				      store_integer(bureau_time(a->b)),
				      store_text(a->by),
				      store_string(a->b->user)};
	return store_run(a->b->store, "retention_step_add", values, HW_COUNT(values), NULL, error);
}

static hw_status apply(applying *a, const retention_item *item, hw_error *error)
{
	char step[STORE_ID_BYTES];

	HW_TRY(write_step(a, item, step, error));
	if (item->rule->seal)
		return retention_seal_person(a->b->store, a->arena, hw_text_of(step), item->subject, error);
	return retention_delete_contact(a->b->store, a->arena, item->subject, error);
}

static hw_status apply_all(applying *a, const hw_json *items, hw_error *error)
{
	const retention_item **chosen = HW_NEW(a->arena, const retention_item *, hw_json_count(items) + 1);

	if (!chosen)
		return hw_fail(error, HW_NO_MEMORY, "no memory to apply what is due");
	for (size_t i = 0; i < hw_json_count(items); i++) {
		const hw_json *one = hw_json_at(items, i);
		hw_text subject = hw_json_as_text(hw_json_get(one, "subject"));

		chosen[i] = find_due(a, hw_json_as_text(hw_json_get(one, "rule")), subject);
		HW_TRY(must_be_due(chosen[i], subject, error));
	}
	for (size_t i = 0; i < hw_json_count(items); i++)
		HW_TRY(apply(a, chosen[i], error));
	return HW_OK;
}

hw_status retention_perform(bureau *b, hw_text kind, hw_text subject, const hw_json *payload, hw_text by,
			    hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)4 << 30);
	applying *a = arena ? HW_NEW(arena, applying, 1) : NULL;
	int32_t day;

	(void)kind, (void)subject;
	if (!a)
		return hw_fail(error, HW_NO_MEMORY, "no memory to apply what is due");
	*a = (applying){.b = b, .arena = arena, .by = by};
	HW_TRY(read_rules(&a->rules, error));
	HW_TRY(own_day(b, &day, error));
	HW_TRY(retention_due(b->store, arena, &a->rules, day, &a->due, error));
	HW_TRY(store_ledger_next(b->store, &a->entry, error));
	return apply_all(a, hw_json_get(payload, "items"), error);
}

/* ---- opening again -------------------------------------------------------------------------------------------------- */
static hw_status must_be_sealed(bureau *b, hw_text person, hw_error *error)
{
	char step[STORE_ID_BYTES];

	HW_TRY(retention_person_sealed(b->store, person, step, error));
	if (*step)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "this person is not sealed");
	return hw_error_remedy(error, "homeward retention sealed"), HW_BAD_INPUT;
}

hw_status bureau_retention_open(bureau *b, hw_arena *arena, const char *person, const char *reason, hw_text *pending,
				hw_error *error)
{
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	bool sealed;
	hw_text found;
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_KEEP, error));
	if (!reason || !hw_text_trim(hw_text_of(reason)).length)
		return hw_fail(error, HW_USAGE, "say for what: --reason \"a request of his own, number\"");
	HW_TRY(case_resolve_any(b, arena, hw_text_of(person), &found, &sealed, error));
	HW_TRY(must_be_sealed(b, found, error));
	HW_TRY(bureau_log_view(b, "person", found, hw_text_of(reason), error));
	hw_json_object(&w, NULL);
	hw_json_string(&w, "purpose", reason);
	hw_json_close(&w, '}');
	status = payload.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to ask")
				: bureau_propose(b, "open sealed", HW_TEXT("person"), found, hw_buffer_text(&payload),
						 hw_text_of(reason), pending, arena, error);
	hw_buffer_free(&payload);
	return status;
}

static hw_status open_steps(bureau *b, hw_arena *arena, hw_text person, hw_text purpose, hw_text by, hw_error *error)
{
	char step[STORE_ID_BYTES];

	for (;;) { /* a person that was joined of two has two */
		HW_TRY(retention_person_sealed(b->store, person, step, error));
		if (!*step)
			return HW_OK;
		const store_value values[] = {store_string(step), store_integer(bureau_time(b)), store_string(b->user),
					      store_text(by), store_text(purpose)};
		HW_TRY(retention_open_step(b->store, arena, hw_text_of(step), error));
		HW_TRY(store_run(b->store, "retention_step_open", values, HW_COUNT(values), NULL, error));
	}
}

hw_status retention_perform_open(bureau *b, hw_text kind, hw_text subject, const hw_json *payload, hw_text by,
				 hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)1 << 30);

	(void)kind;
	if (!arena)
		return hw_fail(error, HW_NO_MEMORY, "no memory to open a person");
	HW_TRY(must_be_sealed(b, subject, error));
	return open_steps(b, arena, subject, hw_json_as_text(hw_json_get(payload, "purpose")), by, error);
}
