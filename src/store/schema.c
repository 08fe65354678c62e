/* Schema files: numbered, forward only, applied in one transaction with a ledger entry. */
#include "store/store_int.h"

#include <stdlib.h>
#include <string.h>

static int compare_versions(const void *a, const void *b)
{
	const store_schema_file *left = a, *right = b;

	return left->version < right->version ? -1 : left->version > right->version;
}

/* "schema_001_core.sql" gives 1; -1 for other names. */
static int64_t version_of(const char *name)
{
	int64_t version = 0;

	if (strncmp(name, "schema_", 7) != 0)
		return -1;
	for (size_t i = 7; i < 10; i++) {
		if (name[i] < '0' || name[i] > '9')
			return -1;
		version = 10 * version + (name[i] - '0');
	}
	return name[10] == '_' ? version : -1;
}

hw_status store_schema_files(store_files files, store_schema_file *list, size_t *count, hw_error *error)
{
	const char *name;
	hw_text text;
	size_t found = 0;

	for (size_t i = 0; text = files(i, &name), text.bytes; i++) {
		int64_t version = version_of(name);

		if (version < 0)
			continue;
		if (found == STORE_SCHEMA_LIMIT)
			return hw_fail(error, HW_FAULT, "more than %d schema files", STORE_SCHEMA_LIMIT);
		list[found] = (store_schema_file){.name = name, .text = text, .version = version};
		hw_sha256_hex(hw_sha256_of(text), list[found].sha256);
		found++;
	}
	if (!found)
		return hw_fail(error, HW_FAULT, "there are no schema files");
	qsort(list, found, sizeof(*list), compare_versions);
	for (size_t i = 0; i < found; i++)
		if (list[i].version != (int64_t)i + 1)
			return hw_fail(error, HW_FAULT, "schema files are not numbered 1, 2, 3, ... at %s",
				       list[i].name);
	*count = found;
	return HW_OK;
}

int64_t store_newest_schema(void)
{
	store_schema_file list[STORE_SCHEMA_LIMIT];
	size_t count = 0;

	return store_schema_files(store_data_at, list, &count, NULL) == HW_OK ? (int64_t)count : 0;
}

static hw_status refuse(const store_connection *store, hw_error *error, const char *remedy)
{
	(void)hw_error_where(error, "%s", store->path);
	(void)hw_error_remedy(error, "%s", remedy);
	return HW_STORAGE;
}

static hw_status check_row(const store_connection *store, const store_rows *rows, const store_schema_file *list,
			   size_t count, int64_t expected, hw_error *error)
{
	int64_t version = store_get_integer(rows, 0);

	if (version > (int64_t)count) {
		(void)hw_fail(error, HW_STORAGE, "the bureau has schema %lld, this program knows %zu",
			      (long long)version, count);
		return refuse(store, error, "use the newer program that wrote it");
	}
	if (version != expected) {
		(void)hw_fail(error, HW_STORAGE, "the bureau's list of schema files has a gap before %lld",
			      (long long)version);
		return refuse(store, error, "homeward restore BACKUP puts a backup in its place");
	}
	if (!hw_text_is(store_get_text(rows, 2), list[version - 1].sha256)) {
		(void)hw_fail(error, HW_STORAGE, "the bureau was made with another text of %s", list[version - 1].name);
		return refuse(store, error, "use the program that made it");
	}
	return HW_OK;
}

hw_status store_schema_check(store_connection *store, const store_schema_file *list, size_t count, int64_t *version,
			     hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	int64_t found = 0;
	bool more = true;

	HW_TRY(store_query(store, "schema_versions", NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &more, error));
		if (!more)
			break;
		HW_TRY(check_row(store, rows, list, count, found + 1, error));
		found++;
	}
	*version = found;
	return HW_OK;
}

static hw_status apply_files(store_connection *store, const store_schema_file *list, size_t count, int64_t version,
			     hw_error *error)
{
	char after[64];
	store_act act = {.actor = HW_TEXT("homeward"),
			 .act = HW_TEXT("schema"),
			 .subject_kind = HW_TEXT("bureau"),
			 .subject_id = HW_TEXT("bureau")};

	for (size_t i = (size_t)version; i < count; i++) {
		const store_value values[] = {store_integer(list[i].version), store_string(list[i].name),
					      store_string(list[i].sha256)};
		hw_status status = store->driver->apply(store->db, list[i].text, error);

		if (status != HW_OK) {
			(void)hw_error_where(error, "%s", list[i].name);
			return status;
		}
		HW_TRY(store_run(store, "schema_version_add", values, HW_COUNT(values), NULL, error));
	}
	(void)snprintf(after, sizeof(after), "{\"version\":%zu}", count);
	act.after_json = hw_text_of(after);
	return store_ledger_append(store, &act, NULL, error);
}

hw_status store_schema_apply(store_connection *store, const store_schema_file *list, size_t count, int64_t version,
			     const store_options *options, hw_error *error)
{
	hw_status status;

	HW_TRY(store_begin(store, error));
	/* Another program may have done it between our look and our lock. */
	if (version > 0) {
		int64_t now = version;

		HW_TRY_OR_OUT(store_schema_check(store, list, count, &now, error));
		version = now;
	}
	if (version < (int64_t)count)
		HW_TRY_OR_OUT(apply_files(store, list, count, version, error));
	if (version == 0 && options && options->fill)
		HW_TRY_OR_OUT(options->fill(store, options->fill_context, error));
	return store_commit(store, error);
out:
	store_rollback(store);
	return status;
}
