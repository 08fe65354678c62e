/* Which rows a transaction changed, and walks over rows with their table's description.
 *
 * SQLite tells each inserted or updated row to a hook.  Rows come mostly in runs of
 * consecutive row numbers (an import), so runs are kept, not rows: a hundred thousand new rows
 * need a few dozen bytes.  No module can forget to report a change. */
#include "store/sqlite_int.h"

#include <stdlib.h>
#include <string.h>

/* ---- the hook ----------------------------------------------------------------------- */
/* Index of the table, noting it when it is new; SIZE_MAX when memory is out. */
static size_t changed_table(sqlite_changes *changes, const char *name)
{
	sqlite_changed_table *tables;

	if (changes->last < changes->table_count && !strcmp(changes->tables[changes->last].name, name))
		return changes->last;
	for (size_t i = 0; i < changes->table_count; i++)
		if (!strcmp(changes->tables[i].name, name))
			return changes->last = i;
	tables = hw_grow(changes->tables, changes->table_count + 1, sizeof(*tables));
	if (!tables || strlen(name) >= sizeof(tables->name))
		return SIZE_MAX;
	changes->tables = tables;
	tables += changes->table_count;
	*tables = (sqlite_changed_table){.sealed = store_table_is_sealed(name), .open_run = SIZE_MAX};
	memcpy(tables->name, name, strlen(name) + 1);
	return changes->last = changes->table_count++;
}

static bool add_run(sqlite_changes *changes, size_t table, int64_t row)
{
	if (!changes->runs || changes->run_count == changes->run_capacity) {
		size_t capacity = changes->run_capacity ? 2 * changes->run_capacity : 64;
		sqlite_run *runs = hw_grow(changes->runs, capacity, sizeof(*runs));

		if (!runs)
			return false;
		changes->runs = runs;
		changes->run_capacity = capacity;
	}
	changes->tables[table].open_run = changes->run_count;
	changes->runs[changes->run_count++] = (sqlite_run){table, row, row};
	return true;
}

static void on_change(void *context, int operation, const char *database, const char *name, sqlite3_int64 row)
{
	sqlite_changes *changes = context;
	size_t table = changed_table(changes, name);
	sqlite_run *run;

	(void)database;
	if (table == SIZE_MAX) {
		changes->out_of_memory = true;
		return;
	}
	if (!changes->tables[table].sealed)
		return;
	if (operation == SQLITE_DELETE) {
		memcpy(changes->deleted, changes->tables[table].name, sizeof(changes->deleted));
		return;
	}
	run = changes->runs && changes->tables[table].open_run < changes->run_count
		      ? &changes->runs[changes->tables[table].open_run]
		      : NULL;
	if (run && row >= run->first && row <= run->last)
		return;
	if (run && run->last < INT64_MAX && row == run->last + 1)
		run->last = row;
	else if (!add_run(changes, table, row))
		changes->out_of_memory = true;
}

void sqlite_watch(store_db *db)
{
	(void)sqlite3_update_hook(db->file, on_change, &db->changes);
}

void sqlite_forget_changes(store_db *db)
{
	sqlite_changes *changes = &db->changes;

	changes->run_count = 0;
	changes->out_of_memory = false;
	changes->deleted[0] = '\0';
	for (size_t i = 0; i < changes->table_count; i++)
		changes->tables[i].open_run = SIZE_MAX;
}

bool sqlite_has_changes(const store_db *db)
{
	return db->changes.run_count || db->changes.out_of_memory || db->changes.deleted[0];
}

bool sqlite_lost_changes(const store_db *db)
{
	return db->changes.out_of_memory;
}

/* ---- descriptions of tables ------------------------------------------------------------ */
static int compare_columns(const void *a, const void *b, void *context)
{
	const store_table *table = context;

	return strcmp(table->columns[*(const size_t *)a], table->columns[*(const size_t *)b]);
}

static hw_status read_columns(store_db *db, store_table *table, hw_error *error)
{
	store_handle *handle;
	const store_value name = store_string(table->name);
	bool row = false;
	hw_status status;

	HW_TRY(sqlite_prepare(db, "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid", &handle, error));
	status = store_sqlite.bind(handle, 1, &name, true, error);
	while (status == HW_OK && (status = sqlite_step(handle, &row, error)) == HW_OK && row) {
		hw_text column = store_sqlite.bytes(handle, 0);
		int64_t position = store_sqlite.integer(handle, 1);

		if (table->column_count == STORE_COLUMN_LIMIT || column.length >= sizeof(table->columns[0])) {
			status = hw_fail(error, HW_STORAGE, "table %s has more or longer columns than a bureau's",
					 table->name);
			break;
		}
		memcpy(table->columns[table->column_count], column.bytes, column.length);
		if (position >= 1 && position <= STORE_COLUMN_LIMIT) {
			table->key[position - 1] = table->column_count;
			table->key_count++;
		}
		table->by_name[table->column_count] = table->column_count;
		table->column_count++;
	}
	sqlite_finalize(handle);
	if (status == HW_OK && !table->key_count)
		status = hw_fail(error, HW_STORAGE, "table %s has no primary key", table->name);
	if (status == HW_OK)
		qsort_r(table->by_name, table->column_count, sizeof(*table->by_name), compare_columns, table);
	return status;
}

static hw_status read_tables(store_db *db, store_handle *handle, hw_error *error)
{
	bool row = false;
	store_table *tables;

	for (;;) {
		hw_text name;

		HW_TRY(sqlite_step(handle, &row, error));
		if (!row)
			return HW_OK;
		name = store_sqlite.bytes(handle, 0);
		if (name.length >= sizeof(tables->name))
			return hw_fail(error, HW_STORAGE, "a table's name is longer than a bureau's");
		tables = hw_grow(db->tables, db->table_count + 1, sizeof(*tables));
		if (!tables)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the description of a table");
		db->tables = tables;
		tables[db->table_count] = (store_table){0};
		memcpy(tables[db->table_count].name, name.bytes, name.length);
		HW_TRY(read_columns(db, &tables[db->table_count], error));
		db->table_count++;
	}
}

hw_status sqlite_tables(store_db *db, const store_table **tables, size_t *count, hw_error *error)
{
	store_handle *handle;
	hw_status status;

	if (!db->tables_known) {
		db->table_count = 0;
		HW_TRY(sqlite_prepare(
			db,
			"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
			"ESCAPE '\\' ORDER BY name",
			&handle, error));
		status = read_tables(db, handle, error);
		sqlite_finalize(handle);
		if (status != HW_OK)
			return status;
		db->tables_known = true;
	}
	*tables = db->tables;
	*count = db->table_count;
	return HW_OK;
}

/* ---- walks ----------------------------------------------------------------------------- */
static hw_status visit_rows(store_handle *handle, const store_table *table, store_visit visit, void *context,
			    hw_error *error)
{
	bool row = false;

	for (;;) {
		HW_TRY(sqlite_step(handle, &row, error));
		if (!row)
			return HW_OK;
		HW_TRY(visit(context, table, handle, error));
	}
}

/* "select every column ... from table" in the order of the description. */
static hw_status prepare_walk(store_db *db, const store_table *table, const char *tail, store_handle **result,
			      hw_error *error)
{
	hw_buffer sql = {0};
	hw_status status;

	hw_buffer_adds(&sql, "SELECT ");
	for (size_t i = 0; i < table->column_count; i++)
		hw_buffer_addf(&sql, "%s\"%s\"", i ? ", " : "", table->columns[i]);
	hw_buffer_addf(&sql, " FROM \"%s\" %s", table->name, tail);
	status = sql.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for a statement")
			    : sqlite_prepare(db, sql.bytes, result, error);
	hw_buffer_free(&sql);
	return status;
}

hw_status sqlite_walk(store_db *db, const store_table *table, store_visit visit, void *context, hw_error *error)
{
	store_handle *handle;
	hw_status status;

	HW_TRY(prepare_walk(db, table, "", &handle, error));
	status = visit_rows(handle, table, visit, context, error);
	sqlite_finalize(handle);
	return status;
}

static int compare_runs(const void *left, const void *right, void *context)
{
	const sqlite_changed_table *tables = context;
	const sqlite_run *a = left, *b = right;

	if (a->table != b->table)
		return strcmp(tables[a->table].name, tables[b->table].name);
	return a->first < b->first ? -1 : a->first > b->first;
}

/* Sorts the runs by table and row and joins those that touch. */
static void tidy_runs(sqlite_changes *changes)
{
	size_t kept = 0;

	qsort_r(changes->runs, changes->run_count, sizeof(*changes->runs), compare_runs, changes->tables);
	for (size_t i = 1; i < changes->run_count; i++) {
		sqlite_run *last = &changes->runs[kept], run = changes->runs[i];

		if (run.table == last->table && (last->last == INT64_MAX || run.first <= last->last + 1)) {
			if (run.last > last->last)
				last->last = run.last;
		} else {
			changes->runs[++kept] = run;
		}
	}
	if (changes->run_count)
		changes->run_count = kept + 1;
}

static const store_table *find_table(const store_table *tables, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(tables[i].name, name))
			return &tables[i];
	return NULL;
}

/* All runs of one table, by one statement. */
static hw_status walk_runs(store_db *db, const store_table *table, const sqlite_run *runs, size_t count,
			   store_visit visit, void *context, hw_error *error)
{
	store_handle *handle;
	hw_status status = HW_OK;

	HW_TRY(prepare_walk(db, table, "WHERE rowid BETWEEN $1 AND $2 ORDER BY rowid", &handle, error));
	for (size_t i = 0; status == HW_OK && i < count; i++) {
		const store_value first = store_integer(runs[i].first), last = store_integer(runs[i].last);

		status = store_sqlite.bind(handle, 1, &first, true, error);
		if (status == HW_OK)
			status = store_sqlite.bind(handle, 2, &last, true, error);
		if (status == HW_OK)
			status = visit_rows(handle, table, visit, context, error);
		store_sqlite.reset(handle);
	}
	sqlite_finalize(handle);
	return status;
}

hw_status sqlite_walk_changed(store_db *db, store_visit visit, void *context, hw_error *error)
{
	sqlite_changes *changes = &db->changes;
	const store_table *tables;
	size_t count;

	if (changes->out_of_memory)
		return hw_fail(error, HW_NO_MEMORY, "no memory to note what was changed");
	if (changes->deleted[0])
		return hw_fail(error, HW_FAULT, "a row of %s was deleted; rows of a bureau are never deleted",
			       changes->deleted);
	if (!changes->run_count)
		return HW_OK;
	HW_TRY(sqlite_tables(db, &tables, &count, error));
	tidy_runs(changes);
	for (size_t i = 0, end; i < changes->run_count; i = end) {
		const store_table *table = find_table(tables, count, changes->tables[changes->runs[i].table].name);

		for (end = i + 1; end < changes->run_count && changes->runs[end].table == changes->runs[i].table; end++)
			;
		if (!table)
			return hw_fail(error, HW_FAULT, "a table that was changed is not there");
		HW_TRY(walk_runs(db, table, changes->runs + i, end - i, visit, context, error));
	}
	sqlite_forget_changes(db);
	return HW_OK;
}
