/* Walks the whole ledger and every sealed row. */
#include "store/ledger_int.h"

#include <string.h>

/* The newest seal of one row, found by a hash of table and key. */
typedef struct last_seal {
	uint64_t key[2];
	hw_sha256 sha256;
	int64_t sequence; /* 0 = empty slot */
	bool seen;
} last_seal;

typedef struct walk {
	store_connection *store;
	const hw_progress *progress;
	store_verdict verdict;
	store_sealer sealer;
	hw_buffer scratch;
	last_seal *slots;
	size_t slot_count, used;
	/* the seals, read along with the entries */
	store_rows *seals;
	bool seal_there;
	int64_t seal_total;
	store_tree entries;
	store_entry last;
	bool broken_chain; /* then faults of rows may only follow from it and are counted, not named */
} walk;

static void fault(walk *w, int64_t sequence, const char *format, ...) HW_PRINTF(3, 4);
static void fault(walk *w, int64_t sequence, const char *format, ...)
{
	store_verdict *verdict = &w->verdict;
	va_list arguments;
	bool first = verdict->faults++ == 0;

	/* The first bad entry counts; a fault without an entry yields to one with. */
	if (!first &&
	    (w->broken_chain || sequence == 0 || (verdict->bad_sequence > 0 && verdict->bad_sequence <= sequence)))
		return;
	verdict->bad_sequence = sequence;
	va_start(arguments, format);
	(void)vsnprintf(verdict->wrong, sizeof(verdict->wrong), format, arguments);
	va_end(arguments);
}

/* ---- newest seals ---------------------------------------------------------------------------- */
static hw_status hash_key(walk *w, hw_text table, hw_text key, uint64_t out[2], hw_error *error)
{
	hw_sha256 hash;

	w->scratch.length = 0;
	hw_buffer_add(&w->scratch, table);
	hw_buffer_add(&w->scratch, (hw_text){"", 1});
	hw_buffer_add(&w->scratch, key);
	if (w->scratch.failed)
		return hw_fail(error, HW_NO_MEMORY, "no memory to verify");
	hash = hw_sha256_of(hw_buffer_text(&w->scratch));
	memcpy(out, hash.bytes, 2 * sizeof(*out));
	return HW_OK;
}

/* The slot of the key, or the empty one where it would stand; there is always an empty one. */
static last_seal *find_slot(last_seal *slots, size_t count, const uint64_t key[2])
{
	size_t at = (size_t)key[0] & (count - 1);

	while (slots[at].sequence && (slots[at].key[0] != key[0] || slots[at].key[1] != key[1]))
		at = (at + 1) & (count - 1);
	return &slots[at];
}

static hw_status more_slots(walk *w, hw_error *error)
{
	size_t count = w->slot_count ? 2 * w->slot_count : 1024;
	last_seal *slots = hw_grow(NULL, count, sizeof(*slots));

	if (!slots)
		return hw_fail(error, HW_NO_MEMORY, "no memory to verify %zu rows", w->used);
	memset(slots, 0, count * sizeof(*slots));
	for (size_t i = 0; i < w->slot_count; i++)
		if (w->slots[i].sequence)
			*find_slot(slots, count, w->slots[i].key) = w->slots[i];
	hw_release(w->slots);
	w->slots = slots;
	w->slot_count = count;
	return HW_OK;
}

static hw_status keep_seal(walk *w, hw_text table, hw_text key, hw_sha256 sha256, int64_t sequence, hw_error *error)
{
	uint64_t hashed[2];
	last_seal *slot;

	HW_TRY(hash_key(w, table, key, hashed, error));
	if (4 * (w->used + 1) > 3 * w->slot_count)
		HW_TRY(more_slots(w, error));
	slot = find_slot(w->slots, w->slot_count, hashed);
	if (!slot->sequence)
		w->used++;
	*slot = (last_seal){{hashed[0], hashed[1]}, sha256, sequence, false};
	return HW_OK;
}

/* ---- entries ------------------------------------------------------------------------------------ */
static bool read_digest(const store_rows *rows, size_t column, hw_sha256 *digest)
{
	hw_text bytes = store_get_blob(rows, column);

	*digest = (hw_sha256){{0}};
	if (bytes.length != sizeof(digest->bytes))
		return false;
	memcpy(digest->bytes, bytes.bytes, sizeof(digest->bytes));
	return true;
}

static hw_status next_seal(walk *w, hw_error *error)
{
	return store_next(w->seals, &w->seal_there, error);
}

/* Reads the seals of one entry (or of one that is missing) into `tree`. */
static hw_status take_seals(walk *w, int64_t sequence, store_tree *tree, hw_error *error)
{
	while (w->seal_there && store_get_integer(w->seals, 0) == sequence) {
		int64_t number = store_get_integer(w->seals, 1);
		hw_text table = store_get_text(w->seals, 2), key = store_get_text(w->seals, 3);
		hw_sha256 sha256, leaf;

		if (!read_digest(w->seals, 4, &sha256))
			fault(w, sequence, "entry %lld: the seal of %.*s %.*s is damaged", (long long)sequence,
			      HW_TEXT_ARG(table), HW_TEXT_ARG(key));
		if (number != (int64_t)tree->count)
			fault(w, sequence, "entry %lld: seal %llu is missing", (long long)sequence,
			      (unsigned long long)tree->count);
		HW_TRY(store_seal_leaf(&w->sealer, table, key, sha256, &leaf, error));
		store_tree_add(tree, leaf);
		HW_TRY(keep_seal(w, table, key, sha256, sequence, error));
		w->seal_total++;
		HW_TRY(next_seal(w, error));
	}
	return HW_OK;
}

static hw_status orphan_seals(walk *w, int64_t before, hw_error *error)
{
	while (w->seal_there && store_get_integer(w->seals, 0) < before) {
		int64_t sequence = store_get_integer(w->seals, 0);
		store_tree tree = {.count = 0};

		fault(w, sequence, "entry %lld is missing, its seals are there", (long long)sequence);
		HW_TRY(take_seals(w, sequence, &tree, error));
	}
	return HW_OK;
}

static void read_entry(walk *w, const store_rows *rows, store_entry *entry)
{
	bool whole;

	*entry = (store_entry){
		.sequence = store_get_integer(rows, 0),
		.at = store_get_integer(rows, 1),
		.actor = store_get_text(rows, 2),
		.role = store_get_text(rows, 3),
		.act = store_get_text(rows, 4),
		.subject_kind = store_get_text(rows, 5),
		.subject_id = store_get_text(rows, 6),
		.before_json = store_get_text(rows, 7),
		.after_json = store_get_text(rows, 8),
		.row_count = store_get_integer(rows, 9),
		.has_root = !store_is_null(rows, 10),
	};
	whole = !entry->has_root || read_digest(rows, 10, &entry->row_root);
	whole = read_digest(rows, 11, &entry->previous) && whole;
	whole = read_digest(rows, 12, &entry->hash) && whole;
	if (!whole)
		fault(w, entry->sequence, "entry %lld: a hash is cut short", (long long)entry->sequence);
}

static hw_status check_entry(walk *w, const store_entry *entry, hw_error *error)
{
	long long n = entry->sequence;
	store_tree tree = {.count = 0};
	hw_sha256 hash, root;

	if (entry->sequence != w->last.sequence + 1)
		fault(w, w->last.sequence + 1, "entry %lld is missing (after %lld comes %lld)",
		      (long long)w->last.sequence + 1, (long long)w->last.sequence, n);
	HW_TRY(orphan_seals(w, entry->sequence, error));
	HW_TRY(take_seals(w, entry->sequence, &tree, error));
	HW_TRY(store_entry_hash(entry, &w->scratch, &hash, error));
	if (memcmp(hash.bytes, entry->hash.bytes, sizeof(hash.bytes)) != 0)
		fault(w, entry->sequence, "entry %lld: its content does not match its hash", n);
	if (memcmp(entry->previous.bytes, w->last.hash.bytes, sizeof(hash.bytes)) != 0)
		fault(w, entry->sequence, "entry %lld does not continue entry %lld (previous hash)", n,
		      (long long)w->last.sequence);
	if (entry->at < w->last.at)
		fault(w, entry->sequence, "entry %lld is earlier than the one before it", n);
	root = store_tree_head(&tree);
	if ((int64_t)tree.count != entry->row_count || entry->has_root != (tree.count > 0) ||
	    (tree.count && memcmp(root.bytes, entry->row_root.bytes, sizeof(root.bytes)) != 0))
		fault(w, entry->sequence, "entry %lld: the seals of its %lld rows do not match it", n,
		      (long long)entry->row_count);
	store_tree_add(&w->entries, entry->hash);
	w->last = (store_entry){.sequence = entry->sequence, .at = entry->at, .hash = entry->hash};
	w->verdict.entries++;
	return HW_OK;
}

static hw_status walk_entries(walk *w, int64_t expected, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found = true;
	store_entry entry;

	HW_TRY(store_query(w->store, "ledger_entries", NULL, 0, &rows, error));
	HW_TRY(next_seal(w, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		read_entry(w, rows, &entry);
		HW_TRY(check_entry(w, &entry, error));
		HW_TRY(hw_progress_step(w->progress, "verifying entries", (double)w->verdict.entries, (double)expected,
					error));
	}
	return orphan_seals(w, INT64_MAX, error);
}

static void check_tail(walk *w, const store_head *head)
{
	long long last = w->last.sequence, written = head->entries;

	if (last < written)
		fault(w, last + 1, "the ledger ends at entry %lld, but %lld were written: the tail is missing", last,
		      written);
	else if (last > written)
		fault(w, written + 1, "entry %lld is beyond the %lld entries counted", written + 1, written);
	else if (memcmp(head->hash.bytes, w->last.hash.bytes, sizeof(head->hash.bytes)) != 0)
		fault(w, last, "the last entry %lld is not the one that was counted", last);
}

/* ---- rows --------------------------------------------------------------------------------------------- */
static hw_status check_row(void *context, const store_table *table, store_handle *row, hw_error *error)
{
	walk *w = context;
	hw_sha256 sha256;
	uint64_t hashed[2];
	last_seal *slot = NULL;
	hw_text key;

	HW_TRY(store_seal_row(&w->sealer, table, row, &sha256, error));
	key = hw_buffer_text(&w->sealer.key);
	HW_TRY(hash_key(w, hw_text_of(table->name), key, hashed, error));
	if (w->slot_count)
		slot = find_slot(w->slots, w->slot_count, hashed);
	if (!slot || !slot->sequence) {
		fault(w, 0, "a row of %s (%.*s) has no ledger entry", table->name, HW_TEXT_ARG(key));
	} else {
		slot->seen = true;
		if (memcmp(slot->sha256.bytes, sha256.bytes, sizeof(sha256.bytes)) != 0)
			fault(w, slot->sequence, "entry %lld: the row of %s (%.*s) that it sealed was altered",
			      (long long)slot->sequence, table->name, HW_TEXT_ARG(key));
	}
	w->verdict.rows++;
	return hw_progress_step(w->progress, "verifying rows", (double)w->verdict.rows, (double)w->used, error);
}

static hw_status walk_rows(walk *w, hw_error *error)
{
	const struct store_driver *driver = w->store->driver;
	const store_table *tables;
	size_t count;

	HW_TRY(driver->tables(w->store->db, &tables, &count, error));
	for (size_t i = 0; i < count; i++) {
		if (!store_table_is_sealed(tables[i].name))
			continue;
		HW_TRY(driver->walk(w->store->db, &tables[i], check_row, w, error));
		w->verdict.tables++;
	}
	return HW_OK;
}

/* Names the first row that was sealed and is gone; keys stand only in the seals. */
static hw_status name_missing(walk *w, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found = true;

	HW_TRY(store_query(w->store, "ledger_rows", NULL, 0, &rows, error));
	for (;;) {
		uint64_t hashed[2];
		hw_text table, key;
		last_seal *slot;
		int64_t sequence;

		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		sequence = store_get_integer(rows, 0);
		table = store_get_text(rows, 2);
		key = store_get_text(rows, 3);
		HW_TRY(hash_key(w, table, key, hashed, error));
		slot = find_slot(w->slots, w->slot_count, hashed);
		if (!slot->seen && slot->sequence == sequence) {
			fault(w, sequence, "entry %lld: the row of %.*s (%.*s) that it sealed is gone",
			      (long long)sequence, HW_TEXT_ARG(table), HW_TEXT_ARG(key));
			slot->seen = true;
		}
	}
}

static hw_status check_missing(walk *w, hw_error *error)
{
	for (size_t i = 0; i < w->slot_count; i++)
		if (w->slots[i].sequence && !w->slots[i].seen)
			return name_missing(w, error);
	return HW_OK;
}

/* ---- all of it ------------------------------------------------------------------------------------------ */
static hw_status verify(walk *w, hw_error *error)
{
	store_connection *store = w->store;
	store_head head;
	char wrong[sizeof(w->verdict.wrong)];
	hw_status status = store_ledger_head(store, &head, error);

	if (status == HW_OK)
		status = store->driver->check(store->db, wrong, sizeof(wrong), error);
	if (status != HW_OK)
		return status;
	if (wrong[0])
		fault(w, 0, "%s", wrong);
	status = store_query(store, "ledger_rows", NULL, 0, &w->seals, error);
	if (status == HW_OK)
		status = walk_entries(w, head.entries, error);
	if (status == HW_OK) {
		check_tail(w, &head);
		w->broken_chain = w->verdict.bad_sequence > 0;
		status = walk_rows(w, error);
	}
	if (status == HW_OK)
		status = check_missing(w, error);
	/* A damaged file may stop the walk; then the damage is the answer. */
	if (status == HW_STORAGE && w->verdict.faults)
		status = HW_OK;
	w->verdict.head = (store_head){w->last.sequence, w->last.hash, store_tree_head(&w->entries)};
	w->verdict.good = w->verdict.faults == 0;
	return status;
}

hw_status store_ledger_verify(store_connection *store, const hw_progress *progress, store_verdict *verdict,
			      hw_error *error)
{
	walk w = {.store = store, .progress = progress, .sealer = {.driver = store->driver}};
	bool own = !store->in_transaction;
	hw_status status = own ? store_begin_reading(store, error) : HW_OK;

	if (status == HW_OK)
		status = verify(&w, error);
	store_rows_close(w.seals);
	if (own)
		store_rollback(store);
	hw_buffer_free(&w.scratch);
	store_sealer_free(&w.sealer);
	hw_release(w.slots);
	if (status == HW_OK)
		*verdict = w.verdict;
	return status;
}
