/* An original for the eye of whoever keeps evidence: its bytes, hashed before they are handed out; and the bundles that were
 * asked for.  Read evidence_int.h first. */
#include "bureau/evidence_int.h"

#include <string.h>

/* ---- one file ------------------------------------------------------------------------------------ */
/* Columns of evidence_original. */
enum { FILE_PATH, SHA256, STORED, FILE_SHA256, FILE_NAME, CONFIDENTIAL, GRAPHIC };

static hw_status no_file(hw_text id, hw_error *error)
{
	char shown[64];

	(void)hw_fail(error, HW_NOT_FOUND, "the file of %s is not kept here", hw_text_shown(id, shown));
	return hw_error_remedy(error, "bring the file in as a working copy, or ask its custodian"), HW_NOT_FOUND;
}

/* Where it stands: in the store of originals, or beside the bureau as it was imported. */
static hw_status path_of(bureau *b, const store_rows *rows, hw_text id, char path[EVIDENCE_PATH_MOST], hw_error *error)
{
	char folder[EVIDENCE_PATH_MOST];
	hw_text beside = store_get_text(rows, FILE_PATH);
	const char *from;
	size_t length;
	int n;

	if (!store_is_null(rows, STORED)) {
		HW_TRY(evidence_folder(b, folder, error));
		n = snprintf(path, EVIDENCE_PATH_MOST, "%s/%.*s", folder, HW_TEXT_ARG(store_get_text(rows, STORED)));
		return n < EVIDENCE_PATH_MOST ? HW_OK : no_file(id, error);
	}
	if (!evidence_stays_inside(beside))
		return no_file(id, error);
	from = evidence_folder_beside(store_path(b->store), &length);
	n = snprintf(path, EVIDENCE_PATH_MOST, "%.*s%s%.*s", (int)length, from, length ? "/" : "", HW_TEXT_ARG(beside));
	return n < EVIDENCE_PATH_MOST ? HW_OK : no_file(id, error);
}

static hw_status read_whole(const char *path, hw_text id, hw_buffer *out, hw_error *error)
{
	FILE *file = fopen(path, "re");
	char part[16384];
	size_t n;

	if (!file)
		return no_file(id, error);
	out->ceiling = BUREAU_EVIDENCE_SHOWN;
	while (!out->failed && (n = fread(part, 1, sizeof(part), file)) > 0)
		hw_buffer_add(out, (hw_text){part, n});
	bool bad = ferror(file) != 0;
	(void)fclose(file);
	if (bad)
		return no_file(id, error);
	if (!out->failed)
		return HW_OK;
	(void)hw_fail(error, HW_TOO_LARGE, "the file is too large to be shown here");
	return hw_error_remedy(error, "take it by the command on the server"), HW_TOO_LARGE;
}

static hw_status is_what_it_was(const store_rows *rows, hw_text content, char sha256[65], hw_error *error)
{
	hw_text recorded = store_get_text(rows, store_is_null(rows, FILE_SHA256) ? SHA256 : FILE_SHA256);

	hw_sha256_hex(hw_sha256_of(content), sha256);
	if (!recorded.length || hw_text_is(recorded, sha256))
		return HW_OK;
	(void)hw_fail(error, HW_BAD_INPUT, "the file is not what was taken in: its SHA-256 is another");
	return hw_error_remedy(error, "check the files, and call the custodian of the original"), HW_BAD_INPUT;
}

hw_status bureau_evidence_file(bureau *b, hw_text id, hw_text purpose, bureau_evidence_content *result, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	char path[EVIDENCE_PATH_MOST];

	HW_TRY(bureau_require(b, BUREAU_MAY_EVIDENCE, error));
	HW_TRY(bureau_require(b, BUREAU_MAY_SEE_PERSONS, error)); /* it shows them */
	if (hw_text_trim(purpose).length < 3) {
		(void)hw_fail(error, HW_BAD_INPUT, "an original is shown for a purpose only");
		return hw_error_what(error, "purpose"), HW_BAD_INPUT;
	}
	HW_TRY(store_query_first(b->store, "evidence_original", values, 1, &rows, error));
	if (!rows)
		return no_file(id, error);
	if (store_get_integer(rows, CONFIDENTIAL) == 1)
		HW_TRY(bureau_require(b, BUREAU_MAY_SEE_CONFIDENTIAL, error));
	HW_TRY(path_of(b, rows, id, path, error));
	HW_TRY(bureau_log_view(b, "evidence file", id, purpose, error));
	hw_status status = read_whole(path, id, &result->content, error);
	if (status == HW_OK)
		status = is_what_it_was(rows, hw_buffer_text(&result->content), result->sha256, error);
	if (status != HW_OK)
		hw_buffer_free(&result->content);
	return status;
}

/* ---- bundles -------------------------------------------------------------------------------------- */
static const bureau_column bundle_columns[] = {
	{"asked", "asked", BUREAU_TEXT},          {"items", "what is in it", BUREAU_TEXT},
	{"to", "for whom", BUREAU_TEXT},          {"purpose", "what for", BUREAU_TEXT},
	{"order", "by which order", BUREAU_TEXT}, {"by", "by", BUREAU_TEXT},
	{"state", "state", BUREAU_WORD},          {"second", "second person", BUREAU_TEXT},
	{"answer", "his answer", BUREAU_TEXT}};

/* Columns of evidence_bundles: asked_at, payload, asked_by, state, decided_by, reason. */
static bool keep_bundle(sheet *s, const store_rows *rows, bureau_value *cells, void *context)
{
	static const char *const members[] = {"to", "purpose", "order"};
	hw_text state = store_get_text(rows, 3);
	hw_buffer items = {0};
	hw_json *payload = NULL;
	char day[11];

	(void)context;
	if (store_get_integer(rows, 0) / 86400000000 > s->day ||
	    hw_json_parse(store_get_text(rows, 1), "bundle", &payload, NULL) != HW_OK)
		return false;
	const hw_json *list = hw_json_get(payload, "items");
	for (size_t i = 0; i < hw_json_count(list); i++)
		hw_buffer_addf(&items, "%s%.*s", i ? "; " : "", HW_TEXT_ARG(hw_json_as_text(hw_json_at(list, i))));
	cells[0] = sheet_value_text(
		sheet_format(s, "%s", hw_days_write((int32_t)(store_get_integer(rows, 0) / 86400000000), day)));
	cells[1] = sheet_value_text(hw_text_copy(s->arena, hw_buffer_text(&items)));
	for (size_t i = 0; i < HW_COUNT(members); i++)
		cells[2 + i] =
			sheet_value_text(hw_text_copy(s->arena, hw_json_as_text(hw_json_get(payload, members[i]))));
	cells[5] = sheet_column(s, rows, 2, BUREAU_TEXT);
	cells[6] = sheet_value_word(hw_text_is(state, "confirmed") ? "released"
				    : hw_text_is(state, "refused") ? "refused"
								   : "waits");
	cells[7] = sheet_column(s, rows, 4, BUREAU_TEXT);
	cells[8] = sheet_column(s, rows, 5, BUREAU_TEXT);
	hw_buffer_free(&items);
	hw_json_free(payload);
	return true;
}

hw_status evidence_bundles(sheet *s)
{
	bureau_list *list =
		sheet_list(s, "bundles", "Bundles that were asked for", NULL, bundle_columns, HW_COUNT(bundle_columns));

	return sheet_query(s, list, "evidence_bundles", NULL, 0, keep_bundle, NULL);
}
