/* Named statements: running, reading, many rows at once. */
#include "store/store_int.h"

#include <string.h>

struct store_rows {
	store_connection *store;
	store_statement *statement;
	store_handle *handle;
	size_t columns;
	bool on_row;
	bool *misread; /* behind a pointer: the accessors take the rows as const */
	bool flag;
};

struct store_bulk {
	store_connection *store;
	store_statement *statement;
	store_handle *handle;
	int64_t changed;
};

static store_statement *find_statement(const store_connection *store, const char *name)
{
	size_t low = 0, high = store->statement_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(store->statements[middle].name, name);

		if (order == 0)
			return &store->statements[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* A failed statement ends what its transaction can do; the reason gets the table's name. */
static hw_status failed(store_connection *store, const store_statement *statement, hw_status status, hw_error *error)
{
	if (status == HW_OK)
		return HW_OK;
	if (store->in_transaction)
		store->failed = true;
	if (error && status == HW_FAULT)
		(void)hw_error_where(error, "statement %s", statement->name);
	if (error && statement->table[0])
		(void)hw_error_what(error, "%s", statement->table);
	return status;
}

static hw_status take_handle(store_connection *store, const char *name, size_t count, store_statement **statement,
			     store_handle **handle, hw_error *error)
{
	store_statement *found = find_statement(store, name);

	if (!found)
		return hw_fail(error, HW_FAULT, "there is no statement \"%s\" in the SQL files", name);
	if (count != SIZE_MAX && count != found->parameters)
		return hw_fail(error, HW_FAULT, "statement %s takes %zu values, not %zu", name, found->parameters,
			       count);
	if (store->failed)
		return hw_fail(error, HW_FAULT, "statement %s after one that failed; roll back first", name);
	*statement = found;
	*handle = found->idle;
	found->idle = NULL;
	if (*handle)
		return HW_OK;
	return failed(store, found, store->driver->prepare(store->db, found->sql, handle, error), error);
}

static void give_handle(store_connection *store, store_statement *statement, store_handle *handle)
{
	if (statement->idle) {
		store->driver->finalize(handle);
		return;
	}
	store->driver->reset(handle);
	statement->idle = handle;
}

static hw_status bind_all(const store_connection *store, store_handle *handle, const store_value *values, size_t count,
			  bool keep, hw_error *error)
{
	for (size_t i = 0; i < count; i++)
		HW_TRY(store->driver->bind(handle, i + 1, &values[i], keep, error));
	return HW_OK;
}

static hw_status must_be_writing(const store_connection *store, const char *name, hw_error *error)
{
	if (!store->in_transaction || !store->writing)
		return hw_fail(error, HW_FAULT, "statement %s changes rows outside a writing transaction", name);
	return HW_OK;
}

/* Steps to the end; rows that a "returning" gives are passed over. */
static hw_status finish(const store_connection *store, store_handle *handle, hw_error *error)
{
	bool row = true;

	while (row)
		HW_TRY(store->driver->step(handle, &row, error));
	return HW_OK;
}

hw_status store_run(store_connection *store, const char *name, const store_value *values, size_t count,
		    int64_t *changed, hw_error *error)
{
	store_statement *statement;
	store_handle *handle;
	hw_status status;

	HW_TRY(must_be_writing(store, name, error));
	HW_TRY(take_handle(store, name, count, &statement, &handle, error));
	status = bind_all(store, handle, values, count, true, error);
	if (status == HW_OK)
		status = finish(store, handle, error);
	if (status == HW_OK && changed)
		*changed = store->driver->changed(store->db);
	give_handle(store, statement, handle);
	return failed(store, statement, status, error);
}

/* ---- reading ----------------------------------------------------------------------------- */
hw_status store_query(store_connection *store, const char *name, const store_value *values, size_t count,
		      store_rows **rows, hw_error *error)
{
	store_rows *result = hw_grow(NULL, 1, sizeof(*result));
	hw_status status;

	if (!result)
		return hw_fail(error, HW_NO_MEMORY, "no memory for a query");
	*result = (store_rows){.store = store, .misread = &result->flag};
	status = take_handle(store, name, count, &result->statement, &result->handle, error);
	if (status == HW_OK) {
		status = failed(store, result->statement, bind_all(store, result->handle, values, count, false, error),
				error);
		result->columns = store->driver->columns(result->handle);
		if (status != HW_OK)
			give_handle(store, result->statement, result->handle);
	}
	if (status != HW_OK) {
		hw_release(result);
		return status;
	}
	*rows = result;
	return HW_OK;
}

hw_status store_next(store_rows *rows, bool *found, hw_error *error)
{
	bool row = false;

	if (rows->flag)
		return failed(rows->store, rows->statement,
			      hw_fail(error, HW_FAULT, "a column was read as what it is not"), error);
	HW_TRY(failed(rows->store, rows->statement, rows->store->driver->step(rows->handle, &row, error), error));
	rows->on_row = *found = row;
	return HW_OK;
}

void store_rows_close(store_rows *rows)
{
	if (!rows)
		return;
	give_handle(rows->store, rows->statement, rows->handle);
	hw_release(rows);
}

size_t store_columns(const store_rows *rows)
{
	return rows->columns;
}

const char *store_column_name(const store_rows *rows, size_t column)
{
	return column < rows->columns ? rows->store->driver->column_name(rows->handle, column) : "";
}

store_kind store_column_kind(const store_rows *rows, size_t column)
{
	if (!rows->on_row || column >= rows->columns)
		return STORE_NULL;
	return rows->store->driver->kind(rows->handle, column);
}

bool store_is_null(const store_rows *rows, size_t column)
{
	return store_column_kind(rows, column) == STORE_NULL;
}

/* True when the column holds `kind`; a misreading is remembered. */
static bool holds(const store_rows *rows, size_t column, store_kind kind)
{
	store_kind there = store_column_kind(rows, column);

	if (there == kind)
		return true;
	if (there != STORE_NULL || !rows->on_row || column >= rows->columns)
		*rows->misread = true;
	return false;
}

int64_t store_get_integer(const store_rows *rows, size_t column)
{
	return holds(rows, column, STORE_INTEGER) ? rows->store->driver->integer(rows->handle, column) : 0;
}

double store_get_number(const store_rows *rows, size_t column)
{
	if (store_column_kind(rows, column) == STORE_INTEGER)
		return (double)rows->store->driver->integer(rows->handle, column);
	return holds(rows, column, STORE_NUMBER) ? rows->store->driver->number(rows->handle, column) : 0;
}

hw_text store_get_text(const store_rows *rows, size_t column)
{
	return holds(rows, column, STORE_TEXT) ? rows->store->driver->bytes(rows->handle, column) : (hw_text){"", 0};
}

hw_text store_get_blob(const store_rows *rows, size_t column)
{
	return holds(rows, column, STORE_BLOB) ? rows->store->driver->bytes(rows->handle, column) : (hw_text){"", 0};
}

hw_text store_copy_text(const store_rows *rows, size_t column, hw_arena *arena)
{
	return hw_text_copy(arena, store_get_text(rows, column));
}

hw_status store_query_first(store_connection *store, const char *name, const store_value *values, size_t count,
			    store_rows **rows, hw_error *error)
{
	store_rows *result;
	bool found;
	hw_status status;

	HW_TRY(store_query(store, name, values, count, &result, error));
	status = store_next(result, &found, error);
	if (status != HW_OK || !found) {
		store_rows_close(result);
		result = NULL;
	}
	if (status == HW_OK)
		*rows = result;
	return status;
}

hw_status store_query_integer(store_connection *store, const char *name, const store_value *values, size_t count,
			      int64_t *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;

	HW_TRY(store_query_first(store, name, values, count, &rows, error));
	if (!rows || store_is_null(rows, 0))
		return HW_OK;
	if (store_column_kind(rows, 0) != STORE_INTEGER)
		return hw_fail(error, HW_FAULT, "statement %s does not give an integer", name);
	*result = store_get_integer(rows, 0);
	return HW_OK;
}

/* ---- many rows ------------------------------------------------------------------------------ */
hw_status store_bulk_open(store_connection *store, const char *name, store_bulk **result, hw_error *error)
{
	store_bulk *bulk;
	hw_status status;

	HW_TRY(must_be_writing(store, name, error));
	bulk = hw_grow(NULL, 1, sizeof(*bulk));
	if (!bulk)
		return hw_fail(error, HW_NO_MEMORY, "no memory to insert");
	*bulk = (store_bulk){.store = store};
	status = take_handle(store, name, SIZE_MAX, &bulk->statement, &bulk->handle, error);
	if (status != HW_OK) {
		hw_release(bulk);
		return status;
	}
	*result = bulk;
	return HW_OK;
}

hw_status store_bulk_add(store_bulk *bulk, const store_value *values, size_t count, hw_error *error)
{
	store_connection *store = bulk->store;
	hw_status status;

	if (count != bulk->statement->parameters)
		return hw_fail(error, HW_FAULT, "statement %s takes %zu values, not %zu", bulk->statement->name,
			       bulk->statement->parameters, count);
	if (store->failed || !store->writing)
		return hw_fail(error, HW_FAULT, "statement %s outside its transaction", bulk->statement->name);
	status = bind_all(store, bulk->handle, values, count, true, error);
	if (status == HW_OK)
		status = finish(store, bulk->handle, error);
	if (status == HW_OK)
		bulk->changed += store->driver->changed(store->db);
	store->driver->reset(bulk->handle);
	return failed(store, bulk->statement, status, error);
}

hw_status store_bulk_close(store_bulk *bulk, int64_t *rows, hw_error *error)
{
	(void)error; /* SQLite reports every row at once; a driver that sends rows in packets will not */
	if (!bulk)
		return HW_OK;
	if (rows)
		*rows = bulk->changed;
	give_handle(bulk->store, bulk->statement, bulk->handle);
	hw_release(bulk);
	return HW_OK;
}
