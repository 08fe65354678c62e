/* The seal of a row: a SHA-256 over its table, its columns and their values. */
#include "store/ledger_int.h"

#include <string.h>

/* The ledger's own tables, and what comes and goes. */
bool store_table_is_sealed(const char *table)
{
	static const char *const unsealed[] = {"ledger_entry",   "ledger_head", "ledger_row", "learned_answer",
					       "schema_version", "session",     "sign_in",    "trace_learnt",
					       "trace_page",     "trace_run"};

	for (size_t i = 0; i < HW_COUNT(unsealed); i++)
		if (!strcmp(table, unsealed[i]))
			return false;
	return true;
}

void store_sealer_free(store_sealer *sealer)
{
	hw_buffer_free(&sealer->row);
	hw_buffer_free(&sealer->leaf);
	hw_buffer_free(&sealer->key);
}

static void add_bytes(hw_buffer *out, const void *bytes, size_t length)
{
	hw_buffer_add(out, (hw_text){bytes, length});
}

static void add_big_endian(hw_buffer *out, uint64_t n)
{
	unsigned char bytes[8];

	for (int i = 7; i >= 0; i--, n >>= 8)
		bytes[i] = (unsigned char)n;
	add_bytes(out, bytes, sizeof(bytes));
}

static void add_name(hw_buffer *out, const char *name)
{
	add_bytes(out, name, strlen(name) + 1);
}

/* Columns that are NULL are left out, so that a later schema may add columns. */
static void add_column(store_sealer *sealer, const char *name, store_handle *row, size_t column)
{
	const struct store_driver *driver = sealer->driver;
	store_kind kind = driver->kind(row, column);
	hw_text bytes;

	if (kind == STORE_NULL)
		return;
	add_name(&sealer->row, name);
	if (kind == STORE_INTEGER) {
		hw_buffer_adds(&sealer->row, "i");
		add_big_endian(&sealer->row, (uint64_t)driver->integer(row, column));
	} else if (kind == STORE_NUMBER) {
		double number = driver->number(row, column);
		uint64_t bits;

		memcpy(&bits, &number, sizeof(bits));
		hw_buffer_adds(&sealer->row, "f");
		add_big_endian(&sealer->row, bits);
	} else {
		bytes = driver->bytes(row, column);
		hw_buffer_adds(&sealer->row, kind == STORE_TEXT ? "t" : "b");
		add_big_endian(&sealer->row, bytes.length);
		hw_buffer_add(&sealer->row, bytes);
	}
}

static void add_key(store_sealer *sealer, const store_table *table, store_handle *row)
{
	for (size_t i = 0; i < table->key_count; i++) {
		size_t column = table->key[i];

		if (i)
			hw_buffer_adds(&sealer->key, "\x1f");
		if (sealer->driver->kind(row, column) == STORE_INTEGER)
			hw_buffer_addf(&sealer->key, "%lld", (long long)sealer->driver->integer(row, column));
		else
			hw_buffer_add(&sealer->key, sealer->driver->bytes(row, column));
	}
}

hw_status store_seal_row(store_sealer *sealer, const store_table *table, store_handle *row, hw_sha256 *sha256,
			 hw_error *error)
{
	sealer->row.length = sealer->key.length = 0;
	add_name(&sealer->row, table->name);
	for (size_t i = 0; i < table->column_count; i++)
		add_column(sealer, table->columns[table->by_name[i]], row, table->by_name[i]);
	add_key(sealer, table, row);
	if (sealer->row.failed || sealer->key.failed)
		return hw_fail(error, HW_NO_MEMORY, "no memory to seal a row of %s", table->name);
	*sha256 = hw_sha256_of(hw_buffer_text(&sealer->row));
	return HW_OK;
}

hw_status store_seal_leaf(store_sealer *sealer, hw_text table, hw_text key, hw_sha256 sha256, hw_sha256 *leaf,
			  hw_error *error)
{
	sealer->leaf.length = 0;
	hw_buffer_add(&sealer->leaf, table);
	add_bytes(&sealer->leaf, "", 1);
	hw_buffer_add(&sealer->leaf, key);
	add_bytes(&sealer->leaf, "", 1);
	add_bytes(&sealer->leaf, sha256.bytes, sizeof(sha256.bytes));
	if (sealer->leaf.failed)
		return hw_fail(error, HW_NO_MEMORY, "no memory to seal a row");
	*leaf = store_tree_leaf(hw_buffer_text(&sealer->leaf));
	return HW_OK;
}
