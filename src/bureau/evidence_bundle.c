/* A bundle of evidence for somebody outside: a BagIt folder (RFC 8493) with the bureau's signature.
 *
 * A stranger needs sha256sum and openssl.  Two people release it; what came in confidence, what was found to be forged and
 * what is not kept here is in none; no captive's name, no source, no officer's name is written into it. */
#include "bureau/evidence_int.h"
#include "bureau/factsheet_int.h"
#include "bureau/outward_int.h"
#include "bureau/sheet_int.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ITEMS_MOST = 1000, PATH_MOST = EVIDENCE_PATH_MOST };

/* Columns of evidence_bundle_item. */
enum {
	ID,
	KIND,
	TITLE,
	HAPPENED,
	RECEIVED,
	GRADE,
	CREDIBILITY,
	SHA256,
	BYTES,
	NAME,
	STORED,
	FROM,
	CAPTURED,
	WITH,
	COPY_OF,
	PUBLISHED,
	IDENTIFIABLE,
	GRAPHIC,
	CONFIDENTIAL,
	PERSONS
};

typedef struct bundling {
	bureau *b;
	hw_arena *arena;
	const bureau_run *run;
	const bureau_bundle *bundle;
	char part[PATH_MOST];
	hw_buffer manifest, items;
	hw_json_writer w;
	int64_t bytes;
	outward_gate gate;
	hw_error *error;
} bundling;

/* ---- may it leave? --------------------------------------------------------------------------------- */
static hw_status refuse_item(hw_error *error, hw_status status, hw_text id, const char *why, const char *remedy)
{
	(void)hw_fail(error, status, "%.*s %s", HW_TEXT_ARG(id), why);
	return hw_error_remedy(error, "%s", remedy), status;
}

/* Whom it shows, and of whom nothing goes out: the item stays, and nobody learns for whose sake. */
static hw_status shows_withheld(bundling *g, hw_text id, hw_text persons)
{
	if (outward_allows_all(&g->gate, persons))
		return HW_OK;
	return refuse_item(g->error, HW_NOT_PERMITTED, id, "may not go out",
			   g->bundle->order ? "leave it out"
					    : "leave it out, or name the legal order that asks for it: --order");
}

static hw_status may_leave(bundling *g, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	bool forged;

	HW_TRY(store_query_first(g->b->store, "evidence_bundle_item", values, 1, &rows, g->error));
	if (!rows)
		return refuse_item(g->error, HW_NOT_FOUND, id, "is no item of evidence", "homeward evidence list");
	if (store_get_integer(rows, CONFIDENTIAL) == 1)
		return refuse_item(g->error, HW_NOT_PERMITTED, id, "came in confidence and is in no bundle",
				   "leave it out");
	HW_TRY(shows_withheld(g, id, store_get_text(rows, PERSONS)));
	HW_TRY(evidence_is_forged(g->b, id, &forged, g->error));
	if (forged)
		return refuse_item(g->error, HW_BAD_INPUT, id, "was found to be forged", "leave it out");
	if (store_is_null(rows, STORED))
		return refuse_item(g->error, HW_BAD_INPUT, id, "has no file that is kept here",
				   "homeward evidence add FILE --id ID, or leave it out");
	return factsheet_names_nobody(g->b, g->arena, store_get_text(rows, TITLE), "the title of an item",
				      "give it another title, or leave it out", g->error);
}

/* ---- the second person -------------------------------------------------------------------------------- */
static hw_status name_bundle(bundling *g, char id[STORE_ID_BYTES], hw_buffer *payload)
{
	hw_json_writer w = hw_json_writer_new(payload, false);

	hw_json_object(&w, NULL);
	hw_json_array(&w, "items");
	for (size_t i = 0; i < g->bundle->item_count; i++)
		hw_json_string(&w, NULL, g->bundle->items[i]);
	hw_json_close(&w, ']');
	if (g->bundle->order)
		hw_json_string(&w, "order", g->bundle->order);
	hw_json_string(&w, "purpose", g->bundle->purpose);
	hw_json_string(&w, "to", g->bundle->to);
	hw_json_close(&w, '}');
	if (payload->failed)
		return hw_fail(g->error, HW_NO_MEMORY, "no memory for a bundle");
	const hw_text whole = hw_buffer_text(payload);
	store_id_of_texts("b", &whole, 1, id);
	return HW_OK;
}

/* Asks for the release, or finds that it was given (then *waits is empty). */
static hw_status released(bundling *g, hw_text *waits)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	hw_buffer payload = {0};
	char id[STORE_ID_BYTES];
	hw_status status = name_bundle(g, id, &payload);
	const store_value values[] = {store_string(id)};

	if (status == HW_OK)
		status = store_query_first(g->b->store, "evidence_release", values, 1, &rows, g->error);
	if (status == HW_OK && !rows)
		status = bureau_propose(g->b, "release bundle", HW_TEXT("bundle"), hw_text_of(id),
					hw_buffer_text(&payload), hw_text_of(g->bundle->purpose), waits, g->arena,
					g->error);
	hw_buffer_free(&payload);
	if (status != HW_OK || !rows)
		return status;
	if (hw_text_is(store_get_text(rows, 1), "pending"))
		*waits = store_copy_text(rows, 0, g->arena);
	if (hw_text_is(store_get_text(rows, 1), "refused"))
		return hw_fail(g->error, HW_NOT_PERMITTED, "the release of this bundle was refused: %.*s",
			       HW_TEXT_ARG(store_get_text(rows, 2)));
	return HW_OK;
}

hw_status evidence_perform_release(bureau *b, hw_text kind, hw_text bundle, const hw_json *payload, hw_text by,
				   hw_error *error)
{
	/* That it is confirmed is all: the files are written by whoever asked. */
	(void)b, (void)kind, (void)bundle, (void)payload, (void)by, (void)error;
	return HW_OK;
}

/* ---- files ------------------------------------------------------------------------------------------------ */
static hw_status cannot(const char *path, hw_error *error)
{
	char words[128];

	(void)hw_fail(error, HW_STORAGE, "cannot be written: %s", strerror_r(errno, words, sizeof(words)));
	return hw_error_where(error, "%s", path), HW_STORAGE;
}

static hw_status path_of(bundling *g, const char *name, char path[PATH_MOST])
{
	if (snprintf(path, PATH_MOST, "%s/%s", g->part, name) < PATH_MOST)
		return HW_OK;
	return hw_fail(g->error, HW_USAGE, "the folder's path is too long");
}

static hw_status make_folder(bundling *g, const char *name)
{
	char path[PATH_MOST];

	HW_TRY(path_of(g, name, path));
	return mkdir(path, 0700) ? cannot(path, g->error) : HW_OK;
}

/* Writes a tag file and its line of the tag manifest. */
static hw_status write_file(bundling *g, const char *name, hw_text text, hw_buffer *tags)
{
	char path[PATH_MOST], hex[65];
	FILE *file;
	bool good;

	HW_TRY(path_of(g, name, path));
	file = fopen(path, "wbxe");
	if (!file)
		return cannot(path, g->error);
	good = fwrite(text.bytes, 1, text.length, file) == text.length && fflush(file) == 0 && fsync(fileno(file)) == 0;
	good = fclose(file) == 0 && good;
	if (!good)
		return cannot(path, g->error);
	hw_sha256_hex(hw_sha256_of(text), hex);
	if (tags)
		hw_buffer_addf(tags, "%s  %s\n", hex, name);
	return HW_OK;
}

/* Letters, digits, dot, dash and underline stay, so that no name leads anywhere. */
static void safe_name(hw_text from, char *to, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < from.length && n + 1 < size; i++) {
		char c = from.bytes[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
			     c == '_' || (c == '.' && n);

		to[n++] = plain ? c : '_';
	}
	to[n] = '\0';
}

/* Named after the item: what a file was called when it came may name whom it shows, or who gave it.  Its ending stays. */
static void file_name(const char *safe_id, hw_text original, char *to, size_t size)
{
	size_t dot = original.length;
	char ending[12];

	while (dot > 0 && original.bytes[dot - 1] != '.')
		dot--;
	safe_name(dot > 1 && original.length - dot < sizeof(ending)
			  ? (hw_text){original.bytes + dot, original.length - dot}
			  : HW_TEXT(""),
		  ending, sizeof(ending));
	(void)snprintf(to, size, "%s%s%s", safe_id, *ending ? "." : "", ending);
}

/* ---- what is known of an item --------------------------------------------------------------------------------- */
static void member(bundling *g, const char *key, const store_rows *rows, size_t column)
{
	if (!store_is_null(rows, column))
		hw_json_text(&g->w, key, store_get_text(rows, column));
}

/* An address on the net may be told; a person's function could lead to him. */
static void captured(bundling *g, const store_rows *rows)
{
	hw_text from = store_get_text(rows, FROM);
	bool address = from.length > 7 && !memcmp(from.bytes, "http", 4);

	if (from.length)
		hw_json_text(&g->w, "captured_from", address ? from : HW_TEXT("withheld"));
	member(g, "captured", rows, CAPTURED);
	member(g, "captured_with", rows, WITH);
}

static hw_status custody(bundling *g, hw_text id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_text(id)};
	bool found;

	hw_json_array(&g->w, "custody");
	HW_TRY(store_query(g->b->store, "case_evidence_custody", values, 1, &rows, g->error));
	for (;;) {
		HW_TRY(store_next(rows, &found, g->error));
		if (!found)
			break;
		hw_json_object(&g->w, NULL);
		hw_json_integer(&g->w, "step", store_get_integer(rows, 0));
		member(g, "when", rows, 1);
		if (hw_text_equal(store_get_text(rows, 3), store_get_text(rows, 7))) /* no officer by name */
			hw_json_string(&g->w, "to", "the bureau");
		else
			member(g, "to", rows, 3);
		member(g, "reason", rows, 4);
		member(g, "seal", rows, 5);
		member(g, "sha256", rows, 6);
		hw_json_close(&g->w, '}');
	}
	hw_json_close(&g->w, ']');
	return HW_OK;
}

static void describe(bundling *g, const store_rows *rows, const char *name)
{
	hw_json_text(&g->w, "id", store_get_text(rows, ID));
	member(g, "kind", rows, KIND);
	member(g, "title", rows, TITLE);
	member(g, "happened", rows, HAPPENED);
	member(g, "received", rows, RECEIVED);
	member(g, "source_grade", rows, GRADE);
	if (!store_is_null(rows, CREDIBILITY))
		hw_json_integer(&g->w, "credibility", store_get_integer(rows, CREDIBILITY));
	hw_json_string(&g->w, "file", name);
	hw_json_integer(&g->w, "bytes", store_get_integer(rows, BYTES));
	member(g, "sha256", rows, SHA256);
	captured(g, rows);
	member(g, "working_copy_of", rows, COPY_OF);
	member(g, "made_public", rows, PUBLISHED);
	hw_json_boolean(&g->w, "prisoners_can_be_recognised", store_get_integer(rows, IDENTIFIABLE) == 1);
	hw_json_boolean(&g->w, "graphic", store_get_integer(rows, GRAPHIC) == 1);
}

static hw_status put_item(bundling *g, const char *id)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const store_value values[] = {store_string(id)};
	char safe_id[64], file[128], name[256], path[PATH_MOST];

	HW_TRY(store_query_first(g->b->store, "evidence_bundle_item", values, 1, &rows, g->error));
	if (!rows)
		return hw_fail(g->error, HW_NOT_FOUND, "%s is no item of evidence", id);
	safe_name(hw_text_of(id), safe_id, sizeof(safe_id));
	file_name(safe_id, store_get_text(rows, NAME), file, sizeof(file));
	(void)snprintf(name, sizeof(name), "data/%s", safe_id);
	HW_TRY(make_folder(g, name));
	(void)snprintf(name, sizeof(name), "data/%s/%s", safe_id, file);
	HW_TRY(path_of(g, name, path));
	HW_TRY(evidence_copy_out(g->b, store_get_text(rows, STORED), store_get_text(rows, SHA256), path,
				 g->run->progress, g->error));
	hw_buffer_addf(&g->manifest, "%.*s  %s\n", HW_TEXT_ARG(store_get_text(rows, SHA256)), name);
	g->bytes += store_get_integer(rows, BYTES);
	hw_json_object(&g->w, NULL);
	describe(g, rows, name);
	HW_TRY(custody(g, hw_text_of(id)));
	hw_json_close(&g->w, '}');
	return HW_OK;
}

/* ---- the folder ------------------------------------------------------------------------------------------------- */
static const char readme[] =
	"A bundle of evidence (BagIt, RFC 8493).  Check it before you rely on it, in this folder:\n\n"
	"  sha256sum -c manifest-sha256.txt\n"
	"  sha256sum -c tagmanifest-sha256.txt\n"
	"  openssl pkeyutl -verify -pubin -inkey bureau.pem -rawin -in tagmanifest-sha256.txt -sigfile "
	"tagmanifest-sha256.sig\n\n"
	"Compare bureau.pem with the key that the bureau gave you by another way.\n\n"
	"data/items.json says what is known of each item: when and by which tool it was captured, how sure its source "
	"is\n"
	"(A-F) and who kept it.  Sources and captives are not named.  Where prisoners can be recognised, nothing of it "
	"may\n"
	"be shown in public, by anyone (GC III 13).\n";

static hw_status write_payload(bundling *g)
{
	char hex[65];

	HW_TRY(make_folder(g, "data"));
	g->w = hw_json_writer_new(&g->items, true);
	hw_json_object(&g->w, NULL);
	hw_json_array(&g->w, "items");
	for (size_t i = 0; i < g->bundle->item_count; i++)
		HW_TRY(put_item(g, g->bundle->items[i]));
	hw_json_close(&g->w, ']');
	hw_json_close(&g->w, '}');
	hw_buffer_adds(&g->items, "\n");
	HW_TRY(factsheet_names_nobody(g->b, g->arena, hw_buffer_text(&g->items), "what is said of an item",
				      "give it another title, or leave it out", g->error));
	HW_TRY(write_file(g, "data/items.json", hw_buffer_text(&g->items), NULL));
	hw_sha256_hex(hw_sha256_of(hw_buffer_text(&g->items)), hex);
	hw_buffer_addf(&g->manifest, "%s  data/items.json\n", hex);
	g->bytes += (int64_t)g->items.length;
	return g->items.failed || g->manifest.failed ? hw_fail(g->error, HW_NO_MEMORY, "no memory for a bundle")
						     : HW_OK;
}

static void write_information(bundling *g, hw_buffer *out)
{
	char day[11];
	hw_text name = HW_TEXT("");

	if (bureau_setting(g->b, g->arena, "name", &name, NULL) == HW_OK && name.length)
		hw_buffer_addf(out, "Source-Organization: %.*s\n", HW_TEXT_ARG(name));
	hw_buffer_addf(out, "Bagging-Date: %s\nExternal-Description: evidence for %s; %s\nPayload-Oxum: %lld.%zu\n",
		       hw_days_write(bureau_as_of(g->b), day), g->bundle->to, g->bundle->purpose, (long long)g->bytes,
		       g->bundle->item_count + 1);
	if (bureau_is_training(g->b))
		hw_buffer_adds(out, "Internal-Sender-Description: TRAINING - everything in it is invented\n");
}

static hw_status write_tags(bundling *g)
{
	hw_buffer tags = {0}, information = {0};
	bureau_signature signature;
	hw_status status;

	write_information(g, &information);
	status = write_file(g, "bag-info.txt", hw_buffer_text(&information), &tags);
	if (status == HW_OK)
		status = write_file(g, "bagit.txt", HW_TEXT("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
				    &tags);
	if (status == HW_OK)
		status = write_file(g, "manifest-sha256.txt", hw_buffer_text(&g->manifest), &tags);
	if (status == HW_OK)
		status = write_file(g, "README.txt", hw_text_of(readme), &tags);
	if (status == HW_OK)
		status = bureau_sign(g->b, BUREAU_MAY_EVIDENCE, hw_buffer_text(&tags), &signature, g->error);
	if (status == HW_OK)
		status = write_file(g, "tagmanifest-sha256.txt", hw_buffer_text(&tags), NULL);
	if (status == HW_OK)
		status = write_file(g, "tagmanifest-sha256.sig",
				    (hw_text){(const char *)signature.bytes, sizeof(signature.bytes)}, NULL);
	if (status == HW_OK)
		status = write_file(g, "bureau.pem", hw_text_of(signature.public_pem), NULL);
	hw_buffer_free(&information);
	hw_buffer_free(&tags);
	return status;
}

static hw_status note_release(bundling *g)
{
	hw_buffer after = {0};
	char id[STORE_ID_BYTES];
	bureau_act entry = {.act = "bundle written", .subject_kind = HW_TEXT("bundle")};
	hw_status status = name_bundle(g, id, &after);

	entry.subject_id = hw_text_of(id);
	entry.after_json = hw_buffer_text(&after);
	if (status == HW_OK)
		status = bureau_begin(g->b, BUREAU_MAY_EVIDENCE, g->error);
	if (status == HW_OK)
		status = bureau_commit(g->b, &entry, g->error);
	hw_buffer_free(&after);
	return status;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *level)
{
	(void)facts, (void)kind, (void)level;
	return remove(path);
}

static hw_status write_bundle(bundling *g)
{
	hw_status status;

	if (snprintf(g->part, sizeof(g->part), "%s.part-%ld", g->bundle->folder, (long)getpid()) >=
	    (int)sizeof(g->part) - 64)
		return hw_fail(g->error, HW_USAGE, "the folder's path is too long");
	if (mkdir(g->part, 0700))
		return cannot(g->part, g->error);
	status = write_payload(g);
	if (status == HW_OK)
		status = write_tags(g);
	if (status == HW_OK)
		status = note_release(g);
	if (status == HW_OK && rename(g->part, g->bundle->folder))
		status = cannot(g->bundle->folder, g->error);
	if (status != HW_OK)
		(void)nftw(g->part, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	hw_buffer_free(&g->items);
	hw_buffer_free(&g->manifest);
	return status;
}

static hw_status check_request(const bureau_bundle *bundle, hw_error *error)
{
	struct stat facts;

	if (!bundle->item_count || bundle->item_count > ITEMS_MOST)
		return hw_fail(error, HW_USAGE, "name 1 to %d items", (int)ITEMS_MOST);
	if (!bundle->to || !hw_text_trim(hw_text_of(bundle->to)).length)
		return hw_fail(error, HW_USAGE, "say for whom, by office: --to TEXT");
	if (!bundle->purpose || !hw_text_trim(hw_text_of(bundle->purpose)).length)
		return hw_fail(error, HW_USAGE, "say what for: --purpose TEXT");
	if (bundle->order && !hw_text_trim(hw_text_of(bundle->order)).length)
		return hw_fail(error, HW_USAGE, "name the order: --order \"number, court, day\"");
	for (size_t i = 0; i < bundle->item_count; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(bundle->items[i], bundle->items[k]))
				return hw_fail(error, HW_USAGE, "%s is named twice", bundle->items[i]);
	if (stat(bundle->folder, &facts))
		return HW_OK;
	(void)hw_fail(error, HW_USAGE, "is there already");
	(void)hw_error_where(error, "%s", bundle->folder);
	return hw_error_remedy(error, "name a new folder"), HW_USAGE;
}

hw_status bureau_evidence_bundle(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_bundle *bundle,
				 hw_text *waits, int64_t *bytes, hw_error *error)
{
	bundling g = {.b = b, .arena = arena, .run = run, .bundle = bundle, .error = error};

	*waits = HW_TEXT("");
	HW_TRY(bureau_require(b, BUREAU_MAY_EVIDENCE, error));
	HW_TRY(bureau_require(b, BUREAU_MAY_EXPORT, error));
	HW_TRY(check_request(bundle, error));
	HW_TRY((bundle->order ? outward_open_by_order : outward_open)(b, arena, OUTWARD_BUNDLE, HW_TEXT(""), &g.gate,
								      error));
	for (size_t i = 0; i < bundle->item_count; i++)
		HW_TRY(may_leave(&g, hw_text_of(bundle->items[i])));
	HW_TRY(released(&g, waits));
	if (waits->length)
		return HW_OK;
	HW_TRY(write_bundle(&g));
	*bytes = g.bytes;
	return HW_OK;
}
