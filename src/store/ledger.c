/* The ledger: an entry an act, in the transaction of the act, sealing every row that it changed. */
#include "store/ledger_int.h"

#include <string.h>

enum { JSON_LIMIT = 1 << 20 };

static void hex_or_null(hw_json_writer *w, const char *key, bool there, hw_sha256 digest)
{
	char hex[65];

	hw_sha256_hex(digest, hex);
	hw_json_string(w, key, there ? hex : NULL);
}

static void text_or_null(hw_json_writer *w, const char *key, hw_text t)
{
	if (t.length)
		hw_json_text(w, key, t);
	else
		hw_json_null(w, key);
}

/* Canonical JSON: keys in byte order, no spaces; before and after stand as text, byte for byte. */
hw_status store_entry_hash(const store_entry *entry, hw_buffer *scratch, hw_sha256 *hash, hw_error *error)
{
	hw_json_writer w;

	scratch->length = 0;
	w = hw_json_writer_new(scratch, false);
	hw_json_object(&w, NULL);
	hw_json_text(&w, "act", entry->act);
	hw_json_text(&w, "actor", entry->actor);
	text_or_null(&w, "after_json", entry->after_json);
	hw_json_integer(&w, "at", entry->at);
	text_or_null(&w, "before_json", entry->before_json);
	hex_or_null(&w, "previous", true, entry->previous);
	text_or_null(&w, "role", entry->role);
	hw_json_integer(&w, "row_count", entry->row_count);
	hex_or_null(&w, "row_root", entry->has_root, entry->row_root);
	hw_json_integer(&w, "sequence", entry->sequence);
	hw_json_text(&w, "subject_id", entry->subject_id);
	hw_json_text(&w, "subject_kind", entry->subject_kind);
	hw_json_close(&w, '}');
	if (scratch->failed)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a ledger entry");
	*hash = store_tree_leaf(hw_buffer_text(scratch));
	return HW_OK;
}

/* ---- the head --------------------------------------------------------------------------- */
static hw_status take_digest(const store_rows *rows, size_t column, hw_sha256 *digest, hw_error *error)
{
	hw_text bytes = store_get_blob(rows, column);

	if (bytes.length != sizeof(digest->bytes))
		return hw_fail(error, HW_STORAGE, "the ledger's head is damaged; \"homeward verify\" tells more");
	memcpy(digest->bytes, bytes.bytes, sizeof(digest->bytes));
	return HW_OK;
}

static hw_status read_head(store_connection *store, store_ledger *ledger, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *head = NULL;
	STORE_ROWS_GUARD store_rows *last = NULL;
	store_ledger read = {.loaded = true};

	HW_TRY(store_query_first(store, "ledger_head_read", NULL, 0, &head, error));
	if (head) {
		read.entries = store_get_integer(head, 0);
		HW_TRY(take_digest(head, 1, &read.hash, error));
	}
	HW_TRY(store_query_first(store, "ledger_entry_last", NULL, 0, &last, error));
	if (last)
		read.last_at = store_get_integer(last, 1);
	*ledger = read;
	return HW_OK;
}

hw_status store_ledger_head(store_connection *store, store_head *head, hw_error *error)
{
	store_ledger ledger;

	HW_TRY(read_head(store, &ledger, error));
	*head = (store_head){.entries = ledger.entries, .hash = ledger.hash};
	return HW_OK;
}

static hw_status load_ledger(store_connection *store, hw_error *error)
{
	if (store->ledger.loaded)
		return HW_OK;
	if (store->in_transaction)
		return read_head(store, &store->ledger, error);
	return hw_fail(error, HW_FAULT, "the ledger is written inside a transaction only");
}

hw_status store_ledger_next(store_connection *store, int64_t *sequence, hw_error *error)
{
	store_head head;

	if (store->in_transaction && store->ledger.loaded) {
		*sequence = store->ledger.entries + 1;
		return HW_OK;
	}
	HW_TRY(store_ledger_head(store, &head, error));
	*sequence = head.entries + 1;
	return HW_OK;
}

/* ---- appending ----------------------------------------------------------------------------- */
typedef struct sealing {
	store_connection *store;
	store_sealer sealer;
	store_bulk *bulk;
	store_tree tree;
	int64_t sequence;
} sealing;

static hw_status seal(void *context, const store_table *table, store_handle *row, hw_error *error)
{
	sealing *all = context;
	hw_sha256 sha256, leaf;
	hw_text name = hw_text_of(table->name), key;

	HW_TRY(store_seal_row(&all->sealer, table, row, &sha256, error));
	key = hw_buffer_text(&all->sealer.key);
	HW_TRY(store_seal_leaf(&all->sealer, name, key, sha256, &leaf, error));
	const store_value values[] = {store_integer(all->sequence), store_integer((int64_t)all->tree.count),
				      store_text(name), store_text(key),
				      store_blob(sha256.bytes, sizeof(sha256.bytes))};
	store_tree_add(&all->tree, leaf);
	return store_bulk_add(all->bulk, values, HW_COUNT(values), error);
}

static hw_status seal_changes(store_connection *store, int64_t sequence, store_tree *tree, hw_error *error)
{
	sealing all = {.store = store, .sealer = {.driver = store->driver}, .sequence = sequence};
	hw_status status, closed;

	if (!store->driver->has_changes(store->db))
		return HW_OK;
	HW_TRY(store_bulk_open(store, "ledger_row_add", &all.bulk, error));
	status = store->driver->walk_changed(store->db, seal, &all, error);
	closed = store_bulk_close(all.bulk, NULL, status == HW_OK ? error : NULL);
	store_sealer_free(&all.sealer);
	if (status == HW_OK)
		*tree = all.tree;
	return status != HW_OK ? status : closed;
}

static hw_status check_act(const store_connection *store, const store_act *act, hw_error *error)
{
	if (!store->in_transaction || !store->writing)
		return hw_fail(error, HW_FAULT, "the ledger is written inside a writing transaction only");
	if (!act->actor.length || !act->act.length || !act->subject_kind.length || !act->subject_id.length)
		return hw_fail(error, HW_FAULT, "a ledger entry without actor, act or subject");
	if (act->before_json.length > JSON_LIMIT || act->after_json.length > JSON_LIMIT)
		return hw_fail(error, HW_TOO_LARGE, "a ledger entry holds at most 1 MiB before and after");
	return HW_OK;
}

static hw_status write_entry(store_connection *store, const store_entry *entry, hw_error *error)
{
	const store_value values[] = {
		store_integer(entry->sequence),
		store_integer(entry->at),
		store_text(entry->actor),
		store_text_or_null(entry->role),
		store_text(entry->act),
		store_text(entry->subject_kind),
		store_text(entry->subject_id),
		store_text_or_null(entry->before_json),
		store_text_or_null(entry->after_json),
		store_integer(entry->row_count),
		entry->has_root ? store_blob(entry->row_root.bytes, 32) : store_null(),
		store_blob(entry->previous.bytes, 32),
		store_blob(entry->hash.bytes, 32),
	};
	const store_value head[] = {store_integer(entry->sequence), store_blob(entry->hash.bytes, 32)};

	HW_TRY(store_run(store, "ledger_entry_add", values, HW_COUNT(values), NULL, error));
	return store_run(store, "ledger_head_write", head, HW_COUNT(head), NULL, error);
}

hw_status store_ledger_append(store_connection *store, const store_act *act, int64_t *sequence, hw_error *error)
{
	store_tree tree = {.count = 0};
	store_entry entry = {.actor = act->actor,
			     .role = act->role,
			     .act = act->act,
			     .subject_kind = act->subject_kind,
			     .subject_id = act->subject_id,
			     .before_json = act->before_json,
			     .after_json = act->after_json};
	hw_buffer scratch = {0};
	hw_status status = check_act(store, act, error);

	if (status == HW_OK)
		status = load_ledger(store, error);
	if (status == HW_OK)
		status = seal_changes(store, store->ledger.entries + 1, &tree, error);
	if (status == HW_OK) {
		entry.sequence = store->ledger.entries + 1;
		entry.at = store->clock(store->clock_context);
		if (entry.at < store->ledger.last_at)
			entry.at = store->ledger.last_at; /* a clock set back must not bend the order */
		entry.row_count = (int64_t)tree.count;
		entry.has_root = tree.count > 0;
		if (entry.has_root)
			entry.row_root = store_tree_head(&tree);
		entry.previous = store->ledger.hash;
		status = store_entry_hash(&entry, &scratch, &entry.hash, error);
	}
	if (status == HW_OK)
		status = write_entry(store, &entry, error);
	hw_buffer_free(&scratch);
	if (status != HW_OK) {
		if (store->in_transaction)
			store->failed = true;
		return status;
	}
	store->ledger = (store_ledger){true, entry.sequence, entry.at, entry.hash};
	if (sequence)
		*sequence = entry.sequence;
	return HW_OK;
}
