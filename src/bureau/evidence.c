/* Items of evidence: hash, chain of custody, what they bear on; and whether the files are still what they were. */
#include "bureau/evidence_int.h"
#include "bureau/sheet_int.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Columns of case_evidence. */
enum {
	ID,
	KIND,
	TITLE,
	HAPPENED,
	RECEIVED,
	GRADE,
	FILE_PATH,
	SHA256,
	CUSTODIAN,
	PUBLISHED,
	IDENTIFIABLE,
	PERSONS,
	PLACES,
	HOLDER,
	CREDIBILITY,
	CONFIDENTIAL,
	BATCH_AT,
	IMPORTED_BY,
	BATCH_FILE,
	NOTE,
	GRAPHIC
};

static const bureau_column item_columns[] = {{"id", "item", BUREAU_TEXT},           {"kind", "kind", BUREAU_WORD},
					     {"title", "title", BUREAU_TEXT},       {"happened", "of", BUREAU_TEXT},
					     {"received", "received", BUREAU_TEXT}, {"grade", "grade", BUREAU_TEXT},
					     {"sha256", "SHA-256", BUREAU_HASH}};
static const bureau_column custody_columns[] = {
	{"step", "step", BUREAU_COUNT},     {"when", "when", BUREAU_TEXT},        {"from", "from", BUREAU_TEXT},
	{"to", "to", BUREAU_TEXT},          {"reason", "reason", BUREAU_WORD},    {"seal", "seal", BUREAU_TEXT},
	{"sha256", "SHA-256", BUREAU_HASH}, {"noted_by", "noted by", BUREAU_TEXT}};
static const bureau_column statement_columns[] = {{"id", "statement", BUREAU_TEXT},
						  {"relation", "bears", BUREAU_WORD},
						  {"speaker", "of", BUREAU_TEXT},
						  {"when", "when", BUREAU_TEXT},
						  {"kind", "kind", BUREAU_WORD}};
static const bureau_column place_columns[] = {{"id", "place", BUREAU_TEXT}, {"label", "what it is", BUREAU_TEXT}};
static const bureau_column lead_columns[] = {{"noted", "noted", BUREAU_TEXT},
					     {"kind", "kind", BUREAU_WORD},
					     {"says", "what was seen", BUREAU_TEXT},
					     {"person", "who", BUREAU_TEXT},
					     {"by", "by", BUREAU_TEXT},
					     {"state", "state", BUREAU_WORD},
					     {"second", "second person", BUREAU_TEXT},
					     {"answer", "his answer", BUREAU_TEXT}};
static const bureau_column copy_columns[] = {
	{"id", "item", BUREAU_TEXT}, {"title", "title", BUREAU_TEXT}, {"sha256", "SHA-256", BUREAU_HASH}};
static const bureau_column file_columns[] = {{"id", "item", BUREAU_TEXT},
					     {"file", "file", BUREAU_TEXT},
					     {"result", "result", BUREAU_WORD},
					     {"recorded", "recorded", BUREAU_HASH},
					     {"found", "found", BUREAU_HASH}};

/* What the Agency or another gave in confidence serves tracing and family replies only. */
static bool may_see(const sheet *s, const store_rows *rows)
{
	return store_get_integer(rows, CONFIDENTIAL) != 1 || bureau_may(s->b, BUREAU_MAY_SEE_CONFIDENTIAL);
}

static hw_status unknown_item(hw_text id, hw_error *error)
{
	char shown[64];

	(void)hw_fail(error, HW_NOT_FOUND, "there is no item of evidence \"%s\"", hw_text_shown(id, shown));
	return hw_error_remedy(error, "homeward evidence list");
}

/* ---- one item ------------------------------------------------------------------------------------ */
static int64_t count_ids(hw_text list)
{
	hw_text id;
	int64_t n = 0;

	while (hw_text_split(&list, ';', &id))
		n += hw_text_trim(id).length > 0;
	return n;
}

static void item_fields(sheet *s, const store_rows *rows)
{
	bool persons = bureau_may(s->b, BUREAU_MAY_SEE_PERSONS);
	hw_text shown = store_get_text(rows, PERSONS);

	s->out->title = sheet_format(s, "%.*s  %.*s", HW_TEXT_ARG(store_get_text(rows, ID)),
				     HW_TEXT_ARG(store_get_text(rows, TITLE)));
	sheet_field(s, "id", "item", BUREAU_TEXT, sheet_column(s, rows, ID, BUREAU_TEXT));
	sheet_field(s, "kind", "kind", BUREAU_WORD, sheet_column(s, rows, KIND, BUREAU_WORD));
	sheet_field(s, "title", "title", BUREAU_TEXT, sheet_column(s, rows, TITLE, BUREAU_TEXT));
	sheet_field(s, "happened", "of", BUREAU_TEXT, sheet_column(s, rows, HAPPENED, BUREAU_TEXT));
	sheet_field(s, "received", "received", BUREAU_TEXT, sheet_column(s, rows, RECEIVED, BUREAU_TEXT));
	sheet_field(s, "grade", "grade of the source", BUREAU_TEXT, sheet_column(s, rows, GRADE, BUREAU_TEXT));
	sheet_field(s, "credibility", "credibility (1-6)", BUREAU_COUNT,
		    sheet_column(s, rows, CREDIBILITY, BUREAU_COUNT));
	sheet_field(s, "sha256", "SHA-256 at intake", BUREAU_TEXT, sheet_column(s, rows, SHA256, BUREAU_TEXT));
	sheet_field(s, "file", "file", BUREAU_TEXT, sheet_column(s, rows, FILE_PATH, BUREAU_TEXT));
	sheet_field(s, "custodian", "custodian of the original", BUREAU_TEXT,
		    sheet_column(s, rows, CUSTODIAN, BUREAU_TEXT));
	sheet_field(s, "published", "made public", BUREAU_TEXT, sheet_column(s, rows, PUBLISHED, BUREAU_TEXT));
	sheet_field(s, "identifiable", "prisoners can be recognised", BUREAU_FLAG,
		    sheet_column(s, rows, IDENTIFIABLE, BUREAU_FLAG));
	sheet_field(s, "holder", "whose doing it shows", BUREAU_TEXT,
		    sheet_value_text(sheet_label(s, "holders", store_get_text(rows, HOLDER))));
	sheet_field(s, "persons_shown", "persons named as shown", BUREAU_COUNT, sheet_value_count(count_ids(shown)));
	if (shown.length)
		sheet_field(s, "persons", "who they are", BUREAU_TEXT,
			    persons ? sheet_column(s, rows, PERSONS, BUREAU_TEXT) : sheet_value_restricted());
	sheet_field(s, "note", "note", BUREAU_TEXT, sheet_column(s, rows, NOTE, BUREAU_TEXT));
	if (store_get_integer(rows, IDENTIFIABLE) == 1)
		sheet_note(
			s,
			"Prisoners can be recognised in it: it is never shown in public, by anyone (GC III 13). Public "
			"evidence is counts and documents.");
}

/* Columns of case_evidence_file. */
static hw_status file_fields(sheet *s, const store_rows *item)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value id[] = {store_text(store_get_text(item, ID))};
	bool exact = bureau_may(s->b, BUREAU_MAY_EVIDENCE);
	bool forged;

	HW_TRY(evidence_is_forged(s->b, store_get_text(item, ID), &forged, s->error));
	if (forged)
		sheet_field(s, "forged", "found to be forged", BUREAU_FLAG, sheet_value_flag(1));
	sheet_field(s, "graphic", "hard to look at", BUREAU_FLAG, sheet_column(s, item, GRAPHIC, BUREAU_FLAG));
	HW_TRY(store_query_first(s->store, "case_evidence_file", id, 1, &rows, s->error));
	if (!rows || store_is_null(rows, 2))
		return HW_OK;
	sheet_field(s, "kept_as", "kept as", BUREAU_TEXT, sheet_column(s, rows, 2, BUREAU_TEXT));
	sheet_field(s, "bytes", "bytes", BUREAU_COUNT, sheet_column(s, rows, 1, BUREAU_COUNT));
	sheet_field(s, "file_name", "name when it came", BUREAU_TEXT, sheet_column(s, rows, 0, BUREAU_TEXT));
	/* Where it was taken from may lead to a source. */
	if (!store_is_null(rows, 3))
		sheet_field(s, "captured_from", "taken from", BUREAU_TEXT,
			    exact ? sheet_column(s, rows, 3, BUREAU_TEXT) : sheet_value_restricted());
	sheet_field(s, "captured", "taken on", BUREAU_TEXT, sheet_column(s, rows, 4, BUREAU_TEXT));
	sheet_field(s, "captured_with", "taken with", BUREAU_TEXT, sheet_column(s, rows, 5, BUREAU_TEXT));
	sheet_field(s, "copy_of", "working copy of", BUREAU_TEXT, sheet_column(s, rows, 6, BUREAU_TEXT));
	return HW_OK;
}

/* Columns of case_evidence_leads: asked_at, payload, asked_by, state, decided_by, decided_at, reason. */
static bool keep_lead(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	hw_text state = store_get_text(rows, 3);
	char day[11];
	hw_json *payload = NULL;

	(void)context;
	if (store_get_integer(rows, 0) / 86400000000 > s->day ||
	    hw_json_parse(store_get_text(rows, 1), "lead", &payload, NULL) != HW_OK)
		return false;
	cells[0] = sheet_value_text(
		sheet_format(s, "%s", hw_days_write((int32_t)(store_get_integer(rows, 0) / 86400000000), day)));
	cells[1] = sheet_value_text(hw_text_copy(s->arena, hw_json_as_text(hw_json_get(payload, "kind"))));
	cells[2] = sheet_value_text(hw_text_copy(s->arena, hw_json_as_text(hw_json_get(payload, "says"))));
	cells[3] = sheet_value_text(hw_text_copy(s->arena, hw_json_as_text(hw_json_get(payload, "person"))));
	if (cells[3].known && !bureau_may(s->b, BUREAU_MAY_SEE_PERSONS))
		cells[3] = sheet_value_restricted();
	cells[4] = sheet_column(s, rows, 2, BUREAU_TEXT);
	cells[5] = sheet_value_word(hw_text_is(state, "confirmed") ? "verified"
				    : hw_text_is(state, "refused") ? "refused"
								   : "waits");
	cells[6] = sheet_column(s, rows, 4, BUREAU_TEXT);
	cells[7] = sheet_column(s, rows, 6, BUREAU_TEXT);
	hw_json_free(payload);
	return true;
}

static hw_status item_leads(sheet *s, const store_rows *rows)
{
	const store_value id[] = {store_text(store_get_text(rows, ID))};
	bureau_list *list = sheet_list(s, "leads", "Doubts and likenesses (leads until a second person has looked)",
				       NULL, lead_columns, HW_COUNT(lead_columns));

	HW_TRY(sheet_query(s, list, "case_evidence_leads", id, 1, keep_lead, NULL));
	list = sheet_list(s, "copies", "Working copies", NULL, copy_columns, HW_COUNT(copy_columns));
	return sheet_query(s, list, "case_evidence_copies", id, 1, NULL, NULL);
}

/* The steps that the bureau wrote down; before the first of them, how an imported item came in. */
static hw_status item_custody(sheet *s, const store_rows *rows)
{
	const store_value id[] = {store_text(store_get_text(rows, ID))};
	bureau_list *list =
		sheet_list(s, "chain", "Chain of custody", NULL, custody_columns, HW_COUNT(custody_columns));
	bureau_value *cells;
	int64_t steps = 0;
	char day[11];

	HW_TRY(store_query_integer(s->store, "evidence_intake_count", id, 1, &steps, s->error));
	if (steps)
		return sheet_query(s, list, "case_evidence_custody", id, 1, NULL, NULL);
	cells = sheet_row(s, list);
	cells[0] = sheet_value_count(0);
	cells[1] = sheet_column(s, rows, RECEIVED, BUREAU_TEXT);
	cells[2] = store_is_null(rows, GRADE)
			   ? sheet_value_text(HW_TEXT(""))
			   : sheet_value_text(sheet_format(s, "%s %.*s", sheet_words(s, "a source of grade").bytes,
							   HW_TEXT_ARG(store_get_text(rows, GRADE))));
	cells[3] = sheet_column(s, rows, CUSTODIAN, BUREAU_TEXT);
	cells[4] = sheet_value_word("intake");
	cells[6] = sheet_column(s, rows, SHA256, BUREAU_TEXT);
	if (!store_is_null(rows, BATCH_AT))
		cells[7] = sheet_value_text(
			sheet_format(s, "%.*s, %s %s", HW_TEXT_ARG(store_get_text(rows, IMPORTED_BY)),
				     sheet_words(s, "register of").bytes,
				     hw_days_write((int32_t)(store_get_integer(rows, BATCH_AT) / 86400000000), day)));
	return sheet_query(s, list, "case_evidence_custody", id, 1, NULL, NULL);
}

static bool keep_statement(sheet *s, const store_rows *rows, bureau_value *cells, void *raw)
{
	const hw_text *id = raw;
	bool on = sheet_in_list(store_get_text(rows, 4), *id), against = sheet_in_list(store_get_text(rows, 5), *id);

	cells[1] = sheet_value_word(on ? "for" : "against");
	cells[2] = sheet_column(s, rows, 1, BUREAU_TEXT);
	cells[3] = sheet_column(s, rows, 2, BUREAU_TEXT);
	cells[4] = sheet_column(s, rows, 3, BUREAU_WORD);
	return on || against;
}

static hw_status item_links(sheet *s, const store_rows *rows)
{
	hw_text id = store_get_text(rows, ID), rest = store_get_text(rows, PLACES), place;
	bureau_list *list = sheet_list(s, "statements", "Statements it bears on", NULL, statement_columns,
				       HW_COUNT(statement_columns));

	HW_TRY(sheet_query(s, list, "case_evidence_statements", NULL, 0, keep_statement, &id));
	list = sheet_list(s, "places", "Places", NULL, place_columns, HW_COUNT(place_columns));
	while (bureau_may(s->b, BUREAU_MAY_SEE_PLACES) && hw_text_split(&rest, ';', &place)) {
		bureau_value *cells = sheet_row(s, list);

		cells[0] = sheet_value_text(hw_text_copy(s->arena, hw_text_trim(place)));
		cells[1] = sheet_value_text(sheet_label(s, "places", hw_text_trim(place)));
	}
	return HW_OK;
}

hw_status bureau_evidence_sheet(bureau *b, hw_arena *arena, const bureau_run *run, hw_text id, bureau_sheet *result,
				hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	sheet s = sheet_begin(b, arena, run, "evidence", result, error);

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	if (!id.length)
		return unknown_item(id, error);
	HW_TRY(bureau_log_view(b, "evidence", id, HW_TEXT(""), error));
	HW_TRY(store_query_first(s.store, "case_evidence", values, 1, &rows, error));
	if (!rows)
		return unknown_item(id, error);
	if (!may_see(&s, rows))
		return bureau_require(b, BUREAU_MAY_SEE_CONFIDENTIAL, error);
	item_fields(&s, rows);
	HW_TRY(file_fields(&s, rows));
	HW_TRY(item_custody(&s, rows));
	HW_TRY(item_leads(&s, rows));
	HW_TRY(item_links(&s, rows));
	return sheet_end(&s);
}

/* ---- all items --------------------------------------------------------------------------------------- */
static bool keep_item(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	(void)context;
	cells[6] = sheet_column(s, rows, SHA256, BUREAU_TEXT);
	return may_see(s, rows) && sheet_known_by(s, rows, RECEIVED);
}

hw_status bureau_evidence_all(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	const store_value all[] = {store_text(HW_TEXT(""))};
	sheet s = sheet_begin(b, arena, run, "evidence", result, error);
	bureau_list *list;

	HW_TRY(bureau_require(b, BUREAU_MAY_BRIEF, error));
	list = sheet_list(&s, "items", "Evidence", "no item of evidence is recorded", item_columns,
			  HW_COUNT(item_columns));
	HW_TRY(sheet_query(&s, list, "case_evidence", all, 1, keep_item, NULL));
	if (bureau_may(b, BUREAU_MAY_EVIDENCE) && bureau_may(b, BUREAU_MAY_EXPORT))
		HW_TRY(evidence_bundles(&s));
	return sheet_end(&s);
}

/* ---- are the files still what they were? ---------------------------------------------------------------- */
typedef struct verifying {
	sheet *s;
	bureau_list *list;
	const char *folder;
	size_t folder_length;
	int64_t same, differing, missing, elsewhere;
} verifying;

/* A row of a file must not make the program read beyond the folder. */
bool evidence_stays_inside(hw_text path)
{
	hw_text part;

	if (!path.length || path.bytes[0] == '/')
		return false;
	while (hw_text_split(&path, '/', &part))
		if (hw_text_is(part, ".."))
			return false;
	return true;
}

static const char *compare_file(const char *folder, size_t folder_length, hw_text path, hw_text recorded,
				char found[65])
{
	char full[4096], hex[65];
	hw_sha256 digest;
	hw_error ignored;
	uint64_t bytes;
	struct stat state;

	found[0] = '\0';
	if (!evidence_stays_inside(path))
		return "not read: the path leaves the folder";
	if (snprintf(full, sizeof(full), "%.*s%s%.*s", (int)folder_length, folder, folder_length ? "/" : "",
		     HW_TEXT_ARG(path)) >= (int)sizeof(full))
		return "not read: the path is too long";
	if (stat(full, &state) != 0)
		return errno == ENOENT || errno == ENOTDIR ? "missing" : "cannot be read";
	if (!S_ISREG(state.st_mode) || hw_sha256_file(full, &digest, &bytes, &ignored) != HW_OK)
		return "cannot be read";
	hw_sha256_hex(digest, hex);
	memcpy(found, hex, sizeof(hex));
	if (!recorded.length)
		return "no hash was recorded";
	return hw_text_is(recorded, hex) ? "unchanged" : "DIFFERS";
}

static void verify_file(verifying *v, hw_text id, hw_text path, hw_text recorded)
{
	bureau_value *cells = sheet_row(v->s, v->list);
	char found[65];
	const char *word =
		path.length ? compare_file(v->folder, v->folder_length, path, recorded, found) : "not held here";

	if (!path.length)
		found[0] = '\0';
	v->same += !strcmp(word, "unchanged");
	v->differing += !strcmp(word, "DIFFERS");
	v->missing += !strcmp(word, "missing");
	v->elsewhere += !path.length;
	cells[0] = sheet_value_text(hw_text_copy(v->s->arena, id));
	cells[1] = sheet_value_text(hw_text_copy(v->s->arena, path));
	cells[2] = sheet_value_word(word);
	cells[3] = sheet_value_text(hw_text_copy(v->s->arena, recorded));
	cells[4] = sheet_value_text(sheet_format(v->s, "%s", found));
}

static hw_status verify_rows(verifying *v, const char *statement, size_t path, size_t hash)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	bool found;

	HW_TRY(store_query(v->s->store, statement, NULL, 0, &rows, v->s->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, v->s->error));
		if (!found)
			return HW_OK;
		HW_TRY(hw_progress_step(v->s->run->progress, "hashing evidence", 0, 0, v->s->error));
		verify_file(v, store_get_text(rows, 0), store_get_text(rows, path), store_get_text(rows, hash));
		HW_TRY(sheet_end(v->s));
	}
}

/* The files of imported items stand below the folder of the bureau's file. */
const char *evidence_folder_beside(const char *bureau_path, size_t *length)
{
	const char *slash = strrchr(bureau_path, '/');

	*length = slash ? (size_t)(slash - bureau_path) : 0;
	if (slash != bureau_path)
		return bureau_path;
	*length = 2;
	return "/.";
}

hw_status bureau_evidence_verify(bureau *b, hw_arena *arena, const bureau_run *run, const char *folder,
				 bureau_sheet *result, int64_t *differing, int64_t *missing, hw_error *error)
{
	sheet s = sheet_begin(b, arena, run, "evidence", result, error);
	verifying v = {.s = &s, .folder = folder, .folder_length = folder ? strlen(folder) : 0};
	char kept[EVIDENCE_PATH_MOST];
	const char *beside;
	size_t beside_length;

	if (!bureau_may(b, BUREAU_MAY_AUDIT))
		HW_TRY(bureau_require(b, BUREAU_MAY_EVIDENCE, error));
	if (!folder)
		v.folder = evidence_folder_beside(store_path(s.store), &v.folder_length);
	beside = v.folder;
	beside_length = v.folder_length;
	v.list = sheet_list(&s, "files", "Files, hashed again", "no item of evidence is recorded", file_columns,
			    HW_COUNT(file_columns));
	HW_TRY(verify_rows(&v, "case_evidence_beside", 1, 2));
	HW_TRY(evidence_folder(b, kept, error));
	v.folder = kept;
	v.folder_length = strlen(kept);
	HW_TRY(verify_rows(&v, "case_evidence_stored", 2, 3));
	v.folder = beside;
	v.folder_length = beside_length;
	sheet_field(&s, "unchanged", "unchanged", BUREAU_COUNT, sheet_value_count(v.same));
	sheet_field(&s, "differing", "DIFFER from what was recorded", BUREAU_COUNT, sheet_value_count(v.differing));
	sheet_field(&s, "missing", "missing", BUREAU_COUNT, sheet_value_count(v.missing));
	sheet_field(&s, "not_held", "not held here", BUREAU_COUNT, sheet_value_count(v.elsewhere));
	if (v.missing)
		sheet_note(&s,
			   "Missing files were looked for in %s: bring them there, or say --folder DIR when they stand "
			   "elsewhere.",
			   v.folder_length ? sheet_format(&s, "%.*s", (int)v.folder_length, v.folder).bytes : ".");
	*differing = v.differing;
	*missing = v.missing;
	return sheet_end(&s);
}

/* ---- for the verification of the whole bureau ----------------------------------------------------------- */
static void note_file(evidence_files *files, hw_text id, hw_text path, const char *word)
{
	bool altered = !strcmp(word, "DIFFERS") || !strcmp(word, "cannot be read");
	char *first = altered ? files->first_wrong : files->first_missing;

	files->count++;
	if (!strcmp(word, "unchanged") || !strcmp(word, "no hash was recorded"))
		return;
	if (altered ? files->wrong++ : files->missing++)
		return;
	(void)snprintf(first, sizeof(files->first_wrong), "evidence %.*s: its file %.*s %s", HW_TEXT_ARG(id),
		       HW_TEXT_ARG(path),
		       !strcmp(word, "DIFFERS")   ? "was altered"
		       : !strcmp(word, "missing") ? "is missing"
						  : word);
}

hw_status evidence_check_files(bureau *b, const hw_progress *progress, evidence_files *files, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value all[] = {store_text(HW_TEXT(""))};
	size_t folder_length;
	const char *folder = evidence_folder_beside(store_path(bureau_store(b)), &folder_length);
	char digest[65];
	bool found;

	*files = (evidence_files){0};
	HW_TRY(store_query(bureau_store(b), "case_evidence", all, 1, &rows, error));
	for (;;) {
		HW_TRY(store_next(rows, &found, error));
		if (!found)
			return HW_OK;
		hw_text path = store_get_text(rows, FILE_PATH);
		if (path.length)
			note_file(files, store_get_text(rows, 0), path,
				  compare_file(folder, folder_length, path, store_get_text(rows, SHA256), digest));
		HW_TRY(hw_progress_step(progress, "verifying files", (double)files->count, 0, error));
	}
}
