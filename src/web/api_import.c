/* api_import.c - files that come in: at once, or as a job that outlives the page. */
#include "web/site_int.h"

#include <string.h>

static hw_status show_batches(web_call *call, hw_error *error)
{
	bureau_batches batches;

	HW_TRY(bureau_batches_all(call->b, call->arena, &batches, error));
	bureau_batches_json(&batches, &call->w);
	return HW_OK;
}

static hw_status show_kinds(web_call *call, hw_error *error)
{
	(void)error;
	bureau_import_kinds_json(&call->w);
	return HW_OK;
}

enum { MAPS = 64, REPORT_MOST = 64 << 20 };
typedef struct arrival {
	const char *kind, *name, *source;
	const char *maps[MAPS];
	size_t map_count;
	bool dry, good;
} arrival;

static hw_status read_maps(web_call *call, arrival *a, hw_error *error)
{
	hw_text rest = hw_text_of(web_argument(call->request, "map")), piece;

	while (hw_text_split(&rest, ';', &piece)) {
		if (a->map_count == MAPS)
			return hw_fail(error, HW_USAGE, "%d maps at most", MAPS);
		a->maps[a->map_count++] = hw_text_copy(call->arena, piece).bytes;
	}
	return HW_OK;
}

static hw_status read_question(web_call *call, arrival *a, hw_error *error)
{
	*a = (arrival){.kind = web_argument(call->request, "kind"),
		       .name = web_argument(call->request, "name"),
		       .source = web_argument(call->request, "source"),
		       .dry = web_flag(call, "dry"),
		       .good = web_flag(call, "good")};
	if (!a->kind || !*a->kind)
		return hw_fail(error, HW_USAGE, "which kind is it? Write ?kind=");
	if (!call->request->body.length) {
		(void)hw_fail(error, HW_BAD_INPUT, "the file is empty");
		return HW_BAD_INPUT;
	}
	if (!a->name || !*a->name)
		a->name = "file";
	return read_maps(call, a, error);
}

/* ---- taking in -------------------------------------------------------------------------------- */
/* The bad rows with their reason, as the job wrote them beside. */
static hw_status add_refused(hw_json_writer *w, const char *path, hw_error *error)
{
	hw_buffer text = {.ceiling = (size_t)80 << 20};
	FILE *file = fopen(path, "re");
	char part[16384];
	size_t n;

	if (!file) {
		hw_json_null(w, "refused_csv");
		return HW_OK;
	}
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		hw_buffer_add(&text, (hw_text){part, n});
	(void)fclose(file);
	if (!text.failed)
		hw_json_text(w, "refused_csv", hw_buffer_text(&text));
	hw_status status = text.failed ? hw_fail(error, HW_TOO_LARGE, "too many rows were refused") : HW_OK;
	hw_buffer_free(&text);
	return status;
}

static hw_status write_answer(const bureau_imports *imports, const char *refused, const hw_buffer *report,
			      hw_json_writer *w, hw_error *error)
{
	hw_json_boolean(w, "refused", imports->refused);
	bureau_imports_json(imports, w);
	if (report->length && !report->failed)
		hw_json_text(w, "report_csv", hw_buffer_text(report));
	else
		hw_json_null(w, "report_csv");
	for (size_t i = 0; i < imports->count; i++)
		if (imports->items[i].refused)
			return add_refused(w, refused, error);
	hw_json_null(w, "refused_csv");
	return HW_OK;
}

static hw_status take_in(bureau *b, hw_arena *arena, const bureau_run *run, const web_file *file, const arrival *a,
			 hw_json_writer *w, hw_error *error)
{
	bureau_imports imports = {0};
	const char *path = file->path;
	char refused[600];
	hw_buffer report = {.ceiling = REPORT_MOST};
	const bureau_import_options options = {.kind = a->kind,
					       .paths = &path,
					       .path_count = 1,
					       .maps = a->maps,
					       .map_count = a->map_count,
					       .source = a->source && *a->source ? a->source : NULL,
					       .refused_path = refused,
					       .strict = !a->good,
					       .shown = a->name,
					       .dry_run = a->dry,
					       .report = &report};

	(void)snprintf(refused, sizeof(refused), "%s/_refused.csv", file->folder);
	hw_status status = bureau_import_files(b, arena, run, &options, &imports, error);
	if (status == HW_OK)
		status = write_answer(&imports, refused, &report, w, error);
	hw_buffer_free(&report);
	return status;
}

/* ---- as a job ------------------------------------------------------------------------------------ */
static web_file file_of(const hw_json *question)
{
	web_file file = {{0}, {0}};

	(void)snprintf(file.folder, sizeof(file.folder), "%s", hw_json_as_text(hw_json_get(question, "folder")).bytes);
	(void)snprintf(file.path, sizeof(file.path), "%s", hw_json_as_text(hw_json_get(question, "path")).bytes);
	return file;
}

static void drop_file(const hw_json *question)
{
	web_file file = file_of(question);

	web_file_drop(&file);
}

static hw_status work(bureau *b, hw_arena *arena, const bureau_run *run, const hw_json *question, hw_json_writer *w,
		      hw_error *error)
{
	arrival a = {.kind = hw_json_as_text(hw_json_get(question, "kind")).bytes,
		     .name = hw_json_as_text(hw_json_get(question, "name")).bytes,
		     .source = hw_json_as_text(hw_json_get(question, "source")).bytes};
	const hw_json *maps = hw_json_get(question, "maps");
	web_file file = file_of(question);

	HW_TRY(hw_json_take_bool(question, "question", "dry", &a.dry, error));
	HW_TRY(hw_json_take_bool(question, "question", "good", &a.good, error));
	for (; a.map_count < hw_json_count(maps) && a.map_count < MAPS; a.map_count++)
		a.maps[a.map_count] = hw_json_as_text(hw_json_at(maps, a.map_count)).bytes;
	hw_json_boolean(w, "dry", a.dry);
	hw_status status = take_in(b, arena, run, &file, &a, w, error);
	web_file_forget(&file, a.name, error);
	return status;
}

static hw_status ask(const web_file *file, const arrival *a, hw_json **question, hw_error *error)
{
	hw_buffer text = {0};
	hw_json_writer w = hw_json_writer_new(&text, false);

	hw_json_object(&w, NULL);
	hw_json_string(&w, "folder", file->folder);
	hw_json_string(&w, "path", file->path);
	hw_json_string(&w, "kind", a->kind);
	hw_json_string(&w, "name", a->name);
	hw_json_string(&w, "source", a->source ? a->source : "");
	hw_json_boolean(&w, "dry", a->dry);
	hw_json_boolean(&w, "good", a->good);
	hw_json_array(&w, "maps");
	for (size_t i = 0; i < a->map_count; i++)
		hw_json_string(&w, NULL, a->maps[i]);
	hw_json_close(&w, ']');
	hw_json_close(&w, '}');
	hw_status status = text.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for a job")
				       : hw_json_parse(hw_buffer_text(&text), "question", question, error);
	hw_buffer_free(&text);
	return status;
}

/* The file belongs to the job from now on, whatever becomes of it. */
static hw_status begin(web_call *call, web_file *file, const arrival *a, hw_error *error)
{
	web_task_order order = {.kind = a->dry ? "import check" : "import", .work = work, .drop = drop_file};
	hw_status status = ask(file, a, &order.question, error);

	if (status != HW_OK) {
		web_file_drop(file);
		return status;
	}
	(void)snprintf(order.about, sizeof(order.about), "%s", a->name);
	return web_task_begin(call, &order, error);
}

static hw_status import(web_call *call, hw_error *error)
{
	arrival a;
	web_file file;
	hw_status status;

	HW_TRY(read_question(call, &a, error));
	HW_TRY(web_file_write(&file, "came", call->request->body, error));
	if (web_flag(call, "job"))
		return begin(call, &file, &a, error);
	status = take_in(call->b, call->arena, &call->run, &file, &a, &call->w, error);
	web_file_drop(&file);
	web_file_forget(&file, a.name, error);
	return status;
}

static hw_status undo(web_call *call, hw_error *error)
{
	const char *batch, *reason;
	int64_t records;

	HW_TRY(web_need(call, "batch", &batch, error));
	HW_TRY(web_take(call, "reason", &reason, error));
	HW_TRY(bureau_import_undo(call->b, &call->run, hw_text_of(batch), hw_text_of(reason), &records, error));
	hw_json_integer(&call->w, "records", records);
	return web_done(call, "undo", hw_text_of(batch), "undone", HW_TEXT(""));
}

const web_route web_import_routes[] = {
	{"GET", "/import", BUREAU_MAY_IMPORT, 0, WEB_QUICK, show_batches},
	{"POST", "/import", BUREAU_MAY_IMPORT, WEB_FILE, WEB_QUICK, import},
	{"GET", "/import/kinds", WEB_ANYONE, WEB_SHARED, WEB_QUICK, show_kinds},
	{"POST", "/import/undo", BUREAU_MAY_IMPORT, 0, WEB_QUICK, undo},
	{NULL, NULL, WEB_ANYONE, 0, 0, NULL},
};
