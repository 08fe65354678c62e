/* The files of an example: rows, ids exchanged on request, literal tables, positions, saving. */
#include "bureau/example_int.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

hw_status example_open(example *x, const char *name, const char *columns, example_file **result, hw_error *error)
{
	if (x->file_count == EXAMPLE_FILES || strlen(name) >= sizeof x->files[0].name)
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" is one file too many (%d) or too long a name", name,
			       EXAMPLE_FILES);
	if (name[0] == '/' || strstr(name, ".."))
		return hw_fail(error, HW_BAD_INPUT, "\"%s\" would lie outside the folder", name);
	for (size_t i = 0; i < x->file_count; i++)
		if (!strcmp(x->files[i].name, name))
			return hw_fail(error, HW_BAD_INPUT, "the file \"%s\" is described twice", name);
	example_file *file = &x->files[x->file_count++];
	*file = (example_file){.plain = !columns};
	memcpy(file->name, name, strlen(name) + 1);
	if (columns) {
		file->columns = 1;
		for (const char *c = columns; *c; c++)
			file->columns += *c == ',';
		hw_buffer_adds(&file->text, columns);
		hw_buffer_adds(&file->text, "\n");
	}
	*result = file;
	return HW_OK;
}

static hw_text swapped(const example *x, hw_text piece)
{
	for (size_t i = 0; i < x->swap_count; i++) {
		if (hw_text_equal(piece, x->swaps[i].from))
			return x->swaps[i].to;
		if (hw_text_equal(piece, x->swaps[i].to))
			return x->swaps[i].from;
	}
	return piece;
}

void example_cell(example *x, example_file *file, hw_text value)
{
	hw_buffer cell = {0};
	hw_text rest = value, piece;

	if (file->at)
		hw_buffer_adds(&file->text, ",");
	if (!x->swap_count) {
		hw_csv_write(&file->text, value);
	} else {
		for (size_t i = 0; hw_text_split(&rest, ';', &piece); i++) {
			hw_buffer_adds(&cell, i ? ";" : "");
			hw_buffer_add(&cell, swapped(x, piece));
		}
		hw_csv_write(&file->text, hw_buffer_text(&cell));
	}
	file->text.failed = file->text.failed || cell.failed;
	hw_buffer_free(&cell);
	if (++file->at == file->columns) {
		hw_buffer_adds(&file->text, "\n");
		file->at = 0;
		file->rows++;
	}
}

void example_cells(example *x, example_file *file, const char *value)
{
	example_cell(x, file, hw_text_of(value));
}

void example_cell_day(example *x, example_file *file, int32_t day)
{
	char out[11];

	example_cells(x, file, day ? hw_days_write(day, out) : "");
}

/* ---- literal tables --------------------------------------------------------------------------- */

/* "{group:n}" is the id of the n-th person of a group, "{sha256:file}" the hash of a text of ours. */
static hw_status reference(example *x, hw_text inside, hw_buffer *out, hw_error *error)
{
	hw_text rest = inside, key, number = {0};
	int64_t n = 0;
	size_t group = 0;

	if (!hw_text_split(&rest, ':', &key))
		return hw_fail(error, HW_BAD_INPUT, "\"{}\" refers to nothing");
	number = rest;
	if (hw_text_is(key, "sha256")) {
		char name[128], hex[65];
		snprintf(name, sizeof name, "%.*s", HW_TEXT_ARG(number));
		hw_json *text = hw_json_get(hw_json_get(x->root, "files"), name);
		if (!text)
			return hw_fail(error, HW_BAD_INPUT, "there is no text \"%s\" to hash", name);
		hw_sha256_hex(hw_sha256_of(hw_json_as_text(text)), hex);
		hw_buffer_adds(out, hex);
		return HW_OK;
	}
	HW_TRY(example_group_find(x, key, &group, error));
	HW_TRY(hw_text_integer(number, &n, error));
	if (n < 1 || (size_t)n > x->groups[group].count)
		return hw_fail(error, HW_BAD_INPUT, "\"%.*s\" has no person %lld", HW_TEXT_ARG(key), (long long)n);
	hw_buffer_adds(out, x->persons[x->groups[group].first + (size_t)n - 1].id);
	return HW_OK;
}

static hw_status literal(example *x, example_file *file, const hw_json *value, hw_error *error)
{
	hw_buffer out = {0};
	hw_status status = HW_OK;
	hw_text text = hw_json_as_text(value);
	char number[32];

	if (hw_json_kind_of(value) == HW_JSON_NUMBER)
		text = hw_text_of(hw_number_write(hw_json_as_number(value), number));
	for (size_t at = 0; at < text.length && status == HW_OK;) {
		const char *open = memchr(text.bytes + at, '{', text.length - at);
		size_t before = open ? (size_t)(open - text.bytes) : text.length;
		hw_buffer_add(&out, (hw_text){text.bytes + at, before - at});
		at = before;
		if (!open)
			break;
		const char *close = memchr(open, '}', text.length - at);
		if (!close) {
			status = hw_fail(error, HW_BAD_INPUT, "a \"{\" is not closed");
			break;
		}
		status = reference(x, (hw_text){open + 1, (size_t)(close - open) - 1}, &out, error);
		at = (size_t)(close - text.bytes) + 1;
	}
	if (status == HW_OK && out.failed)
		status = hw_fail(error, HW_NO_MEMORY, "no memory for a cell");
	if (status == HW_OK)
		example_cell(x, file, hw_buffer_text(&out));
	hw_buffer_free(&out);
	return status;
}

static size_t column_of(const hw_json *columns, const char *name)
{
	for (size_t i = 0; i < hw_json_count(columns); i++)
		if (hw_text_is(hw_json_as_text(hw_json_at(columns, i)), name))
			return i;
	return SIZE_MAX;
}

/* Invented places must not fall on anything real: every position lies on a lattice within `km` of a
 * point in the open sea that is farther than that from any land (see docs/example.md). */
static hw_status check_position(const example *x, const hw_json *columns, const hw_json *row, hw_error *error)
{
	const hw_json *sea = hw_json_get(x->root, "sea");
	size_t lat_at = column_of(columns, "lat"), lon_at = column_of(columns, "lon");
	double lat0 = 0, lon0 = 0, km = 0, step = 0;

	if (lat_at == SIZE_MAX || lon_at == SIZE_MAX || hw_json_kind_of(hw_json_at(row, lat_at)) != HW_JSON_NUMBER)
		return HW_OK;
	HW_TRY(hw_json_need_number(sea, "sea", "lat", -90, 90, &lat0, error));
	HW_TRY(hw_json_need_number(sea, "sea", "lon", -180, 180, &lon0, error));
	HW_TRY(hw_json_need_number(sea, "sea", "km", 0, 2000, &km, error));
	HW_TRY(hw_json_need_number(sea, "sea", "step", 0.0001, 10, &step, error));
	double lat = hw_json_as_number(hw_json_at(row, lat_at)), lon = hw_json_as_number(hw_json_at(row, lon_at));
	double off = fmax(fabs(lat / step - round(lat / step)), fabs(lon / step - round(lon / step)));
	if (hw_distance_km(lat, lon, lat0, lon0) > km || off > 1e-6)
		return hw_fail(error, HW_BAD_INPUT, "%g, %g is not on the lattice in the open sea", lat, lon);
	return HW_OK;
}

static hw_status write_table(example *x, const char *name, const hw_json *table, hw_error *error)
{
	const hw_json *columns = hw_json_get(table, "columns"), *rows = hw_json_get(table, "rows");
	size_t count = hw_json_count(columns);
	hw_buffer header = {0};
	example_file *file = NULL;

	for (size_t i = 0; i < count; i++) {
		hw_buffer_adds(&header, i ? "," : "");
		hw_buffer_add(&header, hw_json_as_text(hw_json_at(columns, i)));
	}
	hw_status status = header.failed ? hw_fail(error, HW_NO_MEMORY, "no memory for a header")
					 : example_open(x, name, count ? header.bytes : "id", &file, error);
	hw_buffer_free(&header);
	for (size_t r = 0; file && r < hw_json_count(rows) && status == HW_OK; r++) {
		const hw_json *row = hw_json_at(rows, r);
		if (hw_json_count(row) != count)
			status = hw_fail(error, HW_BAD_INPUT, "has %zu values for %zu columns", hw_json_count(row),
					 count);
		if (status == HW_OK)
			status = check_position(x, columns, row, error);
		for (size_t i = 0; i < count && status == HW_OK; i++)
			status = literal(x, file, hw_json_at(row, i), error);
		if (status != HW_OK)
			hw_error_where(error, "tables.%s.rows[%zu]", name, r);
	}
	return status;
}

hw_status example_tables(example *x, hw_error *error)
{
	const hw_json *tables = hw_json_get(x->root, "tables"), *texts = hw_json_get(x->root, "files");

	for (void *m = hw_json_first(tables); m; m = hw_json_next(tables, m))
		HW_TRY(write_table(x, hw_json_member_key(m), hw_json_member_value(m), error));
	for (void *m = hw_json_first(texts); m; m = hw_json_next(texts, m)) {
		example_file *file = NULL;
		HW_TRY(example_open(x, hw_json_member_key(m), NULL, &file, error));
		hw_buffer_add(&file->text, hw_json_as_text(hw_json_member_value(m)));
	}
	return HW_OK;
}

/* ---- places -------------------------------------------------------------------------------------- */

hw_status example_places_read(example *x, hw_error *error)
{
	const hw_json *tables = hw_json_get(x->root, "tables"), *places = hw_json_get(tables, "places"),
		      *regions = hw_json_get(tables, "regions");
	const hw_json *columns = hw_json_get(places, "columns"), *rows = hw_json_get(places, "rows");
	size_t id_at = column_of(columns, "id"), region_at = column_of(columns, "region");
	size_t region_id_at = column_of(hw_json_get(regions, "columns"), "id"), count = hw_json_count(rows);
	size_t weight_at = column_of(hw_json_get(regions, "columns"), "weight");
	const hw_json *region_rows = hw_json_get(regions, "rows");

	x->region_count = hw_json_count(region_rows);
	x->listed_count = count;
	x->place_count = count + x->region_count;
	x->places = HW_NEW(x->arena, example_place, x->place_count + 1);
	x->regions = HW_NEW(x->arena, hw_text, x->region_count + 1);
	if (!x->places || !x->regions)
		return hw_fail(error, HW_NO_MEMORY, "no memory for the places of the example");
	for (size_t i = 0; i < count; i++)
		x->places[i] = (example_place){hw_json_as_text(hw_json_at(hw_json_at(rows, i), id_at)),
					       hw_json_as_text(hw_json_at(hw_json_at(rows, i), region_at)), false};
	for (size_t i = 0; i < x->region_count; i++) {
		const hw_json *row = hw_json_at(region_rows, i);
		bool never = hw_json_as_number(hw_json_at(row, weight_at)) <= 0;
		x->regions[i] = hw_json_as_text(hw_json_at(row, region_id_at));
		x->places[count + i] = (example_place){{0}, x->regions[i], never};
		for (size_t p = 0; p < count; p++)
			if (hw_text_equal(x->places[p].region, x->regions[i]))
				x->places[p].never = never;
	}
	return HW_OK;
}

/* ---- saving ---------------------------------------------------------------------------------------- */

static hw_status refuse(const char *path, hw_error *error)
{
	char words[128];

	hw_fail(error, HW_STORAGE, "cannot be written: %s", strerror_r(errno, words, sizeof words));
	return hw_error_where(error, "%s", path);
}

static hw_status save_one(const example_file *file, const char *folder, hw_error *error)
{
	char path[1024], half[1032];
	const char *slash = strrchr(file->name, '/');
	int length = slash ? snprintf(path, sizeof path, "%s/%.*s", folder, (int)(slash - file->name), file->name) : 0;

	if (length >= (int)sizeof path)
		return hw_fail(error, HW_BAD_INPUT, "the name of the folder is too long");
	if (slash && mkdir(path, 0777) && errno != EEXIST)
		return refuse(path, error);
	length = snprintf(path, sizeof path, "%s/%s%s", folder, file->name, file->plain ? "" : ".csv");
	if (length >= (int)sizeof path)
		return hw_fail(error, HW_BAD_INPUT, "the name of the folder is too long");
	snprintf(half, sizeof half, "%s.part", path);
	FILE *out = fopen(half, "wb");
	if (!out)
		return refuse(path, error);
	bool good = fwrite(file->text.bytes ? file->text.bytes : "", 1, file->text.length, out) == file->text.length;
	if (fclose(out) || !good || rename(half, path)) {
		hw_status status = refuse(path, error);
		(void)unlink(half);
		return status;
	}
	return HW_OK;
}

hw_status example_save(example *x, const char *folder, bureau_example_result *result, hw_error *error)
{
	if (mkdir(folder, 0777) && errno != EEXIST)
		return refuse(folder, error);
	for (size_t i = 0; i < x->file_count; i++) {
		example_file *file = &x->files[i];
		if (file->text.failed)
			return hw_fail(error, HW_NO_MEMORY, "no memory for the file %s", file->name);
		HW_TRY(save_one(file, folder, error));
		result->bytes += file->text.length;
	}
	result->files = x->file_count;
	return HW_OK;
}
