/* intake_store.c - a good row becomes a record and the row in force. */
#include <sodium.h>
#include <string.h>

#include "bureau/intake_int.h"
#include "bureau/retention_rows_int.h"

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory storing a row");
}

hw_status intake_standing(store_connection *store, const char *kind, hw_text key, char record[STORE_ID_BYTES],
			  hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(kind), store_text(key)};

	HW_TRY(store_query_first(store, "record_standing", values, 2, &rows, error));
	hw_text id = rows ? store_get_text(rows, 0) : (hw_text){0};
	(void)snprintf(record, STORE_ID_BYTES, "%.*s", HW_TEXT_ARG(id));
	return HW_OK;
}

/* ---- projection ---- */
/* Family and given name decide; the given name by its class, so that Микола and Николай meet. */
hw_status intake_names_hash(const names_tables *names, hw_arena *arena, hw_text family, hw_text given, int64_t *hash,
			    hw_error *error)
{
	names_part f, g;
	char name[8 + NAMES_FOLD_MAX + 1];

	HW_TRY(names_part_of(names, arena, family, NAMES_ROLE_FAMILY, &f, error));
	HW_TRY(names_part_of(names, arena, given, NAMES_ROLE_GIVEN, &g, error));
	*hash = 0;
	if (!f.length && !g.length)
		return HW_OK;
	if (g.class_count)
		(void)snprintf(name, sizeof name, "#%u", g.classes[0]);
	else
		(void)snprintf(name, sizeof name, "%s", g.fold);
	const uint32_t stem = f.stem_hash;
	*hash = (int64_t)intake_hash((hw_text){(const char *)&stem, f.length ? sizeof stem : 0}, hw_text_of(name));
	return HW_OK;
}

hw_status intake_name_hash(const names_tables *names, hw_arena *arena, const io_kind *kind, const io_value *values,
			   int64_t *hash, hw_error *error)
{
	return intake_names_hash(names, arena, intake_value(kind, values, "family"),
				 intake_value(kind, values, "given"), hash, error);
}

static store_value bind(const io_column *column, const io_value *value)
{
	if (!value->text.length)
		return store_null();
	switch (column->type) {
	case IO_YES_NO:
	case IO_INTEGER:
		return store_integer((int64_t)value->number);
	case IO_NUMBER:
	case IO_LATITUDE:
	case IO_LONGITUDE:
		return store_number(value->number);
	case IO_TEXT:
	case IO_ID:
	case IO_DATE:
	case IO_WORD:
	case IO_REFERENCE:
	case IO_LIST:
	case IO_COUNTS:
		break;
	}
	return store_text(value->text);
}

hw_status intake_project(store_connection *store, int64_t name_hash, const io_kind *kind, hw_text key, hw_text record,
			 bool standing, const io_value *values, hw_error *error)
{
	store_value bound[INTAKE_COLUMNS_MOST + 4];
	size_t count = 0;
	char statement[48];

	bound[count++] = store_text(key);
	bound[count++] = store_text(record);
	bound[count++] = store_integer(standing);
	if (!strcmp(kind->name, "persons"))
		bound[count++] = store_integer(name_hash);
	for (size_t c = 0; c < kind->count; c++)
		bound[count++] = bind(&kind->columns[c], &values[c]);
	(void)snprintf(statement, sizeof statement, "%s_put", kind->name);
	return store_run(store, statement, bound, count, NULL, error);
}

/* ---- sealing ---- */
/* A sealed box (X25519, XSalsa20-Poly1305) in hexadecimal: only the holder of the protection key opens it. */
static hw_status seal(intake *in, io_value *value, hw_error *error)
{
	unsigned char key[crypto_box_PUBLICKEYBYTES];
	size_t length = 0, sealed_length = crypto_box_SEALBYTES + value->text.length;
	unsigned char *sealed = HW_NEW(in->arena, unsigned char, sealed_length);
	char *written = HW_NEW(in->arena, char, 2 * sealed_length + 1);

	if (!sealed || !written)
		return out_of_memory(error);
	if (sodium_hex2bin(key, sizeof key, in->protection_key, strlen(in->protection_key), NULL, &length, NULL) ||
	    length != sizeof key ||
	    crypto_box_seal(sealed, (const unsigned char *)value->text.bytes, value->text.length, key))
		return hw_fail(error, HW_BAD_INPUT, "the bureau's protection key cannot be used");
	value->text = hw_text_of(sodium_bin2hex(written, 2 * sealed_length + 1, sealed, sealed_length));
	return HW_OK;
}

/* Seals what must be, and puts it into in->parsed, too. */
static hw_status seal_columns(intake *in, io_row *row, hw_error *error)
{
	bool any = false;

	for (size_t c = 0; c < in->kind->count; c++) {
		if (!(in->kind->columns[c].flags & IO_SEALED) || !row->values[c].text.length)
			continue;
		HW_TRY(seal(in, &row->values[c], error));
		any = true;
	}
	if (!any)
		return HW_OK;
	in->parsed.length = 0;
	io_write_parsed(in->kind, row->values, true, &in->parsed);
	return in->parsed.failed ? out_of_memory(error) : HW_OK;
}

/* ---- records ---- */
void intake_fingerprint(const io_kind *kind, hw_buffer *buffer, char out[65])
{
	size_t length = buffer->length;

	hw_buffer_addf(buffer, "\n%s", kind->name);
	hw_sha256_hex(hw_sha256_of(hw_buffer_text(buffer)), out);
	buffer->length = length;
}

static hw_status add_record(intake *in, const io_row *row, const char *id, const char *fingerprint, hw_error *error)
{
	const store_value values[] = {store_string(id),
				      store_string(in->batch),
				      store_integer((int64_t)row->row),
				      store_string(in->kind->name),
				      store_text(row->key),
				      store_text(row->raw_json),
				      store_text(hw_buffer_text(&in->parsed)),
				      store_string(fingerprint)};

	return store_run(in->store, "record_add", values, HW_COUNT(values), NULL, error);
}

/* ---- what its time had come for ---- */
/* A file from before does not bring back how a relative is reached once that was deleted; the raw row goes with it. */
static hw_status leave_contact_out(intake *in, io_row *row, hw_error *error)
{
	const store_value key = store_text(row->key);
	int64_t times = 0;

	if (in->own || strcmp(in->kind->name, "inquiries") != 0)
		return HW_OK;
	HW_TRY(store_query_integer(in->store, "retention_contact_deleted", &key, 1, &times, error));
	in->left_out = times && retention_blank_contact(in->kind, row->values);
	if (!in->left_out)
		return HW_OK;
	in->parsed.length = 0;
	io_write_parsed(in->kind, row->values, false, &in->parsed);
	row->raw_json = hw_text_copy(in->arena, hw_buffer_text(&in->parsed));
	return in->parsed.failed || !row->raw_json.bytes ? out_of_memory(error) : HW_OK;
}

/* Of whom a row is; empty when of nobody alone. */
static hw_text person_named(const intake *in, const io_row *row)
{
	hw_text kind = intake_value(in->kind, row->values, "subject_kind");

	if (!strcmp(in->kind->name, "claims"))
		return kind.length && !hw_text_is(kind, "persons") ? HW_TEXT("")
								   : intake_value(in->kind, row->values, "subject");
	return intake_value(in->kind, row->values, "person");
}

/* A row of somebody who is sealed is kept with him, in force for nobody: he does not come back by a file. */
static hw_status wait_if_sealed(intake *in, const io_row *row, hw_error *error)
{
	const store_value own[] = {store_string(in->kind->name), store_text(row->key)},
			  of[] = {store_text(person_named(in, row))};
	char step[STORE_ID_BYTES];

	if (!in->sealed)
		return HW_OK;
	HW_TRY(retention_step(in->store, "retention_step_of_row", own, HW_COUNT(own), step, error));
	if (!*step && of[0].text.length)
		HW_TRY(retention_step(in->store, "retention_step_of_key", of, 1, step, error));
	in->waits = *step;
	return in->waits ? retention_arrived(in->store, hw_text_of(step), hw_text_of(in->kind->name), row->key,
					     in->actor.at, error)
			 : HW_OK;
}

hw_status intake_store(intake *in, io_row *row, intake_outcome *outcome, bool *alike, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *standing = NULL;
	const store_value of[] = {store_string(in->kind->name), store_text(row->key)};
	char fingerprint[65], id[STORE_ID_BYTES], old[STORE_ID_BYTES] = "";

	int64_t name_hash = 0;

	*alike = in->waits = in->left_out = false;
	HW_TRY(leave_contact_out(in, row, error));
	in->parsed.length = 0;
	io_write_parsed(in->kind, row->values, false, &in->parsed); /* a sealed box is never the same twice */
	intake_fingerprint(in->kind, &in->parsed, fingerprint);
	if (in->parsed.failed)
		return out_of_memory(error);
	HW_TRY(store_query_first(in->store, "record_standing", of, 2, &standing, error));
	if (standing && hw_text_is(store_get_text(standing, 1), fingerprint)) {
		*outcome = INTAKE_SAME;
		return HW_OK;
	}
	*outcome = standing ? INTAKE_CHANGED : INTAKE_NEW;
	if (standing)
		(void)snprintf(old, sizeof old, "%.*s", HW_TEXT_ARG(store_get_text(standing, 0)));
	store_rows_close(standing);
	standing = NULL;
	HW_TRY(seal_columns(in, row, error));
	store_id_of_row("r", in->batch_hash, row->row, id);
	HW_TRY(add_record(in, row, id, fingerprint, error));
	if (*old) {
		const store_value values[] = {store_string(old), store_string(id)};
		HW_TRY(store_run(in->store, "record_supersede", values, 2, NULL, error));
	}
	if (in->names) {
		const hw_date born = row->values[io_column_find(in->kind, "born")].date;
		HW_TRY(intake_name_hash(in->names, in->arena, in->kind, row->values, &name_hash, error));
		uint64_t hash = intake_alike_hash(name_hash, intake_value(in->kind, row->values, "side"));
		*alike = !*old && name_hash && intake_alikes_has(&in->alikes, hash, born);
		if (!*old && name_hash)
			HW_TRY(intake_alikes_add(&in->alikes, hash, born, error));
	}
	HW_TRY(intake_project(in->store, name_hash, in->kind, row->key, hw_text_of(id), true, row->values, error));
	HW_TRY(intake_effects(in, row, hw_text_of(id), hw_text_of(old), error));
	return wait_if_sealed(in, row, error);
}
