/* intake_undo.c - a batch taken back: the version before comes into force again. */
#include <string.h>

#include "bureau/intake_int.h"

typedef struct undo_row {
	hw_text id, key, parsed, before, before_parsed; /* before: empty when the batch brought the first version */
} undo_row;

typedef struct undo {
	store_connection *store;
	const intake_actor *actor;
	hw_text batch;
	const hw_progress *progress;
	const io_kind *kind;
	hw_arena *arena, *row_arena;
	names_tables *names;
	undo_row *rows;
	size_t count;
	intake_links links;
	intake_keys vanishing; /* keys that nothing will stand for */
	hw_buffer blockers;    /* ids of batches, for the refusal */
	size_t blocker_count;
} undo;

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory undoing a batch");
}

/* ---- what stands in the way ---- */
static void block(undo *u, hw_text what)
{
	hw_text rest = hw_buffer_text(&u->blockers), name;

	while (hw_text_split(&rest, ' ', &name))
		if (hw_text_equal(name, what))
			return;
	if (u->blocker_count++ < BUREAU_SHOWN) {
		hw_buffer_adds(&u->blockers, u->blockers.length ? " " : "");
		hw_buffer_add(&u->blockers, what);
	}
}

static hw_status refuse_blocked(const undo *u, hw_error *error)
{
	char shown[64];

	if (!u->blocker_count)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "what came later builds on batch %s: %.*s%s", hw_text_shown(u->batch, shown),
		      HW_TEXT_ARG(hw_buffer_text(&u->blockers)), u->blocker_count > BUREAU_SHOWN ? " ..." : "");
	return hw_error_remedy(error, "undo those first"), HW_BAD_INPUT;
}

static hw_status load_rows(undo *u, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value batch = store_text(u->batch);
	size_t capacity = 0;
	bool found;

	HW_TRY(store_query(u->store, "records_of_batch", &batch, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		if (u->count == capacity) {
			size_t wanted = capacity ? 2 * capacity : 256;
			undo_row *grown = hw_grow(u->rows, wanted, sizeof *grown);
			if (!grown)
				return out_of_memory(error);
			u->rows = grown;
			capacity = wanted;
		}
		undo_row *row = &u->rows[u->count++];
		*row = (undo_row){.id = store_copy_text(rows, 0, u->arena),
				  .key = store_copy_text(rows, 1, u->arena),
				  .parsed = store_copy_text(rows, 3, u->arena),
				  .before = store_copy_text(rows, 4, u->arena),
				  .before_parsed = store_copy_text(rows, 5, u->arena)};
		if (!row->id.bytes || !row->key.bytes || !row->parsed.bytes ||
		    (!store_is_null(rows, 4) && !row->before.bytes) ||
		    (!store_is_null(rows, 5) && !row->before_parsed.bytes))
			return out_of_memory(error);
		if (!store_is_null(rows, 2))
			block(u, store_get_text(rows, 6));
	}
}

static hw_status block_judgements(undo *u, const char *statement, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value batch = store_text(u->batch);
	bool found;

	HW_TRY(store_query(u->store, statement, &batch, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		block(u, store_get_text(rows, store_is_null(rows, 1) ? 0 : 1));
	}
}

static hw_status block_record(undo *u, hw_text record, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(record);

	HW_TRY(store_query_first(u->store, "record_one", &id, 1, &rows, error));
	if (rows && !hw_text_equal(store_get_text(rows, 1), u->batch))
		block(u, store_get_text(rows, 1));
	return HW_OK;
}

static bool vanishes(const undo *u, hw_text list, bool whole)
{
	hw_text id;

	if (whole)
		return list.length && intake_key_find(&u->vanishing, intake_hash(list, (hw_text){0}));
	while (hw_text_split(&list, ';', &id))
		if (intake_key_find(&u->vanishing, intake_hash(id, (hw_text){0})))
			return true;
	return false;
}

/* Rows of one kind that refer to what would be gone. */
static hw_status block_references(undo *u, const io_kind *other, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	size_t columns[INTAKE_COLUMNS_MOST], count = 0;
	bool any = false, found;
	char statement[48];

	for (size_t c = 0; c < other->count; c++) {
		const io_column *column = &other->columns[c];
		if (!column->limits || (column->type != IO_REFERENCE && column->type != IO_LIST))
			continue;
		columns[count++] = c;
		any = any || io_list_has(column->limits, hw_text_of(u->kind->name));
	}
	if (!any)
		return HW_OK;
	(void)snprintf(statement, sizeof statement, "%s_references", other->name);
	HW_TRY(store_query(u->store, statement, NULL, 0, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		bool refers = false;
		for (size_t i = 0; i < count && !refers; i++) {
			const io_column *column = &other->columns[columns[i]];
			refers = io_list_has(column->limits, hw_text_of(u->kind->name)) &&
				 vanishes(u, store_get_text(rows, i + 1), column->type == IO_REFERENCE);
		}
		if (refers)
			HW_TRY(block_record(u, store_get_text(rows, 0), error));
	}
}

static hw_status check_blockers(undo *u, hw_error *error)
{
	const io_kind *other;
	intake_key *slot;

	for (size_t i = 0; i < u->count; i++)
		if (!u->rows[i].before.length)
			HW_TRY(intake_key_at(&u->vanishing, intake_hash(u->rows[i].key, (hw_text){0}), i + 1, &slot,
					     error));
	HW_TRY(block_judgements(u, "judgements_upon_batch_left", error));
	HW_TRY(block_judgements(u, "judgements_upon_batch_right", error));
	for (size_t i = 0; u->vanishing.count && (other = io_kind_at(i)); i++)
		HW_TRY(block_references(u, other, error));
	return u->blockers.failed ? out_of_memory(error) : refuse_blocked(u, error);
}

/* ---- going back ---- */
/* Ids of the judgements of the batch that stand, in the arena. */
static hw_status standing_judgements(undo *u, hw_text **ids, size_t *count, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value batch = store_text(u->batch);
	size_t capacity = 0;
	bool found;

	HW_TRY(store_query(u->store, "judgements_of_batch", &batch, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		if (*count == capacity) {
			size_t wanted = capacity ? 2 * capacity : 256;
			hw_text *grown = HW_NEW(u->arena, hw_text, wanted);

			if (!grown)
				return out_of_memory(error);
			if (capacity)
				memcpy(grown, *ids, capacity * sizeof *grown);
			*ids = grown;
			capacity = wanted;
		}
		(*ids)[*count] = store_copy_text(rows, 0, u->arena);
		if (!(*ids)[(*count)++].bytes)
			return out_of_memory(error);
	}
}

static hw_status take_judgements_back(undo *u, hw_error *error)
{
	hw_text *ids = NULL;
	size_t count;

	/* Taking one back may bring another of the batch into force again, which it had replaced. */
	do {
		count = 0;
		HW_TRY(standing_judgements(u, &ids, &count, error));
		for (size_t i = 0; i < count; i++) {
			HW_TRY(hw_progress_step(u->progress, "taking judgements back", (double)i, (double)count,
						error));
			HW_TRY(judgement_take_back(u->store, ids[i], u->actor->user, HW_TEXT("batch undone"),
						   u->actor->at, error));
		}
	} while (count);
	return judgement_restore(u->store, u->batch, u->actor->at, error);
}

static hw_status go_back(undo *u, const undo_row *row, io_value *values, hw_error *error)
{
	const store_value id = store_text(row->id), before = store_text(row->before);
	bool earlier = row->before.length > 0;
	int64_t name_hash = 0;

	HW_TRY(store_run(u->store, "record_undo", &id, 1, NULL, error));
	if (earlier)
		HW_TRY(store_run(u->store, "record_restore", &before, 1, NULL, error));
	hw_arena_reset(u->row_arena);
	HW_TRY(io_read_parsed(u->kind, earlier ? row->before_parsed : row->parsed, u->row_arena, values, error));
	if (u->names)
		HW_TRY(intake_name_hash(u->names, u->row_arena, u->kind, values, &name_hash, error));
	return intake_project(u->store, name_hash, u->kind, row->key, earlier ? row->before : row->id, earlier, values,
			      error);
}

/* ---- what would stand again must make sense ---- */
static hw_status is_there(undo *u, const char *kinds, hw_text id, bool *there, hw_error *error)
{
	hw_text rest = hw_text_of(kinds), kind;
	const store_value value = store_text(id);
	int64_t found = 0;

	while (!found && hw_text_split(&rest, '|', &kind)) {
		char statement[48];
		(void)snprintf(statement, sizeof statement, "%.*s_has", HW_TEXT_ARG(kind));
		HW_TRY(store_query_integer(u->store, statement, &value, 1, &found, error));
	}
	*there = found != 0;
	return HW_OK;
}

/* The version before may refer to what was undone meanwhile. */
static hw_status check_loose_ends(undo *u, const undo_row *row, const io_value *values, hw_error *error)
{
	for (size_t c = 0; c < u->kind->count; c++) {
		const io_column *column = &u->kind->columns[c];
		hw_text rest = values[c].text, id;
		if (!column->limits || !rest.length || (column->type != IO_REFERENCE && column->type != IO_LIST))
			continue;
		while (hw_text_split(&rest, column->type == IO_LIST ? ';' : '\n', &id)) {
			char shown[64];
			bool there;
			HW_TRY(is_there(u, column->limits, id, &there, error));
			if (there)
				continue;
			(void)hw_fail(error, HW_BAD_INPUT,
				      "the version before refers to \"%s\", which is not there any more",
				      hw_text_shown(id, shown));
			(void)hw_error_what(error, "%s", column->name);
			return hw_error_where(error, "%s", hw_text_shown(row->key, shown)), HW_BAD_INPUT;
		}
	}
	return HW_OK;
}

static hw_status check_circles(undo *u, hw_error *error)
{
	char shown[64];

	if (intake_link_column(u->kind) == IO_NONE)
		return HW_OK;
	HW_TRY(intake_links_load(&u->links, u->store, u->kind, error));
	for (size_t i = 0; i < u->count; i++) {
		if (!intake_links_circle(&u->links, intake_hash(u->rows[i].key, (hw_text){0})))
			continue;
		(void)hw_fail(error, HW_BAD_INPUT, "the version before would point to itself through later rows");
		return hw_error_where(error, "%s", hw_text_shown(u->rows[i].key, shown)), HW_BAD_INPUT;
	}
	return HW_OK;
}

static hw_status check_again(undo *u, io_value *values, hw_error *error)
{
	for (size_t i = 0; i < u->count; i++) {
		if (!u->rows[i].before.length)
			continue;
		hw_arena_reset(u->row_arena);
		HW_TRY(io_read_parsed(u->kind, u->rows[i].before_parsed, u->row_arena, values, error));
		HW_TRY(check_loose_ends(u, &u->rows[i], values, error));
	}
	return check_circles(u, error);
}

static hw_status renew_person(undo *u, hw_text record, hw_error *error)
{
	char person[STORE_ID_BYTES];

	HW_TRY(person_of(u->store, record, person, error));
	return *person ? person_rebuild(u->store, hw_text_of(person), u->actor->at, error) : HW_OK;
}

static hw_status write_down(undo *u, hw_text reason, hw_error *error)
{
	const store_value values[] = {store_text(u->batch), store_integer(u->actor->at), store_text(u->actor->user),
				      store_text_or_null(reason)};
	hw_buffer after = {.ceiling = 1 << 16};
	hw_json_writer w = hw_json_writer_new(&after, false);

	HW_TRY(store_run(u->store, "batch_undo", values, HW_COUNT(values), NULL, error));
	hw_json_object(&w, NULL);
	hw_json_text(&w, "reason", reason);
	hw_json_integer(&w, "records", (int64_t)u->count);
	hw_json_close(&w, '}');
	const store_act entry = {.actor = u->actor->user,
				 .role = u->actor->role,
				 .act = HW_TEXT("import undo"),
				 .subject_kind = HW_TEXT("batch"),
				 .subject_id = u->batch,
				 .after_json = hw_buffer_text(&after)};
	hw_status status = after.failed ? out_of_memory(error) : store_ledger_append(u->store, &entry, NULL, error);
	hw_buffer_free(&after);
	return status;
}

static hw_status find_batch(undo *u, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id = store_text(u->batch);
	char shown[64], kind[32];

	(void)hw_text_shown(u->batch, shown);
	HW_TRY(store_query_first(u->store, "batch_one", &id, 1, &rows, error));
	if (!rows) {
		(void)hw_fail(error, HW_NOT_FOUND, "there is no batch \"%s\"", shown);
		return hw_error_remedy(error, "see homeward import list"), HW_NOT_FOUND;
	}
	if (!store_is_null(rows, 12))
		return hw_fail(error, HW_BAD_INPUT, "batch %s was undone before", shown);
	(void)snprintf(kind, sizeof kind, "%.*s", HW_TEXT_ARG(store_get_text(rows, 1)));
	u->kind = io_kind_find(kind);
	if (!u->kind)
		return hw_fail(error, HW_FAULT, "batch %s is of a kind that this program does not know", shown);
	return HW_OK;
}

/* Taking a row back brings the version before into force: not of somebody who is sealed. */
static hw_status check_sealed(undo *u, hw_error *error)
{
	const store_value batch = store_text(u->batch);
	int64_t rows = 0;

	HW_TRY(store_query_integer(u->store, "retention_batch_touched", &batch, 1, &rows, error));
	if (!rows)
		return HW_OK;
	(void)hw_fail(error, HW_NOT_PERMITTED, "%lld rows of this batch are of people who are sealed", (long long)rows);
	return hw_error_remedy(error, "open them first: homeward retention open ID"), HW_NOT_PERMITTED;
}

static hw_status undo_all(undo *u, hw_text reason, hw_error *error)
{
	HW_TRY(find_batch(u, error));
	HW_TRY(check_sealed(u, error));
	io_value *values = HW_NEW(u->arena, io_value, u->kind->count);
	if (!values)
		return out_of_memory(error);
	if (!strcmp(u->kind->name, "persons"))
		HW_TRY(names_tables_open(&u->names, error));
	HW_TRY(load_rows(u, error));
	HW_TRY(check_blockers(u, error));
	HW_TRY(take_judgements_back(u, error));
	for (size_t i = 0; i < u->count; i++) {
		HW_TRY(hw_progress_step(u->progress, "undoing", (double)i, (double)(2 * u->count), error));
		HW_TRY(go_back(u, &u->rows[i], values, error));
	}
	HW_TRY(check_again(u, values, error)); /* on the whole, for rows of the batch may refer to one another */
	for (size_t i = 0; i < u->count; i++) {
		HW_TRY(hw_progress_step(u->progress, "undoing", (double)(u->count + i), (double)(2 * u->count), error));
		HW_TRY(renew_person(u, u->rows[i].id, error));
	}
	return write_down(u, reason, error);
}

hw_status intake_undo(store_connection *store, const intake_actor *actor, hw_text batch, hw_text reason,
		      const hw_progress *progress, int64_t *records, hw_error *error)
{
	undo u = {.store = store,
		  .actor = actor,
		  .batch = batch,
		  .progress = progress,
		  .arena = hw_arena_new((size_t)4 << 30),
		  .row_arena = hw_arena_new((size_t)256 << 20),
		  .blockers.ceiling = 1 << 16};
	hw_status status = u.arena && u.row_arena ? store_begin(store, error) : out_of_memory(error);

	if (status == HW_OK)
		status = undo_all(&u, reason, error);
	if (status == HW_OK)
		status = store_commit(store, error);
	if (status != HW_OK)
		store_rollback(store);
	else
		*records = (int64_t)u.count;
	names_tables_close(u.names);
	hw_release(u.rows);
	hw_release(u.vanishing.slots);
	hw_release(u.links.slots);
	hw_buffer_free(&u.blockers);
	hw_arena_free(u.arena);
	hw_arena_free(u.row_arena);
	return status;
}
