/* intake.c - files become batches: all of them, or nothing. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bureau/finding_int.h"
#include "bureau/intake_int.h"

/* One file on its way. */
typedef struct intake_file {
	intake in;
	const bureau_import_options *options;
	const hw_progress *progress;
	hw_arena *results; /* of the caller */
	intake_input input;
	hw_buffer mapping; /* which header was which column, as JSON */
	hw_buffer refused; /* rows for --refused, as far as they are not written yet */
	hw_output *refused_file;
	bool refused_moved; /* stands in its place */
	int64_t read;       /* rows of this reading */
	int64_t whole;      /* rows of a reading that came to its end */
	const char *path;   /* of the file that is read */
	bureau_import *result;
} intake_file;

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "out of memory importing");
}

/* ---- the answer ---- */
static hw_status keep_line(intake_file *file, hw_text list[BUREAU_SHOWN], size_t *shown, const char *line,
			   hw_error *error)
{
	if (*shown == BUREAU_SHOWN)
		return HW_OK;
	list[*shown] = hw_text_copy(file->results, hw_text_of(line));
	return list[(*shown)++].bytes ? HW_OK : out_of_memory(error);
}

static bool is_unknown(const io_header *header)
{
	return header->column == IO_NONE && header->text.length && !header->passed_over;
}

static hw_status keep_unknown(intake_file *file, hw_error *error)
{
	const io_header *header;
	size_t count = 0;

	for (size_t i = 0; (header = io_header_at(file->in.reader, i)); i++)
		count += is_unknown(header);
	file->result->unknown = HW_NEW(file->results, hw_text, count + 1);
	if (!file->result->unknown)
		return out_of_memory(error);
	for (size_t i = 0; (header = io_header_at(file->in.reader, i)); i++) {
		if (!is_unknown(header))
			continue;
		hw_text *kept = &file->result->unknown[file->result->unknown_count++];
		*kept = hw_text_copy(file->results, header->text);
		if (!kept->bytes)
			return out_of_memory(error);
	}
	return HW_OK;
}

/* ---- reading ---- */
static void tell_in_ukrainian(hw_error *reason)
{
	bureau_retell_error("uk", reason);
}

static hw_status open_reader(intake_file *file, hw_error *error)
{
	intake *in = &file->in;
	const io_header *header;

	io_close(in->reader);
	in->reader = NULL;
	HW_TRY(io_open(in->kind, file->input.path, in->name, file->options->maps, file->options->map_count, &in->reader,
		       error));
	if (file->options->lang && !strcmp(file->options->lang, "uk"))
		io_tell(in->reader, tell_in_ukrainian);
	file->result->encoding = io_encoding(in->reader);
	file->result->separator = io_separator(in->reader);
	file->mapping.length = 0;
	hw_json_writer w = hw_json_writer_new(&file->mapping, false);
	hw_json_object(&w, NULL);
	for (size_t i = 0; (header = io_header_at(in->reader, i)); i++)
		if (header->column != IO_NONE)
			hw_json_string(&w, in->kind->columns[header->column].name, header->text.bytes);
	hw_json_close(&w, '}');
	return file->mapping.failed ? out_of_memory(error) : HW_OK;
}

static hw_status next_row(intake_file *file, const char *stage, io_row **row, hw_error *error)
{
	double part;

	hw_arena_reset(file->in.arena);
	HW_TRY(io_next(file->in.reader, row, error));
	if (*row)
		file->read = (int64_t)(*row)->row;
	else
		file->whole = file->read;
	if (*row && (*row)->row % 1024)
		return HW_OK;
	/* Rows of as many as there will be: by the part of the file, until it was read once. */
	part = io_done(file->in.reader);
	return hw_progress_step(file->progress, stage, (double)file->read,
				file->whole ? (double)file->whole
				: part > 0  ? (double)file->read / part
					    : 0,
				error);
}

/* A row may refer to a later one, and that may be refused: read until no more rows are. */
static hw_status collect_keys(intake_file *file, hw_error *error)
{
	int64_t before = -1, refused = 0;

	for (; refused != before; file->in.keys_complete = true) {
		io_row *row;
		before = refused;
		refused = 0;
		HW_TRY(open_reader(file, error));
		for (;;) {
			HW_TRY(next_row(file, "checking", &row, error));
			if (!row)
				break;
			HW_TRY(intake_examine(&file->in, row, error));
			refused += row->status != HW_OK;
		}
		/* The first reading could not tell; one more always follows it. */
		if (!file->in.keys_complete)
			before = -1;
	}
	return HW_OK;
}

/* ---- refused rows ---- */
static hw_status flush_refused(intake_file *file, hw_error *error)
{
	if (file->refused.failed)
		return out_of_memory(error);
	if (file->refused.length && fwrite(file->refused.bytes, 1, file->refused.length,
					   hw_output_file(file->refused_file)) != file->refused.length) {
		(void)hw_fail(error, HW_STORAGE, "cannot be written: %s", strerror(errno));
		return hw_error_where(error, "%s", file->options->refused_path), HW_STORAGE;
	}
	file->refused.length = 0;
	return HW_OK;
}

static hw_status open_refused(intake_file *file, hw_error *error)
{
	hw_text home = hw_text_of(store_path(file->in.store));
	const char *keep[] = {file->path, home.bytes,
			      hw_text_format(file->results, "%.*s-wal", HW_TEXT_ARG(home)).bytes,
			      hw_text_format(file->results, "%.*s-shm", HW_TEXT_ARG(home)).bytes};

	if (!file->options->refused_path || (file->options->dry_run && !file->options->strict))
		return HW_OK;
	HW_TRY(hw_output_open(file->options->refused_path, keep, HW_COUNT(keep), &file->refused_file, error));
	io_write_refused_header(file->in.reader, &file->refused);
	return HW_OK;
}

/* One fault with its remedy; several one after the other. */
static hw_status keep_refusal(intake_file *file, const io_row *row, hw_error *error)
{
	const hw_error *first = &row->reason;
	char line[2048];

	(void)hw_error_line(first, line, sizeof line);
	if (row->reasons.length > strlen(first->what) + strlen(first->why) + 2) {
		size_t length = row->reasons.length < 800 ? row->reasons.length : 800;
		while (length < row->reasons.length && ((unsigned char)row->reasons.bytes[length] & 0xC0) == 0x80)
			length--; /* not inside a character */
		(void)snprintf(line, sizeof line, "%s: %.*s", first->where, (int)length, row->reasons.bytes);
	}
	return keep_line(file, file->result->refusals, &file->result->refusals_shown, line, error);
}

/* One line of the report: file, row, column, value, what is wrong, what to do. */
static void report_refusal(intake_file *file, const io_row *row)
{
	hw_buffer *out = file->options->report;
	const hw_error *first = &row->reason;
	const char *lang = file->options->lang, *from = strchr(first->why, '"');
	const char *to = from ? strchr(from + 1, '"') : NULL;
	hw_text why = hw_text_of(first->why);
	size_t told = strlen(first->what) + strlen(first->why) + 2;

	if (!out->length)
		hw_buffer_addf(out, "%s\n",
			       lang && !strcmp(lang, "uk") ? "файл,рядок,стовпець,значення,що не так,що зробити"
							   : "file,row,column,value,what is wrong,what to do");
	hw_csv_write(out, hw_text_of(file->in.name));
	hw_buffer_addf(out, ",%llu,", (unsigned long long)row->line);
	hw_csv_write(out, hw_text_of(first->what));
	hw_buffer_adds(out, ",");
	hw_csv_write(out, to ? (hw_text){from + 1, (size_t)(to - from - 1)} : HW_TEXT(""));
	hw_buffer_adds(out, ",");
	/* More than one fault: all of them, as they stand with the row. */
	hw_csv_write(out, row->reasons.length > told ? row->reasons : bureau_retell(file->in.arena, lang, why));
	hw_buffer_adds(out, ",");
	hw_csv_write(out, bureau_retell(file->in.arena, lang, hw_text_of(first->remedy)));
	hw_buffer_adds(out, "\n");
}

static hw_status note_refusal(intake_file *file, const io_row *row, hw_error *error)
{
	if (file->options->report)
		report_refusal(file, row);
	if (file->result->refused++ < BUREAU_SHOWN)
		HW_TRY(keep_refusal(file, row, error));
	if (!file->refused_file)
		return HW_OK;
	io_write_refused(file->in.reader, &file->refused);
	return file->refused.length > 1 << 16 || file->refused.failed ? flush_refused(file, error) : HW_OK;
}

/* In place only when everything else is done; the last step before the commit. */
static hw_status finish_refused(intake_file *file, hw_error *error)
{
	hw_output *output = file->refused_file;

	if (!output)
		return HW_OK;
	HW_TRY(flush_refused(file, error));
	file->refused_file = NULL;
	HW_TRY(hw_output_finish(output, error));
	file->refused_moved = true;
	return HW_OK;
}

/* ---- the batch ---- */
static hw_status add_batch(intake_file *file, hw_error *error)
{
	const intake *in = &file->in;
	char sha256[65];

	hw_sha256_hex(file->input.sha256, sha256);
	const store_value values[] = {store_string(in->batch),
				      store_string(in->kind->name),
				      store_text_or_null(in->source),
				      store_string(in->name),
				      store_string(sha256),
				      store_integer(in->actor.at),
				      store_string(file->result->encoding),
				      store_text(hw_buffer_text(&file->mapping)),
				      store_integer(0),
				      store_integer(0),
				      store_integer(0),
				      store_integer(0),
				      store_integer(0),
				      store_text(in->actor.user)};
	return store_run(in->store, "batch_add", values, HW_COUNT(values), NULL, error);
}

/* The id derives from the bytes; a file that was undone and comes again is another batch. */
static hw_status name_batch(intake_file *file, hw_error *error)
{
	intake *in = &file->in;
	char sha256[65], times[32];
	int64_t before = 0;

	hw_sha256_hex(file->input.sha256, sha256);
	const store_value values[] = {store_string(sha256), store_string(in->kind->name)};
	HW_TRY(store_query_integer(in->store, "batch_times", values, 2, &before, error));
	(void)snprintf(times, sizeof times, "%lld", (long long)before);
	const hw_text texts[] = {hw_text_of(in->kind->name), hw_text_of(sha256), hw_text_of(times)};
	store_id_of_texts("b", texts, HW_COUNT(texts), in->batch);
	in->batch_hash = hw_sha256_of(hw_text_of(in->batch));
	return HW_OK;
}

static hw_status seal_batch(intake_file *file, hw_error *error)
{
	const intake *in = &file->in;
	const bureau_import *r = file->result;
	const store_value values[] = {store_string(in->batch),   store_integer(r->fresh), store_integer(r->same),
				      store_integer(r->changed), store_integer(r->alike), store_integer(r->refused)};
	char act[64], sha256[65];
	hw_buffer after = {.ceiling = 1 << 20};

	HW_TRY(store_run(in->store, "batch_counts", values, HW_COUNT(values), NULL, error));
	if (!strcmp(in->kind->name, "statements"))
		HW_TRY(finding_open_threats(in->store, in->actor.as_of, in->actor.at, in->actor.user, error));
	hw_sha256_hex(file->input.sha256, sha256);
	hw_json_writer w = hw_json_writer_new(&after, false);
	hw_json_object(&w, NULL); /* sorted: canonical */
	hw_json_integer(&w, "alike", r->alike);
	hw_json_integer(&w, "changed", r->changed);
	hw_json_string(&w, "file", in->name);
	hw_json_integer(&w, "new", r->fresh);
	hw_json_integer(&w, "refused", r->refused);
	hw_json_integer(&w, "same", r->same);
	hw_json_string(&w, "sha256", sha256);
	hw_json_close(&w, '}');
	(void)snprintf(act, sizeof act, "import %s", in->kind->name);
	const store_act entry = {.actor = in->actor.user,
				 .role = in->actor.role,
				 .act = hw_text_of(act),
				 .subject_kind = HW_TEXT("batch"),
				 .subject_id = hw_text_of(in->batch),
				 .after_json = hw_buffer_text(&after)};
	hw_status status = after.failed ? out_of_memory(error) : store_ledger_append(in->store, &entry, NULL, error);
	hw_buffer_free(&after);
	return status;
}

/* Was the same file taken in whole before?  Then nothing is read. */
static hw_status find_known(intake_file *file, bool *known, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	char sha256[65];
	bureau_import *r = file->result;

	hw_sha256_hex(file->input.sha256, sha256);
	const store_value values[] = {store_string(sha256), store_string(file->in.kind->name),
				      store_text(hw_buffer_text(&file->mapping))};
	HW_TRY(store_query_first(file->in.store, "batch_of_file", values, HW_COUNT(values), &rows, error));
	*known = rows != NULL;
	if (!rows)
		return HW_OK;
	r->same = r->rows = store_get_integer(rows, 1) + store_get_integer(rows, 2) + store_get_integer(rows, 3);
	r->known_as = store_copy_text(rows, 0, file->results);
	return r->known_as.bytes ? HW_OK : out_of_memory(error);
}

static hw_status note_alike(intake_file *file, const io_row *row, hw_error *error)
{
	const intake *in = &file->in;
	char key[160], line[512];
	int64_t hash;

	if (file->result->alike++ >= BUREAU_SHOWN)
		return HW_OK;
	HW_TRY(intake_name_hash(in->names, in->arena, in->kind, row->values, &hash, error));
	HW_TRY(intake_alikes_name(in->store, hash, intake_value(in->kind, row->values, "side"), row->key,
				  row->values[io_column_find(in->kind, "born")].date, key, error));
	(void)snprintf(line, sizeof line, "%s:%llu: %.*s may be %s", in->name, (unsigned long long)row->line,
		       HW_TEXT_ARG(row->key), key);
	return keep_line(file, file->result->alikes, &file->result->alikes_shown, line, error);
}

/* Taken in, and said: a slip of the pen is likelier than the age. */
static hw_status note_old(intake_file *file, const io_row *row, hw_error *error)
{
	hw_text born;
	char line[256], shown[64];

	if (!intake_born_long_ago(&file->in, row, &born))
		return HW_OK;
	file->result->old++;
	(void)snprintf(line, sizeof line, "%s:%llu: born: \"%s\" is more than %d years before the as-of date",
		       file->in.name, (unsigned long long)row->line, hw_text_shown(born, shown), BUREAU_OLDEST);
	return keep_line(file, file->result->olds, &file->result->olds_shown, line, error);
}

static hw_status take_row(intake_file *file, io_row *row, hw_error *error)
{
	intake_outcome outcome;
	bureau_import *r = file->result;
	bool alike;

	HW_TRY(intake_store(&file->in, row, &outcome, &alike, error));
	r->fresh += outcome == INTAKE_NEW;
	r->same += outcome == INTAKE_SAME;
	r->changed += outcome == INTAKE_CHANGED;
	r->sealed += file->in.waits;
	r->left_out += file->in.left_out;
	HW_TRY(note_old(file, row, error));
	return alike ? note_alike(file, row, error) : HW_OK;
}

static hw_status read_rows(intake_file *file, hw_error *error)
{
	io_row *row;
	bool strict = !file->options->refused_path || file->options->strict;

	for (;;) {
		HW_TRY(next_row(file, "importing", &row, error));
		if (!row)
			return HW_OK;
		file->result->rows++;
		HW_TRY(intake_examine(&file->in, row, error));
		if (row->status != HW_OK)
			HW_TRY(note_refusal(file, row, error));
		else if (!strict || !file->result->refused) /* else everything is rolled back anyway */
			HW_TRY(take_row(file, row, error));
	}
}

static hw_status unchanged_meanwhile(intake_file *file, hw_error *error)
{
	hw_sha256 now;

	HW_TRY(hw_sha256_file(file->input.path, &now, NULL, error));
	if (!memcmp(now.bytes, file->input.sha256.bytes, sizeof now.bytes))
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "the file changed while it was read");
	return hw_error_where(error, "%s", file->in.name), HW_BAD_INPUT;
}

static hw_status take_file(intake_file *file, hw_error *error)
{
	intake *in = &file->in;
	bool known;

	HW_TRY(open_reader(file, error));
	if (io_separator(in->reader) != '{') { /* the members of JSON Lines are known only at the end */
		HW_TRY(find_known(file, &known, error));
		HW_TRY(keep_unknown(file, error));
		if (known)
			return HW_OK;
	}
	if (intake_link_column(in->kind) != IO_NONE) {
		HW_TRY(intake_links_load(&in->links, in->store, in->kind, error));
		HW_TRY(collect_keys(file, error));
		HW_TRY(open_reader(file, error));
	}
	in->keys_complete = true;
	HW_TRY(open_refused(file, error));
	HW_TRY(name_batch(file, error));
	HW_TRY(add_batch(file, error));
	HW_TRY(read_rows(file, error));
	if (io_separator(in->reader) == '{')
		HW_TRY(keep_unknown(file, error));
	HW_TRY(unchanged_meanwhile(file, error));
	HW_TRY(seal_batch(file, error));
	file->result->batch = hw_text_copy(file->results, hw_text_of(in->batch));
	return file->result->batch.bytes ? HW_OK : out_of_memory(error);
}

/* ---- one file from beginning to end ---- */
static void close_file(intake_file *file)
{
	io_close(file->in.reader);
	hw_release(file->in.keys.slots);
	hw_release(file->in.known);
	hw_release(file->in.alikes.slots);
	hw_release(file->in.links.slots);
	hw_buffer_free(&file->in.parsed);
	names_tables_close(file->in.names);
	hw_arena_free(file->in.arena);
	intake_input_close(&file->input);
	hw_buffer_free(&file->mapping);
	hw_buffer_free(&file->refused);
	hw_output_drop(file->refused_file);
}

static hw_status check_source(const intake *in, hw_error *error)
{
	int64_t there = 0;
	const store_value value = store_text(in->source);
	char shown[64];

	if (!in->source.length)
		return HW_OK;
	HW_TRY(store_query_integer(in->store, "sources_has", &value, 1, &there, error));
	if (there)
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "there is no source \"%s\"", hw_text_shown(in->source, shown));
	return hw_error_what(error, "--source"), HW_BAD_INPUT;
}

static hw_status protection_key(intake *in, hw_error *error)
{
	const char *from;
	hw_text key = {0};

	HW_TRY(bureau_setting_read(in->store, in->arena, "protection_key", &key, &from, error));
	(void)snprintf(in->protection_key, sizeof in->protection_key, "%.*s", HW_TEXT_ARG(key));
	return HW_OK;
}

static hw_status prepare(intake_file *file, const char *path, hw_error *error)
{
	intake *in = &file->in;

	in->arena = hw_arena_new((size_t)256 << 20);
	in->known = hw_grow(NULL, INTAKE_CACHE, sizeof *in->known);
	if (!in->arena || !in->known)
		return out_of_memory(error);
	memset(in->known, 0, INTAKE_CACHE * sizeof *in->known);
	HW_TRY(protection_key(in, error));
	HW_TRY(store_query_integer(in->store, "retention_sealed_count", NULL, 0, &in->sealed, error));
	HW_TRY(check_source(in, error));
	if (!strcmp(in->kind->name, "persons")) {
		HW_TRY(names_tables_open(&in->names, error));
		HW_TRY(intake_alikes_load(&in->alikes, in->store, error));
	}
	return intake_input_open(path, file->progress, &file->input, error);
}

/* ---- all files ---- */
static hw_status take_all(intake_file *files, size_t count, const char *const *paths, bureau_imports *result,
			  hw_error *error)
{
	for (size_t i = 0; i < count; i++) {
		files[i].path = paths[i];
		HW_TRY(prepare(&files[i], paths[i], error));
		HW_TRY(take_file(&files[i], error));
		result->stored = result->stored || result->items[i].batch.length;
		result->refused = result->refused || (result->items[i].refused &&
						      (!files[i].options->refused_path || files[i].options->strict));
	}
	return store_query_integer(files->in.store, "judgement_conflicts_count", NULL, 0, &result->conflicts, error);
}

/* A batch in which nothing is new is not worth a row. */
static bool worth_keeping(const bureau_imports *result)
{
	for (size_t i = 0; i < result->count; i++)
		if (result->items[i].fresh || result->items[i].changed)
			return true;
	return false;
}

static hw_status end_transaction(intake_file *files, size_t count, const bureau_import_options *options,
				 bureau_imports *result, hw_error *error)
{
	store_connection *store = files->in.store;

	result->stored = result->stored && !options->dry_run && !result->refused && worth_keeping(result);
	for (size_t i = 0; i < count && (!result->refused || options->strict); i++)
		HW_TRY(finish_refused(&files[i], error));
	if (result->stored) {
		hw_status status = store_commit(store, error);
		if (status != HW_OK && files->refused_moved)
			(void)unlink(options->refused_path); /* nothing was taken in, so nothing was refused */
		return status;
	}
	store_rollback(store);
	for (size_t i = 0; i < count; i++)
		result->items[i].batch = (hw_text){0};
	return HW_OK;
}

static hw_status check_options(const bureau_import_options *options, const io_kind **kind, hw_error *error)
{
	*kind = io_kind_find(options->kind);
	if (!*kind) {
		char shown[64];
		(void)hw_fail(error, HW_USAGE, "\"%s\" is no kind of import",
			      hw_text_shown(hw_text_of(options->kind), shown));
		return hw_error_remedy(error, "see homeward help import"), HW_USAGE;
	}
	if (!options->path_count)
		return hw_fail(error, HW_USAGE, "no file was named");
	if (options->refused_path && options->path_count > 1)
		return hw_fail(error, HW_USAGE, "--refused goes with one file");
	return HW_OK;
}

hw_status intake_files(store_connection *store, const intake_actor *actor, hw_arena *arena,
		       const bureau_import_options *options, const hw_progress *progress, bureau_imports *result,
		       hw_error *error)
{
	const io_kind *kind;
	HW_TRY(check_options(options, &kind, error));
	bureau_imports answer = {.items = HW_NEW(arena, bureau_import, options->path_count),
				 .count = options->path_count};
	intake_file *files = HW_NEW(arena, intake_file, options->path_count);

	if (!answer.items || !files)
		return out_of_memory(error);
	for (size_t i = 0; i < options->path_count; i++) {
		const char *name = strcmp(options->paths[i], "-") ? options->paths[i] : "standard input";

		name = options->shown ? options->shown : name;
		answer.items[i] = (bureau_import){.file = hw_text_of(name), .kind = hw_text_of(kind->name)};
		files[i] = (intake_file){.in = {.store = store,
						.actor = *actor,
						.kind = kind,
						.name = name,
						.source = hw_text_of(options->source),
						.parsed.ceiling = 16u << 20},
					 .options = options,
					 .progress = progress,
					 .results = arena,
					 .input.descriptor = -1,
					 .mapping.ceiling = 1 << 20,
					 .result = &answer.items[i]};
	}
	HW_TRY(store_begin(store, error));
	hw_status status = take_all(files, options->path_count, options->paths, &answer, error);
	if (status == HW_OK)
		status = end_transaction(files, options->path_count, options, &answer, error);
	if (status != HW_OK)
		store_rollback(store);
	for (size_t i = 0; i < options->path_count; i++)
		close_file(&files[i]);
	if (status == HW_OK)
		*result = answer;
	return status;
}

/* ---- rows that a job makes ---- */
static hw_status take_lines(intake_file *file, const char *path, const char *name, hw_error *error)
{
	bureau_imports answer = {.items = file->result, .count = 1};
	const char *why;

	HW_TRY(take_all(file, 1, &path, &answer, error));
	if (!answer.refused)
		return HW_OK;
	/* "NAME:2: born: ...": the place is the job's own, the reason is what matters. */
	why = file->result->refusals_shown ? file->result->refusals[0].bytes : "a row was refused";
	if (!strncmp(why, name, strlen(name)) && why[strlen(name)] == ':')
		why += strlen(name) + 1;
	return hw_fail(error, HW_BAD_INPUT, "%s", why);
}

hw_status intake_inside(store_connection *store, const intake_actor *actor, hw_arena *arena, const char *kind,
			hw_text lines, const char *name, hw_error *error)
{
	int descriptor = memfd_create("homeward", MFD_CLOEXEC);
	char path[64];
	const char *paths[] = {path};
	bureau_import_options options = {.kind = kind, .paths = paths, .path_count = 1};
	bureau_import result = {.file = hw_text_of(name)};
	intake_file file = {
		.in = {.store = store, .actor = *actor, .name = name, .own = true, .parsed.ceiling = 16u << 20},
		.options = &options,
		.results = arena,
		.input.descriptor = -1,
		.mapping.ceiling = 1 << 20,
		.result = &result};
	hw_status status;

	if (descriptor < 0)
		return hw_fail(error, HW_STORAGE, "no room to hold the rows of %s: %s", name, strerror(errno));
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
	status = check_options(&options, &file.in.kind, error);
	for (size_t done = 0; status == HW_OK && done < lines.length;) {
		ssize_t written = write(descriptor, lines.bytes + done, lines.length - done);

		if (written < 0 && errno != EINTR)
			status = hw_fail(error, HW_STORAGE, "the rows of %s cannot be held", name);
		else if (written > 0)
			done += (size_t)written;
	}
	if (status == HW_OK)
		status = take_lines(&file, path, name, error);
	close_file(&file);
	(void)close(descriptor);
	return status;
}
