/* Consent: to which use of his data a person said yes or no, and whether a use is allowed.  A yes is for one use; a no holds
 * at once.  What the law obliges us to does not rest on consent, and the table of uses says so (data/keeping/uses.txt). */
#include "bureau/consent_int.h"
#include "bureau/rounds_int.h"
#include "bureau/sheet_int.h"

#include <string.h>

/* ---- the table of uses ----------------------------------------------------------------------------- */
static const char *const modes[] = {
	[CONSENT_DUTY] = "duty",
	[CONSENT_OBJECTION] = "objection",
	[CONSENT_NEEDED] = "consent",
	[CONSENT_OR_ORDER] = "consent or order",
};

static bool find_mode(hw_text word, consent_mode *mode)
{
	for (size_t i = 0; i < HW_COUNT(modes); i++)
		if (hw_text_is(word, modes[i])) {
			*mode = (consent_mode)i;
			return true;
		}
	return false;
}

consent_mode consent_mode_of(const table_block *use)
{
	consent_mode mode = CONSENT_NEEDED; /* the strictest that an order does not open */

	(void)find_mode(table_field(use, "consent"), &mode);
	return mode;
}

hw_status consent_uses(table *uses, hw_error *error)
{
	static const char *const needed[] = {"en",      "uk",      "basis en", "basis uk",
					     "consent", "persons", "commands", NULL};

	HW_TRY(table_read(keeping_data_find("uses.txt"), "data/keeping/uses.txt", "use", needed, uses, error));
	for (size_t i = 0; i < uses->count; i++) {
		const table_block *use = &uses->blocks[i];
		hw_text persons = table_field(use, "persons");
		consent_mode mode;

		if (!find_mode(table_field(use, "consent"), &mode))
			return table_wrong(uses, use, "consent", "duty, objection, consent or consent or order", error);
		if (!hw_text_is(persons, "1") && !hw_text_is(persons, "2"))
			return table_wrong(uses, use, "persons", "1 or 2", error);
		if (mode == CONSENT_OR_ORDER && !hw_text_is(persons, "2"))
			return table_wrong(uses, use, "persons", "what an order can open takes 2", error);
	}
	return HW_OK;
}

/* ---- his word ------------------------------------------------------------------------------------------ */
const char *consent_word_name(consent_word word)
{
	return word == CONSENT_YES ? "yes" : word == CONSENT_NO ? "no" : word == CONSENT_ENDED ? "ended" : "";
}

/* Does a row (given, said, party, until) outweigh what was found so far?  Of one day the no counts. */
static void weigh(const store_rows *row, hw_text party, int32_t today, int32_t *best, consent_state *state)
{
	hw_text to = store_get_text(row, 2);
	bool yes = store_get_integer(row, 0) != 0;
	int32_t first, last, end_first, end;

	if (to.length && (party.length || yes) && !hw_text_equal(to, party))
		return; /* a yes to one is none to another; a no to one is heeded where nobody is named */
	if (!sheet_day(store_get_text(row, 1), &first, &last) || first > today)
		return;
	if (first < *best || (first == *best && yes))
		return;
	*best = first;
	state->word = yes ? CONSENT_YES : CONSENT_NO;
	if (yes && sheet_day(store_get_text(row, 3), &end_first, &end) && end < today)
		state->word = CONSENT_ENDED;
	(void)hw_days_write(first, state->said);
}

hw_status consent_state_of(bureau *b, hw_text person, hw_text use, hw_text party, consent_state *state, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(person), store_text(use)};
	int32_t today, today_last, best = INT32_MIN;
	char day[11];
	bool found;

	*state = (consent_state){.word = CONSENT_NO_WORD};
	HW_TRY(bureau_own_day(b, day, error));
	if (!sheet_day(hw_text_of(day), &today, &today_last))
		return hw_fail(error, HW_FAULT, "the bureau's day cannot be read");
	HW_TRY(store_query(bureau_store(b), "consent_words", values, HW_COUNT(values), &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		weigh(rows, party, today, &best, state);
	}
}

static hw_status look(bureau *b, hw_text person, const char *use, hw_text party, table *uses, const table_block **block,
		      bool *allowed, hw_error *error)
{
	consent_state state;

	HW_TRY(consent_uses(uses, error));
	*block = table_find(uses, hw_text_of(use));
	if (!*block)
		return hw_fail(error, HW_FAULT, "the table of uses has no use \"%s\"", use);
	HW_TRY(consent_state_of(b, person, (*block)->name, party, &state, error));
	switch (consent_mode_of(*block)) {
	case CONSENT_DUTY:
		*allowed = true;
		break;
	case CONSENT_OBJECTION:
		*allowed = state.word != CONSENT_NO;
		break;
	case CONSENT_NEEDED:
	case CONSENT_OR_ORDER:
		*allowed = state.word == CONSENT_YES;
		break;
	}
	return HW_OK;
}

hw_status bureau_consent_allows(bureau *b, hw_text person, const char *use, hw_text party, bool *allowed,
				hw_error *error)
{
	const table_block *block;
	table uses;

	return look(b, person, use, party, &uses, &block, allowed, error);
}

hw_status bureau_consent_require(bureau *b, hw_text person, const char *use, hw_text party, hw_error *error)
{
	const table_block *block;
	bool allowed;
	table uses;

	HW_TRY(look(b, person, use, party, &uses, &block, &allowed, error));
	if (allowed)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "use \"%s\" (%.*s) is not open: %s", use,
		      HW_TEXT_ARG(table_field(block, "basis en")),
		      consent_mode_of(block) == CONSENT_OBJECTION ? "he said no to it"
								  : "his yes for this very use does not stand");
	(void)hw_error_remedy(error, "homeward consent PERSON shows what he said; only he, or who speaks for him by "
				     "right, changes it");
	return HW_NOT_PERMITTED;
}

/* ---- recording ------------------------------------------------------------------------------------------- */
hw_status consent_registry_id(bureau *b, hw_arena *arena, hw_text person, hw_text *id, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(person)};

	HW_TRY(store_query_first(bureau_store(b), "consent_registry", values, 1, &rows, error));
	if (!rows)
		return hw_fail(error, HW_BAD_INPUT, "this person stands on no row of the registry");
	*id = store_copy_text(rows, 0, arena);
	return id->bytes ? HW_OK : hw_fail(error, HW_NO_MEMORY, "no memory for an id");
}

static hw_status need(const char *value, const char *option, hw_error *error)
{
	if (value && hw_text_trim(hw_text_of(value)).length)
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "is needed");
	return hw_error_what(error, "%s", option), HW_USAGE;
}

static hw_status check_word(bureau *b, const bureau_consent_word *word, const char **on, char today[11],
			    hw_error *error)
{
	int32_t now, said, last;
	table uses;

	HW_TRY(need(word->use, "--use", error));
	HW_TRY(need(word->given, "--given", error));
	HW_TRY(need(word->how, "--how", error));
	HW_TRY(consent_uses(&uses, error));
	if (!table_find(&uses, hw_text_of(word->use))) {
		(void)hw_fail(error, HW_USAGE, "there is no use \"%s\"", word->use);
		return hw_error_remedy(error, "homeward consent lists them"), HW_USAGE;
	}
	if (strcmp(word->given, "yes") != 0 && strcmp(word->given, "no") != 0) {
		(void)hw_fail(error, HW_USAGE, "\"%s\" is neither yes nor no", word->given);
		return hw_error_what(error, "--given"), HW_USAGE;
	}
	HW_TRY(bureau_own_day(b, today, error));
	*on = word->on ? word->on : today;
	if (!sheet_day(hw_text_of(*on), &said, &last) || !sheet_day(hw_text_of(today), &now, &last) || said > now) {
		(void)hw_fail(error, HW_BAD_INPUT, "\"%s\" is no day up to today (%s)", *on, today);
		return hw_error_what(error, "--on"), HW_BAD_INPUT;
	}
	return HW_OK;
}

static void write_word(round_rows *rows, const bureau_consent_word *word, const char *id, hw_text person,
		       const char *on)
{
	round_row_open(rows);
	round_row_text(rows, "id", hw_text_of(id));
	round_row_text(rows, "person", person);
	round_row_text(rows, "use", hw_text_of(word->use));
	round_row_text(rows, "given", hw_text_of(word->given));
	round_row_text(rows, "said", hw_text_of(on));
	round_row_text(rows, "how", hw_text_trim(hw_text_of(word->how)));
	round_row_text(rows, "party", hw_text_of(word->to));
	round_row_text(rows, "until", hw_text_of(word->until));
	round_row_text(rows, "language", hw_text_of(word->language));
	round_row_text(rows, "by", hw_text_of(word->by));
	round_row_close(rows);
}

hw_status bureau_consent_record(bureau *b, hw_arena *arena, const bureau_consent_word *word, hw_error *error)
{
	round_rows rows = {0};
	hw_text person, registry;
	const char *on;
	char today[11], id[STORE_ID_BYTES];
	hw_status status;

	HW_TRY(bureau_require(b, BUREAU_MAY_CONSENT, error));
	HW_TRY(check_word(b, word, &on, today, error));
	HW_TRY(case_enter(b, arena, hw_text_of(word->person), &person, error));
	HW_TRY(consent_registry_id(b, arena, person, &registry, error));
	const hw_text parts[] = {registry, hw_text_of(word->use), hw_text_of(word->given), hw_text_of(on),
				 hw_text_of(word->to)};
	store_id_of_texts("k", parts, HW_COUNT(parts), id);
	HW_TRY(bureau_begin(b, BUREAU_MAY_CONSENT, error));
	status = round_rows_begin(b, &rows, "consents", error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	rows.right = BUREAU_MAY_CONSENT;
	write_word(&rows, word, id, registry, on);
	return round_finish_as(b, arena, &rows, 1,
			       !strcmp(word->given, "yes") ? "consent" : "refuse or withdraw consent",
			       HW_TEXT("person"), person, error);
}

/* ---- sheets ------------------------------------------------------------------------------------------------ */
static const bureau_column use_columns[] = {{"use", "use", BUREAU_WORD},
					    {"about", "what it is", BUREAU_TEXT},
					    {"basis", "legal basis", BUREAU_TEXT},
					    {"consent", "what his word means", BUREAU_WORD},
					    {"persons", "people it takes", BUREAU_COUNT},
					    {"commands", "commands", BUREAU_TEXT}};
static const bureau_column word_columns[] = {{"use", "use", BUREAU_WORD},
					     {"allowed", "allowed", BUREAU_FLAG},
					     {"word", "his word", BUREAU_WORD},
					     {"said", "since", BUREAU_TEXT},
					     {"consent", "what his word means", BUREAU_WORD},
					     {"basis", "legal basis", BUREAU_TEXT}};
static const bureau_column history_columns[] = {{"said", "when", BUREAU_TEXT},    {"use", "use", BUREAU_WORD},
						{"given", "agreed", BUREAU_FLAG}, {"to", "to whom", BUREAU_TEXT},
						{"until", "until", BUREAU_TEXT},  {"language", "language", BUREAU_WORD},
						{"by", "said by", BUREAU_TEXT},   {"how", "how", BUREAU_TEXT}};

hw_status bureau_uses(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "uses", result, error);
	bureau_list *list;
	table uses;

	HW_TRY(consent_uses(&uses, error));
	result->title = sheet_words(&s, "For what data of a person may be used, and on which ground");
	list = sheet_list(&s, "uses", "Uses", NULL, use_columns, HW_COUNT(use_columns));
	for (size_t i = 0; i < uses.count; i++) {
		const table_block *use = &uses.blocks[i];
		bureau_value *cells = sheet_row(&s, list);

		cells[0] = sheet_value_text(use->name);
		cells[1] = sheet_value_text(table_told(use, "", s.uk));
		cells[2] = sheet_value_text(table_told(use, "basis", s.uk));
		cells[3] = sheet_value_word(modes[consent_mode_of(use)]);
		cells[4] = sheet_value_count(hw_text_is(table_field(use, "persons"), "2") ? 2 : 1);
		cells[5] = sheet_value_text(table_field(use, "commands"));
	}
	sheet_say(&s, "A lawyer edits this table: data/keeping/uses.txt.");
	return sheet_end(&s);
}

static hw_status list_words(sheet *s, hw_text person)
{
	bureau_list *list =
		sheet_list(s, "uses", "What he said, use by use", NULL, word_columns, HW_COUNT(word_columns));
	table uses;

	HW_TRY(consent_uses(&uses, s->error));
	for (size_t i = 0; i < uses.count; i++) {
		const table_block *use = &uses.blocks[i];
		bureau_value *cells = sheet_row(s, list);
		consent_mode mode = consent_mode_of(use);
		consent_state state;
		bool open;

		HW_TRY(consent_state_of(s->b, person, use->name, HW_TEXT(""), &state, s->error));
		open = mode == CONSENT_DUTY ||
		       (mode == CONSENT_OBJECTION ? state.word != CONSENT_NO : state.word == CONSENT_YES);
		cells[0] = sheet_value_text(use->name);
		cells[1] = sheet_value_flag(open);
		cells[2] = sheet_value_word(consent_word_name(state.word));
		cells[3] = sheet_value_text(sheet_format(s, "%s", state.said));
		cells[4] = sheet_value_word(modes[mode]);
		cells[5] = sheet_value_text(table_told(use, "basis", s->uk));
	}
	return HW_OK;
}

hw_status bureau_consent_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
			       hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "consent", result, error);
	hw_text person;
	bureau_list *list;

	HW_TRY(case_enter(b, arena, id, &person, error));
	const store_value values[] = {store_text(person)};
	sheet_field(&s, "person", "person", BUREAU_TEXT, sheet_value_text(person));
	result->title = sheet_words(&s, "To what he agreed");
	HW_TRY(list_words(&s, person));
	list = sheet_list(&s, "words", "Each word", "he was not asked", history_columns, HW_COUNT(history_columns));
	HW_TRY(sheet_query(&s, list, "consent_history", values, 1, NULL, NULL));
	sheet_say(&s, "His last word counts, of one day the no; a yes is for one use only and ends when he says so.");
	return sheet_end(&s);
}
