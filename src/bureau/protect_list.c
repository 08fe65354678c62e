/* The outward list of protected areas: written, released by two, numbered, signed; each recipient is written down. */
#include "bureau/located_int.h"
#include "bureau/protect_int.h"
#include "bureau/sheet_int.h"
#include "store/store.h"

#include <string.h>

static hw_status out_of_memory(hw_error *error)
{
	return hw_fail(error, HW_NO_MEMORY, "no memory for the list");
}

/* What every list says, whoever reads it. */
static const char *const sayings[] = {
	"That an area is not on this list means that nothing is known of it; it does not mean that nobody is there.",
	"The duties of precaution and proportionality stay with the commander; the holder's breach does not end them "
	"(AP I 51(7)-(8), 57).",
	"This list is whole and takes the place of every earlier one. Areas stay on it long after the last evidence: "
	"nothing can be concluded from the difference of two lists.",
	"It is given to spare people and for nothing else. An area is the cells of a fixed grid that a place may lie "
	"in: "
	"neither its middle nor its size tells where anybody is."};

static double degrees(int32_t cells)
{
	return (double)cells / PROTECT_CELLS_A_DEGREE;
}

/* "A-..." of a hash: the id tells nothing that the area does not. */
static const char *status_of(const protect_area *a)
{
	return a->recent && !a->kept ? "recently observed" : "not recently observed";
}

/* ---- GeoJSON ------------------------------------------------------------------------------------------- */
static void corner(hw_json_writer *w, double lon, double lat)
{
	hw_json_array(w, NULL);
	hw_json_number(w, NULL, lon);
	hw_json_number(w, NULL, lat);
	hw_json_close(w, ']');
}

static void geometry(hw_json_writer *w, const protect_area *a)
{
	double south = degrees(a->south), west = degrees(a->west), north = degrees(a->north + 1),
	       east = degrees(a->east + 1);

	if (a->region.length) { /* RFC 7946: a place that is not located */
		hw_json_null(w, "geometry");
		return;
	}
	hw_json_object(w, "geometry");
	hw_json_string(w, "type", "Polygon");
	hw_json_array(w, "coordinates");
	hw_json_array(w, NULL);
	corner(w, west, south);
	corner(w, east, south);
	corner(w, east, north);
	corner(w, west, north);
	corner(w, west, south);
	hw_json_close(w, ']');
	hw_json_close(w, ']');
	hw_json_close(w, '}');
}

static void feature(hw_json_writer *w, const protect_area *a, const char *review_by)
{
	hw_json_object(w, NULL);
	hw_json_string(w, "type", "Feature");
	hw_json_text(w, "id", a->id);
	geometry(w, a);
	hw_json_object(w, "properties");
	hw_json_string(w, "category", a->category);
	hw_json_string(w, "confidence", a->band);
	hw_json_string(w, "status", status_of(a));
	hw_json_string(w, "review_by", review_by);
	if (a->region.length)
		hw_json_text(w, "somewhere_in_region", a->region);
	hw_json_close(w, '}');
	hw_json_close(w, '}');
}

static void write_geojson(bureau *b, const protect_areas *areas, int64_t number, const char *day, const char *review_by,
			  hw_buffer *out)
{
	hw_json_writer w = hw_json_writer_new(out, true);

	hw_json_object(&w, NULL);
	hw_json_string(&w, "type", "FeatureCollection");
	hw_json_object(&w, "list");
	hw_json_string(&w, "title", "Protected areas: prisoners of war and other captives may be held here");
	hw_json_boolean(&w, "training", bureau_is_training(b));
	hw_json_integer(&w, "number", number);
	hw_json_string(&w, "date", day);
	hw_json_string(&w, "review_by", review_by);
	hw_json_integer(&w, "areas", (int64_t)areas->count);
	hw_json_array(&w, "read_this");
	for (size_t i = 0; i < HW_COUNT(sayings); i++) {
		hw_json_string(&w, NULL, sayings[i]);
		hw_json_string(&w, NULL, bureau_word("uk", sayings[i]));
	}
	hw_json_close(&w, ']');
	hw_json_close(&w, '}');
	hw_json_array(&w, "features");
	for (size_t i = 0; i < areas->count; i++)
		feature(&w, &areas->items[i], review_by);
	hw_json_close(&w, ']');
	hw_json_close(&w, '}');
	hw_buffer_adds(out, "\n");
}

/* ---- KML ------------------------------------------------------------------------------------------------------ */
static void escape(hw_buffer *out, hw_text text)
{
	for (size_t i = 0; i < text.length; i++)
		switch (text.bytes[i]) {
		case '<':
			hw_buffer_adds(out, "&lt;");
			break;
		case '>':
			hw_buffer_adds(out, "&gt;");
			break;
		case '&':
			hw_buffer_adds(out, "&amp;");
			break;
		default:
			hw_buffer_add(out, (hw_text){&text.bytes[i], 1});
		}
}

static void data(hw_buffer *out, const char *name, hw_text value)
{
	hw_buffer_addf(out, "<Data name=\"%s\"><value>", name);
	escape(out, value);
	hw_buffer_adds(out, "</value></Data>");
}

static void placemark(hw_buffer *out, const protect_area *a, const char *review_by)
{
	double south = degrees(a->south), west = degrees(a->west), north = degrees(a->north + 1),
	       east = degrees(a->east + 1);

	hw_buffer_addf(out, "<Placemark id=\"%.*s\"><name>%s: %s</name><ExtendedData>", HW_TEXT_ARG(a->id), a->category,
		       a->band);
	data(out, "category", hw_text_of(a->category));
	data(out, "confidence", hw_text_of(a->band));
	data(out, "status", hw_text_of(status_of(a)));
	data(out, "review_by", hw_text_of(review_by));
	if (a->region.length)
		data(out, "somewhere_in_region", a->region);
	hw_buffer_adds(out, "</ExtendedData>");
	if (!a->region.length)
		hw_buffer_addf(out,
			       "<Polygon><outerBoundaryIs><LinearRing><coordinates>%.2f,%.2f %.2f,%.2f %.2f,%.2f "
			       "%.2f,%.2f %.2f,%.2f</coordinates></LinearRing></outerBoundaryIs></Polygon>",
			       west, south, east, south, east, north, west, north, west, south);
	hw_buffer_adds(out, "</Placemark>\n");
}

static void write_kml(bureau *b, const protect_areas *areas, int64_t number, const char *day, const char *review_by,
		      hw_buffer *out)
{
	hw_buffer_addf(
		out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>"
		"<name>%sProtected areas, list %lld of %s</name>\n<description>",
		bureau_is_training(b) ? "TRAINING: " : "", (long long)number, day);
	for (size_t i = 0; i < HW_COUNT(sayings); i++) {
		escape(out, hw_text_of(sayings[i]));
		hw_buffer_adds(out, "\n");
		escape(out, hw_text_of(bureau_word("uk", sayings[i])));
		hw_buffer_adds(out, "\n");
	}
	hw_buffer_addf(out, "%zu, %s.</description>\n", areas->count, review_by);
	for (size_t i = 0; i < areas->count; i++)
		placemark(out, &areas->items[i], review_by);
	hw_buffer_adds(out, "</Document></kml>\n");
}

void protect_write(bureau *b, const protect_areas *areas, int64_t number, const char *day, const char *review_by,
		   bool kml, hw_buffer *out)
{
	if (kml)
		write_kml(b, areas, number, day, review_by, out);
	else
		write_geojson(b, areas, number, day, review_by, out);
}

/* ---- released by two --------------------------------------------------------------------------------------------- */
typedef struct release {
	hw_text asked_by, released_by;
} release;

static hw_status ask(bureau *b, hw_arena *arena, const bureau_protect_release *r, const protect_areas *areas,
		     hw_text subject, hw_text *waits, hw_error *error)
{
	hw_buffer payload = {0};
	hw_json_writer w = hw_json_writer_new(&payload, false);
	hw_status status;

	hw_json_object(&w, NULL);
	hw_json_integer(&w, "areas", (int64_t)areas->count);
	hw_json_string(&w, "areas_sha256", areas->sha256);
	hw_json_string(&w, "purpose", r->purpose);
	hw_json_string(&w, "to", r->to);
	hw_json_close(&w, '}');
	status = payload.failed ? out_of_memory(error)
				: bureau_propose(b, "release protected list", HW_TEXT("protected list"), subject,
						 hw_buffer_text(&payload), hw_text_of(r->purpose), waits, arena, error);
	hw_buffer_free(&payload);
	return status;
}

/* Was this list released to this recipient?  Else it is asked for, or waits: *waits has the id. */
static hw_status find_release(bureau *b, hw_arena *arena, const bureau_protect_release *r, const protect_areas *areas,
			      release *found, hw_text *waits, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *rows = NULL;
	const hw_text parts[] = {hw_text_of(areas->sha256), hw_text_of(r->to), hw_text_of(r->purpose)};
	char id[STORE_ID_BYTES];

	store_id_of_texts("p", parts, HW_COUNT(parts), id);
	const store_value values[] = {store_string(id)};
	HW_TRY(store_query_first(bureau_store(b), "protect_release", values, 1, &rows, error));
	if (!rows)
		return ask(b, arena, r, areas, hw_text_of(id), waits, error);
	if (hw_text_is(store_get_text(rows, 1), "pending"))
		*waits = store_copy_text(rows, 0, arena);
	if (hw_text_is(store_get_text(rows, 1), "refused"))
		return hw_fail(error, HW_NOT_PERMITTED, "the release of this list was refused: %.*s",
			       HW_TEXT_ARG(store_get_text(rows, 2)));
	found->asked_by = store_copy_text(rows, 3, arena);
	found->released_by = store_copy_text(rows, 4, arena);
	return HW_OK;
}

hw_status protect_perform_release(bureau *b, hw_text kind, hw_text id, const hw_json *payload, hw_text by,
				  hw_error *error)
{
	/* That it is confirmed is all: the list is written by whoever asked, while its areas are still these. */
	(void)b, (void)kind, (void)id, (void)payload, (void)by, (void)error;
	return HW_OK;
}

/* The same areas as the last list are the same number; *known: this recipient has it already. */
static hw_status number_of(bureau *b, const bureau_protect_release *r, const protect_areas *areas, int64_t *number,
			   bool *known, hw_error *error)
{
	STORE_ROWS_GUARD store_rows *last = NULL, *one = NULL;
	const store_value values[] = {store_string(areas->sha256), store_string(r->to)};

	*number = 1;
	HW_TRY(store_query_first(bureau_store(b), "protect_list_one", values, 2, &one, error));
	*known = one != NULL;
	if (one) {
		*number = store_get_integer(one, 0);
		return HW_OK;
	}
	HW_TRY(store_query_first(bureau_store(b), "protect_list_last", NULL, 0, &last, error));
	if (last)
		*number = store_get_integer(last, 0) + !hw_text_is(store_get_text(last, 1), areas->sha256);
	return HW_OK;
}

static hw_status write_rows(bureau *b, hw_arena *arena, const bureau_protect_release *r, const protect_areas *areas,
			    int64_t number, const release *who, const char *day, hw_error *error)
{
	const store_value list[] = {store_integer(number),       store_string(r->to),
				    store_string(day),           store_integer((int64_t)areas->count),
				    store_string(areas->sha256), store_string(r->purpose),
				    store_text(who->asked_by),   store_text(who->released_by)};

	HW_TRY(store_run(bureau_store(b), "protect_list_add", list, HW_COUNT(list), NULL, error));
	for (size_t i = 0; i < areas->count; i++) {
		const protect_area *a = &areas->items[i];
		const store_value values[] = {store_text(a->id), store_text(protect_key(arena, a)),
					      store_string(a->category), store_string(a->band), store_string(day)};

		if (!a->kept)
			HW_TRY(store_run(bureau_store(b), "protect_area_put", values, HW_COUNT(values), NULL, error));
	}
	return HW_OK;
}

static hw_status record(bureau *b, hw_arena *arena, const bureau_protect_release *r, const protect_areas *areas,
			int64_t number, const release *who, const char *day, hw_error *error)
{
	hw_buffer after = {0};
	hw_json_writer w = hw_json_writer_new(&after, false);
	bureau_act entry = {.act = "protected list", .subject_kind = HW_TEXT("protected list")};
	char id[24];
	hw_status status;

	(void)snprintf(id, sizeof(id), "%lld", (long long)number);
	hw_json_object(&w, NULL);
	hw_json_integer(&w, "areas", (int64_t)areas->count);
	hw_json_string(&w, "areas_sha256", areas->sha256);
	hw_json_string(&w, "to", r->to);
	hw_json_close(&w, '}');
	entry.subject_id = hw_text_of(id);
	entry.after_json = hw_buffer_text(&after);
	status = after.failed ? out_of_memory(error) : bureau_begin(b, BUREAU_MAY_PROTECT, error);
	if (status == HW_OK) {
		status = write_rows(b, arena, r, areas, number, who, day, error);
		if (status == HW_OK)
			status = bureau_commit(b, &entry, error);
		else
			bureau_rollback(b);
	}
	hw_buffer_free(&after);
	return status;
}

static hw_status check_request(const bureau_protect_release *r, hw_error *error)
{
	if (!r->to || !hw_text_trim(hw_text_of(r->to)).length)
		return hw_fail(error, HW_USAGE, "say for whom, by office: --to TEXT");
	if (!r->purpose || !hw_text_trim(hw_text_of(r->purpose)).length)
		return hw_fail(error, HW_USAGE, "say what for: --purpose TEXT");
	return HW_OK;
}

hw_status bureau_protect_export(bureau *b, hw_arena *arena, const bureau_run *run, const bureau_protect_release *r,
				bureau_protect_file *result, hw_error *error)
{
	char day[11], review_by[11];
	double days;
	protect_areas areas = {0};
	bureau_signature signature;
	release who = {0};
	hw_status status;
	bool known;

	*result = (bureau_protect_file){.waits = HW_TEXT("")};
	HW_TRY(bureau_require(b, BUREAU_MAY_PROTECT, error));
	HW_TRY(check_request(r, error));
	bureau_speak_openly(b, true);
	status = protect_gather(b, arena, run, &areas, error);
	bureau_speak_openly(b, false);
	HW_TRY(status);
	HW_TRY(find_release(b, arena, r, &areas, &who, &result->waits, error));
	result->areas = (int64_t)areas.count;
	if (result->waits.length)
		return HW_OK;
	(void)hw_days_write(bureau_as_of(b), day);
	HW_TRY(bureau_setting_number(b, "protect.review_days", 30, &days, error));
	(void)hw_days_write(bureau_as_of(b) + (int32_t)days, review_by);
	HW_TRY(number_of(b, r, &areas, &result->number, &known, error));
	protect_write(b, &areas, result->number, day, review_by, r->kml, &result->content);
	if (result->content.failed)
		return out_of_memory(error);
	HW_TRY(bureau_sign(b, BUREAU_MAY_PROTECT, hw_buffer_text(&result->content), &signature, error));
	hw_buffer_add(&result->signature, (hw_text){(const char *)signature.bytes, sizeof(signature.bytes)});
	hw_buffer_adds(&result->key, signature.public_pem);
	if (result->signature.failed || result->key.failed)
		return out_of_memory(error);
	return known ? HW_OK : record(b, arena, r, &areas, result->number, &who, day, error);
}

void bureau_protect_file_free(bureau_protect_file *file)
{
	hw_buffer_free(&file->content);
	hw_buffer_free(&file->signature);
	hw_buffer_free(&file->key);
}

/* ---- who got which ------------------------------------------------------------------------------------------------ */
static const bureau_column list_columns[] = {{"number", "list", BUREAU_COUNT},
					     {"date", "date", BUREAU_TEXT},
					     {"areas", "areas", BUREAU_COUNT},
					     {"to", "recipient", BUREAU_TEXT},
					     {"purpose", "purpose", BUREAU_TEXT},
					     {"asked_by", "asked by", BUREAU_TEXT},
					     {"released_by", "released by", BUREAU_TEXT},
					     {"sha256", "SHA-256", BUREAU_HASH}};

hw_status bureau_protect_lists(bureau *b, hw_arena *arena, const bureau_run *run, bureau_sheet *result, hw_error *error)
{
	sheet s;

	HW_TRY(bureau_require(b, BUREAU_MAY_PROTECT, error));
	s = sheet_begin(b, arena, run, "protected_lists", result, error);
	result->title = sheet_words(&s, "Lists of protected areas that went out");
	HW_TRY(sheet_query(&s, sheet_list(&s, "lists", "Lists", "none went out", list_columns, HW_COUNT(list_columns)),
			   "protect_lists", NULL, 0, NULL, NULL));
	return sheet_end(&s);
}
