/* intake_job.c - imports through the gate, and their answers as JSON. */
#include <string.h>

#include "bureau/intake_int.h"
#include "bureau/learning_int.h"
#include "bureau/located_int.h"

/* Files of judgements join people and files of settings change the bureau: more than bringing data in. */
static hw_status require_rights(const bureau *b, const char *kind, hw_error *error)
{
	HW_TRY(bureau_require(b, BUREAU_MAY_IMPORT, error));
	if (!strcmp(kind, "judgements"))
		HW_TRY(bureau_require(b, BUREAU_MAY_JUDGE, error));
	if (!strcmp(kind, "settings"))
		HW_TRY(bureau_require(b, BUREAU_MAY_SET, error));
	return HW_OK;
}

static intake_actor actor_of(const bureau *b)
{
	return (intake_actor){hw_text_of(bureau_user(b)), hw_text_of(bureau_role_for(b, BUREAU_MAY_IMPORT)),
			      bureau_time(b), bureau_as_of(b)};
}

hw_status bureau_import_files(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_import_options *options,
			      bureau_imports *result, hw_error *error)
{
	const intake_actor actor = actor_of(b);
	bureau_import_options told = *options;

	told.lang = run->lang;
	HW_TRY(require_rights(b, options->kind, error));
	bureau_located_drop(b); /* what was computed before may no longer hold */
	learning_drop(b);
	return intake_files(bureau_store(b), &actor, arena, &told, run->progress, result, error);
}

static hw_status kind_of_batch(bureau *b, hw_text batch, char kind[32], hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(batch);

	HW_TRY(store_query_first(bureau_store(b), "batch_one", &id, 1, &rows, error));
	hw_text name = rows ? store_get_text(rows, 1) : (hw_text){0};
	(void)snprintf(kind, 32, "%.*s", HW_TEXT_ARG(name));
	return HW_OK;
}

hw_status bureau_import_undo(bureau *b, const bureau_run *run, hw_text batch, hw_text reason, int64_t *records,
			     hw_error *error)
{
	const intake_actor actor = actor_of(b);
	char kind[32];

	HW_TRY(bureau_require(b, BUREAU_MAY_IMPORT, error));
	HW_TRY(kind_of_batch(b, batch, kind, error));
	HW_TRY(require_rights(b, kind, error));
	bureau_located_drop(b);
	learning_drop(b);
	return intake_undo(bureau_store(b), &actor, batch, reason, run->progress, records, error);
}

/* ---- the list of batches ---- */
static hw_status read_batch(const store_rows *rows, hw_arena *arena, bureau_batch *batch, hw_error *error)
{
	char day[11];

	*batch = (bureau_batch){.id = store_copy_text(rows, 0, arena),
				.kind = store_copy_text(rows, 1, arena),
				.source = store_copy_text(rows, 2, arena),
				.file = store_copy_text(rows, 3, arena),
				.sha256 = store_copy_text(rows, 4, arena),
				.fresh = store_get_integer(rows, 6),
				.same = store_get_integer(rows, 7),
				.changed = store_get_integer(rows, 8),
				.alike = store_get_integer(rows, 9),
				.refused = store_get_integer(rows, 10),
				.by = store_copy_text(rows, 11, arena),
				.undone = !store_is_null(rows, 12)};
	hw_days_write((int32_t)(store_get_integer(rows, 5) / 86400000000), day);
	batch->received = hw_text_copy(arena, hw_text_of(day));
	if (batch->id.bytes && batch->kind.bytes && batch->file.bytes && batch->received.bytes)
		return HW_OK;
	return hw_fail(error, HW_NO_MEMORY, "out of memory listing batches");
}

hw_status bureau_batches_all(bureau *b, hw_arena *arena, bureau_batches *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t count = 0;
	bool found;

	HW_TRY(bureau_require(b, BUREAU_MAY_IMPORT, error));
	HW_TRY(store_query_integer(bureau_store(b), "batch_count", NULL, 0, &count, error));
	bureau_batch *list = HW_NEW(arena, bureau_batch, (size_t)count + 1);
	if (!list)
		return hw_fail(error, HW_NO_MEMORY, "out of memory listing batches");
	HW_TRY(store_query(bureau_store(b), "batch_list", NULL, 0, &rows, error));
	for (size_t i = 0;; i++) {
		HW_TRY(store_next(rows, &found, error));
		if (!found || i == (size_t)count) {
			*result = (bureau_batches){list, i};
			return HW_OK;
		}
		HW_TRY(read_batch(rows, arena, &list[i], error));
	}
}

/* ---- the manual ---- */
hw_status bureau_import_columns(const char *kind, hw_buffer *out, hw_error *error)
{
	const io_kind *found = io_kind_find(kind);
	char shown[64];

	if (found) {
		io_write_columns(found, out);
		return HW_OK;
	}
	(void)hw_fail(error, HW_USAGE, "\"%s\" is no kind of import", hw_text_shown(hw_text_of(kind), shown));
	return hw_error_remedy(error, "see homeward help import"), HW_USAGE;
}

void bureau_import_formats(hw_buffer *out)
{
	io_write_formats(out);
}

/* ---- JSON ---- */
static void write_texts(hw_json_writer *w, const char *key, const hw_text *texts, size_t count)
{
	hw_json_array(w, key);
	for (size_t i = 0; i < count; i++)
		hw_json_text(w, NULL, texts[i]);
	hw_json_close(w, ']');
}

static void write_counts(hw_json_writer *w, int64_t fresh, int64_t same, int64_t changed, int64_t alike,
			 int64_t refused)
{
	hw_json_integer(w, "new", fresh);
	hw_json_integer(w, "same", same);
	hw_json_integer(w, "changed", changed);
	hw_json_integer(w, "possible_duplicate", alike);
	hw_json_integer(w, "refused", refused);
}

static void write_text_or_null(hw_json_writer *w, const char *key, hw_text text)
{
	if (text.length)
		hw_json_text(w, key, text);
	else
		hw_json_null(w, key);
}

void bureau_imports_json(const bureau_imports *imports, hw_json_writer *w)
{
	hw_json_boolean(w, "stored", imports->stored);
	hw_json_integer(w, "conflicts", imports->conflicts);
	hw_json_array(w, "files");
	for (size_t i = 0; i < imports->count; i++) {
		const bureau_import *r = &imports->items[i];
		const char separator[2] = {r->separator, 0};
		hw_json_object(w, NULL);
		hw_json_text(w, "file", r->file);
		hw_json_text(w, "kind", r->kind);
		write_text_or_null(w, "batch", r->batch);
		write_text_or_null(w, "known_as", r->known_as);
		hw_json_string(w, "encoding", r->encoding);
		hw_json_string(w, "separator", r->separator == '{' ? "JSON Lines" : separator);
		hw_json_integer(w, "rows", r->rows);
		write_counts(w, r->fresh, r->same, r->changed, r->alike, r->refused);
		write_texts(w, "unknown_columns", r->unknown, r->unknown_count);
		write_texts(w, "refusals", r->refusals, r->refusals_shown);
		write_texts(w, "possible_duplicates", r->alikes, r->alikes_shown);
		hw_json_integer(w, "sealed", r->sealed);
		hw_json_integer(w, "contact_left_out", r->left_out);
		hw_json_integer(w, "born_long_ago", r->old);
		write_texts(w, "notes", r->olds, r->olds_shown);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}

void bureau_batches_json(const bureau_batches *batches, hw_json_writer *w)
{
	hw_json_array(w, "batches");
	for (size_t i = 0; i < batches->count; i++) {
		const bureau_batch *one = &batches->items[i];
		hw_json_object(w, NULL);
		hw_json_text(w, "id", one->id);
		hw_json_text(w, "kind", one->kind);
		hw_json_text(w, "file", one->file);
		hw_json_text(w, "sha256", one->sha256);
		write_text_or_null(w, "source", one->source);
		hw_json_text(w, "received", one->received);
		hw_json_text(w, "by", one->by);
		write_counts(w, one->fresh, one->same, one->changed, one->alike, one->refused);
		hw_json_boolean(w, "undone", one->undone);
		hw_json_close(w, '}');
	}
	hw_json_close(w, ']');
}
