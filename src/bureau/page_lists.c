/* page_lists.c - what the page needs to fill its frames: words to choose from, the ledger, users with their doors, sheets laid
 * out. */
#include "bureau/estimates_int.h"
#include "bureau/sheet_int.h"
#include "io/io.h"

#include <string.h>

static void text_or_null(hw_json_writer *w, const char *key, hw_text t)
{
	if (t.length)
		hw_json_text(w, key, t);
	else
		hw_json_null(w, key);
}

static bool ukrainian(const bureau_run *run)
{
	return run->lang && !strcmp(run->lang, "uk");
}

/* ---- words to choose from ----------------------------------------------------------------------- */
static hw_status write_named(bureau *b, const char *statement, const char *key, bool uk, const char *third,
			     const char *fourth, hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(b), statement, NULL, 0, &rows, error));
	hw_json_array(w, key);
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		hw_json_object(w, NULL);
		hw_json_text(w, "id", store_get_text(rows, 0));
		hw_json_text(w, third ? "name" : "label", store_get_text(rows, uk && !store_is_null(rows, 2) ? 2 : 1));
		if (third)
			text_or_null(w, third, store_get_text(rows, 3));
		if (fourth)
			text_or_null(w, fourth, store_get_text(rows, 4));
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	return HW_OK;
}

hw_status bureau_parties_json(bureau *b, const bureau_run *run, hw_json_writer *w, hw_error *error)
{
	HW_TRY(bureau_require_either(b, BUREAU_MAY_BRIEF, BUREAU_MAY_SEE_PLACES, error));
	HW_TRY(write_named(b, "page_parties", "parties", ukrainian(run), "side", "kind", w, error));
	return write_named(b, "page_holders", "holders", ukrainian(run), "kind", "party", w, error);
}

hw_status bureau_vocabulary_json(bureau *b, const bureau_run *run, hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_BRIEF, BUREAU_MAY_SEE_PLACES, error));
	HW_TRY(store_query(bureau_store(b), "case_categories", NULL, 0, &rows, error));
	hw_json_array(w, "categories");
	for (;;) {
		bool sensitive;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		sensitive = store_get_integer(rows, 3) == 1;
		if (!bureau_may_see_category(b, store_get_text(rows, 4), sensitive))
			continue;
		hw_json_object(w, NULL);
		hw_json_text(w, "id", store_get_text(rows, 0));
		hw_json_text(w, "label", store_get_text(rows, ukrainian(run) && !store_is_null(rows, 2) ? 2 : 1));
		hw_json_boolean(w, "sensitive", sensitive || hw_text_is(store_get_text(rows, 4), "health"));
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	return write_named(b, "page_regions", "regions", ukrainian(run), NULL, NULL, w, error);
}

void bureau_import_kinds_json(hw_json_writer *w)
{
	const io_kind *kind;

	hw_json_array(w, "kinds");
	for (size_t i = 0; (kind = io_kind_at(i)) != NULL; i++) {
		hw_json_object(w, NULL);
		hw_json_string(w, "kind", kind->name);
		hw_json_string(w, "meaning", kind->meaning);
		hw_json_array(w, "columns");
		for (size_t c = 0; c < kind->count; c++)
			hw_json_string(w, NULL, kind->columns[c].name);
		hw_json_close(w, ']');
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

/* ---- the ledger -------------------------------------------------------------------------------------- */
static void write_moment(hw_json_writer *w, const char *key, int64_t at)
{
	int64_t seconds = at / 1000000, rest = seconds % 86400;
	char day[11], text[40];

	(void)snprintf(text, sizeof(text), "%sT%02d:%02d:%02dZ", hw_days_write((int32_t)(seconds / 86400), day),
		       (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
	hw_json_string(w, key, text);
}

static void write_entry(const store_rows *rows, bool whole, hw_json_writer *w)
{
	hw_text hash = store_get_blob(rows, 8), subject = store_get_text(rows, 6);
	char hex[65] = "";

	for (size_t i = 0; i < hash.length && i < 32; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", (unsigned char)hash.bytes[i]);
	/* What somebody searched for is a name. */
	if (!whole && hw_text_is(store_get_text(rows, 5), "search"))
		subject = HW_TEXT("(a name)");
	hw_json_object(w, NULL);
	hw_json_integer(w, "sequence", store_get_integer(rows, 0));
	write_moment(w, "at", store_get_integer(rows, 1));
	hw_json_text(w, "actor", store_get_text(rows, 2));
	text_or_null(w, "role", store_get_text(rows, 3));
	hw_json_text(w, "act", store_get_text(rows, 4));
	hw_json_text(w, "subject_kind", store_get_text(rows, 5));
	hw_json_text(w, "subject", subject);
	hw_json_integer(w, "rows", store_get_integer(rows, 7));
	hw_json_string(w, "hash", hex);
	hw_json_close(w, '}');
}

/* The acts of the newest entries, to choose from. */
static hw_status write_acts(bureau *b, hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(bureau_store(b), "page_ledger_acts", NULL, 0, &rows, error));
	hw_json_array(w, "acts");
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		hw_json_text(w, NULL, store_get_text(rows, 0));
	}
	hw_json_close(w, ']');
	return HW_OK;
}

hw_status bureau_ledger_window_json(bureau *b, const bureau_ledger_filter *filter, size_t offset, size_t limit,
				    hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool of = filter->subject && *filter->subject;
	const store_value values[] = {store_string(filter->actor ? filter->actor : ""),
				      store_string(filter->act ? filter->act : ""), store_integer((int64_t)limit),
				      store_integer((int64_t)offset), store_string(of ? filter->subject : "")};
	const store_value counted[] = {values[0], values[1], values[4]};
	store_head head;
	int64_t total = 0;
	char hex[65];
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_AUDIT, error));
	HW_TRY(store_ledger_head(bureau_store(b), &head, error));
	hw_sha256_hex(head.hash, hex);
	total = head.entries;
	if (of || *values[0].text.bytes || *values[1].text.bytes)
		HW_TRY(store_query_integer(bureau_store(b), of ? "page_ledger_of_count" : "page_ledger_count", counted,
					   of ? 3 : 2, &total, error));
	hw_json_integer(w, "total", total);
	hw_json_integer(w, "offset", (int64_t)offset);
	hw_json_string(w, "head", hex);
	HW_TRY(write_acts(b, w, error));
	HW_TRY(store_query(bureau_store(b), of ? "page_ledger_of" : "page_ledger", values, of ? 5 : 4, &rows, error));
	hw_json_array(w, "rows");
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		write_entry(rows, bureau_may(b, BUREAU_MAY_SEE_PERSONS), w);
	}
	hw_json_close(w, ']');
	return HW_OK;
}

hw_status bureau_last_import_json(bureau *b, hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char day[11];

	if (!bureau_may(b, BUREAU_MAY_IMPORT) && !bureau_may(b, BUREAU_MAY_BRIEF)) {
		hw_json_null(w, "last_import");
		return HW_OK;
	}
	HW_TRY(store_query_first(bureau_store(b), "page_last_batch", NULL, 0, &rows, error));
	if (!rows) {
		hw_json_null(w, "last_import");
		return HW_OK;
	}
	hw_json_object(w, "last_import");
	hw_json_text(w, "kind", store_get_text(rows, 0));
	text_or_null(w, "file", sheet_file(store_get_text(rows, 1)));
	hw_json_string(w, "received", hw_days_write((int32_t)(store_get_integer(rows, 2) / 86400000000), day));
	hw_json_integer(w, "refused", store_get_integer(rows, 3));
	hw_json_close(w, '}');
	return HW_OK;
}

/* ---- users and roles ------------------------------------------------------------------------------------ */
typedef struct secrets {
	hw_text *users;
	bool *password, *totp;
	size_t count;
} secrets;

static hw_status read_secrets(bureau *b, hw_arena *arena, size_t most, secrets *s, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	*s = (secrets){HW_NEW(arena, hw_text, most + 1), HW_NEW(arena, bool, most + 1), HW_NEW(arena, bool, most + 1),
		       0};
	if (!s->users || !s->password || !s->totp)
		return hw_fail(error, HW_NO_MEMORY, "no memory to list the users");
	HW_TRY(store_query(bureau_store(b), "secret_all", NULL, 0, &rows, error));
	for (; s->count < most; s->count++) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		s->users[s->count] = store_copy_text(rows, 0, arena);
		s->password[s->count] = store_get_integer(rows, 1) != 0;
		s->totp[s->count] = store_get_integer(rows, 2) != 0;
	}
	return HW_OK;
}

static void write_roles(hw_json_writer *w)
{
	size_t count;
	const char *const *names = bureau_role_names(&count);

	hw_json_array(w, "roles");
	for (size_t r = 0; r < count; r++) {
		hw_json_object(w, NULL);
		hw_json_string(w, "role", names[r]);
		hw_json_string(w, "about", bureau_role_about(r));
		hw_json_array(w, "rights");
		for (int right = 0; right < BUREAU_RIGHT_COUNT; right++) {
			if (!bureau_role_may(r, (bureau_right)right))
				continue;
			hw_json_object(w, NULL);
			hw_json_string(w, "right", bureau_right_key((bureau_right)right));
			hw_json_string(w, "words", bureau_right_words((bureau_right)right));
			hw_json_close(w, '}');
		}
		hw_json_close(w, ']');
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

hw_status bureau_doors_json(bureau *b, hw_arena *arena, int (*sessions)(void *context, hw_text user), void *context,
			    hw_json_writer *w, hw_error *error)
{
	bureau_users users;
	secrets s;

	HW_TRY(bureau_user_list(b, arena, &users, error));
	HW_TRY(read_secrets(b, arena, users.count, &s, error));
	hw_json_array(w, "users");
	for (size_t i = 0; i < users.count; i++) {
		const bureau_user_row *u = &users.items[i];
		hw_text roles = u->roles, role;
		size_t k = 0;

		while (k < s.count && !hw_text_equal(s.users[k], u->id))
			k++;
		hw_json_object(w, NULL);
		hw_json_text(w, "id", u->id);
		hw_json_text(w, "name", u->name);
		hw_json_array(w, "roles");
		while (hw_text_split(&roles, ';', &role))
			hw_json_text(w, NULL, hw_text_trim(role));
		hw_json_close(w, ']');
		hw_json_boolean(w, "disabled", u->disabled);
		hw_json_boolean(w, "training", u->training);
		hw_json_boolean(w, "password", k < s.count && s.password[k]);
		hw_json_boolean(w, "totp", k < s.count && s.totp[k]);
		hw_json_integer(w, "sessions", sessions(context, u->id));
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	write_roles(w);
	return HW_OK;
}

/* ---- sheets laid out --------------------------------------------------------------------------------------- */
static void write_words(hw_arena *arena, const char *lang, const bureau_column *column, const bureau_value *value,
			hw_json_writer *w, const char *key)
{
	if (!value->known || value->restricted)
		hw_json_null(w, key);
	else
		hw_json_text(w, key, bureau_value_words(arena, lang, column, value));
}

static void lay_list(const bureau_list *list, hw_arena *arena, const char *lang, hw_json_writer *w)
{
	hw_json_object(w, NULL);
	hw_json_string(w, "key", list->key);
	hw_json_string(w, "heading", bureau_word(lang, list->heading));
	hw_json_string(w, "empty", list->empty ? bureau_word(lang, list->empty) : NULL);
	hw_json_array(w, "columns");
	for (size_t c = 0; c < list->column_count; c++) {
		bureau_value_kind kind = list->columns[c].kind;

		if (kind == BUREAU_EXACT)
			continue;
		hw_json_object(w, NULL);
		hw_json_string(w, "key", list->columns[c].key);
		hw_json_string(w, "heading", bureau_word(lang, list->columns[c].heading));
		hw_json_boolean(w, "number", kind == BUREAU_COUNT || kind == BUREAU_NUMBER);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	hw_json_array(w, "rows");
	for (size_t r = 0; r < list->row_count; r++) {
		hw_json_array(w, NULL);
		for (size_t c = 0; c < list->column_count; c++)
			if (list->columns[c].kind != BUREAU_EXACT)
				write_words(arena, lang, &list->columns[c], &list->values[r * list->column_count + c],
					    w, NULL);
		hw_json_close(w, ']');
	}
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}

void bureau_sheet_laid_json(const bureau_sheet *of, hw_arena *arena, const char *lang, hw_json_writer *w,
			    const char *key)
{
	hw_json_object(w, key);
	hw_json_string(w, "kind", of->kind);
	hw_json_text(w, "title", of->title);
	hw_json_array(w, "fields");
	for (size_t i = 0; i < of->field_count; i++) {
		const bureau_field *field = &of->fields[i];

		if (field->column.kind == BUREAU_EXACT)
			continue;
		hw_json_object(w, NULL);
		hw_json_string(w, "key", field->column.key);
		hw_json_string(w, "heading", bureau_word(lang, field->column.heading));
		write_words(arena, lang, &field->column, &field->value, w, "words");
		hw_json_boolean(w, "restricted", field->value.restricted);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
	hw_json_array(w, "lists");
	for (size_t i = 0; i < of->list_count; i++)
		lay_list(&of->lists[i], arena, lang, w);
	hw_json_close(w, ']');
	hw_json_array(w, "notes");
	for (size_t i = 0; i < of->note_count; i++)
		hw_json_text(w, NULL, of->notes[i]);
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}

/* ---- copies of the bureau ---------------------------------------------------------------------------- */
enum { BACKUP_OLD_DAYS = 7 };

static hw_status write_copy(bureau *b, const char *act, hw_json_writer *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(act)};
	hw_json *after = NULL;

	HW_TRY(store_query_first(bureau_store(b), "page_last_copy", values, 1, &rows, error));
	if (!rows) {
		hw_json_null(w, act);
		return HW_OK;
	}
	hw_json_object(w, act);
	write_moment(w, "at", store_get_integer(rows, 0));
	hw_json_text(w, "by", store_get_text(rows, 1));
	hw_json_integer(w, "days", (bureau_time(b) - store_get_integer(rows, 0)) / 86400000000);
	if (!store_is_null(rows, 2) && hw_json_parse(store_get_text(rows, 2), "entry", &after, NULL) == HW_OK) {
		static const char *const texts[] = {"file", "sha256"};

		for (size_t i = 0; i < HW_COUNT(texts); i++)
			if (hw_json_as_text(hw_json_get(after, texts[i])).length)
				hw_json_text(w, texts[i], hw_json_as_text(hw_json_get(after, texts[i])));
		if (hw_json_get(after, "good"))
			hw_json_value(w, "good", hw_json_get(after, "good"));
		hw_json_free(after);
	}
	hw_json_close(w, '}');
	return HW_OK;
}

hw_status bureau_backup_state_json(bureau *b, hw_json_writer *w, hw_error *error)
{
	HW_TRY(bureau_require_either(b, BUREAU_MAY_BACKUP, BUREAU_MAY_AUDIT, error));
	hw_json_integer(w, "old_after_days", BACKUP_OLD_DAYS);
	HW_TRY(write_copy(b, "backup", w, error));
	HW_TRY(write_copy(b, "backup verified", w, error));
	return write_copy(b, "restore", w, error);
}
