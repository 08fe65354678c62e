/* Rows of sealed people: put away, waiting, brought back; how a relative is reached, deleted.  Read retention_int.h first. */
#include "bureau/intake_int.h"
#include "bureau/retention_rows_int.h"

#include <string.h>

hw_status retention_refuse(hw_error *error)
{
	(void)hw_fail(error, HW_NOT_PERMITTED, "this person is sealed: kept, and shown to nobody");
	return hw_error_remedy(error, "homeward retention open ID --reason PURPOSE, and a second person"),
	       HW_NOT_PERMITTED;
}

hw_status retention_step(store_connection *store, const char *statement, const store_value *values, size_t count,
			 char step[STORE_ID_BYTES], hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;

	HW_TRY(store_query_first(store, statement, values, count, &rows, error));
	hw_text id = rows ? store_get_text(rows, 0) : HW_TEXT("");
	(void)snprintf(step, STORE_ID_BYTES, "%.*s", HW_TEXT_ARG(id));
	return HW_OK;
}

hw_status retention_person_sealed(store_connection *store, hw_text person, char step[STORE_ID_BYTES], hw_error *error)
{
	const store_value value = store_text(person);

	return retention_step(store, "retention_step_of_person", &value, 1, step, error);
}

hw_status retention_not_sealed(store_connection *store, const char *table_name, hw_text key, hw_error *error)
{
	const store_value row[] = {store_string(table_name), store_text(key)};
	char step[STORE_ID_BYTES];

	HW_TRY(retention_step(store, "retention_step_of_row", row, HW_COUNT(row), step, error));
	return *step ? retention_refuse(error) : HW_OK;
}

/* ---- away ---------------------------------------------------------------------------------------------- */
hw_status retention_put_away(store_connection *store, hw_text step, hw_text table_name, hw_text key, hw_error *error)
{
	const store_value row[] = {store_text(step), store_text(table_name), store_text(key)}, of = store_text(key);
	char statement[64];

	(void)snprintf(statement, sizeof(statement), "retention_away_%.*s", HW_TEXT_ARG(table_name));
	HW_TRY(store_run(store, "retention_row_add", row, HW_COUNT(row), NULL, error));
	return store_run(store, statement, &of, 1, NULL, error);
}

hw_status retention_arrived(store_connection *store, hw_text step, hw_text table_name, hw_text key, int64_t at,
			    hw_error *error)
{
	const store_value row[] = {store_text(step), store_text(table_name), store_text(key), store_integer(at)};

	HW_TRY(store_run(store, "retention_arrival_add", row, HW_COUNT(row), NULL, error));
	return retention_put_away(store, step, table_name, key, error);
}

typedef struct away {
	hw_text table_name, key, record, parsed;
} away;
typedef struct aways {
	away *items;
	size_t count;
} aways;

/* Every row of a statement: table, key and, where it has four columns, record and what it says. */
static hw_status read_all(store_connection *store, hw_arena *arena, const char *statement, hw_text of, aways *all,
			  hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value value = store_text(of);
	size_t room = 0;
	bool found;

	*all = (aways){0};
	HW_TRY(store_query(store, statement, &value, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		if (all->count == room) {
			away *wider = HW_NEW(arena, away, room ? 2 * room : 32);

			if (!wider)
				return hw_fail(error, HW_NO_MEMORY, "no memory for the rows of a person");
			if (room)
				memcpy(wider, all->items, room * sizeof(*wider));
			all->items = wider;
			room = room ? 2 * room : 32;
		}
		away *one = &all->items[all->count++];
		*one = (away){store_copy_text(rows, 0, arena), store_copy_text(rows, 1, arena),
			      store_columns(rows) > 2 ? store_copy_text(rows, 2, arena) : HW_TEXT(""),
			      store_columns(rows) > 2 ? store_copy_text(rows, 3, arena) : HW_TEXT("")};
		if (!one->table_name.bytes || !one->key.bytes || !one->record.bytes || !one->parsed.bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the rows of a person");
	}
}

hw_status retention_seal_person(store_connection *store, hw_arena *arena, hw_text step, hw_text person, hw_error *error)
{
	aways all;

	HW_TRY(read_all(store, arena, "retention_rows_of_person", person, &all, error));
	for (size_t i = 0; i < all.count; i++)
		HW_TRY(retention_put_away(store, step, all.items[i].table_name, all.items[i].key, error));
	return HW_OK;
}

/* ---- back ------------------------------------------------------------------------------------------------- */
static hw_status bring_back(store_connection *store, hw_arena *arena, names_tables *names, const away *row,
			    hw_error *error)
{
	char name[32];
	int64_t name_hash = 0;

	(void)snprintf(name, sizeof(name), "%.*s", HW_TEXT_ARG(row->table_name));
	const io_kind *kind = io_kind_find(name);
	if (!kind)
		return hw_fail(error, HW_FAULT, "\"%s\" is no kind of this program", name);
	io_value *values = HW_NEW(arena, io_value, kind->count);
	if (!values)
		return hw_fail(error, HW_NO_MEMORY, "no memory to bring a row back");
	HW_TRY(io_read_parsed(kind, row->parsed, arena, values, error));
	if (!strcmp(name, "persons"))
		HW_TRY(intake_name_hash(names, arena, kind, values, &name_hash, error));
	return intake_project(store, name_hash, kind, row->key, row->record, true, values, error);
}

hw_status retention_open_step(store_connection *store, hw_arena *arena, hw_text step, hw_error *error)
{
	names_tables *names = NULL;
	hw_status status;
	aways all;

	HW_TRY(read_all(store, arena, "retention_rows_of_step", step, &all, error));
	status = names_tables_open(&names, error);
	for (size_t i = 0; status == HW_OK && i < all.count; i++)
		status = bring_back(store, arena, names, &all.items[i], error);
	names_tables_close(names);
	return status;
}

/* ---- how a relative is reached ------------------------------------------------------------------------------ */
bool retention_blank_contact(const io_kind *kind, io_value *values)
{
	static const char *const gone[] = {"contact", "phrase"};
	bool any = false;

	for (size_t i = 0; i < HW_COUNT(gone); i++) {
		io_value *value = &values[io_column_find(kind, gone[i])];

		any = any || value->text.length;
		*value = (io_value){.text = {value->text.bytes, 0}};
	}
	return any;
}

static hw_status redact(store_connection *store, hw_arena *arena, const io_kind *kind, hw_text record, hw_text parsed,
			hw_error *error)
{
	io_value *values = HW_NEW(arena, io_value, kind->count);
	hw_buffer text = {.ceiling = 16u << 20};
	char fingerprint[65];
	hw_status status;

	if (!values)
		return hw_fail(error, HW_NO_MEMORY, "no memory to delete how a relative is reached");
	HW_TRY(io_read_parsed(kind, parsed, arena, values, error));
	if (!retention_blank_contact(kind, values))
		return HW_OK; /* a version that never said it */
	io_write_parsed(kind, values, false, &text);
	intake_fingerprint(kind, &text, fingerprint);
	const store_value row[] = {store_text(record), store_text(hw_buffer_text(&text)), store_string(fingerprint)};
	status = text.failed ? hw_fail(error, HW_NO_MEMORY, "no memory to delete how a relative is reached")
			     : store_run(store, "retention_record_redact", row, HW_COUNT(row), NULL, error);
	hw_buffer_free(&text);
	return status;
}

typedef struct version {
	hw_text id, parsed;
} version;

hw_status retention_delete_contact(store_connection *store, hw_arena *arena, hw_text inquiry, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const io_kind *kind = io_kind_find("inquiries");
	const store_value key = store_text(inquiry), of[] = {store_string("inquiries"), store_text(inquiry)};
	version *all = NULL;
	size_t count = 0, room = 0;
	bool found = true;

	HW_TRY(store_run(store, "retention_contact_gone", &key, 1, NULL, error));
	HW_TRY(store_query(store, "retention_versions", of, HW_COUNT(of), &rows, error));
	for (;; count++) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			break;
		if (count == room) {
			version *wider = HW_NEW(arena, version, room ? 2 * room : 8);

			if (!wider)
				return hw_fail(error, HW_NO_MEMORY, "no memory for the versions of an inquiry");
			if (room)
				memcpy(wider, all, room * sizeof(*wider));
			all = wider;
			room = room ? 2 * room : 8;
		}
		all[count] = (version){store_copy_text(rows, 0, arena), store_copy_text(rows, 1, arena)};
		if (!all[count].id.bytes || !all[count].parsed.bytes)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the versions of an inquiry");
	}
	for (size_t i = 0; i < count; i++)
		HW_TRY(redact(store, arena, kind, all[i].id, all[i].parsed, error));
	return HW_OK;
}
