/* The answer to a person who asks what is held of him: every claim with the grade of its source, for what it is used, who got
 * it, who looked at it; others, sources and what endangers somebody are taken out and counted with the ground.
 * Without a word on how it was made sure that it is he, it is a draft: not numbered, not signed. */
#include "bureau/consent_int.h"
#include "bureau/subject_int.h"

#include <string.h>

/* ---- for what -------------------------------------------------------------------------------------------- */
static const bureau_column use_columns[] = {{"use", "use", BUREAU_WORD},
					    {"about", "what it is", BUREAU_TEXT},
					    {"basis", "legal basis", BUREAU_TEXT},
					    {"word", "his word", BUREAU_WORD},
					    {"said", "since", BUREAU_TEXT}};

static hw_status uses_list(subject *of)
{
	bureau_list *list = sheet_list(of->s, "uses", "For what it is used, and what he said to it", NULL, use_columns,
				       HW_COUNT(use_columns));
	table uses;

	HW_TRY(consent_uses(&uses, of->s->error));
	for (size_t i = 0; i < uses.count; i++) {
		bureau_value *cells = sheet_row(of->s, list);
		consent_state state;

		HW_TRY(consent_state_of(of->s->b, of->person, uses.blocks[i].name, HW_TEXT(""), &state, of->s->error));
		cells[0] = sheet_value_text(uses.blocks[i].name);
		cells[1] = sheet_value_text(table_told(&uses.blocks[i], "", of->s->uk));
		cells[2] = sheet_value_text(table_told(&uses.blocks[i], "basis", of->s->uk));
		cells[3] = sheet_value_word(consent_word_name(state.word));
		cells[4] = sheet_value_text(sheet_format(of->s, "%s", state.said));
	}
	return HW_OK;
}

/* ---- who got it -------------------------------------------------------------------------------------------- */
static const bureau_column recipient_columns[] = {{"what", "what", BUREAU_WORD},
						  {"when", "when", BUREAU_TEXT},
						  {"to", "to whom", BUREAU_TEXT},
						  {"basis", "legal basis", BUREAU_WORD}};

static bureau_value *recipient(subject *of, bureau_list *list, const char *what, bureau_value when, bureau_value to)
{
	bureau_value *cells = sheet_row(of->s, list);

	cells[0] = sheet_value_word(what);
	cells[1] = when;
	cells[2] = to;
	return cells;
}

static bureau_value party(subject *of, const store_rows *rows, size_t column)
{
	hw_text id = store_get_text(rows, column);

	return sheet_value_text(id.length ? sheet_label(of->s, "parties", id) : HW_TEXT(""));
}

static hw_status take_notice(subject *of, const store_rows *rows, void *context)
{
	subject_keep(of, "words of letters", GROUND_OTHERS, !store_is_null(rows, 5) + !store_is_null(rows, 6));
	if (!hw_text_is(store_get_text(rows, 2), "in"))
		*recipient(of, context, "", sheet_column(of->s, rows, 0, BUREAU_TEXT), party(of, rows, 3)) =
			sheet_column(of->s, rows, 1, BUREAU_WORD);
	return HW_OK;
}

static hw_status take_list(subject *of, const store_rows *rows, void *context)
{
	bool out = hw_text_is(store_get_text(rows, 1), "out");

	if (store_get_integer(rows, 4) == 1)
		subject_keep(of, "lists that came in", GROUND_AGENCY, 1);
	else if (!of->home)
		subject_keep(of, out ? "lists that went out" : "lists that came in", GROUND_NEGOTIATION, 1);
	else if (out)
		(void)recipient(of, context, "list of names", sheet_column(of->s, rows, 0, BUREAU_TEXT),
				party(of, rows, 3));
	return HW_OK;
}

static hw_status take_disclosure(subject *of, const store_rows *rows, void *context)
{
	hw_text to = store_get_text(rows, 1);

	if (hw_text_is(store_get_text(rows, 2), "order")) {
		subject_keep(of, "extracts for an authority", GROUND_ORDER, 1);
		return HW_OK;
	}
	recipient(of, context, "extract on one person", subject_day_of_time(of->s, store_get_integer(rows, 4)),
		  sheet_value_text(sheet_words(of->s, hw_text_copy(of->s->arena, to).bytes)))[3] =
		sheet_value_word("consent");
	return HW_OK;
}

static hw_status shows_him(subject *of, hw_text item, bool *shows)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(item)};

	HW_TRY(store_query_first(of->s->store, "subject_item", values, 1, &rows, of->s->error));
	*shows = rows && sheet_in_list(store_get_text(rows, 0), of->registry);
	return HW_OK;
}

static hw_status take_bundle(subject *of, const store_rows *rows, void *context)
{
	hw_json *payload = NULL;
	const hw_json *items;
	hw_status status;
	bool shows = false;

	HW_TRY(hw_json_parse(store_get_text(rows, 0), "payload", &payload, of->s->error));
	items = hw_json_get(payload, "items");
	status = HW_OK;
	for (size_t i = 0; status == HW_OK && !shows && i < hw_json_count(items); i++)
		status = shows_him(of, hw_json_as_text(hw_json_at(items, i)), &shows);
	if (status == HW_OK && shows)
		(void)recipient(of, context, "bundle of evidence",
				subject_day_of_time(of->s, store_get_integer(rows, 1)),
				sheet_value_text(sheet_format(
					of->s, "%.*s", HW_TEXT_ARG(hw_json_as_text(hw_json_get(payload, "to"))))));
	hw_json_free(payload);
	return status;
}

static hw_status recipients_list(subject *of)
{
	const store_value person[] = {store_text(of->person)}, registry[] = {store_text(of->registry)};
	bureau_list *list = sheet_list(of->s, "recipients", "Who got something of it", "nobody", recipient_columns,
				       HW_COUNT(recipient_columns));
	int64_t talks = 0, delivered = 0;

	HW_TRY(subject_each(of, "subject_notices", person, 1, take_notice, list));
	HW_TRY(subject_each(of, "subject_lists", person, 1, take_list, list));
	HW_TRY(subject_each(of, "disclosure_of_person", person, 1, take_disclosure, list));
	HW_TRY(subject_each(of, "subject_bundles", NULL, 0, take_bundle, list));
	HW_TRY(store_query_integer(of->s->store, "subject_talks", registry, 1, &talks, of->s->error));
	HW_TRY(store_query_integer(of->s->store, "subject_delivered", registry, 1, &delivered, of->s->error));
	subject_keep(of, "what was asked and answered about him", GROUND_NEGOTIATION, talks);
	return HW_OK;
}

/* ---- who looked --------------------------------------------------------------------------------------------- */
static const bureau_column view_columns[] = {{"role", "role", BUREAU_WORD},
					     {"door", "by", BUREAU_TEXT},
					     {"times", "times", BUREAU_COUNT},
					     {"first", "first", BUREAU_TEXT},
					     {"last", "last", BUREAU_TEXT}};
static const bureau_column act_columns[] = {{"act", "act", BUREAU_WORD},
					    {"role", "role", BUREAU_WORD},
					    {"times", "times", BUREAU_COUNT},
					    {"first", "first", BUREAU_TEXT},
					    {"last", "last", BUREAU_TEXT}};
static const bureau_column record_columns[] = {{"kind", "kind", BUREAU_WORD},
					       {"count", "how many", BUREAU_COUNT},
					       {"first", "first", BUREAU_TEXT},
					       {"last", "last", BUREAU_TEXT}};

static bool days(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	const size_t *first = context;

	cells[*first] = subject_day_of_time(s, store_get_integer(rows, *first));
	cells[*first + 1] = subject_day_of_time(s, store_get_integer(rows, *first + 1));
	return true;
}

/* What an order or a compartment is about is not told by the name of an act. */
static bool keep_act(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	size_t first = 3;
	hw_text act = store_get_text(rows, 0);

	if (hw_text_is(act, "disclose") || hw_text_is(act, "print extract")) {
		subject_keep(context, "extracts for an authority", GROUND_ORDER, 0);
		return false;
	}
	return days(s, rows, cells, &first);
}

static hw_status looks_lists(subject *of)
{
	const store_value person[] = {store_text(of->person)};
	size_t third = 3, second = 2;
	bureau_list *list =
		sheet_list(of->s, "records", "Records of him", "none", record_columns, HW_COUNT(record_columns));

	HW_TRY(sheet_query(of->s, list, "subject_records", person, 1, days, &second));
	list = sheet_list(of->s, "views", "Who looked at it, by role", "nobody", view_columns, HW_COUNT(view_columns));
	HW_TRY(sheet_query(of->s, list, "subject_views", person, 1, days, &third));
	list = sheet_list(of->s, "acts", "What was done, by role", "nothing", act_columns, HW_COUNT(act_columns));
	return sheet_query(of->s, list, "subject_acts", person, 1, keep_act, of);
}

/* ---- what he said himself --------------------------------------------------------------------------------------- */
static const bureau_column word_columns[] = {{"what", "what", BUREAU_WORD},
					     {"when", "when", BUREAU_TEXT},
					     {"language", "language", BUREAU_WORD},
					     {"answer", "answer", BUREAU_WORD}};

static hw_status take_debrief(subject *of, const store_rows *rows, void *context)
{
	bureau_value *cells = sheet_row(of->s, context);

	cells[0] = sheet_value_word("debrief");
	cells[1] = sheet_column(of->s, rows, 0, BUREAU_TEXT);
	cells[2] = sheet_column(of->s, rows, 2, BUREAU_TEXT);
	if (!store_is_null(rows, 3))
		cells[3] =
			sheet_value_word(store_get_integer(rows, 3) ? "agreed to tracing" : "did not agree to tracing");
	subject_keep(of, "his own words: read with him at the bureau", GROUND_OTHERS,
		     !store_is_null(rows, 4) + !store_is_null(rows, 5));
	return HW_OK;
}

static hw_status take_interview(subject *of, const store_rows *rows, void *context)
{
	bureau_value *cells = sheet_row(of->s, context);

	cells[0] = sheet_value_word("private interview");
	cells[1] = sheet_column(of->s, rows, 0, BUREAU_TEXT);
	cells[2] = sheet_column(of->s, rows, 2, BUREAU_TEXT);
	if (!store_is_null(rows, 1))
		cells[3] = sheet_value_word(store_get_integer(rows, 1) ? "wants to return" : "does not want to return");
	subject_keep(of, "notes in free words", GROUND_OTHERS, !store_is_null(rows, 5));
	return HW_OK;
}

static const bureau_column shield_columns[] = {{"to", "from whom", BUREAU_TEXT}, {"until", "until", BUREAU_TEXT}};
static const bureau_column finding_columns[] = {{"article", "article", BUREAU_TEXT}, {"state", "state", BUREAU_WORD}};

static hw_status own_lists(subject *of)
{
	const store_value person[] = {store_text(of->person)},
			  both[] = {store_text(of->person), store_text(of->registry)};
	bureau_list *list = sheet_list(of->s, "interviews", "When he was asked", "he was not asked", word_columns,
				       HW_COUNT(word_columns));
	int64_t inquiries = 0;

	HW_TRY(subject_each(of, "subject_debriefs", person, 1, take_debrief, list));
	HW_TRY(subject_each(of, "subject_interviews", person, 1, take_interview, list));
	list = sheet_list(of->s, "shielded", "From whom his data are kept", NULL, shield_columns,
			  HW_COUNT(shield_columns));
	HW_TRY(sheet_query(of->s, list, "subject_withheld", person, 1, NULL, NULL));
	list = sheet_list(of->s, "findings", "Findings that rest on what befell him", NULL, finding_columns,
			  HW_COUNT(finding_columns));
	HW_TRY(sheet_query(of->s, list, "subject_findings", both, HW_COUNT(both), NULL, NULL));
	HW_TRY(store_query_integer(of->s->store, "subject_inquiries", person, 1, &inquiries, of->s->error));
	subject_keep(of, "inquiries of relatives", GROUND_OTHERS, inquiries);
	return HW_OK;
}

/* ---- the whole -------------------------------------------------------------------------------------------------- */
static void notes(sheet *s, bool draft)
{
	if (draft)
		sheet_say(
			s,
			"A draft for the bureau: make sure that it is he, or who speaks for him by right, and say how: "
			"--verified TEXT.");
	sheet_say(s,
		  "You may ask that what is wrong is corrected, object to a use, withdraw your consent, complain to "
		  "the supervisory authority. Where you are believed to be is computed anew each time and not kept.");
	sheet_say(s,
		  "Until your fate is known nothing of it is deleted: others may look for you, or by it for others.");
}

static hw_status compose(sheet *s, hw_text person, int64_t number)
{
	subject of;

	s->out->title = sheet_words(s, "What the bureau holds of you");
	s->out->marking = number ? "Personal: for the person named on it alone" : "Draft: not given to anyone";
	if (number) {
		sheet_field(s, "number", "number", BUREAU_COUNT, sheet_value_count(number));
		s->out->watermark = sheet_format(s, "%s %lld", s->uk ? "№" : "No.", (long long)number).bytes;
	}
	HW_TRY(subject_begin(&of, s, person, SUBJECT_HIMSELF));
	HW_TRY(subject_identity(&of));
	HW_TRY(uses_list(&of));
	HW_TRY(subject_claims(&of));
	HW_TRY(subject_reports(&of));
	HW_TRY(subject_custody(&of));
	HW_TRY(subject_evidence(&of));
	HW_TRY(own_lists(&of));
	HW_TRY(recipients_list(&of));
	HW_TRY(looks_lists(&of));
	HW_TRY(subject_kept_list(&of));
	notes(s, !number);
	return sheet_end(s);
}

static void content_of(bureau *b, const bureau_sheet *answer, hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, true);
	char day[11];

	hw_json_object(&w, NULL);
	hw_json_string(&w, "as_of", hw_days_write(bureau_as_of(b), day));
	hw_json_boolean(&w, "training", bureau_is_training(b));
	bureau_sheet_json(answer, &w, answer->kind);
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
}

static hw_status note_answer(bureau *b, const bureau_answer_request *what, hw_text person, const char *language,
			     int64_t number, hw_text content, hw_error *error)
{
	bureau_act entry = {.act = "answer pack", .subject_kind = HW_TEXT("person"), .subject_id = person};
	int64_t next = 0;
	char hex[65];

	hw_sha256_hex(hw_sha256_of(content), hex);
	HW_TRY(store_query_integer(b->store, "answer_next", NULL, 0, &next, error));
	if (next != number)
		return hw_fail(error, HW_STORAGE, "another answer took its number: say it again");
	const store_value values[] = {store_integer(number),        store_text(person), store_string(what->verified),
				      store_string(language),       store_string(hex),  store_string(b->user),
				      store_integer(bureau_time(b))};
	HW_TRY(store_run(b->store, "answer_add", values, HW_COUNT(values), NULL, error));
	return bureau_commit(b, &entry, error);
}

hw_status bureau_answer_pack(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_answer_request *what,
			     bureau_sheet *result, bureau_signed_file *file, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "answer", result, error);
	bool given = what->verified && hw_text_trim(hw_text_of(what->verified)).length;
	bureau_signature signature;
	int64_t number = 0;
	hw_text person;
	hw_status status;

	*file = (bureau_signed_file){.content.ceiling = 64u << 20};
	HW_TRY(bureau_require(b, BUREAU_MAY_KEEP, error));
	HW_TRY(case_enter(b, arena, hw_text_of(what->person), &person, error));
	if (given)
		HW_TRY(store_query_integer(b->store, "answer_next", NULL, 0, &number, error));
	HW_TRY(compose(&s, person, number));
	if (!given)
		return HW_OK;
	content_of(b, result, &file->content);
	if (file->content.failed)
		return hw_fail(error, HW_NO_MEMORY, "no memory for an answer");
	HW_TRY(bureau_begin(b, BUREAU_MAY_KEEP, error));
	status = note_answer(b, what, person, s.uk ? "uk" : "en", number, hw_buffer_text(&file->content), error);
	if (status != HW_OK) {
		bureau_rollback(b);
		return status;
	}
	HW_TRY(bureau_sign(b, BUREAU_MAY_KEEP, hw_buffer_text(&file->content), &signature, error));
	hw_buffer_add(&file->signature, (hw_text){(const char *)signature.bytes, sizeof(signature.bytes)});
	hw_buffer_adds(&file->key, signature.public_pem);
	return HW_OK;
}

void bureau_signed_file_free(bureau_signed_file *file)
{
	hw_buffer_free(&file->content);
	hw_buffer_free(&file->signature);
	hw_buffer_free(&file->key);
}
