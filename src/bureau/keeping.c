/* Making a bureau, its status, verifying it, copies of it. */
#include "bureau/bureau_int.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- making ------------------------------------------------------------------------------- */
typedef struct making {
	bool training;
	bureau_made made;
	char hash[129];
} making;

/* "case officer" becomes "case-officer". */
static void officer_id(const char *role, char out[BUREAU_NAME_BYTES])
{
	size_t i;

	for (i = 0; role[i] && i + 1 < BUREAU_NAME_BYTES; i++)
		out[i] = role[i] == ' ' ? '-' : role[i];
	out[i] = '\0';
}

static hw_status add_training_users(store_connection *store, bureau_made *made, hw_error *error)
{
	size_t count;
	const char *const *roles = bureau_role_names(&count);

	for (size_t i = 0; i < count; i++) {
		char id[BUREAU_NAME_BYTES], name[BUREAU_NAME_BYTES + 16];

		officer_id(roles[i], id);
		(void)snprintf(name, sizeof(name), "Training: %s", roles[i]);
		HW_TRY(bureau_user_write(store, id, name, 1u << i, NULL, true, "homeward", error));
	}
	made->users = (int64_t)count;
	return HW_OK;
}

/* In the transaction that makes the file: there is never a bureau without its users. */
static hw_status fill(store_connection *store, void *context, hw_error *error)
{
	making *all = context;
	const store_value training[] = {store_string("training"), store_string(all->training ? "1" : "0")};
	const store_act entry = {.actor = HW_TEXT("homeward"),
				 .act = HW_TEXT("init"),
				 .subject_kind = HW_TEXT("bureau"),
				 .subject_id = HW_TEXT("bureau"),
				 .after_json = all->training ? HW_TEXT("{\"training\":true}")
							     : HW_TEXT("{\"training\":false}")};

	HW_TRY(bureau_roles_write_all(store, error));
	HW_TRY(store_run(store, "setting_set", training, HW_COUNT(training), NULL, error));
	if (all->training) {
		HW_TRY(add_training_users(store, &all->made, error));
	} else {
		HW_TRY(bureau_user_write(store, all->made.user, all->made.user,
					 bureau_role_bit(HW_TEXT("administrator")), all->hash, false, "homeward",
					 error));
		all->made.users = 1;
	}
	return store_ledger_append(store, &entry, NULL, error);
}

hw_status bureau_init(const bureau_door *door, bool training, bureau_made *made, hw_error *error)
{
	making all = {.training = training};
	store_options options = {.fill = fill, .fill_context = &all};
	store_connection *store = NULL;
	bureau clock = {.training = true};
	const char *user = door->user && *door->user ? door->user : "admin";

	if (door->clock && *door->clock) {
		if (!training)
			return hw_fail(error, HW_USAGE, "HOMEWARD_CLOCK is for training bureaus only");
		HW_TRY(bureau_clock_fix(&clock, door->clock, error));
		options.clock = bureau_clock;
		options.clock_context = &clock;
	}
	if (!training) {
		HW_TRY(bureau_user_name_check(user, error));
		HW_TRY(bureau_token_make(all.made.token, all.hash, error));
		(void)snprintf(all.made.user, sizeof(all.made.user), "%s", user);
	}
	HW_TRY(store_create(door->db, &options, &store, error));
	store_close(store);
	*made = all.made;
	return HW_OK;
}

/* ---- status --------------------------------------------------------------------------------- */
hw_status bureau_status(bureau *b, bureau_state *state, hw_error *error)
{
	bureau_state now = {.path = store_path(b->store), .schema = store_schema_version(b->store)};
	const struct {
		const char *statement;
		int64_t *count;
	} counts[] = {
		{"user_count", &now.users},
		{"count_batches", &now.batches},
		{"count_records", &now.records},
		{"count_persons", &now.persons},
		{"count_judgements", &now.judgements},
		{"count_claims", &now.claims},
		{"count_open_proposals", &now.proposals_open},
		{"count_pending", &now.pending},
		{"count_evidence", &now.evidence},
	};
	store_head head;

	HW_TRY(bureau_require_either(b, BUREAU_MAY_SET, BUREAU_MAY_BRIEF, error));
	for (size_t i = 0; i < HW_COUNT(counts); i++)
		HW_TRY(store_query_integer(b->store, counts[i].statement, NULL, 0, counts[i].count, error));
	HW_TRY(store_ledger_head(b->store, &head, error));
	now.entries = head.entries;
	hw_sha256_hex(head.hash, now.head);
	*state = now;
	return HW_OK;
}

void bureau_status_json(const bureau *b, const bureau_state *state, hw_json_writer *w)
{
	hw_json_string(w, "file", state->path);
	hw_json_integer(w, "schema", state->schema);
	hw_json_string(w, "user", b->user);
	hw_json_integer(w, "users", state->users);
	hw_json_integer(w, "batches", state->batches);
	hw_json_integer(w, "records", state->records);
	hw_json_integer(w, "persons", state->persons);
	hw_json_integer(w, "judgements", state->judgements);
	hw_json_integer(w, "claims", state->claims);
	hw_json_integer(w, "open_proposals", state->proposals_open);
	hw_json_integer(w, "pending", state->pending);
	hw_json_integer(w, "evidence", state->evidence);
	hw_json_object(w, "ledger");
	hw_json_integer(w, "entries", state->entries);
	hw_json_string(w, "head", state->head);
	hw_json_string(w, "tree_heads", "none yet");
	hw_json_close(w, '}');
}

/* ---- verify ------------------------------------------------------------------------------------ */
static void fault(bureau_verdict *verdict, const char *format, ...) HW_PRINTF(2, 3);
static void fault(bureau_verdict *verdict, const char *format, ...)
{
	va_list arguments;

	verdict->good = false;
	if (verdict->faults++)
		return;
	va_start(arguments, format);
	(void)vsnprintf(verdict->wrong, sizeof(verdict->wrong), format, arguments);
	va_end(arguments);
}

/* Files stand in the folder PATH.evidence; a path that leads out of it is a fault. */
static void check_file(const bureau *b, const store_rows *rows, bureau_verdict *verdict)
{
	hw_text id = store_get_text(rows, 0), stored = store_get_text(rows, 1), wanted = store_get_text(rows, 2);
	char path[4096], hex[65];
	hw_sha256 digest;
	uint64_t bytes;
	int length = snprintf(path, sizeof(path), "%s.evidence/%.*s", store_path(b->store), HW_TEXT_ARG(stored));

	verdict->files++;
	if (length < 0 || (size_t)length >= sizeof(path) || !stored.length || stored.bytes[0] == '/' ||
	    memmem(stored.bytes, stored.length, "..", 2)) {
		fault(verdict, "evidence %.*s: its file has an impossible name", HW_TEXT_ARG(id));
		return;
	}
	if (hw_sha256_file(path, &digest, &bytes, NULL) != HW_OK) {
		fault(verdict, "evidence %.*s: its file %.*s cannot be read", HW_TEXT_ARG(id), HW_TEXT_ARG(stored));
		return;
	}
	hw_sha256_hex(digest, hex);
	if (!hw_text_is(wanted, hex))
		fault(verdict, "evidence %.*s: its file %.*s was altered", HW_TEXT_ARG(id), HW_TEXT_ARG(stored));
}

static hw_status check_files(bureau *b, bureau_verdict *verdict, const hw_progress *progress, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found = true;

	HW_TRY(store_query(b->store, "evidence_files", NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		check_file(b, rows, verdict);
		HW_TRY(hw_progress_step(progress, "verifying files", (double)verdict->files, 0, error));
	}
}

/* Files of imported items: an altered one is a fault; a missing one is said, for a copy of the bureau
 * travels without them and its ledger is none the worse. */
static hw_status check_imported(bureau *b, bureau_verdict *verdict, const hw_progress *progress, hw_error *error)
{
	evidence_files files;

	HW_TRY(evidence_check_files(b, progress, &files, error));
	verdict->files += files.count;
	verdict->missing = files.missing;
	memcpy(verdict->first_missing, files.first_missing, sizeof(verdict->first_missing));
	if (files.wrong) {
		fault(verdict, "%s", files.first_wrong);
		verdict->faults += files.wrong - 1;
	}
	return HW_OK;
}

static bureau_verdict verdict_of(const store_verdict *found)
{
	bureau_verdict verdict = {.good = found->good,
				  .entries = found->entries,
				  .rows = found->rows,
				  .tables = found->tables,
				  .first_bad = found->bad_sequence,
				  .faults = found->faults};

	memcpy(verdict.wrong, found->wrong, sizeof(verdict.wrong));
	hw_sha256_hex(found->head.hash, verdict.head);
	hw_sha256_hex(found->head.root, verdict.root);
	return verdict;
}

hw_status bureau_verify(bureau *b, const hw_progress *progress, bureau_verdict *verdict, hw_error *error)
{
	store_verdict found;
	bureau_verdict result;

	HW_TRY(bureau_require(b, BUREAU_MAY_AUDIT, error));
	HW_TRY(store_ledger_verify(b->store, progress, &found, error));
	result = verdict_of(&found);
	HW_TRY(check_files(b, &result, progress, error));
	HW_TRY(check_imported(b, &result, progress, error));
	*verdict = result;
	return HW_OK;
}

void bureau_verdict_json(const bureau_verdict *verdict, hw_json_writer *w)
{
	hw_json_boolean(w, "good", verdict->good);
	hw_json_integer(w, "entries", verdict->entries);
	hw_json_integer(w, "rows", verdict->rows);
	hw_json_integer(w, "tables", verdict->tables);
	hw_json_integer(w, "files", verdict->files);
	hw_json_integer(w, "files_missing", verdict->missing);
	hw_json_integer(w, "faults", verdict->faults);
	if (verdict->first_bad)
		hw_json_integer(w, "first_bad_entry", verdict->first_bad);
	if (!verdict->good)
		hw_json_string(w, "wrong", verdict->wrong);
	hw_json_string(w, "head", verdict->head);
	hw_json_string(w, "root", verdict->root);
	hw_json_string(w, "tree_heads", "none yet");
}

/* ---- copies --------------------------------------------------------------------------------------- */
static hw_status note_copy(bureau *b, const char *act, const char *path, hw_error *error)
{
	hw_buffer after = {0};
	hw_json_writer w = hw_json_writer_new(&after, false);
	bureau_act entry = {.act = act, .subject_kind = HW_TEXT("bureau"), .subject_id = HW_TEXT("bureau")};
	const char *slash = strrchr(path, '/');
	hw_status status;

	/* The file's name only: folders may carry names of people. */
	hw_json_object(&w, NULL);
	hw_json_string(&w, "file", slash ? slash + 1 : path);
	hw_json_close(&w, '}');
	status = after.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for the ledger") : HW_OK;
	if (status == HW_OK)
		status = bureau_begin(b, BUREAU_MAY_BACKUP, error);
	entry.after_json = hw_buffer_text(&after);
	if (status == HW_OK)
		status = bureau_commit(b, &entry, error);
	hw_buffer_free(&after);
	return status;
}

/* A backup that nobody has looked at is a hope: every entry and every sealed row of the copy is walked at once. */
static hw_status verify_copy(const char *path, const hw_progress *progress, hw_error *error)
{
	const store_options options = {.progress = progress};
	store_connection *copy = NULL;
	store_verdict verdict = {.good = false};
	hw_status status;

	HW_TRY(store_open(path, &options, &copy, error));
	status = store_ledger_verify(copy, progress, &verdict, error);
	store_close(copy);
	if (status != HW_OK || verdict.good)
		return status;
	(void)hw_fail(error, HW_STORAGE, "the copy does not verify: %s", verdict.wrong);
	(void)hw_error_where(error, "%s", path);
	return hw_error_remedy(error,
			       "homeward verify tells whether the bureau itself is good; then make another copy"),
	       HW_STORAGE;
}

hw_status bureau_backup(bureau *b, const char *path, const hw_progress *progress, char sha256[65], hw_error *error)
{
	struct stat about;
	hw_sha256 digest;
	uint64_t bytes;

	HW_TRY(bureau_require(b, BUREAU_MAY_BACKUP, error));
	if (lstat(path, &about) == 0) {
		(void)hw_fail(error, HW_STORAGE, "there is something here already");
		(void)hw_error_where(error, "%s", path);
		return HW_STORAGE;
	}
	/* First the entry, so that the copy tells of itself. */
	HW_TRY(note_copy(b, "backup", path, error));
	HW_TRY(store_copy_to(b->store, path, progress, error));
	HW_TRY(verify_copy(path, progress, error));
	HW_TRY(hw_sha256_file(path, &digest, &bytes, error));
	hw_sha256_hex(digest, sha256);
	return note_copy(b, "backup verified", path, error);
}

/* A bureau that stands where the backup goes must let the user in; a missing or damaged one cannot ask. */
static hw_status may_restore(const bureau_door *door, char user[BUREAU_NAME_BYTES], hw_error *error)
{
	bureau_door quiet = *door;
	bureau *old = NULL;
	hw_status status;

	quiet.as_of = NULL;
	quiet.read_only = false;
	status = bureau_enter(&quiet, &old, error);
	if (status == HW_OK) {
		status = bureau_require(old, BUREAU_MAY_BACKUP, error);
		(void)snprintf(user, BUREAU_NAME_BYTES, "%s", old->user);
		bureau_close(old);
		return status;
	}
	return status == HW_STORAGE ? HW_OK : status;
}

static hw_status note_restore(const bureau_door *door, const char *user, const char *backup, hw_error *error)
{
	bureau_door plain = *door;
	bureau *b = NULL;
	const char *slash = strrchr(backup, '/');
	hw_buffer after = {0};
	hw_json_writer w = hw_json_writer_new(&after, false);
	store_act entry = {.actor = hw_text_of(*user ? user : "homeward"),
			   .act = HW_TEXT("restore"),
			   .subject_kind = HW_TEXT("bureau"),
			   .subject_id = HW_TEXT("bureau")};
	hw_status status;

	plain.clock = NULL;
	HW_TRY(bureau_connect(&plain, &b, error));
	hw_json_object(&w, NULL);
	hw_json_string(&w, "file", slash ? slash + 1 : backup);
	hw_json_close(&w, '}');
	entry.after_json = hw_buffer_text(&after);
	status = after.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for the ledger") : store_begin(b->store, error);
	if (status == HW_OK)
		status = store_ledger_append(b->store, &entry, NULL, error);
	if (status == HW_OK)
		status = store_commit(b->store, error);
	hw_buffer_free(&after);
	bureau_close(b);
	return status;
}

hw_status bureau_restore(const bureau_door *door, const char *backup, bureau_verdict *verdict, hw_error *error)
{
	const store_options options = {.progress = door->progress};
	store_verdict found = {.good = false};
	char user[BUREAU_NAME_BYTES] = "";
	hw_status status;

	HW_TRY(may_restore(door, user, error));
	status = store_restore(backup, door->db, &options, &found, error);
	if (status != HW_OK && status != HW_NO)
		return status;
	*verdict = verdict_of(&found);
	return status == HW_OK ? note_restore(door, user, backup, error) : status;
}
