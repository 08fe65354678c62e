/* What the store costs: rows a second in one act, acts a second, verifying, copying.
 * usage: store_bench FOLDER [RECORDS]      prints one JSON line a measurement */
#include "store/store_int.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static hw_error error;

static hw_text files(size_t index, const char **name)
{
	static const char statements[] =
		"-- name: bench_batch\n"
		"insert into batch (id, kind, file_sha256, received_at, count_new, count_same, count_changed, "
		"count_duplicate, "
		"count_refused, imported_by) values ('b', 'persons', '0', 0, 0, 0, 0, 0, 0, 'bench');\n"
		"-- name: bench_record\n"
		"insert into record (id, batch_id, row_number, kind, row_key, raw_json, parsed_json, fingerprint, "
		"undone) "
		"values ($1, 'b', $2, 'persons', $3, $4, $5, $6, 0);\n";

	if (index > 0)
		return store_data_at(index - 1, name);
	*name = "bench.sql";
	return (hw_text){statements, sizeof(statements) - 1};
}

static void need(hw_status status)
{
	char line[1024];

	if (status == HW_OK)
		return;
	(void)fprintf(stderr, "store_bench: %s\n", hw_error_line(&error, line, sizeof(line)));
	exit(1);
}

static void report(const char *name, int64_t n, double seconds)
{
	(void)printf("{\"name\":\"%s\",\"n\":%lld,\"seconds\":%.3f,\"per_second\":%.0f}\n", name, (long long)n, seconds,
		     (double)n / seconds);
}

static void append(store_connection *store, const char *act)
{
	const store_act entry = {.actor = HW_TEXT("bench"),
				 .act = hw_text_of(act),
				 .subject_kind = HW_TEXT("batch"),
				 .subject_id = HW_TEXT("b")};

	need(store_ledger_append(store, &entry, NULL, &error));
}

/* Records as an import of persons writes them: about 650 bytes a row, ids like hashes. */
static void insert_records(store_connection *store, int64_t count)
{
	hw_sha256 file = hw_sha256_of(HW_TEXT("bench"));
	store_bulk *bulk = NULL;
	double begun = hw_clock_seconds();

	need(store_begin(store, &error));
	need(store_run(store, "bench_batch", NULL, 0, NULL, &error));
	need(store_bulk_open(store, "bench_record", &bulk, &error));
	for (int64_t i = 0; i < count; i++) {
		char id[STORE_ID_BYTES], key[32], raw[512], parsed[256], print[65];

		store_id_of_row("r", file, (uint64_t)i, id);
		(void)snprintf(key, sizeof(key), "P%lld", (long long)i);
		(void)snprintf(raw, sizeof(raw), "{\"id\":\"%s\",\"family\":\"Invented-%lld\",\"note\":\"%0250d\"}",
			       key, (long long)i, 7);
		(void)snprintf(parsed, sizeof(parsed), "{\"family\":\"Invented-%lld\",\"id\":\"%s\",\"side\":\"ours\"}",
			       (long long)i, key);
		hw_sha256_hex(hw_sha256_of(hw_text_of(parsed)), print);
		const store_value values[] = {store_string(id),  store_integer(i + 1), store_string(key),
					      store_string(raw), store_string(parsed), store_string(print)};
		need(store_bulk_add(bulk, values, HW_COUNT(values), &error));
	}
	need(store_bulk_close(bulk, NULL, &error));
	report("insert records", count, hw_clock_seconds() - begun);
	append(store, "import");
	report("insert and seal records", count, hw_clock_seconds() - begun);
	need(store_commit(store, &error));
	report("insert, seal and commit records", count, hw_clock_seconds() - begun);
}

static void single_acts(store_connection *store, int64_t count)
{
	double begun = hw_clock_seconds();

	for (int64_t i = 0; i < count; i++) {
		char value[32];

		(void)snprintf(value, sizeof(value), "%lld", (long long)i);
		const store_value values[] = {store_string("bench"), store_string(value)};
		need(store_begin(store, &error));
		need(store_run(store, "setting_set", values, 2, NULL, &error));
		append(store, "setting");
		need(store_commit(store, &error));
	}
	report("acts of one row, each synced", count, hw_clock_seconds() - begun);
}

int main(int argc, char **argv)
{
	store_connection *store = NULL;
	store_verdict verdict;
	char path[512], copy[520];
	int64_t count = argc > 2 ? strtoll(argv[2], NULL, 10) : 100000;
	double begun;

	if (argc < 2)
		return 2;
	(void)snprintf(path, sizeof(path), "%s/bench-%ld.db", argv[1], (long)getpid());
	(void)snprintf(copy, sizeof(copy), "%s.copy", path);
	begun = hw_clock_seconds();
	need(store_create_with(path, NULL, files, &store, &error));
	report("make a bureau", 1, hw_clock_seconds() - begun);
	insert_records(store, count);
	single_acts(store, 2000);
	begun = hw_clock_seconds();
	need(store_ledger_verify(store, NULL, &verdict, &error));
	report(verdict.good ? "verify rows" : "VERIFY FAILED", verdict.rows, hw_clock_seconds() - begun);
	begun = hw_clock_seconds();
	need(store_copy_to(store, copy, NULL, &error));
	report("copy, rows", verdict.rows, hw_clock_seconds() - begun);
	store_close(store);
	begun = hw_clock_seconds();
	need(store_open_with(path, NULL, files, &store, &error));
	report("open a bureau", 1, hw_clock_seconds() - begun);
	store_close(store);
	store_remove_files(path);
	(void)unlink(copy);
	return verdict.good ? 0 : 1;
}
