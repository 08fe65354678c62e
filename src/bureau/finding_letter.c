/* Letters on findings: drafted and kept as drafted, printed, notified by two. */
#include "bureau/finding_int.h"
#include "bureau/paper_int.h"

#include <string.h>

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for a letter");
}

static const char *language_of(const bureau_run *run)
{
	return run->lang && !strcmp(run->lang, "uk") ? "uk" : "en";
}

/* ---- who may get what ---------------------------------------------------------------------------- */
static hw_status check_addressee(const finding *f, const char *addressee, hw_error *error)
{
	static const char *const known[] = {"agency", "protecting power", "power", "authority"};
	bool authority = !strcmp(addressee, "authority"), there = false;

	for (size_t i = 0; i < HW_COUNT(known); i++)
		there |= !strcmp(addressee, known[i]);
	if (!there)
		return hw_fail(error, HW_USAGE,
			       "a letter goes to agency, \"protecting power\", power or authority, not to \"%s\"",
			       addressee);
	if (f->own && !authority)
		return hw_fail(error, HW_NOT_PERMITTED,
			       "what is found on our own side goes to our own authority: --to authority");
	if (!f->own && authority)
		return hw_fail(error, HW_USAGE, "no authority of ours answers for this: name another addressee");
	return HW_OK;
}

static hw_status check_finding(const finding *f, const char *act, const char *addressee, const char **to,
			       hw_error *error)
{
	HW_TRY(check_addressee(f, addressee, error));
	if (!f->exported)
		return hw_fail(error, HW_NOT_PERMITTED,
			       "the scope of this rule is disputed: it never leaves the bureau");
	HW_TRY(finding_may(f, act, to, error));
	if (finding_unchanged(f))
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT,
		      f->standing ? "the facts changed since a person confirmed it"
				  : "the facts do not raise it any more");
	return hw_error_remedy(error, "look again: homeward finding review %.*s --reason TEXT", HW_TEXT_ARG(f->id)),
	       HW_BAD_INPUT;
}

/* ---- the letter that stands ------------------------------------------------------------------------------ */
static hw_status read_letter(bureau *b, hw_arena *arena, hw_text id, const char *addressee, const char *language,
			     hw_text *letter, bureau_letter *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id), store_string(addressee), store_string(language)};

	HW_TRY(store_query_first(b->store, "finding_letter_now", values, HW_COUNT(values), &rows, error));
	if (!rows) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no letter to \"%s\" in this language", addressee);
		return hw_error_remedy(error, "homeward finding draft %.*s --to \"%s\" --lang %s", HW_TEXT_ARG(id),
				       addressee, language),
		       HW_NOT_FOUND;
	}
	*letter = store_copy_text(rows, 0, arena);
	*result = (bureau_letter){.content = store_copy_text(rows, 1, arena),
				  .sha256 = store_copy_text(rows, 2, arena),
				  .state = store_copy_text(rows, 3, arena)};
	return result->content.bytes && result->sha256.bytes && result->state.bytes ? HW_OK : out_of_memory(error);
}

static hw_status write_draft(bureau *b, const finding *f, const char *addressee, const char *language, const char *to,
			     hw_text content, hw_text sha256, hw_error *error)
{
	const hw_text parts[] = {f->id, hw_text_of(addressee), hw_text_of(language), sha256};
	char id[STORE_ID_BYTES], deadline[11];

	store_id_of_texts("l", parts, HW_COUNT(parts), id);
	const store_value values[] = {
		store_string(id),    store_text(f->id),  store_string(addressee), store_string(language),
		store_text(content), store_text(sha256), store_string(b->user),   store_integer(bureau_time(b))};
	const store_value old[] = {store_text(f->id), store_string(addressee), store_string(language),
				   store_string(id)};
	HW_TRY(store_run(b->store, "finding_letter_add", values, HW_COUNT(values), NULL, error));
	HW_TRY(store_run(b->store, "finding_letter_supersede", old, HW_COUNT(old), NULL, error));
	if (!to)
		return finding_write_step(b, f->id, "letter drafted", hw_text_of(addressee), sha256, error);
	HW_TRY(finding_deadline(b, "finding.review_days", deadline, error));
	return finding_write_move(b, f, to, hw_text_of(deadline), hw_text_of(addressee), sha256, error);
}

hw_status bureau_finding_draft(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, const char *addressee,
			       bureau_letter *result, hw_error *error)
{
	bureau_act entry = {.act = "draft letter", .subject_kind = HW_TEXT("finding"), .subject_id = id};
	hw_buffer content = {0};
	const char *to;
	char hex[65], after[256];
	hw_status status;
	finding f;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	HW_TRY(finding_read(b, arena, id, &f, error));
	HW_TRY(check_finding(&f, "draft", addressee, &to, error));
	status = finding_compose(b, arena, run, &f, addressee, &content, error);
	if (status == HW_OK) {
		hw_sha256_hex(hw_sha256_of(hw_buffer_text(&content)), hex);
		*result = (bureau_letter){.content = hw_text_copy(arena, hw_buffer_text(&content)),
					  .sha256 = hw_text_copy(arena, hw_text_of(hex)),
					  .state = HW_TEXT("draft")};
		(void)snprintf(after, sizeof(after), "{\"sha256\":\"%s\",\"to\":\"%s\"}", hex, addressee);
		entry.after_json = hw_text_of(after);
		status = result->content.bytes ? bureau_begin(b, BUREAU_MAY_CHECK, error) : out_of_memory(error);
		if (status == HW_OK) {
			status = write_draft(b, &f, addressee, language_of(run), to, result->content, result->sha256,
					     error);
			if (status == HW_OK)
				status = bureau_commit(b, &entry, error);
			else
				bureau_rollback(b);
		}
	}
	hw_buffer_free(&content);
	return status;
}

hw_status bureau_finding_letter(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, const char *addressee,
				bureau_letter *result, hw_error *error)
{
	hw_text letter;
	finding f;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	HW_TRY(finding_read(b, arena, id, &f, error));
	HW_TRY(check_addressee(&f, addressee, error));
	return read_letter(b, arena, id, addressee, language_of(run), &letter, result, error);
}

/* ---- on A4 ---------------------------------------------------------------------------------------------------- */
static void put_line(io_pdf *pdf, hw_text text, bool *headed)
{
	hw_text rest = {text.bytes + (text.length > 2 ? 2 : 0), text.length > 2 ? text.length - 2 : 0};

	if (hw_text_starts(text, "# ")) {
		io_pdf_heading(pdf, *headed ? 2 : 1, rest);
		*headed = true;
	} else if (hw_text_starts(text, "! ")) {
		io_pdf_paragraph(pdf, IO_PDF_WARNING, rest);
	} else if (hw_text_starts(text, "- ")) {
		char item[4096];

		(void)snprintf(item, sizeof(item), "\xe2\x80\x93 %.*s", HW_TEXT_ARG(rest));
		io_pdf_paragraph(pdf, IO_PDF_PLAIN, hw_text_of(item));
	} else if (text.length) {
		io_pdf_paragraph(pdf, IO_PDF_PLAIN, text);
	}
}

hw_status bureau_letter_pdf(bureau *b, const bureau_letter *letter, const char *lang, hw_buffer *out, hw_error *error)
{
	char day[11];
	bool draft = hw_text_is(letter->state, "draft"), headed = false;
	const io_pdf_style style = {.title = bureau_word(lang, "Letter on an indication"),
				    .as_of = hw_days_write(bureau_as_of(b), day),
				    .classification = bureau_word(lang, "In confidence: for the addressee only"),
				    .watermark = bureau_is_training(b) ? bureau_word(lang, "TRAINING")
						 : draft               ? bureau_word(lang, "DRAFT")
								       : NULL,
				    .page_words = !strcmp(lang, "uk") ? "сторінка %d з %d" : "page %d of %d",
				    .as_of_words = bureau_word(lang, "as of")};
	hw_text rest = letter->content, text;
	io_pdf *pdf = NULL;
	hw_status status = io_pdf_new(&style, &pdf, error);

	if (status != HW_OK)
		return status;
	if (draft)
		io_pdf_paragraph(pdf, IO_PDF_WARNING,
				 hw_text_of(bureau_word(lang, "A draft: not sent, not released by a second person.")));
	while (hw_text_split(&rest, '\n', &text))
		put_line(pdf, text, &headed);
	status = io_pdf_write(pdf, out, NULL, error);
	io_pdf_free(pdf);
	return status;
}

/* ---- notified by two ---------------------------------------------------------------------------------------------- */
hw_status bureau_finding_notify(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, const char *addressee,
				const char *reason, hw_text *pending, hw_error *error)
{
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	bureau_letter standing;
	hw_text letter;
	const char *to;
	hw_status status;
	finding f;

	HW_TRY(bureau_require(b, BUREAU_MAY_CHECK, error));
	HW_TRY(finding_read(b, arena, id, &f, error));
	HW_TRY(check_finding(&f, "notify", addressee, &to, error));
	HW_TRY(read_letter(b, arena, id, addressee, language_of(run), &letter, &standing, error));
	if (!hw_text_is(standing.state, "draft"))
		return hw_fail(error, HW_BAD_INPUT, "this letter was notified before");
	hw_json_object(&w, NULL);
	hw_json_text(&w, "letter", letter);
	hw_json_text(&w, "sha256", standing.sha256);
	hw_json_string(&w, "to", addressee);
	hw_json_close(&w, '}');
	status = payload.failed ? out_of_memory(error)
				: bureau_propose(b, "notify finding", HW_TEXT("finding"), id, hw_buffer_text(&payload),
						 hw_text_of(reason), pending, arena, error);
	hw_buffer_free(&payload);
	return status;
}

/* The second person releases the very text that was drafted, while it still holds. */
hw_status finding_perform_notify(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
				 hw_error *error)
{
	HW_ARENA_GUARD hw_arena *arena = hw_arena_new((size_t)4 << 20);
	hw_text letter = hw_json_as_text(hw_json_get(payload, "letter"));
	hw_text sha256 = hw_json_as_text(hw_json_get(payload, "sha256"));
	const char *to;
	char day[11], due[11], addressee[32];
	int64_t changed = 0;
	finding f;

	(void)kind;
	if (!arena)
		return out_of_memory(error);
	(void)snprintf(addressee, sizeof(addressee), "%.*s", HW_TEXT_ARG(hw_json_as_text(hw_json_get(payload, "to"))));
	HW_TRY(finding_read(b, arena, id, &f, error));
	HW_TRY(check_finding(&f, "notify", addressee, &to, error));
	HW_TRY(finding_deadline(b, "finding.answer_days", due, error));
	const store_value values[] = {store_text(letter), store_text(by), store_string(b->user),
				      store_string(hw_days_write(bureau_as_of(b), day)), store_string(due)};
	HW_TRY(store_run(b->store, "finding_letter_release", values, HW_COUNT(values), &changed, error));
	if (changed != 1)
		return hw_fail(error, HW_BAD_INPUT, "the letter was drafted anew meanwhile: ask again");
	return finding_write_move(b, &f, to ? to : "notified", hw_text_of(due), hw_text_of(addressee), sha256, error);
}
