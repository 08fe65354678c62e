/* Connections, transactions, ids. */
#include "store/store_int.h"

#include <string.h>

/* ---- opening ---------------------------------------------------------------------------- */
hw_status store_url_path(const char *url, const char **path, hw_error *error)
{
	if (!url || !*url)
		return hw_fail(error, HW_USAGE, "the bureau's file has no name");
	if (!strncmp(url, "postgresql://", 13) || !strncmp(url, "postgres://", 11)) {
		(void)hw_fail(error, HW_USAGE,
			      "PostgreSQL: not before the issue on several offices: until then a bureau is one file");
		(void)hw_error_remedy(error, "use a file: --db bureau.db");
		return HW_USAGE;
	}
	*path = strncmp(url, "file:", 5) ? url : url + 5;
	if (!**path)
		return hw_fail(error, HW_USAGE, "the bureau's file has no name");
	return HW_OK;
}

static int64_t clock_of_base(void *context)
{
	(void)context;
	return hw_clock_now();
}

hw_status store_connect(const char *path, const store_open_how *how, const store_options *options, store_files files,
			store_connection **result, hw_error *error)
{
	store_connection *store = hw_grow(NULL, 1, sizeof(*store));
	size_t length = strlen(path);
	hw_status status;

	if (!store)
		return hw_fail(error, HW_NO_MEMORY, "no memory to open the bureau");
	*store = (store_connection){.driver = &store_sqlite, .read_only = how->read_only, .clock = clock_of_base};
	if (options && options->clock) {
		store->clock = options->clock;
		store->clock_context = options->clock_context;
	}
	store->path = hw_grow(NULL, length + 1, 1);
	if (!store->path) {
		status = hw_fail(error, HW_NO_MEMORY, "no memory to open the bureau");
		goto out;
	}
	memcpy(store->path, path, length + 1);
	HW_TRY_OR_OUT(store_statements_load(files, &store->statements, &store->statement_count, error));
	HW_TRY_OR_OUT(store->driver->open(path, how, &store->db, error));
	*result = store;
	return HW_OK;
out:
	store_close(store);
	return status;
}

static hw_status upgrade(store_connection *store, const store_schema_file *list, size_t count, int64_t version,
			 const store_options *options, hw_error *error)
{
	char copy[4096];
	int length = snprintf(copy, sizeof(copy), "%s.before-v%lld", store->path, (long long)version);
	char part[sizeof(copy) + 8];
	hw_status status;

	if (length < 0 || (size_t)length >= sizeof(copy))
		return hw_fail(error, HW_STORAGE, "the path is too long for the copy made before an upgrade");
	(void)snprintf(part, sizeof(part), "%s.part", copy);
	store_remove_files(part);
	status = store->driver->copy_to(store->db, part, options ? options->progress : NULL, error);
	/* A copy that is there already stems from an upgrade that failed: the file was not changed since. */
	if (status == HW_OK)
		status = store_move(part, copy, true, error);
	if (status != HW_OK) {
		store_remove_files(part);
		return status;
	}
	return store_schema_apply(store, list, count, version, options, error);
}

hw_status store_open_with(const char *url, const store_options *options, store_files files, store_connection **result,
			  hw_error *error)
{
	store_schema_file list[STORE_SCHEMA_LIMIT];
	store_open_how how = {.read_only = options && options->read_only,
			      .busy_milliseconds = options ? options->busy_milliseconds : 0,
			      .cache_mib = options ? options->cache_mib : 0};
	store_connection *store = NULL;
	size_t count;
	int64_t version;
	const char *path;
	hw_status status;

	HW_TRY(store_url_path(url, &path, error));
	HW_TRY(store_schema_files(files, list, &count, error));
	HW_TRY(store_connect(path, &how, options, files, &store, error));
	HW_TRY_OR_OUT(store_schema_check(store, list, count, &version, error));
	if (version < (int64_t)count && how.read_only) {
		status = hw_fail(error, HW_STORAGE, "the bureau has schema %lld, this program %zu", (long long)version,
				 count);
		(void)hw_error_where(error, "%s", path);
		(void)hw_error_remedy(error, "\"homeward status\" upgrades it, after making a copy");
		goto out;
	}
	if (version < (int64_t)count)
		HW_TRY_OR_OUT(upgrade(store, list, count, version, options, error));
	store->schema_version = (int64_t)count;
	*result = store;
	return HW_OK;
out:
	store_close(store);
	return status;
}

hw_status store_open(const char *url, const store_options *options, store_connection **result, hw_error *error)
{
	return store_open_with(url, options, store_data_at, result, error);
}

void store_close(store_connection *store)
{
	if (!store)
		return;
	store_rollback(store);
	for (size_t i = 0; i < store->statement_count; i++)
		store->driver->finalize(store->statements[i].idle);
	store_statements_free(store->statements, store->statement_count);
	store->driver->close(store->db);
	hw_release(store->path);
	hw_release(store);
}

const char *store_path(const store_connection *store)
{
	return store->path;
}

bool store_replaced(const store_connection *store)
{
	return store->driver->replaced(store->db);
}

int64_t store_schema_version(const store_connection *store)
{
	return store->schema_version;
}

/* ---- transactions ------------------------------------------------------------------------- */
static hw_status begin(store_connection *store, bool writing, hw_error *error)
{
	if (store->in_transaction)
		return hw_fail(error, HW_FAULT, "a transaction inside a transaction");
	if (writing && store->read_only)
		return hw_fail(error, HW_STORAGE, "the bureau was opened for reading only");
	HW_TRY(store->driver->begin(store->db, writing, error));
	store->in_transaction = true;
	store->writing = writing;
	store->failed = false;
	store->ledger.loaded = false;
	return HW_OK;
}

hw_status store_begin(store_connection *store, hw_error *error)
{
	return begin(store, true, error);
}

hw_status store_begin_reading(store_connection *store, hw_error *error)
{
	return begin(store, false, error);
}

void store_rollback(store_connection *store)
{
	if (!store->in_transaction)
		return;
	store->driver->rollback(store->db);
	store->in_transaction = store->writing = store->failed = false;
	store->ledger.loaded = false;
}

hw_status store_commit(store_connection *store, hw_error *error)
{
	hw_status status;

	if (!store->in_transaction)
		return hw_fail(error, HW_FAULT, "nothing to commit");
	if (store->failed)
		status = hw_fail(error, HW_FAULT, "commit after a statement that failed");
	else if (store->driver->lost_changes(store->db))
		status = hw_fail(error, HW_NO_MEMORY, "no memory to note what was changed");
	else if (store->driver->has_changes(store->db))
		status = hw_fail(error, HW_FAULT, "rows were changed without a ledger entry");
	else
		status = store->driver->commit(store->db, error);
	if (status != HW_OK) {
		store_rollback(store);
		return status;
	}
	store->in_transaction = store->writing = false;
	store->ledger.loaded = false;
	return HW_OK;
}

bool store_in_transaction(const store_connection *store)
{
	return store->in_transaction;
}

/* ---- ids ----------------------------------------------------------------------------------- */
static void write_id(const char *prefix, hw_sha256 digest, char out[STORE_ID_BYTES])
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz"; /* no i, l, o, u */
	size_t length = strlen(prefix), bits = 0, at = 0;
	unsigned held = 0;

	if (length > 8)
		length = 8;
	memcpy(out, prefix, length);
	out[length++] = '-';
	for (size_t i = 0; i < 16; i++) {
		while (bits < 5) {
			held = held << 8 | digest.bytes[at++];
			bits += 8;
		}
		bits -= 5;
		out[length++] = letters[held >> bits & 31];
	}
	out[length] = '\0';
}

static void put_length(unsigned char out[8], uint64_t n)
{
	for (int i = 7; i >= 0; i--, n >>= 8)
		out[i] = (unsigned char)n;
}

void store_id_of_row(const char *prefix, hw_sha256 batch, uint64_t row, char out[STORE_ID_BYTES])
{
	unsigned char bytes[sizeof(batch.bytes) + 8];

	memcpy(bytes, batch.bytes, sizeof(batch.bytes));
	put_length(bytes + sizeof(batch.bytes), row);
	write_id(prefix, hw_sha256_of((hw_text){(const char *)bytes, sizeof(bytes)}), out);
}

void store_id_of_texts(const char *prefix, const hw_text *texts, size_t count, char out[STORE_ID_BYTES])
{
	hw_sha256 chain = {{0}};

	/* chain = H(chain, H(text)): the bounds between texts count, and nothing is allocated. */
	for (size_t i = 0; i < count; i++) {
		unsigned char pair[64];
		hw_sha256 one = hw_sha256_of(texts[i]);

		memcpy(pair, chain.bytes, 32);
		memcpy(pair + 32, one.bytes, 32);
		chain = hw_sha256_of((hw_text){(const char *)pair, sizeof(pair)});
	}
	write_id(prefix, chain, out);
}
